"""The monthly digest as an official report: headline, results in sentences, changes, table, lines, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.digest import Change, Missing, Moment
from ..domain.period import Span
from ..domain.plan import Comparator, Section
from ..domain.rounding import round_half_up
from ..domain.scorecard import Scorecard, Standing, Window
from ..domain.work import WorkStanding
from ..render.document import Blank, Block, Charts, Document, Heading, Listing, Paragraph, Point, Series, Tone
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import write_number
from ..vietnamese.wording import rounded_figure, with_unit
from . import sentences
from .page import Page
from .report import (
    Origin,
    anchor,
    coverage,
    facts_of,
    headline,
    origin_record,
    outside_line,
    period_label,
    planned,
    report_table,
)
from .report_record import period_record, plain_number, report_record
from .summary_frame import ending, frame, opening, subject
from .work import work_chapter, work_record

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
        "report": report_record(card, origin_record(origin), headline(card), card.standings),
        "previous": period_record(before.window) if before else None,
        "sentences": [
            {"id": standing.indicator.id, "sentence": sentences.result(standing)} for standing in card.standings
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


def _actual(standing: Standing) -> str | None:
    return None if standing.actual is None else plain_number(standing.actual)


def _missing_record(what: Missing) -> dict[str, Any]:
    indicator = what.standing.indicator
    return {
        "id": indicator.id,
        "from": indicator.supplier,
        "due": indicator.due.isoformat() if indicator.due else None,
        "last": what.last.isoformat() if what.last else None,
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
ABSENT = ((Verdict.NO_DATA, "Chưa có số liệu"), (Verdict.NOT_DUE, "Chưa đến kỳ"))


class Digest(NamedTuple):
    """A period judged and the one before it where the year has one; what differs and is missing, lines, and work."""

    card: Scorecard
    before: Scorecard | None
    changes: tuple[Change, ...]
    missing: tuple[Missing, ...]
    trends: Mapping[str, tuple[Moment, ...]]
    outside: Sequence[str] = ()
    work: Sequence[WorkStanding] = ()


def summary_page(digest: Digest, origin: Origin) -> Page:
    """The digest as a paper that an office completes, signs and sends."""
    card = digest.card
    chapters: list[tuple[str, list[Block]]] = [
        ("Kết quả thực hiện các chỉ tiêu", list(_results(card))),
        *_work(digest),
        (_change_title(digest), list(_changes(digest))),
        ("Biểu tổng hợp", [*_table(card), *_charts(digest)]),
        ("Số liệu còn thiếu", list(_missing(digest.missing))),
    ]
    chapters += [(title, [Blank(BLANK_LINES)]) for title in TO_BE_WRITTEN]
    blocks: list[Block] = [Paragraph(opening(card))]
    for numeral, (title, content) in zip(ROMAN, chapters, strict=False):
        blocks += [Heading(f"{numeral}. {title}"), *content]
    return Page(
        Document(
            title=f"Báo cáo {subject(card)[0].lower()}{subject(card)[1:]}",
            blocks=(*blocks, *outside_line(digest.outside), Paragraph(ending(card))),
            closing=(anchor(origin),),
            frame=frame(card),
        ),
        lambda: summary_record(card, digest.before, digest.changes, digest.missing, origin, digest.work),
        partial(facts_of, card, headline(card)),
    )


def _results(card: Scorecard) -> Iterable[Block]:
    yield Paragraph(f"{headline(card)}. {coverage(card)}.", Tone.STRONG)
    for place, section in enumerate(card.plan.sections, 1):
        yield Heading(f"{place}. {section.title}", 2)
        yield Listing(tuple(_lines(card, section)))


def _lines(card: Scorecard, section: Section) -> Iterable[str]:
    """A sentence for every indicator with a figure, its parts in one line; those without one are named together."""
    shown = [standing for standing in card.standings if standing.row.section is section]
    told = [standing for standing in shown if standing.actual is not None or _is_begun(standing)]
    for parent, group in groupby(told, key=lambda standing: standing.row.parent):
        lines = [sentences.result(standing) for standing in group]
        yield from [f"Trong đó: {' '.join(lines)}"] if parent else lines
    absent = [each for each in shown if each.actual is None and not each.row.parent and not _is_begun(each)]
    for verdict, words in ABSENT:
        if named := [each.indicator.name for each in absent if each.verdict is verdict]:
            yield f"{words}: {'; '.join(named)}."
    if references := [each.indicator.name for each in absent if each.verdict is Verdict.NOT_JUDGED]:
        yield f"Số tham khảo, chưa có số liệu: {'; '.join(references)}."


def _is_begun(standing: Standing) -> bool:
    """A total of which some parts are there."""
    return bool(standing.actual is None and standing.parts_present and standing.parts_present[0])


def _work(digest: Digest) -> Iterable[tuple[str, list[Block]]]:
    if digest.work:
        yield "Kết quả thực hiện nhiệm vụ", work_chapter(digest.work, digest.card.window.cutoff)


def _change_title(digest: Digest) -> str:
    if digest.before:
        return f"Biến động so với {digest.before.window.period.label}"
    return f"Biến động so với {'năm' if digest.card.window.period.span is Span.YEAR else 'kỳ'} trước"


def _changes(digest: Digest) -> Iterable[Block]:
    if digest.before is None:
        yield Paragraph(_without_before(digest.card))
        return
    period = digest.before.window.period
    turned = [sentences.change(each) for each in digest.changes if each.turned]
    others = [sentences.change(each) for each in digest.changes if not each.turned]
    if not digest.changes:
        yield Paragraph(f"Không có thay đổi so với {period.label}.")
    for lead, lines in (
        ("Các chỉ tiêu thay đổi mức đánh giá:", turned),
        ("Các chỉ tiêu có số liệu mới, mức đánh giá giữ nguyên:", others),
    ):
        if lines:
            yield Paragraph(lead)
            yield Listing(tuple(lines))


def _without_before(card: Scorecard) -> str:
    """A whole year is held against the last one in the table; the first period of a year against nothing."""
    if card.window.period.span is not Span.YEAR:
        return "Đây là kỳ đầu của năm kế hoạch, chưa có kỳ trước trong năm để so sánh."
    if any(standing.same_period.value is not None for standing in card.standings):
        return "So sánh với năm trước: xem các cột “Cùng kỳ”, “% cùng kỳ” và “Tăng, giảm” của biểu tổng hợp."
    return "Chưa có số liệu năm trước để so sánh."


def _table(card: Scorecard) -> Iterable[Block]:
    yield report_table(card, card.standings)._replace(caption=f"Kết quả {period_label(card)}", name="Biểu tổng hợp")


def _charts(digest: Digest) -> Iterable[Charts]:
    yield from charts(digest.card, digest.trends)


def _missing(absent: Iterable[Missing]) -> Iterable[Block]:
    """Who has to supply what, in the plan's order of suppliers."""
    by_supplier: dict[str, list[str]] = {}
    for each in absent:
        supplier = each.standing.indicator.supplier or "Chưa rõ nơi cung cấp"
        by_supplier.setdefault(supplier, []).append(sentences.missing(each))
    if not by_supplier:
        yield Paragraph("Không còn thiếu số liệu nào đã đến hạn.")
        return
    yield Paragraph("Đề nghị các bộ phận, cơ quan cung cấp:")
    yield Listing(tuple(f"{supplier}: {'; '.join(lines)}." for supplier, lines in by_supplier.items()))
