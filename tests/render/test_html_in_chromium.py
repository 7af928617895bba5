"""The HTML pages in a real browser: no complaint, no request, light and dark, and the printed sheets."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from render.official import OFFICIAL
from render.sample import SAMPLE
from thidua_cli.render.document import Document, Heading, Paragraph, Table
from thidua_cli.render.html import is_wide, to_bytes

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BROWSERS_OWN = "not an origin"
DARK = "--blink-settings=preferredColorScheme=0"
A4 = {"portrait": (595, 842), "landscape": (842, 595)}
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: apt-get install chromium)")


def browse(folder: Path, page: bytes, *wishes: str) -> str:
    """Open a page in a fresh browser without a way to the net; what the browser says on stderr."""
    (folder / "page.html").write_bytes(page)
    command = [
        str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr",
        f"--log-net-log={folder / 'net.json'}", *wishes, (folder / "page.html").as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, timeout=120, check=True).stderr.decode(errors="replace")


def complaints(said: str) -> list[str]:
    return [line for line in said.splitlines() if ":CONSOLE:" in line]


def requests(folder: Path) -> list[str]:
    """What the page asked the net for; the browser's own calls carry no origin."""
    events = json.loads((folder / "net.json").read_text("utf-8"))["events"]
    calls = [event["params"] for event in events if "initiator" in event.get("params", {})]
    return [call["url"] for call in calls if call["initiator"] != BROWSERS_OWN and call["url"].startswith("http")]


def test_in_light_and_dark_the_browser_has_no_complaint_and_the_page_asks_for_nothing(tmp_path: Path) -> None:
    pictures = []
    for name, wish in (("light", "--force-color-profile=srgb"), ("dark", DARK)):
        folder = tmp_path / name
        folder.mkdir()
        said = browse(folder, to_bytes(OFFICIAL), wish, f"--screenshot={folder / 'picture.png'}")
        assert complaints(said) == []
        assert requests(folder) == []
        pictures.append((folder / "picture.png").read_bytes())
    assert pictures[0] != pictures[1]
    assert min(len(picture) for picture in pictures) > 10_000


def test_a_page_that_asks_and_complains_is_found_out(tmp_path: Path) -> None:
    bad = to_bytes(SAMPLE).replace(b"<main>", b"<main><script>1</script><img src='http://evil.test/x.png'>")
    policy = re.search(rb"<meta http-equiv[^>]*>", bad)
    assert policy
    said = browse(tmp_path, bad.replace(policy[0], policy[0].replace(b"img-src data:", b"img-src *")), "--dump-dom")
    assert len(complaints(said)) == 2, "the script is refused, the picture not found"
    assert requests(tmp_path) == ["http://evil.test/x.png"]


@pytest.mark.parametrize(
    ("document", "sheets"),
    [(SAMPLE, ["landscape"]), (OFFICIAL, ["portrait", "landscape", "portrait"])],
    ids=["sample", "official"],
)
def test_it_prints_on_a4_with_the_wide_table_on_its_side(document: Document, sheets: list[str], tmp_path: Path) -> None:
    paper = tmp_path / "page.pdf"
    browse(tmp_path, to_bytes(document), "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", paper.read_bytes())
    sizes = [(round(float(width)), round(float(height))) for width, height in boxes]
    assert sizes == [A4[sheet] for sheet in sheets]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed (Debian: poppler-utils)")
def test_the_heading_of_a_wide_table_is_printed_on_the_sheet_of_its_table(tmp_path: Path) -> None:
    table = next(block for block in OFFICIAL.blocks if isinstance(block, Table) and is_wide(block))
    document = OFFICIAL._replace(blocks=(Paragraph("Lời dẫn."), Heading("Biểu tổng hợp", 1), table))
    browse(tmp_path, to_bytes(document), "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'page.pdf'}")
    second = ["pdftotext", "-f", "2", "-l", "2", str(tmp_path / "page.pdf"), "-"]
    assert "BIỂU TỔNG HỢP" in subprocess.run(second, capture_output=True, check=True).stdout.decode().upper()
