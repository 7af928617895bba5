"""A workspace to start from (`init`), where it is and what is set (`where`, `config`), copies of it, and its health."""

import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from ..disk import PLAN_FOLDER, remember, replace_file, stored
from ..errors import IntegrityError, InvalidInput, Refused, StorageError, ThiduaError, UsageError, command
from ..ledger import Ledger
from ..ledger.file import making
from ..office.checkup import SIGNS, Health, findings, place_doubts
from ..plan_file import load_text, read_plan
from ..plan_file.opening import nearby_plans
from ..settings import KEYS, SETTINGS_NAME
from ..vietnamese.numbers import shown
from ..vietnamese.text import sanitise
from ..workspace import LEDGER_NAME, SCHEMA_NAME, Office, check_readings, create_ledger, make_folder, shipped_plan
from .printing import answer, complain, say
from .words import Context, TextOrJson, YearOfPlan, argument, flag, option, text_option

MOST_ROW_DIGITS = 18
FINDING_KEYS = ("id", "verdict", "subject", "sentence", "advice")
Trusted = Annotated[bool, flag("--trust", "tin thư mục này dù là của người dùng khác trên máy: cho ghi ở đó")]


def init(
    ctx: Context,
    folder: Annotated[str | None, argument("THƯ_MỤC", "mặc định: thư mục hiện tại")] = None,
    document: Annotated[
        str | None, option("--from", "TỆP", "soạn kế hoạch từ văn bản này (.docx, .txt, .md, .pdf) để xem lại")
    ] = None,
    year: YearOfPlan = None,
    adopt: Annotated[bool, flag("--adopt", "đơn vị đổi mã: sổ của mã cũ nay là của kế hoạch này")] = False,
    reason: Annotated[str, text_option("--reason", "CHỮ", "lý do đổi mã, cùng --adopt")] = "",
) -> None:
    """Tạo thư mục làm việc: kế hoạch (data/plan_2024.yaml) và sổ trống data/thidua.db. Tệp đã có được giữ nguyên.

    thidua init --from "Ke hoach 2026.docx": kế hoạch soạn từ văn bản của cơ quan.
    thidua --ledger TỆP init: chỉ tạo sổ trống tại TỆP.
    """
    if adopt or reason:
        _adopt(ctx, reason if adopt else "")
        return
    named = ctx.obj.named_ledger()
    if document is None and year is not None:
        raise UsageError("--year chỉ dùng cùng --from", hint='hãy gõ: thidua init --from "Ke hoach.docx"')
    bare = named if folder is None and document is None else None
    place = bare.parent if bare else (Path(folder) if folder else Path.cwd()) / PLAN_FOLDER
    with stored(f"không tạo được {place}", "chọn thư mục khác: thidua init THƯ_MỤC"):
        ctx.obj.refuse_stranger("chưa tạo gì", next(filter(Path.is_dir, (place, *place.parents)), Path()))
        advice = None if bare else _make_plan(place, document, year)
    ledger = named or place / LEDGER_NAME
    is_new = create_ledger(ledger)
    say(f"đã tạo sổ số liệu {ledger}" if is_new else f"đã có sổ số liệu {ledger}, giữ nguyên")
    for doubt in place_doubts(ledger):
        complain(f"Lưu ý: {doubt}; nên để sổ ở ổ đĩa của máy")
    if is_new and not bare:
        made = place.absolute().parent
        with suppress(StorageError):  # folders above that may not be looked into
            for above in nearby_plans(made.parent)[:1]:
                doubt = f"{made} nằm trong nơi làm việc đã có ({above})"
                complain(f"Lưu ý: {doubt}; lệnh gõ ở đây dùng sổ mới này, không thấy số liệu của sổ kia")
    if advice:
        say(advice)


