"""Presenting a page: on the terminal, through a pipe, or in a file, in the format asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ..errors import UsageError
from ..pages.page import Page
from ..render.formats import FORMATS, Format, format_of
from ..render.terminal import page_of
from ..workspace import Office
from .printing import emit, say

TABLE = "table"


def present(
    page: Page,
    office: Office | None,
    *,
    form: str | None = None,
    out: str | None = None,
    force: bool = False,
    template: str | None = None,
) -> None:
    """Print the page, or write it to `out` and say so; the format is `form`, else by the file's suffix.

    `template` names the office's own file to fill in, for the formats that have such.
    Every page bears the notice of its plan, where the plan has one; a page of the province has no office.
    """
    page = page.marked(office.plan.notice if office else None)
    if out is None or out == "-":
        sheet = page_of(sys.stdout, os.environ)
        wanted = format_of(form or TABLE)
        _refuse_archive_on_terminal(wanted)
        if template is None:
            emit(page.to_bytes(wanted, width=sheet.width, colour=sheet.colour))
        else:
            emit(page.filled_in(wanted, Path(template)))
        return
    path = Path(out)
    chosen = format_of(form or _suffix(path))
    content = page.to_bytes(chosen) if template is None else page.filled_in(chosen, Path(template))
    sources = [] if template is None else [Path(template)]
    write_file(path, content, office, force=force, same=lambda old: chosen.same(old, content), sources=sources)


def write_file(
    path: Path,
    content: bytes,
    office: Office | None,
    *,
    force: bool,
    same: Callable[[bytes], bool] | None = None,
    sources: Sequence[Path] = (),
) -> None:
    """Write a file and say what became of it; plan, ledger and the `sources` of the content are never overwritten.

    `same` tells whether an old content says the same; without it, equal bytes do. Raises as `write_output` does.
    """
    from ..render.files import Outcome, write_output

    protected = [*((office.ledger_path, Path(office.text.path)) if office else ()), *sources]
    is_same = same or (lambda old: old == content)
    outcome = write_output(path, content, force=force, same=is_same, protected=protected)
    say(f"đã ghi {path}" if outcome is Outcome.WRITTEN else f"không thay đổi: {path}")


def _refuse_archive_on_terminal(wanted: Format) -> None:
    if wanted.is_archive and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(
            f"dạng {wanted.name} không in ra màn hình được", hint=f"ghi ra tệp: --out bao-cao{wanted.suffixes[0]}"
        )


def _suffix(path: Path) -> str:
    if os.path.isdir(path):
        raise UsageError(f"--out {path} là một thư mục", hint=f"thêm tên tệp: --out {path / 'bao-cao.docx'}")
    if not path.suffix:
        raise UsageError(
            f"không biết dạng của tệp '{path.name}'", hint=f"thêm đuôi hoặc --format: {', '.join(FORMATS)}"
        )
    return path.suffix
