"""The ledger's last resorts: cells of a wrong kind, names that are taken, disks without links, clocks, closed doors."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from datetime import date
from itertools import repeat
from json import dumps
from pathlib import Path

import pytest

from ledger.sample import UNIT, author, automatic_backup, backup, made, recorded, stamp, tampered, to_lines, write
from thidua_cli.errors import IntegrityError, InvalidInput, Refused, StorageError
from thidua_cli.ledger import Ledger, copies
from thidua_cli.ledger.copies import restore
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.ledger.file import publish, translated
from thidua_cli.ledger.rows import EVERY_ROW, hash_of, revision_of
from thidua_cli.ledger.session import patiently
from thidua_cli.ledger.transfer import Reading, from_lines
from thidua_cli.ledger.transfer import to_lines as exported
from thidua_cli.ledger.verify import Chain
from thidua_cli.office.checkup import _network_kind, place_doubts


def no_links(_: object, __: object) -> None:
    raise OSError(errno.EPERM, "no hard links")


def test_a_plan_kept_as_text_is_damage_and_not_a_plan(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    connection = sqlite3.connect(path)
    (statement,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'plans'").fetchone()
    connection.execute("PRAGMA writable_schema = ON")
    loose = statement.replace("source BLOB", "source TEXT")
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'plans'", (loose,))
    connection.commit()
    connection.close()
    tampered(path, "UPDATE plans SET source = 'kế hoạch 2024'")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'plans'", (statement,))
    connection.commit()
    connection.close()
    with Ledger(path) as ledger, pytest.raises(IntegrityError, match="kế hoạch đã lưu không khớp mã băm"):
        ledger.plan_source(stamp().revision)
    with pytest.raises(IntegrityError):
        verify(path)


def test_a_closing_of_a_kind_nobody_knows_is_damage(tmp_path: Path) -> None:
    with Ledger(made(tmp_path, 7)) as ledger:
        row = ledger.rows(EVERY_ROW)[6]
    edited = (*row[:3], "khác", *row[4:-1])
    with pytest.raises(IntegrityError, match="dòng 7"):
        revision_of((*edited, hash_of(edited)))


def test_rows_written_under_an_earlier_clock_are_told_with_the_row_above(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as ledger:
        write(ledger, [recorded("2", "b")], at="2024-06-14T02:00:00.000000Z")
        assert ledger.clock_turns() == [(2, "2024-06-14T02:00:00.000000Z", "2024-06-14T03:05:06.000000Z")]


def test_an_empty_ledger_in_memory_needs_no_copy_and_knows_no_name(tmp_path: Path) -> None:
    with Ledger(None) as nothing:
        assert nothing.back_up() is None
    path = made(tmp_path, 3)
    with Ledger(path) as ledger:
        kept = ledger.back_up()
    assert kept is not None
    assert verify(kept).seq == 3


def test_walking_the_keys_of_one_unit_ends_at_the_next_unit(tmp_path: Path) -> None:
    path = made(tmp_path)
    with Ledger(path) as ledger, ledger.writing() as writer:
        writer.append([recorded("1", "lạ")], action="a", unit=UNIT, author=author(), plan=stamp())
        writer.append([recorded("1", "khác")], action="b", unit="xã-sau", author=author(), plan=stamp())
    with Ledger(path) as ledger:
        assert [one.indicator for one in ledger.outside(UNIT, [], (), date(2024, 1, 1), date(2024, 12, 31))] == ["lạ"]


def test_a_disk_without_hard_links_gets_the_file_by_a_rename_and_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "mới").write_text("mới")
    (tmp_path / "cũ").write_text("cũ")
    assert not publish(tmp_path / "mới", tmp_path / "cũ")
    assert publish(tmp_path / "mới", tmp_path / "a")
    assert ((tmp_path / "cũ").read_text(), (tmp_path / "a").read_text()) == ("cũ", "mới")


def test_a_restore_on_a_disk_without_hard_links_keeps_the_replaced_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path, 3)
    backup(path, tmp_path / "a.db")
    with Ledger(path) as ledger:
        write(ledger, [recorded("9", "b")])
    monkeypatch.setattr(os, "link", no_links)
    restored = restore(tmp_path / "a.db", path, force=True)
    assert verify(path).seq == 3
    assert restored.kept is not None
    assert verify(restored.kept).seq == 4


def test_too_many_kept_ledgers_or_copies_are_refused_and_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path, 3)
    backup(path, tmp_path / "a.db")
    with Ledger(path) as ledger:
        write(ledger, [recorded("9", "b")])
    monkeypatch.setattr(os.path, "lexists", lambda _: True)
    with pytest.raises(Refused, match="quá nhiều tệp"):
        restore(tmp_path / "a.db", path, force=True)
    monkeypatch.setattr(copies, "publish", lambda *_: False)
    monkeypatch.setattr(copies, "_holds", lambda *_: False)
    with pytest.raises(StorageError, match="không đặt được tên"):
        automatic_backup(path)
    assert verify(path).seq == 4


def test_a_ledger_that_appears_while_a_restore_begins_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path, 3)
    backup(path, tmp_path / "a.db")
    with Ledger(path) as ledger:
        write(ledger, [recorded("9", "b")])
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    with pytest.raises(Refused):
        restore(tmp_path / "a.db", path, force=False)
    assert verify(path).seq == 4


def test_work_that_finds_the_ledger_held_is_done_again(tmp_path: Path) -> None:
    tries = []

    def work() -> str:
        tries.append(1)
        if len(tries) < 3:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return "xong"

    assert patiently(work, 5) == "xong"


def test_a_folder_that_cannot_be_named_still_has_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "absolute", lambda _: (_ for _ in ()).throw(FileNotFoundError()))
    assert "đĩa đầy" in translated(OSError(errno.ENOSPC, ""), Path("thidua.db")).sentence


@pytest.mark.parametrize(
    ("unreadable", "words"),
    [
        ({"exists": True, os.R_OK: False}, "không có quyền đọc tệp"),
        ({"exists": True, os.W_OK: False}, "chỉ đọc, không ghi được"),
        ({"exists": False, os.W_OK | os.X_OK: False}, "thư mục"),
        ({"exists": False}, "không mở được tệp"),
    ],
)
def test_what_may_not_be_opened_is_told_by_what_is_closed(
    unreadable: dict[object, bool], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "thidua.db"
    monkeypatch.setattr(os.path, "exists", lambda place: place == path and unreadable["exists"])
    monkeypatch.setattr(os, "access", lambda _, mode: unreadable.get(mode, True))
    assert words in translated(PermissionError(errno.EACCES, ""), path).sentence


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "usb" / "thidua.db"
    assert str(gone.parent) in translated(PermissionError(errno.EACCES, ""), gone).sentence
    assert str(gone.parent) in translated(OSError(errno.EIO, ""), gone).sentence


def test_where_the_mounts_cannot_be_read_only_the_name_of_the_place_counts(tmp_path: Path) -> None:
    assert list(place_doubts(tmp_path / "thidua.db", tmp_path / "không có")) == []
    assert _network_kind(Path(r"\\máy-chủ\chung"), tmp_path / "không có") == "SMB"


def test_an_export_leaves_out_what_was_written_after_its_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that a writer adds between the check and the reading belongs to rows that are not exported either."""
    path = made(tmp_path, 2)
    with Ledger(path) as read:
        lines = exported(read)
        next(lines)
        with Ledger(path) as ledger, ledger.writing() as writer:
            writer.append([recorded("3", "c")], action="c", unit=UNIT, author=author(), plan=stamp("kế hoạch mới"))
        rest = list(lines)
    assert len(rest) == 3
    assert "kế hoạch mới" not in "".join(rest)


