"""E2, I9, K1, G2: killed at random moments, nobody loses an acknowledged row and no report is ever half."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults import kills
from faults.kills import kill_exports, kill_writers

SEED = 2024


def test_killed_writers_lose_no_acknowledged_row_e2(tmp_path: Path) -> None:
    counts = kill_writers(tmp_path, 8, 2, SEED)
    assert counts["lost"] == 0
    assert counts["acknowledged"] > 8


def test_every_line_of_a_writer_is_heard_however_late_and_in_whatever_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under PYTHONUNBUFFERED print() writes a line in two pieces: half of one was taken for a row that was lost."""
    script = tmp_path / "writer.py"
    script.write_text("import os\nos.write(1, b'begun\\n0/0')\nos.write(1, b'\\n0/1\\n')\n")
    monkeypatch.setattr(kills, "__file__", str(script))
    process = kills.started("write", tmp_path)
    process.wait()
    assert kills.killed(process) == ["0/0", "0/1"]


def test_killed_imports_are_there_whole_or_not_at_all_i9(tmp_path: Path) -> None:
    counts = kill_writers(tmp_path, 5, 1, SEED, "import")
    assert (counts["half imports"], counts["lost"]) == (0, 0)
    assert counts["hot journals"] >= 1


def test_a_writer_that_speaks_too_early_is_caught(tmp_path: Path) -> None:
    tries = (kill_writers(tmp_path, 4, 1, SEED + number, "boast") for number in range(10))
    assert any(counts["lost"] for counts in tries), "no kill came between word and deed"


def test_a_killed_export_leaves_the_old_report_or_the_new_one_k1(tmp_path: Path) -> None:
    counts = kill_exports(tmp_path, 20, SEED)
    assert (counts["broken"], counts["whole"]) == (0, 20)
    assert counts["temporary files left"] > 0, "no kill hit a write"


def test_a_naive_export_is_caught(tmp_path: Path) -> None:
    tries = (kill_exports(tmp_path, 4, SEED + number, "naive") for number in range(10))
    assert any(counts["broken"] for counts in tries), "no kill hit a write"