def _make_plan(place: Path, document: str | None, year: int | None) -> str:
    """Put the shipped plan or one drafted from a document into the folder, with its schema; tells what to do next."""
    shipped = shipped_plan()
    plan, content, advice = place / shipped.name, shipped.read_bytes(), "Bắt đầu: thidua report"
    if document is not None:
        from ..draft.plan_text import draft_plan
        from ..intake.source import DOCUMENTS, load_source

        draft = draft_plan(load_source(document, forms=DOCUMENTS), year)
        plan, content = place / f"plan_{draft.year}.yaml", draft.text.encode()
        advice = draft.told(str(plan))
        if plan.exists() and plan.read_bytes() != content:
            other, of_year = str(plan.with_name("ban-soan.yaml")), str(year) if year else None
            hint = f"hãy soạn ra tệp khác: {command('thidua', 'plan', 'draft', document, year=of_year, out=other)}"
            raise Refused(f"đã có {plan}, khác bản soạn từ {document}; chưa tạo gì", hint=hint)
    elif not plan.exists():
        beside = sorted(one for folder in (place, place.parent) for one in folder.glob("plan_*.yaml"))
        if foreign := next((one for one in beside if _unit_of(one) != _unit_of(shipped)), None):
            own = "kế hoạch năm mới của đơn vị: thidua plan new NĂM, hoặc từ văn bản: thidua plan draft TỆP"
            what = "kế hoạch của đơn vị khác" if _unit_of(foreign) else "một kế hoạch chưa đọc được (thidua plan check)"
            sentence = f"đã có {what}: {foreign}; không đặt kế hoạch mẫu của xã Đắk La bên cạnh"
            raise Refused(f"{sentence}, chưa tạo gì", hint=f"{own}; làm thử ở thư mục khác: thidua init THƯ_MỤC")
    schema = shipped.with_name(SCHEMA_NAME).read_bytes()
    for target, given in ((plan, content), (place / SCHEMA_NAME, schema)):
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_new := not target.exists():
            replace_file(target, given)
        say(f"đã tạo {target}" if is_new else f"đã có {target}, giữ nguyên")
    return advice


def _unit_of(plan: Path) -> str:
    """Whose a plan file is; empty where it cannot be read."""
    with suppress(ThiduaError):
        return read_plan(load_text(plan)).unit.id
    return ""


def _adopt(ctx: Context, reason: str) -> None:
    """The commune's id has changed: one row says so, and the rows of both ids are one from then on."""
    from ..office.changes import take_over

    if not reason:
        raise UsageError("đổi mã đơn vị cần --adopt và --reason", hint='thidua init --adopt --reason "sắp xếp đơn vị"')
    with ctx.obj.open() as office:
        former = take_over(office, reason)
        own = office.plan.unit.id
    say(f"đã ghi: sổ của '{sanitise(former)}' nay là của '{own}'; số liệu của hai mã là một")


def where(ctx: Context, form: TextOrJson = "table") -> None:
    """Tệp kế hoạch và sổ số liệu mà các lệnh đang dùng."""
    plan = ctx.obj.plan_path()
    ledger, named = ctx.obj.ledger_path(plan)
    used = {"path": str(plan.absolute()), "shipped": plan == shipped_plan(), "exists": os.path.isfile(plan)}
    kept = {"path": str(ledger), "named": named, "exists": os.path.exists(ledger)}
    origin = " (kế hoạch kèm theo chương trình)" if used["shipped"] else _lacking(plan, " (không có tệp này)")
    missing = f" (chưa có; tạo bằng: {making(ledger)})" if named else " (chưa có, sẽ tạo khi ghi lần đầu)"
    lines = f"kế hoạch: {plan.absolute()}{origin}", f"sổ số liệu: {ledger}{_lacking(ledger, missing)}"
    answer(form, {"schema": "thidua.where/1", "plan": used, "ledger": kept}, lines)


def _lacking(path: Path, missing: str) -> str:
    """What to say of a file that does not seem to be there; in a folder that may not be entered nobody can know."""
    if os.path.exists(path):
        return ""
    is_closed = os.path.isdir(path.parent) and not os.access(path.parent, os.X_OK)
    return " (không có quyền vào thư mục này)" if is_closed else missing


PRINTED = "đối chiếu với dòng cuối của một báo cáo đã in: 41:0123456789abcdef0123456789abcdef"
Against = Annotated[str | None, option("--against", "DÒNG:MÃ", PRINTED)]


