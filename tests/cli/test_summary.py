"""`summary`: which files it makes, what it leaves alone, what it refuses, and the page it writes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cli.half_year import settled
from office import Office
from thidua_cli import disk
from thidua_cli.render import files as output
from thidua_cli.render import formats as table_of_formats
from thidua_cli.render.formats import FORMATS, Format

GOLDEN = Path(__file__).parent / "golden"
CODE = re.compile(r"\b[0-9a-f]{16}(?:[0-9a-f]{16})?\b")
STEM = "bao-cao-dak-la-2024-06"
TEXTS = "table,json,csv"


@pytest.fixture
def half_year(office: Office) -> Office:
    return settled(office)


def folder(office: Office) -> Path:
    return office.folder / "bao-cao"


def names(office: Office) -> list[str]:
    return sorted(path.name for path in folder(office).glob("bao-cao-*"))


def record_of(office: Office) -> dict[str, Any]:
    office.done("summary", "--formats", "json")
    found: dict[str, Any] = json.loads((folder(office) / f"{STEM}.json").read_text("utf-8"))
    return found


def test_the_page_is_the_golden_one(half_year: Office, request: pytest.FixtureRequest) -> None:
    half_year.done("summary", "--formats", "table")
    page = CODE.sub("<mã>", (folder(half_year) / f"{STEM}.txt").read_text("utf-8"))
    golden = GOLDEN / "summary.txt"
    if request.config.getoption("--rewrite"):
        golden.write_text(page, "utf-8")
    assert page == golden.read_text("utf-8")


def test_without_a_period_it_makes_last_month_beside_the_folder_of_the_plan(half_year: Office) -> None:
    said = half_year.done("summary", "--formats", TEXTS)
    assert names(half_year) == [f"{STEM}.csv", f"{STEM}.json", f"{STEM}.txt"]
    assert said.splitlines()[0] == f"đã ghi {folder(half_year) / STEM}.txt"


def test_an_unknown_format_is_told_all_that_summary_makes_pdf_too(half_year: Office) -> None:
    answer = half_year.run("summary", "--formats", "doc")
    assert answer.code == 2
    assert "docx (.docx), pdf (.pdf)" in answer.err
    assert "pdf (.pdf)" not in half_year.run("report", "--format", "doc").err


def test_without_formats_it_makes_every_usual_format_that_is_installed(half_year: Office) -> None:
    half_year.done("summary")
    usual = [FORMATS[name] for name in ("md", "html", "docx", "xlsx") if name in FORMATS]
    assert {Path(name).suffix for name in names(half_year)} == {each.suffixes[0] for each in usual if each.is_installed}


def test_a_plan_outside_a_data_folder_has_its_reports_beside_itself(half_year: Office) -> None:
    (half_year.folder / "data").rename(half_year.folder / "ke-hoach")
    plan = half_year.folder / "ke-hoach" / "plan_2024.yaml"
    half_year.done("--plan", str(plan), "summary", "--formats", "csv")
    assert (plan.parent / "bao-cao" / f"{STEM}.csv").exists()


def test_the_shipped_plan_has_its_reports_in_the_current_folder(office: Office) -> None:
    office.done("summary", "--formats", "csv")
    assert names(office) == [f"{STEM}.csv"]


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        (("--period", "t5"), "bao-cao-dak-la-2024-05"),
        (("--period", "6t"), "bao-cao-dak-la-2024-H1"),
        (("--period", "this-month"), "bao-cao-dak-la-2024-07"),
        (("--calendar", "nd09"), "bao-cao-dak-la-2024-06-nd09"),
        (("--period", "nam"), "bao-cao-dak-la-2024"),
    ],
)
def test_the_name_tells_unit_and_period(half_year: Office, words: tuple[str, ...], stem: str) -> None:
    half_year.done("summary", "--formats", "csv", "--out-dir", "ra", *words)
    assert [path.name for path in (half_year.folder / "ra").glob("*.csv")] == [f"{stem}.csv"]


def test_a_second_run_changes_nothing_even_if_only_the_anchor_would_move(half_year: Office) -> None:
    half_year.done("summary", "--formats", TEXTS)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder(half_year).iterdir()}
    half_year.done("record", "dan-gia-cam", "30.000", "--on", "01/07/2024")
    said = half_year.done("summary", "--formats", TEXTS)
    assert [line.split(":")[0] for line in said.splitlines()] == ["không thay đổi"] * 3
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder(half_year).iterdir()} == before


def test_closing_the_period_moves_only_the_anchor(half_year: Office) -> None:
    half_year.done("summary", "--formats", TEXTS)
    half_year.done("close", "t6")
    assert half_year.done("summary", "--formats", TEXTS).count("không thay đổi") == 3
    half_year.done("summary", "--formats", "table", "--out-dir", "ra")
    assert "Kỳ đã chốt ngày" in (half_year.folder / "ra" / f"{STEM}.txt").read_text("utf-8")


def test_an_edited_file_is_refused_and_the_others_are_left_alone_too(half_year: Office) -> None:
    half_year.done("summary", "--formats", TEXTS)
    edited = folder(half_year) / f"{STEM}.csv"
    edited.write_text("sửa tay", "utf-8")
    (folder(half_year) / f"{STEM}.txt").unlink()
    answer = half_year.run("summary", "--formats", TEXTS)
    assert (answer.code, answer.out) == (5, "")
    assert str(edited) in answer.err
    assert "--force" in answer.err
    assert edited.read_text("utf-8") == "sửa tay"
    assert names(half_year) == [f"{STEM}.csv", f"{STEM}.json"]
    half_year.done("summary", "--formats", TEXTS, "--force")
    assert edited.read_text("utf-8-sig") != "sửa tay"


def test_all_files_that_are_refused_are_named_in_one_run(half_year: Office) -> None:
    half_year.done("summary", "--formats", TEXTS)
    for suffix in ("txt", "json", "csv"):
        (folder(half_year) / f"{STEM}.{suffix}").write_text("sửa tay", "utf-8")
    answer = half_year.run("summary", "--formats", TEXTS)
    assert answer.code == 5
    assert [suffix for suffix in (".txt", ".json", ".csv") if f"{STEM}{suffix}" in answer.err] == [
        ".txt", ".json", ".csv",
    ]  # fmt: skip


def test_a_named_format_without_its_library_is_refused_before_anything_is_made(
    half_year: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = Format("docx", (".docx",), "word", library="no_such_library", extra="word")
    monkeypatch.setattr(table_of_formats, "FORMATS", {**FORMATS, "docx": absent})
    answer = half_year.run("summary", "--formats", "csv,docx")
    assert answer.code == 2
    assert 'pip install "thidua-cli[word]"' in answer.err
    assert not folder(half_year).exists()


@pytest.mark.parametrize("text", ["", " , ", "pdx"])
def test_formats_that_mean_nothing_are_refused(half_year: Office, text: str) -> None:
    assert half_year.run("summary", "--formats", text).code == 2


def test_a_format_named_twice_is_made_once(half_year: Office) -> None:
    assert half_year.done("summary", "--formats", "csv,.csv").count("đã ghi") == 1


def test_missing_figures_are_in_the_report_and_an_exit_code_only_on_request_o11(half_year: Office) -> None:
    half_year.done("summary", "--formats", "table")
    page = (folder(half_year) / f"{STEM}.txt").read_text("utf-8")
    assert "chỉ tiêu chưa có số liệu, gồm: tổng đàn gia cầm;" in page
    assert "Thú y xã" not in page
    answer = half_year.run("summary", "--formats", "table", "--fail-on", "no_data")
    assert answer.code == 4
    assert "Tổng đàn gia cầm" in answer.err
    assert half_year.run("summary", "--formats", "table", "--fail-on", "missed").code == 0


def test_a_full_disk_in_the_middle_leaves_no_half_file_and_the_next_run_completes(
    half_year: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = disk.replace_file, []

    def fails_once(target: Path, content: bytes, mode: int | None = None) -> None:
        seen.append(target)
        if len(seen) == 2:
            raise OSError(28, "No space left on device")
        real(target, content, mode)

    monkeypatch.setattr(output, "replace_file", fails_once)
    answer = half_year.run("summary", "--formats", TEXTS)
    assert answer.code == 7
    assert answer.out == f"đã ghi {folder(half_year) / STEM}.txt\n"
    assert names(half_year) == [f"{STEM}.txt"]
    assert half_year.done("summary", "--formats", TEXTS).count("đã ghi") == 2


def test_the_ledger_is_never_written_to(half_year: Office) -> None:
    ledger = half_year.folder / "data" / "thidua.db"
    before = ledger.read_bytes()
    half_year.done("summary", "--formats", TEXTS)
    assert ledger.read_bytes() == before


def test_an_output_folder_that_is_a_file_is_a_storage_error(half_year: Office) -> None:
    (half_year.folder / "ra").write_text("x")
    assert half_year.run("summary", "--formats", "csv", "--out-dir", "ra").code == 7


def test_the_record_holds_the_report_and_one_sentence_for_every_row(half_year: Office) -> None:
    record = record_of(half_year)
    report = json.loads(half_year.done("report", "--period", "t6", "--format", "json"))
    assert (record["schema"], record["report"]) == ("thidua.summary/1", report)
    assert [each["id"] for each in record["sentences"]] == [each["id"] for each in report["indicators"]]
    assert record["previous"]["id"] == "2024-05"
    turned = {each["id"]: each["verdict"] for each in record["changes"]}
    assert turned["bao-phu-bhyt"] == {"from": "not_yet", "to": "met"}
    poultry = {"id": "dan-gia-cam", "from": "Thú y xã", "due": "2024-04-01", "last": None}
    assert {**poultry, "first": "2024-04-01", "count": 1} in record["missing"]


def test_a_year_is_held_against_the_last_one_and_nine_months_against_the_first_half(half_year: Office) -> None:
    half_year.done("summary", "--period", "nam", "--formats", "table", "--out-dir", "ra")
    half_year.done("summary", "--period", "9t", "--formats", "table,json", "--out-dir", "ra")
    year = (half_year.folder / "ra" / "bao-cao-dak-la-2024.txt").read_text("utf-8")
    nine = (half_year.folder / "ra" / "bao-cao-dak-la-2024-9M.txt").read_text("utf-8")
    record = json.loads((half_year.folder / "ra" / "bao-cao-dak-la-2024-9M.json").read_text("utf-8"))
    assert "Biến động" not in year
    assert "Biến động so với 6 tháng đầu năm 2024" in nine
    assert record["previous"]["id"] == "2024-H1"
    assert "kỳ đầu của năm kế hoạch" not in year + nine


def test_january_has_no_period_before_it_and_no_chapter_about_that(half_year: Office) -> None:
    half_year.done("summary", "--period", "t1", "--formats", "table,json", "--out-dir", "ra")
    assert "Biến động" not in (half_year.folder / "ra" / "bao-cao-dak-la-2024-01.txt").read_text("utf-8")
    assert json.loads((half_year.folder / "ra" / "bao-cao-dak-la-2024-01.json").read_text("utf-8"))["previous"] is None


def test_two_runs_write_the_same_bytes(half_year: Office) -> None:
    for place in ("a", "b"):
        half_year.done("summary", "--formats", TEXTS, "--out-dir", place)
    for path in (half_year.folder / "a").iterdir():
        assert path.read_bytes() == (half_year.folder / "b" / path.name).read_bytes()


def test_it_never_asks_anything(half_year: Office) -> None:
    answer = half_year.run("summary", "--formats", "csv", stdin="", tty=True)
    assert answer.code == 0


def test_work_is_told_where_there_is_something_to_tell_and_counted_in_any_case(half_year: Office) -> None:
    before = record_of(half_year)
    assert (before["work"]["summary"]["items"], len(before["work"]["work"])) == (27, 27)
    half_year.done("work", "record", "cai-cach-hanh-chinh", "60%", "--on", "20/06/2024", "--note", "xong khâu tập huấn")
    half_year.done("work", "record", "ton-giao", "10%", "--on", "02/07/2024")
    half_year.done("summary", "--formats", "md", "--out-dir", "ra")
    page = (half_year.folder / "ra" / f"{STEM}.md").read_text("utf-8")
    chapter = page.partition("II. Kết quả thực hiện nhiệm vụ")[2].partition("III. ")[0]
    assert "Trong 27 nhiệm vụ, có 01 nhiệm vụ đang thực hiện, 01 nhiệm vụ quá hạn, 25 nhiệm vụ" in chapter
    assert "01 nhiệm vụ quá hạn: chuẩn bị và tổ chức Lễ hội" in chapter
    assert "01 nhiệm vụ đang thực hiện: đẩy mạnh cải cách hành chính" in chapter
    assert "(đạt 60%; xong khâu tập huấn)." in chapter
    half_year.done("work", "record", "nong-thon-moi", "40%", "--on", "20/06/2024")
    half_year.done("summary", "--formats", "md", "--out-dir", "ra")
    page = (half_year.folder / "ra" / f"{STEM}.md").read_text("utf-8")
    assert "đã đăng ký trong năm 2024, thêm ít nhất 2 thôn" in page.partition("II. Kết quả thực hiện nhiệm vụ")[2]
    assert "Phụ lục II" not in page
    assert "10%" not in chapter
    assert "cai-cach-hanh-chinh" not in page


def test_many_items_with_progress_stand_in_an_annex_of_their_own(half_year: Office) -> None:
    items = json.loads(half_year.done("work", "--format", "json"))["work"][:6]
    for one in items:
        half_year.done("work", "record", one["id"], "60%", "--on", "20/06/2024", "--note", "đã tập huấn")
    half_year.done("summary", "--formats", "md", "--out-dir", "ra")
    page = (half_year.folder / "ra" / f"{STEM}.md").read_text("utf-8")
    annex = page.partition("## Phụ lục II")[2]
    assert annex.count(", 60% (20/6)") == annex.count("| đã tập huấn") == 6
    assert items[0]["id"] not in annex


def test_the_body_ends_as_official_papers_do(half_year: Office) -> None:
    half_year.done("summary", "--formats", "md", "--out-dir", "ra")
    page = (half_year.folder / "ra" / f"{STEM}.md").read_text("utf-8")
    assert page.count("trên địa bàn xã Đắk La./.") == 1


def test_a_template_without_word_among_the_formats_is_refused_before_anything_is_made(half_year: Office) -> None:
    answer = half_year.run("summary", "--formats", "csv", "--template", "mau.docx")
    assert answer.code == 2
    assert "--formats docx" in answer.err
    assert not folder(half_year).exists()


FOLLOWED = """schema: thidua.plan/1
title: Kế hoạch năm 2024
year: 2024
unit: {id: mau, name: xã Mẫu}
sections:
  - id: kt
    title: Kinh tế
    indicators:
      - {id: ho, name: Số hộ kinh doanh, unit: hộ, target: none, combine: latest}
      - {id: xe, name: Số xe, unit: xe, target: none, combine: latest}
