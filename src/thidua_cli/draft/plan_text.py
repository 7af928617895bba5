"""A document's parts → the text of a plan file: every indicator under its source line, every doubt marked."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import accumulate, chain, count, groupby, takewhile
from typing import NamedTuple

from ..domain import plan as plans
from ..errors import InvalidInput, ThiduaError, command
from ..intake.source import Source
from ..plan_file import PlanText, read_plan
from ..plan_file.writing import REVIEW, write_plan
from ..vietnamese import phrase_words as said
from ..vietnamese.numbers import full_unit, read_number, write_number
from ..vietnamese.phrase_targets import NO_UNIT_SEEN, NONE, YES, Given
from ..vietnamese.phrases import targets_of
from ..vietnamese.targets import read_target
from ..vietnamese.text import MOST_CHARACTERS, lowered, plain_id, sanitise
from .document import NUMBERED, Text, read_document
from .outline import AIM, ORGANISATION, PURPOSE, RESULTS, TARGETS, WORK, Item, Part, day_of, facts_of, outline_of
from .sheets import Group, numbers_of

_MOST_CHARACTERS_OF_A_TITLE = 240
_FEWEST_WORDS_OF_WORK = 6
_FEWEST_WORDS, _MOST_WORDS = 3, 30
_ADDED_UP = re.compile(
    r"(?i)trồng mới|việc làm|kết nạp|thêm|thành lập mới|\bthu (?:ngân sách|nội địa|nsnn)|phát triển mới|sản lượng"
    r"|giá trị sản xuất|xuất khẩu|đào tạo nghề|tổ chức|tuyển|làm mới|xây mới|hội viên mới|tuyên truyền"
    r"|tinh giản|hiến máu|cấp mới"
)
_SHORT = re.compile(
    r"(?i)^(?:(?:các|tổng|tỷ lệ|tỉ lệ|số|chỉ tiêu|phấn đấu|về|tiếp tục|tăng cường|đẩy mạnh|đẩy nhanh|tập trung|công tác"
    r"|quản lý|thực hiện|triển khai|chỉ đạo|lãnh đạo|có hiệu quả|tổ chức|tốt|và|nâng cao|quyết liệt|thúc đẩy|tiến độ"
    r"|phát triển|nhà nước|đầy đủ|kịp thời|sâu sắc|xây dựng)(?:,\s*|\s+))+"
)
_FILLERS = r"(?i)^diện tích |(?: (?:giữ vững|đạt chuẩn|đạt|được|về|thể(?= thấp| nhẹ)|dưới \d+ tuổi)(?!\w))+ "
_TWICE = re.compile(r"(?i)(?<!\w)(\w+(?: \w+)?) (?=\1(?!\w))")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zđ])")
_BEFORE = re.compile(
    r"(?i)(?:trước|chậm nhất|muộn nhất|hạn)(?: là| đến| vào| ngày)* (\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )"
    r"(20\d\d)(?!\d)"
)
# Names under which no figure of the year can be recorded as they stand, and what is doubtful about them.
_SPAN = (
    r"(?:(?:trong|đến|hết|riêng) )*(?:0?6 tháng|0?9 tháng|quý (?:IV|I{1,3}|\d)|tháng \d{1,2})(?: đầu| cuối)?"
    r"(?: năm(?: 20\d\d)?)?"
)
_NOUN = r"(?<!\w)(?:số|t[ỷỉ] lệ|diện tích|sản lượng|năng suất)"
_NUMBER_IN_NAME = "trong tên còn một số, xem có phải chỉ tiêu riêng"
_OF_SOMETHING = re.compile(r"(?i)(?:(?<= )| )(?!(?:sao|vạn|không|sạch|tốt|tuổi|giảm|tăng|trong|ở)(?!\w))[^\W\d]")
_DOUBTFUL_NAMES = {
    r"^(?:(?:đến|hết|trước|từ|ngày|ước|thực hiện|kết quả|kế hoạch|năm)\W+)*(?:\d{1,2}/\d{1,2}(?:/\d{4})?|20\d\d)$": (
        "tên chỉ là một ngày, một năm, hãy ghi lại tên và kỳ"
    ),
    rf"^{_SPAN}(?=\W+\w)|(?<=\w ){_SPAN}$": "là mức của một kỳ, không phải của cả năm: hãy ghi bằng by_period",
    r"(?:giai đoạn|nhiệm kỳ|thời k[ỳì]|\d năm) 20\d\d\s?[-–]\s?20\d\d": (
        "là mức của cả giai đoạn, không riêng năm nay: xem khóa years"
    ),
    rf"{said.OF_WHICH}.*\d|\d (?:tỷ|tỉ|triệu)(?!\w)|\d\s?[%‰]|[<>≤≥] ?\d+(?! tuổi|\d)|\w \d[\d.]*, (?:[^\W\d]+ )+\d"
    r"|(?<!\w)(?:với|cho|tổ chức|mở|xây|hỗ trợ|thành lập|vận động|tặng|trao|cấp) (?:trên |khoảng |ít nhất )?\d": (
        _NUMBER_IN_NAME
    ),
    rf"{_NOUN} [^:,(]+, {_NOUN} \w": "tên có vẻ gồm nhiều chỉ tiêu, xem có phải tách ra",
}
LEFT_OVER = "#   dòng"
HEAD = (
    "",
    "{title}.",
    "Soạn từ tệp {name}; dưới mỗi dòng văn bản (sau dấu #) là chỉ tiêu đọc được từ dòng đó.",
    "Hãy xem lại từng dòng, trước hết các dòng có chữ XEM LẠI ({marks}), rồi chạy: thidua plan check",
    "Văn bản không nói nên phải tự xem: combine (cách cộng dồn), frequency và due (bao lâu có số, hạn nào),",
    "from (ai cung cấp).",
    "Cách viết từng khóa: docs/huong-dan.md. Sửa xong thì xóa các dòng # không cần nữa.",
)


class Draft(NamedTuple):
    """A plan file to go over: its text, its year, and how much of it there is and is doubtful."""

    text: str
    year: int
    indicators: int
    marks: int
    left_over: int
    """How many lines hold numbers that became no indicator."""

    def told(self, file: str | None) -> str:
        """What was made and what to do next."""
        doubts = f"{self.marks} chỗ cần xem (XEM LẠI)" if self.marks else "không có chỗ nào phải đánh dấu XEM LẠI"
        if self.left_over:
            doubts += f", {self.left_over} dòng có số không thành chỉ tiêu (kê ở cuối tệp)"
        then = "thidua plan draft TỆP --out data/plan_NĂM.yaml"
        then = command("thidua", "--plan", file, "plan", "check") if file else then
        made = f"soạn được {self.indicators} chỉ tiêu của năm {self.year}, {doubts}"
        return f"{made}; xem lại từng dòng rồi chạy: {then}"


def draft_plan(source: Source, year: int | None = None) -> Draft:
    """A plan file out of a document; its text passes `plan check`.

    Raises InvalidInput for a document that cannot be read or gives no target, MissingLibrary for a PDF without pypdf.
    """
    blocks = read_document(source)
    facts, doubt = facts_of(outline_of(blocks))
    drafting = _Drafting(facts, year or facts.year)
    outline = outline_of(blocks, drafting.year)
    sections = tuple(drafting.sections(outline.parts))
    if not sections:
        found = "không thấy chỉ tiêu nào (con số có đơn vị, hoặc bảng có cột chỉ tiêu, kế hoạch)"
        hint = "hãy dùng văn bản có phần chỉ tiêu; hoặc viết tệp kế hoạch theo mẫu: thidua init"
        raise source.refused(found, hint)
    plan = drafting.plan(sections, tuple(drafting.work(outline.parts)), doubt)
    marks = sum(line.startswith(REVIEW) for lines in drafting.notes.values() for line in lines)
    name = sanitise(source.name).rpartition("/")[2]
    head = [line.format(title=plan.title.rstrip("."), name=name, marks=marks) for line in HEAD]
    rows = (line for part in outline.parts for sheet in part.sheets for line in sheet.lines)
    rest = list(_left_over(sorted((*outline.lines, *rows), key=lambda line: line.at), drafting.used))
    text = write_plan(plan, head=head, notes=drafting.notes) + "\n".join(rest)
    read_plan(PlanText(f"plan_{plan.year}.yaml", text.encode()))
    return Draft(text, plan.year, sum(1 for _ in plan.rows()), marks, sum(line.startswith(LEFT_OVER) for line in rest))


@dataclass(slots=True)
class _Drafting:
    """What is collected on the way: ids that are taken, notes above the keys, lines whose numbers are used."""

    facts: plans.Plan
    year: int
    ids: set[str] = field(default_factory=set)
    notes: dict[str, list[str]] = field(default_factory=dict)
    used: list[tuple[str, set[str]]] = field(default_factory=list)
    """Each line that targets were read from, with the numbers that they tell."""

    def plan(self, sections: tuple[plans.Section, ...], work: tuple[plans.WorkItem, ...], of_unit: str) -> plans.Plan:
        """Everything together; `of_unit` is what is doubtful about the unit."""
        facts = self.facts
        if not self.year:
            raise InvalidInput("không thấy năm của kế hoạch trong văn bản", hint="hãy thêm --year, ví dụ: --year 2026")
        if of_unit:
            self._doubt("unit", of_unit)
        if facts.year not in (0, self.year):
            self._doubt("year", f"văn bản ghi năm {facts.year}, --year là {self.year}")
        if not facts.title:
            self._doubt("title", "không thấy tên kế hoạch trong văn bản")
        return facts._replace(
            year=self.year,
            title=facts.title or f"Kế hoạch năm {self.year}",
            sections=sections,
            goal=self._fitted("goal", facts.goal) if facts.goal else None,
            bases=tuple(self._fitted("bases", basis) for basis in facts.bases),
            organisers=tuple(one._replace(duty=self._fitted("organisers", one.duty)) for one in facts.organisers),
            work=work,
        )

    def _fitted(self, key: str, text: str) -> str:
        """A text no longer than the plan's reader takes; what was cut is marked."""
        if len(text) <= MOST_CHARACTERS:
            return text
        self._doubt(key, f"dài {len(text)} ký tự, chỉ giữ đoạn đầu")
        return text[: text.rfind(" ", 0, MOST_CHARACTERS)]

    def _doubt(self, key: str, sentence: str) -> None:
        """One mark for each key, however much is doubtful about it."""
        lines = self.notes.setdefault(key, [])
        if lines and lines[-1].startswith(REVIEW):
            lines[-1] += "" if sentence in lines[-1] else f"; {sentence}"
        else:
            lines.append(f"{REVIEW}: {sentence}")

    def _id(self, name: str, most_words: int = 5) -> str:
        """Short, unique, without accents."""
        spoken = _SHORT.sub("", name) or name
        if len(spoken.split()) > most_words:
            spoken = _TWICE.sub("", re.sub(_FILLERS, " ", spoken))
        first = plain_id(spoken, most_words) or "muc"
        last = "-".join(plain_id(spoken, 100).split("-")[-most_words:])
        numbered = (f"{first}-{number}" for number in count(2))
        free = next(one for one in chain((first, last), numbered) if one and one not in self.ids)
        self.ids.add(free)
        return free

    # ── indicators ──────────────────────────────────────────────────────────────────────────────────────────────────
    def sections(self, parts: Sequence[Part]) -> Iterator[plans.Section]:
        """A section for each part that gives targets; what stands in the prose of a task is one of its chapter."""
        told = [part for part in parts if (part.sheets or not part.says(ORGANISATION)) and not part.says(RESULTS)]
        first = [part for part in told if part.says(TARGETS) and part.has_targets()]
        first = first or [part for part in told if not part.says(AIM | PURPOSE | WORK) and part.has_targets()]
        chapters: dict[tuple[str, str], list[plans.Indicator]] = {}
        for part in told:
            if part.sheets or part in first or (not first and not part.says(AIM | PURPOSE)):
                yield from self._sections_of(part)
            elif not part.says(AIM | PURPOSE | ORGANISATION):
                chapters.setdefault((part.chapter.number, part.chapter.title), []).extend(self._of_prose(part))
        yield from (self._section(*chapter, indicators) for chapter, indicators in chapters.items() if indicators)

    def _section(self, number: str, title: str, indicators: Sequence[plans.Indicator]) -> plans.Section:
        title = title.capitalize() if title.isupper() else title[:1].upper() + title[1:]
        identity = self._id(title or "chi-tieu", 4)
        for place, whole in enumerate(indicators):
            self._doubt_if_summed(whole, indicators[place + 1 :])
        return plans.Section(identity, title or "Các chỉ tiêu", tuple(indicators), number or None)

    def _doubt_if_summed(self, whole: plans.Indicator, after: Sequence[plans.Indicator]) -> None:
        """Marks one to which those right after it add up exactly: they may be its parts."""
        alike = takewhile(lambda one: one.unit == whole.unit != plans.PERCENT and _is_level(one), after)
        sums = list(accumulate(one.target.value for one in alike))[1:]
        if _is_level(whole) and not whole.parts and whole.target.value in sums:
            first = f"{sums.index(whole.target.value) + 2} chỉ tiêu ngay sau"
            self._doubt(whole.id, f"{first} cộng lại vừa bằng chỉ tiêu này, xem có phải là phần (parts)")

    def _sections_of(self, part: Part) -> Iterator[plans.Section]:
        held = [one for item in part.items for one in self._of_item(item, is_work=_is_work(part))]
        number, title = part.number, part.title
        for rows in (list(run) for sheet in part.sheets for _, run in groupby(sheet.rows, type)):
            held += self._indicators([row for row in rows if isinstance(row, Given)])
            for group in (row for row in rows if isinstance(row, Group)):
                if held:
                    yield self._section(number, title, held)
                held, number, title = [], group.number.strip("."), group.name
        if held:
            yield self._section(number, title, held)

    def _of_item(self, item: Item, *, is_work: bool) -> list[plans.Indicator]:
        """A point with those below it: its parts when it gives a target itself, else targets of their own. What has no
        number is a target of yes or no, except in a part of tasks, where it is a task."""
        own = [one for one in targets_of(item.text) if one.printed or not is_work]
        if item.below and any(one.printed for one in own):
            led = item.text.rstrip(" .;:,")
            is_led = re.search(f"{said.OF_WHICH}$", led, re.IGNORECASE)
            led += "" if is_led else ". Trong đó"
            line = f"{led}: {'; '.join(under.text.rstrip(' .;') for under in item.below)}"
            whole, *parts = [replace(one, source="\n".join(item.source())) for one in targets_of(line)]
            other = any(one.inside and (one.unit != whole.unit or one.unit == plans.PERCENT) for one in parts)
            if other and not is_led and not item.text.endswith(":"):
                whole = replace(whole, doubts=(*whole.doubts, "các dòng bên dưới hiểu là phần của dòng này, xem lại"))
            return self._indicators([whole, *parts])
        leads = item.text.rstrip().endswith(":") and item.below
        if leads or re.match(r"(?i)mục tiêu (?:tổng quát|chung)", item.text):
            own = []
        elif not own and not is_work and item.mark and _FEWEST_WORDS <= len(item.text.split()) <= _MOST_WORDS:
            lacks = "có số mà không đọc được" if any(map(str.isdigit, item.text)) else "không có số"
            own = [Given(item.text.strip(" .;"), "", YES, "", doubts=(f"{lacks}, hiểu là đạt hay chưa đạt",))]
        found = self._indicators([replace(one, source=item.source()[0]) for one in own])
        return found + [one for under in item.below for one in self._of_item(under, is_work=is_work)]

    def _of_prose(self, part: Part) -> list[plans.Indicator]:
        """Targets in the running text of tasks: only numbers, each to be looked at."""
        doubt = "lấy từ một câu trong phần nhiệm vụ, xem lại tên"
        lines = (line for item in part.items for line in item.source())
        told = ((sentence, one) for line in lines for sentence in _SENTENCE.split(line) for one in targets_of(sentence))
        numbers = ((sentence, one) for sentence, one in told if one.printed and one.target != NONE)
        return self._indicators([replace(one, source=of, doubts=(*one.doubts, doubt)) for of, one in numbers])

    def _indicators(self, found: Sequence[Given], depth: int = 0) -> list[plans.Indicator]:
        """Wholes with their parts; the source line stands above the first of a line."""
        made: list[plans.Indicator] = []
        while found:
            more = next((at for at in range(1, len(found)) if found[at].inside <= depth), len(found))
            made += self._with_parts(self._indicator(found[0]), self._indicators(found[1:more], depth + 1))
            found = found[more:]
        return made

    def _with_parts(self, whole: plans.Indicator, below: list[plans.Indicator]) -> list[plans.Indicator]:
        """A whole that holds its parts, or the targets of its periods; one of yes or no has none, they follow it."""
        if not below or whole.target.comparator is plans.Comparator.YES:
            return [whole, *below]
        in_unit = [part for part in below if part.unit == whole.unit]
        spans = [said.period_of(part.name) for part in in_unit if said.PERIOD_AT_END.fullmatch(part.name)]
        if len(spans) == len(below):
            for line in (line for part in below for line in self.notes.pop(part.id, ()) if line.startswith(REVIEW)):
                self._doubt(whole.id, line.removeprefix(f"{REVIEW}: "))
            of_spans = [(f"{self.year}-{span}", part.target) for span, part in zip(spans, below, strict=True)]
            return [whole._replace(by_period=tuple(plans.PeriodTarget(*one) for one in of_spans if _compares(one[1])))]
        alike = [part for part in in_unit if part.target.comparator.is_number]
        parts = (one._replace(combine=whole.combine) if one in alike and not one.parts else one for one in below)
        whole = whole._replace(parts=tuple(parts))
        given, summed = whole.target.value, sum((part.target.value for part in below), Decimal(0))
        is_plain = len(below) > 1 and given and whole.target.upper is None and alike == below
        if not is_plain or abs(summed - given) * 1000 > given:
            return [whole]
        if summed != given:  # the whole is rounded
            self._doubt(whole.id, f"các phần cộng lại {write_number(summed)}, văn bản ghi {write_number(given)}")
        return [whole._replace(combine=plans.Combine.TOTAL, rate=None)]

    def _indicator(self, given: Given) -> plans.Indicator:
        identity = self._id(given.name)
        if not self.used or self.used[-1][0] != given.source:
            self.used.append((given.source, set()))
            self.notes.setdefault(identity, []).extend(given.source.split("\n"))
        in_name = (one.text for one in said.amounts_in(said.hidden(given.name)) if one.unit and given.target != YES)
        self.used[-1][1].update(numbers_of(str(given)) - numbers_of(" ".join(in_name)), numbers_of(given.printed))
        self._doubt_what_is_odd(identity, given)
        if not given.unit and given.target != YES and NO_UNIT_SEEN not in given.doubts:
            self._doubt(identity, NO_UNIT_SEEN)
        name, unit = given.name, given.unit or (YES if given.target == YES else "(chưa rõ đơn vị)")
        target = self._read(identity, given.target, unit) or plans.Target(plans.Comparator.NONE)
        read = partial(self._read, identity, beside=plans.Comparator.NONE)
        last_day = date(self.year - 1, 12, 31) if self.year else None
        no_amount = f"[/%‰]|^(?:lần|điểm|bậc|hạng|{YES})$"
        is_amount = not re.search(no_amount, full_unit(unit)) and "bình quân" not in name.lower()
        is_share = unit == plans.PERCENT and target.value <= 100 and re.match(r"(?i)t[ỷỉ] (?:lệ|trọng)", name)
        thing = re.sub(r"^(?:(?:tỷ|tỉ) lệ|duy trì) ", "", lowered(name))
        counted = re.search(rf"(?i)(?<!\w)(?:{said.THING})(?!\w)", thing)
        rate = plans.Rate(f"số {thing}", f"tổng số {counted.group() if counted else thing.split(' ')[0]}")
        periods = ((f"{self.year}-{period}", read(one, unit)) for period, one in given.periods)
        also = ((by, read(one, unit), printed) for by, one, printed in given.also)
        is_sum = is_amount and _ADDED_UP.search(name) and target.comparator is not plans.Comparator.YES
        return plans.Indicator(
            id=identity,
            name=self._fitted(identity, name) or identity,
            unit=unit,
            target=target,
            combine=plans.Combine.SUM if is_sum else plans.Combine.LATEST,
            printed=given.words or None,
            better=self._better(identity, given, target),
            baseline=plans.Baseline(read_number(given.baseline), last_day) if given.baseline else None,
            plausible=plans.Bounds(Decimal(0), Decimal(100)) if is_share else None,
            supplier=given.supplier or None,
            rate=rate if (given.fraction or given.count) and unit == plans.PERCENT else None,
            also=tuple(plans.AlsoTarget(by, one, printed) for by, one, printed in also if one),
            by_period=tuple(plans.PeriodTarget(period, one) for period, one in periods if one),
            stretch=read(given.stretch, unit, beside=target.comparator) if given.stretch else None,
            counted_target=read(given.count, "") if given.count and unit == plans.PERCENT else None,
        )

    def _better(self, identity: str, given: Given, target: plans.Target) -> plans.Better | None:
        """The good end of a range, as a bare number of its name would have it; marked where the name does not tell."""
        if target.comparator is not plans.Comparator.RANGE:
            return None
        if said.NO_GOOD_END.match(given.name):
            self._doubt(identity, "là một khoảng, hãy thêm better nếu ra ngoài khoảng ở một đầu là tốt hơn")
            return None
        is_low = said.usual_sign(given.name, target.value, given.unit) == "<="
        return plans.Better.LOWER if is_low else plans.Better.HIGHER

    def _doubt_what_is_odd(self, identity: str, given: Given) -> None:
        """Marks what the words leave open: no name or half of one, another time than this year, doubts of reading."""
        odd = [] if given.name else ["không thấy tên chỉ tiêu"]
        bare = given.is_change and re.fullmatch(rf"(?i)số (?:{said.THING})", given.name)
        if bare or said.BARE_SHARE.fullmatch(given.name):
            odd.append("tên chưa nói là của việc gì")
        odd += [doubt for words, doubt in _DOUBTFUL_NAMES.items() if re.search(words, given.name, re.IGNORECASE)]
        plain = said.hidden(given.name)
        stray = (one for one in said.amounts_in(plain) if one.start and not (one.unit or one.sign))
        if given.printed and any(_OF_SOMETHING.match(plain, one.end) for one in stray):
            odd.append(_NUMBER_IN_NAME)
        level = re.fullmatch(r"([<>])=? ([\d.,]+)", given.target) if given.baseline else None
        if level and (more := read_number(level[2]) - read_number(given.baseline)) and (more > 0) == (level[1] == "<"):
            than = "cao" if more > 0 else "thấp"
            odd.append(f"mức {level.group()} {than} hơn kết quả năm trước ({given.baseline}), xem lại chiều")
        later = re.search(r"(?i)đến (?:cuối |hết )?năm (20\d\d)", given.source)
        odd += [f"văn bản nói đến năm {later[1]}"] if later and int(later[1]) > self.year else []
        for doubt in (*odd, *given.doubts):
            self._doubt(identity, doubt)

    def _read(
        self, identity: str, written: str, unit: str, beside: plans.Comparator | None = None
    ) -> plans.Target | None:
        """A target, the first or one `beside` it; what the plan's reader does not take, and one beside the first that
        is no number to compare (`đạt`) or goes against it, is left out and marked."""
        with suppress(ThiduaError):
            target = read_target(written, unit)
            if beside is None or (_compares(target) and not target.comparator.is_against(beside)):
                return target
        self._doubt(identity, "có một mức chưa đọc được hoặc ngược chiều, đã để ngoài")
        return None

    # ── work ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def work(self, parts: Sequence[Part]) -> Iterator[plans.WorkItem]:
        """The tasks: each sentence of theirs, shortened to its first clauses."""
        for part in parts:
            if not _is_work(part):
                continue
            group = part.number if part.level > part.chapter.level else ""
            # Paragraphs that only lead to the numbered or listed points of a chapter are no tasks.
            listed = (place for place, item in enumerate(part.items) if item.mark or item.number)
            for item in part.items[next(listed, 0) if part.level <= 1 else 0 :]:
                group = item.number if item.number.isdigit() else group
                texts = [item.text, *(under.text for under in item.below)]
                for clause in (one for text in texts for sentence in _SENTENCE.split(text) for one in _tasks(sentence)):
                    title, day = _shortened(clause), day_of(_BEFORE.search(clause))
                    due = day if day and day.year == self.year else None
                    if len(title.split()) >= _FEWEST_WORDS_OF_WORK:
                        yield plans.WorkItem(self._id(title, 5), title, group or None, due=due)


