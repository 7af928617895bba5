"""The plan's work, movements, days, places, scale of points and awards, for the page of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ...domain.emulation import Award, Pace, PaceShape, Place, ScoreItem, Scoring
from ...domain.plan import Plan
from ...domain.work import numbered
from ...vietnamese.dates import write_date
from ...vietnamese.numbers import machine_number, write_number
from ...vietnamese.wording import target_text
from ..document import Align, Block, Cell, Column, Heading, Listing, Row, Table

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
    return f"{place.name} ({place.id})" + (f": {targets}" if targets else "")


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
        "places": [{"id": place.id, "name": place.name} for place in plan.places],
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


def _scoring_record(scoring: Scoring) -> dict[str, Any]:
    return {
        "total": machine_number(scoring.total),
        "bonus": machine_number(scoring.bonus),
        "items": [{"indicator": item.indicator, "points": machine_number(item.points)} for item in scoring.items],
    }
