"""The plan as a page: what it rests on, its theme, every target with who supplies it and when."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..domain.plan import (
    Adjustment,
    Award,
    Indicator,
    Pace,
    PaceShape,
    PeriodTarget,
    Place,
    Plan,
    ReportWords,
    ScoreItem,
    Scoring,
    Section,
    Target,
)
from ..domain.plan import Row as PlanRow
from ..domain.work import numbered
from ..render.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    Row,
    RowKind,
    Table,
    Tone,
)
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.targets import write_relative
from ..vietnamese.wording import (
    CALENDARS,
    FREQUENCIES,
    combine_text,
    planned_text,
    printed_target,
    target_text,
    with_unit,
)
from .page import Page

WORK_COLUMNS = (
    Column("number", "TT", rank=3),
    Column("id", "Mã", rank=2),
    Column("title", "Nhiệm vụ", wraps=True),
    Column("lead", "Chủ trì", rank=1, wraps=True),
    Column("due", "Hạn"),
)
POINT_COLUMNS = (
    Column("indicator", "Chỉ tiêu"),
    Column("points", "Điểm", Align.RIGHT),
    Column("bonus", "Thưởng mỗi % vượt", Align.RIGHT, rank=1),
    Column("most", "Thưởng nhiều nhất", Align.RIGHT, rank=2),
)
AWARD_COLUMNS = (
    Column("form", "Danh hiệu, hình thức", wraps=True),
    Column("decides", "Thẩm quyền", wraps=True),
    Column("from", "Từ ngày", rank=1),
    Column("until", "Đến ngày", rank=1),
    Column("basis", "Căn cứ", rank=2, wraps=True),
)
PACES = {PaceShape.LINEAR: "tiến độ đều", PaceShape.LAST_YEAR: "tiến độ như năm trước"}


def emulation_blocks(plan: Plan) -> Iterable[Block]:
    """One heading and its content for each part the plan has."""
    if plan.work:
        yield Heading("Nhiệm vụ", 2)
        yield Table(WORK_COLUMNS, tuple(_work_rows(plan)), label_key="title", name="Nhiệm vụ")
    yield from _listing("Phong trào thi đua", plan.movements)
    yield from _listing("Ngày kỷ niệm", [f"{write_date(one.on)}: {one.name}" for one in plan.anniversaries])
    yield from _listing("Các thôn", [_place_line(place) for place in plan.places])
    if plan.scoring:
        yield Heading("Thang điểm", 2)
        yield Listing((_scale_line(plan.scoring),))
        yield Table(
            POINT_COLUMNS,
            tuple(_point_row(item) for item in plan.scoring.items),
            label_key="indicator",
            name="Thang điểm",
        )
    if plan.awards:
        yield Heading("Thẩm quyền khen thưởng", 2)
        yield Table(
            AWARD_COLUMNS, tuple(_award_row(award) for award in plan.awards), label_key="form", name="Thẩm quyền"
        )


def pace_text(pace: Pace) -> str:
    """`tiến độ đều`, `tiến độ theo tháng: 0, 5, 10, …`."""
    if pace.shape is not None:
        return PACES[pace.shape]
    return f"tiến độ theo tháng: {', '.join(write_number(weight) for weight in pace.weights)}"


def _listing(title: str, lines: Iterable[str]) -> Iterable[Block]:
    listed = tuple(lines)
    if listed:
        yield Heading(title, 2)
        yield Listing(listed)


def _work_rows(plan: Plan) -> Iterable[Row]:
    for number, item in numbered(plan):
        due = write_date(item.due) if item.due else ""
        yield Row((Cell(number), Cell(item.id), Cell(item.title), Cell(item.lead or ""), Cell(due)))


def _place_line(place: Place) -> str:
    targets = "; ".join(f"{one.indicator} {target_text(one.target)}" for one in place.targets)
    days = (("từ", place.since), ("đến", place.until))
    time = " ".join(f"{word} {write_date(day)}" for word, day in days if day)
    return f"{place.name} ({place.id})" + (f", {time}" if time else "") + (f": {targets}" if targets else "")


def _scale_line(scoring: Scoring) -> str:
    parts = [f"Tổng {write_number(scoring.total)} điểm", f"thưởng nhiều nhất {write_number(scoring.bonus)} điểm"]
    if scoring.deductions:
        late, missing = (write_number(points) for points in (scoring.deductions.late, scoring.deductions.missing))
        parts.append(f"trừ {late} điểm mỗi số liệu trễ, {missing} điểm mỗi số liệu thiếu")
    return "; ".join(parts)


def _point_row(item: ScoreItem) -> Row:
    optional = [_optional_cell(points) for points in (item.bonus_per_percent, item.bonus_most)]
    return Row((Cell(item.indicator), Cell(write_number(item.points), item.points), *optional))


def _optional_cell(points: Decimal | None) -> Cell:
    return Cell("–") if points is None else Cell(write_number(points), points)


def _award_row(award: Award) -> Row:
    since, until = (write_date(day) if day else "" for day in (award.since, award.until))
    return Row((Cell(award.form), Cell(award.decides), Cell(since), Cell(until), Cell(award.basis or "")))


def emulation_record(plan: Plan) -> dict[str, Any]:
    """The same for machines."""
    return {
        "work": [
            {
                "id": item.id,
                "title": item.title,
                "group": item.group,
                "lead": item.lead,
                "support": list(item.support),
                "due": item.due.isoformat() if item.due else None,
                "indicators": list(item.indicators),
            }
            for item in plan.work
        ],
        "movements": list(plan.movements),
        "anniversaries": [{"name": one.name, "on": one.on.isoformat()} for one in plan.anniversaries],
        "places": [_place_record(place) for place in plan.places],
        "scoring": plan.scoring and _scoring_record(plan.scoring),
        "awards": [
            {
                "form": award.form,
                "decides": award.decides,
                "from": award.since.isoformat() if award.since else None,
                "until": award.until.isoformat() if award.until else None,
                "basis": award.basis,
            }
            for award in plan.awards
        ],
    }


def _place_record(place: Place) -> dict[str, str]:
    days = {"from": place.since, "until": place.until}
    return {"id": place.id, "name": place.name} | {key: day.isoformat() for key, day in days.items() if day}


def _scoring_record(scoring: Scoring) -> dict[str, Any]:
    return {
        "total": machine_number(scoring.total),
        "bonus": machine_number(scoring.bonus),
        "items": [{"indicator": item.indicator, "points": machine_number(item.points)} for item in scoring.items],
    }


COLUMNS = (
    Column("number", "TT", rank=5),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("target", "Kế hoạch giao", wraps=True),
    Column("combine", "Cách tính", rank=4, wraps=True),
    Column("frequency", "Định kỳ", rank=3, wraps=True),
    Column("due", "Hạn", rank=1),
    Column("supplier", "Nơi cung cấp", rank=2, wraps=True),
)


def plan_page(plan: Plan, path: str, revision: str) -> Page:
    """Everything the plan says."""
    blocks: list[Block] = [Paragraph(f"{plan.unit.name}, năm {plan.year}; {CALENDARS[plan.calendar]}")]
    blocks += _text_blocks("Căn cứ", plan.bases)
    blocks += _text_blocks("Chủ đề", (plan.theme,) if plan.theme else ())
    blocks += _text_blocks("Mục tiêu tổng quát", (plan.goal,) if plan.goal else ())
    blocks.append(Table(COLUMNS, tuple(_rows(plan)), label_key="name", name="Chỉ tiêu"))
    blocks += _text_blocks("Điều chỉnh chỉ tiêu", _adjustments(plan))
    blocks += _text_blocks("Mức kèm theo", _beside(plan))
    blocks += _text_blocks(
        "Tổ chức thực hiện", [f"{organiser.name}: {organiser.duty}" for organiser in plan.organisers]
    )
    blocks += emulation_blocks(plan)
    blocks += _text_blocks("Ngày nghỉ", [", ".join(write_date(day) for day in plan.days_off)] if plan.days_off else ())
    blocks += _text_blocks("Báo cáo", _report_words(plan))
    blocks += _text_blocks("Nơi nhận", plan.recipients)
    if plan.signature:
        lines = (plan.signature.authority, plan.signature.capacity, plan.signature.post, plan.signature.name)
        blocks += _text_blocks("Người ký", [line for line in lines if line])
    record = {
        "schema": "thidua.plan-show/1",
        "year": plan.year,
        "title": plan.title,
        "revision": revision,
        "path": path,
        "report_words": plan.report._asdict() if plan.report else None,
        "days_off": [day.isoformat() for day in plan.days_off],
        "indicators": [_record(row) for row in plan.rows()],
        **emulation_record(plan),
    }
    return Page(Document(plan.title, tuple(blocks), closing=(f"Tệp: {path}, mã {revision[:16]}",)), lambda: record)


def _text_blocks(title: str, lines: Iterable[str]) -> list[Block]:
    listed = list(lines)
    return [Heading(title, 2), Listing(tuple(listed))] if listed else []


def _rows(plan: Plan) -> Iterable[Row]:
    section: Section | None = None
    for row in plan.rows():
        if row.section is not section:
            section = row.section
            number = f"{section.number}. " if section.number else ""
            yield Row((Cell(f"{number}{section.title}", tone=Tone.STRONG),), RowKind.GROUP)
        yield Row(tuple(_cells(row)), RowKind.PART if row.parent else RowKind.ITEM)


def _adjustments(plan: Plan) -> Iterable[str]:
    for row in plan.rows():
        for step in sorted(row.indicator.adjustments, key=lambda step: step.on):
            target = printed_target(row.indicator, step.target, step.printed)
            decision = f" ({step.decision})" if step.decision else ""
            periods = "".join(f"; {one}" for one in _of_periods(row.indicator, step.by_period))
            yield f"{row.indicator.name}: từ ngày {write_date(step.on)} là {target}{decision}{periods}"


def _beside(plan: Plan) -> Iterable[str]:
    """What stands beside an indicator's own target, one line for each indicator that has any."""
    for row in plan.rows():
        if said := list(_beside_one(row.indicator)):
            yield f"{row.indicator.name}: {'; '.join(said)}"


