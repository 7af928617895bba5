"""The league table: ties share a rank, scales may differ, and movement is counted from the month before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import figure, indicator, plan
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Calendar, Place, ScoreItem, Scoring
from thidua_cli.domain.scorecard import Window, score
from thidua_cli.domain.scoring import Sheet, last_month_end, league, score_sheet

WINDOW = Window.until(Period(Span.YEAR, 2024), date(2024, 6, 30))
SCALE = Scoring(Decimal(10), (ScoreItem("x", Decimal(10)),))


def sheets(*points: int | None) -> list[tuple[Place, Sheet]]:
    """One place for each number of points out of 10; None: nothing of it is judged."""
    found = []
    for number, earned in enumerate(points, start=1):
        held = indicator("~ 10" if earned is None else ">= 10")
        card = score(plan(held), WINDOW, [figure(str(earned or 0), "2024-06-30")])
        found.append((Place(f"thon-{number}", f"Thôn {number}"), score_sheet(card, SCALE)))
    return found


@pytest.mark.parametrize(
    ("points", "ranks"),
    [
        ((9, 7, 7, 5), [1, 2, 2, 4]),
        ((5, 7, 9, 7), [1, 2, 2, 4]),
        ((3, 3, 3), [1, 1, 1]),
        ((0, 0), [1, 1]),
        ((5, None, 6), [1, 2, None]),
        ((), []),
    ],
)
def test_equal_points_share_a_rank_and_the_next_rank_counts_them_all(
    points: tuple[int | None, ...], ranks: list[int | None]
) -> None:
    assert [one.rank for one in league(sheets(*points))] == ranks


def test_equals_stand_in_the_order_of_the_plan() -> None:
    assert [one.place.id for one in league(sheets(7, 9, 7))] == ["thon-2", "thon-1", "thon-3"]


def test_places_with_different_scales_are_compared_by_their_share() -> None:
    (first, small), (second, _) = sheets(9, 0)
    two = Scoring(Decimal(20), (ScoreItem("x", Decimal(10)), ScoreItem("y", Decimal(10))))
    rows = plan(indicator(), indicator(id="y"))
    large = score_sheet(score(rows, WINDOW, [figure("8", "2024-06-30"), figure("8", "2024-06-30", "y")]), two)
    table = league([(first, small), (second, large)])
    assert [(one.place.id, one.sheet.total) for one in table] == [("thon-1", Decimal(9)), ("thon-2", Decimal(16))]


def test_movement_is_up_when_the_rank_gets_smaller() -> None:
    table = league(sheets(9, 7, 8), sheets(7, 9, 8))
    assert {one.place.id: one.moved for one in table} == {"thon-1": 2, "thon-3": 0, "thon-2": -2}
    assert [one.moved for one in league(sheets(9, 7))] == [None, None]


@given(st.lists(st.integers(0, 12), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_those_with_more_points(points: list[int]) -> None:
    table = league(sheets(*points))
    totals = [one.sheet.total for one in table]
    assert totals == sorted(totals, reverse=True)
    for one in table:
        assert one.rank == 1 + sum(total > one.sheet.total for total in totals)


@given(st.permutations(range(6)), st.permutations(range(6)))
def test_movements_without_ties_cancel_out(now: list[int], earlier: list[int]) -> None:
    assert sum(one.moved or 0 for one in league(sheets(*now), sheets(*earlier))) == 0


@pytest.mark.parametrize(
    ("cutoff", "calendar", "before"),
    [
        ("2024-06-30", Calendar.CIVIL, "2024-05-31"),
        ("2024-07-05", Calendar.CIVIL, "2024-06-30"),
        ("2024-01-31", Calendar.CIVIL, None),
        ("2024-06-14", Calendar.ND09, "2024-05-14"),
        ("2024-01-10", Calendar.ND09, None),
        ("2024-01-15", Calendar.ND09, "2024-01-14"),
    ],
)
def test_the_day_compared_with_is_the_end_of_the_month_before(
    cutoff: str, calendar: Calendar, before: str | None
) -> None:
    window = Window(Period(Span.YEAR, 2024, 1, calendar), date.fromisoformat(cutoff))
    assert last_month_end(window) == (date.fromisoformat(before) if before else None)
