"""On which days a figure is expected of each indicator, which lack theirs, and what is old for that; whatever is
expected next of indicators and work items, how urgent it is, and the year at a glance."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from .closing import Closing, freezing
from .figure import Draft, Figure, Level
from .period import MONTHS, ONE_DAY, Period, later, working_day, write_date
from .places import Grouped, adds_up, by, grouped
from .plan import STEPS, Combine, Comparator, Frequency, Indicator, Place, Plan, Target


def expected_days(indicator: Indicator, plan: Plan) -> list[date]:
    """The days of the plan year for which figures are expected, from `due` on by month, quarter or half.

    A `due` at a month's end means every month's end; a day beyond the year (the count of 1/1) is the year's last. A
    crop season has its `due` and the rest of the year. Without `due` the first is expected at once; of what has no
    target either, none.
    """
    if indicator.due is None and indicator.frequency is None and indicator.target.comparator is Comparator.NONE:
        return []
    year = plan.whole_year
    first, last = indicator.due or year.start, year.last_day
    days = [first, last] if indicator.frequency is Frequency.SEASON else [first]
    if step := STEPS.get(indicator.frequency):
        start = first if indicator.due else year.start - ONE_DAY
        days += [later(start, step * count) for count in range(1, MONTHS // step + 1)]
    return list(dict.fromkeys([min(day, last) if day > first else day for day in days]))


def newest_decides(indicator: Indicator, plan: Plan, *, official: bool) -> bool:
    """Whether the newest figures of a level (of the commune, of each place) alone tell which expected days lack theirs.

    Of what is expected once they do where all are `official`: an older one might be.
    """
    return indicator.frequency is not Frequency.SEASON and (official or len(expected_days(indicator, plan)) > 1)


class Series(NamedTuple):
    """The figures that are expected of the commune, or of one place, and the expected days that have none.

    `passed` are those that nobody waits for any more, since a newer level is there; `unofficial` is the newest estimate
    where only its official figure is awaited.
    """

    place: Place | None
    figures: Sequence[Figure]
    overdue: tuple[date, ...]
    ahead: tuple[date, ...]
    passed: tuple[date, ...]
    unofficial: Figure | None = None

    @property
    def newest(self) -> Figure | None:
        """The last figure by day."""
        return max(self.figures, key=lambda figure: (figure.on, figure.seq), default=None)


def series_of(indicator: Indicator, plan: Plan, held: Grouped, *, ended: bool = False) -> list[Series]:
    """What is expected of an indicator on the last of the days: one series, or one for each place that exists then, and
    of those that have `ended` what was expected in their time.

    A figure of the commune serves every place. A total has no figures of its own, so none are expected.
    """
    if indicator.combine is Combine.TOTAL:
        return []
    every, day = tuple(expected_days(indicator, plan)), held.due_by

    def series(place: Place | None) -> Series:
        figures = [*held.of(indicator), *(held.of(indicator, place.id) if place else ())]
        # The year's first day only says that the first figure is expected at once.
        days = every[1:] if figures and indicator.due is None and indicator.frequency in STEPS else every
        there = _there(indicator, days, figures)
        for figure in figures if indicator.combine is Combine.SUM and len(days) > 1 else ():
            if figure.since is not None:
                there |= {each for each in days if figure.since <= each <= figure.on}
        missing = [each for each in days if each not in there]
        missing = _asked_of(place, plan, indicator, missing) if place else missing
        # A gap before a newer level no longer matters.
        covered = max(there, default=date.min) if indicator.combine in (Combine.LATEST, Combine.MAX) else date.min
        overdue = tuple([each for each in missing if covered < each <= day])
        passed = tuple([each for each in missing if each <= day and each < covered])
        one = Series(place, figures, overdue, tuple([each for each in missing if each > day]), passed)
        return one if there or len(days) > 1 else one._replace(unofficial=one.newest)

    places = [one for one in plan.places if (one.since or day) <= day] if ended else plan.places_on(day)
    return list(map(series, places)) if indicator.by_place and plan.places else [series(None)]


def lacking_of(indicator: Indicator, plan: Plan, held: Grouped) -> tuple[tuple[Series, ...], date | None]:
    """The series that are overdue, and when the first figure is due of the commune or of a place that has none; else
    the plan's own day."""
    series = series_of(indicator, plan, held)
    days = [day for one in series if not one.figures for day in (one.overdue + one.ahead)[:1]]
    return tuple([one for one in series if one.overdue]), indicator.due and min(days, default=indicator.due)


