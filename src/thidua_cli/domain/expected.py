"""Whatever is expected next of each indicator and work item, how urgent it is; the year at a glance."""

# No annotations as text where commands load named tuples: each would be compiled when its class is made.

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from .due import Series, figures_until, series_of
from .figure import Figure, Level
from .period import ONE_DAY, Period, working_day, write_date
from .places import Grouped, by
from .plan import Combine, Indicator, Plan

INDICATOR, WORK, ANNIVERSARY = "indicator", "work", "anniversary"
SOON_DAYS = 15


class Wait(StrEnum):
    """How urgent an expected thing is; the order is that of urgency."""

    LATE = "late"
    SOON = "soon"
    COMING = "coming"


class Expected(NamedTuple):
    """Something somebody has to deliver: for which `day`, and the `command` to type when it is there.

    `lacking` are the days that have passed without it, `last` what there is, `places` the ids of those that have not
    reported; `closed` is the closed period of the day, as a command names it.
    """

    kind: str
    id: str
    name: str
    supplier: str
    day: date
    wait: Wait
    command: tuple[str, ...] = ()
    lacking: tuple[date, ...] = ()
    last: Figure | None = None
    places: tuple[str, ...] = ()
    closed: str = ""

    @property
    def since(self) -> date | None:
        """The first day on which it was missed."""
        return self.lacking[0] if self.lacking else None

    @property
    def is_asked(self) -> bool:
        """Guided entry asks for it now."""
        return self.kind == INDICATOR and self.wait is Wait.LATE and not self.closed


def wait_for(day: date, today: date) -> Wait:
    """LATE from the day itself on (`due` is the first day on which a missing figure is a fault)."""
    if day <= today:
        return Wait.LATE
    return Wait.SOON if day <= today + timedelta(days=SOON_DAYS) else Wait.COMING


def expected_figures(plan: Plan, figures: Iterable[Figure], today: date) -> list[Expected]:
    """The next figure of every indicator that takes figures, most urgent first; nothing where all is there.

    A figure from before the plan's own year is not there, as in its reports. What is collected by place is expected of
    each place that exists, unless the commune has a figure of its own for the day.
    """
    held, measured = figures_until(plan, figures, today), (row.indicator for row in plan.rows())
    return by_urgency(row for one in measured if one.combine is not Combine.TOTAL for row in _next_of(one, plan, held))


def by_urgency(rows: Iterable[Expected]) -> list[Expected]:
    """The most urgent first: what is late by the day it has been missed since, the rest by its day."""
    return sorted(rows, key=lambda row: (list(Wait).index(row.wait), row.since or row.day, row.day))


def _next_of(indicator: Indicator, plan: Plan, held: Grouped) -> list[Expected]:
    """One row, or one for all places from which the same figure is expected."""
    series = [one for one in series_of(indicator, plan, held) if one.overdue or one.ahead]
    groups = by(series, lambda one: (_next_day(indicator, one), *one.overdue))
    today, existing = working_day(held.days.last, plan.days_off, -ONE_DAY), len(plan.places_on(held.days.last))
    return [next_expected(indicator, members, today, existing) for members in groups.values()]


def _next_day(indicator: Indicator, one: Series) -> date:
    newest_alone_counts = indicator.combine in (Combine.LATEST, Combine.MAX)
    return one.overdue[-1 if newest_alone_counts else 0] if one.overdue else one.ahead[0]


def next_expected(indicator: Indicator, members: Sequence[Series], today: date, existing: int = 0) -> Expected:
    """What somebody has to deliver next, and how to record it, of series that lack the same.

    That is one series, of the commune or of a place, or those of several of the `existing` places.
    """
    one, day = members[0], _next_day(indicator, members[0])
    as_parts = indicator.rate or (indicator.is_rate and indicator.by_place)  # a place's percentage alone is refused
    value = "ĐẠT hoặc CHƯA ĐẠT" if indicator.is_yes_no else "TỬ/MẪU" if as_parts else "SỐ"
    name, command = indicator.name, ["thidua", "record", indicator.id, value, "--on", write_date(day)]
    places = [each.place for each in members if each.place is not None]
    if places:
        who = f"cả {existing} thôn" if len(places) == existing else ", ".join(place.name for place in places)
        name = f"{name}: {who}"
        command += ["--place", places[0].id if len(places) == 1 else "THÔN"]
    words = INDICATOR, indicator.id, name, indicator.supplier or ""
    last, ids = one.newest if len(members) == 1 else None, tuple(place.id for place in places)
    return Expected(*words, day, wait_for(day, today), tuple(command), one.overdue, last, ids)


class Presence(StrEnum):
    """What a month holds of an indicator; PARTIAL: of some places only, MISSING: nothing, but a later one does."""

    THERE = "there"
    ESTIMATED = "estimated"
    PARTIAL = "partial"
    LATE = "late"
    MISSING = "missing"
    COMING = "coming"
    NONE = "none"


def presence(indicator: Indicator, plan: Plan, held: Grouped, months: Sequence[Period]) -> list[Presence]:
    """Month by month, by the rule of `due` on the last of the days of `held`; a total has no figures of its own."""
    if indicator.combine is Combine.TOTAL:
        return [Presence.NONE] * len(months)
    series = series_of(indicator, plan, held)
    absent = {
        Presence.LATE: [day for one in series for day in one.overdue],
        Presence.MISSING: [day for one in series for day in one.passed],
        Presence.COMING: [day for one in series for day in one.ahead],
    }

    def of(month: Period) -> Presence:
        there = [levels for one in series if (levels := {figure.level for figure in one.figures if figure.on in month})]
        lacks = next((kind for kind, days in absent.items() if any(day in month for day in days)), Presence.NONE)
        if not there:
            return lacks
        if lacks in (Presence.LATE, Presence.MISSING) and len(series) > 1:
            return Presence.PARTIAL
        return Presence.THERE if all(Level.OFFICIAL in levels for levels in there) else Presence.ESTIMATED

    return list(map(of, months))
