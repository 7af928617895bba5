"""`record`: one dated figure, held against what is there, against its bounds and against slips of the keyboard."""

from datetime import date
from functools import partial
from typing import Annotated

from ..domain.closing import THEN, once_open
from ..domain.figure import Level
from ..domain.period import month_of
from ..errors import ThiduaError, UsageError
from ..office import figures
from ..office.figures import Typed, Wanted
from ..office.find import find_indicator
from ..vietnamese.numbers import read_date, write_date
from ..vietnamese.text import fold
from ..workspace import Office
from .printing import Rest, complain, complain_of, is_interactive, read_line, say
from .words import By, Context, ForPeriod, Id, LevelOption, Note, On, PlaceOption, Source, Sure, Value, flag, option
from .writing import confirm, confirmed, opened


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
    if typed.action and (row := figures.seen_before(wanted)):
        say(f"đã có: {figures.held_text(row, indicator)} cho {wanted.subject} (dòng {row.seq})")
        return
    missed = figures.day_in_question(wanted) if typed.on is None and typed.period is None else None
    if missed and is_interactive():
        wanted, missed = _of_day_named(wanted, typed, missed), None
    written = confirmed(partial(figures.record_figure, wanted), sure, "Vẫn ghi?")
    if written.row is None:
        held = f"đã là {figures.held_text(written.before, indicator)}"
        say(f"không thay đổi: {wanted.subject} {'vừa được ghi như vậy' if written.writer else held}")
        return
    confirm(written)
    if missed:
        day, month = write_date(missed), month_of(missed, plan.calendar)
        lacks = f"; báo cáo {month.label} không có số này" if month.last_day < wanted.day else ""
        again = once_open(office.closings(), plan.calendar, missed, f"gõ lại lệnh, thêm --on {day}")
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
            figures.key_and_day(office.plan, wanted.indicator, typed._replace(on=day), today)
            named = wanted._replace(draft=wanted.draft._replace(on=day))
            office.refuse_closed_days([named.draft])
            return named
        except Rest:
            raise UsageError("chưa ghi gì: chưa biết số của ngày nào", hint="thêm --on NGÀY hoặc --for KỲ") from None
        except ThiduaError as error:
            complain_of(error)
