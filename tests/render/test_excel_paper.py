"""A workbook on paper: sheets with names, columns no wider than their texts, charts that no page cuts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from openpyxl import load_workbook

from render.official import FRAME, OFFICIAL, point
from render.sample import SAMPLE
from thidua_cli.render.document import (
    Align,
    Blank,
    Block,
    Cell,
    Charts,
    Column,
    Document,
    Frame,
    Heading,
    Listing,
    Paragraph,
    Row,
    RowKind,
    Series,
    Table,
    Tone,
)
from thidua_cli.render.excel import to_bytes
from thidua_cli.render.excel_table import height_of, pixels, widths_of

FULL_SIZE = 1026
"""The pixels that A4 on its side holds in letters of 11 points."""
COLUMNS = (Column("name", "Chỉ tiêu", wraps=True), Column("figure", "Số", Align.RIGHT))
TABLE = Table(COLUMNS, (Row((Cell("Tên"), Cell("1", Decimal(1)))),), label_key="name")
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def book(document: Document) -> Any:
    return load_workbook(io.BytesIO(to_bytes(document)))


def paper(*blocks: Block) -> Document:
    return OFFICIAL._replace(blocks=blocks)


def texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_table_s_sheet_has_its_name_and_the_text_names_that_sheet() -> None:
    named = TABLE._replace(name="Biểu tổng hợp")
    found = book(paper(Heading("II. Biểu"), named, named, TABLE))
    assert found.sheetnames == ["Văn bản", "Biểu tổng hợp", "Biểu tổng hợp 2", "Bảng"]
    assert [text for text in texts(found["Văn bản"]) if text.startswith("(xem")] == [
        "(xem bảng: Biểu tổng hợp)", "(xem bảng: Biểu tổng hợp 2)", "(xem bảng: Bảng)",
    ]  # fmt: skip
    assert texts(found["Biểu tổng hợp"])[0] == "II. Biểu"


def test_a_page_with_one_table_is_a_sheet_of_the_table_s_name() -> None:
    assert book(Document("Phiếu", (TABLE._replace(name="Phiếu điểm"),))).sheetnames == ["Phiếu điểm"]


def test_lists_below_a_table_stand_on_a_sheet_without_its_repeated_header() -> None:
    blocks = (Paragraph("1/2 xong"), TABLE, Paragraph("Ghi chú."), Heading("Phong trào"), Listing(("Một", "Hai")))
    found = book(Document("Nhiệm vụ", blocks, ("Sổ số liệu: dòng 1",)))
    assert found.sheetnames == ["Bảng", "Kèm theo"]
    assert texts(found["Bảng"])[-2:] == ["Ghi chú.", "Sổ số liệu: dòng 1"]
    assert texts(found["Kèm theo"]) == ["Nhiệm vụ", "Phong trào", "– Một", "– Hai", "Sổ số liệu: dòng 1"]
    assert found["Kèm theo"].print_title_rows is None


def charts_of(count: int) -> Charts:
    points = (point("0", "1", "31/01", "1 ha"), point("1", "2", "31/12", "2 ha"))
    return Charts("Diễn biến", tuple(Series(f"Chỉ tiêu {at}", "ha", points) for at in range(count)))


def test_small_charts_stand_two_beside_each_other_and_a_page_ends_between_their_rows() -> None:
    sheet = book(paper(charts_of(11)))["Diễn biến"]
    places = [(chart.anchor._from.row, chart.anchor._from.col) for chart in sheet._charts]
    rows = sorted({row for row, _ in places})
    assert places == [(rows[at // 2], at % 2 * 6) for at in range(11)]
    assert {below - above for above, below in pairwise(rows)} == {12}
    assert [each.id for each in sheet.row_breaks.brk] == [rows[4]]
    assert sheet.print_title_rows is None
    assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    assert sheet.print_area == "'Diễn biến'!$A$1:$L$74"


def test_small_charts_draw_the_numbers_of_the_sheet_behind_them() -> None:
    content = to_bytes(paper(charts_of(2)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        drawn = [re.findall("<c:f>(.*?)</c:f>", archive.read(f"xl/charts/chart{at}.xml").decode()) for at in (1, 2)]
    numbers = "'Số liệu diễn biến'!"
    assert drawn == [
        [f"{numbers}$C$4:$C$5", f"{numbers}$D$4:$D$5"],
        [f"{numbers}$C$6:$C$7", f"{numbers}$D$6:$D$7"],
    ]
    sheet = load_workbook(io.BytesIO(content))["Số liệu diễn biến"]
    assert [cell.value for cell in sheet[6]] == ["Chỉ tiêu 1", "ha", "31/01", 1, None]


def test_numbers_with_their_units_fit_their_columns_and_long_names_their_rows_behind_and_below_the_charts() -> None:
    long, told = "Tổng giá trị sản xuất trên địa bàn xã theo giá so sánh năm 2010 của ba khu vực", "1.356,684 tỷ đồng"
    drawn = (point("0.1", "1356.684", "31/01", told), point("0.2", "1356.684", "28/02", told))
    series = Series(long, "tỷ đồng/người/năm", drawn, Decimal("1356.684"), told)
    bars = Table(COLUMNS, (Row((Cell(long), Cell("", fraction=Decimal("0.5")))),), label_key="name")
    found = book(paper(bars, Charts("Diễn biến", (series,))))
    numbers, below = found["Số liệu diễn biến"], found["Biểu đồ"]
    assert [numbers["D4"].value, numbers["E4"].value] == [1356.684, 1356.684]
    assert numbers.column_dimensions["D"].max == 5  # both, as openpyxl reads neighbours of one width
    assert numbers.column_dimensions["D"].width * 7 > pixels(told) - 5
    named = next(cell for cell in below["A"] if cell.value == long)
    assert numbers.column_dimensions["A"].width * 7 > pixels(long) - 5
    assert below.row_dimensions[named.row].height >= 30


def test_lines_of_one_point_have_numbers_and_no_empty_sheet_of_charts() -> None:
    series = Series("Tỷ lệ hộ nghèo", "%", (point("0.45", "3.5", "14/06", "3,5%"),))
    assert book(paper(Charts("Diễn biến", (series,)))).sheetnames == ["Văn bản", "Số liệu diễn biến"]


@pytest.mark.parametrize(("fraction", "end"), [("0.4", "1.25"), ("1.3", "1.50"), ("2.6539", "1.95")])
def test_the_axis_of_attainment_has_no_bold_line_but_that_of_100_percent(fraction: str, end: str) -> None:
    columns = (Column("place", "Thôn"), Column("bar", "Mức điểm"))
    row = Row((Cell("Thôn 3"), Cell("", fraction=Decimal(fraction))))
    with zipfile.ZipFile(io.BytesIO(to_bytes(Document("Xếp hạng", (Table(columns, (row,)),))))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert f'<c:max val="{end}"/>' in chart
    plot = {name: Decimal(value) for name, value in re.findall(r'<c:(x|w) val="([0-9.]+)"/>', chart)}
    assert plot["x"] + plot["w"] < Decimal("0.92")


REPORT = (
    Column("number", "TT"),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("unit", "ĐVT", wraps=True),
    *(Column(key, key, Align.RIGHT) for key in ("Kế hoạch", "Trong kỳ", "Lũy kế", "% KH", "So với KH")),
    Column("bar", "Mức đạt"),
    *(Column(key, key, Align.RIGHT) for key in ("Cùng kỳ", "% cùng kỳ", "Tăng, giảm")),
    Column("verdict", "Đánh giá", wraps=True),
    Column("note", "Ghi chú", wraps=True),
)
CELLS = (
    "1.1.1", "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi", "triệu đồng/người/năm", "4.482,38", "1.278,3",
    "4.503,1", "100,46", "-0,26 điểm %", "", "10.846", "101,30", "+3,3 điểm %", "◌ Chưa có số liệu",
    "10.516/11.000; 10/10 thôn đã báo cáo",
)  # fmt: skip

WIDEST = Table(
    REPORT,
    (Row(tuple(Cell(text) if text else Cell(fraction=Decimal("1.0046")) for text in CELLS)),),
    label_key="name",
)


def test_the_names_of_a_wide_table_stay_on_the_screen() -> None:
    assert book(Document("Báo cáo", (WIDEST,))).worksheets[0].freeze_panes == "C4"


def test_the_widest_table_is_printed_in_letters_of_8_points_or_more() -> None:
    found = widths_of(WIDEST)
    assert FULL_SIZE * 11 / sum(found) > 8
    widths = {column.title: width for column, width in zip(REPORT, found, strict=True)}
    assert widths["ĐVT"] < pixels("triệu đồng/người/năm")
    assert widths["Đánh giá"] > pixels("Chưa có")


def test_texts_of_a_narrow_table_get_what_the_page_has_left() -> None:
    columns = (COLUMNS[0], Column("why", "Vì sao", wraps=True))
    rows = (Row((Cell("Tên"), Cell("chưa đến kỳ nên chưa chấm, chưa phải 0 điểm; còn có thể đạt 60 điểm"))),)
    assert widths_of(Table(columns, rows, label_key="name"))[1] > 350


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("Tỷ lệ bao phủ BHYT", 250, 1),
        ("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi", 250, 2),
        ("một\nhai\nba", 250, 3),
        ("x" * 100, 140, 6),
        ("", 250, 1),
    ],
)
def test_a_line_over_several_columns_is_as_high_as_its_text(text: str, room: int, lines: int) -> None:
    assert height_of(text, room) == 15 * lines + 2


def test_widths_are_measured_in_the_letters_that_are_written() -> None:
    with zipfile.ZipFile(io.BytesIO(to_bytes(SAMPLE))) as archive:
        fonts = archive.read("xl/styles.xml").decode()
    assert re.findall('<name val="([^"]+)"', fonts)[0] == "Times New Roman"


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        ((), []),
        (("UBND huyện Đắk Hà",), ["UBND huyện Đắk Hà"]),
        (("UBND huyện Đắk Hà.",), ["UBND huyện Đắk Hà"]),
        (("UBND huyện", "Phòng Nội vụ"), ["- UBND huyện;", "- Phòng Nội vụ."]),
    ],
)
def test_one_addressee_ends_without_a_mark_and_several_with_theirs(names: Sequence[str], lines: list[str]) -> None:
    assert Frame(addressees=tuple(names)).addressee_lines() == lines


def test_a_figure_in_bold_letters_has_room_for_them() -> None:
    rows = tuple(Row((Cell("Cộng"), Cell("12.345.678,9", Decimal("12345678.9"), tone))) for tone in Tone)
    assert widths_of(Table(COLUMNS, rows))[1] > pixels("12.345.678,9") - 5


def test_no_page_of_a_papers_text_ends_within_its_signature_or_with_a_heading() -> None:
    ends = 0
    for lines in range(16, 46, 3):
        blocks: list[Block] = [Paragraph(f"Câu {at}.") for at in range(lines)]
        blocks += [Heading("I. Mục"), Blank(2), Paragraph("Hết./.")]
        sheet = book(Document("", tuple(blocks), frame=FRAME)).worksheets[0]
        said = {row[0].row: str(row[0].value or "") for row in sheet.iter_rows()}
        heading = next(at for at, text in said.items() if text == "I. Mục")
        last = max(at for at, row in enumerate(sheet.iter_rows(), 1) if any(c.value == FRAME.signatory for c in row))
        ends += len(sheet.row_breaks.brk)
        for found in sheet.row_breaks.brk:
            assert not heading <= found.id < last  # nor does it stand alone: the last chapter goes with it
    assert ends > 5


@pytest.mark.parametrize(("lines", "place"), [(10, 1), (1, 0)])
def test_no_page_of_a_table_ends_with_the_heading_of_a_group_or_leaves_its_last_row_alone(
    lines: int, place: int
) -> None:
    ends = 0
    for count in range(40, 90, 7):
        group = [Row((Cell("Mục"),), RowKind.GROUP), *[Row((Cell("A"), Cell("1")))] * 5]
        rows = tuple((group * count)[:count])
        long = Table(COLUMNS, rows)
        sheet = book(Document("Bảng", (*[Paragraph("Câu.")] * lines, long))).worksheets[place]
        said = [str(row[0].value or "") for row in sheet.iter_rows()]
        for found in sheet.row_breaks.brk:
            ends += 1
            assert not said[found.id - 1].startswith("Mục")
            assert found.id < len(said) - 1
    assert ends > 5


def test_what_the_office_writes_itself_is_left_as_dotted_lines() -> None:
    sheet = book(paper(Heading("I. Kiến nghị"), Blank(2), Paragraph("Hết./."))).worksheets[0]
    last = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "I. Kiến nghị")
    assert [sheet.cell(last + at, 1).border.bottom.style for at in (1, 2, 3)] == ["hair", "hair", None]


@pytest.mark.parametrize(
    ("what", "between"), [("phong trào thi đua yêu nước 9 tháng đầu năm 2024", "\n"), ("thi đua năm 2024", " ")]
)
def test_a_long_subject_breaks_before_its_area(what: str, between: str) -> None:
    subject = f"Kết quả thực hiện {what} trên địa bàn xã Đắk La"
    said = texts(book(paper()._replace(frame=FRAME._replace(subject=subject))).worksheets[0])
    assert any(text.endswith(f"2024{between}trên địa bàn xã Đắk La") for text in said)
