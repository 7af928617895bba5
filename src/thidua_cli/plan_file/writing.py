"""A plan as the text of a plan file, in the house's layout, for a person to go over; read_plan gives the plan back."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from ..domain import plan as plans
from ..domain.figure import Actual, Level
from ..domain.target import shortest
from ..errors import UsageError, brought_by
from ..vietnamese.numbers import write_date
from ..vietnamese.targets import WRITTEN
from ..vietnamese.wording import LEVELS, planned_text, reached_text
from .events import key_words

Notes = Mapping[str, Sequence[str]]
WIDTH, LONG = 104, 80
_NAMED = re.compile(r'(?P<key>\w+):|(?P<indent> *)- id: "?(?P<id>[\w-]+)"?$')


def write_plan(plan: plans.Plan, *, head: Sequence[str] = (), notes: Notes | None = None) -> str:
    """The text; `head` are comment lines at its top, `notes` comment lines above the keys and indicators they name."""
    lines, key = ["# yaml-language-server: $schema=plan.schema.json", *(f"# {line}".rstrip() for line in head), ""], ""
    text = yaml.dump(_plain(plan), Dumper=_Layout, allow_unicode=True, sort_keys=False, width=WIDTH)
    for line in text.split("\n"):
        if named := _NAMED.match(line):
            key, indent = named["key"] or key, named["indent"] or ""
            is_apart = line.endswith(":") or (key == "sections" and indent == "  ")
            lines += [""] if is_apart else []
            lines += [f"{indent}# {note}" for note in (notes or {}).get(named["key"] or named["id"], ())]
        lines.append(line)
    return "\n".join(lines)


def _plain(value: Any) -> Any:
    """A value as keys, lists and scalars of the file; what is at its default is left out."""
    if write := WRITTEN.get(type(value)):
        return _Amount(write(value))
    match value:
        case plans.Pace():
            return _plain(value.shape or value.weights)
        case (plans.PeriodTarget(), *_):
            return {period: _plain(target) for period, target in value}
        case tuple() if hasattr(value, "_fields"):
            kind: Any = type(value)
            pairs = zip(kind._fields, value, strict=True)
            held = {plans.spelt(name): item for name, item in pairs if item != kind._field_defaults.get(name, _Layout)}
            return {key: _plain(held[key]) for key in key_words()[kind.__name__] if key in held}
        case tuple():
            return [_plain(item) for item in value]
    return value


class _Amount(str):
    """A target or a number; in quotes, for many of their signs mean something to YAML."""


class _Layout(yaml.SafeDumper):
    """The house's layout: lists further in than their key, long texts below it, a small group without an id on one
    line; quotes are double, and nothing is told by reference. `on` and `off` are words of ours."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> str:
        style = super().choose_scalar_style()
        return '"' if style == "'" else style

    def ignore_aliases(self, data: object) -> bool:
        return True

    def text(self, text: str) -> yaml.ScalarNode:
        style = '"' if isinstance(text, _Amount) else ">" if len(text) > LONG else None
        return self.represent_scalar("tag:yaml.org,2002:str", str(text), style)

    def group(self, held: dict[str, object]) -> yaml.MappingNode:
        is_small = "id" not in held and len(str(held)) <= LONG
        return self.represent_mapping("tag:yaml.org,2002:map", held, flow_style=is_small)


_RESOLVERS = yaml.SafeDumper.yaml_implicit_resolvers
_Layout.yaml_implicit_resolvers = {sign: kinds for sign, kinds in _RESOLVERS.items() if sign not in "oO"}
_Layout.add_representer(str, _Layout.text)
_Layout.add_multi_representer(str, _Layout.text)
_Layout.add_representer(dict, _Layout.group)

HEAD = (
    "",
    "{title}.",
    "Soạn từ kế hoạch năm {old}; phải xem lại từng dòng có chữ XEM LẠI rồi mới dùng.",
    "Cách viết từng khóa: xem đầu tệp plan_{old}.yaml hoặc docs/huong-dan.md. Xem xong hãy chạy: thidua plan check",
)
REVIEW = "XEM LẠI"
CARRIED = ("theme", "bases", "goal", "work", "anniversaries", "awards", "signature")
"""Keys of a plan that are another year's once they are carried over."""


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
    carried = (f"{REVIEW}: lấy từ kế hoạch năm {plan.year}, hãy sửa cho năm {year}",)
    notes: dict[str, Sequence[str]] = dict.fromkeys(CARRIED, carried)
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
