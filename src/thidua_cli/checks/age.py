"""Rules about time: stale figures, estimates never replaced, time stamps that run backwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from ..domain.due import Wait, expected_figures
from ..domain.figure import Level
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.wording import FREQUENCIES, LEVELS, amount_text
from .evidence import Evidence, Finding, Severity, place_words, warning

LONGEST_ESTIMATE = timedelta(days=60)


def stale(evidence: Evidence) -> Iterable[Finding]:
    """A repeating figure that exists, but whose next one is overdue: the verdict rests on an old number."""
    for row in expected_figures(evidence.plan, evidence.figures, evidence.today):
        found = evidence.plan.find(row.id)
        if row.wait is not Wait.LATE or row.last is None or found is None or found.indicator.frequency is None:
            continue
        if row.last.level is not Level.OFFICIAL and row.missed == 1 and row.day >= row.last.on:
            continue  # an estimate that waits for its official figure is the next rule's
        often = FREQUENCIES[found.indicator.frequency]
        sentence = f"số mới nhất của ngày {write_date(row.last.on)}, định kỳ {often}, đã quá kỳ {write_date(row.day)}"
        yield warning("stale", row.last, sentence, f"khi có số: {' '.join(row.command)}")


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


def time_backwards(evidence: Evidence) -> Iterable[Finding]:
    """A row written at an earlier time than the row above it: the computer's clock was wrong."""
    for jump in evidence.jumps:
        sentence = f"lúc ghi {write_moment(jump.at)} ở trước dòng trên ({write_moment(jump.before)})"
        advice = "thứ tự dòng vẫn đúng; kiểm tra đồng hồ của máy (pin CMOS, múi giờ)"
        yield Finding(Severity.WARNING, "time-backwards", sentence, advice, seq=jump.seq)
