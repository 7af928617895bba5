"""The plan of 2024 as it is in the document, number by number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plan_file.texts import PLAN_2024
from thidua_cli.domain.nomination import authorities
from thidua_cli.domain.plan import Calendar, Comparator, Plan
from thidua_cli.office.find import find_indicator
from thidua_cli.plan_file import load_text, read_plan
from thidua_cli.plan_file.doubts import plan_warnings
from thidua_cli.vietnamese.targets import write_target

TABLE = """
1.1   | dien-tich-gieo-trong    | ha    | >= 4.482,38 | total  | -     | -
1.1.1 | dien-tich-cay-hang-nam  | ha    | >= 1.278,3  | sum    | 30/06 | Địa chính – nông nghiệp
1.1.2 | dien-tich-cay-lau-nam   | ha    | >= 3.204,08 | latest | 31/12 | Địa chính – nông nghiệp
1.2   | dan-gia-suc             | con   | >= 6.278    | latest | 01/04 | Thú y xã
1.3   | dan-gia-cam             | con   | >= 31.500   | latest | 01/04 | Thú y xã
1.4   | nuoi-trong-thuy-san     | ha    | >= 39       | total  | -     | -
1.4.1 | nuoi-ca-mat-nuoc-lon    | ha    | >= 14       | latest | 31/12 | Địa chính – nông nghiệp
1.4.2 | nuoi-ca-ao-ho-nho       | ha    | >= 25       | latest | 31/12 | Địa chính – nông nghiệp
1.5   | thu-nhap-binh-quan      | triệu đồng/người/năm | >= 62,3 | latest | 31/12 | Văn phòng – Thống kê
2.1   | dan-so                  | người | ~ 11.000    | latest | 31/03 | Tư pháp – hộ tịch
2.2   | lao-dong-duoc-dao-tao   | %     | >= 75,7     | latest | 31/12 | Văn hóa – Xã hội
2.3   | suy-dinh-duong-thap-coi | %     | <= 23       | latest | 30/06 | Trạm Y tế
2.4   | suy-dinh-duong-nhe-can  | %     | <= 15       | latest | 30/06 | Trạm Y tế
2.5   | bao-phu-bhyt            | %     | > 95        | latest | 31/01 | BHXH
2.6   | bao-phu-bhxh            | %     | > 9         | latest | 31/01 | BHXH
2.7   | ho-ngheo                | %     | < 3,7       | latest | 31/12 | Văn hóa – Xã hội
2.8   | gia-dinh-van-hoa        | %     | >= 98       | latest | 31/12 | Văn hóa – Xã hội
2.9   | thon-van-hoa            | %     | >= 100      | latest | 31/12 | Văn hóa – Xã hội
3.1   | giao-quan               | %     | >= 100      | latest | 31/03 | Ban CHQS xã
3.2   | thon-an-toan-antt       | %     | >= 100      | latest | 31/12 | Công an xã
3.3   | truong-an-toan-antt     | %     | >= 100      | latest | 31/12 | Công an xã
III.1 | giai-ngan               | %     | >= 100      | latest | 31/01 | Tài chính – Kế toán
III.2 | thon-ntm-kieu-mau       | thôn  | >= 2        | sum    | 31/12 | Ban NTM
"""
PRINTED = {
    "dien-tich-gieo-trong": "4.482,38ha",
    "dien-tich-cay-hang-nam": "1.278,3",
    "dan-gia-suc": "6.278con",
    "lao-dong-duoc-dao-tao": "75,7 %",
    "bao-phu-bhyt": "trên 95%",
    "bao-phu-bhxh": "trên: 9 %",
    "ho-ngheo": "dưới 3,7%",
    "thon-ntm-kieu-mau": "ít nhất 2 thôn",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(load_text(PLAN_2024))


def _due(day: date | None) -> str:
    return "-" if day is None else f"{day:%d/%m}"


def test_every_number_of_the_document_is_in_the_plan(plan: Plan) -> None:
    expected = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]
    found = [
        (row.number, one.id, one.unit, write_target(one.target), one.combine.value, _due(one.due), one.supplier or "-")
        for row in plan.rows()
        for one in [row.indicator]
    ]
    assert found == expected
    assert len(found) == 23


def test_due_days_lie_in_the_plan_year(plan: Plan) -> None:
    assert {row.indicator.due.year for row in plan.rows() if row.indicator.due} == {2024}


def test_printed_targets_keep_the_words_of_the_document(plan: Plan) -> None:
    printed = {row.indicator.id: row.indicator.printed for row in plan.rows()}
    assert all(printed.values())
    assert {identity: printed[identity] for identity in PRINTED} == PRINTED


def test_the_parts_add_up_exactly(plan: Plan) -> None:
    assert Decimal("1278.3") + Decimal("3204.08") == Decimal("4482.38")
    assert 14 + 25 == 39
    for row in plan.rows():
        if parts := row.indicator.parts:
            assert sum(part.target.value for part in parts) == row.indicator.target.value


def test_nothing_in_the_plan_is_doubtful(plan: Plan) -> None:
    assert plan_warnings(plan, load_text(PLAN_2024)) == []


def test_only_percentages_have_bounds_and_rates(plan: Plan) -> None:
    for row in plan.rows():
        one = row.indicator
        assert (one.plausible is not None) == (one.rate is not None) == (one.unit == "%")


def test_eighteen_indicators_count_in_the_headline(plan: Plan) -> None:
    rows = list(plan.rows())
    assert sum(row.counted for row in rows) == 18
    assert [row.indicator.id for row in rows if row.indicator.target.comparator is Comparator.REFERENCE] == ["dan-so"]


def test_every_alias_and_name_finds_its_own_indicator(plan: Plan) -> None:
    for row in plan.rows():
        for name in (row.indicator.id, row.indicator.name, *row.indicator.aliases):
            assert find_indicator(plan, name).indicator.id == row.indicator.id, name


def test_the_document_around_the_numbers_is_kept(plan: Plan) -> None:
    assert (plan.year, plan.calendar, plan.unit.id, plan.unit.place) == (2024, Calendar.CIVIL, "dak-la", "Đắk La")
    assert plan.document is None
    assert [section.id for section in plan.sections] == [
        "kinh-te", "van-hoa-xa-hoi", "quoc-phong-an-ninh", "noi-dung-thi-dua",
    ]  # fmt: skip
    assert [section.number for section in plan.sections] == ["1", "2", "3", "III"]
    assert (len(plan.bases), len(plan.recipients), len(plan.organisers)) == (3, 7, 3)
    assert plan.recipients[-1] == "Lưu: VT, VP"
    assert "Hội đồng nhân xã Đắk La" in plan.bases[2]
    assert plan.goal is not None
    assert plan.goal.endswith("30 năm ngày thành lập huyện Đắk Hà (24/3/1994-24/3/2024).")
    assert plan.signature is not None
    assert (plan.signature.authority, plan.signature.name) == ("TM. ỦY BAN NHÂN DÂN", "Trần Văn Tâm")


def test_the_work_of_section_three_stands_in_the_order_of_the_document(plan: Plan) -> None:
    assert [item.group for item in plan.work] == ["1"] * 2 + ["2"] * 6 + ["3"] * 14 + ["4"] * 3 + ["5"] * 2
    assert (plan.work[0].id, plan.work[-1].id) == ("chi-thi-34", "chat-luong-khen-thuong")
    assert all(len(item.title) <= 200 for item in plan.work)


def test_only_work_that_section_five_assigns_has_a_lead_unit(plan: Plan) -> None:
    leads = {item.id: item.lead for item in plan.work if item.lead}
    assert set(leads) == {
        "tuyen-truyen-truyen-thong", "van-dong-nhan-dan", "guong-dien-hinh", "chat-luong-khen-thuong",
    }  # fmt: skip
    assert set(leads.values()) == {one.name for one in plan.organisers}


def test_only_work_with_a_term_in_the_document_is_due(plan: Plan) -> None:
    due = {item.id: item.due for item in plan.work if item.due}
    assert due == {"le-hoi-va-30-nam-huyen": date(2024, 3, 24), "nong-thon-moi": date(2024, 12, 31)}


def test_movements_and_anniversaries_are_those_of_the_document(plan: Plan) -> None:
    assert len(plan.movements) == 6
    assert plan.movements[0] == "Cả nước chung sức xây dựng nông thôn mới"
    assert [(f"{one.on:%d/%m}", one.name.split()[0]) for one in plan.anniversaries] == [
        ("03/02", "94"), ("24/03", "30"), ("07/05", "70"), ("22/12", "80"), ("22/12", "35"),
    ]  # fmt: skip


def test_the_commune_decides_three_forms_and_the_district_the_others_until_it_ends(plan: Plan) -> None:
    forms = {award.form for award in plan.awards if award.decides == "Chủ tịch UBND xã"}
    assert forms == {"Lao động tiên tiến", "Giấy khen", "Gia đình văn hóa"}
    district = [award for award in plan.awards if award.form not in forms]
    assert {award.decides for award in district} == {"Chủ tịch UBND huyện"}
    last, after = date(2025, 6, 30), date(2025, 7, 1)
    assert all(award in authorities(plan, award.form, last) for award in district)
    assert not any(award in authorities(plan, award.form, after) for award in district)
    assert not any(authorities(plan, award.form, date(2023, 12, 31)) for award in plan.awards)


def test_the_document_names_no_village_scale_or_pace(plan: Plan) -> None:
    assert (plan.places, plan.scoring) == ((), None)
    assert not any(row.indicator.by_place or row.indicator.pace for row in plan.rows())


def test_no_baseline_is_invented(plan: Plan) -> None:
    assert all(row.indicator.baseline is None for row in plan.rows())
