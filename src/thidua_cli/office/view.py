"""Reading a scorecard from an open plan and ledger: figures of the year, of last year and of merged communes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..domain.closing import Closing, closing_in_force, in_force, kept_report, unreadable
from ..domain.due import goes_up_to, newest_decides
from ..domain.figure import OTHER_UNIT, Figure, Level, Revision, expected_key, key_parts
from ..domain.period import BEGUN, ONE_DAY, Period, begun, period_before, read_period
from ..domain.places import Grouped, Past, by, inherited, is_recastable
from ..domain.plan import Calendar, Combine, Indicator, PaceShape, Place, Plan, Predecessor, RollUp, with_each
from ..domain.scorecard import Scorecard, Window, changes, missing, score, score_place, trend
from ..errors import InvalidInput, ThiduaError, UsageError, command
from ..ledger import ALL, Ledger, Tip
from ..pages.page import Origin
from ..plan_file import PlanText, read_plan
from ..vietnamese.numbers import day_in_vietnam, unit_form, write_date
from ..vietnamese.text import sanitise
from ..vietnamese.wording import YEAR_BEFORE, YEAR_ITSELF, days_text, other_unit_words
from ..workspace import Office, Workspace, who_closed
from .find import NO_PLACES, PLACES_GUIDE, other_year

if TYPE_CHECKING:
    from ..domain.scoring import Arrivals, Sheet
    from ..domain.work import WorkStanding
    from ..ledger.session import Writer
    from ..pages.diff import Moved
    from ..pages.summary import Digest
Held = tuple[list[Figure], list[Figure]]
"""The figures of the plan year, and those of last year."""


class View(NamedTuple):
    """What a command looks at: the open office, the days it judges, and what the ledger held at a moment: up to which
    row, and which plan was in use then, of which revision."""

    office: Office
    window: Window
    tip: Tip
    plan: Plan
    revision: str
    as_known: str | None = None

    @staticmethod
    @contextmanager
    def of(
        workspace: Workspace, period: str | None, calendar: Calendar | None = None, as_known: str | None = None
    ) -> Iterator[View]:
        """Open the plan a period is about and its ledger, as known at a moment, over that period up to today."""
        with workspace.open(workspace.year_in(period, calendar)) as office:
            view, today = View.now(office, as_known=as_known), workspace.today()
            view = view._replace(window=Window.until(chosen_period(period, calendar, view.plan, today), today))
            is_over = view.window.is_over or view.closing() is not None  # it may be closed on its last day
            yield view._replace(window=view.window._replace(is_over=is_over))

    @staticmethod
    def now(office: Office, window: Window | None = None, as_known: str | None = None) -> View:
        """The whole ledger, or what it held at `as_known` with the plan revision in use then when it is kept, over a
        window, else over the plan's year."""
        seq = ALL if as_known is None else office.ledger.seq_at(as_known)
        over = window or Window.until(office.plan.whole_year, office.workspace.today())
        view = View(office, over, office.ledger.tip(seq), office.plan, office.text.revision, as_known)
        for revision, _, _ in office.ledger.editions(seq) if as_known is not None else ():
            plan = plan_of_revision(office, revision)
            if plan is not None and plan.year == office.plan.year:
                return view._replace(plan=plan, revision=revision).with_former_places()
        return view.with_former_places()

    def with_former_places(self) -> View:
        """The same with the places that have figures of earlier years and that the plans of those years had, up to the
        end of them: without those that this year's plan has dropped, last year's figures would be a part of them."""
        plan, year, first = self.plan, self.plan.whole_year, self.first_day()
        if not plan.places or self.office.ledger.places(plan.unit.id).issubset(plan.everywhere):
            return self
        before, last = min(first, year.a_year_earlier().start), year.start - ONE_DAY
        outside = figures_outside(self.office.ledger, plan, before, last, self.tip.seq)
        gone = [one for one in outside if one.place and plan.place(one.place) is None]
        plans = (readable_plan(self.office, revision) for _, revision in self.office.ledger.plans_of(gone))
        former: dict[str, Place] = {}
        for then in sorted(filter(None, plans), key=lambda one: one.year):
            end = min(then.whole_year.last_day, last)
            former |= {one.id: one._replace(until=min(one.until or end, end), targets=()) for one in then.places}
        dropped = (former[id] for id in sorted({one.place for one in gone} & former.keys()))
        return self._replace(plan=plan._replace(places=(*plan.places, *dropped)))

    def of_year(self) -> View:
        """The same with the targets of the year alone: what points and ranks look at."""
        return self._replace(plan=with_each(self.plan, Indicator.of_year))

    def figures(self, ids: Iterable[str], first: date, last: date, places: Iterable[Place] = ()) -> list[Figure]:
        """The figures of these ids then in force, of the commune's own and of these places."""
        where, ledger = ["", *(place.id for place in places)], self.office.ledger
        return ledger.figures(self.plan.unit.id, list(ids), first, last, where, self.tip.seq)

    def card(self, held: Held | None = None) -> Scorecard:
        """Every indicator judged; `held` as in `place_cards`, where it is read.

        What each is expected to have reached on the period's last day counts until that day is there, and only in the
        plan's own calendar, in which the figure was typed.
        """
        read = self.held if _rests_on_all(self.plan) else self._deciding
        period, plan, day = self.window.period, self.plan, self.window.period.last_day
        foreseen: dict[str, Figure] = {}
        if self.window.cutoff < day and period.calendar is plan.calendar:
            found = self.figures((expected_key(row.indicator.id, period.id) for row in plan.rows()), day, day)
            foreseen = {key_parts(one.indicator)[0]: one for one in found}
        return score(self.recast()[0], self.window, *(held or read()), foreseen)

    def origin(self, card: Scorecard | None = None) -> Origin:
        """Where the figures come from; of a closed period, who closed it and how many rows of its card have changed."""
        return self.source()._replace(closed=self.closed(card))

    def source(self) -> Origin:
        """Where the figures come from, for the anchor."""
        return Origin(self.revision, self.tip.seq, self.tip.chain, self.as_known)

    def report(self, card: Scorecard) -> dict[str, Any]:
        """The whole `thidua.report/1` record of a card."""
        from ..pages.report import report_page

        return report_page(card, self.source()).record()

    def differences(self, sent: Mapping[str, Any], card: Scorecard | None = None) -> list[Moved]:
        """In which rows a report that was sent differs from what it would be now."""
        from ..pages.diff import differences

        return differences(sent, self.report(card or self.card()))

    def closed(self, card: Scorecard | None = None) -> Closing | None:
        """That the very period is closed, as the ledger stood, and how many rows differ from what was sent."""
        if (found := self.closing()) is None:
            return None
        changed = self.differences(sent_report(self.office, found), card)
        return found._replace(changed=len(changed))

    def closing(self) -> Closing | None:
        """The closing of the very period, as the ledger stood."""
        return closing_in_force(self.office.closings(self.tip.seq), self.window.period)

    def _deciding(self) -> Held:
        """Of a level the newest figure alone (of the commune and of each place in its time), but all where there is a
        later one, and of this year where it does not tell what is old; of others all: enough to judge, not to draw."""
        plan, earlier = self.plan, self.window.a_year_earlier()
        indicators, there = [row.indicator for row in plan.rows()], {one.id: one for one in plan.places}
        levels = {one.id: one for one in indicators if one.combine is Combine.LATEST}

        def read(window: Window, first: date, *, is_past: bool) -> list[Figure]:
            days, until = (window.year_start, window.cutoff), self.tip.seq
            found = self.office.ledger.newest_figures(plan.unit.id, levels, *days, plan.everywhere, until)
            unsure = {one.indicator for one in found if one.place and not there[one.place].exists_on(one.on)}
            unofficial = {one.indicator for one in found if one.level is not Level.OFFICIAL}
            if not is_past:
                unsure |= {id for id in levels if not newest_decides(levels[id], plan, official=id not in unofficial)}
            alone = [figure for figure in found if figure.indicator not in unsure]
            others = (one.id for one in indicators if one.id in unsure or one.id not in levels)
            return alone + self.figures(others, first, window.cutoff, plan.places)

        now = read(self.window, self.first_day(), is_past=False)
        return self.with_predecessors(now, read(earlier, earlier.year_start, is_past=True))

    def first_day(self) -> date:
        """The first day whose figures count: the year's, or that of the longest span of years."""
        return min([self.window.year_start, *(self.window.days_of(row.indicator).first for row in self.plan.rows())])

    def place_cards(self, held: Held) -> list[tuple[Place, Scorecard]]:
        """Each place judged by what is collected by place, in the plan's order: those there at the cut-off, and those
        that are gone (or to come) where they have figures. `held` is that of the window or of a longer one of that
        year. Raises UsageError where the plan has no places."""
        if not self.plan.places:
            raise UsageError(NO_PLACES, hint=PLACES_GUIDE)
        window = self.window
        own, earlier = (by(figures, lambda one: one.place) for figures in held)
        return [
            (place, score_place(self.plan, place, window, own.get(place.id, ()), earlier.get(place.id, ())))
            for place in self.plan.places
            if place.exists_on(window.cutoff)
            or any(window.year_start <= one.on <= window.cutoff for one in own.get(place.id, ()))
        ]

    def place_card(self, place: Place, id: str = "") -> Scorecard:
        """One place judged by what is collected by place; raises UsageError for one that is not there at the cut-off,
        and of the indicator `id` only where it brought nothing to the year's figure."""
        card, last = score_place(self.plan, place, self.window, *self.held(place)), self.window.cutoff
        if not (card.find(id) if id else place.exists_on(last)):
            sentence = f"{place.name} không còn, hoặc chưa có, vào ngày {write_date(last)}"
            raise UsageError(sentence, hint="chọn kỳ lúc còn thôn ấy: --period KỲ, hoặc bỏ --place")
        return card

    def held(self, of: Place | None = None) -> Held:
        """The figures of the plan year up to the cut-off, and those of the same stretch of last year.

        Where the plan takes a pace or a target from last year, its whole year; rows over several years bring their
        span. With a place of the places only its own.
        """
        indicators, places = [row.indicator for row in self.plan.rows()], [of] if of else self.plan.places
        ids, earlier = [one.id for one in indicators], self.window.a_year_earlier()
        whole = any(one.looks_back or (one.pace and one.pace.shape is PaceShape.LAST_YEAR) for one in indicators)
        last = earlier.period.whole_year().last_day if whole else earlier.cutoff
        figures = self.figures(ids, self.first_day(), self.window.cutoff, places)
        return self.with_predecessors(figures, self.figures(ids, earlier.year_start, last, places))

    def with_predecessors(self, figures: list[Figure], history: list[Figure]) -> Held:
        """The figures of the year and of last year, with those of the communes merged into this one.

        Raises UsageError for a ledger of theirs that is missing (its path counts from the folder of the plan),
        InvalidInput for another commune's, IntegrityError for a broken one.
        """
        (plan, pasts), window = self.recast(), self.window
        unlike = {one.id for one in self.in_another_unit(self.office.ledger.plans_of(history))}
        history = [one._replace(seq=OTHER_UNIT) if one.indicator in unlike else one for one in history]
        if not pasts:
            return figures, history
        if own := self.own_past(pasts):  # what this ledger holds of that time is the old commune's, and counts once
            pasts = [replace(past, figures=[*figures, *history]) if past is own else past for past in pasts]
            figures, history = ([one for one in held if one.on > own.predecessor.until] for held in (figures, history))
        earlier = window.a_year_earlier()
        last, cutoff = earlier.period.whole_year(), earlier.cutoff

        def is_whole(one: Indicator, held: Grouped) -> bool:
            return one.combine is not Combine.SUM or goes_up_to(one, plan, held)

        same = list(inherited(plan, last.start, cutoff, pasts, is_whole))
        known, whole = {one.indicator for one in same}, inherited(plan, last.start, last.last_day, pasts, is_whole)
        # What cannot be compared up to the cut-off but is whole at the year's end counts from the day after.
        later = (one if one.indicator in known else one._replace(on=max(one.on, cutoff + ONE_DAY)) for one in whole)
        later = (one for one in later if one.on > cutoff)
        return [*inherited(plan, window.year_start, window.cutoff, pasts), *figures], [*same, *later, *history]

    def recast(self) -> tuple[Plan, list[Past]]:
        """What the communes merged into this one bring, and the plan, in which what one of them counts in another unit
        is not recast; raises as `with_predecessors`."""
        pasts = []
        for one in self.plan.predecessors:
            ledger = Path(self.office.text.path).absolute().parent / one.ledger
            stat = ledger.stat() if ledger.exists() else None
            try:
                pasts.append(_read(one, str(ledger), stat and (stat.st_size, stat.st_mtime_ns)))
            except ThiduaError as error:  # the path stands in the plan, not in the command
                at = f"{sanitise(self.office.text.path)}: predecessors, ledger: {one.ledger}"
                error.sentence = f"{at}: {error.sentence}"
                error.hint = f"đặt tệp xuất .jsonl của {one.name} vào đó (thidua send --out), hoặc sửa khóa ledger"
                raise
        others = {one.id for one, _, _ in _not_recast(self.plan, pasts)}

        def as_counted(one: Indicator) -> Indicator:
            return one._replace(roll_up=RollUp.NONE) if one.id in others else one

        return with_each(self.plan, as_counted) if others else self.plan, pasts

    def own_past(self, pasts: Iterable[Past]) -> Past | None:
        """The one of the communes merged into this one that goes on with its ledger."""
        return next((past for past in pasts if self.office.ledger.tip(past.tip[0]) == past.tip), None)

    def in_another_unit(self, written: Collection[tuple[str, str]]) -> dict[Indicator, str]:
        """Rows that some figures have in another unit, as the plans say under which they were `written`: nothing can be
        compared with them."""
        found = {}
        for revision in sorted({revision for _, revision in written} - {self.revision}):
            plan = readable_plan(self.office, revision)
            for id in sorted(id for id, of in written if of == revision):
                now, then = self.plan.find(id), plan and plan.find(id)
                if now and then and unit_form(then.indicator.unit) != unit_form(now.indicator.unit):
                    found[now.indicator] = then.indicator.unit
        return found

    def foreseen_row(self, indicator: Indicator) -> Revision | None:
        """The row that foresees an indicator's actual on the period's last day, also once that day is over."""
        period, plan, ledger = self.window.period, self.plan, self.office.ledger
        key = expected_key(indicator.id, period.id)
        row = ledger.present(plan.unit.id, "", key, period.last_day, self.tip.seq)
        return row if period.calendar is plan.calendar and row and row.draft.amount is not None else None

    def if_sent(self) -> str:
        """For a closed period: what to do when its report would no longer say what was sent; else nothing."""
        if (found := self.closing()) is None:
            return ""
        changed, kept = f"xem đã đổi gì: thidua diff {found.named}", "bản đã gửi được giữ cạnh bản mới"
        return f"{changed}; mở lại kỳ: {found.reopening}; hoặc thêm --force, {kept}"

    def rows_of(self, indicator: Indicator, where: Place | None = None, *, everywhere: bool = False) -> list[Revision]:
        """The newest row of each day so far, of places (`everywhere`: also gone ones) or one; for a total its parts."""
        unit, window, ledger = self.plan.unit.id, self.window, self.office.ledger
        found: list[Revision] = []
        for one in indicator.measured():
            listed = ["", *(place.id for place in self.plan.places if one.by_place)] if where is None else [where.id]
            gone = ledger.places_of(unit, one.id) if everywhere else []
            for place in dict.fromkeys((*listed, *gone)):
                found += ledger.days(unit, place, one.id, window.days_of(one).first, window.cutoff, self.tip.seq)
        return [row for row in found if row.draft.amount is not None]

    def outside(self) -> list[str]:
        """Ids of indicators and places that have figures this year but are not in the plan."""
        plan, window = self.plan, self.window
        found = figures_outside(self.office.ledger, plan, window.year_start, window.cutoff, self.tip.seq)
        ids = {row.indicator.id for row in plan.rows()}
        strange = sorted({figure.indicator for figure in found if figure.indicator not in ids})
        return [*strange, *(f"thôn {id}" for id in sorted({one.place for one in found if one.indicator in ids}))]

    def arrivals(self) -> Arrivals:
        """When the first figure in force of each indicator and place was written, as a Vietnamese day."""
        plan, days = self.plan, (self.window.year_start, self.window.cutoff)
        ids = [row.indicator.id for row in plan.rows() if row.indicator.combine is not Combine.TOTAL]
        stamps = self.office.ledger.first_written(plan.unit.id, ids, *days, plan.everywhere, self.tip.seq)
        return {key: day_in_vietnam(at) for key, at in stamps.items()}

    def sheet(self, card: Scorecard, place: Place | None = None) -> Sheet:
        """The commune's points, or those of a place from its own card; raises as `scale_of`."""
        from ..domain.scoring import scale_of, score_sheet

        return score_sheet(card, scale_of(self.plan), self.arrivals(), place.id if place else "")

    def place_sheets(self, held: Held) -> list[tuple[Place, Sheet]]:
        """The points of every place that is there, in the plan's order; `held` as in `place_cards`."""
        from ..domain.scoring import scale_of, score_sheet

        scale, arrivals = scale_of(self.plan), self.arrivals()
        cards = [one for one in self.place_cards(held) if one[0].exists_on(self.window.cutoff)]
        return [(place, score_sheet(card, scale, arrivals, place.id)) for place, card in cards]

    def work(self) -> list[WorkStanding]:
        """How every work item of the plan stands at the window's cut-off, by its newest progress up to then."""
        from ..domain.work import as_indicator, work_standings

        newest = {item.id: rows[-1] for item in self.plan.work if (rows := self.rows_of(as_indicator(item)))}
        return work_standings(self.plan, newest, self.window.cutoff)

    def digest(self, *, drawn: bool) -> Digest:
        """The period and the one before it, judged from the same rows of the ledger; `drawn`: with the course."""
        from ..pages.summary import Digest

        plan, window = self.plan, self.window
        held = self.held() if drawn or _rests_on_all(plan) else None
        card = self.card(held)
        earlier = period_before(window.period)
        # Two periods share the year's targets, not those of each alone; the verdict is the report's.
        of_year = self.of_year()
        before = of_year._replace(window=Window.until(earlier, window.cutoff)).card(held) if earlier else None
        now = card if of_year.plan == plan else of_year.card(held)
        pairs = zip(now.standings, card.standings, strict=True)
        as_judged = [one._replace(verdict=own.verdict, of_period=own.of_period) for one, own in pairs]
        now = now._replace(standings=tuple(as_judged))
        moved, rows = changes(before, now) if before else (), plan.rows(window.cutoff)
        trends = {row.indicator.id: trend(row.indicator, plan, window, held[0]) for row in rows} if held else {}
        return Digest(card, before, moved, missing(card), trends, self.outside(), self.work())


