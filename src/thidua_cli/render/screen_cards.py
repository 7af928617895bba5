"""A table on a page too narrow for columns: one card per row, every figure complete at any width."""

from __future__ import annotations

from collections.abc import Iterator

from .attainment_bar import BAR_WIDTH
from .cells import cell_len
from .document import RowKind, Tone
from .screen_grid import Grid, GridRow
from .screen_table import PARTS
from .screen_text import BLANK, RULE, Box, Line, Span, longest_word, toned_bar, wrapped

INDENT = 2
ROOM_FOR_INDENT = 20
ROOM_FOR_SENTENCE = 20


def card_lines(grid: Grid, width: int) -> Iterator[Line]:
    """All rows as cards: the name, then `nhãn: giá trị` for each column after it that holds something."""
    before: RowKind | None = None
    for row in grid.rows:
        if before not in (None, RowKind.GROUP):
            yield BLANK
        if row.kind is RowKind.GROUP:
            yield from _group(row, width)
        else:
            if row.kind is RowKind.PART and before is not RowKind.PART:
                yield (Span(_left(row, width)), Span(PARTS, Tone.QUIET))
            yield from _card(grid, row, width)
        before = row.kind


def _group(row: GridRow, width: int) -> Iterator[Line]:
    for text in wrapped(row.boxes[0].text, width):
        yield (Span(text, Tone.STRONG),)
    yield (Span(RULE * width, Tone.QUIET),)


def _left(row: GridRow, width: int) -> str:
    return " " * INDENT if row.kind is RowKind.PART and width >= ROOM_FOR_INDENT else ""


def _card(grid: Grid, row: GridRow, width: int) -> Iterator[Line]:
    left = _left(row, width)
    yield from _head(grid, row, left, width)
    inner = left + (" " * INDENT if width >= ROOM_FOR_INDENT else "")
    fields = list(enumerate(grid.columns))[grid.label + 1 :]
    labels = max((cell_len(column.title) for _, column in fields), default=0) + 1
    for place, column in fields:
        yield from _field(f"{column.title}:", row.boxes[place], inner, labels, width)


def _head(grid: Grid, row: GridRow, left: str, width: int) -> Iterator[Line]:
    """The cells up to the name on one line where they fit, further lines set in below the name."""
    before = zip(grid.columns[: grid.label], row.boxes[: grid.label], strict=True)
    number = " ".join(box.text for column, box in before if box.text and not column.counts)
    name = row.boxes[grid.label].text
    hang = cell_len(number) + 1 if number else 0
    room = width - len(left) - hang
    if room < max(longest_word(name), ROOM_FOR_SENTENCE):
        texts = wrapped(f"{number} {name}" if number else name, width - len(left))
        hang = 0
    else:
        texts = wrapped(name, room)
        texts[0] = f"{number} {texts[0]}" if number else texts[0]
    for at, text in enumerate(texts):
        yield (Span(left + (" " * hang if at else "")), Span(text, Tone.STRONG))


def _field(label: str, box: Box, left: str, labels: int, width: int) -> Iterator[Line]:
    """One field: beside its label when there is room for it, else below it; a figure is never broken."""
    if not box.text and not box.bar:
        return
    room = width - len(left)
    beside = room - labels - 1
    if _fits(box, beside):
        gap = " " * (labels - cell_len(label) + 1)
        lines = _value(box, beside)
        yield (Span(left), Span(label, Tone.QUIET), Span(gap), *lines[0])
        yield from ((Span(left + " " * (labels + 1)), *line) for line in lines[1:])
        return
    yield from ((Span(left), Span(text, Tone.QUIET)) for text in wrapped(label, room))
    yield from ((Span(left), *line) for line in _value(box, room))


def _fits(box: Box, room: int) -> bool:
    if not box.text:
        return room >= BAR_WIDTH
    if cell_len(box.text) <= room:
        return True
    return not box.is_number and room >= max(ROOM_FOR_SENTENCE, longest_word(box.text))


def _value(box: Box, room: int) -> list[list[Span]]:
    texts = [box.text] if box.is_number else wrapped(box.text, room)
    lines = [[Span(text, box.tone)] for text in texts if text]
    if box.bar and not lines:
        return [toned_bar(box.bar, box.tone)] if room >= BAR_WIDTH else []
    if box.bar and len(lines) == 1 and cell_len(box.text) + 1 + BAR_WIDTH <= room:
        lines[0] += [Span(" "), *toned_bar(box.bar, box.tone)]
    return lines
