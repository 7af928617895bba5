"""The words of targets: units, comparing words, what is no amount, what is low when good; amounts read with them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ..errors import UsageError
from .numbers import full_unit, read_number, write_number
from .text import MOST_CHARACTERS, lowered, nfc


def _one_of(text: str) -> str:
    """One of the listed words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(text.split(", "), key=len, reverse=True))


# Units that measure, and things that are counted; what stands before, in and after an amount.
MEASURE = _one_of(
    "nghìn đồng, ngàn đồng, triệu đồng, tỷ đồng, tỉ đồng, nghìn tỷ đồng, đô la Mỹ, đô la, triệu USD, tỷ USD, tỷ, tỉ"
    ", triệu, nghìn tỷ, ngàn tỷ đồng, ngàn tỷ, nghìn, ngàn, đồng, tr.đ, trđ, tr.đồng, trđồng, tr đồng, tr, đ, USD"
    ", VNĐ, lần, suất, buổi, cuộc, điểm, bậc, phút, đợt, tiết, tuổi"
)
_GOODS = _one_of("ha, hecta, m2 sàn, m2, m², m3, m³, km2, km, mét, m, tấn, tạ, kg, lít, kWh, MW")
THING = _one_of(
    "con, người, hộ, thôn, bản, làng, ấp, khu phố, tổ dân phố, tổ, xã, phường, huyện, trường, lớp, học sinh, học viên"
    ", cháu, trẻ, em, lao động, sản phẩm, mô hình, vụ, tiêu chí, doanh nghiệp, hợp tác xã, HTX, tổ hợp tác, hội viên"
    ", đoàn viên, đảng viên, công dân, thanh niên, giáo viên, bác sĩ, giường bệnh, giường, công trình, dự án, căn nhà"
    ", căn cước, căn, nhà, cây, tuyến đường, tuyến, cơ sở, chi bộ, chi hội, câu lạc bộ, gia đình, trang trại, hồ sơ"
    ", gia trại, vườn, tin, bài, đề tài, sáng kiến, giải, đơn vị, tập thể, cá nhân, phòng học, đơn vị máu, hội nghị"
    ", đồng chí, đ/c, phụ nữ, khu dân cư, ngày công, giấy chứng nhận, văn bản, tổ viên, DN, chuỗi liên kết, cán bộ"
    ", tổ chức cơ sở đảng, tổ chức đảng, nông dân, thành viên, công chức, viên chức, bé trai, thuê bao, CLB, SKKN"
    ", quần chúng ưu tú, quần chúng, đội viên, đội, nhóm, quả, lồng bè, thẻ, đối tượng, trường hợp, vụ việc"
    ", nhà văn hóa, nhà tình nghĩa, bản tin, tin bài, làng nghề, giải pháp, điểm trường"
    ", bệnh nhân, thiếu nhi, chị em, chị, kỳ họp, nghị quyết, kiến nghị, chuyên đề, hội thi, hội diễn, sân chơi"
)
PER = (
    r"(?:\s?/\s?(?:[\d.\ue000-\ue009]+ )?(?:[^\W\d_]|²)+(?:[23](?!\w))?"
    r"(?: (?:dân|trẻ|người|hộ|viên|động|sinh|khẩu|nữ|trình|hình|chí|gái|hội|bộ|đoàn|sàn|đêm|học|kỳ)(?!\w))?)*"
)
NO_UNIT = r"(?! (?:lệ|trọng(?! án)|suất|số|thời|bào|bộ|chí|hồ|đều|loạt|thuận|hành)(?!\w))"
COUNTED_IN = rf"(?:(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ) )?(?:{THING}|{_GOODS}|lượt người|lượt khách|lượt)"
_NO_TIME = rf"(?:(?:điểm ?%|(?:điểm )?phần trăm|[%‰])(?:\s?/\s?năm)?|(?:{COUNTED_IN}|{MEASURE})(?!\w){NO_UNIT}{PER})"
UNIT = rf"(?:{_NO_TIME}|(?:năm|tháng|ngày|giờ)(?!\w){PER})"
NUMBER = r"(?:\d{1,3}(?: \d{3})+(?![\d.])(?:,\d+)?|\d[\d.,]*\d|\d)"
SIGN_OF = {
    word: sign
    for sign, listed in (
        (">=", "không thấp hơn, không ít hơn, không nhỏ hơn, không kém, không dưới, ít nhất, tối thiểu, từ, ≥, >=, =>"),
        (">=", "đạt và vượt, vượt từ, vượt ít nhất, vượt tối thiểu"),
        (">", "cao hơn, lớn hơn, trên, hơn, vượt quá, vượt trên, vượt hơn, vượt, quá, >"),
        ("<=", "không vượt quá, không được vượt quá, không được quá, không vượt, không quá, không cao hơn, không trên"),
        ("<=", "không lớn hơn, không hơn, chưa quá, tối đa, nhiều nhất, tốp, top, ≤, <=, =<"),
        ("<=", "nằm trong nhóm, trong nhóm, thuộc nhóm, nằm trong tốp, trong tốp, thuộc tốp, trong top, thuộc top"),
        ("<", "thấp hơn, nhỏ hơn, ít hơn, dưới, chưa đến, chưa tới, <"),
        ("~", "khoảng, xấp xỉ, gần, ~"),
    )
    for word in listed.split(", ")
}
OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "": "<=", "~": "<="}
"""`Không để … vượt 3%` is at most 3 %."""
SIGNS = rf"(?:(?<!\w)(?:{_one_of(', '.join(SIGN_OF))})\s*:?\s*)"
BEFORE = re.compile(
    r"(?i)(?P<still>(?<!\w)(?:(?:giảm|hạ) )?(?:xuống )?còn\s*:?\s*)?"
    r"(?P<change>(?<!\w)(?:(?:kéo |cắt )?giảm|tăng|rút ngắn)"
    rf"(?: thêm| bình quân| trung bình| (?:mỗi|hằng|hàng) năm)*\s+)?(?P<sign>{SIGNS})?$"
)
MUST_NOT = re.compile(r"(?i)(?<!\w)không (?:(?P<let>để)|có|xảy ra|phát sinh)(?!\w)(?=(?P<clause>[^,;.\d]*$)?)[^;.\d]*$")
MINUS = re.compile(r"(?i)(?:[:(]|(?<!\w)(?:đạt|là|còn|mức))\s*[-−]$")
_AS_SHARE = rf"(?=\s*(?:[(=]|,?\s(?:đạt|chiếm|bằng|tỷ lệ)(?: tỷ lệ)?)\s*{NUMBER}\s?%)"  # `24/28 (85,7%)`
AMOUNT = re.compile(
    rf"(?i)(?<![\w.,/])(?:(?P<over>{NUMBER})\s?"
    rf"(?:(?P<same>{THING})\s?(?=/\s?[\d.]+ (?:tổng )?(?:số )?(?P=same)(?!\w)))?"
    rf"(?:/\s?|(?<= )trên (?:tổng (?:số )?)?)(?P<under>{NUMBER})\s?(?P<of>(?:tổng )?số )?"
    rf"(?:(?P<counted>(?:{THING})(?!\w))|{_AS_SHARE})"
    rf"(?:\s?\({NUMBER}\s?%\)(?=\s\w))?"  # `5/5 trường (100%) đạt chuẩn`
    r"|(?P<large>\d{1,3}(?:\.\d{3})+|\d+) (?P<size>tỷ|tỉ|triệu(?! \d+ triệu)) (?:(?P<half>rưỡi)|(?P<small>\d{1,3})"
    rf"(?: (?P<less>triệu|nghìn|ngàn)|(?=\s*(?:đồng|[;,.()]|$))))"
    rf"(?: (?P<what>đồng|lượt khách|lượt người|lượt|{THING}))?(?!\w)(?P<per>{PER})"
    rf"|(?P<low>{NUMBER})\s?(?P<unit>{UNIT})?(?:(?<=%)\s?\({NUMBER}/{NUMBER}\)(?=\s\w))?"  # `100% (12/12) thôn`
    rf"(?:\s*(?P<joint>[-–—÷]|\.\.|đến|tới|xuống còn|xuống|lên)\s*(?:(?P<sign>{SIGNS}))?"
    rf"(?P<high>{NUMBER})\s?(?P<unit2>{UNIT})?)?)"
)
SINCE = r"\s*so (?:với )?(?:[^\W\d]+ ){0,3}?(?:năm )?(?P<against>trước|đầu năm|[\ue000-\ue009\d]{4}|cùng kỳ)"
AFTER = re.compile(
    rf"(?i)(?:\s*dẫn đầu(?=\s*(?:$|[;,.)])))?(?:(?P<onward>\s*trở (?:lên|xuống))"
    r"(?P<per>(?:\s?/\s?(?:năm|tháng|người|hộ|hội viên|đoàn viên|ha)(?!\w))*))?"
    rf"(?:{SINCE})?"
)
UNIT_IN_NAME = re.compile(rf"(?i)\s*\(({UNIT})\)\s*:\s*({SIGNS}?{NUMBER})(?=\s*(?:[;,.]\s|$))")
"""`Diện tích lúa (ha): 50`."""
ONWARD = re.compile(
    r"(?i)((?:\s+(?!(?:đạt|được|có|hoàn|xếp|loại|hạng|cấp|mức|trình|danh|từ|khá|giỏi|tốt|vững|sao|trở)(?!\w))[^\W\d]+)*)"
    r"\s+trở (lên|xuống)(?!\w)"
)
"""`80% cơ sở trở lên`: behind the things that are counted, and no degree of them."""
# Days, years, document numbers, ages, ordinals: digits that are no amount. They are hidden while a line is read.
NO_AMOUNT = re.compile(
    r"(?i)\"[^\"%]{2,40}\"|“[^”%]{2,40}”"
    r"|(?:ngày )?\d{1,2}/\d{1,2}/\d{4}|tháng \d{1,2}/\d{4}|(?:đến|trước|hết) \d{1,2}/\d{1,2}(?=,? đạt)"
    r"|ngày \d{1,2}(?:/\d{1,2}| tháng \d{1,2}(?: năm \d{4})?)"
    r"|(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d(?!\d)|năm(?: học)? \d{4}(?:\s?[-–]\s?\d{4})?(?!\d)"
    r"|(?<![\d.,])(?:19|20)\d\d(?=\s*(?:[;,.:()]|$))(?![.,]\d)|(?:số )?(?<![\w.,])\d+(?:/\d{4})?[-/][A-ZĐ][\w/-]*"
    r"|(?:từ |trên |dưới )?(?<![\d.,])(?<!: )(?<!đạt )\d+(?:\s?[-–]\s?\d+)? tuổi(?: trở (?:lên|xuống))?"
    r"|(?<![\d.,])(?<!tối thiểu )(?<!ít nhất )(?<!không quá )(?<!tối đa )(?<!còn )(?<![≤≥] )(?<![≤≥])"
    r"\d+ (?:năm|tháng|ngày(?! công)|giờ)(?!\w)|(?<![\d.,])\d+ (?:tháng|năm)(?= (?:đầu|cuối|qua|20\d\d|\d))"
    r"|(?:trên |/)\s?[\d.]+ (?:dân|trẻ đẻ sống|người dân)(?!\w)"
    r"|(?:thứ|cả|mức độ|cấp độ|định danh mức) \d{1,3}(?![\d.,]*\d)(?!\s?%)"
    r"|(?:khoản|điều|chương|mục|lớp|cấp|loại|hạng|đợt|giai đoạn|quý|khóa|khu vực|vùng|thôn|bản|làng|ấp"
    rf"|đề án|chương trình|tháng|ngày) (?:số )?\d{{1,3}}(?![\d.,]*\d)(?!\s?(?:[-–]\s?\d|{_NO_TIME}))"
)
_HELD_TO = re.compile(  # a time is an amount behind `Thời gian giải quyết thủ tục:`, not behind `Ngày lễ lớn:`
    r"(?i)(?<!\w)(?:thời gian (?:giải quyết|xử lý|chờ|trả|làm thủ tục)|tuổi thọ|tối thiểu|ít nhất|không quá|tối đa)"
    r"(?!\w)[^:;]*: (?=\d+ (?:năm|tháng|ngày|giờ)(?!\w))"
)
HIDE = {ord(sign): 0xE000 + place for place, sign in enumerate("0123456789,;")}
UNHIDE = {hidden: chr(sign) for sign, hidden in HIDE.items()}
# Where a clause ends, and the words around a name that do not belong to it.
OF_WHICH = r"(?:trong đó|tr?\. ?đó)(?!\w)"
STRONG = rf";|\.(?=\s|$)|[!?]|(?<!\w){OF_WHICH}\s*[:,]?"
STRONG_BREAK = re.compile(STRONG, re.IGNORECASE)
BREAK = re.compile(
    rf"(?i){STRONG}|[,()]|(?<!\w)(?:và|còn lại)(?!\w)|^\s+[-–]\s+(?=[^\W\d])"
    r"|(?<!\w)(?:với )?(?=tổng trị giá|(?<!tổng )trị giá)"
    r"|(?<!cùng )(?<!\w)với (?=(?:tổng )?(?:số )?(?:tiền|vốn|kinh phí|mức đầu tư)(?!\w))"
)
LEADING = re.compile(
    r"(?i)^(?:[-–+•*·▪►✓:,.=]+|\(?\d{1,2}[.)](?:\s|(?=[^\W\d]))|[a-zđ][.)]\s|giữ(?: vững| ổn định)?(?= (?:tỷ|tỉ) lệ)"
    r"|thực hiện(?= (?:tổng|tỷ lệ|diện tích|thu|số)(?!\w))"
    r"|(?:(?:các )?chỉ tiêu|về|lĩnh vực|kinh tế|văn hóa|xã hội|quốc phòng|an ninh|môi trường|xd đảng|xây dựng đảng)"
    r"(?: [^:;,.\d]{2,40})?:(?= \w)"
    r"|(?:và|có|đạt|chiếm|phấn đấu|quyết tâm|đảm bảo|bảo đảm|mục tiêu|để"
    r"|không có$|không (?:để|xảy ra|phát sinh)(?: xảy ra| phát sinh| có| tình trạng)*"
    r"|nhằm|duy trì|trong năm(?! [\ue000-\ue009])|nâng(?! cao)|đưa|là|cụ thể|riêng|trong đó"
    r"|(?:h[ằà]ng|(?:bình quân )?mỗi) năm|đến cuối năm(?= [^\W\d\ue000-\ue009])|kiềm chế"
    r"|toàn (?:xã|phường|huyện|tỉnh)(?= (?:còn|có|đạt)))(?!\w)"
    r"|(?:đến |trong |hết )?(?:cuối |hết )?năm [\ue000-\ue009]{4}(?!\w))[\s:,]*"
)
TRAILING = re.compile(
    r"(?i)[\s:,(–-]*(?:(?<!\w)(?:đạt mức|đạt tỷ lệ|đã đạt|(?<!chưa )đạt|là|(?:giữ |duy trì |ổn định )?ở mức|ổn định"
    r"|bảo đảm|đảm bảo|chiếm|cho|ước|phấn đấu|bằng|(?:giảm |tăng )?(?:xuống |lên )?(?:còn|đến|mức)"
    r"|(?:giảm |hạ |tăng |nâng )?(?<!trở )(?:lên|xuống)|với|giữ|(?<!tiếp tục )duy trì|(?<!hiện )(?<!sẵn )có|được))?$"
)
SAYS_ALL = re.compile(r"(?i)(?::|(?<!\w)(?:đạt|là|ở mức|còn|chiếm|bằng))\s*$")
NOUN = re.compile(
    r"(?i)(?:tổng|tỷ|tỉ|số|diện tích|sản lượng|năng suất|mức|tốc độ|thu nhập|giá trị|cơ cấu|độ|chỉ số|đàn|doanh thu"
    r"|GTSX)(?! hóa)(?!\w)"
)
SHARE = re.compile(r"(?i)(?:dân số|số hộ|tổng số hộ|số hộ dân|hộ dân|người dân|GRDP|GDP|số thôn)$")
OF_PLAN = re.compile(
    r"(?i)\s*(?:so với )?(?:chỉ tiêu|kế hoạch|KH|dự toán|yêu cầu|nghị quyết"
    r"|(?<=với )(?:tỉnh|huyện|xã|phường|thành phố) giao)"
    r"(?: (?:năm|được giao|giao|đề ra|tỉnh giao|huyện giao))*$"
)
# What makes a name a change, a share, something low when good, something kept.
MORE = re.compile(r"(?i)(?<!\w)(?:mức|tốc độ|tỷ lệ|tỉ lệ|(?<!thiểu )(?<!đổi )(?<!dân )số)\s+(?:tăng|giảm)")
RISE = re.compile(
    r"(?i)(?:mức|tốc độ|số)\s+giảm|thoát nghèo|khám phá|giải quyết|tiếp nhận|tuyên truyền|xử lý|phòng,? chống"
    r"|(?:tỷ|tỉ) lệ giảm|được(?= \w)|tham gia|hỗ trợ|giúp|xóa|điều trị|tập huấn|vay vốn|thu hồi|phát hiện|bảo hiểm"
    r"|tư vấn|hòa giải|có (?:tỷ|tỉ) lệ|khắc phục|tặng(?= )|thăm(?= )|trao(?= )|ủng hộ|vận động|quỹ"
    r"|cho (?:hộ|người|hội viên|trẻ|học sinh|vay)"
    r"|(?:không|chưa) (?:có|còn|bị|mắc|xảy ra|phát sinh|vi phạm)"
    r"|^(?:tổng )?(?:kinh phí|trị giá|mức đầu tư|(?:số )?(?:tiền|vốn))(?!\w)"
    r"|(?<!chưa )(?<!không )(?:trở lại|đi cai|đưa (?:vào|đi|ra)|phục (?:hóa|hồi)|cải tạo)"
    # Deeds and goods for what is bad: `Phụ đạo học sinh yếu kém`, `Nhà tình thương hội viên nghèo`.
    r"|^(?:(?:tổng )?số (?:lượt |buổi |lớp )?|(?:tỷ|tỉ) lệ )?"
    r"(?!(?:nhà|công trình|mô hình|lớp|nuôi trồng)(?!\w).* (?:bị|để xảy ra|xuống cấp|dột nát)(?!\w))"
    r"(?:nhà|phụ đạo|bồi dưỡng|xây|sửa|làm|giới thiệu|khám|chữa"
    r"|cấp(?! ủy)|dạy|đào tạo|trồng|nuôi|thu gom|thu nợ|kiểm tra|giám sát|đấu tranh|ngăn chặn|triệt phá|quản lý"
    r"|cai nghiện|phòng ngừa|giáo dục|cảm hóa|chăm sóc|(?:nhận )?đỡ đầu|trợ (?:cấp|giúp)|bảo trợ|miễn giảm"
    r"|huy động|mua(?! bán)|quà|suất|học bổng|con giống|mở(?! rộng)|lớp(?! có| học sinh)"
    r"|mô hình|câu lạc bộ|CLB|công trình|kết nạp|thành lập|chuyển đổi|khai hoang)(?!\w)"
    r"(?! (?:vi phạm|yếu|kém|gây)(?!\w))"
)
_BAD = (
    r"suy dinh dưỡng|(?:cân nặng|chiều cao)(?: theo |/)tuổi|(?<!thoát )cận nghèo(?! (?:được|có|tham|vay) \w)"
    r"|(?:(?:tỷ|tỉ) lệ (?:hộ |tái |cận )*|(?:hộ|(?:hội|đoàn) viên|phụ nữ|cựu chiến binh|CCB)"
    r"(?: (?:gia đình|(?:hội|đoàn) viên|nông dân|phụ nữ|thanh niên|người|đồng bào|dân tộc(?: thiểu số)?|DTTS|CCB))*"
    r" (?:cận )?)nghèo(?! (?:được|có|tham|vay) \w)|(?<!thoát )nghèo đa chiều|thất nghiệp|tăng dân số|tăng tự nhiên"
    r"|sinh (?:con )?(?:thứ|từ)|tử vong|tảo hôn|tai nạn"
    r"|tội phạm|bỏ học|nghỉ học|lưu ban|mù chữ|tái nghèo|phạm pháp|nhiễm hiv|(?<!cai )nghiện|tệ nạn|thiếu việc làm"
    r"|lạm phát|sdd|bạo lực|vi phạm|tỷ suất sinh|tỷ số giới tính|nợ xấu|chỉ số giá|cpi|thấp còi|nhẹ cân"
    r"|vụ cháy|cháy rừng|khiếu (?:kiện|nại)|vượt cấp|nợ đọng|đuối nước|(?:số ca|số người|tỷ lệ|tỉ lệ) mắc"
    r"|yếu,? kém|(?:^|: |học sinh )(?:yếu(?! tố)|kém)(?!\w)|mâu thuẫn"
    r"|(?:học lực|xếp loại) (?:yếu|kém)|(?<!trang )(?<!thiết )(?<!chuẩn )(?<!\w)bị(?= \w)|bỏ hoang|ô nhiễm"
    r"|cần cố gắng|sai (?:thể thức|sót|phạm|quy định)|(?<!chống )(?:lãng phí|thất thu)|(?<!\w)chết(?!\w)"
)
LOW = re.compile(rf"(?i){_BAD}")
LACK = re.compile(
    r"(?i)^(?!hỗ trợ|xóa|xây|làm|giúp|sửa|cấp (?:mới|giấy|thẻ|nước)|giải quyết|đào tạo|vận động|thu hồi)"
    r"(?:xếp hạng(?! di)|(?:thứ hạng|vị thứ)(?!\w)|.*?(?:thời gian (?:giải quyết|xử lý|chờ|trả|làm thủ tục)"
    r"|(?:quá|trễ|chậm) hạn|trễ hẹn|thất thoát|hao hụt"
    rf"|(?:không|chưa) (?:có|được|đạt|đủ|hợp|hoàn thành|tham gia|qua|sử dụng|dùng)(?!\w)(?!.*(?:{_BAD}))))"
)
LOW_NAME = re.compile(
    rf"(?i)(?:{NOUN.pattern[4:]}|(?:{THING}|dân số|cán bộ|cấp ủy|đơn(?: thư)?|thời gian|(?:xếp|thứ) hạng|vị thứ|nợ|đất"
    rf"|giảm)(?!\w)|{_BAD})"
)
"""How a name of what is low when good begins, in which no deed is hidden."""
FALLS = re.compile(
    r"(?i)^(?:(?:kéo |cắt )?giảm|rút ngắn|hạ(?! tầng)) (?!.*(?<!\w)(?:còn|xuống|dưới)(?!\w))[^:]*$"
    r"|(?<!mức )(?<!độ )(?<!lệ )(?<!\w)(?:giảm|rút ngắn)(?: (?:trong|so với|hàng|hằng|bình quân|mỗi)[ /][^:]*)?$"
)
RISES = re.compile(r"(?i)^tăng (?!cường|gia|trưởng|thêm|huyết áp)(?!.*(?<!\w)(?:lên|đạt)(?!\w))")
COUNT_OF_PEOPLE = r"(?i)(?:quy mô |tổng )?dân số(?: trung bình| toàn xã)?(?: (?:đến |cuối )*năm \S+)?(?:\s*\(.*\))?$"
NO_GOOD_END = re.compile(r"(?i)t[ỷỉ] trọng|cơ cấu|(?:quy mô |tổng )?dân số|mật độ|chi |số con|t[ỷỉ] số")
KEPT = re.compile(r"(?i)(?<!\w)(?:duy trì|giữ vững|hoàn thành|đạt chuẩn|(?:giảm|trên) cả|không để|không có|đạt)(?!\w)")
LEADING_MARK = re.compile(r"^(?:[-–+•*·▪►✓]+|\(?\d{1,2}[.)]\s|[a-zđ][.)]\s)\s*")
PURPOSE = re.compile(
    r"(?i)^.*(?<!\w)(?:phấn đấu|để hoàn thành|nhằm|quyết tâm|bảo đảm|đảm bảo)(?!\w)(?=.*\w)"
    r"|^.*,\s*(?:phấn đấu|bảo đảm|đảm bảo)\s*$|^.*(?<!\w)(?=không để(?!\w))"
)
MOVE = re.compile(r"(?i)((?:kéo |cắt )?giảm|hạ|rút ngắn|tăng|nâng|đưa)\s+(?=\w)")
RATE = re.compile(r"(?i)(?:tỷ|tỉ) (?:lệ|trọng|suất)|mức độ|độ che phủ|cơ cấu|hộ (?:cận |tái )?nghèo")
MOVED = re.compile(rf"(?i){NOUN.pattern[4:]}|{RATE.pattern[4:]}|thu (?:ngân sách|nội địa|NSNN)|thời gian|chi phí")
"""What a change said before it is one of: `Giảm hộ nghèo 1,2%`."""
THIS_YEAR = re.compile(r"(?i)\s*(?:trong )?năm [\ue000-\ue009]{4}\s*$")
LEVEL_AT_END = re.compile(r"(?i)(?<!\w)(?:lên|xuống|còn)\W*$|^(?:tăng|nâng)(?!\w).*(?<!\w)đạt\W*$")
SAID_OF_IT = r"(?i)\s((?:đạt|được|giữ|có|tham gia|không|hoàn thành|sử dụng|dùng|ký|thực hiện|chấp hành)\s.*)"
ASIDE = re.compile(r"^\s*\([^()]*\)")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
PERIOD_AT_END = re.compile(
    r"(?i)(?<!\w)(?:(?:trong|đến|hết|riêng) )?(?:(?:06|6|\ue006|\ue000\ue006) tháng|(?P<nine>(?:9|\ue009) tháng)"
    r"|quý (?P<quarter>IV|I{1,3}|[\d\ue000-\ue009]))(?: (?P<second>cuối)| đầu)?(?: năm)?$"
)
KIND_OF_SLIGHTNESS = re.compile(r"(?i)thể \w+ \w+$")
TIER = re.compile(r"(?i)cấp (?:trường|xã|huyện|thị xã|thành phố|tỉnh|quốc gia)$")
CONDITION = re.compile(r"(?i)(?:từ|trên|dưới|hơn|quá)(?!\w)|.*trở (?:lên|xuống)$")
FOR_THEM = re.compile(rf"(?i){BREAK.pattern[4:]}|(?<!\w)(?:cho|với)(?!\w)")
WHERE = re.compile(r"(?i)(?<!\w)(?:ở(?! mức)|đối với|tại|khu vực|vùng) .+$")
SHARE_OF = re.compile(r"(?i)(?:tỷ|tỉ) (?:lệ|trọng)(?!\w)")
BARE_SHARE = re.compile(r"(?i)(?:tỷ|tỉ) lệ|(?:tổng )?(?:trị giá|kinh phí|số tiền|mức đầu tư|(?:số )?vốn(?: đầu tư)?)")
TWO_THINGS = re.compile(r"(?i)(?<!quân)(?<=[^\W\d])\s?/\s?(?!tổng|hoặc|năm|tháng|người|vạn)(?:[^\W\d]|%)")
LEAST_OF_A_LEVEL = 50
_DEED = (
    r"(?:kết nạp|đón|trồng|tuyển|thành lập|tổ chức|mở|xây dựng|xây|làm|hiến|giúp|nhân rộng|xóa|hỗ trợ"
    r"|bê tông hóa|cứng hóa|nâng cấp|sửa chữa|đào tạo|phát triển|cấp|giải quyết"
    r"|thu hút|duy trì)(?: mới| thêm)?"
)
DEED = re.compile(rf"(?i){_DEED}")
_NEW_CLAUSE = (
    rf"{_DEED}|{NOUN.pattern[4:-6]}|góp phần|từng bước|đảm bảo|bảo đảm|nhằm|để|phấn đấu|không|tăng|giảm|nâng|so|vượt"
    r"|bằng|đạt|hoàn thành|kết hợp|gắn|theo|trước|chậm nhất|đáp ứng|phục vụ|thực hiện|tiếp tục|đẩy mạnh|tập trung"
    r"|quyết tâm|kết quả|chất lượng|thời gian|bình quân|có|được|là|hạn chế|kiềm chế|phát huy|tạo|giữ|đưa|chiếm|còn|đúng"
    r"|kịp thời|nhất là|đặc biệt|chủ yếu|bao gồm|gồm|cụ thể|riêng|trong|tương đương|ước|đến|hết|cuối|trị giá|với"
    r"|vận động"
)
GOES_ON = re.compile(rf"(?i)(?:,|và(?!\w)) *(?=[^\W\d])(?!(?!số \d)(?:{_NEW_CLAUSE})(?!\w))")
"""A break that only joins things: `đơn thư khiếu nại, tố cáo`; not `…, góp phần nâng độ che phủ`."""
SHARED_DEED = re.compile(
    rf"(?i)(?:{_DEED}|kiểm tra|giám sát|vận động|tặng|trao|giúp đỡ|ban hành|khen thưởng|tiếp nhận|quản lý)"
)
STRIVING = ("phấn đấu", "phấn đấu đạt", "phấn đấu còn", "phấn đấu giảm còn")
RESTATED = ("lũy kế", "luỹ kế", "tương đương", "tương ứng")
_SMALL_NOUN = (
    "(?:năng suất|sản lượng|diện tích|DT|NS|SL)(?: (?:gieo (?:cấy|trồng|sạ)|bình quân|trung bình|cả năm)(?: năm)?)?"
)
SMALL_NOUN = re.compile(rf"(?i){_SMALL_NOUN}(?!\w)")
CROP_FIRST = re.compile(rf"(?i)^((?!trồng trọt|nông|chăn nuôi|kinh tế|về )[^:;,.()\d]{{2,30}}):[\s–+-]*({_SMALL_NOUN})")
"""`Lúa: diện tích`."""
GROWTH = re.compile(r"(?i)(?:tốc độ )?tăng(?: trưởng)?(?!\w)")
OF_SECTORS = r"(?i)(?:tốc độ tăng(?: trưởng)?|giá trị sản xuất|GTSX)(?: (?:giá trị sản xuất|GTSX))?(?![\w:])"
SECTOR = r"(?i)(?:ngành |khu vực )?(?:nông|lâm|ngư|công|tiểu thủ|dịch vụ|xây dựng|thương mại|th[ủu][ỷy] sản)(?!\w)"
SHARE_NAME = "Tỷ trọng "
SHARES_OF = re.compile(r"(?i)^(?:cơ cấu|tỷ trọng)[^:]*:\s*")
GIVER = (
    r"(?:so với )?(?:dự toán |kế hoạch |chỉ tiêu |KH |DT )?"
    r"((?:UBND|HĐND|Đảng ủy)(?: (?:tỉnh|huyện|xã|phường|thành phố))?"
    r"|tỉnh|huyện|thành phố|thị xã|xã|phường|cấp trên) (?:giao|phấn đấu|đề ra)(?: đạt)?$"
)
_COMMA_FOR_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d.,])")
_BARE_SIZE = re.compile("(?i)(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)$")
_NOT_OF_MONEY = re.compile(
    r"(?i) (?!(?:trở|so|và|hoặc|đến|từ|cho|trong|mỗi|để|của|năm|vốn|tiền|do|ở|tại|theo|với|là|trên|một)(?!\w))[^\W\d]"
)
DEGREE = re.compile(r"(?i)(?:mức độ|cấp độ|loại|hạng|mức) [\ue000-\ue009\d]+$")
# ── amounts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class Amount(NamedTuple):
    """An amount in a line: where it stands, from its comparing words to `trở lên` or the year of comparison.
    `of_all`: it is a fraction of all things (`2/3 số thôn`), not so many of so many (`8/10 thôn`)."""

    start: int
    end: int
    text: str
    values: tuple[Decimal, ...]
    unit: str = ""
    sign: str = ""
    change: str = ""
    still: bool = False
    against: str = ""
    level: Decimal | None = None
    fraction: tuple[Decimal, Decimal] | None = None
    of_all: bool = False
    doubts: tuple[str, ...] = ()


