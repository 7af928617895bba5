"""The plan as a page: every target, who supplies it and when; and what differs between two plans, told once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from textwrap import shorten
from types import NoneType
from typing import Any, NamedTuple

from ..domain import plan as plans
from ..domain.places import by
from ..domain.plan import Indicator, Place, Plan, Target
from ..domain.work import WorkStanding, numbered
from ..render.document import Block, Cell, Document, Heading, Paragraph, Row, Tone
from ..vietnamese import wording
from ..vietnamese.nominating import authority_text
from ..vietnamese.numbers import span_text, write_date, write_moment, write_number
from ..vietnamese.targets import WRITTEN, write_relative, write_target
from ..vietnamese.text import first_of
from ..vietnamese.wording import planned_text, target_text, target_words
from . import page
from .due import WORK_COLUMNS, movements_and_days, work_table
from .page import Field, Page, day_text, field, record_of, right, table_of
from .report import target_record
from .score import PACES

COLUMNS: Sequence[Field[plans.Row]] = (
    field("number", "TT", lambda row: page.quiet(row.number), rank=5),
    field("name", "Chỉ tiêu", lambda row: row.indicator.name, wraps=True),
    field("target", "Kế hoạch giao", lambda row: _printed(row.indicator), wraps=True),
    field("combine", "Cách tính", lambda row: "; ".join(_how(row.indicator)), rank=4, wraps=True),
    field("frequency", "Định kỳ", lambda row: _frequency(row.indicator), rank=3, wraps=True),
    field("due", "Hạn", lambda row: day_text(row.indicator.due), rank=1),
    field("supplier", "Nơi cung cấp", lambda row: row.indicator.supplier or "", rank=2, wraps=True),
)
POINT_COLUMNS: Sequence[Field[plans.ScoreItem]] = (
    field("indicator", "Chỉ tiêu", lambda item: item.indicator),
    right("points", "Điểm", lambda item: page.number_cell(item.points)),
    right("bonus", "Thưởng mỗi % vượt", lambda item: page.number_cell(item.bonus_per_percent), rank=1),
    right("most", "Thưởng nhiều nhất", lambda item: page.number_cell(item.bonus_most), rank=2),
)
WORDS = """schema year title revision path report_words=report days_off indicators work movements anniversaries
    places(id name from=since! until!) scoring(total bonus items(indicator points))
    awards(form decides from=since until basis)"""
REPORT_WORDS = ("Nói về", "Người báo cáo", "Ký hiệu")


def plan_page(plan: Plan, path: str, revision: str) -> Page:
    """Everything the plan says."""
    document = Document(plan.title, tuple(_blocks(plan)), closing=(f"Tệp: {path}, mã {revision[:16]}",))
    head = {"schema": "thidua.plan-show/1", "revision": revision, "path": path}
    return Page(document, lambda: record_of(plan, WORDS, **head, indicators=[_record(row) for row in plan.rows()]))


def _blocks(plan: Plan) -> Iterable[Block]:
    yield Paragraph(f"{plan.unit.name}, năm {plan.year}; {wording.CALENDARS[plan.calendar]}")
    yield from page.listing("Căn cứ", plan.bases)
    yield from page.listing("Chủ đề", filter(None, (plan.theme,)))
    yield from page.listing("Mục tiêu tổng quát", filter(None, (plan.goal,)))
    yield table_of(COLUMNS, plan.rows(), "name", "Chỉ tiêu", stands=lambda row: row)
    yield from page.listing("Điều chỉnh chỉ tiêu", _adjustments(plan))
    beside = ((row.indicator.name, "; ".join(_beside(row.indicator))) for row in plan.rows())
    yield from page.listing("Mức kèm theo", (f"{name}: {said}" for name, said in beside if said))
    yield from page.listing("Tổ chức thực hiện", (f"{one.name}: {one.duty}" for one in plan.organisers))
    if plan.work:
        yield Heading("Nhiệm vụ", 2)
        items = [WorkStanding(item, number) for number, item in numbered(plan)]
        yield work_table(page.without(WORK_COLUMNS, "percent", "state", "on", "note"), items)
    yield from movements_and_days(plan)
    yield from page.listing("Các thôn", (_place_line(one, plan) for one in plan.places))
    if scoring := plan.scoring:
        scale = [f"Tổng {write_number(scoring.total)} điểm", f"thưởng nhiều nhất {write_number(scoring.bonus)} điểm"]
        if scoring.deductions:
            late, missing = (write_number(points) for points in (scoring.deductions.late, scoring.deductions.missing))
            scale.append(f"trừ {late} điểm mỗi số liệu trễ, {missing} điểm mỗi số liệu thiếu")
        yield from page.listing("Thang điểm", ("; ".join(scale),))
        yield table_of(POINT_COLUMNS, scoring.items, "indicator", "Thang điểm")
    yield from page.listing("Thẩm quyền khen thưởng", (f"{one.form}: {authority_text(one)}" for one in plan.awards))
    yield from page.listing("Ngày nghỉ", filter(None, (", ".join(map(write_date, plan.days_off)),)))
    words = zip(REPORT_WORDS, plan.report or (), strict=False)
    yield from page.listing("Báo cáo", (f"{title}: {text}" for title, text in words if text))
    yield from page.listing("Nơi nhận", plan.recipients)
    yield from page.listing("Người ký", filter(None, plan.signature[:4] if plan.signature else ()))


def _place_line(place: Place, plan: Plan) -> str:
    given = ((row.indicator, one.target) for one in place.targets if (row := plan.find(one.indicator)))
    targets = "; ".join(f"{indicator.id} {target_words(target, indicator)}" for indicator, target in given)
    time = span_text(place.since, place.until)
    return f"{place.name} ({place.id})" + (f", {time}" if time else "") + (f": {targets}" if targets else "")


def _adjustments(plan: Plan) -> Iterable[str]:
    for row in plan.rows():
        for step in sorted(row.indicator.adjustments, key=lambda step: step.on):
            target = planned_text(step.target, row.indicator, step.printed)
            decision = f" ({step.decision})" if step.decision else ""
            own = "".join(f"; kỳ {each.period} {planned_text(each.target, row.indicator)}" for each in step.by_period)
            yield f"{row.indicator.name}: từ ngày {write_date(step.on)} là {target}{decision}{own}"


def _beside(indicator: Indicator) -> Iterable[str]:
    if indicator.stretch:
        yield f"phấn đấu {planned_text(indicator.stretch, indicator)}"
    for other in indicator.also:
        yield f"{other.by} giao {other.printed or planned_text(other.target, indicator)}"
    if indicator.counted_target and indicator.rate:
        yield f"{indicator.rate.numerator} {target_text(indicator.counted_target)}"
    yield from (f"kỳ {each.period} {planned_text(each.target, indicator)}" for each in indicator.by_period)
    if indicator.baseline:
        day = f" ({write_date(indicator.baseline.on)})" if indicator.baseline.on else ""
        yield f"mức năm trước {wording.with_unit(write_number(indicator.baseline.value), indicator.unit)}{day}"


def _printed(indicator: Indicator) -> str:
    return planned_text(indicator.target, indicator, indicator.printed)


def _frequency(indicator: Indicator) -> str:
    return wording.FREQUENCIES[indicator.frequency] if indicator.frequency else ""


def _how(indicator: Indicator) -> Iterable[str]:
    yield wording.combine_text(indicator)
    if indicator.by_place:
        yield "thu theo thôn"
    if (pace := indicator.pace) is not None:
        months = ", ".join(map(write_number, pace.weights))
        yield f"nhịp {PACES[pace.shape]}" + (f": {months}" if months else "")


def _record(row: plans.Row) -> dict[str, Any]:
    indicator = row.indicator

    def asked(target: Target | None, printed: str | None = None) -> dict[str, Any] | None:
        """A target as the plan gives it; one against last year has no value, its change is `relative`."""
        relative = target and target.relative and write_relative(target.relative)
        return target and target_record(plans.TargetInForce(target, printed), indicator) | {"relative": relative}

    return {
        **record_of(row, "id=indicator.id number name=indicator.name unit=indicator.unit section=section.id"),
        **record_of(row, "parent=parent.id counted"),
        "target": asked(indicator.target, indicator.printed),
        "adjustments": [
            {"on": step.on, "target": asked(step.target, step.printed), "decision": step.decision}
            | {"by_period": {each.period: asked(each.target) for each in step.by_period}}
            for step in indicator.adjustments
        ],
        **record_of(indicator, "combine frequency due from=supplier by_place"),
        "stretch": asked(indicator.stretch),
        "also": [{"by": one.by, "target": asked(one.target, one.printed)} for one in indicator.also],
        "count": asked(indicator.counted_target),
        "by_period": {each.period: asked(each.target) for each in indicator.by_period},
        "years": indicator.years and value_text(indicator.years),
        **record_of(indicator, "whole=is_whole said code roll_up"),
    }


class ChangeKind(StrEnum):
    """What happened to a thing between two plans."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class PlanChange(NamedTuple):
    """A difference in a value as the plan's classes hold it, None where there is none.

    `indicator` is empty for the plan's own words, `field` (the key) for a whole indicator.
    """

    kind: ChangeKind
    indicator: str
    name: str
    field: str = ""
    before: Any = None
    after: Any = None


