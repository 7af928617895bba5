"""A plan as the text of a plan file, in the house's layout, for a person to go over; read_plan gives the plan back."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from ..domain import plan as plans
from ..domain.figure import Actual, Level
from ..domain.target import shortest
from ..errors import UsageError, brought_by
from ..vietnamese.numbers import write_date
from ..vietnamese.targets import WRITTEN
from ..vietnamese.wording import LEVELS, planned_text, reached_text
from .events import key_words

Notes = Mapping[str, Sequence[str]]
WIDTH = 116
_PLAIN = re.compile(r"[^\W\d_][\w .()/–-]*[\w)]", re.UNICODE)
_WORDS_OF_YAML = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def write_plan(plan: plans.Plan, *, head: Sequence[str] = (), notes: Notes | None = None) -> str:
    """The text; `head` are comment lines at its top, `notes` comment lines above the keys and indicators they name."""
    remarks, gap = notes or {}, list[str]()
    lines = ["# yaml-language-server: $schema=plan.schema.json", *(f"# {line}".rstrip() for line in head), ""]
    for key in key_words()["Plan"]:
        if key == "sections":
            lines += ["", "sections:"]
            for section in plan.sections:
                lines += [*_item(_plain(section), "  ", remarks), ""]
            gap = [""]
        elif value := getattr(plan, key, None):
            lines += [*gap, *(f"# {line}" for line in remarks.get(key, ()))]
            lines += _written(f"{key}:", _plain(value), "  ")
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> object:
    """A value as keys, lists and scalars of the file; what is at its default is left out."""
    if write := WRITTEN.get(type(value)):
        return _Spelt(quoted(write(value)))
    match value:
        case plans.Pace():
            return _plain(value.shape or value.weights)
        case (plans.PeriodTarget(), *_):
            return {period: _plain(target) for period, target in value}
        case plans.Section():
            number = value.number and _Spelt(quoted(value.number))
            head = {"id": _Spelt(value.id), "number": number, "title": value.title}
            return head | {"indicators": _plain(value.indicators)}
        case plans.Indicator():
            held = _group(value._replace(parts=()))
            keys = (key for key in key_words()["Indicator"] if key in held)
            return {key: _flow(held[key]) for key in keys} | {"parts": _plain(value.parts)}
        case tuple():
            return _group(value) if hasattr(value, "_fields") else [_plain(item) for item in value]
    return value


def _group(value: Any) -> dict[str, object]:
    return {
        plans.spelt(name): _plain(item)
        for name, item in zip(value._fields, value, strict=True)
        if item != value._field_defaults.get(name, _Spelt)
    }


class _Spelt(str):
    """Text that is already YAML; empty for nothing."""


def _flow(value: object) -> object:
    """A small group, a list of words on one line; a list of groups with one group a line; a scalar as it is."""
    if isinstance(value, Mapping):
        return _Spelt("{" + ", ".join(f"{key}: {_scalar(_flow(item))}" for key, item in value.items()) + "}")
    if not isinstance(value, list):
        return value
    listed = [_flow(item) for item in value]
    return listed if isinstance(value[0], Mapping) else _Spelt("[" + ", ".join(map(_scalar, listed)) + "]")


def _written(head: str, value: object, indent: str, remarks: Notes = MappingProxyType({})) -> Iterator[str]:
    """A value after its key or dash (`head`), what is in it at `indent`; nothing for one that is absent or empty.

    A long text stands on several lines, unless folding would change it.
    """
    if value is None or value in ("", (), [], {}):
        return
    is_text = isinstance(value, str) and not isinstance(value, _Spelt) and " ".join(value.split()) == value
    if is_text and len(f"{head} {value}") > WIDTH:
        yield f"{head} >-"
        lines = textwrap.TextWrapper(WIDTH, indent, indent, break_long_words=False, break_on_hyphens=False)
        yield from lines.wrap(str(value))
    elif isinstance(value, Mapping):
        yield head
        for key, inner in value.items():
            yield from _written(f"{indent}{key}:", inner, f"{indent}  ", remarks)
    elif isinstance(value, list | tuple):
        yield head
        for item in value:
            yield from _item(item, indent, remarks)
    else:
        yield f"{head} {_scalar(value)}"


def _item(item: object, indent: str, remarks: Notes) -> Iterator[str]:
    """An item of a list; one with keys stands below the remarks on its id."""
    lines = list(_written(f"{indent}-", item, f"{indent}  ", remarks))
    if isinstance(item, Mapping):
        yield from (f"{indent}# {line}" for line in remarks.get(str(item.get("id")), ()))
        lines[:2] = [f"{lines[0]} {lines[1].lstrip()}"]  # its first key stands behind the dash
    yield from lines


def _scalar(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if is_plain or isinstance(value, _Spelt | int | date) else quoted(text)


def quoted(text: str) -> str:
    """A double-quoted scalar; JSON's escapes are YAML's."""
    return json.dumps(text, ensure_ascii=False)


HEAD = (
    "",
    "{title}.",
    "Soạn từ kế hoạch năm {old}; phải xem lại từng dòng có chữ XEM LẠI rồi mới dùng.",
    "Cách viết từng khóa: xem đầu tệp plan_{old}.yaml hoặc docs/huong-dan.md. Xem xong hãy chạy: thidua plan check",
)
REVIEW = "XEM LẠI"


def next_plan_text(plan: plans.Plan, year: int, results: Mapping[str, Actual]) -> str:
    """The plan file's text for `year`; `results` are the actuals of the plan's own year, by id."""
    shift = year - plan.year
    made = plans.with_each(plan, lambda one: _moved(one, plan.year, shift, results.get(one.id)))._replace(
        year=year,
        title=_in_year(plan.title, plan.year, year),
        theme=_in_year(plan.theme, plan.year, year) if plan.theme else None,
        document=None,
        organisers=tuple(one._replace(duty=_in_year(one.duty, plan.year, year)) for one in plan.organisers),
        work=tuple(one._replace(due=a_year_on(one.due, shift) if one.due else None) for one in plan.work),
        anniversaries=tuple(_older(one, shift) for one in plan.anniversaries),
        predecessors=tuple(one for one in plan.predecessors if one.until.year >= year - 1),
        days_off=(),
    )
    head = [line.format(title=made.title, old=plan.year) for line in HEAD]
    return write_plan(made, head=head, notes=_notes(plan, year, results))


def a_year_on(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 28."""
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _in_year(text: str, old: int, new: int) -> str:
    """`năm 2024` becomes `năm 2025`; days and document numbers keep their years."""
    return re.sub(rf"(?i)\b(năm )({old})\b", rf"\g<1>{new}", text)


