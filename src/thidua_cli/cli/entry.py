"""`entry`: guided entry on a terminal of what is missing or due for a period; one summary, one write, one undo."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import typer

from ..domain.closing import freezing
from ..domain.places import target_for
from ..domain.plan import Combine
from ..errors import Refused, ThiduaError, UsageError
from ..office import figures
from ..office.due import Answer, Question, Sitting, overview_of, questions_of
from ..office.figures import SuspectedSlip, Wanted
from ..office.find import read_amount
from ..office.view import View
from ..pages.page import Field, Page, field, right, table_of
from ..render.document import Document, Paragraph
from ..vietnamese.numbers import read_date, shown, write_date, write_number
from ..vietnamese.text import fold, sanitise
from ..vietnamese.wording import LEVELS, combine_text, held_amount, planned_text, read_level
from ..workspace import closed_days
from .output import present
from .printing import NO, YES, Rest, agrees, complain, complain_of, is_interactive, pager_wanted, read_line, say
from .record import TAKE_BACK, tell_of_places
from .words import By, CalendarOption, Context, PeriodOption

AHEAD = 1
STEPS = {"b": -1, "-": AHEAD}
_WITH_LEVEL = re.compile(r"(%|[^\W\d_]*[-\u2212]?[0-9][0-9.,/% \u00a0\u202f]*?)\s+([^\W\d_][\w ]*)")
TOTALS = (fold("lũy kế"), "lk")


def _ask_all(sitting: Sitting, questions: Sequence[Question]) -> None:
    """Ask everything that has no answer yet; each accepted answer is kept at once. Raises Rest."""
    answers = sitting.answers
    place = next((place for place, question in enumerate(questions) if question.id not in answers), len(questions))
    while place < len(questions):
        question = questions[place]
        indicator, last = question.indicator, question.last
        complain(f"\n[{place + 1}/{len(questions)}] {question.number}. {question.name} ({indicator.unit})")
        target = target_for(indicator, question.place, question.day)
        planned = "không giao riêng" if question.place else "không giao"
        if target is not None and (target.comparator.is_number or indicator.is_yes_no):
            planned = planned_text(target, indicator)
        known = f"; chưa có số nào trong năm đến ngày {write_date(question.until)}" if question.until else ""
        if last:
            known = f"; lần trước {held_amount(last, indicator)} ngày {write_date(last.on)}, {LEVELS[last.level]}"
        complain(f"  kế hoạch {planned}{known}")
        if given := answers.get(question.id):
            complain(f"  đã gõ: {given.shown}; Enter: giữ, -: bỏ số này")
        before = dict(answers)
        place = max(place + _Sheet(sitting, question, given.on if given else question.day).ask(), 0)
        if answers != before:
            sitting.keep()


class _Moved(Exception):
    """The person goes to another question: so many steps."""


@dataclass(slots=True)
class _Sheet:
    """One question being answered, and the day of the figure as it was last named."""

    sitting: Sitting
    question: Question
    day: date

    def ask(self) -> int:
        """Ask until it is answered, skipped or left; how far to move."""
        while True:
            try:
                self.sitting.answers[self.question.id] = _answer(self)
                return AHEAD
            except _Moved as move:
                return int(move.args[0])
            except ThiduaError as error:
                complain_of(error)

    def choice(self, prompt: str, advice: str, *words: str) -> tuple[str | None, str]:
        """One of these words and what stands behind it; None and another number, for the one typed before."""
        while True:
            text = self.typed(prompt, words)
            word, _, rest = fold(text).partition(" ")
            if word in words:
                return word, rest
            if any(sign.isdigit() for sign in text):
                return None, text
            complain(f"  không hiểu '{shown(text)}': {advice}")

    def typed(self, prompt: str, words: Collection[str] = (), *, dated: bool = False) -> str:
        """What is typed that is no command; they are the same at each prompt, but for its `words`, and may change the
        day, which one that is `dated` begins with. Raises Rest, _Moved, and for a day that no figure can have."""
        while True:
            text = read_line(f"  ngày {write_date(self.day)}, {prompt}" if dated else prompt)
            word = fold(text)
            if word in words:
                return text
            if word == "q":
                raise Rest
            if word == "-":
                self.sitting.answers.pop(self.question.id, None)
            if word in STEPS:
                raise _Moved(STEPS[word])
            if word == "?":
                _explain(self.question)
            elif word == "n" or word.startswith("n "):
                self._name_day(text[1:])
            else:
                return text

    def _name_day(self, text: str) -> None:
        """Take another day; raises for one that no figure can have."""
        plan, today = self.sitting.office.plan, self.sitting.office.workspace.today()
        day = figures.checked_day(read_date(text.strip(), today.year), plan, today, False)
        self.sitting.office.refuse_closed_days([self.question.draft_on(day)])
        self.day = day
        complain(f"  ngày {write_date(day)}")
        if doubt := figures.outside_year(day, plan):
            complain(f"  Cảnh báo: {doubt}")


def _explain(question: Question) -> None:
    indicator = question.indicator
    complain(f"  mã {indicator.id}; cách tính cả năm: {combine_text(indicator)}")
    if indicator.supplier:
        complain(f"  nơi cung cấp: {sanitise(indicator.supplier)}")
    if indicator.rate:
        complain(f"  tỷ lệ = {indicator.rate.numerator} / {indicator.rate.denominator}")
        percent = "" if question.place else ", hoặc phần trăm có dấu %: 75,7%"
        complain(f"  gõ tử số rồi mẫu số, hoặc cả hai 9/10{percent}")
    else:
        complain("  gõ số như 4.482,38 hoặc 4482,38")
    complain("  số ước hoặc sơ bộ: thêm chữ uoc hoặc so bo sau số (6.500 uoc)")
    if indicator.combine is Combine.SUM:
        complain("  số cộng từ đầu năm: thêm chữ luy ke sau số (120 luy ke)")
    complain("  Enter: bỏ qua; b: chỉ tiêu trước; n 14/06/2024: số của ngày khác; q: nghỉ, lần sau gõ tiếp")


def _answer(sheet: _Sheet, typed: str = "") -> Answer:
    """The answer typed, now or before, once it holds, a suspected slip confirmed; raises why it does not."""
    indicator, last, is_running = sheet.question.indicator, sheet.question.last, sheet.question.is_running
    alone = "đạt hay chưa đạt" if indicator.is_yes_no else f"số ({indicator.unit})"
    what = f"{indicator.rate.numerator} (tử số)" if indicator.rate else alone
    typed = typed or sheet.typed(f"{what}: ", dated=True)
    if not typed:
        raise _Moved(AHEAD)
    answer = _with_denominator(sheet, _with_level(typed, Answer("", sheet.day)))
    if indicator.combine is Combine.SUM and not answer.cumulative and last and (is_running or last.on < sheet.day):
        since, usual = "đầu năm", "l" if is_running else "k"
        if indicator.years:  # the year's total is not that of the span: nothing is taken for granted
            since, usual = f"năm {indicator.years.first}", "" if is_running else "k"
        ways = f"    số của kỳ này (k) hay lũy kế từ {since} (l)? [{usual or 'k/l'}] "
        words = ("", "k", "l") if usual else ("k", "l")
        way, level = sheet.choice(ways, "gõ k, l, hoặc một số khác", *words)
        if way is None:
            return _answer(sheet, level)
        answer = answer._replace(cumulative=(way or usual) == "l", level=read_level(level) if level else answer.level)
    answer = answer._replace(on=sheet.day)
    try:
        draft = sheet.sitting.wanted(sheet.question, answer).draft
    except SuspectedSlip as slip:
        prompt = f"  {slip.then('Vẫn giữ số này?')} [c/K] "
        word, other = sheet.choice(prompt, "gõ c (có), k (không), hoặc một số khác", "", *YES, *NO)
        if word is None:
            return _answer(sheet, other)
        if word not in YES:
            raise UsageError("bỏ số vừa gõ") from None
        answer = answer._replace(on=sheet.day, sure=True)
        draft = sheet.sitting.wanted(sheet.question, answer).draft
    complain(f"  √ {figures.held_text(draft, indicator)}")
    return answer


def _with_level(typed: str, answer: Answer) -> Answer:
    """The answer with the number typed, and with the level (or "lũy kế") that stands behind it."""
    match = _WITH_LEVEL.fullmatch(typed)
    value, said = match.groups() if match else (typed, "")
    if fold(said) in TOTALS:
        return answer._replace(value=value, cumulative=True)
    return answer._replace(value=value, level=read_level(said) if said else answer.level)


def _with_denominator(sheet: _Sheet, answer: Answer) -> Answer:
    """Ask for a rate's whole where only its part was typed; Enter takes the one of last time."""
    question = sheet.question
    rate = question.indicator.rate
    if rate is None or "/" in answer.value or answer.value.endswith("%"):
        return answer
    read_amount(answer.value, question.indicator)  # an unreadable part is refused before the whole is asked for
    last = question.last.amount.denominator if question.last else None
    offered = f" [{write_number(last)}]" if last is not None else ""
    typed = sheet.typed(f"    {rate.denominator} (mẫu số; %: số vừa gõ là phần trăm){offered}: ")
    whole = _with_level(typed, answer)
    if whole.value == "%":
        return whole._replace(value=f"{answer.value}%")
    if not typed and last is None:
        raise UsageError("chưa có mẫu số nên bỏ số vừa gõ")
    return whole._replace(value=f"{answer.value}/{whole.value or write_number(last or Decimal(0))}")