def verify(ctx: Context, against: Against = None, form: TextOrJson = "table") -> None:
    """Kiểm tra sổ số liệu: chuỗi mã, từng dòng, và (với --against) có khớp báo cáo đã in."""
    from ..ledger.verify import verify as prove
    from ..render.terminal import progress

    anchor = read_anchor(against) if against is not None else None
    path, named = ctx.obj.ledger_path(Path(load_text(ctx.obj.plan_path()).path))
    tip = None
    if os.path.lexists(path) or named or anchor is not None:
        ctx.obj.tell_of_stranger(path, path.parent)
        with Ledger(path) as ledger:
            total = 0
            with suppress(IntegrityError):  # a damaged one is told by the check itself
                total = ledger.tip().seq
            with progress("Đang kiểm tra", total) as step:
                found = prove(ledger, anchor, step)
            check_readings(ledger)
        tip = found.seq, found.chain
    lines = [f"sổ nguyên vẹn: {tip[0]} dòng, mã cuối {tip[1]}" if tip else "sổ chưa có dòng nào"]
    lines += [f"khớp với báo cáo đã in: dòng {anchor[0]}, mã {anchor[1]}"] if anchor else []
    ends = {name: end and {"seq": end[0], "chain": end[1]} for name, end in (("ledger", tip), ("against", anchor))}
    answer(form, {"schema": "thidua.verify/1", "rows": tip[0] if tip else 0, **ends}, lines)


def read_anchor(text: str) -> tuple[int, str]:
    """`41:0123…`, as the last line of a report prints it; raises UsageError for anything else."""
    number, _, code = text.strip().lower().partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_ROW_DIGITS and code):
        sentence = f"--against '{shown(text)}' không đúng dạng"
        raise UsageError(sentence, hint="chép dòng cuối của báo cáo: 41:0123456789abcdef0123456789abcdef")
    return int(number), code


File = Annotated[str, argument("TỆP", "tệp sao lưu, ví dụ E:\\thidua-2024-07-05.db")]
ForceRestore = Annotated[bool, flag("--force", "khôi phục cả khi mất dòng; sổ hiện tại được giữ lại")]


def backup(ctx: Context, file: File) -> None:
    """Chép sổ số liệu ra TỆP (hoặc vào thư mục TỆP), kiểm tra bản chép từng dòng rồi mới đặt tên.

    Chạy được cả khi người khác đang ghi. Tệp đã có không bao giờ bị ghi đè. Ví dụ: thidua backup E:\\thidua-05-07.db
    """
    from ..ledger.copies import copy_to

    path, _ = ctx.obj.ledger_path()
    ctx.obj.tell_of_stranger(path, path.parent)
    with Ledger(path) as ledger:
        copied, tip, is_new = copy_to(ledger, Path(file))
    done = f"đã sao lưu {tip.seq} dòng vào" if is_new else f"không thay đổi: đã có bản sao {tip.seq} dòng ở"
    say(f"{done} {copied}, mã cuối {tip.chain}")
    against = ("verify", "--against", f"{tip.seq}:{tip.chain}")
    say(f"  đối chiếu sau này: {command('thidua', '--ledger', str(copied), *against)}")


def restore(ctx: Context, file: File, force: ForceRestore = False) -> None:
    """Thay sổ số liệu bằng bản sao TỆP, sau khi kiểm tra bản sao. Không làm mất dòng nào nếu không có --force.

    Ví dụ: thidua restore E:\\thidua-05-07.db
    """
    from ..ledger.copies import restore as put_back
    from ..office.view import plan_doubt
    from .export import JSON_LINES

    (ledger, _), copy, told = ctx.obj.ledger_path(), Path(file), ""
    make_folder(ledger.parent)
    ctx.obj.refuse_stranger("chưa khôi phục gì", ledger, ledger.parent)
    if os.path.isfile(copy):
        if file.lower().endswith(JSON_LINES):
            raise InvalidInput(f"{sanitise(file)} là bản xuất của sổ", hint=command("thidua", "import", file))
        with Ledger(copy) as held:
            office = Office(ctx.obj, load_text(ctx.obj.plan_path()), held, held.file)
            if doubt := office.foreign():
                hint = "mỗi đơn vị một sổ: chọn đúng bản sao, hoặc dùng đúng kế hoạch (--plan TỆP)"
                raise Refused(f"{doubt}; chưa khôi phục gì", hint=hint)
            told = plan_doubt(office)
    done = put_back(copy, ledger, force=force)
    state = f"{done.tip.seq} dòng, mã cuối {done.tip.chain}"
    if not done.changed:
        say(f"không thay đổi: sổ {ledger} đã giống bản sao ({state})")
        return
    say(f"đã khôi phục {ledger} từ {file}: {state}")
    if done.kept:
        say(f"  sổ trước khi khôi phục được giữ ở {done.kept}")
    if told:
        complain(told)


