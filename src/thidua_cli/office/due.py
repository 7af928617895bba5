"""What the open plan still expects, its year at a glance, last month's report, and guided entry of what lacks."""

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ..disk import read_regular, reason_of, replace_file, stored
from ..domain.closing import closing_in_force, freezing
from ..domain.due import ANNIVERSARY, WORK, Expected, Wait, by_urgency, expected_figures, grouped_of, presence
from ..domain.figure import Draft, Figure, Kind, Level
from ..domain.period import Period
from ..domain.plan import Indicator, Place
from ..domain.scorecard import Window
from ..domain.work import expected_anniversaries, expected_work
from ..errors import UNLIKE_OURS, ThiduaError, UsageError, command
from ..pages.due import LastMonth, overview_page
from ..pages.page import Page
from ..plan_file.opening import reader_of, to_plain
from ..vietnamese.numbers import shown, write_date, write_moment
from ..vietnamese.text import first_of, fold, sanitise
from ..vietnamese.wording import LEVELS, RUNNING
from ..workspace import Office, file_stem, who_closed
from .figures import Typed, Wanted, admit, figures_of_year
from .view import View, with_inherited


def still_expected(office: Office, supplier: str | None = None) -> list[Expected]:
    """What is still expected of all, or of one supplier, most urgent first; UsageError if the plan has no such one."""
    plan, today, end = office.plan, office.workspace.today(), office.plan.whole_year.last_day
    closings = office.closings()
    figures = expected_figures(plan, with_inherited(office, figures_of_year(office), today), today, closings)
    rows = [*figures, *expected_work(plan, View.now(office).work(), today)]
    for at, row in enumerate(rows):
        first = freezing(closings, min(today if row.kind == WORK else row.on, end))[:1]
        shut = [freezing(closings, min(each, end))[0] for each in row.shut] or first
        closed = ", ".join(dict.fromkeys(closing.named for closing in shut))
        # What would be refused because its day is closed: the command opens the first of what closes it.
        typed = first[0].reopening if first else row.command
        rows[at] = row._replace(closed=closed, command=typed)
    rows = by_urgency([*rows, *expected_anniversaries(plan, today)])
    found = [row for row in rows if fold(supplier or "") in fold(row.supplier)]
    named = [*(one.indicator.supplier for one in plan.rows()), *(one.lead for one in plan.work)]
    known = list(filter(None, dict.fromkeys(named)))
    if supplier is not None and not found and not any(fold(supplier) in fold(name) for name in known):
        hint = f"các nơi của kế hoạch: {', '.join(known) or 'không có (khóa from của chỉ tiêu, lead của công việc)'}"
        raise UsageError(f"kế hoạch không có nơi cung cấp '{shown(supplier)}'", hint=hint)
    return found


def overview_of(office: Office, ids: Collection[str] | None = None, lead: str = "") -> Page:
    """The months of the year: which are closed, and which figures of every indicator, or of these, are there."""
    plan, today, closings = office.plan, office.workspace.today(), office.closings()
    held = grouped_of(plan, with_inherited(office, figures_of_year(office), today), None, today, is_over=False)
    closed = {month: bool(freezing(closings, month.last_day)) for month in plan.whole_year.months()}
    listed = [row for row in plan.rows() if ids is None or row.indicator.id in ids]
    rows = [(row, presence(row.indicator, plan, held, list(closed))) for row in listed]
    asked = ids is None and any(row.is_asked for row in still_expected(office))
    return overview_page(plan, rows, closed, today, asked=asked, lead=lead)


