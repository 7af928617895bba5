"""A plan written as text is the same plan when read; next year's plan is one that passes its own check."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_cli.domain.figure import Actual, Level
from thidua_cli.domain.plan import (
    Adjustment,
    AlsoTarget,
    Anniversary,
    Award,
    Baseline,
    Better,
    Bounds,
    Calendar,
    Combine,
    Comparator,
    Deductions,
    Frequency,
    Indicator,
    Organiser,
    Pace,
    PaceShape,
    PeriodTarget,
    Place,
    PlaceTarget,
    Plan,
    Predecessor,
    Rate,
    Reference,
    Relative,
    ReportWords,
    RollUp,
    ScoreItem,
    Scoring,
    Section,
    Signature,
    Target,
    Unit,
    WorkItem,
    Years,
)
from thidua_cli.errors import MissingLibrary
from thidua_cli.plan_file import PlanText, load_text, read_plan
from thidua_cli.plan_file.doubts import plan_warnings
from thidua_cli.plan_file.writing import a_year_on, days_off_text, next_plan_text, write_plan
from thidua_cli.workspace import shipped_plan

LETTERS = st.sampled_from("aắđÊ09 -:#'\"&*!|>%@`{}[],?.()/–\\yn~=")
TEXTS = st.text(LETTERS, min_size=1, max_size=300).map(lambda text: text.strip()).filter(lambda text: len(text) > 0)


def reread(text: str) -> Plan:
    return read_plan(PlanText("plan.yaml", text.encode()))


def full_plan(words: str) -> Plan:
    """Every key in use, with `words` wherever a text may stand."""
    rate = Rate(words, words)
    one = Indicator(
        "x", words, "%", Target(Comparator.RANGE, Decimal("3.70"), Decimal("62")), Combine.LATEST,
        printed=words, rate=rate, baseline=Baseline(Decimal("5.2"), date(2023, 12, 31)), frequency=Frequency.MONTHLY,
        due=date(2024, 2, 29), plausible=Bounds(Decimal(0), Decimal(100)), supplier=words, aliases=(words, "b"),
        counted=False, decimals=3, better=Better.LOWER, by_place=True, pace=Pace(PaceShape.LINEAR),
        adjustments=(Adjustment(date(2024, 7, 1), Target(Comparator.BELOW, Decimal("4482.38")), words, words),),
    )  # fmt: skip
    months = tuple(PeriodTarget(f"2024-0{month}", Target(Comparator.AT_LEAST, Decimal(month))) for month in (1, 2))
    asked = one._replace(
        id="v", aliases=(), counted=None, better=None, by_place=False, pace=None,
        target=Target(Comparator.AT_LEAST, relative=Relative(Decimal("5.5"), in_percent=True)),
        stretch=Target(Comparator.AT_LEAST, Decimal(95)), also=(AlsoTarget(words, Target(Comparator.ABOVE), words),),
        counted_target=Target(Comparator.AT_LEAST, Decimal(8)), by_period=months, whole=False, code=words,
        roll_up=RollUp.WEIGHTED, said="{value}",
        adjustments=(Adjustment(date(2024, 7, 1), Target(Comparator.ABOVE, Decimal(1)), by_period=months[:1]),),
    )  # fmt: skip
    span = Indicator("t", words, words, Target(Comparator.NONE), Combine.SUM, years=Years(2021, 2025), whole=True)
    answer = Indicator("r", words, words, Target(Comparator.YES, Decimal(1)), Combine.LATEST)
    part = Indicator("y", words, words, Target(Comparator.REFERENCE, Decimal(-5)), Combine.SUM)
    whole = Indicator("z", words, words, Target(Comparator.EQUAL, Decimal(0)), Combine.TOTAL, parts=(part,))
    target, deductions = Target(Comparator.AT_LEAST, Decimal("40.5")), Deductions(Decimal("0.5"), Decimal(1))
    return Plan(
        "thidua.plan/1", 2024, words, Unit("u", words, words, words, words),
        (Section("s", words, (one, whole, asked, span, answer), words),),
        Calendar.ND09, words, words, Reference(words, date(2024, 1, 1)), (words, "b"), (words,), (words,),
        (Organiser(words, words),), Signature(words, words, words, words),
        (WorkItem("w", words, words, words, (words, "b"), date(2024, 2, 29), ("x",)),), (words,),
        (Anniversary(words, date(2024, 5, 7)),), (Place("p", words, (words,), (PlaceTarget("x", target),)),),
        Scoring(Decimal(100), (ScoreItem("x", Decimal(100), Decimal("0.5"), Decimal(2)),), Decimal(5), deductions),
        (Award(words, words, date(2024, 1, 1), date(2024, 12, 31), words),),
        words, (Predecessor("q", words, date(2024, 6, 30), words, Decimal("0.5")),), ReportWords(words, words, words),
        (date(2024, 2, 8), date(2024, 2, 9)),
    )  # fmt: skip


@given(TEXTS)
@settings(max_examples=60)
def test_a_plan_written_and_read_is_the_same_plan(words: str) -> None:
    plan = full_plan(words)
    assert reread(write_plan(plan)) == plan


@pytest.mark.parametrize("words", ["no", "null", "~", "12:30", "010", "- a", "a: b", "a #b", "Số 3", 'nói "có"'])
def test_texts_that_yaml_would_take_for_something_else_stay_texts(words: str) -> None:
    plan = full_plan(words)
    assert reread(write_plan(plan)) == plan


def test_the_shipped_plan_written_and_read_is_the_same_plan() -> None:
    plan = read_plan(load_text(shipped_plan()))
    text = write_plan(plan)
    assert reread(text) == plan
    assert max(map(len, text.splitlines())) <= 120


def test_next_years_targets_of_periods_are_those_in_force_at_the_years_end() -> None:
    def held(period: str, number: int) -> PeriodTarget:
        return PeriodTarget(period, Target(Comparator.AT_LEAST, Decimal(number)))

    plan = full_plan("a")
    made = reread(next_plan_text(plan, 2025, {})).find("v")
    assert made is not None
    assert made.indicator.by_period == (held("2025-01", 1), held("2025-02", 2))
    changed = Adjustment(date(2024, 7, 1), Target(Comparator.AT_LEAST), by_period=(held("2024-02", 7),))
    asked = made.indicator._replace(by_period=(held("2024-01", 1), held("2024-02", 2)), adjustments=(changed,))
    moved = plan._replace(sections=(plan.sections[0]._replace(indicators=(asked,)),), work=(), scoring=None, places=())
    row = reread(next_plan_text(moved, 2025, {})).find("v")
    assert row is not None
    assert row.indicator.by_period == (held("2025-01", 1), held("2025-02", 7))


def actual(value: Fraction, on: date) -> Actual:
    return Actual(value, on, Level.ESTIMATE, ())


def test_next_year_has_this_years_results_as_baselines_and_its_days_moved() -> None:
    plan = read_plan(load_text(shipped_plan()))
    text = next_plan_text(plan, 2025, {"ho-ngheo": actual(Fraction(10200, 2910), date(2024, 12, 20))})
    made = reread(text)
    row = made.find("ho-ngheo")
    assert row is not None
    assert row.indicator.baseline == Baseline(Decimal("3.505155"), date(2024, 12, 20))
    assert row.indicator.due == date(2025, 12, 31)
    assert row.indicator.printed is None
    assert (made.year, made.title) == (2025, "Kế hoạch phát động phong trào thi đua yêu nước năm 2025")
    assert "# XEM LẠI chỉ tiêu: năm 2024 giao dưới 3,7%; thực hiện 3,51% (ngày 20/12/2024, ước tính)" in text
    assert all(row.indicator.due is None or row.indicator.due.year == 2025 for row in made.rows())
    warnings = plan_warnings(made, PlanText("p", text.encode()))
    assert [warning.sentence for warning in warnings if "baseline" not in warning.sentence] == []


def test_the_target_carried_is_the_one_in_force_at_the_years_end() -> None:
    plan = full_plan("chữ")
    made = reread(next_plan_text(plan, 2025, {}))
    row = made.find("x")
    assert row is not None
    assert row.indicator.target == Target(Comparator.BELOW, Decimal("4482.38"))
    assert row.indicator.adjustments == ()
    assert row.indicator.due == date(2025, 2, 28)


def test_the_leap_day_becomes_28_february() -> None:
    assert [a_year_on(date(2024, 2, 29), 1), a_year_on(date(2024, 2, 29), 4)] == [date(2025, 2, 28), date(2028, 2, 28)]
    assert a_year_on(date(2024, 12, 31), 1) == date(2025, 12, 31)


def test_work_and_anniversaries_move_a_year_and_anniversaries_grow_older() -> None:
    plan = read_plan(load_text(shipped_plan()))
    text = next_plan_text(plan, 2025, {})
    made = reread(text)
    assert (made.anniversaries[0].name, made.anniversaries[0].on) == (
        "95 năm Ngày thành lập Đảng Cộng sản Việt Nam",
        date(2025, 2, 3),
    )
    assert [one.due for one in made.work if one.due] == [date(2025, 3, 24), date(2025, 12, 31)]
    assert "# XEM LẠI: lấy từ kế hoạch năm 2024, hãy sửa cho năm 2025\nwork:" in text


def test_days_and_numbers_of_documents_keep_their_year() -> None:
    plan = full_plan("chữ")._replace(title="Năm 2024, theo văn bản 12/2024 ngày 5/1/2024, năm 20245")
    assert reread(next_plan_text(plan, 2025, {})).title == "Năm 2025, theo văn bản 12/2024 ngày 5/1/2024, năm 20245"


def test_the_public_holidays_of_a_year_are_written_as_the_key_of_the_plan() -> None:
    pytest.importorskip("holidays")
    text = days_off_text(2024)
    days = yaml.safe_load(text)["days_off"]
    assert {date(2024, 1, 1), date(2024, 2, 10), date(2024, 4, 18), date(2024, 9, 2)} <= set(days)
    assert days == sorted(days)
    assert "# XEM LẠI: đối chiếu thông báo nghỉ lễ, Tết năm 2024" in text
    assert "2024-04-18  # " in text


def test_without_the_library_of_holidays_the_message_tells_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingLibrary, match="holidays") as caught:
        days_off_text(2024)
    assert "pip install" in caught.value.hint
