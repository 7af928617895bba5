"""The whole ledger as lines of JSON and back: plans with their sources, kept names, rows; proved while read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, islice
from typing import Any

from ..domain.figure import Figure, former_in
from ..errors import Fault, IntegrityError, InvalidInput, Refused, command
from ..vietnamese.text import sanitise
from . import rows as queries
from .file import NAMES_SINCE
from .rows import NAMES, Row, Tip, canonical_json, figure_of, is_possible, name_digest, revision_of
from .session import BATCH, Writer
from .store import Ledger
from .verify import Chain, verify

SCHEMA = "thidua.ledger/1"
PLAN_NAMES = ("revision", "source", "first_seq", "at")
WHOLE_NUMBERS = {"seq", "item", "supersedes", "first_seq"}
MAY_BE_NULL = {"supersedes", "value", "numerator", "denominator", "level"}
LARGEST = 2**63 - 1
NAMELESS = {"names": "withheld"}
"""In the first line of an export that was made to leave the office: names of persons stay behind."""
SHORT = "short_anchors_until"
NAME_NAMES = ("digest", "salt", "name")
WHOLE = "xuất lại từ sổ gốc: thidua export --out so.jsonl"


def to_lines(ledger: Ledger, *, names: bool = True) -> Iterator[str]:
    """The ledger as JSON Lines: what it is, its plans, kept names and rows; the same ledger gives the same lines.

    Without `names` those of persons are left out, and the first line says so. Raises IntegrityError before the first
    line when the ledger is not whole.
    """
    tip = verify(ledger)
    yield head_line(tip, names=names, short=min(ledger.short_anchors_until(), tip.seq))
    with ledger.transaction("DEFERRED"):
        plans = (plan for plan in ledger.plans_after(0) if plan[2] <= tip.seq)
        kept = ledger.rows(queries.EVERY_NAME) if names and ledger.version >= NAMES_SINCE else ()
        yield from lines_below(plans, kept, islice(ledger.rows_after(0), tip.seq))


def head_line(tip: Tip, *, names: bool, short: int = 0) -> str:
    """The first line of an export of rows up to `tip`, with the names of persons or without.

    `short`: reports of the rows up to that one carry 16 digits of the chain.
    """
    said = ({} if names else NAMELESS) | ({SHORT: short} if short else {})
    return canonical_json({"schema": SCHEMA, "rows": tip.seq, "hash": tip.hash} | said) + "\n"


def lines_below(plans: Iterable[Row], names: Iterable[Row], rows: Iterable[Row]) -> Iterator[str]:
    """The other lines of an export: plans (revision, source as text, first row, its time), names, rows."""
    records = chain(
        ({"plan": dict(zip(PLAN_NAMES, plan, strict=True))} for plan in plans),
        ({"name": dict(zip(NAME_NAMES, name, strict=True))} for name in names),
        (dict(zip(NAMES, row, strict=True)) for row in rows),
    )
    return (canonical_json(record) + "\n" for record in records)


@contextmanager
def from_lines(ledger: Ledger, lines: Iterable[str], name: str, unit: str = "") -> Iterator[tuple[Writer, Reading]]:
    """Fill an empty ledger with what `to_lines` gave, in one transaction; its chain is the same before the block.

    Where the names of persons were left out, the block says in the ledger that they are gone.
    Raises Refused when the ledger has rows or those of the file are another commune's than `unit`, InvalidInput for a
    file that is not a whole export, IntegrityError where its rows do not prove themselves. Nothing is written then.
    """
    with ledger.writing() as writer:
        if ledger.tip().seq:
            raise not_empty()
        reading = Reading(name, unit=unit)
        entries = reading.entries(lines)
        tables = ((queries.KEEP_PLAN, PLAN_NAMES), (queries.KEEP_NAME, NAME_NAMES), (queries.INSERT, NAMES))
        try:
            while batch := list(islice(entries, BATCH)):
                for statement, names in tables:
                    writer.replay(statement, [row for row in batch if len(row) == len(names)])
        except IntegrityError as error:
            if not isinstance(error.__cause__, sqlite3.IntegrityError):
                raise
            raise reading.broken(0, "có dòng trái với khuôn của sổ") from error
        if reading.short:
            writer.replay(queries.KEEP_SHORT_ANCHORS, [(reading.short,)])
        yield writer, reading


def figures_in(lines: Iterable[str], name: str) -> tuple[str, list[Figure], bytes, Tip]:
    """An export read without a ledger: whose it is, figures in force, plan and hash of the last row; raises as
    `from_lines`."""
    reading = Reading(name)
    newest: dict[tuple[object, ...], Row] = {}
    sources: dict[str, bytes] = {}
    last: Row = ()
    for entry in reading.entries(lines):
        if len(entry) == len(NAMES):
            newest[entry[queries.PLACE : queries.DAY + 1]] = last = entry
        elif len(entry) == len(PLAN_NAMES):
            sources[entry[0]] = entry[1]
    if not last:
        raise InvalidInput(f"{name}: sổ chưa có dòng nào", hint=WHOLE)
    held = [figure_of(row) for row in newest.values() if any(row[queries.AMOUNTS])]
    return last[queries.UNIT], held, sources[last[queries.PLAN]], reading.chain.tip


def not_empty(way: str = "") -> Refused:
    """An export is never mixed with rows that are there; `way`: how to get an empty ledger that takes them."""
    return Refused("sổ đã có số liệu: tệp .jsonl chỉ nạp được vào sổ trống", hint=way or "chạy lại lệnh")


def into_new(plan: str, file: str) -> str:
    """What to type for a new ledger of the same plan with the rows of an export."""
    beside = ("thidua", "--plan", plan, "--ledger", "moi.db")
    return f"tạo sổ mới: {command(*beside, 'init')}\n  → nạp vào đó: {command(*beside, 'import', file)}"


@dataclass(slots=True)
class Reading:
    """Reads an export line by line and proves it on the way."""

    name: str
    chain: Chain = field(default_factory=Chain)
    kept: dict[str, tuple[int, str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    short: int = 0
    unit: str = ""
    """Whose ledger it must be; empty for anybody's."""
    owners: set[str] = field(default_factory=set)
    """The commune of the first row, and those that took the ledger over."""
    again: str = WHOLE
    """How a file comes that can be used."""

    def entries(self, lines: Iterable[str]) -> Iterator[Row]:
        """Rows of plans, names and the ledger, ready to be put in; raises Refused at the end for another commune's."""
        numbered = enumerate(lines, start=1)
        head = self._object(*next(numbered, (1, "")))
        if head.get("schema") != SCHEMA:
            newer = str(head.get("schema", "")).startswith("thidua.ledger/")
            why = "do thidua bản mới hơn xuất: hãy cập nhật thidua" if newer else "không phải tệp xuất của thidua"
            raise self._unusable(1, why)
        short, promised = head.get(SHORT, 0), (head.get("rows", -1), head.get("hash", ""))
        self.short = short if type(short) is int and 0 < short <= LARGEST else 0
        for number, line in numbered:
            if line.strip():
                yield self._entry(number, line)
        if promised != self.chain.tip:
            raise self._unusable(0, f"tệp thiếu dòng: có {self.chain.tip.seq} dòng sổ, đầu tệp ghi {promised[0]}")
        if self.kept.keys() != self.chain.plans.keys():
            raise self._unusable(0, "tệp có kế hoạch không dòng nào dùng")
        if head.get("names") != NAMELESS["names"] and (missing := self.chain.names() - self.names):
            raise self._unusable(0, f"tệp thiếu {len(missing)} tên người mà sổ còn giữ")
        if self.unit and self.owners and self.unit not in self.owners:
            whose = sanitise(min(self.owners))
            sentence = f"{self.name} là sổ của đơn vị '{whose}', kế hoạch là của '{self.unit}'; chưa ghi gì"
            raise Refused(sentence, hint="mỗi đơn vị một sổ: dùng đúng kế hoạch (--plan TỆP)")

    def _entry(self, number: int, line: str) -> Row:
        held, names = self._object(number, line), NAMES
        read: Callable[[int, Row], Row] = self._row
        for kind, its_names, read_it in (("plan", PLAN_NAMES, self._plan), ("name", NAME_NAMES, self._name)):
            if set(held) == {kind} and isinstance(held[kind], dict):
                held, names, read = held[kind], its_names, read_it
                break
        if set(held) != set(names):
            raise self._unusable(number, "thiếu hoặc thừa trường")
        # Before anything is hashed or put in: SQLite would turn some kinds of value into others, and refuse some.
        for name, value in held.items():
            is_number = type(value) is int and abs(value) <= LARGEST
            is_right = is_number if name in WHOLE_NUMBERS else isinstance(value, str)
            if not is_right and not (value is None and name in MAY_BE_NULL):
                raise self.broken(number, f"trường {name} không đúng kiểu")
        return read(number, tuple(held[name] for name in names))

    def _plan(self, number: int, plan: Row) -> Row:
        revision, text, first_seq, at = plan
        source = text.encode("utf-8", "replace")
        if sha256(source).hexdigest() != revision:
            raise self.broken(number, "kế hoạch không khớp mã băm của nó")
        self.kept[revision] = first_seq, at
        return revision, source, first_seq, at

    def _name(self, number: int, kept: Row) -> Row:
        digest, salt, name = kept
        with suppress(UnicodeEncodeError):  # half a character, as JSON can hold it
            if digest and digest not in self.names and name_digest(salt, name) == digest:
                self.names.add(digest)
                return kept
        raise self.broken(number, "một tên người không khớp mã băm của nó")

    def _row(self, number: int, row: Row) -> Row:
        if wrong := self.chain.take(row):
            raise self.broken(number, wrong)
        unit, key, plan, is_right = row[queries.UNIT], row[queries.KEY], row[queries.PLAN], False
        with suppress(IntegrityError):
            is_right = bool(revision_of(row)) and is_possible(row)
        if not is_right:
            raise self.broken(number, f"dòng {row[0]} có số, ngày giờ hoặc chữ không thể có")
        if not self.owners or former_in(key) in self.owners:
            self.owners.add(unit)
        if self.kept.get(plan) != self.chain.plans[plan]:
            raise self.broken(number, f"thiếu kế hoạch mà dòng {row[0]} dùng, hoặc kế hoạch mang ngày giờ khác")
        return row

    def _object(self, number: int, line: str) -> dict[str, Any]:
        with suppress(ValueError, RecursionError):
            if isinstance(held := json.loads(line), dict):
                return held
        raise self._unusable(number, "không phải một dòng JSON của tệp xuất")

    def _unusable(self, number: int, sentence: str) -> InvalidInput:
        return InvalidInput("tệp xuất không dùng được; chưa ghi gì", hint=self.again, faults=self._at(number, sentence))

    def broken(self, number: int, sentence: str) -> IntegrityError:
        """The error for a line (0: the whole file) that does not prove itself."""
        faults = self._at(number, sentence)
        return IntegrityError("tệp xuất bị hỏng hoặc bị sửa; chưa ghi gì", hint=self.again, faults=faults)

    def _at(self, number: int, sentence: str) -> tuple[Fault]:
        return (Fault(f"{self.name}:{number}" if number else self.name, sentence),)
