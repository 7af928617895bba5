"""Every sentence of a digest: one indicator's result, what changed, what is missing – in the words of reports.

Published practice: "ước đạt 8.871,5 ha, bằng 77,64% kế hoạch, tăng 14,43% so với cùng kỳ"; a rate is held against
its plan and last year in points (điểm %), and so is a ceiling; an index is never printed after "tăng".
All numbers come from the Standing whose row stands in the table.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import count

from ..domain.attainment import Percentage, Verdict
from ..domain.digest import Change, Missing
from ..domain.figure import Actual, Level
from ..domain.plan import PERCENT, Combine, Comparator, Indicator
from ..domain.rounding import PERCENT_PLACES, exact_or_cut, round_percent, shortest
from ..domain.scorecard import SamePeriod, Standing
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import write_number
from ..vietnamese.wording import LEVELS_SHORT, difference_unit, target_text, with_unit
from .report import actual_text, honest, planned, shown_number

WORDS = {
    Verdict.EXCEEDED: "vượt chỉ tiêu",
    Verdict.MET: "đạt chỉ tiêu",
    Verdict.WITHIN: "trong mức cho phép",
    Verdict.NOT_YET: "chưa đạt",
    Verdict.MISSED: "không đạt",
    Verdict.NOT_DUE: "chưa đến kỳ",
    Verdict.NO_DATA: "chưa có số liệu",
    Verdict.NOT_JUDGED: "không đánh giá",
}
"""Verdicts inside a sentence."""
CEILING_BEATEN = "tốt hơn chỉ tiêu (vượt)"
LEADS = {Level.ESTIMATE: "ước ", Level.PRELIMINARY: "sơ bộ ", Level.OFFICIAL: ""}
LAST_YEAR = "so với cùng kỳ"
PLANNED = "so với kế hoạch"
WHILE = "trong khi kế hoạch giao"


def result(standing: Standing) -> str:
    """`Tổng đàn gia súc ước đạt 6.500 con, vượt 3,54% kế hoạch, tăng 2,1% so với cùng kỳ.`"""
    actual = standing.actual
    if actual is None:
        return f"{standing.indicator.name}: {absence(standing)}."
    parts = [_reached(standing, actual), against_plan(standing), against_last_year(standing)]
    text = f"{standing.indicator.name} " + ", ".join(part for part in parts if part).replace(f", {WHILE}", f" {WHILE}")
    return f"{text}{_verdict(standing, text)}."


def _reached(standing: Standing, actual: Actual) -> str:
    """The figure with its level; how it came about in the period, or from which earlier day it is."""
    text = LEADS[actual.level] + _verb(standing) + _value(standing, actual)
    added = standing.in_period
    if standing.indicator.combine is Combine.SUM and (added is None or added.exact != actual.exact):
        text = f"lũy kế từ đầu năm {text}"
    if added is None and standing.indicator.combine is not Combine.TOTAL:
        return f"{text} (số liệu ngày {write_date(actual.on)})"
    if added is not None and standing.indicator.combine is Combine.SUM and added.exact != actual.exact:
        return f"trong kỳ {LEADS[added.level]}thực hiện {_value(standing, added)}, {text}"
    return text


def _value(standing: Standing, actual: Actual) -> str:
    return with_unit(actual_text(standing, actual), standing.indicator.unit)


def _verb(standing: Standing) -> str:
    """ "đạt" is for what one strives for; a ceiling is at its level, a reference just is."""
    comparator = standing.target.target.comparator
    if comparator is Comparator.REFERENCE:
        return "là "
    if _is_on_edge(standing):
        return "bằng "
    return "ở mức " if comparator.is_ceiling or comparator is Comparator.RANGE else "đạt "


def against_plan(standing: Standing) -> str:
    """The comparison with the plan; empty without a figure or for a reference."""
    target, gap = standing.target.target, standing.difference
    if gap is None or target.comparator is Comparator.REFERENCE:
        return ""
    if target.comparator is Comparator.RANGE:
        return _against_range(standing, gap)
    if _is_on_edge(standing):
        return f"{WHILE} {with_unit(target_text(target), standing.indicator.unit)}"
    if standing.ratio.exact is None or not _is_plain_amount(standing):
        return _against_level(standing, gap)
    if gap > 0:
        return f"{excess(standing.ratio)} kế hoạch"
    return f"bằng {percent_text(standing.ratio)} kế hoạch"


def _is_plain_amount(standing: Standing) -> bool:
    """Whether TH/KH reads right: an amount to be reached, not a rate, not a ceiling, not below zero."""
    target = standing.target.target
    return standing.indicator.unit != PERCENT and not target.comparator.is_ceiling and target.value > 0


def _against_range(standing: Standing, gap: Fraction) -> str:
    if not gap:
        return f"trong khoảng kế hoạch ({planned(standing)})"
    end = "mức cao nhất" if gap > 0 else "mức thấp nhất"
    return f"{distance(gap, standing.indicator)} {PLANNED} ({end})"


def _against_level(standing: Standing, gap: Fraction) -> str:
    return f"{distance(gap, standing.indicator)} {PLANNED}" if gap else "bằng kế hoạch"


def _is_on_edge(standing: Standing) -> bool:
    """Equal to a target that is to be passed ("trên", "dưới"), which therefore is not met."""
    is_strict = standing.target.target.comparator in (Comparator.ABOVE, Comparator.BELOW)
    return is_strict and standing.difference == 0


def distance(gap: Fraction, indicator: Indicator) -> str:
    """`thấp hơn 0,2 điểm %`, `cao hơn 5 ha`: how far a figure lies from another one."""
    return f"{'cao' if gap > 0 else 'thấp'} hơn {_size(gap, indicator)}"


def movement(gap: Fraction, indicator: Indicator, *, in_full: bool = False) -> str:
    """`giảm 1,6 điểm %`, `tăng 5 ha`: how far a figure moved; `in_full` where both printed figures stand beside it."""
    return f"{'tăng' if gap > 0 else 'giảm'} {_size(gap, indicator, in_full=in_full)}"


def _size(gap: Fraction, indicator: Indicator, *, in_full: bool = False) -> str:
    size = exact_or_cut(abs(gap)) if in_full else honest(abs(gap), PERCENT_PLACES)
    return with_unit(write_number(size), difference_unit(indicator.unit))


def excess(ratio: Percentage, places: int = PERCENT_PLACES) -> str:
    """`vượt 2,88%`: the printed TH/KH less a hundred; `places` as in the report that is followed."""
    assert ratio.exact is not None
    return f"vượt {write_number(shortest(round_percent(ratio.exact, places) - 100, places))}%"


def percent_text(percentage: Percentage) -> str:
    """`91,93%`, `100%`."""
    return f"{write_number(shortest(percentage.percent or Decimal(0)))}%"


def against_last_year(standing: Standing) -> str:
    """`tăng 2,1% so với cùng kỳ`; rates in points; empty where last year has no figure."""
    same = standing.same_period
    if same.difference is None:
        return ""
    if not same.difference:
        return "bằng cùng kỳ"
    if standing.indicator.unit == PERCENT or not has_growth(same):
        return f"{movement(same.difference, standing.indicator)} {LAST_YEAR}"
    return f"{growth(same)} {LAST_YEAR}"


def has_growth(same: SamePeriod) -> bool:
    """Whether growth in percent makes sense: last year's figure lies above zero."""
    return same.growth is not None and same.value is not None and same.value > 0


