"""The one reader and the one writer of numbers and of dates: dots group thousands, a comma separates decimals."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import cache

from ..domain.period import FIRST_YEAR, LAST_YEAR
from ..domain.period import write_date as write_date
from ..domain.target import exact_or_cut, round_half_up, shortest
from ..errors import UsageError
from .text import bare, fold, sanitise

MOST_INTEGER_DIGITS = 15
MOST_DECIMAL_DIGITS = 6
LONGEST_TEXT = 100
_NO_FIGURE = {"x", "k", "ko", "ktk", "kps", "na", "n/a", "nan", "null", "none", "chua", "khong", "trong", "0*"}
_NO_FIGURE |= {"chua bao cao", "dang cap nhat"}
_NO_FIGURE |= {f"{no} {what}" for no in ("chua", "khong") for what in ("co", "co so", "co so lieu", "phat sinh")}
_IN_VIETNAMESE = str.maketrans(",.", ".,")
_READABLE = r"([-\u2212]?)([1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]+))?"
# A number with a sign before it, or its unit, a mark or a footnote behind it.
_AMONG_WORDS = r"[^\w,.\-\u2212]*([-\u2212]?[0-9][0-9.]*(?:,[0-9]+)?)\s*([^\W\d]\D*|[^\w,.\s]\D*|\([0-9]\))?"
_ADDED = r"(?P<sign>[<>=≥≤~±≈]+)? *(?P<number>-?[0-9][0-9.,]*[0-9]|-?[0-9]) *(?P<rest>\*+|\(.*\)|[^\W\d_].*)?"
_DIGIT_LOOKALIKES = {first + digit: str(digit) for first in (0xFF10, 0x0660) for digit in range(10)}
_TIMES = {"chuc": 10, "tram": 100, "nghin": 1000, "ngan": 1000, "k": 1000, "van": 10_000, "trieu": 10**6, "tr": 10**6}
_TIMES |= dict.fromkeys(("ty", "ti"), 10**9)
"""Words of size behind a number, folded."""
UNITS = {
    **dict.fromkeys(("tỷ", "tỉ", "tỉ đồng"), "tỷ đồng"),
    **dict.fromkeys(("triệu", "tr.đ", "trđ", "tr.đồng", "trđồng", "tr đồng", "tr"), "triệu đồng"),
    **dict.fromkeys(("nghìn tỷ", "ngàn tỷ", "ngàn tỷ đồng"), "nghìn tỷ đồng"),
    **dict.fromkeys(("đ", "₫", "vnd", "vnđ"), "đồng"),
    "đ/c": "đồng chí",
    "phần trăm": "%",
    "điểm phần trăm": "điểm %",
}
_RAISED = str.maketrans({"²": "2", "³": "3", ".": ""})
_SIZE = (
    r"%|‰|(?:(?:nghìn tỷ|nghìn|vạn|triệu|tỷ) )?đồng|(?:nghìn tỷ|nghìn|vạn|triệu|tỷ|1\.?000) "
    r"|(?:tấn|tạ|kg|ha|k?m2?|tháng|ngày(?! công)|giờ|phút)(?!\w)"
)
_MACHINE = r"[-\u2212]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]+"
_ABOUT = {"~": "ước", "≈": "ước"}
"""What a sign before a number says of its level: `~193` is an estimate."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AS_DAY = r"([0-9]{1,2})[-. ](thg ?[0-9]{1,2}|[a-z]{3})|(thg ?[0-9]{1,2}|[a-z]{3})[-. ]([0-9]{1,2})"
_SHORTENED = r"(-?[0-9]+)(?:[.,]([0-9]+))?[eE]([-+]?[0-9]{1,2})"
_ACCOUNTED = r"\(\s*([0-9][0-9.,]*)\s*\)|([0-9][0-9.,]*)\s*[-\u2212\u2013]"


