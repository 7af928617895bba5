"""Randomly spoilt files, in a process of their own: no traceback, no signal, every refusal names the file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).with_name("fuzz.py")


def fuzz(*words: str) -> subprocess.CompletedProcess[str]:
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, str(FUZZ), *words]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=quiet)


@pytest.mark.parametrize(("kind", "count"), [("csv", "500"), ("xlsx", "50")])
def test_spoilt_files_are_refused_by_name_or_read(kind: str, count: str) -> None:
    run = fuzz(kind, count, "2024")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "refused" in run.stdout
    assert "accepted" in run.stdout


@pytest.mark.parametrize(("kind", "count"), [("csv", "100"), ("xlsx", "30")])
def test_the_same_files_bring_a_naive_reader_down(kind: str, count: str) -> None:
    run = fuzz(kind, count, "2024", "naive")
    assert run.returncode == 1
    assert "violation" in run.stdout
