"""What importing a row would come to: held against the ledger, against the rows above it, and against slips."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial
from itertools import takewhile
from typing import Any, NamedTuple

from ..checks import GROWING, slip_sentence, slip_words
from ..domain.figure import Amount, Draft, Figure, Kind, Level, Revision, key_parts
from ..domain.period import month_of
from ..domain.places import by, target_for
from ..domain.plan import Combine, Indicator, Place, Plan
from ..domain.slip import Course, grows_like_totals
from ..domain.target import round_half_up
from ..errors import MOST_FAULTS_SHOWN, Fault, ThiduaError, UsageError
from ..intake import columns as col
from ..intake.columns import Broken, Proposed, Styled, Value, is_blank
from ..intake.reading import Intake
from ..vietnamese.numbers import advice_on_cell, read_number, shown, unit_form, unit_words, write_date, write_number
from ..vietnamese.text import bare, clean_text, first_of, words
from ..vietnamese.wording import read_level
from ..workspace import Office, closed_days
from . import figures
from .figures import Fate, Wanted, decide, same_figure
from .find import NumberReader, check_amount, find_indicator, matching, read_amount

UNREAD = object()
# Hints about other cells speak of the command line, not of a file.
HINTED = (col.ID, col.NAME, col.ON, col.PERIOD, col.PLACE)


class DraftReader:
    """Reads rows for one plan on one day; `read` reads the numbers in texts, `source` stands where a row has none."""

    def __init__(self, plan: Plan, today: date, earlier_year: bool, read: NumberReader, source: str = "") -> None:
        self.plan, self.today, self.earlier_year, self.read, self.source = plan, today, earlier_year, read, source
        self._amount_of = partial(read_amount, of_total=earlier_year)
        self._find = cache(self._indicator_of)
        self._day = cache(lambda cell: figures.checked_day(col.read_day(cell, plan.year), plan, today, earlier_year))
        self._unit_over = cache(lambda above: unit_over(above, plan))
        self._total_over = cache(
            lambda above: next((one for one in above if "luy ke" in _NO_TOTAL.sub("", bare(one))), "")
        )
        self._unknown: dict[str, UsageError] = {}

    def draft(self, row: Proposed) -> Draft | list[Fault]:
        """The figure a row proposes, or everything that is wrong with the row, each cell read on its own."""
        flaws: dict[str, Fault] = {}

        def cell(key: str, read: Callable[..., object], *needed: Any) -> Any:
            """What the cell says; UNREAD where it, or what it needs, cannot be read."""
            if any(one is UNREAD for one in needed):
                return UNREAD
            try:
                return read(*needed)
            except ThiduaError as error:
                hint = f" ({error.hint})" if error.hint and key in HINTED else ""
                flaws.setdefault(error.sentence, Fault(row.place(key), f"{error.sentence}{hint}"))
                return UNREAD

        if cell(col.DEED, col.check_deed, row) is UNREAD:
            return list(flaws.values())
        named = col.ID if col.ID in row.head.at else col.NAME
        indicator = cell(named, lambda: self._find(row.text(col.ID), row.text(col.NAME)))
        cell(col.UNIT, self._check_unit, row, indicator)
        place = cell(col.PLACE, lambda of: figures.placed(self.plan, of, row.text(col.PLACE) or None), indicator)
        by_day = is_blank(row.get(col.PERIOD))
        when = cell(col.ON, self._day, row.get(col.ON)) if by_day else cell(col.PERIOD, self._when, row, indicator)
        on, key = (when, "") if by_day or when is UNREAD else when
        cell(col.ON, figures.check_time, place, on)
        amount = cell(row.amount_key, self._amount, row, indicator, place)
        level = cell(col.LEVEL, _level, row)
        texts = (col.NOTE, col.SOURCE)
        note, source = (cell(key, lambda at: clean_text(row.text(at), col.TITLES[at][-1]), key) for key in texts)
        at = col.CUMULATIVE if col.CUMULATIVE in row.head.at else row.amount_key
        since = cell(at, self._since, row, indicator, amount, on, key)
        if flaws:
            return list(flaws.values())
        where, key = place.id if place else "", key or indicator.id
        return Draft(Kind.RECORD, key, on, amount, level, note, source or self.source, place=where, since=since)

    def _since(self, row: Proposed, indicator: Indicator, amount: Amount, on: date, key: str) -> date | None:
        """The day from which the column `lũy kế` counts; None where it is empty, or only repeats what is no sum."""
        if indicator.combine is not Combine.SUM:
            return None
        if not is_blank(row.get(col.CUMULATIVE)):
            return figures.running_since(self.plan, indicator, amount, on, key or indicator.id)
        if not key and col.CUMULATIVE not in row.head.at and (said := self._total_over(row.head.above)):
            advice = "là lũy kế thì đặt tên cột giá trị là Lũy kế, là số riêng của ngày ấy thì xóa chữ ấy"
            raise UsageError(f"trên bảng ghi '{shown(said)}' mà bảng không có cột Lũy kế: {advice}")
        return None

    def _indicator_of(self, typed: str, called: str) -> Indicator:
        if not typed and not called:
            raise UsageError("thiếu mã hoặc tên chỉ tiêu")
        name, advise = typed or called, len(self._unknown) < MOST_FAULTS_SHOWN  # nobody sees more, and each takes long
        if known := self._unknown.get(name):
            raise known.with_traceback(None)
        try:
            indicator = find_indicator(self.plan, name, whole_words=True, advise=advise).indicator
        except UsageError as error:
            self._unknown[name] = error
            raise
        named = matching(self.plan, called, whole_words=True) if typed and called else []
        if len(named) == 1 and named[0].indicator.id != indicator.id:
            raise UsageError(f"mã '{shown(typed)}' và tên '{shown(called)}' là hai chỉ tiêu khác nhau")
        return indicator

    def _when(self, row: Proposed, indicator: Indicator) -> tuple[date, str]:
        """The last day of the period in the column `kỳ`, and the figure's key."""
        cell, day = row.get(col.PERIOD), row.get(col.ON)
        period = write_number(cell).replace(".", "") if isinstance(cell, Decimal) else row.text(col.PERIOD)
        if isinstance(cell, date):
            raise UsageError("kỳ là ngày: hãy định dạng ô là chữ (Text) rồi gõ t6, q2, 6t hoặc nam")
        place = None if is_blank(row.get(col.PLACE)) else "thôn"
        typed = figures.Typed("", period=period, level=_level(row), earlier_year=self.earlier_year, place=place)
        key, last = figures.key_and_day(self.plan, indicator, typed, self.today)
        if not is_blank(day) and self._day(day) != last:
            raise UsageError(f"ngày {write_date(self._day(day))} không phải ngày cuối của kỳ ({write_date(last)})")
        return last, key

    def _amount(self, row: Proposed, indicator: Indicator, place: Place | None) -> Amount:
        value, upper, lower, total = (row.get(key) for key in col.AMOUNTS)
        if not is_blank(total) and indicator.combine is Combine.SUM:
            amount = self.value(total, indicator)
        elif is_blank(upper) and is_blank(lower):
            amount = self.value(value, indicator)
        else:
            if is_blank(upper) or is_blank(lower):
                raise UsageError("cần cả tử số và mẫu số, hoặc để trống cả hai và ghi giá trị")
            parts = (self._number_text(cell, indicator) for cell in (upper, lower))
            amount = self._amount_of("/".join(parts), indicator)
            if not is_blank(value):
                alone = self.value(value, indicator).value
                if alone is None or not _is_rounded(amount, alone):
                    raise UsageError("giá trị không khớp tử số/mẫu số: hãy xóa giá trị, máy tự tính")
        if not is_blank(total) and indicator.combine is not Combine.SUM and self.value(total, indicator) != amount:
            raise UsageError(f"{indicator.name} không cộng dồn: cột lũy kế phải trống hoặc bằng giá trị")
        check_amount(amount, indicator, place)
        return amount

    def value(self, cell: Value, indicator: Indicator) -> Amount:
        """The amount in a cell; raises UsageError."""
        if isinstance(cell, str):
            try:
                return self._amount_of(col.unprotected(cell), indicator, self.read)
            except UsageError as error:
                if indicator.is_yes_no:
                    raise UsageError(f"{error.sentence}; chưa có số liệu thì để trống ô này") from None
                is_house_rule = self.read is read_number or not any(map(str.isdigit, cell))
                if is_house_rule and (advice := advice_on_cell(cell, indicator.unit)):
                    raise UsageError(advice) from None
                raise
        return self._amount_of(self._number_text(cell, indicator), indicator)

    def _number_text(self, cell: Value, indicator: Indicator) -> str:
        """A cell's number in the house spelling, so that one rule limits its digits."""
        if isinstance(cell, str):
            return write_number(self.read(col.unprotected(cell)))
        if isinstance(cell, Styled):
            return write_number(col.as_seen(cell, indicator))
        if isinstance(cell, Decimal):
            return write_number(cell)
        fraction = "; là phân số như 9/10 thì ghi ở hai cột tử số, mẫu số" if indicator.is_rate else ""
        raise UsageError(f"giá trị {cell.sentence if isinstance(cell, Broken) else col.A_DAY + fraction}")

    def _check_unit(self, row: Proposed, indicator: Indicator) -> None:
        """The unit that the file names, in the row or over the table, must be the plan's: sào are no ha."""
        typed, own = row.text(col.UNIT), indicator.unit
        said = [typed] if typed else self._unit_over(row.head.above).split(",")
        if unit_words(typed) != unit_words(own) and any(said) and unit_form(own) not in map(unit_form, said):
            sentence = f"tệp ghi đơn vị '{shown(','.join(said))}', kế hoạch tính {indicator.name} bằng {own}"
            is_bare = typed and words(row.head.titles[row.head.at[col.UNIT]]) == ["don", "vi"]
            office = "; nếu là nơi cung cấp thì đặt tên cột là Nguồn, là thôn thì đặt là Thôn" if is_bare else ""
            raise UsageError(f"{sentence}: đổi số ra {own} rồi sửa đơn vị trong tệp{office}")


