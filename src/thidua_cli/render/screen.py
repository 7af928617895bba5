"""The text screen (`--format table`) and messages, drawn by rich; a pipe or file gets lines of natural width.

First which columns of a table a screen has room for, and how wide each is: no figure is ever cut.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, Union, cast

from rich.cells import cell_len

from ..errors import COMMAND
from . import document as doc
from .document import Align, Column, Document, Paragraph, Row, RowKind, Table, Tone, on_one_line
from .terminal import Screen

if TYPE_CHECKING:
    from rich.align import VerticalAlignMethod
    from rich.console import JustifyMethod, RenderableType
Spans = list[tuple[str, str]]
"""The pieces of one line, each with its style."""
Drawn: TypeAlias = Union[Spans, "RenderableType"]
STYLES = {Tone.GOOD: "green", Tone.FAIR: "yellow", Tone.BAD: "bold red", Tone.QUIET: "dim", Tone.STRONG: "bold"}
READABLE_LINE = 100
LONGEST_RULE = 200
NATURAL = 100_000
RULE = "─"
RESET = "\x1b[0m"
_PAGE_LINK = r"\]\([a-z-]+\.md\)"
GAP = 2
PART_MARK = "- "
READABLE_LABEL, READABLE_TEXT, TIGHT_LABEL = 22, 16, 14


class Box(NamedTuple):
    """A cell made visible, on one line: a part's mark, and a text, or the bar of a cell that has none."""

    mark: str = ""
    text: str = ""
    tone: Tone = Tone.PLAIN
    is_number: bool = False
    is_bar: bool = False

    @property
    def width(self) -> int:
        """How many cells it takes on one line."""
        return cell_len(self.mark + self.text)

    @property
    def lead(self) -> str:
        """What wrapped lines are set in by: a part's mark, or the sign before a word (`√ ` in `√ Đạt`)."""
        has_sign = self.text[1:2] == " " and not self.text[0].isalnum()
        return self.mark or (self.text[:2] if has_sign else "")


def longest_word(text: str) -> int:
    """The least width in which the text can be wrapped between its words; spaces at its start go with the first."""
    start = len(text) - len(text.lstrip(" "))
    first, *others = text[start:].split(" ")
    measure = len if cell_len(text) == len(text) else cell_len
    return max(start + measure(first), *map(measure, others), 0)


class Strip:
    """One column from top to bottom (None stands for a group's heading), and how much room it needs.

    `most` holds each text on one line; `least` is worth having; below `tight`, for the columns that never leave a page,
    words or figures would be cut. `is_constant`: every row says the same, so that one sentence can say it too.
    """

    def __init__(self, column: Column, boxes: Sequence[Box | None], is_label: bool) -> None:
        self.column, self.boxes, self.is_label = column, boxes, is_label
        self.said = [box for box in boxes if box is not None]
        self.is_constant = not is_label and len(self.said) > 1 and len({box.text for box in self.said}) == 1
        whole, title = max([1, *(box.width for box in self.said)]), longest_word(column.title)
        self.width = self.most = max(cell_len(column.title), whole)
        self.tight = self.least = max(title, whole)
        if column.wraps:
            words = [cell_len(box.lead) + longest_word(box.text.removeprefix(box.lead)) for box in self.said]
            self.tight = max([title, min(self.most, TIGHT_LABEL) if is_label else 0, *words])
            self.least = max(self.tight, min(self.most, READABLE_LABEL if is_label else READABLE_TEXT))


def strips_of(table: Table) -> list[Strip]:
    """All columns of a table, each text visible and each row complete."""
    label = table.label

    def box(row: Row, place: int) -> Box | None:
        if row.kind is RowKind.GROUP:
            return None
        cell, mark = row.cell(place), PART_MARK if place == label and row.kind is RowKind.PART else ""
        if cell.fraction is not None and not cell.text:
            return Box(mark, doc.bar_of(cell.fraction), cell.tone, is_bar=True)
        return Box(mark, on_one_line(cell.text), cell.tone, cell.value is not None)

    columns = [column._replace(title=on_one_line(column.title)) for column in table.columns]
    return [Strip(column, [box(row, at) for row in table.rows], at == label) for at, column in enumerate(columns)]