def period_of(text: str) -> str:
    """The end of a period's id that the last words name: `Q3`, `H1`, `9M`; "" for others."""
    found = PERIOD_AT_END.search(text)
    if found is None:
        return ""
    if found["quarter"]:
        return f"Q{_ROMAN.get(found['quarter'].upper()) or unhidden(found['quarter'])}"
    return "9M" if found["nine"] else "H2" if found["second"] else "H1"


def hidden(text: str) -> str:
    """The text on one line, digits of days, years, document numbers, ages and of names in quotes hidden: no amounts."""
    plain = " ".join(nfc(text[:MOST_CHARACTERS]).translate(dict.fromkeys(UNHIDE)).split())
    plain = re.sub(r"(?<=\d) , ?(?=\d)", ",", plain)
    held = {found.end() for found in _HELD_TO.finditer(plain)}
    return NO_AMOUNT.sub(lambda match: match.group().translate({} if match.start() in held else HIDE), plain)


def unhidden(text: str) -> str:
    """Hidden digits shown again."""
    return text.translate(UNHIDE).strip()


def amounts_in(plain: str) -> Iterator[Amount]:
    """All amounts of a line whose other digits are hidden, in order, each with the words that belong to it: before it
    how it compares, after it `trở lên`, `so với năm …`."""
    for match in AMOUNT.finditer(plain):
        before = next(BEFORE.finditer(plain[max(0, match.start() - 60) : match.start()]))
        after = next(AFTER.finditer(plain, match.end()))
        still, change, sign = ((before[name] or "").lower() for name in ("still", "change", "sign"))
        start = match.start() - len(change) - len(sign)
        if change and MORE.search(plain[max(0, start - 10) : start + len(change)]):
            start, change = start + len(change), ""
        amount = _values(match)
        if MINUS.search(plain, max(0, start - 20), match.start()):
            start, change = start - 1, "giảm"
        if re.search("nhóm|tốp|top", sign):
            doubt = f"'{unhidden(plain[start : after.end()])}' hiểu là xếp hạng, số nhỏ là tốt"
            amount = amount._replace(unit="hạng", doubts=(*amount.doubts, doubt))
        if after["per"] and amount.unit[:1] not in ("%", "‰"):
            amount = amount._replace(unit=full_unit(amount.unit + after["per"]))
        if after["onward"]:
            sign = "ít nhất" if after["onward"].endswith("lên") else "không quá"
        amount, since = _compared(plain, start, sign.strip(" :"), amount, turned=bool(after["onward"]))
        amount = amount._replace(
            start=start,
            end=after.end(),
            text=unhidden(plain[since : after.end()]),
            change="" if amount.level is not None else "tăng" if "tăng" in change else change and "giảm",
            still=bool(still),
            against=unhidden(after["against"] or "").lower(),
        )
        yield counted_in(amount.unit, amount)


