"""Figures of places put together: sums, rates of the union, coverage, which figure counts, and who disagrees."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.making import figure, indicator, plan, target
from thidua_cli.domain.attainment import Verdict
from thidua_cli.domain.due import plan_of_place
from thidua_cli.domain.figure import Amount, Figure, Level
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.places import Past, figures_of_place, grouped
from thidua_cli.domain.plan import (
    Combine,
    Comparator,
    Deductions,
    Frequency,
    Indicator,
    Place,
    PlaceTarget,
    Plan,
    Predecessor,
    ScoreItem,
    Scoring,
    Years,
)
from thidua_cli.domain.scorecard import Scorecard, Standing, Window, score, score_place, trend
from thidua_cli.domain.scoring import score_sheet

YEAR = Period(Span.YEAR, 2024)
END = Window(YEAR, date(2024, 12, 31))
parts = st.tuples(st.integers(0, 900), st.integers(1, 900))
amounts = st.decimals(0, 10**6, places=2, allow_nan=False)


def _places(count: int) -> tuple[Place, ...]:
    return tuple(Place(f"t{number}", f"Thôn {number}") for number in range(1, count + 1))


def _by_place(text: str = ">= 10", combine: Combine = Combine.LATEST, unit: str = "con") -> Indicator:
    return indicator(text, combine, unit=unit)._replace(by_place=True)


def _at(place: str, text: str, on: str = "2024-06-30", seq: int = 1) -> Figure:
    return figure(text, on, seq=seq)._replace(place=place)


def _plan(one: Indicator, count: int) -> Plan:
    return plan(one)._replace(places=_places(count))


def _card(one: Indicator, count: int, *figures: Figure, window: Window = END) -> Scorecard:
    return score(_plan(one, count), window, figures)


def _standing(one: Indicator, count: int, *figures: Figure, window: Window = END) -> Standing:
    return _card(one, count, *figures, window=window).standings[0]


@settings(max_examples=50)
@given(st.lists(parts, min_size=1, max_size=12))
def test_a_pooled_rate_is_the_rate_of_the_union_and_lies_between_the_lowest_and_the_highest(
    rates: list[tuple[int, int]],
) -> None:
    figures = [_at(f"t{n}", f"{upper}/{lower}") for n, (upper, lower) in enumerate(rates, start=1)]
    reached = _standing(_by_place("< 50", unit="%"), len(rates), *figures).actual
    assert reached is not None
    assert reached.exact == Fraction(sum(upper for upper, _ in rates), sum(lower for _, lower in rates)) * 100
    each = [Fraction(upper, lower) * 100 for upper, lower in rates]
    assert min(each) <= reached.exact <= max(each)


def test_a_pooled_rate_keeps_every_digit_of_parts_that_only_a_whole_ledger_can_bring() -> None:
    figures = [_at("t1", "123456789012345678.123456789012/200000000000000000"), _at("t2", "0.000000000001/1")]
    reached = _standing(_by_place("< 50", unit="%"), 2, *figures).actual
    assert reached is not None
    assert reached.parts == (Decimal("123456789012345678.123456789013"), Decimal(200000000000000001))


@settings(max_examples=50)
@given(st.lists(st.lists(amounts, min_size=1, max_size=3), min_size=1, max_size=8))
def test_amounts_add_up_to_the_last_digit(of_places: list[list[Decimal]]) -> None:
    figures = [
        Figure("x", date(2024, day, 1), Amount(amount), Level.OFFICIAL, f"t{place}", 1)
        for place, listed in enumerate(of_places, start=1)
        for day, amount in enumerate(listed, start=1)
    ]
    added = _standing(_by_place(combine=Combine.SUM), len(of_places), *figures).actual
    newest = _standing(_by_place(), len(of_places), *figures).actual
    assert added is not None
    assert newest is not None
    assert added.exact == sum(Fraction(amount) for listed in of_places for amount in listed)
    assert newest.exact == sum(Fraction(listed[-1]) for listed in of_places)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 12), parts), max_size=20), st.randoms())
def test_the_order_of_figures_does_not_matter(entries: list[tuple[int, int, tuple[int, int]]], chance: Random) -> None:
    keys = {(place, month): f"{upper}/{lower}" for place, month, (upper, lower) in entries}
    figures = [_at(f"t{place}", text, f"2024-{month:02}-01") for (place, month), text in keys.items()]
    mixed = list(figures)
    chance.shuffle(mixed)
    one = _by_place("< 50", unit="%")
    before, after = _standing(one, 4, *figures), _standing(one, 4, *mixed)
    assert (before.verdict, before.ratio, before.coverage and before.coverage.gap) == (
        after.verdict, after.ratio, after.coverage and after.coverage.gap,
    )  # fmt: skip
    assert (before.actual and before.actual.exact) == (after.actual and after.actual.exact)


@settings(max_examples=50)
@given(st.integers(1, 6), st.sets(st.integers(1, 6)))
def test_the_commune_has_a_figure_only_when_every_place_has_one(count: int, reporting: set[int]) -> None:
    figures = [_at(f"t{n}", "5") for n in reporting if n <= count]
    standing = _standing(_by_place(), count, *figures)
    held = standing.coverage
    assert held is not None
    assert (held.reported, held.of) == (len(figures), count)
    assert (standing.actual is not None) == (len(figures) == count)
    assert len(held.missing) == count - len(figures)


def test_a_missing_place_is_not_zero() -> None:
    standing = _standing(_by_place("<= 10"), 2, _at("t1", "4"))
    assert standing.verdict is Verdict.NO_DATA
    assert standing.coverage is not None
    assert standing.coverage.together is not None
    assert standing.coverage.together.exact == 4


def test_a_rate_without_parts_is_not_pooled() -> None:
    one = _by_place("< 50", unit="%")
    figures = [_at("t1", "40"), _at("t2", "1/10")]
    pooled = grouped(figures, date(2024, 1, 1), date(2024, 12, 31), _places(2)).coverage(one)
    assert pooled is not None
    assert pooled.without_parts == ("t1",)
    assert (pooled.reported, pooled.of, pooled.is_complete) == (1, 2, False)
    assert pooled.together is not None
    assert pooled.together.exact == 10


def test_the_pooled_figure_has_the_latest_day_the_lowest_level_and_its_parts() -> None:
    estimate = _at("t2", "2/30", "2024-05-31")._replace(level=Level.ESTIMATE)
    reached = _standing(_by_place("< 50", unit="%"), 2, _at("t1", "1/10"), estimate).actual
    assert reached is not None
    assert (reached.on, reached.level, reached.entries) == (date(2024, 6, 30), Level.ESTIMATE, 2)
    assert reached.latest == Amount(numerator=Decimal(3), denominator=Decimal(40))


WHICH = [
    # own day, days of the two places, does the sum of the places count (latest)
    (None, ("06-30", "06-30"), True),
    ("06-29", ("06-30", "06-30"), True),
    ("06-30", ("06-30", "07-31"), False),
    ("06-30", ("07-31", "07-31"), True),
    ("06-30", ("05-31", "07-31"), False),
    ("07-31", ("06-30", "06-30"), False),
    ("06-30", ("07-31", None), False),
]


@pytest.mark.parametrize(("own", "days", "places_count"), WHICH)
def test_the_communes_own_figure_stands_until_every_place_has_a_newer_one(
    own: str | None, days: tuple[str | None, str | None], places_count: bool
) -> None:
    figures = [_at(f"t{n}", "7", f"2024-{day}") for n, day in enumerate(days, start=1) if day]
    if own:
        figures.append(figure("15", f"2024-{own}"))
    standing = _standing(_by_place(), 2, *figures)
    assert standing.coverage is not None
    assert standing.coverage.decides is places_count
    assert standing.actual is not None
    assert standing.actual.exact == (14 if places_count else 15)


def test_amounts_added_up_over_the_year_keep_the_communes_own_account() -> None:
    one = _by_place(combine=Combine.SUM)
    standing = _standing(one, 2, figure("9", "2024-01-31"), _at("t1", "7"), _at("t2", "7"))
    assert standing.actual is not None
    assert standing.actual.exact == 9


def test_within_a_period_the_same_figures_are_used_as_for_the_year() -> None:
    june = Window(Period(Span.MONTH, 2024, 6), date(2024, 6, 30))
    january = [_at("t1", "3", "2024-01-31"), _at("t2", "4", "2024-01-31")]
    added = _standing(_by_place(combine=Combine.SUM), 2, *january, _at("t1", "2"), window=june)
    assert added.actual is not None
    assert added.in_period is not None
    assert (added.actual.exact, added.in_period.exact) == (Fraction(9), Fraction(2))
    latest = _standing(_by_place(), 2, *january, _at("t1", "2"), window=june)
    assert latest.actual is not None
    assert latest.actual.exact == 6
    assert latest.in_period is None


@pytest.mark.parametrize(
    ("unit", "figures", "gap"),
    [
        ("con", ("15", "7", "7"), -1),
        ("con", ("14", "7", "7"), None),
        ("con", ("15", "7", None), None),
        ("con", ("6", "7", None), 1),
        ("%", ("20", "1/10", "3/10"), None),
        ("%", ("25", "1/10", "3/10"), -5),
        ("%", ("5", "1/10", None), None),
    ],
)
def test_a_disagreement_is_told_with_its_exact_size(
    unit: str, figures: tuple[str | None, ...], gap: int | None
) -> None:
    own, *of_places = figures
    listed = [_at(f"t{n}", text) for n, text in enumerate(of_places, start=1) if text]
    card = _card(_by_place("< 50", unit=unit), 2, figure(own or "", "2024-07-31"), *listed)
    (standing,) = card.standings
    assert standing.coverage is not None
    assert standing.coverage.disagreement(standing.indicator) == gap


def test_a_figure_that_newer_ones_of_all_places_replaced_is_history() -> None:
    card = _card(_by_place(), 2, figure("9", "2024-01-31"), _at("t1", "7"), _at("t2", "7"))
    held = card.standings[0].coverage
    assert held is not None
    assert held.gap == 5
    assert held.disagreement(card.standings[0].indicator) is None


def test_what_is_not_collected_by_place_ignores_figures_of_places() -> None:
    standing = _standing(indicator(), 2, figure("9", "2024-01-31"), _at("t1", "7"), _at("t2", "7"))
    assert standing.coverage is None
    assert standing.actual is not None
    assert standing.actual.exact == 9


def test_a_total_adds_parts_that_come_from_places() -> None:
    whole = indicator(">= 10", Combine.TOTAL)._replace(parts=(_by_place()._replace(id="p"), indicator(id="q")))
    figures = [_at("t1", "3")._replace(indicator="p"), _at("t2", "4")._replace(indicator="p")]
    standing = _standing(whole, 2, *figures, figure("5", "2024-06-30", "q"))
    assert standing.actual is not None
    assert standing.actual.exact == 12


def test_a_place_is_judged_by_its_own_target_and_never_by_a_share_it_was_not_given() -> None:
    herd = _by_place(">= 100")._replace(id="herd")
    poor = _by_place("< 4", unit="%")._replace(id="poor")
    other = indicator()._replace(id="other")
    given_to = Place("t1", "Thôn 1", targets=(PlaceTarget("herd", target(">= 40")),))
    made = plan(herd, poor, other)._replace(places=(given_to, Place("t2", "Thôn 2")))
    first, second = (plan_of_place(made, place).sections[0].indicators for place in made.places)
    assert [one.id for one in first] == ["herd", "poor"]
    assert (first[0].target, first[1].target) == (target(">= 40"), poor.target)
    assert (second[0].target.comparator, second[1].target) == (Comparator.REFERENCE, poor.target)


def test_a_scorecard_of_a_place_sees_its_own_figures_only() -> None:
    made = _plan(_by_place("< 50", unit="%"), 2)
    figures = [_at("t1", "1/10"), _at("t2", "9/10"), figure("3", "2024-06-30")]
    cards = [
        score(plan_of_place(made, place), END, figures_of_place(figures, place)).standings[0] for place in made.places
    ]
    assert [one.actual and one.actual.exact for one in cards] == [10, 90]
    assert [one.verdict for one in cards] == [Verdict.MET, Verdict.MISSED]


def test_an_indicator_of_a_place_keeps_the_number_it_has_in_the_plan() -> None:
    part = _by_place(unit="%")._replace(id="part")
    whole = indicator(">= 10", Combine.TOTAL)._replace(parts=(indicator(id="own"), part))
    made = plan(indicator(id="first"), whole, _by_place()._replace(id="last"))._replace(places=_places(1))
    numbers = {row.indicator.id: row.number for row in made.rows()}
    card = score_place(made, made.places[0], END, [])
    assert [one.indicator.id for one in card.standings] == ["part", "last"]
    assert [one.row.number for one in card.standings] == [numbers["part"], numbers["last"]]
    assert numbers["part"].endswith("2.2")


def test_a_merger_in_the_middle_of_the_year_adds_up() -> None:
    """Two places until June, the new one from July: amounts of all count, a level only of those that are there."""
    merged = (
        Place("t1", "Thôn 1"),
        Place("t2", "Thôn 2", until=date(2024, 6, 30)),
        Place("t3", "Thôn 3", until=date(2024, 6, 30)),
        Place("t4", "Thôn 4", since=date(2024, 7, 1)),
    )
    first = [_at("t1", "10"), _at("t2", "20"), _at("t3", "30"), _at("t2", "7", "2024-07-15")]
    later = [_at("t1", "11", "2024-12-31"), _at("t4", "55", "2024-12-31")]
    june = Window(Period(Span.HALF, 2024, 1), date(2024, 6, 30))
    for combine, in_june, at_end in ((Combine.SUM, 60, 126), (Combine.LATEST, 60, 66), (Combine.MAX, 60, 66)):
        held = plan(_by_place(combine=combine))._replace(places=merged)
        for window, expected, of in ((june, in_june, 3), (END, at_end, 2)):
            (standing,) = score(held, window, [*first, *later]).standings
            assert standing.coverage is not None
            assert (standing.actual and int(standing.actual.exact), standing.coverage.of) == (expected, of)


@pytest.mark.parametrize(
    ("combine", "frequency", "last", "verdict", "actual"),
    [
        (Combine.LATEST, Frequency.QUARTERLY, date(2024, 7, 31), Verdict.NOT_DUE, None),
        (Combine.LATEST, Frequency.QUARTERLY, date(2024, 9, 30), Verdict.NO_DATA, None),
        (Combine.LATEST, Frequency.MONTHLY, date(2024, 7, 31), Verdict.NO_DATA, None),
        (Combine.MAX, Frequency.HALF_YEARLY, date(2024, 9, 29), Verdict.NOT_DUE, None),
        (Combine.SUM, Frequency.QUARTERLY, date(2024, 7, 31), Verdict.NOT_YET, 40),
        (Combine.SUM, Frequency.QUARTERLY, date(2024, 9, 30), Verdict.NO_DATA, None),
    ],
)
def test_a_new_place_is_waited_for_from_its_first_expected_day_on(
    combine: Combine, frequency: Frequency, last: date, verdict: Verdict, actual: int | None
) -> None:
    """Nobody owes a figure yet: a level is not due, and the sum is what those brought who were there."""
    merged = (
        Place("t1", "Thôn 1"),
        Place("t2", "Thôn 2", until=date(2024, 6, 30)),
        Place("t4", "Thôn 4", since=date(2024, 7, 1)),
    )
    one = _by_place(">= 500", combine)._replace(frequency=frequency, due=date(2024, 3, 31))
    figures = [_at(place, "10", day) for place in ("t1", "t2") for day in ("2024-03-31", "2024-06-30")]
    card = score(plan(one)._replace(places=merged), Window(YEAR, last), figures)
    (standing,) = card.standings
    assert (standing.verdict, standing.actual and int(standing.actual.exact)) == (verdict, actual)


@pytest.mark.parametrize(
    ("last", "late"),
    [(date(2024, 6, 30), {"t1"}), (date(2024, 7, 2), {"t1", "t4"}), (date(2024, 12, 31), {"t1", "t4"})],
)
def test_a_level_without_a_due_day_is_asked_of_a_new_place_from_its_first_day(last: date, late: set[str]) -> None:
    """The commune's is not known without it, so a report that waits for it must not call it not due."""
    places = (Place("t1", "Thôn 1"), Place("t4", "Thôn 4", since=date(2024, 7, 1)))
    held = plan(_by_place(">= 50", Combine.LATEST)._replace(unit="%"))._replace(places=places)
    (standing,) = score(held, Window(YEAR, last), []).standings
    assert {one.place.id for one in standing.overdue if one.place} == late
    if last >= date(2024, 7, 1):
        (of_new,) = score_place(held, places[1], Window(YEAR, last), (), ()).standings
        assert of_new.verdict is Verdict.NO_DATA


