"""The digest as an official paper: its frame, its headings, its lines, and room for what the office writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.making import figure, indicator, plan, progress
from thidua_cli.domain.figure import Figure
from thidua_cli.domain.period import ONE_DAY, Period, Span, month_of
from thidua_cli.domain.plan import Calendar, Combine, Plan, Reference, ReportWords, Section, Signature, Unit, WorkItem
from thidua_cli.domain.scorecard import Window, changes, missing, score, trend
from thidua_cli.domain.work import WorkStanding, WorkState
from thidua_cli.pages.page import Origin
from thidua_cli.pages.summary import Digest
from thidua_cli.render.document import Annex, Blank, Charts, Document, Heading, Listing, Paragraph, Table

ORIGIN = Origin("r" * 64, 41, "0123456789abcdef")
UNIT = Unit("dak-la", "xã Đắk La", "Ủy ban nhân dân xã Đắk La", "Ủy ban nhân dân huyện Đắk Hà", "Đắk La")
JUNE = Period(Span.MONTH, 2024, 6)
FIGURES = [figure("7", "2024-04-01"), figure("9", "2024-05-31"), figure("10", "2024-06-30")]


def office_plan() -> Plan:
    return plan(indicator()._replace(supplier="Thú y xã"))._replace(
        title="Kế hoạch phát động phong trào thi đua yêu nước năm 2024",
        unit=UNIT,
        bases=("Căn cứ A", "Căn cứ B"),
        addressees=("Phòng Nội vụ huyện",),
        recipients=("TT Đảng ủy xã", "Lưu: VT"),
        signature=Signature("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Tâm"),
    )


def page(
    of: Plan | None = None, period: Period = JUNE, figures: list[Figure] | None = None, today: date = date(2025, 1, 31)
) -> Document:
    held = of or office_plan()
    given = FIGURES if figures is None else figures
    window = Window.until(period, today)
    card, before = (
        score(held, window, given),
        score(held, Window.until(month_of(period.start - ONE_DAY, period.calendar), today), given),
    )
    trends = {row.indicator.id: trend(row.indicator, held, window, given) for row in held.rows()}
    digest = Digest(card, before, changes(before, card), missing(card), trends)
    return digest.summary_page(ORIGIN).document


def test_the_frame_comes_from_the_plan_and_leaves_number_and_day_to_the_clerk() -> None:
    frame = page().frame
    assert frame is not None
    assert frame._asdict() == {
        "superior": "Ủy ban nhân dân huyện Đắk Hà",
        "issuer": "Ủy ban nhân dân xã Đắk La",
        "symbol": "/BC-UBND",
        "place_and_day": "Đắk La, ngày … tháng 7 năm 2024",
        "kind": "BÁO CÁO",
        "subject": "Kết quả thực hiện phong trào thi đua yêu nước tháng 6 năm 2024 trên địa bàn xã Đắk La",
        "addressees": ("Phòng Nội vụ huyện",),
        "bases": ("Căn cứ A", "Căn cứ B"),
        "recipients": ("TT Đảng ủy xã", "Lưu: VT"),
        "signature": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "signatory": "Trần Văn Tâm",
    }


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period(Span.MONTH, 2024, 12), "ngày … tháng 01 năm 2025"),
        (Period(Span.MONTH, 2024, 1), "ngày … tháng 02 năm 2024"),
        (Period(Span.MONTH, 2024, 2), "ngày … tháng 3 năm 2024"),
        (Period(Span.HALF, 2024, 1), "ngày … tháng 7 năm 2024"),
        (Period(Span.MONTH, 2024, 6, Calendar.ND09), "ngày … tháng 6 năm 2024"),
    ],
)
def test_the_month_of_signing_follows_the_period_and_not_the_day_of_printing(period: Period, expected: str) -> None:
    frame = page(period=period).frame
    assert frame is not None
    assert frame.place_and_day == f"Đắk La, {expected}"


def test_it_cites_the_plan_with_blanks_until_the_clerk_has_number_and_day() -> None:
    blank, known = page(), page(office_plan()._replace(document=Reference("12/KH-UBND", date(2024, 3, 5))))
    about = "của UBND xã Đắk La về phát động phong trào thi đua yêu nước năm 2024"
    assert isinstance(blank.blocks[0], Paragraph)
    assert isinstance(known.blocks[0], Paragraph)
    assert blank.blocks[0].text.startswith(f"Thực hiện Kế hoạch số …/KH-UBND ngày … {about}, UBND xã Đắk La báo cáo")
    assert known.blocks[0].text.startswith(f"Thực hiện Kế hoạch số 12/KH-UBND ngày 05/03/2024 {about},")


def test_a_plan_with_nothing_but_the_required_leaves_blanks() -> None:
    frame = page(plan(indicator())).frame
    assert frame is not None
    assert (frame.superior, frame.signature, frame.signatory, frame.addressees) == ("", (), "", ())
    assert frame.place_and_day == "…, ngày … tháng 7 năm 2024"
    assert frame.issuer == "Ủy ban nhân dân xã"


def test_the_chapters_are_numbered_and_the_last_three_are_left_to_the_office() -> None:
    blocks = page().blocks
    chapters = [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]
    assert chapters == [
        "I. Kết quả thực hiện các chỉ tiêu",
        "II. Biến động so với tháng 5 năm 2024",
        "III. Tồn tại, hạn chế và nguyên nhân",
        "IV. Phương hướng, nhiệm vụ kỳ tới",
        "V. Kiến nghị, đề xuất",
    ]
    assert sum(isinstance(block, Blank) for block in blocks) == 3
    ending, annex, table, _ = blocks[-4:]
    assert isinstance(ending, Paragraph)
    assert ending.text.endswith("trên địa bàn xã Đắk La./.")
    assert isinstance(table, Table)
    assert annex == Annex(
        "Phụ lục",
        "Kết quả thực hiện các chỉ tiêu tháng 6 năm 2024",
        "(Kèm theo Báo cáo số …/BC-UBND ngày … tháng 7 năm 2024 của Ủy ban nhân dân xã Đắk La)",
    )


def test_numbers_in_sentences_and_cells_are_the_same() -> None:
    one = indicator(">= 4482.38")._replace(name="Tổng diện tích")
    made = page(plan(one), figures=[figure("4120.5", "2024-06-30")])
    (table,) = (block for block in made.blocks if isinstance(block, Table))
    cells = dict(zip((column.key for column in table.columns), table.rows[1].cells, strict=True))
    (missed,), (sentence,), *_ = (block.lines for block in made.blocks if isinstance(block, Listing))
    assert missed == "01 chỉ tiêu chưa đạt kế hoạch năm là tổng diện tích (đạt 4.120,5 ha, kế hoạch 4.482,38 ha)."
    assert (cells["actual"].text, cells["difference"].text) == ("4.120,5", "91,93%")
    assert "4.120,5 ha, đạt 91,93% kế hoạch năm" in sentence


def test_a_line_shows_the_year_with_its_target() -> None:
    (charts,) = (block for block in page().blocks if isinstance(block, Charts))
    (series,) = charts.series
    assert (series.name, series.unit, series.target, series.target_text) == ("X", "ha", Decimal(10), "10 ha")
    assert [(point.label, point.value, point.text) for point in series.points] == [
        ("01/04/2024", Decimal(7), "7 ha"),
        ("31/05/2024", Decimal(9), "9 ha"),
        ("30/06/2024", Decimal(10), "10 ha"),
    ]
    assert [str(point.along) for point in series.points] == ["0.2493", "0.4137", "0.4959"]


def test_a_year_of_days_lies_on_the_axis_from_nought_to_one() -> None:
    figures = [figure("1", "2024-01-01"), figure("2", "2024-12-31")]
    made = page(period=Period(Span.YEAR, 2024), figures=figures)
    (charts,) = (block for block in made.blocks if isinstance(block, Charts))
    assert [point.along for point in charts.series[0].points] == [Decimal(0), Decimal(1)]


def test_a_single_figure_draws_no_line_and_a_range_no_target_line() -> None:
    assert not any(isinstance(block, Charts) for block in page(figures=FIGURES[:1]).blocks)
    (charts,) = (block for block in page(plan(indicator("7..9"))).blocks if isinstance(block, Charts))
    assert (charts.series[0].target, charts.series[0].target_text) == (None, "")


def test_where_nothing_changed_no_chapter_says_so() -> None:
    made = page(period=Period(Span.MONTH, 2024, 8), figures=[figure("10", "2024-06-30")])
    assert not any("Biến động" in block.text for block in made.blocks if isinstance(block, Heading))


def test_what_is_missing_is_named_together_and_not_from_whom() -> None:
    parts = [indicator(id=name)._replace(supplier=who) for name, who in (("a", "Thú y"), ("b", None), ("c", "Thú y"))]
    made = page(plan(*parts), figures=[])
    listing = [block for block in made.blocks if isinstance(block, Listing)][-1]
    assert listing.lines == ("03 chỉ tiêu chưa có số liệu, gồm: A; B; C.",)


def test_parts_follow_their_total_and_say_that_they_are_parts() -> None:
    total = indicator(combine=Combine.TOTAL, id="t", parts=(indicator(id="a"), indicator(id="b")))
    made = page(plan(total), figures=[figure("7", "2024-06-01", "a"), figure("4", "2024-06-01", "b")])
    (line,) = [block.lines for block in made.blocks if isinstance(block, Listing)][1]
    assert "trong đó: đến ngày 1/6/2024" not in line
    assert line == (
        "T đạt 11 ha, đạt 110% kế hoạch năm, trong đó: a 7 ha, đạt 70% kế hoạch năm; b 4 ha, đạt 40% kế hoạch năm."
    )


def test_a_total_with_some_parts_is_told_and_one_without_any_is_only_named() -> None:
    total = indicator(combine=Combine.TOTAL, id="t", parts=(indicator(id="a"), indicator(id="b")))
    begun = page(plan(total), figures=[figure("7", "2024-06-01", "a")])
    bare = page(plan(total), figures=[])
    assert [block.lines for block in begun.blocks if isinstance(block, Listing)][:2] == [
        ("01 chỉ tiêu chưa có số liệu là T (mới có 1/2 phần).",),
        ("A đạt 7 ha, đạt 70% kế hoạch năm; b chưa có số liệu.",),
    ]
    assert [block.lines for block in bare.blocks if isinstance(block, Listing)] == [
        ("01 chỉ tiêu chưa có số liệu là T.",),
    ]


def test_the_anchor_is_the_last_line() -> None:
    assert page().closing == (
        "Sổ số liệu: dòng 41, mã 0123456789abcdef (đối chiếu: thidua verify --against 41:0123456789abcdef)",
    )


def test_every_section_has_its_heading_in_its_order() -> None:
    two = office_plan()._replace(
        sections=(
            Section("a", "Kinh tế", (indicator(id="a"),), "1"),
            Section("b", "Nội dung", (indicator(id="b"),), "III"),
        )
    )
    made = page(two, figures=[figure("1", "2024-06-30", "a"), figure("1", "2024-06-30", "b")])
    headings = [block.text for block in made.blocks if isinstance(block, Heading) and block.level == 2]
    assert headings == ["1. Kinh tế", "2. Nội dung"]
    made = page(two, figures=[figure("1", "2024-06-30", "b")])
    assert [block.text for block in made.blocks if isinstance(block, Heading) and block.level == 2] == ["Nội dung"]


def test_the_only_section_of_a_plan_needs_no_heading_below_that_of_the_chapter() -> None:
    made = page(plan(indicator(id="a")), figures=[figure("1", "2024-06-30", "a")])
    assert [block.text for block in made.blocks if isinstance(block, Heading) and block.level == 2] == []


@pytest.mark.parametrize(
    ("title", "unit", "words", "subject", "opening", "symbol"),
    [
        (
            "Kế hoạch phát triển kinh tế - xã hội năm 2024",
            Unit("x", "phường X", "Ủy ban nhân dân phường X"),
            None,
            "phát triển kinh tế - xã hội tháng 6 năm 2024 trên địa bàn phường X",
            "của UBND phường X về phát triển kinh tế - xã hội năm 2024, UBND phường X báo cáo",
            "/BC-UBND",
        ),
        (
            "Nghị quyết nhiệm vụ năm 2024",
            Unit("x", "xã X"),
            None,
            "nhiệm vụ tháng 6 năm 2024 trên địa bàn xã X",
            "Nghị quyết số …/NQ-HĐND ngày … của HĐND xã X về nhiệm vụ năm 2024, UBND xã X báo cáo",
            "/BC-UBND",
        ),
        (
            "Nghị quyết HĐND huyện năm 2024",
            Unit("x", "huyện X"),
            None,
            "nghị quyết HĐND huyện tháng 6 năm 2024 trên địa bàn huyện X",
            "Nghị quyết số …/NQ-HĐND ngày … của HĐND huyện X năm 2024, UBND huyện X báo cáo",
            "/BC-UBND",
        ),
        (
            "Kế hoạch của UBND xã X về phát triển kinh tế - xã hội năm 2024",
            Unit("x", "xã X"),
            None,
            "kế hoạch của UBND xã X về phát triển kinh tế - xã hội tháng 6 năm 2024 trên địa bàn xã X",
            "Kế hoạch số …/KH-UBND ngày … của UBND xã X về phát triển kinh tế - xã hội năm 2024, UBND xã X báo cáo",
            "/BC-UBND",
        ),
        (
            "Chỉ tiêu công tác Hội năm 2024",
            Unit("x", "Hội Nông dân xã X"),
            None,
            "chỉ tiêu công tác Hội tháng 6 năm 2024 của Hội Nông dân xã X",
            "Kế hoạch số …/KH ngày … của Hội Nông dân xã X (Chỉ tiêu công tác Hội năm 2024), Hội Nông dân xã X báo cáo",
            "/BC",
        ),
        (
            "Kế hoạch năm 2024",
            Unit("x", "xã X"),
            ReportWords("nhiệm vụ phát triển kinh tế - xã hội", "Đảng ủy xã X", "BC-ĐU"),
            "nhiệm vụ phát triển kinh tế - xã hội tháng 6 năm 2024 trên địa bàn xã X",
            "Đảng ủy xã X báo cáo",
            "/BC-ĐU",
        ),
        (
            "Kế hoạch phát triển KT-XH 5 năm 2021-2025",
            Unit("x", "xã X"),
            None,
            "phát triển KT-XH tháng 6 năm 2024 trên địa bàn xã X",
            "của UBND xã X về phát triển KT-XH 5 năm 2021-2025, UBND xã X báo cáo",
            "/BC-UBND",
        ),
        (
            "Kế hoạch thực hiện các chỉ tiêu 6 tháng cuối năm 2024",
            Unit("x", "xã X"),
            None,
            "các chỉ tiêu tháng 6 năm 2024 trên địa bàn xã X",
            "của UBND xã X về thực hiện các chỉ tiêu 6 tháng cuối năm 2024, UBND xã X báo cáo",
            "/BC-UBND",
        ),
        (
            "Kế hoạch số 12/KH-UBND ngày 10/01/2024 về Phát động phong trào thi đua năm 2024 của UBND xã X",
            Unit("x", "xã X"),
            None,
            "phong trào thi đua tháng 6 năm 2024 trên địa bàn xã X",
            "Kế hoạch số …/KH-UBND ngày … của UBND xã X về phát động phong trào thi đua năm 2024, UBND xã X báo cáo",
            "/BC-UBND",
        ),
        (
            "Kế hoạch của UBND xã thực hiện Nghị quyết số 05-NQ/ĐU năm 2024",
            Unit("x", "xã X"),
            None,
            "kế hoạch của UBND xã thực hiện Nghị quyết số 05-NQ/ĐU tháng 6 năm 2024 trên địa bàn xã X",
            "của UBND xã X về thực hiện Nghị quyết số 05-NQ/ĐU năm 2024, UBND xã X báo cáo",
            "/BC-UBND",
        ),
    ],
)
def test_reports_say_what_they_are_about_and_who_speaks(
    title: str, unit: Unit, words: ReportWords | None, subject: str, opening: str, symbol: str
) -> None:
    made = page(plan(indicator())._replace(title=title, unit=unit, report=words))
    assert made.frame is not None
    assert made.frame.subject == f"Kết quả thực hiện {subject}"
    assert made.frame.symbol == symbol
    assert any(isinstance(block, Paragraph) and opening in block.text for block in made.blocks)


@pytest.mark.parametrize(
    ("name", "issuer", "where"),
    [
        ("xã Đắk La", "Ủy ban nhân dân xã Đắk La", "trên địa bàn xã Đắk La"),
        ("UBND xã Đắk La", "Ủy ban nhân dân xã Đắk La", "trên địa bàn xã Đắk La"),
        ("Thị trấn Đắk Hà", "Ủy ban nhân dân thị trấn Đắk Hà", "trên địa bàn thị trấn Đắk Hà"),
        ("Xã đoàn Đắk La", "Xã đoàn Đắk La", "của Xã đoàn Đắk La"),
        ("xã Đoàn Kết", "Ủy ban nhân dân xã Đoàn Kết", "trên địa bàn xã Đoàn Kết"),
        ("BHXH huyện Đắk Hà", "BHXH huyện Đắk Hà", "của BHXH huyện Đắk Hà"),
        ("Thôn 3", "Thôn 3", "của Thôn 3"),
    ],
)
def test_a_peoples_committee_speaks_for_an_area_and_for_nothing_else(name: str, issuer: str, where: str) -> None:
    made = page(plan(indicator())._replace(title="Kế hoạch công tác năm 2024", unit=Unit("x", name)))
    assert made.frame is not None
    assert (made.frame.issuer, made.frame.subject.endswith(f"2024 {where}")) == (issuer, True)


def test_overdue_work_without_progress_has_no_note_in_the_annex() -> None:
    held = progress("100", "2024-06-01", "xong", "bien-ban.pdf")
    work = [WorkStanding(WorkItem(f"w{at}", f"Việc {at}"), str(at), held, WorkState.DONE) for at in range(6)]
    work.append(WorkStanding(WorkItem("late", "Việc trễ", due=JUNE.start), "7", None, WorkState.OVERDUE))
    card = score(office_plan(), Window.until(JUNE, date(2025, 1, 31)), FIGURES)
    table = Digest(card, None, (), (), {}, work=work).work_table()
    assert table is not None
    assert table.texts(-1) == [*["xong; minh chứng: bien-ban.pdf"] * 6, ""]
