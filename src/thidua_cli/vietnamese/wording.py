"""The words of reports: levels, calendars, ways to add up, figures with their unit; reasons of the system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from ..domain.attainment import Reason, Verdict
from ..domain.figure import Actual, Amount, Draft, Figure, Kind, Level
from ..domain.period import Period, read_period
from ..domain.plan import PERCENT, SHARES, Calendar, Combine, Comparator, Frequency, Indicator, Relative, Target
from ..domain.target import round_half_up, shortest
from ..errors import UsageError
from .numbers import shown, write_date, write_number
from .text import fold

if TYPE_CHECKING:
    from ..domain.places import Coverage
T = TypeVar("T")
LEVELS = {Level.ESTIMATE: "ước tính", Level.PRELIMINARY: "sơ bộ", Level.OFFICIAL: "chính thức"}
LEVELS_SHORT = {Level.ESTIMATE: "ước", Level.PRELIMINARY: "sơ bộ", Level.OFFICIAL: "chính thức"}
LEVEL_SAID = (
    r"(?i)\b(?:số ước|số liệu ước|sơ bộ|(?<!quy |khế )(?<!giao |thỏa |thoả )(?<!hương )ước"
    r" (?:tính|thực hiện|th|đạt|kết quả|cả năm|tháng|quý|năm|\d+ tháng))\b|^\W*ước\W*$"
)
"""A pattern of words beside figures that make them estimates or preliminary; not `quy ước năm`, `giao ước thi đua`."""
KINDS = {
    Kind.RECORD: "ghi",
    Kind.CORRECT: "sửa",
    Kind.VOID: "rút",
    Kind.UNDO: "hoàn tác",
    Kind.CLOSE: "chốt kỳ",
    Kind.REOPEN: "mở lại kỳ",
    Kind.NOMINATE: "khen thưởng",
    Kind.ERASE: "xóa tên",
}
"""What a row of the ledger does."""
DEEDS = {kind: f"lần {deed}" for kind, deed in KINDS.items()}
DEEDS |= {Kind.CLOSE: "lần chốt số liệu", Kind.NOMINATE: "lần ghi đề nghị khen thưởng"}
"""The same as a thing that was done."""
RUNNING = " (lũy kế)"
CALENDARS = {
    Calendar.CIVIL: "theo tháng dương lịch",
    Calendar.ND09: "theo kỳ báo cáo của Nghị định 09/2019/NĐ-CP",
}
COMBINES = {
    Combine.TOTAL: "tổng các phần",
    Combine.SUM: "cộng các lần ghi trong năm",
    Combine.LATEST: "lấy số mới nhất",
    Combine.MEAN: "bình quân các lần ghi",
    Combine.MAX: "lấy số lớn nhất",
}
FREQUENCIES = {
    Frequency.MONTHLY: "hằng tháng",
    Frequency.QUARTERLY: "hằng quý",
    Frequency.HALF_YEARLY: "6 tháng",
    Frequency.YEARLY: "hằng năm",
    Frequency.SEASON: "theo vụ",
    Frequency.ONCE: "một lần trong năm",
}
YES_NO = {True: "đạt", False: "chưa đạt"}
"""How a row that is answered by yes or no says its figure (1 or 0)."""
SIGNED_VERDICTS = {
    Verdict.EXCEEDED: "▲ Vượt",
    Verdict.MET: "√ Đạt",
    Verdict.WITHIN: "≈ Trong mức",
    Verdict.NOT_YET: "○ Chưa đạt",
    Verdict.MISSED: "× Không đạt",
    Verdict.NOT_DUE: "· Chưa đến kỳ",
    Verdict.NO_DATA: "? Chưa có số liệu",
    Verdict.NOT_JUDGED: "- Không đánh giá",
}
VERDICTS = {verdict: signed[2:] for verdict, signed in SIGNED_VERDICTS.items()}
SIGNS = {signed[0] for signed in SIGNED_VERDICTS.values()}
REASONS = {
    Reason.NO_ACTUAL: "chưa có số liệu thực hiện",
    Reason.ZERO_TARGET: "kế hoạch bằng 0",
    Reason.NEGATIVE_TARGET: "kế hoạch là số âm",
    Reason.RANGE_TARGET: "chỉ tiêu giao là một khoảng",
    Reason.REFERENCE: "số tham khảo, không đánh giá",
    Reason.NO_TARGET: "không giao chỉ tiêu",
    Reason.YES_NO: "chỉ tiêu đạt hoặc chưa đạt, không có con số",
    Reason.SPAN: "chỉ tiêu tính qua nhiều năm",
    Reason.NO_BASELINE: "kế hoạch không có mức gốc (baseline) cao hơn chỉ tiêu",
    Reason.NO_HISTORY: "chưa có đủ số liệu cùng kỳ năm trước",
    Reason.ZERO_HISTORY: "số cùng kỳ năm trước bằng 0",
    Reason.NEGATIVE_HISTORY: "số cùng kỳ năm trước là số âm",
    Reason.OTHER_UNIT: "số cùng kỳ năm trước ghi bằng đơn vị khác",
    Reason.NOT_RECAST: "số cùng kỳ của các xã cũ không quy đổi được",
}
BEHIND = "chậm tiến độ"
EXACT_PLACES = 6
ROUNDED_PLACES = 2
YEAR_BEFORE, YEAR_ITSELF = "năm trước", "năm nay"
POINTS = "điểm %"
AT_MOST = "không quá "
_COMPARATORS = {
    Comparator.ABOVE: "trên ",
    Comparator.AT_MOST: "≤ ",
    Comparator.BELOW: "dưới ",
    Comparator.EQUAL: "= ",
    Comparator.REFERENCE: "~ ",
}
THINGS = (
    "thôn", "trường", "gia đình", "hộ(?! tịch| khẩu)", "xã(?! hội)", "phường", "lớp", "tổ", "lao động", "người", "trẻ",
    "học sinh", "cháu", "cơ sở", "cơ quan", "đơn vị", "giáo viên", "cán bộ", "đảng viên", "hội viên", "đoàn viên",
    "chi bộ", "chi hội", "bản", "làng", "buôn", "khu dân cư", "doanh nghiệp", "hợp tác xã", "mô hình", "sản phẩm",
    "văn bản", "hồ sơ", "đơn thư", "vụ", "tuyến", "công trình", "phụ nữ", "thanh niên", "nông dân", "trạm",
)  # fmt: skip
"""Nouns that are counted, as patterns: "Tỷ lệ thôn …" of 9/10 is told as "Có 09/10 thôn …"."""


def target_text(target: Target, indicator: Indicator | None = None) -> str:
    """A target in a column headed by its unit: `4.482,38`, `trên 95`, `≤ 23`, `60 đến 62`, `đạt`, `tăng 5%`; a change
    in the unit of its `indicator`."""
    if not target.comparator.is_number:
        return "đạt" if target.comparator is Comparator.YES else "–"
    if target.is_open and target.relative is not None:
        return change_text(target.relative, indicator)
    return _COMPARATORS.get(target.comparator, "") + target_number(target)


def change_text(relative: Relative, indicator: Indicator | None = None) -> str:
    """A change against last year, whose result is not known: `tăng 5% so với năm trước`, `giảm 1,5 điểm % so với …`."""
    way, size = "tăng" if relative.change > 0 else "giảm", write_number(abs(relative.change))
    unit = "%" if relative.in_percent else f" {difference_unit(indicator.unit)}" if indicator else ""
    return f"{way} {size}{unit} so với năm trước"


def combine_text(indicator: Indicator) -> str:
    """How dated figures become one: `cộng các lần ghi trong năm`, `cộng các lần ghi trong các năm 2021–2025`."""
    if indicator.years is None:
        return COMBINES[indicator.combine]
    how, span = COMBINES[indicator.combine].removesuffix(" trong năm"), indicator.years
    return f"{how} trong các năm {span.first}–{span.last}"


def target_words(target: Target, indicator: Indicator, printed: str | None = None) -> str:
    """The same beside the row's unit; what the document prints where the plan gives it, without that unit if it is
    only a number: `23` for `23%`, `ít nhất 2 thôn`."""
    if printed:
        number, unit = printed.strip(), indicator.unit
        if unit and number.lower().endswith(unit.lower()):
            number = number[: -len(unit)].rstrip()
        return number if number == target_number(target) else printed
    return target_text(target, indicator)


def target_number(target: Target) -> str:
    """The number alone, for a range both: `4.482,38`, `60 đến 62`."""
    if target.comparator is Comparator.RANGE and target.upper is not None:
        return f"{write_number(target.value)} đến {write_number(target.upper)}"
    return write_number(target.value)


def planned_text(target: Target, indicator: Indicator, printed: str | None = None) -> str:
    """A target inside a sentence, with its unit: `trên 95%`, `≤ 23%`, `6.278 con`; else as `printed`."""
    text = target_text(target, indicator).removeprefix("~ ")
    lacks_unit = target.comparator.is_number and not target.is_open
    return printed or (with_unit(text, indicator.unit) if lacks_unit else text)


def spoken(text: str) -> str:
    """A target in running text and on paper: `không quá 6 vụ`, where screens write `≤ 6 vụ`."""
    return text.removeprefix("= ").replace("≤ ", AT_MOST)


def percent_text(percent: Decimal | Fraction | None) -> str:
    """`91,93%`, `100%`."""
    return f"{write_number(shortest(percent or Decimal(0)))}%"


def days_text(period: Period) -> str:
    """A closed period with the days that are frozen: `tháng 6 năm 2024 (01/06/2024–30/06/2024)`."""
    return f"{period.label} ({write_date(period.start)}–{write_date(period.last_day)})"


def with_unit(number: str, unit: str) -> str:
    """`75,7%`, `13,2‰`, `93% dân số` and `39 ha`: the signs stand close, other units after a space."""
    return f"{number}{unit}" if unit.startswith(SHARES) else f"{number} {unit}"


def in_unit(number: Decimal, indicator: Indicator) -> str:
    """A number with the indicator's unit; of a row that is answered by yes or no `đạt`, `chưa đạt`."""
    return YES_NO[bool(number)] if indicator.is_yes_no else with_unit(write_number(number), indicator.unit)


