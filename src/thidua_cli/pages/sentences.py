"""Every sentence of a report: one indicator's result, groups, what changed, what is missing – as offices write them.

The forms were counted in published reports of communes, 2020–2025: an amount "đạt {P}% kế hoạch" above as below the
plan; a floor rate "vượt/thấp hơn … điểm phần trăm so với kế hoạch"; a ceiling "còn {TH}, đạt/vượt/chưa đạt kế hoạch";
an index is never printed after "tăng". All numbers come from the Standing whose row stands in the table.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..domain.attainment import Verdict
from ..domain.figure import Actual, Level, exact_of
from ..domain.period import Span
from ..domain.plan import Combine, Comparator, Indicator
from ..domain.scorecard import SamePeriod, Scorecard, Standing, Window
from ..domain.target import CEILINGS, FLOORS, PERCENT_PLACES, round_half_up
from ..vietnamese.numbers import short_day, two_digits, write_number
from ..vietnamese.text import lowered
from ..vietnamese.wording import AT_MOST, THINGS, percent_text, target_text, with_unit
from . import notes
from .notes import VERDICT_WORDS, actual_text, basis_text, begun_text, gap_of, gap_places, honest, unofficial_text

POINTS, VALUE = "điểm phần trăm", "{value}"
LEADS = {Level.ESTIMATE: "ước ", Level.PRELIMINARY: "sơ bộ ", Level.OFFICIAL: ""}


def headline(card: Scorecard) -> str:
    """`Trong 18 chỉ tiêu, có 01 chỉ tiêu đạt kế hoạch năm, 07 chỉ tiêu chưa có số liệu.` – counted indicators only."""
    counts, total = card.counts(), len(card.counted)
    followed = [one for one in card.standings if not one.row.parent and one.target.target.comparator is Comparator.NONE]
    held = sum(one.actual is not None for one in followed)
    if not total:
        rest = f"; {two_digits(held)}/{things(len(followed))} theo dõi đã có số liệu" if followed else ""
        return f"Kế hoạch không giao chỉ tiêu nào để đánh giá{rest}."
    good = counts[Verdict.EXCEEDED] + counts[Verdict.MET]
    plan, exceeded = _plan_of(card.counted, card.window), counts[Verdict.EXCEEDED]
    if good == total:
        beyond = f", trong đó {things(exceeded)} vượt {plan}" if 0 < exceeded < total else ""
        deed = "vượt" if exceeded == total else "đạt và vượt" if exceeded else "đạt"
        text = f"Có {two_digits(good)}/{things(total)} {deed} {plan}{beyond}"
    else:
        told = Counter(map(befell, card.counted))
        without_basis = notes.NO_BASIS, notes.NO_UNIT, notes.NO_PERCENT
        words = (one for one in (*VERDICT_WORDS.values(), *without_basis) if told[one])
        said = (f"{things(told[one])} {one.format(plan=plan)}" for one in words)
        text = f"Trong {things(total)}, có {', '.join(said)}"
    text += f"; trong đó {things(len(card.stale))} theo số liệu cũ" if card.stale else ""
    return text + (f"; ngoài ra, {things(held)} theo dõi không giao kế hoạch đã có số liệu." if held else ".")


def _plan_of(members: Sequence[Standing], window: Window) -> str:
    """The plan that several indicators share; not the year's where one has a target of its period, or of years."""
    return "kế hoạch" if any(one.of_period or one.indicator.years for one in members) else plan_word(window)


def befell(standing: Standing) -> str:
    """What is said of one with this verdict, and of a figure whose target has nothing to be counted from."""
    return basis_text(standing) or VERDICT_WORDS[standing.verdict]


def things(number: int) -> str:
    """`07 chỉ tiêu`."""
    return f"{two_digits(number)} chỉ tiêu"


def plan_word(window: Window) -> str:
    """`kế hoạch` in the yearly report, `kế hoạch năm` within the year."""
    return "kế hoạch" if is_yearly(window) else "kế hoạch năm"


def is_yearly(window: Window) -> bool:
    """Whether this is the report of the whole year, which is over."""
    return window.period.span is Span.YEAR and window.year_closed