def _compares(target: plans.Target) -> bool:
    """Whether it is a number that a figure is held against."""
    return target.comparator.is_judged and target.comparator.is_number


def _is_level(one: plans.Indicator) -> bool:
    return _compares(one.target) and one.target.relative is None and one.target.value > 0


def _is_work(part: Part) -> bool:
    return part.says(WORK) and not part.says(TARGETS | ORGANISATION | RESULTS | AIM | PURPOSE)


def _tasks(sentence: str) -> list[str]:
    """The tasks of a sentence: one, or those between the semicolons of a long one; quotes and brackets stay whole."""
    if len(sentence) <= _MOST_CHARACTERS_OF_A_TITLE:
        return [sentence]
    pieces = re.split(r" *;(?! *[“(]|[^“]{0,300}”|[^(]{0,300}\)) *", sentence)
    return [piece[:1].upper() + piece[1:] for piece in pieces]


def _shortened(text: str) -> str:
    """A title out of a long sentence: up to the last clause that fits."""
    text = text.strip(" .;:,")
    if len(text) <= _MOST_CHARACTERS_OF_A_TITLE:
        return text
    clauses = [found.start() for found in re.finditer("[;,]", text[:_MOST_CHARACTERS_OF_A_TITLE])]
    whole = [cut for cut in clauses if cut > 120 and text[:cut].count("“") == text[:cut].count("”")]
    return text[: whole[-1] if whole else text.rfind(" ", 0, _MOST_CHARACTERS_OF_A_TITLE)].strip(" ;,")


