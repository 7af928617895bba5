"""What is printed of a figure: every place that was typed, the right side of its target, the same in every format."""

from __future__ import annotations

import csv
import io
import json

import pytest

from office import Office

HERD, POOR, INSURED = "dan-gia-suc", "ho-ngheo", "bao-phu-bhyt"


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def row_of(office: Office, name: str) -> dict[str, str]:
    """One indicator's row of the CSV report."""
    return next(row for row in csv_rows(office.done("report", "--format", "csv")) if row["Chỉ tiêu"] == name)


def test_a_rate_that_ends_is_written_exactly_in_the_machines_report(office: Office) -> None:
    office.done("init")
    office.done("record", INSURED, "1947/2048")
    report = json.loads(office.done("report", "--format", "json"))
    held = next(one for one in report["indicators"] if one["id"] == INSURED)
    assert held["actual"]["value"] == held["in_period"] == "95.068359375"


def test_last_years_recorded_figure_shows_all_places_typed(office: Office) -> None:
    office.done("init")
    office.done("record", HERD, "6.500")
    office.done("record", HERD, "3.000,5678", "--on", "30/06/2023", "--earlier-year")
    office.done("record", INSURED, "95,4")
    office.done("record", INSURED, "95,1234", "--on", "30/06/2023", "--earlier-year")
    assert "3.000,5678" in office.done("report", "--format", "plain")
    assert row_of(office, "Tổng đàn gia súc")["Cùng kỳ"] == "3000,5678"
    assert "Cùng kỳ năm trước 3.000,5678 con;" in office.done("explain", HERD)
    assert "Cùng kỳ năm trước 95,1234%;" in office.done("explain", INSURED)


def test_csv_holds_the_difference_from_the_plan_that_every_other_format_shows(office: Office) -> None:
    office.done("init")
    office.done("record", INSURED, "1/3")
    office.done("record", POOR, "369999999/10000000000")
    covered, poor = "Tỷ lệ bao phủ BHYT", "Tỷ lệ hộ nghèo"
    plain = office.done("report", "--format", "plain")
    assert "\t-61,67 điểm %\t" in plain
    assert "\t-0,00000001 điểm %\t" in plain
    shown = {name: row_of(office, name)["So với KH"] for name in (covered, poor)}
    assert shown == {covered: "-61,67", poor: "-0,00000001"}


def test_a_figure_beside_its_target_is_confirmed_and_listed_on_the_right_side_of_it(office: Office) -> None:
    office.done("init")
    near = "3,6999% (109/2.946)"
    said = office.done("record", POOR, "109/2946")
    assert f"đã ghi {near} cho" in said
    assert f"chưa có → {near}" in said
    assert f"đã là {near}" in office.done("record", POOR, "109/2946")
    assert near in office.done("history", POOR)
    assert office.done("show", POOR).count("3,6999%") == 2
    office.done("template", "--out", "mau.csv")
    assert "3,6999" in (office.folder / "mau.csv").read_text("utf-8-sig")


