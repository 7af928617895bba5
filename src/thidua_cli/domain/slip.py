"""Suspected slips of the keyboard: a value ten, a hundred or a thousand times off, or a sudden minus."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .figure import Figure
from .plan import Combine, Comparator, Indicator, Target

TOLERANCE = Fraction(1, 5)
POWERS = (Fraction(10), Fraction(100), Fraction(1000))
# Between the largest quotient that looks like 1/10 and the smallest that looks like ×10 nothing is off.
NEAREST_BELOW = (1 + TOLERANCE) / 10
NEAREST_ABOVE = (1 - TOLERANCE) * 10


class Slip(NamedTuple):
    """What the value was held against, and how many times off it looks (None: an unexpected minus)."""

    factor: Fraction | None
    reference: Fraction
    reference_is_target: bool = False


class Earlier(NamedTuple):
    """What is known of an indicator's other figures: the last one by day that is not 0, the largest, any negative one.

    Nothing is a multiple of 0, so a 0 is no figure to hold another one against.
    """

    last: Fraction
    largest: Fraction
    has_negative: bool


def earlier_of(figures: Sequence[Figure]) -> Earlier | None:
    """The figures of the value's plan year as a slip is held against them; None without figures."""
    if not figures:
        return None
    amounts = [figure.amount.exact for figure in sorted(figures, key=lambda figure: figure.on)]
    last = next((amount for amount in reversed(amounts) if amount), Fraction(0))
    return Earlier(last, max(amounts), any(amount < 0 for amount in amounts))


def find_slip(value: Fraction, indicator: Indicator, target: Target | None, earlier: Sequence[Figure]) -> Slip | None:
    """A suspected slip beside the indicator's other figures of its plan year, or None; the rule is `suspected`'s."""
    return suspected(value, indicator, target, earlier_of(earlier))


def suspected(value: Fraction, indicator: Indicator, target: Target | None, earlier: Earlier | None) -> Slip | None:
    """A suspected slip, or None.

    Held against the last figure other than 0 of the plan year (disbursement and the like start from nothing in it);
    for `sum` against the largest amount so far, upwards only;
    a first one in another unit than % against the target, where there is one.
    "Off" is within 20 % of ×10, ×100 or ×1000.
    """
    if value < 0 and not (earlier and earlier.has_negative):
        known = earlier.last if earlier else Fraction(target.value if target else 0)
        return Slip(None, known, earlier is None)
    held = _held(indicator, earlier)
    reference = held or _target_number(indicator, target)
    if not reference:
        return None
    quotient = value / reference
    if NEAREST_BELOW < quotient < NEAREST_ABOVE:
        return None
    adds_up = indicator.combine is Combine.SUM
    factors = POWERS if adds_up else POWERS + tuple(1 / power for power in POWERS)
    for factor in factors:
        if abs(quotient / factor - 1) <= TOLERANCE:
            return Slip(factor, reference, not held)
    return None


def _held(indicator: Indicator, earlier: Earlier | None) -> Fraction | None:
    if earlier is None:
        return None
    return earlier.largest if indicator.combine is Combine.SUM else earlier.last


def _target_number(indicator: Indicator, target: Target | None) -> Fraction | None:
    if target is None or indicator.is_rate or target.comparator is Comparator.RANGE:
        return None
    return Fraction(target.value)