def fitted(strips: Sequence[Strip], width: int) -> tuple[list[Strip], list[Strip]] | None:
    """The columns that are on a page, with their widths, and those that are nowhere on it; None when only cards are
    readable.

    They are taken in while the page has room, by rank, those that say the same in every row last; one that only counts
    rows stays away once another does. Figures of rank 0 are always there.
    """
    gone = [one for one in strips if one.column.rank or (one.is_constant and not one.said[0].is_number)]
    for strip in sorted(gone, key=lambda one: (one.is_constant, one.column.rank)):
        fewer = [other for other in gone if other is not strip]
        fits = total([one.least for one in _cut(strips, fewer)[0]]) <= width
        gone = fewer if fits and not (fewer and strip.column.counts) else gone
    kept, hidden = _cut(strips, gone)
    wishes = [(one.tight, one.least, *(doc.in_lines(one.most) if one.column.wraps else [one.most] * 3)) for one in kept]
    widths = doc.shared_out(wishes, width - total([0] * len(kept)))
    for strip, given in zip(kept, widths, strict=True):
        strip.width = given
    return (kept, hidden) if total(widths) <= width else None


def _cut(strips: Sequence[Strip], gone: Sequence[Strip]) -> tuple[list[Strip], list[Strip]]:
    """The columns that are left, with the texts of those that joined them; those whose text is nowhere on the page."""
    left = [strip for strip in strips if strip in gone]
    stay = [strip for strip in strips if strip not in gone]
    kept = []
    for strip in stay:
        guests = [one.boxes for one in left if one.column.joins == strip.column.key]
        kept.append(Strip(strip.column, list(map(_joined, strip.boxes, *guests)), strip.is_label) if guests else strip)
    nowhere = [one for one in left if one.column.joins not in {strip.column.key for strip in stay}]
    return kept, [one for one in nowhere if any(box.text and not box.is_bar for box in one.said)]


def _joined(box: Box | None, *guests: Box | None) -> Box | None:
    """A box with the texts of leaving columns in brackets behind its own; what may be passed over stays away."""
    texts = [f"({guest.text})" for guest in guests if guest and guest.text and guest.tone is not Tone.QUIET]
    return box._replace(text=f"{box.text} {' '.join(texts)}".lstrip(" ")) if box and texts else box


def total(widths: Sequence[int]) -> int:
    """The width of columns side by side."""
    return sum(widths) + GAP * (len(widths) - 1)


def to_bytes(document: Document, *, width: int | None = None, colour: bool = False) -> bytes:
    """The page as UTF-8 text; figures are complete at every width, columns and then the table give way."""
    drawn = _drawn(document, width)
    if width is None and not colour:  # of natural width: only spans, no need of the library
        lines = [_plain(line).rstrip(" ") for line in drawn if isinstance(line, list)]
    else:
        lines = _lines(drawn, colour=colour)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _drawn(document: Document, width: int | None) -> Iterator[Drawn]:
    """Title, blocks and closing lines with an empty line between them, none below a heading."""
    yield _said(document.title, width, Tone.STRONG)
    is_under_heading = False
    again = [Paragraph(document.again, Tone.STRONG)] if document.again else []
    for block in (*document.blocks, *again, *(Paragraph(line, Tone.QUIET) for line in document.closing)):
        drawn: list[Drawn] = []
        match block:
            case doc.Heading():
                drawn = [_said(block.text, width, Tone.STRONG)]
            case doc.Annex():
                drawn = [_said(f"{block.number}: {block.title}", width, Tone.STRONG)]
            case Paragraph():
                drawn = [_said(block.text, width, block.tone)]
            case doc.Listing():
                drawn = [_said(line, width) for line in block.lines]
            case Table():
                drawn = list(_tabled(block, width))
        if drawn and not is_under_heading:
            yield []
        yield from drawn
        is_under_heading = isinstance(block, doc.Heading | doc.Annex)


def _plain(spans: Spans) -> str:
    return "".join(text for text, _ in spans)


def _lines(drawn: Iterable[Drawn], *, colour: bool) -> list[str]:
    """What rich draws, line by line without trailing spaces, also inside the last colour; each has its own width."""
    from rich.console import Group

    whole = _written(Group(*map(_renderable, drawn)), Screen(None, colour))
    bare = (line.rstrip(" ") for line in whole.split("\n")[:-1])
    return [f"{line.removesuffix(RESET).rstrip(' ')}{RESET}" if line.endswith(RESET) else line for line in bare]


def _written(drawn: "RenderableType", screen: Screen) -> str:
    """What rich draws on a screen; nothing in it is read as markup."""
    from rich.console import Console

    console = Console(
        file=StringIO(), width=screen.width or NATURAL, height=100, force_terminal=screen.colour, legacy_windows=False,
        no_color=not screen.colour, color_system="standard" if screen.colour else None,
        highlight=False, emoji=False, markup=False,
    )  # fmt: skip
    with console.capture() as made:
        console.print(drawn)
    return made.get()


def _renderable(drawn: Drawn) -> "RenderableType":
    """A pipe has no need of the library, so it is loaded here."""
    from rich.text import Text

    return Text.assemble(*drawn, no_wrap=True) if isinstance(drawn, list) else drawn


