"""What all writing commands share: the figure meant, one transaction, and the words that confirm it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import uuid4

from ..domain.closing import in_force
from ..domain.emulation import Place
from ..domain.figure import Draft, Figure, Kind, Level, Revision, actual_of
from ..domain.period import Period, Span, plan_year_of, year_of
from ..domain.plan import Calendar, Combine, Indicator
from ..ledger.writer import Writer
from ..named_tuple import NamedTuple
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import write_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import LEVELS, amount_text, with_unit
from ..workspace import Office
from .printing import complain, say

TAKE_BACK = "  hoàn tác: thidua undo"
DOUBT = "Cảnh báo: máy báo lỗi khi đang ghi, nhưng đã kiểm tra lại: việc ghi đã xong."


class Wanted(NamedTuple):
    """A figure somebody wants written: the open office, its indicator, the row, who asks, and the command's id."""

    office: Office
    indicator: Indicator
    draft: Draft
    by: str | None
    action: str
    place: Place | None = None

    @property
    def day(self) -> date:
        """The day the figure refers to."""
        assert self.draft.on is not None
        return self.draft.on

    @property
    def year(self) -> int:
        """The year the figure belongs to: the plan's, or an earlier one."""
        first, last = year_span(self.office.plan.year)
        return self.office.plan.year if first <= self.day <= last else year_of(self.day, self.office.plan.calendar)

    @property
    def subject(self) -> str:
        """Which figure, in words."""
        return subject_of(self.indicator, self.day, self.place)

    def present(self) -> Revision | None:
        """The newest row of this figure's key."""
        return self.office.ledger.present(self.office.plan.unit.id, self.draft.place, self.indicator.id, self.day)

    def figures(self) -> list[Figure]:
        """The indicator's figures of that year in either calendar, of the same place: what is there to compare with."""
        first, last = year_span(self.year)
        return self.office.ledger.figures(
            self.office.plan.unit.id, [self.indicator.id], first, last, place=self.draft.place
        )

    def added_up(self) -> list[Figure]:
        """The indicator's figures of the plan year this one counts in, as reports in the plan's calendar count it."""
        plan = self.office.plan
        year = plan_year_of(self.day, plan.calendar)
        return self.office.ledger.figures(
            plan.unit.id, [self.indicator.id], year.start, year.last_day, place=self.draft.place
        )

    def write(self, writer: Writer, draft: Draft) -> Revision:
        """Append one row."""
        return append(self.office, writer, draft, self.by, self.action)


def append(office: Office, writer: Writer, draft: Draft, by: str | None, action: str | None = None) -> Revision:
    """Append one row of the office's commune; without an id the command gets a new one."""
    unit = office.plan.unit.id
    stamp = office.stamp()
    return writer.append([draft], action=action or str(uuid4()), unit=unit, author=office.author(by), plan=stamp).last


def subject_of(indicator: Indicator, day: date, place: Place | None = None) -> str:
    """Which figure, in words: `Tổng đàn gia súc (dan-gia-suc), Thôn 3, ngày 05/07/2024`."""
    where = f", {sanitise(place.name)}" if place else ""
    return f"{sanitise(indicator.name)} ({indicator.id}){where}, ngày {write_date(day)}"


def year_span(year: int) -> tuple[date, date]:
    """The first and last day that lie in a plan year of either calendar."""
    return Period(Span.YEAR, year, 1, Calendar.ND09).start, Period(Span.YEAR, year).last_day


def held_text(row: Revision | None, indicator: Indicator) -> str:
    """What a row holds: `6.500 con`, `90% (9/10) (ước tính)`, `chưa có`, `đã rút`."""
    return "chưa có" if row is None else state_text(row.draft, indicator)


def state_text(draft: Draft, indicator: Indicator) -> str:
    """What a row leaves behind: `6.500 con`, `90% (9/10), ước tính`, `đã rút`; `chưa có` where it was undone."""
    if draft.amount is None:
        return "chưa có" if draft.kind is Kind.UNDO else "đã rút"
    level = draft.level or Level.OFFICIAL
    suffix = "" if level is Level.OFFICIAL else f", {LEVELS[level]}"
    return amount_text(draft.amount, indicator, draft.on) + suffix


def who_wrote(row: Revision) -> str:
    """The writer and the row."""
    return f"{sanitise(row.actor) or 'không rõ ai'} ở dòng {row.seq}"


def confirm(wanted: Wanted, before: Revision | None, writer: Writer, sentence: str) -> None:
    """Say, after the commit, what was written, old → new, the year's sum, and how to take it back."""
    after_commit(wanted.office, writer)
    say(sentence)
    say(f"  trước → nay: {held_text(before, wanted.indicator)} → {held_text(wanted.present(), wanted.indicator)}")
    if wanted.indicator.combine is Combine.SUM:
        say(f"  {_total_text(wanted)}")
    if wanted.place:
        say(f"  {_coverage_text(wanted)}")
    say(TAKE_BACK)


def _total_text(wanted: Wanted) -> str:
    """What the year's figures add up to; the year is named where it is not the plan's."""
    reached = actual_of(wanted.added_up(), Combine.SUM)
    year = plan_year_of(wanted.day, wanted.office.plan.calendar).year
    of_year = "" if year == wanted.office.plan.year else f" {year}"
    whose = f" của {sanitise(wanted.place.name)}" if wanted.place else ""
    total = write_number(reached.exact if reached else Fraction(0))
    return f"cộng từ đầu năm{of_year}{whose}: {with_unit(total, wanted.indicator.unit)}"


def _coverage_text(wanted: Wanted) -> str:
    """How many places have a figure this year, and which have none yet."""
    from ..domain.places import pool
    from ..domain.scorecard import grouped
    from ..render.pages.coverage import names_of

    plan, indicator = wanted.office.plan, wanted.indicator
    year = plan_year_of(wanted.day, plan.calendar)
    ids = [place.id for place in plan.places]
    found = wanted.office.ledger.figures(plan.unit.id, [indicator.id], year.start, year.last_day, others=ids)
    of_places = grouped(found, year.start, year.last_day, plan.places).of_places
    held = pool(indicator, plan.places, of_places.get(indicator.id, {}))
    missing = sanitise(names_of(plan, (*held.missing, *held.without_parts)))
    return f"{held.reported}/{held.of} thôn đã báo cáo" + (f", còn {missing}" if missing else "")


def after_commit(office: Office, writer: Writer) -> None:
    """What must be said on stderr once rows are written: a disk that complained, closed reports that they change."""
    warn_if_doubtful(writer)
    if writer.days and in_force(office.closings()):
        from .sent_reports import changed_reports

        for warning in changed_reports(office, writer):
            complain(warning)


def warn_if_doubtful(writer: Writer) -> None:
    """The disk complained, but the rows are there."""
    if writer.doubtful:
        complain(DOUBT)
