"""A merged commune without a hub: last year is that of its old communes, from their exported ledgers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from office import Office

ROWS = """sections:
  - id: chung
    title: Các chỉ tiêu
    indicators:
      - {id: gia-suc, name: Tổng đàn gia súc, unit: con, target: ">= 250", combine: latest}
      - {id: trong-moi, name: Trồng mới, unit: ha, target: ">= 20", combine: sum}
      - {id: ho-ngheo, name: Tỷ lệ hộ nghèo, unit: "%", target: "<= 4", combine: latest}
      - {id: thu-nhap, name: Thu nhập, unit: triệu đồng, target: ">= 60", combine: latest}
      - id: dien-tich
        name: Tổng diện tích
        unit: ha
        target: ">= 3"
        combine: total
        parts:
          - {id: lua, name: Lúa, unit: ha, target: ">= 1", combine: sum}
          - {id: ngo, name: Ngô, unit: ha, target: ">= 2", combine: sum}
"""
HEAD = "schema: thidua.plan/1\nyear: {year}\ntitle: Kế hoạch\nunit: {{id: {id}, name: xã {id}}}\n"
OLD = {
    "a": ["gia-suc 100", "trong-moi 1,5", "ho-ngheo 10/200", "thu-nhap 50", "lua 1", "ngo 2"],
    "b": ["gia-suc 60", "trong-moi 2", "ho-ngheo 30/300", "thu-nhap 55", "lua 4", "ngo 0"],
}


def plan(folder: Path, id: str, year: int, more: str = "", rows: str = ROWS) -> str:
    path = folder / id / f"plan_{year}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD.format(year=year, id=id) + more + rows, "utf-8")
    return str(path)


def predecessors(share: str = "1", until: str = "2025-06-30") -> str:
    lines = [
        f"  - {{unit: {id}, name: Xã {id.upper()}, until: {until}, ledger: so/{id}.jsonl, share: '{part}'}}"
        for id, part in (("a", "1"), ("b", share))
    ]
    return "predecessors:\n" + "\n".join(lines) + "\n"


@pytest.fixture
def merged(office: Office) -> Office:
    """Two old communes with June 2024 and spring 2025, their ledgers exported beside the new commune's plan."""
    (office.folder / "x" / "so").mkdir(parents=True)
    for id, figures in OLD.items():
        for year, day in ((2024, "2024-06-20"), (2025, "2025-03-31")):
            office.today(f"{year}-07-05")
            file = plan(office.folder, id, year)
            for figure in figures if year == 2024 else figures[:2]:
                office.done("--plan", file, "record", *figure.split(), "--on", day, "--yes")
        office.done("--plan", file, "export", "--out", f"x/so/{id}.jsonl")
    return office


def report(office: Office, file: str, *words: str) -> dict[str, dict[str, Any]]:
    record = json.loads(office.done("--plan", file, "report", *words, "--format", "json"))
    return {row["id"]: row for row in record["indicators"]}


def test_last_year_is_the_sum_of_the_old_communes(merged: Office) -> None:
    merged.today("2025-07-05")
    file = plan(merged.folder, "x", 2025, predecessors())
    merged.done("--plan", file, "record", "gia-suc", "176", "--on", "2025-06-30", "--yes")
    rows = report(merged, file, "--period", "t6")
    values = {id: row["same_period"]["value"] for id, row in rows.items()}
    wanted = {"gia-suc": "160", "trong-moi": "3.5", "ho-ngheo": "8", "thu-nhap": None}
    assert values == wanted | {"dien-tich": "7", "lua": "5", "ngo": "2"}
    assert rows["gia-suc"]["same_period"]["index"] == "110.00"
    assert rows["gia-suc"]["same_period"]["recast"] is True
    assert rows["thu-nhap"]["same_period"]["reason"] == "not-recast"
    text = merged.done("--plan", file, "report", "--period", "t6", "--format", "csv")
    assert "cùng kỳ quy đổi từ 2 xã cũ" in text
    assert "cùng kỳ không quy đổi được" in text


