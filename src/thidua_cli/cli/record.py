"""`record`, `correct`, `void`, `undo`: dated figures, superseded, never erased; what all that write say and share."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from typing import Annotated

from ..domain.closing import THEN, once_open, period_in
from ..domain.figure import Draft, Kind, Level, Revision, former_in
from ..domain.period import month_of
from ..domain.plan import Combine
from ..errors import ThiduaError, UsageError
from ..office import figures
from ..office.figures import SuspectedSlip, Typed, Wanted, Written, held_text, who_wrote
from ..office.find import find_indicator
from ..vietnamese.numbers import read_date, write_date, write_number
from ..vietnamese.text import fold, sanitise
from ..vietnamese.wording import DEEDS, days_text, with_unit
from ..workspace import Office, Workspace
from . import words
from .printing import Rest, complain, complain_of, consents, is_interactive, read_line, say
from .words import flag, option

TAKE_BACK = "  hoàn tác: thidua undo"
MOST_UNDONE_SHOWN = 10
Cumulative = Annotated[bool, flag("--cumulative", "GIÁ_TRỊ là lũy kế từ đầu năm, gồm cả các lần đã ghi trước đó")]
Action = Annotated[str | None, option("--id", "UUID", "mã lệnh của chương trình gọi: chạy lại không ghi hai lần")]
PastErasures = Annotated[bool, flag("--past-erasures", "bỏ qua các lần xóa tên, hoàn tác việc trước đó")]


def opened(workspace: Workspace, typed: Typed) -> AbstractContextManager[Office]:
    """The plan that a figure's day or period is about and its ledger; for an earlier year's figure the plan in use."""
    if typed.earlier_year:
        return workspace.open()
    about = workspace.year_in(typed.period, None) if typed.period else typed.on or workspace.today()
    return workspace.open(about)


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
    wanted, _, row = written
    before, now = held_text(written.before, wanted.indicator), held_text(row, wanted.indicator)
    if row is None:
        say(f"không thay đổi: {wanted.subject} {'vừa được ghi như vậy' if wanted.office.writer else f'đã là {before}'}")
        return
    say(f"đã rút {before} của {wanted.subject}" if row.draft.amount is None else f"đã ghi {now} cho {wanted.subject}")
    say(f"  trước → nay: {before} → {now}")
    plan, place = wanted.office.plan, wanted.place
    if wanted.indicator.combine is Combine.SUM and not wanted.expects:  # the year, or the span of years, added up
        first, total = wanted.total()
        year, begins = month_of(first, plan.calendar).year, "" if wanted.indicator.years else "đầu "
        since = "đầu năm" if begins and year == plan.year else f"{begins}năm {year}"
        whose = f" của {sanitise(place.name)}" if place else ""
        summed = "không còn số liệu" if total is None else with_unit(write_number(total), wanted.indicator.unit)
        say(f"  cộng từ {since}{whose}: {summed}")
    if place and (held := wanted.coverage()):
        from ..pages.notes import names_of, reported_text

        missing = sanitise(names_of(plan, (*held.missing, *held.without_parts)))
        say(f"  {reported_text(held)}{f', còn {missing}' if missing else ''}")
    tell_of_places([wanted])
    if row.draft.amount and (said := figures.unsaid(row.draft, wanted.indicator)):
        complain(f"Lưu ý: {said[0]}; nếu đúng như ghi chú: thidua undo, rồi gõ lại, thêm {said[1]}")
    say(TAKE_BACK)


def tell_of_places(written: Iterable[Wanted]) -> None:
    """Say, once for an indicator, which count where its places and the whole both have figures."""
    by_day = sorted(written, key=lambda one: (not one.draft.place, one.day))
    for one in {one.indicator.id: one for one in by_day}.values():
        if warning := one.after_places():
            complain(f"Lưu ý: {sanitise(one.indicator.name)}: {warning}")


def record(
    ctx: words.Context,
    indicator: words.Id,
    value: words.Value,
    on: words.On = None,
    period: words.ForPeriod = None,
    level: words.LevelOption = Level.OFFICIAL,
    cumulative: Cumulative = False,
    earlier_year: Annotated[bool, flag("--earlier-year", "số liệu của năm trước, để so với cùng kỳ")] = False,
    note: words.Note = "",
    source: words.Source = "",
    place: words.PlaceOption = None,
    by: words.By = None,
    action: Action = None,
    yes: words.Sure = False,
) -> None:
    """Ghi một số liệu của một chỉ tiêu. Ví dụ: thidua record ho-ngheo 102/2910 --on 14/06/2024"""
    typed = Typed(indicator, value, on, period, level, cumulative, earlier_year, note, source, place, by, action)
    with opened(ctx.obj, typed) as office:
        _record(office, typed, sure=yes or earlier_year)


def _record(office: Office, typed: Typed, *, sure: bool) -> None:
    office.refuse_foreign()
    plan, indicator = office.plan, find_indicator(office.plan, typed.indicator).indicator
    wanted = figures.admit(office, indicator, figures.placed(plan, indicator, typed.place), typed)
    if row := wanted.seen_before():
        now = wanted.present()
        changed = f"; nay: {held_text(now, indicator)} (dòng {now.seq})" if now and now.seq != row.seq else ""
        say(f"đã có: {held_text(row, indicator)} cho {wanted.subject} (dòng {row.seq}){changed}")
        return
    missed = wanted.day_in_question() if typed.on is None and typed.period is None else None
    if missed and is_interactive():
        wanted, missed = _of_day_named(wanted, typed, missed), None
    written = confirmed(wanted.record, sure, "Vẫn ghi?")
    confirm(written)
    if written.row is None:
        return
    if missed:
        day, month = write_date(missed), month_of(missed, plan.calendar)
        lacks = f"; báo cáo {month.label} không có số này" if month.last_day < wanted.day else ""
        again = THEN.join(once_open(office.closings(), missed, f"gõ lại lệnh, thêm --on {day}"))
        doubt = f"ngày {day} chưa có số, số vừa ghi là của ngày {write_date(wanted.day)}{lacks}"
        complain(f"Lưu ý: {doubt}; nếu chính là số ấy: thidua undo{THEN}{again}")
    if typed.period and (doubt := wanted.beside_others(typed.period)):
        complain(f"Lưu ý: {doubt}")
    if not typed.earlier_year and not wanted.expects and (doubt := figures.outside_year(wanted.day, plan)):
        complain(f"Cảnh báo: {doubt}")


def _of_day_named(wanted: Wanted, typed: Typed, missed: date) -> Wanted:
    """Ask of which day the figure is: the missed one, today, or another."""
    office, today = wanted.office, wanted.office.workspace.today()
    if missed not in office.plan.whole_year:  # of last year's plan: another command
        if consents(f"Ngày {write_date(missed)} chưa có số. Số này của hôm nay {write_date(today)}?"):
            return wanted
        raise UsageError("chưa ghi gì", hint=f"số của ngày khác: gõ lại lệnh, thêm --on {write_date(missed)}")
    while True:
        try:
            ways = f"Enter: {write_date(missed)} (chưa có số); h: hôm nay {write_date(today)}; hoặc gõ ngày khác"
            answer = read_line(f"Số này của ngày nào? {ways}: ")
            day = missed if not answer else today if fold(answer) == "h" else read_date(answer, today.year)
            named = figures.admit(office, wanted.indicator, wanted.place, typed._replace(on=day))
            office.refuse_closed_days([named.draft])
            return named
        except Rest:
            raise UsageError("chưa ghi gì: chưa biết số của ngày nào", hint="thêm --on NGÀY hoặc --for KỲ") from None
        except ThiduaError as error:
            complain_of(error)


def correct(
    ctx: words.Context,
    indicator: words.Id,
    value: words.Value,
    on: words.On = None,
    period: words.ForPeriod = None,
    reason: words.Reason = "",
    place: words.PlaceOption = None,
    level: words.LevelOption = None,
    cumulative: Cumulative = False,
    note: words.Note = None,
    source: words.Source = None,
    by: words.By = None,
    yes: words.Sure = False,
) -> None:
    """Sửa số liệu đã ghi của một ngày; số cũ vẫn còn trong sổ.

    Ví dụ: thidua correct dan-gia-suc 6.550 --on 05/07/2024 --reason "đếm lại"
    """
    from ..office.changes import correct_figure, held_figure

    asked = Typed(
        indicator, value, on, period, level, cumulative, note=note, source=source, place=place, by=by, reason=reason
    )
    with opened(ctx.obj, asked) as office:
        wanted, held = held_figure(office, asked)
        written = confirmed(partial(correct_figure, wanted, held, asked), yes, "Vẫn sửa?")
        confirm(written)
        if held.draft.since and written.row and not written.row.draft.since:
            complain("Cảnh báo: số cũ là lũy kế, số mới là số riêng của ngày ấy; nếu vẫn là lũy kế: thêm --cumulative")


def void(
    ctx: words.Context,
    indicator: words.Id,
    on: words.On = None,
    period: words.ForPeriod = None,
    place: words.PlaceOption = None,
    reason: words.Reason = "",
    by: words.By = None,
) -> None:
    """Rút số liệu đã ghi của một ngày: báo cáo không tính nữa, sổ vẫn giữ.

    Ví dụ: thidua void dan-gia-suc --on 05/07/2024 --reason "ghi nhầm chỉ tiêu"
    """
    from ..office.changes import held_figure

    asked = Typed(indicator, on=on, period=period, place=place, by=by, reason=reason)
    with opened(ctx.obj, asked) as office:
        wanted, _ = held_figure(office, asked, Kind.VOID)
        confirm(wanted.record(sure=True))


def undo(ctx: words.Context, past_erasures: PastErasures = False, by: words.By = None) -> None:
    """Hoàn tác việc ghi gần nhất chưa bị hoàn tác (một lần ghi, sửa, rút hoặc cả một lần nhập tệp)."""
    from ..domain.work import subject
    from ..office.changes import former_indicator, undo_last

    with ctx.obj.open() as office:
        undone = undo_last(office, by, past_erasures=past_erasures)
        if not undone:
            say("không còn gì để hoàn tác")
            return
        first, many = undone[0][0], len(undone) > 1
        deed = "lần nhập" if many and first.draft.kind in (Kind.RECORD, Kind.CORRECT) else DEEDS[first.draft.kind]
        deed = "lần đổi mã đơn vị" if former_in(first.draft.indicator) else deed
        say(f"đã hoàn tác {deed} của {who_wrote(first)}" + (f" gồm {len(undone)} dòng" if many else ""))
        for row, draft in undone[:MOST_UNDONE_SHOWN]:
            if period := period_in(row.seq, row.draft.detail):
                now = "nay mở, lại nhận số liệu" if row.draft.kind is Kind.CLOSE else "nay lại chốt"
                say(f"  {days_text(period)}: {now}")
            if former := former_in(row.draft.indicator):
                say(f"  sổ lại là của đơn vị '{former}': '{row.unit}' không tính số liệu của nó, không ghi vào nó được")
            if row.draft.kind is Kind.NOMINATE:
                _tell_nomination(office, row, draft)
            if row.draft.on is not None:
                found = subject(office.plan, row.draft.indicator) or former_indicator(office, row)
                of = Wanted(office, found, row.draft, None).subject
                say(f"  {of}: {held_text(row, found)} → {held_text(draft, found)}")
        if len(undone) > MOST_UNDONE_SHOWN:
            say(f"  … và {len(undone) - MOST_UNDONE_SHOWN} dòng nữa")
        say("  hoàn tác thêm một bước: thidua undo")


def _tell_nomination(office: Office, row: Revision, draft: Draft) -> None:
    from ..office.nominations import as_of, subject_text
    from ..vietnamese.nominating import stage_text

    before, after = as_of(office.ledger, row), as_of(office.ledger, row._replace(draft=draft))
    if before is None:
        return
    now = stage_text(after) if after else "không còn đề nghị"
    say(f"  đề nghị số {before.number} ({subject_text(before)}): {stage_text(before)} → {now}")
    if after is None and before.name is not None:
        say(f'  họ tên vẫn còn trong sổ; xóa hẳn: thidua nominate erase-name {before.number} --reason "…"')
