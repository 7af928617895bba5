"""XLSX read back by another library: numbers are numbers, texts are texts, nothing runs, everything prints."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from render.hostile import ALL
from render.official import ANCHOR, OFFICIAL
from render.sample import SAMPLE
from thidua_cli.disk import repacked
from thidua_cli.errors import InvalidInput
from thidua_cli.render.document import Align, Cell, Column, Document, Heading, Paragraph, Row, Table, Tone, printable
from thidua_cli.render.excel import to_bytes
from thidua_cli.render.excel_table import fits_exactly, number_format
from thidua_cli.vietnamese.numbers import write_number
from thidua_cli.vietnamese.text import sheet_name

COLUMNS = (Column("name", "Chỉ tiêu", wraps=True), Column("figure", "Số", Align.RIGHT))
A4 = "9"
# openpyxl does not know the newer, solid kind of bar in a cell and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def book(document: Document) -> Any:
    return load_workbook(io.BytesIO(to_bytes(document)))


def table_of(*cells: Cell) -> Document:
    return Document("Đầu đề", (Table(COLUMNS, tuple(Row((Cell("Tên"), cell)) for cell in cells), label_key="name"),))


def figure(document: Document, row: int = 4) -> Any:
    return book(document).worksheets[0].cell(row, 2)


def header_row(sheet: Any) -> int:
    return next(row for row in range(1, 30) if sheet.cell(row, 2).value == "Chỉ tiêu")


def widths_in(sheet: Any) -> list[float]:
    """The width of each column; a file tells equal neighbours once."""
    spans = sorted(sheet.column_dimensions.values(), key=lambda span: span.min)
    return [span.width for span in spans for _ in range(span.min, span.max + 1)]


def test_figures_are_numbers_with_the_places_that_are_shown() -> None:
    sheet = book(SAMPLE).worksheets[0]
    top = header_row(sheet)
    row = {sheet.cell(top, at).value: sheet.cell(top + 2, at) for at in range(1, 10)}
    assert (row["Kế hoạch"].value, row["Kế hoạch"].number_format) == (4482.38, "#,##0.00")
    assert (row["Thực hiện"].value, row["Thực hiện"].number_format) == (4520.5, "#,##0.0")
    assert (row["% KH"].value, row["% KH"].number_format) == (100.85, "#,##0.00")
    assert row["Mức đạt"].value == pytest.approx(1.0085)
    assert row["Đánh giá"].value == "▲ Vượt"


@pytest.mark.parametrize(
    ("text", "value", "shape"),
    [
        ("4.482,38", "4482.38", "#,##0.00"),
        ("31.500", "31500", "#,##0"),
        ("-5", "-5", "#,##0"),
        ("+222", "222", "+#,##0;-#,##0;#,##0"),
        ("-0,19 điểm %", "-0.194845", '#,##0.00" điểm %"'),
        ("≤ 23", "23", '"≤ "#,##0'),
        ("94,59%", "94.59", '#,##0.00"%"'),
        ("60 đến 62", "60", None),
        ("–", "5", None),
        ("0,2", "0.3", None),
        ("2024", "2024", None),
        ('a"1', "1", None),
    ],
)
def test_a_number_format_shows_the_very_text_or_there_is_none(text: str, value: str, shape: str | None) -> None:
    assert number_format(text, Decimal(value)) == shape


@settings(max_examples=60)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_every_recorded_number_up_to_15_digits_comes_back_exactly(value: Decimal) -> None:
    cell = figure(table_of(Cell(write_number(value), value)))
    if fits_exactly(value):
        assert cell.data_type == "n"
        assert Decimal(repr(cell.value)) == value
    else:
        assert cell.value == write_number(value)


def test_a_number_with_more_than_15_digits_is_a_text_and_the_sheet_says_so_l5() -> None:
    text = "12.345.678.901.234.567,89"
    sheet = book(table_of(Cell(text, Decimal("12345678901234567.89")))).worksheets[0]
    assert (sheet.cell(4, 2).value, sheet.cell(4, 2).data_type) == (text, "s")
    assert "hơn 15 chữ số" in sheet.cell(5, 1).value
    assert "B4" in sheet.cell(5, 1).value


@pytest.mark.parametrize("text", ALL)
def test_no_text_becomes_a_formula_or_a_link_anywhere_l2(text: str) -> None:
    table = Table((Column("name", text), COLUMNS[1]), (Row((Cell(text), Cell(text, tone=Tone.BAD))),))
    document = Document(text, (Heading(text), Paragraph(text), table, table), (text,), frame=OFFICIAL.frame)
    found = book(document)
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert printable(text) in {str(cell.value) for cell in cells}


def test_the_library_is_never_left_to_guess_what_a_text_is_l2(monkeypatch: pytest.MonkeyPatch) -> None:
    """XlsxWriter 3.2 makes a formula of `{=…}` whatever it was told, so what is installed here proves too little."""
    guessed: list[object] = []
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet._write", lambda *given: guessed.append(given[3]))
    row = Row((Cell('{=HYPERLINK("http://x")}'), Cell("")))
    table = Table((Column("name", "Tên"), Column("note", "Ghi chú")), (row,), label_key="name")
    to_bytes(Document("{=1+1}", (Paragraph("{=2+2}"), table)))
    assert not any(guessed)  # merging cells writes an empty one


def test_a_literal_escape_of_excel_stays_what_was_typed() -> None:
    with zipfile.ZipFile(io.BytesIO(to_bytes(table_of(Cell("a_x000D_b"))))) as archive:
        assert "a_x005F_x000D_b" in archive.read("xl/sharedStrings.xml").decode()


def test_a_text_that_excel_would_cut_is_refused_and_the_longest_is_whole() -> None:
    longest = "ế" * 32_767
    assert figure(table_of(Cell(longest))).value == longest
    with pytest.raises(InvalidInput, match=r"32\.767"):
        to_bytes(table_of(Cell(longest + "x")))
    with pytest.raises(InvalidInput):
        to_bytes(table_of(Cell("😀" * 16_384)))


def test_the_header_is_frozen_and_repeated_and_the_sheet_prints_on_a4_landscape() -> None:
    sheet = book(SAMPLE).worksheets[0]
    top = header_row(sheet)
    assert sheet.freeze_panes == f"A{top + 1}"
    assert sheet.print_title_rows == f"${top}:${top}"
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", A4)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, None)  # one page
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.center.text


def test_verdicts_are_coloured_by_rules_and_bars_end_at_100_percent() -> None:
    rules = [rule for area in book(SAMPLE).worksheets[0].conditional_formatting for rule in area.rules]
    assert {rule.formula[0] for rule in rules if rule.type == "cellIs"} == {
        '"▲ Vượt"', '"√ Đạt"', '"○ Chưa đạt"', '"× Không đạt"',
    }  # fmt: skip
    (bar,) = (rule for rule in rules if rule.type == "dataBar")
    assert [point.val for point in bar.dataBar.cfvo] == [0, 1]


def test_no_column_is_narrower_than_its_figures_and_none_is_endless() -> None:
    widths = widths_in(book(SAMPLE).worksheets[0])
    assert widths[3] > len("12.345.678")
    assert all(5 < width < 70 for width in widths)


def test_a_native_chart_shows_attainment_with_a_bold_line_at_100_percent() -> None:
    content = to_bytes(SAMPLE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert '<c:majorUnit val="1"/>' in chart
    assert re.search(r'<c:majorGridlines><c:spPr><a:ln w="25400">', chart)
    assert chart.count("<c:dPt>") == 6
    sheet = load_workbook(io.BytesIO(content))["Biểu đồ"]
    shown = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2) if isinstance(row[1].value, float)}
    assert shown["Tổng diện tích gieo trồng"] == pytest.approx(1.0085)
    assert len(shown) == 6


def test_an_attainment_below_zero_is_not_shown_as_zero() -> None:
    cell = figure(table_of(Cell("", fraction=Decimal(0))))
    assert (cell.value, cell.number_format.split(";")[2]) == (0, '"≤ 0%"')


def test_a_paper_has_its_text_its_table_and_its_course_on_sheets_of_their_own() -> None:
    found = book(OFFICIAL)
    assert found.sheetnames == ["Văn bản", "2. Kết quả các chỉ tiêu", "Biểu đồ", "Diễn biến", "Số liệu diễn biến"]
    lines = [str(cell.value) for row in found["Văn bản"].iter_rows() for cell in row if cell.value is not None]
    assert lines[:6] == [
        "UBND HUYỆN ĐẮK HÀ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ỦY BAN NHÂN DÂN XÃ ĐẮK LA",
        "Độc lập - Tự do - Hạnh phúc", "Số:\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-UBND",
        "Đắk La, ngày … tháng 7 năm 2024",
    ]  # fmt: skip
    assert {"BÁO CÁO", "Nơi nhận:", "- Lưu: VT, VP.", "Trần Văn Tâm"} <= set(lines)
    assert lines[-1] == ANCHOR
    course = found["Số liệu diễn biến"]
    assert [cell.value for cell in course[4]] == ["Tỷ lệ bao phủ BHYT", "%", "31/01", 93.2, 95]


@pytest.mark.parametrize("document", [SAMPLE, OFFICIAL], ids=["sample", "official"])
def test_equal_documents_give_equal_bytes_with_a_fixed_day(document: Document) -> None:
    content = to_bytes(document)
    assert to_bytes(document) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2024-01-01T00:00:00Z") == 2


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Bảng 1. Kết quả các chỉ tiêu", "Bảng 1. Kết quả các chỉ tiêu"),
        ("a/b\\c:d*e?f[g]h", "a b c d e f g h"),
        ("'tên'", "tên"),
        ("", "Bảng"),
        ("II. Các chỉ tiêu văn hóa – xã hội, môi trường", "II. Các chỉ tiêu văn hóa – xã"),
        ("x" * 40, "x" * 31),
        ("Bảng số", "Bảng số 2"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(wanted: str, name: str) -> None:
    assert sheet_name(wanted, {"bảng số"}) == name


def test_a_document_without_a_table_or_with_an_empty_one_is_a_readable_sheet() -> None:
    found = book(Document("Đầu đề", (Paragraph("Một câu."), Table(COLUMNS, ())), ("Hết.",)))
    assert [row[0].value for row in found.worksheets[0].iter_rows() if row[0].value] == [
        "Đầu đề", "Một câu.", "(không có dòng nào)", "Hết.",
    ]  # fmt: skip


def test_a_chart_is_called_after_the_columns_it_draws() -> None:
    columns = (Column("place", "Thôn"), Column("bar", "Mức điểm"))
    row = Row((Cell("Thôn 3"), Cell("", fraction=Decimal("1.01"))))
    sheet = book(Document("Xếp hạng", (Table(columns, (row,), label_key="place"),))).worksheets[1]
    texts = [cell.value for cells in sheet.iter_rows() for cell in cells if cell.value is not None]
    assert texts == ["Mức điểm (vạch đậm: 100%)", "Thôn", "Mức điểm", "Thôn 3", pytest.approx(1.01)]


def test_a_number_in_a_centred_column_stands_in_the_middle_like_its_texts() -> None:
    columns = (Column("name", "Thôn"), Column("moved", "So trước", Align.CENTRE))
    moved = (Cell("▲3", Decimal(3)), Cell("▼2", Decimal(-2)), Cell("="))
    page = Document("Xếp hạng", (Table(columns, tuple(Row((Cell("Thôn"), cell)) for cell in moved)),))
    sheet = book(page).worksheets[0]
    assert {sheet.cell(row, 2).alignment.horizontal for row in range(4, 7)} == {"center"}


def test_a_title_of_several_lines_is_not_cut_off() -> None:
    columns = (Column("name", "Họ tên"), Column("post", "Chức vụ, đơn vị", wraps=True))
    sheet = book(Document("Danh sách", (Table(columns, (Row((Cell("A"), Cell(""))),)),))).worksheets[0]
    assert sheet.row_dimensions[3].height > sheet.row_dimensions[4].height


def test_the_bytes_do_not_tell_on_which_system_they_were_made() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("a.xml", "b.xml"):
            member = zipfile.ZipInfo(name)
            member.create_system = 0
            member.comment = b"PK"
            archive.writestr(member, name)
    made = repacked(content.getvalue())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert [member.create_system for member in archive.infolist()] == [3, 3]
        assert archive.testzip() is None
        assert archive.read("b.xml") == b"b.xml"
