"""Who recorded what, when and why: rows of the ledger as a table, old → new; the whole ledger for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ..domain.closing import heading_of
from ..domain.figure import Amount, Draft, Kind, Level, Revision, key_parts
from ..domain.nomination import number_in
from ..domain.plan import Plan
from ..domain.rounding import shortest
from ..domain.work import subject
from ..render.document import Align, Block, Cell, Column, Document, Paragraph, Row, Table, Tone
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.nominating import Around, decision_text, stage_text
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.wording import LEVELS_SHORT, RUNNING, days_text, expected_text, held_amount
from .page import Page

KINDS = {
    Kind.RECORD: "ghi",
    Kind.CORRECT: "sửa",
    Kind.VOID: "rút",
    Kind.UNDO: "hoàn tác",
    Kind.CLOSE: "chốt kỳ",
    Kind.REOPEN: "mở lại kỳ",
    Kind.NOMINATE: "khen thưởng",
    Kind.ERASE: "xóa tên",
}
COLUMNS = (
    Column("seq", "Dòng", Align.RIGHT),
    Column("at", "Lúc ghi", rank=3),
    Column("kind", "Việc"),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("on", "Ngày số liệu"),
    Column("before", "Trước", Align.RIGHT),
    Column("after", "Nay", Align.RIGHT),
    Column("level", "Mức", rank=2),
    Column("actor", "Người ghi", wraps=True),
    Column("why", "Lý do, ghi chú", wraps=True),
)


class Change(NamedTuple):
    """A row of the ledger and the row of the same key just before it; `around` is what it did to a nomination."""

    row: Revision
    before: Revision | None
    around: Around | None = None


def history_page(plan: Plan, changes: Iterable[Change], *, title: str, left_out: int = 0) -> Page:
    """All changes, oldest first; `left_out` older ones are said to exist."""
    listed = list(changes)
    blocks: list[Block] = []
    if left_out:
        blocks.append(Paragraph(f"Còn {left_out} dòng cũ hơn; xem tất cả: thidua history --all", Tone.QUIET))
    if listed:
        rows = tuple(history_row(plan, change) for change in listed)
        blocks.append(Table(COLUMNS, rows, label_key="seq", name="Lịch sử"))
    else:
        blocks.append(Paragraph("Chưa có dòng nào trong sổ."))
    record = {"schema": "thidua.history/1", "rows": [change_record(change) for change in listed]}
    return Page(Document(title, tuple(blocks)), lambda: record)


def history_row(plan: Plan, change: Change) -> Row:
    """One change as a row of COLUMNS."""
    return Row(tuple(_cells(plan, change)))


def _cells(plan: Plan, change: Change) -> Iterable[Cell]:
    row, draft = change.row, change.row.draft
    yield Cell(str(row.seq))
    yield Cell(write_moment(row.at))
    yield Cell(KINDS[draft.kind])
    yield from map(Cell, _nomination_texts(change) or _figure_texts(plan, change))
    yield Cell(row.actor)
    yield Cell("; ".join(_reasons(change)))


def _figure_texts(plan: Plan, change: Change) -> tuple[str, ...]:
    """What the row is about, its day, the figure before and after, and the level."""
    draft = change.row.draft
    return (
        _name(plan, change.row),
        write_date(draft.on) if draft.on else "",
        _amount(plan, change.before.draft if change.before else None),
        _amount(plan, draft),
        LEVELS_SHORT[draft.level] if draft.level and draft.amount else "",
    )


def _nomination_texts(change: Change) -> tuple[str, ...]:
    """The same of a nomination, whose stages stand where figures do; nothing for other rows."""
    number, around = number_in(change.row.draft.indicator), change.around
    if number is None or around is None:
        return ()
    named = f" ({around.one.nomination.form} – {around.one.shown})" if around.one else ""
    day = write_date(around.after.nomination.last.on) if around.after else ""
    return f"Đề nghị số {number}{named}", day, stage_text(around.before), stage_text(around.after), ""


def _reasons(change: Change) -> Iterable[str]:
    draft = change.row.draft
    if draft.kind is Kind.UNDO and draft.supersedes:
        yield f"hoàn tác dòng {draft.supersedes}"
        return
    after = change.around.after if change.around else None
    if draft.kind is Kind.NOMINATE and after and after.nomination.last.decision:
        yield decision_text(after.nomination.last)
    if draft.reason:
        yield draft.reason
    if draft.note:
        yield draft.note
    if draft.source:
        yield f"nguồn: {draft.source}"


def _name(plan: Plan, row: Revision) -> str:
    draft = row.draft
    if heading := heading_of(row.seq, draft.detail):
        return f"Kỳ {days_text(heading)}"
    found = subject(plan, draft.indicator)
    if found and draft.place:
        place = plan.place(draft.place)
        return f"{found.name} – {place.name if place else f'{draft.place} (ngoài kế hoạch)'}"
    id_, period = key_parts(draft.indicator)
    name = found.name if found else f"{id_} (ngoài kế hoạch)" if id_ else ""
    return f"{name} – {expected_text(period)}" if period else name


def _amount(plan: Plan, draft: Draft | None) -> str:
    if draft is None or draft.amount is None:
        return "–"
    found = subject(plan, draft.indicator)
    if found is not None:
        return held_amount(draft, found)
    return write_number(draft.amount.exact) + (RUNNING if draft.since else "")


def _closing_record(row: Revision) -> dict[str, object] | None:
    heading = heading_of(row.seq, row.draft.detail)
    if heading is None:
        return None
    return {
        "period": heading.period.id,
        "calendar": heading.period.calendar.value,
        "first": heading.first.isoformat(),
        "last": heading.last.isoformat(),
    }


def _nomination_record(change: Change) -> dict[str, object] | None:
    number, around = number_in(change.row.draft.indicator), change.around
    if number is None or around is None:
        return None
    before, after = (one.nomination.stage.value if one else None for one in (around.before, around.after))
    return {
        "number": number,
        "form": around.one.nomination.form if around.one else None,
        "name": around.one.name if around.one else None,
        "before": before,
        "after": after,
    }


def change_record(change: Change) -> dict[str, object]:
    """One change for machines."""
    row, draft = change.row, change.row.draft
    indicator, period = key_parts(draft.indicator)
    return {
        "seq": row.seq,
        "action": row.action,
        "kind": draft.kind.value,
        "indicator": indicator,
        "for": period or None,
        "place": draft.place,
        "on": draft.on.isoformat() if draft.on else None,
        "before": amount_record(change.before.draft if change.before else None),
        "after": amount_record(draft),
        "note": draft.note,
        "source": draft.source,
        "reason": draft.reason,
        "closing": _closing_record(row),
        "nomination": _nomination_record(change),
        "supersedes": draft.supersedes,
        "actor": row.actor,
        "at": row.at,
        "version": row.version,
        "plan": row.plan,
        "hash": row.hash,
    }


def amount_record(draft: Draft | None) -> dict[str, str | bool | None] | None:
    """A recorded amount for machines; None where there is no figure."""
    if draft is None or draft.amount is None:
        return None
    amount = draft.amount
    return {
        "value": machine_number(amount.exact if amount.value is None else amount.value),
        "numerator": None if amount.numerator is None else machine_number(amount.numerator),
        "denominator": None if amount.denominator is None else machine_number(amount.denominator),
        "level": (draft.level or Level.OFFICIAL).value,
        "cumulative": draft.since is not None,
    }


LEDGER_COLUMNS = (
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
    listed = tuple(Row(tuple(_ledger_cells(row, names, units))) for row in rows)
    return Document("Sổ số liệu", (Table(LEDGER_COLUMNS, listed, label_key="seq", name="Sổ số liệu"),))


def _ledger_cells(row: Revision, names: dict[str, str], units: dict[str, str]) -> Iterator[Cell]:
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
