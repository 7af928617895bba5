"""The text screen (`--format table`) and messages, drawn by rich; a pipe or file gets lines of natural width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len

from . import document as doc
from .document import Align, Annex, Block, Document, Heading, Listing, Paragraph, RowKind, Table, Tone, on_one_line
from .screen_columns import GAP, PART_MARK, Box, Fit, Strip, fitted, longest_word, strips_of, total
from .terminal import Page, console_for

if TYPE_CHECKING:
    from rich.align import VerticalAlignMethod
    from rich.console import JustifyMethod, RenderableType
    from rich.table import Table as RichTable
    from rich.text import Text

    Drawn: TypeAlias = "Spans | RenderableType"
Spans: TypeAlias = list[tuple[str, str]]
"""The pieces of one line, each with its style."""
STYLES = {Tone.GOOD: "green", Tone.FAIR: "yellow", Tone.BAD: "bold red", Tone.QUIET: "dim", Tone.STRONG: "bold"}
JUSTIFY: dict[Align, JustifyMethod] = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTRE: "center"}
READABLE_LINE = 100
LONGEST_RULE = 200
RULE = "─"
RESET = "\x1b[0m"
_PAGE_LINK = r"\]\([a-z-]+\.md\)"


def to_bytes(document: Document, *, width: int | None = None, colour: bool = False) -> bytes:
    """The page as UTF-8 text; figures are complete at every width, columns and then the table give way."""
    drawn = (line for piece in _pieces(document) for line in _drawn(piece, width))
    if width is None and not colour:  # of natural width: only spans, no need of the library
        lines = [_plain(line).rstrip(" ") for line in drawn if isinstance(line, list)]
    else:
        lines = _lines(drawn, colour=colour)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _pieces(document: Document) -> Iterator[Paragraph | Table]:
    """Title, blocks and closing lines as sentences and tables with an empty line between them, none below a heading."""
    yield Paragraph(document.title, Tone.STRONG)
    is_under_heading = False
    again = [Paragraph(document.again, Tone.STRONG)] if document.again else []
    for block in (*document.blocks, *again, *(Paragraph(line, Tone.QUIET) for line in document.closing)):
        pieces = _of_block(block)
        if pieces and not is_under_heading:
            yield Paragraph("")
        yield from pieces
        is_under_heading = isinstance(block, Heading | Annex)


def _of_block(block: Block) -> list[Paragraph | Table]:
    match block:
        case Heading():
            return [Paragraph(block.text, Tone.STRONG)]
        case Annex():
            return [Paragraph(f"{block.number}: {block.title}", Tone.STRONG)]
        case Paragraph():
            return [block]
        case Listing():
            return [Paragraph(line) for line in block.lines]
        case Table():
            caption = [Paragraph(block.caption, Tone.STRONG), Paragraph("")] if block.caption else []
            return [*caption, Paragraph(doc.NO_ROWS, Tone.QUIET) if block.is_empty else block]
        case _:
            return []


def _plain(spans: Spans) -> str:
    return "".join(text for text, _ in spans)


def _lines(drawn: Iterable[Drawn], *, colour: bool) -> list[str]:
    """What rich draws, line by line without trailing spaces; each renderable brings its own width."""
    from rich.console import Group

    console = console_for(Page(None, colour))
    with console.capture() as written:
        console.print(Group(*map(_renderable, drawn)))
    return [_trimmed(line) for line in written.get().split("\n")[:-1]]


def _renderable(drawn: Drawn) -> RenderableType:
    """A pipe has no need of the library, so it is loaded here."""
    from rich.text import Text

    return Text.assemble(*drawn, no_wrap=True) if isinstance(drawn, list) else drawn


def _trimmed(line: str) -> str:
    """Without the spaces at its end, also those inside the last colour."""
    bare = line.rstrip(" ")
    return f"{bare.removesuffix(RESET).rstrip(' ')}{RESET}" if bare.endswith(RESET) else bare


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


def _drawn(piece: Paragraph | Table, width: int | None) -> Iterator[Drawn]:
    if isinstance(piece, Paragraph):
        room, text = None if width is None else min(width, READABLE_LINE), on_one_line(piece.text)
        lead = len(PART_MARK) if text.startswith(PART_MARK) else 0
        yield _sentence(_toned(text, piece.tone), room, lead)
        return
    strips = strips_of(piece)
    fit = Fit(strips, [strip.most for strip in strips]) if width is None else fitted(strips, width)
    yield from _cards(piece, strips, width or 1) if fit is None else _ruled(piece, fit, width)


def _ruled(table: Table, fit: Fit, width: int | None) -> Iterator[Drawn]:
    """The header, a line, the rows with an empty line above each group, a line, and what is not on the page."""
    rule = _toned(RULE * min(total(fit.widths), LONGEST_RULE), Tone.QUIET)
    titles = [Box(text=strip.column.title, tone=Tone.STRONG) for strip in fit.strips]
    line = _row if width is not None else _natural_row
    yield from (line(titles, fit, "bottom"), rule)
    for at, (row, is_first_part) in enumerate(table.with_first_parts()):
        if row.kind is RowKind.GROUP:
            yield from [[]] if at else []
            yield _sentence(_toned(on_one_line(row.cell(0).text), Tone.STRONG), width)
            continue
        if is_first_part:
            among = Box(text=doc.PARTS, tone=Tone.QUIET)
            yield line([among if strip.is_label else Box() for strip in fit.strips], fit)
        yield line([strip.boxes[at] or Box() for strip in fit.strips], fit)
    yield rule
    if fit.hidden:
        yield from _drawn(Paragraph(_hidden_sentence(fit), Tone.QUIET), width)


def _hidden_sentence(fit: Fit) -> str:
    """Which columns are not on the page; of those that say the same in every row, what they say."""
    same = [f"{strip.column.title}: {strip.said[0].text}" for strip in fit.hidden if strip.is_constant]
    others = [strip.column.title for strip in fit.hidden if not strip.is_constant]
    told = [f"Giống nhau ở mọi dòng: {'; '.join(same)}."] if same else []
    told += [f"Màn hình hẹp nên không hiện cột: {', '.join(others)}."] if others else []
    return " ".join(told)


def _natural_row(row: Sequence[Box], fit: Fit, _: VerticalAlignMethod = "top") -> Spans:
    return _side_by_side(fit.cells(row))


def _row(row: Sequence[Box], fit: Fit, vertical: VerticalAlignMethod = "top") -> Drawn:
    """One text of the cells that fit side by side; a table of such texts and of the cells that take more lines."""
    columns: list[tuple[int, JustifyMethod, Drawn]] = []
    for is_one_line, cells in groupby(fit.cells(row), lambda cell: cell[0].width <= cell[2]):
        if is_one_line:
            spans = _side_by_side(cells)
            columns.append((cell_len(_plain(spans)), "left", spans))
        else:
            columns += [(width, JUSTIFY[strip.column.align], _boxed(box, strip, width)) for box, strip, width in cells]
    return columns[0][2] if is_one_line and len(columns) == 1 else _grid(columns, vertical)


def _grid(columns: Sequence[tuple[int, JustifyMethod, Drawn]], vertical: VerticalAlignMethod) -> RichTable:
    """A table without lines; what is between two columns is its divider, as padding would lay out each cell twice."""
    from rich.box import Box as Lines
    from rich.table import Table as RichTable

    lines = Lines("    \n" * 8)
    lines.head_vertical = lines.mid_vertical = lines.foot_vertical = " " * GAP
    grid = RichTable(box=lines, show_header=False, show_edge=False, padding=0)
    for width, justify, _ in columns:
        grid.add_column(width=width, justify=justify, overflow="fold", vertical=vertical)
    grid.add_row(*(_renderable(drawn) for _, _, drawn in columns))
    return grid


def _side_by_side(cells: Iterable[tuple[Box, Strip, int]]) -> Spans:
    """The pieces of cells on one line with their styles, each cell in the width of its column."""
    parts: Spans = []
    for box, strip, width in cells:
        cell = _painted(box, width if strip.column.align is Align.RIGHT else 0)
        free = width - cell_len(_plain(cell))
        before = {Align.LEFT: 0, Align.RIGHT: free, Align.CENTRE: free // 2}[strip.column.align]
        parts += [(" " * GAP, ""), (" " * before, ""), *cell, (" " * (free - before), "")]
    return parts[1:]


def _painted(box: Box, room: int = 0) -> Spans:
    """A cell's mark, bar and text with their styles; a figure beside a bar stands at the right edge of the room."""
    ink, style = box.bar.rstrip(doc.REST), STYLES.get(box.tone, "")
    if not box.bar and not box.mark:
        return [(box.text, style)]
    between = " " * max(1, room - box.width + 1) if box.bar and box.text else ""
    pieces = ((box.mark, "dim"), (ink, style), (box.bar[len(ink) :], "dim"), (between, ""), (box.text, style))
    return [piece for piece in pieces if piece[0]]


