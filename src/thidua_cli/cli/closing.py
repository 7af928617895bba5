"""`close`, `reopen`, `diff`: freeze a period's days (chốt số liệu), keep the report as sent, show what moved since."""

from typing import Annotated

from ..domain.attainment import Verdict
from ..domain.closing import Closing, State, in_force
from ..domain.scorecard import Scorecard
from ..errors import UsageError
from ..office.closing import close_period, compared, older_report, reopen_period
from ..office.view import View, figures_warnings
from ..pages.diff import diff_page
from ..pages.notes import stale_warning
from ..pages.papers import correction
from ..vietnamese.numbers import write_date
from ..vietnamese.wording import days_text
from ..workspace import who_closed
from . import words
from .output import present
from .printing import complain, say
from .record import TAKE_BACK


def close(
    ctx: words.Context,
    word: words.PeriodWord = None,
    period: words.PeriodOption = None,
    calendar: words.CalendarOption = None,
    by: words.By = None,
    yes: Annotated[bool, words.flag("--yes", "chốt ngay trong ngày cuối của kỳ")] = False,
) -> None:
    """Chốt số liệu của một kỳ đã hết: giữ báo cáo như đã gửi, và không nhận thêm số liệu của các ngày trong kỳ.

    Ví dụ: thidua close t6. Mở lại: thidua reopen t6 --reason "…"; xem đã đổi gì: thidua diff t6
    """
    with View.of(ctx.obj, words.period_typed(word, period, "close"), calendar) as view:
        found, card = close_period(view.office, view.window.period, by, sure=yes)
        if card:
            _tell_closed(view, found, card)
            return
        how = "vừa được" if view.office.writer else "đã"
        say(f"không thay đổi: {days_text(found.period)} {how} chốt ({who_closed(found)})")
        if not view.office.writer and (now := view.closed()) and now.changed:
            say(f"  số liệu nay khác bản đã gửi ở {now.changed} chỉ tiêu: thidua diff {now.named}")
            say(f"  chốt lại theo số liệu nay: {found.reopening}, rồi gõ lại lệnh này")


def _tell_closed(view: View, closing: Closing, card: Scorecard) -> None:
    office = view.office
    made_from = office.ledger.tip(closing.seq - 1)
    say(f"đã chốt {days_text(closing.period)}, dòng {closing.seq}")
    anchor = f"dòng {made_from.seq}, mã {made_from.chain}" if made_from.seq else "trống"
    say(f"  đã giữ báo cáo như đã gửi, lũy kế đến ngày {write_date(card.window.cutoff)}, làm từ sổ: {anchor}")
    for warning in filter(None, (stale_warning(card), *figures_warnings(office))):
        complain(f"Cảnh báo: {warning}")
    if missing := sum(not one.lacks_basis for one in card.of(Verdict.NO_DATA)):
        say(f"  {missing}/{len(card.counted)} chỉ tiêu được tính chưa có số liệu trong báo cáo này")
    again = f"thidua summary {closing.named} --force"
    if before := [one for one in office.closings() if one.period == closing.period and one.state is State.REOPENED]:
        last = before[-1].seq
        say(f"  đã chốt lần trước ở dòng {last}; báo cáo làm từ lần ấy thì làm lại: {again}")
        say(f"  đã gửi bản ấy mà nay khác thì gửi đính chính: thidua diff {closing.named} --sent {last} --paper")
    elif older := older_report(view, card):
        path, moved = older
        complain(f"Cảnh báo: {path} khác bản vừa giữ ở {moved} chỉ tiêu; làm lại rồi gửi bản mới: {again}")
    say("  từ nay không ghi, sửa, rút số liệu của các ngày ấy")
    say(f"  mở lại khi cần: {closing.reopening}")
    say(TAKE_BACK)


def reopen(
    ctx: words.Context,
    word: words.PeriodWord = None,
    reason: words.Reason = "",
    period: words.PeriodOption = None,
    calendar: words.CalendarOption = None,
    by: words.By = None,
) -> None:
    """Mở lại một kỳ đã chốt, có lý do; báo cáo đã gửi vẫn được giữ.

    Ví dụ: thidua reopen t6 --reason "số liệu thôn 3 đến muộn"
    """
    if not reason:
        raise UsageError("thiếu --reason", hint='mở lại kỳ phải có lý do: --reason "số liệu thôn 3 đến muộn"')
    with View.of(ctx.obj, words.period_typed(word, period, "reopen"), calendar) as view:
        view.office.refuse_foreign()
        found = reopen_period(view.office, view.window.period, reason, by)
        if not found:
            say(f"không thay đổi: {view.window.period.label} đang mở")
            return
        say(f"đã mở lại {days_text(found.period)}; báo cáo đã gửi vẫn giữ ở dòng {found.seq}")
        say(f"  xem đã đổi gì: thidua diff {found.named}")
        say(f"  sửa xong chốt lại: thidua close {found.named}")
        for other in in_force(view.office.closings()):
            if other.period.start <= found.period.last_day and other.period.last_day >= found.period.start:
                say(f"  vẫn còn chốt: {days_text(other.period)}; mở lại: {other.reopening}")
        say(TAKE_BACK)


SENT = "so với bản gửi chốt ở dòng sổ này; mặc định lần chốt sau cùng"
Sent = Annotated[int | None, words.option("--sent", "DÒNG", SENT, words.whole_number)]
Paper = Annotated[bool, words.flag("--paper", "báo cáo đính chính để ký và gửi: đã báo cáo gì, đúng là gì, vì sao")]


def diff(
    ctx: words.Context,
    word: words.PeriodWord = None,
    period: words.PeriodOption = None,
    calendar: words.CalendarOption = None,
    sent: Sent = None,
    paper: Paper = False,
    form: words.FormatOption = None,
    out: words.Out = None,
    force: words.Force = False,
) -> None:
    """Từ khi chốt đến nay đã đổi gì: mỗi số liệu và đánh giá, đã gửi → nay, do ai, khi nào, vì sao."""
    with View.of(ctx.obj, words.period_typed(word, period, "diff"), calendar) as view:
        found = compared(view, sent)
        page = diff_page(view.plan, found)
        if paper:
            if not found.moved:
                label = view.window.period.label
                raise UsageError(f"số liệu {label} không khác bản đã gửi, nên không có gì để đính chính")
            page = page._replace(document=correction(found, ctx.obj.today()))
        present(page, view.office, form=form, out=out, force=force)
