"""Targets of other kinds than a number of the year: none, yes or no, against last year, of a period, of years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.making import figure, indicator, plan, target
from thidua_cli.domain.attainment import Reason, Verdict
from thidua_cli.domain.figure import Actual, Figure, exact_of
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import (
    Adjustment,
    AlsoTarget,
    Baseline,
    Combine,
    Comparator,
    Frequency,
    Indicator,
    PeriodTarget,
    Relative,
    Target,
    Years,
)
from thidua_cli.domain.scorecard import Scorecard, Standing, Window, score

YEAR = Period(Span.YEAR, 2024)
JULY, END = Window(YEAR, date(2024, 7, 5)), Window(YEAR, date(2024, 12, 31))
Q3 = Window(Period(Span.QUARTER, 2024, 3), date(2024, 9, 30))
LATEST, SUM = Combine.LATEST, Combine.SUM


def card(one: Indicator, *figures: Figure, window: Window = JULY, history: tuple[Figure, ...] = ()) -> Scorecard:
    return score(plan(one), window, figures, history)


def judged(one: Indicator, *figures: Figure, window: Window = JULY, history: tuple[Figure, ...] = ()) -> Standing:
    return card(one, *figures, window=window, history=history).standings[0]


def _number(actual: Actual | None) -> int | None:
    return None if actual is None else int(actual.exact)


def test_a_row_without_a_target_is_followed_and_not_judged() -> None:
    one = indicator()._replace(target=Target(Comparator.NONE))
    found = judged(one, figure("5", "2024-06-30"))
    assert (found.verdict, found.ratio.reason, found.row.counted) == (Verdict.NOT_JUDGED, Reason.NO_TARGET, False)
    assert found.difference is None


@pytest.mark.parametrize(
    ("value", "window", "verdict"),
    [("1", JULY, Verdict.MET), ("0", JULY, Verdict.NOT_YET), ("0", END, Verdict.MISSED)],
)
def test_yes_or_no_is_met_or_not_and_has_no_percent(value: str, window: Window, verdict: Verdict) -> None:
    one = indicator()._replace(target=Target(Comparator.YES, Decimal(1)))
    found = judged(one, figure(value, "2024-06-30"), window=window)
    assert (found.verdict, found.ratio.reason, found.attainment.method) == (verdict, Reason.YES_NO, None)
    assert found.row.counted


PERCENT, POINTS = Relative(Decimal(5), in_percent=True), Relative(Decimal("-1.5"))


@pytest.mark.parametrize(
    ("change", "last_year", "number", "reason"),
    [
        (PERCENT, "1000", "1050", None),
        (PERCENT, "0", None, Reason.NO_HISTORY),
        (PERCENT, "-10", None, Reason.NO_HISTORY),
        (PERCENT, None, None, Reason.NO_HISTORY),
        (POINTS, "5.2", "3.7", None),
        (POINTS, "0", "-1.5", Reason.NEGATIVE_TARGET),
        (POINTS, None, None, Reason.NO_HISTORY),
    ],
)
def test_a_target_against_last_year_is_its_result_and_the_change(
    change: Relative, last_year: str | None, number: str | None, reason: Reason | None
) -> None:
    one = indicator()._replace(target=Target(Comparator.AT_LEAST, relative=change))
    history = (figure(last_year, "2023-12-20"),) if last_year else ()
    found = judged(one, figure("1050", "2024-06-30"), history=history)
    held = found.target.target
    assert (None if held.is_open else held.bound) == (None if number is None else Fraction(number))
    assert found.ratio.reason is reason
    if number is None:
        assert (found.verdict, found.difference) == (Verdict.NO_DATA, None)


def test_the_result_of_last_year_is_that_of_its_last_day_else_the_baseline() -> None:
    one = indicator()._replace(
        target=Target(Comparator.AT_LEAST, relative=PERCENT), baseline=Baseline(Decimal(200), date(2023, 12, 31))
    )
    both = (figure("100", "2023-06-30"), figure("120", "2023-12-31"))
    assert judged(one, history=both).target.target.bound == 126
    assert judged(one).target.target.bound == 210
    late = one._replace(baseline=Baseline(Decimal(200), date(2024, 1, 15)))
    assert judged(late).target.target.is_open


HALF_YEARLY = (Frequency.HALF_YEARLY, date(2024, 6, 30))


@pytest.mark.parametrize(
    ("combine", "times", "day", "bound"),
    [
        (LATEST, HALF_YEARLY, "2023-06-30", 210),
        (LATEST, HALF_YEARLY, "2023-12-20", 105),
        (LATEST, (Frequency.MONTHLY, date(2024, 1, 31)), "2023-10-31", 210),
        (Combine.MAX, HALF_YEARLY, "2023-06-30", 210),
        (Combine.MEAN, HALF_YEARLY, "2023-06-30", 210),
        (SUM, (Frequency.SEASON, date(2024, 5, 31)), "2023-05-31", 210),
        (SUM, (None, None), "2023-06-30", 210),
        (SUM, (None, None), "2023-11-30", 105),
        (LATEST, (None, date(2024, 1, 31)), "2023-03-31", 210),
        (LATEST, (Frequency.ONCE, date(2024, 12, 31)), "2023-04-30", 105),
        (LATEST, (Frequency.YEARLY, date(2024, 12, 31)), "2023-12-14", 105),
    ],
)
def test_what_was_recorded_of_last_year_and_stops_before_its_end_gives_way_to_the_baseline(
    combine: Combine, times: tuple[Frequency | None, date | None], day: str, bound: int
) -> None:
    one = indicator(combine=combine)._replace(
        target=Target(Comparator.AT_LEAST, relative=PERCENT), frequency=times[0], due=times[1]
    )
    told = one._replace(baseline=Baseline(Decimal(200), date(2023, 12, 31)))
    assert judged(told, history=(figure("100", day),)).target.target.bound == bound
    ended = judged(told, figure("50", "2024-12-31"), window=END, history=(figure("100", day),))
    assert exact_of(ended.same_period.actual) == (200 if bound == 210 else 100)
    assert not ended.same_period.is_old or bound == 105
    if combine is LATEST:  # without another word on how the year ended its last level stands, and is told as an old one
        found = judged(one, figure("50", "2024-12-31"), window=END, history=(figure("100", day),))
        assert found.target.target.bound == 105
        assert found.same_period.is_old == (bound == 210 and times[0] is not None)


def test_the_baseline_of_a_total_leaves_its_parts_their_own_last_year() -> None:
    relative = Target(Comparator.AT_LEAST, relative=Relative(Decimal(10), in_percent=True))
    part = indicator(id="p")._replace(target=relative, frequency=Frequency.QUARTERLY, due=date(2024, 3, 31))
    whole = indicator(combine=Combine.TOTAL, parts=(part,))._replace(
        target=relative, baseline=Baseline(Decimal(90), date(2023, 12, 31))
    )
    (total, own) = card(whole, history=(figure("45", "2023-09-30", "p"),)).standings
    assert total.target.target.bound == 99
    assert own.target.target.bound == Fraction("49.5")
    (typed, _) = card(whole, history=(figure("45", "2023-06-30"),)).standings
    assert typed.target.target.bound == 99


def test_an_undated_baseline_gives_way_to_what_is_recorded() -> None:
    one = indicator()._replace(
        frequency=Frequency.QUARTERLY,
        due=date(2024, 3, 31),
        baseline=Baseline(Decimal(40)),
    )
    found = judged(one, figure("46", "2024-12-31"), window=END, history=(figure("45", "2023-09-30"),))
    assert exact_of(found.same_period.actual) == 45


def test_a_baseline_is_the_same_period_of_the_whole_years_report_only() -> None:
    one = indicator()._replace(baseline=Baseline(Decimal("5.2"), date(2023, 12, 31)))
    now = figure("4", "2024-06-30")
    assert exact_of(judged(one, now, window=END).same_period.actual) == Fraction("5.2")
    assert judged(one, now, window=JULY).same_period.ratio.reason is Reason.NO_HISTORY
    recorded = (figure("6", "2023-12-31"),)
    assert exact_of(judged(one, now, window=END, history=recorded).same_period.actual) == 6
    undated = one._replace(baseline=Baseline(Decimal("5.2")))
    assert judged(undated, now, window=END).same_period.ratio.reason is Reason.NO_HISTORY


def test_the_target_of_a_period_judges_its_report_alone_by_what_it_brought() -> None:
    one = indicator(">= 1000", SUM)._replace(by_period=(PeriodTarget("2024-Q3", target(">= 300")),))
    figures = (figure("500", "2024-05-15"), figure("200", "2024-08-15", seq=2))
    found = judged(one, *figures, window=Q3)
    assert (found.of_period, found.target.target.value, found.verdict) == (True, Decimal(300), Verdict.MISSED)
    assert (found.difference, found.ratio.percent) == (Fraction(-100), Decimal("66.67"))
    assert found.attainment.percent == Decimal("70.00")
    assert judged(one, *figures, window=Q3._replace(cutoff=date(2024, 9, 1))).verdict is Verdict.NOT_YET
    year = judged(one, *figures, window=END)
    assert (year.of_period, year.target.target.value) == (False, Decimal(1000))


@pytest.mark.parametrize(
    ("own", "other", "verdict"),
    [(">= 80", ">= 95", Verdict.NOT_YET), ("<= 80", "<= 95", Verdict.EXCEEDED), ("<= 80", "<= 85", Verdict.NOT_YET)],
)
def test_the_last_day_of_a_period_closes_its_own_target_and_not_those_of_the_year(
    own: str, other: str, verdict: Verdict
) -> None:
    one = indicator(own)._replace(
        by_period=(PeriodTarget("2024-Q3", target(own)),),
        also=(AlsoTarget("HĐND", target(other)),),
        counted_target=target(">= 50"),
    )
    held = figure("44/50", "2024-09-30")
    found = judged(one, held, window=Q3)
    assert found.verdict is (Verdict.EXCEEDED if own[0] == ">" else Verdict.MISSED)
    assert [held.verdict for held in (*found.also, found.of_count) if held] == [verdict, Verdict.NOT_YET]
    year = judged(one, held, window=END)
    assert year.of_count is not None
    assert year.of_count.verdict is Verdict.MISSED


def test_the_target_of_a_period_changes_from_the_day_of_the_adjustment_that_names_the_period() -> None:
    def held(number: int) -> tuple[PeriodTarget, ...]:
        return (PeriodTarget("2024-Q3", target(f">= {number}")),)

    one = indicator(">= 1000", SUM)._replace(
        by_period=held(300),
        adjustments=(
            Adjustment(date(2024, 8, 1), target(">= 900"), "12/NQ", by_period=held(250)),
            Adjustment(date(2024, 9, 10), target(">= 800"), "15/NQ"),
            Adjustment(date(2024, 9, 20), target(">= 700"), "17/NQ", by_period=held(200)),
        ),
    )
    figures = (figure("500", "2024-05-15"), figure("200", "2024-08-15", seq=2))
    for cutoff, number, decision in (
        ("2024-07-31", 300, None),
        ("2024-08-01", 250, "12/NQ"),
        ("2024-09-19", 250, "12/NQ"),
    ):
        found = judged(one, *figures, window=Q3._replace(cutoff=date.fromisoformat(cutoff)))
        assert (found.of_period, found.target.target.value, found.target.decision) == (True, Decimal(number), decision)
    last = judged(one, *figures, window=Q3)
    assert (last.target.decision, last.verdict, last.difference) == ("17/NQ", Verdict.MET, Fraction(0))
    assert judged(one, *figures, window=END).target.target.value == 700


def test_what_is_expected_of_a_period_is_held_against_the_targets_of_its_report() -> None:
    one = indicator(">= 1000", SUM)._replace(by_period=(PeriodTarget("2024-Q3", target(">= 300")),))
    figures = (figure("500", "2024-05-15"), figure("200", "2024-08-15", seq=2))
    window = Q3._replace(cutoff=date(2024, 9, 1))
    (standing,) = score(plan(one), window, figures, expected={"x": figure("830", "2024-09-30")}).standings
    assert standing.expected is not None
    assert (exact_of(standing.expected.actual), standing.expected.difference) == (Fraction(830), Fraction(30))
    assert standing.expected.verdict is Verdict.EXCEEDED
    assert standing.expected.ratio.percent == Decimal("110.00")


def test_a_row_over_several_years_adds_them_up_and_closes_with_the_last() -> None:
    one = indicator(">= 100", SUM)._replace(years=Years(2021, 2025))
    figures = (figure("40", "2022-06-30"), figure("50", "2024-06-30", seq=2), figure("9", "2020-12-31", seq=3))
    found = judged(one, *figures, window=END)
    assert (_number(found.actual), _number(found.in_period)) == (90, 50)
    assert (found.verdict, found.same_period.ratio.reason) == (Verdict.NOT_YET, Reason.SPAN)
    last = score(plan(one)._replace(year=2025), Window(Period(Span.YEAR, 2025), date(2025, 12, 31)), figures)
    assert last.standings[0].verdict is Verdict.MISSED


def test_other_targets_are_told_and_touch_nothing() -> None:
    plain = indicator(">= 90", unit="%")
    asked = plain._replace(
        also=(AlsoTarget("HĐND xã", target(">= 95")),),
        stretch=target(">= 80"),
        counted_target=target(">= 10"),
    )
    nine = figure("9/10", "2024-06-30")
    found, bare = judged(asked, nine), judged(plain, nine)
    (also,) = found.also
    assert (also.verdict, also.difference, also.ratio.percent) == (Verdict.NOT_YET, Fraction(-5), Decimal("94.74"))
    assert found.of_count is not None
    assert (found.of_count.actual, found.of_count.difference, found.of_count.verdict) == (
        Fraction(9),
        Fraction(-1),
        Verdict.NOT_YET,
    )
    assert (found.stretch, found.verdict, found.attainment) == (True, bare.verdict, bare.attainment)
    typed = judged(asked, figure("90", "2024-06-30"))
    assert typed.of_count is None


def test_last_years_figure_of_a_total_is_used_where_its_parts_have_none() -> None:
    parts = tuple(indicator(id=id) for id in "ab")
    total = indicator(combine=Combine.TOTAL, parts=parts)
    now = (figure("1", "2024-06-01", "a"), figure("2", "2024-06-01", "b"))
    typed = (figure("10", "2023-06-30"), figure("3", "2023-06-30", "a"))
    assert exact_of(judged(total, *now, history=typed).same_period.actual) == 10
    assert exact_of(judged(total, *now, history=(*typed, figure("4", "2023-06-30", "b"))).same_period.actual) == 7
    assert judged(total, figure("99", "2024-06-30")).actual is None


def test_parts_of_a_row_that_is_no_total_are_judged_and_never_counted() -> None:
    inner = indicator(">= 1", id="c")
    part = indicator(">= 4", id="b", parts=(inner,), counted=True)
    whole = indicator(">= 10", parts=(part,))
    found = card(whole, figure("12", "2024-06-30"), figure("5", "2024-06-30", "b"), figure("0", "2024-06-30", "c"))
    told = [(one.row.number, one.verdict, one.row.counted) for one in found.standings]
    assert told == [
        ("1.1", Verdict.EXCEEDED, True),
        ("1.1.1", Verdict.EXCEEDED, False),
        ("1.1.1.1", Verdict.NOT_YET, False),
    ]


class TestExpected:
    def test_what_is_foreseen_is_judged_as_on_the_last_day_and_is_no_actual(self) -> None:
        one = indicator(">= 100", SUM)
        found = score(plan(one), JULY, [figure("40", "2024-06-30")], (), {"x": figure("90", "2024-12-31")}).standings[0]
        assert found.expected is not None
        assert found.expected.actual is not None
        assert (found.expected.actual.exact, found.expected.actual.on) == (Fraction(90), date(2024, 12, 31))
        assert (found.expected.difference, found.expected.verdict) == (Fraction(-10), Verdict.MISSED)
        assert (found.actual and int(found.actual.exact), found.verdict) == (40, Verdict.NOT_YET)

    def test_on_the_last_day_nothing_is_foreseen_any_more(self) -> None:
        found = score(plan(indicator()), END, [], (), {"x": figure("90", "2024-12-31")}).standings[0]
        assert found.expected is None

    def test_a_totals_is_that_of_its_parts_where_all_are_foreseen_or_recorded(self) -> None:
        parts = tuple(indicator(">= 5", id=id) for id in "ab")
        total = indicator(">= 10", combine=Combine.TOTAL, parts=parts)
        foreseen = {"a": figure("7", "2024-12-31", "a")}
        recorded = [figure("4", "2024-06-30", "b")]
        both = score(plan(total), JULY, recorded, (), foreseen).standings
        assert [one.expected and exact_of(one.expected.actual) for one in both] == [11, 7, None]
        assert score(plan(total), JULY, [], (), foreseen).standings[0].expected is None

    @pytest.mark.parametrize(("since", "before", "reached"), [(2021, (), None), (2021, ("500",), 900), (2024, (), 400)])
    def test_of_several_years_nothing_is_foreseen_where_a_running_total_alone_holds_the_years_before(
        self, since: int, before: tuple[str, ...], reached: int | None
    ) -> None:
        """It was 400, 40 %, beside the 800 reached."""
        one = indicator(">= 1000", SUM)._replace(years=Years(since, 2025))
        total = figure("800", "2024-06-30")._replace(since=date(since, 1, 1))
        held = [*(figure(value, "2023-05-05") for value in before), total]
        found = score(plan(one), JULY, held, (), {"x": figure("400", "2024-12-31")}).standings[0].expected
        assert (found and _number(found.actual)) == reached

    @pytest.mark.parametrize(
        ("combine", "since", "percent"),
        [(SUM, 2021, 900), (SUM, 2024, 400), (Combine.MAX, 2021, 500), (Combine.MEAN, 2021, 400)],
    )
    def test_of_several_years_the_years_before_are_in_it_as_on_the_last_day(
        self, combine: Combine, since: int, percent: int
    ) -> None:
        one = indicator(">= 100", combine)._replace(years=Years(since, 2025))
        held = [figure("500", "2023-05-05"), figure("300", "2024-06-30")]
        found = score(plan(one), JULY, held, (), {"x": figure("400", "2024-12-31")}).standings[0].expected
        assert found is not None
        assert (_number(found.actual), found.ratio.percent) == (percent, Decimal(percent))
