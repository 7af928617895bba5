"""The last figure of an indicator, found from the end: a year of daily figures costs no more than a single one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ..domain.figure import Figure
from .queries import LAST_DAY
from .rows import figure_of, text_of
from .session import Session

ONE_DAY = timedelta(days=1)
ON_DAY, VALUE, NUMERATOR = 1, 2, 3


def newest_figures(
    session: Session, unit: str, indicators: Sequence[str], first: date, last: date, until: int
) -> list[Figure]:
    """The last figure in force of each indicator in a span of days, by indicator; withdrawn days are passed over."""
    found = (_newest(session, unit, indicator, first, last, until) for indicator in sorted(set(indicators)))
    return [figure for figure in found if figure is not None]


def _newest(session: Session, unit: str, indicator: str, first: date, last: date, until: int) -> Figure | None:
    day = last.isoformat()
    while row := session.row(LAST_DAY, unit, indicator, first.isoformat(), day, until):
        if row[VALUE] is not None or row[NUMERATOR] is not None:
            return figure_of(row)
        withdrawn = text_of(row[ON_DAY])
        if not first.isoformat() < withdrawn <= day:
            return None
        day = (date.fromisoformat(withdrawn) - ONE_DAY).isoformat()
    return None
