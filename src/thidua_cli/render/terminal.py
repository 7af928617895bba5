"""The screen that a text is written on: how wide it is and whether it may have colours."""

import os
import stat
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple, TextIO, TypeVar

USUAL_WIDTH = 80
WIDEST = 1_000


class Screen(NamedTuple):
    """`width` in terminal cells, None for as wide as the content; `colour` allows escape sequences."""

    width: int | None = None
    colour: bool = False


def screen_of(stream: TextIO | None, environ: Mapping[str, str]) -> Screen:
    """What is behind a stream: a terminal's width and colours, else natural width without colours.

    A pipe with a person at its end (`thidua work | less`, stderr is a terminal) has the width that COLUMNS asks for.
    NO_COLOR wins over FORCE_COLOR, which wins over TERM=dumb; an unusable COLUMNS counts as absent.
    """
    on_terminal, forced = is_terminal(stream), colour_forced(environ)
    if not on_terminal and not forced:
        is_pipe = False
        with suppress(OSError, ValueError):
            is_pipe = stream is not None and stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
        return Screen(_asked_width(environ) if is_pipe and is_terminal(sys.stderr) else None)
    is_plain = environ.get("NO_COLOR") or (not forced and environ.get("TERM", "").lower() in ("dumb", "unknown"))
    if not is_plain and os.name == "nt":  # an old window shows escape sequences as signs
        from rich.console import Console

        is_plain = Console(file=stream, force_terminal=True).legacy_windows
    width = min(real_width(stream, environ) or USUAL_WIDTH, WIDEST) if on_terminal else None
    return Screen(width, not is_plain)


def colour_forced(environ: Mapping[str, str]) -> bool:
    """Whether FORCE_COLOR asks for colours also where nobody looks."""
    return environ.get("FORCE_COLOR", "").lower() not in ("", "0", "false")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person reads this stream; a missing or closed one is nobody's."""
    with suppress(ValueError):
        return stream is not None and stream.isatty()
    return False


def real_width(stream: TextIO | None, environ: Mapping[str, str]) -> int | None:
    """How wide the terminal behind a stream is, by COLUMNS or by itself; None where neither says so."""
    with suppress(OSError, ValueError):
        if stream is not None and is_terminal(stream):
            return _asked_width(environ) or os.get_terminal_size(stream.fileno()).columns or None
    return None


def _asked_width(environ: Mapping[str, str]) -> int | None:
    asked = environ.get("COLUMNS", "")
    is_width = asked.isascii() and asked.isdigit() and 0 < len(asked.lstrip("0")) <= 9
    return min(int(asked), WIDEST) if is_width else None


def paged(pieces: Iterable[bytes], lines: int, environ: Mapping[str, str]) -> bool:
    """Show so many lines on stdout in a pager that keeps colours; False where they fit or nobody sits there to page.

    PAGER decides where it is set (empty or `cat`: none); else `less`, where there is one. Leaving it early, and Ctrl-C
    inside it, are no error.
    """
    try:
        height = os.get_terminal_size(sys.stdout.fileno()).lines if is_terminal(sys.stdout) else 0
        if lines < height or not height or not is_terminal(sys.stdin):
            return False
        import shlex
        import shutil
        import signal
        import subprocess

        command = shlex.split(environ.get("PAGER", "" if os.name == "nt" else "less"))
    except (OSError, ValueError):
        return False
    if not command or command[0] == "cat" or environ.get("TERM") == "dumb" or not shutil.which(command[0]):
        return False
    usual = {"LESS": "-FRX", "LESSCHARSET": "utf-8", **environ}
    before = signal.getsignal(signal.SIGINT)
    sys.stdout.flush()
    try:
        # The person's own PAGER: it may not start, or be left before all was read.
        with suppress(OSError), subprocess.Popen(command, stdin=subprocess.PIPE, env=usual) as process:  # noqa: S603
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            assert process.stdin is not None
            process.stdin.writelines(pieces)
    finally:
        signal.signal(signal.SIGINT, before)
    return True


QUIET_SECONDS = 1
T = TypeVar("T")


@contextmanager
def progress(label: str, total: int | None, stream: TextIO | None = None) -> Iterator[Callable[[], None]]:
    """Gives the function to call after each of `total` steps; the bar appears by itself when the work lasts.

    It vanishes at the end, whatever the end. `stream` is stderr unless given; off a terminal nothing happens.
    """
    target = stream if stream is not None else sys.stderr
    if not is_terminal(target):
        yield lambda: None
        return
    from threading import Event, Thread

    done, is_over = 0, Event()

    def step() -> None:
        nonlocal done
        done += 1

    def draw() -> None:
        if is_over.wait(QUIET_SECONDS):
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn()
        console = Console(file=target)
        with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
            task = bar.add_task(label, total=total)
            while not is_over.wait(1 / 20):
                bar.update(task, completed=done)

    drawing = Thread(target=draw, daemon=True)
    drawing.start()
    try:
        yield step
    finally:
        is_over.set()
        drawing.join()


def watched(items: Iterable[T], total: int | None, label: str) -> Generator[T, None, None]:
    """The items, `total` of them (None: not known), with the bar following whoever takes them."""
    with progress(label, total) as step:
        for item in items:
            yield item
            step()
