"""`due`, `overview`, and `thidua` alone: what is late or coming and from whom, the year at a glance, today."""

from typing import Annotated

from ..domain.due import ANNIVERSARY, Wait
from ..errors import ConditionMet
from ..office.due import last_month, overview_of, still_expected
from ..pages.due import WAITS, due_page, today_page
from ..pages.page import Page
from ..vietnamese.wording import choice
from ..workspace import Office
from .output import page_of_office, present
from .words import Context, FormatOption, flag, option

FAIL_ON = "kết thúc với mã 4 nếu có việc như vậy: late, soon, coming"
FailOnWait = Annotated[str | None, option("--fail-on", "HẠN,…", FAIL_ON)]
FROM = "chỉ việc của một nơi cung cấp, một phần tên là đủ: tram y te"
Supplier = Annotated[str | None, option("--from", "NƠI", FROM)]
Everything = Annotated[bool, flag("--all", "in cả những việc chưa đến hạn")]
read_wait = choice({wait.value: wait for wait in Wait}, "thời hạn")


@page_of_office
def due(
    office: Office, supplier: Supplier = None, everything: Everything = False, *, fail_on: FailOnWait = None
) -> Page:
    """Số liệu, nhiệm vụ còn phải có: đã trễ, sắp đến hạn, chưa đến hạn; hỏi nơi nào, và lệnh để gõ."""
    conditions = [read_wait(word.strip()) for word in (fail_on or "").split(",") if word.strip()]
    expected = still_expected(office, supplier)
    failing = [row for row in expected if row.wait in conditions and row.kind != ANNIVERSARY]
    names = ", ".join(f"{row.name} ({WAITS[row.wait]})" for row in failing)
    then = ConditionMet(f"{len(failing)} việc rơi vào điều kiện --fail-on: {names}") if failing else None
    return due_page(office.plan, expected, office.workspace.today(), everything=everything)._replace(then=then)


@page_of_office
def overview(office: Office) -> Page:
    """Toàn cảnh cả năm: mỗi chỉ tiêu, mỗi tháng đã có số, là số ước, còn thiếu hay chưa đến hạn; tháng nào đã chốt."""
    return overview_of(office)


def today(ctx: Context, form: FormatOption = None) -> None:
    """Việc hôm nay: số liệu và nhiệm vụ đã trễ, báo cáo tháng trước, lệnh nên gõ tiếp (gõ tắt: thidua)."""
    with ctx.obj.open() as office:
        page = today_page(office.plan, still_expected(office), last_month(office), ctx.obj.today())
        present(page, office, form=form)