BEFORE_YEAR = "năm kế hoạch chưa bắt đầu, nay chỉ xem và soát được kế hoạch: thidua plan check, thidua due --all"


def chosen_period(text: str | None, calendar: Calendar | None, plan: Plan, today: date) -> Period:
    """The period asked for, or the plan's whole year; one that has not begun is refused."""
    year = plan.whole_year._replace(calendar=calendar or plan.calendar)
    period = year if text is None else read_period(text, plan_year=plan.year, calendar=year.calendar, today=today)
    if period.year != plan.year:
        raise UsageError(f"kỳ {period.label} không thuộc kế hoạch năm {plan.year}", hint=other_year(plan, period.year))
    return begun(period, today, BEFORE_YEAR if year.start > today else BEGUN)


def plan_of_revision(office: Office, revision: str) -> Plan | None:
    """A plan the ledger has seen, from its stored content or its stored source."""
    if revision == office.text.revision:
        return office.plan
    source = office.ledger.plan_source(revision)
    text = PlanText(f"sổ:{revision[:12]}", source or b"")
    return office.workspace.plan_of(text, office.ledger)[0] if source is not None else None


def readable_plan(office: Office, revision: str) -> Plan | None:
    """The same; None too where neither its stored form nor its source can be read by this version."""
    with suppress(ThiduaError):
        return plan_of_revision(office, revision)
    return None


