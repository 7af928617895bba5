"""The words of a command line: dates, levels, periods and choices, read once for all commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from ..domain.attainment import Verdict
from ..domain.figure import Level
from ..domain.period import FIRST_YEAR, LAST_YEAR
from ..domain.plan import Calendar
from ..errors import ConditionMet, ThiduaError, UsageError
from ..vietnamese.numbers import FORMS, VIETNAM, read_date, shown
from ..vietnamese.wording import VERDICTS, choice, read_level
from ..workspace import Workspace, stamp

if TYPE_CHECKING:
    from ..domain.scorecard import Scorecard
Read = TypeVar("Read")
MOST_DIGITS = 9


class Context(typer.Context):
    """What Typer hands to a command: with the workspace of this run."""

    obj: Workspace


def parser_of(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """A reader as Typer wants it: the sentence keeps its option's name."""

    def parse(text: str) -> Read:
        try:
            return read(text)
        except ThiduaError as error:
            raise typer.BadParameter(error.sentence) from error

    return parse


def option(name: str, metavar: str, help: str, read: Callable[[str], object] | None = None) -> Any:
    """An option with a value, which `read` reads."""
    return typer.Option(name, metavar=metavar, help=help, parser=parser_of(read) if read else None)


def flag(name: str, help: str) -> Any:
    """An option that is there or not."""
    return typer.Option(name, help=help)


def argument(metavar: str, help: str, read: Callable[[str], object] | None = None) -> Any:
    """A word by its place."""
    return typer.Argument(metavar=metavar, help=help, parser=parser_of(read) if read else None)


