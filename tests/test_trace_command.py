"""The tool that tells which files and functions a command enters."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "trace_command.py"


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


def test_contributing_says_how_many_files_a_command_enters(tmp_path: Path) -> None:
    """A command that reaches further than it says there has grown; the table is for whoever changes one to look at."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("THIDUA_")}
    environment = kept | {"HOME": str(tmp_path), "THIDUA_TODAY": "2024-11-05"}
    place = tmp_path / "xa"

    def done(*words: str) -> str:
        folder = place if place.exists() else tmp_path
        run = [sys.executable, *words]
        return subprocess.run(
            run, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True
        ).stderr

    done("-m", "thidua_cli", "demo", str(place))
    (place / "a.csv").write_text("id,value,on\ndan-so,10.960,05/11/2024\n", "utf-8")
    said = dict(
        re.findall(r"^\| `([^`]+)` \| (\d+) \| \d+ \|$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    )
    assert len(said) == 4
    untraced = ("-m", "thidua_cli", "import", "a.csv", "--yes"), ("-m", "thidua_cli", "undo")
    for words in untraced:  # the first figure that an account writes under a plan has the plan read anew
        done(*words)
    for typed in sorted(said):  # `import` writes the figure that `record` finds again once it is undone
        (files,) = re.findall(r": (\d+) files, \d+ functions$", done(str(TOOL), *typed.split()).strip())
        assert (typed, files) == (typed, said[typed])
        if typed.startswith("import"):
            done(*untraced[1])
