"""Nominations: the list, one with all its steps, and the tờ trình in the layout of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ..domain.figure import Kind, Revision
from ..domain.nomination import FOLLOWING, Nomination, Stage, authorities, deciding_day
from ..domain.period import working_days
from ..domain.plan import Award, Plan
from ..domain.work import subject
from ..render.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Frame,
    Heading,
    Listing,
    Paragraph,
    Row,
    RowKind,
    Table,
    Tone,
)
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.nominating import (
    NOMINEES,
    STAGES,
    Called,
    awarding,
    counted,
    decision_number,
    decision_text,
    step_text,
    who_decides,
)
from .page import Page
from .summary import BLANK, cited

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


COUNCIL = "Hội đồng Thi đua - Khen thưởng"
ON_TWO_LINES = "Hội đồng " + COUNCIL.removeprefix("Hội đồng ").replace(" ", "\u00a0")
"""The council's name as a letterhead breaks it."""
POST_BLANK = "…………………"
KIND = "TỜ TRÌNH"
KEPT = "Lưu: VT"
PAPER_COLUMNS = (
    Column("place", "STT", Align.CENTRE),
    Column("name", "Họ tên, tập thể", wraps=True),
    Column("post", "Chức vụ, đơn vị", wraps=True),
    Column("achievement", "Thành tích", wraps=True),
)


class Sender(NamedTuple):
    """Who submits the paper: the body above it, its name in the letterhead and in sentences, symbol and signature."""

    superior: str
    issuer: str
    name: str
    symbol: str
    signature: tuple[str, ...]
    signatory: str


def paper_page(head: Head, listed: Sequence[Called], award: Award) -> Page:
    """The paper for nominations that one level decides; `award` is its authority over the first of the forms."""
    plan, sender = head.plan, sender_of(head.plan, award.decides)
    forms = list(dict.fromkeys(one.nomination.form for one in listed))
    to = addressee(plan, award.decides)
    blocks: list[Block] = [Paragraph(_opening(plan, sender, to, listed, forms))]
    for place, form in enumerate(forms, 1):
        members = [one for one in listed if one.nomination.form == form]
        if len(forms) > 1:
            blocks.append(Heading(f"{place}. {form} ({counted(members)})", 2))
        blocks.append(Table(PAPER_COLUMNS, tuple(_paper_rows(members)), label_key="name", name="Danh sách"))
    blocks.append(Paragraph(f"{sender.name} kính trình {to} xem xét, quyết định./."))
    return Page(
        Document(
            f"Tờ trình v{_subject(plan, forms)[1:]}",
            tuple(blocks),
            closing=(head.anchor,),
            frame=Frame(
                superior=sender.superior,
                issuer=sender.issuer,
                symbol=sender.symbol,
                place_and_day=_place_and_day(plan, head.today),
                kind=KIND,
                subject=_subject(plan, forms),
                addressees=(to,),
                bases=tuple(_bases(plan, listed, award)),
                recipients=_recipients(plan),
                signature=sender.signature,
                signatory=sender.signatory,
            ),
        ),
        lambda: nominations_record(head, listed),
    )


def addressee(plan: Plan, decides: str) -> str:
    """The deciding level with its full name where the plan gives it: `Chủ tịch Ủy ban nhân dân huyện Đắk Hà`."""
    body = _body_of(plan, decides)
    return re.sub(r"UBND \w+$", body, decides) if body else decides


def sender_of(plan: Plan, decides: str) -> Sender:
    """The commune's committee writes to a higher level; to its own chairman its council for emulation writes."""
    issuer = plan.unit.issuer or f"Ủy ban nhân dân {plan.unit.name}"
    if _body_of(plan, decides) == issuer:
        name = f"{COUNCIL} {plan.unit.name}"
        return Sender(issuer, ON_TWO_LINES, name, "/TTr-HĐTĐKT", ("TM. HỘI ĐỒNG", POST_BLANK), "")
    signature = plan.signature
    lines = (signature.authority, signature.capacity, signature.post) if signature else ()
    signatory = (signature.name or "") if signature else ""
    signed = tuple(line for line in lines if line)
    return Sender(plan.unit.superior or "", issuer, issuer, "/TTr-UBND", signed, signatory)


def _body_of(plan: Plan, decides: str) -> str | None:
    """The body whose chairman decides, if the plan names it: `UBND xã` is Ủy ban nhân dân xã Đắk La."""
    level = re.search(r"UBND (\w+)$", decides)
    issuer = plan.unit.issuer or f"Ủy ban nhân dân {plan.unit.name}"
    bodies = [body for body in (issuer, plan.unit.superior) if body and level and f" {level[1]} " in f"{body} "]
    return bodies[0] if bodies else None


def _subject(plan: Plan, forms: Sequence[str]) -> str:
    what = awarding(forms[0]) if len(forms) == 1 else "khen thưởng"
    return f"Về việc đề nghị {what} năm {plan.year}"


def _opening(plan: Plan, sender: Sender, to: str, listed: Sequence[Called], forms: Sequence[str]) -> str:
    what = awarding(forms[0]) if len(forms) == 1 else "khen thưởng"
    return (
        f"{sender.name} kính trình {to} xem xét, quyết định {what} cho {counted(listed)}"
        f" có thành tích trong phong trào thi đua yêu nước năm {plan.year} trên địa bàn {plan.unit.name},"
        " cụ thể như sau:"
    )


def _paper_rows(members: Sequence[Called]) -> Iterable[Row]:
    """Numbered through; kinds of nominees get headings where there are several."""
    kinds = [kind for kind in NOMINEES if any(one.nomination.nominee is kind for one in members)]
    place = 0
    for kind in kinds:
        if len(kinds) > 1:
            yield Row((Cell(NOMINEES[kind].capitalize(), tone=Tone.STRONG),), RowKind.GROUP)
        for one in members:
            if one.nomination.nominee is kind:
                place += 1
                texts = (str(place), one.shown, one.nomination.post, one.nomination.achievement)
                yield Row(tuple(map(Cell, texts)))


def _bases(plan: Plan, listed: Sequence[Called], award: Award) -> Iterable[str]:
    """The law that gives the level its authority, the plan, and the council's meetings."""
    if award.basis:
        yield f"Căn cứ {_clause_first(award.basis)}"
    yield f"Căn cứ {cited(plan)}"
    meetings = {step.on for one in listed if (step := one.nomination.step(Stage.COUNCIL))}
    for day in sorted(meetings):
        yield f"Căn cứ Biên bản họp {COUNCIL} {plan.unit.name} ngày {write_date(day)}"


def _clause_first(basis: str) -> str:
    """`Luật số …, Điều 80 khoản 3` as papers cite it: `khoản 3 Điều 80 Luật số …`."""
    found = re.fullmatch(r"(.+), (Điều \w+)(?: (khoản \w+))?", basis)
    return " ".join(part for part in (found[3], found[2], found[1]) if part) if found else basis


def _recipients(plan: Plan) -> tuple[str, ...]:
    return tuple(line for line in plan.recipients if line.casefold().startswith("lưu")) or (KEPT,)


def _place_and_day(plan: Plan, today: date) -> str:
    """The day stays blank for the clerk; months 1 and 2 are written with a leading 0 (Nghị định 30/2020/NĐ-CP)."""
    month = f"{today.month:02d}" if today.month < 3 else str(today.month)
    place = f"{plan.unit.place}, " if plan.unit.place else ""
    return f"{place}ngày {BLANK} tháng {month} năm {today.year}"
