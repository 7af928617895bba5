"""Texts that try to be something else in a file: markup, formulas, links, blocks of Markdown, hidden characters."""

from __future__ import annotations

MARKUP = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "\"><svg onload='x'>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; &#60;",
    "]]><!-- --></td></table>",
    "</style></title>",
)
MARKDOWN = (
    "a|b||c",
    "`mã` ``x``",
    "**đậm** _nghiêng_ __x__ ~~bỏ~~",
    "[x](http://evil.test) ![y](z)",
    "# đầu đề",
    "- mục",
    "+ mục",
    "1. mục",
    "2) mục",
    "> trích",
    "---",
    "===",
    "***",
    "    mã thụt vào",
    "C:\\dữ liệu\\",
    "\\|",
    "$x$ ~ 11.000",
    "kết thúc bằng \\",
    "| --- |",
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.test")', "{=1}", "\t=1", "http://evil.test/x")
HIDDEN = ("a\x1b[31mb", "a\x00b", "a\x9bb", "a\u202eb", "a\udcffb", "a\ufeffb", "\x08")
ALL = MARKUP + MARKDOWN + FORMULAS + HIDDEN
