"""Storage faults: what fails is named, nothing is lost, and a doubtful commit is looked up before answering."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.sample import UNIT, author, made, recorded, stamp, write
from thidua_cli.errors import BusyError, IntegrityError, StorageError, ThiduaError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.ledger.file import guarded, translated
from thidua_cli.ledger.session import Writer

CREW = Path(__file__).with_name("crew.py")
NOBODY = 65534
resource = pytest.importorskip("resource", reason="limits and permissions as POSIX has them")


class Failing:
    """A connection whose COMMIT raises, after or instead of doing its work."""

    def __init__(self, connection: sqlite3.Connection, error: sqlite3.Error, *, works: bool) -> None:
        self._connection, self._error, self._works = connection, error, works

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql != "COMMIT":
            return self._connection.execute(sql, *values)
        if self._works:
            self._connection.execute(sql)
        raise self._error


def sqlite_error(code: int, name: str = "") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("simulated")
    error.sqlite_errorcode = code
    error.sqlite_errorname = name
    return error


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that another user can enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


def ask(verb: str, path: Path) -> str:
    """What an ordinary user is told."""
    words = [sys.executable, str(CREW), verb, str(path), "nobody"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
    return done.stdout


def owned(path: Path, mode: int) -> None:
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    path.chmod(mode)


def breaks(ledger: Ledger, error: sqlite3.Error, *, works: bool) -> None:
    failing = Failing(ledger._connection, error, works=works)
    ledger._connection = failing  # type: ignore[assignment]


def append_one(writer: Writer) -> None:
    writer.append([recorded("2", "b")], action="lệnh", unit=UNIT, author=author(), plan=stamp())


def append_one_and(ledger: Ledger, event: Callable[[], object]) -> None:
    with ledger.writing() as writer:
        append_one(writer)
        event()


def append_after_rollback(ledger: Ledger) -> None:
    with ledger.writing() as writer:
        ledger.rollback()  # as SQLite itself does after some errors
        append_one(writer)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_a_read_only_ledger_can_be_read_and_says_what_is_read_only_d6(
    file_mode: int, folder_mode: int, shared: Path
) -> None:
    path = made(shared, 3)
    content = path.read_bytes()
    owned(path, file_mode)
    owned(shared, folder_mode)
    assert ask("read", path) == "0 3\n"
    answer = ask("add", path)
    assert answer.startswith("7 ")
    assert (f"tệp {path} chỉ đọc" if file_mode == 0o444 else f"thư mục {shared} chỉ đọc") in answer
    assert path.read_bytes() == content


def test_a_hot_journal_that_cannot_be_rolled_back_says_how_to_d6(shared: Path) -> None:
    path = made(shared, 3)
    subprocess.run([sys.executable, str(CREW), "die", str(path)], capture_output=True, timeout=60, check=False)
    owned(path, 0o444)
    owned(path.with_name("thidua.db-journal"), 0o444)
    owned(shared, 0o555)
    for verb in ("read", "add"):
        answer = ask(verb, path)
        assert answer.startswith("7 ")
        assert "thidua.db-journal" in answer
        assert "cấp quyền" in answer
    owned(shared, 0o755)
    for name in os.listdir(shared):
        owned(shared / name, 0o644)
    assert ask("add", path) == "0 4\n"


def test_a_ledger_of_somebody_else_cannot_be_read_d7(shared: Path) -> None:
    path = made(shared, 1)
    if os.geteuid() != 0:
        path.chmod(0)
    answer = ask("read", path)
    assert answer.startswith("7 ")
    assert "không có quyền đọc" in answer
    inner = shared / "kín"
    inner.mkdir(mode=0o700)
    made(inner)
    owned(inner, 0)
    assert ask("read", inner / "thidua.db").startswith("7 ")


def test_a_file_that_may_not_grow_is_a_storage_error_and_the_row_can_be_written_later_d7_d2(tmp_path: Path) -> None:
    path = made(tmp_path, 200)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Ledger(path) as ledger:
        tip = ledger.tip()
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, limits[1]))
        try:
            with pytest.raises(StorageError):
                write(ledger, [recorded(str(value), "b") for value in range(500)])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert ledger.tip() == tip
        write(ledger, [recorded("1", "b")])
    assert verify(path).seq == 201


def test_a_commit_that_failed_although_the_row_is_there_counts_as_done_d3(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as ledger:
        breaks(ledger, sqlite_error(sqlite3.SQLITE_IOERR_DIR_FSYNC), works=True)
        with ledger.writing() as writer:
            append_one(writer)
        assert writer.doubtful
        assert ledger.tip().seq == 2


def test_a_commit_that_failed_without_a_row_is_a_storage_error_d3(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as ledger:
        breaks(ledger, sqlite_error(sqlite3.SQLITE_IOERR, "SQLITE_IOERR_WRITE"), works=False)
        with pytest.raises(StorageError, match="SQLITE_IOERR_WRITE"):
            write(ledger, [recorded("2", "b")])
        assert ledger.tip().seq == 1
        write(ledger, [recorded("2", "b")])
    assert verify(path).seq == 2


def test_a_commit_whose_outcome_cannot_be_seen_says_so_d3_d9(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as ledger:
        breaks(ledger, sqlite_error(sqlite3.SQLITE_IOERR), works=True)
        with pytest.raises(StorageError, match="chưa rõ") as caught:
            append_one_and(ledger, lambda: path.rename(tmp_path / "rút ra"))
    assert "history" in caught.value.hint


def test_a_ledger_removed_while_in_use_is_a_storage_error_d9(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as ledger:
        path.unlink()
        with pytest.raises(StorageError):
            write(ledger, [recorded("2", "b")])
    assert not path.exists()


def test_after_an_error_swallowed_by_the_caller_nothing_is_written_outside_the_transaction(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as ledger:
        with pytest.raises(StorageError, match="bị hủy"):
            append_after_rollback(ledger)
        with pytest.raises(StorageError, match="bị hủy"):
            append_one_and(ledger, ledger.rollback)
    assert verify(path).seq == 1


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), StorageError, "đĩa đầy"),
        (OSError(errno.ENOSPC, "No space"), StorageError, "KiB"),
        (sqlite_error(sqlite3.SQLITE_IOERR, "SQLITE_IOERR"), StorageError, "lỗi đọc ghi"),
        (sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), StorageError, "bị dời"),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), StorageError, "không mở được"),
        (OSError(errno.EMFILE, "Too many open files"), StorageError, "quá nhiều tệp"),
        (OSError(errno.EROFS, "Read-only file system"), StorageError, "không mở được"),
        (sqlite_error(sqlite3.SQLITE_BUSY), BusyError, "đang bị chương trình khác giữ"),
        (sqlite_error(sqlite3.SQLITE_LOCKED), BusyError, "đang bị chương trình khác giữ"),
        (sqlite_error(sqlite3.SQLITE_CORRUPT), IntegrityError, "hỏng"),
        (sqlite_error(sqlite3.SQLITE_NOTADB), IntegrityError, "hỏng"),
        (sqlite3.OperationalError("Could not decode to UTF-8 column"), IntegrityError, "hỏng"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), IntegrityError, "UTF-8"),
    ],
)
def test_every_fault_has_its_error_and_names_the_file(
    error: Exception, kind: type[ThiduaError], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "thidua.db"
    path.touch()
    found = translated(error, path)
    assert type(found) is kind
    assert words in found.sentence
    assert str(path) in found.sentence


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "usb" / "thidua.db"
    for error in (sqlite_error(sqlite3.SQLITE_IOERR), sqlite_error(sqlite3.SQLITE_CANTOPEN), FileNotFoundError(2, "x")):
        assert str(path.parent) in translated(error, path).sentence


def test_a_bug_of_ours_is_not_dressed_up_as_damage(tmp_path: Path) -> None:
    with Ledger(made(tmp_path)) as ledger:
        pass
    with pytest.raises(sqlite3.ProgrammingError):
        ledger.tip()
    with pytest.raises(ZeroDivisionError), guarded(tmp_path):
        raise ZeroDivisionError
