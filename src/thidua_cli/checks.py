"""Checks of a year's figures: each rule is one small function from the evidence to findings; none changes anything.

Slips of the keyboard are put into words here, also for `record`. A new rule is a function and a line in `RULES`, a
test, and a section in docs/kiem-tra.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, partial
from itertools import pairwise, zip_longest
from operator import attrgetter
from typing import NamedTuple

from .domain.closing import THEN, Closing, once_open
from .domain.due import next_expected, stale_series
from .domain.figure import Amount, Figure, Level, followed_estimates
from .domain.period import working_day
from .domain.places import by, target_for
from .domain.plan import Bounds, Combine, Indicator, Place, Plan
from .domain.scorecard import Scorecard, Window, score
from .domain.slip import TOLERANCE, Course, Kind, Slip, grows_like_totals, may_exceed, suspected
from .domain.target import exact_or_cut, round_half_up
from .errors import command
from .vietnamese import wording
from .vietnamese.numbers import write_date, write_moment, write_number
from .vietnamese.wording import LEVELS, amount_text, figure_text, held_amount, with_unit


class Severity(StrEnum):
    """An error is certainly wrong; a warning deserves a look."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """One thing found: the rule's code, where it is, what is seen there, what to do, and the commands typed for it.

    `indicator`, `place`, `on` and `seq` say where; a rule about the whole ledger leaves them empty.
    """

    severity: Severity
    sentence: str
    advice: str
    commands: Sequence[str] = ()
    indicator: str = ""
    on: date | None = None
    seq: int | None = None
    place: str = ""
    code: str = ""

    @property
    def what_to_do(self) -> str:
        """The advice with its commands: `nếu sai: thidua correct …, rồi …`."""
        return ": ".join(filter(None, (self.advice, THEN.join(self.commands))))


Series = tuple[Indicator, list[Figure], Place | None]
"""One indicator's figures by day, of the commune or of one of its places."""


@dataclass(frozen=True)
class Evidence:
    """The plan, the day, the figures in force of the plan year (places' too), and what only the ledger knows.

    `outside` are figures of ids, or of places, that the plan does not have; `jumps` rows stamped earlier than the row
    above (row, its stamp, the one above); `closings` those in force, each held against the report that was sent;
    `inherited` what the communes merged into this one brought to its year; `other_units` rows that one of them (named),
    or this commune this year or the last, has in another unit, and which of these.
    """

    plan: Plan
    today: date
    figures: Sequence[Figure]
    outside: Sequence[Figure] = ()
    jumps: Sequence[tuple[int, str, str]] = ()
    closings: Sequence[Closing] = ()
    inherited: Sequence[Figure] = ()
    other_units: Sequence[tuple[Indicator, str, str]] = ()

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str], list[Figure]]:
        """The figures by day, of each indicator: the commune's own, and those of each of its places."""
        in_order = sorted(self.figures, key=lambda figure: figure.on)
        return by(in_order, lambda figure: (figure.indicator, figure.place))

    def series(self, first: date = date.min, last: date = date.max) -> Iterator[Series]:
        """The commune's figures of these days of every indicator that takes any, then those of each of its places."""
        for indicator in (row.indicator for row in self.plan.rows() if row.indicator.combine is not Combine.TOTAL):
            for place in (None, *(self.plan.places if indicator.by_place else ())):
                held = self.by_key.get((indicator.id, place.id if place else ""), ())
                if own := [figure for figure in held if first <= figure.on <= last]:
                    yield indicator, own, place

    def own_year(self) -> Iterator[Series]:
        """Every series as far as the plan's own calendar counts it to the plan's year: last year's results are held
        against nothing here, and many start from nothing in a new year."""
        return self.series(self.plan.whole_year.start, self.plan.whole_year.last_day)

    @cached_property
    def suspected(self) -> list[tuple[Indicator, Figure, Slip]]:
        """What `record` would have asked about, and the next figure of its plan year does not bear out."""
        found = []
        for indicator, figures, place in self.own_year():
            trusted = Course()
            for figure, after in zip_longest(figures, figures[1:]):
                slip = suspected(figure, indicator, target_for(indicator, place, figure.on), trusted)
                exact = figure.amount.exact if slip and slip.kind is Kind.POWER else None
                is_alike = exact and after and abs(after.amount.exact / exact - 1) <= TOLERANCE
                if slip is None or slip.kind is Kind.MINUS or is_alike:
                    trusted.add(figure)
                else:
                    found.append((indicator, figure, slip))
        return found

    def doubt(
        self, one: Figure, sentence: str, verb: str = "correct", advice: str = "nếu sai", *, is_total: bool = False
    ) -> Finding:
        """A doubt about one figure, with the command to type for it; where its day is closed, behind what opens it.

        What is to be typed for a running total stays one. What old communes brought is no row of this ledger.
        """
        value = {"correct": ("GIÁ_TRỊ_ĐÚNG",), "record": ("GIÁ_TRỊ",)}.get(verb, ())
        total, place = is_total or (one.since is not None and verb != "void"), one.place or None
        day, reason = write_date(one.on), None if verb == "record" else "…"
        typed = command("thidua", verb, one.indicator, *value, cumulative=total, on=day, place=place, reason=reason)
        commands, seq = once_open(self.closings, one.on, typed), max(one.seq, 0) or None
        return Finding(Severity.WARNING, sentence, advice, commands, one.indicator, one.on, seq, one.place)

    @cached_property
    def card(self) -> Scorecard:
        """The plan year judged as far as it has gone today."""
        return score(self.plan, Window.until(self.plan.whole_year, self.today), [*self.inherited, *self.figures])


