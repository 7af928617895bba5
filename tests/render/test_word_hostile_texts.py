"""Texts that could break a Word file: markup, controls, placeholders and directions come out as plain, visible text."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest

from render.paper import FRAME, PAPER
from render.word_reading import read, texts
from thidua_cli.render.document import Cell, Column, Document, Heading, Paragraph, Row, Table
from thidua_cli.render.word import to_bytes


def shown(text: str) -> list[str]:
    """The words of a page with this text as title, heading, sentence, column, cell, name and closing line."""
    table = Table((Column("n", text, wraps=True),), (Row((Cell(text),)),), text)
    frame = FRAME._replace(signatory=text, addressees=(text,), issuer=text)
    blocks = (Heading(text, 2), Paragraph(text), table)
    return texts(read(to_bytes(Document(text, blocks, (text,), frame=frame))))


@pytest.mark.parametrize(
    "text", ["Trần & <w:p> \"Tâm\" 'x'", "{{noi-dung}}", "{{khong-co}}", "]]>", "&amp;x", "=1+1", "$\\frac{1}{2}$"]
)
def test_markup_and_placeholders_stay_as_typed_l10(text: str) -> None:
    words = shown(text)
    assert words.count(text) >= 6
    assert f"Kính gửi: {text}" in words


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x0bb", "a\x7fb", "a\x9bb", "a\ud800b", "a\uffffb", "a\u202eb"])
def test_controls_are_replaced_by_the_replacement_character_l3_l10(text: str) -> None:
    assert "a\ufffdb" in shown(text)


def test_line_breaks_and_tabs_stay_and_marks_are_composed() -> None:
    words = texts(read(to_bytes(Document("", (Paragraph("a\r\nb\tc\rd"), Paragraph("Te\u0302\u0301"))))))
    assert words == ["a\nb\tc\nd", "Tế"]


def test_the_same_paper_is_the_same_bytes_without_times_and_names_of_programs() -> None:
    content = to_bytes(PAPER)
    assert to_bytes(PAPER) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own file, to see that it is well formed
        core = archive.read("docProps/core.xml").decode()
        assert not any("python" in archive.read(name).decode() for name in archive.namelist())
    assert "1980-01-01T00:00:00Z" in core
    assert "Báo cáo kết quả thi đua 6 tháng đầu năm 2024" in core


def test_a_very_long_title_and_no_title_are_no_error() -> None:
    assert to_bytes(Document("x" * 5_000, ()))
    assert to_bytes(Document("", ()))
