"""What a question costs: it reads the rows it asks about, not the whole ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.sample import LAST_DAY, NEW_YEAR, UNIT, made, recorded, stamp, write
from thidua_cli.domain.closing import closed_detail, closings_of
from thidua_cli.domain.figure import Draft, Kind
from thidua_cli.domain.period import Period, Span
from thidua_cli.ledger import Ledger

ASKED = ["ho-ngheo", "ho-moi"]
MOMENT = "2024-06-14T03:05:06.000000Z"
Question = Callable[[Ledger], object]

QUESTIONS: dict[str, Question] = {
    "figures": lambda ledger: ledger.figures(UNIT, ASKED, NEW_YEAR, LAST_DAY),
    "figures until": lambda ledger: ledger.figures(UNIT, ASKED, NEW_YEAR, LAST_DAY, until=9),
    "figures of places": lambda ledger: ledger.figures(UNIT, ASKED, NEW_YEAR, LAST_DAY, ["", "thon-1", "thon-2"]),
    "newest figures": lambda ledger: ledger.newest_figures(UNIT, ASKED, NEW_YEAR, LAST_DAY),
    "outside": lambda ledger: ledger.outside(UNIT, ["khac"], (), NEW_YEAR, LAST_DAY),
    "present": lambda ledger: ledger.present(UNIT, "", "ho-ngheo", NEW_YEAR),
    "days": lambda ledger: ledger.days(UNIT, "", "ho-ngheo", date.min, date.max),
    "history of one": lambda ledger: list(ledger.history(indicator="ho-ngheo")),
    "newest history": lambda ledger: list(ledger.history(limit=3)),
    "tip": lambda ledger: ledger.tip(),
    "before": lambda ledger: [ledger.before(row) for row in ledger.history(limit=3)],
    "action": lambda ledger: ledger.action("a"),
    "closings": lambda ledger: ledger.closing_rows(UNIT),
    "newest of a prefix": lambda ledger: ledger.newest_of(UNIT, "khen"),
    "closings until": lambda ledger: ledger.closing_rows(UNIT, 25),
    "editions": lambda ledger: ledger.editions(5),
    "cached plan": lambda ledger: ledger.cached_plan(stamp().revision, 1),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with filled(tmp_path_factory.mktemp("small"), 20) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with filled(tmp_path_factory.mktemp("large"), 20_000) as ledger:
        yield ledger


@contextmanager
def filled(folder: Path, others: int) -> Iterator[Ledger]:
    with Ledger(made(folder)) as ledger:
        write(ledger, [recorded(str(day), ASKED[day % 2], NEW_YEAR + timedelta(day)) for day in range(20)], "a")
        write(
            ledger, [recorded(str(day), "khac", date(2024, 1, 1) + timedelta(day % 366)) for day in range(others)], "b"
        )
        write(ledger, [recorded("1", "ho-ngheo", LAST_DAY)], "c")
        write(ledger, [closed(month) for month in (1, 2, 3)], "d")
        yield ledger


def closed(month: int, report: int = 15_000) -> Draft:
    kept = f'{{"schema":"thidua.report/1","headline":"{"x" * report}"}}'
    return Draft(Kind.CLOSE, detail=closed_detail(Period(Span.MONTH, 2024, month), kept))


def traced(ledger: Ledger, question: Question) -> list[str]:
    connection = ledger._connection
    ledger.owners(UNIT)  # asked once of a ledger, whatever comes first
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    try:
        question(ledger)
    finally:
        connection.set_trace_callback(None)
    return statements


def steps(ledger: Ledger, question: Question) -> int:
    """How many instructions SQLite's machine runs for the answer."""
    connection = ledger._connection
    ticks = [0]

    def tick() -> int:
        ticks[0] += 1
        return 0

    connection.set_progress_handler(tick, 1)
    try:
        question(ledger)
    finally:
        connection.set_progress_handler(None, 1)
    return ticks[0]


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_scans_the_entries(name: str, small: Ledger) -> None:
    connection = ledger_connection(small)
    for statement in traced(small, QUESTIONS[name]):
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        assert not [step for step in plan if "SCAN entries" in step], statement


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_costs_the_same_in_a_ledger_a_hundred_times_as_long(name: str, small: Ledger, large: Ledger) -> None:
    assert steps(large, QUESTIONS[name]) <= steps(small, QUESTIONS[name]) * 1.2 + 20


def test_a_scan_would_have_been_noticed(small: Ledger, large: Ledger) -> None:
    def scan(ledger: Ledger) -> object:
        return ledger_connection(ledger).execute("SELECT max(note) FROM entries").fetchall()

    assert steps(large, scan) > steps(small, scan) * 100


def test_all_figures_of_a_report_are_one_query(small: Ledger) -> None:
    assert len(traced(small, QUESTIONS["figures"])) == 1


def test_the_closings_are_one_query_that_leaves_the_kept_reports_in_the_file(small: Ledger) -> None:
    (statement,) = traced(small, lambda ledger: ledger.closing_rows(UNIT))
    (plan,) = ledger_connection(small).execute(f"EXPLAIN QUERY PLAN {statement}")
    assert plan[3].startswith("SEARCH entries USING INDEX entries_by_key (unit=? AND place=? AND indicator=?")
    assert max(len(row.draft.detail) for row in small.closing_rows(UNIT)) < 200
    assert [closing.period.number for closing in closings_of(small.closing_rows(UNIT))] == [1, 2, 3]


def test_undo_reads_back_from_the_end_and_not_to_the_beginning(large: Ledger) -> None:
    assert steps(large, lambda ledger: ledger.last_undoable()) < 5000


def test_as_known_looks_the_moment_up_in_its_index(small: Ledger) -> None:
    (statement,) = traced(small, lambda ledger: ledger.seq_at(MOMENT))
    (plan,) = ledger_connection(small).execute(f"EXPLAIN QUERY PLAN {statement}")
    assert plan[3] == "SEARCH entries USING COVERING INDEX entries_by_time (at<?)"


def test_many_rows_of_one_command_are_one_transaction_and_no_two_commits(tmp_path: Path) -> None:
    drafts = (recorded(f"{seq}.5", f"i{seq % 30}", NEW_YEAR + timedelta(seq % 366)) for seq in range(5_000))
    with Ledger(made(tmp_path)) as ledger:
        statements = traced(ledger, lambda ledger: write(ledger, list(drafts), "nhập"))
        assert ledger.tip().seq == 5_000
    assert [words for words in statements if words.split()[0] in ("BEGIN", "COMMIT")] == ["BEGIN IMMEDIATE", "COMMIT"]


def ledger_connection(ledger: Ledger) -> sqlite3.Connection:
    return ledger._connection
