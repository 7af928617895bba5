"""What guided entry asks and what was answered; an answer is held against the same rules as `record`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..domain.emulation import Place
from ..domain.figure import Draft, Figure, Kind, Level
from ..domain.plan import Indicator
from ..errors import Refused
from ..named_tuple import NamedTuple
from ..vietnamese.text import sanitise
from ..workspace import Office
from .admission import check_day
from .amounts import check_plausible, read_amount
from .places import check_parts
from .record import decision_on, from_cumulative, suspicion
from .writing import Wanted


class Question(NamedTuple):
    """One expected figure: its indicator (and place), number in the plan, day, and the last figure up to `until`."""

    indicator: Indicator
    number: str
    day: date
    last: Figure | None
    place: Place | None = None
    until: date | None = None

    @property
    def id(self) -> str:
        """The indicator's id, with that of its place where the figure is a place's: `ho-ngheo/thon-3`."""
        return f"{self.indicator.id}/{self.place.id}" if self.place else self.indicator.id

    @property
    def name(self) -> str:
        """What is asked for: `Tỷ lệ hộ nghèo, Thôn 3`."""
        name = sanitise(self.indicator.name)
        return f"{name}, {sanitise(self.place.name)}" if self.place else name


class Answer(NamedTuple):
    """What was typed: the value as text, its day, "so far this year" or not, its level, and a slip confirmed."""

    text: str
    day: date
    cumulative: bool = False
    level: Level = Level.OFFICIAL
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """The open office, who writes, and the id under which everything of this sitting is written."""

    office: Office
    by: str | None
    action: str


def answered(desk: Desk, question: Question, answer: Answer) -> Wanted:
    """The figure an answer asks for.

    Raises UsageError, InvalidInput or Refused with the sentence `record` would say; a suspected slip that is not
    confirmed is Refused too.
    """
    indicator = question.indicator
    check_day(answer.day, desk.office.plan, desk.office.workspace.today(), False)
    place = question.place
    amount = read_amount(answer.text, indicator)
    check_parts(amount, indicator, place)
    draft = Draft(Kind.RECORD, indicator.id, answer.day, amount, answer.level, place=place.id if place else "")
    wanted = Wanted(desk.office, indicator, draft, desk.by, desk.action, place)
    if answer.cumulative:
        wanted = from_cumulative(wanted)
    assert wanted.draft.amount is not None
    check_plausible(wanted.draft.amount, indicator)
    if decision_on(wanted).draft is not None:
        desk.office.refuse_closed_days([wanted.draft])
    if not answer.sure and (sentence := suspicion(wanted)):
        raise SuspectedSlip(sentence)
    return wanted


class SuspectedSlip(Refused):
    """The value looks mistyped; the person may confirm it."""
