"""Which figure is expected next of each indicator, on which day, and whether it is late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from .figure import Figure, Level
from .period import ONE_DAY, Period, Span
from .plan import Combine, Frequency, Indicator, Place, Plan
from .work import WorkStanding, coming_anniversaries, key_of, open_work

INDICATOR, WORK, ANNIVERSARY = "indicator", "work", "anniversary"
SOON_DAYS = 15
MONTHS_OF_A_YEAR = 12


class Wait(StrEnum):
    """How urgent an expected thing is; the order is that of urgency."""

    LATE = "late"
    SOON = "soon"
    COMING = "coming"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Wait).index(self)


class Expected(NamedTuple):
    """Something somebody has to deliver.

    `kind` says what it is (`INDICATOR`, `WORK`, `ANNIVERSARY`), `day` the day it is for, `since` the first day on
    which it was missed, `missed` how many such days have passed, `command` what to type when it is there, `last`
    what there is.
    For an indicator collected by place, `places` are the ids of those that have not reported.
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


def wait_for(day: date, today: date) -> Wait:
    """LATE from the day itself on (`due` is the first day on which a missing figure is a fault)."""
    if day <= today:
        return Wait.LATE
    return Wait.SOON if day <= today + timedelta(days=SOON_DAYS) else Wait.COMING


def expected_figures(plan: Plan, figures: Iterable[Figure], today: date) -> list[Expected]:
    """The next figure of every indicator that takes figures, most urgent first; nothing where all is there.

    A figure from before the plan's own year is not there, as in its reports. What is collected by place is expected of
    each place, unless the commune has a figure of its own for the day.
    """
    first = Period(Span.YEAR, plan.year, 1, plan.calendar).start
    held = [figure for figure in figures if figure.on >= first]
    found = []
    for row in plan.rows():
        if row.indicator.combine is Combine.TOTAL:
            continue
        of_indicator = [figure for figure in held if figure.indicator == row.indicator.id]
        own = [figure for figure in of_indicator if not figure.place]
        if row.indicator.by_place and plan.places:
            found += _next_of_places(row.indicator, plan, of_indicator, today)
        else:
            found += _next_of(row.indicator, plan, own, today)
    return by_urgency(found)


def expected_work(plan: Plan, standings: Iterable[WorkStanding], today: date) -> list[Expected]:
    """The work items that are not done and have a due day; the due day itself is still in time."""
    last = Period(Span.YEAR, plan.year, 1, plan.calendar).last_day
    on = ("--on", _day_text(last)) if today > last else ()
    return [_of_work(standing, standing.item.due, today, on) for standing in open_work(standings) if standing.item.due]


def _of_work(standing: WorkStanding, due: date, today: date, on: tuple[str, ...]) -> Expected:
    item, held = standing.item, standing.progress
    wait = wait_for(due + ONE_DAY, today)
    last = Figure(key_of(item), held.on, held.amount, Level.OFFICIAL, "", held.seq) if held else None
    command = ("thidua", "work", "record", item.id, "SỐ%", *on)
    late = wait is Wait.LATE
    return Expected(
        WORK, item.id, item.title, item.lead or "", due, wait, command, due if late else None, int(late), last
    )


def expected_anniversaries(plan: Plan, today: date) -> list[Expected]:
    """The anniversaries from today to the end of the plan year; they come, but are never late."""
    last = Period(Span.YEAR, plan.year, 1, plan.calendar).last_day
    return [
        Expected(ANNIVERSARY, "", one.name, "", one.on, wait_for(one.on + ONE_DAY, today), ())
        for one in coming_anniversaries(plan, today, last)
    ]


def by_urgency(rows: Iterable[Expected]) -> list[Expected]:
    """The most urgent first: what is late by the day it has been missed since, the rest by its day."""
    return sorted(rows, key=lambda row: (row.wait.rank, row.since or row.day, row.day))


