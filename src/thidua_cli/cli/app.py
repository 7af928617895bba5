"""One command line from start to exit code: streams, signals, and the one place where errors become messages."""

from __future__ import annotations

import json
import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Any

from ..errors import MOST_FAULTS_SHOWN, StorageError, ThiduaError, UsageError
from ..render.terminal import is_terminal
from ..vietnamese.text import fold, nearest_options, visible
from . import COMMANDS, LONGEST_SPOKEN, SPOKEN
from .printing import NO_PAGER, Interrupted, StreamClosed, complain, pager_wanted

UNEXPECTED = 1
SUMMARY, BY_ITSELF = "summary", "--auto"
HELP = {"--help", "-h"}
SIGNALS = ("SIGHUP", "SIGTERM")


class Ended(BaseException):
    """A signal asked the program to end; open transactions roll back on the way out."""

    def __init__(self, number: int) -> None:
        self.number = number


def carry_out(args: list[str]) -> int:
    """Run one command line and return its exit code; whatever goes wrong has been said on stderr."""
    _prepare_streams()
    _listen_to_signals()
    args = _understood(args)
    code, sentence = _outcome(args)
    _look_after_automatic_runs(args, code, sentence)
    return code


def _understood(args: list[str]) -> list[str]:
    """The words with a command's Vietnamese name in its own, `help X` as `X --help`, and `--no-pager` heard."""
    if NO_PAGER in args:
        pager_wanted.set(False)
        args = [word for word in args if word != NO_PAGER]
    at = _place_of_command(args)
    if args[at : at + 1] == ["help"]:
        return [*args[:at], *_understood(args[at + 1 :]), "--help"]
    if at == len(args) and not {*HELP, "--version"}.intersection(args) and is_terminal(sys.stdout):
        return [*args, "today"]
    if at == len(args) or args[at] in {entry.name for entry in COMMANDS}:
        return args
    for count in range(LONGEST_SPOKEN, 0, -1):
        words = args[at : at + count]
        if len(words) == count and (name := SPOKEN.get(fold(" ".join(words).replace("-", " ")))):
            complain(f"{' '.join(words)}: lệnh thidua {name}")
            return [*args[:at], name, *args[at + count :]]
    return args


def _outcome(args: list[str]) -> tuple[int, str]:
    """The exit code and, where there was an error, its sentence."""
    try:
        return _invoke(args), ""
    except ThiduaError as error:
        _tell(error, args)
        return error.exit_code, error.sentence
    except StreamClosed:
        return 141, "bên nhận kết quả đã đóng"
    except (KeyboardInterrupt, Interrupted):
        complain("Đã dừng theo yêu cầu, chưa ghi gì thêm.")
        return 130, "bị dừng (Ctrl-C)"
    except Ended as end:
        return 128 + end.number, f"bị dừng bởi tín hiệu {end.number}"
    except Exception as error:
        if isinstance(error, FileNotFoundError) and _folder_is_gone():
            _tell(GONE, args)
            return GONE.exit_code, GONE.sentence
        return _tell_bug(error), f"lỗi ngoài dự kiến {type(error).__name__}"


GONE = StorageError("thư mục đang đứng đã bị xóa hoặc ổ đĩa đã rút; chưa ghi gì", hint="chuyển sang thư mục khác: cd")


def _folder_is_gone() -> bool:
    try:
        os.getcwd()
    except OSError:
        return True
    return False


def _look_after_automatic_runs(args: list[str], code: int, sentence: str) -> None:
    """A timed `summary` leaves its line in the log; a person at the terminal hears of one that failed."""
    if HELP.intersection(args):
        return
    if _command_of(args) == SUMMARY:
        from .run_log import leave_line

        leave_line(code, sentence, _plan_of(args), by_itself=BY_ITSELF in args)
    elif is_terminal(sys.stderr):
        from .run_log import reminder

        if text := reminder(_plan_of(args)):
            complain(text)


def _place_of_command(args: list[str]) -> int:
    """Where the first word is that is neither a root option nor its value."""
    at = 0
    while at < len(args) and args[at].startswith("-"):
        at += 2 if args[at] in ("--plan", "--ledger") else 1
    return min(at, len(args))


def _command_of(args: list[str]) -> str:
    return "".join(args[_place_of_command(args) :][:1])


def _plan_of(args: list[str]) -> str | None:
    """What `--plan` names, where the root options stand."""
    words = iter(args)
    for word in words:
        if word == "--plan":
            return next(words, None)
        if word.startswith("--plan="):
            return word.partition("=")[2]
        if word == "--ledger":
            next(words, None)
        elif not word.startswith("-"):
            break
    return None


