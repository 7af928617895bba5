"""What a plan holds beside its indicators: work and days to keep, places, the scale of points, who decides awards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from .target import Target

FORBID_UNKNOWN = {"extra": "forbid"}
MONTHS = 12


class PaceShape(StrEnum):
    """How an indicator is expected to move over the year."""

    LINEAR = "linear"
    LAST_YEAR = "last-year"


@dataclass(frozen=True, slots=True)
class Pace:
    """The expected course of a year: a shape, or twelve weights (January first, in any unit); one of the two."""

    shape: PaceShape | None = None
    weights: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Một nhiệm vụ: what is to be done, who leads and who supports, until when, and which indicators it moves.

    `group` is the number of the part of the document it stands in.
    """

    __pydantic_config__ = FORBID_UNKNOWN
    id: str
    title: str
    group: str | None = None
    lead: str | None = None
    support: tuple[str, ...] = ()
    due: date | None = None
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A day to be honoured by achievements."""

    __pydantic_config__ = FORBID_UNKNOWN
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class PlaceTarget:
    """What one place is to reach of an indicator, in the indicator's unit."""

    __pydantic_config__ = FORBID_UNKNOWN
    indicator: str
    target: Target


@dataclass(frozen=True, slots=True)
class Place:
    """A thôn or another place that reports its own figures; without a target of its own a rate's is the commune's."""

    __pydantic_config__ = FORBID_UNKNOWN
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    targets: tuple[PlaceTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """The points of one indicator: all of them when it is met, in proportion below.

    Above the target each further percent earns `bonus_per_percent`, together at most `bonus_most`.
    """

    __pydantic_config__ = FORBID_UNKNOWN
    indicator: str
    points: Decimal
    bonus_per_percent: Decimal | None = None
    bonus_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Deductions:
    """Points taken off for each figure that came late, or is missing although due."""

    __pydantic_config__ = FORBID_UNKNOWN
    late: Decimal = Decimal(0)
    missing: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Scoring:
    """Thang điểm: the points of all items together, and at most so many bonus points beside them."""

    __pydantic_config__ = FORBID_UNKNOWN
    total: Decimal
    items: tuple[ScoreItem, ...]
    bonus: Decimal = Decimal(0)
    deductions: Deductions | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """Who decides a title or form of commendation, within which days (both included), and on what basis."""

    __pydantic_config__: ClassVar = {
        **FORBID_UNKNOWN,
        "alias_generator": lambda name: "from" if name == "since" else name,
    }
    form: str
    decides: str
    since: date | None = None
    until: date | None = None
    basis: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this authority is in force on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
