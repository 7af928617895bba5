"""D8: after a simulated power cut at any moment every acknowledged row is there and the ledger is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faults.powercut import run

SEED = 2024

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (apt install strace)")


def test_a_power_cut_at_any_moment_loses_nothing_acknowledged_d8(tmp_path: Path) -> None:
    found = run(tmp_path, 6, 1000, SEED)
    assert set(found) == {"moments", "images", "whole", "whole after a rollback"}
    assert found["images"] >= 1000
    assert found["whole after a rollback"] > 100


def test_the_usual_synchronous_mode_is_caught_losing_rows_d8(tmp_path: Path) -> None:
    assert run(tmp_path, 3, 300, SEED, "FULL")["acknowledged and lost"] > 0
