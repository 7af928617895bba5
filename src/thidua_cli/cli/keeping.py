"""`init`, `where`, `verify`: a workspace to start from, where its files are, and whether the ledger is whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ..errors import StorageError, UsageError
from ..ledger.faults import making
from ..ledger.verify import verify as verify_ledger
from ..ledger.whereabouts import place_doubts
from ..plan_file import load_text
from ..render.output import replace_file
from ..vietnamese.numbers import shown
from ..vietnamese.reasons import reason_of, remedy_of
from ..workspace import LEDGER_NAME, Workspace, create_ledger, shipped_plan
from .printing import complain, say

SCHEMA_NAME = "plan.schema.json"
MOST_ROW_DIGITS = 18


def init(
    ctx: typer.Context,
    folder: Annotated[str | None, typer.Argument(metavar="THƯ_MỤC", help="mặc định: thư mục hiện tại")] = None,
) -> None:
    """Tạo thư mục làm việc: data/plan_2024.yaml và sổ trống data/thidua.db. Tệp đã có được giữ nguyên.

    thidua --ledger TỆP init: chỉ tạo sổ trống tại TỆP.
    """
    workspace: Workspace = ctx.obj
    named = workspace.named_ledger()
    if named is not None and folder is None:
        _make_ledger(named)
        return
    place = (Path(folder) if folder else Path.cwd()) / "data"
    shipped = shipped_plan()
    for source in (shipped, shipped.with_name(SCHEMA_NAME)):
        target = place / source.name
        say(f"đã tạo {target}" if _copy(source, target) else f"đã có {target}, giữ nguyên")
    _make_ledger(named or place / LEDGER_NAME)
    say("Bắt đầu: thidua report")


def _copy(source: Path, target: Path) -> bool:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            return False
        replace_file(target, source.read_bytes())
    except OSError as error:
        hint = remedy_of(error, "chọn thư mục khác: thidua init THƯ_MỤC")
        raise StorageError(f"không tạo được {target}: {reason_of(error)}", hint=hint) from error
    return True


def _make_ledger(path: Path) -> None:
    say(f"đã tạo sổ số liệu {path}" if create_ledger(path) else f"đã có sổ số liệu {path}, giữ nguyên")
    for doubt in place_doubts(path):
        complain(f"Lưu ý: {doubt}; nên để sổ ở ổ đĩa của máy")


def where(ctx: typer.Context) -> None:
    """Tệp kế hoạch và sổ số liệu mà các lệnh đang dùng."""
    workspace: Workspace = ctx.obj
    plan = workspace.plan_path()
    ledger, named = workspace.ledger_path(plan)
    origin = " (kế hoạch kèm theo chương trình)" if plan == shipped_plan() else ""
    say(f"kế hoạch: {plan.absolute()}{origin or ('' if os.path.isfile(plan) else ' (không có tệp này)')}")
    missing = f" (chưa có; tạo bằng: {making(ledger)})" if named else " (chưa có, sẽ tạo khi ghi lần đầu)"
    say(f"sổ số liệu: {ledger}{'' if os.path.exists(ledger) else missing}")


def verify(
    ctx: typer.Context,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="DÒNG:MÃ", help="đối chiếu với dòng cuối của một báo cáo đã in: 41:0123456789abcdef"
        ),
    ] = None,
) -> None:
    """Kiểm tra sổ số liệu: chuỗi mã, từng dòng, và (với --against) có khớp báo cáo đã in."""
    workspace: Workspace = ctx.obj
    anchor = _read_anchor(against) if against is not None else None
    text = load_text(workspace.plan_path())
    path, named = workspace.ledger_path(Path(text.path))
    if not os.path.exists(path) and not named and anchor is None:
        say("sổ chưa có dòng nào")
        return
    found = verify_ledger(path, anchor)
    say(f"sổ nguyên vẹn: {found.rows} dòng, mã cuối {found.tip.chain}")
    if anchor is not None:
        say(f"khớp với báo cáo đã in: dòng {anchor[0]}, mã {anchor[1]}")


def _read_anchor(text: str) -> tuple[int, str]:
    number, _, code = text.strip().lower().partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_ROW_DIGITS and code):
        raise UsageError(
            f"--against '{shown(text)}' không đúng dạng", hint="chép dòng cuối của báo cáo: 41:0123456789abcdef"
        )
    return int(number), code
