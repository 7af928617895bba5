"""One TAB answered in the shell's own form, and the scripts that ask; anything that goes wrong is silence."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .answer import Line, Offer, offers

MOST_SECONDS = 3
MOST_MEMORY = 1024**3
SCRIPTS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
"""The ending of the script of each shell."""
LISTING = ("9", "33", "63", "64")  # bash's COMP_TYPE where candidates are shown, not inserted one after the other


def reply(args: Sequence[str]) -> int:
    """Answer `--complete SHELL WORD… PIECE`, the words without the program's name; 2 for an unknown shell."""
    if not args or args[0] not in SCRIPTS:
        return 2
    shell, *typed = args
    line = _joined(typed) if shell == "bash" else Line(tuple(typed[:-1]), typed[-1] if typed else "")
    try:
        with _bounded():
            text = "".join(f"{one}\n" for one in _FORMS[shell](offers(line), line.typed))
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except (Exception, TooLong):  # nobody reads a message while typing
        return 1
    return 0


class TooLong(BaseException):
    """The answer takes longer than a person waits for a key."""


@contextmanager
def _bounded() -> Iterator[None]:
    """An endless plan or ledger must not hang the shell: so many seconds and so much memory, where the system can."""
    try:
        import resource
        import signal

        before, limits = signal.signal(signal.SIGALRM, _stop), resource.getrlimit(resource.RLIMIT_AS)
        signal.alarm(MOST_SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, limits[1]))
    except (ImportError, AttributeError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, limits)


def _stop(*_: object) -> None:
    raise TooLong


def _joined(typed: Sequence[str]) -> Line:
    """Bash breaks words at `=`: `--format = js` is `--format=js`."""
    whole: list[str] = []
    for word in typed:
        if whole and (word == "=" or (whole[-1].endswith("=") and whole[-1].startswith("--"))):
            whole[-1] += word
        else:
            whole.append(word)
    return Line(tuple(whole[:-1]), whole[-1] if whole else "")


def _bash(found: list[Offer], typed: str) -> list[str]:
    """Words; with their meanings where several are listed, and a blank one where they do not go on what was typed."""
    cut = len(typed.rpartition("=")[0]) + 1 if typed.startswith("--") and "=" in typed else 0
    listed = [(offer.word[cut:], offer.meaning) for offer in found]
    if len(listed) < 2 or os.environ.get("THIDUA_COMP_TYPE", "9") not in LISTING:
        return [word for word, _ in listed]
    width = max(len(word) for word, _ in listed)
    lines = [f"{word.ljust(width)}  ({meaning})" if meaning else word for word, meaning in listed]
    goes_on = all(word.startswith(typed[cut:]) for word, _ in listed)
    return lines if goes_on else [" ", *lines]


def _zsh(found: list[Offer], typed: str) -> list[str]:
    return [f"{offer.word}\t{offer.word.ljust(24)}  {offer.meaning}".rstrip() for offer in found]


def _tabbed(found: list[Offer], typed: str) -> list[str]:
    return [f"{offer.word}\t{offer.meaning}" for offer in found]


_FORMS = {"bash": _bash, "zsh": _zsh, "fish": _tabbed, "powershell": _tabbed}


def script_of(shell: str) -> str:
    """What makes a shell ask: installed once by `thidua completion --install`."""
    with open(os.path.join(os.path.dirname(__file__), f"thidua.{SCRIPTS[shell]}"), encoding="utf-8") as file:
        return file.read()
