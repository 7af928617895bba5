"""Tables in Word: whole numbers, repeated headers, unsplit rows, and a page on its side where a table needs it."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import given
from hypothesis import strategies as st

from render.paper import PAPER, SMALL_TABLE
from render.sample import TABLE, number
from render.word_reading import alignment, foot_texts, found, points, read, texts, widths, words_of
from thidua_cli.render.document import (
    Align,
    Blank,
    Cell,
    Column,
    Document,
    Frame,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Table,
    held,
)
from thidua_cli.render.html import to_bytes as html_bytes
from thidua_cli.render.word import to_bytes
from thidua_cli.render.word_pieces import LANDSCAPE, PORTRAIT, layout_of, longest_word, width_of

FILE = read(to_bytes(PAPER))
NUMBERS = st.decimals(-(10**9), 10**9, places=2).map(lambda value: f"{value:,.2f}".translate({44: ".", 46: ","}))
WORDS = st.text(st.characters(whitelist_categories=["Lu", "Ll"], max_codepoint=0x1EF9), min_size=1, max_size=12)


def table_with(content: str) -> BaseOxmlElement:
    """The table of the paper in which a text stands."""
    found_tables: list[BaseOxmlElement] = found(FILE, content)._p.xpath("./ancestor::w:tbl")
    return found_tables[0]


WIDE = table_with("Tổng đàn gia súc, gia cầm")


def cells(row: BaseOxmlElement) -> list[str]:
    return [words_of(cell) for cell in row.xpath("./w:tc")]


def test_the_header_is_repeated_on_every_page_and_no_row_is_split() -> None:
    rows = WIDE.xpath("./w:tr")
    assert rows[0].xpath("./w:trPr/w:tblHeader")
    assert not any(row.xpath("./w:trPr/w:tblHeader") for row in rows[1:])
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)


def test_the_figures_are_those_of_the_document_in_its_order() -> None:
    expected = [
        [held(cell.text) for cell, column in zip(row.cells, TABLE.columns, strict=True) if column.key != "bar"]
        for row in TABLE.rows
        if row.kind is not RowKind.GROUP
    ]
    written = [cells(row) for row in WIDE.xpath("./w:tr")[1:] if len(cells(row)) > 1 and "Trong đó:" not in cells(row)]
    assert [[text.removeprefix("- ") for text in row] for row in written] == expected


def test_groups_span_all_columns_and_parts_stand_below_trong_do() -> None:
    rows = [cells(row) for row in WIDE.xpath("./w:tr")]
    spans = [int(span.get(qn("w:val"))) for span in WIDE.iter(qn("w:gridSpan"))]
    assert spans == [len(widths(WIDE))] * 2
    place = next(number for number, row in enumerate(rows) if "Trong đó:" in row)
    assert rows[place - 1][1] == "Tổng diện tích gieo trồng"
    assert rows[place + 1][1] == "- Diện tích cây hàng năm"
    assert sum("Trong đó:" in row for row in rows) == 1


def test_numbers_stand_to_the_right_in_letters_of_at_least_eleven_points() -> None:
    for paragraph in (WordParagraph(element, FILE) for element in WIDE.iter(qn("w:p"))):
        if paragraph.text:
            assert 11 <= points(paragraph) <= 13
        if paragraph.text in ("4.482,38", "12.345.678", "100,85", "–"):
            assert alignment(paragraph) == "RIGHT"


def test_no_number_and_no_word_is_wider_than_its_column() -> None:
    room = widths(WIDE)
    for row in WIDE.xpath("./w:tr"):
        for text, width in zip(cells(row), room, strict=False):
            if len(cells(row)) > 1:
                assert longest_word(text, 22) + 2 * 57 <= width, text


def test_a_table_fills_the_width_of_its_page() -> None:
    assert sum(widths(WIDE)) == pytest.approx(LANDSCAPE, abs=len(widths(WIDE)))
    assert sum(widths(table_with("Trạm Y tế"))) == pytest.approx(PORTRAIT, abs=2)


@given(
    st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, st.lists(WORDS, max_size=6).map(" ".join)), min_size=1, max_size=5)
)
def test_every_number_fits_its_column_whatever_the_figures(rows: list[tuple[str, str, str, str]]) -> None:
    columns = (
        Column("name", "Chỉ tiêu", wraps=True),
        *(Column(f"n{place}", "Thực hiện kỳ", Align.RIGHT) for place in range(3)),
    )
    table = Table(columns, tuple(Row((Cell(name), Cell(a), Cell(b), Cell(c))) for a, b, c, name in rows), "", "name")
    layout = layout_of(table)
    assert not layout.dropped
    assert sum(layout.widths) <= (LANDSCAPE if layout.is_wide else PORTRAIT)
    for row in table.rows:
        for place, width in zip(layout.places, layout.widths, strict=True):
            text = unicodedata.normalize("NFC", row.cells[place].text)
            assert longest_word(text, layout.size) < width


def many_columns(count: int, digits: str = "123.456.789,12") -> Table:
    columns = tuple(Column(f"c{place}", f"Cột {place}", Align.RIGHT, rank=place) for place in range(count))
    return Table(columns, (Row(tuple(Cell(digits) for _ in columns)),))


def test_a_table_that_fits_no_page_leaves_out_its_last_ranks_and_says_so() -> None:
    layout = layout_of(many_columns(20))
    assert layout.is_wide
    assert layout.places == tuple(range(len(layout.places)))
    assert 5 < len(layout.places) < 20
    assert sum(layout.widths) <= LANDSCAPE
    assert layout.dropped[-1] == "Cột 19"
    words = texts(read(to_bytes(Document("", (many_columns(20),)))))
    assert words[-1].startswith("Bảng không in các cột: ")
    assert words[-1].endswith("Cột 19.")


def test_letters_become_smaller_before_a_column_leaves() -> None:
    sizes = [layout_of(many_columns(count)).size for count in range(1, 12)]
    assert sizes == sorted(sizes, reverse=True)
    assert set(sizes) == {22, 20}


def test_only_a_wide_table_of_an_official_paper_turns_its_page_and_takes_its_headings_along() -> None:
    blocks = (Paragraph("Trước."), Heading("II. Biểu"), Heading("1. Kết quả", 2), TABLE, SMALL_TABLE, Blank(1))
    body = read(to_bytes(Document("", blocks, frame=Frame()))).element.body
    section, pages = 0, [[""]]
    for element in body:
        pages[section].append(words_of(element))
        if element.xpath("./w:pPr/w:sectPr"):
            section += 1
            pages.append([""])
    assert len(pages) == 3
    assert pages[0][-1] == "Trước."
    assert pages[1][1:3] == ["II. BIỂU", "1. Kết quả"]
    assert "Chỉ tiêu còn thiếu" in "".join(pages[2])


def test_a_wide_table_at_the_end_of_the_body_still_leaves_the_signature_upright() -> None:
    file = read(to_bytes(Document("", (TABLE, TABLE), frame=Frame(signatory="Trần Văn Tâm"))))
    assert [section.orientation.name for section in file.sections] == ["PORTRAIT", "LANDSCAPE", "PORTRAIT"]
    assert [section.different_first_page_header_footer for section in file.sections] == [True, False, False]


def test_a_plain_page_with_a_wide_table_lies_on_its_side_altogether() -> None:
    file = read(to_bytes(Document("Bảng", (Paragraph("Một câu."), TABLE), ("Cuối.",))))
    assert [section.orientation.name for section in file.sections] == ["LANDSCAPE"]
    assert foot_texts(file) == ["Cuối."]
    after = file.element.body.xpath("./w:tbl[last()]/following-sibling::w:p")
    assert [words_of(line) for line in after] == [""]
    assert after[0].xpath("./w:pPr/w:spacing/@w:line") == ["20"]
    assert after[0].xpath("./w:pPr/w:spacing/@w:before") == []


def test_a_table_without_rows_or_columns_says_so() -> None:
    for table in (Table(TABLE.columns, ()), Table((), (Row((Cell("x"),)),))):
        assert "(không có dòng nào)" in texts(read(to_bytes(Document("", (table,)))))


def test_rows_with_too_few_or_too_many_cells_and_cells_without_text_are_no_error() -> None:
    rows = (Row((Cell("a"),)), Row((Cell("b"),) * 5), Row((Cell(None), Cell(5))))  # type: ignore[arg-type]
    words = texts(read(to_bytes(Document("", (SMALL_TABLE._replace(rows=rows),)))))
    assert words[2:] == ["a", "b", "b", "5"]


def test_a_row_of_the_sample_is_measured_as_text_and_never_as_a_number() -> None:
    assert number("4.482,38") == Cell("4.482,38", Decimal("4482.38"))
    assert width_of("4.482,38", 24) < layout_of(TABLE).widths[3]


def test_a_long_unit_may_break_after_its_strokes_and_a_path_nowhere() -> None:
    columns = (
        Column("name", "Chỉ tiêu", wraps=True),
        Column("unit", "ĐVT", wraps=True),
        Column("n", "Tệp", wraps=True),
    )
    rows = (Row((Cell("Thu nhập"), Cell("triệu đồng/người/năm"), Cell("biên-bản/thôn-năm.docx"))),)
    table = Table(columns, (*rows, Row((Cell("Hộ nghèo"), Cell("%"), Cell("")))), label_key="name")
    words = texts(read(to_bytes(Document("", (table,)))))
    assert words[4:6] == [
        "triệu đồng/\u200bngười/\u200bnăm",
        "biên-bản/thôn-năm.docx",
    ]
    assert longest_word("triệu đồng/\u200bngười/\u200bnăm", 24) < width_of("người/năm", 24)


def test_a_column_of_long_texts_gets_about_half_of_the_width_and_one_that_is_mostly_empty_little() -> None:
    columns = (Column("n", "TT"), Column("title", "Nhiệm vụ", wraps=True), Column("note", "Ghi chú", wraps=True))
    task = "Tuyên truyền truyền thống 94 năm của Đảng, 80 năm của Quân đội nhân dân Việt Nam"
    notes = ["", "", "", "minh chứng: báo cáo tổng kết (minh họa)"]
    rows = tuple(Row((Cell("1.1"), Cell(task), Cell(note))) for note in notes)
    _, title, note = layout_of(Table(columns, rows, label_key="title")).widths
    assert title > PORTRAIT / 2
    assert width_of("minh chứng:", 24) < note < title / 2


def test_a_long_text_has_room_before_short_phrases_stand_on_one_line() -> None:
    keys = ("Họ tên, tập thể", "Chức vụ, đơn vị", "Hình thức", "Thành tích", "Cấp quyết định", "Trạng thái")
    columns = (Column("n", "STT", Align.CENTRE), *(Column(key, key, wraps=True) for key in keys))
    deed = "Vận động 3 hộ trong thôn viết đơn xin thoát nghèo, giúp vốn và giống"
    held = ("4", "Lê Thị Mai Hương Giang", "Trưởng Thôn 3", "Giấy khen", deed, "Chủ tịch UBND xã", "Đề xuất 24/12/2024")
    table = Table(columns, (Row(tuple(map(Cell, held))),), label_key=keys[0])
    layout = layout_of(table)
    assert not layout.is_wide
    assert layout.widths[4] > max(layout.widths[3], layout.widths[5])
    assert layout.widths[4] * 5 > width_of(deed, layout.size)


def test_marks_and_orders_stand_in_the_middle_of_a_narrow_column() -> None:
    columns = (Column("rank", "Hạng", Align.RIGHT, is_order=True), Column("place", "Thôn", wraps=True))
    table = Table((*columns, Column("n", "Điểm", Align.RIGHT)), (Row((Cell("1"), Cell("Thôn 3"), Cell("4,5"))),))
    file = read(to_bytes(Document("", (table,))))
    assert [alignment(found(file, text)) for text in ("1", "Thôn 3", "4,5")] == ["CENTER", "LEFT", "RIGHT"]
    narrow, *others = widths(file.tables[0]._tbl)
    assert narrow < 750 < 3000 < min(others)


def test_a_column_for_typing_is_not_printed() -> None:
    columns = (Column("id", "Mã", is_typed=True), Column("name", "Việc", wraps=True))
    table = Table(columns, (Row((Cell("viec-1"), Cell("Tuyên truyền"))),), label_key="name")
    assert texts(read(to_bytes(Document("", (table,)))))[-2:] == ["Việc", "Tuyên truyền"]
    page = html_bytes(Document("", (table,))).decode()
    assert 'class="whole typed">viec-1</td>' in page
    assert ".typed{display:none}" in page.partition("@media print")[2]


def test_the_last_row_above_a_total_stays_on_its_page() -> None:
    rows = (Row((Cell("Thôn 1"),)), Row((Cell("Thôn 2"),)), Row((Cell("Cả xã"),), is_total=True))
    file = read(to_bytes(Document("", (Table((Column("place", "Thôn"),), rows),))))
    held_rows = [found(file, text).paragraph_format.keep_with_next for text in ("Thôn 1", "Thôn 2", "Cả xã")]
    assert held_rows == [None, True, None]


def test_a_short_phrase_stands_on_one_line_and_a_title_on_two_where_the_names_can_spare_it() -> None:
    name = "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi của toàn xã"
    columns = (Column("name", "Chỉ tiêu", wraps=True), Column("word", "Đánh giá", wraps=True), Column("n", "a b c d e"))
    rows = tuple(Row((Cell(name), Cell("Chưa có số liệu"), Cell("1"))) for _ in range(20))
    layout = layout_of(Table(columns, rows, label_key="name"))
    assert layout.widths[1] > width_of("Chưa có số liệu", layout.size)
    assert layout.widths[2] > width_of("a b c", layout.size, bold=True)
