"""Figures by place from the command line: what machines read, who is meant, what is refused."""

from __future__ import annotations

import json
from datetime import date
from random import Random
from typing import Any

import pytest

from office import Office
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.scorecard import Window, score
from thidua_cli.office.view import View
from thidua_cli.workspace import Workspace

PLACES = [f"thon-{number}" for number in range(1, 11)]


def _row(office: Office, id: str, *words: str) -> dict[str, Any]:
    record = json.loads(office.done("report", "--format", "json", *words))
    found: dict[str, Any] = next(row for row in record["indicators"] if row["id"] == id)
    return found


def _report_all(office: Office, *, but: int = 0) -> None:
    for number, place in enumerate(PLACES[: 10 - but], start=1):
        office.done("record", "ho-ngheo", f"{number}/100", "--place", place, "--on", "30/06/2024")


def test_machines_read_the_coverage_and_the_sum_of_the_places(villages: Office) -> None:
    _report_all(villages, but=1)
    row = _row(villages, "ho-ngheo")
    assert row["actual"] is None
    assert row["places"] == {
        "reported": 9, "of": 10, "missing": ["thon-10"], "without_parts": [], "value": "5", "used": False,
        "difference": None,
    }  # fmt: skip
    villages.done("record", "ho-ngheo", "10/100", "--place", "10", "--on", "30/06/2024")
    row = _row(villages, "ho-ngheo")
    assert (row["actual"]["numerator"], row["actual"]["denominator"], row["actual"]["value"]) == ("55", "1000", "5.5")
    assert row["places"]["used"] is True


def test_a_plan_without_places_prints_no_word_about_them(office: Office) -> None:
    assert "places" not in _row(office, "ho-ngheo")
    answer = office.run("report", "--by", "place")
    assert answer.code == 2
    assert "không có danh sách thôn" in answer.err


def test_the_report_by_place_gives_every_place_its_own_standing(villages: Office) -> None:
    _report_all(villages)
    record = json.loads(villages.done("report", "--by", "place", "--format", "json", "--section", "xa-hoi"))
    assert record["schema"] == "thidua.report-places/1"
    verdicts = [place["indicators"][0]["verdict"] for place in record["places"]]
    assert verdicts == ["met"] * 3 + ["not_yet"] * 7
    assert record["indicators"][0]["actual"]["value"] == "5.5"


def _remark(office: Office, start: str, *words: str) -> str:
    """The last column of the line that begins so."""
    lines = office.done("report", *words).splitlines()
    return next(line for line in lines if line.startswith(start)).rpartition("  ")[2]


def test_the_row_of_the_commune_has_the_note_of_the_report_also_by_place(villages: Office) -> None:
    villages.done("record", "ho-ngheo", "3/100", "--level", "estimate", "--on", "30/06/2024")
    whole = _remark(villages, "2.1")
    assert whole == "số ước; 3/100"
    assert _remark(villages, "Cả xã Minh Họa", "--by", "place", "--section", "xa-hoi") == whole
    _report_all(villages)
    villages.done(
        "correct", "ho-ngheo", "1/100", "--place", "1", "--on", "30/06/2024", "--level", "estimate", "--reason", "x"
    )
    villages.done("void", "ho-ngheo", "--on", "30/06/2024", "--reason", "nhầm")
    whole = _remark(villages, "2.1")
    assert whole == "số ước; 55/1.000; 10/10 thôn đã báo cáo"
    assert _remark(villages, "Cả xã Minh Họa", "--by", "place", "--section", "xa-hoi") == whole


def test_a_replay_as_known_is_what_was_printed(villages: Office) -> None:
    _report_all(villages)
    printed = villages.done("report", "--by", "place", "--format", "plain")
    at = json.loads(villages.done("history", "--format", "json"))["rows"][-1]["at"]
    villages.done("correct", "ho-ngheo", "50/100", "--place", "1", "--on", "30/06/2024", "--reason", "đếm lại")
    assert villages.done("report", "--by", "place", "--format", "plain") != printed
    assert villages.done("report", "--by", "place", "--format", "plain", "--as-known", at) == printed


def test_undo_takes_back_the_figure_of_the_place(villages: Office) -> None:
    _report_all(villages)
    assert "Thôn 10" in villages.done("undo")
    assert _row(villages, "ho-ngheo")["places"]["missing"] == ["thon-10"]


@pytest.mark.parametrize("typed", ["thon-3", "Thôn 3", "thon 3", "THÔN 3", "3"])
def test_a_place_is_found_by_id_name_or_number(villages: Office, typed: str) -> None:
    assert "Thôn 3, ngày" in villages.done("record", "ho-ngheo", "1/100", "--place", typed)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("record", "ho-ngheo", "3,5", "--place", "1"), "không phải bình quân các tỷ lệ"),
        (("record", "ho-ngheo", "1/100", "--place", "thôn mười"), "không phải thôn nào của kế hoạch"),
        (("record", "ho-ngheo", "1/100", "--place", ""), "không phải thôn nào của kế hoạch"),
        (("record", "thu-nhap", "55", "--place", "1"), "không thu theo thôn"),
        (("void", "ho-ngheo", "--place", "1", "--reason", "x"), "Thôn 1"),
    ],
)
def test_what_cannot_be_put_together_is_refused(villages: Office, words: tuple[str, ...], told: str) -> None:
    answer = villages.run(*words)
    assert answer.code == 2
    assert told in answer.err


