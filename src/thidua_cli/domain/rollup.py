"""Tổng hợp: what a province adds up from closed reports, last year's figures recast to today's communes, and ranks."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from .attainment import Verdict
from .figure import EXACTLY
from .period import Period
from .places import by
from .plan import Better, RollUp

REACHED = (Verdict.EXCEEDED, Verdict.MET)
JUDGED = (*REACHED, Verdict.WITHIN, Verdict.NOT_YET, Verdict.MISSED)
WHOLE = Decimal(1)
ONLY_YES_NO = "yes"


class Entry(NamedTuple):
    """A line of the province's catalogue; `weight` is the code whose actual weighs."""

    code: str
    name: str
    unit: str
    roll_up: RollUp
    weight: str = ""
    better: Better = Better.HIGHER


class Merger(NamedTuple):
    """From a day on, a share of an old commune belongs to a new one; its own id as `new` is what it keeps."""

    old: str
    new: str
    from_day: date
    share: Decimal = WHOLE
    decision: str = ""


class Unit(NamedTuple):
    """A commune the province knows; `from_day` where it has not existed always."""

    id: str
    name: str
    province: str
    from_day: date | None = None


class Held(NamedTuple):
    """One indicator of a closed report: its actual as frozen, and how it was judged; `other_unit` is its unit where it
    is not the catalogue's: then it is not added."""

    code: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    verdict: Verdict
    attainment: Decimal | None = None
    is_stale: bool = False
    is_yes_no: bool = False
    other_unit: str = ""


class Closed(NamedTuple):
    """A commune's closed report: which row froze it, its counts, its indicators by code, and those without a code."""

    unit: str
    seq: int
    chain: str
    at: str
    received_at: str
    summary: Mapping[str, int]
    held: Mapping[str, Held]
    uncoded: tuple[tuple[str, str], ...] = ()


class State(StrEnum):
    """How a commune stands with a period: closed, reopened and not closed again, late, not over yet, never sent."""

    CLOSED = "closed"
    REOPENED = "reopened"
    LATE = "late"
    OPEN = "open"
    NEVER = "never"


class Sender(NamedTuple):
    """A commune and what the hub has of it: its report where it is closed, its last row, the last period it closed.

    `received_at`: when the province received the report, else the last time that it received anything; empty for never.
    `elsewhere`: the other calendar, where it has closed the period in that one only.
    """

    unit: Unit
    state: State
    report: Closed | None
    seq: int
    chain: str
    received_at: str
    last_period: str
    elsewhere: str = ""


class Total(NamedTuple):
    """One code over several communes: the figure is `upper` for sums, else `upper`/`lower` (of rates times 100).

    `communes` are in it, `stale` of them by an old figure; `left_out` have a figure that cannot be added, among them
    `other_units`, each with its own, and `yes_no` that say only đạt or chưa đạt; `reached` of `judged` have met their
    target; `of` is how many were to be in it.
    """

    entry: Entry
    upper: Decimal = Decimal(0)
    lower: Decimal = Decimal(0)
    communes: int = 0
    stale: int = 0
    left_out: int = 0
    reached: int = 0
    judged: int = 0
    of: int = 0
    other_units: tuple[tuple[str, str], ...] = ()
    yes_no: int = 0

    @property
    def counts_communes(self) -> bool:
        """Whether it is told as how many communes have met their target, not as an amount."""
        return self.entry.roll_up is RollUp.NONE or (self.yes_no > 0 and not self.communes)

    @property
    def exact(self) -> Fraction | None:
        """The figure; None where nothing was added."""
        lower = Decimal(1) if self.entry.roll_up is RollUp.SUM else self.lower
        if not self.communes or not lower:
            return None
        return Fraction(self.upper) / Fraction(lower) * (100 if self.entry.roll_up is RollUp.RATE else 1)