def _invoke(args: list[str]) -> int:
    from typer import Abort, Exit
    from typer.exceptions import TyperException

    from .group import root

    try:
        result = root().main(args, prog_name="thidua", standalone_mode=False)
    except Exit as end:
        return end.exit_code
    except Abort:
        raise KeyboardInterrupt from None
    except TyperException as error:
        raise _in_vietnamese(error) from error
    return result if isinstance(result, int) else 0


def _in_vietnamese(error: Any) -> UsageError:
    """Typer's usage errors are English sentences; their parts are said again in Vietnamese."""
    param = getattr(error, "param", None)
    path = error.ctx.command_path if getattr(error, "ctx", None) else "thidua"
    kind, hint = type(error).__name__, f"cách dùng: {path} --help"
    if kind == "MissingParameter" and param is not None:
        return UsageError(f"thiếu {_name_of(param)}", hint=_usage_of(error.ctx) or hint)
    if kind == "NoSuchOption":
        near = nearest_options(error.option_name, error.possibilities or ())
        return UsageError(
            f"không có tùy chọn '{error.option_name}'", hint=f"ý bạn là: {', '.join(near)}?" if near else hint
        )
    if kind == "BadOptionUsage":
        verb = "cần" if "require" in error.message else "không nhận"
        return UsageError(f"tùy chọn {error.option_name} {verb} giá trị đi kèm", hint=hint)
    if kind == "BadParameter" and param is not None:
        return UsageError(f"{_name_of(param)}: {error.message}", hint=hint)
    return UsageError("lệnh viết chưa đúng", hint=hint)


def _usage_of(ctx: Any) -> str:
    if ctx is None:
        return ""
    words = [param.metavar for param in ctx.command.params if param.param_type_name == "argument"]
    return f"cách dùng: {' '.join([ctx.command_path, *words])} [TÙY CHỌN]; xem: {ctx.command_path} --help"


def _name_of(param: Any) -> str:
    return str(param.metavar or param.name) if param.param_type_name == "argument" else str(param.opts[0])


def _tell(error: ThiduaError, args: list[str]) -> None:
    if _wants_json(args):
        complain(json.dumps(_error_record(error), ensure_ascii=False, indent=2), as_is=True)
        return
    for fault in error.faults[:MOST_FAULTS_SHOWN]:
        complain(str(fault))
    if len(error.faults) > MOST_FAULTS_SHOWN:
        complain(f"… và {len(error.faults) - MOST_FAULTS_SHOWN} lỗi nữa")
    complain(f"Lỗi: {error.sentence}")
    if error.hint:
        complain(f"  → {error.hint}")


def _wants_json(args: list[str]) -> bool:
    pairs = zip(args, [*args[1:], ""], strict=True)
    return any(word == "--format=json" or (word, after) == ("--format", "json") for word, after in pairs)


def _error_record(error: ThiduaError) -> dict[str, Any]:
    faults = [{"place": visible(fault.place), "sentence": visible(fault.sentence)} for fault in error.faults]
    sentence, hint = visible(error.sentence), visible(error.hint)
    return {
        "schema": "thidua.error/1",
        "error": {"code": error.exit_code, "sentence": sentence, "hint": hint, "faults": faults},
    }


def _tell_bug(error: Exception) -> int:
    place = _write_crash_log(error)
    kept = f"; chi tiết ở {place}" if place else ""
    complain(
        f"Lỗi: chương trình gặp lỗi ngoài dự kiến ({type(error).__name__}){kept}. Số liệu đã ghi không bị ảnh hưởng."
    )
    return UNEXPECTED


def _write_crash_log(error: Exception) -> Path | None:
    """Where it happened, and nothing the user typed: no message, no values of variables."""
    import traceback

    from ..workspace import STATE_FOLDER, user_folder

    try:
        folder = user_folder(os.environ, *STATE_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / "loi-gan-nhat.txt"
        frames = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        place.write_text("\n".join([type(error).__name__, *frames, ""]), encoding="utf-8")
    except (OSError, ThiduaError):
        return None
    return place


def _prepare_streams() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="surrogateescape" if stream is sys.stdin else "backslashreplace"
            )


def _listen_to_signals() -> None:
    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        raise Ended(number)

    for name in SIGNALS:
        if hasattr(signal, name):
            try:
                signal.signal(getattr(signal, name), end)
            except ValueError:
                return
