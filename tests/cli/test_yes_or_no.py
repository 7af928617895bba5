"""A row answered by đạt or chưa đạt has no unit, no index, no growth: nowhere, also beside last year's answer."""

from __future__ import annotations

import json

import pytest

from office import Office

ROW = """      - id: nha-van-hoa
        name: Xây dựng nhà văn hóa xã
        unit: nhà
        target: đạt
        combine: latest
"""
PLACE = "      - id: ho-ngheo"


@pytest.fixture
def answered(office: Office) -> Office:
    """An office that answered đạt last year and chưa đạt now."""
    office.done("init")
    path = office.folder / "data" / "plan_2024.yaml"
    path.write_text(path.read_text("utf-8").replace(PLACE, ROW + PLACE), "utf-8")
    office.done("record", "nha-van-hoa", "đạt", "--on", "31/03/2023", "--earlier-year")
    office.done("record", "nha-van-hoa", "chưa đạt", "--on", "31/03/2024")
    return office


def test_explain_says_the_answer_without_unit_or_arithmetic(answered: Office) -> None:
    shown = answered.done("explain", "nha-van-hoa")
    assert "Cùng kỳ năm trước: đạt." in shown
    assert "đạt nhà" not in shown
    assert "100" not in shown
    assert "chưa đạt kế hoạch năm. ○ Chưa đạt." in shown


def test_no_table_has_a_percent_of_last_year_for_it(answered: Office) -> None:
    rows = json.loads(answered.done("report", "--format", "json"))["indicators"]
    (row,) = [row for row in rows if row["id"] == "nha-van-hoa"]
    assert row["same_period"] == {"value": "1", "index": None, "growth": None, "difference": None, "reason": "yes-no"}
    (line,) = [line for line in answered.done("report", "--format", "csv").splitlines() if "nha-van-hoa" in line]
    assert "%" not in line
    answered.done("summary", "--period", "t6", "--formats", "md")
    paper = (answered.folder / "bao-cao" / "bao-cao-dak-la-2024-06.md").read_text("utf-8")
    (line,) = [line for line in paper.splitlines() if line.startswith("|") and "Xây dựng nhà văn hóa xã" in line]
    assert "%" not in line


def test_a_change_of_the_answer_is_told_as_one(answered: Office) -> None:
    answered.done("close", "t6")
    answered.done("reopen", "t6", "--reason", "kiểm tra lại")
    answered.done("correct", "nha-van-hoa", "đạt", "--on", "31/03/2024", "--reason", "đã nghiệm thu")
    shown = answered.done("diff", "t6")
    assert "chưa đạt → đạt" in " ".join(shown.split()) or "chưa đạt" in shown
    assert "%" not in "".join(line for line in shown.splitlines() if "nhà văn hóa" in line)


def test_what_an_answer_is_asked_with_is_quoted_alike_wherever_it_is_to_be_typed(answered: Office) -> None:
    path = answered.folder / "data" / "plan_2024.yaml"
    often = "target: đạt\n        frequency: quarterly\n        due: 2024-03-31\n"
    path.write_text(path.read_text("utf-8").replace("target: đạt\n", often), "utf-8")
    typed = 'thidua record nha-van-hoa "ĐẠT hoặc CHƯA ĐẠT" --on 30/06/2024'
    assert typed in answered.done("due")
    assert typed in answered.done("check")


def test_the_exported_sheet_says_the_answer_and_is_read_back(answered: Office) -> None:
    answered.done("export", "--out", "so.csv")
    rows = (answered.folder / "so.csv").read_text("utf-8-sig").splitlines()
    assert '"nhà";"31/03/2024";"chưa đạt"' in rows[2]
    (answered.folder / "so.csv").write_text("\n".join([rows[0], rows[2]]), "utf-8")
    assert "0 mới, 1 đã có" in answered.done("import", "so.csv")


@pytest.mark.parametrize("mark", ["x", "-", "Có", "1"])
def test_a_cell_that_is_no_answer_is_told_the_answers_and_to_be_left_empty_without_one(
    answered: Office, mark: str
) -> None:
    (answered.folder / "so.csv").write_text(f"id;value;on\nnha-van-hoa;{mark};30/06/2024\n", "utf-8")
    answer = answered.run("import", "so.csv")
    assert answer.code == 3
    assert f"so.csv:2: '{mark}' không đọc được" in answer.err
    assert "chỉ ghi đạt hoặc chưa đạt; chưa có số liệu thì để trống ô này" in answer.err
