"""The monthly digest as an official report: frame, headline, results in sentences, changes, table, what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.closing import Change, Missing, Moment
from ..domain.plan import Comparator, Plan, Section
from ..domain.rounding import round_half_up
from ..domain.scorecard import Scorecard, Standing, Window
from ..domain.work import WorkStanding, WorkState
from ..render.document import (
    Blank,
    Block,
    Cell,
    Charts,
    Column,
    Document,
    Frame,
    Heading,
    Listing,
    Paragraph,
    Point,
    RowKind,
    Series,
    Table,
    Tone,
)
from ..render.document import sentences as lines_of
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import write_number
from ..vietnamese.wording import SIGNS, VERDICTS, rounded_figure, with_unit
from . import sentences
from .page import NONE, Origin, Page, anchor, period_record, unlike_line
from .report import facts_of, headline, outside_line, period_label, planned, report_table
from .report_record import plain_number, report_record
from .work import work_chapter, work_record

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


def _place_and_day(card: Scorecard) -> str:
    """The month after the last day reported on, so that the same report says the same whenever it is made.

    Nghị định 30/2020/NĐ-CP: days below 10 and the months 1 and 2 are written with a leading 0.
    """
    signed = card.window.cutoff + timedelta(days=1)
    month = f"{signed.month:02d}" if signed.month < 3 else str(signed.month)
    place = f"{card.plan.unit.place}, " if card.plan.unit.place else ""
    return f"{place}ngày {BLANK} tháng {month} năm {signed.year}"


SCHEMA = "thidua.summary/1"


def summary_record(
    card: Scorecard,
    before: Scorecard | None,
    changes: Iterable[Change],
    missing: Iterable[Missing],
    origin: Origin,
    work: Sequence[WorkStanding] = (),
) -> dict[str, Any]:
    """The report's own record, one sentence per indicator, the changes, what is missing from whom, and the work."""
    return {
        "schema": SCHEMA,
        "report": report_record(card, origin, headline(card), card.standings),
        "previous": period_record(before.window) if before else None,
        "sentences": [
            {"id": one.indicator.id, "sentence": sentences.with_parts(one, card.standings, card.window)}
            for one in card.standings
        ],
        "changes": [_change(each) for each in changes],
        "missing": [_missing_record(each) for each in missing],
        "work": work_record(work) if work else None,
    }


def _change(what: Change) -> dict[str, Any]:
    return {
        "id": what.now.indicator.id,
        "verdict": {"from": what.before.verdict.value, "to": what.now.verdict.value},
        "actual": {"from": _actual(what.before), "to": _actual(what.now)},
        "sentence": sentences.change(what),
    }


def _actual(standing: Standing) -> Decimal | Fraction | None:
    return None if standing.actual is None else plain_number(standing.actual)


def _missing_record(what: Missing) -> dict[str, Any]:
    indicator = what.standing.indicator
    return {
        "id": indicator.id,
        "from": indicator.supplier,
        "due": indicator.due.isoformat() if indicator.due else None,
        "last": what.last.isoformat() if what.last else None,
        "first": what.first.isoformat() if what.first else None,
        "count": what.lacking,
        **({"places": list(what.places)} if what.places else {}),
    }


FEWEST_POINTS = 2
PLACES_ALONG = 4


def charts(card: Scorecard, trends: Mapping[str, tuple[Moment, ...]]) -> Iterable[Charts]:
    """One line per indicator that has a course to show; nothing when none has."""
    series = tuple(
        _series(standing, trends[standing.indicator.id], card.window)
        for standing in card.standings
        if len(trends.get(standing.indicator.id, ())) >= FEWEST_POINTS
    )
    if series:
        yield Charts(f"Diễn biến từ đầu năm {card.plan.year}", series)


def _series(standing: Standing, moments: tuple[Moment, ...], window: Window) -> Series:
    target = standing.target.target
    has_line = target.comparator is not Comparator.RANGE
    return Series(
        name=standing.indicator.name,
        unit=standing.indicator.unit,
        points=tuple(_point(standing, moment, window) for moment in moments),
        target=target.value if has_line else None,
        target_text=planned(standing) if has_line else "",
    )


def _point(standing: Standing, moment: Moment, window: Window) -> Point:
    """Its place is the share of the plan year that has gone on that day."""
    year = window.period.whole_year()
    gone = Fraction((moment.on - year.start).days, (year.last_day - year.start).days)
    value = rounded_figure(moment.exact, standing.indicator, standing.target.target)
    return Point(
        along=round_half_up(gone, PLACES_ALONG),
        value=value,
        label=write_date(moment.on),
        text=with_unit(write_number(value), standing.indicator.unit),
    )


TO_BE_WRITTEN = ("Tồn tại, hạn chế và nguyên nhân", "Phương hướng, nhiệm vụ kỳ tới", "Kiến nghị, đề xuất")
BLANK_LINES = 3
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
IN_GROUPS = (Verdict.EXCEEDED, Verdict.MISSED, Verdict.NO_DATA, Verdict.NOT_DUE)
SEE_ANNEX = "(Chi tiết tại Phụ lục kèm theo)"
MAY_LEAVE = ("number", "in_period", "ratio", "difference", "same_period", "index", "growth", "note")
OwnWords = Mapping[str, Sequence[Paragraph | Listing]]
"""What the office adds itself, by the title of the chapter that it ends."""


class Digest(NamedTuple):
    """A period judged and the one before it where the year has one; what differs and is missing, lines, and work."""

    card: Scorecard
    before: Scorecard | None
    changes: tuple[Change, ...]
    missing: tuple[Missing, ...]
    trends: Mapping[str, tuple[Moment, ...]]
    outside: Sequence[str] = ()
    work: Sequence[WorkStanding] = ()


