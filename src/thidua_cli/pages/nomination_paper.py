"""Tờ trình đề nghị khen thưởng, in the layout of Nghị định 30/2020/NĐ-CP: to whom, on what grounds, for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ..domain.nomination import Stage
from ..domain.plan import Award, Plan
from ..render.document import Align, Block, Cell, Column, Document, Frame, Heading, Paragraph, Row, RowKind, Table, Tone
from ..vietnamese.dates import write_date
from ..vietnamese.nominating import NOMINEES, Called, awarding, counted
from .nominations import Head, nominations_record
from .page import Page
from .summary_frame import BLANK, cited

COUNCIL = "Hội đồng Thi đua - Khen thưởng"
ON_TWO_LINES = "Hội đồng " + COUNCIL.removeprefix("Hội đồng ").replace(" ", "\u00a0")
"""The council's name as a letterhead breaks it."""
POST_BLANK = "…………………"
KIND = "TỜ TRÌNH"
KEPT = "Lưu: VT"
COLUMNS = (
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
        blocks.append(Table(COLUMNS, tuple(_rows(members)), label_key="name", name="Danh sách"))
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


def _rows(members: Sequence[Called]) -> Iterable[Row]:
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
