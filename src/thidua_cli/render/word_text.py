"""Pieces of a Word page: elements, text that no XML parser chokes on, runs, paragraphs and rules."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import NamedTuple

from docx import Document as open_word
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, Twips
from docx.text.font import Font
from docx.text.parfmt import ParagraphFormat

from ..vietnamese.text import nfc
from .paper import held, printable

FONT = "Times New Roman"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Page(NamedTuple):
    """A sheet and its margins in twips (1/20 pt)."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int

    @property
    def room(self) -> int:
        """The width of the text."""
        return self.width - self.left - self.right


def millimetres(tenths: int) -> int:
    """Tenths of a millimetre in twips, rounded up: a margin of 15 mm is never 14.99."""
    return -(-tenths * 1440 // 254)


_MARGINS = (millimetres(200), millimetres(200), millimetres(300), millimetres(150), millimetres(100))
A4_SHORT, A4_LONG = millimetres(2100), millimetres(2970)
PORTRAIT = Page(A4_SHORT, A4_LONG, *_MARGINS)
LANDSCAPE = Page(A4_LONG, A4_SHORT, *_MARGINS)
# Sizes in half-points, as Word stores them.
NATIONAL, MOTTO, BODY, NUMBER, TABLE, TABLE_SMALL = 26, 28, 28, 26, 24, 22
RECIPIENTS_TITLE, RECIPIENTS, CLOSING = 24, 22, 22
FIRST_LINE = millimetres(127)
BETWEEN = 120
LINE = 240
BODY_STYLE, HEADING_STYLES = "BodyText", ("Heading1", "Heading2", "Heading3")
HEADER_STYLE, CAPTION_STYLE, CELL_STYLE = "Header", "Caption", "TableText"
BASIS_STYLE, BLANK_STYLE, CLOSING_STYLE, FRAME_STYLE, TITLE_STYLE = "Basis", "Blank", "Closing", "Frame", "Title"
_INDENTED = f'<w:ind w:firstLine="{FIRST_LINE}"/><w:jc w:val="both"/>'
_AFTER = f'<w:spacing w:before="0" w:after="{BETWEEN}" w:line="{LINE}" w:lineRule="auto"/>'
_HEADING = f'<w:keepNext/><w:spacing w:before="{BETWEEN}" w:after="{BETWEEN}" w:line="{LINE}" w:lineRule="auto"/>'


def _style(identity: str, name: str, paragraph: str, letters: str = "", is_quick: bool = True) -> str:
    quick = "<w:qFormat/>" if is_quick else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>{quick}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


_BOLD, _ITALIC, _CENTRED = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>", '<w:jc w:val="center"/>'
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="000000"/>'
    f'{_size(BODY)}<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    f'<w:color w:val="000000"/>{_size(BODY)}</w:rPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    + _style(BODY_STYLE, "Body Text", _AFTER + _INDENTED)
    + _style("Heading1", "heading 1", f'{_HEADING}{_INDENTED}<w:outlineLvl w:val="0"/>', _BOLD)
    + _style("Heading2", "heading 2", f'{_HEADING}{_INDENTED}<w:outlineLvl w:val="1"/>', _BOLD)
    + _style("Heading3", "heading 3", f'{_HEADING}{_INDENTED}<w:outlineLvl w:val="2"/>')
    + _style(TITLE_STYLE, "Title", f"<w:keepNext/>{_CENTRED}", _BOLD)
    + _style(BASIS_STYLE, "Căn cứ", _AFTER + _INDENTED, _ITALIC)
    + _style(BLANK_STYLE, "Dòng trống", _AFTER)
    + _style(CAPTION_STYLE, "caption", f"{_HEADING}{_CENTRED}", _BOLD)
    + _style(CELL_STYLE, "Chữ trong bảng", '<w:spacing w:before="40" w:after="40"/>', _size(TABLE))
    + _style(FRAME_STYLE, "Thể thức", _CENTRED, _size(NATIONAL))
    + _style(CLOSING_STYLE, "Đối chiếu", '<w:spacing w:before="120"/>', _ITALIC + _size(CLOSING))
    + _style(HEADER_STYLE, "header", _CENTRED, _size(NUMBER), is_quick=False)
    + "</w:styles>"
)
SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
Element = BaseOxmlElement
MAY_BREAK = "\u200b"
"""A line may break here; takes no room."""
_BREAKS = re.compile("(\n|\t)")
_UNIT = re.compile(r"[^\W\d_]+(?:[ /][^\W\d_]+)*")
_LONG_PARTS = re.compile(r"(?<=\w{4})/(?=\w{4})")


def fit(text: object) -> str:
    """Any text as Word holds it: printable, one kind of line break, numbers with their units; nothing for None."""
    return held(_printable(text))


def _printable(text: object) -> str:
    return printable(None if text is None else str(text).replace("\r\n", "\n").replace("\r", "\n"))


def breakable(text: object) -> str:
    """The same; a long unit may break after its first stroke (`triệu đồng/người/năm`), a path or a number nowhere."""
    words = fit(text)
    return _LONG_PARTS.sub(f"/{MAY_BREAK}", words, count=1) if _UNIT.fullmatch(words) else words


