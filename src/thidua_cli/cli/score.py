"""`score`, `rank` and `pace`: the sheet of points, the league table of the places, and the course of the year."""

from typing import Annotated

from ..domain.scoring import last_month_end, league, scale_of
from ..office.find import find_place
from ..office.view import View
from ..pages.page import Page
from ..pages.score import pace_page, rank_page, score_page
from .output import page_of_period
from .words import option

OnePlace = Annotated[str | None, option("--place", "THÔN", "phiếu điểm của một thôn")]


@page_of_period
def score(view: View, place: OnePlace = None) -> Page:
    """Phiếu điểm: điểm đạt, thưởng, trừ, đã mất và còn giành được, dễ nhất trước. Mỗi điểm có lý do."""
    scale_of(view.plan)
    wanted, of_year = None if place is None else find_place(view.plan, place), view.of_year()
    card = of_year.place_card(wanted) if wanted else of_year.card()
    return score_page(card, view.sheet(card, wanted), view.origin(), view.plan, wanted)


@page_of_period
def rank(view: View) -> Page:
    """Bảng xếp hạng các thôn theo điểm, đồng hạng khi bằng điểm, lên xuống so với cuối tháng trước."""
    compared, of_year = last_month_end(view.window), view.of_year()
    held = of_year.held()
    before = of_year._replace(window=view.window._replace(cutoff=compared)) if compared else None
    table = league(of_year.place_sheets(held), before.place_sheets(held) if before else [])
    return rank_page(of_year.card(), table, compared, view.origin())


@page_of_period
def pace(view: View) -> Page:
    """Tiến độ các chỉ tiêu mà kế hoạch ghi nhịp (pace): phải có, chênh, mỗi tháng còn lại cần, dự báo cả năm."""
    return pace_page(view.of_year().card(), view.origin())
