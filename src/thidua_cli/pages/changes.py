"""Sentences on what is different from the period before, and on figures that should be there and are not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import count

from ..domain.attainment import Verdict
from ..domain.digest import Change, Missing
from ..domain.figure import Actual, Level
from ..domain.scorecard import Standing
from ..vietnamese.numbers import write_date
from ..vietnamese.wording import LEVELS_SHORT, VERDICTS, in_unit
from .notes import number_text, planned, reported_text, shown_number, unofficial_text
from .sentences import lowered, movement


def change(what: Change) -> str:
    """One line on what is different from the period before: the target, the figure, its level, the verdict."""
    parts = [part for part in (_retargeted(what), _moved(what), _turned(what)) if part]
    return f"{what.now.indicator.name}: {'; '.join(parts)}."


def briefly(what: Change) -> str:
    """The same of a figure that moved while its verdict stayed: `tổng đàn gia súc tăng 119 con`."""
    return lowered(f"{what.now.indicator.name} {_moved(what).partition(', từ ')[0]}")


def _moved(what: Change) -> str:
    now, held = what.now.actual, what.before.actual
    if now is None:
        return _gone(what.now) if held is not None else ""
    if held is None:
        number = shown_number(now, what.now.indicator, what.now.target.target)
        return f"lần đầu có số liệu trong năm, {_marked(what.now, now, number)}"
    if not what.gap:
        return f"số {LEVELS_SHORT[held.level]} nay đã là số {LEVELS_SHORT[now.level]}" if what.firmed else ""
    if what.now.indicator.is_yes_no:
        return ""
    old, new = _printed_apart(what, held, now, what.gap)
    course = f"từ {_marked(what.before, held, old)} {'lên' if new > old else 'xuống'} {_marked(what.now, now, new)}"
    return f"{movement(Fraction(new) - Fraction(old), what.now.indicator, in_full=True)}, {course}"


def _gone(now: Standing) -> str:
    """Why there is no figure any more: not all places, or parts, have one; else what there was has been withdrawn."""
    if now.coverage is not None and now.coverage.pooled.reported:
        return f"mới có {reported_text(now.coverage)} nên chưa có số chung"
    present = now.parts_present
    return f"mới có {present[0]}/{present[1]} phần" if present and present[0] else "không còn số liệu"


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
    text = in_unit(number_text(number, standing.indicator), standing.indicator)
    return f"{text} ({said})" if (said := unofficial_text(actual)) else text


def _retargeted(what: Change) -> str:
    if not what.retargeted:
        return ""
    decision = f" theo {what.now.target.decision}" if what.now.target.decision else ""
    return f"kế hoạch điều chỉnh từ {planned(what.before)} thành {planned(what.now)}{decision}"


def _turned(what: Change) -> str:
    if not what.turned or (what.now.actual is None and what.before.actual is not None):
        return ""
    if what.now.verdict is Verdict.NO_DATA and what.now.indicator.due:
        return f"đã đến hạn ({write_date(what.now.indicator.due)}) nhưng chưa có số liệu"
    before, now = (VERDICTS[one.verdict].lower() for one in (what.before, what.now))
    return now if what.before.actual is None else f"chuyển từ “{before}” sang “{now}”"


def missing(what: Missing) -> str:
    """`Tổng đàn gia cầm (hạn 01/04/2024)`, `Tỷ lệ … (thiếu số kỳ 30/06/2024, số gần nhất ngày 31/05/2024)`."""
    indicator, actual = what.standing.indicator, what.standing.actual
    name = f"{indicator.name}: {', '.join(what.places)}" if what.places else indicator.name
    if what.last is None or what.first is None:
        return f"{name} (hạn {write_date(indicator.due)})" if indicator.due else name
    if actual is not None and actual.level is not Level.OFFICIAL and what.last >= what.first:
        return f"{name} (mới có {unofficial_text(actual)} ngày {write_date(what.last)}, chờ số chính thức)"
    which = "số kỳ" if what.lacking == 1 else f"số {what.lacking} kỳ từ"
    return f"{name} (thiếu {which} {write_date(what.first)}, số gần nhất ngày {write_date(what.last)})"
