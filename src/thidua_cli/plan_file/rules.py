"""A plan file's text to a checked Plan: rules between keys, checked also where other parts of it are faulty."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from ..domain.period import FIRST_YEAR, LAST_YEAR, MONTHS
from ..domain.plan import PERCENT, Better, Combine, Comparator, Pace, Plan, Target, Years, spelt
from ..errors import InvalidInput
from ..vietnamese.numbers import shown, write_date, write_number
from ..vietnamese.targets import write_target
from ..vietnamese.text import Unreadable, faults, nearest, sanitise
from .events import Path
from .opening import PlanText
from .shape import HIDDEN, Piece, Shape, hints

SCHEMA = "thidua.plan/1"
LONGEST_ID = 64
MOST_DECIMALS = 6
DEEPEST_PART = 6
"""Length of the path of a part of a part: sections, 0, indicators, 0, parts, 0, parts, 0 is too deep."""
_ID = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*", re.ASCII)
Broken = Iterator[tuple[Path, str]]


def _id_rule(piece: Piece) -> Broken:
    key = "unit" if piece.key == "predecessors" else "id"
    written = piece.take(key, str)
    if written is not None and not _ID.fullmatch(written):
        yield piece.at(key), f"mã '{shown(written)}' không hợp lệ; chỉ dùng a-z, 0-9 và dấu '-', ví dụ ho-ngheo"
    elif written is not None and len(written) > LONGEST_ID:
        yield piece.at(key), f"mã dài {len(written)} ký tự; hãy rút còn tối đa {LONGEST_ID}"


_NAMED_ONCE = {"unit": (), "predecessors": ("unit",)}


def _named_twice(shape: Shape) -> Broken:
    """An id and a code of the province mean one thing of the plan; an old commune stands in its list once, as does an
    indicator among the targets of a place and in a scale."""
    first: dict[tuple[object, ...], Path] = {}
    in_order: list[str | int] = list(hints(Plan))
    for piece in sorted(shape.pieces[1:], key=lambda piece: in_order.index(piece.path[0])):
        for key in _NAMED_ONCE.get(piece.key, ("id", "code", "indicator")):
            written = piece.take(key, str) or shape.unread.get(piece.at(key))
            meant = written if key == "code" else HIDDEN.sub("", written or "").strip().casefold()
            place = first.setdefault((key, meant, piece.path[:-1] if key == "indicator" else ()), piece.at(key))
            if written and place != piece.at(key):
                line = shape.places[place].line
                yield (
                    piece.at(key),
                    f"mã '{shown(written)}' trùng với mã ở dòng {line}; hãy đặt mã khác, hoặc xóa dòng này",
                )


def _plan_rules(plan: Piece) -> Broken:
    schema, year = plan.take("schema", str), plan.take("year", int)
    if schema is not None and schema != SCHEMA:
        yield plan.at("schema"), f"'{shown(schema)}' không đọc được bằng bản thidua này; hãy ghi {SCHEMA}"
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        yield plan.at("year"), f"năm {year} không hợp lệ; hãy ghi năm từ {FIRST_YEAR} đến {LAST_YEAR}"


def _predecessor_rule(one: Piece) -> Broken:
    share, until, year = one.take("share", Decimal), one.take("until", date), one.plan.take("year", int)
    if share is not None and not 0 < share <= 1:
        yield one.at("share"), 'phải lớn hơn 0 và không quá 1; cả xã thì bỏ dòng này, một nửa ghi "0,5"'
    if until is not None and year is not None and until.year not in (year - 1, year):
        yield one.at("until"), f"phải là một ngày của năm {year} (năm sắp xếp) hoặc {year - 1}"


def _link_rule(piece: Piece) -> Broken:
    """What names an indicator names one of the plan, and a place's target one whose figures are taken by place."""
    links, named = piece.get("indicators"), [(piece.at("indicator"), piece.get("indicator"))]
    named += [((*piece.at("indicators"), at), link) for at, link in enumerate(links if isinstance(links, list) else ())]
    for path, written in named:
        row = piece.plan.rows.get(str(written))
        if row is None and isinstance(written, str):
            near = nearest(written[:40], list(piece.plan.rows))
            advice = f"ý bạn là '{near[0]}'?" if near else "hãy ghi mã của một chỉ tiêu ở trên"
            yield path, f"không có chỉ tiêu '{shown(written)}' trong kế hoạch; {advice}"
        if row is not None and piece.key == "targets" and not row.take("by_place", bool):
            yield path, "chỉ tiêu này không thu theo thôn; hãy thêm by_place: true cho chỉ tiêu đó"


