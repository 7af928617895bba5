"""How offices write targets, and what a plan makes of it."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from thidua_cli.vietnamese.numbers import write_number
from thidua_cli.vietnamese.phrase_targets import Given
from thidua_cli.vietnamese.phrases import target_of, targets_of

PHRASES = Path(__file__).with_name("phrases.csv")


def phrases() -> list[dict[str, str]]:
    """The collected phrases of real plans, each with one target that it gives."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("wanted", phrases(), ids=lambda row: row["phrase"])
def test_a_phrase_of_a_real_plan_gives_its_target(wanted: dict[str, str]) -> None:
    found = [(one.name, one.unit, one.target, one.against) for one in targets_of(wanted["phrase"])]
    assert (wanted["name"], wanted["unit"], wanted["target"], wanted["year_of_comparison"]) in found
    assert len(found) == len({row["name"] for row in phrases() if row["phrase"] == wanted["phrase"]})


def only(line: str) -> Given:
    """The one target of a line."""
    (found,) = targets_of(line)
    return found


@pytest.mark.parametrize(
    ("line", "name", "unit", "target"),
    [
        ("Giảm tỷ lệ hộ nghèo từ 5,2% xuống còn 3,7%", "Tỷ lệ hộ nghèo", "%", "<= 3,7"),
        ("Giải quyết 100% đơn khiếu nại, tố cáo", "Giải quyết đơn khiếu nại, tố cáo", "%", ">= 100"),
        ("Khám bệnh cho 95% học sinh và người già", "Khám bệnh học sinh và người già", "%", ">= 95"),
        ("Trồng 50 ha rừng, góp phần nâng độ che phủ rừng", "Trồng rừng", "ha", ">= 50"),
        ("Duy trì, nâng cao chất lượng 9/9 tiêu chí NTM", "Nâng cao chất lượng tiêu chí NTM", "%", ">= 100"),
        ("Có 3/5 trường học (60%) đạt chuẩn mức độ 1", "Trường học đạt chuẩn mức độ 1", "%", ">= 60"),
        ("100% chi hội hoàn thành chỉ tiêu", "Chi hội hoàn thành chỉ tiêu", "%", ">= 100"),
        ("100% thôn có kế hoạch", "Thôn có kế hoạch", "%", ">= 100"),
        ("95% hội viên được quán triệt các nghị quyết", "Hội viên được quán triệt các nghị quyết", "%", ">= 95"),
        ("Lao động tiên tiến: 24/28 (85,7%)", "Lao động tiên tiến", "%", ">= 85,71"),
        ("Số học sinh lên lớp: 318/320, đạt 99,4%", "Số học sinh lên lớp", "%", ">= 99,375"),
        ("Gia đình văn hóa 280/300, tỷ lệ 93,3%", "Gia đình văn hóa", "%", ">= 93,33"),
        ("Hạnh kiểm tốt: 300/320 = 93,8%", "Hạnh kiểm tốt", "%", ">= 93,75"),
        ("Chào mừng 20/11, đạt 100%", "Chào mừng 20/11", "%", ">= 100"),
        ("Vốn đến 30/6 đạt 50%", "Vốn đến 30/6", "%", ">= 50"),
        ("Thao giảng 2 tiết/học kỳ", "Thao giảng", "tiết/học kỳ", ">= 2"),
        ("Số hóa 100% hồ sơ", "Số hóa hồ sơ", "%", ">= 100"),
        ("Trong năm 2025, kết nạp 12 đảng viên", "Kết nạp đảng viên", "đảng viên", ">= 12"),
        ("Hoàn thành 3 tiêu chí: số 5, số 10", "Hoàn thành tiêu chí số 5, số 10", "tiêu chí", ">= 3"),
        ("Ban hành 15 nghị quyết", "Ban hành nghị quyết", "nghị quyết", ">= 15"),
        ("Tăng huyết áp được quản lý: 320 bệnh nhân", "Tăng huyết áp được quản lý", "bệnh nhân", ">= 320"),
        ("Tăng diện tích cà phê lên 500 ha", "Diện tích cà phê", "ha", ">= 500"),
        ("Xây mới ít nhất 02 km đường giao thông", "Xây mới đường giao thông", "km", ">= 2"),
        ("04/09 thôn, làng đạt chuẩn nông thôn mới", "Thôn, làng đạt chuẩn nông thôn mới", "thôn", ">= 4"),
        ("Kết nạp 5 đảng viên mới trở lên", "Kết nạp đảng viên mới", "đảng viên", ">= 5"),
        ("Số bác sĩ trên 10.000 dân: 13,5 bác sĩ", "Số bác sĩ trên 10.000 dân", "bác sĩ", ">= 13,5"),
        ("Tỷ lệ trẻ 6 tuổi vào lớp 1: 100%", "Tỷ lệ trẻ 6 tuổi vào lớp 1", "%", ">= 100"),
        ("Tỷ lệ phụ nữ sinh từ 3 con trở lên: 5%", "Tỷ lệ phụ nữ sinh từ 3 con trở lên", "%", "<= 5"),
        ("Tỷ lệ hộ khá từ 60% trở xuống", "Tỷ lệ hộ khá", "%", "<= 60"),
        ("Thu ngân sách ≥ 5 tỷ", "Thu ngân sách", "tỷ đồng", ">= 5"),
        ("Đến cuối năm 2024, tỷ lệ hộ sử dụng điện đạt 99,8%.", "Tỷ lệ hộ sử dụng điện", "%", ">= 99,8"),
        ("Tổng sản lượng: 31 500 tấn", "Tổng sản lượng", "tấn", ">= 31.500"),
        ("Số hộ nghèo giảm 25 hộ so với năm 2023", "Số hộ nghèo", "hộ", "<= -25 điểm"),
        ("Giảm 12 hộ nghèo so với năm 2023", "Số hộ nghèo", "hộ", "<= -12 điểm"),
        ("GDP bình quân 4.700 - 4.730 đô la Mỹ (USD)", "GDP bình quân", "đô la Mỹ", "4.700..4.730"),
        ("Tổng thu ngân sách: tỉnh giao 693 tỷ đồng", "Tổng thu ngân sách", "tỷ đồng", ">= 693"),
        ("Có thêm 02 thôn đạt chuẩn nông thôn mới", "Thêm thôn đạt chuẩn nông thôn mới", "thôn", ">= 2"),
        ("Có thêm 02 tiêu chí (lũy kế 17/19 tiêu chí)", "Tiêu chí đạt thêm", "tiêu chí", ">= 2"),
        (
            "Tỷ lệ thu gom chất thải rắn sinh hoạt ở đô thị bảo đảm tiêu chuẩn, quy chuẩn đạt 95%",
            "Tỷ lệ thu gom chất thải rắn sinh hoạt ở đô thị bảo đảm tiêu chuẩn, quy chuẩn",
            "%",
            ">= 95",
        ),
        ("Số vụ phạm pháp giảm 5% so với năm 2023", "Số vụ phạm pháp", "vụ", "<= -5%"),
        ("Công nghiệp tăng 5-7%", "Mức tăng công nghiệp", "%", "5..7"),
        ("Giảm tỷ lệ hộ nghèo từ 1 - 1,5%/năm", "Mức giảm tỷ lệ hộ nghèo", "điểm %", "1..1,5"),
        ("Cây công nghiệp ngắn ngày 265 ha", "Cây công nghiệp ngắn ngày", "ha", ">= 265"),
        ("Cây ngắn ngày 26 ha", "Cây ngắn ngày", "ha", ">= 26"),
        ("Vận động, phấn đấu 98% hồ sơ đúng hạn", "Hồ sơ đúng hạn", "%", ">= 98"),
        ("Giá trị sản xuất tăng không quá 3% so với năm trước", "Giá trị sản xuất", "", "<= +3%"),
        ("Tỷ lệ hộ thu từ 60 triệu đồng trở lên 30%", "Tỷ lệ hộ thu từ 60 triệu đồng trở lên", "%", ">= 30"),
    ],
)
def test_a_line_is_read(line: str, name: str, unit: str, target: str) -> None:
    assert (only(line).name, only(line).unit, only(line).target) == (name, unit, target)


