"""Words about figures of places put together, for reports and for checks."""

from __future__ import annotations

from fractions import Fraction

from ..domain.figure import Actual
from ..domain.places import Coverage
from ..domain.plan import Indicator
from ..domain.rounding import shortest
from .numbers import write_number
from .wording import difference_unit, figure_text, with_unit

EXACT_PLACES = 6
ROUNDED_PLACES = 2


def disagreement_text(indicator: Indicator, held: Coverage, gap: Fraction) -> str:
    """`10/10 thôn cộng lại 6.480 con, nhiều hơn 20 con`: the exact difference, for reports and for `check`."""
    together = held.pooled.together
    assert together is not None
    more = "nhiều" if gap > 0 else "ít"
    if indicator.is_rate:
        more = "cao" if gap > 0 else "thấp"
    size = shortest(abs(gap), ROUNDED_PLACES if indicator.is_rate else EXACT_PLACES) or shortest(abs(gap))
    distance = with_unit(write_number(size), difference_unit(indicator.unit))
    reported = f"{held.pooled.reported}/{held.pooled.of} thôn"
    return f"{reported} {_verb(indicator)} {reached_text(together, indicator)}, {more} hơn {distance}"


def _verb(indicator: Indicator) -> str:
    return "gộp lại" if indicator.is_rate else "cộng lại"


def reached_text(reached: Actual, indicator: Indicator) -> str:
    """What has been reached, with its unit."""
    return with_unit(figure_text(reached.exact, indicator), indicator.unit)
