"""The words and patterns of targets: units, comparing words, what is no amount, what is low when good."""

from __future__ import annotations

import re


def _one_of(text: str) -> str:
    """One of the listed words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(text.split(", "), key=len, reverse=True))


# Units that measure, and things that are counted; what stands before, in and after an amount.
MEASURE = _one_of(
    "nghìn đồng, ngàn đồng, triệu đồng, tỷ đồng, tỉ đồng, nghìn tỷ đồng, đô la Mỹ, đô la, triệu USD, tỷ USD, tỷ, tỉ"
    ", triệu, đồng, USD, VNĐ, ha, hecta, m2, m², m3, m³, km2, km, mét, m, tấn, tạ, kg, lít, kWh, MW, lượt người"
    ", lượt khách, lượt, lần, suất, buổi, cuộc, điểm"
)
THING = _one_of(
    "con, người, hộ, thôn, bản, làng, ấp, khu phố, tổ dân phố, tổ, xã, phường, huyện, trường, lớp, học sinh, học viên"
    ", cháu, trẻ, em, lao động, sản phẩm, mô hình, vụ, tiêu chí, doanh nghiệp, hợp tác xã, HTX, tổ hợp tác, hội viên"
    ", đoàn viên, đảng viên, công dân, thanh niên, giáo viên, bác sĩ, giường bệnh, giường, công trình, dự án, căn nhà"
    ", căn, nhà, cây, tuyến đường, tuyến, cơ sở, chi bộ, chi hội, câu lạc bộ, gia đình, trang trại, hồ sơ, vườn, tin"
    ", bài, đề tài, sáng kiến, giải, đơn vị, tập thể, cá nhân, phòng học, đơn vị máu"
)
PER = r"(?:\s?/\s?(?:[\d.]+ )?(?:[^\W\d_]|²)+(?: (?:dân|trẻ|người|hộ)(?!\w))?)*"
UNIT = rf"(?:(?:điểm ?%|điểm phần trăm|%|‰|phần trăm)(?:\s?/\s?năm)?|(?:{MEASURE}|{THING})(?!\w){PER})"
NUMBER = r"(?:\d{1,3}(?: \d{3})+(?![\d.])(?:,\d+)?|\d[\d.,]*\d|\d)"
SIGN_OF = {
    word: sign
    for sign, listed in (
        (">=", "không thấp hơn, không ít hơn, không dưới, ít nhất, tối thiểu, từ, ≥, >="),
        (">", "cao hơn, lớn hơn, trên, hơn, vượt, >"),
        ("<=", "không vượt quá, không quá, không cao hơn, không trên, tối đa, nhiều nhất, ≤, <="),
        ("<", "thấp hơn, nhỏ hơn, ít hơn, dưới, <"),
        ("~", "khoảng, xấp xỉ, ~"),
    )
    for word in listed.split(", ")
}
SIGNS = rf"(?:(?<!\w)(?:{_one_of(', '.join(SIGN_OF))})\s*:?\s*)"
BEFORE = re.compile(
    r"(?P<still>(?<!\w)(?:(?:giảm|hạ) )?(?:xuống )?còn\s*:?\s*)?"
    rf"(?P<change>(?<!\w)(?:tăng|giảm)(?: thêm)?\s+)?(?P<sign>{SIGNS})?$",
    re.IGNORECASE,
)
AMOUNT = re.compile(
    rf"(?<![\w.,/])(?:(?P<over>{NUMBER})\s?/\s?(?P<under>{NUMBER})\s?(?P<counted>(?:{THING})(?!\w))"
    rf"|(?P<billion>\d+) tỷ (?P<million>\d{{1,3}}) triệu(?: đồng)?(?!\w)"
    rf"|(?P<low>{NUMBER})\s?(?P<unit>{UNIT})?"
    rf"(?:\s*(?P<joint>[-–—÷]|\.\.|đến|tới|xuống còn|xuống|lên)\s*(?:(?P<sign>{SIGNS}))?"
    rf"(?P<high>{NUMBER})\s?(?P<unit2>{UNIT})?)?)",
    re.IGNORECASE,
)
SINCE = r"\s*so với (?:[^\W\d]+ ){0,3}?(?:năm )?(?P<against>trước|[\ue000-\ue009\d]{4}|cùng kỳ)"
SINCE_AT_END = re.compile(rf"{SINCE}$", re.IGNORECASE)
AFTER = re.compile(rf"(?P<onward>\s*trở (?:lên|xuống))?(?:{SINCE})?", re.IGNORECASE)
# Days, years, document numbers, ages, ordinals: digits that are no amount. They are hidden while a line is read.
NO_AMOUNT = re.compile(
    r"(?:ngày )?\d{1,2}/\d{1,2}/\d{4}|tháng \d{1,2}/\d{4}|ngày \d{1,2}(?:/\d{1,2}| tháng \d{1,2}(?: năm \d{4})?)"
    r"|(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d(?!\d)|năm(?: học)? \d{4}(?:\s?[-–]\s?\d{4})?(?!\d)"
    r"|(?<![\d.,])(?:19|20)\d\d(?=\s*(?:[;,.:()]|$))(?![.,]\d)|(?:số )?(?<![\w.,])\d+(?:/\d{4})?[-/][A-ZĐ][\w/-]*"
    r"|(?:từ |trên |dưới )?\d+(?:\s?[-–]\s?\d+)? tuổi(?: trở (?:lên|xuống))?|\d+ (?:năm|tháng|ngày|giờ)(?!\w)"
    r"|(?:trên |/)\s?[\d.]+ (?:dân|trẻ đẻ sống|người dân)(?!\w)"
    r"|(?:thứ|cả|mức độ|cấp độ) \d{1,3}(?![\d.,]*\d)(?!\s?%)"
    r"|(?:khoản|điều|chương|mục|lớp|cấp|loại|hạng|đợt|giai đoạn|quý|khóa|khu vực|vùng|thôn|bản|làng|ấp"
    rf"|đề án|chương trình|tháng|ngày) (?:số )?\d{{1,3}}(?![\d.,]*\d)(?!\s?(?:[-–]\s?\d|{UNIT}))",
    re.IGNORECASE,
)
HIDE = {ord(str(digit)): 0xE000 + digit for digit in range(10)}
UNHIDE = {0xE000 + digit: str(digit) for digit in range(10)}
# Where a clause ends, and the words around a name that do not belong to it.
STRONG = r";|\.(?=\s|$)|[!?]|(?<!\w)trong đó(?!\w)\s*[:,]?"
STRONG_BREAK = re.compile(STRONG, re.IGNORECASE)
BREAK = re.compile(rf"{STRONG}|[,()]|(?<!\w)(?:và|còn lại)(?!\w)", re.IGNORECASE)
INSIDE = re.compile(r"(?<!\w)trong đó(?!\w)", re.IGNORECASE)
LEADING = re.compile(
    r"^(?:[-–+•*·▪►✓:,.]+|\(?\d{1,2}[.)]\s|[a-zđ][.)]\s|(?:và|có|đạt|phấn đấu|quyết tâm|đảm bảo|bảo đảm|mục tiêu|để"
    r"|nhằm|duy trì|trong năm|nâng|đưa|là|cụ thể|trong đó)(?!\w)"
    r"|(?:đến |trong |hết )?(?:cuối |hết )?năm [\ue000-\ue009]{4}(?!\w))[\s:,]*",
    re.IGNORECASE,
)
TRAILING = re.compile(
    r"[\s:,(–-]*(?:(?<!\w)(?:đạt mức|đạt tỷ lệ|đã đạt|đạt|là|giữ ở mức|duy trì ở mức|ở mức|duy trì|chiếm|cho|ước"
    r"|phấn đấu|bằng|(?:giảm |tăng )?(?:xuống |lên )?(?:còn|đến|mức)|(?<!trở )(?:lên|xuống)|với|giữ|có))?$",
    re.IGNORECASE,
)
SAYS_ALL = re.compile(r"(?::|(?<!\w)(?:đạt|là|ở mức|còn|chiếm|bằng))\s*$", re.IGNORECASE)
NOUN = re.compile(
    r"(?:tổng|tỷ|tỉ|số|diện tích|sản lượng|năng suất|mức|tốc độ|thu nhập|giá trị|cơ cấu|độ|chỉ số|đàn|doanh thu)(?!\w)",
    re.IGNORECASE,
)
SHARE = re.compile(r"(?:dân số|số hộ|tổng số hộ|số hộ dân|hộ dân|người dân|GRDP|GDP|số thôn)$", re.IGNORECASE)
OF_PLAN = re.compile(
    r"\s*(?:so với )?(?:chỉ tiêu|kế hoạch|dự toán|yêu cầu|nghị quyết)"
    r"(?: (?:năm|được giao|giao|đề ra|tỉnh giao|huyện giao))*$",
    re.IGNORECASE,
)
# What makes a name a change, a share, something low when good, something kept.
MORE = re.compile(r"(?:mức|tốc độ|tỷ lệ|tỉ lệ|số)\s+(?:tăng|giảm)", re.IGNORECASE)
RISE = re.compile(
    r"(?:mức|tốc độ|số)\s+(?:tăng|giảm)|thoát nghèo|khám phá|giải quyết|xử lý|phòng, chống", re.IGNORECASE
)
LOW = re.compile(
    r"suy dinh dưỡng|(?:tỷ|tỉ) lệ (?:hộ |tái |cận )*nghèo|hộ (?:cận )?nghèo(?! (?:được|có|tham|vay))"
    r"|(?<!thoát )nghèo đa chiều|thất nghiệp|tăng dân số|tăng tự nhiên|sinh (?:con )?(?:thứ|từ)|tử vong|tảo hôn|tai nạn"
    r"|tội phạm|bỏ học|lưu ban|mù chữ|tái nghèo"
    r"|bạo lực|vi phạm|tỷ suất sinh|tỷ số giới tính|nợ xấu|chỉ số giá|cpi|thấp còi|nhẹ cân",
    re.IGNORECASE,
)
COUNT_OF_PEOPLE = re.compile(r"(?:quy mô |tổng )?dân số(?: trung bình| toàn xã)?(?:\s*\(.*\))?$", re.IGNORECASE)
KEPT = re.compile(
    r"(?<!\w)(?:duy trì|giữ vững|hoàn thành|đạt chuẩn|(?:giảm|trên) cả|không để xảy ra|không có|đạt)(?!\w)",
    re.IGNORECASE,
)
LEADING_MARK = re.compile(r"^(?:[-–+•*·▪►✓]+|\(?\d{1,2}[.)]\s|[a-zđ][.)]\s)\s*")
PURPOSE = re.compile(
    r"^.*(?<!\w)(?:phấn đấu|để hoàn thành|nhằm|quyết tâm|bảo đảm|đảm bảo)(?!\w)(?=.*\w)"
    r"|^.*,\s*(?:phấn đấu|bảo đảm|đảm bảo)\s*$",
    re.IGNORECASE,
)
MOVE = re.compile(r"(giảm|hạ|tăng|nâng|đưa)\s+(?=\w)", re.IGNORECASE)
RATE = re.compile(r"(?:tỷ|tỉ) (?:lệ|trọng|suất)|mức độ|độ che phủ|cơ cấu", re.IGNORECASE)
THIS_YEAR = re.compile(r"\s*(?:trong )?năm [\ue000-\ue009]{4}\s*$", re.IGNORECASE)
UNITS = {
    "tỷ": "tỷ đồng",
    "tỉ": "tỷ đồng",
    "tỉ đồng": "tỷ đồng",
    "triệu": "triệu đồng",
    "phần trăm": "%",
    "điểm phần trăm": "điểm %",
}
FALL = re.compile(r"mức giảm\s+", re.IGNORECASE)
GROUP = re.compile(r"([^:]{3,80}: )\S")
COUNTED = re.compile(rf"số ({THING})(?!\w)", re.IGNORECASE)
SMALL_NOUN = re.compile(r"(?:năng suất|sản lượng|diện tích)(?!\w)", re.IGNORECASE)
SHARE_NAME = "Tỷ trọng "
SHARES_OF = re.compile(r"^(?:cơ cấu|tỷ trọng)[^:]*:\s*", re.IGNORECASE)
_GIVER = (
    r"(?:so với )?(?:dự toán |kế hoạch |chỉ tiêu )?((?:UBND |HĐND )?(?:tỉnh|huyện|thành phố|thị xã|xã|phường))"
    r" (?:giao|phấn đấu|đề ra)(?: đạt)?$"
)
GIVER = re.compile(_GIVER, re.IGNORECASE)
GIVER_AT_END = re.compile(rf"[\s:,(]+{_GIVER}", re.IGNORECASE)
DEGREE = re.compile(r"(?:mức độ|cấp độ|loại|hạng|mức) [\ue000-\ue009\d]+$", re.IGNORECASE)
