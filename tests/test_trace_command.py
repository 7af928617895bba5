"""The tool that tells which files and functions a command enters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).parents[1] / "tools" / "trace_command.py"


def test_a_command_is_traced_and_answers_as_always(tmp_path: Path) -> None:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("THIDUA_")}
    done = subprocess.run(
        [sys.executable, str(TOOL), "list", "gia suc"],
        cwd=tmp_path,
        env=kept | {"HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "dan-gia-suc" in done.stdout
    assert "office/find.py" in done.stderr.replace("\\", "/")
    assert "list gia suc: " in done.stderr
