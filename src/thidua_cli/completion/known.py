"""The plan's ids and sections for completion: from the ledger's copy of the plan, else by reading the plan file."""

from __future__ import annotations

import json
import os
from typing import Any, NamedTuple

from ..vietnamese.text import words

PLAN_OPTION, LEDGER_OPTION = "--plan", "--ledger"
CACHED = "SELECT content FROM plan_cache WHERE revision = ? ORDER BY reader DESC LIMIT 1"
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
    import sqlite3
    from hashlib import sha256

    with open(path, "rb") as file:
        revision = sha256(file.read(MOST_BYTES)).hexdigest()
    connection = sqlite3.connect(_address(os.path.abspath(place)), uri=True, timeout=0)
    try:
        row = connection.execute(CACHED, (revision,)).fetchone()
    except sqlite3.Error:
        row = None
    finally:
        connection.close()
    return json.loads(row[0]) if row else None


def _address(path: str) -> str:
    """SQLite's read-only address of a file; what an address gives a meaning to is escaped."""
    plain = path.replace("\\", "/").replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{plain if plain.startswith('/') else f'/{plain}'}?mode=ro"


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
    """The plan by the full rules, as every command finds and reads it; slower."""
    from ..plan_file.stored import to_plain
    from ..workspace import Settings, Workspace

    with Workspace(Settings(plan, ledger)).open() as office:
        return to_plain(office.plan)


def _names(plain: Any) -> PlanNames:
    indicators = []
    for section in plain["sections"]:
        for indicator in section["indicators"]:
            indicators += [_name(one) for one in (indicator, *indicator["parts"])]
    sections = tuple((section["id"], section["title"]) for section in plain["sections"])
    places = tuple(_name(place) for place in plain.get("places", ()))
    work = tuple(_named(item["id"], item["title"]) for item in plain.get("work", ()))
    return PlanNames(plain["year"], tuple(indicators), sections, places, work)


def _name(plain: Any) -> Name:
    return _named(plain["id"], plain["name"], *plain["aliases"])


def _named(id_: str, *names: str) -> Name:
    return Name(id_, names[0], tuple(word for text in (id_, *names) for word in words(text)))
