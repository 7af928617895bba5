"""The words of a command line, in Vietnamese: commands, loaded only when called, their help, options and values."""

import re
import shutil
import textwrap
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from importlib import import_module
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.main import get_command

from .. import __version__
from ..domain.attainment import Verdict
from ..domain.closing import in_force
from ..domain.figure import Level
from ..domain.period import FIRST_YEAR, LAST_YEAR
from ..domain.plan import Calendar
from ..errors import COMMAND, ConditionMet, ThiduaError, UsageError, command
from ..vietnamese.numbers import FORMS, VIETNAM, read_date, shown
from ..vietnamese.text import clean_text, nearest
from ..vietnamese.wording import VERDICTS, choice, read_level
from ..workspace import Office, Workspace, stamp
from . import HELP_NAMES, PROGRAM, ROOT_OPTIONS, Command
from .printing import NO_PAGER, complain, page_out, say

if TYPE_CHECKING:
    from ..domain.scorecard import Scorecard
Read = TypeVar("Read")
MOST_DIGITS = 9
NEGATIVE_NUMBER_STARTS = "0123456789,."
DASHES = ("-", "–", "—", "−")
"""Word and Zalo make the others of `--`."""
SAME = {"--for": "--period", "--period": "--for"}
"""Options of one meaning, of which a command has one."""
Rows = Sequence[tuple[str, str]]
ROOT_HELP: Rows = (
    ("--plan TỆP", "tệp kế hoạch (YAML)"),
    ("--ledger TỆP", "sổ số liệu"),
    ("--version", "in phiên bản"),
    (NO_PAGER, "in liền một mạch, không dừng từng trang màn hình"),
)


def _take_surplus(ctx: typer.Context, typed: Sequence[str]) -> None:
    """Words of a period are one (`report tháng 6`); other surplus words are refused, with how they are quoted."""
    arguments = [param for param in ctx.command.params if param.param_type_name == "argument"]
    taken = [ctx.params[str(param.name)] for param in arguments]
    takes_value, spread = _takes_value(ctx.command.params), ""
    places = (at for at in range(2, len(typed)) if typed[at] == ctx.args[0] and takes_value.get(typed[at - 2]))
    if at := next(places, 0):  # a value of several words stood without quotes
        value = takewhile(lambda word: not word.startswith("-"), typed[at - 1 :])
        spread = command(typed[at - 2], _as_one(value))
    if not spread and [param.metavar for param in arguments] == ["KỲ"]:
        ctx.params[str(arguments[0].name)] = " ".join([*taken, *ctx.args])
        return
    # Words of one name typed apart are the likeliest cause, where the last word alone looks like a value.
    words = [*(word for word in taken if isinstance(word, str)), *ctx.args]
    name, values = (words[:-1], words[-1:]) if len(taken) > 1 else (words, [])
    if values and not spread and re.fullmatch(r"[\d.−-]+ \d{1,2}", split := " ".join(words[1:])):
        spread = f'"{split.replace(" ", ",")}" (PowerShell tách chữ ở dấu phẩy)'
    elif taken and not spread and not any(map(str.isdigit, "".join(name))):
        spread = command(*ctx.command_path.split(), _as_one(name), *values)
    hint = "chữ có dấu cách phải đặt trong ngoặc kép thẳng" + (f", như: {spread}" if spread else "")
    hint = hint if taken or spread else f"{ctx.command_path} không nhận thêm chữ nào"
    usage = f"cách dùng: {ctx.command_path} --help"
    raise UsageError(f"thừa '{shown(ctx.args[0])}' sau {ctx.command_path}", hint=f"{hint}; {usage}")


