"""`report` written as Word: in our layout, in the office's own template, and refused where that cannot be."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document as open_word
from docx.oxml.ns import qn

from office import Office

TEMPLATE = Path(__file__).parents[2] / "docs" / "mau-bao-cao.docx"


@pytest.fixture
def recorded(office: Office) -> Office:
    """An office with two figures."""
    office.done("init", ".")
    office.done("record", "dan-gia-suc", "6.500", "--on", "01/04/2024")
    office.done("record", "ho-ngheo", "102/2910", "--on", "14/06/2024", "--level", "estimate")
    return office


def words(path: Path) -> list[str]:
    """The texts in order, without what holds their words together or lets them break."""
    found = open_word(io.BytesIO(path.read_bytes())).element.body.iter(qn("w:t"))
    return [(text.text or "").replace("\u00a0", " ").replace("\u200b", "") for text in found]


def own_template(folder: Path, *lines: str) -> None:
    file = open_word()
    for line in lines:
        file.add_paragraph(line)
    file.save(str(folder / "mau.docx"))


def test_the_suffix_chooses_word_and_the_figures_are_those_of_the_table(recorded: Office) -> None:
    assert "đã ghi bc.docx" in recorded.done("report", "--period", "6t", "--out", "bc.docx")
    written = words(recorded.folder / "bc.docx")
    plain = recorded.done("report", "--period", "6t", "--format", "plain")
    for line in plain.splitlines():
        for field in line.split("\t")[1:]:
            assert not field or field in written or f"- {field}" in written, field
    assert recorded.done("report", "--period", "6t", "--out", "bc.docx") == "không thay đổi: bc.docx\n"


def test_a_paper_whose_figures_changed_is_made_anew_as_long_as_nobody_edited_it(recorded: Office) -> None:
    recorded.done("report", "--out", "bc.docx")
    recorded.done("record", "dan-gia-cam", "31.500", "--on", "01/07/2024")
    assert recorded.done("report", "--out", "bc.docx") == "đã cập nhật bc.docx (1 số liệu)\n"
    with (recorded.folder / "bc.docx").open("ab") as file:
        file.write(b" ")
    assert recorded.run("report", "--out", "bc.docx").code == 5
    recorded.done("record", "dan-gia-suc", "6.400", "--on", "02/07/2024")
    assert recorded.run("report", "--out", "bc.docx").code == 5
    assert "bản cũ giữ ở bc.cu-1.docx" in recorded.done("report", "--out", "bc.docx", "--force")


def test_the_offices_own_template_is_filled_in(recorded: Office) -> None:
    own_template(
        recorded.folder, "{{ky}}: {{so-chi-tieu-dat-va-vuot}}/{{so-chi-tieu}}", "{{ho-ngheo.thuc-hien}}", "{{noi-dung}}"
    )
    recorded.done("report", "--period", "6t", "--template", "mau.docx", "--out", "bc.docx")
    written = words(recorded.folder / "bc.docx")
    assert written[:2] == ["6 tháng đầu năm 2024: 2/18", "3,51"]
    assert "Tổng đàn gia súc" in written


def test_the_frame_of_an_official_paper_is_there_for_templates(recorded: Office) -> None:
    own_template(recorded.folder, "{{CO-QUAN}}", "{{nguoi-ky}}", "{{can-cu}}")
    recorded.done("report", "--period", "6t", "--template", "mau.docx", "--out", "bc.docx")
    written = words(recorded.folder / "bc.docx")
    assert written[0] == "ỦY BAN NHÂN DÂN XÃ ĐẮK LA"
    assert written[1] == "Trần Văn Tâm"
    assert written[2].startswith("Căn cứ")


def test_a_summary_fills_in_the_template_in_word_alone(recorded: Office) -> None:
    own_template(recorded.folder, "{{CO-QUAN}} {{ky}} {{ho-ngheo.thuc-hien}}", "{{noi-dung}}", "{{phu-luc}}")
    before = (recorded.folder / "mau.docx").read_bytes()
    recorded.done("summary", "--formats", "docx,csv", "--template", "mau.docx", "--out-dir", "ra")
    written = words(recorded.folder / "ra" / "bao-cao-dak-la-2024-06.docx")
    assert written[0] == "ỦY BAN NHÂN DÂN XÃ ĐẮK LA tháng 6 năm 2024 3,51"
    place = written.index("Phụ lục")
    assert written[place - 1].endswith("./.")
    assert written[place + 1] == "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU THÁNG 6 NĂM 2024"
    assert (recorded.folder / "ra" / "bao-cao-dak-la-2024-06.csv").exists()
    assert (recorded.folder / "mau.docx").read_bytes() == before


def test_every_cell_of_the_table_has_a_name_for_templates(recorded: Office) -> None:
    own_template(
        recorded.folder, "{{dan-gia-suc.thuc-hien}} {{dan-gia-suc.ty-le}} {{dan-gia-suc.danh-gia}}|{{ho-ngheo.ghi-chu}}"
    )
    recorded.done("report", "--template", "mau.docx", "--out", "bc.docx")
    assert words(recorded.folder / "bc.docx")[0] == "6.500 103,54 Vượt (số cũ ngày 01/04/2024)|số ước; 102/2.910"


def test_the_starting_template_serves_report_too(recorded: Office) -> None:
    recorded.done("report", "--template", str(TEMPLATE), "--out", "bc.docx")
    assert not any("{{" in text for text in words(recorded.folder / "bc.docx"))


@pytest.mark.parametrize(
    ("line", "options", "code", "said"),
    [
        ("{{ky}}", ("--out", "bc.csv"), 2, "dạng csv không dùng tệp mẫu"),
        ("{{ky}}", (), 2, "dạng table không dùng tệp mẫu"),
        ("{{kyy}}", ("--out", "bc.docx"), 3, "không có {{kyy}}; có phải {{ky}}?"),
        ("{{ky}}", ("--out", "mau.docx", "--force"), 5, "không ghi đè mau.docx"),
        ("", ("--out", "bc.docx"), 3, "không có chỗ điền"),
    ],
)
def test_a_template_that_cannot_serve_is_refused(
    recorded: Office, line: str, options: tuple[str, ...], code: int, said: str
) -> None:
    own_template(recorded.folder, line)
    before = (recorded.folder / "mau.docx").read_bytes()
    answer = recorded.run("report", "--template", "mau.docx", *options)
    assert (answer.code, said in answer.err) == (code, True), answer.all
    assert not (recorded.folder / "bc.docx").exists()
    assert (recorded.folder / "mau.docx").read_bytes() == before


def test_a_template_that_is_not_there_is_a_usage_error(recorded: Office) -> None:
    answer = recorded.run("report", "--template", "khong-co.docx", "--out", "bc.docx")
    assert answer.code == 2
    assert "không có tệp mẫu khong-co.docx" in answer.err


def test_word_is_not_printed_on_a_terminal(recorded: Office) -> None:
    answer = recorded.run("report", "--format", "docx", tty=True)
    assert answer.code == 2
    assert "--out bao-cao.docx" in answer.err