def _older(one: plans.Anniversary, shift: int) -> plans.Anniversary:
    """`94 năm Ngày thành lập …` a year on is `95 năm …`."""
    counted = re.fullmatch(r"([0-9]+)( năm .*)", one.name, re.ASCII | re.DOTALL)
    name = f"{int(counted[1]) + shift}{counted[2]}" if counted else one.name
    return one._replace(name=name, on=a_year_on(one.on, shift))


def _moved(one: plans.Indicator, old: int, shift: int, result: Actual | None) -> plans.Indicator:
    """Its targets in force at the year's end, also of periods (`2025-Q3`), without words that tell the old numbers."""
    end = date(old, 12, 31)
    target = one.target_on(end).target
    measured = result and not one.is_yes_no and not one.years
    periods = dict.fromkeys(each.period for each in one.of_periods)
    in_force = ((period.removeprefix(str(old)), one.target_of(period, end)) for period in periods)
    return one._replace(
        target=target,
        better=one.better if target.comparator is plans.Comparator.RANGE else None,
        printed=None,
        adjustments=(),
        baseline=plans.Baseline(shortest(result.exact), result.on) if result and measured else None,
        due=a_year_on(one.due, shift) if one.due else None,
        also=tuple(other._replace(printed=None) for other in one.also),
        by_period=tuple(plans.PeriodTarget(f"{old + shift}{rest}", held.target) for rest, held in in_force if held),
        years=one.years if one.years and old + shift <= one.years.last else None,
    )


def _notes(plan: plans.Plan, year: int, results: Mapping[str, Actual]) -> dict[str, Sequence[str]]:
    notes: dict[str, Sequence[str]] = {
        "theme": (f"{REVIEW}: chủ đề năm {year}",),
        "bases": (f"{REVIEW}: các căn cứ dưới đây là của kế hoạch năm {plan.year}",),
        "goal": (f"{REVIEW}: mục tiêu tổng quát năm {year}",),
        "work": (f"{REVIEW}: các nhiệm vụ dưới đây là của năm {plan.year}, chỉ mới dời hạn",),
        "anniversaries": (f"{REVIEW}: các ngày kỷ niệm và số năm",),
        "awards": (f"{REVIEW}: thẩm quyền khen thưởng trong năm {year}",),
        "signature": (f"{REVIEW}: người ký",),
    }
    for row in plan.rows():
        held = row.indicator.target_on(date(plan.year, 12, 31))
        given = planned_text(held.target, row.indicator, held.printed)
        given = "không giao" if held.target.comparator is plans.Comparator.NONE else f"giao {given}"
        told = "chưa có kết quả"
        if result := results.get(row.indicator.id):
            level = "" if result.level is Level.OFFICIAL else f", {LEVELS[result.level]}"
            told = f"thực hiện {reached_text(result, row.indicator)} (ngày {write_date(result.on)}{level})"
        notes[row.indicator.id] = (f"{REVIEW} chỉ tiêu: năm {plan.year} {given}; {told}",)
    return notes


def days_off_text(year: int) -> str:
    """The plan's key `days_off` with the year's public holidays, each with its name, to be looked over and pasted.

    Raises MissingLibrary without the library that knows them, UsageError for a year it does not know.
    """
    otherwise = "tự ghi vào kế hoạch: days_off: [2024-01-01, …]"
    with brought_by("holidays", "holidays", "liệt kê ngày lễ, Tết", f"hoặc {otherwise}"):
        from holidays import country_holidays
    found = sorted(country_holidays("VN", years=year, language="vi").items())
    if not found:
        raise UsageError(f"không biết ngày lễ, Tết của năm {year}", hint=otherwise)
    head = f"days_off:  # {REVIEW}: đối chiếu thông báo nghỉ lễ, Tết năm {year} (ngày nghỉ bù, hoán đổi)"
    return "\n".join([head, *(f"  - {day.isoformat()}  # {name}" for day, name in found)]) + "\n"