def _sentence(spans: Spans, width: int | None, lead: int = 0) -> Drawn:
    """A text wrapped between its words, the lines after the first set in by `lead`; a longer word stands whole."""
    plain = _plain(spans)
    if width is None or cell_len(plain) <= width:
        return spans
    from rich.constrain import Constrain
    from rich.table import Table as RichTable
    from rich.text import Text

    text = Text.assemble(*spans)
    if not lead or width - lead < longest_word(plain[lead:]):
        return Constrain(text, max(width, longest_word(plain)))
    grid = RichTable.grid()
    grid.add_column(width=lead)
    grid.add_column(width=width - lead, overflow="fold")
    grid.add_row(*text.divide([lead]))
    return grid


def _toned(words: str, tone: Tone = Tone.PLAIN) -> Spans:
    return [(words, STYLES.get(tone, ""))]


def _said(text: str, width: int | None, tone: Tone = Tone.PLAIN) -> Drawn:
    """A text in a width that reads well, what follows a dash set in behind it."""
    room, words = None if width is None else min(width, READABLE_LINE), on_one_line(text)
    return _sentence(_toned(words, tone), room, len(PART_MARK) if words.startswith(PART_MARK) else 0)


def _tabled(table: Table, width: int | None) -> Iterator[Drawn]:
    if table.is_empty:
        return iter([_said(doc.NO_ROWS, width, Tone.QUIET)])
    strips = strips_of(table)
    fit = (strips, list[Strip]()) if width is None else fitted(strips, width)
    return _cards(table, strips, width or 1) if fit is None else _ruled(table, *fit, width)


def _ruled(table: Table, strips: Sequence[Strip], hidden: Sequence[Strip], width: int | None) -> Iterator[Drawn]:
    """The header, a line, the rows with an empty line above each group, a line, and what is not on the page."""
    rule = _toned(RULE * min(total([strip.width for strip in strips]), LONGEST_RULE), Tone.QUIET)
    titles = [Box(text=strip.column.title, tone=Tone.STRONG) for strip in strips]
    yield from (_row(titles, strips, width, "bottom"), rule)
    for at, (row, is_first_part) in enumerate(table.with_first_parts()):
        if row.kind is RowKind.GROUP:
            yield from [[]] if at else []
            yield _sentence(_toned(on_one_line(row.cell(0).text), Tone.STRONG), width)
            continue
        if is_first_part:
            among = Box(text=doc.PARTS, tone=Tone.QUIET)
            yield _row([among if strip.is_label else Box() for strip in strips], strips, width)
        yield _row([strip.boxes[at] or Box() for strip in strips], strips, width)
    yield rule
    # What is not on the page: of columns that say the same in every row, what they say; of the others that there are.
    same = [f"{strip.column.title}: {strip.said[0].text}" for strip in hidden if strip.is_constant]
    others = [strip.column.title for strip in hidden if not strip.is_constant]
    told = [f"Giống nhau ở mọi dòng: {'; '.join(same)}."] if same else []
    told += [f"Màn hình hẹp nên không hiện cột: {', '.join(others)}."] if others else []
    yield from [_said(" ".join(told), width, Tone.QUIET)] if told else []


def _row(
    row: Sequence[Box], strips: Sequence[Strip], width: int | None, vertical: "VerticalAlignMethod" = "top"
) -> Drawn:
    """One text of cells that fit side by side; else a table without lines, of such texts and the cells that wrap."""
    cells = list(zip(row, strips, strict=True))
    if width is None or all(box.width <= strip.width for box, strip in cells):
        return _side_by_side(cells)
    from rich.table import Table as RichTable

    grid = RichTable.grid(padding=(0, GAP, 0, 0))
    for _, strip in cells:
        justify = cast("JustifyMethod", strip.column.align)
        grid.add_column(width=strip.width, justify=justify, overflow="fold", vertical=vertical)
    grid.add_row(*(_renderable(_sentence(_painted(box), strip.width, cell_len(box.lead))) for box, strip in cells))
    return grid


