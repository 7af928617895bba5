"""The words of a command line: dates, levels, periods and choices, read once for all commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, TypeVar

import typer

from ..domain.attainment import Verdict
from ..domain.figure import Level
from ..domain.period import FIRST_YEAR, LAST_YEAR, Period, Span, read_period, year_named_in
from ..domain.plan import Calendar, Plan
from ..domain.scorecard import Scorecard
from ..errors import ConditionMet, ThiduaError, UsageError
from ..plan_search import Year
from ..vietnamese.dates import VIETNAM, read_date, write_date
from ..vietnamese.numbers import shown
from ..vietnamese.text import fold
from ..vietnamese.wording import VERDICTS, choice, read_level
from ..workspace import Workspace, stamp

Read = TypeVar("Read")
MOST_DIGITS = 9
_CALENDARS = {calendar.value: calendar for calendar in Calendar}


def parser_of(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """A reader as Typer wants it: the sentence keeps its option's name."""

    def parse(text: str) -> Read:
        try:
            return read(text)
        except ThiduaError as error:
            raise typer.BadParameter(error.sentence) from error

    return parse


def _read_whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise UsageError(f"'{shown(text)}' không phải số nguyên: chỉ gõ chữ số, không dấu chấm")
    return int(text)


whole_number = parser_of(_read_whole_number)


read_calendar = choice(_CALENDARS, "lịch")


def read_moment(text: str) -> str:
    """A day (its end) or an ISO time, Vietnamese unless it carries a zone, as a ledger time stamp."""
    try:
        day = read_date(text)
    except UsageError:
        return stamp(_read_time(text))
    return stamp(datetime.combine(day, time.max, VIETNAM))


def _read_time(text: str) -> datetime:
    plain = text.strip()
    shape = plain[:19].replace(" ", "T")
    if len(shape) >= 16 and shape[4] == shape[7] == "-" and shape[10] == "T" and shape[13] == ":":
        try:
            moment = datetime.fromisoformat(plain)
        except ValueError:
            moment = None
        if moment is not None and FIRST_YEAR <= moment.year <= LAST_YEAR:
            # A time without seconds or fractions means up to the end of what it names, with a zone as without.
            digits = len(re.sub(r"(?:Z|[+-][0-9:]+)\Z", "", plain[11:], flags=re.IGNORECASE))
            slack = {5: timedelta(minutes=1), 8: timedelta(seconds=1)}.get(digits)
            local = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
            return local + slack - timedelta(microseconds=1) if slack else local
    raise UsageError(f"thời điểm không hợp lệ '{shown(text)}': hãy viết 30/06/2024, 2024-06-30 hoặc 2024-06-30T17:00")


