"""Why an indicator has its points: one sentence for each of them, for the sheet, `explain` and machines."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from ...domain.attainment import Verdict
from ...domain.plan import Plan
from ...domain.rounding import round_half_up, round_percent, shortest
from ...domain.scoring import Deduction, Fault, ItemScore, Measure
from ...vietnamese.dates import write_date
from ...vietnamese.judging import VERDICTS
from ...vietnamese.numbers import write_number

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
        return f"{word}; {_why_all_or_nothing(one)} nên chỉ có đủ điểm hoặc 0 điểm"
    share = round_percent((one.share or Fraction(0)) * 100, SHARE_PLACES)
    reached = MEASURES[one.measure].format(write_number(shortest(share)))
    return f"{word}: {reached} × {points_text(one.full)} = {points_text(one.earned)}"


def _why_all_or_nothing(one: ItemScore) -> str:
    if one.standing.target.target.comparator.is_ceiling:
        return "càng thấp càng tốt mà chưa có mức gốc năm trước (baseline)"
    return "không tính được tỷ lệ so với mức giao này"


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
