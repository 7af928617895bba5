"""Chốt số liệu: which periods are closed and so which days are frozen."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from ..errors import UNLIKE_OURS, IntegrityError, UsageError
from .figure import Kind, Revision
from .period import Period, read_period
from .plan import Calendar

SCHEMA = "thidua.closing/1"
THEN = ", rồi "
"""Between two commands that are typed one after the other."""
REPORT = ',"report":'
"""Where the kept report begins in the detail of a close row; no text before it is a user's."""


class State(StrEnum):
    """What has become of a closing: still in force, reopened by a later row, or taken back by an undo."""

    IN_FORCE = "in_force"
    REOPENED = "reopened"
    TAKEN_BACK = "taken_back"


class Closing(NamedTuple):
    """Một lần chốt: the period in its calendar, the row that closed it, and the row that ended it, if one did.

    `named`: the period as a command line names it, nothing on paper. `changed`: where that was looked at, in how many
    rows its report now differs from what was sent.
    """

    period: Period
    row: Revision
    ended_by: Revision | None = None
    named: str = ""
    changed: int = 0

    @property
    def seq(self) -> int:
        """The number of the row that closed it."""
        return self.row.seq

    @property
    def state(self) -> State:
        """Whether its days are frozen."""
        if self.ended_by is None:
            return State.IN_FORCE
        return State.TAKEN_BACK if self.ended_by.draft.kind is Kind.UNDO else State.REOPENED

    @property
    def reopening(self) -> str:
        """What to type to open its period again."""
        return f'thidua reopen {self.named} --reason "…"'


def closings_of(rows: Iterable[Revision], default: Calendar = Calendar.CIVIL) -> list[Closing]:
    """Every closing in the order of the ledger, each with what has become of it; `default`: the plan's calendar.

    A reopen row ends the closing it names, an undo of either row takes that row out of account.
    Rows beyond the last one given do not count, so a prefix of the rows gives the state of that time.
    """
    listed = list(rows)
    undone = {row.draft.supersedes: row for row in listed if row.draft.kind is Kind.UNDO}
    reopened = {row.draft.supersedes: row for row in listed if row.draft.kind is Kind.REOPEN and row.seq not in undone}
    found = []
    for row in listed:
        if row.draft.kind is Kind.CLOSE:
            period = period_in(row.seq, row.draft.detail)
            if period is None:
                raise unreadable(row.seq)
            named = period.id + ("" if period.calendar is default else f" --calendar {period.calendar.value}")
            found.append(Closing(period, row, undone.get(row.seq) or reopened.get(row.seq), named))
    return found


def in_force(closings: Iterable[Closing]) -> list[Closing]:
    """Those whose days are frozen."""
    return [closing for closing in closings if closing.ended_by is None]


def closing_in_force(closings: Iterable[Closing], period: Period) -> Closing | None:
    """The closing of this very period (and calendar) that is in force."""
    return next((closing for closing in in_force(closings) if closing.period == period), None)


def freezing(closings: Iterable[Closing], day: date) -> list[Closing]:
    """The closings that freeze a day; a month and its half-year may both do."""
    return [closing for closing in in_force(closings) if day in closing.period]


def once_open(closings: Iterable[Closing], day: date, typed: str) -> list[str]:
    """A command for a figure of a day, behind those that first open what is closed on it."""
    return [*(closing.reopening for closing in freezing(closings, day)), typed]


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


def period_in(seq: int, detail: str) -> Period | None:
    """The period in the detail of row `seq`, None where it has none; IntegrityError for what thidua never wrote."""
    if not detail.startswith(f'{{"schema":"{SCHEMA}"'):
        return None
    with suppress(*UNLIKE_OURS, UsageError):
        fields = json.loads(without_report(detail))
        first, last = date.fromisoformat(fields["first"]), date.fromisoformat(fields["last"])
        calendar = Calendar(fields["calendar"])
        period = read_period(fields["period"], plan_year=last.year, calendar=calendar, today=last)
        if (period.start, period.last_day) == (first, last):
            return period
    raise unreadable(seq)


def kept_report(seq: int, detail: str) -> Mapping[str, Any]:
    """The report as sent that close row `seq` keeps; raises IntegrityError where it is none that thidua writes."""
    with suppress(*UNLIKE_OURS):
        report: Mapping[str, Any] = json.loads(detail)["report"]
        if period_in(seq, detail) and report["schema"] == "thidua.report/1":
            return report
    raise unreadable(seq)


def unreadable(seq: int) -> IntegrityError:
    """The error for a closing that keeps what thidua never wrote."""
    return IntegrityError(f"dòng {seq} của sổ (chốt kỳ) không đọc được", hint="kiểm tra toàn sổ: thidua verify")
