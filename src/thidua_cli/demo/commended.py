"""Who is put forward for which commendation in the illustration's year, and how far each goes. All of it is made up."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..domain.nomination import Nominee, Stage
from .plan_text import YEAR

SPRING, YEAR_END = date(YEAR, 3, 11), date(YEAR, 12, 2)
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
        YEAR_END,
        "Thôn 3",
        "Thôn văn hóa",
        Nominee.COLLECTIVE,
        "Trên 97% số hộ đạt gia đình văn hóa, không có tệ nạn xã hội mới phát sinh",
        links=("thon-van-hoa", "gia-dinh-van-hoa"),
    ),
    Proposal(
        YEAR_END,
        "Thôn 9",
        "Giấy khen",
        Nominee.COLLECTIVE,
        "Đàn gia súc vượt chỉ tiêu giao; vận động thêm hộ tham gia BHYT",
        links=("dan-gia-suc", "bao-phu-bhyt"),
    ),
    Proposal(
        YEAR_END,
        "Trạm Y tế xã",
        "Tập thể lao động tiên tiến",
        Nominee.COLLECTIVE,
        "Cân đo đủ trẻ em ở 10 thôn, hạ tỷ lệ suy dinh dưỡng thấp còi",
        links=("suy-dinh-duong-thap-coi",),
    ),
    Proposal(
        YEAR_END,
        "Hộ ông A Thuận",
        "Gia đình văn hóa",
        Nominee.HOUSEHOLD,
        "Con cháu chăm học, ba năm liền giúp hàng xóm dựng nhà",
        "Thôn 8",
        ("gia-dinh-van-hoa",),
    ),
    Proposal(
        YEAR_END,
        "Lê Thị Mai",
        "Giấy khen",
        Nominee.PERSON,
        "Vận động 3 hộ trong thôn viết đơn xin thoát nghèo, giúp vốn và giống",
        "Trưởng Thôn 3",
        ("ho-ngheo",),
    ),
    Proposal(
        YEAR_END,
        "Y Hạnh",
        "Lao động tiên tiến",
        Nominee.PERSON,
        "Hoàn thành tốt nhiệm vụ, hồ sơ một cửa không có hồ sơ trễ hạn",
        "Công chức Văn phòng – Thống kê",
        ("cai-cach-hanh-chinh",),
    ),
    Proposal(
        YEAR_END,
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
