"""Work items as a page: a table grouped by lead unit, the movements, and the days to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ..domain.due import SOON_DAYS
from ..domain.plan import Plan
from ..domain.rounding import shortest
from ..domain.scorecard import Window
from ..domain.work import WorkStanding, WorkState, by_lead, counts
from ..render.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    Row,
    RowKind,
    Table,
    Tone,
)
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import machine_number, two_digits, write_number
from .page import Page
from .report_record import head_record

SCHEMA = "thidua.work/1"
NO_LEAD = "Chưa ghi đơn vị chủ trì"
NONE = "–"
STATES = {
    WorkState.DONE: "√ Xong",
    WorkState.UNDER_WAY: "○ Đang làm",
    WorkState.OVERDUE: "× Quá hạn",
    WorkState.NO_REPORT: "? Chưa ghi tiến độ",
}
TOLD = {
    WorkState.DONE: "đã hoàn thành",
    WorkState.UNDER_WAY: "đang thực hiện",
    WorkState.OVERDUE: "quá hạn",
    WorkState.NO_REPORT: "chưa có báo cáo tiến độ",
}
TONES = {
    WorkState.DONE: Tone.GOOD,
    WorkState.UNDER_WAY: Tone.FAIR,
    WorkState.OVERDUE: Tone.BAD,
    WorkState.NO_REPORT: Tone.QUIET,
}
COLUMNS = (
    Column("number", "TT", rank=5),
    Column("id", "Mã", is_typed=True),
    Column("title", "Nhiệm vụ", wraps=True),
    Column("due", "Hạn", rank=2),
    Column("percent", "Tiến độ", Align.RIGHT),
    Column("state", "Tình trạng", wraps=True),
    Column("on", "Ngày", rank=3),
    Column("note", "Ghi chú, minh chứng", rank=1, wraps=True),
)
LEFT_OUT_ON_PAPER = ("id", "on")


def work_page(
    plan: Plan, standings: Sequence[WorkStanding], window: Window, anchor: str, origin: Mapping[str, Any]
) -> Page:
    """The whole page; `anchor` and `origin` are the ledger's tip in words and for machines."""
    blocks: list[Block] = [*work_blocks(standings), *_context(plan, window.cutoff)]
    return Page(
        Document(
            f"Nhiệm vụ thi đua {plan.unit.name} – {window.period.label} (đến ngày {write_date(window.cutoff)})",
            tuple(blocks),
            closing=(anchor,),
        ),
        lambda: {
            "schema": SCHEMA,
            **head_record(plan, window, origin),
            "headline": work_headline(standings),
            **work_record(standings),
            "movements": list(plan.movements),
            "anniversaries": [{"name": one.name, "on": one.on.isoformat()} for one in plan.anniversaries],
        },
    )


def work_blocks(standings: Sequence[WorkStanding]) -> list[Block]:
    """The headline and the table by lead unit."""
    if not standings:
        return [Paragraph("Kế hoạch không ghi nhiệm vụ (work).", Tone.QUIET)]
    return [
        Paragraph(work_headline(standings), Tone.STRONG),
        Table(COLUMNS, tuple(_rows(standings, _cells)), label_key="title", name="Nhiệm vụ"),
    ]


def work_chapter(standings: Sequence[WorkStanding], cutoff: date) -> list[Block]:
    """The part "Kết quả thực hiện nhiệm vụ" of a summary: the counts, and only the items there is something to say of.

    That is those with progress, those overdue, and those due within `SOON_DAYS` of the cut-off.
    """
    soon = cutoff + timedelta(days=SOON_DAYS)
    told = [one for one in standings if one.progress is not None or (one.item.due and one.item.due <= soon)]
    blocks: list[Block] = [Paragraph(work_sentence(standings), Tone.STRONG)]
    if told:
        columns = tuple(column for column in COLUMNS if column.key not in LEFT_OUT_ON_PAPER)
        blocks.append(Table(columns, tuple(_rows(told, _on_paper)), label_key="title", name="Nhiệm vụ"))
    return blocks


