"""Word documents of offices, made for the tests: letterhead and signature as tables, lists numbered by Word itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

HEADING, POINT, BULLET = 0, 1, 2
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


class Letter:
    """A document under construction."""

    def __init__(self, issuer: str, place_and_day: str) -> None:
        self.document = Document()
        self._lists()
        self.side_by_side(issuer, STATE + place_and_day)

    def side_by_side(self, left: str, right: str) -> None:
        """Two texts in a table without lines, as letterheads and signatures are made."""
        cells = self.document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text, cells[1].text = left, right

    def lines(self, *texts: str) -> None:
        """Paragraphs."""
        for text in texts:
            self.document.add_paragraph(text)

    def listed(self, level: int, text: str) -> None:
        """A paragraph whose number only Word knows."""
        properties = self.document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(_element("w:numPr", _element("w:ilvl", value=level), _element("w:numId", value=90)))

    def table(self, rows: Sequence[Sequence[str]], merged: Sequence[tuple[int, int, int]] = ()) -> None:
        """A table; `merged` are (row, first column, last column)."""
        table = self.document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        for row_place, first, last in merged:
            table.rows[row_place].cells[first].merge(table.rows[row_place].cells[last])

    def content(self) -> bytes:
        """The file's bytes."""
        kept = io.BytesIO()
        self.document.save(kept)
        return kept.getvalue()

    def _lists(self) -> None:
        numbering = self.document.part.numbering_part.element
        levels = ((HEADING, "upperRoman", "%1."), (POINT, "decimal", "%2."), (BULLET, "bullet", "\uf0b7"))
        kind = _element("w:abstractNum", abstractNumId=90)
        for level, form, text in levels:
            parts = (_element("w:start", value=1), _element("w:numFmt", value=form), _element("w:lvlText", value=text))
            kind.append(_element("w:lvl", *parts, ilvl=level))
        numbering.insert(0, kind)
        numbering.append(_element("w:num", _element("w:abstractNumId", value=90), numId=90))


def _element(tag: str, *children: Any, value: object = None, **given: object) -> Any:
    element: Any = OxmlElement(tag)
    for name, held in (given | ({} if value is None else {"val": value})).items():
        element.set(qn(f"w:{name}"), str(held))
    for child in children:
        element.append(child)
    return element


def commune_in_lists() -> bytes:
    """A commune's plan whose headings and points are numbered by Word."""
    letter = Letter("ỦY BAN NHÂN DÂN\nXÃ TAM PHƯỚC\nSố:      /KH-UBND", "Tam Phước, ngày     tháng     năm 2022")
    letter.lines(
        "KẾ HOẠCH\nPhát triển kinh tế - xã hội năm 2022",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Quyết định số 4521/QĐ-UBND ngày 20/12/2021 của UBND huyện Long Điền"
        " về giao chỉ tiêu kế hoạch năm 2022;",
        "UBND xã Tam Phước xây dựng kế hoạch như sau:",
    )
    letter.listed(HEADING, "MỤC TIÊU TỔNG QUÁT")
    letter.lines("Phát triển kinh tế bền vững, giữ vững quốc phòng, an ninh trên địa bàn xã.")
    letter.listed(HEADING, "CÁC CHỈ TIÊU CHỦ YẾU")
    letter.listed(POINT, "Chỉ tiêu về kinh tế")
    for text in (
        "Tổng diện tích gieo trồng 772 ha, trong đó: lúa 507 ha; màu và cây công nghiệp ngắn ngày 265 ha.",
        "Sản lượng lúa 2.961 tấn; bắp 14 tấn.",
        "Giá trị sản lượng nông nghiệp tăng 7,5 - 8,0%; công nghiệp - tiểu thủ công nghiệp tăng 5-7%;"
        " kinh doanh dịch vụ tăng từ 10% trở lên so với năm 2021.",
        "Tổng thu ngân sách trên địa bàn đạt 100% chỉ tiêu trở lên.",
    ):
        letter.listed(BULLET, text)
    letter.listed(POINT, "Chỉ tiêu về xã hội")
    for text in (
        "Dân số trung bình: 7.129 người. Mức giảm sinh 0,5‰, tỷ lệ tăng dân số tự nhiên 0,9%.",
        "Huy động trẻ em 6 tuổi vào lớp 1 đạt 100%; tỷ lệ học sinh lên lớp và tốt nghiệp đạt 100% trở lên.",
        "Mức hưởng thụ văn hóa 45 lần/người/năm.",
        "95,2% gia đình đạt chuẩn văn hóa; 42% người tập luyện thể dục thể thao thường xuyên.",
    ):
        letter.listed(BULLET, text)
    letter.listed(HEADING, "NHIỆM VỤ VÀ GIẢI PHÁP")
    letter.listed(POINT, "Về nông nghiệp")
    letter.listed(BULLET, "Vận động nhân dân chuyển đổi cơ cấu cây trồng, vật nuôi phù hợp với điều kiện của xã.")
    letter.listed(HEADING, "TỔ CHỨC THỰC HIỆN")
    letter.listed(POINT, "Công chức Văn phòng - Thống kê: theo dõi, tổng hợp báo cáo kết quả thực hiện.")
    letter.side_by_side(
        "Nơi nhận:\n- UBND huyện Long Điền;\n- Đảng ủy, HĐND xã;\n- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nNguyễn Thị Bích",
    )
    return letter.content()


