"""`template`: the form that suppliers fill in, as a workbook or as CSV."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from ..domain import places
from ..domain.period import FIRST_YEAR
from ..domain.plan import Combine
from ..errors import UsageError
from ..intake.columns import FORM_TITLES, LAST, LAST_DAY, NAME, ON, PLACE
from ..intake.form import NAME_OF_FORM, Form, FormRow, covering_note, form_rows, form_sheets
from ..office.figures import year_span
from ..office.find import NO_PLACES, PLACES_GUIDE
from ..office.view import chosen_period
from ..pages.page import day_text, number_cell
from ..render.document import Cell, Column, Document, Row, Table
from ..render.files import Output, Saying, digest_of, write_outputs
from ..render.formats import FORMATS
from ..vietnamese.text import plain_id
from ..vietnamese.wording import choice
from ..workspace import Office, make_folder
from .output import file_of, manner_of, write_file
from .printing import say
from .words import Context, Force, PeriodOption, option, whole_number

XLSX, CSV = ".xlsx", ".csv"
MOST_NAME = 60
BY_SUPPLIER, BY_PLACE = "from", "place"
read_grouping = choice({BY_SUPPLIER: BY_SUPPLIER, BY_PLACE: BY_PLACE, "thon": BY_PLACE}, "cách chia trang tính")
OUT_DIR = "mỗi đơn vị (thôn) một tệp Excel, kèm lời nhắn để gửi; không có --by: theo đơn vị cung cấp"
OutDir = Annotated[str | None, option("--out-dir", "THƯ_MỤC", OUT_DIR)]
GROUPING = "from: mỗi đơn vị cung cấp một trang tính; place: mỗi thôn một trang tính"
Grouping = Annotated[str | None, option("--by", "CÁCH_CHIA", GROUPING, read_grouping)]
EARLIER_YEAR = "biểu mẫu cho số liệu cả năm của một năm trước: 2023"
EarlierYear = Annotated[int | None, option("--year", "NĂM", EARLIER_YEAR, whole_number)]


def template(
    ctx: Context,
    out: Annotated[str | None, option("--out", "TỆP", "bieu-mau.xlsx hoặc bieu-mau.csv; mặc định in ra CSV")] = None,
    out_dir: OutDir = None,
    by: Grouping = None,
    period: PeriodOption = None,
    year: EarlierYear = None,
    force: Force = False,
) -> None:
    """Tạo biểu mẫu để các đơn vị điền số liệu; điền xong nhập bằng: thidua import TỆP

    Ví dụ: thidua template --out bieu-mau-t6.xlsx --period t6 --by from. Có --period thì ngày cuối kỳ được ghi sẵn.
    Gửi từng nơi: thidua template --period t6 --out-dir gui. Năm trước: thidua template --year 2023 --out nam-2023.xlsx
    """
    if out is not None and out_dir is not None:
        raise UsageError("--out và --out-dir không dùng cùng lúc", hint="một tệp: --out; mỗi nơi một tệp: --out-dir")
    if period is not None and year is not None:
        raise UsageError("--period và --year không dùng cùng lúc", hint="số liệu cả một năm trước: chỉ --year")
    with ctx.obj.open(ctx.obj.year_in(period, None)) as office:
        form = _form(office, period, year)
        if out_dir is not None:
            rows = _rows(office, by or BY_SUPPLIER, form)
            _one_for_each(office, form, places.by(rows, lambda row: row.supplier), Path(out_dir), force)
            return
        path = file_of(out, (XLSX, CSV))
        suffix = path.suffix.lower() if path else CSV
        if by == BY_SUPPLIER and suffix == CSV:
            hint = "--out bieu-mau.xlsx, hoặc mỗi nơi một tệp: --out-dir THƯ_MỤC"
            raise UsageError("--by from chia thành nhiều trang tính, chỉ dùng được với tệp .xlsx", hint=hint)
        rows = _rows(office, by, form)
        groups = places.by(rows, lambda row: row.supplier) if by else {NAME_OF_FORM: rows}
        content = form_sheets(form, groups) if suffix == XLSX else _csv(rows, form.day)
        write_file(path, content, office, force=force, saying=Saying(digest_of(content)))


def _form(office: Office, period: str | None, year: int | None) -> Form:
    """Which days the form is about: this plan year, with the last day of a period, or the whole of an earlier year."""
    plan, today = office.plan, office.workspace.today()
    if year is None or year == plan.year:
        last = min(chosen_period(period, None, plan, today).last_day, today) if period is not None else None
        return Form(plan, plan.year, *year_span(plan.year), last)
    if not FIRST_YEAR <= year < plan.year:
        which = f"một năm trước năm {plan.year} của kế hoạch, từ {FIRST_YEAR}"
        raise UsageError(f"--year {year}: phải là {which}", hint=f"năm trước: --year {plan.year - 1}")
    whole = plan.whole_year._replace(year=year)
    return Form(plan, year, whole.start, whole.last_day, whole.last_day)


def _rows(office: Office, by: str | None, form: Form) -> list[FormRow]:
    is_by_place = by == BY_PLACE
    if is_by_place and not office.plan.places:
        raise UsageError(NO_PLACES, hint=PLACES_GUIDE)
    if is_by_place and not any(row.indicator.by_place for row in office.plan.rows()):
        raise UsageError("kế hoạch không có chỉ tiêu nào thu theo thôn (by_place)", hint=PLACES_GUIDE)
    ids = [row.indicator.id for row in office.plan.rows() if row.indicator.combine is not Combine.TOTAL]
    day = form.day or min(office.workspace.today(), form.last)
    figures = office.ledger.figures(office.plan.unit.id, ids, form.first, day, office.plan.everywhere)
    return list(form_rows(office.plan, figures, day, office.plan.places_on(day) if is_by_place else (None,)))


def _one_for_each(office: Office, form: Form, groups: dict[str, list[FormRow]], folder: Path, force: bool) -> None:
    """For each supplier a workbook and the words to send it with; all are looked at before one is written."""
    outputs, taken = [], Counter[str]()
    for group, rows in groups.items():
        name = plain_id(group, None)[:MOST_NAME] or "khac"
        taken[name] += 1
        stem = name if taken[name] == 1 else f"{name}-{taken[name]}"
        book = form_sheets(form, {group: rows})
        note = covering_note(form, group, rows, f"bieu-mau-{stem}{XLSX}").encode()
        files = {f"bieu-mau-{stem}{XLSX}": book, f"loi-nhan-{stem}.txt": note}
        outputs += [Output(folder / file, content, Saying(digest_of(content))) for file, content in files.items()]
    make_folder(folder)
    for done in write_outputs(outputs, manner_of(office, force)):
        say(done.sentence)
    say(f"{len(groups)} nơi; các tệp gửi về nhập từng tệp: {form.command}. Còn nơi nào chưa gửi: thidua due")


def _csv(rows: list[FormRow], day: date | None) -> bytes:
    keys, lines = [key for key in FORM_TITLES if key != PLACE or rows[0].place], []
    for row in rows:
        last = number_cell(row.last) if isinstance(row.last, Decimal) else Cell(row.last or "")
        texts = row.texts | {LAST_DAY: day_text(row.last_day), ON: day_text(day)}
        cells = {key: Cell(text) for key, text in texts.items()} | {LAST: last}
        lines.append(Row(tuple(cells.get(key, Cell("")) for key in keys)))
    table = Table(tuple(Column(key, FORM_TITLES[key]) for key in keys), tuple(lines), label_key=NAME)
    return FORMATS["csv"].to_bytes(Document(NAME_OF_FORM, (table,)))
