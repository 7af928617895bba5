"""The form that suppliers fill in: which rows and columns it has, what is known already, how each row is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from ..domain.emulation import Place
from ..domain.figure import Figure
from ..domain.places import figures_of_place, target_for
from ..domain.plan import Combine, Indicator, Plan
from ..named_tuple import NamedTuple
from ..vietnamese.wording import rounded_figure, target_text
from .columns import (
    ADVICE,
    DENOMINATOR,
    ID,
    INFORMATION,
    LAST,
    LAST_DAY,
    LEVEL,
    NAME,
    NOTE,
    NUMBER,
    NUMERATOR,
    ON,
    PLACE,
    SOURCE,
    SUPPLIER,
    TARGET,
    UNIT,
    VALUE,
)  # fmt: skip

NO_SUPPLIER = "Khác"
NOT_GIVEN = "–"
NAME_OF_FORM = "Biểu mẫu"
FILLED_IN = (VALUE, NUMERATOR, DENOMINATOR, ON, LEVEL, NOTE, SOURCE)
TITLES: Mapping[str, str] = {
    ID: "id",
    NUMBER: INFORMATION[NUMBER],
    NAME: "Chỉ tiêu",
    UNIT: INFORMATION[UNIT],
    TARGET: INFORMATION[TARGET],
    LAST: INFORMATION[LAST],
    LAST_DAY: INFORMATION[LAST_DAY],
    VALUE: "Thực hiện",
    NUMERATOR: "Tử số",
    DENOMINATOR: "Mẫu số",
    ON: "Ngày",
    LEVEL: "Mức",
    NOTE: "Ghi chú",
    SOURCE: "Nguồn",
    ADVICE: INFORMATION[ADVICE],
    SUPPLIER: INFORMATION[SUPPLIER],
    PLACE: "place",
}
INSTRUCTIONS = (
    "Chỉ điền các ô nền vàng. Chưa có số liệu thì để trống, không ghi 0. Mỗi dòng có số phải có ngày của số liệu.",
    "Tỷ lệ: nên ghi tử số và mẫu số, để trống cột Thực hiện. Mức: chính thức (hoặc để trống), sơ bộ, ước tính.",
    "Không đổi tên cột, không chèn hay xóa cột. Điền xong gửi lại tệp này; người tổng hợp nhập bằng: thidua import TỆP",
)


class FormRow(NamedTuple):
    """One indicator in the form (of one place where `place` is set), with its last figure (in its unit) and its day."""

    indicator: Indicator
    number: str
    target: str
    last: Decimal | None
    last_day: date | None
    place: Place | None = None

    @property
    def supplier(self) -> str:
        """Who supplies the figure: for a place's row the place."""
        if self.place is not None:
            return self.place.name
        return self.indicator.supplier or NO_SUPPLIER

    @property
    def advice(self) -> str:
        """How the row is filled in, where that is not plain."""
        if self.indicator.rate:
            return f"{self.indicator.rate.numerator} / {self.indicator.rate.denominator}"
        if self.indicator.combine is Combine.SUM:
            return "ghi phần mới thêm, không ghi lũy kế"
        return ""


def form_rows(plan: Plan, figures: Iterable[Figure], day: date) -> Iterator[FormRow]:
    """Every indicator that figures are recorded for, in the plan's order; totals are added up by the program."""
    yield from _rows(plan, figures, day, None)


def place_rows(plan: Plan, figures: Iterable[Figure], day: date) -> Iterator[FormRow]:
    """For each place a row of every indicator collected by place, with the place's own target and last figure."""
    held = list(figures)
    for place in plan.places:
        yield from _rows(plan, figures_of_place(held, place), day, place)


def _rows(plan: Plan, figures: Iterable[Figure], day: date, place: Place | None) -> Iterator[FormRow]:
    last: dict[str, Figure] = {}
    for figure in sorted(figures, key=lambda figure: figure.on):
        last[figure.indicator] = figure
    for row in plan.rows(day):
        indicator = row.indicator
        if indicator.combine is Combine.TOTAL or (place is not None and not indicator.by_place):
            continue
        held, target = last.get(indicator.id), target_for(indicator, place, day)
        known = _known(held, indicator) if held else None
        words = target_text(target) if target else NOT_GIVEN
        yield FormRow(indicator, row.number, words, known, held.on if held else None, place)


def _known(held: Figure, indicator: Indicator) -> Decimal:
    """A figure as typed; a rate rounded, but on the right side of the target of its day."""
    value = held.amount.value
    return (
        value
        if value is not None
        else rounded_figure(held.amount.exact, indicator, indicator.target_on(held.on).target)
    )


def by_supplier(rows: Iterable[FormRow]) -> dict[str, list[FormRow]]:
    """The rows under the unit or place that supplies them, units in the order of their first row."""
    groups: dict[str, list[FormRow]] = {}
    for row in rows:
        groups.setdefault(row.supplier, []).append(row)
    return groups
