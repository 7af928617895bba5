"""Whether the targets of the parts add up to the total's, in each span between adjustments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ..domain.plan import Indicator, Target
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import write_number
from ..vietnamese.wording import with_unit


@dataclass(frozen=True, slots=True)
class Span:
    """The days between two adjustments; None: open towards the plan's beginning or end."""

    first: date | None
    last: date | None

    @property
    def label(self) -> str:
        """`từ 15/07/2024 đến 30/09/2024: `, empty for the whole year."""
        since = f"từ {write_date(self.first)} " if self.first else ""
        until = f"đến {write_date(self.last)}" if self.last else ""
        return f"{(since + until).strip()}: " if since or until else ""


def sum_doubts(total: Indicator) -> Iterator[str]:
    """One sentence for each span in which the parts' targets do not add up, with the exact difference."""
    if not total.parts:
        return
    for span in _spans(total):
        day = span.first or date.min
        whole, parts = total.target_on(day).target, [part.target_on(day).target for part in total.parts]
        if len({target.upper is None for target in (whole, *parts)}) > 1:
            yield f"{span.label}có khoảng lẫn với số đơn, không so được tổng các phần với chỉ tiêu tổng"
            continue
        for stated, summed in _ends(whole, parts):
            if stated != summed:
                yield span.label + _sentence(stated, summed, total.unit)


def _spans(total: Indicator) -> list[Span]:
    days = sorted({step.on for one in (total, *total.parts) for step in one.adjustments})
    firsts: list[date | None] = [None, *days]
    lasts: list[date | None] = [*(day - timedelta(days=1) for day in days), None]
    return [Span(first, last) for first, last in zip(firsts, lasts, strict=True)]


def _ends(whole: Target, parts: list[Target]) -> Iterator[tuple[Decimal, Decimal]]:
    yield whole.value, sum((part.value for part in parts), Decimal(0))
    if whole.upper is not None:
        yield whole.upper, sum((part.upper for part in parts if part.upper is not None), Decimal(0))


def _sentence(stated: Decimal, summed: Decimal, unit: str) -> str:
    more = "nhiều" if summed > stated else "ít"
    parts, whole, gap = (with_unit(write_number(amount), unit) for amount in (summed, stated, abs(summed - stated)))
    return f"các phần cộng lại {parts}, chỉ tiêu tổng {whole}; các phần {more} hơn {gap}"
