"""D1-D3: every system call of one write on the ledger's files fails or kills in turn; no row is lost or halved."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from faults.syscalls import RECORD, Fault, crew, outcome, run

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (apt install strace)")


def test_a_fault_at_any_system_call_of_a_write_loses_nothing_d1_d2_d3(tmp_path: Path) -> None:
    count, wrong = run(tmp_path, RECORD)
    assert wrong == []
    assert count >= 60


def test_a_writer_that_speaks_before_the_commit_is_caught_by_this_test(tmp_path: Path) -> None:
    boastful = replace(RECORD, words=crew("boast"))
    assert "acknowledged and lost" in outcome(boastful, tmp_path / "khoe", Fault("pwrite64", 1, "signal=SIGKILL"))
