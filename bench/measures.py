"""The measurements P1 to P8: what is divided by what, and how far it may go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from thidua_cli.domain.plan import Plan

from . import bulk, ledgers, peers
from .timing import Ratio, Run, compared, peak_kilobytes

PYTHON = sys.executable
THIDUA = str(Path(PYTHON).with_name("thidua"))
TODAY = {"THIDUA_TODAY": f"{ledgers.YEAR}-12-31"}
REPORT = (THIDUA, "report")
MILLION = 1_000_000


class Result(NamedTuple):
    """One line of the table: the quotient, its spread, its target, and both sides in their units."""

    name: str
    what: str
    value: float
    spread: str
    target: str
    is_met: bool
    sides: str


class Bench(NamedTuple):
    """Where the ledgers are made, how many pairs are timed, how many rows the long histories have."""

    folder: Path
    pairs: int
    histories: tuple[int, ...]

    def year(self) -> Path:
        """A folder with the plan and one year of figures (252)."""
        return _year(self.folder)

    def long(self, rows: int) -> Path:
        """A folder with the same year and so many rows of earlier years, places and corrections."""
        return _long(self.folder, rows)


Measure = Callable[[Bench], Iterator[Result]]


@cache
def _year(folder: Path) -> Path:
    place = folder / "year"
    ledgers.filled(place, ledgers.one_year(plan(folder)))
    return place


@cache
def _long(folder: Path, rows: int) -> Path:
    place = folder / f"long-{rows}"
    ledgers.filled(place, ledgers.history(plan(folder), rows), ledgers.one_year(plan(folder)))
    return place


@cache
def plan(folder: Path) -> Plan:
    """The shipped plan."""
    with ledgers.workspace(folder / "plan").open() as office:
        return office.plan


def report_start_up(bench: Bench) -> Iterator[Result]:
    """P1: the morning's `report` on a terminal against the bare imports of its libraries."""
    measured = compared(
        repeat(_report(bench.year(), on_terminal=True)),
        _imports(bench, "typer, rich.console, rich.table, sqlite3"),
        bench.pairs,
    )
    yield timed(
        "P1",
        "`report` of 252 figures on a terminal ÷ `import typer, rich.console, rich.table, sqlite3`",
        measured,
        "≤",
        1.35,
    )


def record(bench: Bench) -> Iterator[Result]:
    """P2: one durable, chained `record` against the bare imports it needs; every run writes a new row."""
    place = bench.folder / "record"
    ledgers.filled(place, ledgers.one_year(plan(bench.folder)))
    measured = compared(_records(place), _imports(bench, "typer, sqlite3"), bench.pairs)
    yield timed("P2", "`record` of one figure ÷ `import typer, sqlite3`", measured, "≤", 1.40)


def completion(bench: Bench) -> Iterator[Result]:
    """P3: one TAB on an indicator id against `import typer`."""
    tab = Run((THIDUA, "--complete", "bash", "record", "dan-"), bench.year(), TODAY)
    yield timed(
        "P3",
        "TAB on an indicator id ÷ `import typer`",
        compared(repeat(tab), _imports(bench, "typer"), bench.pairs),
        "≤",
        0.8,
    )


def long_history(bench: Bench) -> Iterator[Result]:
    """P4: `report` with a long history against `report` with one year."""
    for rows in bench.histories:
        most = 1.1 if rows <= MILLION else 1.2
        measured = compared(repeat(_report(bench.long(rows))), _report(bench.year()), bench.pairs)
        yield timed("P4", f"`report` with {grouped(rows)} rows ÷ `report` with 252", measured, "≤", most)


def against_peers(bench: Bench) -> Iterator[Result]:
    """P5: the tools nearest to us, on the same figures and targets."""
    for count, least in (
        (27_600, {peers.HLEDGER: 10, peers.LEDGER: 2}),
        (300_000, {peers.HLEDGER: 100, peers.LEDGER: 20}),
    ):
        place = bench.folder / f"spread-{count}"
        entries = ledgers.spread(plan(bench.folder), count)
        ledgers.filled(place, ledgers.drafts_of(entries))
        journal = place / "journal"
        peers.write_journal(journal, ledgers.recordable(plan(bench.folder)), entries)
        for peer, times in least.items():
            yield _against(peer, journal, count, times, bench)


