"""Markdown: pages as agreed, every text shown as typed by an independent parser, tables whole."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from render.hostile import ALL, HIDDEN, MARKDOWN
from render.official import OFFICIAL
from render.sample import SAMPLE
from thidua_cli.render.document import (
    Cell,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    Row,
    RowKind,
    Table,
    printable,
)
from thidua_cli.render.markdown import to_bytes

GOLDEN = Path(__file__).parent / "golden"
COLUMNS = (Column("name", "Chỉ tiêu", wraps=True), Column("remark", "Ghi chú"))

BLOCKS = ("td", "th", "p", "li", "h1", "h2", "h3")


class Seen(HTMLParser):
    """The tags of a rendered page, and its text cell by cell or block by block."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.is_inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "br":
            self.texts[-1] += "\n"
        elif tag in BLOCKS:
            self.texts.append("")
            self.is_inside = True

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag not in BLOCKS

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            self.texts[-1] += data


def seen(document: Document) -> Seen:
    return Seen(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(to_bytes(document).decode()))


def on_lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n")]


@pytest.mark.parametrize(("name", "document"), [("sample", SAMPLE), ("official", OFFICIAL)])
def test_the_page_looks_as_agreed(name: str, document: Document, request: pytest.FixtureRequest) -> None:
    page = GOLDEN / f"{name}.md"
    if request.config.getoption("--rewrite"):
        page.write_bytes(to_bytes(document))
    assert to_bytes(document).decode() == page.read_bytes().decode()


@pytest.mark.parametrize("text", ALL)
def test_a_hostile_text_in_a_cell_is_one_cell_with_that_text_l9(text: str) -> None:
    table = Table(COLUMNS, (Row((Cell("Tên"), Cell(text))), Row((Cell("Sau"), Cell("x")))), label_key="name")
    page = seen(Document("Đầu đề", (table,)))
    assert set(page.tags) <= {"h1", "table", "thead", "tbody", "tr", "th", "td", "br"}
    assert page.tags.count("tr") == 3
    assert on_lines(page.texts[4]) == on_lines(printable(text).strip())


@pytest.mark.parametrize("text", ALL)
def test_a_hostile_text_in_a_sentence_stays_a_sentence(text: str) -> None:
    page = seen(Document("Đầu đề", (Paragraph(text), Listing((text, text)), Paragraph("Sau"))))
    assert set(page.tags) <= {"h1", "p", "ul", "li", "br"}
    assert [on_lines(found) for found in page.texts[1:4]] == [on_lines(printable(text).strip())] * 3


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_comes_back_from_a_cell(text: str) -> None:
    page = seen(Document("Đầu đề", (Table(COLUMNS, (Row((Cell("Tên"), Cell(text))),), label_key="name"),)))
    shown = page.texts[4] if printable(text).strip() else ""
    assert "".join(shown.split()) == "".join(printable(text).split())


@pytest.mark.parametrize("text", HIDDEN)
def test_hidden_characters_are_replaced_and_seen_to_be(text: str) -> None:
    content = to_bytes(Document(text, (Heading(text), Paragraph(text)), (text,))).decode()
    assert content.count("\ufffd") >= 4
    assert not any(ord(character) < 0x20 and character != "\n" for character in content)


def test_a_line_break_in_a_cell_keeps_the_row_on_one_line() -> None:
    table = Table(COLUMNS, (Row((Cell("Tên"), Cell("một\nhai\r\nba"))),), label_key="name")
    assert to_bytes(Document("", (table,))).decode().splitlines()[-1].count("một<br>hai<br>ba") == 1


def test_the_bars_of_a_table_stand_below_each_other_and_figures_to_the_right() -> None:
    lines = [line for line in to_bytes(SAMPLE).decode().splitlines() if line.startswith("|")]
    assert len({len(line) for line in lines}) == 1
    assert "| ------" in lines[1]
    assert "-: |" in lines[1]


def test_parts_stand_below_one_marker_with_a_dash() -> None:
    text = to_bytes(SAMPLE).decode()
    assert text.count("*Trong đó:*") == 1
    assert "| – Diện tích cây hàng năm" in text
    assert "**1. Các chỉ tiêu kinh tế**" in text


def test_a_paper_begins_with_its_letterhead_and_ends_with_nơi_nhận_and_signature() -> None:
    page = seen(OFFICIAL)
    assert page.texts[:6] == [
        "UBND HUYỆN ĐẮK HÀ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ỦY BAN NHÂN DÂN XÃ ĐẮK LA",
        "Độc lập - Tự do - Hạnh phúc",
        "Số:\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-UBND",
        "Đắk La, ngày … tháng 7 năm 2024",
    ]
    assert page.texts[-3].startswith("Nơi nhận:\n- Như trên;\n- TT Đảng ủy xã (b/c);")
    assert page.texts[-3].endswith("- Lưu: VT, VP.")
    assert page.texts[-2].split("\n")[-1] == "Trần Văn Tâm"


def test_a_table_without_rows_or_with_short_rows_is_no_error() -> None:
    short = Table(COLUMNS, (Row((Cell("Nhóm"),), RowKind.GROUP), Row((Cell("Tên"),), RowKind.PART)))
    assert "– Tên" in to_bytes(Document("", (short,))).decode()
    assert "không có dòng nào" in to_bytes(Document("", (Table(COLUMNS, ()),))).decode()


def test_markdown_texts_of_this_test_are_really_markup() -> None:
    tags = {tag for text in MARKDOWN for tag in Seen(MarkdownIt("commonmark").render(text)).tags}
    assert {"h1", "ul", "ol", "blockquote", "hr", "code", "strong", "em", "a", "img"} <= tags
