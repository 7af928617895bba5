"""`score`, `rank`, `pace`, `check`: points, the league table of the places, the course of the year, odd figures."""

from typing import Annotated

from ..checks import RULES, Severity, findings
from ..domain.scoring import last_month_end, league, scale_of
from ..errors import ConditionMet, InvalidInput
from ..office.closing import evidence_of
from ..office.find import find_place
from ..office.view import View
from ..pages.due import checks_page
from ..pages.page import Page
from ..pages.score import pace_page, rank_page, score_page
from ..render.terminal import progress
from ..workspace import Office
from .output import page_of_office, page_of_period
from .words import Strict, option

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


@page_of_office
def check(office: Office, strict: Strict = False) -> Page:
    """Kiểm tra số liệu của năm: gõ nhầm, ngoài khoảng, tử lớn hơn mẫu, quá cũ, ngoài kế hoạch…"""
    with progress("Đang kiểm tra", len(RULES)) as step:
        evidence = evidence_of(office)
        found = findings(evidence, step)
    page = checks_page(office.plan, found, evidence.today, len(evidence.figures) + len(evidence.outside))
    if errors := sum(finding.severity is Severity.ERROR for finding in found):
        hint = "sửa theo cột Làm gì rồi chạy lại: thidua check"
        return page._replace(then=InvalidInput(f"số liệu có {errors} lỗi", hint=hint))
    doubtful = ConditionMet(f"số liệu có {len(found)} cảnh báo (--strict)") if found and strict else None
    return page._replace(then=doubtful)
