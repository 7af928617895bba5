"""Judging: from an exact actual and a target to a percentage, a difference and a verdict.

Everything is computed from exact fractions and rounded once, half-up, at the end
(published practice: TH/KH × 100, half-up, never capped; a miss of 0,8 % is a miss).
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeVar

from .plan import Better, Comparator, Indicator, Target
from .target import CEILINGS, round_percent

HUNDRED = Fraction(100)
Key = TypeVar("Key", Fraction, tuple[Fraction, ...])


class Verdict(StrEnum):
    """Đánh giá; the order is the one in which they are counted in a headline."""

    EXCEEDED = "exceeded"
    MET = "met"
    WITHIN = "within"
    NOT_YET = "not_yet"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    NOT_JUDGED = "not_judged"


class Reason(StrEnum):
    """Why a percentage does not exist."""

    NO_ACTUAL = "no-actual"
    ZERO_TARGET = "zero-target"
    NEGATIVE_TARGET = "negative-target"
    RANGE_TARGET = "range-target"
    REFERENCE = "reference"
    NO_TARGET = "no-target"
    YES_NO = "yes-no"
    NO_BASELINE = "no-baseline"
    NO_HISTORY = "no-history"
    ZERO_HISTORY = "zero-history"
    NEGATIVE_HISTORY = "negative-history"
    SPAN = "span"
    NOT_RECAST = "not-recast"
    OTHER_UNIT = "other-unit"


class Method(StrEnum):
    """How attainment is measured."""

    RATIO = "ratio"
    REDUCTION = "reduction"


class Percentage(NamedTuple):
    """A percentage rounded to 2 places, or the reason why there is none; of an attainment how it is measured."""

    percent: Decimal | None = None
    reason: Reason | None = None
    exact: Fraction | None = None
    method: Method | None = None


def percent_of(part: Fraction, whole: Fraction) -> Percentage:
    """part / whole × 100; `whole` must not be zero."""
    exact = part / whole * HUNDRED
    return Percentage(round_percent(exact), None, exact)


def ratio(actual: Fraction | None, target: Target) -> Percentage:
    """TH/KH × 100, neutral as to which way is better; none for a range, a reference, a zero or a negative target."""
    reason = WITHOUT_RATIO.get(target.comparator) or (Reason.NO_HISTORY if target.is_open else None)
    if reason is None and target.bound <= 0:
        reason = Reason.NEGATIVE_TARGET if target.bound else Reason.ZERO_TARGET
    if reason is not None or actual is None:
        return Percentage(reason=reason or Reason.NO_ACTUAL)
    return percent_of(actual, target.bound)


WITHOUT_RATIO = {
    Comparator.REFERENCE: Reason.REFERENCE,
    Comparator.RANGE: Reason.RANGE_TARGET,
    Comparator.NONE: Reason.NO_TARGET,
    Comparator.YES: Reason.YES_NO,
}


def attainment(actual: Fraction | None, target: Target, indicator: Indicator) -> Percentage:
    """Mức đạt, used for ranking: `ratio` where higher is better; for a ceiling the reduction against that planned.

    Reduction = (baseline − actual) / (baseline − target), practice: "mức giảm đạt 136% kế hoạch";
    it needs a baseline above the target. `method` is None where none applies.
    """
    if target.comparator not in CEILINGS:
        found = ratio(actual, target)
        is_none = target.comparator in WITHOUT_RATIO or found.reason is Reason.NEGATIVE_TARGET
        return found if is_none else found._replace(method=Method.RATIO)
    if target.bound < 0:
        return Percentage(reason=Reason.NEGATIVE_TARGET)
    start, found = indicator.baseline and Fraction(indicator.baseline.value), Percentage(reason=Reason.NO_ACTUAL)
    if target.is_open:
        found = Percentage(reason=Reason.NO_HISTORY)
    elif start is None or start <= target.bound:
        found = Percentage(reason=Reason.NO_BASELINE)
    elif actual is not None:
        found = percent_of(start - actual, start - target.bound)
    return found._replace(method=Method.REDUCTION)


def difference(actual: Fraction, target: Target) -> Fraction | None:
    """actual − target in the indicator's unit (points for rates); for a range, from its nearest end, 0 inside.

    None where the target is no number, or has none yet.
    """
    if target.is_open or not target.comparator.is_number:
        return None
    low, high = target.ends
    return actual - min(max(actual, low), high)


def satisfies(actual: Fraction, target: Target, better: Better | None = None) -> Verdict | None:
    """EXCEEDED or MET when the target holds on the exact value, else None.

    EXCEEDED: strictly better than an inclusive target, or beyond the good end of a range.
    """
    comparator, (low, high) = target.comparator, target.ends
    if comparator is Comparator.YES:
        return Verdict.MET if actual else None
    is_strict = comparator in (Comparator.ABOVE, Comparator.BELOW)
    if low <= actual <= high:
        return None if is_strict else Verdict.MET
    if comparator is Comparator.RANGE:
        holds = better is (Better.HIGHER if actual > high else Better.LOWER)
    else:
        holds = comparator is not Comparator.EQUAL and (actual < low) is (comparator in CEILINGS)
    return (Verdict.MET if is_strict else Verdict.EXCEEDED) if holds else None


def verdict(indicator: Indicator, target: Target, actual: Fraction | None, *, due: bool, year_closed: bool) -> Verdict:
    """The verdict by the order of rules: reference, missing, within, exceeded or met, missed, not yet.

    `due`: a missing figure is already a fault. A ceiling on a figure that accumulates is only WITHIN while the year is
    open, and MISSED at once when broken: the figure cannot come down again.
    """
    if not target.comparator.is_judged:
        return Verdict.NOT_JUDGED
    if actual is None or target.is_open:
        return Verdict.NO_DATA if due or actual is not None else Verdict.NOT_DUE
    held = satisfies(actual, target, indicator.better)
    one_way_ceiling = target.comparator in CEILINGS and indicator.accumulates
    if held is not None:
        return Verdict.WITHIN if one_way_ceiling and not year_closed else held
    return Verdict.MISSED if year_closed or one_way_ceiling else Verdict.NOT_YET


def judged(
    indicator: Indicator, target: Target, actual: Fraction | None, *, due: bool, year_closed: bool
) -> tuple[Percentage, Fraction | None, Verdict]:
    """The ratio, the difference and the verdict of an actual held against one of its targets."""
    gap = None if actual is None else difference(actual, target)
    return ratio(actual, target), gap, verdict(indicator, target, actual, due=due, year_closed=year_closed)


def ranked(keys: Mapping[str, Key | None]) -> dict[str, int | None]:
    """The ranks by key, the greatest first; equals share one, as many are left out after them, and they stand as given.

    Those without a key have none and stand last.
    """
    ranks: dict[Key | None, int] = {}
    for rank, key in enumerate(sorted((key for key in keys.values() if key is not None), reverse=True), start=1):
        ranks.setdefault(key, rank)
    order = sorted(keys, key=lambda id: ranks.get(keys[id], len(keys) + 1))
    return {id: ranks.get(keys[id]) for id in order}