def plan_doubt(office: Office) -> str:
    """A sentence where the plan in use reads otherwise than the one the ledger was last written under.

    Plans of the same commune and year are compared, as read: a comment changes nothing.
    """
    for revision, seq, at in office.ledger.editions():
        plan = readable_plan(office, revision)
        if plan == office.plan:
            return ""
        if plan is not None and (plan.year, plan.unit.id) == (office.plan.year, office.plan.unit.id):
            edition = f"từ dòng {seq}, {write_date(day_in_vietnam(at))}, mã {revision[:8]}"
            differs = f"xem khác gì: {command('thidua', 'plan', 'diff', revision[:8], office.text.path)}"
            back = f"lấy lại bản ấy: thidua plan restore {revision[:8]}"
            return f"Lưu ý: kế hoạch đang dùng khác bản mà sổ được ghi ({edition}): {differs}; {back}"
    return ""


def _rests_on_all(plan: Plan) -> bool:
    return any(row.indicator.pace or row.indicator.looks_back for row in plan.rows())


def other_units(office: Office) -> list[tuple[Indicator, str, str]]:
    """Rows that the figures in force of this year or the last, or a commune merged into this one, have in another unit:
    the row, whose figures (the year's or the commune's name), and that unit."""
    plan, view, year = office.plan, View.now(office), office.plan.whole_year
    ids, found = [row.indicator.id for row in plan.rows()], []
    for whose, days in ((YEAR_BEFORE, year.a_year_earlier()), (YEAR_ITSELF, year)):
        written = office.ledger.plans_under(plan.unit.id, ids, plan.everywhere, days.start, days.last_day)
        found += [(one, whose, unit) for one, unit in view.in_another_unit(written).items()]
    return found + _not_recast(plan, view.recast()[1])


