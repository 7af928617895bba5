"""Makes `docs/mau-bao-cao.docx`, the Word template to start from: our own layout with a placeholder in every part."""

from __future__ import annotations

import sys
from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from thidua_cli.render.document import Document, Frame
from thidua_cli.render.word_body import head_elements, layout_table
from thidua_cli.render.word_text import (
    BASIS_STYLE,
    BODY,
    BODY_STYLE,
    CLOSING_STYLE,
    FRAME_STYLE,
    PORTRAIT,
    RECIPIENTS,
    RECIPIENTS_TITLE,
    Element,
    empty_file,
    packed,
    paragraph,
    run,
    shaped,
)

TARGET = Path(__file__).parents[1] / "docs" / "mau-bao-cao.docx"
# Texts of usual length, so that the lines below them become right; each is then replaced by its placeholder.
USUAL = Frame("UBND HUYỆN", "ỦY BAN NHÂN DÂN", "{{ky-hieu}}", "{{dia-danh-ngay}}", "BÁO CÁO", "Trích yếu " * 6)
PLACEHOLDERS = {
    USUAL.superior: "{{CO-QUAN-CAP-TREN}}",
    USUAL.issuer: "{{CO-QUAN}}",
    USUAL.kind: "{{TEN-LOAI}}",
    USUAL.subject: "{{trich-yeu}}",
}


def starting_template() -> bytes:
    """The template as .docx; the same bytes every time."""
    file = empty_file("Mẫu báo cáo", "")
    last = file.element.body.sectPr
    for element in [*head_elements(Document("", ()), USUAL), *_body(), _foot(), *_closing()]:
        last.addprevious(element)
    for text in file.element.body.iter(qn("w:t")):
        text.text = PLACEHOLDERS.get(text.text, text.text)
    return packed(file)


def _body() -> list[Element]:
    return [
        paragraph(BODY_STYLE, run("Kính gửi:")),
        paragraph(BODY_STYLE, run("{{kinh-gui}}")),
        paragraph(BASIS_STYLE, run("{{can-cu}}")),
        paragraph(BODY_STYLE, run("{{noi-dung}}")),
        paragraph(FRAME_STYLE),
    ]


def _foot() -> Element:
    left = WD_ALIGN_PARAGRAPH.LEFT
    title = run("Nơi nhận:", bold=True, italic=True, size=RECIPIENTS_TITLE)
    sent = [
        shaped(paragraph(FRAME_STYLE, title), alignment=left),
        shaped(paragraph(FRAME_STYLE, run("{{noi-nhan}}", size=RECIPIENTS)), alignment=left),
    ]
    signed = [
        paragraph(FRAME_STYLE, run("{{chuc-vu-ky}}", bold=True, size=BODY)),
        *(paragraph(FRAME_STYLE) for _ in range(4)),
        paragraph(FRAME_STYLE, run("{{nguoi-ky}}", bold=True, size=BODY)),
    ]
    half = PORTRAIT.room // 2
    return layout_table((half, PORTRAIT.room - half), [(sent, signed)])


def _closing() -> list[Element]:
    return [paragraph(CLOSING_STYLE, run("{{doi-chieu}}")), paragraph(BODY_STYLE, run("{{phu-luc}}"))]


if __name__ == "__main__":
    TARGET.write_bytes(starting_template())
    sys.stdout.write(f"{TARGET}\n")
