"""One TAB: the words typed so far → what may follow, with its meaning, in the shell's own form; faults are silence."""

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ThiduaError
from ..plan_file import READER_VERSION, load_text, read_plan
from ..plan_file.opening import nearby_plans, to_plain
from ..vietnamese.text import fold, sanitise, words

MOST_SECONDS = 3
MOST_MEMORY = 1024**3
SCRIPTS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
"""The ending of the script of each shell."""
LISTING = ("9", "33", "63", "64")  # bash's COMP_TYPE where candidates are shown, not inserted one after the other
OFFERS = Path(__file__).with_name("offers.json")
IDS, PERIODS, SECTIONS, PLACES, WORK = "CHỈ_TIÊU", "KỲ", "MỤC", "THÔN", "NHIỆM_VỤ"
MOST_SHOWN = 200
_ID = re.compile("[a-z0-9-]+")
"""What an id may be: a shell would run other characters where it inserts them."""


class Offer(NamedTuple):
    """One word that may follow, and what it means."""

    word: str
    meaning: str = ""


def reply(args: Sequence[str]) -> int:
    """Answer `--complete SHELL WORD… PIECE`, the words without the program's name; 2 for an unknown shell."""
    if not args or args[0] not in SCRIPTS:
        return 2
    shell, *typed = args
    whole: list[str] = []
    for word in typed:  # bash breaks words at `=`: `--format = js` is `--format=js`
        last = whole[-1] if whole else ""
        goes_on = word == "=" or (last.startswith("--") and last.endswith("="))
        if shell == "bash" and whole and goes_on:
            whole[-1] += word
        else:
            whole.append(word)
    *before, piece = whole or [""]
    try:
        with _bounded():
            text = "".join(f"{one}\n" for one in _lines(shell, offers(before, piece), piece))
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

    def stop(*_: object) -> None:
        raise TooLong

    with ExitStack() as afterwards:
        with suppress(ImportError, AttributeError, OSError, ValueError):
            import resource
            import signal

            limits = resource.getrlimit(resource.RLIMIT_AS)
            afterwards.callback(signal.signal, signal.SIGALRM, signal.signal(signal.SIGALRM, stop))
            afterwards.callback(signal.alarm, 0)
            signal.alarm(MOST_SECONDS)
            afterwards.callback(resource.setrlimit, resource.RLIMIT_AS, limits)
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, limits[1]))
        yield


def _lines(shell: str, found: list[Offer], typed: str) -> list[str]:
    """The offers as each shell reads them: bash's are words; with their meanings where several are listed, and a blank
    one where they do not go on what was typed."""
    if shell == "zsh":
        return [f"{offer.word}\t{offer.word.ljust(24)}  {offer.meaning}".rstrip() for offer in found]
    if shell != "bash":
        return [f"{offer.word}\t{offer.meaning}" for offer in found]
    cut = len(typed.rpartition("=")[0]) + 1 if typed.startswith("--") and "=" in typed else 0
    listed = [(offer.word[cut:], offer.meaning) for offer in found]
    if len(listed) < 2 or os.environ.get("THIDUA_COMP_TYPE", "9") not in LISTING:
        return [word for word, _ in listed]
    width = max(len(word) for word, _ in listed)
    lines = [f"{word.ljust(width)}  ({meaning})" if meaning else word for word, meaning in listed]
    goes_on = all(word.startswith(typed[cut:]) for word, _ in listed)
    return lines if goes_on else [" ", *lines]


def script_of(shell: str) -> str:
    """What makes a shell ask: installed once by `thidua completion --install`."""
    return Path(__file__).with_name(f"thidua.{SCRIPTS[shell]}").read_text("utf-8")


