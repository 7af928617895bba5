"""HTML: pages as agreed, nothing but our own markup, a table for screen readers, drawings told in words."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.hostile import ALL, HIDDEN
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
    Tone,
    held,
    printable,
)
from thidua_cli.render.html import bar_svg, to_bytes

GOLDEN = Path(__file__).parent / "golden"
COLUMNS = (Column("name", "Chỉ tiêu", wraps=True), Column("remark", "Ghi chú", wraps=True))
VOID = {"meta", "link", "br", "wbr"}
SELF_CLOSED = {"path", "rect", "circle"}


class Tree(HTMLParser):
    """Tags in order with their attributes, a check that they close as they opened, and the text of each cell."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.cells: list[str] = []
        self.feed(content.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("td", "th"):
            self.cells.append("")
        if tag == "br" and {"td", "th"} & set(self.open):
            self.cells[-1] += "\n"
        if tag not in VOID | SELF_CLOSED:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID | SELF_CLOSED:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and {"td", "th"} & set(self.open) and "title" not in self.open:
            self.cells[-1] += data

    def named(self, name: str) -> Iterator[dict[str, str | None]]:
        return (attributes for tag, attributes in self.tags if tag == name)


def page_with(text: str) -> Document:
    rows = (Row((Cell(text), Cell(text, tone=Tone.BAD))),)
    table = Table(COLUMNS, rows, label_key="name")
    return Document(text, (Heading(text), Paragraph(text), Listing((text, text)), table), (text,))


@pytest.mark.parametrize(("name", "document"), [("sample", SAMPLE), ("official", OFFICIAL)])
def test_the_body_of_the_page_is_as_agreed(name: str, document: Document, request: pytest.FixtureRequest) -> None:
    page = GOLDEN / f"{name}.html"
    body = to_bytes(document).partition(b"</head>\n")[2]
    if request.config.getoption("--rewrite"):
        page.write_bytes(body)
    assert body.decode() == page.read_bytes().decode()


@pytest.mark.parametrize("text", ALL)
def test_a_hostile_text_adds_no_tag_and_no_attribute_l8(text: str) -> None:
    harmless, hostile = Tree(to_bytes(page_with("chữ thường"))), Tree(to_bytes(page_with(text)))
    names = [(tag, sorted(attributes)) for tag, attributes in hostile.tags if tag not in ("br", "wbr")]
    assert names == [(tag, sorted(attributes)) for tag, attributes in harmless.tags]
    assert hostile.cells[2].strip() == printable(text).strip()


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_text_comes_back_from_a_cell(text: str) -> None:
    cells = Tree(to_bytes(page_with(f"x{text}x"))).cells
    assert cells[2].replace("\r", "\n") == cells[3].replace("\r", "\n") == held(f"x{text}x")


@pytest.mark.parametrize("text", HIDDEN)
def test_hidden_characters_are_replaced_and_seen_to_be(text: str) -> None:
    content = to_bytes(page_with(text)).decode()
    assert "\ufffd" in content
    assert not any(ord(character) < 0x20 and character != "\n" for character in content)


@pytest.mark.parametrize("document", [SAMPLE, OFFICIAL], ids=["sample", "official"])
def test_the_file_needs_nothing_else_and_runs_nothing(document: Document) -> None:
    content = to_bytes(document)
    tree = Tree(content)
    assert not list(tree.named("script"))
    assert b"http:" not in content
    assert b"https:" not in content
    assert b"url(" not in content
    assert b"@import" not in content
    for tag, attributes in tree.tags:
        assert not {"src", "style", "srcset", "action"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")]
    assert [attributes["href"] for _, attributes in tree.tags if "href" in attributes] == ["data:,"]


def test_the_policy_allows_this_style_sheet_and_nothing_more() -> None:
    content = to_bytes(SAMPLE).decode()
    style = re.search(r"<style>(.*?)</style>", content, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(
        attributes["content"] for attributes in Tree(content.encode()).named("meta") if "http-equiv" in attributes
    )
    assert policy
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy


def test_the_table_has_a_caption_scopes_and_one_body_per_group() -> None:
    tree = Tree(to_bytes(SAMPLE))
    assert next(tree.named("html"))["lang"] == "vi"
    scopes = [attributes.get("scope") for attributes in tree.named("th")]
    assert scopes.count("col") == 9
    assert scopes.count("rowgroup") == 2
    assert scopes.count("row") == 9
    assert len(list(tree.named("caption"))) == 1
    assert len(list(tree.named("tbody"))) == 2
    region = next(attributes for attributes in tree.named("section"))
    assert region["aria-labelledby"] == next(tree.named("caption"))["id"]


def test_a_verdict_is_a_sign_and_a_word_beside_its_colour() -> None:
    content = to_bytes(SAMPLE).decode()
    assert re.search(r'class="bad [^"]*">× Không đạt</td>', content)


def test_every_drawing_is_told_in_words() -> None:
    tree = Tree(to_bytes(OFFICIAL))
    drawings = list(tree.named("svg"))
    assert drawings
    assert all(attributes["role"] == "img" for attributes in drawings)
    assert sum(tag == "title" for tag, _ in tree.tags) == len(drawings) + 1
    ids = [attributes["id"] for _, attributes in tree.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    content = to_bytes(OFFICIAL).decode()
    assert "31/01: 93,2%; 31/03: 94,1%; 30/06: 95,4%. Kế hoạch: trên 95%." in content
    assert "Mức đạt 76,76% (vạch đứng: 100%)" in content


@pytest.mark.parametrize(
    ("fraction", "length"), [("0", None), ("0.5", "40"), ("1", "80"), ("1.2", "96"), ("24.13", "100")]
)
def test_a_bar_is_to_scale_and_the_target_line_stands_at_100_percent(fraction: str, length: str | None) -> None:
    drawing = bar_svg(Decimal(fraction), Tone.GOOD, Decimal("1.25"), "Mức điểm")
    ink = re.search(r'class="ink" x="0" y="3" width="([0-9.]+)"', drawing)
    assert (ink[1] if ink else None) == length
    assert '<path class="goal" d="M80 0' in drawing
    assert ("L100" in drawing) == (fraction == "24.13")


def test_a_series_without_points_is_left_out() -> None:
    assert "Chưa có số liệu</figcaption>" not in to_bytes(OFFICIAL).decode()
    assert len(list(Tree(to_bytes(OFFICIAL)).named("figure"))) == 3


def test_a_paper_has_its_letterhead_title_and_signature_in_this_order() -> None:
    content = to_bytes(OFFICIAL).decode().partition("<body")[2]
    places = [
        content.index(f">{text}")
        for text in (
            "UBND HUYỆN ĐẮK HÀ",
            "<b>ỦY BAN NHÂN DÂN XÃ ĐẮK LA",
            "Số:",
            "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "<b>Độc lập - Tự do - Hạnh phúc",
            "BÁO CÁO",
            "Kính gửi:",
            "Căn cứ Kế hoạch",
            "I. KẾT QUẢ",
            "<b><i>Nơi nhận:",
            "- Như trên;",
            "<b>TM. ỦY BAN NHÂN DÂN",
            "<b>Trần Văn Tâm",
            "Sổ số liệu: dòng 41",
        )
    ]
    assert places == sorted(places)


def test_a_table_without_rows_or_with_short_rows_is_no_error() -> None:
    assert "không có dòng nào" in to_bytes(Document("", (Table(COLUMNS, ()),))).decode()
    assert Tree(to_bytes(Document("", (Table(COLUMNS, (Row((Cell("Tên"),)),), label_key="name"),)))).cells[1] == "Tên"


def test_the_last_sentence_and_the_signature_are_one_piece_and_sheets_after_the_first_are_numbered() -> None:
    paper = OFFICIAL._replace(blocks=(Paragraph("Đầu."), Paragraph("Trên đây là báo cáo./.")))
    content = to_bytes(paper).decode()
    piece = re.search(r'<div class="ending">\n(.*?)<footer', content, re.DOTALL)
    assert piece
    assert piece[1].startswith("<p>Trên đây là báo cáo./.</p>")
    assert "Nơi nhận:" in piece[1]
    assert Tree(content.encode())
    assert ".closing,.ending,.blank{break-inside:avoid}" in content
    assert "@page{@top-center{content:counter(page)" in content
    assert "@page:first{@top-center{content:none}}" in content


def test_parts_stand_below_trong_do_and_a_total_is_bold_and_keeps_its_last_row() -> None:
    rows = (
        Row((Cell("Tổng"), Cell("a"))),
        Row((Cell("Phần 1"), Cell("b")), RowKind.PART),
        Row((Cell("Phần 2"), Cell("c")), RowKind.PART),
        Row((Cell("Cộng", tone=Tone.STRONG), Cell("d")), is_total=True),
    )
    content = to_bytes(Document("", (Table(COLUMNS, rows, label_key="name"),))).decode()
    assert (
        content.count('<tr class="among"><td colspan="2">Trong đó:</td></tr>\n<tr class="part"><th scope="row">') == 1
    )
    assert '<tr class="total"><th scope="row" class="strong"><span class="name">Cộng</span>' in content
    style = content.partition("</style>")[0]
    assert "tbody th.strong{font-weight:600}" in style
    assert ".total{break-before:avoid}" in style


def test_a_subject_is_broken_before_its_area_where_it_is_too_long_for_a_line() -> None:
    assert OFFICIAL.frame is not None
    what = "Kết quả thực hiện phong trào thi đua yêu nước năm 2024"
    frame = OFFICIAL.frame._replace(subject=f"{what} trên địa bàn xã Đắk La")
    said = to_bytes(OFFICIAL._replace(frame=frame)).decode()
    assert f"<span>{what}</span> <span>trên địa bàn xã Đắk La</span></span></h1>" in said