HUNDRED = 100


def out_of_range(evidence: Evidence) -> Iterable[Finding]:
    """A value outside the plan's `plausible` bounds; a rate without bounds below 0 % or above 100 %."""
    for indicator, figures, _ in evidence.series():
        given, bounds = indicator.plausible, indicator.plausible or Bounds(Decimal(0), Decimal(HUNDRED))
        span = f"{write_number(bounds.lower)} đến {with_unit(write_number(bounds.upper), indicator.unit)}"
        for figure in figures if given or indicator.is_rate else ():
            if not bounds.holds(figure.amount.exact):
                outside = amount_text(figure.amount, indicator, outside=(bounds.lower, bounds.upper))
                sentence = f"{outside} ngoài khoảng {'hợp lý ' if given else ''}{span}"
                yield evidence.doubt(figure, sentence)._replace(severity=Severity.ERROR if given else Severity.WARNING)


def numerator_above_denominator(evidence: Evidence) -> Iterable[Finding]:
    """A part greater than its whole, except where the plan's bounds or its target allow more than 100 %."""
    for indicator, figures, place in evidence.series():
        for figure in figures:
            (_, upper, lower), target = figure.amount, target_for(indicator, place, figure.on)
            if upper is not None and lower is not None and upper > lower and not may_exceed(indicator, target):
                sentence = f"tử số {write_number(upper)} lớn hơn mẫu số {write_number(lower)}"
                yield evidence.doubt(figure, sentence)._replace(severity=Severity.ERROR)


def total_against_parts(evidence: Evidence) -> Iterable[Finding]:
    """A figure of a total, from before it had parts, that is not the sum of its parts."""
    for total, reached in ((standing.indicator, standing.actual) for standing in evidence.card.standings):
        for figure in evidence.by_key.get((total.id, ""), ()) if total.combine is Combine.TOTAL else ():
            if reached is None or figure.amount.exact == reached.exact or figure.on not in evidence.plan.whole_year:
                continue
            amounts = reached.exact, abs(figure.amount.exact - reached.exact)
            parts, gap = (with_unit(figure_text(exact, total), total.unit) for exact in amounts)
            held = amount_text(figure.amount, total, figure.on)
            sentence = f"số tổng đã ghi {held} khác tổng các phần {parts}, chênh {gap}"
            advice = "tổng được cộng từ các phần; rút số ghi riêng"
            yield evidence.doubt(figure, sentence, "void", advice)._replace(severity=Severity.ERROR)


