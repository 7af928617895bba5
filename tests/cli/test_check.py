"""`check` on a ledger: what only the ledger knows, and the exit codes."""

from __future__ import annotations

import json

from office import Office


def codes(office: Office) -> list[tuple[str, str | None, int | None]]:
    found = json.loads(office.run("check", "--format", "json").out)["findings"]
    return [(one["code"], one["indicator"], one["seq"]) for one in found]


def test_a_clock_set_back_is_reported_and_the_order_of_rows_is_kept(office: Office) -> None:
    office.stamps = iter(f"2024-07-0{day}T01:00:00.000000Z" for day in (4, 5, 4, 6))
    for day in ("01/04/2024", "01/07/2024", "02/07/2024", "03/07/2024"):
        office.done("record", "dan-gia-suc", "6.500", "--on", day)
    assert codes(office) == [("time-backwards", None, 3)]
    assert [row["seq"] for row in json.loads(office.done("history", "--format", "json"))["rows"]] == [1, 2, 3, 4]


def test_figures_of_an_indicator_that_left_the_plan_are_reported(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-cam", "31.600", "--on", "01/07/2024")
    path = office.folder / "data" / "plan_2024.yaml"
    path.write_text(path.read_text("utf-8").replace("dan-gia-cam", "dan-ga-vit"), "utf-8")
    assert codes(office) == [("outside-plan", "dan-gia-cam", 1)]


def test_the_exit_code_is_0_for_warnings_4_when_strict_and_3_for_errors(office: Office) -> None:
    office.done("record", "dan-gia-cam", "35.100", "--on", "01/07/2024")
    assert [office.run("check").code, office.run("check", "--strict").code] == [0, 4]
    office.done("record", "thon-ntm-kieu-mau", "-1", "--yes")
    assert [office.run("check").code, office.run("check", "--strict").code] == [3, 3]
    office.done("undo")
    assert office.run("check").code == 0


def test_a_value_recorded_before_its_bounds_were_narrowed_is_an_error(office: Office) -> None:
    office.done("init")
    office.done("record", "bao-phu-bhyt", "95,4", "--on", "30/06/2024")
    path = office.folder / "data" / "plan_2024.yaml"
    path.write_text(path.read_text("utf-8").replace('plausible: "0..100"', 'plausible: "96..100"'), "utf-8")
    answer = office.run("check")
    assert answer.code == 3
    assert "95,4% ngoài khoảng hợp lý 96 đến 100%" in answer.out


def test_the_first_figure_of_a_new_year_is_not_a_slip_against_last_years_end(office: Office) -> None:
    office.today("2024-02-10")
    office.done("record", "giai-ngan", "95,4", "--on", "31/12/2023", "--earlier-year")
    office.done("record", "giai-ngan", "1,2", "--on", "31/01/2024")
    assert codes(office) == []
    assert office.run("record", "giai-ngan", "12", "--on", "09/02/2024").code == 5


def test_checking_writes_nothing(office: Office) -> None:
    office.done("record", "dan-gia-cam", "35.100", "--on", "01/07/2024")
    before = office.done("verify")
    office.run("check")
    assert office.done("verify") == before


def test_what_is_proposed_for_a_running_total_keeps_it_one(office: Office) -> None:
    office.today("2024-12-05")
    words = ["record", "dien-tich-cay-hang-nam", "900", "--cumulative", "--on", "30/06/2024", "--level", "estimate"]
    office.done(*words)
    office.done("record", "dien-tich-cay-hang-nam", "800", "--cumulative", "--on", "31/07/2024", "--yes")
    told = office.run("check").out
    assert "thidua correct dien-tich-cay-hang-nam GIÁ_TRỊ_ĐÚNG --cumulative --on 31/07/2024" in told
    office.done("void", "dien-tich-cay-hang-nam", "--on", "31/07/2024", "--reason", "nhầm")
    told = office.run("check").out
    assert "thidua record dien-tich-cay-hang-nam GIÁ_TRỊ --cumulative --on 30/06/2024" in told
    office.done("record", "dien-tich-cay-hang-nam", "910", "--cumulative", "--on", "30/06/2024")
