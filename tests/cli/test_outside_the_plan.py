"""Figures whose id or place has left the plan can still be found, corrected and withdrawn by that very id."""

from __future__ import annotations

import json

import pytest

from office import Office


@pytest.fixture
def renamed(office: Office) -> Office:
    """A figure under an id that the plan has given up for a longer one."""
    office.done("init")
    office.done("record", "dan-gia-suc", "6.400", "--on", "30/06/2024")
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("dan-gia-suc", "tong-dan-gia-suc"), "utf-8")
    office.done("record", "tong-dan-gia-suc", "6.450", "--on", "30/06/2024")
    return office


def test_the_exact_old_id_withdraws_the_old_figure_and_not_one_found_by_name(renamed: Office) -> None:
    said = renamed.done("void", "dan-gia-suc", "--on", "30/06/2024", "--reason", "mã cũ")
    assert "đã rút 6.400 con của Tổng đàn gia súc (dan-gia-suc), ngày 30/06/2024" in said
    assert "6.450" in renamed.done("report", "--format", "plain")
    assert "6.400 con" in renamed.done("undo")


def test_the_exact_old_id_is_corrected_in_its_own_unit(renamed: Office) -> None:
    said = renamed.done("correct", "dan-gia-suc", "6.401", "--on", "30/06/2024", "--reason", "mã cũ")
    assert "6.400 con → 6.401 con" in said


def test_a_name_still_finds_the_row_of_the_plan(renamed: Office) -> None:
    said = renamed.done("void", "dan gia suc", "--on", "30/06/2024", "--reason", "nhầm")
    assert "(tong-dan-gia-suc)" in said


def test_a_place_that_left_the_plan_is_withdrawn_by_its_id(villages: Office) -> None:
    villages.done("record", "trong-moi", "2", "--place", "thon-2", "--on", "31/03/2024")
    plan = next(villages.folder.glob("**/plan_2024.yaml"))
    text = plan.read_text("utf-8")
    start = text.index("  - {id: thon-2") if "  - {id: thon-2" in text else text.index("- id: thon-2")
    plan.write_text(text[:start] + text[text.index("\n", start) + 1 :], "utf-8")
    said = villages.done("void", "trong-moi", "--place", "thon-2", "--on", "31/03/2024", "--reason", "thôn đã nhập")
    assert "đã rút 2 ha" in said
    assert "thon-2" in said


def test_a_figure_of_a_place_outside_its_time_is_refused(villages: Office) -> None:
    plan = next(villages.folder.glob("**/plan_2024.yaml"))
    text = plan.read_text("utf-8")
    plan.write_text(text.replace("{id: thon-2, ", "{id: thon-2, until: 2024-06-30, ", 1), "utf-8")
    words = ("record", "trong-moi", "2", "--place", "thon-2", "--on")
    villages.done(*words, "30/06/2024")
    answer = villages.run(*words, "01/07/2024")
    assert (answer.code, "không thuộc thời gian của Thôn 2 (… – 30/06/2024)" in answer.err) == (2, True)
    (villages.folder / "so.csv").write_text("id;value;on;place\ntrong-moi;2;01/07/2024;thon-2\n", "utf-8")
    answer = villages.run("import", "so.csv")
    assert (answer.code, "không thuộc thời gian của Thôn 2" in answer.err) == (3, True)


def test_what_lies_outside_is_named_until_it_is_withdrawn(renamed: Office) -> None:
    assert "Có số liệu ngoài kế hoạch: dan-gia-suc" in renamed.done("report")
    assert "Có số liệu ngoài kế hoạch: dan-gia-suc (xem: thidua check)" in renamed.done("plan", "check")
    assert renamed.run("plan", "check", "--strict").code == 4
    assert "[outside-plan]" in renamed.done("check") or "outside-plan" in renamed.done("check")
    renamed.done("void", "dan-gia-suc", "--on", "30/06/2024", "--reason", "mã cũ")
    assert "ngoài kế hoạch" not in renamed.done("report")
    assert "dan-gia-suc'" not in renamed.done("plan", "check")
    assert "outside-plan" not in renamed.done("check")


def test_an_id_that_left_the_plan_is_shown_with_how_to_withdraw_it(renamed: Office) -> None:
    shown = renamed.done("show", "dan-gia-suc")
    assert "không còn trong kế hoạch" in shown
    assert 'thidua void dan-gia-suc --on NGÀY --reason "…"' in shown
    assert "6.400 con" in shown
    record = json.loads(renamed.done("show", "dan-gia-suc", "--format", "json"))
    assert [figure["value"] for figure in record["figures"]] == ["6400"]
    assert "6.450 con" in renamed.done("show", "tong-dan-gia-suc")


def test_a_place_that_left_the_plan_is_shown_and_named(villages: Office) -> None:
    villages.done("record", "trong-moi", "2", "--place", "thon-2", "--on", "31/03/2024")
    plan = next(villages.folder.glob("**/plan_2024.yaml"))
    text = plan.read_text("utf-8")
    start = text.index("{id: thon-2, ")
    begin = text.rindex("\n", 0, start) + 1
    plan.write_text(text[:begin] + text[text.index("\n", start) + 1 :], "utf-8")
    assert "thon-2 (ngoài kế hoạch)" in villages.done("show", "trong-moi")
    assert "Có số liệu ngoài kế hoạch: thôn thon-2" in villages.done("plan", "check")
    assert "thôn thon-2" in villages.done("report")


def test_a_plan_is_checked_also_where_its_ledger_cannot_be_read(office: Office) -> None:
    office.done("init")
    (office.folder / "data" / "thidua.db").write_bytes(b"no ledger at all" * 64)
    answer = office.run("plan", "check")
    assert (answer.code, "chưa đối chiếu được với sổ số liệu" in answer.err) == (0, True)
