"""Commands that are proposed are typed as they stand: words are quoted where the shell would change them."""

from __future__ import annotations

import re
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import Office
from thidua_cli import errors
from thidua_cli.errors import command

WORDS = st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12), max_size=4)


@given(WORDS)
def test_a_posix_shell_reads_back_the_words_r7(words: list[str]) -> None:
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
def test_each_shell_has_its_quotes_r7(word: str, posix: str, windows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "SHELL", "posix")
    assert command(word) == posix
    monkeypatch.setattr(errors, "SHELL", "nt")
    assert command(word) == windows


def test_a_hostile_name_stays_one_word_of_what_is_proposed_r7(office: Office) -> None:
    name = "a `x` $(y)\\; 'z'"
    place = office.folder / name
    place.mkdir()
    office.monkeypatch.chdir(place)
    office.done("init", ".")
    office.done("record", "ho-ngheo", "3,5", "--on", "14/06/2024")
    plan = place / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("3,7", "2,7"), "utf-8")
    answers = [
        office.run("--plan", str(plan), "report"),
        office.run("report", "--out", str(place)),
        office.run("report", "--out", str(place / "a.docx"), "--format", "csv"),
        office.run("--ledger", str(place / "khác.db"), "record", "ho-ngheo", "3,5"),
        office.run("backup", str(place / "b.db")),
    ]
    for answer in answers:
        found = re.findall(r"(?:thidua (?:plan|--ledger) |--out )[^\n]*", answer.all.replace("Lỗi: --out", ""))
        assert found, answer.all
        for line in found:
            assert any(name in word for word in shlex.split(line.partition("; lấy lại")[0])), line
