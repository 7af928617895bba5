"""Hostile texts in a document: shown as typed or made visible, never obeyed, in every text format."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.cells import cell_len

from thidua_cli.render.document import Cell, Column, Document, Paragraph, Row, Table
from thidua_cli.render.rows import to_plain
from thidua_cli.render.screen import to_bytes
from thidua_cli.vietnamese.text import _HIDDEN

COLUMNS = (Column("name", "Chỉ tiêu", wraps=True), Column("remark", "Ghi chú"), Column("figure", "Số"))
AS_TYPED = ("[red]x[/]", "[/]", "[/2026]", "[link=https://x]y[/link]", ":smile:", "12:30:45", ":100:", "C:\\dữ\\")
STEERING = {
    "\x1b[31m": "\\x1b[31m",
    "\x1b]0;x\x07": "\\x1b]0;x\\x07",
    "\x1b]8;;http://x\x1b\\": "\\x1b]8;;http://x\\x1b\\",
    "\x9b31m": "\\x9b31m",
    "1.000\r9.999": "1.000\\r9.999",
    "a\bb\vc": "a\\x08b\\x0bc",
    "a\u202eb": "a\\u202eb",
    "a\u200bb": "a\\u200bb",
    "a\x00b": "a\\x00b",
}


def page(*remarks: Any) -> Document:
    rows = tuple(Row((Cell("Tên"), Cell(remark), Cell("1.000"))) for remark in remarks)
    return Document("Đầu đề", (Table(COLUMNS, rows, label_key="name"),))


@pytest.mark.parametrize("text", AS_TYPED)
@pytest.mark.parametrize("colour", [True, False])
def test_markup_emoji_codes_and_paths_are_shown_as_typed_m1(text: str, colour: bool) -> None:
    assert text in to_bytes(page(text), width=80, colour=colour).decode()
    assert text in to_plain(page(text)).decode()


@pytest.mark.parametrize("text", STEERING)
@pytest.mark.parametrize("width", [None, 80, 10])
def test_steering_characters_are_made_visible_m2_m3(text: str, width: int | None) -> None:
    for content in (to_bytes(page(text), width=width).decode(), to_plain(page(text)).decode()):
        assert STEERING[text] in content
        assert not any(ord(character) < 0x20 and character not in "\n\t" for character in content)
        assert not any(0x7F <= ord(character) < 0xA0 for character in content)


def test_titles_sentences_headers_and_groups_are_made_visible_too() -> None:
    table = Table((Column("name", "T\x1b"),), (Row((Cell("x"),)),))
    document = Document("t\x1b", (Paragraph("p\x1b"), table), ("z\x1b",))
    assert b"\x1b" not in to_bytes(document, width=80)


def test_composed_and_decomposed_names_have_the_same_edges_m6() -> None:
    composed = to_bytes(Document("", (Table(COLUMNS, (Row((Cell("Tế"), Cell("x"), Cell("1"))),)),)))
    decomposed = to_bytes(Document("", (Table(COLUMNS, (Row((Cell("Te\u0302\u0301"), Cell("x"), Cell("1"))),)),)))
    assert composed == decomposed


def test_wide_characters_keep_the_edges_aligned_m7() -> None:
    lines = to_bytes(page("漢字", "👩\u200d🌾 x", "ế")).decode().splitlines()
    rows = [line for line in lines if line.endswith("1.000")]
    assert len(rows) == 3
    assert len({cell_len(line) for line in rows}) == 1


@pytest.mark.parametrize("content", [5, None])
def test_a_cell_that_is_no_text_is_shown_all_the_same_m11(content: Any) -> None:
    assert b"1.000" in to_bytes(page(content), width=80)


def test_a_row_with_too_few_cells_and_a_table_without_rows_or_columns_are_no_error() -> None:
    short = Table(COLUMNS, (Row((Cell("Tên"),)),))
    assert "Tên" in to_bytes(Document("", (short,)), width=80).decode()
    assert "không có dòng nào" in to_bytes(Document("", (Table(COLUMNS, ()),)), width=80).decode()
    assert to_bytes(Document("", (Table((), (Row((Cell("Tên"),)),)),)), width=80)


def test_plain_has_one_line_per_row_and_no_tab_inside_a_field() -> None:
    assert to_plain(page("a\tb\nc")).decode() == "Tên\ta b c\t1.000\n"


def test_plain_of_a_page_without_a_table_is_its_sentences() -> None:
    assert to_plain(Document("t", (Paragraph("một câu"),))).decode() == "một câu\n"


def test_no_hidden_character_counts_as_printable_so_printable_text_needs_no_look() -> None:
    hidden = [chr(code) for code in range(0x110000) if re.match(_HIDDEN, chr(code))]
    assert len(hidden) > 2_000
    assert not any(character.isprintable() for character in hidden)
