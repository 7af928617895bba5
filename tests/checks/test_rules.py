"""Each rule of the data checks: what it finds, what it leaves alone, and that it is explained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.making import figure, indicator, plan
from thidua_cli.checks import RULES, Evidence, Finding, Severity, findings, is_swapped, missing_part
from thidua_cli.domain.figure import Figure, Level
from thidua_cli.domain.plan import Bounds, Calendar, Combine, Frequency, Indicator
from thidua_cli.domain.target import Relative

EXPLAINED = Path(__file__).parents[2] / "docs" / "kiem-tra.md"
TODAY = date(2024, 7, 5)


def series(*texts: str, id: str = "x", level: Level = Level.OFFICIAL) -> list[Figure]:
    """Figures of the first days of the months from January on."""
    return [figure(text, f"2024-{month:02d}-01", id, level, month) for month, text in enumerate(texts, start=1)]


def found(code: str, one: Indicator, figures: Sequence[Figure], today: date = TODAY) -> list[Finding]:
    _, find = RULES[code]
    return list(find(Evidence(plan(one), today, figures)))


def rate(bounds: tuple[int, int] | None = (0, 100)) -> Indicator:
    held = Bounds(Decimal(bounds[0]), Decimal(bounds[1])) if bounds else None
    return indicator(unit="%")._replace(plausible=held)


def seqs(code: str, one: Indicator, *texts: str) -> list[int | None]:
    return [finding.seq for finding in found(code, one, series(*texts))]


def test_every_rule_has_its_section_in_the_document() -> None:
    headings = [line[3:] for line in EXPLAINED.read_text("utf-8").splitlines() if line.startswith("## ")]
    assert headings == list(RULES)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["6500", "6510"], []),
        (["6500", "65000", "6510"], [2]),
        (["6500", "650", "6510"], [2]),
        (["6500", "6500000"], [2]),
        (["6500", "65"], [2]),
        (["6500", "65000", "65100"], []),
        (["6500", "13000"], []),
        (["62780"], [1]),
        (["6000", "0", "65000"], [3]),
    ],
)
def test_a_power_of_ten_is_found_once_and_not_where_the_next_figure_bears_it_out(
    texts: list[str], expected: list[int]
) -> None:
    assert seqs("power-of-ten", indicator(">= 6278"), *texts) == expected


@pytest.mark.parametrize(
    ("code", "one", "texts", "expected"),
    [
        ("power-of-ten", indicator(">= 62.3", unit="triệu đồng"), ["62300000"], [1]),
        ("odd-value", indicator(">= 6278", unit="con"), ["6278", "0", "6278.5"], [2, 3]),
        ("odd-value", indicator(">= 100", unit="%"), ["0", "0.9", "90"], [2]),
        ("running-total", indicator(">= 1278.3", Combine.SUM), ["1278.3"], [1]),
        ("running-total", indicator(">= 1278.3", Combine.SUM), ["100", "250", "400", "620"], [4]),
        ("running-total", indicator(">= 1278.3", Combine.SUM), ["100", "250", "400"], []),
    ],
)
def test_what_record_would_have_asked_about_is_found_afterwards(
    code: str, one: Indicator, texts: list[str], expected: list[int]
) -> None:
    assert seqs(code, one, *texts) == expected


def test_a_running_total_that_falls_is_found() -> None:
    figures = [one._replace(since=date(2024, 1, 1)) for one in series("100", "90", "120")]
    one = indicator(">= 1278.3", Combine.SUM)
    assert [finding.seq for finding in found("running-total", one, figures)] == [2]
    assert [finding.seq for finding in found("falling-sum", one, figures)] == [2]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("6728", "6278", True),
        ("62.87", "62.78", True),
        ("62.3", "63.2", True),
        ("6278", "6278", False),
        ("6872", "6278", False),
        ("12", "21", False),
        ("112", "121", True),
        ("1234", "123", False),
    ],
)
def test_two_neighbouring_digits_that_changed_places(one: str, other: str, expected: bool) -> None:
    assert is_swapped(Decimal(one), Decimal(other)) is expected


def test_swapped_digits_are_held_against_the_figure_before_and_the_target() -> None:
    assert seqs("swapped-digits", indicator(">= 6278"), "6500", "6728", "5600") == [2]
    assert seqs("swapped-digits", indicator(">= 9999"), "6500", "5600") == [2]
    assert seqs("swapped-digits", rate(), "102/2910", "120/2910") == [2]
    assert seqs("swapped-digits", rate(), "90/291", "90/219") == [2]


def test_swapped_digits_never_hold_a_numerator_against_a_denominator() -> None:
    assert seqs("swapped-digits", rate(), "815/862", "826/862", "828/862") == []
    assert seqs("swapped-digits", indicator("<= 120", unit="%"), "102/2910") == []


@pytest.mark.parametrize(
    ("calendar", "day", "found_at"), [("calendar", "12-31", []), ("nd09", "12-31", [2]), ("nd09", "12-14", [])]
)
def test_a_new_year_may_start_from_nothing(calendar: str, day: str, found_at: list[int]) -> None:
    one = rate()
    figures = [figure("95.4", f"2023-{day}", seq=1), figure("1", "2024-01-31", seq=2)]
    evidence = Evidence(plan(one)._replace(calendar=Calendar(calendar)), TODAY, figures)
    _, find = RULES["power-of-ten"]
    assert [finding.seq for finding in find(evidence)] == found_at


def test_a_sum_that_falls_is_doubtful_and_one_below_zero_is_wrong() -> None:
    one = indicator(combine=Combine.SUM)
    falling = found("falling-sum", one, series("100", "-30", "-90"))
    assert [(finding.seq, finding.severity) for finding in falling] == [(2, Severity.WARNING), (3, Severity.ERROR)]
    assert found("falling-sum", indicator(), series("100", "-30")) == []
    totals = [figure("-25", "2024-03-31", seq=1), figure("-5", "2024-06-30", seq=2)]
    loss = [one._replace(since=date(2024, 1, 1)) for one in totals]
    assert [finding.seq for finding in found("falling-sum", one, loss)] == [1]
    assert found("falling-sum", indicator(">= -20", combine=Combine.SUM), loss) == []


def test_a_sum_starts_anew_with_the_plan_year_so_last_december_does_not_hide_a_negative_one() -> None:
    figures = [figure("100", "2023-12-20", seq=1), figure("-30", "2024-01-05", seq=2)]
    (falling,) = found("falling-sum", indicator(combine=Combine.SUM), figures)
    assert falling.severity is Severity.ERROR


def test_a_value_outside_its_bounds_is_wrong_and_an_odd_rate_without_bounds_doubtful() -> None:
    assert [one.severity for one in found("out-of-range", rate(), series("100.5", "99"))] == [Severity.ERROR]
    assert [one.severity for one in found("out-of-range", rate(None), series("100.5", "-1"))] == [Severity.WARNING] * 2
    assert found("out-of-range", rate((0, 200)), series("150")) == []
    assert found("out-of-range", indicator(), series("150")) == []


def test_a_numerator_above_its_denominator_is_wrong_unless_the_bounds_allow_it() -> None:
    assert seqs("numerator-above-denominator", rate(), "9/10", "10/9") == [2]
    assert seqs("numerator-above-denominator", rate((0, 200)), "10/9") == []


@pytest.mark.parametrize(
    ("target", "baseline", "expected"),
    [
        (">= 105", None, []),
        (">= 90", None, [1]),
        (">= 100", None, [1]),
        ("95..105", None, []),
        ("+10%", "98", []),
        ("+10%", "80", [1]),
    ],
)
def test_a_numerator_above_its_denominator_is_right_where_the_target_is_above_all(
    target: str, baseline: str | None, expected: list[int]
) -> None:
    one = indicator(">= 0" if baseline else target, unit="%", baseline=baseline)
    if baseline:
        one = one._replace(target=one.target._replace(relative=Relative(Decimal(target[:-1]), in_percent=True)))
    assert seqs("numerator-above-denominator", one, "1000/925") == expected


def test_a_denominator_that_jumps_is_doubtful() -> None:
    assert seqs("denominator-jump", rate(), "9/100", "9/120", "9/145", "5", "9/100") == [3, 5]


def totals() -> Indicator:
    parts = (indicator(id="a", due=date(2024, 6, 30)), indicator(id="b", due=date(2024, 6, 30)))
    return indicator(combine=Combine.TOTAL, id="t", parts=parts)


def test_a_figure_of_a_total_is_held_against_its_parts() -> None:
    parts = [*series("10", id="a"), *series("20", id="b")]
    assert [one.indicator for one in found("total-against-parts", totals(), [*parts, *series("31", id="t")])] == ["t"]
    assert found("total-against-parts", totals(), [*parts, *series("30", id="t")]) == []
    assert found("total-against-parts", totals(), parts) == []


def test_what_last_year_reached_is_held_against_nothing_of_this_year() -> None:
    last = "2023-12-31"
    parts = [*series("10", id="a"), *series("20", id="b")]
    assert found("total-against-parts", totals(), [*parts, figure("31", last, "t")]) == []
    added = indicator(">= 90", combine=Combine.SUM)
    for code in ("running-total", "power-of-ten", "odd-value", "swapped-digits", "falling-sum"):
        assert found(code, added, [figure("95", last), *series("9", "8")]) == []
    estimate = figure("95", last, level=Level.ESTIMATE)
    assert found("estimate-in-sum", added, [estimate, *series("9")]) == []


def test_a_part_that_is_due_and_missing_is_named() -> None:
    (finding,) = found("missing-part", totals(), series("10", id="a"))
    assert "mới có 1/2 phần; thiếu B (b)" in finding.sentence
    assert found("missing-part", totals(), series("10", id="a"), date(2024, 6, 1)) == []
    assert found("missing-part", totals(), []) == []


def test_of_a_part_that_is_a_total_what_can_be_recorded_is_named() -> None:
    due = date(2024, 6, 30)
    inner = indicator(combine=Combine.TOTAL, id="u", parts=(indicator(id="c"), indicator(id="d", due=due)))
    total = indicator(combine=Combine.TOTAL, id="t", parts=(inner, indicator(id="b", due=due)))
    (finding,) = found("missing-part", total, [*series("10", id="b"), *series("5", id="c")])[:1]
    assert "mới có 1/2 phần; thiếu" in finding.sentence
    assert "record d GIÁ_TRỊ" in finding.what_to_do


def test_a_small_target_is_named_with_all_its_places_whatever_computed_figures_have() -> None:
    (finding,) = found("power-of-ten", indicator(">= 0.12")._replace(decimals=0), series("120"))
    assert "gấp khoảng 1.000 lần chỉ tiêu giao (0,12 " in finding.sentence


def test_a_part_that_is_due_after_the_plans_year_is_asked_for_on_its_last_day() -> None:
    total = indicator(combine=Combine.TOTAL, parts=(indicator(id="a"), indicator(id="b", due=date(2024, 12, 31))))
    held = plan(total)._replace(calendar=Calendar.ND09)
    (finding,) = missing_part(Evidence(held, date(2025, 1, 10), [figure("1", "2024-06-30", "a")]))
    assert finding.what_to_do.endswith("--on 14/12/2024")


def test_a_repeating_figure_past_its_next_day_is_stale_and_one_that_never_came_is_not() -> None:
    one = indicator(due=date(2024, 1, 31))._replace(frequency=Frequency.MONTHLY)
    (finding,) = found("stale", one, [figure("1", "2024-03-31")])
    assert finding.on == date(2024, 3, 31)
    assert "30/06/2024" in finding.sentence
    assert found("stale", one, []) == []
    assert found("stale", one, [figure("1", "2024-06-30")]) == []


def test_an_estimate_must_be_followed_by_an_official_figure_within_sixty_days() -> None:
    estimate = figure("5", "2024-05-05", level=Level.ESTIMATE)
    assert len(found("lasting-estimate", indicator(), [estimate])) == 1
    assert found("lasting-estimate", indicator(), [estimate], date(2024, 7, 4)) == []
    assert found("lasting-estimate", indicator(), [estimate, figure("5", "2024-06-01")]) == []


def test_figures_outside_the_plan_and_clocks_that_ran_back_are_told() -> None:
    turned = (7, "2024-07-01T01:00:00.000000Z", "2024-07-02T01:00:00.000000Z")
    evidence = Evidence(plan(indicator()), TODAY, [], series("3", id="gone"), [turned])
    assert [(one.code, one.indicator, one.on, one.seq) for one in findings(evidence)] == [
        ("outside-plan", "gone", date(2024, 1, 1), 1),
        ("time-backwards", "", None, 7),
    ]


def test_errors_come_before_warnings() -> None:
    figures = [*series("62780", "9")]
    one = indicator(">= 6278")._replace(plausible=Bounds(Decimal(10), Decimal(99999)))
    severities = [f.severity for f in findings(Evidence(plan(one), TODAY, figures))]
    assert severities[0] is Severity.ERROR
    assert severities[1:] == [Severity.WARNING] * (len(severities) - 1) != []
