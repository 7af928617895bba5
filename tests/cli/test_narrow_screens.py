"""What a narrow screen keeps: the columns that a command exists for, with figures whole and words unbroken."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from office import Office

CATTLE = "dan-gia-suc"


def seen(office: Office, width: int, *words: str, code: int = 0) -> str:
    """What a terminal of that width shows, without colours."""
    office.monkeypatch.setenv("COLUMNS", str(width))
    answer = office.run(*words, tty=True)
    assert answer.code == code, answer.all
    return re.sub(r"\x1b\[[0-9;]*m", "", answer.out)


@pytest.fixture
def corrected(office: Office) -> Office:
    """A count that was estimated, confirmed and put right."""
    office.done("init", ".")
    office.done("record", CATTLE, "6.000", "--on", "01/04/2024", "--level", "estimate")
    office.done("record", CATTLE, "6.010", "--on", "01/04/2024")
    office.done("correct", CATTLE, "6.020", "--on", "01/04/2024", "--reason", "Thú y xã rà soát lại tổng đàn")
    office.done(
        "record", "bao-phu-bhyt", "94,2", "--on", "31/05/2024", "--by", "Trần Thị Minh Nguyệt", "--note", "BHXH huyện"
    )
    return office


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100, 120, 140])
def test_history_tells_moment_writer_level_and_reason_at_every_width(corrected: Office, width: int) -> None:
    page = seen(corrected, width, "history")
    assert "không hiện cột" not in page
    assert page.count("05/07/2024") == 4
    for words in ("ước", "Trần", "Nguyệt", "huong", "6.000", "sửa"):
        assert words in page


@pytest.mark.parametrize(("width", "most"), [(72, 4), (80, 4), (100, 2)])
def test_a_reason_reads_well_in_a_narrow_history(corrected: Office, width: int, most: int) -> None:
    lines = seen(corrected, width, "history").splitlines()
    start = next(at for at, line in enumerate(lines) if "Thú y" in line)
    end = next(at for at, line in enumerate(lines) if "đàn" in line.rpartition("  ")[2] and at >= start)
    assert end - start < most


def test_a_level_whose_column_leaves_follows_its_figure(corrected: Office) -> None:
    page = seen(corrected, 80, "history")
    assert "(ước)" in page
    assert "(chính thức)" not in page


def test_a_forecast_is_not_squeezed_by_the_names(office: Office) -> None:
    office.done("demo", "minh-hoa")
    office.monkeypatch.chdir(office.folder / "minh-hoa")
    office.today("2024-10-05")
    table = seen(office, 60, "pace", "--period", "9t").partition("Chỉ tiêu ")[2].partition("Màn hình")[0]
    assert len(table.splitlines()) <= 18


def test_a_preview_at_80_columns_says_why_a_row_is_asked_about(corrected: Office) -> None:
    (corrected.folder / "a.csv").write_text("id;value;on\ndan-gia-cam;315.000;01/04/2024\n", "utf-8")
    page = seen(corrected, 80, "import", "a.csv", "--dry-run", code=5)
    assert "315.000 con" in page
    assert "gấp khoảng" in page.partition("──")[2]
    assert "không hiện cột" not in page


def test_due_lists_its_commands_once(corrected: Office) -> None:
    assert seen(corrected, 200, "due").count("thidua record dan-gia-cam SỐ") == 1


def test_the_history_of_one_indicator_says_what_it_leaves_out(office: Office) -> None:
    office.today("2024-12-31")
    days = (date(2024, 1, 1) + timedelta(days=count) for count in range(203))
    lines = (f"{CATTLE};6.300;{day:%d/%m/%Y}\n" for day in days)
    (office.folder / "a.csv").write_text("id;value;on\n" + "".join(lines), "utf-8")
    office.done("import", "a.csv", "--yes")
    office.done("record", "dan-so", "10.950", "--on", "30/06/2024")
    said = f"Còn 3 dòng cũ hơn; xem tất cả: thidua history {CATTLE} --all"
    assert said in office.done("history", CATTLE)
    assert "cũ hơn" not in office.done("history", CATTLE, "--all") + office.done("history", "dan-so")
    assert "Còn 4 dòng cũ hơn; xem tất cả: thidua history --all" in office.done("history")


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_a_report_says_at_every_width_which_figures_are_not_official_yet(office: Office, width: int) -> None:
    office.done("init", ".")
    office.done("record", CATTLE, "6.000", "--on", "01/04/2024", "--level", "estimate")
    office.done("record", "dan-gia-cam", "31.000", "--on", "01/04/2024", "--level", "preliminary")
    office.done("record", "ho-ngheo", "3,5", "--on", "01/04/2024")
    page = " ".join(seen(office, width, "report").split())
    assert "Mới có số ước: Tổng đàn gia súc." in page
    assert "Mới có số sơ bộ: Tổng đàn gia cầm." in page
    assert "tổng đàn gia súc ước đạt" in " ".join(seen(office, width, "explain", CATTLE).split())


@pytest.mark.parametrize(("period", "leaves"), [("6t", True), ("t6", False)])
def test_what_a_period_brought_leaves_first_where_it_is_what_the_year_brought(
    corrected: Office, period: str, leaves: bool
) -> None:
    corrected.done("record", "dien-tich-cay-hang-nam", "500", "--on", "16/05/2024")
    corrected.done("record", "dien-tich-cay-hang-nam", "100", "--on", "16/06/2024")
    assert ("không hiện cột: Trong kỳ." in seen(corrected, 142, "report", "--period", period)) is leaves
