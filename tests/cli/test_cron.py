"""`cron`: lines that survive crontab, shell and odd folder names, and a rehearsal in cron's bare environment."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cli.other_year import plan_of
from office import Office
from thidua_cli.cli.cron import AT, FIRST_DAY, Job, cron_environment, program
from thidua_cli.domain.period import month_of
from thidua_cli.domain.plan import Calendar
from thidua_cli.errors import UsageError, typed_argument
from thidua_cli.vietnamese.numbers import VIETNAM

ODD_NAME = 'Xã Đắk La\'s 100% "mới" $HOME `x`'
CRON_LINE = re.compile(r"^30 7 (\d+) \* \* (.+)$", re.MULTILINE)


def job(place: str = "/srv/thi dua") -> Job:
    here = Path(place)
    return Job(("/opt/thidua",), here, here / "bao-cao", here / "tu-dong.log")


def by_cron(line: str) -> str:
    """The shell command as cron takes it from a line, written a second time so that it can disagree."""
    command = line.split(None, 5)[5]
    return re.split(r"(?<!\\)%", command)[0].replace("\\%", "%")


def words_of(line: str) -> list[str]:
    return shlex.split(by_cron(line))


def test_the_line_names_everything_by_absolute_path() -> None:
    line = job().crontab()
    assert line == (
        "30 7 1 * * cd '/srv/thi dua' && /opt/thidua summary --auto --out-dir '/srv/thi dua/bao-cao'"
        " >> '/srv/thi dua/tu-dong.log' 2>&1"
    )


def test_a_percent_sign_is_escaped_and_arrives_in_the_shell_as_it_was_o10() -> None:
    line = job("/srv/100%").crontab()
    assert "/srv/100\\%" in line
    assert words_of(line)[1] == "/srv/100%"


@given(st.text(st.characters(exclude_characters="\n\r\\\0", exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_any_folder_name_comes_through_crontab_and_shell(name: str) -> None:
    made = job(f"/srv/{name}")
    line = made.crontab()
    assert "\n" not in line
    words = words_of(line)
    assert (words[1], words[words.index("--out-dir") + 1]) == (str(made.workspace), str(made.out_dir))
    assert made.shell() == by_cron(line)


@pytest.mark.parametrize("name", ["a\nb", "a\\b", "a\rb"])
def test_a_name_that_no_crontab_can_hold_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="crontab"):
        job(f"/srv/{name}").crontab()


@pytest.mark.parametrize("calendar", list(Calendar))
@pytest.mark.parametrize("offset", range(-12, 15))
def test_the_hour_is_right_in_every_zone_of_the_world(offset: int, calendar: Calendar) -> None:
    day = FIRST_DAY[calendar]
    for month in range(1, 13):
        local = datetime.combine(date(2024, month, day), AT, timezone(timedelta(hours=offset)))
        begun = month_of(local.astimezone(VIETNAM).date(), calendar)
        meant = month_of(date(2024, month, day), calendar)
        assert begun == meant


def test_the_windows_line_quotes_inside_quotes() -> None:
    assert job().schtasks() == (
        'schtasks /Create /F /TN "thidua bao cao thang" /SC MONTHLY /D 1 /ST 07:30 /TR '
        '"cmd /v:off /c cd /d \\"/srv/thi dua\\" && \\"/opt/thidua\\" summary --auto --out-dir bao-cao'
        ' >> \\"tu-dong.log\\" 2>&1"'
    )


def outside_quotes_of_cmd(line: str) -> str:
    """The signs of a line that cmd does not see between quotes; for it every quote begins or ends a quotation."""
    return "".join(line.split('"')[::2])


def arguments_of(line: str, *, doubled_quote_stays: bool) -> list[str]:
    """What a C program makes of its command line, by the published rules of Microsoft's old and new libraries."""
    found: list[str] = []
    word, quoted, at, begun = "", False, 0, False
    while at < len(line):
        slashes = len(line[at:]) - len(line[at:].lstrip("\\"))
        if slashes and line[at + slashes : at + slashes + 1] == '"':
            word, at, begun = word + "\\" * (slashes // 2), at + slashes, True
            if slashes % 2:
                word, at = word + '"', at + 1
            continue
        sign, at = line[at], at + 1
        if sign == '"' and quoted and line[at : at + 1] == '"':
            word, at, quoted = word + '"', at + 1, doubled_quote_stays
        elif sign == '"':
            quoted, begun = not quoted, True
        elif sign in " \t" and not quoted:
            found, word, begun = [*found, word] if begun else found, "", False
        else:
            word, begun = word + sign, True
    return [*found, word] if begun else found


windows_names = st.text(
    st.one_of(st.sampled_from("&%!^()' ;,=@~-x"), st.characters(exclude_characters='"*:<>?/|\\', min_codepoint=32)),
    min_size=1,
    max_size=16,
)


@given(st.lists(windows_names, min_size=1, max_size=3), st.booleans())
def test_any_folder_name_of_windows_comes_through_cmd_and_the_program_r7(names: list[str], new: bool) -> None:
    made = job("D:\\" + "\\".join(names))
    assume(not re.search(r'%[^\s%"][^%"]*%', str(made.workspace)))
    line = made.schtasks()
    assert not set("&|<>^") & set(outside_quotes_of_cmd(line))
    assert arguments_of(line, doubled_quote_stays=new)[-2:] == ["/TR", made.task()]


@given(windows_names)
def test_no_variable_of_windows_is_put_into_a_line_that_is_typed(name: str) -> None:
    typed = typed_argument(f"%{name}%TEMP%{name}")
    assert "%TEMP%" not in typed.upper()
    assert arguments_of(typed, doubled_quote_stays=True) == [f"%{name}%TEMP%{name}"]


def test_a_path_that_windows_would_change_is_named_and_the_linux_line_stays(office: Office) -> None:
    folder = office.folder / "bo %TEMP% nay"
    office.done("init", str(folder))
    office.monkeypatch.chdir(folder)
    said = office.done("cron")
    assert CRON_LINE.search(said)
    assert "schtasks /Create" not in said
    assert "# Windows: đường dẫn có %…%" in said


@pytest.mark.skipif(sys.platform == "win32", reason="no name holds a backslash there")
def test_a_path_that_no_crontab_can_hold_is_refused_before_the_first_line(office: Office) -> None:
    folder = office.folder / "a\\b"
    office.done("init", str(folder))
    office.monkeypatch.chdir(folder)
    answer = office.run("cron")
    assert (answer.code, answer.out) == (2, "")
    assert "crontab không nhận" in answer.err


def test_day_and_hour_can_be_chosen(office: Office) -> None:
    office.done("init")
    said = office.done("cron", "--day", "3", "--at", "16:05")
    assert "5 16 3 * * cd " in said
    assert "/D 3 /ST 16:05 " in said
    assert "Trước 07:00" not in said
    assert "# Trước 07:00" in office.done("cron", "--at", "6:59")


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--day", "31"), "từ 1 đến 28"), (("--day", "0"), "từ 1 đến 28"), (("--at", "25:00"), "hãy viết như 07:30")],
)
def test_a_day_that_some_months_lack_or_an_hour_that_is_none_is_refused(
    office: Office, words: tuple[str, str], said: str
) -> None:
    answer = office.run("cron", *words)
    assert answer.code == 2
    assert said in answer.err


