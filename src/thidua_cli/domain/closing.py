"""Chốt số liệu: which periods are closed and so which days are frozen; what a digest adds to a scorecard."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import IntegrityError, UsageError
from .figure import Figure, Kind, exact_of
from .period import Period, Span, month_of, read_period
from .plan import Calendar, Indicator, Place

if TYPE_CHECKING:
    from .due import Series
    from .scorecard import Scorecard, Standing, Window

SCHEMA = "thidua.closing/1"
REPORT = ',"report":'
"""Where the kept report begins in the detail of a close row; no text before it is a user's."""


class Heading(NamedTuple):
    """What a close or reopen row is about: the period, and its first and last day as they were frozen."""

    period: Period
    first: date
    last: date


class ClosingRow(NamedTuple):
    """A close, reopen or undo row of the ledger; `heading` is its detail without the kept report."""

    seq: int
    kind: Kind
    supersedes: int | None
    reason: str
    actor: str
    at: str
    plan: str
    heading: str


class State(StrEnum):
    """What has become of a closing: still in force, reopened by a later row, or taken back by an undo."""

    IN_FORCE = "in_force"
    REOPENED = "reopened"
    TAKEN_BACK = "taken_back"


class Closing(NamedTuple):
    """Một lần chốt: the period and its days, the row that closed it, and the row that ended it, if one did."""

    heading: Heading
    row: ClosingRow
    ended_by: ClosingRow | None = None

    @property
    def period(self) -> Period:
        """The period that was closed, in its calendar."""
        return self.heading.period

    @property
    def seq(self) -> int:
        """The number of the row that closed it."""
        return self.row.seq

    @property
    def state(self) -> State:
        """Whether its days are frozen."""
        if self.ended_by is None:
            return State.IN_FORCE
        return State.TAKEN_BACK if self.ended_by.kind is Kind.UNDO else State.REOPENED

    def freezes(self, day: date) -> bool:
        """Whether a day may not be written to."""
        return self.ended_by is None and self.heading.first <= day <= self.heading.last


def closings_of(rows: Iterable[ClosingRow]) -> list[Closing]:
    """Every closing in the order of the ledger, each with what has become of it.

    A reopen row ends the closing it names, an undo of either row takes that row out of account.
    Rows beyond the last one given do not count, so a prefix of the rows gives the state of that time.
    """
    listed = list(rows)
    undone = {row.supersedes: row for row in listed if row.kind is Kind.UNDO}
    reopened = {row.supersedes: row for row in listed if row.kind is Kind.REOPEN and row.seq not in undone}
    found = []
    for row in listed:
        if row.kind is Kind.CLOSE:
            heading = heading_of(row.seq, row.heading)
            if heading is None:
                raise unreadable(row.seq)
            found.append(Closing(heading, row, undone.get(row.seq) or reopened.get(row.seq)))
    return found


def in_force(closings: Iterable[Closing]) -> list[Closing]:
    """Those whose days are frozen."""
    return [closing for closing in closings if closing.ended_by is None]


def closing_in_force(closings: Iterable[Closing], period: Period) -> Closing | None:
    """The closing of this very period (and calendar) that is in force."""
    return next((closing for closing in in_force(closings) if closing.period == period), None)


def closed_detail(period: Period, report: str) -> str:
    """The detail of a close row: its heading, and the report as sent (canonical JSON)."""
    return heading_text(period)[:-1] + REPORT + report + "}"


def heading_text(period: Period) -> str:
    """A heading as canonical JSON: the detail of a reopen row, and the beginning of that of a close row."""
    days = {"first": period.start.isoformat(), "last": period.last_day.isoformat()}
    fields = {"schema": SCHEMA, "period": period.id, "calendar": period.calendar.value, **days}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def without_report(detail: str) -> str:
    """A detail's heading alone; other details as they are."""
    head, report, _ = detail.partition(REPORT)
    return head + "}" if report and head.startswith(f'{{"schema":"{SCHEMA}"') else detail


def read_heading(detail: str) -> Heading | None:
    """The heading in a row's detail; None when the row is not about a closing. Raises ValueError when it is broken."""
    if not detail.startswith(f'{{"schema":"{SCHEMA}"'):
        return None
    fields = json.loads(without_report(detail))
    first, last = date.fromisoformat(fields["first"]), date.fromisoformat(fields["last"])
    try:
        period = read_period(fields["period"], plan_year=last.year, calendar=Calendar(fields["calendar"]), today=last)
    except (UsageError, AttributeError) as error:
        raise ValueError(fields["period"]) from error
    return Heading(period, first, last)


