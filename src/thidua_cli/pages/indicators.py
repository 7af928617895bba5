"""Pages about indicators: the list with targets, and one indicator's year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.figure import Level, Revision
from ..domain.plan import Indicator, Plan
from ..domain.plan import Row as PlanRow
from ..domain.scorecard import Standing
from ..errors import command
from ..render.document import Block, Cell, Document, Heading, Listing, Paragraph, Tone
from ..vietnamese import wording
from ..vietnamese.numbers import write_date, write_moment
from ..vietnamese.wording import in_unit, printed_target, verdict_text
from .history import amount_record
from .notes import actual_text, coverage_notes, dated, reported_text
from .page import Closed, Field, Page, closed_record, closed_text, day_text, field, record_of, right, table_of, without


def _list_columns(today: date) -> Sequence[Field[Indicator]]:
    def target_cell(one: Indicator) -> Cell:
        target = one.target_on(today).target
        is_number = target.comparator.is_number and not target.is_open
        return Cell(wording.target_words(target, one), target.value if is_number else None)

    return (
        field("id", "Mã", lambda one: one.id),
        field("name", "Chỉ tiêu", lambda one: one.name, wraps=True),
        field("unit", "ĐVT", lambda one: one.unit, rank=2, wraps=True, joins="name"),
        right("target", "Kế hoạch", target_cell, rank=1),
        field("supplier", "Nơi cung cấp", lambda one: one.supplier or "", rank=3, wraps=True),
    )


class _Recorded(NamedTuple):
    """A figure of an indicator; its place in words, None where the indicator is not collected by place."""

    row: Revision
    indicator: Indicator
    place: str | None = None

    def record(self) -> dict[str, Any]:
        draft = self.row.draft
        place = {} if self.place is None else {"place": draft.place}
        return {"on": draft.on, "seq": self.row.seq, **place, **(amount_record(draft) or {})}


PLACE_COLUMNS: Sequence[Field[_Recorded]] = (
    field("on", "Ngày", lambda one: day_text(one.row.draft.on)),
    field("place", "Thôn", lambda one: one.place or "", wraps=True),
    right("amount", "Số liệu", lambda one: wording.held_amount(one.row.draft, one.indicator)),
    field("level", "Mức", lambda one: wording.LEVELS_SHORT[one.row.draft.level or Level.OFFICIAL], rank=1),
    right("seq", "Dòng sổ", lambda one: str(one.row.seq), rank=2),
    field("actor", "Người ghi", lambda one: one.row.actor, rank=3, wraps=True),
    field("at", "Lúc ghi", lambda one: write_moment(one.row.at), rank=4),
    field("note", "Ghi chú", lambda one: one.row.draft.note, rank=5, wraps=True),
)
FIGURE_COLUMNS = without(PLACE_COLUMNS, "place")


def list_page(plan: Plan, found: Sequence[PlanRow], today: date) -> Page:
    """Ids, names, units and the targets in force today, in the plan's order."""
    table = table_of(_list_columns(today), [row.indicator for row in found], "id", "Chỉ tiêu")
    return Page(
        Document(f"Các chỉ tiêu – {plan.title}", (table,)),
        lambda: {"schema": "thidua.list/1", "indicators": [_listed_record(row, today) for row in found]},
    )


def _listed_record(row: PlanRow, today: date) -> dict[str, Any]:
    held = row.indicator.target_on(today)
    return {
        **record_of(row, "id=indicator.id number name=indicator.name unit=indicator.unit"),
        "target": printed_target(row.indicator, held.target, held.printed),
        **record_of(row.indicator, "from=supplier aliases"),
    }


def indicator_page(
    plan: Plan, standing: Standing, figures: Sequence[Revision], to_record: str, closed: Closed | None = None
) -> Page:
    """What one indicator is, where it stands, the figures of its year or what to type; `closed` when the period is."""
    indicator = standing.indicator
    blocks: list[Block] = [Listing(tuple(_facts(standing))), Heading("Số liệu trong năm", 2)]
    names = {place.id: place.name for place in plan.places} | {"": "Cả xã"}
    places = (names.get(row.draft.place, f"{row.draft.place} (ngoài kế hoạch)") for row in figures)
    named = zip(figures, places, strict=True)
    recorded = [_Recorded(row, indicator, place if standing.coverage else None) for row, place in named]
    if recorded:
        blocks.append(table_of(PLACE_COLUMNS if standing.coverage else FIGURE_COLUMNS, recorded, "on", "Số liệu"))
    else:
        parts = ", ".join(part.id for part in indicator.parts)
        how = f"Ghi từng phần: {parts}" if parts else f"Để ghi: {to_record}"
        blocks.append(Paragraph(f"Chưa có số liệu. {how}", Tone.QUIET))
    closing = (closed_text(closed).strip(),) if closed else ()
    title = f"{indicator.name} ({indicator.id}) – năm {plan.year}"
    return Page(Document(title, tuple(blocks), closing), lambda: _record(indicator, recorded, standing.verdict, closed))


def _record(
    indicator: Indicator, recorded: Sequence[_Recorded], verdict: Verdict | None, closed: Closed | None
) -> dict[str, Any]:
    return {
        "schema": "thidua.show/1",
        **record_of(indicator, "id name"),
        "verdict": verdict,
        "closed": closed_record(closed),
        "figures": [one.record() for one in recorded],
    }


def former_page(indicator: Indicator, figures: Sequence[Revision]) -> Page:
    """What the ledger holds of an id that is no longer in the plan, and how it is withdrawn."""
    withdraw = command("thidua", "void", indicator.id, "--on", "NGÀY", "--reason", "…")
    facts = ("Mã này không còn trong kế hoạch: báo cáo không tính các số dưới đây.", f"Rút một số: {withdraw}")
    recorded = [_Recorded(row, indicator, row.draft.place or "Cả xã") for row in figures]
    table = table_of(PLACE_COLUMNS, recorded, "on", "Số liệu")
    title = f"{indicator.name} ({indicator.id}) – không còn trong kế hoạch"
    return Page(
        Document(title, (Listing(facts), *((table,) if recorded else ()))),
        lambda: _record(indicator, recorded, None, None),
    )


def _facts(standing: Standing) -> Iterable[str]:
    indicator, held = standing.indicator, standing.target
    yield f"Mục {standing.row.number}, {standing.row.section.title}"
    decision = f" theo {held.decision}" if held.decision else ""
    changed = f", điều chỉnh từ {write_date(held.since)}{decision}" if held.since else ""
    yield f"Kế hoạch: {printed_target(indicator, held.target, held.printed)}{changed}"
    yield f"Cách tính cả năm: {wording.combine_text(indicator)}"
    if indicator.rate:
        yield f"Tỷ lệ: {indicator.rate.numerator} / {indicator.rate.denominator}"
    if indicator.supplier:
        yield f"Nơi cung cấp: {indicator.supplier}"
    if indicator.frequency:
        due = f", hạn {write_date(indicator.due)}" if indicator.due else ""
        yield f"Định kỳ: {wording.FREQUENCIES[indicator.frequency]}{due}"
    reached = "chưa có"
    if standing.actual is not None:
        text = in_unit(actual_text(standing, standing.actual), indicator)
        reached = f"{text} (đến ngày {write_date(standing.actual.on)})"
    yield f"Thực hiện: {reached} – {dated(verdict_text(standing.verdict), standing)}"
    if standing.coverage is not None:
        notes, reported = coverage_notes(standing), reported_text(standing.coverage)
        yield "; ".join(notes if any(reported in note for note in notes) else [reported, *notes])
