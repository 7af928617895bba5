"""The house rules: which way imports point, where each library lives, one clock, sizes, and NFC text."""

from __future__ import annotations

import ast
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "thidua_cli"
CONTRIBUTING = SOURCE.parents[1] / "CONTRIBUTING.md"
FILES = sorted(SOURCE.rglob("*.py"))
MOST_FILE_LINES = 500
LONGER = {"render/screen.py"}
MOST_FUNCTION_LINES = 40

MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "errors": set(),
    "domain": {"errors"},
    "vietnamese": {"errors", "domain"},
    "plan_file": {"errors", "domain", "vietnamese"},
    "ledger": {"errors", "domain", "vietnamese"},
    "intake": {"errors", "domain", "vietnamese"},
    "draft": {"errors", "domain", "vietnamese", "plan_file", "intake"},