def w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element of Word's own namespace, its attributes too."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def text_pieces(text: object) -> Iterator[Element]:
    """The content of a run: texts with their spaces, line breaks and tabs."""
    for piece in _BREAKS.split(_printable(text)):
        if piece in ("\n", "\t"):
            yield w("br" if piece == "\n" else "tab")
        elif piece:
            element = w("t")
            element.text = piece
            element.set(qn("xml:space"), "preserve")
            yield element


def run(
    text: object, *, bold: bool = False, italic: bool = False, size: int | None = None, like: Element | None = None
) -> Element:
    """A stretch of text; `size` in half-points, `like` an rPr to start from. What is not asked for stays as it is."""
    element = w("r", *([] if like is None else [deepcopy(like)]))
    font = Font(element)
    if bold:
        font.bold = font.cs_bold = True
    if italic:
        font.italic = font.cs_italic = True
    if size is not None:
        font.size = Pt(size) // 2
        for former in element.xpath("./w:rPr/w:szCs"):
            former.getparent().remove(former)
        element.rPr.sz.addnext(w("szCs", val=size))
    element.extend(text_pieces(fit(text)))
    return element


def paragraph(style: str, *runs: Element) -> Element:
    """A paragraph of a style of ours."""
    return w("p", w("pPr", w("pStyle", val=style)), *runs)


def shaped(element: Element, **measures: object) -> Element:
    """The paragraph with properties of python-docx's `ParagraphFormat` set on it, in the order Word demands."""
    layout = ParagraphFormat(element)
    for name, value in measures.items():
        setattr(layout, name, value)
    return element


def rule(length: int, room: int, style: str) -> Element:
    """A solid line of this length centred in the room (both in twips): the top border of an empty paragraph."""
    side = max(room - length, 0) // 2
    indents = {"left_indent": Twips(side), "right_indent": Twips(side)}
    element = shaped(paragraph(style), **indents, space_before=Pt(2), line_spacing=Pt(4))
    border = w("pBdr", w("top", val="single", sz=6, space=1, color="000000"))
    element.pPr.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    return element


class Manner(NamedTuple):
    """How running text looks: by the styles of our own page, or like a paragraph of somebody's template."""

    like: Element | None = None
    """The paragraph to copy; its first run gives the letters."""

    @property
    def letters(self) -> Element | None:
        """The rPr of the paragraph to copy."""
        if self.like is None:
            return None
        found = self.like.xpath("./w:r/w:rPr")
        return found[0] if found else None

    def text(self, style: str, text: object, *, bold: bool = False, italic: bool = False, size: int = 0) -> Element:
        """A paragraph with one run."""
        letters = run(text, bold=bold, italic=italic, size=size or None, like=self.letters)
        if self.like is None:
            return paragraph(style, letters)
        return w("p", *self._layout(), letters)

    def body(self, text: object, *, bold: bool = False, italic: bool = False) -> Element:
        """A sentence or more."""
        return self.text(BODY_STYLE, text, bold=bold, italic=italic)

    def heading(self, text: object, level: int) -> Element:
        """A heading: level 1 in capitals and bold, 2 bold, 3 plain; it stays with what follows."""
        words = fit(text).upper() if level <= 1 else text
        style = HEADING_STYLES[min(max(level, 1), len(HEADING_STYLES)) - 1]
        made = self.text(style, words, bold=self.like is not None and level <= 2)
        return made if self.like is None else shaped(made, keep_with_next=True)

    def caption(self, text: object) -> Element:
        """What stands above a table."""
        made = self.text(CAPTION_STYLE, text, bold=self.like is not None)
        if self.like is None:
            return made
        return shaped(made, keep_with_next=True, alignment=WD_ALIGN_PARAGRAPH.CENTER, first_line_indent=Twips(0))

    def closing(self, text: object) -> Element:
        """A small line below the paper."""
        return self.text(CLOSING_STYLE, text)

    def dotted_line(self, room: int) -> Element:
        """A line to write on, over the whole width."""
        element = shaped(self.text(BLANK_STYLE, "\t"), first_line_indent=Twips(0))
        ParagraphFormat(element).tab_stops.add_tab_stop(Twips(room), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        return element

    def _layout(self) -> list[Element]:
        found = [] if self.like is None else self.like.xpath("./w:pPr")
        copies = [deepcopy(layout) for layout in found]
        for layout in copies:
            for once in layout.xpath("./w:sectPr | ./w:pageBreakBefore"):
                layout.remove(once)
        return copies


NO_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 - Word's core properties carry no zone; a file of ours carries no day
MOST_TITLE = 250
_FIRST_MEMBERS = ("[Content_Types].xml", "_rels/.rels")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_KEPT = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
}


