"""The measurements H1 to H4: a real PostgreSQL server, seeded communes whose ledgers have real rows and real chains."""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thidua_cli.domain.closing import closed_detail
from thidua_cli.domain.period import Period, Span
from thidua_cli.ledger.rows import COLUMNS, EMPTY_HASH, canonical_json, hash_of

if TYPE_CHECKING:
    from hub.server import Hub

TESTS = Path(__file__).parents[1] / "tests"
COMMUNES, PROVINCES, INDICATORS = 3321, 34, 23
REVISION = "0" * 64
Row = tuple[Any, ...]


def ledger(unit: str, months: Sequence[Period], *, closings: bool = True) -> Iterator[Row]:
    """A commune's rows: each month a figure of every indicator, and the closing that froze its report."""
    dice, seq, previous = random.Random(unit), 0, EMPTY_HASH
    for month in months:
        at = f"{month.end + timedelta(days=4)}T02:00:00.000000Z"
        report = _report(unit, month, dice)
        kept = [one["actual"] for one in report["indicators"]]
        drafts = [
            ("record", f"chi-tieu-{place}", month.last_day.isoformat(), one, "") for place, one in enumerate(kept)
        ]
        drafts += [("close", "", "", {}, closed_detail(month, canonical_json(report)))] if closings else []
        for item, (kind, indicator, day, amount, detail) in enumerate(drafts):
            seq += 1
            parts = (amount.get("numerator"), amount.get("denominator"))
            value = None if parts[0] else amount.get("value")
            level = "official" if amount else None
            head = (seq, f"{unit}-{month.id}-{kind}", item, kind, None, unit, "", indicator, day, value, *parts, level)
            row = (*head, "", "Văn phòng – Thống kê", "", "Nguyễn Thị Minh", detail, at, "0.1.0", REVISION, previous)
            previous = hash_of(row)
            yield (*row, previous)


def _report(unit: str, month: Period, dice: random.Random) -> dict[str, Any]:
    rows = []
    for place in range(INDICATORS):
        whole = dice.randrange(500, 5000)
        part = dice.randrange(whole)
        actual = {"value": str(whole), "numerator": None, "denominator": None}
        if place % 2:
            actual = {"value": f"{part / whole:.6f}", "numerator": str(part), "denominator": str(whole)}
        filler = {
            "name": f"Chỉ tiêu số {place} của kế hoạch thi đua",
            "section": "kinh-te",
            "unit": "%",
            "parent": None,
        }
        ratio = {"percent": "94.59", "reason": None}
        same = {"value": "5.1", "index": "68.63", "growth": "-31.37", "difference": "-1.6", "reason": None}
        target = {"comparator": ">=", "value": "3.7", "upper": None, "printed": "theo nghị quyết"}
        one = {"id": f"chi-tieu-{place}", **filler, "code": f"C{place:02d}", "actual": actual, "target": target}
        rows.append({**one, "ratio": ratio, "attainment": ratio, "same_period": same, "verdict": "met"})
    summary = {"counted": INDICATORS, "exceeded": 3, "met": dice.randrange(15)}
    plan = {"year": month.year, "unit": f"xã {unit}", "title": "Kế hoạch", "revision": REVISION}
    return {"schema": "thidua.report/1", "plan": plan, "headline": "", "summary": summary, "indicators": rows}


