"""`work`, `work record`, `work done`: the plan's work items, kept in the same ledger as figures."""

from typing import Annotated

from ..disk import NotAFile, open_regular
from ..domain.work import DONE
from ..errors import UsageError
from ..office.changes import record_progress
from ..office.figures import Typed, held_text
from ..office.view import View, work_on_file
from ..pages.due import work_page
from ..pages.page import Page
from ..vietnamese.numbers import shown
from ..vietnamese.text import clean_text
from ..workspace import Workspace
from .output import page_of_period
from .printing import say
from .words import By, Context, Note, On, argument, flag, option
from .writing import confirm

WorkId = Annotated[str, argument("NHIỆM_VỤ", "mã hoặc một phần nội dung (không cần dấu)")]
Percent = Annotated[str, argument("TIẾN_ĐỘ", "phần trăm đã làm: 60%")]
Yes = Annotated[bool, flag("--yes", "đã kiểm tra, ghi cả khi tiến độ lùi")]
Evidence = Annotated[str, option("--evidence", "TỆP_HOẶC_URL", "minh chứng: tệp trên máy hoặc địa chỉ http(s)")]


@page_of_period
def list_work(view: View) -> Page:
    """Các nhiệm vụ của kế hoạch và tiến độ, theo đơn vị chủ trì. Gõ tắt: thidua work"""
    return work_page(view.plan, work_on_file(view), view.window, view.origin())


def record_work(
    ctx: Context, item: WorkId, percent: Percent, on: On = None, note: Note = "", by: By = None, yes: Yes = False
) -> None:
    """Ghi tiến độ một nhiệm vụ. Ví dụ: thidua work record cai-cach-hanh-chinh 60% --note "xong khâu tập huấn" """
    _write(ctx.obj, Typed(item, percent, on, note=note, by=by), sure=yes)


def finish_work(
    ctx: Context, item: WorkId, evidence: Evidence = "", on: On = None, note: Note = "", by: By = None
) -> None:
    """Ghi một nhiệm vụ đã xong, kèm minh chứng. Ví dụ: thidua work done ton-giao --evidence bien-ban.pdf"""
    if not evidence.strip():
        raise UsageError("thiếu --evidence", hint="xong việc phải có minh chứng: --evidence bien-ban.pdf")
    source = _evidence(clean_text(evidence.strip(), "minh chứng (--evidence)"))
    _write(ctx.obj, Typed(item, str(DONE), on, note=note, source=source, by=by), sure=True)


def _evidence(given: str) -> str:
    """A web address as given; a file with the first digits of its SHA-256, so that it can be told from a later one."""
    if given.startswith(("http://", "https://")):
        return given
    from hashlib import file_digest

    try:
        with open_regular(given) as file:
            digest = file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError, NotAFile):
        raise UsageError(
            f"không đọc được tệp minh chứng '{shown(given)}'",
            hint="ghi đường dẫn một tệp có trên máy hoặc địa chỉ http(s)://…; số văn bản thì ghi ở --note",
        ) from None
    return f"{given} (sha256 {digest[:16]})"


def _write(workspace: Workspace, typed: Typed, *, sure: bool) -> None:
    with workspace.open(day=typed.on or workspace.today()) as office:
        office.refuse_foreign()
        written = record_progress(office, typed, sure=sure)
        if written.row is not None:
            confirm(written)
            return
        say(f"không thay đổi: {written.wanted.subject} đã là {held_text(written.before, written.wanted.indicator)}")
