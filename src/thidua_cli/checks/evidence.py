"""What the rules look at, and what they say: a finding with its place, a sentence and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ..domain.figure import Figure
from ..domain.plan import Combine, Indicator, Plan
from ..vietnamese.dates import write_date


class Severity(StrEnum):
    """An error is certainly wrong; a warning deserves a look."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """One thing found: the rule's code, where it is, what is seen there, and what to do.

    `indicator`, `on` and `seq` are the place for machines; a rule about the whole ledger leaves them empty.
    """

    severity: Severity
    code: str
    sentence: str
    advice: str
    indicator: str = ""
    on: date | None = None
    seq: int | None = None

    @property
    def place(self) -> str:
        """The place in words: `ho-ngheo, ngày 14/06/2024, dòng 12`."""
        parts = [
            self.indicator,
            f"ngày {write_date(self.on)}" if self.on else "",
            f"dòng {self.seq}" if self.seq is not None else "",
        ]
        return ", ".join(part for part in parts if part)


class Jump(NamedTuple):
    """A row of the ledger whose time stamp is before that of the row above it."""

    seq: int
    at: str
    before: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The plan, the day, the figures in force of the plan year, and what only the ledger knows."""

    plan: Plan
    today: date
    figures: Sequence[Figure]
    outside: Sequence[Figure] = ()
    jumps: Sequence[Jump] = ()

    def indicators(self) -> Iterator[tuple[Indicator, list[Figure]]]:
        """Every indicator that takes figures, with its own by day."""
        for row in self.plan.rows():
            if row.indicator.combine is not Combine.TOTAL:
                yield row.indicator, self.of(row.indicator)

    def totals(self) -> Iterator[Indicator]:
        """Every indicator that is the total of its parts."""
        return (row.indicator for row in self.plan.rows() if row.indicator.combine is Combine.TOTAL)

    def of(self, indicator: Indicator) -> list[Figure]:
        """The figures of one indicator by day."""
        own = [figure for figure in self.figures if figure.indicator == indicator.id]
        return sorted(own, key=lambda figure: figure.on)


def error(code: str, figure: Figure, sentence: str, advice: str) -> Finding:
    """A certain fault of one figure."""
    return Finding(Severity.ERROR, code, sentence, advice, figure.indicator, figure.on, figure.seq)


def warning(code: str, figure: Figure, sentence: str, advice: str) -> Finding:
    """A doubt about one figure."""
    return Finding(Severity.WARNING, code, sentence, advice, figure.indicator, figure.on, figure.seq)


def correct_command(figure: Figure) -> str:
    """How the figure would be corrected."""
    return f'nếu sai: thidua correct {figure.indicator} GIÁ_TRỊ_ĐÚNG --on {write_date(figure.on)} --reason "…"'


def void_command(figure: Figure) -> str:
    """How the figure would be withdrawn."""
    return f'thidua void {figure.indicator} --on {write_date(figure.on)} --reason "…"'