def _beside_one(indicator: Indicator) -> Iterable[str]:
    if indicator.stretch:
        yield f"phấn đấu {planned_text(indicator.stretch, indicator)}"
    for other in indicator.also:
        yield f"{other.by} giao {other.printed or planned_text(other.target, indicator)}"
    if indicator.counted_target and indicator.rate:
        yield f"{indicator.rate.numerator} {target_text(indicator.counted_target)}"
    yield from _of_periods(indicator, indicator.by_period)
    if indicator.baseline:
        day = f" ({write_date(indicator.baseline.on)})" if indicator.baseline.on else ""
        yield f"mức năm trước {with_unit(write_number(indicator.baseline.value), indicator.unit)}{day}"


def _of_periods(indicator: Indicator, given: Iterable[PeriodTarget]) -> Iterable[str]:
    return (f"kỳ {each.period} {planned_text(each.target, indicator)}" for each in given)


def _report_words(plan: Plan) -> Iterable[str]:
    words = plan.report or ReportWords()
    for title, text in (("Nói về", words.subject), ("Người báo cáo", words.by), ("Ký hiệu", words.symbol)):
        if text:
            yield f"{title}: {text}"


def _cells(row: PlanRow) -> Iterable[Cell]:
    indicator = row.indicator
    yield Cell(row.number, tone=Tone.QUIET)
    yield Cell(indicator.name)
    yield Cell(printed_target(indicator, indicator.target, indicator.printed))
    yield Cell("; ".join(_how(indicator)))
    yield Cell(FREQUENCIES[indicator.frequency] if indicator.frequency else "")
    yield Cell(write_date(indicator.due) if indicator.due else "")
    yield Cell(indicator.supplier or "")