def empty_file(title: str, author: str) -> WordFile:
    """An A4 page with our styles and nothing of the library's own template; page numbers from the second page on."""
    file = open_word()
    _drop_foreign_parts(file.part.rels)
    _drop_foreign_parts(file.part.package.rels)
    _refill(file.styles.element, STYLES)
    _refill(file.settings.element, SETTINGS)
    _set_page(file)
    properties = file.core_properties
    properties.title, properties.author = printable(title)[:MOST_TITLE], printable(author)[:MOST_TITLE]
    properties.comments = properties.keywords = properties.subject = properties.last_modified_by = ""
    properties.created = properties.modified = NO_DAY
    properties.language, properties.revision = "vi-VN", 1
    return file


def _drop_foreign_parts(relations: Relationships) -> None:
    for name, relation in list(relations.items()):
        if relation.reltype not in _KEPT:
            del relations[name]


def _refill(element: Element, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(xml)))


def _set_page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Twips(PORTRAIT.width), Twips(PORTRAIT.height)
    section.top_margin, section.bottom_margin = Twips(PORTRAIT.top), Twips(PORTRAIT.bottom)
    section.left_margin, section.right_margin = Twips(PORTRAIT.left), Twips(PORTRAIT.right)
    section.header_distance = section.footer_distance = Twips(PORTRAIT.header)
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.style = HEADER_STYLE
    line._p.append(w("fldSimple", run("2"), instr=" PAGE "))


def set_footer(file: WordFile, lines: Sequence[Element]) -> None:
    """The lines at the foot of every sheet, the first one too."""
    for footer in (file.sections[0].footer, file.sections[0].first_page_footer) if lines else ():
        footer.is_linked_to_previous = False
        for former in list(footer._element):
            footer._element.remove(former)
        footer._element.extend([deepcopy(line) for line in lines])


def packed(file: WordFile) -> bytes:
    """The file's bytes: members in a fixed order, without times."""
    rough, fine = io.BytesIO(), io.BytesIO()
    file.save(rough)
    with zipfile.ZipFile(rough) as old, zipfile.ZipFile(fine, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name not in _FIRST_MEMBERS, name))
        for name in names:
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(member, old.read(name))
    return fine.getvalue()


UNITS_PER_EM = 2048
TWIPS_PER_POINT = 20
HORN = "\u031b"
_SPACES = re.compile("[ \t\n\u200b]+")
_WIDEST = 2048
# Advance widths of the font in 1/2048 em, the same in every font made to its measure (Tinos, Liberation Serif).
_REGULAR_WIDTHS = {
    0: "\u200b",
    369: "'", 410: "|", 512: " ,.\u00a0", 569: "/:;\\ijlt", 614: "²³", 682: "!()-I[]`fr·‘’", 797: "Js", 819: "°",
    836: '"', 909: "?acez“”", 961: "^", 983: "{}", 1024: "#$*0123456789_bdghknopquvxyđ–", 1083: "ơ", 1108: "~",
    1110: "ư", 1124: "√≤≥±", 1139: "FPS", 1155: "+<=>×", 1237: "○●■□", 1251: "ELTZ", 1366: "BCR",
    1479: "ADGHKNOQUVXYwĐƠ", 1589: "Ư", 1593: "&m", 1706: "%", 1821: "M", 1886: "@", 1933: "W", 2027: "▲▼►",
}  # fmt: skip
_BOLD_WIDTHS = {
    0: "\u200b",
    451: "|", 512: " ,.\u00a0", 569: "'/\\il", 614: "²³", 682: "!()-:;[]`fjt‘’", 683: "·", 797: "Is", 807: "{}",
    819: "°", 909: "cerz", 1024: "#$*0123456789?J_agovxy–“”", 1065: "~", 1124: "√≤≥±", 1134: "ơ", 1137: '"',
    1139: "Sbdhknpquđ", 1167: "+<=>×", 1190: "^", 1229: "ư", 1237: "○●■□", 1251: "FP", 1366: "BELTZ",
    1479: "ACDNRUVXYwĐ", 1593: "GHKOQƠ", 1630: "Ư", 1706: "&m", 1905: "@", 1933: "M", 2027: "▲▼►",
}  # fmt: skip


def _by_letter(groups: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in groups.items() for letter in letters}


_WIDTHS = {False: _by_letter(_REGULAR_WIDTHS), True: _by_letter(_BOLD_WIDTHS)}


def width_of(text: str, half_points: int, *, bold: bool = False) -> int:
    """The width of a text on one line, in twips (1/20 pt), rounded up; an unknown letter counts as a full em."""
    widths = _WIDTHS[bold]
    units = sum(widths.get(letter, _WIDEST) for letter in _bare(text))
    return -(-units * half_points * TWIPS_PER_POINT // (2 * UNITS_PER_EM))


def longest_word(text: str, half_points: int, *, bold: bool = False) -> int:
    """The width of the widest piece between two spaces, in twips: narrower than that, a word or number breaks."""
    return max(width_of(word, half_points, bold=bold) for word in _SPACES.split(text))


def _bare(text: str) -> str:
    """Letters without tones and hats, which take no room; ơ and ư keep their horn."""
    marks = unicodedata.normalize("NFD", text)
    return nfc("".join(mark for mark in marks if mark == HORN or not unicodedata.combining(mark)))