@pytest.mark.parametrize(
    ("combine", "frequency", "due", "last", "verdict"),
    [
        (Combine.LATEST, None, None, date(2024, 9, 30), Verdict.NO_DATA),
        (Combine.LATEST, Frequency.YEARLY, date(2024, 6, 30), date(2024, 12, 31), Verdict.NO_DATA),
        (Combine.MAX, Frequency.HALF_YEARLY, date(2024, 6, 30), date(2024, 12, 30), Verdict.NOT_DUE),
        (Combine.SUM, None, None, date(2024, 12, 31), Verdict.MISSED),
        (Combine.SUM, Frequency.YEARLY, date(2024, 6, 30), date(2024, 9, 30), Verdict.NOT_YET),
    ],
)
def test_a_new_place_that_is_asked_nothing_more_this_year_is_waited_for_no_longer(
    combine: Combine, frequency: Frequency | None, due: date | None, last: date, verdict: Verdict
) -> None:
    places = (Place("t1", "Thôn 1"), Place("t2", "Thôn 2", since=date(2024, 7, 1)))
    held = plan(_by_place(">= 50", combine)._replace(frequency=frequency, due=due))._replace(places=places)
    (standing,) = score(held, Window(YEAR, last), [_at("t1", "40")]).standings
    assert standing.verdict is verdict


