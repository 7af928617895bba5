"""A target to reach: its comparator and its number, or its span; and the bounds of what is plausible."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ..named_tuple import NamedTuple


class Comparator(StrEnum):
    """How an actual is held against a target."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="
    RANGE = ".."
    REFERENCE = "~"

    @property
    def is_ceiling(self) -> bool:
        """Lower is better."""
        return self in (Comparator.AT_MOST, Comparator.BELOW)


class Target(NamedTuple):
    """A number to reach, in the indicator's unit; `upper` is set for a range only."""

    comparator: Comparator
    value: Decimal
    upper: Decimal | None = None


class Bounds(NamedTuple):
    """An inclusive span of plausible values, in the indicator's unit."""

    lower: Decimal
    upper: Decimal

    def holds(self, exact: Fraction | Decimal) -> bool:
        """Whether a value lies inside, its ends included."""
        if isinstance(exact, Decimal):
            return self.lower <= exact <= self.upper
        return Fraction(self.lower) <= exact <= Fraction(self.upper)
