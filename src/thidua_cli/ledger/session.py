"""One open ledger file: runs SQL on it, appends rows to it, and lets only our errors out."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import monotonic_ns
from typing import Self, TypeVar

from ..disk import new_file, temporary_beside
from ..domain.figure import Draft, Revision
from ..errors import BusyError, Refused, StorageError, UsageError
from . import file
from . import rows as queries
from .file import damaged, guarded, missing, publish, translated
from .rows import ALL, EMPTY_HASH, Author, PlanStamp, Row, Tip, number_of, text_of

BUSY_SECONDS = 20
MOST_LOOKS = 5
STEPS_BETWEEN = 100_000
STEPS_AT_LEAST = 50_000_000
STEPS_PER_PAGE = 20_000
PAGE = 4096
ROWS_AT_LEAST = 1_000_000
SHORTEST_ROW = 256
"""A row of the ledger holds three hashes and a time stamp, so a file has no more rows than this many bytes each."""
ENDLESS = "một câu hỏi chạy mãi không xong: chỉ mục trỏ vòng quanh"
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 128 * 1024 * 1024,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 4 * 1024 * 1024,
    sqlite3.SQLITE_LIMIT_COLUMN: 64,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 4,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
"""What a crafted file could otherwise make SQLite hold or do."""
PATIENCE_STEP_MS = 200
T = TypeVar("T")


def refuse_odd_path(path: Path | str) -> None:
    """Raise UsageError for names that SQLite would take as a temporary database or as a URI."""
    text = str(path)
    if text in ("", ".", ":memory:") or text.startswith("file:"):
        raise UsageError(f"'{text}' không phải đường dẫn tệp sổ số liệu", hint="ghi rõ tên tệp, ví dụ thidua.db")


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


def _refuse_irregular(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise missing(file.real_file(path)) from None
    if not stat.S_ISREG(mode):
        what = "là thư mục" if stat.S_ISDIR(mode) else "không phải tệp thường"
        raise UsageError(f"{path} {what}, không dùng làm sổ số liệu được", hint="ghi rõ tên tệp, ví dụ thidua.db")


def _refuse_foreign(path: Path) -> None:
    """Look at the file without locks or side files: a foreign database must not even get a journal from us.

    Without a lock the first page can be ahead of the file: it promises more pages than there are yet, while another
    process commits, or after a write cut off half-way. With its journal beside it the connection that follows waits
    or rolls back, and looks at the mark again; a journal that is just gone means that the next look sees a whole file.
    """
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    for look in range(MOST_LOOKS):
        try:
            # Not by open(): closing a file of its own would drop every POSIX lock this process holds on it.
            with closing(sqlite3.connect(address, isolation_level=None, uri=True)) as connection:
                file.check_mark(connection, path)
            return
        except sqlite3.DatabaseError:
            if path.with_name(f"{path.name}-journal").exists():
                return
            if look == MOST_LOOKS - 1:
                raise


class Session:
    """A connection that can be opened again after an input/output error; without a path, an empty one in memory.

    A link is followed once, here: everything after it works on the file itself.
    """

    def __init__(self, path: Path | None, timeout: int = BUSY_SECONDS) -> None:
        self.path = None if path is None else file.real_file(path)
        """The file, links followed; None for a ledger that is not there yet."""
        self._timeout = timeout
        self._steps, self._most_steps = 0, STEPS_AT_LEAST
        self._heard: BaseException | None = None
        """What a signal raised while SQLite was at work."""
        self.version = file.VERSION
        """The version of the ledger file, which may be older than this program's while it is only read."""
        self._connection = file.empty() if self.path is None else self._connect()

    @staticmethod
    def create(path: Path) -> bool:
        """Make an empty ledger (mode 0600) in a folder that is there, in one step; False for whoever comes second."""
        refuse_odd_path(path)
        file.refuse_long_path(path)
        file.check_sqlite()
        with guarded(path):
            if os.path.lexists(path):
                _refuse_irregular(path)
                return False
            with temporary_beside(path) as fresh, closing(file.empty()) as connection:
                new_file(fresh, connection.serialize())
                return publish(fresh, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connect(self) -> sqlite3.Connection:
        """Open the file that is there, with every pragma, version and schema check done.

        Raises UsageError for a folder or device, StorageError for a missing file, IntegrityError for a foreign one.
        """
        path = self.file
        refuse_odd_path(path)
        file.check_sqlite()
        file.refuse_long_path(path)
        with guarded(path):
            _refuse_irregular(path)
            file.refuse_hostile_side_files(path)
            _refuse_foreign(path)
            return patiently(partial(self._checked, path), self._timeout)

    def _checked(self, path: Path) -> sqlite3.Connection:
        address = f"{path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, timeout=0, isolation_level=None, uri=True)
        try:
            for limit, most in LIMITS.items():
                connection.setlimit(limit, most)
            self._most_steps = STEPS_AT_LEAST + self.size // PAGE * STEPS_PER_PAGE
            connection.set_progress_handler(self._step, STEPS_BETWEEN)
            connection.execute(f"PRAGMA busy_timeout = {min(PATIENCE_STEP_MS, self._timeout * 1000)}")
            file.check_mark(connection, path)
            file.set_pragmas(connection, path)
            connection.execute("BEGIN")  # one state: another process may be bringing the ledger to a new version
            self.version = file.version_of(connection, path)
            file.check_schema(connection, path, self.version)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection

    def again(self) -> Session:
        """A second look at the same ledger, with locks of its own."""
        return Session(self.path, self._timeout)

    @property
    def file(self) -> Path:
        """The path for messages, also where there is none."""
        return self.path or Path()

    @property
    def size(self) -> int:
        """The file's bytes; 0 for a ledger that is no file."""
        return os.path.getsize(self.path) if self.path is not None and self.path.exists() else 0

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of the answer."""
        return self._run(lambda: self._connection.execute(sql, values).fetchall())

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of the answer."""
        row: Row | None = self._run(lambda: self._connection.execute(sql, values).fetchone())
        return row

    def stream(self, sql: str, *values: object) -> Iterator[Row]:
        """The rows one by one; the file stays locked for reading until the last one is taken."""
        cursor = self._run(lambda: self._connection.execute(sql, values))
        count = 0
        while batch := self._run(lambda: cursor.fetchmany(500)):
            yield from batch
            count += len(batch)
            if count > ROWS_AT_LEAST + self.size // SHORTEST_ROW:
                raise damaged(self.file, ENDLESS)

    def insert(self, sql: str, rows: Iterable[Row]) -> None:
        """Run one statement for every row, inside a transaction."""
        self._refuse_to_go_on()
        self._run(lambda: self._connection.executemany(sql, rows), patient=False)

    @contextmanager
    def transaction(self, mode: str = "IMMEDIATE") -> Iterator[None]:
        """The block owns the right to write from its first moment, but for what it commits all is given up at its end.

        DEFERRED: it reads one state of the ledger. EXCLUSIVE: nobody else may even read beside it.
        """
        if self.path is None and mode != "DEFERRED":
            raise StorageError("chưa có sổ số liệu nên không ghi được", hint="tạo sổ: thidua init")
        self._run(lambda: self._connection.execute(f"BEGIN {mode}"))
        try:
            self.version = self._run(lambda: file.version_of(self._connection, self.file))
            yield
        finally:
            self.rollback()

    def tip(self, until: int = ALL) -> Tip:
        """The last row's number and hash, up to row `until`; (0, 64 zeros) when there is none."""
        row = self.row("SELECT seq, hash FROM entries WHERE seq <= ? ORDER BY seq DESC LIMIT 1", until)
        return Tip(number_of(row[0]), text_of(row[1])) if row else Tip(0, EMPTY_HASH)

    def short_anchors_until(self) -> int:
        """The last row whose reports carry 16 digits of the chain; of an older ledger every row."""
        if self.version < file.SHORT_ANCHORS_SINCE:
            return ALL
        return number_of(self.rows("SELECT coalesce(max(until), 0) FROM short_anchors")[0][0])

    def alter(self, statements: Iterable[str], version: int) -> None:
        """Run a migration's statements and mark the version, inside a transaction."""
        for statement in (*statements, f"PRAGMA user_version = {version}"):
            self._run(partial(self._connection.execute, statement), patient=False)
        self._run(lambda: file.check_schema(self._connection, self.file, version))
        self.version = version

    def image(self) -> bytes:
        """One state of the ledger as the bytes of its file."""
        with self.transaction("DEFERRED"), guarded(self.path):
            return self._connection.serialize()

    def rollback(self) -> None:
        """Give a transaction up; if even that fails, the next opening rolls it back."""
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def commit(self, action: str | None) -> bool:
        """Commit. True if it raised an input/output error although the rows of `action` are there.

        Raises BusyError, StorageError or IntegrityError when nothing was written.
        """
        self._refuse_to_go_on()
        try:
            patiently(lambda: self._connection.execute("COMMIT"), self._timeout)
        except sqlite3.Error as error:
            self.rollback()
            cause = translated(error, self.file)
            if isinstance(cause, BusyError) or action is None or not self._is_there(action, cause):
                raise cause from error
            return True
        return False

    def _run(self, work: Callable[[], T], *, patient: bool = True) -> T:
        """Do one statement's work: bounded in steps, deaf to no signal, only our errors let out."""
        self._steps = 0
        with guarded(self.path):
            try:
                return patiently(work, self._timeout) if patient else work()
            except sqlite3.OperationalError as error:
                heard, self._heard = self._heard, None
                if heard is None and getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_INTERRUPT:
                    raise
                is_endless = self._steps > self._most_steps
                raise heard or (sqlite3.DatabaseError(ENDLESS) if is_endless else KeyboardInterrupt()) from None
            except UnicodeEncodeError as error:
                raise UsageError("có ký tự không hợp lệ (byte lỗi) trong chữ đã gõ", hint="gõ lại chữ ấy") from error

    def _step(self) -> bool:
        """Called between SQLite's steps; True ends a statement, after a signal or when a crafted file keeps it busy."""
        try:
            self._steps += STEPS_BETWEEN
        except BaseException as signal:  # sqlite3 would swallow what a signal raises here
            self._heard = signal
            return True
        return self._steps > self._most_steps

    def close(self) -> None:
        """Let go of the file."""
        with guarded(self.path):
            self._connection.close()

    def _refuse_to_go_on(self) -> None:
        """SQLite itself rolls back after some errors; going on would write rows outside any transaction."""
        if not self._connection.in_transaction:
            raise StorageError(f"lần ghi vào {self.file} đã bị hủy vì một lỗi trước đó; chưa ghi gì")

    def _is_there(self, action: str, cause: Exception) -> bool:
        """Open the file again and look: after a failed commit only the file itself knows."""
        with suppress(sqlite3.Error):
            self._connection.close()
        try:
            self._connection = self._connect()
            return self.row("SELECT 1 FROM entries WHERE action = ? LIMIT 1", action) is not None
        except (StorageError, BusyError) as error:
            sentence = f"{cause}; chưa rõ lệnh đã được ghi hay chưa"
            raise StorageError(sentence, hint="khi tệp đọc lại được, xem thidua history trước khi ghi lại") from error


BATCH = 1000
MOST_BEHIND = timedelta(days=1)


class Writer:
    """The right to append to a ledger until the transaction ends; made by `Ledger.writing`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.written: dict[str, int] = {}
        """The ids of the commands appended, in their order, each with how many rows it has."""
        self.doubtful = False
        """True after a commit that raised although its rows turned out to be there: warn the user."""
        self.erased = False
        """A name was deleted: its letters may linger in the file until it is packed."""
        self.before: int | None = None
        """The last row before the first one appended; None while nothing is."""
        self.days: set[date] = set()
        """The days that the appended rows are about."""

    def append(self, drafts: Iterable[Draft], *, action: str, unit: str, author: Author, plan: PlanStamp) -> Revision:
        """Append one command's rows; gives the last of them.

        Raises Refused when the ledger already held the command's id before this transaction or when the author's clock
        is more than a day behind the last row, InvalidInput for an amount or text that cannot be stored, ValueError
        for no rows at all.
        """
        tip = self._trusted_tip(author)
        item = self.written.get(action, 0)
        if not item and self._session.row("SELECT 1 FROM entries WHERE action = ? LIMIT 1", action):
            raise Refused(f"mã lệnh {action} đã có trong sổ", hint="dùng mã khác, hoặc bỏ --id")
        if sha256(plan.source).hexdigest() != plan.revision:
            raise ValueError("a plan's revision is the SHA-256 of its source")
        if self._session.row(queries.PLAN_SOURCE, plan.revision) is None:
            self._session.insert(queries.KEEP_PLAN, [(plan.revision, plan.source, tip.seq + 1, author.at)])
        if self._session.row(queries.CACHED_PLAN, plan.revision, plan.reader) != (plan.content, plan.digest):
            sql = "INSERT OR REPLACE INTO plan_cache (revision, reader, content, digest) VALUES (?, ?, ?, ?)"
            self._session.insert(sql, [(plan.revision, plan.reader, plan.content, plan.digest)])
        if self.before is None:
            self.before = tip.seq
        rest = iter(drafts)
        rows: list[Row] = []
        while batch := list(islice(rest, BATCH)):
            rows = []
            for draft in batch:
                rows.append(queries.row_of(draft, (tip.seq + 1, action, item), unit, author, plan.revision, tip.hash))
                tip, item = Tip(rows[-1][queries.SEQ], rows[-1][-1]), item + 1
            self.days |= {draft.on for draft in batch if draft.on is not None}
            self._session.insert(queries.INSERT, rows)
        if not rows:
            raise ValueError("nothing to append")
        self.written[action] = item
        return queries.revision_of(rows[-1])

    def keep_name(self, name: str, salt: str | None = None) -> str:
        """Keep a person's name outside the chain and give the digest by which rows refer to it.

        The salt is drawn at random, so that nobody can try names against an erased one's digest;
        only the names of an illustration, which are nobody's, may have a given one.
        """
        salt = salt or os.urandom(queries.SALT_DIGITS // 2).hex()
        digest = queries.name_digest(salt, name)
        if not digest:
            raise ValueError("a salt has 32 hex digits")
        self._session.insert(queries.KEEP_NAME, [(digest, salt, name)])
        return digest

    def erase_name(self, digest: str) -> None:
        """Delete a kept name for good; the rows that refer to it stay, and verify. Nothing happens if it is gone."""
        self._session.insert("DELETE FROM names WHERE digest = ?", [(digest,)])
        self.erased = True

    def replay(self, statement: str, rows: list[Row]) -> None:
        """Put rows in as they are, already numbered, chained and proved; for filling an empty ledger."""
        self._session.insert(statement, rows)
        if rows and statement == queries.INSERT:
            self.written[rows[-1][1]] = rows[-1][2] + 1

    def _trusted_tip(self, author: Author) -> Tip:
        """The tip, its own hash checked: nothing is built on a row that was edited, nor by a clock that stood still."""
        row = self._session.row(f"SELECT {queries.COLUMNS} FROM entries ORDER BY seq DESC LIMIT 1")
        if row is None:
            return Tip(0, EMPTY_HASH)
        if not (queries.proves_itself(row) and queries.is_sound(row)):
            raise damaged(self._session.file, f"dòng {row[0]} không khớp mã băm, hoặc có số, ngày giờ không thể có")
        now, last = author.at, row[queries.MOMENT]
        # A machine whose clock is more than a day behind the last row writes no time stamps: its battery is dead.
        if not author.clock_is_right and datetime.fromisoformat(now) < datetime.fromisoformat(last) - MOST_BEHIND:
            raise Refused(
                f"đồng hồ của máy ({now[:10]}) chậm hơn lần ghi gần nhất trong sổ ({last[:10]}, dòng {row[0]}):"
                " chưa ghi gì",
                hint="chỉnh lại ngày giờ của máy rồi chạy lại; nếu giờ máy đúng và chính lần ghi trước sai:"
                " đặt biến THIDUA_CLOCK=dung rồi chạy lại",
            )
        return Tip(row[0], row[-1])
