"""Randomly spoilt plan files, in a process of their own: no traceback, no signal, every fault with a line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).with_name("fuzz.py")


def _fuzz(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(FUZZ), *words], capture_output=True, check=False, encoding="utf-8")


def test_spoilt_plans_are_refused_with_a_line_or_accepted() -> None:
    run = _fuzz("2000", "2024")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "refused" in run.stdout
    assert "accepted" in run.stdout


def test_the_same_files_bring_a_naive_loader_down() -> None:
    run = _fuzz("300", "2024", "naive")
    assert run.returncode == 1
    assert "violation" in run.stdout
