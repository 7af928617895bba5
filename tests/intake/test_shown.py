"""What a person sees in a cell is read, or the cell is refused: small and struck parts, merged cells, formats."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from intake.test_heard import brought, refused, sheet
from office import Office

DAY = date(2024, 6, 30)
HEAD = ["id", "ĐVT", "Thực hiện", "Ngày", "Thôn", "Mức", "Ghi chú"]
SMALL, LOW, STRUCK = "superscript", "subscript", "strike"


@pytest.fixture(autouse=True)
def workspace(office: Office) -> None:
    office.done("init")


def in_the_sheet(row: list[Any]) -> bytes:
    """A workbook whose texts of several fonts, given as lists of texts and (font, text), stand in the sheet itself."""

    def text(run: Any) -> Any:
        font, words = run
        return TextBlock(InlineFont(strike=True) if font == STRUCK else InlineFont(vertAlign=font), words)

    cells = [
        CellRichText([run if isinstance(run, str) else text(run) for run in cell]) if isinstance(cell, list) else cell
        for cell in row
    ]
    return sheet([HEAD, cells])


def shared(row: list[Any]) -> bytes:
    """The same with all texts in one part of the workbook, as Excel keeps them."""
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as made:
        page, day = made.add_worksheet("Sheet"), made.add_format({"num_format": "dd/mm/yyyy"})
        fonts = {SMALL: {"font_script": 1}, LOW: {"font_script": 2}, STRUCK: {"font_strikeout": True}}
        page.write_row(0, 0, HEAD)
        for place, cell in enumerate(row):
            if isinstance(cell, list):
                parts = [
                    one
                    for run in cell
                    for one in ([run] if isinstance(run, str) else [made.add_format(fonts[run[0]]), run[1]])
                ]
                page.write_rich_string(1, place, *parts)
            else:
                page.write(1, place, cell, *([day] if isinstance(cell, date) else []))
    return held.getvalue()


@pytest.mark.parametrize("made", [in_the_sheet, shared])
@pytest.mark.parametrize(
    ("at", "cell", "told"),
    [
        ("C", ["95,0", (SMALL, "1")], "viết nhỏ"),
        ("C", ["95,0", (LOW, "1")], "viết nhỏ"),
        ("C", ["9", (STRUCK, "0"), "5,4"], "bị gạch ngang"),
        ("D", ["1", (STRUCK, "5"), "/06/2024"], "bị gạch ngang"),
        ("E", ["Thôn 1", (SMALL, "1")], "viết nhỏ"),
        ("A", ["bao-phu-bhyt", (SMALL, "1")], "viết nhỏ"),
    ],
)
def test_a_cell_that_holds_a_small_or_struck_part_is_no_longer_number(
    made: Any, at: str, cell: list[Any], told: str, office: Office
) -> None:
    row: list[Any] = ["bao-phu-bhyt", "%", "95,4", DAY, "", "", ""]
    row["ABCDEFG".index(at)] = cell
    refused(brought(office, made(row), "a.xlsx"), f"Sheet!{at}2: ô có phần {told}", "1 dòng sai")


@pytest.mark.parametrize("made", [in_the_sheet, shared])
def test_small_letters_of_a_unit_and_of_a_note_are_read(made: Any, office: Office) -> None:
    note = ["đợt 1", (SMALL, "(1)"), " và ", (STRUCK, "2"), "3"]
    row = ["dien-tich-cay-hang-nam", ["h", (LOW, "a")], "25", DAY, "", "", note]
    answer = brought(office, made(row), "a.xlsx")
    assert answer.code == 0, answer.all
    assert "vẫn đọc ô bị gạch ngang: G2" in answer.out
    assert "đợt 1(1) và 23" in office.done("history", "dien-tich-cay-hang-nam", "--format", "json")


MERGED = [
    ["id", "ĐVT", "Thực hiện", "Ngày", "Mức", "Ghi chú", "TT"],
    ["bao-phu-bhyt", "%", 95.1, DAY, "chính thức", "theo báo cáo", 1],
    ["bao-phu-bhxh", None, 9.1, DAY, None, None, None],
    ["dan-gia-suc", None, None, None, None, None, None],
    ["dan-gia-cam", "con", 31000, DAY, "ước tính", None, None],
]


@pytest.mark.parametrize("area", ["B2:B4", "E2:E3", "F2:F4", "E2:F3", "D2:E3"])
def test_what_stands_in_one_cell_for_several_rows_is_said_of_no_row_by_guess(area: str, office: Office) -> None:
    answer = brought(office, sheet(MERGED, lambda made: made.merge_cells(area)), "a.xlsx")
    refused(answer, f"3: ô nằm trong ô gộp {area}: hãy bỏ gộp rồi ghi ở từng dòng", "1 dòng sai")


@pytest.mark.parametrize("area", ["G2:G5", "E2:F2", "B3:B4", "C3:C4", "B4:G4", "E1:F1"])
def test_a_merged_cell_that_holds_nothing_for_other_rows_is_read_as_ever(area: str, office: Office) -> None:
    answer = brought(office, sheet(MERGED, lambda made: made.merge_cells(area)), "a.xlsx")
    assert answer.code == 0, answer.all
    assert f"chỉ ô đầu tiên của mỗi vùng có giá trị: {area}" in answer.out


COMMA = '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'


def formatted(number: Any, form: str) -> bytes:
    """A sheet with one number in a format."""

    def dress(made: Any) -> None:
        made["B2"].number_format = form

    return sheet([["id", "value", "on"], ["thu-nhap-binh-quan", number, DAY]], dress)


@pytest.mark.parametrize(
    "form", [COMMA, '_-* #,##0.00 _₫_-;-* #,##0.00 _₫_-;_-* "-"?? _₫_-;_-@_-', "0;-0;-", '[=0]"-";0']
)
def test_a_zero_that_is_shown_as_a_mark_of_no_data_is_no_zero(form: str, office: Office) -> None:
    refused(
        brought(office, formatted(0, form), "a.xlsx"), "Sheet!B2: giá trị hiện '-' mà trong ô là số 0", "xóa trống ô"
    )
    assert brought(office, formatted(62, form), "a.xlsx").code == 0


@pytest.mark.parametrize("form", [";;;", "0;-0;", "#,###", "0.0;;", '[=0]"";General', "#%"])
def test_a_zero_that_is_not_shown_is_an_empty_cell(form: str, office: Office) -> None:
    answer = brought(office, formatted(0, form), "a.xlsx")
    assert "0 mới, 0 đã có; bỏ qua 1 dòng chưa điền số" in answer.out, answer.all
    assert "'Sheet': ô chứa số 0 không hiện ra, đọc là ô trống (đúng là 0" in answer.out


def test_zeros_that_are_not_shown_are_told_in_one_line_and_only_where_a_figure_stands(office: Office) -> None:
    def hidden(made: Any) -> None:
        for at in ("B2", "B4", "B5", "D3"):
            made[at].number_format = "#,###"

    rows = [["id", "value", "on", "TT"], ["dan-gia-suc", 0, DAY, 1], ["dan-gia-cam", 31000, DAY, 0]]
    rows += [["bao-phu-bhyt", 0, DAY, 3], [None, 0, None, None]]
    answer = brought(office, sheet(rows, hidden), "a.xlsx")
    assert "1 mới, 0 đã có; bỏ qua 2 dòng chưa điền số; bỏ qua 1 dòng trống" in answer.out, answer.all
    assert "thì cho ô hiện số 0): B2, B4, B5" in answer.out


def test_zeros_that_a_sheet_does_not_show_are_empty_cells_and_that_is_said(office: Office) -> None:
    def hidden(made: Any) -> None:
        made.sheet_view.showZeros = False
        made["B3"].number_format = "0.0%"

    rows = [["id", "value", "on"], ["dan-gia-suc", 0, DAY], ["bao-phu-bhyt", 0, DAY], ["dan-gia-cam", 31000, DAY]]
    answer = brought(office, sheet(rows, hidden), "a.xlsx")
    assert "1 mới, 0 đã có; bỏ qua 2 dòng chưa điền số" in answer.out, answer.all
    assert "'Sheet': ô chứa số 0 không hiện ra, đọc là ô trống (đúng là 0" in answer.out


@pytest.mark.parametrize(
    "form", ["General", "0", "#,##0", "#,##0.0;-#,##0.0", "# ?/?", "@", '0;"-";0', "[Red]0;[Blue]0"]
)
def test_a_zero_that_is_shown_is_one(form: str, office: Office) -> None:
    assert "đã nhập 1 dòng" in brought(office, formatted(0, form), "a.xlsx").out


@pytest.mark.parametrize(
    ("number", "form", "told"),
    [
        (25, "[$sào-42A] #,##0", "hiện kèm chữ 'sào', con số trong ô là 25"),
        (62, "#,##0 [$VND]", "hiện kèm chữ 'VND'"),
        (62, "#,##0\\ [$₫-42A]", "hiện kèm chữ '₫'"),
        (62, '"$"#,##0_);\\("$"#,##0\\)', "hiện kèm chữ '$'"),
        (62, "$#,##0", "hiện kèm chữ '$'"),
        (-2, '#,##0;-#,##0" sào"', "hiện kèm chữ 'sào'"),
        (6300, '[>=1000]#,##0,"K";0', "rút gọn theo nghìn"),
        (6300, "[<1000]0;0.0,", "rút gọn theo nghìn"),
        (6300, ";;;", "không hiện con số, con số trong ô là 6.300"),
        (6300, '"có"', "không hiện con số"),
    ],
)
def test_words_of_the_part_of_a_format_that_shows_the_number_are_heard(
    number: int, form: str, told: str, office: Office
) -> None:
    refused(brought(office, formatted(number, form), "a.xlsx"), told)


@pytest.mark.parametrize(
    "form",
    [
        '#,##0;-#,##0" sào"',
        "[$-42A]0",
        "[$-1000000]0.0",
        "#,##0_);[Red]\\(#,##0\\)",
        "#,##0 [$trđ/người]",
        '[>100]0" sào";0',
        "_(0_)",
    ],
)
def test_a_format_that_shows_the_number_in_the_plan_s_unit_or_in_none_is_read(form: str, office: Office) -> None:
    answer = brought(office, formatted(62, form.replace("trđ/người", "trđ/người/năm")), "a.xlsx")
    assert answer.code == 0, answer.all


def dated(form: str, day: int = 1) -> bytes:
    """A sheet whose only figure has its day, of June, in a format."""

    def dress(made: Any) -> None:
        made["C2"].number_format = form

    return sheet([["id", "value", "on"], ["dan-gia-suc", 6300, date(2024, 6, day)]], dress)


@pytest.mark.parametrize("form", ["mmm-yy", "mm/yyyy", "yyyy", '"Tháng "m"/"yyyy', "[$-42A]mmmm yyyy;@", "ddd mm/yyyy"])
def test_a_day_that_is_shown_as_a_month_or_a_year_is_none(form: str, office: Office) -> None:
    refused(brought(office, dated(form), "a.xlsx"), "Sheet!C2: ô là ngày mà chỉ hiện tháng, năm", "ở cột Kỳ")


@pytest.mark.parametrize("form", ["dd/mm/yyyy", "d-mmm", "[$-F800]dddd, mmmm dd, yyyy", '"ngày "d/m/yy', "m/d/yy h:mm"])
def test_a_day_that_is_shown_is_read(form: str, office: Office) -> None:
    assert brought(office, dated(form), "a.xlsx").code == 0


@pytest.mark.parametrize("form", ["mm/dd/yyyy", "[$-409]m/d/yyyy;@", "mm\\/dd\\/yy", "dddd, mm/dd/yyyy", "MM-DD-YYYY"])
def test_a_day_shown_after_its_month_is_doubtful_where_it_could_be_a_month(form: str, office: Office) -> None:
    refused(brought(office, dated(form), "a.xlsx"), "Sheet!C2: ô là ngày mà tháng hiện trước", "là dd/mm/yyyy rồi")
    assert brought(office, dated(form, 14), "a.xlsx").code == 0


@pytest.mark.parametrize("form", ["mm-dd-yy", "mmm d, yyyy", "yyyy-mm-dd", "dd/mm"])
def test_a_day_shown_in_the_order_of_its_computer_or_in_words_is_read(form: str, office: Office) -> None:
    assert brought(office, dated(form), "a.xlsx").code == 0