def places_against_commune(evidence: Evidence) -> Iterable[Finding]:
    """A figure recorded for the whole commune that its places, put together, contradict."""
    for standing in evidence.card.standings:
        held, indicator = standing.coverage, standing.indicator
        gap = held.disagreement(indicator) if held else None
        if gap is None or held is None or held.own is None:
            continue
        own = with_unit(figure_text(held.own.exact, indicator), indicator.unit)
        sentence = f"số ghi cho cả xã là {own}; {wording.disagreement_text(indicator, held, gap)}"
        last = max(held.own.figures, key=lambda figure: (figure.on, figure.seq))
        yield evidence.doubt(last, sentence, "void", "sửa bên sai; muốn lấy số các thôn")


def missing_part(evidence: Evidence) -> Iterable[Finding]:
    """A total of which some parts have figures and others, already due, have none."""
    plan, standings = evidence.plan, evidence.card.standings
    reached = {one.indicator.id for one in standings if one.actual is not None}
    for total in (one.indicator for one in standings if one.indicator.combine is Combine.TOTAL):
        missing = [part for part in total.parts if part.id not in reached]
        lacking = [one for part in missing for one in part.measured() if one.id not in reached]
        overdue = [one for one in lacking if working_day(one.due or date.min, plan.days_off) <= evidence.today]
        if len(missing) < len(total.parts) and overdue:
            names = ", ".join(f"{part.name} ({part.id})" for part in overdue)
            sentence = f"mới có {len(total.parts) - len(missing)}/{len(total.parts)} phần; thiếu {names}"
            day = min(overdue[0].due or evidence.today, plan.whole_year.last_day)
            typed = f"thidua record {overdue[0].id} GIÁ_TRỊ --on {write_date(day)}"
            commands = once_open(evidence.closings, day, typed)
            yield Finding(Severity.WARNING, sentence, "ghi", commands, total.id)


def outside_plan(evidence: Evidence) -> Iterable[Finding]:
    """Figures of an id, or of a place, that the plan does not have (removed or renamed): they count nowhere."""
    known = {row.indicator.id for row in evidence.plan.rows()}
    for figure in evidence.outside:
        day = write_date(figure.on)
        if figure.indicator in known:
            sentence = f"số liệu của thôn '{figure.place}' ngày {day} không thuộc thôn nào của kế hoạch"
            back = "thôn đã sáp nhập thì giữ dòng của thôn trong places và thêm until:; ghi nhầm thì rút"
        else:
            sentence = f"số liệu của '{figure.indicator}' ngày {day} không thuộc chỉ tiêu nào của kế hoạch"
            back = "nếu mã trong kế hoạch đã đổi thì trả lại mã cũ; xem: thidua plan history; bỏ hẳn thì rút"
        yield evidence.doubt(figure, sentence, "void", back)


def outside_time(evidence: Evidence) -> Iterable[Finding]:
    """A figure of a place from before it began or after it ended: it does not count."""
    for _, figures, place in evidence.series():
        for figure in figures:
            if place and not place.exists_on(figure.on):
                sentence = f"{place.name} không có vào ngày {write_date(figure.on)} (from, until trong kế hoạch)"
                yield evidence.doubt(figure, f"{sentence}: số này không được tính", "void", "")


def changed_report(evidence: Evidence) -> Iterable[Finding]:
    """A closed period whose report would now say something else than the one that was sent."""
    for closing in filter(attrgetter("changed"), evidence.closings):
        sentence = f"kỳ {closing.named} đã chốt, số liệu nay khác bản đã gửi ở {closing.changed} chỉ tiêu"
        again = f"gửi lại, mở kỳ ({closing.reopening}) rồi chốt lại"
        advice = f"xem: thidua diff {closing.named}; cần đính chính thì {again}"
        yield Finding(Severity.WARNING, sentence, advice, seq=closing.seq)


