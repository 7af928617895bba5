"""Rounding against Decimal's own ROUND_HALF_UP, and percentages that never claim a false 0 or 100."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli.domain.target import exact_or_cut, round_half_up, round_percent, shortest

WIDE = Context(prec=120)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**21), max_value=10**21)
FRACTIONS = st.fractions(min_value=-(10**15), max_value=10**15)


def half_up(value: Decimal, places: int) -> Decimal:
    """The oracle."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("2.675", 2, "2.68"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("94.25", 1, "94.3"),
        ("0.125", 2, "0.13"),
        ("-0.001", 2, "0.00"),
        ("0", 3, "0.000"),
        ("-0", 0, "0"),
        ("1278.3", 2, "1278.30"),
        ("2412.66666667", 0, "2413"),
        ("99.996", 2, "100.00"),
        ("123456789012345678901234567890.125", 2, "123456789012345678901234567890.13"),
    ],
)
def test_halves_go_away_from_zero_and_zero_has_no_sign_b10(value: str, places: int, rounded: str) -> None:
    assert f"{round_half_up(Decimal(value), places):f}" == rounded


@given(DECIMALS, st.integers(0, 8))
def test_rounding_agrees_with_the_decimal_library(value: Decimal, places: int) -> None:
    ours = round_half_up(value, places)
    assert ours == half_up(value, places)
    assert ours.as_tuple().exponent == -places
    assert not (ours.is_zero() and ours.is_signed())


@given(FRACTIONS, st.integers(0, 30))
def test_a_rounded_fraction_is_at_most_half_a_unit_away(value: Fraction, places: int) -> None:
    assert abs(Fraction(round_half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)


@given(FRACTIONS, st.integers(0, 6))
def test_rounding_is_the_same_on_both_sides_of_zero(value: Fraction, places: int) -> None:
    assert round_half_up(-value, places) == -round_half_up(value, places)


@pytest.mark.parametrize(
    ("exact", "places", "percent"),
    [
        ("100", 2, "100.00"),
        ("99.996", 2, "99.99"),
        ("99.995", 2, "99.99"),
        ("99.994", 2, "99.99"),
        ("100.004", 2, "100.01"),
        ("100.005", 2, "100.01"),
        ("0", 2, "0.00"),
        ("0.004", 2, "0.01"),
        ("-0.004", 2, "-0.01"),
        ("0.005", 2, "0.01"),
        ("99.96", 1, "99.9"),
        ("99.6", 0, "99"),
        ("100.4", 0, "101"),
        ("2412.666", 2, "2412.67"),
        ("-181.14035", 2, "-181.14"),
        ("1000000000000000/1", 2, "1000000000000000.00"),
    ],
)
def test_a_percentage_is_0_or_100_only_when_it_truly_is(exact: str, places: int, percent: str) -> None:
    assert f"{round_percent(Fraction(exact), places):f}" == percent


@given(st.fractions(min_value=-300, max_value=2500), st.integers(0, 4))
def test_a_percentage_is_the_half_up_one_unless_that_would_be_untrue(exact: Fraction, places: int) -> None:
    ours, plain = round_percent(exact, places), round_half_up(exact, places)
    assert (ours == 0, ours == 100) == (exact == 0, exact == 100)
    if plain not in (0, 100):
        assert ours == plain
    assert abs(Fraction(ours) - exact) < Fraction(1, 10**places)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1278.30"), "1278.3"),
        (Decimal("100"), "100"),
        (Decimal("1E+3"), "1000"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(-1, 10**9), "0"),
        (Fraction(10**29 + 1, 10), "10000000000000000000000000000.1"),
    ],
)
def test_the_shortest_form_has_no_idle_zeros_and_at_most_six_places(value: Decimal | Fraction, text: str) -> None:
    assert f"{shortest(value):f}" == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1947 * 100, 2048), "95.068359375"),
        (Fraction(-1, 10**9), "-0.000000001"),
        (Fraction(1, 2**30), "0.000000000931322574615478515625"),
        (Fraction(7, 5**3), "0.056"),
        (Fraction(1200), "1200"),
        (Fraction(0), "0"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(1, 3 * 2**30), "0"),
    ],
)
def test_a_number_that_ends_keeps_all_its_places_and_only_another_is_cut(value: Fraction, text: str) -> None:
    assert f"{exact_or_cut(value):f}" == text


@given(st.integers(-(10**20), 10**20), st.integers(0, 40), st.integers(0, 40))
def test_a_number_made_of_halves_and_fifths_is_written_exactly(upper: int, twos: int, fives: int) -> None:
    exact = Fraction(upper, 2**twos * 5**fives)
    assert Fraction(exact_or_cut(exact)) == exact
