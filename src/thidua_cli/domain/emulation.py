"""What a plan holds beside its indicators: work, days to honour, the scale of points, and who decides commendations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple


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
