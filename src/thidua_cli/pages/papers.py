"""What surrounds a paper of the office and introduces it: frame, opening, ending, annexes (Nghị định 30/2020/NĐ-CP)."""

import re
from collections.abc import Container, Iterable, Sequence
from datetime import date

from ..domain.attainment import Verdict
from ..domain.figure import Kind
from ..domain.period import ONE_DAY
from ..domain.plan import Plan
from ..domain.scorecard import Scorecard
from ..render.document import Annex, Document, Frame, Heading, Listing, Paragraph, Tone
from ..vietnamese.numbers import day_in_vietnam, short_day, write_date
from ..vietnamese.text import AREAS, lowered
from ..vietnamese.wording import SIGNS, spoken
from . import sentences
from .diff import COLUMNS, COMPUTED, Compared, FigureChange, Moved
from .indicators import Change
from .notes import NO_DATA, NOT_DUE
from .page import NONE, anchor, table_of, without
from .report import period_label

BLANK = "…"
COMMITTEE, COMMITTEE_SHORT = "Ủy ban nhân dân", "UBND"
_AREA = re.compile(  # `Xã đoàn …` is none, xã Đoàn Kết is
    rf"(?:(?:UBND|Ủy ban nhân dân) )?((?:{AREAS}|TP\.?)(?!\w|(?-i: (?:đoàn|đội|ủy)(?!\w))).*)", re.IGNORECASE
)
_BODY = r"(?:của )?(?:HĐND|UBND|Hội đồng nhân dân|Ủy ban nhân dân|Đảng ủy)\b"
_NUMBER = re.compile(r"^(Kế hoạch|Nghị quyết)\s+số\s+\S+(?:,?\s+ngày\s+[0-9/]+)?")
_KIND_OF_PLAN = re.compile(
    rf"^(?:Kế hoạch|Nghị quyết)(?:\s+(?i:về|việc|phát động|thực hiện|triển khai))*(?:\s+(?!{_BODY})|$)"
)
_BODY_BEFORE_MATTER = re.compile(rf"{_BODY}.*?(?=(?:về|năm|thực hiện|triển khai|phát động)\b|$)")
_OF_MORE = r"(?:[0-9]+\s+(?:tháng\s+(?:đầu|cuối)\s+|(?=năm\s+[0-9]{4}\s*[-–])))?"  # `5 năm 2021-2025`
_YEAR_AND_ON = re.compile(rf"\s*{_OF_MORE}(?:trong\s+)?năm\s+[0-9]{{4}}.*|\s*trên địa bàn.*", re.DOTALL)


def frame(card: Scorecard) -> Frame:
    """The frame; number and day of signing stay blank, the month is that of the day after the last one reported on, so
    that the same report says the same whenever it is made."""
    plan = card.plan
    return frame_of(plan, card.window.cutoff + ONE_DAY)._replace(
        symbol=f"/{symbol(plan)}",
        kind="BÁO CÁO",
        subject=subject(card),
        addressees=plan.addressees,
        bases=plan.bases,
        recipients=plan.recipients,
    )


def frame_of(plan: Plan, signed: date) -> Frame:
    """What surrounds every paper of the office: the bodies above it, place and month, the signature."""
    signature = plan.signature
    lines = (signature.authority, signature.capacity, signature.post) if signature else ()
    return Frame(
        superior=plan.unit.superior or "",
        issuer=issuer(plan),
        place_and_day=f"{plan.unit.place or BLANK}, {_in_month(signed)}",
        signature=tuple(line for line in lines if line),
        signatory=(signature.name or "") if signature else "",
    )


def subject(card: Scorecard) -> str:
    """Trích yếu: `Kết quả thực hiện phong trào thi đua yêu nước tháng 6 năm 2024 trên địa bàn xã Đắk La`.

    What it is about is `report.subject`, else the title's own matter: `phát triển kinh tế - xã hội`.
    """
    plan = card.plan
    matter = plan.report.subject if plan.report else ""
    if not matter:
        title = _YEAR_AND_ON.sub("", _NUMBER.sub(r"\1", plan.title))
        own = lowered(_KIND_OF_PLAN.sub("", title, count=1).strip(" ,;-–") or title.strip())
        matter = f"phong trào {own}" if own.startswith("thi đua") else own
    return f"Kết quả thực hiện {matter} {card.window.period.label} {where(plan)}"


