"""Which columns of a table a screen of some width has room for, and how wide each is; no figure is ever cut."""

# No annotations as text where every command loads named tuples: each would be compiled when its class is made.

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from rich.cells import cell_len

from .document import Align, Column, Row, RowKind, Table, Tone, bar_of, on_one_line

GAP = 2
PART_MARK = "- "
READABLE_LABEL, COMFORTABLE_LABEL, READABLE_REMARK, TIGHT_LABEL, READABLE_TEXT = 22, 30, 18, 14, 12
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
        return between + cell_len(self.mark + self.bar + self.text)

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
    """One column from top to bottom (None stands for a group's heading), and how much room it needs."""

    def __init__(self, place: int, column: Column, boxes: Sequence[Box | None], *, is_label: bool) -> None:
        self.place, self.column, self.boxes, self.is_label = place, column, boxes, is_label
        self.said = [box for box in boxes if box is not None]

    @cached_property
    def most(self) -> int:
        """The width that holds each text on one line."""
        return max([cell_len(self.column.title), 1, *(box.width for box in self.said)])

    @cached_property
    def least(self) -> int:
        """The least width worth having: figures and words whole, short texts in two lines, long ones in several."""
        if not self.column.wraps:
            return self.tight
        figure = READABLE_TEXT if self.column.align is Align.RIGHT else 0
        in_lines = max(figure, min(self.most // USUAL_LINES + 3, READABLE_REMARK))
        readable = READABLE_LABEL if self.is_label else in_lines
        return max(self.tight, min(self.most, readable))

    @cached_property
    def tight(self) -> int:
        """The width below which words or figures would be cut; for the columns that never leave a page."""
        title = longest_word(self.column.title)
        if not self.column.wraps:
            return max([title, 1, *(box.width for box in self.said)])
        words = [cell_len(box.lead) + longest_word(box.text.removeprefix(box.lead)) for box in self.said]
        return max([title, min(self.most, TIGHT_LABEL) if self.is_label else 0, *words])

    @cached_property
    def is_constant(self) -> bool:
        """Whether every row says the same, so that one sentence can say it too."""
        return not self.is_label and len(self.said) > 1 and len({(box.bar, box.text) for box in self.said}) == 1

    @property
    def is_passed_over(self) -> bool:
        """Whether it says the same quiet thing in every row, which its neighbour leaves unsaid."""
        return bool(self.is_constant and self.column.joins and self.said[0].tone is Tone.QUIET)


class Fit(NamedTuple):
    """The columns that are on the page with their widths, and those that are nowhere on it."""

    strips: Sequence[Strip]
    widths: Sequence[int]
    hidden: Sequence[Strip] = ()

    def cells(self, row: Sequence[Box]) -> Iterator[tuple[Box, Strip, int]]:
        """The boxes of a row, each with its column and that one's width."""
        return zip(row, self.strips, self.widths, strict=True)


Step = tuple[str, int]
BARS, COLUMN = "bars", "column"


def strips_of(table: Table) -> list[Strip]:
    """All columns of a table, each text visible and each row complete."""
    first_that_wraps = next((place for place, column in enumerate(table.columns) if column.wraps), 0)
    label = table.label if table.label_key else first_that_wraps
    return [
        Strip(
            place,
            column._replace(title=on_one_line(column.title)),
            [None if row.kind is RowKind.GROUP else _box(row, place, is_label=place == label) for row in table.rows],
            is_label=place == label,
        )
        for place, column in enumerate(table.columns)
    ]


def _box(row: Row, place: int, *, is_label: bool) -> Box:
    cell = row.cell(place)
    mark = PART_MARK if is_label and row.kind is RowKind.PART else ""
    bar = "" if cell.fraction is None else bar_of(cell.fraction)
    return Box(mark, bar, on_one_line(cell.text), cell.tone, cell.value is not None)


def fitted(strips: Sequence[Strip], width: int) -> Fit | None:
    """The columns and widths for a page; None when only cards are readable on it.

    What is passed over goes as soon as a text would be broken. The others leave one by one, those that say the same in
    every row first, then by rank, bars before figures; else rank 0 stays, at last as narrow as its words are long, and
    figures of rank 0 always stay. What room a wide one leaves goes to narrow ones that left before it, but for those
    that only count rows.
    """
    if total([strip.most for strip in strips]) > width:
        strips = [strip for strip in strips if not strip.is_passed_over]
    steps = list(_leaving(strips))
    count = next((count for count in range(len(steps) + 1) if _fits(strips, steps[:count], width)), None)
    gone = steps[:count]
    counting = {strip.place for strip in strips if strip.column.counts}
    for step in reversed([step for step in gone if step[1] not in counting]):
        fewer = [other for other in gone if other != step]
        if _fits(strips, fewer, width):
            gone = fewer
    kept, hidden = _cut(strips, gone)
    widths = [strip.tight if count is None else strip.least for strip in kept]
    free = width - total(widths)
    return None if free < 0 else Fit(kept, _grown(kept, widths, free), hidden)


def _leaving(strips: Sequence[Strip]) -> Iterator[Step]:
    order = sorted(strips, key=lambda one: (not one.is_constant, -one.column.rank, -one.place))
    for strip in order:
        if any(box.bar and box.text for box in strip.said):
            yield BARS, strip.place
        if strip.column.rank or (strip.is_constant and not strip.said[0].is_number):
            yield COLUMN, strip.place


def _fits(strips: Sequence[Strip], gone: Sequence[Step], width: int) -> bool:
    return total([strip.least for strip in _cut(strips, gone)[0]]) <= width


def _cut(strips: Sequence[Strip], gone: Sequence[Step]) -> tuple[list[Strip], list[Strip]]:
    """The columns that are left, with the texts of those that joined them; those whose text is nowhere on the page."""
    left = [strip for strip in strips if (COLUMN, strip.place) in gone]
    stay = [strip for strip in strips if strip not in left]
    kept = []
    for strip in stay:
        boxes = strip.boxes
        if (BARS, strip.place) in gone:
            boxes = [box and box._replace(bar="") for box in boxes]
        for guest in left:
            if guest.column.joins == strip.column.key:
                boxes = list(map(_joined, boxes, guest.boxes))
        is_same = boxes is strip.boxes
        kept.append(strip if is_same else Strip(strip.place, strip.column, boxes, is_label=strip.is_label))
    hosts = {strip.column.key for strip in stay}
    return kept, [one for one in left if one.column.joins not in hosts and any(box.text for box in one.said)]


def _joined(box: Box | None, guest: Box | None) -> Box | None:
    """A box with the text of a leaving column in brackets behind its own; what may be passed over stays away."""
    if box is None or guest is None or not guest.text or guest.tone is Tone.QUIET:
        return box
    return box._replace(text=f"{box.text} ({guest.text})".lstrip(" "))


def total(widths: Sequence[int]) -> int:
    """The width of columns side by side."""
    return sum(widths) + GAP * (len(widths) - 1)


def _grown(strips: Sequence[Strip], least: Sequence[int], free: int) -> list[int]:
    """Spare cells go to broken titles, to texts until they are readable, to names until they read well, to columns that
    then need one line only, the narrowest gap first, to the rest."""
    titles = [0 if strip.column.wraps else strip.most for strip in strips]
    tight = [min(strip.least, READABLE_TEXT) for strip in strips]
    names = [min(strip.most, COMFORTABLE_LABEL) if strip.is_label else 0 for strip in strips]
    widths, most = list(least), [strip.most for strip in strips]
    for limits in (titles, tight, [strip.least for strip in strips], names, most):
        for at in sorted(range(len(widths)), key=lambda at: most[at] - widths[at]) if limits is most else ():
            gap = most[at] - widths[at]
            if gap <= free:
                widths[at], free = most[at], free - gap
        while free and (taking := [at for at, limit in enumerate(limits) if widths[at] < limit][:free]):
            for at in taking:
                widths[at] += 1
            free -= len(taking)
    return widths
