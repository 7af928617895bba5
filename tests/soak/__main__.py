"""Long runs of the fault harnesses: `python -m tests.soak NAME [SIZE [SEED]]`; without a name: the list.

Each prints what it counted and ends with 1 if a promise was broken. The gate runs the same harnesses at a smaller size.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults import fulldisk, kills, powercut, roundtrips, scenarios, syscalls
from ledger.sample import made

TESTS = Path(__file__).parents[1]
ROWS = 1000
Outcome = tuple[object, bool]


class Run(NamedTuple):
    """A run: what it does, its usual size, and the function that gives what was counted and whether it holds."""

    what: str
    size: int
    go: Callable[[Path, int, int], Outcome]


def _calls(name: str) -> Callable[[Path, int, int], Outcome]:
    scenario = next(scenario for scenario in scenarios.SCENARIOS if scenario.name == name)

    def go(folder: Path, size: int, seed: int) -> Outcome:
        """All faults; with a size, so many spread over them."""
        count, wrong = syscalls.run(folder, scenario, samples=size)
        return f"{count} faults, {len(wrong)} violations {wrong[:20]}", not wrong and count > 0

    return go


def _kills(writers: int, verb: str) -> Callable[[Path, int, int], Outcome]:
    def go(folder: Path, size: int, seed: int) -> Outcome:
        counts = kills.kill_writers(folder, size, writers, seed, verb)
        hot = counts["hot journals"] / counts["rounds"]
        return f"{dict(counts)}, hot journals {hot:.0%}", not counts["lost"] + counts["half imports"] and hot >= 0.3

    return go


def _exports(folder: Path, size: int, seed: int) -> Outcome:
    counts = kills.kill_exports(folder, size, seed)
    return dict(counts), not counts["broken"] and counts["temporary files left"] > 0


def _power(folder: Path, size: int, seed: int) -> Outcome:
    (folder / "safe").mkdir()
    (folder / "twin").mkdir()
    found = powercut.run(folder / "safe", 20, size, seed)
    twin = powercut.run(folder / "twin", 5, 500, seed, "FULL")
    clean = set(found) <= {"moments", "images", "whole", "whole after a rollback"}
    return f"{dict(found)}; control with synchronous=FULL: {dict(twin)}", clean and twin["acknowledged and lost"] > 0


def _disk(folder: Path, size: int, seed: int) -> Outcome:
    found: dict[str, Counter[str]] = {}
    for name in (*fulldisk.COMMANDS, "careless"):
        (folder / name).mkdir()
        found[name] = fulldisk.run(folder / name, name, size)
    twin = found.pop("careless")
    clean = all(set(outcomes) <= {"written", "refused"} for outcomes in found.values())
    return {name: dict(outcomes) for name, outcomes in found.items()}, clean and twin["half a report"] > 0


def _script(path: str, *words: str) -> Callable[[Path, int, int], Outcome]:
    """A harness in a process of its own, since a signal would end it; `LEDGER`, `SIZE` and `SEED` are filled in."""

    def go(folder: Path, size: int, seed: int) -> Outcome:
        filled = {"LEDGER": "", "SIZE": str(size), "SEED": str(seed)}
        if "LEDGER" in words:
            filled["LEDGER"] = str(made(folder, ROWS))
        command = [sys.executable, str(TESTS / path), *(filled.get(word, word) for word in words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return f"{done.stdout.strip()} {done.stderr.strip()} (ended with {done.returncode})", done.returncode == 0

    return go


def _writers(folder: Path, size: int, seed: int) -> Outcome:
    path = made(folder)
    words = [sys.executable, str(TESTS / "ledger" / "crew.py"), "write", str(path)]
    crew = [subprocess.Popen([*words, f"w{n}", "50"], stdout=subprocess.PIPE, text=True) for n in range(size)]
    said = {line for process in crew for line in process.communicate()[0].split()}
    from thidua_cli.ledger import Ledger
    from thidua_cli.ledger.copies import verify_file as verify

    with Ledger(path) as ledger:
        there = {row.action for row in ledger.history()}
    lost, rows = len(said - there), verify(path).seq
    ended = [process.returncode for process in crew]
    found = f"{size} × 50: {len(said)} acknowledged, {rows} rows, {lost} lost, exit codes {set(ended)}"
    return found, not lost and rows == len(said) == size * 50


RUNS: dict[str, Run] = {
    **{
        f"calls-{scenario.name}": Run(f"D1-D4: every system call of {scenario.name} fails", 0, _calls(scenario.name))
        for scenario in scenarios.SCENARIOS
    },
    "kills-1": Run("E2: kill -9 of one writer", 300, _kills(1, "write")),
    "kills-4": Run("E2: kill -9 of four writers", 200, _kills(4, "write")),
    "kills-import": Run("I9: kill -9 of imports", 100, _kills(1, "import")),
    "exports": Run("K1: kill -9 of a process that replaces reports", 150, _exports),
    "power": Run("D8: simulated power cuts", 10_000, _power),
    "disk": Run("D5: full disk, six commands", 60, _disk),
    "writers": Run("E1: concurrent writers, 50 rows each", 32, _writers),
    "plans": Run("A: spoilt plan files", 20_000, _script("plan_file/fuzz.py", "SIZE", "SEED")),
    "csv": Run("I: spoilt CSV files", 50_000, _script("intake/fuzz.py", "csv", "SIZE", "SEED")),
    "xlsx": Run("J: spoilt workbooks", 2_000, _script("intake/fuzz.py", "xlsx", "SIZE", "SEED")),
    "lines": Run("spoilt and forged exports (.jsonl)", 20_000, _script("ledger/fuzz_lines.py", "SIZE", "SEED")),
    "damage": Run("F10: damaged ledgers", 3_000, _script("ledger/damage.py", "LEDGER", "SEED", "SIZE")),
    "flips": Run("F1: flipped bits", 600, _script("faults/flips.py", "LEDGER", "SEED", "SIZE")),
    "decimals": Run("B13: decimals there and back", 1_000_000, roundtrips.soak),
}


def main(words: list[str]) -> int:
    """Carry out one run, or list them."""
    if not words or words[0] not in RUNS:
        print(__doc__)
        for name, run in RUNS.items():
            print(f"  {name:16} {run.what}" + (f" (size {run.size})" if run.size else ""))
        return 2
    run = RUNS[words[0]]
    size = int(words[1]) if words[1:] else run.size
    seed = int(words[2]) if words[2:] else 2024
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found, holds = run.go(Path(folder), size, seed)
    print(f"{words[0]} size {size} seed {seed}: {found} in {time.monotonic() - begun:.0f} s")
    print("holds" if holds else "BROKEN")
    return not holds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
