"""What is doubtful about work, days, places and the scale of points, for `plan check`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..domain.plan import Comparator, Plan
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import shown, write_number
from ..vietnamese.text import words
from ..vietnamese.wording import with_unit
from .nodes import Path
from .rules import in_plan_year

Doubts = Iterator[tuple[Path, str]]


def emulation_doubts(plan: Plan) -> Doubts:
    """All doubts about these parts of the plan, each at its place."""
    yield from _days(plan)
    yield from _shared_place_names(plan)
    yield from _place_targets(plan)
    yield from _points(plan)


def _days(plan: Plan) -> Doubts:
    days: list[tuple[Path, date | None]] = [
        *((("work", place, "due"), item.due) for place, item in enumerate(plan.work)),
        *((("anniversaries", place, "on"), one.on) for place, one in enumerate(plan.anniversaries)),
    ]
    for path, day in days:
        if day is not None and not in_plan_year(day, plan.year):
            yield path, f"{write_date(day)} ngoài năm kế hoạch {plan.year}; hãy kiểm tra lại năm"


def _shared_place_names(plan: Plan) -> Doubts:
    first: dict[str, str] = {}
    for place, one in enumerate(plan.places):
        for key, name in (("id", one.id), ("name", one.name), *(("aliases", alias) for alias in one.aliases)):
            holder = first.setdefault(" ".join(words(name)), one.id)
            if holder != one.id:
                sentence = f"'{shown(name)}' cũng chỉ {holder}, nên gõ tên này không tìm được đúng một thôn"
                yield ("places", place, key), f"{sentence}; hãy đổi tên gọi tắt"


def _place_targets(plan: Plan) -> Doubts:
    """Targets given to every place add up to the commune's, for what is added up."""
    for row in plan.rows():
        indicator = row.indicator
        given = [one.target for place in plan.places for one in place.targets if one.indicator == indicator.id]
        whole = indicator.target
        if indicator.is_rate or len(given) != len(plan.places) or not given:
            continue
        if any(one.comparator in (Comparator.RANGE, Comparator.REFERENCE) for one in (whole, *given)):
            continue
        summed = sum((one.value for one in given), Decimal(0))
        if summed != whole.value:
            parts, stated, gap = (
                with_unit(write_number(amount), indicator.unit)
                for amount in (summed, whole.value, abs(summed - whole.value))
            )
            more = "nhiều" if summed > whole.value else "ít"
            yield (
                ("places",),
                f"{indicator.id}: chỉ tiêu giao các thôn cộng lại {parts}, của xã {stated}; các thôn {more} hơn {gap}",
            )


def _points(plan: Plan) -> Doubts:
    if plan.scoring is None:
        return
    summed = sum((item.points for item in plan.scoring.items), Decimal(0))
    total = plan.scoring.total
    if summed != total:
        yield (
            ("scoring", "total"),
            f"điểm các chỉ tiêu cộng lại {write_number(summed)}, tổng thang điểm {write_number(total)};"
            f" chênh {write_number(abs(summed - total))} điểm",
        )
    for place, item in enumerate(plan.scoring.items):
        row = plan.find(item.indicator)
        if row is not None and not row.indicator.is_judged:
            yield (
                ("scoring", "items", place, "indicator"),
                f"{item.indicator} là số tham khảo (~), không chấm điểm được",
            )