def test_the_printed_words_are_the_documents_own() -> None:
    line = (
        "- Tỷ lệ bao phủ BHYT trên 95%; Tỷ lệ bao phủ BHXH trên: 9 %. Thu nhập đạt từ 58 triệu đồng/người/năm trở lên"
    )
    assert [one.printed for one in targets_of(line)] == ["trên 95%", "trên: 9 %", "từ 58 triệu đồng/người/năm trở lên"]


def test_what_stands_after_trong_do_is_a_part_until_its_bracket_or_sentence_ends() -> None:
    line = "Tổng đàn: 900 con (trong đó bò 300 con), gia cầm 5.000 con; lúa 50 ha, trong đó mùa 30 ha; ngô 9 ha"
    assert [one.inside for one in targets_of(line)] == [False, True, False, False, True, False]
    nested = (
        "Diện tích: 90 ha, trong đó: lương thực: 50 ha (lúa 20 ha, ngô 30 ha); cà phê: 40 ha. Gia súc 9 con (bò 4 con)"
    )
    assert [one.inside for one in targets_of(nested)] == [0, 1, 2, 2, 1, 0, 1]
    assert [one.inside for one in targets_of("Tổng đàn 900 con, tr.đó: bò 300 con")] == [0, 1]
    listed = "Lúa: 50 ha. Trong đó: lúa đông xuân: 20; lúa mùa: 30ha; lúa rẫy: 5 ha."
    assert [one.inside for one in targets_of(listed)] == [False, True, True, True]


def test_a_part_without_a_unit_takes_its_wholes_and_says_so() -> None:
    whole, part = targets_of("Tổng diện tích: 50 ha. Trong đó: cây hàng năm: 20")
    assert (whole.doubts, part.unit, part.doubts) == ((), "ha", ("văn bản thiếu đơn vị, lấy ha theo chỉ tiêu tổng",))