def whole_number(text: str) -> int:
    """Digits alone; raises UsageError."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise UsageError(f"'{shown(text)}' không phải số nguyên: chỉ gõ chữ số, không dấu chấm")
    return int(text)


def year_of_plan(text: str) -> int:
    """A year that a plan may be of; raises UsageError."""
    if not FIRST_YEAR <= (year := whole_number(text)) <= LAST_YEAR:
        raise UsageError(f"năm '{shown(text)}' phải từ {FIRST_YEAR} đến {LAST_YEAR}: hãy gõ, ví dụ, --year 2026")
    return year


def read_day(text: str) -> date:
    """A day; where it lacks the year, that of today is proposed. Raises UsageError."""
    return read_date(text, Workspace().today().year)


read_calendar = choice({calendar.value: calendar for calendar in Calendar}, "lịch")


def read_moment(text: str) -> str:
    """A day (its end) or an ISO time, Vietnamese unless it carries a zone, as a ledger time stamp."""
    try:
        return stamp(datetime.combine(read_day(text), time.max, VIETNAM))
    except UsageError as error:
        if FORMS not in error.sentence and ":" not in text:  # the very day to type is known
            raise
    plain, moment = text.strip(), None
    with suppress(ValueError):
        moment = datetime.fromisoformat(plain)
    if not moment or not re.match(r".{4}-..-..[T ]..:..", plain) or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        advice = "hãy viết 30/06/2024, 2024-06-30 hoặc 2024-06-30T17:00"
        raise UsageError(f"thời điểm không hợp lệ '{shown(text)}': {advice}")
    # A time without seconds or fractions means up to the end of what it names, with a zone as without.
    digits = len(re.sub(r"(?:Z|[+-][0-9:]+)\Z", "", plain[11:], flags=re.IGNORECASE))
    slack = {5: timedelta(minutes=1), 8: timedelta(seconds=1)}.get(digits)
    local = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    return stamp(local + slack - timedelta(microseconds=1) if slack else local)


Id = Annotated[str, argument("CHỈ_TIÊU", "mã, tên gọi khác hoặc một phần tên (không cần dấu)")]
Value = Annotated[str, argument("GIÁ_TRỊ", "4.482,38 hoặc 4482,38; tỷ lệ có thể ghi tử/mẫu: 9/10")]
On = Annotated[date | None, option("--on", "NGÀY", "ngày của số liệu: 14/06/2024; mặc định hôm nay", read_day)]
LEVEL_OPTION = option("--level", "MỨC", "estimate (ước tính), preliminary (sơ bộ), official (chính thức)", read_level)
LevelOption = Annotated[Level, LEVEL_OPTION]
NOTE_OPTION = option("--note", "CHỮ", "ghi chú")
Note = Annotated[str, NOTE_OPTION]
SOURCE_OPTION = option("--source", "CHỮ", "nguồn: công văn, báo cáo, người cung cấp")
Source = Annotated[str, SOURCE_OPTION]
Reason = Annotated[str, option("--reason", "CHỮ", "lý do (bắt buộc)")]
PlaceOption = Annotated[str | None, option("--place", "THÔN", "thôn có số liệu này; mặc định cả xã")]
By = Annotated[str | None, option("--by", "TÊN", "người ghi; mặc định theo thidua.toml, rồi tên đăng nhập máy")]
PERIODS = "2024-06, t6, 6/2024, q2, 2024-Q2, 6t, 9t, nam, this-month, last-month"
PeriodOption = Annotated[str | None, option("--period", "KỲ", PERIODS)]
PeriodWord = Annotated[str | None, argument("KỲ", "2024-06, t6, 6/2024, q2, 6t, 9t, nam, last-month; hoặc --period KỲ")]
CALENDARS = "calendar (tháng dương lịch) hoặc nd09 (kỳ báo cáo ngày 15–14); mặc định theo kế hoạch"
CalendarOption = Annotated[Calendar | None, option("--calendar", "LỊCH", CALENDARS, read_calendar)]
AS_KNOWN = "như sổ ghi đến lúc ấy: 30/06/2024 (hết ngày) hoặc 2024-06-30T17:00"
AsKnown = Annotated[str | None, option("--as-known", "LÚC", AS_KNOWN, read_moment)]
FormatOption = Annotated[str | None, option("--format", "DẠNG", "table, plain, json, csv, md, html, docx, xlsx")]
read_form = choice({"table": "table", "json": "json"}, "định dạng")
TextOrJson = Annotated[str, option("--format", "DẠNG", "table hoặc json", read_form)]
YEAR = "năm của kế hoạch; mặc định năm trong văn bản"
YearOfPlan = Annotated[int | None, option("--year", "NĂM", YEAR, year_of_plan)]
Out = Annotated[str | None, option("--out", "TỆP", "ghi ra tệp; dạng lấy theo đuôi tệp")]
Force = Annotated[bool, flag("--force", "ghi đè tệp đã có nội dung khác")]
Template = Annotated[str | None, option("--template", "MẪU", "điền vào mẫu .docx của cơ quan: docs/mau-word.md")]
FOR_PERIOD = "số của một kỳ, thay cho --on: ngày là ngày cuối kỳ; kỳ chưa hết thì là số ước cả kỳ"
ForPeriod = Annotated[str | None, option("--for", "KỲ", FOR_PERIOD)]
Sure = Annotated[bool, flag("--yes", "đã kiểm tra, ghi cả khi số có vẻ gõ nhầm")]
Strict = Annotated[bool, flag("--strict", "coi cảnh báo là lỗi: kết thúc với mã 4")]


def period_typed(word: str | None, option: str | None) -> str | None:
    """The period as a word or as `--period`; raises UsageError when the two name different ones."""
    if word is not None and option is not None and word != option:
        raise UsageError(
            f"hai kỳ khác nhau: {shown(word)} và --period {shown(option)}", hint='chỉ ghi một kỳ, như: "tháng 6"'
        )
    return option if word is None else word


def period_needed(word: str | None, option: str | None, command: str) -> str:
    """The same where there must be one."""
    typed = period_typed(word, option)
    if typed is None:
        raise UsageError("thiếu KỲ", hint=f"ví dụ: thidua {command} t6")
    return typed


_VERDICTS = {verdict.value: verdict for verdict in Verdict}
read_verdict = choice(_VERDICTS, "đánh giá", VERDICTS)
STALE = "stale"
Condition = Verdict | str
read_condition = choice({**_VERDICTS, STALE: STALE}, "đánh giá", {**VERDICTS, STALE: "số cũ"})


def read_conditions(text: str | None, read: Callable[[str], Read]) -> tuple[Read, ...]:
    """What `--fail-on` asks about, separated by commas; none without a text, UsageError for one that names nothing."""
    found = tuple(read(word.strip()) for word in (text or "").split(",") if word.strip())
    if text is not None and not found:
        raise UsageError("--fail-on đang để trống", hint="ghi điều kiện, hoặc bỏ --fail-on")
    return found


def condition_met(conditions: Sequence[Condition], card: Scorecard) -> ConditionMet | None:
    """What to end with where counted indicators are as `--fail-on` asks about: it names them."""
    from ..pages.notes import stale_text, verdict_text

    judged = [one for one in card.counted if one.verdict in conditions]
    names = [f"{one.indicator.name} ({verdict_text(one)})" for one in judged]
    if STALE in conditions:
        names += [f"{one.indicator.name} ({stale_text(one)})" for one in card.stale if one not in judged]
    return ConditionMet(f"{len(names)} chỉ tiêu rơi vào điều kiện --fail-on: {', '.join(names)}") if names else None


FAIL_ON = "kết thúc với mã 4 nếu có chỉ tiêu được tính bị đánh giá như vậy: missed,no_data; stale: theo số liệu cũ"
FailOn = Annotated[str | None, option("--fail-on", "ĐÁNH_GIÁ,…", FAIL_ON)]
Verdicts = Annotated[list[Verdict] | None, option("--verdict", "ĐÁNH_GIÁ", "chỉ in dòng có đánh giá này", read_verdict)]
