"""Makes the pictures in README.md anew from what the program prints: docs/pictures/*.png.

Needs Debian's chromium, libreoffice-writer-nogui, poppler-utils, fonts-noto-mono, postgresql, and the extra `dev`. All
figures are those of `thidua demo`, which says on every page that it is an illustration, and of the tests' province.

    python tools/make_pictures.py
    python tools/make_pictures.py --screens FOLDER    # the usual screens at 80, 100 and 140 columns, to be looked at
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
TODAY = "2024-10-05"
COLUMNS = 122
PAGE = """<!doctype html><meta charset="utf-8"><style>
body{{margin:0;background:#101418;color:#d8dee4}}
pre{{margin:0;padding:18px 22px;font:15px/1.32 "Noto Sans Mono","Liberation Mono",monospace}}
</style><pre>{code}</pre>"""


SCREENS: dict[str, tuple[tuple[str, ...], str]] = {
    "report": (("report", "--period", "9t"), ""),
    "due": (("due",), ""),
    "history": (("history", "ho-ngheo"), ""),
    "entry": (("entry", "--period", "9t"), "?\n\n31.600\n3\nq\n"),
    "help": (("--help",), ""),
    "help-record": (("record", "--help"), ""),
    "error": (("record", "dan-gia", "1,278.3"), ""),
    "doctor": (("doctor",), ""),
    "pace": (("pace", "--period", "9t"), ""),
    "score": (("score", "--period", "9t"), ""),
    "work": (("work",), ""),
}
WIDTHS = (80, 100, 140)


def main() -> None:
    """Every picture, from one fresh illustration."""
    if sys.argv[1:2] == ["--screens"]:
        screens(Path(sys.argv[2]), sys.argv[3:])
        return
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="thidua-pictures-") as name:
        folder = Path(name)
        thidua("demo", str(folder / "xa"), folder=folder)
        office = folder / "xa"
        terminal(office, "report", "--period", "9t", "--section", "kinh-te", name="man-hinh-bao-cao")
        terminal(office, "rank", "--period", "t9", name="man-hinh-xep-hang")
        thidua("summary", "--period", "t9", "--formats", "html,docx", folder=office)
        made = next((office / "bao-cao").glob("*.html"))
        screenshot(made, PICTURES / "trang-html.png", 1180, 1500)
        word_page(made.with_suffix(".docx"), "van-ban-word")
        thidua("guide", "--open", folder=folder)
        screenshot(
            folder / ".local" / "share" / "thidua" / "huong-dan.html", PICTURES / "trang-huong-dan.png", 900, 1100
        )
    province()


def province() -> None:
    """The province's pages, of the tests' twelve communes on a server of their own."""
    sys.path.insert(0, str(PICTURES.parents[1] / "tests"))
    import pytest

    from hub.province import Province
    from hub.server import copied, programs, running
    from hub.twelve import FIRST_LOOK, twelve
    from office import office_in
    from thidua_cli.hub.ledgers import initialise

    bin = programs()
    assert bin is not None, "no PostgreSQL on this machine"
    with running(bin) as server, pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        server.sql("postgres", "CREATE DATABASE model")
        initialise(server.address("model", "postgres"))
        made = twelve(Province(copied(server), office_in(Path(name), patch)))
        made.at(FIRST_LOOK)
        made.done("page", "--period", "t6", "--recast", "--out", "tinh.html")
        screenshot(made.office.folder / "tinh.html", PICTURES / "trang-tinh.png", 1180, 2300)
        more = {"THIDUA_HUB": made.hub.address("postgres"), "THIDUA_TODAY": FIRST_LOOK.isoformat()}
        for words, picture in (
            (("hub", "status", "--period", "t6"), "man-hinh-tinh"),
            (("hub", "report", "--period", "t6", "--recast"), "man-hinh-tong-hop"),
        ):
            terminal(made.office.folder, *words, name=picture, more=more)


def thidua(*words: str, folder: Path) -> str:
    """What a command prints, in the folder, on the day of the pictures."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("THIDUA_")}
    environ |= {"THIDUA_TODAY": TODAY, "HOME": str(folder), "BROWSER": "true"}
    environ.pop("XDG_DATA_HOME", None)
    command = [sys.executable, "-m", "thidua_cli", *words]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=True).stdout


def screens(target: Path, names: Sequence[str]) -> None:
    """Pictures and texts of the usual screens (or those named) as a terminal of each width shows them."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="thidua-screens-") as made:
        office = Path(made) / "xa"
        thidua("demo", str(office), folder=Path(made))
        for name in names or SCREENS:
            words, typed = SCREENS[name]
            for width in WIDTHS:
                shown = on_terminal(office, words, typed, width)
                (target / f"{name}-{width}.ansi").write_text(shown, encoding="utf-8")
                picture(f"$ thidua {' '.join(words)}\n{shown}", target / f"{name}-{width}.png", width)


def on_terminal(
    folder: Path, words: Sequence[str], typed: str, width: int, more: Mapping[str, str] | None = None
) -> str:
    """What a command shows on a terminal of so many columns to somebody who types this."""
    import fcntl
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    kept = {name: text for name, text in os.environ.items() if not name.startswith("THIDUA_") and name != "COLUMNS"}
    environ = kept | {"THIDUA_TODAY": TODAY, "HOME": str(folder), "TERM": "xterm", "PAGER": "cat", **(more or {})}
    command = [sys.executable, "-m", "thidua_cli", *words]
    process = subprocess.Popen(command, cwd=folder, env=environ, stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    os.write(leader, typed.encode())
    said = b""
    try:
        while piece := os.read(leader, 65536):
            said += piece
    except OSError:
        process.wait()
    os.close(leader)
    return said.decode().replace("\r\n", "\n").removeprefix(typed)


def terminal(folder: Path, *words: str, name: str, more: Mapping[str, str] | None = None) -> None:
    """A picture of what a terminal of COLUMNS columns shows."""
    shown = f"$ thidua {' '.join(words)}\n{on_terminal(folder, words, '', COLUMNS, more)}"
    picture(shown, PICTURES / f"{name}.png", COLUMNS)


def picture(shown: str, target: Path, width: int = 0) -> None:
    """A picture of a terminal of `width` columns (else as wide as the lines) with this on it."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    text = Text.from_ansi(shown)
    width = width or max(len(line) for line in text.plain.splitlines())
    console = Console(record=True, width=width, file=StringIO(), highlight=False)
    console.print(text, overflow="fold")
    code = console.export_html(inline_styles=True, code_format="{code}", clear=False)
    lines = len(console.export_text().splitlines())
    with tempfile.TemporaryDirectory(prefix="thidua-page-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(PAGE.format(code=code), encoding="utf-8")
        screenshot(page, target, 60 + 9 * width, 40 + 20 * lines)


def screenshot(page: Path, target: Path, width: int, height: int) -> None:
    """A picture of an HTML page in Chromium."""
    with tempfile.TemporaryDirectory(prefix="thidua-chromium-") as profile:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
        options += ["--disable-background-networking", f"--user-data-dir={profile}", f"--window-size={width},{height}"]
        options += [f"--screenshot={target}"]
        subprocess.run(["chromium", *options, page.as_uri()], check=True, capture_output=True)


def word_page(paper: Path, name: str) -> None:
    """A picture of the first page of a Word file, as LibreOffice lays it out."""
    folder = paper.parent
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(paper)]
    subprocess.run(convert, check=True, capture_output=True)
    draw = ["pdftoppm", "-png", "-r", "90", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*draw, str(paper.with_suffix(".pdf")), str(PICTURES / name)], check=True)


if __name__ == "__main__":
    main()