def _level(row: Proposed) -> Level:
    return read_level(typed) if (typed := row.text(col.LEVEL)) else Level.OFFICIAL


_UNIT_LINE = re.compile(r"(?:^|\W)(?:(đơn vị tính|đvt)|đơn vị)\s*:\s*([^\n()]+)", re.IGNORECASE)
_LETTERHEAD = re.compile(r"cong hoa xa hoi chu nghia|doc lap .* tu do|uy ban nhan dan|ubnd")
_UNIT_WORDS = ("don vi", "dvt")
MOST_UNHEARD = 6
_NO_TOTAL = re.compile(r"\b(?:khong|chua)(?: \w+){0,2} luy ke")
_NUMBERING = re.compile(r"\A(?:(?:[IVX]+|[0-9.]+|[a-z])(?:[.)\s-]+|\Z)|[-+*•]\s*)", re.IGNORECASE)


def unit_over(above: tuple[str, ...], plan: Plan) -> str:
    """The unit that a line over a table gives; after a bare `đơn vị:`, which may name an office, only a known one."""
    known = {unit_form(row.indicator.unit) for row in plan.rows()}
    for surely, typed in _UNIT_LINE.findall("\n".join(above)):
        said = typed.partition("  ")[0].strip(" .;")
        if surely or unit_form(said) in known or re.fullmatch(r"(?:nghin|ngan|trieu|ti)?dong(?:/.*)?", unit_form(said)):
            return str(said)
    return ""


