"""How offices write targets, read: `từ 90% trở lên`, `giảm còn 2,1%`, `8/10 thôn` → name, unit, a plan's target.

Rules and word lists; whatever is doubtful is said in `doubts`. The one place for such words: a draft reads whole lines
of a document, the plan's reader proposes what to type instead of a phrase.
"""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from . import phrase_words as said
from .numbers import read_number, size_of, write_number
from .phrase_targets import NO_UNIT_SEEN, NONE, POINTS, YES, Given, target_and_unit
from .phrase_words import Amount, amounts_in, hidden, stands_alone, unhidden
from .text import lowered

ABOUT_UNITS = (NO_UNIT_SEEN, "văn bản thiếu đơn vị, hiểu là %")
MOST_WORDS_OF_A_NAME = 14
MOST_WORDS_OF_A_YES = 30
MOST_WORDS_IN_A_GROUP = 4
_OF_A_BODY = (
    r"(?i)(?:đảng bộ|chi bộ|xã|phường|(?:nhà )?trường|công đoàn|hội|đoàn|liên đội|đơn vị|cơ quan|trạm)"
    r"(?: (?:xã|y tế|cơ sở|thanh niên|nông dân|phụ nữ))* (?:đạt|hoàn thành) (?!.*\d)\w"
)
"""`Đảng bộ hoàn thành tốt nhiệm vụ`: a clause of its own."""
_DEGREE = r"(?i)(?:hoàn thành )?(?:khá,? giỏi|giỏi|khá|tốt|trung bình|yếu|kém|xuất sắc)(?: nhiệm vụ)?"


# ── what is read ────────────────────────────────────────────────────────────────────────────────────────────────────
def targets_of(line: str) -> list[Given]:
    """All targets that a line of a document gives, in order; [] for a line without any."""
    whole = said.UNIT_IN_NAME.sub(r": \2 \1", hidden(line))
    plain, kept = _kept_besides(whole)
    amounts = [amount for amount in amounts_in(plain) if amount.unit or stands_alone(plain, amount)]
    amounts = _without_those_in_names(plain, amounts)
    found: list[Given] = []
    start, named = 0, False
    for place, amount in enumerate(amounts):
        since = amounts[place - 1].end if place else 0
        until = amounts[place + 1].start if place + 1 < len(amounts) else len(plain)
        gap = said.ASIDE.sub("", plain[since : amount.start]) if found else plain[since : amount.start]
        head = _head(gap, bool(place), named=named)
        named, after = bool(head.text), plain[amount.end : until]
        breaks = list(said.BREAK.finditer(after)) if place + 1 < len(amounts) else []
        # up to the break before the name of the next one
        tail, amount = _tail(after[: breaks[0 if named else -1].start()] if breaks else after, amount)
        is_bare = gap.strip() == "(" and not tail  # `01 nhà (60 triệu đồng)`
        more_of_it = found and (amount.unit in ("%", "", "lần", found[-1].unit) or "/" in amount.unit or is_bare)
        if more_of_it and gap.rstrip().endswith("("):
            head = _Head("(", "", head.whole)
        goes_on = found and not re.search(r"\.\s", gap)
        if goes_on and head.text and _of_period(found, head.text, amount):
            continue
        if goes_on and (more := _more(found[-1], head, tail, amount, plain[start : amount.end], gap)):
            found[-1] = more
            continue
        if goes_on and (head.text or not head.raw):
            amount = _changed_like(found[-1], head, tail, amount)
        inside = said.depth_of(plain, amount.start, found[-1].inside) if found else 0
        given = _given(head, tail, amount, found, inside)
        if head.text and place and ":" not in gap and not said.BREAK.search(gap):
            given = replace(given, doubts=(*given.doubts, "cùng câu với chỉ tiêu trước, xem lại tên"))
        elif found and not (head.text or tail or amount.change) and amount.unit == found[-1].unit:
            given = replace(given, doubts=(*given.doubts, "không thấy tên riêng, xem lại cả chỉ tiêu trước"))
        found.append(given)
        start = amount.start
    return [*_shared_ends(_added_up(found), unhidden(plain).lower()), *kept] if found else _kept(whole)