def parts_of(entry: Entry, held: Mapping[str, Held]) -> tuple[Decimal, Decimal] | None:
    """What one commune adds to a code: amount, both parts of a rate, or weighed value and weight; None for nothing."""
    own, weight = held.get(entry.code), held.get(entry.weight)
    if own is None or own.is_yes_no or own.other_unit:
        return None
    match entry.roll_up:
        case RollUp.RATE if own.numerator is not None and own.denominator:
            return own.numerator, own.denominator
        case RollUp.SUM if own.value is not None:
            return own.value, Decimal(0)
        case RollUp.WEIGHTED if own.value is not None and weight and weight.value is not None and not weight.other_unit:
            return EXACTLY.multiply(own.value, weight.value), weight.value
    return None


def add_up(entry: Entry, reports: Iterable[tuple[Closed, Decimal]]) -> Total:
    """A code over communes, each with the share of it that counts."""
    listed = [(report, report.held.get(entry.code), share) for report, share in reports]
    held = [(one, own, parts_of(entry, one.held), share) for one, own, share in listed if own]
    added = [(own, parts, share) for _, own, parts, share in held if parts is not None]
    upper, lower = Decimal(0), Decimal(0)
    for _, parts, share in added:
        upper, lower = EXACTLY.fma(parts[0], share, upper), EXACTLY.fma(parts[1], share, lower)
    left_out = [(one.unit, own) for one, own, parts, _ in held if own.value is not None and parts is None]
    return Total(
        entry,
        upper,
        lower,
        communes=len(added),
        stale=sum(own.is_stale for own, _, _ in added),
        left_out=len(left_out),
        reached=sum(own.verdict in REACHED for _, own, _, _ in held),
        judged=sum(own.verdict in JUDGED for _, own, _, _ in held),
        of=len(listed),
        other_units=tuple((unit, own.other_unit) for unit, own in left_out if own.other_unit),
        yes_no=sum(own.is_yes_no for _, own in left_out),
    )


class Comparison(NamedTuple):
    """A code this year and last, over the communes of which both are whole.

    `olds` is of how many communes of last year it was made, where mergers lie between.
    """

    now: Total
    before: Total
    olds: int = 0

    @property
    def ratio(self) -> Fraction | None:
        """This year by last, times 100; None without a last year above zero."""
        now, before = self.now.exact, self.before.exact
        return now / before * 100 if now is not None and before is not None and before > 0 else None

    @property
    def difference(self) -> Fraction | None:
        """This year less last."""
        now, before = self.now.exact, self.before.exact
        return None if now is None or before is None else now - before


Origin = tuple[str, Decimal]


class RolledUp(NamedTuple):
    """A period over communes: the catalogue, the communes of its last day, and their closed reports.

    `before` are the reports of a year earlier and `made_of` of whom each commune is made; None where not asked for.
    """

    period: Period
    entries: Sequence[Entry]
    units: Sequence[Unit]
    now: Mapping[str, Closed]
    before: Mapping[str, Closed] | None = None
    made_of: Mapping[str, Sequence[Origin]] = {}

    def total(self, entry: Entry, units: Sequence[Unit]) -> Total:
        """A code over communes; `of` counts those whose report is not closed too."""
        return add_up(entry, ((self.now[one.id], WHOLE) for one in units if one.id in self.now))._replace(of=len(units))

    def compare(self, entry: Entry, units: Sequence[Unit]) -> Comparison | None:
        """A code this year and last, over the communes that have a figure and so has each commune they are made of.

        An old figure is of other days than it would be held against, so it is left out, as in the commune's own report.
        None where last year was not asked for.
        """
        if (before := self.before) is None:
            return None

        def has(reports: Mapping[str, Closed], id: str) -> bool:
            held = reports[id].held if id in reports else {}
            return parts_of(entry, held) is not None and not held[entry.code].is_stale

        made = {unit.id: self.made_of.get(unit.id, ()) for unit in units if has(self.now, unit.id)}
        both = {id: origins for id, origins in made.items() if origins and all(has(before, old) for old, _ in origins)}
        return Comparison(
            add_up(entry, ((self.now[id], WHOLE) for id in both)),
            add_up(entry, ((before[old], share) for origins in both.values() for old, share in origins)),
            len({old for id, origins in both.items() for old, share in origins if (old, share) != (id, WHOLE)}),
        )

    def provinces(self) -> dict[str, list[Unit]]:
        """The communes by province, in the order given."""
        return by(self.units, lambda unit: unit.province)


