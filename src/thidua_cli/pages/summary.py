"""The monthly digest as an official report: headline, results in sentences, changes, table, lines, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.digest import Change, Missing, Moment
from ..domain.plan import Comparator, Section
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
from .page import Page
from .report import (
    NONE,
    Origin,
    anchor,
    facts_of,
    headline,
    origin_record,
    outside_line,
    period_label,
    planned,
    report_table,
    unlike_line,
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


def _actual(standing: Standing) -> str | None:
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
