"""Fixtures: an office in a fresh folder on 05/07/2024."""

from __future__ import annotations

from pathlib import Path

import pytest

from office import Office
from thidua_cli.workspace import Workspace


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A fresh folder, 05/07/2024, officer "huong", nothing of the machine's own settings."""
    folder = tmp_path / "xa"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in (
        "THIDUA_PLAN",
        "THIDUA_LEDGER",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "COLUMNS",
        "NO_COLOR",
        "FORCE_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USER", "huong")
    monkeypatch.setenv("THIDUA_TODAY", "2024-07-05")
    made = Office(folder, monkeypatch)
    monkeypatch.setattr(Workspace, "now", lambda self: next(made.stamps))
    return made


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite`: write golden files anew from what the program prints now."""
    parser.addoption("--rewrite", action="store_true", help="write golden files anew")
