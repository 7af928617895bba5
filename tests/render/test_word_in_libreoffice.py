"""The paper opened by another program: LibreOffice makes a PDF of it, whose pages are read back."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from render.paper import PAPER
from thidua_cli.render.word import to_bytes
from thidua_cli.render.word_template import from_template

NEEDED = ("soffice", "pdftotext", "pdfinfo")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
TEMPLATE = Path(__file__).parents[2] / "docs" / "mau-bao-cao.docx"

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"{', '.join(MISSING)} missing: apt-get install libreoffice-writer-nogui poppler-utils"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of every page of the paper and of a filled template, and the sheets, as LibreOffice lays them out."""
    folder = tmp_path_factory.mktemp("word")
    (folder / "paper.docx").write_bytes(to_bytes(PAPER))
    (folder / "filled.docx").write_bytes(from_template(PAPER, TEMPLATE.read_bytes(), "mau"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(folder / "paper.docx"), str(folder / "filled.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return {name: _pages(folder / f"{name}.pdf") for name in ("paper", "filled")} | {
        "sheets": re.findall(r"size:\s+([0-9.]+ x [0-9.]+)", _said("pdfinfo", "-l", "3", str(folder / "paper.pdf")))
    }


def _pages(path: Path) -> list[str]:
    return _said("pdftotext", "-layout", str(path), "-").split("\f")[:-1]


def _said(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def _first_line(page: str) -> str:
    return next(line.strip() for line in page.splitlines() if line.strip())


@pytest.mark.parametrize("name", ["paper", "filled"])
def test_page_one_has_no_number_and_the_others_have_theirs_on_top(pages: dict[str, list[str]], name: str) -> None:
    assert len(pages[name]) == 3
    assert not re.search(r"^\s*1\s*$", pages[name][0], re.MULTILINE)
    assert [_first_line(page) for page in pages[name][1:]] == ["2", "3"]


def test_the_sheets_are_a4_upright_on_its_side_and_upright(pages: dict[str, list[str]]) -> None:
    sheets = [tuple(round(float(side)) for side in sheet.split(" x ")) for sheet in pages["sheets"]]
    assert sheets == [(595, 842), (842, 595), (595, 842)]


def test_every_number_of_the_table_stands_whole_on_its_line(pages: dict[str, list[str]]) -> None:
    row = next(line for line in pages["paper"][1].splitlines() if "Tổng diện tích gieo trồng" in line)
    assert re.findall(r"[0-9][0-9.,]*", row) == ["1.1", "4.482,38", "4.520,5", "100,85"]
    assert "12.345.678 9.876.542,4" in " ".join(pages["paper"][1].split())


def test_the_signature_stands_on_the_last_page_with_the_recipients(pages: dict[str, list[str]]) -> None:
    for name in ("paper", "filled"):
        assert all(words in pages[name][2] for words in ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "Trần Văn Tâm"))