def expected_days(indicator: Indicator, plan: Plan) -> list[date]:
    """The days of the plan year for which figures are expected.

    Repeating figures start with `due` and go on by month, quarter or half; a `due` at a month's end means
    every month's end, and a day beyond the year (the count of 1/1) is the year's last day. A crop season has
    its `due` and the rest of the year; two figures of the year are those of both (`_seasons_there`).
    Without `due` the first figure is expected at once.
    """
    year = Period(Span.YEAR, plan.year, 1, plan.calendar)
    first, last = indicator.due or year.start, year.last_day
    step = indicator.frequency.months if indicator.frequency else None
    if step and step < MONTHS_OF_A_YEAR:
        start = first if indicator.due else year.start - ONE_DAY
        days = [first, *(later(start, step * count) for count in range(1, MONTHS_OF_A_YEAR // step + 1))]
    else:
        days = [first, last] if indicator.frequency is Frequency.SEASON else [first]
    inside = [min(day, last) if day > first else day for day in days]
    return list(dict.fromkeys(inside))


def later(day: date, months: int) -> date:
    """The same day so many months on; a month's last day stays the last day, and no month is overrun."""
    years, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    end = following - ONE_DAY
    is_last = (day + ONE_DAY).day == 1
    return end if is_last or day.day > end.day else end.replace(day=day.day)


def _next_of(indicator: Indicator, plan: Plan, figures: Sequence[Figure], today: date) -> list[Expected]:
    days = expected_days(indicator, plan)
    there = _seasons_there(days, figures) if indicator.frequency is Frequency.SEASON else _there(days, figures)
    overdue = [day for day, held in zip(days, there, strict=True) if not held and day <= today]
    newest_alone_counts = indicator.combine in (Combine.LATEST, Combine.MAX)
    if newest_alone_counts:
        # A gap before a newer figure no longer matters.
        covered = max((day for day, held in zip(days, there, strict=True) if held), default=date.min)
        overdue = [day for day in overdue if day > covered]
    ahead = [day for day, held in zip(days, there, strict=True) if not held and day > today]
    if not overdue and not ahead:
        return []
    chosen = (overdue[-1] if newest_alone_counts else overdue[0]) if overdue else ahead[0]
    return [
        Expected(
            INDICATOR,
            indicator.id,
            indicator.name,
            indicator.supplier or "",
            chosen,
            wait_for(chosen, today),
            _command(indicator, chosen),
            overdue[0] if overdue else None,
            len(overdue),
            max(figures, key=lambda figure: (figure.on, figure.seq), default=None),
        )
    ]


def _next_of_places(indicator: Indicator, plan: Plan, figures: Sequence[Figure], today: date) -> list[Expected]:
    """One row for all places from which the same figure is expected."""
    groups: dict[tuple[date, date | None, int], list[tuple[Place, Expected]]] = {}
    for place in plan.places:
        counting = [figure for figure in figures if figure.place in ("", place.id)]
        for row in _next_of(indicator, plan, counting, today):
            groups.setdefault((row.day, row.since, row.missed), []).append((place, row))
    return [_of_group(members, plan) for members in groups.values()]


def _of_group(members: Sequence[tuple[Place, Expected]], plan: Plan) -> Expected:
    places, first = [place for place, _ in members], members[0][1]
    everyone = len(places) == len(plan.places)
    who = f"cả {len(places)} thôn" if everyone else ", ".join(place.name for place in places)
    only = places[0].id if len(places) == 1 else "THÔN"
    last = first.last if len(places) == 1 else None
    return first._replace(
        name=f"{first.name}: {who}",
        command=(*first.command, "--place", only),
        last=last,
        places=tuple(place.id for place in places),
    )


def _command(indicator: Indicator, day: date) -> tuple[str, ...]:
    value = "TỬ/MẪU" if indicator.rate else "SỐ"
    return ("thidua", "record", indicator.id, value, "--on", _day_text(day))


def _day_text(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _seasons_there(days: Sequence[date], figures: Sequence[Figure]) -> list[bool]:
    """Which seasons have their figure: both, once a figure after the first one's `due` follows an earlier figure.

    Autumn's crop is measured when it stands, long before the year's end, so nearness alone would call it spring's.
    A lone figure, and several up to `due`, are held against the days like any other.
    """
    on = sorted({figure.on for figure in figures})
    if len(on) > 1 and on[-1] > days[0]:
        return [True] * len(days)
    return _there(days, figures)


def _there(days: Sequence[date], figures: Sequence[Figure]) -> list[bool]:
    return [_is_there(place, days, figures) for place in range(len(days))]


def _is_there(place: int, days: Sequence[date], figures: Sequence[Figure]) -> bool:
    """Whether a figure is the one expected for a day: it lies nearer to it than to the days before and after.

    The first expected day takes anything before it too. A figure expected only once is there when it is official.
    """
    if len(days) == 1:
        return any(figure.level is Level.OFFICIAL for figure in figures)
    after = None if place == 0 else days[place - 1] + (days[place] - days[place - 1]) / 2
    until = None if place == len(days) - 1 else days[place] + (days[place + 1] - days[place]) / 2
    return any((after is None or figure.on > after) and (until is None or figure.on <= until) for figure in figures)
