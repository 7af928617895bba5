"""The width of texts: what is counted by letters takes as many cells as rich says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len as any_cell_len

from thidua_cli.render.screen import NARROW, cell_len


def test_every_letter_that_is_only_counted_takes_one_cell() -> None:
    assert [letter for letter in sorted(NARROW) if any_cell_len(letter) != 1] == []


@given(st.text(st.sampled_from(sorted(NARROW))) | st.text(st.sampled_from(sorted(NARROW)) | st.characters()))
def test_any_text_is_as_wide_as_rich_says(text: str) -> None:
    assert cell_len(text) == any_cell_len(text)


@pytest.mark.parametrize(("text", "cells"), [("Xã Đắk La", 9), ("√ Đạt", 5), ("東京", 4), ("e\u0323\u0302", 1)])
def test_wide_letters_and_loose_marks_are_measured(text: str, cells: int) -> None:
    assert cell_len(text) == cells
