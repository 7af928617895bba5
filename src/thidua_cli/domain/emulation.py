"""What a plan holds beside its indicators: work and days to keep, places, the scale of points, who decides awards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from ..named_tuple import NamedTuple
from .target import Target

MONTHS = 12


class PaceShape(StrEnum):
    """How an indicator is expected to move over the year."""

    LINEAR = "linear"
    LAST_YEAR = "last-year"


class Pace(NamedTuple):
    """The expected course of a year: a shape, or twelve weights (January first, in any unit); one of the two."""

    shape: PaceShape | None = None
    weights: tuple[Decimal, ...] = ()


class WorkItem(NamedTuple):
    """Một nhiệm vụ: what is to be done, who leads and who supports, until when, and which indicators it moves.

    `group` is the number of the part of the document it stands in.
    """

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


class PlaceTarget(NamedTuple):
    """What one place is to reach of an indicator, in the indicator's unit."""

    indicator: str
    target: Target


class Place(NamedTuple):
    """A thôn or another place that reports its own figures; without a target of its own a rate's is the commune's."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    targets: tuple[PlaceTarget, ...] = ()


class ScoreItem(NamedTuple):
    """The points of one indicator: all of them when it is met, in proportion below.

    Above the target each further percent earns `bonus_per_percent`, together at most `bonus_most`.
    """

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

    def holds_on(self, day: date) -> bool:
        """Whether this authority is in force on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
