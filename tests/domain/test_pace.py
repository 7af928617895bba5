"""Pace: only where the plan gives one; what is expected by now, what is needed, and how the year may end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import exact, figure, indicator, plan
from thidua_cli.domain.figure import Figure
from thidua_cli.domain.pace import Course, ForecastMethod, NoCourse, Stage, share_on
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Bounds, Combine, Frequency, Indicator, Pace, PaceShape
from thidua_cli.domain.scorecard import Window, score

LINEAR = Pace(PaceShape.LINEAR)
LAST_YEAR = Pace(PaceShape.LAST_YEAR)
SEASONS = Pace(weights=tuple(Decimal(weight) for weight in (0, 0, 0, 0, 60, 0, 0, 0, 40, 0, 0, 0)))
MONTHS = [Period(Span.MONTH, 2024, month) for month in range(1, 13)]


def course(held: Indicator, *figures: Figure, until: str, history: tuple[Figure, ...] = ()) -> Course | None:
    """The course of a plan's one indicator up to a day of 2024."""
    window = Window.until(Period(Span.YEAR, 2024), date.fromisoformat(until))
    return score(plan(held), window, figures, history).standings[0].course


def paced(text: str, combine: Combine = Combine.SUM, pace: Pace | None = LINEAR, **more: object) -> Indicator:
    """An indicator with a pace."""
    return indicator(text, combine, **more)._replace(pace=pace)  # type: ignore[arg-type]


def monthly(*values: str, year: int = 2024) -> list[Figure]:
    """A figure on the last day of each month from January on; "" for a month without one."""
    days = [Period(Span.MONTH, year, month).last_day for month in range(1, len(values) + 1)]
    return [
        figure(value, day.isoformat(), seq=seq)
        for seq, (value, day) in enumerate(zip(values, days, strict=True), 1)
        if value
    ]


def test_without_a_pace_in_the_plan_nothing_is_said() -> None:
    assert course(paced(">= 12", pace=None), *monthly("1", "1"), until="2024-02-29") is None


@pytest.mark.parametrize(
    ("values", "until", "expected", "stage"),
    [
        (("1",) * 6, "2024-06-30", "6", Stage.ON_TIME),
        (("0.96",) * 6, "2024-06-30", "6", Stage.ON_TIME),
        (("0.95",) * 6, "2024-06-30", "6", Stage.ON_TIME),
        (("0.94",) * 6, "2024-06-30", "6", Stage.BEHIND),
        (("1.06",) * 6, "2024-06-30", "6", Stage.AHEAD),
        (("1",) * 6, "2024-07-05", "6", Stage.ON_TIME),
        (("1",) * 6, "2024-08-01", "7", Stage.BEHIND),
    ],
)
def test_a_sum_is_held_against_the_months_that_have_ended(
    values: tuple[str, ...], until: str, expected: str, stage: Stage
) -> None:
    found = course(paced(">= 12"), *monthly(*values), until=until)
    assert found is not None
    assert (found.expected, found.stage) == (exact(expected), stage)


def test_a_figure_after_the_last_months_end_is_held_against_its_own_day() -> None:
    found = course(paced(">= 12"), *monthly("1", "1"), figure("0.5", "2024-03-15"), until="2024-03-20")
    assert found is not None
    assert (found.day, found.share) == (date(2024, 3, 15), Fraction(2, 12) + Fraction(15, 31) / 12)
    assert (found.months_left, found.needed) == (10, Fraction(19, 20))


def test_a_season_expects_nothing_outside_it() -> None:
    crops = paced(">= 100", pace=SEASONS)
    april, may = (
        course(crops, figure("1", "2024-04-30"), until="2024-04-30"),
        course(crops, figure("50", "2024-05-31"), until="2024-08-31"),
    )
    assert april is not None
    assert may is not None
    assert (april.expected, april.stage) == (exact("0"), Stage.AHEAD)
    assert (may.expected, may.stage, may.needed) == (exact("60"), Stage.BEHIND, Fraction(50, 4))


def test_a_level_starts_from_last_years_level() -> None:
    found = course(paced("> 95", Combine.LATEST, baseline="93"), figure("94", "2024-06-30"), until="2024-06-30")
    assert found is not None
    assert (found.start, found.expected, found.stage) == (exact("93"), exact("94"), Stage.ON_TIME)


