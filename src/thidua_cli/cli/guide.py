"""`guide`: the officer's guide, on the terminal or as one page for the browser; it lies in the package, no network."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from ..errors import UsageError
from ..render.terminal import is_terminal, page_of
from ..vietnamese.numbers import shown
from ..vietnamese.text import fold
from ..workspace import Workspace, make_folder, user_folder
from .printing import emit, say

PAGES = ("huong-dan.md", "lenh.md", "kiem-tra.md", "mau-word.md")
"""The officer's pages in the order of one book; in a checkout they lie in `docs`."""
PAGE_NAME = "huong-dan.html"
HEADING = re.compile(r"^(#{1,3}) (.+)$")
LINK = re.compile(r"\]\(([a-z-]+)\.md\)")
ELSEWHERE = re.compile(r"\[([^\]]+)\]\((?!#)[^)]+\)")
STYLE = """
body { font: 17px/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: #222; background: #fdfcfa;
  margin: 0 auto; padding: 1rem 1.2rem 4rem; max-width: 50rem; }
h1, h2, h3 { line-height: 1.25; margin: 2em 0 .5em; } h1:first-child { margin-top: .5em; }
h2 { border-bottom: 1px solid #bfbbb2; } a { color: #175a8c; } li { margin: .15em 0; }
pre { background: #f1eee7; padding: .7em .9em; overflow-x: auto; border-radius: 4px; font-size: .88em; }
code { font-family: "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; background: #f1eee7; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid #bfbbb2; padding: .3em .6em; text-align: left; vertical-align: top; }
nav ul { columns: 2; } nav li { break-inside: avoid; }
@media (max-width: 40rem) { nav ul { columns: 1; } }
@media print { nav { display: none; } body { max-width: none; font-size: 11pt; } h2 { break-after: avoid; } }
"""


FRAME = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Hướng dẫn thidua</title><style>{style}</style></head><body>
<nav><h2>Mục lục</h2><ul>{contents}</ul></nav>
{body}</body></html>
"""


class Part(NamedTuple):
    """A piece of the guide under one heading."""

    level: int
    title: str
    text: str


def guide(
    ctx: typer.Context,
    about: Annotated[
        str | None,
        typer.Argument(metavar="MỤC", help='số mục hoặc chữ trong tiêu đề, không cần dấu: 6, "chot so lieu", record'),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="mở thành một trang trong trình duyệt, không cần mạng")] = False,
) -> None:
    """Hướng dẫn sử dụng, cả cuốn hoặc một mục.

    Ví dụ: thidua guide 3 · thidua guide "sao luu" · thidua guide --open
    """
    text = "\n\n".join(_page(name) for name in PAGES)
    wanted = text if about is None else "\n\n".join(part.text for part in _chosen(text, about))
    if open_:
        _open(wanted, ctx.obj)
    elif is_terminal(sys.stdout):
        _show(wanted)
    else:
        emit((wanted + "\n").encode())


def _page(name: str) -> str:
    inside = Path(__file__).parents[1] / "guide" / name
    path = inside if inside.exists() else Path(__file__).parents[3] / "docs" / name
    return path.read_text("utf-8").strip()


def parts_of(text: str) -> Iterator[Part]:
    """Every heading with what stands below it, up to the next heading of its level or a higher one."""
    lines, found, fenced = text.splitlines(), [], False
    for at, line in enumerate(lines):
        fenced ^= line.startswith("```")
        if not fenced and (heading := HEADING.match(line)):
            found.append((at, len(heading[1]), heading[2]))
    for place, (at, level, title) in enumerate(found):
        end = next((after for after, other, _ in found[place + 1 :] if other <= level), len(lines))
        yield Part(level, title, "\n".join(lines[at:end]).rstrip())


def _chosen(text: str, about: str) -> list[Part]:
    """The chapters with that number, else those whose titles have the words; a chapter covers its own sections."""
    parts = [part for part in parts_of(text) if part.level > 1]
    word = fold(about)
    by_number = [part for part in parts if part.title.startswith(f"{word}. ")]
    found = by_number or [part for part in parts if word in fold(part.title)]
    if not found:
        titles = "; ".join(part.title for part in parts if part.level == 2 and part.title[:1].isdigit())
        raise UsageError(f"hướng dẫn không có mục '{shown(about)}'", hint=f"các mục: {titles}")
    return [part for part in found if not any(part.text in other.text for other in found if other is not part)]


def _show(text: str) -> None:
    """On the terminal, in its width, as rich draws Markdown."""
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    page = page_of(sys.stdout, os.environ)
    drawn = StringIO()
    console = Console(
        file=drawn, width=page.width, force_terminal=page.colour, no_color=not page.colour, legacy_windows=False
    )
    console.print(Markdown(LINK.sub("](thidua guide)", text), hyperlinks=False))
    emit(drawn.getvalue().encode())


def html_of(text: str) -> str:
    """One page with a table of contents; no script, nothing from the network."""
    from html import escape

    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(ELSEWHERE.sub(r"\1", LINK.sub(r"](#\1)", text)))
    entries = []
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            name = _anchor(inline.content, heading.tag)
            heading.attrSet("id", name)
            if heading.tag == "h1" or inline.content[0].isdigit():
                entries.append(f'<li><a href="#{name}">{escape(inline.content)}</a></li>')
    body = reader.renderer.render(tokens, reader.options, {})
    return FRAME.format(style=STYLE, contents="".join(entries), body=body)


def _anchor(title: str, tag: str) -> str:
    """What links point at: the page's file name for its title, else the words of the heading."""
    if tag == "h1":
        for name in PAGES:
            if _page(name).startswith(f"# {title}\n"):
                return name.removesuffix(".md")
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")


def _open(text: str, workspace: Workspace) -> None:
    """Write the page into the user's folder and ask the system's browser for it."""
    import webbrowser

    from ..render.files import replace_file

    folder = user_folder(workspace.variables, "XDG_DATA_HOME", ".local/share")
    make_folder(folder)
    path = folder / PAGE_NAME
    replace_file(path, html_of(text).encode())
    opened = webbrowser.open(path.as_uri())
    say(f"đã mở {path}" if opened else f"hãy mở tệp này bằng trình duyệt: {path}")
