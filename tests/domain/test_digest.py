"""What a digest finds: changes between two periods, missing figures, and the year's course."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from domain.making import figure, indicator, plan
from thidua_cli.domain.attainment import Verdict
from thidua_cli.domain.figure import Figure, Level, exact_of
from thidua_cli.domain.period import Period, Span, period_before
from thidua_cli.domain.plan import Adjustment, Calendar, Combine, Frequency, Indicator
from thidua_cli.domain.scorecard import Missing, Scorecard, Window, changes, missing, score, trend

MAY, JUNE = Period(Span.MONTH, 2024, 5), Period(Span.MONTH, 2024, 6)
LATER = date(2024, 12, 31)


def card(one: Indicator, figures: list[Figure], period: Period = JUNE, today: date = LATER) -> Scorecard:
    return score(plan(one), Window.until(period, today), figures)


def found(one: Indicator, *figures: Figure) -> tuple[bool, bool, bool, bool] | None:
    """Turned, moved, firmed, retargeted from May to June; None without a change."""
    seen = changes(card(one, list(figures), MAY), card(one, list(figures)))
    return (seen[0].turned, seen[0].moved, seen[0].firmed, seen[0].retargeted) if seen else None


def test_nothing_new_is_no_change() -> None:
    assert found(indicator(), figure("7", "2024-05-01")) is None


def test_a_figure_that_moves_without_turning_the_verdict() -> None:
    assert found(indicator(), figure("7", "2024-05-01"), figure("8", "2024-06-30")) == (False, True, False, False)


def test_a_figure_that_turns_the_verdict() -> None:
    one, figures = indicator(), [figure("7", "2024-05-01"), figure("10", "2024-06-01")]
    (seen,) = changes(card(one, figures, MAY), card(one, figures))
    assert (seen.before.verdict, seen.now.verdict) == (Verdict.NOT_YET, Verdict.MET)
    assert (exact_of(seen.before.actual), exact_of(seen.now.actual)) == (Fraction(7), Fraction(10))


def test_a_first_figure_moves_but_has_no_gap() -> None:
    one, figures = indicator(), [figure("7", "2024-06-01")]
    (seen,) = changes(card(one, figures, MAY), card(one, figures))
    assert (seen.moved, seen.before.actual, exact_of(seen.now.actual)) == (True, None, Fraction(7))


def test_an_estimate_that_becomes_official_is_a_change_although_the_number_stays() -> None:
    estimate = figure("7", "2024-05-31", level=Level.ESTIMATE)
    assert found(indicator(), estimate, figure("7", "2024-06-30")) == (False, False, True, False)


def test_an_adjusted_target_turns_a_verdict_by_itself() -> None:
    lowered = indicator()._replace(adjustments=(Adjustment(date(2024, 6, 10), indicator(">= 5").target),))
    assert found(lowered, figure("7", "2024-05-01")) == (True, False, False, True)


def test_a_due_day_that_passes_turns_not_due_into_no_data() -> None:
    one = indicator(due=date(2024, 6, 30))
    (seen,) = changes(card(one, [], MAY), card(one, []))
    assert (seen.before.verdict, seen.now.verdict) == (Verdict.NOT_DUE, Verdict.NO_DATA)


def test_the_first_period_of_a_plan_year_has_none_before_it() -> None:
    assert period_before(JUNE) == MAY
    firsts = [Period(Span.MONTH, 2024, 1), Period(Span.QUARTER, 2024, 1), Period(Span.HALF, 2024, 1)]
    assert [period_before(period) for period in (*firsts, Period(Span.YEAR, 2024))] == [None] * 4
    assert period_before(Period(Span.MONTH, 2024, 2, Calendar.ND09)) == Period(Span.MONTH, 2024, 1, Calendar.ND09)


def test_nine_months_are_held_against_the_first_half_of_the_same_calendar() -> None:
    for calendar in Calendar:
        assert period_before(Period(Span.NINE_MONTHS, 2024, 1, calendar)) == Period(Span.HALF, 2024, 1, calendar)


def test_what_is_due_and_absent_is_missing_and_what_is_not_due_is_not() -> None:
    late = indicator(due=date(2024, 6, 30))
    assert [each.last for each in missing(card(late, []))] == [None]
    assert missing(card(indicator(due=date(2024, 7, 1)), [])) == ()
    assert len(missing(card(indicator("~ 10"), []))) == 1


def test_a_monthly_figure_that_did_not_come_again_is_missing_with_its_last_day() -> None:
    monthly = indicator()._replace(frequency=Frequency.MONTHLY)
    figures = [figure("7", "2024-05-31")]
    assert [each.last for each in missing(card(monthly, figures))] == [date(2024, 5, 31)]
    assert missing(card(monthly, [*figures, figure("7", "2024-06-30")])) == ()
    assert missing(card(monthly, figures, today=date(2024, 6, 20))) == ()


def test_a_quarterly_figure_need_not_come_every_month_but_every_quarter() -> None:
    quarterly = indicator()._replace(frequency=Frequency.QUARTERLY)
    figures = [figure("7", "2024-03-31")]
    assert missing(card(quarterly, figures, MAY)) == ()
    assert len(missing(card(quarterly, figures, Period(Span.QUARTER, 2024, 2)))) == 1


def test_the_parts_of_a_total_are_missing_and_not_the_total() -> None:
    total = indicator(combine=Combine.TOTAL, id="t", parts=(indicator(id="a"), indicator(id="b")))
    absent: tuple[Missing, ...] = missing(card(total, [figure("7", "2024-06-01", "a")]))
    assert [each.standing.indicator.id for each in absent] == ["b"]


def test_the_course_of_a_sum_is_its_running_total_at_the_last_figure_of_each_month() -> None:
    figures = [figure("1", "2024-01-05"), figure("2", "2024-01-20"), figure("4", "2024-03-01")]
    course = trend(indicator(combine=Combine.SUM), *card(indicator(), [])[:2], figures)
    assert [(each.on.isoformat(), each.exact) for each in course] == [
        ("2024-01-20", Fraction(3)),
        ("2024-03-01", Fraction(7)),
    ]


@pytest.mark.parametrize("depth", [1, 2])
def test_the_course_of_a_total_begins_when_every_part_has_a_figure(depth: int) -> None:
    total = indicator(combine=Combine.TOTAL, id="t", parts=(indicator(id="a"), indicator(id="b")))
    total = total if depth == 1 else indicator(combine=Combine.TOTAL, id="whole", parts=(total,))
    figures = [figure("1", "2024-01-05", "a"), figure("2", "2024-02-20", "b"), figure("4", "2024-03-01", "a")]
    course = trend(total, *card(total, [])[:2], figures)
    assert [(each.on.isoformat(), each.exact) for each in course] == [
        ("2024-02-20", Fraction(3)),
        ("2024-03-01", Fraction(6)),
    ]


def test_the_course_stops_at_the_cut_off_and_leaves_other_years_out() -> None:
    figures = [figure("1", "2023-12-31"), figure("2", "2024-06-30"), figure("3", "2024-07-01")]
    assert [each.exact for each in trend(indicator(), *card(indicator(), [])[:2], figures)] == [2]
