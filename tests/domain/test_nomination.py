"""Nominations: which step may follow which, who may decide on which day, and the detail that a row keeps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import plan
from thidua_cli.domain.nomination import (
    FOLLOWING,
    Nomination,
    Nominee,
    Stage,
    Step,
    authorities,
    deciding_day,
    detail_of,
    nomination_in,
    number_in,
)
from thidua_cli.domain.plan import Award, Calendar
from thidua_cli.errors import IntegrityError, UsageError
from thidua_cli.office.nominations import read_form

TEXTS = st.text('aĐấ ữ"\\/{}\n\u200b7', max_size=8)
DAYS = st.dates(date(2023, 12, 15), date(2025, 12, 31))
DECISIONS = st.builds(Step, st.just(Stage.DECIDED), DAYS, TEXTS.filter(bool), TEXTS)
STEPS = st.builds(lambda stage, day: Step(stage, day), st.sampled_from(Stage), DAYS) | DECISIONS
NOMINATIONS = st.builds(
    Nomination,
    number=st.integers(1, 9999),
    year=st.integers(2000, 2100),
    form=TEXTS,
    nominee=st.sampled_from(Nominee),
    name=TEXTS,
    person=TEXTS,
    post=TEXTS,
    achievement=TEXTS,
    links=st.lists(TEXTS, max_size=3).map(tuple),
    steps=st.lists(STEPS, min_size=1, max_size=4).map(tuple),
)
AWARDS = (
    Award("Giấy khen", "Chủ tịch UBND xã", date(2024, 1, 1)),
    Award("Thôn văn hóa", "Chủ tịch UBND huyện", date(2024, 1, 1), date(2025, 6, 30), "Điều 80"),
    Award("Thôn văn hóa", "Chủ tịch UBND xã", date(2025, 7, 1)),
)


def nominated(number: int = 1, stage: Stage = Stage.PROPOSED, form: str = "Giấy khen", year: int = 2024) -> Nomination:
    steps = (Step(stage, date(2024, 12, 5)),)
    return Nomination(number, year, form, Nominee.COLLECTIVE, "Thôn 2", "", "", "BHYT 100%", (), steps)


@pytest.mark.parametrize(
    ("stage", "following"),
    [
        ("proposed", {"council", "submitted", "declined"}),
        ("council", {"submitted", "declined"}),
        ("submitted", {"decided", "declined"}),
        ("decided", set()),
        ("declined", set()),
    ],
)
def test_a_stage_is_followed_only_by_these(stage: str, following: set[str]) -> None:
    assert {each.value for each in FOLLOWING[Stage(stage)]} == following


def test_nothing_is_decided_without_having_been_submitted() -> None:
    assert [stage for stage in Stage if Stage.DECIDED in FOLLOWING[stage]] == [Stage.SUBMITTED]


@pytest.mark.parametrize(
    ("form", "day", "levels"),
    [
        ("Giấy khen", date(2023, 12, 31), []),
        ("Giấy khen", date(2024, 1, 1), ["Chủ tịch UBND xã"]),
        ("Thôn văn hóa", date(2025, 6, 30), ["Chủ tịch UBND huyện"]),
        ("Thôn văn hóa", date(2025, 7, 1), ["Chủ tịch UBND xã"]),
        ("Huân chương", date(2024, 7, 1), []),
    ],
)
def test_who_decides_depends_on_the_day(form: str, day: date, levels: list[str]) -> None:
    held = plan()._replace(awards=AWARDS)
    assert [award.decides for award in authorities(held, form, day)] == levels


@pytest.mark.parametrize(
    ("calendar", "today", "day"),
    [
        ("calendar", "2024-07-05", "2024-07-05"),
        ("calendar", "2024-12-31", "2024-12-31"),
        ("calendar", "2026-03-01", "2024-12-31"),
        ("nd09", "2026-03-01", "2024-12-14"),
    ],
)
def test_who_decides_is_judged_today_but_not_after_the_year_of_the_nomination(
    calendar: str, today: str, day: str
) -> None:
    held = plan()._replace(calendar=Calendar(calendar))
    assert deciding_day(held, nominated(), date.fromisoformat(today)) == date.fromisoformat(day)


def test_each_form_is_named_once_in_the_order_of_the_plan() -> None:
    with pytest.raises(UsageError) as told:
        read_form(plan()._replace(awards=AWARDS), "Cờ")
    assert str(told.value.hint).endswith("(awards): Giấy khen, Thôn văn hóa")


@given(NOMINATIONS)
def test_a_detail_gives_back_the_nomination_it_was_made_of(nomination: Nomination) -> None:
    kept = nomination._replace(name="") if nomination.nominee.is_private else nomination
    assert nomination_in(1, nomination.key, detail_of(nomination)) == kept


@pytest.mark.parametrize("nominee", [Nominee.PERSON, Nominee.HOUSEHOLD])
def test_the_name_of_a_person_or_household_never_goes_into_a_detail(nominee: Nominee) -> None:
    assert "Thôn 2" not in detail_of(nominated()._replace(nominee=nominee))


@pytest.mark.parametrize(
    ("key", "number"),
    [("khen/7", 7), ("khen/", None), ("khen/x", None), ("khen/٣", None), ("work/7", None), ("7", None), ("", None)],
)
def test_only_keys_of_nominations_have_a_number(key: str, number: int | None) -> None:
    assert number_in(key) == number


def test_a_row_without_a_detail_takes_the_nomination_away() -> None:
    assert nomination_in(3, "khen/1", "") is None
    assert nomination_in(3, "ho-ngheo", '{"schema":"thidua.closing/1"}') is None


@pytest.mark.parametrize(
    "detail", ["{}", "[]", "khong phai", detail_of(nominated()).replace('"proposed"', '"xong"'), '{"schema":"khac"}']
)
def test_a_detail_that_we_did_not_write_names_its_row(detail: str) -> None:
    with pytest.raises(IntegrityError, match="dòng 3"):
        nomination_in(3, "khen/1", detail)


def test_the_last_step_is_where_it_stands() -> None:
    council = Step(Stage.COUNCIL, date(2024, 12, 10))
    moved = nominated()._replace(steps=(*nominated().steps, council))
    assert (moved.last, moved.stage) == (council, Stage.COUNCIL)
