"""What a report says beyond a scorecard: what changed since the period before, what is missing, the year's course."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from .figure import Actual, Figure, exact_of
from .period import Period, Span, month_of
from .places import by, grouped, reach
from .plan import Indicator, Place
from .scorecard import Scorecard, Standing, Window


class Change(NamedTuple):
    """One indicator in two periods that follow each other, where something is different."""

    before: Standing
    now: Standing

    @property
    def turned(self) -> bool:
        """The verdict is another one."""
        return self.before.verdict is not self.now.verdict

    @property
    def moved(self) -> bool:
        """The actual is another one, or there is one where there was none."""
        return exact_of(self.before.actual) != exact_of(self.now.actual)

    @property
    def firmed(self) -> bool:
        """The same figure at another level: an estimate became official."""
        before, now = self.before.actual, self.now.actual
        return before is not None and now is not None and before.level is not now.level

    @property
    def retargeted(self) -> bool:
        """The target in force is another one."""
        return self.before.target.target != self.now.target.target

    @property
    def gap(self) -> Fraction | None:
        """How far the actual moved, in the indicator's unit; None unless both periods have one."""
        before, now = exact_of(self.before.actual), exact_of(self.now.actual)
        return None if before is None or now is None else now - before


class Missing(NamedTuple):
    """Figures that should be there by `due`'s rule: of the commune, or of these places (names).

    `last` is the newest day known, where an older figure exists; of `lacking` figures the first is for day `first`.
    """

    standing: Standing
    last: date | None = None
    first: date | None = None
    lacking: int = 1
    places: tuple[str, ...] = ()


def period_before(period: Period) -> Period | None:
    """The period before in the same plan year, for nine months the first half; None where figures start anew."""
    if period.span is Span.NINE_MONTHS:
        return Period(Span.HALF, period.year, 1, period.calendar)
    earlier = period.previous()
    return earlier if earlier.year == period.year else None


def changes(before: Scorecard, now: Scorecard) -> tuple[Change, ...]:
    """Every indicator whose verdict, figure, level or target differs, in the plan's order."""
    held = {standing.indicator.id: standing for standing in before.standings}
    pairs = (Change(held[each.indicator.id], each) for each in now.standings if each.indicator.id in held)
    return tuple(pair for pair in pairs if pair.turned or pair.moved or pair.firmed or pair.retargeted)


def missing(card: Scorecard) -> tuple[Missing, ...]:
    """Every figure that is due and absent at the cut-off, in the plan's order; of totals, what their parts lack."""
    found = []
    for standing in card.standings:
        for days, members in by(standing.overdue, lambda one: one.overdue).items():
            newest = [one.newest.on for one in members if one.newest is not None]
            places = tuple(one.place.name for one in members if one.place is not None)
            found.append(Missing(standing, min(newest, default=None), days[0], len(days), places))
    return tuple(found)


def trend(
    indicator: Indicator, window: Window, figures: Iterable[Figure], places: tuple[Place, ...] = ()
) -> tuple[Actual, ...]:
    """What the indicator had reached on the day of its last figure of each month of the year so far."""
    ids, first, last = {indicator.id, *(part.id for part in indicator.parts)}, window.year_start, window.cutoff
    own = [figure for figure in figures if figure.indicator in ids and first <= figure.on <= last]
    year, days = grouped(own, first, last, places), sorted({figure.on for figure in own})
    last_days = {month_of(day, window.period.calendar): day for day in days}
    moments = ((day, reach(indicator, year.until(day), year)) for day in last_days.values())
    return tuple(reached._replace(on=day) for day, reached in moments if reached is not None)
