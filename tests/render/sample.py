"""A page like the officer's morning page, for the tests of all formats."""

from __future__ import annotations

from decimal import Decimal

from thidua_cli.render.document import Align, Cell, Column, Document, Heading, Paragraph, Row, RowKind, Table, Tone

COLUMNS = (
    Column("number", "TT", rank=7),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("unit", "ĐVT", rank=5, wraps=True, joins="name"),
    Column("target", "Kế hoạch", Align.RIGHT),
    Column("actual", "Thực hiện", Align.RIGHT),
    Column("ratio", "% KH", Align.RIGHT, rank=2),
    Column("bar", "Mức đạt", rank=6),
    Column("verdict", "Đánh giá", wraps=True),
    Column("remark", "Ghi chú", rank=4, wraps=True),
)
NO_FIGURE = Cell("–")


def number(text: str, tone: Tone = Tone.PLAIN) -> Cell:
    """A figure from its Vietnamese text."""
    return Cell(text, Decimal(text.replace(".", "").replace(",", ".")), tone)


def row(
    place: str,
    name: str,
    unit: str,
    target: str,
    actual: str,
    ratio: str,
    verdict: str,
    tone: Tone,
    remark: str = "",
    kind: RowKind = RowKind.ITEM,
) -> Row:
    """A row of the sample; empty texts stand for figures that are missing."""
    attained = number(ratio) if ratio else NO_FIGURE
    fraction = Decimal(ratio.replace(".", "").replace(",", ".")) / 100 if ratio else None
    return Row(
        (
            Cell(place), Cell(name), Cell(unit), number(target), number(actual) if actual else NO_FIGURE, attained,
            Cell(fraction=fraction, tone=tone), Cell(verdict, tone=tone), Cell(remark),
        ),
        kind,
    )  # fmt: skip


ROWS = (
    Row((Cell("1. Các chỉ tiêu kinh tế"),), RowKind.GROUP),
    row("1.1", "Tổng diện tích gieo trồng", "ha", "4.482,38", "4.520,5", "100,85", "▲ Vượt", Tone.GOOD),
    row("", "Diện tích cây hàng năm", "ha", "1.278,3", "1.278,3", "100,00", "√ Đạt", Tone.GOOD, kind=RowKind.PART),
    row("", "Diện tích cây lâu năm (cà phê, cao su, cây ăn quả và cây dược liệu)", "ha", "3.204,08", "3.242,2",
        "101,19", "▲ Vượt", Tone.GOOD, kind=RowKind.PART),
    row("1.2", "Tổng đàn gia súc, gia cầm trên địa bàn xã (trâu, bò, lợn, dê và gia cầm các loại)", "con", "31.500",
        "24.180", "76,76", "○ Chưa đạt", Tone.FAIR, "Dịch tả lợn Châu Phi tại thôn 5 từ ngày 12/05/2024"),
    row("1.3", "Tổng thu ngân sách nhà nước trên địa bàn", "triệu đồng", "12.345.678", "9.876.542,4",
        "80,00", "○ Chưa đạt", Tone.FAIR),
    Row((Cell("2. Các chỉ tiêu văn hóa – xã hội, môi trường và xây dựng nông thôn mới"),), RowKind.GROUP),
    row("2.1", "Tỷ lệ hộ nghèo", "%", "3,7", "3,5", "", "√ Đạt", Tone.GOOD, "thấp hơn kế hoạch 0,2 điểm %"),
    row("2.2", "Tỷ lệ trẻ em trong độ tuổi được tiêm chủng đầy đủ các loại vắc-xin theo quy định", "%", "95", "42,5",
        "44,74", "× Không đạt", Tone.BAD, "Thiếu vắc-xin 5 trong 1"),
    row("2.3", "Số thôn đạt chuẩn nông thôn mới", "thôn", "2", "", "", "· Chưa đến kỳ", Tone.QUIET),
    row("2.4", "Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "95", "", "", "? Chưa có số liệu", Tone.QUIET),
)  # fmt: skip
TABLE = Table(COLUMNS, ROWS, label_key="name")
SAMPLE = Document(
    "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU THI ĐUA 6 THÁNG ĐẦU NĂM 2024 – XÃ ĐẮK LA",
    (
        Paragraph("4/8 chỉ tiêu đạt và vượt, trong đó 1 vượt, 3 đạt; 2 chưa đạt, 1 không đạt, 1 chưa có số liệu."),
        Heading("I. Bảng chỉ tiêu"),
        TABLE,
    ),
    ("Số liệu đến ngày 30/06/2024, theo tháng dương lịch.", "Sổ số liệu: dòng 41, chuỗi 0123456789abcdef."),
)
