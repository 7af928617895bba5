"""Numbers that stay with their units on one line of a paper."""

from __future__ import annotations

import pytest

from thidua_cli.render.document import held
from thidua_cli.render.html import escaped


@pytest.mark.parametrize(
    "text",
    [
        "đạt 6.500~con, thấp hơn 0,2~điểm~%",
        "-73~điểm~%",
        "+0,05~điểm~%",
        "(trên: 9~%)",
        "62,3~triệu đồng/người/năm",
        "trẻ em dưới 5~tuổi",
        "tháng 6 năm 2024 trên địa bàn",
        "ngày 31 tháng 12",
        "60 đến 62~ha",
        "16,5; 18 và 20",
        "Thôn 5 chưa báo cáo",
        "10/10 thôn",
        "--place thon-3 con",
        "95,5, trong đó",
    ],
)
def test_a_number_and_its_unit_are_held_together_on_paper_and_nothing_else_is(text: str) -> None:
    expected = text.replace("~", "\u00a0")
    assert held(text.replace("~", " ")) == expected
    assert held(expected) == expected
    assert escaped(text.replace("~", " ")) == expected
