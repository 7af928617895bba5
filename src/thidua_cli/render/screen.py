"""The text screen (`--format table`) and messages, drawn by rich; a pipe or file gets lines of natural width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from .document import Align, Annex, Blank, Block, Charts, Document, Heading, Listing, Paragraph, RowKind, Table, Tone
from .paper import BAR_WIDTH, REST
from .screen_columns import GAP, Box, Fit, Strip, fitted, longest_word, strips_of, visible
from .terminal import Page

if TYPE_CHECKING:
    from rich.console import JustifyMethod, RenderableType
    from rich.table import Table as RichTable
    from rich.text import Text
STYLES = {Tone.GOOD: "green", Tone.FAIR: "yellow", Tone.BAD: "bold red", Tone.QUIET: "dim", Tone.STRONG: "bold"}
JUSTIFY: dict[Align, JustifyMethod] = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTRE: "center"}
READABLE_LINE = 100
LONGEST_RULE = 200
RULE, PARTS, NO_ROWS = "─", "Trong đó:", "(không có dòng nào)"
NOTHING = Paragraph("")
RESET = "\x1b[0m"


def to_bytes(document: Document, *, width: int | None = None, colour: bool = False) -> bytes:
    """The page as UTF-8 text; figures are complete at every width, columns and then the table give way."""
    if width is None and not colour:
        lines = [line.rstrip(" ") for piece in _pieces(document) for line in _plain(piece)]
    else:
        drawn = [renderable for piece in _pieces(document) for renderable in _drawn(piece, width)]
        lines = to_lines(drawn, colour=colour)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _pieces(document: Document) -> Iterator[Paragraph | Table]:
    """Title, blocks and closing lines as sentences and tables with an empty line between them, none below a heading."""
    yield Paragraph(document.title, Tone.STRONG)
    is_under_heading = False
    for block in (*document.blocks, *(Paragraph(line, Tone.QUIET) for line in document.closing)):
        pieces = list(_of_block(block))
        if pieces and not is_under_heading:
            yield NOTHING
        yield from pieces
        is_under_heading = isinstance(block, Heading | Annex)


def _of_block(block: Block) -> Iterator[Paragraph | Table]:
    match block:
        case Heading():
            yield Paragraph(block.text, Tone.STRONG)
        case Annex():
            yield Paragraph(f"{block.number}: {block.title}", Tone.STRONG)
        case Paragraph():
            yield block
        case Listing():
            yield from (Paragraph(line) for line in block.lines)
        case Table():
            yield from (Paragraph(block.caption, Tone.STRONG), NOTHING) if block.caption else ()
            yield block if block.rows and block.columns else Paragraph(NO_ROWS, Tone.QUIET)
        case Blank() | Charts():
            return


def _plain(piece: Paragraph | Table) -> Iterator[str]:
    """The lines of natural width for a pipe, without the library that draws."""
    if isinstance(piece, Paragraph):
        yield visible(piece.text)
        return
    fit = fitted(strips_of(piece), None)
    assert fit is not None
    yield _side_by_side([strip.column.title for strip in fit.strips], fit)
    yield _rule(fit)
    for at, kind, before in _kinds(piece):
        if kind is RowKind.GROUP:
            yield from ([""] if before else [])
            yield visible(piece.rows[at].cells[0].text)
        else:
            if kind is RowKind.PART and before is not RowKind.PART:
                yield _side_by_side([PARTS if strip.is_label else "" for strip in fit.strips], fit)
            yield _side_by_side([_one_line(strip.boxes[at] or Box(), w) for strip, w in _pairs(fit)], fit)
    yield _rule(fit)


def _kinds(table: Table) -> Iterator[tuple[int, RowKind, RowKind | None]]:
    """Each row's place, its kind and the kind of the one before it."""
    kinds = [row.kind for row in table.rows]
    return ((at, kind, before) for at, (kind, before) in enumerate(zip(kinds, [None, *kinds], strict=False)))


def _pairs(fit: Fit) -> Iterator[tuple[Strip, int]]:
    return zip(fit.strips, fit.widths, strict=True)


def _one_line(box: Box, width: int) -> str:
    """A cell's text, its bar at the left edge and its figure at the right one."""
    text = f"{box.mark}{box.text}"
    return f"{box.bar} {text.rjust(width - BAR_WIDTH - 1)}" if box.bar and text else box.bar or text


