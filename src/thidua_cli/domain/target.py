"""Targets: how an actual is held against a number, and the number itself, also one that rests on last year's result."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from .rounding import exact_or_cut


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
    def is_ceiling(self) -> bool:
        """Lower is better."""
        return self in (Comparator.AT_MOST, Comparator.BELOW)

    @property
    def is_judged(self) -> bool:
        """A reference and a row without a target are shown, never judged."""
        return self not in (Comparator.REFERENCE, Comparator.NONE)

    @property
    def is_number(self) -> bool:
        """The target is a number: not "yes or no", and not none at all."""
        return self not in (Comparator.NONE, Comparator.YES)

    @property
    def is_floor(self) -> bool:
        """Higher is better."""
        return self in (Comparator.AT_LEAST, Comparator.ABOVE)


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
        if isinstance(exact, Decimal):
            return self.lower <= exact <= self.upper
        return Fraction(self.lower) <= exact <= Fraction(self.upper)


class AlsoTarget(NamedTuple):
    """What a second authority asks for; shown and compared, never judged for the headline."""

    by: str
    target: Target
    printed: str | None = None


class PeriodTarget(NamedTuple):
    """The target of a report of exactly one period (`2024-Q3`), held against what that period brought."""

    period: str
    target: Target