def _options(takes_value: dict[str, bool], args: Iterable[str], path: str) -> dict[str, str | None]:
    """The options among words, with their values. Typer would take unknown ones as values where `-5,5` must be one, so
    they are refused here; with them those that lack their value, or have one that they do not take."""
    takes_value = takes_value | dict.fromkeys((*HELP_NAMES, NO_PAGER), False)
    words, given = iter(args), dict[str, str | None]()
    for word in words:
        name, is_joined, value = word.partition("=")
        if word == "--":
            break
        if name in takes_value:
            given[name] = value if is_joined else None
            if takes_value[name] and not is_joined:
                given[name] = next(words, None)
            if (given[name] is not None) is not takes_value[name]:
                verb = "cần" if takes_value[name] else "không nhận"
                raise UsageError(f"tùy chọn {name} {verb} giá trị đi kèm", hint=f"cách dùng: {path} --help")
        elif word.startswith(DASHES) and len(word) > 1 and word[1] not in NEGATIVE_NUMBER_STARTS:
            # The dashes, which all of them have, make none of them alike.
            bare = name.lstrip("".join(DASHES))
            near = [f"--{one}" for one in nearest(bare, [known.lstrip("-") for known in takes_value])]
            near = [one for one in takes_value if one == SAME.get(f"--{bare}")] or near
            if name in ROOT_OPTIONS:
                hint = f"hãy gõ: thidua {name} TỆP {path.partition(' ')[2]} …"
                raise UsageError(f"{name} đứng trước tên lệnh", hint=hint)
            hint = f"ý bạn là: {', '.join(near)}?" if near else f"xem các tùy chọn: {path} --help"
            raise UsageError(f"không có tùy chọn '{shown(name)}' của {path}", hint=hint)
    return given


def _takes_value(params: Sequence[Any]) -> dict[str, bool]:
    """The names of a command's options, and whether a value follows."""
    return {
        name: not getattr(param, "is_flag", False)
        for param in params
        if param.param_type_name == "option"
        for name in (*param.opts, *param.secondary_opts)
    }


def _as_one(words: Iterable[str]) -> str:
    """Words without the curly quotes that no shell knows."""
    return " ".join(words).translate(dict.fromkeys(map(ord, "“”")))


def show_help(usage: str, about: str, sections: Iterable[tuple[str, Rows]], options: Rows) -> None:
    """Show a help page as wide as the terminal (at most 100 columns), broken between words only, the options last;
    through our own writer: a full disk or a closed pipe ends it as it ends any other answer."""
    width = max(min(shutil.get_terminal_size((100, 24)).columns, 100), 30)
    blocks = [_filled(f"Cách dùng: {usage}", width, later="  ")]
    blocks += ["\n".join(_filled(line, width) for line in about.strip().splitlines())] if about else []
    for title, rows in (*sections, ("Tùy chọn", [*options, ("--help", "in hướng dẫn này")])):
        left = min(max(len(name) for name, _ in rows), 26) + 4
        lines = [f"{title}:"]
        for name, meaning in rows:
            lead = f"  {name}".ljust(left)
            if len(lead) > left or width - left < 20:
                lines += [f"  {name}", _filled(meaning, width, " " * 6, " " * 6)]
            else:
                lines += [_filled(meaning, width, lead, " " * left) or lead.rstrip()]
        blocks.append("\n".join(lines))
    page_out("\n\n".join(blocks))


def _filled(text: str, width: int, first: str = "", later: str = "") -> str:
    filler = textwrap.TextWrapper(width, first, later, break_long_words=False, break_on_hyphens=False)
    whole = re.sub(COMMAND, lambda found: found[0].replace(" ", "\u00a0"), text)
    return filler.fill(whole).replace("\u00a0", " ")


