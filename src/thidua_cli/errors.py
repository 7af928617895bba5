"""What can go wrong for a user: a sentence, where it is, what to do, and the exit code scripts rely on."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

MOST_FAULTS_SHOWN = 50
UNLIKE_OURS = (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What reading a record, or calculating with it, may raise that thidua never wrote."""
COMMAND = r"thidua (?:--?[a-z]|[a-z]{2})[^\n]*?(?=[;,.]? [^\x00-\x7f]|[;,] |\. [A-Z]|[);,.]*$)"
"""A command as it stands in a sentence; no line is broken inside one."""
SHELL = os.name
WITHOUT_PLAIN = dict.fromkeys(map(ord, "-_./:=,%+@"))
CMD_SIGNS = "&|<>()^"
LIVE = frozenset('"$`\\!')


class Fault(NamedTuple):
    """One thing wrong in a file: the place (`tệp:dòng:cột`, `tệp:Sheet!C7`) and a Vietnamese sentence."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


def command(*words: str, **options: str | bool | None) -> str:
    """A command to type, each word quoted where the shell of this machine (POSIX, or Windows' cmd) would change it.

    A word `…` is for the person to fill in. Behind the words stand the options that are given (not None or False).
    """
    for name, given in options.items():
        if given is not None and given is not False:
            words += (f"--{name}",) if given is True else (f"--{name}", given)
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    """A word as it is typed; between double quotes where that is enough, as both shells know them."""
    letters = word.translate(WITHOUT_PLAIN)
    if word and (not letters or letters.isalnum()) and not (SHELL == "nt" and "%" in word):
        return word
    if SHELL == "nt":
        return typed_argument(word)
    if not LIVE.intersection(word):
        return f'"{word}"'
    return "'" + word.replace("'", "'\\''") + "'"


def typed_argument(text: str) -> str:
    """One argument as it is typed at cmd's prompt, so that cmd and then the program's own reader leave it as it is.

    Both count quotes, but differently: for cmd every `"` begins or ends a quotation, for the program not the one after
    a backslash. So a sign of cmd stands where cmd is inside quotes, a space where the program is, and two quotes never
    follow each other, which old and new programs read differently.
    """
    made, slashes = ['"'], 0
    by_cmd, by_program = True, True
    for sign, following in pairwise(f"{text} "):
        if (sign in CMD_SIGNS and not by_cmd) or (sign in " \t" and not by_program):
            made.append("\\" * slashes + '"')
            by_cmd, by_program, slashes = not by_cmd, not by_program, 0
        if sign == '"':
            made.append("\\" * slashes + '\\"')
            by_cmd = not by_cmd
        else:
            made.append(sign)
        slashes = slashes + 1 if sign == "\\" else 0
        if sign == "%" and following not in f' "{CMD_SIGNS}':  # no variable's name goes on behind a quote
            made.append('"')
            by_cmd, by_program = not by_cmd, not by_program
    return "".join(made) + ("\\" * slashes + '"' if by_program else "")


def install_line(extra: str) -> str:
    """What to type to get the libraries of an extra (`excel`, `word`): a bare `pip` may be that of another Python."""
    return command(sys.executable or "python3", "-m", "pip", "install", f"thidua-cli[{extra}]")


class ThiduaError(Exception):
    """An expected error: shown as a sentence (with a hint on what to type), never as a traceback."""

    exit_code = 1

    def __init__(self, sentence: str, *, hint: str = "", faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        self.faults = faults


class UsageError(ThiduaError):
    """Wrong usage: an unknown or ambiguous indicator, a number or date that cannot be read."""

    exit_code = 2


class MissingLibrary(UsageError):
    """A library that an extra brings is not installed; the hint is the line that installs it for this very Python."""

    def __init__(self, what: str, library: str, extra: str, otherwise: str = "") -> None:
        hint = f"cài bằng: {install_line(extra)}" + (f"; {otherwise}" if otherwise else "")
        super().__init__(f"{what} cần thư viện {library} chưa được cài", hint=hint)


@contextmanager
def brought_by(extra: str, library: str, what: str, otherwise: str = "") -> Iterator[None]:
    """Around the import of a library that an extra brings: raises MissingLibrary where it is not installed."""
    try:
        yield
    except ImportError:
        raise MissingLibrary(what, library, extra, otherwise) from None


class InvalidInput(ThiduaError):
    """The plan, an imported file or a value breaks a rule; nothing was written."""

    exit_code = 3


class ConditionMet(ThiduaError):
    """A condition asked for with `--fail-on` holds."""

    exit_code = 4


class Refused(ThiduaError):
    """It would overwrite, duplicate or lose something."""

    exit_code = 5


class IntegrityError(ThiduaError):
    """Not a thidua ledger, a damaged one, a broken chain, or one made by a newer version."""

    exit_code = 6


class StorageError(ThiduaError):
    """The disk is full, read-only, forbidden or failing."""

    exit_code = 7


class BusyError(ThiduaError):
    """Another process holds the ledger; running again is safe."""

    exit_code = 8
