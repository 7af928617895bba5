"""A template's Kính gửi when the plan names nobody to address."""

from __future__ import annotations

import io
from pathlib import Path

from docx import Document as open_word

from render.paper import FRAME, PAPER
from render.word_reading import read, texts
from thidua_cli.render.word_template import from_template

TEMPLATE = Path(__file__).parents[2] / "docs" / "mau-bao-cao.docx"
NOBODY = PAPER._replace(frame=FRAME._replace(addressees=()))


def test_without_addressees_the_line_kinh_gui_of_the_starting_template_is_left_out() -> None:
    assert "Kính gửi:" in texts(read(from_template(PAPER, TEMPLATE.read_bytes(), "mau")))
    assert "Kính gửi:" not in texts(read(from_template(NOBODY, TEMPLATE.read_bytes(), "mau")))


def test_what_else_stands_above_the_placeholder_stays_and_a_cell_keeps_a_paragraph() -> None:
    file = open_word()
    file.add_paragraph("Gửi các cơ quan:")
    file.add_paragraph("{{kinh-gui}}")
    file.add_table(1, 1).cell(0, 0).text = "{{kinh-gui}}"
    content = io.BytesIO()
    file.save(content)
    filled = read(from_template(NOBODY, content.getvalue(), "mau"))
    assert [line.text for line in filled.paragraphs] == ["Gửi các cơ quan:"]
    assert [line.text for line in filled.tables[0].cell(0, 0).paragraphs] == [""]
