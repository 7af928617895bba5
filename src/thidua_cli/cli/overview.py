"""`overview`: the year at a glance, and `thidua` alone: what today asks for."""

from __future__ import annotations

import typer

from ..domain.closing import closing_in_force
from ..domain.due import figures_until
from ..domain.overview import months_of, presence
from ..office.figures import year_span
from ..pages.overview import overview_page
from ..workspace import Workspace
from .output import present
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
