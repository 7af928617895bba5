"""A plan as the text of a plan file, in the house's layout, for a person to go over; read_plan gives the plan back."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ..domain.emulation import Pace
from ..domain.plan import Indicator, Plan, Section, Target
from ..vietnamese.numbers import write_number
from ..vietnamese.targets import write_bounds, write_target
from .checked import defaults_of, fields_of, is_group, spelt

Notes = Mapping[str, Sequence[str]]
WIDTH = 116
TAIL = (
    *("work", "movements", "anniversaries", "places", "scoring"),
    *("organisers", "awards", "addressees", "recipients", "signature"),
)
_PLAIN = re.compile(r"[^\W\d_][\w .()/–-]*[\w)]", re.UNICODE)
_WORDS_OF_YAML = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def write_plan(plan: Plan, *, head: Sequence[str] = (), notes: Notes | None = None) -> str:
    """The text; `head` are comment lines at its top, `notes` comment lines above the keys and indicators they name."""
    remarks = notes or {}
    lines = ["# yaml-language-server: $schema=plan.schema.json", *(f"# {line}".rstrip() for line in head), ""]
    for key, value in _top(plan):
        lines += [f"# {line}" for line in remarks.get(key, ())]
        lines += _entry(key, value, "")
    lines += ["", "sections:"]
    for section in plan.sections:
        lines += _section(section, remarks)
    lines += _tail(plan, remarks)
    return "\n".join(lines) + "\n"


def _top(plan: Plan) -> Iterator[tuple[str, object]]:
    for key in ("schema", "year", "title", "unit", "document", "theme", "calendar", "bases", "goal"):
        yield key, _plain(getattr(plan, key))


def _tail(plan: Plan, remarks: Notes) -> Iterator[str]:
    for key in TAIL:
        if value := getattr(plan, key):
            yield ""
            yield from (f"# {line}" for line in remarks.get(key, ()))
            yield from _entry(key, _plain(value), "")


def _plain(value: object) -> object:
    """A value as keys, lists and scalars of the file; what is at its default is left out."""
    match value:
        case Target():
            return _Spelt(quoted(write_target(value)))
        case Decimal():
            return _Spelt(quoted(write_number(value)))
        case StrEnum():
            return value.value
        case _ if isinstance(value, tuple) and is_group(type(value)):
            return {
                spelt(type(value), name): _plain(item)
                for name, item in zip(fields_of(type(value)), value, strict=True)
                if item != defaults_of(type(value)).get(name, _Spelt)
            }
        case tuple():
            return [_plain(item) for item in value]
    return value


def _section(section: Section, remarks: Notes) -> Iterator[str]:
    yield f"  - id: {section.id}"
    if section.number is not None:
        yield f"    number: {quoted(section.number)}"
    yield from _entry("title", section.title, "    ")
    yield "    indicators:"
    for indicator in section.indicators:
        yield from _indicator(indicator, "      ", remarks)
    yield ""


def _indicator(one: Indicator, indent: str, remarks: Notes) -> Iterator[str]:
    yield from (f"{indent}# {line}" for line in remarks.get(one.id, ()))
    lines = [line for key, value in _keys(one) for line in _entry(key, value, f"{indent}  ")]
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]
    if one.parts:
        yield f"{indent}  parts:"
        for part in one.parts:
            yield from _indicator(part, f"{indent}    ", remarks)


def _keys(one: Indicator) -> Iterator[tuple[str, object]]:
    yield "id", one.id
    yield "name", one.name
    yield "unit", one.unit
    yield "target", _Spelt(quoted(write_target(one.target)))
    yield "printed", one.printed
    yield "adjustments", [_flow(step) for step in one.adjustments]
    yield "combine", one.combine.value
    yield "rate", _flow(one.rate)
    yield "baseline", _flow(one.baseline)
    yield "better", one.better.value if one.better else None
    yield "frequency", one.frequency.value if one.frequency else None
    yield "due", one.due
    yield "plausible", _Spelt(quoted(write_bounds(one.plausible)) if one.plausible else "")
    yield "from", one.supplier
    yield "aliases", _Spelt(f"[{', '.join(_scalar(alias) for alias in one.aliases)}]" if one.aliases else "")
    yield "counted", one.counted
    yield "by_place", one.by_place or None
    yield "pace", _Spelt(_pace(one.pace) if one.pace else "")
    yield "decimals", one.decimals if one.decimals != 2 else None


def _pace(pace: Pace) -> str:
    weights = ", ".join(quoted(write_number(weight)) for weight in pace.weights)
    return pace.shape.value if pace.shape else f"[{weights}]"


class _Spelt(str):
    """Text that is already YAML; empty for nothing."""


def _flow(value: object) -> _Spelt:
    """A small group on one line; empty for none."""
    held = _plain(value)
    if not isinstance(held, dict):
        return _Spelt("")
    return _Spelt("{" + ", ".join(f"{key}: {_scalar(item)}" for key, item in held.items()) + "}")


def _entry(key: str, value: object, indent: str) -> Iterator[str]:
    """A key with its value; nothing for a value that is absent or empty."""
    if value is None or value in ("", (), [], {}):
        return
    if isinstance(value, Mapping):
        yield f"{indent}{key}:"
        for name, item in value.items():
            yield from _entry(name, item, f"{indent}  ")
    elif isinstance(value, list | tuple):
        yield f"{indent}{key}:"
        for item in value:
            yield from _item(item, f"{indent}  ")
    elif (folded := _folded(value, f"{indent}  ")) and len(f"{indent}{key}: {value}") > WIDTH:
        yield f"{indent}{key}: >-"
        yield from folded
    else:
        yield f"{indent}{key}: {_scalar(value)}"


def _item(item: object, indent: str) -> Iterator[str]:
    if isinstance(item, Mapping):
        lines = [line for name, value in item.items() for line in _entry(name, value, f"{indent}  ")]
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]
    elif (folded := _folded(item, f"{indent}  ")) and len(f"{indent}- {item}") > WIDTH:
        yield f"{indent}- >-"
        yield from folded
    else:
        yield f"{indent}- {_scalar(item)}"


def _folded(value: object, indent: str) -> list[str]:
    """A long text over several lines; [] where folding would change it."""
    if not isinstance(value, str) or isinstance(value, _Spelt) or " ".join(value.split()) != value:
        return []
    return textwrap.wrap(
        value, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _scalar(value: object) -> str:
    if isinstance(value, _Spelt):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if isinstance(value, int) or (_PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """A double-quoted scalar; JSON's escapes are YAML's."""
    return json.dumps(text, ensure_ascii=False)