def growth(same: SamePeriod) -> str:
    """`tăng 2,1%` or `giảm 2,1%`, from the printed index less a hundred."""
    assert same.growth is not None
    if not same.growth:
        return "không đổi"
    return f"{'tăng' if same.growth > 0 else 'giảm'} {write_number(shortest(abs(same.growth)))}%"


def index(same: SamePeriod) -> str:
    """`bằng 102,1% so với cùng kỳ`: the other way of saying it, never after "tăng"."""
    return f"bằng {percent_text(same.ratio)} {LAST_YEAR}"


def _verdict(standing: Standing, text: str) -> str:
    """The verdict, unless the sentence has said it."""
    if standing.verdict is Verdict.NOT_JUDGED:
        return f", kế hoạch nêu {planned(standing).removeprefix('~ ')} (số tham khảo)"
    said = standing.verdict is Verdict.EXCEEDED and ", vượt " in text
    return "" if said else f"; {_word(standing)}"


def _word(standing: Standing) -> str:
    """The verdict in words; "vượt" alone would read the wrong way for a ceiling."""
    beaten = standing.verdict is Verdict.EXCEEDED and standing.target.target.comparator.is_ceiling
    return CEILING_BEATEN if beaten else WORDS[standing.verdict]


def absence(standing: Standing) -> str:
    """Why there is no figure: not due yet, due and missing, or parts still missing."""
    indicator, parts = standing.indicator, standing.parts_present
    if parts and parts[0]:
        return f"mới có {parts[0]}/{parts[1]} phần"
    if standing.verdict is Verdict.NOT_DUE:
        return "chưa đến kỳ" + (f" (hạn {write_date(indicator.due)})" if indicator.due else "")
    waiting = f" (chờ {indicator.supplier})" if indicator.supplier else ""
    return f"chưa có số liệu{waiting}"