def measure(folder: Path) -> Iterator[tuple[str, str, str, str, bool]]:
    """Each line: its number, what was measured, how long, the target, and whether it is met."""
    sys.path.insert(0, str(TESTS))
    from hub.server import copied, programs, running
    from thidua_cli.hub.ledgers import initialise

    bin = programs()
    if bin is None:
        return
    with running(bin, {"fsync": "on", "shared_buffers": "256MB", "max_wal_size": "4GB"}) as server:
        server.sql("postgres", "CREATE DATABASE model")
        initialise(server.address("model", "postgres"))
        yield _arrival(copied(server), closings=False)
        yield _arrival(copied(server), closings=True)
        country = copied(server)
        _fill(country, COMMUNES, [Period(Span.MONTH, 2026, 6)])
        yield _timed("H2", f"`hub report` of a month of {COMMUNES:,} communes", country, None, 1000)
        yield _timed("H3", "the same of one of 34 provinces", country, "tinh-07", 50)
        ten_years = copied(server)
        months = [Period(Span.MONTH, year, number) for year in range(2017, 2027) for number in range(1, 13)]
        _fill(ten_years, COMMUNES // PROVINCES + 1, months)
        yield _timed("H3", "the same with ten years of that province in the hub", ten_years, "tinh-00", 50)
        yield _sending(copied(server), folder)


def _arrival(hub: Hub, *, closings: bool) -> tuple[str, str, str, str, bool]:
    """Rows put into the table that proves them, against the same COPY into one without any rule: processor time."""
    import psycopg

    months = [Period(Span.MONTH, 2026, number) for number in range(1, 13)]
    ledgers = [list(ledger(f"{number:05d}", months, closings=closings)) for number in range(100)]
    count = sum(map(len, ledgers))
    hub.sql(f"CREATE TABLE bare AS SELECT {COLUMNS} FROM hub.entries WITH NO DATA")

    def copied(table: str) -> float:
        with psycopg.connect(hub.address("postgres")) as connection:
            connection.execute(f"TRUNCATE {table}".encode())
            begun = time.process_time() + _processor_seconds(connection.info.backend_pid)
            with connection.cursor().copy(f"COPY {table} ({COLUMNS}) FROM STDIN".encode()) as copy:
                for rows in ledgers:
                    for row in rows:
                        copy.write_row(row)
            connection.commit()
            return time.process_time() + _processor_seconds(connection.info.backend_pid) - begun

    pairs = [(copied("bare"), copied("hub.entries")) for _ in range(6)][1:]
    quotient, bare, proved = sorted((one / other, one, other) for one, other in pairs)[2]
    kind = "rows, every 24th a closed report of 12 kB" if closings else "figures"
    what = f"{count:,} {kind}: COPY into the table that proves them ÷ into one without any rule, processor time"
    speed = f"{quotient:.2f} ({count / proved:,.0f} ÷ {count / bare:,.0f} rows/s)"
    return "H1", what, speed, "≥ 0.25", quotient >= 0.25


def _fill(hub: Hub, communes: int, months: Sequence[Period]) -> None:
    import psycopg

    from thidua_cli.hub.ledgers import append

    with psycopg.connect(hub.address("postgres")) as connection:
        codes = [
            (f"C{place:02d}", f"Chỉ tiêu {place}", "%", "rate" if place % 2 else "sum") for place in range(INDICATORS)
        ]
        connection.cursor().executemany("INSERT INTO hub.indicators VALUES (%s, %s, %s, %s, '', 'higher')", codes)
        for number in range(communes):
            unit = f"{number:05d}"
            where = f"tinh-{number % PROVINCES if communes > 1000 else 0:02d}"
            connection.execute("INSERT INTO hub.units VALUES (%s, %s, %s)", (unit, f"xã {unit}", where))
            append(connection, unit, ledger(unit, months), [])
    hub.sql("VACUUM ANALYZE")


def _timed(name: str, what: str, hub: Hub, province: str | None, most: int) -> tuple[str, str, str, str, bool]:
    """HubView and adding up: processor time of this program and of its server process, which no other work slows."""
    from thidua_cli.hub.catalogue import HubView
    from thidua_cli.hub.ledgers import connected

    def run() -> float:
        begun = time.process_time()
        with connected(hub.address("postgres")) as connection:
            rolled = HubView(connection, Period(Span.MONTH, 2026, 6), date(2026, 7, 5), province).rolled_up()
            for entry in rolled.entries:
                rolled.total(entry, rolled.units)
            served = _processor_seconds(connection.info.backend_pid)
        return time.process_time() - begun + served

    run()
    milliseconds = statistics.median(run() for _ in range(9)) * 1000
    return name, f"{what}, processor time", f"{milliseconds:,.0f} ms", f"≤ {most:,} ms", milliseconds <= most


def _processor_seconds(pid: int) -> float:
    """How long a process has kept a processor busy so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _sending(hub: Hub, folder: Path) -> tuple[str, str, str, str, bool]:
    """A month's rows of a ledger of ten years, above the connection alone."""
    import psycopg

    from hub.making import register
    from thidua_cli.hub.ledgers import connected, send
    from thidua_cli.ledger import Ledger
    from thidua_cli.ledger.rows import INSERT

    register(hub, "00001")
    path = folder / "send.db"
    Ledger.create(path)
    months = [Period(Span.MONTH, year, number) for year in range(2017, 2027) for number in range(1, 13)]
    rows = list(ledger("00001", months))
    with Ledger(path) as open_ledger, open_ledger.writing() as writer:
        writer.replay(INSERT, rows)
    month = INDICATORS + 1
    with connected(hub.address(""), unit="00001") as connection, Ledger(path) as open_ledger:
        send(connection, open_ledger, "00001")

    def alone() -> None:
        with psycopg.connect(hub.address("xa_00001")) as connection:
            connection.execute("SELECT 1")

    def sent() -> None:
        with connected(hub.address(""), unit="00001") as connection, Ledger(path) as open_ledger:
            send(connection, open_ledger, "00001")

    times = []
    for _ in range(9):
        hub.sql(f"DELETE FROM hub.entries WHERE seq > {len(rows) - month}")
        begun = time.perf_counter()
        sent()
        times.append(time.perf_counter() - begun)
    above = statistics.median(times) * 1000 - _median(alone, 9)
    what = f"`send` of a month ({month} rows) of a ledger of ten years, above the bare connection"
    return "H4", what, f"{above:,.0f} ms", "≤ 100 ms", above <= 100


def _median(run: Callable[[], None], times: int) -> float:
    """Milliseconds, after one run that is not counted."""
    run()
    measured = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        measured.append(time.perf_counter() - begun)
    return statistics.median(measured) * 1000


def main() -> None:
    """Print the table."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as name:
        print("| # | what | measured | target | met |\n|---|---|---|---|---|")
        for number, what, measured, target, is_met in measure(Path(name)):
            print(f"| {number} | {what} | {measured} | {target} | {'yes' if is_met else 'no'} |", flush=True)


if __name__ == "__main__":
    main()
