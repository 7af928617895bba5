"""Xếp hạng: the places' sheets in order, ties sharing a rank (1, 2, 2, 4), and who has moved since an earlier day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from ..named_tuple import NamedTuple
from .emulation import Place
from .period import ONE_DAY, month_of
from .scorecard import Window
from .scoring import Sheet


class Placing(NamedTuple):
    """A place in the table; `rank` is None where nothing of the place is judged, `before` its earlier rank."""

    place: Place
    sheet: Sheet
    rank: int | None
    before: int | None = None

    @property
    def moved(self) -> int | None:
        """How many ranks up (positive) or down since the earlier day."""
        return None if self.rank is None or self.before is None else self.before - self.rank


def league(sheets: Sequence[tuple[Place, Sheet]], earlier: Iterable[tuple[Place, Sheet]] = ()) -> list[Placing]:
    """Best first, equals in the plan's order; compared by total against the most points, so scales may differ."""
    before = _ranks(list(earlier))
    ranks = _ranks(sheets)
    placings = [Placing(place, sheet, ranks.get(place.id), before.get(place.id)) for place, sheet in sheets]
    return sorted(placings, key=lambda one: one.rank or len(placings) + 1)


def _ranks(sheets: Sequence[tuple[Place, Sheet]]) -> dict[str, int]:
    shares: dict[str, Fraction] = {}
    for place, sheet in sheets:
        if (share := sheet.share) is not None:
            shares[place.id] = share
    return {identity: 1 + sum(other > share for other in shares.values()) for identity, share in shares.items()}


def last_month_end(window: Window) -> date | None:
    """The last day of the month before the one the cut-off lies in; None in the plan year's first month."""
    day = month_of(window.cutoff, window.period.calendar).start - ONE_DAY
    return day if day >= window.year_start else None
