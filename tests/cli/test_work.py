"""Work items from the command line: what machines read, evidence, and what is refused."""

from __future__ import annotations

import json
import os
import sys
from hashlib import sha256
from typing import Any

import pytest

from office import Office

REFORM = "cai-cach-hanh-chinh"


def _work(office: Office, *words: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(office.done("work", *words, "--format", "json"))
    return record


def _item(record: dict[str, Any], id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in record["work"] if item["id"] == id)
    return found


def test_without_a_command_the_table_is_printed(office: Office) -> None:
    assert office.done("work") == office.done("work", "list")


def test_few_items_are_counted_in_two_digits_as_indicators_are(office: Office) -> None:
    row = '{id: s, name: A, unit: ha, target: ">= 1", combine: sum}'
    plan = f"sections: [{{id: a, title: A, indicators: [{row}]}}]\nwork: [{{id: b, title: Sơ kết}}]\n"
    head = "schema: thidua.plan/1\nyear: 2024\ntitle: Kế hoạch\nunit: {id: x, name: xã X}\n"
    (office.folder / "plan_2024.yaml").write_text(head + plan, "utf-8")
    assert "Trong 01 nhiệm vụ, có 01 nhiệm vụ chưa có báo cáo tiến độ." in office.done("work")


def test_machines_read_progress_state_and_counts(office: Office) -> None:
    office.done("work", "record", REFORM, "62,5%", "--on", "30/06/2024", "--note", "xong khâu một cửa")
    record = _work(office)
    assert record["schema"] == "thidua.work/1"
    assert record["summary"] == {"items": 27, "done": 0, "under_way": 1, "overdue": 1, "no_report": 25}
    item = _item(record, REFORM)
    assert (item["state"], item["number"]) == ("under_way", "3.1")
    assert item["progress"] == {
        "percent": "62.5", "on": "2024-06-30", "note": "xong khâu một cửa", "evidence": "", "seq": 1, "actor": "huong",
    }  # fmt: skip
    assert record["anniversaries"][2] == {"name": "70 năm Chiến thắng Điện Biên Phủ", "on": "2024-05-07"}


def test_the_newest_day_up_to_the_cut_off_counts(office: Office) -> None:
    office.done("work", "record", REFORM, "60%", "--on", "30/06/2024")
    office.done("work", "record", REFORM, "30%", "--on", "31/03/2024")
    assert _item(_work(office), REFORM)["progress"]["percent"] == "60"
    assert _item(_work(office, "--period", "q1"), REFORM)["progress"]["percent"] == "30"
    assert _item(_work(office, "--period", "t1"), REFORM)["progress"] is None


def test_done_keeps_the_file_and_the_digits_that_prove_it(office: Office) -> None:
    minutes = office.folder / "bien-ban.pdf"
    minutes.write_bytes(b"%PDF")
    office.done("work", "done", "ton-giao", "--evidence", "bien-ban.pdf")
    progress = _item(_work(office), "ton-giao")["progress"]
    assert progress["percent"] == "100"
    assert progress["evidence"] == f"bien-ban.pdf (sha256 {sha256(b'%PDF').hexdigest()[:16]})"


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
def test_evidence_that_is_no_plain_file_is_refused_and_does_not_hang(office: Office) -> None:
    os.mkfifo(office.folder / "ong")
    for given in ("ong", ".", "khong-co.pdf", "a" * 300):
        assert office.run("work", "done", "ton-giao", "--evidence", given).code == 2
    assert not (office.folder / "thidua.db").exists()


def test_evidence_for_a_day_that_is_already_at_a_hundred_is_not_dropped(office: Office) -> None:
    office.done("work", "record", "ton-giao", "100%")
    answer = office.run("work", "done", "ton-giao", "--evidence", "https://vi.du/bien-ban")
    assert answer.code == 5
    assert "--source https://vi.du/bien-ban" in answer.err
    office.done("correct", "ton-giao", "100%", "--source", "https://vi.du/bien-ban", "--reason", "bổ sung minh chứng")
    assert _item(_work(office), "ton-giao")["progress"]["evidence"] == "https://vi.du/bien-ban"


@pytest.mark.parametrize(
    ("today", "on"), [("2024-07-05", "06/07/2024"), ("2024-07-05", "06/07/2023"), ("2025-02-03", "02/01/2025")]
)
@pytest.mark.parametrize("deed", [("record", REFORM, "60%"), ("done", REFORM, "--evidence", "https://x.vn/bb")])
def test_a_day_that_takes_no_progress_is_answered_with_the_days_that_do(
    office: Office, monkeypatch: pytest.MonkeyPatch, deed: tuple[str, ...], today: str, on: str
) -> None:
    monkeypatch.setenv("THIDUA_TODAY", today)
    answer = office.run("work", *deed, "--on", on)
    assert answer.code == 2
    assert "hôm nay hoặc một ngày đã qua, từ 01/01/2024 đến 31/12/2024" in answer.err
    assert not any(word in answer.err for word in ("--for", "--earlier-year", "số ước", "cột kỳ", "chỉ ghi số liệu"))


@pytest.mark.parametrize(
    ("calendar", "inside", "outside"),
    [("calendar", ("01/01/2024", "31/12/2024"), "20/12/2023"), ("nd09", ("15/12/2023", "14/12/2024"), "31/12/2024")],
)
def test_progress_of_a_day_that_the_plans_calendar_counts_to_another_year_is_warned_of_and_not_proposed(
    office: Office, calendar: str, inside: tuple[str, str], outside: str
) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("\ncalendar: calendar", f"\ncalendar: {calendar}", 1), "utf-8")
    office.today("2025-02-03")
    assert "từ {} đến {}".format(*inside) in office.run("work", "record", "ton-giao", "60%").err
    for day, warned in ((inside[0], False), (inside[1], False), (outside, True)):
        answer = office.run("work", "record", "ton-giao", "60%", "--on", day)
        assert (answer.code, "báo cáo năm 2024 không tính số này" in answer.err) == (0, warned), day


