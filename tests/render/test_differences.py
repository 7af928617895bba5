"""What differs between two reports: figures by their value, in the words a report prints."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from thidua_cli.domain.figure import Amount, Figure, Level
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Baseline, Combine, Comparator, Indicator, Plan, Section, Target, Unit
from thidua_cli.domain.scorecard import Window, score
from thidua_cli.pages.diff import Moved, differences
from thidua_cli.pages.page import Origin
from thidua_cli.pages.report import report_page

BELOW, AT_LEAST = Comparator.BELOW, Comparator.AT_LEAST
POOR = Indicator(
    "poor", "Hộ nghèo", "%", Target(BELOW, Decimal("3.7")), Combine.LATEST, baseline=Baseline(Decimal("5.2"))
)
HERD = Indicator("herd", "Đàn gia súc", "con", Target(AT_LEAST, Decimal(6278)), Combine.LATEST)
PLAN = Plan("thidua.plan/1", 2024, "Kế hoạch", Unit("xa", "xã"), (Section("muc", "Mục", (POOR, HERD), "1"),))
JUNE = Period(Span.MONTH, 2024, 6)


def amount(text: str) -> Amount:
    parts = [Decimal(part) for part in text.split("/")]
    return Amount(None, *parts) if len(parts) == 2 else Amount(parts[0])


def figure(id: str, value: str, day: date = date(2024, 6, 14), level: Level = Level.OFFICIAL) -> Figure:
    return Figure(id, day, amount(value), level, "", 1)


def reported(*figures: Figure, history: tuple[Figure, ...] = (), plan: Plan = PLAN) -> dict[str, Any]:
    card = score(plan, Window(JUNE, JUNE.last_day), figures, history)
    return dict(report_page(card, Origin("p", 1, "c")).record())


def moved(sent: dict[str, Any], now: dict[str, Any]) -> list[Moved]:
    return differences(sent, now, PLAN)


def told(sent: dict[str, Any], now: dict[str, Any]) -> dict[str, tuple[str, str]]:
    (only,) = moved(sent, now)
    return {change.field: (change.sent_text, change.now_text) for change in only.changes}


def test_equal_reports_do_not_differ_and_typed_zeros_are_no_difference() -> None:
    assert moved(reported(figure("poor", "3.5")), reported(figure("poor", "3.50"))) == []
    assert moved(reported(), reported()) == []


def test_a_first_figure_shows_everything_it_brings() -> None:
    assert told(reported(), reported(figure("herd", "6500"))) == {
        "in_period": ("–", "6.500 con"),
        "actual": ("–", "6.500 con"),
        "level": ("–", "chính thức"),
        "on": ("–", "14/06/2024"),
        "ratio": ("–", "103,54%"),
        "difference": ("–", "+222 con"),
        "verdict": ("? Chưa có số liệu", "▲ Vượt"),
    }


def test_a_ceiling_shows_its_reduction_and_points_and_never_a_ratio() -> None:
    assert told(reported(figure("poor", "105/3000")), reported(figure("poor", "118/2910"))) == {
        "in_period": ("3,5%", "4,05%"),
        "actual": ("3,5% (105/3.000)", "4,05% (118/2.910)"),
        "attainment": ("113,33%", "76,33%"),
        "difference": ("-0,2 điểm %", "+0,35 điểm %"),
        "verdict": ("√ Đạt", "○ Chưa đạt"),
    }


@pytest.mark.parametrize(
    ("sent", "now", "field", "words"),
    [
        (("9/10", Level.OFFICIAL), ("18/20", Level.OFFICIAL), "actual", ("90% (9/10)", "90% (18/20)")),
        (("3.5", Level.ESTIMATE), ("3.5", Level.OFFICIAL), "level", ("ước tính", "chính thức")),
    ],
)
def test_parts_and_levels_are_figures_too(
    sent: tuple[str, Level], now: tuple[str, Level], field: str, words: tuple[str, str]
) -> None:
    before, after = (reported(figure("poor", text, level=level)) for text, level in (sent, now))
    assert told(before, after) == {field: words}


def test_a_difference_too_small_for_the_printed_places_is_written_in_full() -> None:
    changes = told(reported(figure("poor", "1000/30001")), reported(figure("poor", "1000/30002")))
    assert changes["in_period"] == ("3,333222%", "3,333111%")
    over = told(reported(figure("poor", "1200/30001")), reported(figure("poor", "1200/30002")))
    assert over["difference"] == ("+0,299867 điểm %", "+0,299733 điểm %")


def test_figures_beside_their_target_are_quoted_as_the_report_printed_them() -> None:
    changes = told(reported(figure("poor", "109/2946")), reported(figure("poor", "109/2947")))
    assert changes["in_period"] == ("3,6999%", "3,699%")
    assert changes["actual"] == ("3,6999% (109/2.946)", "3,699% (109/2.947)")
    assert changes["difference"] == ("-0,0001 điểm %", "-0,001 điểm %")
    above = told(reported(figure("poor", "109/2946")), reported(figure("poor", "370000001/10000000000")))
    assert above["difference"] == ("-0,0001 điểm %", "+0,00000001 điểm %")


def test_a_typed_figure_of_six_places_is_quoted_whole_and_a_rate_that_ends_as_printed() -> None:
    changes = told(reported(figure("poor", "3.512345")), reported(figure("poor", "59/1600")))
    assert changes["actual"] == ("3,512345%", "3,69% (59/1.600)")
    assert changes["in_period"] == ("3,512345%", "3,69%")


def test_a_kept_report_that_cut_its_figures_does_not_differ_from_one_that_writes_them_exactly() -> None:
    now = reported(figure("poor", "59/2048"))
    sent = deepcopy(now)
    sent["indicators"][0]["actual"]["value"] = sent["indicators"][0]["in_period"] = "2.880859"
    sent["indicators"][0]["difference"]["value"] = "-0.819141"
    assert now["indicators"][0]["actual"]["value"] == "2.880859375"
    assert moved(sent, now) == []


def test_a_target_that_is_printed_alike_is_quoted_by_its_number() -> None:
    held, other = (
        POOR._replace(printed="giảm nghèo"),
        POOR._replace(printed="giảm nghèo", target=Target(BELOW, Decimal(3))),
    )
    plans = [PLAN._replace(sections=(Section("muc", "Mục", (one,), "1"),)) for one in (held, other)]
    assert told(*(reported(plan=plan) for plan in plans)) == {"target": ("dưới 3,7%", "dưới 3%")}


def test_the_same_period_shows_index_and_growth_and_points_for_rates() -> None:
    last_year = date(2023, 6, 14)
    sent, now = (figure("herd", "6500"),), (figure("herd", "6000", last_year),)
    assert told(reported(*sent), reported(*sent, history=now)) == {
        "same_period": ("–", "6.000 con"),
        "index": ("–", "108,33%"),
        "growth": ("–", "+8,33%"),
    }
    poor = (figure("poor", "3.5"),)
    assert told(reported(*poor), reported(*poor, history=(figure("poor", "5.1", last_year),))) == {
        "same_period": ("–", "5,1%"),
        "growth": ("–", "-1,6 điểm %"),
    }


def test_an_indicator_that_only_one_plan_has_is_named_from_the_report_that_has_it() -> None:
    sent, now = reported(figure("herd", "6500")), reported()
    now["indicators"] = [deepcopy(row) | {"id": "flock"} for row in now["indicators"] if row["id"] == "herd"]
    assert [(each.id, each.changes[0].sent_text, each.changes[0].now_text) for each in moved(sent, now)] == [
        ("flock", "chưa có", "thêm vào kế hoạch"),
        ("poor", "có trong báo cáo", "không còn trong kế hoạch"),
        ("herd", "có trong báo cáo", "không còn trong kế hoạch"),
    ]


@pytest.mark.parametrize("before", ["-6", "0"])
def test_no_growth_is_told_on_last_years_figure_that_is_not_above_zero(before: str) -> None:
    history, now = (figure("herd", before, date(2023, 6, 14)),), reported(figure("herd", "-7"))
    after = reported(figure("herd", "-7"), history=history)
    assert told(now, after) == {"same_period": ("–", f"{before} con")}
    older = deepcopy(after)
    older["indicators"][1]["same_period"] |= {"index": "116.67", "growth": "16.67"}  # as reports once kept it
    assert moved(older, after) == []


def test_what_was_answered_by_yes_or_no_a_year_before_is_quoted_as_such() -> None:
    yes = Indicator("poor", "Xây dựng nhà văn hóa", "nhà", Target(Comparator.YES, Decimal(0)), Combine.LATEST)
    plan = PLAN._replace(sections=(Section("muc", "Mục", (yes,), "1"),))
    now, before = figure("poor", "1"), figure("poor", "0", date(2023, 6, 14))
    (only,) = differences(reported(now, plan=plan), reported(now, history=(before,), plan=plan), plan)
    words = {change.field: (change.sent_text, change.now_text) for change in only.changes}
    assert words["same_period"] == ("–", "chưa đạt")