def last_month(office: Office) -> LastMonth:
    """How the report of last month stands; in January that of last year's plan, if it lies beside."""
    plan, day = office.plan, office.workspace.today()
    ended = [month for month in plan.whole_year.months() if month.last_day < day]
    if not ended:
        with suppress(ThiduaError), office.workspace.open(plan.year - 1) as former:
            if former.plan.year < plan.year:
                return last_month(former)
        first = plan.whole_year.months()[0]
        before = f"năm kế hoạch chưa bắt đầu (từ ngày {write_date(first.start)})."
        return first.label, before if day < first.start else "tháng đầu của kế hoạch chưa hết.", {}
    month = ended[-1]
    if found := closing_in_force(office.closings(), month):
        standing = f"đã chốt ({who_closed(found)})."
        return month.label, standing, {f"thidua diff {month.id}": "có gì khác bản đã gửi"}
    folder = office.workspace.reports_folder(None, Path(office.text.path))
    if any(folder.glob(f"{file_stem(plan, month)}.*")):
        made = f"đã làm trong {folder}, chưa chốt số liệu."
        return month.label, made, {f"thidua close {month.id}": f"chốt số liệu {month.label}, khi báo cáo đã gửi"}
    return month.label, "chưa làm.", {f"thidua summary --period {month.id}": f"làm báo cáo {month.label}"}


def owed_by_last_year(office: Office) -> str:
    """In the plan's first month: how much last year's plan beside it still lacks, and the command that lists it."""
    plan = office.plan
    if office.workspace.today() > plan.whole_year.months()[0].last_day:
        return ""
    with suppress(ThiduaError), office.workspace.open(plan.year - 1) as former:
        late = sum(row.wait is Wait.LATE and row.kind != ANNIVERSARY for row in still_expected(former))
        if late and former.plan.year < plan.year and not former.foreign():
            listed = command("thidua", "--plan", former.text.path, "due")
            return f"Kế hoạch năm {former.plan.year} còn {late} việc đã trễ: {listed}"
    return ""


class Question(NamedTuple):
    """One expected figure: its indicator (and place), number in the plan, day, the last figure up to `until`, and
    whether a running total is asked for."""

    indicator: Indicator
    number: str
    day: date
    last: Figure | None
    place: Place | None = None
    until: date | None = None
    is_running: bool = False

    @property
    def id(self) -> str:
        """The indicator's id, with that of its place where the figure is a place's: `ho-ngheo/thon-3`."""
        return f"{self.indicator.id}/{self.place.id}" if self.place else self.indicator.id

    @property
    def name(self) -> str:
        """What is asked for: `Tỷ lệ hộ nghèo, Thôn 3`."""
        name = sanitise(self.indicator.name)
        return f"{name}, {sanitise(self.place.name)}" if self.place else name

    def draft_on(self, day: date) -> Draft:
        """A figure of that day as far as it is known before it is typed."""
        return Draft(Kind.RECORD, self.indicator.id, day, place=self.place.id if self.place else "")


def questions_of(office: Office, period: Period) -> Iterator[Question]:
    """What is expected by the cut-off, in the plan's order, of each place that lacks it: for its own day in the period,
    else for the cut-off, unless the period has its figure and only an earlier one lacks; where amounts lack on closed
    days and on open ones, for the first of each."""
    window, closings = Window.until(period, office.workspace.today()), office.closings()
    cutoff = window.cutoff
    figures = with_inherited(office, figures_of_year(office, cutoff), cutoff)
    expected = expected_figures(office.plan, figures, cutoff, closings, is_over=window.is_over)
    late = [row for row in expected if row.wait is Wait.LATE]
    for row in office.plan.rows():
        for missed in (one for one in late if one.id == row.indicator.id):
            inside = [day for day in (missed.on, *missed.lacking) if period.start <= day <= cutoff]
            for place in [one for one in office.plan.places if one.id in missed.places] or (None,):
                of = (row.indicator.id, place.id if place else "")
                own = [figure for figure in figures if (figure.indicator, figure.place) == of]
                last = max(own, key=lambda figure: (figure.on, figure.seq), default=None)
                is_there = last is not None and last.on >= period.start and last.level is Level.OFFICIAL
                days = inside or ([] if is_there else [cutoff])
                if last is not None and last.on == missed.on:  # an estimate, whose place the official figure takes
                    days = [missed.on]
                opened = [day for day in days if not freezing(closings, day)]
                shut = [day for day in days if day not in opened and (row.indicator.accumulates or not opened)]
                asked = [*shut[:1], *opened[:1]]
                is_running = "--cumulative" in missed.command
                yield from (Question(row.indicator, row.number, day, last, place, cutoff, is_running) for day in asked)