def _against(peer: str, journal: Path, count: int, least: int, bench: Bench) -> Result:
    if not peers.is_here(peer):
        return Result(
            "P5",
            f"{peer} on {grouped(count)} figures ÷ `report`",
            0.0,
            "",
            f"≥ {least}",
            False,
            f"{peer} is not installed",
        )
    theirs = Run(peers.words(peer, journal), journal.parent)
    pairs = bench.pairs if count < 100_000 else max(3, bench.pairs // 3)
    measured = compared(repeat(theirs), _report(journal.parent), pairs)
    return timed(
        "P5", f"`{' '.join(peers.words(peer, Path('J')))}` on {grouped(count)} figures ÷ `report`", measured, "≥", least
    )


def bulk_import(bench: Bench) -> Iterator[Result]:
    """P6: `import` of 100,000 rows against a bare `executemany` of the very rows it wrote."""
    measured = bulk.imports(bench.folder / "import", plan(bench.folder), THIDUA, max(3, bench.pairs // 5))
    yield timed(
        "P6",
        f"`import` of {grouped(bulk.ROWS)} rows from CSV ÷ bare `executemany` of the rows it wrote, same schema",
        measured,
        "≤",
        4,
    )


def verification(bench: Bench) -> Iterator[Result]:
    """P7: `verify` against a bare loop that reads the rows and hashes the same canonical JSON."""
    rows = min(bench.histories)
    place = bench.long(rows)
    loop = Run((PYTHON, "-c", bulk.BARE_LOOP, str(place / "data" / "thidua.db")), place)
    measured = compared(repeat(Run((THIDUA, "verify"), place, TODAY)), loop, max(3, bench.pairs // 5))
    yield timed("P7", f"`verify` of {grouped(rows)} rows ÷ a bare loop that reads and hashes them", measured, "≤", 2)


def memory(bench: Bench) -> Iterator[Result]:
    """P8: peak memory of `report` with a long history against one year."""
    rows = min(bench.histories)
    much, little = (peak_kilobytes(_report(place)) for place in (bench.long(rows), bench.year()))
    yield Result(
        "P8", f"peak memory of `report` with {grouped(rows)} rows ÷ with 252", much / little, "", "≤ 1.1",
        much / little <= 1.1, f"{grouped(much)} KiB ÷ {grouped(little)} KiB",
    )  # fmt: skip


MEASURES: dict[str, Measure] = {
    "P1": report_start_up,
    "P2": record,
    "P3": completion,
    "P4": long_history,
    "P5": against_peers,
    "P6": bulk_import,
    "P7": verification,
    "P8": memory,
}


def timed(name: str, what: str, measured: Ratio, sign: str, limit: float) -> Result:
    """A measured ratio of seconds as a line of the table."""
    is_met = measured.median <= limit if sign == "≤" else measured.median >= limit
    spread = f"{measured.low:.2f}–{measured.high:.2f}, {measured.pairs} pairs"
    sides = f"{measured.first_seconds * 1000:,.0f} ms ÷ {measured.second_seconds * 1000:,.0f} ms"
    return Result(name, what, measured.median, spread, f"{sign} {limit:g}", is_met, sides)


def grouped(number: int) -> str:
    """`1,000,000`."""
    return f"{number:,}"


def _report(folder: Path, *, on_terminal: bool = False) -> Run:
    return Run(REPORT, folder, TODAY, on_terminal)


def _records(folder: Path) -> Iterator[Run]:
    """A new day each time, so that every run appends a row; `--yes`, for a person has looked at the figures."""
    day = date(ledgers.YEAR, 1, 1)
    while day.year == ledgers.YEAR:
        if day.day < 28:
            words = (THIDUA, "record", "dan-so", f"11.{day.timetuple().tm_yday:03d}", "--on", day.isoformat(), "--yes")
            yield Run(words, folder, TODAY)
        day += timedelta(days=1)


def _imports(bench: Bench, modules: str) -> Run:
    return Run((PYTHON, "-c", f"import {modules}"), bench.folder)
