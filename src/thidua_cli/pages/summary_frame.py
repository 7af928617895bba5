"""What makes a digest an official paper: frame, subject, the plan it cites; blanks for the clerk."""

from __future__ import annotations

from datetime import timedelta

from ..domain.plan import Plan
from ..domain.scorecard import Scorecard
from ..render.document import Frame
from ..vietnamese.dates import write_date
from .report import period_label

SYMBOL = "/BC-UBND"
KIND = "BÁO CÁO"
UNKNOWN_NUMBER = "…/KH-UBND"
BLANK = "…"


def frame(card: Scorecard) -> Frame:
    """The frame; number and day of signing stay blank."""
    plan = card.plan
    signature = plan.signature
    lines = (signature.authority, signature.capacity, signature.post) if signature else ()
    return Frame(
        superior=plan.unit.superior or "",
        issuer=_issuer(plan),
        symbol=SYMBOL,
        place_and_day=_place_and_day(card),
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
    period, commune = card.window.period.label, card.plan.unit.name
    return f"Kết quả thực hiện phong trào thi đua yêu nước {period} trên địa bàn {commune}"


def opening(card: Scorecard) -> str:
    """`Thực hiện Kế hoạch số …/KH-UBND ngày … của UBND xã Đắk La về …, UBND xã Đắk La báo cáo kết quả … như sau:`."""
    office = f"UBND {card.plan.unit.name}"
    return f"Thực hiện {cited(card.plan)}, {office} báo cáo kết quả {period_label(card)} như sau:"


def ending(card: Scorecard) -> str:
    """The last sentence of the body, closed by `./.` as Nghị định 30/2020/NĐ-CP has it."""
    matter = subject(card)
    return f"Trên đây là báo cáo {matter[0].lower()}{matter[1:]}./."


def cited(plan: Plan) -> str:
    """The plan with its number and day, blank where the document leaves them blank, and what it is about."""
    number = (plan.document.number if plan.document else None) or UNKNOWN_NUMBER
    day = write_date(plan.document.date) if plan.document and plan.document.date else BLANK
    about = plan.title.removeprefix("Kế hoạch ")
    matter = f"về {about}" if about != plan.title else f"({plan.title})"
    return f"Kế hoạch số {number} ngày {day} của UBND {plan.unit.name} {matter}"


def _issuer(plan: Plan) -> str:
    return plan.unit.issuer or f"Ủy ban nhân dân {plan.unit.name}"


def _place_and_day(card: Scorecard) -> str:
    """The month after the last day reported on, so that the same report says the same whenever it is made.

    Nghị định 30/2020/NĐ-CP: days below 10 and the months 1 and 2 are written with a leading 0.
    """
    signed = card.window.cutoff + timedelta(days=1)
    month = f"{signed.month:02d}" if signed.month < 3 else str(signed.month)
    place = f"{card.plan.unit.place}, " if card.plan.unit.place else ""
    return f"{place}ngày {BLANK} tháng {month} năm {signed.year}"
