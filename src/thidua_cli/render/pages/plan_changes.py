"""The differences between two plans, and the revisions a ledger has seen, as pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ...domain.plan import Bounds, Target
from ...domain.plan_changes import ChangeKind, PlanChange
from ...named_tuple import NamedTuple
from ...vietnamese.dates import write_date, write_moment
from ...vietnamese.numbers import write_number
from ...vietnamese.targets import write_bounds, write_target
from ..document import Align, Block, Cell, Column, Document, Heading, Paragraph, Row, RowKind, Table, Tone

KINDS = {ChangeKind.ADDED: "+ thêm", ChangeKind.REMOVED: "- bỏ", ChangeKind.CHANGED: "~ đổi"}
TONES = {ChangeKind.ADDED: Tone.GOOD, ChangeKind.REMOVED: Tone.BAD, ChangeKind.CHANGED: Tone.FAIR}
FIELDS = {"supplier": "from"}
PLAN_WORDS = "Lời văn của kế hoạch"
COLUMNS = (
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


def changes_page(old: str, new: str, changes: Sequence[PlanChange]) -> Document:
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
        blocks.append(Table(COLUMNS, tuple(_rows(changes)), label_key="field", name="Thay đổi"))
    record = {
        "schema": "thidua.plan-diff/1",
        "old": old,
        "new": new,
        "changes": [change_record(change) for change in changes],
    }
    return Document(f"So sánh kế hoạch: {old} → {new}", tuple(blocks), record=lambda: record)


def editions_page(editions: Sequence[Edition], title: str) -> Document:
    """The revisions in the order of their first use, and below it what each changed."""
    if not editions:
        text = "Sổ chưa dùng bản kế hoạch nào: bản đầu tiên được giữ khi ghi số liệu đầu tiên."
        return Document(title, (Paragraph(text),), record=lambda: {"schema": "thidua.plan-history/1", "revisions": []})
    blocks: list[Block] = [
        Table(REVISION_COLUMNS, tuple(_edition_row(one) for one in editions), label_key="revision", name="Các bản")
    ]
    for one in editions:
        if one.changes:
            blocks.append(Heading(f"Bản {one.revision[:16]} đổi", 2))
            blocks.append(Table(COLUMNS, tuple(_rows(one.changes)), label_key="field"))
    closing = ("So hai bản bất kỳ: thidua plan diff BẢN_CŨ BẢN_MỚI",)
    revisions = [_edition_record(one) for one in editions]
    return Document(title, tuple(blocks), closing, lambda: {"schema": "thidua.plan-history/1", "revisions": revisions})


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
    listed = list(names)
    return f"{len(one.changes)} chỗ: {', '.join(listed[:3])}{'…' if len(listed) > 3 else ''}"


def _edition_record(one: Edition) -> dict[str, object]:
    return {
        "revision": one.revision,
        "year": one.year,
        "first_seq": one.seq,
        "at": one.at,
        "in_use": one.in_use,
        "changes": None if one.changes is None else [change_record(each) for each in one.changes],
    }


def _rows(changes: Sequence[PlanChange]) -> Iterable[Row]:
    for indicator in dict.fromkeys(change.indicator for change in changes):
        own = [change for change in changes if change.indicator == indicator]
        title = f"{own[0].name} ({indicator})" if indicator else PLAN_WORDS
        yield Row((Cell(title, tone=Tone.STRONG),), RowKind.GROUP)
        for change in own:
            texts = (change.indicator, _key(change) or "target", value_text(change.before), value_text(change.after))
            yield Row((Cell(KINDS[change.kind], tone=TONES[change.kind]), *(Cell(text) for text in texts)))


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
        case Decimal():
            return write_number(value)
        case date():
            return write_date(value)
        case StrEnum():
            return value.value
        case _ if hasattr(value, "_fields"):
            held = zip(value._fields, value, strict=True)
            return ", ".join(f"{name} {value_text(item)}" for name, item in held if item not in (None, ()))
        case tuple():
            return "; ".join(value_text(item) for item in value) or "–"
    return str(value)
