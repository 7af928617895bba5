"""Which figure is expected next, and when it is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import figure, indicator, plan, progress
from thidua_cli.domain.due import Stale, Wait, expected_days, expected_figures
from thidua_cli.domain.figure import Level
from thidua_cli.domain.period import Period, Span, later
from thidua_cli.domain.plan import Anniversary, Calendar, Combine, Frequency, Indicator, Place, WorkItem
from thidua_cli.domain.scorecard import Window, score
from thidua_cli.domain.work import expected_anniversaries, expected_work, work_standings


def repeating(frequency: Frequency, due: str | None, combine: Combine = Combine.LATEST) -> Indicator:
    return indicator(combine=combine, due=date.fromisoformat(due) if due else None)._replace(frequency=frequency)


def days(frequency: Frequency, due: str | None, calendar: Calendar = Calendar.CIVIL) -> str:
    one = repeating(frequency, due)
    return " ".join(f"{day:%m-%d}" for day in expected_days(one, plan(one)._replace(calendar=calendar)))


MONTH_ENDS = "01-31 02-29 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31"


@pytest.mark.parametrize(
    ("frequency", "due", "expected"),
    [
        (Frequency.MONTHLY, "2024-01-31", MONTH_ENDS),
        (Frequency.MONTHLY, "2024-10-14", "10-14 11-14 12-14 12-31"),
        (Frequency.QUARTERLY, "2024-04-01", "04-01 07-01 10-01 12-31"),
        (Frequency.QUARTERLY, "2024-03-31", "03-31 06-30 09-30 12-31"),
        (Frequency.HALF_YEARLY, "2024-06-30", "06-30 12-31"),
        (Frequency.SEASON, "2024-06-30", "06-30 12-31"),
        (Frequency.YEARLY, "2024-12-31", "12-31"),
        (Frequency.ONCE, "2024-03-31", "03-31"),
        (Frequency.QUARTERLY, None, "01-01 03-31 06-30 09-30 12-31"),
    ],
)
def test_a_frequency_and_a_first_day_give_the_days_of_the_year(
    frequency: Frequency, due: str | None, expected: str
) -> None:
    assert days(frequency, due) == expected


def test_in_the_administrative_calendar_the_last_day_is_14_december() -> None:
    assert days(Frequency.QUARTERLY, "2024-04-01", Calendar.ND09) == "04-01 07-01 10-01 12-14"


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 24))
def test_so_many_months_later_is_the_month_asked_for(day: date, months: int) -> None:
    moved = later(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


BHYT = (Frequency.MONTHLY, "2024-01-31")
COUNT = (Frequency.QUARTERLY, "2024-04-01")


@pytest.mark.parametrize(
    ("rhythm", "held", "today", "expected"),
    [
        (BHYT, "", "2024-01-16", "soon 2024-01-31 0"),
        (BHYT, "", "2024-01-31", "late 2024-01-31 1"),
        (BHYT, "", "2024-07-05", "late 2024-06-30 6"),
        (BHYT, "2024-03-31", "2024-07-05", "late 2024-06-30 3"),
        (BHYT, "2024-03-28", "2024-04-10", "coming 2024-04-30 0"),
        (BHYT, "2024-04-02", "2024-05-02", "late 2024-04-30 1"),
        (BHYT, "2024-06-28", "2024-07-05", "coming 2024-07-31 0"),
        (COUNT, "2024-04-05", "2024-07-05", "late 2024-07-01 1"),
        (COUNT, "2024-04-05 2024-07-01", "2024-07-05", "coming 2024-10-01 0"),
        (COUNT, "2024-07-01", "2024-07-05", "coming 2024-10-01 0"),
        (COUNT, "2024-12-31", "2025-01-20", ""),
        ((Frequency.YEARLY, "2024-12-31"), "", "2024-07-05", "coming 2024-12-31 0"),
        ((Frequency.YEARLY, "2024-12-31"), "2024-05-05", "2025-01-05", ""),
        ((Frequency.SEASON, "2024-06-30"), "2024-06-20", "2024-07-05", "coming 2024-12-31 0"),
        ((Frequency.SEASON, "2024-06-30"), "2024-05-31 2024-06-20", "2025-01-10", "late 2024-12-31 1"),
        ((Frequency.SEASON, "2024-06-30"), "2024-05-31 2024-09-30", "2024-10-05", ""),
        ((Frequency.SEASON, "2024-06-30"), "2024-05-31 2024-08-15", "2025-01-10", ""),
        ((Frequency.SEASON, "2024-06-30"), "2024-07-20", "2025-01-10", "late 2024-12-31 1"),
        (BHYT, "2023-12-31", "2024-02-05", "late 2024-01-31 1"),
    ],
)
def test_the_next_figure_is_the_newest_one_missing(
    rhythm: tuple[Frequency, str], held: str, today: str, expected: str
) -> None:
    figures = [figure("1", day) for day in held.split()]
    rows = expected_figures(plan(repeating(*rhythm)), figures, date.fromisoformat(today))
    assert " ".join(f"{row.wait} {row.day} {len(row.lacking)}" for row in rows) == expected


def test_where_figures_add_up_the_oldest_gap_is_asked_for_first() -> None:
    one = repeating(Frequency.MONTHLY, "2024-01-31", Combine.SUM)
    (row,) = expected_figures(plan(one), [figure("1", "2024-03-31")], date(2024, 4, 2))
    assert (row.day, len(row.lacking)) == (date(2024, 1, 31), 2)


def test_an_estimate_does_not_end_the_wait_for_a_figure_expected_once() -> None:
    one = repeating(Frequency.ONCE, "2024-03-31")
    estimate = figure("1", "2024-03-01", level=Level.ESTIMATE)
    (row,) = expected_figures(plan(one), [estimate], date(2024, 4, 2))
    assert row.wait is Wait.LATE
    assert row.last == estimate
    assert expected_figures(plan(one), [figure("1", "2024-03-31")], date(2024, 4, 2)) == []


def test_an_official_figure_is_late_on_days_off_too_though_its_estimate_is_of_such_a_day() -> None:
    one, saturday = repeating(Frequency.ONCE, "2024-03-31"), figure("1", "2024-06-29", level=Level.ESTIMATE)
    (row,) = expected_figures(plan(one)._replace(days_off=HOLIDAYS), [saturday], SUNDAY)
    assert (row.wait, row.day, row.since) == (Wait.LATE, date(2024, 3, 31), date(2024, 3, 31))


@pytest.mark.parametrize("combine", [Combine.SUM, Combine.MEAN, Combine.MAX, Combine.LATEST])
@pytest.mark.parametrize("frequency", [Frequency.ONCE, Frequency.YEARLY])
def test_an_estimate_of_the_only_day_is_awaited_but_not_old(combine: Combine, frequency: Frequency) -> None:
    one = repeating(frequency, "2024-03-31", combine)
    for day, old in (("2024-03-31", None), ("2024-03-01", Stale(1, date(2024, 3, 31), date(2024, 3, 1)))):
        estimate = figure("1", day, level=Level.ESTIMATE)
        (held,) = score(plan(one), Window(Period(Span.MONTH, 2024, 4), date(2024, 4, 30)), [estimate]).standings
        assert held.stale == old
        assert [late.overdue for late in held.overdue] == [(date(2024, 3, 31),)]


def test_of_a_place_that_ends_before_the_first_season_nothing_is_expected() -> None:
    one = repeating(Frequency.SEASON, "2024-06-30", Combine.SUM)._replace(by_place=True)
    held = plan(one)._replace(places=(Place("a", "A", until=date(2024, 5, 31)),))
    figures = [figure("1", f"2024-0{month}-01")._replace(place="a") for month in (2, 3)]
    assert expected_figures(held, figures, date(2024, 4, 1)) == []


def test_a_total_is_never_asked_for_but_its_parts_are() -> None:
    parts = (indicator(id="a"), indicator(id="b"))
    whole = indicator(combine=Combine.TOTAL, parts=parts)
    assert [row.id for row in expected_figures(plan(whole), [], date(2024, 7, 1))] == ["a", "b"]


def test_the_longest_missed_comes_first_and_what_is_late_before_what_is_soon() -> None:
    rows = [
        indicator(id="coming", due=date(2024, 12, 31)),
        indicator(id="soon", due=date(2024, 7, 10)),
        indicator(id="late", due=date(2024, 6, 30)),
        indicator(id="later", due=date(2024, 3, 31)),
    ]
    assert [row.id for row in expected_figures(plan(*rows), [], date(2024, 7, 1))] == [
        "later",
        "late",
        "soon",
        "coming",
    ]


def test_the_command_is_ready_to_type() -> None:
    (row,) = expected_figures(plan(indicator(due=date(2024, 3, 1))), [], date(2024, 7, 1))
    assert row.command == "thidua record x SỐ --on 01/03/2024"


def test_a_figure_from_before_the_plans_own_year_is_not_there_as_in_its_reports() -> None:
    one = repeating(Frequency.YEARLY, "2024-06-30")
    december = [figure("1", "2023-12-20")]
    (row,) = expected_figures(plan(one), december, date(2024, 7, 5))
    assert (row.wait, row.last) == (Wait.LATE, None)
    assert expected_figures(plan(one)._replace(calendar=Calendar.ND09), december, date(2024, 7, 5)) == []


def test_work_is_late_after_its_due_day_and_done_work_is_not_expected() -> None:
    items = tuple(
        WorkItem(id, id, due=date.fromisoformat(due)) for id, due in (("a", "2024-06-30"), ("b", "2024-07-20"))
    )
    held = plan()._replace(work=(*items, WorkItem("c", "c"), WorkItem("d", "d", due=date(2024, 1, 1))))
    done = progress("100", "2024-01-01")
    for today, waits in (("2024-06-30", "soon coming"), ("2024-07-01", "late coming"), ("2024-07-20", "late soon")):
        day = date.fromisoformat(today)
        rows = list(expected_work(held, work_standings(held, {"d": done}, day), day))
        assert (" ".join(row.wait for row in rows), [row.id for row in rows]) == (waits, ["a", "b"])


def test_work_of_a_year_that_is_over_is_recorded_on_its_last_day() -> None:
    held = plan()._replace(work=(WorkItem("a", "a", due=date(2024, 6, 30)),))
    (row,) = expected_work(held, work_standings(held, {}, date(2024, 12, 31)), date(2025, 1, 5))
    assert row.command == "thidua work record a SỐ% --on 31/12/2024"


def test_anniversaries_come_and_are_never_late() -> None:
    held = plan()._replace(anniversaries=(Anniversary("past", date(2024, 2, 3)), Anniversary("x", date(2024, 12, 22))))
    assert [(row.name, row.wait) for row in expected_anniversaries(held, date(2024, 12, 22))] == [("x", Wait.SOON)]
    assert [(row.name, row.wait) for row in expected_anniversaries(held, date(2024, 7, 5))] == [("x", Wait.COMING)]


def test_places_that_miss_the_same_figure_share_a_row_and_the_communes_own_stands_for_all() -> None:
    one = indicator(due=date(2024, 3, 31))._replace(by_place=True)
    held = plan(one)._replace(places=tuple(Place(id, id.upper()) for id in ("a", "b", "c")))
    today = date(2024, 7, 5)
    (row,) = expected_figures(held, [], today)
    assert (row.name, row.places, row.command[-12:]) == ("X: cả 3 thôn", ("a", "b", "c"), "--place THÔN")
    given = [figure("5", "2024-03-31")._replace(place=id) for id in ("a", "c")]
    (row,) = expected_figures(held, given, today)
    assert (row.name, row.places, row.command[-9:]) == ("X: B", ("b",), "--place b")
    assert expected_figures(held, [*given, figure("15", "2024-03-31")], today) == []


ENDS = [later(date(2024, 1, 31), month) for month in range(12)]
ANY_DAY = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@given(st.lists(ANY_DAY, min_size=1, max_size=14, unique=True), ANY_DAY, st.sampled_from([Combine.LATEST, Combine.SUM]))
def test_a_row_is_stale_exactly_where_due_finds_a_day_without_its_figure(
    on: list[date], cutoff: date, combine: Combine
) -> None:
    one = repeating(Frequency.MONTHLY, "2024-01-31", combine)
    figures = [figure("5", day.isoformat(), seq=seq) for seq, day in enumerate(on, start=1)]
    (standing,) = score(plan(one), Window(Period(Span.YEAR, 2024), cutoff), figures).standings
    known = [day for day in on if day <= cutoff]
    lacking = [end for end in ENDS if end <= cutoff and not any(_serves(day, end) for day in known)]
    if combine is Combine.LATEST:
        lacking = [end for end in lacking if known and end > max(known)]
    late = [row for row in expected_figures(plan(one), figures, cutoff) if row.wait is Wait.LATE]
    if not known or not lacking:
        assert standing.stale is None
        assert not known or not late
    else:
        assert standing.stale == Stale(len(lacking), lacking[0], max(known))
        assert [(len(row.lacking), row.since) for row in late] == [(len(lacking), lacking[0])]


def _serves(day: date, end: date) -> bool:
    """Whether the month's end is the one that a day lies nearest to; at equal distance the earlier one."""
    return min(ENDS, key=lambda other: (abs((other - day).days), other)) == end


