"""Makes `src/thidua_cli/render/base.docx`, the empty paper that every Word file begins with.

It holds the styles, the margins and the page number of Nghị định 30/2020/NĐ-CP (Phụ lục I), the letterhead, the lines
for kind and subject and for whom it goes to, and the places of recipients, signature and closing lines; the program
fills them in or takes them away.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx import Document as open_word
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml.parser import parse_xml
from docx.shared import Pt, Twips

from thidua_cli.disk import repacked
from thidua_cli.render.document import ADDRESSED_TO, MOTTO, NATION, SENT_TO
from thidua_cli.render.word_pieces import (
    A4,
    BASIS,
    BETWEEN,
    BLANK,
    BODY,
    CELL,
    CLOSING,
    FRAME,
    HEADINGS,
    LEFT,
    PORTRAIT,
    RIGHT,
    SIZE,
    SIZE_OF_FRAME,
    SIZE_OF_TABLE,
    TITLE,
    Element,
    millimetres,
    paragraph,
    ruled,
    run,
    shaped,
    w,
    width_of,
)

TARGET = Path(__file__).parents[1] / "src" / "thidua_cli" / "render" / "base.docx"
NO_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 - Word's core properties carry no zone; a file of ours carries no day
FONT = "Times New Roman"
LINE = 240
"""Single line spacing, in 240ths of a line."""
BESIDE_TITLE = millimetres(40)
"""Beside the national title, so that it never breaks."""
TO_INDENT, DASH_ROOM = millimetres(300), millimetres(40)
SIGNING_ROOM = Pt(72)
KEPT = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
}
FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="000000"/>'
BOLD, ITALIC, CENTRED = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>", '<w:jc w:val="center"/>'
INDENTED = f'<w:ind w:firstLine="{millimetres(127)}"/><w:jc w:val="both"/>'
AFTER = f'<w:spacing w:before="0" w:after="{BETWEEN}" w:line="{LINE}" w:lineRule="auto"/>'
AROUND = f'<w:keepNext/><w:spacing w:before="{BETWEEN}" w:after="{BETWEEN}" w:line="{LINE}" w:lineRule="auto"/>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def size(half_points: int) -> str:
    """The size of letters, in Word's XML."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def rule(length: int, room: int, style: str) -> Element:
    """A solid line of this length centred in the room (both in twips): the top border of an empty paragraph."""
    element = ruled(shaped(paragraph(style), space_before=Pt(2), line_spacing=Pt(4)), length, room)
    border = w("pBdr", w("top", val="single", sz=6, space=1, color="000000"))
    element.pPr.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    return element


STYLES = (
    (BODY, "Body Text", AFTER + INDENTED, ""),
    *(
        (style, f"heading {level}", f'{AROUND}{INDENTED}<w:outlineLvl w:val="{level - 1}"/>', BOLD if level < 3 else "")
        for level, style in enumerate(HEADINGS, 1)
    ),
    (TITLE, "Title", f"<w:keepNext/>{CENTRED}", BOLD),
    (BASIS, "Căn cứ", AFTER + INDENTED, ITALIC),
    (BLANK, "Dòng trống", AFTER, ""),
    (CELL, "Chữ trong bảng", '<w:spacing w:before="20" w:after="20"/>', size(SIZE_OF_TABLE)),
    (FRAME, "Thể thức", CENTRED, size(SIZE_OF_FRAME)),
    (CLOSING, "Đối chiếu", '<w:spacing w:before="120"/>', ITALIC + size(22)),
    ("Header", "header", CENTRED, size(26)),
)
DEFAULTS = f"""<w:docDefaults><w:rPrDefault><w:rPr>{FONTS}{size(SIZE)}
<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:rPr>{FONTS}{size(SIZE)}</w:rPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>"""
SETTINGS = """<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"
 w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>"""


def base_paper() -> bytes:
    """The empty paper as .docx; its members are the same every time."""
    file = open_word()
    drop_foreign_parts(file.part.rels)
    drop_foreign_parts(file.part.package.rels)
    refill(file.styles.element, DEFAULTS + "".join(style(*row) for row in STYLES))
    refill(file.settings.element, SETTINGS)
    set_page(file)
    for element in (letterhead(), *kind_and_subject(), *addressees(), *foot()):
        file.element.body.sectPr.addprevious(element)
    properties = file.core_properties
    properties.title = properties.author = properties.comments = properties.keywords = ""
    properties.subject = properties.last_modified_by = ""
    properties.created = properties.modified = NO_DAY
    properties.language, properties.revision = "vi-VN", 1
    content = io.BytesIO()
    file.save(content)
    return repacked(content.getvalue())