def test_a_commune_that_goes_on_with_its_own_ledger_names_itself_and_its_past_counts_once(merged: Office) -> None:
    """Without its own line its 100 con stood for last year of both; with it, its sums counted twice."""
    merged.today("2025-09-05")
    (merged.folder / "a" / "so").mkdir()
    for id in "ab":
        shutil.copy(f"x/so/{id}.jsonl", f"a/so/{id}.jsonl")
    both = predecessors()
    file = plan(merged.folder, "a", 2025, both.replace(both.splitlines()[1] + "\n", ""))
    told = merged.done("--plan", file, "plan", "check")
    assert "sổ này có từ 05/07/2024, trước ngày sắp xếp: số đến 30/06/2025 trong sổ là của riêng một xã cũ" in told
    assert "thidua send --out a.jsonl" in told
    plan(merged.folder, "a", 2025, both)
    assert "sổ này có từ" not in merged.done("--plan", file, "plan", "check")
    for figure in ("gia-suc 176", "trong-moi 4"):
        merged.done("--plan", file, "record", *figure.split(), "--on", "2025-08-31", "--yes")
    june, august = (report(merged, file, "--period", period) for period in ("t6", "t8"))
    values = {id: (june[id]["actual"]["value"], august[id]["actual"]["value"]) for id in ("gia-suc", "trong-moi")}
    assert values == {"gia-suc": ("160", "176"), "trong-moi": ("3.5", "7.5")}
    same = {id: august[id]["same_period"]["value"] for id in ("gia-suc", "trong-moi", "ho-ngheo")}
    assert same == {"gia-suc": "160", "trong-moi": "3.5", "ho-ngheo": "8"}
    again = ("correct", "trong-moi", "2,5", "--on", "2025-03-31", "--reason", "đo lại")
    merged.done("--plan", file, *again)
    assert report(merged, file, "--period", "t8")["trong-moi"]["actual"]["value"] == "8.5"


def test_yes_or_no_of_old_communes_is_not_added_up_and_rates_without_parts_say_what_they_lack(office: Office) -> None:
    """`xã` is counted in whole things, so the three answers were added: 2,5 was "đạt"."""
    (office.folder / "x" / "so").mkdir(parents=True)
    rows = """sections:
  - id: chung
    title: Các chỉ tiêu
    indicators:
      - {id: ntm, name: Đạt nông thôn mới, unit: xã, target: đạt, combine: latest}
      - {id: che-phu, name: Độ che phủ, unit: "%", target: ">= 50", combine: latest}
      - {id: dan, name: Đàn bò, unit: con, target: ">= 50", combine: latest, frequency: monthly, due: 2025-01-31}
"""
    for id in ("a", "b"):
        for year in (2024, 2025):
            file = plan(office.folder, id, year, rows=rows)
            office.today(f"{year}-07-05")
            for words in (f"ntm {'đạt' if id == 'a' else 'chưa đạt'}", "che-phu 55", "dan 40"):
                office.done("--plan", file, "record", *words.split(" ", 1), "--on", f"{year}-03-31", "--yes")
        office.done("--plan", file, "export", "--out", f"x/so/{id}.jsonl")
    file = plan(office.folder, "x", 2025, predecessors(), rows)
    found = report(office, file, "--period", "t6")
    assert (found["ntm"]["actual"], found["ntm"]["same_period"]["reason"]) == (None, "not-recast")
    text = office.done("--plan", file, "report", "--period", "t6", "--format", "plain")
    assert "cùng kỳ chưa đủ tử số, mẫu số của các xã cũ" in next(row for row in text.splitlines() if "che-phu" in row)
    told = office.done("--plan", file, "check")
    assert "Đàn bò, ngày 31/03/2025" in told
    assert "dòng -1" not in told


QUARTERLY = """sections:
  - id: chung
    title: Các chỉ tiêu
    indicators:
      - {id: thu, name: Thu ngân sách, unit: triệu đồng, target: ">= +5%", combine: sum, frequency: quarterly,
         due: "{year}-03-31"}
"""


def test_the_year_after_the_merger_looks_back_on_what_the_old_communes_brought_until_their_last_day(
    office: Office,
) -> None:
    (office.folder / "x" / "so").mkdir(parents=True)
    for id in ("a", "b"):
        file = plan(office.folder, id, 2025, rows=QUARTERLY.replace("{year}", "2025"))
        office.today("2025-07-05")
        for day in ("03-31", "06-30"):
            office.done("--plan", file, "record", "thu", "50", "--on", f"2025-{day}", "--yes")
        office.done("--plan", file, "export", "--out", f"x/so/{id}.jsonl")
    office.today("2026-10-05")
    file = plan(office.folder, "x", 2026, predecessors(), QUARTERLY.replace("{year}", "2026"))
    for day in ("09-30", "12-31"):
        office.done("--plan", file, "record", "thu", "90", "--on", f"2025-{day}", "--earlier-year", "--yes")
    half, nine = (report(office, file, "--period", period)["thu"] for period in ("6t", "9t"))
    assert (half["same_period"]["value"], nine["same_period"]["value"]) == ("200", "290")
    assert (half["target"]["value"], nine["target"]["value"]) == ("399", "399")