@pytest.mark.parametrize(
    ("due", "month", "stale"),
    [
        ("2024-01-31", 1, None),
        ("2024-01-31", 2, Stale(1, date(2024, 1, 31), date(2023, 12, 31))),
        ("2024-01-31", 4, Stale(3, date(2024, 1, 31), date(2023, 12, 31))),
        (None, 1, None),
        (None, 2, Stale(1, date(2024, 1, 31), date(2023, 12, 31))),
    ],
)
def test_a_figure_that_only_the_reports_calendar_counts_to_the_year_grows_old_too(
    due: str | None, month: int, stale: Stale | None
) -> None:
    one = repeating(Frequency.MONTHLY, due)
    window = Window.until(Period(Span.MONTH, 2024, month, Calendar.ND09), date.max)
    for held in (one, indicator(combine=Combine.TOTAL, parts=(one,))._replace(id="t")):
        standing = score(plan(held), window, [figure("5", "2023-12-31")]).standings[0]
        assert (standing.actual is not None, standing.stale) == (True, stale)


def test_without_a_frequency_nothing_is_stale() -> None:
    one = indicator(due=date(2024, 1, 31))
    card = score(plan(one), Window(Period(Span.YEAR, 2024), date(2024, 12, 31)), [figure("5", "2024-01-31")])
    assert card.standings[0].stale is None


