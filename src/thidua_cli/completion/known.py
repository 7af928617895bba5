"""The plan's ids and sections for completion: from the ledger's copy of the plan, else by reading the plan file."""

from __future__ import annotations

import json
import os
import re
from typing import Any, NamedTuple

from ..errors import ThiduaError
from ..plan_file import READER_VERSION
from ..vietnamese.text import sanitise, words

PLAN_OPTION, LEDGER_OPTION = "--plan", "--ledger"
_ID = re.compile("[a-z0-9-]+")
"""What an id may be: a shell would run other characters where it inserts them."""
MOST_SHOWN = 200
MOST_BYTES = 2 * 1024 * 1024


class Name(NamedTuple):
    """An indicator, a place or a work item: its id, its name, and all words it may be found by."""

    id: str
    name: str
    words: tuple[str, ...]


class PlanNames(NamedTuple):
    """What completion needs of a plan."""

    year: int | None = None
    indicators: tuple[Name, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    places: tuple[Name, ...] = ()
    work: tuple[Name, ...] = ()


def plan_names(before: tuple[str, ...]) -> PlanNames:
    """The plan that a command with these words would use; nothing where there is none, never an error."""
    plan, ledger = _option(before, PLAN_OPTION), _option(before, LEDGER_OPTION)
    try:
        return _names(_cached(plan, ledger) or _opened(plan, ledger))
    except Exception:  # completion must never disturb the person who types
        return PlanNames()


def _option(before: tuple[str, ...], name: str) -> str | None:
    for place, word in enumerate(before):
        if word == name and place + 1 < len(before):
            return before[place + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def _cached(plan: str | None, ledger: str | None) -> Any:
    """The plan as the ledger keeps it, without yaml or pydantic; None where that needs the full rules."""
    path = plan or os.environ.get("THIDUA_PLAN") or _only_plan_nearby()
    if not path or path == "-":
        return None
    beside = os.path.join(os.path.dirname(os.path.abspath(path)), "thidua.db")
    place = ledger or os.environ.get("THIDUA_LEDGER") or beside
    if not os.path.isfile(place):
        return None
    from hashlib import sha256
    from pathlib import Path

    from ..disk import read_regular
    from ..ledger import Ledger

    revision = sha256(read_regular(path, MOST_BYTES)).hexdigest()
    try:
        with Ledger.open(Path(place), timeout=0) as opened:  # with the same checks and bounds as every command
            content = opened.cached_plan(revision, READER_VERSION)
    except ThiduaError:
        return None
    return json.loads(content) if content else None


def _only_plan_nearby() -> str | None:
    """The plan file of the nearest folder that has any, if it has just one; several need the full rules."""
    folder = os.getcwd()
    while True:
        found = [
            os.path.join(place, name)
            for place in (os.path.join(folder, "data"), folder)
            if os.path.isdir(place)
            for name in os.listdir(place)
            if name.startswith("plan_") and name.endswith(".yaml")
        ]
        if found:
            return found[0] if len(found) == 1 else None
        if folder == os.path.dirname(folder):
            return None
        folder = os.path.dirname(folder)


def _opened(plan: str | None, ledger: str | None) -> Any:
    """The plan by the full rules, as every command finds and reads it; slower. The ledger is not needed for it."""
    from ..plan_file import load_text, read_plan
    from ..plan_file.opening import to_plain
    from ..workspace import Settings, Workspace

    return to_plain(read_plan(load_text(Workspace(Settings(plan, ledger)).plan_path())))


def _names(plain: Any) -> PlanNames:
    indicators = []
    for section in plain["sections"]:
        for indicator in section["indicators"]:
            indicators += [_name(one) for one in (indicator, *indicator["parts"])]
    sections = [_named(section["id"], section["title"]) for section in plain["sections"]]
    places = [_name(place) for place in plain.get("places", ())]
    work = [_named(item["id"], item["title"]) for item in plain.get("work", ())]
    year = plain["year"] if isinstance(plain["year"], int) else None
    known = [tuple(one for one in group if one is not None) for group in (indicators, places, work)]
    return PlanNames(year, known[0], tuple((one.id, one.name) for one in sections if one), known[1], known[2])


def _name(plain: Any) -> Name | None:
    return _named(plain["id"], plain["name"], *plain["aliases"])


def _named(id_: str, *names: str) -> Name | None:
    """A name that may be offered, its text harmless on a terminal; None for an id that is none."""
    if not _ID.fullmatch(id_):
        return None
    found = tuple(word for text in (id_, *names) for word in words(text[:MOST_SHOWN]))
    return Name(id_, sanitise(names[0][:MOST_SHOWN]), found)