@pytest.mark.parametrize(
    ("combine", "last", "verdict"),
    [
        (Combine.SUM, date(2024, 6, 30), Verdict.NOT_YET),
        (Combine.LATEST, date(2024, 6, 30), Verdict.NOT_DUE),
        (Combine.SUM, date(2024, 7, 1), Verdict.NO_DATA),
        (Combine.LATEST, date(2024, 7, 1), Verdict.NO_DATA),
    ],
)
def test_a_new_place_has_until_the_working_day_after_its_day_off(
    combine: Combine, last: date, verdict: Verdict
) -> None:
    places = (Place("t1", "Thôn 1"), Place("t2", "Thôn 2", since=date(2024, 6, 10)))
    one = _by_place(">= 50", combine)._replace(frequency=Frequency.MONTHLY, due=date(2024, 1, 31))
    held = plan(one)._replace(places=places, days_off=(date(2024, 6, 30),))
    (standing,) = score(held, Window.until(YEAR, last), [_at("t1", "40", "2024-05-31")]).standings
    assert standing.verdict is verdict


def test_what_a_new_place_is_not_asked_yet_is_left_out_of_rows_over_years_and_of_the_course_too() -> None:
    places = (Place("t1", "Thôn 1"), Place("t2", "Thôn 2", since=date(2024, 7, 1)))
    one = _by_place(">= 50", Combine.SUM)._replace(frequency=Frequency.QUARTERLY, due=date(2024, 3, 31))
    figures = [_at("t1", "10", "2024-03-31"), _at("t1", "12")]
    for row in (one, one._replace(years=Years(2021, 2025))):
        held, window = plan(row)._replace(places=places), Window(YEAR, date(2024, 8, 31))
        (standing,) = score(held, window, figures).standings
        assert (standing.verdict, standing.actual and int(standing.actual.exact)) == (Verdict.NOT_YET, 22)
        assert [int(each.exact) for each in trend(row, held, window, figures)] == [10, 22]


