"""Running totals in a sum: the newest one up to the cut-off and the amounts after it, in whatever order they came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.making import figure, indicator, plan, target
from thidua_cli.domain.figure import Figure, actual_of, actual_since
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Calendar, Combine, Frequency, Place, Years
from thidua_cli.domain.scorecard import Window, score
from thidua_cli.domain.target import PeriodTarget

YEAR = date(2024, 1, 1)
ENTRIES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 500), st.booleans(), st.sampled_from(["", "thon-1", "thon-2"])),
    unique_by=lambda entry: (entry[0], entry[3]),
    max_size=10,
)
PLACES = (Place("thon-1", "Thôn 1"), Place("thon-2", "Thôn 2"))


def running(text: str, on: str, since: date = YEAR) -> Figure:
    return figure(text, on)._replace(since=since)


def day_of(month: int) -> date:
    return date(2024, month + 1, 15)


def told(entries: list[tuple[int, int, bool, str]]) -> list[Figure]:
    return [
        figure(str(value), day_of(month).isoformat())._replace(since=YEAR if total else None, place=place)
        for month, value, total, place in entries
    ]


def model(entries: list[tuple[int, int, bool, str]], until: int) -> int:
    """Month by month: a running total replaces what was reached, an amount is added."""
    reached = 0
    for _, value, total, _ in sorted(entry for entry in entries if entry[0] <= until):
        reached = value if total else reached + value
    return reached


@given(ENTRIES, st.integers(0, 11), st.randoms())
def test_any_order_gives_what_going_through_the_year_gives(entries, until, random) -> None:  # type: ignore[no-untyped-def]
    own = [entry for entry in entries if not entry[3]]
    mixed = told([entry for entry in own if entry[0] <= until])
    random.shuffle(mixed)
    reached = actual_of(mixed, Combine.SUM)
    assert (Fraction(0) if reached is None else reached.exact) == model(own, until)


@settings(max_examples=40)
@given(ENTRIES, st.randoms())
def test_any_permutation_of_the_same_figures_gives_the_same_scorecard(entries, random) -> None:  # type: ignore[no-untyped-def]
    crops = indicator(">= 100", Combine.SUM)._replace(by_place=True)
    held = plan(crops)._replace(places=PLACES)
    figures = told(entries)
    mixed = [one._replace(seq=seq) for seq, one in enumerate(random.sample(figures, len(figures)), start=1)]
    for period in (Period(Span.YEAR, 2024), Period(Span.MONTH, 2024, 5)):
        cards = [score(held, Window.until(period, date(2024, 12, 31)), each) for each in (figures, mixed)]
        one, other = (card.standings[0] for card in cards)
        exact = [(each.actual and each.actual.exact, each.in_period and each.in_period.exact) for each in (one, other)]
        assert exact[0] == exact[1]
        assert one.verdict is other.verdict


@pytest.mark.parametrize(
    ("figures", "gained"),
    [
        ([running("100", "2024-03-31"), running("130", "2024-04-30")], "30"),
        ([figure("100", "2024-03-31"), running("130", "2024-04-30")], "30"),
        ([running("100", "2024-03-31"), figure("30", "2024-04-10"), figure("5", "2024-04-20")], "35"),
        ([running("100", "2024-03-31"), figure("30", "2024-04-10"), running("120", "2024-04-30")], "20"),
        ([running("130", "2024-04-30")], None),
        ([figure("5", "2024-04-10"), running("130", "2024-04-30")], None),
        ([running("100", "2024-03-31")], None),
        ([figure("5", "2024-04-10")], "5"),
    ],
)
def test_a_period_gains_what_its_end_has_over_the_day_before_it(figures: list[Figure], gained: str | None) -> None:
    found = actual_since(figures, Combine.SUM, date(2024, 4, 1))
    assert (found.exact if found else None) == (None if gained is None else Fraction(gained))


def test_a_year_that_begins_earlier_adds_what_the_running_total_does_not_hold() -> None:
    window = Window.until(Period(Span.YEAR, 2024, 1, Calendar.ND09), date(2024, 6, 1))
    figures = [figure("7", "2023-12-20"), running("100", "2024-03-31"), figure("2", "2024-04-30")]
    (standing,) = score(plan(indicator(">= 100", Combine.SUM)), window, figures).standings
    assert standing.actual is not None
    assert standing.actual.exact == 109


def test_a_running_total_of_the_year_before_is_not_counted_in_a_year_that_begins_earlier() -> None:
    window = Window.until(Period(Span.YEAR, 2024, 1, Calendar.ND09), date(2024, 6, 1))
    figures = [running("900", "2023-12-20", date(2023, 1, 1)), figure("2", "2024-04-30")]
    (standing,) = score(plan(indicator(">= 100", Combine.SUM)), window, figures).standings
    assert standing.actual is not None
    assert standing.actual.exact == 2


@pytest.mark.parametrize(
    ("told", "reached"),
    [
        ([running("25", "2022-12-31", date(2022, 1, 1)), running("35", "2023-12-31", date(2023, 1, 1))], 72),
        ([running("20", "2023-06-30", date(2023, 1, 1)), running("35", "2023-12-31", date(2023, 1, 1))], 47),
        ([running("25", "2022-12-31", date(2022, 1, 1)), running("60", "2023-12-31", date(2021, 1, 1))], 72),
        ([running("20", "2021-12-31", date(2021, 1, 1)), figure("7", "2022-03-31")], 39),
    ],
)
def test_running_totals_of_several_years_are_added_where_the_later_does_not_hold_the_earlier(
    told: list[Figure], reached: int
) -> None:
    held = plan(indicator(">= 150", Combine.SUM)._replace(years=Years(2021, 2025)))
    told = [*told, figure("12", "2024-06-30")]
    (standing,) = score(held, Window.until(Period(Span.YEAR, 2024), date(2024, 7, 5)), told).standings
    assert standing.actual is not None
    assert standing.actual.exact == reached


@pytest.mark.parametrize(
    ("own", "reached"),
    [
        ([figure("7", "2024-07-31"), figure("3", "2024-08-31")], 110),
        ([figure("7", "2024-06-30")], 7),
        ([running("120", "2024-07-31")], 120),
    ],
)
@pytest.mark.parametrize("told", [figure, running])
def test_amounts_of_the_whole_after_those_of_its_places_are_added_to_them(
    told: Callable[[str, str], Figure], own: list[Figure], reached: int
) -> None:
    crops = indicator(">= 100", Combine.SUM)._replace(by_place=True)
    held = plan(crops)._replace(places=PLACES)
    of_places = [
        told(value, "2024-06-30")._replace(place=place) for value, place in (("40", "thon-1"), ("60", "thon-2"))
    ]
    card = score(held, Window.until(Period(Span.YEAR, 2024), date(2024, 12, 31)), [*of_places, *own])
    assert card.standings[0].actual is not None
    assert card.standings[0].actual.exact == reached
    disagrees = own[0].since is not None or own[0].on <= date(2024, 6, 30)
    assert card.standings[0].coverage is not None
    assert bool(card.standings[0].coverage.disagreement(crops)) is disagrees


def test_the_whole_of_a_period_after_the_places_is_what_the_whole_reported() -> None:
    crops = indicator(">= 100", Combine.SUM)._replace(by_place=True)
    held = plan(crops)._replace(places=PLACES)
    of_places = [
        figure(value, "2024-06-30")._replace(place=place) for value, place in (("40", "thon-1"), ("60", "thon-2"))
    ]
    window = Window.until(Period(Span.MONTH, 2024, 7), date(2024, 12, 31) - timedelta(1))
    (standing,) = score(held, window, [*of_places, figure("7", "2024-07-31")]).standings
    assert standing.actual is not None
    assert standing.in_period is not None
    assert [standing.actual.exact, standing.in_period.exact] == [107, 7]


EARLY = [figure("90", "2024-01-31"), figure("110", "2024-02-29"), figure("100", "2024-03-31")]
SPRING = [figure("20", "2024-04-30"), figure("20", "2024-05-31"), figure("20", "2024-06-30")]
SEPTEMBER, THIRD = Period(Span.MONTH, 2024, 9), Period(Span.QUARTER, 2024, 3)
monthly = indicator(">= 1200", Combine.SUM, due=date(2024, 1, 31))._replace(frequency=Frequency.MONTHLY)


def in_place(place: str, *figures: Figure) -> list[Figure]:
    return [one._replace(place=place) for one in figures]


@pytest.mark.parametrize(
    ("told", "period", "gained"),
    [
        ([*EARLY, running("640", "2024-09-30")], SEPTEMBER, None),
        ([*EARLY, running("640", "2024-09-30")], THIRD, None),
        ([*EARLY, running("640", "2024-09-30")], SEPTEMBER._replace(calendar=Calendar.ND09, number=10), None),
        ([*EARLY, *SPRING, running("640", "2024-09-30")], THIRD, 280),
        ([*EARLY, *SPRING, running("640", "2024-09-30")], SEPTEMBER, None),
        ([*EARLY, running("360", "2024-06-30"), running("640", "2024-09-30")], THIRD, 280),
        ([*EARLY, figure("280", "2024-09-30")], THIRD, 280),
        ([*EARLY, running("640", "2024-09-30")], Period(Span.YEAR, 2024), 640),
    ],
)
@pytest.mark.parametrize("by_place", [False, True])
def test_what_a_period_gained_is_not_known_where_its_running_total_holds_months_that_lack(
    told: list[Figure], period: Period, gained: int | None, by_place: bool
) -> None:
    held = plan(monthly._replace(by_place=by_place))._replace(places=PLACES)
    both = [*in_place("thon-1", *told), *in_place("thon-2", *EARLY, *SPRING, figure("0", "2024-08-31"))]
    (standing,) = score(held, Window.until(period, date(2024, 10, 14)), both if by_place else told).standings
    more = 360 if by_place and period.span is Span.YEAR else 0
    assert (standing.in_period and standing.in_period.exact) == (None if gained is None else gained + more)


@pytest.mark.parametrize(("told", "gained"), [([], None), (SPRING, 280)])
def test_without_frequency_nothing_lacks_and_what_is_expected_of_a_period_needs_the_months_before(
    told: list[Figure], gained: int | None
) -> None:
    free = monthly._replace(frequency=None)
    (standing,) = score(plan(free), Window.until(THIRD, date.max), [*EARLY, running("640", "2024-09-30")]).standings
    assert standing.in_period
    assert standing.in_period.exact == 340
    of_period = monthly._replace(by_period=(PeriodTarget("2024-Q3", target(">= 300")),))
    expected = {"x": figure("640", "2024-09-30")}
    card = score(plan(of_period), Window.until(THIRD, date(2024, 8, 1)), [*EARLY, *told], (), expected)
    then = card.standings[0].expected
    assert then
    assert then.difference == (None if gained is None else gained - 300)


@pytest.mark.parametrize(
    ("of_first", "gained"),
    [
        ([running("30", "2024-05-31")], None),
        ([figure("30", "2024-04-30")], 3),
        ([figure("30", "2024-04-30"), running("31", "2024-05-31")], 4),
    ],
)
def test_only_a_silent_part_of_a_total_counts_as_nothing_in_a_period(
    of_first: list[Figure], gained: int | None
) -> None:
    parts = tuple(indicator(">= 10", Combine.SUM, id=id) for id in ("p1", "p2"))
    told = [*(one._replace(indicator="p1") for one in of_first), figure("3", "2024-05-31", "p2")]
    window = Window.until(Period(Span.MONTH, 2024, 5), date.max)
    total = score(plan(indicator(">= 10", Combine.TOTAL, parts=parts)), window, told).find("x")
    assert total
    assert (total.in_period and total.in_period.exact) == gained


@pytest.mark.parametrize(("combine", "gained"), [(Combine.SUM, 3), (Combine.MAX, None), (Combine.LATEST, None)])
def test_only_amounts_are_nothing_where_a_part_of_a_total_is_silent(combine: Combine, gained: int | None) -> None:
    parts = indicator(">= 10", combine, id="p1"), indicator(">= 10", Combine.SUM, id="p2")
    told = [figure("30", "2024-04-30", "p1"), figure("3", "2024-05-31", "p2")]
    window = Window.until(Period(Span.MONTH, 2024, 5), date.max)
    total = score(plan(indicator(">= 10", Combine.TOTAL, parts=parts)), window, told).find("x")
    assert total
    assert (total.in_period and total.in_period.exact) == gained


@pytest.mark.parametrize(("years", "gained"), [((2024, 2026), 108), ((2021, 2025), None)])
def test_a_running_total_of_a_span_of_years_is_what_its_first_year_brought(
    years: tuple[int, int], gained: int | None
) -> None:
    held = plan(indicator(">= 200", Combine.SUM)._replace(years=Years(*years)))
    told = [running("108", "2024-08-11", since=date(years[0], 1, 1))]
    (standing,) = score(held, Window.until(Period(Span.YEAR, 2024), date(2024, 9, 1)), told).standings
    assert (standing.in_period and standing.in_period.exact) == gained
