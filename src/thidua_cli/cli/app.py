"""One command line from start to exit code: streams, signals, and the one place where errors become messages."""

import json
import os
import re
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from itertools import pairwise
from types import FrameType
from typing import Any, NamedTuple

from ..errors import MOST_FAULTS_SHOWN, StorageError, ThiduaError, UsageError
from ..render.terminal import is_terminal
from ..vietnamese.text import fold, visible
from ..workspace import state_file
from . import HELP_NAMES, LONGEST_SPOKEN, PROGRAM, ROOT_OPTIONS, SPOKEN, Command
from .printing import NO_PAGER, StreamClosed, complain, pager_wanted

UNEXPECTED = 1
SUMMARY, BY_ITSELF = "summary", "--auto"
OPTION = re.compile("[-–—−][^0-9,.]")
SIGNALS = ("SIGHUP", "SIGTERM")
HEARD: list[int] = []
"""Signals that asked to end: what a library made of one, an error of its own, is none of the program's."""


class Ended(BaseException):
    """A signal, of this number, asked the program to end; open transactions roll back on the way out."""


def carry_out(args: list[str]) -> int:
    """Run one command line and return its exit code; whatever goes wrong has been said on stderr."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            errors = "surrogateescape" if stream is sys.stdin else "backslashreplace"
            stream.reconfigure(encoding="utf-8", errors=errors)
    with suppress(ValueError):  # in another thread than the main one
        for name in SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _end)
    line = _understood(args)
    code, sentence = _outcome(line)
    is_summary = line.path[-1].name == SUMMARY
    if (is_summary or is_terminal(sys.stderr)) and not set(HELP_NAMES).intersection([*line.root, *line.words]):
        from .run_log import leave_line, reminder

        plan = dict(pairwise(part for word in line.root for part in word.split("=", 1))).get("--plan") or None
        if is_summary:  # a timed one leaves its line in the log
            leave_line(code, sentence, plan, by_itself=BY_ITSELF in line.words)
        elif text := reminder(plan):  # a person hears of one that failed
            complain(text)
    return code


def _end(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    HEARD.append(number)
    raise Ended(number)


class Line(NamedTuple):
    """A command line: the options before the command's name, the command below its groups, its words."""

    root: list[str]
    path: list[Command]
    words: list[str]


def _understood(args: list[str]) -> Line:
    """The words: a Vietnamese command name in its own, `help X`, `plan help X` as `… X --help`, `--no-pager` heard."""
    if NO_PAGER in args:
        pager_wanted.set(False)
        args = [word for word in args if word != NO_PAGER]
    at = 0
    while at < len(args) and OPTION.match(args[at]):
        at += 2 if args[at] in ROOT_OPTIONS else 1
    root, words = args[:at], args[at:]
    path, rest = _path(words)
    if is_help := rest[:1] == ["help"] and bool(path[-1].children):
        words.remove("help")
        path, rest = _path(words)
    if not words and not is_help and not {*HELP_NAMES, "--version"}.intersection(root) and is_terminal(sys.stdout):
        path, _ = _path(["today"])
    names = [entry.name for entry in path[1:]]
    if words[: len(names)] != names and words:
        complain(f"{' '.join(words[: len(words) - len(rest)])}: lệnh thidua {' '.join(names)}")
    return Line(root, path, [*rest, *(["--help"] if is_help else [])])


def _path(words: list[str], group: Command = PROGRAM) -> tuple[list[Command], list[str]]:
    """The groups and the command that the first words name, in English or Vietnamese; and the other words."""
    names = {entry.name: entry for entry in group.children}
    for count in range(min(LONGEST_SPOKEN, len(words)), 0, -1):
        said = " ".join(words[:count])
        if entry := names.get(said) or names.get(SPOKEN.get(fold(said.replace("-", " ")), "")):
            path, rest = _path(words[count:], entry)
            return [group, *path], rest
    return [group], words


def _outcome(line: Line) -> tuple[int, str]:
    """The exit code and, where there was an error, its sentence."""
    try:
        return _invoke(line), ""
    except ThiduaError as error:
        _tell(error, [*line.root, *line.words])
        return error.exit_code, error.sentence
    except StreamClosed:
        return 141, "bên nhận kết quả đã đóng"
    except Ended as end:
        return 128 + end.args[0], f"bị dừng bởi tín hiệu {end.args[0]}"
    except (KeyboardInterrupt, Exception) as error:
        if _is_interrupted(error):
            complain("Đã dừng theo yêu cầu, chưa ghi gì thêm.")
            return 130, "bị dừng (Ctrl-C)"
        if HEARD:
            return 128 + HEARD[-1], f"bị dừng bởi tín hiệu {HEARD[-1]}"
        return _tell_bug(error), f"lỗi ngoài dự kiến {type(error).__name__}"


def _is_interrupted(error: BaseException | None) -> bool:
    """Whether it is a Ctrl-C, or an error made of one, as Python 3.11 makes where one meets an enum's class."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _invoke(line: Line) -> int:
    from typer import BadParameter, Exit

    from .words import run

    try:
        run(*line)
    except Exit as end:
        return end.exit_code
    except BadParameter as error:
        raise _in_vietnamese(error) from error
    except FileNotFoundError as error:
        try:
            os.getcwd()
        except OSError:
            gone = "thư mục đang đứng đã bị xóa hoặc ổ đĩa đã rút; chưa ghi gì"
            raise StorageError(gone, hint="chuyển sang thư mục khác: cd") from error
        raise
    return 0


def _in_vietnamese(error: Any) -> UsageError:
    """Typer's own errors are English sentences; what is wrong with a value, or missing, is said again in Vietnamese."""
    path, param = error.ctx.command_path, error.param
    name = param.metavar or param.name if param.param_type_name == "argument" else param.opts[0]
    if type(error).__name__ != "MissingParameter":
        return UsageError(f"{name}: {error.message}", hint=f"cách dùng: {path} --help")
    words = [one.metavar for one in error.ctx.command.params if one.param_type_name == "argument"]
    return UsageError(f"thiếu {name}", hint=f"cách dùng: {' '.join([path, *words])} [TÙY CHỌN]; xem: {path} --help")


def _tell(error: ThiduaError, args: list[str]) -> None:
    if "--format=json" in args or ("--format", "json") in pairwise(args):
        faults = [{"place": visible(fault.place), "sentence": visible(fault.sentence)} for fault in error.faults]
        told = {"code": error.exit_code, "sentence": visible(error.sentence), "hint": visible(error.hint)}
        record = {"schema": "thidua.error/1", "error": told | {"faults": faults}}
        complain(json.dumps(record, ensure_ascii=False, indent=2), as_is=True)
        return
    for fault in error.faults[:MOST_FAULTS_SHOWN]:
        complain(str(fault))
    if len(error.faults) > MOST_FAULTS_SHOWN:
        complain(f"… và {len(error.faults) - MOST_FAULTS_SHOWN} lỗi nữa")
    complain(f"Lỗi: {error.sentence}")
    if error.hint:
        complain(f"  → {error.hint}")


def _tell_bug(error: BaseException) -> int:
    """The crash log holds where it happened, and nothing the user typed: no message, no values of variables."""
    import traceback

    kind, kept = type(error).__name__, ""
    frames = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
    with suppress(OSError, ThiduaError):
        place = state_file("loi-gan-nhat.txt")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join([kind, *frames, ""]), encoding="utf-8")
        kept = f"; chi tiết ở {place}"
    complain(f"Lỗi: chương trình gặp lỗi ngoài dự kiến ({kind}){kept}. Số liệu đã ghi không bị ảnh hưởng.")
    return UNEXPECTED
