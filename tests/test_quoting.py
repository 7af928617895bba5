"""Commands that are proposed are typed as they stand: words are quoted where the shell would change them."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli import errors
from thidua_cli.errors import command

WORDS = st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12), max_size=4)


@given(WORDS)
def test_a_posix_shell_reads_back_the_words(words: list[str]) -> None:
    assert shlex.split(command(*words)) == words


@pytest.mark.parametrize(
    ("word", "posix", "windows"),
    [
        ("4.482,38", "4.482,38", "4.482,38"),
        ("GIÁ_TRỊ", "GIÁ_TRỊ", "GIÁ_TRỊ"),
        ("ngô đông xuân", '"ngô đông xuân"', '"ngô đông xuân"'),
        ("…", '"…"', '"…"'),
        ("", '""', '""'),
        ("Thi đua & Khen thưởng", '"Thi đua & Khen thưởng"', '"Thi đua & Khen thưởng"'),
        ('số "mới"', "'số \"mới\"'", '"số \\"mới\\""'),
        ("100%", "100%", '"100%"'),
        ("D:\\so lieu\\", "'D:\\so lieu\\'", '"D:\\so lieu\\\\"'),
        ("it's $HOME", "'it'\\''s $HOME'", '"it\'s $HOME"'),
    ],
)
def test_each_shell_gets_its_own_quotes(word: str, posix: str, windows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "SHELL", "posix")
    assert command(word) == posix
    monkeypatch.setattr(errors, "SHELL", "nt")
    assert command(word) == windows
