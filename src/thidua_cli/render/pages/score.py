"""Phiếu điểm as a page: every indicator of the scale, then what is still winnable, easiest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ...domain.attainment import Verdict
from ...domain.emulation import Place
from ...domain.plan import Plan
from ...domain.rounding import round_percent, shortest
from ...domain.scorecard import Scorecard
from ...domain.scoring import Deduction, ItemScore, Sheet
from ...vietnamese.dates import write_date
from ...vietnamese.judging import verdict_text
from ...vietnamese.numbers import machine_number, write_number
from ...vietnamese.wording import with_unit
from ..document import Align, Block, Cell, Column, Document, Listing, Paragraph, Row, RowKind, Table, Tone
from .point_reasons import deduction_text, item_reasons, points_reasons, points_text
from .report import Origin, anchor, origin_record, period_label
from .report_record import head_record
from .report_table import NONE, TONES, signed

SCHEMA = "thidua.score/1"
COLUMNS = (
    Column("number", "TT", rank=6),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("full", "Tối đa", Align.RIGHT),
    Column("earned", "Đạt", Align.RIGHT),
    Column("bonus", "Thưởng", Align.RIGHT, rank=3),
    Column("deducted", "Trừ", Align.RIGHT, rank=3),
    Column("lost", "Mất", Align.RIGHT, rank=2),
    Column("winnable", "Còn", Align.RIGHT, rank=1),
    Column("verdict", "Đánh giá", rank=4, wraps=True),
    Column("reason", "Vì sao", rank=5, wraps=True),
)
EASIEST = "Còn có thể giành, dễ nhất trước"
EASIEST_COLUMNS = (
    Column("place", "TT", Align.RIGHT, rank=3, is_order=True),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("winnable", "Điểm còn", Align.RIGHT),
    Column("distance", "% còn thiếu", Align.RIGHT, rank=2),
    Column("need", "Cần", wraps=True),
)


def score_page(card: Scorecard, sheet: Sheet, origin: Origin, plan: Plan, place: Place | None = None) -> Document:
    """The sheet of the commune, or of one place; `plan` is the commune's plan."""
    blocks: list[Block] = [Paragraph(total_text(sheet), Tone.STRONG), Paragraph(_rest_text(sheet))]
    blocks += [Listing(tuple(notes))] if (notes := list(_notes(sheet, plan, place))) else []
    blocks.append(Table(COLUMNS, tuple(_rows(sheet)), label_key="name", name="Phiếu điểm"))
    if easiest := sheet.easiest_first():
        rows = tuple(Row(tuple(_easy_cells(number, one))) for number, one in enumerate(easiest, start=1))
        blocks.append(Table(EASIEST_COLUMNS, rows, caption=EASIEST, label_key="name", name="Còn có thể giành"))
    whose = f"{place.name}, {plan.unit.name}" if place else plan.unit.name
    return Document(
        f"Phiếu điểm thi đua {whose} – {period_label(card)}",
        tuple(blocks),
        closing=(anchor(origin),),
        record=lambda: _record(card, sheet, origin_record(origin), plan, place),
    )


def total_text(sheet: Sheet) -> str:
    """`610,55 điểm = 612,35/950 + thưởng 4,2/50 − trừ 6`."""
    earned = f"{_plain(sheet.earned)}/{_plain(sheet.full)}"
    bonus = f"thưởng {_plain(sheet.bonus)}/{_plain(sheet.scoring.bonus)}"
    return f"{points_text(sheet.total)} = {earned} + {bonus} − trừ {_plain(sheet.deducted)}"


def _rest_text(sheet: Sheet) -> str:
    return f"Còn có thể giành {points_text(sheet.winnable)}; đã mất {points_text(sheet.lost)}"


def _plain(points: Decimal) -> str:
    return write_number(shortest(points))


def _notes(sheet: Sheet, plan: Plan, place: Place | None) -> Iterable[str]:
    """Where the sums are not what a reader would add up."""
    scale = sheet.scoring
    if place is not None:
        of_commune = f"trong {len(scale.items)} chỉ tiêu của xã"
        yield f"Thang điểm của thôn gồm {len(sheet.items)} chỉ tiêu thu theo thôn, {of_commune}."
    elif sheet.full != scale.total:
        yield f"Thang điểm ghi {points_text(scale.total)}, các chỉ tiêu được chấm cộng lại {points_text(sheet.full)}."
    bonus = sum((one.bonus for one in sheet.items), Decimal(0))
    if bonus > sheet.bonus:
        yield f"Điểm thưởng cộng lại {points_text(bonus)}, thang điểm chỉ cho nhiều nhất {points_text(scale.bonus)}."
    taken = sum((one.deducted for one in sheet.items), Decimal(0))
    if taken > sheet.deducted:
        yield f"Điểm trừ cộng lại {points_text(taken)}, chỉ trừ đến 0 điểm."
    yield from (
        f"{one.standing.indicator.name}: {deduction_text(each, plan)}."
        for one in sheet.items
        for each in one.deductions
    )


