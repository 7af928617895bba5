"""`overview`: the year at a glance, and `thidua` alone: what today asks for."""

from __future__ import annotations

from pathlib import Path

import typer

from ..domain.closing import closing_in_force
from ..domain.due import figures_until, months_of, presence
from ..office.figures import year_span
from ..pages.due import LastMonth, overview_page, today_page
from ..workspace import Office, Workspace, who_closed
from .due import expected_of
from .output import present
from .summary import default_folder, file_stem
from .words import Force, FormatOption, Out


def overview(ctx: typer.Context, form: FormatOption = None, out: Out = None, force: Force = False) -> None:
    """Toàn cảnh cả năm: mỗi chỉ tiêu, mỗi tháng đã có số, là số ước, còn thiếu hay chưa đến hạn; tháng nào đã chốt."""
    workspace: Workspace = ctx.obj
    with workspace.open() as office:
        plan, today, months = office.plan, workspace.today(), months_of(office.plan)
        ids, places = [row.indicator.id for row in plan.rows()], [place.id for place in plan.places]
        figures = office.ledger.figures(plan.unit.id, ids, *year_span(plan.year), others=places)
        held = figures_until(plan, figures, today)
        rows = [(row, presence(row.indicator, plan, held, months)) for row in plan.rows()]
        closings = office.closings()
        closed = [closing_in_force(closings, month) is not None for month in months]
        present(overview_page(plan, rows, months, closed, today), office, form=form, out=out, force=force)


def today(ctx: typer.Context, form: FormatOption = None) -> None:
    """Việc hôm nay: số liệu và nhiệm vụ đã trễ, báo cáo tháng trước, lệnh nên gõ tiếp (gõ tắt: thidua)."""
    workspace: Workspace = ctx.obj
    with workspace.open() as office:
        page = today_page(office.plan, expected_of(office), _last_month(office), workspace.today())
        present(page, office, form=form)


def _last_month(office: Office) -> LastMonth:
    """How the report of last month stands; in January that of the plan's own first month to come."""
    plan, day = office.plan, office.workspace.today()
    ended = [month for month in months_of(plan) if month.last_day < day]
    if not ended:
        return LastMonth(months_of(plan)[0].label, "tháng đầu của kế hoạch chưa hết.")
    month = ended[-1]
    if found := closing_in_force(office.closings(), month):
        return LastMonth(month.label, f"đã chốt ({who_closed(found)}).", f"thidua diff {month.id}")
    folder = office.workspace.reports_folder(None) or default_folder(Path(office.text.path))
    if any(folder.glob(f"{file_stem(plan, month)}.*")):
        return LastMonth(month.label, f"đã làm trong {folder}, chưa chốt số liệu.", f"thidua close {month.id}")
    return LastMonth(month.label, "chưa làm.", f"thidua summary --period {month.id}")
