"""What is typed for rows of other kinds: yes or no, sums over several years, totals of an earlier year."""

from __future__ import annotations

import json

import pytest

from office import Office

CROPS = "dien-tich-cay-hang-nam"


def planned(office: Office, old: str, new: str) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    text = plan.read_text("utf-8")
    assert old in text
    plan.write_text(text.replace(old, new, 1), "utf-8")


def newest(office: Office) -> tuple[str, str]:
    row = json.loads(office.done("history", "--format", "json"))["rows"][-1]
    return row["indicator"], row["after"]["value"]


@pytest.fixture
def asked(office: Office) -> Office:
    """A plan with a row that is answered by yes or no."""
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    text = plan.read_text("utf-8")
    start = text.index("      - id: dan-so\n")
    row = "      - {id: dat-chuan, name: Đạt chuẩn nông thôn mới, unit: đạt, target: đạt, combine: latest}\n"
    plan.write_text(text[:start] + row + text[start:], "utf-8")
    return office


@pytest.mark.parametrize(
    ("typed", "value"), [("đạt", "1"), ("DAT", "1"), ("chưa đạt", "0"), ("chua dat", "0"), ("không đạt", "0")]
)
def test_yes_or_no_is_typed_in_words(typed: str, value: str, asked: Office) -> None:
    asked.done("record", "dat-chuan", typed, "--on", "05/07/2024")
    assert newest(asked) == ("dat-chuan", value)


def test_anything_else_than_yes_or_no_is_refused_and_a_change_is_proposed_in_words(asked: Office) -> None:
    answer = asked.run("record", "dat-chuan", "95")
    assert (answer.code, "chỉ ghi đạt hoặc chưa đạt" in answer.err) == (2, True)
    asked.done("record", "dat-chuan", "đạt", "--on", "05/07/2024")
    answer = asked.run("record", "dat-chuan", "chưa đạt", "--on", "05/07/2024")
    assert 'thidua correct dat-chuan "chưa đạt" --on 05/07/2024' in answer.err


def test_a_running_total_of_a_span_of_years_counts_from_its_first_day(office: Office) -> None:
    planned(office, "id: thon-ntm-kieu-mau\n", "id: thon-ntm-kieu-mau\n        years: 2023-2025\n")
    office.done("record", "thon-ntm-kieu-mau", "1", "--on", "30/06/2023", "--earlier-year")
    assert "cộng từ năm 2023: 3 thôn" in office.done("record", "thon-ntm-kieu-mau", "2", "--for", "q1", "--yes")
    said = office.done("record", "thon-ntm-kieu-mau", "2", "--for", "q2", "--cumulative", "--yes")
    assert "cộng từ năm 2023: 2 thôn" in said


def test_a_total_takes_a_figure_of_an_earlier_year_only(office: Office) -> None:
    office.done("init")
    office.done("record", "dien-tich-gieo-trong", "4.400", "--on", "31/12/2023", "--earlier-year")
    assert newest(office) == ("dien-tich-gieo-trong", "4400")
    assert office.run("record", "dien-tich-gieo-trong", "4.400", "--on", "30/06/2024").code == 2


def test_no_answer_is_a_slip(asked: Office) -> None:
    asked.done("record", "dat-chuan", "đạt", "--on", "31/05/2024")
    asked.done("record", "dat-chuan", "chưa đạt", "--on", "30/06/2024")
    asked.done("correct", "dat-chuan", "chưa đạt", "--on", "31/05/2024", "--reason", "thẩm định lại")
    assert "power-of-ten" not in asked.done("check")
    assert "odd-value" not in asked.done("check")


def test_a_report_prints_the_documents_words_and_a_number_without_the_unit_beside_it(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    text = plan.read_text("utf-8").replace("printed: trên 95%", "printed: trên 95% dân số")
    plan.write_text(text.replace('target: ">= 39"\n        printed: 39ha', 'target: ">= +5 điểm"'), "utf-8")
    rows = {row.split("\t")[0]: row for row in office.done("report", "--format", "plain").splitlines()}
    assert "\ttrên 95% dân số\t" in rows["bao-phu-bhyt"]
    assert "\ttrên: 9 %\t" in rows["bao-phu-bhxh"]
    assert "\tít nhất 2 thôn\t" in rows["thon-ntm-kieu-mau"]
    assert "\t23\t" in rows["suy-dinh-duong-thap-coi"]
    assert "\t6.278\t" in rows["dan-gia-suc"]
    assert "\ttăng 5 ha so với năm trước\t" in rows["nuoi-trong-thuy-san"]
