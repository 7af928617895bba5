"""Nominations as pages: Danh sách đề nghị khen thưởng, and one nomination with all its steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ..domain.figure import Kind, Revision
from ..domain.nomination import FOLLOWING, Nomination, Stage, authorities, deciding_day
from ..domain.period import working_days
from ..domain.plan import Plan
from ..domain.work import subject
from ..render.document import Align, Block, Cell, Column, Document, Listing, Paragraph, Row, RowKind, Table, Tone
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.nominating import (
    NOMINEES,
    STAGES,
    Called,
    counted,
    decision_number,
    decision_text,
    step_text,
    who_decides,
)
from .page import Page

SCHEMA = "thidua.nominations/1"
NONE = "–"
NONE_YET = "Chưa có đề nghị khen thưởng nào."
ANNEX = "(Kèm theo Tờ trình số …………/TTr-………… ngày …… tháng …… năm ………)"
SUBMITTABLE = (Stage.COUNCIL, Stage.SUBMITTED)
"""Where nominations stand that a Tờ trình is written for: through the council or submitted, not decided."""
TONES = {Stage.DECIDED: Tone.GOOD, Stage.DECLINED: Tone.QUIET}
NUMBER = Column("number", "Số", Align.RIGHT)
COLUMNS = (
    Column("place", "STT", Align.CENTRE, rank=6, counts=True),
    NUMBER,
    Column("name", "Họ tên, tập thể", wraps=True),
    Column("post", "Chức vụ, đơn vị", rank=3, wraps=True),
    Column("form", "Hình thức", wraps=True),
    Column("achievement", "Thành tích", rank=4, wraps=True),
    Column("decides", "Cấp quyết định", rank=5, wraps=True),
    Column("stage", "Trạng thái", wraps=True),
)
STEP_COLUMNS = (
    Column("seq", "Dòng", Align.RIGHT, rank=2),
    Column("on", "Ngày"),
    Column("stage", "Bước", wraps=True),
    Column("actor", "Người ghi", rank=1, wraps=True),
    Column("at", "Lúc ghi", rank=3),
    Column("why", "Lý do, ghi chú", wraps=True),
)


class Head(NamedTuple):
    """What a page of nominations is made from: plan, day, and the ledger's tip in words and for machines."""

    plan: Plan
    today: date
    anchor: str
    origin: Mapping[str, Any]


class Change(NamedTuple):
    """A ledger row about a nomination, and the nomination as the row leaves it; None where it takes it away."""

    row: Revision
    after: Called | None


def list_page(head: Head, listed: Sequence[Called], *, to_file: bool = False, nothing: str = NONE_YET) -> Page:
    """Danh sách đề nghị khen thưởng, in the order given; `nothing` is said when there are none."""
    blocks: list[Block] = [Paragraph(ANNEX)] if to_file and _is_annex(listed) else []
    if listed:
        table = nominee_table(head, listed)
        blocks += [Paragraph(headline(listed), Tone.STRONG), _without(table, NUMBER) if to_file else table]
    else:
        blocks.append(Paragraph(nothing, Tone.QUIET))
    return Page(
        Document(f"Danh sách đề nghị khen thưởng năm {head.plan.year}", tuple(blocks), closing=(head.anchor,)),
        lambda: nominations_record(head, listed),
    )


def _is_annex(listed: Sequence[Called]) -> bool:
    """Whether all of them are what a Tờ trình is written for, so that the list can go with it."""
    return bool(listed) and all(one.nomination.stage in SUBMITTABLE for one in listed)


def none_of_these(form: str | None, stages: Iterable[Stage]) -> str:
    """`Không có đề nghị Giấy khen nào ở bước 'đã quyết định'.`"""
    about = f" {form}" if form else ""
    steps = " hoặc ".join(f"'{STAGES[stage]}'" for stage in stages)
    return f"Không có đề nghị{about} nào" + (f" ở bước {steps}." if steps else ".")


def _without(table: Table, column: Column) -> Table:
    """The table without a column that is of use at the keyboard only."""
    at = table.columns.index(column)
    kept = tuple(
        row if row.kind is RowKind.GROUP else row._replace(cells=(*row.cells[:at], *row.cells[at + 1 :]))
        for row in table.rows
    )
    return table._replace(columns=(*table.columns[:at], *table.columns[at + 1 :]), rows=kept)


def headline(listed: Sequence[Called]) -> str:
    """`02 tập thể, 05 cá nhân: 03 đề xuất, 02 họp hội đồng, 02 đã quyết định`."""
    count = Counter(one.nomination.stage for one in listed)
    stages = ", ".join(f"{count[stage]:02d} {STAGES[stage]}" for stage in Stage if count[stage])
    return f"{counted(listed)}: {stages}"


def nominee_table(head: Head, listed: Sequence[Called]) -> Table:
    """The table, grouped by kind of nominee, numbered through."""
    return Table(COLUMNS, tuple(_rows(head, listed)), label_key="name", name="Danh sách")


def _rows(head: Head, listed: Sequence[Called]) -> Iterable[Row]:
    place = 0
    for kind, title in NOMINEES.items():
        members = [one for one in listed if one.nomination.nominee is kind]
        if members:
            yield Row((Cell(title.capitalize(), tone=Tone.STRONG),), RowKind.GROUP)
        for one in members:
            place += 1
            yield Row(tuple(_cells(head, one, place)))


def _cells(head: Head, one: Called, place: int) -> Iterable[Cell]:
    nomination = one.nomination
    yield Cell(str(place))
    yield Cell(str(nomination.number))
    yield Cell(one.shown, tone=Tone.QUIET if one.name is None else Tone.PLAIN)
    yield Cell(nomination.post)
    yield Cell(nomination.form)
    yield Cell(nomination.achievement)
    yield Cell(deciding_level(head.plan, nomination, head.today) or NONE)
    yield Cell(_stage_text(head, nomination), tone=TONES.get(nomination.stage, Tone.PLAIN))


