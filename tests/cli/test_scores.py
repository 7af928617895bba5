"""Scores, ranks and pace from the command line: what machines read, what is said when, and replays."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from office import Office

PLAN = Path(__file__).with_name("plans") / "scored.yaml"


@pytest.fixture
def scored(office: Office) -> Office:
    """An office whose plan has a scale of points and four villages, with some figures of June."""
    shutil.copy(PLAN, office.folder / "plan_2024.yaml")
    for place, herd, poor in (("1", "206", "3/100"), ("2", "300", "12/300"), ("3", "200", "9/200")):
        office.done("record", "dan-gia-suc", herd, "--place", place, "--on", "30/06/2024")
        office.done("record", "ho-ngheo", poor, "--place", place, "--on", "30/06/2024")
    return office


def _read(office: Office, *words: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(office.done(*words, "--format", "json"))
    return record


def _last_stamp(office: Office) -> str:
    stamp: str = _read(office, "history")["rows"][-1]["at"]
    return stamp


@pytest.mark.parametrize("words", [("score",), ("score", "--place", "1"), ("score", "--place", "4")])
def test_the_sums_of_a_sheet_are_the_sums_of_its_items(scored: Office, words: tuple[str, ...]) -> None:
    record = _read(scored, *words)
    sums = record["summary"]
    for key, field in (("of", "points"), ("earned", "earned"), ("bonus", "bonus"), ("lost", "lost")):
        assert Decimal(sums[key]) == sum(Decimal(item[field]) for item in record["items"])
    assert Decimal(sums["total"]) == Decimal(sums["earned"]) + Decimal(sums["bonus"]) - Decimal(sums["deducted"])
    assert all(item["reasons"] for item in record["items"])
    winnable = {item["id"] for item in record["items"] if Decimal(item["winnable"])}
    assert set(record["easiest"]) == winnable


def test_the_sheet_of_a_place_is_the_one_it_is_ranked_by(scored: Office) -> None:
    table = _read(scored, "rank")
    for row in table["places"]:
        sheet = _read(scored, "score", "--place", row["id"])["summary"]
        assert {key: row[key] for key in sheet} == sheet
    assert [row["rank"] for row in table["places"]] == [1, 2, 2, 4]
    assert table["compared_with"] == "2024-06-30"


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ((), "kế hoạch không có mức gốc (baseline) cao hơn chỉ tiêu"),
        (("--place", "2"), "thôn không có mức gốc (baseline) riêng"),
    ],
)
def test_a_village_is_told_that_it_has_no_baseline_of_its_own_and_nothing_about_the_communes(
    scored: Office, place: tuple[str, ...], reason: str
) -> None:
    plan = scored.folder / "plan_2024.yaml"
    scored.done("record", "ho-ngheo", "40/900", "--on", "30/06/2024")
    before, by_now = plan.read_text("utf-8"), "baseline: {value: 1, on: 2023-12-31}"  # below the target
    plan.write_text(before.replace("baseline: {value: 6, on: 2023-12-31}", by_now), "utf-8")
    assert reason in scored.done("score", *place)
    assert f"Mức giảm so với kế hoạch: {reason}." in scored.done("explain", "ho-ngheo", *place)
    plan.write_text(before, "utf-8")
    assert (reason in scored.done("score", *place), "kế hoạch không có" in scored.done("score")) == (bool(place), False)


def test_the_sheet_of_a_place_has_the_numbers_of_the_plan(scored: Office) -> None:
    path = scored.folder / "plan_2024.yaml"
    text = path.read_text("utf-8")
    line = next(line for line in text.splitlines(keepends=True) if "id: dan-gia-suc, name" in line)
    following = next(line for line in text.splitlines(keepends=True) if "id: thu-nhap, name" in line)
    path.write_text(text.replace(line, "").replace(following, following + line), "utf-8")
    whole = {item["id"]: item["number"] for item in _read(scored, "score")["items"]}
    assert whole["dan-gia-suc"] == "1.2"
    for item in _read(scored, "score", "--place", "thon-4")["items"]:
        assert item["number"] == whole[item["id"]]


@pytest.mark.parametrize(
    ("of_village", "command"),
    [
        ("until: 2024-06-30", "score"),
        ("from: 2024-07-06", "score"),
        ("until: 2024-06-30", "explain ho-ngheo"),
        ("from: 2024-07-06", "explain ho-ngheo"),
    ],
)
def test_a_village_that_is_not_there_has_no_sheet_and_is_answered_with_what_to_type(
    scored: Office, of_village: str, command: str
) -> None:
    plan = scored.folder / "plan_2024.yaml"
    plan.write_text(re.sub(r"(name: Thôn 2)", rf"\1, {of_village}", plan.read_text("utf-8")), "utf-8")
    answer = scored.run(*command.split(), "--place", "2")
    assert (answer.code, answer.out) == (2, "")
    assert "Thôn 2 không còn, hoặc chưa có, vào ngày 05/07/2024" in answer.err
    assert "chọn kỳ lúc còn thôn ấy: --period KỲ, hoặc bỏ --place" in answer.err
    if "until" in of_village:
        assert "Thôn 2" in scored.done(*command.split(), "--place", "2", "--period", "6t")


def test_explain_gives_the_points_of_the_sheet(scored: Office) -> None:
    item = next(item for item in _read(scored, "score")["items"] if item["id"] == "ho-ngheo")
    assert _read(scored, "explain", "ho-ngheo")["points"] == item
    placed = next(item for item in _read(scored, "score", "--place", "1")["items"] if item["id"] == "ho-ngheo")
    explained = _read(scored, "explain", "ho-ngheo", "--place", "1")
    assert (explained["points"], explained["place"]) == (placed, "thon-1")
    assert "points" not in _read(scored, "explain", "trong-moi")


def test_a_target_that_is_reached_but_does_not_hold_never_prints_a_product_that_is_false(scored: Office) -> None:
    path = scored.folder / "plan_2024.yaml"
    path.write_text(path.read_text("utf-8").replace('target: ">= 100"', 'target: "> 40"'), "utf-8")
    scored.done("record", "giai-ngan", "40", "--on", "30/06/2024")
    item = next(one for one in _read(scored, "score")["items"] if one["id"] == "giai-ngan")
    assert item["reasons"][0] == "chưa đạt nên không được đủ 25 điểm: 100% kế hoạch, 24,99 điểm"


@pytest.mark.parametrize("command", [("score",), ("rank",), ("pace",), ("score", "--place", "2")])
def test_a_replay_as_known_is_what_was_printed(scored: Office, command: tuple[str, ...]) -> None:
    scored.done("record", "giai-ngan", "40", "--on", "30/06/2024", "--yes")
    printed, at = scored.done(*command), _last_stamp(scored)
    tip = printed.splitlines()[-1].partition(" (")[0]
    scored.done("correct", "dan-gia-suc", "310", "--place", "2", "--on", "30/06/2024", "--reason", "đếm lại")
    scored.done("correct", "giai-ngan", "45", "--on", "30/06/2024", "--reason", "thêm một đợt")
    assert scored.done(*command) != printed
    replayed = scored.done(*command, "--as-known", at)
    assert replayed.startswith(printed.rpartition("\n\n")[0])
    assert tip in replayed


def test_a_late_figure_stays_late_and_a_corrected_one_in_time_stays_in_time(scored: Office) -> None:
    """The fixture wrote on 05/07: after the due day of the herds (01/04) and of the poor (30/06)."""
    before = [item["deductions"] for item in _read(scored, "score", "--place", "1")["items"]]
    assert [[one["reason"] for one in each] for each in before] == [["late"], ["late"]]
    assert before[0][0] == {
        "reason": "late", "indicator": "dan-gia-suc", "points": "1", "due": "2024-04-01", "arrived": "2024-07-05",
    }  # fmt: skip
    path = scored.folder / "plan_2024.yaml"
    path.write_text(path.read_text("utf-8").replace("due: 2024-06-30", "due: 2024-07-05"), "utf-8")
    scored.done("correct", "ho-ngheo", "2/100", "--place", "1", "--on", "30/06/2024", "--reason", "đếm lại")
    after = [item["deductions"] for item in _read(scored, "score", "--place", "1")["items"]]
    assert [[one["reason"] for one in each] for each in after] == [["late"], []]


def test_a_plan_without_pace_never_speaks_of_it(office: Office) -> None:
    office.done("record", "giai-ngan", "1", "--on", "30/06/2024", "--yes")
    assert _read(office, "pace")["indicators"] == []
    for words in (("report",), ("explain", "giai-ngan"), ("report", "--period", "t6")):
        assert "tiến độ" not in office.done(*words).lower()


def test_the_report_calls_slow_only_what_has_a_pace_and_is_behind_it(scored: Office) -> None:
    scored.done("record", "giai-ngan", "40", "--on", "30/06/2024", "--yes")
    notes = {
        line.split("\t")[2]: line.split("\t")[-1] for line in scored.done("report", "--format", "plain").splitlines()
    }
    assert [name for name, text in notes.items() if "chậm tiến độ" in text] == ["Tỷ lệ giải ngân"]
    scored.done("correct", "giai-ngan", "49", "--on", "30/06/2024", "--reason", "thêm một đợt")
    assert "chậm" not in scored.done("report")


def test_the_pace_of_last_year_is_read_from_the_whole_of_last_year(scored: Office) -> None:
    path = scored.folder / "plan_2024.yaml"
    path.write_text(path.read_text("utf-8").replace("pace: linear", "pace: last-year"), "utf-8")
    for day, value in (("31/03/2023", "20"), ("30/06/2023", "45"), ("30/09/2023", "70"), ("31/12/2023", "90")):
        scored.done("record", "giai-ngan", value, "--on", day, "--earlier-year")
    scored.done("record", "giai-ngan", "51", "--on", "30/06/2024", "--yes")
    row = _read(scored, "pace")["indicators"][0]
    assert (row["share"], row["expected"], row["stage"]) == ("50", "50", "on_time")


OLD = "(số cũ ngày 31/03/2024)"
GAP = "(số đến 29/02/2024, thiếu kỳ 31/03/2024)"
FIRST = "(số đến 30/04/2024, thiếu kỳ 31/01/2024)"


@pytest.mark.parametrize(
    ("months", "actual", "day", "said"),
    [
        ((1, 2, 3), "30", "2024-03-31", (f"▲ vượt tiến độ {OLD}", "từ 3 tháng")),
        ((1, 2, 4), "20", "2024-02-29", (f"▲ vượt tiến độ {GAP}", "chưa: 2 tháng")),
        ((2, 3, 4), "30", None, (f"thiếu số từ kỳ đầu {FIRST}",)),
    ],
)
def test_a_pace_of_old_figures_is_that_of_their_day_and_says_so(
    scored: Office, months: tuple[int, ...], actual: str, day: str | None, said: tuple[str, ...]
) -> None:
    path = scored.folder / "plan_2024.yaml"
    old, _, end = path.read_text("utf-8").partition("pace: [")
    often = "frequency: monthly, due: 2024-01-31, pace: linear}"
    path.write_text(old.replace('>= 20"', '>= 60"') + often + end.partition("}")[2], "utf-8")
    ends = {1: "31/01", 2: "29/02", 3: "31/03", 4: "30/04"}
    for month in months:
        scored.done("record", "trong-moi", "10", "--on", f"{ends[month]}/2024", "--yes")
    scored.today("2024-05-02")
    row = _read(scored, "pace")["indicators"][-1]
    assert (row["actual"], row["day"], row["reason"]) == (actual, day, None if day else "gap")
    assert row["stale"]["missing"] == 1
    page, told = scored.done("pace", "--format", "md"), scored.done("explain", "trong-moi")
    assert all(text in page for text in said)
    assert said[0].lstrip("▲ ") in told
    spoken_of = day and f"đến ngày {day[8:]}/{day[5:7]}/{day[:4]} phải đi"
    assert spoken_of is None or spoken_of in told


@pytest.mark.parametrize("earlier_only", [True, False])
def test_a_row_over_several_years_has_no_pace_and_one_figure_for_people_and_machines(
    scored: Office, earlier_only: bool
) -> None:
    path = scored.folder / "plan_2024.yaml"
    text = path.read_text("utf-8").replace("combine: sum, pace: [", "combine: sum, years: 2021-2025, pace: [")
    path.write_text(text, "utf-8")
    scored.done("record", "trong-moi", "12", "--on", "31/12/2023", "--earlier-year", "--yes")
    if not earlier_only:
        scored.done("record", "trong-moi", "3", "--on", "30/06/2024", "--yes")
    row = _read(scored, "pace")["indicators"][-1]
    shown = next(line for line in scored.done("pace", "--format", "plain").splitlines() if "trồng mới" in line)
    actual = "12" if earlier_only else "15"
    assert (row["reason"], row["actual"], row["stage"]) == ("span", actual, None)
    assert actual in shown.split("\t")
    assert "tính qua nhiều năm" in shown


@pytest.mark.parametrize("command", ["score", "rank"])
def test_a_plan_without_a_scale_says_what_to_add(office: Office, command: str) -> None:
    answer = office.run(command)
    assert answer.code == 2
    assert "scoring:" in answer.err


def test_rank_needs_places(scored: Office) -> None:
    path = scored.folder / "plan_2024.yaml"
    text = path.read_text("utf-8").replace(", by_place: true", "").replace("        by_place: true\n", "")
    path.write_text("\n".join(line for line in text.splitlines() if "thon-" not in line and line != "places:"), "utf-8")
    answer = scored.run("rank")
    assert answer.code == 2
    assert "places" in answer.err


TWO_SCALES = """\
schema: thidua.plan/1
year: 2024
title: Kế hoạch thử
unit: {id: thu, name: xã Thử}
places:
  - {id: thon-1, name: Thôn 1}
  - {id: thon-2, name: Thôn 2, targets: [{indicator: dan-gia-suc, target: ">= 650"}]}
