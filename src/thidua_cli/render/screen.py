"""The text screen (`--format table`): a page for a terminal of any width, or of natural width for a pipe or file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from ..vietnamese.text import sanitise
from .document import (
    Align,
    Blank,
    Block,
    Cell,
    Charts,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    RowKind,
    Table,
    Tone,
)
from .paper import BAR_WIDTH, REST, bar_of

_SIGNS = "–—…‘’“”•√≈≤≥≠×·○●▲▼►█▓▒░─"
_LETTERS = chain(range(0x20, 0x7F), range(0xA0, 0xAD), range(0xAE, 0x1B1), range(0x1E00, 0x1F00))
NARROW = frozenset(map(chr, _LETTERS)).union(_SIGNS)
"""ASCII, Latin-1 (but for its invisible hyphen), the Latin letters up to ư, all those with two marks, and our signs."""


def cell_len(text: str) -> int:
    """The width of a text in a terminal of letters of one width."""
    if NARROW.issuperset(text):
        return len(text)
    from rich.cells import cell_len as any_cell_len

    return any_cell_len(text)


RULE = "─"
_STYLES = {
    Tone.GOOD: "green",
    Tone.FAIR: "yellow",
    Tone.BAD: "bold red",
    Tone.QUIET: "dim",
    Tone.STRONG: "bold",
}


class Span(NamedTuple):
    """A run of text in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Span, ...]
BLANK: Line = ()


class Box(NamedTuple):
    """A cell ready for the screen: its text is visible and on one line, its bar is drawn."""

    text: str = ""
    bar: str = ""
    tone: Tone = Tone.PLAIN
    is_number: bool = False


def visible(text: object) -> str:
    """Any cell content as text that cannot steer a terminal; nothing for None."""
    return "" if text is None else sanitise(str(text))


def box_of(cell: Cell) -> Box:
    """A cell with its text made visible and its bar drawn."""
    bar = "" if cell.fraction is None else bar_of(cell.fraction)
    return Box(visible(cell.text), bar, cell.tone, cell.value is not None)


def wrapped(text: str, width: int | None) -> list[str]:
    """The text in lines of at most `width`, broken at spaces only; a longer word stands alone, unbroken."""
    if width is None or cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    for word in text.split(" "):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        elif word or not lines:
            lines.append(word)
    return lines


def hanging(text: str, width: int | None) -> list[str]:
    """Wrapped, with the lines after the first set in below the word that follows a leading sign (`√ Đạt`)."""
    if width is None or cell_len(text) <= width or text[1:2] != " " or text[0].isalnum():
        return wrapped(text, width)
    lines = wrapped(text[2:], width - 2)
    return [text[:2] + lines[0], *(f"  {line}" for line in lines[1:])]


def longest_word(text: str) -> int:
    """The least width in which the text can be wrapped, a leading sign hanging."""
    has_sign = text[1:2] == " " and not text[0].isalnum()
    return max(cell_len(word) for word in text.split(" ")) + (2 if has_sign else 0)


def padded(text: str, width: int, align: Align) -> tuple[str, str]:
    """The spaces before and after a text of a column."""
    free = max(0, width - cell_len(text))
    if align is Align.LEFT:
        return "", " " * free
    before = free if align is Align.RIGHT else free // 2
    return " " * before, " " * (free - before)


def toned_bar(bar: str, tone: Tone) -> list[Span]:
    """The bar in its tone, its empty rest quiet."""
    ink = bar.rstrip(REST)
    return [Span(ink, tone), Span(bar[len(ink) :], Tone.QUIET)]


