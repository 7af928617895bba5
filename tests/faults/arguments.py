"""Hostile words in every place where a command takes a word: every argument and every option of every command.

No system hands NUL over in an argument, so it is not among them. The places come from the commands themselves, so none
can be forgotten; `USUAL` holds what the other words of a line are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from thidua_cli.cli import PROGRAM, Command
from thidua_cli.cli.words import build

WORDS = (
    "", " ", "-", "--", "-5", "\x1b[2J", "\x9b", "\udcff", "\u202e", "x" * 300, "x" * 5000, "9" * 5000,
    "１２", "٣", "1e999999999", "nan", "%s", "%", "[/]", "=1+1", "{}", "a\nb", "'\"`$(x)", "\\", "~", "*", ".", "a/b/c",
    "không có/tệp", "/dev/full", ":memory:", "file:x?mode=memory", "data", "data/plan_2024.yaml", "data/thidua.db",
    "a.csv", "a.jsonl", "2024-02-30", "31/02/2024", "0000-00-00", "9999-12-31", "2024-W01-1", "2024-13",
    "2024-Q9", "t0", "t99", "2024-06", "0", "1:0", "99999999999999999999:0123456789abcdef", "e\u0323\u0302" * 2000,
)  # fmt: skip

USUAL: dict[str, tuple[str, ...]] = {
    "record": ("dan-gia-suc", "6.500"),
    "correct": ("dan-gia-suc", "6.550", "--on", "30/06/2024", "--reason", "đếm lại"),
    "void": ("dan-gia-suc", "--on", "30/06/2024", "--reason", "nhầm"),
    "reopen": ("2024-06", "--reason", "muộn"),
    "export": ("--out", "so.jsonl"),
    "summary": ("--formats", "csv"),
}
ARGUMENT = "dan-gia-suc"


class Slot(NamedTuple):
    """A place for a word in a command line: what stands before it, and after it."""

    before: tuple[str, ...]
    after: tuple[str, ...] = ()

    def line(self, word: str) -> list[str]:
        """The command line with a word in this place."""
        return [*self.before, word, *self.after]


def slots() -> Iterator[Slot]:
    """Every place of every command, and the options that stand before a command."""
    yield from (Slot((option,), ("report",)) for option in ("--plan", "--ledger"))
    yield Slot(())
    for path, command in _leaves(PROGRAM, ()):
        usual = USUAL.get(path[0], ()) if len(path) == 1 else ()
        arguments = [
            param for param in command.params if param.param_type_name == "argument" for _ in range(param.nargs)
        ]
        words = usual[: len(arguments)] if usual else (ARGUMENT,) * len(arguments)
        rest = usual[len(arguments) :]
        for at in range(len(arguments)):
            yield Slot((*path, *words[:at]), (*words[at + 1 :], *rest))
        for param in command.params:
            if param.param_type_name == "option" and not param.is_flag:
                yield Slot((*path, *words, *rest, max(param.opts, key=len)))


def _leaves(command: Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if command.function:
        yield path, build(command)
    for entry in command.children:
        yield from _leaves(entry, (*path, entry.name))
