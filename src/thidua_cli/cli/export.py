"""`export`: the whole ledger as JSON Lines (and back into an empty ledger) or as CSV for people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..domain.figure import Draft, Kind
from ..domain.nomination import detail_of
from ..errors import InvalidInput, UsageError
from ..intake import load_source
from ..ledger.transfer import Reading, from_lines, not_empty, to_lines
from ..ledger.writer import Writer
from ..office.nominations import append_rows, nominations
from ..pages.ledger_rows import ledger_rows
from ..render.formats import FORMATS
from ..vietnamese.text import sanitise
from ..workspace import Office, Workspace
from .output import write_file
from .printing import emit, say
from .words import Force

NAMELESS = "sổ lấy lại từ bản không kèm tên người"
JSON_LINES = ".jsonl"
CSV = ".csv"
LARGEST = 2 * 1024**3


def export(
    ctx: typer.Context,
    out: Annotated[
        str | None, typer.Option("--out", metavar="TỆP", help=".jsonl (đủ mọi thứ, mặc định) hoặc .csv (để xem)")
    ] = None,
    force: Force = False,
) -> None:
    """Xuất toàn bộ sổ số liệu: .jsonl giữ trọn sổ (nạp lại được vào sổ trống), .csv mở bằng Excel.

    Ví dụ: thidua export --out so-2024.jsonl
    """
    workspace: Workspace = ctx.obj
    path = Path(out) if out is not None and out != "-" else None
    if path is not None and path.suffix.lower() not in (JSON_LINES, CSV):
        raise UsageError(f"không biết dạng của tệp '{sanitise(path.name)}'", hint="đặt đuôi .jsonl hoặc .csv")
    with workspace.open() as office:
        content = _csv(office) if path is not None and path.suffix.lower() == CSV else _json_lines(office)
        if path is None:
            emit(content)
            return
        write_file(path, content, office, force=force)


def _csv(office: Office) -> bytes:
    return FORMATS["csv"].to_bytes(ledger_rows(office.plan, office.ledger.history()))


def _json_lines(office: Office) -> bytes:
    if office.ledger.path is None:
        raise UsageError("chưa có sổ số liệu nên không có gì để xuất", hint="tạo sổ: thidua init")
    return "".join(to_lines(office.ledger)).encode()


def export_lines(file: str) -> tuple[list[str], str]:
    """The lines of an exported ledger, and the file's name for messages."""
    source = load_source(file, LARGEST)
    name = sanitise(source.name)
    try:
        return source.content.decode("utf-8").split("\n"), name
    except UnicodeDecodeError:
        raise InvalidInput(f"{name}: không phải tệp xuất của thidua (không phải UTF-8); chưa ghi gì") from None


def import_ledger(workspace: Workspace, file: str, *, dry_run: bool) -> None:
    """Fill the empty ledger with an export of another one; afterwards both have the same chain."""
    lines, name = export_lines(file)
    with workspace.open() as office:
        if office.ledger.tip().seq:
            raise not_empty()
        if dry_run:
            reading = Reading(name)
            for _ in reading.entries(lines):
                pass
            say(f"xem thử, chưa ghi gì: sẽ nạp {reading.tip.seq} dòng sổ, mã cuối {reading.tip.chain}")
            return
        office.make_ledger()
        lost: list[str] = []
        tip = from_lines(
            office.ledger, lines, name, lambda writer, missing: lost.extend(_erase(office, writer, missing))
        )
    say(f"đã nạp {tip.seq} dòng sổ từ {name}, mã cuối {tip.chain}")
    if lost:
        say(f"  tệp không kèm tên người nên sổ ghi thêm {len(lost)} dòng xóa tên: đề nghị {', '.join(lost)}")


def _erase(office: Office, writer: Writer, missing: set[str]) -> list[str]:
    """A ledger that came back without the names of persons says so in rows of its own: it verifies again."""
    gone = [one.nomination for one in nominations(office) if one.nomination.person in missing]
    drafts = [Draft(Kind.ERASE, one.key, reason=NAMELESS, detail=detail_of(one)) for one in gone]
    if drafts:
        append_rows(office, writer, drafts, None)
    return [f"số {one.number}" for one in gone]
