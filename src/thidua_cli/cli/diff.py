"""`diff`: every figure and verdict that differs from the report as sent, and who changed it, when and why."""

from __future__ import annotations

from typing import Annotated

from ..errors import UsageError
from ..office.closing import Behind, copies_of, rows_behind, sent_copy
from ..office.view import View, report_of, sent_report
from ..pages.diff import Moved, Sides, diff_page, differences
from ..pages.history import Change
from ..pages.papers import correction
from ..pages.report_record import card_in
from . import words
from .output import present
from .words import flag, option


def diff(
    ctx: words.Context,
    word: words.PeriodWord = None,
    period: words.PeriodOption = None,
    calendar: words.CalendarOption = None,
    sent: Annotated[
        int | None,
        option("--sent", "DÒNG", "so với bản gửi chốt ở dòng sổ này; mặc định lần chốt sau cùng", words.whole_number),
    ] = None,
    paper: Annotated[
        bool, flag("--paper", "báo cáo đính chính để ký và gửi: đã báo cáo gì, đúng là gì, vì sao")
    ] = False,
    form: words.FormatOption = None,
    out: words.Out = None,
    force: words.Force = False,
) -> None:
    """Từ khi chốt đến nay đã đổi gì: mỗi số liệu và đánh giá, đã gửi → nay, do ai, khi nào, vì sao."""
    with View.of(ctx.obj, words.period_needed(word, period, "diff"), calendar) as view:
        office, now, chosen = view.office, view.known, view.window.period
        copies = copies_of(office, chosen)
        closing = sent_copy(office, chosen, copies, sent)
        report, card = sent_report(office, closing), view.card()
        cards = card_in(report, office.plan, chosen), card
        sides = Sides(report, report_of(now, card), cards, view.origin(card))
        moved = differences(report, sides.now, lambda id: row.indicator if (row := office.plan.find(id)) else None)
        behind = rows_behind(office, closing, now, [each.id for each in moved])
        rows = {row.seq: row for each in behind.values() for row in (*each.year, *each.earlier)}
        traced = [_traced(each, behind[each.id]) for each in moved]
        changes = [Change(row, office.ledger.before(row)) for _, row in sorted(rows.items())]
        page = diff_page(office.plan, closing, copies, sides, traced, changes)
        if paper:
            if not traced:
                raise UsageError(f"số liệu {chosen.label} không khác bản đã gửi, nên không có gì để đính chính")
            page = page._replace(document=correction(closing, sides, traced, changes, ctx.obj.today()))
        present(page, office, form=form, out=out, force=force)


def _traced(moved: Moved, behind: Behind) -> Moved:
    year, earlier = (tuple(row.seq for row in rows) for rows in behind)
    return moved._replace(year=year, earlier=earlier)