def test_a_figure_is_held_against_the_target_of_its_day(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    held = '        target: "< 3,7"\n'
    text = plan.read_text("utf-8")
    assert held in text
    plan.write_text(text.replace(held, f'{held}        adjustments: [{{on: 2024-07-01, target: "< 3,5"}}]\n'), "utf-8")
    assert "đã ghi 3,6999% (109/2.946)" in office.done("record", POOR, "109/2946", "--on", "30/06/2024")
    assert "đã ghi 3,7% (109/2.946)" in office.done("record", POOR, "109/2946", "--on", "01/07/2024")


def test_explain_never_says_that_a_rounded_number_is_equal(office: Office) -> None:
    office.done("init")
    office.done("record", POOR, "369999999/10000000000")
    assert "× 100 = 3,69999999; in ra là 3,69999999%." in office.done("explain", POOR)
    office.done("record", INSURED, "59/64")
    assert "× 100 = 92,1875; in ra là 92,19%." in office.done("explain", INSURED)
    office.done("correct", INSURED, "2/3", "--reason", "đếm lại")
    told = office.done("explain", INSURED)
    assert "× 100 ≈ 66,666667; in ra là 66,67%." in told
    assert "TH/KH = (2 / 3 × 100) / 95 × 100 ≈ 70,175439 → 70,18%." in told
    assert "Chênh lệch = thực hiện − kế hoạch = (2 / 3 × 100) − 95 ≈ -28,33 điểm %." in told
    crops = "dien-tich-cay-hang-nam"
    office.done("record", crops, "0,123", "--on", "01/06/2024")
    office.done("record", crops, "100,456", "--on", "02/06/2024", "--yes")
    assert "0,123 + 100,456 = 100,579 ha." in office.done("explain", crops)


def test_a_page_of_sentences_is_never_an_empty_csv_file(office: Office) -> None:
    office.done("init")
    assert "Không có gì phải xem lại" in office.done("check", "--format", "csv")
    office.done("explain", POOR, "--out", "e.csv")
    lines = (office.folder / "e.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == '"Tỷ lệ hộ nghèo (ho-ngheo) – năm 2024 (số liệu đến ngày 05/07/2024)"'
    assert '"Văn bản giao: dưới 3,7%."' in lines


def test_show_names_the_decision_that_changed_the_target(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    held, day = '        target: "< 3,7"\n', '{on: 2024-07-01, target: "< 3,5"%s}'
    text = plan.read_text("utf-8")
    for decision, words in ((", decision: 45/NQ-HĐND", " theo 45/NQ-HĐND"), ("", "")):
        plan.write_text(text.replace(held, f"{held}        adjustments: [{day % decision}]\n"), "utf-8")
        assert f"Ghi chú: kế hoạch điều chỉnh từ 01/07/2024{words}; " in office.done("show", POOR)


def test_a_value_just_outside_its_plausible_range_is_refused_by_a_number_outside_it(office: Office) -> None:
    office.done("init")
    answer = office.run("record", POOR, "100001/100000")
    assert answer.code == 3
    assert "100,001% (100.001/100.000) nằm ngoài khoảng hợp lý của Tỷ lệ hộ nghèo (0 đến 100%)" in answer.err


def test_a_part_shown_without_its_whole_is_no_part_of_the_row_above_it(office: Office) -> None:
    office.done("record", "nuoi-ca-ao-ho-nho", "26", "--on", "30/06/2024")
    office.done("record", "dan-gia-suc", "6.500", "--on", "30/06/2024")
    shown = office.done("report", "--verdict", "exceeded")
    assert "Diện tích nuôi cá ao hồ nhỏ" in shown
    assert "Trong đó" not in shown
    assert "Trong đó" in office.done("report")
    csv = office.done("report", "--verdict", "exceeded", "--format", "csv")
    assert "Tổng đàn gia súc;Diện tích" not in csv


@pytest.mark.parametrize(
    ("before", "now", "reason", "said"),
    [
        ("-6", "-7", "negative-history", "giảm 1 con"),
        ("-6", "0", "negative-history", "tăng 6 con"),
        ("0", "5", "zero-history", "tăng 5 con"),
        ("6", "7", None, "tăng 16,67%"),
    ],
)
def test_last_year_below_zero_has_no_index_and_no_growth_anywhere(
    before: str, now: str, reason: str | None, said: str, office: Office
) -> None:
    office.done("init")
    office.today("2025-01-05")
    office.done("record", HERD, before, "--on", "31/12/2023", "--earlier-year", "--yes")
    office.done("record", HERD, now, "--on", "31/12/2024", "--yes")
    office.done("summary", "--period", "nam", "--formats", "md", "--out-dir", "ra")
    assert f"{said} so với năm 2023." in (office.folder / "ra" / "bao-cao-dak-la-2024.md").read_text("utf-8")
    held = next(
        one for one in json.loads(office.done("report", "nam", "--format", "json"))["indicators"] if one["id"] == HERD
    )
    assert (held["same_period"]["reason"], held["same_period"]["difference"] is None) == (reason, False)
    row, grows = row_of(office, "Tổng đàn gia súc"), reason is None
    assert [bool(held["same_period"][key]) for key in ("index", "growth")] == [grows, grows]
    assert [row["% cùng kỳ"] != "–", row["Tăng, giảm"] != "–"] == [grows, grows]
    assert ("so với cùng kỳ (" in office.done("explain", HERD, "--period", "nam")) is grows


def test_one_indicators_page_says_that_its_figure_is_an_estimate(office: Office) -> None:
    office.done("init")
    office.done("record", HERD, "6.500", "--on", "30/06/2024", "--level", "estimate")
    shown = office.done("show", HERD)
    assert "Thực hiện: 6.500 con (đến ngày 30/06/2024)" in shown
    assert "Ghi chú: số ước" in shown


def test_two_figures_in_per_mille_differ_in_per_mille_in_every_table(office: Office) -> None:
    row = "{id: a, name: Tỷ lệ tăng dân số, unit: ‰, target: < 12, combine: latest}"
    held = f"sections: [{{id: s, title: S, indicators: [{row}]}}]"
    plan = f"schema: thidua.plan/1\nyear: 2024\ntitle: KH\nunit: {{id: thu, name: xã Thử}}\n{held}\n"
    (office.folder / "plan_2024.yaml").write_text(plan, "utf-8")
    office.today("2025-01-05")
    office.done("record", "a", "12,4", "--on", "31/12/2023", "--earlier-year")
    office.done("record", "a", "11,95", "--on", "31/12/2024")
    cells = office.done("report", "nam", "--format", "plain").replace("\n", "\t").split("\t")
    assert ("-0,45‰" in cells, "-0,05‰" in cells, "-3,63%" in cells) == (True, True, False)
    assert "chênh lệch -0,45‰." in office.done("explain", "a", "--period", "nam")
    office.done("close", "nam")
    office.done("reopen", "nam", "--reason", "rà soát")
    office.done("correct", "a", "11,9", "--on", "31/12/2024", "--reason", "rà soát")
    changed = [line.split("\t")[1:4] for line in office.done("diff", "nam", "--format", "plain").splitlines()]
    assert ["Tăng, giảm so với cùng kỳ", "-0,45‰", "-0,5‰"] in changed
    assert "% cùng kỳ" not in dict(line[:2] for line in changed if len(line) == 3)


@pytest.mark.parametrize(
    ("before", "now", "cell", "said"),
    [
        ("-6", "-7", "-1", "giảm 1 điểm phần trăm"),
        ("0", "1,5", "+1,5", "tăng 1,5 điểm phần trăm"),
        ("0", "0", "0", "bằng"),
        ("6", "-7", "-13", "giảm 13 điểm phần trăm"),
    ],
)
def test_a_rate_whose_last_year_was_not_above_zero_grows_in_points_in_every_table(
    before: str, now: str, cell: str, said: str, office: Office
) -> None:
    row = '{id: a, name: Tốc độ tăng giá trị, unit: "%", target: ">= 5", combine: latest}'
    held = f"sections: [{{id: s, title: S, indicators: [{row}]}}]"
    plan = f"schema: thidua.plan/1\nyear: 2024\ntitle: KH\nunit: {{id: thu, name: xã Thử}}\n{held}\n"
    (office.folder / "plan_2024.yaml").write_text(plan, "utf-8")
    office.today("2025-01-05")
    office.done("record", "a", before, "--on", "31/12/2023", "--earlier-year", "--yes")
    office.done("record", "a", now, "--on", "31/12/2024", "--yes")
    assert row_of(office, "Tốc độ tăng giá trị")["Tăng, giảm"] == cell.lstrip("+")
    points = cell if cell == "0" else f"{cell} điểm %"
    assert points in office.done("report", "nam", "--format", "plain").replace("\n", "\t").split("\t")
    office.done("summary", "--period", "nam", "--formats", "md", "--out-dir", "ra")
    paper = (office.folder / "ra" / "bao-cao-thu-2024.md").read_text("utf-8")
    assert f"{said} {'' if said == 'bằng' else 'so với '}năm 2023." in paper
    assert "| So với năm 2023 |" in paper
    (line,) = (line for line in paper.splitlines() if line.startswith("| 1.1 |"))
    assert points in [told.strip(" \\") for told in line.split("|")]


@pytest.mark.parametrize(
    ("combine", "first", "second", "shown", "moved"),
    [
        ("sum", "0,125", "0,25", "0,375", "lũy kế tăng 0,25 tỷ đồng, từ 0,125 tỷ đồng lên 0,375 tỷ đồng"),
        ("max", "12,345", "13,2", "13,2", "tính chung tăng 0,855 tỷ đồng, từ 12,345 tỷ đồng lên 13,2 tỷ đồng"),
        ("max", "12,345", "11,2", "12,345", ""),
        ("mean", "12,345", "11,2", "11,77", "tính chung giảm 0,575 tỷ đồng, từ 12,345 tỷ đồng xuống 11,77 tỷ đồng"),
    ],
)
def test_what_is_added_up_or_chosen_keeps_all_places_and_a_change_is_that_of_the_figures_beside_it(
    combine: str, first: str, second: str, shown: str, moved: str, office: Office
) -> None:
    row = f'{{id: a, name: Thu ngân sách, unit: tỷ đồng, target: ">= 5", combine: {combine}}}'
    held = f"sections: [{{id: s, title: S, indicators: [{row}]}}]"
    plan = f"schema: thidua.plan/1\nyear: 2024\ntitle: KH\nunit: {{id: thu, name: xã Thử}}\n{held}\n"
    (office.folder / "plan_2024.yaml").write_text(plan, "utf-8")
    office.today("2024-07-05")
    office.done("record", "a", first, "--on", "2024-05-31", "--yes")
    office.done("record", "a", second, "--on", "2024-06-30", "--yes")
    assert row_of(office, "Thu ngân sách")["Thực hiện"] == shown
    office.done("summary", "--period", "t6", "--formats", "json", "--internal", "--out-dir", "s")
    (made,) = (office.folder / "s").glob("*.json")
    assert moved in made.read_text("utf-8")


@pytest.mark.parametrize(
    ("combine", "figures", "shown", "explained"),
    [
        ("mean", ("1,125", "1,226"), "2,18", "1,1755 + 1 ≈ 2,18 tỷ đồng"),
        ("mean", ("1,125",), "2,125", "1,125 + 1 = 2,125 tỷ đồng"),
        ("sum", ("1,125", "1,226"), "3,351", "2,351 + 1 = 3,351 tỷ đồng"),
        ("latest", ("1,125", "1,226"), "2,226", "1,226 + 1 = 2,226 tỷ đồng"),
    ],
)
def test_a_total_has_all_places_only_where_every_part_is_typed_or_added_up(
    combine: str, figures: tuple[str, ...], shown: str, explained: str, office: Office
) -> None:
    parts = (
        f'{{id: p{how}, name: Thu {how}, unit: tỷ đồng, target: ">= 1", combine: {how}}}' for how in (combine, "max")
    )
    row = f'{{id: a, name: Tổng, unit: tỷ đồng, target: ">= 3", combine: total, parts: [{", ".join(parts)}]}}'
    held = f"sections: [{{id: s, title: S, indicators: [{row}]}}]"
    plan = f"schema: thidua.plan/1\nyear: 2024\ntitle: KH\nunit: {{id: thu, name: xã Thử}}\n{held}\n"
    (office.folder / "plan_2024.yaml").write_text(plan, "utf-8")
    for day, value in zip(("2024-05-31", "2024-06-30"), figures, strict=False):
        office.done("record", f"p{combine}", value, "--on", day, "--yes")
    office.done("record", "pmax", "1", "--on", "2024-06-30")
    office.done("close", "q2")
    assert row_of(office, "Tổng")["Thực hiện"] == shown
    assert f"\t{shown}\t" in office.done("report", "q2", "--as-sent", "--format", "plain")
    assert explained in office.done("explain", "a")


@pytest.mark.parametrize(
    ("row", "figures", "gap", "explained", "told"),
    [
        ('"tỷ đồng", target: ">= 1", combine: sum', ("0,125", "0,25"), "-0,625", "0,375 − 1 = -0,625 tỷ đồng", ""),
        ('"tỷ đồng", target: "<= 0,25", combine: sum', ("0,125", "0,2505"), "+0,1255", "− 0,25 = +0,1255", ""),
        (
            '"tỷ đồng", target: ">= 1.000", combine: max',
            ("3", "999,999"),
            "-0,001",
            "= -0,001",
            "ít hơn dự toán năm 0,001 tỷ đồng",
        ),
        (
            '"%", target: ">= 95", combine: latest',
            ("95", "95,125"),
            "+0,125 điểm %",
            "= +0,125",
            "vượt 0,125 điểm phần trăm",
        ),
        (
            '"%", target: ">= 95", combine: latest',
            ("95", "59/64"),
            "-2,81 điểm %",
            "≈ -2,81",
            "thấp hơn 2,81 điểm phần trăm",
        ),
        ('"tạ/ha", target: ">= 12", combine: mean', ("12,345", "11,2"), "-0,23", "≈ -0,23 tạ/ha", ""),
    ],
)
def test_a_difference_of_figures_printed_in_full_is_printed_in_full(
    row: str, figures: tuple[str, str], gap: str, explained: str, told: str, office: Office
) -> None:
    held = f"sections: [{{id: s, title: S, indicators: [{{id: a, name: Thu ngân sách, unit: {row}}}]}}]"
    plan = f"schema: thidua.plan/1\nyear: 2024\ntitle: KH\nunit: {{id: thu, name: xã Thử}}\n{held}\n"
    (office.folder / "plan_2024.yaml").write_text(plan, "utf-8")
    for day, value in zip(("2024-05-31", "2024-06-30"), figures, strict=True):
        office.done("record", "a", value, "--on", day, "--yes")
    office.done("close", "q2")
    number = gap.removesuffix(" điểm %")
    assert row_of(office, "Thu ngân sách")["So với KH"] == number.lstrip("+")
    for words in (["report", "--format", "plain"], ["report", "q2", "--as-sent", "--format", "plain"]):
        assert f"\t{gap}\t" in office.done(*words)
    assert explained in office.done("explain", "a")
    office.done("summary", "q2", "--formats", "md", "--out-dir", "ra")
    assert told in (office.folder / "ra" / "bao-cao-thu-2024-Q2.md").read_text("utf-8")


def test_a_total_of_amounts_and_a_mean_of_one_figure_keeps_all_places(office: Office) -> None:
    kinds = (("a1", "mean"), ("a2", "sum"))
    parts = ", ".join(f'{{id: {id}, name: B, unit: ha, target: ">= 2", combine: {kind}}}' for id, kind in kinds)
    row = f'{{id: a, name: A, unit: ha, target: ">= 5", combine: total, parts: [{parts}]}}'
    held = f"sections: [{{id: s, title: S, indicators: [{row}]}}]"
    plan = f"schema: thidua.plan/1\nyear: 2024\ntitle: KH\nunit: {{id: thu, name: xã Thử}}\n{held}\n"
    (office.folder / "plan_2024.yaml").write_text(plan, "utf-8")
    office.done("record", "a1", "1,2345", "--on", "2024-05-31", "--yes")
    for day in ("2024-05-31", "2024-06-30"):
        office.done("record", "a2", "0,5", "--on", day, "--yes")
    assert row_of(office, "A")["Thực hiện"] == "2,2345"
    office.done("record", "a1", "1,2346", "--on", "2024-06-30", "--yes")
    assert row_of(office, "A")["Thực hiện"] == "2,23"
