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

sys.path.insert(0, str(Path(__file__).parents[1]))

from ledger.sample import made
from thidua_cli.errors import ThiduaError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import backup
from thidua_cli.ledger.verify import verify

TESTS = Path(__file__).parents[1]
CREW = TESTS / "ledger" / "crew.py"
OLD = TESTS / "ledger" / "fixtures" / "version-1.db"
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
    words = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", f"trace={','.join(CALLS)}", *options]
    done = subprocess.run(
        [*words, sys.executable, *scenario.words(folder)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment(folder),
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    code = int(said[0]) if said[1:2] == " " and said[0].isdigit() else done.returncode
    return code, said, trace.read_text("utf-8", "replace")


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
    again, said, _ = under_strace(scenario, folder) if state == "before" else (0, "", "")
    if again != 0 or scenario.state(folder) != "after":
        return f"{fault}: not to be repaired: {said}"
    shutil.rmtree(folder)
    return ""


def run(folder: Path, scenario: Scenario, samples: int = 0, kinds: tuple[str, ...] = FAULTS) -> tuple[int, list[str]]:
    """All faults of these kinds in a scenario, or so many spread over it.

    Gives how many hit, and what went wrong; too many that did not hit are wrong too.
    """
    faults = [fault for fault in faults_of(scenario, folder / scenario.name) if fault.kind in kinds]
    if samples:
        faults = [faults[(2 * number + 1) * len(faults) // (2 * samples)] for number in range(samples)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        named = [(folder / f"{scenario.name}-{number}", fault) for number, fault in enumerate(faults)]
        found = list(pool.map(lambda case: outcome(scenario, *case), named))
    missed = found.count(MISSED)  # a name looked up once more or less moves the last call of a kind out of reach
    wrong = [sentence for sentence in found if sentence not in ("", MISSED)]
    return len(faults) - missed, wrong if missed <= len(faults) // 10 else [f"{missed} faults missed", *wrong]


def rows_in(path: Path) -> int:
    """How many rows a ledger has, -1 if it is not whole."""
    try:
        return verify(path).rows
    except ThiduaError:
        return -1


def by_rows(before: int, after: int, name: str = "thidua.db") -> Callable[[Path], str]:
    """The state of a folder by the rows of its ledger."""

    def state(folder: Path) -> str:
        rows = rows_in(folder / name)
        return {before: "before", after: "after"}.get(rows, f"{rows} rows")

    return state


def three_rows(folder: Path) -> None:
    made(folder, 3)


def crew(verb: str) -> Callable[[Path], list[str]]:
    return lambda folder: [str(CREW), verb, str(folder / "thidua.db")]


def command(*words: str) -> Callable[[Path], list[str]]:
    """A command line of thidua; `@` stands for the folder."""
    return lambda folder: ["-m", "thidua_cli", *(word.replace("@", str(folder)) for word in words)]


def one_figure(folder: Path) -> None:
    made(folder)
    done = subprocess.run(
        [sys.executable, *command("record", "dan-gia-suc", "6.500")(folder)],
        env=environment(folder),
        check=True,
        capture_output=True,
    )
    assert done.returncode == 0


def old_version(folder: Path) -> None:
    shutil.copyfile(OLD, folder / "thidua.db")


def backed_up(folder: Path) -> None:
    """A ledger of five rows and a backup of three."""
    (folder / "usb").mkdir()
    copy = folder / "usb" / "a.db"
    backup(made(folder, 3), copy)
    with Ledger.open(folder / "thidua.db") as ledger:
        from ledger.sample import recorded, write

        write(ledger, [recorded("1", "b"), recorded("2", "c")], at="2025-01-02T03:04:05.000000Z")


def backup_state(folder: Path) -> str:
    if rows_in(folder / "thidua.db") != 3:
        return "the ledger changed"
    if not (folder / "a.db").exists():
        return "before"
    return "after" if rows_in(folder / "a.db") == 3 else "half a backup under its name"


def restored_state(folder: Path) -> str:
    if rows_in(folder / "usb" / "a.db") != 3:
        return "the backup changed"
    rows = rows_in(folder / "thidua.db")
    kept = list(folder.glob("thidua.db.before-restore-*"))
    if rows == 3 and [rows_in(path) for path in kept[:1]] != [5]:
        return "the replaced ledger is gone"
    return {5: "before", 3: "after"}.get(rows, f"{rows} rows")


def report_state(folder: Path) -> str:
    """Exports replace a file: it is the old one or the whole new one."""
    content = (folder / "a.csv").read_bytes()
    if content == b"old":
        return "before"
    return "after" if content.count(b"\n") > 20 and content.endswith(b"\n") else "half a report"


def one_figure_and_an_old_report(folder: Path) -> None:
    one_figure(folder)
    (folder / "a.csv").write_bytes(b"old")


RECORD = Scenario("record", three_rows, crew("add"), by_rows(3, 4))
SCENARIOS = (
    RECORD,
    Scenario("correct", one_figure, command("correct", "dan-gia-suc", "6.550", "--reason", "đếm lại"), by_rows(1, 2)),
    Scenario("import", three_rows, crew("import"), by_rows(3, 503)),
    Scenario("migrate", old_version, crew("add"), by_rows(24, 25)),
    Scenario("backup", three_rows, command("backup", "@/a.db"), backup_state, strict=False),
    Scenario("restore", backed_up, command("restore", "@/usb/a.db", "--force"), restored_state, strict=False),
    Scenario(
        "export",
        one_figure_and_an_old_report,
        command("report", "--out", "@/a.csv", "--force"),
        report_state,
        strict=False,
    ),
)
