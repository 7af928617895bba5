"""`import`: figures of a CSV or XLSX file, first shown, then written all together or not at all."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Annotated

from ..domain.figure import Draft
from ..domain.places import by
from ..errors import InvalidInput, Refused, ThiduaError
from ..intake.columns import ON, PERIOD, read_day
from ..intake.reading import Intake, read_intake
from ..intake.source import load_source
from ..office.figures import Fate, Wanted, held_text, outside_year, unsaid
from ..office.find import NumberReader
from ..office.intake import CLOSED, DraftReader, Judge, Judged, ask_for_places, row_at, unheard, unread_words
from ..pages.page import Field, Page, day_text, field, right, table_of
from ..render.document import Block, Cell, Document, Listing, Paragraph, Tone
from ..render.terminal import watched
from ..vietnamese.numbers import read_machine_number, read_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import choice, expected_text
from .export import JSON_LINES, import_ledger
from .output import present
from .printing import complain, consents, is_interactive, say
from .record import TAKE_BACK, tell_of_places
from .words import By, Context, Source, argument, flag, option, text_option

MOST_ROWS_SHOWN = 50
TONES = {Fate.UNUSUAL: Tone.FAIR, Fate.REFUSED: Tone.BAD, Fate.SAME: Tone.QUIET}
WRITTEN = (Fate.NEW, Fate.RAISED, Fate.CHANGED, Fate.UNUSUAL)
READERS: dict[str, NumberReader] = {"vi": read_number, "en": read_machine_number}
read_style = choice({style: style for style in READERS}, "kiểu số")
NUMBERS = "cách viết số trong tệp: vi (4.482,38, mặc định) hoặc en (4482.38)"
NumbersOption = Annotated[str, option("--numbers", "KIỂU", NUMBERS, read_style)]


def import_file(
    ctx: Context,
    file: Annotated[str, argument("TỆP", "tệp .xlsx hoặc .csv; - là đầu vào chuẩn")],
    dry_run: Annotated[bool, flag("--dry-run", "chỉ xem trước, không ghi")] = False,
    yes: Annotated[bool, flag("--yes", "không hỏi; ghi cả các số có vẻ gõ nhầm")] = False,
    reason: Annotated[str, text_option("--reason", "CHỮ", "lý do, bắt buộc khi tệp đổi số đã ghi")] = "",
    earlier_year: Annotated[bool, flag("--earlier-year", "số liệu của các năm trước")] = False,
    numbers: NumbersOption = "vi",
    source: Source = "",
    by: By = None,
) -> None:
    """Nhập số liệu từ tệp Excel hoặc CSV: xem trước từng dòng, rồi ghi tất cả hoặc không ghi gì.

    Ví dụ: thidua import so-lieu-t6.xlsx. Mẫu để điền: thidua template --out bieu-mau.xlsx
    """
    if file.lower().endswith(JSON_LINES):
        import_ledger(ctx.obj, file, dry_run=dry_run)
        return
    named = "" if file == "-" else f"tệp {sanitise(Path(file).name)}"
    intake = read_intake(load_source(file))
    first = None  # the first day that can be read decides which year's plan is meant
    for row in () if earlier_year else intake.proposed:
        with suppress(ThiduaError):
            first = read_day(row.get(ON), ctx.obj.today().year)
            break
    with ctx.obj.open(first) as office:
        reader = DraftReader(office.plan, office.workspace.today(), earlier_year, READERS[numbers], source or named)
        _import(intake, Judge(office, reason, reader), by, dry_run=dry_run, sure=yes)


def _import(intake: Intake, judge: Judge, author: str | None, *, dry_run: bool, sure: bool) -> None:
    office, total = judge.office, len(intake.proposed)
    rows = [(row, judge.reader.draft(row)) for row in watched(intake.proposed, total, "Đang đọc")]
    tip = office.ledger.tip()
    judged = list(watched(judge.judge(rows), total, "Đang đối chiếu"))
    counts = Counter(entry.fate for entry in judged)
    ask_for_places(intake, office.plan)
    counts[Fate.FAULTY] += len(intake.faults)
    drafts = [entry.wanted.draft for entry in judged if entry.fate in WRITTEN and entry.wanted]
    present(_preview(intake, judge, judged, counts, drafts), office)
    _tell_unsaid(judged)
    _refuse(intake, judged, counts, sure=sure or (is_interactive() and not dry_run))
    if not drafts:
        say(f"không thay đổi: {counted(counts)}")
    elif dry_run:
        say(f"xem thử, chưa ghi gì: sẽ ghi {len(drafts)} dòng ({counted(counts)})")
    else:
        unusual = f", trong đó {counts[Fate.UNUSUAL]} dòng có vẻ gõ nhầm" if counts[Fate.UNUSUAL] else ""
        if not sure and is_interactive() and not consents(f"Ghi {len(drafts)} dòng{unusual}?"):
            raise Refused("chưa ghi gì", hint="sửa tệp rồi nhập lại, hoặc chạy lại và trả lời c")
        office.ledger.back_up()  # a verified copy first, then one transaction under one id
        with office.writing() as writer:
            if tip != office.ledger.tip() and judged != list(judge.judge(rows)):  # what was shown must still hold
                sentence = "sổ vừa được ghi thêm trong lúc xem trước; chưa nhập gì"
                raise Refused(sentence, hint="chạy lại lệnh để xem lại")
            office.append(writer, watched(drafts, len(drafts), "Đang ghi"), author)
        say(f"đã nhập {len(drafts)} dòng từ {sanitise(intake.source.name)}: {counted(counts)}")
        tell_of_places(entry.wanted for entry in judged if entry.fate in WRITTEN and entry.wanted)
        say(TAKE_BACK)


def _tell_unsaid(judged: list[Judged]) -> None:
    """Say on stderr, once for each option, which rows' notes say what their figures are not recorded as, and which
    amounts of a period are added to others of it."""
    found: dict[str, list[str]] = {}
    written = [(entry, entry.wanted) for entry in judged if entry.fate in WRITTEN and entry.wanted]
    together = by((wanted.draft for _, wanted in written), lambda draft: (draft.indicator, draft.place))
    for entry, wanted in written:
        if said := unsaid(wanted.draft, wanted.indicator):
            advice = f"{said[0]}; nếu đúng như ghi chú: thêm cột {said[2]} rồi nhập lại (đã ghi thì thidua undo trước)"
            found.setdefault(said[1], []).append(f"{row_at(entry.row)}: {advice}")
        period = entry.row.get(PERIOD)
        beside = together[wanted.draft.indicator, wanted.draft.place]
        if isinstance(period, str) and period.strip() and (doubt := wanted.beside_others(period, beside)):
            found.setdefault(PERIOD, []).append(f"{row_at(entry.row)}: {doubt}")
    for first, *others in found.values():
        complain(f"Lưu ý: {first}" + (f"; còn {len(others)} dòng nữa như vậy" if others else ""))


def _refuse(intake: Intake, judged: list[Judged], counts: Counter[Fate], *, sure: bool) -> None:
    """Raises InvalidInput when any row is faulty, else Refused when any is refused, or unusual and nobody is `sure`."""
    for fate, error, what, hint in (
        (Fate.FAULTY, InvalidInput, "dòng sai", "sửa tệp rồi nhập lại"),
        (Fate.REFUSED, Refused, "dòng bị từ chối", 'nếu đúng là cần đổi: chạy lại và thêm --reason "…"'),
        (Fate.UNUSUAL, Refused, "dòng có vẻ gõ nhầm", "kiểm tra lại, nếu đúng thì chạy lại và thêm --yes"),
    ):
        if counts[fate] and not (sure and fate is Fate.UNUSUAL):
            found, placed = [entry for entry in judged if entry.fate is fate], list(intake.faults)
            placed += [(entry.row.line, intake.source.fault(*flaw)) for entry in found for flaw in entry.flaws]
            if not any(entry.row.head.sheet for entry in judged):  # in the file's order
                placed.sort(key=lambda pair: pair[0])
            hint = "" if {entry.why for entry in found} == {CLOSED} else hint
            raise error(f"{counts[fate]} {what}; chưa ghi gì", hint=hint, faults=tuple(one for _, one in placed))


def _preview(intake: Intake, judge: Judge, judged: list[Judged], counts: Counter[Fate], drafts: list[Draft]) -> Page:
    """What the import would do: the counts, what to know (also of days that the reports of the plan's year will not
    count), and at most 50 rows of each fate; faults are listed apart."""
    office = judge.office
    days = () if judge.reader.earlier_year else sorted({draft.on for draft in drafts if draft.on})
    remarks = [*intake.remarks, *islice(unread_words(intake, office), MOST_ROWS_SHOWN)]
    remarks += unheard(intake, office.plan)
    remarks += [*judge.doubts(), *(doubt for day in days if (doubt := outside_year(day, office.plan)))]
    skipped = {"chưa điền số": intake.unfilled, "trống": intake.blank}
    passed_over = [f"bỏ qua {count} dòng {what}" for what, count in skipped.items() if count]
    blocks: list[Block] = [Paragraph("; ".join([counted(counts), *passed_over]) + ".")]
    if remarks:
        blocks.append(Listing(tuple(f"- {remark}" for remark in remarks)))
    seen, shown = Counter[Fate](), []  # in the file's order
    for entry in judged:
        seen[entry.fate] += 1
        if entry.wanted and seen[entry.fate] <= MOST_ROWS_SHOWN:
            shown.append((entry, entry.wanted))
    if shown:
        blocks.append(table_of(COLUMNS, shown, "name", "Xem trước"))
    more = {fate.value: counts[fate] - MOST_ROWS_SHOWN for fate in Fate if fate is not Fate.FAULTY}
    if left_out := [f"{count} dòng {fate}" for fate, count in more.items() if count > 0]:
        blocks.append(Paragraph(f"Không in hết: còn {', '.join(left_out)}.", Tone.QUIET))
    return Page(Document(f"Xem trước việc nhập {sanitise(intake.source.name)}", tuple(blocks)))


def counted(counts: Counter[Fate]) -> str:
    """`10 mới, 1 đổi, 2 đã có`: new and present ones always, others where there are any."""
    return ", ".join(f"{counts[fate]} {fate.value}" for fate in Fate if counts[fate] or fate in (Fate.NEW, Fate.SAME))


def _name(wanted: Wanted) -> str:
    of = wanted.place.name if wanted.place else expected_text(wanted.expects) if wanted.expects else ""
    return sanitise(f"{wanted.indicator.name}, {of}" if of else wanted.indicator.name)


COLUMNS: Sequence[Field[tuple[Judged, Wanted]]] = (
    field("place", "Dòng, ô", lambda one: sanitise(one[0].row.place())),
    field("fate", "Kết quả", lambda one: Cell(one[0].fate.value, tone=TONES.get(one[0].fate, Tone.PLAIN))),
    field("name", "Chỉ tiêu", lambda one: _name(one[1]), wraps=True),
    field("on", "Ngày số liệu", lambda one: day_text(one[1].day), rank=1, joins="name"),
    right("before", "Trước", lambda one: held_text(one[0].before, one[1].indicator), wraps=True),
    right("after", "Nay", lambda one: held_text(one[1].draft, one[1].indicator), wraps=True),
    field("why", "Ghi chú", lambda one: one[0].why, wraps=True),
)
