"""The sentences of a digest against worked numbers and against what real reports printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import figure, indicator, plan
from domain.test_published_cases import CASES, Case, as_indicator, case_id
from thidua_cli.domain.figure import Figure, Level
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Adjustment, AlsoTarget, Combine, Comparator, Indicator, PeriodTarget, Target
from thidua_cli.domain.scorecard import Missing, Standing, Window, changes, score
from thidua_cli.pages import sentences
from thidua_cli.pages.summary import change_sentence, missing_sentence
from thidua_cli.vietnamese.wording import percent_text

JUNE = Period(Span.MONTH, 2024, 6)
WINDOW = Window.until(JUNE, JUNE.last_day)
AREA = indicator(">= 4482.38")._replace(name="Tổng diện tích gieo trồng")
POOR = indicator("< 3.7", unit="%")._replace(name="Tỷ lệ hộ nghèo")


def standing(
    one: Indicator,
    now: str | list[Figure] | None,
    earlier: str | None = None,
    level: Level = Level.OFFICIAL,
) -> Standing:
    """The indicator at the end of June, with one figure of June and one of June last year."""
    figures = now if isinstance(now, list) else [figure(now, "2024-06-30", level=level)] if now else []
    history = [figure(earlier, "2023-06-30")] if earlier else []
    return score(plan(one), WINDOW, figures, history).standings[0]


def said(
    one: Indicator, now: str | list[Figure] | None, earlier: str | None = None, level: Level = Level.OFFICIAL
) -> str:
    return sentences.Said(standing(one, now, earlier, level), WINDOW).with_parts()


def test_the_worked_sentence_of_an_estimate_with_its_plan_and_its_growth() -> None:
    assert said(AREA, "4120.5", "4035.75", level=Level.ESTIMATE) == (
        "Tổng diện tích gieo trồng ước đạt 4.120,5 ha, đạt 91,93% kế hoạch năm, tăng 2,1% so với cùng kỳ."
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("6", "7"), "Có 02/02 chỉ tiêu vượt kế hoạch năm."),
        (("5", "7"), "Có 02/02 chỉ tiêu đạt và vượt kế hoạch năm, trong đó 01 chỉ tiêu vượt kế hoạch năm."),
        (("5", "5"), "Có 02/02 chỉ tiêu đạt kế hoạch năm."),
        (("4", "6"), "Trong 02 chỉ tiêu, có 01 chỉ tiêu vượt kế hoạch năm, 01 chỉ tiêu chưa đạt kế hoạch năm."),
    ],
)
def test_the_headline_counts_in_two_digits_and_tells_nothing_twice(values: tuple[str, ...], expected: str) -> None:
    both = plan(indicator(">= 5", id="a"), indicator(">= 5", id="b"))
    figures = [figure(value, "2024-06-30", id) for id, value in zip("ab", values, strict=True)]
    assert sentences.headline(score(both, WINDOW, figures, [])) == expected


def test_growth_is_the_index_less_a_hundred() -> None:
    same = standing(AREA, "4120.5", "4035.75").same_period
    assert (percent_text(same.ratio.percent), sentences.growth(same)) == ("102,1%", "tăng 2,1%")
    fell = standing(AREA, "4035.75", "4120.5").same_period
    assert (percent_text(fell.ratio.percent), sentences.growth(fell)) == ("97,94%", "giảm 2,06%")
    stayed = standing(AREA, "4035.75", "4035.75").same_period
    assert (percent_text(stayed.ratio.percent), sentences.growth(stayed)) == ("100%", "gần như không đổi")


def test_the_worked_sentence_of_a_ceiling_and_of_a_rate_last_year_in_points() -> None:
    assert said(POOR, "3.5", "5.1") == (
        "Tỷ lệ hộ nghèo còn 3,5%, đạt kế hoạch năm (dưới 3,7%), giảm 1,6 điểm phần trăm so với cùng kỳ."
    )


def test_a_missed_ceiling_never_reads_as_a_success() -> None:
    text = said(POOR._replace(target=indicator("< 4.5").target), "6.1")
    assert text == "Tỷ lệ hộ nghèo còn 6,1%, chưa đạt kế hoạch năm (dưới 4,5%)."
    assert "135" not in text


@pytest.mark.parametrize(
    ("target", "unit", "now", "expected"),
    [
        (">= 10", "ha", "10", "X đạt 10 ha, đạt 100% kế hoạch năm."),
        (">= 52", "ha", "53.5", "X đạt 53,5 ha, đạt 102,88% kế hoạch năm."),
        (">= 0", "ha", "5", "X đạt 5 ha, vượt 5 ha so với kế hoạch năm."),
        (">= -2", "ha", "-4", "X mới đạt -4 ha, thấp hơn 2 ha so với kế hoạch năm (-2 ha)."),
        ("<= 23", "%", "22.4", "X còn 22,4%, vượt kế hoạch năm (23%)."),
        ("<= 5", "vụ", "5", "X còn 5 vụ, đạt kế hoạch năm."),
        ("< 5", "vụ", "5", "X còn 5 vụ, chưa đạt kế hoạch năm (dưới 5 vụ)."),
        ("> 9", "%", "9.0", "X đạt 9,0%, chưa đạt kế hoạch năm (trên 9%)."),
        ("> 9", "ha", "9", "X đạt 9 ha, chưa đạt kế hoạch năm (trên 9 ha)."),
        ("> 95", "%", "95.4", "X đạt 95,4%, đạt kế hoạch năm (trên 95%)."),
        ("= 100", "%", "100", "X đạt 100%, đạt kế hoạch năm."),
        ("60..62", "%", "61", "X là 61%, trong khoảng kế hoạch năm (60 đến 62%)."),
        ("60..62", "%", "63", "X là 63%, cao hơn 1 điểm phần trăm so với kế hoạch năm (60 đến 62%)."),
        ("60..62", "%", "59", "X là 59%, thấp hơn 1 điểm phần trăm so với kế hoạch năm (60 đến 62%)."),
        ("~ 11000", "người", "10950", "X là 10.950 người (kế hoạch 11.000 người)."),
    ],
)
def test_every_kind_of_target_has_its_own_comparison(target: str, unit: str, now: str, expected: str) -> None:
    assert said(indicator(target, unit=unit), now) == expected


@pytest.mark.parametrize(
    ("sign", "combine", "now", "expected"),
    [
        ("<", Combine.SUM, "4", "X là 4 vụ, trong mức kế hoạch năm (dưới 5 vụ)."),
        ("<=", Combine.SUM, "4", "X là 4 vụ, trong mức kế hoạch năm (không quá 5 vụ)."),
        ("<", Combine.MAX, "4", "X còn 4 vụ, trong mức kế hoạch năm (dưới 5 vụ)."),
        ("<", Combine.SUM, "5", "X là 5 vụ, không đạt kế hoạch năm (dưới 5 vụ)."),
        (">", Combine.SUM, "0", "Từ đầu năm chưa có thêm vụ (kế hoạch năm trên 05 vụ)."),
        (">=", Combine.SUM, "0", "Từ đầu năm chưa có thêm vụ (kế hoạch năm ít nhất 05 vụ)."),
    ],
)
def test_a_strict_target_is_never_worded_as_an_inclusive_one(
    sign: str, combine: Combine, now: str, expected: str
) -> None:
    one = indicator(f"{sign} 5", combine, unit="vụ")._replace(said="Có thêm {value}" if ">" in sign else None)
    assert said(one, now) == expected
    if ">" in sign:
        held = standing(one._replace(name="Số vụ đạt"), now)
        plan = {">": "trên 05 vụ", ">=": "05 vụ"}[sign]
        assert f"(chưa có vụ nào, kế hoạch {plan})" in sentences.group(held.verdict, [held], WINDOW)


YES = Target(Comparator.YES)


@pytest.mark.parametrize(
    ("name", "now", "level", "expected"),
    [
        ("Xã đạt chuẩn", "1", Level.ESTIMATE, "Xã ước đạt chuẩn, đạt kế hoạch năm."),
        ("Xã đạt chuẩn", "1", Level.PRELIMINARY, "Xã sơ bộ đạt chuẩn, đạt kế hoạch năm."),
        ("Xã đạt chuẩn", "0", Level.ESTIMATE, "Xã ước chưa đạt chuẩn."),
        ("Nhà văn hóa", "1", Level.ESTIMATE, "Nhà văn hóa: ước đạt kế hoạch năm."),
        ("Nhà văn hóa", "1", Level.OFFICIAL, "Nhà văn hóa: đạt kế hoạch năm."),
    ],
)
def test_an_estimated_answer_is_told_as_an_estimate(name: str, now: str, level: Level, expected: str) -> None:
    one = indicator()._replace(name=name, target=YES)
    assert said(one, now, level=level) == expected
    if not int(now):
        held = standing(one, now, level=level)
        assert sentences.group(held.verdict, [held], WINDOW).endswith("xã đạt chuẩn (số ước).")


def test_an_answer_that_is_kept_is_told_as_an_estimate_too() -> None:
    one = indicator()._replace(name="Xã đạt chuẩn", target=YES)
    assert said(one, "1", "1", Level.ESTIMATE) == "Xã ước giữ vững chuẩn, đạt kế hoạch năm."
    turned = told(one, figure("0", "2024-05-31"), figure("1", "2024-06-30", level=Level.ESTIMATE))
    assert turned == "Xã đạt chuẩn: số ước; chuyển từ “chưa đạt” sang “đạt”."


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("1", None, "Xã ước đạt tiêu chí y tế, đạt kế hoạch năm."),
        ("1", "1", "Xã ước giữ vững tiêu chí y tế, đạt kế hoạch năm."),
        ("0", "1", "Xã ước chưa đạt tiêu chí y tế."),
    ],
)
def test_an_answer_is_told_as_the_plan_says_it(now: str, before: str | None, expected: str) -> None:
    one = indicator()._replace(name="Chuẩn y tế", target=YES, said="Xã {value} tiêu chí y tế")
    assert said(one, now, before, Level.ESTIMATE) == expected


def test_an_estimated_part_of_an_official_whole_is_told_as_an_estimate() -> None:
    one = indicator(parts=(indicator(id="a"), indicator(id="b")))
    figures = [
        figure("7", "2024-06-30"),
        figure("2", "2024-06-30", "a", Level.ESTIMATE),
        figure("5", "2024-06-30", "b"),
    ]
    card = score(plan(one), WINDOW, figures)
    text = sentences.Said(card.standings[0], WINDOW, card.standings).with_parts()
    assert "trong đó: a ước 2 ha, đạt 20% kế hoạch năm; b 5 ha" in text


def test_an_estimated_nothing_is_told_as_an_estimate() -> None:
    one = indicator(">= 2", Combine.SUM, unit="thôn")._replace(said="Có thêm {value} đạt nông thôn mới")
    assert said(one, "0", level=Level.ESTIMATE).startswith("Ước từ đầu năm chưa có thêm thôn đạt nông thôn mới (")
    window = Window.until(Period(Span.YEAR, 2024), date(2025, 1, 5))
    card = score(plan(one), window, [figure("0", "2024-12-31", level=Level.ESTIMATE)])
    text = sentences.Said(card.standings[0], window).with_parts()
    assert text.startswith("Ước trong năm không có thêm thôn đạt nông thôn mới (")


@pytest.mark.parametrize(
    ("target", "name", "both", "alone", "listed"),
    [
        ("= 0", "Số vụ cháy", "trong kỳ 1 vụ, lũy kế là 3 vụ", "là 3 vụ", "(3 vụ, kế hoạch 0 vụ)"),
        ("<= 2", "Số vụ cháy", "trong kỳ 1 vụ, lũy kế là 3 vụ", "là 3 vụ", "(3 vụ, kế hoạch 2 vụ)"),
        ("< 2", "Số vụ cháy", "trong kỳ 1 vụ, lũy kế là 3 vụ", "là 3 vụ", "(3 vụ, kế hoạch dưới 2 vụ)"),
        (">= 9", "Số vụ hòa giải", "trong kỳ thực hiện 1 vụ, lũy kế đạt 3 vụ", "đạt 3 vụ", "(đạt 3 vụ, kế hoạch 9 vụ)"),
        ("= 2", "Số vụ hòa giải", "trong kỳ thực hiện 1 vụ, lũy kế đạt 3 vụ", "đạt 3 vụ", "(đạt 3 vụ, kế hoạch 2 vụ)"),
    ],
)
def test_what_is_to_be_avoided_is_neither_reached_nor_carried_out(
    target: str, name: str, both: str, alone: str, listed: str
) -> None:
    one = indicator(target, Combine.SUM, unit="vụ")._replace(name=name)
    assert said(one, [figure("2", "2024-05-31"), figure("1", "2024-06-30")]).startswith(f"{name} {both}, ")
    assert said(one, "3").startswith(f"{name} {alone}, ")
    held = standing(one, "3")
    assert sentences.group(held.verdict, [held], WINDOW).endswith(f"{listed}.")
    of_june = one._replace(by_period=(PeriodTarget("2024-06", one.target),))
    assert f"{name} trong kỳ {alone}, " in said(of_june, "3")


def test_other_targets_are_told_in_words_not_in_signs() -> None:
    below = indicator("<= 4", unit="%").target
    one = indicator("<= 5", unit="%")._replace(also=(AlsoTarget("HĐND", below),), stretch=below)
    assert said(one, "4.5").endswith(
        "chưa đạt chỉ tiêu HĐND giao (không quá 4%), chưa đạt mức phấn đấu (không quá 4%)."
    )


@pytest.mark.parametrize(
    ("target", "unit", "printed", "now", "expected"),
    [
        ("> 9", "%", "trên: 9 %", "9", "đạt 9%, chưa đạt kế hoạch năm (trên 9%)"),
        ("60..62", "%", "từ 60-62 %", "61", "trong khoảng kế hoạch năm (60 đến 62%)"),
        ("~ 11000", "người", "11.000người", "10950", "(kế hoạch 11.000 người)"),
    ],
)
def test_a_target_in_a_sentence_is_written_as_in_the_table_not_raw_from_the_document(
    target: str, unit: str, printed: str, now: str, expected: str
) -> None:
    assert expected in said(indicator(target, unit=unit)._replace(printed=printed), now)


@pytest.mark.parametrize(
    ("now", "earlier", "unit", "expected"),
    [
        ("12", "12", "ha", "bằng cùng kỳ"),
        ("12", "0", "ha", "tăng 12 ha so với cùng kỳ"),
        ("4", "-2", "ha", "tăng 6 ha so với cùng kỳ"),
        ("9", "12", "ha", "giảm 25% so với cùng kỳ"),
        ("9", "12", "%", "giảm 3 điểm phần trăm so với cùng kỳ"),
        ("9", "12", "‰", "giảm 3‰ so với cùng kỳ"),
        ("12", None, "ha", ""),
    ],
)
def test_last_year_is_compared_as_its_figure_allows(now: str, earlier: str | None, unit: str, expected: str) -> None:
    assert sentences.Said(standing(indicator(unit=unit), now, earlier), WINDOW).against_last_year() == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("xã đạt chuẩn", "Có 06/10 xã đạt chuẩn, đạt 60%"),
        ("xã hội hóa giáo dục", "Tỷ lệ xã hội hóa giáo dục đạt 60%"),
        ("hộ tịch được số hóa", "Tỷ lệ hộ tịch được số hóa đạt 60%"),
    ],
)
def test_only_what_can_be_counted_is_told_as_so_many_of_so_many(name: str, expected: str) -> None:
    assert said(indicator(">= 50", unit="%")._replace(name=f"Tỷ lệ {name}"), "6/10").startswith(f"{expected}, vượt")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Thu NSNN trên địa bàn", "dự toán"),
        ("Tổng chi ngân sách xã", "dự toán"),
        ("Thu nhập của cán bộ hưởng lương ngân sách", "kế hoạch"),
        ("Số chi bộ được ngân sách hỗ trợ", "kế hoạch"),
    ],
)
def test_what_is_planned_of_a_budget_is_its_estimate(name: str, word: str) -> None:
    assert said(indicator(">= 10")._replace(name=name), "5").endswith(f"đạt 50% {word} năm.")


@pytest.mark.parametrize(
    ("unit", "words", "expected"),
    [
        ("%", "Giao quân đạt {value} kế hoạch", "Giao quân đạt 9% kế hoạch."),
        ("%", "Thu phí đạt {value} dự toán", "Thu phí đạt 9% dự toán."),
        ("ha", "Trồng rừng theo kế hoạch {value}", "Trồng rừng theo kế hoạch 09 ha, đạt 90% kế hoạch năm."),
    ],
)
def test_only_a_percentage_of_the_plan_needs_no_comparison_with_it(unit: str, words: str, expected: str) -> None:
    assert said(indicator(">= 10", unit=unit)._replace(said=words), "9") == expected


def test_a_sum_says_what_the_period_added_and_what_the_year_has() -> None:
    one = indicator(combine=Combine.SUM)
    before, inside = figure("4", "2024-05-05"), figure("2", "2024-06-05", level=Level.ESTIMATE)
    assert said(one, [before, inside]) == ("X trong kỳ ước thực hiện 2 ha, lũy kế ước đạt 6 ha, đạt 60% kế hoạch năm.")
    assert said(one, [before]) == ("Đến ngày 5/5/2024, x đạt 4 ha, đạt 40% kế hoạch năm.")


def test_an_old_figure_says_from_which_day_it_is() -> None:
    assert said(indicator(), [figure("7", "2024-04-01")]) == ("Đến ngày 1/4/2024, x đạt 7 ha, đạt 70% kế hoạch năm.")


def test_preliminary_figures_say_so() -> None:
    assert said(indicator(), "7", level=Level.PRELIMINARY).startswith("X sơ bộ đạt 7 ha,")


def test_without_a_figure_the_sentence_says_why() -> None:
    total = indicator(combine=Combine.TOTAL, parts=(indicator(id="a"), indicator(id="b")))
    assert said(indicator(due=date(2024, 12, 31)), None) == "X: chưa đến kỳ đánh giá."
    assert said(indicator()._replace(supplier="Thú y xã"), None) == "X: chưa có số liệu."
    assert said(total, [figure("1", "2024-06-01", "a")]) == "X: chưa có số liệu."


def told(one: Indicator, *figures: Figure) -> str:
    """The sentence on what changed from May to June."""
    windows = [Window.until(Period(Span.MONTH, 2024, month), date(2024, 12, 31)) for month in (5, 6)]
    (change,) = changes(*(score(plan(one), window, figures) for window in windows))
    return change_sentence(change)


@pytest.mark.parametrize(
    ("one", "figures", "expected"),
    [
        (
            indicator(),
            [figure("7", "2024-05-01"), figure("10", "2024-06-01", level=Level.ESTIMATE)],
            "X: tăng 3 ha, từ 7 ha lên 10 ha (số ước); chuyển từ “chưa đạt” sang “đạt”.",
        ),
        (indicator(), [figure("7", "2024-05-01"), figure("6", "2024-06-01")], "X: giảm 1 ha, từ 7 ha xuống 6 ha."),
        (indicator(due=date(2024, 12, 31)), [figure("9", "2024-06-01")],
         "X: lần đầu có số liệu trong năm, 9 ha; chưa đạt."),
        (indicator(due=date(2024, 6, 30)), [], "X: đã đến hạn (30/06/2024) nhưng chưa có số liệu."),
        (
            indicator(),
            [figure("7", "2024-05-01", level=Level.ESTIMATE), figure("7", "2024-06-01")],
            "X: số ước nay đã là số chính thức.",
        ),
        (
            indicator()._replace(
                adjustments=(Adjustment(date(2024, 6, 10), indicator(">= 5").target, decision="45/NQ-HĐND"),)
            ),
            [figure("7", "2024-05-01")],
            "X: kế hoạch điều chỉnh từ 10 ha thành 5 ha theo 45/NQ-HĐND;"
            " chuyển từ “chưa đạt” sang “vượt”.",
        ),
        (
            indicator("<= 3")._replace(adjustments=(Adjustment(date(2024, 6, 10), indicator("<= 6").target),)),
            [figure("2", "2024-05-01")],
            "X: kế hoạch điều chỉnh từ không quá 3 ha thành không quá 6 ha.",
        ),
    ],
)  # fmt: skip
def test_every_kind_of_change_is_told(one: Indicator, figures: list[Figure], expected: str) -> None:
    assert told(one, *figures) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (indicator(">= 400", Combine.SUM), "X: lũy kế tăng 88 ha, từ 105 ha lên 193 ha."),
        (indicator(">= 400", Combine.MAX), "X: tính chung tăng 88 ha, từ 105 ha lên 193 ha."),
        (indicator(">= 400", Combine.MEAN), "X: tính chung tăng 44 ha, từ 105 ha lên 149 ha."),
        (indicator(">= 400", Combine.LATEST), "X: tăng 88 ha, từ 105 ha lên 193 ha."),
    ],
)
def test_the_growth_of_what_adds_up_is_that_of_the_running_total(one: Indicator, expected: str) -> None:
    now = "88" if one.combine is Combine.SUM else "193"
    assert told(one, figure("105", "2024-05-31"), figure(now, "2024-06-30")) == expected


def test_what_is_missing_names_its_due_day_or_the_last_day_known() -> None:
    late = standing(indicator(due=date(2024, 6, 30)), None)
    assert missing_sentence(Missing(late, first=date(2024, 6, 30))) == "X (hạn 30/06/2024)"
    lacking = Missing(late, date(2024, 5, 31), date(2024, 6, 30))
    assert missing_sentence(lacking) == "X (thiếu số kỳ 30/06/2024, số gần nhất ngày 31/05/2024)"
    assert missing_sentence(lacking._replace(lacking=3)) == (
        "X (thiếu số 3 kỳ từ 30/06/2024, số gần nhất ngày 31/05/2024)"
    )


def of_class(name: str) -> list[Case]:
    return [case for case in CASES if case["formula_class"] == name]


IMPLIED_PLANS = {"94": "10.2", "96": "274500"}


def with_plan(case: Case) -> Case:
    """The case with the plan that its note implies where none was published."""
    return case | {"plan": case["plan"] or IMPLIED_PLANS[case["row"]]}


def test_as_many_published_sentences_as_were_collected() -> None:
    assert len(of_class("point_difference")) == 4


@pytest.mark.parametrize("case", of_class("point_difference"), ids=case_id)
def test_a_published_difference_in_points_is_said_in_points(case: Case) -> None:
    number = case["published_verdict"].split("%")[0].split()[-1]
    held = standing(as_indicator(with_plan(case)), case["actual"])
    assert held.difference is not None
    assert sentences.size(held.difference, held.indicator) == f"{number} điểm phần trăm"


@given(st.decimals(0, 10**6, places=2), st.decimals(0, 10**6, places=2))
def test_the_words_up_and_down_agree_with_the_figures(now: Decimal, earlier: Decimal) -> None:
    text = sentences.Said(standing(indicator(), f"{now:f}", f"{earlier:f}"), WINDOW).against_last_year()
    expected = "tăng " if now > earlier else "giảm " if now < earlier else "bằng "
    assert text.startswith(expected)
    assert " 0% " not in text


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("18849/20000", "188789/200000", "X: tăng 0,14 điểm phần trăm, từ 94,25% lên 94,39%."),
        ("94250/100000", "94251/100000", "X: tăng 0,001 điểm phần trăm, từ 94,25% lên 94,251%."),
        ("94254/100000", "94.2535", "X: giảm 0,0005 điểm phần trăm, từ 94,254% xuống 94,2535%."),
        ("94", "94.1234", "X: tăng 0,1234 điểm phần trăm, từ 94% lên 94,1234%."),
        ("2/3", "1/3", "X: giảm 33,34 điểm phần trăm, từ 66,67% xuống 33,33%."),
    ],
)
def test_a_change_adds_up_with_the_two_figures_printed_beside_it(before: str, now: str, expected: str) -> None:
    assert told(indicator("> 95", unit="%"), figure(before, "2024-05-01"), figure(now, "2024-06-01")) == expected


@pytest.mark.parametrize(
    ("now", "day", "expected"),
    [
        ("1", "2024-12-31", "không đạt kế hoạch là số thôn đạt thêm nông thôn mới (mới có 01 thôn, kế hoạch 02 thôn)."),
        (
            "0",
            "2024-12-31",
            "không đạt kế hoạch là số thôn đạt thêm nông thôn mới (không có thôn nào, kế hoạch 02 thôn).",
        ),
        (
            "0",
            "2024-06-30",
            "chưa đạt kế hoạch năm là số thôn đạt thêm nông thôn mới (chưa có thôn nào, kế hoạch 02 thôn).",
        ),
    ],
)
def test_things_that_were_not_reached_are_counted_in_the_list(now: str, day: str, expected: str) -> None:
    one = indicator(">= 2")._replace(name="Số thôn đạt thêm nông thôn mới", unit="thôn")
    period = Period(Span.YEAR, 2024) if day.endswith("12-31") else Period(Span.MONTH, 2024, 6)
    window = Window.until(period, date(2025, 1, 31))
    card = score(plan(one), window, [figure(now, day)])
    (standing,) = card.standings
    assert sentences.group(standing.verdict, card.standings, window) == f"01 chỉ tiêu {expected}"
