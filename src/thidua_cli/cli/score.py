"""`score`, `rank` and `pace`: the sheet of points, the league table of the places, and the course of the year."""

from __future__ import annotations

from typing import Annotated

from ..domain.plan import Place, Plan, Scoring
from ..domain.scorecard import Scorecard, Window
from ..domain.scoring import Sheet, arrivals_of_place, last_month_end, league, score_sheet
from ..errors import UsageError
from ..office.figures import PLACES_GUIDE
from ..office.find import NO_PLACES, find_place
from ..office.view import Known, View, arrivals_of, place_scorecard, place_scorecards
from ..pages.pace import pace_page
from ..pages.page import Page
from ..pages.score import rank_page, score_page
from ..workspace import Office
from .output import page_of_period
from .words import option

NO_SCALE = (
    "thêm vào tệp kế hoạch, ví dụ: scoring: {total: 100, bonus: 5, items: [{indicator: ho-ngheo, points: 100}]};"
    " cách viết ở mục Chấm điểm của hướng dẫn, xong chạy: thidua plan check"
)
OnePlace = Annotated[str | None, option("--place", "THÔN", "phiếu điểm của một thôn")]


@page_of_period
def score(view: View, place: OnePlace = None) -> Page:
    """Phiếu điểm: điểm đạt, thưởng, trừ, đã mất và còn giành được, dễ nhất trước. Mỗi điểm có lý do."""
    scale_of(view.plan)
    whole, origin = view.card_of_year(), view.origin()
    if place is None:
        return score_page(whole, commune_sheet(view.office, view.known, whole), origin, view.plan)
    wanted = find_place(view.plan, place)
    card = place_scorecard(view.office, view.known, view.window, wanted)
    return score_page(card, place_sheet(view.office, view.known, card, wanted), origin, view.plan, wanted)


@page_of_period
def rank(view: View) -> Page:
    """Bảng xếp hạng các thôn theo điểm, đồng hạng khi bằng điểm, lên xuống so với cuối tháng trước."""
    office, known, window = view
    scale_of(view.plan)
    if not view.plan.places:
        raise UsageError(NO_PLACES, hint=PLACES_GUIDE)
    compared = last_month_end(window)
    earlier = place_sheets(office, known, window._replace(cutoff=compared)) if compared else []
    table = league(place_sheets(office, known, window), earlier)
    return rank_page(view.card_of_year(), table, compared, view.origin())


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


@page_of_period
def pace(view: View) -> Page:
    """Tiến độ các chỉ tiêu mà kế hoạch ghi nhịp (pace): phải có, chênh, mỗi tháng còn lại cần, dự báo cả năm."""
    card = view.card()
    return pace_page(card, view.origin(card))
