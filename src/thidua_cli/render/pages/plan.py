"""The plan as a page: what it rests on, its theme, every target with who supplies it and when."""

from __future__ import annotations

from collections.abc import Iterable

from ...domain.plan import Adjustment, Indicator, Plan, Section, Target
from ...domain.plan import Row as PlanRow
from ...vietnamese.dates import write_date
from ...vietnamese.numbers import machine_number
from ...vietnamese.wording import CALENDARS, COMBINES, FREQUENCIES, printed_target
from ..document import Block, Cell, Column, Document, Heading, Listing, Paragraph, Row, RowKind, Table, Tone
from .plan_emulation import emulation_blocks, emulation_record, pace_text

COLUMNS = (
    Column("number", "TT", rank=5),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("target", "Kế hoạch giao", wraps=True),
    Column("combine", "Cách tính", rank=4, wraps=True),
    Column("frequency", "Định kỳ", rank=3, wraps=True),
    Column("due", "Hạn", rank=1),
    Column("supplier", "Nơi cung cấp", rank=2, wraps=True),
)


def plan_page(plan: Plan, path: str, revision: str) -> Document:
    """Everything the plan says."""
    blocks: list[Block] = [Paragraph(f"{plan.unit.name}, năm {plan.year}; {CALENDARS[plan.calendar]}")]
    blocks += _text_blocks("Căn cứ", plan.bases)
    blocks += _text_blocks("Chủ đề", (plan.theme,) if plan.theme else ())
    blocks += _text_blocks("Mục tiêu tổng quát", (plan.goal,) if plan.goal else ())
    blocks.append(Table(COLUMNS, tuple(_rows(plan)), label_key="name", name="Chỉ tiêu"))
    blocks += _text_blocks("Điều chỉnh chỉ tiêu", _adjustments(plan))
    blocks += _text_blocks(
        "Tổ chức thực hiện", [f"{organiser.name}: {organiser.duty}" for organiser in plan.organisers]
    )
    blocks += emulation_blocks(plan)
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
        "indicators": [_record(row) for row in plan.rows()],
        **emulation_record(plan),
    }
    return Document(plan.title, tuple(blocks), closing=(f"Tệp: {path}, mã {revision[:16]}",), record=lambda: record)


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
            yield f"{row.indicator.name}: từ ngày {write_date(step.on)} là {target}{decision}"


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
    yield COMBINES[indicator.combine]
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
    }


def _adjustment_record(indicator: Indicator, step: Adjustment) -> dict[str, object]:
    target = _target_record(indicator, step.target, step.printed)
    return {"on": step.on.isoformat(), "target": target, "decision": step.decision}


def _target_record(indicator: Indicator, target: Target, printed: str | None) -> dict[str, object]:
    return {
        "comparator": target.comparator.value,
        "value": machine_number(target.value),
        "upper": None if target.upper is None else machine_number(target.upper),
        "printed": printed_target(indicator, target, printed),
    }
