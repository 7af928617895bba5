"""Randomly spoilt plan files, in a process of their own: no traceback, no signal, every fault with a line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).with_name("fuzz.py")


def _fuzz(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(FUZZ), *words], capture_output=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("seed", ["2024", "2025", "2026", "2027"])
def test_spoilt_plans_are_refused_with_a_line_or_accepted(seed: str) -> None:
    run = _fuzz("500", seed)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "refused" in run.stdout
    assert "accepted" in run.stdout


def test_the_same_files_bring_a_naive_loader_down() -> None:
    run = _fuzz("60", "2024", "naive")
    assert run.returncode == 1
    assert "violation" in run.stdout
