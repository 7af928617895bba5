"""Nhịp: where an indicator should be by now, what the rest of the year needs, and how it may end – where the plan says.

The year's way is a curve of 13 shares, from before January to 1 after December, straight within a month.
A forecast lays the lowest, the middle and the highest speed of the months so far on the rest of the curve;
after last year's shape, it takes the lowest, middle and highest index against last year instead.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

from .due import Stale
from .figure import Actual, exact_of
from .period import MONTHS, ONE_DAY, Period
from .places import Grouped, reach
from .plan import Combine, Comparator, Indicator, Pace, PaceShape, Target
from .target import CEILINGS

TOLERANCE = Fraction(5, 100)
FEWEST_MONTHS = 3
Curve = tuple[Fraction, ...]


class Stage(StrEnum):
    """Where an indicator is, against what was expected by then; within 5 % of it is on time."""

    BEHIND = "behind"
    ON_TIME = "on_time"
    AHEAD = "ahead"


class NoCourse(StrEnum):
    """Why nothing can be said about an indicator's pace although the plan gives one."""

    NOT_JUDGED = "not-judged"
    SPAN = "span"
    RANGE = "range"
    COMBINE = "combine"
    ONE_WAY_CEILING = "one-way-ceiling"
    NO_BASELINE = "no-baseline"
    NO_WAY = "no-way"
    BASELINE = "baseline"
    NO_LAST_YEAR = "no-last-year"
    NO_FIGURE = "no-figure"
    GAP = "gap"
    YEAR_CLOSED = "year-closed"


class ForecastMethod(StrEnum):
    """What a forecast takes from the months so far: their speed, or their index against last year."""

    MONTHS = "months"
    INDEX = "index"


class Forecast(NamedTuple):
    """The year's end if the rest goes like the lowest, the middle and the highest of the months so far.

    In the indicator's unit; `bounded`: cut off at what is plausible.
    """

    low: Fraction
    middle: Fraction
    high: Fraction
    method: ForecastMethod
    bounded: bool = False


class Course(NamedTuple):
    """The pace of one indicator, or the `reason` why there is none.

    By `day` the share `share` of the way from `start` to the year's target `goal` was expected, which is `expected`;
    `reached` was the actual then. `needed` is what each of the `months_left` has to bring (negative where it must go
    down), None once it is there.
    `months_known` are the months that ended with a figure of their own; with fewer than 3 there is no forecast.
    """

    reason: NoCourse | None = None
    day: date | None = None
    share: Fraction = Fraction(0)
    start: Fraction = Fraction(0)
    goal: Fraction = Fraction(0)
    expected: Fraction = Fraction(0)
    reached: Actual | None = None
    stage: Stage | None = None
    months_left: int = 0
    needed: Fraction | None = None
    months_known: int = 0
    forecast: Forecast | None = None

    @property
    def actual(self) -> Fraction:
        """How far it is by `day`."""
        return exact_of(self.reached) or Fraction(0)

    @property
    def is_behind(self) -> bool:
        """Less was reached than the course asks for."""
        return self.stage is Stage.BEHIND