def _asked_of(place: Place, plan: Plan, indicator: Indicator, days: Iterable[date]) -> list[date]:
    """Those of the days that lie in the time of a place. A level is not known without it: what is expected of one from
    the year's first day on is so from the place's."""
    first, last = plan.first_day_of(place) or date.min, place.until or date.max
    at_once = None if adds_up(indicator) else plan.whole_year.start
    asked = (max(day, first) if day == at_once else day for day in days)
    return [day for day in asked if first <= day <= last]


def grouped_of(plan: Plan, figures: Iterable[Figure], first: date | None, last: date, *, is_over: bool) -> Grouped:
    """The figures of a stretch of days (without a `first` of the plan's own year, what the rule of `due` looks at),
    with the places founded in that year that were asked nothing by its end.

    A level waits for those that are asked later in the year only. Once the last of the days `is_over`, what is expected
    by then should be there; on that day itself what is expected on a day off is in time until the next working day.
    """
    new, unasked = [one for one in plan.places if one.since and one.since > plan.whole_year.start], {}
    day = last if is_over else working_day(last, plan.days_off, -ONE_DAY)
    for indicator in [row.indicator for row in plan.rows() if row.indicator.by_place] if new else ():
        days = expected_days(indicator, plan)
        asked = ((one.id, _asked_of(one, plan, indicator, days)) for one in new)
        unasked[indicator.id] = [id for id, own in asked if (min(own) > day if own else adds_up(indicator))]
    return grouped(figures, first or plan.whole_year.start, last, plan.places)._replace(unasked=unasked, due_by=day)


def plan_of_place(plan: Plan, place: Place, is_there: bool = True) -> Plan:
    """The plan as one place sees it: what is collected by place, with the place's own targets.

    A rate without a target of its own has the commune's. An amount without one has none, so it is not judged:
    nobody is measured by a share that was not given to it, nor by the commune's pace. One that is no longer (or not
    yet) there has only what it brought to the year's sums and means, and is not judged. For one that was founded all
    is due on the first expected day of its time, after the year if there is none.
    """
    own, first = {one.indicator: one.target for one in place.targets} if is_there else {}, plan.first_day_of(place)

    def as_given(one: Indicator) -> Indicator:
        given = one._replace(baseline=None, pace=None, counted=None, also=(), parts=())
        if not is_there or one.id in own or not one.is_rate:
            target = own.get(one.id) or Target(Comparator.REFERENCE, one.target.value)
            given = given._replace(target=target, printed=None, adjustments=(), by_period=(), stretch=None)
            given = given._replace(counted_target=None) if given.counted_target else given
        if first is None:
            return given
        asked = _asked_of(place, plan, given, expected_days(given, plan))
        return given._replace(due=asked[0] if asked else plan.whole_year.last_day + ONE_DAY)

    sections = []
    for section in plan.sections:
        every = (one for top in section.indicators for one in top.with_parts() if one.by_place)
        if indicators := tuple(as_given(one) for one in every if is_there or adds_up(one)):
            sections.append(section._replace(indicators=indicators))
    return plan._replace(sections=tuple(sections), places=(), scoring=None, work=(), predecessors=())


def goes_up_to(indicator: Indicator, plan: Plan, past: Grouped) -> bool:
    """Whether the figures of last year go up to the last day, among its days, on which one was expected.

    What stops before, of the commune or of a place, is a part of that stretch only, nothing to compare with. Of what is
    expected once, or at nobody knows what times, any figure will do.
    """
    days, end = tuple([later(each, -MONTHS) for each in expected_days(indicator, plan)]), past.days.last
    last = max([each for each in days if each <= end], default=None)
    if len(days) < 2 or last is None:
        return True
    places = [place.id for place in past.places if indicator.by_place and place.exists_on(end)]
    series = [[*past.of(indicator), *(past.of(indicator, place) if place else ())] for place in places or [""]]
    return all(max(_there(indicator, days, figures), default=date.min) >= last for figures in series)


class Stale(NamedTuple):
    """Số liệu cũ: how many figures should have followed by now, the first of their days, and the newest day there is.

    Of several parts or places together: the largest count and the earliest days.
    """

    missing: int
    expected: date
    on: date


