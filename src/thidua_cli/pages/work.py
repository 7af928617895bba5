"""Work items as a page: a table grouped by lead unit, the movements, and the days to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ..domain.plan import Plan
from ..domain.scorecard import Window
from ..domain.target import shortest
from ..domain.work import WorkStanding, WorkState, by_lead, counts
from ..render.document import Block, Cell, Document, Paragraph, Tone
from ..vietnamese.numbers import two_digits, write_date, write_number
from . import page
from .page import DASH, NONE, Field, Origin, Page, anchor, day_text, field, right

SCHEMA = "thidua.work/1"
NO_LEAD = "Chưa ghi đơn vị chủ trì"
STATES = {
    WorkState.DONE: Cell("√ Xong", tone=Tone.GOOD),
    WorkState.UNDER_WAY: Cell("○ Đang làm", tone=Tone.FAIR),
    WorkState.OVERDUE: Cell("× Quá hạn", tone=Tone.BAD),
    WorkState.NO_REPORT: Cell("? Chưa ghi tiến độ", tone=Tone.QUIET),
}
TOLD = {
    WorkState.DONE: "đã hoàn thành",
    WorkState.UNDER_WAY: "đang thực hiện",
    WorkState.OVERDUE: "quá hạn",
    WorkState.NO_REPORT: "chưa có báo cáo tiến độ",
}
COLUMNS: Sequence[Field[WorkStanding]] = (
    field("number", "TT", lambda one: page.quiet(one.number), rank=5),
    field("id", "Mã", lambda one: one.item.id, is_typed=True),
    field("title", "Nhiệm vụ", lambda one: one.item.title, wraps=True),
    field("due", "Hạn", lambda one: day_text(one.item.due, NONE), rank=2),
    right("percent", "Tiến độ", lambda one: _percent_cell(one)),
    field("state", "Tình trạng", lambda one: STATES[one.state], wraps=True),
    field("on", "Ngày", lambda one: day_text(one.progress and one.progress.on), rank=3),
    field("note", "Ghi chú, minh chứng", lambda one: _note(one), rank=1, wraps=True),
)


def work_page(plan: Plan, standings: Sequence[WorkStanding], window: Window, origin: Origin) -> Page:
    """The whole page."""
    blocks: list[Block] = [*work_blocks(standings), *_context(plan, window.cutoff)]
    title = f"Nhiệm vụ thi đua {plan.unit.name} – {window.period.label} (đến ngày {write_date(window.cutoff)})"
    return Page(
        Document(title, tuple(blocks), (anchor(origin),)),
        lambda: {
            **page.report_head(SCHEMA, plan, window, origin),
            "headline": work_headline(standings),
            **work_record(standings),
            "movements": plan.movements,
            "anniversaries": [page.record_of(one, "name on") for one in plan.anniversaries],
        },
    )


def work_blocks(standings: Sequence[WorkStanding]) -> list[Block]:
    """The headline and the table by lead unit."""
    if not standings:
        return [Paragraph("Kế hoạch không ghi nhiệm vụ (work).", Tone.QUIET)]
    members = [one for group in by_lead(standings).values() for one in group]
    table = page.table_of(COLUMNS, members, "title", "Nhiệm vụ", heading=_lead, key=_lead)
    return [Paragraph(work_sentence(standings), Tone.STRONG), table]


def _lead(one: WorkStanding) -> str:
    return one.item.lead or NO_LEAD


def work_sentence(standings: Sequence[WorkStanding]) -> str:
    """`Trong 27 nhiệm vụ, có 05 nhiệm vụ đã hoàn thành, 10 nhiệm vụ đang thực hiện, 02 nhiệm vụ quá hạn.`"""
    count = counts(standings)
    said = [f"{two_digits(Decimal(count[state]))} nhiệm vụ {words}" for state, words in TOLD.items() if count[state]]
    return f"Trong {len(standings)} nhiệm vụ, có {', '.join(said)}."


def work_headline(standings: Sequence[WorkStanding]) -> str:
    """`5/27 nhiệm vụ xong; 10 đang làm; 2 quá hạn; 10 chưa ghi tiến độ`."""
    count = counts(standings)
    others = (WorkState.UNDER_WAY, WorkState.OVERDUE, WorkState.NO_REPORT)
    said = [f"{count[state]} {STATES[state].text[2:].lower()}" for state in others if count[state]]
    return "; ".join([f"{count[WorkState.DONE]}/{len(standings)} nhiệm vụ xong", *said])


def _percent_cell(one: WorkStanding) -> Cell:
    if one.progress is None:
        return DASH
    percent = shortest(one.progress.percent)
    return Cell(f"{write_number(percent)}%", percent)


def _note(standing: WorkStanding) -> str:
    held, item = standing.progress, standing.item
    notes = [held.note] if held and held.note else []
    if held and held.evidence:
        notes.append(f"minh chứng: {held.evidence}")
    if item.support:
        notes.append(f"phối hợp: {', '.join(item.support)}")
    return "; ".join(notes)


def _context(plan: Plan, cutoff: date) -> Iterable[Block]:
    yield from page.listing("Phong trào thi đua", plan.movements)
    days = [f"{write_date(one.on)}: {one.name}{_distance(one.on, cutoff)}" for one in plan.anniversaries]
    yield from page.listing("Ngày kỷ niệm", days)


def _distance(day: date, cutoff: date) -> str:
    left = (day - cutoff).days
    return "" if left < 0 else " (hôm nay)" if left == 0 else f" (còn {left} ngày)"


def work_record(standings: Sequence[WorkStanding]) -> dict[str, Any]:
    """Counts and items for machines."""
    return {
        "summary": {"items": len(standings)} | {state.value: counts(standings)[state] for state in WorkState},
        "work": [_record(standing) for standing in standings],
    }


def _record(one: WorkStanding) -> dict[str, object]:
    progress = one.progress and page.record_of(one.progress, "percent on note evidence seq actor")
    item = page.record_of(one, "id=item.id number title=item.title lead=item.lead support=item.support due=item.due")
    return item | page.record_of(one, "indicators=item.indicators state") | {"progress": progress}
