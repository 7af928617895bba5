"""What a document says about itself: title, year, unit, bases, theme, who organises, receives and signs."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice, takewhile

from ..domain.plan import Organiser, Plan, Reference, Signature, Unit
from ..vietnamese.text import fold, plain_id
from .document import KINDS, MARKS, NUMBERED, Text
from .outline import AIM, ORGANISATION, POST, Outline, Part

_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_PROPER = rf"[{_UPPER}][\w'’]*(?: [{_UPPER}][\w'’]*){{0,3}}"
_AREA = "xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh"
_PLACE = re.compile(rf"(?<!\w)((?:{_AREA})) ({_PROPER})")
_BODIES = (
    "ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|ĐẢNG ỦY|ĐẢNG UỶ|ĐẢNG BỘ|HUYỆN ỦY|BAN CHẤP HÀNH"
    r"|TRƯỜNG|HỘI|PHÒNG|SỞ|BAN|Đ\.?U"
)
_DOCUMENTS = (
    "Kế hoạch|Nghị quyết|Quyết định|Luật|Nghị định|Thông tư|Chỉ thị|Công văn|Hướng dẫn|Chương trình|Thông báo|Kết luận"
    "|Đề án|Văn bản"
)
_BASIS = re.compile(r"(?:Căn cứ|Thực hiện|Theo|Xét) ")
_BODY_OF_TEXT = re.compile(
    r",\s+(?:UBND|Ủy ban|Uỷ ban|HĐND|Hội đồng|Đảng ủy|Ban |Hội |Trường )[^;]*(?::|như sau|ban hành.*)$"
)
_DUTY = re.compile(
    r"(?i)\s+(?=(?:phối hợp|chủ trì|có trách nhiệm|tham mưu|chịu trách nhiệm|tổ chức (?:thực|triển|tuyên)|theo dõi"
    r"|triển khai|căn cứ|tuyên truyền|vận động)(?!\w))"
)
_CAPITALS = re.compile(rf"^[{_UPPER}]{{2,}}(?:[\s,&–-]+(?:[{_UPPER}\d]{{2,}}|[{_UPPER}\d]$))+(?!\w)")
_NAME = re.compile(rf"{_PROPER.replace('{0,3}', '{1,4}')}$")


def facts_of(outline: Outline) -> tuple[Plan, str]:
    """All that a document says about itself, as a plan without targets (a title that it does not say is empty, the year
    0), and what is doubtful about its unit."""
    texts = [line.text for line in outline.lines]
    whole = "\n".join(texts)
    title = _title(outline.head, whole)
    bases = tuple(one for one in _bases(outline.head) if one.casefold() not in title.casefold())
    unit, doubt = _unit(outline, title, bases, whole)
    usual = Counter(re.findall(_OF_YEAR, whole)).most_common(1)
    years = re.findall(_OF_YEAR, title) or [year for year, _ in usual]
    # Its number and day; what the document leaves blank stays blank.
    top = [line.text for line in outline.head[:25]]
    numbers = (re.search(r"(?:^|\s)Số\s*:?\s*(\d[\w.]*\s*[-/][\w/-]*[\wĐ])", text) for text in top)
    number = next((found[1].replace(" ", "") for found in numbers if found), None)
    days = (re.search(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (20\d\d)$", text) for text in top)
    day = next(filter(None, (day_of(*map(int, found.groups())) for found in days if found)), None)
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
        recipients=tuple(_recipients(outline.foot)),
        organisers=tuple(_organisers(outline.parts)),
        signature=_signature(outline.foot),
        movements=tuple(name for text in texts for told in _MOVEMENTS.findall(text) for name in _QUOTED.findall(told)),
    )
    return plan, doubt


SCHEMA = "thidua.plan/1"
_OF_YEAR = r"(?i)năm (?:học )?(20\d\d)"
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_MOVEMENTS = re.compile(r"phong trào thi đua[^“”\".]{0,60}:\s*((?:[“\"][^”\"]+[”\"][\s;,.…]*)+)")
"""`các phong trào thi đua … như: “…”; “…”`: the quoted names."""
_OF_A_BODY = re.compile(
    r"Hội (?:Liên hiệp Phụ nữ|Nông dân|Cựu chiến binh)|Đoàn Thanh niên|Đảng ủy|Đảng uỷ|Đảng bộ|Chi bộ"
    r"|Hội đồng nhân dân|Mặt trận Tổ quốc|Ban Chấp hành"
)
_THEME = re.compile(r"(?i)chủ đề[^“”\"\n]{0,60}[“\"]([^”\"]{3,600})[”\"]")


# ── the head ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _title(head: Sequence[Text], whole: str) -> str:
    """`KẾ HOẠCH` and the lines under it, without where it applies: that is the unit; names keep their capitals."""
    above = takewhile(lambda line: not re.match(KINDS, line.text), head[:_LINES_OF_THE_TOP])
    places = (re.search(rf"(?i)(?<!\w)({_AREA}) (\w[\w '’]*)$", line.text) for line in above if line.text.isupper())
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
        said = re.split(rf"\s+(?:trên địa bàn\s|của (?:{_AREA})\s)", said.strip(" -–—"))[0]
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
        ends = re.match(r"Căn cứ|Xét|(?i:kính gửi)|[-(]", text) or (before and _BASIS.match(text))
        if not same or ends or len(text) > (150 if before else 250) or (before and NUMBERED.match(text)):
            return
        yield text
        before = text


def day_of(day: int, month: int, year: int) -> date | None:
    """A day of the calendar; None for one that it does not have."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bases(head: Sequence[Text]) -> Iterator[str]:
    """The `Căn cứ` lines; one that lists several documents is taken apart, as a report prints one a line."""
    for line in head:
        if not re.match(r"Căn cứ |Thực hiện (?:" + _DOCUMENTS + ")|Xét ", line.text):
            continue
        lead = line.text.split(" ")[0] if not line.text.startswith("Căn cứ") else "Căn cứ"
        for piece in re.split(rf";\s*(?=(?:Căn cứ|Theo|{_DOCUMENTS})\s)", line.text.rstrip(" .;,")):
            piece = _BODY_OF_TEXT.sub("", piece)
            yield piece.strip() if _BASIS.match(piece) else f"{lead} {piece.strip()}"


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
    usual = Counter(one.group() for one in units).most_common(1)
    area = area or _PLACE.search(title) or next((one for one in units if place and one[2] == place), None)
    area = area or next((one for one in units if one.group() == usual[0][0]), None)
    name = f"{area[1].lower()} {area[2]}" if area else ""
    of_a_body = _OF_A_BODY.search(title)
    guessed = f"{of_a_body.group() if of_a_body else 'Ủy ban nhân dân'} {name}"
    issuer = bodies[-1] if bodies else (guessed if name else None)
    if bodies and not re.match(r"(?:Ủy|Uỷ) ban|Hội đồng|Đảng", bodies[-1]):
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
    return Unit(plain_id(re.sub(rf"^(?:{_AREA})\s+", "", name)) or "don-vi", name, issuer, superior, place), doubt


