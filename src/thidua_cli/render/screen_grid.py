"""Which columns of a table a page has room for, and how wide each one becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..named_tuple import NamedTuple
from .attainment_bar import BAR_WIDTH
from .cells import cell_len
from .document import Cell, Column, RowKind, Table
from .screen_text import Box, box_of, longest_word, visible

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
