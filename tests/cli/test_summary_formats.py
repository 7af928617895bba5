"""One summary in every format, parsed back from the files: the same sentences and the same figures in each."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from cli.half_year import settled
from office import Office
from render.test_html import Tree
from render.test_identical_figures import as_shown
from thidua_cli.render.formats import FORMATS

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
FIGURES = ("Kế hoạch", "Trong kỳ", "Thực hiện đến 30/6", "So với KH", "Cùng kỳ", "So với cùng kỳ")
TITLES = ("TT", "Chỉ tiêu", "Ghi chú")
Rows = dict[str, tuple[str, ...]]


def rows_of(lines: Iterable[list[str]]) -> Rows:
    """The figures of each indicator by its number, from the lines of a table that begins at its titles."""
    titles: list[str] = []
    found: Rows = {}
    for line in lines:
        if not titles:
            titles = line if set(TITLES) <= set(line) else []
        elif len(line) == len(titles) and re.fullmatch(r"[0-9IVX]+(\.[0-9]+)+", line[0]):
            row = dict(zip(titles, line, strict=True))
            found[line[0]] = tuple(row[title] for title in FIGURES)
    return found


def in_lines(cells: list[str]) -> list[list[str]]:
    end = cells.index("Ghi chú")
    start = max(at for at in range(end) if cells[at] == "TT")
    width = end - start + 1
    return [[cell.strip() for cell in cells[at : at + width]] for at in range(start, len(cells), width)]


def from_markdown(content: bytes) -> Rows:
    return rows_of(in_lines(Tree(MarkdownIt("commonmark").enable("table").render(content.decode()).encode()).cells))


def from_html(content: bytes) -> Rows:
    page = re.sub(r"<tr class=\"(group|among)\">.*?</tr>", "", content.decode().replace("\u00a0", " "))
    return rows_of(in_lines(Tree(page.encode()).cells))


def from_excel(content: bytes) -> Rows:
    sheets = load_workbook(io.BytesIO(content)).worksheets
    return rows_of([as_shown(cell) for cell in line] for sheet in sheets for line in sheet.iter_rows())


def from_word(content: bytes) -> Rows:
    import docx

    tables: Any = docx.Document(io.BytesIO(content)).tables
    return rows_of(
        [cell.text.strip().replace("\u00a0", " ") for cell in row.cells] for table in tables for row in table.rows
    )


READERS: dict[str, Callable[[bytes], Rows]] = {
    "md": from_markdown, "html": from_html, "xlsx": from_excel, "docx": from_word,
}  # fmt: skip


@pytest.fixture
def made(office: Office) -> Path:
    settled(office).done("summary")
    office.done("summary", "--formats", "json")
    return office.folder / "bao-cao" / "bao-cao-dak-la-2024-06"


@pytest.mark.parametrize("name", [name for name in READERS if name in FORMATS])
def test_a_format_carries_the_figures_of_markdown_and_the_percentages_of_json(name: str, made: Path) -> None:
    expected = from_markdown(made.with_name(f"{made.name}.md").read_bytes())
    found = READERS[name](made.with_name(f"{made.name}.{name}").read_bytes())
    assert len(expected) == 23
    assert found == expected
    report = json.loads(made.with_name(f"{made.name}.json").read_text("utf-8"))["report"]
    for each, row in zip(report["indicators"], found.values(), strict=True):
        percent = Decimal(each["ratio"]["percent"] or 0)
        shown = row[FIGURES.index("So với KH")]
        if each["unit"] != "%" and shown != "–":
            assert shown.endswith("%"), each["id"]
            assert Decimal(shown[:-1].replace(",", ".")) == percent, each["id"]


def test_text_and_annex_number_the_sections_alike(made: Path) -> None:
    page = made.with_name(f"{made.name}.md").read_text("utf-8")
    assert "### 4. Nội dung thi đua" in page
    assert "**4. Nội dung thi đua**" in page
    assert "| 4.1 " in page
    assert "III.1" not in page


def test_every_sentence_of_the_record_with_a_figure_stands_on_the_page(made: Path) -> None:
    page = made.with_name(f"{made.name}.html").read_text("utf-8").replace("\u00a0", " ")
    record = json.loads(made.with_name(f"{made.name}.json").read_text("utf-8"))
    with_figure = {each["id"] for each in record["report"]["indicators"] if each["actual"] and not each["parent"]}
    told = [each["sentence"] for each in record["sentences"] if each["id"] in with_figure]
    told += [each["sentence"] for each in record["changes"] if each["actual"]["to"]]
    assert len(told) > 14
    assert [sentence for sentence in told if sentence not in page] == []


def test_pdf_is_made_by_libreoffice_when_it_is_named_and_left_alone_the_second_time(office: Office) -> None:
    if not shutil.which("soffice"):
        pytest.skip("soffice is not installed")
    settled(office)
    assert ".pdf" not in office.done("summary", "--period", "t6")
    assert office.done("summary", "--period", "t6", "--formats", "pdf").count("đã ghi") == 1
    made = next((office.folder / "bao-cao").glob("*.pdf"))
    assert made.read_bytes().startswith(b"%PDF")
    assert "không thay đổi" in office.done("summary", "--period", "t6", "--formats", "pdf")


def test_without_libreoffice_pdf_says_what_to_install(office: Office) -> None:
    office.monkeypatch.setenv("PATH", str(office.folder))
    answer = office.run("summary", "--formats", "pdf")
    assert answer.code == 2
    assert "LibreOffice" in answer.err
    assert not (office.folder / "bao-cao").exists()
