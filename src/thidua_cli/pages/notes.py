"""What a reader must know beside a number: its day where it is old, its level, other targets, who has reported."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..domain.attainment import Reason, Verdict
from ..domain.due import Stale
from ..domain.figure import Actual, Level, followed_estimates, is_inherited
from ..domain.places import Coverage, by
from ..domain.plan import Combine, Indicator, Plan
from ..domain.scorecard import Also, Scorecard, Standing
from ..domain.target import FLOORS, PERCENT_PLACES, exact_or_cut, shortest
from ..vietnamese import wording
from ..vietnamese.numbers import write_date, write_number
from ..vietnamese.wording import VERDICTS, disagreement_text, in_unit, reached_text, shown_number, spoken, target_text
from .page import joined

NOT_DUE, NO_DATA = "chưa đến kỳ đánh giá", "chưa có số liệu"
OF_PLAN = (Verdict.EXCEEDED, Verdict.MET, Verdict.WITHIN, Verdict.NOT_YET, Verdict.MISSED)
VERDICT_WORDS = {one: f"{VERDICTS[one].lower()} {{plan}}" for one in OF_PLAN}
VERDICT_WORDS |= {Verdict.NO_DATA: NO_DATA, Verdict.NOT_DUE: NOT_DUE, Verdict.NOT_JUDGED: "không đánh giá"}


def actual_text(standing: Standing, actual: Actual) -> str:
    """A recorded value with every place typed, a computed one with as many as it needs; in its unit."""
    return in_unit(shown_number(actual, standing.indicator, standing.target.target), standing.indicator)


def honest(gap: Fraction, places: int) -> Decimal:
    """A difference rounded, but never to zero when it is not zero."""
    tried = (shortest(gap, more) for more in range(places, places + 12))
    return next((rounded for rounded in tried if rounded), shortest(gap, places))


def gap_places(gap: Fraction, indicator: Indicator, *held: Actual | None) -> int:
    """How many places a difference needs: all of them where the figures it is of are printed with all theirs."""
    is_full = exact_or_cut(gap) == gap and all(one and shown_number(one, indicator) == one.exact for one in held)
    return gap.denominator.bit_length() if is_full else PERCENT_PLACES


def why_no_share(standing: Standing) -> str:
    """Why no percentage tells how far the target is reached; a plan's baseline is the commune's, no place has one."""
    reason = standing.attainment.reason
    if reason is Reason.NO_HISTORY and (unknown := basis_text(standing)):
        return unknown
    if reason is Reason.NO_BASELINE and standing.indicator.by_place and standing.coverage is None:
        return "thôn không có mức gốc (baseline) riêng"
    return wording.REASONS[reason] if reason else "không tính được tỷ lệ so với mức giao này"


def reported_text(held: Coverage) -> str:
    """`8/10 thôn đã báo cáo`."""
    return f"{held.reported}/{held.of} thôn đã báo cáo"


def coverage_notes(standing: Standing) -> Iterable[str]:
    """What a reader of the main table must know about the places of a row."""
    held, indicator = standing.coverage, standing.indicator
    if held is None:
        return
    if held.decides:
        yield reported_text(held)
    elif held.own is None and held.together is not None:
        yield f"mới có {reported_text(held)}: {reached_text(held.together, indicator)}"
    if gap := held.disagreement(indicator):
        yield f"số ghi cho cả xã; {disagreement_text(indicator, held, gap)}"


def names_of(plan: Plan, ids: Iterable[str]) -> str:
    """`Thôn 4, Thôn 9`."""
    return ", ".join(place.name for place in plan.places if place.id in set(ids))


def coverage_lines(plan: Plan, standing: Standing) -> Iterable[str]:
    """How the places' figures became the commune's, or why they did not; one sentence a line."""
    held, indicator = standing.coverage, standing.indicator
    if held is None:
        return
    yield f"Thu theo thôn: {reported_text(held)}."
    if held.missing:
        yield f"Chưa báo cáo: {names_of(plan, held.missing)}."
    if held.without_parts:
        yield f"Chưa có tử số, mẫu số nên không gộp được: {names_of(plan, held.without_parts)}."
    if held.together is not None:
        if held.former:
            yield f"Kể cả các thôn không còn (hoặc chưa có) vào ngày báo cáo: {names_of(plan, dict(held.former))}."
        yield f"{_sum_text((*held.actuals, *held.former), held.together, indicator)}."
    yield f"{_choice_text(indicator, held)}."
    if held.own is not None and not held.adds and (gap := held.gap):
        yield f"Số ghi cho cả xã là {reached_text(held.own, indicator)}; {disagreement_text(indicator, held, gap)}."


def equals(printed: Decimal, exact: Fraction | None) -> str:
    """`=` where the printed figure is the exact one, else `≈`."""
    return "=" if Fraction(printed) == exact else "≈"


def _sum_text(actuals: Iterable[tuple[str, Actual]], together: Actual, indicator: Indicator) -> str:
    sign = equals(shown_number(together, indicator), together.exact)
    result = f"{sign} {reached_text(together, indicator)}"
    if together.parts:
        parts = zip(*(one.parts for _, one in actuals if one.parts), strict=True)
        sums = " / ".join(f"({' + '.join(map(write_number, part))})" for part in parts)
        return f"Các thôn: {sums} = {' / '.join(map(write_number, together.parts))} {result}"
    amounts = [write_number(shortest(one.exact, wording.EXACT_PLACES)) for _, one in actuals]
    return f"Các thôn: {' + '.join(amounts)} {result}" if len(amounts) > 1 else f"Các thôn: {result.lstrip('= ')}"


def _choice_text(indicator: Indicator, held: Coverage) -> str:
    if held.decides:
        newer = "đều có số mới hơn số ghi cho cả xã" if held.own else "đã báo cáo và cả xã không ghi riêng"
        return f"Mọi thôn{' đến kỳ báo cáo' if held.unasked else ''} {newer}, nên số của xã lấy từ các thôn"
    if held.own is None:
        return "Chưa đủ các thôn nên chưa có số của xã; thôn chưa báo cáo không phải bằng 0"
    if held.adds:
        return "Số của cả xã và số các thôn là của những ngày khác nhau, nên cộng cả hai"
    day = f" ngày {write_date(held.own.on)}" if indicator.combine is Combine.LATEST else ""
    return f"Dùng số ghi cho cả xã{day}, vì không phải mọi thôn đều có số mới hơn"


NO_BASIS = "chưa có kết quả năm trước để tính mức giao"
NO_UNIT = "không tính được mức giao vì kết quả năm trước ghi bằng đơn vị khác"
NO_PERCENT = "không tính được mức giao theo phần trăm vì kết quả năm trước không lớn hơn 0"


def basis_text(standing: Standing, other: Also | None = None) -> str:
    """What its target, or an `other` one, has nothing to be counted from for; empty where it has, or without figure."""
    if other is not None:
        standing = standing._replace(verdict=other.verdict, of_period=False)
    return no_basis(standing) if standing.lacks_basis else ""


def no_basis(standing: Standing) -> str:
    """Why a target against last year comes to no number."""
    if standing.basis is not None:
        return NO_PERCENT
    return NO_UNIT if standing.same_period.ratio.reason is Reason.OTHER_UNIT else NO_BASIS


def verdict_text(standing: Standing, names: Mapping[Verdict, str] = VERDICTS) -> str:
    """The verdict in a word or two; `Chưa rõ mức giao` where only last year's result is missing, not the figure.

    `Chưa có số liệu trong kỳ` where the year has one.
    """
    name, missing = names[standing.verdict], "có số liệu"
    there = "rõ mức giao" if standing.lacks_basis else f"{missing} trong kỳ" if standing.actual else missing
    return name.replace(missing, there)


def dated(words: str, standing: Standing, upto: Actual | None = None) -> str:
    """`√ Đạt (số cũ ngày 31/01/2024)`: words about a standing, with the day where its figure is old."""
    return f"{words} ({old})" if (old := stale_text(standing, upto)) else words


def stale_text(standing: Standing, upto: Actual | None = None) -> str:
    """`số cũ ngày 31/01/2024`; of a sum with a gap `số đến 31/03/2024, thiếu kỳ 29/02/2024`; empty if all is there.

    Where only an actual `upto` an earlier day is spoken of, its day.
    """
    stale = standing.stale
    if stale is None:
        return ""
    day = write_date(upto.on if upto else stale.on)
    if gap := gap_of(stale, write_date):
        return f"số đến {day}, thiếu {gap}"
    by_places = standing.coverage is not None and standing.coverage.decides
    several = by_places or standing.indicator.combine is Combine.TOTAL
    return f"{'có ' if several else ''}số cũ ngày {day}"


def gap_of(stale: Stale, written: Callable[[date], str]) -> str:
    """`kỳ 29/02/2024`, `3 kỳ từ 29/02/2024`: what lacks before the newest figure; empty where only later ones do."""
    which = "kỳ" if stale.missing == 1 else f"{stale.missing} kỳ từ"
    return f"{which} {written(stale.expected)}" if stale.on >= stale.expected else ""


def stale_warning(card: Scorecard) -> str:
    """The counted indicators that rest on old figures, for the person who makes or closes the report; or empty."""
    found = [f"{one.indicator.name} ({stale_text(one)})" for one in card.stale]
    return f"{len(found)} chỉ tiêu theo số liệu cũ: {'; '.join(found)}" if found else ""


def unofficial_text(actual: Actual | None) -> str:
    """`số ước`, `số sơ bộ`; empty for an official figure and for none."""
    return "" if actual is None or actual.level is Level.OFFICIAL else f"số {wording.LEVELS_SHORT[actual.level]}"


def begun_text(standing: Standing) -> str:
    """`mới có 1/2 phần` of a total that lacks some of its parts; who is new where nobody else is waited for."""
    present, held = standing.parts_present, standing.coverage
    if standing.actual is None and held and held.unasked and len(held.missing) == len(held.unasked):
        return f"{', '.join(held.unasked)} mới lập chưa đến kỳ báo cáo"
    return f"mới có {present[0]}/{present[1]} phần" if standing.actual is None and present and present[0] else ""


def note(standing: Standing, plan: Plan, *, internal: bool = True) -> str:
    """What a reader must know beside the number: parts missing, level, day, a changed target; `internal`: from whom."""
    indicator, actual, held, verdict = standing.indicator, standing.actual, standing.target, standing.verdict
    decision = f" theo {held.decision}" if held.decision else ""
    changed = f"kế hoạch điều chỉnh từ {write_date(held.since)}{decision}" if held.since else ""
    parts = "/".join(map(write_number, actual.parts)) if actual is not None and actual.parts else ""
    notes = [begun_text(standing), unofficial_text(actual), parts, changed, basis_text(standing)]
    against = "kế hoạch giao riêng cho kỳ này" + (", so với số trong kỳ" if indicator.combine is Combine.SUM else "")
    notes += [against if standing.of_period else "", *other_targets(standing), *estimate_notes(standing)]
    same = standing.same_period
    notes.append(f"cùng kỳ là số ngày {write_date(same.actual.on)}" if same.is_old and same.actual else "")
    days, whole = sorted({one.on for one in actual.figures}) if actual and not indicator.years else [], plan.whole_year
    beyond = ", ".join(write_date(day) for day in days if day not in whole)  # the two calendars differ in their year
    notes.append(f"gồm số ngày {beyond}, theo lịch của kế hoạch là năm khác" if beyond else "")
    if (span := indicator.years) and actual and span.first < plan.year:
        begun = min(((figure.since or figure.on).year for figure in actual.figures), default=plan.year)
        notes.append(f"chưa có số trước năm {begun}" if begun > span.first else "")
    if plan.predecessors:  # a merged commune: what its old ones brought this year, and last year or why it has none
        then = f"cùng kỳ quy đổi từ {len(plan.predecessors)} xã cũ"
        lacking = f"cùng kỳ chưa đủ {'tử số, mẫu số' if indicator.is_rate else 'số'} của các xã cũ"
        why = {Reason.NOT_RECAST: "cùng kỳ không quy đổi được", Reason.NO_HISTORY: lacking}
        notes.append("gồm số của xã cũ" if is_inherited(actual) else "")
        notes.append(then if is_inherited(same.actual) else why.get(same.ratio.reason or Reason.NO_ACTUAL, ""))
    if internal:
        is_behind = standing.course is not None and standing.course.is_behind
        notes += [wording.BEHIND if is_behind else "", *coverage_notes(standing)]
        is_awaited = verdict is Verdict.NOT_DUE and actual is None and (standing.parts_present or not notes[0])
        due = standing.due if is_awaited else None
        notes.append(f"hạn {write_date(due)}" if due else "")
        awaited = indicator.supplier if verdict is Verdict.NO_DATA and not standing.lacks_basis else None
        notes.append(f"chờ {awaited}" if awaited else "")
    return joined(notes)


def is_plain_amount(standing: Standing) -> bool:
    """Whether TH/KH reads right: an amount to be reached, not a rate, not a ceiling, not below zero."""
    target = standing.target.target
    return target.comparator in FLOORS and not standing.indicator.is_rate and target.value > 0


def other_targets(standing: Standing) -> Iterable[str]:
    """How the same figure stands against a second authority's target, one on its number of things, phấn đấu."""
    indicator = standing.indicator
    for one in standing.also:
        given = spoken(wording.planned_text(one.asked.target, indicator, one.asked.printed))
        asked, words = f"chỉ tiêu {one.asked.by} giao", basis_text(standing, one) or VERDICT_WORDS[one.verdict]
        if is_plain_amount(standing) and one.ratio.percent is not None:
            words = f"đạt {wording.percent_text(one.ratio.percent)} {{plan}}"
        yield f"{words.format(plan=asked)} ({given})" if "{plan}" in words else f"{asked} ({given}) {words}"
    if (count := standing.of_count) is not None:
        given = spoken(target_text(count.asked.target))
        yield f"{VERDICT_WORDS[count.verdict].format(plan='số lượng giao')} ({given})"
    if indicator.stretch is not None and standing.stretch is not None:
        reached = "đạt" if standing.stretch else "chưa đạt"
        yield f"{reached} mức phấn đấu ({spoken(wording.planned_text(indicator.stretch, indicator))})"


def estimate_notes(standing: Standing) -> Iterable[str]:
    """Estimates that a sum adds up although figures of another level have followed: they may count twice."""
    added = standing.actual.figures if standing.actual and standing.indicator.combine is Combine.SUM else ()
    for own in by(added, lambda figure: figure.place).values():
        yield from (f"gồm số ước ngày {write_date(one.on)}" for one, _ in followed_estimates(own))
