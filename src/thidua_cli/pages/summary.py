"""The monthly digest as an official report: frame, headline, results in sentences, changes, table, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.closing import Change, Missing, Moment
from ..domain.figure import Level
from ..domain.plan import Comparator, Section
from ..domain.rounding import round_half_up, shortest
from ..domain.scorecard import Scorecard, Standing, Window
from ..domain.work import WorkStanding, WorkState, by_lead
from ..render.document import (
    Align,
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
    Row,
    RowKind,
    Series,
    Table,
    Tone,
)
from ..render.document import sentences as lines_of
from ..render.paper import speaking_columns
from ..vietnamese.dates import short_day, write_date
from ..vietnamese.numbers import two_digits, write_number
from ..vietnamese.wording import LEVELS_SHORT, VERDICTS, rounded_figure, with_unit
from . import sentences
from .notes import planned, stale_text
from .page import NONE, Origin, Page, anchor, period_record, unlike_line
from .papers import ROMAN, annexed, ending, frame, opening, subject
from .report import facts_of, headline, period_label, report_table
from .report_record import plain_number, report_record
from .work import TOLD, work_blocks, work_record, work_sentence

NOBODY = "Chưa ghi nơi cung cấp"
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
BLANK_LINES = 2
MOST_NAMED = 5
IN_GROUPS = (Verdict.EXCEEDED, Verdict.MISSED, Verdict.NO_DATA, Verdict.NOT_DUE)
MAY_LEAVE = ("number", "in_period", "difference", "same_period", "growth", "note")
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
            blocks=(*blocks, Paragraph(ending(card)), *annexed(card, _annexes(digest)), *charts(card, digest.trends)),
            closing=(anchor(origin),),
            frame=frame(card),
        ),
        partial(_record, digest, origin, words),
        partial(facts_of, card, sentences.headline(card)),
    )


def sent_paper(card: Scorecard, sent: Document) -> Document:
    """The report that was sent, as the page `sent` tells it, in the layout of the paper."""
    digest = Digest(card, None, (), (), {})
    blocks = (sent.blocks[0], Paragraph(opening(card)), *_results(digest), Paragraph(ending(card)))
    return sent._replace(blocks=(*blocks, *annexed(card, _annexes(digest))), frame=frame(card))


def _record(digest: Digest, origin: Origin, words: OwnWords) -> dict[str, Any]:
    card, before, changes, missing, _, _, work = digest
    said = {title: [line for one in own for line in lines_of(one)] for title, own in words.items()}
    return {**summary_record(card, before, changes, missing, origin, work), "own_words": said}


def chapter_titles(digest: Digest) -> list[str]:
    """The titles of the chapters, without their numbers."""
    return [title for title, _ in _chapters(digest)]


def _chapters(digest: Digest) -> list[tuple[str, list[Block]]]:
    """Each chapter that the figures have something to say in; those that the office writes itself are empty."""
    return [
        ("Kết quả thực hiện các chỉ tiêu", list(_results(digest))),
        *_work(digest),
        *_changes(digest),
        *((title, list[Block]()) for title in TO_BE_WRITTEN),
    ]


def _annexes(digest: Digest) -> list[tuple[str, Table]]:
    """The tables that follow the signature, each with its title."""
    period = digest.card.window.period.label
    work = _work_table(digest.work)
    return [
        (f"Kết quả thực hiện các chỉ tiêu {period}", paper_table(digest.card)),
        *([(f"Tiến độ thực hiện nhiệm vụ {period}", work)] if work else []),
    ]


def _see_annex(digest: Digest, place: int) -> Paragraph:
    number = f" {ROMAN[place]}" if len(_annexes(digest)) > 1 else ""
    return Paragraph(f"(Chi tiết tại Phụ lục{number} kèm theo)")


def _results(digest: Digest) -> Iterable[Block]:
    """The headline, who is in each group that a chairman asks about, and a sentence for every figure."""
    card = digest.card
    yield Paragraph(sentences.headline(card), Tone.STRONG)
    groups = [sentences.group(one, members, card.window) for one in IN_GROUPS if (members := card.of(one))]
    if groups:
        yield Listing(tuple(groups))
    told = [(section, list(_lines(card, section))) for section in card.plan.sections]
    for place, (section, lines) in enumerate(((one, lines) for one, lines in told if lines), 1):
        yield Heading(f"{place}. {section.title}", 2)
        yield Listing(tuple(lines))
    yield _see_annex(digest, 0)


def _lines(card: Scorecard, section: Section) -> Iterable[str]:
    return sentences.results([one for one in card.standings if one.row.section is section], card.window)


def _work(digest: Digest) -> Iterable[tuple[str, list[Block]]]:
    """The counts, by name what is done and what is overdue, and where the others stand."""
    if not any(one.progress is not None or one.state is WorkState.OVERDUE for one in digest.work):
        return
    named = (_named(state, digest.work) for state in TOLD if state is not WorkState.NO_REPORT)
    lines = tuple(line for line in named if line)
    blocks: list[Block] = [Paragraph(work_sentence(digest.work), Tone.STRONG), *([Listing(lines)] if lines else [])]
    yield "Kết quả thực hiện nhiệm vụ", [*blocks, *([_see_annex(digest, 1)] if _work_table(digest.work) else [])]


def _named(state: WorkState, work: Sequence[WorkStanding]) -> str:
    """`02 nhiệm vụ quá hạn, gồm: … (hạn 31/5/2024); …`; empty where there is none, or too many to name."""
    found = [one.item for one in work if one.state is state]
    if not 0 < len(found) <= MOST_NAMED:
        return ""
    is_late = state is WorkState.OVERDUE
    days = [f" (hạn {short_day(item.due)})" if is_late and item.due else "" for item in found]
    names = [sentences.lowered(item.title) + day for item, day in zip(found, days, strict=True)]
    link = ", gồm" if len(names) > 1 else ""
    return f"{two_digits(Decimal(len(names)))} nhiệm vụ {TOLD[state]}{link}: {'; '.join(names)}."


WORK_COLUMNS = (
    Column("number", "TT"),
    Column("title", "Nhiệm vụ", wraps=True),
    Column("due", "Thời hạn"),
    Column("state", "Tiến độ", wraps=True),
    Column("note", "Kết quả, minh chứng", wraps=True),
)


def _work_table(work: Sequence[WorkStanding]) -> Table | None:
    """Every item with progress and every overdue one, under its lead unit where it has one; None without progress."""
    told = [one for one in work if one.progress is not None or one.state is WorkState.OVERDUE]
    if all(one.progress is None for one in told):
        return None
    rows: list[Row] = []
    for lead, members in sorted(by_lead(told).items(), key=lambda one: bool(one[0])):
        rows += [Row((Cell(lead, tone=Tone.STRONG),), RowKind.GROUP)] if lead else []
        rows += [Row(tuple(map(Cell, _work_cells(one))), key=one.item.id) for one in members]
    table = Table(WORK_COLUMNS, tuple(rows), label_key="title", name="Nhiệm vụ")
    kept = speaking_columns(table)
    cut = [row if row.kind is RowKind.GROUP else _only(row, kept) for row in rows]
    return table._replace(columns=tuple(table.columns[at] for at in kept), rows=tuple(cut))


def _only(row: Row, kept: Sequence[int]) -> Row:
    return row._replace(cells=tuple(row.cells[place] for place in kept))


def _work_cells(standing: WorkStanding) -> Iterable[str]:
    item, held = standing.item, standing.progress
    yield from (standing.number, item.title, f"{item.due.day}/{item.due.month}" if item.due else "")
    percent = f", {write_number(shortest(held.percent))}%" if held and held.percent < 100 else ""
    day = f" ({held.on.day}/{held.on.month})" if held else ""
    yield f"{TOLD[standing.state].capitalize()}{percent}{day}"
    yield "; ".join(text for text in (held.note, held.evidence) if text) if held else ""


def _changes(digest: Digest) -> Iterable[tuple[str, list[Block]]]:
    """Whose verdict or target has turned since the period before, then what else moved, in one sentence.

    What became due without a figure is named among the results.
    """
    moved = [one for one in digest.changes if one.now.actual or one.before.actual]
    lines = [sentences.change(one) for one in moved if one.turned or one.retargeted]
    others = [sentences.briefly(one) for one in moved if not (one.turned or one.retargeted)]
    lines += [f"Số liệu mới, mức đánh giá giữ nguyên: {'; '.join(others)}."] if others else []
    if digest.before is not None and lines:
        yield _since(digest.before), [Listing(tuple(lines))]


def _since(before: Scorecard) -> str:
    return f"Biến động so với {before.window.period.label}"


def paper_table(card: Scorecard) -> Table:
    """The main table as it leaves the office: words without marks, no column without a value, nothing internal.

    What the text says in percent or in points stands in one column: amounts in percent, rates in points.
    """
    table = report_table(card, card.standings, internal=False)
    places = {column.key: place for place, column in enumerate(table.columns)}
    shown = iter(card.standings)
    rows = [
        row if row.kind is RowKind.GROUP else row._replace(cells=_paper_cells(row.cells, places, next(shown)))
        for row in table.rows
    ]
    kept = [place for key, place in places.items() if key not in _leaving(rows, places)]
    return table._replace(
        columns=tuple(_paper_column(card, table.columns[place]) for place in kept),
        rows=tuple(row if row.kind is RowKind.GROUP else _only(row, kept) for row in rows),
        name="Biểu tổng hợp",
    )


def _paper_cells(cells: Sequence[Cell], places: Mapping[str, int], standing: Standing) -> tuple[Cell, ...]:
    """One comparison with the plan and one with last year; the verdict in a word, its day among the notes."""
    made = list(cells)
    ratio = cells[places["ratio"]]
    if ratio.value is not None and not standing.indicator.is_rate:
        made[places["difference"]] = ratio._replace(text=f"{ratio.text}%")
    target = cells[places["target"]]
    made[places["target"]] = target._replace(text=target.text.lstrip("~= ").replace("≤ ", "không quá "))
    if standing.expected is not None:
        expected = cells[places["expected_verdict"]]
        made[places["expected_verdict"]] = expected._replace(text=VERDICTS[standing.expected.verdict])
    word = NONE if standing.verdict is Verdict.NOT_JUDGED else VERDICTS[standing.verdict]
    if "in_period" in places and not sentences.has_running_total(standing):
        made[places["in_period"]] = Cell(NONE, tone=Tone.QUIET)
    made[places["verdict"]] = cells[places["verdict"]]._replace(text=word)
    if standing.expected and "expected_verdict" in places:
        made[places["expected_verdict"]] = Cell(VERDICTS[standing.expected.verdict])
    note = cells[places["note"]]
    old = stale_text(standing).replace("số cũ ngày", "số liệu ngày")
    made[places["note"]] = note._replace(text="; ".join(filter(None, (old, note.text))))
    return tuple(made)


def _leaving(rows: Sequence[Row], places: Mapping[str, int]) -> set[str]:
    texts = {
        key: [row.cells[place].text for row in rows if row.kind is not RowKind.GROUP] for key, place in places.items()
    }
    empty = {key for key in MAY_LEAVE if all(text in ("", NONE) for text in texts.get(key, ()))}
    return {"bar", "ratio", "index", *empty}


def _paper_column(card: Scorecard, column: Column) -> Column:
    day, year = card.window.cutoff, card.plan.year
    titles = {"actual": f"Thực hiện đến {day.day}/{day.month}", "growth": "So với cùng kỳ"}
    if sentences.is_yearly(card.window):
        last = year - 1
        titles = {"actual": f"Thực hiện năm {year}", "same_period": f"Năm {last}", "growth": f"So với năm {last}"}
    column = column._replace(title=titles.get(column.key, column.title))
    return column._replace(align=Align.CENTRE, wraps=False) if column.key == "verdict" else column


def internal_page(digest: Digest, origin: Origin, words: OwnWords = MappingProxyType({})) -> Page:
    """The office's own working sheet beside the paper: who has not reported, what is weak, every mark and note."""
    card = digest.card
    blocks: list[Block] = [
        Paragraph("Tài liệu làm việc nội bộ, không gửi kèm báo cáo.", Tone.QUIET),
        *unlike_line(origin.closed),
        Paragraph(sentences.headline(card), Tone.STRONG),
        Heading("Chưa báo cáo", 2),
        *_waiting(digest.missing),
        *_reminders(digest, words),
        *_moved(digest),
        Heading("Bảng theo dõi", 2),
        report_table(card, card.standings),
        *([Heading("Nhiệm vụ theo đơn vị chủ trì", 2), *work_blocks(digest.work)] if digest.work else []),
        *charts(card, digest.trends),
    ]
    title = f"Bảng làm việc nội bộ {card.plan.unit.name} – {period_label(card)}"
    return Page(Document(title, tuple(blocks), (anchor(origin),)), partial(_record, digest, origin, words))


