"""One TAB: the words typed so far → what may follow, with its meaning, in the shell's own form; faults are silence."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ThiduaError
from ..plan_file import READER_VERSION, load_text, read_plan
from ..plan_file.opening import to_plain
from ..vietnamese.text import fold, sanitise, words

MOST_SECONDS = 3
MOST_MEMORY = 1024**3
SCRIPTS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
"""The ending of the script of each shell."""
LISTING = ("9", "33", "63", "64")  # bash's COMP_TYPE where candidates are shown, not inserted one after the other
OFFERS = os.path.join(os.path.dirname(__file__), "offers.json")
IDS, PERIODS, SECTIONS, PLACES, WORK = "CHỈ_TIÊU", "KỲ", "MỤC", "THÔN", "NHIỆM_VỤ"
MOST_SHOWN = 200
_ID = re.compile("[a-z0-9-]+")
"""What an id may be: a shell would run other characters where it inserts them."""


class Offer(NamedTuple):
    """One word that may follow, and what it means."""

    word: str
    meaning: str = ""


class Line(NamedTuple):
    """A command line up to the cursor: the words before, and the piece of a word being typed."""

    before: tuple[str, ...]
    typed: str


class Name(NamedTuple):
    """An indicator, a place or a work item: its id, its name, and all words it may be found by."""

    id: str
    name: str
    words: tuple[str, ...]


def reply(args: Sequence[str]) -> int:
    """Answer `--complete SHELL WORD… PIECE`, the words without the program's name; 2 for an unknown shell."""
    if not args or args[0] not in SCRIPTS:
        return 2
    shell, *typed = args
    whole = _joined(typed) if shell == "bash" else typed
    line = Line(tuple(whole[:-1]), whole[-1] if whole else "")
    try:
        with _bounded():
            text = "".join(f"{one}\n" for one in _lines(shell, offers(line), line.typed))
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


def _joined(typed: Sequence[str]) -> list[str]:
    """Bash breaks words at `=`: `--format = js` is `--format=js`."""
    whole: list[str] = []
    for word in typed:
        if whole and (word == "=" or (whole[-1].endswith("=") and whole[-1].startswith("--"))):
            whole[-1] += word
        else:
            whole.append(word)
    return whole


def _lines(shell: str, found: list[Offer], typed: str) -> list[str]:
    """The offers as each shell reads them."""
    if shell == "bash":
        return _bash(found, typed)
    if shell == "zsh":
        return [f"{offer.word}\t{offer.word.ljust(24)}  {offer.meaning}".rstrip() for offer in found]
    return [f"{offer.word}\t{offer.meaning}" for offer in found]


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


def script_of(shell: str) -> str:
    """What makes a shell ask: installed once by `thidua completion --install`."""
    with open(os.path.join(os.path.dirname(__file__), f"thidua.{SCRIPTS[shell]}"), encoding="utf-8") as file:
        return file.read()


def offers(line: Line) -> list[Offer]:
    """What may stand at the cursor; a file name is left to the shell (no offers)."""
    with open(OFFERS, encoding="utf-8") as file:
        table = json.load(file)
    command, place = _command(table, line.before)
    options, kinds = command["options"], command["arguments"]
    if line.typed.startswith("--") and "=" in line.typed:
        option, _, piece = line.typed.partition("=")
        known = _values(table, options.get(option, {}).get("value", ""), piece, line)
        return [Offer(f"{option}={offer.word}", offer.meaning) for offer in known]
    if line.before and (waiting := options.get(line.before[-1], {}).get("value")):
        return _values(table, waiting, line.typed, line)
    if line.typed.startswith("-"):
        used = {word.partition("=")[0] for word in line.before}
        own = [Offer(name, one["help"]) for name, one in options.items() if name not in used]
        return [offer for offer in own if offer.word.startswith(line.typed)]
    if command["commands"]:
        return _beginning([Offer(name, one["help"]) for name, one in command["commands"].items()], line.typed)
    return _values(table, kinds[place], line.typed, line) if place < len(kinds) else []


def _command(table: Any, before: tuple[str, ...]) -> tuple[Any, int]:
    """The innermost command named so far, and how many words follow that are no options and no options' values."""
    command, count, words_left = table["root"], 0, iter(before)
    for word in words_left:
        if command["options"].get(word, {}).get("value"):
            next(words_left, None)
        elif word in command["commands"]:
            command = command["commands"][word]
        elif not command["commands"] and not word.startswith("--"):
            count += 1
    return command, count


