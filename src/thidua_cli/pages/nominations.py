"""Nominations: the list, one with all its steps, and the tờ trình in the layout of Nghị định 30/2020/NĐ-CP."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ..domain.nomination import ERASED, FOLLOWING, Nomination, Stage, authorities, deciding_day
from ..domain.period import working_days
from ..domain.places import by
from ..domain.plan import Award, Plan
from ..domain.work import subject
from ..errors import UsageError, command
from ..render.document import Align, Block, Cell, Document, Heading, Listing, Paragraph, Tone
from ..vietnamese import nominating
from ..vietnamese.nominating import NOMINEES, STAGES, awarding, counted, step_text
from ..vietnamese.numbers import write_date
from . import page, papers
from .indicators import Change, history_columns
from .page import NONE, Field, Origin, Page, anchor, field, right

ROW_WORDS = """seq=row.seq kind=row.draft.kind state=now.stage reason=row.draft.reason note=row.draft.note
    actor=row.actor at=row.at"""
NONE_YET = "Chưa có đề nghị khen thưởng nào."
ANNEX = "(Kèm theo Tờ trình số …………/TTr-………… ngày …… tháng …… năm ………)"
SUBMITTABLE = (Stage.COUNCIL, Stage.SUBMITTED)
"""Where nominations stand that a Tờ trình is written for: through the council or submitted, not decided."""
TONES = {Stage.DECIDED: Tone.GOOD, Stage.DECLINED: Tone.QUIET}


NUMBER: Field[int] = field("place", "STT", str, Align.CENTRE, rank=6, counts=True)

COUNCIL = "Hội đồng Thi đua - Khen thưởng"
ON_TWO_LINES = "Hội đồng " + COUNCIL.removeprefix("Hội đồng ").replace(" ", "\u00a0")
"""The council's name as a letterhead breaks it."""


