"""The whole ledger as one table for people: every row, every field that is not a matter of proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..domain.figure import Amount, Revision, key_parts
from ..domain.plan import Plan
from ..domain.rounding import shortest
from ..render.document import Align, Cell, Column, Document, Row, Table
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.numbers import write_number
from ..vietnamese.wording import LEVELS_SHORT
from .history import KINDS

COLUMNS = (
    Column("seq", "Dòng", Align.RIGHT),
    Column("at", "Lúc ghi"),
    Column("kind", "Việc"),
    Column("id", "Mã"),
    Column("name", "Chỉ tiêu"),
    Column("unit", "ĐVT"),
    Column("on", "Ngày"),
    Column("value", "Giá trị", Align.RIGHT),
    Column("numerator", "Tử số", Align.RIGHT),
    Column("denominator", "Mẫu số", Align.RIGHT),
    Column("level", "Mức"),
    Column("place", "Thôn"),
    Column("note", "Ghi chú"),
    Column("source", "Nguồn"),
    Column("reason", "Lý do"),
    Column("supersedes", "Thay dòng", Align.RIGHT),
    Column("actor", "Người ghi"),
    Column("cumulative", "Lũy kế", Align.RIGHT),
    Column("for", "Kỳ"),
)


def ledger_rows(plan: Plan, rows: Iterable[Revision]) -> Document:
    """Rows in the order they were written; values in the indicator's unit, to six places where they do not end."""
    known = {row.indicator.id: row.indicator for row in plan.rows()}
    names = {id_: indicator.name for id_, indicator in known.items()}
    units = {id_: indicator.unit for id_, indicator in known.items()}
    listed = tuple(Row(tuple(_cells(row, names, units))) for row in rows)
    return Document("Sổ số liệu", (Table(COLUMNS, listed, label_key="seq", name="Sổ số liệu"),))


def _cells(row: Revision, names: dict[str, str], units: dict[str, str]) -> Iterator[Cell]:
    draft = row.draft
    id_, period = key_parts(draft.indicator)
    amount = draft.amount or Amount()
    yield Cell(str(row.seq))
    yield Cell(write_moment(row.at))
    yield Cell(KINDS[draft.kind])
    yield Cell(id_)
    yield Cell(names.get(id_, ""))
    yield Cell(units.get(id_, ""))
    yield Cell(write_date(draft.on) if draft.on and not period else "")
    exact = amount.value if amount.value is not None else shortest(amount.exact) if draft.amount else None
    for number in (None if draft.since else exact, amount.numerator, amount.denominator):
        yield _number(number)
    yield Cell(LEVELS_SHORT[draft.level] if draft.level and draft.amount else "")
    yield Cell(draft.place)
    yield Cell(draft.note)
    yield Cell(draft.source)
    yield Cell(draft.reason)
    yield Cell(str(draft.supersedes) if draft.supersedes else "")
    yield Cell(row.actor)
    yield _number(exact if draft.since else None)
    yield Cell(period)


def _number(number: Decimal | None) -> Cell:
    return Cell() if number is None else Cell(write_number(number), number)
