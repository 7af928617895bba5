"""What reaches the streams: answers on stdout, everything else on stderr, and pages in the format asked for."""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from itertools import chain
from typing import IO, Any, TextIO

from ..disk import reason_of
from ..errors import StorageError, ThiduaError
from ..render.terminal import colour_forced, paged, real_width, screen_of
from ..vietnamese.text import fold, visible
from ..workspace import VARIABLES

MOST_LINES_UNASKED = 10
"""No terminal is so low that fewer lines need pages."""


class StreamClosed(BaseException):
    """The reader closed the pipe; there is nobody left to tell."""


def say(text: str, *, as_is: bool = False) -> None:
    """A line of the answer, on stdout; names of files and words of the user in it cannot steer the terminal. That
    shows it wrapped and in colours, unless it is to be copied or read by a program (`as_is`)."""
    emit(_said(text, as_is=as_is))


def answer(form: str, record: Mapping[str, Any], lines: Iterable[str]) -> None:
    """An answer in its form: for programs the record as JSON, for people its lines."""
    if form == "json":
        from ..pages.page import record_bytes

        emit(record_bytes(record))
    else:
        for line in lines:
            say(line)


NO_PAGER = "--no-pager"
pager_wanted: ContextVar[bool] = ContextVar("pager_wanted", default=True)
"""Whether what is longer than the screen may be shown page by page."""


def page_out(content: str | Iterable[bytes]) -> None:
    """An answer on stdout; on a terminal, one that is longer than the screen goes through PAGER (less where it is)."""
    following = iter([_said(content)] if isinstance(content, str) else content)
    first = next(following)
    lines, pieces = first.count(b"\n"), chain([first], following)
    if not pager_wanted.get() or lines < MOST_LINES_UNASKED or not paged(pieces, lines, VARIABLES):
        for piece in pieces:
            emit(piece)


def _said(text: str, *, as_is: bool = False) -> bytes:
    shown = visible(text.removesuffix("\n"))
    return f"{shown if as_is else _on_page(shown, sys.stdout)}\n".encode("utf-8", "backslashreplace")


def _on_page(text: str, stream: TextIO | None) -> str:
    """The text as the stream's reader sees it best; a pipe, a file or an unknown screen gets it as it is."""
    width = real_width(stream, VARIABLES)
    if width is None and not colour_forced(VARIABLES):
        return text
    from ..render.screen import painted

    return painted(text, screen_of(stream, VARIABLES), width=width)


def emit(content: bytes) -> None:
    """Bytes on stdout, all of them or a clear error; a closed stdout is nobody's fault."""
    if sys.stdout is None or sys.stdout.closed:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
        raise StreamClosed from None
    except OSError as error:
        _silence(sys.stdout)
        raise StorageError(
            f"không ghi được kết quả ra màn hình hoặc tệp ({reason_of(error)})",
            hint="kiểm tra dung lượng đĩa của tệp đích; việc đã ghi vào sổ thì vẫn còn",
        ) from error


def complain_of(error: ThiduaError) -> None:
    """What is wrong with an answer, before it is asked for again."""
    complain(f"  {error.sentence}{f' ({error.hint})' if error.hint else ''}")


def complain(text: str, *, as_is: bool = False, end: str = "\n") -> None:
    """A line on stderr, made visible like those of `say`."""
    if sys.stderr is None or sys.stderr.closed:
        return
    try:
        shown = visible(text)
        sys.stderr.write((shown if as_is else _on_page(shown, sys.stderr)) + end)
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def _silence(stream: IO[Any]) -> None:
    """Send what is still buffered nowhere, so that the interpreter does not fail on it at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def is_interactive() -> bool:
    """A person sits at the terminal and can be asked."""
    return bool(sys.stdin and sys.stdin.isatty())


YES, NO = ("c", "co", "i", "ies"), ("k", "khong", "n", "no")


class Rest(Exception):
    """The person leaves for now."""


def read_line(prompt: str) -> str:
    """What is typed after a prompt. Raises Rest at the end of the input (Ctrl-D); Ctrl-C ends the prompt's line."""
    try:
        complain(prompt.rstrip(" "), end=" ")
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        complain("")
        raise
    if not typed:
        complain("")
        raise Rest
    return typed.strip()


def agrees(sentence: str, *, default: bool) -> bool:
    """A question with yes (c) or no (k); Enter means the one in capitals. Raises Rest for `q` and Ctrl-D."""
    while True:
        typed = fold(read_line(f"{sentence} [{'C/k' if default else 'c/K'}] "))
        if not typed:
            return default
        if typed == "q":
            raise Rest
        if typed in (*YES, *NO):
            return typed in YES
        complain("  gõ c (có) hoặc k (không)")


def consents(sentence: str) -> bool:
    """Whether the person says yes; Enter, leaving and Ctrl-D are a no."""
    with suppress(Rest):
        return agrees(sentence, default=False)
    return False
