"""Rounding, once and half-up: the practice of published reports, which binary floats and half-even get wrong."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

PERCENT_PLACES = 2


def round_half_up(value: Decimal | Fraction, places: int) -> Decimal:
    """`value` rounded once, half away from zero, to exactly `places` decimals; never a negative zero."""
    upper, lower = value.as_integer_ratio()
    units = (2 * abs(upper) * 10**places + lower) // (2 * lower)
    return Decimal(f"{'-' if upper < 0 and units else ''}{units}E-{places}")


def round_percent(exact: Fraction, places: int = PERCENT_PLACES) -> Decimal:
    """A percentage rounded half-up that is 100 or 0 only when it truly is (99,996 gives 99,99)."""
    rounded = round_half_up(exact, places)
    step = Decimal(1).scaleb(-places)
    for truth in (0, 100):
        if rounded == truth and exact != truth:
            return rounded + (step if exact > truth else -step)
    return rounded


def shortest(value: Decimal | Fraction, most_places: int = 6) -> Decimal:
    """The exact decimal without trailing zeros where it ends within `most_places`, else half-up to those."""
    text = f"{round_half_up(value, most_places):f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def places_of(exact: Fraction) -> int | None:
    """How many decimals the number has when all are written; None where it does not end."""
    rest = exact.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = 0
    while not rest % 5:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


def exact_or_cut(exact: Fraction, most_places: int = 6) -> Decimal:
    """A number that ends exactly, with all its places; only one that does not is half-up to `most_places`."""
    places = places_of(exact)
    return shortest(exact, most_places if places is None else places)
