"""The progress bar: on a terminal when work lasts, and nowhere else."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from thidua_cli.render import terminal as module
from thidua_cli.render.terminal import progress

SOON = 10


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for name, value in {"TERM": "xterm", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)
    return Terminal()


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not happened() and time.monotonic() < end:
        time.sleep(0.01)
    assert happened()


def test_work_that_is_done_soon_shows_nothing(terminal: Terminal) -> None:
    with progress("Đang làm", 3, terminal) as step:
        for _ in range(3):
            step()
    assert terminal.getvalue() == ""


def test_work_that_lasts_shows_its_label_and_how_far_it_is(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 0)
    with progress("Đang làm [/] báo cáo", 3, terminal) as step:
        wait_for(lambda: "0/3" in terminal.getvalue())
        step()
        step()
        wait_for(lambda: "2/3" in terminal.getvalue())
    assert "Đang làm [/] báo cáo" in terminal.getvalue()


def test_the_bar_is_taken_away_when_the_work_fails(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 0)

    def failing_work() -> None:
        wait_for(lambda: "0/3" in terminal.getvalue())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), progress("Đang làm", 3, terminal):
        failing_work()
    assert "\x1b[2K" in terminal.getvalue()[-30:]
    assert terminal.getvalue().count("\x1b[?25l") == terminal.getvalue().count("\x1b[?25h")


def test_off_a_terminal_nothing_is_shown_however_long_it_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 0)
    stream = io.StringIO()
    with progress("Đang làm", 1, stream) as step:
        time.sleep(0.05)
        step()
    assert stream.getvalue() == ""


def test_a_missing_or_closed_stderr_is_nobodys_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (None, closed):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress("Đang làm", 1) as step:
            step()


def test_the_drawing_library_is_loaded_only_when_a_bar_appears() -> None:
    code = (
        "import sys\nfrom thidua_cli.render.terminal import progress\n"
        "with progress('x', 1) as step: step()\nprint('rich' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_watched_items_come_through_unchanged_and_are_counted(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 0)
    monkeypatch.setattr(sys, "stderr", terminal)
    taken = []
    for item in module.watched("abc", 3, "Đang đọc"):
        taken.append(item)
        wait_for(lambda: "Đang đọc" in terminal.getvalue())
    assert taken == ["a", "b", "c"]
