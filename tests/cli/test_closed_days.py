"""After a period is closed no command is advised that would be refused: what it lacks asks for `reopen` first."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from office import Office

REOPEN = 'thidua reopen 2024-H1 --reason "…"'
FILLED = {"TỬ/MẪU": "9/10", "SỐ%": "100%", "SỐ": "12", "GIÁ_TRỊ_ĐÚNG": "12", "GIÁ_TRỊ": "12"}


@pytest.fixture
def closed(office: Office) -> Office:
    """An office whose first half is closed with most figures missing."""
    office.done("init")
    office.done("record", "dan-so", "10.903", "--for", "q1")
    office.done("record", "dien-tich-cay-hang-nam", "100", "--on", "15/02/2024")
    office.done("record", "bao-phu-bhyt", "9.540/10.000", "--for", "t3", "--level", "estimate")
    for herd in ("dan-gia-suc 6.500", "dan-gia-cam 31.600"):
        office.done("record", *herd.split(), "--on", "01/07/2024")
    office.done("close", "6t")
    return office


def accepted(office: Office, line: str) -> None:
    """The command is typed as it was printed, its capitals filled in."""
    for word, value in FILLED.items():
        line = line.replace(word, value)
    answer = office.run(*shlex.split(line)[1:], *(["--yes"] if " record " in line or " correct " in line else []))
    assert answer.code == 0, f"{line}\n{answer.all}"
    if " reopen " not in line:
        office.done("undo")


def test_every_command_of_due_is_accepted_and_the_reopened_period_then_asks_for_its_figures(closed: Office) -> None:
    rows = json.loads(closed.done("due", "--format", "json"))["expected"]
    late = {row["command"] for row in rows if row["wait"] == "late" and row["kind"] == "indicator"}
    assert late == {REOPEN}
    shown = closed.done("due")
    assert "thuộc kỳ đã chốt 2024-H1" in shown
    assert shown.count(f"\n{REOPEN}\n") == 1
    assert "thidua entry" not in shown
    accepted(closed, REOPEN)
    rows = json.loads(closed.done("due", "--format", "json"))["expected"]
    for line in [row["command"] for row in rows if row["wait"] == "late"]:
        assert "reopen" not in line
        accepted(closed, line)


def test_what_came_due_after_the_closed_period_is_asked_for_as_ever(closed: Office) -> None:
    closed.today("2024-08-05")
    rows = {row["id"]: row["command"] for row in json.loads(closed.done("due", "--format", "json"))["expected"]}
    assert rows["bao-phu-bhyt"] == "thidua record bao-phu-bhyt TỬ/MẪU --on 31/07/2024"
    assert rows["dan-so"] == REOPEN
    assert "thidua entry" in closed.done("due")


def test_today_and_overview_send_nobody_to_figures_that_are_all_closed(closed: Office) -> None:
    shown = closed.run("today").out
    assert "thuộc kỳ đã chốt 2024-H1" in shown
    assert "thidua entry" not in shown
    overview = closed.done("overview")
    assert "đều thuộc kỳ đã chốt" in overview
    assert "thidua entry" not in overview


def test_every_command_of_check_is_accepted(closed: Office) -> None:
    closed.today("2024-10-05")
    closed.done("record", "dan-gia-cam", "3.150.000", "--on", "01/08/2024", "--yes")
    closed.done("close", "9t")
    lines = re.findall(r"^ *(thidua (?:record|correct|void|reopen) .*)$", closed.run("check").out, re.MULTILINE)
    assert lines.index('thidua reopen 2024-9M --reason "…"') < lines.index(
        'thidua correct dan-gia-cam GIÁ_TRỊ_ĐÚNG --on 01/08/2024 --reason "…"'
    )
    for line in dict.fromkeys(lines):
        if " reopen " in line:
            accepted(closed, line)
    for line in lines:
        if " reopen " not in line:
            accepted(closed, line)


def test_the_advice_of_check_names_the_way_for_machines_too(closed: Office) -> None:
    closed.today("2024-10-05")
    found = json.loads(closed.run("check", "--format", "json").out)["findings"]
    advice = {one["code"]: one["advice"] for one in found if one["indicator"] == "bao-phu-bhyt"}
    assert advice["lasting-estimate"].startswith(f"khi có số chính thức: {REOPEN}, rồi thidua record bao-phu-bhyt")
    assert advice["stale"] == "khi có số: thidua record bao-phu-bhyt TỬ/MẪU --on 30/09/2024"


def test_a_figure_of_today_is_not_sent_to_a_closed_day_without_its_way(closed: Office) -> None:
    told = closed.run("record", "suy-dinh-duong-thap-coi", "20/100").err
    assert f"thidua undo, rồi {REOPEN}, rồi gõ lại lệnh, thêm --on 30/06/2024" in told
    closed.done("undo")
    answer = closed.run("record", "suy-dinh-duong-thap-coi", "20/100", stdin="\nh\n", tty=True)
    assert (answer.code, "kỳ đã chốt" in answer.err) == (0, True), answer.all
    rows = json.loads(closed.done("history", "--format", "json"))["rows"]
    assert "2024-07-05" in [row["on"] for row in rows]


def test_entry_of_a_closed_period_is_refused_at_the_start_with_the_way(closed: Office) -> None:
    answer = closed.run("entry", "--period", "t6", stdin="12\n" * 40, tty=True)
    assert answer.code == 5
    assert REOPEN in answer.err
    assert "[1/" not in answer.err


def test_entry_leaves_closed_days_out_and_says_so(closed: Office) -> None:
    closed.today("2024-08-05")
    answer = closed.run("entry", stdin="q\n", tty=True)
    assert "thuộc kỳ đã chốt" in answer.err
    assert REOPEN in answer.err
    assert "Dân số" not in answer.err.split("[1/")[1]


MONTHLY = """\
schema: thidua.plan/1
year: 2024
title: Kế hoạch thử
unit: {id: thu, name: xã Thử}
sections:
  - id: kinh-te
    title: Kinh tế
    indicators:
      - {id: trong-cay, name: Trồng cây, unit: ha, target: ">= 120", combine: COMBINE, frequency: monthly,
         due: 2024-01-31}
