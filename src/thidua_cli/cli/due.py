"""`due`: what is late, due soon and coming, from whom, and what to type."""

from __future__ import annotations

from typing import Annotated

import typer

from ..domain.due import (
    ANNIVERSARY,
    Expected,
    Wait,
    by_urgency,
    expected_anniversaries,
    expected_figures,
    expected_work,
)
from ..domain.period import Period, Span
from ..domain.scorecard import Window
from ..errors import ConditionMet, UsageError
from ..office.figures import year_span
from ..office.view import known_at, work_on_file
from ..pages.due import WAITS, due_page
from ..vietnamese.numbers import shown
from ..vietnamese.text import fold
from ..vietnamese.wording import choice
from ..workspace import Office, Workspace
from .output import present
from .words import Force, FormatOption, Out

FailOnWait = Annotated[
    str | None,
    typer.Option("--fail-on", metavar="HẠN,…", help="kết thúc với mã 4 nếu có việc như vậy: late, soon, coming"),
]
read_wait = choice({wait.value: wait for wait in Wait}, "thời hạn")


def due(
    ctx: typer.Context,
    supplier: Annotated[
        str | None,
        typer.Option("--from", metavar="NƠI", help="chỉ việc của một nơi cung cấp, một phần tên là đủ: tram y te"),
    ] = None,
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
    fail_on: FailOnWait = None,
) -> None:
    """Số liệu, nhiệm vụ còn phải có: đã trễ, sắp đến hạn, chưa đến hạn; hỏi nơi nào, và lệnh để gõ."""
    workspace: Workspace = ctx.obj
    conditions = [read_wait(word.strip()) for word in (fail_on or "").split(",") if word.strip()]
    with workspace.open() as office:
        today = workspace.today()
        expected = _of_supplier(expected_of(office), supplier)
        present(due_page(office.plan, expected, today), office, form=form, out=out, force=force)
    failing = [row for row in expected if row.wait in conditions and row.kind != ANNIVERSARY]
    if failing:
        names = ", ".join(f"{row.name} ({WAITS[row.wait]})" for row in failing)
        raise ConditionMet(f"{len(failing)} việc rơi vào điều kiện --fail-on: {names}")


def _of_supplier(rows: list[Expected], wanted: str | None) -> list[Expected]:
    """What one supplier, lead unit or place still owes; raises UsageError for one who owes nothing."""
    if wanted is None:
        return rows
    found = [row for row in rows if fold(wanted) in fold(row.supplier)]
    if not found:
        names = ", ".join(dict.fromkeys(row.supplier for row in rows if row.supplier))
        raise UsageError(f"không còn chờ gì từ '{shown(wanted)}'", hint=f"còn chờ: {names or 'không nơi nào'}")
    return found


def expected_of(office: Office) -> list[Expected]:
    """Everything the open plan still expects today, most urgent first."""
    first, last = year_span(office.plan.year)
    ids = [row.indicator.id for row in office.plan.rows()]
    plan, today = office.plan, office.workspace.today()
    places = [place.id for place in plan.places]
    figures = office.ledger.figures(plan.unit.id, ids, first, last, others=places)
    window = Window.until(Period(Span.YEAR, plan.year, 1, plan.calendar), today)
    standings = work_on_file(office, known_at(office, None), window)
    rows = [*expected_figures(plan, figures, today), *expected_work(plan, standings, today)]
    return by_urgency([*rows, *expected_anniversaries(plan, today)])