def _boxed(box: Box, strip: Strip, width: int) -> Drawn:
    is_right = strip.column.align is Align.RIGHT
    return _sentence(_painted(box, width if is_right else 0), width, cell_len(box.lead))


INDENT = 2
ROOM_FOR_INDENT = ROOM_FOR_SENTENCE = 20


def _cards(table: Table, strips: Sequence[Strip], width: int) -> Iterator[Drawn]:
    """All rows as cards: the name, then `nhãn: giá trị` for each column after it that holds something."""
    above = RowKind.GROUP
    for at, (row, is_first_part) in enumerate(table.with_first_parts()):
        if above is not RowKind.GROUP:
            yield []
        above = row.kind
        if row.kind is RowKind.GROUP:
            yield _sentence(_toned(on_one_line(row.cell(0).text), Tone.STRONG), width)
            yield _toned(RULE * width, Tone.QUIET)
            continue
        left = INDENT if row.kind is RowKind.PART and width >= ROOM_FOR_INDENT else 0
        if is_first_part:
            yield _set_in(_toned(doc.PARTS, Tone.QUIET), left)
        for line in _card([(strip, strip.boxes[at] or Box()) for strip in strips], width - left):
            yield _set_in(line, left)


def _set_in(drawn: Drawn, left: int) -> Drawn:
    from rich.padding import Padding

    return Padding(_renderable(drawn), (0, 0, 0, left), expand=False) if left else drawn


