"""D1-D4: every system call that a command makes on the files of its folder fails or kills in turn.

A scenario is a command, what its folder looks like before, and how to tell afterwards whether nothing happened
('before'), everything ('after'), or something in between, which is what must never be.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

CREW = Path(__file__).parents[1] / "ledger" / "crew.py"
CALLS = ("openat", "pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "rename", "link", "chmod")
MISSED = "the fault did not happen"
FAULTS = ("signal=SIGKILL", "error=ENOSPC", "error=EIO")
_LINE = re.compile(r"^\d+ +(\w+)\((.*)")


@dataclass(frozen=True)
class Scenario:
    """A command under test; `strict`: answering 7 means that nothing was done."""

    name: str
    prepare: Callable[[Path], None]
    words: Callable[[Path], list[str]]
    state: Callable[[Path], str]
    strict: bool = True


@dataclass(frozen=True)
class Fault:
    """The n-th call of a kind fails in this way."""

    call: str
    number: int
    kind: str

    def __str__(self) -> str:
        return f"{self.call} {self.number} {self.kind}"


def environment(folder: Path) -> dict[str, str]:
    """The same for every run, so that calls can be counted."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "USER": "huong",
        "THIDUA_TODAY": "2024-07-05",
        "THIDUA_LEDGER": str(folder / "thidua.db"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }


def under_strace(scenario: Scenario, folder: Path, *options: str) -> tuple[int, str, str]:
    """Run the scenario's command; its exit code, what it said, and the trace."""
    trace = folder.with_name(f"{folder.name}.trace")
    strace = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", f"trace={','.join(CALLS)}", *options]
    if not any("signal=" in option for option in options):
        strace.insert(1, "--seccomp-bpf")  # twice as fast; but signals are not injected then
    return *_answer(scenario, folder, strace), trace.read_text("utf-8", "replace")


def _answer(scenario: Scenario, folder: Path, under: list[str]) -> tuple[int, str]:
    command = scenario.words(folder)
    done = subprocess.run(
        [*under, sys.executable, *command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment(folder),
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    return int(said[0]) if command[0] == str(CREW) and said else done.returncode, said


def faults_of(scenario: Scenario, folder: Path) -> Iterator[Fault]:
    """Every call on the folder's files in an undisturbed run, with each kind of fault."""
    folder.mkdir()
    scenario.prepare(folder)
    code, said, trace = under_strace(scenario, folder)
    assert code == 0, said
    assert scenario.state(folder) == "after"
    counted: Counter[str] = Counter()
    for line in trace.splitlines():
        match = _LINE.match(line)
        if match and match[1] in CALLS:
            counted[match[1]] += 1
            if str(folder) in match[2]:
                yield from (Fault(match[1], counted[match[1]], kind) for kind in FAULTS)


def outcome(scenario: Scenario, folder: Path, fault: Fault) -> str:
    """'' if nothing is wrong after the fault; the folder is made and removed."""
    folder.mkdir()
    scenario.prepare(folder)
    code, said, trace = under_strace(scenario, folder, "-e", f"inject={fault.call}:{fault.kind}:when={fault.number}")
    state = scenario.state(folder)
    if "INJECTED" not in trace and "killed by SIGKILL" not in trace:
        return MISSED
    if state not in ("before", "after"):
        return f"{fault}: {state}"
    if code == 0 and state != "after":
        return f"{fault}: acknowledged and lost"
    if code == 7 and scenario.strict and state == "after" and "chưa rõ" not in said:
        return f"{fault}: said to have failed, but it was done"
    if code not in (0, 7) and "SIGKILL" not in fault.kind:
        return f"{fault}: exit code {code}: {said}"
    again, said = _answer(scenario, folder, []) if state == "before" else (0, "")
    if again != 0 or scenario.state(folder) != "after":
        return f"{fault}: not to be repaired: {said}"
    shutil.rmtree(folder)
    return ""


def run(folder: Path, scenario: Scenario, samples: int = 0, kinds: tuple[str, ...] = FAULTS) -> tuple[int, list[str]]:
    """All faults of these kinds in a scenario, or so many spread over it, of one kind after the other.

    Gives how many hit, and what went wrong; too many that did not hit are wrong too.
    """
    faults = [fault for fault in faults_of(scenario, folder / scenario.name) if fault.kind in kinds]
    if samples:
        spread = [(2 * number + 1) * len(faults) // (2 * samples) for number in range(samples)]
        faults = [faults[at - at % len(kinds) + number % len(kinds)] for number, at in enumerate(spread)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        named = [(folder / f"{scenario.name}-{number}", fault) for number, fault in enumerate(faults)]
        found = list(pool.map(lambda case: outcome(scenario, *case), named))
    missed = found.count(MISSED)  # a name looked up once more or less moves the last call of a kind out of reach
    wrong = [sentence for sentence in found if sentence not in ("", MISSED)]
    return len(faults) - missed, wrong if missed <= len(faults) // 10 else [f"{missed} faults missed", *wrong]