def _side_by_side(texts: Sequence[str], fit: Fit) -> str:
    padded = []
    for text, (strip, width) in zip(texts, _pairs(fit), strict=True):
        free = width - cell_len(text)
        before = {Align.LEFT: 0, Align.RIGHT: free, Align.CENTRE: free // 2}[strip.column.align]
        padded.append(" " * before + text + " " * (free - before))
    return (" " * GAP).join(padded)


def _rule(fit: Fit) -> str:
    return RULE * min(sum(fit.widths) + GAP * (len(fit.widths) - 1), LONGEST_RULE)


def to_lines(drawn: Sequence[RenderableType], *, colour: bool) -> list[str]:
    """What rich draws, line by line without trailing spaces; each renderable brings its own width."""
    from io import StringIO

    from rich.console import Console

    console = Console(
        file=StringIO(), width=100_000, height=100, force_terminal=colour, legacy_windows=False, no_color=not colour,
        color_system="standard" if colour else None, highlight=False, emoji=False, markup=False,
    )  # fmt: skip
    with console.capture() as page:
        for renderable in drawn:
            console.print(renderable)
    return [_trimmed(line) for line in page.get().split("\n")[:-1]]


def _trimmed(line: str) -> str:
    """Without the spaces at its end, also those inside the last colour."""
    bare = line.rstrip(" ")
    return f"{bare.removesuffix(RESET).rstrip(' ')}{RESET}" if bare.endswith(RESET) else bare


def sentence(text: Text, width: int | None, lead: int = 0) -> RenderableType:
    """A text wrapped between its words, the lines after the first set in by `lead`; a longer word stands whole."""
    from rich.constrain import Constrain
    from rich.table import Table as RichTable

    if width is None or cell_len(text.plain) <= width:
        text.no_wrap = True
        return text
    if not lead or width - lead < longest_word(text.plain[lead:]):
        return Constrain(text, max(width, longest_word(text.plain)))
    grid = RichTable.grid()
    grid.add_column(width=lead)
    grid.add_column(width=width - lead, overflow="fold")
    grid.add_row(*text.divide([lead]))
    return grid


def _toned(words: str, tone: Tone = Tone.PLAIN) -> Text:
    from rich.text import Text

    return Text.assemble((words, STYLES.get(tone, "")))


def _paragraph(paragraph: Paragraph, width: int | None) -> RenderableType:
    room = None if width is None else min(width, READABLE_LINE)
    return sentence(_toned(visible(paragraph.text), paragraph.tone), room)


def _drawn(piece: Paragraph | Table, width: int | None) -> Iterator[RenderableType]:
    if isinstance(piece, Paragraph):
        yield _paragraph(piece, width)
        return
    strips = strips_of(piece)
    fit = fitted(strips, width)
    yield from _cards(piece, strips, width or 1) if fit is None else _ruled(piece, fit, width)


def _ruled(table: Table, fit: Fit, width: int | None) -> Iterator[RenderableType]:
    """One rich table for the header and one for the rows below each group's heading, all with the same columns."""
    rule = _toned(_rule(fit), Tone.QUIET)
    header = _columns(fit)
    header.add_row(*(_toned(strip.column.title, Tone.STRONG) for strip in fit.strips))
    for column in header.columns:
        column.vertical = "bottom"
    yield from (header, rule)
    rows: RichTable | None = None
    for at, kind, before in _kinds(table):
        if kind is RowKind.GROUP:
            yield from (rows,) if rows else ()
            yield from ("",) if before else ()
            yield sentence(_toned(visible(table.rows[at].cells[0].text), Tone.STRONG), width)
            rows = None
            continue
        rows = rows or _columns(fit)
        if kind is RowKind.PART and before is not RowKind.PART:
            rows.add_row(*(_toned(PARTS if strip.is_label else "", Tone.QUIET) for strip in fit.strips))
        rows.add_row(*(_boxed(strip.boxes[at] or Box(), strip, room) for strip, room in _pairs(fit)))
    yield from (rows,) if rows else ()
    yield rule
    if fit.hidden:
        yield _paragraph(Paragraph(_hidden_sentence(fit), Tone.QUIET), width)


def _columns(fit: Fit) -> RichTable:
    from rich.table import Table as RichTable

    made = RichTable(box=None, show_header=False, padding=(0, GAP, 0, 0), pad_edge=False)
    for strip, width in _pairs(fit):
        made.add_column(width=width, justify=JUSTIFY[strip.column.align], overflow="fold")
    return made


def _hidden_sentence(fit: Fit) -> str:
    """Which columns are not on the page; of those that say the same in every row, what they say."""
    same = [f"{strip.column.title} {strip.said[0].text}" for strip in fit.hidden if strip.is_constant]
    others = [strip.column.title for strip in fit.hidden if not strip.is_constant]
    told = [f"Ở mọi dòng: {', '.join(same)}."] if same else []
    told += [f"Màn hình hẹp nên không hiện cột: {', '.join(others)}."] if others else []
    return " ".join(told)


def _painted(box: Box, room: int = 0) -> Text:
    """A cell's mark, bar and text in their tones; a figure beside a bar stands at the right edge of the room."""
    from rich.text import Text

    ink = box.bar.rstrip(REST)
    between = " " * max(1, room - box.width + 1) if box.bar and box.text else ""
    style = STYLES.get(box.tone, "")
    return Text.assemble((box.mark, "dim"), (ink, style), (box.bar[len(ink) :], "dim"), between, (box.text, style))


def _boxed(box: Box, strip: Strip, room: int) -> RenderableType:
    is_right = strip.column.align is Align.RIGHT
    return sentence(_painted(box, room if is_right else 0), room, cell_len(box.lead))


INDENT = 2
ROOM_FOR_INDENT = ROOM_FOR_SENTENCE = 20


def _cards(table: Table, strips: Sequence[Strip], width: int) -> Iterator[RenderableType]:
    """All rows as cards: the name, then `nhãn: giá trị` for each column after it that holds something."""
    for at, kind, before in _kinds(table):
        if before not in (None, RowKind.GROUP):
            yield ""
        if kind is RowKind.GROUP:
            yield sentence(_toned(visible(table.rows[at].cells[0].text), Tone.STRONG), width)
            yield _toned(RULE * width, Tone.QUIET)
            continue
        left = INDENT if kind is RowKind.PART and width >= ROOM_FOR_INDENT else 0
        if kind is RowKind.PART and before is not RowKind.PART:
            yield _set_in(_toned(PARTS, Tone.QUIET), left)
        boxes = [strip.boxes[at] or Box() for strip in strips]
        for line in _card(strips, boxes, width - left):
            yield _set_in(line, left)


def _set_in(drawn: RenderableType, left: int) -> RenderableType:
    from rich.padding import Padding

    return Padding(drawn, (0, 0, 0, left), expand=False) if left else drawn


def _card(strips: Sequence[Strip], boxes: Sequence[Box], room: int) -> Iterator[RenderableType]:
    label = next((at for at, strip in enumerate(strips) if strip.is_label), 0)
    before = [box.text for strip, box in zip(strips, boxes, strict=True) if not strip.column.counts][:label]
    number = " ".join(text for text in before if text)
    head = f"{number} {boxes[label].text}" if number else boxes[label].text
    yield sentence(_toned(head, Tone.STRONG), room, cell_len(number) + 1 if number else 0)
    inner = INDENT if room >= ROOM_FOR_INDENT else 0
    fields = [(strip.column.title + ":", box) for strip, box in zip(strips, boxes, strict=True)][label + 1 :]
    labels = max((cell_len(title) for title, _ in fields), default=0)
    for title, box in fields:
        for line in _field(title, box, labels, room - inner):
            yield _set_in(line, inner)


def _field(title: str, box: Box, labels: int, room: int) -> Iterator[RenderableType]:
    """One field: beside its label when there is room for it, else below it; a figure is never broken."""
    beside = room - labels - 1
    if box.text and box.width > beside:
        box = box._replace(bar="")
    if not box.text and not box.bar:
        return
    is_sentence = not box.is_number and beside >= max(ROOM_FOR_SENTENCE, longest_word(box.text))
    if box.width <= beside or is_sentence:
        from rich.text import Text

        lead = Text.assemble((title, "dim"), " " * (labels - cell_len(title) + 1))
        yield sentence(lead + _painted(box), room, labels + 1)
        return
    yield sentence(_toned(title, Tone.QUIET), room)
    yield sentence(_painted(box), box.width if box.is_number else room)


_LEAD = re.compile(r" *(?:(?:→|-|[√×!?#]) )?")
_COMMAND = r"thidua (?:--?[a-z]|[a-z]{2})[^\n]*?(?=[;,.]? [^\x00-\x7f]|[;,] |[);,.]*$)"
_PIECE = re.compile(rf"{_COMMAND}|\S+")
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
    return "\n".join(to_lines([_coloured(line) for line in lines], colour=True) if page.colour else lines)


def _wrapped(text: str, width: int | None) -> Iterator[str]:
    """The line broken between words, further lines set in below the first word."""
    if width is None or cell_len(text) <= width:
        yield text
        return
    lead = _LEAD.match(text)
    before = lead.group() if lead else ""
    line = before
    for piece in _PIECE.findall(text[len(before) :]):
        if line.strip(" ") and line != before and cell_len(line) + 1 + cell_len(piece) > width:
            yield line
            line = " " * cell_len(before)
        line += piece if line == before or not line.strip(" ") else f" {piece}"
    yield line


def _coloured(line: str) -> Text:
    shown = Text(line)
    for pattern, tone in _STYLED:
        for match in re.finditer(pattern, line):
            shown.stylize(STYLES[tone], match.start(), match.end())
    return shown
