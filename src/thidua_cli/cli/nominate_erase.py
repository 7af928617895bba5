"""`nominate erase-name`: a person's name is deleted for good, by a recorded action with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from ..domain.figure import Draft, Kind
from ..domain.nomination import detail_of
from ..errors import Refused, UsageError
from ..vietnamese.nominating import ERASED, Called, same_name
from ..vietnamese.text import clean_text
from ..workspace import Office, Workspace
from .asking import consents
from .nominating import append_rows, keep_out
from .nominations_on_file import Year, last_state, nominations, office_of, subject_text
from .printing import is_interactive, say
from .words import By, Reason
from .writing import after_commit


def erase_name(
    ctx: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="SỐ…", help="một hay nhiều số của đề nghị")],
    reason: Reason = "",
    yes: Annotated[bool, typer.Option("--yes", help="đã chắc chắn: xóa rồi không khôi phục được")] = False,
    by: By = None,
    year: Year = None,
) -> None:
    """Xóa hẳn họ tên của một người khỏi sổ theo yêu cầu, có lý do; các dòng sổ vẫn còn. Không khôi phục được.

    Ví dụ: thidua nominate erase-name 3 --reason "theo đơn ngày 02/07/2024" --yes
    """
    workspace: Workspace = ctx.obj
    because = clean_text(reason.strip(), "lý do (--reason)")
    if not because:
        raise UsageError("thiếu --reason", hint='xóa tên phải có lý do: --reason "theo đơn ngày 02/07/2024"')
    author = clean_text(by, "tên người xóa (--by)") if by else None
    with office_of(workspace, year) as office:
        chosen = _with_names([last_state(office, typed) for typed in numbers])
        if not chosen:
            say(f"không thay đổi: các đề nghị ấy {ERASED[1:-1]} rồi")
            return
        for one in chosen:
            keep_out(one.name or "", reason=because)
        _make_sure(chosen, yes=yes)
        _erase(office, chosen, because, author)
        _tell_erased(office, chosen)


def _with_names(found: Sequence[Called]) -> list[Called]:
    for one in found:
        if not one.nomination.nominee.is_private:
            raise UsageError(
                f"đề nghị số {one.nomination.number} là của tập thể ({subject_text(one)}): tên tập thể nằm trong chuỗi"
                " sổ, không xóa được",
                hint="chỉ xóa được họ tên người và hộ gia đình",
            )
    return list({one.nomination.number: one for one in found if one.name is not None}.values())


def _make_sure(chosen: Sequence[Called], *, yes: bool) -> None:
    listed = ", ".join(f"số {one.nomination.number} ({subject_text(one)})" for one in chosen)
    question = f"xóa hẳn tên ở đề nghị {listed}; xóa rồi không khôi phục được, kể cả bằng thidua undo"
    if yes or (is_interactive() and consents(f"Sắp {question}. Xóa?")):
        return
    raise Refused(f"chưa xóa: lệnh sẽ {question}", hint="chạy lại lệnh và thêm --yes")


def _erase(office: Office, chosen: Sequence[Called], reason: str, by: str | None) -> None:
    """Name and row in one transaction; a nomination that was taken back meanwhile stays so."""
    with office.writing() as writer:
        held = {one.nomination.number: one.nomination for one in nominations(office)}
        drafts = []
        for one in chosen:
            writer.erase_name(one.nomination.person)
            present = held.get(one.nomination.number)
            detail = detail_of(present) if present else ""
            drafts.append(Draft(Kind.ERASE, one.nomination.key, reason=reason, detail=detail))
        append_rows(office, writer, drafts, by)
    after_commit(office, writer)


def _tell_erased(office: Office, chosen: Sequence[Called]) -> None:
    from ..ledger.copies import copies_with

    names = [one.name for one in chosen if one.name is not None]
    for one in chosen:
        say(f"đã xóa tên ở đề nghị số {one.nomination.number} ({one.nomination.form})")
    say(f"  từ nay mọi trang ghi: {ERASED}; không khôi phục được")
    for other in nominations(office):
        if other.nomination.nominee.is_private and other.name and any(same_name(other.name, name) for name in names):
            number = other.nomination.number
            say(f"  cùng họ tên, chưa xóa: số {number} ({other.nomination.form}); cùng một người thì xóa nốt")
    for copy in copies_with(office.ledger_path, names):
        say(f"  còn tên trong bản sao cạnh sổ, hãy bỏ: {copy.name}")
    say("  bản sao ở nơi khác, tệp đã xuất và bản in: cơ quan tự bỏ")