def test_a_mean_of_places_weighs_a_place_by_its_time() -> None:
    halves = (
        Place("t1", "Thôn 1", until=date(2024, 6, 30)),
        Place("t2", "Thôn 2", since=date(2024, 7, 1)),
    )
    held = plan(_by_place(combine=Combine.MEAN))._replace(places=halves)
    (standing,) = score(held, END, [_at("t1", "30"), _at("t2", "30", "2024-12-31")]).standings
    assert standing.actual is not None
    assert standing.actual.exact == 30


def test_a_place_that_is_gone_keeps_its_amounts_and_is_not_judged_by_them() -> None:
    gone = Place("t1", "Thôn 1", targets=(PlaceTarget("x", target(">= 100")),), until=date(2024, 6, 30))
    held = plan(_by_place(combine=Combine.SUM), _by_place()._replace(id="y"))._replace(places=(gone,))
    (standing,) = score_place(held, gone, END, [_at("t1", "30")]).standings
    assert (standing.indicator.id, standing.verdict) == ("x", Verdict.NOT_JUDGED)
    assert standing.stale is None


@pytest.mark.parametrize(
    ("frequency", "due", "asked"),
    [
        (None, None, None),
        (Frequency.MONTHLY, None, None),  # asked for at July's end, but the plan makes nobody late
        (Frequency.ONCE, date(2024, 6, 30), None),  # before its time
        (Frequency.ONCE, date(2024, 9, 30), date(2024, 9, 30)),
        (Frequency.ONCE, date(2025, 1, 15), date(2025, 1, 15)),  # the plan's own day, after the year
        (Frequency.MONTHLY, date(2024, 1, 31), date(2024, 7, 31)),
    ],
)
def test_a_new_place_has_a_due_day_only_where_the_plan_asks_it_of_places(
    frequency: Frequency | None, due: date | None, asked: date | None
) -> None:
    new = Place("t4", "Thôn 4", since=date(2024, 7, 1))
    held = plan(_by_place(unit="%")._replace(frequency=frequency, due=due))._replace(
        places=(Place("t1", "Thôn 1"), new)
    )
    card = score_place(held, new, END, [_at("t4", "1/10", "2024-12-31")])
    assert card.standings[0].indicator.due == asked
    scale = Scoring(Decimal(9), (ScoreItem("x", Decimal(9)),), deductions=Deductions(late=Decimal(2)))
    sheet = score_sheet(card, scale, {("t4", "x"): date(2025, 2, 1)}, "t4")
    assert sheet.deducted == (2 if asked else 0)