def test_one_crop_names_its_yield_and_its_harvest() -> None:
    names = [one.name for one in targets_of("Diện tích lúa 500 ha, năng suất 55 tạ/ha, sản lượng 2.750 tấn")]
    assert names == ["Diện tích lúa", "Năng suất lúa", "Sản lượng lúa"]
    assert [one.name for one in targets_of("Sản lượng lúa 2.961 tấn; bắp 14 tấn.")] == [
        "Sản lượng lúa",
        "Sản lượng bắp",
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "Lúa cả năm: diện tích gieo cấy 207 ha, năng suất bình quân đạt 60 tạ/ha, sản lượng đạt 1.242 tấn",
            ["Diện tích gieo cấy lúa cả năm", "Năng suất bình quân lúa cả năm", "Sản lượng lúa cả năm"],
        ),
        (
            "Diện tích cây trồng (Lúa: diện tích 2 ha, năng suất 6 tạ/ha. Ngô: diện tích 4 ha, sản lượng 9 tấn)",
            ["Diện tích lúa", "Năng suất lúa", "Diện tích ngô", "Sản lượng ngô"],
        ),
        ("Diện tích gieo cấy lúa 780 ha; năng suất 62 tạ/ha", ["Diện tích gieo cấy lúa", "Năng suất lúa"]),
        ("Trồng trọt: Diện tích gieo trồng 500 ha", ["Trồng trọt: Diện tích gieo trồng"]),
        ("Cơ cấu kinh tế (nông nghiệp 30%, dịch vụ 70%)", ["Tỷ trọng nông nghiệp", "Tỷ trọng dịch vụ"]),
    ],
)
def test_a_crop_said_first_or_with_how_it_is_sown_names_its_yield_too(line: str, names: list[str]) -> None:
    assert [one.name for one in targets_of(line)] == names


def test_one_thing_in_two_degrees_keeps_its_name() -> None:
    names = [one.name for one in targets_of("Trường đạt chuẩn mức độ 1: 100%; mức độ 2: 65,78%.")]
    assert names == ["Trường đạt chuẩn mức độ 1", "Trường đạt chuẩn mức độ 2"]


def test_a_group_names_all_of_its_members() -> None:
    names = [one.name for one in targets_of("Huy động đến trường: Mẫu giáo 5 tuổi 100%; tiểu học 100%; THCS 98%.")]
    assert names == [
        "Huy động đến trường: Mẫu giáo 5 tuổi",
        "Huy động đến trường: tiểu học",
        "Huy động đến trường: THCS",
    ]


def test_shares_of_a_whole_are_named_shares() -> None:
    names = [one.name for one in targets_of("Cơ cấu kinh tế: Nông nghiệp 75%; dịch vụ, du lịch 20%; công nghiệp 5%.")]
    assert names == ["Tỷ trọng nông nghiệp", "Tỷ trọng dịch vụ, du lịch", "Tỷ trọng công nghiệp"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Duy trì đàn trâu, bò 5.200 con", ["Đàn trâu, bò"]),
        ("Không để xảy ra cháy rừng, trồng mới 50 ha rừng", ["Trồng mới rừng", "Không để xảy ra cháy rừng"]),
        (
            "Trồng 50 ha rừng, không để xảy ra cháy rừng, ngộ độc thực phẩm",
            ["Trồng rừng", "Không để xảy ra cháy rừng, ngộ độc thực phẩm"],
        ),
        (
            "Duy trì sĩ số học sinh, vận động 98% học sinh đến lớp",
            ["Vận động học sinh đến lớp", "Duy trì sĩ số học sinh"],
        ),
        ("Phấn đấu không có chi đoàn yếu; 98% đoàn viên khá", ["Đoàn viên khá", "Không có chi đoàn yếu"]),
        ("Đảng bộ hoàn thành tốt nhiệm vụ, 20% chi bộ khá", ["Chi bộ khá", "Đảng bộ hoàn thành tốt nhiệm vụ"]),
        ("Xã đạt chuẩn y tế; thôn văn hóa 90%", ["Thôn văn hóa", "Xã đạt chuẩn y tế"]),
        ("Trường đạt chuẩn quốc gia, 60%", ["Trường đạt chuẩn quốc gia"]),
        ("Bảo đảm không để xảy ra cháy, 100% hộ ký cam kết", ["Hộ ký cam kết", "Không để xảy ra cháy"]),
        ("Duy trì 19/19 tiêu chí; tỷ lệ giao quân 100%", ["Duy trì tiêu chí", "Tỷ lệ giao quân"]),
        ("Duy trì 19/19 tiêu chí, 100% hộ dân dùng nước sạch", ["Duy trì tiêu chí", "Hộ dân dùng nước sạch"]),
        ("8/10 thôn văn hóa, tỷ lệ thôn văn hóa 80%", ["Thôn văn hóa"]),
        ("12/12 chi hội (đạt tỷ lệ 100%) hoàn thành tốt nhiệm vụ", ["Chi hội"]),
    ],
)
def test_what_is_kept_beside_numbers_and_what_only_equals_a_fraction_are_targets_of_their_own(
    line: str, names: list[str]
) -> None:
    assert [one.name for one in targets_of(line)] == names


@pytest.mark.parametrize(
    ("line", "name", "unit", "printed"),
    [
        ("Không quá 5 trường hợp tảo hôn", "Trường hợp tảo hôn", "trường hợp", "Không quá 5 trường hợp"),
        ("Hòa giải thành 15 vụ việc", "Hòa giải thành", "vụ việc", "15 vụ việc"),
        ("Xây mới 3 nhà văn hóa thôn", "Xây mới nhà văn hóa thôn", "nhà văn hóa", "3 nhà văn hóa"),
        ("Bồi dưỡng 20 cán bộ, công chức", "Bồi dưỡng cán bộ, công chức", "cán bộ", "20 cán bộ"),
        ('Xây dựng 02 mô hình "5 không, 3 sạch"', 'Xây dựng mô hình "5 không, 3 sạch"', "mô hình", "02 mô hình"),
        ("90% hộ thực hiện “3 sạch, 2 có”", "Hộ thực hiện “3 sạch, 2 có”", "%", "90%"),
    ],
)
def test_a_thing_of_several_words_and_a_name_in_quotes_stay_whole(
    line: str, name: str, unit: str, printed: str
) -> None:
    (found,) = targets_of(line)
    assert (found.name, found.unit, found.printed) == (name, unit, printed)


