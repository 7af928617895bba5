"""What an officer means by the words typed: an indicator, a place, a period, an amount."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from ..domain.figure import Amount
from ..domain.plan import Combine, Indicator, Place, Plan, Row, WorkItem
from ..errors import InvalidInput, UsageError, command
from ..vietnamese.numbers import is_no_figure, read_number, shown, write_number
from ..vietnamese.text import fold, nearest, words
from ..vietnamese.wording import YES_NO, amount_text, with_unit

T = TypeVar("T")
NO_PLACES = "kế hoạch không có danh sách thôn (places)"
PLACES_GUIDE = "xem mục Số liệu theo thôn của hướng dẫn"
OTHER_YEAR = "chọn tệp kế hoạch của năm ấy bằng --plan, hoặc đặt tệp plan_<năm>.yaml cạnh kế hoạch này"


def only(found: Sequence[T], typed: str, what: str, line: Callable[[T], str]) -> T | None:
    """The one thing found, None where nothing was; raises UsageError with the list where several match."""
    if len(found) > 1:
        listed = "\n".join(f"  {line(one)}" for one in found)
        raise UsageError(f"'{shown(typed)}' khớp với {len(found)} {what}:\n{listed}", hint="gõ đủ mã hoặc số ở cột đầu")
    return found[0] if found else None


def find_indicator(plan: Plan, typed: str, *, whole_words: bool = False, advise: bool = True) -> Row:
    """The one row meant by `typed`, by the strictest way of matching that finds anything; never guesses.

    With `whole_words`, for what stands in a file, beginnings of words and initials are not enough. Raises UsageError:
    with the list when several match, with the nearest names (unless not to `advise`) when none does.
    """
    listed = matching(plan, typed, whole_words=whole_words)
    if found := only(listed, typed, "chỉ tiêu", lambda row: f"{row.indicator.id}  {row.indicator.name}"):
        return found
    from ..domain.work import item_of

    hint = ""
    if advise and (item := item_of(plan, typed.strip())):
        hint = f"đó là nhiệm vụ; xem: thidua work; ghi tiến độ bằng: thidua work record {item.id} TIẾN_ĐỘ"
    elif advise:
        known = {name: row.indicator.id for row in plan.rows() for name in _names(row)}
        near = dict.fromkeys(known[name] for name in nearest(_folded(typed), list(known)))
        hint = f"có phải: {', '.join(near)}?" if near else "xem các mã bằng: thidua list"
    raise UsageError(f"không có chỉ tiêu '{shown(typed)}'", hint=hint)


def find_subject(plan: Plan, typed: str) -> Indicator:
    """What a correction is about: a work item by its exact id (with or without `work/`), else an indicator."""
    from ..domain.work import as_indicator, item_of

    item = item_of(plan, typed.strip())
    return as_indicator(item) if item else find_indicator(plan, typed).indicator


def find_work(plan: Plan, typed: str) -> WorkItem:
    """The one work item meant by `typed`: its id, or words of its title; never guesses.

    Raises UsageError like `find_indicator`, also for the very id, name or alias of an indicator.
    """
    from ..domain.work import item_of

    if item := item_of(plan, typed.strip()):
        return item
    parts = words(typed)
    run = " ".join(parts)
    if row := next((row for row in plan.rows() if typed.strip() == row.indicator.id or run in _names(row)), None):
        indicator = row.indicator
        sentence = f"'{shown(typed)}' là chỉ tiêu {indicator.name} ({indicator.id}), không phải nhiệm vụ"
        raise UsageError(sentence, hint=f"ghi số liệu bằng: thidua record {indicator.id} …")
    listed = [item for item in plan.work if all_begin(parts, words(f"{item.id} {item.title}"))]
    if found := only(listed, typed, "nhiệm vụ", lambda item: f"{item.id}  {item.title}"):
        return found
    near = nearest(typed, [item.id for item in plan.work])
    hint = f"có phải: {', '.join(near)}?" if near else "xem các mã bằng: thidua work"
    raise UsageError(f"không có nhiệm vụ '{shown(typed)}'", hint=hint)


def find_place(plan: Plan, typed: str) -> Place:
    """The one place meant by `typed`: its id, its name (also without its first word, Thôn), an alias, without accents,
    or the number in its id.

    Raises UsageError with the list of places; never guesses.
    """
    if not plan.places:
        raise UsageError(NO_PLACES, hint="ghi cho cả xã: bỏ tên thôn (--place)")
    exact = _by_name(plan.places).get(tuple(words(typed)), [])
    if len(exact) == 1:
        return exact[0]
    listed = ", ".join(f"{place.id} ({place.name})" for place in exact or plan.places)
    problem = f"khớp với {len(exact)} thôn" if exact else "không phải thôn nào của kế hoạch"
    raise UsageError(f"'{shown(typed)}' {problem}", hint=f"các thôn: {listed}; cả xã thì không ghi thôn")


@lru_cache(maxsize=1)
def _by_name(places: tuple[Place, ...]) -> dict[tuple[str, ...], list[Place]]:
    """The places by the words of each of their names; `3` alone means `thon-3`."""
    found: dict[tuple[str, ...], list[Place]] = {}
    for place in places:
        number = place.id.rpartition("-")[2]
        names = {tuple(words(name)) for name in (place.id, place.name, *place.aliases)} | {tuple(words(place.name)[1:])}
        for name in names - {()} | ({(number,)} if number.isdigit() else set()):
            found.setdefault(name, []).append(place)
    return found


def matching(plan: Plan, typed: str, *, whole_words: bool = False) -> list[Row]:
    """All rows that match in the strictest way that finds any, in the plan's order."""
    wanted = words(typed)
    run, letters = " ".join(wanted), "".join(wanted)
    ways: list[Callable[[Row], bool]] = [lambda row: typed.strip() == row.indicator.id, lambda row: run in _names(row)]
    if len(letters) > 1:  # one letter begins a word by chance: it finds a row only where it is the whole id or name
        ways.append(lambda row: any(f" {run} " in f" {name} " for name in _names(row)))
    if len(letters) > 1 and not whole_words:
        ways.append(lambda row: all_begin(wanted, " ".join(_names(row)).split()))
        ways.append(lambda row: any("".join(w[0] for w in name.split()).startswith(letters) for name in _names(row)))
    for matches in ways if letters else ():
        if found := [row for row in plan.rows() if matches(row)]:
            return found
    return []