def _compared(plain: str, start: int, sign: str, amount: Amount, *, turned: bool) -> tuple[Amount, int]:
    """The amount with its comparing sign, and where its words begin: `không để … vượt 3%` is at most 3 %; what is done
    `cho 20 hộ nghèo` at least. `turned`: the sign is that of a `trở lên`, `trở xuống`."""
    is_for_them = amount.unit and re.search(r"(?i)(?<!\w)cho\s$", plain[max(0, start - 5) : start])
    comparing = amount.sign or SIGN_OF.get(sign, ">=" if is_for_them else "")
    must_not = MUST_NOT.search(plain, max(0, start - 200), start)
    is_let = must_not and must_not["let"] and must_not["clause"] is not None
    if not must_not or not (is_let or sign in ("quá", "vượt", "vượt quá")) or (comparing == "<=" and not turned):
        return amount._replace(sign=comparing), start
    unsaid = (f"'{amount.text.strip()}' sau 'không để', xem lại mức",) if comparing in ("", "~") else ()
    return amount._replace(sign=OPPOSITE[comparing], doubts=(*amount.doubts, *unsaid)), must_not.start()


def is_counted(unit: str) -> bool:
    """Whether a unit counts whole things: con, người, hộ, cơ sở, lượt người."""
    return re.fullmatch(rf"{THING}|lượt(?: \w+)?|suất|buổi|cuộc", unit, re.IGNORECASE) is not None