def test_amounts_of_an_old_commune_that_stop_before_the_day_are_no_same_period(office: Office) -> None:
    """One brought all quarters, the other two: the half year can be compared, nine months and the year's result not."""
    (office.folder / "x" / "so").mkdir(parents=True)
    for id, days in (("a", ("03-31", "06-30", "09-30", "12-31")), ("b", ("03-31", "06-30"))):
        file = plan(office.folder, id, 2024, rows=QUARTERLY.replace("{year}", "2024"))
        office.today("2025-01-05")
        for day in days:
            office.done("--plan", file, "record", "thu", "50", "--on", f"2024-{day}", "--yes")
        office.done("--plan", file, "export", "--out", f"x/so/{id}.jsonl")
    office.today("2025-10-05")
    file = plan(office.folder, "x", 2025, predecessors(), QUARTERLY.replace("{year}", "2025"))
    office.done("--plan", file, "record", "thu", "240", "--on", "2025-06-30", "--yes")
    half, nine = (report(office, file, "--period", period)["thu"] for period in ("6t", "9t"))
    assert (half["same_period"]["value"], nine["same_period"]["value"]) == ("200", None)
    assert half["target"]["value"] is None


def test_the_year_of_the_merger_counts_what_the_old_communes_reached_until_their_last_day(merged: Office) -> None:
    merged.today("2025-10-05")
    file = plan(merged.folder, "x", 2025, predecessors())
    merged.done("--plan", file, "record", "trong-moi", "10", "--on", "2025-09-30")
    rows = report(merged, file, "--period", "9t")
    assert {id: rows[id]["actual"]["value"] for id in ("gia-suc", "trong-moi")} == {
        "gia-suc": "160",
        "trong-moi": "13.5",
    }
    assert report(merged, file, "--period", "q3")["trong-moi"]["in_period"] == "10"
    merged.done("--plan", file, "record", "gia-suc", "300", "--on", "2025-09-30", "--yes")
    assert report(merged, file, "--period", "9t")["gia-suc"]["actual"]["value"] == "300"
    earlier = plan(merged.folder, "x", 2025, predecessors(until="2025-03-30"))
    assert report(merged, earlier, "--period", "9t")["trong-moi"]["actual"]["value"] == "10"


def test_the_sum_said_after_a_figure_is_the_report_s_where_villages_report_after_the_merger(merged: Office) -> None:
    """Once the new commune's own figure was withdrawn, it was that of the old communes alone, without the villages."""
    merged.today("2025-10-05")
    villages = "places:\n  - {id: thon-1, name: Thôn 1}\n  - {id: thon-2, name: Thôn 2}\n"
    by_place = ROWS.replace('">= 20", combine: sum', '">= 20", combine: sum, by_place: true')
    file = plan(merged.folder, "x", 2025, predecessors() + villages, by_place)
    for place, amount in (("1", "3"), ("2", "4")):
        merged.done("--plan", file, "record", "trong-moi", amount, "--place", place, "--on", "2025-09-30")
    for deed, total in ("record trong-moi 1", "11,5"), ("void trong-moi --reason nhầm", "10,5"):
        told = merged.done("--plan", file, *deed.split(), "--on", "2025-10-01")
        assert f"cộng từ đầu năm: {total} ha" in told
        assert report(merged, file)["trong-moi"]["actual"]["value"] == total.replace(",", ".")


def test_the_report_that_was_sent_says_what_the_old_communes_brought_though_their_ledgers_have_changed(
    merged: Office,
) -> None:
    merged.today("2025-10-05")
    file = plan(merged.folder, "x", 2025, predecessors())
    merged.done("--plan", file, "record", "trong-moi", "10", "--on", "2025-09-30")
    merged.done("--plan", file, "close", "9t", "--yes")
    merged.done("--plan", "a/plan_2025.yaml", "record", "gia-suc", "101", "--on", "2025-06-30", "--yes")
    merged.done("--plan", "a/plan_2025.yaml", "export", "--out", "x/so/a.jsonl", "--force")
    for words, value in (([], ";161;"), (["--as-sent"], ";160;")):
        rows = merged.done("--plan", file, "report", "9t", *words, "--format", "csv").splitlines()
        assert value in rows[1]
        assert all("gồm số của xã cũ; cùng kỳ quy đổi từ 2 xã cũ" in row for row in rows[1:3]), words


