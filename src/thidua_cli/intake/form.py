"""The form that suppliers fill in: which rows and columns it has, what is known already, how each row is filled in."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from textwrap import wrap
from typing import Any, NamedTuple

from ..disk import repacked
from ..domain.due import expected_days, grouped_of
from ..domain.figure import Amount, Figure
from ..domain.places import by, figures_of_place, reach, target_for
from ..domain.plan import Combine, Indicator, Place, Plan
from ..domain.target import exact_or_cut
from ..errors import brought_by
from ..vietnamese.numbers import write_date, write_number
from ..vietnamese.text import sheet_name
from ..vietnamese.wording import LEVELS, YES_NO, rounded_figure, target_words
from . import columns as col

NO_SUPPLIER = "Khác"
NAME_OF_FORM = "Biểu mẫu"


class FormRow(NamedTuple):
    """One indicator in the form (of one place where `place` is set), with its last figure (in its unit) and its day."""

    indicator: Indicator
    number: str
    target: str
    last: Decimal | str | None
    last_day: date | None
    place: Place | None = None

    @property
    def supplier(self) -> str:
        """Who supplies the figure: for a place's row the place."""
        return self.place.name if self.place else self.indicator.supplier or NO_SUPPLIER

    @property
    def advice(self) -> str:
        """How the row is filled in, where that is not plain."""
        if self.indicator.is_yes_no:
            return "ghi đạt hoặc chưa đạt"
        if self.indicator.rate:
            return f"{self.indicator.rate.numerator} / {self.indicator.rate.denominator}"
        return "ghi phần mới thêm, không ghi lũy kế" if self.indicator.combine is Combine.SUM else ""

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the columns that nobody fills in, but for the last figure and its day."""
        names = {col.ID: self.indicator.id, col.NAME: self.indicator.name, col.UNIT: self.indicator.unit}
        told = {col.NUMBER: self.number, col.TARGET: self.target, col.ADVICE: self.advice, col.SUPPLIER: self.supplier}
        return names | told | {col.PLACE: self.place.id if self.place else ""}


def form_rows(plan: Plan, figures: Iterable[Figure], day: date, places: Sequence[Place | None]) -> Iterator[FormRow]:
    """Every indicator that figures are recorded for, in the plan's order; totals are added up by the program.

    For each of the places those that are collected by place, with the place's own target and last figure.
    """
    in_order = sorted(figures, key=lambda figure: figure.on)
    of = by(in_order, lambda figure: figure.indicator)
    own = [figure for figure in in_order if not figure.place]
    for place in places:
        last = {one.indicator: one for one in (figures_of_place(in_order, place) if place else own)}
        for row in plan.rows(day):
            indicator = row.indicator
            if indicator.combine is Combine.TOTAL or (place is not None and not indicator.by_place):
                continue
            by_place, target = indicator.by_place and place is None, target_for(indicator, place, day)
            held = _of_all(indicator, of.get(indicator.id, []), plan, day) if by_place else last.get(indicator.id)
            known: Decimal | str | None = held.amount.value if held else None
            if held and known is None:  # a rate is rounded, but on the right side of the target of its day
                known = rounded_figure(held.amount.exact, indicator, indicator.target_on(held.on).target)
            elif held and indicator.is_yes_no:
                known = YES_NO[bool(known)]
            words = target_words(target, indicator) if target else "–"
            yield FormRow(indicator, row.number, words, known, held.on if held else None, place)


def _of_all(indicator: Indicator, in_order: Sequence[Figure], plan: Plan, day: date) -> Figure | None:
    """The newest figure of the whole commune, its own or its places' together.

    That is a level as the year's report has it, else as the days before the year leave it; of others, which are typed
    as what is new, the one of the newest day for which all are known.
    """
    spans = [(plan.whole_year.start, day, in_order), (date.min, day, in_order)]
    if indicator.combine is not Combine.LATEST:
        spans = [(on, on, alike) for on, alike in reversed(by(in_order, lambda figure: figure.on).items())]
    for first, last, those in spans:
        if found := reach(indicator, grouped_of(plan, those, first, last, is_over=False)):
            return found.figures[-1]._replace(on=found.on, amount=found.latest or Amount(exact_or_cut(found.exact)))
    return None


class Form(NamedTuple):
    """What the form is about: the plan, the year of the figures and the days they may have, a day filled in before."""

    plan: Plan
    year: int
    first: date
    last: date
    day: date | None

    @property
    def command(self) -> str:
        """How a filled-in form is read back."""
        return "thidua import TỆP" + (" --earlier-year" if self.year < self.plan.year else "")


def covering_note(form: Form, supplier: str, rows: Sequence[FormRow], file: str) -> str:
    """The words to send a supplier's form with; `Khác` has nobody to address."""
    to = "" if supplier == NO_SUPPLIER else f"Kính gửi: {supplier}\n\n"
    until = f", tính đến ngày {write_date(form.day)}" if form.day else ""
    unit = form.plan.unit.name
    lines = []
    for number, row in enumerate(rows, start=1):
        days = expected_days(row.indicator, form.plan) if row.indicator.due and form.year == form.plan.year else []
        if form.day:
            days = ([day for day in days if day >= form.day] or days[-1:])[:1]
        when = f"; hạn {write_date(days[0])}" if len(days) == 1 else ""  # which of several is meant nobody can say
        advice = f"; {row.advice}" if row.advice else ""
        lines.append(f"{number}. {row.indicator.name} ({row.indicator.unit}){advice}{when}")
    asked = f"{to}{unit[:1].upper()}{unit[1:]} đề nghị cung cấp số liệu thi đua năm {form.year}{until}:"
    how = f"Mở tệp {file}, chỉ điền các ô nền vàng, rồi gửi lại đúng tệp ấy. Chưa có số liệu thì để trống, không ghi 0."
    return "\n".join([asked, "", *lines, "", how, ""])


