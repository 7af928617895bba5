"""Messages on a terminal: words and commands whole at every width, colours beside the words and never instead."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from office import Office
from thidua_cli.render.screen import painted
from thidua_cli.render.terminal import Screen

WORDS = st.lists(st.text("aăâđêôơưỹ.,;:()[]/:\\", min_size=1, max_size=12), min_size=1, max_size=30)
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def shown(text: str, width: int | None, *, colour: bool = False) -> str:
    return painted(text, Screen(width, colour), width=width)


@given(WORDS, st.integers(1, 120), st.booleans())
def test_words_are_never_broken_and_lines_are_no_wider_than_they_must(
    words: list[str], width: int, colour: bool
) -> None:
    text = ESCAPES.sub("", shown(" ".join(words), width, colour=colour))
    assert text.split() == words
    assert all(cell_len(line) <= max(width, *map(cell_len, words)) for line in text.splitlines())


@pytest.mark.parametrize("width", [10, 30, 60, 200])
def test_a_command_to_type_stands_on_one_line_so_that_it_can_be_copied(width: int) -> None:
    command = "thidua correct dan-gia-suc 6.500,5 --on 30/06/2024 --reason 'đếm lại'"
    lines = shown(f"  → hãy gõ lý do vì sao số này đổi: {command}", width).splitlines()
    assert any(line.endswith(command) for line in lines)


@pytest.mark.parametrize("end", [".", ";", ",", ")", "; rồi xem lại"])
def test_what_ends_a_sentence_stands_close_behind_its_command(end: str) -> None:
    text = f"# Máy tắt đúng giờ ấy thì không có báo cáo: chạy tay thidua summary{end}"
    assert " ".join(shown(text, 40).split()) == text


def test_a_command_ends_where_the_next_sentence_begins() -> None:
    line = shown("Ví dụ: thidua close t6. Mở lại: thidua reopen t6", 80, colour=True)
    assert re.findall(r"\x1b\[1m(.*?)\x1b", line) == ["thidua close t6", "thidua reopen t6"]


def test_lines_after_the_first_stand_below_its_words() -> None:
    text = "  → một lời khuyên dài hơn màn hình nên phải xuống dòng"
    assert shown(text, 30) == "  → một lời khuyên dài hơn màn\n    hình nên phải xuống dòng"


def test_lines_that_were_broken_stay_broken() -> None:
    assert shown("một\n\nhai", 40) == "một\n\nhai"


@pytest.mark.parametrize("text", ["[red]x[/] :smile: [/]", "12:30:45 https://x 3.5 'y' /a/b.c", "√ ổn a", "Lỗi: b"])
@pytest.mark.parametrize("width", [None, 12, 80])
def test_colours_add_nothing_but_colours_and_nothing_is_read_as_markup(text: str, width: int | None) -> None:
    assert ESCAPES.sub("", shown(text, width, colour=True)) == shown(text, width)
    assert "\x1b" not in shown(text, width)


@pytest.mark.parametrize(
    ("text", "painted_part"),
    [
        ("Lỗi: không có lệnh 'x'", "\x1b[1;31mLỗi:\x1b[0m"),
        ("Cảnh báo: số này lạ", "\x1b[33mCảnh báo:\x1b[0m"),
        ("đã ghi 6.500 con", "\x1b[32mđã ghi\x1b[0m"),
        ("√ ổn kế hoạch: năm 2024", "\x1b[32m√ ổn\x1b[0m"),
        ("  → xem: thidua due", "\x1b[1mthidua due\x1b[0m"),
        ("  report   bảng đánh giá", "\x1b[1mreport\x1b[0m"),
        ("  --plan TỆP    tệp kế hoạch", "\x1b[1m--plan TỆP\x1b[0m"),
    ],
)
def test_what_happened_and_what_to_type_stand_out(text: str, painted_part: str) -> None:
    assert painted_part in shown(text, 80, colour=True)


def test_an_error_on_a_narrow_terminal_is_wrapped_between_words_and_on_a_pipe_it_is_one_line(office: Office) -> None:
    piped = office.run("record", "dan-gia-suc", "1,278.3").err
    office.monkeypatch.setenv("COLUMNS", "40")
    office.monkeypatch.setenv("NO_COLOR", "1")
    told = office.run("record", "dan-gia-suc", "1,278.3", tty=True).err
    assert told.split() == piped.split()
    assert len(told.splitlines()) > len(piped.splitlines())


def test_machine_readable_answers_are_never_wrapped(office: Office) -> None:
    office.monkeypatch.setenv("COLUMNS", "20")
    told = office.run("doctor", "--format", "json", tty=True).out
    assert json.loads(told)
    assert "\x1b" not in told
