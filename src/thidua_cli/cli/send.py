"""`send`, `hub join`, `hub pull`: what a commune does with the province's hub."""

from typing import Annotated

from ..domain.closing import closing_in_force
from ..errors import UsageError, command
from ..hub import ledgers
from ..ledger.transfer import head_line, into_new, lines_below, to_lines
from ..render.terminal import watched
from ..settings import keep_setting
from ..vietnamese.numbers import shown
from .output import file_of, write_file
from .printing import complain, say
from .words import Context, Force, argument, option

WHICH_HUB = "kho của tỉnh; mặc định: $THIDUA_HUB, hoặc nơi đã hub join"
HubOption = Annotated[str | None, option("--hub", "ĐỊA_CHỈ", WHICH_HUB)]
Address = Annotated[str, argument("ĐỊA_CHỈ", "postgresql://may-chu.tinh.gov.vn/thidua")]
OwnUnit = Annotated[str, option("--unit", "MÃ_XÃ", "mã của xã, đúng như unit.id của kế hoạch")]
SentTo = Annotated[str | None, option("--out", "TỆP", "ra tệp .jsonl để chép USB hoặc gửi thư, không nối mạng")]
PulledTo = Annotated[str | None, option("--out", "TỆP", "tệp .jsonl; mặc định <mã xã>-tu-tinh.jsonl")]


def join(ctx: Context, address: Address, unit: OwnUnit) -> None:
    """Ghi nhớ kho của tỉnh vào thidua.toml cạnh kế hoạch. Mật khẩu để trong ~/.pgpass hoặc tệp service.

    Ví dụ: thidua hub join postgresql://may-chu.tinh.gov.vn/thidua --unit dak-la
    """
    with ctx.obj.open() as office:
        office.refuse_foreign()
        own = office.plan.unit.id
        if unit != own:
            raise UsageError(f"--unit '{shown(unit)}' không phải xã của kế hoạch này", hint=f"gõ: --unit {own}")
        with ledgers.connected(address, unit=unit) as hub:
            tip = ledgers.tip_of(hub, unit)
        path = ctx.obj.settings_path()
        keep_setting(path, "hub", address.strip())
    say(f"đã nối kho của tỉnh cho {unit} (vai trò {ledgers.role_of(unit)}), tỉnh có {tip.seq} dòng; ghi nhớ ở {path}")
    say(
        "  gửi đi: mọi dòng sổ, gồm tên người ghi, ghi chú, lý do (mã băm tính trên chúng) và tệp kế hoạch;"
        " ở lại xã: tên người và hộ được đề nghị khen thưởng"
    )
    say("  gửi sổ, sau mỗi lần chốt: thidua send")


def send(ctx: Context, out: SentTo = None, hub: HubOption = None, force: Force = False) -> None:
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
            if path and path.suffix.lower() != ".jsonl":
                sentence = f"tệp gửi phải có đuôi .jsonl: '{shown(path.name)}'"
                raise UsageError(sentence, hint="ví dụ: --out so-gui-tinh.jsonl")
            lines = watched(to_lines(office.ledger, names=False), tip.seq, "Đang xuất")
            write_file(path, "".join(lines).encode(), office, force=force)
            tell(f"  {tip.seq} dòng, không kèm tên người được đề nghị; mốc để tỉnh đối chiếu: {tip.seq}:{tip.chain}")
        else:
            with ledgers.connected(ctx.obj.hub_address(hub), unit=unit) as province:
                new, tip = ledgers.send(province, office.ledger, unit)
            done = f"đã gửi {new} dòng, tỉnh có {tip.seq}"
            unchanged = f"không thay đổi: tỉnh đã có đủ {tip.seq} dòng"
            say(f"{done if new else unchanged} (mã cuối {tip.chain})")
        today = office.workspace.today()
        ended = [month for month in office.plan.whole_year.months() if month.last_day < today]
        if ended and closing_in_force(office.closings(), last := ended[-1]) is None:  # what is closed only is counted
            tell(f"  {last.label} chưa chốt, tỉnh chưa tính là đã báo cáo: thidua close {last.id} rồi thidua send")


def pull(ctx: Context, out: PulledTo = None, hub: HubOption = None, force: Force = False) -> None:
    """Lấy về sổ của chính xã mà tỉnh đang giữ, đã kiểm tra từng dòng: bản sao ở ngoài cơ quan.

    Máy mới: thidua hub pull, rồi thidua import TỆP vào sổ trống
    """
    with ctx.obj.open() as office:
        unit = office.plan.unit.id
        with ledgers.connected(ctx.obj.hub_address(hub), unit=unit) as province:
            tip = ledgers.prove(province, unit)
            if not tip.seq:
                raise UsageError(f"tỉnh chưa có dòng nào của {unit}", hint="gửi lên: thidua send")
            lines = lines_below(ledgers.stored_plans(province, unit), (), ledgers.stored_rows(province, unit))
            short = min(office.ledger.short_anchors_until(), tip.seq)
            content = (head_line(tip, names=False, short=short) + "".join(lines)).encode()
        path = out or f"{unit}-tu-tinh.jsonl"
        write_file(file_of(path), content, office, force=force)
        into_empty = f"nạp vào sổ trống của máy mới: {command('thidua', 'import', path)}"
        way = into_new(office.text.path, path) if office.ledger.tip().seq else into_empty
    tell = complain if path == "-" else say
    tell(f"  {tip.seq} dòng, mã cuối {tip.chain}, không kèm tên người được đề nghị")
    tell(f"  {way}")
