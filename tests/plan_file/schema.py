"""The JSON Schema of the plan file: its classes and their keys, with the values as people write them in YAML."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_origin

from thidua_cli.domain.period import FIRST_YEAR, LAST_YEAR, MONTHS
from thidua_cli.domain.plan import Bounds, Pace, PeriodTarget, Plan, Target, Years
from thidua_cli.plan_file.events import key_words
from thidua_cli.plan_file.rules import LONGEST_ID, MOST_DECIMALS, SCHEMA
from thidua_cli.plan_file.shape import hints, required

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
_TARGET = {
    "type": "string",
    "pattern": rf"^((>=|<=|>|<|=|~) *{_AMOUNT}|{_AMOUNT}\.\.{_AMOUNT}|{_RELATIVE}|none|đạt)$",
    "examples": [">= 4.482,38", "> 95", "<= 23", "< 3,7", "= 100", "60..62", "~ 11.000", ">= +5%", "đạt", "none"],
}
_AS_WRITTEN: dict[Any, Schema] = {
    Target: _TARGET,
    Years: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{4}$", "examples": ["2021-2025"]},
    Bounds: {"type": "string", "pattern": rf"^{_AMOUNT}\.\.{_AMOUNT}$", "examples": ["0..100"]},
    Pace: {
        "type": ["string", "array"],
        "pattern": "^(linear|last-year)$",
        "items": {"type": ["string", "number"], "pattern": rf"^{_NUMBER}$"},
        "minItems": MONTHS,
        "maxItems": MONTHS,
        "examples": ["linear", "last-year"],
    },
    tuple[PeriodTarget, ...]: {"type": "object", "additionalProperties": _TARGET},
    date: _DAY,
    Decimal: {"type": ["string", "number"]},
    str: {"type": "string", "minLength": 1},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
}
"""How a value of a type is written; what is not here is a list, one of a few words, or a group of keys."""
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
    **{(kind, "id"): _ID for kind in ("Unit", "Section", "Indicator", "WorkItem", "Place")},
    **{pair: {"minItems": 1} for pair in (("Plan", "sections"), ("Section", "indicators"), ("Scoring", "items"))},
    **{("Scoring", key): _POINTS for key in ("total", "bonus")},
    **{("ScoreItem", key): _POINTS for key in ("points", "bonus_per_percent", "bonus_most")},
    **{("Deductions", key): _POINTS for key in ("late", "missing")},
}


def json_schema() -> Schema:
    """The plan file as people write it, for editors: with a Vietnamese description of every key."""
    parts: dict[str, Schema] = {}
    plan = _group(Plan, parts)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": dict(sorted(parts.items())), **plan}


def _group(kind: type, parts: dict[str, Schema]) -> Schema:
    name, words = kind.__name__, key_words()[kind.__name__]
    keys = {
        key: {"description": words[key], **_value(hint, parts), **_SPECIAL.get((name, key), {})}
        for key, hint in hints(kind).items()
    }
    return {
        "type": "object",
        "description": words[""],
        "properties": keys,
        "required": [key for key in keys if key in required(kind)],
        "additionalProperties": False,
    }


def _value(hint: Any, parts: dict[str, Schema]) -> Schema:
    """One value; what it is made of is added to the parts that others refer to."""
    if hint in _AS_WRITTEN:
        return _AS_WRITTEN[hint]
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(get_args(hint)[0], parts)}
    name = hint.__name__
    if name not in parts:
        parts[name] = {}  # a part may hold parts of its own kind
        parts[name] = (
            _group(hint, parts) if hasattr(hint, "_fields") else {"type": "string", "enum": list(map(str, hint))}
        )
    return {"$ref": f"#/$defs/{name}"}
