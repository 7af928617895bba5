"""`template`, `import`: the form that suppliers fill in, and a filled-in file, first shown, then written all or not."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Annotated

from ..domain.figure import Draft
from ..domain.period import FIRST_YEAR
from ..domain.plan import Combine
from ..errors import InvalidInput, Refused, ThiduaError, UsageError
from ..intake.columns import FORM_TITLES, LAST, LAST_DAY, NAME, ON, PLACE, read_day
from ..intake.form import NAME_OF_FORM, Form, FormRow, by_supplier, covering_note, form_rows, form_sheets
from ..intake.reading import Intake, read_intake
from ..intake.source import load_source
from ..office.figures import Wanted, author_of, held_text, outside_year, unsaid, year_span
from ..office.find import NO_PLACES, PLACES_GUIDE, NumberReader, chosen_period, period_year
from ..office.intake import CLOSED, DraftReader, Fate, Judge, Judged, ask_for_places, row_at, unheard, unread_words
from ..pages.page import Field, Page, day_text, field, right, table_of
from ..render.document import Block, Cell, Column, Document, Listing, Paragraph, Row, Table, Tone
from ..render.files import Output, Saying, digest_of, write_outputs
from ..render.formats import FORMATS
from ..render.terminal import watched
from ..vietnamese.numbers import read_machine_number, read_number, write_date, write_number
from ..vietnamese.text import clean_text, plain_id, sanitise
from ..vietnamese.wording import choice, expected_text
from ..workspace import Office, make_folder
from .export import JSON_LINES, import_ledger
from .output import file_of, manner_of, present, write_file
from .printing import complain, consents, is_interactive, say
from .record import TAKE_BACK, after_commit
from .words import By, Context, Force, PeriodOption, Source, argument, flag, option, whole_number

XLSX, CSV = ".xlsx", ".csv"
MOST_NAME = 60
BY_SUPPLIER, BY_PLACE = "from", "place"
read_grouping = choice({BY_SUPPLIER: BY_SUPPLIER, BY_PLACE: BY_PLACE, "thon": BY_PLACE}, "cách chia trang tính")
OUT_DIR = "mỗi đơn vị (thôn) một tệp Excel, kèm lời nhắn để gửi; không có --by: theo đơn vị cung cấp"
OutDir = Annotated[str | None, option("--out-dir", "THƯ_MỤC", OUT_DIR)]
GROUPING = "from: mỗi đơn vị cung cấp một trang tính; place: mỗi thôn một trang tính"
Grouping = Annotated[str | None, option("--by", "CÁCH_CHIA", GROUPING, read_grouping)]
EarlierYear = Annotated[
    int | None, option("--year", "NĂM", "biểu mẫu cho số liệu cả năm của một năm trước: 2023", whole_number)
]


def template(
    ctx: Context,
    out: Annotated[str | None, option("--out", "TỆP", "bieu-mau.xlsx hoặc bieu-mau.csv; mặc định in ra CSV")] = None,
    out_dir: OutDir = None,
    by: Grouping = None,
    period: PeriodOption = None,
    year: EarlierYear = None,
    force: Force = False,
) -> None:
    """Tạo biểu mẫu để các đơn vị điền số liệu; điền xong nhập bằng: thidua import TỆP

    Ví dụ: thidua template --out bieu-mau-t6.xlsx --period t6 --by from. Có --period thì ngày cuối kỳ được ghi sẵn.
    Gửi từng nơi: thidua template --period t6 --out-dir gui. Năm trước: thidua template --year 2023 --out nam-2023.xlsx
    """
    if out is not None and out_dir is not None:
        raise UsageError("--out và --out-dir không dùng cùng lúc", hint="một tệp: --out; mỗi nơi một tệp: --out-dir")
    if period is not None and year is not None:
        raise UsageError("--period và --year không dùng cùng lúc", hint="số liệu cả một năm trước: chỉ --year")
    with ctx.obj.open(year=period_year(period, None, ctx.obj)) as office:
        form = _form(office, period, year)
        if out_dir is not None:
            rows = _rows(office, by or BY_SUPPLIER, form)
            _one_for_each(office, form, by_supplier(rows), Path(out_dir), force)
            return
        path = file_of(out, (XLSX, CSV))
        suffix = path.suffix.lower() if path else CSV
        if by == BY_SUPPLIER and suffix == CSV:
            hint = "--out bieu-mau.xlsx, hoặc mỗi nơi một tệp: --out-dir THƯ_MỤC"
            raise UsageError("--by from chia thành nhiều trang tính, chỉ dùng được với tệp .xlsx", hint=hint)
        rows = _rows(office, by, form)
        groups = by_supplier(rows) if by else {NAME_OF_FORM: rows}
        content = form_sheets(form, groups) if suffix == XLSX else _csv(rows, form.day)
        write_file(path, content, office, force=force, saying=Saying(digest_of(content)))


def _form(office: Office, period: str | None, year: int | None) -> Form:
    """Which days the form is about: this plan year, with the last day of a period, or the whole of an earlier year."""
    plan, today = office.plan, office.workspace.today()
    if year is None or year == plan.year:
        last = min(chosen_period(period, None, plan, today).last_day, today) if period is not None else None
        return Form(plan, plan.year, *year_span(plan.year), last)
    if not FIRST_YEAR <= year < plan.year:
        which = f"một năm trước năm {plan.year} của kế hoạch, từ {FIRST_YEAR}"
        raise UsageError(f"--year {year}: phải là {which}", hint=f"năm trước: --year {plan.year - 1}")
    whole = plan.whole_year._replace(year=year)
    return Form(plan, year, whole.start, whole.last_day, whole.last_day)


def _rows(office: Office, by: str | None, form: Form) -> list[FormRow]:
    is_by_place = by == BY_PLACE
    if is_by_place and not office.plan.places:
        raise UsageError(NO_PLACES, hint=PLACES_GUIDE)
    if is_by_place and not any(row.indicator.by_place for row in office.plan.rows()):
        raise UsageError("kế hoạch không có chỉ tiêu nào thu theo thôn (by_place)", hint=PLACES_GUIDE)
    ids = [row.indicator.id for row in office.plan.rows() if row.indicator.combine is not Combine.TOTAL]
    day = form.day or min(office.workspace.today(), form.last)
    figures = office.ledger.figures(office.plan.unit.id, ids, form.first, day, office.plan.everywhere)
    return list(form_rows(office.plan, figures, day, office.plan.places_on(day) if is_by_place else (None,)))


def _one_for_each(office: Office, form: Form, groups: dict[str, list[FormRow]], folder: Path, force: bool) -> None:
    """For each supplier a workbook and the words to send it with; all are looked at before one is written."""
    outputs, taken = [], Counter[str]()
    for group, rows in groups.items():
        name = plain_id(group, None)[:MOST_NAME] or "khac"
        taken[name] += 1
        stem = name if taken[name] == 1 else f"{name}-{taken[name]}"
        book = form_sheets(form, {group: rows})
        note = covering_note(form, group, rows, f"bieu-mau-{stem}{XLSX}").encode()
        files = {f"bieu-mau-{stem}{XLSX}": book, f"loi-nhan-{stem}.txt": note}
        outputs += [Output(folder / file, content, Saying(digest_of(content))) for file, content in files.items()]
    make_folder(folder)
    for done in write_outputs(outputs, manner_of(office, force)):
        say(done.sentence)
    say(f"{len(groups)} nơi; các tệp gửi về nhập từng tệp: {form.command}. Còn nơi nào chưa gửi: thidua due")


def _csv(rows: list[FormRow], day: date | None) -> bytes:
    keys, lines = [key for key in FORM_TITLES if key != PLACE or rows[0].place], []
    for row in rows:
        days = {LAST_DAY: row.last_day, ON: day}
        known = row.texts | {LAST: str(row.last or "")} | {key: write_date(on) for key, on in days.items() if on}
        cells = {key: Cell(known.get(key, "")) for key in keys}
        if isinstance(row.last, Decimal):
            cells[LAST] = Cell(write_number(row.last), row.last)
        lines.append(Row(tuple(cells.values())))
    table = Table(tuple(Column(key, FORM_TITLES[key]) for key in keys), tuple(lines), label_key=NAME)
    return FORMATS["csv"].to_bytes(Document(NAME_OF_FORM, (table,)))


MOST_ROWS_SHOWN = 50
ALWAYS_COUNTED = (Fate.NEW, Fate.SAME)
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
    reason: Annotated[str, option("--reason", "CHỮ", "lý do, bắt buộc khi tệp đổi số đã ghi")] = "",
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
    because, whence = clean_text(reason, "lý do (--reason)").strip(), clean_text(source, "nguồn (--source)") or named
    author, intake = author_of(by), read_intake(load_source(file))
    first = None  # the first day that can be read decides which year's plan is meant
    for row in () if earlier_year else intake.proposed:
        with suppress(ThiduaError):
            first = read_day(row.get(ON), ctx.obj.today().year)
            break
    with ctx.obj.open(day=first) as office:
        reader = DraftReader(office.plan, office.workspace.today(), earlier_year, READERS[numbers], whence)
        _import(intake, Judge(office, because, reader), author, dry_run=dry_run, sure=yes)


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
        after_commit(office, writer)
        say(f"đã nhập {len(drafts)} dòng từ {sanitise(intake.source.name)}: {counted(counts)}")
        say(TAKE_BACK)


def _tell_unsaid(judged: list[Judged]) -> None:
    """Say on stderr, once for each option, which rows' notes say what their figures are not recorded as."""
    found: dict[str, list[str]] = {}
    for entry in judged:
        if entry.fate in WRITTEN and entry.wanted and (said := unsaid(entry.wanted.draft, entry.wanted.indicator)):
            advice = f"{said[0]}; nếu đúng như ghi chú: thêm cột {said[2]} rồi nhập lại (đã ghi thì thidua undo trước)"
            found.setdefault(said[1], []).append(f"{row_at(entry.row)}: {advice}")
    for first, *others in found.values():
        complain(f"Lưu ý: {first}" + (f"; còn {len(others)} dòng nữa như vậy" if others else ""))