def group(verdict: Verdict, members: Sequence[Standing], window: Window) -> str:
    """`02 chỉ tiêu chưa có số liệu, gồm: tổng đàn gia súc; tổng đàn gia cầm.`; missed ones with figure and plan."""
    missed = verdict in (Verdict.MISSED, Verdict.NOT_YET)
    told = [Said(one, window).figure_and_plan() if missed or one.actual is None else "" for one in members]
    names = [lowered(one.indicator.name) + said for one, said in zip(members, told, strict=True)]
    link = " là" if len(names) == 1 else ", gồm:"
    what = befell(members[0]).format(plan=_plan_of(members, window))
    return f"{things(len(names))} {what}{link} {'; '.join(names)}."


def results(standings: Sequence[Standing], window: Window, *, absent: bool = False) -> Iterable[str]:
    """A sentence for each indicator with a figure, its parts in the same sentence; `absent` ones too, or in groups.

    A part stands alone where its whole is not among the standings.
    """
    wholes = {one.indicator.id for one in standings}
    for one in standings:
        said = Said(one, window, standings)
        if (absent or said.has_begun) and (one.row.parent is None or one.row.parent.id not in wholes):
            yield said.with_parts()


class Said:
    """What is said of one row in a window, and with it of its parts as far as they are among the standings."""

    def __init__(self, standing: Standing, window: Window, standings: Sequence[Standing] = ()) -> None:
        self.standing, self.window, self.indicator = standing, window, standing.indicator
        self.target, self.comparator = standing.target.target, standing.target.target.comparator
        self.unmet = "không đạt" if standing.verdict is Verdict.MISSED else "chưa đạt"
        self.is_plain_amount = notes.is_plain_amount(standing)
        # The plan in brackets: `trên 95%`, `dưới 3,7%`, `23%`.
        self.bracketed = with_unit(target_text(self.target).lstrip("≤=~ "), self.indicator.unit)
        of_budget = r"\b(?:thu(?! nhập)|chi(?! hội| bộ))\b.*\b(?:ngân sách|ns(?:nn|đp|x))\b"
        self.planned = "dự toán" if re.search(of_budget, self.indicator.name.lower()) else "kế hoạch"
        ids = {part.id for part in self.indicator.parts}
        parts = (one for one in standings if one.indicator.id in ids) if ids else ()
        self.parts = [Said(one, window, standings) for one in parts]
        self.has_begun: bool = standing.actual is not None or any(part.has_begun for part in self.parts)
        # A total whose parts all say of themselves how old they are.
        self.is_all_told = self.indicator.combine is Combine.TOTAL and len(self.parts) == len(self.indicator.parts)

    @property
    def plan(self) -> str:
        """As `plan_word`; `dự toán năm` of a budget, `kế hoạch quý III năm 2024` for a target of this period alone,
        `kế hoạch giai đoạn 2021–2025` for one of years."""
        if self.standing.of_period:
            return f"{self.planned} {self.window.period.label}"
        if years := self.indicator.years:
            return f"{self.planned} giai đoạn {years.first}–{years.last}"
        return self.planned + plan_word(self.window).removeprefix("kế hoạch")

    def figure_and_plan(self) -> str:
        """` (đạt 8,7%, kế hoạch trên 9%)`; an old figure begins with its day: ` (đến ngày 31/1/2024 đạt 3%, …)`.

        Of things whose name has "đạt" in it ` (mới có 01 thôn, kế hoạch 02 thôn)`.
        """
        standing, actual = self.standing, self.standing.measured
        if actual is None or self.indicator.is_yes_no:
            said = unofficial_text(actual) if actual else begun_text(standing)
            return f" ({said})" if said else ""
        day = self.old_day(actual) if standing.stale else None
        when = (f"đến ngày {short_day(day)} " if day else "") + ("" if actual is standing.actual else "trong kỳ ")
        since, verb, lack = when + LEADS[actual.level], self.verb(), self.lack(actual)
        mark = f", {lack}" if lack else ""
        if verb != "là " or not self.is_plain_amount:
            have = f"{verb.removeprefix('là ')}{actual_text(standing, actual)}"
            return f" ({since}{have}{mark}, {self.planned} {self.bracketed})"
        none = "không" if standing.verdict is Verdict.MISSED else "chưa"
        have = f"mới có {self.in_two_digits(actual)}" if actual.exact else f"{none} có {self.indicator.unit} nào"
        return f" ({since}{have}{mark}, kế hoạch {self.planned_things()})"

    def planned_things(self, least: str = "") -> str:
        """`02 thôn`, `trên 02 thôn`, and where the target is included `ít nhất 02 thôn`."""
        sign = "trên " if self.comparator is Comparator.ABOVE else least
        return with_unit(sign + two_digits(self.target.value), self.indicator.unit)

    def in_two_digits(self, actual: Actual) -> str:
        """`02 thôn`; a figure in percent, or with a fraction, as it is."""
        if self.indicator.is_rate or actual.exact.denominator != 1:
            return actual_text(self.standing, actual)
        return with_unit(two_digits(int(actual.exact)), self.indicator.unit)

    def with_parts(self) -> str:
        """`Tổng đàn gia súc ước đạt 6.500 con, đạt 103,54% kế hoạch năm, tăng 2,1% so với cùng kỳ.`

        With parts `…, trong đó: diện tích cây hàng năm 1.285,6 ha, …; …`; parts alone while some are missing.
        """
        if not self.has_begun:
            why = notes.NOT_DUE if self.standing.verdict is Verdict.NOT_DUE else notes.NO_DATA
            return f"{self.indicator.name}: {why}."
        first, *others = self.told(joint=", trong đó: {}")
        return "; ".join([first, *map(lowered, others)]) + "."

    def told(self, since: date | None = None, *, of_whole: bool = False, joint: str = " (trong đó: {})") -> list[str]:
        """What a row has reached with its parts joined to it, or these where it has no figure; `since`: the day that
        the sentence of its whole begins with, said again only of what is newer."""
        actual = self.standing.actual
        if not self.has_begun:
            return [] if of_whole else [f"{self.indicator.name} {notes.NO_DATA}"]
        if actual is None:
            return [text for one in self.parts for text in one.told(since, of_whole=of_whole)]
        day = self.old_day(actual) or (actual.on if since and actual.on > since else None)
        inside = [text for one in self.parts for text in one.told(day or since, of_whole=True)]
        text = self.clause(actual, of_whole=of_whole, day=None if day == since else day)
        return [text + (joint.format("; ".join(map(lowered, inside))) if inside else "")]

    def clause(self, actual: Actual, *, of_whole: bool, day: date | None) -> str:
        """What one row has reached, beginning with a day, and what its figure lacks."""
        standing, lack = self.standing, "" if self.is_all_told else self.lack(actual)
        if self.indicator.is_yes_no:
            text = self.yes_or_no(actual)
        else:
            start, is_whole = self.start(actual, of_whole=of_whole)
            if lack:
                start = f"{start[:-1]}; {lack})" if start[-1] == ")" else f"{start} ({lack})"
            more = ["" if is_whole else self.against_plan()]
            if standing.measured is not actual:
                more.append(f"lũy kế từ đầu năm {LEADS[actual.level]}{actual_text(standing, actual)}")
            more += [*notes.other_targets(standing), "" if of_whole else self.against_last_year()]
            text = start + "".join(f"{'' if one[0] == '(' else ','} {one}" for one in more if one)
        return f"Đến ngày {short_day(day)}, {lowered(text)}" if day else text

    def old_day(self, actual: Actual) -> date | None:
        """The day of a figure that is older than the report's period; None where it is not."""
        stale = self.standing.stale
        if stale is not None and stale.on < self.window.cutoff:
            return None if stale.on < actual.on else stale.on
        return actual.on if actual.on < self.window.period.start else None

    def lack(self, actual: Actual) -> str:
        """What a figure up to its day lacks: one of an earlier day, or that some of its parts or places are older;
        empty for nothing."""
        stale = self.standing.stale
        if stale is None:
            return ""
        if gap := gap_of(stale, short_day):
            return f"chưa có số {gap}"
        return f"có số liệu ngày {short_day(stale.on)}" if stale.on < actual.on else ""

    def start(self, actual: Actual, *, of_whole: bool) -> tuple[str, bool]:
        """The name and the figure with its level, and whether that tells the comparison with the plan already."""
        standing, indicator, value = self.standing, self.indicator, actual_text(self.standing, actual)
        if indicator.said and standing.measured is actual:
            return self.as_said(indicator.said, actual)
        what = indicator.name.removeprefix("Tỷ lệ ").removeprefix("Tỉ lệ ")
        is_of_things = what != indicator.name and any(re.match(rf"{noun}\b", what) for noun in THINGS)
        if is_of_things and actual.parts is not None and self.comparator not in CEILINGS:
            # `Có 09/10 thôn giữ vững thôn văn hóa, đạt 90%`
            counted = f"{LEADS[actual.level]}có {'/'.join(map(two_digits, actual.parts))}"
            have = f"{counted.capitalize()} {what}, đạt {value}"
            if self.target.value != 100 or self.comparator is not Comparator.AT_LEAST:
                return have, False
            return f"{have} {self.plan}" if standing.difference == 0 else f"{have} ({self.plan} 100%)", True
        verb = LEADS[actual.level] + ("" if of_whole and self.is_plain_amount else self.verb(self.window))
        added = standing.in_period
        if standing.measured is not actual:
            lead = f"{LEADS[added.level]}{self.verb()}{actual_text(standing, added)}" if added else "chưa có số"
            return f"{indicator.name} trong kỳ {lead}", False
        if added is not None and has_running_total(standing) and not of_whole:
            since = f"lũy kế từ năm {indicator.years.first} " if indicator.years else "lũy kế "
            deed = "" if self.verb() == "là " else "thực hiện "
            verb = f"trong kỳ {LEADS[added.level]}{deed}{actual_text(standing, added)}, {since}{verb}"
        return f"{indicator.name} {verb}{value}", False

    def as_said(self, said: str, actual: Actual) -> tuple[str, bool]:
        """The plan's own beginning: `Có thêm {value} đạt nông thôn mới kiểu mẫu`, `Giao quân đạt {value} kế hoạch`."""
        indicator, level = self.indicator, LEADS[actual.level]
        if not actual.exact and said.startswith("Có thêm ") and self.is_plain_amount:
            none = said.replace(f"Có thêm {VALUE}", f"có thêm {indicator.unit}")
            when = f"{level}{'trong năm không' if is_yearly(self.window) else 'từ đầu năm chưa'}".capitalize()
            return f"{when} {none} ({self.plan} {self.planned_things('ít nhất ')})", True
        value, rate, parts = self.in_two_digits(actual), indicator.rate, actual.parts
        unit = re.search(r"\(([^()]+)\)\s*\Z", rate.numerator) if rate else None  # `số vốn đã giải ngân (triệu đồng)`
        if f"đạt {VALUE}" in said and unit and parts:
            have = f"{level}được {'/'.join(map(write_number, parts))} {unit[1]}"
            said, level = said.replace(f"đạt {VALUE}", f"{have}, đạt {VALUE}"), ""
        if level and said.startswith("Có "):
            said, level = f"{level.capitalize()}{lowered(said)}", ""
        mark = f"đạt {VALUE}" if f"đạt {VALUE}" in said else VALUE
        text = said.replace(mark, level + mark, 1).replace(VALUE, value)
        return text, indicator.is_rate and re.search("kế hoạch|dự toán", said) is not None

    def verb(self, window: Window | None = None) -> str:
        """ "đạt" is for what one strives for, "còn" for what is left below a ceiling; a name with "đạt" in it, and what
        there should be none of, just is."""
        standing, indicator, actual = self.standing, self.indicator, self.standing.actual
        if self.comparator in CEILINGS:
            change, before = standing.same_period.difference, indicator.baseline
            if change is None and before is not None and actual is not None:
                change = actual.exact - Fraction(before.value)
            return "là " if (change or 0) > 0 or indicator.combine is Combine.SUM else "còn "
        is_striven_for = self.comparator in FLOORS or (self.comparator is Comparator.EQUAL and self.target.value)
        if not is_striven_for or re.search(r"\bđạt\b", indicator.name):
            return "là "
        official = actual is not None and actual.level is Level.OFFICIAL
        below = standing.difference is not None and standing.difference < 0
        within_year = window is not None and not window.year_closed
        return "mới đạt " if official and below and within_year and not self.is_plain_amount else "đạt "

    def against_plan(self) -> str:
        """The comparison with the plan; empty without a figure or a target."""
        standing, comparator, plan, given = self.standing, self.comparator, self.plan, self.bracketed
        gap, verdict = standing.difference, standing.verdict
        if comparator is Comparator.REFERENCE:
            return f"({plan.removesuffix(' năm')} {given})"
        if gap is None:
            return ""
        away = size(gap, self.indicator, standing.measured)
        if comparator in CEILINGS and verdict is Verdict.WITHIN:
            return f"trong mức {plan} ({'' if comparator is Comparator.BELOW else AT_MOST}{given})"
        if comparator in CEILINGS and (gap or verdict is not Verdict.MET):
            deed = {Verdict.EXCEEDED: "vượt", Verdict.MET: "đạt"}.get(verdict, self.unmet)
            return f"{deed} {plan} ({given})"
        if comparator is Comparator.ABOVE and not gap:
            return f"{self.unmet} {plan} ({given})"
        if self.is_plain_amount:
            exact = standing.ratio.exact
            if gap and exact is not None and round_half_up(exact, PERCENT_PLACES) == 100:  # by rounding alone
                return f"{'nhiều' if gap > 0 else 'ít'} hơn {plan} {away}"
            return f"đạt {percent_text(standing.ratio.percent)} {plan}"
        if not gap:
            return f"trong khoảng {plan} ({given})" if comparator is Comparator.RANGE else f"đạt {plan}"
        if comparator is Comparator.ABOVE and gap > 0:
            return f"đạt {plan} ({given})"
        if verdict is Verdict.EXCEEDED and comparator is Comparator.AT_LEAST:
            return f"vượt {away} so với {plan}"
        return f"{'cao' if gap > 0 else 'thấp'} hơn {away} so với {plan} ({given})"

    def yes_or_no(self, actual: Actual) -> str:
        """`Xã giữ vững tiêu chí …, đạt kế hoạch`, `Xã chưa đạt tiêu chí …`."""
        name, reached, level = self.indicator.name, bool(actual.exact), LEADS[actual.level]
        said = self.indicator.said or re.sub(r"\bđạt\b", VALUE, name, count=1)
        if VALUE not in said:
            return f"{name}: {level}{'đạt' if reached else self.unmet} {self.plan}"
        is_kept = exact_of(self.standing.same_period.actual)
        deed = self.unmet if not reached else "giữ vững" if is_kept else "đạt"
        return said.replace(VALUE, level + deed) + (f", đạt {self.plan}" if reached else "")

    def against_last_year(self) -> str:
        """`tăng 2,1% so với cùng kỳ`, in the yearly report `so với năm 2023`; rates in points, ‰; empty without
        history."""
        same = self.standing.same_period
        if same.difference is None or self.indicator.is_yes_no or is_of_other_days(self.standing):
            return ""
        then = f"năm {self.window.period.year - 1}" if is_yearly(self.window) else "cùng kỳ"
        if not same.difference:
            return f"bằng {then}"
        moved = movement(same.difference, self.indicator, self.standing.actual, same.actual)
        is_counted = self.indicator.is_share or same.growth is None
        return f"{moved if is_counted else growth(same)} so với {then}"


