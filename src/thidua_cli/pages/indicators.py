"""Pages about indicators: the list, the year of one, and who recorded what, when and why, as rows of the ledger."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, NamedTuple

from ..domain.closing import Closing, period_in
from ..domain.figure import Draft, Kind, Level, Revision, former_in, key_parts
from ..domain.nomination import Nomination, number_in
from ..domain.plan import Indicator, Plan
from ..domain.plan import Row as PlanRow
from ..domain.scorecard import Standing
from ..domain.target import shortest
from ..domain.work import subject
from ..errors import command
from ..render.document import Block, Cell, Document, Heading, Listing, Paragraph, Tone
from ..vietnamese import nominating, wording
from ..vietnamese.numbers import write_date, write_moment, write_number
from ..vietnamese.wording import LEVELS_SHORT, SIGNED_VERDICTS, days_text, held_amount, planned_text
from . import page
from .notes import actual_text, dated, note, reported_text, verdict_text
from .page import Field, Page, day_text, field, record_of, right, table_of


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

    def target_cell(one: Indicator) -> Cell:
        target = one.target_on(today).target
        is_number = target.comparator.is_number and not target.is_open
        return Cell(wording.target_words(target, one), target.value if is_number else None)

    def record(row: PlanRow) -> dict[str, Any]:
        held = row.indicator.target_on(today)
        words = "id number name unit target from=supplier aliases"
        printed = planned_text(held.target, row.indicator, held.printed)
        return record_of(row.indicator, words, number=row.number, target=printed)

    fields: Sequence[Field[Indicator]] = (
        field("id", "Mã", lambda one: one.id),
        field("name", "Chỉ tiêu", lambda one: one.name, wraps=True),
        field("unit", "ĐVT", lambda one: one.unit, rank=2, wraps=True, joins="name"),
        right("target", "Kế hoạch", target_cell, rank=1),
        field("supplier", "Nơi cung cấp", lambda one: one.supplier or "", rank=3, wraps=True),
    )
    table = table_of(fields, [row.indicator for row in found], "id", "Chỉ tiêu")
    document = Document(f"Các chỉ tiêu – {plan.title}", (table,))
    return Page(document, lambda: {"schema": "thidua.list/1", "indicators": [record(row) for row in found]})


def indicator_page(
    plan: Plan, standing: Standing, figures: Sequence[Revision], to_record: str, closed: Closing | None = None
) -> Page:
    """What one indicator is, where it stands, the figures of its year or what to type; `closed` when the period is."""
    indicator = standing.indicator
    blocks: list[Block] = [Listing(tuple(_facts(standing, plan))), Heading("Số liệu trong năm", 2)]
    names = {place.id: place.name for place in plan.places} | {"": "Cả xã"} if standing.coverage else {}
    if figures:
        blocks.append(table_of(_figure_columns(indicator, names), figures, "on", "Số liệu"))
    else:
        parts = ", ".join(part.id for part in indicator.parts)
        how = f"Ghi từng phần: {parts}" if parts else f"Để ghi: {to_record}"
        blocks.append(Paragraph(f"Chưa có số liệu. {how}", Tone.QUIET))
    closing = (page.closed_text(closed).strip(),) if closed else ()
    title = f"{indicator.name} ({indicator.id}) – năm {plan.year}"
    told = partial(_record, indicator, figures, by_place=bool(names), verdict=standing.verdict, closed=closed)
    return Page(Document(title, tuple(blocks), closing), told)


def _record(indicator: Indicator, figures: Iterable[Revision], *, by_place: bool, **stands: object) -> dict[str, Any]:
    words = "on=draft.on seq place=draft.place" if by_place else "on=draft.on seq"
    listed = [record_of(row, words) | (amount_record(row.draft) or {}) for row in figures]
    told = {"schema": "thidua.show/1", "verdict": None, "closed": None, "figures": listed} | stands
    return record_of(indicator, f"schema id name verdict {page.CLOSED} figures", **told)


def former_page(indicator: Indicator, figures: Sequence[Revision]) -> Page:
    """What the ledger holds of an id that is no longer in the plan, and how it is withdrawn."""
    withdraw = command("thidua", "void", indicator.id, "--on", "NGÀY", "--reason", "…")
    facts = ("Mã này không còn trong kế hoạch: báo cáo không tính các số dưới đây.", f"Rút một số: {withdraw}")
    names = {row.draft.place: row.draft.place or "Cả xã" for row in figures}
    table = table_of(_figure_columns(indicator, names), figures, "on", "Số liệu")
    title = f"{indicator.name} ({indicator.id}) – không còn trong kế hoạch"
    blocks = (Listing(facts), *((table,) if figures else ()))
    return Page(Document(title, blocks), partial(_record, indicator, figures, by_place=True))


def _facts(standing: Standing, plan: Plan) -> Iterable[str]:
    indicator, given = standing.indicator, standing.target
    yield f"Mục {standing.row.number}, {standing.row.section.title}"
    yield f"Kế hoạch: {planned_text(given.target, indicator, given.printed)}"
    yield f"Cách tính cả năm: {wording.combine_text(indicator)}"
    if indicator.rate:
        yield f"Tỷ lệ: {indicator.rate.numerator} / {indicator.rate.denominator}"
    if indicator.supplier:
        yield f"Nơi cung cấp: {indicator.supplier}"
    if indicator.frequency:
        due = f", hạn {write_date(indicator.due)}" if indicator.due else ""
        yield f"Định kỳ: {wording.FREQUENCIES[indicator.frequency]}{due}"
    actual, held = standing.actual, standing.coverage
    reached = f"{actual_text(standing, actual)} (đến ngày {write_date(actual.on)})" if actual else "chưa có"
    yield f"Thực hiện: {reached} – {dated(verdict_text(standing, SIGNED_VERDICTS), standing)}"
    said = note(standing, plan)
    reported = reported_text(held) if held and reported_text(held) not in said else ""
    if notes := page.joined((reported, said)):
        yield f"Ghi chú: {notes}"


PlanOf = Callable[[str], Plan | None]
"""The plan of a revision, where it can still be read."""


class Change(NamedTuple):
    """A row of the ledger and the row of the same key just before it; what a nomination `was`, and is `now`."""

    row: Revision
    before: Revision | None
    was: Nomination | None = None
    now: Nomination | None = None

    @property
    def on(self) -> date | None:
        """The day of the figure, or of the step that a nomination has taken."""
        return self.now.last.on if self.now else self.row.draft.on


def history_page(
    plan: Plan, changes: Iterable[Change], of: str = "", *, title: str, written_under: PlanOf, left_out: int = 0
) -> Page:
    """All changes, oldest first, those `of` one indicator only; `left_out` older ones are said to exist. Each figure is
    told in the unit of the plan that it was `written_under`."""
    listed = list(changes)
    blocks: list[Block] = []
    if left_out:
        more = command("thidua", "history", *([of] if of else []), "--all")
        blocks.append(Paragraph(f"Còn {left_out} dòng cũ hơn; xem tất cả: {more}", Tone.QUIET))
    nothing = Paragraph("Chưa có dòng nào trong sổ.")
    columns = history_columns(plan, written_under)
    blocks.append(table_of(columns, listed, "seq", "Lịch sử") if listed else nothing)
    document = Document(title, tuple(blocks))
    return Page(document, lambda: {"schema": "thidua.history/1", "rows": list(map(change_record, listed))})


def history_columns(plan: Plan, written_under: PlanOf) -> Sequence[Field[Change]]:
    """The columns of changes one below the other; of a nomination its stages stand where figures do."""
    subject_of, place_of, plan_of = cache(partial(subject, plan)), cache(plan.place), cache(written_under)
    then_of = cache(lambda revision, key: (then := plan_of(revision)) and subject(then, key))

    def named(change: Change) -> str:
        row, one = change.row, change.now or change.was
        if (number := number_in(row.draft.indicator)) is not None:
            return f"Đề nghị số {number}" + (f" ({one.form} – {one.shown})" if one else "")
        if former := former_in(row.draft.indicator):
            return f"Đơn vị {former} đổi mã thành {row.unit}"
        if closed := period_in(row.seq, row.draft.detail):
            return f"Kỳ {days_text(closed).replace('–', ' – ')}"
        found, place = subject_of(row.draft.indicator), row.draft.place
        if found and place:
            return f"{found.name} – {held.name if (held := place_of(place)) else _unplanned(place)}"
        id_, period = key_parts(row.draft.indicator)
        name = found.name if found else _unplanned(id_) if id_ else ""
        return f"{name} – {wording.expected_text(period)}" if period else name

    def side(row: Revision | None, one: Nomination | None) -> str:
        if row is None or row.draft.amount is None:
            return nominating.stage_text(one)
        if found := then_of(row.plan, row.draft.indicator) or subject_of(row.draft.indicator):
            return held_amount(row.draft, found)
        return write_number(row.draft.amount.exact) + (wording.RUNNING if row.draft.since else "")

    return (
        right("seq", "Dòng", lambda one: str(one.row.seq)),
        field("at", "Lúc ghi", lambda one: write_moment(one.row.at), wraps=True),
        field("kind", "Việc", lambda one: wording.KINDS[one.row.draft.kind], rank=1, wraps=True, joins="why"),
        field("name", "Chỉ tiêu", named, wraps=True),
        field("on", "Ngày số liệu", lambda one: day_text(one.on), rank=3, wraps=True, joins="name"),
        right("before", "Trước", lambda one: side(one.before, one.was), wraps=True),
        right("after", "Nay", lambda one: side(one.row, one.now), wraps=True),
        field("level", "Mức", lambda one: _level(one.row.draft), rank=4, joins="after"),
        field("actor", "Người ghi", lambda one: one.row.actor, rank=2, wraps=True, joins="at"),
        field("why", "Lý do, ghi chú", _reasons, wraps=True),
    )


def _level(draft: Draft) -> Cell:
    text = LEVELS_SHORT[draft.level] if draft.level and draft.amount else ""
    return Cell(text, tone=Tone.QUIET if draft.level is Level.OFFICIAL else Tone.PLAIN)


def _reasons(change: Change) -> str:
    draft, step = change.row.draft, change.now and change.now.last
    if draft.kind is Kind.UNDO and draft.supersedes:
        return f"hoàn tác dòng {draft.supersedes}"
    decided = nominating.decision_text(step) if draft.kind is Kind.NOMINATE and step and step.decision else ""
    return page.joined((decided, draft.reason, draft.note, draft.source and f"nguồn: {draft.source}"))


def change_record(change: Change) -> dict[str, Any]:
    """One change for machines."""
    row, draft = change.row, change.row.draft
    indicator, period = key_parts(draft.indicator)
    closed, number = period_in(row.seq, draft.detail), number_in(draft.indicator)
    stages = {"number": number, "before": change.was and change.was.stage, "after": change.now and change.now.stage}
    named, words = change.now or change.was, "number form name before after"
    return record_of(
        row,
        """seq action kind=draft.kind indicator for? place=draft.place on=draft.on before after note=draft.note
        source=draft.source reason=draft.reason closing nomination former_unit? supersedes=draft.supersedes actor at
        version plan hash""",
        indicator=indicator,
        before=amount_record(change.before and change.before.draft),
        after=amount_record(draft),
        closing=closed and record_of(closed, "period=id calendar first=start last=last_day"),
        nomination=None if number is None else record_of(named, words, **stages),
        former_unit=former_in(draft.indicator),
        **{"for": period},
    )


def amount_record(draft: Draft | None) -> dict[str, Any] | None:
    """A recorded amount for machines; None where there is no figure."""
    if draft is None or draft.amount is None:
        return None
    value = draft.amount.exact if draft.amount.value is None else draft.amount.value
    level, is_running = draft.level or Level.OFFICIAL, draft.since is not None
    words = "value numerator denominator level cumulative"
    return record_of(draft.amount, words, value=value, level=level, cumulative=is_running)


def _part(row: Revision, at: int) -> Cell:
    parts = row.draft.amount and row.draft.amount.parts
    return page.number_cell(parts[at]) if parts else Cell()


def ledger_rows(plan: Plan, rows: Iterable[Revision]) -> Document:
    """Rows in the order they were written; values in the indicator's unit, to six places where they do not end."""
    known = {row.indicator.id: row.indicator for row in plan.rows()}

    def about(row: Revision, what: str) -> str:
        return str(getattr(known.get(key_parts(row.draft.indicator)[0]), what, ""))

    def value(row: Revision, *, running: bool) -> Cell:
        amount, indicator = row.draft.amount, known.get(row.draft.indicator)
        if amount is None or (row.draft.since is not None) is not running:
            return Cell()
        if indicator and indicator.is_yes_no:
            return Cell(wording.YES_NO[bool(amount.value)])
        return page.number_cell(shortest(amount.exact) if amount.value is None else amount.value)

    fields: Sequence[Field[Revision]] = (
        right("seq", "Dòng", lambda row: str(row.seq)),
        field("at", "Lúc ghi", lambda row: write_moment(row.at)),
        field("kind", "Việc", lambda row: wording.KINDS[row.draft.kind]),
        field("id", "Mã", lambda row: key_parts(row.draft.indicator)[0]),
        field("name", "Chỉ tiêu", lambda row: about(row, "name")),
        field("unit", "ĐVT", lambda row: about(row, "unit")),
        field("on", "Ngày", lambda row: "" if key_parts(row.draft.indicator)[1] else day_text(row.draft.on)),
        right("value", "Giá trị", lambda row: value(row, running=False)),
        right("numerator", "Tử số", lambda row: _part(row, 0)),
        right("denominator", "Mẫu số", lambda row: _part(row, 1)),
        field("level", "Mức", lambda row: _level(row.draft)),
        field("place", "Thôn", lambda row: row.draft.place),
        field("note", "Ghi chú", lambda row: row.draft.note),
        field("source", "Nguồn", lambda row: row.draft.source),
        field("reason", "Lý do", lambda row: row.draft.reason),
        right("supersedes", "Thay dòng", lambda row: str(row.draft.supersedes or "")),
        field("actor", "Người ghi", lambda row: row.actor),
        right("cumulative", "Lũy kế", lambda row: value(row, running=True)),
        field("for", "Kỳ", lambda row: key_parts(row.draft.indicator)[1]),
    )
    return Document("Sổ số liệu", (table_of(fields, rows, "seq", "Sổ số liệu"),))
