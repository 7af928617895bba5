"""What a command may load: a guard for start-up time that no busy machine can upset."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PRINT_LOADED = """
import sys
from thidua_cli.__main__ import run
code = run(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""
SLOW = {
    "asyncio", "docx", "hypothesis", "logging", "multiprocessing", "openpyxl", "pydantic", "rich.console",
    "rich.progress", "rich.table", "secrets", "tempfile", "xlsxwriter", "xml", "yaml", "zipfile",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose ledger has seen the plan."""
    return office_in(tmp_path_factory.mktemp("xa"))


def office_in(made: Path) -> Path:
    """A folder with a plan and a ledger that has seen it."""
    for words in (["init"], ["record", "dan-gia-suc", "6.500"]):
        loaded(made, *words)
    return made


def loaded(folder: Path, *words: str) -> set[str]:
    """The modules a process has loaded after carrying out a command line."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith("THIDUA_")}
    environ = ours | {"HOME": str(folder), "THIDUA_TODAY": "2024-07-05"}
    done = subprocess.run(
        [sys.executable, "-c", PRINT_LOADED, *words],
        cwd=folder, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def slow_ones(modules: set[str]) -> set[str]:
    return {name for name in modules if name in SLOW or name.split(".")[0] in SLOW}


@pytest.mark.parametrize(
    "words",
    [
        ["report"],
        ["report", "--period", "6t", "--format", "json"],
        ["record", "dan-so", "11.000"],
        ["list"],
        ["show", "dan-gia-suc"],
        ["explain", "dan-gia-suc"],
        ["history"],
        ["due"],
        ["check"],
        ["work"],
        ["work", "record", "ton-giao", "60%"],
        ["plan", "show"],
        ["template"],
        ["summary", "--formats", "md"],
        ["close", "t5"],
        ["pace"],
        ["nominate"],
        ["entry", "--help"],
    ],
    ids=" ".join,
)
def test_a_daily_command_loads_no_slow_library_once_the_ledger_has_seen_the_plan(
    words: list[str], folder: Path
) -> None:
    assert slow_ones(loaded(folder, *words)) == set()


def test_a_plan_read_for_the_first_time_does_load_them_so_the_guard_sees(tmp_path: Path) -> None:
    assert {"pydantic", "yaml"} <= slow_ones(loaded(tmp_path, "report"))


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["record", "--help"], ["where"]], ids=" ".join)
def test_help_and_version_open_neither_plan_nor_ledger(words: list[str], folder: Path) -> None:
    assert not slow_ones(loaded(folder, *words))
