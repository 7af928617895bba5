"""What guided entry asks and what was answered; an answer is held against the same rules as `record`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from ..disk import NotAFile, read_regular, reason_of, replace_file
from ..domain.closing import freezing
from ..domain.due import Wait, expected_figures
from ..domain.figure import Draft, Figure, Kind, Level
from ..domain.period import Period
from ..domain.plan import Indicator, Place
from ..domain.scorecard import Window
from ..errors import UNLIKE_OURS, StorageError
from ..plan_file.opening import reader_of, to_plain
from ..vietnamese.numbers import write_moment
from ..vietnamese.text import sanitise
from ..vietnamese.wording import LEVELS, RUNNING
from ..workspace import Office
from .figures import Typed, Wanted, admit, figures_of_year
from .view import with_inherited


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
                words = row.indicator, row.number
                is_running = "--cumulative" in missed.command
                yield from (Question(*words, day, last, place, cutoff, is_running) for day in asked)


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
        except (OSError, NotAFile, *UNLIKE_OURS):
            self.tell(f"Bản nháp {self.path} không đọc được nên bỏ qua.")

    def wanted(self, question: Question, answer: Answer) -> Wanted:
        """The figure an answer asks for; raises what `record` would, Refused too for a slip that is not confirmed."""
        typed = Typed("", answer.value, answer.on, None, answer.level, answer.cumulative, by=self.by)
        wanted = admit(self.office, question.indicator, question.place, typed)
        wanted.row_to_write()
        if not answer.sure:
            wanted.refuse_slip()
        return wanted

    def told(self) -> str:
        """How many figures the draft holds, which, and when the last of them was typed."""
        listed = [f"{question.name} {self.kept[question.id].shown}" for question in self.questions()]
        more = f"; … và {len(listed) - MOST_NAMED} số nữa" if len(listed) > MOST_NAMED else ""
        return f"Có bản nháp với {len(listed)} số đã gõ{self.at} ({'; '.join(listed[:MOST_NAMED])}{more})"

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
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(), 0o600)
        except OSError as error:
            raise StorageError(f"không giữ được bản nháp {self.path}: {reason_of(error)}") from error

    def forget(self) -> None:
        """Remove the draft; by now the figures are written, so one that cannot be removed is only told."""
        self.kept = {}
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            self.tell(f"Không xóa được bản nháp {self.path}: {reason_of(error)}.")
