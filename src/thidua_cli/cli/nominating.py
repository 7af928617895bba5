"""What all commands that write nominations share: the rules of a step as sentences, texts without names, one action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from ..domain.figure import Draft
from ..domain.nomination import FOLLOWING, Nomination, Nominee, Stage, Step, authorities, forms
from ..domain.plan import Plan
from ..errors import Refused, UsageError
from ..ledger.writer import Writer
from ..vietnamese.dates import write_date
from ..vietnamese.nominating import NOMINEES, STAGES, authority_text, is_named_in, nobody_decides, step_text
from ..vietnamese.numbers import shown
from ..vietnamese.text import fold, nearest, words
from ..workspace import Office
from .words import choice
from .writing import year_span

read_stage = choice(
    {stage.value: stage for stage in Stage} | {fold(name): stage for stage, name in STAGES.items()}, "bước"
)
read_nominee = choice(
    {kind.value: kind for kind in Nominee} | {fold(name): kind for kind, name in NOMINEES.items()}, "loại"
)
OPTIONS = {"post": "chức vụ, đơn vị (--post)", "achievement": "thành tích (--achievement)", "note": "ghi chú (--note)"}

EXAMPLE = ' --decision 45/QĐ-UBND --on "NGÀY KÝ"'


def after_stage(nomination: Nomination) -> str:
    """The command for the usual next step; empty when there is none."""
    following = FOLLOWING[nomination.stage]
    if not following:
        return ""
    decision = EXAMPLE if following[0] is Stage.DECIDED else ""
    return f"thidua nominate move {nomination.number} {following[0].value}{decision}"


def checked_step(plan: Plan, nomination: Nomination, wanted: Step) -> Step:
    """The step as it may be written, its deciding level filled in.

    Raises Refused when it may not follow or the level may not decide, UsageError for a day before the last step.
    """
    _refuse_out_of_turn(nomination, wanted)
    if wanted.on < nomination.last.on:
        raise UsageError(
            f"ngày {write_date(wanted.on)} ở trước bước trước của đề nghị {nomination.number}"
            f" ({step_text(nomination.last)})",
            hint="kiểm tra lại --on",
        )
    if wanted.stage is not Stage.DECIDED:
        return wanted
    return wanted._replace(decided_by=_deciding(plan, nomination.form, wanted))


def _refuse_out_of_turn(nomination: Nomination, wanted: Step) -> None:
    following = FOLLOWING[nomination.stage]
    if wanted.stage in following:
        return
    held = f"đề nghị số {nomination.number} đang ở bước {step_text(nomination.last)}"
    if wanted.stage is nomination.stage:
        raise Refused(f"{held} rồi; chưa ghi gì", hint="ghi nhầm ngày, số quyết định thì hoàn tác ngay: thidua undo")
    if not following:
        raise Refused(f"{held}: không đổi nữa", hint="ghi nhầm thì hoàn tác ngay: thidua undo")
    raise Refused(
        f"{held}: chưa ghi '{STAGES[wanted.stage]}' được; chưa ghi gì", hint=f"bước sau: {after_stage(nomination)}"
    )


def _deciding(plan: Plan, form: str, step: Step) -> str:
    """Who signs: the level in force that day; the one that was typed must be it."""
    allowed = authorities(plan, form, step.on)
    day = write_date(step.on)
    if not allowed:
        raise Refused(
            f"{nobody_decides(plan, form, step.on)}; chưa ghi gì",
            hint="kiểm tra ngày ký, hoặc bổ sung thẩm quyền mới vào awards của tệp kế hoạch",
        )
    matching = [award for award in allowed if not step.decided_by or _means(step.decided_by, award.decides)]
    if not matching:
        raise Refused(
            f"'{shown(step.decided_by)}' không có thẩm quyền quyết định {form} ngày {day};"
            f" thẩm quyền: {'; '.join(map(authority_text, allowed))}; chưa ghi gì",
            hint="kiểm tra lại quyết định; thẩm quyền là khóa awards của tệp kế hoạch",
        )
    if len(matching) > 1:
        listed = ", ".join(f'"{award.decides}"' for award in matching)
        raise UsageError(f"ngày {day} có nhiều cấp cùng quyết định {form}", hint=f"ghi rõ --decided-by: {listed}")
    return matching[0].decides


def _means(typed: str, decides: str) -> bool:
    """`xã`, `UBND xã` or the whole title; never just `chủ tịch`, which every level has."""
    parts, whole = words(typed), words(decides)
    return bool(parts) and whole[-len(parts) :] == parts


def read_form(plan: Plan, typed: str) -> str:
    """The form as the plan spells it; case and accents do not matter."""
    known = forms(plan)
    if not known:
        raise UsageError(
            "kế hoạch chưa ghi danh hiệu, hình thức khen thưởng và cấp quyết định (awards)",
            hint="thêm khóa awards vào tệp kế hoạch; cách viết ở docs/huong-dan.md",
        )
    found = next((form for form in known if fold(form) == fold(typed.strip())), None)
    if found is None:
        near = nearest(typed, known) if typed.strip() else []
        problem = f"kế hoạch không có danh hiệu, hình thức '{shown(typed)}'" if typed.strip() else "thiếu --form"
        guess = f"ý bạn là: {near[0]}? " if near else ""
        raise UsageError(problem, hint=f"{guess}các hình thức của kế hoạch (awards): {', '.join(known)}")
    return found


def keep_out(name: str, **texts: str) -> None:
    """No private name in texts that stay in the chain: it could never be erased there."""
    for option, text in texts.items():
        if is_named_in(name, text):
            raise UsageError(
                f"{OPTIONS.get(option, f'--{option}')} có họ tên '{shown(name)}': phần này không xóa được khỏi sổ",
                hint="viết không có họ tên, ví dụ: Giúp 12 hộ thoát nghèo",
            )


def day_of(on: date | None, office: Office) -> date:
    """Today or an earlier day, from the first day of the plan year on; the year's end is no limit."""
    today, (first, _) = office.workspace.today(), year_span(office.plan.year)
    day = on or today
    if day > today:
        raise UsageError(f"ngày {write_date(day)} ở sau hôm nay ({write_date(today)})", hint="chỉ ghi việc đã làm")
    if day < first:
        hint = f"chọn năm bằng --year {day.year}"
        raise UsageError(f"ngày {write_date(day)} ở trước năm thi đua {office.plan.year}", hint=hint)
    return day


def append_rows(office: Office, writer: Writer, drafts: Sequence[Draft], by: str | None) -> None:
    """Append one command's rows about nominations, of the office's commune."""
    unit, author = office.plan.unit.id, office.author(by)
    writer.append(drafts, action=str(uuid4()), unit=unit, author=author, plan=office.stamp())
