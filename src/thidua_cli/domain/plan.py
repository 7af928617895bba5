"""The plan as data: Plan > Section > Indicator > Target with its adjustments; work, scale of points, commendations."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from .period import ONE_DAY, Calendar, Period, Span
from .target import AlsoTarget, Bounds, Comparator, PeriodTarget, Relative, Target

__all__ = ["AlsoTarget", "Bounds", "Calendar", "Comparator", "PeriodTarget", "Relative", "Target"]


class WorkItem(NamedTuple):
    """Một nhiệm vụ, what it is to reach (`indicators`), and the number of its part of the document (`group`)."""

    id: str
    title: str
    group: str | None = None
    lead: str | None = None
    support: tuple[str, ...] = ()
    due: date | None = None
    indicators: tuple[str, ...] = ()


class Anniversary(NamedTuple):
    """A day to be honoured by achievements."""

    name: str
    on: date


class ScoreItem(NamedTuple):
    """The points of one indicator when it is met, in proportion below; a bonus for each percent above, up to a most."""

    indicator: str
    points: Decimal
    bonus_per_percent: Decimal | None = None
    bonus_most: Decimal | None = None


class Deductions(NamedTuple):
    """Points taken off for each figure that came late, or is missing although due."""

    late: Decimal = Decimal(0)
    missing: Decimal = Decimal(0)


class Scoring(NamedTuple):
    """Thang điểm: the points of all items together, and at most so many bonus points beside them."""

    total: Decimal
    items: tuple[ScoreItem, ...]
    bonus: Decimal = Decimal(0)
    deductions: Deductions | None = None


class Award(NamedTuple):
    """Who decides a title or form of commendation, within which days (both included), and on what basis."""

    form: str
    decides: str
    since: date | None = None
    until: date | None = None
    basis: str | None = None


class PaceShape(StrEnum):
    """How an indicator is expected to move over the year."""

    LINEAR = "linear"
    LAST_YEAR = "last-year"


class Pace(NamedTuple):
    """The expected course of a year: a shape, or twelve weights (January first, in any unit); one of the two."""

    shape: PaceShape | None = None
    weights: tuple[Decimal, ...] = ()


class PlaceTarget(NamedTuple):
    """What one place is to reach of an indicator, in the indicator's unit."""

    indicator: str
    target: Target


class Place(NamedTuple):
    """A thôn or another place that reports its own figures; without a target of its own a rate's is the commune's.

    `since` and `until` are its first and last day where it begins or ends during the year (keys `from`, `until`).
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    targets: tuple[PlaceTarget, ...] = ()
    since: date | None = None
    until: date | None = None

    def exists_on(self, day: date) -> bool:
        """Whether the place is there on `day`."""
        return (self.since or day) <= day <= (self.until or day)


class Years(NamedTuple):
    """The years over which a row adds up, both included."""

    first: int
    last: int


class ReportWords(NamedTuple):
    """What reports are about, who speaks in them, and the symbol of their number."""

    subject: str | None = None
    by: str | None = None
    symbol: str | None = None


_SPELT = {"since": "from", "supplier": "from", "counted_target": "count"}


def spelt(field: str) -> str:
    """A field as the plan file spells it: `from` is a word of Python's own."""
    return _SPELT.get(field, field)


Day = date  # so that a field may be called `date`
PERCENT = "%"
SHARES = (PERCENT, "‰")
"""Units whose signs stand close behind the number; two such figures differ in their unit, never in percent."""
WHOLE_UNITS = {
    "con", "người", "hộ", "thôn", "trường", "lao động", "sản phẩm", "xã", "tổ", "lớp", "học sinh", "cháu",
    "mô hình", "vụ",
}  # fmt: skip
"""What is counted in whole things."""


class Combine(StrEnum):
    """How the dated figures of one year become one actual."""

    TOTAL = "total"
    SUM = "sum"
    LATEST = "latest"
    MEAN = "mean"
    MAX = "max"


class Frequency(StrEnum):
    """How often a figure is expected."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    SEASON = "season"
    ONCE = "once"


STEPS: dict[Frequency | None, int] = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6}
"""Months from one figure to the next; there are none of a crop season, and of what is expected once."""


class Better(StrEnum):
    """Which end of a range is the good one."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class RollUp(StrEnum):
    """How communes become a province: amounts added, Σ/Σ, a mean weighed by another code, or only counted."""

    SUM = "sum"
    RATE = "rate"
    WEIGHTED = "weighted"
    NONE = "none"


class Predecessor(NamedTuple):
    """A commune that was merged into this one: its exported ledger, its last day, and the share that came here."""

    unit: str
    name: str
    until: date
    ledger: str
    share: Decimal = Decimal(1)


class Adjustment(NamedTuple):
    """A target changed from a day on, by a decision; `by_period` are the targets of single periods that it changes."""

    on: date
    target: Target
    decision: str | None = None
    printed: str | None = None
    by_period: tuple[PeriodTarget, ...] = ()


