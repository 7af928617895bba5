"""What a valid plan leaves doubtful, for `plan check`: sums that do not add up, days, bounds, unclear names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ..domain.plan import PERCENT, Combine, Indicator, Plan, Row
from ..errors import Fault
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import shown, write_number
from ..vietnamese.targets import write_bounds, write_target
from ..vietnamese.text import words
from .emulation_doubts import emulation_doubts
from .nodes import Finding, Path, Unreadable, faults, last_key
from .opening import PlanText
from .rules import in_plan_year
from .sums import sum_doubts

Doubts = Iterator[tuple[str, str]]


def warnings(plan: Plan, text: PlanText | None) -> list[Fault]:
    """All doubts in the plan's order; without the text, without places."""
    found: list[tuple[Path, str]] = []
    names: dict[str, tuple[Row, Path]] = {}
    for path, row in _rows_with_paths(plan):
        for doubts in _CHECKS:
            found += [((*path, key), sentence) for key, sentence in doubts(row.indicator, plan.year)]
        found += _shared_names(row, path, names)
    found += emulation_doubts(plan)
    return _as_faults(found, text)


def _rows_with_paths(plan: Plan) -> Iterator[tuple[Path, Row]]:
    rows = plan.rows()
    for section_place, section in enumerate(plan.sections):
        for place, indicator in enumerate(section.indicators):
            path: Path = ("sections", section_place, "indicators", place)
            yield path, next(rows)
            for part_place in range(len(indicator.parts)):
                yield (*path, "parts", part_place), next(rows)


def _as_faults(found: list[tuple[Path, str]], text: PlanText | None) -> list[Fault]:
    sentences = [(path, f"{last_key(path)}: {sentence}") for path, sentence in found]
    if text is None:
        return [Fault("", sentence) for _, sentence in sentences]
    from .read import shape_of

    try:
        shape = shape_of(text)
    except Unreadable:
        return [Fault("", sentence) for _, sentence in sentences]
    return list(faults(text.path, [Finding(shape.spot(path), sentence) for path, sentence in sentences]))


def _sums(indicator: Indicator, year: int) -> Doubts:
    for sentence in sum_doubts(indicator):
        yield "target", sentence


def _days(indicator: Indicator, year: int) -> Doubts:
    if indicator.due is not None and not in_plan_year(indicator.due, year):
        yield "due", f"{write_date(indicator.due)} ngoài năm kế hoạch {year}; hãy kiểm tra lại năm"
    baseline = indicator.baseline
    if baseline is not None and baseline.on is not None and baseline.on >= date(year, 1, 1):
        yield "baseline", f"mức gốc ngày {write_date(baseline.on)} không thuộc năm trước; hãy kiểm tra lại ngày"


def _implausible_targets(indicator: Indicator, year: int) -> Doubts:
    bounds = indicator.plausible
    if bounds is None:
        return
    targets = [("target", indicator.target), *(("adjustments", step.target) for step in indicator.adjustments)]
    for key, target in targets:
        ends = [target.value, target.upper if target.upper is not None else target.value]
        if min(ends) < bounds.lower or max(ends) > bounds.upper:
            yield key, f"chỉ tiêu {write_target(target)} nằm ngoài khoảng plausible {write_bounds(bounds)}"


def _baseline(indicator: Indicator, year: int) -> Doubts:
    baseline, target = indicator.baseline, indicator.target
    if baseline is not None and target.comparator.is_ceiling and baseline.value <= target.value:
        yield (
            "baseline",
            f"mức gốc {write_number(baseline.value)} không cao hơn chỉ tiêu {write_target(target)},"
            " nên không tính được mức giảm; hãy kiểm tra lại",
        )


def _added_averages(indicator: Indicator, year: int) -> Doubts:
    if indicator.by_place and "/" in indicator.unit:
        yield "by_place", f"đơn vị {indicator.unit} là số bình quân, cộng các thôn lại thường là nhầm; hãy xem lại"


def _added_rates(indicator: Indicator, year: int) -> Doubts:
    if indicator.unit == PERCENT and indicator.combine in (Combine.SUM, Combine.TOTAL):
        yield "combine", f"cộng các tỷ lệ % với nhau ({indicator.combine}) thường là nhầm; hãy xem lại, ví dụ latest"


def _counted_reference(indicator: Indicator, year: int) -> Doubts:
    if indicator.counted and not indicator.is_judged:
        yield "counted", "chỉ tiêu tham khảo (~) không được đánh giá nên không tính vào; hãy xóa dòng này"


_CHECKS: tuple[Callable[[Indicator, int], Doubts], ...] = (
    _sums,
    _days,
    _implausible_targets,
    _baseline,
    _added_rates,
    _added_averages,
    _counted_reference,
)


def _shared_names(row: Row, path: Path, names: dict[str, tuple[Row, Path]]) -> list[tuple[Path, str]]:
    """Names and aliases that would find two indicators; told at both."""
    indicator, found = row.indicator, []
    own = [("id", indicator.id), ("name", indicator.name), *(("aliases", alias) for alias in indicator.aliases)]
    for key, name in own:
        folded = " ".join(words(name))
        other, other_path = names.setdefault(folded, (row, (*path, key)))
        if other.indicator.id != indicator.id:
            found.append(((*path, key), _also(name, other.indicator)))
            found.append((other_path, _also(name, indicator)))
    return found


def _also(name: str, other: Indicator) -> str:
    return f"'{shown(name)}' cũng chỉ {other.id}, nên gõ tên này không tìm được đúng một chỉ tiêu; hãy đổi tên gọi tắt"
