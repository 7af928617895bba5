"""Rules between keys of the plan file, checked also where other parts of it are faulty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from ..domain.period import FIRST_YEAR, LAST_YEAR, MONTHS
from ..domain.plan import PERCENT, Better, Combine, Comparator, Pace, Target, Years
from ..vietnamese.numbers import shown, write_date, write_number
from ..vietnamese.targets import write_target
from ..vietnamese.text import nearest
from .events import Finding, Path
from .shape import HIDDEN, Shape

LONGEST_ID = 64
MORE_THAN_NOTHING = "số lớn hơn 0"
DEEPEST_PART = 6
"""Length of the path of a part of a part: sections, 0, indicators, 0, parts, 0, parts, 0 is too deep."""
_T = TypeVar("_T")
_ID = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*", re.ASCII)


class Piece:
    """A group of keys with its place; what is missing or faulty reads as None."""

    def __init__(self, values: dict[str, object], path: Path) -> None:
        self.values = values
        self.path = path

    def take(self, key: str, kind: type[_T]) -> _T | None:
        """The value of a key, if it is of this kind."""
        value = self.values.get(key)
        return value if isinstance(value, kind) else None

    def each(self, key: str) -> list[Piece]:
        """The groups in a list."""
        items = self.values.get(key)
        listed = enumerate(items) if isinstance(items, list) else ()
        return [Piece(item, (*self.path, key, place)) for place, item in listed if isinstance(item, dict)]

    def at(self, key: str) -> Path:
        """The place of a key."""
        return (*self.path, key)


Broken = Iterator[tuple[Path, str]]


def id_rule(piece: Piece) -> Broken:
    """An id has its letters and its length."""
    written = piece.take("id", str)
    if written is None:
        return
    if not _ID.fullmatch(written):
        yield piece.at("id"), f"mã '{shown(written)}' không hợp lệ; chỉ dùng a-z, 0-9 và dấu '-', ví dụ ho-ngheo"
    elif len(written) > LONGEST_ID:
        yield piece.at("id"), f"mã dài {len(written)} ký tự; hãy rút còn tối đa {LONGEST_ID}"


def _indicators(plan: Piece) -> Iterator[Piece]:
    for section in plan.each("sections"):
        for indicator in section.each("indicators"):
            yield from _with_parts(indicator)


def _with_parts(indicator: Piece) -> Iterator[Piece]:
    yield indicator
    for part in indicator.each("parts"):
        yield from _with_parts(part)


def _code_rule(plan: Piece) -> Broken:
    """The province's code means one indicator: two of them could not be told apart in a sum."""
    seen: set[str] = set()
    for indicator in _indicators(plan):
        code = indicator.take("code", str)
        if code is not None and code in seen:
            yield indicator.at("code"), f"mã '{shown(code)}' của tỉnh đã có ở một chỉ tiêu khác; mỗi mã một chỉ tiêu"
        elif code is not None:
            seen.add(code)


def _predecessor_rules(plan: Piece) -> Broken:
    seen: set[str] = set()
    for one in plan.each("predecessors"):
        unit, share, until = one.take("unit", str), one.take("share", Decimal), one.take("until", date)
        if unit is not None and not _ID.fullmatch(unit):
            yield one.at("unit"), f"mã '{shown(unit)}' không hợp lệ; chỉ dùng a-z, 0-9 và dấu '-', ví dụ xa-cu"
        elif unit in seen:
            yield one.at("unit"), f"xã cũ '{unit}' đã có ở trên; hãy giữ một dòng"
        seen.add(unit or "")
        if share is not None and not 0 < share <= 1:
            yield one.at("share"), 'phải lớn hơn 0 và không quá 1; cả xã thì bỏ dòng này, một nửa ghi "0,5"'
        year = plan.take("year", int)
        if until is not None and year is not None and until.year not in (year - 1, year):
            yield one.at("until"), f"phải là một ngày của năm {year} (năm sắp xếp) hoặc {year - 1}"


def _work_links(item: Piece, known: list[str]) -> Broken:
    links = item.values.get("indicators")
    for place, link in enumerate(links if isinstance(links, list) else ()):
        if isinstance(link, str) and link not in known:
            yield (*item.at("indicators"), place), _unknown(link, known)


