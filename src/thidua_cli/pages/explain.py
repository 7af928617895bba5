"""How each printed number of an indicator came to be, in words a chairman understands."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from ..domain.attainment import WITHOUT_RATIO, Method, Percentage, Reason, Verdict
from ..domain.figure import INHERITED, Actual, Draft, Figure, Level, Revision
from ..domain.plan import Better, Combine, Comparator, Indicator, Place, Target
from ..domain.scorecard import Scorecard, Standing
from ..domain.scoring import ItemScore
from ..domain.target import CEILINGS, exact_or_cut, round_percent, shortest
from ..render.document import Block, Document, Paragraph, Tone, sentences
from ..vietnamese import wording
from ..vietnamese.numbers import write_date, write_number
from ..vietnamese.wording import REASONS, in_unit, percent_text, with_unit
from . import notes
from .notes import equals
from .page import Origin, Page, anchor, day_text, listing, unlike_line
from .report import gap_text, period_label, standing_record, verdict_cell
from .score import course_lines, course_record, item_reasons, item_record
from .sentences import Said, growth, is_of_other_days

RULES = {
    Verdict.EXCEEDED: "số thực hiện tốt hơn hẳn con số của chỉ tiêu nên là Vượt",
    Verdict.MET: "số thực hiện thỏa chỉ tiêu nên là Đạt",
    Verdict.WITHIN: "số thực hiện còn trong mức tối đa, nhưng {span} chưa hết nên mới là Trong mức, chưa phải Đạt",
    Verdict.NOT_YET: "số thực hiện chưa thỏa chỉ tiêu, nhưng {span} chưa hết nên là Chưa đạt, chưa phải Không đạt",
    Verdict.MISSED: "số thực hiện không thỏa chỉ tiêu và không còn cơ hội trong {span} nên là Không đạt",
    Verdict.NOT_DUE: "chưa có số liệu và chưa đến hạn phải có nên là Chưa đến kỳ (không phải bằng 0)",
    Verdict.NO_DATA: "chưa có số liệu dù đã đến hạn nên là Chưa có số liệu (không phải bằng 0)",
    Verdict.NOT_JUDGED: "kế hoạch ghi đây là số tham khảo (~) nên chỉ nêu, không đánh giá",
}
COMPARISONS = {
    Comparator.AT_LEAST: "đạt khi bằng hoặc cao hơn {}; cao hơn là vượt",
    Comparator.ABOVE: "đạt khi cao hơn {} (bằng thì chưa đạt)",
    Comparator.AT_MOST: "đạt khi bằng hoặc thấp hơn {}; thấp hơn là vượt",
    Comparator.BELOW: "đạt khi thấp hơn {} (bằng thì chưa đạt)",
    Comparator.EQUAL: "đạt khi đúng bằng {}",
    Comparator.RANGE: "đạt khi nằm trong khoảng {}",
    Comparator.REFERENCE: "{} là số tham khảo",
    Comparator.NONE: "chỉ theo dõi, không giao chỉ tiêu",
    Comparator.YES: "đạt khi ghi là đạt",
}
BEYOND: dict[Better | None, str] = {Better.HIGHER: "; cao hơn là vượt", Better.LOWER: "; thấp hơn là vượt"}


class Explained(NamedTuple):
    """An indicator's standing on a card with all that tells how it came about: its rows of the ledger and its points.

    `place`: the card is that of one place; `foreseen` the row of what was expected for the period's last day;
    `every_row` names the rows that are not used too.
    """

    card: Scorecard
    standing: Standing
    rows: Sequence[Revision]
    origin: Origin
    points: ItemScore | None = None
    place: Place | None = None
    foreseen: Revision | None = None
    every_row: bool = False

    def page(self) -> Page:
        """The answer, then target, inputs by ledger row, sums, rounding, the rule of the verdict, pace and points."""
        card, standing, points, place = self.card, self.standing, self.points, self.place
        record = standing_record(standing)
        if place is not None and standing.target.target.comparator is Comparator.REFERENCE:
            # A place without a target of its own is held against none: the commune's is no reference of its own.
            none_given = standing.target._replace(target=Target(Comparator.NONE))
            standing = standing._replace(target=none_given, ratio=Percentage(reason=Reason.NO_TARGET), difference=None)
        one = self._replace(standing=standing)
        blocks: list[Block] = [*unlike_line(self.origin.closed), Paragraph(one.answer(), Tone.STRONG)]
        blocks += listing("Kế hoạch", one.target_lines())
        blocks += listing("Số liệu dùng", one.input_lines())
        blocks += listing("Thực hiện", one.actual_lines())
        blocks += listing("So với kế hoạch", one.ratio_lines())
        blocks += listing("So với cùng kỳ", (one.history(),))
        blocks += listing("Đánh giá", one.verdict_lines())
        blocks += listing("Tiến độ", course_lines(standing))
        blocks += listing("Điểm thi đua", map(_sentence, item_reasons(points, card.plan) if points else ()))
        whose = f", {place.name}" if place else ""
        title = f"{standing.indicator.name} ({standing.indicator.id}){whose} – {period_label(card)}"
        lines = [line for block in blocks for line in sentences(block)]
        told: dict[str, Any] = {"schema": "thidua.explain/1"} | ({"place": place.id} if place else {})
        told |= {"indicator": record, "rows": [row.seq for row in self.rows], "lines": lines}
        told |= {"points": item_record(points, card.plan)} if points else {}
        told |= {"pace": course_record(standing)} if standing.course else {}
        return Page(Document(title, tuple(blocks), (anchor(self.origin),)), lambda: told)

    def answer(self) -> str:
        """`Tổng đàn gia súc đạt 6.088 con, đạt 96,97% kế hoạch năm. ○ Chưa đạt.`: what one asks for, as reports say it,
        before how it came about."""
        return f"{Said(self.standing, self.card.window).with_parts()} {verdict_cell(self.standing).text}."

    def target_lines(self) -> Iterable[str]:
        standing, indicator, held = self.standing, self.standing.indicator, self.standing.target
        if held.printed:
            yield f"Văn bản giao: {held.printed}."
        number = with_unit(wording.target_number(held.target), indicator.unit)
        if held.target.relative is not None:
            change = wording.change_text(held.target.relative, indicator)
            yield f"Giao {change}; {notes.no_basis(standing) if held.target.is_open else f'tức {number}'}."
        if not held.target.is_open:
            beyond = BEYOND.get(indicator.better, "") if held.target.comparator is Comparator.RANGE else ""
            yield f"Hiểu là: {COMPARISONS[held.target.comparator].format(number)}{beyond}."
        if standing.of_period:
            yield "Đây là mức giao riêng cho kỳ này; điểm thi đua và xếp hạng vẫn theo mức giao cả năm."
        yield from map(_sentence, () if standing.of_period else notes.other_targets(standing))
        if held.since is not None:
            decision = f" theo {held.decision}" if held.decision else ""
            before = wording.target_words(held.before, indicator) if held.before else "không giao riêng cho kỳ này"
            yield f"Đã điều chỉnh từ ngày {write_date(held.since)}{decision}; trước đó: {before}."

    def input_lines(self) -> Iterable[str]:
        plan, standing, indicator, foreseen = self.card.plan, self.standing, self.standing.indicator, self.foreseen
        figures = standing.actual.figures if standing.actual else ()
        used, owners = {figure.seq for figure in figures}, {part.id: part for part in indicator.with_parts()}

        def text(held: Draft | Figure, owner: Indicator) -> str:
            name = f"{owner.name}: " if indicator.parts else ""
            level = wording.LEVELS[held.level or Level.OFFICIAL]
            return f"{name}{wording.held_amount(held, owner)}, ngày {day_text(held.on)}, số {level}"

        for figure in figures:
            if figure.seq == INHERITED:
                former = ", ".join(one.name for one in plan.predecessors)
                yield f"Sổ của {former}: {text(figure, owners.get(figure.indicator, indicator))}."
        told = [row for row in self.rows if self.every_row or not used or row.seq in used]
        if not told and not figures:
            yield f"Chưa có số liệu nào từ đầu năm đến ngày {write_date(self.card.window.cutoff)}."
        for row in told:
            draft, place = row.draft, plan.place(row.draft.place)
            owner = owners.get(draft.indicator, indicator)
            waits = standing.actual is None and bool(indicator.parts)
            unused = "đã nằm trong lũy kế, không cộng" if owner.combine is Combine.SUM else "có số mới hơn, không dùng"
            mark = "" if row.seq in used or waits else f" ({'không dùng' if owner.by_place else unused})"
            yield f"Dòng {row.seq}: {f'{place.name}: ' if place else ''}{text(draft, owner)}{mark}."
        if standing.parts_present and standing.parts_present[0] < standing.parts_present[1]:
            yield f"Mới có {standing.parts_present[0]}/{standing.parts_present[1]} phần; tổng chỉ tính khi đủ các phần."
        yield from notes.coverage_lines(plan, standing)
        for one in notes.estimate_notes(standing):
            yield _sentence(f"{one}; số ở mức khác của ngày sau có thể đã thay số ấy")
        if len(told) < len(self.rows):
            yield f"Còn {len(self.rows) - len(told)} dòng không dùng: thêm --all để xem."
        if foreseen is not None:
            then, own = standing.expected and standing.expected.actual, foreseen.draft.amount
            is_more = then and own and then.exact != own.exact
            reach = f"; cùng số trước đó là {notes.actual_text(standing, then)}" if then and is_more else ""
            yield f"Dòng {foreseen.seq}: {text(foreseen.draft, indicator)}: không tính vào thực hiện{reach}."

    def actual_lines(self) -> Iterable[str]:
        standing, indicator, actual = self.standing, self.standing.indicator, self.standing.actual
        yield f"Cách tính: {wording.combine_text(indicator)}."
        if actual is None:
            yield "Chưa có."
            return
        target, exact, rate = standing.target.target, actual.exact, indicator.rate
        number = wording.shown_number(actual, indicator, target)
        amounts = [write_number(figure.amount.value or figure.amount.exact) for figure in actual.figures]
        is_mean = exact * len(amounts) == sum(figure.amount.exact for figure in actual.figures)
        if actual.parts:
            words = f"{rate.numerator} / {rate.denominator} × 100 = " if rate else ""
            parts = f"{' / '.join(map(write_number, actual.parts))} × 100"
            # ≈ where six places, or more to stand on the target's right side, are not all: `= 3,6875`, `≈ 3,699932`
            fine = wording.rounded_figure(exact, indicator._replace(decimals=wording.EXACT_PLACES), target)
            how = f"{words}{parts} {equals(fine, exact)} {write_number(fine)}; in ra là "
        elif indicator.combine is Combine.TOTAL:
            below = (one.actual for one in self.card.standings if one.row.parent and one.row.parent.id == indicator.id)
            how = f"{' + '.join(in_full(part) for part in below if part)} {equals(number, exact)} "
        elif len(amounts) > 1 and indicator.combine is Combine.SUM:
            how = f"{' + '.join(amounts)} {equals(number, exact)} "
        elif len(amounts) > 1 and indicator.combine is Combine.MEAN and is_mean:
            how = f"({' + '.join(amounts)}) / {len(amounts)} {equals(number, exact)} "
        else:
            day = max((figure.on for figure in actual.figures if figure.amount.exact == exact), default=actual.on)
            how = f"Ngày {write_date(day)}: "
        yield f"{how}{in_unit(number, indicator)}."
        if standing.measured is not actual:
            brought = standing.measured and notes.actual_text(standing, standing.measured)
            yield f"Trong kỳ {brought or 'chưa có số'}: so với mức giao riêng cho kỳ."

    def ratio_lines(self) -> Iterable[str]:
        standing, indicator, target = self.standing, self.standing.indicator, self.standing.target.target
        actual = standing.measured
        if actual is None:
            yield f"Chưa tính được vì chưa có số liệu{' trong kỳ' if standing.actual else ''}."
            return
        reason = standing.ratio.reason
        why = f": {notes.basis_text(standing) or REASONS[reason]}" if reason else ""
        if standing.difference is None:
            yield f"Không có TH/KH{why}."
            return
        exact, percent = standing.ratio.exact, standing.ratio.percent
        if target.comparator in CEILINGS:
            yield "Chỉ tiêu càng thấp càng tốt nên không in TH/KH; nêu phần chênh lệch."
        elif exact is not None and percent is not None:
            fine = round_percent(exact, wording.EXACT_PLACES)
            worked_out = f"{equals(fine, exact)} {write_number(shortest(fine))} → {write_number(shortest(percent))}%."
            yield f"TH/KH = {in_full(actual)} / {write_number(target.value)} × 100 {worked_out}"
            yield "Làm tròn một lần từ số chính xác, nửa lên, 2 chữ số; chỉ ghi 100% khi đúng bằng kế hoạch."
        elif why:
            yield f"Không có TH/KH{why}."
        if target.comparator is not Comparator.REFERENCE:
            places = notes.gap_places(standing.difference, indicator, actual)
            sign = equals(notes.honest(standing.difference, places), standing.difference)
            end = write_number(Fraction(actual.exact) - standing.difference)
            terms = "" if standing.difference == 0 else f" = {in_full(actual)} − {f'({end})' if end[0] == '-' else end}"
            yield f"Chênh lệch = thực hiện − kế hoạch{terms} {sign} {gap_text(standing.difference, indicator, places)}."
        yield from self.reduction_lines(actual)

    def reduction_lines(self, actual: Actual) -> Iterable[str]:
        measured, baseline = self.standing.attainment, self.standing.indicator.baseline
        if measured.method is not Method.REDUCTION or self.standing.of_period:
            return
        if measured.reason:
            yield f"Mức giảm so với kế hoạch: {notes.why_no_share(self.standing)}."
        if measured.percent is not None and baseline is not None:
            start, end = write_number(baseline.value), write_number(self.standing.target.target.value)
            terms = f"({start} − {in_full(actual)}) / ({start} − {end}) × 100"
            sign = equals(measured.percent, measured.exact)
            yield f"Mức giảm đạt = {terms} {sign} {write_number(shortest(measured.percent))}% mức giảm kế hoạch."

    def history(self) -> str:
        standing, same, indicator = self.standing, self.standing.same_period, self.standing.indicator
        # This year's target is not its own.
        earlier = wording.reached_text(same.actual, indicator) if same.actual else ""
        if same.actual is not None and indicator.is_yes_no:
            return f"Cùng kỳ năm trước: {earlier}."
        if same.actual is None or same.difference is None or standing.actual is None:
            return f"Không so được: {REASONS[same.ratio.reason]}." if same.ratio.reason else "Không so được."
        if is_of_other_days(standing):
            then, now = (f"đến ngày {write_date(one.on)}" for one in (same.actual, standing.actual))
            return f"Cùng kỳ năm trước {earlier} ({then}), năm nay {now}: không cùng kỳ nên không so tăng, giảm."
        if indicator.is_share or same.ratio.percent is None or same.growth is None:
            places = notes.gap_places(same.difference, indicator, standing.actual, same.actual)
            return f"Cùng kỳ năm trước {earlier}; chênh lệch {gap_text(same.difference, indicator, places)}."
        sign, percent = equals(same.ratio.percent, same.ratio.exact), percent_text(same.ratio.percent)
        terms = f"{in_full(standing.actual)} / {in_full(same.actual)} × 100 {sign} {percent.removesuffix('%')}"
        return f"Cùng kỳ năm trước {earlier}; {terms}; bằng {percent} so với cùng kỳ ({growth(same)})."

    def verdict_lines(self) -> Iterable[str]:
        card, standing = self.card, self.standing
        span = "kỳ" if standing.of_period else "giai đoạn" if standing.indicator.years else "năm"
        rule = RULES[standing.verdict].format(span=span)
        if standing.target.target.comparator is Comparator.NONE:
            rule = "kế hoạch không giao chỉ tiêu nên chỉ theo dõi, không đánh giá"
        elif standing.verdict is Verdict.NOT_YET and standing.indicator.accumulates and (standing.difference or 0) > 0:
            rule = f"số từ đầu {span} đã hơn chỉ tiêu và không giảm lại được; hết {span} mới là Không đạt"
        elif standing.lacks_basis:
            rule = f"đã có số thực hiện, nhưng {notes.basis_text(standing)}"
        yield f"{verdict_cell(standing).text}: {rule}."
        yield "So trên số chính xác, không so trên số đã làm tròn."
        closed = "đã hết năm kế hoạch" if card.window.year_closed else "năm kế hoạch chưa hết"
        yield f"Số liệu tính đến ngày {write_date(card.window.cutoff)}: {closed}."
        if standing.row.counted:
            yield f"Được tính trong {len(card.counted)} chỉ tiêu của câu tổng hợp."
            return
        given = standing.indicator.target_on(card.window.cutoff) if standing.of_period else standing.target
        if standing.row.parent is not None:
            why = f"là một phần của chỉ tiêu {standing.row.parent.name}"
        elif given.target.comparator.is_judged:
            why = "kế hoạch ghi counted: false"
        else:
            why = f"{'cả năm: ' if standing.of_period else ''}{REASONS[WITHOUT_RATIO[given.target.comparator]]}"
        yield f"Không tính trong câu tổng hợp ({why})."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def in_full(actual: Actual) -> str:
    """The figure as a term that is worth exactly what was computed with: its digits, else the division behind it."""
    if actual.parts:
        return f"({' / '.join(map(write_number, actual.parts))} × 100)"
    if exact_or_cut(actual.exact) == actual.exact:
        return write_number(exact_or_cut(actual.exact))
    upper, lower = map(Fraction, actual.exact.as_integer_ratio())
    return f"({write_number(upper)} / {write_number(lower)})"
