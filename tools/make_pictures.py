"""Makes the pictures in README.md anew from what the program prints: docs/pictures/*.png.

Needs Debian's chromium, libreoffice-writer-nogui, poppler-utils and fonts-noto-mono, and the extra `all`. All figures
are those of `thidua demo`, which says on every page that it is an illustration.

    python tools/make_pictures.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
TODAY = "2024-10-05"
COLUMNS = 122
PAGE = """<!doctype html><meta charset="utf-8"><style>
body{{margin:0;background:#101418;color:#d8dee4}}
pre{{margin:0;padding:18px 22px;font:15px/1.32 "Noto Sans Mono","Liberation Mono",monospace}}
</style><pre>{code}</pre>"""


def main() -> None:
    """Every picture, from one fresh illustration."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="thidua-pictures-") as name:
        folder = Path(name)
        thidua("demo", str(folder / "xa"), folder=folder)
        office = folder / "xa"
        terminal(office, "report", "--period", "9t", "--section", "kinh-te", name="man-hinh-bao-cao")
        terminal(office, "rank", "--period", "t9", name="man-hinh-xep-hang")
        thidua("summary", "--period", "t9", "--formats", "html,docx", folder=office)
        made = next((office / "bao-cao").glob("*.html"))
        screenshot(made, "trang-html", 1180, 1500)
        word_page(made.with_suffix(".docx"), "van-ban-word")


def thidua(*words: str, folder: Path, colour: bool = False) -> str:
    """What a command prints, in the folder, on the day of the pictures."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("THIDUA_")}
    environ |= {"THIDUA_TODAY": TODAY, "HOME": str(folder)}
    if colour:
        environ |= {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)}
    command = [sys.executable, "-m", "thidua_cli", *words]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=True).stdout


def terminal(folder: Path, *words: str, name: str) -> None:
    """A picture of what a terminal of COLUMNS columns shows."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    shown = Text.from_ansi(f"$ thidua {' '.join(words)}\n{thidua(*words, folder=folder, colour=True)}")
    console = Console(record=True, width=max(len(line) for line in shown.plain.splitlines()), file=StringIO())
    console.print(shown, soft_wrap=True)
    page = folder / f"{name}.html"
    code = console.export_html(inline_styles=True, code_format="{code}")
    page.write_text(PAGE.format(code=code), encoding="utf-8")
    lines = len(shown.plain.splitlines())
    screenshot(page, name, 60 + 9 * console.width, 40 + 20 * lines)


def screenshot(page: Path, name: str, width: int, height: int) -> None:
    """A picture of an HTML page in Chromium."""
    with tempfile.TemporaryDirectory(prefix="thidua-chromium-") as profile:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
        options += ["--disable-background-networking", f"--user-data-dir={profile}", f"--window-size={width},{height}"]
        target = f"--screenshot={PICTURES / name}.png"
        subprocess.run(["chromium", *options, target, page.as_uri()], check=True, capture_output=True)


def word_page(paper: Path, name: str) -> None:
    """A picture of the first page of a Word file, as LibreOffice lays it out."""
    folder = paper.parent
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(paper)]
    subprocess.run(convert, check=True, capture_output=True)
    draw = ["pdftoppm", "-png", "-r", "90", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*draw, str(paper.with_suffix(".pdf")), str(PICTURES / name)], check=True)


if __name__ == "__main__":
    main()