def _refuse(intake: Intake, judged: list[Judged], counts: Counter[Fate], *, sure: bool) -> None:
    """Raises InvalidInput when any row is faulty, else Refused when any is refused, or unusual and nobody is `sure`."""
    fault = intake.source.fault
    if counts[Fate.FAULTY]:
        placed = list(intake.faults)
        for entry in judged:
            placed += [(entry.row.line, fault(*flaw)) for flaw in entry.flaws]
        if not any(entry.row.head.sheet for entry in judged):  # in the file's order
            placed.sort(key=lambda pair: pair[0])
        sentence = f"{counts[Fate.FAULTY]} dòng sai; chưa ghi gì"
        raise InvalidInput(sentence, hint="sửa tệp rồi nhập lại", faults=tuple(one for _, one in placed))
    for fate, what, hint in (
        (Fate.REFUSED, "dòng bị từ chối", 'nếu đúng là cần đổi: chạy lại và thêm --reason "…"'),
        (Fate.UNUSUAL, "dòng có vẻ gõ nhầm", "kiểm tra lại, nếu đúng thì chạy lại và thêm --yes"),
    ):
        found = [entry for entry in judged if entry.fate is fate]
        if found and not (sure and fate is Fate.UNUSUAL):
            faults = tuple(fault(entry.row.place(), entry.sentence) for entry in found)
            hint = "" if all(entry.why == CLOSED for entry in found) else hint
            raise Refused(f"{len(found)} {what}; chưa ghi gì", hint=hint, faults=faults)


def _preview(intake: Intake, judge: Judge, judged: list[Judged], counts: Counter[Fate], drafts: list[Draft]) -> Page:
    """What the import would do: the counts, what to know, and at most 50 rows of each fate; faults are listed apart.

    To know are also the days that the reports of the plan's year will not count.
    """
    office = judge.office
    days = sorted({draft.on for draft in drafts if draft.on}) if judge.careful else []
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
    return ", ".join(f"{counts[fate]} {fate.value}" for fate in Fate if counts[fate] or fate in ALWAYS_COUNTED)


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