def containing(plan: Plan, typed: str) -> list[Row]:
    """All rows in which every typed word begins some word of the id, name or an alias; for lists."""
    wanted = words(typed)
    return [row for row in plan.rows() if not wanted or all_begin(wanted, " ".join(_names(row)).split())]


def all_begin(parts: Sequence[str], known: Sequence[str]) -> bool:
    """Whether every part begins some of the known words; nothing begins none."""
    return bool(parts) and all(any(word.startswith(part) for word in known) for part in parts)


def _names(row: Row) -> list[str]:
    """The words of the id, the name and every alias."""
    return [_folded(name) for name in (row.indicator.id, row.indicator.name, *row.indicator.aliases)]


@lru_cache(maxsize=10_000)
def _folded(name: str) -> str:
    """A name's words; kept, since each unknown name of a file is compared with all of the plan's."""
    return " ".join(words(name))


def other_year(plan: Plan, year: int) -> str:
    """What to do about another year than the open plan's."""
    more = f"; chưa có thì soạn: thidua plan new {year}" if year == plan.year + 1 else ""
    return f"{OTHER_YEAR}{more}"


NumberReader = Callable[[str], Decimal]


def read_amount(text: str, indicator: Indicator, read: NumberReader = read_number, *, of_total: bool = False) -> Amount:
    """Read `4.482,38`, `75,7%`, `9/10` or `chưa đạt` for an indicator; `read` reads each number in it.

    Raises UsageError: unreadable, a fraction or a percent sign where the unit is not %, a total that is computed
    (but for its figure of an earlier year: `of_total`).
    """
    if indicator.combine is Combine.TOTAL and not of_total:
        parts = ", ".join(f"{part.id} ({part.name})" for part in indicator.parts)
        sentence = f"{indicator.name} là tổng, được cộng từ các phần: {parts}"
        raise UsageError(sentence, hint=f"hãy ghi từng phần: thidua record {indicator.parts[0].id} GIÁ_TRỊ")
    if indicator.is_yes_no:
        if (answer := _ANSWERS.get(fold(text))) is not None:
            return Amount(value=Decimal(answer))
        sentence = f"'{shown(text)}' không đọc được: {indicator.name} chỉ ghi {YES_NO[True]} hoặc {YES_NO[False]}"
        raise UsageError(sentence, hint=f"ví dụ: {command('thidua', 'record', indicator.id, YES_NO[True])}")
    plain = text.strip()
    if plain and is_no_figure(plain):
        hint = f"đã ghi nhầm thì rút: thidua void {indicator.id} --on NGÀY --reason LÝ_DO"
        raise UsageError(f"'{shown(text)}' không phải số: chưa có số liệu thì không ghi gì, không ghi 0", hint=hint)
    if "/" in plain and not plain.startswith("#"):
        return _read_parts(plain, indicator, read)
    if plain.endswith("%"):
        if not indicator.is_rate:
            sentence = f"'{shown(text)}' có dấu % nhưng {indicator.name} tính bằng {indicator.unit}"
            raise UsageError(sentence, hint=f"bỏ dấu %, ghi số {indicator.unit}")
        plain = plain[:-1].rstrip()
    return Amount(value=read_number(plain, indicator.unit) if read is read_number else read(plain))


