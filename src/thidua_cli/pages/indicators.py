"""Pages about indicators: the list, the year of one, and who recorded what, when and why, as rows of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.closing import period_in
from ..domain.figure import Draft, Kind, Level, Revision, key_parts
from ..domain.nomination import number_in
from ..domain.plan import Indicator, Place, Plan
from ..domain.plan import Row as PlanRow
from ..domain.scorecard import Standing
from ..domain.target import shortest
from ..domain.work import subject
from ..errors import command
from ..render.document import Block, Cell, Document, Heading, Listing, Paragraph, Table, Tone
from ..vietnamese import wording
from ..vietnamese.nominating import Around, decision_text, stage_text
from ..vietnamese.numbers import write_date, write_moment, write_number
from ..vietnamese.wording import LEVELS_SHORT, days_text, held_amount, in_unit, printed_target, verdict_text
from . import page
from .notes import actual_text, coverage_notes, dated, reported_text
from .page import NONE, Closed, Field, Page, day_text, field, record_of, right, table_of


def _list_columns(today: date) -> Sequence[Field[Indicator]]:
    def target_cell(one: Indicator) -> Cell:
        target = one.target_on(today).target
        is_number = target.comparator.is_number and not target.is_open
        return Cell(wording.target_words(target, one), target.value if is_number else None)

    return (
        field("id", "Mã", lambda one: one.id),
        field("name", "Chỉ tiêu", lambda one: one.name, wraps=True),
        field("unit", "ĐVT", lambda one: one.unit, rank=2, wraps=True, joins="name"),
        right("target", "Kế hoạch", target_cell, rank=1),
        field("supplier", "Nơi cung cấp", lambda one: one.supplier or "", rank=3, wraps=True),
    )


def _figure_columns(indicator: Indicator, names: Mapping[str, str]) -> Sequence[Field[Revision]]:
    """The figures of an indicator; `names` are those of the places, none where it is not collected by place."""
    fields: Sequence[Field[Revision]] = (
        field("on", "Ngày", lambda row: day_text(row.draft.on)),
        field("place", "Thôn", lambda row: names.get(row.draft.place, _unplanned(row.draft.place)), wraps=True),
        right("amount", "Số liệu", lambda row: held_amount(row.draft, indicator)),
        field("level", "Mức", lambda row: LEVELS_SHORT[row.draft.level or Level.OFFICIAL], rank=1),
        right("seq", "Dòng sổ", lambda row: str(row.seq), rank=2),
        field("actor", "Người ghi", lambda row: row.actor, rank=3, wraps=True),
        field("at", "Lúc ghi", lambda row: write_moment(row.at), rank=4),
        field("note", "Ghi chú", lambda row: row.draft.note, rank=5, wraps=True),
    )
    return fields if names else page.without(fields, "place")


def _unplanned(id_: str) -> str:
    return f"{id_} (ngoài kế hoạch)"


def list_page(plan: Plan, found: Sequence[PlanRow], today: date) -> Page:
    """Ids, names, units and the targets in force today, in the plan's order."""
    table = table_of(_list_columns(today), [row.indicator for row in found], "id", "Chỉ tiêu")
    return Page(
        Document(f"Các chỉ tiêu – {plan.title}", (table,)),
        lambda: {"schema": "thidua.list/1", "indicators": [_listed_record(row, today) for row in found]},
    )


def _listed_record(row: PlanRow, today: date) -> dict[str, Any]:
    held = row.indicator.target_on(today)
    return {
        **record_of(row, "id=indicator.id number name=indicator.name unit=indicator.unit"),
        "target": printed_target(row.indicator, held.target, held.printed),
        **record_of(row.indicator, "from=supplier aliases"),
    }


def indicator_page(
    plan: Plan, standing: Standing, figures: Sequence[Revision], to_record: str, closed: Closed | None = None
) -> Page:
    """What one indicator is, where it stands, the figures of its year or what to type; `closed` when the period is."""
    indicator = standing.indicator
    blocks: list[Block] = [Listing(tuple(_facts(standing))), Heading("Số liệu trong năm", 2)]
    names = {place.id: place.name for place in plan.places} | {"": "Cả xã"} if standing.coverage else {}
    if figures:
        blocks.append(table_of(_figure_columns(indicator, names), figures, "on", "Số liệu"))
    else:
        parts = ", ".join(part.id for part in indicator.parts)
        how = f"Ghi từng phần: {parts}" if parts else f"Để ghi: {to_record}"
        blocks.append(Paragraph(f"Chưa có số liệu. {how}", Tone.QUIET))
    closing = (page.closed_text(closed).strip(),) if closed else ()
    title = f"{indicator.name} ({indicator.id}) – năm {plan.year}"
    return Page(
        Document(title, tuple(blocks), closing),
        lambda: _record(indicator, figures, standing.verdict, closed, by_place=bool(names)),
    )