def test_an_export_goes_into_an_empty_ledger_only_and_needs_its_plans(tmp_path: Path) -> None:
    path = made(tmp_path, 2)
    lines = list(to_lines(path))
    with Ledger(path) as ledger, pytest.raises(Refused, match="trống"), from_lines(ledger, lines, "a.jsonl"):
        pass
    with pytest.raises(InvalidInput, match="không dùng được"):
        list(Reading("a.jsonl").entries([*lines, unused_plan()]))


def test_a_name_inside_a_plan_is_no_name(tmp_path: Path) -> None:
    head, *lines = to_lines(made(tmp_path, 2))
    nested = json.dumps({"plan": {"name": {"digest": "a", "salt": "b", "name": "c"}}})
    with pytest.raises(InvalidInput) as caught:
        list(Reading("a.jsonl").entries([head, nested, *lines]))
    assert "thiếu hoặc thừa trường" in str(caught.value.faults[0])


def unused_plan() -> str:
    """A plan that no row of the export was written under."""
    other = stamp("khác")
    plan = {"revision": other.revision, "source": "khác", "first_seq": 9, "at": "2024-06-14T03:05:06.000000Z"}
    return dumps({"plan": plan}) + "\n"


def test_a_ledger_that_was_migrated_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """Whoever comes second finds it done under the lock and makes no second copy."""
    path = tmp_path / "thidua.db"
    path.write_bytes((Path(__file__).with_name("fixtures") / "version-1.db").read_bytes())
    with Ledger(path) as first, Ledger(path) as second:
        assert first.migrate() is not None
        assert second.migrate() is None


