"""Fixtures: an office in a fresh folder on 05/07/2024. Properties have no deadline: a busy machine is no bug."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from office import Office, office_in
from windows.posix_only import reason_of

settings.register_profile("thidua", deadline=None)
settings.load_profile("thidua")

TEN_VILLAGES = Path(__file__).parent / "cli" / "plans" / "ten_villages.yaml"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A fresh office for each test."""
    return office_in(tmp_path, monkeypatch)


@pytest.fixture
def villages(office: Office) -> Office:
    """An office whose plan has ten villages."""
    shutil.copy(TEN_VILLAGES, office.folder / "plan_2024.yaml")
    return office


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On Windows, tests of what only POSIX has are skipped with their reason."""
    if os.name == "nt":
        for item in items:
            if reason := reason_of(item.path, item.name):
                item.add_marker(pytest.mark.skip(reason=f"not on Windows: {reason}"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite`: write golden files anew from what the program prints now. `--setup`: try this setup under Wine."""
    parser.addoption("--rewrite", action="store_true", help="write golden files anew")
    parser.addoption("--setup", metavar="EXE", help="the setup for Windows to try under Wine")
