"""`list`, `show`, `explain`, `history`: the indicators, the year of one, how its numbers came to be, and by whom."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from ..domain.figure import Revision
from ..office.changes import former_subject, to_record
from ..office.figures import placed
from ..office.find import containing, find_indicator, find_subject, matching
from ..office.view import View, readable_plan
from ..pages.explain import Explained
from ..pages.indicators import former_page, history_page, indicator_page, list_page
from ..pages.page import Page
from ..render.formats import format_of
from ..workspace import Office
from .output import BY_STRETCHES, TABLE, page_of_office, page_of_period, present, present_in_turn
from .words import Context, Force, FormatOption, Id, Out, argument, flag, option

Filter = Annotated[str, argument("CHỮ", "lọc theo chữ trong mã, tên hoặc tên gọi khác")]
OnePlace = Annotated[str | None, option("--place", "THÔN", "số của một thôn")]
EveryRow = Annotated[bool, flag("--all", "kể cả các dòng sổ không dùng")]


@page_of_office
def list_indicators(office: Office, text: Filter = "") -> Page:
    """Danh sách chỉ tiêu: mã, tên, đơn vị, kế hoạch. Gõ không dấu cũng tìm được."""
    found = containing(office.plan, text) or matching(office.plan, text) or [find_indicator(office.plan, text)]
    return list_page(office.plan, found, office.workspace.today())


@page_of_period
def show(view: View, indicator: Id) -> Page:
    """Một chỉ tiêu: kế hoạch, thực hiện, các số liệu trong năm."""
    if (former := former_subject(view.office, indicator)) is not None:
        return former_page(former, view.rows_of(former, everywhere=True))
    wanted = find_indicator(view.plan, indicator).indicator.id
    card = view.card()
    standing = next(one for one in card.standings if one.indicator.id == wanted)
    rows = view.rows_of(standing.indicator, everywhere=True)
    typed = to_record(view.office, standing.indicator)
    return indicator_page(view.plan, standing, rows, typed, view.origin(card).closed)


@page_of_period
def explain(view: View, indicator: Id, place: OnePlace = None, every_row: EveryRow = False) -> Page:
    """Mỗi con số của một chỉ tiêu tính ra thế nào: công thức, số liệu dùng, cách làm tròn, quy tắc đánh giá."""
    wanted = find_indicator(view.plan, indicator).indicator
    card, where = view.card(), placed(view.plan, wanted, place)
    origin = view.origin(card)
    if where:
        card = view.place_card(where, wanted.id)
    standing = next(one for one in card.standings if one.indicator.id == wanted.id)
    rows = view.rows_of(standing.indicator, where)
    points = None
    if view.plan.scoring is not None:
        of_year = view.of_year().place_card(where, wanted.id) if where else view.of_year().card()
        items = view.sheet(of_year, where).items
        points = next((one for one in items if one.standing.indicator.id == wanted.id), None)
    foreseen = None if where else view.foreseen_row(standing.indicator)
    return Explained(card, standing, rows, origin, points, where, foreseen, every_row).page()


NEWEST_SHOWN = 200
STRETCH = 1000
"""So many rows are held at once, and stand under one header."""


def history(
    ctx: Context,
    indicator: Annotated[str | None, argument("CHỈ_TIÊU", "chỉ các dòng của chỉ tiêu này; mặc định tất cả")] = None,
    everything: Annotated[bool, flag("--all", f"in cả các dòng cũ hơn {NEWEST_SHOWN} dòng mới nhất")] = False,
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Nhật ký của sổ: ai ghi gì, khi nào, vì sao, cũ → mới. Không dòng nào bị xóa."""
    with ctx.obj.open() as office:
        ledger, of = office.ledger, indicator
        if indicator is not None and next(ledger.history(indicator=indicator, limit=1), None) is None:
            of = find_subject(office.plan, indicator).id  # else an id that the ledger knows, also one no longer planned
        total, wanted = ledger.tip().seq, format_of(form or TABLE)
        if everything and of is None and out in (None, "-") and wanted.name in BY_STRETCHES:
            starts = range(0, max(total, 1), STRETCH)
            pages = (_history(office, ledger.history(after=at, until=at + STRETCH), goes_on=at > 0) for at in starts)
            marked = (page.marked(None if number else office.plan.notice) for number, page in enumerate(pages))
            present_in_turn(marked, wanted)
            return
        rows = list(ledger.history(indicator=of, limit=NEWEST_SHOWN if of is None and not everything else None))
        shown = rows if everything else rows[-NEWEST_SHOWN:]
        left_out = (total if of is None else len(rows)) - len(shown)
        present(_history(office, shown, of, left_out=left_out), office, form=form, out=out, force=force)


def _history(
    office: Office, rows: Iterable[Revision], of: str | None = None, *, goes_on: bool = False, left_out: int = 0
) -> Page:
    from ..office.nominations import change_of

    title = f"Nhật ký sổ số liệu{f' – {of}' if of else ''}{' (tiếp)' if goes_on else ''}"
    changes, under = (change_of(office.ledger, row) for row in rows), partial(readable_plan, office)
    return history_page(office.plan, changes, of or "", title=title, written_under=under, left_out=left_out)
