"""An indicator is found by what an officer types, and never guessed."""

from __future__ import annotations

import unicodedata

import pytest

from domain.making import indicator, plan
from thidua_cli.domain.plan import Plan
from thidua_cli.errors import UsageError
from thidua_cli.office.find import find_indicator, matching
from thidua_cli.plan_file import load_text, read_plan
from thidua_cli.workspace import shipped_plan


@pytest.fixture(scope="module")
def real() -> Plan:
    return read_plan(load_text(shipped_plan()))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ho-ngheo", "ho-ngheo"),
        ("Tỷ lệ hộ nghèo", "ho-ngheo"),
        (unicodedata.normalize("NFD", "HỘ NGHÈO"), "ho-ngheo"),
        ("tỉ lệ hộ nghèo", "ho-ngheo"),
        ("nghia vu quan su", "giao-quan"),
        ("bhyt", "bao-phu-bhyt"),
        ("bao hiem y te", "bao-phu-bhyt"),
        ("gia suc", "dan-gia-suc"),
        ("tong dan gia cam", "dan-gia-cam"),
        ("trong thuỷ sản", "nuoi-trong-thuy-san"),
        ("thon van", "thon-van-hoa"),
        ("lao d", "lao-dong-duoc-dao-tao"),
        ("hn", "ho-ngheo"),
        ("tnbq", "thu-nhap-binh-quan"),
        ("dân số", "dan-so"),
    ],
)
def test_an_id_a_name_an_alias_words_prefixes_and_initials_find_the_one_row(real: Plan, typed: str, found: str) -> None:
    assert find_indicator(real, typed).indicator.id == found


@pytest.mark.parametrize("typed", ["thon", "gia", "bao phu", "dien tich", "tl"])
def test_several_matches_are_listed_and_none_is_chosen(real: Plan, typed: str) -> None:
    with pytest.raises(UsageError) as told:
        find_indicator(real, typed)
    assert f"khớp với {len(matching(real, typed))} chỉ tiêu" in told.value.sentence
    assert all(row.indicator.id in told.value.sentence for row in matching(real, typed))


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [("ho-nghoe", "ho-ngheo"), ("gai suc", "dan-gia-suc"), ("bhty", "bao-phu-bhyt"), ("giai ngna", "giai-ngan")],
)
def test_a_typo_is_answered_with_the_nearest_ids_and_acted_on_by_nobody(real: Plan, typed: str, suggested: str) -> None:
    with pytest.raises(UsageError) as told:
        find_indicator(real, typed)
    assert suggested in told.value.hint


@pytest.mark.parametrize("typed", ["", "  ", "-", "x", "t", "\x1b[31m"])
def test_too_little_finds_nothing(real: Plan, typed: str) -> None:
    with pytest.raises(UsageError):
        find_indicator(real, typed)


def test_the_strictest_way_that_finds_anything_decides() -> None:
    rows = plan(indicator(id="dan-so")._replace(name="Dân số"), indicator(id="so-dan")._replace(name="Dân số trẻ"))
    assert find_indicator(rows, "dân số").indicator.id == "dan-so"
    assert find_indicator(rows, "dan-so").indicator.id == "dan-so"
    assert len(matching(rows, "so")) == 2
