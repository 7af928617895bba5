"""Lines and tables of a document → its parts: headings, points with what hangs below them, rows of targets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ..vietnamese.phrases import targets_of
from ..vietnamese.text import words
from .document import KIND, MARKS, NOTE, Block, Text
from .sheets import Sheet, sheet_of

_MOST_WORDS_OF_A_HEADING = 25
_ROMAN = r"(?:phần\s+)?(?P<roman>(?-i:[IVX]{1,5}))\s*[.):/–-]\s*"
_HEADING = re.compile(
    rf"(?i)^(?:{_ROMAN}|(?:phần thứ \w+\b|chương [IVX]+|điều (?P<article>\d+))\s*[.:–-]?\s*|(?P<letter>(?-i:[A-H]))[.)]"
    r"\s+|\(?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]\s*|/\s+|-\s+|(?:(?<=\.\d)|(?<=\.\d\d))\s+(?=[^\W\d_]))|(?P<small>[a-zđ])[.)]\s+)(?P<title>\S.*)$"
)
_ALONE = re.compile(r"(?i)(?:phần|chương)(?: thứ)? \w+[.:]?")
_ANNEX = re.compile(r"(?i)(?:phụ lục|biểu(?: số)?)(?: (?:[IVX]+|\d+))?(?!\w)[^.;]{0,100}$")
_FOOT = re.compile(r"(?i)nơi nhận\s*:?|(?:TM\s*\.|T/M\b)\s*\w")
_LEADS = re.compile(r"(?i)(?:trong đó|gồm|cụ thể)\s*[:,]?$")
_LEVELS = {"letter": 0, "roman": 1, "article": 1, "number": 2, "small": 5}
_GROUP_LEVEL = 6
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


def outline_of(blocks: Sequence[Block]) -> "Outline":
    """The parts of a document; letterhead and signature tables are read as lines, tables of targets as sheets."""
    flat = list(_flat(blocks))
    lines = [one for one in flat if isinstance(one, Text)]
    # The foot begins with `Nơi nhận` or the signature in the last third of the document; annexes below are not in it.
    last_third = ((line.text, line.at) for line in lines[len(lines) // 3 :])
    begins = (at for text, at in last_third if _FOOT.match(text) or (text.isupper() and POST.match(text)))
    first = next(begins, None)
    after = [line for line in lines if first is not None and line.at >= first]
    foot = list(takewhile(lambda line: not _ANNEX.match(line.text), after))
    body = [one for one in flat if isinstance(one, Sheet) or not (one in foot or one.text.startswith(NOTE))]
    outline = Outline(body, foot, lines, headed=True)
    return outline if any(part.has_targets() for part in outline.parts) else Outline(body, foot, lines, headed=False)


def _flat(blocks: Sequence[Block]) -> Iterator[Text | Sheet]:
    """Lines and sheets; of a table that only places text its cells in turn, a row with bare numbers as one line."""
    before: Sheet | None = None
    lead = ""
    for block in blocks:
        if isinstance(block, Text) and _ALONE.fullmatch(block.text):
            lead = f"{block.text.rstrip(' .:')}. "
        elif isinstance(block, Text):
            yield block._replace(text=f"{lead}{block.text}") if lead else block
            lead = ""
        elif sheet := sheet_of(block, before):
            yield (before := sheet)
        else:
            for row in block.rows:
                has_numbers = any(re.fullmatch(r"[\d.,]+", cell) for cell in row)
                joined = [" | ".join(" ".join(cell.split()) for cell in row if cell.strip())]
                lines = joined if has_numbers else [line for cell in row for line in cell.split("\n") if line]
                yield from (Text(line, block.at) for line in lines)


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
                self._opens(_number(match), match["title"], _level(match))
            elif is_annex or (not self._open and _names_a_subject(one.text, self.head, after)):
                self._opens("", one.text, 0)
            elif not self._open and (headed or not any(given.printed for given in targets_of(one.text))):
                self.head.append(one)
            elif self._open and _names_a_group(one.text, after):
                self._opens("", one.text.strip(MARKS + " :"), _GROUP_LEVEL)
            else:
                self._item(one, match)

    def _opens(self, number: str, title: str, level: int) -> None:
        while self._open and self._open[-1].level >= level:
            self._open.pop()
        part = Part(number, title.strip(" .:;"), level, tuple(self._open))
        self._open.append(part)
        self.parts.append(part)

    def _item(self, line: Text, match: re.Match[str] | None) -> None:
        if not self._open:
            self._opens("", "", 0)
        mark = line.text[0] if line.text[0] in MARKS else ""
        number = _number(match) if match and not match["roman"] else ""
        text = match["title"] if match and number else line.text.lstrip(MARKS + " ")
        while match and number and len(self._open) > 1 and self._open[-1].level >= _level(match):
            self._open.pop()
        part = self._open[-1]
        # What follows a deeper part and belongs to a higher one stands after it, as in the document.
        if part is not self.parts[-1] and (part.items or part.sheets or any(part in one.path for one in self.parts)):
            self._open[-1] = Part(part.number, part.title, part.level, part.path)
            self.parts.append(self._open[-1])
        items = self._open[-1].items
        item = Item(text, mark or (f"{number}." if number else ""), number)
        # A `+` hangs below a `-`, a `-` below a numbered point, whatever has another mark below `trong đó:`.
        above = items[-1] if items and mark and mark != items[-1].mark else None
        if above and ((mark in "+•·*" and above.mark) or (mark in "-–" and above.number) or _LEADS.search(above.text)):
            above.below.append(item)
        else:
            items.append(item)


def _number(match: re.Match[str]) -> str:
    return match["roman"].upper() if match["roman"] else next((match[name] for name in _LEVELS if match[name]), "")


def _level(match: re.Match[str]) -> int:
    kind = next((name for name in _LEVELS if match[name]), "roman")
    return _LEVELS[kind] + (match["number"] or "").count(".")


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
    return following is None or _level(following) > _level(match)


def _names_a_subject(text: str, head: Sequence[Text], after: Text | Sheet | None) -> bool:
    """`Chỉ tiêu chủ yếu` above a numbered point, under a title that is complete."""
    if not head or KIND.fullmatch(head[-1].text) or not isinstance(after, Text) or len(text.split()) > 10:
        return False
    opens = " ".join(words(re.sub("^(?:các|những|một số) ", "", text, flags=re.IGNORECASE)))
    numbered = _HEADING.match(after.text)
    is_subject = opens.startswith(tuple(TARGETS | WORK | AIM | ORGANISATION))
    return is_subject and numbered is not None and numbered["number"] is not None


def _names_a_group(text: str, after: Text | Sheet | None) -> bool:
    """`- Về kinh tế:` above lines of targets."""
    if not text.endswith(":") or len(text.split()) > 12 or _LEADS.search(text[:-1]) or targets_of(text):
        return False
    return isinstance(after, Text) and after.text[:1] in MARKS and bool(targets_of(after.text))
