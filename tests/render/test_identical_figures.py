"""One report in every format, parsed back from the files: the same figures everywhere, to the last digit."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Any

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from office import Office, office_in
from render.test_html import Tree

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
FIGURES = (
    ("dan-gia-suc", "6.500", "01/07/2024"),
    ("dan-gia-cam", "24.180,5", "01/07/2024"),
    ("thon-an-toan-antt", "9/10", "30/06/2024"),
    ("ho-ngheo", "102/2910", "14/06/2024"),
    ("dien-tich-cay-hang-nam", "1.178,30", "30/06/2024"),
    ("dien-tich-cay-lau-nam", "3.210,5", "05/07/2024"),
    ("suy-dinh-duong-thap-coi", "22,4", "30/06/2024"),
    ("bao-phu-bhyt", "95,4", "30/06/2024"),
    ("giai-ngan", "4123,5/9876,4", "30/06/2024"),
)
EARLIER = (("dan-gia-suc", "6.320", "30/06/2023"), ("bao-phu-bhyt", "93", "30/06/2023"))
NUMBERS = ("Kế hoạch", "Thực hiện", "% KH", "So với KH", "Cùng kỳ", "% cùng kỳ", "Tăng, giảm")
BAR = "0.00%"
SHAPE = re.compile(r'(?:"([^"]*)"|\+)?#,##0(?:\.(0+))?(?:"([^"]*)")?')
NUMBER = re.compile(r"-?[0-9][0-9.]*(?:,[0-9]+)?")
Table = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with figures of this year and the last; one for all tests of this file, for they only read."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        made = office_in(tmp_path_factory.mktemp("figures"), monkeypatch)
        made.done("init")
        for ident, value, day in FIGURES:
            made.done("record", ident, value, "--on", day, "--yes")
        for ident, value, day in EARLIER:
            made.done("record", ident, value, "--on", day, "--yes", "--earlier-year")
        made.done("report", "--out", "bang.xlsx")
        yield made


def from_cells(cells: list[str], width: int) -> Table:
    """Rows of texts by name and column title; group rows and the line "Trong đó" have no figures."""
    lines = [cells[at : at + width] for at in range(0, len(cells), width)]
    return by_name(lines[0], lines[1:])


def by_name(titles: list[str], lines: list[list[str]]) -> Table:
    rows = (dict(zip(titles, [text.strip() for text in line], strict=True)) for line in lines)
    return {row["Chỉ tiêu"].removeprefix("– "): row for row in rows if row["Đánh giá"]}


def from_markdown(text: str) -> Table:
    cells = Tree(MarkdownIt("commonmark").enable("table").render(text).encode()).cells
    return from_cells(cells, cells.index("Ghi chú") + 1)


def from_html(text: str) -> Table:
    page = re.sub(r"<tr class=\"(group|among)\">.*?</tr>", "", text)
    cells = [cell.replace("\u00a0", " ").strip() for cell in Tree(page.encode()).cells]
    return from_cells(cells, cells.index("Ghi chú") + 1)


def from_csv(text: str) -> Table:
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    return {row["Chỉ tiêu"]: row for row in (dict(zip(lines[0], line, strict=True)) for line in lines[1:])}


def from_excel(content: bytes) -> Table:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    lines = [list(row) for row in sheet.iter_rows()]
    top = next(at for at, line in enumerate(lines) if line[1].value == "Chỉ tiêu")
    titles = [str(cell.value) for cell in lines[top]]
    return by_name(titles, [[as_shown(cell) for cell in line] for line in lines[top + 1 :] if line[1].value])


def as_shown(cell: Any) -> str:
    """What a Vietnamese Excel shows for a cell, from its value and number format alone."""
    if cell.data_type != "n" or cell.value is None:
        return str(cell.value or "")
    if cell.number_format.startswith(BAR):
        return ""
    value = Decimal(repr(cell.value))
    positive, *others = cell.number_format.split(";")
    shape = others[0].lstrip("-") if value < 0 and others else others[1] if not value and others else positive
    parts = SHAPE.fullmatch(shape)
    assert parts, shape
    before, places, after = parts.groups()
    sign = "+" if shape.startswith("+") else ""
    rounded = value.quantize(Decimal(1).scaleb(-len(places or "")), ROUND_HALF_UP)
    return f"{sign}{before or ''}{vietnamese(rounded)}{after or ''}"


def vietnamese(value: Decimal) -> str:
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def figure(text: str) -> Decimal | None:
    """The number in a text for people; None for a dash."""
    found = NUMBER.search(text)
    return Decimal(found[0].replace(".", "").replace(",", ".")) if found else None


def rounded_like(value: Decimal, shown: Decimal) -> Decimal:
    return value.quantize(shown, ROUND_HALF_UP)


def test_markdown_html_and_excel_show_the_same_texts_l12(reported: Office) -> None:
    markdown = from_markdown(reported.done("report", "--format", "md"))
    html = from_html(reported.done("report", "--format", "html"))
    excel = from_excel((reported.folder / "bang.xlsx").read_bytes())
    assert len(markdown) == 23
    for name, row in markdown.items():
        wanted = {title: row[title] for title in (*NUMBERS, "ĐVT", "Đánh giá", "Ghi chú")}
        assert {title: html[name][title] for title in wanted} == wanted
        assert {title: excel[name][title] for title in wanted} == wanted
    assert list(html) == list(excel) == list(markdown)


def test_csv_holds_the_numbers_that_the_page_shows_l12(reported: Office) -> None:
    markdown = from_markdown(reported.done("report", "--format", "md"))
    machine = from_csv(reported.done("report", "--format", "csv"))
    for name, row in markdown.items():
        for title in NUMBERS:
            shown, held = figure(row[title]), figure(machine[name][title])
            assert (shown is None) == (held is None), (name, title)
            if shown is not None and held is not None:
                assert rounded_like(held, shown) == shown


def test_json_holds_the_numbers_that_the_page_shows(reported: Office) -> None:
    markdown = from_markdown(reported.done("report", "--format", "md"))
    record = json.loads(reported.done("report", "--format", "json"))
    assert len(record["indicators"]) == len(markdown)
    for indicator in record["indicators"]:
        row = markdown[indicator["name"]]
        for title, exact in exact_numbers(indicator).items():
            shown = figure(row[title])
            if shown is not None:
                assert exact is not None, (indicator["id"], title)
                assert rounded_like(Decimal(exact), shown) == shown, (indicator["id"], title)
        assert (figure(row["Thực hiện"]) is None) == (
            indicator["actual"]["value"] is None if indicator["actual"] else True
        )


def exact_numbers(indicator: Mapping[str, Any]) -> dict[str, str | None]:
    actual, difference, same = indicator["actual"], indicator["difference"], indicator["same_period"]
    return {
        "Kế hoạch": indicator["target"]["value"],
        "Thực hiện": actual["value"] if actual else None,
        "% KH": indicator["ratio"]["percent"],
        "So với KH": difference["value"] if difference else None,
        "Cùng kỳ": same["value"],
        "% cùng kỳ": same["index"],
    }


def test_the_bar_of_excel_is_the_attainment_of_json(reported: Office) -> None:
    record = json.loads(reported.done("report", "--format", "json"))
    sheet = load_workbook(reported.folder / "bang.xlsx")["Biểu đồ"]
    drawn = {
        row[0].value: Decimal(repr(row[1].value))
        for row in sheet.iter_rows(max_col=2)
        if row[1].data_type == "n" and row[1].value
    }
    wanted = {entry["name"]: entry["attainment"]["percent"] for entry in record["indicators"]}
    assert drawn == {name: Decimal(percent) / 100 for name, percent in wanted.items() if percent is not None}
    assert len(drawn) > 5


PAGES = (
    ("report", "--period", "t6"),
    ("list",),
    ("show", "ho-ngheo"),
    ("show", "gia-dinh-van-hoa"),
    ("explain", "ho-ngheo"),
    ("history",),
    ("plan", "show"),
)


def test_every_page_goes_into_a_file_of_every_format_and_is_then_unchanged(reported: Office) -> None:
    for at, (words, name) in enumerate(product(PAGES, ("md", "html", "xlsx"))):
        file = f"trang-{at}.{name}"
        assert reported.done(*words, "--out", file) == f"đã ghi {file}\n"
        assert reported.done(*words, "--format", name, "--out", file) == f"không thay đổi: {file}\n"


def test_a_file_is_left_alone_while_only_the_ledger_grew_and_updated_when_figures_moved(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500")
    files = ["bang.md", "bang.html", "bang.xlsx"]
    for file in files:
        office.done("report", "--out", file)
    office.done("record", "dan-so", "10.950")
    office.done("undo")
    for file in files:
        assert office.done("report", "--out", file) == f"không thay đổi: {file}\n"
    office.done("record", "dan-so", "10.950", "--on", "30/06/2024")
    for file in files:
        assert office.done("report", "--out", file) == f"đã cập nhật {file} (1 số liệu)\n"