def counted_in(unit: str, amount: Amount) -> Amount:
    """`1,200 con`: of whole things the comma groups thousands; that is marked."""
    if not is_counted(unit) or not (written := _COMMA_FOR_THOUSANDS.findall(amount.text)):
        return amount
    text = _COMMA_FOR_THOUSANDS.sub(lambda found: found.group().replace(",", "."), amount.text)
    values = tuple(map(_in_thousands, amount.values)) or tuple(read_number(one.replace(",", ".")) for one in written)
    level = amount.level if amount.level is None else _in_thousands(amount.level)
    doubts = tuple(f"'{one}' hiểu là {one.replace(',', '.')} (dấu phẩy ngăn hàng nghìn)" for one in written)
    return amount._replace(text=text, values=values, level=level, doubts=doubts)


def _in_thousands(value: Decimal) -> Decimal:
    return value.scaleb(3) if value >= 1 and value.as_tuple().exponent == -3 else value


def _values(match: re.Match[str]) -> Amount:
    """The numbers and the unit; an unreadable number (`7.25`) leaves no value and a doubt."""
    told = match["unit2"] or match["unit"] or match["counted"] or ("%" if match["over"] else "")
    unit = full_unit(re.sub(r"/\s?1 ", "/", unhidden(told)))
    unit = re.sub("(?i)^(?:nghìn|ngàn)(?=/|$)", "nghìn đồng", unit)
    bare = Amount(match.start(), match.end(), match.group(), (), unit)
    written = [match[end] for end in ("low", "high") if match[end]]
    try:
        if match["over"]:
            over, under = read_number(match["over"]), read_number(match["under"])
            if not under:
                return bare._replace(doubts=(f"'{bare.text}' có mẫu số 0",))
            return bare._replace(values=(over,), fraction=(over, under), of_all=bool(match["of"]))
        if match["large"]:
            return _in_two_sizes(match, bare)
        values = tuple(read_number(one.replace(" ", ".")) for one in written)
    except UsageError as error:
        return bare._replace(doubts=(error.sentence,))
    doubts = tuple(f"'{one}' có dấu cách giữa các chữ số" for one in written if " " in one)
    doubts += tuple(f"'{one}' đọc là số thập phân" for one in written if re.fullmatch(r"[1-9]\d{0,2},\d{3}", one))
    if _BARE_SIZE.match(match["unit2"] or match["unit"] or "") and _NOT_OF_MONEY.match(match.string, match.end()):
        doubts += (f"'{bare.text}' hiểu là {unit}",)
    joint = (match["joint"] or "").lower()
    if match["high"] and re.match(r"\s*[-–—]\s*\d", match.string[match.end() :]):
        return bare._replace(doubts=(*doubts, f"'{bare.text}' là đầu một dãy số nối bằng gạch, hãy tách ra"))
    sign = SIGN_OF.get((match["sign"] or "").strip(" :").lower(), "")
    if joint in ("lên", "xuống", "xuống còn"):
        sign = sign or (">=" if joint == "lên" else "<=")
        return bare._replace(values=values[1:], sign=sign, level=values[0], doubts=doubts)
    return bare._replace(values=values, sign=sign, doubts=doubts)