def test_a_new_place_of_which_nothing_is_asked_this_year_is_not_due_and_names_no_day() -> None:
    new = Place("t4", "Thôn 4", since=date(2024, 7, 1))
    held = plan(_by_place(unit="%")._replace(due=date(2024, 6, 30)))._replace(places=(new,))
    (standing,) = score_place(held, new, END, []).standings
    assert (standing.verdict, standing.indicator.due) == (Verdict.NOT_DUE, None)


def test_what_an_old_commune_has_is_found_by_id_then_by_code_and_its_rows_are_gone_through_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = [indicator(id=id)._replace(code=code) for id, code in (("a", "B"), ("b", "C"), ("c", "C"), ("d", None))]
    old, rows, times = plan(*held), list(plan(*held).rows()), iter("1")
    monkeypatch.setattr(Plan, "rows", lambda self: rows if next(times) else [])
    past = Past(Predecessor("x", "X", date(2024, 6, 30), "x.jsonl"), [figure("1", "2024-01-31", id="b")], old)
    asked = [("a", "C"), ("z", "B"), ("z", "C"), ("z", None), ("z", "Z"), ("d", "Z")]
    found = [past.find(indicator(id=id)._replace(code=code)) for id, code in asked]
    assert [one and one.id for one in found] == ["a", "a", "b", None, None, "d"]
    own = past.of(indicator(id="z")._replace(code="C"), date(2024, 1, 1), date(2024, 12, 31))[0]
    assert [one.indicator for one in own] == ["z"]
    assert next(times, None) is None
