"""Pieces of a Word page: elements, text that no XML parser chokes on, runs, paragraphs and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, Twips
from docx.text.font import Font
from docx.text.parfmt import ParagraphFormat

from ..named_tuple import NamedTuple
from .file_text import held, printable
from .word_styles import BLANK_STYLE, BODY_STYLE, CAPTION_STYLE, CLOSING_STYLE, HEADING_STYLES

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
