"""The words of judging: verdicts with their signs, why a percentage is missing, how an indicator keeps its pace."""

from __future__ import annotations

from ..domain.attainment import Reason, Verdict

VERDICTS = {
    Verdict.EXCEEDED: "Vượt",
    Verdict.MET: "Đạt",
    Verdict.WITHIN: "Trong mức",
    Verdict.NOT_YET: "Chưa đạt",
    Verdict.MISSED: "Không đạt",
    Verdict.NOT_DUE: "Chưa đến kỳ",
    Verdict.NO_DATA: "Chưa có số liệu",
    Verdict.NOT_JUDGED: "Không đánh giá",
}
SIGNS = {
    Verdict.EXCEEDED: "▲",
    Verdict.MET: "√",
    Verdict.WITHIN: "≈",
    Verdict.NOT_YET: "○",
    Verdict.MISSED: "×",
    Verdict.NOT_DUE: "·",
    Verdict.NO_DATA: "?",
    Verdict.NOT_JUDGED: "-",
}
REASONS = {
    Reason.NO_ACTUAL: "chưa có số liệu thực hiện",
    Reason.ZERO_TARGET: "kế hoạch bằng 0",
    Reason.RANGE_TARGET: "chỉ tiêu giao là một khoảng",
    Reason.REFERENCE: "số tham khảo, không đánh giá",
    Reason.NO_BASELINE: "chưa có mức gốc năm trước cao hơn chỉ tiêu (baseline)",
    Reason.NO_HISTORY: "chưa có số liệu cùng kỳ năm trước",
    Reason.ZERO_HISTORY: "số cùng kỳ năm trước bằng 0",
}
BEHIND = "chậm tiến độ"


def verdict_text(verdict: Verdict) -> str:
    """Sign and word: `√ Đạt`."""
    return f"{SIGNS[verdict]} {VERDICTS[verdict]}"
