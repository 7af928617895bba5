"""The office's own Word template: placeholders by exact name, over several runs, texts, lines and blocks in place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from docx import Document as open_word
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from make_word_template import TARGET, starting_template
from render.paper import PAPER, SMALL_TABLE
from render.sample import TABLE
from render.word_reading import found, is_bold, measure, part, points, read, texts, widths
from thidua_cli.errors import InvalidInput
from thidua_cli.render.document import Cell, Document, Heading, Listing, Paragraph, Row, Tone
from thidua_cli.render.word_pieces import w
from thidua_cli.render.word_template import from_template, offer_of

GUIDE = Path(__file__).parents[2] / "docs" / "mau-word.md"
DOCUMENT = PAPER
FACTS = {"ky": "tháng 6 năm 2024", "so-chi-tieu-dat": "3", "ho-ngheo.thuc-hien": "3,51"}


def template(*lines: str, change: Callable[[WordFile], object] = lambda file: None) -> bytes:
    """A letterhead with these paragraphs, changed at will."""
    file = open_word()
    for line in lines:
        file.add_paragraph(line)
    change(file)
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def filled(
    *lines: str,
    change: Callable[[WordFile], object] = lambda file: None,
    paper: Document = DOCUMENT,
    facts: Mapping[str, str] = FACTS,
) -> WordFile:
    return read(from_template(paper, template(*lines, change=change), "mau.docx", facts))


def refused(*lines: str, change: Callable[[WordFile], object] = lambda file: None) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        filled(*lines, change=change)
    return caught.value


def test_texts_are_replaced_in_place_by_exact_name() -> None:
    words = texts(filled("Kỳ: {{ky}}; đạt {{ so-chi-tieu-dat }}, hộ nghèo {{ho-ngheo.thuc-hien}}%.", "{{nguoi-ky}}"))
    assert words == ["Kỳ: tháng 6 năm 2024; đạt 3, hộ nghèo 3,51%.", "Trần Văn Tâm"]


def test_a_name_in_capitals_gives_capitals() -> None:
    assert texts(filled("{{TRICH-YEU}} {{NGUOI-KY}}"))[-1].endswith("TRẦN VĂN TÂM")


def test_the_place_of_a_body_is_held_together() -> None:
    assert texts(filled("{{CO-QUAN}}")) == ["ỦY BAN NHÂN DÂN XÃ\u00a0ĐẮK\u00a0LA"]


def test_a_placeholder_that_word_has_split_over_runs_is_found_and_keeps_the_look_around_it() -> None:
    def split(file: WordFile) -> None:
        paragraph = file.add_paragraph()
        for piece, bold in (
            ("Kỳ {", False),
            ("{", True),
            ("k", True),
            ("y}", True),
            ("} và {{ky", False),
            ("}}.", True),
        ):
            paragraph.add_run(piece).bold = bold

    line = found(filled(change=split), "Kỳ")
    assert line.text == "Kỳ tháng 6 năm 2024 và tháng 6 năm 2024."
    assert [(run.text, run.bold) for run in line.runs if run.text] == [
        ("Kỳ tháng 6 năm 2024", False),
        (" và tháng 6 năm 2024", False),
        (".", True),
    ]


def test_headers_footers_tables_and_text_boxes_are_filled_too() -> None:
    def change(file: WordFile) -> None:
        file.sections[0].header.paragraphs[0].text = "{{ky}}"
        file.sections[0].footer.paragraphs[0].text = "{{nguoi-ky}}"
        file.sections[0].different_first_page_header_footer = True
        file.sections[0].first_page_header.paragraphs[0].text = "{{ten-loai}}"
        file.add_table(1, 1).cell(0, 0).text = "{{noi-nhan}}"

    file = filled(change=change)
    section = file.sections[0]
    assert section.header.paragraphs[0].text == "tháng 6 năm 2024"
    assert section.first_page_header.paragraphs[0].text == "BÁO CÁO"
    assert section.footer.paragraphs[0].text == "Trần Văn Tâm"
    assert [line.text for line in file.tables[0].cell(0, 0).paragraphs][:2] == [
        "- Như trên;",
        "- Phòng Nội vụ huyện (b/c);",
    ]


def test_lines_and_blocks_take_the_look_of_their_placeholder() -> None:
    def change(file: WordFile) -> None:
        for name in ("{{can-cu}}", "{{noi-dung}}"):
            paragraph = file.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(7)
            letters = paragraph.add_run(name)
            letters.font.size, letters.font.name = Pt(13), "Arial"
            letters._r.get_or_add_rPr().append(w("szCs", val=26))
            paragraph.paragraph_format.page_break_before = name == "{{noi-dung}}"

    blocks = (Heading("I. Kết quả"), Heading("1. Mục", 2), Paragraph("Một câu."), Listing(("a",)), SMALL_TABLE)
    file = filled(change=change, paper=DOCUMENT._replace(blocks=(*blocks, Paragraph("Đậm.", Tone.STRONG))))
    for start in ("Căn cứ Kế hoạch", "I. KẾT QUẢ", "1. Mục", "Một câu.", "- a"):
        assert points(found(file, start)) == 13
        assert measure(found(file, start), "space_after") == Pt(7)
        assert found(file, start).runs[0].font.name == "Arial"
    assert [is_bold(found(file, start)) for start in ("I. KẾT", "1. Mục", "Một câu", "Đậm.")] == [
        True,
        True,
        False,
        True,
    ]
    assert points(found(file, "Trạm Y tế")) == 11
    assert found(file, "Trạm Y tế").runs[0].font.name == "Arial"
    assert not any("{{" in text for text in texts(file))
    assert not file.element.body.xpath(".//w:pageBreakBefore[not(@w:val='0')]")
    assert not file.element.body.xpath(".//w:rPr[count(w:szCs) > 1]")


def test_blocks_stand_where_their_placeholder_stood() -> None:
    words = texts(filled("Trước", "{{noi-dung}}", "Sau", paper=DOCUMENT._replace(blocks=(Paragraph("Giữa"),))))
    assert words == ["Trước", "Giữa", "Sau"]


def test_only_the_tables_can_be_asked_for() -> None:
    words = texts(filled("{{bang}}", paper=DOCUMENT._replace(blocks=(Paragraph("Câu"), SMALL_TABLE))))
    assert words[0] == "Đơn vị"
    assert "Câu" not in words


def test_a_wide_table_turns_its_page_and_gives_the_letterhead_back_afterwards() -> None:
    def change(file: WordFile) -> None:
        section = file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.header.paragraphs[0].text = "Đầu trang"
        section.different_first_page_header_footer = True
        file.add_paragraph("{{noi-dung}}")
        file.add_paragraph("Cuối")

    file = filled("Đầu", change=change, paper=DOCUMENT._replace(blocks=(TABLE,)))
    assert [section.orientation.name for section in file.sections] == ["PORTRAIT", "LANDSCAPE", "PORTRAIT"]
    assert [section.different_first_page_header_footer for section in file.sections] == [True, False, False]
    assert [section.header.paragraphs[0].text for section in file.sections] == ["Đầu trang"] * 3
    room = (297 - 50) * 1440 / 25.4
    assert sum(widths(file.tables[0]._tbl)) == pytest.approx(room, abs=12)


def test_a_template_that_lies_on_its_side_already_is_not_turned() -> None:
    def change(file: WordFile) -> None:
        section = file.sections[0]
        section.page_width, section.page_height = Mm(297), Mm(210)

    file = filled("{{noi-dung}}", change=change, paper=DOCUMENT._replace(blocks=(TABLE,)))
    assert len(file.sections) == 1


def test_a_template_without_measures_of_its_page_becomes_an_a4_one() -> None:
    def change(file: WordFile) -> None:
        section = file.element.body.sectPr
        for child in list(section):
            section.remove(child)

    file = filled("{{noi-dung}}", change=change, paper=DOCUMENT._replace(blocks=(TABLE,)))
    assert [section.page_width.mm > 290 for section in file.sections] == [False, True, False]  # type: ignore[union-attr]


def test_what_is_put_in_is_never_searched_again() -> None:
    table = SMALL_TABLE._replace(rows=(Row((Cell("{{nguoi-ky}}"), Cell("{{x}}"))),))
    paper = DOCUMENT._replace(blocks=(Paragraph("{{ky}} {{lạ}}"), table))
    words = texts(filled("{{ky}}", "{{noi-dung}}", paper=paper, facts={"ky": "{{nguoi-ky}}"}))
    assert words[:2] == ["{{nguoi-ky}}", "{{ky}} {{lạ}}"]
    assert "{{x}}" in words


def test_markup_and_controls_in_a_value_stay_text() -> None:
    assert texts(filled("{{ky}}", facts={"ky": 'A & <b> "c"\n\x00d'})) == ['A & <b> "c"\n\ufffdd']


def test_an_unknown_name_is_refused_with_the_nearest_and_all_known_ones() -> None:
    error = refused("{{ki}} {{nguoi_ky}}", "{{khong-co}}")
    sentences = [fault.sentence for fault in error.faults]
    assert "không có {{nguoi_ky}}; có phải {{nguoi-ky}}?" in sentences
    assert any("{{khong-co}}" in sentence for sentence in sentences)
    for name in ("tieu-de", "noi-dung", "bang", "noi-nhan", "nguoi-ky", "ky", "so-chi-tieu-dat"):
        assert re.search(rf"\b{name}\b", error.hint)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a {{noi-dung}}", "phải đứng riêng một đoạn"),
        ("{{can-cu}}{{ky}}", "phải đứng riêng một đoạn"),
        ("{{ky", "không thành cặp"),
        ("ky}} {{ky}}", "không thành cặp"),
        ("{{}}", "không có {{}}"),
    ],
)
def test_a_placeholder_in_the_wrong_shape_is_refused(line: str, reason: str) -> None:
    assert any(reason in fault.sentence for fault in refused(line).faults)


def test_blocks_inside_a_table_or_header_are_refused() -> None:
    in_table = refused(change=lambda file: setattr(file.add_table(1, 1).cell(0, 0), "text", "{{noi-dung}}"))
    assert "ở thân văn bản" in in_table.faults[0].sentence
    in_header = refused(change=lambda file: setattr(file.sections[0].header.paragraphs[0], "text", "{{bang}}"))
    assert "ở thân văn bản" in in_header.faults[0].sentence


def test_a_template_without_any_placeholder_is_refused() -> None:
    assert "không có chỗ điền" in refused("Giấy tiêu đề").sentence


def test_the_same_template_and_figures_give_the_same_bytes() -> None:
    given = template("{{ky}}", "{{noi-dung}}", "{{doi-chieu}}")
    assert from_template(DOCUMENT, given, "m", FACTS) == from_template(DOCUMENT, given, "m", FACTS)


def test_a_placeholder_that_ends_a_section_leaves_the_section_whole() -> None:
    def change(file: WordFile) -> None:
        file.add_paragraph("{{noi-dung}}")
        file.add_section()
        file.add_paragraph("Phần sau")

    file = filled(change=change, paper=DOCUMENT._replace(blocks=(Paragraph("Thân"),)))
    assert len(file.sections) == 2
    assert texts(file) == ["Thân", "Phần sau"]


def test_the_starting_template_is_current_and_takes_a_whole_paper() -> None:
    assert TARGET.read_bytes() == starting_template(), "renew it with: python tools/make_word_template.py"
    file = read(from_template(PAPER, TARGET.read_bytes(), "mau-bao-cao.docx"))
    assert not any("{{" in text for text in texts(file))
    for start in (
        "BÁO CÁO",
        "- Phòng Nội vụ huyện Đắk Hà;",
        "I. KẾT QUẢ",
        "- Như trên;",
        "TM. ỦY BAN",
        "Trần Văn Tâm",
        "Sổ số",
    ):
        assert found(file, start)


def test_the_guide_names_every_placeholder_and_no_other() -> None:
    listed = set(re.findall(r"\{\{([a-z-]+)\}\}", GUIDE.read_text("utf-8")))
    from thidua_cli.pages.report import COUNTS

    facts = set(COUNTS.values()) | {
        "ky", "nam", "don-vi", "so-lieu-den-ngay", "nhan-xet-chung",
        "so-chi-tieu", "so-chi-tieu-co-so-lieu", "so-chi-tieu-so-cu", "so-chi-tieu-dat-va-vuot",
    }  # fmt: skip
    assert listed == set().union(*offer_of(Document("", ()))) | facts


def test_text_boxes_are_filled_and_their_paragraph_around_them_is_not_torn() -> None:
    box = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Ô {{ky}}'
        "</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )

    def change(file: WordFile) -> None:
        from docx.oxml.parser import parse_xml

        paragraph = file.add_paragraph("Ngoài {{nguoi-ky}}")
        paragraph._p.append(parse_xml(box))

    words = [text.text for text in filled(change=change).element.body.iter(qn("w:t"))]
    assert words == ["Ngoài Trần Văn Tâm", "Ô tháng 6 năm 2024"]


def test_the_template_word_was_made_with_is_forgotten() -> None:
    given = template("{{ky}}")
    link = (
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'attachedTemplate" Target="http://example.invalid/x.dotm" TargetMode="External"/>'
    )
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{link}</Relationships>'
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/_rels/settings.xml.rels", rels)
    made = from_template(DOCUMENT, changed.getvalue(), "m", FACTS)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not any(b"example.invalid" in archive.read(name) for name in archive.namelist())
    assert "attachedTemplate" not in part(made, "word/settings.xml")


def with_part(content: bytes, kind: str, xml: str) -> bytes:
    """A template with one more part: footnotes, endnotes."""
    made = io.BytesIO()
    types = f'<Override PartName="/word/{kind}.xml" ContentType="{WML}.{kind}+xml"/></Types>'
    relation = f'<Relationship Id="rId99" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml":
                text = text.replace(b"</Types>", types.encode())
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", relation.encode())
            new.writestr(name, text)
        new.writestr(f"word/{kind}.xml", xml)
    return made.getvalue()


WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_notes_are_filled_in_too(kind: str) -> None:
    note = kind[:-1]
    runs = "<w:r><w:t>hết {{k</w:t></w:r><w:r><w:t>y}}</w:t></w:r>"
    xml = f'<w:{kind} {W}><w:{note} w:id="1"><w:p>{runs}</w:p></w:{note}></w:{kind}>'
    made = from_template(DOCUMENT, with_part(template("{{ky}}"), kind, xml), "mau.docx", FACTS)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        words = re.sub(r"<[^>]+>", "", archive.read(f"word/{kind}.xml").decode())
    assert words.strip() == "hết tháng 6 năm 2024"
    with pytest.raises(InvalidInput):
        from_template(DOCUMENT, with_part(template("{{ky}}"), kind, xml.replace("y}}", "hong-co}}")), "mau.docx", FACTS)


def test_comments_are_filled_in_too() -> None:
    def commented(file: WordFile) -> None:
        file.add_comment(file.paragraphs[0].runs, text="xem {{ky}}")

    made = filled("{{ky}}", change=commented)
    assert [comment.text for comment in made.comments] == ["xem tháng 6 năm 2024"]


@pytest.mark.parametrize(
    "xml",
    [
        '<w:bookmarkEnd {} w:id="1"/>',
        "<w:sdt {}><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
        '<w:commentRangeEnd {} w:id="1"/>',
        '<w:proofErr {} w:type="spellEnd"/>',
        '<w:permEnd {} w:id="1"/>',
        '<w:customXml {} w:element="x"><w:p/></w:customXml>',
        '<w:moveFromRangeEnd {} w:id="1"/>',
        '<w:ins {} w:id="1" w:author="a"/>',
        '<m:oMathPara xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>',
        "<!-- ghi chú -->",
        "<?mso x?>",
    ],
)
def test_ordinary_elements_of_word_may_follow_the_body(xml: str) -> None:
    def followed(file: WordFile) -> None:
        from lxml import etree  # type: ignore[import-untyped]

        root = etree.fromstring(f"<a>{xml.format(W)}</a>")
        file.element.body.insert(-1, next(iter(root)))

    assert len(texts(filled("{{noi-dung}}", change=followed))) > len(PAPER.blocks)


@pytest.mark.parametrize(
    "xml",
    [
        '<w:p {}><w:del w:id="1" w:author="a"><w:r><w:delText>{{{{ky}}}}</w:delText></w:r></w:del></w:p>',
        '<w:p {}><w:fldSimple w:instr="REF {{{{ky}}}}"/></w:p>',
        '<w:sdt {}><w:sdtPr><w:alias w:val="{{{{ky}}}}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>',
        '<m:t xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{{{{ky}}}}</m:t>',
    ],
)
def test_a_placeholder_where_nothing_can_be_put_in_is_refused_not_left_raw(xml: str) -> None:
    def added(file: WordFile) -> None:
        from lxml import etree

        file.element.body.insert(0, etree.fromstring(xml.format(W)))

    assert any("không điền được" in str(fault) for fault in refused("{{ky}}", change=added).faults)


def test_a_property_of_the_file_with_a_placeholder_is_refused() -> None:
    def named(file: WordFile) -> None:
        file.core_properties.title = "{{ky}}"

    assert any("docProps/core.xml" in str(fault) for fault in refused("{{ky}}", change=named).faults)
