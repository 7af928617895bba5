"""The files for machines and for Excel: nothing runs, numbers stay numbers, figures stay exact."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest

from render.sample import SAMPLE
from thidua_cli.pages.page import record_bytes
from thidua_cli.render.document import Cell, Column, Document, Heading, Listing, Paragraph, Row, Table
from thidua_cli.render.rows import to_csv

COLUMNS = (Column("remark", "Ghi chú"), Column("figure", "Số"))


def table(*rows: Row) -> Table:
    return Table(COLUMNS, rows, label_key="remark")


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\tx", "\nx", "\uff1d1", "  =1", "- Không đánh giá", "\u00a0=1"]
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_quotes_l1(text: str) -> None:
    content = to_csv(Document("", (table(Row((Cell(text), Cell("")))),)))
    assert f'\r\n"\'{text}";\r\n' in content.decode("utf-8-sig")


def test_a_quote_and_a_semicolon_cannot_open_a_new_field() -> None:
    content = to_csv(Document("", (table(Row((Cell('";=1+2'), Cell("")))),)))
    assert read(content)[1] == ['";=1+2', ""]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Cell("-5", Decimal(-5)), "-5"),
        (Cell("4.482,38", Decimal("4482.38")), "4482,38"),
        (Cell("100,00", Decimal("100")), "100,00"),
        (Cell("94,59%", Decimal("94.59")), "94,59"),
        (Cell("+222", Decimal(222)), "222"),
    ],
)
def test_a_number_is_one_that_a_vietnamese_excel_reads(cell: Cell, written: str) -> None:
    content = to_csv(Document("", (table(Row((Cell("x"), cell))),)))
    assert content.decode().endswith(f'"x";{written}\r\n')


def test_csv_has_a_mark_semicolons_crlf_and_the_group_beside_each_row_l7() -> None:
    content = to_csv(SAMPLE)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 10
    rows = read(content)
    assert rows[0][:4] == ["Mục", "Thuộc", "TT", "Chỉ tiêu"]
    assert rows[1][0] == "1. Các chỉ tiêu kinh tế"
    assert rows[2][1] == "Tổng diện tích gieo trồng"
    assert {len(row) for row in rows} == {11}


def test_controls_become_replacement_characters_l3() -> None:
    content = to_csv(Document("", (table(Row((Cell("a\x1bb\x00c\x9bd\udcff"), Cell("")))),)))
    assert read(content)[1][0] == "a\ufffdb\ufffdc\ufffdd\ufffd"


def test_several_tables_are_named_by_their_headings() -> None:
    two = Document("", (Heading("I. Một"), table(), Heading("II. Hai"), table()))
    assert [row[:1] for row in read(to_csv(two))] == [["I. Một"], ["Ghi chú"], [], ["II. Hai"], ["Ghi chú"]]


def test_json_is_the_record_in_vietnamese_letters_l11() -> None:
    record = {"tên": "xã Đắk La", "value": "3.70", "none": None}
    content = record_bytes(record)
    assert "xã Đắk La" in content.decode()
    assert content.endswith(b"}\n")
    assert json.loads(content) == record


@pytest.mark.parametrize("record", [{"a": 1.5}, {"a": [{"b": 0.0}]}, {"a": (float("nan"),)}])
def test_json_refuses_a_float_anywhere_l6(record: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        record_bytes(record)


def test_json_escapes_what_would_steer_a_terminal_and_stays_the_same_text() -> None:
    record = {"note": "a\x1b\x9b\u202e\x7fb"}
    content = record_bytes(record)
    assert not any(0x7F <= ord(character) < 0xA0 or character == "\u202e" for character in content.decode())
    assert json.loads(content) == record
    assert b"\\udcff" in record_bytes({"a": "\udcff"})


def test_a_page_without_a_table_is_its_title_and_its_sentences_one_in_a_row() -> None:
    page = Document("Kiểm tra", (Heading("Kế hoạch", 2), Listing(("Giao: 3,7%.", "=1+1")), Paragraph("Hết.")))
    assert read(to_csv(page)) == [["Kiểm tra"], ["Giao: 3,7%."], ["'=1+1"], ["Hết."]]
    assert read(to_csv(page.marked("THỬ")))[0] == ["THỬ · Kiểm tra"]
