"""Pieces of a Word page: texts that no XML parser chokes on, paragraphs in two manners, tables, widths of letters."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, Twips
from docx.text.font import Font
from docx.text.parfmt import ParagraphFormat

from ..vietnamese.text import nfc
from .document import NO_ROWS, PARTS, Align, Cell, Column, Row, RowKind, Table, Tone, held, in_lines, shared_out

Element = BaseOxmlElement
# The styles of the base paper.
BODY, HEADINGS, BASIS, BLANK = "BodyText", ("Heading1", "Heading2", "Heading3"), "Basis", "Blank"
CELL, CLOSING, FRAME, TITLE = "TableText", "Closing", "Frame", "Title"
# Sizes of letters in half-points, as Word stores them.
SIZE, SIZE_OF_FRAME, SIZE_OF_TABLE, SIZE_OF_WIDE_TABLE = 26, 26, 22, 20


def millimetres(tenths: int) -> int:
    """Tenths of a millimetre in twips (1/20 pt), rounded up: a margin of 15 mm is never 14.99."""
    return -(-tenths * 1440 // 254)


A4 = millimetres(2100), millimetres(2970)
LEFT, RIGHT = millimetres(300), millimetres(150)
PORTRAIT, LANDSCAPE = A4[0] - LEFT - RIGHT, A4[1] - LEFT - RIGHT
"""The width of the text in twips, upright and on its side."""
BETWEEN = 120
"""The distance of paragraphs in twips."""
MAY_BREAK = "\u200b"
"""A line may break here; takes no room."""
_UNIT = re.compile(r"[^\W\d_]+(?:[ /][^\W\d_]+)*")
_LONG_PARTS = re.compile(r"(?<=\w{4})/")


def w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element of Word's own namespace, its attributes too."""
    element = OxmlElement(f"w:{tag}", {qn(f"w:{name}"): str(value) for name, value in attributes.items()})
    element.extend(children)
    return element