def _in_two_sizes(match: re.Match[str], bare: Amount) -> Amount:
    """`1.250 tỷ 500 triệu đồng`, `2 tỷ rưỡi`, `3 tỷ 5`: the last is 3,5 billion, which is marked."""
    large, size = read_number(match["large"]), match["size"].lower().replace("tỉ", "tỷ")
    less = (match["less"] or "").lower().replace("ngàn", "nghìn")
    unit = full_unit(f"{less or size} {match['what'] or 'đồng'}{match['per']}")
    if less:
        large = large.scaleb(3 if (size == "tỷ") == unit.startswith("triệu") else 6) + read_number(match["small"])
        return bare._replace(values=(large,), unit=unit)
    small = (match["small"] or "5").rstrip("0") or "0"
    value = large + Decimal(small).scaleb(-len(small))
    doubt = () if match["half"] else (f"'{bare.text.strip()}' hiểu là {write_number(value)} {unit}",)
    return bare._replace(values=(value,), unit=unit, doubts=doubt)


def stands_alone(plain: str, amount: Amount) -> bool:
    """A number without a unit is a target only after `:`, `đạt`, `trên`, `còn`, `tăng`, at the end of its clause."""
    said = re.search(r"(?i)(?::|(?<!\w)(?:đạt|phấn đấu|giao))\s*$", plain[: amount.start])
    led = said or amount.still or amount.change or amount.sign
    return bool(led) and re.match(r"\s*(?:[;,.()]|$)", plain[amount.end :]) is not None