def _unknown(written: str, known: list[str]) -> str:
    near = nearest(written[:40], known)
    advice = f"ý bạn là '{near[0]}'?" if near else "hãy ghi mã của một chỉ tiêu ở trên"
    return f"không có chỉ tiêu '{shown(written)}' trong kế hoạch; {advice}"


def _place_rules(plan: Piece, indicators: dict[str, Piece]) -> Broken:
    for place in plan.each("places"):
        yield from id_rule(place)
        yield from _span_rule(place)
        yield from _named_once(place, "targets", list(indicators))
        for target in place.each("targets"):
            named = indicators.get(target.take("indicator", str) or "")
            if named is not None and not named.take("by_place", bool):
                wrong = "chỉ tiêu này không thu theo thôn; hãy thêm by_place: true cho chỉ tiêu đó"
                yield target.at("indicator"), wrong
    by_place = [] if plan.values.get("places") else [one for one in indicators.values() if one.take("by_place", bool)]
    for one in by_place:
        yield one.at("by_place"), "kế hoạch chưa có thôn nào; hãy thêm places: [{id: thon-1, name: Thôn 1}]"


def _named_once(group: Piece, key: str, known: list[str]) -> Broken:
    """Each group of a list names an indicator of the plan, and none twice."""
    seen: set[str] = set()
    for piece in group.each(key):
        written = piece.take("indicator", str)
        if written is None:
            continue
        if written not in known:
            yield piece.at("indicator"), _unknown(written, known)
        elif written in seen:
            yield piece.at("indicator"), f"chỉ tiêu '{written}' đã có ở trên; hãy giữ một dòng"
        seen.add(written)


def _scoring_rules(plan: Piece, known: list[str]) -> Broken:
    values = plan.values.get("scoring")
    if not isinstance(values, dict):
        return
    scoring = Piece(values, plan.at("scoring"))
    yield from _named_once(scoring, "items", known)
    if scoring.values.get("items") == []:
        yield scoring.at("items"), "thang điểm chưa có chỉ tiêu nào; hãy thêm - {indicator: ho-ngheo, points: 50}"
    yield from _points(scoring, "total", least=MORE_THAN_NOTHING)
    yield from _points(scoring, "bonus")
    for item in scoring.each("items"):
        yield from _points(item, "points", least=MORE_THAN_NOTHING)
        yield from _points(item, "bonus_per_percent", "bonus_most")
        if item.values.get("bonus_most") is not None and item.values.get("bonus_per_percent") is None:
            wrong = "cần bonus_per_percent (điểm thưởng cho mỗi % vượt); hãy thêm hoặc xóa dòng này"
            yield item.at("bonus_most"), wrong
    deductions = scoring.values.get("deductions")
    if isinstance(deductions, dict):
        yield from _points(Piece(deductions, scoring.at("deductions")), "late", "missing")


def _points(piece: Piece, *keys: str, least: str = "số từ 0 trở lên") -> Broken:
    """Points are not negative; where `least` says more, they are not nothing either."""
    for key in keys:
        points = piece.take(key, Decimal)
        if points is not None and (points < 0 or (not points and least == MORE_THAN_NOTHING)):
            yield piece.at(key), f"{write_number(points)} điểm không hợp lệ; hãy ghi {least}"


def _span_rule(piece: Piece) -> Broken:
    since, until = piece.take("from", date), piece.take("until", date)
    if since is not None and until is not None and until < since:
        yield piece.at("until"), f"phải từ ngày bắt đầu ({write_date(since)}) trở đi; hãy kiểm tra lại hai ngày"


SCHEMA = "thidua.plan/1"
MOST_DECIMALS = 6


