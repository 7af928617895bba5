"""Reports as they were sent: reading the kept copy, what they would say now, and which rows stand behind a change."""

from contextlib import suppress
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

from ..checks import Evidence
from ..domain.closing import Closing, State, closed_detail, closing_in_force, heading_text, in_force
from ..domain.due import grouped_of
from ..domain.figure import Draft, Kind, Revision
from ..domain.period import Period
from ..domain.places import reach
from ..domain.plan import Calendar
from ..domain.scorecard import Scorecard, Window
from ..errors import Refused, ThiduaError, UsageError
from ..ledger.rows import canonical_json
from ..pages.diff import Compared, Moved, card_in, differences
from ..pages.indicators import Change
from ..pages.page import Page
from ..pages.report import Shows, report_page, report_page_as_sent
from ..render.formats import FORMATS
from ..vietnamese.numbers import write_date
from ..workspace import Office, file_stem, state_file
from .figures import figures_of_year, year_span
from .view import View, figures_outside, other_units, readable_plan, sent_report, when_sent, with_inherited


def close_period(office: Office, period: Period, by: str | None, *, sure: bool) -> tuple[Closing, Scorecard | None]:
    """Freeze a period's days and keep its report: the closing, and the card kept with it.

    One that is closed already stays as it is: no card.
    Raises Refused on its last day unless it is `sure`, UsageError before that.
    """
    office.refuse_foreign()
    if found := closing_in_force(office.closings(), period):
        return found, None
    _refuse_early(period, office.workspace.today(), sure=sure)
    with office.writing() as writer:
        if found := closing_in_force(office.closings(), period):
            return found, None
        card, draft = closing_draft(office, period)
        office.append(writer, [draft], by)
        return office.closings()[-1], card


def older_report(view: View, card: Scorecard) -> tuple[Path, int] | None:
    """The period's report that lies there with other figures than the `card` just kept as sent, and how many rows
    differ; None too where that cannot be read."""
    from ..render.files import REGISTER, Register, digest_of

    folder, stem = view.office.workspace.reports_folder, file_stem(view.plan, card.window.period)
    with suppress(ThiduaError):
        register, kept = Register(state_file(REGISTER)), report_page(card, view.origin(card)).saying(FORMATS["md"])
        for path in sorted(folder(None, Path(view.office.text.path)).glob(f"{stem}.*")):
            with suppress(OSError):  # one that is open elsewhere
                made = register.find(digest_of(path.read_bytes())) if path.stem == stem else None
                if made and made.figures and (moved := kept.moved_from(made)):
                    return path, moved
    return None


def _refuse_early(period: Period, today: date, *, sure: bool) -> None:
    """Refuse a period with days to come, or on its last day: their figures could not be recorded any more."""
    if today == period.last_day and not sure:
        still = f"hôm nay {write_date(today)} còn là ngày cuối của {period.label}"
        hint = f"chốt từ ngày {write_date(period.end)}; chắc chắn đã đủ số: thêm --yes"
        raise Refused(f"{still}: chốt rồi thì số liệu của hôm nay không ghi được nữa", hint=hint)
    if today >= period.last_day:
        return
    other = period._replace(calendar=Calendar.ND09 if period.calendar is Calendar.CIVIL else Calendar.CIVIL)
    hint = f"chốt được từ ngày {write_date(period.end)}"
    if today >= other.end:
        days = f"{write_date(other.start)}–{write_date(other.last_day)}"
        hint += f"; kỳ {days} thì đã hết: thêm --calendar {other.calendar.value}"
    left = f"ngày cuối {write_date(period.last_day)}, hôm nay {write_date(today)}"
    raise UsageError(f"{period.label} chưa hết ({left}): chưa chốt được", hint=hint)


def closing_draft(office: Office, period: Period) -> tuple[Scorecard, Draft]:
    """The close row with the report as it stands inside the transaction: nothing can come between the two."""
    view = View.now(office, Window(period, period.last_day))
    card = view.card()
    return card, Draft(Kind.CLOSE, detail=closed_detail(period, canonical_json(view.report(card))))


def reopen_period(office: Office, period: Period, reason: str, by: str | None) -> Closing | None:
    """Open a closed period again: the closing that is ended, None where it is open already.

    Raises UsageError for a period that was never closed: most likely another was meant.
    """
    closings = office.closings()
    if closing_in_force(closings, period) is None:
        if any(closing.period == period for closing in closings):
            return None
        raise UsageError(f"{period.label} chưa chốt lần nào", hint=closed_periods(closings))
    with office.writing() as writer:
        found = closing_in_force(office.closings(), period)
        if found is not None:
            draft = Draft(Kind.REOPEN, reason=reason, detail=heading_text(found.period), supersedes=found.seq)
            office.append(writer, [draft], by)
    return found


def closed_periods(closings: list[Closing]) -> str:
    """The periods one may have meant, as a command line names them."""
    names = dict.fromkeys(closing.named for closing in closings)
    return "các kỳ đã chốt: " + ", ".join(names) if names else "chưa kỳ nào được chốt; chốt: thidua close KỲ"


