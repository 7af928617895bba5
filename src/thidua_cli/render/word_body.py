"""The blocks of a document as Word's paragraphs and tables, with a section of its own for what needs a wide page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, Twips

from .document import Annex, Blank, Block, Charts, Document, Frame, Heading, Listing, Paragraph, Table, Tone
from .paper import ADDRESSED_TO, NATION, SENT_TO, addressees, listed, recipient_lines, superior_line
from .paper import MOTTO as PAPER_MOTTO
from .word_table import Layout, layout_of, table_elements
from .word_text import (
    BASIS_STYLE,
    BETWEEN,
    BODY,
    BODY_STYLE,
    FRAME_STYLE,
    MOTTO,
    NATIONAL,
    PORTRAIT,
    RECIPIENTS,
    RECIPIENTS_TITLE,
    TITLE_STYLE,
    Element,
    Manner,
    fit,
    millimetres,
    paragraph,
    rule,
    run,
    shaped,
    w,
    width_of,
)

DASH = "- "
_MARKS = ("-", "+", "–", "•")


class Rooms(NamedTuple):
    """The width of the text in twips, upright and on its side; equal where the page lies on its side already."""

    portrait: int
    landscape: int


class Stretch(NamedTuple):
    """Elements that share one orientation of the page; `begins`: on a new page that is the first of its own count."""

    elements: tuple[Element, ...]
    is_wide: bool
    begins: bool = False


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
            made.append(Stretch(elements, is_wide, isinstance(block, Annex)))
    return merged(made)


def merged(parts: Iterable[Stretch]) -> list[Stretch]:
    """Neighbours of one orientation as one stretch; text below a table keeps its distance from it."""
    made: list[Stretch] = []
    for part in parts:
        if not made or made[-1].is_wide != part.is_wide or part.begins:
            made.append(part)
            continue
        above = made[-1].elements
        if above and part.elements and above[-1].tag == qn("w:tbl") and part.elements[0].tag == qn("w:p"):
            shaped(part.elements[0], space_before=Twips(BETWEEN))
        made[-1] = made[-1]._replace(elements=above + part.elements)
    return made


def _orientations(blocks: Sequence[Block], layouts: dict[int, Layout]) -> list[bool]:
    wide: list[bool] = []
    follows_wide = False
    for block in reversed(blocks):
        if isinstance(block, Table):
            follows_wide = layouts[id(block)].is_wide and bool(block.rows)
        elif not isinstance(block, Heading | Annex | Charts):
            follows_wide = False
        wide.append(follows_wide)
    return wide[::-1]


def _elements(block: Block, layout: Layout | None, room: int, manner: Manner) -> Iterator[Element]:
    match block:
        case Heading():
            yield manner.heading(block.text, block.level)
        case Annex():
            yield from _annex_head(block, manner)
        case Paragraph():
            yield manner.body(block.text, bold=block.tone is Tone.STRONG)
        case Listing():
            yield from (manner.body(dashed(line)) for line in block.lines)
        case Blank():
            yield from (manner.dotted_line(room) for _ in range(block.lines))
        case Table() if layout is not None:
            yield from table_elements(block, layout, manner)


def _annex_head(annex: Annex, manner: Manner) -> Iterator[Element]:
    """`Phụ lục I`, its title in capitals, to which paper it belongs; kept with what follows."""
    lines = [manner.body(annex.number, bold=True), manner.body(fit(annex.title).upper(), bold=True)]
    lines += [manner.body(annex.attached, italic=True)] if annex.attached else []
    for line in lines:
        centred = shaped(line, alignment=WD_ALIGN_PARAGRAPH.CENTER, first_line_indent=Twips(0))
        yield shaped(centred, keep_with_next=True)


def dashed(line: object) -> str:
    """A line of a list with the dash of an official paper, unless it has a mark already."""
    text = fit(line)
    return text if text.startswith(_MARKS) else f"{DASH}{text}"


def join_sections(parts: Sequence[Stretch], last: Element, *, is_whole: bool = False) -> list[Element]:
    """All elements, with the end of a section wherever the page turns or an annex begins.

    `last` is the section that follows them; with `is_whole` the one that the last part lies in. Only the first page
    of the paper and of each annex is without a number: `last` loses that mark when a section stands before it.
    """
    upright = deepcopy(last)
    made: list[Element] = []
    for place, part in enumerate(parts):
        made += part.elements
        section = _section(upright, part, is_first=place == 0)
        if place == len(parts) - 1 and is_whole:
            last[:] = list(section)
        elif place < len(parts) - 1 or part.is_wide:
            _end_section(made, section)
            _make_following(last)
    return made


def below_tables(parts: list[Stretch]) -> list[Stretch]:
    """With the paragraph that Word wants after a table at the end of a section."""
    if parts and parts[-1].elements and parts[-1].elements[-1].tag == qn("w:tbl"):
        parts[-1] = parts[-1]._replace(elements=(*parts[-1].elements, unseen()))
    return parts


def _section(upright: Element, part: Stretch, *, is_first: bool) -> Element:
    section = deepcopy(upright)
    if part.is_wide:
        turn(section)
    if part.begins:
        section.find(qn("w:pgMar")).addnext(w("pgNumType", start=1))
    elif not is_first:
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


NUMBER_BLANK = "Số:          "
DAY_BLANK = "………, ngày … tháng … năm ……"
TO = ADDRESSED_TO.rstrip(":")
AREA = " trên địa bàn "
TO_INDENT = millimetres(300)
DASH_ROOM = millimetres(40)
BESIDE_TITLE = millimetres(40)
"""Beside the national title, so that it never breaks."""
SIGNING_ROOM = Pt(72)
_PLACE_WORDS = re.compile(r" (?=(?:XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU|HUYỆN|QUẬN|THỊ XÃ|THÀNH PHỐ|TỈNH) )", flags=re.IGNORECASE)


def head_elements(document: Document, frame: Frame) -> Iterator[Element]:
    """Everything above the body."""
    yield _letterhead(frame)
    yield from _kind_and_subject(document, frame)
    yield from _addressees(addressees(frame))
    yield from (paragraph(BASIS_STYLE, run(line)) for line in listed(frame.bases))


def foot_elements(frame: Frame) -> Iterator[Element]:
    """Nơi nhận on the left, the signature on the right, kept together on one page."""
    half = PORTRAIT.room // 2
    yield shaped(paragraph(FRAME_STYLE), keep_with_next=True)
    yield layout_table((half, PORTRAIT.room - half), [(list(_recipients(frame)), list(_signature(frame)))])


def _letterhead(frame: Frame) -> Element:
    right = width_of(NATION, NATIONAL, bold=True) + BESIDE_TITLE
    left = PORTRAIT.room - right
    motto = width_of(PAPER_MOTTO, MOTTO, bold=True)
    nation = [
        paragraph(FRAME_STYLE, run(NATION, bold=True)),
        paragraph(FRAME_STYLE, run(PAPER_MOTTO, bold=True, size=MOTTO)),
        rule(motto, right, FRAME_STYLE),
    ]
    number = paragraph(FRAME_STYLE, run(f"{NUMBER_BLANK}{fit(frame.symbol)}"))
    day = paragraph(FRAME_STYLE, run(frame.place_and_day or DAY_BLANK, italic=True, size=MOTTO))
    return layout_table((left, right), [(list(_issuer(frame, left)), nation), ([number], [day])])


def _issuer(frame: Frame, room: int) -> Iterator[Element]:
    issuer = _at_places(fit(frame.issuer).upper(), room, bold=True)
    superior = fit(superior_line(frame))
    for line in _at_places(superior, room, bold=False) if superior else ():
        yield paragraph(FRAME_STYLE, run(line))
    yield from (paragraph(FRAME_STYLE, run(line, bold=True)) for line in issuer)
    yield rule(_below("\n".join(issuer), NATIONAL, room), room, FRAME_STYLE)


def _at_places(name: str, room: int, *, bold: bool) -> list[str]:
    """A body's name on one line, else broken where its place begins: ỦY BAN NHÂN DÂN / XÃ ĐẮK LA."""
    if width_of(name, NATIONAL, bold=bold) <= room:
        return [name]
    return _PLACE_WORDS.split(name, maxsplit=1)