COLUMNS: Sequence[Field[tuple[Question, Wanted]]] = (
    field("name", "Chỉ tiêu", lambda one: one[0].name, wraps=True),
    field("on", "Ngày", lambda one: write_date(one[1].day)),
    right("before", "Trước", lambda one: figures.held_text(one[1].present(), one[1].indicator)),
    right("after", "Sẽ ghi", lambda one: figures.held_text(one[1].draft, one[1].indicator)),
)
KEPT = "Chưa ghi gì vào sổ. Những số đã gõ được giữ trong bản nháp; gõ tiếp: thidua entry{period}"


def entry(ctx: Context, period: PeriodOption = None, calendar: CalendarOption = None, by: By = None) -> None:
    """Ghi lần lượt những số liệu còn thiếu của kỳ: mỗi chỉ tiêu một câu hỏi, xem lại tất cả rồi mới ghi một lần.

    Enter: bỏ qua; ?: giải thích; b: quay lại; n 14/06/2024: đổi ngày; q: nghỉ, lần sau gõ tiếp.
    """
    if not is_interactive():
        hint = "từ chương trình hoặc tệp, hãy dùng: thidua record CHỈ_TIÊU SỐ --on NGÀY, hoặc thidua import TỆP"
        raise UsageError("thidua entry cần người ngồi trước màn hình để hỏi", hint=hint)
    with View.of(ctx.obj, period, calendar) as view:
        office, chosen = view.office, view.window.period
        again = f" --period {chosen.id}" if period else ""
        again += f" --calendar {chosen.calendar.value}" if calendar else ""
        office.refuse_foreign()
        expected, closings = list(questions_of(office, chosen)), office.closings()
        questions = [question for question in expected if not freezing(closings, question.day)]
        if closed := closed_days((question.draft_on(question.day) for question in expected), closings):
            if not questions:
                raise closed
            complain(f"Không hỏi {closed.sentence}\n  → {closed.hint}")
        pager_wanted.set(False)
        if period and questions:
            lead = f"{chosen.label}: {len({one.indicator.id for one in questions})} chỉ tiêu còn thiếu số"
            present(overview_of(office, {one.indicator.id for one in questions}, lead), office)
        _sit_down(Sitting(office, by, chosen), questions, again)


