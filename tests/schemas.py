"""The shape of every JSON output, declared in `schemas.txt`: docs/schemas is made of it, tests hold all JSON to it.

A new key is one word pair in its record; then `pytest tests/test_schemas.py --rewrite`. Keys are only added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import EnumType
from pathlib import Path
from typing import Any, NamedTuple

from thidua_cli.domain import attainment, closing, due, figure, nomination, pace, plan, scoring, work
from thidua_cli.pages.plan import ChangeKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LEAVES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "decimal": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "count": {"type": "integer"},
    "yes": {"type": "boolean"},
    "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "moment": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}Z$"},
    "any": {},
}
ENUMERATIONS: Mapping[str, tuple[str, ...]] = {
    each.__name__: tuple(map(str, each))
    for room in (attainment, closing, due, figure, nomination, pace, plan, scoring, work)
    for each in vars(room).values()
    if isinstance(each, EnumType)
} | {
    "PaceStage": tuple(map(str, pace.Stage)),
    "Stage": tuple(map(str, nomination.Stage)),
    "ChangeKind": tuple(map(str, ChangeKind)),
}
TEXT = Path(__file__).with_name("schemas.txt").read_text("utf-8")
SHAPES = dict(re.findall(r"^(\w+): (.*(?:\n  .*)*)", TEXT, re.MULTILINE))


class Output(NamedTuple):
    """One kind of JSON: where it comes from, and its shape."""

    source: str
    shape: str


OUTPUTS: Mapping[str, Output] = {
    f"thidua.{name}/1": Output(source, shape)
    for name, source, shape in re.findall(r"^([\w-]+) = (.*)::\s+(.*(?:\n  .*)*)", TEXT, re.MULTILINE)
}


def json_schema(id_: str, *, strict: bool = False) -> dict[str, Any]:
    """The JSON Schema of an output; `strict` also refuses keys that are not declared, which only tests do."""
    output = OUTPUTS[id_]
    shape = output.shape if output.shape.count("|") else f"{{schema <{id_}>, {output.shape[1:]}"
    made = _Reader(shape, strict).shape()
    return {"$schema": DIALECT, "$id": id_, "title": id_, "description": f"JSON of: {output.source}", **made}


class _Reader:
    """Reads a shape from left to right into the JSON Schema of it."""

    def __init__(self, text: str, strict: bool) -> None:
        self.words = re.findall(r"<[^>]*>|[.]{3}\w+|\w+|[^\s,]", text)
        self.strict = strict

    def takes(self, sign: str) -> bool:
        """Whether this sign comes next; then it is behind us."""
        found = self.words[:1] == [sign]
        del self.words[: int(found)]
        return found

    def shape(self) -> dict[str, Any]:
        """The shape that begins here."""
        found = [self._one()]
        while self.takes("|"):
            found.append(self._one())
        return {"anyOf": found} if len(found) > 1 else found[0]

    def _one(self) -> dict[str, Any]:
        word = self.words.pop(0)
        if word[0] == "<":
            return {"enum": [*_words(word), *([None] if self.takes("?") else [])]}
        if word in LEAVES:
            kind = dict(LEAVES[word])
            return kind | {"type": [kind["type"], "null"]} if self.takes("?") else kind
        if word == "[":
            made = {"type": "array", "items": self.shape()}
            self.takes("]")
        else:
            made = self._record() if word == "{" else self._named(word)
        return {"anyOf": [made, {"type": "null"}]} if self.takes("?") else made

    def _named(self, name: str) -> dict[str, Any]:
        return _Reader(SHAPES[name], self.strict).shape()

    def _record(self) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        required: list[str] = []
        while not self.takes("}"):
            word = self.words.pop(0)
            if word[:3] == "...":
                of_another = self._named(word[3:])
                properties |= of_another["properties"]
                required += of_another["required"]
                continue
            keys = _words(word) if word[0] == "<" else (word,)
            required += () if self.takes("?") else keys
            properties |= dict.fromkeys(keys, self.shape())
        made = {"type": "object", "properties": properties, "required": required}
        return made | {"additionalProperties": False} if self.strict else made


def _words(word: str) -> tuple[str, ...]:
    """`<Verdict>` are the words of an enumeration, `<met not_met>` its own."""
    return ENUMERATIONS.get(word[1:-1]) or tuple(word[1:-1].split())
