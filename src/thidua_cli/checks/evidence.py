"""What the rules look at, and what they say: a finding with its place, a sentence and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from ..domain.figure import Figure
from ..domain.period import Period, Span
from ..domain.places import target_for
from ..domain.plan import Combine, Indicator, Place, Plan, Target
from ..domain.scorecard import Scorecard, Window, score
from ..errors import command
from ..vietnamese.dates import write_date

T = TypeVar("T")


class Severity(StrEnum):
    """An error is certainly wrong; a warning deserves a look."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """One thing found: the rule's code, where it is, what is seen there, and what to do.

    `indicator`, `of_place`, `on` and `seq` are the place for machines; a rule about the whole ledger leaves them empty.
    """

    severity: Severity
    code: str
    sentence: str
    advice: str
    indicator: str = ""
    on: date | None = None
    seq: int | None = None
    of_place: str = ""

    @property
    def place(self) -> str:
        """The place in words: `ho-ngheo, ngày 14/06/2024, dòng 12`."""
        parts = [
            self.indicator,
            self.of_place,
            f"ngày {write_date(self.on)}" if self.on else "",
            f"dòng {self.seq}" if self.seq is not None else "",
        ]
        return ", ".join(part for part in parts if part)


class Series(NamedTuple):
    """One indicator's figures by day, of the commune or of one of its places."""

    indicator: Indicator
    figures: list[Figure]
    place: Place | None = None

    def target_on(self, day: date) -> Target | None:
        """What a figure of that day is measured by; None for a place's amount without a share of its own."""
        return target_for(self.indicator, self.place, day)


class Jump(NamedTuple):
    """A row of the ledger whose time stamp is before that of the row above it."""

    seq: int
    at: str
    before: str


class ChangedReport(NamedTuple):
    """A closed period whose report is no longer the one that was sent: its words for a command, its row, how many."""

    period: str
    seq: int
    changed: int


@dataclass(frozen=True)
class Evidence:
    """The plan, the day, the figures in force of the plan year (places' too), and what only the ledger knows.

    `outside` are figures of ids, or of places, that the plan does not have.
    """

    plan: Plan
    today: date
    figures: Sequence[Figure]
    outside: Sequence[Figure] = ()
    jumps: Sequence[Jump] = ()
    changed: Sequence[ChangedReport] = ()
    _known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, find: Callable[[Evidence], T]) -> T:
        """What several rules share, found once for all of them."""
        if name not in self._known:
            self._known[name] = find(self)
        found: T = self._known[name]
        return found

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], list[Figure]]:
        """The figures by indicator and place, each by day."""
        found: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
        for figure in sorted(self.figures, key=lambda figure: figure.on):
            found[figure.indicator, figure.place].append(figure)
        return found

    def series(self) -> Iterator[Series]:
        """The commune's figures of every indicator that takes any, and below them those of each of its places."""
        for indicator, own in self.indicators():
            yield Series(indicator, own)
            for place in self.plan.places if indicator.by_place else ():
                yield Series(indicator, self._by_key.get((indicator.id, place.id), []), place)

    def indicators(self) -> Iterator[tuple[Indicator, list[Figure]]]:
        """Every indicator that takes figures, with the commune's own by day."""
        for row in self.plan.rows():
            if row.indicator.combine is not Combine.TOTAL:
                yield row.indicator, self.of(row.indicator)

    def totals(self) -> Iterator[Indicator]:
        """Every indicator that is the total of its parts."""
        return (row.indicator for row in self.plan.rows() if row.indicator.combine is Combine.TOTAL)

    def of(self, indicator: Indicator) -> list[Figure]:
        """The commune's own figures of one indicator by day."""
        return self._by_key.get((indicator.id, ""), [])

    @cached_property
    def card(self) -> Scorecard:
        """The plan year judged as far as it has gone today."""
        period = Period(Span.YEAR, self.plan.year, 1, self.plan.calendar)
        return score(self.plan, Window.until(period, self.today), self.figures)


def error(code: str, figure: Figure, sentence: str, advice: str) -> Finding:
    """A certain fault of one figure."""
    return Finding(Severity.ERROR, code, sentence, advice, figure.indicator, figure.on, figure.seq, figure.place)


def warning(code: str, figure: Figure, sentence: str, advice: str) -> Finding:
    """A doubt about one figure."""
    return Finding(Severity.WARNING, code, sentence, advice, figure.indicator, figure.on, figure.seq, figure.place)


def correct_command(figure: Figure, *options: str) -> str:
    """How the figure would be corrected."""
    day = ("--on", write_date(figure.on), *_place(figure))
    words = command("thidua", "correct", figure.indicator, "GIÁ_TRỊ_ĐÚNG", *options, *day, "--reason", "…")
    return f"nếu sai: {words}"


def void_command(figure: Figure) -> str:
    """How the figure would be withdrawn."""
    day = ("--on", write_date(figure.on), *_place(figure))
    return command("thidua", "void", figure.indicator, *day, "--reason", "…")


def place_words(figure: Figure) -> str:
    """How a command names the figure's place: ` --place thon-3`; nothing for the commune's."""
    return "".join(f" {word}" for word in _place(figure))


def _place(figure: Figure) -> tuple[str, ...]:
    return ("--place", figure.place) if figure.place else ()