def commune_in_a_table() -> bytes:
    """A new commune's plan that is a table and nothing else."""
    letter = Letter("ỦY BAN NHÂN DÂN\nXÃ IA SAO\nSố: 12/KH-UBND", "Ia Sao, ngày 15 tháng 7 năm 2025")
    letter.lines("KẾ HOẠCH", "Phát triển kinh tế - xã hội năm 2025 của xã Ia Sao")
    head = ("TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2024", "Kế hoạch năm 2025", "Đơn vị theo dõi", "Ghi chú")
    body = (
        ("I", "VỀ KINH TẾ", "", "", "", "", ""),
        ("1", "Tổng diện tích gieo trồng", "ha", "4.600", "4.604", "Phòng Kinh tế", ""),
        ("-", "Cây hàng năm", "ha", "2.300", "2.304", "Phòng Kinh tế", ""),
        ("-", "Cây lâu năm", "ha", "2.300", "2.300", "Phòng Kinh tế", ""),
        ("2", "Sản lượng lương thực có hạt", "tấn", "6.400", "6.445", "Phòng Kinh tế", ""),
        ("", "Trong đó: thóc", "tấn", "5.000", "5.100", "", ""),
        ("3", "Lúa đông xuân", "", "", "", "", ""),
        ("", "Diện tích", "ha", "500", "510", "", ""),
        ("", "Năng suất", "tạ/ha", "60", "61,5", "", ""),
        ("4", "Thu ngân sách trên địa bàn", "tỷ đồng", "6,04", "tăng 10% so với năm 2024", "", ""),
        ("II", "VỀ VĂN HÓA - XÃ HỘI", "", "", "", "", ""),
        ("5", "Tỷ lệ hộ nghèo", "%", "0,25", "≤ 0,2", "Phòng Văn hóa - Xã hội", ""),
        ("6", "Tỷ lệ bao phủ BHYT", "%", "93", "95% trở lên", "BHXH", ""),
        ("7", "Xã đạt chuẩn nông thôn mới", "", "", "Đạt", "", ""),
        ("8", "Dân số trung bình", "người", "", "11.245", "", ""),
        ("9", "Tỷ lệ lao động qua đào tạo", "%", "60", "60-62", "", ""),
    )
    letter.table((head, *body[:12]))
    letter.table(body[12:])
    letter.lines("Nơi nhận:\n- UBND tỉnh (b/c);\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Rơ Châm Hùng")
    return letter.content()