class Rate(NamedTuple):
    """What a rate's two parts count, in words."""

    numerator: str
    denominator: str


class Baseline(NamedTuple):
    """The level reached last year, in the indicator's unit."""

    value: Decimal
    on: date | None = None


class TargetInForce(NamedTuple):
    """The target that holds on a day, the decision it rests on (None: the plan itself), and what held `before`."""

    target: Target
    printed: str | None
    decision: str | None = None
    since: date | None = None
    before: Target | None = None


class Indicator(NamedTuple):
    """One chỉ tiêu: what is measured, in what unit, towards which target, and how figures add up."""

    id: str
    name: str
    unit: str
    target: Target
    combine: Combine
    parts: "tuple[Indicator, ...]" = ()
    printed: str | None = None
    rate: Rate | None = None
    baseline: Baseline | None = None
    frequency: Frequency | None = None
    due: date | None = None
    plausible: Bounds | None = None
    supplier: str | None = None
    aliases: tuple[str, ...] = ()
    counted: bool | None = None
    decimals: int = 2
    better: Better | None = None
    adjustments: tuple[Adjustment, ...] = ()
    by_place: bool = False
    pace: Pace | None = None
    said: str | None = None
    stretch: Target | None = None
    also: tuple[AlsoTarget, ...] = ()
    counted_target: Target | None = None
    by_period: tuple[PeriodTarget, ...] = ()
    years: Years | None = None
    whole: bool | None = None
    code: str | None = None
    roll_up: RollUp | None = None

    @property
    def is_rate(self) -> bool:
        """Measured in percent, also of something (`% dân số`), so a figure may be given as numerator/denominator."""
        return self.unit.startswith(PERCENT)

    @property
    def is_share(self) -> bool:
        """Measured in percent or per mille."""
        return self.unit.startswith(SHARES)

    @property
    def is_whole(self) -> bool:
        """Only whole numbers are figures of it: as the plan says, else by what its unit counts; never a mean."""
        is_counted = self.unit.casefold() in WHOLE_UNITS and self.combine is not Combine.MEAN
        return is_counted if self.whole is None else self.whole

    @property
    def is_yes_no(self) -> bool:
        """Its figure is "đạt" or "chưa đạt", kept as 1 or 0."""
        return self.target.comparator is Comparator.YES

    def measured(self) -> "list[Indicator]":
        """What takes the figures that it is made of: itself, or of a total its parts."""
        return [one for part in self.parts for one in part.measured()] if self.combine is Combine.TOTAL else [self]

    @property
    def looks_back(self) -> bool:
        """Whether a target of it needs last year's result."""
        return any(target.relative for _, target in self.targets())

    def targets(self) -> "Iterator[tuple[str, Target]]":
        """Every target of its own that its figure is held against, with the key under which it is given."""
        yield "target", self.target
        yield from (("adjustments", step.target) for step in self.adjustments)
        yield from (("also", other.target) for other in self.also)
        yield from (("by_period", each.target) for each in self.of_periods)
        if self.stretch is not None:
            yield "stretch", self.stretch

    def against(self, last_year: Fraction | None) -> "Indicator":
        """The indicator with its relative targets, of whatever kind, in numbers: from last year's result."""
        return Indicator(*(_resolved(held, last_year) for held in self))

    @property
    def of_periods(self) -> list[PeriodTarget]:
        """The targets of single periods, the plan's own and those of its adjustments."""
        return [*self.by_period, *(each for change in self.adjustments for each in change.by_period)]

    def of_year(self) -> "Indicator":
        """The indicator without targets of single periods."""
        adjustments = tuple(change._replace(by_period=()) for change in self.adjustments)
        return self._replace(by_period=(), adjustments=adjustments)

    def with_parts(self) -> "list[Indicator]":
        """The indicator, then its parts and theirs."""
        return [self, *(one for part in self.parts for one in part.with_parts())]

    @property
    def accumulates(self) -> bool:
        """The actual can only move one way as the year goes on (sum, max, or a total of such parts)."""
        if self.combine is Combine.TOTAL:
            return bool(self.parts) and all(part.accumulates for part in self.parts)
        return self.combine in (Combine.SUM, Combine.MAX)

    def target_on(self, day: date) -> TargetInForce:
        """The target in force on `day`: the last adjustment that has begun, else the plan's own."""
        held = TargetInForce(self.target, self.printed)
        for change in self._adjusted_until(day):
            held = TargetInForce(change.target, change.printed, change.decision, change.on, held.target)
        return held

    def target_of(self, period: str, day: date) -> TargetInForce | None:
        """The target of exactly this period in force on `day`: of the last adjustment that names it, else the plan's.

        An adjustment that does not name the period leaves its target as it was; None where none is given at all.
        """
        given = [TargetInForce(each.target, None) for each in self.by_period if each.period == period]
        for change in self._adjusted_until(day):
            named = (each.target for each in change.by_period if each.period == period)
            before = given[-1].target if given else None
            given += (TargetInForce(target, None, change.decision, change.on, before) for target in named)
        return given[-1] if given else None

    def _adjusted_until(self, day: date) -> list[Adjustment]:
        return sorted((change for change in self.adjustments if change.on <= day), key=lambda change: change.on)


