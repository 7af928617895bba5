"""Slips of the keyboard: ten, a hundred, a thousand times off, and a sudden minus; honest figures pass."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import exact, figure, indicator
from thidua_cli.domain.figure import Figure
from thidua_cli.domain.plan import Combine
from thidua_cli.domain.slip import Slip, find_slip

FACTORS = ("10", "100", "1000", "1/10", "1/100", "1/1000")


def slip(
    value: str | Fraction,
    *earlier: str,
    target: str = ">= 1000",
    combine: Combine = Combine.LATEST,
    unit: str = "con",
) -> Slip | None:
    """What is found when `value` follows the earlier figures, one a month."""
    judged = indicator(target, combine, unit=unit)
    recorded = [figure(text, f"2024-{month:02d}-01") for month, text in enumerate(earlier, start=1)]
    return find_slip(Fraction(value), judged, judged.target, recorded)


def factor(found: Slip | None) -> Fraction | None:
    return found.factor if found else None


@pytest.mark.parametrize("times", FACTORS)
@pytest.mark.parametrize("close", ["4/5", "9/10", "1", "11/10", "6/5"])
def test_a_value_within_a_fifth_of_a_power_of_ten_is_suspected(times: str, close: str) -> None:
    found = slip(exact(times) * exact(close) * 50, "50")
    assert found == Slip(exact(times), Fraction(50), False)


@pytest.mark.parametrize("times", FACTORS)
@pytest.mark.parametrize("close", ["79/100", "121/100", "1/2", "2"])
def test_a_value_further_off_is_not_suspected(times: str, close: str) -> None:
    assert slip(exact(times) * exact(close) * 50, "50") is None


@pytest.mark.parametrize("value", ["0", "50", "25", "100", "350", "7", "50000000"])
def test_ordinary_changes_pass(value: str) -> None:
    assert slip(value, "50") is None


@given(st.fractions(min_value=Fraction(13, 100), max_value=Fraction(79, 10)), st.integers(1, 10**9))
def test_less_than_eightfold_either_way_is_never_suspected(times: Fraction, last: int) -> None:
    assert slip(times * last, str(last)) is None


def test_the_value_is_held_against_the_last_day_whatever_the_order_of_recording() -> None:
    judged = indicator(">= 1000", unit="con")
    recorded = [figure("500", "2024-07-01", seq=1), figure("5", "2024-04-01", seq=2)]
    assert find_slip(Fraction(5000), judged, judged.target, recorded) == Slip(Fraction(10), Fraction(500), False)
    assert find_slip(Fraction(500), judged, judged.target, recorded) is None


@pytest.mark.parametrize("times", FACTORS)
def test_a_first_figure_is_held_against_the_target(times: str) -> None:
    assert slip(exact(times) * 1000) == Slip(exact(times), Fraction(1000), True)


@pytest.mark.parametrize("times", FACTORS)
def test_a_first_figure_in_percent_is_not_held_against_the_target(times: str) -> None:
    assert slip(exact(times) * 95, target=">= 95", unit="%") is None


@pytest.mark.parametrize("times", FACTORS)
def test_a_later_figure_in_percent_is_held_against_the_last_one(times: str) -> None:
    assert slip(exact(times) * 95, "95", target=">= 95", unit="%") == Slip(exact(times), Fraction(95), False)


def test_a_rate_given_as_two_parts_counts_in_percent() -> None:
    assert slip("9", "9/10", unit="%") == Slip(Fraction(1, 10), Fraction(90), False)


@pytest.mark.parametrize("times", ["10", "100", "1000"])
def test_an_amount_that_adds_up_is_held_against_the_largest_so_far(times: str) -> None:
    found = slip(exact(times) * 60, "60", "8", combine=Combine.SUM)
    assert found == Slip(exact(times), Fraction(60), False)


@pytest.mark.parametrize("times", ["1/10", "1/100", "1/1000"])
def test_an_amount_that_adds_up_may_be_small(times: str) -> None:
    assert slip(exact(times) * 60, "60", combine=Combine.SUM) is None
    assert slip(exact(times) * 1000, combine=Combine.SUM) is None


def test_a_first_amount_that_adds_up_is_held_against_the_target_upwards() -> None:
    assert slip("10000", combine=Combine.SUM) == Slip(Fraction(10), Fraction(1000), True)


@pytest.mark.parametrize("combine", [Combine.LATEST, Combine.SUM, Combine.MEAN, Combine.MAX])
def test_a_minus_where_none_was_is_suspected(combine: Combine) -> None:
    assert slip("-51", "50", combine=combine) == Slip(None, Fraction(50), False)
    assert slip("-1", combine=combine) == Slip(None, Fraction(1000), True)
    assert slip("-1", "0", combine=combine) == Slip(None, Fraction(0), False)


def test_a_minus_after_a_minus_is_nothing_new() -> None:
    assert slip("-2", "-1.5") is None
    assert factor(slip("-20", "-2")) == 10


@pytest.mark.parametrize("earlier", [("0",), ("50", "0")])
def test_nothing_is_a_multiple_of_zero(earlier: tuple[str, ...]) -> None:
    assert slip("70", *earlier) is None


@pytest.mark.parametrize("zeros", [("0",), ("0", "0")])
def test_after_a_zero_the_value_is_held_against_the_last_figure_before_it(zeros: tuple[str, ...]) -> None:
    assert slip("65000", "6000", *zeros) == Slip(Fraction(10), Fraction(6000), False)
    assert slip("600", "6000", *zeros) == Slip(Fraction(1, 10), Fraction(6000), False)
    assert slip("6500", "6000", *zeros) is None


@pytest.mark.parametrize("combine", [Combine.LATEST, Combine.SUM])
def test_after_nothing_but_zeros_the_value_is_held_against_the_target_as_a_first_one_is(combine: Combine) -> None:
    assert slip("10000", "0", combine=combine) == Slip(Fraction(10), Fraction(1000), True)
    assert slip("1000", "0", combine=combine) is None
    assert slip("100", "0", target=">= 10", unit="%") is None


def test_a_first_figure_against_a_zero_target_or_a_range_passes() -> None:
    assert slip("100", target="<= 0") is None
    assert slip("600", target="60..62") is None


def test_a_first_figure_is_held_against_a_reference_number_too() -> None:
    assert slip("110000", target="~ 11000", unit="người") == Slip(Fraction(10), Fraction(11000), True)


def test_no_earlier_figure_is_an_empty_sequence() -> None:
    none: list[Figure] = []
    judged = indicator(">= 1000")
    assert find_slip(Fraction(1000), judged, judged.target, none) is None


def test_without_a_target_a_first_figure_is_only_suspected_of_its_minus() -> None:
    judged = indicator(unit="con")
    assert find_slip(Fraction(1), judged, None, []) is None
    assert find_slip(Fraction(-1), judged, None, []) == Slip(None, Fraction(0), True)
