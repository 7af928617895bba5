"""What the rules look at, and what they say: a finding with its place, a sentence and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, partial
from itertools import groupby
from typing import NamedTuple

from ..domain.closing import Closing, once_open
from ..domain.figure import Figure
from ..domain.period import year_of
from ..domain.places import by, target_for
from ..domain.plan import Combine, Indicator, Place, Plan, Target
from ..domain.scorecard import Scorecard, Window, score
from ..domain.slip import TOLERANCE, Course, Kind, Slip, suspected
from ..errors import command
from ..vietnamese.numbers import write_date


class Severity(StrEnum):
    """An error is certainly wrong; a warning deserves a look."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """One thing found: the rule's code, where it is, what is seen there, and what to do.

    `indicator`, `of_place`, `on` and `seq` are the place for machines; a rule about the whole ledger leaves them empty.
    """

    severity: Severity
    sentence: str
    advice: str
    indicator: str = ""
    on: date | None = None
    seq: int | None = None
    of_place: str = ""
    code: str = ""

    @property
    def place(self) -> str:
        """The place in words: `ho-ngheo, ngày 14/06/2024, dòng 12`."""
        day = f"ngày {write_date(self.on)}" if self.on else ""
        row = f"dòng {self.seq}" if self.seq is not None else ""
        return ", ".join(part for part in (self.indicator, self.of_place, day, row) if part)


class Series(NamedTuple):
    """One indicator's figures by day, of the commune or of one of its places."""

    indicator: Indicator
    figures: list[Figure]
    place: Place | None = None

    def target_on(self, day: date) -> Target | None:
        """What a figure of that day is measured by; None for a place's amount without a share of its own."""
        return target_for(self.indicator, self.place, day)


@dataclass(frozen=True)
class Evidence:
    """The plan, the day, the figures in force of the plan year (places' too), and what only the ledger knows.

    `outside` are figures of ids, or of places, that the plan does not have; `jumps` rows stamped earlier than the row
    above (row, its stamp, the one above); `changed` closed periods whose reports moved since (in how many rows);
    `inherited` what the communes merged into this one brought to its year.
    """

    plan: Plan
    today: date
    figures: Sequence[Figure]
    outside: Sequence[Figure] = ()
    jumps: Sequence[tuple[int, str, str]] = ()
    changed: Sequence[tuple[Closing, int]] = ()
    closings: Sequence[Closing] = ()
    inherited: Sequence[Figure] = ()

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], list[Figure]]:
        """The figures by indicator and place, each by day."""
        in_order = sorted(self.figures, key=lambda figure: figure.on)
        return by(in_order, lambda figure: (figure.indicator, figure.place))

    def series(self) -> Iterator[Series]:
        """The commune's figures of every indicator that takes any, and below them those of each of its places."""
        for row in self.plan.rows():
            if (indicator := row.indicator).combine is not Combine.TOTAL:
                yield Series(indicator, self.of(indicator))
                for place in self.plan.places if indicator.by_place else ():
                    yield Series(indicator, self._by_key.get((indicator.id, place.id), []), place)

    def each(self) -> Iterator[tuple[Indicator, Figure]]:
        """Every figure of `series`, with its indicator."""
        return ((one.indicator, figure) for one in self.series() for figure in one.figures)

    def by_year(self) -> Iterator[tuple[Series, int]]:
        """Every series by the plan years that its figures belong to: many start from nothing in a new year."""
        for one in self.series():
            for year, figures in groupby(one.figures, lambda figure: year_of(figure.on, self.plan.calendar)):
                yield one._replace(figures=list(figures)), year

    @cached_property
    def suspected(self) -> list[tuple[Series, Figure, Slip]]:
        """What `record` would have asked about, and the next figure of its plan year does not bear out."""
        found = []
        for one, _ in self.by_year():
            trusted = Course()
            for figure, after in zip(one.figures, [*one.figures[1:], None], strict=True):
                slip = suspected(figure, one.indicator, one.target_on(figure.on), trusted)
                exact = figure.amount.exact if slip and slip.kind is Kind.POWER else None
                is_alike = exact and after and abs(after.amount.exact / exact - 1) <= TOLERANCE
                if slip is None or slip.kind is Kind.MINUS or is_alike:
                    trusted.add(figure)
                else:
                    found.append((one, figure, slip))
        return found

    def totals(self) -> Iterator[Indicator]:
        """Every indicator that is the total of its parts."""
        return (row.indicator for row in self.plan.rows() if row.indicator.combine is Combine.TOTAL)

    def of(self, indicator: Indicator) -> list[Figure]:
        """The commune's own figures of one indicator by day."""
        return self._by_key.get((indicator.id, ""), [])

    def typed(self, figure: Figure, *words: str, is_total: bool = False, because: bool = True) -> str:
        """A command about a figure, `because` with its reason; where its day is closed, after what opens it again.

        What is to be typed for a running total stays one.
        """
        total, place = is_total or (figure.since is not None and words[0] != "void"), figure.place or None
        day, reason = write_date(figure.on), "…" if because else None
        typed = command("thidua", *words, cumulative=total, on=day, place=place, reason=reason)
        return once_open(self.closings, self.plan.calendar, figure.on, typed)

    def correct(self, figure: Figure, *, is_total: bool = False) -> str:
        """How the figure would be corrected."""
        return f"nếu sai: {self.typed(figure, 'correct', figure.indicator, 'GIÁ_TRỊ_ĐÚNG', is_total=is_total)}"

    def void(self, figure: Figure) -> str:
        """How the figure would be withdrawn."""
        return self.typed(figure, "void", figure.indicator)

    @cached_property
    def card(self) -> Scorecard:
        """The plan year judged as far as it has gone today."""
        return score(self.plan, Window.until(self.plan.whole_year, self.today), [*self.inherited, *self.figures])


def _about(severity: Severity, figure: Figure, sentence: str, advice: str) -> Finding:
    return Finding(severity, sentence, advice, figure.indicator, figure.on, figure.seq or None, figure.place)


error = partial(_about, Severity.ERROR)
"""A certain fault of one figure."""
warning = partial(_about, Severity.WARNING)
"""A doubt about one figure."""
