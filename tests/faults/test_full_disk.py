"""D5: with 0…59 free blocks reads work, and writes succeed or answer 7 and leave everything as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.fulldisk import run, small_disk


@pytest.fixture(autouse=True)
def mountable(tmp_path_factory: pytest.TempPathFactory) -> None:
    try:
        with small_disk(tmp_path_factory.mktemp("mount"), 10):
            pass
    except (PermissionError, FileNotFoundError):
        pytest.skip("needs the right to mount a tmpfs (root)")


@pytest.mark.parametrize("name", ["record", "backup"])
def test_a_full_disk_refuses_and_loses_nothing_d5_h3(name: str, tmp_path: Path) -> None:
    outcomes = run(tmp_path, name, 60)
    assert set(outcomes) == {"written", "refused"}, outcomes


def test_a_migration_without_room_leaves_the_old_version_g3_g5(tmp_path: Path) -> None:
    outcomes = run(tmp_path, "migrate", 60)
    assert set(outcomes) == {"written", "refused"}, outcomes


def test_a_report_written_in_place_is_caught(tmp_path: Path) -> None:
    assert run(tmp_path, "careless", 8)["half a report"] > 0
