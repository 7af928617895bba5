"""Whole screens at every width, compared with golden pages (`pytest --rewrite` renews them)."""

from __future__ import annotations

from pathlib import Path

import pytest

from render.sample import SAMPLE
from thidua_cli.render.screen import to_bytes

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = (None, 200, 120, 80, 60, 40, 20)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_looks_as_agreed(width: int | None, request: pytest.FixtureRequest) -> None:
    page = GOLDEN / f"screen_{width or 'piped'}.txt"
    content = to_bytes(SAMPLE, width=width)
    if request.config.getoption("--rewrite"):
        page.parent.mkdir(exist_ok=True)
        page.write_bytes(content)
    assert content.decode() == page.read_bytes().decode()


def test_colours_change_nothing_but_the_colours() -> None:
    import re

    painted = to_bytes(SAMPLE, width=80, colour=True).decode()
    assert "\x1b[32m▲ Vượt\x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == to_bytes(SAMPLE, width=80).decode()


def test_without_colour_there_is_no_escape_sequence() -> None:
    assert b"\x1b" not in to_bytes(SAMPLE, width=80)


def test_a_page_for_a_pipe_has_one_line_per_row_m5() -> None:
    lines = to_bytes(SAMPLE).decode().splitlines()
    assert sum(line.startswith(("1.", "2.")) for line in lines) == 9
    assert any("4.482,38" in line and "Vượt" in line and "100,85" in line for line in lines)


def test_the_unit_of_a_column_that_left_stands_behind_the_name() -> None:
    text = to_bytes(SAMPLE, width=60).decode()
    assert "Tỷ lệ hộ nghèo (%)" in text
    assert "ĐVT" not in text


def test_a_narrow_page_says_which_columns_it_hides() -> None:
    assert "không hiện cột: Ghi chú." in to_bytes(SAMPLE, width=80).decode()


def test_parts_stand_under_one_marker() -> None:
    assert to_bytes(SAMPLE, width=120).decode().count("Trong đó:") == 1