def test_a_missing_ledger_and_a_half_written_one_in_a_read_only_place_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "thidua.db"
    assert "không có tệp" in translated(FileNotFoundError(errno.ENOENT, ""), path).sentence
    path.with_name("thidua.db-journal").touch()
    assert "còn một lần ghi dở" in translated(PermissionError(errno.EACCES, ""), path).sentence


def test_an_index_out_of_order_is_damage_and_not_an_endless_walk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(made(tmp_path, 1)) as ledger:
        monkeypatch.setattr(ledger, "stream", lambda *_: repeat(("dak-la", "", "a")))
        with pytest.raises(IntegrityError, match="không theo thứ tự"):
            list(ledger.history(indicator="b"))


def test_a_ledger_of_the_first_version_exports_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "thidua.db"
    path.write_bytes((Path(__file__).with_name("fixtures") / "version-1.db").read_bytes())
    assert sum('"seq"' in line for line in to_lines(path)) == verify(path).seq


@pytest.mark.parametrize(
    ("column", "cell", "found"), [(1, b"bytes", "không khớp mã băm"), (9, "007", "số không đúng dạng")]
)
def test_a_cell_that_thidua_would_never_write_is_found(column: int, cell: object, found: str, tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    connection = sqlite3.connect(path)
    row = list(connection.execute(EVERY_ROW).fetchone())
    connection.close()
    row[column] = cell
    if isinstance(cell, str):
        row[-1] = hash_of(tuple(row[:-1]))
    assert found in Chain().take(tuple(row))


def test_half_a_character_in_a_name_of_an_export_is_refused() -> None:
    with pytest.raises(IntegrityError) as caught:
        Reading("a.jsonl")._name(1, ("", "\ud800", "A"))
    assert "tên người" in caught.value.faults[0].sentence


def test_forged_rows_without_what_their_kind_must_hold_are_found(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    connection = sqlite3.connect(path)
    row = list(connection.execute(EVERY_ROW).fetchone())
    connection.close()
    row[7], row[17] = "khen/1", "{"
    for kind in ("close", "nominate"):
        row[3] = kind
        row[-1] = hash_of(tuple(row[:-1]))
        assert "không giữ được" in Chain().take(tuple(row))
        with pytest.raises(IntegrityError):
            Reading("a.jsonl")._row(2, tuple(row))
