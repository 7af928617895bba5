"""The words typed so far → what may follow, each with its meaning in Vietnamese."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..errors import ThiduaError
from ..plan_file import READER_VERSION
from ..vietnamese.text import fold, sanitise, words

PLAN_OPTION, LEDGER_OPTION = "--plan", "--ledger"
_ID = re.compile("[a-z0-9-]+")
"""What an id may be: a shell would run other characters where it inserts them."""
MOST_SHOWN = 200


class Name(NamedTuple):
    """An indicator, a place or a work item: its id, its name, and all words it may be found by."""

    id: str
    name: str
    words: tuple[str, ...]


def plan_names(before: tuple[str, ...]) -> tuple[int | None, dict[str, list[Name]]]:
    """Year and names by kind of the plan that a command with these words would use; never an error, rather nothing."""
    plan, ledger = _option(before, PLAN_OPTION), _option(before, LEDGER_OPTION)
    try:
        plain = _cached(plan, ledger)
        if not plain:  # by the full rules, as every command finds and reads it; slower
            from ..plan_file import load_text, read_plan
            from ..plan_file.opening import to_plain
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
    from pathlib import Path

    from ..ledger import Ledger
    from ..plan_file import load_text

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
    found = {
        IDS: [_named(row["id"], row["name"], *row["aliases"]) for row in rows],
        SECTIONS: [_named(section["id"], section["title"]) for section in sections],
        PLACES: [_named(place["id"], place["name"], *place["aliases"]) for place in plain.get("places", ())],
        WORK: [_named(item["id"], item["title"]) for item in plain.get("work", ())],
    }
    known = {kind: [one for one in names if one is not None] for kind, names in found.items()}
    return plain["year"] if isinstance(plain["year"], int) else None, known


def _named(id_: str, *names: str) -> Name | None:
    """A name that may be offered, its text harmless on a terminal; None for an id that is none."""
    if not _ID.fullmatch(id_):
        return None
    found = tuple(word for text in (id_, *names) for word in words(text[:MOST_SHOWN]))
    return Name(id_, sanitise(names[0][:MOST_SHOWN]), found)


OFFERS = os.path.join(os.path.dirname(__file__), "offers.json")
IDS, PERIODS, SECTIONS, PLACES, WORK = "CHỈ_TIÊU", "KỲ", "MỤC", "THÔN", "NHIỆM_VỤ"


class Offer(NamedTuple):
    """One word that may follow, and what it means."""

    word: str
    meaning: str = ""


class Line(NamedTuple):
    """A command line up to the cursor: the words before, and the piece of a word being typed."""

    before: tuple[str, ...]
    typed: str


def offers(line: Line) -> list[Offer]:
    """What may stand at the cursor; a file name is left to the shell (no offers)."""
    with open(OFFERS, encoding="utf-8") as file:
        table = json.load(file)
    command, place = _command(table, line.before)
    option, _, piece = line.typed.partition("=")
    if line.typed.startswith("--") and "=" in line.typed:
        kind = command["options"].get(option, {}).get("value", "")
        return [Offer(f"{option}={offer.word}", offer.meaning) for offer in _values(table, kind, piece, line)]
    waiting = command["options"].get(line.before[-1], {}) if line.before else {}
    if waiting.get("value"):
        return _values(table, waiting["value"], line.typed, line)
    if line.typed.startswith("-"):
        used = {word.partition("=")[0] for word in line.before}
        own = [Offer(name, one["help"]) for name, one in command["options"].items() if name not in used]
        return [offer for offer in own if offer.word.startswith(line.typed)]
    if command["commands"]:
        return _beginning([Offer(name, one["help"]) for name, one in command["commands"].items()], line.typed)
    kinds = command["arguments"]
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
    several = kind.endswith(",…")
    done, _, piece = typed.rpartition(",") if several else ("", "", typed)
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
    wanted = fold(typed)
    return [offer for offer in known if fold(offer.word).startswith(wanted)]


def _matching(names: Sequence[Name], typed: str) -> list[Name]:
    """Ids that begin so; where none does, names in which every typed word begins a word of id, name or alias."""
    if exact := [one for one in names if one.id.startswith(typed)]:
        return exact
    wanted = words(typed)
    return [one for one in names if all(any(word.startswith(part) for word in one.words) for part in wanted)]