def stale_of(
    indicator: Indicator, plan: Plan, held: Grouped, series: Sequence[Series] | None = None, on: date | None = None
) -> Stale | None:
    """Whether an indicator that has a figure rests on an old one; without `frequency` none is old.

    `series` are its own, where they are known; `on` is the day of its figure, which may lie before the plan's own year
    (a report in the other calendar). A total is old when one of its parts is, what is collected by place when one of
    the existing places is.
    """
    found: list[Stale] = []
    for leaf in indicator.measured():
        own = series if leaf is indicator and series is not None else series_of(leaf, plan, held)
        found += filter(None, (stale_series(leaf, one, on) for one in own if leaf.frequency))
    if not found:
        return None
    return Stale(max(one.missing for one in found), min(one.expected for one in found), min(one.on for one in found))


def stale_series(indicator: Indicator, one: Series, on: date | None = None) -> Stale | None:
    """The same for one series: of levels what should have come after the newest figure, of amounts any that lacks.

    An amount that is expected once waits for the official figure, but an estimate of its day is not old.
    """
    newest, overdue = one.newest, one.overdue
    is_once = indicator.frequency not in (*STEPS, Frequency.SEASON)
    if newest is not None and (is_once or indicator.combine in (Combine.LATEST, Combine.MAX)):
        overdue = tuple([day for day in overdue if day > newest.on])
    if newest is None and indicator.due is None:  # any figure is one at once
        overdue = overdue[1:]
    day = newest.on if newest is not None else on
    return Stale(len(overdue), overdue[0], day) if day is not None and overdue else None


def has_gap(indicator: Indicator, plan: Plan, held: Grouped, start: date, *, foreseen: bool = False) -> bool:
    """Whether a running total dated from `start` on, or what is `foreseen`, holds days before it that lack figures.

    How much of it belongs to that time is not known; without `frequency` nothing lacks.
    """
    own = held.held.get(indicator.id, {})
    running = {place for place, figures in own.items() if any(one.since and one.on >= start for one in figures)}
    if indicator.frequency is None or not (running or foreseen):
        return False
    then = held._replace(held={indicator.id: own}).until(start - ONE_DAY)
    late = [one for one in series_of(indicator, plan, then) if one.overdue]
    lacking = [one.place for one in late if not one.figures or stale_series(indicator, one)]
    return any(foreseen or running & {"", place.id if place else ""} for place in lacking)


def _there(indicator: Indicator, days: tuple[date, ...], figures: Sequence[Figure]) -> set[date]:
    """Of which days the figure is there: the one that lies nearer to it than to the days before and after.

    The first expected day takes anything before it too. A figure expected only once is there when it is official. Of
    crop seasons all are there once one after the first season's `due` follows an earlier figure: autumn's crop is
    measured when it stands, long before the year's end, so nearness alone would call it spring's.
    """
    on = {figure.on for figure in figures}
    if indicator.frequency is Frequency.SEASON and len(on) > 1 and max(on) > days[0]:
        return set(days)
    if len(days) < 2:
        return set(days) if any(figure.level is Level.OFFICIAL for figure in figures) else set()
    halfway = [day + (following - day) / 2 for day, following in pairwise(days)]
    return {days[bisect_left(halfway, day)] for day in on}


INDICATOR, WORK, ANNIVERSARY = "indicator", "work", "anniversary"
SOON_DAYS = 15


class Wait(StrEnum):
    """How urgent an expected thing is; the order is that of urgency."""

    LATE = "late"
    SOON = "soon"
    COMING = "coming"


class Expected(NamedTuple):
    """Something somebody has to deliver: for which `day`, and the `command` to type when it is there, its capitals
    to be filled in; recorded `on` that day, but on an estimate's where the official figure takes its place.
    From the `term` on days are counted: what is due on a day off has until the next working day.

    `lacking` are the days that have passed without it, `last` what there is, `places` the ids of those that have not
    reported; `shut` are the days of them that are closed, and `closed` their periods, as a command names them.
    """

    kind: str
    id: str
    name: str
    supplier: str
    day: date
    on: date
    term: date
    wait: Wait
    command: str = ""
    lacking: tuple[date, ...] = ()
    last: Figure | Draft | None = None
    places: tuple[str, ...] = ()
    closed: str = ""
    shut: tuple[date, ...] = ()

    @property
    def since(self) -> date | None:
        """The first day on which it was missed."""
        return self.lacking[0] if self.lacking else None

    @property
    def is_asked(self) -> bool:
        """Guided entry asks for it now."""
        return self.kind == INDICATOR and self.wait is Wait.LATE and self.on not in self.shut


def wait_for(day: date, today: date) -> Wait:
    """LATE from the day itself on (`due` is the first day on which a missing figure is a fault)."""
    if day <= today:
        return Wait.LATE
    return Wait.SOON if day <= today + timedelta(days=SOON_DAYS) else Wait.COMING


