"""A row of a file as a figure to record: every cell read by the same rules as the words of `record`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..domain.emulation import Place
from ..domain.figure import Amount, Draft, Kind, Level
from ..domain.plan import Indicator, Plan
from ..domain.rounding import round_half_up
from ..errors import ThiduaError, UsageError
from ..intake import Broken, Percent, Proposed, Value
from ..intake.columns import DENOMINATOR, ID, LEVEL, NAME, NOTE, NUMERATOR, ON, PLACE, SOURCE, VALUE
from ..intake.values import is_blank
from ..named_tuple import NamedTuple
from ..vietnamese.dates import read_date, write_date
from ..vietnamese.finding import find_indicator, matching
from ..vietnamese.numbers import shown, write_number
from ..vietnamese.text import clean_text
from .admission import check_day
from .amounts import NumberReader, check_plausible, read_amount
from .places import check_parts, placed
from .words import read_level

# What the CSV writer protects with an apostrophe so that no spreadsheet runs it.
_PROTECTED = re.compile(r"'(?=[ \u00a0\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
# Hints about other cells speak of the command line, not of a file.
HINTED = (ID, NAME, ON, PLACE)


class Flaw(NamedTuple):
    """One cell that cannot be read: its column, and a sentence."""

    key: str
    sentence: str


@dataclass(slots=True)
class DraftReader:
    """Reads rows for one plan on one day; `read` reads the numbers in texts, `source` stands where a row has none."""

    plan: Plan
    today: date
    earlier_year: bool
    read: NumberReader
    source: str = ""
    _indicators: dict[tuple[Value, Value], Indicator] = field(default_factory=dict)
    _places: dict[tuple[str, Value], Place | None] = field(default_factory=dict)
    _days: dict[Value, date] = field(default_factory=dict)
    _levels: dict[Value, Level] = field(default_factory=dict)

    def draft(self, row: Proposed) -> Draft | list[Flaw]:
        """The figure a row proposes, or everything that is wrong with the row."""
        try:
            indicator, on, level = self._indicator(row), self._day(row), self._level(row)
            place = self._place(row, indicator)
            amount = self._amount(row, indicator, place)
            note, source = self._text(row, NOTE), self._text(row, SOURCE) or self.source
        except ThiduaError:
            return list(self._flaws(row))
        return Draft(Kind.RECORD, indicator.id, on, amount, level, note, source, place=place.id if place else "")

    def _flaws(self, row: Proposed) -> Iterator[Flaw]:
        """Each cell read on its own, so that one run names them all."""
        parts: list[tuple[str, Callable[[], object]]] = [
            (ID if ID in row.head.at else NAME, lambda: self._indicator(row)),
            (PLACE, lambda: self._place(row, self._indicator(row))),
            (ON, lambda: self._day(row)),
            (row.amount_key, lambda: self._amount_alone(row)),
            (LEVEL, lambda: self._level(row)),
            (NOTE, lambda: self._text(row, NOTE)),
            (SOURCE, lambda: self._text(row, SOURCE)),
        ]
        seen: set[str] = set()
        for key, read in parts:
            try:
                read()
            except ThiduaError as error:
                if error.sentence not in seen:
                    seen.add(error.sentence)
                    hint = f" ({error.hint})" if error.hint and key in HINTED else ""
                    yield Flaw(key, f"{error.sentence}{hint}")

    def _indicator(self, row: Proposed) -> Indicator:
        cells = (row.get(ID), row.get(NAME))
        found = self._indicators.get(cells)
        if found is None:
            found = self._indicators[cells] = self._find(*cells)
        return found

    def _find(self, code: Value, name: Value) -> Indicator:
        typed, called = _cell_text(code, "mã chỉ tiêu"), _cell_text(name, "tên chỉ tiêu")
        if not typed and not called:
            raise UsageError("thiếu mã hoặc tên chỉ tiêu")
        indicator = find_indicator(self.plan, typed or called, whole_words=True).indicator
        named = matching(self.plan, called, whole_words=True) if typed and called else []
        others = [other.indicator.id for other in named]
        if len(others) == 1 and others[0] != indicator.id:
            raise UsageError(f"mã '{shown(typed)}' và tên '{shown(called)}' là hai chỉ tiêu khác nhau")
        return indicator

    def _day(self, row: Proposed) -> date:
        cell = row.get(ON)
        day = self._days.get(cell)
        if day is None:
            day = read_day(cell)
            check_day(day, self.plan, self.today, self.earlier_year)
            self._days[cell] = day
        return day

    def _level(self, row: Proposed) -> Level:
        cell = row.get(LEVEL)
        level = self._levels.get(cell)
        if level is None:
            text = _cell_text(cell, "mức số liệu")
            level = self._levels[cell] = read_level(text) if text else Level.OFFICIAL
        return level

    def _amount_alone(self, row: Proposed) -> Amount:
        indicator = self._indicator(row)
        return self._amount(row, indicator, self._place(row, indicator))

    def _amount(self, row: Proposed, indicator: Indicator, place: Place | None) -> Amount:
        value, upper, lower = row.get(VALUE), row.get(NUMERATOR), row.get(DENOMINATOR)
        if is_blank(upper) and is_blank(lower):
            amount = self._value(value, indicator)
        else:
            amount = self._parts(upper, lower, indicator)
            if not is_blank(value):
                _refuse_disagreement(amount, self._value(value, indicator))
        check_parts(amount, indicator, place)
        check_plausible(amount, indicator)
        return amount

    def _parts(self, upper: Value, lower: Value, indicator: Indicator) -> Amount:
        if is_blank(upper) or is_blank(lower):
            raise UsageError("cần cả tử số và mẫu số, hoặc để trống cả hai và ghi giá trị")
        return read_amount(f"{self._number_text(upper, indicator)}/{self._number_text(lower, indicator)}", indicator)

    def _value(self, cell: Value, indicator: Indicator) -> Amount:
        if isinstance(cell, str):
            return read_amount(_unprotected(cell), indicator, self.read)
        return read_amount(self._number_text(cell, indicator), indicator)

    def _number_text(self, cell: Value, indicator: Indicator) -> str:
        """A cell's number in the house spelling, so that one rule limits its digits."""
        if isinstance(cell, str):
            return write_number(self.read(_unprotected(cell)))
        if isinstance(cell, Percent):
            if not indicator.is_rate:
                raise UsageError(f"ô hiện dạng phần trăm nhưng {indicator.name} tính bằng {indicator.unit}")
            return write_number(cell.number.scaleb(2))
        if isinstance(cell, Decimal):
            return write_number(cell)
        raise UsageError(f"giá trị {cell.sentence}" if isinstance(cell, Broken) else "giá trị là ngày, không phải số")

    def _text(self, row: Proposed, key: str) -> str:
        cell = row.get(key)
        if cell == "":
            return ""
        what = "ghi chú" if key == NOTE else "nguồn"
        return clean_text(_cell_text(cell, what), what)

    def _place(self, row: Proposed, indicator: Indicator) -> Place | None:
        cell = row.get(PLACE)
        if cell == "" or is_blank(cell):
            return None
        key = (indicator.id, cell)
        found = self._places.get(key)
        if found is None:
            typed = write_number(cell) if isinstance(cell, Decimal) else _cell_text(cell, "thôn")
            found = self._places[key] = placed(self.plan, indicator, typed)
        return found


