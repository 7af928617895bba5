"""Pages about indicators: the list with targets, and one indicator's year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..domain.figure import Level, Revision
from ..domain.plan import Indicator, Plan
from ..domain.plan import Row as PlanRow
from ..domain.scorecard import Standing
from ..errors import command
from ..render.document import Align, Block, Cell, Column, Document, Heading, Listing, Paragraph, Row, Table, Tone
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.wording import (
    FREQUENCIES,
    LEVELS_SHORT,
    combine_text,
    held_amount,
    in_unit,
    printed_target,
    target_words,
    verdict_text,
)
from .history import amount_record
from .notes import actual_text, coverage_notes, dated, reported_text
from .page import Closed, Page, closed_record, closed_text

LIST_COLUMNS = (
    Column("id", "Mã"),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("unit", "ĐVT", rank=2, wraps=True, joins="name"),
    Column("target", "Kế hoạch", Align.RIGHT, rank=1),
    Column("supplier", "Nơi cung cấp", rank=3, wraps=True),
)
FIGURE_COLUMNS = (
    Column("on", "Ngày"),
    Column("amount", "Số liệu", Align.RIGHT),
    Column("level", "Mức", rank=1),
    Column("seq", "Dòng sổ", Align.RIGHT, rank=2),
    Column("actor", "Người ghi", rank=3, wraps=True),
    Column("at", "Lúc ghi", rank=4),
    Column("note", "Ghi chú", rank=5, wraps=True),
)
PLACE = Column("place", "Thôn", wraps=True)


def list_page(plan: Plan, found: Sequence[PlanRow], today: date) -> Page:
    """Ids, names, units and the targets in force today, in the plan's order."""
    table = Table(LIST_COLUMNS, tuple(_list_rows(found, today)), label_key="id", name="Chỉ tiêu")
    record = {"schema": "thidua.list/1", "indicators": [_list_record(row, today) for row in found]}
    return Page(Document(f"Các chỉ tiêu – {plan.title}", (table,)), lambda: record)


def _list_rows(found: Iterable[PlanRow], today: date) -> Iterable[Row]:
    for row in found:
        indicator = row.indicator
        target = indicator.target_on(today).target
        number = target.value if target.comparator.is_number and not target.is_open else None
        cells = (
            Cell(indicator.id),
            Cell(indicator.name),
            Cell(indicator.unit),
            Cell(target_words(target, indicator), number),
            Cell(indicator.supplier or ""),
        )
        yield Row(cells)


def _list_record(row: PlanRow, today: date) -> dict[str, object]:
    indicator = row.indicator
    held = indicator.target_on(today)
    return {
        "id": indicator.id,
        "number": row.number,
        "name": indicator.name,
        "unit": indicator.unit,
        "target": printed_target(indicator, held.target, held.printed),
        "from": indicator.supplier,
        "aliases": list(indicator.aliases),
    }


def indicator_page(plan: Plan, standing: Standing, figures: Sequence[Revision], closed: Closed | None = None) -> Page:
    """What one indicator is, where it stands, and the figures of its year; `closed` when the period is."""
    indicator = standing.indicator
    blocks: list[Block] = [Listing(tuple(_facts(standing)))]
    blocks.append(Heading("Số liệu trong năm", 2))
    if figures:
        rows = tuple(Row(tuple(_figure_cells(plan, row, indicator))) for row in figures)
        columns = FIGURE_COLUMNS if standing.coverage is None else (FIGURE_COLUMNS[0], PLACE, *FIGURE_COLUMNS[1:])
        blocks.append(Table(columns, rows, label_key="on", name="Số liệu"))
    else:
        blocks.append(Paragraph("Chưa có số liệu." + _how_to_record(indicator), Tone.QUIET))
    record = {
        "schema": "thidua.show/1",
        "id": indicator.id,
        "name": indicator.name,
        "verdict": standing.verdict.value,
        "closed": closed_record(closed),
        "figures": [
            {
                "on": row.draft.on.isoformat() if row.draft.on else None,
                "seq": row.seq,
                **({"place": row.draft.place} if standing.coverage else {}),
                **(amount_record(row.draft) or {}),
            }
            for row in figures
        ],
    }
    closing = (closed_text(closed).strip(),) if closed else ()
    return Page(
        Document(f"{indicator.name} ({indicator.id}) – năm {plan.year}", tuple(blocks), closing), lambda: record
    )


