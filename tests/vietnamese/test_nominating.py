"""The words of commendations: names called by their given name, decisions, authorities, names that must stay out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli.domain.nomination import ERASED, Nomination, Nominee, Stage, Step
from thidua_cli.vietnamese.nominating import (
    awarding,
    calling_order,
    counted,
    decision_text,
    is_named_in,
    same_name,
    step_text,
)

NAMES = st.lists(
    st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấềộùỳ", min_size=1, max_size=6).map(str.capitalize),
    min_size=1,
    max_size=4,
).map(" ".join)


def named(name: str | None, nominee: Nominee = Nominee.PERSON, number: int = 1) -> Nomination:
    steps = (Step(Stage.PROPOSED, date(2024, 12, 5)),)
    return Nomination(number, 2024, "Giấy khen", nominee, name, "", "", "x", (), steps)


def by_name(persons: list[str]) -> list[str]:
    return [one.shown for one in sorted(map(named, persons), key=calling_order)]


def test_persons_are_called_by_given_name_then_by_family_name() -> None:
    in_order = [
        "Lê Văn An",
        "Nguyễn Thị An",
        "Trần Văn Ảnh",
        "Bùi Thị Ánh",
        "Đặng Văn Ân",
        "Nguyễn Thị Bích",
        "Lò Văn Dân",
        "A Đông",
        "Phạm Thị Ê",
        "Y Thoan",
        "Hoàng Văn Ý",
    ]
    assert by_name([*in_order[2:], *in_order[:2]]) == in_order


def test_collectives_are_called_by_name_with_numbers_by_size() -> None:
    in_order = ["Hội Nông dân xã", "Thôn 2", "Thôn 3", "Thôn 10", "Tổ A", "Tổ A1", "Tổ dân vận"]
    listed = [named(name, Nominee.COLLECTIVE) for name in in_order]
    assert sorted([*listed[3:], *listed[:3]], key=calling_order) == listed


def test_collectives_come_first_and_erased_names_last_of_their_kind() -> None:
    listed = [
        named("Thôn 10", Nominee.COLLECTIVE),
        named("Hộ ông Y Thoan", Nominee.HOUSEHOLD),
        named(None, Nominee.HOUSEHOLD, 2),
        named("Lê Văn An"),
        named("Y Thoan"),
        named(None, number=3),
        named(None, number=7),
    ]
    assert sorted([*listed[2:], *listed[:2]], key=calling_order) == listed
    assert listed[2].shown == ERASED


@given(st.lists(NAMES, max_size=12))
def test_the_order_is_by_given_name_and_does_not_depend_on_the_order_of_entry(names: list[str]) -> None:
    once = by_name(names)
    assert by_name([*names[2:], *names[:2]]) == once
    given_names = [name.split()[-1] for name in once]
    assert given_names == by_name(given_names)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Ông Lê Văn An giúp 3 hộ", True),
        ("ong le van an giup 3 ho", True),
        ("Lê  Văn\nAn", True),
        ("Lê Văn Anh giúp 3 hộ", False),
        ("Văn An", False),
        ("", False),
    ],
)
def test_a_whole_name_in_a_text_is_noticed_with_or_without_accents(text: str, holds: bool) -> None:
    assert is_named_in("Lê Văn An", text) is holds


def test_a_name_of_one_word_is_not_looked_for_since_it_may_be_any_word() -> None:
    assert not is_named_in("An", "giữ vững an ninh")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Lê  Văn An", "lê văn an", True), ("Lê Văn An", "Lê Văn Ân", False), ("Đỗ Hoà", "ĐỖ HOÀ", True)],
)
def test_names_are_alike_but_for_case_and_spaces(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    "typed", ["45/QĐ-UBND", "số 45/QĐ-UBND", "QĐ số 45/QĐ-UBND", "Quyết định số 45/QĐ-UBND", "quyết định: 45/QĐ-UBND"]
)
def test_a_decision_is_printed_alike_however_it_was_typed(typed: str) -> None:
    step = Step(Stage.DECIDED, date(2024, 12, 20), typed, "Chủ tịch UBND xã")
    assert decision_text(step) == "Quyết định số 45/QĐ-UBND, Chủ tịch UBND xã"
    assert step_text(step) == "đã quyết định ngày 20/12/2024 (Quyết định số 45/QĐ-UBND, Chủ tịch UBND xã)"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("Giấy khen", "tặng Giấy khen"),
        ("Bằng khen", "tặng Bằng khen"),
        ("Kỷ niệm chương", "tặng Kỷ niệm chương"),
        ("Gia đình văn hóa", "tặng danh hiệu “Gia đình văn hóa”"),
    ],
)
def test_a_thing_is_given_and_a_title_is_conferred(form: str, words: str) -> None:
    assert awarding(form) == words


def test_counts_below_ten_have_a_leading_zero_as_in_decisions() -> None:
    listed = [named("Thôn 1", Nominee.COLLECTIVE), *(named(f"Người {number}") for number in range(12))]
    assert counted(listed) == "01 tập thể, 12 cá nhân"
