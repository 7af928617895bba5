"""The officer's guide and README name only commands and options that exist; the guide's chapters count up."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from office import Office

PROJECT = Path(__file__).parent.parent
GUIDE = PROJECT / "docs" / "huong-dan.md"
GROUPS = ("plan", "work", "nominate", "hub")
GROUPS_IN_HUB = ("units", "mergers", "indicators")
EXAMPLE = re.compile(r"(?m)^thidua [^\n]+|`(thidua [^`\n]+)`")


def examples(page: Path) -> list[list[str]]:
    """The words after `thidua` of every command that a page shows."""
    found = [match[1] or match[0] for match in EXAMPLE.finditer(page.read_text(encoding="utf-8"))]
    return [shlex.split(line.replace("\\", "/"))[1:] for line in found]


def command_of(words: list[str]) -> tuple[str, ...]:
    """The command's name, with that of its subcommand: `("plan", "check")`."""
    while words and words[0] in ("--plan", "--ledger"):
        words = words[2:]
    is_group = len(words) > 1 and words[0] in GROUPS and re.fullmatch(r"[a-z-]+", words[1])
    if is_group and words[0] == "hub" and words[1] in GROUPS_IN_HUB:
        return tuple(words[:3])
    return tuple(words[: 2 if is_group and not words[1].startswith("-") else 1])


@pytest.mark.parametrize("page", [GUIDE, PROJECT / "README.md"], ids=lambda page: page.stem)
def test_every_example_names_a_command_and_options_that_exist(page: Path, office: Office) -> None:
    shown = examples(page)
    assert len(shown) > 30
    for words in shown:
        if words[0] in ("LỆNH", "COMMAND", "--help"):
            continue
        command = command_of(words)
        if command[0] in GROUPS and len(command) == 1 and "--help" not in words:
            command = (*command, "list") if command[0] not in ("plan", "hub") else command
        help_page = office.done(*command, "--help")
        known = set(re.findall(r"--[a-z-]+", help_page)) | {"--plan", "--ledger"}
        assert {word for word in words if re.fullmatch(r"--[a-z-]+", word)} <= known, words


def test_the_chapters_of_the_guide_count_up() -> None:
    numbers = re.findall(r"(?m)^## (\d+)\. ", GUIDE.read_text(encoding="utf-8"))
    assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))


def test_the_guide_speaks_of_undo_and_restore_with_one_word_each() -> None:
    assert "lấy lại" not in GUIDE.read_text(encoding="utf-8").lower()
