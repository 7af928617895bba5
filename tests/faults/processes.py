"""Runs thidua as its own process, the way a shell, cron or a pipe does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROGRAM = [sys.executable, "-m", "thidua_cli"]
CONSOLE_SCRIPT = Path(sys.executable).with_name("thidua")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A bare environment with the folder as home, 05/07/2024."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(folder), "USER": "huong", "THIDUA_TODAY": "2024-07-05", **more}


def thidua(folder: Path, *words: str, env: Mapping[str, str] | None = None, **more: Any) -> Any:
    """Run one command line in the folder; bytes on both streams."""
    return subprocess.run(
        [*PROGRAM, *words],
        cwd=folder,
        env=environment(folder) if env is None else env,
        capture_output=not more.keys() & {"stdout", "stderr"},
        timeout=60,
        check=False,
        **more,
    )


def started(folder: Path) -> Path:
    """A workspace with one figure; gives its ledger."""
    for words in (("init",), ("record", "dan-gia-suc", "6.500")):
        assert thidua(folder, *words).returncode == 0
    return folder / "data" / "thidua.db"