@pytest.mark.parametrize(
    "line",
    [
        "Tốc độ tăng trưởng kinh tế 9%, trong đó nông nghiệp tăng 4%",
        "Tốc độ tăng tổng giá trị sản xuất bình quân 9%/năm; trong đó: nông nghiệp tăng 4%",
        "Tăng trưởng GRDP đạt 9% (nông nghiệp tăng 4%)",
    ],
)
def test_the_growth_of_a_part_is_a_rate_like_that_of_the_whole(line: str) -> None:
    whole, part = targets_of(line)
    assert (whole.unit, whole.target) == ("%", ">= 9")
    assert (part.name, part.unit, part.target, part.printed) == ("Nông nghiệp", "%", ">= 4", "tăng 4%")
    assert part.inside
    assert not part.doubts


def test_a_second_amount_may_only_say_more_about_the_first() -> None:
    assert only("Tỷ lệ lao động qua đào tạo 60%, phấn đấu 62%").stretch == ">= 62"
    assert only("Xã đạt 18/19 tiêu chí NTM, phấn đấu 19/19 tiêu chí").stretch == ">= 19"
    assert only("Số điểm nóng không quá 8 điểm, phấn đấu 5 điểm").stretch == "<= 5"
    assert only("Tỷ lệ hộ nghèo dưới 5%, phấn đấu còn dưới 4%").stretch == "< 4"
    assert only("8/10 thôn đạt chuẩn, phấn đấu 9/10 thôn").stretch == ">= 90"
    assert only("Tỷ lệ xã đạt chuẩn 50% (8/16 xã)").count == ">= 8"
    assert only("Tỷ lệ hộ nghèo 5% (50 hộ)").count == "<= 50"
    assert only("Thôn văn hóa: 8/10 thôn, đạt 80%").doubts == ()
    assert "'75%' là một mức nữa" in str(only("Thôn văn hóa: 8/10 thôn, đạt 75%").doubts)
    assert only("100% chi hội có 2 mô hình").count == ""
    assert "'2 mô hình' là một mức nữa" in str(only("100% chi hội có 2 mô hình").doubts)
    assert only("Nghèo đa chiều giảm 4,7% (còn 31,65%)").target == "<= 31,65"
    assert only("Tỷ lệ nghèo giảm 4,7% trở lên, từ 36% xuống còn 31%").target == "<= 31"
    assert only("Tỷ lệ hộ nghèo giảm từ 2-3%/năm, còn dưới 4%").target == "< 4"
    assert only("Số thôn, bon đạt danh hiệu văn hóa: 10/12 thôn, bon (83,3%)").target == ">= 10"
    assert only("Nông nghiệp: 3.621,68 tỷ đồng, tăng 8,53%").printed == "3.621,68 tỷ đồng, tăng 8,53%"
    assert only("Thu ngân sách: 1,3 tỷ (KH huyện giao 1,25 tỷ đồng)").also == (("huyện", ">= 1,25", "1,25 tỷ đồng"),)
    assert only("Tổng thu: tỉnh giao 693 tỷ đồng, huyện giao 700 tỷ đồng").also == (("huyện", ">= 700", "700 tỷ đồng"),)


