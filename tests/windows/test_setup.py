"""The setup under Wine: install, work, compare with Linux, remove. `pytest tests/windows -n 0 --setup dist/…-setup.exe`

Wine is not Windows. What it cannot show is listed in docs/windows.md.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from office import Office
from thidua_cli.cli.cron import Job
from windows.wine import Computer, missing_programs

FORMATS = ("docx", "html", "md", "xlsx")


@pytest.fixture(scope="module")
def setup(pytestconfig: pytest.Config) -> Path:
    """The setup to try."""
    given = pytestconfig.getoption("--setup")
    if not given:
        pytest.skip("python3 tools/make_windows.py, then: pytest tests/windows -n 0 --setup dist/…-setup.exe")
    if absent := missing_programs():
        pytest.skip(f"not installed: {', '.join(absent)}")
    return Path(given).resolve()


@pytest.fixture(scope="module")
def computer(setup: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    """A computer on which the setup was run."""
    made = Computer.fresh(tmp_path_factory.mktemp("windows"))
    ran = made.install(setup)
    assert ran.code == 0, ran.out
    yield made
    made.start("wineserver", "-k")


def files(folder: Path) -> dict[str, str]:
    """Name → digest of every file below a folder."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_the_setup_puts_the_program_a_workspace_and_a_start_menu_entry_in_the_persons_own_folders(
    computer: Computer,
) -> None:
    assert {path.name for path in computer.program.iterdir()} == {
        "DOC-TRUOC.txt",
        "go-bo.exe",
        "lib",
        "python",
        "thidua.bat",
        "thidua.exe",
    }
    assert {path.name for path in (computer.workspace / "data").iterdir()} >= {"plan_2024.yaml", "thidua.db"}
    menu = computer.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
    assert [path.name for path in menu.glob("*.lnk")] == ["Thi đua.lnk"]


def test_every_command_of_a_month_runs(computer: Computer) -> None:
    for words in (
        ("--version",),
        ("record", "dan-gia-suc", "6.500", "--on", "05/07/2024"),
        ("report", "--format", "plain"),
        ("summary", "--formats", ",".join(FORMATS)),
        ("backup", "sao-luu.db"),
        ("verify",),
        ("cron",),
        ("doctor",),
    ):
        ran = computer.thidua(*words)
        assert ran.code == 0, (words, ran.out)
    made = {path.suffix[1:] for path in (computer.workspace / "bao-cao").glob("bao-cao-*")}
    assert made == set(FORMATS)


def test_a_ledger_of_linux_gives_the_same_bytes_in_every_format(computer: Computer, office: Office) -> None:
    office.done("demo", str(office.folder / "demo"))
    there = computer.home / "demo"
    shutil.copytree(office.folder / "demo", there)
    office.monkeypatch.chdir(office.folder / "demo")
    words = ("summary", "--period", "t6", "--formats", ",".join(FORMATS), "--out-dir", "ra")
    office.done(*words)
    assert computer.thidua(*words, cwd=there).code == 0
    assert files(there / "ra") == files(Path("ra"))


def test_a_ledger_of_linux_is_whole_there_and_is_exported_with_the_same_bytes(
    computer: Computer, office: Office
) -> None:
    office.done("demo", str(office.folder / "demo"))
    there = computer.home / "chain"
    shutil.copytree(office.folder / "demo", there)
    office.monkeypatch.chdir(office.folder / "demo")
    office.done("export", "--out", "so.jsonl")
    assert computer.thidua("export", "--out", "so.jsonl", cwd=there).code == 0
    assert (there / "so.jsonl").read_bytes() == Path("so.jsonl").read_bytes()
    assert computer.thidua("verify", cwd=there).out == office.done("verify")


def test_a_row_written_there_continues_the_chain_that_linux_verifies(computer: Computer, office: Office) -> None:
    office.done("demo", str(office.folder / "demo"))
    there = computer.home / "written"
    shutil.copytree(office.folder / "demo", there)
    row = ("record", "dan-gia-suc", "6.512", "--on", "05/07/2024", "--by", "hương", "--note", "Đếm lại", "--yes")
    assert computer.thidua(*row, cwd=there).code == 0
    office.monkeypatch.chdir(there)
    assert "sổ nguyên vẹn: " in office.done("verify")


def test_the_start_file_does_not_run_a_program_that_lies_in_the_present_folder_r8(computer: Computer) -> None:
    bait = computer.home / "tai-ve"
    bait.mkdir()
    shutil.copyfile(computer.program / "python" / "python.exe", bait / "thidua.exe")
    ran = computer.run("cmd", "/c", str(computer.program / "thidua.bat"), "--version", cwd=bait)
    assert ran.out.strip().startswith("thidua "), ran.out


def test_modules_of_the_present_folder_and_of_variables_are_not_used(computer: Computer) -> None:
    bait = computer.home / "bay"
    bait.mkdir()
    (bait / "json.py").write_text("raise SystemExit(99)")
    ran = computer.thidua("where", cwd=bait, PYTHONPATH=str(bait), PYTHONHOME=str(bait))
    assert ran.code == 0, ran.out


def test_installing_again_keeps_the_figures_and_leaves_no_old_module(computer: Computer, setup: Path) -> None:
    (computer.program / "lib" / "thidua_cli" / "cu.py").write_text("")
    before = files(computer.workspace / "data")
    assert computer.install(setup).code == 0
    assert not (computer.program / "lib" / "thidua_cli" / "cu.py").exists()
    assert files(computer.workspace / "data") == before


def test_json_is_printed_in_utf_8_whatever_the_console(computer: Computer) -> None:
    assert json.loads(computer.thidua("report", "--format", "json").out)["schema"] == "thidua.report/1"


def test_removal_takes_the_program_and_keeps_the_figures(setup: Path, tmp_path: Path) -> None:
    computer = Computer.fresh(tmp_path / "windows")
    computer.install(setup)
    before = files(computer.workspace)
    computer.run(str(computer.program / "go-bo.exe"), "/S")
    computer.start("wineserver", "-w")  # it goes on as a copy of itself, so that it can remove itself
    assert not computer.program.exists()
    assert files(computer.workspace) == before
    assert not list(computer.home.rglob("Thi đua.lnk"))
    computer.start("wineserver", "-k")


def test_the_timed_line_arrives_as_one_argument_in_a_program_of_windows(computer: Computer) -> None:
    run = Job(("C:\\x\\thidua.exe",), Path("C:\\Thi đua & (50% xong) it's"), Path("C:\\ra ^ đây!"), Path("C:\\l.log"))
    typed = run.schtasks().partition("/TR ")[2]
    script = "import subprocess, sys; subprocess.run(sys.argv[1].replace('PYTHON', sys.executable) + sys.argv[2])"
    ran = computer.python("-c", script, '"PYTHON" -X utf8 -c "import sys; print(sys.argv[1])" ', typed)
    assert ran.out.strip() == run.task()