def test_the_year_after_the_merger_looks_back_on_both_halves(merged: Office) -> None:
    merged.today("2025-10-05")
    merged.done(
        "--plan", plan(merged.folder, "x", 2025, predecessors()), "record", "trong-moi", "10", "--on", "2025-09-30"
    )
    merged.today("2026-10-05")
    rows = report(merged, plan(merged.folder, "x", 2026, predecessors()), "--period", "2026-9M")
    assert rows["trong-moi"]["same_period"]["value"] == "13.5"


def test_a_share_multiplies_amounts_and_both_parts_of_a_rate(merged: Office) -> None:
    merged.today("2025-07-05")
    rows = report(merged, plan(merged.folder, "x", 2025, predecessors("0,5")), "--period", "t6")
    assert rows["gia-suc"]["same_period"]["value"] == "130"
    assert rows["ho-ngheo"]["same_period"]["value"] == "7.142857"


@pytest.mark.parametrize(("day", "known"), [("2024-01-31", "8"), ("2024-06-25", None)])
def test_a_rate_without_parts_is_unknown_until_its_parts_are_there(day: str, known: str | None, merged: Office) -> None:
    merged.today("2024-07-05")
    merged.done("--plan", "b/plan_2024.yaml", "record", "ho-ngheo", "7", "--on", day, "--yes")
    merged.done("--plan", "b/plan_2024.yaml", "export", "--out", "x/so/b.jsonl", "--force")
    merged.today("2025-07-05")
    rows = report(merged, plan(merged.folder, "x", 2025, predecessors()), "--period", "t6")
    assert rows["ho-ngheo"]["same_period"]["value"] == known


def test_half_a_last_year_is_none(merged: Office) -> None:
    merged.today("2024-07-05")
    merged.done("--plan", "b/plan_2024.yaml", "void", "gia-suc", "--on", "2024-06-20", "--reason", "nhầm")
    merged.done("--plan", "b/plan_2024.yaml", "export", "--out", "x/so/b.jsonl", "--force")
    merged.today("2025-07-05")
    file = plan(merged.folder, "x", 2025, predecessors())
    assert report(merged, file, "--period", "t6")["gia-suc"]["same_period"]["reason"] == "no-history"
    assert "cùng kỳ chưa đủ số của các xã cũ" in merged.done(
        "--plan", file, "report", "--period", "t6", "--format", "csv"
    )


def test_an_old_id_is_found_by_the_code_of_the_province(merged: Office) -> None:
    coded = ROWS.replace("{id: gia-suc,", "{id: dan-gia-suc, code: GS,")
    old = ROWS.replace("{id: gia-suc,", "{id: gia-suc, code: GS,")
    for id in OLD:
        merged.today("2025-07-05")
        file = plan(merged.folder, id, 2025, rows=old)
        merged.done("--plan", file, "record", "lua", "1", "--on", "2025-04-01", "--yes")
        merged.done("--plan", file, "export", "--out", f"x/so/{id}.jsonl", "--force")
    rows = report(merged, plan(merged.folder, "x", 2025, predecessors(), coded), "--period", "t6")
    assert rows["dan-gia-suc"]["same_period"]["value"] == "160"


def test_other_pages_live_with_inherited_figures(merged: Office) -> None:
    merged.today("2025-07-05")
    file = plan(merged.folder, "x", 2025, predecessors())
    for words in (
        ("explain", "trong-moi"),
        ("summary",),
        ("show", "gia-suc"),
        ("check",),
        ("due",),
        ("close", "t6"),
        ("diff", "t6"),
    ):
        answer = merged.run("--plan", file, *words)
        assert answer.code == 0, answer.all
    assert json.loads(merged.done("--plan", file, "diff", "t6", "--format", "json"))["indicators"] == []