def read_number(text: str, unit: str = "") -> Decimal:
    """Read `4.482,38`, `4482,38` or `-5,5` exactly, every typed decimal kept; no float on the way.

    Raises UsageError for anything doubtful (`7.25`, `1,278.3`, `0.500`), with the spelling to use (in `unit`).
    """
    plain = text.strip(" \t").replace("\u00a0", ".").replace("\u202f", ".")
    match = re.fullmatch(_READABLE, plain, re.ASCII) if len(plain) <= LONGEST_TEXT else None
    if match is None:
        if plain.startswith("#"):
            sentence = f"'{shown(text)}' là lỗi tính toán của Excel, không phải số"
            raise UsageError(f"{sentence}: sửa công thức rồi ghi con số; chưa có số liệu thì để trống")
        ways = _spellings(plain, unit)
        advice = "hãy viết " + " hoặc ".join(ways) if ways else "hãy viết dạng 4.482,38 hoặc 4482,38"
        raise UsageError(f"số không hợp lệ '{shown(text)}': {advice}")
    sign, whole, decimals = match.groups()
    digits = whole.replace(".", "").lstrip("0") or "0"
    if len(digits) > MOST_INTEGER_DIGITS or len(decimals or "") > MOST_DECIMAL_DIGITS:
        most = f"tối đa {MOST_INTEGER_DIGITS} chữ số trước dấu phẩy và {MOST_DECIMAL_DIGITS} chữ số sau"
        raise UsageError(f"số '{shown(text)}' quá dài: {most}")
    value = Decimal(f"{digits}.{decimals}" if decimals else digits)
    return -value if sign and value else value


def read_machine_number(text: str) -> Decimal:
    """Read machine notation (`4482.38`: dot for decimals, no grouping), for `import --numbers en`."""
    plain = text.strip(" \t")
    if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", plain, re.ASCII) or len(plain) > LONGEST_TEXT:
        raise UsageError(f"số không hợp lệ '{shown(text)}': theo --numbers en hãy viết dạng 4482.38")
    return read_number(plain.replace(".", ","))


def _spellings(plain: str, unit: str = "") -> list[str]:
    """What the typist probably meant, in the house spelling; empty when no guess is safe to show: `7.25` is 7,25;
    `1,278.3` is 1.278,3; `0.500` may be a decimal or five hundred, so both are shown."""
    if len(plain) > LONGEST_TEXT:
        return []
    if re.fullmatch(_MACHINE, plain, re.ASCII):
        whole, _, decimals = plain.replace(",", "").partition(".")
        if len(whole) > MOST_INTEGER_DIGITS or len(decimals) > MOST_DECIMAL_DIGITS:
            return []
        if "," in plain:
            return [write_number(read_number(f"{whole},{decimals}"))]
        if len(decimals) == 3 and not whole.strip("-\u2212").strip("0"):
            return [f"{whole},{decimals} (số thập phân)", f"{whole.rstrip('0')}{int(decimals)} (số nguyên)"]
        return [f"{whole},{decimals}"]
    if found := _spelt_otherwise(plain):
        return found
    tidy = plain.translate(_DIGIT_LOOKALIKES).replace(" ", "").removeprefix("+")
    tidy = f"0{tidy}" if tidy.startswith(",") else tidy.removesuffix(",")
    if tidy != plain and number_or_none(tidy) is not None:
        return [tidy]
    alone = re.fullmatch(_AMONG_WORDS, plain)
    words = alone[2] or _ABOUT.get(plain[0], "") if alone else ""
    return _beside_unit(alone[1], words, unit) if alone and alone[1] != plain else []


def _spelt_otherwise(plain: str) -> list[str]:
    """What to type for a text that a spreadsheet or a book-keeper made of a number; with words of doubt: `1.05E+04` was
    10.500, `3-Jun` was the fraction 3/6, `(6500)` and `6500-` are less than nothing in accounts."""
    if match := re.fullmatch(_SHORTENED, plain, re.ASCII):
        number = write_number(Decimal(f"{match[1]}.{match[2] or 0}").scaleb(int(match[3])).normalize())
        return [f"{number} (nếu Excel chưa làm tròn)"] if number_or_none(number) is not None else []
    if match := re.fullmatch(_AS_DAY, plain.lower(), re.ASCII):
        parts = (part.removeprefix("thg").strip() for part in match.groups() if part)
        one, two = (str(_MONTHS.index(part) + 1) if part in _MONTHS else part for part in parts)
        return [f"{one}/{two} hay {two}/{one} (nếu là tử/mẫu mà Excel đổi thành ngày)"] if (one + two).isdigit() else []
    match = re.fullmatch(_ACCOUNTED, plain, re.ASCII)
    if match is None or number_or_none(number := match[1] or match[2]) is None:
        return []
    return [f"-{number} (nếu là số âm viết kiểu kế toán)", f"{number} (nếu không)"]


