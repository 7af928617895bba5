"""Small lines of the year as inline drawings, one per indicator, each told in words for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .document import Charts, Point, Series
from .html_text import attribute, escaped, place_of

WIDTH, HEIGHT = Decimal(260), Decimal(110)
LEFT, RIGHT, TOP, BOTTOM = Decimal(4), Decimal(256), Decimal(22), Decimal(86)
FOOT = Decimal(104)
QUARTERS = (Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1))
CLOSE_LABELS = Decimal("0.3")
MIDDLE_OF_AXIS = Decimal("0.15"), Decimal("0.85")


def charts_html(charts: Charts, place: int) -> Iterator[str]:
    """All small lines under one caption; nothing where no series has a point."""
    drawn = [series for series in charts.series if series.points]
    if not drawn:
        return
    yield '<section class="charts">'
    if charts.caption:
        yield f'<p class="caption">{escaped(charts.caption)}</p>'
    yield '<div class="grid">'
    for number, series in enumerate(drawn, 1):
        yield from _figure(series, f"bieu-do-{place}-{number}")
    yield "</div>"
    yield "</section>"


def _figure(series: Series, key: str) -> Iterator[str]:
    unit = f' <span class="unit">({escaped(series.unit)})</span>' if series.unit else ""
    yield "<figure>"
    yield f"<figcaption>{escaped(series.name)}{unit}</figcaption>"
    yield (
        f'<svg class="line" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{key}-ten {key}-loi">'
        f'<title id="{key}-ten">{attribute(series.name)}</title>'
        f'<desc id="{key}-loi">{attribute(_in_words(series))}</desc>'
    )
    yield from _drawing(series)
    yield "</svg>"
    yield "</figure>"


def _in_words(series: Series) -> str:
    figures = "; ".join(f"{point.label}: {point.text}" for point in series.points)
    goal = f" Kế hoạch: {series.target_text}." if series.target_text else ""
    return f"{figures}.{goal}"


def _drawing(series: Series) -> Iterator[str]:
    yield from (f'<path class="quarter" d="M{place_of(_x(at))} {TOP} V{BOTTOM}"/>' for at in QUARTERS)
    yield f'<path class="axis" d="M{LEFT} {BOTTOM} H{RIGHT}"/>'
    low, high = _limits(series)
    if series.target is not None:
        y = _y(series.target, low, high)
        yield f'<path class="goal" d="M{LEFT} {place_of(y)} H{RIGHT}"/>'
    spots = [(_x(point.along), _y(point.value, low, high)) for point in series.points]
    if len(spots) > 1:
        path = " L".join(f"{place_of(x)} {place_of(y)}" for x, y in spots)
        yield f'<path class="trace" d="M{path}"/>'
    yield from (f'<circle class="spot" cx="{place_of(x)}" cy="{place_of(y)}" r="2.5"/>' for x, y in spots)
    yield from _texts(series)


def _texts(series: Series) -> Iterator[str]:
    """The last figure and the target on top; the first and the last day below the axis."""
    first, last = series.points[0], series.points[-1]
    yield f'<text class="figure" x="0" y="13">{attribute(last.text)}</text>'
    if series.target_text:
        yield f'<text class="aim" x="{WIDTH}" y="13" text-anchor="end">Kế hoạch {attribute(series.target_text)}</text>'
    if last.along - first.along >= CLOSE_LABELS:
        yield _day(first)
    yield _day(last)


def _day(point: Point) -> str:
    left, right = MIDDLE_OF_AXIS
    anchor = "start" if point.along < left else "end" if point.along > right else "middle"
    place = f'x="{place_of(_x(point.along))}" y="{FOOT}" text-anchor="{anchor}"'
    return f'<text class="day" {place}>{attribute(point.label)}</text>'


def _limits(series: Series) -> tuple[Decimal, Decimal]:
    """The lowest and highest value drawn, with some air; never equal."""
    values = [point.value for point in series.points] + ([] if series.target is None else [series.target])
    low, high = min(values), max(values)
    air = (high - low) / 8 or max(abs(high) / 8, Decimal(1))
    return low - air, high + air


def _x(along: Decimal) -> Decimal:
    return LEFT + min(max(along, Decimal(0)), Decimal(1)) * (RIGHT - LEFT)


def _y(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)
