"""M9, M10, N, P, Q: pipes, closed and full outputs, encodings, odd environments, signals: the process under test."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest

import thidua_cli
from faults.processes import CONSOLE_SCRIPT, PROGRAM, environment, started, thidua
from ledger.sample import made
from office import Office
from thidua_cli.cli import app
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.vietnamese.numbers import VIETNAM
from thidua_cli.vietnamese.text import sort_key, words

SOURCE = Path(thidua_cli.__file__).parent


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("xa")
    started(folder)
    return folder


@pytest.fixture(scope="module")
def usual(workspace: Path) -> bytes:
    """The report in the environment of a Vietnamese desktop."""
    done = thidua(workspace, "report", env=environment(workspace, LANG="vi_VN.UTF-8"))
    assert done.returncode == 0
    assert "Tổng đàn gia súc" in done.stdout.decode()
    content: bytes = done.stdout
    return content


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"LC_ALL": "C"},
        {"LC_ALL": "en_US.ISO-8859-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1258", "TZ": "bogus"},
        {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
    ],
    ids=str,
)
def test_the_report_is_complete_in_any_locale_and_encoding_n1_n2_n3_o5(
    more: dict[str, str], workspace: Path, usual: bytes
) -> None:
    done = thidua(workspace, "report", env=environment(workspace, **more))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == usual


def test_the_program_uses_its_own_modules_in_any_folder_n9(tmp_path: Path) -> None:
    for name in ("yaml.py", "typer.py", "thidua_cli.py"):
        (tmp_path / name).write_text("raise SystemExit('sai mô-đun')\n")
    done = subprocess.run(
        [str(CONSOLE_SCRIPT), "list"], cwd=tmp_path, env=environment(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_package_beside_the_program_that_cannot_be_read_is_no_obstacle_n9(tmp_path: Path) -> None:
    beside = tmp_path / "la"
    entry_points = beside / "la-1.0.dist-info" / "entry_points.txt"
    entry_points.parent.mkdir(parents=True)
    entry_points.symlink_to(entry_points)
    done = thidua(tmp_path, "list", env=environment(tmp_path, PYTHONPATH=str(beside)))
    assert (done.returncode, done.stderr) == (0, b"")


def test_without_a_home_a_named_ledger_works_and_else_the_option_is_named_n4(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    for home in ("", None):
        monkeypatch.delenv("HOME") if home is None else monkeypatch.setenv("HOME", home)
        answer = office.run("record", "dan-so", "10.900")
        assert (answer.code, answer.out) == (2, "")
        assert "--ledger" in answer.err
    ledger = str(tmp_path / "sổ.db")
    office.done("--ledger", ledger, "init")
    office.done("--ledger", ledger, "record", "dan-so", "10.900")


def test_a_deleted_working_folder_is_no_obstacle_n4(office: Office, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    ledger = str(tmp_path / "sổ.db")
    office.done("--ledger", ledger, "init")
    assert "đã ghi" in office.done("--ledger", ledger, "record", "dan-so", "10.900")


def test_words_are_sorted_as_in_a_vietnamese_dictionary_n5() -> None:
    ordered = ["An", "Ảnh", "Ẩm", "Dân", "đất", "Đông", "Em", "Ê"]
    assert sorted(set(ordered), key=sort_key) == ordered


def test_search_needs_no_accents_and_takes_both_ways_of_placing_them_n6_n7(office: Office) -> None:
    assert words("Đường hoà") == words("duong hòa") == ["duong", "hoa"]
    assert "ho-ngheo" in office.done("list", "ngheo")


def test_a_reader_that_leaves_early_is_no_error_m9(tmp_path: Path) -> None:
    command = [*PROGRAM, "--ledger", str(made(tmp_path, 20)), "history"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr.read() == b""


def test_a_closed_output_is_fine_and_a_full_one_says_so_with_the_figure_written_m10(tmp_path: Path) -> None:
    ledger = started(tmp_path)
    closed = thidua(tmp_path, "record", "ho-ngheo", "3,5", preexec_fn=lambda: os.close(1), stderr=subprocess.PIPE)
    assert (closed.returncode, closed.stderr) == (0, b"")
    with open("/dev/full", "wb") as full:
        answer = thidua(tmp_path, "record", "thu-nhap-binh-quan", "60", stdout=full, stderr=subprocess.PIPE)
        page = thidua(tmp_path, "record", "--help", stdout=full, stderr=subprocess.PIPE)
    assert (answer.returncode, page.returncode) == (7, 7)
    assert "việc đã ghi vào sổ thì vẫn còn" in answer.stderr.decode()
    assert b"Traceback" not in answer.stderr
    assert verify(ledger).seq == 3


def test_a_signal_that_a_library_made_an_error_of_its_own_ends_the_program_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """pydantic answers whatever is raised while it builds a schema with an error of its own."""

    def swallowing(line: app.Line) -> int:
        try:
            app._end(signal.SIGTERM, None)
        except app.Ended:
            raise ValueError from None
        return 0

    monkeypatch.setattr(app, "HEARD", [])
    monkeypatch.setattr(app, "_invoke", swallowing)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert app._outcome(app._understood(["where"]))[0] == 143
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_ctrl_c_of_which_python_or_a_library_made_an_error_is_no_bug_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Met:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    def while_a_class_is_made(line: app.Line) -> int:
        type("Made", (), {"met": Met()})
        return 0

    def swallowing(line: app.Line) -> int:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            raise ValueError from None

    for invoke in (while_a_class_is_made, swallowing):
        monkeypatch.setattr(app, "_invoke", invoke)
        assert app._outcome(app._understood(["where"]))[0] == 130
        assert capsys.readouterr().err == "Đã dừng theo yêu cầu, chưa ghi gì thêm.\n"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["INT", "TERM", "HUP"]
)
def test_a_signal_while_waiting_for_the_ledger_ends_at_once_and_writes_nothing_q2_q3_q4(
    number: int, code: int, tmp_path: Path
) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as holder, holder.writing():
        command = [*PROGRAM, "--ledger", str(path), "record", "dan-so", "10.900"]
        with subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path), stderr=subprocess.PIPE) as process:
            wait_until_open(process.pid, path)
            process.send_signal(number)
            process.send_signal(number)
            # Waiting to the end would be exit 8: the holder lets go only after this block.
            assert process.wait(60) == code or process.returncode == -number
            assert process.stderr is not None
            assert b"Traceback" not in process.stderr.read()
    assert verify(path).seq == 1


def wait_until_open(pid: int, path: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        folder = Path(f"/proc/{pid}/fd")
        if any(os.path.realpath(entry) == str(path) for entry in folder.iterdir()):
            time.sleep(0.1)
            return
        time.sleep(0.02)
    pytest.fail("the process never opened the ledger")


def test_a_bug_of_ours_is_one_line_and_a_log_without_secrets_q5_p3(office: Office, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        secret = "mật khẩu 123"  # a local variable that no log may show
        raise ZeroDivisionError(secret)

    office.monkeypatch.setattr("thidua_cli.workspace.Workspace.open", broken)
    answer = office.run("report", "--section", "bí mật")
    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.splitlines()) == 1
    log = tmp_path / "home" / ".local" / "state" / "thidua" / "loi-gan-nhat.txt"
    assert str(log) in answer.err
    for text in (answer.err, log.read_text("utf-8")):
        assert "mật" not in text
        assert "ZeroDivisionError" in text


def test_an_error_of_a_json_command_is_an_object_on_stderr_q6(office: Office) -> None:
    answer = office.run("report", "--format", "json", "--period", "2024-13")
    assert (answer.code, answer.out) == (2, "")
    error = json.loads(answer.err)["error"]
    assert error["code"] == 2
    assert error["sentence"]


WORK = """
import sys
from thidua_cli.__main__ import run
for line in sys.argv[1:]:
    print(line, run(line.split()), file=sys.stderr)
