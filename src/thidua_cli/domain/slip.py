"""Suspected slips of the keyboard: a value ten, a hundred or a thousand times off, or a sudden minus."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .figure import Figure
from .plan import Combine, Comparator, Indicator, Target

TOLERANCE = Fraction(1, 5)
POWERS = (Fraction(10), Fraction(100), Fraction(1000))


class Slip(NamedTuple):
    """What the value was held against, and how many times off it looks (None: an unexpected minus)."""

    factor: Fraction | None
    reference: Fraction
    reference_is_target: bool = False


def find_slip(value: Fraction, indicator: Indicator, target: Target, earlier: Sequence[Figure]) -> Slip | None:
    """A suspected slip, or None.

    Held against the last figure; for `sum` against the largest amount so far, upwards only;
    a first figure in another unit than % against the target. "Off" is within 20 % of ×10, ×100 or ×1000.
    """
    amounts = [figure.amount.exact for figure in sorted(earlier, key=lambda figure: figure.on)]
    if value < 0 and all(amount >= 0 for amount in amounts):
        return Slip(None, amounts[-1] if amounts else Fraction(target.value), not amounts)
    reference = _reference(indicator, target, amounts)
    if not reference:
        return None
    adds_up = indicator.combine is Combine.SUM
    factors = POWERS if adds_up else POWERS + tuple(1 / power for power in POWERS)
    quotient = value / reference
    for factor in factors:
        if abs(quotient / factor - 1) <= TOLERANCE:
            return Slip(factor, reference, not amounts)
    return None


def _reference(indicator: Indicator, target: Target, amounts: list[Fraction]) -> Fraction | None:
    if amounts:
        return max(amounts) if indicator.combine is Combine.SUM else amounts[-1]
    if indicator.is_rate or target.comparator is Comparator.RANGE:
        return None
    return Fraction(target.value)
