"""The bar of attainment drawn with letters, for formats that are text."""

from __future__ import annotations

from decimal import Decimal

BAR_WIDTH = 10
REST = "░"
_FULL, _HALF, _BEYOND = "█", "▌", "►"


def bar_of(fraction: Decimal) -> str:
    """A bar of fixed width in half-cell steps: full only from 1 on, an arrow beyond 1, some ink above 0."""
    if fraction > 1:
        return _FULL * (BAR_WIDTH - 1) + _BEYOND
    if fraction <= 0:
        return REST * BAR_WIDTH
    halves = max(1, int(fraction * BAR_WIDTH * 2))
    return (_FULL * (halves // 2) + _HALF * (halves % 2)).ljust(BAR_WIDTH, REST)
