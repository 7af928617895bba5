"""Phiếu điểm as a page: every indicator of the scale, then what is still winnable, easiest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..domain.attainment import Verdict
from ..domain.plan import Place, Plan
from ..domain.rounding import round_half_up, round_percent, shortest
from ..domain.scorecard import Scorecard
from ..domain.scoring import Deduction, Fault, ItemScore, Measure, Placing, Sheet
from ..render.document import Align, Block, Cell, Column, Document, Listing, Paragraph, Row, RowKind, Table, Tone
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.wording import REASONS, VERDICTS, with_unit
from .page import Page
from .report import NONE, Origin, anchor, origin_record, period_label, signed, verdict_cell
from .report_record import head_record

WAITING = {
    Verdict.NOT_DUE: "chưa đến kỳ nên chưa chấm, chưa phải 0 điểm",
    Verdict.NO_DATA: "chưa có số liệu nên chưa chấm được",
}
MEASURES = {
    Measure.RATIO: "{}% kế hoạch",
    Measure.REDUCTION: "{}% mức giảm kế hoạch",
    Measure.NEARNESS: "gần mức giao {}%",
}
SHARE_PLACES = 4


def points_text(points: Decimal) -> str:
    """`12,5 điểm`."""
    return f"{write_number(shortest(points))} điểm"


def item_reasons(one: ItemScore, plan: Plan) -> list[str]:
    """All sentences about an indicator's points, without full stops."""
    return [*points_reasons(one), *(deduction_text(each, plan) for each in one.deductions)]


def points_reasons(one: ItemScore) -> list[str]:
    """The sentences about points earned and bonus, deductions aside."""
    return [_earned_reason(one), *_bonus_reasons(one)]


def _earned_reason(one: ItemScore) -> str:
    verdict = one.standing.verdict
    if verdict is Verdict.NOT_JUDGED:
        return "không giao chỉ tiêu hoặc là số tham khảo nên không chấm"
    if verdict in WAITING:
        return f"{WAITING[verdict]}; còn có thể đạt {points_text(one.winnable)}"
    if one.measure is None:
        word = VERDICTS[verdict].lower()
        suffix = ", năm chưa hết nên là điểm tạm tính" if verdict is Verdict.WITHIN else ""
        return f"{word} nên đủ {points_text(one.full)}{suffix}"
    return _partial_reason(one)


def _partial_reason(one: ItemScore) -> str:
    word = VERDICTS[one.standing.verdict].lower()
    if one.measure is None or one.measure is Measure.ALL_OR_NOTHING:
        reason = one.standing.attainment.percentage.reason
        why = REASONS[reason] if reason else "không tính được tỷ lệ so với mức giao này"
        return f"{word}; {why} nên chỉ có đủ điểm hoặc 0 điểm"
    share = round_percent((one.share or Fraction(0)) * 100, SHARE_PLACES)
    reached = MEASURES[one.measure].format(write_number(shortest(share)))
    return f"{word}: {reached} × {points_text(one.full)} = {points_text(one.earned)}"


def _bonus_reasons(one: ItemScore) -> Iterable[str]:
    per_percent, most = one.item.bonus_per_percent, one.item.bonus_most
    if per_percent is None or one.above is None:
        return
    above = write_number(round_half_up(one.above, 2))
    at_most = f", nhiều nhất {points_text(most)}" if most is not None else ""
    yield f"vượt {above}% × {points_text(per_percent)} mỗi %: thưởng {points_text(one.bonus)}{at_most}"


def deduction_text(taken: Deduction, plan: Plan) -> str:
    """`trừ 2 điểm: số liệu vào sổ ngày 05/08/2024, sau hạn 30/06/2024`."""
    row = plan.find(taken.indicator)
    name = f" ({row.indicator.name})" if row is not None and row.parent is not None else ""
    due = f" {write_date(taken.due)}" if taken.due else ""
    if taken.fault is Fault.MISSING:
        return f"trừ {points_text(taken.points)}: đã đến hạn{due} mà chưa có số liệu{name}"
    arrived = write_date(taken.arrived) if taken.arrived else ""
    return f"trừ {points_text(taken.points)}: số liệu{name} vào sổ ngày {arrived}, sau hạn{due}"


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
    Column("reason", "Vì sao", wraps=True),
)
EASIEST = "Còn có thể giành, dễ nhất trước"
EASIEST_COLUMNS = (
    Column("place", "TT", Align.RIGHT, rank=3, is_order=True),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("winnable", "Điểm còn", Align.RIGHT),
    Column("distance", "% còn thiếu", Align.RIGHT, rank=2),
    Column("need", "Cần", wraps=True),
)


