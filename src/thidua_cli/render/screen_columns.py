"""Which columns of a table a screen of some width has room for, and how wide each is; no figure is ever cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from rich.cells import cell_len

from ..vietnamese.text import sanitise
from .document import Cell, Column, RowKind, Table, Tone
from .paper import bar_of, label_place

GAP = 2
PART_MARK = "- "
READABLE_LABEL, COMFORTABLE_LABEL, READABLE_REMARK, TIGHT_LABEL = 22, 30, 18, 14
USUAL_LINES = 2


class Box(NamedTuple):
    """A cell made visible, on one line: a part's mark, a bar, a text."""

    mark: str = ""
    bar: str = ""
    text: str = ""
    tone: Tone = Tone.PLAIN
    is_number: bool = False

    @property
    def width(self) -> int:
        """How many cells it takes on one line."""
        between = 1 if self.bar and self.text else 0
        return cell_len(self.mark) + cell_len(self.bar) + between + cell_len(self.text)

    @property
    def lead(self) -> str:
        """What wrapped lines are set in by: a part's mark, or the sign before a word (`√ Đạt`)."""
        return self.mark or lead_of(self.text)


def visible(text: object) -> str:
    """Any cell content as text that cannot steer a terminal; nothing for None."""
    return "" if text is None else sanitise(str(text))


def lead_of(text: str) -> str:
    """The sign and space before a sentence, `√ ` in `√ Đạt`; nothing where a word or number stands first."""
    return text[:2] if text[1:2] == " " and not text[0].isalnum() else ""


def longest_word(text: str) -> int:
    """The least width in which the text can be wrapped between its words; spaces at its start go with the first."""
    start = len(text) - len(text.lstrip(" "))
    first, *others = text[start:].split(" ")
    return max(start + cell_len(first), *map(cell_len, others), 0)


