"""The words typed so far → what may follow, each with its meaning in Vietnamese."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..vietnamese.text import fold, words
from .known import Name, plan_names

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
    command, rest = _command(table, line.before)
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
    place = len(_arguments(command, rest))
    kinds = command["arguments"]
    return _values(table, kinds[place], line.typed, line) if place < len(kinds) else []


def _command(table: Any, before: tuple[str, ...]) -> tuple[Any, list[str]]:
    """The innermost command named so far, and the words after its name."""
    command, rest = table["root"], list(before)
    while rest and command["commands"]:
        word = rest.pop(0)
        if command["options"].get(word, {}).get("value"):
            del rest[:1]
        elif word in command["commands"]:
            command = command["commands"][word]
    return command, rest


def _arguments(command: Any, rest: list[str]) -> list[str]:
    """The words that are no options and no options' values."""
    found, remaining = [], iter(rest)
    for word in remaining:
        if command["options"].get(word, {}).get("value"):
            next(remaining, None)
        elif not word.startswith("--"):
            found.append(word)
    return found


def _values(table: Any, kind: str, typed: str, line: Line) -> list[Offer]:
    several = kind.endswith(",…")
    done, _, piece = typed.rpartition(",") if several else ("", "", typed)
    before = f"{done}," if done else ""
    kind = kind.removesuffix(",…")
    if kind in table["choices"]:
        known = [Offer(word, meaning) for word, meaning in table["choices"][kind]]
    elif kind in (IDS, PERIODS, SECTIONS, PLACES, WORK):
        names = plan_names(line.before)
        known_by = {IDS: names.indicators, PLACES: names.places, WORK: names.work}.get(kind)
        if known_by is not None:
            return [Offer(one.id, one.name) for one in _matching(known_by, piece)]
        known = _periods(table, names.year) if kind == PERIODS else [Offer(*section) for section in names.sections]
    else:
        return []
    return [Offer(before + offer.word, offer.meaning) for offer in _beginning(known, piece)]


def _beginning(known: list[Offer], typed: str) -> list[Offer]:
    wanted = fold(typed)
    return [offer for offer in known if fold(offer.word).startswith(wanted)]


def _matching(names: Sequence[Name], typed: str) -> list[Name]:
    """Ids that begin so; where none does, names in which every typed word begins a word of id, name or alias."""
    exact = [one for one in names if one.id.startswith(typed)]
    if exact:
        return exact
    wanted = words(typed)
    return [one for one in names if all(any(word.startswith(part) for word in one.words) for part in wanted)]


def _periods(table: Any, year: int | None) -> list[Offer]:
    dated = table["periods"]["dated"] if year else []
    short = [Offer(word, meaning) for word, meaning in table["periods"]["short"]]
    return short + [Offer(f"{year}{suffix}", f"{meaning} năm {year}") for suffix, meaning in dated]
