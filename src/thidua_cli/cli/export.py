"""`export`, `send`, `hub join`, `hub pull`: the ledger goes out, to a file or the province, and comes back."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import Annotated

from ..disk import OWNER_ONLY
from ..domain.closing import closing_in_force
from ..domain.figure import Draft, Kind
from ..domain.nomination import detail_of
from ..errors import UsageError, command
from ..intake.source import stream_lines
from ..ledger.transfer import Reading, from_lines, head_line, into_new, lines_below, not_empty, to_lines
from ..office.nominations import in_force
from ..pages.indicators import ledger_rows
from ..render.formats import FORMATS
from ..render.terminal import watched
from ..settings import keep_setting
from ..vietnamese.numbers import shown
from ..vietnamese.text import sanitise
from ..workspace import Office, Workspace
from .output import file_of, write_file
from .printing import complain, say
from .words import Context, Force, argument, option

NAMELESS = "sổ lấy lại từ bản không kèm tên người"
JSON_LINES = ".jsonl"
CSV = ".csv"
LINES_AT_ONCE = 500
HubOption = Annotated[
    str | None, option("--hub", "ĐỊA_CHỈ", "kho của tỉnh; mặc định: $THIDUA_HUB, hoặc nơi đã hub join")
]
LEAVES = (
    "  gửi đi: mọi dòng sổ, gồm tên người ghi, ghi chú, lý do (mã băm tính trên chúng) và tệp kế hoạch;"
    " ở lại xã: tên người và hộ được đề nghị khen thưởng"
)


def export(
    ctx: Context,
    out: Annotated[str | None, option("--out", "TỆP", ".jsonl (đủ mọi thứ, mặc định) hoặc .csv (để xem)")] = None,
    force: Force = False,
) -> None:
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


def join(
    ctx: Context,
    address: Annotated[str, argument("ĐỊA_CHỈ", "postgresql://may-chu.tinh.gov.vn/thidua")],
    unit: Annotated[str, option("--unit", "MÃ_XÃ", "mã của xã, đúng như unit.id của kế hoạch")],
) -> None:
    """Ghi nhớ kho của tỉnh vào thidua.toml cạnh kế hoạch. Mật khẩu để trong ~/.pgpass hoặc tệp service.

    Ví dụ: thidua hub join postgresql://may-chu.tinh.gov.vn/thidua --unit dak-la
    """
    from ..hub.ledgers import connected, role_of, tip_of

    with ctx.obj.open() as office:
        office.refuse_foreign()
        own = office.plan.unit.id
        if unit != own:
            raise UsageError(f"--unit '{shown(unit)}' không phải xã của kế hoạch này", hint=f"gõ: --unit {own}")
        with connected(address, unit=unit) as hub:
            tip = tip_of(hub, unit)
        path = ctx.obj.settings_path()
        keep_setting(path, "hub", address.strip())
    say(f"đã nối kho của tỉnh cho {unit} (vai trò {role_of(unit)}), tỉnh có {tip.seq} dòng; ghi nhớ ở {path}")
    say(LEAVES)
    say("  gửi sổ, sau mỗi lần chốt: thidua send")


def send(
    ctx: Context,
    out: Annotated[str | None, option("--out", "TỆP", "ra tệp .jsonl để chép USB hoặc gửi thư, không nối mạng")] = None,
    hub: HubOption = None,
    force: Force = False,
) -> None:
    """Gửi các dòng sổ mà tỉnh chưa có. Chạy lại bao nhiêu lần cũng được; cron cũng chạy được.

    Ví dụ: thidua close t6 && thidua send
    """
    tell = complain if out == "-" else say  # what is told beside the lines is no part of them
    with ctx.obj.open() as office:
        office.refuse_foreign()
        unit, tip = office.plan.unit.id, office.ledger.tip()
        if not tip.seq:
            raise UsageError("sổ chưa có dòng nào nên chưa có gì để gửi", hint="ghi số liệu: thidua record …")
        if out is not None:
            path = file_of(out)
            if path and path.suffix.lower() != JSON_LINES:
                sentence = f"tệp gửi phải có đuôi .jsonl: '{shown(path.name)}'"
                raise UsageError(sentence, hint="ví dụ: --out so-gui-tinh.jsonl")
            lines = watched(to_lines(office.ledger, names=False), tip.seq, "Đang xuất")
            write_file(path, "".join(lines).encode(), office, force=force)
            tell(f"  {tip.seq} dòng, không kèm tên người được đề nghị; mốc để tỉnh đối chiếu: {tip.seq}:{tip.chain}")
        else:
            from ..hub.ledgers import connected
            from ..hub.ledgers import send as send_rows

            with connected(ctx.obj.hub_address(hub), unit=unit) as province:
                new, tip = send_rows(province, office.ledger, unit)
            done = f"đã gửi {new} dòng, tỉnh có {tip.seq}"
            unchanged = f"không thay đổi: tỉnh đã có đủ {tip.seq} dòng"
            say(f"{done if new else unchanged} (mã cuối {tip.chain})")
        today = office.workspace.today()
        ended = [month for month in office.plan.whole_year.months() if month.last_day < today]
        if ended and closing_in_force(office.closings(), last := ended[-1]) is None:  # what is closed only is counted
            tell(f"  {last.label} chưa chốt, tỉnh chưa tính là đã báo cáo: thidua close {last.id} rồi thidua send")


def pull(
    ctx: Context,
    out: Annotated[str | None, option("--out", "TỆP", "tệp .jsonl; mặc định <mã xã>-tu-tinh.jsonl")] = None,
    hub: HubOption = None,
    force: Force = False,
) -> None:
    """Lấy về sổ của chính xã mà tỉnh đang giữ, đã kiểm tra từng dòng: bản sao ở ngoài cơ quan.

    Máy mới: thidua hub pull, rồi thidua import TỆP vào sổ trống
    """
    from ..hub.ledgers import connected, prove, stored_plans, stored_rows

    with ctx.obj.open() as office:
        unit = office.plan.unit.id
        with connected(ctx.obj.hub_address(hub), unit=unit) as province:
            tip = prove(province, unit)
            if not tip.seq:
                raise UsageError(f"tỉnh chưa có dòng nào của {unit}", hint="gửi lên: thidua send")
            lines = lines_below(stored_plans(province, unit), (), stored_rows(province, unit))
            short = min(office.ledger.short_anchors_until(), tip.seq)
            content = (head_line(tip, names=False, short=short) + "".join(lines)).encode()
        path = out or f"{unit}-tu-tinh.jsonl"
        write_file(file_of(path), content, office, force=force)
        into_empty = f"nạp vào sổ trống của máy mới: {command('thidua', 'import', path)}"
        way = into_new(office.text.path, path) if office.ledger.tip().seq else into_empty
    tell = complain if path == "-" else say
    tell(f"  {tip.seq} dòng, mã cuối {tip.chain}, không kèm tên người được đề nghị")
    tell(f"  {way}")