def run(
    text: object, *, bold: bool = False, italic: bool = False, size: int = 0, like: Element | None = None
) -> Element:
    """A stretch of text; `size` in half-points, `like` an rPr to start from. What is not asked for stays as it is."""
    element = w("r", *([] if like is None else [deepcopy(like)]))
    font = Font(element)
    for name, value in (("bold", bold), ("italic", italic), ("size", Pt(size) // 2)):
        if value:
            setattr(font, name, value)
    element.text = held(text)
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


def ruled(line: Element, length: int, room: int) -> Element:
    """A solid line, the top border of an empty paragraph, with another length in the middle of the room (in twips)."""
    side = Twips(max(room - length, 0) // 2)
    return shaped(line, left_indent=side, right_indent=side)


class Manner(NamedTuple):
    """How running text looks, by the styles of our own page or like a paragraph of somebody's template, and its room.

    The widths of the text are in twips, equal where the page lies on its side already.
    """

    like: Element | None = None
    """The paragraph to copy; its first run gives the letters."""
    portrait: int = PORTRAIT
    landscape: int = LANDSCAPE

    def text(
        self, text: object, style: str = BODY, *, bold: bool = False, italic: bool = False, size: int = 0
    ) -> Element:
        """A paragraph with one run."""
        letters = None if self.like is None else next(iter(self.like.xpath("./w:r/w:rPr")), None)
        words = run(text, bold=bold, italic=italic, size=size, like=letters)
        if self.like is None:
            return paragraph(style, words)
        made = w("p", *map(deepcopy, self.like.xpath("./w:pPr")), words)
        for once in made.xpath("./w:pPr/w:sectPr | ./w:pPr/w:pageBreakBefore"):
            once.getparent().remove(once)
        return made


OURS = Manner()


def centred(line: Element) -> Element:
    """A line in the middle, on the page of what follows it."""
    return shaped(line, keep_with_next=True, alignment=WD_ALIGN_PARAGRAPH.CENTER, first_line_indent=Twips(0))


UNITS_PER_EM = 2048
HORN = "\u031b"
_SPACES = re.compile("[ \t\n\u200b]+")
_WIDTHS = {
    weight: {letter: int(width) for width, letters in widths.items() for letter in letters}
    for weight, widths in tomllib.loads(Path(__file__).with_name("letters.toml").read_text("utf-8")).items()
}


@lru_cache(maxsize=10_000)
def width_of(text: str, half_points: int, *, bold: bool = False) -> int:
    """The width of a text on one line, in twips, rounded up; an unknown letter counts as a full em.

    Tones and hats take no room; ơ and ư keep their horn.
    """
    marks = unicodedata.normalize("NFD", text)
    letters = nfc("".join(mark for mark in marks if mark == HORN or not unicodedata.combining(mark)))
    units = sum(_WIDTHS["bold" if bold else "regular"].get(letter, UNITS_PER_EM) for letter in letters)
    return -(-units * half_points * 10 // UNITS_PER_EM)  # half a point is ten twips


def longest_word(text: str, half_points: int, *, bold: bool = False) -> int:
    """The width of the widest piece between two spaces, in twips: narrower than that, a word or number breaks."""
    return max(width_of(word, half_points, bold=bold) for word in _SPACES.split(text))


PADDING, SLACK = millimetres(10), millimetres(10)
MOST_UPRIGHT = 7
"""A table of more columns lies on its side; one of as many has smaller letters."""
LEAST_LABEL, READABLE_LABEL, READABLE_TEXT = millimetres(340), millimetres(440), millimetres(300)
OTHER_FONT = 108
"""Percent of the width of a text where its accented letters are drawn by another font."""
PART_MARK = "- "
_MAY_BREAK, _AFTER_NUMBER = re.compile(f"[ {MAY_BREAK}]"), re.compile("(?<=[0-9%]) ")


class Layout(NamedTuple):
    """A table measured for a page: its columns by place, their widths in twips, the letters in half-points."""

    table: Table
    manner: Manner
    places: tuple[int, ...]
    widths: tuple[int, ...]
    size: int
    is_wide: bool
    dropped: tuple[str, ...] = ()

    def elements(self) -> Iterator[Element]:
        """The table, and a line that names columns left out; a table without rows says so."""
        if self.table.is_empty:
            yield self.manner.text(NO_ROWS, italic=True)
            return
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        edges = [w(side, val="single", sz=4, space=0, color="000000") for side in sides]
        margins = [w(side, w=PADDING, type="dxa") for side in ("left", "right")]
        look = [w("tblW", w=sum(self.widths), type="dxa"), w("jc", val="center"), w("tblBorders", *edges)]
        look += [w("tblLayout", type="fixed"), w("tblCellMar", *margins)]
        grid = w("tblGrid", *(w("gridCol", w=width) for width in self.widths))
        yield w("tbl", w("tblPr", *look), grid, *self._rows())
        if self.dropped:
            yield self.manner.text(f"Bảng không in các cột: {', '.join(self.dropped)}.", CLOSING)

    def _rows(self) -> Iterator[Element]:
        """Header, rows and headings of groups; the last two rows, and what is above a total, are not torn apart."""
        titles = [self.table.columns[at].title for at in self.places]
        header = [self._words(title, Align.CENTRE, bold=True, keep=True) for title in titles]
        yield self._row(header, w("tblHeader"))
        rows = self.table.with_first_parts()
        for (row, is_first_part), below in zip_longest(rows, rows[1:]):
            if row.kind is RowKind.GROUP:
                words = self._words(row.cell(0).text, Align.LEFT, bold=True, keep=True)
                cell = _cell(words, sum(self.widths), w("gridSpan", val=len(titles)))
                yield w("tr", w("trPr", w("cantSplit")), cell)
                continue
            if is_first_part:
                among = Row((*(Cell() for _ in range(self.table.label)), Cell(PARTS)))
                yield self._row(self._line(among, italic=True, keep=True))
            yield self._row(self._line(row, keep=below is not None and (below[0].is_total or below is rows[-1])))

    def _line(self, row: Row, *, italic: bool = False, keep: bool = False) -> Iterator[Element]:
        for at in self.places:
            column, is_label = self.table.columns[at], at == self.table.label
            align = Align.CENTRE if is_mark(self.table, at) else column.align
            text = (PART_MARK if is_label and row.kind is RowKind.PART else "") + written(row, at, column)
            yield self._words(text, align, bold=row.cell(at).tone is Tone.STRONG, italic=italic, keep=keep)

    def _row(self, words: Iterable[Element], *more: Element) -> Element:
        return w("tr", w("trPr", w("cantSplit"), *more), *map(_cell, words, self.widths))

    def _words(
        self, text: object, align: Align, *, bold: bool = False, italic: bool = False, keep: bool = False
    ) -> Element:
        is_ours = self.manner.like is None
        given = 0 if is_ours and self.size == SIZE_OF_TABLE else self.size
        made = self.manner.text(text, CELL, bold=bold, italic=italic, size=given)
        measures: dict[str, object] = {"alignment": WD_ALIGN_PARAGRAPH.from_xml(align)}
        measures |= {"keep_with_next": True} if keep else {}
        if not is_ours:
            measures |= {"first_line_indent": Twips(0), "left_indent": Twips(0), "right_indent": Twips(0)}
            measures |= {"space_before": Twips(20), "space_after": Twips(20), "line_spacing": 1}
        return shaped(made, **measures)


def _cell(words: Element, width: int, *more: Element) -> Element:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), *more, w("vAlign", val="center")), words)


def layout_of(table: Table, manner: Manner = OURS) -> Layout:
    """Upright up to seven columns whose words fit, else on its side, with smaller letters where it is not well read.

    In each column every number and word stays whole; what room there is goes to names of rows and short texts, to
    titles on two lines, then to what a usual row says, to all texts, at last to all columns but marks. Only when not
    even the words fit do columns leave, the highest rank first; they are named in `dropped`.
    """
    spoken = [at for at, column in enumerate(table.columns) if not column.is_typed and any(table.texts(at))]
    places = spoken or list(range(len(table.columns)))
    letters = SIZE_OF_TABLE if len(places) < MOST_UPRIGHT else SIZE_OF_WIDE_TABLE
    upright = [(manner.portrait, letters, 0)] if len(places) <= MOST_UPRIGHT else []
    for sheet in (*upright, (manner.landscape, SIZE_OF_TABLE, 1), (manner.landscape, SIZE_OF_WIDE_TABLE, 0)):
        room, size, wish = sheet
        wishes = {at: _wishes(table, at, size, room) for at in places}
        if sum(of_column[wish] for of_column in wishes.values()) <= room:
            break
    while sum(least for least, *_ in wishes.values()) > room and len(wishes) > 1:
        del wishes[max(wishes, key=lambda at: (table.columns[at].rank, at))]
    dropped = tuple(held(table.columns[at].title) for at in places if at not in wishes)
    widths = tuple(shared_out(list(wishes.values()), room))
    return Layout(table, manner, tuple(wishes), widths, size, sheet not in upright, dropped)


def _wishes(table: Table, at: int, size: int, room: int) -> tuple[int, ...]:
    """How wide a column must be, should be to be read, wants to be for a usual row and for each, and may be at last."""
    column, title = table.columns[at], held(table.columns[at].title)
    lines = [line for row in table.items for line in written(row, at, column).split("\n")]
    ends = _MAY_BREAK if column.wraps else _AFTER_NUMBER
    found = [width_of(line, size) for line in lines]
    words = [width_of(word, size) for line in lines for word in ends.split(line)]
    most, usual = max(found, default=0) * OTHER_FONT // 100, 2 * sum(found) // max(len(found), 1)
    is_label, parts = column.key == table.label_key, title.split(" ")
    halves = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(len(parts))]
    on_two = min(max(width_of(half, size, bold=True) for half in pair) for pair in halves)
    least = max([longest_word(title, size, bold=True), min(most, LEAST_LABEL) if is_label else 0, *words])
    readable = min(most, READABLE_LABEL if is_label else READABLE_TEXT)
    wanted = (least, readable, max(on_two, usual // 3), *in_lines(min(usual, most)), most)
    return (*(width + 2 * PADDING + SLACK for width in wanted), 0 if is_mark(table, at) else room)


def written(row: Row, at: int, column: Column) -> str:
    """The text of a row in that column as it is measured and written.

    A long unit may break after its strokes (`triệu đồng/người/năm`), a path or a number nowhere.
    """
    words = held(row.cell(at).text)
    return _LONG_PARTS.sub(f"/{MAY_BREAK}", words) if column.wraps and _UNIT.fullmatch(words) else words


def is_mark(table: Table, at: int) -> bool:
    """A column of marks that never wrap or that count the rows (TT, Hạng): offices print it narrow and centred."""
    column = table.columns[at]
    return column.is_order or (column.align is Align.LEFT and not column.wraps and column.key != table.label_key)