def _left_over(lines: Sequence[Text], used: Sequence[tuple[str, set[str]]]) -> Iterator[str]:
    """The numbers that were seen and not used, each with its line: nothing numeric is left out in silence."""
    amounts, references = [], []
    for line in lines:
        numbered = NUMBERED.match(line.text)
        for sentence in _SENTENCE.split(line.text[numbered.end() :].strip() if numbered else line.text):
            seen, hidden = said.numbers_in(sentence)
            told = [numbers for source, numbers in used if any(sentence in one for one in source.split("\n"))]
            known = set().union(*told)
            seen += [one for one in hidden if told and re.fullmatch(r"(?!0?[69] tháng)\d+ (?:ngày|tháng|năm|giờ)", one)]
            seen = [number for number in seen if re.sub(r"\D+$", "", number).lstrip("0") not in known]
            amounts += [f"{LEFT_OVER} {line.at}: {', '.join(seen)} – {sentence}"] if seen else []
            references += [] if told else hidden
    yield from ("", "# Số có trong văn bản nhưng không thành chỉ tiêu:" + ("" if amounts else " không có."), *amounts)
    if references:
        yield from ("# Ngày, năm, số hiệu, thứ tự đã đọc qua:", "#   " + "; ".join(dict.fromkeys(references)))
    yield ""