def target_of(text: str, name: str = "", unit: str = "") -> Given | None:
    """The target said by a table's cell, or typed as `target` in a plan; None when the words cannot be read.

    `name` decides whether a bare number is a floor or a ceiling; `unit` is the row's own unit, if it has one.
    """
    plain = (text if re.fullmatch(rf"\d+ {re.escape(unit)}", text) else hidden(text)).strip(" .;,")  # `5 ngày`
    if not plain.strip("-–—x…"):
        return Given(name, unit, NONE, "")
    amounts = list(amounts_in(plain))
    if re.fullmatch(rf"{said.SIGNS}?{said.NUMBER}\s?/\s?{said.NUMBER}", plain, re.IGNORECASE):
        amounts = [next(amounts_in(f"{plain} thôn"))._replace(text=plain, end=len(plain), unit=unit)]
    if re.fullmatch(r"không(?: để)?(?: có| xảy ra| phát sinh)?", plain, re.IGNORECASE):
        return Given(name, unit, "<= 0", unhidden(plain))
    if not amounts:
        is_yes = said.KEPT.search(plain) or re.match(r"có(?!\w)", plain, re.IGNORECASE)
        return Given(name, unit, YES, unhidden(plain)) if is_yes else None
    first = amounts[0]
    tail, first = _tail(plain[first.end :], first)
    if len(amounts) > 1 or tail or _stripped(said.TRAILING, _stripped(said.LEADING, plain[: first.start])):
        return None
    if unit and first.unit and not (first.change or first.fraction) and size_of(first.unit) != size_of(unit):
        return None  # `500 triệu đồng`, `105%` in a row of tỷ đồng
    if re.match(r"[-–−]\s?\d", plain):
        first = first._replace(change="giảm", text=plain[: first.end])
    of_things = unit not in ("", "%")  # `8/10` in a row of villages is eight of them
    first = said.counted_in(unit, first)._replace(unit=first.unit or ("" if first.change else unit))
    first = first._replace(fraction=None) if of_things and not said.TWO_THINGS.search(f"{name} {unit}") else first
    target, own, doubts = target_and_unit(name, first, unit or first.unit)
    lead = plain[: first.start]
    printed = unhidden(lead * (not first.text.startswith(lead.rstrip() or " ")) + first.text + plain[first.end :])
    return Given(name, unit or own, target, printed, against=first.against, doubts=doubts)


# ── which amounts ────────────────────────────────────────────────────────────────────────────────────────────────────
def _without_those_in_names(plain: str, amounts: list[Amount]) -> list[Amount]:
    """`Tỷ lệ phụ nữ sinh từ 3 con trở lên: 5%`: the first amount is part of the name of the second."""
    kept: list[Amount] = []
    # `20/11 (100% học sinh tham gia)` is a day
    amounts = [
        one for one in amounts if not one.fraction or one.unit != "%" or _is_share(one.fraction, plain[one.start :])
    ]
    for amount, after in zip(amounts, (*amounts[1:], None), strict=False):
        between = plain[amount.end : after.start] if after else ","
        head = _head(plain[kept[-1].end if kept else 0 : amount.start], bool(kept), named=True).text
        told = re.fullmatch(r"[^;,.()]*?(?P<at>(?::|(?<!\w)(?:đạt|là|còn))?)\s*", between)
        counts = said.is_counted(amount.unit) and amount.unit not in head.lower() and not said.DEED.match(head)
        is_part = (counts or said.CONDITION.match(amount.text)) and amount.unit != "%"
        is_part = is_part and not said.FOR_THEM.search(between)
        names_share = kept and counts and after and after.unit == "%" and not between.strip()  # `…, 3 công trình 80%`
        leads = (head or names_share) and told and (told["at"] or is_part) and not amount.fraction
        if not leads or after is None or after.against:
            kept.append(amount)
    return kept


# ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────────
class _Head(NamedTuple):
    """The words before an amount: as they stand since the last break, and without fillers; `whole`: `…:`, `… đạt`."""

    raw: str
    text: str
    whole: bool


