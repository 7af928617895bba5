"""Suspected slips of the keyboard: a power of ten, a wrong unit, a running total typed as an amount, a stray zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from .figure import Amount, Draft, Figure
from .plan import Combine, Comparator, Frequency, Indicator, Target

TOLERANCE = Fraction(1, 5)
POWERS = (Fraction(10), Fraction(100), Fraction(1000))
# Between the largest quotient that looks like 1/10 and the smallest that looks like ×10 nothing is off.
NEAREST_BELOW = (1 + TOLERANCE) / 10
NEAREST_ABOVE = (1 - TOLERANCE) * 10
FAR = 50
MANY_TIMES = 10
HALF = 50


class Kind(StrEnum):
    """What a suspected slip looks like."""

    MINUS = "minus"
    POWER = "power"
    TOO_LARGE = "too-large"
    TOO_SMALL = "too-small"
    ZERO = "zero"
    BROKEN = "broken"
    DECIMAL_RATE = "decimal-rate"
    WHOLE_YEAR = "whole-year"
    MANY_TIMES = "many-times"
    FALLING = "falling"
    ABOVE_LATER = "above-later"


class Slip(NamedTuple):
    """What it looks like, how many times off (POWER, TOO_LARGE, TOO_SMALL), and what the value was held against."""

    kind: Kind
    reference: Fraction = Fraction(0)
    reference_is_target: bool = False
    factor: Fraction | None = None


class Earlier(NamedTuple):
    """What is known of an indicator's other figures of the plan year, or of its other amounts where they are added up.

    The last one by day that is not 0 (nothing is a multiple of 0), the largest, any negative one, the newest even
    if 0; of what is added up the running totals by day.
    """

    last: Fraction
    largest: Fraction
    has_negative: bool
    newest: Fraction | None = None
    totals: tuple[tuple[date, Fraction], ...] = ()


@dataclass(slots=True)
class Course:
    """One indicator's other figures of a plan year by day, as rows of a file are added to them."""

    amounts: dict[date, Fraction] = field(default_factory=dict)
    totals: dict[date, Fraction] = field(default_factory=dict)
    _last: date = date.min
    _newest: date = date.min
    _summary: Earlier | None = None

    def add(self, one: Draft | Figure) -> None:
        """Take a figure in; an amount of a new day only extends what is known."""
        assert one.on is not None
        assert one.amount is not None
        on, exact, known = one.on, one.amount.exact, self._summary
        is_new = on not in self.amounts and on not in self.totals
        self.amounts.pop(on, None)
        self.totals.pop(on, None)
        (self.amounts if one.since is None else self.totals)[on] = exact
        if known is None or not is_new or one.since is not None:
            self._last = max((day for day, amount in self.amounts.items() if amount), default=date.min)
            self._newest = max(self.amounts, default=date.min)
            self._summary = _earlier(self.amounts, self.totals)
            return
        last, newest = known.last, known.newest
        if exact and on >= self._last:
            self._last, last = on, exact
        if on >= self._newest:
            self._newest, newest = on, exact
        largest = max(known.largest, exact) if known.newest is not None else exact
        self._summary = Earlier(last, largest, known.has_negative or exact < 0, newest, known.totals)

    def reached_before(self, on: date) -> Fraction | None:
        """What the amounts and running totals of the days before come to; None where nothing is known of them."""
        total = max((day for day in self.totals if day < on), default=None)
        after = [exact for day, exact in self.amounts.items() if (total or date.min) < day < on]
        if total is None and not after:
            return None
        return sum(after, self.totals[total] if total else Fraction(0))

    def without(self, on: date) -> Earlier | None:
        """What is known from the other days."""
        if on not in self.amounts and on not in self.totals:
            return self._summary
        rest = ({day: exact for day, exact in held.items() if day != on} for held in (self.amounts, self.totals))
        return _earlier(*rest)


def _earlier(amounts: Mapping[date, Fraction], totals: Mapping[date, Fraction]) -> Earlier | None:
    if not amounts and not totals:
        return None
    last = max((day for day, exact in amounts.items() if exact), default=None)
    return Earlier(
        amounts[last] if last else Fraction(0),
        max(amounts.values(), default=Fraction(0)),
        any(exact < 0 for exact in (*amounts.values(), *totals.values())),
        amounts[max(amounts)] if amounts else None,
        tuple(sorted(totals.items())),
    )


def find_slip(
    one: Draft | Figure, indicator: Indicator, target: Target | None, others: Sequence[Figure]
) -> Slip | None:
    """A suspected slip beside the indicator's other figures of its plan year, or None; the rule is `suspected`'s."""
    return suspected(one, indicator, target, earlier_of(others))


def earlier_of(figures: Iterable[Figure]) -> Earlier | None:
    """The figures of the value's plan year as a slip is held against them; None without figures."""
    ordered = sorted(figures, key=lambda figure: figure.seq)
    amounts = {figure.on: figure.amount.exact for figure in ordered if figure.since is None}
    totals = {figure.on: figure.amount.exact for figure in ordered if figure.since is not None}
    return _earlier(amounts, totals)


def suspected(one: Draft | Figure, indicator: Indicator, target: Target | None, earlier: Earlier | None) -> Slip | None:
    """A suspected slip, or None.

    Held against the last figure other than 0 of the plan year (disbursement and the like start from nothing in it),
    for `sum` against the largest amount so far, a running total against the one before it; and against the target that
    measures the figure. "Off" is within 20 % of ×10, ×100 or ×1000, or fifty times; for a sum only upwards.
    """
    assert one.amount is not None
    value = one.amount.exact
    if indicator.is_yes_no:
        return None
    if target is not None and indicator.baseline is not None:
        target = target.resolved(Fraction(indicator.baseline.value))
    if value < 0 and not (earlier and earlier.has_negative):
        known = earlier.last if earlier else _number(target, value) or Fraction(0)
        return Slip(Kind.MINUS, known, earlier is None)
    if indicator.is_whole and value.denominator != 1:
        return Slip(Kind.BROKEN)
    goal = _number(target, value)
    if one.since is not None:
        assert one.on is not None
        return _of_total(value, one.on, goal, earlier)
    if indicator.combine is Combine.SUM:
        return _of_amount(value, indicator, goal, earlier)
    return _of_level(one.amount, indicator, target, earlier)