class Succession:
    """Every merger of a province: what becomes of a commune, when one begins, which go on under their own id."""

    def __init__(self, mergers: Sequence[Merger]) -> None:
        self.onward = by(mergers, lambda one: one.old)
        self.begun = {new: min(one.from_day for one in made) for new, made in by(mergers, lambda one: one.new).items()}
        self.kept = {one.old for one in mergers if one.new == one.old}

    def exists(self, unit: Unit, day: date) -> bool:
        """Whether a commune is one on a day: after its first day, not yet merged into others.

        One made by a merger begins with it, unless the province gives its first day or a merger says that it goes on.
        """
        goes_on = unit.id in self.kept
        if not goes_on and any(one.from_day <= day for one in self.onward.get(unit.id, ())):
            return False
        return (unit.from_day or (date.min if goes_on else self.begun.get(unit.id, date.min))) <= day

    def made_of(self, units: Iterable[Unit], then: date, now: date, there: Container[str]) -> dict[str, list[Origin]]:
        """By commune of `now`: the communes of `then` it is made of, each with its share, through chains and splits.

        `there` are communes that reported then, so they were communes then whatever is known of their first day.
        """
        found: dict[str, dict[str, Decimal]] = {}
        for unit in units:
            if unit.id in there or self.exists(unit, then):
                for end, share in self._ends(unit.id, then, now):
                    shares = found.setdefault(end, {})
                    shares[unit.id] = EXACTLY.add(shares.get(unit.id, Decimal(0)), share)
        return {unit: sorted(shares.items()) for unit, shares in found.items()}

    def _ends(self, unit: str, since: date, now: date) -> Iterable[Origin]:
        """Where a commune has gone; one that goes on under its own id is divided only by what came after `since`."""
        after = since if unit in self.kept else date.min
        parts = [one for one in self.onward.get(unit, ()) if after < one.from_day <= now]
        if not parts:
            yield unit, WHOLE
        for part in parts:
            ends = [(unit, WHOLE)] if part.new == unit else self._ends(part.new, part.from_day, now)
            yield from ((end, EXACTLY.multiply(share, part.share)) for end, share in ends)


def circle_in(mergers: Iterable[Merger]) -> list[str]:
    """Communes that would be merged into themselves by way of others; [] where there is no such circle."""
    onward = by((one for one in mergers if one.new != one.old), lambda one: one.old)
    try:
        TopologicalSorter({old: [one.new for one in parts] for old, parts in onward.items()}).prepare()
    except CycleError as error:
        return sorted(set(error.args[1]))
    return []


def verdict_key(report: Closed) -> tuple[Fraction, ...] | None:
    """Met and exceeded by counted, then exceeded by counted; None without a counted indicator."""
    exceeded, met, counted = (report.summary.get(what, 0) for what in ("exceeded", "met", "counted"))
    return (Fraction(exceeded + met, counted), Fraction(exceeded, counted)) if counted else None


def indicator_keys(entry: Entry, reports: Mapping[str, Closed]) -> tuple[dict[str, tuple[Fraction, ...] | None], bool]:
    """What ranks communes by one code, and whether that is the attainment: it is where all with a figure have one."""
    held = ((unit, report.held.get(entry.code)) for unit, report in reports.items())
    figures = {unit: own for unit, own in held if own is not None and own.value is not None}
    by_attainment = bool(figures) and all(own.attainment is not None for own in figures.values())
    sign = -1 if entry.better is Better.LOWER and not by_attainment else 1
    alike = {unit: own for unit, own in figures.items() if by_attainment or not own.other_unit}
    measured = {unit: own.attainment if by_attainment else own.value for unit, own in alike.items()}
    keys = {unit: (Fraction(one) * sign,) for unit, one in measured.items() if one is not None}
    return {unit: keys.get(unit) for unit in reports}, by_attainment