def _head(gap: str, follows: bool, *, named: bool) -> _Head:
    """The last clause of the words between two amounts (or before the first)."""
    strong = list(said.STRONG_BREAK.finditer(gap))
    raw = gap[strong[-1].end() :] if strong else gap
    if follows and not strong:
        breaks = list(said.BREAK.finditer(gap))
        raw = gap[breaks[0 if named else -1].end() :] if breaks else gap if named else ""
    elif not (follows or raw.rstrip().endswith(":") or _is_noun(raw)):
        last = raw.rpartition(",")[2]
        is_name = len(raw.split()) <= MOST_WORDS_OF_A_NAME and not (len(last.split()) > 2 and _is_noun(last))
        raw = raw if is_name else last  # of a sentence
    if raw.count(")") > raw.count("("):
        raw = raw.rpartition(")")[2].strip(" ,")
    text = _stripped(said.TRAILING, _stripped(said.LEADING, raw if _is_noun(raw) else said.PURPOSE.sub("", raw)))
    if text.count("(") > text.count(")"):
        before, _, inside = text.rpartition("(")
        is_list = re.match("(?i)cơ cấu", before)  # `Cơ cấu kinh tế (nông nghiệp 30%, …)`
        text = inside if ":" in inside else f"{before.strip()}: {inside}" if is_list else before.strip() or inside
    return _Head(raw.strip(), text, said.SAYS_ALL.search(raw) is not None)


def _is_noun(raw: str) -> bool:
    return said.NOUN.match(_stripped(said.LEADING, raw)) is not None


def _tail(gap: str, amount: Amount) -> tuple[str, Amount]:
    """The words after an amount that may belong to it, up to the next strong break; `mới trở lên` makes it a floor,
    `xếp loại khá trở lên` says nothing of it."""
    cut = said.STRONG_BREAK.search(gap)
    text = (gap[: cut.start()] if cut else gap).rstrip(" )")
    if since := re.search(rf"(?i){said.SINCE}$", text):
        text, amount = text[: since.start()], amount._replace(against=unhidden(since["against"]).lower())
    if onward := said.ONWARD.match(text):
        way = ">=" if onward[2] == "lên" else "<="
        is_let = amount.text.lower().startswith("không để")
        sign = said.OPPOSITE[way] if is_let else amount.sign if amount.sign in ("<", ">", "<=") else way
        text, amount = onward[1] + text[onward.end() :], amount._replace(sign=sign)
    if (plan := said.OF_PLAN.match(text)) and amount.unit == "%" and amount.values:
        amount = said.beside_plan(amount, unhidden(plan.group()))
    text = said.THIS_YEAR.sub("", "" if plan else text).lstrip(" -–:)=").rstrip(" -–:,()=")
    text = _stripped(said.TRAILING, text)
    return text + ")" * (text.count("(") - text.count(")")), amount


def _stripped(pattern: re.Pattern[str], text: str) -> str:
    while (shorter := pattern.sub("", text.strip(), count=1)) != text:
        text = shorter
    return text


def _capital(name: str) -> str:
    name = name.strip(" ,;:.").replace(" ,", ",")
    return name[:1].upper() + name[1:]


