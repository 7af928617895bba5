"""The year at a glance, today's page, names people give to commands, and pages longer than the screen."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from cli.half_year import settled
from office import Office
from thidua_cli.cli import COMMANDS, SPOKEN
from thidua_cli.vietnamese.text import fold


@pytest.fixture
def half_year(office: Office) -> Office:
    return settled(office)


def months(office: Office, id: str) -> list[str]:
    record = json.loads(office.done("overview", "--format", "json"))
    return next(row["months"] for row in record["indicators"] if row["id"] == id)


def test_each_month_says_whether_its_figure_is_there_estimated_late_or_to_come(half_year: Office) -> None:
    half_year.done("record", "dan-so", "10.960", "--on", "01/07/2024", "--level", "estimate")
    assert months(half_year, "dan-so")[6] == "estimated"
    assert "late" in months(half_year, "dan-gia-cam")
    assert "coming" in months(half_year, "thu-nhap-binh-quan")
    assert set(months(half_year, "dien-tich-gieo-trong")) == {"none"}, "a total has no figures of its own"


def test_a_month_passed_over_is_told_from_one_still_waited_for(half_year: Office) -> None:
    """`due` asks no more for a level that a newer figure has replaced; the year at a glance shows the hole."""
    half_year.today("2024-10-05")
    for month in ("t1", "t3", "t6"):
        half_year.done("record", "bao-phu-bhxh", "8,9", "--for", month)
    shown = months(half_year, "bao-phu-bhxh")
    assert shown[:6] == ["there", "missing", "there", "missing", "missing", "there"]
    assert shown[6:9] == ["late"] * 3
    assert "– không có, kỳ sau đã có" in half_year.done("overview")


def test_a_closed_month_is_marked(half_year: Office) -> None:
    assert "■ " not in half_year.done("overview").split("\n\n")[2]
    half_year.done("close", "t5")
    record = json.loads(half_year.done("overview", "--format", "json"))
    assert [month["id"] for month in record["months"] if month["closed"]] == ["2024-05"]
    assert "Tháng đã chốt" in half_year.done("overview")


def test_the_overview_fits_eighty_columns(half_year: Office) -> None:
    half_year.monkeypatch.setenv("COLUMNS", "80")
    half_year.monkeypatch.setenv("NO_COLOR", "1")
    shown = half_year.run("--no-pager", "overview", tty=True).out
    assert max(map(len, shown.splitlines())) <= 80
    assert " T1 " in shown
    assert " T12" in shown


def test_thidua_alone_on_a_terminal_is_todays_page_and_on_a_pipe_the_help(half_year: Office) -> None:
    half_year.monkeypatch.setenv("NO_COLOR", "1")
    shown = half_year.run(tty=True).out
    assert "Hôm nay 05/07/2024" in shown
    assert "thidua summary --period 2024-06" in shown
    assert re.search(r"\n[1-9][0-9]* việc đã trễ(, [1-9][0-9]* việc sắp đến hạn)?\.\n", shown)
    assert half_year.run().out == half_year.run("--help").out


def test_todays_page_follows_last_months_report(half_year: Office) -> None:
    assert "chưa làm" in half_year.done("today")
    half_year.done("summary", "--period", "t6", "--formats", "md")
    page = half_year.done("today")
    assert "chưa chốt" in page
    assert "thidua close 2024-06  chốt số liệu tháng 6 năm 2024, khi báo cáo đã gửi" in page
    assert "hỏi không rõ" not in page
    half_year.done("close", "t6")
    assert "đã chốt" in half_year.done("today")


def test_before_the_plans_year_has_begun_it_is_said_and_only_what_works_is_proposed(office: Office) -> None:
    office.today("2026-11-29")
    office.done("plan", "new", "2027", "--out", "plan_2027.yaml")
    page = office.done("today")
    assert "Báo cáo tháng 1 năm 2027: năm kế hoạch chưa bắt đầu (từ ngày 01/01/2027)." in page
    for line in json.loads(office.done("today", "--format", "json"))["commands"]:
        office.done(*line.split()[1:])
    for words in ("report", "report --period t1", "work", "pace", "show dan-so"):
        answer = office.run(*words.split())
        assert (answer.code, "last-month" in answer.err) == (2, False)
        proposed = re.findall("thidua ((?:plan|due)[^,\n]*)", answer.err)
        assert len(proposed) == 2
        for line in proposed:
            office.done(*line.split())


def test_in_january_todays_page_asks_for_decembers_report_of_last_years_plan(half_year: Office) -> None:
    half_year.today("2025-01-06")
    half_year.done("plan", "new", "2025", "--out", "data/plan_2025.yaml")
    page = half_year.done("today")
    assert "kế hoạch năm 2025" in page
    assert "Báo cáo tháng 12 năm 2024" in page
    half_year.done(*["summary", "--period", "2024-12", "--formats", "md"])
    assert "thidua close 2024-12" in half_year.done("today")
    plan = half_year.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8") + "không phải: [", "utf-8")
    assert "tháng đầu của kế hoạch chưa hết" in half_year.done("today"), "a plan that cannot be read is not asked"
    plan.unlink()
    assert "tháng đầu của kế hoạch chưa hết" in half_year.done("today")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("báo cáo --period t6", "report --period t6"),
        ("bao cao", "report"),
        ("bao-cao", "report"),
        ("GHI dan-so 10.950 --on 04/07/2024", "record dan-so 10.950 --on 04/07/2024"),
        ("sửa --help", "correct --help"),
        ("nhập --help", "import --help"),
        ("help record", "record --help"),
        ("help plan check", "plan check --help"),
        ("help", "--help"),
        ("-h", "--help"),
        ("record -h", "record --help"),
        ("plan -h", "plan --help"),
        ("help báo cáo", "report --help"),
        ("kế hoạch kiểm tra --help", "plan check --help"),
        ("help khen thưởng thêm", "nominate add --help"),
        ("plan help", "plan --help"),
        ("plan help draft", "plan draft --help"),
        ("hub help units", "hub units --help"),
        ("hub units help", "hub units --help"),
        ("hub units help add", "hub units add --help"),
        ("work help", "work --help"),
        ("khen thưởng help thêm", "nominate add --help"),
        ("báo cáo tổng hợp --help", "summary --help"),
        ("nhật ký", "history"),
        ("đối chiếu", "verify"),
    ],
)
def test_a_command_is_known_by_its_vietnamese_name_and_its_help_by_every_usual_way(
    half_year: Office, words: str, meant: str
) -> None:
    spoken = half_year.run(*words.split())
    if "record dan-so" in meant:
        half_year.done("undo")
    assert (spoken.code, spoken.out.splitlines()[0]) == (0, half_year.run(*meant.split()).out.splitlines()[0])


@pytest.mark.parametrize(
    ("words", "example"),
    [
        ("record", "thidua record ho-ngheo 102/2910 --on 14/06/2024"),
        ("template", "thidua template --year 2023 --out nam-2023.xlsx"),
        ("import", "thidua template --out bieu-mau.xlsx"),
    ],
)
def test_an_example_in_a_help_page_stands_on_one_line_so_that_it_can_be_copied(
    office: Office, monkeypatch: pytest.MonkeyPatch, words: str, example: str
) -> None:
    monkeypatch.setenv("COLUMNS", "52")
    assert any(line.endswith(example) for line in office.run(words, "--help").out.splitlines())


def test_every_spoken_name_is_folded_and_names_a_command() -> None:
    names = {entry.name for entry in COMMANDS}
    children = {child.name for entry in COMMANDS for child in entry.children}
    assert all(fold(words) == words for words in SPOKEN)
    assert set(SPOKEN.values()) <= names | children
    assert not (names | children) & set(SPOKEN)


def test_an_unknown_word_is_still_refused(office: Office) -> None:
    assert office.run("xyz").code == 2
    assert office.run("help", "xyz").code == 2
    assert "Cách dùng" not in office.run("list", "help").out, "what a command is given may be called help"


PAGED = """
import sys
from thidua_cli.__main__ import run
sys.exit(run(sys.argv[1:]))
"""


def on_terminal(folder: Path, pager: str, *words: str) -> str:
    """What a low terminal shows, whose pager writes to a file."""
    import fcntl
    import pty
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    kept = {name: text for name, text in os.environ.items() if not name.startswith("THIDUA_")}
    environ = kept | {"TERM": "xterm", "PAGER": pager, "HOME": str(folder), "THIDUA_TODAY": "2024-07-05"}
    process = subprocess.Popen(
        [sys.executable, "-c", PAGED, *words], cwd=folder, env=environ, stdin=follower, stdout=follower,
        stderr=follower,
    )  # fmt: skip
    os.close(follower)
    shown = b""
    try:
        while piece := os.read(leader, 65536):
            shown += piece
    except OSError:
        assert process.wait(60) == 0
    os.close(leader)
    return shown.decode()


@pytest.mark.parametrize(
    ("pager", "words", "is_paged"),
    [
        ("tee gone-through", ("report",), True),
        ("tee gone-through", ("--help",), True),
        ("tee gone-through", ("--no-pager", "report"), False),
        ("tee gone-through", ("report", "--no-pager"), False),
        ("tee gone-through", ("where",), False),
        ("cat", ("report",), False),
        ("", ("report",), False),
        ("khong-co-chuong-trinh-nay", ("report",), False),
        ("true", ("report",), True),
    ],
)
def test_what_is_longer_than_the_screen_goes_through_the_pager(
    office: Office, pager: str, words: tuple[str, ...], is_paged: bool
) -> None:
    shown = on_terminal(office.folder, pager, *words)
    assert (office.folder / "gone-through").exists() == (is_paged and "tee" in pager)
    assert ("thidua" in shown or "Thi đua" in shown) == (pager != "true")


def test_months_that_were_closed_with_their_half_year_are_marked_closed(office: Office) -> None:
    office.done("record", "dan-so", "10.903", "--for", "q1")
    office.done("close", "6t")
    line = next(line for line in office.done("overview").splitlines() if "■" in line and "T1" not in line)
    assert line.count("■") == 6


def test_only_what_is_still_asked_for_is_sent_to_entry(office: Office) -> None:
    office.today("2024-10-05")
    for row in json.loads(office.done("due", "--format", "json"))["expected"]:
        if row["wait"] == "late" and row["kind"] == "indicator":
            words = row["command"].replace("TỬ/MẪU", "9/10").replace("SỐ", "12").split()
            office.done(*words[1:], "--yes")
    shown = office.done("overview")
    assert re.search("^Không còn chờ số nào đã đến hạn; [0-9]+ ô không có số, kỳ sau đã có.$", shown, re.MULTILINE)
    assert "thidua entry" not in shown
    assert "không còn số liệu nào phải ghi" in office.run("entry", stdin="", tty=True).out


ENDED = """schema: thidua.plan/1
year: 2024
title: KH
unit: {id: x, name: xã X}
places: [{id: thon-1, name: Thôn 1}, {id: thon-2, name: Thôn 2, until: 2024-05-31}]
sections: [{id: a, title: A, indicators: [
  {id: bh, name: BHYT, unit: hộ, target: ">= 95", combine: HOW, by_place: true, frequency: monthly, due: 2024-01-31}]}]
"""


@pytest.mark.parametrize("combine", ["latest", "sum"])
@pytest.mark.parametrize("today", ["2024-05-31", "2024-06-01", "2024-06-10", "2024-07-10"])
def test_a_place_that_has_ended_since_is_still_lacking_in_the_months_of_its_time(
    combine: str, today: str, office: Office
) -> None:
    (office.folder / "plan_2024.yaml").write_text(ENDED.replace("HOW", combine), "utf-8")
    office.today("2024-06-10")
    for place, last in (("1", 6), ("2", 4)):
        for month in range(1, last):
            office.done("record", "bh", "9", "--place", place, "--for", f"t{month}")
    office.today(today)
    shown = months(office, "bh")
    assert shown[:5] == ["there", "there", "there", "partial", "partial"]
    assert shown[5] == ("late" if today > "2024-06-30" else "coming")