def _points_rule(group: Piece) -> Broken:
    """Points are not negative; those of a whole scale and of an indicator are not nothing either."""
    for key in ("total", "points", "bonus", "bonus_per_percent", "bonus_most", "late", "missing"):
        points, is_needed = group.take(key, Decimal), key in ("total", "points")
        if points is not None and (points < 0 or (not points and is_needed)):
            least = "số lớn hơn 0" if is_needed else "số từ 0 trở lên"
            yield group.at(key), f"{write_number(points)} điểm không hợp lệ; hãy ghi {least}"
    if group.get("bonus_most") is not None and group.get("bonus_per_percent") is None:
        yield group.at("bonus_most"), "cần bonus_per_percent (điểm thưởng cho mỗi % vượt); hãy thêm hoặc xóa dòng này"


def _span_rule(piece: Piece) -> Broken:
    since, until = piece.take("from", date), piece.take("until", date)
    if since is not None and until is not None and until < since:
        yield piece.at("until"), f"phải từ ngày bắt đầu ({write_date(since)}) trở đi; hãy kiểm tra lại hai ngày"


def _value_rules(indicator: Piece) -> Broken:
    """Keys that are held against one other key, or against none."""
    unit, decimals, said = indicator.take("unit", str), indicator.take("decimals", int), indicator.take("said", str)
    if "rate" in indicator and unit is not None and not unit.startswith(PERCENT):
        wrong = f"chỉ dùng khi đơn vị là \"%\", ở đây là '{shown(unit)}'; hãy xóa rate hoặc sửa unit"
        yield indicator.at("rate"), wrong
    known = [target for one in (indicator, *indicator.each("adjustments")) if (target := one.take("target", Target))]
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
    """A total has parts; by place goes a sum, or a level of amounts or rates; yes or no is one figure of the whole."""
    combine, parts = indicator.take("combine", Combine), indicator.get("parts")
    if combine is Combine.TOTAL and ("parts" not in indicator or parts == []):
        yield indicator.at("combine"), "total là tổng của các phần nhưng chưa có parts; hãy thêm parts hoặc đổi combine"
    is_rate = (indicator.take("unit", str) or "").startswith(PERCENT)
    allowed = (Combine.LATEST,) if is_rate else (Combine.SUM, Combine.LATEST)
    if indicator.take("by_place", bool) and combine is not None and combine not in allowed:
        ways = " hoặc ".join(allowed)
        wrong = f"số các thôn không gộp được khi combine là {combine}; hãy ghi combine: {ways}, hoặc bỏ by_place"
        yield indicator.at("by_place"), wrong
    target = indicator.take("target", Target)
    if target is None or target.comparator is not Comparator.YES:
        return
    if combine not in (None, Combine.LATEST):
        yield indicator.at("combine"), f"chỉ tiêu đạt/chưa đạt chỉ đi với combine: latest, ở đây là {combine}"
    for key in ("by_place", "parts", "rate"):
        if indicator.get(key):
            yield indicator.at(key), f"chỉ tiêu đạt/chưa đạt không có {key}; hãy xóa {key} hoặc ghi chỉ tiêu bằng số"


def _part_rules(indicator: Piece) -> Broken:
    """The parts of a total have its unit, those of a part of a part are too deep; places are there to divide it by."""
    wanted = indicator.take("unit", str) if indicator.take("combine", Combine) is Combine.TOTAL else None
    for part in indicator.each("parts"):
        own = part.take("unit", str)
        if own is not None and wanted is not None and own != wanted:
            wrong = f"đơn vị '{shown(own)}' khác '{shown(wanted)}' của chỉ tiêu tổng; hãy ghi cùng đơn vị"
            yield part.at("unit"), wrong
    if len(indicator.path) > DEEPEST_PART and indicator.get("parts"):
        yield indicator.at("parts"), "các phần đã ở cấp thứ ba, không chia nhỏ được nữa; hãy đưa chúng lên cùng cấp"
    if indicator.take("by_place", bool) and not indicator.plan.get("places"):
        yield indicator.at("by_place"), "kế hoạch chưa có thôn nào; hãy thêm places: [{id: thon-1, name: Thôn 1}]"


def _target_rules(indicator: Piece) -> Broken:
    """An adjustment changes a number into a number, yes or no into none: figures stay what they are."""
    target = indicator.take("target", Target)
    for step in indicator.each("adjustments"):
        new = step.take("target", Target)
        pair = {one.comparator for one in (target, new) if one is not None} - {Comparator.NONE}
        if len(pair) > 1 and Comparator.YES in pair and target is not None and new is not None:
            kinds = f"'{write_target(new)}' khác loại với chỉ tiêu '{write_target(target)}'"
            yield step.at("target"), f"{kinds}; hãy ghi cùng loại (con số hoặc đạt), hoặc lập chỉ tiêu mới"
    stretch = indicator.take("stretch", Target)
    if stretch is not None and target is not None and stretch.comparator.is_against(target.comparator):
        kinds = f"'{write_target(stretch)}' ngược chiều với chỉ tiêu '{write_target(target)}'"
        example = f"{target.comparator.value} {write_target(stretch).partition(' ')[2]}"
        yield indicator.at("stretch"), f'{kinds}; mức phấn đấu đi cùng chiều, ví dụ "{example}"'
    count = indicator.take("count", Target)
    if count is not None and (count.relative or "rate" not in indicator):
        wrong = 'là chỉ tiêu của tử số, cần rate: {numerator: …, denominator: …} và một số như ">= 8"'
        yield indicator.at("count"), wrong


