"""What all writing commands share: plan and ledger opened, what was written confirmed, what follows a commit told."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from ..domain.closing import in_force
from ..domain.period import year_of
from ..domain.plan import Combine
from ..ledger.writer import Writer
from ..office.figures import SuspectedSlip, Typed, Written, after_places, held_text, unsaid
from ..office.find import period_year
from ..vietnamese.numbers import write_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import with_unit
from ..workspace import Office, Workspace
from .printing import complain, consents, is_interactive, say

TAKE_BACK = "  hoàn tác: thidua undo"
DOUBT = "Cảnh báo: máy báo lỗi khi đang ghi, nhưng đã kiểm tra lại: việc ghi đã xong."


def opened(workspace: Workspace, typed: Typed) -> AbstractContextManager[Office]:
    """The plan that a figure's day or period is about and its ledger; for an earlier year's figure the plan in use."""
    if typed.earlier_year:
        return workspace.open()
    day = None if typed.period else typed.on or workspace.today()
    return workspace.open(day=day, year=period_year(typed.period, None, workspace))


def confirmed(write: Callable[..., Written], sure: bool, question: str) -> Written:
    """What was written, after a slip was confirmed where a person can be asked; `write` takes `sure`."""
    try:
        return write(sure=sure)
    except SuspectedSlip as slip:
        if not is_interactive() or not consents(slip.then(question)):
            raise
    return write(sure=True)


def confirm(written: Written) -> None:
    """Say, after the commit, what was written, old → new, the year's sum, and how to take it back; or what was so."""
    wanted, _, row, writer = written
    before, now = held_text(written.before, wanted.indicator), held_text(row, wanted.indicator)
    if row is None or writer is None:
        say(f"không thay đổi: {wanted.subject} đã là {before}")
        return
    after_commit(wanted.office, writer)
    say(f"đã rút {before} của {wanted.subject}" if row.draft.amount is None else f"đã ghi {now} cho {wanted.subject}")
    say(f"  trước → nay: {before} → {now}")
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
    if row.draft.amount and (said := unsaid(row.draft, wanted.indicator)):
        complain(f"Lưu ý: {said[0]}; nếu đúng như ghi chú: thidua undo, rồi gõ lại, thêm {said[1]}")
    say(TAKE_BACK)


def after_commit(office: Office, writer: Writer) -> None:
    """What must be said on stderr once rows are written: a disk that complained, closed reports that they change."""
    if writer.doubtful:
        complain(DOUBT)
    if writer.days and in_force(office.closings()):
        from ..office.closing import changed_reports

        for warning in changed_reports(office, writer):
            complain(warning)