def _not_recast(plan: Plan, pasts: Iterable[Past]) -> list[tuple[Indicator, str, str]]:
    """What cannot be recast, as a commune merged into this one counts it in another unit: the row, who, that unit."""
    addable = [row.indicator for row in plan.rows() if is_recastable(row.indicator)]
    held = ((one, past.predecessor.name, past.find(one)) for past in pasts for one in addable)
    return [(one, who, old.unit) for one, who, old in held if old and unit_form(old.unit) != unit_form(one.unit)]


def figures_warnings(office: Office) -> Iterator[str]:
    """A sentence for each indicator that was counted in another unit, and where a ledger from before the merger holds
    figures of one old commune only, which the plan does not name: what is said of them is wrong."""
    for other in other_units(office):
        yield f"{other[0].name}: {'; '.join(other_unit_words(*other))}"
    view, first = View.now(office), office.ledger.revision(1)
    pasts = view.recast()[1]
    until, begun = max((past.predecessor.until for past in pasts), default=None), first and day_in_vietnam(first.at)
    if until is not None and begun is not None and begun <= until and not view.own_past(pasts):
        file, unit = f"{office.plan.unit.id}.jsonl", office.plan.unit.id
        yield (
            f"sổ này có từ {write_date(begun)}, trước ngày sắp xếp: số đến {write_date(until)} trong sổ là của riêng"
            " một xã cũ, đem so với cả xã mới là sai; thêm chính xã ấy vào predecessors"
            f" (unit: {unit}, ledger: {file}); tệp ấy: {command('thidua', 'send', '--out', file)}"
        )


