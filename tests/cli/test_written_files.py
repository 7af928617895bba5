"""Files made before: replaced when they are ours and say something else, left alone when not, never taken from her."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from cli.half_year import settled
from office import Office

STEM = "bao-cao-dak-la-2024-06"
FORMATS = ("txt", "tsv", "json", "csv", "md", "html", "xlsx", "docx")
NAMES = "table,plain,json,csv,md,html,xlsx,docx"


@pytest.fixture
def half_year(office: Office) -> Office:
    return settled(office)


def folder(office: Office) -> Path:
    return office.folder / "bao-cao"


def file(office: Office, suffix: str) -> Path:
    return folder(office) / f"{STEM}.{suffix}"


def summary(office: Office, *more: str) -> str:
    return office.done("summary", "--period", "t6", "--formats", NAMES, *more)


def contents(office: Office) -> dict[str, bytes]:
    return {place.name: place.read_bytes() for place in folder(office).iterdir()}


def change_two(office: Office) -> None:
    """Two figures of June change; one of them is a part, so that its total changes too."""
    office.done("correct", "ho-ngheo", "101/2.910", "--on", "14/06/2024", "--reason", "đếm lại")
    office.done("record", "dan-gia-cam", "31.600", "--on", "30/06/2024", "--yes")


def test_every_format_is_left_alone_when_only_the_anchor_would_move(half_year: Office) -> None:
    summary(half_year)
    before = contents(half_year)
    half_year.done("record", "dan-so", "10.951", "--on", "01/07/2024")
    assert summary(half_year).count("không thay đổi: ") == len(FORMATS)
    assert contents(half_year) == before


def test_every_format_is_updated_when_figures_changed_and_says_how_many(half_year: Office) -> None:
    summary(half_year)
    before = contents(half_year)
    change_two(half_year)
    assert summary(half_year).count("(2 số liệu)") == len(FORMATS)
    after = contents(half_year)
    assert after.keys() == before.keys()
    assert all(after[name] != before[name] for name in after if name.startswith("bao-cao"))


def test_words_of_the_plan_that_changed_are_an_update_too(half_year: Office) -> None:
    summary(half_year)
    plan = half_year.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("Tổng đàn gia súc", "Tổng đàn trâu, bò, lợn"), "utf-8")
    assert "(lời văn)" in summary(half_year)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_edited_by_hand_is_told_from_one_whose_figures_moved(half_year: Office, suffix: str) -> None:
    summary(half_year)
    change_two(half_year)
    edited = file(half_year, suffix).read_bytes() + b"\n"
    file(half_year, suffix).write_bytes(edited)
    before = contents(half_year)
    answer = half_year.run("summary", "--period", "t6", "--formats", NAMES)
    assert answer.code == 5
    assert "đã được sửa tay" in answer.err
    assert contents(half_year) == before
    summary(half_year, "--force")
    assert folder(half_year).joinpath(f"{STEM}.cu-1.{suffix}").read_bytes() == edited
    assert file(half_year, suffix).read_bytes() != edited


def test_a_file_that_nobody_can_prove_to_be_ours_is_not_touched(half_year: Office) -> None:
    folder(half_year).mkdir()
    file(half_year, "md").write_text("của tôi", "utf-8")
    answer = half_year.run("summary", "--period", "t6", "--formats", "md")
    assert answer.code == 5
    assert "không rõ có phải do thidua ghi ra không" in answer.err
    assert "cu-1.md" in answer.err
    assert file(half_year, "md").read_text("utf-8") == "của tôi"


def test_closing_does_not_make_its_own_unchanged_files_refused(half_year: Office) -> None:
    summary(half_year)
    half_year.done("close", "t6")
    assert summary(half_year).count("không thay đổi: ") == len(FORMATS)


def test_what_was_sent_is_not_replaced_until_the_period_is_opened_again(half_year: Office) -> None:
    summary(half_year)
    half_year.done("close", "t6")
    sent = contents(half_year)
    half_year.done("reopen", "t6", "--reason", "số mới")
    change_two(half_year)
    half_year.done("close", "t6")
    answer = half_year.run("summary", "--period", "t6", "--formats", NAMES)
    assert answer.code == 5
    assert "bản đã gửi của kỳ đã chốt" in answer.err
    assert "thidua diff 2024-06" in answer.err
    assert "thidua reopen 2024-06" in answer.err
    assert contents(half_year) == sent
    half_year.done("reopen", "t6", "--reason", "gửi lại")
    assert summary(half_year).count("(2 số liệu)") == len(FORMATS)


def test_a_report_of_another_period_is_no_newer_version_of_this_one(half_year: Office) -> None:
    half_year.done("report", "--period", "t5", "--out", "a.docx")
    answer = half_year.run("report", "--period", "t6", "--out", "a.docx")
    assert answer.code == 5
    assert "văn bản khác" in answer.err


def test_a_copied_or_renamed_file_is_still_known(half_year: Office) -> None:
    half_year.done("report", "--period", "t6", "--out", "a.csv")
    shutil.copy("a.csv", "b.csv")
    change_two(half_year)
    assert half_year.done("report", "--period", "t6", "--out", "b.csv") == "đã cập nhật b.csv (2 số liệu)\n"


def test_without_a_home_nothing_is_known_and_nothing_fails(half_year: Office) -> None:
    half_year.monkeypatch.setenv("XDG_STATE_HOME", "/dev/null/x")
    half_year.done("report", "--period", "t6", "--out", "a.csv")
    assert half_year.done("report", "--period", "t6", "--out", "a.csv") == "không thay đổi: a.csv\n"


def test_a_report_in_the_other_calendar_has_a_name_of_its_own(half_year: Office) -> None:
    half_year.done("summary", "--period", "t6", "--formats", "md")
    half_year.done("summary", "--period", "t6", "--formats", "md", "--calendar", "nd09")
    assert folder(half_year).joinpath(f"{STEM}-nd09.md").exists()
    assert folder(half_year).joinpath("loi-van-dak-la-2024-06-nd09.md").exists()


@pytest.mark.parametrize(("out", "form"), [("a.docx", "xlsx"), ("a.xlsx", "csv"), ("a.html", "md"), ("a.txt", "docx")])
def test_a_format_that_contradicts_the_suffix_is_refused(half_year: Office, out: str, form: str) -> None:
    answer = half_year.run("report", "--out", out, "--format", form)
    assert answer.code == 2
    assert "không hợp với đuôi" in answer.err
    assert not Path(out).exists()


def test_a_link_to_nowhere_and_a_pipe_at_a_foreseeable_name_are_refused_13(half_year: Office) -> None:
    folder(half_year).mkdir()
    file(half_year, "md").symlink_to(half_year.folder / "hoan-toan-khac")
    os.mkfifo(file(half_year, "html"))
    os.mkfifo(folder(half_year) / "loi-van-dak-la-2024-06.md")
    answer = half_year.run("summary", "--period", "t6", "--formats", "md,html")
    assert answer.code == 3
    (folder(half_year) / "loi-van-dak-la-2024-06.md").unlink()
    answer = half_year.run("summary", "--period", "t6", "--formats", "md,html")
    assert answer.code == 5
    assert "liên kết" in answer.err
    assert "tệp thường" in answer.err
    assert not (half_year.folder / "hoan-toan-khac").exists()


def test_own_words_behind_a_link_that_leads_nowhere_are_not_left_out_of_the_report(half_year: Office) -> None:
    folder(half_year).mkdir()
    (folder(half_year) / "loi-van-dak-la-2024-06.md").symlink_to(half_year.folder / "da-rut" / "a.md")
    answer = half_year.run("summary", "--period", "t6", "--formats", "md")
    assert (answer.code, "loi-van-dak-la-2024-06.md: là một liên kết tới chỗ không có" in answer.err) == (7, True)
    assert not file(half_year, "md").exists()


class TestOwnWords:
    def words(self, office: Office) -> Path:
        return folder(office) / "loi-van-dak-la-2024-06.md"

    def write(self, office: Office, text: str) -> None:
        self.words(office).write_text(self.words(office).read_text("utf-8") + text, "utf-8")

    def test_the_first_run_makes_the_file_and_later_ones_never_touch_it(self, half_year: Office) -> None:
        assert "loi-van-dak-la-2024-06.md để viết lời văn" in summary(half_year)
        assert "# Kiến nghị, đề xuất" in self.words(half_year).read_text("utf-8")
        self.write(half_year, "của tôi\n")
        kept = self.words(half_year).read_bytes()
        assert "để viết lời văn" not in summary(half_year, "--force")
        assert self.words(half_year).read_bytes() == kept

    def test_what_she_wrote_goes_into_every_format_and_is_told_as_words(self, half_year: Office) -> None:
        summary(half_year)
        self.write(half_year, "Đề nghị huyện cấp vắc-xin trước 15/7.\n\n- việc một\n- việc hai\n")
        assert summary(half_year).count("(lời văn)") == len(FORMATS) - 2, "plain and csv hold the table alone"
        for suffix in ("txt", "json", "md", "html"):
            text = file(half_year, suffix).read_text("utf-8").replace("&shy;", "")
            assert "cấp vắc" in text
            assert "việc hai" in text

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("a) việc một\nb) việc hai\nđ) việc ba\n", ["a) việc một", "b) việc hai", "đ) việc ba"]),
            ("Gồm:\n+ việc một\ncòn tiếp\n+Việc hai\n", ["Gồm:", "+ việc một còn tiếp", "+Việc hai"]),
            ("1. Việc một\n2) việc hai\n", ["1. Việc một", "2) việc hai"]),
            ("một câu dài\n15 hộ, 3,5 ha\n2024 và sau\n", ["một câu dài 15 hộ, 3,5 ha 2024 và sau"]),
            ("– việc một\n• việc hai\n-Việc ba\n* việc bốn\n", ["việc một", "việc hai", "Việc ba", "việc bốn"]),
            ("giảm\n-5% so với năm trước\n", ["giảm -5% so với năm trước"]),
        ],
    )
    def test_a_line_that_begins_an_item_is_not_run_into_the_one_above(
        self, half_year: Office, text: str, lines: list[str]
    ) -> None:
        summary(half_year)
        self.write(half_year, text)
        answer = half_year.run("summary", "--period", "t6", "--formats", "json")
        record = json.loads(file(half_year, "json").read_text("utf-8"))
        assert record["own_words"]["Kiến nghị, đề xuất"] == lines
        assert "Markdown" not in answer.err

    @pytest.mark.parametrize(
        ("text", "sign"),
        [
            ("việc **đậm**", "**"),
            ("một việc *nghiêng* nữa", "*"),
            ("| thôn | hộ |", "|"),
            ("xem [trang](https://a.vn)", "]("),
            ("> trích", ">"),
            ("gõ `mã`", "`"),
            ("---", "---"),
            ("số 5 * 3 * 2, mục (*), ký hiệu A|B, từ ________ đến", ""),
        ],
    )
    def test_a_sign_of_markdown_that_means_nothing_here_is_told_with_its_line(
        self, half_year: Office, text: str, sign: str
    ) -> None:
        summary(half_year)
        self.words(half_year).write_text(f"# Kiến nghị, đề xuất\n\n{text}\n", "utf-8")
        answer = half_year.run("summary", "--period", "t6", "--formats", "md")
        assert answer.code == 0
        assert (f"loi-van-dak-la-2024-06.md:3: '{sign}' là dấu Markdown" in answer.err) is bool(sign), answer.err

    def test_comments_are_hers_alone_and_numbers_before_headings_do_not_matter(self, half_year: Office) -> None:
        summary(half_year)
        self.words(half_year).write_text("<!-- nháp -->\n## IV. Kiến nghị, đề xuất\nXin thêm người.\n", "utf-8")
        summary(half_year)
        text = file(half_year, "md").read_text("utf-8")
        assert "Xin thêm người." in text
        assert "nháp" not in text

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("# Việc khác\n\nmột câu\n", "loi-van-dak-la-2024-06.md:1: đề mục 'Việc khác' không có"),
            ("một câu\n# Kiến nghị, đề xuất\n", "loi-van-dak-la-2024-06.md:1: lời văn đứng trước mọi đề mục"),
            ("<!--\n-->\n# Kiến nghị\nx\n# Kiến nghị, đề xuất\ny", "loi-van-dak-la-2024-06.md:3: đề mục 'Kiến nghị'"),
        ],
    )
    def test_words_that_belong_nowhere_are_refused_and_not_lost(self, half_year: Office, text: str, place: str) -> None:
        summary(half_year)
        before = contents(half_year)
        self.words(half_year).write_text(text, "utf-8")
        answer = half_year.run("summary", "--period", "t6", "--formats", NAMES)
        assert answer.code == 3
        assert place in answer.err
        assert {**contents(half_year), self.words(half_year).name: before[self.words(half_year).name]} == before

    @pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"# Ki\xe1\n", "# Kiến nghị, đề xuất\n\x1b[31m".encode()])
    def test_bytes_that_are_no_text_are_named_by_line(self, half_year: Office, content: bytes) -> None:
        summary(half_year)
        self.words(half_year).write_bytes(content)
        answer = half_year.run("summary", "--period", "t6", "--formats", "md")
        assert answer.code == 3
        assert "loi-van-dak-la-2024-06.md:" in answer.err


@pytest.mark.parametrize("words", ["report", "export", "template", "plan new 2025", "plan restore", "send"])
def test_a_dash_for_out_is_stdout_for_every_command_and_the_answer_stands_there_alone(
    half_year: Office, words: str
) -> None:
    answer = half_year.run(*words.split(), "--out", "-")
    assert (answer.code, Path("-").exists()) == (0, False), answer.all
    if words == "plan restore":
        assert answer.out == (half_year.folder / "data" / "plan_2024.yaml").read_text("utf-8")
    if words == "send":
        assert {line[0] for line in answer.out.splitlines()} == {"{"}
        assert "mốc để tỉnh đối chiếu" in answer.err