def _given(head: _Head, tail: str, amount: Amount, found: list[Given], inside: int) -> Given:
    """One target out of its words; a part without a unit takes its whole's, a bare `sản lượng` the crop before it."""
    subject, unit, change = _subject(head, tail, amount)
    counted = re.match(rf"(?i)số ({said.THING})(?!\w)", subject)
    things = counted[1].lower() if counted else ""
    amount = said.counted_in(unit or things, amount)
    printed = amount.text
    if giver := re.search(rf"[\s:,(]+{said.GIVER}", subject, re.IGNORECASE):
        subject, printed = subject[: giver.start()], f"{unhidden(giver.group().lstrip(' :,('))} {printed}"
    if counted and not amount.of_all and unit != "%":
        amount = amount._replace(fraction=None)  # `Số xã đạt chuẩn: 05/10 xã` is five of them
    bare = found and not head.raw and "%" not in (unit, found[-1].unit)
    if bare and (deed := said.SHARED_DEED.match(found[-1].name)) and not said.DEED.match(subject):
        subject = f"{deed.group()} {lowered(subject)}"  # `Trồng mới 15 ha cà phê, 10 ha cây ăn quả`
    subject = said.crop_named(subject)
    if found:
        of_one_kind = unit == found[-1].unit or (change and found[-1].is_change)
        beside = bool(inside == found[-1].inside and of_one_kind and (inside or not head.whole))
        subject = _in_list(subject, found, inside, beside=beside, alike=bool(of_one_kind))
    subject = _share_of(subject, found) if subject and unit == "%" else subject
    whole = next((one for one in reversed(found) if one.inside < inside), None)
    if change == "tăng" and whole and whole.unit == amount.unit == "%" and said.GROWTH.match(whole.name):
        change = ""  # `Tăng trưởng kinh tế 9%, trong đó nông nghiệp tăng 4%`: that rate too
    unit, doubts = _unit_of(subject, unit or things, amount._replace(change=change), whole)
    if change and len(amount.values) > 1:
        unit = "điểm %" if unit == "%" and said.RATE.match(subject) else unit
        subject, change = subject if said.MORE.search(subject) else f"Mức {change} {lowered(subject)}", ""
    target, own, more = target_and_unit(subject, amount._replace(change=change), unit)
    return Given(
        name=_capital(unhidden(subject)),
        unit=own or things,
        target=target,
        printed=printed,
        inside=inside,
        against=amount.against,
        baseline=write_number(amount.level) if amount.level is not None else "",
        fraction=amount.fraction if own == "%" else None,
        doubts=(*doubts, *more),
        verb="" if amount.change else change,
    )


def _unit_of(subject: str, unit: str, amount: Amount, whole: Given | None) -> tuple[str, tuple[str, ...]]:
    """The unit, that of the whole or % where the words have none; and what is doubtful about it."""
    doubts: tuple[str, ...] = ()
    if not amount.unit and whole and whole.unit:
        unit, doubts = whole.unit, (f"văn bản thiếu đơn vị, lấy {whole.unit} theo chỉ tiêu tổng",)
    elif not unit and not amount.change and said.SHARE_OF.match(subject):
        unit, doubts = "%", (ABOUT_UNITS[1],)
    if not whole and re.fullmatch(_DEGREE, subject):
        doubts = (*doubts, "tên chỉ là mức xếp loại, xem lại tên")
    return unit, (*doubts, *said.of_each(subject, unit))


def _subject(head: _Head, tail: str, amount: Amount) -> tuple[str, str, str]:
    """The name, the unit, and the change: `Giảm tỷ lệ hộ nghèo 1%` has one, `Giảm tỷ lệ hộ nghèo xuống còn 1%` not."""
    name, unit, change = head.text, amount.unit, amount.change
    if (moved := said.MOVE.match(name)) and said.MOVED.match(name[moved.end() :]):
        name = name[moved.end() :].removesuffix(" thêm")
        level = amount.still or amount.level is not None or said.LEVEL_AT_END.search(head.raw)
        change = change or ("" if level else "tăng" if moved[1].lower() in ("tăng", "nâng", "đưa") else "giảm")
    counted = re.sub("^(?:nghìn|ngàn|vạn|triệu) ", "", unit)
    thing = re.fullmatch(said.THING, counted, re.IGNORECASE) is not None
    breaks = (one for one in said.BREAK.finditer(tail) if not said.GOES_ON.match(tail, one.start()))
    short = tail[: first.start()].strip() if (first := next(breaks, None)) else tail
    if thing and name.lower() == "thêm" and not short:
        return f"{counted} đạt thêm", unit, change
    deed = (said.is_counted(unit) and said.DEED.fullmatch(name)) or (thing and said.SHARED_DEED.fullmatch(name))
    if (deed and not short and not head.whole) or (thing and name.lower() == "tổng số"):
        return f"{name} {counted} {short}".strip(), unit, change
    if not name and thing and change:
        return f"số {counted} {tail}".strip(), unit, change
    if not name and thing and not short and said.DEED.fullmatch(head.raw):
        return f"{head.raw} {counted}", unit, change
    if not name or (thing and name.lower() in ("xã", "phường", "toàn xã", "toàn phường")):
        return (f"{counted} {tail}" if thing else tail.lstrip(", (")), unit, change
    if said.WHERE.fullmatch(short) and not thing:
        return f"{name} {short}", unit, change
    if head.whole or amount.still or not short or said.NOUN.match(name):
        return name, f"% {short}" if unit == "%" and said.SHARE.fullmatch(short) else unit, change
    return (f"{name} {counted} {short}" if thing else f"{name} {short}"), unit, change