def test_a_ceiling_goes_down_from_last_years_level() -> None:
    poor = paced("< 4", Combine.LATEST, baseline="6")
    good, bad = (course(poor, figure(value, "2024-06-30"), until="2024-06-30") for value in ("4.9", "5.5"))
    assert good is not None
    assert bad is not None
    assert (good.expected, good.stage, bad.stage) == (exact("5"), Stage.AHEAD, Stage.BEHIND)
    assert bad.needed == Fraction(-3, 2) / 6


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (paced("~ 12"), NoCourse.NOT_JUDGED),
        (paced("10..12"), NoCourse.RANGE),
        (paced(">= 12", Combine.MEAN), NoCourse.COMBINE),
        (paced(">= 12", Combine.MAX), NoCourse.COMBINE),
        (paced("<= 12"), NoCourse.ONE_WAY_CEILING),
        (paced("< 4", Combine.LATEST), NoCourse.NO_BASELINE),
        (paced("< 4", Combine.LATEST, baseline="4"), NoCourse.NO_BASELINE),
        (paced("> 95", Combine.LATEST, baseline="96"), NoCourse.NO_WAY),
        (paced(">= 12", pace=LAST_YEAR), NoCourse.NO_LAST_YEAR),
        (paced("< 4", Combine.LATEST, pace=LAST_YEAR), NoCourse.BASELINE),
        (paced("< 4", Combine.LATEST, baseline="6", pace=LAST_YEAR), NoCourse.BASELINE),
        (paced("> 95", Combine.LATEST, baseline="90", pace=LAST_YEAR), NoCourse.BASELINE),
    ],
)
def test_where_a_pace_has_no_meaning_the_reason_is_said(held: Indicator, reason: NoCourse) -> None:
    found = course(held, *monthly("1", "1", "1"), until="2024-03-31")
    assert found is not None
    assert (found.reason, found.stage, found.forecast) == (reason, None, None)


def test_no_figure_is_not_behind_and_a_year_that_is_over_has_no_pace() -> None:
    missing, over = (
        course(paced(">= 12"), until="2024-06-30"),
        course(paced(">= 12"), *monthly("1"), until="2024-12-31"),
    )
    assert missing is not None
    assert over is not None
    assert (missing.reason, over.reason) == (NoCourse.NO_FIGURE, NoCourse.YEAR_CLOSED)