WIDTHS = dict(zip(col.FORM_TITLES, (20, 6, 26, 14, 10, 9, 11, 11, 9, 9, 11, 10, 14, 12, 22, 13, 20), strict=True))
"""In characters, in the order of the titles."""
HIDDEN = (col.ID, col.PLACE)
LINE_POINTS = 15
FEWEST_LINES = 2
HEAD_ROW = len(col.INSTRUCTIONS) + 2
MOST = 999_999_999_999_999
MOST_PLACES = 12
A4 = 9
DAY_FORMAT = "dd/mm/yyyy"
_CELL = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter", "border": 1, "text_wrap": True}
_LOOKS: Mapping[str, dict[str, Any]] = {
    "title": {"font_name": "Times New Roman", "font_size": 14, "bold": True},
    "advice": {"font_name": "Times New Roman", "font_size": 11, "italic": True},
    "head": {**_CELL, "bold": True, "align": "center", "bg_color": "#D9E2F3"},
    "text": {**_CELL},
    "closed": {**_CELL, "bg_color": "#E7E6E6"},
    "number": {**_CELL, "align": "right"},
    "day": {**_CELL, "num_format": DAY_FORMAT, "align": "center"},
    "fill": {**_CELL, "locked": False, "bg_color": "#FFF2CC"},
    "fill-day": {**_CELL, "locked": False, "bg_color": "#FFF2CC", "num_format": DAY_FORMAT, "align": "center"},
    "fill-number": {**_CELL, "locked": False, "bg_color": "#FFF2CC", "align": "right"},
}


def form_sheets(form: Form, groups: Mapping[str, Sequence[FormRow]]) -> bytes:
    """One sheet for each group of rows; raises MissingLibrary with the pip line when XlsxWriter is missing."""
    otherwise = "hoặc tạo mẫu CSV: thidua template --out bieu-mau.csv"
    with brought_by("excel", "XlsxWriter", "tạo biểu mẫu Excel", otherwise):
        from xlsxwriter import Workbook
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": form.plan.title, "created": datetime(form.plan.year, 1, 1, tzinfo=UTC)})
    decimals = {places: "#,##0" + ("." + "0" * places if places else "") for places in range(MOST_PLACES + 1)}
    numbers = {f"number-{places}": {**_LOOKS["number"], "num_format": text} for places, text in decimals.items()}
    looks = {name: book.add_format(look) for name, look in {**_LOOKS, **numbers}.items()}
    taken: set[str] = set()
    for group, rows in groups.items():
        sheet = book.add_worksheet(sheet_name(group or NAME_OF_FORM, taken))
        several = len({row.supplier for row in rows}) > 1
        keys = [key for key in col.FORM_TITLES if several or key != col.SUPPLIER]
        keys = [key for key in keys if rows[0].place or key != col.PLACE]
        of = "" if several or not group else f" – {group}"
        sheet.write_string(0, 1, f"{col.FORM_TITLE} {form.year}, {form.plan.unit.name}{of}", looks["title"])
        sheet.write_column(1, 1, (line.format(command=form.command) for line in col.INSTRUCTIONS), looks["advice"])
        sheet.set_row(HEAD_ROW, LINE_POINTS * FEWEST_LINES)
        sheet.write_row(HEAD_ROW, 0, (col.FORM_TITLES[key] for key in keys), looks["head"])
        for place, row in enumerate(rows, start=HEAD_ROW + 1):
            _write_row(sheet, place, row, form, looks, keys)
        _check_while_typing(sheet, form, keys, rows)
        _lay_out(sheet, keys, rows)
    book.close()
    return repacked(content.getvalue())


