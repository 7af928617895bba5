"""`due`, `overview`, `thidua` alone, `work …`: what is late or coming and from whom, the year, the plan's work."""

from typing import Annotated

from ..disk import open_regular
from ..domain.due import ANNIVERSARY, Wait
from ..domain.work import DONE
from ..errors import ConditionMet, UsageError
from ..office.changes import record_progress
from ..office.due import last_month, overview_of, owed_by_last_year, still_expected
from ..office.figures import Typed, outside_year
from ..office.view import View
from ..pages.due import WAITS, due_page, today_page, work_page
from ..pages.page import Page
from ..vietnamese.numbers import shown
from ..vietnamese.wording import choice
from ..workspace import Office, Workspace
from .output import page_of_office, page_of_period, present
from .printing import complain
from .record import confirm, opened
from .words import By, Context, FormatOption, Note, On, argument, flag, option, read_conditions, text_option

FAIL_ON = "kết thúc với mã 4 nếu có việc như vậy: late, soon, coming"
FailOnWait = Annotated[str | None, option("--fail-on", "HẠN,…", FAIL_ON)]
FROM = "chỉ việc của một nơi cung cấp, một phần tên là đủ: tram y te"
Supplier = Annotated[str | None, option("--from", "NƠI", FROM)]
Everything = Annotated[bool, flag("--all", "in cả những việc chưa đến hạn")]
read_wait = choice({wait.value: wait for wait in Wait}, "thời hạn")


@page_of_office
def due(office: Office, supplier: Supplier = None, everything: Everything = False, fail_on: FailOnWait = None) -> Page:
    """Số liệu, nhiệm vụ còn phải có: đã trễ, sắp đến hạn, chưa đến hạn; hỏi nơi nào, và lệnh để gõ."""
    conditions = read_conditions(fail_on, read_wait)
    expected = still_expected(office, supplier)
    failing = [row for row in expected if row.wait in conditions and row.kind != ANNIVERSARY]
    names = ", ".join(f"{row.name} ({WAITS[row.wait]})" for row in failing)
    then = ConditionMet(f"{len(failing)} việc rơi vào điều kiện --fail-on: {names}") if failing else None
    today, owed = office.workspace.today(), owed_by_last_year(office)
    return due_page(office.plan, expected, today, supplier, owed, everything=everything)._replace(then=then)


@page_of_office
def overview(office: Office) -> Page:
    """Toàn cảnh cả năm: mỗi chỉ tiêu, mỗi tháng đã có số, là số ước, còn thiếu hay chưa đến hạn; tháng nào đã chốt."""
    return overview_of(office)


def today(ctx: Context, form: FormatOption = None) -> None:
    """Việc hôm nay: số liệu và nhiệm vụ đã trễ, báo cáo tháng trước, lệnh nên gõ tiếp (gõ tắt: thidua)."""
    with ctx.obj.open() as office:
        expected, owed = still_expected(office), owed_by_last_year(office)
        present(today_page(office.plan, expected, last_month(office), ctx.obj.today(), owed), office, form=form)


WorkId = Annotated[str, argument("NHIỆM_VỤ", "mã hoặc một phần nội dung (không cần dấu)")]
Percent = Annotated[str, argument("TIẾN_ĐỘ", "phần trăm đã làm: 60%")]
Yes = Annotated[bool, flag("--yes", "đã kiểm tra, ghi cả khi tiến độ lùi")]
Evidence = Annotated[str, text_option("--evidence", "TỆP_HOẶC_URL", "minh chứng: tệp trên máy hoặc địa chỉ http(s)")]


@page_of_period
def list_work(view: View) -> Page:
    """Các nhiệm vụ của kế hoạch và tiến độ, theo đơn vị chủ trì. Gõ tắt: thidua work"""
    return work_page(view.plan, view.work(), view.window, view.origin())


def record_work(
    ctx: Context, item: WorkId, percent: Percent, on: On = None, note: Note = "", by: By = None, yes: Yes = False
) -> None:
    """Ghi tiến độ một nhiệm vụ. Ví dụ: thidua work record cai-cach-hanh-chinh 60% --note "xong khâu tập huấn" """
    _write(ctx.obj, Typed(item, percent, on, note=note, by=by), sure=yes)


def finish_work(
    ctx: Context, item: WorkId, evidence: Evidence = "", on: On = None, note: Note = "", by: By = None
) -> None:
    """Ghi một nhiệm vụ đã xong, kèm minh chứng. Ví dụ: thidua work done ton-giao --evidence bien-ban.pdf"""
    if not evidence:
        raise UsageError("thiếu --evidence", hint="xong việc phải có minh chứng: --evidence bien-ban.pdf")
    if not evidence.startswith(("http://", "https://")):  # a file's digest tells it from a later one of its name
        from hashlib import file_digest

        try:
            with open_regular(evidence) as file:
                digest = file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError):
            hint = "ghi đường dẫn một tệp có trên máy hoặc địa chỉ http(s)://…; số văn bản thì ghi ở --note"
            raise UsageError(f"không đọc được tệp minh chứng '{shown(evidence)}'", hint=hint) from None
        evidence = f"{evidence} (sha256 {digest[:16]})"
    _write(ctx.obj, Typed(item, str(DONE), on, note=note, source=evidence, by=by), sure=True)


def _write(workspace: Workspace, typed: Typed, *, sure: bool) -> None:
    with opened(workspace, typed) as office:
        office.refuse_foreign()
        confirm(written := record_progress(office, typed, sure=sure))
        if doubt := outside_year(written.wanted.day, office.plan):
            complain(f"Cảnh báo: {doubt}")
