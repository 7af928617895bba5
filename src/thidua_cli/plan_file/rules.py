"""Rules between keys of the plan file, checked also where other parts of it are faulty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ..domain.emulation import MONTHS, Pace
from ..domain.period import FIRST_YEAR, LAST_YEAR
from ..domain.plan import PERCENT, Better, Combine, Comparator, Target
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import shown
from .emulation_rules import emulation_rules
from .nodes import Finding, Path, last_key
from .pieces import Broken, Piece, id_rule
from .scalars import HIDDEN
from .shape import Shape

SCHEMA = "thidua.plan/1"
MOST_DECIMALS = 6


def broken(shape: Shape) -> list[Finding]:
    """All broken rules, each at its value."""
    plan = Piece(shape.values, ())
    found = [*_plan_rules(plan), *_unique_ids(plan, shape)]
    for section in plan.each("sections"):
        found += _section_rules(section)
        for indicator in section.each("indicators"):
            found += _indicator_rules(indicator, plan)
            for part in indicator.each("parts"):
                found += [*_indicator_rules(part, plan), *_part_rules(part, indicator)]
    found += emulation_rules(plan)
    return [Finding(shape.spot(path), f"{last_key(path)}: {sentence}") for path, sentence in found]


def _plan_rules(plan: Piece) -> Broken:
    schema, year = plan.take("schema", str), plan.take("year", int)
    if schema is not None and schema != SCHEMA:
        yield plan.at("schema"), f"'{shown(schema)}' không đọc được bằng bản thidua này; hãy ghi {SCHEMA}"
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        yield plan.at("year"), f"năm {year} không hợp lệ; hãy ghi năm từ {FIRST_YEAR} đến {LAST_YEAR}"
    if plan.values.get("sections") == []:
        yield plan.at("sections"), "chưa có mục nào; hãy thêm ít nhất một mục với id, title, indicators"
    unit = plan.values.get("unit")
    if isinstance(unit, dict):
        yield from id_rule(Piece(unit, plan.at("unit")))


def _section_rules(section: Piece) -> Broken:
    yield from id_rule(section)
    if section.values.get("indicators") == []:
        yield section.at("indicators"), "mục chưa có chỉ tiêu nào; hãy thêm chỉ tiêu hoặc xóa mục này"


def _indicator_rules(indicator: Piece, plan: Piece) -> Broken:
    for rule in _INDICATOR_RULES:
        yield from rule(indicator)
    yield from _adjustment_rules(indicator, plan.take("year", int))


def _total_rule(indicator: Piece) -> Broken:
    combine, parts = indicator.take("combine", Combine), indicator.values.get("parts")
    if combine is Combine.TOTAL and ("parts" not in indicator.values or parts == []):
        yield indicator.at("combine"), "total là tổng của các phần nhưng chưa có parts; hãy thêm parts hoặc đổi combine"
    if combine is not None and combine is not Combine.TOTAL and parts:
        yield indicator.at("parts"), f"chỉ combine: total mới có các phần, ở đây là {combine}; hãy ghi combine: total"


def _better_rule(indicator: Piece) -> Broken:
    targets = [
        indicator.take("target", Target),
        *(step.take("target", Target) for step in indicator.each("adjustments")),
    ]
    known = [target for target in targets if target is not None]
    if indicator.take("better", Better) and known and all(one.comparator is not Comparator.RANGE for one in known):
        yield indicator.at("better"), 'chỉ dùng khi chỉ tiêu là một khoảng như "60..62"; hãy xóa dòng này'


def _rate_rule(indicator: Piece) -> Broken:
    unit = indicator.take("unit", str)
    if "rate" in indicator.values and unit is not None and unit != PERCENT:
        yield (
            indicator.at("rate"),
            f"chỉ dùng khi đơn vị là \"%\", ở đây là '{shown(unit)}'; hãy xóa rate hoặc sửa unit",
        )


def _decimals_rule(indicator: Piece) -> Broken:
    decimals = indicator.take("decimals", int)
    if decimals is not None and decimals > MOST_DECIMALS:
        yield indicator.at("decimals"), f"{decimals} chữ số thập phân là quá nhiều; hãy ghi từ 0 đến {MOST_DECIMALS}"


def _place_rule(indicator: Piece) -> Broken:
    """Only what adds up over places may be collected by place: amounts that are added up or held, and rates held."""
    combine, unit = indicator.take("combine", Combine), indicator.take("unit", str)
    if not indicator.take("by_place", bool) or combine is None:
        return
    allowed = (Combine.LATEST,) if unit == PERCENT else (Combine.SUM, Combine.LATEST)
    if combine not in allowed:
        words = " hoặc ".join(allowed)
        yield (
            indicator.at("by_place"),
            f"số các thôn không gộp được khi combine là {combine}; hãy ghi combine: {words}, hoặc bỏ by_place",
        )


def _pace_rule(indicator: Piece) -> Broken:
    pace = indicator.take("pace", Pace)
    if pace is None or pace.shape is not None:
        return
    if len(pace.weights) != MONTHS:
        yield indicator.at("pace"), f"có {len(pace.weights)} số; hãy ghi đủ 12 số, từ tháng 1 đến tháng 12"
    elif min(pace.weights) < 0 or not any(pace.weights):
        yield indicator.at("pace"), "các số phải từ 0 trở lên và không được đều là 0"


_INDICATOR_RULES: tuple[Callable[[Piece], Broken], ...] = (
    id_rule,
    _total_rule,
    _better_rule,
    _rate_rule,
    _decimals_rule,
    _place_rule,
    _pace_rule,
)


def _part_rules(part: Piece, whole: Piece) -> Broken:
    if part.values.get("parts"):
        yield part.at("parts"), "một phần không thể có các phần nhỏ hơn; hãy đưa chúng lên cùng cấp"
    if part.take("combine", Combine) is Combine.TOTAL:
        yield part.at("combine"), "một phần không thể là total; hãy ghi sum, latest, mean hoặc max"
    own, wanted = part.take("unit", str), whole.take("unit", str)
    if own is not None and wanted is not None and own != wanted:
        yield part.at("unit"), f"đơn vị '{shown(own)}' khác '{shown(wanted)}' của chỉ tiêu tổng; hãy ghi cùng đơn vị"


def _adjustment_rules(indicator: Piece, year: int | None) -> Broken:
    before: date | None = None
    for step in indicator.each("adjustments"):
        day = step.take("on", date)
        if day is None:
            continue
        if before is not None and day <= before:
            yield step.at("on"), f"phải sau ngày điều chỉnh trước ({write_date(before)}); hãy xếp theo thứ tự ngày"
        if year is not None and not in_plan_year(day, year):
            yield step.at("on"), f"{write_date(day)} ngoài năm kế hoạch {year}; hãy ghi ngày trong năm {year}"
        before = day


def in_plan_year(day: date, year: int) -> bool:
    """Whether a day lies in the year of either calendar: from 15/12 of the year before to 31/12."""
    return f"{year - 1:04d}-12-15" <= day.isoformat() <= f"{year:04d}-12-31"


def _unique_ids(plan: Piece, shape: Shape) -> Broken:
    first: dict[str, Path] = {}
    for piece in _pieces_with_ids(plan):
        written = piece.take("id", str) or shape.unread.get(piece.at("id"))
        if not written:
            continue
        alike = HIDDEN.sub("", written).strip().casefold()
        if alike in first:
            line = shape.spot(first[alike]).line
            yield piece.at("id"), f"mã '{shown(written)}' trùng với mã ở dòng {line}; hãy đặt mã khác"
        else:
            first[alike] = piece.at("id")


def _pieces_with_ids(plan: Piece) -> Iterator[Piece]:
    for section in plan.each("sections"):
        yield section
        for indicator in section.each("indicators"):
            yield indicator
            yield from indicator.each("parts")
    yield from plan.each("work")
    yield from plan.each("places")