LONGEST_ESTIMATE = timedelta(days=60)


def stale(evidence: Evidence) -> Iterable[Finding]:
    """A repeating figure that exists, but whose next one is overdue: the verdict rests on an old number."""
    for indicator, overdue in ((one.indicator, one.overdue) for one in evidence.card.standings):
        for one in overdue:
            held, newest = stale_series(indicator, one), one.newest
            if held is None or newest is None or indicator.frequency is None:
                continue
            row = next_expected(indicator, [one], evidence.plan, evidence.today, evidence.closings)
            lacking = f"số kỳ {write_date(held.expected)}"
            if held.missing > 1:
                lacking = f"số {held.missing} kỳ, {write_date(held.expected)} đến {write_date(one.overdue[-1])}"
            often = f"định kỳ {wording.FREQUENCIES[indicator.frequency]}"
            sentence = f"số mới nhất của ngày {write_date(newest.on)}, {often}, thiếu {lacking}"
            commands = once_open(evidence.closings, row.day, row.command)
            yield evidence.doubt(newest, sentence, advice="khi có số")._replace(commands=commands)


def lasting_estimate(evidence: Evidence) -> Iterable[Finding]:
    """An estimated or preliminary figure that no official one has replaced or followed for sixty days."""
    for indicator, figures, _ in evidence.series():
        last = max((figure.on for figure in figures if figure.level is Level.OFFICIAL), default=date.min)
        for figure in figures:
            if last < figure.on < evidence.today - LONGEST_ESTIMATE:
                days = (evidence.today - figure.on).days
                what = f"{amount_text(figure.amount, indicator, figure.on)} là số {LEVELS[figure.level]}"
                sentence = f"{what} đã {days} ngày, chưa có số chính thức"
                yield evidence.doubt(figure, sentence, "record", "khi có số chính thức")


def estimate_in_sum(evidence: Evidence) -> Iterable[Finding]:
    """An estimate among amounts that are added up, followed by a figure of another level and day: it still counts."""
    for indicator, figures, _ in evidence.own_year():
        for figure, after in followed_estimates(figures) if indicator.combine is Combine.SUM else ():
            what = f"số ước {amount_text(figure.amount, indicator, figure.on)} vẫn được cộng"
            amount = amount_text(after.amount, indicator, after.on)
            sentence = f"{what} cùng với số {LEVELS[after.level]} {amount} ngày {write_date(after.on)}"
            yield evidence.doubt(figure, sentence, "void", "nếu số sau đã thay số ước")


def time_backwards(evidence: Evidence) -> Iterable[Finding]:
    """A row written at an earlier time than the row above it: the computer's clock was wrong."""
    for seq, at, above in evidence.jumps:
        sentence = f"lúc ghi {write_moment(at)} ở trước dòng trên ({write_moment(above)})"
        advice = "thứ tự dòng vẫn đúng; kiểm tra đồng hồ của máy (pin CMOS, múi giờ)"
        yield Finding(Severity.WARNING, sentence, advice, seq=seq)


FEWEST_DIGITS = 3
DENOMINATOR_JUMP = Fraction(1, 5)
FAR_OFF = (Kind.POWER, Kind.FAR_OFF)
"""Ten, a hundred, a thousand or many times off the history or the target."""
ODD = (Kind.ZERO, Kind.BROKEN, Kind.DECIMAL_RATE, Kind.GROUPED_BY_COMMAS)
"""A nought among figures that are none, half a thing, a rate written as a decimal fraction."""


