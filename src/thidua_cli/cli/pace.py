"""`pace`: where the indicators with a pace should be by now, and how the year may end."""

from __future__ import annotations

import typer

from ..render.pages.pace import pace_page
from ..workspace import Workspace
from .figures_on_file import known_at, scorecard
from .origin import origin_of_period
from .output import present
from .words import AsKnown, CalendarOption, Force, FormatOption, Out, PeriodOption, chosen_period, period_year


def pace(
    ctx: typer.Context,
    period: PeriodOption = None,
    calendar: CalendarOption = None,
    as_known: AsKnown = None,
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Tiến độ các chỉ tiêu mà kế hoạch ghi nhịp (pace): phải có, chênh, mỗi tháng còn lại cần, dự báo cả năm."""
    workspace: Workspace = ctx.obj
    with workspace.open(year=period_year(period, calendar, workspace)) as office:
        known, today = known_at(office, as_known), workspace.today()
        card = scorecard(office, known, chosen_period(period, calendar, known.plan, today), today)
        page = pace_page(card, origin_of_period(office, known, card.window.period))
        present(page, office, form=form, out=out, force=force)