def _of_level(amount: Amount, indicator: Indicator, target: Target | None, earlier: Earlier | None) -> Slip | None:
    value = amount.exact
    goal = _number(target, value)
    last = earlier.last if earlier and earlier.last else None
    is_decimal = indicator.is_rate and amount.value is not None and 0 < value <= 1
    if is_decimal and goal is not None and goal >= HALF:
        return Slip(Kind.DECIMAL_RATE, goal, True)
    if not value:
        return _stray_zero(indicator, target, goal, earlier)
    if last is not None and NEAREST_BELOW < value / last < NEAREST_ABOVE:
        return None
    reference, is_target = (last, False) if last else (None if indicator.is_rate else goal, True)
    if reference and (power := _power(value / reference, POWERS + tuple(1 / power for power in POWERS))):
        return Slip(Kind.POWER, reference, is_target, power)
    references = ((last, False), (goal, True))
    for known, is_target in (*references, *_ends(indicator, target)) if is_decimal else ():
        if known and 1 <= value * 200 / known <= 4:  # a hundred times as much would lie between half of it and twice
            return Slip(Kind.DECIMAL_RATE, known, is_target)
    return _far_off(value, references, both_ways=not indicator.is_rate)


def _ends(indicator: Indicator, target: Target | None) -> Iterator[tuple[Fraction, bool]]:
    """What a rate should be like where no single number is its target: a range's ends, and last year's result."""
    for end in (target.value, target.upper) if target is not None and target.upper is not None else ():
        yield Fraction(end), True
    if indicator.baseline is not None:
        yield Fraction(indicator.baseline.value), False


def _stray_zero(
    indicator: Indicator, target: Target | None, goal: Fraction | None, earlier: Earlier | None
) -> Slip | None:
    """A nought where neither the target nor the last figure is one; a rate that is to grow may begin with it."""
    newest = earlier.newest if earlier else None
    begins = newest is None and indicator.is_rate and target is not None and target.comparator is Comparator.AT_LEAST
    if begins or newest == 0 or goal == 0 or (newest is None and goal is None):
        return None
    return Slip(Kind.ZERO, goal or Fraction(0), True) if newest is None else Slip(Kind.ZERO, newest)


def _of_amount(value: Fraction, indicator: Indicator, goal: Fraction | None, earlier: Earlier | None) -> Slip | None:
    largest = earlier.largest if earlier and earlier.newest is not None else None
    reference, is_target = (largest, False) if largest else (goal, True)
    if reference and not (is_target and indicator.is_rate) and (power := _power(value / reference, POWERS)):
        return Slip(Kind.POWER, reference, is_target, power)
    if far := _far_off(value, ((earlier.last if earlier else None, False), (goal, True)), both_ways=False):
        return far
    if indicator.frequency not in (Frequency.ONCE, Frequency.YEARLY):
        if goal is not None and 0 < goal <= value:
            return Slip(Kind.WHOLE_YEAR, goal, True)
        if largest and 0 < largest * MANY_TIMES <= value:
            return Slip(Kind.MANY_TIMES, largest)
    return None


def _of_total(value: Fraction, on: date, goal: Fraction | None, earlier: Earlier | None) -> Slip | None:
    totals = earlier.totals if earlier else ()
    before = max((exact for day, exact in totals if day < on), default=None)
    after = min((exact for day, exact in totals if day > on), default=None)
    if before is not None and value < before:
        return Slip(Kind.FALLING, before)
    if after is not None and value > after:
        return Slip(Kind.ABOVE_LATER, after)
    if before is None and goal and (power := _power(value / goal, POWERS)):
        return Slip(Kind.POWER, goal, True, power)
    return _far_off(value, ((before, False), (goal, True)), both_ways=False)


def _power(quotient: Fraction, powers: Sequence[Fraction]) -> Fraction | None:
    if NEAREST_BELOW < quotient < NEAREST_ABOVE:
        return None
    return next((power for power in powers if abs(quotient / power - 1) <= TOLERANCE), None)


def _far_off(value: Fraction, references: Iterable[tuple[Fraction | None, bool]], *, both_ways: bool) -> Slip | None:
    for reference, is_target in references:
        if not reference or value / reference <= 0:
            continue
        quotient = value / reference
        if quotient >= FAR:
            return Slip(Kind.TOO_LARGE, reference, is_target, quotient)
        if both_ways and quotient <= Fraction(1, FAR):
            return Slip(Kind.TOO_SMALL, reference, is_target, quotient)
    return None


def _number(target: Target | None, value: Fraction) -> Fraction | None:
    """The number a value can be held against: of a range the end that it lies beyond, none where it lies inside."""
    if target is None or target.is_open or not target.comparator.is_number:
        return None
    if target.upper is None:
        return target.bound
    end = min(max(value, Fraction(target.value)), Fraction(target.upper))
    return None if end == value else end


def grows_like_totals(amounts: Sequence[Fraction], target: Target | None) -> bool:
    """Whether four or more amounts that are added up only grow and together exceed the target: running totals?"""
    total = sum(amounts, Fraction(0))
    goal = _number(target, total)
    grows = all(one < other for one, other in pairwise(amounts))
    return len(amounts) >= 4 and grows and goal is not None and total > goal