@pytest.mark.parametrize(
    ("spoil", "code", "told"),
    [
        (lambda so: (so / "b.jsonl").unlink(), 2, "b.jsonl"),
        (lambda so: shutil.copy(so / "a.jsonl", so / "b.jsonl"), 3, "là sổ của a"),
        (
            lambda so: (so / "b.jsonl").write_text(
                (so / "b.jsonl").read_text("utf-8").replace('"60"', '"61"'), "utf-8"
            ),
            6,
            "b.jsonl",
        ),
        (lambda so: (so / "b.jsonl").write_text("x", "utf-8"), 3, "b.jsonl"),
        (lambda so: ((so / "b.jsonl").unlink(), (so / "b.jsonl").mkdir()), 3, "là thư mục"),
    ],
)
def test_a_ledger_that_does_not_prove_itself_is_not_used(merged: Office, spoil: Any, code: int, told: str) -> None:
    merged.today("2025-07-05")
    file = plan(merged.folder, "x", 2025, predecessors())
    spoil(merged.folder / "x" / "so")
    answer = merged.run("--plan", file, "report", "--period", "t6")
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err
    assert "plan_2025.yaml: predecessors, ledger: so/b.jsonl: " in answer.err
    assert "sửa khóa ledger" in answer.err
    assert "predecessors, ledger: so/b.jsonl: " in merged.run("--plan", file, "plan", "check").all


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (predecessors("2"), "share: phải lớn hơn 0"),
        (predecessors(until="2020-06-30"), "until: phải là một ngày của năm 2025"),
        (predecessors().replace("unit: b", "unit: a"), "unit: mã 'a' trùng với mã ở dòng"),
        ("predecessors: [{unit: a, name: A, until: 2025-06-30}]\n", "ledger"),
    ],
)
def test_the_keys_are_checked(office: Office, more: str, told: str) -> None:
    answer = office.run("--plan", plan(office.folder, "x", 2025, more), "plan", "check")
    assert answer.code == 3
    assert told in answer.err


def test_a_code_of_the_province_means_one_indicator(office: Office) -> None:
    twice = ROWS.replace("combine: latest}", "combine: latest, code: GS}")
    answer = office.run("--plan", plan(office.folder, "x", 2025, rows=twice), "plan", "check")
    assert answer.code == 3
    assert "code: mã 'GS' trùng với mã ở dòng" in answer.err


def test_what_the_old_communes_brought_is_not_asked_of_the_new_one_again(merged: Office) -> None:
    often = "frequency: quarterly, due: {year}-03-31"
    rows = ROWS.replace('target: ">= 20", combine: sum', f'target: ">= 20", combine: sum, {often.format(year=2025)}')
    file = plan(merged.folder, "x", 2025, predecessors(until="2025-03-31"), rows)
    merged.today("2025-07-05")
    told = merged.done("--plan", file, "record", "trong-moi", "5", "--on", "2025-06-30", "--yes")
    total = report(merged, file)["trong-moi"]["actual"]["value"].replace(".", ",")
    assert f"cộng từ đầu năm: {total} ha" in told
    late = [row["id"] for row in json.loads(merged.done("--plan", file, "due", "--format", "json"))["expected"]
            if row["wait"] == "late"]  # fmt: skip
    assert "trong-moi" not in late
    assert "trong-moi" not in merged.run("--plan", file, "check", "--format", "json").out
    years = json.loads(merged.done("--plan", file, "overview", "--format", "json"))["indicators"]
    (months,) = (row["months"] for row in years if row["id"] == "trong-moi")
    assert (months[2], months[5]) == ("there", "there")
    (merged.folder / "x" / "so" / "a.jsonl").unlink()
    assert "đã ghi 1 ha" in merged.done("--plan", file, "record", "trong-moi", "1", "--on", "2025-07-04")


def test_parts_of_a_shared_rate_have_no_idle_noughts(merged: Office) -> None:
    merged.today("2025-07-05")
    file = plan(merged.folder, "x", 2025, predecessors(share="0,5"))
    for id in ("a", "b"):
        old = plan(merged.folder, id, 2025)
        merged.done("--plan", old, "record", "ho-ngheo", "10/200", "--on", "2025-06-30", "--yes")
        merged.done("--plan", old, "export", "--out", f"{merged.folder}/x/so/{id}.jsonl", "--force")
    assert "15/300;" in merged.done("--plan", file, "report", "--period", "t6")


def test_what_villages_bring_after_the_merger_is_added_to_what_the_old_communes_brought(merged: Office) -> None:
    rows = ROWS.replace('target: ">= 20", combine: sum', 'target: ">= 20", combine: sum, by_place: true')
    places = "places: [{id: thon-1, name: Thôn 1}, {id: thon-2, name: Thôn 2}]\n"
    file = plan(merged.folder, "x", 2025, predecessors() + places, rows)
    merged.today("2025-08-05")
    before = report(merged, file)["trong-moi"]["actual"]["value"]
    for place, value in (("1", "2"), ("2", "3")):
        merged.done("--plan", file, "record", "trong-moi", value, "--on", "2025-07-31", "--place", place, "--yes")
    row = report(merged, file, "--period", "t7")["trong-moi"]
    assert (float(row["actual"]["value"]), row["in_period"]) == (float(before) + 5, "5")
    assert "nên cộng cả hai" in merged.done("--plan", file, "explain", "trong-moi")
    assert "trong-moi" not in merged.run("--plan", file, "check", "--format", "json").out


