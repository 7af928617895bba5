"""What a valid plan leaves doubtful, for `plan check`: sums that do not add up, days, bounds, unclear names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from ..domain.places import by
from ..domain.plan import Combine, Comparator, Indicator, Place, Plan, ScoreItem, Scoring, Target, spelt
from ..domain.target import CEILINGS, FLOORS
from ..errors import Fault
from ..vietnamese.numbers import number_or_none, shown, write_date, write_number
from ..vietnamese.targets import write_bounds, write_target
from ..vietnamese.text import AREAS, broken_letters, faults, first_of, fold, nfc, slips_in, words
from ..vietnamese.wording import with_unit
from .events import Path
from .opening import PlanText
from .rules import in_plan_year
from .shape import Shape
from .writing import REVIEW

_T = TypeVar("_T")
PlacedDoubts = Iterator[tuple[Path, str]]
Doubts = Iterator[tuple[str, str]]
"""Of one indicator: each with its key."""


def _odd_days(plan: Plan) -> PlacedDoubts:
    """Days for which the plan has another year than is likely."""
    for path, day in _each(date, plan):
        if (path[-1] == "due" or path[0] in ("anniversaries", "days_off")) and not in_plan_year(day, plan.year):
            yield path, f"{write_date(day)} ngoài năm kế hoạch {plan.year}; hãy kiểm tra lại năm"
        if path[-2:] == ("baseline", "on") and day >= date(plan.year, 1, 1):
            yield path[:-1], f"mức gốc ngày {write_date(day)} không thuộc năm trước; hãy kiểm tra lại ngày"
        # A place that is there neither in the plan year nor in the year it is compared with.
        if (path[0], path[-1]) == ("places", "from") and day.year > plan.year:
            yield path, f"{write_date(day)} sau năm kế hoạch {plan.year}; hãy kiểm tra lại năm"
        if (path[0], path[-1]) == ("places", "until") and day.year < plan.year - 1:
            yield path, f"{write_date(day)} trước cả năm {plan.year - 1}; hãy kiểm tra lại năm hoặc xóa thôn này"


def _broken_texts(plan: Plan) -> PlacedDoubts:
    """Letters of an old encoding, and names in capitals, which papers would print in the midst of a sentence."""
    for path, one in _each(str, plan):
        if sentence := broken_letters(one):
            yield path, f"'{shown(one)}': {sentence}"
        elif path[0] != "signature" and (path[-1] == "name" or path == ("title",)) and one.isupper() and " " in one:
            yield path, f"'{shown(one)}': viết hoa cả dòng thì báo cáo in hoa giữa câu; hãy viết như trong câu"


def _shared_names(named: Iterable[tuple[Path, Indicator | Place]], what: str) -> PlacedDoubts:
    """Ids, names and aliases that would find two of a kind; told at both."""
    first: dict[str, tuple[str, Path, str]] = {}
    for path, one in named:
        for key, name in (("id", one.id), ("name", one.name), *(("aliases", alias) for alias in one.aliases)):
            holder, place, said = first.setdefault(" ".join(words(name)), (one.id, (*path, key), name))
            is_id = said == name and "id" in (key, place[-1])  # the very id always wins
            for at, other in (((*path, key), holder), (place, one.id)) if holder != one.id else ():
                finds = f"chỉ thấy {other}" if is_id else f"không tìm được đúng một {what}"
                if not is_id or at[-1] != "id":
                    yield at, f"'{shown(name)}' cũng chỉ {other}, nên gõ tên này {finds}; hãy đổi tên gọi tắt"


def _place_targets(plan: Plan) -> PlacedDoubts:
    """Targets given to every place add up to the commune's, for what is added up; of a level the year's last places."""
    for indicator in (row.indicator for row in plan.rows()):
        places = plan.places if indicator.combine is Combine.SUM else plan.places_on(plan.whole_year.last_day)
        given = [one.target for place in places for one in place.targets if one.indicator == indicator.id]
        whole, summed = indicator.target, sum((one.value for one in given), Decimal(0))
        is_given = 0 < len(given) == len(places) and not indicator.is_rate
        if is_given and all(map(_is_plain, (whole, *given))) and summed != whole.value:
            what = f"{indicator.id}: chỉ tiêu giao các thôn"
            yield ("places",), _unlike(what, summed, "của xã", whole.value, "các thôn", indicator.unit)


def _is_plain(target: Target) -> bool:
    """A plain number; no range, no reference, none or yes, nothing that rests on last year."""
    plain = target.comparator.is_judged and target.comparator.is_number and target.comparator is not Comparator.RANGE
    return plain and target.relative is None


def _points(plan: Plan) -> PlacedDoubts:
    for path, scoring in _each(Scoring, plan):
        total, summed = scoring.total, sum((item.points for item in scoring.items), Decimal(0))
        if summed != total:
            told = _unlike("điểm các chỉ tiêu", summed, "tổng thang điểm", total, "các chỉ tiêu", "điểm")
            yield (*path, "total"), told
    for path, item in _each(ScoreItem, plan):
        row = plan.find(item.indicator)
        if row is not None and not row.indicator.target.comparator.is_judged:
            sentence = f"{item.indicator}: chỉ tiêu {_unjudged(row.indicator)} không chấm điểm được"
            yield (*path, "indicator"), sentence


def _sums(total: Indicator) -> Doubts:
    """One doubt for each span in which the parts' targets do not add up, with the exact difference."""
    if total.combine is not Combine.TOTAL or not total.parts:
        return
    days = sorted({step.on for one in (total, *total.parts) for step in one.adjustments})
    for day, last in zip([date.min, *days], [*(day - timedelta(days=1) for day in days), None], strict=True):
        since = f"từ {write_date(day)} " if day in days else ""
        until = f"đến {write_date(last)}" if last else ""
        label = f"{(since + until).strip()}: " if since or until else ""
        whole, parts = total.target_on(day).target, [part.target_on(day).target for part in total.parts]
        if any(target.relative or not target.comparator.is_number for target in (whole, *parts)):
            continue
        if len({target.upper is None for target in (whole, *parts)}) > 1:
            yield "target", f"{label}có khoảng lẫn với số đơn, không so được tổng các phần với chỉ tiêu tổng"
            continue
        ends = ((one.value,) if one.upper is None else (one.value, one.upper) for one in (whole, *parts))
        for stated, *given in zip(*ends, strict=True):
            if stated != (summed := sum(given, Decimal(0))):
                yield "target", label + _unlike("các phần", summed, "chỉ tiêu tổng", stated, "các phần", total.unit)