def _cell_text(cell: Value, what: str) -> str:
    """A cell as a text, one protecting apostrophe taken off; a number is none where a text belongs, but for notes."""
    if isinstance(cell, str):
        return _unprotected(cell.strip())
    if isinstance(cell, Broken):
        raise UsageError(f"{what} {cell.sentence}")
    if isinstance(cell, date):
        return write_date(cell)
    if what in ("ghi chú", "nguồn") and isinstance(cell, Decimal):
        return write_number(cell)
    raise UsageError(f"{what} là số: Excel bỏ các số 0 ở đầu; hãy định dạng ô là chữ (Text) rồi gõ lại")


def _unprotected(text: str) -> str:
    return text[1:] if text.startswith("'") and _PROTECTED.match(text) else text


def read_day(cell: Value) -> date:
    """The day in a cell; raises UsageError saying how to write it."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Broken):
        raise UsageError(f"ngày {cell.sentence}")
    if not isinstance(cell, str):
        raise UsageError("ngày là một con số: hãy định dạng ô là ngày (Date), hoặc gõ dạng 14/06/2024")
    if not cell.strip():
        raise UsageError("thiếu ngày của số liệu: hãy gõ dạng 14/06/2024")
    return read_date(cell)


def _refuse_disagreement(parts: Amount, alone: Amount) -> None:
    """A value beside its two parts may only repeat what they give, rounded as it is written."""
    if alone.value is not None:
        places = max(-int(alone.value.as_tuple().exponent), 0)
        if round_half_up(parts.exact, places) == alone.value:
            return
    raise UsageError("giá trị không khớp tử số/mẫu số: hãy xóa giá trị, máy tự tính")
