"""The blocks of a document as Word's paragraphs and tables, with a section of its own for what needs a wide page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from docx.oxml.ns import qn
from docx.shared import Pt, Twips

from ..named_tuple import NamedTuple
from .document import Blank, Block, Charts, Heading, Listing, Paragraph, Table, Tone
from .word_columns import Layout, layout_of
from .word_styles import BETWEEN, BODY_STYLE
from .word_table import table_elements
from .word_text import Element, Manner, fit, paragraph, shaped, w

DASH = "- "
_MARKS = ("-", "+", "–", "•")


class Rooms(NamedTuple):
    """The width of the text in twips, upright and on its side; equal where the page lies on its side already."""

    portrait: int
    landscape: int


class Stretch(NamedTuple):
    """Elements that share one orientation of the page."""

    elements: tuple[Element, ...]
    is_wide: bool


def stretches(blocks: Sequence[Block], rooms: Rooms, manner: Manner) -> list[Stretch]:
    """The blocks by orientation: a wide table takes the headings right above it along to its page."""
    layouts = {id(block): layout_of(block, *rooms) for block in blocks if isinstance(block, Table)}
    made: list[Stretch] = []
    turns = rooms.portrait < rooms.landscape
    for block, asks_to_turn in zip(blocks, _orientations(blocks, layouts), strict=True):
        is_wide = turns and asks_to_turn
        room = rooms.landscape if is_wide else rooms.portrait
        elements = tuple(_elements(block, layouts.get(id(block)), room, manner))
        if elements:
            made.append(Stretch(elements, is_wide))
    return merged(made)


def merged(parts: Iterable[Stretch]) -> list[Stretch]:
    """Neighbours of one orientation as one stretch; text below a table keeps its distance from it."""
    made: list[Stretch] = []
    for part in parts:
        if not made or made[-1].is_wide != part.is_wide:
            made.append(part)
            continue
        above = made[-1].elements
        if above and part.elements and above[-1].tag == qn("w:tbl") and part.elements[0].tag == qn("w:p"):
            shaped(part.elements[0], space_before=Twips(BETWEEN))
        made[-1] = Stretch(above + part.elements, part.is_wide)
    return made


def _orientations(blocks: Sequence[Block], layouts: dict[int, Layout]) -> list[bool]:
    wide: list[bool] = []
    follows_wide = False
    for block in reversed(blocks):
        if isinstance(block, Table):
            follows_wide = layouts[id(block)].is_wide and bool(block.rows)
        elif not isinstance(block, Heading | Charts):
            follows_wide = False
        wide.append(follows_wide)
    return wide[::-1]


def _elements(block: Block, layout: Layout | None, room: int, manner: Manner) -> Iterator[Element]:
    match block:
        case Heading():
            yield manner.heading(block.text, block.level)
        case Paragraph():
            yield manner.body(block.text, bold=block.tone is Tone.STRONG)
        case Listing():
            yield from (manner.body(dashed(line)) for line in block.lines)
        case Blank():
            yield from (manner.dotted_line(room) for _ in range(block.lines))
        case Table() if layout is not None:
            yield from table_elements(block, layout, manner)


def dashed(line: object) -> str:
    """A line of a list with the dash of an official paper, unless it has a mark already."""
    text = fit(line)
    return text if text.startswith(_MARKS) else f"{DASH}{text}"


def join_sections(parts: Sequence[Stretch], last: Element) -> list[Element]:
    """All elements, with the end of a section wherever the page turns; `last` is the section that follows them.

    Only the first page of the paper is without a number: `last` loses that mark when a section stands before it.
    """
    upright = deepcopy(last)
    made: list[Element] = []
    for place, part in enumerate(parts):
        made += part.elements
        is_last = place == len(parts) - 1
        if is_last and not part.is_wide:
            break
        _end_section(made, _section(upright, is_wide=part.is_wide, is_first=place == 0))
        _make_following(last)
    return made


def _section(upright: Element, *, is_wide: bool, is_first: bool) -> Element:
    section = deepcopy(upright)
    if is_wide:
        turn(section)
    if not is_first:
        _make_following(section)
    return section


def turn(section: Element) -> None:
    """Lay the page on its side; the margins keep their sides, as the binding is on the left."""
    size = section.find(qn("w:pgSz"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")


def _make_following(section: Element) -> None:
    """A section after the first: on a new page, whose number it shows and continues."""
    for name in ("w:titlePg", "w:pgNumType", "w:type"):
        for element in section.findall(qn(name)):
            section.remove(element)


def _end_section(elements: list[Element], section: Element) -> None:
    """Close a section in its last paragraph; after a table in a paragraph too small to see."""
    if not elements or elements[-1].tag != qn("w:p"):
        elements.append(unseen())
    elements[-1].get_or_add_pPr().append(section)


def unseen() -> Element:
    """An empty paragraph too small to see, which Word wants after a table."""
    tiny = paragraph(BODY_STYLE)
    shaped(tiny, line_spacing=Pt(1), space_after=Pt(0), first_line_indent=Pt(0))
    tiny.pPr.append(w("rPr", w("sz", val=2), w("szCs", val=2)))
    return tiny
