"""What importing a row would come to: held against the ledger, against the rows above it, and against slips."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ..closed_days import refuse_closed_days
from ..domain.closing import Closing, in_force
from ..domain.figure import Draft, Kind, Revision
from ..domain.period import year_of
from ..domain.places import target_for
from ..domain.plan import Indicator
from ..domain.recording import Decision, Effect, decide, same_amount, with_words_kept
from ..domain.slip import Earlier, Slip, suspected
from ..errors import Refused
from ..intake import Proposed
from ..named_tuple import NamedTuple
from ..render.pages.import_preview import Fate
from ..vietnamese.slips import slip_sentence, slip_words
from ..workspace import Office
from .admission import refusal
from .drafts import Flaw
from .writing import year_span

FATES = {Effect.NEW: Fate.NEW, Effect.RAISED: Fate.RAISED, Effect.UNCHANGED: Fate.SAME}
CLOSED = "ngày đã chốt"
Read = tuple[Proposed, Draft | list[Flaw]]
Key = tuple[str, str, date | None]
"""Which figure: indicator, place (empty: the commune), day."""


class Judged(NamedTuple):
    """One row of a file: what becomes of it, the row to write, what was there, and why it is not simply written."""

    row: Proposed
    fate: Fate
    draft: Draft | None = None
    before: Revision | None = None
    why: str = ""
    sentence: str = ""
    flaws: tuple[Flaw, ...] = ()


@dataclass(slots=True)
class _Course:
    """One indicator's figures of the year, as rows are added to them."""

    amounts: dict[date, Fraction] = field(default_factory=dict)
    last: date = date.min
    summary: Earlier | None = None

    def add(self, on: date, exact: Fraction) -> None:
        """Take a figure in; one of a new day only extends the summary."""
        is_new = on not in self.amounts
        self.amounts[on] = exact
        if is_new and self.summary is not None:
            last, largest, has_negative = self.summary
            if exact and on >= self.last:
                self.last, last = on, exact
            self.summary = Earlier(last, max(largest, exact), has_negative or exact < 0)
            return
        self.last = max((day for day, amount in self.amounts.items() if amount), default=date.min)
        self.summary = _summary(self.amounts)

    def without(self, on: date) -> Earlier | None:
        """The other days' figures."""
        if on not in self.amounts:
            return self.summary
        return _summary({day: exact for day, exact in self.amounts.items() if day != on})


def _summary(amounts: dict[date, Fraction]) -> Earlier | None:
    if not amounts:
        return None
    values = amounts.values()
    last = max((day for day, exact in amounts.items() if exact), default=None)
    return Earlier(amounts[last] if last else Fraction(0), max(values), any(value < 0 for value in values))