@pytest.mark.parametrize(
    "line",
    [
        "Tuyên truyền kỷ niệm 94 năm Ngày thành lập Đảng (03/02/1930 - 03/02/2024)",
        "Nghị quyết số 26-NQ/ĐU, ngày 14/12/2023 của Đảng ủy xã",
        "Giai đoạn 2021 - 2025, Đề án 06 và Chương trình 135",
    ],
)
def test_days_years_and_numbers_of_documents_are_no_targets(line: str) -> None:
    assert targets_of(line) == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Trường có 7.25 phòng học", "hãy viết 7,25"),
        ("Vận động, xây mái ấm tình thương: 01 nhà (60 triệu đồng)", "'60 triệu đồng' là một mức nữa"),
        ("Tỷ lệ chi hội vững mạnh 90%, khá 10%", "chỉ là mức xếp loại"),
        ("Tổng đàn: 31 500 con", "dấu cách"),
        ("Đàn trâu, bò, lợn lần lượt là 100 con, 200 con, 300 con", "không thấy tên riêng"),
        ("Tỷ lệ hộ nghèo DTTS giảm bình quân/năm: trên 10%", "mức giảm so với năm trước"),
        ("Số ca mắc: 2 triệu ca", "hiểu là triệu đồng"),
        ("Tỷ lệ lao động khoảng 69%", "được hiểu là >= 69"),
        ("Thu ngân sách tăng 10%", "năm trước"),
        ("Tỷ lệ hộ nghèo giảm 1,5% so với năm 2023", "điểm %"),
        ("Kết quả còn: 12", "không thấy đơn vị"),
        ("Thu 5 tỷ; trên 90% tổ trưởng và 95% đảng viên hoàn thành nhiệm vụ", "'hoàn thành nhiệm vụ' có thể nói về cả"),
        ("Không để xảy ra 01 vụ cháy nào", "xem lại mức"),
        ("Chỉ số PAPI trong nhóm 5 tỉnh", "số nhỏ là tốt"),
        ("Hoàn thành 12 việc được giao", "có số mà không rõ"),
        ("Giảm tỷ lệ hộ nghèo 1,5%, hộ cận nghèo 1%", "'1%' hiểu là mức giảm như chỉ tiêu trước"),
        ("Số hộ nghèo giảm 20 hộ; hộ cận nghèo 15 hộ", "'15 hộ' hiểu là mức giảm như chỉ tiêu trước"),
        ("Tăng đàn bò 50 con, đàn lợn 200 con", "'200 con' hiểu là mức tăng như chỉ tiêu trước"),
        ("Giảm ít nhất 1 vụ cháy, 2 người chết", "'2 người' hiểu là mức giảm như chỉ tiêu trước"),
        ("Giảm tỷ suất sinh 0,2‰, tỷ lệ sinh con thứ ba 1%", "'1%' hiểu là mức đạt, không phải mức giảm"),
        ("Giảm số hộ nghèo 30 hộ; số hộ thoát nghèo 40 hộ", "'40 hộ' hiểu là mức đạt, không phải mức giảm"),
        ("Tăng năng suất lúa 2 tạ/ha, sản lượng 100 tấn", "'100 tấn' hiểu là mức đạt, không phải mức tăng"),
        ("Tăng thêm 50 hội viên, 10 đoàn viên", "'10 đoàn viên' hiểu là mức tăng như chỉ tiêu trước"),
        ("Thu ngân sách tăng 10%; tỷ lệ hộ nghèo 3%", "'3%' hiểu là mức đạt, không phải mức tăng"),
        ("Chỉ số PCI tăng 2 bậc so với năm 2025", "thứ hạng thì càng nhỏ càng tốt"),
        ("Xếp hạng chuyển đổi số tăng 3 bậc", "thứ hạng thì càng nhỏ càng tốt"),
        ("Thu ngân sách tăng 1,2 lần so với năm 2025", "'tăng 1,2 lần so với năm 2025' hiểu là +20%"),
        ("Rút ngắn 30% thời gian giải quyết hồ sơ", "không nói so với năm nào"),
        ("Tổ chức 3 lớp tập huấn cho 150 hội viên", "cùng câu với chỉ tiêu trước, xem lại tên"),
        ("Cơ cấu nông nghiệp - công nghiệp - dịch vụ: 25% - 35% - 40%", "'25% - 35%' là đầu một dãy số"),
        ("Hằng tháng thu phí vệ sinh 15 triệu đồng", "số của mỗi kỳ, xem số này có phải của cả năm"),
        ("Tổ chức hằng quý 02 buổi đối thoại", "số của mỗi kỳ, xem số này có phải của cả năm"),
        ("Mỗi ngày thu gom 2,5 tấn rác", "số của mỗi kỳ, xem số này có phải của cả năm"),
        ("Đơn khiếu nại thuộc thẩm quyền 95%", "'95%' hiểu là không được quá, xem lại chiều"),
        ("Kéo giảm tội phạm ít nhất 5%", "hiểu là mức giảm so với năm trước, không phải mức còn lại"),
        ("Tăng hộ dùng nước sạch 5%", "hiểu là mức tăng so với năm trước, không phải mức đạt"),
    ],
)
def test_what_is_doubtful_is_said(line: str, word: str) -> None:
    assert word in " ".join(doubt for one in targets_of(line) for doubt in one.doubts)


@pytest.mark.parametrize(
    ("typed", "unit", "target"),
    [
        ("90 % trở lên", "%", ">= 90"),
        ("từ 90 % trở lên", "%", ">= 90"),
        ("đạt 100% chỉ tiêu trở lên", "%", ">= 100"),
        ("10-12", "ha", "10..12"),
        ("từ 10 đến 12", "ha", "10..12"),
        ("khoảng 4.700 - 4.730", "USD", "4.700..4.730"),
        ("giảm 1,5", "%", "<= -1,5 điểm"),
        ("giảm còn 0,8%", "%", "<= 0,8"),
        ("tăng 5 %", "triệu đồng", ">= +5%"),
        ("Đạt", "", "đạt"),
        ("dưới 3,7%", "%", "< 3,7"),
        ("tối thiểu 3 sản phẩm", "sản phẩm", ">= 3"),
        ("-", "%", "none"),
        ("-0,2", "‰", "<= -0,2 điểm"),
        ("không để quá 3", "%", "<= 3"),
        ("không để khoảng 3", "%", "<= 3"),
        ("5", "Hạng", "<= 5"),
    ],
)
def test_a_cells_words_are_read_as_a_target(typed: str, unit: str, target: str) -> None:
    found = target_of(typed, "", unit)
    assert found is not None
    assert (found.target, found.unit) == (target, unit)