_ANSWERS = {fold(word): answer for answer, word in YES_NO.items()} | {fold("không đạt"): False}


def _read_parts(plain: str, indicator: Indicator, read: NumberReader) -> Amount:
    if not indicator.is_rate:
        sentence = f"'{shown(plain)}' là dạng tử/mẫu, chỉ dùng cho chỉ tiêu tính bằng %"
        hint = f"chỉ ghi một số, tính bằng {indicator.unit}"
        raise UsageError(f"{sentence}; {indicator.name} tính bằng {indicator.unit}", hint=hint)
    upper, _, lower = plain.partition("/")
    if "/" in lower or not upper.strip() or not lower.strip():
        raise UsageError(f"số không hợp lệ '{shown(plain)}': tỷ lệ viết một số, hoặc dạng tử/mẫu như 102/2910")
    numerator, denominator = read(upper), read(lower)
    if denominator <= 0:
        raise UsageError(f"'{shown(plain)}': mẫu số phải lớn hơn 0", hint="viết tử số/mẫu số, như 102/2910")
    return Amount(numerator=numerator, denominator=denominator)


def check_amount(amount: Amount, indicator: Indicator, place: Place | None) -> None:
    """Raises InvalidInput outside the plan's `plausible` bounds, UsageError for a place's rate without both parts."""
    if place is not None and indicator.is_rate and amount.numerator is None:
        words = f" ({indicator.rate.numerator}/{indicator.rate.denominator})" if indicator.rate else ""
        sentence = f"tỷ lệ của {place.name} phải ghi bằng tử số/mẫu số{words}: các thôn lớn nhỏ khác nhau, nên tỷ lệ"
        sentence += " của xã là tổng tử số/tổng mẫu số, không phải bình quân các tỷ lệ"
        raise UsageError(sentence, hint=f"ví dụ: thidua record {indicator.id} 12/150 --place {place.id}")
    bounds = indicator.plausible
    if bounds is not None and not bounds.holds(amount.exact if amount.value is None else amount.value):
        span = f"{write_number(bounds.lower)} đến {with_unit(write_number(bounds.upper), indicator.unit)}"
        outside = amount_text(amount, indicator, outside=(bounds.lower, bounds.upper))
        turned = Amount(numerator=amount.denominator, denominator=amount.numerator)
        asked = ""
        if amount.numerator is not None and amount.numerator > 0 and bounds.holds(turned.exact):
            asked = f"; có phải viết ngược, tử số trước mẫu số là {typed_form(turned)}?"
        sentence = f"{outside} nằm ngoài khoảng hợp lý của {indicator.name} ({span}){asked}"
        raise InvalidInput(sentence, hint="kiểm tra lại số đã gõ; chưa ghi gì")


def typed_form(amount: Amount, indicator: Indicator | None = None) -> str:
    """The amount as it would be typed on the command line."""
    if indicator is not None and indicator.is_yes_no:
        return YES_NO[bool(amount.value)]
    return "/".join(map(write_number, amount.parts or (amount.value or Decimal(0),)))
