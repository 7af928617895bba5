"""A person at a terminal: runs command lines in a fresh folder and reads what they print."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import fastjsonschema
import pytest

from schemas import OUTPUTS, json_schema
from thidua_cli.__main__ import run
from thidua_cli.settings import KEYS
from thidua_cli.workspace import Workspace, stamp

FIRST_MOMENT = datetime(2024, 7, 5, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """What one command line came to."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


class Captured(io.TextIOWrapper):
    """A stream that remembers; `tty` says what it claims to be."""

    def __init__(self, *, tty: bool = False, content: bytes = b"") -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8", newline="", write_through=True)
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


@dataclass
class Office:
    """A folder to work in and a clock that moves one minute with every write."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    stamps: Iterator[str] = field(default_factory=lambda: _stamps())

    def run(self, *words: str, stdin: str | None = None, tty: bool = False) -> Answer:
        """Carry out one command line in this process, just as the console script does."""
        with self._streams(stdin, tty) as (out, err):
            code = run(list(words))
        refuse_undeclared_json(out.text())
        refuse_undeclared_json(err.text())
        return Answer(code, out.text(), err.text())

    @contextmanager
    def _streams(self, stdin: str | None, tty: bool) -> Iterator[tuple[Captured, Captured]]:
        out, err, source = Captured(tty=tty), Captured(tty=tty), Captured(tty=tty, content=(stdin or "").encode())
        kept = sys.stdin, sys.stdout, sys.stderr
        sys.stdin, sys.stdout, sys.stderr = source, out, err
        try:
            yield out, err
        finally:
            sys.stdin, sys.stdout, sys.stderr = kept

    def done(self, *words: str) -> str:
        """The stdout of a command that must succeed."""
        answer = self.run(*words)
        assert answer.code == 0, answer.all
        return answer.out

    def today(self, day: str) -> None:
        """Set the day in Vietnam (ISO)."""
        self.monkeypatch.setenv("THIDUA_TODAY", day)


def refuse_undeclared_json(text: str) -> None:
    """JSON that is printed is what its published schema says, and has no key that is not declared."""
    if not text.startswith("{"):
        return
    try:
        record = json.loads(text)
    except ValueError:
        return
    id_ = str(record.get("schema"))
    if not id_.startswith("thidua.") or id_ == "thidua.ledger/1":
        return
    assert id_ in OUTPUTS, f"{id_} has no schema: declare it in tests/schemas.txt"
    try:
        validator_of(id_)(record)
    except fastjsonschema.JsonSchemaException as error:
        advice = "declare it in tests/schemas.txt, then: pytest tests/test_schemas.py --rewrite"
        raise AssertionError(f"JSON of {id_}: {str(error)[:300]}\n{advice}") from None


@cache
def validator_of(id_: str) -> Callable[[object], object]:
    """What judges a record of this schema; the strict form, which knows of no key that is not declared."""
    made: Callable[[object], object] = fastjsonschema.compile(json_schema(id_, strict=True))
    return made


def office_in(place: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A fresh folder, 05/07/2024, officer "huong", nothing of the machine's own settings."""
    folder = place / "xa"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in (
        "THIDUA_PLAN",
        "THIDUA_LEDGER",
        *(variable for variable, _, _ in KEYS.values()),
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "COLUMNS",
        "NO_COLOR",
        "FORCE_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(place / "home"))
    if os.name == "nt":  # where tests look for it
        monkeypatch.setenv("XDG_STATE_HOME", str(place / "home" / ".local" / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(place / "home" / ".local" / "share"))
    monkeypatch.setenv("USER", "huong")
    monkeypatch.setenv("THIDUA_TODAY", "2024-07-05")
    made = Office(folder, monkeypatch)
    monkeypatch.setattr(Workspace, "now", lambda self: next(made.stamps))
    return made


def _stamps() -> Iterator[str]:
    moment = FIRST_MOMENT
    while True:
        yield stamp(moment)
        moment += timedelta(minutes=1)