def _side_by_side(cells: Iterable[tuple[Box, Strip]]) -> Spans:
    """The pieces of cells on one line with their styles, each cell in the width of its column."""
    parts: Spans = []
    for box, strip in cells:
        cell = _painted(box)
        free = strip.width - cell_len(_plain(cell))
        before = {Align.LEFT: 0, Align.RIGHT: free, Align.CENTRE: free // 2}[strip.column.align]
        parts += [(" " * GAP, ""), (" " * before, ""), *cell, (" " * (free - before), "")]
    return parts[1:]


def _painted(box: Box) -> Spans:
    """A cell's mark and its text or bar with their styles."""
    ink = box.text.rstrip(doc.REST) if box.is_bar else box.text
    pieces = ((box.mark, "dim"), (ink, STYLES.get(box.tone, "")), (box.text[len(ink) :], "dim"))
    return list(filter(itemgetter(0), pieces))


INDENT, ROOM_BESIDE = 2, 20


def _cards(table: Table, strips: Sequence[Strip], width: int) -> Iterator[Drawn]:
    """All rows as cards: the name, then `nhãn: giá trị` for each column after it that holds something."""
    for at, (row, is_first_part) in enumerate(table.with_first_parts()):
        if at and table.rows[at - 1].kind is not RowKind.GROUP:
            yield []
        if row.kind is RowKind.GROUP:
            yield _sentence(_toned(on_one_line(row.cell(0).text), Tone.STRONG), width)
            yield _toned(RULE * width, Tone.QUIET)
            continue
        left = INDENT if row.kind is RowKind.PART else 0
        if is_first_part:
            yield _set_in(_toned(doc.PARTS, Tone.QUIET), left)
        for line in _card([(strip, strip.boxes[at] or Box()) for strip in strips], width - left):
            yield _set_in(line, left)


def _set_in(drawn: Drawn, left: int) -> Drawn:
    from rich.padding import Padding

    return Padding(_renderable(drawn), (0, 0, 0, left), expand=False) if left else drawn


def _card(fields: Sequence[tuple[Strip, Box]], room: int) -> Iterator[Drawn]:
    """The name, then each field: below each other beside their titles when there is room, else as running text."""
    label = next((at for at, (strip, _) in enumerate(fields) if strip.is_label), 0)
    before = [box.text for strip, box in fields[:label] if box.text and not strip.column.counts]
    number = "".join(f"{text} " for text in before)
    yield _sentence(_toned(number + fields[label][1].text, Tone.STRONG), room, cell_len(number))
    named = [(f"{strip.column.title}:", box) for strip, box in fields[label + 1 :]]
    longest = max((cell_len(title) for title, _ in named), default=0)
    lead = longest + 1 if room - longest > ROOM_BESIDE else INDENT
    for title, box in named:
        if box.text:
            spans = [(title, "dim"), (" " * max(lead - cell_len(title), 1), ""), *_painted(box)]
            yield _set_in(_sentence(spans, room - INDENT, lead), INDENT)


_LEAD = r" *(?:(?:→|-|[√×!?#]) )?"
_PIECE = rf"{COMMAND}[);,.]*|\S+"
_STYLED: tuple[tuple[str, Tone], ...] = (
    (r"^ *(?:× lỗi|Lỗi:|×)", Tone.BAD),
    (r"^ *(?:! lưu ý|(?:[Cc]ảnh báo|Lưu ý|Chú ý):)", Tone.FAIR),
    (r"^ *(?:√ ổn|√)|^đã [^\W\d_]+|^sổ nguyên vẹn|^Mọi thứ đều ổn", Tone.GOOD),
    (r"^không thay đổi|^ *→|^  trước → nay:|^(?:kế hoạch|sổ số liệu):", Tone.QUIET),
    (r"^[^\W\d_][^.;:]{0,40}:$|^Cách dùng:|^\[[0-9]+/[0-9]+\] .*", Tone.STRONG),
    (r"(?<=^  )(?:[a-z][a-z-]+|--?[a-z][^ ]*(?:, --[a-z][^ ]*)*(?: [^\Wa-z]+)?)(?=  |$)", Tone.STRONG),
    (r"(?<=^  )\[?[^\Wa-z]+\]?(?=  )", Tone.STRONG),
    (COMMAND, Tone.STRONG),
)


def painted(text: str, screen: Screen, *, width: int | None) -> str:
    """The text for a screen: each line at most `width` cells wide unless a word or a command is longer.

    It is broken between words, further lines set in below the first word.
    """
    lines, room = [], cell_len(text) if width is None else width
    for whole in text.split("\n"):
        before, *pieces = re.findall(rf"^{_LEAD}|{_PIECE}", whole) if cell_len(whole) > room else ("", whole)
        line = before
        for piece in pieces:
            if line.strip(" ") and line != before and cell_len(line) + 1 + cell_len(piece) > room:
                lines.append(line)
                line = " " * cell_len(before)
            line += piece if line == before or not line.strip(" ") else f" {piece}"
        lines.append(line)
    if not screen.colour:
        return "\n".join(lines)
    from rich.text import Text

    coloured = [Text(line) for line in lines]
    for line, (pattern, tone) in product(coloured, _STYLED):
        line.highlight_regex(pattern, STYLES[tone])
    return "\n".join(_lines(coloured, colour=True))


def long_text(text: str, screen: Screen) -> bytes:
    """A text written in Markdown as rich draws it, in the screen's width; links to its pages name the command."""
    from rich.markdown import Markdown

    return _written(Markdown(re.sub(_PAGE_LINK, "](thidua guide)", text), hyperlinks=False), screen).encode()
