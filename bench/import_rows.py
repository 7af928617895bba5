"""Rows per second of `import` beside a bare `executemany` of the same rows: `python -m bench.import_rows [PAIRS]`."""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

from thidua_cli.plan_file import load_text, read_plan
from thidua_cli.workspace import shipped_plan

from .bulk import ROWS, imports
from .measures import THIDUA


def main(pairs: int) -> None:
    """Print rows per second of both sides (medians), their ratio, and the most memory the import took."""
    plan = read_plan(load_text(shipped_plan()))
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as name:
        measured = imports(Path(name) / "import", plan, THIDUA, pairs)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{ROWS} rows, {pairs} pairs")
    print(f"thidua import     {ROWS / measured.first_seconds:9.0f} rows/s  {measured.first_seconds:6.2f} s")
    print(f"bare executemany  {ROWS / measured.second_seconds:9.0f} rows/s  {measured.second_seconds:6.2f} s")
    print(f"import ÷ bare     {measured.median:9.2f}         ({measured.low:.2f}-{measured.high:.2f})")
    print(f"peak memory       {peak:9.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