def unheard(intake: Intake, plan: Plan) -> Iterator[str]:
    """One sentence on the words over and below the tables that are not read; none on letterheads and our own form."""
    said, own = [], (col.FORM_TITLE, *(line.partition("{")[0] for line in col.INSTRUCTIONS))
    for head in {row.head.sheet: row.head for row in (*intake.proposed, *intake.partial)}.values():
        unit = unit_over(head.above, plan)
        over = [text.strip() for text in head.above[1:] if not text.startswith(own)]
        said += [text for text in over if not unit or (unit not in text and not bare(text).startswith(_UNIT_WORDS))]
    known = cache(lambda text: bool(matching(plan, text, whole_words=True)))
    for row in takewhile(lambda _: len(said) <= MOST_FAULTS_SHOWN, intake.partial):  # each is held against all names
        texts = [cell.strip() for cell in row.cells if isinstance(cell, str) and not is_blank(cell)]
        named = {str(row.get(key)) for key in (col.ID, col.NAME)} - {""}
        if texts and is_blank(row.get(col.NOTE)) and not any(map(known, named)):
            said.append(texts[0])
    said = [one for one in dict.fromkeys(said) if any(map(str.isalpha, one)) and not _LETTERHEAD.search(bare(one))]
    if said:
        quoted = [f"'{shown(text)}'" for text in said]
        yield f"không đọc: {first_of(quoted, MOST_UNHEARD)}"


