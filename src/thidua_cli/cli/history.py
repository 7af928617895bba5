"""`history`: who recorded what, when, why, old → new."""

from __future__ import annotations

from typing import Annotated

import typer

from ..domain.figure import Revision
from ..domain.nomination import number_in
from ..domain.plan import Plan
from ..ledger import Ledger
from ..office.find import find_subject
from ..pages.history import Change, history_page
from ..workspace import Workspace
from .output import present
from .words import Force, FormatOption, Out

NEWEST_SHOWN = 200


def history(
    ctx: typer.Context,
    indicator: Annotated[
        str | None, typer.Argument(metavar="CHỈ_TIÊU", help="chỉ các dòng của chỉ tiêu này; mặc định tất cả")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=f"in cả các dòng cũ hơn {NEWEST_SHOWN} dòng mới nhất")
    ] = False,
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Nhật ký của sổ: ai ghi gì, khi nào, vì sao, cũ → mới. Không dòng nào bị xóa."""
    workspace: Workspace = ctx.obj
    with workspace.open() as office:
        ledger = office.ledger
        chosen = _chosen_id(office.plan, ledger, indicator)
        rows = list(ledger.history(indicator=chosen, limit=None if everything else NEWEST_SHOWN))
        total = ledger.tip().seq if chosen is None else len(rows)
        changes = (_change(ledger, row) for row in rows)
        title = f"Nhật ký sổ số liệu{f' – {chosen}' if chosen else ''}"
        page = history_page(office.plan, changes, title=title, left_out=total - len(rows))
        present(page, office, form=form, out=out, force=force)


def _change(ledger: Ledger, row: Revision) -> Change:
    if number_in(row.draft.indicator) is None:
        return Change(row, ledger.before(row.seq))
    from ..office.nominations import around

    return Change(row, None, around(ledger, row))


def _chosen_id(plan: Plan, ledger: Ledger, typed: str | None) -> str | None:
    """An indicator of the plan, or one that only the ledger knows any more."""
    if typed is None:
        return None
    if next(ledger.history(indicator=typed, limit=1), None) is not None:
        return typed
    return find_subject(plan, typed).id
