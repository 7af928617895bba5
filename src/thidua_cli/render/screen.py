"""The text screen (`--format table`): a page for a terminal of any width, or of natural width for a pipe or file."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Blank, Block, Charts, Document, Heading, Listing, Paragraph, Table, Tone
from .screen_cards import card_lines
from .screen_grid import fitted, grid_of, natural
from .screen_table import table_lines
from .screen_text import BLANK, Line, Span, to_text, visible, wrapped

READABLE_LINE = 100
NO_ROWS = "(không có dòng nào)"


def to_bytes(document: Document, *, width: int | None = None, colour: bool = False) -> bytes:
    """The page as UTF-8 text; figures are complete at every width, columns and then the table give way."""
    return to_text(_lines(document, width), colour=colour).encode("utf-8", "backslashreplace")


def _lines(document: Document, width: int | None) -> Iterator[Line]:
    """Title, blocks and closing lines with a blank line between them, none below a heading."""
    closing = [Paragraph(text, Tone.QUIET) for text in document.closing]
    yield from _text(document.title, width, Tone.STRONG)
    is_under_heading = False
    for block in (*document.blocks, *closing):
        lines = _block(block, width)
        if lines and not is_under_heading:
            yield BLANK
        yield from lines
        is_under_heading = isinstance(block, Heading)


def _block(block: Block, width: int | None) -> list[Line]:
    match block:
        case Heading():
            return _text(block.text, width, Tone.STRONG)
        case Paragraph():
            return _text(block.text, width, block.tone)
        case Listing():
            return [line for text in block.lines for line in _text(text, width, Tone.PLAIN)]
        case Blank() | Charts():
            return []
        case Table():
            return _table(block, width)


def _text(text: str, width: int | None, tone: Tone) -> list[Line]:
    room = None if width is None else min(width, READABLE_LINE)
    return [(Span(line, tone),) for line in wrapped(visible(text), room)]


def _table(table: Table, width: int | None) -> list[Line]:
    caption = [*_text(table.caption, width, Tone.STRONG), BLANK] if table.caption else []
    if not table.rows or not table.columns:
        return [*caption, *_text(NO_ROWS, width, Tone.QUIET)]
    grid = grid_of(table)
    layout = natural(grid) if width is None else fitted(grid, width)
    if layout is None:
        return [*caption, *card_lines(grid, width or 1)]
    return [*caption, *table_lines(layout, width)]