def config(ctx: Context, form: TextOrJson = "table", trusted: Trusted = False) -> None:
    """Những gì đang được đặt, và đặt ở đâu: tệp thidua.toml cạnh kế hoạch, biến môi trường, tùy chọn.

    Tùy chọn thắng biến môi trường, biến môi trường thắng tệp. Trong thidua.toml mỗi dòng một mục, ví dụ:
    formats = "docx,xlsx" · out_dir = "D:/gui-huyen" · by = "Nguyễn Thị Hương"
    """
    path = ctx.obj.settings_path().absolute()
    if trusted:
        is_new = remember(os.path.realpath(path.parent), ctx.obj.trusted_folders)
        if form != "json":
            say(f"{'đã ghi nhớ: tin' if is_new else 'không thay đổi: đã tin'} thư mục {path.parent}")
            return
    plan, today = ctx.obj.plan_path(), "THIDUA_TODAY"
    chosen: list[tuple[str, str | None, str]] = [
        ("plan", str(plan.absolute()), ctx.obj.whence("plan")),
        ("ledger", str(ctx.obj.ledger_path(plan)[0]), ctx.obj.whence("ledger")),
        ("today", ctx.obj.today().isoformat(), today if ctx.obj.variables.get(today) else ""),
        *ctx.obj.all_chosen(),
    ]
    known = {"exists": os.path.exists(path), "trusted": ctx.obj.stranger(path.parent) is None}
    settings = [{"key": key, "value": value, "from": whence} for key, value, whence in chosen]
    lines = [f"{SETTINGS_NAME}: {path}{'' if known['exists'] else ' (chưa có; tạo bằng trình soạn thảo khi cần)'}"]
    for key, value, whence in chosen:
        meaning = f"  # {KEYS[key][2]}" if key in KEYS else ""
        said = "(không đặt)" if value is None else sanitise(value)
        lines.append(f"{key}: {said}{f' ({whence})' if whence else ''}{meaning}")
    answer(form, {"schema": "thidua.config/1", "path": str(path), **known, "settings": settings}, lines)


def doctor(ctx: Context, form: TextOrJson = "table") -> None:
    """Tự khám: phiên bản, bảng mã, màn hình, tệp, cài đặt, quyền, chỗ trống, đồng hồ, sổ, bản sao lưu.

    Không sửa gì. Mỗi chỗ đáng lưu ý kèm việc cần làm.
    """
    found, lines = list(findings(ctx.obj)), list[str]()
    for finding in found:
        lines.append(f"{SIGNS[finding.verdict]} {finding.subject}: {finding.sentence}")
        lines += [f"    → {finding.advice}"] if finding.advice else []
    counts = Counter(finding.verdict for finding in found)
    bad, odd, good = (counts[verdict] for verdict in (Health.ERROR, Health.WARNING, Health.OK))
    lines.append(f"{bad} lỗi, {odd} điều cần lưu ý, {good} mục ổn." if bad or odd else "Mọi thứ đều ổn.")
    records = [{key: getattr(one, key) for key in FINDING_KEYS} for one in found]
    answer(form, {"schema": "thidua.doctor/1", "findings": records}, lines)
    if code := max((finding.code for finding in found), default=0):
        raise typer.Exit(code)
