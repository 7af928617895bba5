"""`plan …`: the plan file itself, drafted from a document, checked, shown, and from one year to the next."""

import os
from fractions import Fraction
from operator import itemgetter
from pathlib import Path
from typing import Annotated

from ..disk import new_file, refuse_database, stored
from ..domain.period import LAST_YEAR
from ..domain.plan import Plan
from ..domain.scorecard import Window
from ..errors import ConditionMet, Refused, ThiduaError, UsageError, command
from ..intake.source import DOCUMENTS, load_source
from ..ledger import Ledger
from ..office.view import View, figures_warnings, plan_of_revision, readable_plan
from ..pages.page import Page
from ..pages.plan import Edition, changes_page, editions_page, plan_changes, plan_page
from ..pages.report import outside_text
from ..plan_file import PlanText, head, load_text, read_plan
from ..vietnamese.numbers import shown
from ..workspace import NOTHING_WRITTEN, SCHEMA_NAME, Office, Workspace, open_ledger, shipped_plan
from .output import file_of, page_of_office, write_file
from .printing import complain, emit, say
from .words import Context, Force, Out, Strict, YearOfPlan, argument, option, whole_number

NextYear = Annotated[int, argument("NĂM", "năm của kế hoạch mới: 2025", whole_number)]
YearOfDaysOff = Annotated[int | None, argument("NĂM", "mặc định năm của kế hoạch đang dùng", whole_number)]
OwnDocument = Annotated[str, argument("TỆP", f"văn bản {DOCUMENTS}; - là đầu vào chuẩn")]
RestoredTo = Annotated[str | None, option("--out", "TỆP", "mặc định: plan_<năm>.yaml cạnh sổ")]


def check(ctx: Context, strict: Strict = False) -> None:
    """Kiểm tra tệp kế hoạch: mọi lỗi, mỗi lỗi có dòng, cột và cách sửa."""
    from ..plan_file.doubts import plan_remarks, plan_typing_errors, plan_warnings

    text = load_text(ctx.obj.plan_path())
    plan = read_plan(text)
    known, outside = _of_ledger(ctx.obj, text)
    warnings, slips = [*plan_warnings(plan, text, known), *outside], plan_typing_errors(plan, text)
    for kind, told in (("cảnh báo", warnings), ("lưu ý", plan_remarks(plan, text)), ("chính tả", slips)):
        for one in told:
            say(f"{kind}: {one}")
    if slips:
        say("  (chữ của văn bản được giữ nguyên; muốn sửa thì sửa trong tệp kế hoạch)")
    rows = list(plan.rows())
    tops = sum(row.parent is None for row in rows)
    more = ((len(plan.work), "nhiệm vụ"), (len(plan.places), "thôn"))
    say(
        f"kế hoạch đúng: {text.path}, năm {plan.year}, {len(plan.sections)} mục, {tops} chỉ tiêu"
        f" và {len(rows) - tops} phần; {sum(row.counted for row in rows)} chỉ tiêu được tính"
        + "".join(f"; {count} {name}" for count, name in more if count)
    )
    if warnings and strict:
        raise ConditionMet(f"có {len(warnings)} cảnh báo (--strict)")


def _of_ledger(workspace: Workspace, text: PlanText) -> tuple[dict[str, Fraction], list[str]]:
    """What the plan's ledger knows: which results of last year are there, and figures outside it or in other units."""
    try:
        with workspace.open(text=text) as office:
            year, before = office.plan.whole_year, office.plan.whole_year.a_year_earlier()
            last = View.now(office, Window(before, before.last_day)).card()
            outside = outside_text(View.now(office, Window(year, year.last_day)).outside())
            told = [*figures_warnings(office), *([f"{outside} (xem: thidua check)"] if outside else [])]
    except ThiduaError as error:
        complain(f"chưa đối chiếu được với sổ số liệu: {error.sentence}")
        return {}, []
    return {one.indicator.id: one.actual.exact for one in last.standings if one.actual is not None}, told


@page_of_office
def show(office: Office) -> Page:
    """Toàn bộ kế hoạch đang dùng: căn cứ, chủ đề, chỉ tiêu, nơi cung cấp, hạn."""
    return plan_page(office.plan, office.text.path, office.text.revision)


def schema() -> None:
    """JSON Schema của tệp kế hoạch; dòng đầu của kế hoạch trỏ tới nó để trình soạn thảo gợi ý."""
    emit(shipped_plan().with_name(SCHEMA_NAME).read_bytes())


def days_off(ctx: Context, year: YearOfDaysOff = None) -> None:
    """In ngày lễ, Tết của một năm thành khóa days_off, để xem lại rồi dán vào kế hoạch.

    Thứ Bảy, Chủ nhật không phải ghi. Cần thư viện holidays: pip install 'thidua-cli[holidays]'
    """
    from ..plan_file.writing import days_off_text

    wanted = year if year is not None else head(load_text(ctx.obj.plan_path()))[0] or ctx.obj.today().year
    emit(days_off_text(wanted).encode())


RevisionOption = Annotated[str | None, argument("MÃ", "các chữ số đầu của mã bản kế hoạch; mặc định bản dùng gần nhất")]
FEWEST_REVISION_DIGITS = 6
Side = "tệp kế hoạch, hoặc mã của bản mà sổ đã dùng (xem: thidua plan history)"


