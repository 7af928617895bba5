"""`hub …`: what a province does with its hub – make it, register, receive, add up, rank, prove."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import UsageError
from ..vietnamese.text import sanitise
from ..workspace import Workspace
from .keeping import read_anchor
from .printing import Rest, is_interactive, read_line, say
from .send import HubOption

ANCHOR = "mốc in cuối giấy đã ký, dạng 41:0123456789abcdef"
Against = Annotated[list[str] | None, typer.Option("--against", metavar="DÒNG:MÃ", help=f"{ANCHOR}; mỗi tệp một mốc")]


def init(
    address: Annotated[str, typer.Argument(metavar="ĐỊA_CHỈ", help="postgresql://may-chu.tinh.gov.vn/thidua")],
) -> None:
    """Tạo kho của tỉnh trong một cơ sở dữ liệu PostgreSQL trống, hoặc đưa kho cũ lên bản mới. Chạy lại không sao.

    Cần vai trò được tạo vai trò khác (superuser hoặc CREATEROLE). Ví dụ: thidua hub init postgresql:///thidua
    """
    from ..hub.connection import initialise

    before, now = initialise(address)
    if before == now:
        say(f"không thay đổi: kho đã ở phiên bản {now}")
        return
    say(f"đã tạo kho của tỉnh, phiên bản {now}" if not before else f"kho đã chuyển từ phiên bản {before} sang {now}")
    say("  khai báo các xã: thidua hub units import TỆP.csv (id, name, province)")
    say("  người xem: CREATE ROLE tên LOGIN IN ROLE province_reader; người nhận tệp: … IN ROLE province_office")


def receive(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="TỆP…", help="tệp .jsonl do xã làm bằng: thidua send --out")],
    against: Against = None,
    hub: HubOption = None,
) -> None:
    """Nhận sổ của xã từ tệp (USB, thư điện tử), đối chiếu với mốc in trên giấy đã ký. Tất cả hoặc không tệp nào.

    Ví dụ: thidua hub receive dak-la.jsonl --against 41:0123456789abcdef
    """
    from ..hub.connection import connected
    from ..hub.ledgers import match_anchor, proved_file
    from ..hub.ledgers import receive as receive_rows
    from .export import export_lines

    workspace: Workspace = ctx.obj
    address = workspace.hub_address(hub)
    proved = [proved_file(*export_lines(file)) for file in files]
    for (rows, _), anchor in zip(proved, _anchors(files, against or []), strict=True):
        match_anchor(rows, anchor)
    with connected(address) as province:
        done = [receive_rows(province, rows, plans) for rows, plans in proved]
    for unit, sent in done:
        what = f"đã nhận {sent.new} dòng" if sent.new else "không thay đổi"
        say(f"{what}: {unit}, tỉnh có {sent.tip.seq} (mã cuối {sent.tip.chain})")


def _anchors(files: list[str], given: list[str]) -> list[tuple[int, str]]:
    """The anchor of each file, in their order; asked for on a terminal."""
    if not given and is_interactive():
        try:
            given = [read_line(f"{sanitise(file)} – {ANCHOR}: ") for file in files]
        except Rest:
            raise UsageError("chưa nhận gì: thiếu mốc đối chiếu") from None
    if len(given) != len(files):
        raise UsageError(
            f"{len(files)} tệp cần {len(files)} mốc đối chiếu, mới có {len(given)}",
            hint=f"mã băm chỉ chứng tỏ tệp nguyên vẹn, không chứng tỏ ai gửi: --against DÒNG:MÃ, {ANCHOR}",
        )
    return [read_anchor(text) for text in given]


def verify(
    ctx: typer.Context,
    unit: Annotated[str | None, typer.Argument(metavar="MÃ_XÃ", help="một xã; mặc định mọi xã")] = None,
    against: Annotated[str | None, typer.Option("--against", metavar="DÒNG:MÃ", help=ANCHOR)] = None,
    hub: HubOption = None,
) -> None:
    """Tính lại mã băm của mọi dòng kho đang giữ, không nhờ máy chủ. Ví dụ: thidua hub verify dak-la --against 41:01…"""
    from ..hub.connection import connected
    from ..hub.ledgers import prove, units_stored

    if against and unit is None:
        raise UsageError("--against cần một xã", hint="ví dụ: thidua hub verify dak-la --against 41:0123456789abcdef")
    anchor = read_anchor(against) if against else None
    workspace: Workspace = ctx.obj
    with connected(workspace.hub_address(hub)) as province:
        units = [unit] if unit else units_stored(province)
        tips = [prove(province, one, anchor) for one in units]
    if unit and not tips[0].seq:
        raise UsageError(f"tỉnh chưa có dòng nào của {sanitise(unit)}", hint="xem các xã: thidua hub status")
    say(f"kho nguyên vẹn: {len(units)} xã, {sum(tip.seq for tip in tips)} dòng")
    if unit:
        say(f"  {unit}: mã cuối {tips[0].chain}" + (f"; khớp mốc {against}" if against else ""))
