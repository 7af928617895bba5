"""Times whole processes in pairs, A and B in turn, so that a busy machine slows both alike."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PAIRS = 15
PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


class Run(NamedTuple):
    """One way to run a program: its words, its folder, what its environment holds, and whether it sees a terminal."""

    words: Sequence[str]
    folder: Path
    environ: Mapping[str, str] = {}
    on_terminal: bool = False


class Ratio(NamedTuple):
    """The median of the paired ratios, their quartiles, and the median seconds of both sides."""

    median: float
    low: float
    high: float
    first_seconds: float
    second_seconds: float
    pairs: int


def processor_time() -> float:
    """User and system seconds of all processes started so far that have ended."""
    held = resource.getrusage(resource.RUSAGE_CHILDREN)
    return held.ru_utime + held.ru_stime


clock = time.perf_counter
"""What seconds are counted by; `processor_time` where the machine does other work too."""


def compared(firsts: Iterator[Run], second: Run, pairs: int = PAIRS) -> Ratio:
    """Run both once unmeasured (bytecode, file cache), then in turn; `firsts` gives a run for each turn."""
    seconds(next(firsts))
    seconds(second)
    return ratio_of([(seconds(next(firsts)), seconds(second)) for _ in range(pairs)])


def ratio_of(measured: Sequence[tuple[float, float]]) -> Ratio:
    """What pairs of measured seconds come to."""
    quotients = [one / other for one, other in measured]
    low, _, high = statistics.quantiles(quotients, n=4) if len(quotients) > 1 else (quotients * 3)[:3]
    firsts, seconds_of_second = zip(*measured, strict=True)
    return Ratio(
        statistics.median(quotients),
        low,
        high,
        statistics.median(firsts),
        statistics.median(seconds_of_second),
        len(measured),
    )


def seconds(run: Run) -> float:
    """Seconds of one whole process, from before it is started until it has ended."""
    return _on_terminal(run) if run.on_terminal else _piped(run)


def peak_kilobytes(run: Run) -> int:
    """The most resident memory of one whole process, in KiB (Linux)."""
    # A fresh small parent: until it is replaced, a child counts as large as the process it was forked from.
    words = [sys.executable, "-c", PEAK, *run.words]
    done = subprocess.run(words, cwd=run.folder, env=environ(run), capture_output=True, text=True, check=False)
    _refuse_failure(run, done.returncode)
    return int(done.stdout)


def environ(run: Run) -> dict[str, str]:
    """The machine's environment with bytecode allowed, nothing of thidua's own settings, and the folder as home.

    There the plan's reading was noted when the ledger was filled (`ledgers.workspace`).
    """
    ours = {name: text for name, text in os.environ.items() if not name.startswith(("THIDUA_", "XDG_"))}
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours | {"COLUMNS": "120", "TERM": "xterm", "HOME": str(run.folder)} | dict(run.environ)


def _piped(run: Run) -> float:
    start = clock()
    done = subprocess.run(run.words, cwd=run.folder, env=environ(run), stdout=subprocess.DEVNULL, check=False)
    passed = clock() - start
    _refuse_failure(run, done.returncode)
    return passed


def _on_terminal(run: Run) -> float:
    import pty

    outer, inner = pty.openpty()
    start = clock()
    process = subprocess.Popen(run.words, cwd=run.folder, env=environ(run), stdin=inner, stdout=inner)
    os.close(inner)
    try:
        while os.read(outer, 65536):
            pass
    except OSError:  # Linux: the other end is closed
        pass
    process.wait()
    passed = clock() - start
    os.close(outer)
    _refuse_failure(run, process.returncode)
    return passed


def _refuse_failure(run: Run, code: int) -> None:
    if code:
        raise SystemExit(f"{' '.join(run.words)}: exit {code}; a failed run is no measurement")
