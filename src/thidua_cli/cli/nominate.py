"""`nominate …`: commendations put forward, moved on, listed, shown, printed; a name erased on request."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

from ..domain.nomination import ERASED, Nomination, Stage, Step
from ..domain.plan import Plan
from ..errors import Refused, UsageError
from ..office import nominations
from ..office.view import View
from ..pages import nominations as pages
from ..pages.page import Page
from ..vietnamese.nominating import NOMINEES, STAGES, same_name, step_text, who_decides
from ..vietnamese.text import sanitise
from ..workspace import Office, Workspace
from . import words
from .output import page_of, present
from .printing import complain, consents, is_interactive, say
from .record import TAKE_BACK
from .words import argument, flag, option, text_option, whole_number

Number = Annotated[str, argument("SỐ", "số của đề nghị (cột Số), hoặc một phần tên, không cần dấu")]
Year = Annotated[int | None, option("--year", "NĂM", "năm thi đua; mặc định theo kế hoạch đang dùng", whole_number)]
As = Annotated[str, option("--as", "LOẠI", "person (cá nhân), household (hộ), collective (tập thể)")]
Links = Annotated[list[str] | None, option("--link", "MÃ", "chỉ tiêu hoặc nhiệm vụ liên quan; ghi được nhiều")]


def add(
    ctx: words.Context,
    name: Annotated[str, argument("TÊN", "họ tên, hộ, hoặc tên tập thể, đặt trong ngoặc kép")],
    form: Annotated[str, option("--form", "HÌNH_THỨC", "danh hiệu hoặc hình thức (bắt buộc)")] = "",
    achievement: Annotated[str, text_option("--achievement", "CHỮ", "thành tích, không ghi tên người (bắt buộc)")] = "",
    post: Annotated[str, text_option("--post", "CHỮ", "chức vụ, đơn vị: Trưởng thôn 3")] = "",
    nominee: As = "person",
    link: Links = None,
    namesake: Annotated[bool, flag("--namesake", "là người khác, chỉ trùng họ tên")] = False,
    on: words.On = None,
    note: words.Note = "",
    by: words.By = None,
    year: Year = None,
) -> None:
    """Ghi một đề nghị khen thưởng; họ tên người và hộ được giữ ngoài chuỗi sổ, xóa được khi có yêu cầu.

    Ví dụ: thidua nominate add "Nguyễn Thị Bích" --form "Giấy khen" --achievement "Giúp 12 hộ thoát nghèo"
    """
    with nominations.office_of(ctx.obj, year) as office:
        told = {"form": form, "nominee": nominee, "post": post, "achievement": achievement, "note": note or ""}
        added = nominations.put_forward(office, name, on, **told, links=link or (), by=by, namesake=namesake)
        whose = f" ({sanitise(added.post)})" if added.post else ""
        subject = f"{nominations.subject_text(added)}{whose}, {NOMINEES[added.nominee]}"
        say(f"đã ghi đề nghị số {added.number}: {subject}")
        say(f"  trước → nay: chưa có → {step_text(added.last)}")
        say(f"  cấp quyết định: {who_decides(office.plan, added.form, added.last.on)}")
        say(f"  bước sau: {nominations.after_stage(added)}")
        say(TAKE_BACK)


def move(
    ctx: words.Context,
    numbers: Annotated[list[str], argument("SỐ…", "một hay nhiều số của đề nghị")],
    stage: Annotated[str, argument("BƯỚC", "council, submitted, decided, declined")],
    decision: Annotated[str, text_option("--decision", "SỐ_QĐ", "số quyết định, khi đã quyết định: 45/QĐ-UBND")] = "",
    decided_by: Annotated[str, option("--decided-by", "CẤP", "ai ký; mặc định cấp có thẩm quyền ngày ấy")] = "",
    reason: words.Reason = "",
    on: words.On = None,
    note: words.Note = "",
    by: words.By = None,
    year: Year = None,
) -> None:
    """Ghi bước tiếp theo: council (họp hội đồng), submitted (trình), decided (đã quyết định), declined (không xét).

    Ví dụ: thidua nominate move 3 decided --decision 45/QĐ-UBND --on 20/12/2024
    """
    wanted = nominations.read_stage(stage)
    with nominations.office_of(ctx.obj, year) as office:
        office.refuse_foreign()
        step = Step(wanted, nominations.day_of(on, office), decision, decided_by)
        moved = nominations.move(office, numbers, step, reason=reason, note=note or "", by=by)
        if not moved:
            say("không thay đổi: các đề nghị ấy đã ở bước này")
            return
        for before, after in moved:
            say(f"đã ghi đề nghị số {after.number} ({nominations.subject_text(before)}): {STAGES[after.stage]}")
            say(f"  trước → nay: {step_text(before.last)} → {step_text(after.last)}")
            if after.stage not in (Stage.DECIDED, Stage.DECLINED):
                say(f"  cấp quyết định: {who_decides(office.plan, after.form, after.last.on)}")
        if len(moved) == 1 and (following := nominations.after_stage(moved[0][1])):
            say(f"  bước sau: {following}")
        say(TAKE_BACK)


def erase_name(
    ctx: words.Context,
    numbers: Annotated[list[str], argument("SỐ…", "một hay nhiều số của đề nghị")],
    reason: words.Reason = "",
    yes: Annotated[bool, flag("--yes", "đã chắc chắn: xóa rồi không khôi phục được")] = False,
    by: words.By = None,
    year: Year = None,
) -> None:
    """Xóa hẳn họ tên của một người khỏi sổ theo yêu cầu, có lý do; các dòng sổ vẫn còn. Không khôi phục được.

    Ví dụ: thidua nominate erase-name 3 --reason "theo đơn ngày 02/07/2024" --yes
    """
    if not reason:
        raise UsageError("thiếu --reason", hint='xóa tên phải có lý do: --reason "theo đơn ngày 02/07/2024"')
    with nominations.office_of(ctx.obj, year) as office:
        office.refuse_foreign()
        chosen = nominations.erasable(office, numbers, reason)
        if not chosen:
            say(f"không thay đổi: các đề nghị ấy {ERASED[1:-1]} rồi")
            return
        listed = ", ".join(f"số {one.number} ({nominations.subject_text(one)})" for one in chosen)
        question = f"xóa hẳn tên ở đề nghị {listed}; xóa rồi không khôi phục được, kể cả bằng thidua undo"
        if not yes and not (is_interactive() and consents(f"Sắp {question}. Xóa?")):
            raise Refused(f"chưa xóa: lệnh sẽ {question}", hint="chạy lại lệnh và thêm --yes")
        nominations.erase(office, chosen, reason, by)
        _tell_erased(office, chosen)


def _tell_erased(office: Office, chosen: Sequence[Nomination]) -> None:
    from ..ledger.copies import files_with

    if office.writer and office.writer.erased:
        complain("Cảnh báo: chưa dọn được tệp sổ (đĩa đầy hoặc bận): dấu vết của tên có thể còn đến lần xóa tên sau")
    names = [one.name for one in chosen if one.name is not None]
    for one in chosen:
        say(f"đã xóa tên ở đề nghị số {one.number} ({one.form})")
    say(f"  từ nay mọi trang ghi: {ERASED}; không khôi phục được")
    for other in nominations.in_force(office):
        if other.nominee.is_private and other.name and any(same_name(other.name, name) for name in names):
            say(f"  cùng họ tên, chưa xóa: số {other.number} ({other.form}); cùng một người thì xóa nốt")
    ledger = office.ledger.path or office.ledger_path
    for file in files_with(ledger, names):
        name = sanitise(os.path.relpath(file, ledger.parent.parent if file.parent != ledger.parent else file.parent))
        say(f"  còn tên trong tệp cạnh sổ, hãy bỏ hoặc làm lại: {name}")
    for row in office.ledger.history():
        if any(name in text for name in names for text in (row.draft.note, row.draft.source, row.draft.reason)):
            say(f"  còn tên trong ghi chú, nguồn hoặc lý do của dòng {row.seq}: sổ không sửa được dòng đã ghi")
    say("  bản sao ở nơi khác, tệp đã xuất và bản in: cơ quan tự bỏ")


FormOption = Annotated[str | None, option("--form", "HÌNH_THỨC", "chỉ một danh hiệu hoặc hình thức: Giấy khen")]
STATES = "chỉ bước này: proposed, council, submitted, decided, declined"
StageOption = Annotated[list[str] | None, option("--state", "BƯỚC", STATES)]


def list_nominations(
    ctx: words.Context,
    form: FormOption = None,
    state: StageOption = None,
    as_known: words.AsKnown = None,
    year: Year = None,
    style: words.FormatOption = None,
    out: words.Out = None,
    force: words.Force = False,
) -> None:
    """Danh sách đề nghị khen thưởng của năm, xếp theo tên gọi. Gõ tắt: thidua nominate"""
    with nominations.office_of(ctx.obj, year) as office:
        known = View.now(office, as_known=as_known)
        wanted, stages = _wanted(known.plan, form, state)
        every = nominations.of_year(office, known.tip.seq)
        listed = [one for one in every if wanted in (None, one.form) and one.stage in (stages or Stage)]
        nothing = pages.none_of_these(wanted, stages) if every else pages.NONE_YET
        page = _head(known).list_page(listed, to_file=bool(out), nothing=nothing)
        present(page, office, form=style, out=out, force=force)


@page_of
@contextmanager
def _page_of_year(workspace: Workspace, year: Year = None) -> Iterator[tuple[Office, Office]]:
    """A command that looks at the nominations of a year: a function from the `Office`."""
    with nominations.office_of(workspace, year) as office:
        yield office, office


@_page_of_year
def show_nomination(office: Office, number: Number) -> Page:
    """Một đề nghị: nội dung, cấp quyết định, và ai đã ghi bước nào, lúc nào. Ví dụ: thidua nominate show 3"""
    one = nominations.find(office, number)
    changes = [nominations.change_of(office.ledger, row) for row in nominations.history_of(office, one.key)]
    return _head(View.now(office)).nomination_page(one, changes)


@_page_of_year
def paper(office: Office, form: FormOption = None, state: StageOption = None) -> Page:
    """Tờ trình đề nghị khen thưởng, mặc định cho các đề nghị đã họp hội đồng hoặc đã trình, chưa quyết định.

    Ví dụ: thidua nominate paper --form "Giấy khen" --out to-trinh.docx
    """
    known = View.now(office)
    wanted, stages = _wanted(known.plan, form, state)
    stages = stages or list(pages.SUBMITTABLE)
    listed = [one for one in nominations.of_year(office) if wanted in (None, one.form) and one.stage in stages]
    if not listed:
        names = " hoặc ".join(f"'{STAGES[stage]}'" for stage in stages)
        hint = "xem: thidua nominate list; ghi bước: thidua nominate move SỐ council"
        raise UsageError(f"không có đề nghị nào ở bước {names} để trình", hint=hint)
    return _head(known).paper_page(listed)


def _head(known: View) -> pages.Head:
    return pages.Head(known.plan, known.office.workspace.today(), known.source())


def _wanted(plan: Plan, form: str | None, states: Sequence[str] | None) -> tuple[str | None, list[Stage]]:
    """The form and the stages asked for; None and empty: whichever."""
    stages = list(dict.fromkeys(map(nominations.read_stage, states or ())))
    return nominations.read_form(plan, form) if form is not None else None, stages