def _sit_down(sitting: Sitting, questions: list[Question], again: str) -> None:
    """Ask, show, write; whoever leaves in between finds the answers again next time."""
    label = sitting.period.label
    try:
        _resume(sitting, questions)
        if not questions:
            say(f"không còn số liệu nào phải ghi cho {label}; xem: thidua due")
            return
        complain(f"Ghi số liệu {label}: {len(questions)} câu hỏi. Enter: bỏ qua, ?: giải thích, q: nghỉ.")
        _ask_all(sitting, questions)
        answered = [question for question in questions if question.id in sitting.answers]
        if answered:
            asked = [(question, sitting.wanted(question, sitting.answers[question.id])) for question in answered]
            blocks = Paragraph(f"{len(asked)} số liệu"), table_of(COLUMNS, asked, "name")
            present(Page(Document("Xem lại trước khi ghi", blocks)), sitting.office)
            if not agrees(f"Ghi {len(asked)} số liệu này vào sổ?", default=False):
                raise Rest
    except (Rest, KeyboardInterrupt) as left:
        say(KEPT.format(period=again) if sitting.kept else "chưa ghi gì")
        if isinstance(left, KeyboardInterrupt):
            raise typer.Exit(130) from None
        return
    if answered:
        _write(sitting, answered)
    else:
        say("chưa ghi gì: không có số nào được gõ")
    sitting.forget()


def _resume(sitting: Sitting, questions: list[Question]) -> None:
    """Take up an unfinished sitting, if wanted; its questions are asked too, answers that fail are told."""
    if not sitting.kept:
        return
    if not agrees(f"{sitting.told()}. Gõ tiếp từ đó?", default=True):
        sitting.forget()
        return
    asked = {question.id for question in questions}
    for question in sitting.questions():
        answer = sitting.kept[question.id]
        try:
            sitting.wanted(question, answer)
        except ThiduaError as error:
            complain(f"  bỏ số {answer.value} của {question.id} trong bản nháp: {error.sentence}")
        else:
            sitting.answers[question.id] = answer
            questions += [] if question.id in asked else [question]


def _write(sitting: Sitting, answered: list[Question]) -> None:
    """All of them in one transaction under one command id, so that one `undo` takes them back; or none."""
    office = sitting.office
    with office.writing() as writer:
        wanted = [sitting.wanted(question, sitting.answers[question.id]) for question in answered]
        drafts = [draft for one in wanted if (draft := one.row_to_write())]
        if not drafts:
            raise Refused("các số này vừa được người khác ghi; không còn gì để ghi", hint="xem: thidua history")
        office.append(writer, drafts, sitting.by)
    say(f"đã ghi {len(drafts)} số liệu trong một lần")
    tell_of_places(wanted)
    say(TAKE_BACK)