KINDS = {
    ChangeKind.ADDED: Cell("+ thêm", tone=Tone.GOOD),
    ChangeKind.REMOVED: Cell("- bỏ", tone=Tone.BAD),
    ChangeKind.CHANGED: Cell("~ đổi", tone=Tone.FAIR),
}
FEWEST_TOGETHER = 3
MOST_NAMED = 3
PLAN_WORDS = "Lời văn của kế hoạch"
CHANGE_COLUMNS: Sequence[Field[PlanChange]] = (
    field("kind", "Việc", lambda change: KINDS[change.kind]),
    field("indicator", "Mã", lambda change: change.indicator, rank=2),
    field("field", "Khóa", lambda change: plans.spelt(change.field) or "target"),
    field("before", "Trước", lambda change: value_text(change.before), wraps=True),
    field("after", "Nay", lambda change: value_text(change.after), wraps=True),
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


REVISION_COLUMNS: Sequence[Field[Edition]] = (
    field("revision", "Bản", lambda one: one.revision[:16]),
    right("year", "Năm", lambda one: str(one.year or "?")),
    right("seq", "Từ dòng sổ", lambda one: str(one.seq)),
    field("at", "Dùng lần đầu", lambda one: write_moment(one.at)),
    field("changes", "So với bản trước", lambda one: _summary(one) + " (đang dùng)" * one.in_use, wraps=True),
)


def plan_changes(old: Plan, new: Plan) -> list[PlanChange]:
    """All differences: the plan's own words first, then the indicators in the new plan's order, then the removed."""
    before, after = ({row.indicator.id: row for row in plan.rows()} for plan in (old, new))
    was, now = ({section.id: section.title for section in plan.sections} for plan in (old, new))
    titles = [(f"sections.{id_}", was.get(id_), now.get(id_)) for id_ in dict.fromkeys([*was, *now])]
    found = _changed("", "", [*_fields(old, new, left_out=("sections", "schema")), *titles])
    for id_, row in after.items():
        if earlier := before.get(id_):
            whole, whole_now = (one.parent.id if one.parent else None for one in (earlier, row))
            places = [("section", earlier.section.id, row.section.id), ("parent", whole, whole_now)]
            fields = _fields(earlier.indicator, row.indicator, left_out=("parts",))
            found += _changed(id_, row.indicator.name, [*fields, *places])
        else:
            found.append(PlanChange(ChangeKind.ADDED, id_, row.indicator.name, after=row.indicator.target))
    removed = (row.indicator for id_, row in before.items() if id_ not in after)
    return found + [PlanChange(ChangeKind.REMOVED, one.id, one.name, before=one.target) for one in removed]


def _changed(indicator: str, name: str, pairs: Iterable[tuple[str, Any, Any]]) -> list[PlanChange]:
    return [PlanChange(ChangeKind.CHANGED, indicator, name, *each) for each in pairs if each[1] != each[2]]


def _fields(old: Any, new: Any, *, left_out: tuple[str, ...]) -> Iterator[tuple[str, Any, Any]]:
    """Each key with its two values; of two lists the items that one lacks, or all where just their order differs."""
    for key in (key for key in new._fields if key not in left_out):
        before, after = getattr(old, key), getattr(new, key)
        if type(before) is type(after) is tuple:
            gone = tuple(item for item in before if item not in after)
            come = tuple(item for item in after if item not in before)
            before, after = (gone, come) if gone != come else (before, after)
        yield key, before, after


def changes_page(old: str, new: str, changes: Sequence[PlanChange]) -> Page:
    """Two plans side by side, grouped by indicator."""
    added, removed = (sum(change.kind is kind for change in changes) for kind in (ChangeKind.ADDED, ChangeKind.REMOVED))
    touched = len({change.indicator for change in changes if change.kind is ChangeKind.CHANGED and change.indicator})
    headline = f"{added} chỉ tiêu thêm, {removed} chỉ tiêu bỏ, {touched} chỉ tiêu đổi"
    table = table_of(CHANGE_COLUMNS, _change_rows(changes), "field", "Thay đổi")
    blocks: list[Block] = [Paragraph(headline), table] if changes else [Paragraph("Hai kế hoạch giống nhau.")]
    told = {"schema": "thidua.plan-diff/1", "old": old, "new": new, "changes": list(map(_change_record, changes))}
    return Page(Document(f"So sánh kế hoạch: {old} → {new}", tuple(blocks)), lambda: told)


def editions_page(editions: Sequence[Edition], title: str) -> Page:
    """The revisions in the order of their first use, and below it what each changed."""
    text = "Sổ chưa dùng bản kế hoạch nào: bản đầu tiên được giữ khi ghi số liệu đầu tiên."
    blocks: list[Block] = [table_of(REVISION_COLUMNS, editions, "revision", "Các bản") if editions else Paragraph(text)]
    told = []
    for one in editions:
        changes = None if one.changes is None else [_change_record(each) for each in one.changes]
        told.append(record_of(one, "revision year first_seq=seq at in_use changes", changes=changes))
        if one.changes:
            table = table_of(CHANGE_COLUMNS, _change_rows(one.changes), "field")
            blocks += [Heading(f"Bản {one.revision[:16]} đổi", 2), table]
    closing = ("So hai bản bất kỳ: thidua plan diff BẢN_CŨ BẢN_MỚI",) if editions else ()
    document = Document(title, tuple(blocks), closing)
    return Page(document, lambda: {"schema": "thidua.plan-history/1", "revisions": told})


def _summary(one: Edition) -> str:
    if one.changes is None:
        return "bản đầu tiên" if one.year is not None else "không đọc được bằng bản thidua này"
    if not one.changes:
        return "chỉ đổi cách trình bày"
    names = dict.fromkeys(change.name or PLAN_WORDS.lower() for change in one.changes)
    return f"{len(one.changes)} chỗ: {', '.join(list(names)[:MOST_NAMED])}{'…' if len(names) > MOST_NAMED else ''}"


def _change_rows(changes: Sequence[PlanChange]) -> Iterable[PlanChange | Row]:
    """By indicator; what many of them have gone through together is told once, before."""
    told = [each for change in changes for each in _by_item(change)]
    together = {move: own for move, own in by(told, _move).items() if move and len(own) >= FEWEST_TOGETHER}
    for move, own in together.items():
        names = first_of([shorten(change.name, 40, placeholder="…") for change in own], MOST_NAMED, "; ")
        yield page.heading_row(f"{len(own)} mục đổi như nhau: {names}")
        before, after = _span_text([one.before for one in own]), _span_text([one.after for one in own])
        moved = f" ({move[-1]})" if len(move) == 2 and move[-1] else ""
        yield own[0]._replace(indicator=f"{len(own)} mục", before=before, after=after + moved)
    alone = [change for change in told if _move(change) not in together]
    for indicator, own in by(alone, lambda change: change.indicator).items():
        yield page.heading_row(f"{own[0].name} ({indicator})" if indicator else PLAN_WORDS)
        yield from own


def _move(change: PlanChange) -> tuple[str, ...]:
    """What makes changes alike: the key with both values, with how far a day moved (`lùi 1 năm`), or gone; else ()."""
    if change.kind is not ChangeKind.CHANGED or not change.indicator:
        return ()
    if change.after in (None, ()):
        return change.field, ""
    before, after = change.before, change.after
    if type(before) is type(after) is date:
        same_day, way = (before.month, before.day) == (after.month, after.day), "lùi" if after > before else "sớm"
        far = f"{abs(after.year - before.year)} năm" if same_day else f"{abs((after - before).days)} ngày"
        return change.field, f"{way} {far}"
    return change.field, value_text(before), value_text(after)


def _span_text(values: Sequence[Any]) -> str:
    """One value, the first and the last of several days, or the first of several others."""
    texts = list(dict.fromkeys(map(value_text, values)))
    if len(texts) > 1 and all(type(value) is date for value in values):
        return f"{write_date(min(values))} đến {write_date(max(values))}"
    return first_of(texts, MOST_NAMED, "; ")


def _by_item(change: PlanChange) -> Iterable[PlanChange]:
    """Lists of things with ids (work items, places) by thing and key; other changes as they are."""
    lists = [one if isinstance(one, tuple) else () for one in (change.before, change.after)]
    if change.indicator or not any(lists) or not all(hasattr(item, "id") for one in lists for item in one):
        yield change
        return
    old, new = ({item.id: item for item in one} for one in lists)
    for id_ in dict.fromkeys([*old, *new]):
        before, after = old.get(id_), new.get(id_)
        item: Any = after or before
        named = str(item.title if hasattr(item, "title") else item.name)
        if before is None or after is None:
            kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
            yield PlanChange(kind, id_, named, change.field, before and named, after and named)
        elif before == after:
            yield PlanChange(ChangeKind.CHANGED, id_, named, "thứ tự", None, None)
        else:
            yield from _changed(id_, named, zip(after._fields, before, after, strict=True))


def _change_record(change: PlanChange) -> dict[str, Any]:
    """Values as the plan file spells them."""
    before, after = (None if one is None else value_text(one) for one in (change.before, change.after))
    key = plans.spelt(change.field)
    return record_of(change, "kind indicator? name? field? before after", field=key, before=before, after=after)


SPELT: Mapping[type, Callable[[Any], str]] = {
    NoneType: lambda _: "–",
    bool: lambda value: "có" if value else "không",
    plans.PeriodTarget: lambda value: f"{value.period}: {write_target(value.target)}",
    date: write_date,
    tuple: lambda value: "; ".join(map(value_text, value)) or "–",
    **WRITTEN,
}


def value_text(value: Any) -> str:
    """Any value of a plan in a person's words, close to how the file spells it."""
    if type(value) not in SPELT and hasattr(value, "_fields"):
        held = ((name, item) for name, item in value._asdict().items() if item not in (None, ()))
        return ", ".join(f"{plans.spelt(name)} {value_text(item)}" for name, item in held)
    return SPELT.get(type(value), str)(value)
