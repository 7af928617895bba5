"""The official paper in Word, measured from the file: Nghị định 30/2020/NĐ-CP, Phụ lục I, to millimetre and point."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx.oxml.ns import qn

from make_base_docx import base_paper
from render.paper import FRAME, PAPER
from render.word_reading import (
    alignment,
    following,
    foot_texts,
    found,
    is_bold,
    is_italic,
    line_length,
    measure,
    millimetres,
    paragraphs,
    part,
    points,
    read,
    texts,
    words_of,
)
from thidua_cli.render.document import Blank, Block, Document, Frame, Heading, Paragraph
from thidua_cli.render.word import BASE, to_bytes
from thidua_cli.render.word_pieces import longest_word, width_of

CONTENT = to_bytes(PAPER)
FILE = read(CONTENT)
UPRIGHT, WIDE, LAST = FILE.sections


def test_every_sheet_is_a4_with_the_margins_of_the_decree() -> None:
    assert [section.orientation.name for section in FILE.sections] == ["PORTRAIT", "LANDSCAPE", "PORTRAIT"]
    for section in FILE.sections:
        sheet = [millimetres(section.page_width), millimetres(section.page_height)]
        assert sorted(sheet) == [pytest.approx(210, abs=0.02), pytest.approx(297, abs=0.02)]
        assert 20 <= millimetres(section.top_margin) <= 25
        assert 20 <= millimetres(section.bottom_margin) <= 25
        assert 30 <= millimetres(section.left_margin) <= 35
        assert 15 <= millimetres(section.right_margin) <= 20
    assert WIDE.page_width is not None
    assert WIDE.page_height is not None
    assert WIDE.page_width > WIDE.page_height


def test_page_numbers_stand_in_the_middle_of_the_top_margin_and_not_on_page_one() -> None:
    assert UPRIGHT.different_first_page_header_footer
    assert not UPRIGHT.first_page_header._has_definition
    for section in (WIDE, LAST):
        assert not section.different_first_page_header_footer
    for section in FILE.sections:
        line = section.header.paragraphs[0]
        assert [field.get(qn("w:instr")).strip() for field in line._p.iter(qn("w:fldSimple"))] == ["PAGE"]
        assert alignment(line) == "CENTER"
        assert line.style is not None
        assert line.style.font.size is not None
        assert 13 <= line.style.font.size.pt <= 14
        assert 0 < millimetres(section.header_distance) < millimetres(section.top_margin)
        assert not section._sectPr.xpath("./w:pgNumType")


def test_times_new_roman_and_black_are_the_only_font_and_colour() -> None:
    everything = part(CONTENT, "word/styles.xml") + part(CONTENT, "word/document.xml")
    assert set(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="((?!vi-VN)[^"]*)"', everything)) == {"Times New Roman"}
    assert set(re.findall(r'<w:color [^>]*w:val="([^"]*)"', everything)) == {"000000"}
    defaults = re.search(r"<w:rPrDefault>.*?</w:rPrDefault>", everything, re.DOTALL)
    assert defaults is not None
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{script}="Times New Roman"' in defaults.group()
    assert "Theme" not in everything


@pytest.mark.parametrize(
    ("start", "least", "most", "bold", "italic", "where"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, True, False, "CENTER"),
        ("Độc lập - Tự do - Hạnh phúc", 13, 14, True, False, "CENTER"),
        ("UBND HUYỆN ĐẮK HÀ", 12, 13, False, False, "CENTER"),
        ("ỦY BAN NHÂN DÂN", 12, 13, True, False, "CENTER"),
        ("XÃ ĐẮK LA", 12, 13, True, False, "CENTER"),
        ("Số:          /BC-UBND", 13, 13, False, False, "CENTER"),
        ("Đắk La, ngày … tháng 7 năm 2024", 13, 14, False, True, "CENTER"),
        ("BÁO CÁO", 13, 14, True, False, "CENTER"),
        ("Kết quả thực hiện phong trào", 13, 14, True, False, "CENTER"),
        ("Kính gửi:", 13, 14, False, False, "LEFT"),
        ("Căn cứ Kế hoạch số 74", 13, 14, False, True, "JUSTIFY"),
        ("Thực hiện Kế hoạch thi đua", 13, 14, False, False, "JUSTIFY"),
        ("I. KẾT QUẢ THỰC HIỆN", 13, 14, True, False, "JUSTIFY"),
        ("1. Các chỉ tiêu kinh tế", 13, 14, True, False, "JUSTIFY"),
        ("a) Nông nghiệp", 13, 14, False, False, "JUSTIFY"),
        ("- Tổng đàn gia súc", 13, 14, False, False, "JUSTIFY"),
        ("Nơi nhận:", 12, 12, True, True, "LEFT"),
        ("- Như trên;", 11, 11, False, False, "LEFT"),
        ("- Lưu: VT, VP.", 11, 11, False, False, "LEFT"),
        ("TM. ỦY BAN NHÂN DÂN", 13, 14, True, False, "CENTER"),
        ("PHÓ CHỦ TỊCH", 13, 14, True, False, "CENTER"),
        ("Trần Văn Tâm", 13, 14, True, False, "CENTER"),
    ],
)
def test_each_element_has_its_size_weight_slope_and_place(
    start: str, least: int, most: int, bold: bool, italic: bool, where: str
) -> None:
    paragraph = found(FILE, start)
    assert least <= points(paragraph) <= most
    assert (is_bold(paragraph), is_italic(paragraph), alignment(paragraph)) == (bold, italic, where)


@pytest.mark.parametrize("start", ["Thực hiện Kế hoạch thi đua", "Căn cứ", "I. KẾT", "1. Các", "a) Nông", "- Tổng đàn"])
def test_running_text_has_the_indent_spacing_and_line_pitch_of_the_decree(start: str) -> None:
    paragraph = found(FILE, start)
    assert 10 <= millimetres(measure(paragraph, "first_line_indent")) <= 12.7
    assert measure(paragraph, "space_after").pt >= 6
    assert 1 <= measure(paragraph, "line_spacing") <= 1.5


def test_the_line_under_the_motto_is_as_long_as_the_motto() -> None:
    motto = found(FILE, "Độc lập")
    room = int(motto._p.xpath("./ancestor::w:tc/w:tcPr/w:tcW/@w:w")[0])
    length = line_length(following(FILE, "Độc lập"), room)
    assert abs(length - width_of(motto.text, 26, bold=True)) <= 1


@pytest.mark.parametrize(
    ("start", "longest", "size"),
    [
        ("XÃ ĐẮK LA", "ỦY BAN NHÂN DÂN", 26),
        ("Kết quả", "Kết quả thực hiện phong trào thi đua yêu nước 6 tháng đầu năm 2024", 26),
    ],
)
def test_the_lines_under_issuer_and_subject_are_a_third_to_a_half_of_the_text(
    start: str, longest: str, size: int
) -> None:
    cell = found(FILE, start)._p.xpath("./ancestor::w:tc/w:tcPr/w:tcW/@w:w")
    length = line_length(following(FILE, start), int(cell[0]) if cell else 165 * 1440 * 10 // 254)
    assert 1 / 3 <= length / width_of(longest, size, bold=True) <= 1 / 2


@pytest.mark.parametrize(
    "period", ["tháng 6 năm 2024", "quý II năm 2024", "6 tháng đầu năm 2024", "9 tháng năm 2024", "năm 2024"]
)
def test_a_subject_too_long_for_two_such_lines_breaks_before_its_period(period: str) -> None:
    what = "Đính chính số liệu báo cáo kết quả thực hiện kế hoạch phong trào thi đua yêu nước"
    lines = what, f"{period} trên địa bàn xã Đắk La"
    file = read(to_bytes(PAPER._replace(frame=FRAME._replace(subject=" ".join(lines)))))
    assert "\n".join(lines) in [one.text.replace("\u00a0", " ") for one in file.paragraphs]


def test_a_long_subject_breaks_before_its_area() -> None:
    subject = "Kết quả thực hiện phong trào thi đua yêu nước 6 tháng đầu năm 2024 trên địa bàn xã Đắk La"
    file = read(to_bytes(PAPER._replace(frame=FRAME._replace(subject=subject))))
    assert found(file, "Kết quả").text.endswith("năm 2024\ntrên địa bàn xã Đắk La")
    short = read(to_bytes(PAPER._replace(frame=FRAME._replace(subject="Kết quả trên địa bàn xã"))))
    assert found(short, "Kết quả").text == "Kết quả trên địa bàn xã"


def test_a_town_named_in_short_is_not_torn_from_its_name() -> None:
    file = read(to_bytes(PAPER._replace(frame=FRAME._replace(issuer="Hội Nông dân TP Thái Nguyên"))))
    assert [found(file, text).text for text in ("HỘI", "TP")] == ["HỘI NÔNG DÂN", "TP THÁI NGUYÊN"]


def test_the_national_title_fits_on_one_line_beside_the_issuer() -> None:
    title = found(FILE, "CỘNG HÒA")
    room = int(title._p.xpath("./ancestor::w:tc/w:tcPr/w:tcW/@w:w")[0])
    assert width_of(title.text, 26, bold=True) < room
    for name in ("UBND HUYỆN ĐẮK HÀ", "ỦY BAN NHÂN DÂN", "XÃ ĐẮK LA"):
        cell = int(found(FILE, name)._p.xpath("./ancestor::w:tc/w:tcPr/w:tcW/@w:w")[0])
        assert width_of(name, 26, bold=True) <= cell
        assert cell + room == pytest.approx(165 * 1440 / 25.4, abs=2)


def test_several_addressees_stand_one_per_line_with_their_dashes_below_the_colon() -> None:
    to = found(FILE, "Kính gửi:")
    lines = [paragraph for paragraph in paragraphs(FILE) if paragraph.text.startswith("-\t")]
    assert [line.text for line in lines] == [
        "-\tỦy ban nhân dân huyện Đắk Hà;",
        "-\tPhòng Nội vụ huyện Đắk Hà;",
        "-\tThường trực Đảng ủy xã Đắk La.",
    ]
    colon = to.paragraph_format.left_indent + width_of("Kính gửi", 26) * 635
    for line in lines:
        dash = line.paragraph_format.left_indent + line.paragraph_format.first_line_indent
        assert abs(dash - colon) <= 635


def test_one_addressee_stands_on_the_line_of_kinh_gui_and_none_leaves_it_out() -> None:
    one = read(to_bytes(PAPER._replace(frame=FRAME._replace(addressees=("UBND huyện Đắk Hà",)))))
    assert "Kính gửi: UBND huyện Đắk Hà" in texts(one)
    none = texts(read(to_bytes(PAPER._replace(frame=FRAME._replace(addressees=())))))
    assert not any(text.startswith("Kính gửi") for text in none)
    assert "- Như trên;" not in none


def test_bases_end_with_a_semicolon_and_the_last_with_a_full_stop() -> None:
    bases = [text for text in texts(FILE) if text.startswith("Căn cứ")]
    assert [text[-2:] for text in bases] == ["à;", "4."]


@pytest.mark.parametrize(
    ("recipients", "addressees", "lines"),
    [
        ((), (), ["- Lưu: VT, VP."]),
        (("A; ", "- B"), ("C",), ["- Như trên;", "- A;", "- B;", "- Lưu: VT, VP."]),
        (("Như trên", "Lưu: VT, TĐKT", "A"), ("C",), ["- Như trên;", "- A;", "- Lưu: VT, TĐKT."]),
    ],
)
def test_recipients_begin_with_as_above_and_end_with_the_archive(
    recipients: tuple[str, ...], addressees: tuple[str, ...], lines: list[str]
) -> None:
    assert Frame(recipients=recipients, addressees=addressees).recipient_lines() == lines


def test_the_signature_stands_right_of_the_recipients_with_room_to_sign_on_one_page() -> None:
    row = found(FILE, "Nơi nhận:")._p.xpath("./ancestor::w:tr")[0]
    cells = row.xpath("./w:tc")
    assert "Nơi nhận:" in words_of(cells[0])
    assert "Trần Văn Tâm" in words_of(cells[1])
    assert row.xpath("./w:trPr/w:cantSplit")
    space = found(FILE, "Trần Văn Tâm").paragraph_format.space_before
    assert space is not None
    assert space.pt >= 60


def test_what_the_office_writes_itself_is_left_as_dotted_lines() -> None:
    blanks = [paragraph for paragraph in paragraphs(FILE) if paragraph._p.xpath(".//w:tab[@w:leader='dot']")]
    assert len(blanks) == 7
    stop = blanks[0].paragraph_format.tab_stops[0]
    assert millimetres(stop.position) == pytest.approx(165, abs=0.1)


def test_a_frame_without_anything_leaves_blanks_for_the_clerk() -> None:
    words = texts(read(to_bytes(Document("Đầu đề", (Paragraph("Một câu."),), frame=Frame()))))
    assert "Số:          " in words
    assert any(text.startswith("………, ngày") for text in words)
    assert "Đầu đề" in words


def test_the_last_line_is_the_anchor_of_the_ledger_in_one_run() -> None:
    last = found(FILE, PAPER.closing[0])
    assert texts(FILE)[-1] == PAPER.closing[0]
    assert len(last.runs) == 1


def test_the_last_line_stands_on_the_page_of_the_signature() -> None:
    row = found(FILE, PAPER.closing[0])._p.xpath("./ancestor::w:tr")[0]
    above = row.getprevious()
    assert "Trần Văn Tâm" in words_of(above)
    assert all(line.xpath("./w:pPr/w:keepNext") for line in above.iter(qn("w:p")))


def test_the_last_chapter_to_be_written_goes_with_the_signature() -> None:
    blocks = (Paragraph("Một câu."), Heading("I. Kiến nghị"), Blank(2), Paragraph("Trên đây là báo cáo./."))
    file = read(to_bytes(PAPER._replace(blocks=blocks)))
    paragraphs = [element for element in file.element.body if element.tag == qn("w:p")]
    end = next(at for at, one in enumerate(paragraphs) if "Trên đây" in words_of(one))
    assert [bool(one.xpath("./w:pPr/w:keepNext")) for one in paragraphs[end - 4 : end + 1]] == [
        False,
        False,
        *[True] * 3,
    ]
    assert paragraphs[end - 3].xpath("./w:pPr/w:pStyle/@w:val") == ["Heading1"]


def test_a_signed_paper_has_nothing_at_the_foot_of_its_sheets() -> None:
    assert foot_texts(FILE) == []


def test_a_document_without_a_frame_is_a_clean_page_with_its_title() -> None:
    file = read(to_bytes(Document("Đầu đề", (Paragraph("Một câu."),), ("Cuối.",))))
    assert texts(file) == ["Đầu đề", "Một câu."]
    assert foot_texts(file) == ["Cuối."]
    assert len(file.sections) == 1
    assert file.sections[0].orientation.name == "PORTRAIT"
    assert file.sections[0].different_first_page_header_footer


def test_a_text_is_as_wide_as_the_font_says() -> None:
    assert width_of("", 28) == 0
    assert width_of("0", 28) == 140
    assert width_of("ế", 28) == width_of("e", 28)
    assert width_of("ơ", 28) > width_of("o", 28)
    assert width_of("漢", 28) == 280
    assert longest_word("a 12.345 b", 24) == width_of("12.345", 24)


def test_the_base_paper_is_what_its_tool_makes() -> None:
    with zipfile.ZipFile(BASE) as kept, zipfile.ZipFile(io.BytesIO(base_paper())) as made:
        assert kept.namelist() == made.namelist()
        assert [kept.read(name) for name in kept.namelist()] == [made.read(name) for name in made.namelist()]


def test_no_heading_is_the_last_of_the_paragraphs_that_libreoffice_takes_for_a_page_at_first() -> None:
    for lines in range(40):
        blocks: tuple[Block, ...] = (
            *[Paragraph("Một câu.")] * lines,
            Heading("I. Mục"),
            Blank(2),
            Heading("II. Mục"),
            Blank(2),
        )
        body = read(to_bytes(PAPER._replace(blocks=blocks))).element.body
        last = list(body)[18::21]
        assert not any(words_of(element).startswith(("I. ", "II. ")) for element in last)