def test_a_total_is_stale_when_a_part_is_by_the_largest_count_and_the_earliest_days() -> None:
    parts = tuple(repeating(Frequency.MONTHLY, "2024-01-31")._replace(id=id) for id in "ab")
    total = indicator(combine=Combine.TOTAL, parts=parts)
    figures = [figure("5", "2024-05-31", "a"), figure("5", "2024-03-31", "b")]
    june = Window(Period(Span.MONTH, 2024, 6), date(2024, 6, 30))
    rows = {one.indicator.id: one.stale for one in score(plan(total), june, figures).standings}
    assert rows["a"] == Stale(1, date(2024, 6, 30), date(2024, 5, 31))
    assert rows["x"] == rows["b"] == Stale(3, date(2024, 4, 30), date(2024, 3, 31))


def test_of_places_the_stalest_existing_one_speaks_and_a_place_is_asked_only_in_its_time() -> None:
    one = repeating(Frequency.MONTHLY, "2024-01-31")._replace(by_place=True)
    gone, new = Place("a", "A", until=date(2024, 3, 31)), Place("c", "C", since=date(2024, 4, 1))
    held = plan(one)._replace(places=(gone, Place("b", "B"), new))
    figures = [figure("5", day)._replace(place=place) for place, day in (("b", "2024-04-30"), ("c", "2024-04-30"))]
    may = Window(Period(Span.MONTH, 2024, 5), date(2024, 5, 31))
    (standing,) = score(held, may, figures).standings
    assert standing.stale == Stale(1, date(2024, 5, 31), date(2024, 4, 30))
    assert standing.coverage is not None
    assert (standing.coverage.reported, standing.coverage.of) == (2, 2)
    assert {place for each in expected_figures(held, [], date(2024, 5, 31)) for place in each.places} == {"b", "c"}
    assert {place for each in expected_figures(held, [], date(2024, 2, 1)) for place in each.places} == {"a", "b"}


