"""The findings of the data checks as a page: what is wrong, where, and what to do."""

from collections.abc import Sequence
from functools import partial

from ..checks import RULES, Evidence, Finding, Severity
from ..domain.plan import Plan
from ..errors import ConditionMet, InvalidInput, ThiduaError
from ..render.document import Cell, Document, Listing, Paragraph, Table, Tone
from ..vietnamese.numbers import write_date
from . import page
from .due import TO_TYPE
from .page import Field, Page, field

SEVERITIES = {Severity.ERROR: Cell("× lỗi", tone=Tone.BAD), Severity.WARNING: Cell("! cảnh báo", tone=Tone.FAIR)}
TITLES = {code: f"{title} ({code})" for code, (title, _) in RULES.items()}
BELOW = "gõ lệnh ở dưới"


def checks_page(evidence: Evidence, found: Sequence[Finding], *, strict: bool) -> Page:
    """Every finding under its rule's title, on a screen each command on a line of its own; else what was looked at. It
    ends with the errors there are, where it is `strict` with the warnings too."""
    plan, today, figures = evidence.plan, evidence.today, len(evidence.figures) + len(evidence.outside)
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    looked = f"đã xem {figures} số liệu theo {len(RULES)} quy tắc"
    counted = f"{errors} lỗi, {len(found) - errors} cảnh báo" if found else "Không có gì phải xem lại"
    by_rule = sorted(found, key=lambda one: list(TITLES).index(one.code))
    commands = dict.fromkeys(command for one in by_rule for command in one.commands)
    summary = {"figures": figures, "errors": errors, "warnings": len(found) - errors}
    words = "severity code indicator? place? on seq sentence advice=what_to_do"
    told = {"summary": summary, "findings": [page.record_of(one, words) for one in found]}
    record = partial(page.day_record, "thidua.check/1", plan, today, **told)
    title, head = f"Kiểm tra số liệu năm {plan.year} (hôm nay {write_date(today)})", Paragraph(f"{counted}; {looked}")
    if not found:
        return Page(Document(title, (head,)), record)
    closing = (f"Giải thích một quy tắc: thidua guide {found[0].code}",)
    below = [one._replace(commands=one.commands and [BELOW]) for one in by_rule]
    typed = (Paragraph(TO_TYPE, Tone.QUIET), Listing(tuple(commands)))
    screen = Document(title, (head, _findings(plan, below), *(typed if commands else ())), closing)
    then: ThiduaError | None = ConditionMet(f"số liệu có {len(found)} cảnh báo (--strict)") if strict else None
    if errors:
        then = InvalidInput(f"số liệu có {errors} lỗi", hint="sửa theo cột Làm gì rồi chạy lại: thidua check")
    return Page(Document(title, (head, _findings(plan, by_rule)), closing), record, screen=screen, then=then)


def _findings(plan: Plan, found: Sequence[Finding]) -> Table:
    names = {row.indicator.id: row.indicator.name for row in plan.rows()}
    places = {place.id: place.name for place in plan.places}

    def where(one: Finding) -> str:
        """`Tỷ lệ hộ nghèo, Thôn 4, ngày 14/06/2024, dòng 12`; ids only where the plan has no name for them."""
        day = f"ngày {write_date(one.on)}" if one.on else ""
        row = f"dòng {one.seq}" if one.seq is not None else ""
        name, place = names.get(one.indicator, one.indicator), places.get(one.place, one.place)
        return ", ".join(filter(None, (name, place, day, row)))

    fields: Sequence[Field[Finding]] = (
        field("severity", "Mức", lambda finding: SEVERITIES[finding.severity]),
        field("place", "Ở đâu", where, wraps=True),
        field("sentence", "Thấy gì", lambda finding: finding.sentence, wraps=True),
        field("advice", "Làm gì", lambda finding: finding.what_to_do, wraps=True),
    )
    return page.table_of(fields, found, "place", "Kiểm tra", heading=lambda one: TITLES[one.code])
