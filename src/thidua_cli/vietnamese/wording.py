"""The words of reports: levels, calendars, ways to add up, and figures written with their unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..domain.closing import Heading
from ..domain.figure import Amount, Level
from ..domain.plan import PERCENT, Calendar, Combine, Comparator, Frequency, Indicator, Target
from ..domain.rounding import round_half_up, shortest
from .dates import write_date
from .numbers import write_number

LEVELS = {Level.ESTIMATE: "ước tính", Level.PRELIMINARY: "sơ bộ", Level.OFFICIAL: "chính thức"}
LEVELS_SHORT = {Level.ESTIMATE: "ước", Level.PRELIMINARY: "sơ bộ", Level.OFFICIAL: "chính thức"}
CALENDARS = {
    Calendar.CIVIL: "theo tháng dương lịch",
    Calendar.ND09: "theo kỳ báo cáo của Nghị định 09/2019/NĐ-CP",
}
COMBINES = {
    Combine.TOTAL: "tổng các phần",
    Combine.SUM: "cộng các lần ghi trong năm",
    Combine.LATEST: "lấy số mới nhất",
    Combine.MEAN: "bình quân các lần ghi",
    Combine.MAX: "lấy số lớn nhất",
}
FREQUENCIES = {
    Frequency.MONTHLY: "hằng tháng",
    Frequency.QUARTERLY: "hằng quý",
    Frequency.HALF_YEARLY: "6 tháng",
    Frequency.YEARLY: "hằng năm",
    Frequency.SEASON: "theo vụ",
    Frequency.ONCE: "một lần trong năm",
}
POINTS = "điểm %"
_COMPARATORS = {
    Comparator.AT_LEAST: "",
    Comparator.ABOVE: "trên ",
    Comparator.AT_MOST: "≤ ",
    Comparator.BELOW: "dưới ",
    Comparator.EQUAL: "= ",
    Comparator.REFERENCE: "~ ",
}


def target_text(target: Target) -> str:
    """A target in a column headed by its unit: `4.482,38`, `trên 95`, `≤ 23`, `60 đến 62`."""
    return _COMPARATORS.get(target.comparator, "") + target_number(target)


def target_number(target: Target) -> str:
    """The number alone, for a range both: `4.482,38`, `60 đến 62`."""
    if target.comparator is Comparator.RANGE and target.upper is not None:
        return f"{write_number(target.value)} đến {write_number(target.upper)}"
    return write_number(target.value)


def planned_text(target: Target, indicator: Indicator) -> str:
    """A target inside a sentence, with its unit: `trên 95%`, `≤ 23%`, `6.278 con`."""
    return with_unit(target_text(target), indicator.unit)


def printed_target(indicator: Indicator, target: Target, printed: str | None) -> str:
    """The target in the document's own words where the plan gives them, else with its unit."""
    return printed or planned_text(target, indicator)


def days_text(heading: Heading) -> str:
    """A closed period with the days that are frozen: `tháng 6 năm 2024 (01/06/2024–30/06/2024)`."""
    return f"{heading.period.label} ({write_date(heading.first)}–{write_date(heading.last)})"


def with_unit(number: str, unit: str) -> str:
    """`75,7%` and `39 ha`: the percent sign stands close, other units after a space."""
    return f"{number}%" if unit == PERCENT else f"{number} {unit}"


def difference_unit(unit: str) -> str:
    """A difference of two rates is in points, never in percent."""
    return POINTS if unit == PERCENT else unit


def amount_text(amount: Amount, indicator: Indicator, on: date | None = None) -> str:
    """A recorded amount as typed: `6.500 con`, `90% (9/10)`; a rate on the right side of the target of its day."""
    return _amount_beside(amount, indicator, indicator.target_on(on).target if on else indicator.target)


def amount_outside(amount: Amount, indicator: Indicator, lower: Decimal, upper: Decimal) -> str:
    """An amount outside a range, with as many places as it takes to see that it is."""
    return _amount_beside(amount, indicator, Target(Comparator.RANGE, lower, upper))


def _amount_beside(amount: Amount, indicator: Indicator, target: Target) -> str:
    if amount.numerator is None or amount.denominator is None:
        return with_unit(write_number(amount.value or Decimal(0)), indicator.unit)
    parts = f"{write_number(amount.numerator)}/{write_number(amount.denominator)}"
    return f"{with_unit(figure_text(amount.exact, indicator, target), indicator.unit)} ({parts})"


def figure_text(exact: Fraction, indicator: Indicator, target: Target | None = None) -> str:
    """A computed figure with as many decimals as it needs to stand on the right side of its target."""
    return write_number(rounded_figure(exact, indicator, target))


def rounded_figure(exact: Fraction, indicator: Indicator, target: Target | None = None) -> Decimal:
    """The figure half-up to the plan's `decimals`, trailing zeros dropped, more where rounding would lie."""
    bounds = [bound for bound in (target.value, target.upper) if bound is not None] if target else []
    places = indicator.decimals
    while not all(_side(Fraction(round_half_up(exact, places)), bound) == _side(exact, bound) for bound in bounds):
        places += 1
    return shortest(exact, places)


def _side(value: Fraction, bound: Decimal) -> int:
    limit = Fraction(bound)
    return (value > limit) - (value < limit)
