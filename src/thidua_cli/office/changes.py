"""Correcting, withdrawing, taking back, taking over: what was recorded is superseded by new rows, never erased."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..domain.closing import THEN, once_open, without_report
from ..domain.figure import FORMERLY, Draft, Kind, Level, Revision
from ..domain.period import month_of
from ..domain.plan import Combine, Comparator, Indicator, Place, Target
from ..domain.work import as_indicator, item_of, subject
from ..errors import Refused, UsageError, command
from ..vietnamese.numbers import write_date
from ..workspace import Office
from . import figures
from .figures import Fate, Typed, Wanted, Written, same_figure
from .find import check_amount, find_subject, find_work, other_year, read_amount, typed_form


def held_figure(office: Office, asked: Typed, kind: Kind = Kind.CORRECT) -> tuple[Wanted, Revision]:
    """The figure to change, as yet without an amount, and the row that holds it. Raises UsageError without a reason, or
    where there is none."""
    office.refuse_foreign()
    if not asked.reason:
        raise UsageError("thiếu --reason", hint='thay đổi phải có lý do: --reason "đếm lại sau kiểm tra"')
    id_ = asked.indicator.strip()  # one that is no longer in the plan is read as the last plan had it
    indicator = subject(office.plan, id_) or former_subject(office, id_) or find_subject(office.plan, id_)
    at = (asked.place or "").strip()  # an exact id that the ledger has may be gone from the plan too
    is_known = at and at in office.ledger.places_of(office.plan.unit.id, indicator.id)
    placed = None if is_known else figures.placed(office.plan, indicator, asked.place)
    key, day = indicator.id, asked.on or office.workspace.today()  # any day that has a figure, of whatever year
    if asked.period is not None:
        key, day = figures.key_and_day(office.plan, indicator, asked._replace(level=Level.ESTIMATE), day)
    draft = Draft(kind, key, day, reason=asked.reason, place=placed.id if placed else at)
    wanted = Wanted(office, indicator, draft, asked.by)
    row = wanted.present()
    if row is None or row.draft.amount is None:
        figures.check_time(wanted.place, day)
        sentence = f"{wanted.subject}: {figures.held_text(row, indicator)} số liệu"
        raise UsageError(sentence, hint="; ".join(_where_else(wanted)))
    return wanted._replace(draft=draft._replace(supersedes=row.seq)), row


def _where_else(wanted: Wanted) -> Iterator[str]:
    """Whose figures of that day there are instead of the one to change, of which days, or what to type for it."""
    office, plan, indicator, day = wanted.office, wanted.office.plan, wanted.indicator, wanted.day
    there = office.ledger.figures(plan.unit.id, [wanted.draft.indicator], day, day, plan.everywhere)
    if whose := [f"--place {one.place}" if one.place else "cả xã (bỏ --place)" for one in there]:
        yield f"ngày ấy có số liệu của: {', '.join(whose)}"
    if days := [write_date(figure.on) for figure in wanted.figures()]:
        yield f"các ngày đã có số liệu: {', '.join(days)}"
    elif subject(plan, indicator.id) is None:
        yield f"mã này không còn trong kế hoạch; xem: {command('thidua', 'history', indicator.id)}"
    else:
        year = month_of(day, plan.calendar).year
        is_elsewhere = year > plan.year or (year < plan.year and item_of(plan, indicator.id))
        if not whose:
            yield f"năm {year} không có số nào"
        yield other_year(plan, year) if is_elsewhere else f"để ghi: {to_record(office, indicator, wanted.place, day)}"


def to_record(office: Office, indicator: Indicator, place: Place | None = None, of: date | None = None) -> str:
    """What to type for a figure of that day, of the plan year or before, else (and for work) of today; behind what
    opens it."""
    plan, today, item = office.plan, office.workspace.today(), item_of(office.plan, indicator.id)
    day = min(today if of is None or item else of, today, plan.whole_year.last_day)
    on = ["--on", write_date(day)] if day != today else []
    on += ["--earlier-year"] if (is_former := month_of(day, plan.calendar).year < plan.year) else []
    leaf = indicator.parts[0] if indicator.combine is Combine.TOTAL and indicator.parts and not is_former else indicator
    what = ["work", "record", item.id, "SỐ%"] if item else ["record", leaf.id, "GIÁ_TRỊ"]
    typed = command("thidua", *what, *on, *(["--place", place.id] if place else []))
    return THEN.join(once_open(office.closings(), day, typed))


def former_subject(office: Office, typed: str) -> Indicator | None:
    """The indicator of an exact id that only the ledger still knows; None for anything else."""
    key = typed.strip()
    known = not key or subject(office.plan, key) is not None
    row = None if known else next(office.ledger.history(indicator=key, limit=1), None)
    return former_indicator(office, row) if row else None


def former_indicator(office: Office, row: Revision) -> Indicator:
    """The indicator of a row that the plan no longer has, from a plan that had it; a bare one where that is lost."""
    from .view import plan_of_revision

    key = row.draft.indicator
    for revision in (row.plan, *(edition for edition, _, _ in office.ledger.editions())):
        then = plan_of_revision(office, revision)
        if then is not None and (found := subject(then, key)):
            return found
    return Indicator(key, key, "", Target(Comparator.REFERENCE, Decimal(0)), Combine.LATEST)


def correct_figure(wanted: Wanted, held: Revision, asked: Typed, *, sure: bool) -> Written:
    """Put another figure in place of the one held. Raises like `Wanted.record`."""
    plan, indicator, before = wanted.office.plan, wanted.indicator, held.draft
    amount = read_amount(asked.value, indicator, of_total=True)
    check_amount(amount, indicator, wanted.place)
    level = asked.level or before.level
    if wanted.expects and level is not Level.ESTIMATE:
        raise UsageError("số ước cả kỳ chỉ có mức ước tính (--level estimate)", hint="bỏ --level")
    since = figures.running_since(plan, indicator, amount, wanted.day, before.indicator) if asked.cumulative else None
    draft = wanted.draft._replace(amount=amount, level=level, since=since)
    same = same_figure(draft, before)
    said = before if same else draft  # what was said about the old value is not said about a new one
    note = said.note if asked.note is None else asked.note
    source = said.source if asked.source is None else asked.source
    wanted = wanted._replace(draft=draft._replace(note=note, source=source))
    if same and (level, note, source) == (before.level, before.note, before.source):
        return Written(wanted, held)
    return wanted.record(sure=sure or same)


def undo_last(office: Office, by: str | None, *, past_erasures: bool) -> list[tuple[Revision, Draft]]:
    """Take back the last command that is not taken back yet: each of its rows, with the row that does it."""
    if not _undoable(office, past_erasures):
        return []
    with office.writing() as writer:
        rows = _undoable(office, past_erasures)
        undone = [(row, restoring(row, office.ledger.before(row))) for row in rows]
        if undone:
            office.append(writer, [draft for _, draft in undone], by, unit=rows[0].unit)
        return undone


def restoring(undone: Revision, before: Revision | None) -> Draft:
    """The row that takes `undone` back: its key's state becomes what it was before (nothing, if there was nothing).

    Closings have no state to return to: their heading is named, the kept report not repeated.
    """
    is_closing = undone.draft.kind in (Kind.CLOSE, Kind.REOPEN)
    nothing = undone.draft._replace(amount=None, level=None, note="", source="", detail="", since=None)
    state = before.draft if before and not is_closing else nothing
    detail = without_report(undone.draft.detail) if is_closing else state.detail
    return state._replace(kind=Kind.UNDO, reason="", detail=detail, supersedes=undone.seq)


def _undoable(office: Office, past_erasures: bool) -> list[Revision]:
    """The rows of the last command; an erased name is gone, so taking that back is refused."""
    rows = office.ledger.last_undoable(past_erasures=past_erasures)
    if rows and rows[0].draft.kind is Kind.ERASE:
        erasure = f"việc gần nhất là lần xóa tên của {figures.who_wrote(rows[0])}"
        sentence = f"{erasure}: tên đã xóa không khôi phục được; chưa ghi gì"
        raise Refused(sentence, hint="hoàn tác việc trước đó: thidua undo --past-erasures")
    return rows


def take_over(office: Office, reason: str) -> str:
    """Say in the ledger that the commune it belongs to now has the plan's id; gives the id it had.

    Raises Refused in a stranger's folder, UsageError where there is nothing to take over.
    """
    former, own = office.ledger.first_unit(), office.plan.unit.id
    if former is None or not office.foreign():
        raise UsageError(f"sổ {office.ledger_path} đã là của '{own}' (hoặc chưa có dòng nào): không có gì để đổi mã")
    office.refuse_stranger()
    with office.ledger.writing() as writer:
        office.append(writer, [Draft(Kind.CORRECT, f"{FORMERLY}/{former}", reason=reason)], None)
    return former


def record_progress(office: Office, typed: Typed, *, sure: bool) -> Written:
    """Write how far a work item is, in percent; raises like `Wanted.record`.

    Other evidence for what is written already is a change; progress goes back, or is at most 1 %, only where `sure`.
    Done is never before a newer progress that is lower, which would still be the one that counts.
    """
    wanted = figures.admit(office, as_indicator(find_work(office.plan, typed.indicator)), None, typed)
    amount, before, is_done = wanted.draft.amount, wanted.present(), bool(typed.source)
    assert amount is not None
    by_day = sorted(wanted.figures(), key=lambda figure: figure.on)
    beside = [*[one for one in by_day if one.on < wanted.day][-1:], *by_day[-1:]]
    back = [one for one in beside if (one.on - wanted.day).days * (amount.exact - one.amount.exact) > 0]
    if back and (is_done or not sure) and not (before and same_figure(before.draft, wanted.draft)):
        than, day = "cao" if back[0].on > wanted.day else "thấp", write_date(back[0].on)
        sentence = f"{wanted.subject}: {typed_form(amount)}% {than} hơn {typed_form(back[0].amount)}% đã ghi ngày {day}"
        void = command("thidua", "void", wanted.indicator.id, "--on", day, "--reason", "…")
        hint = f"chưa ghi gì; số ngày {day} sai thì rút trước: {void}"
        raise Refused(sentence, hint=hint if is_done else f"{hint}; tiến độ lùi thật thì chạy lại lệnh và thêm --yes")
    if before and same_figure(before.draft, wanted.draft) and before.draft.source != wanted.draft.source:
        office.refuse_closed_days([wanted.draft])
        raise wanted.refusal(Fate.CHANGED, before)
    return wanted.record(sure=sure or amount.exact > 1)