def test_explain_names_every_term_that_the_old_communes_brought(merged: Office) -> None:
    merged.today("2025-10-05")
    file = plan(merged.folder, "x", 2025, predecessors())
    alone = merged.done("--plan", file, "explain", "trong-moi")
    assert "Sổ của Xã A, Xã B: 3,5 ha, ngày 31/03/2025, số chính thức." in alone
    assert "Chưa có số liệu nào" not in alone
    merged.done("--plan", file, "record", "trong-moi", "10", "--on", "2025-09-30")
    for words in ([], ["--all"]):
        told = merged.done("--plan", file, "explain", "trong-moi", *words)
        assert "Sổ của Xã A, Xã B: 3,5 ha, ngày 31/03/2025, số chính thức." in told
        assert "Dòng 1: 10 ha, ngày 30/09/2025, số chính thức." in told
        assert "3,5 + 10 = 13,5 ha." in told


VILLAGES = "places: [{id: thon-1, name: Thôn 1}, {id: thon-2, name: Thôn 2}]\n"


def test_what_villages_of_an_old_commune_reported_is_its_own_figure_also_where_the_new_one_has_no_villages(
    merged: Office,
) -> None:
    old = plan(merged.folder, "a", 2025, VILLAGES, ROWS.replace("combine: latest}", "combine: latest, by_place: true}"))
    merged.today("2025-07-05")
    for place, cattle, poor in (("1", "70", "6/100"), ("2", "50", "2/100")):
        merged.done("--plan", old, "record", "gia-suc", cattle, "--on", "2025-06-30", "--place", place, "--yes")
        merged.done("--plan", old, "record", "ho-ngheo", poor, "--on", "2025-06-30", "--place", place, "--yes")
    merged.done("--plan", old, "export", "--out", "x/so/a.jsonl", "--force")
    merged.done("--plan", "b/plan_2025.yaml", "record", "ho-ngheo", "22/300", "--on", "2025-06-30", "--yes")
    merged.done("--plan", "b/plan_2025.yaml", "export", "--out", "x/so/b.jsonl", "--force")
    rows = report(merged, plan(merged.folder, "x", 2025, predecessors()), "--period", "t6")
    assert {id: rows[id]["actual"]["value"] for id in ("gia-suc", "ho-ngheo")} == {"gia-suc": "180", "ho-ngheo": "6"}


def test_running_totals_of_villages_from_january_hold_what_the_old_communes_brought(merged: Office) -> None:
    rows = ROWS.replace('target: ">= 20", combine: sum', 'target: ">= 20", combine: sum, by_place: true')
    file = plan(merged.folder, "x", 2025, predecessors() + VILLAGES, rows)
    merged.today("2025-08-05")
    wanted = []
    for place, value in (("1", "4"), ("2", "6")):
        merged.done("--plan", file, "record", "trong-moi", value, "--cumulative", "--on", "2025-07-31",
                    "--place", place, "--yes")  # fmt: skip
        wanted.append(report(merged, file, "--period", "t7")["trong-moi"]["actual"]["value"])
    assert wanted == ["3.5", "10"]


def test_villages_of_a_merged_commune_owe_nothing_of_the_time_before_it_and_all_of_the_time_since(
    merged: Office,
) -> None:
    monthly = 'target: ">= 20", combine: sum, by_place: true, frequency: monthly, due: 2025-01-31'
    rows = ROWS.replace('target: ">= 20", combine: sum', monthly)
    half = "combine: latest, by_place: true, frequency: half-yearly, due: 2025-06-30"
    rows = rows.replace('target: ">= 250", combine: latest', f'target: ">= 250", {half}')
    merged.today("2025-08-05")
    for villages in (VILLAGES, VILLAGES.replace("name: Thôn", "from: 2025-07-01, name: Thôn")):
        file = plan(merged.folder, "x", 2025, predecessors() + villages, rows)
        merged.done("--plan", file, "record", "trong-moi", "2", "--on", "2025-07-31", "--place", "1", "--yes")
        text = merged.done("--plan", file, "report", "--by", "place", "--format", "csv")
        assert "thiếu" not in text
        first = next(line for line in text.splitlines() if "Thôn 1" in line and ";2;" in line)
        assert "xã cũ" not in first
        expected = json.loads(merged.done("--plan", file, "due", "--all", "--format", "json"))["expected"]
        days = {(row["id"], row["on"]) for row in expected if row["id"] in ("trong-moi", "gia-suc")}
        assert days == {("trong-moi", "2025-07-31"), ("trong-moi", "2025-08-31"), ("gia-suc", "2025-12-31")}


