"""Checks of a year's figures: each rule is one small function from the evidence to findings; none changes anything.

A new rule is a function and a line here, a test, and a section in docs/kiem-tra.md.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from . import rules
from .rules import Evidence, Finding, Severity

__all__ = ["RULES", "Evidence", "Finding", "Rule", "Severity", "findings"]


class Rule(NamedTuple):
    """A rule: the code of its findings, its title, and the function."""

    code: str
    title: str
    find: Callable[[Evidence], Iterable[Finding]]


RULES = (
    Rule("out-of-range", "Ngoài khoảng hợp lý", rules.out_of_range),
    Rule("numerator-above-denominator", "Tử số lớn hơn mẫu số", rules.numerator_above_denominator),
    Rule("total-against-parts", "Tổng khác các phần", rules.total_against_parts),
    Rule("places-against-commune", "Số của xã khác các thôn", rules.places_against_commune),
    Rule("falling-sum", "Số cộng dồn giảm", rules.falling_sum),
    Rule("power-of-ten", "Lệch 10, 100, 1000 lần", partial(rules.asked_about, kinds=rules.FAR_OFF)),
    Rule("odd-value", "Số khác thường", partial(rules.asked_about, kinds=rules.ODD)),
    Rule("running-total", "Có phải lũy kế?", rules.running_total),
    Rule("swapped-digits", "Hai chữ số đổi chỗ", rules.swapped_digits),
    Rule("denominator-jump", "Mẫu số đổi đột ngột", rules.denominator_jump),
    Rule("missing-part", "Thiếu một phần của tổng", rules.missing_part),
    Rule("stale", "Số đã cũ", rules.stale),
    Rule("lasting-estimate", "Số ước chưa được thay", rules.lasting_estimate),
    Rule("estimate-in-sum", "Số ước nằm trong số cộng dồn", rules.estimate_in_sum),
    Rule("outside-plan", "Ngoài kế hoạch", rules.outside_plan),
    Rule("outside-time", "Thôn không có vào ngày ấy", rules.outside_time),
    Rule("changed-report", "Kỳ đã chốt có số đã đổi", rules.changed_report),
    Rule("time-backwards", "Giờ ghi lùi lại", rules.time_backwards),
)


def findings(evidence: Evidence, step: Callable[[], None] = lambda: None) -> list[Finding]:
    """All findings, errors first, then in the order of the rules; `step` is called after each rule."""
    found: list[Finding] = []
    for rule in RULES:
        found += (finding._replace(code=rule.code) for finding in rule.find(evidence))
        step()
    return sorted(found, key=lambda finding: finding.severity)