def depth_of(plain: str, start: int, before: int) -> int:
    """How deep a place is: after a "trong đó" until its bracket closes, its sentence ends, or (without colon) a `;`; a
    bracket after an amount holds parts of that amount: one deeper than the amount `before` it."""
    depth = 0
    if led := next(reversed(list(re.finditer(rf"(?i)(?<!\w){OF_WHICH}", plain[:start]))), None):
        between = plain[led.end() : start]
        if plain[: led.start()].rstrip().endswith("("):
            return 1 if ")" not in between else 0
        ends = r"\.\s" if re.match(r"\s*:", between) or led.group()[0] == "T" else r";|\.\s"
        depth = 1 if re.search(ends, re.sub(r"\([^()]*\)?", "", between)) is None else 0
    opened = plain.rfind("(", 0, start)
    in_bracket = opened > plain.rfind(")", 0, start) and re.search(r"\d", LEADING_MARK.sub("", plain[:opened]))
    return depth + 1 if in_bracket and before >= depth else depth


def usual_sign(name: str, value: Decimal, unit: str) -> str:
    """How a bare number is meant: `<=` for nought and what should be low, `~` for people, else (and of 100 %) `>=`."""
    if re.match(COUNT_OF_PEOPLE, name):
        return "~"
    lacks = LACK.search(name) and not (unit == "%" and value > 50)  # `95% thôn không có rác thải`
    is_low = lacks or unit.lower() == "hạng" or (LOW.search(name) and not RISE.search(name))
    is_deed = re.match("buổi|cuộc|lớp|lượt|đợt|mô hình|câu lạc bộ|tin|bài", unit)  # against what is bad
    is_low = is_low and not (is_deed or (unit == "%" and value == 100) or FALLS.search(name))
    return "<=" if is_low or value == 0 else ">="