def draft(ctx: Context, file: OwnDocument, year: YearOfPlan = None, out: Out = None, force: Force = False) -> None:
    """Soạn tệp kế hoạch từ chính văn bản của cơ quan: chỉ tiêu, căn cứ, nhiệm vụ, nơi nhận; in ra để xem lại.

    Ví dụ: thidua plan draft "Ke hoach 2026.docx" --out data/plan_2026.yaml
    """
    from ..draft.plan_text import draft_plan

    made = draft_plan(load_source(file, forms=DOCUMENTS), year)
    path = file_of(out)
    write_file(path, made.text.encode(), None, force=force, sources=[Path(file)])
    complain(made.told(out if path else None))


def new(ctx: Context, year: NextYear, out: Out = None, force: Force = False) -> None:
    """Soạn kế hoạch năm sau từ kế hoạch này: kết quả thành mức gốc, dời ngày hạn; in ra để xem lại.

    Ví dụ: thidua plan new 2025 --out data/plan_2025.yaml
    """
    from ..plan_file.writing import next_plan_text

    with ctx.obj.open(year - 1) as office:
        now = office.plan.year
        if not now < year <= LAST_YEAR:
            sentence = f"kế hoạch đang dùng là của năm {now}, không soạn được cho năm {year}"
            raise UsageError(sentence, hint=f"hãy gõ: thidua plan new {now + 1}")
        whole = office.plan.whole_year  # its results are those at its end, or by today
        card = View.now(office, Window.until(whole, max(office.workspace.today(), whole.start))).card()
        results = {standing.indicator.id: standing.actual for standing in card.standings if standing.actual is not None}
        content = next_plan_text(office.plan, year, results).encode()
        read_plan(PlanText(f"plan_{year}.yaml", content))
        path = file_of(out)
        write_file(path, content, office, force=force)
    if path and out:
        complain(f"  xem lại các dòng có chữ XEM LẠI, rồi chạy: {command('thidua', '--plan', out, 'plan', 'check')}")


@page_of_office
def diff(office: Office, old: Annotated[str, argument("CŨ", Side)], new: Annotated[str, argument("MỚI", Side)]) -> Page:
    """Hai kế hoạch khác nhau chỗ nào: chỉ tiêu thêm, bỏ, đổi; chỉ tiêu giao, hạn, lời văn."""
    (before, first), (after, second) = _side(office, old), _side(office, new)
    return changes_page(before, after, plan_changes(first, second))


def _side(office: Office, typed: str) -> tuple[str, Plan]:
    """A plan file, or a revision by the first digits of its code; with the name it is shown by."""
    path = Path(typed)
    is_code = len(typed) >= FEWEST_REVISION_DIGITS and set(typed.lower()) <= set("0123456789abcdef")
    if is_code and not os.path.exists(path):
        revision = revision_of(office.ledger, typed)
        if (plan := plan_of_revision(office, revision)) is None:
            raise UsageError(f"sổ không còn giữ bản kế hoạch '{shown(typed)}'", hint="xem các bản: thidua plan history")
        return revision[:16], plan
    return shown(typed), read_plan(load_text(path))


@page_of_office
def history(office: Office) -> Page:
    """Các bản kế hoạch mà sổ đã dùng: từ dòng nào, khi nào, đổi gì so với bản trước."""
    editions: list[Edition] = []
    newest: dict[int, Plan] = {}
    for revision, seq, at in sorted(office.ledger.editions(), key=itemgetter(1)):
        plan, in_use = readable_plan(office, revision), revision == office.text.revision
        before = newest.get(plan.year) if plan else None
        changes = plan_changes(before, plan) if plan and before else None
        editions.append(Edition(revision, plan.year if plan else None, seq, at, changes, in_use))
        newest |= {plan.year: plan} if plan else {}
    return editions_page(editions, f"Các bản kế hoạch đã dùng – {office.plan.unit.name}")


def restore(ctx: Context, revision: RevisionOption = None, out: RestoredTo = None) -> None:
    """Lấy lại tệp kế hoạch như sổ đã giữ, nguyên từng byte; không bao giờ ghi đè tệp đã có.

    Ví dụ, trên máy mới sau khi khôi phục sổ: thidua --ledger thidua.db plan restore
    """
    path, named = ctx.obj.ledger_path()
    with open_ledger(path, named) as ledger:
        wanted = revision_of(ledger, revision) if revision else next((one for one, *_ in ledger.editions()), None)
        source = ledger.plan_source(wanted) if wanted else None
    if wanted is None or source is None:
        raise UsageError(f"sổ {path} chưa giữ bản kế hoạch nào", hint="sổ giữ kế hoạch từ lần ghi đầu tiên")
    if out == "-":
        return emit(source)
    year, _ = head(PlanText("", source))
    if out is None:
        ctx.obj.refuse_stranger(NOTHING_WRITTEN, path, path.parent)
    target = Path(out) if out else path.parent / f"plan_{year or 'lay-lai'}.yaml"
    refuse_database(target)
    with stored(f"không ghi được {target}"):
        try:
            new_file(target, source)
        except FileExistsError:
            raise Refused(f"{target} đã có: không ghi đè", hint="ghi ra tên khác: --out TỆP") from None
    say(f"đã ghi {target}: bản kế hoạch {wanted[:16]} mà sổ đã giữ")


def revision_of(ledger: Ledger, typed: str) -> str:
    """The revision that begins with these digits; raises UsageError when there is none or more than one."""
    known = [one for one, _, _ in ledger.editions() if one.startswith(typed.lower())]
    if len(known) > 1:
        raise UsageError(f"mã '{typed}' khớp với {len(known)} bản kế hoạch", hint="hãy gõ thêm vài chữ số của mã")
    if not known:
        raise UsageError(f"sổ chưa dùng bản kế hoạch '{shown(typed)}'", hint="xem các bản: thidua plan history")
    return known[0]
