"""`close` and `reopen`: chốt số liệu – freeze a period's days and keep the report as it was sent."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ..domain.closing import Closing, closing_in_force, in_force, period_words, reopen_command
from ..domain.period import Period
from ..domain.plan import Calendar
from ..domain.scorecard import Scorecard
from ..errors import Refused, UsageError
from ..office.closing import closed_periods, closing_draft, reopening_draft
from ..office.figures import author_of
from ..office.view import View, closed_of
from ..pages.notes import stale_warning
from ..vietnamese.dates import write_date
from ..vietnamese.text import clean_text
from ..vietnamese.wording import days_text
from ..workspace import Office, who_closed
from .printing import complain, say
from .words import By, CalendarOption, Context, PeriodOption, PeriodWord, Reason, flag, period_needed
from .writing import TAKE_BACK, after_commit


def close(
    ctx: Context,
    word: PeriodWord = None,
    period: PeriodOption = None,
    calendar: CalendarOption = None,
    by: By = None,
    yes: Annotated[bool, flag("--yes", "chốt ngay trong ngày cuối của kỳ")] = False,
) -> None:
    """Chốt số liệu của một kỳ đã hết: giữ báo cáo như đã gửi, và không nhận thêm số liệu của các ngày trong kỳ.

    Ví dụ: thidua close t6. Mở lại: thidua reopen t6 --reason "…"; xem đã đổi gì: thidua diff t6
    """
    typed = period_needed(word, period, "close")
    author = author_of(by, "chốt")
    with View.of(ctx.obj, typed, calendar) as view:
        office, chosen = view.office, view.window.period
        if found := closing_in_force(office.closings(), chosen):
            say(f"không thay đổi: {days_text(found.heading)} đã chốt ({who_closed(found)})")
            if (now := closed_of(view)) and now.changed:
                say(f"  số liệu nay khác bản đã gửi ở {now.changed} chỉ tiêu: thidua diff {now.period}")
                say(f"  chốt lại theo số liệu nay: {reopen_command(found, view.plan.calendar)}, rồi gõ lại lệnh này")
            return
        _refuse_early(chosen, office.workspace.today(), sure=yes)
        with office.writing() as writer:
            found = closing_in_force(office.closings(), chosen)
            if found is None:
                card, draft = closing_draft(office, chosen)
                row = office.append(writer, [draft], author)
        if found is not None:
            say(f"không thay đổi: {days_text(found.heading)} vừa được chốt ({who_closed(found)})")
            return
        after_commit(office, writer)
        _tell_closed(office, card, row.seq)


def _refuse_early(period: Period, today: date, *, sure: bool) -> None:
    """Refuse a period with days to come, or on its last day: their figures could not be recorded any more."""
    if today == period.last_day and not sure:
        raise Refused(
            f"hôm nay {write_date(today)} còn là ngày cuối của {period.label}: chốt rồi thì số liệu của hôm nay"
            " không ghi được nữa",
            hint=f"chốt từ ngày {write_date(period.end)}; chắc chắn đã đủ số: thêm --yes",
        )
    if today >= period.last_day:
        return
    other = period.in_calendar(Calendar.ND09 if period.calendar is Calendar.CIVIL else Calendar.CIVIL)
    hint = f"chốt được từ ngày {write_date(period.end)}"
    if today >= other.end:
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
    if warning := stale_warning(card):
        complain(warning)
    missing = card.counted - card.with_figures
    if missing:
        say(f"  {missing}/{card.counted} chỉ tiêu được tính chưa có số liệu trong báo cáo này")
    say("  từ nay không ghi, sửa, rút số liệu của các ngày ấy")
    say(f"  mở lại khi cần: {reopen_command(closing, office.plan.calendar)}")
    say(TAKE_BACK)


def reopen(
    ctx: Context,
    word: PeriodWord = None,
    reason: Reason = "",
    period: PeriodOption = None,
    calendar: CalendarOption = None,
    by: By = None,
) -> None:
    """Mở lại một kỳ đã chốt, có lý do; báo cáo đã gửi vẫn được giữ.

    Ví dụ: thidua reopen t6 --reason "số liệu thôn 3 đến muộn"
    """
    typed = period_needed(word, period, "reopen")
    if not reason.strip():
        raise UsageError("thiếu --reason", hint='mở lại kỳ phải có lý do: --reason "số liệu thôn 3 đến muộn"')
    because = clean_text(reason, "lý do (--reason)")
    author = author_of(by, "mở lại")
    with View.of(ctx.obj, typed, calendar) as view:
        office, chosen = view.office, view.window.period
        if closing_in_force(office.closings(), chosen) is None:
            _tell_open(office, chosen)
            return
        with office.writing() as writer:
            found = closing_in_force(office.closings(), chosen)
            if found is not None:
                office.append(writer, [reopening_draft(found, because)], author)
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
