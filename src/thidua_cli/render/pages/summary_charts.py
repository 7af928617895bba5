"""Small yearly lines of a digest: each indicator's course from the first day of the year, with its target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from ...domain.digest import Moment
from ...domain.plan import Comparator
from ...domain.rounding import round_half_up
from ...domain.scorecard import Scorecard, Standing, Window
from ...vietnamese.dates import write_date
from ...vietnamese.numbers import write_number
from ...vietnamese.wording import rounded_figure, with_unit
from ..document import Charts, Point, Series
from .report_table import planned

FEWEST_POINTS = 2
PLACES_ALONG = 4


def charts(card: Scorecard, trends: Mapping[str, tuple[Moment, ...]]) -> Iterable[Charts]:
    """One line per indicator that has a course to show; nothing when none has."""
    series = tuple(
        _series(standing, trends[standing.indicator.id], card.window)
        for standing in card.standings
        if len(trends.get(standing.indicator.id, ())) >= FEWEST_POINTS
    )
    if series:
        yield Charts(f"Diễn biến từ đầu năm {card.plan.year}", series)


def _series(standing: Standing, moments: tuple[Moment, ...], window: Window) -> Series:
    target = standing.target.target
    has_line = target.comparator is not Comparator.RANGE
    return Series(
        name=standing.indicator.name,
        unit=standing.indicator.unit,
        points=tuple(_point(standing, moment, window) for moment in moments),
        target=target.value if has_line else None,
        target_text=planned(standing) if has_line else "",
    )


def _point(standing: Standing, moment: Moment, window: Window) -> Point:
    """Its place is the share of the plan year that has gone on that day."""
    year = window.period.whole_year()
    gone = Fraction((moment.on - year.start).days, (year.last_day - year.start).days)
    value = rounded_figure(moment.exact, standing.indicator, standing.target.target)
    return Point(
        along=round_half_up(gone, PLACES_ALONG),
        value=value,
        label=write_date(moment.on),
        text=with_unit(write_number(value), standing.indicator.unit),
    )