def ward_with_two_authorities() -> bytes:
    """A ward's plan: the province gives one target, the ward's council another."""
    letter = Letter("UBND TỈNH THANH HÓA\nỦY BAN NHÂN DÂN\nPHƯỜNG HẠC THÀNH", "Hạc Thành, ngày 01 tháng 8 năm 2025")
    letter.lines(
        "KẾ HOẠCH",
        "Nhiệm vụ phát triển kinh tế - xã hội năm 2025",
        "Thực hiện Nghị quyết số 01/NQ-HĐND ngày 20/7/2025 của HĐND phường Hạc Thành về nhiệm vụ năm 2025;",
        "I. CÁC CHỈ TIÊU CHỦ YẾU",
    )
    rows = (
        ("STT", "Tên chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2025", ""),
        ("", "", "", "Tỉnh giao", "HĐND phường giao"),
        ("1", "Tổng thu ngân sách nhà nước", "tỷ đồng", "1.089", "1.187"),
        ("2", "Doanh nghiệp thành lập mới", "doanh nghiệp", "869", "869"),
        ("3", "Tỷ lệ hộ nghèo", "%", "dưới 0,5", "dưới 0,3"),
        ("4", "Tỷ lệ giải ngân vốn đầu tư công", "%", "100", "100"),
    )
    letter.table(rows, merged=[(0, 3, 4)])
    letter.lines(
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "1. Đẩy mạnh cải cách hành chính, phấn đấu 98% hồ sơ giải quyết đúng hạn.",
        "2. Tập trung chỉnh trang đô thị, bảo đảm vệ sinh môi trường trên các tuyến phố chính.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Phòng Kinh tế, Hạ tầng và Đô thị: Chủ trì tham mưu, theo dõi các chỉ tiêu kinh tế.",
    )
    signed = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Thị Hoa"
    letter.side_by_side("Nơi nhận:\n- UBND tỉnh (b/c);\n- Lưu: VT.", signed)
    return letter.content()


def ward_with_merged_cells() -> bytes:
    """A ward's plan as a table whose heading stands over two columns and whose numbers are written in every way."""
    letter = Letter("ỦY BAN NHÂN DÂN\nPHƯỜNG TÂN HÒA", "Tân Hòa, ngày 08 tháng 01 năm 2026")
    letter.lines("KẾ HOẠCH", "Thực hiện các chỉ tiêu kinh tế - xã hội năm 2026", "I. CHỈ TIÊU CHỦ YẾU")
    rows = (
        ("STT", "Nội dung", "Đơn vị tính", "Thực hiện năm 2025", "Kế hoạch năm 2026", "", "Ghi chú"),
        ("", "", "", "", "Thành phố giao", "HĐND phường giao", ""),
        ("A", "KINH TẾ", "", "", "", "", ""),
        ("1", "Thu ngân sách nhà nước", "Tỷ đồng", "85,2", "90", "95,5", ""),
        ("1.1", "Trong đó: thu thuế", "Tỷ đồng", "40", "42", "45", ""),
        ("2", "Tổng mức bán lẻ", "Tỷ đồng", "1.250", "1.400", "1.400", "tăng 12%"),
        ("B", "XÃ HỘI", "", "", "", "", ""),
        ("3", "Hộ nghèo", "Hộ", "52", "Giảm 10", "Giảm 12", ""),
        ("4", "Tạo việc làm mới", "Lao động", "1 150", "1 250", "1 300", ""),
        ("5", "Tỷ lệ trường đạt chuẩn quốc gia", "%", "80", "83.3", "5/6 trường", ""),
        ("6", "Khu phố văn hóa", "khu phố", "12/14", "13/14", "13/14", ""),
        ("7", "Tuyển quân", "%", "100", "100", "100", "25 công dân"),
        ("8", "Mật độ cây xanh", "m2/người", "", "", "4,5 - 5", ""),
        ("9", "Thu gom chất thải rắn", "%", "95", "từ 96% trở lên", "nhiều hơn 2025", ""),
    )
    letter.table(rows, merged=[(0, 4, 5), (2, 1, 6), (6, 1, 6)])
    letter.lines("Nơi nhận:", "- UBND thành phố;", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Thị Hoa")
    return letter.content()