def difference_unit(unit: str) -> str:
    """A difference of two rates is in points, never in percent."""
    return POINTS if unit.startswith(PERCENT) else unit


def amount_text(
    amount: Amount, indicator: Indicator, on: date | None = None, outside: tuple[Decimal, Decimal] | None = None
) -> str:
    """A recorded amount as typed: `6.500 con`, `90% (9/10)`.

    A rate has as many places as it takes to stand on its side of the target of its day, or `outside` of two bounds.
    """
    if indicator.is_yes_no or amount.parts is None:
        return in_unit(amount.value or Decimal(0), indicator)
    target = indicator.target_on(on).target if on else indicator.target
    beside = Target(Comparator.RANGE, *outside) if outside else target
    figure = with_unit(figure_text(amount.exact, indicator, beside), indicator.unit)
    return f"{figure} ({'/'.join(map(write_number, amount.parts))})"


def held_amount(held: Draft | Figure, indicator: Indicator) -> str:
    """A recorded figure: `6.500 con`, `100 ha (lũy kế)` for a running total, `–` where it is withdrawn."""
    if held.amount is None:
        return "–"
    return amount_text(held.amount, indicator, held.on) + (RUNNING if held.since else "")


def expected_text(period: str) -> str:
    """The name of a figure expected at a period's end, by the period's id: `ước cả năm 2024`."""
    return f"ước cả {read_period(period, plan_year=0, calendar=Calendar.CIVIL, today=date.min).label}"


