"""S: what a file says is heard, refused or listed as not read: units, formats, titles, fonts, notes, deeds, marks."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from intake.reading import book, written
from office import Answer, Office

DAY = date(2024, 6, 30)
CROPS, POOR, SAFE = "dien-tich-cay-hang-nam", "ho-ngheo", "thon-an-toan-antt"


@pytest.fixture(autouse=True)
def workspace(office: Office) -> None:
    office.done("init")


def brought(office: Office, content: str | bytes, name: str = "a.csv") -> Answer:
    """Import a file; nobody is asked."""
    data = content.encode() if isinstance(content, str) else content
    (office.folder / name).write_bytes(data)
    return office.run("import", name, "--yes")


def sheet(rows: Any, then: Callable[[Any], None] = lambda _: None) -> bytes:
    """A workbook of one sheet; `then` may do more to the sheet."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    then(made.active)
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def refused(answer: Answer, *words: str) -> None:
    assert answer.code == 3, answer.all
    assert all(word in answer.all for word in words), answer.all
    assert "Traceback" not in answer.all


MARKS = [
    "-",
    "–",
    "—",
    "…",
    "x",
    "chưa có",
    "KTK",
    "n/a",
    "chưa có số liệu",
    "Không có số liệu",
    "ko",
    "--",
    "---",
    "....",
]
MARKS += ["(-)", "null", "NaN", "trống", "KPS", "chưa báo cáo", "đang cập nhật", "/", "-/-", "0*", "?", "( )"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_of_no_figure_gets_the_advice_to_leave_the_cell_empty_s1(mark: str, office: Office) -> None:
    refused(brought(office, f"id;giá trị;ngày\ndan-gia-suc;{mark};30/06/2024\n"), f"'{mark}'", "để trống ô này")


@pytest.mark.parametrize(
    ("cell", "number"), [("6.500*", "6.500"), ("6.500 (1)", "6.500"), ("≥ 95", "95"), (">90", "90"), ("12 con", "12")]
)
def test_what_stands_beside_a_number_is_named_with_the_number_to_write_s1(
    cell: str, number: str, office: Office
) -> None:
    answer = brought(office, f"id;giá trị;ngày\ndan-gia-suc;{cell};30/06/2024\n")
    refused(answer, f"chỉ ghi {number}")


@pytest.mark.parametrize(
    ("form", "told"),
    [("# ?/?", "phân số"), ("?/10", "phân số"), ("#,##0,", "rút gọn theo nghìn"), ('0.0" phần nghìn"', "phần nghìn")],
)
def test_a_number_that_the_sheet_shows_otherwise_is_refused_s2(form: str, told: str, office: Office) -> None:
    def shown(made: Any) -> None:
        made["B2"].number_format = form

    answer = brought(office, sheet([["id", "value", "on"], [SAFE, 0.9, DAY]], shown), "a.xlsx")
    refused(answer, "Sheet!B2", told, "0,9")


def test_a_fraction_of_a_hectare_and_a_format_with_the_plan_s_unit_are_read_s2(office: Office) -> None:
    def shown(made: Any) -> None:
        made["B2"].number_format = "# ?/?"
        made["B3"].number_format = '#,##0" con"'

    rows = [["id", "value", "on"], ["dien-tich-cay-lau-nam", 3210.5, DAY], ["dan-gia-suc", 6500, DAY]]
    answer = brought(office, sheet(rows, shown), "a.xlsx")
    assert answer.code == 0, answer.all
    assert "3.210,5 ha" in answer.out


@pytest.mark.parametrize("title", ["ĐVT", "Đơn vị tính", "unit", "DVT", "Đ.V.T", "ĐV tính", "Đơn vị"])
@pytest.mark.parametrize(("typed", "right"), [("sào", False), ("m2", False), ("ha", True), (" Ha ", True), ("", True)])
def test_a_unit_that_is_not_the_plan_s_is_refused_s4(title: str, typed: str, right: bool, office: Office) -> None:
    answer = brought(office, f"Chỉ tiêu;{title};Thực hiện;Ngày\nDiện tích cây lâu năm;{typed};3210;30/06/2024\n")
    if right:
        assert answer.code == 0, answer.all
    else:
        refused(answer, f"'{typed}'", "ha")


def test_a_column_don_vi_holds_offices_only_beside_one_of_units_s4(office: Office) -> None:
    rows = "id;Đơn vị;Thực hiện;Ngày\ndan-gia-suc;Thú y xã;6500;30/06/2024\n"
    refused(
        brought(office, rows), "'Thú y xã'", "nếu là nơi cung cấp thì đặt tên cột là Nguồn, là thôn thì đặt là Thôn"
    )
    answer = brought(office, rows.replace("id;", "id;ĐVT;").replace("suc;", "suc;con;"))
    assert answer.code == 0, answer.all
    assert "không đọc các cột: Đơn vị (C)" in answer.out


def test_two_equal_amounts_with_other_notes_are_no_repetition_s5(office: Office) -> None:
    rows = f"{CROPS};5;25/06/2024;lúa\n{CROPS};5;25/06/2024;"
    head = "id;value;on;note\n"
    refused(brought(office, f"{head}{rows}ngô\n"), "dòng 2", "ghi chú khác", "cộng hai số")
    assert brought(office, f"{head}{rows}lúa\n").code == 0
    again = brought(office, f"{head}{CROPS};5;25/06/2024;ngô\n")
    assert again.code == 5, again.all


def test_two_equal_amounts_from_other_sources_are_no_repetition_s5(office: Office) -> None:
    rows = f"id;value;on;nguồn\n{CROPS};5;25/06/2024;HTX Một\n{CROPS};5;25/06/2024;HTX Hai\n"
    refused(brought(office, rows), "a.csv:3: ", "dòng 2 mà nguồn khác: là hai lần thì cộng hai số thành một dòng")
    for second in ("", "HTX Một"):
        assert "1 mới, 1 đã có" in brought(office, rows.replace("HTX Hai", second)).out
        office.done("undo")
    level = rows.replace(CROPS, "dan-gia-suc").replace(";5;", ";6500;")
    assert "1 mới, 1 đã có" in brought(office, level).out


@pytest.mark.parametrize("second", ["5", "6"])
def test_an_estimate_and_the_official_figure_of_one_day_are_not_added_s5(second: str, office: Office) -> None:
    rows = f"id;value;on;mức\n{CROPS};5;25/06/2024;ước\n{CROPS};{second};25/06/2024;chính thức\n"
    answer = brought(office, rows)
    refused(answer, "a.csv:3: cùng chỉ tiêu, cùng ngày với dòng 2 mà mức khác: giữ dòng có mức chắc hơn")
    assert "cộng" not in answer.err


def test_a_title_over_two_columns_with_figures_is_refused_and_a_wide_title_alone_is_not_s6(office: Office) -> None:
    def merged(made: Any) -> None:
        made.merge_cells("B1:C1")

    rows = [["id", "Thực hiện", None, "Ngày"], ["dan-gia-suc", 100, 6500, DAY]]
    refused(brought(office, sheet(rows, merged), "a.xlsx"), "Sheet!B1", "B, C", "tách")
    two = [["id", "Thực hiện", None, "Ngày"], [None, "Tháng 6", "Lũy kế", None], ["dan-gia-suc", 100, 6500, DAY]]
    answer = brought(office, sheet(two, merged), "a.xlsx")
    refused(answer, "B, C")
    assert "thiếu mã" not in answer.all
    alone = [["id", "Thực hiện", None, "Ngày"], ["dan-gia-suc", 6500, None, DAY]]
    assert brought(office, sheet(alone, merged), "a.xlsx").code == 0


def test_rows_with_words_but_no_amount_are_listed_s8(office: Office) -> None:
    rows = [
        ["id", "Số gần nhất", "Thực hiện", "Ngày", "Ghi chú"],
        ["dan-gia-suc", 6500, None, DAY, None],
        ["bao-phu-bhyt", None, None, DAY, "95,4"],
        ["ho-ngheo", None, None, DAY, None],
        ["dan-gia-cam", None, 31000, DAY, None],
    ]
    answer = brought(office, sheet(rows), "a.xlsx")
    assert answer.code == 0, answer.all
    assert "Sheet!C2: 'Số gần nhất' ghi 6.500" in answer.out
    assert "Sheet!C3: có ghi chú '95,4'" in answer.out
    assert "C4" not in answer.out


def test_a_last_figure_that_the_ledger_held_is_nobody_s_typing_s8(office: Office) -> None:
    office.done("record", "dan-gia-suc", "6.500", "--on", "01/04/2024")
    rows = [["id", "Số gần nhất", "Thực hiện", "Ngày"], ["dan-gia-suc", 6500, None, DAY]]
    assert "Số gần nhất" not in brought(office, sheet(rows), "a.xlsx").out


@pytest.mark.parametrize("name", ["bc.xls", "bc.csv", "bc.xlsx"])
@pytest.mark.parametrize(
    "page",
    [
        "<html><body><table><tr><td>id</td></tr></table></body></html>",
        "\ufeff  <!DOCTYPE html>\n<table></table>",
        "<TABLE><TR><TD>id",
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">\n<html><table></table></html>',
        "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html></html>",
        '<style>td{mso-number-format:"x"}</style><table></table>',
        "<div><table></table></div>",
        "<body><table></table></body>",
        b"\xff\xfe" + "<html><table></table></html>".encode("utf-16-le"),
        b"\xff\xfe" + '<?xml version="1.0"?><Workbook/>'.encode("utf-16-le"),
    ],
)
def test_a_web_page_under_a_sheet_s_name_is_called_so_s10(name: str, page: str | bytes, office: Office) -> None:
    refused(brought(office, page, name), "trang web", ".xlsx")


def test_old_vietnamese_letters_inside_a_workbook_are_refused_before_they_are_kept_s13(office: Office) -> None:
    def in_old_font(made: Any) -> None:
        for row in made.iter_rows():
            for cell in row:
                cell.font = Font(name=".VnTime")

    note = [["id", "value", "on", "Ghi chú"], ["dan-gia-suc", 6500, DAY, "theo b¸o c¸o cña thó y x·"]]
    for then in (in_old_font, lambda _: None):
        refused(brought(office, sheet(note, then), "a.xlsx"), "TCVN3", "Unikey")
    whole = [["M·", "Gi¸ trÞ", "Ngµy"], ["dan-gia-suc", 6500, DAY]]
    refused(brought(office, sheet(whole, in_old_font), "a.xlsx"), "TCVN3", "Unikey")
    vni = [["id", "value", "on", "note"], ["dan-gia-suc", 6500, DAY, "Theo baùo caùo cuûa thuù y xaõ"]]
    refused(brought(office, sheet(vni), "a.xlsx"), "VNI")
    refused(brought(office, "id;value;on;note\ndan-gia-suc;6500;30/06/2024;theo b¸o c¸o\n"), "TCVN3")
    right = [["id", "value", "on", "Ghi chú"], ["dan-gia-suc", 6500, DAY, "theo báo cáo của thú y xã, 25°C, 3 m²"]]
    assert brought(office, sheet(right, in_old_font), "a.xlsx").code == 0


def test_an_exported_sheet_read_back_brings_nothing_withdrawn_to_life_s11(office: Office) -> None:
    office.done("record", "dan-gia-suc", "6.500", "--on", "30/06/2024")
    office.done("void", "dan-gia-suc", "--on", "30/06/2024", "--reason", "nhầm")
    office.done("export", "--out", "so.csv")
    (office.folder / "data" / "thidua.db").unlink()
    answer = office.run("import", "so.csv", "--yes")
    refused(answer, "so.csv:3", ".jsonl")


def test_no_cell_of_ours_is_taken_for_a_day_by_a_spreadsheet_s26(office: Office) -> None:
    office.done("record", SAFE, "9/10", "--on", "30/06/2024")
    for words in (("report", "--period", "t6"), ("export",)):
        office.done(*words, "--out", f"{words[0]}.csv")
        text = Path(f"{words[0]}.csv").read_text("utf-8-sig")
        assert '"9/10"' not in text
    assert "9 trên 10" in Path("report.csv").read_text("utf-8-sig")


def test_every_line_of_a_report_for_scripts_begins_with_its_id_s52(office: Office) -> None:
    lines = office.done("report", "--format", "plain").splitlines()
    assert lines[0].startswith("dien-tich-gieo-trong\t")
    assert office.done("report", "--format", "csv").startswith('\ufeff"Mã";')


def styles_bomb(count: int) -> bytes:
    """A small archive whose styles become so many objects in memory."""
    source = zipfile.ZipFile(BytesIO(book(("id", "value", "on"), ("dan-gia-suc", 6500, DAY))))
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/styles.xml":
                content = content.replace(b"</cellXfs>", b"<xf/>" * count + b"</cellXfs>")
            made.writestr(name, content)
        made.writestr(zipfile.ZipInfo("xl/media/p.png"), os.urandom(count // 30), zipfile.ZIP_STORED)
    return held.getvalue()


def test_a_workbook_of_endless_styles_is_refused_unread_r12(office: Office) -> None:
    refused(brought(office, styles_bomb(200_000), "a.xlsx"), "kiểu dáng")


def test_a_line_of_endless_columns_is_refused_before_each_is_looked_at_r12(office: Office) -> None:
    refused(brought(office, ";".join(["id", "value", "on", *["x"] * 100_000]).encode(), "a.csv"), "hơn 200 cột")


def test_endless_runs_of_marks_are_read_in_one_sweep_r12(office: Office) -> None:
    """Ordering them whole takes minutes, in which no signal is heard; the limit here is the processor's time."""
    marks = "a" + "\u0301\u0316" * 500_000
    written(office.folder, "a.csv", f"id;value;on;note\n{POOR};3,5;14/06/2024;{marks}\n")
    code = (
        "import resource, sys\nresource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
        "from thidua_cli.__main__ import run\nsys.exit(run(['import', 'a.csv', '--yes']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 3, done.stderr.decode()


def test_marks_in_short_runs_are_composed_wherever_they_stand() -> None:
    from thidua_cli.vietnamese.text import nfc

    text = "Thôn Đắk Lá được " * 200
    assert nfc(unicodedata.normalize("NFD", text)) == text
    assert nfc("…" * 5000 + unicodedata.normalize("NFD", text)) == "…" * 5000 + text


TABLE = "Chỉ tiêu;Ngày;Thực hiện\nDiện tích cây lâu năm;30/06/2024;3210\n"


@pytest.mark.parametrize(
    ("above", "right"),
    [
        ("Đơn vị tính: sào;;", False),
        ("(ĐVT: m2);;", False),
        ("ĐƠN VỊ: TRIỆU ĐỒNG;;", False),
        ("Đơn vị: Hội đồng nhân dân xã;;", True),
        ("Đơn vị tính:;sào;", False),
        ("Đơn vị tính: ha;;", True),
        ("Đơn vị tính: ha, con;;", True),
        ("Đơn vị tính: ha      Biểu số 2;;", True),
        ("Đơn vị: UBND xã Đắk La;;", True),
    ],
)
def test_a_unit_over_the_table_is_that_of_its_rows(above: str, right: bool, office: Office) -> None:
    answer = brought(office, f"{above}\n{TABLE}")
    if right:
        assert answer.code == 0, answer.all
    else:
        refused(answer, "a.csv:3: tệp ghi đơn vị", "bằng ha")


def test_a_row_s_own_unit_comes_before_that_over_the_table(office: Office) -> None:
    rows = "Chỉ tiêu;ĐVT;Ngày;Thực hiện\nDiện tích cây lâu năm;ha;30/06/2024;3210\n"
    assert brought(office, f"Đơn vị tính: con;;;\n{rows}").code == 0


@pytest.mark.parametrize(
    "said", ["Số ước 6 tháng", "ƯỚC THỰC HIỆN 6 tháng đầu năm 2024", "Số liệu sơ bộ", "(ước tính)"]
)
def test_estimates_over_a_table_without_levels_are_no_official_figures(said: str, office: Office) -> None:
    refused(brought(office, f"{said};;\n{TABLE}"), "a.csv:2", "thêm cột Mức")
    rows = "Chỉ tiêu;Ngày;Thực hiện;Mức\nDiện tích cây lâu năm;30/06/2024;3210;ước\n"
    assert brought(office, f"{said};;;\n{rows}").code == 0


@pytest.mark.parametrize("said", ["Kết quả thực hiện hương ước năm 2024", "THEO QUY ƯỚC NĂM 2024"])
def test_rules_of_a_village_over_a_table_are_no_estimates(said: str, office: Office) -> None:
    assert brought(office, f"{said};;\n{TABLE}").code == 0


def test_words_around_a_table_that_are_not_read_are_listed_once(office: Office) -> None:
    above = "UBND xã Đắk La;;\nThực hiện giao ước thi đua;;\n;;\nĐơn vị tính: ha;;\n"
    answer = brought(office, f"{above}{TABLE}Tổng đàn gia súc;;\nGhi chú: số ước;;\n1;;\n")
    assert answer.code == 0, answer.all
    assert "- không đọc: 'Thực hiện giao ước thi đua', 'Ghi chú: số ước'\n" in answer.out
    answer = brought(office, "".join(f"dòng chữ {at};;\n" for at in range(10)) + TABLE)
    assert "'dòng chữ 5', …\n" in answer.out


@pytest.mark.parametrize("name", ["bieu-mau.xlsx", "bieu-mau.csv"])
def test_nothing_is_unread_in_our_own_form(name: str, office: Office) -> None:
    office.done("template", "--out", name)
    assert "không đọc" not in office.done("import", name)


def test_a_comment_and_a_line_through_a_cell_of_a_row_that_is_read_are_told(office: Office) -> None:
    def marked(made: Any) -> None:
        made["B2"].comment = Comment("số này là tỷ", "Huế")
        made["A4"].comment = Comment("không có số", "Huế")
        made["B3"].font = made["C1"].font = Font(strike=True)
        made["B1"].comment = Comment("nghìn con", "Huế")

    rows = [["id", "value", "on"], ["dan-gia-suc", 6500, DAY], ["dan-gia-cam", 31000, DAY], ["dan-so", None, None]]
    answer = brought(office, sheet(rows, marked), "a.xlsx")
    assert answer.code == 0, answer.all
    assert "'Sheet': không đọc ghi chú gắn vào ô (comment): B1, B2\n" in answer.out
    assert "'Sheet': vẫn đọc ô bị gạch ngang: C1, B3\n" in answer.out


@pytest.mark.parametrize(
    ("id_", "cell", "told"),
    [
        (SAFE, "3-Jun", "hãy viết 3/6 hay 6/3 (nếu là tử/mẫu mà Excel đổi thành ngày)"),
        (SAFE, "3 Jun", "hãy viết 3/6 hay 6/3"),
        ("dan-gia-suc", "6.1E+03", "hãy viết 6.100 (nếu Excel chưa làm tròn)"),
        ("dan-gia-suc", "6.500 (ước)", "chỉ ghi 6.500 (mức ghi riêng: --level, cột Mức)"),
        ("dan-gia-suc", "~6.500", "chỉ ghi 6.500 (mức ghi riêng: --level, cột Mức)"),
        ("thu-nhap-binh-quan", "62.300 nghìn đồng/người/năm", "chỉ ghi 62,3 (triệu đồng/người/năm)"),
        (SAFE, "#N/A", "là lỗi tính toán của Excel"),
        ("dan-gia-suc", "(6500)", "-6500 (nếu là số âm"),
    ],
)
def test_advice_on_a_cell_never_names_another_figure(id_: str, cell: str, told: str, office: Office) -> None:
    refused(brought(office, f"id;giá trị;ngày\n{id_};{cell};30/06/2024\n"), told)


def test_advice_on_a_cell_in_machine_notation_keeps_to_it(office: Office) -> None:
    (office.folder / "a.csv").write_text("id;giá trị;ngày\ndan-gia-suc;6.500 con;30/06/2024\n", encoding="utf-8")
    answer = office.run("import", "a.csv", "--numbers", "en")
    refused(answer, "hãy viết dạng 4482.38")
    assert "chỉ ghi 6.500" not in answer.all


@pytest.mark.parametrize(("first", "second"), [("81;", ";30"), (";30", "81;")])
def test_a_running_total_and_an_amount_of_one_day_are_not_simply_added(first: str, second: str, office: Office) -> None:
    rows = "".join(f"{CROPS};{both};30/06/2024\n" for both in (first, second))
    answer = brought(office, f"id;lũy kế;giá trị;ngày\n{rows}")
    refused(answer, "nếu 30 đã nằm trong lũy kế thì bỏ dòng ấy, nếu chưa thì ghi một dòng lũy kế 111")


def test_of_two_running_totals_of_one_day_one_is_kept(office: Office) -> None:
    rows = f"{CROPS};81;30/06/2024\n{CROPS};90;30/06/2024\n"
    refused(brought(office, f"id;lũy kế;ngày\n{rows}"), "giữ một dòng, bỏ dòng kia")


def test_a_period_that_cannot_be_read_is_refused_with_the_forms(office: Office) -> None:
    refused(brought(office, f"id;giá trị;kỳ\n{CROPS};81;6\n"), "kỳ không hợp lệ '6'", "t6")


@pytest.mark.parametrize(
    ("head", "row", "told"),
    [
        ("id;giá trị;;ngày", "dan-gia-suc;6300;(ước);30/06/2024", "ô ghi '(ước)' mà cột không có tiêu đề"),
        ("id;giá trị;;ngày", "bao-phu-bhxh;9,1;nghìn người;30/06/2024", "'nghìn người'"),
        ("id;;tử số;mẫu số;ngày", "bao-phu-bhyt;khoảng;90;100;30/06/2024", "'khoảng'"),
        ("id;giá trị;ngày;", "dan-gia-suc;6300;30/06/2024;số ước", "'số ước'"),
    ],
)
def test_words_beside_a_number_under_no_title_are_refused(head: str, row: str, told: str, office: Office) -> None:
    refused(brought(office, f"{head}\n{row}\n"), "a.csv:2: ô", told, "đặt tên cột (ĐVT, Mức hoặc Ghi chú)")


def test_what_else_stands_under_no_title_is_told(office: Office) -> None:
    answer = brought(office, "id;giá trị;TT;ngày;;\ndan-gia-suc;6300;1;30/06/2024;anh Nam gửi;2\n")
    assert answer.code == 0, answer.all
    assert "- không đọc ô ở cột không có tiêu đề: E2, F2\n" in answer.out

    def rows(beside: object) -> bytes:
        titles, unfilled = ["id", "value", None, "on", None], ["dan-so", None, "x", None, "y"]
        return sheet([titles, ["dan-gia-suc", 6300, beside, DAY, "đã ký"], unfilled])

    assert "'Sheet': không đọc ô ở cột không có tiêu đề: C2, E2\n" in brought(office, rows("%"), "a.xlsx").out
    assert "C2, E2\n" in brought(office, rows(6400), "a.xlsx").out
    refused(brought(office, rows("ước"), "a.xlsx"), "Sheet!C2: ô ghi 'ước'")