LOW_WHEN_GOOD = (
    "Số vụ phạm pháp hình sự, Tỷ lệ hồ sơ trễ hẹn, Hồ sơ giải quyết quá hạn, Tỷ lệ thất thoát nước sạch"
    ", Số người nhiễm HIV, Số người nghiện ma túy, Tỷ lệ thiếu việc làm, Lạm phát, Học sinh cần cố gắng"
    ", Tỷ lệ hộ không có nước sạch"
    ", Số hộ chưa có nhà tiêu hợp vệ sinh, Thời gian giải quyết TTHC, Số vụ cháy, Tỷ lệ xã không đạt chuẩn"
    ", Tỷ lệ lao động chưa qua đào tạo, Tỷ lệ hộ nghèo không có nhà ở, Xếp hạng chuyển đổi số, Tỷ lệ hộ nghèo"
    ", Tỷ lệ hộ nghèo chưa được hỗ trợ, Tỷ lệ hộ nghèo đa chiều, Giảm tỷ lệ hộ nghèo xuống còn, Tỷ lệ mắc lao"
    ", Tỷ lệ hộ hội viên nghèo, Tỷ lệ hộ DTTS nghèo, Hộ đồng bào DTTS nghèo, Số hội viên nông dân nghèo"
    ", Hộ đoàn viên nghèo, Hộ dân tộc thiểu số cận nghèo, Tỷ lệ học sinh yếu kém, Học sinh xếp loại yếu"
    ", Số đảng viên bị kỷ luật, Số vụ khiếu nại đông người, Đơn thư vượt cấp, Văn bản ban hành sai thể thức, Lãng phí"
    ", Tỷ lệ học sinh nghỉ học, Diện tích đất bỏ hoang, Cơ sở gây ô nhiễm, Hộ dùng nước không hợp vệ sinh"
    ", Diện tích lúa bị thiệt hại, Tỷ lệ chết của đàn gia súc, Số người chết, Thất thu thuế"
    ", Tỷ lệ đảng viên không hoàn thành nhiệm vụ, Tốc độ tăng CPI, Mức tăng nợ xấu"
    ", Cận nghèo, Số phụ nữ nghèo, Số vụ mâu thuẫn, Học sinh yếu, Suy dinh dưỡng cân nặng theo tuổi"
    ", Đất bỏ hoang chưa cải tạo, Công trình vi phạm trật tự xây dựng, Cấp ủy viên vi phạm, Nhà bị tốc mái"
    ", Lớp có học sinh bỏ học, Nhà hộ hội viên nghèo xuống cấp"
)
HIGH_WHEN_GOOD = (
    "Tỷ lệ lao động tham gia bảo hiểm thất nghiệp, Tỷ lệ hộ nghèo được vay vốn ưu đãi, Hỗ trợ nhà ở cho hộ nghèo"
    ", Xóa nhà tạm cho hộ nghèo, Tỷ lệ hộ nghèo tham gia tập huấn, Tỷ lệ trẻ suy dinh dưỡng được điều trị"
    ", Thôn không có tội phạm, Cơ sở không vi phạm, Xây nhà cho hộ chưa có nhà ở, Tỷ lệ hộ nghèo có thẻ BHYT"
    ", Số hộ thoát nghèo, Hồ sơ giải quyết trước hạn, Xếp hạng di tích, Tỷ lệ giảm hộ nghèo, Mức giảm tỷ lệ hộ nghèo"
    ", Tốc độ tăng giá trị sản xuất, Hộ nghèo DTTS được vay vốn, Tặng quà hội viên nghèo, Dư nợ cho vay hộ nghèo"
    ", Quỹ Vì người nghèo, Số hộ thoát cận nghèo, Giúp phụ nữ nghèo, Hòa giải mâu thuẫn"
    ", Cơ sở được trang bị thiết bị, Thu chống thất thu thuế, Xử lý cơ sở gây ô nhiễm, Giải quyết khiếu nại"
    ", Hộ bị thiên tai được hỗ trợ, Mua BHYT cho hộ nghèo, Thôn không bị ngập, Xã có tỷ lệ hộ nghèo thấp"
    ", Rút ngắn thời gian giải quyết hồ sơ, Thời gian giải quyết hồ sơ rút ngắn, Cắt giảm thời gian giải quyết hồ sơ"
    ", Giảm tỷ lệ hộ nghèo, Tỷ lệ hộ nghèo giảm, Số hộ nghèo giảm, Số vụ tai nạn giảm so với năm trước"
)

DONE_FOR_WHAT_IS_BAD = (
    "Đào tạo nghề cho lao động bị mất việc, Chăm sóc người già bị bệnh, Trồng cây xanh thay thế cây bị chết"
    ", Sửa chữa nhà bị hư hỏng, Phụ đạo học sinh yếu kém, Phục hóa đất bỏ hoang, Cải tạo đất bỏ hoang"
    ", Nhà tình thương hội viên nghèo"
    ", Nhà ở cho phụ nữ nghèo, Giới thiệu việc làm cho thanh niên nghỉ học, Bồi dưỡng học sinh yếu"
    ", Xây nhà tình nghĩa hội viên nghèo, Sửa chữa nhà ở phụ nữ nghèo, Trao học bổng học sinh bỏ học"
    ", Tặng quà phụ nữ nghèo, Khám bệnh hội viên nghèo, Cấp thẻ BHYT hội viên nghèo, Hỗ trợ hội viên nghèo"
    ", Giúp hội viên nghèo, Thăm đoàn viên nghèo, Vận động học sinh bỏ học ra lớp, Tuyên truyền tảo hôn"
    ", Dạy nghề lao động thất nghiệp, Đào tạo nghề phụ nữ nghèo, Trồng ngô trên đất bỏ hoang, Mua BHYT hội viên nghèo"
    ", Thu gom rác thải gây ô nhiễm, Xử lý điểm ô nhiễm, Kiểm tra cơ sở vi phạm, Triệt phá tệ nạn ma túy"
    ", Người nghiện đi cai nghiện, Quản lý người nghiện ma túy, Giáo dục thanh niên phạm pháp, Ngăn chặn tảo hôn"
    ", Nhận đỡ đầu trẻ suy dinh dưỡng, Huy động học sinh bỏ học, Học sinh bỏ học trở lại trường, Thu nợ đọng thuế"
    ", Diện tích đất bỏ hoang đưa vào sản xuất, Số nhà tình thương hội viên nghèo, Nuôi bò hội viên nghèo"
    ", Tỷ lệ thu gom rác thải gây ô nhiễm, Câu lạc bộ bạo lực gia đình, Mô hình phòng ngừa tội phạm"
    ", Số lượt khám phụ nữ nghèo, Trợ giúp phụ nữ nghèo"
)