def _card(fields: Sequence[tuple[Strip, Box]], room: int) -> Iterator[Drawn]:
    label = next((at for at, (strip, _) in enumerate(fields) if strip.is_label), 0)
    before = [box.text for strip, box in fields[:label] if box.text and not strip.column.counts]
    number = "".join(f"{text} " for text in before)
    yield _sentence(_toned(number + fields[label][1].text, Tone.STRONG), room, cell_len(number))
    left = INDENT if room >= ROOM_FOR_INDENT else 0
    named = [(f"{strip.column.title}:", box) for strip, box in fields[label + 1 :]]
    longest = max((cell_len(title) for title, _ in named), default=0)
    for title, box in named:
        if box.text or box.bar:
            yield from (_set_in(line, left) for line in _field(title, box, longest, room - left))


def _field(title: str, box: Box, longest: int, room: int) -> Iterator[Drawn]:
    """One field: beside its title when there is room for it, else below it; a figure is never broken."""
    beside = room - longest - 1
    if box.text and box.width > beside:
        box = box._replace(bar="")
    is_sentence = not box.is_number and beside >= max(ROOM_FOR_SENTENCE, longest_word(box.text))
    if box.width <= beside or is_sentence:
        lead = [(title, "dim"), (" " * (longest - cell_len(title) + 1), "")]
        yield _sentence(lead + _painted(box), room, longest + 1)
    else:
        yield _sentence(_toned(title, Tone.QUIET), room)
        yield _sentence(_painted(box), box.width if box.is_number else room)


_LEAD = r" *(?:(?:→|-|[√×!?#]) )?"
_COMMAND = r"thidua (?:--?[a-z]|[a-z]{2})[^\n]*?(?=[;,.]? [^\x00-\x7f]|[;,] |[);,.]*$)"
_PIECE = rf"{_COMMAND}|\S+"
_STYLED: tuple[tuple[str, Tone], ...] = (
    (r"^ *(?:× lỗi|Lỗi:|×)", Tone.BAD),
    (r"^ *(?:! lưu ý|(?:[Cc]ảnh báo|Lưu ý|Chú ý):)", Tone.FAIR),
    (r"^ *(?:√ ổn|√)|^đã [^\W\d_]+|^sổ nguyên vẹn|^Mọi thứ đều ổn", Tone.GOOD),
    (r"^không thay đổi|^ *→|^  trước → nay:|^(?:kế hoạch|sổ số liệu):", Tone.QUIET),
    (r"^[^\W\d_][^.;:]{0,40}:$|^Cách dùng:|^\[[0-9]+/[0-9]+\] .*", Tone.STRONG),
    (
        r"(?<=^  )(?:[a-z][a-z-]+|--?[a-z][^ ]*(?:, --[a-z][^ ]*)*(?: [^\Wa-z]+)?|\[?[^\Wa-z]+\]?(?=  ))(?=  |$)",
        Tone.STRONG,
    ),
    (_COMMAND, Tone.STRONG),
)


def painted(text: str, page: Page, *, width: int | None) -> str:
    """The text for a page: each line at most `width` cells wide unless a word or a command is longer."""
    lines = [line for whole in text.split("\n") for line in _wrapped(whole, width)]
    return "\n".join(_lines(map(_coloured, lines), colour=True) if page.colour else lines)


def _wrapped(text: str, width: int | None) -> Iterator[str]:
    """The line broken between words, further lines set in below the first word."""
    if width is None or cell_len(text) <= width:
        yield text
        return
    lead = re.match(_LEAD, text)
    before = lead.group() if lead else ""
    line = before
    for piece in re.findall(_PIECE, text[len(before) :]):
        if line.strip(" ") and line != before and cell_len(line) + 1 + cell_len(piece) > width:
            yield line
            line = " " * cell_len(before)
        line += piece if line == before or not line.strip(" ") else f" {piece}"
    yield line


def _coloured(line: str) -> Text:
    from rich.text import Text

    shown = Text(line)
    for pattern, tone in _STYLED:
        for match in re.finditer(pattern, line):
            shown.stylize(STYLES[tone], match.start(), match.end())
    return shown


def long_text(text: str, page: Page) -> bytes:
    """A text written in Markdown as rich draws it, in the page's width; links to its pages name the command."""
    from rich.markdown import Markdown

    console = console_for(page)
    with console.capture() as written:
        console.print(Markdown(re.sub(_PAGE_LINK, "](thidua guide)", text), hyperlinks=False))
    return written.get().encode()