def with_inherited(office: Office, figures: list[Figure], until: date) -> list[Figure]:
    """Figures of the plan's year with those of the communes merged into this one, which nobody owes again."""
    return View.now(office, Window.until(office.plan.whole_year, until)).with_predecessors(figures, [])[0]


def sent_report(office: Office, closing: Closing) -> Mapping[str, Any]:
    """The report a close row keeps; raises IntegrityError when it cannot be read."""
    from ..pages.diff import is_readable

    row = office.ledger.revision(closing.seq)
    record = kept_report(closing.seq, row.draft.detail if row else "")
    if not is_readable(record):
        raise unreadable(closing.seq)
    return record


def when_sent(office: Office, closing: Closing) -> View | None:
    """The plan and the rows a closed report was made from, over its period; None if the ledger has lost the plan."""
    plan, window = plan_of_revision(office, closing.row.plan), Window(closing.period, closing.period.last_day)
    tip = office.ledger.tip(closing.seq - 1)
    return View(office, window, tip, plan, closing.row.plan).with_former_places() if plan else None


def changed_reports(office: Office, writer: Writer) -> Iterator[str]:
    """A warning for each closed report whose figures the rows just written have changed."""
    tips = office.ledger.tip(writer.before or 0), office.ledger.tip()
    for closing in in_force(office.closings()):
        window = Window(closing.period, closing.period.last_day)
        first = min(View.now(office, window).first_day(), window.a_year_earlier().year_start)
        is_near = any(first <= day <= window.cutoff for day in writer.days)
        if not is_near or (sent := when_sent(office, closing)) is None:
            continue
        old, new = (sent._replace(tip=tip) for tip in tips)
        if new.differences(old.report(old.card())):
            moved = f"việc này làm đổi báo cáo đã chốt {days_text(closing.period)} – {who_closed(closing)}"
            yield f"Cảnh báo: {moved}; xem: thidua diff {closing.named}"


def figures_outside(ledger: Ledger, plan: Plan, first: date, last: date, until: int = ALL) -> list[Figure]:
    """The figures in force that no report counts: the plan does not have their id, or not their place."""
    ids, places = {row.indicator.id for row in plan.rows()}, {place.id for place in plan.places}
    return ledger.outside(plan.unit.id, ids, places, first, last, until)


LARGEST = 2 * 1024**3


@lru_cache(maxsize=32)
def _read(predecessor: Predecessor, path: str, state: tuple[int, int] | None) -> Past:
    """Read once as long as the file stays as it is (`state`: its size and time)."""
    from ..intake.source import load_source
    from ..ledger.transfer import figures_in

    source = load_source(path, LARGEST)
    name = sanitise(source.name)
    unit, figures, plan, tip = figures_in(source.content.decode("utf-8", "replace").split("\n"), name)
    if unit != predecessor.unit:
        raise InvalidInput(f"{name} là sổ của {sanitise(unit)}, predecessors ghi {predecessor.unit}")
    former: Plan | None = None
    with suppress(ThiduaError):  # its places and codes; one that this version cannot read is done without
        former = read_plan(PlanText(name, plan))
    return Past(predecessor, figures, former, tip)
