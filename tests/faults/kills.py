"""Processes killed (SIGKILL) at random moments: nobody loses an acknowledged row, no output file is ever half.

python kills.py write LEDGER NAME       writes rows until it is killed, saying each number once it is committed
python kills.py boast LEDGER NAME       the known-bad twin: says it before
python kills.py import LEDGER NAME      imports of 200 rows, one after the other
python kills.py export FILE             replaces a report by another, for ever
python kills.py naive FILE              the known-bad twin: open("w")
"""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ledger.sample import made, recorded, write
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.render.files import Output, Register, Saying, Writing, digest_of, write_outputs

REPORTS = (b"0123456789\n" * 40_000, b"abcdefghij\n" * 50_000)
IMPORTED = 200
ROUNDS_PER_LEDGER = 40
PATIENCE = 60


def started(verb: str, path: Path, name: str = "") -> subprocess.Popen[bytes]:
    """A process that works until it is killed; it has begun when this returns.

    Read without a buffer: what the buffer of its first line took beside that line, `communicate` would not see.
    """
    command = [sys.executable, __file__, verb, str(path), name]
    process = subprocess.Popen(command, bufsize=0, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n", process.communicate()
    return process


def killed(process: subprocess.Popen[bytes]) -> list[str]:
    """Kill it; whole lines it had said."""
    process.kill()
    said, errors = process.communicate(timeout=PATIENCE)
    assert errors == b"", errors.decode()
    return said.decode().split("\n")[:-1]


def kill_writers(folder: Path, kills: int, writers: int, seed: int, verb: str = "write") -> Counter[str]:
    """So many kills of so many writers at once; counts of kills, hot journals, acknowledged rows and rows lost."""
    dice, counts = random.Random(seed), Counter({"lost": 0, "half imports": 0})
    for number in range(0, kills, writers):
        if number // writers % ROUNDS_PER_LEDGER == 0:
            path = made(Path(tempfile.mkdtemp(dir=folder)), 3)
            said: set[str] = set()
        crew = [started(verb, path, f"{number}-{writer}") for writer in range(writers)]
        time.sleep(dice.uniform(0.005, 0.12))
        for process in crew:
            process.kill()
        counts["hot journals"] += path.with_name("thidua.db-journal").exists()
        for process in crew:
            lines = killed(process)
            counts["acknowledged"] += len(lines)
            said.update(lines)
        counts["rounds"] += 1
        counts["kills"] += writers
        verify(path)
        with Ledger(path) as ledger:
            present = Counter(row.action for row in ledger.history())
        lost = said - present.keys()
        counts["lost"] += len(lost)
        counts.update(f"lost: {action!r}" for action in lost)
        said -= lost
        counts["half imports"] += sum(count not in (1, 3, IMPORTED) for count in present.values())
    return counts


def kill_exports(folder: Path, kills: int, seed: int, verb: str = "export") -> Counter[str]:
    """So many kills of a process that replaces a report; counts of whole and broken reports found afterwards."""
    dice, counts = random.Random(seed), Counter({"broken": 0})
    path = folder / "a.csv"
    for _ in range(kills):
        path.write_bytes(REPORTS[0])
        process = started(verb, path)
        time.sleep(dice.uniform(0, 0.05))
        killed(process)
        counts["whole" if path.read_bytes() in REPORTS else "broken"] += 1
        counts["temporary files left"] += len([name for name in folder.iterdir() if name != path]) > 0
        for left in folder.glob(".thidua-*.tmp"):
            left.unlink()
    return counts


def write_for_ever(path: Path, name: str, rows: int, *, early: bool) -> None:
    with Ledger(path) as ledger:
        for number in itertools.count():
            action = f"{name}/{number}"
            drafts = [recorded(str(row), f"{name} {row}") for row in range(rows)]
            if early:
                print(action, flush=True)
            write(ledger, drafts, action)
            if not early:
                print(action, flush=True)


def export_for_ever(path: Path, *, naive: bool) -> None:
    register = Register(path.with_name("register"))
    for content in reversed(REPORTS):
        register.add(path, [content], Saying(digest_of(content)))
    for content in itertools.cycle(reversed(REPORTS)):
        if naive:
            path.write_bytes(content)
        else:
            next(write_outputs([Output(path, content, Saying(digest_of(content)))], Writing(register)))


if __name__ == "__main__":
    verb, target, name = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    print("begun", flush=True)
    match verb:
        case "write" | "boast":
            write_for_ever(target, name, 1, early=verb == "boast")
        case "import":
            write_for_ever(target, name, IMPORTED, early=False)
        case "export" | "naive":
            export_for_ever(target, naive=verb == "naive")