def speaker(plan: Plan) -> str:
    """Who speaks in reports: `report.by`, else the short form of the issuer: `UBND xã Đắk La`."""
    if plan.report and plan.report.by:
        return plan.report.by
    sender = issuer(plan)
    return COMMITTEE_SHORT + sender.removeprefix(COMMITTEE) if sender.startswith(COMMITTEE) else sender


def symbol(plan: Plan) -> str:
    """`report.symbol`, else `BC-UBND` for a people's committee, `BC` for others."""
    if plan.report and plan.report.symbol:
        return plan.report.symbol.lstrip("/")
    return "BC-UBND" if issuer(plan).startswith((COMMITTEE, COMMITTEE_SHORT)) else "BC"


def opening(card: Scorecard) -> str:
    """`Thực hiện Kế hoạch số …/KH-UBND ngày … của UBND xã Đắk La về …, UBND xã Đắk La báo cáo kết quả … như sau:`."""
    return f"Thực hiện {cited(card.plan)}, {speaker(card.plan)} báo cáo kết quả {period_label(card)} như sau:"


def ending(card: Scorecard) -> str:
    """The last sentence of the body, closed by `./.` as Nghị định 30/2020/NĐ-CP has it."""
    return f"Trên đây là báo cáo {lowered(subject(card))}./."


def cited(plan: Plan) -> str:
    """The plan with its number and day, blank where the document leaves them blank, and what it is about."""
    day = write_date(plan.document.date) if plan.document and plan.document.date else BLANK
    title = _NUMBER.sub(r"\1", plan.title)
    kind, body = ("Nghị quyết", "HĐND") if title.startswith("Nghị quyết") else ("Kế hoạch", "UBND")
    about = _BODY_BEFORE_MATTER.sub("", title.removeprefix(f"{kind} "), count=1).removeprefix("về ").strip()
    mark = "NQ" if body == "HĐND" else "KH"
    giver, mark = (f"{body} {area}", f"{mark}-{body}") if (area := _area(plan)) else (plan.unit.name, mark)
    number = (plan.document.number if plan.document else None) or f"…/{mark}"
    about = f"({about})" if about == title else about if about.startswith("năm ") else f"về {lowered(about)}"
    return f"{kind} số {number} ngày {day} của {giver} {about}"


def _area(plan: Plan) -> str:
    """`xã Đắk La`, whose people's committee speaks: a commune, a district, …; "" for a school or a union."""
    found, sender = _AREA.match(plan.unit.name), plan.unit.issuer or ""
    return lowered(found[1]) if found else plan.unit.name if sender.startswith((COMMITTEE, COMMITTEE_SHORT)) else ""


def where(plan: Plan) -> str:
    """`trên địa bàn xã Đắk La`, `của Hội Nông dân xã Đắk La`."""
    return f"trên địa bàn {area}" if (area := _area(plan)) else f"của {plan.unit.name}"


def issuer(plan: Plan) -> str:
    """Who sends the papers: `unit.issuer`, else the people's committee of an area."""
    return plan.unit.issuer or (f"{COMMITTEE} {area}" if (area := _area(plan)) else plan.unit.name)


def _in_month(signed: date) -> str:
    """Nghị định 30/2020/NĐ-CP: days below 10 and the months 1 and 2 are written with a leading 0."""
    month = f"{signed.month:02d}" if signed.month < 3 else str(signed.month)
    return f"ngày {BLANK} tháng {month} năm {signed.year}"


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def annex(number: str, title: str, card: Scorecard) -> Annex:
    """The head of an annex of a report, with what it belongs to."""
    signed, plan = _in_month(card.window.cutoff + ONE_DAY), card.plan
    attached = f"(Kèm theo Báo cáo số {BLANK}/{symbol(plan)} {signed} của {issuer(plan)})"
    return Annex(number, f"{title} {card.window.period.label}", attached)


_SIGNED = re.compile(f"(^|: )[{re.escape(''.join(sorted(SIGNS)))}] ")


