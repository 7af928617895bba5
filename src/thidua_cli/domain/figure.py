"""Recorded figures: one amount of one indicator on one day, and what a year of them adds up to."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Clamped, Context, Decimal, Inexact, InvalidOperation, Overflow
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from operator import attrgetter
from typing import NamedTuple

from .plan import Combine

EXPECTS = "@"
"""Between an indicator's id and a period's in the key of an expected figure; no id of a plan holds it."""
EXACTLY = Context(prec=2000, traps=[Inexact, InvalidOperation, Overflow, Clamped])
"""Far more digits than a ledger's numbers need; what did not fit would be an error, not a rounded sum or product."""


class Level(StrEnum):
    """The three levels of a statistic (Luật Thống kê), rising: ước tính, sơ bộ, chính thức."""

    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    OFFICIAL = "official"

    @classmethod
    def lowest(cls, levels: "Iterable[Level]") -> "Level":
        """What figures put together can claim: no more than the least certain of them. At least one is given."""
        return min(set(levels), key=list(Level).index)


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

    @property
    def parts(self) -> tuple[Decimal, Decimal] | None:
        """Numerator and denominator; None for a value."""
        return None if self.numerator is None or self.denominator is None else (self.numerator, self.denominator)


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
    """A row that is about to be written: the whole state of its key (unit, place, indicator, day) after it.

    `amount` None: the key has no figure any more. `detail` is canonical JSON for kinds that are not about one figure.
    `since` makes the amount a running total (lũy kế) from that day up to `on`. An expected figure has `expected_key` in
    place of the indicator's id, and the period's last day.
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
    since: date | None = None


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


INHERITED = -1
"""The row number of a figure that stands in no row of this commune's ledger."""
OTHER_UNIT = -2
"""The row number of a figure of last year that is in another unit than this year's: it is known of, never counted."""


class Figure(NamedTuple):
    """A figure in force: the newest row of its key, where that row holds an amount; `since` as in `Draft`."""

    indicator: str
    on: date
    amount: Amount
    level: Level
    place: str
    seq: int
    since: date | None = None


def expected_key(indicator: str, period: str) -> str:
    """What stands for an indicator in the rows of the figure expected at a period's end: `dan-so@2024-H1`."""
    return f"{indicator}{EXPECTS}{period}"


def key_parts(key: str) -> tuple[str, str]:
    """The indicator's id, and the id of the period that the figure is expected for; the latter "" for what is there."""
    indicator, _, period = key.partition(EXPECTS)
    return indicator, period


FORMERLY = "unit"
"""Keys `unit/<former id>` say that a commune took over the rows of another id."""


def former_in(key: str) -> str:
    """The id that a commune had before, in the key of such a row; "" for other keys."""
    head, _, former = key.partition("/")
    return former if head == FORMERLY else ""


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

    @property
    def parts(self) -> tuple[Decimal, Decimal] | None:
        """Numerator and denominator of a rate that one figure decides."""
        return self.latest.parts if self.latest else None


def exact_of(actual: Actual | None) -> Fraction | None:
    """What was reached, exactly; None for nothing."""
    return None if actual is None else actual.exact


def is_inherited(actual: Actual | None) -> bool:
    """Whether an actual is made, also in part, of predecessors' figures."""
    return actual is not None and any(figure.seq == INHERITED for figure in actual.figures)


def actual_of(figures: Sequence[Figure], combine: Combine) -> Actual | None:
    """Combine one indicator's figures of a window into its actual, at the lowest level used; None without figures.

    `latest` takes the newest day's figure, `mean` and `max` all, `sum` those that `added` names; a `total` has none.
    The level of a `max` is that of the figure it is, the surest of equal ones: a smaller estimate does not make it one.
    """
    if not figures:
        return None
    ordered = sorted(figures, key=attrgetter("on", "seq"))
    last = ordered[-1]
    if combine in (Combine.LATEST, Combine.TOTAL):
        return Actual(last.amount.exact, last.on, last.level, (last,), last.amount)
    if combine is Combine.SUM:
        ordered = added(ordered)
    if combine is Combine.MAX:
        top = max(ordered, key=lambda figure: (figure.amount.exact, list(Level).index(figure.level), figure.on))
        return Actual(top.amount.exact, last.on, top.level, tuple(ordered), top.amount)
    amounts = [figure.amount for figure in ordered]
    # Plain values are added as decimals, ten times as fast as fractions and as exact.
    plain = reduce(EXACTLY.add, [one.value for one in amounts if one.value is not None], Decimal(0))
    exact = sum([one.exact for one in amounts if one.value is None], Fraction(plain))
    exact = exact / len(ordered) if combine is Combine.MEAN else exact
    lowest = Level.lowest([figure.level for figure in ordered])
    return Actual(exact, last.on, lowest, tuple(ordered), ordered[0].amount if len(ordered) == 1 else None)


def added(ordered: Sequence[Figure]) -> list[Figure]:
    """The figures that a sum adds up, of all by day: each running total, and the amounts, that no later one holds.

    Held are all days from the one from which a running total counts up to its own.
    """
    found: list[Figure] = []
    held_from = date.max
    for figure in reversed(ordered):
        if figure.on < held_from:
            found.append(figure)
            held_from = figure.since or held_from
    return found[::-1]


def actual_since(figures: Sequence[Figure], combine: Combine, start: date | None) -> Actual | None:
    """The actual of a period that begins on `start` (None: with the year), from all figures of the year up to its end.

    For a sum that is what it has reached less what it had the day before. None without a figure in the period, and
    where a running total is the first thing known of the year: how much of it belongs to the time before is not.
    """
    if start is None:
        return actual_of(figures, combine)
    inside = [figure for figure in figures if figure.on >= start]
    reached = actual_of(inside, combine)
    if combine is not Combine.SUM or reached is None or all(figure.since is None for figure in inside):
        return reached
    before, now = actual_of([one for one in figures if one.on < start], combine), actual_of(figures, combine)
    return None if before is None or now is None else reached._replace(exact=now.exact - before.exact, latest=None)


def followed_estimates(figures: Iterable[Figure]) -> list[tuple[Figure, Figure]]:
    """Estimates that a sum still adds up, each with the first figure of another level and a later day."""
    ordered = added(sorted(figures, key=attrgetter("on")))
    surer = [next((one for one in ordered[at:] if one.level is not Level.ESTIMATE), None) for at in range(len(ordered))]
    return [(one, after) for one, after in zip(ordered, surer, strict=True) if after and after is not one]