def expected_figures(
    plan: Plan, figures: Iterable[Figure], last: date, closings: Sequence[Closing] = (), *, is_over: bool = False
) -> list[Expected]:
    """The next figure, on the last of the days, of every indicator that takes figures, most urgent first.

    A figure from before the plan's own year is not there, as in its reports. What is collected by place is expected of
    each place that exists, unless the commune has a figure of its own for the day. `is_over`: the last day is past.
    """
    held, existing = grouped_of(plan, figures, None, last, is_over=is_over), len(plan.places_on(last))
    found, day = [], working_day(last, plan.days_off, -ONE_DAY)
    for indicator in (row.indicator for row in plan.rows()):
        series = [one for one in series_of(indicator, plan, held) if one.overdue or one.ahead]
        alike = by(series, lambda one: (one.overdue or one.ahead[:1], one.unofficial and one.unofficial.on))
        found += [next_expected(indicator, members, plan, day, closings, existing) for members in alike.values()]
    return by_urgency(found)


def by_urgency(rows: Iterable[Expected]) -> list[Expected]:
    """The most urgent first: what is late by the day it has been missed since, the rest by its day."""
    return sorted(rows, key=lambda row: (list(Wait).index(row.wait), row.since or row.day, row.day))


def next_expected(
    indicator: Indicator, members: Sequence[Series], plan: Plan, today: date, closings: Sequence[Closing], of: int = 0
) -> Expected:
    """What somebody has to deliver next, and how to record it, of series that lack the same.

    That is one series, of the commune or of a place, or those of several `of` the places. A day that is closed
    is named only where none that lacks is open. What is due after the plan's year is recorded on its last day. An
    official figure takes the place of its estimate: on the same day; where that is before the day it is due, as the
    newest level then; of a sum that has more than this one estimate, or one of an earlier day, as the running total.
    """
    one, newest_alone_counts = members[0], indicator.combine in (Combine.LATEST, Combine.MAX)
    days, estimate, own_day = one.overdue or one.ahead[:1], one.unofficial, None
    if estimate and one.overdue and (estimate.on > days[0] or indicator.combine in (Combine.MAX, Combine.MEAN)):
        own_day = estimate.on
    end = plan.whole_year.last_day
    shut = tuple(each for each in ((own_day,) if own_day else days) if freezing(closings, min(each, end)))
    day = ([each for each in days if each not in shut] or days)[-1 if newest_alone_counts else 0]
    name, command = indicator.name, _typed(indicator, members, min(own_day or day, end))
    places = [each.place for each in members if each.place is not None]
    if places:
        who = f"cả {of} thôn" if len(places) == of else ", ".join(place.name for place in places)
        name = f"{name}: {who}"
    words = INDICATOR, indicator.id, name, indicator.supplier or ""
    last, ids = one.newest if len(members) == 1 else None, tuple(place.id for place in places)
    term, wait = working_day(days[0], plan.days_off), Wait.LATE if one.overdue else wait_for(day, today)
    return Expected(*words, day, own_day or day, term, wait, command, one.overdue, last, ids, "", shut)


def _typed(indicator: Indicator, members: Sequence[Series], on: date) -> str:
    """The command that records what series lack; `correct` where an estimate of that day is of the other kind."""
    as_parts = indicator.rate or (indicator.is_rate and indicator.by_place)  # a place's percentage alone is refused
    value = '"ĐẠT hoặc CHƯA ĐẠT"' if indicator.is_yes_no else "TỬ/MẪU" if as_parts else "SỐ"
    verb, rest = "record", f"{indicator.id} {value} --on {write_date(on)}"
    if places := [each.place for each in members if each.place is not None]:
        rest += f" --place {places[0].id if len(places) == 1 else 'THÔN'}"
    is_sum = members[0].unofficial and indicator.combine is Combine.SUM
    own = ((each.place.id if each.place else "", each.figures) for each in members if is_sum)
    estimates = [figure for place, figures in own for figure in figures if figure.place == place]
    if any(one.since or one.on < on for one in estimates):
        rest += " --cumulative"
        if any(one.on == on and one.since is None for one in estimates):
            verb, rest = "correct", f'{rest} --level official --reason "…"'
    return f"thidua {verb} {rest}"


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
    """Month by month, by the rule of `due` on the last of the days of `held`; a total has no figures of its own.

    A place that has ended since counts in the months of its time, as in their reports.
    """
    series = series_of(indicator, plan, held, ended=True)
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