def test_what_an_old_commune_counts_in_another_unit_is_not_recast_and_named(merged: Office) -> None:
    rows = ROWS.replace("Trồng mới, unit: ha", "Trồng mới, unit: m2").replace("unit: con", "unit: Con")
    merged.today("2025-07-05")
    file = plan(merged.folder, "x", 2025, predecessors(), rows)
    merged.done("--plan", file, "record", "trong-moi", "5.000", "--on", "2025-06-30", "--yes")
    found = report(merged, file, "--period", "t6")
    same = found["trong-moi"]["same_period"]
    assert (found["trong-moi"]["actual"]["value"], same["value"], same["reason"]) == ("5000", None, "not-recast")
    assert found["gia-suc"]["same_period"]["value"] == "160"
    assert "cùng kỳ không quy đổi được" in merged.done("--plan", file, "report", "--period", "t6", "--format", "md")
    for words in (("plan", "check"), ("check", "--format", "md")):
        told = merged.done("--plan", file, *words)
        assert "Xã A ghi bằng ha, kế hoạch này tính bằng m2: số của các xã cũ không quy đổi được" in told
        assert "bằng con" not in told


@pytest.mark.parametrize("combine", ["sum", "latest"])
def test_last_year_in_another_unit_is_named_until_every_figure_in_force_is_in_this_one(
    combine: str, office: Office
) -> None:
    rows = ROWS.replace('target: ">= 20", combine: sum', f'target: ">= 20", combine: {combine}')
    file = plan(office.folder, "x", 2025, rows=rows)
    office.today("2025-12-31")
    for day in ("2025-06-30", "2025-09-30", "2025-12-31"):
        office.done("--plan", file, "record", "trong-moi", "2", "--on", day, "--yes")
    file = plan(office.folder, "x", 2026, rows=rows.replace("Trồng mới, unit: ha", "Trồng mới, unit: m2"))
    office.today("2026-07-05")
    for words in ("correct 20000 --yes 2025-12-31", "void 2025-09-30", "correct 20000 --yes 2025-06-30"):
        assert office.done("--plan", file, "plan", "check").count("năm trước ghi bằng ha") == 1
        word, *value, day = words.split()
        office.done("--plan", file, word, "trong-moi", *value, "--on", day, "--reason", "đổi đơn vị")
    assert "năm trước ghi bằng" not in office.done("--plan", file, "plan", "check")


def test_last_year_in_another_unit_is_named_by_both_checks_and_by_who_makes_or_closes_the_report(
    office: Office,
) -> None:
    for year, unit in ((2025, "ha"), (2026, "m2")):
        file = plan(office.folder, "x", year, rows=ROWS.replace("Trồng mới, unit: ha", f"Trồng mới, unit: {unit}"))
        office.today(f"{year}-12-31")
        office.done("--plan", file, "record", "trong-moi", "20", "--yes")
        office.done("--plan", file, "record", "gia-suc", "260", "--yes")
    for words in (("plan", "check"), ("check", "--format", "md")):
        told = office.done("--plan", file, *words)
        assert "năm trước ghi bằng ha, kế hoạch này tính bằng m2: không so với năm trước được" in told
        assert told.count("năm trước ghi bằng") == 1
    for making in ("summary t12 --formats md", "close t12 --yes"):
        warned = office.run("--plan", file, *making.split())
        assert warned.code == 0
        assert "Cảnh báo: Trồng mới: năm trước ghi bằng ha, kế hoạch này tính bằng m2" in warned.err


