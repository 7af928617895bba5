"""`export`: the whole ledger as JSON Lines (and back into an empty ledger) or as CSV for people."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import Annotated

from ..disk import OWNER_ONLY
from ..domain.figure import Draft, Kind
from ..domain.nomination import detail_of
from ..errors import UsageError
from ..intake.source import stream_lines
from ..ledger.transfer import Reading, from_lines, into_new, not_empty, to_lines
from ..office.nominations import in_force
from ..pages.indicators import ledger_rows
from ..render.formats import FORMATS
from ..render.terminal import watched
from ..vietnamese.text import sanitise
from ..workspace import Office, Workspace
from .output import file_of, write_file
from .printing import say
from .words import Context, Force, option

NAMELESS = "sổ lấy lại từ bản không kèm tên người"
JSON_LINES = ".jsonl"
CSV = ".csv"
LINES_AT_ONCE = 500
ExportedTo = Annotated[str | None, option("--out", "TỆP", ".jsonl (đủ mọi thứ, mặc định) hoặc .csv (để xem)")]


def export(ctx: Context, out: ExportedTo = None, force: Force = False) -> None:
    """Xuất toàn bộ sổ số liệu: .jsonl giữ trọn sổ (nạp lại được vào sổ trống), .csv mở bằng Excel.

    Ví dụ: thidua export --out so-2024.jsonl
    """
    path = file_of(out, (JSON_LINES, CSV))
    with ctx.obj.open() as office:
        if path is not None and path.suffix.lower() == CSV:
            rows = ledger_rows(office.plan, office.ledger.history())
            write_file(path, FORMATS["csv"].to_bytes(rows), office, force=force)
        else:  # row by row, for its owner alone: names of persons are in it
            write_file(path, lambda: _json_lines(office), office, force=force, mode=OWNER_ONLY)


def _json_lines(office: Office) -> Iterator[bytes]:
    if office.ledger.path is None:
        raise UsageError("chưa có sổ số liệu nên không có gì để xuất", hint="tạo sổ: thidua init")
    lines = watched(to_lines(office.ledger), office.ledger.tip().seq, "Đang xuất")
    while batch := list(islice(lines, LINES_AT_ONCE)):
        yield "".join(batch).encode()


def import_ledger(workspace: Workspace, file: str, *, dry_run: bool) -> None:
    """Fill the empty ledger with an export of another one; afterwards both have the same chain."""
    name = sanitise(file)
    with closing(watched(stream_lines(file), None, "Đang nạp")) as lines, workspace.open() as office:
        if office.ledger.tip().seq:
            raise not_empty(into_new(office.text.path, file))
        if dry_run:
            reading = Reading(name, unit=office.plan.unit.id)
            for _ in reading.entries(lines):
                pass
            tip = reading.chain.tip
            say(f"xem thử, chưa ghi gì: sẽ nạp {tip.seq} dòng sổ, mã cuối {tip.chain}")
            return
        office.refuse_foreign()
        office.make_ledger()
        with from_lines(office.ledger, lines, name, office.plan.unit.id) as (writer, reading):
            missing = reading.chain.names() - reading.names
            nameless = [one for one in in_force(office) if one.person in missing]
            # A ledger that came back without the names of persons says so in rows of its own: it verifies again.
            erased = [Draft(Kind.ERASE, one.key, reason=NAMELESS, detail=detail_of(one)) for one in nameless]
            if erased:
                office.append(writer, erased, None)
    tip = reading.chain.tip
    say(f"đã nạp {tip.seq} dòng sổ từ {name}, mã cuối {tip.chain}")
    if nameless:
        numbers = ", ".join(f"số {one.number}" for one in nameless)
        say(f"  tệp không kèm tên người nên sổ ghi thêm {len(nameless)} dòng xóa tên: đề nghị {numbers}")
