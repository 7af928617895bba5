"""What is said of parts, several years and gaps is true: in sentences, in `explain`, where figures are taken."""

from __future__ import annotations

import pytest

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
