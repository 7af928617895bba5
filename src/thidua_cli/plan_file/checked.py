"""pydantic's view of the plan's classes: for each named tuple a dataclass of the same fields, made from its own hints.

The plan's classes are named tuples because they are made at every start, where a frozen dataclass costs six times as
much. pydantic is not there then, and its own reading of a named tuple would take lists and know no other spelling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, is_dataclass, make_dataclass
from functools import cache, reduce
from operator import or_
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from ..domain.emulation import Award
from ..domain.plan import Indicator, Plan

_SPELT = {(Indicator, "supplier"): "from", (Award, "since"): "from"}


def is_group(hint: object) -> bool:
    """Whether a hint is one of the plan's classes, written in the file as a group of keys."""
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def fields_of(kind: type) -> tuple[str, ...]:
    """The names of a class's fields, in its order."""
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    return names


def defaults_of(kind: type) -> Mapping[str, Any]:
    """What a field is when the file does not give it."""
    defaults: Mapping[str, Any] = kind._field_defaults  # type: ignore[attr-defined]
    return defaults


def spelt(kind: type, name: str) -> str:
    """A field as the file spells it: `from` is a word of Python's own."""
    return _SPELT.get((kind, name), name)


@cache
def adapter() -> Any:
    """pydantic's checker of a whole plan; `built` turns what it returns into the plan's own classes."""
    from pydantic import TypeAdapter

    return TypeAdapter(_twin(Plan))


def built(checked: Any) -> Any:
    """The plan's own classes from what pydantic has checked."""
    if is_dataclass(checked):
        values = {each.name: built(getattr(checked, each.name)) for each in fields(checked)}
        return checked.named(**values)  # type: ignore[union-attr]
    if isinstance(checked, tuple):
        return tuple(built(item) for item in checked)
    return checked


@cache
def _twin(kind: type) -> type:
    hints = get_type_hints(kind)
    made = [(name, _twinned(hints[name], kind), _default(kind, name)) for name in fields_of(kind)]
    config = {"extra": "forbid", "alias_generator": lambda name: spelt(kind, name)}
    namespace = {"__pydantic_config__": config, "named": staticmethod(kind)}
    return make_dataclass(kind.__name__, made, frozen=True, namespace=namespace)


def _default(kind: type, name: str) -> Any:
    defaults = defaults_of(kind)
    return field(default=defaults[name]) if name in defaults else field()


def _twinned(hint: Any, owner: type) -> Any:
    """A hint with the plan's classes replaced by their twins; the owner itself by its name, as it is not made yet."""
    from pydantic import BeforeValidator

    if hint is owner:
        return owner.__name__
    if is_group(hint):
        return Annotated[_twin(hint), BeforeValidator(_as_keys)]
    if get_origin(hint) is tuple:
        return tuple[_twinned(get_args(hint)[0], owner), ...]  # type: ignore[misc]
    if NoneType in get_args(hint):
        return reduce(or_, (_twinned(part, owner) for part in get_args(hint)))
    return hint


def _as_keys(value: Any) -> Any:
    """Targets and their like were read from their text before; pydantic takes them by their fields."""
    return value._asdict() if is_group(type(value)) else value
