"""The table of tests that Windows skips names tests that exist, each with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from windows.posix_only import REASONS, reason_of

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("file", REASONS)
def test_every_test_that_windows_skips_exists_and_says_why(file: str) -> None:
    text = (TESTS / file).read_text("utf-8")
    for name, reason in REASONS[file].items():
        assert f"def {name.partition('[')[0]}(" in text
        assert reason_of(TESTS / file, name) == reason


def test_a_test_that_is_not_named_there_runs() -> None:
    assert reason_of(TESTS / "ledger" / "test_opening.py", "test_odd_names_work_d10[%]") is None
