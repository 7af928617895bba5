"""A whole paper as an office signs and sends it: letterhead, sentences, table, small lines, blanks, signature."""

from __future__ import annotations

from decimal import Decimal

from render.sample import TABLE
from thidua_cli.render.document import Blank, Charts, Document, Frame, Heading, Listing, Paragraph, Point, Series, Tone

FRAME = Frame(
    superior="Ủy ban nhân dân huyện Đắk Hà",
    issuer="Ủy ban nhân dân xã Đắk La",
    symbol="/BC-UBND",
    place_and_day="Đắk La, ngày … tháng 7 năm 2024",
    kind="BÁO CÁO",
    subject="Kết quả thực hiện Kế hoạch phát động phong trào thi đua yêu nước 6 tháng đầu năm 2024",
    addressees=("Ủy ban nhân dân huyện Đắk Hà", "Phòng Nội vụ huyện Đắk Hà"),
    bases=(
        "Căn cứ Kế hoạch số 74/KH-UBND ngày 28/02/2024 của UBND huyện Đắk Hà về phát động Phong trào thi đua yêu nước",
        "Căn cứ Nghị quyết số 26-NQ/ĐU, ngày 14/12/2023 của Đảng ủy xã Đắk La",
    ),
    recipients=("TT Đảng ủy xã (b/c)", "Các ngành thuộc UBND xã", "Lưu: VT, VP"),
    signature=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signatory="Trần Văn Tâm",
)
ANCHOR = "Sổ số liệu: dòng 41, mã 0123456789abcdef (đối chiếu: thidua verify --against 41:0123456789abcdef)"


def point(along: str, value: str, label: str, text: str) -> Point:
    """A point of a small line from texts."""
    return Point(Decimal(along), Decimal(value), label, text)


CHARTS = Charts(
    "Diễn biến trong năm",
    (
        Series(
            "Tỷ lệ bao phủ BHYT",
            "%",
            (
                point("0.08", "93.2", "31/01", "93,2%"),
                point("0.25", "94.1", "31/03", "94,1%"),
                point("0.5", "95.4", "30/06", "95,4%"),
            ),
            Decimal(95),
            "trên 95%",
        ),
        Series("Tỷ lệ hộ nghèo", "%", (point("0.45", "3.5", "14/06", "3,5%"),), Decimal("3.7"), "dưới 3,7%"),
        Series(
            "Dân số",
            "người",
            (point("0.25", "10900", "31/03", "10.900 người"), point("1", "11010", "31/12", "11.010 người")),
        ),
        Series("Chưa có số liệu", "thôn", ()),
    ),
)
OFFICIAL = Document(
    "Báo cáo thi đua 6 tháng đầu năm 2024",
    (
        Heading("I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU"),
        Paragraph("4/8 chỉ tiêu đạt và vượt, trong đó 1 vượt, 3 đạt; 2 chưa đạt, 1 không đạt.", Tone.STRONG),
        Heading("1. Thay đổi so với kỳ trước", 2),
        Listing(("Tổng diện tích gieo trồng ước đạt 4.520,5 ha, bằng 100,85% kế hoạch.", "Hộ nghèo giảm 0,2 điểm %.")),
        Heading("2. Kết quả các chỉ tiêu", 2),
        TABLE,
        CHARTS,
        Heading("II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN"),
        Blank(3),
        Paragraph("Trên đây là kết quả thực hiện 6 tháng đầu năm 2024./."),
    ),
    (ANCHOR,),
    frame=FRAME,
)