def _how(indicator: Indicator) -> Iterable[str]:
    yield combine_text(indicator)
    if indicator.by_place:
        yield "thu theo thôn"
    if indicator.pace is not None:
        yield pace_text(indicator.pace)


def _record(row: PlanRow) -> dict[str, object]:
    indicator = row.indicator
    return {
        "id": indicator.id,
        "number": row.number,
        "name": indicator.name,
        "unit": indicator.unit,
        "section": row.section.id,
        "parent": row.parent.id if row.parent else None,
        "counted": row.counted,
        "target": _target_record(indicator, indicator.target, indicator.printed),
        "adjustments": [_adjustment_record(indicator, step) for step in indicator.adjustments],
        "combine": indicator.combine.value,
        "frequency": indicator.frequency.value if indicator.frequency else None,
        "due": indicator.due.isoformat() if indicator.due else None,
        "from": indicator.supplier,
        "by_place": indicator.by_place,
        **_beside_record(indicator),
    }


def _beside_record(indicator: Indicator) -> dict[str, object]:
    """The targets beside the judged one, and how figures of the row are read."""
    return {
        "stretch": indicator.stretch and _target_record(indicator, indicator.stretch, None),
        "also": [
            {"by": one.by, "target": _target_record(indicator, one.target, one.printed)} for one in indicator.also
        ],
        "count": indicator.counted_target and _target_record(indicator, indicator.counted_target, None),
        "by_period": _period_record(indicator, indicator.by_period),
        "years": f"{indicator.years.first}-{indicator.years.last}" if indicator.years else None,
        "whole": indicator.is_whole,
        "said": indicator.said,
        "code": indicator.code,
        "roll_up": indicator.roll_up.value if indicator.roll_up else None,
    }


def _adjustment_record(indicator: Indicator, step: Adjustment) -> dict[str, object]:
    target = _target_record(indicator, step.target, step.printed)
    by_period = _period_record(indicator, step.by_period)
    return {"on": step.on.isoformat(), "target": target, "decision": step.decision, "by_period": by_period}


def _period_record(indicator: Indicator, given: Iterable[PeriodTarget]) -> dict[str, object]:
    return {each.period: _target_record(indicator, each.target, None) for each in given}


def _target_record(indicator: Indicator, target: Target, printed: str | None) -> dict[str, object]:
    """A target as the plan gives it; one against last year has no value, its change is `relative`."""
    is_number = target.comparator.is_number and target.relative is None
    return {
        "comparator": target.comparator.value,
        "value": machine_number(target.value) if is_number else None,
        "upper": None if target.upper is None else machine_number(target.upper),
        "printed": printed_target(indicator, target, printed),
        "relative": write_relative(target.relative) if target.relative else None,
    }