def test_a_correction_may_not_turn_parts_into_a_percentage(villages: Office) -> None:
    villages.done("record", "ho-ngheo", "1/100", "--place", "1", "--on", "30/06/2024")
    words = ("correct", "ho-ngheo", "1", "--place", "1", "--on", "30/06/2024", "--reason", "x")
    assert "không phải bình quân" in villages.run(*words).err


def test_the_same_uuid_for_another_place_is_other_content(villages: Office) -> None:
    uuid = "123e4567-e89b-12d3-a456-426614174000"
    villages.done("record", "ho-ngheo", "1/100", "--place", "1", "--id", uuid)
    assert "đã có" in villages.done("record", "ho-ngheo", "1/100", "--place", "1", "--id", uuid)
    assert villages.run("record", "ho-ngheo", "1/100", "--place", "2", "--id", uuid).code == 5


def test_a_running_total_is_kept_for_each_place(villages: Office) -> None:
    villages.done("record", "trong-moi", "2", "--place", "1", "--on", "31/03/2024")
    villages.done("record", "trong-moi", "3", "--place", "2", "--on", "31/03/2024")
    answer = villages.done("record", "trong-moi", "5", "--place", "1", "--on", "30/06/2024", "--cumulative")
    assert "đã ghi 5 ha (lũy kế)" in answer
    assert "cộng từ đầu năm của Thôn 1: 5 ha" in answer


def test_a_first_figure_of_a_place_is_held_against_its_own_share(villages: Office) -> None:
    assert villages.run("record", "dan-gia-suc", "600", "--place", "1").code == 5
    assert "đã ghi" in villages.done("record", "dan-gia-suc", "60", "--place", "1")
    assert "đã ghi" in villages.done("record", "trong-moi", "0,2", "--place", "1")


def test_a_closed_period_takes_no_figure_of_a_place(villages: Office) -> None:
    _report_all(villages)
    villages.done("close", "t6")
    assert villages.run("record", "ho-ngheo", "1/90", "--place", "1", "--on", "29/06/2024").code == 5
    words = ("correct", "ho-ngheo", "50/100", "--place", "1", "--on", "30/06/2024", "--reason", "đếm lại")
    assert villages.run(*words).code == 5


def test_what_moved_since_a_period_was_sent_names_the_row_of_the_place(villages: Office) -> None:
    _report_all(villages)
    villages.done("close", "t6")
    villages.done("reopen", "t6", "--reason", "đếm lại")
    villages.done("correct", "ho-ngheo", "50/100", "--place", "1", "--on", "30/06/2024", "--reason", "đếm lại thôn 1")
    told = villages.done("diff", "t6")
    assert "10,4" in told
    assert "đếm lại thôn 1" in told


@pytest.mark.parametrize("missing", [10, 1, 0])
def test_show_says_once_how_many_places_have_reported(villages: Office, missing: int) -> None:
    _report_all(villages, but=missing)
    assert villages.done("show", "ho-ngheo").count(f"{10 - missing}/10 thôn đã báo cáo") == 1


def test_a_figure_of_the_whole_after_those_of_villages_says_what_becomes_of_them(villages: Office) -> None:
    for number in range(1, 11):
        villages.done("record", "trong-moi", "2", "--place", str(number), "--on", "30/06/2024")
    answer = villages.run("record", "trong-moi", "5", "--on", "05/07/2024")
    assert "các thôn đã có 20 ha (10/10 thôn); báo cáo cộng cả hai" in answer.err
    assert "cộng từ đầu năm: 25 ha" in answer.out
    assert "25" in villages.done("report", "--format", "plain")
    said = villages.done("void", "trong-moi", "--on", "05/07/2024", "--reason", "nhầm")
    assert "cộng từ đầu năm: 20 ha" in said
    answer = villages.run("record", "trong-moi", "5", "--on", "15/06/2024")
    assert "báo cáo chỉ lấy số ghi cho xã, không lấy số các thôn" in answer.err


def test_an_amount_of_a_village_that_the_year_does_not_count_says_so(villages: Office) -> None:
    for number in range(1, 11):
        said = villages.run("record", "trong-moi", "2", "--place", str(number), "--on", "30/06/2024").err
        assert "các thôn đã có" not in said
    villages.done("record", "trong-moi", "5", "--on", "05/07/2024")
    answer = villages.run("record", "trong-moi", "3", "--place", "1", "--on", "05/07/2024")
    assert "các thôn đã có 23 ha (10/10 thôn); báo cáo chỉ lấy số ghi cho xã, không lấy số các thôn" in answer.err
    assert "không cộng" not in villages.run("undo").err
    assert "25" in villages.done("report", "--format", "plain")