def test_a_unit_that_changes_within_the_year_is_named_until_the_figures_are_in_it(office: Office) -> None:
    file = plan(office.folder, "x", 2026, rows=ROWS)
    office.today("2026-07-05")
    office.done("--plan", file, "record", "trong-moi", "2", "--on", "30/06/2026", "--yes")
    file = plan(office.folder, "x", 2026, rows=ROWS.replace("Trồng mới, unit: ha", "Trồng mới, unit: m2"))
    said = "năm nay ghi bằng ha, kế hoạch này tính bằng m2: báo cáo in các số ấy bằng đơn vị mới"
    assert said in office.done("--plan", file, "plan", "check")
    assert said in office.done("--plan", file, "check")
    assert f"Cảnh báo: Trồng mới: {said}" in office.run("--plan", file, "summary", "6t", "--formats", "md").err
    office.done("--plan", file, "correct", "trong-moi", "20000", "--yes", "--on", "30/06/2026", "--reason", "đổi")
    assert "năm nay ghi bằng" not in office.done("--plan", file, "plan", "check")
    lines = office.done("--plan", file, "history", "--format", "plain").splitlines()
    assert [line.split("\t")[5:7] for line in lines if "Trồng mới" in line] == [["–", "2 ha"], ["2 ha", "20.000 m2"]]


@pytest.mark.parametrize("combine", ["sum", "latest", "max", "mean"])
def test_last_year_in_another_unit_is_no_same_period_no_basis_and_no_way(combine: str, office: Office) -> None:
    row = f'target: ">= 20", combine: {combine}'
    old = ROWS.replace('target: ">= 20", combine: sum', row)
    new = old.replace("Trồng mới, unit: ha", "Trồng mới, unit: m2").replace(row, row.replace(">= 20", ">= +5%"))
    for year, amount, rows in ((2025, "20", old), (2026, "30000", new)):
        file = plan(office.folder, "x", year, rows=rows)
        for month in (3, 6, 9, 12):
            office.today(f"{year}-{month:02}-28")
            office.done("--plan", file, "record", "trong-moi", amount, "--yes")
            office.done("--plan", file, "record", "gia-suc", "260", "--yes")
    held = {
        one["id"]: one for one in json.loads(office.done("--plan", file, "report", "--format", "json"))["indicators"]
    }
    assert held["gia-suc"]["same_period"]["index"] == "100.00"
    same = held["trong-moi"]["same_period"]
    assert (same["value"], same["reason"], held["trong-moi"]["verdict"]) == (None, "other-unit", "no_data")
    unlike = "kết quả năm trước ghi bằng đơn vị khác"
    told = office.done("--plan", file, "explain", "trong-moi")
    assert "Không so được: số cùng kỳ năm trước ghi bằng đơn vị khác." in told
    assert (f"vì {unlike}." in told, "chưa có kết quả" in told) == (True, False)
    office.done("--plan", file, "summary", "t12", "--formats", "md", "--out-dir", "ra")
    (paper,) = (office.folder / "ra").glob("bao-cao-*.md")
    assert f"01 chỉ tiêu không tính được mức giao vì {unlike} là trồng mới." in paper.read_text("utf-8")
    scored = new + "scoring: {total: 10, bonus: 0, items: [{indicator: trong-moi, points: 10}]}\n"
    points = office.done("--plan", plan(office.folder, "x", 2026, rows=scored), "score")
    assert f"không tính được mức giao vì {unlike} nên chưa chấm được" in points
    assert ("ghi kết quả năm trước, đổi ra m2, vào baseline" in points, "--earlier-year" in points) == (True, False)
    file = plan(office.folder, "x", 2026, rows=new.replace('">= +5%"', '">= +5%", baseline: {value: 200000}'))
    told = office.done("--plan", file, "explain", "trong-moi")
    assert "210.000 m2" in told
    assert "Không so được" in told


def test_an_undo_under_this_years_plan_does_not_make_last_years_figure_one_of_its_unit(office: Office) -> None:
    old = ROWS.replace("Trồng mới, unit: ha", "Trồng mới, unit: m2")
    file = plan(office.folder, "x", 2025, rows=old)
    office.today("2025-12-31")
    office.done("--plan", file, "record", "trong-moi", "50000", "--yes")
    file = plan(
        office.folder, "x", 2026, rows=ROWS.replace('target: ">= 20", combine: sum', 'target: ">= +5%", combine: sum')
    )
    office.today("2026-12-31")
    office.done("--plan", file, "record", "trong-moi", "4", "--yes")
    for _ in range(2):
        office.done("--plan", file, "correct", "trong-moi", "5", "--on", "2025-12-31", "--reason", "x", "--yes")
        assert "năm trước ghi bằng m2" not in office.done("--plan", file, "plan", "check")
        office.done("--plan", file, "undo")
        assert office.done("--plan", file, "plan", "check").count("năm trước ghi bằng m2") == 1
        report = json.loads(office.done("--plan", file, "report", "--format", "json"))["indicators"]
        assert next(one for one in report if one["id"] == "trong-moi")["verdict"] == "no_data"
