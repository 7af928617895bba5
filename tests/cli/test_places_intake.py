"""Figures of places that come in as files: the column of the import, and the forms that places fill in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from intake.reading import written
from office import Answer, Office

HEADER = "id;thôn;value;on\n"
HEAD = 6


def take(office: Office, rows: str, *words: str) -> Answer:
    return office.run("import", written(office.folder, "thon.csv", HEADER + rows), *words)


def missing(office: Office, id: str) -> list[str]:
    record = json.loads(office.done("report", "--format", "json"))
    found: list[str] = next(row["places"]["missing"] for row in record["indicators"] if row["id"] == id)
    return found


def test_each_row_is_of_its_place_and_a_row_without_one_of_the_commune(villages: Office) -> None:
    rows = "ho-ngheo;thon-1;3/100;30/06/2024\u00a0\nho-ngheo;THÔN 2;4/90;30/06/2024\nho-ngheo;;3,6;30/06/2024\n"
    answer = take(villages, rows)
    assert answer.code == 0, answer.all
    assert "Tỷ lệ hộ nghèo, Thôn 2" in answer.out
    assert "đã nhập 3 dòng" in answer.out
    assert missing(villages, "ho-ngheo") == [f"thon-{number}" for number in range(3, 11)]
    assert "0 mới, 3 đã có" in take(villages, rows).out


def test_a_changed_row_is_held_against_the_same_place_alone(villages: Office) -> None:
    take(villages, "ho-ngheo;thon-1;3/100;30/06/2024\nho-ngheo;thon-2;4/90;30/06/2024\n")
    rows = "ho-ngheo;thon-1;5/100;30/06/2024\nho-ngheo;thon-2;4/90;30/06/2024\n"
    refused = take(villages, rows)
    assert refused.code == 5
    assert "--place thon-1" not in refused.out
    assert "Thôn 1, ngày 30/06/2024 đã có 3% (3/100)" in refused.err
    done = take(villages, rows, "--reason", "đếm lại")
    assert "0 mới, 1 đổi, 1 đã có" in done.out
    assert "(4/90)" not in villages.done("history", "ho-ngheo").split("đếm lại")[-1]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("ho-ngheo;thôn mười;1/100;30/06/2024", "không phải thôn nào của kế hoạch (các thôn: thon-1 (Thôn 1)"),
        ("ho-ngheo;Cả xã;1/100;30/06/2024", "; cả xã thì không ghi thôn)"),
        ("ho-ngheo;thon-1;3,5;30/06/2024", "không phải bình quân các tỷ lệ"),
        ("thu-nhap;thon-1;55;30/06/2024", "không thu theo thôn"),
        (
            "ho-ngheo;1;1/100;30/06/2024\nho-ngheo;thon-1;2/100;30/06/2024",
            "cùng thôn, cùng ngày với dòng 2 mà",
        ),
    ],
)
def test_what_cannot_be_put_together_is_faulty_and_names_its_row(villages: Office, row: str, told: str) -> None:
    answer = take(villages, f"{row}\n")
    assert answer.code == 3
    assert told in answer.err
    assert "thon.csv:" in answer.err


def test_a_slip_is_looked_for_among_the_figures_of_the_same_place(villages: Office) -> None:
    take(villages, "dan-gia-suc;1;65;31/03/2024\ndan-gia-suc;2;700;31/03/2024\n", "--yes")
    assert take(villages, "dan-gia-suc;2;690;30/06/2024\n").code == 0
    answer = take(villages, "dan-gia-suc;1;650;30/06/2024\n")
    assert answer.code == 5
    assert "65 con" in answer.err


def test_a_first_figure_of_a_place_without_a_share_is_not_held_against_the_communes_target(villages: Office) -> None:
    assert take(villages, "trong-moi;1;0,2;31/03/2024\n").code == 0


def test_a_place_in_a_workbook_may_be_a_number(villages: Office) -> None:
    book = load_workbook(_form(villages))
    sheet = book["Thôn 3"]
    sheet.cell(_row(sheet, "dan-gia-suc"), _column(sheet, "place")).value = 4
    _fill(sheet, "dan-gia-suc", "Thực hiện", 85)
    book.save(villages.folder / "dien.xlsx")
    assert "Tổng đàn gia súc, Thôn 4" in villages.done("import", "dien.xlsx")


def _form(office: Office) -> Path:
    office.done("template", "--by", "place", "--period", "t6", "--out", "mau.xlsx")
    return office.folder / "mau.xlsx"


def _column(sheet: Any, title: str) -> int:
    return next(int(cell.column) for cell in sheet[HEAD] if cell.value == title)


def _row(sheet: Any, code: str) -> int:
    return next(int(cell.row) for cell in sheet["A"] if cell.value == code)


def _fill(sheet: Any, code: str, title: str, value: object) -> None:
    sheet.cell(_row(sheet, code), _column(sheet, title)).value = value


def test_each_place_has_a_sheet_with_its_own_target_and_last_figure(villages: Office) -> None:
    villages.done("record", "dan-gia-suc", "62", "--place", "1", "--on", "31/03/2024")
    book = load_workbook(_form(villages))
    assert book.sheetnames == [f"Thôn {number}" for number in range(1, 11)]
    sheet = book["Thôn 1"]
    codes = [sheet.cell(row, 1).value for row in range(HEAD + 1, sheet.max_row + 1)]
    assert codes == ["dan-gia-suc", "trong-moi", "ho-ngheo"]
    row = _row(sheet, "dan-gia-suc")
    assert [sheet.cell(row, _column(sheet, title)).value for title in ("Kế hoạch", "Số gần nhất")] == ["60", 62]
    assert sheet.cell(_row(sheet, "trong-moi"), _column(sheet, "Kế hoạch")).value == "–"
    assert book["Thôn 2"].cell(_row(book["Thôn 2"], "dan-gia-suc"), _column(sheet, "Số gần nhất")).value is None


ALL = range(1, 11)


@pytest.mark.parametrize(
    ("id", "rows", "last", "until"),
    [
        ("dan-gia-suc", [("", "580", "31/12/2023")], 580, "2023-12-31"),
        ("dan-gia-suc", [("", "580", "31/12/2023"), *((n, "62", f"{n:02}/05/2024") for n in ALL)], 620, "2024-05-10"),
        ("dan-gia-suc", [("", "600", "30/04/2024"), *((n, "62", "31/05/2024") for n in ALL)], 620, "2024-05-31"),
        ("dan-gia-suc", [("", "600", "30/04/2024"), *((n, "62", "31/05/2024") for n in ALL[1:])], 600, "2024-04-30"),
        ("dan-gia-suc", [(n, "62", "31/05/2024") for n in ALL[1:]], None, None),
        ("trong-moi", [(n, "0,2", f"{month}/2024") for n in ALL for month in ("31/03", "30/04")], 2, "2024-04-30"),
        ("trong-moi", [*((n, "0,2", "31/03/2024") for n in ALL), ("1", "0,3", "30/04/2024")], 2, "2024-03-31"),
        ("ho-ngheo", [("", "4/100", "31/12/2023"), *((n, "3/100", "31/05/2024") for n in ALL)], 3, "2024-05-31"),
    ],
)
def test_the_last_figure_is_the_newest_of_the_whole_commune_also_where_the_places_bring_it(
    villages: Office, id: str, rows: list[tuple[str, str, str]], last: float | None, until: str | None
) -> None:
    take(villages, "".join(f"{id};{place};{value};{on}\n" for place, value, on in rows), "--yes")
    villages.done("template", "--period", "t6", "--out", "mau.xlsx")
    sheet = load_workbook(villages.folder / "mau.xlsx").active
    found, day = (sheet.cell(_row(sheet, id), _column(sheet, title)).value for title in ("Số gần nhất", "Tính đến"))
    assert (found, day and day.date().isoformat()) == (last, until)


def test_ids_of_places_are_hidden_and_a_rate_takes_its_parts_alone(villages: Office) -> None:
    sheet = load_workbook(_form(villages))["Thôn 1"]
    hidden = [letter for letter, dimension in sheet.column_dimensions.items() if dimension.hidden]
    assert [sheet[f"{letter}{HEAD}"].value for letter in hidden] == ["id", "place"]
    row = _row(sheet, "ho-ngheo")
    assert sheet.cell(row, _column(sheet, "Thực hiện")).protection.locked
    assert not sheet.cell(row, _column(sheet, "Tử số")).protection.locked


def test_a_form_of_places_filled_in_imports(villages: Office) -> None:
    book = load_workbook(_form(villages))
    for number in range(1, 11):
        sheet = book[f"Thôn {number}"]
        _fill(sheet, "ho-ngheo", "Tử số", number)
        _fill(sheet, "ho-ngheo", "Mẫu số", 100)
    book.save(villages.folder / "dien.xlsx")
    answer = villages.run("import", "dien.xlsx")
    assert answer.code == 0, answer.all
    assert "đang ẩn" not in answer.out
    assert "10 mới, 0 đã có; bỏ qua 20 dòng chưa điền số" in answer.out
    assert missing(villages, "ho-ngheo") == []


def test_a_csv_form_of_places_has_a_row_for_each_and_imports(villages: Office) -> None:
    villages.done("template", "--by", "place", "--period", "t6", "--out", "mau.csv")
    lines = (villages.folder / "mau.csv").read_bytes().decode("utf-8-sig").splitlines()
    head = lines[0].replace('"', "").split(";")
    assert len(lines) == 1 + 30
    filled = []
    for line in lines:
        cells = line.split(";")
        if cells[0] == '"dan-gia-suc"':
            cells[head.index("Thực hiện")] = "80"
        filled.append(";".join(cells))
    (villages.folder / "dien.csv").write_text("\r\n".join(filled), "utf-8-sig", newline="")
    assert "đã nhập 10 dòng" in villages.done("import", "dien.csv")
    assert missing(villages, "dan-gia-suc") == []


def test_a_plan_without_places_has_no_forms_for_them(office: Office) -> None:
    answer = office.run("template", "--by", "place")
    assert answer.code == 2
    assert "places" in answer.err


@pytest.mark.parametrize("over", ["Thôn 2", "BÁO CÁO THÔN 2 tháng 6"])
def test_a_file_headed_by_one_village_without_a_column_for_it_is_told_to_be_the_communes(
    villages: Office, over: str
) -> None:
    path = written(villages.folder, "bc.csv", f"{over};;\nid;value;on\ndan-gia-suc;80;30/06/2024\n")
    told = villages.run("import", path, "--dry-run").out
    assert "'Thôn 2' mà bảng không có cột Thôn: " in told
    assert "của cả xã thì xóa chữ ấy; nay đọc là của cả xã" in told
    path = written(villages.folder, "bc.csv", "Thôn 1, Thôn 2;;\nid;value;on\ndan-gia-suc;80;30/06/2024\n")
    assert "không có cột Thôn" not in villages.run("import", path, "--dry-run").out


@pytest.mark.parametrize("second", ["", "1;dan-gia-suc;80;30/06/2024\n"])
@pytest.mark.parametrize("over", ["Thôn 2;;;", "II;Thôn 2;;", ";2. THÔN 2;;"])
def test_rows_headed_by_a_village_are_not_the_communes_unasked(villages: Office, over: str, second: str) -> None:
    rows = f"TT;id;value;on\n{second}{over}\n1;dan-gia-suc;80;30/06/2024\nThôn 3 chưa báo cáo;;;\n"
    answer = villages.run("import", written(villages.folder, "bc.csv", rows), "--yes")
    assert answer.code == 3, answer.all
    assert f"bc.csv:{3 if second else 2}: đề 'Thôn 2' mà bảng không có cột Thôn" in answer.err
    assert "1 dòng sai" in answer.err


def test_sheets_of_several_villages_need_a_column_for_them_and_our_own_form_of_suppliers_does_not(
    villages: Office,
) -> None:
    made = Workbook()
    for name in ("Thôn 1", "Thôn 2"):
        page = made.create_sheet(name)
        page.append(["id", "value", "on"])
        page.append(["dan-gia-suc", 6300, date(2024, 6, 30)])
    made.save(villages.folder / "bc.xlsx")
    answer = villages.run("import", "bc.xlsx", "--yes")
    assert answer.code == 3, answer.all
    assert "Thôn 1!A1: đề 'Thôn 1' mà bảng" in answer.err
    assert "Thôn 2!A1: đề 'Thôn 2' mà bảng" in answer.err
    for page in made:
        page["D1"] = "Số gần nhất"
    made.save(villages.folder / "bc.xlsx")
    assert "1 mới, 1 đã có" in villages.done("import", "bc.xlsx", "--yes")
