"""Days read as people and machines write them; any other spelling is answered with the one to type."""

from __future__ import annotations

from datetime import date

import pytest

from thidua_cli.errors import UsageError
from thidua_cli.vietnamese.numbers import read_date


@pytest.mark.parametrize("typed", ["14/06/2024", "14/6/2024", "2024-06-14", " 14/06/2024\t"])
def test_a_day_is_read(typed: str) -> None:
    assert read_date(typed) == date(2024, 6, 14)


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("14-06-2024", "hãy viết 14/06/2024"),
        ("14.06.2024", "hãy viết 14/06/2024"),
        ("14.6.2024", "hãy viết 14/06/2024"),
        ("14 06 2024", "hãy viết 14/06/2024"),
        ("14/06/24", "hãy viết 14/06/2024"),
        ("2024/06/14", "hãy viết 14/06/2024"),
        ("14/6", "thiếu năm, hãy viết 14/06/2024"),
        ("14-6", "thiếu năm, hãy viết 14/06/2024"),
        ("31/6", "hãy viết dạng 14/06/2024 hoặc 2024-06-14"),
        ("14062024", "hãy viết 14/06/2024"),
        ("Ngày 14/6/24", "hãy viết 14/06/2024"),
        ("31/06/24", "hãy viết dạng 14/06/2024 hoặc 2024-06-14"),
        ("hôm qua", "hãy viết dạng 14/06/2024 hoặc 2024-06-14"),
        ("14/6/", "hãy viết dạng 14/06/2024 hoặc 2024-06-14"),
        ("2024-06", "hãy viết dạng 14/06/2024 hoặc 2024-06-14"),
    ],
)
def test_another_spelling_gets_the_day_to_type(typed: str, advice: str) -> None:
    with pytest.raises(UsageError, match="ngày không hợp lệ") as caught:
        read_date(typed)
    assert advice in str(caught.value.sentence)


def test_a_day_without_its_year_gets_that_of_today() -> None:
    with pytest.raises(UsageError, match="thiếu năm, hãy viết 05/03/2026"):
        read_date("5/3", 2026)


@pytest.mark.parametrize(("typed", "day"), [("30-06-2024", "30/06/2024"), ("30.6.24", "30/06/2024")])
def test_a_moment_that_is_a_day_in_another_spelling_gets_the_day_to_type(typed: str, day: str) -> None:
    from thidua_cli.cli.words import read_moment

    with pytest.raises(UsageError, match=f"hãy viết {day}"):
        read_moment(typed)
