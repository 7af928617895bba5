"""`close` and `reopen`: chốt số liệu – freeze a period's days and keep the report as it was sent."""

from __future__ import annotations

from datetime import date

import typer

from ..domain.closing import Closing, closing_in_force, in_force
from ..domain.period import Period
from ..domain.plan import Calendar
from ..domain.scorecard import Scorecard
from ..errors import UsageError
from ..office.closing import closed_periods, closing_draft, reopening_draft
from ..office.figures import append
from ..vietnamese.dates import write_date
from ..vietnamese.text import clean_text
from ..vietnamese.wording import days_text
from ..workspace import Office, Workspace, period_words, reopen_command, who_closed
from .printing import say
from .words import By, CalendarOption, PeriodWord, Reason, chosen_period, period_year
from .writing import TAKE_BACK, after_commit


def close(ctx: typer.Context, period: PeriodWord, calendar: CalendarOption = None, by: By = None) -> None:
    """Chốt số liệu của một kỳ đã hết: giữ báo cáo như đã gửi, và không nhận thêm số liệu của các ngày trong kỳ.

    Ví dụ: thidua close t6. Mở lại: thidua reopen t6 --reason "…"; xem đã đổi gì: thidua diff t6
    """
    workspace: Workspace = ctx.obj
    author = clean_text(by, "tên người chốt (--by)") if by else None
    with workspace.open(year=period_year(period, calendar, workspace)) as office:
        chosen = _ended(chosen_period(period, calendar, office.plan, workspace.today()), workspace.today())
        if found := closing_in_force(office.closings(), chosen):
            say(f"không thay đổi: {days_text(found.heading)} đã chốt ({who_closed(found)})")
            return
        with office.writing() as writer:
            found = closing_in_force(office.closings(), chosen)
            if found is None:
                card, draft = closing_draft(office, chosen)
                row = append(office, writer, draft, author)
        if found is not None:
            say(f"không thay đổi: {days_text(found.heading)} vừa được chốt ({who_closed(found)})")
            return
        after_commit(office, writer)
        _tell_closed(office, card, row.seq)


def _ended(period: Period, today: date) -> Period:
    """Refuse a period with days to come: their figures could not be recorded any more."""
    if today >= period.last_day:
        return period
    other = period.in_calendar(Calendar.ND09 if period.calendar is Calendar.CIVIL else Calendar.CIVIL)
    hint = f"chốt được từ ngày {write_date(period.last_day)}"
    if today >= other.last_day:
        days = f"{write_date(other.start)}–{write_date(other.last_day)}"
        hint += f"; kỳ {days} thì đã hết: thêm --calendar {other.calendar.value}"
    left = f"ngày cuối {write_date(period.last_day)}, hôm nay {write_date(today)}"
    raise UsageError(f"{period.label} chưa hết ({left}): chưa chốt được", hint=hint)


def _tell_closed(office: Office, card: Scorecard, seq: int) -> None:
    closing = next(each for each in office.closings() if each.seq == seq)
    made_from = office.ledger.tip(seq - 1)
    say(f"đã chốt {days_text(closing.heading)}, dòng {seq}")
    anchor = f"dòng {made_from.seq}, mã {made_from.chain}" if made_from.seq else "trống"
    say(f"  đã giữ báo cáo như đã gửi, lũy kế đến ngày {write_date(card.window.cutoff)}, làm từ sổ: {anchor}")
    missing = card.counted - card.with_figures
    if missing:
        say(f"  {missing}/{card.counted} chỉ tiêu được tính chưa có số liệu trong báo cáo này")
    say("  từ nay không ghi, sửa, rút số liệu của các ngày ấy")
    say(f"  mở lại khi cần: {reopen_command(closing, office.plan.calendar)}")
    say(TAKE_BACK)


def reopen(
    ctx: typer.Context, period: PeriodWord, reason: Reason = "", calendar: CalendarOption = None, by: By = None
) -> None:
    """Mở lại một kỳ đã chốt, có lý do; báo cáo đã gửi vẫn được giữ.

    Ví dụ: thidua reopen t6 --reason "số liệu thôn 3 đến muộn"
    """
    workspace: Workspace = ctx.obj
    if not reason.strip():
        raise UsageError("thiếu --reason", hint='mở lại kỳ phải có lý do: --reason "số liệu thôn 3 đến muộn"')
    because = clean_text(reason, "lý do (--reason)")
    author = clean_text(by, "tên người mở lại (--by)") if by else None
    with workspace.open(year=period_year(period, calendar, workspace)) as office:
        chosen = chosen_period(period, calendar, office.plan, workspace.today())
        if closing_in_force(office.closings(), chosen) is None:
            _tell_open(office, chosen)
            return
        with office.writing() as writer:
            found = closing_in_force(office.closings(), chosen)
            if found is not None:
                append(office, writer, reopening_draft(found, because), author)
        after_commit(office, writer)
        if found is None:
            _tell_open(office, chosen)
        else:
            _tell_reopened(office, found)


def _tell_open(office: Office, period: Period) -> None:
    """A period that is open already; one that was never closed is most likely another one than was meant."""
    closings = office.closings()
    if any(closing.period == period for closing in closings):
        say(f"không thay đổi: {period.label} đang mở")
        return
    raise UsageError(f"{period.label} chưa chốt lần nào", hint=closed_periods(closings, office.plan.calendar))


def _tell_reopened(office: Office, found: Closing) -> None:
    say(f"đã mở lại {days_text(found.heading)}; báo cáo đã gửi vẫn giữ ở dòng {found.seq}")
    say(f"  xem đã đổi gì: thidua diff {period_words(found, office.plan.calendar)}")
    say(f"  sửa xong chốt lại: thidua close {period_words(found, office.plan.calendar)}")
    for other in in_force(office.closings()):
        if other.heading.first <= found.heading.last and other.heading.last >= found.heading.first:
            say(f"  vẫn còn chốt: {days_text(other.heading)}; mở lại: {reopen_command(other, office.plan.calendar)}")
    say(TAKE_BACK)
