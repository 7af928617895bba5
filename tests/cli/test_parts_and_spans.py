"""What is said of parts, several years and gaps is true: in sentences, in `explain`, where figures are taken."""

from __future__ import annotations

import pytest

from cli.test_old_figures_in_words import paper
from office import Office

HEAD = """schema: thidua.plan/1
year: 2024
title: T
unit: {id: thu, name: xã Thử}
sections:
  - id: s1
    title: Chỉ tiêu
    indicators:
"""


def office_of(office: Office, day: str, *rows: str) -> Office:
    """An office with these rows in its plan, on a day."""
    (office.folder / "plan_2024.yaml").write_text(HEAD + "".join(f"      - {row}\n" for row in rows), "utf-8")
    office.today(day)
    return office


TREES = '{id: y, name: Số cây trồng, unit: cây, target: ">= 1.000", combine: sum, years: 2021-2025}'


@pytest.mark.parametrize(("value", "doubt"), [("400", ""), ("200", "thấp hơn số đã đạt trước ngày ấy (300 cây)")])
@pytest.mark.parametrize("words", [("300",), ("800", "--cumulative")])
def test_what_a_year_of_several_is_expected_to_bring_is_held_against_that_year(
    words: tuple[str, ...], value: str, doubt: str, office: Office
) -> None:
    office_of(office, "2024-07-20", TREES).done("record", "y", "500", "--on", "05/05/2023", "--earlier-year")
    office.done("record", "y", *words, "--for", "q2", "--yes")
    answer = office.run("record", "y", value, "--for", "nam", "--level", "ước")
    assert (answer.code, doubt in answer.err) == (5 if doubt else 0, True)
    if not doubt:
        assert "không tính vào thực hiện; cùng số trước đó là 900 cây." in office.done(
            "explain", "y", "--period", "nam"
        )


@pytest.mark.parametrize("value", ["1.300", "400"])
def test_a_file_asks_about_what_is_expected_as_record_does(value: str, office: Office) -> None:
    plain = TREES.replace(", years: 2021-2025", "")
    office_of(office, "2024-07-20", plain).done("record", "y", "600", "--for", "q2")
    (office.folder / "so.csv").write_text(f"id;value;kỳ;mức\ny;{value};nam;ước\n", "utf-8")
    assert ("1 bất thường" in office.done("import", "so.csv", "--yes")) is (value == "400")


HERDS = """{id: a, name: Tổng đàn, unit: con, target: ">= 100", combine: total, parts: [
          {id: a1, name: Đàn A, unit: con, target: ">= 60", combine: mean},
          {id: a2, name: Đàn B, unit: con, target: ">= 30", combine: max},
          {id: a3, name: Đàn C, unit: con, target: ">= 10", combine: latest}]}"""


def test_what_is_expected_of_a_span_is_no_running_total_of_it(office: Office) -> None:
    office_of(office, "2024-07-20", TREES)
    told = "là của riêng năm ấy, không phải lũy kế từ 2021: ghi lũy kế ước trừ số đã đạt các năm trước (bỏ"
    words = ("record", "y", "900", "--for", "nam", "--level", "ước")
    answer = office.run(*words, "--cumulative")
    assert (answer.code, told in answer.err) == (2, True)
    (office.folder / "a.csv").write_text("id;kỳ;lũy kế;mức\ny;nam;900;ước\n", "utf-8")
    answer = office.run("import", "a.csv", "--yes")
    assert (answer.code, f"số ước cả kỳ của Số cây trồng {told}" in answer.err) == (3, True)
    office.done(*words)
    correct = ("correct", "y", "800", "--for", "nam", "--cumulative", "--reason", "tính lại")
    assert office.run(*correct).code == 2


def test_a_total_is_explained_by_what_its_parts_come_to(office: Office) -> None:
    office_of(office, "2024-07-20", HERDS)
    for id, first, last in (("a1", "60", "70,5"), ("a2", "40", "30"), ("a3", "5", "6")):
        office.done("record", id, first, "--on", "31/01/2024", "--yes")
        office.done("record", id, last, "--on", "29/02/2024", "--yes")
    assert "\n65,25 + 40 + 6 = 111,25 con.\n" in office.done("explain", "a")
    office.done("record", "a1", "71", "--on", "31/03/2024")
    assert "\n(403 / 6) + 40 + 6 ≈ 113,17 con.\n" in office.done("explain", "a")


