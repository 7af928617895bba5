"""`score` and `rank`: the sheet of points, and the league table of the places."""

from __future__ import annotations

from typing import Annotated

import typer

from ..domain.plan import Place, Plan, Scoring
from ..domain.scorecard import Scorecard, Window
from ..domain.scoring import Sheet, arrivals_of_place, last_month_end, league, score_sheet
from ..errors import UsageError
from ..office.figures import PLACES_GUIDE
from ..office.find import NO_PLACES, find_place
from ..office.view import Known, arrivals_of, known_at, origin_of_period, place_scorecards, scorecard
from ..pages.pace import pace_page
from ..pages.score import rank_page, score_page
from ..workspace import Office, Workspace
from .output import present
from .words import AsKnown, CalendarOption, Force, FormatOption, Out, PeriodOption, chosen_period, period_year

NO_SCALE = (
    "thêm vào tệp kế hoạch, ví dụ: scoring: {total: 100, bonus: 5, items: [{indicator: ho-ngheo, points: 100}]};"
    " cách viết ở mục Chấm điểm của hướng dẫn, xong chạy: thidua plan check"
)
OnePlace = Annotated[str | None, typer.Option("--place", metavar="THÔN", help="phiếu điểm của một thôn")]


def score(
    ctx: typer.Context,
    period: PeriodOption = None,
    calendar: CalendarOption = None,
    as_known: AsKnown = None,
    place: OnePlace = None,
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Phiếu điểm: điểm đạt, thưởng, trừ, đã mất và còn giành được, dễ nhất trước. Mỗi điểm có lý do."""
    workspace: Workspace = ctx.obj
    with workspace.open(year=period_year(period, calendar, workspace)) as office:
        known, today = known_at(office, as_known), workspace.today()
        scale_of(known.plan)
        chosen = chosen_period(period, calendar, known.plan, today)
        origin = origin_of_period(office, known, chosen)
        if place is None:
            card = scorecard(office, known, chosen, today)
            page = score_page(card, commune_sheet(office, known, card), origin, known.plan)
        else:
            wanted, window = find_place(known.plan, place), Window.until(chosen, today)
            card = next(card for one, card in place_scorecards(office, known, window) if one.id == wanted.id)
            sheet = place_sheet(office, known, card, wanted)
            page = score_page(card, sheet, origin, known.plan, wanted)
        present(page, office, form=form, out=out, force=force)


def rank(
    ctx: typer.Context,
    period: PeriodOption = None,
    calendar: CalendarOption = None,
    as_known: AsKnown = None,
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Bảng xếp hạng các thôn theo điểm, đồng hạng khi bằng điểm, lên xuống so với cuối tháng trước."""
    workspace: Workspace = ctx.obj
    with workspace.open(year=period_year(period, calendar, workspace)) as office:
        known, today = known_at(office, as_known), workspace.today()
        scale_of(known.plan)
        if not known.plan.places:
            raise UsageError(NO_PLACES, hint=PLACES_GUIDE)
        card = scorecard(office, known, chosen_period(period, calendar, known.plan, today), today)
        compared = last_month_end(card.window)
        earlier = place_sheets(office, known, card.window._replace(cutoff=compared)) if compared else []
        table = league(place_sheets(office, known, card.window), earlier)
        origin = origin_of_period(office, known, card.window.period)
        present(rank_page(card, table, compared, origin), office, form=form, out=out, force=force)


def scale_of(plan: Plan) -> Scoring:
    """The plan's scale of points; raises UsageError saying what to add."""
    if plan.scoring is None:
        raise UsageError("kế hoạch không có thang điểm (scoring)", hint=NO_SCALE)
    return plan.scoring


def commune_sheet(office: Office, known: Known, card: Scorecard) -> Sheet:
    """The commune's points; the plan must have a scale."""
    return score_sheet(card, scale_of(known.plan), arrivals_of(office, known, card.window))


def place_sheets(office: Office, known: Known, window: Window) -> list[tuple[Place, Sheet]]:
    """Every place's points, in the plan's order."""
    scale, arrivals = scale_of(known.plan), arrivals_of(office, known, window)
    return [
        (place, score_sheet(card, scale, arrivals_of_place(arrivals, place.id)))
        for place, card in place_scorecards(office, known, window)
    ]


def place_sheet(office: Office, known: Known, card: Scorecard, place: Place) -> Sheet:
    """One place's points from its own card; the plan must have a scale."""
    arrivals = arrivals_of_place(arrivals_of(office, known, card.window), place.id)
    return score_sheet(card, scale_of(known.plan), arrivals)


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