@pytest.mark.parametrize("name", LOW_WHEN_GOOD.split(", "))
def test_what_is_bad_has_a_ceiling(name: str) -> None:
    assert (target_of("5", name, "%") or only("")).target == "<= 5"


@pytest.mark.parametrize("name", [*LOW_WHEN_GOOD.split(", "), "Trọng án", "Đơn thư vượt cấp", "Dân số tăng tự nhiên"])
def test_a_plain_name_of_what_is_bad_has_no_mark(name: str) -> None:
    assert "xem lại chiều" not in str((target_of("5", name, "%") or only("")).doubts)


@pytest.mark.parametrize(
    "name",
    [
        "Chiếu phim về tảo hôn",
        "Nói chuyện về bạo lực gia đình",
        "Phóng sự về tội phạm",
        "Nuôi trồng thủy sản bị thiệt hại",
    ],
)
def test_a_ceiling_behind_words_that_may_be_a_deed_is_marked(name: str) -> None:
    one = target_of("5", name, "thôn") or only("")
    assert (one.target, one.doubts) == ("<= 5", ("'5' hiểu là không được quá, xem lại chiều",))


@pytest.mark.parametrize("name", [*HIGH_WHEN_GOOD.split(", "), *DONE_FOR_WHAT_IS_BAD.split(", ")])
def test_what_is_done_against_it_has_a_floor(name: str) -> None:
    one = target_of("5", name, "%") or only("")
    assert one.target == ">= 5"
    assert ("không phải mức còn lại" in str(one.doubts)) == (
        ("iảm" in name or "út ngắn" in name) and "Mức" not in name and "lệ giảm" not in name
    )


@pytest.mark.parametrize("typed", ["", "xyz", "2 thôn và 3 làng", "sẽ có 5 hộ nghèo"])
def test_other_words_are_not_guessed_at(typed: str) -> None:
    found = target_of(typed, "", "%")
    assert found is None or found.target == "none"


@given(some.decimals(min_value="0.01", max_value=10**9, places=2), some.sampled_from(["ha", "con", "%", "tỷ đồng"]))
def test_any_number_comes_out_as_it_was_written(value: Decimal, unit: str) -> None:
    written = write_number(value)
    found = only(f"Tổng số đã giao: {written} {unit}")
    assert (found.unit, found.target) == (unit, f">= {written}")


@given(some.text(alphabet="từ đến trên dưới 0123456789.,%/-–():; tăng giảm con ha trong đó", max_size=120))
def test_no_line_breaks_the_reader(line: str) -> None:
    for one in targets_of(line):
        assert one.target
        assert one.printed.removesuffix(")") in " ".join(line.split())  # a bracket left open is closed


@pytest.mark.parametrize(
    ("line", "name", "target", "periods"),
    [
        ("Giải ngân đạt 100%, trong 6 tháng đầu năm đạt trên 50%", "Giải ngân", ">= 100", (("H1", "> 50"),)),
        (
            "Thu ngân sách quý I 20%, quý 2 45%, cả năm 100%",
            "Thu ngân sách",
            ">= 100",
            (("Q1", ">= 20"), ("Q2", ">= 45")),
        ),
        ("Giải ngân 6 tháng 60%, cả năm 95% trở lên", "Giải ngân", ">= 95", (("H1", ">= 60"),)),
        ("Trồng mới 9 tháng đầu năm 20 ha, cả năm 35 ha", "Trồng mới", ">= 35", (("9M", ">= 20"),)),
    ],
)
def test_a_target_of_a_part_of_the_year_belongs_to_that_of_the_year(
    line: str, name: str, target: str, periods: tuple[tuple[str, str], ...]
) -> None:
    one = only(line)
    assert (one.name, one.target, one.periods) == (name, target, periods)


