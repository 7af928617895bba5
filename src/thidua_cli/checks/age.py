"""Rules about time: stale figures, estimates never replaced, time stamps that run backwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from ..domain.due import next_expected, stale_series
from ..domain.figure import Level, followed_estimates
from ..domain.plan import Combine
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.wording import FREQUENCIES, LEVELS, amount_text
from .evidence import Evidence, Finding, Severity, place_words, void_command, warning

LONGEST_ESTIMATE = timedelta(days=60)


def stale(evidence: Evidence) -> Iterable[Finding]:
    """A repeating figure that exists, but whose next one is overdue: the verdict rests on an old number."""
    for standing in evidence.card.standings:
        indicator = standing.indicator
        for one in standing.overdue if indicator.frequency else ():
            held, newest = stale_series(indicator, one), one.newest
            if held is None or newest is None or indicator.frequency is None:
                continue
            row = next_expected(indicator, one, evidence.today)
            often = FREQUENCIES[indicator.frequency]
            lacking = f"số kỳ {write_date(held.expected)}"
            if held.missing > 1:
                lacking = f"số {held.missing} kỳ, {write_date(held.expected)} đến {write_date(one.overdue[-1])}"
            sentence = f"số mới nhất của ngày {write_date(newest.on)}, định kỳ {often}, thiếu {lacking}"
            command = [*row.command, *(("--place", one.place.id) if one.place else ())] if row else []
            yield warning("stale", newest, sentence, f"khi có số: {' '.join(command)}")


def lasting_estimate(evidence: Evidence) -> Iterable[Finding]:
    """An estimated or preliminary figure that no official one has replaced or followed for sixty days."""
    for indicator, figures, _ in evidence.series():
        official = [figure.on for figure in figures if figure.level is Level.OFFICIAL]
        for figure in figures:
            if figure.level is Level.OFFICIAL or any(day >= figure.on for day in official):
                continue
            if evidence.today - figure.on > LONGEST_ESTIMATE:
                days = (evidence.today - figure.on).days
                what = f"{amount_text(figure.amount, indicator, figure.on)} là số {LEVELS[figure.level]}"
                where = f"--on {write_date(figure.on)}{place_words(figure)}"
                advice = f"khi có số chính thức: thidua record {indicator.id} GIÁ_TRỊ {where}"
                yield warning("lasting-estimate", figure, f"{what} đã {days} ngày, chưa có số chính thức", advice)


def estimate_in_sum(evidence: Evidence) -> Iterable[Finding]:
    """An estimate among amounts that are added up, followed by a figure of another level and day: it still counts."""
    for indicator, figures, _ in evidence.series():
        for figure, after in followed_estimates(figures) if indicator.combine is Combine.SUM else ():
            what = f"số ước {amount_text(figure.amount, indicator, figure.on)} vẫn được cộng"
            next_one = (
                f"số {LEVELS[after.level]} {amount_text(after.amount, indicator, after.on)} ngày {write_date(after.on)}"
            )
            advice = f"nếu số sau đã thay số ước: {void_command(figure)}"
            yield warning("estimate-in-sum", figure, f"{what} cùng với {next_one}", advice)


def time_backwards(evidence: Evidence) -> Iterable[Finding]:
    """A row written at an earlier time than the row above it: the computer's clock was wrong."""
    for jump in evidence.jumps:
        sentence = f"lúc ghi {write_moment(jump.at)} ở trước dòng trên ({write_moment(jump.before)})"
        advice = "thứ tự dòng vẫn đúng; kiểm tra đồng hồ của máy (pin CMOS, múi giờ)"
        yield Finding(Severity.WARNING, "time-backwards", sentence, advice, seq=jump.seq)