class Strip:
    """One column from top to bottom (None stands for a group's heading), and how much room it needs."""

    def __init__(self, place: int, column: Column, boxes: Sequence[Box | None], *, is_label: bool) -> None:
        self.place, self.column, self.boxes, self.is_label = place, column, boxes, is_label

    @property
    def said(self) -> list[Box]:
        """The boxes that are not a group's heading."""
        return [box for box in self.boxes if box is not None]

    @cached_property
    def most(self) -> int:
        """The width that holds each text on one line."""
        return max([cell_len(self.column.title), 1, *(box.width for box in self.said)])

    @cached_property
    def least(self) -> int:
        """The least width worth having: figures and words whole, short texts in two lines, long ones in several."""
        most = self.most
        return max(
            self.tight, min(most, READABLE_LABEL) if self.is_label else min(most // USUAL_LINES + 3, READABLE_REMARK)
        )

    @cached_property
    def tight(self) -> int:
        """The width below which words or figures would be cut; for the columns that never leave a page."""
        title = longest_word(self.column.title)
        if not self.column.wraps:
            return max([title, 1, *(box.width for box in self.said)])
        words = [cell_len(box.lead) + longest_word(box.text.removeprefix(box.lead)) for box in self.said]
        return max([title, min(self.most, TIGHT_LABEL) if self.is_label else 0, *words])

    @cached_property
    def has_bars_beside_text(self) -> bool:
        """Whether its bars say again what its texts say."""
        return any(box.bar and box.text for box in self.said)

    @cached_property
    def is_constant(self) -> bool:
        """Whether every row says the same, so that one sentence can say it too."""
        return not self.is_label and len(self.said) > 1 and len({(box.bar, box.text) for box in self.said}) == 1

    @cached_property
    def without_bars(self) -> Strip:
        """The same with its texts alone."""
        return self._with([box and box._replace(bar="") for box in self.boxes])

    def joined_by(self, guest: Strip) -> Strip:
        """The same with the texts of a leaving column in brackets behind its own."""
        pairs = zip(self.boxes, guest.boxes, strict=True)
        return self._with([_joined(box, other.text if other else "") for box, other in pairs])

    def _with(self, boxes: Sequence[Box | None]) -> Strip:
        return Strip(self.place, self.column, boxes, is_label=self.is_label)


def _joined(box: Box | None, guest: str) -> Box | None:
    return box._replace(text=f"{box.text} ({guest})".lstrip(" ")) if box and guest else box


class Fit(NamedTuple):
    """The columns that are on the page with their widths, and those that are nowhere on it."""

    strips: tuple[Strip, ...]
    widths: tuple[int, ...]
    hidden: tuple[Strip, ...] = ()


Step = tuple[str, int]
BARS, COLUMN = "bars", "column"


def strips_of(table: Table) -> list[Strip]:
    """All columns of a table, each text visible and each row complete."""
    label = label_place(table) if table.label_key else _first_that_wraps(table)
    return [
        Strip(
            place,
            column._replace(title=visible(column.title)),
            [None if row.kind is RowKind.GROUP else _box(row.cells, place, row.kind, label) for row in table.rows],
            is_label=place == label,
        )
        for place, column in enumerate(table.columns)
    ]


def _first_that_wraps(table: Table) -> int:
    return next((place for place, column in enumerate(table.columns) if column.wraps), 0)


def _box(cells: Sequence[Cell], place: int, kind: RowKind, label: int) -> Box:
    cell = cells[place] if place < len(cells) else Cell()
    mark = PART_MARK if kind is RowKind.PART and place == label else ""
    bar = "" if cell.fraction is None else bar_of(cell.fraction)
    return Box(mark, bar, visible(cell.text), cell.tone, cell.value is not None)


def fitted(strips: Sequence[Strip], width: int | None) -> Fit | None:
    """The columns and widths for a page; None when only cards are readable on it.

    They leave one by one, those that say the same in every row first, then by rank, bars before figures; rank 0
    stays, at last as narrow as its words are long. What room a wide one leaves goes to narrow ones that left before it.
    """
    if width is None:
        return Fit(tuple(strips), tuple(strip.most for strip in strips))
    steps = list(_leaving(strips))
    count = next((n for n in range(len(steps) + 1) if _total(_least(_cut(strips, steps[:n]))) <= width), None)
    gone = steps if count is None else steps[:count]
    for step in reversed(gone):
        fewer = [other for other in gone if other != step]
        if _total(_least(_cut(strips, fewer))) <= width:
            gone = fewer
    kept = _cut(strips, gone)
    widths = _least(kept) if count is not None else [strip.tight for strip in kept]
    if _total(widths) > width:
        return None
    return Fit(tuple(kept), _grown(kept, widths, width - _total(widths)), tuple(_hidden(strips, gone)))


def _leaving(strips: Sequence[Strip]) -> Iterator[Step]:
    order = sorted(strips, key=lambda one: (not (one.is_constant and one.column.rank), -one.column.rank, -one.place))
    for strip in order:
        if strip.has_bars_beside_text:
            yield BARS, strip.place
        if strip.column.rank:
            yield COLUMN, strip.place


def _cut(strips: Sequence[Strip], gone: Sequence[Step]) -> list[Strip]:
    """The columns that are left, with the texts of those that joined them."""
    left = {place for kind, place in gone if kind == COLUMN}
    kept = []
    for strip in strips:
        if strip.place in left:
            continue
        shown = strip.without_bars if (BARS, strip.place) in gone else strip
        for guest in strips:
            if guest.place in left and guest.column.joins == strip.column.key:
                shown = shown.joined_by(guest)
        kept.append(shown)
    return kept


def _least(strips: Sequence[Strip]) -> list[int]:
    return [strip.least if strip.column.wraps else strip.tight for strip in strips]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _hidden(strips: Sequence[Strip], gone: Sequence[Step]) -> Iterator[Strip]:
    """The columns whose text is nowhere on the page; bars alone are not missed."""
    left = {place for kind, place in gone if kind == COLUMN}
    hosts = {strip.column.key for strip in strips if strip.place not in left}
    for strip in strips:
        if strip.place in left and strip.column.joins not in hosts and any(box.text for box in strip.said):
            yield strip


def _grown(strips: Sequence[Strip], least: Sequence[int], free: int) -> tuple[int, ...]:
    """Spare cells go to broken titles, then to the names until they read well, then to all that wraps."""
    titles = [0 if strip.column.wraps else strip.most for strip in strips]
    names = [min(strip.most, COMFORTABLE_LABEL) if strip.is_label else 0 for strip in strips]
    widths = list(least)
    for limits in (titles, names, [strip.most for strip in strips]):
        while free and (taking := [at for at, limit in enumerate(limits) if widths[at] < limit][:free]):
            for at in taking:
                widths[at] += 1
            free -= len(taking)
    return tuple(widths)
