"""D1-D4: every system call of one write fails or kills in turn, and some of every other command: nothing is lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from faults.scenarios import RECORD, SCENARIOS, crew
from faults.syscalls import FAULTS, Fault, Scenario, outcome, run

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (apt install strace)")
OTHERS = [scenario for scenario in SCENARIOS if scenario != RECORD]


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_at_any_system_call_of_a_write_loses_nothing_d1_d2_d3(kind: str, tmp_path: Path) -> None:
    count, wrong = run(tmp_path, RECORD, kinds=(kind,))
    assert wrong == []
    assert count >= 20


def test_a_writer_that_speaks_before_the_commit_is_caught_by_this_test(tmp_path: Path) -> None:
    boastful = replace(RECORD, words=crew("boast"))
    assert "acknowledged and lost" in outcome(boastful, tmp_path / "khoe", Fault("pwrite64", 1, "signal=SIGKILL"))


@pytest.mark.parametrize("scenario", OTHERS, ids=lambda scenario: scenario.name)
def test_a_fault_at_some_system_calls_of_any_other_command_loses_nothing_d4_g2_h2_k2(
    scenario: Scenario, tmp_path: Path
) -> None:
    assert run(tmp_path, scenario, samples=3) == (3, [])