def broken(shape: Shape) -> list[Finding]:
    """All broken rules, each at its value."""
    plan = Piece(shape.values, ())
    found = [*_plan_rules(plan), *_unique_ids(plan, shape)]
    for section in plan.each("sections"):
        found += id_rule(section)
        if section.values.get("indicators") == []:
            empty = "mục chưa có chỉ tiêu nào; hãy thêm chỉ tiêu hoặc xóa mục này"
            found.append((section.at("indicators"), empty))
        for indicator in section.each("indicators"):
            found += _indicator_rules(indicator, plan)
            for whole in _with_parts(indicator):
                for part in whole.each("parts"):
                    found += [*_indicator_rules(part, plan), *_part_rules(part, whole)]
    indicators = {one.take("id", str) or "": one for one in _indicators(plan)}
    known = [identity for identity in indicators if identity]
    for item in plan.each("work"):
        found += [*id_rule(item), *_work_links(item, known)]
    found += [*_place_rules(plan, indicators), *_scoring_rules(plan, known)]
    for award in plan.each("awards"):
        found += _span_rule(award)
    found += [*_code_rule(plan), *_predecessor_rules(plan)]
    return shape.findings_at(found)


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


def _indicator_rules(indicator: Piece, plan: Piece) -> Broken:
    for rule in _INDICATOR_RULES:
        yield from rule(indicator)
    year = plan.take("year", int)
    yield from _adjustment_rules(indicator, year)
    yield from _period_rules(indicator, year)
    yield from _years_rules(indicator, year)


def _value_rules(indicator: Piece) -> Broken:
    """Keys that are held against one other key, or against none."""
    unit, decimals, said = indicator.take("unit", str), indicator.take("decimals", int), indicator.take("said", str)
    if "rate" in indicator.values and unit is not None and unit != PERCENT:
        wrong = f"chỉ dùng khi đơn vị là \"%\", ở đây là '{shown(unit)}'; hãy xóa rate hoặc sửa unit"
        yield indicator.at("rate"), wrong
    targets = [one.take("target", Target) for one in (indicator, *indicator.each("adjustments"))]
    known = [target for target in targets if target is not None]
    if indicator.take("better", Better) and known and all(one.comparator is not Comparator.RANGE for one in known):
        yield indicator.at("better"), 'chỉ dùng khi chỉ tiêu là một khoảng như "60..62"; hãy xóa dòng này'
    if said is not None and said.count("{value}") != 1:
        example = "Có thêm {value} đạt nông thôn mới"
        wrong = f"hãy viết {{value}} đúng một lần ở chỗ của số ('{example}'), đây là '{shown(said)}'"
        yield indicator.at("said"), wrong
    if decimals is not None and decimals > MOST_DECIMALS:
        yield indicator.at("decimals"), f"{decimals} chữ số thập phân là quá nhiều; hãy ghi từ 0 đến {MOST_DECIMALS}"
    pace = indicator.take("pace", Pace)
    weights = pace.weights if pace is not None and pace.shape is None else None
    if weights is not None and len(weights) != MONTHS:
        yield indicator.at("pace"), f"có {len(weights)} số; hãy ghi đủ 12 số, từ tháng 1 đến tháng 12"
    elif weights is not None and (min(weights) < 0 or not any(weights)):
        yield indicator.at("pace"), "các số phải từ 0 trở lên và không được đều là 0"


def _combine_rules(indicator: Piece) -> Broken:
    """A total has parts; by place goes only what adds up over places: amounts added up or held, and rates held."""
    combine, parts = indicator.take("combine", Combine), indicator.values.get("parts")
    if combine is Combine.TOTAL and ("parts" not in indicator.values or parts == []):
        yield indicator.at("combine"), "total là tổng của các phần nhưng chưa có parts; hãy thêm parts hoặc đổi combine"
    is_rate = indicator.take("unit", str) == PERCENT
    allowed = (Combine.LATEST,) if is_rate else (Combine.SUM, Combine.LATEST)
    if indicator.take("by_place", bool) and combine is not None and combine not in allowed:
        ways = " hoặc ".join(allowed)
        wrong = f"số các thôn không gộp được khi combine là {combine}; hãy ghi combine: {ways}, hoặc bỏ by_place"
        yield indicator.at("by_place"), wrong


def _part_rules(part: Piece, whole: Piece) -> Broken:
    own, wanted = part.take("unit", str), whole.take("unit", str)
    addends = whole.take("combine", Combine) is Combine.TOTAL
    if addends and own is not None and wanted is not None and own != wanted:
        yield part.at("unit"), f"đơn vị '{shown(own)}' khác '{shown(wanted)}' của chỉ tiêu tổng; hãy ghi cùng đơn vị"
    if len(part.path) > DEEPEST_PART and part.values.get("parts"):
        yield part.at("parts"), "các phần đã ở cấp thứ ba, không chia nhỏ được nữa; hãy đưa chúng lên cùng cấp"


