"""Appends rows inside one transaction, each chained to the one before it."""

import os
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from ..domain.figure import Amount, Draft, Revision
from ..errors import Refused
from . import rows as queries
from .faults import damaged
from .rows import EMPTY_HASH, SINCE, Row, Tip, decimal_text, hash_of, name_digest, revision_of
from .session import Session

BATCH = 1000
MOST_BEHIND = timedelta(days=1)


class PlanStamp(NamedTuple):
    """The plan a row is written under: SHA-256 of its file, the file, and what reader version made of it (JSON)."""

    revision: str
    source: bytes
    reader: int
    content: str

    @property
    def digest(self) -> str:
        """What the ledger keeps beside the content."""
        return queries.cache_digest(self.revision, self.reader, self.content)


class Author(NamedTuple):
    """Who writes, when (UTC, `2024-06-14T03:05:06.000000Z`), and with which version of thidua.

    `clock_is_right`: somebody has looked at the machine's clock, so an earlier time than the last row's is believed.
    """

    actor: str
    at: str
    version: str
    clock_is_right: bool = False


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
                rows.append(row_of(draft, (tip.seq + 1, action, item), unit, author, plan.revision, tip.hash))
                tip, item = Tip(rows[-1][queries.SEQ], rows[-1][-1]), item + 1
            self.days |= {draft.on for draft in batch if draft.on is not None}
            self._session.insert(queries.INSERT, rows)
        if not rows:
            raise ValueError("nothing to append")
        self.written[action] = item
        return revision_of(rows[-1])

    def keep_name(self, name: str, salt: str | None = None) -> str:
        """Keep a person's name outside the chain and give the digest by which rows refer to it.

        The salt is drawn at random, so that nobody can try names against an erased one's digest;
        only the names of an illustration, which are nobody's, may have a given one.
        """
        salt = salt or os.urandom(queries.SALT_DIGITS // 2).hex()
        digest = name_digest(salt, name)
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


def row_of(draft: Draft, place: tuple[int, str, int], unit: str, author: Author, plan: str, previous: str) -> Row:
    """The draft as a full row, in the order of COLUMNS, its hash last; `place` is its number, command and item."""
    head = (*place, draft.kind.value, draft.supersedes, unit, draft.place, draft.indicator)
    on_day, level = draft.on.isoformat() if draft.on else "", draft.level.value if draft.level else None
    told = (draft.note, draft.source, draft.reason, author.actor)
    detail = SINCE % draft.since.isoformat() if draft.since else draft.detail
    amounts = map(decimal_text, draft.amount or Amount())
    fields = (*head, on_day, *amounts, level, *told, detail, author.at, author.version, plan, previous)
    return (*fields, hash_of(fields))