@pytest.mark.parametrize(
    ("held", "values", "day", "actual", "known", "ends"),
    [
        (paced(">= 120"), ["13"] * 8, "2024-08-31", "104", 8, ("156", "156", "156")),
        (paced(">= 120"), ["10", "12", "", "20", "11", "", "", "", "15", "13"], "2024-02-29", "22", 2, None),
        (paced(">= 120"), ["10", "12", "14", "", "", "", "13"], "2024-03-31", "36", 3, ("126", "144", "162")),
        (
            paced(">= 110", Combine.LATEST, baseline="100"), ["101", "102", "104", "103", "106"],
            "2024-05-31", "106", 5, ("99", "113", "127"),
        ),
        (
            paced(">= 110", Combine.LATEST, baseline="100"), ["101", "", "104", "103", "106"],
            "2024-05-31", "106", 4, ("99", "114.75", "127"),
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("until", ["2024-11-05", "2024-12-05", "2024-12-30"])
def test_a_month_that_has_not_reported_is_not_a_month_that_brought_nothing(
    held: Indicator, values: list[str], day: str, actual: str, known: int, ends: tuple[str, ...] | None, until: str
) -> None:
    held = held._replace(frequency=Frequency.MONTHLY, due=date(2024, 1, 31))
    found = course(held, *monthly(*values), until=until)
    assert found is not None
    assert (str(found.day), found.actual, found.months_known) == (day, exact(actual), known)
    assert found.months_left == 12 - date.fromisoformat(day).month
    assert (found.forecast is None) is (ends is None)
    if found.forecast is not None and ends is not None:
        assert list(found.forecast[:3]) == [exact(end) for end in ends]


def test_amounts_that_lack_from_the_first_on_make_no_course_until_the_year_is_over() -> None:
    held = paced(">= 120")._replace(frequency=Frequency.MONTHLY, due=date(2024, 1, 31))
    lacking, over, whole = (
        course(held, *figures, until=until)
        for figures, until in (
            (monthly("", "12", "10"), "2024-04-05"),
            (monthly("", "12", "10"), "2024-12-31"),
            ([figure("22", "2024-03-31")._replace(since=date(2024, 1, 1))], "2024-04-05"),
        )
    )
    assert lacking is not None
    assert over is not None
    assert whole is not None
    assert (lacking.reason, over.reason) == (NoCourse.GAP, NoCourse.YEAR_CLOSED)
    assert (whole.day, whole.actual) == (date(2024, 3, 31), exact("22"))


class TestForecast:
    def test_needs_three_months(self) -> None:
        two, three = (
            course(paced(">= 12"), *monthly(*values), until="2024-03-31") for values in (("1", "1"), ("1", "", "1"))
        )
        assert two is not None
        assert three is not None
        assert (two.months_known, two.forecast, three.months_known, three.forecast) == (2, None, 2, None)

    def test_lays_the_lowest_middle_and_highest_month_on_the_rest(self) -> None:
        found = course(paced(">= 12"), *monthly("1", "0.5", "2"), until="2024-03-31")
        assert found is not None
        assert found.forecast is not None
        assert (found.forecast.low, found.forecast.middle, found.forecast.high) == (
            exact("8"),
            Fraction(25, 2),
            Fraction(43, 2),
        )
        assert (found.months_known, found.forecast.method) == (3, ForecastMethod.MONTHS)

    def test_a_gap_between_months_is_spread_evenly(self) -> None:
        found = course(paced(">= 12"), *monthly("1", "", "", "3", "1"), until="2024-05-31")
        assert found is not None
        assert found.forecast is not None
        assert (found.forecast.low, found.forecast.high) == (exact("12"), exact("12"))

    def test_does_not_leave_what_is_plausible(self) -> None:
        rate = paced(">= 100", Combine.LATEST)._replace(plausible=Bounds(Decimal(0), Decimal(100)))
        found = course(rate, *monthly("5", "20", "40"), until="2024-03-31")
        assert found is not None
        assert found.forecast is not None
        assert (found.forecast.low, found.forecast.high, found.forecast.bounded) == (exact("85"), exact("100"), True)

    def test_half_a_month_is_not_taken_for_a_whole_one(self) -> None:
        figures = [*monthly("1", "1", "1"), figure("0.1", "2024-04-10")]
        found = course(paced(">= 12"), *figures, until="2024-04-20")
        assert found is not None
        assert found.forecast is not None
        assert found.months_known == 3
        assert found.forecast.low == found.forecast.high

    def test_after_last_years_shape_takes_the_index_against_last_year(self) -> None:
        history = tuple(monthly("1", "1", "2", *["1"] * 8, "4", year=2023))
        found = course(paced(">= 32", pace=LAST_YEAR), *monthly("2", "2", "2"), until="2024-03-31", history=history)
        assert found is not None
        assert found.forecast is not None
        assert (found.share, found.expected, found.stage) == (Fraction(4, 16), exact("8"), Stage.BEHIND)
        assert (found.forecast.low, found.forecast.high) == (exact("24"), exact("32"))
        assert found.forecast.method is ForecastMethod.INDEX

    def test_after_last_years_shape_is_as_old_as_its_last_figure_too(self) -> None:
        history = tuple(monthly("1", "1", "2", *["1"] * 8, "4", year=2023))
        held = paced(">= 32", pace=LAST_YEAR)._replace(frequency=Frequency.MONTHLY, due=date(2024, 1, 31))
        found = course(held, *monthly("2", "2", "2"), until="2024-06-20", history=history)
        assert found is not None
        assert found.forecast is not None
        assert (str(found.day), found.share, found.expected) == ("2024-03-31", Fraction(4, 16), exact("8"))
        assert (found.forecast.low, found.forecast.high) == (exact("24"), exact("32"))

    def test_a_herd_does_not_start_from_nothing(self) -> None:
        history = (figure("900", "2023-04-30"), figure("950", "2023-07-31"), figure("1000", "2023-12-31"))
        herd = paced(">= 1100", Combine.LATEST, LAST_YEAR)
        found = course(herd, figure("980", "2024-02-29"), until="2024-02-29", history=history)
        assert found is not None
        assert (found.share, found.expected, found.stage) == (Fraction(9, 10), exact("990"), Stage.ON_TIME)


_AMOUNTS = st.decimals(0, 50, places=1)


@given(st.lists(_AMOUNTS, min_size=1, max_size=11), st.sampled_from([LINEAR, SEASONS]))
def test_a_course_is_consistent_with_itself(values: list[Decimal], pace: Pace) -> None:
    until = MONTHS[len(values) - 1].last_day.isoformat()
    found = course(paced(">= 100", pace=pace), *monthly(*map(str, values)), until=until)
    assert found is not None
    assert found.actual == sum(Fraction(value) for value in values)
    assert 0 <= found.share <= 1
    assert found.expected == 100 * found.share
    assert found.months_left == 12 - len(values)
    if found.needed is not None:
        assert found.actual + found.needed * found.months_left == 100
    if found.forecast is not None:
        assert found.actual <= found.forecast.low <= found.forecast.middle <= found.forecast.high
        assert found.months_known >= 3


@given(st.integers(0, 365), st.integers(0, 365))
def test_the_way_never_goes_back(one: int, other: int) -> None:
    curve = tuple(Fraction(month, 12) for month in range(13))
    earlier, later = (date.fromordinal(date(2024, 1, 1).toordinal() + offset) for offset in sorted((one, other)))
    assert 0 < share_on(curve, MONTHS, earlier) <= share_on(curve, MONTHS, later) <= 1