def drop_foreign_parts(relations: Relationships) -> None:
    """Take out what the library's own template brings along: theme, fonts, thumbnail."""
    for name, relation in list(relations.items()):
        if relation.reltype not in KEPT:
            del relations[name]


def refill(element: Element, xml: str) -> None:
    """Put other children into an element."""
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(f'<w:x xmlns:w="{W}">{"".join(xml.splitlines())}</w:x>')))


def style(identity: str, name: str, layout: str, letters: str) -> str:
    """A paragraph style in Word's XML."""
    quick = "" if identity == "Header" else "<w:qFormat/>"
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>{quick}'
        f"<w:pPr>{layout}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def set_page(file: WordFile) -> None:
    """A4 upright; a number in the middle of the top margin from the second page on."""
    section = file.sections[0]
    section.page_width, section.page_height = map(Twips, A4)
    section.left_margin, section.right_margin = Twips(LEFT), Twips(RIGHT)
    section.top_margin = section.bottom_margin = Twips(millimetres(200))
    section.header_distance = section.footer_distance = Twips(millimetres(100))
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.style = "Header"
    line._p.append(w("fldSimple", run("2"), instr=" PAGE "))


def letterhead() -> Element:
    """Issuer and number beside the national title, the motto with its line, and the day."""
    right = width_of(NATION, SIZE_OF_FRAME, bold=True) + BESIDE_TITLE
    left = PORTRAIT - right
    issuer = [paragraph(FRAME, run("x")), paragraph(FRAME, run("x", bold=True)), rule(left // 3, left, FRAME)]
    nation = [
        paragraph(FRAME, run(NATION, bold=True)),
        paragraph(FRAME, run(MOTTO, bold=True, size=SIZE)),
        rule(width_of(MOTTO, SIZE, bold=True), right, FRAME),
    ]
    number, day = paragraph(FRAME, run("x")), paragraph(FRAME, run("x", italic=True, size=SIZE))
    return side_by_side((left, right), [(issuer, nation), ([number], [day])])


def kind_and_subject() -> list[Element]:
    """BÁO CÁO, its trích yếu, and the line below it."""
    kind = shaped(paragraph(TITLE, run("x")), space_before=Pt(18))
    line = shaped(rule(PORTRAIT // 3, PORTRAIT, TITLE), space_after=Pt(12))
    return [kind, paragraph(TITLE, run("x")), line]


def addressees() -> list[Element]:
    """One body on the line of Kính gửi; several each on a line, their dashes below the colon."""
    below = TO_INDENT + width_of(ADDRESSED_TO.rstrip(":"), SIZE) + DASH_ROOM
    placed = [(ADDRESSED_TO, TO_INDENT, 0), ("x", below, -DASH_ROOM)]
    several = [
        shaped(paragraph(BODY, run(text)), alignment=0, left_indent=Twips(left), first_line_indent=Twips(first))
        for text, left, first in placed
    ]
    return [shaped(paragraph(BODY, run("x")), alignment=1, first_line_indent=Twips(0)), *several]


def foot() -> list[Element]:
    """Nơi nhận on the left, the signature on the right, below them the closing lines, kept together on one page."""
    half = PORTRAIT // 2
    recipients = [paragraph(FRAME, run(SENT_TO, bold=True, italic=True, size=24)), paragraph(FRAME, run("x", size=22))]
    signature = [paragraph(FRAME, run("x", bold=True, size=SIZE)) for _ in range(2)]
    shaped(signature[1], space_before=SIGNING_ROOM)
    left = [shaped(line, alignment=0) for line in recipients]
    table = side_by_side((half, PORTRAIT - half), [(left, signature)])
    over_both = w("tcPr", w("tcW", w=PORTRAIT, type="dxa"), w("gridSpan", val=2))
    table.append(w("tr", w("trPr", w("cantSplit")), w("tc", over_both, paragraph(CLOSING, run("x")))))
    return [shaped(paragraph(FRAME), keep_with_next=True), table]


def side_by_side(widths: tuple[int, int], rows: Sequence[tuple[list[Element], list[Element]]]) -> Element:
    """Two columns without lines; its rows are not split and stay on one page."""
    margins = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("left", "right")))
    measures = [w("tblW", w=sum(widths), type="dxa"), w("jc", val="center"), w("tblLayout", type="fixed"), margins]
    table = w("tbl", w("tblPr", *measures), w("tblGrid", *(w("gridCol", w=width) for width in widths)))
    for row in rows:
        cells = [
            w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *(shaped(line, keep_with_next=True) for line in lines))
            for width, lines in zip(widths, row, strict=True)
        ]
        table.append(w("tr", w("trPr", w("cantSplit")), *cells))
    return table


if __name__ == "__main__":
    TARGET.write_bytes(base_paper())
