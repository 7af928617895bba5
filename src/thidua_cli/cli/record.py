"""`record`: one dated figure, held against what is there, its bounds and slips; what all that write say and share."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Annotated

from ..domain.closing import THEN, in_force, once_open
from ..domain.figure import Level
from ..domain.period import month_of
from ..domain.plan import Combine
from ..errors import ThiduaError, UsageError
from ..ledger.session import Writer
from ..office import figures
from ..office.figures import SuspectedSlip, Typed, Wanted, Written
from ..office.find import find_indicator, period_year
from ..vietnamese.numbers import read_date, write_date, write_number
from ..vietnamese.text import fold, sanitise
from ..vietnamese.wording import with_unit
from ..workspace import Office, Workspace
from .printing import Rest, complain, complain_of, consents, is_interactive, read_line, say
from .words import By, Context, ForPeriod, Id, LevelOption, Note, On, PlaceOption, Source, Sure, Value, flag, option

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
    before, now = figures.held_text(written.before, wanted.indicator), figures.held_text(row, wanted.indicator)
    if row is None or writer is None:
        say(f"không thay đổi: {wanted.subject} đã là {before}")
        return
    after_commit(wanted.office, writer)
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
    if warning := wanted.after_places():
        complain(f"Lưu ý: {warning}")
    if row.draft.amount and (said := figures.unsaid(row.draft, wanted.indicator)):
        complain(f"Lưu ý: {said[0]}; nếu đúng như ghi chú: thidua undo, rồi gõ lại, thêm {said[1]}")
    say(TAKE_BACK)


def after_commit(office: Office, writer: Writer) -> None:
    """What must be said on stderr once rows are written: a disk that complained, closed reports that they change."""
    if writer.doubtful:
        complain(DOUBT)
    if writer.days and in_force(office.closings()):
        from ..office.view import changed_reports

        for warning in changed_reports(office, writer):
            complain(warning)


def record(
    ctx: Context,
    indicator: Id,
    value: Value,
    on: On = None,
    period: ForPeriod = None,
    level: LevelOption = Level.OFFICIAL,
    cumulative: Annotated[
        bool, flag("--cumulative", "GIÁ_TRỊ là lũy kế từ đầu năm, gồm cả các lần đã ghi trước đó")
    ] = False,
    earlier_year: Annotated[bool, flag("--earlier-year", "số liệu của năm trước, để so với cùng kỳ")] = False,
    note: Note = "",
    source: Source = "",
    place: PlaceOption = None,
    by: By = None,
    action: Annotated[
        str | None, option("--id", "UUID", "mã lệnh của chương trình gọi: chạy lại không ghi hai lần")
    ] = None,
    yes: Sure = False,
) -> None:
    """Ghi một số liệu của một chỉ tiêu. Ví dụ: thidua record ho-ngheo 102/2910 --on 14/06/2024"""
    typed = Typed(indicator, value, on, period, level, cumulative, earlier_year, note, source, place, by, action)
    with opened(ctx.obj, typed) as office:
        _record(office, typed, sure=yes or earlier_year)


def _record(office: Office, typed: Typed, *, sure: bool) -> None:
    office.refuse_foreign()
    plan, indicator = office.plan, find_indicator(office.plan, typed.indicator).indicator
    wanted = figures.admit(office, indicator, figures.placed(plan, indicator, typed.place), typed)
    if typed.action and (row := wanted.seen_before()):
        now = wanted.present()
        changed = f"; nay: {figures.held_text(now, indicator)} (dòng {now.seq})" if now and now.seq != row.seq else ""
        say(f"đã có: {figures.held_text(row, indicator)} cho {wanted.subject} (dòng {row.seq}){changed}")
        return
    missed = wanted.day_in_question() if typed.on is None and typed.period is None else None
    if missed and is_interactive():
        wanted, missed = _of_day_named(wanted, typed, missed), None
    written = confirmed(wanted.record, sure, "Vẫn ghi?")
    if written.row is None:
        held = f"đã là {figures.held_text(written.before, indicator)}"
        say(f"không thay đổi: {wanted.subject} {'vừa được ghi như vậy' if written.writer else held}")
        return
    confirm(written)
    if missed:
        day, month = write_date(missed), month_of(missed, plan.calendar)
        lacks = f"; báo cáo {month.label} không có số này" if month.last_day < wanted.day else ""
        again = THEN.join(once_open(office.closings(), plan.calendar, missed, f"gõ lại lệnh, thêm --on {day}"))
        doubt = f"ngày {day} chưa có số, số vừa ghi là của ngày {write_date(wanted.day)}{lacks}"
        complain(f"Lưu ý: {doubt}; nếu chính là số ấy: thidua undo{THEN}{again}")
    if not typed.earlier_year and not wanted.expects and (doubt := figures.outside_year(wanted.day, plan)):
        complain(f"Cảnh báo: {doubt}")


def _of_day_named(wanted: Wanted, typed: Typed, missed: date) -> Wanted:
    """Ask of which day the figure is: the missed one, today, or another."""
    office, today = wanted.office, wanted.office.workspace.today()
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
