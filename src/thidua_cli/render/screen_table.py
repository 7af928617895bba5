"""A table as lines of text: header, rule, wrapped rows, groups over the whole width, parts under "Trong đó"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .attainment_bar import BAR_WIDTH
from .document import Column, RowKind, Tone
from .screen_grid import GAP, PART_INDENT, Grid, GridRow, Layout, Track, box_width, hidden_titles, total_width
from .screen_text import BLANK, RULE, Box, Line, Span, hanging, padded, toned_bar, wrapped

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
