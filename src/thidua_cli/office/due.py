"""What the open plan still expects, the months of its year at a glance, and how the report of last month stands."""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from ..domain.closing import closing_in_force, freezing
from ..domain.due import ANNIVERSARY, WORK, Expected, Wait, by_urgency, expected_figures, grouped_of, presence
from ..domain.work import expected_anniversaries, expected_work
from ..errors import ThiduaError, UsageError, command
from ..pages.due import LastMonth, overview_page
from ..pages.page import Page
from ..vietnamese.numbers import shown, write_date
from ..vietnamese.text import fold
from ..workspace import Office, file_stem, who_closed
from .figures import figures_of_year
from .view import View, with_inherited


def still_expected(office: Office, supplier: str | None = None) -> list[Expected]:
    """What is still expected of all, or of one supplier, most urgent first; UsageError if the plan has no such one."""
    plan, today, end = office.plan, office.workspace.today(), office.plan.whole_year.last_day
    closings = office.closings()
    figures = expected_figures(plan, with_inherited(office, figures_of_year(office), today), today, closings)
    rows = [*figures, *expected_work(plan, View.now(office).work(), today)]
    for at, row in enumerate(rows):
        first = freezing(closings, min(today if row.kind == WORK else row.on, end))[:1]
        shut = [freezing(closings, min(each, end))[0] for each in row.shut] or first
        closed = ", ".join(dict.fromkeys(closing.named for closing in shut))
        # What would be refused because its day is closed: the command opens the first of what closes it.
        typed = first[0].reopening if first else row.command
        rows[at] = row._replace(closed=closed, command=typed)
    rows = by_urgency([*rows, *expected_anniversaries(plan, today)])
    found = [row for row in rows if fold(supplier or "") in fold(row.supplier)]
    named = [*(one.indicator.supplier for one in plan.rows()), *(one.lead for one in plan.work)]
    known = list(filter(None, dict.fromkeys(named)))
    if supplier is not None and not found and not any(fold(supplier) in fold(name) for name in known):
        hint = f"các nơi của kế hoạch: {', '.join(known) or 'không có (khóa from của chỉ tiêu, lead của công việc)'}"
        raise UsageError(f"kế hoạch không có nơi cung cấp '{shown(supplier)}'", hint=hint)
    return found


def overview_of(office: Office, ids: Collection[str] | None = None, lead: str = "") -> Page:
    """The months of the year: which are closed, and which figures of every indicator, or of these, are there."""
    plan, today, closings = office.plan, office.workspace.today(), office.closings()
    held = grouped_of(plan, with_inherited(office, figures_of_year(office), today), None, today, is_over=False)
    closed = {month: bool(freezing(closings, month.last_day)) for month in plan.whole_year.months()}
    listed = [row for row in plan.rows() if ids is None or row.indicator.id in ids]
    rows = [(row, presence(row.indicator, plan, held, list(closed))) for row in listed]
    asked = ids is None and any(row.is_asked for row in still_expected(office))
    return overview_page(plan, rows, closed, today, asked=asked, lead=lead)


def last_month(office: Office) -> LastMonth:
    """How the report of last month stands; in January that of last year's plan, if it lies beside."""
    plan, day = office.plan, office.workspace.today()
    ended = [month for month in plan.whole_year.months() if month.last_day < day]
    if not ended:
        with suppress(ThiduaError), office.workspace.open(plan.year - 1) as former:
            if former.plan.year < plan.year:
                return last_month(former)
        first = plan.whole_year.months()[0]
        before = f"năm kế hoạch chưa bắt đầu (từ ngày {write_date(first.start)})."
        return first.label, before if day < first.start else "tháng đầu của kế hoạch chưa hết.", {}
    month = ended[-1]
    if found := closing_in_force(office.closings(), month):
        standing = f"đã chốt ({who_closed(found)})."
        return month.label, standing, {f"thidua diff {month.id}": "có gì khác bản đã gửi"}
    folder = office.workspace.reports_folder(None, Path(office.text.path))
    if any(folder.glob(f"{file_stem(plan, month)}.*")):
        made = f"đã làm trong {folder}, chưa chốt số liệu."
        return month.label, made, {f"thidua close {month.id}": f"chốt số liệu {month.label}, khi báo cáo đã gửi"}
    return month.label, "chưa làm.", {f"thidua summary --period {month.id}": f"làm báo cáo {month.label}"}


def owed_by_last_year(office: Office) -> str:
    """In the plan's first month: how much last year's plan beside it still lacks, and the command that lists it."""
    plan = office.plan
    if office.workspace.today() > plan.whole_year.months()[0].last_day:
        return ""
    with suppress(ThiduaError), office.workspace.open(plan.year - 1) as former:
        late = sum(row.wait is Wait.LATE and row.kind != ANNIVERSARY for row in still_expected(former))
        if late and former.plan.year < plan.year and not former.foreign():
            listed = command("thidua", "--plan", former.text.path, "due")
            return f"Kế hoạch năm {former.plan.year} còn {late} việc đã trễ: {listed}"
    return ""