class Journey(NamedTuple):
    """What a course is worked out from: the indicator, its pace and target, the year's figures and last year's.

    Where `stale` says that figures lack, only those before the first day without one are looked at.
    """

    indicator: Indicator
    pace: Pace
    target: Target
    year: Period
    figures: Grouped
    last_year: Grouped
    stale: Stale | None = None

    @property
    def start(self) -> Fraction:
        """Where the way begins: last year's level where the plan gives it, else nothing."""
        baseline = self.indicator.baseline
        return Fraction(baseline.value) if baseline is not None and not self.indicator.accumulates else Fraction(0)

    def course(self) -> Course:
        """The pace up to the last of the days of the year's figures, or as far as none of them lacks."""
        if reason := self._unfit():
            return Course(reason)
        stale = self.stale
        figures = self.figures.until(stale.expected - ONE_DAY) if stale else self.figures
        curve, held = self._curve(), reach(self.indicator, figures)
        if curve is None or held is None:
            return Course(NoCourse.NO_LAST_YEAR if curve is None else NoCourse.GAP if stale else NoCourse.NO_FIGURE)
        months, actual = self.year.months(), held.exact
        start, goal = self.start, Fraction(self.target.value)
        ended = [month.last_day for month in months if month.last_day <= figures.days.last]
        # Days since the last month's end are not held against anyone who has not reported since.
        day = max([*ended[-1:], held.on])
        share = share_on(curve, months, day)
        progress = (actual - start) / (goal - start)
        stage = Stage.AHEAD if progress > share * (1 + TOLERANCE) else Stage.ON_TIME
        left = sum(month.last_day > day for month in months)
        levels = self._levels(months[: MONTHS - left], figures)
        return Course(
            day=day,
            share=share,
            start=start,
            goal=goal,
            expected=start + (goal - start) * share,
            reached=held,
            stage=Stage.BEHIND if progress < share * (1 - TOLERANCE) else stage,
            months_left=left,
            needed=(goal - actual) / left if progress < 1 and left else None,
            months_known=len(levels),
            forecast=self._forecast(curve, levels, actual, 1 - share),
        )

    def _unfit(self) -> NoCourse | None:
        indicator, target, start = self.indicator, self.target, self.start
        is_ceiling, is_like_last = target.comparator in CEILINGS, self.pace.shape is PaceShape.LAST_YEAR
        reasons = (
            (NoCourse.NOT_JUDGED, target.comparator is Comparator.REFERENCE),
            (NoCourse.SPAN, indicator.years is not None),
            (NoCourse.RANGE, target.comparator is Comparator.RANGE),
            (NoCourse.COMBINE, indicator.combine in (Combine.MEAN, Combine.MAX)),
            (NoCourse.ONE_WAY_CEILING, is_ceiling and indicator.accumulates),
            (NoCourse.BASELINE, is_like_last and (is_ceiling or start)),
            (NoCourse.NO_BASELINE, is_ceiling and (indicator.baseline is None or start <= target.value)),
            (NoCourse.NO_WAY, not is_ceiling and start >= target.value),
            (NoCourse.YEAR_CLOSED, self.figures.days.last >= self.year.last_day),
        )
        return next((reason for reason, holds in reasons if holds), None)

    def _curve(self) -> Curve | None:
        """The cumulative shares at the months' ends, 0 first and 1 last; None where last year does not give them.

        Those of last year are its levels then against its last one; it needs figures in 3 months.
        """
        if self.pace.shape is not PaceShape.LAST_YEAR:
            weights = [Fraction(weight) for weight in self.pace.weights] or [Fraction(1)] * MONTHS
            return tuple(part / sum(weights) for part in accumulate(weights, initial=Fraction(0)))
        levels = self._levels(self.year.a_year_earlier().months(), self.last_year)
        final = reach(self.indicator, self.last_year)
        if final is None or not final.exact or len(levels) < FEWEST_MONTHS:
            return None
        known = {month: level / final.exact for month, level in levels.items()} | {MONTHS: Fraction(1)}
        # A level before its first count of the year is taken to be that count: herds do not start from nothing.
        known[0] = Fraction(0) if self.indicator.accumulates else known[min(known)]
        for (before, share), (after, following) in pairwise(sorted(known.items())):
            a_month = Fraction(0) if self.indicator.accumulates else (following - share) / (after - before)
            known |= {month: share + a_month * (month - before) for month in range(before + 1, after)}
        return tuple(known[month] for month in range(MONTHS + 1))

    def _levels(self, months: Sequence[Period], figures: Grouped) -> dict[int, Fraction]:
        """The level at the end of each month that has a figure of its own, by the month's number."""
        held = ((month, reach(self.indicator, figures.until(month.last_day))) for month in months)
        return {month.number: one.exact for month, one in held if one is not None and one.on in month}

    def _forecast(self, curve: Curve, levels: dict[int, Fraction], actual: Fraction, left: Fraction) -> Forecast | None:
        """None with fewer than 3 known months, or where none of them moved along the curve."""
        points = [(Fraction(0), self.start), *((curve[month], level) for month, level in levels.items())]
        method = ForecastMethod.INDEX if self.pace.shape is PaceShape.LAST_YEAR else ForecastMethod.MONTHS
        if method is ForecastMethod.INDEX:  # last year's end times this year's index at each known month
            ends = sorted(level / share for share, level in points[1:] if share > 0)
        else:  # the rest of the way at each speed so far: from one known month's end to the next, per share of the way
            ends = sorted(
                actual + (level - earlier) / (share - before) * left
                for (before, earlier), (share, level) in pairwise(points)
                if share > before
            )
        if len(levels) < FEWEST_MONTHS or not ends:
            return None
        if self.indicator.accumulates:
            ends = [max(end, actual) for end in ends]
        bounds = self.indicator.plausible
        cut = [min(max(end, Fraction(bounds.lower)), Fraction(bounds.upper)) for end in ends] if bounds else ends
        middle = (cut[(len(cut) - 1) // 2] + cut[len(cut) // 2]) / 2
        return Forecast(cut[0], middle, cut[-1], method, bounded=cut != ends)


def share_on(curve: Curve, months: Sequence[Period], day: date) -> Fraction:
    """The share of the way by the end of `day`, straight between the months' ends."""
    for place, month in enumerate(months):
        if day < month.end:
            gone = Fraction(max((day - month.start).days + 1, 0), (month.end - month.start).days)
            return curve[place] + (curve[place + 1] - curve[place]) * gone
    return curve[-1]