def _record(
    indicator: Indicator,
    figures: Iterable[Revision],
    verdict: Verdict | None = None,
    closed: Closed | None = None,
    *,
    by_place: bool = True,
) -> dict[str, Any]:
    return {
        "schema": "thidua.show/1",
        **record_of(indicator, "id name"),
        "verdict": verdict,
        "closed": page.closed_record(closed),
        "figures": [
            record_of(row, "on=draft.on seq place=draft.place" if by_place else "on=draft.on seq")
            | (amount_record(row.draft) or {})
            for row in figures
        ],
    }


def former_page(indicator: Indicator, figures: Sequence[Revision]) -> Page:
    """What the ledger holds of an id that is no longer in the plan, and how it is withdrawn."""
    withdraw = command("thidua", "void", indicator.id, "--on", "NGÀY", "--reason", "…")
    facts = ("Mã này không còn trong kế hoạch: báo cáo không tính các số dưới đây.", f"Rút một số: {withdraw}")
    names = {row.draft.place: row.draft.place or "Cả xã" for row in figures}
    table = table_of(_figure_columns(indicator, names), figures, "on", "Số liệu")
    title = f"{indicator.name} ({indicator.id}) – không còn trong kế hoạch"
    return Page(Document(title, (Listing(facts), *((table,) if figures else ()))), lambda: _record(indicator, figures))


def _facts(standing: Standing) -> Iterable[str]:
    indicator, held = standing.indicator, standing.target
    yield f"Mục {standing.row.number}, {standing.row.section.title}"
    decision = f" theo {held.decision}" if held.decision else ""
    changed = f", điều chỉnh từ {write_date(held.since)}{decision}" if held.since else ""
    yield f"Kế hoạch: {printed_target(indicator, held.target, held.printed)}{changed}"
    yield f"Cách tính cả năm: {wording.combine_text(indicator)}"
    if indicator.rate:
        yield f"Tỷ lệ: {indicator.rate.numerator} / {indicator.rate.denominator}"
    if indicator.supplier:
        yield f"Nơi cung cấp: {indicator.supplier}"
    if indicator.frequency:
        due = f", hạn {write_date(indicator.due)}" if indicator.due else ""
        yield f"Định kỳ: {wording.FREQUENCIES[indicator.frequency]}{due}"
    reached = "chưa có"
    if standing.actual is not None:
        text = in_unit(actual_text(standing, standing.actual), indicator)
        reached = f"{text} (đến ngày {write_date(standing.actual.on)})"
    yield f"Thực hiện: {reached} – {dated(verdict_text(standing.verdict), standing)}"
    if standing.coverage is not None:
        notes, reported = coverage_notes(standing), reported_text(standing.coverage)
        yield "; ".join(notes if any(reported in note for note in notes) else [reported, *notes])


KINDS = {
    Kind.RECORD: "ghi",
    Kind.CORRECT: "sửa",
    Kind.VOID: "rút",
    Kind.UNDO: "hoàn tác",
    Kind.CLOSE: "chốt kỳ",
    Kind.REOPEN: "mở lại kỳ",
    Kind.NOMINATE: "khen thưởng",
    Kind.ERASE: "xóa tên",
}


class Change(NamedTuple):
    """A row of the ledger and the row of the same key just before it; `around` is what it did to a nomination."""

    row: Revision
    before: Revision | None
    around: Around | None = None


class _Line(NamedTuple):
    """A change, and in words what it is about, its day, the figure before and after, and the level."""

    change: Change
    name: str
    on: str
    before: str
    after: str
    level: Cell


