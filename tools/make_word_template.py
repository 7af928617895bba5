"""Makes `docs/mau-bao-cao.docx`, the Word template to start from: our own layout with a placeholder in every part."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from docx import Document as open_word

from thidua_cli.render.word import BASE, saved
from thidua_cli.render.word_pieces import BASIS, BODY, CLOSING, FRAME, paragraph, run

TARGET = Path(__file__).parents[1] / "docs" / "mau-bao-cao.docx"
BODY_LINES = (
    (BODY, "Kính gửi:"), (BODY, "{{kinh-gui}}"), (BASIS, "{{can-cu}}"), (BODY, "{{noi-dung}}"), (FRAME, ""),
)  # fmt: skip


def starting_template() -> bytes:
    """The template as .docx; the same bytes every time."""
    file = open_word(io.BytesIO(BASE.read_bytes()))
    file.core_properties.title = "Mẫu báo cáo"
    letterhead, kind, subject, _, *addressees, gap, foot, last = list(file.element.body)
    heads, (recipients, signature, _) = letterhead.xpath(".//w:tc"), foot.xpath(".//w:tc")
    names = {
        heads[0].p_lst[0]: "{{CO-QUAN-CAP-TREN}}",
        heads[0].p_lst[1]: "{{CO-QUAN}}",
        heads[2].p_lst[0]: "Số:          {{ky-hieu}}",
        heads[3].p_lst[0]: "{{dia-danh-ngay}}",
        kind: "{{TEN-LOAI}}",
        subject: "{{trich-yeu}}",
        recipients.p_lst[1]: "{{noi-nhan}}",
        signature.p_lst[0]: "{{chuc-vu-ky}}",
        signature.p_lst[1]: "{{nguoi-ky}}",
    }
    for line, words in names.items():
        line.r_lst[0].text = words
    for element in (*addressees, gap, foot.tr_lst[-1]):
        element.getparent().remove(element)
    for style, words in BODY_LINES:
        foot.addprevious(paragraph(style, *([run(words)] if words else [])))
    last.addprevious(paragraph(CLOSING, run("{{doi-chieu}}")))
    last.addprevious(paragraph(BODY, run("{{phu-luc}}")))
    return saved(file)


if __name__ == "__main__":
    TARGET.write_bytes(starting_template())
    sys.stdout.write(f"{TARGET}\n")