def _unlike(what: str, summed: Decimal, whole: str, stated: Decimal, who: str, unit: str) -> str:
    """`các phần cộng lại 1.300 ha, chỉ tiêu tổng 1.278 ha; các phần nhiều hơn 22 ha`: the exact difference."""
    more = "nhiều" if summed > stated else "ít"
    parts, given, gap = (with_unit(write_number(amount), unit) for amount in (summed, stated, abs(summed - stated)))
    return f"{what} cộng lại {parts}, {whole} {given}; {who} {more} hơn {gap}"


def plan_warnings(plan: Plan, text: PlanText, known: Mapping[str, Fraction] | None = None) -> list[Fault]:
    """What is allowed but doubtful in the plan read from `text`, for `plan check`, each at its line and column.

    `known`: the results of last year that are recorded, by id, for targets that are relative to them.
    """
    found: list[tuple[Path, str]] = []
    rows = list(zip((path for path, _ in _each(Indicator, plan)), plan.rows(), strict=True))
    for path, row in rows:
        told = [one for doubts in _CHECKS for one in doubts(row.indicator)]
        told += _without_last_year(row.indicator, plan, (known or {}).get(row.indicator.id))
        if row.parent and row.parent.combine is not Combine.TOTAL and row.indicator.counted:
            told.append(("counted", NEVER_COUNTED))
        if row.parent and row.parent.combine is Combine.TOTAL and row.indicator.years:
            told.append(("years", YEAR_ONLY))
        found += [((*path, key), sentence) for key, sentence in told]
    found += _shared_names(((path, row.indicator) for path, row in rows), "chỉ tiêu")
    found += _shared_names(((("places", place), one) for place, one in enumerate(plan.places)), "thôn")
    for doubts_of_plan in (_odd_days, _place_targets, _points, _broken_texts):
        found += doubts_of_plan(plan)
    return _as_faults(found, text)


NEVER_COUNTED = "chỉ phần của total mới được tính vào số chỉ tiêu; hãy xóa dòng này, hoặc đưa chỉ tiêu ra ngoài parts"
YEAR_ONLY = "tổng (total) chỉ cộng số trong năm của phần này; hãy xóa dòng này, hoặc đưa phần ra thành chỉ tiêu riêng"
MOST_NAMED = 5


def plan_remarks(plan: Plan, text: PlanText) -> list[Fault]:
    """What is worth knowing: words with another number than the target, rows without `due`, marks not yet answered."""
    found = [((*path, key), told) for path, one in _each(Indicator, plan) for key, told in _printed(one)]
    remarks = []
    rows = [row.indicator for row in plan.rows() if row.indicator.combine is not Combine.TOTAL]
    if bare := [one.id for one in rows if one.target.comparator.is_judged and one.due is None]:
        late = f"{len(bare)} chỉ tiêu chưa có hạn, nên thiếu số liệu là bị coi là trễ ngay từ đầu năm"
        advice = f"chỉ tiêu nào cuối năm mới có số liệu thì thêm due: {plan.year}-12-31"
        remarks.append(f"{late}: {first_of(bare, MOST_NAMED)}; {advice}")
    lines = nfc(text.content.decode("utf-8", "replace")).splitlines()
    if marked := [str(at) for at, line in enumerate(lines, start=1) if re.search(rf"#\s*{REVIEW}(?!\w)", line)]:
        left = f"còn {len(marked)} chỗ đánh dấu {REVIEW} (dòng {first_of(marked, MOST_NAMED)})"
        remarks.append(f"{left}; xem xong chỗ nào thì xóa dòng # ấy")
    return [*_as_faults(found, text), *(Fault("", told) for told in remarks)]