def test_scripts_get_the_lines_as_json(office: Office) -> None:
    office.done("init")
    record = json.loads(office.done("cron", "--format", "json", "--day", "3"))
    assert record["schema"] == "thidua.cron/1"
    assert (record["day"], record["at"], record["doubts"]) == (3, "07:30", [])
    assert record["crontab"] in office.done("cron", "--day", "3")
    assert record["schtasks"] in office.done("cron", "--day", "3")


def test_modules_of_the_work_folder_are_not_imported_by_a_timed_run_r8(office: Office) -> None:
    office.monkeypatch.setattr(sys, "argv", ["thidua"])  # a bare name may be a file of the work folder
    office.monkeypatch.setattr(sys, "executable", str(office.folder / "python"))
    assert program() == (str(office.folder / "python"), "-P", "-m", "thidua_cli")


def test_the_plan_is_found_anew_at_each_run_and_a_named_one_is_kept(office: Office) -> None:
    office.done("init")
    assert "--plan" not in office.done("cron")
    said = office.done("--plan", "data/plan_2024.yaml", "--ledger", "data/thidua.db", "cron")
    found = CRON_LINE.search(said)
    assert found is not None
    words = words_of(found[0])
    assert words[words.index("--plan") + 1] == str(office.folder / "data" / "plan_2024.yaml")
    assert words[words.index("--ledger") + 1] == str(office.folder / "data" / "thidua.db")


