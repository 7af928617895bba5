"""`template`: the form is the same bytes each time, locked but for what is to be filled in, and imports back."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from intake import libreoffice
from office import Office
from thidua_cli.vietnamese.text import sheet_name

HEAD = 6


@pytest.fixture(autouse=True)
def workspace(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500", "--on", "01/04/2024")
    office.done("record", "ho-ngheo", "102/2910", "--on", "14/06/2024")


def form(office: Office, *words: str) -> Any:
    office.done("template", "--out", "mau.xlsx", *words)
    return load_workbook(office.folder / "mau.xlsx")


def column(sheet: Any, title: str) -> int:
    return next(int(cell.column) for cell in sheet[HEAD] if cell.value == title)


def row_of(sheet: Any, code: str) -> int:
    return next(int(cell.row) for cell in sheet["A"] if cell.value == code)


def fill(sheet: Any, code: str, **cells: object) -> None:
    titles = {"value": "Thực hiện", "numerator": "Tử số", "denominator": "Mẫu số", "on": "Ngày", "note": "Ghi chú"}
    for key, value in cells.items():
        sheet.cell(row_of(sheet, code), column(sheet, titles[key])).value = value


def test_every_indicator_that_takes_figures_has_a_row_with_what_is_known(office: Office) -> None:
    sheet = form(office).active
    codes = [sheet.cell(row, 1).value for row in range(HEAD + 1, sheet.max_row + 1)]
    assert len(codes) == 21
    assert "dien-tich-gieo-trong" not in codes
    row = row_of(sheet, "ho-ngheo")
    known = [sheet.cell(row, column(sheet, title)).value for title in ("Chỉ tiêu", "ĐVT", "Kế hoạch", "Số gần nhất")]
    assert known == ["Tỷ lệ hộ nghèo", "%", "dưới 3,7", 3.51]
    assert sheet.cell(row, column(sheet, "Tính đến")).value.date().isoformat() == "2024-06-14"
    assert sheet.cell(row, column(sheet, "Cách ghi")).value == "số hộ nghèo / tổng số hộ"
    assert sheet.cell(row, column(sheet, "Đơn vị cung cấp")).value == "Văn hóa – Xã hội"


def test_a_last_figure_of_many_digits_has_room_and_so_has_the_next_one(office: Office) -> None:
    office.done("record", "dan-gia-cam", "1.356.684.512.000", "--on", "30/06/2024", "--yes")
    sheet = form(office).active
    for title in ("Số gần nhất", "Thực hiện"):
        letter = sheet.cell(HEAD, column(sheet, title)).column_letter
        assert sheet.column_dimensions[letter].width > len("1.356.684.512.000")


def test_a_row_that_is_answered_by_yes_or_no_has_words_for_numbers(office: Office) -> None:
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace('target: ">= 31.500"', "target: đạt"), "utf-8")
    office.done("record", "dan-gia-cam", "chưa đạt", "--on", "30/06/2024")
    sheet = form(office).active
    row = row_of(sheet, "dan-gia-cam")
    assert [sheet.cell(row, column(sheet, title)).value for title in ("Số gần nhất", "Cách ghi")] == [
        "chưa đạt",
        "ghi đạt hoặc chưa đạt",
    ]
    cell = sheet.cell(row, column(sheet, "Thực hiện")).coordinate
    (rule,) = [one for one in sheet.data_validations.dataValidation if cell in one.sqref]
    assert rule.type == "list"
    assert office.done("template").count('"chưa đạt"') == 1


def test_ids_are_hidden_and_only_what_is_to_be_filled_in_is_open(office: Office) -> None:
    sheet = form(office).active
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    assert not sheet.protection.password
    opened = {
        sheet.cell(HEAD, cell.column).value
        for row in sheet.iter_rows(min_row=HEAD + 1)
        for cell in row
        if not cell.protection.locked
    }
    assert opened == {"Thực hiện", "Tử số", "Mẫu số", "Ngày", "Mức", "Ghi chú", "Nguồn"}
    assert sheet.cell(row_of(sheet, "dan-so"), column(sheet, "Tử số")).protection.locked
    checked = {str(rule.sqref)[0]: rule.type for rule in sheet.data_validations.dataValidation}
    assert checked == {"H": "decimal", "I": "decimal", "J": "decimal", "K": "date", "L": "list"}


def test_it_prints_on_a4_across_with_its_header_on_every_page(office: Office) -> None:
    sheet = form(office).active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        9,
        "landscape",
        0,
    )
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"


def test_the_same_form_is_the_same_bytes_and_is_left_alone(office: Office) -> None:
    form(office)
    first = (office.folder / "mau.xlsx").read_bytes()
    assert "không thay đổi" in office.done("template", "--out", "mau.xlsx")
    office.done("template", "--out", "hai.xlsx")
    assert (office.folder / "hai.xlsx").read_bytes() == first


def test_a_form_that_was_filled_in_is_not_overwritten(office: Office) -> None:
    book = form(office)
    fill(book.active, "dan-so", value=11_000)
    book.save(office.folder / "mau.xlsx")
    assert office.run("template", "--out", "mau.xlsx").code == 5


def test_by_from_gives_each_supplier_a_sheet(office: Office) -> None:
    book = form(office, "--by", "from")
    assert book.sheetnames[:3] == ["Địa chính – nông nghiệp", "Thú y xã", "Văn phòng – Thống kê"]
    assert sum(sheet.max_row - HEAD for sheet in book) == 21
    for sheet, code in ((book["Thú y xã"], "dan-gia-suc"), (book["BHXH"], "bao-phu-bhyt")):
        fill(sheet, code, value=96 if code == "bao-phu-bhyt" else 6550, on="05/07/2024")
    book.save(office.folder / "mau.xlsx")
    assert "đã nhập 2 dòng" in office.done("import", "mau.xlsx")


def test_sheets_of_equal_long_names_are_numbered_within_what_excel_allows() -> None:
    taken: set[str] = set()
    names = [sheet_name("Trung tâm Dịch vụ nông nghiệp huyện", taken) for _ in range(120)]
    assert len(set(names)) == 120
    assert max(map(len, names)) <= 31
    assert names[1].endswith(" 2")
    assert names[11] == "Trung tâm Dịch vụ nông 12"


def test_a_form_filled_in_by_openpyxl_imports(office: Office) -> None:
    book = form(office, "--period", "t6")
    fill(book.active, "dan-gia-suc", value=6550)
    fill(book.active, "ho-ngheo", numerator=105, denominator=2910, note="rà soát")
    fill(book.active, "bao-phu-bhyt", value="95,6")
    book.save(office.folder / "dien.xlsx")
    answer = office.run("import", "dien.xlsx")
    assert answer.code == 0, answer.all
    assert "3 mới, 0 đã có; bỏ qua 18 dòng chưa điền số" in answer.out
    assert "6.550" in office.done("show", "dan-gia-suc")
    assert "30/06/2024" in office.done("show", "ho-ngheo")


def test_an_empty_form_changes_nothing(office: Office) -> None:
    form(office, "--period", "t6")
    assert "bỏ qua 21 dòng chưa điền số" in office.done("import", "mau.xlsx")


def test_a_csv_form_filled_in_imports(office: Office) -> None:
    office.done("template", "--out", "mau.csv")
    text = (office.folder / "mau.csv").read_bytes().decode("utf-8-sig")
    head = text.splitlines()[0].replace('"', "").split(";")
    lines = []
    for line in text.splitlines():
        cells = line.split(";")
        if cells[0] == '"dan-so"':
            cells[head.index("Thực hiện")], cells[head.index("Ngày")] = "11.020", "30/6/2024"
        lines.append(";".join(cells))
    (office.folder / "dien.csv").write_text("\r\n".join(lines), "utf-8-sig", newline="")
    assert "đã nhập 1 dòng" in office.done("import", "dien.csv")


@pytest.mark.skipif(not libreoffice.is_installed(), reason="LibreOffice (soffice) is not installed")
def test_a_form_filled_in_by_libreoffice_imports_as_xlsx_and_as_csv(office: Office, tmp_path: Path) -> None:
    form(office, "--period", "t6")
    filled = tmp_path / "filled"
    filled.mkdir()
    libreoffice.fill_in(office.folder / "mau.xlsx", filled)
    answer = office.run("import", str(filled / "filled.xlsx"))
    assert answer.code == 0, answer.all
    assert "3 mới, 0 đã có; bỏ qua 18 dòng chưa điền số" in answer.out
    assert "105/2.910" in office.done("show", "ho-ngheo")
    assert "0 mới, 3 đã có" in office.done("import", str(filled / "filled.csv"), "--numbers", "en")


def test_without_the_library_the_message_tells_how_to_install_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    reader = "openpyxl.reader.excel"
    for library, words in (("xlsxwriter", ("template", "--out", "x.xlsx")), (reader, ("import", "co.xlsx"))):
        book = load_workbook(io.BytesIO(_blank()))
        book.save(office.folder / "co.xlsx")
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, library, None)
            answer = office.run(*words)
        assert answer.code == 2
        assert "pip install" in answer.err


def _blank() -> bytes:
    from intake.reading import book

    return book(("id", "value", "on"))


@pytest.mark.parametrize(
    "words", [("--out", "x.doc"), ("--out", "x"), ("--by", "thon"), ("--by", "from"), ("--period", "t9")]
)
def test_what_it_cannot_make_is_wrong_usage(office: Office, words: tuple[str, ...]) -> None:
    assert office.run("template", *words).code == 2


def test_each_supplier_gets_a_file_of_its_own_with_words_to_send_it_with(office: Office) -> None:
    said = office.done("template", "--out-dir", "gui", "--period", "t6")
    made = {path.name for path in (office.folder / "gui").iterdir()}
    assert {"bieu-mau-tram-y-te.xlsx", "loi-nhan-tram-y-te.txt", "bieu-mau-thu-y-xa.xlsx"} <= made
    assert len(made) == 2 * int(said.splitlines()[-1].split()[0])
    note = (office.folder / "gui" / "loi-nhan-thu-y-xa.txt").read_text("utf-8")
    assert note.startswith(
        "Kính gửi: Thú y xã\n\nXã Đắk La đề nghị cung cấp số liệu thi đua năm 2024, tính đến ngày 30/06/2024:"
    )
    assert "1. Tổng đàn gia súc (con); hạn 01/07/2024" in note
    assert "BHYT (%); số người tham gia BHYT / dân số; hạn 30/06/2024" in (
        office.folder / "gui" / "loi-nhan-bhxh.txt"
    ).read_text("utf-8")
    assert "Mở tệp bieu-mau-thu-y-xa.xlsx" in note
    book = load_workbook(office.folder / "gui" / "bieu-mau-thu-y-xa.xlsx")
    fill(book.active, "dan-gia-suc", value=6550)
    book.save(office.folder / "gui" / "bieu-mau-thu-y-xa.xlsx")
    assert "1 mới" in office.done("import", "gui/bieu-mau-thu-y-xa.xlsx")
    assert "6.550" in office.done("show", "dan-gia-suc")


def test_files_for_suppliers_are_left_alone_when_nothing_changed_and_never_when_filled_in(office: Office) -> None:
    office.done("template", "--out-dir", "gui")
    assert "đã ghi" not in office.done("template", "--out-dir", "gui")
    path = office.folder / "gui" / "bieu-mau-tram-y-te.xlsx"
    book = load_workbook(path)
    book.active.cell(HEAD + 1, column(book.active, "Thực hiện")).value = 1
    book.save(path)
    filled_in = path.read_bytes()
    assert office.run("template", "--out-dir", "gui").code == 5
    assert path.read_bytes() == filled_in


def test_places_get_files_of_their_own_too(office: Office) -> None:
    office.done("demo", "demo")
    office.monkeypatch.chdir(office.folder / "demo")
    office.done("template", "--by", "place", "--out-dir", "gui")
    assert len(list(Path("gui").glob("bieu-mau-thon-*.xlsx"))) == 10


def test_last_years_figures_are_asked_for_in_one_form_and_read_back(office: Office) -> None:
    book = form(office, "--year", "2023")
    sheet = book.active
    assert "NĂM 2023" in sheet.cell(1, 2).value
    assert "--earlier-year" in sheet.cell(4, 2).value
    assert sheet.cell(row_of(sheet, "dan-gia-suc"), column(sheet, "Ngày")).value.date().isoformat() == "2023-12-31"
    fill(sheet, "dan-gia-suc", value=6000)
    book.save(office.folder / "nam-2023.xlsx")
    assert "1 mới" in office.done("import", "nam-2023.xlsx", "--earlier-year")
    again = form(office, "--year", "2023", "--force").active
    assert again.cell(row_of(again, "dan-gia-suc"), column(again, "Số gần nhất")).value == 6000


@pytest.mark.parametrize(
    "words",
    [
        ("--year", "2025"),
        ("--year", "2023", "--period", "t6"),
        ("--out-dir", "a", "--out", "b.xlsx"),
        ("--year", "x"),
        ("--year", "1"),
    ],
)
def test_a_form_for_no_year_or_for_two_places_is_wrong_usage(office: Office, words: tuple[str, ...]) -> None:
    assert office.run("template", *words).code == 2


def test_the_name_of_the_file_stays_in_history_unless_the_row_or_an_option_names_a_source(office: Office) -> None:
    (office.folder / "so-t6.csv").write_text(
        "id,value,on,source\ndan-so,11.000,30/06/2024,\ndan-gia-cam,31.000,30/06/2024,CV 12\n", "utf-8"
    )
    office.done("import", "so-t6.csv")
    rows = {row["indicator"]: row for row in json.loads(office.done("history", "--format", "json"))["rows"]}
    assert rows["dan-so"]["source"] == "tệp so-t6.csv"
    assert rows["dan-gia-cam"]["source"] == "CV 12"
    assert "so-t6.csv" in office.done("history")
    assert "không thay đổi" in office.done("import", "so-t6.csv")
