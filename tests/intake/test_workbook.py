"""XLSX files as offices send them: formulas, errors, exact numbers, days, bombs, wrong kinds; test plan group J."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from intake.reading import HEAD, book, in_sheet, pairs, rezipped, told, workbook, written
from thidua_cli.intake.columns import ON, VALUE, Broken, Styled
from thidua_cli.intake.source import load_source

DAY = date(2024, 6, 14)
GOOD = book(HEAD, ("ho-ngheo", 3.5, DAY))


def value_of(cell: object, number_format: str | None = None) -> object:
    """What the value column of one row reads as."""

    def dress(made: Workbook) -> None:
        if number_format:
            made.active["B2"].number_format = number_format

    return workbook(book(HEAD, ("ho-ngheo", cell, DAY), then=dress)).proposed[0].get(VALUE)


def test_a_plain_workbook_is_read_with_its_places() -> None:
    intake = workbook(GOOD)
    assert pairs(intake) == [("ho-ngheo", Decimal("3.5"), DAY)]
    assert intake.proposed[0].place() == "Sheet1!B2"
    assert intake.proposed[0].place(ON) == "Sheet1!C2"
    assert intake.remarks == []


def test_j1_a_formula_without_a_result_is_an_error_and_never_blank() -> None:
    intake = workbook(book(HEAD, ("ho-ngheo", "=1+1", DAY), ("dan-so", 5, DAY)))
    cell = intake.proposed[0].get(VALUE)
    assert isinstance(cell, Broken)
    assert "công thức chưa có kết quả: mở bằng Excel và lưu lại" in cell.sentence
    assert intake.proposed[1].get(VALUE) == Decimal(5)


def test_j1_a_formula_with_its_result_is_that_result() -> None:
    content = in_sheet(book(HEAD, ("ho-ngheo", "=1+1", DAY)), "<f>1+1</f><v></v>", "<f>1+1</f><v>3.25</v>")
    assert workbook(content).proposed[0].get(VALUE) == Decimal("3.25")


def test_j1_a_formula_whose_result_is_an_empty_text_is_an_empty_cell() -> None:
    formula = '<c r="B2"><f>IF(A2="","","")</f><v></v></c>'
    content = book(HEAD, ("ho-ngheo", '=IF(A2="","","")', DAY), ("dan-so", 5, DAY))
    intake = workbook(in_sheet(content, formula, formula.replace('"B2"', '"B2" t="str"')))
    assert (pairs(intake), intake.unfilled) == ([("dan-so", Decimal(5), DAY)], 1)


@pytest.mark.parametrize(("made", "is_read"), [("=SUM(1,2)", False), (0, True)])
def test_j1_a_zero_of_a_program_that_leaves_its_formulas_to_excel_is_no_result(made: Any, is_read: bool) -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as program:
        page = program.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ("ho-ngheo", made, "30/06/2024"))
    assert isinstance(workbook(held.getvalue()).proposed[0].get(VALUE), Decimal if is_read else Broken)


def test_j1_a_formula_of_a_rule_below_the_rows_is_none_of_the_last_cell() -> None:
    def dress(made: Workbook) -> None:
        made.active["D2"].number_format = "0.0"

    content = book((*HEAD, "note"), ("ho-ngheo", 3.5, DAY, None), then=dress)
    rule = '<extLst><ext uri="x"><f xmlns="http://schemas.microsoft.com/office/excel/2006/main">A1</f></ext></extLst>'
    assert workbook(in_sheet(content, "</worksheet>", f"{rule}</worksheet>")).proposed[0].get("note") == ""


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!"])
def test_j2_error_cells_are_named(error: str) -> None:
    cell = value_of(error)
    assert isinstance(cell, Broken)
    assert error in cell.sentence


def test_j3_a_code_kept_as_text_keeps_its_zeros() -> None:
    intake = workbook(book(HEAD, ("00123", 1, DAY), (123, 1, DAY)))
    assert [row.get("id") for row in intake.proposed] == ["00123", Decimal(123)]


@pytest.mark.parametrize("number", ["123456789012345.67", "1234567890123456", "0.30000000000000004"])
def test_j4_more_than_15_significant_digits_are_refused(number: str) -> None:
    content = in_sheet(GOOD, "<v>3.5</v>", f"<v>{number}</v>")
    cell = workbook(content).proposed[0].get(VALUE)
    assert isinstance(cell, Broken)
    assert "15 chữ số" in cell.sentence


@pytest.mark.parametrize("number", ["0.1", "1234.1", "12345678901234.5", "-5.5", "100000000000000", "7"])
def test_j5_numbers_are_exact(number: str) -> None:
    content = in_sheet(GOOD, "<v>3.5</v>", f"<v>{number}</v>")
    assert workbook(content).proposed[0].get(VALUE) == Decimal(number)


def test_j6_days_as_excel_keeps_them_as_text_and_in_the_1904_system() -> None:
    def old_mac(made: Workbook) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        made.epoch = CALENDAR_MAC_1904

    with_time = datetime(2024, 6, 14, 8, 30)  # noqa: DTZ001 (a spreadsheet's time has no zone)
    content = book(HEAD, ("a", 1, DAY), ("b", 1, "14/06/2024"), ("c", 1, with_time))
    days = [row.get(ON) for row in workbook(content).proposed]
    assert days[:2] == [DAY, "14/06/2024"]
    assert isinstance(days[2], Broken)
    assert workbook(book(HEAD, ("a", 1, DAY), then=old_mac)).proposed[0].get(ON) == DAY


def test_j7_hidden_rows_and_columns_merged_cells_and_other_sheets_are_reported() -> None:
    def hide(made: Workbook) -> None:
        sheet = made.active
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.merge_cells("B4:B5")
        sheet.auto_filter.ref = "A1:C5"
        made.create_sheet("Tổng hợp").append(["Ghi", "chú"])
        made.create_sheet("Tháng 7").append(HEAD)
        made["Tháng 7"].append(["d", 4, DAY])
        made["Tháng 7"].sheet_state = "hidden"

    intake = workbook(book(HEAD, ("a", 1, DAY), ("b", 2, DAY), ("c", 3, DAY), then=hide))
    assert [row.place() for row in intake.proposed] == ["Sheet1!B2", "Sheet1!B3", "Sheet1!B4", "Tháng 7!B2"]
    assert intake.remarks == [
        "trang tính 'Sheet1': có đọc cả 1 dòng đang ẩn (bảng đang lọc): 3",
        "trang tính 'Sheet1': có ô gộp, chỉ ô đầu tiên của mỗi vùng có giá trị: B4:B5",
        "trang tính 'Sheet1': có đọc cả cột đang ẩn: C",
        "trang tính 'Tháng 7': trang tính đang ẩn, vẫn được đọc",
        "bỏ qua trang tính 'Tổng hợp': không thấy dòng tiêu đề (id hoặc chỉ tiêu; giá trị; ngày)",
    ]


def bomb(size: int) -> bytes:
    """A workbook with a member of so many zeros."""
    return rezipped(GOOD, lambda name, part: b"\0" * size if name == "docProps/app.xml" else part)


def entity_bomb() -> bytes:
    lol = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    dtd = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{lol}]>'
    return rezipped(GOOD, lambda name, part: dtd.encode() + part if name == "xl/worksheets/sheet1.xml" else part)


def in_part(part: str, old: str, new: str, ending: str = ".xml") -> bytes:
    """The good workbook with this put before what stands in a part."""
    name = f"xl/{part}{ending}"
    return rezipped(GOOD, lambda one, held: held.replace(old.encode(), (new + old).encode()) if one == name else held)


def format_of(code: str) -> str:
    return f'<numFmts count="1"><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'


def sheets(count: int, relation: str = "rId77") -> str:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return "".join(
        f'<sheet xmlns:r="{space}" name="s{at}" sheetId="{at + 7}" r:id="{relation}{at or ""}"/>' for at in range(count)
    )


RELATION = '<Relationship Id="rId77" Type="http://x/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
DIGITS = "".join(map(str, range(200_000)))
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (lambda: bomb(99 * 1024 * 1024), "bung ra quá lớn"),
    "too large": (lambda: bomb(101 * 1024 * 1024), "bung ra quá lớn"),
    "far column": (lambda: in_sheet(GOOD, 'r="C2"', 'r="XFD2"'), "ô XFD2 nằm quá xa"),
    "far empty row": (lambda: in_sheet(GOOD, "</sheetData>", '<row r="1048576"/></sheetData>'), "dòng 1048576"),
    "rows out of order": (lambda: in_sheet(GOOD, "</sheetData>", '<row r="1"/></sheetData>'), "không theo thứ tự"),
    "one cell many times": (lambda: in_sheet(GOOD, "</row>", '<c r="A1"/></row>'), "ô A1 không theo thứ tự"),
    "a format without end": (lambda: in_part("styles", "<fonts", format_of("[" * 256)), "định dạng số dài quá 255"),
    "a format of brackets": (lambda: in_part("styles", "<fonts", format_of("[" * 21)), "quá rắc rối"),
    "many sheets": (lambda: in_part("workbook", "</sheets>", sheets(501)), "hơn 500 trang"),
    "one sheet twice": (lambda: in_part("workbook", "</sheets>", sheets(1, "rId1")), "ghi hai lần"),
    "one part as two sheets": (
        lambda: in_part("_rels/workbook.xml.rels", "</Relationships>", RELATION, ""),
        "ghi hai lần",
    ),
    "many rules": (
        lambda: in_sheet(GOOD, "</sheetData>", "</sheetData>" + "<conditionalFormatting/>" * 50_001),
        "hơn 50000 mục",
    ),
    "many pieces of one text": (lambda: in_sheet(GOOD, "<is>", "<is>" + "<r/>" * 50_001), "hơn 50000 mục"),
    "one text without end": (
        lambda: in_sheet(GOOD, "</row>", f'<c r="D1" t="inlineStr"><is><t>{DIGITS}</t></is></c></row>'),
        "một ô hơn 1000000 chữ",
    ),
    "one text of many pieces": (
        lambda: in_sheet(
            GOOD, "<is>", "<is>" + "".join(f"<r><t>{at}{DIGITS[at : at + 30_000]}</t></r>" for at in range(40))
        ),
        "một ô hơn 1000000 chữ",
    ),
    "entities": (entity_bomb, "DTD"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_j8_bombs_far_cells_and_entities_are_refused(name: str) -> None:
    make, sentence = HOSTILE[name]
    content = make()
    assert sentence in told(lambda: workbook(content))


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak memory from /proc")
@pytest.mark.parametrize("name", ["zip bomb", "far column", "entities"])
def test_j8_they_cost_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(HOSTILE[name][0]())
    code = (
        "import sys\nfrom thidua_cli.errors import InvalidInput\nfrom thidua_cli.intake.reading import read_intake\n"
        "from thidua_cli.intake.source import load_source\n"
        "try: read_intake(load_source(sys.argv[1]))\n"
        "except InvalidInput: print(open('/proc/self/status').read())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    (peak,) = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("VmHWM")]
    assert int(peak) < 150 * 1024


def plain_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("chu.txt", "x")
    return content.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WRONG = {
    "xls": (COMPOUND, "tệp Excel đời cũ (.xls): mở bằng Excel và lưu lại dạng .xlsx"),
    "password": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "tệp có đặt mật khẩu"),
    "text": (b"id;value;on\n", "nội dung không phải: nếu là CSV hãy đổi đuôi thành .csv"),
    "empty": (b"", "tệp trống (0 byte)"),
    "Word": (COMPOUND + "WordDocument".encode("utf-16-le"), "là tệp Word đời cũ (.doc)"),
    "Excel with a Word document in it": (
        COMPOUND + "Workbook ObjectPool WordDocument".encode("utf-16-le"),
        "tệp Excel đời cũ (.xls)",
    ),
    "RTF": (b"{\\rtf1\\ansi}", "là tệp văn bản (.rtf)"),
    "SYLK": (b"ID;PWXL;N;E\r\nP;PGeneral\r\n", "là tệp SYLK (.slk): mở bằng Excel"),
    "RAR": (b"Rar!\x1a\x07\x01\0", "là tệp nén: giải nén"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "là tệp nén"),
    "gzip": (b"\x1f\x8b\x08\0", "là tệp nén"),
    "PNG": (b"\x89PNG\r\n\x1a\n", "là tệp ảnh"),
    "JPEG": (b"\xff\xd8\xff\xe0", "là tệp ảnh"),
    "PDF": (b"%PDF-1.7", "là tệp PDF"),
    "fods": (b'<?xml version="1.0"?>\n<office:document xmlns:office="x">', "(.fods): mở bằng LibreOffice"),
    "strict": (
        rezipped(
            GOOD,
            lambda _, part: part.replace(
                b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml/spreadsheetml"
            ),
        ),
        "Strict Open XML: mở bằng Excel và lưu lại dạng Excel Workbook (.xlsx)",
    ),
    "truncated": (GOOD[: len(GOOD) // 2], "tệp bị cắt cụt hoặc hỏng"),
    "plain zip": (plain_zip(), "không phải sổ tính Excel"),
    "no content types": (
        rezipped(GOOD, lambda name, part: b"" if name == "[Content_Types].xml" else part),
        "không phải sổ tính Excel",
    ),
    "broken xml": (in_sheet(GOOD, "</sheetData>", "<"), "bên trong tệp bị hỏng"),
}


@pytest.mark.parametrize("name", WRONG)
def test_j9_files_that_are_no_workbook_get_one_line_each(name: str) -> None:
    content, sentence = WRONG[name]
    said = told(lambda: workbook(content)).strip()
    assert sentence in said
    assert said.startswith("so-lieu.xlsx: ")
    assert "\n" not in said


def test_j9_a_workbook_without_its_sheet_is_refused() -> None:
    content = rezipped(GOOD, lambda name, part: b"" if name == "xl/worksheets/sheet1.xml" else part)
    assert "không có bảng nào nhập được" in told(lambda: workbook(content))


def test_j10_a_lock_file_and_a_file_that_cannot_be_opened_say_close_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "đóng tệp đang mở rồi dùng so-lieu.xlsx" in told(lambda: load_source(str(tmp_path / "~$so-lieu.xlsx")))
    written(tmp_path, "mo.xlsx", GOOD)

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("thidua_cli.disk.os.open", locked)
    assert "đóng tệp rồi chạy lại" in told(lambda: load_source(str(tmp_path / "mo.xlsx")))


def test_j11_macros_are_ignored_and_that_is_said() -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    intake = workbook(out.getvalue(), "so-lieu.xlsm")
    assert pairs(intake) == [("ho-ngheo", Decimal("3.5"), DAY)]
    assert "trang tính 'Sheet1': tệp có macro: không chạy macro nào, chỉ đọc giá trị" in intake.remarks


@pytest.mark.parametrize("shown_as", ["0%", "0.0%", "0.00 %", "[Red]0.0%"])
def test_j12_a_percent_format_is_seen(shown_as: str) -> None:
    assert value_of(0.757, shown_as) == Styled(Decimal("0.757"), "hiện dạng phần trăm", is_percent=True)


@pytest.mark.parametrize("shown_as", ['0.0"%"', "0.0\\%", "#,##0.00", "General"])
def test_j12_a_percent_sign_that_is_only_printed_scales_nothing(shown_as: str) -> None:
    assert value_of(75.7, shown_as) == Decimal("75.7")


def test_missing_cells_and_gaps_between_rows_are_blank() -> None:
    def gap(made: Workbook) -> None:
        made.active["A9"], made.active["B9"], made.active["C9"] = "b", 2, DAY

    intake = workbook(book(HEAD, ("a", 1, DAY), then=gap))
    assert [row.line for row in intake.proposed] == [2, 9]
    assert intake.blank == 6


@pytest.mark.parametrize("line_break", ["\n", "&#13;\n", "_x000D_\n"])
def test_a_line_break_inside_a_cell_is_one_however_it_is_kept(line_break: str) -> None:
    content = in_sheet(book((*HEAD, "note"), ("a", 1, DAY, "mot|hai")), "mot|hai", f"mot{line_break}hai")
    assert workbook(content).proposed[0].get("note") == "mot\nhai"


def test_a_file_of_more_than_20_megabytes_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "lon.csv", b"x" * (20 * 1024 * 1024 + 1))
    assert "lớn hơn 20 MB" in told(lambda: load_source(str(tmp_path / "lon.csv")))


@pytest.mark.parametrize("name", ["", "khong-co.csv"])
def test_a_folder_and_a_missing_file_are_refused(name: str, tmp_path: Path) -> None:
    assert told(lambda: load_source(str(tmp_path / name)))
