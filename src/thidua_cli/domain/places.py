"""Figures put together: of places, and of the communes merged into this one (xã cũ), as figures of its own.

Amounts are added up, rates are Σ numerators / Σ denominators, never the average of percentages: places differ in size.
So a place's rate counts only when its two parts are known.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from .figure import EXACTLY, INHERITED, Actual, Amount, Figure, Level, actual_since
from .plan import Combine, Indicator, Place, Plan, Predecessor, RollUp, Target
from .target import exact_or_cut

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def by(many: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Results by what `key` tells of them, in the order in which it tells it first."""
    found: defaultdict[K, list[T]] = defaultdict(list)
    for one in many:
        found[key(one)].append(one)
    return dict(found)


class Coverage(NamedTuple):
    """An indicator collected by place: each place's own actual in the plan's order, who is missing, what those that
    reported come to together, the commune's own figure, and which of the two is used.

    `former` are places that are no longer (or not yet) there, whose amounts still belong to the year's sum or mean.
    `decides`: the places together are the commune's. `adds`: the commune's own amounts all came after those of the
    places, so both are added up. `unasked` names those of the missing of whom nothing was expected yet: a level is not
    complete without them, what adds up is. `is_complete`: every other place has a figure that counts.
    """

    actuals: tuple[tuple[str, Actual], ...]
    missing: tuple[str, ...]
    without_parts: tuple[str, ...]
    together: Actual | None
    former: tuple[tuple[str, Actual], ...] = ()
    own: Actual | None = None
    decides: bool = False
    adds: bool = False
    unasked: tuple[str, ...] = ()
    is_complete: bool = False

    @property
    def reported(self) -> int:
        """How many places have a figure that counts."""
        return len(self.actuals)

    @property
    def of(self) -> int:
        """How many places there are."""
        return len(self.actuals) + len(self.missing) + len(self.without_parts)

    @property
    def gap(self) -> Fraction | None:
        """Places together − the commune's own, in the indicator's unit; None unless both exist."""
        return None if self.own is None or self.together is None else self.together.exact - self.own.exact

    def disagreement(self, indicator: Indicator) -> Fraction | None:
        """Places − commune where both speak about the same and differ; None where they agree or cannot be compared.

        A figure that newer ones of all places have replaced is history. While places are missing, only a partial sum
        that is already above the commune's own contradicts it.
        """
        gap = self.gap
        is_comparable = self.is_complete or (gap is not None and gap > 0 and not indicator.is_rate)
        return gap if gap and is_comparable and not (self.decides or self.adds) else None


class Days(NamedTuple):
    """A stretch of days, both ends included."""

    first: date
    last: date


def adds_up(indicator: Indicator) -> bool:
    """Whether what a place brought in its time stays in the commune's figure of the whole year."""
    return indicator.combine in (Combine.SUM, Combine.MEAN) and not indicator.is_rate


def sum_of(reached: Sequence[Actual]) -> Actual:
    """Actuals added up: dated by the latest, with the lowest level and the figures of all. At least one is given."""
    numerators: defaultdict[int, int] = defaultdict(int)
    for one in reached:  # of the same denominator as whole numbers first, for speed
        numerators[one.exact.denominator] += one.exact.numerator
    return Actual(
        exact=sum((Fraction(upper, lower) for lower, upper in numerators.items()), Fraction(0)),
        on=max([one.on for one in reached]),
        level=Level.lowest([one.level for one in reached]),
        figures=tuple([figure for one in reached for figure in one.figures]),
    )


def target_for(indicator: Indicator, place: Place | None, day: date) -> Target | None:
    """What a figure of that day is measured by: for a place its own share, for a rate without one the commune's.

    None for a place's amount without a share: the commune's target says nothing about it.
    """
    if place is not None:
        own = next((one.target for one in place.targets if one.indicator == indicator.id), None)
        if own is not None or not indicator.is_rate:
            return own
    return indicator.target_on(day).target