def summary_page(digest: Digest, origin: Origin, words: OwnWords = MappingProxyType({})) -> Page:
    """The digest as a paper that an office completes, signs and sends; `words` are its own, by chapter."""
    card = digest.card
    blocks: list[Block] = [*unlike_line(origin.closed), Paragraph(opening(card))]
    for numeral, (title, content) in zip(ROMAN, _chapters(digest), strict=False):
        blocks += [Heading(f"{numeral}. {title}"), *content, *words.get(title, ())]
        if not content and title not in words:
            blocks.append(Blank(BLANK_LINES))
    return Page(
        Document(
            title=f"Báo cáo {subject(card)[0].lower()}{subject(card)[1:]}",
            blocks=(*blocks, *_annex(digest), *outside_line(digest.outside), Paragraph(ending(card))),
            closing=(anchor(origin),),
            frame=frame(card),
        ),
        lambda: {
            **summary_record(card, digest.before, digest.changes, digest.missing, origin, digest.work),
            "own_words": {title: [line for one in said for line in lines_of(one)] for title, said in words.items()},
        },
        partial(facts_of, card, headline(card)),
    )


def chapter_titles(digest: Digest) -> list[str]:
    """The titles of the chapters, without their numbers."""
    return [title for title, _ in _chapters(digest)]


def _chapters(digest: Digest) -> list[tuple[str, list[Block]]]:
    """Each chapter that the figures have something to say in; those that the office writes itself are empty."""
    return [
        ("Kết quả thực hiện các chỉ tiêu", list(_results(digest.card))),
        *_work(digest),
        *_changes(digest),
        *((title, list[Block]()) for title in TO_BE_WRITTEN),
    ]


def _results(card: Scorecard) -> Iterable[Block]:
    """The headline, who is in each group that a chairman asks about, and a sentence for every figure."""
    yield Paragraph(sentences.headline(card), Tone.STRONG)
    groups = [sentences.group(one, members, card.window) for one in IN_GROUPS if (members := card.of(one))]
    if groups:
        yield Listing(tuple(groups))
    told = [(section, list(_lines(card, section))) for section in card.plan.sections]
    for place, (section, lines) in enumerate(((one, lines) for one, lines in told if lines), 1):
        yield Heading(f"{place}. {section.title}", 2)
        yield Listing(tuple(lines))
    yield Paragraph(SEE_ANNEX)


def _lines(card: Scorecard, section: Section) -> Iterable[str]:
    return sentences.results([one for one in card.standings if one.row.section is section], card.window)


def _work(digest: Digest) -> Iterable[tuple[str, list[Block]]]:
    if any(one.progress is not None or one.state is WorkState.OVERDUE for one in digest.work):
        yield "Kết quả thực hiện nhiệm vụ", work_chapter(digest.work, digest.card.window.cutoff)


def _changes(digest: Digest) -> Iterable[tuple[str, list[Block]]]:
    """What moved since the period before; nothing where there is none before it in the year, or nothing moved."""
    turned = tuple(sentences.change(each) for each in digest.changes if each.turned)
    others = tuple(sentences.change(each) for each in digest.changes if not each.turned)
    if digest.before is None or not digest.changes:
        return
    blocks: list[Block] = []
    for lead, lines in (
        ("Các chỉ tiêu thay đổi mức đánh giá:", turned),
        ("Các chỉ tiêu có số liệu mới, mức đánh giá giữ nguyên:", others),
    ):
        if lines:
            blocks += [Paragraph(lead), Listing(lines)]
    yield f"Biến động so với {digest.before.window.period.label}", blocks


def _annex(digest: Digest) -> Iterable[Block]:
    """The table and the lines of the year."""
    yield Heading("Phụ lục – Biểu tổng hợp")
    yield paper_table(digest.card)
    yield from charts(digest.card, digest.trends)


def paper_table(card: Scorecard) -> Table:
    """The main table as it leaves the office: words without marks, no column without a value, nothing internal."""
    table = report_table(card, card.standings, internal=False)
    rows = [row for row in table.rows if row.kind is not RowKind.GROUP]
    texts = {column.key: [row.cells[place].text for row in rows] for place, column in enumerate(table.columns)}
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.key != "bar"
        and not (column.key in MAY_LEAVE and all(text in ("", NONE) for text in texts[column.key]))
        and not (column.key == "in_period" and texts["in_period"] == texts["actual"])
    ]
    return table._replace(
        columns=tuple(_paper_column(card, table.columns[place]) for place in kept),
        rows=tuple(
            row
            if row.kind is RowKind.GROUP
            else row._replace(cells=tuple(_unmarked(row.cells[place]) for place in kept))
            for row in table.rows
        ),
        caption=f"Kết quả {period_label(card)}",
        name="Biểu tổng hợp",
    )


def _paper_column(card: Scorecard, column: Column) -> Column:
    day, year = card.window.cutoff, card.plan.year
    titles = {"actual": f"Thực hiện đến {day.day}/{day.month}"}
    if sentences.is_yearly(card.window):
        titles = {"actual": f"Thực hiện năm {year}", "same_period": f"Năm {year - 1}", "index": f"% so với {year - 1}"}
    return column._replace(title=titles.get(column.key, column.title))


def _unmarked(cell: Cell) -> Cell:
    """A verdict's word without the sign that screens put before it."""
    sign, _, words = cell.text.partition(" ")
    is_verdict = sign in SIGNS.values() and words.partition(" (")[0] in VERDICTS.values()
    return cell._replace(text=words) if is_verdict else cell
