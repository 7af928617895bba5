"""What differs between two plans, and the plans a ledger has used: by indicator, what moved together told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from textwrap import shorten
from typing import Any, NamedTuple

from ..domain.plan import Bounds, PeriodTarget, Target, Years
from ..domain.plan_changes import ChangeKind, PlanChange
from ..render.document import Align, Block, Cell, Column, Document, Heading, Paragraph, Row, RowKind, Table, Tone
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.numbers import write_number
from ..vietnamese.targets import write_bounds, write_target
from .page import Page

KINDS = {ChangeKind.ADDED: "+ thêm", ChangeKind.REMOVED: "- bỏ", ChangeKind.CHANGED: "~ đổi"}
TONES = {ChangeKind.ADDED: Tone.GOOD, ChangeKind.REMOVED: Tone.BAD, ChangeKind.CHANGED: Tone.FAIR}
FIELDS = {"supplier": "from", "since": "from", "counted_target": "count"}
FEWEST_TOGETHER = 3
MOST_NAMED = 3
PLAN_WORDS = "Lời văn của kế hoạch"
CHANGE_COLUMNS = (
    Column("kind", "Việc"),
    Column("indicator", "Mã", rank=2),
    Column("field", "Khóa"),
    Column("before", "Trước", wraps=True),
    Column("after", "Nay", wraps=True),
)
REVISION_COLUMNS = (
    Column("revision", "Bản"),
    Column("year", "Năm", Align.RIGHT),
    Column("seq", "Từ dòng sổ", Align.RIGHT),
    Column("at", "Dùng lần đầu"),
    Column("changes", "So với bản trước", wraps=True),
)


class Edition(NamedTuple):
    """A plan revision a ledger has seen: its code, year, first row, when, and what changed since the one before.

    `changes` is None for the first of its year, and where its text cannot be read any more.
    """

    revision: str
    year: int | None
    seq: int
    at: str
    changes: Sequence[PlanChange] | None
    in_use: bool = False


def changes_page(old: str, new: str, changes: Sequence[PlanChange]) -> Page:
    """Two plans side by side, grouped by indicator."""
    added, removed = (sum(change.kind is kind for change in changes) for kind in (ChangeKind.ADDED, ChangeKind.REMOVED))
    touched = len({change.indicator for change in changes if change.kind is ChangeKind.CHANGED and change.indicator})
    headline = (
        f"{added} chỉ tiêu thêm, {removed} chỉ tiêu bỏ, {touched} chỉ tiêu đổi"
        if changes
        else "Hai kế hoạch giống nhau."
    )
    blocks: list[Block] = [Paragraph(headline)]
    if changes:
        blocks.append(Table(CHANGE_COLUMNS, tuple(_change_rows(changes)), label_key="field", name="Thay đổi"))
    record = {
        "schema": "thidua.plan-diff/1",
        "old": old,
        "new": new,
        "changes": [change_record(change) for change in changes],
    }
    return Page(Document(f"So sánh kế hoạch: {old} → {new}", tuple(blocks)), lambda: record)


def editions_page(editions: Sequence[Edition], title: str) -> Page:
    """The revisions in the order of their first use, and below it what each changed."""
    if not editions:
        text = "Sổ chưa dùng bản kế hoạch nào: bản đầu tiên được giữ khi ghi số liệu đầu tiên."
        return Page(
            Document(title, (Paragraph(text),)),
            lambda: {"schema": "thidua.plan-history/1", "revisions": []},
        )
    blocks: list[Block] = [
        Table(REVISION_COLUMNS, tuple(_edition_row(one) for one in editions), label_key="revision", name="Các bản")
    ]
    for one in editions:
        if one.changes:
            blocks.append(Heading(f"Bản {one.revision[:16]} đổi", 2))
            blocks.append(Table(CHANGE_COLUMNS, tuple(_change_rows(one.changes)), label_key="field"))
    closing = ("So hai bản bất kỳ: thidua plan diff BẢN_CŨ BẢN_MỚI",)
    revisions = [_edition_record(one) for one in editions]
    return Page(
        Document(title, tuple(blocks), closing), lambda: {"schema": "thidua.plan-history/1", "revisions": revisions}
    )


def _edition_row(one: Edition) -> Row:
    in_use = " (đang dùng)" if one.in_use else ""
    return Row(
        (
            Cell(one.revision[:16]),
            Cell(str(one.year or "?")),
            Cell(str(one.seq)),
            Cell(write_moment(one.at)),
            Cell(_summary(one) + in_use),
        )
    )


def _summary(one: Edition) -> str:
    if one.changes is None:
        return "bản đầu tiên" if one.year is not None else "không đọc được bằng bản thidua này"
    if not one.changes:
        return "chỉ đổi cách trình bày"
    names = dict.fromkeys(change.name or PLAN_WORDS.lower() for change in one.changes)
    return f"{len(one.changes)} chỗ: {', '.join(list(names)[:MOST_NAMED])}{'…' if len(names) > MOST_NAMED else ''}"


def _edition_record(one: Edition) -> dict[str, object]:
    return {
        "revision": one.revision,
        "year": one.year,
        "first_seq": one.seq,
        "at": one.at,
        "in_use": one.in_use,
        "changes": None if one.changes is None else [change_record(each) for each in one.changes],
    }


def _change_rows(changes: Sequence[PlanChange]) -> Iterable[Row]:
    """By indicator; what many of them have gone through together is told once, before."""
    told = [each for change in changes for each in _by_item(change)]
    together = {move: own for move, own in _grouped(told).items() if move and len(own) >= FEWEST_TOGETHER}
    for own in together.values():
        yield from _rows_together(own)
    alone = [change for change in told if _move(change) not in together]
    for indicator in dict.fromkeys(change.indicator for change in alone):
        own = [change for change in alone if change.indicator == indicator]
        title = f"{own[0].name} ({indicator})" if indicator else PLAN_WORDS
        yield Row((Cell(title, tone=Tone.STRONG),), RowKind.GROUP)
        for change in own:
            yield _change_row(change, change.indicator, value_text(change.before), value_text(change.after))


def _change_row(change: PlanChange, subject: str, before: str, after: str) -> Row:
    cells = (Cell(text) for text in (subject, _key(change) or "target", before, after))
    return Row((Cell(KINDS[change.kind], tone=TONES[change.kind]), *cells))


def _grouped(changes: Sequence[PlanChange]) -> dict[tuple[str, ...], list[PlanChange]]:
    found: dict[tuple[str, ...], list[PlanChange]] = {}
    for change in changes:
        found.setdefault(_move(change), []).append(change)
    return found


def _move(change: PlanChange) -> tuple[str, ...]:
    """What makes changes alike: the key, and both values, or how far a day moved, or that it is gone; () for others."""
    if change.kind is not ChangeKind.CHANGED or not change.indicator:
        return ()
    if change.after in (None, ()):
        return change.field, ""
    if type(change.before) is date and type(change.after) is date:
        return change.field, _shift(change.before, change.after)
    return change.field, value_text(change.before), value_text(change.after)


def _shift(before: date, after: date) -> str:
    """`lùi 1 năm`, `sớm 15 ngày`."""
    way = "lùi" if after > before else "sớm"
    if (before.month, before.day) == (after.month, after.day):
        return f"{way} {abs(after.year - before.year)} năm"
    return f"{way} {abs((after - before).days)} ngày"


def _rows_together(own: Sequence[PlanChange]) -> Iterable[Row]:
    names = _listed([shorten(change.name, 40, placeholder="…") for change in own])
    yield Row((Cell(f"{len(own)} mục đổi như nhau: {names}", tone=Tone.STRONG),), RowKind.GROUP)
    first = own[0]
    before, after = _span_text([one.before for one in own]), _span_text([one.after for one in own])
    moved = (
        f" ({_shift(first.before, first.after)})" if type(first.before) is date and type(first.after) is date else ""
    )
    yield _change_row(first, f"{len(own)} mục", before, after + moved)


def _span_text(values: Sequence[Any]) -> str:
    """One value, the first and the last of several days, or the first of several others."""
    texts = list(dict.fromkeys(map(value_text, values)))
    if len(texts) > 1 and all(type(value) is date for value in values):
        return f"{write_date(min(values))} đến {write_date(max(values))}"
    return _listed(texts)


def _listed(texts: Sequence[str]) -> str:
    return "; ".join(texts[:MOST_NAMED]) + ("; …" if len(texts) > MOST_NAMED else "")


def _by_item(change: PlanChange) -> Iterable[PlanChange]:
    """Lists of things with ids (work items, places) by thing and key; other changes as they are."""
    lists = [one if isinstance(one, tuple) else () for one in (change.before, change.after)]
    if change.indicator or not any(lists) or not all(hasattr(item, "id") for one in lists for item in one):
        yield change
        return
    old, new = ({item.id: item for item in one} for one in lists)
    for id_ in dict.fromkeys([*old, *new]):
        before, after = old.get(id_), new.get(id_)
        named = _name_of(after or before)
        if before is None or after is None:
            kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
            yield PlanChange(kind, id_, named, change.field, before and named, after and named)
        elif before == after:
            yield PlanChange(ChangeKind.CHANGED, id_, named, "thứ tự", None, None)
        else:
            for key in (key for key in after._fields if getattr(before, key) != getattr(after, key)):
                yield PlanChange(ChangeKind.CHANGED, id_, named, key, getattr(before, key), getattr(after, key))


def _name_of(item: Any) -> str:
    return str(item.title if hasattr(item, "title") else item.name)


def _key(change: PlanChange) -> str:
    return FIELDS.get(change.field, change.field)


def change_record(change: PlanChange) -> dict[str, object]:
    """One difference for machines; values as the plan file spells them."""
    return {
        "kind": change.kind.value,
        "indicator": change.indicator or None,
        "name": change.name or None,
        "field": _key(change) or None,
        "before": None if change.before is None else value_text(change.before),
        "after": None if change.after is None else value_text(change.after),
    }


def value_text(value: Any) -> str:
    """Any value of a plan in a person's words, close to how the file spells it."""
    match value:
        case None:
            return "–"
        case bool():
            return "có" if value else "không"
        case Target():
            return write_target(value)
        case Bounds():
            return write_bounds(value)
        case Years():
            return f"{value.first}-{value.last}"
        case PeriodTarget():
            return f"{value.period}: {write_target(value.target)}"
        case Decimal():
            return write_number(value)
        case date():
            return write_date(value)
        case StrEnum():
            return value.value
        case _ if hasattr(value, "_fields"):
            held = zip(value._fields, value, strict=True)
            return ", ".join(
                f"{FIELDS.get(name, name)} {value_text(item)}" for name, item in held if item not in (None, ())
            )
        case tuple():
            return "; ".join(value_text(item) for item in value) or "–"
    return str(value)