def figure_text(exact: Fraction, indicator: Indicator, target: Target | None = None) -> str:
    """A computed figure with as many decimals as it needs to stand on the right side of its target."""
    return write_number(rounded_figure(exact, indicator, target))


def rounded_figure(exact: Fraction, indicator: Indicator, target: Target | None = None) -> Decimal:
    """The figure half-up to the plan's `decimals`, trailing zeros dropped, more where rounding would lie."""
    bounds = [Fraction(bound) for bound in (target.value, target.upper) if bound is not None] if target else []

    def sides(value: Fraction) -> list[int]:
        return [(value > bound) - (value < bound) for bound in bounds]

    places = indicator.decimals
    while sides(Fraction(round_half_up(exact, places))) != sides(exact):
        places += 1
    return shortest(exact, places)


def other_unit_words(indicator: Indicator, whose: str, unit: str) -> tuple[str, str]:
    """That figures of this commune's year, or (by its name) of an old commune, are in another unit, and what to do."""
    of_old = "số của các xã cũ không quy đổi được nên không tính"
    means = "không so với năm trước được" if whose == YEAR_BEFORE else of_old
    advice = f"giữ đơn vị {unit}; hoặc ghi kết quả năm trước, đổi ra {indicator.unit}, vào baseline"
    if whose == YEAR_ITSELF:
        means = "báo cáo in các số ấy bằng đơn vị mới, không đổi số"
        advice = f"giữ đơn vị {unit}; hoặc sửa từng số ấy, đổi ra {indicator.unit} (thidua correct)"
    return f"{whose} ghi bằng {unit}, kế hoạch này tính bằng {indicator.unit}: {means}", advice


