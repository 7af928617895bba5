"""Rules about what a figure can be at all: bounds, rates, parts against wholes, indicators outside the plan."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..domain.plan import Bounds, Indicator
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import write_number
from ..vietnamese.wording import amount_outside, amount_text, disagreement_text, figure_text, with_unit
from .evidence import Evidence, Finding, Severity, correct_command, error, void_command, warning

HUNDRED = 100


def out_of_range(evidence: Evidence) -> Iterable[Finding]:
    """A value outside the plan's `plausible` bounds; a rate without bounds below 0 % or above 100 %."""
    for indicator, figures, _ in evidence.series():
        for figure in figures:
            value, bounds = figure.amount.exact, indicator.plausible
            if bounds is not None and not bounds.holds(value):
                outside = amount_outside(figure.amount, indicator, bounds.lower, bounds.upper)
                sentence = f"{outside} ngoài khoảng hợp lý {_span(bounds, indicator)}"
                yield error("out-of-range", figure, sentence, correct_command(figure))
            elif bounds is None and indicator.is_rate and not 0 <= value <= HUNDRED:
                outside = amount_outside(figure.amount, indicator, Decimal(0), Decimal(HUNDRED))
                sentence = f"{outside} ngoài khoảng 0 đến 100%"
                yield warning("out-of-range", figure, sentence, correct_command(figure))


def _span(bounds: Bounds, indicator: Indicator) -> str:
    return f"{write_number(bounds.lower)} đến {with_unit(write_number(bounds.upper), indicator.unit)}"


def numerator_above_denominator(evidence: Evidence) -> Iterable[Finding]:
    """A part greater than its whole, except where the plan's bounds allow more than 100 %."""
    for indicator, figures, _ in evidence.series():
        if indicator.plausible is not None and indicator.plausible.upper > 100:
            continue
        for figure in figures:
            upper, lower = figure.amount.numerator, figure.amount.denominator
            if upper is not None and lower is not None and upper > lower:
                sentence = f"tử số {write_number(upper)} lớn hơn mẫu số {write_number(lower)}"
                yield error("numerator-above-denominator", figure, sentence, correct_command(figure))


def total_against_parts(evidence: Evidence) -> Iterable[Finding]:
    """A figure of a total, from before it had parts, that is not the sum of its parts."""
    standings = evidence.card.standings
    for total in evidence.totals():
        reached = next(one.actual for one in standings if one.indicator.id == total.id)
        for figure in evidence.of(total):
            if reached is None or figure.amount.exact == reached.exact:
                continue
            gap = with_unit(figure_text(abs(figure.amount.exact - reached.exact), total), total.unit)
            parts = with_unit(figure_text(reached.exact, total), total.unit)
            sentence = (
                f"số tổng đã ghi {amount_text(figure.amount, total, figure.on)} khác tổng các phần {parts}, chênh {gap}"
            )
            advice = f"tổng được cộng từ các phần; rút số ghi riêng: {void_command(figure)}"
            yield error("total-against-parts", figure, sentence, advice)


def places_against_commune(evidence: Evidence) -> Iterable[Finding]:
    """A figure recorded for the whole commune that its places, put together, contradict."""
    for standing, gap in evidence.card.disagreements():
        held, indicator = standing.coverage, standing.indicator
        assert held is not None
        assert held.own is not None
        own = with_unit(figure_text(held.own.exact, indicator), indicator.unit)
        sentence = f"số ghi cho cả xã là {own}; {disagreement_text(indicator, held, gap)}"
        last = max(held.own.figures, key=lambda figure: (figure.on, figure.seq))
        advice = f"sửa bên sai; muốn lấy số các thôn: {void_command(last)}"
        yield warning("places-against-commune", last, sentence, advice)


def missing_part(evidence: Evidence) -> Iterable[Finding]:
    """A total of which some parts have figures and others, already due, have none."""
    reached = {one.indicator.id for one in evidence.card.standings if one.actual is not None}
    for total in evidence.totals():
        missing = [part for part in total.parts if part.id not in reached]
        overdue = [part for part in missing if part.due is None or part.due <= evidence.today]
        if len(missing) < len(total.parts) and overdue:
            names = ", ".join(f"{part.name} ({part.id})" for part in overdue)
            sentence = f"mới có {len(total.parts) - len(missing)}/{len(total.parts)} phần; thiếu {names}"
            advice = f"ghi: thidua record {overdue[0].id} GIÁ_TRỊ --on NGÀY"
            yield Finding(Severity.WARNING, "missing-part", sentence, advice, total.id)


def outside_plan(evidence: Evidence) -> Iterable[Finding]:
    """Figures of an id, or of a place, that the plan does not have (removed or renamed): they count nowhere."""
    known = {row.indicator.id for row in evidence.plan.rows()}
    for figure in evidence.outside:
        day = write_date(figure.on)
        if figure.indicator in known:
            sentence = f"số liệu của thôn '{figure.place}' ngày {day} không thuộc thôn nào của kế hoạch"
            back = "thôn đã sáp nhập thì giữ dòng của thôn trong places và thêm until:; ghi nhầm thì rút"
        else:
            sentence = f"số liệu của '{figure.indicator}' ngày {day} không thuộc chỉ tiêu nào của kế hoạch"
            back = "nếu mã trong kế hoạch đã đổi thì trả lại mã cũ; xem: thidua plan history; bỏ hẳn thì rút"
        yield warning("outside-plan", figure, sentence, f"{back}: {void_command(figure)}")


def outside_time(evidence: Evidence) -> Iterable[Finding]:
    """A figure of a place from before it began or after it ended: it does not count."""
    for one in evidence.series():
        for figure in one.figures if one.place else ():
            if one.place and not one.place.exists_on(figure.on):
                sentence = f"{one.place.name} không có vào ngày {write_date(figure.on)} (from, until trong kế hoạch)"
                yield warning("outside-time", figure, f"{sentence}: số này không được tính", void_command(figure))


def changed_report(evidence: Evidence) -> Iterable[Finding]:
    """A closed period whose report would now say something else than the one that was sent."""
    for one in evidence.changed:
        sentence = f"kỳ {one.period} đã chốt, số liệu nay khác bản đã gửi ở {one.changed} chỉ tiêu"
        advice = f"xem: thidua diff {one.period}; cần đính chính thì gửi lại rồi chốt lại"
        yield Finding(Severity.WARNING, "changed-report", sentence, advice, seq=one.seq)