def _stage_text(head: Head, nomination: Nomination) -> str:
    step = nomination.last
    decided = f", {decision_number(step)}" if step.decision else ""
    words, waiting = STAGES[step.stage], _waiting(head, nomination)
    since = f", đã {waiting} ngày làm việc" if waiting else ""
    return f"{words[0].upper()}{words[1:]} ngày {write_date(step.on)}{decided}{since}"


def _waiting(head: Head, nomination: Nomination) -> int | None:
    """Working days since the step it stands at; None where it is settled, or the plan names no days off."""
    if not head.plan.days_off or not FOLLOWING[nomination.stage]:
        return None
    return working_days(nomination.last.on, head.today, head.plan.days_off)


def deciding_level(plan: Plan, nomination: Nomination, today: date) -> str:
    """Who decided, or who may; empty when nobody may."""
    if decided := nomination.step(Stage.DECIDED):
        return decided.decided_by
    allowed = authorities(plan, nomination.form, deciding_day(plan, nomination, today))
    return ", ".join(award.decides for award in allowed)


def nomination_page(head: Head, one: Called, changes: Sequence[Change]) -> Page:
    """One nomination: what it says, who may decide it, and who recorded which step when."""
    nomination = one.nomination
    return Page(
        Document(
            f"Đề nghị khen thưởng số {nomination.number}: {nomination.form} – {one.shown}",
            (
                Listing(tuple(_facts(head, one))),
                Table(STEP_COLUMNS, tuple(map(_step_row, changes)), label_key="stage", name="Các bước"),
            ),
            closing=(head.anchor,),
        ),
        lambda: nominations_record(head, [one]) | {"rows": [_change_record(change) for change in changes]},
    )


def _facts(head: Head, one: Called) -> Iterable[str]:
    nomination = one.nomination
    yield f"{NOMINEES[nomination.nominee].capitalize()}: {one.shown}"
    if nomination.post:
        yield f"Chức vụ, đơn vị: {nomination.post}"
    yield f"Hình thức: {nomination.form}, năm {nomination.year}"
    yield f"Thành tích: {nomination.achievement}"
    if nomination.links:
        yield f"Chỉ tiêu, nhiệm vụ liên quan: {'; '.join(_link_text(head.plan, link) for link in nomination.links)}"
    if nomination.stage is not Stage.DECIDED:
        day = deciding_day(head.plan, nomination, head.today)
        yield f"Cấp quyết định: {who_decides(head.plan, nomination.form, day)}"
    yield f"Trạng thái: {step_text(nomination.last)}"


def _link_text(plan: Plan, key: str) -> str:
    found = subject(plan, key)
    return f"{found.name} ({key})" if found else f"{key} (ngoài kế hoạch)"


def _step_row(change: Change) -> Row:
    row = change.row
    step = change.after.nomination.last if change.after else None
    return Row(
        (
            Cell(str(row.seq)),
            Cell(write_date(step.on) if step else ""),
            Cell(deed(change)),
            Cell(row.actor),
            Cell(write_moment(row.at)),
            Cell("; ".join(text for text in (row.draft.reason, row.draft.note) if text)),
        )
    )


def deed(change: Change) -> str:
    """What a row did: `đã quyết định (Quyết định số …)`, `hoàn tác dòng 7: còn đề xuất`, `xóa tên`."""
    draft, after = change.row.draft, change.after
    if draft.kind is Kind.ERASE:
        return "xóa tên"
    if draft.kind is Kind.UNDO:
        now = f"còn {STAGES[after.nomination.stage]}" if after else "không còn đề nghị"
        return f"hoàn tác dòng {draft.supersedes}: {now}"
    step = after.nomination.last if after else None
    if step is None:
        return NONE
    return f"{STAGES[step.stage]} ({decision_text(step)})" if step.decision else STAGES[step.stage]


def nominations_record(head: Head, listed: Sequence[Called]) -> dict[str, Any]:
    """The same for machines."""
    plan, origin = head.plan, head.origin
    return {
        "schema": SCHEMA,
        "plan": {"year": plan.year, "unit": plan.unit.name, "title": plan.title, "revision": origin["revision"]},
        "as_known": origin["as_known"],
        "ledger": origin["ledger"],
        "nominations": [_record(head, one) for one in listed],
    }


def _record(head: Head, one: Called) -> dict[str, Any]:
    nomination = one.nomination
    return {
        "number": nomination.number,
        "year": nomination.year,
        "nominee": nomination.nominee.value,
        "name": one.name,
        "erased": one.name is None,
        "post": nomination.post,
        "form": nomination.form,
        "achievement": nomination.achievement,
        "links": list(nomination.links),
        "decides": deciding_level(head.plan, nomination, head.today) or None,
        "state": nomination.stage.value,
        **({"working_days": _waiting(head, nomination)} if head.plan.days_off else {}),
        "steps": [
            {
                "state": step.stage.value,
                "on": step.on.isoformat(),
                "decision": step.decision or None,
                "decided_by": step.decided_by or None,
            }
            for step in nomination.steps
        ],
    }


def _change_record(change: Change) -> dict[str, Any]:
    row, after = change.row, change.after
    return {
        "seq": row.seq,
        "kind": row.draft.kind.value,
        "state": after.nomination.stage.value if after else None,
        "reason": row.draft.reason,
        "note": row.draft.note,
        "actor": row.actor,
        "at": row.at,
    }