def figures_of_place(figures: Iterable[Figure], place: Place) -> list[Figure]:
    """One place's figures of its time as the place's own."""
    return [figure._replace(place="") for figure in figures if figure.place == place.id and place.exists_on(figure.on)]


class Grouped(NamedTuple):
    """A window's figures by indicator and place id (empty: the commune's own).

    With a `start` they are those of the year up to the end of a period that begins on that day. `known` is what
    `coverage` has found, by indicator; `unasked` of which new places nothing is expected yet, by indicator. `due_by` is
    the last day whose figures should be there.
    """

    held: Mapping[str, Mapping[str, Sequence[Figure]]]
    places: tuple[Place, ...]
    days: Days
    known: "dict[str, Coverage]"
    start: date | None = None
    unasked: Mapping[str, Sequence[str]] = MappingProxyType({})
    due_by: date = date.max

    def since(self, first: date) -> "Grouped":
        """The period from `first` on."""
        return self._replace(start=first, known={})

    def until(self, last: date) -> "Grouped":
        """The figures up to `last`."""
        held = {
            indicator: {place: [one for one in figures if one.on <= last] for place, figures in by_place.items()}
            for indicator, by_place in self.held.items()
        }
        return self._replace(held=held, days=Days(self.days.first, last), known={}, due_by=min(self.due_by, last))

    def of(self, indicator: Indicator, place: str = "") -> Sequence[Figure]:
        """An indicator's figures, of the commune's own or of one of its places."""
        return self.held.get(indicator.id, {}).get(place, ())

    def reached(self, indicator: Indicator, place: str = "") -> Actual | None:
        """What these come to."""
        return actual_since(self.of(indicator, place), indicator.combine, self.start)

    def coverage(self, indicator: Indicator) -> Coverage | None:
        """The places of an indicator that is collected by place."""
        if not indicator.by_place or not self.places:
            return None
        if indicator.id not in self.known:
            self.known[indicator.id] = _coverage(indicator, self)
        return self.known[indicator.id]


def _coverage(indicator: Indicator, figures: Grouped) -> Coverage:
    """Which figure is the commune's: its own, unless it has none or every place has a newer one.

    The places count only when all of them have reported: a part of the commune is not the commune.
    Amounts that are added up over the year have no "newer": there the commune's own figures stand, unless they begin
    after the last of the places or are its predecessors' (a merger within the year); a running total of the commune
    holds the places', running totals of all places that began before the merger hold the predecessors'.
    """
    held, own = _put_together(indicator, figures), figures.reached(indicator)
    if own is None or held.together is None or not held.is_complete:
        return held._replace(own=own, decides=held.is_complete)
    if indicator.combine is Combine.SUM:
        last = held.together.on
        holds = [any(one.since and one.since <= own.on for one in each.figures) for _, each in held.actuals]
        old = [one.seq == INHERITED for one in own.figures]
        apart = (one.seq == INHERITED or (one.on > last and one.since is None) for one in own.figures)
        is_held, is_apart = all(holds) and all(old), all(apart) and not (any(holds) and any(old))
        return held._replace(own=own, decides=is_held, adds=is_apart)
    newer = indicator.combine is Combine.LATEST and all(reached.on > own.on for _, reached in held.actuals)
    return held._replace(own=own, decides=newer)