COLUMNS: Sequence[Field[_Line]] = (
    right("seq", "Dòng", lambda line: str(line.change.row.seq)),
    field("at", "Lúc ghi", lambda line: write_moment(line.change.row.at), wraps=True),
    field("kind", "Việc", lambda line: KINDS[line.change.row.draft.kind], rank=1, wraps=True, joins="why"),
    field("name", "Chỉ tiêu", lambda line: line.name, wraps=True),
    field("on", "Ngày số liệu", lambda line: line.on, rank=3, wraps=True, joins="name"),
    right("before", "Trước", lambda line: line.before, wraps=True),
    right("after", "Nay", lambda line: line.after, wraps=True),
    field("level", "Mức", lambda line: line.level, rank=4, joins="after"),
    field("actor", "Người ghi", lambda line: line.change.row.actor, rank=2, wraps=True, joins="at"),
    field("why", "Lý do, ghi chú", lambda line: "; ".join(_reasons(line.change)), wraps=True),
)


class _Known(NamedTuple):
    """What a ledger key is about, and the place with an id; each looked for once."""

    subject: Callable[[str], Indicator | None]
    place: Callable[[str], Place | None]


def history_page(plan: Plan, changes: Iterable[Change], of: str = "", *, title: str, left_out: int = 0) -> Page:
    """All changes, oldest first, those `of` one indicator only; `left_out` older ones are said to exist."""
    listed = list(changes)
    blocks: list[Block] = []
    if left_out:
        more = command("thidua", "history", *([of] if of else []), "--all")
        blocks.append(Paragraph(f"Còn {left_out} dòng cũ hơn; xem tất cả: {more}", Tone.QUIET))
    blocks.append(history_table(plan, listed, "Lịch sử") if listed else Paragraph("Chưa có dòng nào trong sổ."))
    return Page(
        Document(title, tuple(blocks)),
        lambda: {"schema": "thidua.history/1", "rows": [change_record(change) for change in listed]},
    )


def history_table(plan: Plan, changes: Iterable[Change], name: str) -> Table:
    """Changes one below the other."""
    known = _Known(cache(partial(subject, plan)), cache(plan.place))
    return table_of(COLUMNS, (_line(known, change) for change in changes), "seq", name)


def _level(draft: Draft) -> Cell:
    text = LEVELS_SHORT[draft.level] if draft.level and draft.amount else ""
    return Cell(text, tone=Tone.QUIET if draft.level is Level.OFFICIAL else Tone.PLAIN)


def _line(known: _Known, change: Change) -> _Line:
    """A change in words; of a nomination its stages stand where figures do."""
    draft, number, around = change.row.draft, number_in(change.row.draft.indicator), change.around
    if number is None or around is None:
        before = _amount(known, change.before and change.before.draft)
        name, now = _name(known, change.row), _amount(known, draft)
        return _Line(change, name, day_text(draft.on), before, now, _level(draft))
    named = f" ({around.one.form} – {around.one.shown})" if around.one else ""
    day = day_text(around.after and around.after.last.on)
    before, after = stage_text(around.before), stage_text(around.after)
    return _Line(change, f"Đề nghị số {number}{named}", day, before, after, Cell())


def _reasons(change: Change) -> Iterable[str]:
    draft = change.row.draft
    if draft.kind is Kind.UNDO and draft.supersedes:
        yield f"hoàn tác dòng {draft.supersedes}"
        return
    after = change.around.after if change.around else None
    if draft.kind is Kind.NOMINATE and after and after.last.decision:
        yield decision_text(after.last)
    yield from filter(None, (draft.reason, draft.note))
    if draft.source:
        yield f"nguồn: {draft.source}"


def _name(known: _Known, row: Revision) -> str:
    draft = row.draft
    if closed := period_in(row.seq, draft.detail):
        return f"Kỳ {days_text(closed).replace('–', ' – ')}"
    found = known.subject(draft.indicator)
    if found and draft.place:
        place = known.place(draft.place)
        return f"{found.name} – {place.name if place else _unplanned(draft.place)}"
    id_, period = key_parts(draft.indicator)
    name = found.name if found else _unplanned(id_) if id_ else ""
    return f"{name} – {wording.expected_text(period)}" if period else name


def _amount(known: _Known, draft: Draft | None) -> str:
    if draft is None or draft.amount is None:
        return NONE
    found = known.subject(draft.indicator)
    if found is not None:
        return held_amount(draft, found)
    return write_number(draft.amount.exact) + (wording.RUNNING if draft.since else "")