def ask_for_places(intake: Intake, plan: Plan) -> None:
    """Tell of tables without a column for places, other than our form, in which places are named all the same.

    A remark where one place stands over them; faults where each has its own, or rows inside one are headed by a place.
    """
    own = col.FORM_TITLES[col.LAST]
    read = (row for row in intake.proposed if col.PLACE not in row.head.at and own not in row.head.titles)
    last = {row.head.sheet: row for row in read}
    named = [(row.head, row.head.line, place) for row in last.values() if (place := _only_place(row.head.above, plan))]
    is_clear = len({place for *_, place in named}) < 2
    for row in intake.partial:
        said = [text for cell in row.cells if isinstance(cell, str) and (text := _NUMBERING.sub("", cell.strip()))]
        is_inside = len(said) == 1 and row.head.sheet in last and row.line < last[row.head.sheet].line
        if is_inside and (place := _only_place(said, plan)) and words(said[0]) == words(place):
            named.append((row.head, row.line, place))
            is_clear = False
    for head, line, place in named:
        doubt = f"đề '{place}' mà bảng không có cột Thôn: số của thôn thì thêm cột ấy, của cả xã thì xóa chữ ấy"
        if is_clear:
            where = f"trang tính '{shown(head.sheet)}'" if head.sheet else "tệp"
            intake.remarks.append(f"{where} {doubt}; nay đọc là của cả xã")
        else:
            intake.faults.append((line, intake.source.fault(head.place(line, col.NAME), doubt)))


def _only_place(texts: Sequence[str], plan: Plan) -> str:
    """The name of the place that texts name; empty where they name none, or several."""
    said = " ".join(f" {' '.join(words(text))} ." for text in texts)
    named = [place.name for place in plan.places if f" {' '.join(words(place.name))} " in said]
    return named[0] if len(named) == 1 else ""


def unread_words(intake: Intake, office: Office) -> Iterator[str]:
    """A sentence for each row in which something was written although it has no amount.

    That is a note, or in the form's "last figure" one that the ledger, as it prints them, has never held for the row.
    """
    typed = {row.indicator.id for row in office.plan.rows() if not row.indicator.by_place}
    title = col.FORM_TITLES[col.LAST]
    for row in intake.partial:
        where, id_, titles = row_at(row), row.get(col.ID), row.head.titles
        last = row.cells[titles.index(title)] if title in titles else ""
        note = next((cell for key in (col.NOTE, col.SOURCE) if not is_blank(cell := row.get(key))), None)
        if note is not None:
            said = note.sentence if isinstance(note, Broken) else str(note)
            yield f"{where}: có ghi chú '{shown(said)}' nhưng chưa có số, không đọc"
        elif isinstance(last, Decimal) and id_ in typed:
            known = (held.draft.amount for held in office.ledger.history(indicator=str(id_)))
            if not any(amount and _is_rounded(amount, last) for amount in known):
                yield f"{where}: '{title}' ghi {write_number(last)}, số mới phải ghi ở cột Thực hiện; không đọc"


def _is_rounded(amount: Amount, written: Decimal) -> bool:
    """Whether a number is the amount, rounded as it is written."""
    return round_half_up(amount.exact, max(-int(written.as_tuple().exponent), 0)) == written


CLOSED = "ngày đã chốt"
Read = tuple[Proposed, Draft | list[Fault]]
Key = tuple[str, str, date | None]
"""Which figure: indicator, place (empty: the commune), day."""


class Judged(NamedTuple):
    """A row of a file: its fate, the row to write, what was there, why it is not simply written (`flaws`: in full)."""

    row: Proposed
    fate: Fate
    wanted: Wanted | None = None
    before: Revision | None = None
    why: str = ""
    flaws: tuple[Fault, ...] = ()