def _waiting(missing: Sequence[Missing]) -> Iterable[Block]:
    """Whose figures are late, by who has to bring them."""
    if not missing:
        yield Paragraph("Các số liệu đến hạn đã đủ.")
    suppliers = [one.standing.indicator.supplier or NOBODY for one in missing]
    for name in dict.fromkeys(suppliers):
        late = [sentences.missing(one) for one, supplier in zip(missing, suppliers, strict=True) if supplier == name]
        yield from (Paragraph(name, Tone.STRONG), Listing(tuple(late)))


def _moved(digest: Digest) -> Iterable[Block]:
    """Everything that differs from the period before."""
    if digest.before is not None and digest.changes:
        yield from (Heading(_since(digest.before), 2), Listing(tuple(map(sentences.change, digest.changes))))


def _reminders(digest: Digest, words: OwnWords) -> Iterable[Block]:
    """What the officer has still to see to before the paper is signed."""
    card, document = digest.card, digest.card.plan.document
    weak = [
        f"{one.indicator.name}: số {LEVELS_SHORT[one.actual.level]}"
        for one in card.standings
        if one.actual is not None and one.actual.level is not Level.OFFICIAL
    ]
    old = [f"{one.indicator.name}: {text}" for one in card.standings if (text := stale_text(one))]
    blank = [] if document and document.number and document.date else ["Số và ngày của kế hoạch (khóa document)"]
    unwritten = [f"Lời văn: {title}" for title in TO_BE_WRITTEN if title not in words]
    for title, lines in (
        ("Số chưa chính thức, số cũ", [*weak, *old]),
        ("Còn phải điền trước khi trình ký", [*blank, "Số, ngày của báo cáo", *unwritten]),
        ("Số liệu ngoài kế hoạch", list(digest.outside)),
    ):
        if lines:
            yield from (Heading(title, 2), Listing(tuple(lines)))