def former_page(indicator: Indicator, figures: Sequence[Revision]) -> Page:
    """What the ledger holds of an id that is no longer in the plan, and how it is withdrawn."""
    withdraw = command("thidua", "void", indicator.id, "--on", "NGÀY", "--reason", "…")
    facts = ("Mã này không còn trong kế hoạch: báo cáo không tính các số dưới đây.", f"Rút một số: {withdraw}")
    rows = tuple(Row(tuple(_former_cells(row, indicator))) for row in figures)
    table = Table((FIGURE_COLUMNS[0], PLACE, *FIGURE_COLUMNS[1:]), rows, label_key="on", name="Số liệu")
    record = {
        "schema": "thidua.show/1",
        "id": indicator.id,
        "name": indicator.name,
        "verdict": None,
        "closed": None,
        "figures": [
            {
                "on": row.draft.on.isoformat() if row.draft.on else None,
                "seq": row.seq,
                "place": row.draft.place,
                **(amount_record(row.draft) or {}),
            }
            for row in figures
        ],
    }
    title = f"{indicator.name} ({indicator.id}) – không còn trong kế hoạch"
    return Page(Document(title, (Listing(facts), *((table,) if rows else ()))), lambda: record)


def _former_cells(row: Revision, indicator: Indicator) -> Iterable[Cell]:
    day, *rest = _cells_of(row, indicator)
    yield from (day, Cell(row.draft.place or "Cả xã"), *rest)


def _how_to_record(indicator: Indicator) -> str:
    if indicator.parts:
        return " Ghi từng phần: " + ", ".join(part.id for part in indicator.parts)
    return f" Để ghi: thidua record {indicator.id} GIÁ_TRỊ"


def _facts(standing: Standing) -> Iterable[str]:
    indicator, held = standing.indicator, standing.target
    yield f"Mục {standing.row.number}, {standing.row.section.title}"
    decision = f" theo {held.decision}" if held.decision else ""
    changed = f", điều chỉnh từ {write_date(held.since)}{decision}" if held.since else ""
    yield f"Kế hoạch: {printed_target(indicator, held.target, held.printed)}{changed}"
    yield f"Cách tính cả năm: {combine_text(indicator)}"
    if indicator.rate:
        yield f"Tỷ lệ: {indicator.rate.numerator} / {indicator.rate.denominator}"
    if indicator.supplier:
        yield f"Nơi cung cấp: {indicator.supplier}"
    if indicator.frequency:
        due = f", hạn {write_date(indicator.due)}" if indicator.due else ""
        yield f"Định kỳ: {FREQUENCIES[indicator.frequency]}{due}"
    reached = "chưa có"
    if standing.actual is not None:
        text = in_unit(actual_text(standing, standing.actual), indicator)
        reached = f"{text} (đến ngày {write_date(standing.actual.on)})"
    yield f"Thực hiện: {reached} – {dated(verdict_text(standing.verdict), standing)}"
    if standing.coverage is not None:
        yield "; ".join(_places(standing, reported_text(standing.coverage)))


def _places(standing: Standing, reported: str) -> list[str]:
    """How many places have reported, once, and what else must be known about them."""
    notes = coverage_notes(standing)
    return notes if any(reported in note for note in notes) else [reported, *notes]


def _figure_cells(plan: Plan, row: Revision, indicator: Indicator) -> Iterable[Cell]:
    day, *rest = _cells_of(row, indicator)
    yield day
    if indicator.by_place and plan.places:
        place = plan.place(row.draft.place)
        gone = f"{row.draft.place} (ngoài kế hoạch)" if row.draft.place else "Cả xã"
        yield Cell(place.name if place else gone)
    yield from rest


def _cells_of(row: Revision, indicator: Indicator) -> Iterable[Cell]:
    draft = row.draft
    yield Cell(write_date(draft.on) if draft.on else "")
    yield Cell(held_amount(draft, indicator))
    yield Cell(LEVELS_SHORT[draft.level or Level.OFFICIAL])
    yield Cell(str(row.seq))
    yield Cell(row.actor)
    yield Cell(write_moment(row.at))
    yield Cell(draft.note)