class Judge:
    """Judges the rows of one file in their order; `reason` allows changes."""

    def __init__(self, office: Office, reason: str, reader: DraftReader) -> None:
        self.office, self.reader, self.reason = office, reader, reason

    def judge(self, rows: list[Read]) -> Iterator[Judged]:
        """Each row's fate; what the ledger holds is read once, before the first."""
        self._look_up([draft for _, draft in rows if isinstance(draft, Draft)])
        indicators = {row.indicator.id: row.indicator for row in self.office.plan.rows()}
        above: dict[Key, tuple[Wanted, Proposed]] = {}
        for row, draft in rows:
            if isinstance(draft, list):
                yield Judged(row, Fate.FAULTY, flaws=tuple(draft))
                continue
            wanted, key = Wanted(self.office, indicators[key_parts(draft.indicator)[0]], draft, None), _key(draft)
            if flaw := self._gap(row, wanted):
                yield Judged(row, Fate.FAULTY, flaws=(flaw,))
            elif key in above:
                yield _repeated(row, wanted, *above[key])
            else:
                above[key] = (wanted, row)
                yield self._fate(row, wanted)

    def _look_up(self, drafts: list[Draft]) -> None:
        """What the ledger holds of the figures in the file, and of the plan's year beside them."""
        plan, ledger, closings = self.office.plan, self.office.ledger, self.office.closings()
        days = {draft.on: draft for draft in drafts}
        self._closed = {day: closed_days([draft], closings) for day, draft in days.items()}
        of = by(drafts, lambda draft: (draft.indicator, draft.place))
        self._present: dict[Key, Revision] = {}
        for (indicator, place), alike in of.items():
            on = [draft.on for draft in alike if draft.on]
            for revision in ledger.days(plan.unit.id, place, indicator, min(on), max(on)):
                self._present[_key(revision.draft)] = revision
        self._courses: defaultdict[tuple[str, str, int], Course] = defaultdict(Course)
        self._all: defaultdict[tuple[str, str, int], Course] = defaultdict(Course)
        """The same with every row of the file, whatever its place in it."""
        totals = {draft.indicator for draft in drafts if draft.since}
        held: list[Figure] = []
        if of and (totals or not self.reader.earlier_year):
            ids, places = [indicator for indicator, _ in of], [place for _, place in of]
            held = ledger.figures(plan.unit.id, ids, *figures.year_span(plan.year), ["", *places])
        for figure in held:
            self._courses[self._series(figure)].add(figure)
        every: list[Figure | Draft] = [*held, *drafts]
        for one in every:
            self._all[self._series(one)].add(one)

    def _series(self, one: Draft | Figure) -> tuple[str, str, int]:
        """The figures of the plan year it lies in."""
        assert one.on is not None
        return one.indicator, one.place, month_of(one.on, self.office.plan.calendar).year

    def _gap(self, row: Proposed, wanted: Wanted) -> Fault | None:
        """What is wrong with the amount beside a running total: it must be what the total adds to what was before."""
        beside, draft = row.get(col.VALUE), wanted.draft
        if draft.since is None or draft.amount is None or is_blank(beside):
            return None
        added = self.reader.value(beside, wanted.indicator).exact
        before = self._all[self._series(draft)].reached_before(wanted.day)
        rest = draft.amount.exact - (before or 0)
        if added == rest or (before is None and (added < rest or rest < 0)):
            return None
        differs = "lớn hơn lũy kế" if before is None else "khác lũy kế trừ số đã có trước đó"
        return Fault(row.place(col.VALUE), f"giá trị {write_number(added)} {differs} ({write_number(rest)})")

    def _fate(self, row: Proposed, wanted: Wanted) -> Judged:
        indicator, draft, present = wanted.indicator, wanted.draft, self._present.get(_key(wanted.draft))
        held = present and present.draft
        note = draft.note or (held.note if held else "")  # none says nothing about one there
        fate = decide(held, draft._replace(note=note))
        if fate is Fate.SAME:
            return Judged(row, Fate.SAME, wanted, present)
        if closed := self._closed[draft.on]:
            flaw = Fault(row.place(), f"{closed.sentence} ({closed.hint})")
            return Judged(row, Fate.REFUSED, wanted, present, CLOSED, (flaw,))
        after = draft._replace(supersedes=present and present.seq)
        if fate in (Fate.CHANGED, Fate.LOWERED) and present and held:
            if not self.reason:
                error = wanted.refusal(fate, present)
                why = "lùi mức số liệu" if fate is Fate.LOWERED else "muốn đổi phải có --reason"
                return Judged(row, Fate.REFUSED, wanted, present, why, (Fault(row.place(), error.sentence),))
            fate, after = Fate.CHANGED, after._replace(kind=Kind.CORRECT, reason=self.reason)
            if same_figure(after, held):  # what was said about the old value is not said about a new one
                after = after._replace(note=after.note or held.note, source=after.source or held.source)
        written = wanted._replace(draft=after)
        if draft.amount and not self.reader.earlier_year:
            course = self._courses[self._series(draft)]
            if slip := wanted.slip(None if wanted.expects else course):
                odd = slip_words(slip, indicator).rpartition("; ")[0]
                flaw = Fault(row.place(), slip_sentence(slip, draft.amount, indicator))
                return Judged(row, Fate.UNUSUAL, written, present, odd, (flaw,))
            course.add(draft)
        return Judged(row, fate, written, present)

    def doubts(self) -> Iterator[str]:
        """A sentence for each sum whose amounts, with those of the file, look like running totals."""
        for (id_, place, _), course in self._courses.items():
            found, amounts = self.office.plan.find(id_), [course.amounts[day] for day in sorted(course.amounts)]
            if found is None or found.indicator.combine is not Combine.SUM or not amounts:
                continue
            target = target_for(found.indicator, self.office.plan.place(place), max(course.amounts))
            if grows_like_totals(amounts, target):
                yield f"{found.indicator.name}: {GROWING.format(len(amounts))}, cột giá trị phải tên là 'lũy kế'"