def _values(table: Any, kind: str, typed: str, line: Line) -> list[Offer]:
    done, _, piece = typed.rpartition(",") if kind.endswith(",…") else ("", "", typed)
    before = f"{done}," if done else ""
    kind = kind.removesuffix(",…")
    if kind in table["choices"]:
        known = [Offer(word, meaning) for word, meaning in table["choices"][kind]]
    elif kind in (IDS, PERIODS, SECTIONS, PLACES, WORK):
        year, names = plan_names(line.before)
        if kind in (IDS, PLACES, WORK):
            return [Offer(one.id, one.name) for one in _matching(names.get(kind, []), piece)]
        known = [Offer(one.id, one.name) for one in names.get(SECTIONS, ())]
        if kind == PERIODS:
            known = [Offer(word, meaning) for word, meaning in table["periods"]["short"]]
            dated = table["periods"]["dated"] if year else []
            known += [Offer(f"{year}{suffix}", f"{meaning} năm {year}") for suffix, meaning in dated]
    else:
        return []
    return [Offer(before + offer.word, offer.meaning) for offer in _beginning(known, piece)]


def _beginning(known: list[Offer], typed: str) -> list[Offer]:
    return [offer for offer in known if fold(offer.word).startswith(fold(typed))]


def _matching(names: Sequence[Name], typed: str) -> list[Name]:
    """Ids that begin so; where none does, names in which every typed word begins a word of id, name or alias."""
    if exact := [one for one in names if one.id.startswith(typed)]:
        return exact
    wanted = words(typed)
    return [one for one in names if all(any(word.startswith(part) for word in one.words) for part in wanted)]


def plan_names(before: tuple[str, ...]) -> tuple[int | None, dict[str, list[Name]]]:
    """Year and names by kind of the plan that a command with these words would use; never an error, rather nothing."""
    plan, ledger = _option(before, "--plan"), _option(before, "--ledger")
    try:
        plain = _cached(plan, ledger)
        if not plain:  # by the full rules, as every command finds and reads it; slower
            from ..workspace import Workspace

            plain = to_plain(read_plan(load_text(Workspace(plan, ledger).plan_path())))
        return _names(plain)
    except Exception:  # completion must never disturb the person who types
        return None, {}


def _option(before: tuple[str, ...], name: str) -> str | None:
    for place, word in enumerate(before):
        if word == name and place + 1 < len(before):
            return before[place + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def _cached(plan: str | None, ledger: str | None) -> Any:
    """The plan as the ledger keeps it, without yaml or pydantic; None where that needs the full rules."""
    from ..plan_search import nearby_plans

    path = plan or os.environ.get("THIDUA_PLAN")
    if not path and len(nearby := nearby_plans()) == 1:
        path = str(nearby[0])
    if not path or path == "-":
        return None
    beside = os.path.join(os.path.dirname(os.path.abspath(path)), "thidua.db")
    place = ledger or os.environ.get("THIDUA_LEDGER") or beside
    if not os.path.isfile(place):
        return None
    from ..ledger import Ledger

    revision = load_text(Path(path)).revision
    try:
        with Ledger(Path(place), timeout=0) as opened:  # with the same checks and bounds as every command
            content = opened.cached_plan(revision, READER_VERSION)
    except ThiduaError:
        return None
    return json.loads(content) if content else None


def _names(plain: Any) -> tuple[int | None, dict[str, list[Name]]]:
    sections = plain["sections"]
    rows = [row for section in sections for one in section["indicators"] for row in (one, *one["parts"])]
    known = {
        IDS: _named((row["id"], row["name"], *row["aliases"]) for row in rows),
        SECTIONS: _named((section["id"], section["title"]) for section in sections),
        PLACES: _named((place["id"], place["name"], *place["aliases"]) for place in plain.get("places", ())),
        WORK: _named((item["id"], item["title"]) for item in plain.get("work", ())),
    }
    return plain["year"] if isinstance(plain["year"], int) else None, known


def _named(found: Iterable[tuple[str, ...]]) -> list[Name]:
    """Names that may be offered, their text harmless on a terminal; what has another id is left out."""
    return [
        Name(one[0], sanitise(one[1][:MOST_SHOWN]), tuple(word for text in one for word in words(text[:MOST_SHOWN])))
        for one in found
        if _ID.fullmatch(one[0])
    ]
