"""The bar of long work: shown on a terminal only, and it never changes what passes through."""

from __future__ import annotations

import sys

import pytest

from office import Captured
from thidua_cli.render.progress import FEWEST_STEPS, watched


def shown(monkeypatch: pytest.MonkeyPatch, *, tty: bool, steps: int) -> str:
    stream = Captured(tty=tty)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    assert list(watched(range(steps), steps, "Đang đọc")) == list(range(steps))
    return stream.text()


def test_a_terminal_sees_a_bar_for_thousands_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Đang đọc" in shown(monkeypatch, tty=True, steps=FEWEST_STEPS)


@pytest.mark.parametrize(("tty", "steps"), [(False, FEWEST_STEPS), (True, FEWEST_STEPS - 1)])
def test_a_pipe_and_short_work_stay_silent(monkeypatch: pytest.MonkeyPatch, tty: bool, steps: int) -> None:
    assert shown(monkeypatch, tty=tty, steps=steps) == ""