def disagreement_text(indicator: Indicator, held: Coverage, gap: Fraction) -> str:
    """`10/10 thôn cộng lại 6.480 con, nhiều hơn 20 con`: the exact difference, for reports and for `check`."""
    together = held.together
    assert together is not None
    verb, more, less = ("gộp lại", "cao", "thấp") if indicator.is_rate else ("cộng lại", "nhiều", "ít")
    size = shortest(abs(gap), ROUNDED_PLACES if indicator.is_rate else EXACT_PLACES) or shortest(abs(gap))
    distance = with_unit(write_number(size), difference_unit(indicator.unit))
    return f"{places_text(held)} {verb} {reached_text(together, indicator)}, {more if gap > 0 else less} hơn {distance}"


def places_text(held: Coverage) -> str:
    """Whose figures are put together: `8/10 thôn`, `2/2 thôn và 1 thôn không còn`."""
    return f"{held.reported}/{held.of} thôn" + (f" và {len(held.former)} thôn không còn" if held.former else "")


def shown_number(reached: Actual, indicator: Indicator, target: Target | None = None) -> Decimal:
    """The number that is printed of an actual: what was typed, or is added up of that, with all its places."""
    if reached.latest is not None and reached.latest.value is not None:
        return reached.latest.value
    added = shortest(reached.exact, EXACT_PLACES)
    # Of several figures a mean has computed places, and what it is added to with it.
    means = [one.id for one in indicator.measured() if one.combine is Combine.MEAN]
    is_mean = means and len([one for one in reached.figures if one.indicator in means]) > len(means)
    is_whole = indicator.combine in (Combine.SUM, Combine.TOTAL) and Fraction(added) == reached.exact and not is_mean
    return added if is_whole else rounded_figure(reached.exact, indicator, target)


def reached_text(reached: Actual, indicator: Indicator) -> str:
    """What has been reached, with its unit, or `đạt`, `chưa đạt`."""
    return in_unit(shown_number(reached, indicator), indicator)


def choice(known: dict[str, T], what: str, names: Mapping[T, str] = MappingProxyType({})) -> Callable[[str], T]:
    """A reader of one of the known words, or of the Vietnamese name of a meaning.

    The first word of each meaning is the one that messages name, with that name.
    """
    by_word = known | {fold(name): meaning for meaning, name in names.items()}

    def read(text: str) -> T:
        found = by_word.get(text) or by_word.get(fold(text))
        if found is None:
            first: dict[T, str] = {}
            for word, meaning in by_word.items():
                first.setdefault(meaning, f"{word} ({names[meaning]})" if meaning in names else word)
            raise UsageError(f"không có {what} '{shown(text)}': chọn một trong {', '.join(first.values())}")
        return found

    return read


read_level = choice({level.value: level for level in Level} | {"uoc": Level.ESTIMATE}, "mức số liệu", LEVELS)