"""


@pytest.mark.parametrize(
    ("combine", "closed", "day", "told"),
    [
        ("sum", "t9", "31/10/2024", "; t9 thuộc kỳ đã chốt 2024-09"),
        ("sum", "t11", "30/09/2024", "; t11 thuộc kỳ đã chốt 2024-11"),
        ("sum", "t9 t10", "30/11/2024", "; t9, t10 thuộc kỳ đã chốt 2024-09, 2024-10"),
        ("latest", "t9", "30/11/2024", "; t9 thuộc kỳ đã chốt 2024-09"),
        ("latest", "t11", "31/10/2024", "; t11 thuộc kỳ đã chốt 2024-11"),
        ("sum", "t9 t10 t11", None, "; thuộc kỳ đã chốt 2024-09, 2024-10, 2024-11"),
    ],
)
def test_an_open_day_that_lacks_its_figure_is_asked_for_beside_closed_ones(
    office: Office, combine: str, closed: str, day: str | None, told: str
) -> None:
    (office.folder / "plan_2024.yaml").write_text(MONTHLY.replace("COMBINE", combine), "utf-8")
    office.today("2024-12-05")
    for on in ("31/01", "29/02", "31/03", "30/04", "31/05", "30/06", "31/07", "31/08"):
        office.done("record", "trong-cay", "13", "--on", f"{on}/2024", "--yes")
    for period in closed.split():
        office.done("close", period, "--yes")
    shown, check = office.done("due"), office.run("check").out
    line = f"thidua record trong-cay SỐ --on {day}" if day else 'thidua reopen 2024-09 --reason "…"'
    assert f"thiếu t9, t10, t11{told}" in shown
    assert line in shown.splitlines()
    assert line in check
    answer = office.run("entry", stdin="q\n", tty=True)
    assert (answer.code == 5) is (day is None)
    assert day is None or f"ngày {day}, số (ha)" in answer.all
    assert ("Không hỏi" in answer.err) is (day is not None and combine == "sum")
    if day:
        accepted(office, line)


def test_a_closed_day_named_at_a_question_is_told_at_once(closed: Office) -> None:
    closed.today("2024-08-05")
    answer = closed.run("entry", "--period", "t7", stdin="n 15/06/2024\nq\n", tty=True)
    assert "thuộc kỳ đã chốt" in answer.err
    assert answer.err.rstrip().count("ngày 15/06/2024, ") == 0


def test_what_check_proposes_for_a_missing_part_is_accepted_after_the_year_too(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    text = plan.read_text("utf-8")
    at = text.index("- id: dien-tich-cay-lau-nam")
    end = text.index("\n", text.index("due:", at))
    plan.write_text(text[: text.index("due:", at)] + text[end:].lstrip("\n").lstrip(), "utf-8")
    office.today("2024-12-20")
    office.done("record", "dien-tich-cay-hang-nam", "1.300", "--cumulative", "--on", "20/12/2024", "--yes")
    office.today("2025-01-20")
    found = json.loads(office.run("check", "--format", "json").out)["findings"]
    (advice,) = [one["advice"] for one in found if one["code"] == "missing-part"]
    office.done(*shlex.split(advice.partition("thidua ")[2].replace("GIÁ_TRỊ", "3.000")), "--yes")


def test_work_of_a_closed_year_asks_for_reopen(office: Office) -> None:
    office.today("2025-01-10")
    office.done("close", "nam")
    rows = json.loads(office.done("due", "--format", "json"))["expected"]
    assert {row["command"] for row in rows if row["command"]} == {'thidua reopen 2024 --reason "…"'}


@pytest.mark.parametrize("closes", [False, True])
@pytest.mark.parametrize("words", ["show", "correct --on 31/12/2024 --reason x 63"])
def test_what_show_and_correct_propose_is_accepted_after_the_year_too(office: Office, closes: bool, words: str) -> None:
    office.today("2025-01-20")
    if closes:
        office.done("close", "nam")
    name, *options = words.split()
    told = office.run(name, "thu-nhap-binh-quan", *reversed(options[-1:]), *options[:-1]).all
    (line,) = re.findall("[Đđ]ể ghi: (.*)$", told, re.MULTILINE)
    assert ("reopen" in line) is closes
    for one in line.split(", rồi "):
        office.done(*shlex.split(one.replace("GIÁ_TRỊ", "63"))[1:])


def test_progress_that_is_not_there_is_recorded_as_work(office: Office) -> None:
    told = office.run("correct", "cai-cach-hanh-chinh", "63", "--on", "30/06/2024", "--reason", "x").err
    (line,) = re.findall("để ghi: (.*)$", told, re.MULTILINE)
    assert line == "thidua work record cai-cach-hanh-chinh SỐ%"
    office.done(*shlex.split(line.replace("SỐ", "60"))[1:])
