"""Words about indicators collected by place: who has reported, which figure is used, and where the two disagree."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from ..domain.figure import Actual
from ..domain.places import Coverage
from ..domain.plan import Combine, Indicator, Plan
from ..domain.rounding import shortest
from ..domain.scorecard import Standing
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.wording import EXACT_PLACES, disagreement_text, reached_text, rounded_figure


def reported_text(held: Coverage) -> str:
    """`8/10 thôn đã báo cáo`."""
    return f"{held.pooled.reported}/{held.pooled.of} thôn đã báo cáo"


def coverage_notes(standing: Standing) -> list[str]:
    """What a reader of the main table must know about the places of a row."""
    held, indicator = standing.coverage, standing.indicator
    if held is None:
        return []
    pooled = held.pooled
    if held.decides:
        return [reported_text(held)]
    notes = []
    if held.own is None and pooled.together is not None:
        notes.append(f"mới có {reported_text(held)}: {reached_text(pooled.together, indicator)}")
    if gap := held.disagreement(indicator):
        notes.append(f"số ghi cho cả xã; {disagreement_text(indicator, held, gap)}")
    return notes


def names_of(plan: Plan, ids: Iterable[str]) -> str:
    """`Thôn 4, Thôn 9`."""
    return ", ".join(place.name for place in plan.places if place.id in set(ids))


def coverage_lines(plan: Plan, standing: Standing) -> Iterable[str]:
    """How the places' figures became the commune's, or why they did not; one sentence a line."""
    held, indicator = standing.coverage, standing.indicator
    if held is None:
        return
    pooled = held.pooled
    yield f"Thu theo thôn: {reported_text(held)}."
    if pooled.missing:
        yield f"Chưa báo cáo: {names_of(plan, pooled.missing)}."
    if pooled.without_parts:
        yield f"Chưa có tử số, mẫu số nên không gộp được: {names_of(plan, pooled.without_parts)}."
    if pooled.together is not None:
        if pooled.former:
            yield f"Kể cả các thôn không còn (hoặc chưa có) vào ngày báo cáo: {names_of(plan, dict(pooled.former))}."
        yield f"{_sum_text((*pooled.actuals, *pooled.former), pooled.together, indicator)}."
    yield f"{_choice_text(indicator, held)}."
    if held.own is not None and (gap := held.gap):
        yield f"Số ghi cho cả xã là {reached_text(held.own, indicator)}; {disagreement_text(indicator, held, gap)}."


def equals(printed: Decimal, exact: Fraction | None) -> str:
    """`=` where the printed figure is the exact one, else `≈`."""
    return "=" if Fraction(printed) == exact else "≈"


def _sum_text(actuals: Iterable[tuple[str, Actual]], together: Actual, indicator: Indicator) -> str:
    if together.latest is not None and together.latest.numerator is not None and together.latest.denominator:
        parts = [one.latest for _, one in actuals if one.latest is not None]
        uppers = " + ".join(write_number(part.numerator) for part in parts if part.numerator is not None)
        lowers = " + ".join(write_number(part.denominator) for part in parts if part.denominator is not None)
        total = f"{write_number(together.latest.numerator)} / {write_number(together.latest.denominator)}"
        return f"Các thôn: ({uppers}) / ({lowers}) = {total} {_result(together, indicator)}"
    amounts = " + ".join(write_number(shortest(one.exact, EXACT_PLACES)) for _, one in actuals)
    return f"Các thôn: {amounts} {_result(together, indicator)}"


def _result(together: Actual, indicator: Indicator) -> str:
    sign = equals(rounded_figure(together.exact, indicator), together.exact)
    return f"{sign} {reached_text(together, indicator)}"


def _choice_text(indicator: Indicator, held: Coverage) -> str:
    if held.decides and held.own is None:
        return "Cả xã không ghi riêng và mọi thôn đã báo cáo, nên số của xã lấy từ các thôn"
    if held.decides:
        return "Mọi thôn đều có số mới hơn số ghi cho cả xã, nên số của xã lấy từ các thôn"
    if held.own is None:
        return "Chưa đủ các thôn nên chưa có số của xã; thôn chưa báo cáo không phải bằng 0"
    day = f" ngày {write_date(held.own.on)}" if indicator.combine is Combine.LATEST else ""
    return f"Dùng số ghi cho cả xã{day}, vì không phải mọi thôn đều có số mới hơn"


def coverage_record(held: Coverage) -> dict[str, object]:
    """The same for machines."""
    pooled, gap = held.pooled, held.gap
    return {
        "places": {
            "reported": pooled.reported,
            "of": pooled.of,
            "missing": list(pooled.missing),
            "without_parts": list(pooled.without_parts),
            "value": None if pooled.together is None else machine_number(pooled.together.exact),
            "used": held.decides,
            "difference": None if gap is None else machine_number(gap),
        }
    }