scoring:
  total: 90
  items: [{indicator: ho-ngheo, points: 50}, {indicator: dan-gia-suc, points: 40}]
sections:
  - id: chung
    title: Chung
    indicators:
      - {id: ho-ngheo, name: Hộ nghèo, unit: "%", target: "< 4", combine: latest, by_place: true}
      - {id: dan-gia-suc, name: Đàn gia súc, unit: con, target: ">= 1.000", combine: latest, by_place: true}
"""


@pytest.mark.parametrize(
    ("poor", "told"),
    [
        ("3/100", "Cả 2 thôn đồng hạng, 100,00% điểm tối đa"),
        ("5/100", "Dẫn đầu: Thôn 2 (100,00% điểm tối đa)"),
    ],
)
def test_the_headline_of_the_ranks_says_by_what_places_with_different_scales_are_ranked(
    office: Office, poor: str, told: str
) -> None:
    (office.folder / "plan_2024.yaml").write_text(TWO_SCALES, "utf-8")
    office.done("record", "ho-ngheo", poor, "--place", "1", "--on", "30/06/2024")
    office.done("record", "ho-ngheo", "3/100", "--place", "2", "--on", "30/06/2024")
    office.done("record", "dan-gia-suc", "650", "--place", "2", "--on", "30/06/2024")
    page = office.done("rank")
    assert told in page
    assert "% điểm tối đa bằng nhau thì đồng hạng" in page
