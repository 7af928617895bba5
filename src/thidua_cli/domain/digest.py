"""What a digest tells of scorecards: what changed between two, which figures are missing, an indicator's trend."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .due import grouped_of
from .figure import Actual, Figure, exact_of
from .period import month_of
from .places import by, reach
from .plan import Indicator, Plan
from .scorecard import Scorecard, Standing, Window


class Change(NamedTuple):
    """One indicator in two periods that follow each other, where something is different."""

    before: Standing
    now: Standing

    @property
    def turned(self) -> bool:
        """The verdict, or what it lacks, is another; of a figure held against its period's own target none can be told
        from before."""
        before, now = ((one.verdict, one.lacks_basis) for one in (self.before, self.now))
        return not (self.now.of_period and self.now.actual) and before != now

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


class Missing(NamedTuple):
    """Figures that should be there by `due`'s rule: of the commune, or of these places (names).

    `last` is the newest day known, where an older figure exists; of `lacking` figures the first is for day `first`.
    """

    standing: Standing
    last: date | None = None
    first: date | None = None
    lacking: int = 1
    places: tuple[str, ...] = ()


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


def trend(indicator: Indicator, plan: Plan, window: Window, figures: Iterable[Figure]) -> tuple[Actual, ...]:
    """What the indicator had reached on the day of its last figure of each month of the year so far."""
    ids, first, last = {indicator.id, *(part.id for part in indicator.parts)}, window.year_start, window.cutoff
    own = [figure for figure in figures if figure.indicator in ids and first <= figure.on <= last]
    year, days = grouped_of(plan, own, first, last, is_over=window.is_over), sorted({figure.on for figure in own})
    last_days = {month_of(day, window.period.calendar): day for day in days}
    moments = ((day, reach(indicator, year.until(day), year)) for day in last_days.values())
    return tuple(reached._replace(on=day) for day, reached in moments if reached is not None)