def _compared_rule(piece: Piece) -> Broken:
    """What is held against a number has one: a second target, a target of the numerator, one of a period."""
    for key in ("target",) if piece.key in ("also", "by_period") else ("stretch", "count"):
        one = piece.take(key, Target)
        if one is not None and not (one.comparator.is_judged and one.comparator.is_number):
            yield piece.at(key), f"'{write_target(one)}' không phải một số để so sánh; hãy viết dạng \">= 95\""


def _period_rule(piece: Piece) -> Broken:
    written, year = piece.take("period", str) or "", piece.plan.take("year", int)
    if year is None or not re.fullmatch(rf"{year}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]|9M))?", written):
        example = f"{year or 2024}-Q3"
        yield piece.at("period"), f"kỳ '{shown(written)}' không hợp lệ; hãy viết dạng {example}, {example[:4]}-H1"


def _dated_rules(indicator: Piece) -> Broken:
    """Days, periods and spans of years are of the plan's year, adjustments in the order of their days."""
    year = indicator.plan.take("year", int)
    before: date | None = None
    for step in indicator.each("adjustments"):
        day = step.take("on", date)
        if day is not None and before is not None and day <= before:
            yield step.at("on"), f"phải sau ngày điều chỉnh trước ({write_date(before)}); hãy xếp theo thứ tự ngày"
        if day is not None and year is not None and not in_plan_year(day, year):
            yield step.at("on"), f"{write_date(day)} ngoài năm kế hoạch {year}; hãy ghi ngày trong năm {year}"
        before = day or before
    span, combine = indicator.take("years", Years), indicator.take("combine", Combine)
    if span is not None and combine not in (None, Combine.SUM, Combine.MEAN, Combine.MAX):
        yield indicator.at("years"), f"chỉ dùng khi combine là sum, mean hoặc max, ở đây là {combine}; hãy xóa dòng này"
    if span is not None and year is not None and not span.first <= year <= span.last:
        yield indicator.at("years"), f"giai đoạn {span.first}-{span.last} không có năm kế hoạch {year}; hãy sửa lại"


def in_plan_year(day: date, year: int) -> bool:
    """Whether a day lies in the year of either calendar: from 15/12 of the year before to 31/12."""
    return f"{year - 1:04d}-12-15" <= day.isoformat() <= f"{year:04d}-12-31"


_OF_EACH = (_id_rule, _link_rule, _compared_rule, _span_rule, _points_rule)
_OF_INDICATORS = (_value_rules, _combine_rules, _target_rules, _dated_rules, _part_rules)
_RULES: dict[str, tuple[Callable[[Piece], Broken], ...]] = {
    "": (_plan_rules,),
    "predecessors": (_predecessor_rule,),
    "indicators": _OF_INDICATORS,
    "parts": _OF_INDICATORS,
    "by_period": (_period_rule,),
}
"""The further rules of a group by the key that it stands under."""


def read(text: PlanText) -> Plan:
    """The plan; raises InvalidInput with every fault, in the file's order."""
    from pydantic import ValidationError

    try:
        shape = Shape(text)
        rules = ((rule, piece) for piece in shape.pieces for rule in (*_OF_EACH, *_RULES.get(piece.key, ())))
        broken = [found for rule, piece in rules for found in rule(piece)]
        shape.findings += [shape.finding(*found) for found in (*_named_twice(shape), *broken)]
        if shape.findings:
            raise Unreadable(*shape.findings)
        plan: Plan = _adapter().validate_python(shape.pieces[0])
        return plan
    except ValidationError as error:
        broken_values = error.errors(include_url=False, include_context=False, include_input=False)
        findings = tuple(shape.finding(one["loc"], "giá trị không hợp lệ") for one in broken_values)
    except Unreadable as error:
        findings = error.found
    told = faults(text.path, findings)
    raise InvalidInput(f"kế hoạch {sanitise(text.path)} có {len(told)} lỗi, chưa dùng được", faults=told)


@cache
def _adapter() -> Any:
    """pydantic's checker of a whole plan, by the keys of the file."""
    # Looking for plugins would read what every installed package says of itself, and fail where one cannot be read.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from pydantic import TypeAdapter

    return TypeAdapter(Plan, config={"alias_generator": spelt})