def build(entry: Command) -> Any:
    """The Typer command of a table's line; its module is imported here and nowhere earlier."""
    module, _, function = entry.function.partition(":")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    make = app.command(entry.name, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
    make(getattr(import_module(f".{module}", __package__), function))
    return get_command(app)


def run(root: Sequence[str], path: Sequence[Command], words: Sequence[str]) -> None:
    """Carry out a command line: the options before the command's name, the command below its groups, its words.

    Raises what the command raises, UsageError for wrong words, and Typer's own errors.
    """
    named = _options(dict.fromkeys(ROOT_OPTIONS, True) | {"--version": False}, root, PROGRAM.name)
    asked = next((name for name in named if name in ("--version", *HELP_NAMES)), "")
    if asked == "--version":
        say(f"thidua {__version__}")
        return
    if asked:
        path, words = [PROGRAM], [asked]
    elif root and path[-1] is PROGRAM and not words:
        raise UsageError("thiếu tên lệnh sau thidua", hint="xem các lệnh: thidua --help")
    elif path[-1].default and (not words or (words[0].startswith("-") and words[0] not in HELP_NAMES)):
        path = [*path, next(entry for entry in path[-1].children if entry.name == path[-1].default)]
    called, entry = " ".join(entry.name for entry in path), path[-1]
    if entry.children:
        _answer_as_group(entry, called, words)
        return
    built = build(entry)
    if _options(_takes_value(built.params), words, called).keys() & {*HELP_NAMES}:
        _show_help_of(built, called)
        return
    workspace = Workspace(named.get("--plan"), named.get("--ledger"), tell=complain, warnings=warnings_of)
    with built.make_context(called, list(words), obj=workspace) as context:
        if context.args:
            _take_surplus(context, words)
        built.invoke(context)


def warnings_of(office: Office) -> Iterable[str]:
    """Which closed reports the rows just written change, one sentence each."""
    if office.writer and office.writer.days and in_force(office.closings()):
        from ..office.view import changed_reports

        yield from changed_reports(office, office.writer)


def _show_help_of(built: Any, called: str) -> None:
    taken = [one for one in built.params if one.param_type_name == "argument"]
    words = [(one.metavar if one.required else f"[{one.metavar}]", one.help) for one in taken]
    usage = " ".join([called, *(name for name, _ in words), "[TÙY CHỌN]"])
    own = [one for one in built.params if one.param_type_name == "option"]
    options = [(", ".join(one.opts) + ("" if one.is_flag else f" {one.metavar}"), one.help) for one in own]
    show_help(usage, built.help or "", [("Đối số", words)] if words else [], options)


def _answer_as_group(group: Command, called: str, words: Sequence[str]) -> None:
    """Show the help page, by chapters, where it is asked for or nothing is; refuse what names no command of the group,
    with the nearest names."""
    if not words or _options({}, takewhile(lambda word: word.startswith(DASHES), words), called):
        chapters = groupby(group.children, lambda entry: entry.chapter or "Lệnh")
        sections = [(title, [(one.name, one.summary) for one in listed]) for title, listed in chapters]
        is_root = group is PROGRAM
        about = group.summary if is_root else f"{group.summary[:1].upper()}{group.summary[1:]}."
        show_help(f"{called} [TÙY CHỌN] LỆNH …", about, sections, ROOT_HELP if is_root else ())
        return
    near = [f"{called} {name}" for name in nearest(words[0], [entry.name for entry in group.children])]
    hint = f"ý bạn là: {', '.join(near)}" if near else f"xem các lệnh: {called} --help"
    raise UsageError(f"không có lệnh '{shown(words[0])}'", hint=hint)


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


def text_option(name: str, metavar: str, help: str) -> Any:
    """An option with a text that the ledger keeps: cleaned, also of spaces around it. Raises as `clean_text`."""
    return typer.Option(name, metavar=metavar, help=help, parser=lambda text: clean_text(text.strip(), name))


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
LEVEL = "estimate (ước tính), preliminary (sơ bộ), official (chính thức)"
LevelOption = Annotated[Level | None, option("--level", "MỨC", LEVEL, read_level)]
Note = Annotated[str | None, text_option("--note", "CHỮ", "ghi chú")]
Source = Annotated[str | None, text_option("--source", "CHỮ", "nguồn: công văn, báo cáo, người cung cấp")]
Reason = Annotated[str, text_option("--reason", "CHỮ", "lý do (bắt buộc)")]
PlaceOption = Annotated[str | None, option("--place", "THÔN", "thôn có số liệu này; mặc định cả xã")]
By = Annotated[str | None, text_option("--by", "TÊN", "người ghi; mặc định theo thidua.toml, rồi tên đăng nhập máy")]
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


def period_typed(word: str | None, option: str | None, needed_by: str = "") -> str | None:
    """The period as a word or as `--period`; UsageError where they name two, or where the one `needed_by` a command is
    not there."""
    if word is not None and option is not None and word != option:
        sentence = f"hai kỳ khác nhau: {shown(word)} và --period {shown(option)}"
        raise UsageError(sentence, hint='chỉ ghi một kỳ, như: "tháng 6"')
    if needed_by and word is None and option is None:
        raise UsageError("thiếu KỲ", hint=f"ví dụ: thidua {needed_by} t6")
    return option if word is None else word


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


def condition_met(conditions: Sequence[Condition], card: "Scorecard") -> ConditionMet | None:
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