def change_record(change: Change) -> dict[str, Any]:
    """One change for machines."""
    row, draft = change.row, change.row.draft
    indicator, period = key_parts(draft.indicator)
    closed = period_in(row.seq, draft.detail)
    return {
        **record_of(row, "seq action kind=draft.kind"),
        "indicator": indicator,
        "for": period or None,
        **record_of(draft, "place on"),
        "before": amount_record(change.before and change.before.draft),
        "after": amount_record(draft),
        **record_of(draft, "note source reason"),
        "closing": closed and record_of(closed, "period=id calendar first=start last=last_day"),
        "nomination": _nomination_record(change),
        **record_of(row, "supersedes=draft.supersedes actor at version plan hash"),
    }


def _nomination_record(change: Change) -> dict[str, Any] | None:
    number, around = number_in(change.row.draft.indicator), change.around
    if number is None or around is None:
        return None
    words = "form=one.form name=one.name before=before.stage after=after.stage"
    return {"number": number} | record_of(around, words)


def amount_record(draft: Draft | None) -> dict[str, Any] | None:
    """A recorded amount for machines; None where there is no figure."""
    if draft is None or draft.amount is None:
        return None
    amount = draft.amount
    return {
        "value": amount.exact if amount.value is None else amount.value,
        **record_of(amount, "numerator denominator"),
        "level": draft.level or Level.OFFICIAL,
        "cumulative": draft.since is not None,
    }


class _LedgerRow(NamedTuple):
    """A row of the ledger with the indicator it is about, where the plan knows it."""

    row: Revision
    indicator: Indicator | None

    @property
    def draft(self) -> Draft:
        return self.row.draft

    def value(self, *, running: bool) -> Decimal | None:
        """The value, a running total's or another one's; to six places where it does not end."""
        amount = self.draft.amount
        if amount is None or (self.draft.since is not None) is not running:
            return None
        return shortest(amount.exact) if amount.value is None else amount.value


LEDGER_COLUMNS: Sequence[Field[_LedgerRow]] = (
    right("seq", "Dòng", lambda one: str(one.row.seq)),
    field("at", "Lúc ghi", lambda one: write_moment(one.row.at)),
    field("kind", "Việc", lambda one: KINDS[one.draft.kind]),
    field("id", "Mã", lambda one: key_parts(one.draft.indicator)[0]),
    field("name", "Chỉ tiêu", lambda one: one.indicator.name if one.indicator else ""),
    field("unit", "ĐVT", lambda one: one.indicator.unit if one.indicator else ""),
    field("on", "Ngày", lambda one: "" if key_parts(one.draft.indicator)[1] else day_text(one.draft.on)),
    right("value", "Giá trị", lambda one: _number(one.value(running=False))),
    right("numerator", "Tử số", lambda one: _number(one.draft.amount and one.draft.amount.numerator)),
    right("denominator", "Mẫu số", lambda one: _number(one.draft.amount and one.draft.amount.denominator)),
    field("level", "Mức", lambda one: _level(one.draft)),
    field("place", "Thôn", lambda one: one.draft.place),
    field("note", "Ghi chú", lambda one: one.draft.note),
    field("source", "Nguồn", lambda one: one.draft.source),
    field("reason", "Lý do", lambda one: one.draft.reason),
    right("supersedes", "Thay dòng", lambda one: str(one.draft.supersedes or "")),
    field("actor", "Người ghi", lambda one: one.row.actor),
    right("cumulative", "Lũy kế", lambda one: _number(one.value(running=True))),
    field("for", "Kỳ", lambda one: key_parts(one.draft.indicator)[1]),
)


def ledger_rows(plan: Plan, rows: Iterable[Revision]) -> Document:
    """Rows in the order they were written; values in the indicator's unit, to six places where they do not end."""
    known = {row.indicator.id: row.indicator for row in plan.rows()}
    listed = (_LedgerRow(row, known.get(key_parts(row.draft.indicator)[0])) for row in rows)
    return Document("Sổ số liệu", (table_of(LEDGER_COLUMNS, listed, "seq", "Sổ số liệu"),))


def _number(number: Decimal | None) -> Cell:
    return Cell() if number is None else page.number_cell(number)
