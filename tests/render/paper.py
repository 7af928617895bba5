"""A paper with everything an official one can hold, for the tests of Word."""

from __future__ import annotations

from render.sample import TABLE
from thidua_cli.render.document import (
    Blank,
    Cell,
    Column,
    Document,
    Frame,
    Heading,
    Listing,
    Paragraph,
    Row,
    Table,
    Tone,
)

FRAME = Frame(
    superior="Ủy ban nhân dân huyện Đắk Hà",
    issuer="Ủy ban nhân dân xã Đắk La",
    symbol="/BC-UBND",
    place_and_day="Đắk La, ngày … tháng 7 năm 2024",
    kind="BÁO CÁO",
    subject="Kết quả thực hiện phong trào thi đua yêu nước 6 tháng đầu năm 2024\nvà phương hướng 6 tháng cuối năm",
    addressees=("Ủy ban nhân dân huyện Đắk Hà", "Phòng Nội vụ huyện Đắk Hà", "Thường trực Đảng ủy xã Đắk La"),
    bases=(
        "Căn cứ Kế hoạch số 74/KH-UBND ngày 28/02/2024 của UBND huyện Đắk Hà về phát động Phong trào thi đua yêu nước"
        " năm 2024 trên địa bàn huyện Đắk Hà",
        "Căn cứ Nghị quyết số 32/NQ-HĐND, ngày 29/12/2023 của Hội đồng nhân dân xã Đắk La về phương hướng, nhiệm vụ"
        " phát triển kinh tế - xã hội, đảm bảo quốc phòng - an ninh năm 2024;",
    ),
    recipients=("Phòng Nội vụ huyện (b/c)", "TT Đảng ủy xã (b/c)", "Lãnh đạo UBND xã", "Lưu: VT, VP"),
    signature=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signatory="Trần Văn Tâm",
)
SMALL_TABLE = Table(
    (Column("who", "Đơn vị", wraps=True), Column("what", "Chỉ tiêu còn thiếu", wraps=True)),
    (
        Row((Cell("Trạm Y tế"), Cell("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi; thể nhẹ cân"))),
        Row((Cell("Công an xã"), Cell("Tỷ lệ thôn đạt chuẩn an toàn về ANTT"))),
    ),
    label_key="who",
)
SENTENCE = (
    "Tổng diện tích gieo trồng ước đạt 4.120,5 ha, bằng 91,93% kế hoạch, tăng 2,1% so với cùng kỳ;"
    " diện tích cây hàng năm 1.278,3 ha, đạt 100% kế hoạch năm."
)
PAPER = Document(
    "Báo cáo kết quả thi đua 6 tháng đầu năm 2024",
    (
        Paragraph("Thực hiện Kế hoạch thi đua yêu nước năm 2024, Ủy ban nhân dân xã báo cáo như sau:"),
        Heading("I. Kết quả thực hiện"),
        Paragraph("4/8 chỉ tiêu đạt và vượt, trong đó 1 vượt, 3 đạt; 2 chưa đạt, 1 không đạt.", Tone.STRONG),
        Heading("1. Các chỉ tiêu kinh tế", 2),
        Heading("a) Nông nghiệp", 3),
        Paragraph(SENTENCE),
        Listing(("Tổng đàn gia súc 6.500 con, đạt 103,54% kế hoạch;", "Tổng đàn gia cầm: chưa có số liệu.")),
        Heading("Chỉ tiêu chưa có số liệu", 2),
        SMALL_TABLE,
        Heading("2. Biểu tổng hợp", 2),
        TABLE,
        Heading("II. Tồn tại, hạn chế và nguyên nhân"),
        Blank(4),
        Heading("III. Phương hướng kỳ tới"),
        Blank(3),
        Paragraph("Trên đây là báo cáo kết quả thi đua 6 tháng đầu năm 2024 của xã Đắk La./."),
    ),
    ("Sổ số liệu: dòng 41, mã 0123456789abcdef (đối chiếu: thidua verify --against 41:0123456789abcdef)",),
    frame=FRAME,
)  # fmt: skip