class Head(NamedTuple):
    """What the pages of nominations are made from: plan, day, and the ledger's tip."""

    plan: Plan
    today: date
    origin: Origin

    def columns(self) -> Sequence[Field[Nomination]]:
        """Of the list; papers have fewer of them."""
        return (
            right("number", "Số", lambda one: str(one.number)),
            field("name", "Họ tên, tập thể", lambda one: one.name or page.quiet(ERASED), wraps=True),
            field("post", "Chức vụ, đơn vị", lambda one: one.post, rank=3, wraps=True),
            field("form", "Hình thức", lambda one: one.form, wraps=True),
            field("achievement", "Thành tích", lambda one: one.achievement, rank=4, wraps=True),
            field("decides", "Cấp quyết định", lambda one: self.decides(one) or NONE, rank=5, wraps=True),
            field("stage", "Trạng thái", self.stage_cell, wraps=True),
        )

    def list_page(self, listed: Sequence[Nomination], *, to_file: bool = False, nothing: str = NONE_YET) -> Page:
        """Danh sách đề nghị khen thưởng, in the order given; `nothing` is said when there are none.

        The headline counts: `02 tập thể, 05 cá nhân: 03 đề xuất, 02 họp hội đồng, 02 đã quyết định`.
        """
        is_annex = to_file and listed and all(one.stage in SUBMITTABLE for one in listed)
        blocks: list[Block] = [Paragraph(ANNEX, Tone.ATTACHED)] if is_annex else []
        if listed:
            count = Counter(one.stage for one in listed)
            stages = ", ".join(f"{count[stage]:02d} {STAGES[stage]}" for stage in Stage if count[stage])
            columns = self.columns()[1 if to_file else 0 :]  # a number is of use at the keyboard only
            blocks.append(Paragraph(f"{counted(listed)}: {stages}", Tone.STRONG))
            blocks.append(page.table_of(columns, listed, "name", "Danh sách", heading=_kind, number=NUMBER))
        else:
            blocks.append(Paragraph(nothing, Tone.QUIET))
        title = f"Danh sách đề nghị khen thưởng năm {self.plan.year}"
        title = title.upper() if is_annex else title  # as Nghị định 30/2020/NĐ-CP has annexes
        return Page(Document(title, tuple(blocks), (anchor(self.origin),)), partial(self.record, listed))

    def nomination_page(self, one: Nomination, changes: Sequence[Change]) -> Page:
        """One nomination: what it says, who may decide it, and who recorded which step when."""
        facts = [f"{_kind(one)}: {one.shown}", *([f"Chức vụ, đơn vị: {one.post}"] if one.post else [])]
        facts += [f"Hình thức: {one.form}, năm {one.year}", f"Thành tích: {one.achievement}"]
        if one.links:
            found = ((key, subject(self.plan, key)) for key in one.links)
            links = (f"{about.name} ({key})" if about else f"{key} (ngoài kế hoạch)" for key, about in found)
            facts.append(f"Chỉ tiêu, nhiệm vụ liên quan: {'; '.join(links)}")
        if one.stage is not Stage.DECIDED:
            authority = nominating.who_decides(self.plan, one.form, deciding_day(self.plan, one, self.today))
            facts.append(f"Cấp quyết định: {authority}")
        facts.append(f"Trạng thái: {step_text(one.last)}")
        columns = page.without(history_columns(self.plan, lambda _: None), "name", "before", "level")
        blocks = (Listing(tuple(facts)), page.table_of(columns, changes, "seq", "Các bước"))
        title = f"Đề nghị khen thưởng số {one.number}: {one.form} – {one.shown}"
        rows = [page.record_of(change, ROW_WORDS) for change in changes]
        return Page(Document(title, blocks, (anchor(self.origin),)), partial(self.record, [one], rows=rows))

    def paper_page(self, listed: Sequence[Nomination]) -> Page:
        """The paper for nominations; raises UsageError unless one level decides all of them."""
        award, plan, sender = self.deciding(listed), self.plan, papers.issuer(self.plan)
        frame = papers.frame_of(plan, self.today)._replace(symbol="/TTr-UBND", kind="TỜ TRÌNH")
        by_form, body = by(listed, lambda one: one.form), _body_of(plan, award.decides)
        if body == sender:  # to the commune's own chairman its council for emulation writes
            frame = frame._replace(superior=sender, issuer=ON_TWO_LINES, symbol="/TTr-HĐTĐKT")
            frame = frame._replace(signature=("TM. HỘI ĐỒNG", "…………………"), signatory="")
            sender = f"{COUNCIL} {plan.unit.name}"
        to = re.sub(r"UBND \w+$", body, award.decides) if body else award.decides
        what = awarding(listed[0].form) if len(by_form) == 1 else "khen thưởng"
        deeds = f"có thành tích trong phong trào thi đua yêu nước năm {plan.year} {papers.where(plan)}, cụ thể như sau:"
        asked = f"{sender} kính trình {to} xem xét, quyết định"
        own = page.without(self.columns(), "number", "form", "decides", "stage")
        blocks: list[Block] = [Paragraph(f"{asked} {what} cho {counted(listed)} {deeds}")]
        for place, (form, members) in enumerate(by_form.items(), 1):
            if len(by_form) > 1:
                blocks.append(Heading(f"{place}. {form} ({counted(members)})", 2))
            kind = _kind if len({one.nominee for one in members}) > 1 else None
            blocks.append(page.table_of(own, members, "name", "Danh sách", heading=kind, number=NUMBER))
        blocks.append(Paragraph(f"{asked}./."))
        frame = frame._replace(
            subject=f"Về việc đề nghị {what} năm {plan.year}",
            addressees=(to,),
            bases=tuple(_bases(plan, listed, award)),
            recipients=tuple(line for line in plan.recipients if line.casefold().startswith("lưu")) or ("Lưu: VT",),
        )
        document = Document(f"Tờ trình v{frame.subject[1:]}", tuple(blocks), (anchor(self.origin),), frame)
        return Page(document, partial(self.record, listed))

    def deciding(self, listed: Sequence[Nomination]) -> Award:
        """The authority over the first of the forms, which a paper's one level has over all of them."""
        first = []
        for one in {one.form: one for one in listed}.values():
            day = deciding_day(self.plan, one, self.today)
            allowed = authorities(self.plan, one.form, day)
            if not allowed:
                sentence = nominating.nobody_decides(self.plan, one.form, day)
                raise UsageError(sentence, hint="bổ sung thẩm quyền mới vào awards của tệp kế hoạch")
            first.append(allowed[0])
        if len(found := by(first, lambda award: award.decides)) > 1:
            levels = "; ".join(f"{level}: {', '.join(one.form for one in own)}" for level, own in found.items())
            hint = f"làm từng tờ: {command('thidua', 'nominate', 'paper', '--form', first[0].form)}"
            raise UsageError(f"một tờ trình chỉ gửi một cấp, ở đây có {len(found)} ({levels})", hint=hint)
        return first[0]

    def stage_cell(self, nomination: Nomination) -> Cell:
        since, text = self.waiting(nomination), step_text(nomination.last)
        waited = f", đã {since} ngày làm việc" if since else ""
        return Cell(f"{text[:1].upper()}{text[1:]}{waited}", tone=TONES.get(nomination.stage, Tone.PLAIN))

    def waiting(self, nomination: Nomination) -> int | None:
        """Working days since the step it stands at; None where it is settled, or the plan names no days off."""
        if not self.plan.days_off or not FOLLOWING[nomination.stage]:
            return None
        return working_days(nomination.last.on, self.today, self.plan.days_off)

    def decides(self, nomination: Nomination) -> str:
        """Who decided, or who may; empty when nobody may."""
        if nomination.stage is Stage.DECIDED:
            return nomination.last.decided_by
        allowed = authorities(self.plan, nomination.form, deciding_day(self.plan, nomination, self.today))
        return ", ".join(award.decides for award in allowed)

    def record(self, listed: Sequence[Nomination], **told: Any) -> dict[str, Any]:
        """The same for machines."""
        waited = " working_days" if self.plan.days_off else ""
        words = f"""number year nominee name erased post form achievement links decides? state=stage{waited}
            steps(state=stage on decision? decided_by?)"""
        nominations = []
        for one in listed:
            made = {"erased": one.name is None, "decides": self.decides(one), "working_days": self.waiting(one)}
            nominations.append(page.record_of(one, words, **made))
        return page.ledger_record("thidua.nominations/1", self.plan, self.origin, nominations=nominations, **told)


