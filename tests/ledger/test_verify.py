"""verify: names the first row that is not as it was written, and holds the ledger against a printed anchor."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from hashlib import sha256
from json import dumps
from pathlib import Path

import pytest

from ledger.sample import made, recorded, stamp, tampered, write
from thidua_cli.domain.closing import closed_detail, heading_text
from thidua_cli.domain.figure import Draft, Kind
from thidua_cli.domain.period import Period, Span
from thidua_cli.errors import IntegrityError, UsageError
from thidua_cli.ledger import EMPTY_HASH, Ledger
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.ledger.rows import EVERY_ROW

SEED = 20240614


def test_a_ledger_as_written_passes_with_its_tip(tmp_path: Path) -> None:
    path = made(tmp_path, 40)
    with Ledger(path) as ledger:
        tip = ledger.tip()
    assert tip.seq == 40
    assert verify(path) == tip
    assert verify(made(tmp_path / "..", 0)).hash == EMPTY_HASH


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE entries SET value = '9' WHERE seq = 7", "dòng 7 không khớp"),
        ("UPDATE entries SET on_day = '2024-12-31' WHERE seq IN (9, 8)", "dòng 8 không khớp"),
        ("DELETE FROM entries WHERE seq = 7", "thiếu dòng 7"),
        ("DELETE FROM entries WHERE seq = 1", "thiếu dòng 1"),
        ("UPDATE entries SET seq = CASE seq WHEN 7 THEN -7 ELSE seq END WHERE 0", ""),
        ("UPDATE entries SET previous = hash WHERE seq = 5", "dòng 5 không nối"),
        ("UPDATE plans SET source = x'00'", "kế hoạch lưu ở dòng 1"),
        ("DELETE FROM plans", "thiếu kế hoạch mà dòng 1"),
        ("UPDATE plans SET first_seq = 2", "thiếu kế hoạch"),
        ("UPDATE plans SET at = '2023-06-14T03:05:06.000000Z'", "dòng 1 không mang ngày giờ"),
    ],
)
def test_an_edit_with_another_program_is_named_by_its_first_row_f5(statement: str, found: str, tmp_path: Path) -> None:
    path = made(tmp_path, 20)
    tampered(path, statement)
    if not found:
        assert verify(path).seq == 20
        return
    with pytest.raises(IntegrityError, match=found) as caught:
        verify(path)
    assert "không có gì bị thay đổi" in caught.value.sentence


@pytest.mark.parametrize("report", ["", "{}", '{"schema":"thidua.report/1"', '{"schema":"thidua.report/2"}', "[1]"])
def test_a_close_row_without_a_readable_report_is_named(report: str, tmp_path: Path) -> None:
    path = made(tmp_path, 10)
    june = Period(Span.MONTH, 2024, 6)
    with Ledger(path) as ledger:
        write(ledger, [Draft(Kind.CLOSE, detail=closed_detail(june, '{"schema":"thidua.report/1"}'))])
        assert verify(path).seq == 11
        write(ledger, [Draft(Kind.CLOSE, detail=closed_detail(june, report) if report else heading_text(june))])
    with pytest.raises(IntegrityError, match="dòng 12 không giữ được báo cáo đã chốt"):
        verify(path)


def test_two_swapped_rows_are_found_f5(tmp_path: Path) -> None:
    path = made(tmp_path, 20)
    tampered(
        path,
        "CREATE TEMP TABLE t AS SELECT * FROM entries WHERE seq IN (7, 8)",
        "DELETE FROM entries WHERE seq IN (7, 8)",
        "UPDATE t SET seq = 15 - seq",
        "INSERT INTO entries SELECT * FROM t ORDER BY seq",
    )
    with pytest.raises(IntegrityError, match="dòng 7 không nối"):
        verify(path)


def test_an_unused_plan_slipped_in_is_found(tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    other = stamp("khác")
    tampered(path, f"INSERT INTO plans VALUES ('{other.revision}', x'{other.source.hex()}', 3, '')")
    with pytest.raises(IntegrityError, match="không dòng nào dùng"):
        verify(path)


def test_an_index_that_disagrees_with_its_table_is_found(tmp_path: Path) -> None:
    path = made(tmp_path, 20)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'entries_by_key'").fetchone()
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'entries_by_key'", (sql + " WHERE seq < 5",))
    connection.commit()
    connection.close()
    connection = sqlite3.connect(path)
    connection.execute("REINDEX entries_by_key")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'entries_by_key'", (sql,))
    connection.commit()
    connection.close()
    with pytest.raises(IntegrityError, match="SQLite báo"):
        verify(path)


def test_a_catalogue_that_differs_in_more_than_names_and_statements_is_found_f1(tmp_path: Path) -> None:
    path = made(tmp_path, 20)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET type = 'triggeR' WHERE name = 'plans_no_delete'")
    connection.commit()
    connection.close()
    with pytest.raises(IntegrityError, match="danh mục bảng"):
        verify(path)


def test_a_cut_off_tail_is_only_seen_against_a_printed_anchor_f6(tmp_path: Path) -> None:
    path = made(tmp_path, 600)
    printed = verify(path)
    tampered(path, "DELETE FROM entries WHERE seq > 100")
    assert verify(path).seq == 100
    with pytest.raises(IntegrityError, match="sổ chỉ có 100 dòng, báo cáo in từ sổ có 600 dòng"):
        verify(path, (printed.seq, printed.chain))


def test_a_tail_hashed_anew_is_only_seen_against_a_printed_anchor_f7(tmp_path: Path) -> None:
    path = made(tmp_path, 30)
    printed = verify(path)
    rehash_from(path, 20)
    assert verify(path).seq == 30
    with pytest.raises(IntegrityError, match="dòng 30 của sổ có mã"):
        verify(path, (printed.seq, printed.chain))


def test_an_anchor_of_an_older_report_still_holds_after_more_rows(tmp_path: Path) -> None:
    path = made(tmp_path, 10)
    printed = verify(path)
    with Ledger(path) as ledger:
        write(ledger, [recorded("1", "b")])
    assert verify(path, (printed.seq, printed.chain.upper())).seq == 11
    assert verify(path, (printed.seq, printed.hash)).seq == 11
    assert verify(path, (0, "0" * 16)).seq == 11
    with pytest.raises(IntegrityError, match="không khớp với báo cáo"):
        verify(path, (9, printed.chain))


@pytest.mark.parametrize("anchor", [(1, "0123456789abcde"), (1, "xyz0123456789abcdef"), (-1, "0" * 16)])
def test_an_anchor_too_short_proves_nothing_and_is_refused(anchor: tuple[int, str], tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        verify(made(tmp_path, 1), anchor)


def test_a_flipped_bit_that_changes_a_figure_is_always_found_f1(tmp_path: Path) -> None:
    path = made(tmp_path, 100)
    whole = path.read_bytes()
    figures = stored_figures(path)
    dice = random.Random(SEED)
    seen = 0
    while seen < 50:
        place, bit = dice.randrange(len(whole)), 1 << dice.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        if stored_figures(path) != figures:
            seen += 1
            with pytest.raises(IntegrityError):
                verify(path)


def test_randomly_damaged_ledgers_give_only_our_errors_and_stay_as_they_are_f10(tmp_path: Path) -> None:
    made(tmp_path, 120)
    script = Path(__file__).with_name("damage.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "thidua.db"), str(SEED), "200"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    refused = int(done.stdout)
    assert refused > 100  # the damage was real


def stored_figures(path: Path) -> object:
    """What any reader of the file would take the figures to be; None if it cannot be read at all."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(
            "SELECT unit, indicator, on_day, value, numerator, level FROM entries NOT INDEXED ORDER BY seq"
        ).fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        connection.close()


def rehash_from(path: Path, start: int) -> None:
    connection = sqlite3.connect(path)
    rows = [list(row) for row in connection.execute(EVERY_ROW)]
    connection.close()
    statements = []
    for row, before in zip(rows[start:], rows[start - 1 :], strict=False):
        row[9], row[-2] = "999", before[-1]
        row[-1] = sha256(dumps(row[:-1], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        statements.append(
            f"UPDATE entries SET value = '999', previous = '{row[-2]}', hash = '{row[-1]}' WHERE seq = {row[0]}"
        )
    tampered(path, *statements)


def test_a_long_ledger_is_checked_on_both_sides_at_once_with_the_same_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path, 30)
    alone = verify(path)
    monkeypatch.setattr("thidua_cli.ledger.verify.LONG_FILE", 0)
    assert verify(path) == alone
    tampered(path, "DROP INDEX entries_by_time", "CREATE INDEX entries_by_time ON entries (at)")
    assert verify(path) == alone
    tampered(path, "UPDATE entries SET value = '9' WHERE seq = 7")
    with pytest.raises(IntegrityError, match="dòng 7"):
        verify(path)
