"""Our named tuples are what `typing` makes of the same class, but for the time it takes."""

from __future__ import annotations

import copy
import pickle
import typing
from decimal import Decimal
from typing import Any, get_type_hints

import pytest

from thidua_cli import named_tuple


class Ours(named_tuple.NamedTuple):
    """A figure."""

    name: str
    value: Decimal | None = None
    parts: tuple[Ours, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    def named(self, name: str) -> Ours:
        """The same under another name."""
        return self._replace(name=name)


class Theirs(typing.NamedTuple):
    """A figure."""

    name: str
    value: Decimal | None = None
    parts: tuple[Theirs, ...] = ()


def test_the_program_does_not_use_typings_own() -> None:
    assert named_tuple.NamedTuple is not typing.NamedTuple


@pytest.mark.parametrize("name", ["_fields", "_field_defaults", "__match_args__", "__doc__", "__slots__"])
def test_a_class_says_of_itself_what_typings_says(name: str) -> None:
    assert getattr(Ours, name) == getattr(Theirs, name)


def test_hints_can_be_read_also_of_fields_of_its_own_kind() -> None:
    assert get_type_hints(Ours) == {"name": str, "value": Decimal | None, "parts": tuple[Ours, ...]}


def test_values_are_equal_ordered_unpacked_and_written_like_tuples() -> None:
    ours, theirs = Ours("a", Decimal(1)), Theirs("a", Decimal(1))
    assert tuple(ours) == tuple(theirs)
    assert ours == ("a", Decimal(1), ())
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert hash(ours) == hash(theirs)
    name, *_ = ours
    assert name == "a"


def test_methods_properties_and_changed_copies_work() -> None:
    assert Ours("a", Decimal(1)).is_known
    assert not Ours("a").is_known
    assert Ours("a").named("b") == Ours(name="b")
    assert Ours("a")._asdict() == {"name": "a", "value": None, "parts": ()}


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])  # noqa: S301
def test_copies_are_equal_and_of_the_same_class(again: Any) -> None:
    assert type(again(Ours("a"))) is Ours
    assert again(Ours("a")) == Ours("a")


@pytest.mark.parametrize("given", [{}, {"name": "a", "other": 1}])
def test_missing_and_unknown_fields_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Ours(**given)


def test_nothing_can_be_set() -> None:
    with pytest.raises(AttributeError):
        Ours("a").name = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Ours("a").other = "b"  # type: ignore[attr-defined]