def _beside_unit(number: str, words: str, own: str = "") -> list[str]:
    """What to type for a number with words behind it, the level of the figure or another unit than the row's `own`:
    `62,3 triệu đồng` is 62,3 in a row of millions, 62.300.000 in one of đồng; marks and footnotes are no unit."""
    if number_or_none(number) is None:
        return [way for reading in _spellings(number) for way in _beside_unit(reading, words, own)]
    if match := re.fullmatch(r"(|.*[ (])(?:uoc|uoc tinh|so bo|chinh thuc)\)? *", bare(words)):
        ways = _beside_unit(number, words[: len(match[1])].strip(" ("), own)
        return [f"{way} (mức ghi riêng: --level, cột Mức)" for way in ways]
    if not words[:1].isalpha() and words[:1] not in ("%", "‰"):
        return [number]
    (times, unit), (own_times, own_unit) = _sized(words), _sized(own)
    value = Fraction(read_number(number)) * times
    if own and fold(unit) in (fold(own_unit), "" if times > 1 else fold(own_unit)):
        meant = write_number(value / own_times)
        if number_or_none(meant) == value / own_times:
            return [number if times == own_times else f"{meant} ({own})"]
    ways = [f"{number} (nếu đơn vị của chỉ tiêu là {shown(words.strip())})"]
    return [*ways, write_number(value) + (f" (nếu là {shown(unit)})" if unit else "")] if times > 1 else ways


def is_no_figure(text: str) -> bool:
    """Whether a text is what people write where they have no figure: certain words, or signs alone."""
    plain = fold(text).strip()
    return plain in _NO_FIGURE or not ("#" in plain or any(map(str.isalnum, plain)))


def advice_on_cell(text: str, unit: str) -> str:
    """What to do with a cell that is no number but may mean one, or none; empty where nothing is known."""
    plain = text.strip()
    if not plain:
        return "ô giá trị để trống; cột lũy kế chỉ đủ cho chỉ tiêu cộng dồn: ghi số ở cột giá trị"
    if is_no_figure(plain):
        return f"'{shown(plain)}' không phải số: chưa có số liệu thì để trống ô này, không ghi 0"
    match = re.fullmatch(_ADDED, plain) if len(plain) <= 100 else None
    added = [part for part in (match["sign"], match["rest"]) if part] if match else []
    if match is None or not added or _spelt_otherwise(plain):
        return ""
    extra = " và ".join(f"'{shown(part)}'" for part in added)
    ways = " hoặc ".join(_beside_unit(match["number"], match["rest"] or _ABOUT.get(plain[0], ""), unit))
    return f"'{shown(plain)}' có thêm {extra} bên con số: chỉ ghi {ways}, chú thích để ở cột Ghi chú"


def full_unit(text: str) -> str:
    """A unit written out: `triệu đồng/người` for `trđ/người`."""
    unit = re.sub(r"\s?/\s?", "/", text.strip())
    unit = unit.removesuffix("/năm") if unit.startswith(("%", "‰", "điểm ", "điểm%", "phần")) else unit
    first, slash, rest = unit.partition("/")
    return UNITS.get(unit.lower()) or UNITS.get(first.lower(), first) + slash + rest


@cache
def unit_words(text: str) -> str:
    """A unit in the form in which `m²`, `M2` and `m2` are alike."""
    return "".join(fold(text).translate(_RAISED).split()).rstrip("./'")


@cache
def unit_form(unit: str) -> str:
    """A unit in one form, however it is shortened: `trđ` is `triệu đồng`."""
    return unit_words(full_unit(unit))


def size_of(unit: str) -> str:
    """What of a unit must be alike for numbers to be: %, ‰, how many đồng or thousands, kg or tấn; "" for others."""
    found = re.match(_SIZE, full_unit(unit.lower()).replace("ngàn", "nghìn").replace("²", "2"))
    return found.group() if found else ""


def _sized(unit: str) -> tuple[int, str]:
    """How many of the unit that is named last: `triệu đồng` is 1.000.000 đồng."""
    size, _, rest = full_unit(unit).partition(" ")
    times = _TIMES.get(fold(size).strip())
    return (times, rest) if times else (1, unit.strip())


def number_or_none(text: str) -> Decimal | None:
    """The number that a text is by the house rule; None for any other text."""
    with suppress(UsageError):
        return read_number(text)
    return None