def none_of_these(form: str | None, stages: Iterable[Stage]) -> str:
    """`Không có đề nghị Giấy khen nào ở bước 'đã quyết định'.`"""
    about = f" {form}" if form else ""
    steps = " hoặc ".join(f"'{STAGES[stage]}'" for stage in stages)
    return f"Không có đề nghị{about} nào" + (f" ở bước {steps}." if steps else ".")


def _kind(one: Nomination) -> str:
    return NOMINEES[one.nominee].capitalize()


def _body_of(plan: Plan, decides: str) -> str | None:
    """The body whose chairman decides, if the plan names it: `UBND xã` is Ủy ban nhân dân xã Đắk La."""
    level = re.search(r"UBND (\w+)$", decides)
    bodies = (papers.issuer(plan), plan.unit.superior or "")
    return next((body for body in bodies if level and f" {level[1]} " in f"{body} "), None)


def _bases(plan: Plan, listed: Sequence[Nomination], award: Award) -> Iterable[str]:
    if award.basis:  # `Luật số …, Điều 80 khoản 3`, as papers cite it: `khoản 3 Điều 80 Luật số …`
        found = re.fullmatch(r"(.+), (Điều \w+)(?: (khoản \w+))?", award.basis)
        yield f"Căn cứ {' '.join(filter(None, (found[3], found[2], found[1]))) if found else award.basis}"
    yield f"Căn cứ {papers.cited(plan)}"
    meetings = {step.on for one in listed for step in one.steps if step.stage is Stage.COUNCIL}
    for day in sorted(meetings):
        yield f"Căn cứ Biên bản họp {COUNCIL} {plan.unit.name} ngày {write_date(day)}"
