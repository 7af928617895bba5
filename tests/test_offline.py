"""The offline folder: its installers, its computers, and how it finds what pip leaves out. Downloads nothing."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import make_offline as tool

PROJECT = Path(__file__).parents[1]


made: dict[str, bytes] = dict(tool.texts("1.2.3", ["3.9", "3.11", "3.14"]))


def wheel(folder: Path, name: str, *requirements: str) -> Path:
    path = folder / f"{name}-1-py3-none-any.whl"
    lines = "".join(f"Requires-Dist: {requirement}\n" for requirement in requirements)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-1.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n{lines}")
    return path


def target(system: str, python: str) -> tool.Target:
    return tool.targets([system], [python])[0]


def test_the_folder_has_both_installers_the_start_file_and_the_guide() -> None:
    assert set(made) == {"cai-dat.bat", "thidua.bat", "cai-dat.sh", "DOC-TRUOC.txt"}


@pytest.mark.parametrize("name", ["cai-dat.bat", "thidua.bat"])
def test_batch_files_are_ascii_with_windows_line_ends_and_turn_the_console_to_utf_8(name: str) -> None:
    text = made[name].decode("ascii")
    assert text.count("\n") == text.count("\r\n") > 5
    assert text.startswith("@echo off\r\n")
    assert "chcp 65001" in text


@pytest.mark.parametrize("name", ["cai-dat.bat", "thidua.bat"])
def test_every_jump_in_a_batch_file_has_its_label(name: str) -> None:
    lines = made[name].decode("ascii").split("\r\n")
    labels = {line[1:] for line in lines if line.startswith(":")}
    words = [line.split() for line in lines]
    jumps = {line[at + 1].lstrip(":") for line in words for at, word in enumerate(line) if word in ("goto", "call")}
    assert jumps == labels


def test_the_guide_opens_in_an_old_notepad() -> None:
    assert made["DOC-TRUOC.txt"].startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in made["DOC-TRUOC.txt"]


def test_version_and_pythons_are_filled_in_with_the_newest_python_last() -> None:
    for content in made.values():
        assert b"@" not in content.replace(b"@echo off", b"").replace(b"$@", b"")
    assert b"in (3.9 3.11 3.14)" in made["cai-dat.bat"]
    assert b"thidua_cli-1.2.3-py3-none-any.whl" in made["cai-dat.bat"]
    assert b"thidua_cli-1.2.3-py3-none-any.whl" in made["cai-dat.sh"]


@pytest.mark.parametrize("name", ["cai-dat.bat", "cai-dat.sh"])
def test_installers_never_ask_the_internet_and_take_no_wheel_that_is_not_the_one_written_down(name: str) -> None:
    assert b"--no-index --find-links" in made[name]
    assert b"--require-hashes" in made[name]
    assert b"khoa.txt" in made[name]
    assert b"http" not in made[name]


@pytest.mark.skipif(shutil.which("sh") is None, reason="no sh on this computer")
def test_the_linux_installer_is_readable_by_sh(tmp_path: Path) -> None:
    (tmp_path / "cai-dat.sh").write_bytes(made["cai-dat.sh"])
    assert subprocess.run(["sh", "-n", str(tmp_path / "cai-dat.sh")], check=False).returncode == 0


@pytest.mark.skipif(shutil.which("sh") is None, reason="no sh on this computer")
def test_the_linux_installer_without_its_wheels_says_what_to_do_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "cai-dat.sh").write_bytes(made["cai-dat.sh"])
    home = tmp_path / "home"
    home.mkdir()
    command = ["sh", str(tmp_path / "cai-dat.sh")]
    run = subprocess.run(command, env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, capture_output=True, check=False)
    assert run.returncode == 1
    assert "hãy chép cả thư mục" in run.stderr.decode()
    assert list(home.iterdir()) == []


def test_windows_and_linux_are_covered_for_every_python_and_old_windows_as_far_as_libraries_exist() -> None:
    names = {each.name for each in tool.targets(["win64", "win32", "linux"], tool.PYTHONS)}
    assert {f"{system} Python {python}" for system in ("win64", "linux") for python in tool.PYTHONS} <= names
    assert "win32 Python 3.11" in names
    assert "win32 Python 3.14" not in names


def test_pip_is_asked_for_ready_built_wheels_of_the_other_computer(tmp_path: Path) -> None:
    command = tool.download_command(target("win64", "3.12"), ["x"], tmp_path, tmp_path)
    assert "--only-binary=:all:" in command
    assert command[command.index("--platform") + 1] == "win_amd64"
    assert command[command.index("--python-version") + 1] == "3.12"


def test_what_only_windows_needs_is_found_missing_for_windows_alone(tmp_path: Path) -> None:
    wheels = [
        wheel(tmp_path, "thidua_cli", "typer", 'thidua-cli[word]; extra == "all"', 'docs>=1; extra == "word"'),
        wheel(tmp_path, "typer", 'colorama>=0.4; platform_system == "Windows"', 'unused; extra == "never"'),
        wheel(tmp_path, "docs", 'old-python-only; python_version < "3.12"'),
    ]
    windows, linux = target("win64", "3.12").environment(), target("linux", "3.11").environment()
    assert tool.missing(wheels, "thidua-cli[all]", windows) == ["colorama>=0.4"]
    assert tool.missing(wheels, "thidua-cli[all]", linux) == ["old-python-only"]


def test_a_wheel_that_is_not_written_down_is_refused(tmp_path: Path) -> None:
    good, other = wheel(tmp_path, "typer"), wheel(tmp_path, "docs")
    allowed = tool.pinned([good])
    tool.refuse_unlocked([good], allowed)
    with pytest.raises(SystemExit, match="docs-1-py3"):
        tool.refuse_unlocked([good, other], allowed)


def test_pins_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    found = tool.pinned([wheel(tmp_path, "typer"), wheel(tmp_path, "docs")])
    assert tool.pins("# head\n" + "".join(map(str, found))) == found
    assert tool.pins(tool.with_all_extras(found)) == found


def test_every_library_the_project_needs_is_pinned_within_its_bounds() -> None:
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = wanted["optional-dependencies"]
    pinned = {pin.name: pin for pin in tool.pins(tool.LOCK.read_text("utf-8"))}
    for line in (*wanted["dependencies"], *extras["excel"], *extras["word"]):
        requirement = Requirement(line)
        pin = pinned[canonicalize_name(requirement.name)]
        assert pin.version in requirement.specifier, f"{line}: python3 tools/make_offline.py --renew"
        assert pin.hashes


def test_the_checksums_cover_every_file_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "goi").mkdir()
    wheel(tmp_path / "goi", "typer")
    (tmp_path / "DOC-TRUOC.txt").write_text("x")
    sums = tool.sums(tmp_path)
    assert [line.split("  ")[1] for line in sums.splitlines()] == ["DOC-TRUOC.txt", "goi/typer-1-py3-none-any.whl"]
    assert sums.startswith(hashlib.sha256(b"x").hexdigest())


@pytest.mark.parametrize("folder", ["offline", "windows"])
def test_the_start_file_names_the_program_by_its_whole_path_r8(folder: str) -> None:
    text = (PROJECT / "tools" / folder / "thidua.bat").read_bytes().decode("ascii")
    calls = [line for line in text.splitlines() if "thidua.exe" in line and not line.startswith("rem ")]
    assert calls
    assert all(line.startswith(('"%~dp0thidua.exe"', '"%CHO%thidua.exe"')) for line in calls)
    assert 'set "NoDefaultCurrentDirectoryInExePath=1"' in text


def test_a_folder_that_is_not_ours_is_never_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "luong.xlsx").write_text("x")
    with pytest.raises(SystemExit, match="không phải thư mục cài đặt"):
        tool.replace(tmp_path / "new", out)
    assert (out / "luong.xlsx").exists()
