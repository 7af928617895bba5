"""Lines and tables of a document → its parts: headings, points with what hangs below them, rows of targets; and what it
says about itself: title, year, unit, bases, theme, who organises, receives and signs."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import dropwhile, islice, takewhile

from ..domain.plan import Organiser, Plan, Reference, Signature, Unit
from ..plan_file.rules import SCHEMA
from ..vietnamese.phrase_words import OF_WHICH
from ..vietnamese.phrases import targets_of
from ..vietnamese.text import AREAS, fold, plain_id, words
from .document import KIND, KINDS, LINES_OF_A_LETTERHEAD, MARKS, NOTE, NUMBERED, Block, Text
from .sheets import GROUP, Sheet, sheet_of

_MOST_WORDS_OF_A_HEADING = 25
_ROMAN = r"(?:phần\s+)?(?P<roman>(?-i:[IVX]{1,5}))\s*[.):/–-]\s*"
_HEADING = re.compile(
    rf"(?i)^(?:{_ROMAN}|(?:phần thứ \w+\b|chương [IVX]+|điều (?P<article>\d+))\s*[.:–-]?\s*|(?P<letter>(?-i:[A-H]))[.)]"
    r"\s+|\(?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]\s*|/\s+|-\s+|(?:(?<=\.\d)|(?<=\.\d\d))\s+(?=[^\W\d_]))|(?P<small>[a-zđ])[.)]\s+)(?P<title>\S.*)$"
)
_ANNEX = re.compile(r"(?i)(?:phụ lục|biểu(?: số)?)(?: (?:[IVX]+|\d+))?(?!\w)[^.;]{0,100}$")
_FOOT = re.compile(r"(?i)nơi nhận\s*:?|(?:TM\s*\.|T/M\b)\s*\w")
_LEADS = re.compile(rf"(?i)(?:{OF_WHICH}|gồm|cụ thể)\s*[:,]?$")
_LEVELS = {"letter": 0, "roman": 1, "article": 1, "number": 3, "small": 11}
_BRACKETED, _GROUP_LEVEL, _DEEPEST = 4, 12, 13
RESULTS = {"ket qua", "danh gia", "tinh hinh", "dac diem", "thuc trang", "ton tai", "han che", "kinh phi"}
AIM = {"muc tieu tong quat", "muc tieu chung"}
TARGETS = {"chi tieu"}
PURPOSE = {"muc dich", "ieu cau", "doi tuong", "pham vi"}
WORK = {"noi dung", "nhiem vu", "giai phap", "bien phap", "phong trao thi dua"}
ORGANISATION = {"to chuc thuc hien", "phan cong", "trach nhiem"}
POST = re.compile(
    r"(?:PHÓ |Q\. ?)?(?:CHỦ TỊCH|BÍ THƯ|CHỦ NHIỆM|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG)"
    r"(?: .{0,40})?$"
)


@dataclass(slots=True)
class Item:
    """A paragraph or a listed point, with its mark, and the points that hang below it."""

    text: str
    mark: str = ""
    number: str = ""
    below: "list[Item]" = field(default_factory=list)

    def source(self) -> list[str]:
        """Its lines as they stand in the document."""
        return [f"{self.mark} {self.text}".strip(), *(line for item in self.below for line in item.source())]


@dataclass(slots=True)
class Part:
    """A heading with all that stands directly under it; `path`: the headings above it."""

    number: str
    title: str
    level: int
    path: "tuple[Part, ...]" = ()
    items: list[Item] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    def says(self, names: set[str]) -> bool:
        """Whether its title, or one above it, speaks of one of these things."""
        titles = [" ".join(words(part.title)) for part in (*self.path, self)]
        return any(name in title for title in titles for name in names)

    def has_targets(self) -> bool:
        """Whether a table or a point of it gives a target in its words."""
        return bool(self.sheets) or any(one.printed for item in self.items for one in targets_of(item.text))

    @property
    def chapter(self) -> "Part":
        """The highest heading it belongs to."""
        return self.path[0] if self.path else self


def outline_of(blocks: Sequence[Block], year: int = 0) -> "Outline":
    """The parts of a document for a plan of a year (0: not known yet); letterheads and signatures are read as lines,
    tables of targets as sheets."""
    flat = list(_flat(blocks, year))
    lines = [one for one in flat if isinstance(one, Text)]
    # The foot begins with `Nơi nhận` or the signature in the last third of the document; annexes below are not in it.
    later = lines[len(lines) // 3 :]
    begin = next((one for one in later if _FOOT.match(one.text) or (one.text.isupper() and POST.match(one.text))), None)
    after = (line for line in lines if begin and line.at >= begin.at)
    foot = list(takewhile(lambda line: not _ANNEX.match(line.text), after))
    body = [one for one in flat if isinstance(one, Sheet) or not (one in foot or one.text.startswith(NOTE))]
    outline = Outline(body, foot, lines, headed=True)
    return outline if any(part.has_targets() for part in outline.parts) else Outline(body, foot, lines, headed=False)


def _flat(blocks: Sequence[Block], year: int) -> Iterator[Text | Sheet]:
    """Lines and sheets; of a table that only places text its cells in turn, a row with bare numbers as one line."""
    before: Sheet | None = None
    lead = ""
    for block in blocks:
        if isinstance(block, Text) and re.fullmatch(r"(?i)(?:phần|chương)(?: thứ)? \w+[.:]?", block.text):
            lead = f"{block.text.rstrip(' .:')}. "
        elif isinstance(block, Text):
            yield block._replace(text=f"{lead}{block.text}") if lead else block
            lead = ""
        elif sheet := sheet_of(block, year, before):
            yield (before := sheet)
        else:
            for row in block.rows:
                yield from (Text(line, block.at) for line in _lines_of(row))


def _lines_of(row: Sequence[str]) -> list[str]:
    """A row of a table without columns of targets: its cells in turn, in one line where it is numbered or has bare
    numbers."""
    cells = [" ".join(cell.split()) for cell in row if cell.strip()]
    bare = [re.fullmatch(r"[\d.,]+", cell) is not None for cell in cells]
    if any(bare[1:]):
        return [" | ".join(cells)]
    if not any(bare):
        return [line for cell in row for line in cell.split("\n") if line]
    return ["- " + re.sub(r"; (?=\d)", ": ", "; ".join(cells[1:]), count=1)]


class Outline:
    """What stands before the first heading, the parts, the foot, and every line; not `headed`: a document without any
    heading, whose lines all stand in one part."""

    def __init__(self, body: Sequence[Text | Sheet], foot: list[Text], lines: list[Text], *, headed: bool) -> None:
        self.head: list[Text] = []
        self.parts: list[Part] = []
        self.foot, self.lines = foot, lines
        self._open: list[Part] = []
        for one, after in zip(body, [*body[1:], None], strict=True):
            if isinstance(one, Sheet):
                if not self._open:
                    self._opens("", "", 0)
                self._open[-1].sheets.append(one)
                continue
            match = _HEADING.match(one.text)
            is_annex = _ANNEX.match(one.text) and (self._open or isinstance(after, Sheet))
            if match and _is_heading(one.text, match, after):
                above = self._open[-1].level if self._open else 0
                self._opens(_number(match), match["title"], _level(match, above))
            elif is_annex or (not self._open and _names_a_subject(one.text, self.head, after)):
                self._opens("", one.text, 0)
            elif not self._open and (headed or not any(given.printed for given in targets_of(one.text))):
                self.head.append(one)
            elif self._open and _names_a_group(one.text, after):
                below = _HEADING.match(after.text) if isinstance(after, Text) and after.text[0] != "(" else None
                self._opens("", one.text.strip(MARKS + " :"), _level(below) - 1 if below else _GROUP_LEVEL)
            else:
                self._item(one, match)

    def _opens(self, number: str, title: str, level: int) -> None:
        self._open = [part for part in self._open if part.level < level]
        part = Part(number, title.strip(" .:;"), level, tuple(self._open))
        self._open.append(part)
        self.parts.append(part)

    def _item(self, line: Text, match: re.Match[str] | None) -> None:
        if not self._open:
            self._opens("", "", 0)
        mark = line.text[0] if line.text[0] in MARKS else ""
        number = _number(match) if match and not match["roman"] else ""
        text = match["title"] if match and number else line.text.lstrip(MARKS + " ")
        while match and number and len(self._open) > 1 and (level := self._open[-1].level) >= _level(match, level):
            self._open.pop()
        part = self._open[-1]
        # What follows a deeper part and belongs to a higher one stands after it, as in the document.
        if part is not self.parts[-1] and (part.items or part.sheets or any(part in one.path for one in self.parts)):
            self._open[-1] = Part(part.number, part.title, part.level, part.path)
            self.parts.append(self._open[-1])
        items = self._open[-1].items
        item = Item(text, mark or (f"{number}." if number else ""), number)
        # A `+` hangs below a `-`, a `-` below a numbered point, whatever has another mark below `trong đó:`.
        above = items[-1] if items and mark != items[-1].mark else Item("")
        is_deeper = above.mark if mark == "+" else mark in "•·*" and (above.number or above.mark in [*"-–+"])
        if mark and (is_deeper or (mark in "-–" and above.number) or _LEADS.search(above.text)):
            above.below.append(item)
        else:
            items.append(item)


def _number(match: re.Match[str]) -> str:
    return match["roman"].upper() if match["roman"] else next((match[name] for name in _LEVELS if match[name]), "")


def _level(match: re.Match[str], above: int = 0) -> int:
    """How deep a number stands; `(1)` is deeper than the heading `above` it."""
    if match.string[0] == "(":
        return _DEEPEST if above > _BRACKETED else _BRACKETED
    kind = next((name for name in _LEVELS if match[name]), "roman")
    return _LEVELS[kind] + 2 * (match["number"] or "").count(".")


def _is_heading(text: str, match: re.Match[str], after: Text | Sheet | None) -> bool:
    """A short numbered line without a target, above something deeper; capitals and roman numbers are always one."""
    if match["article"]:
        return True
    if match["roman"] or match["letter"]:
        return len(text.split()) <= _MOST_WORDS_OF_A_HEADING * 2
    if text.endswith(":"):
        return not any(one.target != "đạt" for one in targets_of(text))
    is_long = len(text.split()) > _MOST_WORDS_OF_A_HEADING
    if is_long or text.endswith((".", ";")) or after is None or any(one.printed for one in targets_of(text)):
        return False
    following = _HEADING.match(after.text) if isinstance(after, Text) else None
    return following is None or _level(following, _level(match)) > _level(match)


def _names_a_subject(text: str, head: Sequence[Text], after: Text | Sheet | None) -> bool:
    """`Chỉ tiêu chủ yếu` above a numbered point, under a title that is complete."""
    if not head or KIND.fullmatch(head[-1].text) or not isinstance(after, Text) or len(text.split()) > 10:
        return False
    opens = " ".join(words(re.sub("^(?:các|những|một số) ", "", text, flags=re.IGNORECASE)))
    numbered = _HEADING.match(after.text)
    is_subject = opens.startswith(tuple(TARGETS | WORK | AIM | ORGANISATION))
    return is_subject and numbered is not None and numbered["number"] is not None


def _names_a_group(text: str, after: Text | Sheet | None) -> bool:
    """`- Về kinh tế:`, `* Về kinh tế` above lines of targets."""
    is_group = re.match(GROUP, text.strip(MARKS + " :"))
    if not (is_group or text.endswith(":")) or len(text.split()) > 12 or _LEADS.search(text[:-1]) or targets_of(text):
        return False
    if not isinstance(after, Text) or not (after.text[0] in MARKS or (is_group and _HEADING.match(after.text))):
        return False
    return bool(targets_of(after.text))


# ── what it says about itself ─────────────────────────────────────────────────────────────────────────────────────────
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_PROPER = rf"[{_UPPER}][\w'’]*(?: [{_UPPER}][\w'’]*){{0,3}}"
_PLACE = re.compile(rf"(?<!\w)((?:{AREAS})) ({_PROPER})")
_BODIES = (
    "(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI|HĐND|ĐẢNG (?:ỦY|UỶ|BỘ)|(?:HUYỆN|THÀNH|THỊ|TỈNH) ỦY|TRƯỜNG|PHÒNG|SỞ|BAN|TRẠM"
    r"|TRUNG TÂM|BỆNH VIỆN|CÔNG AN|CÔNG ĐOÀN|LIÊN ĐOÀN|(?:TỔNG )?CÔNG TY|HỢP TÁC XÃ|VĂN PHÒNG|CHI (?:CỤC|BỘ|NHÁNH)"
    r"|ỦY BAN MẶT TRẬN|Đ\.?U|ĐOÀN(?= (?:TNCS|THANH NIÊN|XÃ|PHƯỜNG|HUYỆN|TỈNH|TRƯỜNG|CƠ SỞ|KHỐI))"
)
_HALVES = r"(?:ỦY|UỶ) BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|BAN CHẤP HÀNH|BAN THƯỜNG VỤ"
_DOCUMENTS = (
    "Kế hoạch|Nghị quyết|Quyết định|Luật|Nghị định|Thông tư|Chỉ thị|Công văn|Hướng dẫn|Chương trình|Thông báo|Kết luận"
    "|Đề án|Văn bản"
)
_KNOWN_BODIES = (
    "Ủy ban nhân dân, Uỷ ban nhân dân, Hội đồng nhân dân, Ban Chấp hành, Đảng bộ, Đảng ủy, Quốc hội"
    ", Ủy ban Mặt trận Tổ quốc Việt Nam, Hội Liên hiệp Phụ nữ, Hội Nông dân, Hội Cựu chiến binh, Đoàn Thanh niên"
    ", Nhà nước, Công an, Ban Thường vụ, Ban Chỉ huy Quân sự, Trạm Y tế, Mặt trận Tổ quốc, Công đoàn cơ sở"
    ", Liên đoàn Lao động, Công ty, Huyện ủy, Thành ủy, Thị ủy, Tỉnh ủy"
)
_SHORT_BODIES = {"HĐND": "HỘI ĐỒNG NHÂN DÂN", "UBND": "ỦY BAN NHÂN DÂN", r"Đ\.?U": "ĐẢNG ỦY"}
_SIGNED_AT = re.compile(rf"({_PROPER})\s*,\s*ngày")
_BASIS = re.compile(r"(?:Căn cứ|Thực hiện|Theo|Xét) ")
_BODY_OF_TEXT = r",\s+(?:UBND|Ủy ban|Uỷ ban|HĐND|Hội đồng|Đảng ủy|Ban |Hội |Trường )[^;]*(?::|như sau|ban hành.*)$"
_DUTY = re.compile(
    r"(?i)\s+(?=(?:phối hợp|chủ trì|có trách nhiệm|tham mưu|chịu trách nhiệm|tổ chức (?:thực|triển|tuyên)|theo dõi"
    r"|triển khai|căn cứ|tuyên truyền|vận động)(?!\w))"
)
_CAPITALS = re.compile(rf"^[{_UPPER}]{{2,}}(?:[\s,&–-]+(?:[{_UPPER}\d]{{2,}}|[{_UPPER}\d]$))+(?!\w)")
_OF_YEAR = r"(?i)năm (?:học )?(20\d\d)"
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_MOVEMENTS = re.compile(r"phong trào thi đua[^“”\".]{0,60}:\s*((?:[“\"][^”\"]+[”\"][\s;,.…]*)+)")
"""`các phong trào thi đua … như: “…”; “…”`: the quoted names."""
_OF_A_BODY = re.compile(
    r"Hội (?:Liên hiệp Phụ nữ|Nông dân|Cựu chiến binh)|Đoàn Thanh niên|Đảng ủy|Đảng uỷ|Đảng bộ|Chi bộ"
    r"|Hội đồng nhân dân|Mặt trận Tổ quốc|Ban Chấp hành"
)
_THEME = re.compile(r"(?i)chủ đề[^“”\"\n]{0,60}[“\"]([^”\"]{3,600})[”\"]")
_NAME = re.compile(rf"{_PROPER.replace('{0,3}', '{1,4}')}$")


def facts_of(outline: Outline) -> tuple[Plan, str]:
    """All that a document says about itself, as a plan without targets (a title that it does not say is empty, the year
    0), and what is doubtful about its unit."""
    texts = [line.text for line in outline.lines]
    whole = "\n".join(texts)
    title = _title(outline.head, whole)
    bases = tuple(one for one in _bases(outline.head) if one.casefold() not in title.casefold())
    unit, doubt = _unit(outline, title, bases, whole)
    years = re.findall(_OF_YEAR, title) or [year for year, _ in Counter(re.findall(_OF_YEAR, whole)).most_common(1)]
    # Its number and day; what the document leaves blank stays blank.
    top = [line.text for line in outline.head[:25]]
    numbers = (re.search(r"(?:^|\s)Số\s*:?\s*(\d[\w.]*\s*[-/][\w/-]*[\wĐ])", text) for text in top)
    number = next((found[1].replace(" ", "") for found in numbers if found), None)
    days = (re.search(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (20\d\d)$", text) for text in top)
    day = next(filter(None, map(day_of, days)), None)
    listed = dropwhile(lambda line: not re.match("(?i)nơi nhận", line.text), outline.foot)
    received = (re.sub(r"(?i)^nơi nhận\s*:?\s*", "", line.text) for line in listed)
    whom = (text.lstrip(MARKS + " ").rstrip(" .;,/") for text in received if text[:1] in MARKS)
    plan = Plan(
        schema=SCHEMA,
        year=int(years[-1]) if years else 0,
        title=title,
        unit=unit,
        sections=(),
        theme=" ".join(theme[1].split()) if (theme := _THEME.search(whole)) else None,
        goal=" ".join(item.text for part in outline.parts if part.says(AIM) for item in part.items) or None,
        document=Reference(number, day) if number or day else None,
        bases=bases,
        recipients=tuple(filter(None, whom)),
        organisers=tuple(_organisers(outline.parts)),
        signature=_signature(outline.foot),
        movements=tuple(name for text in texts for told in _MOVEMENTS.findall(text) for name in _QUOTED.findall(told)),
    )
    return plan, doubt


# ── the head ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _title(head: Sequence[Text], whole: str) -> str:
    """`KẾ HOẠCH` and the lines under it, without where it applies: that is the unit; names keep their capitals."""
    above = takewhile(lambda line: not re.match(KINDS, line.text), head[:LINES_OF_A_LETTERHEAD])
    places = (re.search(rf"(?i)(?<!\w)({AREAS}) (\w[\w '’]*)$", line.text) for line in above if line.text.isupper())
    # The places that only the letterhead's capitals name: `xã Hà Mòn`.
    named = (" ".join([one[1].lower(), *map(str.capitalize, one[2].split())]) for one in places if one)
    names = "\n".join([whole, *named])
    for place, line in enumerate(head):
        found = re.match(rf"({KINDS})(?![\w/])\s*[:.]?\s*(.*)$", line.text)
        if not found or len(line.text) > 200:
            continue
        about = _about(found[2], head[place + 1 : place + 4])
        lines = (_CAPITALS.sub(lambda run: _in_small_letters(run[0], names, str.lower), line) for line in about)
        said = " ".join([*islice(lines, 1), *(one[:1].lower() + one[1:] for one in lines)])
        said = re.split(rf"\s+(?:trên địa bàn\s|của (?:{AREAS})\s)", said.strip(" -–—"))[0]
        said = said if _OF_A_BODY.match(said) else said[:1].lower() + said[1:]
        return f"{re.sub('K[ẾE] HO[ẠA]CH', 'KẾ HOẠCH', found[1]).capitalize()} {said}".strip()
    return ""


def _about(first: str, lines: Sequence[Text]) -> Iterator[str]:
    """What the title says: the words behind its kind and lines below, but for one in other letters (no "Về …")."""
    before = first
    yield from (first,) if first else ()
    for line in lines:
        text = line.text
        same = not before or text.isupper() == before.isupper() or re.match(r"[a-zđ]|Về |V/v ", text)
        ends = re.match(r"Căn cứ|Xét|(?i:kính gửi)|[-(]|.*:$", text) or (before and _BASIS.match(text))
        if not same or ends or len(text) > (150 if before else 250) or (before and NUMBERED.match(text)):
            return
        yield text
        before = text


def day_of(found: re.Match[str] | None) -> date | None:
    """The day whose day, month and year a pattern found; None for one that the calendar does not have."""
    with suppress(ValueError):
        return date(*map(int, reversed(found.groups()))) if found else None
    return None


def _bases(head: Sequence[Text]) -> Iterator[str]:
    """The `Căn cứ` lines; one that lists several documents is taken apart, as a report prints one a line."""
    for text in (line.text for line in head):
        lead = re.match(rf"Căn cứ |Xét |Thực hiện (?=(?:{_DOCUMENTS}))", text)
        pieces = re.split(rf";\s*(?=(?:Căn cứ|Theo|{_DOCUMENTS})\s)", text.rstrip(" .;,")) if lead else []
        for piece in (re.sub(_BODY_OF_TEXT, "", piece) for piece in pieces):
            yield piece.strip() if _BASIS.match(piece) or not lead else f"{lead[0]}{piece.strip()}"


# ── the unit ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _unit(outline: Outline, title: str, bases: Sequence[str], whole: str) -> tuple[Unit, str]:
    """Whose plan it is: by the letterhead, else by the place that is named most often."""
    bodies = _letterhead(outline.head, whole)
    only_place = _PLACE.fullmatch(bodies[-1][:1].lower() + bodies[-1][1:]) if bodies else None
    bodies = bodies[:-1] if only_place else bodies
    place = next((found[1].strip() for line in outline.head[:25] if (found := _SIGNED_AT.match(line.text))), None)
    told = (_PLACE.search(found[1]) for line in outline.head if (found := re.search(r"trên địa bàn (.*)", line.text)))
    area = only_place or (_PLACE.search(bodies[-1]) if bodies else None) or next(filter(None, told), None)
    units = [one for one in _PLACE.finditer(whole) if one[1] in ("xã", "phường", "thị trấn", "huyện", "tỉnh")]
    times = Counter(one.group() for one in units)
    area = area or _PLACE.search(title) or next((one for one in units if place and one[2] == place), None)
    area = area or max(units, key=lambda one: times[one.group()], default=None)
    name = f"{area[1].lower()} {area[2]}" if area else ""
    of_a_body = _OF_A_BODY.search(title)
    guessed = f"{of_a_body.group() if of_a_body else 'Ủy ban nhân dân'} {name}"
    issuer = bodies[-1] if bodies else (guessed if name else None)
    if bodies and not re.match(r"(?:Ủy|Uỷ) ban|Hội đồng|(?:Ban .*)?Đảng", bodies[-1]):
        name = bodies[-1]
    # Where the letterhead is silent, the superior is the first higher body named in the bases.
    is_district = name.startswith(("huyện", "thị xã", "thành phố", "quận"))
    higher = ("tỉnh", "thành phố") if is_district else ("huyện", "thị xã", "thành phố", "quận", "tỉnh")
    above = (f"Ủy ban nhân dân {one.group()}" for text in bases for one in _PLACE.finditer(text) if one[1] in higher)
    superior = bodies[-2] if len(bodies) > 1 else next(above, None)
    guesses = [] if bodies or not name else [f"cơ quan ban hành ({issuer}) suy từ tên văn bản và địa danh"]
    guesses += [f"cơ quan cấp trên ({superior}) suy từ phần căn cứ"] if len(bodies) < 2 and superior else []
    doubt = f"{', '.join(guesses)}, văn bản không ghi ở đầu trang" if guesses else ""
    if not name:
        name, doubt = "đơn vị", "không thấy tên đơn vị trong văn bản"
    return Unit(plain_id(re.sub(rf"^(?:{AREAS})\s+", "", name)) or "don-vi", name, issuer, superior, place), doubt


def _letterhead(head: Sequence[Text], whole: str) -> list[str]:
    """The bodies in capitals at the top, the superior first, in the letters the document uses elsewhere."""
    bodies: list[str] = []
    for text in (line.text.strip(" *-–_") for line in head[:LINES_OF_A_LETTERHEAD]):
        if re.match(rf"(?:{KINDS})(?!\w)", text) or _BASIS.match(text):
            break
        if not text.isupper() or re.match(r"CỘNG HÒA|CỘNG HOÀ|(?:CHỦ NGHĨA )?VIỆT NAM$|ĐẢNG CỘNG SẢN|SỐ(?!\w)", text):
            continue
        if bodies and re.fullmatch(r"BAN (?:THƯỜNG TRỰC|THƯỜNG VỤ|CHẤP HÀNH)", text):
            continue
        if bodies and (not re.match(rf"(?:{_BODIES})(?!\w)", text) or re.fullmatch(_HALVES, bodies[-1])):
            bodies[-1] = f"{bodies[-1]} {text}"
        else:
            bodies.append(text)
    return [_in_small_letters(body, whole) for body in bodies]


def _in_small_letters(capitals: str, whole: str, usual: Callable[[str], str] = str.capitalize) -> str:
    """`ỦY BAN NHÂN DÂN XÃ ĐẮK LA` → `Ủy ban nhân dân xã Đắk La`, names as the document writes them elsewhere; `usual`:
    other words than names; abbreviations (THCS, GD&ĐT) stay."""
    for short, long in _SHORT_BODIES.items():
        capitals = re.sub(rf"^{short}(?!\w)", long, capitals)
    known = f"{whole}\n{_KNOWN_BODIES}"  # bodies that every document knows need not stand in it
    words = capitals.split()
    said: list[str] = []
    while words:
        runs = ((most, rf"(?i)(?<!\w){re.escape(' '.join(words[:most]))}(?!\w)") for most in range(len(words), 1, -1))
        told = ((most, one[0]) for most, run in runs for one in re.finditer(run, known) if not one[0].isupper())
        most, found = next(told, (1, ""))
        if usual is str.lower and not (found in _KNOWN_BODIES.split(", ") or any(one.isupper() for one in found[1:])):
            found, most = "", 1
        # `THCS`, `GD&ĐT`: without a vowel, or joined of several
        is_short = "&" in words[0] or words[0] in ("UBND", "OCOP", "PTDTBT") or not set(fold(words[0])) & set("aeiou")
        said.append(found or (words[0] if is_short else usual(words[0])))
        words = words[most:]
    small = re.sub(rf"(?i)(?<=\s)(?:{AREAS})(?=\s)", lambda found: found.group().lower(), " ".join(said))
    return small[:1].upper() + small[1:]


# ── the parts ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _organisers(parts: Sequence[Part]) -> Iterator[Organiser]:
    """`1. Văn phòng: tham mưu …`, or `3. Đề nghị Mặt trận … phối hợp …`."""
    for part in parts:
        if not part.says(ORGANISATION):
            continue
        if part.level > part.chapter.level and part.items:
            yield Organiser(part.title, " ".join(line for item in part.items for line in item.source()))
            continue
        for item in part.items:
            name, colon, duty = item.text.partition(":")
            if not colon or len(name.split()) > 30:
                name, *rest = _DUTY.split(re.sub(r"^(?:Đề nghị|Giao|Yêu cầu)\s+", "", item.text), maxsplit=1)
                duty = rest[0] if rest else ""
            if duty.strip() and len(name.split()) <= 30 and (item.mark or item.number):
                yield Organiser(name.strip(" ,"), " ".join([duty.strip(), *item.source()[1:]]))


# ── the foot ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _signature(foot: Sequence[Text]) -> Signature | None:
    """TM., KT. and post lines in capitals, then the name."""
    held: dict[str, str] = {}
    for text in (line.text for line in foot):
        text = re.sub(r"^.*?(?=(?:TM|T/M|KT)\b)", "", text) if "Nơi nhận" in text else text
        if re.match(r"(?:TM\s*\.|T/M\b)", text):
            held.setdefault("authority", text)
        elif re.match(r"(?:KT|TUQ|TL|Q)\s*\.", text):
            held.setdefault("capacity", text)
        elif POST.match(text) and text.isupper():
            held.setdefault("post", text)
        elif held and _NAME.match(text.strip()) and not text.isupper():
            held.setdefault("name", text.strip())
    return Signature(**held) if held else None
