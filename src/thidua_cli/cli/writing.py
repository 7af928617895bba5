"""What all writing commands share: the figure meant, one transaction, and the words that confirm it."""

from __future__ import annotations

from fractions import Fraction

from ..domain.closing import in_force
from ..domain.figure import Revision, actual_of
from ..domain.period import plan_year_of
from ..domain.plan import Combine
from ..ledger.writer import Writer
from ..office.figures import Wanted, held_text
from ..vietnamese.numbers import write_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import with_unit
from ..workspace import Office
from .printing import complain, say

TAKE_BACK = "  hoàn tác: thidua undo"
DOUBT = "Cảnh báo: máy báo lỗi khi đang ghi, nhưng đã kiểm tra lại: việc ghi đã xong."


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
    from ..domain.places import grouped
    from ..pages.coverage import names_of, reported_text

    plan, indicator = wanted.office.plan, wanted.indicator
    year = plan_year_of(wanted.day, plan.calendar)
    ids = [place.id for place in plan.places]
    found = wanted.office.ledger.figures(plan.unit.id, [indicator.id], year.start, year.last_day, others=ids)
    last = min(year.last_day, wanted.office.workspace.today())
    held = grouped(found, year.start, last, plan.places).coverage(indicator)
    assert held is not None
    missing = sanitise(names_of(plan, (*held.pooled.missing, *held.pooled.without_parts)))
    return reported_text(held) + (f", còn {missing}" if missing else "")


def after_commit(office: Office, writer: Writer) -> None:
    """What must be said on stderr once rows are written: a disk that complained, closed reports that they change."""
    warn_if_doubtful(writer)
    if writer.days and in_force(office.closings()):
        from ..office.closing import changed_reports

        for warning in changed_reports(office, writer):
            complain(warning)


def warn_if_doubtful(writer: Writer) -> None:
    """The disk complained, but the rows are there."""
    if writer.doubtful:
        complain(DOUBT)