def change(what: Change) -> str:
    """One line on what is different from the period before: the target, the figure, its level, the verdict."""
    parts = [part for part in (_retargeted(what), _moved(what), _turned(what)) if part]
    return f"{what.now.indicator.name}: {'; '.join(parts)}."


def _moved(what: Change) -> str:
    now, held = what.now.actual, what.before.actual
    if now is None:
        return "không còn số liệu" if held is not None else ""
    if held is None:
        number = shown_number(now, what.now.indicator, what.now.target.target)
        return f"lần đầu có số liệu trong năm, {_marked(what.now, now, number)}"
    if not what.gap:
        return f"số {LEVELS_SHORT[held.level]} nay đã là số {LEVELS_SHORT[now.level]}" if what.firmed else ""
    old, new = _printed_apart(what, held, now, what.gap)
    course = f"từ {_marked(what.before, held, old)} {'lên' if new > old else 'xuống'} {_marked(what.now, now, new)}"
    return f"{movement(Fraction(new) - Fraction(old), what.now.indicator, in_full=True)}, {course}"


def _printed_apart(what: Change, held: Actual, now: Actual, gap: Fraction) -> tuple[Decimal, Decimal]:
    """Both figures as printed, with more places where the change would not show or turn round."""
    for more in count():
        old, new = (
            shown_number(actual, one.indicator._replace(decimals=one.indicator.decimals + more), one.target.target)
            for one, actual in ((what.before, held), (what.now, now))
        )
        if (new > old) if gap > 0 else (new < old):
            break
    return old, new


def _marked(standing: Standing, actual: Actual, number: Decimal) -> str:
    """A figure that says when it is not official yet: `4.488,8 ha (số ước)`."""
    mark = "" if actual.level is Level.OFFICIAL else f" (số {LEVELS_SHORT[actual.level]})"
    return with_unit(write_number(number), standing.indicator.unit) + mark


def _retargeted(what: Change) -> str:
    if not what.retargeted:
        return ""
    decision = f" theo {what.now.target.decision}" if what.now.target.decision else ""
    return f"kế hoạch điều chỉnh từ {planned(what.before)} thành {planned(what.now)}{decision}"


def _turned(what: Change) -> str:
    if not what.turned:
        return ""
    if what.now.verdict is Verdict.NO_DATA and what.now.indicator.due:
        return f"đã đến hạn ({write_date(what.now.indicator.due)}) nhưng chưa có số liệu"
    if what.before.actual is None:
        return _word(what.now)
    return f"chuyển từ “{_word(what.before)}” sang “{_word(what.now)}”"


def missing(what: Missing) -> str:
    """`Tổng đàn gia cầm (hạn 01/04/2024)`, `Tỷ lệ bao phủ BHYT (số gần nhất ngày 31/05/2024)`."""
    indicator = what.standing.indicator
    if what.last is not None:
        return f"{indicator.name} (chưa có số của kỳ này, số gần nhất ngày {write_date(what.last)})"
    return f"{indicator.name} (hạn {write_date(indicator.due)})" if indicator.due else indicator.name
