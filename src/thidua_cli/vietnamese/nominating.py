"""The words of commendations: stages, kinds of nominees, who may decide, and the order in which names are called."""

import re
from collections.abc import Sequence
from datetime import date

from ..domain.nomination import Nomination, Nominee, Stage, Step, authorities
from ..domain.plan import Award, Plan
from .numbers import span_text, write_date
from .text import fold, sort_key, words

STAGES = {
    Stage.PROPOSED: "đề xuất",
    Stage.COUNCIL: "họp hội đồng",
    Stage.SUBMITTED: "trình",
    Stage.DECIDED: "đã quyết định",
    Stage.DECLINED: "không xét",
}
NOMINEES = {Nominee.COLLECTIVE: "tập thể", Nominee.HOUSEHOLD: "hộ gia đình", Nominee.PERSON: "cá nhân"}
"""In the order of a list: collectives first, as offices print them."""
_GIVEN = ("giấy khen", "bằng khen", "huân chương", "huy chương", "kỷ niệm chương", "cờ thi đua")
"""Forms that are given; everything else is a title."""


def calling_order(one: Nomination) -> tuple[int, bool, tuple[object, ...]]:
    """Collectives, households, persons; within each by name, the erased ones last in the order of their numbers.

    Persons by the given name (the last word), then by the family and middle names; collectives in the alphabet's order
    with numbers by their size: Thôn 2 before Thôn 10.
    """
    rank = list(NOMINEES).index(one.nominee)
    if one.name is None:
        return rank, True, (one.number,)
    if one.nominee.is_private:
        *before, given = one.name.split() or [""]
        return rank, False, (sort_key(given), sort_key(" ".join(before)), one.number)
    pieces = enumerate(re.split(r"([0-9]+)", one.name))
    by_size = tuple((sort_key(piece), 0) if place % 2 == 0 else ((), int(piece)) for place, piece in pieces)
    return rank, False, (by_size, one.number)


def same_name(one: str, other: str) -> bool:
    """Whether two names are written alike but for case and spaces; accents count, since they make another name."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def is_named_in(name: str, text: str) -> bool:
    """Whether a text holds a whole name of two or more words, with or without its accents."""
    run = words(name)
    return len(run) > 1 and f" {' '.join(run)} " in f" {' '.join(words(text))} "


def stage_text(one: Nomination | None) -> str:
    """`họp hội đồng`, or that there is no nomination."""
    return STAGES[one.stage] if one else "–"


def step_text(step: Step) -> str:
    """`đã quyết định ngày 20/12/2024 (Quyết định số 45/QĐ-UBND, Chủ tịch UBND xã)`."""
    text = f"{STAGES[step.stage]} ngày {write_date(step.on)}"
    return f"{text} ({decision_text(step)})" if step.decision else text


def decision_text(step: Step) -> str:
    """`Quyết định số 45/QĐ-UBND, Chủ tịch UBND xã`, however much of the number was typed."""
    number = re.sub(r"^(quyết định\b|qđ\b)?\s*(số\b)?[\s:]*", "", step.decision, flags=re.IGNORECASE)
    return f"Quyết định số {number}, {step.decided_by}"


def awarding(form: str) -> str:
    """What deciding a form is called: `tặng Giấy khen`, `tặng danh hiệu “Gia đình văn hóa”`."""
    return f"tặng {form}" if fold(form).startswith(tuple(map(fold, _GIVEN))) else f"tặng danh hiệu “{form}”"


def authority_text(award: Award) -> str:
    """`Chủ tịch UBND xã (Luật Thi đua, khen thưởng số 06/2022/QH15, Điều 80 khoản 3) từ 01/07/2025`."""
    basis = f"({award.basis})" if award.basis else ""
    return " ".join(filter(None, (award.decides, basis, span_text(award.since, award.until))))


def who_decides(plan: Plan, form: str, day: date) -> str:
    """Who may decide a form on a day, with the legal basis; or that nobody may, and what the plan knows."""
    found = authorities(plan, form, day)
    return "; ".join(map(authority_text, found)) if found else nobody_decides(plan, form, day)


def nobody_decides(plan: Plan, form: str, day: date) -> str:
    """`ngày 01/07/2025 không cấp nào có thẩm quyền quyết định Thôn văn hóa (kế hoạch ghi: Chủ tịch UBND huyện …)`."""
    known = "; ".join(map(authority_text, authorities(plan, form)))
    held = f"kế hoạch ghi: {known}" if known else "kế hoạch không ghi"
    return f"ngày {write_date(day)} không cấp nào có thẩm quyền quyết định {form} ({held})"


def counted(listed: Sequence[Nomination]) -> str:
    """`02 tập thể, 01 hộ gia đình, 15 cá nhân`: below ten with a leading 0, as in decisions."""
    numbers = [(sum(one.nominee is kind for one in listed), word) for kind, word in NOMINEES.items()]
    return ", ".join(f"{number:02d} {word}" for number, word in numbers if number)
