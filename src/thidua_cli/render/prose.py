"""Long texts for people, written in Markdown: drawn on a terminal, or as one page for the browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from ..vietnamese.text import file_word
from .terminal import Page

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


def on_screen(text: str, page: Page) -> bytes:
    """On a terminal, in its width, as rich draws Markdown."""
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    drawn = StringIO()
    console = Console(
        file=drawn, width=page.width, force_terminal=page.colour, no_color=not page.colour, legacy_windows=False
    )
    console.print(Markdown(LINK.sub("](thidua guide)", text), hyperlinks=False))
    return drawn.getvalue().encode()


def html_of(text: str, pages: Mapping[str, str]) -> bytes:
    """One page with a table of contents; no script, nothing from the network.

    `pages`: first line → file name of each page in the text, which links name.
    """
    from html import escape

    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(ELSEWHERE.sub(r"\1", LINK.sub(r"](#\1)", text)))
    entries = []
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            name = pages.get(f"# {inline.content}", "").removesuffix(".md") or file_word(inline.content)
            heading.attrSet("id", name)
            if heading.tag == "h1" or inline.content[0].isdigit():
                entries.append(f'<li><a href="#{name}">{escape(inline.content)}</a></li>')
    body = reader.renderer.render(tokens, reader.options, {})
    return FRAME.format(style=STYLE, contents="".join(entries), body=body).encode()