def offers(before: Sequence[str], typed: str) -> list[Offer]:
    """What may stand at the cursor, behind the words before it and the piece being typed; a file name is left to the
    shell (no offers)."""
    table = json.loads(OFFERS.read_text("utf-8"))
    command, place, words_left = table["root"], 0, iter(before)
    for word in words_left:
        if command["options"].get(word, {}).get("value"):
            next(words_left, None)
        elif word in command["commands"]:
            command = command["commands"][word]
        elif not word.startswith("--") and word != "help":
            if command["commands"]:  # no command's name
                return []
            place += 1
    options, kinds = command["options"], command["arguments"]
    if typed.startswith("--") and "=" in typed:
        option, _, piece = typed.partition("=")
        listed = _values(table, options.get(option, {}).get("value", ""), piece, before)
        return [Offer(f"{option}={offer.word}", offer.meaning) for offer in listed]
    if before and (waiting := options.get(before[-1], {}).get("value")):
        return _values(table, waiting, typed, before)
    if typed.startswith("-"):
        used = {word.partition("=")[0] for word in before}
        free = [name for name in options if name not in used and name.startswith(typed)]
        return [Offer(name, options[name]["help"]) for name in free]
    if known := command["commands"]:
        return [Offer(name, one["help"]) for name, one in known.items() if fold(name).startswith(fold(typed))]
    return _values(table, kinds[place], typed, before) if place < len(kinds) else []


def _values(table: Any, kind: str, typed: str, before: Sequence[str]) -> list[Offer]:
    """The values of an option or argument; of the plan's ids that begin so, else of names that have all typed words."""
    done, _, piece = typed.rpartition(",") if kind.endswith(",…") else ("", "", typed)
    kind = kind.removesuffix(",…")
    year, found = of_plan(kind, before) if kind in (IDS, PERIODS, SECTIONS, PLACES, WORK) else (None, [])
    if kind in (IDS, PLACES, WORK):
        exact, wanted = [offer for offer, _ in found if offer.word.startswith(piece)], words(piece)
        near = [one for one, heard in found if all(any(word.startswith(part) for word in heard) for part in wanted)]
        return exact or near
    listed = table["periods"]["short"] if kind == PERIODS else table["choices"].get(kind, ())
    known = [*(offer for offer, _ in found), *(Offer(word, meaning) for word, meaning in listed)]
    if kind == PERIODS and year:
        dated = table["periods"]["dated"]
        known += [Offer(f"{year}{suffix}", f"{meaning} năm {year}") for suffix, meaning in dated]
    ahead = f"{done}," if done else ""
    return [Offer(ahead + offer.word, offer.meaning) for offer in known if fold(offer.word).startswith(fold(piece))]


def of_plan(kind: str, before: Sequence[str]) -> tuple[int | None, list[tuple[Offer, list[str]]]]:
    """Year and ids of a kind of the plan that a command with these words would use; never an error, rather nothing.

    Beside each id stand all words it may be found by. Its name is harmless on a terminal; what has no id that a shell
    may insert is left out.
    """
    try:
        apart = [part for word in before for part in (word.split("=", 1) if word.startswith("--") else [word])]
        named = dict(pairwise(apart))
        plan, ledger = named.get("--plan"), named.get("--ledger")
        if (plain := _cached(plan, ledger)) is None:  # by the full rules, as every command finds and reads it; slower
            from ..workspace import Workspace

            plain = to_plain(read_plan(load_text(Workspace(plan, ledger).plan_path())))
        sections = plain["sections"]
        rows = [row for section in sections for one in section["indicators"] for row in (one, *one["parts"])]
        kinds = {IDS: rows, SECTIONS: sections, PLACES: plain.get("places", ()), WORK: plain.get("work", ())}
        found = []
        for one in kinds.get(kind, ()):
            id_, name = one["id"], one.get("name") or one["title"]
            if _ID.fullmatch(id_):
                heard = [word for text in (id_, name, *one.get("aliases", ())) for word in words(text[:MOST_SHOWN])]
                found.append((Offer(id_, sanitise(name[:MOST_SHOWN])), heard))
        return plain["year"] if isinstance(plain["year"], int) else None, found
    except Exception:  # completion must never disturb the person who types
        return None, []


def _cached(plan: str | None, ledger: str | None) -> Any:
    """The plan as the ledger keeps it, without yaml or pydantic; None where that needs the full rules."""
    named = plan or os.environ.get("THIDUA_PLAN")
    nearby = [] if named else nearby_plans()
    path = Path(named or (nearby[0] if len(nearby) == 1 else "-"))
    place = Path(ledger or os.environ.get("THIDUA_LEDGER") or path.absolute().with_name("thidua.db"))
    if str(path) == "-" or not place.is_file():
        return None
    from ..ledger import Ledger

    with suppress(ThiduaError), Ledger(place, timeout=0) as opened:  # with the same checks and bounds as every command
        content = opened.cached_plan(load_text(path).revision, READER_VERSION)
        return json.loads(content) if content else None
    return None