SUNDAY, MONDAY = date(2024, 6, 30), date(2024, 7, 1)
HOLIDAYS = (date(2024, 9, 2), date(2024, 9, 3))


@pytest.mark.parametrize(
    ("due", "today", "days_off", "wait"),
    [
        (SUNDAY, SUNDAY, (), Wait.LATE),  # a plan that names no days off counts every day
        (SUNDAY, SUNDAY, HOLIDAYS, Wait.SOON),
        (SUNDAY, MONDAY, HOLIDAYS, Wait.LATE),
        (date(2024, 9, 2), date(2024, 9, 3), HOLIDAYS, Wait.SOON),
        (date(2024, 9, 2), date(2024, 9, 4), HOLIDAYS, Wait.LATE),
        (date(2024, 8, 30), date(2024, 9, 3), HOLIDAYS, Wait.LATE),  # a Friday: missed before the days off began
    ],
)
def test_a_figure_due_on_a_day_off_is_in_time_until_the_next_working_day(
    due: date, today: date, days_off: tuple[date, ...], wait: Wait
) -> None:
    one = indicator(due=due)
    (row,) = expected_figures(plan(one)._replace(days_off=days_off), [], today)
    assert (row.day, row.wait) == (due, wait)


def test_work_due_on_a_day_off_may_be_done_on_the_next_working_day() -> None:
    item = WorkItem("a", "Việc", due=SUNDAY)
    held = plan(indicator())._replace(work=(item,), days_off=HOLIDAYS)

    def wait_on(day: date) -> Wait:
        (row,) = expected_work(held, work_standings(held, {}, day), day)
        return row.wait

    assert [wait_on(SUNDAY), wait_on(MONDAY), wait_on(date(2024, 7, 2))] == [Wait.SOON, Wait.SOON, Wait.LATE]