def has_running_total(standing: Standing) -> bool:
    """Whether what was reached in the period is something else than what has been added up so far."""
    is_sum = standing.indicator.combine is Combine.SUM
    return is_sum and exact_of(standing.actual) != exact_of(standing.in_period)


def tells_period(standing: Standing) -> bool:
    """Whether the period's own figure says more than the sum so far, or is what is judged: then papers print it."""
    return has_running_total(standing) or (standing.of_period and standing.indicator.combine is Combine.SUM)


def movement(gap: Fraction, indicator: Indicator, *held: Actual | None) -> str:
    """`giảm 1,6 điểm phần trăm`, `tăng 5 ha`; without `held` it is of two printed figures."""
    return f"{'tăng' if gap > 0 else 'giảm'} {size(gap, indicator, *held)}"


def size(gap: Fraction, indicator: Indicator, *held: Actual | None) -> str:
    """How big a difference is that `held` have, in running text: rates in `điểm phần trăm`, never in percent."""
    number = write_number(honest(abs(gap), gap_places(gap, indicator, *held)))
    return f"{number} {POINTS}" if indicator.is_rate else with_unit(number, indicator.unit)


def is_of_other_days(standing: Standing) -> bool:
    """Whether one of the figures is an old one, and last year's not of an earlier day than this: nothing to compare."""
    now, same = standing.stale, standing.same_period
    then = same.actual and same.actual.on
    return same.is_old or bool(now and then and (then.month, then.day) > (now.on.month, now.on.day))


def signed_percent(percent: Decimal) -> str:
    """`+2,1%`, `-2,1%`."""
    return f"{'+' if percent > 0 else ''}{percent_text(percent)}"


def growth(same: SamePeriod) -> str:
    """`tăng 2,1%` or `giảm 2,1%`, from the printed index less a hundred."""
    assert same.growth is not None
    if not same.growth:
        return "gần như không đổi"
    return f"{'tăng' if same.growth > 0 else 'giảm'} {percent_text(abs(same.growth))}"
