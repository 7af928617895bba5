"""Randomly spoilt and forged exports: none ends in a traceback, none is taken that does not verify afterwards."""

from __future__ import annotations

from pathlib import Path

from ledger.fuzz_lines import careful, naive, run

SEED = 2024


def test_a_spoilt_or_forged_export_is_refused_or_taken_whole(tmp_path: Path) -> None:
    outcomes = run(tmp_path, 300, SEED, careful)
    assert set(outcomes) == {"refused", "accepted"}, outcomes


def test_the_same_exports_bring_a_naive_reader_down(tmp_path: Path) -> None:
    assert any(outcome.startswith("violation") for outcome in run(tmp_path, 30, SEED, naive))
