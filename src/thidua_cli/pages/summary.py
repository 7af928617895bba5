"""The monthly digest as an official report: frame, headline, results in sentences, changes, table, what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import count
from types import MappingProxyType
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.figure import Actual, Level
from ..domain.places import by
from ..domain.plan import Combine, Comparator, Section
from ..domain.scorecard import Change, Missing, Scorecard, Standing
from ..domain.target import round_half_up
from ..domain.work import DONE, WorkStanding, WorkState, by_lead
from ..render import document as doc
from ..render.document import Block, Cell, Charts, Document, Heading, Listing, Paragraph, Table, Tone
from ..render.document import sentences as lines_of
from ..vietnamese import wording
from ..vietnamese.numbers import short_day, two_digits, write_date, write_number
from ..vietnamese.text import lowered
from ..vietnamese.wording import LEVELS_SHORT, VERDICTS, in_unit, planned_text, shown_number, spoken, with_unit
from . import page, report, sentences
from .due import NOBODY, TOLD, WORK_COLUMNS, work_blocks, work_record, work_sentence
from .notes import begun_text, reported_text, stale_text, unofficial_text, verdict_text
from .page import NONE, Field, Origin, Page, anchor, field, unlike_line
from .papers import ROMAN, annex, ending, frame, opening, subject
from .report import facts_of, period_label, plain_number, ratio_cell, report_fields, report_page, report_record

MISSING = """id=standing.indicator.id from=standing.indicator.supplier due=standing.due last first
    count=lacking places!"""


def change_sentence(what: Change) -> str:
    """One line on what is different from the period before: the target, the figure, its level, the verdict."""
    parts, indicator, sides = [], what.now.indicator, (what.before, what.now)
    if what.retargeted:
        before, now = (spoken(planned_text(one.target.target, one.indicator)) for one in sides)
        decision = f" theo {what.now.target.decision}" if what.now.target.decision else ""
        parts.append(f"kế hoạch điều chỉnh từ {before} thành {now}{decision}")
    parts += [moved] if (moved := _moved(what)) else []
    is_told = moved and indicator.is_yes_no and not what.before.actual  # the answer is the verdict
    if what.turned and not is_told and (what.now.actual or not what.before.actual):
        before, now = (verdict_text(one).lower() for one in sides)
        turned = f"chuyển từ “{before}” sang “{now}”" if what.before.actual else now
        due = what.now.due if what.now.verdict is Verdict.NO_DATA and not what.now.lacks_basis else None
        parts.append(f"đã đến hạn ({write_date(due)}) nhưng chưa có số liệu" if due else turned)
    return f"{indicator.name}: {'; '.join(parts)}."


def _moved(what: Change) -> str:
    now, held = what.now.actual, what.before.actual
    if now is None:
        begun, some = begun_text(what.now), what.now.coverage and what.now.coverage.reported and what.now.coverage
        left = f"mới có {reported_text(some)} nên chưa có số chung" if some else "không còn số liệu"
        return (begun or left) if held is not None else ""
    if held is None:
        had_some = (what.before.coverage and what.before.coverage.reported) or (what.before.parts_present or (0,))[0]
        news, number = "nay có đủ số liệu" if had_some else "lần đầu có số liệu trong năm", _printed(what.now, now)
        return f"{news}, {_marked(what.now, now, number)}"
    if not (gap := now.exact - held.exact):
        return f"số {LEVELS_SHORT[held.level]} nay đã là số {LEVELS_SHORT[now.level]}" if what.firmed else ""
    if what.now.indicator.is_yes_no:
        return unofficial_text(now)
    for more in count():  # both as printed, with more places where the change would not show or turn round
        old, new = _printed(what.before, held, more), _printed(what.now, now, more)
        if (new > old) if gap > 0 else (new < old):
            break
    course = f"từ {_marked(what.before, held, old)} {'lên' if new > old else 'xuống'} {_marked(what.now, now, new)}"
    combines = {one.combine for one in what.now.indicator.measured()}  # what the year so far comes to, not the period
    so_far = "lũy kế " if Combine.SUM in combines else "" if combines == {Combine.LATEST} else "tính chung "
    return f"{so_far}{sentences.movement(Fraction(new) - Fraction(old), what.now.indicator)}, {course}"


def _printed(one: Standing, actual: Actual, more: int = 0) -> Decimal:
    return shown_number(actual, one.indicator._replace(decimals=one.indicator.decimals + more), one.target.target)


def _marked(standing: Standing, actual: Actual, number: Decimal) -> str:
    """A figure that says when it is not official yet: `4.488,8 ha (số ước)`."""
    text = in_unit(number, standing.indicator)
    return f"{text} ({said})" if (said := unofficial_text(actual)) else text


def missing_sentence(what: Missing) -> str:
    """`Tổng đàn gia cầm (hạn 01/04/2024)`, `Tỷ lệ … (thiếu số kỳ 30/06/2024, số gần nhất ngày 31/05/2024)`."""
    indicator, actual = what.standing.indicator, what.standing.actual
    name = f"{indicator.name}: {', '.join(what.places)}" if what.places else indicator.name
    if what.last is None or what.first is None:
        return f"{name} (hạn {write_date(what.first or indicator.due)})" if indicator.due else name
    if actual is not None and actual.level is not Level.OFFICIAL and what.last >= what.first:
        return f"{name} (mới có {unofficial_text(actual)} ngày {write_date(what.last)}, chờ số chính thức)"
    which = "số kỳ" if what.lacking == 1 else f"số {what.lacking} kỳ từ"
    return f"{name} (thiếu {which} {write_date(what.first)}, số gần nhất ngày {write_date(what.last)})"


FEWEST_POINTS = 2
PLACES_ALONG = 4
TO_BE_WRITTEN = ("Tồn tại, hạn chế và nguyên nhân", "Phương hướng, nhiệm vụ kỳ tới", "Kiến nghị, đề xuất")
SEE_ANNEX = "(Chi tiết tại Phụ lục{} kèm theo)"
BLANK_LINES = 2
MOST_NAMED = 5
IN_GROUPS = (Verdict.EXCEEDED, Verdict.NOT_YET, Verdict.MISSED, Verdict.NO_DATA, Verdict.NOT_DUE)
MAY_LEAVE = ("number", "in_period", "difference", "same_period", "growth", "note")
OwnWords = Mapping[str, Sequence[Paragraph | Listing]]
"""What the office adds itself, by the title of the chapter that it ends."""


class Digest(NamedTuple):
    """A period judged and the one before it where the year has one; what differs and is missing, lines, and work."""

    card: Scorecard
    before: Scorecard | None
    changes: tuple[Change, ...]
    missing: tuple[Missing, ...]
    trends: Mapping[str, tuple[Actual, ...]]
    outside: Sequence[str] = ()
    work: Sequence[WorkStanding] = ()

    def summary_page(self, origin: Origin, words: OwnWords = MappingProxyType({})) -> Page:
        """The digest as a paper that an office completes, signs and sends; `words` are its own, by chapter."""
        on_paper = origin._replace(closed=origin.closed and origin.closed._replace(named=""))
        blocks: list[Block] = [*unlike_line(origin.closed), Paragraph(opening(self.card))]
        for numeral, (title, content) in zip(ROMAN, self.chapters().items(), strict=False):
            blocks += [Heading(f"{numeral}. {title}"), *content, *words.get(title, ())]
            if not content and title not in words:
                blocks.append(doc.Blank(BLANK_LINES))
        blocks += [Paragraph(ending(self.card)), *self.annexes(), *self.charts()]
        title = f"Báo cáo {lowered(subject(self.card))}"
        document = Document(title, tuple(blocks), (anchor(on_paper),), frame(self.card))
        return Page(document, partial(self.record, origin, words), partial(facts_of, self.card))

    def record(self, origin: Origin, words: OwnWords) -> dict[str, Any]:
        """The same for machines."""
        card, before, changes = self.card, self.before, []
        told = [sentences.Said(one, card.window, card.standings) for one in card.standings]
        for each in self.changes:
            sides = {"from": each.before, "to": each.now}
            verdict = {side: one.verdict for side, one in sides.items()}
            actual = {side: one.actual and plain_number(one.actual) for side, one in sides.items()}
            head = {"id": each.now.indicator.id, "verdict": verdict, "actual": actual}
            changes.append(head | {"sentence": change_sentence(each)})
        return {
            "schema": "thidua.summary/1",
            "report": report_record(card, origin, card.standings),
            "previous": before and page.record_of(before.window, page.PERIOD_WORDS),
            "sentences": [{"id": one.indicator.id, "sentence": one.with_parts()} for one in told],
            "changes": changes,
            "missing": [page.record_of(one, MISSING) for one in self.missing],
            "work": work_record(self.work) if self.work else None,
            "own_words": {title: [line for one in own for line in lines_of(one)] for title, own in words.items()},
        }

    def chapters(self) -> dict[str, Sequence[Block]]:
        """By its title each chapter that the figures have something to say in; those the office writes are empty."""
        made: dict[str, Sequence[Block]] = {"Kết quả thực hiện các chỉ tiêu": list(self.results())}
        if any(one.progress is not None or one.state is WorkState.OVERDUE for one in self.work):
            made["Kết quả thực hiện nhiệm vụ"] = list(self.work_done())
        # Whose verdict or target has turned since the period before, then what else moved, in one sentence. What became
        # due without a figure is named among the results.
        moved = [one for one in self.changes if one.now.actual or one.before.actual]
        apart = by(moved, lambda one: one.turned or one.retargeted or one.now.of_period)
        lines, stayed = list(map(change_sentence, apart.get(True, ()))), apart.get(False, ())
        others = [lowered(f"{one.now.indicator.name} {_moved(one).partition(', từ ')[0]}") for one in stayed]
        lines += [f"Số liệu mới, mức đánh giá giữ nguyên: {'; '.join(others)}."] if others else []
        if self.before is not None and lines:
            made[f"Biến động so với {self.before.window.period.label}"] = page.listing("", lines)
        return made | dict.fromkeys(TO_BE_WRITTEN, ())

    def results(self) -> Iterable[Block]:
        """The headline, who is in each group that a chairman asks about, and a sentence for every figure."""
        card, sections = self.card, self.card.plan.sections
        yield Paragraph(sentences.headline(card), Tone.STRONG)
        alike = (by(card.of(verdict), sentences.befell).values() for verdict in IN_GROUPS)
        groups = (sentences.group(members[0].verdict, members, card.window) for groups in alike for members in groups)
        yield from page.listing("", groups)
        by_section = [(each, [one for one in card.standings if one.row.section is each]) for each in sections]
        told = [(each, lines) for each, own in by_section if (lines := list(sentences.results(own, card.window)))]
        for section, lines in told:
            is_numbered = len(told) == len(sections)
            heading = page.section_heading(self.on_its_place(section)) if is_numbered else section.title
            yield from page.listing(heading if len(sections) > 1 else "", lines)
        yield Paragraph(SEE_ANNEX.format(f" {ROMAN[0]}" if self.work_table() else ""))

    def on_its_place(self, section: Section) -> Section:
        """The section numbered by where it stands: papers number them one after the other, in text and annex alike."""
        return section._replace(number=str(1 + [one.id for one in self.card.plan.sections].index(section.id)))

    def work_done(self) -> Iterable[Block]:
        """The counts, and by name what is done, under way or overdue where few: `02 nhiệm vụ quá hạn, gồm: …; ….`"""
        yield Paragraph(work_sentence(self.work), Tone.STRONG)
        lines = []
        for state in (WorkState.DONE, WorkState.UNDER_WAY, WorkState.OVERDUE):
            named = [_with_progress(one) for one in self.work if one.state is state]
            if 0 < len(named) <= MOST_NAMED:
                link = ", gồm" if len(named) > 1 else ""
                lines.append(f"{two_digits(len(named))} nhiệm vụ {TOLD[state]}{link}: {'; '.join(named)}.")
        yield from page.listing("", lines)
        if self.work_table():
            yield Paragraph(SEE_ANNEX.format(f" {ROMAN[1]}"))

    def work_table(self) -> Table | None:
        """Every item with progress and every overdue one, under its lead unit where it has one.

        None without progress, and for a few items, which the text names.
        """
        told = [one for one in self.work if one.progress is not None or one.state is WorkState.OVERDUE]
        if len(told) <= MOST_NAMED or all(one.progress is None for one in told):
            return None
        members = sorted(by_lead(told), key=lambda one: bool(one.item.lead))
        columns = page.without(WORK_COLUMNS, "id", "percent", "on")
        fields = [PAPER_STATE if each.column.key == "state" else each for each in columns]
        printed = page.speaking(fields, members, ("number", "due", "note"))
        return page.table_of(printed, members, "title", "Nhiệm vụ", heading=lambda one: one.item.lead or "")

    def annexes(self) -> Iterable[Block]:
        """Each table as an annex; two are numbered (Nghị định 30/2020/NĐ-CP, Phụ lục I, III.1)."""
        tables = {"Kết quả thực hiện các chỉ tiêu": self.paper_table()}
        tables |= {"Tiến độ thực hiện nhiệm vụ": work} if (work := self.work_table()) else {}
        for numeral, (title, table) in zip(ROMAN, tables.items(), strict=False):
            yield annex(f"Phụ lục {numeral}" if work else "Phụ lục", title, self.card)
            yield table

    def paper_table(self) -> Table:
        """The main table as it leaves the office: words without marks, no column without a value, nothing internal.

        What the text says in percent or in points stands in one column: amounts in percent, rates in points.
        """
        card, year, until = self.card, self.card.plan.year, self.card.window.cutoff
        titles = {"actual": f"Thực hiện đến {until.day}/{until.month}", "growth": "So với cùng kỳ"}
        titles |= {"expected_verdict": "Dự kiến"}
        if sentences.is_yearly(card.window):
            last = year - 1
            titles = {"actual": f"Thực hiện năm {year}", "same_period": f"Năm {last}", "growth": f"So với năm {last}"}

        def on_paper(shown: Field[Standing]) -> Field[Standing]:
            key = shown.column.key
            column = shown.column._replace(title=titles.get(key, shown.column.title))
            column = column._replace(align=doc.Align.CENTRE, wraps=False) if key == "verdict" else column
            return Field(column, lambda one: _on_paper(key, page.cell_of(shown, one), one))

        fields = page.without(report_fields(card, internal=False), "bar", "ratio", "index")
        shown = []
        for one in card.standings:  # `4.1` for `III.1`
            own, section = one.row.number.removeprefix(f"{one.row.section.number}."), self.on_its_place(one.row.section)
            shown.append(one._replace(row=one.row._replace(number=f"{section.number}.{own}", section=section)))
        printed = page.speaking([on_paper(one) for one in fields], shown, MAY_LEAVE)
        return report.report_table(card, shown, printed)._replace(name="Biểu tổng hợp")

    def charts(self) -> Iterable[Charts]:
        """One line per indicator that has a course to show, along the plan year; nothing when none has."""
        year = self.card.window.period.whole_year()
        days = (year.last_day - year.start).days

        def series(one: Standing) -> doc.Series:
            indicator, target = one.indicator, one.target.target
            is_range = target.comparator is Comparator.RANGE
            goal = (None, "") if is_range else (target.value, planned_text(target, indicator))
            points = []
            for moment in self.trends[indicator.id]:
                along = round_half_up(Fraction((moment.on - year.start).days, days), PLACES_ALONG)
                value = shown_number(moment, indicator, target)
                text = with_unit(write_number(value), indicator.unit)
                points.append(doc.Point(along, value, write_date(moment.on), text))
            return doc.Series(indicator.name, indicator.unit, tuple(points), *goal)

        if drawn := [one for one in self.card.standings if len(self.trends.get(one.indicator.id, ())) >= FEWEST_POINTS]:
            yield Charts(f"Diễn biến từ đầu năm {self.card.plan.year}", tuple(map(series, drawn)))

    def internal_page(self, origin: Origin, words: OwnWords = MappingProxyType({})) -> Page:
        """The office's own working sheet beside the paper: the report with every mark and note, who has not reported,
        what has still to be seen to before the paper is signed."""
        card, since = self.card, f"Biến động so với {self.before.window.period.label}" if self.before else ""
        document, shown = card.plan.document, report_page(card, origin, outside=self.outside).document
        blank = [] if document and document.number and document.date else ["Số và ngày của kế hoạch (khóa document)"]
        unwritten = [f"Lời văn: {title}" for title in TO_BE_WRITTEN if title not in words]
        waiting: list[Block] = [] if self.missing else [Paragraph("Các số liệu đến hạn đã đủ.")]
        for name, late in by(self.missing, lambda one: one.standing.indicator.supplier or NOBODY).items():
            waiting += [Paragraph(name, Tone.STRONG), Listing(tuple(map(missing_sentence, late)))]
        blocks: list[Block] = [
            Paragraph("Tài liệu làm việc nội bộ, không gửi kèm báo cáo.", Tone.QUIET),
            *shown.blocks,
            Heading("Chưa báo cáo", 2),
            *waiting,
            *page.listing("Còn phải điền trước khi trình ký", [*blank, "Số, ngày của báo cáo", *unwritten]),
            *page.listing(since, map(change_sentence, self.changes)),
            *([Heading("Nhiệm vụ theo đơn vị chủ trì", 2), *work_blocks(self.work)] if self.work else []),
            *self.charts(),
        ]
        title = f"Bảng làm việc nội bộ {card.plan.unit.name} – {period_label(card)}"
        return Page(Document(title, tuple(blocks), shown.closing), partial(self.record, origin, words))


def sent_paper(card: Scorecard, sent: Document) -> Document:
    """The report that was sent, in the layout of the paper; who closed it is the office's own matter."""
    digest = Digest(card, None, (), (), {})
    blocks = (Paragraph(opening(card)), *digest.results(), Paragraph(ending(card)), *digest.annexes())
    return sent._replace(blocks=blocks, frame=frame(card))


