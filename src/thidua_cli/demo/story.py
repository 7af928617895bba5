"""The illustration's year: who writes what on which day, and who is put forward for which commendation. All made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..domain.figure import Level
from ..domain.nomination import Nominee, Stage
from ..domain.period import Period, Span
from ..domain.plan import WorkItem
from ..domain.work import key_of
from .plan_text import PLACE_TARGETS, VILLAGES, YEAR, Village, amount_text, shares

SPRING, END_OF_YEAR = date(YEAR, 3, 11), date(YEAR, 12, 2)
COUNCIL, SENT, SIGNED = date(YEAR, 12, 9), date(YEAR, 12, 12), date(YEAR, 12, 20)


class Proposal(NamedTuple):
    """A nomination as an officer types it; their numbers follow the order of writing."""

    written: date
    name: str
    form: str
    nominee: Nominee
    achievement: str
    post: str = ""
    links: tuple[str, ...] = ()


class Move(NamedTuple):
    """Nominations that take their next step together: a decision with its number, a refusal with its reason."""

    written: date
    numbers: tuple[int, ...]
    stage: Stage
    decision: str = ""
    reason: str = ""


PROPOSALS = (
    Proposal(
        SPRING,
        "Ban Chỉ huy Quân sự xã",
        "Giấy khen",
        Nominee.COLLECTIVE,
        "Giao quân năm 2024 đủ 14/14 thanh niên",
        links=("giao-quan",),
    ),
    Proposal(
        END_OF_YEAR,
        "Thôn 3",
        "Thôn văn hóa",
        Nominee.COLLECTIVE,
        "Trên 97% số hộ đạt gia đình văn hóa, không có tệ nạn xã hội mới phát sinh",
        links=("thon-van-hoa", "gia-dinh-van-hoa"),
    ),
    Proposal(
        END_OF_YEAR,
        "Thôn 9",
        "Giấy khen",
        Nominee.COLLECTIVE,
        "Đàn gia súc vượt chỉ tiêu giao; vận động thêm hộ tham gia BHYT",
        links=("dan-gia-suc", "bao-phu-bhyt"),
    ),
    Proposal(
        END_OF_YEAR,
        "Trạm Y tế xã",
        "Tập thể lao động tiên tiến",
        Nominee.COLLECTIVE,
        "Cân đo đủ trẻ em ở 10 thôn, hạ tỷ lệ suy dinh dưỡng thấp còi",
        links=("suy-dinh-duong-thap-coi",),
    ),
    Proposal(
        END_OF_YEAR,
        "Hộ ông A Thuận",
        "Gia đình văn hóa",
        Nominee.HOUSEHOLD,
        "Con cháu chăm học, ba năm liền giúp hàng xóm dựng nhà",
        "Thôn 8",
        ("gia-dinh-van-hoa",),
    ),
    Proposal(
        END_OF_YEAR,
        "Lê Thị Mai",
        "Giấy khen",
        Nominee.PERSON,
        "Vận động 3 hộ trong thôn viết đơn xin thoát nghèo, giúp vốn và giống",
        "Trưởng Thôn 3",
        ("ho-ngheo",),
    ),
    Proposal(
        END_OF_YEAR,
        "Y Hạnh",
        "Lao động tiên tiến",
        Nominee.PERSON,
        "Hoàn thành tốt nhiệm vụ, hồ sơ một cửa không có hồ sơ trễ hạn",
        "Công chức Văn phòng – Thống kê",
        ("cai-cach-hanh-chinh",),
    ),
    Proposal(
        END_OF_YEAR,
        "Trần Quốc Bình",
        "Chiến sĩ thi đua cơ sở",
        Nominee.PERSON,
        "Sáng kiến theo dõi giải ngân từng công trình bằng bảng chung",
        "Công chức Tài chính – Kế toán",
        ("giai-ngan", "du-an-dau-tu"),
    ),
    Proposal(
        date(YEAR, 12, 24),
        "Hộ bà Phạm Thị Lợi",
        "Giấy khen",
        Nominee.HOUSEHOLD,
        "Hiến 120 m² đất mở rộng đường thôn",
        "Thôn 5",
        ("thon-ntm-kieu-mau", "nong-thon-moi"),
    ),
)
MOVES = (
    Move(date(YEAR, 3, 13), (1,), Stage.SUBMITTED),
    Move(date(YEAR, 3, 20), (1,), Stage.DECIDED, "31/QĐ-UBND"),
    Move(COUNCIL, (2, 3, 4, 5, 6, 7), Stage.COUNCIL),
    Move(COUNCIL, (8,), Stage.DECLINED, reason="sáng kiến chưa được hội đồng sáng kiến công nhận trong năm"),
    Move(SENT, (2, 3, 4, 5, 6, 7), Stage.SUBMITTED),
    Move(SIGNED, (3, 6), Stage.DECIDED, "214/QĐ-UBND"),
    Move(SIGNED, (5,), Stage.DECIDED, "215/QĐ-UBND"),
    Move(SIGNED, (7,), Stage.DECIDED, "216/QĐ-UBND"),
    Move(date(YEAR, 12, 27), (2,), Stage.DECIDED, "1874/QĐ-UBND"),
)
CLERK = "Nguyễn Thị Minh"
QUARTER_DAYS = (date(YEAR, 4, 1), date(YEAR, 7, 1), date(YEAR, 10, 1), date(YEAR, 12, 31))
MONTH_ENDS = tuple(Period(Span.MONTH, YEAR, month).last_day for month in range(1, 13))


class Entry(NamedTuple):
    """A figure as an officer types it; `on` is the day it is for, `written` the day it was typed."""

    written: date
    on: date
    key: str
    value: str
    place: str = ""
    level: Level = Level.OFFICIAL
    note: str = ""
    source: str = ""
    reason: str = ""
    """With a reason it corrects what is there."""


class Closing(NamedTuple):
    """A period closed on a day; with a reason it is opened again."""

    written: date
    month: int
    reason: str = ""


Deed = Entry | Closing | Proposal | Move


def deeds(work: tuple[WorkItem, ...]) -> list[Deed]:
    """The whole year in the order of writing; within a day figures come first, then closings, then commendations."""
    told: list[Deed] = [
        *_last_year(),
        *_of_villages(),
        *_of_commune(),
        *_of_work(work),
        *_corrections(),
        *(Closing(written, month) for written, month in CLOSED),
        *PROPOSALS,
        *MOVES,
    ]
    told += [Closing(date(YEAR, 7, 22), 6, REOPENED), Closing(date(YEAR, 10, 21), 9, REOPENED_AGAIN)]
    return sorted(told, key=lambda deed: (deed.written, _rank(deed)))


CLOSED = (
    (date(YEAR, 2, 5), 1),
    (date(YEAR, 4, 8), 3),
    (date(YEAR, 7, 15), 6),
    (date(YEAR, 7, 24), 6),
    (date(YEAR, 10, 7), 9),
)
REOPENED = "Thôn 5 rà soát lại số trẻ được cân đo"
REOPENED_AGAIN = "Thôn 4 nộp thêm thẻ BHYT phát cuối tháng 9"


def _rank(deed: Deed) -> int:
    if isinstance(deed, Proposal | Move):
        return 4
    if isinstance(deed, Closing):
        return 1 if deed.reason else 3
    return 2 if deed.reason else 0


def _last_year() -> Iterator[Entry]:
    """Last year's figures of every indicator, on the days of this year's, so that each report finds its same period."""
    written = date(YEAR, 1, 5)
    for (key, days), values in LAST_YEAR.items():
        for (month, day), value in zip(days, values, strict=True):
            yield Entry(written, date(YEAR - 1, month, day), key, value, note="số liệu năm trước")


MONTHS = tuple((day.month, min(day.day, 28) if day.month == 2 else day.day) for day in MONTH_ENDS)
QUARTERS = tuple((day.month, day.day) for day in QUARTER_DAYS)
HALVES = ((6, 30), (12, 31))
YEAR_END = ((12, 31),)
LAST_YEAR: dict[tuple[str, tuple[tuple[int, int], ...]], tuple[str, ...]] = {
    ("giai-ngan", MONTHS): (
        "1,2", "3,5", "8,4", "15,0", "22,8", "31,5", "40,2", "50,6", "61,0", "72,3", "83,9", "95,4",
    ),
    ("bao-phu-bhyt", MONTHS): (
        "91,2", "91,4", "91,5", "91,7", "91,8", "92,0", "92,1", "92,3", "92,4", "92,6", "92,7", "92,8",
    ),
    ("bao-phu-bhxh", MONTHS): ("7,1", "7,2", "7,3", "7,4", "7,5", "7,5", "7,6", "7,7", "7,8", "7,9", "8,0", "8,1"),
    ("dan-so", QUARTERS): ("10.731", "10.768", "10.807", "10.846"),
    ("dan-gia-suc", QUARTERS): ("5.902", "5.986", "6.051", "6.104"),
    ("dan-gia-cam", QUARTERS): ("29.480", "29.910", "30.350", "30.720"),
    ("dien-tich-cay-hang-nam", ((5, 31), (9, 30))): ("752,6", "503,4"),
    ("dien-tich-cay-lau-nam", HALVES): ("3.120,5", "3.166,2"),
    ("nuoi-ca-mat-nuoc-lon", HALVES): ("12,8", "13,4"),
    ("nuoi-ca-ao-ho-nho", HALVES): ("23,6", "24,1"),
    ("suy-dinh-duong-thap-coi", HALVES): ("25,1", "24,5"),
    ("suy-dinh-duong-nhe-can", HALVES): ("16,4", "15,9"),
    ("ho-ngheo", ((9, 30), (12, 31))): ("5,6", "5,2"),
    ("gia-dinh-van-hoa", ((11, 30),)): ("97,1",),
    ("thon-van-hoa", ((11, 30),)): ("9/10",),
    ("giao-quan", ((3, 5),)): ("13/13",),
    ("thon-ntm-kieu-mau", ((11, 20),)): ("1",),
    ("thu-nhap-binh-quan", YEAR_END): ("57,4",),
    ("lao-dong-duoc-dao-tao", YEAR_END): ("73,6",),
    ("thon-an-toan-antt", YEAR_END): ("8/10",),
    ("truong-an-toan-antt", YEAR_END): ("5/5",),
}  # fmt: skip


def _of_villages() -> Iterator[Entry]:
    for place, village in enumerate(VILLAGES):
        yield from _herds(place, village)
        yield from _fields(place, village)
        yield from _insured(village)
        yield from _health(village)
        yield from _homes(village)


def _herds(place: int, village: Village) -> Iterator[Entry]:
    """Counts of 1/4, 1/7, 1/10 and the year's end; Thôn 7 sends its first one late."""
    for key, start, skill in (
        ("dan-gia-suc", 950, village.field_skill * 3 // 2),
        ("dan-gia-cam", 944, village.town_skill * 2),
    ):
        target = shares(PLACE_TARGETS[key][0])[place]
        for quarter, day in enumerate(QUARTER_DAYS):
            count = target * (start + 17 * quarter + skill * (quarter + 1) // 4) // 1000
            late = village.id == "thon-7" and quarter == 0
            yield Entry(date(YEAR, 4, 5) if late else day, day, key, str(count), village.id, source="Thú y xã")


def _fields(place: int, village: Village) -> Iterator[Entry]:
    """Two seasons of annual crops, in tenths of a hectare."""
    target = shares(PLACE_TARGETS["dien-tich-cay-hang-nam"][0])[place]
    seasons = ((date(YEAR, 5, 31), 605, village.field_skill), (date(YEAR, 9, 30), 402, village.town_skill))
    for day, part, skill in seasons:
        yield Entry(day, day, "dien-tich-cay-hang-nam", amount_text(target * (part + skill) // 1000, 1), village.id)


def _insured(village: Village) -> Iterator[Entry]:
    for month, day in enumerate(MONTH_ENDS, start=1):
        rate = 9290 + 20 * month + village.town_skill * 10 + (village.people * 7 + month * 5) % 11
        insured = village.people * rate // 10000
        yield Entry(day, day, "bao-phu-bhyt", f"{insured}/{village.people}", village.id, source="BHXH")


def _health(village: Village) -> Iterator[Entry]:
    """Weighed in June and December; Thôn 4 sends June's figures ten days late."""
    for day, better in ((date(YEAR, 6, 30), 0), (date(YEAR, 12, 31), 12)):
        written = date(YEAR, 7, 10) if village.id == "thon-4" and not better else day
        for key, per_mille, skill in (
            ("suy-dinh-duong-thap-coi", 234, village.field_skill),
            ("suy-dinh-duong-nhe-can", 156, village.town_skill),
        ):
            count = village.children * (per_mille - better - skill) // 1000
            yield Entry(written, day, key, f"{count}/{village.children}", village.id, source="Trạm Y tế")


def _homes(village: Village) -> Iterator[Entry]:
    yield Entry(
        date(YEAR, 9, 30),
        date(YEAR, 9, 30),
        "ho-ngheo",
        f"{village.poor + 3}/{village.households}",
        village.id,
        Level.ESTIMATE,
        "rà soát giữa kỳ",
    )
    end = date(YEAR, 12, 31)
    yield Entry(end, end, "ho-ngheo", f"{village.poor}/{village.households}", village.id)
    cultured = village.households * (977 + village.town_skill) // 1000
    yield Entry(
        date(YEAR, 11, 30), date(YEAR, 11, 30), "gia-dinh-van-hoa", f"{cultured}/{village.households}", village.id
    )


def _of_commune() -> Iterator[Entry]:
    disbursed = ("1,1", "2,8", "7,1", "12,9", "19,6", "27,0", "35,2", "44,8", "55,3", "68,0", "81,5", "98,7")
    insured = ("8,2", "8,3", "8,3", "8,5", "8,6", "8,6", "8,8", "8,9", "9,0", "9,1", "9,2", "9,4")
    for day, spent, covered in zip(MONTH_ENDS, disbursed, insured, strict=True):
        yield Entry(day, day, "giai-ngan", spent, source="Tài chính – Kế toán")
        yield Entry(day, day, "bao-phu-bhxh", covered, source="BHXH")
    for day, people in zip(QUARTER_DAYS, ("10.871", "10.903", "10.942", "10.987"), strict=True):
        yield Entry(day, day, "dan-so", people)
    for day, key, value, level in SINGLE:
        yield Entry(day, day, key, value, level=level)


SINGLE = (
    (date(YEAR, 3, 5), "giao-quan", "14/14", Level.OFFICIAL),
    (date(YEAR, 6, 30), "dien-tich-cay-lau-nam", "3.150,5", Level.ESTIMATE),
    (date(YEAR, 6, 30), "nuoi-ca-mat-nuoc-lon", "13,5", Level.ESTIMATE),
    (date(YEAR, 6, 30), "nuoi-ca-ao-ho-nho", "24,2", Level.ESTIMATE),
    (date(YEAR, 11, 20), "thon-ntm-kieu-mau", "1", Level.OFFICIAL),
    (date(YEAR, 11, 30), "thon-van-hoa", "10/10", Level.OFFICIAL),
    (date(YEAR, 12, 18), "thon-ntm-kieu-mau", "1", Level.OFFICIAL),
    (date(YEAR, 12, 31), "dien-tich-cay-lau-nam", "3.206,4", Level.OFFICIAL),
    (date(YEAR, 12, 31), "nuoi-ca-mat-nuoc-lon", "14", Level.OFFICIAL),
    (date(YEAR, 12, 31), "nuoi-ca-ao-ho-nho", "25,6", Level.OFFICIAL),
    (date(YEAR, 12, 31), "thu-nhap-binh-quan", "63,1", Level.OFFICIAL),
    (date(YEAR, 12, 31), "lao-dong-duoc-dao-tao", "75,2", Level.OFFICIAL),
    (date(YEAR, 12, 31), "thon-an-toan-antt", "9/10", Level.OFFICIAL),
    (date(YEAR, 12, 31), "truong-an-toan-antt", "5/5", Level.OFFICIAL),
)


def _of_work(work: tuple[WorkItem, ...]) -> Iterator[Entry]:
    """Each work item half-way at the end of June and at its end in December, but every seventh is left behind."""
    for place, item in enumerate(work):
        halfway, end = date(YEAR, 6, 28), date(YEAR, 12, 20)
        if item.due is not None and item.due < halfway:
            yield Entry(item.due, item.due, key_of(item), "100", source="báo cáo tổng kết (minh họa)")
            continue
        yield Entry(halfway, halfway, key_of(item), str(30 + place * 7 % 40), note="sơ kết 6 tháng")
        if place % 7 == 6:
            yield Entry(end, end, key_of(item), "80")
        else:
            yield Entry(end, end, key_of(item), "100", source="báo cáo tổng kết (minh họa)")


def _corrections() -> Iterator[Entry]:
    """The last one finds its period opened again and not closed since, so that `diff` has something to show."""
    for written, on, key, value, place, reason in (
        (date(YEAR, 7, 10), date(YEAR, 7, 1), "dan-gia-cam", "3.702", "thon-5", "đếm thiếu một trại gà"),
        (date(YEAR, 7, 22), date(YEAR, 6, 30), "suy-dinh-duong-nhe-can", "16/106", "thon-5", REOPENED),
        (date(YEAR, 10, 21), date(YEAR, 9, 30), "bao-phu-bhyt", "685/718", "thon-4", REOPENED_AGAIN),
    ):
        yield Entry(written, on, key, value, place, reason=reason)
