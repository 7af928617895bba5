"""Opening and creating: odd paths, foreign files, newer and altered ledgers are refused, and left as they are."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from ledger.sample import LAST_DAY, NEW_YEAR, UNIT, made, recorded, tampered, write
from thidua_cli.errors import IntegrityError, StorageError, ThiduaError, UsageError
from thidua_cli.ledger import Ledger, file
from thidua_cli.ledger.copies import verify_file as verify


def opened(path: Path) -> None:
    """Open a ledger, and let it go again if it could be opened."""
    with Ledger(path):
        pass


CALLS: list[Callable[[Path], object]] = [opened, verify]


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE entries (seq)")
    connection.close()


@pytest.mark.parametrize("text", ["", ":memory:", "file:x?mode=memory", "file:///tmp/x.db"])
def test_names_sqlite_would_take_as_no_file_are_refused_d10(text: str, tmp_path: Path) -> None:
    for call in (Ledger, Ledger.create):
        with pytest.raises(UsageError) as caught:
            call(Path(text))
        assert caught.value.exit_code == 2


def test_a_folder_a_device_and_a_pipe_are_no_ledgers_d10(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ống")
    for path in (tmp_path, Path("/dev/full"), tmp_path / "ống"):
        for call in (Ledger, Ledger.create):
            with pytest.raises(UsageError):
                call(path)


@pytest.mark.parametrize("name", ["sổ đỏ?#%20.db", "a b&c=d.db", "Đắk La.db", "%", "-x.db"])
def test_odd_names_work_d10(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert Ledger.create(path)
    with Ledger(path) as ledger:
        write(ledger, [recorded("1")])
    assert os.listdir(tmp_path) == [name]
    assert verify(path).seq == 1


def test_a_misspelt_name_creates_nothing_d11(tmp_path: Path) -> None:
    for call in CALLS:
        with pytest.raises(StorageError, match="không có tệp") as caught:
            call(tmp_path / "thídua.db")
        assert caught.value.exit_code == 7
        assert "init" in caught.value.hint
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("path", ["không có/thidua.db", "tệp/thidua.db", "x" * 300])
def test_a_path_that_cannot_be_is_a_storage_error_d9(path: str, tmp_path: Path) -> None:
    (tmp_path / "tệp").touch()
    for call in (Ledger, Ledger.create):
        with pytest.raises(StorageError):
            call(tmp_path / path)


def test_a_ledger_is_created_whole_private_and_only_once_p4(tmp_path: Path) -> None:
    path = tmp_path / "thidua.db"
    assert Ledger.create(path) is True
    assert path.stat().st_mode & 0o777 == 0o600
    with Ledger(path) as ledger:
        write(ledger, [recorded("1")])
    assert Ledger.create(path) is False
    assert verify(path).seq == 1
    assert os.listdir(tmp_path) == ["thidua.db"]


def test_of_many_that_create_at_once_one_does_and_all_can_use_it(tmp_path: Path) -> None:
    path = tmp_path / "thidua.db"
    with ThreadPoolExecutor(8) as pool:
        made_by = list(pool.map(lambda _: Ledger.create(path), range(16)))
    assert made_by.count(True) == 1
    assert os.listdir(tmp_path) == ["thidua.db"]
    assert verify(path).seq == 0


def test_a_folder_without_hard_links_gets_its_ledger_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert Ledger.create(tmp_path / "thidua.db") is True
    assert Ledger.create(tmp_path / "thidua.db") is False
    assert os.listdir(tmp_path) == ["thidua.db"]


def test_a_ledger_behind_a_link_is_used_in_its_own_folder(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    link = tmp_path / "lối tắt.db"
    link.symlink_to(path)
    with Ledger(link) as ledger:
        write(ledger, [recorded("2", "b")])
    assert verify(path).seq == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"ghi ch\xc3\xba\n", b"%PDF-1.7\n" + b"\xff" * 5000, b"SQLite format 3\0", b"SQLite format 3\0" * 300],
)
def test_files_that_are_no_databases_are_refused_untouched_f2(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "thidua.db"
    path.write_bytes(content)
    for call in CALLS:
        with pytest.raises(IntegrityError, match="không phải sổ số liệu thidua") as caught:
            call(path)
        assert caught.value.exit_code == 6
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["thidua.db"]


def test_another_programs_database_is_refused_untouched_f2(tmp_path: Path) -> None:
    path = tmp_path / "thidua.db"
    foreign(path)
    content = path.read_bytes()
    for call in CALLS:
        with pytest.raises(IntegrityError, match="không phải sổ số liệu thidua"):
            call(path)
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["thidua.db"]


@pytest.mark.parametrize("is_open", [False, True])
def test_a_ledger_switched_to_wal_is_not_called_damaged_and_the_way_back_is_named(
    is_open: bool, tmp_path: Path
) -> None:
    path = made(tmp_path, 1)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    if is_open:
        connection.execute("SELECT * FROM entries").fetchall()
    else:
        connection.close()
    with pytest.raises(IntegrityError, match="WAL") as caught:
        Ledger(path)
    assert "hỏng" not in caught.value.sentence
    assert caught.value.hint is not None
    assert "restore" not in caught.value.hint
    assert "PRAGMA journal_mode = DELETE;" in caught.value.hint
    with closing(sqlite3.connect(path)) as again:
        connection.close()
        again.execute("PRAGMA journal_mode = DELETE")
    assert os.listdir(tmp_path) == ["thidua.db"]
    with Ledger(path) as ledger:
        assert ledger.tip().seq == 1


def test_a_newer_ledger_needs_a_newer_thidua_g4(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    tampered(path, "PRAGMA user_version = 9")
    content = path.read_bytes()
    for call in CALLS:
        with pytest.raises(IntegrityError, match="cần thidua mới hơn"):
            call(path)
    assert path.read_bytes() == content


def test_a_ledger_of_no_version_is_none(tmp_path: Path) -> None:
    path = made(tmp_path)
    tampered(path, "PRAGMA user_version = 0")
    with pytest.raises(IntegrityError, match="không phải sổ"):
        Ledger(path)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER entries_no_update",
        "CREATE TRIGGER thêm AFTER INSERT ON entries BEGIN SELECT 1; END",
        "CREATE VIEW v AS SELECT * FROM entries",
        "DROP INDEX entries_by_time",
        "ALTER TABLE plan_cache ADD COLUMN x TEXT",
        "CREATE TABLE khác (a)",
    ],
)
def test_a_changed_structure_is_noticed_at_once_f8(statement: str, tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.close()
    for call in CALLS:
        with pytest.raises(IntegrityError, match="cấu trúc"):
            call(path)


@pytest.mark.parametrize("call", CALLS)
def test_a_write_cut_off_while_the_file_grew_is_rolled_back_d8(call: Callable[[Path], object], tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    content = path.read_bytes()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 2")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE t AS WITH n (i) AS (VALUES (1), (2), (3)) SELECT randomblob(90000) FROM n")
    journal = path.with_name("thidua.db-journal").read_bytes()
    connection.execute("COMMIT")
    first_page = path.read_bytes()[:4096]
    connection.close()
    path.write_bytes(first_page + content[4096:])  # it promises more pages than the file has yet
    path.with_name("thidua.db-journal").write_bytes(journal)
    call(path)
    assert verify(path).seq == 3
    assert path.read_bytes() == content


def test_invalid_utf_8_in_a_cell_or_a_name_is_damage_f4(tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    tampered(path, "UPDATE entries SET note = CAST(x'ff' AS TEXT), indicator = CAST(x'61ff' AS TEXT) WHERE seq = 2")
    with Ledger(path) as ledger:
        with pytest.raises(IntegrityError):
            ledger.revision(2)
        with pytest.raises(IntegrityError):
            list(ledger.history())
        with pytest.raises(IntegrityError):
            ledger.outside(UNIT, (), (), NEW_YEAR, LAST_DAY)
    with pytest.raises(IntegrityError, match="dòng"):
        verify(path)


def test_invalid_utf_8_in_a_table_name_is_damage_f4(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE xyzzy (a)")
    connection.close()
    path.write_bytes(path.read_bytes().replace(b"xyzzy", b"\xff\xfe\xfd\xfc\xfb"))
    for call in CALLS:
        with pytest.raises(IntegrityError):
            call(path)


def test_an_sqlite_without_strict_tables_is_named_g7(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    for call in (*CALLS, Ledger.create):
        with pytest.raises(StorageError, match=r"3\.37"):
            call(path)


@pytest.mark.parametrize("name", [name for name, _, _ in file.PRAGMAS])
def test_every_pragma_is_in_force_g8(name: str, tmp_path: Path) -> None:
    expected = {name: value for name, _, value in file.PRAGMAS}[name]
    with Ledger(made(tmp_path)) as ledger:
        assert ledger.row(f"PRAGMA {name}") in ((expected,), None)


def test_a_pragma_that_does_not_take_is_a_storage_error_g8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path)
    monkeypatch.setattr(file, "PRAGMAS", (("synchronous", "NORMAL", 3),))
    with pytest.raises(StorageError, match="synchronous"):
        Ledger(path)


def test_damage_names_the_newest_backup_beside_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "thidua.db"
    path.write_text("hỏng")
    for age, name in (
        (2, "thidua.sao-luu-2024-04.db"),
        (1, "thidua.sao-luu-2024-06.db"),
        (3, "thidua.sao-luu-2024-05.db"),
    ):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (10**9 - age, 10**9 - age))
    with pytest.raises(IntegrityError) as caught:
        Ledger(path)
    assert "thidua.sao-luu-2024-06.db" in caught.value.hint


@pytest.mark.parametrize("cut", range(0, 100, 4))
def test_a_truncated_ledger_is_refused_untouched_f3(cut: int, tmp_path: Path) -> None:
    path = made(tmp_path, 60)
    content = path.read_bytes()[: path.stat().st_size * cut // 100]
    path.write_bytes(content)
    with pytest.raises(IntegrityError):
        verify(path)
    assert path.read_bytes() == content


def test_a_zeroed_page_or_two_swapped_ones_are_found_f3(tmp_path: Path) -> None:
    path = made(tmp_path, 60)
    whole = path.read_bytes()
    pages = [whole[start : start + 4096] for start in range(0, len(whole), 4096)]
    for number in range(1, len(pages) - 1):
        for changed in (
            [*pages[:number], bytes(4096), *pages[number + 1 :]],
            [*pages[:number], pages[number + 1], pages[number], *pages[number + 2 :]],
        ):
            path.write_bytes(b"".join(changed))
            with pytest.raises(ThiduaError) as caught:
                verify(path)
            assert caught.value.exit_code == 6
            assert path.read_bytes() == b"".join(changed)


def test_a_failure_while_creating_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="đĩa đầy"):
        Ledger.create(tmp_path / "thidua.db")
    assert os.listdir(tmp_path) == []
    monkeypatch.undo()
    assert Ledger.create(tmp_path / "thidua.db")
