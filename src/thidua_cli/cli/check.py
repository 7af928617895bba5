"""`check`: all data checks of the plan year at once, for people and for cron."""

from ..checks import RULES, findings
from ..office.closing import evidence_of
from ..pages.checks import checks_page
from ..pages.page import Page
from ..render.terminal import progress
from ..workspace import Office
from .output import page_of_office
from .words import Strict


@page_of_office
def check(office: Office, strict: Strict = False) -> Page:
    """Kiểm tra số liệu của năm: gõ nhầm, ngoài khoảng, tử lớn hơn mẫu, quá cũ, ngoài kế hoạch…"""
    with progress("Đang kiểm tra", len(RULES)) as step:
        evidence = evidence_of(office)
        found = findings(evidence, step)
    return checks_page(evidence, found, strict=strict)
