"""What all writing commands share: the words that confirm what was written, and what must be said after a commit."""

from collections.abc import Callable

from ..domain.closing import in_force
from ..domain.period import year_of
from ..domain.plan import Combine
from ..ledger.writer import Writer
from ..office.figures import SuspectedSlip, Written, after_places, held_text
from ..vietnamese.numbers import write_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import with_unit
from ..workspace import Office
from .printing import complain, consents, is_interactive, say

TAKE_BACK = "  hoàn tác: thidua undo"
DOUBT = "Cảnh báo: máy báo lỗi khi đang ghi, nhưng đã kiểm tra lại: việc ghi đã xong."


def confirmed(write: Callable[..., Written], sure: bool, question: str) -> Written:
    """What was written, after a slip was confirmed where a person can be asked; `write` takes `sure`."""
    try:
        return write(sure=sure)
    except SuspectedSlip as slip:
        if not is_interactive() or not consents(slip.then(question)):
            raise
    return write(sure=True)


def confirm(written: Written) -> None:
    """Say, after the commit, what was written, old → new, the year's sum, and how to take it back."""
    wanted, before, row, writer = written
    assert row is not None
    assert writer is not None
    after_commit(wanted.office, writer)
    now = held_text(row, wanted.indicator)
    if row.draft.amount is None:
        say(f"đã rút {held_text(before, wanted.indicator)} của {wanted.subject}")
    else:
        say(f"đã ghi {now} cho {wanted.subject}")
    say(f"  trước → nay: {held_text(before, wanted.indicator)} → {now}")
    plan, place = wanted.office.plan, wanted.place
    if wanted.indicator.combine is Combine.SUM and not wanted.expects:  # the year, or the span of years, added up
        first, total = wanted.total()
        year, begins = year_of(first, plan.calendar), "" if wanted.indicator.years else "đầu "
        since = "đầu năm" if begins and year == plan.year else f"{begins}năm {year}"
        whose = f" của {sanitise(place.name)}" if place else ""
        say(f"  cộng từ {since}{whose}: {with_unit(write_number(total), wanted.indicator.unit)}")
    if place and (held := wanted.coverage()):
        from ..pages.notes import names_of, reported_text

        missing = sanitise(names_of(plan, (*held.missing, *held.without_parts)))
        say(f"  {reported_text(held)}{f', còn {missing}' if missing else ''}")
    if warning := after_places(wanted):
        complain(f"Lưu ý: {warning}")
    say(TAKE_BACK)


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