def _key(draft: Draft) -> Key:
    return draft.indicator, draft.place, draft.on


def row_at(row: Proposed) -> str:
    """A row inside a sentence: `dòng 2` of a CSV file, `Sheet1!C7` of a workbook."""
    return row.place() if row.head.sheet else f"dòng {row.place()}"


def _repeated(row: Proposed, wanted: Wanted, first: Wanted, at: Proposed) -> Judged:
    """A second row of one figure: the same again is nothing new, another figure is a fault."""
    draft, earlier, is_sum = wanted.draft, first.draft, wanted.indicator.combine is Combine.SUM
    same, one_level = same_figure(draft, earlier), draft.level == earlier.level
    is_one_note, adds = draft.note in ("", earlier.note), is_sum and draft.since is None
    is_other_source = adds and not is_blank(row.get(col.SOURCE)) and draft.source != earlier.source
    if same and one_level and is_one_note and not is_other_source:
        return Judged(row, Fate.SAME, wanted, None, f"trùng {row_at(at)}")
    alike = "cùng chỉ tiêu, cùng thôn, cùng ngày" if draft.place else "cùng chỉ tiêu, cùng ngày"
    differs = "mức" if not one_level else "số liệu" if not same else "nguồn" if is_one_note else "ghi chú"
    advice = "giữ một dòng, bỏ dòng kia"
    if not one_level:
        advice = "giữ dòng có mức chắc hơn (chính thức, rồi sơ bộ), bỏ dòng kia"
    elif adds and earlier.since is None:
        advice = "là hai lần thì cộng hai số thành một dòng, hoặc ghi hai ngày khác nhau"
    elif is_sum and draft.amount and earlier.amount and not (draft.since and earlier.since):
        part, both = (earlier if draft.since else draft).amount, draft.amount.exact + earlier.amount.exact
        inside = f"nếu {write_number(part.exact)} đã nằm trong lũy kế thì bỏ dòng ấy" if part else ""
        advice = f"{inside}, nếu chưa thì ghi một dòng lũy kế {write_number(both)}"
    sentence = f"{alike} với {row_at(at)} mà {differs} khác: {advice}"
    return Judged(row, Fate.FAULTY, flaws=(Fault(row.place(), sentence),))
