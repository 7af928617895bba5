"""Opens and creates ledger files: refuses odd paths before SQLite sees them, checks what it opened."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic_ns
from typing import TypeVar

from ..errors import UsageError
from .faults import guarded, missing
from .schema import build, check_mark, check_schema, check_sqlite, set_pragmas, version_of

OWNER_ONLY = 0o600
MOST_LOOKS = 5
PATIENCE_STEP_MS = 200

T = TypeVar("T")


def refuse_odd_path(path: Path | str) -> None:
    """Raise UsageError for names that SQLite would take as a temporary database or as a URI."""
    text = str(path)
    if text in ("", ".", ":memory:") or text.startswith("file:"):
        raise UsageError(f"'{text}' không phải đường dẫn tệp sổ số liệu", hint="ghi rõ tên tệp, ví dụ thidua.db")


def connect(path: Path, timeout: int) -> sqlite3.Connection:
    """Open an existing ledger, with every pragma, version and schema check done.

    Raises UsageError for a folder or device, StorageError for a missing file, IntegrityError for a foreign one.
    """
    refuse_odd_path(path)
    check_sqlite()
    with guarded(path):
        _refuse_irregular(path)
        _refuse_foreign(path)
        return patiently(lambda: _checked(path, timeout), timeout)


def patiently(work: Callable[[], T], seconds: int) -> T:
    """Do the work again while another process holds the ledger, at most so many seconds.

    SQLite would wait by itself, but no signal is heard while it does: so it waits in short steps, and Ctrl-C ends it.
    """
    deadline = monotonic_ns() + seconds * 10**9
    while True:
        try:
            return work()
        except sqlite3.OperationalError as error:
            is_busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or monotonic_ns() >= deadline:
                raise


def connect_empty() -> sqlite3.Connection:
    """An empty ledger in memory."""
    check_sqlite()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    build(connection)
    return connection


def create(path: Path) -> bool:
    """Make an empty ledger (mode 0600) in one step; False if the file was there already.

    Two processes at once: one makes it, the other gets False. The folder must exist.
    """
    refuse_odd_path(path)
    check_sqlite()
    with guarded(path):
        if os.path.lexists(path):
            _refuse_irregular(path)
            return False
        fresh = path.with_name(f".{path.name}.{os.urandom(8).hex()}.moi")
        try:
            _build_file(fresh)
            return publish(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)


def _refuse_irregular(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise missing(path) from None
    if not stat.S_ISREG(mode):
        what = "là thư mục" if stat.S_ISDIR(mode) else "không phải tệp thường"
        raise UsageError(f"{path} {what}, không dùng làm sổ số liệu được", hint="ghi rõ tên tệp, ví dụ thidua.db")


def _refuse_foreign(path: Path) -> None:
    """Look at the file without locks or side files: a foreign database must not even get a journal from us.

    Without a lock the first page can be ahead of the file: it promises more pages than there are yet, while another
    process commits, or after a write cut off half-way. With its journal beside it the connection that follows waits
    or rolls back, and looks at the mark again; a journal that is just gone means that the next look sees a whole file.
    """
    for look in range(MOST_LOOKS):
        try:
            _look_at_mark(path)
            return
        except sqlite3.DatabaseError:
            if path.with_name(f"{path.name}-journal").exists():
                return
            if look == MOST_LOOKS - 1:
                raise


def _look_at_mark(path: Path) -> None:
    """By SQLite, not by open(): closing a file of its own would drop every POSIX lock this process holds on it."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", isolation_level=None, uri=True)
    try:
        check_mark(connection, path)
    finally:
        connection.close()


def _checked(path: Path, timeout: int) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, timeout=0, isolation_level=None, uri=True)
    try:
        connection.execute(f"PRAGMA busy_timeout = {min(PATIENCE_STEP_MS, timeout * 1000)}")
        check_mark(connection, path)
        set_pragmas(connection, path)
        check_schema(connection, path, version_of(connection, path))
    except BaseException:
        connection.close()
        raise
    return connection


def _build_file(fresh: Path) -> None:
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY)
    try:
        connection = sqlite3.connect(f"{fresh.absolute().as_uri()}?mode=rw", isolation_level=None, uri=True)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY").fetchall()
            build(connection)
        finally:
            connection.close()
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def publish(fresh: Path, path: Path) -> bool:
    """Give a finished file its name, which survives a power cut; False if the name is taken. Raises OSError."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    except OSError:
        # FAT and exFAT (USB sticks) have no hard links; there a rename is the best that can be had.
        if path.exists():
            return False
        fresh.rename(path)
    sync_folder(path.absolute().parent)
    return True


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
