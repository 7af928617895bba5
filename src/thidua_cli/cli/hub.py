"""`send`, `hub …`: what a commune sends to the province's hub, and what the province does with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from ..domain.closing import closing_in_force
from ..domain.period import begun, read_period
from ..domain.plan import Calendar
from ..errors import UsageError, command
from ..hub import catalogue, ledgers
from ..hub.catalogue import HubView
from ..hub.ledgers import connected, initialise
from ..intake.source import LISTS, load_source, stream_lines
from ..ledger.transfer import head_line, into_new, lines_below, to_lines
from ..pages import hub as pages
from ..pages.page import Page
from ..render.terminal import watched
from ..settings import keep_setting
from ..vietnamese.numbers import shown
from ..vietnamese.text import first_of, sanitise
from ..workspace import Workspace
from .keeping import read_anchor
from .output import file_of, page_of, write_file
from .printing import Rest, complain, is_interactive, read_line, say
from .words import CalendarOption, Context, Force, argument, flag, option

WHICH_HUB = "kho của tỉnh; mặc định: $THIDUA_HUB, hoặc nơi đã hub join"
HubOption = Annotated[str | None, option("--hub", "ĐỊA_CHỈ", WHICH_HUB)]
Address = Annotated[str, argument("ĐỊA_CHỈ", "postgresql://may-chu.tinh.gov.vn/thidua")]
OwnUnit = Annotated[str, option("--unit", "MÃ_XÃ", "mã của xã, đúng như unit.id của kế hoạch")]
SentTo = Annotated[str | None, option("--out", "TỆP", "ra tệp .jsonl để chép USB hoặc gửi thư, không nối mạng")]
PulledTo = Annotated[str | None, option("--out", "TỆP", "tệp .jsonl; mặc định <mã xã>-tu-tinh.jsonl")]
ANCHOR = "mốc in cuối giấy đã ký, dạng 41:0123456789abcdef0123456789abcdef"
CsvFile = Annotated[str, argument("TỆP", "tệp CSV (UTF-8), dòng đầu là tên cột")]
LAST_MONTH = "last-month"
ProvinceOption = Annotated[str | None, option("--province", "TỈNH", "chỉ một tỉnh")]
MonthOption = Annotated[str, option("--period", "KỲ", "2024-06, t6, 6/2024, q2, 6t, 9t, nam, last-month (mặc định)")]
Replace = Annotated[bool, flag("--replace", "tệp là danh sách đầy đủ: bỏ các dòng kho có mà tệp không có")]
MOST_SHOWN = 10
Recast = Annotated[bool, flag("--recast", "thêm cùng kỳ năm trước, quy đổi từ các xã cũ theo hub mergers")]
Files = Annotated[list[str], argument("TỆP…", "tệp .jsonl do xã làm bằng: thidua send --out")]
Anchors = Annotated[list[str] | None, option("--against", "DÒNG:MÃ", f"{ANCHOR}; mỗi tệp một mốc")]
OneUnit = Annotated[str | None, argument("MÃ_XÃ", "một xã; mặc định mọi xã")]
Anchor = Annotated[str | None, option("--against", "DÒNG:MÃ", ANCHOR)]
UnitId = Annotated[str, argument("MÃ_XÃ", "mã của xã, như unit.id trong kế hoạch của xã")]
UnitName = Annotated[str, option("--name", "TÊN", "xã Đắk La")]
UnitProvince = Annotated[str, option("--province", "TỈNH", "tỉnh")]
ByCommune = Annotated[str | None, option("--by", "commune", "commune: thêm bảng của từng xã")]
OneIndicator = Annotated[str | None, option("--indicator", "MÃ", "xếp theo một chỉ tiêu của danh mục")]


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


def init(address: Address) -> None:
    """Tạo kho của tỉnh trong một cơ sở dữ liệu PostgreSQL trống, hoặc đưa kho cũ lên bản mới. Chạy lại không sao.

    Cần vai trò được tạo vai trò khác (superuser hoặc CREATEROLE). Ví dụ: thidua hub init postgresql:///thidua
    """
    before, now = initialise(address)
    if before == now:
        say(f"không thay đổi: kho đã ở phiên bản {now}")
        return
    say(f"đã tạo kho của tỉnh, phiên bản {now}" if not before else f"kho đã chuyển từ phiên bản {before} sang {now}")
    say("  khai báo các xã: thidua hub units import TỆP.csv (id, name, province)")
    say("  người xem: CREATE ROLE tên LOGIN IN ROLE province_reader; người nhận tệp: … IN ROLE province_office")


def receive(ctx: Context, files: Files, against: Anchors = None, hub: HubOption = None) -> None:
    """Nhận sổ của xã từ tệp (USB, thư điện tử), đối chiếu với mốc in trên giấy đã ký. Tất cả hoặc không tệp nào.

    Ví dụ: thidua hub receive dak-la.jsonl --against 41:0123456789abcdef0123456789abcdef
    """
    address, given = ctx.obj.hub_address(hub), against or []
    if not given and is_interactive():
        try:
            given = [read_line(f"{sanitise(file)} – {ANCHOR}: ") for file in files]
        except Rest:
            raise UsageError("chưa nhận gì: thiếu mốc đối chiếu", hint=f"--against DÒNG:MÃ, {ANCHOR}") from None
    if len(given) != len(files):
        sentence = f"{len(files)} tệp cần {len(files)} mốc đối chiếu, mới có {len(given)}"
        why = "mã băm chỉ chứng tỏ tệp nguyên vẹn, không chứng tỏ ai gửi"
        raise UsageError(sentence, hint=f"{why}: --against DÒNG:MÃ, {ANCHOR}")
    anchored = zip(files, [read_anchor(text) for text in given], strict=True)
    proved = [ledgers.proved_file(stream_lines(file), sanitise(file), anchor) for file, anchor in anchored]
    with connected(address) as province:
        done = [ledgers.receive(province, rows, plans) for rows, plans in proved]
    for unit, new, tip in done:
        what = f"đã nhận {new} dòng" if new else "không thay đổi"
        say(f"{what}: {unit}, tỉnh có {tip.seq} (mã cuối {tip.chain})")


def verify(ctx: Context, unit: OneUnit = None, against: Anchor = None, hub: HubOption = None) -> None:
    """Tính lại mã băm của mọi dòng kho đang giữ, không nhờ máy chủ. Ví dụ: thidua hub verify dak-la --against 41:01…"""
    if against and unit is None:
        example = "thidua hub verify dak-la --against 41:0123456789abcdef0123456789abcdef"
        raise UsageError("--against cần một xã", hint=f"ví dụ: {example}")
    anchor = read_anchor(against) if against else None
    with connected(ctx.obj.hub_address(hub)) as province:
        units = [unit] if unit else ledgers.units_stored(province)
        tips = [ledgers.prove(province, one, anchor) for one in units]
    if unit and not tips[0].seq:
        raise UsageError(f"tỉnh chưa có dòng nào của {sanitise(unit)}", hint="xem các xã: thidua hub status")
    say(f"kho nguyên vẹn: {len(units)} xã, {sum(tip.seq for tip in tips)} dòng")
    if unit:
        say(f"  {unit}: mã cuối {tips[0].chain}" + (f"; khớp mốc {against}" if against else ""))


Keeper = Callable[[Any, list[Any], bool], catalogue.Kept]


def add_unit(ctx: Context, id: UnitId, name: UnitName, province: UnitProvince, hub: HubOption = None) -> None:
    """Khai báo một xã và tạo vai trò xa_<mã> của xã.

    Ví dụ: thidua hub units add dak-la --name "xã Đắk La" --province 52
    """
    cells = {"unit": id, "name": name, "province": province, "from_day": ""}
    _keep(ctx.obj, catalogue.keep_units, [catalogue.row_of("units", cells)], hub)


def import_units(ctx: Context, file: CsvFile, replace: Replace = False, hub: HubOption = None) -> None:
    """Khai báo các xã từ tệp CSV (id, name, province, from_day) và tạo vai trò của từng xã. Chạy lại không sao.

    Ví dụ: thidua hub units import xa.csv
    """
    _import(ctx.obj, "units", catalogue.keep_units, file, replace, hub)


def import_mergers(ctx: Context, file: CsvFile, replace: Replace = False, hub: HubOption = None) -> None:
    """Khai báo xã cũ nhập vào xã mới (old, new, from_day, share, decision): cùng kỳ của xã mới quy đổi theo đó.

    Ví dụ: thidua hub mergers import sap-xep.csv
    """
    _import(ctx.obj, "mergers", catalogue.keep_mergers, file, replace, hub)


def import_indicators(ctx: Context, file: CsvFile, replace: Replace = False, hub: HubOption = None) -> None:
    """Danh mục chỉ tiêu của tỉnh (code, name, unit, roll_up, weight, better): chỉ tiêu có mã mới được cộng.

    roll_up: sum, rate (Σ/Σ), weighted (weight là mã làm quyền số), none.
    Ví dụ: thidua hub indicators import danh-muc.csv
    """
    _import(ctx.obj, "indicators", catalogue.keep_entries, file, replace, hub)


def _import(workspace: Workspace, kind: str, keep: Keeper, file: str, replace: bool, hub: str | None) -> None:
    listed = catalogue.read_list(load_source(file, forms=LISTS), kind, complain)
    if others := _keep(workspace, keep, listed, hub, replace):
        named = first_of(others, MOST_SHOWN)
        done = "đã bỏ" if replace else "kho vẫn giữ"
        say(f"  {done} {len(others)} dòng tệp này không có: {named}" + ("" if replace else "; bỏ: thêm --replace"))


def _keep(workspace: Workspace, keep: Keeper, listed: list[Any], hub: str | None, replace: bool = False) -> list[str]:
    with connected(workspace.hub_address(hub)) as province:
        done, others, doubts = keep(province, listed, replace)
    say(done)
    for doubt in doubts:
        complain(f"Cảnh báo: {doubt}")
    return others


@contextmanager
def _reading(
    workspace: Workspace,
    period: MonthOption = LAST_MONTH,
    calendar: CalendarOption = None,
    province: ProvinceOption = None,
    *,
    hub: HubOption = None,
) -> Iterator[tuple[HubView, None]]:
    """A look at the period asked for, by today's year; one that has not begun is refused."""
    today = workspace.today()
    wanted = begun(read_period(period, plan_year=today.year, calendar=calendar or Calendar.CIVIL, today=today), today)
    with connected(workspace.hub_address(hub)) as connection:
        yield HubView(connection, wanted, today, province), None