UNREAD = {"id", "schema", "aliases"}
"""Keys whose words nobody reads in a document."""
_AREA = re.compile(rf"(?:^|\s)(?:{AREAS})\s")


def plan_typing_errors(plan: Plan, text: PlanText) -> list[Fault]:
    """Likely typing errors of the document the plan was taken from, each once, at its first place."""
    unit = plan.unit
    own = [_AREA.split(name)[-1].strip() for name in (unit.name, unit.place or "", unit.superior or "")]
    names = list(dict.fromkeys(name for name in own if " " in name))
    texts = ((path, one) for path, one in _each(str, plan) if type(one) is str and UNREAD.isdisjoint(path))
    slips = ((slip, path) for path, said in texts for slip in slips_in(said, names))
    told: list[tuple[Path, str]] = []
    for (typed, meant), found in by(slips, lambda one: one[0]).items():
        likely = f" có lẽ là '{shown(meant)}'" if meant else " có lẽ gõ nhầm"
        advice = f", chỗ khác viết '{shown(meant)}'" if fold(typed) == fold(meant) else likely
        often = f" ({len(found)} chỗ)" if len(found) > 1 else ""
        told.append((found[0][1], f"'{shown(typed)}'{often}{advice}"))
    return _as_faults(told, text)


def _each(kind: type[_T], value: Any, path: Path = ()) -> Iterator[tuple[Path, _T]]:
    """All of a kind that a plan holds, each with its place, a group or list before what is in it."""
    if isinstance(value, kind):
        yield path, value
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        keys: Any = map(spelt, names) if names else range(len(value))
        for key, held in zip(keys, value, strict=True):
            yield from _each(kind, held, (*path, key))


def _as_faults(found: list[tuple[Path, str]], text: PlanText) -> list[Fault]:
    shape = Shape(text)
    return list(faults(text.path, (shape.finding(*one) for one in found)))


def _without_last_year(indicator: Indicator, plan: Plan, result: Fraction | None) -> Doubts:
    """A target against last year's result, which neither ledger nor plan has, or of which no percent can be taken."""
    baseline, last = indicator.baseline, plan.whole_year.a_year_earlier()
    if result is None and baseline is not None and (baseline.on is None or baseline.on.year < plan.year):
        result = Fraction(baseline.value)
    for key, target in [one for one in indicator.targets() if one[1].resolved(result).is_open][:1]:
        compared, sign = f"{write_target(target)} so với năm {last.year}", target.comparator.value
        if result is not None:
            why = f"nhưng kết quả năm {last.year} là {write_number(result)}, không lớn hơn 0"
            yield key, f'{compared} {why} nên không tính được; hãy giao một con số, hoặc theo đơn vị: "{sign} +… điểm"'
            continue
        typed = f"thidua record {indicator.id} GIÁ_TRỊ --on {write_date(last.last_day)} --earlier-year"
        advice = f"hãy ghi: {typed}, hoặc thêm baseline: {{value: …, on: {last.last_day.isoformat()}}}"
        yield key, f"{compared} nhưng chưa có kết quả năm {last.year} nên chưa đánh giá được; {advice}"


def _printed(indicator: Indicator) -> Doubts:
    """The one number in the document's words is that of the target: reports print the words and judge by the number."""
    stated = [("printed", indicator.target, indicator.printed)]
    stated += [("adjustments", step.target, step.printed) for step in indicator.adjustments]
    stated += [("also", other.target, other.printed) for other in indicator.also]
    for key, target, printed in stated:
        # Words that have exactly one number: `ít nhất 2 thôn`, not `8/10 thôn`.
        found = _NUMBER.findall((printed or "").replace("rưỡi", "0"))
        number = number_or_none(found[0]) if len(found) == 1 else None
        meant = abs(target.relative.change if target.relative else target.value)
        if number is None or not target.comparator.is_number or target.comparator is Comparator.RANGE or not meant:
            continue
        if number / meant not in _SAME_OR_OTHER_UNIT:
            yield key, f"'{shown(printed or '')}' khác với chỉ tiêu {write_target(target)}; hãy xem lại theo văn bản"


