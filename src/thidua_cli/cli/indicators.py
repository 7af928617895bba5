"""`list`, `show` and `explain`: the indicators, one indicator's year, and how its numbers came to be."""

from __future__ import annotations

from typing import Annotated

import typer

from ..domain.figure import Revision
from ..domain.plan import Calendar, Combine, Indicator, Place
from ..domain.scorecard import Scorecard, Standing
from ..domain.scoring import ItemScore
from ..errors import UsageError
from ..office.find import containing, find_indicator, find_place
from ..office.view import Known, closed_of, known_at, origin_of, place_scorecards, scorecard
from ..pages.explain import explain_page
from ..pages.indicators import indicator_page, list_page
from ..vietnamese.numbers import shown
from ..vietnamese.text import nearest
from ..workspace import Office, Workspace
from .output import present
from .words import AsKnown, CalendarOption, Force, FormatOption, Id, Out, PeriodOption, chosen_period, period_year


def list_indicators(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="CHỮ", help="lọc theo chữ trong mã, tên hoặc tên gọi khác")] = "",
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Danh sách chỉ tiêu: mã, tên, đơn vị, kế hoạch. Gõ không dấu cũng tìm được."""
    workspace: Workspace = ctx.obj
    with workspace.open() as office:
        found = containing(office.plan, text)
        if not found:
            near = nearest(text, [row.indicator.id for row in office.plan.rows()])
            raise UsageError(
                f"không có chỉ tiêu nào có chữ '{shown(text)}'", hint=f"có phải: {', '.join(near)}?" if near else ""
            )
        present(list_page(office.plan, found, workspace.today()), office, form=form, out=out, force=force)


def show(
    ctx: typer.Context,
    indicator: Id,
    period: PeriodOption = None,
    calendar: CalendarOption = None,
    as_known: AsKnown = None,
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Một chỉ tiêu: kế hoạch, thực hiện, các số liệu trong năm."""
    workspace: Workspace = ctx.obj
    with workspace.open(year=period_year(period, calendar, workspace)) as office:
        known, card, standing = _examined(office, indicator, period, calendar, as_known)
        closed = closed_of(office, known, card.window.period)
        page = indicator_page(known.plan, standing, _rows(office, known, card, standing.indicator), closed)
        present(page, office, form=form, out=out, force=force)


def explain(
    ctx: typer.Context,
    indicator: Id,
    period: PeriodOption = None,
    calendar: CalendarOption = None,
    as_known: AsKnown = None,
    place: Annotated[str | None, typer.Option("--place", metavar="THÔN", help="số của một thôn")] = None,
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Mỗi con số của một chỉ tiêu tính ra thế nào: công thức, số liệu dùng, cách làm tròn, quy tắc đánh giá."""
    workspace: Workspace = ctx.obj
    with workspace.open(year=period_year(period, calendar, workspace)) as office:
        known, card, standing = _examined(office, indicator, period, calendar, as_known)
        where = None
        if place is not None:
            where = find_place(known.plan, place)
            card, standing = _at_place(office, known, card, standing, where)
        rows = _rows(office, known, card, standing.indicator, where)
        points = _points(office, known, card, standing, where)
        page = explain_page(card, standing, rows, origin_of(known), points, where)
        present(page, office, form=form, out=out, force=force)


def _examined(
    office: Office, typed: str, period: str | None, calendar: Calendar | None, as_known: str | None
) -> tuple[Known, Scorecard, Standing]:
    known = known_at(office, as_known)
    wanted = find_indicator(known.plan, typed).indicator.id
    today = office.workspace.today()
    card = scorecard(office, known, chosen_period(period, calendar, known.plan, today), today)
    return known, card, next(standing for standing in card.standings if standing.indicator.id == wanted)


def _at_place(
    office: Office, known: Known, whole: Scorecard, standing: Standing, place: Place
) -> tuple[Scorecard, Standing]:
    """The same indicator as one place stands in it."""
    if not standing.indicator.by_place:
        name = f"{standing.indicator.name} ({standing.indicator.id})"
        raise UsageError(f"{name} không thu theo thôn, nên không có số riêng của {place.name}", hint="bỏ --place")
    card = next(card for one, card in place_scorecards(office, known, whole.window) if one.id == place.id)
    return card, next(one for one in card.standings if one.indicator.id == standing.indicator.id)


def _points(office: Office, known: Known, card: Scorecard, standing: Standing, place: Place | None) -> ItemScore | None:
    if known.plan.scoring is None:
        return None
    from .score import commune_sheet, place_sheet

    sheet = place_sheet(office, known, card, place) if place else commune_sheet(office, known, card)
    return sheet.of(standing.indicator.id)


def _rows(
    office: Office, known: Known, card: Scorecard, indicator: Indicator, where: Place | None = None
) -> list[Revision]:
    """The newest row of every day of the year so far, of all places or of one; for a total those of its parts."""
    recorded = indicator.parts if indicator.combine is Combine.TOTAL else (indicator,)
    first, last, until = card.window.year_start, card.window.cutoff, known.tip.seq
    unit, places = known.plan.unit.id, [place.id for place in known.plan.places]
    return [
        row
        for each in recorded
        for place in ([where.id] if where else ["", *(places if each.by_place else ())])
        for row in office.ledger.days(unit, each.id, first=first, last=last, place=place, until=until)
        if row.draft.amount is not None
    ]
