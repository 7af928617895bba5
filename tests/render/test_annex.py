"""An annex of a paper stands after its signature, on pages of its own, in every format that sets papers."""

from __future__ import annotations

import io

import pytest
from docx import Document as open_word
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook

from render.official import FRAME
from render.sample import TABLE
from thidua_cli.render import excel, html, markdown, word
from thidua_cli.render.document import Annex, Column, Document, Paragraph, Row, Table
from thidua_cli.render.document import Cell as Held

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
SHORT = Table(
    (Column("name", "Nhiệm vụ", wraps=True), Column("state", "Tình trạng")), (Row((Held("A"), Held("Xong"))),)
)
PAPER = Document(
    "Báo cáo",
    (
        Paragraph("Trên đây là kết quả./."),
        Annex("Phụ lục I", "Kết quả các chỉ tiêu", "(Kèm theo Báo cáo số …)"),
        TABLE,
        Annex("Phụ lục II", "Tiến độ nhiệm vụ", "(Kèm theo Báo cáo số …)"),
        SHORT,
    ),
    ("Sổ số liệu: dòng 41",),
    frame=FRAME,
)
ORDER = ("Trên đây là kết quả", "Trần Văn Tâm", "Phụ lục I", "KẾT QUẢ CÁC", "Kèm theo", "Phụ lục II", "TIẾN ĐỘ")


def test_in_word_each_annex_begins_a_section_whose_pages_are_counted_anew() -> None:
    file = open_word(io.BytesIO(word.to_bytes(PAPER)))
    text = [element.xpath("string()") for element in file.element.body]
    places = [next(at for at, line in enumerate(text) if words in line) for words in ORDER]
    assert places == sorted(places)
    assert [section.orientation for section in file.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    starts = [section._sectPr.xpath("./w:pgNumType/@w:start") for section in file.sections]
    assert starts == [[], ["1"], ["1"]]
    assert all(section.different_first_page_header_footer for section in file.sections)


def test_on_the_web_and_in_markdown_the_annexes_follow_the_signature() -> None:
    for said in (html.to_bytes(PAPER).decode(), markdown.to_bytes(PAPER).decode()):
        places = [said.upper().index(words.upper()) for words in ORDER]
        assert places == sorted(places)
    page = html.to_bytes(PAPER).decode()
    assert page.count('<section class="annex') == 2
    assert '<section class="annex wide"' in page


def test_in_excel_an_annex_is_a_sheet_headed_by_its_number_and_the_text_does_not_name_it() -> None:
    book = load_workbook(io.BytesIO(excel.to_bytes(PAPER)))
    text, first, second = book.worksheets[:3]
    said = [str(cell.value) for row in text.iter_rows() for cell in row if cell.value]
    assert not any("Phụ lục" in line or "xem bảng" in line for line in said)
    assert [first.cell(row, 1).value for row in (1, 2, 3)] == [
        "Phụ lục I",
        "KẾT QUẢ CÁC CHỈ TIÊU",
        "(Kèm theo Báo cáo số …)",
    ]
    assert second.cell(1, 1).value == "Phụ lục II"