"""
LINES = (
    "init",
    "record dan-gia-suc 6.500",
    "record dan-so 10.900",
    "correct dan-so 10.950 --reason nhầm",
    "undo",
    "report",
    "report --out a.csv",
    "history",
    "explain dan-so",
    "list",
    "plan check",
    "verify",
    "backup b.db",
    "restore b.db",
    "doctor",
    "where",
    "report --period sai",
)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (apt install strace)")
def test_no_command_connects_anywhere_or_writes_outside_its_folders_p5_p6(tmp_path: Path) -> None:
    calls = "connect,openat,mkdir,rename,renameat,unlink,unlinkat,link,linkat,symlink,truncate,chmod"
    trace = tmp_path.with_name(f"{tmp_path.name}.trace")
    words = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={calls}", PROGRAM[0], "-c", WORK, *LINES]
    env = environment(tmp_path, PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=True, timeout=120)
    assert [line for line in done.stderr.splitlines() if line in [f"{words} 0" for words in LINES[:-1]]] == [
        f"{words} 0" for words in LINES[:-1]
    ], done.stderr
    assert outside(trace.read_text(), tmp_path) == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (apt install strace)")
def test_a_program_that_connects_and_writes_elsewhere_would_be_noticed_p5_p6(tmp_path: Path) -> None:
    trace, there = tmp_path / "trace", tmp_path / "there"
    code = f"import socket; open({str(there)!r}, 'w'); socket.socket().connect_ex(('127.0.0.1', 9))"
    words = ["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=connect,openat", PROGRAM[0], "-c", code]
    subprocess.run(words, check=True, timeout=60)
    assert len(outside(trace.read_text(), tmp_path / "here")) == 2


def outside(trace: str, folder: Path) -> list[str]:
    """Calls that reach the network or change something outside the folder."""
    found = []
    for line in trace.splitlines():
        call = line.split("(")[0].split()[-1]
        if call == "connect":
            found.append(line)
        elif call != "openat" or any(flag in line for flag in ("O_WRONLY", "O_RDWR", "O_CREAT")):
            names = line.split('"')[1::2]
            found += [line for name in names if name.startswith("/") and not is_ours(name, folder)]
    return found


def is_ours(name: str, folder: Path) -> bool:
    return name.startswith((str(folder), "/dev/null", "/dev/tty"))


def test_no_file_of_the_program_evaluates_text_unpickles_or_starts_a_shell_p8() -> None:
    never = re.compile(r"\b(?:eval|exec)\(|\bpickle\b|\bshell=True|\byaml\.load\(|\bos\.system\(")
    for path in SOURCE.rglob("*.py"):
        assert not never.search(path.read_text("utf-8")), path


def test_other_programs_and_the_network_are_met_only_where_security_md_says_p9() -> None:
    means = re.compile(
        r"^\s*(?:import|from) (subprocess|webbrowser|socket|urllib|http|ssl|smtplib|ftplib|multiprocessing|ctypes"
        r"|psycopg)\b|\bos\.(startfile|exec\w+|spawn\w+|posix_spawn\w*|popen|fork)\(",
        re.MULTILINE,
    )
    found = {
        (path.relative_to(SOURCE).as_posix(), match[1] or match[2])
        for path in SOURCE.rglob("*.py")
        for match in means.finditer(path.read_text("utf-8"))
    }
    assert {name for name in found if name[1] != "psycopg"} == {
        ("cli/cron.py", "subprocess"),
        ("cli/guide.py", "webbrowser"),
        ("render/terminal.py", "subprocess"),
        ("render/word.py", "subprocess"),
    }
    assert all(name.startswith("hub/") for name, what in found if what == "psycopg")
    told = (Path(__file__).parents[2] / "SECURITY.md").read_text("utf-8")
    for named in ("cron --rehearse", "guide --open", "--formats pdf", "`PAGER`", "psycopg"):
        assert named in told


def test_days_and_periods_need_no_zone_data_o6() -> None:
    assert not [path for path in SOURCE.rglob("*.py") if "zoneinfo" in path.read_text("utf-8")]
    assert VIETNAM.utcoffset(None) == timedelta(hours=7)


def as_ordinary_user(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command without the rights by which root reads and writes everything."""
    may_less = []
    if os.geteuid() == 0:
        if (setpriv := shutil.which("setpriv")) is None:
            pytest.skip("root reads everything, and setpriv is not there to take that from it")
        lost = "-dac_override,-dac_read_search"
        may_less = [setpriv, f"--bounding-set={lost}", f"--inh-caps={lost}", "--no-new-privs"]
    line = [*may_less, *PROGRAM, *words]
    return subprocess.run(
        line, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("mode", "code", "told"),
    [
        (0o000, 7, "không có quyền xem"),
        (0o300, 7, "không có quyền xem"),
        (0o444, 3, "không đọc được tệp kế hoạch"),
    ],
)
def test_a_folder_without_rights_is_named_and_no_other_ledger_is_used_instead_r17(
    mode: int, code: int, told: str, tmp_path: Path
) -> None:
    assert thidua(tmp_path, "init", ".").returncode == 0
    place = tmp_path / "data"
    before = sorted(path.name for path in tmp_path.iterdir())
    place.chmod(mode)
    try:
        for words in (("report",), ("record", "dan-so", "10900"), ("verify",), ("history",)):
            answer = as_ordinary_user(tmp_path, *words)
            assert (answer.returncode, told in answer.stderr, str(place) in answer.stderr) == (code, True, True), words
        where = as_ordinary_user(tmp_path, "where")
        assert "không có quyền" in where.stdout + where.stderr
        assert sorted(path.name for path in tmp_path.iterdir()) == before
    finally:
        place.chmod(0o755)


