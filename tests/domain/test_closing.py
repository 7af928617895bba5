"""Which periods are closed on which days, from the ledger's close, reopen and undo rows."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli.domain.closing import (
    State,
    closed_detail,
    closing_in_force,
    closings_of,
    freezing,
    heading_text,
    in_force,
    kept_report,
    period_in,
    without_report,
)
from thidua_cli.domain.figure import Draft, Kind, Revision
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Calendar
from thidua_cli.errors import IntegrityError

JUNE = Period(Span.MONTH, 2024, 6)
JUNE_ND09 = JUNE._replace(calendar=Calendar.ND09)
HALF = Period(Span.HALF, 2024, 1)
REPORT = '{"schema":"thidua.report/1","headline":"a,\\"report\\":b"}'
IN_FORCE, REOPENED, TAKEN_BACK = State.IN_FORCE, State.REOPENED, State.TAKEN_BACK


def row(seq: int, kind: Kind, supersedes: int | None = None, period: Period = JUNE) -> Revision:
    heading = "" if kind is Kind.UNDO else heading_text(period)
    draft = Draft(kind, reason="vì", supersedes=supersedes, detail=heading)
    return Revision(seq, "", 1, draft, "xa", "huong", "2024-07-05T01:00:00.000000Z", "0.1.0", "p", "", "")


def close(seq: int, period: Period = JUNE) -> Revision:
    return row(seq, Kind.CLOSE, None, period)


def with_detail(row: Revision, detail: str) -> Revision:
    return row._replace(draft=row.draft._replace(detail=detail))


def reopen(seq: int, closed: int) -> Revision:
    return row(seq, Kind.REOPEN, closed)


def undo(seq: int, undone: int) -> Revision:
    return row(seq, Kind.UNDO, undone)


@pytest.mark.parametrize(
    ("rows", "states"),
    [
        ([], []),
        ([close(1)], [IN_FORCE]),
        ([close(1), reopen(2, 1)], [REOPENED]),
        ([close(1), undo(2, 1)], [TAKEN_BACK]),
        ([close(1), reopen(2, 1), undo(3, 2)], [IN_FORCE]),
        ([close(1), reopen(2, 1), undo(3, 2), undo(4, 1)], [TAKEN_BACK]),
        ([close(1), reopen(2, 1), close(3)], [REOPENED, IN_FORCE]),
        ([close(1), reopen(2, 1), close(3), undo(4, 3)], [REOPENED, TAKEN_BACK]),
        ([close(1), reopen(2, 1), close(3), undo(4, 3), undo(5, 2)], [IN_FORCE, TAKEN_BACK]),
        ([close(1), close(2, HALF), reopen(3, 1)], [REOPENED, IN_FORCE]),
        ([close(1), undo(2, 99), undo(3, 98)], [IN_FORCE]),
        ([close(1), reopen(2, 1), undo(3, 2), reopen(4, 1)], [REOPENED]),
    ],
)
def test_what_has_become_of_each_closing(rows: list[Revision], states: list[State]) -> None:
    assert [closing.state for closing in closings_of(rows)] == states


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (JUNE, date(2024, 6, 1), date(2024, 6, 30)),
        (JUNE_ND09, date(2024, 5, 15), date(2024, 6, 14)),
        (HALF, date(2024, 1, 1), date(2024, 6, 30)),
        (Period(Span.YEAR, 2024, 1, Calendar.ND09), date(2023, 12, 15), date(2024, 12, 14)),
        (Period(Span.NINE_MONTHS, 2024), date(2024, 1, 1), date(2024, 9, 30)),
        (Period(Span.QUARTER, 2024, 4), date(2024, 10, 1), date(2024, 12, 31)),
    ],
)
def test_a_closing_freezes_the_days_of_its_period_both_ends_included(period: Period, first: date, last: date) -> None:
    (closing,) = closings_of([close(1, period)])
    assert (closing.period, closing.period.start, closing.period.last_day) == (period, first, last)
    around = [first - timedelta(1), first, last, last + timedelta(1)]
    assert [bool(freezing([closing], day)) for day in around] == [False, True, True, False]


@pytest.mark.parametrize("end", [reopen(2, 1), undo(2, 1)])
def test_a_closing_that_has_ended_freezes_nothing(end: Revision) -> None:
    closings = closings_of([close(1), end])
    assert freezing(closings, date(2024, 6, 20)) == []
    assert [closing.ended_by for closing in closings] == [end]


def test_the_same_month_of_the_other_calendar_is_another_period() -> None:
    closings = closings_of([close(1)])
    assert closing_in_force(closings, JUNE) == closings[0]
    assert closing_in_force(closings, JUNE_ND09) is None


def test_a_close_rows_detail_holds_the_report_to_the_letter_behind_its_heading() -> None:
    detail = closed_detail(JUNE_ND09, REPORT)
    assert kept_report(1, detail) == json.loads(REPORT)
    assert without_report(detail) == heading_text(JUNE_ND09)
    assert without_report(heading_text(JUNE_ND09)) == heading_text(JUNE_ND09)
    assert period_in(1, detail) == period_in(1, heading_text(JUNE_ND09))
    assert json.dumps(json.loads(detail), ensure_ascii=False, separators=(",", ":")) == detail


@pytest.mark.parametrize("detail", ["", "{}", '{"schema":"thidua.commendation/1","report":{}}', "Nguyễn Văn A"])
def test_other_rows_have_no_heading_and_keep_their_detail(detail: str) -> None:
    assert period_in(1, detail) is None
    assert without_report(detail) == detail


@pytest.mark.parametrize(
    "broken",
    [
        heading_text(JUNE)[:-5],
        heading_text(JUNE).replace("2024-06-01", "2024-06-31"),
        heading_text(JUNE).replace('"2024-06"', '"2024-66"'),
        heading_text(JUNE).replace('"2024-06"', "6"),
        heading_text(JUNE).replace('"calendar":"calendar"', '"calendar":"lunar"'),
        heading_text(JUNE).replace('"first"', '"begin"'),
    ],
)
def test_a_broken_heading_names_its_row(broken: str) -> None:
    with pytest.raises(IntegrityError, match="dòng 7"):
        period_in(7, broken)
    with pytest.raises(IntegrityError, match="dòng 7"):
        closings_of([with_detail(close(7), broken)])


def test_a_close_row_without_any_heading_is_not_passed_over() -> None:
    with pytest.raises(IntegrityError, match="dòng 7"):
        closings_of([with_detail(close(7), "}")])


@pytest.mark.parametrize("report", ["{}", "[]", '"x"', '{"schema":"thidua.show/1"}', "null"])
def test_a_close_row_without_a_report_is_noticed(report: str) -> None:
    with pytest.raises(IntegrityError, match="dòng 7"):
        kept_report(7, closed_detail(JUNE, report))


DEEDS = st.lists(st.sampled_from(["close", "reopen", "undo", "figure"]), max_size=25)


@given(DEEDS)
def test_a_day_is_open_or_closed_just_as_one_who_keeps_a_stack_of_states_says(deeds: list[str]) -> None:
    """The model: undo pops what the last deed not yet undone did; the program only sees rows."""
    rows: list[Revision] = []
    stack: list[tuple[int, bool]] = []
    closed, last_close, seq = False, 0, 0
    for deed in deeds:
        if (deed == "close" and closed) or (deed == "reopen" and not closed) or (deed == "undo" and not stack):
            continue
        seq += 1
        if deed == "undo":
            undone, closed = stack.pop()
            rows.append(undo(seq, undone))
            last_close = max((c.seq for c in in_force(closings_of(rows))), default=last_close)
            continue
        stack.append((seq, closed))
        if deed == "close":
            rows, closed, last_close = [*rows, close(seq)], True, seq
        elif deed == "reopen":
            rows, closed = [*rows, reopen(seq, last_close)], False
    assert len(in_force(closings_of(rows))) == closed
    assert bool(freezing(closings_of(rows), date(2024, 6, 20))) is closed


def test_a_prefix_of_the_rows_gives_the_state_of_that_time() -> None:
    rows = [close(1), reopen(2, 1), close(3), undo(4, 3), undo(5, 2), undo(6, 1), close(7)]
    closed = [[closing.seq for closing in in_force(closings_of(rows[:cut]))] for cut in range(len(rows) + 1)]
    assert closed == [[], [1], [], [3], [], [1], [], [7]]
