"""The plan as data: rows and numbers, what counts, and the target in force on each day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.making import indicator, plan, target
from thidua_cli.domain.plan import Adjustment, Bounds, Combine, Comparator, Target, TargetInForce
from thidua_cli.domain.target import CEILINGS

JULY, OCTOBER = date(2024, 7, 15), date(2024, 10, 1)
ADJUSTED = indicator(">= 4482.38")._replace(
    printed="4.482,38ha",
    adjustments=(
        Adjustment(OCTOBER, target(">= 4600"), "50/NQ-HĐND"),
        Adjustment(JULY, target(">= 4500"), "45/NQ-HĐND", "4.500 ha"),
    ),
)


@pytest.mark.parametrize(
    ("day", "value", "printed", "decision", "since"),
    [
        ("2023-12-15", "4482.38", "4.482,38ha", None, None),
        ("2024-07-14", "4482.38", "4.482,38ha", None, None),
        ("2024-07-15", "4500", "4.500 ha", "45/NQ-HĐND", JULY),
        ("2024-09-30", "4500", "4.500 ha", "45/NQ-HĐND", JULY),
        ("2024-10-01", "4600", None, "50/NQ-HĐND", OCTOBER),
        ("2024-12-31", "4600", None, "50/NQ-HĐND", OCTOBER),
    ],
)
def test_the_target_in_force_is_the_last_one_that_has_begun(
    day: str, value: str, printed: str | None, decision: str | None, since: date | None
) -> None:
    in_force = ADJUSTED.target_on(date.fromisoformat(day))
    held = TargetInForce(Target(Comparator.AT_LEAST, Decimal(value)), printed, decision, since)
    assert in_force._replace(before=None) == held
    assert (in_force.before is None) == (since is None)


def test_rows_are_numbered_by_section_and_parts_follow_their_total() -> None:
    parts = (indicator(id="a1", combine=Combine.SUM), indicator(id="a2"))
    made = plan(indicator(id="a", combine=Combine.TOTAL, parts=parts), indicator(id="b"), number="2")
    rows = [(row.number, row.indicator.id, row.parent.id if row.parent else None, row.counted) for row in made.rows()]
    assert rows == [
        ("2.1", "a", None, True),
        ("2.1.1", "a1", "a", False),
        ("2.1.2", "a2", "a", False),
        ("2.2", "b", None, True),
    ]


def test_rows_of_a_section_without_a_number_count_from_one() -> None:
    assert [row.number for row in plan(indicator(id="a"), indicator(id="b"), number=None).rows()] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "counted", "as_top", "as_part"),
    [
        (">= 1", None, True, False),
        (">= 1", True, True, True),
        (">= 1", False, False, False),
        ("~ 1", None, False, False),
        ("~ 1", True, False, False),
        ("1..2", None, True, False),
    ],
)
def test_what_the_headline_counts(text: str, counted: bool | None, as_top: bool, as_part: bool) -> None:
    part = indicator(text, id="p", counted=counted)
    rows = plan(part, indicator(id="t", combine=Combine.TOTAL, parts=(part._replace(id="q"),))).rows()
    assert [row.counted for row in rows] == [as_top, True, as_part]


@pytest.mark.parametrize(("before", "after"), [("~ 5", ">= 5"), (">= 5", "~ 5")])
def test_what_is_counted_follows_the_target_in_force_on_a_day(before: str, after: str) -> None:
    changed = indicator(before)._replace(adjustments=(Adjustment(JULY, target(after)),))
    counted_before = before.startswith(">=")
    assert [row.counted for row in plan(changed).rows()] == [counted_before]
    assert [row.counted for row in plan(changed).rows(date(2024, 7, 14))] == [counted_before]
    assert [row.counted for row in plan(changed).rows(JULY)] == [not counted_before]
    assert changed.target.comparator.is_judged is counted_before


def test_a_row_is_found_by_its_exact_id_only() -> None:
    made = plan(indicator(id="a", combine=Combine.TOTAL, parts=(indicator(id="a1"),)))
    found = made.find("a1")
    assert found is not None
    assert found.indicator.id == "a1"
    assert made.find("A1") is made.find("") is made.find("a11") is None


@pytest.mark.parametrize(
    ("combine", "accumulates"),
    [(Combine.SUM, True), (Combine.MAX, True), (Combine.LATEST, False), (Combine.MEAN, False), (Combine.TOTAL, False)],
)
def test_what_can_only_grow_in_a_year(combine: Combine, accumulates: bool) -> None:
    assert indicator(combine=combine).accumulates is accumulates
    total = indicator(combine=Combine.TOTAL, parts=(indicator(combine=Combine.SUM), indicator(combine=combine)))
    assert total.accumulates is accumulates


@pytest.mark.parametrize(
    ("value", "holds"), [("0", True), ("100", True), ("50", True), ("-1/1000", False), ("100001/1000", False)]
)
def test_the_ends_of_plausible_bounds_are_plausible(value: str, holds: bool) -> None:
    assert Bounds(Decimal(0), Decimal(100)).holds(Fraction(value)) is holds


def test_percent_is_a_rate_also_of_something_named() -> None:
    assert indicator(unit="%").is_rate
    assert not indicator(unit="‰").is_rate
    assert indicator(unit="% GDP").is_rate


@pytest.mark.parametrize("comparator", list(Comparator))
def test_lower_is_better_for_ceilings_only(comparator: Comparator) -> None:
    assert (comparator in CEILINGS) == (comparator.value in ("<", "<="))
