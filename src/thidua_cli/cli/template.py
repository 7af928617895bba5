"""`template`: the form that suppliers fill in, as a workbook or as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..domain.plan import Combine
from ..errors import UsageError
from ..intake.columns import ADVICE, ID, LAST, LAST_DAY, NAME, NUMBER, ON, PLACE, SUPPLIER, TARGET, UNIT
from ..intake.form import NAME_OF_FORM, TITLES, FormRow, by_supplier, form_rows, place_rows
from ..office.figures import PLACES_GUIDE, year_span
from ..office.find import NO_PLACES, chosen_period, period_year
from ..render.document import Cell, Column, Document, Row, Table
from ..render.formats import FORMATS
from ..render.register import Saying, digest_of
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import write_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import choice
from ..workspace import Office, Workspace
from .output import write_file
from .printing import emit
from .words import Force, PeriodOption, parser_of

XLSX, CSV = ".xlsx", ".csv"
BY_SUPPLIER, BY_PLACE = "from", "place"
read_grouping = parser_of(
    choice({BY_SUPPLIER: BY_SUPPLIER, BY_PLACE: BY_PLACE, "thon": BY_PLACE}, "cách chia trang tính")
)


def template(
    ctx: typer.Context,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="TỆP", help="bieu-mau.xlsx hoặc bieu-mau.csv; mặc định in ra CSV"),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="CÁCH_CHIA",
            parser=read_grouping,
            help="from: mỗi đơn vị cung cấp một trang tính; place: mỗi thôn một trang tính",
        ),
    ] = None,
    period: PeriodOption = None,
    force: Force = False,
) -> None:
    """Tạo biểu mẫu để các đơn vị điền số liệu; điền xong nhập bằng: thidua import TỆP

    Ví dụ: thidua template --out bieu-mau-t6.xlsx --period t6 --by from. Có --period thì ngày cuối kỳ được ghi sẵn.
    """
    workspace: Workspace = ctx.obj
    path = Path(out) if out is not None and out != "-" else None
    suffix = _suffix(path, by)
    with workspace.open(year=period_year(period, None, workspace)) as office:
        day = _prefilled(office, period)
        rows = _rows(office, by)
        content = _workbook(office, rows, day, by) if suffix == XLSX else _csv(rows, day)
        if path is None:
            emit(content)
            return
        write_file(path, content, office, force=force, saying=Saying(digest_of(content)))


def _suffix(path: Path | None, by: str | None) -> str:
    suffix = path.suffix.lower() if path is not None else CSV
    if path is not None and suffix not in (XLSX, CSV):
        raise UsageError(f"không biết dạng của tệp '{sanitise(path.name)}'", hint="đặt đuôi .xlsx hoặc .csv")
    if by == BY_SUPPLIER and suffix == CSV:
        raise UsageError(
            "--by from chia thành nhiều trang tính, chỉ dùng được với tệp .xlsx", hint="--out bieu-mau.xlsx"
        )
    return suffix


def _prefilled(office: Office, period: str | None) -> date | None:
    """The last day of the period asked for, as far as it has gone."""
    if period is None:
        return None
    today = office.workspace.today()
    return min(chosen_period(period, None, office.plan, today).last_day, today)


def _rows(office: Office, by: str | None) -> list[FormRow]:
    places = [place.id for place in office.plan.places] if by == BY_PLACE else []
    if by == BY_PLACE and not places:
        raise UsageError(NO_PLACES, hint=PLACES_GUIDE)
    if by == BY_PLACE and not any(row.indicator.by_place for row in office.plan.rows()):
        raise UsageError("kế hoạch không có chỉ tiêu nào thu theo thôn (by_place)", hint=PLACES_GUIDE)
    ids = [row.indicator.id for row in office.plan.rows() if row.indicator.combine is not Combine.TOTAL]
    first, last = year_span(office.plan.year)
    figures = office.ledger.figures(office.plan.unit.id, ids, first, last, others=places)
    make = place_rows if by == BY_PLACE else form_rows
    return list(make(office.plan, figures, min(office.workspace.today(), last)))


def _workbook(office: Office, rows: list[FormRow], day: date | None, by: str | None) -> bytes:
    from ..intake.form import Form, form_sheets
    from ..render.excel import without_system

    groups = by_supplier(rows) if by else {NAME_OF_FORM: rows}
    return without_system(form_sheets(Form(office.plan, *year_span(office.plan.year), day), groups))


def _csv(rows: list[FormRow], day: date | None) -> bytes:
    keys = [key for key in TITLES if key != PLACE or rows[0].place]
    lines = tuple(Row(tuple(_cells(row, day, keys))) for row in rows)
    table = Table(tuple(Column(key, TITLES[key]) for key in keys), lines, label_key=NAME)
    return FORMATS["csv"].to_bytes(Document(NAME_OF_FORM, (table,)))


def _cells(row: FormRow, day: date | None, keys: list[str]) -> Iterator[Cell]:
    known = {
        ID: row.indicator.id,
        NUMBER: row.number,
        NAME: row.indicator.name,
        UNIT: row.indicator.unit,
        TARGET: row.target,
        LAST_DAY: write_date(row.last_day) if row.last_day else "",
        ON: write_date(day) if day else "",
        ADVICE: row.advice,
        SUPPLIER: row.supplier,
        PLACE: row.place.id if row.place else "",
    }
    for key in keys:
        if key == LAST and row.last is not None:
            yield Cell(write_number(row.last), row.last)
        else:
            yield Cell(known.get(key, ""))