def beside_plan(amount: Amount, plan: str) -> Amount:
    """`tăng 10% so với dự toán`, `vượt 10% dự toán` is 110 % of it."""
    text, falls, exceeds = f"{amount.text} {plan}", amount.change == "giảm", re.search("(?i)vượt", amount.text)
    if not (amount.change or exceeds) or (re.match("(?i)đạt", text) and amount.values[0] >= LEAST_OF_A_LEVEL):
        return amount
    share = tuple(sorted(100 - value if falls else 100 + value for value in amount.values))
    doubts = (*amount.doubts, f"'{text}' ghi thành {' - '.join(map(write_number, share))}%")
    unit, sign = "% " + plan.removeprefix("so với "), "<=" if falls else ">="
    sign = sign[0] if re.search("(?i)(?<!\\w)(?:trên|hơn)(?!\\w)", amount.text) else sign
    return amount._replace(values=share, unit=unit, text=text, change="", sign=sign, doubts=doubts)


def crop_named(name: str) -> str:
    """`Lúa: diện tích` → `diện tích lúa`."""
    return CROP_FIRST.sub(lambda crop: f"{crop[2]} {lowered(crop[1])}", name)


def of_each(name: str, unit: str) -> tuple[str, ...]:
    """What is doubtful about a number that is told for each place or each month."""
    if re.search(r"(?i)(?<!\w)(?:mỗi|hằng|hàng) (?:ngày|tuần|tháng|quý|kỳ|vụ|đợt)(?!\w)", name):
        return ("văn bản nói số của mỗi kỳ, xem số này có phải của cả năm",) if unit != "%" else ()
    is_of_each = re.match(r"(?i)mỗi(?!\w)", name)
    return ("văn bản nói mỗi nơi, xem số này là của từng nơi hay của tất cả",) if is_of_each else ()


def numbers_in(text: str) -> tuple[list[str], list[str]]:
    """All numbers of a line as they are written: amounts, and what is none (days, years, document numbers, ages)."""
    amounts = [found.strip() for found in re.findall(rf"{NUMBER}(?:\s?[%‰])?", hidden(text))]
    passed = (" ".join(found.group().split()) for found in NO_AMOUNT.finditer(" ".join(nfc(text).split())))
    return amounts, [one for one in passed if any(map(str.isdigit, one))]
