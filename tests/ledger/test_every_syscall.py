"""D1-D3: every system call of one write on the ledger's files fails or kills in turn; no row is lost or halved."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.sample import made
from thidua_cli.ledger.verify import verify

CREW = Path(__file__).with_name("crew.py")
CALLS = ("pwrite64", "fdatasync", "fsync", "unlink", "ftruncate", "openat")
FAULTS = ("signal=SIGKILL", "error=ENOSPC", "error=EIO")

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (apt install strace)")


def add_under_strace(path: Path, *options: str, verb: str = "add") -> tuple[str, str]:
    """Adds a row; gives what it said and the trace of its calls on the ledger, its journal and its folder."""
    trace = path.with_name("trace")
    seen = [word for name in (path, f"{path}-journal", path.parent) for word in ("-P", str(name))]
    words = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={','.join(CALLS)}", *seen, *options]
    done = subprocess.run(
        [*words, sys.executable, str(CREW), verb, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout, trace.read_text()


def calls_of_one_write(folder: Path) -> Counter[str]:
    said, trace = add_under_strace(made(folder, 3))
    assert said == "0 4\n"
    return Counter(re.findall(r"^\d+ +(\w+)\(", trace, re.MULTILINE))


def outcome(folder: Path, call: str, number: int, fault: str, verb: str = "add") -> str:
    """'' if nothing is wrong after the n-th such call failed."""
    folder.mkdir()
    path = made(folder, 3)
    said, trace = add_under_strace(path, "-e", f"inject={call}:{fault}:when={number}", verb=verb)
    rows = verify(path).rows
    if said.startswith("0") and rows != 4:
        return f"{call} {number} {fault}: acknowledged and lost"
    if said.startswith("7") and rows != 3 and "chưa rõ" not in said:
        return f"{call} {number} {fault}: said to have failed, but the row is there"
    if not said and "SIGKILL" not in fault:
        return f"{call} {number} {fault}: no answer"
    if said and said[0] not in "07":
        return f"{call} {number} {fault}: {said}"
    if "INJECTED" not in trace and "killed" not in trace:
        return f"{call} {number} {fault}: the fault did not happen"
    again, _ = add_under_strace(path) if rows == 3 else ("0 4\n", "")
    return "" if again == "0 4\n" and verify(path).rows == 4 else f"{call} {number} {fault}: not to be repaired"


def test_a_fault_at_any_system_call_of_a_write_loses_nothing_d1_d2_d3(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    counted = calls_of_one_write(tmp_path / "whole")
    assert counted["fdatasync"] + counted["fsync"] >= 3
    cases = [
        (tmp_path / f"{call}-{number}-{fault[-4:]}", call, number, fault)
        for call, times in counted.items()
        for number in range(1, times + 1)
        for fault in FAULTS
    ]
    with ThreadPoolExecutor(2) as pool:
        wrong = [sentence for sentence in pool.map(lambda case: outcome(*case), cases) if sentence]
    assert wrong == []


def test_a_writer_that_speaks_before_the_commit_is_caught_by_this_test(tmp_path: Path) -> None:
    assert "acknowledged and lost" in outcome(tmp_path / "khoe", "pwrite64", 1, "signal=SIGKILL", "boast")
