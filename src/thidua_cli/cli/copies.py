"""`backup` and `restore`: verified copies of the ledger, and the way back from one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..domain.figure import Revision
from ..errors import Fault, Refused
from ..ledger.copies import backup as back_up
from ..ledger.restoring import WouldLose
from ..ledger.restoring import restore as put_back
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.text import sanitise
from ..workspace import Workspace, make_folder
from .change import DEEDS
from .printing import say

File = Annotated[str, typer.Argument(metavar="TỆP", help="tệp sao lưu, ví dụ E:\\thidua-2024-07-05.db")]
ForceRestore = Annotated[bool, typer.Option("--force", help="khôi phục cả khi mất dòng; sổ hiện tại được giữ lại")]


def backup(ctx: typer.Context, file: File) -> None:
    """Chép sổ số liệu ra TỆP (hoặc vào thư mục TỆP), kiểm tra bản chép từng dòng rồi mới đặt tên.

    Chạy được cả khi người khác đang ghi. Tệp đã có không bao giờ bị ghi đè. Ví dụ: thidua backup E:\\thidua-05-07.db
    """
    workspace: Workspace = ctx.obj
    copied, is_new = back_up(workspace.present_ledger_path(), Path(file))
    tip = copied.found.tip
    rows = f"{copied.found.rows} dòng"
    done = f"đã sao lưu {rows} vào" if is_new else f"không thay đổi: đã có bản sao {rows} ở"
    say(f"{done} {copied.path}, mã cuối {tip.chain}")
    say(f"  đối chiếu sau này: thidua --ledger {copied.path} verify --against {tip.seq}:{tip.chain}")


def restore(ctx: typer.Context, file: File, force: ForceRestore = False) -> None:
    """Thay sổ số liệu bằng bản sao TỆP, sau khi kiểm tra bản sao. Không làm mất dòng nào nếu không có --force.

    Ví dụ: thidua restore E:\\thidua-05-07.db
    """
    workspace: Workspace = ctx.obj
    ledger = workspace.present_ledger_path()
    make_folder(ledger.parent)
    try:
        done = put_back(Path(file), ledger, force=force)
    except WouldLose as error:
        faults = tuple(Fault(f"dòng {row.seq}", _deed(row)) for row in error.rows)
        raise Refused(error.sentence, hint=error.hint, faults=faults) from error
    state = f"{done.found.rows} dòng, mã cuối {done.found.tip.chain}"
    if not done.changed:
        say(f"không thay đổi: sổ {ledger} đã giống bản sao ({state})")
        return
    say(f"đã khôi phục {ledger} từ {file}: {state}")
    if done.kept:
        say(f"  sổ trước khi khôi phục được giữ ở {done.kept}")


def _deed(row: Revision) -> str:
    what = " ".join(filter(None, [row.draft.indicator, f"ngày {write_date(row.draft.on)}" if row.draft.on else ""]))
    who = f"{sanitise(row.actor) or 'không rõ ai'}, {write_moment(row.at)}"
    return f"{' '.join(filter(None, [DEEDS[row.draft.kind], what]))} ({who})"
