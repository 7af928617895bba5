"""One open ledger file: runs SQL on it, and lets only our errors out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ..errors import BusyError, StorageError
from .faults import guarded, translated
from .opening import T, connect, connect_empty, patiently
from .queries import ALL, TIP
from .rows import EMPTY_HASH, Row, Tip, number_of, text_of
from .schema import VERSION, check_schema, version_of


class Session:
    """A connection that can be opened again after an input/output error; without a path, an empty one in memory."""

    def __init__(self, path: Path | None, timeout: int) -> None:
        self.path = path
        self._timeout = timeout
        self._connection = connect_empty() if path is None else connect(path, timeout)
        try:
            row = self.row("PRAGMA user_version")
        except BaseException:
            self._connection.close()
            raise
        self.version = number_of(row[0]) if row else VERSION
        """The version of the ledger file, which may be older than this program's while it is only read."""

    @property
    def file(self) -> Path:
        """The path for messages, also where there is none."""
        return self.path or Path()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of the answer."""
        with guarded(self.path):
            return self._patiently(lambda: self._connection.execute(sql, values).fetchall())

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of the answer."""
        with guarded(self.path):
            row: Row | None = self._patiently(lambda: self._connection.execute(sql, values).fetchone())
            return row

    def stream(self, sql: str, *values: object) -> Iterator[Row]:
        """The rows one by one; the file stays locked for reading until the last one is taken."""
        with guarded(self.path):
            cursor = self._patiently(lambda: self._connection.execute(sql, values))
        while True:
            with guarded(self.path):
                batch = cursor.fetchmany(500)
            if not batch:
                return
            yield from batch

    def insert(self, sql: str, rows: Iterable[Row]) -> None:
        """Run one statement for every row, inside the transaction that `begin` started."""
        if not self._connection.in_transaction:
            raise self._gave_up()
        with guarded(self.path):
            self._connection.executemany(sql, rows)

    def snapshot(self) -> None:
        """Start a reading transaction: what follows sees one state of the ledger."""
        with guarded(self.path):
            self._connection.execute("BEGIN")

    def begin(self) -> None:
        """Start a transaction that owns the right to write from its first moment."""
        if self.path is None:
            raise StorageError("chưa có sổ số liệu nên không ghi được", hint="tạo sổ: thidua init")
        with guarded(self.path):
            self._patiently(lambda: self._connection.execute("BEGIN IMMEDIATE"))
            try:
                self.version = version_of(self._connection, self.path)
            except BaseException:
                self.rollback()
                raise

    def own(self) -> None:
        """Start a transaction that nobody else may even read beside."""
        with guarded(self.path):
            self._patiently(lambda: self._connection.execute("BEGIN EXCLUSIVE"))

    def tip(self, until: int = ALL) -> Tip:
        """The last row's number and hash, up to row `until`; (0, 64 zeros) when there is none."""
        row = self.row(TIP, until)
        return Tip(number_of(row[0]), text_of(row[1])) if row else Tip(0, EMPTY_HASH)

    def alter(self, statements: Iterable[str], version: int) -> None:
        """Run a migration's statements and mark the version, inside the transaction that `begin` started."""
        with guarded(self.path):
            for statement in statements:
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {version}")
            check_schema(self._connection, self.file, version)
        self.version = version

    def copy_into(self, fresh: Path, named: Path) -> None:
        """Copy one state of the ledger into the empty file `fresh`, page by page; errors of it are said of `named`."""
        self.snapshot()
        self.row("SELECT count(*) FROM sqlite_schema")  # takes the lock, so that the copy never has to wait for it
        with guarded(named):
            target = sqlite3.connect(f"{fresh.absolute().as_uri()}?mode=rw", isolation_level=None, uri=True)
            try:
                target.execute("PRAGMA journal_mode = MEMORY").fetchall()
                self._connection.backup(target)
            finally:
                target.close()

    def rollback(self) -> None:
        """Give a transaction up; if even that fails, the next opening rolls it back."""
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def commit(self, action: str | None) -> bool:
        """Commit. True if it raised an input/output error although the rows of `action` are there.

        Raises BusyError, StorageError or IntegrityError when nothing was written.
        """
        if not self._connection.in_transaction:
            raise self._gave_up()
        try:
            self._patiently(lambda: self._connection.execute("COMMIT"))
        except sqlite3.Error as error:
            self.rollback()
            cause = translated(error, self.file)
            if isinstance(cause, BusyError) or action is None or not self._is_there(action, cause):
                raise cause from error
            return True
        return False

    def _patiently(self, work: Callable[[], T]) -> T:
        return patiently(work, self._timeout)

    def close(self) -> None:
        """Let go of the file."""
        with guarded(self.path):
            self._connection.close()

    def _gave_up(self) -> StorageError:
        """SQLite itself rolls back after some errors; going on would write rows outside any transaction."""
        return StorageError(f"lần ghi vào {self.file} đã bị hủy vì một lỗi trước đó; chưa ghi gì")

    def _is_there(self, action: str, cause: Exception) -> bool:
        """Open the file again and look: after a failed commit only the file itself knows."""
        with suppress(sqlite3.Error):
            self._connection.close()
        try:
            self._connection = connect(self.file, self._timeout)
            return self.row("SELECT 1 FROM entries WHERE action = ? LIMIT 1", action) is not None
        except (StorageError, BusyError) as error:
            raise StorageError(
                f"{cause}; chưa rõ lệnh đã được ghi hay chưa",
                hint="khi tệp đọc lại được, xem thidua history trước khi ghi lại",
            ) from error