def _put_together(indicator: Indicator, figures: Grouped) -> Coverage:
    """What the places' figures come to; reported and missing are the places that are there on the last day.

    A mean of a place that was there only for a time weighs as much as that time.
    """
    present: list[tuple[str, Actual | None]] = []
    former: list[tuple[str, Actual]] = []
    first, last = figures.start or figures.days.first, figures.days.last
    for place in figures.places:
        own = figures.reached(indicator, place.id)
        if own is not None and indicator.combine is Combine.MEAN and not indicator.is_rate:
            there = (min(last, place.until or last) - max(first, place.since or first)).days + 1
            own = own._replace(exact=own.exact * Fraction(max(there, 0), (last - first).days + 1))
        if place.exists_on(last):
            present.append((place.id, own))
        elif own is not None and adds_up(indicator):
            former.append((place.id, own))
    missing = tuple([id for id, own in present if own is None])
    without_parts = tuple([id for id, own in present if own and indicator.is_rate and own.parts is None])
    actuals = tuple([(id, own) for id, own in present if own and id not in without_parts])
    reporting = [own for _, own in (*actuals, *former)]
    together = sum_of(reporting) if reporting else None
    if together is not None and indicator.is_rate:
        parts = [one.parts for one in reporting if one.parts]
        amount = Amount(None, *(reduce(EXACTLY.add, added, Decimal(0)) for added in zip(*parts, strict=True)))
        together = together._replace(exact=amount.exact, latest=amount)
    new = set(missing) & set(figures.unasked.get(indicator.id, ()))
    unasked = tuple(place.name for place in figures.places if place.id in new)
    is_all = together is not None and not without_parts and len(missing) == (len(new) if adds_up(indicator) else 0)
    return Coverage(actuals, missing, without_parts, together, tuple(former), unasked=unasked, is_complete=is_all)


