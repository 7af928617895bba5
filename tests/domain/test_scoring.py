"""Points: full when met, linear below, bonus above, deductions; sums that add up, and more is never worse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import figure, indicator, plan
from thidua_cli.domain.attainment import Verdict
from thidua_cli.domain.figure import Figure
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Better, Combine, Deductions, Indicator, ScoreItem, Scoring
from thidua_cli.domain.scorecard import Window, score
from thidua_cli.domain.scoring import ItemScore, Lapse, Measure, Sheet, score_sheet
from thidua_cli.domain.target import CEILINGS

YEAR = Period(Span.YEAR, 2024)
JUNE = Window.until(YEAR, date(2024, 6, 30))
DECEMBER = Window.until(YEAR, date(2024, 12, 31))
ITEM = ScoreItem("x", Decimal(40), Decimal(1), Decimal(5))
SCALE = Scoring(Decimal(40), (ITEM,), Decimal(10))


def sheet(
    held: Indicator,
    *figures: Figure,
    window: Window = JUNE,
    scale: Scoring = SCALE,
    arrivals: Mapping[tuple[str, str], date] | None = None,
) -> Sheet:
    """The sheet of a plan with this one indicator."""
    return score_sheet(score(plan(held), window, figures), scale, arrivals)


def item(held: Indicator, *figures: Figure, window: Window = JUNE, scale: Scoring = SCALE) -> ItemScore:
    """The one item of that sheet."""
    return sheet(held, *figures, window=window, scale=scale).items[0]


@pytest.mark.parametrize(
    ("target", "actual", "more", "earned", "bonus", "measure"),
    [
        (">= 10", "10", {}, "40", "0", None),
        (">= 10", "10.25", {}, "40", "2.50", None),
        (">= 10", "20", {}, "40", "5", None),
        (">= 10", "9", {}, "36.00", "0", Measure.RATIO),
        (">= 10", "0", {}, "0", "0", Measure.RATIO),
        (">= 10", "-3", {}, "0", "0", Measure.RATIO),
        (">= 10", "9.9999", {}, "39.99", "0", Measure.RATIO),
        ("> 10", "10", {}, "39.99", "0", Measure.RATIO),
        ("> 10", "10.1", {}, "40", "1.00", None),
        (">= 0", "-1", {}, "0", "0", Measure.ALL_OR_NOTHING),
        ("< 4", "3", {}, "40", "0", None),
        ("< 4", "4.5", {}, "0", "0", Measure.ALL_OR_NOTHING),
        ("< 4", "4.5", {"baseline": "6"}, "30.00", "0", Measure.REDUCTION),
        ("< 4", "7", {"baseline": "6"}, "0", "0", Measure.REDUCTION),
        ("< 4", "3.96", {"baseline": "6"}, "40", "2.00", None),
        ("= 100", "100", {}, "40", "0", None),
        ("= 100", "90", {}, "36.00", "0", Measure.NEARNESS),
        ("= 100", "110", {}, "36.00", "0", Measure.NEARNESS),
        ("60..62", "61", {}, "40", "0", None),
        ("60..62", "57", {}, "0", "0", Measure.ALL_OR_NOTHING),
        ("60..62", "65.1", {}, "0", "0", Measure.ALL_OR_NOTHING),
        (">= -5", "-6", {}, "0", "0", Measure.ALL_OR_NOTHING),
        ("60..62", "65.1", {"better": Better.LOWER}, "0", "0", Measure.ALL_OR_NOTHING),
        ("60..62", "65.1", {"better": Better.HIGHER}, "40", "0", None),
    ],
)
def test_points_follow_the_target(
    target: str, actual: str, more: dict[str, object], earned: str, bonus: str, measure: Measure | None
) -> None:
    held = indicator(target, **more)  # type: ignore[arg-type]
    found = item(held, figure(actual, "2024-06-30"))
    assert (found.earned, found.bonus, found.measure) == (Decimal(earned), Decimal(bonus), measure)


def test_a_ceiling_on_a_sum_has_its_points_for_now_and_no_bonus() -> None:
    found = item(indicator("<= 10", Combine.SUM, baseline="20"), figure("3", "2024-06-30"))
    assert (found.standing.verdict, found.earned, found.bonus) == (Verdict.WITHIN, Decimal(40), Decimal(0))


@pytest.mark.parametrize(
    ("due", "window", "verdict"),
    [
        (date(2024, 12, 31), JUNE, Verdict.NOT_DUE),
        (date(2024, 6, 30), JUNE, Verdict.NO_DATA),
        (date(2024, 6, 30), DECEMBER, Verdict.NO_DATA),
    ],
)
def test_without_a_figure_nothing_is_earned_and_nothing_is_lost(due: date, window: Window, verdict: Verdict) -> None:
    found = item(indicator(due=due), window=window)
    assert found.standing.verdict is verdict
    assert (found.earned, found.winnable, found.lost, found.share) == (Decimal(0), Decimal(40), Decimal(0), None)


def test_a_miss_loses_its_points_only_when_the_year_is_over() -> None:
    held, nine = indicator(), figure("9", "2024-06-30")
    assert (item(held, nine).winnable, item(held, nine).lost) == (Decimal(4), Decimal(0))
    closed = item(held, nine, window=DECEMBER)
    assert (closed.winnable, closed.lost) == (Decimal(0), Decimal(4))


def test_a_reference_is_not_scored_and_leaves_the_scale() -> None:
    found = sheet(indicator("~ 10"), figure("9", "2024-06-30"))
    assert found.full == found.earned == found.winnable == 0
    assert found.share is None


class TestDeductions:
    SCALE = SCALE._replace(deductions=Deductions(late=Decimal(2), missing=Decimal(5)))
    DUE = date(2024, 4, 1)

    def test_a_figure_that_is_missing_although_due_costs_points(self) -> None:
        found = sheet(indicator(due=self.DUE), scale=self.SCALE)
        assert [one.fault for one in found.items[0].deductions] == [Lapse.MISSING]
        assert (found.total, found.deducted) == (Decimal(0), Decimal(0))

    @pytest.mark.parametrize(("written", "taken"), [(1, 0), (2, 2)])
    def test_the_due_day_itself_is_in_time_and_the_day_after_is_late(self, written: int, taken: int) -> None:
        arrivals = {("", "x"): date(2024, 4, written)}
        found = sheet(indicator(due=self.DUE), figure("10", "2024-04-01"), scale=self.SCALE, arrivals=arrivals)
        assert (found.deducted, found.total) == (Decimal(taken), Decimal(40 - taken))

    @pytest.mark.parametrize(
        ("due", "written", "days_off", "taken"),
        [
            (date(2024, 3, 30), date(2024, 3, 31), (), 2),  # a plan that names no days off counts every day
            (date(2024, 3, 30), date(2024, 4, 1), (date(2024, 1, 1),), 0),  # a Saturday, until Monday
            (date(2024, 3, 30), date(2024, 4, 2), (date(2024, 1, 1),), 2),
            (date(2024, 4, 18), date(2024, 4, 19), (date(2024, 4, 18),), 0),
            (date(2024, 3, 29), date(2024, 3, 30), (date(2024, 1, 1),), 2),  # a Friday, with a day off after it
        ],
    )
    @pytest.mark.parametrize("place", ["", "a"])
    def test_a_figure_due_on_a_day_off_is_late_only_after_the_next_working_day(
        self, due: date, written: date, days_off: tuple[date, ...], taken: int, place: str
    ) -> None:
        made = plan(indicator(due=due))._replace(days_off=days_off)
        card = score(made, JUNE, [figure("10", "2024-03-29")])
        assert score_sheet(card, self.SCALE, {(place, "x"): written}, place).deducted == taken

    def test_every_part_of_a_total_counts_by_itself(self) -> None:
        parts = tuple(indicator(">= 5", id=name, due=self.DUE) for name in ("a", "b"))
        total = indicator(">= 10", Combine.TOTAL, parts=parts)
        found = sheet(total, figure("5", "2024-04-01", "a"), scale=self.SCALE, arrivals={("", "a"): date(2024, 5, 1)})
        taken = {one.indicator: one.fault for one in found.items[0].deductions}
        assert taken == {"a": Lapse.LATE, "b": Lapse.MISSING}

    def test_without_a_due_day_nothing_is_late(self) -> None:
        found = sheet(indicator(), figure("10", "2024-04-01"), scale=self.SCALE, arrivals={("", "x"): date(2024, 6, 1)})
        assert found.deducted == 0

    def test_the_arrivals_of_a_place_are_its_own(self) -> None:
        mixed = {("", "x"): date(2024, 4, 2), ("thon-1", "x"): date(2024, 4, 2), ("thon-2", "x"): date(2024, 3, 1)}
        card = score(plan(indicator(due=self.DUE)), JUNE, [figure("10", "2024-04-01")])
        taken = {place: score_sheet(card, self.SCALE, mixed, place).deducted for place in ("", "thon-1", "thon-2")}
        assert taken == {"": Decimal(2), "thon-1": Decimal(2), "thon-2": Decimal(0)}


def test_the_bonus_of_all_stays_within_the_scale() -> None:
    scale = Scoring(Decimal(80), (ITEM, ITEM._replace(indicator="y")), Decimal(6))
    both = plan(indicator(), indicator(id="y"))
    figures = [figure("20", "2024-06-30"), figure("20", "2024-06-30", "y")]
    found = score_sheet(score(both, JUNE, figures), scale)
    assert sum(one.bonus for one in found.items) == 10
    assert found.bonus == 6
    assert found.total == 86


def test_deductions_are_taken_from_the_bonus_too_but_not_below_nothing() -> None:
    few = ITEM._replace(points=Decimal(1))
    totals = []
    for late in (4, 9):
        scale = Scoring(Decimal(1), (few,), Decimal(10), Deductions(late=Decimal(late)))
        held, arrivals = indicator(due=date(2024, 4, 1)), {("", "x"): date(2024, 5, 1)}
        totals.append(sheet(held, figure("20", "2024-04-01"), scale=scale, arrivals=arrivals).total)
    assert totals == [Decimal(2), Decimal(0)]


def test_the_easiest_points_come_first_then_what_waits_for_a_figure_then_what_is_not_due() -> None:
    rows = (
        indicator(id="not-due", due=date(2024, 12, 31)),
        indicator(id="missing", due=date(2024, 1, 31)),
        indicator(id="far"),
        indicator(id="met"),
        indicator(id="near", unit="%"),
    )
    scale = Scoring(Decimal(50), tuple(ScoreItem(row.id, Decimal(10)) for row in rows))
    figures = [figure(value, "2024-06-30", id) for value, id in (("5", "far"), ("10", "met"), ("9.9", "near"))]
    found = score_sheet(score(plan(*rows), JUNE, figures), scale).easiest_first()
    assert [one.standing.indicator.id for one in found] == ["near", "far", "missing", "not-due"]


_TARGETS = st.sampled_from([">=", ">", "<=", "<", "="])
_NUMBERS = st.decimals(-50, 200, places=2)
_POINTS = st.decimals("0.01", 100, places=2)


@st.composite
def _indicators(draw: st.DrawFn) -> Indicator:
    text = f"{draw(_TARGETS)} {draw(_NUMBERS)}"
    combine = draw(st.sampled_from([Combine.LATEST, Combine.SUM]))
    baseline = draw(st.none() | _NUMBERS.map(str))
    return indicator(text, combine, baseline=baseline, due=draw(st.none() | st.just(date(2024, 3, 31))))


_ITEMS = st.builds(
    ScoreItem,
    st.just("x"),
    _POINTS,
    st.none() | st.decimals(0, 5, places=2),
    st.just(None),
) | st.builds(ScoreItem, st.just("x"), _POINTS, st.decimals(0, 5, places=2), st.decimals(0, 20, places=2))
_SCALES = st.builds(
    Scoring,
    st.just(Decimal(100)),
    st.tuples(_ITEMS),
    st.decimals(0, 20, places=2),
    st.none() | st.builds(Deductions, st.decimals(0, 50, places=1), st.decimals(0, 50, places=1)),
)
_WINDOWS = st.sampled_from([JUNE, DECEMBER])
_ARRIVALS = st.just({("", "x"): date(2024, 3, 31)}) | st.just({("", "x"): date(2024, 4, 2)})


@given(_indicators(), st.none() | _NUMBERS, _SCALES, _WINDOWS, _ARRIVALS)
def test_points_stay_within_bounds_and_sums_are_the_sums_of_their_parts(
    held: Indicator, actual: Decimal | None, scale: Scoring, window: Window, arrivals: dict[tuple[str, str], date]
) -> None:
    figures = [] if actual is None else [figure(str(actual), "2024-06-30")]
    found = sheet(held, *figures, window=window, scale=scale, arrivals=arrivals)
    for one in found.items:
        assert 0 <= one.earned <= one.full
        assert min(one.winnable, one.lost, one.bonus) >= 0
        assert one.earned + one.winnable + one.lost == one.full
        assert -one.earned.as_tuple().exponent <= 2  # type: ignore[operator]
    assert 0 <= found.total <= found.full + scale.bonus
    assert found.total == found.earned + found.bonus - found.deducted
    assert found.earned == sum(one.earned for one in found.items)
    assert found.earned + found.winnable + found.lost == found.full


@given(_indicators(), _NUMBERS, st.decimals(0, 100, places=2), _SCALES, _WINDOWS, _ARRIVALS)
def test_a_better_figure_is_never_worth_less(
    held: Indicator,
    actual: Decimal,
    step: Decimal,
    scale: Scoring,
    window: Window,
    arrivals: dict[tuple[str, str], date],
) -> None:
    comparator, goal = held.target.comparator, held.target.value
    better = actual - step if comparator in CEILINGS else actual + step
    if comparator.value == "=":
        better = min(better, goal) if actual <= goal else max(actual - step, goal)
    before, after = (
        sheet(held, figure(str(value), "2024-06-30"), window=window, scale=scale, arrivals=arrivals).total
        for value in (actual, better)
    )
    assert after >= before


@given(_indicators(), _NUMBERS, _SCALES)
def test_all_the_points_are_for_what_holds_and_for_nothing_else(
    held: Indicator, actual: Decimal, scale: Scoring
) -> None:
    found = item(held, figure(str(actual), "2024-06-30"), scale=scale)
    holds = found.standing.verdict in (Verdict.EXCEEDED, Verdict.MET, Verdict.WITHIN)
    assert (found.earned == found.full) == (holds or not found.full)
