"""G: ledgers of every old version, kept for ever in fixtures/, read as they are and migrate at the first write."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger.sample import UNIT, automatic_backup, recorded, stamp, tampered, write
from office import Office
from thidua_cli.errors import BusyError, IntegrityError, StorageError
from thidua_cli.ledger import Ledger, copies
from thidua_cli.ledger import file as ledger_file
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.ledger.rows import EVERY_ROW, Author

FIXTURES = Path(__file__).with_name("fixtures")
OLD_VERSIONS = range(1, ledger_file.VERSION)
NOW = "2025-01-02T03:04:05.000000Z"
EXPORTS = ("table", "plain", "json", "csv")


def old(folder: Path, version: int = 1) -> Path:
    """A copy of the ledger that thidua of that version made."""
    path = folder / "thidua.db"
    shutil.copyfile(FIXTURES / f"version-{version}.db", path)
    return path


def rows_of(path: Path) -> list[list[object]]:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    rows = [list(row) for row in connection.execute(EVERY_ROW)]
    connection.close()
    return rows


def expected_rows(version: int) -> list[list[object]]:
    text = (FIXTURES / f"version-{version}.rows.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def version_of(path: Path) -> int:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(version)


def add_one(path: Path, timeout: int = 20) -> None:
    with Ledger(path, timeout=timeout) as ledger:
        write(ledger, [recorded("1")], "mới", NOW)


def test_there_is_a_fixture_of_every_old_version_g1() -> None:
    assert sorted(path.name for path in FIXTURES.glob("version-*.db")) == [f"version-{n}.db" for n in OLD_VERSIONS]


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_an_old_ledger_is_read_and_proved_without_a_byte_written_g1(version: int, tmp_path: Path) -> None:
    path = old(tmp_path, version)
    content = path.read_bytes()
    path.chmod(0o444)
    with Ledger(path) as ledger:
        assert len(list(ledger.history())) == len(expected_rows(version))
        assert ledger.name_of("0" * 64) is None
    assert verify(path).seq == len(expected_rows(version))
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["thidua.db"]


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_the_first_write_migrates_and_every_old_row_stays_to_the_letter_g1(version: int, tmp_path: Path) -> None:
    path = old(tmp_path, version)
    tip = verify(path)
    add_one(path)
    assert version_of(path) == ledger_file.VERSION
    assert rows_of(path)[:-1] == expected_rows(version) == rows_of(FIXTURES / f"version-{version}.db")
    assert verify(path, (tip.seq, tip.chain)).seq == tip.seq + 1
    with Ledger(path) as ledger, ledger.writing() as writer:
        assert len(writer.keep_name("Y Thoan")) == 64


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_figures_and_exports_are_the_same_before_and_after_g1(version: int, office: Office) -> None:
    path = old(office.folder, version)
    with Ledger(path) as ledger:
        plan = ledger.plan_source(str(expected_rows(version)[-1][20]))
    assert plan is not None
    (office.folder / "plan_2024.yaml").write_bytes(plan)
    before = [office.done("report", "--format", form) for form in EXPORTS] + [office.done("history")]
    with Ledger(path) as ledger:
        backup = ledger.migrate()
    assert backup is not None
    assert [office.done("report", "--format", form) for form in EXPORTS] + [office.done("history")] == before
    found = [
        [row["id"], row["actual"] and row["actual"]["value"], row["verdict"]]
        for row in json.loads(before[EXPORTS.index("json")])["indicators"]
    ]
    assert found == json.loads((FIXTURES / f"version-{version}.figures.json").read_text("utf-8"))


def test_a_person_is_told_of_the_migration_and_where_the_backup_is_g5(office: Office) -> None:
    old(office.folder)
    (office.folder / "plan_2024.yaml").write_bytes(_shipped())
    assert "sao lưu" not in office.run("report").err
    office.monkeypatch.setenv("THIDUA_CLOCK", "dung")
    answer = office.run("record", "thu-nhap-binh-quan", "60")
    assert answer.code == 0, answer.all
    assert "bản sao lưu trước khi chuyển" in answer.err
    assert ".sao-luu-24-eb0231f904e87f55.db" in answer.err
    assert "sao lưu" not in office.run("record", "dan-so", "10.900").err


def _shipped() -> bytes:
    from thidua_cli.workspace import shipped_plan

    return shipped_plan().read_bytes()


def test_the_backup_is_whole_named_and_private_before_anything_changes_g5_p4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old(tmp_path)
    content = path.read_bytes()
    seen: list[tuple[bool, int, bytes]] = []

    def altered(self: object, *_: object) -> None:
        (backup,) = tmp_path.glob("thidua.sao-luu-*.db")
        seen.append((verify(backup) == verify(path), backup.stat().st_mode & 0o777, path.read_bytes()))
        raise StorageError("dừng ở đây")

    monkeypatch.setattr("thidua_cli.ledger.session.Session.alter", altered)
    with pytest.raises(StorageError):
        add_one(path)
    assert seen == [(True, 0o600, content)]
    assert path.read_bytes() == content


def test_without_a_backup_there_is_no_migration_g3_g5(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old(tmp_path)
    content = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="đĩa đầy") as caught:
        add_one(path)
    assert caught.value.exit_code == 7
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["thidua.db"]


def test_a_damaged_old_ledger_is_not_migrated_and_is_named_itself(tmp_path: Path) -> None:
    path = old(tmp_path)
    tampered(path, "UPDATE entries SET value = '9' WHERE seq = 1")
    content = path.read_bytes()
    with pytest.raises(IntegrityError, match="dòng 1 không khớp") as caught:
        add_one(path)
    assert str(path) in caught.value.sentence
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["thidua.db"]


@pytest.mark.parametrize("step", range(len(ledger_file.MIGRATIONS[1]) + 1))
def test_a_step_that_fails_leaves_the_old_version_g2(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old(tmp_path)
    content = path.read_bytes()
    steps = list(ledger_file.MIGRATIONS[1])
    steps.insert(step, "CREATE TABLE entries (a)")
    monkeypatch.setattr(
        "thidua_cli.ledger.store.MIGRATIONS", (ledger_file.MIGRATIONS[0], steps, ledger_file.MIGRATIONS[2])
    )
    with pytest.raises(IntegrityError):
        add_one(path)
    assert path.read_bytes() == content
    monkeypatch.undo()
    add_one(path)
    assert version_of(path) == ledger_file.VERSION


def test_of_many_that_migrate_at_once_one_does_and_all_go_on_g6(tmp_path: Path) -> None:
    path = old(tmp_path)
    crew = Path(__file__).with_name("crew.py")
    writers = [
        subprocess.Popen(
            [sys.executable, str(crew), "write", str(path), f"w{number}", "3"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(5)
    ]
    answers = [writer.communicate(timeout=60) for writer in writers]
    assert [errors for _, errors in answers] == [""] * 5
    assert verify(path).seq == len(expected_rows(1)) + 15
    assert len(list(tmp_path.glob("thidua.sao-luu-*.db"))) == 1
    assert version_of(path) == ledger_file.VERSION


def test_a_ledger_held_by_another_is_busy_and_not_migrated_g6(tmp_path: Path) -> None:
    path = old(tmp_path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError):
        add_one(path, timeout=0)
    other.close()
    assert version_of(path) == 1
    assert os.listdir(tmp_path) == ["thidua.db"]


def test_a_ledger_that_became_newer_meanwhile_is_refused_g4(tmp_path: Path) -> None:
    path = old(tmp_path)
    with Ledger(path) as ledger:
        tampered(path, "PRAGMA user_version = 9")
        with pytest.raises(IntegrityError, match="cần thidua mới hơn"):
            write(ledger, [recorded("1")], "mới", NOW)
    assert rows_of(path) == expected_rows(1)


def made_again(path: Path) -> None:
    automatic_backup(path)


def copied_under_that_name(path: Path) -> None:
    backup = automatic_backup(path)
    backup.write_bytes(b"h\xe1\xbb\x8fng")


@pytest.mark.parametrize("before", [made_again, copied_under_that_name])
def test_a_backup_that_is_there_is_used_if_whole_and_never_overwritten_h8(
    before: Callable[[Path], None], tmp_path: Path
) -> None:
    path = old(tmp_path)
    before(path)
    kept = {file.name: file.read_bytes() for file in tmp_path.glob("*sao-luu*")}
    used = automatic_backup(path)
    assert verify(used) == verify(path)
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept
    assert len(list(tmp_path.glob("*sao-luu*"))) == (1 if before is made_again else 2)


def test_only_the_newest_automatic_backups_and_the_longest_stay_h8(tmp_path: Path) -> None:
    path = tmp_path / "thidua.db"
    Ledger.create(path)
    foreign = [tmp_path / "thidua.sao-luu-2024-06.db", tmp_path / "khac.sao-luu-1-0123456789abcdef.db"]
    longest = tmp_path / "thidua.sao-luu-900-0123456789abcdef.db"
    for file in (*foreign, longest):
        file.touch()
        os.utime(file, (1, 1))
    for number in range(14):
        with Ledger(path) as ledger:
            write(ledger, [recorded("1", f"i{number}")])
        newest = automatic_backup(path)
        os.utime(newest, (10 + number, 10 + number))
    left = {file.name for file in tmp_path.glob("*sao-luu*")}
    assert {file.name for file in (*foreign, longest, newest)} <= left
    assert len(left) == 2 + 1 + copies.MOST_AUTOMATIC
    assert verify(newest) == verify(path)


def test_left_overs_of_a_killed_backup_are_removed_after_a_day_h2(tmp_path: Path) -> None:
    path = old(tmp_path)
    stale, young = tmp_path / f".thidua-{'0' * 16}.tmp", tmp_path / f".thidua-{'1' * 16}.tmp"
    for file in (stale, young):
        file.touch()
    os.utime(stale, (1, 1))
    automatic_backup(path)
    assert not stale.exists()
    assert young.exists()


def test_a_clock_more_than_a_day_behind_the_last_row_is_refused_o8(tmp_path: Path) -> None:
    from thidua_cli.errors import Refused

    path = old(tmp_path)
    last = str(expected_rows(1)[-1][18])
    for moment in ("1970-01-01T00:00:00.000000Z", last.replace("2024-07-05", "2024-07-03")):
        with Ledger(path) as ledger, pytest.raises(Refused, match="đồng hồ") as caught:
            write(ledger, [recorded("1")], "mới", moment)
        assert caught.value.exit_code == 5
        assert "THIDUA_CLOCK" in caught.value.hint
    with Ledger(path) as ledger:
        write(ledger, [recorded("1")], "mới", last.replace("2024-07-05", "2024-07-04"))  # C13: one day is tolerated
        with ledger.writing() as writer:
            checked = Author("Y Thoan", "1970-01-01T00:00:00.000000Z", "0.1.0", clock_is_right=True)
            writer.append([recorded("2")], action="tin", unit=UNIT, author=checked, plan=stamp())
    assert verify(path).seq == len(expected_rows(1)) + 2


def test_version_and_structure_are_read_from_one_state_g6(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, read = old(tmp_path), ledger_file.version_of

    def migrated_meanwhile(connection: sqlite3.Connection, path: Path) -> int:
        version = read(connection, path)
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("PRAGMA user_version = 3")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("COMMIT")
        return version

    monkeypatch.setattr(ledger_file, "version_of", migrated_meanwhile)
    with Ledger(path) as ledger:
        assert ledger.tip().seq == len(expected_rows(1))