def test_parts_behind_a_semicolon_are_parts_where_they_add_up_to_the_whole() -> None:
    line = "Tổng đàn 1.300 con, trong đó đàn trâu 100 con; bò 200 con; lợn {} con; gia cầm 5.000 con"
    assert [one.inside for one in targets_of(line.format("1.000"))] == [0, 1, 1, 1, 0]
    assert [one.inside for one in targets_of(line.format("1.001"))] == [0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("cell", "name", "unit"),
    [
        ("12/20", "Tỷ lệ trẻ em suy dinh dưỡng (cân nặng/chiều cao)", "%"),
        ("12,5/20,3", "Trẻ em suy dinh dưỡng thể nhẹ cân / thấp còi", "%"),
        ("7/180", "Thành lập tổ hợp tác (tổ/thành viên)", "tổ"),
        ("12/3", "Học sinh giỏi cấp huyện/tỉnh", "em"),
        ("15/1,5", "Hộ nghèo (hộ/%)", "hộ"),
    ],
)
def test_two_numbers_of_a_name_with_two_things_are_no_fraction(cell: str, name: str, unit: str) -> None:
    for one in (target_of(cell, name, unit), *targets_of(f"{name}: {cell} {unit if unit != '%' else 'thôn'}")):
        assert one is not None
        assert one.target == "none"
        assert "hãy tách ra" in str(one.doubts)


@pytest.mark.parametrize(
    ("line", "target", "mark"),
    [
        ("Tỷ lệ hộ nghèo: 5/100 hộ", "<= 5", ""),
        ("Số hộ nghèo: 5/100 hộ", "<= 5", ""),
        ("Số thôn có tội phạm: 0/10 thôn", "<= 0", ""),
        ("Có 2/10 thôn có tội phạm", "<= 20", "xem lại chiều"),
        ("Tối đa 2/10 thôn còn hộ nghèo", "<= 20", ""),
        ("Không quá 1/3 số thôn có tội phạm", "<= 33,34", "làm tròn lên"),
        ("Trên 2/3 số thôn đạt chuẩn", "> 66,67", "làm tròn lên"),
        ("Dưới 2/3 số thôn đạt chuẩn", "< 66,66", "làm tròn xuống"),
        ("Số xã đạt chuẩn/tổng số xã: 5/10 xã", ">= 5", ""),
        ("Tiêu chí nông thôn mới bình quân/xã: 17/19 tiêu chí", ">= 17", ""),
    ],
)
def test_a_fraction_has_the_direction_of_its_words_and_its_name(line: str, target: str, mark: str) -> None:
    assert only(line).target == target
    assert mark in str(only(line).doubts) if mark else not only(line).doubts


def test_a_bare_rate_or_value_is_that_of_the_thing_before_it() -> None:
    of_poor, of_pupils = (
        targets_of("Số hộ nghèo: 3 hộ, tỷ lệ 1,5%"),
        targets_of("Học sinh lên lớp: 64/65 em, tỷ lệ 98%"),
    )
    assert [(one.name, one.target) for one in of_poor] == [("Số hộ nghèo", "<= 3"), ("Tỷ lệ hộ nghèo", "<= 1,5")]
    assert [(one.name, one.target) for one in of_pupils][1:] == [("Tỷ lệ học sinh lên lớp", ">= 98")]
    assert [one.name for one in targets_of("Xây 5 nhà, trị giá 250 triệu đồng")][1:] == ["Trị giá xây nhà"]


@pytest.mark.parametrize("money", ["số tiền", "tổng kinh phí", "tổng số vốn", "tổng mức đầu tư", "tổng trị giá"])
def test_the_money_with_which_something_is_done_is_a_target_of_its_own(money: str) -> None:
    one, of_money = targets_of(f"Xây nhà cho 12 hộ nghèo với {money} 960 triệu đồng")
    assert (one.name, one.target, one.doubts) == ("Xây nhà hộ nghèo", ">= 12", ())
    assert (of_money.name.lower(), of_money.target) == (f"{money} xây nhà hộ nghèo", ">= 960")


def test_two_numbers_in_a_cell_of_a_rate_are_no_fraction_above_one() -> None:
    one = target_of("18/12", "Tỷ lệ trẻ suy dinh dưỡng thấp còi/nhẹ cân", "%")
    assert one is not None
    assert one.target == "none"
    assert "tử số lớn hơn mẫu số" in one.doubts[0]
    assert (target_of("≥ 9/10", "Số thôn đạt chuẩn", "thôn") or one).target == ">= 9"


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("Giảm số vụ bạo lực gia đình 10% so với năm 2023", "giảm 10% so với năm 2023"),
        ("Phấn đấu giảm tỷ lệ hộ nghèo bình quân 1,5% trở lên", "giảm 1,5% trở lên"),
        ("Tăng tỷ lệ hộ khá 2%", "tăng 2%"),
        ("Giảm tỷ lệ hộ nghèo 1,5%, còn dưới 3%", "giảm 1,5%, còn dưới 3%"),
        ("Giảm tỷ lệ hộ nghèo xuống còn 3,7%", "3,7%"),
    ],
)
def test_a_change_is_printed_with_its_verb_that_stands_before_the_name(line: str, printed: str) -> None:
    assert only(line).words == printed


@pytest.mark.parametrize("line", ["Giải ngân đạt 100% kế hoạch (15,6 tỷ đồng)", "Giải ngân 100% (15,6 tỷ đồng)"])
def test_an_amount_in_brackets_behind_a_rate_is_what_its_numerator_is_to_reach(line: str) -> None:
    assert only(line).count == ">= 15,6"


def test_what_each_pays_in_brackets_behind_a_rate_is_no_count() -> None:
    one = only("Tỷ lệ thu hội phí 100% (36.000đ/hội viên/năm)")
    assert (one.count, one.doubts) == ("", ("'36.000đ/hội viên/năm' là một mức nữa, mới giữ trong lời văn",))