def _in_list(subject: str, found: list[Given], inside: int, *, beside: bool, alike: bool) -> str:
    """A name with the words that it shares with the one before it: `cấp huyện`, `sản lượng`, one more of a group; a
    bare `sản lượng` behind parts in a bracket is that of their whole, the peer, which stands no deeper."""
    before = found[-1]
    peer = next((one for one in reversed(found) if one.inside <= inside), before)
    for kind in (said.DEGREE, said.TIER, said.KIND_OF_SLIGHTNESS, said.PERIOD_AT_END):
        if kind.fullmatch(subject) and (same := kind.search(before.name)):
            return f"{before.name[: same.start()]}{lowered(subject)}"
    if alike and said.WHERE.fullmatch(subject):
        return f"{said.WHERE.sub('', before.name).strip()} {subject}"
    is_sector = re.match(said.SECTOR, subject)
    noun = said.SMALL_NOUN.match(before.name) or (is_sector and re.match(said.OF_SECTORS, before.name))
    if said.SMALL_NOUN.fullmatch(subject):
        of = said.SMALL_NOUN.sub("", peer.name, count=1).strip() or "gieo trồng" * ("gieo trồng" in peer.name)
        subject += f" {lowered(of)}" if of and not said.NOUN.match(of) else ""
    elif noun and beside and not said.NOUN.match(subject):
        subject = f"{noun.group()} {subject}"
    elif said.BARE_SHARE.fullmatch(subject):
        of = re.sub("(?i)^(?:tổng )?số ", "", peer.name)
        subject += f" {lowered(of)}" * (not said.NOUN.match(of))
    is_short = len(subject.split()) <= MOST_WORDS_IN_A_GROUP and ":" not in subject and not said.NOUN.match(subject)
    group = re.match(r"([^:]{3,80}: )\S", before.name)
    return f"{group[1]}{subject}" if group and is_short else subject


def _share_of(subject: str, found: list[Given]) -> str:
    """`Cơ cấu kinh tế: nông nghiệp 75%; dịch vụ 20%`: each of them is a "tỷ trọng"; anything else as it is."""
    listed = said.SHARES_OF.match(subject)
    if not listed and not (found and found[-1].name.startswith(said.SHARE_NAME) and not said.NOUN.match(subject)):
        return subject
    return f"{said.SHARE_NAME}{lowered(said.SHARES_OF.sub('', subject)).removeprefix('tỷ trọng ')}"


