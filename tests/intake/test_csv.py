"""CSV files as offices send them: separators, encodings, quoting, ragged rows; group I of the test plan."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading import csv, pairs, told
from thidua_cli.intake.reading import read_intake
from thidua_cli.intake.source import Source

ONE = [("ho-ngheo", "3,5", "14/06/2024")]


@pytest.mark.parametrize(
    "text",
    [
        "id;value;on\nho-ngheo;3,5;14/06/2024\n",
        'id,value,on\nho-ngheo,"3,5",14/06/2024\n',
        "id\tvalue\ton\r\nho-ngheo\t3,5\t14/06/2024\r\n",
        "sep=;\nid;value;on\nho-ngheo;3,5;14/06/2024\n",
        'SEP=,\r\nid,value,on\r\nho-ngheo,"3,5",14/06/2024\r\n',
        "sep=|\nid|value|on\nho-ngheo|3,5|14/06/2024",
        "Báo cáo, tháng 6; năm 2024\n\nid;value;on\nho-ngheo;3,5;14/06/2024\n",
    ],
)
def test_i1_the_separator_is_known_by_the_header_names(text: str) -> None:
    assert pairs(csv(text)) == ONE


def test_i1_the_separator_found_is_said() -> None:
    assert "các cột tách bằng dấu TAB" in csv("id\tvalue\ton\n").remarks


def test_i2_a_separator_that_is_not_the_declared_one_is_a_header_mismatch() -> None:
    assert "không thấy dòng tiêu đề" in told(lambda: csv("sep=,\nma;gt\nCT01;1,5\n"))
    assert "thiếu cột giá trị" in told(lambda: csv("ma;gt\nCT01;1,5\n"))


@pytest.mark.parametrize("last", ["ghi chú", "nguồn", ""])
@pytest.mark.parametrize("number", ["95,4", "1.095,40", "-5,4"])
def test_i2_a_decimal_comma_that_splits_a_number_is_a_fault(last: str, number: str) -> None:
    intake = csv(f"id,ngày,giá trị,{last}\na,30/06/2024,{number}\nb,30/06/2024,95,\n")
    assert [row.line for row in intake.proposed] == [3]
    assert f'đặt số trong ngoặc kép ("{number}"), hoặc tách cột bằng dấu chấm phẩy (;)' in str(intake.faults[0][1])


@pytest.mark.parametrize("text", ["id;ngày;giá trị;ghi chú\na;x;95;4\n", "id,giá trị,thôn,ngày,TT,\na,95,4,x,5,4\n"])
def test_i2_numbers_behind_a_number_that_no_comma_has_split_are_read(text: str) -> None:
    assert len(csv(text).proposed) == 1


def test_i3_a_bom_is_tolerated() -> None:
    assert pairs(csv("id;value;on\nho-ngheo;3,5;14/06/2024\n", "utf-8-sig")) == ONE


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_i3_utf_16_is_refused_with_advice(encoding: str) -> None:
    sentence = told(lambda: csv("id;value;on\nho-ngheo;3,5;14/06/2024\n", encoding))
    assert "so-lieu.csv:1:1: tệp ở dạng UTF-16" in sentence
    assert "CSV UTF-8" in sentence


def test_i3_old_vietnamese_encodings_are_refused_with_line_and_byte() -> None:
    content = b"id;value;on\nho-ngheo;3,5;14/06/2024\n" + "hộ nghèo".replace("ộ", "ô").encode("cp1258")
    sentence = told(lambda: read_intake(Source("cu.csv", content)))
    assert sentence.startswith("cu.csv:3:2: byte 0xF4")
    assert "Windows-1258" in sentence


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id;value;on\na;1;"x\nb;2;y\nc;3;z\n', 2),
        ('id;value;on\na;1;x\nb;2;"y\nc;"3";z\n', 3),
        ('id;value;on\n"a\nb";1;"x\nc;2;y\n', 3),
        ('sep=;\nid;value;on\na;1;x\nb;"2"3;y\n', 4),
    ],
)
def test_i4_an_unbalanced_quote_is_named_by_the_line_it_opens_on(text: str, line: int) -> None:
    assert f"so-lieu.csv:{line}: dấu ngoặc kép" in told(lambda: csv(text))


def test_i5_ragged_rows_are_faults_with_row_and_column() -> None:
    intake = csv("id;value;on\na;1\nb;1;2024-06-14;x;y\nc;1;2024-06-14;;\n")
    assert [str(fault) for _, fault in intake.faults] == [
        "so-lieu.csv:2: có 2 ô, dòng tiêu đề (dòng 1) có 3 cột: thiếu ô từ cột C",
        "so-lieu.csv:3: có 5 ô, dòng tiêu đề (dòng 1) có 3 cột: thừa ô ở cột D;"
        " chữ hoặc số có dấu tách cột phải đặt trong ngoặc kép",
    ]
    assert len(intake.proposed) == 1


def test_i5_blank_rows_and_rows_not_filled_in_are_skipped_and_counted() -> None:
    intake = csv("id;value;on\n\n ; ;\na;;2024-06-14\nb;  ;\nc;1;2024-06-14\n;;\n")
    assert (intake.blank, intake.unfilled, len(intake.proposed)) == (3, 2, 1)


@pytest.mark.parametrize("numbers", ["A;B;1;2;3", "(1);(2);(3);(4) = (3)/(2);", ";2;3;4;5=4:3"])
def test_i5_a_row_that_numbers_the_columns_is_told_and_not_read(numbers: str) -> None:
    intake = csv(f"TT;Chỉ tiêu;ĐVT;Thực hiện;Ngày\n;;;;\n{numbers}\n1;Dân số;người;5;30/06/2024\n;5;;6;\n")
    assert [row.line for row in intake.proposed] == [4, 5]
    assert "không đọc dòng đánh số cột: 3" in intake.remarks


def test_a_row_whose_letters_do_not_follow_each_other_is_read() -> None:
    assert [row.get("note") for row in csv("id;value;on;note\na;1;x;2\n").proposed] == ["2"]


def test_i5_two_columns_of_one_meaning_are_refused_by_their_letters() -> None:
    assert "hai cột cùng nghĩa 'Ngày' (C, D)" in told(lambda: csv("id;value;Ngày;ngày\n"))


def test_i5_unknown_columns_are_named() -> None:
    assert "không đọc các cột: 'STT' (A), 'Cán bộ' (D)".replace("'", "") in csv("STT;id;value;Cán bộ;on\n").remarks


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("value;on", "thiếu cột mã hoặc tên chỉ tiêu"),
        ("id;on", "thiếu cột giá trị"),
        ("id;tử số;on", "thiếu cột giá trị"),
        ("id;value", "thiếu cột ngày"),
    ],
)
def test_i5_a_missing_column_is_named(header: str, missing: str) -> None:
    sentence = told(lambda: csv(f"{header}\nx;1\n"))
    assert missing in sentence
    assert "thidua template" in sentence


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("id;value;on\na;1;x\nb;\x00;y\n", "so-lieu.csv:3:3: ký tự điều khiển U+0000"),
        ("id;value;on\na;1;x\rb;2;y\n", "so-lieu.csv:2: có ký tự xuống dòng lẻ (CR)"),
        ("id;value;on\ra;1;x\r", "so-lieu.csv:1: có ký tự xuống dòng lẻ (CR)"),
        (f"id;value;on\na;1;x\nb;{'9' * 131_073};y\n", "so-lieu.csv:3: có ô dài hơn 131.072 ký tự"),
    ],
)
def test_i6_endless_fields_nul_and_bare_returns_are_errors_with_their_row(text: str, what: str) -> None:
    assert what in told(lambda: csv(text))


@pytest.mark.parametrize(
    "header",
    [
        unicodedata.normalize("NFD", "Chỉ tiêu;Thực hiện;Ngày"),
        "  CHỈ   TIÊU ;THỰC HIỆN; ngày ",
        "chi tieu;thuc hien;ngay",
        "Tên chỉ tiêu;Giá trị;Ngày số liệu",
        "NAME;Value;ON",
    ],
)
def test_i13_headers_match_in_nfd_any_case_and_with_extra_spaces(header: str) -> None:
    assert pairs(csv(f"{header}\nho-ngheo;3,5;14/06/2024\n")) == ONE


def test_a_quoted_field_may_hold_separators_quotes_and_line_breaks_and_lines_are_counted_on() -> None:
    intake = csv('id;value;on;note\na;1;x;"mot; ""hai""\nba"\nb;2;y;\n')
    assert [(row.line, row.get("note")) for row in intake.proposed] == [(2, 'mot; "hai"\nba'), (4, "")]


def test_line_breaks_of_windows_inside_a_field_are_line_breaks() -> None:
    intake = csv('id;value;on;note\r\na;1;x;"mot\r\nhai\r\n"\r\nb;2;y;\r\n')
    assert [(row.line, row.get("note")) for row in intake.proposed] == [(2, "mot\nhai\n"), (5, "")]


def test_an_empty_file_is_refused() -> None:
    assert "không có bảng nào nhập được" in told(lambda: csv(""))


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"))


@given(
    st.lists(CELLS.map(lambda text: unicodedata.normalize("NFC", text)), min_size=1, max_size=5),
    st.sampled_from(";,\t"),
)
def test_what_is_quoted_is_read_back_to_the_letter(notes: list[str], separator: str) -> None:
    quoted = ['"' + note.replace('"', '""') + '"' for note in notes]
    rows = "".join(f"a{separator}1{separator}x{separator}{note}\r\n" for note in quoted)
    intake = csv(f"id{separator}value{separator}on{separator}note\r\n{rows}")
    assert [row.get("note") for row in intake.proposed] == notes