_KNOWN_BODIES = (
    "Ủy ban nhân dân, Uỷ ban nhân dân, Hội đồng nhân dân, Ban Chấp hành, Đảng bộ, Đảng ủy, Quốc hội, Nhà nước"
    ", Ủy ban Mặt trận Tổ quốc Việt Nam, Hội Liên hiệp Phụ nữ, Hội Nông dân, Hội Cựu chiến binh, Đoàn Thanh niên"
    ", Công an, Ban Chỉ huy Quân sự, Trạm Y tế, Mặt trận Tổ quốc"
)
_SHORT_BODIES = {"HĐND": "HỘI ĐỒNG NHÂN DÂN", "UBND": "ỦY BAN NHÂN DÂN", r"Đ\.?U": "ĐẢNG ỦY"}
_ABBREVIATIONS = {"UBND", "OCOP", "PTDTBT"}
_LINES_OF_THE_TOP = 12
_SIGNED_AT = re.compile(rf"({_PROPER})\s*,\s*ngày")


def _letterhead(head: Sequence[Text], whole: str) -> list[str]:
    """The bodies in capitals at the top, the superior first, in the letters the document uses elsewhere."""
    bodies: list[str] = []
    for text in (line.text.strip(" *-–_") for line in head[:_LINES_OF_THE_TOP]):
        if re.match(rf"(?:{KINDS})(?!\w)", text) or _BASIS.match(text):
            break
        if not text.isupper() or re.match(r"CỘNG HÒA|CỘNG HOÀ|(?:CHỦ NGHĨA )?VIỆT NAM$|ĐẢNG CỘNG SẢN|SỐ(?!\w)", text):
            continue
        if bodies and re.fullmatch(r"BAN (?:THƯỜNG TRỰC|THƯỜNG VỤ|CHẤP HÀNH)", text):
            continue
        opens = re.match(rf"(?:{_BODIES})(?!\w)", text)
        if bodies and (not opens or bodies[-1] in ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN")):
            bodies[-1] = f"{bodies[-1]} {text}"
        else:
            bodies.append(text)
    return [_in_small_letters(body, whole) for body in bodies]


def _in_small_letters(capitals: str, whole: str, usual: Callable[[str], str] = str.capitalize) -> str:
    """`ỦY BAN NHÂN DÂN XÃ ĐẮK LA` → `Ủy ban nhân dân xã Đắk La`, names as the document writes them elsewhere; `usual`:
    other words than names; abbreviations (THCS, GD&ĐT) stay."""
    for short, long in _SHORT_BODIES.items():
        capitals = re.sub(rf"^{short}(?!\w)", long, capitals)
    words = capitals.split()
    said: list[str] = []
    while words:
        runs = ((most, _elsewhere(" ".join(words[:most]), whole)) for most in range(len(words), 1, -1))
        most, found = next((run for run in runs if run[1]), (1, ""))
        if usual is str.lower and not (found in _KNOWN_BODIES.split(", ") or any(one.isupper() for one in found[1:])):
            found, most = "", 1
        # `THCS`, `GD&ĐT`: without a vowel, or joined of several
        is_short = "&" in words[0] or words[0] in _ABBREVIATIONS or not set(fold(words[0])) & set("aeiou")
        said.append(found or (words[0] if is_short else usual(words[0])))
        words = words[most:]
    small = re.sub(rf"(?i)(?<=\s)(?:{_AREA})(?=\s)", lambda found: found.group().lower(), " ".join(said))
    return small[:1].upper() + small[1:]


def _elsewhere(capitals: str, whole: str) -> str:
    """The same words in the document's small letters; bodies that every document knows need not stand in it."""
    known = f"{whole}\n{_KNOWN_BODIES}"
    found = [one.group() for one in re.finditer(rf"(?<!\w){re.escape(capitals)}(?!\w)", known, re.IGNORECASE)]
    return next((one for one in found if not one.isupper()), "")


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
                below = " ".join(line for under in item.below for line in under.source())
                yield Organiser(name.strip(" ,"), f"{duty.strip()} {below}".strip())


# ── the foot ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _recipients(foot: Sequence[Text]) -> Iterator[str]:
    listing = False
    for line in foot:
        rest = re.sub(r"(?i)^nơi nhận\s*:?\s*", "", line.text)
        listing = listing or rest != line.text
        if listing and rest[:1] in MARKS and (whom := rest.lstrip(MARKS + " ").rstrip(" .;,/")):
            yield whom


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