def _yes_no_rule(indicator: Piece) -> Broken:
    """Yes or no has one figure of the whole, not a number."""
    target, combine = indicator.take("target", Target), indicator.take("combine", Combine)
    if target is None or target.comparator is not Comparator.YES:
        return
    if combine not in (None, Combine.LATEST):
        yield indicator.at("combine"), f"chỉ tiêu đạt/chưa đạt chỉ đi với combine: latest, ở đây là {combine}"
    for key in ("by_place", "parts", "rate"):
        if indicator.values.get(key):
            yield indicator.at(key), f"chỉ tiêu đạt/chưa đạt không có {key}; hãy xóa {key} hoặc ghi chỉ tiêu bằng số"


def _same_kind_rule(indicator: Piece) -> Broken:
    """An adjustment changes a number into a number, yes or no into none; figures stay what they are."""
    target = indicator.take("target", Target)
    for step in indicator.each("adjustments"):
        new = step.take("target", Target)
        pair = {one.comparator for one in (target, new) if one is not None} - {Comparator.NONE}
        if len(pair) > 1 and Comparator.YES in pair and target is not None and new is not None:
            kinds = f"'{write_target(new)}' khác loại với chỉ tiêu '{write_target(target)}'"
            yield step.at("target"), f"{kinds}; hãy ghi cùng loại (con số hoặc đạt), hoặc lập chỉ tiêu mới"


def _number_rule(indicator: Piece) -> Broken:
    """What is held against a number has one: a second target, a target of the numerator, one of a period."""
    targets = [(indicator.at(key), indicator.take(key, Target)) for key in ("stretch", "count")]
    for other in (*indicator.each("also"), *_of_periods(indicator)):
        targets.append((other.at("target"), other.take("target", Target)))
    for place, target in targets:
        if target is not None and not (target.comparator.is_judged and target.comparator.is_number):
            yield place, f"'{write_target(target)}' không phải một số để so sánh; hãy viết dạng \">= 95\""
    count = indicator.take("count", Target)
    if count is not None and (count.relative or "rate" not in indicator.values):
        wrong = 'là chỉ tiêu của tử số, cần rate: {numerator: …, denominator: …} và một số như ">= 8"'
        yield indicator.at("count"), wrong


_INDICATOR_RULES = (id_rule, _value_rules, _combine_rules, _yes_no_rule, _same_kind_rule, _number_rule)


def _of_periods(indicator: Piece) -> list[Piece]:
    """The targets of single periods, the plan's own and those of its adjustments."""
    return [each for piece in (indicator, *indicator.each("adjustments")) for each in piece.each("by_period")]


def _period_rules(indicator: Piece, year: int | None) -> Broken:
    for each in _of_periods(indicator):
        written = each.take("period", str) or ""
        if year is None or not period_of(written, year):
            example = f"{year or 2024}-Q3"
            yield each.at("period"), f"kỳ '{shown(written)}' không hợp lệ; hãy viết dạng {example}, {example[:4]}-H1"


def period_of(text: str, year: int) -> bool:
    """Whether a text is the id of a period of the year."""
    return re.fullmatch(rf"{year}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]|9M))?", text) is not None


def _years_rules(indicator: Piece, year: int | None) -> Broken:
    span, combine = indicator.take("years", Years), indicator.take("combine", Combine)
    if span is None:
        return
    if combine not in (None, Combine.SUM, Combine.MEAN, Combine.MAX):
        yield indicator.at("years"), f"chỉ dùng khi combine là sum, mean hoặc max, ở đây là {combine}; hãy xóa dòng này"
    if year is not None and not span.first <= year <= span.last:
        yield indicator.at("years"), f"giai đoạn {span.first}-{span.last} không có năm kế hoạch {year}; hãy sửa lại"


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
            yield from _with_parts(indicator)
    yield from plan.each("work")
    yield from plan.each("places")