def test_a_file_says_once_for_an_indicator_which_of_villages_and_the_whole_count(villages: Office) -> None:
    def imported(*rows: str) -> str:
        return villages.run("import", "-", "--yes", stdin="\n".join(["id;ngày;giá trị;thôn", *rows])).err

    assert "các thôn đã có" not in imported(*(f"trong-moi;30/06/2024;2;Thôn {number}" for number in range(1, 11)))
    said = imported("trong-moi;15/06/2024;3;", "trong-moi;16/06/2024;2;", "trong-moi;29/06/2024;1;Thôn 1")
    assert said.count("trồng mới: các thôn đã có 21 ha (10/10 thôn); báo cáo chỉ lấy số ghi cho xã") == 1


def test_the_sum_that_record_says_is_the_report_s_of_that_day_where_villages_were_merged(villages: Office) -> None:
    plan = villages.folder / "plan_2024.yaml"
    text = plan.read_text("utf-8").replace("name: Thôn 10,", "name: Thôn 10, from: 2024-07-01,")
    monthly = text.replace('">= 20", combine: sum, ', '">= 20", combine: sum, frequency: monthly, due: 2024-01-31, ')
    plan.write_text(monthly, "utf-8")
    for number in range(1, 10):
        villages.done("record", "trong-moi", "2", "--place", str(number), "--on", "31/05/2024")
    for today, total in (("2024-07-20", "25"), ("2024-08-05", "7")):
        villages.today(today)
        answer = villages.run("record", "trong-moi", "7", "--on", "30/06/2024")
        assert f"cộng từ đầu năm: {total} ha" in answer.out
        assert ("cộng cả hai" in answer.err) is (total == "25")
        report = json.loads(villages.done("report", "--format", "json"))["indicators"]
        assert next(row["actual"]["value"] for row in report if row["id"] == "trong-moi") == total
        villages.done("undo")


def test_what_a_new_village_is_not_asked_yet_is_left_out_by_every_command_alike(villages: Office) -> None:
    plan = villages.folder / "plan_2024.yaml"
    text = plan.read_text("utf-8").replace("name: Thôn 10,", "name: Thôn 10, from: 2024-07-01,")
    often = '">= 20", combine: sum, frequency: quarterly, due: 2024-03-31, '
    plan.write_text(text.replace('">= 20", combine: sum, ', often), "utf-8")
    villages.today("2024-09-05")
    for number in range(1, 10):
        villages.done("record", "trong-moi", "2", "--place", str(number), "--on", "30/06/2024")
    villages.done("close", "t8")
    villages.done("reopen", "t8", "--reason", "đo lại")
    again = ("--place", "1", "--on", "30/06/2024", "--reason", "đo lại")
    villages.done("correct", "trong-moi", "3", *again)
    told = villages.done("diff", "t8")
    assert "kế hoạch\n" not in told
    assert "trồng mới – Thôn 1 " in told
    villages.done("template", "--out", "mau.csv")
    row = next(
        line for line in (villages.folder / "mau.csv").read_text("utf-8-sig").splitlines() if "trong-moi" in line
    )
    assert "19" in row
    answer = villages.run("record", "trong-moi", "5", "--on", "15/08/2024")
    assert "các thôn đã có 19 ha (9/10 thôn); báo cáo cộng cả hai" in answer.err


def test_the_figures_that_decide_give_the_same_report_as_all_of_them(villages: Office) -> None:
    chance = Random(7)
    for number in range(60):
        place = chance.choice(["", *(f"thon-{each}" for each in range(1, 11))])
        day = date(2024, chance.randint(1, 6), chance.choice([1, 15, 28]))
        indicator, value = chance.choice([("dan-gia-suc", str(number + 600)), ("ho-ngheo", f"{number}/900")])
        where = ["--place", place] if place else []
        villages.run("record", indicator, value, "--on", day.isoformat(), "--yes", *where)
        if chance.random() < 0.2:
            villages.run("void", indicator, "--on", day.isoformat(), "--reason", "nhầm", *where)
    with Workspace().open() as office:
        for month in range(1, 7):
            window = Window(Period(Span.MONTH, 2024, month), date(2024, month, 28))
            view = View.now(office, window)
            by_all = score(view.plan, window, *view.held())
            assert view.report(view.card()) == view.report(by_all)


def test_void_and_correct_name_whose_figure_of_that_day_there_is(villages: Office) -> None:
    villages.done("record", "dan-gia-suc", "6.300", "--on", "31/05/2024", "--yes")
    for number in ("2", "10"):
        villages.done("record", "dan-gia-suc", "80", "--on", "30/06/2024", "--place", number)
    answer = villages.run("void", "dan-gia-suc", "--on", "30/06/2024", "--reason", "nhầm")
    assert (answer.code, "ngày ấy có số liệu của: --place thon-10, --place thon-2; các" in answer.err) == (2, True)
    words = ("--on", "31/05/2024", "--place", "2", "--reason", "nhầm")
    assert (
        "của: cả xã (bỏ --place); các ngày đã có số liệu: 30/06/2024\n"
        in villages.run("correct", "dan-gia-suc", "90", *words).err
    )
