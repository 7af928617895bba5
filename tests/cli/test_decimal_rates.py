"""A percentage typed as a decimal fraction (3,7 % as 0,037) is asked about wherever it comes in, a true one not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from office import Office

ASKED = "có phải tỷ lệ viết thập phân"


def targets(office: Office, target: str, more: str = "") -> None:
    """`ho-ngheo` gets this target, and these other keys."""
    office.done("init")
    path = office.folder / "data" / "plan_2024.yaml"
    row = re.compile(r'(- id: ho-ngheo\n.*?target: )"< 3,7"(.*?)\n( +)printed: [^\n]*\n', re.DOTALL)
    text, found = row.subn(rf'\1"{target}"\2\n\3{more}\n', path.read_text("utf-8"))
    assert found == 1
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("value", ["0,037", "0,031", "0,06", "0,02"])
def test_a_first_rate_about_a_hundredth_of_its_target_is_asked_about(office: Office, value: str) -> None:
    answer = office.run("record", "ho-ngheo", value, "--on", "30/06/2024")
    assert (answer.code, ASKED in answer.err) == (5, True), answer.all


@pytest.mark.parametrize("value", ["3,7", "0,9", "0,4", "1", "3,7/100"])
def test_a_true_low_rate_is_taken(office: Office, value: str) -> None:
    office.done("record", "ho-ngheo", value, "--on", "30/06/2024")
    assert "odd-value" not in office.run("check", "--format", "json").out


@pytest.mark.parametrize("target", ["2..5", "<= -1,5 điểm", ">= +5%", "~ 4", "> 40"])
def test_every_kind_of_target_is_looked_at(office: Office, target: str) -> None:
    value = "0,38" if target == "> 40" else "0,038"
    targets(office, target, 'baseline: {value: "5,2", on: 2023-12-31}')
    answer = office.run("record", "ho-ngheo", value, "--on", "30/06/2024")
    assert (answer.code, ASKED in answer.err) == (5, True), answer.all


@pytest.mark.parametrize(("target", "values"), [("<= 0,5", ("0,4", "0,35", "0,5")), (">= 0,2", ("0,2", "0,31"))])
def test_figures_of_a_low_target_pass(office: Office, target: str, values: tuple[str, ...]) -> None:
    targets(office, target, "decimals: 2")
    for month, value in enumerate(values, start=1):
        office.done("record", "ho-ngheo", value, "--on", f"28/0{month}/2024")
    assert "odd-value" not in office.run("check", "--format", "json").out


def test_a_low_rate_that_the_figure_before_bears_out_passes(office: Office) -> None:
    office.done("record", "ho-ngheo", "0,05", "--on", "31/03/2024", "--yes")
    office.done("record", "ho-ngheo", "0,04", "--on", "30/06/2024")


@pytest.mark.parametrize("value", ["0,06", "0,09", "0,1"])
def test_the_last_figure_is_held_against_too(office: Office, value: str) -> None:
    office.done("record", "ho-ngheo", "9", "--on", "31/03/2024")
    answer = office.run("record", "ho-ngheo", value, "--on", "30/06/2024")
    assert (answer.code, ASKED in answer.err) == (5, True), answer.all


def test_correct_import_and_check_ask_the_same(office: Office, tmp_path: Path) -> None:
    office.done("record", "ho-ngheo", "3,6", "--on", "30/06/2024")
    answer = office.run("correct", "ho-ngheo", "0,036", "--on", "30/06/2024", "--reason", "đếm lại")
    assert (answer.code, ASKED in answer.err) == (5, True), answer.all
    office.done("undo")
    form = tmp_path / "a.csv"
    form.write_text("id;value;on\nho-ngheo;0,037;30/06/2024\n", "utf-8")
    answer = office.run("import", str(form))
    assert (answer.code, ASKED in answer.all) == (5, True), answer.all
    office.done("import", str(form), "--yes")
    (found,) = json.loads(office.run("check", "--format", "json").out)["findings"]
    assert (found["code"], found["indicator"]) == ("odd-value", "ho-ngheo")
    assert ASKED in found["sentence"]


def test_a_share_of_something_is_a_rate_in_percent(office: Office) -> None:
    """`% dân số` is percent: parts are taken, differences are points, and the sign stands close."""
    office.done("init")
    path = office.folder / "data" / "plan_2024.yaml"
    row = re.compile(r"(- id: bao-phu-bhyt\n.*?unit: )\"%\"", re.DOTALL)
    path.write_text(row.sub(r'\1"% dân số"', path.read_text("utf-8")), "utf-8")
    office.done("record", "bao-phu-bhyt", "93,1", "--on", "31/12/2023", "--earlier-year")
    assert "94% dân số (9.400/10.000)" in office.done("record", "bao-phu-bhyt", "9.400/10.000", "--on", "30/06/2024")
    rows = json.loads(office.done("report", "--format", "json"))["indicators"]
    [row_of] = [one for one in rows if one["id"] == "bao-phu-bhyt"]
    assert row_of["difference"] == {"value": "-1", "unit": "điểm %"}
    assert row_of["same_period"]["growth"] is None or row_of["same_period"]["index"] is None
    office.done("summary", "t6", "--formats", "md")
    [paper] = (office.folder / "bao-cao").glob("bao-cao-*.md")
    told = "bao phủ BHYT mới đạt 94% dân số, thấp hơn 1 điểm phần trăm so với kế hoạch năm"
    assert told in paper.read_text("utf-8")