Id = Annotated[str, typer.Argument(metavar="CHỈ_TIÊU", help="mã, tên gọi khác hoặc một phần tên (không cần dấu)")]
Value = Annotated[str, typer.Argument(metavar="GIÁ_TRỊ", help="4.482,38 hoặc 4482,38; tỷ lệ có thể ghi tử/mẫu: 9/10")]
On = Annotated[
    date | None,
    typer.Option(
        "--on", parser=parser_of(read_date), metavar="NGÀY", help="ngày của số liệu: 14/06/2024; mặc định hôm nay"
    ),
]
LEVEL_OPTION = typer.Option(
    "--level",
    parser=parser_of(read_level),
    metavar="MỨC",
    help="estimate (ước), preliminary (sơ bộ), official (chính thức)",
)
LevelOption = Annotated[Level, LEVEL_OPTION]
NOTE_OPTION = typer.Option("--note", metavar="CHỮ", help="ghi chú")
Note = Annotated[str, NOTE_OPTION]
SOURCE_OPTION = typer.Option("--source", metavar="CHỮ", help="nguồn: công văn, báo cáo, người cung cấp")
Source = Annotated[str, SOURCE_OPTION]
Reason = Annotated[str, typer.Option("--reason", metavar="CHỮ", help="lý do (bắt buộc)")]
PlaceOption = Annotated[str | None, typer.Option("--place", metavar="THÔN", help="thôn có số liệu này; mặc định cả xã")]
By = Annotated[str | None, typer.Option("--by", metavar="TÊN", help="người ghi; mặc định tên đăng nhập máy")]
PeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period", metavar="KỲ", help="2024-06, t6, 6/2024, q2, 2024-Q2, 6t, 9t, nam, this-month, last-month"
    ),
]
PeriodWord = Annotated[str, typer.Argument(metavar="KỲ", help="2024-06, t6, 6/2024, q2, 6t, 9t, nam, last-month")]
CalendarOption = Annotated[
    Calendar | None,
    typer.Option(
        "--calendar",
        parser=parser_of(read_calendar),
        metavar="LỊCH",
        help="calendar (tháng dương lịch) hoặc nd09 (kỳ báo cáo ngày 15–14); mặc định theo kế hoạch",
    ),
]
AsKnown = Annotated[
    str | None,
    typer.Option(
        "--as-known",
        parser=parser_of(read_moment),
        metavar="LÚC",
        help="như sổ ghi đến lúc ấy: 30/06/2024 (hết ngày) hoặc 2024-06-30T17:00",
    ),
]
FormatOption = Annotated[
    str | None, typer.Option("--format", metavar="DẠNG", help="table, plain, json, csv, md, html, docx, xlsx")
]
TextOrJson = Annotated[
    str,
    typer.Option(
        "--format",
        parser=parser_of(choice({form: form for form in ("table", "json")}, "định dạng")),
        metavar="DẠNG",
        help="table hoặc json",
    ),
]
YearOfPlan = Annotated[
    int | None,
    typer.Option("--year", metavar="NĂM", parser=whole_number, help="năm của kế hoạch; mặc định năm trong văn bản"),
]
Out = Annotated[str | None, typer.Option("--out", metavar="TỆP", help="ghi ra tệp; dạng lấy theo đuôi tệp")]
Force = Annotated[bool, typer.Option("--force", help="ghi đè tệp đã có nội dung khác")]
Template = Annotated[
    str | None,
    typer.Option("--template", metavar="MẪU", help="điền vào mẫu .docx của cơ quan: docs/mau-word.md"),
]


def period_year(text: str | None, calendar: Calendar | None, workspace: Workspace) -> Year | None:
    """The year a period's text is about, as far as it can be known before a plan is open.

    `this-month` and `last-month` are counted in the calendar asked for, else in that of each plan.
    """
    if text is None:
        return None
    if text.strip().casefold() not in ("this-month", "last-month"):
        return year_named_in(text)
    today = workspace.today()
    return lambda own: read_period(text, plan_year=today.year, calendar=calendar or own, today=today).year


def chosen_period(text: str | None, calendar: Calendar | None, plan: Plan, today: date) -> Period:
    """The period asked for, or the plan's whole year; one that has not begun is refused."""
    used = calendar or plan.calendar
    year = Period(Span.YEAR, plan.year, 1, used)
    period = read_period(text, plan_year=plan.year, calendar=used, today=today) if text else year
    if period.year != plan.year:
        raise UsageError(
            f"kỳ {period.label} không thuộc kế hoạch năm {plan.year}",
            hint="chọn tệp kế hoạch của năm ấy bằng --plan, hoặc đặt tệp plan_<năm>.yaml cạnh kế hoạch này",
        )
    if period.start > today:
        raise UsageError(
            f"kỳ {period.label} chưa bắt đầu (bắt đầu ngày {write_date(period.start)}, hôm nay {write_date(today)})"
        )
    return period


_VERDICTS = {verdict.value: verdict for verdict in Verdict} | {fold(name): v for v, name in VERDICTS.items()}
read_verdict = choice(_VERDICTS, "đánh giá")


def read_verdicts(text: str | None) -> tuple[Verdict, ...]:
    """Verdicts separated by commas; none without a text."""
    return tuple(read_verdict(word.strip()) for word in (text or "").split(",") if word.strip())


def end_on(conditions: Sequence[Verdict], card: Scorecard) -> None:
    """Raise ConditionMet, naming them, where counted indicators are judged as `--fail-on` asks about."""
    if failing := card.of(*conditions):
        names = ", ".join(f"{standing.indicator.name} ({VERDICTS[standing.verdict]})" for standing in failing)
        raise ConditionMet(f"{len(failing)} chỉ tiêu rơi vào điều kiện --fail-on: {names}")


FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="ĐÁNH_GIÁ,…",
        help="kết thúc với mã 4 nếu có chỉ tiêu được tính bị đánh giá như vậy: missed,no_data",
    ),
]
Verdicts = Annotated[
    list[Verdict] | None,
    typer.Option("--verdict", parser=parser_of(read_verdict), metavar="ĐÁNH_GIÁ", help="chỉ in dòng có đánh giá này"),
]
