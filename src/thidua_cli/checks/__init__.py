"""Checks of a year's figures: each rule is one small function from the evidence to findings; none changes anything.

A new rule is a function and a line here, a test, and a section in docs/kiem-tra.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from . import bounds, slips
from .evidence import Evidence, Finding, Severity
from .slips import asked_about

__all__ = ["RULES", "Evidence", "Finding", "Rule", "Severity", "findings"]


class Rule(NamedTuple):
    """A rule: the code of its findings, its title, and the function."""

    code: str
    title: str
    find: Callable[[Evidence], Iterable[Finding]]


RULES = (
    Rule("out-of-range", "Ngoài khoảng hợp lý", bounds.out_of_range),
    Rule("numerator-above-denominator", "Tử số lớn hơn mẫu số", bounds.numerator_above_denominator),
    Rule("total-against-parts", "Tổng khác các phần", bounds.total_against_parts),
    Rule("places-against-commune", "Số của xã khác các thôn", bounds.places_against_commune),
    Rule("falling-sum", "Số cộng dồn giảm", slips.falling_sum),
    Rule("power-of-ten", "Lệch 10, 100, 1000 lần", partial(asked_about, code="power-of-ten", kinds=slips.FAR_OFF)),
    Rule("odd-value", "Số khác thường", partial(asked_about, code="odd-value", kinds=slips.ODD)),
    Rule("running-total", "Có phải lũy kế?", slips.running_total),
    Rule("swapped-digits", "Hai chữ số đổi chỗ", slips.swapped_digits),
    Rule("denominator-jump", "Mẫu số đổi đột ngột", slips.denominator_jump),
    Rule("missing-part", "Thiếu một phần của tổng", bounds.missing_part),
    Rule("stale", "Số đã cũ", bounds.stale),
    Rule("lasting-estimate", "Số ước chưa được thay", bounds.lasting_estimate),
    Rule("estimate-in-sum", "Số ước nằm trong số cộng dồn", bounds.estimate_in_sum),
    Rule("outside-plan", "Ngoài kế hoạch", bounds.outside_plan),
    Rule("outside-time", "Thôn không có vào ngày ấy", bounds.outside_time),
    Rule("changed-report", "Kỳ đã chốt có số đã đổi", bounds.changed_report),
    Rule("time-backwards", "Giờ ghi lùi lại", bounds.time_backwards),
)


def findings(evidence: Evidence, step: Callable[[], None] = lambda: None) -> list[Finding]:
    """All findings, errors first, then in the order of the rules; `step` is called after each rule."""
    found: list[Finding] = []
    for rule in RULES:
        found += rule.find(evidence)
        step()
    return sorted(found, key=lambda finding: finding.severity)