class Section(NamedTuple):
    """A mục of the document with its indicators."""

    id: str
    title: str
    indicators: tuple[Indicator, ...]
    number: str | None = None


class Unit(NamedTuple):
    """The commune: its id in the ledger, its name, who issues its papers, whom it reports to, where it signs."""

    id: str
    name: str
    issuer: str | None = None
    superior: str | None = None
    place: str | None = None


class Signature(NamedTuple):
    """The signature block: TM. / KT. lines, post and name."""

    authority: str | None = None
    capacity: str | None = None
    post: str | None = None
    name: str | None = None


class Reference(NamedTuple):
    """The plan document's own number and day, once the clerk has given them."""

    number: str | None = None
    date: Day | None = None


class Organiser(NamedTuple):
    """Who carries the plan out, and with what duty."""

    name: str
    duty: str


class Row(NamedTuple):
    """An indicator where it stands: its number (2.7), section, parent, and whether the headline counts it."""

    indicator: Indicator
    number: str
    section: Section
    parent: Indicator | None
    counted: bool


class Plan(NamedTuple):
    """A whole emulation plan of one year."""

    schema: str
    year: int
    title: str
    unit: Unit
    sections: tuple[Section, ...]
    calendar: Calendar = Calendar.CIVIL
    theme: str | None = None
    goal: str | None = None
    document: Reference | None = None
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    organisers: tuple[Organiser, ...] = ()
    signature: Signature | None = None
    work: tuple[WorkItem, ...] = ()
    movements: tuple[str, ...] = ()
    anniversaries: tuple[Anniversary, ...] = ()
    places: tuple[Place, ...] = ()
    scoring: Scoring | None = None
    awards: tuple[Award, ...] = ()
    notice: str | None = None
    predecessors: tuple[Predecessor, ...] = ()
    report: ReportWords | None = None
    days_off: tuple[Day, ...] = ()

    @property
    def whole_year(self) -> Period:
        """Its year, in its own calendar."""
        return Period(Span.YEAR, self.year, 1, self.calendar)

    def rows(self, day: date | None = None) -> Iterator[Row]:
        """All indicators in the document's order, each followed by its parts.

        What the headline counts rests on the plan's own targets, or on those in force on `day`.
        """
        for section in self.sections:
            for place, indicator in enumerate(section.indicators, start=1):
                number = f"{section.number}.{place}" if section.number else str(place)
                yield from _rows(indicator, number, section, None, day)

    def places_on(self, day: date) -> tuple[Place, ...]:
        """The places that are there on `day`."""
        return tuple(place for place in self.places if place.exists_on(day))

    @property
    def everywhere(self) -> list[str]:
        """Whose figures there may be: the commune's own (""), then each place's, by id."""
        return ["", *(place.id for place in self.places)]

    def first_day_of(self, place: Place) -> date | None:
        """The day from which a place is asked for figures; before a merger of this year it was the old communes'."""
        merged = [one.until + ONE_DAY for one in self.predecessors if one.until.year == self.year]
        return place.since or max(merged, default=None)

    def place(self, place_id: str) -> Place | None:
        """The place with exactly this id."""
        return next((place for place in self.places if place.id == place_id), None)

    def find(self, indicator_id: str) -> Row | None:
        """The row with exactly this id."""
        return next((row for row in self.rows() if row.indicator.id == indicator_id), None)


def _resolved(held: Any, last_year: Fraction | None) -> Any:
    """The same value with the targets in it, but not those of parts, in numbers."""
    if isinstance(held, Target):
        return held.resolved(last_year)
    if not isinstance(held, tuple) or isinstance(held, Indicator):
        return held
    inside = [_resolved(item, last_year) for item in held]
    return type(held)(*inside) if hasattr(held, "_fields") else tuple(inside)


def with_each(plan: Plan, changed: Callable[[Indicator], Indicator]) -> Plan:
    """The plan with every indicator changed, and each of its parts."""

    def deep(one: Indicator) -> Indicator:
        return changed(one._replace(parts=tuple(map(deep, one.parts))))

    sections = (section._replace(indicators=tuple(map(deep, section.indicators))) for section in plan.sections)
    return plan._replace(sections=tuple(sections))


def _rows(one: Indicator, number: str, section: Section, parent: Indicator | None, day: date | None) -> Iterator[Row]:
    """An indicator's row, then those of its parts, which are counted only where they are addends that ask for it."""
    is_asked = one.counted is not False if parent is None else bool(one.counted) and parent.combine is Combine.TOTAL
    target = one.target_on(day).target if day else one.target
    yield Row(one, number, section, parent, is_asked and target.comparator.is_judged)
    for place, part in enumerate(one.parts, start=1):
        yield from _rows(part, f"{number}.{place}", section, one, day)
