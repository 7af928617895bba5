"""`completion --install`: the script in the user's folder, one line in the shell's own file, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from office import Office
from thidua_cli.completion.answer import SCRIPTS, script_of

START_FILES = {
    "bash": ".bashrc",
    "zsh": ".zshrc",
    "powershell": ".config/powershell/Microsoft.PowerShell_profile.ps1",
}


def home(office: Office) -> Path:
    place = office.folder.parent / "home"
    place.mkdir(exist_ok=True)
    return place


@pytest.mark.parametrize("shell", START_FILES)
def test_one_line_is_added_to_the_file_of_the_shell_and_never_twice(office: Office, shell: str) -> None:
    start = home(office) / START_FILES[shell]
    start.parent.mkdir(parents=True, exist_ok=True)
    start.write_text("# của tôi", "utf-8")
    office.done("completion", "--install", shell)
    kept = home(office) / ".local" / "share" / "thidua" / f"completion.{SCRIPTS[shell]}"
    assert kept.read_text("utf-8") == script_of(shell)
    once = start.read_text("utf-8")
    assert once.startswith("# của tôi\n")
    assert once.count(str(kept)) == 2
    assert "đã có trong" in office.done("completion", shell, "--install")
    assert start.read_text("utf-8") == once


def test_powershell_gets_a_script_that_it_runs_and_a_profile_that_it_reads_as_utf_8(office: Office) -> None:
    said = office.done("completion", "--install", "powershell")
    assert "Set-ExecutionPolicy -Scope CurrentUser RemoteSigned" in said
    profile = (home(office) / START_FILES["powershell"]).read_text("utf-8")
    assert profile.startswith("\ufeff\nif (Test-Path '")
    assert profile.count("completion.ps1'") == 2
    assert "đã có trong" in office.done("completion", "--install", "powershell")


def test_fish_reads_the_script_from_its_own_folder(office: Office) -> None:
    office.done("completion", "--install", "fish")
    assert (home(office) / ".config/fish/completions/thidua.fish").read_text("utf-8") == script_of("fish")


def test_a_file_of_the_shell_that_is_a_link_stays_one_and_keeps_its_rights(office: Office) -> None:
    real = home(office) / "dotfiles-bashrc"
    real.write_text("a=1\n")
    real.chmod(0o640)
    (home(office) / ".bashrc").symlink_to(real)
    office.done("completion", "--install", "bash")
    assert (home(office) / ".bashrc").is_symlink()
    assert "completion.bash" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_read_is_left_and_the_line_is_told(office: Office) -> None:
    (home(office) / ".bashrc").write_bytes(b"\xff\xfe")
    answer = office.run("completion", "--install", "bash")
    assert answer.code == 7
    assert "thêm bằng tay dòng: [ ! -f" in answer.err
    assert (home(office) / ".bashrc").read_bytes() == b"\xff\xfe"
