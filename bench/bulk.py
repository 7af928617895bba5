"""Measuring many rows: an import against a bare `executemany`, and the bare loop that `verify` is held against."""

from __future__ import annotations

import csv
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from thidua_cli.domain.plan import Plan
from thidua_cli.ledger.file import PRAGMAS, empty
from thidua_cli.ledger.rows import COLUMNS, INSERT

from . import ledgers, timing
from .timing import Ratio, Run, ratio_of, seconds

ROWS = 100_000
BARE_LOOP = """
import hashlib, json, sqlite3, sys
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
for row in sqlite3.connect(sys.argv[1]).execute("SELECT * FROM entries ORDER BY seq"):
    if hashlib.sha256(encode(row[:-1]).encode()).hexdigest() != row[-1]:
        raise SystemExit("bad hash")
"""


def imports(folder: Path, plan: Plan, thidua: str, pairs: int) -> Ratio:
    """The whole `import` process over the bare insert of the rows it wrote, each into a fresh ledger."""
    ledgers.workspace(folder)
    fresh = (folder / "data" / "thidua.db").read_bytes()
    form = folder / "so-lieu.csv"
    _write_form(form, plan)
    run = Run(
        (thidua, "import", str(form), "--yes", "--earlier-year"), folder, {"THIDUA_TODAY": f"{ledgers.YEAR}-12-31"}
    )
    measured = []
    for _ in range(pairs):
        (folder / "data" / "thidua.db").write_bytes(fresh)
        whole = seconds(run)
        measured.append((whole, _bare_seconds(folder / "data" / "thidua.db", folder / "bare.db")))
    return ratio_of(measured)


def _write_form(path: Path, plan: Plan) -> None:
    """Earlier years' figures: every indicator on every day, newest day first, until there are enough."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["id", "ngày", "giá trị", "nguồn"])
        writer.writerows(_form_rows(plan))


def _form_rows(plan: Plan) -> Iterator[list[str]]:
    dice = random.Random(ledgers.SEED)
    day, indicators = date(ledgers.YEAR - 1, 12, 31), ledgers.recordable(plan)
    for number in range(ROWS):
        back, place = divmod(number, len(indicators))
        value = f"{dice.randrange(1, 100)},{dice.randrange(10, 100)}"
        yield [indicators[place].id, (day - timedelta(days=back)).isoformat(), value, "báo cáo ngày"]


def _bare_seconds(written: Path, target: Path) -> float:
    """One `executemany` and commit of the rows of `written`, read beforehand, under the same schema and pragmas."""
    with closing(sqlite3.connect(written)) as source:
        rows = source.execute(f"SELECT {COLUMNS} FROM entries ORDER BY seq").fetchall()
    if len(rows) != ROWS:
        raise SystemExit(f"the import wrote {len(rows)} rows, not {ROWS}")
    with closing(empty()) as fresh:
        target.write_bytes(fresh.serialize())
    connection = sqlite3.connect(target, isolation_level=None)
    for name, wanted, _ in PRAGMAS:
        connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
    clock = time.process_time if timing.clock is timing.processor_time else time.perf_counter
    start = clock()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(INSERT, rows)
    connection.execute("COMMIT")
    passed = clock() - start
    connection.close()
    return passed
