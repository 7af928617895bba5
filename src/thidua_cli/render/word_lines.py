"""Moving width between the columns of a table until its rows need the fewest lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Words = Sequence[Sequence[int]]
"""The paragraphs of a cell, each the widths of the pieces between which a line may end."""
Limits = tuple[int, int]
"""The least width of a column, and the one that holds all of it on one line."""
MOST_MOVES = 12


class Sheet:
    """The cells of a table by column, and how many lines each needs at a width."""

    def __init__(self, columns: Sequence[Sequence[Words]], space: int, around: int) -> None:
        self._columns, self._space, self._around = columns, space, around
        self._known: dict[tuple[int, int], tuple[int, ...]] = {}

    def cost(self, widths: Sequence[int]) -> tuple[int, int]:
        """The lines of all rows, then those of all cells: of equally high tables the one that breaks less."""
        counts = [self._lines(place, width) for place, width in enumerate(widths)]
        return sum(map(max, zip(*counts, strict=True))), sum(map(sum, counts))

    def _lines(self, place: int, width: int) -> tuple[int, ...]:
        if (place, width) not in self._known:
            room = width - self._around
            self._known[place, width] = tuple(
                sum(_lines(words, self._space, room) for words in cell) for cell in self._columns[place]
            )
        return self._known[place, width]


def _lines(words: Sequence[int], space: int, room: int) -> int:
    lines, used = 1, 0
    for word in words:
        if used and used + space + word > room:
            lines, used = lines + 1, word
        else:
            used += (space if used else 0) + word
    return lines


def fewest_lines(sheet: Sheet, widths: Sequence[int], limits: Sequence[Limits], step: int) -> list[int]:
    """The widths after moving steps from column to column as long as that saves lines; no column below its least."""
    best = list(widths)
    for _ in range(MOST_MOVES):
        cost, better = min(((sheet.cost(moved), moved) for moved in _moves(best, limits, step)), default=((0, 0), best))
        if cost >= sheet.cost(best):
            break
        best = better
    return best


def _moves(widths: Sequence[int], limits: Sequence[Limits], step: int) -> Iterator[list[int]]:
    for giver, width in enumerate(widths):
        for amount in (step, 2 * step, 4 * step):
            if width - amount < limits[giver][0]:
                break
            for taker in range(len(widths)):
                if taker != giver and widths[taker] < limits[taker][1]:
                    moved = list(widths)
                    moved[giver] -= amount
                    moved[taker] += amount
                    yield moved
