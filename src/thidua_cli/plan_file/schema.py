"""The JSON Schema of the plan file: pydantic's, corrected from Python's values to what people write in YAML."""

from __future__ import annotations

from typing import Any

from ..domain.period import FIRST_YEAR, LAST_YEAR, MONTHS
from .events import key_words
from .rules import LONGEST_ID, MOST_DECIMALS, SCHEMA
from .shape import adapter

Schema = dict[str, Any]
_NUMBER = r"[-−]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]{1,6})?"
_AMOUNT = rf"{_NUMBER}( ?%)?"
_RELATIVE = rf"(>=|<=|>|<) *[-+]{_NUMBER} *(%|điểm.*)"
_DAY = {
    "type": "string",
    "pattern": r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})$",
    "examples": ["2024-12-31", "31/12/2024"],
}
_ID = {"type": "string", "pattern": r"^[a-z0-9]+(-+[a-z0-9]+)*$", "maxLength": LONGEST_ID}
_AS_WRITTEN: dict[str, Schema] = {
    "Target": {
        "type": "string",
        "pattern": rf"^((>=|<=|>|<|=|~) *{_AMOUNT}|{_AMOUNT}\.\.{_AMOUNT}|{_RELATIVE}|none|đạt)$",
        "examples": [">= 4.482,38", "> 95", "<= 23", "< 3,7", "= 100", "60..62", "~ 11.000", ">= +5%", "đạt", "none"],
    },
    "Years": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{4}$", "examples": ["2021-2025"]},
    "Bounds": {"type": "string", "pattern": rf"^{_AMOUNT}\.\.{_AMOUNT}$", "examples": ["0..100"]},
    "Pace": {
        "type": ["string", "array"],
        "pattern": "^(linear|last-year)$",
        "items": {"type": ["string", "number"], "pattern": rf"^{_NUMBER}$"},
        "minItems": MONTHS,
        "maxItems": MONTHS,
        "examples": ["linear", "last-year"],
    },
}
_INSIDE_TEXT = {*_AS_WRITTEN, "Comparator", "PaceShape", "Relative", "PeriodTarget"}
_BY_PERIOD = {"type": "object", "additionalProperties": _AS_WRITTEN["Target"]}
_POINTS = {"type": ["string", "number"], "pattern": rf"^{_NUMBER}$"}
_SPECIAL: dict[tuple[str, str], Schema] = {
    ("Plan", "schema"): {"const": SCHEMA},
    ("Plan", "year"): {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
    ("Section", "number"): {"type": ["string", "integer"]},
    ("WorkItem", "group"): {"type": ["string", "integer"]},
    ("Indicator", "decimals"): {"type": "integer", "minimum": 0, "maximum": MOST_DECIMALS, "default": 2},
    ("Baseline", "value"): {"type": ["string", "number"], "pattern": rf"^{_AMOUNT}$", "examples": ["5,2"]},
    ("Predecessor", "share"): _POINTS,
    ("Predecessor", "unit"): _ID,
    **{(kind, "by_period"): _BY_PERIOD for kind in ("Indicator", "Adjustment")},
    **{(kind, "id"): _ID for kind in ("Unit", "Section", "Indicator", "WorkItem", "Place")},
    **{pair: {"minItems": 1} for pair in (("Plan", "sections"), ("Section", "indicators"), ("Scoring", "items"))},
    **{("Scoring", key): _POINTS for key in ("total", "bonus")},
    **{("ScoreItem", key): _POINTS for key in ("points", "bonus_per_percent", "bonus_most")},
    **{("Deductions", key): _POINTS for key in ("late", "missing")},
}


def json_schema() -> Schema:
    """The plan file as people write it, for editors: with a Vietnamese description of every key."""
    made = adapter().json_schema()
    parts = {name: _part(name, part) for name, part in made.pop("$defs").items() if name not in _INSIDE_TEXT}
    plan = _part("Plan", made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": dict(sorted(parts.items())), **plan}


def _part(name: str, part: Schema) -> Schema:
    if "enum" in part:
        return {"type": "string", "enum": part["enum"]}
    keys = {key: _key(name, key, value) for key, value in part["properties"].items()}
    return {
        "type": "object",
        "description": key_words()[name][""],
        "properties": keys,
        "required": part.get("required", []),
        "additionalProperties": False,
    }


def _key(name: str, key: str, made: Schema) -> Schema:
    return {"description": key_words()[name][key], **_value(made), **_SPECIAL.get((name, key), {})}


def _value(made: Schema) -> Schema:
    """One value without null (YAML leaves the key out instead), without Python's forms and titles."""
    # Until 2.8 pydantic wraps a reference that has a default in `allOf`.
    offered: list[Schema] = made.get("anyOf") or made.get("allOf") or []
    choices = [choice for choice in offered if choice.get("type") != "null"]
    if len(choices) == 1:
        return _value(choices[0])
    written = _AS_WRITTEN.get(str(made.get("$ref", "")).rpartition("/")[2])
    if written is not None:
        return written
    if choices:
        return {"type": ["string", "number"]}
    if made.get("format") == "date":
        return _DAY
    if made.get("type") == "array":
        return {"type": "array", "items": _value(made["items"])}
    text = {"minLength": 1} if made.get("type") == "string" else {}
    return {key: value for key, value in made.items() if key in ("type", "$ref")} | text