def test_from_a_folder_below_the_line_still_runs_in_the_workspace(office: Office) -> None:
    office.done("init")
    office.monkeypatch.chdir(office.folder / "data")
    found = CRON_LINE.search(office.done("cron"))
    assert found is not None
    assert words_of(found[0])[1] == str(office.folder)


def test_the_calendar_of_administrative_reports_runs_on_the_fifteenth(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("\ncalendar: calendar", "\ncalendar: nd09"), "utf-8")
    found = CRON_LINE.search(office.done("cron"))
    assert found is not None
    assert found[1] == "15"


def test_a_line_too_long_for_windows_is_said(office: Office) -> None:
    office.done("init", "a" * 120)
    office.monkeypatch.chdir(office.folder / ("a" * 120))
    assert "dài quá 261" in office.done("cron")


def test_the_program_is_named_by_an_absolute_path() -> None:
    assert Path(program()[0]).is_absolute()
    done = subprocess.run([*program(), "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("thidua ")


def test_cron_gives_five_variables_and_no_more_o9() -> None:
    environ = cron_environment({"HOME": "/h", "USER": "huong", "LANG": "vi_VN.UTF-8", "TZ": "x", "THIDUA_TODAY": "y"})
    assert environ == {"HOME": "/h", "LOGNAME": "huong", "PATH": "/usr/bin:/bin", "PWD": "/h", "SHELL": "/bin/sh"}


needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="needs /bin/sh")


def odd_workspace(office: Office) -> Path:
    """A folder with every awkward sign in its name, and the plan of the year that last month lies in."""
    folder = office.folder / ODD_NAME
    (folder / "data").mkdir(parents=True)
    (office.folder.parent / "home").mkdir()
    today = datetime.now(UTC).astimezone(VIETNAM).date()
    year = (today.replace(day=1) - timedelta(days=1)).year
    (folder / "data" / f"plan_{year}.yaml").write_text(plan_of(year), "utf-8")
    office.monkeypatch.chdir(folder)
    return folder


def rehearsed(office: Office) -> tuple[int, str, Path]:
    answer = office.run("cron", "--rehearse")
    found = re.search(r"thidua-chay-thu-\w+", answer.out)
    assert found is not None
    place = Path(answer.out[: found.end()].rsplit(">> ", 1)[-1].rsplit(" ", 1)[-1])
    return answer.code, answer.out, place


@needs_shell
def test_a_rehearsal_makes_the_report_in_a_temporary_folder_and_nothing_else_o9(office: Office) -> None:
    folder = odd_workspace(office)
    code, said, place = rehearsed(office)
    made = list((place / "bao-cao").iterdir())
    shutil.rmtree(place)
    assert code == 0, said
    assert f"mã kết thúc: 0; tệp trong {place}" in said
    assert {path.name.split("-2")[0] for path in made} == {"bao-cao-dak-la", "loi-van-dak-la"}
    assert sorted(path.name for path in folder.iterdir()) == ["data"]
    log = office.folder.parent / "home" / ".local" / "state" / "thidua" / "lan-chay.tsv"
    assert not log.exists()


@needs_shell
def test_a_rehearsal_is_no_run_of_its_own_and_ends_no_reminder(office: Office) -> None:
    odd_workspace(office)
    assert office.run("summary", "--auto", "--formats", "pdf").code == 2
    _, _, place = rehearsed(office)
    shutil.rmtree(place)
    assert "lần chạy tự động" in office.run("where", tty=True).err


@needs_shell
def test_a_rehearsal_that_fails_says_what_the_log_would_say(office: Office) -> None:
    folder = odd_workspace(office)
    (plan,) = (folder / "data").glob("plan_*.yaml")
    plan.write_text("schema: khác\n", "utf-8")
    code, said, place = rehearsed(office)
    shutil.rmtree(place)
    assert code == 3
    assert "  Lỗi: " in said
    assert "mã kết thúc: 3" in said
