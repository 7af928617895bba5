"""Edges of writing and reading from the command line that are met only now and then."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from office import Office
from thidua_cli.domain.figure import Revision
from thidua_cli.office import changes

UUID = "123e4567-e89b-12d3-a456-426614174000"


def report_of(office: Office, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(office.done("report", "--format", "json", *words))
    return found


def test_a_cumulative_figure_is_written_once_however_often_its_id_is_sent(office: Office) -> None:
    office.done("record", "thon-ntm-kieu-mau", "1", "--on", "01/06/2024")
    words = ("record", "thon-ntm-kieu-mau", "3", "--cumulative", "--on", "01/07/2024", "--id", UUID, "--yes")
    assert "đã ghi 3 thôn (lũy kế)" in office.done(*words)
    assert "đã có: 3 thôn (lũy kế)" in office.done(*words)


def test_a_new_figure_supersedes_nothing_another_the_row_that_it_stands_over(office: Office) -> None:
    words = ("dan-gia-suc", "--on", "05/06/2024")
    office.done("record", *words, "6.500", "--level", "estimate")
    office.done("record", *words, "6.510")
    office.done("void", *words, "--reason", "ghi nhầm")
    office.done("record", *words, "6.520")
    rows = [json.loads(line) for line in office.done("export").splitlines()]
    assert [row["supersedes"] for row in rows if "supersedes" in row] == [None, 1, 2, 3]


@pytest.mark.parametrize("id_", ["", "khong-phai"])
def test_an_id_that_is_none_is_refused_also_an_empty_one(office: Office, id_: str) -> None:
    refused = office.run("record", "dan-so", "11.000", "--on", "01/07/2024", "--id", id_)
    assert (refused.code, "không phải UUID" in refused.err) == (2, True)


def test_an_id_seen_with_another_source_is_other_content(office: Office) -> None:
    words = ("record", "dan-so", "11.000", "--on", "01/07/2024", "--id", UUID)
    office.done(*words, "--source", "Công an xã")
    assert office.run(*words, "--source", "Thôn").code == 5


@pytest.mark.parametrize(
    "words",
    [
        ("report", "--as-known", "01/01/0900"),
        ("report", "--as-known", "0001-01-01T05:00"),
        ("report", "--as-known", "9999-12-31T23:59"),
        ("record", "dan-so", "11.000", "--on", "01/01/0001", "--earlier-year"),
        ("correct", "dan-so", "11.000", "--on", "01/01/0001", "--reason", "x"),
    ],
    ids=" ".join,
)
def test_a_year_that_cannot_be_meant_is_wrong_usage(words: tuple[str, ...], office: Office) -> None:
    answer = office.run(*words)
    assert answer.code == 2
    assert "ngoài dự kiến" not in answer.err


def test_a_time_with_a_zone_is_the_same_moment_as_without(office: Office) -> None:
    office.done("record", "dan-so", "11.000")
    at = [
        report_of(office, "--as-known", text)["as_known"]
        for text in ("2024-07-05T08:00", "2024-07-05T08:00+07:00", "2024-07-05T01:00Z")
    ]
    assert len(set(at)) == 1
    to_the_second = [
        report_of(office, "--as-known", text)["as_known"]
        for text in ("2024-07-05T08:00:30", "2024-07-05T08:00:30+07:00")
    ]
    assert len(set(to_the_second)) == 1


def test_an_undo_that_comes_too_late_says_that_nothing_is_left(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.done("record", "dan-so", "11.000")
    looks = iter([True, False])
    own = changes._undoable

    def undoable(*given: Any) -> list[Revision]:
        return own(*given) if next(looks) else []

    monkeypatch.setattr(changes, "_undoable", undoable)
    assert office.done("undo") == "không còn gì để hoàn tác\n"


def test_figures_of_villages_of_an_indicator_that_left_the_plan_are_reported(villages: Office) -> None:
    villages.done("record", "ho-ngheo", "3/100", "--place", "thon-1", "--on", "30/06/2024")
    plan = villages.folder / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("- id: ho-ngheo\n", "- id: ho-ngheo-moi\n"), "utf-8")
    assert "ho-ngheo" in villages.run("check").out


def test_a_reference_that_became_a_target_shows_its_difference(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    text = plan.read_text("utf-8")
    at = text.index('target: "~ 11.000"')
    line_start = text.rindex("\n", 0, at) + 1
    indent = text[line_start:at]
    added = f'{indent}adjustments: [{{on: 2024-06-01, target: ">= 12.000"}}]\n'
    plan.write_text(text[:line_start] + added + text[line_start:], "utf-8")
    office.done("record", "dan-so", "11.000", "--on", "01/07/2024")
    row = next(line for line in office.done("report", "--format", "plain").splitlines() if "Dân số" in line)
    assert "-1.000" in row
    assert "Chênh lệch" in office.done("explain", "dan-so")


def test_two_plans_of_one_year_are_refused_with_both_names(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    shutil.copy(plan, plan.with_name("plan_2024_cu.yaml"))
    answer = office.run("report")
    assert answer.code == 2
    assert "plan_2024.yaml" in answer.err
    assert "plan_2024_cu.yaml" in answer.err
    assert office.run("--plan", str(plan), "report").code == 0


def test_a_ledger_whose_plan_was_renamed_is_warned_about(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-so", "11.000")
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.rename(plan.with_name("plan_2024.yaml.txt"))
    answer = office.run("report")
    assert answer.code == 0
    assert str(office.folder / "data" / "thidua.db") in answer.err
    assert "plan_<năm>.yaml" in answer.err


def test_a_form_by_village_needs_an_indicator_that_is_collected_so(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8") + "\nplaces: [{id: thon-1, name: Thôn 1}]\n", "utf-8")
    answer = office.run("template", "--by", "place")
    assert answer.code == 2
    assert "by_place" in answer.err
    assert "không có danh sách thôn" not in answer.err


def test_an_anchor_of_thousands_of_digits_is_wrong_usage(office: Office) -> None:
    office.done("init")
    assert office.run("verify", "--against", "9" * 5_000 + ":0123456789abcdef").code == 2


def test_a_ledger_made_by_a_write_is_let_go_at_the_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from thidua_cli.workspace import Workspace

    monkeypatch.setenv("HOME", str(Path(office.folder)))
    workspace = Workspace()
    with workspace.open() as held:
        held.make_ledger()
        assert held.ledger.tip().seq == 0
    with pytest.raises(Exception, match="closed"):
        held.ledger.tip()


@pytest.mark.parametrize(
    ("words", "now"),
    [
        (("undo",), "nay: chưa có (dòng 2)"),
        (("void", "dan-so", "--on", "01/07/2024", "--reason", "x"), "nay: đã rút (dòng 2)"),
        (("correct", "dan-so", "11.001", "--on", "01/07/2024", "--reason", "x"), "nay: 11.001 người (dòng 2)"),
    ],
)
def test_an_id_whose_figure_is_no_longer_there_says_what_is(words: tuple[str, ...], now: str, office: Office) -> None:
    typed = ("record", "dan-so", "11.000", "--on", "01/07/2024", "--id", UUID)
    office.done(*typed)
    assert "nay:" not in office.done(*typed)
    office.done(*words)
    assert now in office.done(*typed)


def test_a_day_of_another_year_without_a_figure_is_answered_with_that_year_and_what_records_it(office: Office) -> None:
    office.done("record", "dan-so", "11.000", "--on", "01/07/2024")
    for words in (("void", "dan-so"), ("correct", "dan-so", "5")):
        told = office.run(*words, "--on", "30/12/2022", "--reason", "x").err
        assert "năm 2022 không có số nào; để ghi: thidua record dan-so GIÁ_TRỊ --on 30/12/2022 --earlier-year" in told


def test_a_day_after_the_plans_year_is_answered_with_the_plan_it_lacks(office: Office) -> None:
    office.done("record", "dan-so", "11.000", "--on", "01/07/2024")
    office.today("2025-02-05")
    for words in (("void", "dan-so"), ("correct", "dan-so", "5")):
        told = office.run(*words, "--on", "05/01/2025", "--reason", "x").err
        assert "năm 2025 không có số nào; chọn tệp kế hoạch của năm ấy" in told
        assert "chưa có thì soạn: thidua plan new 2025" in told
        assert "thidua record" not in told
        assert "plan new" not in office.run(*words, "--on", "05/01/2026", "--reason", "x").err


def test_progress_of_an_earlier_year_belongs_to_that_years_plan(office: Office) -> None:
    for words in (("void", "work/thu-chi-ngan-sach"), ("correct", "work/thu-chi-ngan-sach", "5")):
        told = office.run(*words, "--on", "05/12/2023", "--reason", "x").err
        assert "năm 2023 không có số nào; chọn tệp kế hoạch của năm ấy" in told
        assert "work record" not in told


def test_what_is_proposed_for_a_total_of_an_earlier_year_is_the_total_itself(office: Office) -> None:
    for day, typed in (
        ("30/12/2023", "record dien-tich-gieo-trong GIÁ_TRỊ --on 30/12/2023 --earlier-year"),
        ("30/06/2024", "record dien-tich-cay-hang-nam GIÁ_TRỊ --on 30/06/2024"),
    ):
        assert f"thidua {typed}" in office.run("void", "dien-tich-gieo-trong", "--on", day, "--reason", "x").err


@pytest.mark.parametrize(
    ("typed", "code"), [("2,776/2,910", 5), ("2.776/2.910", 0), ("2,77/2,91", 0), ("2,776/2,9", 0), ("0,950/1,000", 0)]
)
def test_parts_of_a_rate_that_are_grouped_by_commas_are_asked_about(office: Office, typed: str, code: int) -> None:
    answer = office.run("record", "bao-phu-bhyt", typed, "--on", "30/06/2024")
    assert answer.code == code, answer.all
    assert ("có phải dấu phẩy ngăn hàng nghìn (2,776 là 2.776)?" in answer.err) is (code == 5)
    office.done("record", "bao-phu-bhyt", "2,776/2,910", "--on", "31/05/2024", "--yes")
    assert "đều nhỏ hơn 1.000 với đúng ba số lẻ" in office.run("check").out


def test_a_value_with_a_minus_and_an_h_behind_it_is_no_call_for_help(office: Office) -> None:
    answer = office.run("record", "dien-tich-cay-lau-nam", "-5ha", "--on", "30/06/2024")
    assert (answer.code, answer.out) == (2, "")
    assert "số không hợp lệ '-5ha'" in answer.err
