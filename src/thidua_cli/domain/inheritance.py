"""Xã cũ: what the communes merged into this one add to its figures of last year and of the year of the merger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .figure import INHERITED, Actual, Amount, Figure, Level
from .places import Grouped, grouped, reach
from .plan import Combine, Indicator, Place, Plan, Predecessor, RollUp
from .target import exact_or_cut

ADDABLE = {Combine.SUM: (RollUp.SUM,), Combine.LATEST: (RollUp.SUM, RollUp.RATE)}


class Past(NamedTuple):
    """A predecessor with the figures in force of its own ledger, and its plan where its ledger kept one."""

    predecessor: Predecessor
    figures: Sequence[Figure]
    plan: Plan | None = None

    def of(self, indicator: Indicator, first: date, last: date) -> tuple[list[Figure], tuple[Place, ...]]:
        """Its figures of an indicator up to its last day, found by id, else by the province's code; and its places."""
        until, id = min(last, self.predecessor.until), indicator.id
        rows = list(self.plan.rows()) if self.plan else []
        if indicator.code and all(row.indicator.id != id for row in rows):
            id = next((row.indicator.id for row in rows if row.indicator.code == indicator.code), id)
        own = [one._replace(indicator=indicator.id) for one in self.figures if one.indicator == id]
        return [one for one in own if first <= one.on <= until], self.plan.places if self.plan else ()


def roll_up_of(indicator: Indicator) -> RollUp:
    """How communes add up to one: as the plan says, else amounts of `sum` and whole things, and rates Σ/Σ."""
    if indicator.roll_up is not None:
        return indicator.roll_up
    if indicator.is_rate:
        return RollUp.RATE
    return RollUp.SUM if indicator.combine is Combine.SUM or indicator.is_whole else RollUp.NONE


def is_recastable(indicator: Indicator) -> bool:
    """Whether figures of old communes can be added up to this one's; a total follows its parts."""
    if indicator.combine is Combine.TOTAL:
        return all(is_recastable(part) for part in indicator.parts)
    return roll_up_of(indicator) in ADDABLE.get(indicator.combine, ())


def inherited(plan: Plan, first: date, last: date, pasts: Sequence[Past], *, whole: bool) -> Iterator[Figure]:
    """The predecessors' figures of a stretch of days as figures of this commune; those of their places count as theirs
    where all of them have one. `whole`: only where every predecessor has a figure; else amounts of some count too."""
    measured = (row.indicator for row in plan.rows() if row.indicator.combine is not Combine.TOTAL)
    for indicator in (one._replace(by_place=True) for one in measured if is_recastable(one)):
        found = [(past.predecessor.share, *past.of(indicator, first, last)) for past in pasts]
        held = [(share, grouped(figures, first, last, places)) for share, figures, places in found]
        is_whole = all(reach(indicator, figures) is not None for _, figures in held)
        if is_whole or (not whole and indicator.combine is Combine.SUM):
            yield from _course(indicator, sorted({one.on for _, figures, _ in found for one in figures}), held)


def _course(indicator: Indicator, days: Iterable[date], held: Sequence[tuple[Decimal, Grouped]]) -> list[Figure]:
    """A figure for each day on which all of them together stood otherwise: an amount added, or a new level."""
    made: list[Figure] = []
    before, is_rate = Fraction(0), roll_up_of(indicator) is RollUp.RATE
    for day in days:
        reached = [(share, reach(indicator, figures.until(day))) for share, figures in held]
        present = [(share, one) for share, one in reached if one is not None]
        if indicator.combine is not Combine.SUM and len(present) < len(reached):
            continue
        total = sum((Fraction(share) * one.exact for share, one in present), Fraction(0))
        exact = total - before if indicator.combine is Combine.SUM else total
        amount, before = _pooled(present) if is_rate else Amount(exact_or_cut(exact)), total
        if amount is None or (not is_rate and amount.exact != exact):  # a number that does not end
            return []
        level = Level.lowest(one.level for _, one in present)
        made.append(Figure(indicator.id, day, amount, level, "", INHERITED))
    return made


def _pooled(present: Iterable[tuple[Decimal, Actual]]) -> Amount | None:
    """Σ numerators / Σ denominators, each with its share; None where one has no parts."""
    upper, lower = Fraction(0), Fraction(0)
    for share, one in present:
        if one.parts is None:
            return None
        upper += Fraction(share) * Fraction(one.parts[0])
        lower += Fraction(share) * Fraction(one.parts[1])
    return Amount(numerator=exact_or_cut(upper), denominator=exact_or_cut(lower)) if lower else None