def _more(last: Given, head: _Head, tail: str, amount: Amount, printed: str, gap: str) -> Given | None:
    """An amount that says more about the target before it: `phấn đấu 62%`, `tăng 8,5%`, `(8/16 xã)`, `(còn 3%)`."""
    words = re.sub(r"^có$", "", head.raw.lower().strip(" (:="))
    printed = unhidden(printed) + ")" * (printed.count("(") > printed.count(")"))
    same_unit, in_bracket = amount.unit in ("", last.unit), gap.rstrip()[-1:] == "(" and not {*"%/"} & {*amount.unit}
    at_least = f">= {write_number(amount.values[0])}" if amount.values else ""
    if same_unit and (giver := re.match(said.GIVER, head.raw.strip(" (:"), re.IGNORECASE)):
        target, doubts = _second(last, amount)
        return replace(last, also=(*last.also, (giver[1], target, amount.text)), doubts=doubts)
    is_own = said.is_counted(amount.unit) or amount.unit[:1] == "%" != last.unit[:1]
    if words in (*said.STRIVING, "đưa", "duy trì") and is_own and tail.lower() not in last.name.lower():
        return None  # `phấn đấu 01 trường đạt chuẩn mức độ 2` behind those of another degree
    strives = words in said.STRIVING
    if strives and (same_unit or (amount.fraction and last.fraction) or (amount.change and last.is_change)):
        target, doubts = _second(last, amount)
        return replace(last, stretch=target, doubts=doubts)
    is_raised = same_unit and re.fullmatch(r"(?:nâng|đưa)(?: lên)?(?: tổng số)?(?: lên| đạt| là)?", words)
    if last.is_change and amount.values and (is_raised or (words == "đạt" and amount.unit not in ("%", ""))):
        name = f"{last.name} {tail}" if is_raised and tail and last.name == f"Số {last.unit}" else last.name
        target, unit = at_least if is_raised else f"{amount.sign or '>='}{at_least[2:]}", amount.unit or last.unit
        return replace(last, name=name, unit=unit, target=target, printed=printed, against="", doubts=())
    name = head.text if "(" in gap else f"{head.text} {tail}"
    restated = _is_said_again(last, unhidden(name).lower(), words, amount)
    if head.text and not restated:
        return None
    is_count = (said.is_counted(amount.unit) or in_bracket) and not (tail or amount.change or strives)
    if last.unit == "%" and amount.values and is_count:
        if said.BREAK.search(gap) or not re.search(r"\w", gap):
            return replace(last, count=f"<{at_least[1:]}" if last.target[0] == "<" else at_least, printed=printed)
        words = words or "có"  # `100% chi hội có 2 mô hình`
    if amount.values and (amount.still or amount.level is not None) and (level := _level_of(last, amount)):
        return replace(level, printed=printed)
    bare = not tail and (amount.change or head.raw == "(" or (amount.unit[:1] == "%" and last.unit != "%"))
    if not (words or bare or restated):
        return None
    if amount.change == "giảm" and last.name.startswith(said.SHARE_NAME):
        last = replace(last, target=last.target.replace(">=", "<="))
    second = () if restated else (f"'{amount.text}' là một mức nữa, mới giữ trong lời văn",)
    more = f" {unhidden(tail)}" if restated and tail and head.raw == "(" else ""  # `3/5 trường học (60%) đạt chuẩn`
    return replace(last, name=last.name + more, printed=printed, doubts=(*last.doubts, *second))


def _is_said_again(last: Given, name: str, words: str, amount: Amount) -> bool:
    """`tương đương 65 hộ`; the share that a fraction is (`8/10 thôn, đạt 80%`), but not one with a `name` of another
    thing: `19/19 tiêu chí, tỷ lệ giao quân 100%`."""
    of_it = {*f"{last.name} {last.unit} tổng số tỷ tỉ lệ".lower().split()}.issuperset(name.split())
    is_share = amount.unit == "%" and of_it and amount.values and _is_share(last.fraction, amount.text)
    return bool(is_share) or words.removesuffix(" giảm").removesuffix(" tăng") in said.RESTATED


def _is_share(fraction: tuple[Decimal, Decimal] | None, text: str) -> bool:
    """Whether the first percentage of a text is that of a fraction, but for its rounding."""
    told = re.search(rf"({said.NUMBER})\s?%", text)
    if not fraction or not told or not re.fullmatch(r"\d+(?:,\d+)?", told[1]):
        return False
    over, under = map(Fraction, fraction)
    return abs(over / under * 100 - Fraction(read_number(told[1]))) < 1


def _second(last: Given, amount: Amount) -> tuple[str, tuple[str, ...]]:
    """A further target of the same thing in its unit and, without a sign, its direction; and all that is doubtful."""
    amount = amount if last.unit == "%" else amount._replace(fraction=None)
    if last.target[0] in "<>" and not (amount.sign or amount.change or amount.still):
        amount = amount._replace(sign=f"{last.target[0]}=")
    return target_and_unit(last.name, amount, last.unit)[0], (*last.doubts, *amount.doubts)