def score_page(card: Scorecard, sheet: Sheet, origin: Origin, plan: Plan, place: Place | None = None) -> Page:
    """The sheet of the commune, or of one place; `plan` is the commune's plan."""
    blocks: list[Block] = [Paragraph(total_text(sheet), Tone.STRONG), Paragraph(_rest_text(sheet))]
    blocks += [Listing(tuple(notes))] if (notes := list(_notes(sheet, plan, place))) else []
    blocks.append(Table(COLUMNS, tuple(_rows(sheet)), label_key="name", name="Phiếu điểm"))
    if easiest := sheet.easiest_first():
        rows = tuple(Row(tuple(_easy_cells(number, one))) for number, one in enumerate(easiest, start=1))
        blocks.append(Table(EASIEST_COLUMNS, rows, caption=EASIEST, label_key="name", name="Còn có thể giành"))
    whose = f"{place.name}, {plan.unit.name}" if place else plan.unit.name
    return Page(
        Document(f"Phiếu điểm thi đua {whose} – {period_label(card)}", tuple(blocks), closing=(anchor(origin),)),
        lambda: _record(card, sheet, origin_record(origin), plan, place),
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
    yield verdict_cell(standing)
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


RANK_SCHEMA = "thidua.rank/1"
RANK_COLUMNS = (
    Column("rank", "Hạng", Align.RIGHT, is_order=True),
    Column("moved", "So trước", Align.CENTRE),
    Column("place", "Thôn", wraps=True),
    Column("total", "Tổng điểm", Align.RIGHT),
    Column("of", "Tối đa", Align.RIGHT, rank=3),
    Column("percent", "% tối đa", Align.RIGHT, rank=1),
    Column("earned", "Đạt", Align.RIGHT, rank=4),
    Column("bonus", "Thưởng", Align.RIGHT, rank=4),
    Column("deducted", "Trừ", Align.RIGHT, rank=4),
    Column("winnable", "Còn", Align.RIGHT, rank=2),
    Column("bar", "Mức điểm", rank=5),
)


def rank_page(card: Scorecard, table: Sequence[Placing], compared: date | None, origin: Origin) -> Page:
    """Best first; `compared` is the day that the movement is counted from, None where the year has no such day."""
    blocks: list[Block] = [Paragraph(_headline(table), Tone.STRONG), Listing(tuple(_rank_notes(table, compared)))]
    blocks.append(
        Table(RANK_COLUMNS, tuple(Row(tuple(_rank_cells(one))) for one in table), label_key="place", name="Xếp hạng")
    )
    return Page(
        Document(
            f"Xếp hạng thi đua các thôn, {card.plan.unit.name} – {period_label(card)}",
            tuple(blocks),
            closing=(anchor(origin),),
        ),
        lambda: _rank_record(card, table, compared, origin_record(origin)),
    )


def _headline(table: Sequence[Placing]) -> str:
    first = [one for one in table if one.rank == 1]
    if not first:
        return "Chưa thôn nào có chỉ tiêu được chấm điểm"
    if len(first) == len(table):
        return f"Cả {len(table)} thôn đồng hạng, {_reached(first, table)}"
    return f"Dẫn đầu: {', '.join(one.place.name for one in first)} ({_reached(first, table)})"


def _reached(first: Sequence[Placing], table: Sequence[Placing]) -> str:
    """What the first have: points, and their share where scales differ: `90 điểm, 100,00% điểm tối đa`."""
    points = list(dict.fromkeys(points_text(one.sheet.total) for one in first))
    share = first[0].sheet.share
    if share is None or not _scales_differ(table):
        return points[0]
    percent = f"{write_number(round_percent(share * 100))}% điểm tối đa"
    return f"{points[0]}, {percent}" if len(points) == 1 else percent


def _scales_differ(table: Sequence[Placing]) -> bool:
    return len({one.sheet.full for one in table}) > 1


def _rank_notes(table: Sequence[Placing], compared: date | None) -> Iterable[str]:
    if compared is None:
        yield "Tháng đầu của năm kế hoạch: chưa có tháng trước để so hạng."
    else:
        yield f"So trước: hạng tính đến ngày {write_date(compared)} theo cùng sổ số liệu (▲ lên, ▼ xuống, = giữ hạng)."
    equal = "% điểm tối đa bằng nhau" if _scales_differ(table) else "Điểm bằng nhau"
    yield f"{equal} thì đồng hạng, hạng kế tiếp tính cả các thôn đồng hạng (1, 2, 2, 4)."
    if _scales_differ(table):
        yield "Các thôn được giao số chỉ tiêu khác nhau nên xếp theo % điểm tối đa của từng thôn."


def moved_text(one: Placing) -> str:
    """`▲2`, `▼1`, `=`; a dash without an earlier rank."""
    if one.moved is None:
        return NONE
    if not one.moved:
        return "="
    return f"{'▲' if one.moved > 0 else '▼'}{abs(one.moved)}"


def _rank_cells(one: Placing) -> Iterable[Cell]:
    sheet, share = one.sheet, one.sheet.share
    yield Cell(NONE, tone=Tone.QUIET) if one.rank is None else Cell(str(one.rank), Decimal(one.rank), Tone.STRONG)
    tone = Tone.QUIET if not one.moved else Tone.GOOD if one.moved > 0 else Tone.BAD
    yield Cell(moved_text(one), None if one.moved is None else Decimal(one.moved), tone)
    yield Cell(one.place.name)
    yield _points(sheet.total, Tone.STRONG)
    yield _points(sheet.full)
    percent = None if share is None else round_percent(share * 100)
    yield Cell(NONE, tone=Tone.QUIET) if percent is None else Cell(write_number(percent), percent)
    for points in (sheet.earned, sheet.bonus, sheet.deducted, sheet.winnable):
        yield _points(points)
    yield Cell("") if percent is None else Cell("", fraction=percent / 100)


def _points(points: Decimal, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(write_number(shortest(points)), shortest(points), tone)


def _rank_record(
    card: Scorecard, table: Sequence[Placing], compared: date | None, origin: Mapping[str, Any]
) -> dict[str, Any]:
    plan = card.plan
    return {
        "schema": RANK_SCHEMA,
        **head_record(plan, card.window, origin),
        "compared_with": compared and compared.isoformat(),
        "places": [_placing_record(one) for one in table],
    }


def _placing_record(one: Placing) -> dict[str, Any]:
    share = one.sheet.share
    return {
        "rank": one.rank,
        "before": one.before,
        "moved": one.moved,
        "id": one.place.id,
        "name": one.place.name,
        "percent": None if share is None else f"{round_percent(share * 100):f}",
        **sums_record(one.sheet),
    }
