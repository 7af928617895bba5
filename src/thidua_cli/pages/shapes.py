"""A notation for the shapes of JSON, and the JSON Schema of a shape.

A leaf is a word: `text`, `decimal` (an exact number as text), `count` (a whole number), `yes` (true or false), `day`,
`moment`, `any`; with `?` it may be null. A key with `?` may be absent. `[x]` is a list of x.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

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
Shape = Any
"""A leaf's word, a list of one shape, a table of keys, Maybe, Either or Words."""


class Maybe(NamedTuple):
    """A shape or null."""

    shape: Shape


class Either(NamedTuple):
    """One of several shapes."""

    shapes: tuple[Shape, ...]


class Words(NamedTuple):
    """One of these words."""

    words: tuple[str, ...]
    null: bool = False

    @classmethod
    def of(cls, words: Iterable[str], *, null: bool = False) -> Words:
        """The values of an enumeration."""
        return cls(tuple(map(str, words)), null)


def of(text: str) -> dict[str, Shape]:
    """Keys with their leaves: `id text, due day?`."""
    words = text.replace(",", "").split()
    return dict(zip(words[::2], words[1::2], strict=True))


def schema_of(shape: Shape, strict: bool) -> dict[str, Any]:
    """The JSON Schema of a shape; `strict` refuses keys that are not declared."""
    if isinstance(shape, str):
        return _leaf(shape)
    if isinstance(shape, Words):
        return {"enum": [*shape.words, None] if shape.null else list(shape.words)}
    if isinstance(shape, Maybe):
        return {"anyOf": [schema_of(shape.shape, strict), {"type": "null"}]}
    if isinstance(shape, Either):
        return {"anyOf": [schema_of(each, strict) for each in shape.shapes]}
    if isinstance(shape, list):
        return {"type": "array", "items": schema_of(shape[0], strict)}
    return _object(shape, strict)


def _leaf(word: str) -> dict[str, Any]:
    kind = dict(LEAVES[word.rstrip("?")])
    return kind | {"type": [kind["type"], "null"]} if word.endswith("?") else kind


def _object(keys: Mapping[str, Shape], strict: bool) -> dict[str, Any]:
    properties = {key.rstrip("?"): schema_of(shape, strict) for key, shape in keys.items()}
    required = [key for key in keys if not key.endswith("?")]
    made: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    return made | {"additionalProperties": False} if strict else made
