"""Chốt số liệu: what is frozen, what is kept, who is refused, and that `diff` tells the truth about it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from cli.half_year import settled
from office import Office
from thidua_cli.cli.words import warnings_of
from thidua_cli.domain.closing import kept_report
from thidua_cli.domain.figure import Amount, Draft, Kind, Level
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.scorecard import Scorecard, Window
from thidua_cli.errors import Refused
from thidua_cli.ledger import Ledger
from thidua_cli.office.view import View, sent_report
from thidua_cli.pages.diff import card_in
from thidua_cli.pages.report import report_table
from thidua_cli.render.document import RowKind
from thidua_cli.workspace import Office as OpenOffice
from thidua_cli.workspace import Workspace, shipped_plan

CROPS, POOR, INSURED = "dien-tich-cay-hang-nam", "ho-ngheo", "bao-phu-bhyt"


@contextmanager
def opened() -> Iterator[OpenOffice]:
    with Workspace().open() as office:
        yield office


def machine(office: Office, *words: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(office.done(*words, "--format", "json"))
    return record


def figures(report: dict[str, Any]) -> list[dict[str, Any]]:
    return list(report["indicators"])


def with_june(office: Office) -> None:
    office.done("init")
    office.done("record", CROPS, "600", "--on", "2024-05-20")
    office.done("record", POOR, "105/3000", "--on", "2024-06-14")
    office.done("record", INSURED, "95,4", "--on", "2024-06-30")


def rows(office: Office) -> int:
    with Ledger(office.folder / "data" / "thidua.db") as ledger:
        return ledger.tip().seq


@pytest.mark.parametrize(
    "words",
    [
        ("record", CROPS, "10", "--on", "2024-06-01"),
        ("record", CROPS, "10", "--on", "2024-06-30", "--yes"),
        ("record", CROPS, "10", "--on", "2024-06-20", "--cumulative"),
        ("record", POOR, "3,5", "--on", "2024-06-14"),
        ("correct", POOR, "106/3000", "--on", "2024-06-14", "--reason", "đếm lại"),
        ("void", INSURED, "--on", "2024-06-30", "--reason", "nhầm"),
    ],
)
def test_every_way_to_write_into_a_closed_day_is_refused_and_says_how_to_reopen(
    office: Office, words: tuple[str, ...]
) -> None:
    with_june(office)
    office.done("close", "t6", "--by", "Lan")
    before = rows(office)
    answer = office.run(*words)
    assert (answer.code, answer.out, rows(office)) == (5, "", before)
    assert "Lan chốt lúc 05/07/2024" in answer.err
    assert "thidua reopen 2024-06 --reason" in answer.err
    office.done("reopen", "t6", "--reason", "số đến muộn")
    reopened = office.run(*words)
    assert "đã chốt" not in reopened.err


@pytest.mark.parametrize("day", ["2024-05-31", "2024-07-01"])
def test_the_days_beside_a_closed_period_stay_open(office: Office, day: str) -> None:
    with_june(office)
    office.done("close", "t6")
    office.done("record", CROPS, "10", "--on", day)


def test_a_slip_on_a_closed_day_is_not_asked_about_first(office: Office) -> None:
    with_june(office)
    office.done("close", "t6")
    answer = office.run("record", INSURED, "9,54", "--on", "2024-06-29", tty=True, stdin="y\n")
    assert answer.code == 5
    assert "Vẫn ghi?" not in answer.all


def test_a_period_is_closed_from_the_day_after_its_last_and_on_that_day_only_when_sure(office: Office) -> None:
    office.done("init")
    office.today("2024-06-29")
    answer = office.run("close", "t6")
    assert answer.code == 2
    assert "30/06/2024" in answer.err
    assert "15/05/2024–14/06/2024 thì đã hết: thêm --calendar nd09" in answer.err
    office.today("2024-06-30")
    answer = office.run("close", "t6")
    assert answer.code == 5
    assert "còn là ngày cuối" in answer.err
    assert "chốt từ ngày 01/07/2024" in answer.err
    office.done("close", "--period", "t6", "--yes")
    assert "không thay đổi" in office.done("close", "t6")


def test_a_row_that_takes_back_a_figure_of_a_closed_day_is_refused_too(office: Office) -> None:
    with_june(office)
    office.done("close", "t6")
    draft = Draft(Kind.UNDO, POOR, date(2024, 6, 14), supersedes=2)
    with opened() as open_office, pytest.raises(Refused, match="14/06/2024"), open_office.writing() as writer:
        open_office.append(writer, [draft], None)
    assert rows(office) == 4


def test_many_rows_are_refused_whole_and_a_preview_names_each(office: Office) -> None:
    with_june(office)
    office.done("close", "t6")
    days = [date(2024, 5, 31), date(2024, 6, 1), date(2024, 6, 2), date(2024, 7, 1)]
    drafts = [Draft(Kind.RECORD, CROPS, day, Amount(Decimal(1)), Level.OFFICIAL) for day in days]
    with opened() as open_office:
        with pytest.raises(Refused, match="2 số liệu thuộc kỳ đã chốt") as caught:
            open_office.refuse_closed_days(drafts)
        assert [fault.place for fault in caught.value.faults] == [
            f"{CROPS}, ngày 01/06/2024",
            f"{CROPS}, ngày 02/06/2024",
        ]
        with pytest.raises(Refused), open_office.writing() as writer:
            open_office.append(writer, drafts, None)
    assert rows(office) == 4


def test_under_another_communes_plan_nothing_is_closed_and_the_ledger_stays_open_for_its_own(office: Office) -> None:
    with_june(office)
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("id: dak-la", "id: dak-ha"), "utf-8")
    assert office.run("close", "t6").code == 5
    plan.write_text(plan.read_text("utf-8").replace("id: dak-ha", "id: dak-la"), "utf-8")
    office.done("record", CROPS, "10", "--on", "2024-06-20")


class TestTwoWindows:
    def test_a_figure_checked_before_the_closing_and_written_after_it_is_refused(self, office: Office) -> None:
        """The other window closes June between the first look and the transaction."""
        with_june(office)
        begin, windows = OpenOffice.writing, iter(["other"])

        @contextmanager
        def late(self: OpenOffice) -> Iterator[Any]:
            if next(windows, None):
                office.monkeypatch.setattr(OpenOffice, "writing", begin)
                office.done("close", "t6")
            with begin(self) as writer:
                yield writer

        office.monkeypatch.setattr(OpenOffice, "writing", late)
        answer = office.run("record", CROPS, "10", "--on", "2024-06-20")
        assert (answer.code, rows(office)) == (5, 4)
        assert "đã chốt" in answer.err

    def test_two_closings_at_once_make_one(self, office: Office) -> None:
        with_june(office)
        begin, windows = OpenOffice.writing, iter(["other"])

        @contextmanager
        def late(self: OpenOffice) -> Iterator[Any]:
            if next(windows, None):
                office.done("close", "t6", "--by", "Lan")
            with begin(self) as writer:
                yield writer

        office.monkeypatch.setattr(OpenOffice, "writing", late)
        assert "vừa được chốt (Lan" in office.done("close", "t6")
        assert rows(office) == 4

    def test_a_process_that_waits_for_the_closing_to_end_is_refused(self, office: Office) -> None:
        with_june(office)
        with opened() as open_office, open_office.writing() as writer:
            waiting = _process(office, "record", CROPS, "10", "--on", "2024-06-20")
            _wait_until_locked_out(waiting)
            from thidua_cli.office.closing import closing_draft
            from thidua_cli.office.view import chosen_period

            june = chosen_period("t6", None, open_office.plan, date(2024, 7, 5))
            _, draft = closing_draft(open_office, june)
            open_office.append(writer, [draft], "Lan")
        _, errors = waiting.communicate(timeout=60)
        assert (waiting.returncode, rows(office)) == (5, 4)
        assert "Lan chốt lúc" in errors

    def test_a_closing_that_waits_for_a_figure_keeps_the_report_with_it(self, office: Office) -> None:
        with_june(office)
        with opened() as open_office, open_office.writing() as writer:
            waiting = _process(office, "close", "t6")
            _wait_until_locked_out(waiting)
            draft = Draft(Kind.RECORD, CROPS, date(2024, 6, 20), Amount(Decimal(10)), Level.OFFICIAL)
            open_office.append(writer, [draft], None)
        waiting.communicate(timeout=60)
        assert waiting.returncode == 0
        with opened() as open_office:
            (closing,) = open_office.closings()
            kept = {row["id"]: row["actual"] for row in sent_report(open_office, closing)["indicators"]}
        assert kept[CROPS]["value"] == "610"
        assert machine(office, "diff", "t6")["indicators"] == []


def _process(office: Office, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "thidua_cli", *words]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=office.folder, env=dict(os.environ)
    )


def _wait_until_locked_out(waiting: subprocess.Popen[str]) -> None:
    """Give the other process time to reach the lock; it must still be there, waiting."""
    for _ in range(8):
        time.sleep(0.1)
        assert waiting.poll() is None


def test_whoever_opens_a_transaction_says_afterwards_which_closed_reports_it_changed(office: Office) -> None:
    with_june(office)
    office.done("close", "t6")
    told: list[str] = []
    draft = Draft(Kind.RECORD, CROPS, date(2024, 5, 31), Amount(Decimal(10)), Level.OFFICIAL)
    with Workspace(tell=told.append, warnings=warnings_of).open() as open_office:
        with open_office.writing() as writer:
            open_office.append(writer, [draft], None)
        assert len(told) == 1
    assert "làm đổi báo cáo đã chốt tháng 6 năm 2024" in told[0]


class TestAFigureOfAnOpenDay:
    def test_that_changes_a_closed_report_is_written_with_a_warning_that_names_it(self, office: Office) -> None:
        with_june(office)
        office.done("close", "t6")
        answer = office.run("record", CROPS, "10", "--on", "2024-05-31")
        assert answer.code == 0
        assert "làm đổi báo cáo đã chốt tháng 6 năm 2024" in answer.err
        assert "thidua diff 2024-06" in answer.err

    @pytest.mark.parametrize(
        "words",
        [
            ("record", POOR, "120/3000", "--on", "2024-05-01"),
            ("record", CROPS, "10", "--on", "2024-07-01"),
            ("record", "dan-gia-suc", "6.000", "--on", "2023-07-01", "--earlier-year"),
        ],
    )
    def test_that_changes_no_closed_report_is_written_without_one(self, office: Office, words: tuple[str, ...]) -> None:
        with_june(office)
        office.done("close", "t6")
        assert office.run(*words).err == ""

    def test_is_not_warned_about_once_the_period_is_reopened(self, office: Office) -> None:
        with_june(office)
        office.done("close", "t6")
        office.done("reopen", "t6", "--reason", "sửa")
        assert office.run("record", CROPS, "10", "--on", "2024-05-31").err == ""

    def test_correct_void_and_undo_warn_as_well(self, office: Office) -> None:
        with_june(office)
        office.done("close", "t6")
        words = ("--on", "2024-05-20", "--reason", "đếm lại")
        assert "Cảnh báo" in office.run("correct", CROPS, "601", *words).err
        assert "Cảnh báo" in office.run("undo").err
        assert "Cảnh báo" in office.run("void", CROPS, *words).err

    def test_of_last_year_changes_the_same_period_of_a_closed_report(self, office: Office) -> None:
        with_june(office)
        office.done("close", "t6")
        answer = office.run("record", CROPS, "500", "--on", "2023-06-30", "--earlier-year")
        assert "làm đổi báo cáo đã chốt" in answer.err
        (moved,) = machine(office, "diff", "t6")["indicators"]
        changes = {change["field"]: (change["sent"], change["now"], change["rows"]) for change in moved["changes"]}
        assert changes == {
            "same_period": (None, "500", [5]),
            "index": (None, "120.00", [5]),
            "growth": (None, "20.00", [5]),
        }


class TestSentAndNow:
    def test_the_kept_report_is_what_report_printed_when_it_was_closed(self, office: Office) -> None:
        with_june(office)
        printed = machine(office, "report", "--period", "t6")
        office.done("close", "t6")
        with Ledger(office.folder / "data" / "thidua.db") as ledger:
            row = ledger.revision(4)
        assert row is not None
        assert kept_report(row.seq, row.draft.detail) == printed

    def test_as_sent_is_what_report_printed_before_whatever_comes_after(self, office: Office) -> None:
        with_june(office)
        before, table = machine(office, "report", "t6"), office.done("report", "t6", "--format", "md")
        office.done("close", "t6", "--by", "Lan")
        office.done("record", CROPS, "30", "--on", "2024-05-25")
        assert machine(office, "report", "t6", "--as-sent") == before
        sent = office.done("report", "t6", "--as-sent", "--format", "md")
        assert "Bản đã gửi: Lan chốt lúc" in sent
        assert [line for line in sent.splitlines() if line.startswith("|")] == [
            line for line in table.splitlines() if line.startswith("|")
        ]
        for name in ("t6.xlsx", "t6.docx", "t6.html", "t6.csv"):
            office.done("report", "t6", "--as-sent", "--out", name)
        refused = office.run("report", "t6", "--as-sent", "--by", "place")
        assert (refused.code, "--by" in refused.err) == (2, True)
        assert office.run("report", "t5", "--as-sent").code == 2

    def test_a_closed_report_that_has_changed_says_so_wherever_it_is_shown(self, office: Office) -> None:
        with_june(office)
        office.done("close", "t6")
        unlike = "khác bản đã gửi ở 1 chỉ tiêu: thidua diff 2024-06"
        assert unlike not in office.done("report", "t6")
        office.done("record", CROPS, "30", "--on", "2024-05-25")
        assert len(machine(office, "diff", "t6")["indicators"]) == 1
        assert machine(office, "report", "t6")["closed"]["changed"] == 1
        paper = unlike.partition(":")[0]
        for command in ("report", "show dien-tich-cay-hang-nam", "explain dien-tich-cay-hang-nam", "pace", "work list"):
            assert unlike in office.done(*command.split(), "--period", "t6"), command
        office.done("summary", "t6", "--formats", "md", "--out-dir", "ra")
        assert paper in (office.folder / "ra" / "bao-cao-dak-la-2024-06.md").read_text("utf-8")
        findings = machine(office, "check")["findings"]
        assert [one["seq"] for one in findings if one["code"] == "changed-report"] == [4]
        office.done("undo")
        assert machine(office, "report", "t6")["closed"]["changed"] == 0

    def test_a_kept_report_is_enough_to_print_its_table_again(self, office: Office) -> None:
        record = machine(settled(office), "report", "t6")
        with opened() as held:
            view = View.now(held, Window(JUNE, JUNE.last_day))
            card, kept = view.card(), card_in(record, held.plan, JUNE)
        for made, again in zip(record["indicators"], view.report(kept)["indicators"], strict=True):
            assert again == made
        for made, again in zip(_cells(card), _cells(kept), strict=True):
            assert made == again

    def test_json_says_whether_the_period_is_closed_and_breaks_no_key(self, office: Office) -> None:
        with_june(office)
        assert machine(office, "report", "--period", "t6")["closed"] is None
        office.done("close", "t6", "--by", "Lan")
        closed = {"seq": 4, "at": "2024-07-05T01:03:00.000000Z", "by": "Lan", "changed": 0}
        assert machine(office, "report", "--period", "t6")["closed"] == closed
        assert machine(office, "show", POOR, "--period", "t6")["closed"] == closed
        assert machine(office, "report", "--period", "t5")["closed"] is None
        assert machine(office, "report", "--period", "t6", "--calendar", "nd09")["closed"] is None
        earlier = machine(office, "report", "--period", "t6", "--as-known", "2024-07-05T08:02")
        assert earlier["closed"] is None

    @pytest.mark.parametrize("name", ["t6.txt", "t6.json", "t6.csv"])
    def test_closing_changes_no_figure_so_a_file_made_before_it_is_left_alone(self, office: Office, name: str) -> None:
        with_june(office)
        office.done("report", "--period", "t6", "--out", name)
        office.done("close", "t6")
        assert "không thay đổi" in office.done("report", "--period", "t6", "--out", name)
        office.done("reopen", "t6", "--reason", "sửa")
        assert "không thay đổi" in office.done("report", "--period", "t6", "--out", name)

    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.parametrize("calendar", ["calendar", "nd09"])
    def test_diff_agrees_with_report_as_known_at_the_closing_whatever_happens_after_it(
        self, office: Office, seed: int, calendar: str
    ) -> None:
        chance = Random(seed)
        with_june(office)
        _happen(office, chance, 4)
        words = ("--calendar", calendar)
        office.done("close", "t6", *words)
        closed_at = json.loads(office.done("history", "--format", "json"))["rows"][-1]["at"]
        office.done("reopen", "t6", *words, "--reason", "thử")
        _happen(office, chance, 8)
        period = ("report", "--period", "t6", *words)
        sent = {row["id"]: row for row in figures(machine(office, *period, "--as-known", closed_at))}
        now = {row["id"]: row for row in figures(machine(office, *period))}
        told = {row["id"]: row["changes"] for row in machine(office, "diff", "t6", *words)["indicators"]}
        assert set(told) == {id for id in now if _printed(sent[id]) != _printed(now[id])}
        for id, changes in told.items():
            for change in changes:
                assert change["sent"] == _field(sent[id], change["field"])
                assert change["now"] == _field(now[id], change["field"])
                assert change["rows"], "some row stands behind every change, as the plan did not move"

    def test_a_target_changed_since_is_named_as_the_cause_and_as_known_keeps_the_old_one(self, office: Office) -> None:
        with_june(office)
        office.done("close", "t6")
        plan = office.folder / "data" / "plan_2024.yaml"
        text = plan.read_text("utf-8")
        adjusted = text.replace('target: "< 3,7"', 'target: "< 3,4"').replace(
            "printed: dưới 3,7%", "printed: dưới 3,4%"
        )
        assert adjusted != text
        plan.write_text(adjusted, "utf-8")
        page = office.done("diff", "t6")
        assert "√ Đạt ○ Chưa đạt kế hoạch" in " ".join(page.split())
        assert "Tệp kế hoạch đã đổi từ khi gửi" in page
        (moved,) = machine(office, "diff", "t6")["indicators"]
        assert moved["plan_changed"] is True
        then = machine(office, "report", "--period", "t6", "--as-known", "2024-07-05T01:03:00Z")
        assert next(row for row in figures(then) if row["id"] == POOR)["verdict"] == "met"

    def test_an_indicator_left_out_of_the_plan_is_named(self, office: Office) -> None:
        with_june(office)
        office.done("close", "t6")
        plan = office.folder / "data" / "plan_2024.yaml"
        plan.write_text(plan.read_text("utf-8").replace("truong-an-toan-antt", "truong-hoc"), "utf-8")
        page = office.done("diff", "t6")
        assert "không còn trong kế hoạch" in page
        assert "thêm vào kế hoạch" in page

    def test_diff_is_written_in_every_format(self, office: Office) -> None:
        with_june(office)
        office.done("close", "t6")
        office.done("reopen", "t6", "--reason", "sửa")
        office.done("record", CROPS, "10", "--on", "2024-06-20")
        csv = office.done("diff", "t6", "--format", "csv")
        assert '"Diện tích cây hàng năm";"Lũy kế";"600 ha";"610 ha";"6"' in csv
        for name in ("d.txt", "d.tsv", "d.json", "d.csv"):
            assert office.done("diff", "t6", "--out", name) == f"đã ghi {name}\n"

    def test_last_years_plan_closes_its_own_periods_in_the_same_ledger(self, office: Office) -> None:
        office.done("init")
        text = shipped_plan().read_text("utf-8")
        (office.folder / "data" / "plan_2025.yaml").write_text(text.replace("2024", "2025"), "utf-8")
        office.today("2025-01-05")
        office.done("record", CROPS, "10", "--on", "2024-12-20")
        office.done("close", "2024-12")
        answer = office.run("record", CROPS, "10", "--on", "2024-12-21")
        assert answer.code == 5
        assert "tháng 12 năm 2024" in answer.err
        office.done("record", CROPS, "10", "--on", "2025-01-03")
        assert machine(office, "diff", "2024-12")["indicators"] == []


JUNE = Period(Span.MONTH, 2024, 6)


def _cells(card: Scorecard) -> list[list[str]]:
    """The texts of the main table; the notes hold what a record does not."""
    rows = [row for row in report_table(card, card.standings).rows if row.kind is not RowKind.GROUP]
    return [[cell.text for cell in row.cells[:-1]] for row in rows]


PRINTED = ("target", "in_period", "actual", "ratio", "difference", "same_period", "verdict")


def _printed(row: dict[str, Any]) -> dict[str, Any]:
    """What a report prints of an indicator: how many entries an actual is made of is not printed."""
    printed = {key: row[key] for key in PRINTED}
    if printed["actual"]:
        printed["actual"] = {key: value for key, value in printed["actual"].items() if key != "entries"}
    return printed


def _field(row: dict[str, Any], field: str) -> Any:
    actual, same = row["actual"], row["same_period"]
    is_rate = row["unit"] == "%"
    parts = ("value", "numerator", "denominator")
    return {
        "in_period": row["in_period"],
        "actual": actual and {part: actual[part] for part in parts},
        "level": actual and actual["level"],
        "on": actual and actual["on"],
        "ratio": row["ratio"]["percent"],
        "difference": row["difference"],
        "same_period": same["value"],
        "index": same["index"],
        "growth": same["difference"] if is_rate else same["growth"],
        "verdict": row["verdict"],
    }[field]


def _happen(office: Office, chance: Random, times: int) -> None:
    """Things an office does; what is refused is refused."""
    for _ in range(times):
        id = chance.choice([CROPS, POOR, INSURED, "dien-tich-cay-lau-nam"])
        day = f"2024-0{chance.randint(1, 6)}-{chance.choice([10, 14, 15, 20])}"
        value = str(chance.randint(2, 99))
        match chance.randint(0, 4):
            case 0 | 1:
                office.run("record", id, value, "--on", day, "--yes")
            case 2:
                office.run("correct", id, value, "--on", day, "--reason", "đếm lại")
            case 3:
                office.run("record", id, value, "--on", f"2023{day[4:]}", "--earlier-year")
            case _:
                office.run("void", id, "--on", day, "--reason", "nhầm")


def test_a_correction_says_what_was_sent_what_is_right_and_why(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.088", "--on", "01/04/2024")
    office.done("close", "t6")
    assert office.run("diff", "t6", "--paper").code == 2
    office.done("reopen", "t6", "--reason", "thôn 3 báo muộn")
    office.done("correct", "dan-gia-suc", "6.300", "--on", "01/04/2024", "--reason", "cộng thiếu thôn 3")
    office.done("record", "giao-quan", "12/12", "--on", "15/03/2024")
    office.done("diff", "t6", "--paper", "--out", "dinh-chinh.md")
    paper = (office.folder / "dinh-chinh.md").read_text("utf-8")
    assert "**Đính chính số liệu báo cáo kết quả thực hiện phong trào thi đua yêu nước tháng 6 năm 2024" in paper
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in paper.splitlines() if line.startswith("| ")]
    named = rows.index(["**Tổng đàn gia súc (cộng thiếu thôn 3)**", "", ""])
    assert rows[named + 1 : named + 3] == [["Thực hiện", "6.088 con", "6.300 con"], ["Đánh giá", "Chưa đạt", "Vượt"]]
    assert rows[named + 3] == ["**Tỷ lệ giao quân (bổ sung số liệu ngày 15/03/2024)**", "", ""]
    assert ["Thực hiện", "chưa có số liệu", "100% (12/12)"] in rows
    assert "**Trong 18 chỉ tiêu, có 01 chỉ tiêu vượt kế hoạch năm, 01 chỉ tiêu đạt kế hoạch năm" in paper
    assert "tổng đàn gia súc đạt 6.300 con, đạt 100,35% kế hoạch năm." in paper
    assert "**Trần Văn Tâm**" in paper
    assert "thidua diff" not in paper


def test_the_report_that_was_sent_is_set_as_a_paper_in_files_and_as_a_table_on_the_screen(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.088", "--on", "01/04/2024")
    office.done("close", "t6")
    office.done("report", "t6", "--as-sent", "--out", "da-gui.html")
    paper = (office.folder / "da-gui.html").read_text("utf-8").replace("\u00a0", " ")
    told = ("<h1>BÁO CÁO", "Thực hiện Kế hoạch", "con, đạt 96,97%", "Trần Văn Tâm", '<section class="annex')
    places = [paper.index(words) for words in told]
    assert places == sorted(places)
    assert "Bản đã gửi:" not in paper
    assert "BÁO CÁO" not in office.done("report", "t6", "--as-sent")
    office.done("report", "t6", "--as-sent", "--section", "kinh-te", "--out", "muc.html")
    assert "<h1>BÁO CÁO" not in (office.folder / "muc.html").read_text("utf-8")


def test_closing_again_what_has_changed_says_how_it_is_closed_anew(office: Office) -> None:
    office.done("record", "dien-tich-cay-hang-nam", "500", "--on", "15/05/2024")
    office.done("close", "t6")
    assert "chốt lại" not in office.done("close", "t6")
    office.done("record", "dien-tich-cay-hang-nam", "100", "--on", "16/05/2024")
    again = office.done("close", "t6")
    assert "nay khác bản đã gửi ở 1 chỉ tiêu" in again
    assert 'thidua reopen 2024-06 --reason "…"' in again
    assert "thidua reopen 2024-06" in office.done("check")


def test_the_paper_of_a_closed_period_that_changed_says_so_without_a_command(office: Office) -> None:
    office.done("record", "dien-tich-cay-hang-nam", "500", "--on", "15/05/2024")
    office.done("close", "t6")
    office.done("record", "dien-tich-cay-hang-nam", "100", "--on", "16/05/2024")
    answer = office.run("summary", "--period", "t6", "--formats", "md", "--out-dir", "ra")
    assert "Số liệu nay khác bản đã gửi ở 1 chỉ tiêu: thidua diff 2024-06." in answer.err
    (file,) = (office.folder / "ra").glob("bao-cao-*.md")
    paper = file.read_text("utf-8")
    assert "Số liệu nay khác bản đã gửi ở 1 chỉ tiêu." in paper
    assert "thidua diff" not in paper
    assert "thidua" not in paper.rpartition("\n---\n")[0]


def test_closing_names_a_report_that_was_made_before_its_figures_moved(office: Office) -> None:
    office.done("init")
    office.done("record", INSURED, "95,4", "--on", "30/06/2024")
    office.done("summary", "--formats", "md")
    assert "khác bản vừa giữ" not in office.run("close", "t6").err
    office.done("undo")
    office.done("record", "bao-phu-bhxh", "9,4", "--on", "30/06/2024")
    made = office.folder / "bao-cao" / "bao-cao-dak-la-2024-06.md"
    made.with_suffix(".docx").mkdir()  # cannot be read
    told = f"{made} khác bản vừa giữ ở 1 chỉ tiêu; làm lại rồi gửi bản mới: thidua summary 2024-06 --force"
    assert told in office.run("close", "t6").err
    office.done("summary", "2024-06", "--force", "--formats", "md")
    office.done("undo")
    assert "khác bản vừa giữ" not in office.run("close", "t6").err
    office.done("undo")
    office.done("summary", "2024-06", "--calendar", "nd09", "--formats", "md")
    office.done("record", "bao-phu-bhxh", "9,3", "--on", "31/05/2024")
    assert "thidua summary 2024-06 --calendar nd09 --force" in office.run("close", "t6", "--calendar", "nd09").err


@pytest.mark.parametrize("id", ["e2024", "1e2024", "9" * 60])
def test_an_id_that_looks_like_an_endless_number_is_one_of_a_report_that_is_read(id: str, office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace(f"id: {CROPS}\n", f"id: {id}\n"), "utf-8")
    office.done("record", id, "600", "--on", "20/05/2024")
    office.done("close", "t6")
    assert "Không có gì khác" in office.done("diff", "t6")
