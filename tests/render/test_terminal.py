"""The page behind a stream: width and colour from the terminal and from the environment, nonsense ignored."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from thidua_cli.render.terminal import USUAL_WIDTH, WIDEST, Screen, screen_of


class Terminal(io.StringIO):
    """A stream that says it is a terminal and has no size."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("columns", "width"),
    [("100", 100), ("1", 1), ("abc", USUAL_WIDTH), ("0", USUAL_WIDTH), ("-5", USUAL_WIDTH), ("", USUAL_WIDTH),
     ("99999", WIDEST), ("9" * 5000, USUAL_WIDTH), ("１２", USUAL_WIDTH), ("000", USUAL_WIDTH), ("080", 80)],
)  # fmt: skip
def test_columns_is_obeyed_when_it_makes_sense(columns: str, width: int) -> None:
    assert screen_of(Terminal(), {"COLUMNS": columns, "TERM": "xterm"}).width == width


@pytest.mark.parametrize(
    ("environ", "colour"),
    [
        ({"TERM": "xterm"}, True),
        ({}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "Unknown", "COLORTERM": "truecolor"}, False),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "0"}, False),
    ],
)
def test_colours_follow_the_environment_m8(environ: dict[str, str], colour: bool) -> None:
    assert screen_of(Terminal(), environ).colour is colour


def test_a_pipe_has_natural_width_and_no_colour_whatever_columns_says() -> None:
    assert screen_of(io.StringIO(), {"COLUMNS": "40", "TERM": "xterm"}) == Screen(None, False)
    assert screen_of(io.StringIO(), {"FORCE_COLOR": "1"}) == Screen(None, True)


def test_a_pipe_with_a_person_at_its_end_is_as_wide_as_columns_asks_and_a_file_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader), os.fdopen(writer, "w") as pipe:
        assert screen_of(pipe, {"COLUMNS": "40"}) == Screen(None, False)
        monkeypatch.setattr("sys.stderr", Terminal())
        assert screen_of(pipe, {"COLUMNS": "40"}) == Screen(40, False)
        assert screen_of(pipe, {}) == screen_of(pipe, {"COLUMNS": "abc"}) == Screen(None, False)
    with (tmp_path / "work.txt").open("w") as file:
        assert screen_of(file, {"COLUMNS": "40"}) == Screen(None, False)


def test_a_missing_or_closed_stream_is_a_page_too() -> None:
    closed = io.StringIO()
    closed.close()
    assert screen_of(None, {}) == screen_of(closed, {}) == Screen(None, False)


def test_a_real_terminal_tells_its_width() -> None:
    import pty

    leader, follower = pty.openpty()
    with os.fdopen(follower, "w") as stream:
        import fcntl
        import struct
        import termios

        fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 72, 0, 0))
        assert screen_of(stream, {"TERM": "xterm"}) == Screen(72, True)
    os.close(leader)