_NUMBER = re.compile(r"\d[\d.,]*(?<![.,])")
_SAME_OR_OTHER_UNIT = {Decimal(10) ** power for power in (-6, -3, 0, 3, 6)}


def _negative(indicator: Indicator) -> Doubts:
    """`<= -1,5%` of a rate is a number below zero, not a fall by that much."""
    for key, target in indicator.targets():
        if indicator.is_rate and target.relative is None and target.value < 0 and target.comparator.is_number:
            meant = f'"{target.comparator.value} {write_number(target.value)} điểm"'
            yield key, f"{write_target(target)} là một số âm; nếu là mức thay đổi so với năm trước, hãy viết {meant}"


def _parted(indicator: Indicator) -> Doubts:
    """`>= 1,2` of what is counted one by one: probably a group of thousands behind a comma."""
    from ..vietnamese.phrase_words import is_counted

    is_one_by_one = is_counted(indicator.unit) if indicator.whole is None else indicator.whole
    if indicator.combine is Combine.MEAN or not is_one_by_one:
        return
    counted = f"{indicator.unit} đếm bằng số nguyên", "ghi thêm whole: false"
    why, unless = ("chỉ tiêu ghi whole: true", "bỏ whole: true") if indicator.whole else counted
    for key, target in indicator.targets():
        change = target.relative
        number = target.value if change is None else Decimal(0) if change.in_percent else change.change
        for parted in (one for one in (number, target.upper) if one is not None and one % 1):
            meant = f"nếu văn bản ghi {write_number(parted.scaleb(3).to_integral_value())} thì sửa lại"
            advice = meant if parted.as_tuple().exponent == -3 else "hãy xem lại"
            odd = f"{with_unit(write_number(parted), indicator.unit)} là số lẻ, mà {why}"
            yield key, f"{odd}; {advice} (đúng là số lẻ thì {unless})"


def _contrary(indicator: Indicator) -> Doubts:
    """Targets that turn the direction round, and what is striven for that asks for less than what is given."""
    stretch, target = indicator.stretch, indicator.target
    for key, other in indicator.targets():
        if key in ("also", "by_period", "adjustments") and other.comparator.is_against(target.comparator):
            pair = f"{write_target(other)} ngược chiều với chỉ tiêu {write_target(target)}"
            yield key, f"{pair}; hãy xem lại theo văn bản"
    if stretch is None or not _is_plain(stretch):
        return
    for given in (target, *(step.target for step in indicator.adjustments)):
        turned = given is not target and stretch.comparator.is_against(given.comparator)
        floors = stretch.comparator in FLOORS and given.comparator in FLOORS and stretch.value < given.value
        ceilings = stretch.comparator in CEILINGS and given.comparator in CEILINGS and stretch.value > given.value
        if _is_plain(given) and (turned or floors or ceilings):
            how = "ngược chiều với" if turned else "dễ hơn"
            yield "stretch", f"mức phấn đấu {write_target(stretch)} {how} chỉ tiêu giao {write_target(given)}"


def _implausible_targets(indicator: Indicator) -> Doubts:
    for key, target in indicator.targets():
        bounds, is_number = indicator.plausible, target.relative is None and target.comparator.is_number
        if bounds and is_number and not all(map(bounds.holds, target.ends)):
            yield key, f"chỉ tiêu {write_target(target)} nằm ngoài khoảng plausible {write_bounds(bounds)}"


def _odd_settings(indicator: Indicator) -> Doubts:
    baseline, target = indicator.baseline, indicator.target
    if baseline and target.relative is None and target.comparator in CEILINGS and baseline.value <= target.value:
        level = f"mức gốc {write_number(baseline.value)} không cao hơn chỉ tiêu {write_target(target)}"
        yield "baseline", f"{level}, nên không tính được mức giảm; hãy kiểm tra lại"
    if indicator.by_place and "/" in indicator.unit:
        yield "by_place", f"đơn vị {indicator.unit} là số bình quân, cộng các thôn lại thường là nhầm; hãy xem lại"
    shares = indicator.combine is Combine.TOTAL and target.value == 100
    if indicator.is_rate and indicator.combine in (Combine.SUM, Combine.TOTAL) and not shares:
        yield "combine", f"cộng các tỷ lệ % với nhau ({indicator.combine}) thường là nhầm; hãy xem lại, ví dụ latest"
    if indicator.counted and not indicator.target.comparator.is_judged:
        yield "counted", f"chỉ tiêu {_unjudged(indicator)} không được đánh giá nên không tính vào; hãy xóa dòng này"


def _unjudged(indicator: Indicator) -> str:
    return "tham khảo (~)" if indicator.target.comparator is Comparator.REFERENCE else "không giao (none)"


_CHECKS = (_sums, _implausible_targets, _parted, _contrary, _negative, _odd_settings)
