"""The scripts in the shells themselves, as far as they are installed: a person presses TAB."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from thidua_cli.completion.answer import script_of

RUN = "\x01echo \n"  # the line as it stands, made the argument of echo
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def needs(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


@pytest.fixture
def office_folder(tmp_path: Path) -> Path:
    """A folder with a plan and a ledger that has seen it, and `thidua` on the path."""
    here = tmp_path / "bin"
    here.mkdir()
    program = here / "thidua"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m thidua_cli "$@"\n', "utf-8")
    program.chmod(0o755)
    for words in (["init"], ["record", "dan-gia-suc", "6.500"]):
        subprocess.run(
            [str(program), *words], cwd=tmp_path, env=surroundings(tmp_path), check=True, capture_output=True
        )
    return tmp_path


def surroundings(folder: Path) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("THIDUA_", "XDG_"))}
    ours = {"HOME": str(folder), "THIDUA_TODAY": "2024-07-05", "TERM": "xterm", "LC_ALL": "C.UTF-8", "PS1": "$ "}
    return {**kept, **ours, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "COLUMNS": "200", "LINES": "60"}


def pressed(command: list[str], folder: Path, lines: list[str]) -> str:
    """What a shell on a pseudo-terminal shows after lines were typed, each once it has gone quiet."""
    import fcntl
    import pty
    import struct
    import termios

    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
    process = subprocess.Popen(
        command, cwd=folder, env=surroundings(folder), stdin=inner, stdout=inner, stderr=inner, start_new_session=True
    )
    os.close(inner)
    seen = b""
    for line in lines:
        seen += quiet(outer)
        os.write(outer, line.encode())
    seen += quiet(outer)
    process.kill()
    process.wait()
    os.close(outer)
    return seen.decode("utf-8", "replace")


def quiet(outer: int) -> bytes:
    """Read until nothing has come for a while (one TAB may take as long as a slow machine needs)."""
    seen, until = b"", time.monotonic() + 20
    while time.monotonic() < until and select.select([outer], [], [], 1.5)[0]:
        seen += os.read(outer, 65536)
    return seen


def script(folder: Path, shell: str) -> Path:
    path = folder / f"thidua.{shell}"
    path.write_text(script_of(shell), "utf-8")
    return path


def test_bash_completes_an_id_and_lists_names(office_folder: Path) -> None:
    needs("bash")
    lines = [f"source {script(office_folder, 'bash')}\n", "thidua record ngheo\t", RUN, "thidua record bao\t\t\t"]
    shown = pressed(["bash", "--norc", "--noprofile", "-i"], office_folder, lines)
    assert re.search(r"[\r\n]thidua record ho-ngheo *\r", shown)
    assert "bao-phu-bhyt  (Tỷ lệ bao phủ BHYT)" in shown
    assert "thidua record bao-phu-bh" in shown


def test_bash_keeps_what_was_typed_where_the_offers_do_not_go_on_it(office_folder: Path) -> None:
    needs("bash")
    code = (
        f"source {script(office_folder, 'bash')}; COMP_TYPE=9; COMP_WORDS=(thidua record antt); COMP_CWORD=2; _thidua;"
        ' printf "[%s]\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", code], cwd=office_folder, env=surroundings(office_folder), capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines()[:2] == [
        "[ ]",
        "[thon-an-toan-antt    (Tỷ lệ thôn đạt chuẩn an toàn về ANTT)]",
    ]


def test_zsh_completes_an_id_and_lists_names(office_folder: Path) -> None:
    needs("zsh")
    lines = [
        f"autoload -U compinit; compinit -u; source {script(office_folder, 'zsh')}\n",
        "thidua record ngheo\t",
        RUN,
        "thidua record bao\t\t",
    ]
    shown = pressed(["zsh", "-f", "-i"], office_folder, lines)
    assert re.search(r"[\r\n]thidua record ho-ngheo *\r", shown)
    assert "Tỷ lệ bao phủ BHYT" in shown


def test_fish_offers_ids_with_names(office_folder: Path) -> None:
    needs("fish")
    asked = "complete -C 'thidua record bao'; complete -C 'thidua report --period t1'"
    code = f"source {script(office_folder, 'fish')}; {asked}"
    done = subprocess.run(
        ["fish", "-N", "-c", code], cwd=office_folder, env=surroundings(office_folder), capture_output=True, check=True
    )
    lines = done.stdout.decode().splitlines()
    assert "bao-phu-bhyt\tTỷ lệ bao phủ BHYT" in lines
    assert "t12\ttháng 12" in lines


def test_powershell_offers_ids_with_names(office_folder: Path) -> None:
    needs("pwsh")
    code = (
        f"Get-Content -Raw {script(office_folder, 'powershell')} | Invoke-Expression;"
        " (TabExpansion2 'thidua record bao' 17).CompletionMatches |"
        " ForEach-Object { $_.CompletionText + '|' + $_.ToolTip }"
    )
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-Command", code], cwd=office_folder, env=surroundings(office_folder),
        capture_output=True, check=True,
    )  # fmt: skip
    assert "bao-phu-bhyt|Tỷ lệ bao phủ BHYT" in done.stdout.decode().splitlines()