class Judge:
    """Judges the rows of one file in their order; `reason` allows changes, `careful` looks for slips."""

    def __init__(self, office: Office, reason: str, careful: bool) -> None:
        self.office = office
        self.reason = reason
        self.careful = careful
        self._indicators = {row.indicator.id: row.indicator for row in office.plan.rows()}
        self._places = {place.id: place for place in office.plan.places}
        self._present: dict[Key, Revision] = {}
        self._courses: defaultdict[tuple[str, str, int], _Course] = defaultdict(_Course)
        self._closings: list[Closing] = []
        self._refusals: dict[date | None, Refused | None] = {}

    def judge(self, rows: list[Read]) -> Iterator[Judged]:
        """Each row's fate; what the ledger holds is read once, before the first."""
        drafts = [draft for _, draft in rows if isinstance(draft, Draft)]
        self._look_up(drafts)
        above: dict[Key, tuple[Draft, Proposed]] = {}
        for row, draft in rows:
            if isinstance(draft, list):
                yield Judged(row, Fate.FAULTY, flaws=tuple(draft))
                continue
            key = _key(draft)
            if key in above:
                yield _repeated(row, draft, *above[key])
                continue
            above[key] = (draft, row)
            yield self._fate(row, draft)

    def _look_up(self, drafts: Iterable[Draft]) -> None:
        spans: dict[tuple[str, str], tuple[date, date]] = {}
        for draft in drafts:
            assert draft.on is not None
            series = (draft.indicator, draft.place)
            first, last = spans.get(series, (draft.on, draft.on))
            spans[series] = (min(first, draft.on), max(last, draft.on))
        unit, ledger = self.office.plan.unit.id, self.office.ledger
        self._closings, self._refusals = in_force(self.office.closings()), {}
        self._present.clear()
        for (indicator, place), (first, last) in spans.items():
            for revision in ledger.days(unit, indicator, first=first, last=last, place=place):
                self._present[_key(revision.draft)] = revision
        self._courses.clear()
        if self.careful and spans:
            ids, places = [indicator for indicator, _ in spans], [place for _, place in spans]
            for figure in ledger.figures(unit, ids, *year_span(self.office.plan.year), others=places):
                self._course(figure.indicator, figure.place, figure.on).add(figure.on, figure.amount.exact)

    def _fate(self, row: Proposed, draft: Draft) -> Judged:
        indicator = self._indicators[draft.indicator]
        present = self._present.get(_key(draft))
        decision = self._decision(present, draft)
        if decision.effect is Effect.UNCHANGED:
            return Judged(row, Fate.SAME, draft, present)
        if (closed := self._closed(draft)) is not None:
            return Judged(row, Fate.REFUSED, draft, present, CLOSED, f"{closed.sentence} ({closed.hint})")
        fate = FATES.get(decision.effect, Fate.CHANGED)
        if fate is Fate.CHANGED and present is not None:
            if not self.reason:
                error = refusal(decision.effect, present, draft, indicator, self._places.get(draft.place))
                why = "lùi mức số liệu" if decision.effect is Effect.LOWERED else "muốn đổi phải có --reason"
                return Judged(row, Fate.REFUSED, draft, present, why, error.sentence)
            decision = Decision(decision.effect, _correction(draft, present, self.reason))
        assert decision.draft is not None
        slip = self._slip(draft, indicator)
        if slip is not None and draft.amount is not None:
            sentence = slip_sentence(slip, draft.amount, indicator)
            return Judged(row, Fate.UNUSUAL, decision.draft, present, slip_words(slip, indicator), sentence)
        return Judged(row, fate, decision.draft, present)

    def _closed(self, draft: Draft) -> Refused | None:
        """Why a figure of that day cannot enter any more; the same for every figure of the day."""
        if not self._closings:
            return None
        if draft.on not in self._refusals:
            try:
                refuse_closed_days([draft], self._closings, self.office.plan.calendar)
                self._refusals[draft.on] = None
            except Refused as error:
                self._refusals[draft.on] = error
        return self._refusals[draft.on]

    def _decision(self, present: Revision | None, draft: Draft) -> Decision:
        """As `record` decides, but an empty note says nothing about the note that is there."""
        decision = decide(present, draft)
        if decision.effect is Effect.CONFLICT and present is not None and not draft.note:
            return decide(present, draft._replace(note=present.draft.note))
        return decision

    def _slip(self, draft: Draft, indicator: Indicator) -> Slip | None:
        if not self.careful:
            return None
        assert draft.on is not None
        assert draft.amount is not None
        course, exact = self._course(draft.indicator, draft.place, draft.on), draft.amount.exact
        target = target_for(indicator, self._places.get(draft.place), draft.on)
        slip = suspected(exact, indicator, target, course.without(draft.on))
        if slip is None:
            course.add(draft.on, exact)
        return slip

    def _course(self, indicator: str, place: str, on: date) -> _Course:
        """The figures of the plan year a day lies in."""
        return self._courses[indicator, place, year_of(on, self.office.plan.calendar)]


def _key(draft: Draft) -> Key:
    return draft.indicator, draft.place, draft.on


def _correction(draft: Draft, present: Revision, reason: str) -> Draft:
    corrected = draft._replace(kind=Kind.CORRECT, reason=reason, supersedes=present.seq)
    return with_words_kept(corrected, present.draft)


def _row_at(row: Proposed) -> str:
    """A row inside a sentence: `dòng 2` of a CSV file, `Sheet1!C7` of a workbook."""
    return row.place() if row.head.sheet else f"dòng {row.place()}"


def _repeated(row: Proposed, draft: Draft, earlier: Draft, at: Proposed) -> Judged:
    """A second row of one figure: the same again is nothing new, another figure is a fault."""
    assert draft.amount is not None
    assert earlier.amount is not None
    if same_amount(draft.amount, earlier.amount) and draft.level == earlier.level:
        return Judged(row, Fate.SAME, draft, None, f"trùng {_row_at(at)}")
    alike = "cùng chỉ tiêu, cùng thôn, cùng ngày" if draft.place else "cùng chỉ tiêu, cùng ngày"
    return Judged(row, Fate.FAULTY, flaws=(Flaw("", f"{alike} với {_row_at(at)} mà số liệu khác"),))
