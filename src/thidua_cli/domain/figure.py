"""Recorded figures: one amount of one indicator on one day, and what a year of them adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Context, Decimal, Inexact
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from .plan import Combine

EXACTLY = Context(prec=500, traps=[Inexact])
"""Far more digits than a ledger's numbers need; a sum that did not fit would be an error, not a rounded sum."""


class Level(StrEnum):
    """The three levels of a statistic (Luật Thống kê): ước tính, sơ bộ, chính thức."""

    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    OFFICIAL = "official"

    @property
    def rank(self) -> int:
        """0 for an estimate, 2 for the official figure."""
        return list(Level).index(self)

    @classmethod
    def lowest(cls, levels: Iterable[Level]) -> Level:
        """What figures put together can claim: no more than the least certain of them. At least one is given."""
        return min(set(levels), key=lambda level: level.rank)


class Amount(NamedTuple):
    """A value in the indicator's unit, or a rate's two parts; exactly one of the two is set."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def exact(self) -> Fraction:
        """The amount as a fraction in the indicator's unit: 9/10 is 90 (percent)."""
        if self.numerator is not None and self.denominator is not None:
            return Fraction(self.numerator) / Fraction(self.denominator) * 100
        return Fraction(self.value or 0)


class Kind(StrEnum):
    """What a row of the ledger does."""

    RECORD = "record"
    CORRECT = "correct"
    VOID = "void"
    UNDO = "undo"
    CLOSE = "close"
    REOPEN = "reopen"
    NOMINATE = "nominate"
    ERASE = "erase"


class Draft(NamedTuple):
    """A row that is about to be written.

    Every row carries the whole state of its key (unit, place, indicator, day) after it:
    `amount` None means that the key has no figure any more. So the newest row of a key is its present.
    `detail` holds canonical JSON for kinds that are not about one figure (close, reopen, nominate, erase).
    """

    kind: Kind
    indicator: str = ""
    on: date | None = None
    amount: Amount | None = None
    level: Level | None = None
    note: str = ""
    source: str = ""
    reason: str = ""
    place: str = ""
    supersedes: int | None = None
    detail: str = ""


class Revision(NamedTuple):
    """Một dòng sổ: a draft as it stands in the ledger, with who, when and its link in the hash chain."""

    seq: int
    action: str
    item: int
    draft: Draft
    unit: str
    actor: str
    at: str
    version: str
    plan: str
    previous: str
    hash: str


class Figure(NamedTuple):
    """A figure in force: the newest row of its key, where that row holds an amount."""

    indicator: str
    on: date
    amount: Amount
    level: Level
    place: str
    seq: int


class Actual(NamedTuple):
    """What an indicator has reached: exact, in its unit; `latest` is given when one figure alone decides."""

    exact: Fraction
    on: date
    level: Level
    figures: tuple[Figure, ...]
    latest: Amount | None = None

    @property
    def entries(self) -> int:
        """How many figures it is made of."""
        return len(self.figures)


def actual_of(figures: Sequence[Figure], combine: Combine) -> Actual | None:
    """Combine one indicator's figures of a window into its actual; None without figures.

    `latest` takes the newest day's figure, `sum`, `mean` and `max` take all of them;
    the level is the lowest one used. A `total` has no figures of its own (see scorecard).
    """
    if not figures:
        return None
    ordered = sorted(figures, key=lambda figure: (figure.on, figure.seq))
    last = ordered[-1]
    if combine in (Combine.LATEST, Combine.TOTAL):
        return Actual(last.amount.exact, last.on, last.level, (last,), last.amount)
    exact = _combined([figure.amount for figure in ordered], combine)
    lowest = Level.lowest(figure.level for figure in ordered)
    alone = last.amount if len(ordered) == 1 else None
    return Actual(exact, last.on, lowest, tuple(ordered), alone)


def _combined(amounts: list[Amount], combine: Combine) -> Fraction:
    if combine is Combine.MAX:
        return max(amount.exact for amount in amounts)
    total = total_of(amounts)
    return total / len(amounts) if combine is Combine.MEAN else total


def total_of(amounts: Iterable[Amount]) -> Fraction:
    """The exact sum; plain values are added as decimals, ten times as fast as fractions and as exact."""
    plain, parts = Decimal(0), Fraction(0)
    for amount in amounts:
        if amount.value is None:
            parts += amount.exact
        else:
            plain = EXACTLY.add(plain, amount.value)
    return parts + Fraction(plain)
