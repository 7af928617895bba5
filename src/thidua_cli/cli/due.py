"""`due`, `overview`, and `thidua` alone: what is late or coming and from whom, the year at a glance, today."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from ..domain.closing import closing_in_force
from ..domain.due import (
    ANNIVERSARY,
    Expected,
    Wait,
    by_urgency,
    expected_figures,
    figures_until,
    months_of,
    presence,
)
from ..domain.period import Period, Span
from ..domain.scorecard import Window
from ..domain.work import expected_anniversaries, expected_work
from ..errors import ConditionMet, ThiduaError, UsageError
from ..office.figures import figures_of_year
from ..office.view import known_at, work_on_file
from ..pages.due import WAITS, LastMonth, due_page, overview_page, today_page
from ..pages.page import Page
from ..vietnamese.numbers import shown
from ..vietnamese.text import fold
from ..vietnamese.wording import choice
from ..workspace import Office, who_closed
from .output import Answer, page_of_office, present
from .summary import default_folder, file_stem
from .words import Context, FormatOption, flag, option

FailOnWait = Annotated[
    str | None, option("--fail-on", "HẠN,…", "kết thúc với mã 4 nếu có việc như vậy: late, soon, coming")
]
read_wait = choice({wait.value: wait for wait in Wait}, "thời hạn")


@page_of_office
def due(
    office: Office,
    supplier: Annotated[
        str | None, option("--from", "NƠI", "chỉ việc của một nơi cung cấp, một phần tên là đủ: tram y te")
    ] = None,
    everything: Annotated[bool, flag("--all", "in cả những việc chưa đến hạn")] = False,
    *,
    fail_on: FailOnWait = None,
) -> Answer:
    """Số liệu, nhiệm vụ còn phải có: đã trễ, sắp đến hạn, chưa đến hạn; hỏi nơi nào, và lệnh để gõ."""
    conditions = [read_wait(word.strip()) for word in (fail_on or "").split(",") if word.strip()]
    expected = _of_supplier(expected_of(office), supplier)
    failing = [row for row in expected if row.wait in conditions and row.kind != ANNIVERSARY]
    names = ", ".join(f"{row.name} ({WAITS[row.wait]})" for row in failing)
    then = ConditionMet(f"{len(failing)} việc rơi vào điều kiện --fail-on: {names}") if failing else None
    return Answer(due_page(office.plan, expected, office.workspace.today(), everything=everything), then)


def _of_supplier(rows: list[Expected], wanted: str | None) -> list[Expected]:
    """What one supplier, lead unit or place still owes; raises UsageError for one who owes nothing."""
    if wanted is None:
        return rows
    found = [row for row in rows if fold(wanted) in fold(row.supplier)]
    if not found:
        names = ", ".join(dict.fromkeys(row.supplier for row in rows if row.supplier))
        raise UsageError(f"không còn chờ gì từ '{shown(wanted)}'", hint=f"còn chờ: {names or 'không nơi nào'}")
    return found


def expected_of(office: Office) -> list[Expected]:
    """Everything the open plan still expects today, most urgent first."""
    plan, today = office.plan, office.workspace.today()
    window = Window.until(Period(Span.YEAR, plan.year, 1, plan.calendar), today)
    standings = work_on_file(office, known_at(office, None), window)
    rows = [*expected_figures(plan, figures_of_year(office), today), *expected_work(plan, standings, today)]
    return by_urgency([*rows, *expected_anniversaries(plan, today)])


@page_of_office
def overview(office: Office) -> Page:
    """Toàn cảnh cả năm: mỗi chỉ tiêu, mỗi tháng đã có số, là số ước, còn thiếu hay chưa đến hạn; tháng nào đã chốt."""
    return overview_of(office, [row.indicator.id for row in office.plan.rows()])


def overview_of(office: Office, ids: Collection[str], lead: str = "") -> Page:
    """The months of the year for these indicators, below a line of one's own."""
    plan, today, months = office.plan, office.workspace.today(), months_of(office.plan)
    held = figures_until(plan, figures_of_year(office), today)
    rows = [(row, presence(row.indicator, plan, held, months)) for row in plan.rows() if row.indicator.id in ids]
    closings = office.closings()
    closed = [closing_in_force(closings, month) is not None for month in months]
    return overview_page(plan, rows, months, closed, today, lead)


def today(ctx: Context, form: FormatOption = None) -> None:
    """Việc hôm nay: số liệu và nhiệm vụ đã trễ, báo cáo tháng trước, lệnh nên gõ tiếp (gõ tắt: thidua)."""
    with ctx.obj.open() as office:
        page = today_page(office.plan, expected_of(office), _last_month(office), ctx.obj.today())
        present(page, office, form=form)


def _last_month(office: Office) -> LastMonth:
    """How the report of last month stands; in January that of last year's plan, if it lies beside."""
    plan, day = office.plan, office.workspace.today()
    ended = [month for month in months_of(plan) if month.last_day < day]
    if not ended:
        with suppress(ThiduaError), office.workspace.open(year=plan.year - 1) as former:
            if former.plan.year < plan.year:
                return _last_month(former)
        return LastMonth(months_of(plan)[0].label, "tháng đầu của kế hoạch chưa hết.")
    month = ended[-1]
    if found := closing_in_force(office.closings(), month):
        standing = f"đã chốt ({who_closed(found)})."
        return LastMonth(month.label, standing, f"thidua diff {month.id}", "có gì khác bản đã gửi")
    folder = office.workspace.reports_folder(None) or default_folder(Path(office.text.path))
    if any(folder.glob(f"{file_stem(plan, month)}.*")):
        made = f"đã làm trong {folder}, chưa chốt số liệu."
        purpose = f"chốt số liệu {month.label}, khi báo cáo đã gửi"
        return LastMonth(month.label, made, f"thidua close {month.id}", purpose)
    return LastMonth(month.label, "chưa làm.", f"thidua summary --period {month.id}", f"làm báo cáo {month.label}")