def _rows(sheet: Sheet) -> Iterable[Row]:
    section = None
    for one in sheet.items:
        row = one.standing.row
        if row.section is not section:
            section = row.section
            heading = f"{section.number}. {section.title}" if section.number else section.title
            yield Row((Cell(heading, tone=Tone.STRONG),), RowKind.GROUP)
        yield Row(tuple(_cells(one)))
    sums = (sheet.full, sheet.earned, sheet.bonus, sheet.deducted, sheet.lost, sheet.winnable)
    points = (_points_cell(each, Tone.STRONG) for each in sums)
    yield Row((Cell(""), Cell("Cộng", tone=Tone.STRONG), *points, Cell(), Cell()), is_total=True)


def _cells(one: ItemScore) -> Iterable[Cell]:
    standing = one.standing
    yield Cell(standing.row.number, tone=Tone.QUIET)
    yield Cell(standing.indicator.name)
    if standing.verdict is Verdict.NOT_JUDGED:
        yield from (Cell(NONE, tone=Tone.QUIET) for _ in range(6))
    else:
        yield _points_cell(one.full)
        yield _points_cell(one.earned)
        for points in (one.bonus, one.deducted, one.lost, one.winnable):
            yield _points_cell(points) if points else Cell(NONE, tone=Tone.QUIET)
    yield Cell(verdict_text(standing.verdict), tone=TONES[standing.verdict])
    yield Cell("; ".join(points_reasons(one)))


def _points_cell(points: Decimal, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(_plain(points), shortest(points), tone)


def _easy_cells(number: int, one: ItemScore) -> Iterable[Cell]:
    yield Cell(str(number), tone=Tone.QUIET)
    yield Cell(one.standing.indicator.name)
    yield _points_cell(one.winnable)
    if one.distance is None:
        yield Cell(NONE, tone=Tone.QUIET)
    else:
        percent = round_percent(one.distance * 100)
        yield Cell(write_number(percent), percent)
    yield Cell(need_text(one))


def need_text(one: ItemScore) -> str:
    """What has to happen for the points that are left: `thêm 222 con`, `báo số liệu …`, `chờ đến kỳ 31/12/2024`."""
    indicator, verdict, gap = one.standing.indicator, one.standing.verdict, one.standing.difference
    if verdict is Verdict.NOT_DUE:
        return f"chờ đến kỳ {write_date(indicator.due)}" if indicator.due else "chờ đến kỳ"
    if gap is None:
        return "báo số liệu, đã đến hạn" + (f"; chờ {indicator.supplier}" if indicator.supplier else "")
    if not gap:
        return "qua khỏi mức giao"
    size = signed(abs(gap), indicator.unit).removeprefix("+")
    return f"{'giảm' if gap > 0 else 'thêm'} {size if indicator.is_rate else with_unit(size, indicator.unit)}"


def _record(
    card: Scorecard, sheet: Sheet, origin: Mapping[str, Any], plan: Plan, place: Place | None
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        **head_record(plan, card.window, origin),
        "place": {"id": place.id, "name": place.name} if place else None,
        "summary": sums_record(sheet),
        "items": [item_record(one, plan) for one in sheet.items],
        "easiest": [one.standing.indicator.id for one in sheet.easiest_first()],
    }


def sums_record(sheet: Sheet) -> dict[str, Any]:
    """The sums of a sheet for machines."""
    return {
        "total": machine_number(sheet.total),
        "of": machine_number(sheet.full),
        "earned": machine_number(sheet.earned),
        "bonus": machine_number(sheet.bonus),
        "bonus_most": machine_number(sheet.scoring.bonus),
        "deducted": machine_number(sheet.deducted),
        "lost": machine_number(sheet.lost),
        "winnable": machine_number(sheet.winnable),
    }


def item_record(one: ItemScore, plan: Plan) -> dict[str, Any]:
    """One indicator's points for machines."""
    standing = one.standing
    return {
        "id": standing.indicator.id,
        "number": standing.row.number,
        "name": standing.indicator.name,
        "verdict": standing.verdict.value,
        "points": machine_number(one.full),
        "earned": machine_number(one.earned),
        "bonus": machine_number(one.bonus),
        "lost": machine_number(one.lost),
        "winnable": machine_number(one.winnable),
        "measure": one.measure and one.measure.value,
        "share": None if one.share is None else machine_number(one.share * 100),
        "deductions": [_deduction_record(each) for each in one.deductions],
        "reasons": item_reasons(one, plan),
    }


def _deduction_record(taken: Deduction) -> dict[str, Any]:
    return {
        "reason": taken.fault.value,
        "indicator": taken.indicator,
        "points": machine_number(taken.points),
        "due": taken.due and taken.due.isoformat(),
        "arrived": taken.arrived and taken.arrived.isoformat(),
    }