def _changed_like(last: Given, head: _Head, tail: str, amount: Amount) -> Amount:
    """`Giảm tỷ lệ hộ nghèo 1,5%, hộ cận nghèo 1%`: the second falls too, which is marked behind a name of its own; what
    can hardly be a change (`Thu ngân sách tăng 10%, tỷ lệ hộ nghèo 3%`) is a level, marked too."""
    name, ranged = head.text or tail, re.match("Mức (tăng|giảm) ", last.name) if ".." in last.target else None
    in_points, unit = amount.unit.startswith(POINTS), "%" if last.unit.startswith(POINTS) else last.unit
    same = in_points or amount.unit == unit or (amount.unit == "%" and last.target.endswith("%"))
    counts = not head.text and said.is_counted(amount.unit) and said.is_counted(unit)
    verb_led = last.is_change and last.verb
    kin = (same and (tail or head.text)) or counts or {amount.unit, unit} == {"%", "‰"} or (verb_led and head.text)
    is_own = amount.change or amount.still or amount.level is not None or amount.sign[:1] == "<" or not amount.values
    own_verb = said.DEED.match(name) or said.MOVE.match(name) or said.MOVE.match(head.raw)
    says_level = said.MORE.search(name) or said.LEVEL_AT_END.search(head.raw) or (head.whole and head.raw[-1:] != ":")
    if not (last.is_change or ranged) or not kin or is_own or own_verb or says_level:
        return amount
    change = "giảm" if (ranged and ranged[1] == "giảm") or last.target.startswith("<") else "tăng"
    is_rate = said.RATE.match(name) or (amount.sign and not said.NOUN.match(name))
    alike = said.RATE.match(last.name) or (change == "giảm" and said.LOW.search(name))
    is_level = not (same or counts) or (change == "giảm" and said.RISE.search(name))
    is_share = amount.unit == "%" and (amount.values[0] >= said.LEAST_OF_A_LEVEL or (is_rate and not alike))
    if is_level or is_share:
        doubt = f"'{amount.text}' hiểu là mức đạt, không phải mức {change} như chỉ tiêu trước"
        return amount if amount.sign else amount._replace(doubts=(*amount.doubts, doubt))
    doubt = f"'{amount.text}' hiểu là mức {change} như chỉ tiêu trước, không phải mức đạt"
    doubts = (*amount.doubts, doubt) if head.text or not same else amount.doubts
    if not head.text:
        return amount._replace(change=change, text=f"{change} {amount.text}", doubts=doubts)
    return amount._replace(change=change, against=amount.against or last.against, doubts=doubts)


def _of_period(found: list[Given], name: str, amount: Amount) -> bool:
    """`…, trong 6 tháng đầu năm đạt trên 50%` is a target of that period; `…, cả năm 95%` makes those before such."""
    last = found[-1]
    if amount.unit not in ("", last.unit) or last.is_change:
        return False
    target, doubts = _second(last, amount)
    before = said.PERIOD_AT_END.search(last.name)
    if not before and said.PERIOD_AT_END.fullmatch(name):
        found[-1] = replace(last, periods=(*last.periods, (said.period_of(name), target)), doubts=doubts)
    elif not re.fullmatch(r"(?i)(?:lũy kế |luỹ kế )?(?:(?:trong|đến|hết|của) )*(?:cả năm|(?<=hết )năm)", name):
        return False
    elif not before:
        doubt = "mức cả năm của chỉ tiêu trên, mức kia là của kỳ ngắn hơn: gộp làm một bằng by_period"
        doubts = (*doubts, doubt)
        found.append(replace(last, name=f"{last.name} cả năm", target=target, printed=amount.text, doubts=doubts))
    else:
        own = last.name[: before.start()]
        same = [one for one in found if one.name.startswith(own) and said.PERIOD_AT_END.fullmatch(one.name[len(own) :])]
        whole = replace(last, name=_capital(own), target=target, printed=amount.text)
        periods = tuple((said.period_of(one.name), one.target) for one in same)
        doubts = tuple(dict.fromkeys((*(doubt for one in same for doubt in one.doubts), *doubts)))
        found[-len(same) :] = [replace(whole, periods=periods, doubts=doubts)]
    return True


