"""`python -m bench [P1 …]`: measures on fresh, seeded ledgers, prints the table; `--write` puts it into the docs."""

from __future__ import annotations

import argparse
import platform
import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from . import timing
from .measures import MEASURES, MILLION, Bench, Result
from .timing import PAIRS

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
LIBRARIES = ("typer", "rich", "pydantic", "pyyaml")


def main() -> None:
    """Measure, print, and write where asked."""
    options = _options()
    chosen = options.names or list(MEASURES)
    histories = (MILLION, 10 * MILLION) if options.ten_million else (options.rows,)
    lines = [*_machine(), "", *HEAD]
    if options.processor_time:
        timing.clock = timing.processor_time
        lines[0] = f"{lines[0][:-1]}; in processor time, for the machine did other work too."
    print("\n".join(lines), flush=True)
    with tempfile.TemporaryDirectory(prefix="thidua-bench-", dir=options.folder) as name:
        bench = Bench(Path(name), options.pairs, histories)
        for measure in chosen:
            for result in MEASURES[measure](bench):
                lines.append(_line(result))
                print(lines[-1], flush=True)
    if options.write:
        _write(lines)


HEAD = (
    "| # | A ÷ B | median of A ÷ B | quartiles | target | met | median A ÷ median B |",
    "|---|---|---|---|---|---|---|",
)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="P1", choices=[*MEASURES, []], help="which ones; all without")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs of runs for each ratio")
    parser.add_argument("--rows", type=int, default=MILLION, help="rows of the long history")
    parser.add_argument("--ten-million", action="store_true", help="also 10,000,000 rows: about 4 GB, many minutes")
    parser.add_argument("--processor-time", action="store_true", help="not by the clock on the wall")
    parser.add_argument("--folder", help="where the ledgers are made; default: the system's temporary folder")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    return parser.parse_args()


def _machine() -> Sequence[str]:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"Measured on {datetime.now(UTC).date().isoformat()}: Python {platform.python_version()}, {libraries},"
        f" SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}, {_cores()} cores."
    ]


def _cores() -> int:
    import os

    return os.cpu_count() or 1


def _line(result: Result) -> str:
    met = "yes" if result.is_met else "no"
    return (
        f"| {result.name} | {result.what} | {result.value:.2f} | {result.spread} | {result.target} | {met}"
        f" | {result.sides} |"
    )


def _write(lines: Sequence[str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{chr(10).join(lines)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