def sent_copy(office: Office, period: Period, sent: int | None = None) -> tuple[Closing, list[Closing]]:
    """The copy asked for, else the last one that was not taken back as a mistake; and every closing of the period,
    oldest first: each keeps the report as it was sent then."""
    copies = [closing for closing in office.closings() if closing.period == period]
    for copy in reversed(copies):
        if copy.seq == sent or (sent is None and copy.state is not State.TAKEN_BACK):
            return copy, copies
    if not copies:
        sentence = f"{period.label} chưa chốt lần nào, nên sổ không giữ bản đã gửi nào"
        raise UsageError(sentence, hint=closed_periods(office.closings()))
    listed = ", ".join(f"--sent {copy.seq}" for copy in copies)
    if sent is None:
        raise UsageError(f"lần chốt {period.label} đã được hoàn tác", hint=f"bản đã giữ vẫn xem được: {listed}")
    raise UsageError(f"dòng {sent} không phải lần chốt {period.label}", hint=f"các bản đã gửi: {listed}")


def sent_page(view: View, shows: Shows, *, as_paper: bool) -> Page:
    """The period's report as it was sent: made again from the plan and rows of that time where these still give the
    very same report, else from the copy that was kept."""
    from ..pages.summary import sent_paper

    office, period = view.office, view.window.period
    closing, _ = sent_copy(office, period)
    record, then = sent_report(office, closing), when_sent(office, closing)
    card = then.card() if then else None
    if then is None or card is None or then.differences(record, card):
        card = card_in(record, then.plan if then else view.plan, period)
    page = report_page_as_sent(card, record, closing, shows)
    return page._replace(document=sent_paper(card, page.document)) if as_paper else page


def compared(view: View, sent: int | None) -> Compared:
    """The period's report as it was sent, the same now, and what differs, each with the rows that moved it, all of them
    written since the report was sent; none where its plan is lost. Raises as `sent_copy`."""
    office, period = view.office, view.window.period
    closing, copies = sent_copy(office, period, sent)
    record, card = sent_report(office, closing), view.card()
    now, then = view.report(card), when_sent(office, closing)
    moved, rows = differences(record, now, office.plan, (then and then.card(), card)), dict[int, Revision]()
    if then is not None:
        earlier = then.window.a_year_earlier()
        windows = then.window, earlier, Window.until(earlier.period.whole_year(), date.max)
        sides = [(then._replace(window=each), view._replace(window=each)) for each in windows]
        for at, one in enumerate(moved):
            found = view.plan.find(one.id)
            stretches = sides if found and found.indicator.looks_back else sides[:2]
            behind = [_moving(before, after, one.id) for before, after in stretches]
            moved[at] = Moved(*one[:4], *(tuple(row.seq for row in some) for some in behind))
            rows.update({row.seq: row for some in behind for row in some})
    changes = [Change(rows[seq], office.ledger.before(rows[seq])) for seq in sorted(rows)]
    as_sent = card_in(record, then.plan if then else office.plan, period)
    under = partial(readable_plan, office)
    return Compared(closing, copies, record, now, (as_sent, card), view.origin(card), moved, changes, under)


def _moving(sent: View, now: View, id: str) -> list[Revision]:
    moved = {figure[:3] for figure in _used(sent, id) ^ _used(now, id)}
    history = partial(now.office.ledger.history, after=sent.tip.seq, until=now.tip.seq)
    written = (history(indicator=id_) for id_ in {figure[0] for figure in moved})
    rows = (row for row in chain.from_iterable(written) if row.unit == now.plan.unit.id)
    ours = [row for row in rows if (row.draft.indicator, row.draft.place, row.draft.on) in moved]
    return sorted(ours, key=lambda row: row.seq)


def _used(view: View, id: str) -> set[tuple[str, str, date, int]]:
    """The figures an indicator's actual is made of in a window (of a total its parts'): indicator, place, day, row."""
    found, plan, last = view.plan.find(id), view.plan, view.window.cutoff
    measured = found.indicator.measured() if found else []
    starts = [view.window.days_of(each).first for each in measured]
    figures = view.figures((each.id for each in measured), min(starts, default=last), last, plan.places)
    held = [grouped_of(plan, figures, first, last, is_over=view.window.is_over) for first in starts]
    reached = map(reach, measured, held)
    return {(one.indicator, one.place, one.on, one.seq) for actual in reached if actual for one in actual.figures}


def evidence_of(office: Office) -> Evidence:
    """What the rules of `check` look at, from the open plan and ledger."""
    plan, closings = office.plan, in_force(office.closings())
    for at, one in enumerate(closings):
        if one.period.year == plan.year:
            closings[at] = View.now(office, Window(one.period, one.period.last_day)).closed() or one
    return Evidence(
        plan=plan,
        today=office.workspace.today(),
        figures=figures_of_year(office),
        inherited=with_inherited(office, [], office.workspace.today()),
        outside=figures_outside(office.ledger, plan, *year_span(plan.year)),
        jumps=office.ledger.clock_turns(),
        closings=closings,
        other_units=other_units(office),
    )