class Answer(NamedTuple):
    """What was typed: the value as text, its day, "so far this year" or not, its level, and a slip confirmed."""

    value: str
    on: date
    cumulative: bool = False
    level: Level = Level.OFFICIAL
    sure: bool = False

    @property
    def shown(self) -> str:
        """What was typed, with its kind and level: `1.200 (lũy kế), ước tính`."""
        level = "" if self.level is Level.OFFICIAL else f", {LEVELS[self.level]}"
        return f"{sanitise(self.value)}{RUNNING if self.cumulative else ''}{level}"


SCHEMA = "thidua.entry/1"
MOST_BYTES = 1_000_000
MOST_NAMED = 3


class Sitting:
    """The open office, who writes, and what was answered of a period.

    The answers are kept in one draft for each ledger, unit and period; it lies beside the ledger, so that it goes where
    that goes.
    """

    def __init__(self, office: Office, by: str | None, period: Period) -> None:
        about = f"{office.ledger_path.name}\n{office.plan.unit.id}\n{period.id}\n{period.calendar}"
        name = f".nhap-{period.id}-{sha256(about.encode()).hexdigest()[:12]}.json"
        self.office, self.by, self.period, self.tell = office, by, period, office.workspace.tell
        self.path, self.at = office.ledger_path.with_name(name), ""
        self.answers: dict[str, Answer] = {}
        """What was answered, by question."""
        self.kept: dict[str, Answer] = {}
        """What the draft holds; nothing where there is none or it cannot be read."""
        try:
            held, read = json.loads(read_regular(self.path, MOST_BYTES)), reader_of(Answer)
            self.at = f", lúc {write_moment(held['at'])}"
            self.kept = {id_: read(answer) for id_, answer in held["answers"].items()}
        except FileNotFoundError:
            return
        except (OSError, *UNLIKE_OURS):
            self.tell(f"Bản nháp {self.path} không đọc được nên bỏ qua.")

    def wanted(self, question: Question, answer: Answer) -> Wanted:
        """The figure an answer asks for; raises what `record` would, Refused too for a slip that is not confirmed."""
        typed = Typed("", answer.value, answer.on, None, answer.level, answer.cumulative, by=self.by)
        wanted = admit(self.office, question.indicator, question.place, typed)
        wanted.row_to_write(sure=answer.sure)
        return wanted

    def told(self) -> str:
        """How many figures the draft holds, which, and when the last of them was typed."""
        listed = [f"{question.name} {self.kept[question.id].shown}" for question in self.questions()]
        return f"Có bản nháp với {len(listed)} số đã gõ{self.at} ({first_of(listed, MOST_NAMED, '; ')})"

    def questions(self) -> Iterator[Question]:
        """The questions that the draft has answers for."""
        for id_, answer in self.kept.items():
            code, _, where = id_.partition("/")
            row, place = self.office.plan.find(code), self.office.plan.place(where)
            if row and bool(where) is bool(place):
                yield Question(row.indicator, row.number, answer.on, None, place)

    def keep(self) -> None:
        """Write the draft; readable by its owner only. Raises StorageError."""
        self.kept = dict(self.answers)
        held = {id_: to_plain(answer) for id_, answer in self.kept.items()}
        content = {"schema": SCHEMA, "at": self.office.workspace.now(), "answers": held}
        with stored(f"không giữ được bản nháp {self.path}", "đặt sổ ở thư mục khác"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(), 0o600)

    def forget(self) -> None:
        """Remove the draft; by now the figures are written, so one that cannot be removed is only told."""
        self.kept = {}
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            self.tell(f"Không xóa được bản nháp {self.path}: {reason_of(error)}.")