def _added_up(found: list[Given]) -> list[Given]:
    """`…, trong đó: trâu 150 con; bò 1.970 con; …`: behind a `;` too stands a part where all add up to the whole."""
    plain = [re.fullmatch(r"[<>]=? (-?[\d.,]+)", one.target) for one in found]
    amounts = [Fraction(read_number(match[1])) if match else None for match in plain]
    for place, whole in enumerate(found):
        summed, given = Fraction(0), amounts[place]
        for end, part in enumerate(found[place + 1 :], start=place + 1):
            amount = amounts[end]
            if given is None or amount is None or part.unit != whole.unit or part.inside < whole.inside:
                break
            summed += amount
            if summed == given and end > place + 1 and found[place + 1].inside > whole.inside:
                row = found[place + 1 : end + 1]
                found[place + 1 : end + 1] = [replace(one, inside=max(one.inside, whole.inside + 1)) for one in row]
                break
    return found


def _shared_ends(found: list[Given], line: str) -> list[Given]:
    """`100% thôn, 100% trường học đạt chuẩn an toàn`: said of the first too; of another name without a verb perhaps."""
    for place, (one, after) in enumerate(pairwise(found)):
        said_of_both = re.search(said.SAID_OF_IT, after.name)
        first, second = (f"{each.printed} {each.name}".lower() for each in (one, after))
        in_turn = any(f"{first}{joint} {second}" in line for joint in (",", " và", ", và"))
        if not said_of_both or not in_turn or not one.unit == after.unit == "%":
            continue
        if re.fullmatch(rf"(?i)(?:{said.THING})(?: (?:{said.THING}|dân))?", one.name):
            found[place] = replace(one, name=one.name + said_of_both.group())
        elif not re.search(said.SAID_OF_IT, f"{one.name} "):
            found[place] = replace(one, doubts=(*one.doubts, f"'{said_of_both[1]}' có thể nói về cả chỉ tiêu này"))
    return found


def _level_of(last: Given, amount: Amount) -> Given | None:
    """A change that is also said as the level it leads to (`giảm 2-3%, còn dưới 4%`) is that level."""
    fall = re.match(r"(?i)mức giảm\s+", last.name)
    if not last.is_change and not fall:
        return None
    name, unit = _capital(last.name[fall.end() :]) if fall else last.name, amount.unit or last.unit or "%"
    before = last.baseline if amount.level is None else write_number(amount.level)
    target = f"{amount.sign or '<='} {write_number(amount.values[0])}"
    return replace(last, name=name, unit=unit, target=target, against="", baseline=before, doubts=())


def _kept_besides(plain: str) -> tuple[str, list[Given]]:
    """What must not happen or is to be kept, said beside numbers (`…; không để xảy ra cháy rừng`), behind the rest."""
    rest, kept = plain, []
    for clause in re.split(rf"(?i)[;.]\s|(?!{said.GOES_ON.pattern[4:]}),\s", plain):
        text = _stripped(said.LEADING_MARK, clause).strip(" .;")
        text = re.sub(r"(?i)^(?:phấn đấu|quyết tâm|đảm bảo|bảo đảm)\s+", "", text)
        follows = plain[plain.find(clause) + len(clause) :]
        is_whole = re.match(_OF_A_BODY, text) and not re.match(rf", {said.NUMBER}\s?%?\s*(?:[;,.(]|$)", follows)
        if is_whole or re.match(r"(?i)(?:không (?:để|có|xảy ra)|duy trì|giữ vững) (?!.*\d)\w", text):
            rest = rest.replace(text, "", 1)
            kept.append(Given(_capital(unhidden(text)), "", YES, "", doubts=("không có số, hiểu là đạt hay chưa đạt",)))
    return rest, kept


def _kept(plain: str) -> list[Given]:
    """`Duy trì xã đạt chuẩn nông thôn mới`: a target that is reached or not."""
    text = _stripped(said.LEADING_MARK, plain).strip(" .;")
    if text.endswith(":") or len(text.split()) > MOST_WORDS_OF_A_YES or not said.KEPT.search(text):
        return []
    name = _capital(unhidden(re.sub(r"^phấn đấu\s+", "", text, flags=re.IGNORECASE)))
    doubts = ("có số mà không rõ là chỉ tiêu gì",) if re.search(r"\d", text) else ()
    return [Given(name, "", YES, "", doubts=doubts)]