def running_total(evidence: Evidence) -> Iterable[Finding]:
    """Amounts of a sum that look like running totals, and running totals that fall."""
    yield from asked_about(evidence, (Kind.WHOLE_YEAR, Kind.MANY_TIMES, Kind.FALLING))
    for indicator, figures, place in evidence.own_year():
        amounts = [one for one in figures if one.since is None] if indicator.combine is Combine.SUM else []
        exact = [figure.amount.exact for figure in amounts]
        if amounts and grows_like_totals(exact, target_for(indicator, place, amounts[-1].on)):
            together = with_unit(figure_text(sum(exact, Fraction(0)), indicator), indicator.unit)
            times = f"{len(amounts)} lần ghi năm {evidence.plan.year}"
            sentence = f"{times} chỉ tăng dần, cộng lại {together}, vượt chỉ tiêu giao"
            yield evidence.doubt(amounts[-1], sentence, advice="có phải lũy kế? nếu sai", is_total=True)


def asked_about(evidence: Evidence, kinds: tuple[Kind, ...]) -> Iterable[Finding]:
    """The slips of these kinds that `record` would have asked about, and that the next figure does not bear out."""
    for indicator, figure, slip in evidence.suspected:
        if slip.kind in kinds:
            sentence = f"{held_amount(figure, indicator)} {slip_words(slip, indicator)}"
            yield evidence.doubt(figure, sentence)


def swapped_digits(evidence: Evidence) -> Iterable[Finding]:
    """Two neighbouring digits exchanged against the figure before (like against like), or against the target."""
    for indicator, figures, place in evidence.own_year():
        for earlier, figure in zip([None, *figures], figures, strict=False):
            amount, target = figure.amount, target_for(indicator, place, figure.on)
            beside = [(*pair, "số lần trước") for pair in zip(amount, earlier.amount, strict=True)] if earlier else []
            beside += [(amount.value, target.value, "chỉ tiêu giao")] if target is not None else []
            for typed, held, what in beside:
                if typed is not None and held is not None and is_swapped(typed, held):
                    sentence = f"{write_number(typed)} chỉ khác {what} {write_number(held)} ở hai chữ số đổi chỗ"
                    yield evidence.doubt(figure, sentence)
                    break