def grouped(figures: Iterable[Figure], first: date, last: date, places: tuple[Place, ...]) -> Grouped:
    """The figures from `first` to `last`, both included, by indicator and place; a place's of its own time only."""
    held: defaultdict[str, defaultdict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    there = {place.id: place for place in places}
    for figure in figures:
        place = there.get(figure.place) if figure.place else None
        if first <= figure.on <= last and (place.exists_on(figure.on) if place else not figure.place):
            held[figure.indicator][figure.place].append(figure)
    return Grouped(held, places, Days(first, last), {})


def reach(indicator: Indicator, figures: Grouped, year: Grouped | None = None, *, typed: bool = False) -> Actual | None:
    """What an indicator has reached from grouped figures; a total only when every part has an actual.

    `typed`: a total of an earlier year, whose figure may have been typed, has that one where its parts lack one.
    Whether the places or the commune's own figures are used is decided once, from those of the `year`. Within a period
    a sum, or a place of it, that added nothing counts as 0 beside others; a level is not known without it.
    """
    start = figures.start or date.min
    if indicator.combine is Combine.TOTAL:
        parts = [(part, reach(part, figures, year, typed=typed)) for part in indicator.parts]
        present = [one for _, one in parts if one is not None]
        lacking = [leaf for part, one in parts if one is None for leaf in part.measured()]
        every = (one for leaf in lacking for own in figures.held.get(leaf.id, {}).values() for one in own)
        silent = all(leaf.combine is Combine.SUM for leaf in lacking) and all(one.on < start for one in every)
        if present and (not lacking or (figures.start and silent)):
            return sum_of(present)
        return figures.reached(indicator) if typed else None
    held = (year or figures).coverage(indicator)
    if held is None or not (held.decides or held.adds):
        return figures.reached(indicator)
    inside = figures.coverage(indicator) or held
    of_missing = (one for place in inside.missing for one in figures.of(indicator, place))
    silent = indicator.combine is Combine.SUM and all(one.on < start for one in of_missing)
    together = inside.together if inside.is_complete or silent else None
    if not held.adds or inside.own is None:
        return together
    return sum_of([together, inside.own]) if together else inside.own


@dataclass(frozen=True)
class Past:
    """A predecessor with its ledger's figures in force, its plan where that ledger kept one, and the last row."""

    predecessor: Predecessor
    figures: Sequence[Figure]
    plan: Plan | None = None
    tip: tuple[int, str] = (0, "")

    @cached_property
    def rows(self) -> Mapping[tuple[str, str | None], Indicator]:
        """Its plan's rows by id, and the first of each of the province's codes."""
        rows = [row.indicator for row in self.plan.rows()] if self.plan else []
        return {("", one.code): one for one in reversed(rows) if one.code} | {(one.id, None): one for one in rows}

    @cached_property
    def by_id(self) -> Mapping[str, list[Figure]]:
        """Its figures by indicator."""
        return by(self.figures, lambda one: one.indicator)

    def find(self, indicator: Indicator) -> Indicator | None:
        """What its plan has for an indicator."""
        return self.rows.get((indicator.id, None), self.rows.get(("", indicator.code)))

    def of(self, indicator: Indicator, first: date, last: date) -> tuple[list[Figure], tuple[Place, ...]]:
        """Its figures of an indicator up to its last day, found by id, else by the province's code; and its places."""
        until, found = min(last, self.predecessor.until), self.find(indicator)
        id = found.id if found else indicator.id
        own = [one._replace(indicator=indicator.id) for one in self.by_id.get(id, ())]
        return [one for one in own if first <= one.on <= until], self.plan.places if self.plan else ()


def roll_up_of(indicator: Indicator) -> RollUp:
    """How communes add up to one: as the plan says, else amounts of `sum` and whole things, and rates Σ/Σ."""
    of_amounts = RollUp.SUM if indicator.combine is Combine.SUM or indicator.is_whole else RollUp.NONE
    return indicator.roll_up or (RollUp.RATE if indicator.is_rate else of_amounts)


def is_recastable(indicator: Indicator) -> bool:
    """Whether figures of old communes can be added up to this one's: no yes or no; a total follows its parts."""
    addable = {Combine.SUM: (RollUp.SUM,), Combine.LATEST: (RollUp.SUM, RollUp.RATE)}
    leaves = indicator.measured()
    return all(not one.is_yes_no and roll_up_of(one) in addable.get(one.combine, ()) for one in leaves)


def inherited(
    plan: Plan, first: date, last: date, old: Sequence[Past], whole: Callable[[Indicator, Grouped], bool] | None = None
) -> Iterator[Figure]:
    """The predecessors' figures of a stretch of days as figures of this commune; those of their places count as theirs
    where all of them have one. With `whole`, which tells whether figures go up to the end of their days, only where
    those of every predecessor do; else amounts of some count too."""
    measured = (row.indicator for row in plan.rows() if row.indicator.combine is not Combine.TOTAL)
    for indicator in (one._replace(by_place=True) for one in measured if is_recastable(one)):
        found = [(past.predecessor, *past.of(indicator, first, last)) for past in old]
        held = [(who.share, grouped(own, first, min(last, who.until), places)) for who, own, places in found]
        fits = [reach(indicator, one) is not None and (not whole or whole(indicator, one)) for _, one in held]
        if all(fits) or (whole is None and indicator.combine is Combine.SUM):
            yield from _course(indicator, sorted({one.on for _, figures, _ in found for one in figures}), held)


def _course(indicator: Indicator, days: Iterable[date], held: Sequence[tuple[Decimal, Grouped]]) -> list[Figure]:
    """A figure for each day on which all of them together stood otherwise: an amount added, or a new level.

    Rates are Σ numerators / Σ denominators with the shares: none is known up to a day on which one has no parts. None
    at all where a number does not end.
    """
    made: list[Figure] = []
    before, is_rate = Fraction(0), roll_up_of(indicator) is RollUp.RATE
    for day in days:
        reached = [(Fraction(share), reach(indicator, figures.until(day))) for share, figures in held]
        present = [(share, one) for share, one in reached if one is not None]
        if indicator.combine is not Combine.SUM and len(present) < len(reached):
            continue
        if is_rate:
            parts = [(share, *one.parts) for share, one in present if one.parts is not None]
            upper = sum((share * Fraction(part) for share, part, _ in parts), Fraction(0))
            lower = sum((share * Fraction(whole) for share, _, whole in parts), Fraction(0))
            if not lower or len(parts) < len(present):
                made.clear()
                continue
            amount = Amount(numerator=exact_or_cut(upper), denominator=exact_or_cut(lower))
        else:
            total = sum((share * one.exact for share, one in present), Fraction(0))
            exact = total - before if indicator.combine is Combine.SUM else total
            amount, before = Amount(exact_or_cut(exact)), total
            if amount.exact != exact:
                return []
        level = Level.lowest(one.level for _, one in present)
        made.append(Figure(indicator.id, day, amount, level, "", INHERITED))
    return made
