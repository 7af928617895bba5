"""Targets: how an actual is held against a number, and the number itself, also one that rests on last year's result.

Rounding is here too: once and half-up, the practice of published reports, which binary floats and half-even get wrong.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Comparator(StrEnum):
    """How an actual is held against a target."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="
    RANGE = ".."
    REFERENCE = "~"
    NONE = "none"
    YES = "yes"

    @property
    def is_judged(self) -> bool:
        """A reference and a row without a target are shown, never judged."""
        return self not in (Comparator.REFERENCE, Comparator.NONE)

    @property
    def is_number(self) -> bool:
        """The target is a number: not "yes or no", and not none at all."""
        return self not in (Comparator.NONE, Comparator.YES)

    def is_against(self, other: "Comparator") -> bool:
        """One is a floor, the other a ceiling."""
        return (self in FLOORS and other in CEILINGS) or (self in CEILINGS and other in FLOORS)


FLOORS = (Comparator.AT_LEAST, Comparator.ABOVE)
"""Higher is better."""
CEILINGS = (Comparator.AT_MOST, Comparator.BELOW)
"""Lower is better."""


class Relative(NamedTuple):
    """A change against last year's result: in percent of it (`+5%`), else in the row's own unit (`-1,5 điểm`)."""

    change: Decimal
    in_percent: bool = False


class Target(NamedTuple):
    """A number to reach, in the indicator's unit; `upper` is set for a range only.

    One that is `relative` has no number before `resolved` has given it last year's result; `exact` holds that number
    as a fraction (`100/3`) where it does not end.
    """

    comparator: Comparator
    value: Decimal = Decimal(0)
    upper: Decimal | None = None
    relative: Relative | None = None
    exact: str | None = None

    @property
    def bound(self) -> Fraction:
        """The number that actuals are held against, exactly."""
        return Fraction(self.exact) if self.exact is not None else Fraction(self.value)

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Both ends of a range; else the number, twice."""
        return self.bound, self.bound if self.upper is None else Fraction(self.upper)

    @property
    def is_open(self) -> bool:
        """Relative to a result of last year that nobody knows."""
        return self.relative is not None and self.exact is None

    def resolved(self, last_year: Fraction | None) -> "Target":
        """The target in numbers: last year's result and the change on it; none from nothing, no percent of ≤ 0."""
        if self.relative is None or last_year is None or (self.relative.in_percent and last_year <= 0):
            return self
        change = Fraction(self.relative.change)
        number = last_year * (1 + change / 100) if self.relative.in_percent else last_year + change
        return self._replace(value=exact_or_cut(number), exact=str(number))


class Bounds(NamedTuple):
    """An inclusive span of plausible values, in the indicator's unit."""

    lower: Decimal
    upper: Decimal

    def holds(self, exact: Fraction | Decimal) -> bool:
        """Whether a value lies inside, its ends included."""
        return self.lower <= exact <= self.upper


class AlsoTarget(NamedTuple):
    """What a second authority asks for; shown and compared, never judged for the headline."""

    by: str
    target: Target
    printed: str | None = None


class PeriodTarget(NamedTuple):
    """The target of a report of exactly one period (`2024-Q3`), held against what that period brought."""

    period: str
    target: Target


PERCENT_PLACES = 2


def round_half_up(value: Decimal | Fraction, places: int) -> Decimal:
    """`value` rounded once, half away from zero, to exactly `places` decimals; never a negative zero."""
    upper, lower = value.as_integer_ratio()
    units = (2 * abs(upper) * 10**places + lower) // (2 * lower)
    return Decimal(f"{'-' if upper < 0 and units else ''}{units}E-{places}")


def round_percent(exact: Fraction, places: int = PERCENT_PLACES) -> Decimal:
    """A percentage rounded half-up that is 100 or 0 only when it truly is (99,996 gives 99,99)."""
    rounded = round_half_up(exact, places)
    if rounded not in (0, 100) or exact == rounded:
        return rounded
    return rounded + Decimal(1 if exact > rounded else -1).scaleb(-places)


def shortest(value: Decimal | Fraction, most_places: int = 6) -> Decimal:
    """The exact decimal without trailing zeros where it ends within `most_places`, else half-up to those."""
    text = f"{round_half_up(value, most_places):f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def exact_or_cut(exact: Fraction, most_places: int = 6) -> Decimal:
    """A number that ends exactly, with all its places; only one that does not is half-up to `most_places`."""
    bits = exact.denominator.bit_length()  # a number that ends has no more places than its denominator has bits
    return shortest(exact, most_places if 10**bits % exact.denominator else bits)