def _write_row(sheet: Any, place: int, row: FormRow, form: Form, looks: dict[str, Any], keys: Sequence[str]) -> None:
    is_rate, parts = row.indicator.is_rate, (col.NUMERATOR, col.DENOMINATOR)
    looks_of_blank = dict.fromkeys((col.VALUE, *parts), "fill-number") | {col.ON: "fill-day"}
    looks_of_blank |= dict.fromkeys((col.LEVEL, col.NOTE, col.SOURCE), "fill")
    if not is_rate:
        looks_of_blank |= dict.fromkeys(parts, "closed")
    elif row.place:  # percentages of places cannot be put together
        looks_of_blank[col.VALUE] = "closed"
    # Spreadsheets do not find out by themselves how many lines a text takes.
    lines = [len(wrap(text, WIDTHS[key] - 1)) for key, text in row.texts.items() if key in keys and key not in HIDDEN]
    sheet.set_row(place, LINE_POINTS * max(FEWEST_LINES, *lines))
    known = {**row.texts, col.LAST: row.last, col.LAST_DAY: row.last_day, col.ON: form.day}
    for column, key in enumerate(keys):
        value = known.get(key)
        if isinstance(value, str):
            sheet.write_string(place, column, value, looks["text"])
        elif isinstance(value, Decimal):
            decimals = min(max(-int(value.as_tuple().exponent), 0), MOST_PLACES)
            sheet.write_number(place, column, value, looks[f"number-{decimals}"])
        elif value:
            sheet.write_datetime(place, column, value, looks["day" if key == col.LAST_DAY else "fill-day"])
        else:
            sheet.write_blank(place, column, None, looks[looks_of_blank.get(key, "text")])


def _check_while_typing(sheet: Any, form: Form, keys: Sequence[str], rows: Sequence[FormRow]) -> None:
    number = {"validate": "decimal", "criteria": "between", "minimum": -MOST, "maximum": MOST, "error_type": "warning"}
    number |= {"error_title": "Số liệu", "error_message": "Ô này cần một số, ví dụ 4482,38. Vẫn ghi?"}
    said = f"Ngày của số liệu: từ {write_date(form.first)} đến {write_date(form.last)}"
    day = {"validate": "date", "criteria": "between", "minimum": form.first, "maximum": form.last}
    day |= {"error_title": "Ngày", "error_message": said}
    level = {"validate": "list", "source": [LEVELS[level] for level in reversed(LEVELS)], "error_title": "Mức số liệu"}
    answer = {"validate": "list", "source": list(YES_NO.values()), "error_title": "Số liệu"}
    part = number | {"minimum": 0}
    for key, rule in ((col.NUMERATOR, part), (col.DENOMINATOR, part), (col.ON, day), (col.LEVEL, level)):
        column = keys.index(key)
        sheet.data_validation(HEAD_ROW + 1, column, HEAD_ROW + len(rows), column, rule)
    last, column = HEAD_ROW, keys.index(col.VALUE)
    for is_answered, members in groupby(row.indicator.is_yes_no for row in rows):
        first, last = last + 1, last + len(list(members))
        sheet.data_validation(first, column, last, column, answer if is_answered else number)


def _lay_out(sheet: Any, keys: Sequence[str], rows: Sequence[FormRow]) -> None:
    longest = max(len(write_number(row.last)) if isinstance(row.last, Decimal) else 0 for row in rows) + 1
    for column, key in enumerate(keys):
        width = max(WIDTHS[key], longest if key in (col.LAST, col.VALUE) else 0)
        sheet.set_column(column, column, width, None, {"hidden": key in HIDDEN})
    sheet.freeze_panes(HEAD_ROW + 1, keys.index(col.NAME) + 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_footer('&C&"Times New Roman"Trang &P/&N')
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": False})
    sheet.set_selection(HEAD_ROW + 1, keys.index(col.VALUE), HEAD_ROW + 1, keys.index(col.VALUE))
