"""Figures whose id or place has left the plan can still be found, corrected and withdrawn by that very id."""

from __future__ import annotations

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
