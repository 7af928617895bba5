"""Named tuples as `typing` has them, made in half the time: nothing checks again what the type checker has checked.

A start makes some seventy of them. `typing.NamedTuple` compiles and checks the annotation of every field of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    _NOT_COPIED = {"__module__", "__qualname__", "__annotations__"}

    class _Maker(type):
        """Turns the body of a class into a named tuple of its annotated names, with the methods that stand there."""

        def __new__(maker, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            # From Python 3.14 on a class body has annotations of its own only under `from __future__`.
            fields = body["__annotations__"]
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            made.__annotations__ = fields
            for key, value in body.items():
                if key not in _NOT_COPIED and key not in fields:
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
