"""README.md tells the truth: its screen, its commands and its links. Run as a program it renews the screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from office import Office

README = Path(__file__).parents[1] / "README.md"
TODAY = "2024-07-05"
WIDTH = "80"
STORY = (
    ["init"],
    ["record", "dan-gia-suc", "6.500"],
    ["record", "thon-an-toan-antt", "9/10"],
    ["record", "ho ngheo", "102/2910", "--on", "14/06/2024", "--level", "estimate"],
    ["record", "dien-tich-cay-hang-nam", "1.278,3", "--yes"],
    ["record", "dien-tich-cay-lau-nam", "3.210,5"],
)
SCREEN = re.compile(r"(<!-- screen: report\b[^\n]*-->\n```text\n)(.*?)(\n```)", re.DOTALL)
ANCHOR = re.compile(r"\b[0-9a-f]{16}(?:[0-9a-f]{16})?\b")


def thidua(*words: str) -> list[str]:
    return [sys.executable, "-m", "thidua_cli", *words]


def surroundings(home: Path) -> dict[str, str]:
    ours = {name: text for name, text in os.environ.items() if not name.startswith("THIDUA_")}
    office = {"HOME": str(home), "THIDUA_TODAY": TODAY, "PYTHONUTF8": "1"}
    return {**ours, **office, "COLUMNS": WIDTH, "LINES": "50", "PAGER": "cat", "TERM": "xterm", "NO_COLOR": "1"}


def on_a_terminal(command: list[str], folder: Path) -> str:
    """What a command shows on a terminal of WIDTH columns."""
    import pty

    outer, inner = pty.openpty()
    with subprocess.Popen(command, cwd=folder, env=surroundings(folder), stdin=inner, stdout=inner) as process:
        os.close(inner)
        shown = b""
        while True:
            try:
                part = os.read(outer, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(outer)
    assert process.returncode == 0, shown.decode()
    return shown.decode().replace("\r\n", "\n")


def screen(folder: Path) -> str:
    """`thidua report` after the story, as README shows it: the command, then the page."""
    for words in STORY:
        subprocess.run(thidua(*words), cwd=folder, env=surroundings(folder), check=True, capture_output=True)
    lines = on_a_terminal(thidua("report"), folder).rstrip().split("\n")
    return "\n".join(["$ thidua report", *(line.rstrip() for line in lines)])


def without_anchor(text: str) -> str:
    """The ledger's chain depends on the moment of writing; everything else on the page does not."""
    return ANCHOR.sub("0123456789abcdef", text)


def readme() -> str:
    return README.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_screen_in_the_readme_is_what_the_program_prints(tmp_path: Path) -> None:
    found = SCREEN.search(readme())
    assert found is not None
    assert without_anchor(found[2]) == without_anchor(screen(tmp_path))


def test_every_command_the_readme_names_exists(office: Office) -> None:
    names = sorted(set(re.findall(r"`thidua ([a-z]+)[^`]*`", readme())))
    assert {"report", "record", "explain", "verify"} <= set(names)
    assert [name for name in names if office.run(name, "--help").code] == []


def test_every_file_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", readme())
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []


def test_the_readme_has_one_line_that_installs_and_tests() -> None:
    found = re.search(r"<!-- ci: test -->\n```sh\n([^\n]+)\n```", readme())
    assert found is not None
    assert found[1].startswith("python3 -m venv .venv && .venv/bin/pip install -q '.[dev]' && .venv/bin/pytest")


def renew() -> None:
    with tempfile.TemporaryDirectory() as name:
        shown = screen(Path(name))
    README.write_text(SCREEN.sub(lambda found: found[1] + shown + found[3], readme()), encoding="utf-8")


if __name__ == "__main__":
    renew()
