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
from ..office.view import Known, View, arrivals_of, place_scorecard, place_scorecards
from ..pages.pace import pace_page
from ..pages.score import rank_page, score_page
from ..workspace import Office
from .output import present
from .words import AsKnown, CalendarOption, Force, FormatOption, Out, PeriodOption

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
    with View.of(ctx.obj, period, calendar, as_known) as view:
        scale_of(view.plan)
        whole = view.card_of_year()
        origin = view.origin()
        if place is None:
            page = score_page(whole, commune_sheet(view.office, view.known, whole), origin, view.plan)
        else:
            wanted = find_place(view.plan, place)
            card = place_scorecard(view.office, view.known, view.window, wanted)
            sheet = place_sheet(view.office, view.known, card, wanted)
            page = score_page(card, sheet, origin, view.plan, wanted)
        present(page, view.office, form=form, out=out, force=force)


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
    with View.of(ctx.obj, period, calendar, as_known) as view:
        office, known, window = view
        scale_of(view.plan)
        if not view.plan.places:
            raise UsageError(NO_PLACES, hint=PLACES_GUIDE)
        card = view.card_of_year()
        compared = last_month_end(window)
        earlier = place_sheets(office, known, window._replace(cutoff=compared)) if compared else []
        table = league(place_sheets(office, known, window), earlier)
        present(rank_page(card, table, compared, view.origin()), office, form=form, out=out, force=force)


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
        if place.exists_on(window.cutoff)
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
    with View.of(ctx.obj, period, calendar, as_known) as view:
        card = view.card()
        present(pace_page(card, view.origin(card)), view.office, form=form, out=out, force=force)
