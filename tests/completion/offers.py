"""What completion should know, derived from the commands, the periods and the choices themselves."""

from __future__ import annotations

from typing import Any

from thidua_cli.cli import PROGRAM, Command
from thidua_cli.cli.template import BY_PLACE, BY_SUPPLIER
from thidua_cli.cli.words import ROOT_HELP, build
from thidua_cli.completion.answer import SCRIPTS
from thidua_cli.domain.attainment import Verdict
from thidua_cli.domain.figure import Level
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Calendar
from thidua_cli.pages.due import WAITS
from thidua_cli.render.formats import FORMATS
from thidua_cli.vietnamese.wording import CALENDARS, LEVELS, VERDICTS

HELP = {"help": "in hướng dẫn này"}


def derived() -> dict[str, Any]:
    """The whole of `offers.json`."""
    choices = {
        "MỨC": [[level.value, LEVELS[level]] for level in Level],
        "ĐÁNH_GIÁ": [[verdict.value, VERDICTS[verdict]] for verdict in Verdict],
        "LỊCH": [[calendar.value, CALENDARS[calendar]] for calendar in Calendar],
        "DẠNG": [[name, " ".join(form.suffixes)] for name, form in FORMATS.items()],
        "HẠN": [[wait.value, word] for wait, word in WAITS.items()],
        "CÁCH_CHIA": [[BY_SUPPLIER, "mỗi đơn vị cung cấp một trang tính"], [BY_PLACE, "mỗi thôn một trang tính"]],
        "VỎ_LỆNH": [[name, ""] for name in SCRIPTS],
    }
    return {"root": command(PROGRAM), "choices": choices, "periods": periods()}


def command(entry: Command) -> dict[str, Any]:
    """A command with its options, its arguments' kinds, and its own commands."""
    options: dict[str, Any] = {}
    arguments = []
    for param in build(entry).params if entry.function else ():
        if param.param_type_name == "argument":
            arguments += [param.metavar or param.name] * (1 if param.nargs == 1 else 9)
        elif param.name != "help" and not param.hidden:
            value = "" if param.is_flag else param.metavar or "GIÁ_TRỊ"
            options |= {name: {"help": param.help or "", "value": value} for name in param.opts}
    for name, meaning in ROOT_HELP if entry is PROGRAM else ():
        option, _, value = name.partition(" ")
        options[option] = {"help": meaning, "value": value}
    options["--help"] = {**HELP, "value": ""}
    commands = {one.name: {**command(one), "help": one.summary} for one in entry.children}
    return {"options": options, "arguments": arguments, "commands": commands}


def periods() -> dict[str, list[list[str]]]:
    """Short forms, and the suffixes of the dated ones, with their meanings."""
    spans = [
        Period(span, 2024, index + 1) for span in Span for index in range(1 if span is Span.NINE_MONTHS else 12 // span)
    ]
    dated = [[one.id.removeprefix("2024"), one.label.removesuffix(" năm 2024")] for one in spans if one.id != "2024"]
    letter = {Span.MONTH: "t", Span.QUARTER: "q"}
    short = [
        [f"{letter[one.span]}{one.number}", one.label.removesuffix(" năm 2024")] for one in spans if one.span in letter
    ]
    short += [["6t", "6 tháng đầu năm"], ["9t", "9 tháng đầu năm"], ["nam", "cả năm kế hoạch"]]
    short += [["this-month", "tháng này"], ["last-month", "tháng trước"]]
    return {"short": short, "dated": [["", "cả"], *dated]}