@pytest.mark.parametrize("below", [".", "bao-cao"])
def test_a_folder_that_is_a_link_to_a_stick_pulled_out_is_named_and_no_other_ledger_is_used_r17(
    below: str, tmp_path: Path
) -> None:
    assert thidua(tmp_path, "init", ".").returncode == 0
    (tmp_path / "data").rename(tmp_path / "usb")
    (tmp_path / "data").symlink_to(tmp_path / "usb")
    (tmp_path / "bao-cao").mkdir()
    assert thidua(tmp_path / below, "report").returncode == 0
    (tmp_path / "usb").rename(tmp_path / "da-rut")
    for typed in (("report",), ("record", "dan-so", "10900"), ("verify",), ("template", "--out", "a.csv")):
        answer = thidua(tmp_path / below, *typed, text=True)
        assert (answer.returncode, str(tmp_path / "data") in answer.stderr) == (7, True), answer.stderr
        assert "không có thư mục này" in answer.stderr
    assert "không xem được thư mục" in thidua(tmp_path / below, "where", text=True).stderr


def test_a_workspace_is_made_below_a_folder_that_may_not_be_looked_into_r17(tmp_path: Path) -> None:
    (tmp_path / "rieng").mkdir()
    tmp_path.chmod(0o311)
    try:
        answer = as_ordinary_user(tmp_path / "rieng", "init")
    finally:
        tmp_path.chmod(0o755)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_read_only_folder_is_read_and_refused_for_writing_r17(tmp_path: Path) -> None:
    started(tmp_path)
    for folder in (tmp_path, tmp_path / "data"):
        if folder.is_dir():
            folder.chmod(0o555)
    try:
        assert as_ordinary_user(tmp_path, "report").returncode == 0
        answer = as_ordinary_user(tmp_path, "record", "dan-so", "10900", "--on", "14/06/2024")
        assert (answer.returncode, "chỉ đọc, không ghi được" in answer.stderr) == (7, True)
    finally:
        for folder in (tmp_path, tmp_path / "data"):
            if folder.is_dir():
                folder.chmod(0o755)
