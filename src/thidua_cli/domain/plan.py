"""The plan as data: Plan > Section > Indicator > Target, with the target's adjustments during the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, NamedTuple

Day = date  # so that a field may be called `date`
FORBID_UNKNOWN = {"extra": "forbid"}
PERCENT = "%"


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


class Combine(StrEnum):
    """How the dated figures of one year become one actual."""

    TOTAL = "total"
    SUM = "sum"
    LATEST = "latest"
    MEAN = "mean"
    MAX = "max"


class Calendar(StrEnum):
    """`calendar`: civil months (statistics). `nd09`: from the 15th to the 14th (Nghị định 09/2019/NĐ-CP, Điều 12)."""

    CIVIL = "calendar"
    ND09 = "nd09"


class Frequency(StrEnum):
    """How often a figure is expected."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    SEASON = "season"
    ONCE = "once"


class Better(StrEnum):
    """Which end of a range is the good one."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Target:
    """A number to reach, in the indicator's unit; `upper` is set for a range only."""

    comparator: Comparator
    value: Decimal
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """An inclusive span of plausible values, in the indicator's unit."""

    lower: Decimal
    upper: Decimal

    def holds(self, exact: Fraction | Decimal) -> bool:
        """Whether a value lies inside, its ends included."""
        if isinstance(exact, Decimal):
            return self.lower <= exact <= self.upper
        return Fraction(self.lower) <= exact <= Fraction(self.upper)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A target changed from a day on, by a decision."""

    __pydantic_config__ = FORBID_UNKNOWN
    on: date
    target: Target
    decision: str | None = None
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """What a rate's two parts count, in words."""

    __pydantic_config__ = FORBID_UNKNOWN
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The level reached last year, in the indicator's unit."""

    __pydantic_config__ = FORBID_UNKNOWN
    value: Decimal
    on: date | None = None


class TargetInForce(NamedTuple):
    """The target that holds on a day, and the decision it rests on (None: the plan itself)."""

    target: Target
    printed: str | None
    decision: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One chỉ tiêu: what is measured, in what unit, towards which target, and how figures add up."""

    __pydantic_config__: ClassVar = {
        **FORBID_UNKNOWN,
        "alias_generator": lambda name: "from" if name == "supplier" else name,
    }
    id: str
    name: str
    unit: str
    target: Target
    combine: Combine
    parts: tuple[Indicator, ...] = ()
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

    @property
    def is_rate(self) -> bool:
        """Measured in percent, so a figure may be given as numerator/denominator."""
        return self.unit == PERCENT

    @property
    def is_judged(self) -> bool:
        """A reference target is shown, never judged."""
        return self.is_judged_on(None)

    def is_judged_on(self, day: date | None) -> bool:
        """Whether the target in force on `day` is judged (None: the plan's own target)."""
        target = self.target_on(day).target if day else self.target
        return target.comparator is not Comparator.REFERENCE

    @property
    def accumulates(self) -> bool:
        """The actual can only move one way as the year goes on (sum, max, or a total of such parts)."""
        if self.combine is Combine.TOTAL:
            return bool(self.parts) and all(part.accumulates for part in self.parts)
        return self.combine in (Combine.SUM, Combine.MAX)

    def target_on(self, day: date) -> TargetInForce:
        """The target in force on `day`: the last adjustment that has begun, else the plan's own."""
        held = TargetInForce(self.target, self.printed)
        for change in sorted(self.adjustments, key=lambda change: change.on):
            if change.on <= day:
                held = TargetInForce(change.target, change.printed, change.decision, change.on)
        return held


@dataclass(frozen=True, slots=True)
class Section:
    """A mục of the document with its indicators."""

    __pydantic_config__ = FORBID_UNKNOWN
    id: str
    title: str
    indicators: tuple[Indicator, ...]
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """The commune: its id in the ledger, its name, who issues its papers, whom it reports to, where it signs."""

    __pydantic_config__ = FORBID_UNKNOWN
    id: str
    name: str
    issuer: str | None = None
    superior: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature block: TM. / KT. lines, post and name."""

    __pydantic_config__ = FORBID_UNKNOWN
    authority: str | None = None
    capacity: str | None = None
    post: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """The plan document's own number and day, once the clerk has given them."""

    __pydantic_config__ = FORBID_UNKNOWN
    number: str | None = None
    date: Day | None = None


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who carries the plan out, and with what duty."""

    __pydantic_config__ = FORBID_UNKNOWN
    name: str
    duty: str


class Row(NamedTuple):
    """An indicator where it stands: its number (2.7), section, parent, and whether the headline counts it."""

    indicator: Indicator
    number: str
    section: Section
    parent: Indicator | None
    counted: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole emulation plan of one year."""

    __pydantic_config__ = FORBID_UNKNOWN
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

    def rows(self, day: date | None = None) -> Iterator[Row]:
        """All indicators in the document's order, each followed by its parts.

        What the headline counts rests on the plan's own targets, or on those in force on `day`.
        """
        for section in self.sections:
            for place, indicator in enumerate(section.indicators, start=1):
                number = f"{section.number}.{place}" if section.number else str(place)
                counted = indicator.is_judged_on(day) and indicator.counted is not False
                yield Row(indicator, number, section, None, counted)
                for part_place, part in enumerate(indicator.parts, start=1):
                    part_counted = part.is_judged_on(day) and part.counted is True
                    yield Row(part, f"{number}.{part_place}", section, indicator, part_counted)

    def find(self, indicator_id: str) -> Row | None:
        """The row with exactly this id."""
        return next((row for row in self.rows() if row.indicator.id == indicator_id), None)
