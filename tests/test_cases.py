"""The table of cases in docs/reliability.md and the tests that carry a case's number in their name agree."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
TABLE = TESTS.parent / "docs" / "reliability.md"
ROW = re.compile(r"^\| ([A-S][0-9]+b?) \| (.+) \| (\w[\w ]*) \|$", re.MULTILINE)
NUMBER = re.compile(r"(?<=_)([a-s][0-9]{1,2}b?)(?=_|$)")
TESTED, OPEN, ELSEWHERE = "test", "open", "not on Linux"


def numbers_in_names() -> set[str]:
    """The case numbers in the names of all test functions, as `A1`."""
    names = [
        node.name
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    return {number[0].upper() + number[1:] for name in names for number in NUMBER.findall(name)}


def as_found(text: str, tested: set[str]) -> str:
    """The document with each case's last column as the tests have it."""

    def row(match: re.Match[str]) -> str:
        number, what, state = match.groups()
        found = TESTED if number in tested else (OPEN if state == TESTED else state)
        return f"| {number} | {what} | {found} |"

    return ROW.sub(row, text)


def test_the_table_of_cases_says_which_have_a_test(request: pytest.FixtureRequest) -> None:
    text = TABLE.read_text("utf-8")
    now = as_found(text, numbers_in_names())
    if request.config.getoption("--rewrite"):
        TABLE.write_text(now, "utf-8")
    assert now == TABLE.read_text("utf-8"), "pytest tests/test_cases.py --rewrite brings the table up to date"


def test_every_case_is_in_the_table_once_and_in_a_known_state() -> None:
    rows = ROW.findall(TABLE.read_text("utf-8"))
    assert len(rows) == len({number for number, _, _ in rows}) >= 150
    assert {state for _, _, state in rows} <= {TESTED, OPEN, ELSEWHERE}


def test_a_case_without_its_test_would_be_noticed() -> None:
    text = "| A1 | khóa trùng | test |\n| A2 | NFC | open |\n| N8 | Windows | not on Linux |\n"
    assert (
        as_found(text, {"A2"}) == "| A1 | khóa trùng | open |\n| A2 | NFC | test |\n| N8 | Windows | not on Linux |\n"
    )