def to_text(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines without trailing spaces, each ended by a line break; escape sequences only with `colour`."""
    paint = _painter() if colour else {}
    return "".join(_written(line, paint) + "\n" for line in lines)


def _written(line: Line, paint: dict[Tone, tuple[str, str]]) -> str:
    spans = list(line)
    while spans and not spans[-1].text.strip(" "):
        spans.pop()
    if spans:
        spans[-1] = Span(spans[-1].text.rstrip(" "), spans[-1].tone)
    return "".join(_painted(span, paint) for span in spans)


def _painted(span: Span, paint: dict[Tone, tuple[str, str]]) -> str:
    if span.tone not in paint or not span.text.strip(" "):
        return span.text
    before, after = paint[span.tone]
    return before + span.text + after


def _painter() -> dict[Tone, tuple[str, str]]:
    from rich.color import ColorSystem
    from rich.style import Style

    painted = {
        tone: Style.parse(style).render("x", color_system=ColorSystem.STANDARD) for tone, style in _STYLES.items()
    }
    return {tone: (before, after) for tone, text in painted.items() for before, after in [text.split("x")]}


GAP = 2
PART_INDENT = 2
READABLE_LABEL = 22
COMFORTABLE_LABEL = 30
READABLE_REMARK = 18
USUAL_LINES = 2


class GridRow(NamedTuple):
    """One row of boxes, one for each column; a group has its text in the first."""

    boxes: tuple[Box, ...]
    kind: RowKind


class Grid(NamedTuple):
    """A table made visible; `label` is the place of the column that names a row."""

    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    label: int

    def column_boxes(self, place: int) -> list[Box]:
        """All boxes below one column, group headings left out."""
        return [row.boxes[place] for row in self.rows if row.kind is not RowKind.GROUP]


class Track(NamedTuple):
    """A column on the page: its place in the grid, its width, whether bars are drawn."""

    place: int
    width: int
    bars: bool = True


class Layout(NamedTuple):
    """A grid and those of its columns that are on the page."""

    grid: Grid
    tracks: Sequence[Track]


class Choice(NamedTuple):
    """Places of the columns that stay, and of those that go without their bars."""

    shown: frozenset[int]
    bare: frozenset[int] = frozenset()


Measures = Mapping[tuple[int, bool], int]
_BOTH = (True, False)


def grid_of(table: Table) -> Grid:
    """The table with every text visible and every row complete."""
    columns = tuple(column._replace(title=visible(column.title)) for column in table.columns)
    rows = tuple(GridRow(_boxes(row.cells, len(columns)), row.kind) for row in table.rows)
    return Grid(columns, rows, _label_place(table))


def natural(grid: Grid) -> Layout:
    """All columns, each as wide as its longest text."""
    return Layout(grid, [Track(place, _widest(grid, place, bars=True)) for place in range(len(grid.columns))])


def fitted(grid: Grid, width: int) -> Layout | None:
    """Columns and widths that fit a page of this width; None when only cards are readable on it."""
    measures = {(place, bars): _least(grid, place, bars=bars) for place in range(len(grid.columns)) for bars in _BOTH}
    for choice in _withdrawals(grid):
        if total_width(_laid(grid, choice, measures).tracks) <= width:
            layout = _laid(grid, _readmitted(grid, choice, measures, width), measures)
            return Layout(layout.grid, _grown(layout, width - total_width(layout.tracks)))
    return None


def total_width(tracks: Sequence[Track]) -> int:
    """The width of a line over all tracks with the gaps between them."""
    return sum(track.width for track in tracks) + GAP * (len(tracks) - 1)


def hidden_titles(layout: Layout) -> list[str]:
    """Titles of the columns whose text is nowhere on the page; bars alone are not missed."""
    shown = {track.place for track in layout.tracks}
    return [
        column.title
        for place, column in enumerate(layout.grid.columns)
        if place not in shown
        and _host(layout.grid, place) not in shown
        and any(box.text for box in layout.grid.column_boxes(place))
    ]


def _boxes(cells: Sequence[Cell], columns: int) -> tuple[Box, ...]:
    return tuple(([box_of(cell) for cell in cells] + [Box()] * columns)[:columns])


def _label_place(table: Table) -> int:
    for place, column in enumerate(table.columns):
        if column.key == table.label_key:
            return place
    return next((place for place, column in enumerate(table.columns) if column.wraps), 0)


def _withdrawals(grid: Grid) -> Iterator[Choice]:
    """All columns, then ever fewer: by rank, from the right, bars before figures; rank 0 stays."""
    choice = Choice(frozenset(range(len(grid.columns))))
    yield choice
    for rank in sorted({column.rank for column in grid.columns}, reverse=True):
        places = [place for place in reversed(range(len(grid.columns))) if grid.columns[place].rank == rank]
        for place in places:
            if _has_bars_beside_text(grid, place):
                choice = choice._replace(bare=choice.bare | {place})
                yield choice
        for place in places if rank > 0 else []:
            choice = choice._replace(shown=choice.shown - {place})
            yield choice


def _readmitted(grid: Grid, choice: Choice, measures: Measures, width: int) -> Choice:
    """Room left by a wide column may do for narrow ones that left before it; the least dispensable come first."""
    gone = [place for place in range(len(grid.columns)) if place not in choice.shown]
    for place in sorted(gone, key=lambda place: grid.columns[place].rank):
        wider = choice._replace(shown=choice.shown | {place})
        if total_width(_laid(grid, wider, measures).tracks) <= width:
            choice = wider
    return choice


def _laid(grid: Grid, choice: Choice, measures: Measures) -> Layout:
    """The chosen columns at their least width, with the texts of the others joined to them."""
    joined, hosts = grid, set()
    for place in range(len(grid.columns)):
        host = _host(grid, place)
        if place not in choice.shown and host is not None and host in choice.shown:
            joined = _joined(joined, place, host)
            hosts.add(host)
    tracks = []
    for place in sorted(choice.shown):
        bars = place not in choice.bare
        width = _least(joined, place, bars=bars) if place in hosts else measures[place, bars]
        tracks.append(Track(place, width, bars))
    return Layout(joined, tracks)


def _host(grid: Grid, place: int) -> int | None:
    """The place of the column that takes over the text of the one at `place`, if any does."""
    wanted = grid.columns[place].joins
    return next((at for at, column in enumerate(grid.columns) if wanted and column.key == wanted), None)


def _joined(grid: Grid, place: int, host: int) -> Grid:
    """The grid with the texts of a leaving column in brackets behind those of the column it joins."""
    return grid._replace(rows=tuple(_joined_row(row, place, host) for row in grid.rows))


def _joined_row(row: GridRow, place: int, host: int) -> GridRow:
    guest = row.boxes[place].text
    if row.kind is RowKind.GROUP or not guest:
        return row
    boxes = list(row.boxes)
    boxes[host] = boxes[host]._replace(text=f"{boxes[host].text} ({guest})".lstrip(" "))
    return row._replace(boxes=tuple(boxes))


def _has_bars_beside_text(grid: Grid, place: int) -> bool:
    boxes = grid.column_boxes(place)
    return any(box.bar for box in boxes) and any(box.text for box in boxes)


def box_width(box: Box, *, bars: bool) -> int:
    """The width of a box on one line, its bar before its text."""
    text = cell_len(box.text)
    if not bars or not box.bar:
        return text
    return BAR_WIDTH + 1 + text if text else BAR_WIDTH


def _widest(grid: Grid, place: int, *, bars: bool) -> int:
    widths = [_indent(row, place, grid) + box_width(row.boxes[place], bars=bars) for row in _figure_rows(grid)]
    return max([cell_len(grid.columns[place].title), 1, *widths])


def _least(grid: Grid, place: int, *, bars: bool) -> int:
    column = grid.columns[place]
    title = longest_word(column.title)
    if not column.wraps:
        return max([title, 1, *(box_width(box, bars=bars) for box in grid.column_boxes(place))])
    words = [_indent(row, place, grid) + longest_word(row.boxes[place].text) for row in _figure_rows(grid)]
    return max([title, _readable(grid, place, bars=bars), *words])


def _readable(grid: Grid, place: int, *, bars: bool) -> int:
    """The least width a wrapping column is worth having with: short texts in two lines, long ones in several."""
    widest = _widest(grid, place, bars=bars)
    return min(widest, READABLE_LABEL) if place == grid.label else min(widest // USUAL_LINES + 3, READABLE_REMARK)


def _figure_rows(grid: Grid) -> list[GridRow]:
    return [row for row in grid.rows if row.kind is not RowKind.GROUP]


def _indent(row: GridRow, place: int, grid: Grid) -> int:
    return PART_INDENT if row.kind is RowKind.PART and place == grid.label else 0


def _grown(layout: Layout, free: int) -> list[Track]:
    """Spare cells go to broken titles, then to the names until they read well, then to all that wraps."""
    grid, tracks = layout.grid, list(layout.tracks)
    widest = [_widest(grid, track.place, bars=track.bars) for track in tracks]
    names = [
        min(most, COMFORTABLE_LABEL) if track.place == grid.label else 0
        for track, most in zip(tracks, widest, strict=True)
    ]
    titles = [0 if grid.columns[track.place].wraps else most for track, most in zip(tracks, widest, strict=True)]
    for limits in (titles, names, widest):
        tracks, free = _widened(tracks, limits, free)
    return tracks


def _widened(tracks: list[Track], limits: list[int], free: int) -> tuple[list[Track], int]:
    """The spare cells dealt out one by one to the tracks below their limit, and what is left of them."""
    widths = [track.width for track in tracks]
    while free and (taking := [at for at, limit in enumerate(limits) if widths[at] < limit][:free]):
        for at in taking:
            widths[at] += 1
        free -= len(taking)
    return [track._replace(width=width) for track, width in zip(tracks, widths, strict=True)], free


PARTS = "Trong đó:"
PART_MARK = "- "
LONGEST_RULE = 200


def table_lines(layout: Layout, width: int | None) -> Iterator[Line]:
    """The lines of a table whose tracks fit the page."""
    grid, tracks = layout.grid, layout.tracks
    rule = (Span(RULE * min(total_width(tracks), LONGEST_RULE), Tone.QUIET),)
    yield from _header(grid, tracks)
    yield rule
    before: RowKind | None = None
    for row in grid.rows:
        if row.kind is RowKind.GROUP:
            yield from _group(row, width, is_first=before is None)
        else:
            if row.kind is RowKind.PART and before is not RowKind.PART:
                yield _parts_marker(grid, tracks)
            yield from _row(grid, row, tracks)
        before = row.kind
    yield rule
    yield from _hidden(layout, width)


def _header(grid: Grid, tracks: Sequence[Track]) -> Iterator[Line]:
    titles = [wrapped(grid.columns[track.place].title, track.width) for track in tracks]
    height = max((len(title) for title in titles), default=0)
    cells = []
    for track, title in zip(tracks, titles, strict=True):
        low = [""] * (height - len(title)) + title
        cells.append([_padded_spans([Span(text, Tone.STRONG)], text, track, grid.columns[track.place]) for text in low])
    yield from _side_by_side(cells, tracks)


def _group(row: GridRow, width: int | None, *, is_first: bool) -> Iterator[Line]:
    if not is_first:
        yield BLANK
    for text in wrapped(row.boxes[0].text, width):
        yield (Span(text, Tone.STRONG),)


def _parts_marker(grid: Grid, tracks: Sequence[Track]) -> Line:
    before = [track for track in tracks if track.place < grid.label]
    return (Span(" " * sum(track.width + GAP for track in before)), Span(PARTS, Tone.QUIET))


def _row(grid: Grid, row: GridRow, tracks: Sequence[Track]) -> Iterator[Line]:
    yield from _side_by_side([_cell(grid, row, track) for track in tracks], tracks)


def _cell(grid: Grid, row: GridRow, track: Track) -> list[list[Span]]:
    column, box = grid.columns[track.place], row.boxes[track.place]
    if row.kind is RowKind.PART and track.place == grid.label:
        return _part_label(box, track, column)
    if track.bars and box.bar:
        return [_bar_cell(box, track, column)]
    texts = hanging(box.text, track.width) if column.wraps else [box.text]
    return [_padded_spans([Span(text, box.tone)], text, track, column) for text in texts]


def _part_label(box: Box, track: Track, column: Column) -> list[list[Span]]:
    texts = wrapped(box.text, track.width - PART_INDENT) if column.wraps else [box.text]
    marks = [PART_MARK] + [" " * PART_INDENT] * (len(texts) - 1)
    marked = [(mark, mark + text, text) for mark, text in zip(marks, texts, strict=True)]
    return [
        _padded_spans([Span(mark, Tone.QUIET), Span(text, box.tone)], whole, track, column)
        for mark, whole, text in marked
    ]


def _bar_cell(box: Box, track: Track, column: Column) -> list[Span]:
    bar = toned_bar(box.bar, box.tone)
    if not box.text:
        return [*bar, Span(" " * (track.width - box_width(box, bars=True)))]
    rest = Track(track.place, track.width - BAR_WIDTH - 1)
    return [*bar, Span(" "), *_padded_spans([Span(box.text, box.tone)], box.text, rest, column)]


def _padded_spans(spans: list[Span], text: str, track: Track, column: Column) -> list[Span]:
    before, after = padded(text, track.width, column.align)
    return [Span(before), *spans, Span(after)]


def _side_by_side(cells: list[list[list[Span]]], tracks: Sequence[Track]) -> Iterator[Line]:
    for at in range(max((len(cell) for cell in cells), default=0)):
        line: list[Span] = []
        for cell, track in zip(cells, tracks, strict=True):
            line += cell[at] if at < len(cell) else [Span(" " * track.width)]
            line.append(Span(" " * GAP))
        yield tuple(line)


def _hidden(layout: Layout, width: int | None) -> Iterator[Line]:
    if titles := hidden_titles(layout):
        for text in wrapped(f"Màn hình hẹp nên không hiện cột: {', '.join(titles)}.", width):
            yield (Span(text, Tone.QUIET),)


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
            yield from _card_group(row, width)
        else:
            if row.kind is RowKind.PART and before is not RowKind.PART:
                yield (Span(_left(row, width)), Span(PARTS, Tone.QUIET))
            yield from _card(grid, row, width)
        before = row.kind


def _card_group(row: GridRow, width: int) -> Iterator[Line]:
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