INCOME = """{id: c, name: Tổng thu, unit: triệu đồng, target: ">= 100", combine: total, parts: [
          {id: c1, name: Thu A, unit: triệu đồng, target: ">= 60", combine: total, parts: [
            {id: c11, name: Thu A1, unit: triệu đồng, target: ">= 30", combine: sum},
            {id: c12, name: Thu A2, unit: triệu đồng, target: ">= 30", combine: sum, due: 2024-12-31}]},
          {id: c2, name: Thu B, unit: triệu đồng, target: ">= 40", combine: sum, due: 2024-12-31}]}"""
A1, A2 = "hu A1 đạt 30 triệu đồng, đạt 100% kế hoạch năm", "thu A2 chưa có số liệu"
B = "thu B 41 triệu đồng, đạt 102,5% kế hoạch năm"


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (("c11 30",), f"T{A1}; {A2}; thu B chưa có số liệu."),
        (("c11 30", "c2 41"), f"T{A1}; {A2}; {B.replace(' 41', ' đạt 41')}."),
        (("c2 41",), f"Thu A chưa có số liệu; {B.replace(' 41', ' đạt 41')}."),
        (
            ("c11 30", "c12 24", "c2 41"),
            "Tổng thu đạt 95 triệu đồng, đạt 95% kế hoạch năm, trong đó: thu A 54 triệu đồng, đạt 90% kế hoạch năm"
            " (trong đó: thu A1 30 triệu đồng, đạt 100% kế hoạch năm; thu A2 24 triệu đồng, đạt 80% kế hoạch năm);"
            f" {B}.",
        ),
    ],
)
def test_parts_of_parts_are_told_with_theirs_and_alone_while_some_are_missing(
    held: tuple[str, ...], expected: str, office: Office
) -> None:
    office_of(office, "2024-07-20", INCOME)
    for figure in held:
        office.done("record", *figure.split(), "--for", "q2", "--yes")
    assert f"\n{expected}\n" in paper(office, "6t")
    told = office.done("explain", "c")
    assert [line for line in told.splitlines() if line.startswith("Dòng 1: ")] == [
        f"Dòng 1: Thu {'B: 41' if held == ('c2 41',) else 'A1: 30'} triệu đồng, ngày 30/06/2024, số chính thức."
    ]


OFTEN = "frequency: quarterly, due: 2024-03-31"


@pytest.mark.parametrize("combine", ["sum", "latest"])
def test_a_part_that_is_newer_than_its_whole_has_a_day_of_its_own(combine: str, office: Office) -> None:
    parts = ", ".join(
        f'{{id: {id}, name: {name}, unit: ha, target: ">= 200", combine: {combine}, {OFTEN}}}'
        for id, name in (("a", "Lúa"), ("b", "Ngô"))
    )
    whole = f'{{id: w, name: Diện tích, unit: ha, target: ">= 400", combine: {combine}, {OFTEN}, parts: [{parts}]}}'
    office_of(office, "2024-07-20", whole)
    for id, value in (("w", "100"), ("a", "60"), ("b", "40")):
        office.done("record", id, value, "--for", "q1")
    same = "Đến ngày 31/3/2024, diện tích đạt 100 ha, đạt 25% kế hoạch năm, trong đó: lúa 60 ha, đạt 30% kế hoạch năm;"
    assert f"{same} ngô 40 ha, " in paper(office, "6t")
    office.done("record", "b", "50", "--for", "q2", "--level", "estimate")
    newer = "ước 90 ha" if combine == "sum" else "ước 50 ha"
    assert f"{same} đến ngày 30/6/2024, ngô {newer}, đạt " in paper(office, "6t")


MONTHLY = "frequency: monthly, due: 2024-01-31"
CASES = [
    ("Số vụ cháy, unit: vụ", '"<= 5", combine: sum', "số vụ cháy là 2 vụ{}, trong mức kế hoạch năm (không quá 5 vụ)."),
    ('"Hộ, (mới) (cũ)", unit: hộ', '">= 8", combine: sum', "hộ, (mới) (cũ) đạt 2 hộ{}, đạt 25% kế hoạch năm."),
    ("Điểm, unit: điểm", '">= 4", combine: mean', "điểm đạt 1 điểm{}, đạt 25% kế hoạch năm."),
    ("Thôn, unit: thôn", '">= 8", combine: sum, said: Có thêm {value}', "có thêm 02 thôn{}, đạt 25% kế hoạch năm."),
]


