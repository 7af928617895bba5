"""Suspected slips of the keyboard: a power of ten, a wrong unit, a running total typed as an amount, a stray zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
BOTH_WAYS = POWERS + tuple(1 / power for power in POWERS)
# Between the largest quotient that looks like 1/10 and the smallest that looks like ×10 nothing is off.
NEAREST_BELOW = (1 + TOLERANCE) / 10
NEAREST_ABOVE = (1 - TOLERANCE) * 10
FAR = 50
MANY_TIMES = 10
HALF = 50
ALL = 100


class Kind(StrEnum):
    """What is odd about a value that may be a slip, and behind a semicolon what it may come from."""

    MINUS = "là số âm, trước nay chưa có số âm; có thể gõ nhầm"
    ZERO = "là số 0, trong khi {held} là {reference}; chưa có số liệu thì không ghi số 0"
    BROKEN = "có phần lẻ, trong khi {unit} đếm bằng số nguyên; có thể gõ nhầm dấu phẩy"
    DECIMAL_RATE = "không quá 1%, trong khi {held} là {reference}; có phải tỷ lệ viết thập phân (0,95 là 95%)?"
    WHOLE_YEAR = "bằng hoặc hơn cả chỉ tiêu giao của năm ({reference}); có phải lũy kế từ đầu năm (--cumulative)?"
    MANY_TIMES = "gấp từ 10 lần trở lên lần ghi lớn nhất ({reference}); có phải lũy kế (--cumulative), hay nhầm đơn vị?"
    FALLING = "thấp hơn số đã đạt trước ngày ấy ({reference}); lũy kế không giảm, có thể là số riêng của ngày ấy"
    PART_ABOVE_WHOLE = "có tử số lớn hơn mẫu số; có phải viết ngược? Được vượt 100% thì đặt plausible trong kế hoạch"
    GROUPED_BY_COMMAS = (
        "có tử số và mẫu số đều nhỏ hơn 1.000 với đúng ba số lẻ; có phải dấu phẩy ngăn hàng nghìn (2,776 là 2.776)?"
    )
    ABOVE_LATER = "làm số đã đạt cao hơn lũy kế ghi của ngày sau ({reference}); có thể gõ nhầm hoặc nằm trong số khác"
    POWER = "{times} {held} ({reference}); có thể gõ nhầm"
    FAR_OFF = "{times} {held} ({reference}); có thể nhầm đơn vị"


class Slip(NamedTuple):
    """What is odd, what the value was held against, and how many times as much it is (POWER, FAR_OFF)."""

    kind: Kind
    reference: Fraction = Fraction(0)
    reference_is_target: bool = False
    factor: Fraction | None = None


@dataclass
class Course:
    """One indicator's figures of a plan year by day, as rows of a file are added to them; running totals apart."""

    amounts: dict[date, Fraction] = field(default_factory=dict)
    totals: dict[date, Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> Course:
        """The figures of a plan year; of one day the last written counts."""
        course = cls()
        for figure in sorted(figures, key=lambda figure: figure.seq):
            course.add(figure)
        return course

    def add(self, one: Draft | Figure) -> None:
        """Take a figure in, instead of one of the same day."""
        assert one.on is not None
        assert one.amount is not None
        kind, other = (self.amounts, self.totals) if one.since is None else (self.totals, self.amounts)
        kind[one.on] = one.amount.exact
        other.pop(one.on, None)

    @property
    def last(self) -> Fraction:
        """The last amount by day that is not 0, since nothing is a multiple of 0."""
        days = [day for day, exact in self.amounts.items() if exact]
        return self.amounts[max(days)] if days else Fraction(0)

    def reached_before(self, on: date) -> Fraction | None:
        """What the amounts and running totals of the days before come to; None where nothing is known of them."""
        total = max((day for day in self.totals if day < on), default=None)
        after = [exact for day, exact in self.amounts.items() if (total or date.min) < day < on]
        if total is None and not after:
            return None
        return sum(after, self.totals[total] if total else Fraction(0))

    def without(self, on: date) -> Course:
        """What is known from the other days."""
        others = [{day: exact for day, exact in held.items() if day != on} for held in (self.amounts, self.totals)]
        return Course(*others)


def suspected(one: Draft | Figure, indicator: Indicator, target: Target | None, course: Course) -> Slip | None:
    """A suspected slip beside the other days' figures of the plan year, or None.

    Held against the last figure other than 0 of the plan year (disbursement and the like start from nothing in it),
    for `sum` against the largest amount so far, a running total against what was reached before it, both against the
    next running total; and against the target that measures the figure. "Off" is within 20 % of ×10, ×100 or ×1000, or
    fifty times; for a sum only upwards.
    """
    assert one.on is not None
    assert one.amount is not None
    value, known = one.amount.exact, course.without(one.on)
    if indicator.is_yes_no:
        return None
    if target is not None and indicator.baseline is not None:
        target = target.resolved(Fraction(indicator.baseline.value))
    goal = _number(target, value)
    if value < 0 and all(exact >= 0 for exact in (*known.amounts.values(), *known.totals.values())):
        is_first = not known.amounts and not known.totals
        return Slip(Kind.MINUS, goal or Fraction(0) if is_first else known.last, is_first)
    if indicator.is_whole and value.denominator != 1:
        return Slip(Kind.BROKEN)
    if one.amount.parts and all(part.as_tuple().exponent == -3 and 1 <= part < 1000 for part in one.amount.parts):
        return Slip(Kind.GROUPED_BY_COMMAS)
    if one.since is not None:
        return _of_total(value, one.on, goal, known)
    if indicator.combine is Combine.SUM:
        return _of_amount(value, indicator, goal, known) or _above_later(value, one.on, known)
    found = _of_level(one.amount, indicator, target, known)
    is_asked = indicator.is_rate and indicator.plausible is None and known.last <= ALL
    if found or not is_asked or may_exceed(indicator, target) or one.amount.numerator is None or value <= ALL:
        return found
    return Slip(Kind.PART_ABOVE_WHOLE)


def may_exceed(indicator: Indicator, target: Target | None) -> bool:
    """Whether more than 100 % is right: the plan's bounds decide, without any the target that measures it."""
    if indicator.plausible is not None:
        return indicator.plausible.upper > ALL
    if target is not None and indicator.baseline is not None:
        target = target.resolved(Fraction(indicator.baseline.value))
    return target is not None and max(target.ends) > ALL


def _of_level(amount: Amount, indicator: Indicator, target: Target | None, known: Course) -> Slip | None:
    value, last, goal = amount.exact, known.last or None, _number(target, amount.exact)
    is_decimal = indicator.is_rate and amount.value is not None and 0 < value <= 1
    if is_decimal and goal is not None and goal >= HALF:
        return Slip(Kind.DECIMAL_RATE, goal, True)
    if not value:
        # Odd where neither the target nor the last figure is one; a rate that is to grow may begin with it.
        newest = known.amounts[max(known.amounts)] if known.amounts else None
        begins = newest is None and indicator.is_rate and target and target.comparator is Comparator.AT_LEAST
        reference = goal if newest is None else newest
        return None if begins or goal == 0 or not reference else Slip(Kind.ZERO, reference, newest is None)
    if last is not None and NEAREST_BELOW < value / last < NEAREST_ABOVE:
        return None
    references = ((last, False), (goal, True))
    if found := _power(value, references[0] if last else (None if indicator.is_rate else goal, True), BOTH_WAYS):
        return found
    # What it should be like where no single number is its target: a range's ends, and last year's result.
    others = [(end, True) for end in target.ends] if target is not None and target.upper is not None else []
    others += [(Fraction(indicator.baseline.value), False)] if indicator.baseline is not None else []
    for reference, is_target in (*references, *others) if is_decimal else ():
        # A hundred times as much would lie between half of it and twice.
        if reference and 1 <= value * 200 / reference <= 4:
            return Slip(Kind.DECIMAL_RATE, reference, is_target)
    return _far_off(value, references, both_ways=not indicator.is_rate)


def _of_amount(value: Fraction, indicator: Indicator, goal: Fraction | None, known: Course) -> Slip | None:
    largest = max(known.amounts.values(), default=None)
    reference = (largest, False) if largest else (None if indicator.is_rate else goal, True)
    found = _power(value, reference) or _far_off(value, ((known.last, False), (goal, True)), both_ways=False)
    if found or indicator.frequency in (Frequency.ONCE, Frequency.YEARLY):
        return found
    if goal is not None and 0 < goal <= value:
        return Slip(Kind.WHOLE_YEAR, goal, True)
    return Slip(Kind.MANY_TIMES, largest) if largest and 0 < largest * MANY_TIMES <= value else None


def _of_total(value: Fraction, on: date, goal: Fraction | None, known: Course) -> Slip | None:
    before, is_first = known.reached_before(on), not any(day < on for day in known.totals)
    if before is not None and value < before:
        return Slip(Kind.FALLING, before)
    found = _above_later(value, on, known, is_total=True) or _power(value, (goal if is_first else None, True))
    return found or _far_off(value, ((before, False), (goal, True)), both_ways=False)


def _above_later(value: Fraction, on: date, known: Course, *, is_total: bool = False) -> Slip | None:
    """What an amount or a running total above 0 looks like that lifts what is reached above the next running total."""
    later = min((day for day in known.totals if day > on), default=None)
    if later is None or value <= 0:
        return None
    own, total = {on: value}, known.totals[later]
    with_it = Course(known.amounts, known.totals | own) if is_total else Course(known.amounts | own, known.totals)
    return Slip(Kind.ABOVE_LATER, total) if (with_it.reached_before(later) or 0) > total else None


def _power(value: Fraction, held: tuple[Fraction | None, bool], powers: Sequence[Fraction] = POWERS) -> Slip | None:
    reference, is_target = held
    quotient = value / reference if reference else None
    if not reference or not quotient or NEAREST_BELOW < quotient < NEAREST_ABOVE:
        return None
    like = [power for power in powers if abs(quotient / power - 1) <= TOLERANCE]
    return Slip(Kind.POWER, reference, is_target, like[0]) if like else None


def _far_off(value: Fraction, references: Iterable[tuple[Fraction | None, bool]], *, both_ways: bool) -> Slip | None:
    for reference, is_target in references:
        if not reference:
            continue
        quotient = value / reference
        if quotient >= FAR or (both_ways and 0 < quotient <= Fraction(1, FAR)):
            return Slip(Kind.FAR_OFF, reference, is_target, quotient)
    return None


def _number(target: Target | None, value: Fraction) -> Fraction | None:
    """The number a value can be held against: of a range the end that it lies beyond, none where it lies inside."""
    if target is None or target.is_open or not target.comparator.is_number:
        return None
    if target.upper is None:
        return target.bound
    low, high = target.ends
    return None if low <= value <= high else low if value < low else high


def grows_like_totals(amounts: Sequence[Fraction], target: Target | None) -> bool:
    """Whether four or more amounts that are added up only grow and together exceed the target: running totals?"""
    total = sum(amounts, Fraction(0))
    goal = _number(target, total)
    grows = all(one < other for one, other in pairwise(amounts))
    return len(amounts) >= 4 and grows and goal is not None and total > goal
