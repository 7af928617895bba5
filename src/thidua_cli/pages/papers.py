"""What surrounds a paper of the office and introduces it: frame, opening, ending, annexes (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from ..domain.plan import Plan
from ..domain.scorecard import Scorecard
from ..render.document import Annex, Block, Frame, Table
from ..vietnamese.dates import write_date
from .report import period_label

KIND = "BÁO CÁO"
BLANK = "…"
COMMITTEE, COMMITTEE_SHORT = "Ủy ban nhân dân", "UBND"
_NO_AREA = re.compile(
    r"(?:Hội|Trường|Đảng|Chi bộ|Chi cục|Cục|Công an|Công ty|Công đoàn|Đoàn|Liên đoàn|Sở|Phòng|Ban|Trung tâm|Bệnh viện"
    r"|Trạm|Mặt trận|Ủy ban Mặt trận|Hợp tác xã|Văn phòng|Tổ)(?!\w)",
    re.IGNORECASE,
)
_KIND_OF_PLAN = re.compile(r"(?:Kế hoạch|Nghị quyết)(?:\s+(?:về|việc|phát động|thực hiện|triển khai))*(?:\s+|$)")
_YEAR_AND_ON = re.compile(r"\s*(?:trong\s+)?năm\s+[0-9]{4}.*|\s*trên địa bàn.*", re.DOTALL)


def frame(card: Scorecard) -> Frame:
    """The frame; number and day of signing stay blank."""
    plan = card.plan
    signature = plan.signature
    lines = (signature.authority, signature.capacity, signature.post) if signature else ()
    return Frame(
        superior=plan.unit.superior or "",
        issuer=_issuer(plan),
        symbol=f"/{symbol(plan)}",
        place_and_day=(f"{plan.unit.place}, " if plan.unit.place else "") + _day_of_signing(card),
        kind=KIND,
        subject=subject(card),
        addressees=plan.addressees,
        bases=plan.bases,
        recipients=plan.recipients,
        signature=tuple(line for line in lines if line),
        signatory=(signature.name or "") if signature else "",
    )


def subject(card: Scorecard) -> str:
    """Trích yếu: `Kết quả thực hiện phong trào thi đua yêu nước tháng 6 năm 2024 trên địa bàn xã Đắk La`."""
    period, unit = card.window.period.label, card.plan.unit.name
    where = "trên địa bàn" if _is_area(card.plan) else "của"
    return f"Kết quả thực hiện {matter(card.plan)} {period} {where} {unit}"


def matter(plan: Plan) -> str:
    """What reports are about: `report.subject`, else the title's own: `phát triển kinh tế - xã hội`."""
    if plan.report and plan.report.subject:
        return plan.report.subject
    title = _YEAR_AND_ON.sub("", plan.title)
    own = _KIND_OF_PLAN.sub("", title, count=1).strip(" ,;-–") or title.strip()
    own = own if own[:2].isupper() else own[:1].lower() + own[1:]
    return f"phong trào {own}" if own.startswith("thi đua") else own


def speaker(plan: Plan) -> str:
    """Who speaks in reports: `report.by`, else the short form of the issuer: `UBND xã Đắk La`."""
    if plan.report and plan.report.by:
        return plan.report.by
    issuer = _issuer(plan)
    return COMMITTEE_SHORT + issuer.removeprefix(COMMITTEE) if issuer.startswith(COMMITTEE) else issuer


def symbol(plan: Plan) -> str:
    """`report.symbol`, else `BC-UBND` for a people's committee, `BC` for others."""
    if plan.report and plan.report.symbol:
        return plan.report.symbol.lstrip("/")
    return "BC-UBND" if _issuer(plan).startswith((COMMITTEE, COMMITTEE_SHORT)) else "BC"


def opening(card: Scorecard) -> str:
    """`Thực hiện Kế hoạch số …/KH-UBND ngày … của UBND xã Đắk La về …, UBND xã Đắk La báo cáo kết quả … như sau:`."""
    return f"Thực hiện {cited(card.plan)}, {speaker(card.plan)} báo cáo kết quả {period_label(card)} như sau:"


def ending(card: Scorecard) -> str:
    """The last sentence of the body, closed by `./.` as Nghị định 30/2020/NĐ-CP has it."""
    about = subject(card)
    return f"Trên đây là báo cáo {about[0].lower()}{about[1:]}./."


def cited(plan: Plan) -> str:
    """The plan with its number and day, blank where the document leaves them blank, and what it is about."""
    day = write_date(plan.document.date) if plan.document and plan.document.date else BLANK
    kind, body = ("Nghị quyết", "HĐND") if plan.title.startswith("Nghị quyết") else ("Kế hoạch", "UBND")
    about = plan.title.removeprefix(f"{kind} ").removeprefix("về ")
    number = (plan.document.number if plan.document else None) or f"…/{'NQ' if body == 'HĐND' else 'KH'}-{body}"
    giver = f"{body} {plan.unit.name}" if _is_area(plan) else plan.unit.name
    return f"{kind} số {number} ngày {day} của {giver} " + (f"về {about}" if about != plan.title else f"({plan.title})")


def _is_area(plan: Plan) -> bool:
    """Whether the unit is a commune, a district, …; a school or a union is none."""
    return _NO_AREA.match(plan.unit.name) is None


def _issuer(plan: Plan) -> str:
    return plan.unit.issuer or (f"{COMMITTEE} {plan.unit.name}" if _is_area(plan) else plan.unit.name)


def _day_of_signing(card: Scorecard) -> str:
    """The month after the last day reported on, so that the same report says the same whenever it is made.

    Nghị định 30/2020/NĐ-CP: days below 10 and the months 1 and 2 are written with a leading 0.
    """
    signed = card.window.cutoff + timedelta(days=1)
    month = f"{signed.month:02d}" if signed.month < 3 else str(signed.month)
    return f"ngày {BLANK} tháng {month} năm {signed.year}"


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def annexed(card: Scorecard, tables: Sequence[tuple[str, Table]]) -> Iterable[Block]:
    """Each table as an annex; several are numbered (Nghị định 30/2020/NĐ-CP, Phụ lục I, III.1)."""
    attached = f"(Kèm theo Báo cáo số {BLANK}/{symbol(card.plan)} {_day_of_signing(card)} của {_issuer(card.plan)})"
    for numeral, (title, table) in zip(ROMAN, tables, strict=False):
        yield Annex(f"Phụ lục {numeral}" if len(tables) > 1 else "Phụ lục", title, attached)
        yield table