def kept_report(detail: str) -> Mapping[str, Any]:
    """The report as sent that a close row keeps; raises ValueError when it is not there or not what was written."""
    kept = json.loads(detail)
    report = kept.get("report") if isinstance(kept, dict) else None
    if read_heading(detail) is None or not isinstance(report, dict) or report.get("schema") != "thidua.report/1":
        raise ValueError("no report")
    return report


def heading_of(seq: int, detail: str) -> Heading | None:
    """The heading in the detail of row `seq`; raises IntegrityError where `read_heading` raises ValueError."""
    try:
        return read_heading(detail)
    except (ValueError, KeyError, TypeError) as error:
        raise unreadable(seq) from error


def unreadable(seq: int) -> IntegrityError:
    """A close row whose content is not what thidua writes."""
    return IntegrityError(f"dòng {seq} của sổ (chốt kỳ) không đọc được", hint="kiểm tra toàn sổ: thidua verify")


class Change(NamedTuple):
    """One indicator in two periods that follow each other, where something is different."""

    before: "Standing"
    now: "Standing"

    @property
    def turned(self) -> bool:
        """The verdict is another one."""
        return self.before.verdict is not self.now.verdict

    @property
    def moved(self) -> bool:
        """The actual is another one, or there is one where there was none."""
        return exact_of(self.before.actual) != exact_of(self.now.actual)

    @property
    def firmed(self) -> bool:
        """The same figure at another level: an estimate became official."""
        if self.before.actual is None or self.now.actual is None:
            return False
        return self.before.actual.level is not self.now.actual.level

    @property
    def retargeted(self) -> bool:
        """The target in force is another one."""
        return self.before.target.target != self.now.target.target

    @property
    def gap(self) -> Fraction | None:
        """How far the actual moved, in the indicator's unit; None unless both periods have one."""
        before, now = exact_of(self.before.actual), exact_of(self.now.actual)
        return None if before is None or now is None else now - before


class Missing(NamedTuple):
    """Figures that should be there by `due`'s rule: of the commune, or of these places (names).

    `last` is the newest day known, where an older figure exists; of `lacking` figures the first is for day `first`.
    """

    standing: "Standing"
    last: date | None = None
    first: date | None = None
    lacking: int = 1
    places: tuple[str, ...] = ()


class Moment(NamedTuple):
    """What an indicator had reached on a day."""

    on: date
    exact: Fraction


def period_before(period: Period) -> Period | None:
    """The period before in the same plan year, for nine months the first half; the first of a year has none.

    Figures start anew with the year.
    """
    if period.span is Span.NINE_MONTHS:
        return Period(Span.HALF, period.year, 1, period.calendar)
    earlier = period.previous()
    return earlier if earlier.year == period.year else None


def changes(before: "Scorecard", now: "Scorecard") -> tuple[Change, ...]:
    """Every indicator whose verdict, figure, level or target differs, in the plan's order."""
    held = {standing.indicator.id: standing for standing in before.standings}
    pairs = (Change(held[each.indicator.id], each) for each in now.standings if each.indicator.id in held)
    return tuple(pair for pair in pairs if pair.turned or pair.moved or pair.firmed or pair.retargeted)


def missing(card: "Scorecard") -> tuple[Missing, ...]:
    """Every figure that is due and absent at the cut-off, in the plan's order; of totals, what their parts lack."""
    found = []
    for standing in card.standings:
        groups: dict[tuple[date, ...], list[Series]] = {}
        for one in standing.overdue:
            groups.setdefault(one.overdue, []).append(one)
        for days, members in groups.items():
            newest = [one.newest.on for one in members if one.newest is not None]
            places = tuple(one.place.name for one in members if one.place is not None)
            found.append(Missing(standing, min(newest, default=None), days[0], len(days), places))
    return tuple(found)


def trend(
    indicator: Indicator, window: "Window", figures: Iterable[Figure], places: tuple[Place, ...] = ()
) -> tuple[Moment, ...]:
    """What the indicator had reached at its last figure of each month of the year so far."""
    from .places import grouped, reach

    ids = {indicator.id} | {part.id for part in indicator.parts}
    own = [figure for figure in figures if figure.indicator in ids]
    year = grouped(own, window.year_start, window.cutoff, places)
    days = sorted(figure.on for figure in own if window.year_start <= figure.on <= window.cutoff)
    last_days = {month_of(day, window.period.calendar): day for day in days}
    moments = (
        (day, reach(indicator, grouped(own, window.year_start, day, places), year)) for day in last_days.values()
    )
    return tuple(Moment(day, reached.exact) for day, reached in moments if reached is not None)
