"""No command does more than its figures ask for: function calls are counted, so no busy machine can upset the test."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.growth import COMMANDS, Size, commune

from thidua_cli.__main__ import run

VILLAGES = (5, 10, 20)
LINEAR, SOME_MORE = 2, 1.1
COUNTED = {**COMMANDS, "import": ("import", "form.csv", "--yes")}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same commune with more and more villages."""
    return [commune(tmp_path_factory.mktemp("xa") / "office", Size(count, a_year=4)) for count in VILLAGES]


def calls(words: Sequence[str]) -> int:
    """How many Python functions a command line calls."""
    count = 0

    def counting(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counting)
    try:
        code = run(list(words))
    finally:
        sys.setprofile(None)
    assert code == 0
    return count


@pytest.mark.parametrize("words", COUNTED.values(), ids=COUNTED)
def test_twice_as_many_figures_more_cost_twice_as_many_calls_more(
    words: Sequence[str], folders: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_TODAY", "2024-12-31")
    found = []
    for folder in (folders[0], *folders):  # the first time loads modules and makes what is kept
        monkeypatch.chdir(folder)
        if words[0] == "import":
            (folder / "data" / "thidua.db").unlink()
        found.append(calls(words))
    _, few, more, most = found
    assert most - more <= (more - few) * LINEAR * SOME_MORE
