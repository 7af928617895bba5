"""Rows per second of `thidua import` against a bare `executemany` of the same rows: `python bench/import_rows.py [ROWS]`.

Both write into a fresh ledger file with the same tables, indexes, triggers and pragmas, in one transaction. The bare
side is given finished rows: it reads no file, checks nothing and hashes nothing. Whole-process CPU and wall time.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from thidua_cli.ledger import Ledger
from thidua_cli.ledger.queries import EVERY_ROW, INSERT
from thidua_cli.ledger.schema import PRAGMAS
from thidua_cli.plan_file import load_text, read_plan
from thidua_cli.workspace import shipped_plan

PAIRS = 3
LAST = date(2023, 12, 14)


def lines(count: int) -> Iterator[str]:
    """So many figures of earlier years, one a day for each indicator that takes figures."""
    plan = read_plan(load_text(shipped_plan()))
    ids = [row.indicator.id for row in plan.rows() if not row.indicator.parts]
    yield "id;value;on;level;note\r\n"
    for place in range(count):
        day = LAST - timedelta(days=place // len(ids))
        yield f"{ids[place % len(ids)]};{place % 100},{place % 90 + 10};{day:%d/%m/%Y};official;ghi chú {place}\r\n"


def imported(file: Path, ledger: Path) -> None:
    """The command itself, in a process of its own."""
    words = [sys.executable, "-m", "thidua_cli", "--plan", str(shipped_plan()), "--ledger", str(ledger)]
    words += ["import", str(file), "--earlier-year", "--yes"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def bare(rows: list[tuple[object, ...]], ledger: Path) -> None:
    """The same finished rows, and nothing else."""
    connection = sqlite3.connect(ledger, isolation_level=None)
    for name, wanted, _ in PRAGMAS:
        connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(INSERT, rows)
    connection.execute("COMMIT")
    connection.close()


def fresh(folder: Path) -> Path:
    """An empty ledger."""
    path = folder / "thidua.db"
    path.unlink(missing_ok=True)
    Ledger.create(path)
    return path


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main(count: int) -> None:
    """Print the medians and their ratio."""
    os.environ["THIDUA_TODAY"] = "2024-07-05"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        file = folder / "rows.csv"
        file.write_text("".join(lines(count)), "utf-8")
        whole, alone = [], []
        for _ in range(PAIRS):
            ledger = fresh(folder)
            whole.append(seconds(lambda ledger=ledger: imported(file, ledger)))
            connection = sqlite3.connect(ledger)
            rows = connection.execute(EVERY_ROW).fetchall()
            connection.close()
            assert len(rows) == count
            other = fresh(folder)
            alone.append(seconds(lambda rows=rows, other=other: bare(rows, other)))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    a, b = statistics.median(whole), statistics.median(alone)
    print(f"rows                     {count}")
    print(f"thidua import            {a:6.2f} s  {count / a:9.0f} rows/s  ({min(whole):.2f}-{max(whole):.2f} s)")
    print(f"bare executemany         {b:6.2f} s  {count / b:9.0f} rows/s  ({min(alone):.2f}-{max(alone):.2f} s)")
    print(f"ratio import / bare      {a / b:6.2f}")
    print(f"peak memory of import    {peak:6d} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
