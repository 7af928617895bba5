"""`nominate list`, `nominate show`, `nominate paper`: the list, one nomination, and the Tờ trình."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from ..domain.emulation import Award
from ..domain.nomination import Stage, authorities, deciding_day
from ..domain.plan import Plan
from ..errors import UsageError
from ..render.pages.nominations import (
    NONE_YET,
    SUBMITTABLE,
    Change,
    Head,
    list_page,
    nomination_page,
    none_of_these,
)
from ..render.pages.report import anchor, origin_record
from ..vietnamese.nominating import STAGES, Called, nobody_decides
from ..workspace import Office, Workspace
from .figures_on_file import Known, known_at
from .nominating import read_form, read_stage
from .nominations_on_file import Number, Year, called_in, find_nomination, history_of, nominations_of_year, office_of
from .origin import origin_of
from .output import present
from .words import AsKnown, Force, FormatOption, Out

FormOption = Annotated[
    str | None, typer.Option("--form", metavar="HÌNH_THỨC", help="chỉ một danh hiệu hoặc hình thức: Giấy khen")
]
StageOption = Annotated[
    list[str] | None,
    typer.Option("--state", metavar="BƯỚC", help="chỉ bước này: proposed, council, submitted, decided, declined"),
]


def list_nominations(
    ctx: typer.Context,
    form: FormOption = None,
    state: StageOption = None,
    as_known: AsKnown = None,
    year: Year = None,
    style: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Danh sách đề nghị khen thưởng của năm, xếp theo tên gọi. Gõ tắt: thidua nominate"""
    workspace: Workspace = ctx.obj
    with office_of(workspace, year) as office:
        known = known_at(office, as_known)
        of_year = nominations_of_year(office, known.tip.seq)
        wanted, stages = _wanted(known.plan, form, state)
        nothing = none_of_these(wanted, stages) if of_year else NONE_YET
        listed = _selected(of_year, wanted, stages)
        page = list_page(_head(office, known), listed, to_file=bool(out), nothing=nothing)
        present(page, office, form=style, out=out, force=force)


def show_nomination(
    ctx: typer.Context,
    number: Number,
    year: Year = None,
    style: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Một đề nghị: nội dung, cấp quyết định, và ai đã ghi bước nào, lúc nào. Ví dụ: thidua nominate show 3"""
    workspace: Workspace = ctx.obj
    with office_of(workspace, year) as office:
        one = find_nomination(office, number)
        changes = [Change(row, called_in(office.ledger, row)) for row in history_of(office, one.nomination)]
        page = nomination_page(_head(office, known_at(office, None)), one, changes)
        present(page, office, form=style, out=out, force=force)


def paper(
    ctx: typer.Context,
    form: FormOption = None,
    state: StageOption = None,
    year: Year = None,
    style: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Tờ trình đề nghị khen thưởng, mặc định cho các đề nghị đã họp hội đồng hoặc đã trình, chưa quyết định.

    Ví dụ: thidua nominate paper --form "Giấy khen" --out to-trinh.docx
    """
    from ..render.pages.nomination_paper import paper_page

    workspace: Workspace = ctx.obj
    with office_of(workspace, year) as office:
        known = known_at(office, None)
        wanted, stages = _wanted(known.plan, form, state)
        stages = stages or list(SUBMITTABLE)
        listed = _selected(nominations_of_year(office), wanted, stages)
        if not listed:
            names = " hoặc ".join(f"'{STAGES[stage]}'" for stage in stages)
            hint = "xem: thidua nominate list; ghi bước: thidua nominate move SỐ council"
            raise UsageError(f"không có đề nghị nào ở bước {names} để trình", hint=hint)
        head = _head(office, known)
        present(paper_page(head, listed, _one_level(head, listed)), office, form=style, out=out, force=force)


def _head(office: Office, known: Known) -> Head:
    origin = origin_of(known)
    return Head(known.plan, office.workspace.today(), anchor(origin), origin_record(origin))


def _wanted(plan: Plan, form: str | None, states: Sequence[str] | None) -> tuple[str | None, list[Stage]]:
    """The form and the stages asked for; None and empty: whichever."""
    stages = list(dict.fromkeys(map(read_stage, states or ())))
    return read_form(plan, form) if form is not None else None, stages


def _selected(listed: Sequence[Called], form: str | None, stages: Sequence[Stage]) -> list[Called]:
    return [
        one for one in listed if (not stages or one.nomination.stage in stages) and form in (None, one.nomination.form)
    ]


def _one_level(head: Head, listed: Sequence[Called]) -> Award:
    """The authority over all of them: a paper goes to one level only."""
    found: dict[str, Award] = {}
    by_level: dict[str, list[str]] = {}
    for form, one in {one.nomination.form: one.nomination for one in listed}.items():
        day = deciding_day(head.plan, one, head.today)
        allowed = authorities(head.plan, form, day)
        if not allowed:
            raise UsageError(
                nobody_decides(head.plan, form, day),
                hint="bổ sung thẩm quyền mới vào awards của tệp kế hoạch",
            )
        found.setdefault(allowed[0].decides, allowed[0])
        by_level.setdefault(allowed[0].decides, []).append(form)
    if len(found) > 1:
        listed_levels = "; ".join(f"{level}: {', '.join(names)}" for level, names in by_level.items())
        raise UsageError(
            f"một tờ trình chỉ gửi một cấp, ở đây có {len(found)} ({listed_levels})",
            hint=f'làm từng tờ: thidua nominate paper --form "{next(iter(by_level.values()))[0]}"',
        )
    return next(iter(found.values()))
