"""`summary`: the monthly digest in the formats an office needs, made unattended as well as by hand."""

from pathlib import Path
from typing import Annotated

from ..disk import REPORTS
from ..errors import UsageError
from ..office.own_words import OWN_WORDS, make_words, read_words
from ..office.view import View, figures_warnings, plan_doubt
from ..pages.notes import stale_warning
from ..pages.page import Page, unlike_sent
from ..pages.report import outside_text
from ..pages.summary import TO_BE_WRITTEN, Digest
from ..render.files import Done, Output, Writing, write_outputs
from ..render.formats import FORMATS, PDF, Format, format_of
from ..render.terminal import progress
from ..workspace import file_stem, make_folder
from . import words
from .output import manner_of
from .printing import complain, say
from .run_log import NONE, about, alone_in
from .words import flag, option

LAST_MONTH = "last-month"
USUAL_FORMATS = ("md", "html", "docx", "xlsx")
INTERNAL = "noi-bo"
WHICH_FORMATS = "md,html,docx,xlsx; pdf (cần LibreOffice); mặc định mọi dạng đã cài thư viện, trừ pdf"
Formats = Annotated[str | None, option("--formats", "DẠNG,…", WHICH_FORMATS)]
OUT_DIR = "nơi ghi; mặc định bao-cao/ cạnh thư mục data của kế hoạch"
OutDir = Annotated[str | None, option("--out-dir", "THƯ_MỤC", OUT_DIR)]
Internal = Annotated[bool, flag("--internal", "bảng làm việc nội bộ (ai chưa báo cáo, số còn yếu), không phải báo cáo")]
Auto = Annotated[bool, flag("--auto", "lần chạy hẹn giờ (dòng thidua cron in ra): lỗi thì máy nhắc lại về sau")]


def summary(
    ctx: words.Context,
    word: words.PeriodWord = None,
    period: words.PeriodOption = None,
    calendar: words.CalendarOption = None,
    out_dir: OutDir = None,
    formats: Formats = None,
    template: words.Template = None,
    force: words.Force = False,
    fail_on: words.FailOn = None,
    internal: Internal = False,
    auto: Auto = False,
) -> None:
    """Báo cáo tổng hợp của kỳ, thành tệp để hoàn chỉnh, ký và gửi. Không có --period: tháng trước.

    Tệp có tên bao-cao-<đơn vị>-<kỳ>; số liệu đổi thì tệp được cập nhật, tệp đã sửa tay hay đã chốt không bị đè.
    Lời văn của đơn vị viết trong tệp loi-van-<đơn vị>-<kỳ>.md bên cạnh, được đưa vào mọi dạng.
    Những gì không gửi đi nằm ở bảng làm việc riêng, thêm --internal: noi-bo-<đơn vị>-<kỳ>.
    """
    conditions = words.read_conditions(fail_on, words.read_condition)
    named, whence = ctx.obj.chosen("formats", formats)
    wanted = chosen_formats(named, "" if formats else whence)
    if template is not None and internal:
        raise UsageError("--template là mẫu của báo cáo, không dùng cùng --internal")
    if template is not None and not any(entry.filler for entry in wanted):
        raise UsageError("--template chỉ dùng cho dạng docx, mà lần này không làm docx", hint="--formats docx")
    about.set((NONE, calendar.value if calendar else NONE))
    typed = words.period_typed(word, period)
    with View.of(ctx.obj, LAST_MONTH if typed is None else typed, calendar) as view:
        about.set((view.window.period.id, about.get()[1]))
        if doubt := plan_doubt(view.office):
            ctx.obj.tell(doubt)
        digest = view.digest(drawn=any(entry.draws for entry in wanted))
        if ctx.obj.chosen("out_dir", out_dir)[0] is None:  # nothing is put beside a stranger's plan unasked
            view.office.refuse_stranger()
        folder = ctx.obj.reports_folder(out_dir, Path(view.office.text.path))
        own = None if template is None else Path(template)
        _put(view, digest, wanted, folder, own, force=force, internal=internal)
    if then := words.condition_met(conditions, digest.card):
        raise then


def _put(
    view: View, digest: Digest, formats: list[Format], folder: Path, own: Path | None, *, force: bool, internal: bool
) -> None:
    """Make the digest, or the office's working sheet, with the office's own words in it, and the file of these."""
    period = view.window.period
    words_file = folder / f"{file_stem(view.plan, period, OWN_WORDS)}.md"
    written, origin = read_words(words_file, list(digest.chapters()), complain), view.origin(digest.card)
    make, name = (Digest.internal_page, INTERNAL) if internal else (Digest.summary_page, REPORTS)
    page = make(digest, origin, written).marked(view.plan.notice)._replace(sent="" if internal else view.if_sent())
    stem = folder / file_stem(view.plan, period, name)
    _write_all(page, formats, stem, own, manner_of(view.office, force, [own] if own else []))
    if not internal and make_words(words_file, period.label, TO_BE_WRITTEN):
        say(f"đã tạo {words_file} để viết lời văn của đơn vị; viết xong chạy lại lệnh này")
    # What the person who makes the paper has to know and the paper does not say, or says without a command.
    told = unlike_sent(origin.closed).strip(), stale_warning(digest.card), outside_text(digest.outside)
    for warning in filter(None, (*told, *figures_warnings(view.office))):
        complain(f"Cảnh báo: {warning}")


def chosen_formats(text: str | None, whence: str = "") -> list[Format]:
    """The formats named (`whence`: where); without a text the usual ones whose libraries are installed."""
    if text is None:
        return [FORMATS[name] for name in USUAL_FORMATS if FORMATS[name].is_installed]
    try:
        wanted = list(dict.fromkeys(format_of(word, PDF) for word in text.split(",") if word.strip()))
    except UsageError as error:
        raise UsageError(f"{whence}: {error.sentence}" if whence else error.sentence, hint=error.hint) from None
    if not wanted:
        raise UsageError("--formats đang để trống", hint=f"ví dụ: --formats {','.join(USUAL_FORMATS)}")
    return wanted


def _write_all(page: Page, formats: list[Format], stem: Path, own: Path | None, manner: Writing) -> None:
    """The page under this path in all formats, also the office's own file: all contents are made before the first file
    is touched; what became of each is said once the bar is gone."""
    outputs: list[Output] = []
    finished: list[Done] = []
    try:
        with progress("Đang làm báo cáo", 2 * len(formats)) as step:
            for entry in formats:
                template = own if entry.filler else None
                content, saying = page.to_bytes(entry, template), page.saying(entry, template)
                outputs.append(Output(stem.with_name(stem.name + entry.suffixes[0]), content, saying, page.sent))
                step()
            make_folder(stem.parent)
            with alone_in(stem.parent):
                for done in write_outputs(outputs, manner._replace(anywhere=False)):
                    finished.append(done)
                    step()
    finally:
        for done in finished:
            say(done.sentence)