def test_a_step_back_is_written_when_it_is_meant(office: Office) -> None:
    office.done("work", "record", REFORM, "60%", "--on", "30/06/2024")
    assert office.run("work", "record", REFORM, "50%").code == 5
    office.done("work", "record", REFORM, "50%", "--yes")
    assert _item(_work(office), REFORM)["progress"]["percent"] == "50"


@pytest.mark.parametrize("deed", [("record", REFORM, "100%"), ("done", REFORM, "--evidence", "https://x.vn/bb")])
def test_work_is_not_done_before_a_newer_progress_that_is_lower(office: Office, deed: tuple[str, ...]) -> None:
    office.done("work", "record", REFORM, "70%", "--on", "30/06/2024")
    answer = office.run("work", *deed, "--on", "31/03/2024")
    assert (answer.code, "ngày 31/03/2024: 100% cao hơn 70% đã ghi ngày 30/06/2024" in answer.err) == (5, True)
    if deed[0] == "record":
        office.done("work", *deed, "--on", "31/03/2024", "--yes")
        return
    assert f"thidua void work/{REFORM} --on 30/06/2024 --reason" in answer.err
    assert "--yes" not in answer.err
    office.done("void", f"work/{REFORM}", "--on", "30/06/2024", "--reason", "ghi nhầm")
    office.done("work", *deed, "--on", "31/03/2024")
    assert _item(_work(office), REFORM)["state"] == "done"
    assert "không thay đổi" in office.done("work", *deed, "--on", "31/03/2024")


def test_work_is_no_indicator_outside_the_plan(office: Office) -> None:
    office.done("work", "record", REFORM, "60%")
    assert "ngoài kế hoạch" not in office.done("report")


@pytest.mark.parametrize("typed", ["ho-ngheo", "Tỷ lệ hộ nghèo", "ty le ho ngheo"])
@pytest.mark.parametrize("command", [("record", "60%"), ("done", "--evidence", "http://xa/bien-ban.pdf")])
def test_an_indicator_is_not_taken_for_a_work_item_whose_title_has_its_words(
    office: Office, command: tuple[str, ...], typed: str
) -> None:
    answer = office.run("work", command[0], typed, *command[1:])
    assert (answer.code, answer.out) == (2, "")
    assert "Tỷ lệ hộ nghèo (ho-ngheo), không phải nhiệm vụ" in answer.err
    assert "thidua record ho-ngheo …" in answer.err
    assert _work(office)["ledger"]["seq"] == 0


@pytest.mark.parametrize("command", [("explain",), ("show",), ("record", "60%")])
def test_a_work_item_that_is_no_indicator_is_answered_without_inventing_its_progress(
    office: Office, command: tuple[str, ...]
) -> None:
    answer = office.run(command[0], REFORM, *command[1:])
    assert answer.code == 2
    assert f"xem: thidua work; ghi tiến độ bằng: thidua work record {REFORM} TIẾN_ĐỘ" in answer.err


def test_a_misspelt_command_is_named_and_not_taken_for_the_table(office: Office) -> None:
    answer = office.run("work", "recrod", REFORM, "60%")
    assert answer.code == 2
    assert "ý bạn là: thidua work record" in answer.err


@pytest.mark.parametrize("typed", ["0,6", "0,05", "1"])
def test_progress_typed_as_a_decimal_fraction_is_asked_about(office: Office, typed: str) -> None:
    answer = office.run("work", "record", REFORM, typed)
    assert (answer.code, _item(_work(office), REFORM)["progress"]) == (5, None)
    assert "có phải tỷ lệ viết thập phân (0,95 là 95%)?" in answer.err
    office.done("work", "record", REFORM, typed, "--yes")


@pytest.mark.parametrize("typed", ["0", "1/3", "2%", "5", "100%"])
def test_progress_of_any_other_size_is_not(office: Office, typed: str) -> None:
    office.done("work", "record", REFORM, typed)


def test_a_closed_period_takes_no_progress(office: Office) -> None:
    office.done("close", "t6")
    answer = office.run("work", "record", REFORM, "60%", "--on", "30/06/2024")
    assert answer.code == 5
    assert "thidua reopen" in answer.err
    office.done("work", "record", REFORM, "60%", "--on", "01/07/2024")