_page_of_province = page_of(_reading)


@_page_of_province
def who_closed(reading: HubView) -> Page:
    """Xã nào đã chốt kỳ này, xã nào chưa, tỉnh nhận lúc nào. Ví dụ: thidua hub status --period t6"""
    return pages.status_page(reading.period, reading.senders(), reading.province)


@_page_of_province
def report(reading: HubView, recast: Recast = False, by: ByCommune = None) -> Page:
    """Cộng các báo cáo mà xã đã chốt: cả tỉnh, từng tỉnh, từng xã. Ví dụ: thidua hub report --period t6 --recast"""
    if by not in (None, "commune", "xa"):
        raise UsageError(f"không có cách chia '{sanitise(by or '')}'", hint="bảng của từng xã: --by commune")
    return pages.report_page(reading.rolled_up(recast=recast), reading.province, by_commune=by is not None)


@_page_of_province
def rank(reading: HubView, indicator: OneIndicator = None) -> Page:
    """Xếp hạng các xã theo số chỉ tiêu đạt và vượt, hoặc theo một chỉ tiêu. Ví dụ: thidua hub rank --period t6"""
    return pages.rank_page(reading.rolled_up(), reading.province, indicator)


@_page_of_province
def page(reading: HubView, recast: Recast = False) -> Page:
    """Một trang cho người xem: ai đã báo cáo, xếp hạng, tổng hợp, diễn biến trong năm, từng xã.

    Ví dụ: thidua hub page --period t6 --out thi-dua-tinh.html
    """
    year, until = reading.period.months(), reading.period.last_day
    months = [reading._replace(period=month).rolled_up() for month in year if month.last_day <= until]
    return pages.province_page(reading.senders(), reading.rolled_up(recast=recast), months, reading.province)