def correction(held: Compared, today: date) -> Document:
    """The paper that puts a sent report right: what was sent, what is right and why, and how the results stand now.

    What was wrong in its content is amended by a paper of the same kind (Nghị định 30/2020/NĐ-CP).
    """
    card, traced = held.cards[1], held.moved
    about = lowered(subject(card))
    closed = short_day(day_in_vietnam(held.closing.row.at))
    moved = {one.id for one in traced}
    told = [one for one in card.standings if one.indicator.id in moved]
    periodic = {one.indicator.id for each in held.cards for one in each.standings if sentences.tells_period(one)}
    whose = {one.id: f"{one.name} ({_why(one, held.changes)})" for one in traced}
    fields, lines = without(COLUMNS, "name", "rows"), _correction_lines(traced, periodic)
    sent = f"{speaker(card.plan)} đã gửi báo cáo {about} (số {BLANK}/{symbol(card.plan)}, số liệu chốt ngày {closed})."
    wrong = f"{speaker(card.plan)} đính chính số liệu của {sentences.things(len(traced))}"
    blocks = (
        Paragraph(f"{sent} Sau khi rà soát, {wrong} như sau:"),
        Heading("I. Số liệu đính chính"),
        table_of(fields, lines, "figure", "Đính chính", heading=lambda line: whose[line[0].id]),
        Heading("II. Kết quả sau khi đính chính"),
        Paragraph(sentences.headline(card), Tone.STRONG),
        Listing(tuple(sentences.results(told, card.window, absent=True))),
        Paragraph("Các số liệu khác của báo cáo giữ nguyên./."),
    )
    title = f"Đính chính số liệu báo cáo {about}"
    surround = frame(card)._replace(subject=title, bases=(), place_and_day=frame_of(card.plan, today).place_and_day)
    return Document(title, blocks, (anchor(held.origin._replace(closed=None)),), frame=surround)


def _correction_lines(traced: Sequence[Moved], periodic: Container[str]) -> Iterable[tuple[Moved, FigureChange]]:
    """What each is put right in; what a period brought only of the `periodic`, of which the report's annex tells it."""
    for one in traced:
        printed = [each for each in one.said if each.field != "in_period" or one.id in periodic] or one.said
        figures = [each for each in printed if each.field not in COMPUTED]
        # A level is a correction only of a figure that was sent.
        changes = [each for each in figures if each.field != "level" or NONE not in (each.sent_text, each.now_text)]
        for each in changes or printed:
            sent, now = _plain(each, one.changes)
            yield one, each._replace(sent_text=sent, now_text=now)


def _plain(change: FigureChange, beside: Iterable[FigureChange]) -> Iterable[str]:
    """Both sides as papers say them, without the signs that screens put before a verdict; that there was no figure in
    words, by the verdict that goes with it."""
    judged = next((one for one in beside if one.field == "verdict"), change)
    for text, verdict in ((change.sent_text, judged.sent), (change.now_text, judged.now)):
        absent = NOT_DUE if verdict == Verdict.NOT_DUE else NO_DATA
        yield absent if text == NONE and change.field == "actual" else spoken(_SIGNED.sub(r"\1", text))


def _why(one: Moved, rows: Sequence[Change]) -> str:
    """The reasons that were typed and not taken back; of a figure that came late its day; of a target that was changed
    that it was."""
    moving = {each.row.seq: each.row.draft for each in rows if each.row.seq in (*one.year, *one.earlier, *one.result)}
    undos = (seq for seq, draft in moving.items() if draft.kind is Kind.UNDO and draft.supersedes in moving)
    undone = {seq: moving[seq].supersedes for seq in undos}
    behind = [draft for seq, draft in moving.items() if seq not in (*undone, *undone.values())]
    said = []
    for draft in behind:
        deed = "bổ sung" if draft.kind is Kind.RECORD else "điều chỉnh"
        said.append(draft.reason or deed + (f" số liệu ngày {write_date(draft.on)}" if draft.on else ""))
    return "; ".join(dict.fromkeys([*said, *(["điều chỉnh kế hoạch"] if one.by_plan or not behind else [])]))
