"""`entry`: a person walks through what is missing; nothing is written before the one summary is agreed to."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from faults.arguments import WORDS
from office import Answer, Office

LIVESTOCK, POULTRY = "Tổng đàn gia súc", "Tổng đàn gia cầm"


def sit(office: Office, *typed: str, period: str = "t6") -> Answer:
    """One sitting: what is typed line by line; the end of the list is Ctrl-D."""
    return office.run("entry", "--period", period, stdin="".join(f"{line}\n" for line in typed), tty=True)


def written(office: Office) -> list[tuple[str, str, str]]:
    rows = json.loads(office.done("history", "--format", "json"))["rows"]
    return [(row["indicator"], row["on"], row["after"] and row["after"]["value"]) for row in rows]


@pytest.fixture
def started(office: Office) -> Office:
    """An office in which only five things are late for June: both herds, population, BHXH and BHYT."""
    office.done("init")
    there = (
        "dien-tich-cay-hang-nam 1.278 30/06/2024",
        "suy-dinh-duong-thap-coi 20/100 30/06/2024",
        "suy-dinh-duong-nhe-can 10/100 30/06/2024",
        "giao-quan 10/10 31/03/2024",
        "giai-ngan 50/100 30/06/2024",
        "dan-gia-suc 6.500 05/01/2024",
        "bao-phu-bhyt 9.500/10.000 31/03/2024",
    )
    for line in there:
        one, value, day = line.split()
        office.done("record", one, value, "--on", day)
    return office


HELD = 7


def test_each_question_shows_name_unit_target_and_last_figure(started: Office) -> None:
    shown = sit(started).err
    assert "[1/4] 1.3. Tổng đàn gia cầm (con)" in shown
    assert "kế hoạch 31.500 con; chưa có số nào trong năm" in shown
    shown = sit(started, "", "").err
    assert "[3/4] 2.5. Tỷ lệ bao phủ BHYT (%)" in shown
    assert "kế hoạch trên 95%; lần trước 95% (9.500/10.000) ngày 31/03/2024, chính thức" in shown


def test_a_target_is_shown_in_the_words_of_reports_not_raw_from_the_document(office: Office) -> None:
    office.done("init")
    shown = sit(office, *[""] * 20).err
    assert "kế hoạch 6.278 con;" in shown
    assert "kế hoạch trên 95%;" in shown
    assert "kế hoạch ≤ 23%;" in shown


def test_that_there_is_no_figure_yet_is_said_until_the_day_looked_at(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500", "--on", "05/07/2024")
    assert "kế hoạch 6.278 con; chưa có số nào trong năm đến ngày 30/06/2024" in sit(office, *[""] * 20).err


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("n 06/07/2024", "ngày 06/07/2024 ở sau hôm nay (05/07/2024)"),
        ("n 01/01/2020", "ngày 01/01/2020 ở trước năm kế hoạch 2024"),
        ("n", "ngày không hợp lệ"),
        ("n 31/12/2023", "thuộc năm 2023"),
    ],
)
def test_a_day_is_checked_when_it_is_named(started: Office, typed: str, sentence: str) -> None:
    answer = sit(started, typed, "q")
    assert sentence in answer.err
    kept = "31/12/2023" if "2023" in typed else "30/06/2024"
    assert answer.err.rstrip().endswith(f"ngày {kept}, số (con):")


def test_the_same_words_work_where_the_whole_of_a_rate_is_asked_for(started: Office) -> None:
    assert "Chưa ghi gì vào sổ" in sit(started, "31.600", "", "9.600", "q").out
    answer = sit(
        started, "k", "", "", "9.600", "b", "11.100", "9.600", "?", "n 01/07/2024", "n 20/06/2024", "", "", "c"
    )
    assert answer.err.count("[2/4]") == 2
    assert "gõ tử số rồi mẫu số" in answer.err
    assert "√ 96% (9.600/10.000)" in answer.err
    assert ("bao-phu-bhyt", "2024-06-20", "96") in written(started)


def test_typing_skipping_and_agreeing_writes_once_and_one_undo_takes_it_back(started: Office) -> None:
    answer = sit(started, "31.600", "", "9.600", "", "", "c")
    assert answer.code == 0, answer.all
    assert "Sẽ ghi" in answer.out
    assert "đã ghi 2 số liệu trong một lần" in answer.out
    assert written(started)[HELD:] == [("dan-gia-cam", "2024-06-30", "31600"), ("bao-phu-bhyt", "2024-06-30", "96")]
    started.done("undo")
    assert "[1/4]" in sit(started).err


def test_the_days_of_the_whole_year_are_those_the_figures_are_expected_for(started: Office) -> None:
    answer = started.run("entry", stdin="6.600\n\n\n\n\nc\n", tty=True)
    assert "đã ghi 1 số liệu" in answer.out, answer.all
    assert written(started)[HELD:] == [("dan-gia-suc", "2024-07-01", "6600")]


def test_a_slip_is_caught_at_once_and_may_be_confirmed(started: Office) -> None:
    answer = sit(started, "3.150", "k", "31.500", "", "", "", "c")
    assert "chỉ bằng khoảng 1/10 chỉ tiêu giao" in answer.err
    assert written(started)[HELD:] == [("dan-gia-cam", "2024-06-30", "31500")]
    answer = sit(started, "1.100", "c", "", "", "c")
    assert "Vẫn giữ số này?" in answer.err
    assert written(started)[-1] == ("dan-so", "2024-06-30", "1100")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.6", "hãy viết 31,6"),
        ("9/10", "chỉ dùng cho chỉ tiêu tính bằng %"),
        ("n 31/12/2024", "ở sau hôm nay"),
        ("n 30/02/2024", "không có ngày"),
        ("?", "nơi cung cấp: Thú y xã"),
        ("31.600 tạm", "không có mức số liệu 'tạm'"),
    ],
)
def test_what_cannot_be_taken_is_told_and_asked_again(started: Office, typed: str, sentence: str) -> None:
    answer = sit(started, typed, "n 30/06/2024", "31.600", "", "", "", "c")
    assert sentence in answer.err
    assert written(started)[HELD:] == [("dan-gia-cam", "2024-06-30", "31600")]


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("9.600", ""), "96"),
        (("9.600", "10.200"), "94.117647"),
        (("9.600/10.000",), "96"),
        (("96,1%",), "96.1"),
        (("96,1", "%"), "96.1"),
        (("9.600", "0", "9.700", "10.000"), "97"),
        (("101%", "97%"), "97"),
    ],
)
def test_a_rate_is_asked_for_by_its_parts_and_taken_in_any_form(
    started: Office, lines: Sequence[str], value: str
) -> None:
    answer = sit(started, "", "", *lines, "", "c")
    assert answer.code == 0, answer.all
    assert written(started)[HELD:] == [("bao-phu-bhyt", "2024-06-30", value)]


def test_an_estimate_is_typed_behind_the_number(started: Office) -> None:
    sit(started, "31.600 ước", "", "", "", "c")
    rows = json.loads(started.done("history", "--format", "json"))["rows"]
    assert rows[-1]["after"]["level"] == "estimate"


def test_for_a_sum_this_time_or_so_far_is_asked_for(started: Office) -> None:
    started.today("2025-01-03")
    started.done("record", "thon-ntm-kieu-mau", "1", "--on", "01/03/2024", "--level", "estimate")
    shown = started.run("entry", "--period", "nam", stdin="\n" * 40, tty=True).err
    place = shown[: shown.index("Số thôn đạt thêm")].count("[") - 1
    again = started.run("entry", "--period", "nam", stdin="\n" * place + "4\n2 uoc\nk\nq\n", tty=True)
    assert "√ 2 thôn, ước tính" in again.err
    answer = started.run("entry", "--period", "nam", stdin="k\n" + "\n" * place + "3\nso nay\nl\nc\n", tty=True)
    assert "không hiểu 'so nay': gõ k, l, hoặc một số khác" in answer.err
    assert "√ 3 thôn (lũy kế)" in answer.err
    assert written(started)[-1] == ("thon-ntm-kieu-mau", "2024-12-31", "3")


def test_going_back_changes_what_was_typed_and_a_dash_takes_it_away(started: Office) -> None:
    answer = sit(started, "31.600", "11.100", "b", "b", "31.700", "-", "", "", "c")
    assert "đã gõ: 31.600" in answer.err
    assert written(started)[HELD:] == [("dan-gia-cam", "2024-06-30", "31700")]


def test_leaving_keeps_what_was_typed_for_the_next_time_and_writes_nothing(started: Office) -> None:
    answer = sit(started, "31.600", "q")
    assert (answer.code, len(written(started))) == (0, HELD)
    assert "thidua entry --period 2024-06" in answer.out
    answer = sit(started, "c", "11.100", "", "", "c")
    assert "Có bản nháp với 1 số đã gõ" in answer.err
    assert "[2/4]" in answer.err
    assert "[1/4]" not in answer.err
    assert [row[0] for row in written(started)[HELD:]] == ["dan-gia-cam", "dan-so"]
    assert "bản nháp" not in sit(started).err


def test_what_was_typed_is_shown_with_its_level(started: Office) -> None:
    assert "đã gõ: 31.600, ước tính; Enter" in sit(started, "31.600 uoc", "b", "q").err


@pytest.mark.parametrize(
    ("lines", "value"), [(("9.600", "10.000 uoc"), "96"), (("96", "% uoc"), "96"), (("9600/10.000 ước",), "96")]
)
def test_the_level_may_stand_behind_each_number(started: Office, lines: tuple[str, ...], value: str) -> None:
    sit(started, "", "", *lines, "", "c")
    row = json.loads(started.done("history", "--format", "json"))["rows"][-1]
    assert (row["indicator"], row["after"]["value"], row["after"]["level"]) == ("bao-phu-bhyt", value, "estimate")


def test_a_running_total_may_be_typed_at_once(office: Office) -> None:
    office.done("init")
    answer = sit(office, "200 lũy kế", "q")
    assert "√ 200 ha (lũy kế)" in answer.err


def test_of_a_span_of_years_neither_amount_nor_running_total_is_taken_for_granted(office: Office) -> None:
    row = (
        '{id: sp, name: Trồng cây, unit: cây, target: ">= 900", combine: sum, years: 2021-2025, frequency: yearly,'
        " due: 2024-06-15}"
    )
    held = f"sections: [{{id: s, title: S, indicators: [{row}]}}]"
    plan = f"schema: thidua.plan/1\nyear: 2024\ntitle: KH\nunit: {{id: thu, name: xã Thử}}\n{held}\n"
    (office.folder / "plan_2024.yaml").write_text(plan, "utf-8")
    office.done("record", "sp", "100", "--on", "31/12/2023", "--earlier-year")
    office.done("record", "sp", "100", "--on", "01/05/2024", "--level", "estimate", "--yes")
    answer = office.run("entry", stdin="220\n\nl\nc\n", tty=True)
    assert "lũy kế từ năm 2021 (l)? [k/l]" in answer.err
    assert "√ 220 cây (lũy kế)" in answer.err
    assert json.loads(office.done("report", "--format", "json"))["indicators"][0]["actual"]["value"] == "220"


def test_a_slip_is_told_once(started: Office) -> None:
    shown = sit(started, "315.000", "k", "31.500", "q").err
    assert shown.count("315.000 con gấp khoảng 10 lần") == 1
    assert "bỏ số vừa gõ" in shown


def test_another_number_is_understood_where_a_slip_is_asked_about(started: Office) -> None:
    answer = sit(started, "31.600.000", "x", "31.600 uoc")
    assert "không hiểu 'x': gõ c (có), k (không), hoặc một số khác" in answer.err
    assert "√ 31.600 con, ước tính" in answer.err
    assert "[2/4]" in answer.err


def test_a_sitting_for_a_period_begins_with_the_year_of_what_is_missing(started: Office) -> None:
    shown = sit(started).out
    assert "Toàn cảnh số liệu năm 2024" in shown
    assert "tháng 6 năm 2024: 4 chỉ tiêu còn thiếu số" in shown
    assert POULTRY in shown
    assert LIVESTOCK not in shown


def test_a_draft_says_what_it_holds_and_since_when(started: Office) -> None:
    sit(started, "31.600 uoc", "11.100", "q")
    shown = sit(started, "k").err
    assert re.search(
        r"Có bản nháp với 2 số đã gõ, lúc 05/07/2024 08:\d\d \(Tổng đàn gia cầm 31\.600, ước tính; Dân số 11\.100\)",
        shown,
    )


def test_a_draft_dies_with_its_workspace(started: Office) -> None:
    sit(started, "31.600", "q")
    shutil.rmtree(started.folder / "data")
    started.done("init")
    assert "bản nháp" not in sit(started, "q").err


def test_a_draft_may_be_thrown_away_and_one_that_cannot_be_read_is_told(started: Office, tmp_path: Path) -> None:
    sit(started, "31.600", "q")
    assert "[1/4]" in sit(started, "k", "q").err
    sit(started, "31.600", "q")
    (draft,) = (started.folder / "data").glob(".nhap-*.json")
    assert os.name == "nt" or draft.stat().st_mode & 0o777 == 0o600
    for spoilt in ("{", "[" * 100_000, "[]", '{"answers": {"dan-gia-cam": {"value": 1}}}'):
        draft.write_text(spoilt, "utf-8")
        answer = sit(started)
        assert "không đọc được nên bỏ qua" in answer.err
        assert answer.code == 0
    if hasattr(os, "mkfifo"):
        draft.unlink()
        os.mkfifo(draft)
        assert "không đọc được nên bỏ qua" in sit(started).err


def test_hostile_answers_are_told_and_asked_again_or_skipped(started: Office) -> None:
    typed = [word for word in WORDS if word.isprintable() or word == "\x1b[2J"]
    for start in range(0, len(typed), 8):
        answer = sit(started, *typed[start : start + 8], "q")
        assert answer.code in (0, 5), answer.all
        assert "\x1b[2J" not in answer.all
        assert "\x1b" not in answer.err
    assert written(started)[HELD:] == []


def test_a_figure_that_somebody_else_recorded_meanwhile_is_dropped_aloud(started: Office) -> None:
    sit(started, "31.600", "11.100", "q")
    started.done("record", "dan-gia-cam", "31.900", "--on", "30/06/2024")
    answer = sit(started, "c", "", "", "c")
    assert "bỏ số 31.600 của dan-gia-cam trong bản nháp" in answer.err
    assert [row[0] for row in written(started)[HELD:]] == ["dan-gia-cam", "dan-so"]


def test_declining_the_summary_writes_nothing_and_keeps_the_draft(started: Office) -> None:
    answer = sit(started, "31.600", "", "", "", "k")
    assert "Chưa ghi gì vào sổ" in answer.out
    assert len(written(started)) == HELD
    assert "Có bản nháp" in sit(started).err


def test_a_day_of_a_closed_period_is_told_when_it_is_named(started: Office) -> None:
    started.done("close", "t5")
    answer = sit(started, "n 15/05/2024", "31.600", "", "", "", "c")
    assert "kỳ đã chốt" in answer.err
    assert written(started)[-1] == ("dan-gia-cam", "2024-06-30", "31600")


def test_without_a_terminal_it_says_what_to_use_instead(office: Office) -> None:
    answer = office.run("entry", stdin="31.600\n")
    assert answer.code == 2
    assert "thidua record" in answer.err


def test_nothing_missing_is_said_so(office: Office) -> None:
    office.today("2024-01-02")
    assert "không còn số liệu nào phải ghi" in office.run("entry", stdin="", tty=True).out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestOnAPseudoTerminal:
    def test_a_walk_with_a_slip_a_rest_and_an_interrupt(self, tmp_path: Path) -> None:
        talk = Talk(tmp_path, "init")
        assert talk.ended() == 0
        talk = Talk(tmp_path, "entry", "--period", "t6")
        talk.types("số (ha): ", "12.783")
        talk.types("Vẫn giữ số này?", "k")
        talk.types("số (ha): ", "1.178,3")
        talk.types("[2/", "6.500")
        talk.types("[3/", "\x03", end="")
        assert talk.ended() == 130
        assert talk.seen.split("số (con): ^C")[1].startswith("\nChưa ghi gì vào sổ. Những số đã gõ được giữ")
        assert talk.seen.count("Traceback") == 0
        assert rows_of(tmp_path) == 0
        talk = Talk(tmp_path, "entry", "--period", "t6")
        talk.types("Có bản nháp với 2 số đã gõ", "c")
        for place in range(3, 11):
            talk.types(f"[{place}/", "")
        talk.types("Ghi 2 số liệu này vào sổ?", "c")
        assert talk.ended() == 0
        assert "đã ghi 2 số liệu trong một lần" in talk.seen
        assert rows_of(tmp_path) == 2

    def test_an_interrupt_at_another_question_ends_its_line_and_says_that_nothing_was_written(
        self, tmp_path: Path
    ) -> None:
        assert Talk(tmp_path, "init").ended() == 0
        assert Talk(tmp_path, "record", "dan-gia-suc", "6.500", "--on", "05/07/2024").ended() == 0
        talk = Talk(tmp_path, "record", "dan-gia-suc", "65.000", "--on", "04/07/2024")
        talk.types("Vẫn ghi?", "\x03", end="")
        assert talk.ended() == 130
        assert "[c/K] ^C\nĐã dừng theo yêu cầu, chưa ghi gì thêm." in talk.seen
        assert rows_of(tmp_path) == 1


def rows_of(folder: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "thidua_cli", "history", "--format", "json"],
        cwd=folder, env=surroundings(folder), capture_output=True, check=True,
    )  # fmt: skip
    return len(json.loads(done.stdout)["rows"])


def surroundings(folder: Path) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("THIDUA_", "XDG_"))}
    return {**kept, "HOME": str(folder), "THIDUA_TODAY": "2024-07-05", "TERM": "dumb", "COLUMNS": "80"}


class Talk:
    """A command on a pseudo-terminal: waits for what it shows, then types."""

    def __init__(self, folder: Path, *words: str) -> None:
        import pty
        import termios

        self.outer, inner = pty.openpty()
        modes = termios.tcgetattr(inner)
        modes[3] |= termios.NOFLSH  # else the terminal may drop what is written right after Ctrl-C
        termios.tcsetattr(inner, termios.TCSANOW, modes)
        self.seen, self.place = "", 0
        command = [sys.executable, "-c", CONTROLLING, "-m", "thidua_cli", *words]
        self.process = subprocess.Popen(
            command, cwd=folder, env=surroundings(folder), stdin=inner, stdout=inner, stderr=inner,
            start_new_session=True,
        )  # fmt: skip
        os.close(inner)

    def types(self, after: str, text: str, end: str = "\n") -> None:
        """Type a line once `after` has been shown, and the prompt behind it."""
        for part in self._parts():
            self.seen += part
            found = self.seen.find(after, self.place)
            if found >= 0 and self.seen.rstrip(" ").endswith((":", "]", "?")):
                self.place = len(self.seen)
                os.write(self.outer, (text + end).encode())
                return
        raise AssertionError(f"{after!r} did not come: {self.seen}")

    def ended(self) -> int:
        """Read to the end; the exit code."""
        self.seen += "".join(self._parts())
        os.close(self.outer)
        return self.process.wait(timeout=30)

    def _parts(self) -> Iterator[str]:
        while select.select([self.outer], [], [], 30)[0]:
            try:
                part = os.read(self.outer, 65536)
            except OSError:  # Linux: the other end is closed
                return
            if not part:
                return
            yield part.decode("utf-8", "replace").replace("\r\n", "\n")


# Ctrl-C reaches a process only through the terminal it is attached to.
CONTROLLING = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