def _on_paper(standing: WorkStanding) -> Iterable[Cell]:
    """The cells of a row as far as an upright page has room: no id, and the day of the progress in the note."""
    for column, cell in zip(COLUMNS, _cells(standing), strict=True):
        if column.key == "note" and standing.progress:
            day = f"đến {write_date(standing.progress.on)}"
            yield cell._replace(text=f"{day}: {cell.text}" if cell.text else day)
        elif column.key not in LEFT_OUT_ON_PAPER:
            yield cell


def work_sentence(standings: Sequence[WorkStanding]) -> str:
    """`Trong 27 nhiệm vụ, có 05 nhiệm vụ đã hoàn thành, 10 nhiệm vụ đang thực hiện, 02 nhiệm vụ quá hạn.`"""
    count = counts(standings)
    said = [f"{two_digits(Decimal(count[state]))} nhiệm vụ {words}" for state, words in TOLD.items() if count[state]]
    return f"Trong {len(standings)} nhiệm vụ, có {', '.join(said)}."


def work_headline(standings: Sequence[WorkStanding]) -> str:
    """`5/27 nhiệm vụ xong; 10 đang làm; 2 quá hạn; 10 chưa ghi tiến độ`."""
    count = counts(standings)
    text = f"{count[WorkState.DONE]}/{len(standings)} nhiệm vụ xong"
    for state in (WorkState.UNDER_WAY, WorkState.OVERDUE, WorkState.NO_REPORT):
        if count[state]:
            words = STATES[state][2:]
            text += f"; {count[state]} {words[0].lower()}{words[1:]}"
    return text


def _rows(standings: Sequence[WorkStanding], cells: Callable[[WorkStanding], Iterable[Cell]]) -> Iterable[Row]:
    for lead, members in by_lead(standings).items():
        yield Row((Cell(lead or NO_LEAD, tone=Tone.STRONG),), RowKind.GROUP)
        for standing in members:
            yield Row(tuple(cells(standing)), key=lead or NO_LEAD)


def _cells(standing: WorkStanding) -> Iterable[Cell]:
    item, held = standing.item, standing.progress
    yield Cell(standing.number, tone=Tone.QUIET)
    yield Cell(item.id)
    yield Cell(item.title)
    yield Cell(write_date(item.due) if item.due else NONE)
    if held is None:
        yield Cell(NONE, tone=Tone.QUIET)
    else:
        percent = shortest(held.percent)
        yield Cell(f"{write_number(percent)}%", percent)
    yield Cell(STATES[standing.state], tone=TONES[standing.state])
    yield Cell(write_date(held.on) if held else "")
    yield Cell(_note(standing))


def _note(standing: WorkStanding) -> str:
    held, item = standing.progress, standing.item
    notes = [held.note] if held and held.note else []
    if held and held.evidence:
        notes.append(f"minh chứng: {held.evidence}")
    if item.support:
        notes.append(f"phối hợp: {', '.join(item.support)}")
    return "; ".join(notes)


def _context(plan: Plan, cutoff: date) -> Iterable[Block]:
    if plan.movements:
        yield Heading("Phong trào thi đua", 2)
        yield Listing(plan.movements)
    if plan.anniversaries:
        yield Heading("Ngày kỷ niệm", 2)
        yield Listing(
            tuple(f"{write_date(one.on)}: {one.name}{_distance(one.on, cutoff)}" for one in plan.anniversaries)
        )


def _distance(day: date, cutoff: date) -> str:
    left = (day - cutoff).days
    return "" if left < 0 else " (hôm nay)" if left == 0 else f" (còn {left} ngày)"


def work_record(standings: Sequence[WorkStanding]) -> dict[str, Any]:
    """Counts and items for machines."""
    return {
        "summary": {"items": len(standings)} | {state.value: counts(standings)[state] for state in WorkState},
        "work": [_record(standing) for standing in standings],
    }


def _record(standing: WorkStanding) -> dict[str, object]:
    item, held = standing.item, standing.progress
    return {
        "id": item.id,
        "number": standing.number,
        "title": item.title,
        "lead": item.lead,
        "support": list(item.support),
        "due": item.due.isoformat() if item.due else None,
        "indicators": list(item.indicators),
        "state": standing.state.value,
        "progress": None
        if held is None
        else {
            "percent": machine_number(held.percent),
            "on": held.on.isoformat(),
            "note": held.note,
            "evidence": held.evidence,
            "seq": held.seq,
            "actor": held.actor,
        },
    }