def _with_progress(one: WorkStanding) -> str:
    """`đẩy mạnh cải cách hành chính (hạn 31/5/2024; đạt 40%; xong khâu tập huấn)`."""
    late = one.state is WorkState.OVERDUE and one.item.due
    told = [f"hạn {short_day(late)}"] if late else []
    told += [f"đạt {wording.percent_text(one.percent)}"] if one.percent is not None and one.percent < DONE else []
    told += [one.progress.draft.note] if one.progress and one.progress.draft.note else []
    return lowered(one.item.title.replace("; ", ", ")) + (f" ({'; '.join(told)})" if told else "")


PAPER_STATE: Field[WorkStanding] = field("state", "Tiến độ", lambda one: _work_state(one), wraps=True)
PAPER_VERDICTS = VERDICTS | {Verdict.NOT_JUDGED: NONE}


def _work_state(standing: WorkStanding) -> str:
    """`Đang thực hiện, 60% (20/6)`."""
    held, done = standing.progress, standing.percent
    percent = f", {wording.percent_text(done)}" if done is not None and done < DONE else ""
    day = f" ({held.draft.on.day}/{held.draft.on.month})" if held and held.draft.on else ""
    return f"{TOLD[standing.state].capitalize()}{percent}{day}"


def _on_paper(key: str, cell: Cell, one: Standing) -> Cell:
    """Where screens say it otherwise than papers."""
    match key:
        case "target":
            return cell._replace(text=spoken(cell.text.lstrip("~= ")))
        case "in_period" if not sentences.tells_period(one):
            return page.DASH
        case "difference" if not one.indicator.is_rate and (ratio := ratio_cell(one)).value is not None:
            return ratio._replace(text=f"{ratio.text}%")  # one comparison with the plan: of an amount in percent
        case "expected_verdict" if one.expected:
            return Cell(verdict_text(one.expected))
        case "verdict":
            return cell._replace(text=verdict_text(one, PAPER_VERDICTS))
        case "note":
            old = stale_text(one).replace("số cũ ngày", "số liệu ngày")
            return cell._replace(text=page.joined((old, spoken(cell.text))))
    return cell
