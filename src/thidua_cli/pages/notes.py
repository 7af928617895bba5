"""What a reader must know beside a number: its day where it is old, its level, other targets, whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..domain.attainment import Reason, Verdict
from ..domain.figure import Level, followed_estimates
from ..domain.inheritance import is_inherited
from ..domain.plan import Combine, Plan
from ..domain.scorecard import Scorecard, Standing
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import write_number
from ..vietnamese.wording import BEHIND, LEVELS_SHORT, VERDICTS, printed_target, target_text


def dated(words: str, standing: Standing) -> str:
    """`√ Đạt (số cũ ngày 31/01/2024)`: words about a standing, with the day where its figure is old."""
    return f"{words} ({old})" if (old := stale_text(standing)) else words


def stale_text(standing: Standing) -> str:
    """`số cũ ngày 31/01/2024`; of a sum with a gap `số đến 31/03/2024, thiếu kỳ 29/02/2024`; empty if all is there."""
    stale = standing.stale
    if stale is None:
        return ""
    if stale.on >= stale.expected:
        return f"số đến {write_date(stale.on)}, thiếu kỳ {write_date(stale.expected)}"
    several = standing.indicator.combine is Combine.TOTAL or (
        standing.coverage is not None and standing.coverage.decides
    )
    return f"{'có ' if several else ''}số cũ ngày {write_date(stale.on)}"


def stale_warning(card: Scorecard) -> str:
    """The counted indicators that rest on old figures, for the person who makes or closes the report; or empty."""
    found = [f"{one.indicator.name} ({stale_text(one)})" for one in card.stale]
    return f"Cảnh báo: {len(found)} chỉ tiêu theo số liệu cũ: {'; '.join(found)}" if found else ""


def note(standing: Standing, plan: Plan, *, internal: bool = True) -> str:
    """What a reader must know beside the number: parts missing, level, day, a changed target; `internal`: from whom."""
    notes = []
    indicator, actual = standing.indicator, standing.actual
    if standing.parts_present and actual is None and indicator.combine is Combine.TOTAL and standing.parts_present[0]:
        notes.append(f"mới có {standing.parts_present[0]}/{standing.parts_present[1]} phần")
    if actual is not None and actual.level is not Level.OFFICIAL:
        notes.append(f"số {LEVELS_SHORT[actual.level]}")
    if actual is not None and actual.latest is not None and actual.latest.numerator is not None:
        notes.append(f"{write_number(actual.latest.numerator)}/{write_number(actual.latest.denominator or Decimal(1))}")
    if standing.target.since is not None:
        decision = f" theo {standing.target.decision}" if standing.target.decision else ""
        notes.append(f"kế hoạch điều chỉnh từ {write_date(standing.target.since)}{decision}")
    notes += [*target_notes(standing), *estimate_notes(standing), *recast_notes(standing, plan)]
    if not internal:
        return "; ".join(notes)
    if standing.course is not None and standing.course.is_behind:
        notes.append(BEHIND)
    if standing.coverage is not None:
        from .report_places import coverage_notes

        notes += coverage_notes(standing)
    if standing.verdict is Verdict.NOT_DUE and indicator.due:
        notes.append(f"hạn {write_date(indicator.due)}")
    if standing.verdict is Verdict.NO_DATA and indicator.supplier:
        notes.append(f"chờ {indicator.supplier}")
    return "; ".join(notes)


def target_notes(standing: Standing) -> Iterable[str]:
    """How the same figure stands against other targets than the one that judges it."""
    indicator = standing.indicator
    if standing.of_period:
        yield "kế hoạch giao riêng cho kỳ này" + (", so với số trong kỳ" if indicator.combine is Combine.SUM else "")
    for one in standing.also:
        given = printed_target(indicator, one.asked.target, one.asked.printed)
        yield f"{one.asked.by} giao {given}: {_said(one.verdict)}"
    if (count := standing.of_count) is not None:
        yield f"số lượng {write_number(count.actual)} (giao {target_text(count.target)}): {_said(count.verdict)}"
    if indicator.stretch is not None and standing.stretch is not None:
        reached = "đạt" if standing.stretch else "chưa đạt"
        yield f"phấn đấu {printed_target(indicator, indicator.stretch, None)}: {reached}"


def _said(verdict: Verdict) -> str:
    return VERDICTS[verdict].lower()


def estimate_notes(standing: Standing) -> Iterable[str]:
    """Estimates that a sum adds up although figures of another level have followed: they may count twice."""
    if standing.indicator.combine is not Combine.SUM or standing.actual is None:
        return
    places = dict.fromkeys(figure.place for figure in standing.actual.figures)
    for place in places:
        own = [figure for figure in standing.actual.figures if figure.place == place]
        yield from (f"gồm số ước ngày {write_date(one.on)}" for one, _ in followed_estimates(own))


def recast_notes(standing: Standing, plan: Plan) -> list[str]:
    """In a merged commune: that last year is its old communes', or why there is none; what of this year is theirs."""
    if not plan.predecessors:
        return []
    same, notes = standing.same_period, []
    if is_inherited(standing.actual):
        notes.append("gồm số của xã cũ")
    if is_inherited(same.actual):
        notes.append(f"cùng kỳ quy đổi từ {len(plan.predecessors)} xã cũ")
    elif same.reason is Reason.NOT_RECAST:
        notes.append("cùng kỳ không quy đổi được")
    elif same.reason is Reason.NO_HISTORY:
        notes.append("cùng kỳ chưa đủ số của các xã cũ")
    return notes