@pytest.mark.parametrize(("row", "target", "expected"), CASES)
def test_a_sum_or_mean_with_a_gap_names_what_lacks_in_its_sentence(
    row: str, target: str, expected: str, office: Office
) -> None:
    target = target.replace("Có thêm {value}", '"Có thêm {value}"')
    office_of(office, "2024-07-20", f"{{id: v, name: {row}, target: {target}, {MONTHLY}}}")
    for period in ("t1", "t3"):
        office.done("record", "v", "1", "--for", period)
    own = expected.format(" (chưa có số kỳ 29/2/2024)")
    assert f"\n{own[0].upper()}{own[1:]}\n" in paper(office, "q1")
    (office.folder / "ra" / "bao-cao-thu-2024-Q1.md").unlink()
    later = paper(office, "6t")
    assert f"\nĐến ngày 31/3/2024, {expected.format(' (chưa có số 4 kỳ từ 29/2/2024)')}\n" in later
    if "<=" not in target:
        assert "chưa có số 4 kỳ từ 29/2/2024, kế hoạch " in later.split("\nĐến ngày")[0]


def test_nothing_yet_and_a_total_say_what_lacks_once(office: Office) -> None:
    none = '{id: k, name: Thôn, unit: thôn, target: ">= 2", combine: sum, said: "Có thêm {value} kiểu mẫu", ' + MONTHLY
    parts = (
        f'{{id: {id}, name: Thu {id.upper()}, unit: ha, target: ">= 5", combine: sum, {MONTHLY}}}' for id in ("a", "b")
    )
    whole = f'{{id: w, name: Tổng thu, unit: ha, target: ">= 10", combine: total, parts: [{", ".join(parts)}]}}'
    office_of(office, "2024-04-02", none + "}", whole)
    for id, period in (("k", "t1"), ("k", "t3"), ("a", "t1"), ("a", "t3"), ("b", "t1"), ("b", "t2"), ("b", "t3")):
        office.done("record", id, "0" if id == "k" else "1", "--for", period)
    said, gap = paper(office, "q1"), "chưa có số kỳ 29/2/2024"
    assert f"Từ đầu năm chưa có thêm thôn kiểu mẫu (kế hoạch năm ít nhất 02 thôn; {gap})." in said
    assert f"Tổng thu đạt 5 ha, đạt 50% kế hoạch năm, trong đó: thu A 2 ha ({gap}), đạt 40% kế hoạch năm; thu B" in said


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        ('target: none, combine: sum, by_period: {2024-Q2: ">= 1"}', "(cả năm: không giao chỉ tiêu)"),
        ('target: "~ 9", combine: latest, by_period: {2024-Q2: ">= 1"}', "(cả năm: số tham khảo, không đánh giá)"),
        ('target: "~ 9", combine: latest', "(số tham khảo, không đánh giá)"),
        ("target: none, combine: latest", "(không giao chỉ tiêu)"),
        ('target: ">= 1", combine: latest, counted: false', "(kế hoạch ghi counted: false)"),
        ('target: "<= 9", combine: max', "≈ Trong mức: số thực hiện còn trong mức tối đa, nhưng năm chưa hết"),
        ('target: "<= 9", combine: max, years: 2021-2025', "Không so được: chỉ tiêu tính qua nhiều năm."),
        ('target: ">= 1", combine: mean, years: 2021-2025', "Không so được: chỉ tiêu tính qua nhiều năm."),
    ],
)
def test_explain_gives_reasons_that_are_true_of_the_row(rest: str, why: str, office: Office) -> None:
    office_of(office, "2024-07-20", f"{{id: v, name: Số vụ, unit: việc, {rest}}}")
    office.done("record", "v", "3", "--for", "q2")
    assert why in office.done("explain", "v", "--period", "q2")


def test_what_is_lacking_of_a_span_is_not_said_of_a_running_total_of_it(office: Office) -> None:
    lacks = "chưa có số trước năm"
    office_of(office, "2024-07-20", TREES).done("record", "y", "20", "--on", "01/10/2022", "--earlier-year")
    office.done("record", "y", "50", "--for", "q1")
    assert f"{lacks} 2022" in office.done("report", "6t")
    office.done("record", "y", "80", "--for", "q2", "--cumulative")
    assert lacks not in office.done("report", "6t")
    assert f"{lacks} 2022" in office.done("report", "q1")
    office.done("close", "6t")
    assert lacks not in office.done("report", "6t", "--as-sent")