def is_swapped(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers of at least three digits differ just by two neighbouring digits changing places."""
    first, second = f"{one:f}", f"{other:f}"
    places = [at for at, (own, held) in enumerate(zip(first, second, strict=False)) if own != held]
    if len(first) != len(second) or len(places) != 2 or sum(map(str.isdigit, first)) < FEWEST_DIGITS:
        return False
    left, right = places
    is_beside = first[left + 1 : right] in ("", ".")
    return is_beside and (first[left], first[right]) == (second[right], second[left])


def falling_sum(evidence: Evidence) -> Iterable[Finding]:
    """A year's sum that falls, other than one planned below zero (a loss); an error when the sum itself is below."""
    for indicator, figures, _ in evidence.own_year():
        total = Fraction(0)
        for figure in figures if indicator.combine is Combine.SUM and indicator.target.value >= 0 else ():
            before, amount = total, figure.amount.exact
            total = amount + (before if figure.since is None else 0)
            if total >= before and (amount >= 0 or figure.since):
                continue
            reached = with_unit(figure_text(total, indicator), indicator.unit)
            sentence = f"{amount_text(figure.amount, indicator, figure.on)} làm số cộng dồn giảm còn {reached}"
            severity = Severity.ERROR if total < 0 else Severity.WARNING
            yield evidence.doubt(figure, sentence)._replace(severity=severity)


def denominator_jump(evidence: Evidence) -> Iterable[Finding]:
    """A rate whose denominator differs by more than a fifth from the one before."""
    for indicator, figures, _ in evidence.series():
        parts = [(figure, figure.amount.denominator) for figure in figures if figure.amount.denominator is not None]
        for (_, earlier), (figure, denominator) in pairwise(parts):
            if abs(Fraction(denominator) / Fraction(earlier) - 1) > DENOMINATOR_JUMP:
                what = indicator.rate.denominator if indicator.rate else "mẫu số"
                sentence = f"mẫu số ({what}) từ {write_number(earlier)} thành {write_number(denominator)}"
                yield evidence.doubt(figure, sentence)


GROWING = "{} lần ghi chỉ tăng dần, cộng lại vượt chỉ tiêu: có phải lũy kế? Nếu phải"


def slip_words(slip: Slip, indicator: Indicator) -> str:
    """What is odd about a value, and behind a semicolon what it may come from: `gấp khoảng 10 lần số đã có (650 con);
    có thể gõ nhầm`. A hundredth of a percentage is most likely a decimal fraction."""
    reference = with_unit(write_number(exact_or_cut(slip.reference, indicator.decimals)), indicator.unit)
    held, factor = "chỉ tiêu giao" if slip.reference_is_target else "số đã có", slip.factor or Fraction(1)
    number = write_number(round_half_up(max(factor, 1 / factor), 0))
    times = f"gấp khoảng {number} lần" if factor > 1 else f"chỉ bằng khoảng 1/{number}"
    said, _, guess = slip.kind.partition("; ")
    if indicator.is_rate and factor == Fraction(1, HUNDRED):
        guess = Kind.DECIMAL_RATE.partition("; ")[2]
    return f"{said.format(held=held, reference=reference, unit=indicator.unit, times=times)}; {guess}"


def slip_sentence(slip: Slip, amount: Amount, indicator: Indicator) -> str:
    """A suspected slip in words."""
    return f"{indicator.name}: {amount_text(amount, indicator)} {slip_words(slip, indicator)}"


def other_unit(evidence: Evidence) -> Iterable[Finding]:
    """What was counted in another unit before, by this commune or one merged into it."""
    for indicator, whose, unit in evidence.other_units:
        sentence, advice = wording.other_unit_words(indicator, whose, unit)
        yield Finding(Severity.WARNING, sentence, advice, indicator=indicator.id)


RULES: dict[str, tuple[str, Callable[[Evidence], Iterable[Finding]]]] = {
    "out-of-range": ("Ngoài khoảng hợp lý", out_of_range),
    "numerator-above-denominator": ("Tử số lớn hơn mẫu số", numerator_above_denominator),
    "total-against-parts": ("Tổng khác các phần", total_against_parts),
    "places-against-commune": ("Số của xã khác các thôn", places_against_commune),
    "falling-sum": ("Số cộng dồn giảm", falling_sum),
    "power-of-ten": ("Lệch 10, 100, 1000 lần", partial(asked_about, kinds=FAR_OFF)),
    "odd-value": ("Số khác thường", partial(asked_about, kinds=ODD)),
    "running-total": ("Có phải lũy kế?", running_total),
    "swapped-digits": ("Hai chữ số đổi chỗ", swapped_digits),
    "denominator-jump": ("Mẫu số đổi đột ngột", denominator_jump),
    "missing-part": ("Thiếu một phần của tổng", missing_part),
    "stale": ("Số đã cũ", stale),
    "lasting-estimate": ("Số ước chưa được thay", lasting_estimate),
    "estimate-in-sum": ("Số ước nằm trong số cộng dồn", estimate_in_sum),
    "outside-plan": ("Ngoài kế hoạch", outside_plan),
    "outside-time": ("Thôn không có vào ngày ấy", outside_time),
    "changed-report": ("Kỳ đã chốt có số đã đổi", changed_report),
    "time-backwards": ("Giờ ghi lùi lại", time_backwards),
    "other-unit": ("Khác đơn vị", other_unit),
}
"""By the code of its findings each rule: its title, and the function."""


def findings(evidence: Evidence, step: Callable[[], None] = lambda: None) -> list[Finding]:
    """All findings, errors first, then in the order of the rules; `step` is called after each rule."""
    found: list[Finding] = []
    for code, (_, find) in RULES.items():
        found += (finding._replace(code=code) for finding in find(evidence))
        step()
    return sorted(found, key=lambda finding: finding.severity)