"""


def test_a_plan_that_gives_no_targets_is_told_of_truly(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(FOLLOWED, "utf-8")
    office.done("record", "ho", "120", "--on", "30/06/2024")
    said = "Kế hoạch không giao chỉ tiêu nào để đánh giá; 01/02 chỉ tiêu theo dõi đã có số liệu."
    assert said in office.done("report", "t6")
    office.done("summary", "t6", "--formats", "md", "--out-dir", "ra")
    paper = (office.folder / "ra" / "bao-cao-mau-2024-06.md").read_text("utf-8")
    assert said in paper
    assert "Số hộ kinh doanh là 120 hộ." in paper


def test_a_total_whose_parts_are_all_of_one_old_day_begins_with_that_day_once(office: Office) -> None:
    office.done("init")
    for part, area in (("dien-tich-cay-hang-nam", "1.200"), ("dien-tich-cay-lau-nam", "3.210,5")):
        office.done("record", part, area, "--on", "15/05/2024")
    office.done("summary", "t6", "--formats", "md", "--out-dir", "ra")
    paper = (office.folder / "ra" / f"{STEM}.md").read_text("utf-8")
    assert "Đến ngày 15/5/2024, tổng diện tích gieo trồng đạt 4.410,5 ha" in paper
    assert "trong đó: diện tích cây hàng năm 1.200 ha" in paper


def test_what_is_internal_stands_on_a_sheet_of_its_own_with_the_same_rules_for_files(half_year: Office) -> None:
    half_year.done("summary", "--formats", "md")
    paper = (folder(half_year) / f"{STEM}.md").read_text("utf-8")
    half_year.done("summary", "--formats", "md", "--internal")
    sheet = folder(half_year) / "noi-bo-dak-la-2024-06.md"
    said = sheet.read_text("utf-8")
    for words in ("Thú y xã", "? Chưa có số liệu", "Chưa ghi đơn vị chủ trì", "hạn 31/12/2024", "Lời văn:"):
        assert words in said
        assert words not in paper
    assert "không thay đổi" in half_year.done("summary", "--formats", "md", "--internal")
    sheet.write_text("sửa tay", "utf-8")
    assert half_year.run("summary", "--formats", "md", "--internal").code == 5
    assert half_year.run("summary", "--internal", "--formats", "docx", "--template", "mau.docx").code == 2


def test_a_closed_periods_working_sheet_may_still_be_made_anew(half_year: Office) -> None:
    half_year.done("summary", "--formats", "md", "--internal")
    half_year.done("close", "t6")
    half_year.done("record", "dien-tich-cay-hang-nam", "7", "--on", "20/05/2024")
    assert "đã cập nhật" in half_year.done("summary", "--formats", "md", "--internal")
