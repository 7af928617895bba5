"""Periods of both calendars: their days against tables written by hand, every form they are typed in, last year's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period_tables import BEFORE, CIVIL, LABELS, ND09, TABLES, days_of, id_before
from thidua_cli.domain.period import (
    ONE_DAY,
    Period,
    Span,
    is_working_day,
    month_of,
    period_before,
    read_period,
    working_day,
    working_days,
    year_named_in,
)
from thidua_cli.domain.plan import Calendar
from thidua_cli.domain.scorecard import Window
from thidua_cli.errors import UsageError
from thidua_cli.vietnamese.numbers import VIETNAM

CALENDARS = [Calendar.CIVIL, Calendar.ND09]
FORMS = list(CIVIL)
YEARS = range(2023, 2033)
ALL_DAYS = [date(2024, 1, 1) + timedelta(days=n) for n in range((date(2033, 1, 1) - date(2024, 1, 1)).days)]
TODAY = date(2024, 7, 5)


def read(text: str, calendar: Calendar = Calendar.CIVIL, today: date = TODAY) -> Period:
    return read_period(text, plan_year=2024, calendar=calendar, today=today)


def test_the_tables_cover_the_same_forms() -> None:
    assert set(CIVIL) == set(ND09) == set(BEFORE) == set(LABELS)
    assert (len(CIVIL), len(ALL_DAYS)) == (20, 3288)


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("form", FORMS)
def test_a_period_has_the_days_the_name_and_the_label_of_the_table(form: str, calendar: Calendar) -> None:
    for year in YEARS:
        period = read(f"{year}{form}", calendar)
        first, last = days_of(form, year, calendar)
        assert (period.start, period.last_day, period.end) == (first, last, last + timedelta(days=1))
        assert (period.id, period.label) == (f"{year}{form}", f"{LABELS[form]} {year}")
        assert (period.year, period.calendar) == (year, calendar)


@pytest.mark.parametrize("form", FORMS)
def test_a_label_as_reports_print_it_is_read_with_and_without_accents_and_year(form: str) -> None:
    period = read(f"2026{form}")
    without = "".join(letter for letter in normalize("NFD", period.label.replace("đ", "d")) if not combining(letter))
    for typed in (period.label, normalize("NFD", period.label), without.upper(), f"  {period.label} "):
        assert read(typed) == period
        assert year_named_in(typed, Calendar.CIVIL, TODAY) == 2026
    of_plan_year = LABELS[form] if period.span is Span.YEAR else LABELS[form].removesuffix(" năm")
    assert read(of_plan_year) == read(f"2024{form}")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("tháng trước", "2024-06"), ("thang nay", "2024-07"), ("tháng 9/2025", "2025-09"), ("Quý 3", "2024-Q3")],
)
def test_words_of_speech_are_read(typed: str, meant: str) -> None:
    assert read(typed).id == meant


@pytest.mark.parametrize("typed", ["tháng", "quý", "quý V", "quý iiii", "tháng 13", "7 tháng", "năm tháng"])
def test_words_that_name_no_period_are_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        read(typed)


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("form", FORMS)
def test_the_period_before_and_the_same_period_last_year(form: str, calendar: Calendar) -> None:
    for year in YEARS:
        period = read(f"{year}{form}", calendar)
        before, last_year = period_before(period), period.a_year_earlier()
        assert last_year.id == f"{year - 1}{form}"
        assert (last_year.start, last_year.last_day) == days_of(form, year - 1, calendar)
        assert last_year.calendar is calendar
        assert period.whole_year() == read(f"{year}", calendar)
        if form == "-9M":
            assert before == read(f"{year}-H1", calendar)
        elif period.number == 1:
            assert before is None
        else:
            assert before is not None
            assert (before.id, before.calendar) == (id_before(form, year), calendar)
            assert before.last_day + timedelta(days=1) == period.start


@pytest.mark.parametrize("calendar", CALENDARS)
def test_every_day_belongs_to_the_periods_of_the_table_and_to_no_other(calendar: Calendar) -> None:
    periods = [read(f"{year}{form}", calendar) for year in range(2024, 2034) for form in FORMS]
    tables = [days_of(form, year, calendar) for year in range(2024, 2034) for form in FORMS]
    for day in ALL_DAYS:
        expected = [first <= day <= last for first, last in tables]
        assert [day in period for period in periods] == expected, day


@pytest.mark.parametrize("calendar", CALENDARS)
def test_every_day_has_its_month_its_year_and_a_last_month_o2(calendar: Calendar) -> None:
    months = {
        (first, last): (f"{year}{form}", id_before(form, year), year)
        for year in range(2024, 2034)
        for form in FORMS[:12]
        for first, last in [days_of(form, year, calendar)]
    }
    of_day = {
        first + timedelta(days=n): ids for (first, last), ids in months.items() for n in range((last - first).days + 1)
    }
    for day in ALL_DAYS:
        month = month_of(day, calendar)
        last = read("last-month", calendar, day)
        assert (month.id, last.id, month_of(day, calendar).year) == of_day[day]
        assert read("this-month", calendar, day) == month
        assert last.last_day + timedelta(days=1) == month.start


@pytest.mark.parametrize(
    ("utc", "next_day"),
    [(time(0, 0), False), (time(0, 5), False), (time(16, 59), False), (time(17, 0), True), (time(23, 59), True)],
)
def test_the_day_in_vietnam_turns_at_17_utc_on_every_day_o2_o4(utc: time, next_day: bool) -> None:
    for day in ALL_DAYS:
        here = datetime.combine(day, utc, UTC).astimezone(VIETNAM).date()
        assert here == day + timedelta(days=next_day)


def test_just_after_midnight_of_1_march_last_month_is_february_o1() -> None:
    moment = datetime(2026, 2, 28, 17, 5, tzinfo=UTC)
    assert read("last-month", today=moment.astimezone(VIETNAM).date()).id == "2026-02"


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("2024-06", "2024-06"),
        ("2024-6", "2024-06"),
        ("2024-9", "2024-09"),
        ("2024-12", "2024-12"),
        ("2023-01", "2023-01"),
        ("6/2024", "2024-06"),
        ("06/2024", "2024-06"),
        ("t6/2025", "2025-06"),
        ("t6", "2024-06"),
        ("T06", "2024-06"),
        ("t12", "2024-12"),
        ("2024-Q2", "2024-Q2"),
        ("2024-q4", "2024-Q4"),
        ("q2", "2024-Q2"),
        ("Q3", "2024-Q3"),
        ("q1/2025", "2025-Q1"),
        ("2024-H1", "2024-H1"),
        ("2024-h2", "2024-H2"),
        ("h2", "2024-H2"),
        ("h1/2023", "2023-H1"),
        ("6t", "2024-H1"),
        ("6T", "2024-H1"),
        ("6t/2025", "2025-H1"),
        ("2024-9M", "2024-9M"),
        ("2024-9m", "2024-9M"),
        ("9t", "2024-9M"),
        ("9t/2023", "2023-9M"),
        ("2024", "2024"),
        ("nam", "2024"),
        ("năm", "2024"),
        ("NĂM", "2024"),
        ("  t6 ", "2024-06"),
        ("this-month", "2024-07"),
        ("Last-Month", "2024-06"),
    ],
)
def test_every_form_is_read_in_both_calendars(typed: str, id: str) -> None:
    for calendar in CALENDARS:
        period = read(typed, calendar)
        assert (period.id, period.calendar) == (id, calendar)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "t0", "t13", "t006", "0/2024", "13/2024", "2024-00", "2024-13", "2024-006", "202406", "24-06"),
        *("6/24", "q0", "q5", "2024-Q0", "2024-Q5", "2024-Q", "quý 5", "h0", "h3", "2024-H0", "2024-H3", "3t"),
        *("12t", "2024-6M", "9m", "2024-9M1", "0000", "1899", "3000", "20240", "2024-06-01", "june", "next-month"),
        *("-1", "t-1", "t６", "２０２４", "t٦", "2024-06\n01", "t6;t7", "t6 2024"),
    ],
)
def test_any_other_form_is_refused_with_the_forms_to_type(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(typed)
    assert refused.value.exit_code == 2
    assert "2024-Q2" in refused.value.hint
    assert "last-month" in refused.value.hint


@pytest.mark.parametrize("typed", ["t6\x1b[2J", "\x07", "t6\u202e", "t6\x9b", "\udcff", "t" * 5000])
def test_a_refusal_shows_hostile_text_made_harmless(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(typed)
    assert refused.value.sentence.isprintable()
    assert len(refused.value.sentence) < 120


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2024-06", 2024),
        ("6/2023", 2023),
        (" T6/2025 ", 2025),
        ("2024-q2", 2024),
        ("q1/2026", 2026),
        ("2024-H1", 2024),
        ("9t/2022", 2022),
        ("2023", 2023),
        ("t6", None),
        ("q2", None),
        ("6t", None),
        ("nam", None),
        ("this-month", 2024),
        ("nonsense", None),
    ],
)
def test_the_year_a_text_names_by_itself(typed: str, year: int | None) -> None:
    assert year_named_in(typed, Calendar.CIVIL, TODAY) == year


@pytest.mark.parametrize(
    ("period", "day", "last_year"),
    [
        ("2024-02", "2024-02-29", "2023-02-28"),
        ("2025-02", "2025-02-28", "2024-02-29"),
        ("2024", "2024-02-29", "2023-02-28"),
        ("2025", "2025-02-28", "2024-02-29"),
        ("2024-Q1", "2024-02-29", "2023-02-28"),
        ("2024-06", "2024-06-30", "2023-06-30"),
        ("2024-06", "2024-06-14", "2023-06-14"),
        ("2024-H1", "2024-06-30", "2023-06-30"),
        ("2024", "2024-12-31", "2023-12-31"),
        ("2024-9M", "2024-09-30", "2023-09-30"),
    ],
)
def test_the_day_that_closes_the_same_stretch_of_last_year(period: str, day: str, last_year: str) -> None:
    found = Window(read(period), date.fromisoformat(day)).a_year_earlier().cutoff
    assert found == date.fromisoformat(last_year)


@pytest.mark.parametrize("calendar", CALENDARS)
def test_every_day_has_a_day_last_year_inside_the_same_period_o3(calendar: Calendar) -> None:
    for day in ALL_DAYS:
        month = month_of(day, calendar)
        for period in (month, month.whole_year()):
            earlier = Window(period, day).a_year_earlier().cutoff
            assert earlier in period.a_year_earlier()
            assert 365 <= (day - earlier).days <= 366
            assert (earlier == period.a_year_earlier().last_day) or (earlier.month, earlier.day) in (
                (day.month, day.day),
                (2, 28),
                (2, 29),
            )


def test_a_period_goes_by_the_same_name_in_the_other_calendar() -> None:
    june = read("2024-06")._replace(calendar=Calendar.ND09)
    assert (june.id, june.start, june.last_day) == ("2024-06", date(2024, 5, 15), date(2024, 6, 14))
    assert june != read("2024-06")


def test_nothing_but_a_day_lies_in_a_period() -> None:
    assert "2024-06-14" not in read("2024-06")
    assert date(2024, 6, 30) in read("2024-06")
    assert date(2024, 7, 1) not in read("2024-06")
    assert date(2024, 5, 31) not in read("2024-06")


def test_a_span_knows_its_months() -> None:
    assert list(Span) == [1, 3, 6, 9, 12]


@pytest.mark.parametrize("calendar", CALENDARS)
def test_the_months_of_a_year_follow_each_other_without_gap(calendar: Calendar) -> None:
    months = [Period(Span.MONTH, year, index, calendar) for year in YEARS for index in range(1, 13)]
    for month, following in pairwise(months):
        assert month.end == following.start
        assert period_before(following) == (month if following.number > 1 else None)


def test_the_tables_are_kept_for_both_calendars() -> None:
    assert list(TABLES) == [calendar.value for calendar in CALENDARS]


@pytest.mark.parametrize(
    ("calendar", "first", "last"),
    [(Calendar.CIVIL, date(2024, 1, 1), date(2024, 12, 31)), (Calendar.ND09, date(2023, 12, 15), date(2024, 12, 14))],
)
def test_the_plan_year_of_a_day_is_that_of_its_calendar(calendar: Calendar, first: date, last: date) -> None:
    year = month_of(first, calendar).whole_year()
    assert (year.id, year.start, year.last_day) == ("2024", first, last)
    assert month_of(last, calendar).whole_year() == year


DAYS_OFF = {date(2024, 9, 2), date(2024, 9, 3)}


@given(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(0, 60))
def test_working_days_are_those_that_are_neither_weekend_nor_day_off(after: date, length: int) -> None:
    until = after + timedelta(length)
    counted = working_days(after, until, DAYS_OFF)
    each = [after + timedelta(count) for count in range(1, length + 1)]
    assert counted == sum(day.strftime("%a") not in ("Sat", "Sun") and day not in DAYS_OFF for day in each)
    assert working_day(until, DAYS_OFF, -ONE_DAY) <= until <= working_day(until, DAYS_OFF)
    assert is_working_day(working_day(until, DAYS_OFF), DAYS_OFF)
    assert working_day(until, ()) == until == working_day(until, (), -ONE_DAY)
