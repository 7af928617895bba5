"""An estimate waits for its official figure: what is proposed takes its place, and neither doubles a sum nor hides."""

from __future__ import annotations

import json

import pytest

from office import Office

PLAN = """schema: thidua.plan/1
year: 2024
title: Kế hoạch năm 2024
unit: {id: x, name: xã X}
places: [{id: t1, name: Thôn 1}, {id: t2, name: Thôn 2}]
sections:
  - id: a
    title: A
    indicators:
      - {id: nha, name: Nhà, unit: nhà, target: ">= 10", combine: sum, frequency: once, due: 2024-03-31}
      - {id: ren, name: Rèn, unit: ha, target: ">= 100", combine: sum}
      - {id: gq, name: Giao quân, unit: "%", target: ">= 90", combine: latest, frequency: once, due: 2024-03-31}
      - {id: cao, name: Cao nhất, unit: ha, target: ">= 5", combine: max, frequency: yearly, due: 2024-03-31}
      - {id: tb, name: Bình quân, unit: ha, target: ">= 5", combine: mean, due: 2024-03-31}
      - {id: theo, name: Theo thôn, unit: ha, target: ">= 5", combine: sum, by_place: true, due: 2024-03-31}
"""


@pytest.fixture
def planned(office: Office) -> Office:
    (office.folder / "plan_2024.yaml").write_text(PLAN, "utf-8")
    office.today("2024-05-20")
    return office


def proposed(office: Office, id_: str) -> list[tuple[str, str]]:
    """How urgent an indicator is, and what is to be typed."""
    told = json.loads(office.done("due", "--format", "json"))["expected"]
    return [(row["wait"], row["command"].removeprefix("thidua ")) for row in told if row["id"] == id_]


@pytest.mark.parametrize(
    ("typed", "today", "wait", "command"),
    [
        ("nha 5 --on 15/04/2024", "2024-05-20", "late", "nha SỐ --on 15/04/2024"),
        ("nha 5 --on 15/02/2024", "2024-05-20", "late", "nha SỐ --on 31/03/2024 --cumulative"),
        ("nha 5 --on 15/02/2024", "2024-02-20", "coming", "nha SỐ --on 31/03/2024 --cumulative"),
        ("nha 5 --on 15/04/2024 --cumulative", "2024-05-20", "late", "nha SỐ --on 15/04/2024 --cumulative"),
        ("ren 5 --on 15/04/2024", "2024-05-20", "late", "ren SỐ --on 15/04/2024"),
        ("gq 80 --on 15/04/2024", "2024-05-20", "late", "gq SỐ --on 15/04/2024"),
        ("gq 80 --on 15/02/2024", "2024-05-20", "late", "gq SỐ --on 31/03/2024"),
        ("cao 5 --on 15/02/2024", "2024-05-20", "late", "cao SỐ --on 15/02/2024"),
        ("tb 5 --on 15/02/2024", "2024-05-20", "late", "tb SỐ --on 15/02/2024"),
    ],
)
@pytest.mark.parametrize("level", ["estimate", "preliminary"])
def test_the_official_figure_takes_the_place_of_its_estimate(
    typed: str, today: str, wait: str, command: str, level: str, planned: Office
) -> None:
    planned.today(today)
    planned.done("record", *typed.split(), "--level", level)
    assert proposed(planned, typed.split()[0]) == [(wait, f"record {command}")]
    if wait == "late":
        planned.done("record", *command.replace("SỐ", "6").split(), "--yes")
        rows = json.loads(planned.done("report", "--format", "json"))["indicators"]
        (row,) = [one for one in rows if one["id"] == typed.split()[0]]
        assert (row["actual"]["value"], row["actual"]["level"]) == ("6", "official")
        assert proposed(planned, typed.split()[0]) == []


CORRECTED = 'correct nha SỐ --on {} --cumulative --level official --reason "…"'


@pytest.mark.parametrize(
    ("estimates", "command"),
    [
        ("15/02/2024", "record nha SỐ --on 31/03/2024 --cumulative"),
        ("15/04/2024", "record nha SỐ --on 15/04/2024"),
        ("15/02/2024 15/04/2024", CORRECTED.format("15/04/2024")),
        ("15/02/2024 31/03/2024", CORRECTED.format("31/03/2024")),
        ("15/02/2024 29/02/2024", "record nha SỐ --on 31/03/2024 --cumulative"),
    ],
)
def test_the_official_figure_takes_the_place_of_all_estimates_of_a_sum(
    estimates: str, command: str, planned: Office
) -> None:
    for day in estimates.split():
        planned.done("record", "nha", "5", "--on", day, "--level", "estimate")
    assert proposed(planned, "nha") == [("late", command)]
    shown = planned.run("entry", stdin="8\n\nc\n" if "--cumulative" in command else "8\nq\n", tty=True).err
    refused = f"correct nha 8 --cumulative --on {estimates[-10:]} --level official --reason"
    held = "√ 8 nhà (lũy kế)" if "--cumulative" in command else "√ 8 nhà"
    assert (refused if command.startswith("correct") else held) in shown
    planned.done(*command.replace("SỐ", "8").replace('"…"', "đủ").split(), "--yes")
    actual = json.loads(planned.done("report", "--format", "json"))["indicators"][0]["actual"]
    assert (actual["value"], actual["level"]) == ("8", "official")


def test_what_waits_for_its_official_figure_is_told_under_the_day_from_which_it_is_late(planned: Office) -> None:
    planned.done("record", "nha", "5", "--on", "15/04/2024", "--level", "estimate")
    (row,) = [one for one in json.loads(planned.done("due", "--format", "json"))["expected"] if one["id"] == "nha"]
    assert (row["on"], row["since"], row["days"]) == ("2024-03-31", "2024-03-31", -50)
    (line,) = [one for one in planned.done("due", "--format", "plain").splitlines() if one.startswith("Nhà")]
    assert "31/03/2024" in line
    assert "trễ 50 ngày" in line


def test_places_whose_estimates_are_of_different_days_are_named_apart(planned: Office) -> None:
    planned.done("record", "theo", "2", "--on", "15/04/2024", "--place", "t1", "--level", "estimate")
    assert {command for _, command in proposed(planned, "theo")} == {
        "record theo SỐ --on 15/04/2024 --place t1",
        "record theo SỐ --on 31/03/2024 --place t2",
    }


@pytest.mark.parametrize("period", ["t4", "t5", "nam"])
def test_guided_entry_asks_for_it_on_the_day_of_the_estimate(period: str, planned: Office) -> None:
    planned.done("record", "nha", "5", "--on", "15/04/2024", "--level", "estimate")
    shown = planned.run("entry", "--period", period, stdin="6\nq\n", tty=True).err
    assert "ngày 15/04/2024, số (nhà): " in shown
    assert "√ 6 nhà" in shown


def test_the_overview_still_shows_the_month_in_which_it_was_due(planned: Office) -> None:
    planned.done("record", "nha", "5", "--on", "15/04/2024", "--level", "estimate")
    told = json.loads(planned.done("overview", "--format", "json"))["indicators"][0]["months"]
    assert told[2:4] == ["late", "estimated"]