def shown(text: str, most: int = 40) -> str:
    """Foreign text inside a message: one line, made visible, not endless."""
    visible = sanitise(text[: most * 4])
    return visible if len(visible) <= most else visible[:most] + "…"


def write_number(value: Decimal | Fraction, places: int | None = None) -> str:
    """`4.482,38`: all recorded places of a Decimal, or half-up to `places`; never exponents, never −0.

    A Fraction without `places` is written with as many as it needs, at most six.
    """
    if places is not None:
        value = round_half_up(value, places)
    number = value if isinstance(value, Decimal) else shortest(value)
    return ("-" if number < 0 else "") + f"{number.copy_abs():,f}".translate(_IN_VIETNAMESE)


def machine_number(value: Decimal | Fraction) -> str:
    """Plain notation with a dot for JSON: all digits of a number that ends, else half-up to six places."""
    number = value if isinstance(value, Decimal) else exact_or_cut(value)
    return f"{number or abs(number):f}"


def two_digits(number: Decimal | int) -> str:
    """Counts below ten as official papers write them: `07`, `10`, `2.846`."""
    text = write_number(Decimal(number))
    return f"0{text}" if len(text) == 1 and text != "0" else text


VIETNAM = timezone(timedelta(hours=7))
_TYPED = r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2})"
# Also with other signs between, the year short, first, or left out: read for advice only.
_LOOSE = r"(?:ngày +)?(?P<one>[0-9]{1,2}|[0-9]{4})[-./ ](?P<month>[0-9]{1,2})(?:[-./ ](?P<other>[0-9]{1,2}|[0-9]{4}))?"
_TOGETHER = r"(?P<one>[0-9]{2})(?P<month>[0-9]{2})(?P<other>[0-9]{4})"
FORMS = "hãy viết dạng 14/06/2024 hoặc 2024-06-14"


def read_date(text: str, this_year: int = 2024) -> date:
    """Read `14/06/2024`, `14/6/2024` or `2024-06-14`.

    Raises UsageError with the day to type, in `this_year` where no year was typed, or with these forms.
    """
    plain = text.strip(" \t")
    if not (match := re.fullmatch(_TYPED, plain, re.ASCII)):
        raise UsageError(f"ngày không hợp lệ '{shown(text)}': {_advice(plain, this_year)}")
    parts = [int(part) for part in match.groups() if part]
    year, month, day = parts if match[4] else reversed(parts)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(f"năm của ngày '{shown(text)}' phải từ {FIRST_YEAR} đến {LAST_YEAR}: hãy kiểm tra lại")
    with suppress(ValueError):
        return date(year, month, day)
    sentence = f"không có ngày '{shown(text)}' trong lịch: hãy kiểm tra lại ngày và tháng (dạng 14/06/2024)"
    with suppress(ValueError):
        sentence += f"; có phải {write_date(date(year, day, month))}? xem lại cả các ngày khác"
    raise UsageError(sentence)


def _advice(plain: str, this_year: int) -> str:
    """What to type instead: the day that was probably meant, or the forms that are read."""
    match = re.fullmatch(_LOOSE, plain, re.ASCII | re.IGNORECASE) or re.fullmatch(_TOGETHER, plain, re.ASCII)
    if match is None or (len(match["one"]) == 4 and match["other"] is None):
        return FORMS
    one, month, other = match["one"], int(match["month"]), match["other"] or str(this_year)
    day, year = (int(other), int(one)) if len(one) == 4 else (int(one), int(other))
    try:
        meant = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return FORMS
    return f"{'' if match['other'] else 'thiếu năm, '}hãy viết {write_date(meant)}"


def day_in_vietnam(stamp: str) -> date:
    """The Vietnamese day of a ledger time stamp (UTC)."""
    return datetime.fromisoformat(stamp).astimezone(VIETNAM).date()


def write_moment(stamp: str) -> str:
    """A ledger time stamp (UTC) as people in Vietnam read a clock: `30/06/2024 23:59`."""
    return f"{datetime.fromisoformat(stamp).astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def span_text(first: date | None, last: date | None) -> str:
    """`từ 01/07/2024 đến 31/12/2024`, as far as these days are given."""
    return " ".join(f"{word} {write_date(day)}" for word, day in (("từ", first), ("đến", last)) if day)


def short_day(day: date) -> str:
    """`31/5/2024`, as running text writes days."""
    return f"{day.day}/{day.month}/{day.year}"
