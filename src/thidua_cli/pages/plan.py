"""The plan as a page: what it rests on, its theme, every target with who supplies it and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from ..domain.plan import (
    Adjustment,
    Award,
    Bounds,
    Indicator,
    Pace,
    PaceShape,
    Place,
    Plan,
    ScoreItem,
    Scoring,
    Section,
    Target,
)
from ..domain.plan import Row as PlanRow
from ..domain.plan_changes import ChangeKind, PlanChange
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
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.targets import write_bounds, write_target
from ..vietnamese.wording import CALENDARS, COMBINES, FREQUENCIES, printed_target, target_text
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


KINDS = {ChangeKind.ADDED: "+ thêm", ChangeKind.REMOVED: "- bỏ", ChangeKind.CHANGED: "~ đổi"}
TONES = {ChangeKind.ADDED: Tone.GOOD, ChangeKind.REMOVED: Tone.BAD, ChangeKind.CHANGED: Tone.FAIR}
FIELDS = {"supplier": "from"}
PLAN_WORDS = "Lời văn của kế hoạch"
CHANGE_COLUMNS = (
    Column("kind", "Việc"),
    Column("indicator", "Mã", rank=2),
    Column("field", "Khóa"),
    Column("before", "Trước", wraps=True),
    Column("after", "Nay", wraps=True),
)
REVISION_COLUMNS = (
    Column("revision", "Bản"),
    Column("year", "Năm", Align.RIGHT),
    Column("seq", "Từ dòng sổ", Align.RIGHT),
    Column("at", "Dùng lần đầu"),
    Column("changes", "So với bản trước", wraps=True),
)


class Edition(NamedTuple):
    """A plan revision a ledger has seen: its code, year, first row, when, and what changed since the one before.

    `changes` is None for the first of its year, and where its text cannot be read any more.
    """

    revision: str
    year: int | None
    seq: int
    at: str
    changes: Sequence[PlanChange] | None
    in_use: bool = False


def changes_page(old: str, new: str, changes: Sequence[PlanChange]) -> Page:
    """Two plans side by side, grouped by indicator."""
    added, removed = (sum(change.kind is kind for change in changes) for kind in (ChangeKind.ADDED, ChangeKind.REMOVED))
    touched = len({change.indicator for change in changes if change.kind is ChangeKind.CHANGED and change.indicator})
    headline = (
        f"{added} chỉ tiêu thêm, {removed} chỉ tiêu bỏ, {touched} chỉ tiêu đổi"
        if changes
        else "Hai kế hoạch giống nhau."
    )
    blocks: list[Block] = [Paragraph(headline)]
    if changes:
        blocks.append(Table(CHANGE_COLUMNS, tuple(_change_rows(changes)), label_key="field", name="Thay đổi"))
    record = {
        "schema": "thidua.plan-diff/1",
        "old": old,
        "new": new,
        "changes": [change_record(change) for change in changes],
    }
    return Page(Document(f"So sánh kế hoạch: {old} → {new}", tuple(blocks)), lambda: record)


def editions_page(editions: Sequence[Edition], title: str) -> Page:
    """The revisions in the order of their first use, and below it what each changed."""
    if not editions:
        text = "Sổ chưa dùng bản kế hoạch nào: bản đầu tiên được giữ khi ghi số liệu đầu tiên."
        return Page(
            Document(title, (Paragraph(text),)),
            lambda: {"schema": "thidua.plan-history/1", "revisions": []},
        )
    blocks: list[Block] = [
        Table(REVISION_COLUMNS, tuple(_edition_row(one) for one in editions), label_key="revision", name="Các bản")
    ]
    for one in editions:
        if one.changes:
            blocks.append(Heading(f"Bản {one.revision[:16]} đổi", 2))
            blocks.append(Table(CHANGE_COLUMNS, tuple(_change_rows(one.changes)), label_key="field"))
    closing = ("So hai bản bất kỳ: thidua plan diff BẢN_CŨ BẢN_MỚI",)
    revisions = [_edition_record(one) for one in editions]
    return Page(
        Document(title, tuple(blocks), closing), lambda: {"schema": "thidua.plan-history/1", "revisions": revisions}
    )


def _edition_row(one: Edition) -> Row:
    in_use = " (đang dùng)" if one.in_use else ""
    return Row(
        (
            Cell(one.revision[:16]),
            Cell(str(one.year or "?")),
            Cell(str(one.seq)),
            Cell(write_moment(one.at)),
            Cell(_summary(one) + in_use),
        )
    )


def _summary(one: Edition) -> str:
    if one.changes is None:
        return "bản đầu tiên" if one.year is not None else "không đọc được bằng bản thidua này"
    if not one.changes:
        return "chỉ đổi cách trình bày"
    names = dict.fromkeys(change.name or PLAN_WORDS.lower() for change in one.changes)
    listed = list(names)
    return f"{len(one.changes)} chỗ: {', '.join(listed[:3])}{'…' if len(listed) > 3 else ''}"


def _edition_record(one: Edition) -> dict[str, object]:
    return {
        "revision": one.revision,
        "year": one.year,
        "first_seq": one.seq,
        "at": one.at,
        "in_use": one.in_use,
        "changes": None if one.changes is None else [change_record(each) for each in one.changes],
    }


def _change_rows(changes: Sequence[PlanChange]) -> Iterable[Row]:
    for indicator in dict.fromkeys(change.indicator for change in changes):
        own = [change for change in changes if change.indicator == indicator]
        title = f"{own[0].name} ({indicator})" if indicator else PLAN_WORDS
        yield Row((Cell(title, tone=Tone.STRONG),), RowKind.GROUP)
        for change in own:
            texts = (change.indicator, _key(change) or "target", value_text(change.before), value_text(change.after))
            yield Row((Cell(KINDS[change.kind], tone=TONES[change.kind]), *(Cell(text) for text in texts)))


def _key(change: PlanChange) -> str:
    return FIELDS.get(change.field, change.field)


def change_record(change: PlanChange) -> dict[str, object]:
    """One difference for machines; values as the plan file spells them."""
    return {
        "kind": change.kind.value,
        "indicator": change.indicator or None,
        "name": change.name or None,
        "field": _key(change) or None,
        "before": None if change.before is None else value_text(change.before),
        "after": None if change.after is None else value_text(change.after),
    }


def value_text(value: Any) -> str:
    """Any value of a plan in a person's words, close to how the file spells it."""
    match value:
        case None:
            return "–"
        case bool():
            return "có" if value else "không"
        case Target():
            return write_target(value)
        case Bounds():
            return write_bounds(value)
        case Decimal():
            return write_number(value)
        case date():
            return write_date(value)
        case StrEnum():
            return value.value
        case _ if hasattr(value, "_fields"):
            held = zip(value._fields, value, strict=True)
            return ", ".join(f"{name} {value_text(item)}" for name, item in held if item not in (None, ()))
        case tuple():
            return "; ".join(value_text(item) for item in value) or "–"
    return str(value)
