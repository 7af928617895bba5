"""Whatever is expected next of each indicator and work item, how urgent it is; the year at a glance."""

# No annotations as text where commands load named tuples: each would be compiled when its class is made.

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from .due import Series, figures_until, series_of
from .figure import Figure, Level
from .period import Period, working_day_until, write_date
from .places import Grouped
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

    `since` is the first day on which it was missed, `missed` how many such days have passed, `last` what there is;
    `places` are the ids of those that have not reported, `lacking` the missed days; `closed` is the closed period
    of the day, as a command names it.
    """

    kind: str
    id: str
    name: str
    supplier: str
    day: date
    wait: Wait
    command: tuple[str, ...]
    since: date | None = None
    missed: int = 0
    last: Figure | None = None
    places: tuple[str, ...] = ()
    lacking: tuple[date, ...] = ()
    closed: str = ""

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
    held = figures_until(plan, figures, today)
    found = []
    for row in plan.rows():
        if row.indicator.combine is not Combine.TOTAL:
            found += _next_of(row.indicator, plan, held)
    return by_urgency(found)


def by_urgency(rows: Iterable[Expected]) -> list[Expected]:
    """The most urgent first: what is late by the day it has been missed since, the rest by its day."""
    return sorted(rows, key=lambda row: (list(Wait).index(row.wait), row.since or row.day, row.day))


def _next_of(indicator: Indicator, plan: Plan, held: Grouped) -> list[Expected]:
    """One row, or one for all places from which the same figure is expected."""
    groups: dict[tuple[date, ...], list[Series]] = {}
    for one in series_of(indicator, plan, held):
        if one.overdue or one.ahead:
            groups.setdefault((_next_day(indicator, one), *one.overdue), []).append(one)
    today, existing = working_day_until(held.days.last, plan.days_off), len(plan.places_on(held.days.last))
    return [next_expected(indicator, members, today, existing) for members in groups.values()]


def _next_day(indicator: Indicator, one: Series) -> date:
    newest_alone_counts = indicator.combine in (Combine.LATEST, Combine.MAX)
    return one.overdue[-1 if newest_alone_counts else 0] if one.overdue else one.ahead[0]


def next_expected(indicator: Indicator, members: Sequence[Series], today: date, existing: int = 0) -> Expected:
    """What somebody has to deliver next, and how to record it, of series that lack the same.

    That is one series, of the commune or of a place, or those of several of the `existing` places.
    """
    one, day = members[0], _next_day(indicator, members[0])
    name, command = indicator.name, _command(indicator, day)
    places = [each.place for each in members if each.place is not None]
    if places:
        who = f"cả {existing} thôn" if len(places) == existing else ", ".join(place.name for place in places)
        name, command = f"{name}: {who}", (*command, "--place", places[0].id if len(places) == 1 else "THÔN")
    return Expected(
        INDICATOR,
        indicator.id,
        name,
        indicator.supplier or "",
        day,
        wait_for(day, today),
        command,
        one.overdue[0] if one.overdue else None,
        len(one.overdue),
        one.newest if len(members) == 1 else None,
        tuple(place.id for place in places),
        one.overdue,
    )


def _command(indicator: Indicator, day: date) -> tuple[str, ...]:
    as_parts = indicator.rate or (indicator.is_rate and indicator.by_place)  # a place's percentage alone is refused
    value = "ĐẠT hoặc CHƯA ĐẠT" if indicator.is_yes_no else "TỬ/MẪU" if as_parts else "SỐ"
    return ("thidua", "record", indicator.id, value, "--on", write_date(day))


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
    found = []
    for month in months:
        there = [levels for one in series if (levels := {figure.level for figure in one.figures if figure.on in month})]
        lacks = next((kind for kind, days in absent.items() if any(day in month for day in days)), Presence.NONE)
        if not there:
            found.append(lacks)
        elif lacks in (Presence.LATE, Presence.MISSING) and len(series) > 1:
            found.append(Presence.PARTIAL)
        else:
            is_final = all(Level.OFFICIAL in levels for levels in there)
            found.append(Presence.THERE if is_final else Presence.ESTIMATED)
    return found