def whole_place(name: str) -> str:
    """A body's name whose place is held together, so that a narrow column breaks it nowhere but before the place."""
    body, *place = _PLACE_WORDS.split(name, maxsplit=1)
    return " ".join([body, *(part.replace(" ", "\u00a0") for part in place)])


def _kind_and_subject(document: Document, frame: Frame) -> Iterator[Element]:
    """BÁO CÁO, below it the trích yếu with a line under it of 1/3 to 1/2 of its length."""
    subject = _in_lines(fit(frame.subject or document.title))
    yield shaped(paragraph(TITLE_STYLE, run(fit(frame.kind).upper())), space_before=Pt(18))
    yield paragraph(TITLE_STYLE, run(subject))
    line = rule(_below(subject, BODY, PORTRAIT.room), PORTRAIT.room, TITLE_STYLE)
    yield shaped(line, space_after=Pt(12))


def _in_lines(subject: str) -> str:
    """A trích yếu too long for one line breaks before its "trên địa bàn …", as offices set it."""
    before, area, place = subject.rpartition(AREA)
    is_long = width_of(subject, BODY, bold=True) > PORTRAIT.room
    return f"{before}\n{area.strip()} {place}" if is_long and area and "\n" not in subject else subject


def _below(text: str, half_points: int, room: int) -> int:
    """The length of the line under a bold text: a little over a third of its longest line."""
    widths = [width_of(line, half_points, bold=True) for line in text.split("\n")]
    return min(max(widths), room) * 7 // 20


