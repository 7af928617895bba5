"""Next year's plan from this one, as a text to go over: results become baselines, days move, targets are carried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ..domain.emulation import Anniversary
from ..domain.figure import Actual, Level
from ..domain.plan import Baseline, Comparator, Indicator, Plan
from ..domain.rounding import shortest
from ..vietnamese.dates import write_date
from ..vietnamese.wording import LEVELS, figure_text, printed_target, with_unit
from .writing import write_plan

HEAD = (
    "",
    "{title}.",
    "Soạn từ kế hoạch năm {old}; phải xem lại từng dòng có chữ XEM LẠI rồi mới dùng.",
    "Cách viết từng khóa: xem đầu tệp plan_{old}.yaml hoặc docs/huong-dan.md. Xem xong hãy chạy: thidua plan check",
)
REVIEW = "XEM LẠI"


def next_plan_text(plan: Plan, year: int, results: Mapping[str, Actual]) -> str:
    """The plan file's text for `year`; `results` are the actuals of the plan's own year, by id."""
    shift = year - plan.year
    sections = tuple(
        section._replace(indicators=tuple(_moved(one, plan.year, shift, results) for one in section.indicators))
        for section in plan.sections
    )
    made = plan._replace(
        year=year,
        title=_in_year(plan.title, plan.year, year),
        theme=_in_year(plan.theme, plan.year, year) if plan.theme else None,
        document=None,
        organisers=tuple(one._replace(duty=_in_year(one.duty, plan.year, year)) for one in plan.organisers),
        sections=sections,
        work=tuple(one._replace(due=a_year_on(one.due, shift) if one.due else None) for one in plan.work),
        anniversaries=tuple(_older(one, shift) for one in plan.anniversaries),
    )
    head = [line.format(title=made.title, old=plan.year) for line in HEAD]
    return write_plan(made, head=head, notes=_notes(plan, year, results))


def a_year_on(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 28."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap_day else day.day)


def _in_year(text: str, old: int, new: int) -> str:
    """`năm 2024` becomes `năm 2025`; days and document numbers keep their years."""
    return re.sub(rf"(?i)\b(năm )({old})\b", rf"\g<1>{new}", text)


def _older(one: Anniversary, shift: int) -> Anniversary:
    """`94 năm Ngày thành lập …` a year on is `95 năm …`."""
    counted = re.fullmatch(r"([0-9]+)( năm .*)", one.name, re.ASCII | re.DOTALL)
    name = f"{int(counted[1]) + shift}{counted[2]}" if counted else one.name
    return one._replace(name=name, on=a_year_on(one.on, shift))


def _moved(one: Indicator, old: int, shift: int, results: Mapping[str, Actual]) -> Indicator:
    """The target in force at the year's end, without its printed words, which spoke of the old year's number."""
    target = one.target_on(date(old, 12, 31)).target
    return one._replace(
        target=target,
        better=one.better if target.comparator is Comparator.RANGE else None,
        printed=None,
        adjustments=(),
        baseline=_baseline(results.get(one.id)),
        due=a_year_on(one.due, shift) if one.due else None,
        parts=tuple(_moved(part, old, shift, results) for part in one.parts),
    )


def _baseline(result: Actual | None) -> Baseline | None:
    return None if result is None else Baseline(shortest(result.exact), result.on)


def _notes(plan: Plan, year: int, results: Mapping[str, Actual]) -> dict[str, Sequence[str]]:
    notes: dict[str, Sequence[str]] = {
        "theme": (f"{REVIEW}: chủ đề năm {year}",),
        "bases": (f"{REVIEW}: các căn cứ dưới đây là của kế hoạch năm {plan.year}",),
        "goal": (f"{REVIEW}: mục tiêu tổng quát năm {year}",),
        "work": (f"{REVIEW}: các nhiệm vụ dưới đây là của năm {plan.year}, chỉ mới dời hạn",),
        "anniversaries": (f"{REVIEW}: các ngày kỷ niệm và số năm",),
        "awards": (f"{REVIEW}: thẩm quyền khen thưởng trong năm {year}",),
        "signature": (f"{REVIEW}: người ký",),
    }
    for row in plan.rows():
        held = row.indicator.target_on(date(plan.year, 12, 31))
        given = printed_target(row.indicator, held.target, held.printed)
        notes[row.indicator.id] = (
            f"{REVIEW} chỉ tiêu: năm {plan.year} giao {given}; {_result(row.indicator, results.get(row.indicator.id))}",
        )
    return notes


def _result(one: Indicator, result: Actual | None) -> str:
    if result is None:
        return "chưa có kết quả"
    level = "" if result.level is Level.OFFICIAL else f", {LEVELS[result.level]}"
    reached = with_unit(figure_text(result.exact, one), one.unit)
    return f"thực hiện {reached} (ngày {write_date(result.on)}{level})"