def _addressees(names: Sequence[str]) -> Iterator[Element]:
    """One body on the line of Kính gửi; several each on a line, their dashes below the colon."""
    if len(names) == 1:
        text = f"{TO}: {names[0]}"
        yield shaped(paragraph(BODY_STYLE, run(text)), alignment=WD_ALIGN_PARAGRAPH.CENTER, first_line_indent=Twips(0))
        return
    if not names:
        return
    lines = [(f"{TO}:", TO_INDENT, 0)]
    colon = TO_INDENT + width_of(TO, BODY)
    lines += [(f"-\t{name}", colon + DASH_ROOM, -DASH_ROOM) for name in names]
    for text, left, first in lines:
        yield shaped(
            paragraph(BODY_STYLE, run(text)),
            alignment=WD_ALIGN_PARAGRAPH.LEFT,
            left_indent=Twips(left),
            first_line_indent=Twips(first),
        )


def _recipients(frame: Frame) -> Iterator[Element]:
    left = WD_ALIGN_PARAGRAPH.LEFT
    title = run(SENT_TO, bold=True, italic=True, size=RECIPIENTS_TITLE)
    yield shaped(paragraph(FRAME_STYLE, title), alignment=left)
    for line in recipient_lines(frame):
        yield shaped(paragraph(FRAME_STYLE, run(f"- {line}", size=RECIPIENTS)), alignment=left)


def _signature(frame: Frame) -> Iterator[Element]:
    for line in frame.signature or ("…………………",):
        yield paragraph(FRAME_STYLE, run(fit(line).upper(), bold=True, size=BODY))
    name = paragraph(FRAME_STYLE, run(frame.signatory, bold=True, size=BODY))
    yield shaped(name, space_before=SIGNING_ROOM)


def layout_table(widths: tuple[int, int], rows: Sequence[tuple[list[Element], list[Element]]]) -> Element:
    """Two columns side by side without lines; its rows are not split and stay on one page."""
    margins = [w(side, w=0, type="dxa") for side in ("left", "right")]
    layout = w(
        "tblPr",
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", val="center"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *margins),
    )
    table = w("tbl", layout, w("tblGrid", *(w("gridCol", w=width) for width in widths)))
    for row in rows:
        cells = [
            w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *(shaped(line, keep_with_next=True) for line in lines))
            for width, lines in zip(widths, row, strict=True)
        ]
        table.append(w("tr", w("trPr", w("cantSplit")), *cells))
    return table
