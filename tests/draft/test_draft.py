"""`plan draft` and `init --from`: from an office's own document to a plan file to go over."""

from __future__ import annotations

import io
import random
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from draft import word_letters
from office import Office
from thidua_cli.domain.plan import Indicator, Plan
from thidua_cli.plan_file import PlanText, load_text, read_plan
from thidua_cli.vietnamese.targets import write_target

HERE = Path(__file__).parent
SOURCE = HERE / "documents" / "ke-hoach-thi-dua-2024.md"
SHIPPED = HERE.parents[1] / "data" / "plan_2024.yaml"
MADE: dict[str, Callable[[], bytes]] = {
    "bang.docx": word_letters.commune_in_a_table,
    "danh-so-tu-dong.docx": word_letters.commune_in_lists,
    "phuong.docx": word_letters.ward_with_two_authorities,
    "phuong-gop-o.docx": word_letters.ward_with_merged_cells,
}
NAMES = sorted([*MADE, *(path.name for path in (HERE / "documents").iterdir() if path.suffix != ".pdf")])


def placed(name: str, office: Office) -> Path:
    """A document in the office's folder."""
    path = office.folder / name
    path.write_bytes(MADE[name]() if name in MADE else (HERE / "documents" / name).read_bytes())
    return path


def drafted(path: Path, office: Office) -> str:
    """The plan file made of a document."""
    return office.done("plan", "draft", str(path))


def plan_of(text: str) -> Plan:
    """A draft as the plan's reader takes it."""
    return read_plan(PlanText("draft.yaml", text.encode()))


# ── every document ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", NAMES)
def test_the_draft_of_a_document_is_what_a_person_is_given_to_go_over(
    name: str, office: Office, request: pytest.FixtureRequest
) -> None:
    golden = HERE / "drafts" / f"{name}.yaml"
    text = drafted(placed(name, office), office)
    if request.config.getoption("--rewrite"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_passes_the_plans_own_check(name: str, office: Office) -> None:
    (office.folder / "plan.yaml").write_text(drafted(placed(name, office), office), "utf-8")
    answer = office.run("--plan", str(office.folder / "plan.yaml"), "plan", "check")
    assert answer.code == 0, answer.all
    assert "kế hoạch đúng" in answer.out


@pytest.mark.parametrize("name", NAMES)
def test_nothing_numeric_is_left_out(name: str, office: Office) -> None:
    path = placed(name, office)
    text = drafted(path, office)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            written = " ".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", archive.read("word/document.xml").decode()))
    else:
        written = path.read_text("utf-8")
    written = re.sub(r"(?m)^\W*\d{1,2}[.)]\s|<sup>\d</sup>|^\|\s*\d+\s*\|", " ", written)
    kept = set(re.findall(r"\d+(?:[.,]\d+)*", text))
    assert {number for number in re.findall(r"\d+(?:[.,]\d+)*", written) if number not in kept} <= BLANK_ROWS


BLANK_ROWS = {"3"}  # the row number of a heading row of a table


RESOLUTION = """# NGHỊ QUYẾT Đảng ủy xã Hà Mòn năm 2024
{gap}## Chỉ tiêu chủ yếu
{gap}1. Kết nạp 10 đảng viên mới trở lên
2. Trên 90% chi bộ hoàn thành tốt nhiệm vụ, phấn đấu 95%
3. Giảm 1,5 điểm % hộ nghèo

| TT | Chỉ tiêu | ĐVT | Kế hoạch |
|---|---|---|---|
| 1 | Trồng rừng | ha | 25 |
"""


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("sign", ["#", ""])
def test_a_title_ends_where_the_first_heading_without_a_number_begins(gap: str, sign: str, office: Office) -> None:
    path = office.folder / "nghi-quyet.md"
    path.write_text(RESOLUTION.format(gap=gap or "\n" * (not sign)).replace("#", sign), "utf-8")
    text = drafted(path, office)
    plan = plan_of(text)
    assert plan.title == "Nghị quyết Đảng ủy xã Hà Mòn năm 2024"
    assert [row.indicator.printed for row in plan.rows()] == ["10 đảng viên", "Trên 90%", "Giảm 1,5 điểm %", "25"]
    assert plan.unit.issuer == "Đảng ủy xã Hà Mòn"
    assert "XEM LẠI: cơ quan ban hành (Đảng ủy xã Hà Mòn) suy từ tên văn bản" in text


def test_a_per_mille_of_a_typewriter_is_one_and_a_day_needs_no_word_before_it(office: Office) -> None:
    path = office.folder / "ke-hoach.txt"
    lines = ["KẾ HOẠCH", "Phát triển kinh tế xã Hà Mòn năm 2024", "", "I. CHỈ TIÊU", "1. Tỷ lệ sinh dưới 1,2%o"]
    path.write_text("\n".join([*lines, "III. NHIỆM VỤ", "1. Hoàn thành số hóa hồ sơ trước 30/6/2024."]), "utf-8")
    plan = plan_of(drafted(path, office))
    assert [(row.indicator.unit, row.indicator.printed) for row in plan.rows()] == [("‰", "dưới 1,2‰")]
    assert [str(one.due) for one in plan.work] == ["2024-06-30"]


@pytest.mark.parametrize("heading", ["I. CHỈ TIÊU", "Phấn đấu các chỉ tiêu:"])
def test_tasks_are_work_with_their_day_and_no_indicators(heading: str, office: Office) -> None:
    path = office.folder / "ke-hoach.txt"
    targets = ["KẾ HOẠCH", "Phát triển kinh tế xã Hà Mòn năm 2024", "", heading, "1. Tỷ lệ hộ nghèo còn 3,5%"]
    tasks = ["1. Đẩy mạnh cải cách hành chính.", "2. Tổ chức tổng kết trước ngày 15/12/2024."]
    later = [
        "3. Hoàn thành hồ sơ trước ngày 31/02/2024.",
        "4. Sơ kết phong trào chậm nhất vào ngày 05 tháng 3 năm 2025.",
    ]
    path.write_text("\n".join([*targets, "III. NHIỆM VỤ", *tasks, *later]), "utf-8")
    plan = plan_of(drafted(path, office))
    assert [row.indicator.printed for row in plan.rows()] == ["3,5%"]
    assert [one.title for one in plan.work][:2] == [task[3:-1] for task in tasks]
    assert [str(one.due) for one in plan.work] == ["None", "2024-12-15", "None", "None"]


def test_the_screen_counts_the_lines_whose_numbers_became_no_indicator(office: Office) -> None:
    path = office.folder / "ke-hoach.txt"
    lines = ["KẾ HOẠCH", "Phát triển kinh tế xã Hà Mòn năm 2024", "Xã có 4.512 hộ dân ở 9 thôn.", "I. CHỈ TIÊU"]
    path.write_text("\n".join([*lines, "1. Tỷ lệ hộ nghèo còn 3,5%"]), "utf-8")
    assert "1 dòng có số không thành chỉ tiêu (kê ở cuối tệp)" in office.run("plan", "draft", str(path)).err


# ── the source document, against the plan written by hand ───────────────────────────────────────────────────────────
def given(one: Indicator) -> tuple[str, str, str | None]:
    """What the document says of an indicator."""
    return str(one.target), one.unit, one.printed


def test_the_source_document_gives_all_numbers_of_the_plan_written_by_hand(office: Office) -> None:
    made, written = plan_of(drafted(SOURCE, office)), read_plan(load_text(SHIPPED))
    rows = [(row.section.number, row.parent is not None, given(row.indicator)) for row in made.rows()]
    assert rows == [(row.section.number, row.parent is not None, given(row.indicator)) for row in written.rows()]
    assert len(rows) == 23
    for wanted in (
        "title",
        "year",
        "unit",
        "theme",
        "bases",
        "goal",
        "recipients",
        "signature",
        "organisers",
        "movements",
    ):
        assert getattr(made, wanted) == getattr(written, wanted), wanted
    assert [section.title for section in made.sections] == [section.title for section in written.sections]


def test_each_document_of_a_line_keeps_the_words_that_lead_it(office: Office) -> None:
    path = office.folder / "ke-hoach.txt"
    based = "Thực hiện Nghị quyết số 12/NQ-HĐND của HĐND xã; Kế hoạch số 5/KH-UBND của UBND huyện,"
    lines = ["KẾ HOẠCH", "Phát triển kinh tế xã Hà Mòn năm 2024", based, "I. CHỈ TIÊU", "1. Tỷ lệ hộ nghèo còn 3,5%"]
    path.write_text("\n".join(lines), "utf-8")
    assert [basis.partition(" số")[0] for basis in plan_of(drafted(path, office)).bases] == [
        "Thực hiện Nghị quyết",
        "Thực hiện Kế hoạch",
    ]


def test_most_names_are_the_plans_own(office: Office) -> None:
    made, written = plan_of(drafted(SOURCE, office)), read_plan(load_text(SHIPPED))
    ours, theirs = ([row.indicator.name for row in plan.rows()] for plan in (made, written))
    assert sum(one == other for one, other in zip(ours, theirs, strict=True)) >= 20


def test_the_source_document_gives_its_tasks_with_few_marks(office: Office) -> None:
    text = drafted(SOURCE, office)
    made, written = plan_of(text), read_plan(load_text(SHIPPED))
    assert text.count("# XEM LẠI") <= 5
    found = {item.id for item in written.work if any(_is_same(item.title, item.group, one) for one in made.work)}
    assert len(found) >= 20


def _is_same(title: str, group: str | None, other: object) -> bool:
    """The draft's task keeps the words of the document, the plan written by hand shortens them."""
    said = set(re.findall(r"\w{2,}", str(getattr(other, "title", "")).lower()))
    wanted = re.findall(r"\w{2,}", title.lower())
    return getattr(other, "group", None) == group and sum(one in said for one in wanted) * 2 >= len(wanted)


def test_a_table_without_headings_is_read_by_what_stands_in_it_and_marked(office: Office) -> None:
    path = office.folder / "bang.md"
    rows = ("1 | Diện tích lúa | ha | 500", "2 | Tổng đàn bò | con | 1.200", "3 | Hộ nghèo | % | dưới 4")
    path.write_text("# CHỈ TIÊU CHỦ YẾU NĂM 2026 CỦA XÃ TÂN LẬP\n" + "".join(f"| {row} |\n" for row in rows), "utf-8")
    text = drafted(path, office)
    found = [(row.indicator.name, row.indicator.unit, row.indicator.printed) for row in plan_of(text).rows()]
    assert found == [("Diện tích lúa", "ha", "500"), ("Tổng đàn bò", "con", "1.200"), ("Hộ nghèo", "%", "dưới 4")]
    assert text.count("bảng không có dòng tiêu đề") == 3


def test_a_sign_that_begins_a_cell_of_markdown_is_no_quotation(office: Office) -> None:
    path = office.folder / "bang.md"
    head = "# CHỈ TIÊU CHỦ YẾU NĂM 2026 CỦA XÃ TÂN LẬP\n\n| TT | Chỉ tiêu | Đơn vị tính | Kế hoạch năm 2026 |\n"
    path.write_text(f"{head}| 1 | Tỷ lệ đơn thư được giải quyết | % | >95 |\n", "utf-8")
    assert [write_target(row.indicator.target) for row in plan_of(drafted(path, office)).rows()] == ["> 95"]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (
            "| TT | Nội dung công việc | Thời gian | Nơi làm |\n| 1 | Mở 02 lớp tập huấn | Quý II | Hội |\n"
            "| 2 | Xây 03 nhà | Tháng 6 | Chi hội |\n",
            [("Mở lớp tập huấn", "02 lớp"), ("Xây nhà", "03 nhà")],
        ),
        (
            "| TT | Công trình | Quy mô | Nơi làm |\n| 1 | Đường hoa | 500 m | Chợ |\n| 2 | Cột cờ | 3 km | Chợ |\n",
            [("Đường hoa", "500 m"), ("Cột cờ", "3 km")],
        ),
        (
            "| TT | Danh hiệu | Đăng ký |\n| 1 | Tập thể tiên tiến | 01 tập thể |\n",
            [("Tập thể tiên tiến", "01 tập thể")],
        ),
        (
            "| TT | Chỉ tiêu | ĐVT | Số lượng |\n| 1 | Trồng cây | cây | 500 |\n\nThu quỹ\n\n"
            "| TT | Nội dung thu | Số hộ | Mức thu |\n| 1 | Quỹ vì người nghèo | 1.200 | 30.000 |\n",
            [("Trồng cây", "500")],
        ),
    ],
)
def test_a_table_with_other_headings_loses_no_row_and_takes_no_column_of_another(
    table: str, found: list[tuple[str, str]], office: Office
) -> None:
    path = office.folder / "a.md"
    path.write_text(f"# HỘI NÔNG DÂN XÃ TÂN LẬP\n\nKẾ HOẠCH\nThi đua năm 2026\n\n# I. CHỈ TIÊU\n\n{table}", "utf-8")
    rows = [row.indicator for row in plan_of(drafted(path, office)).rows()]
    assert [(one.name, one.printed) for one in rows] == found


def test_the_raised_number_of_a_footnote_is_no_part_of_the_text(office: Office) -> None:
    letter = word_letters.Letter("ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP", "Tân Lập, ngày 05 tháng 01 năm 2026")
    letter.lines("I. CHỈ TIÊU NĂM 2026")
    paragraph = letter.document.add_paragraph("- Tỷ lệ hộ nghèo dưới 4%")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run("; diện tích rừng 50 km")
    paragraph.add_run("2").font.superscript = True
    (office.folder / "thu.docx").write_bytes(letter.content())
    rows = [row.indicator for row in plan_of(drafted(office.folder / "thu.docx", office)).rows()]
    assert [(row.name, row.printed) for row in rows] == [("Tỷ lệ hộ nghèo", "dưới 4%"), ("Diện tích rừng", "50 km2")]


@pytest.mark.parametrize("how", ["strike", "double_strike", "hidden"])
def test_what_is_crossed_out_or_hidden_is_no_target_and_is_listed(how: str, office: Office) -> None:
    letter = word_letters.Letter("ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP", "Tân Lập, ngày 05 tháng 01 năm 2026")
    letter.lines("I. CHỈ TIÊU NĂM 2026")
    paragraph = letter.document.add_paragraph("- Tỷ lệ hộ nghèo dưới ")
    setattr(paragraph.add_run("5%").font, how, True)
    kept = paragraph.add_run("4%")
    setattr(kept.font, how, False)
    setattr(letter.document.add_paragraph("- ").add_run("Đàn bò 90 con").font, how, True)
    (office.folder / "thu.docx").write_bytes(letter.content())
    text = drafted(office.folder / "thu.docx", office)
    assert [row.indicator.printed for row in plan_of(text).rows()] == ["dưới 4%"]
    assert "5% – Chú thích: đã gạch hoặc ẩn: 5%" in text
    assert "90 – Chú thích: đã gạch hoặc ẩn: Đàn bò 90 con" in text


def test_a_sign_that_word_inserts_as_a_symbol_is_read(office: Office) -> None:
    letter = word_letters.Letter("ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP", "Tân Lập, ngày 05 tháng 01 năm 2026")
    letter.lines("I. CHỈ TIÊU NĂM 2026", "- Tỷ lệ sinh đều: ￼ 4%", "- Tỷ lệ lúa: ￼ 60%")
    (office.folder / "thu.docx").write_bytes(letter.content())
    plain = zipfile.ZipFile(office.folder / "thu.docx")
    with zipfile.ZipFile(office.folder / "ky-hieu.docx", "w") as made:
        for name in plain.namelist():
            body = plain.read(name).decode("utf-8", "surrogateescape")
            for code in ("F0A3", "F0B3"):
                body = body.replace("￼", f'</w:t><w:sym w:font="Symbol" w:char="{code}"/><w:t xml:space="preserve">', 1)
            made.writestr(name, body.encode("utf-8", "surrogateescape"))
    rows = [row.indicator for row in plan_of(drafted(office.folder / "ky-hieu.docx", office)).rows()]
    assert [(write_target(row.target), row.printed) for row in rows] == [("<= 4", "≤ 4%"), (">= 60", "≥ 60%")]


# ── other kinds of files ────────────────────────────────────────────────────────────────────────────────────────────
def test_a_pdf_gives_the_same_draft_as_its_word_file(office: Office) -> None:
    pytest.importorskip("pypdf")
    of_word = drafted(placed("danh-so-tu-dong.docx", office), office)
    of_pdf = drafted(HERE / "documents" / "ke-hoach-xa.pdf", office)
    assert of_pdf.replace("ke-hoach-xa.pdf", "danh-so-tu-dong.docx") == of_word


def test_a_text_wrapped_by_a_mail_program_gives_the_same_draft(office: Office) -> None:
    import textwrap

    whole = placed("nghi-quyet.txt", office)
    wrapped = office.folder / "mail" / "nghi-quyet.txt"
    wrapped.parent.mkdir()
    lines = [piece for line in whole.read_text("utf-8").splitlines() for piece in textwrap.wrap(line, 72) or [""]]
    wrapped.write_text("\r\n".join(lines), "utf-8")
    unplaced = re.compile(r"dòng \d+")
    assert unplaced.sub("", drafted(wrapped, office)) == unplaced.sub("", drafted(whole, office))


def scan() -> bytes:
    """A PDF of one page without any text on it."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length 8>>stream\nq 1 0 0 \nendstream",
    )
    body, places = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(body),
    )


def bomb() -> bytes:
    """A Word file that unpacks to far more than it is."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", " " * 30_000_000)
    return kept.getvalue()


def with_entities() -> bytes:
    """A Word file that declares entities."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>')
    return kept.getvalue()


LETTERS = "Chỉ tiêu thi đua của xã năm 2024 " * 20
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "a scan": (scan(), "bản scan", "tệp Word gốc"),
    "a damaged PDF": (b"%PDF-1.7 \x00\x01\x02", "PDF hỏng", "tệp Word gốc"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kiểu cũ", ".docx"),
    "an RTF file": (b"{\\rtf1 ke hoach}", "RTF", ".docx"),
    "a photograph": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 600, "ảnh chụp", "OCR"),
    "a ledger": (b"SQLite format 3\0" + b"\0" * 600, "sổ số liệu", "tệp Word"),
    "a web page": (b"<!DOCTYPE html><p>ke hoach</p>", "trang web", ".docx"),
    "a zip that is no document": (b"PK\x05\x06" + b"\0" * 18, "không phải văn bản Word", ".docx"),
    "a zip bomb": (bomb(), "quá lớn", "tệp mới"),
    "entities": (with_entities(), "DTD", ""),
    "UTF-16": (LETTERS.encode("utf-16"), "UTF-16", "UTF-8"),
    "an old font": (("KÕ ho¹ch ph¸t triÓn kinh tÕ x· héi n¨m 2024 " * 20).encode(), "TCVN3", "UniKey"),
    "letters torn from their accents": (
        ("Phát đ ng phong trào yêu n c, h nghèo d i ắ ộ ướ " * 20).encode(),
        "bị vỡ",
        "Word",
    ),
    "letters without accents": (("Ke hoach phat trien kinh te xa hoi nam 2024 " * 20).encode(), "không dấu", "Unicode"),
    "nearly nothing": (b"\n", "hầu như không có chữ tiếng Việt", "OCR"),
    "no target": (LETTERS.encode(), "không thấy chỉ tiêu nào", "thidua init"),
    "no year": (("Chỉ tiêu hộ nghèo của xã: dưới 5%.\n" * 20).encode(), "năm của kế hoạch", "--year"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(what: str, office: Office) -> None:
    content, sentence, advice = REFUSED[what]
    if content.startswith(b"%PDF"):
        pytest.importorskip("pypdf")
    path = office.folder / "van-ban"
    path.write_bytes(content)
    answer = office.run("plan", "draft", str(path))
    assert (answer.code, answer.out) == (3, "")
    assert sentence in answer.err
    assert advice in answer.err


@pytest.mark.parametrize("content", ["xin chào", LETTERS])
def test_a_text_that_is_called_a_word_file_is_no_scan(content: str, office: Office) -> None:
    path = office.folder / "k.docx"
    path.write_text(content, "utf-8")
    answer = office.run("plan", "draft", str(path))
    assert (answer.code, answer.out) == (3, "")
    assert "hỏng: hãy chép lại hoặc mở bằng Word và lưu lại" in answer.err
    assert "scan" not in answer.err


def test_a_pdf_without_the_library_is_told_the_line_that_installs_it(office: Office) -> None:
    office.monkeypatch.setitem(sys.modules, "pypdf", None)
    answer = office.run("plan", "draft", str(HERE / "documents" / "ke-hoach-xa.pdf"))
    assert answer.code == 2
    assert 'pip install "thidua-cli[pdf]"' in answer.err


def test_a_document_that_is_not_there_is_wrong_usage(office: Office) -> None:
    answer = office.run("plan", "draft", "khong-co.docx")
    assert answer.code == 2
    assert "không có tệp khong-co.docx" in answer.err


@pytest.mark.parametrize("begins", [";", "“Sạch làng; tốt ruộng”", "(kể cả thôn mới); ", "; (thôn mới); "])
def test_a_long_task_may_begin_with_a_semicolon_a_quotation_or_brackets(begins: str, office: Office) -> None:
    task = f"{begins} các thôn phát huy vai trò của người có uy tín trong cộng đồng, " + "vận động nhân dân; " * 20
    lines = ("KẾ HOẠCH", "Phát động thi đua năm 2024", "I. CHỈ TIÊU", "- Tỷ lệ hộ nghèo dưới 3,7%.")
    text = "\n".join((*lines, "II. NHIỆM VỤ VÀ GIẢI PHÁP", f"- {task}.", LETTERS))
    (office.folder / "van-ban.txt").write_text(text, "utf-8")
    assert "phát huy vai trò" in office.done("plan", "draft", "van-ban.txt")


@pytest.mark.parametrize("name", NAMES)
def test_no_spoilt_document_ends_in_a_traceback(name: str, office: Office) -> None:
    """Cut, doubled and exchanged lines and bytes: a draft that the plan's reader takes, or a sentence."""
    chance, path = random.Random(name), placed(name, office)
    whole = path.read_bytes()
    for turn in range(12):
        if turn % 2:
            content = (_spoilt_inside if path.suffix == ".docx" else _spoilt_lines)(whole, chance)
        else:
            content = _spoilt_bytes(whole, chance)
        path.write_bytes(content)
        answer = office.run("plan", "draft", str(path))
        assert answer.code in (0, 3), answer.all
        assert "Traceback" not in answer.all
        assert "kế hoạch plan_" not in answer.err


def _spoilt_bytes(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randrange(1, 40)):
        spoilt[chance.randrange(len(spoilt))] = chance.choice(b"0123456789.,:;%-()/ \n|#+")
    return bytes(spoilt[: chance.randrange(len(spoilt) // 2, len(spoilt) + 1)])


def _spoilt_lines(content: bytes, chance: random.Random) -> bytes:
    """Lines left out, exchanged, cut, and odd pieces put into them."""
    lines = content.decode().splitlines()
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(lines))
        at = chance.randrange(len(lines[place]) + 1)
        match chance.randrange(4):
            case 0:
                lines[place] = chance.choice(lines)
            case 1:
                lines[place] = lines[place][:at]
            case 2:
                lines.insert(place, chance.choice(("- ", "|", "# ", "Điều 1.", "Nơi nhận: -", "I.", "(")))
            case _:
                odd = chance.choice(
                    ("%", "1.2,3 ", "9/0 hộ", "trong đó: ", "5-3 ha", "\u00a0", "\ue001", "\u0301", "0 tỷ 0 triệu")
                )
                lines[place] = lines[place][:at] + odd + lines[place][at:]
    return "\n".join(lines).encode()


def _spoilt_inside(content: bytes, chance: random.Random) -> bytes:
    """The same archive, the texts of its body cut and exchanged."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                texts = re.findall(rb"<w:t[^>]*>([^<]*)</w:t>", body)
                for _ in range(20):
                    body = body.replace(
                        chance.choice(texts), chance.choice(texts)[: chance.randrange(40)] + b" 1.2,3", 1
                    )
            new.writestr(name, body)
    return kept.getvalue()


# ── the commands ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_draft_is_written_once_and_never_over_another_file(office: Office) -> None:
    out = str(office.folder / "plan_2024.yaml")
    first = office.run("plan", "draft", str(SOURCE), "--out", out)
    assert (first.code, first.out) == (0, f"đã ghi {out}\n")
    assert "soạn được 23 chỉ tiêu của năm 2024, 4 chỗ cần xem (XEM LẠI)" in first.err
    assert f"thidua --plan {out} plan check" in first.err
    assert "không thay đổi" in office.done("plan", "draft", str(SOURCE), "--out", out)
    Path(out).write_text("của tôi\n", "utf-8")
    assert office.run("plan", "draft", str(SOURCE), "--out", out).code == 5
    assert Path(out).read_text("utf-8") == "của tôi\n"


def test_the_document_itself_is_never_overwritten(office: Office) -> None:
    path = placed("nghi-quyet.txt", office)
    before = path.read_bytes()
    assert office.run("plan", "draft", str(path), "--out", str(path), "--force").code == 5
    assert path.read_bytes() == before


def test_the_year_may_be_given_and_is_marked_where_the_document_has_another(office: Office) -> None:
    text = office.done("plan", "draft", str(SOURCE), "--year", "2025")
    assert "# XEM LẠI: văn bản ghi năm 2024, --year là 2025\nyear: 2025\n" in text


def test_a_workspace_is_made_from_a_document_up_to_its_first_report(office: Office) -> None:
    path = placed("bang.docx", office)
    said = office.done("init", str(office.folder / "ia-sao"), "--from", str(path))
    plan = office.folder / "ia-sao" / "data" / "plan_2025.yaml"
    assert f"đã tạo {plan}" in said
    assert f"thidua --plan {plan} plan check" in said
    office.monkeypatch.setenv("THIDUA_TODAY", "2025-12-31")
    office.done("--plan", str(plan), "record", "ho-ngheo", "0,18", "--on", "30/12/2025")
    assert "0,18" in office.done("--plan", str(plan), "report")
    again = office.done("init", str(office.folder / "ia-sao"), "--from", str(path))
    assert f"đã có {plan}, giữ nguyên" in again
    plan.write_text("của tôi\n", "utf-8")
    refused = office.run("init", str(office.folder / "ia-sao"), "--from", str(path))
    assert (refused.code, plan.read_text("utf-8")) == (5, "của tôi\n")
    assert f"đã có {plan}, khác bản soạn từ {path}" in refused.err
    assert f"thidua plan draft {path} --out {plan.with_name('ban-soan.yaml')}" in refused.err


@pytest.mark.parametrize("year", ["20266", "0", "26"])
@pytest.mark.parametrize("words", [("plan", "draft", str(SOURCE)), ("init", "d", "--from", str(SOURCE))])
def test_a_year_that_no_plan_can_be_of_is_refused(words: tuple[str, ...], year: str, office: Office) -> None:
    answer = office.run(*words, "--year", year)
    assert (answer.code, answer.out) == (2, "")
    assert f"năm '{year}' phải từ 1900 đến 2999" in answer.err
    assert "--year 2026" in answer.err


def test_a_document_that_cannot_be_read_makes_no_workspace(office: Office) -> None:
    path = office.folder / "scan.txt"
    path.write_text("…", "utf-8")
    assert office.run("init", str(office.folder / "moi"), "--from", str(path)).code == 3
    assert not (office.folder / "moi").exists()
    assert office.run("init", str(office.folder / "moi"), "--year", "2025").code == 2


# ── what cannot be read is left out and marked ──────────────────────────────────────────────────────────────────────
LINES = "ỦY BAN NHÂN DÂN\nXÃ EA KAR\n\nKẾ HOẠCH\nPhát động phong trào thi đua yêu nước năm 2026\n\nI. CHỈ TIÊU\n\n"
TABLE = f"{LINES}| TT | Chỉ tiêu | ĐVT | Kế hoạch | Ghi chú |\n|---|---|---|---|---|\n| 1 | Lúa | ha | 50 | |\n"


def of_lines(lines: str, office: Office) -> tuple[str, list[Indicator]]:
    """The draft of a document with these lines (rows of a table), and its indicators, parts too."""
    (office.folder / "a.md").write_text((TABLE if lines[0] == "|" else LINES) + lines, "utf-8")
    text = drafted(office.folder / "a.md", office)
    return text, [row.indicator for row in plan_of(text).rows()][lines[0] == "|" :]


@pytest.mark.parametrize(
    ("line", "target", "mark"),
    [
        ("- Lao động qua đào tạo 60%, phấn đấu 62.5%.", ">= 60", "hãy viết 62,5"),
        ("- Thu ngân sách 5 tỷ đồng, trong đó quý I đạt 1.25 tỷ đồng", ">= 5", "hãy viết 1,25"),
        ("- Giải ngân vốn 6 tháng đầu năm đạt 45.5%, cả năm 95%", ">= 95", "hãy viết 45,5"),
        ("- Tiêm phòng đạt 95%, 6 tháng đầu năm đạt 45.5%", ">= 95", "hãy viết 45,5"),
        ("- Trồng cây: tỉnh giao 120 ha, huyện giao 130.5 ha", ">= 120", "hãy viết 130,5"),
        ("- Tỷ lệ che phủ rừng trên 3%, phấn đấu không quá 60%", "> 3", "ngược chiều, đã để ngoài"),
        ("| 2 | Tỷ lệ lúa nước | % | 60 | phấn đấu 62.5 |", ">= 60", "có một mức chưa đọc được"),
        ("| 2 | Thu ngân sách | tỷ đồng | Đạt dự toán | |", "đạt", "XEM LẠI (0)"),
        ("- 8/10 thôn đạt chuẩn, phấn đấu 9 thôn", ">= 80", "'9 thôn' là một mức nữa"),
    ],
)
def test_a_second_figure_that_cannot_be_read_is_left_out_and_marked(
    line: str, target: str, mark: str, office: Office
) -> None:
    text, (one,) = of_lines(line, office)
    assert (write_target(one.target), one.stretch, one.by_period, one.also) == (target, None, (), ())
    assert mark in text


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("- Giai đoạn 2026-2030: trồng mới 500 ha rừng", "là mức của cả giai đoạn"),
        ("- Đến 30/6/2026 đạt 50%, đến 31/12/2026 đạt 100% kế hoạch giải ngân", "tên chỉ là một ngày"),
        ("- Ước thực hiện năm 2025 đạt 95%, kế hoạch năm 2026 đạt 97%", "tên chỉ là một ngày, một năm"),
        ("- Đến hết quý III hoàn thành 75% kế hoạch giải ngân", "là mức của một kỳ"),
        ("- quý II gieo 120 ha", "là mức của một kỳ"),
        ("- Thu ngân sách quý I đạt 5 tỷ đồng", "là mức của một kỳ"),
        ("- Thu ngân sách quý 2 năm 2026 đạt 5 tỷ đồng", "là mức của một kỳ"),
        ("- Kéo giảm tai nạn giao thông; giảm ít nhất 5% số vụ", "tên chưa nói là của việc gì"),
        ("- Đến năm 2030, tỷ lệ hộ nghèo dưới 1%", "văn bản nói đến năm 2030"),
        ("| 2 | Diện tích lúa (Trong đó: nước 450 ha) | ha | 900 | |", "trong tên còn một số"),
        ("- Thành lập 2 tổ hợp tác với 20 tay máy", "trong tên còn một số"),
        ("- Tỷ lệ hộ có trên 50% thu nhập từ nông nghiệp đạt 30%", "trong tên còn một số"),
        ("- Thu ngân sách 3 tỷ 5", "'3 tỷ 5' hiểu là 3,5 tỷ đồng"),
        ("- Đàn trâu 100, bò 200, lợn 300 con", "trong tên còn một số"),
        ("- Nuôi 150 bè cá, sản lượng 450 tấn", "trong tên còn một số"),
        ("- Sản phẩm OCOP đạt 3 sao: 5 sản phẩm", "XEM LẠI (0)"),
        ("- Suy dinh dưỡng (thấp còi/nhẹ cân): <20/<12%", "trong tên còn một số"),
        ("- Số hộ khá tăng, số hộ nghèo dưới 0,68%", "tên có vẻ gồm nhiều chỉ tiêu"),
        ("- Đến cuối năm 2026, tỷ lệ hộ nghèo dưới 3%", "XEM LẠI (0)"),
        ("| 2 | Số hộ | hộ | 900 | |", "XEM LẠI (0)"),
    ],
)
def test_a_figure_of_another_time_or_without_a_name_is_marked(line: str, mark: str, office: Office) -> None:
    text, found = of_lines(line, office)
    assert (mark if "(0)" in mark else f"XEM LẠI: {mark}") in text
    assert text.count("# XEM LẠI:") == len(found) * ("(0)" not in mark)


@pytest.mark.parametrize(
    ("lines", "marks"),
    [
        ("| 2 | Gieo trồng | ha | 500 | |\n| | Cây hằng năm | ha | 300 | |\n| | Cây lâu năm | ha | 200 | |", 1),
        ("| 2 | Gieo trồng | ha | 500 | |\n| | Cây hằng năm | ha | 300 | |\n| | Cây lâu năm | ha | 201 | |", 0),
        ("| 2 | Tỷ lệ hộ khá | % | 100 | |\n| | Hộ nghèo | % | 60 | |\n| | Hộ cận nghèo | % | 40 | |", 0),
        ("✓ Gieo trồng 500 ha;\n• Lúa 300 ha;\n• Ngô 200 ha.", 1),
        ("✓ Gieo trồng 500 ha;\n• Lúa 300 ha;\n• Đàn bò 200 con.", 0),
    ],
)
def test_what_those_after_it_add_up_to_may_be_their_whole_and_is_marked(lines: str, marks: int, office: Office) -> None:
    text, found = of_lines(lines, office)
    assert [one.parts for one in found] == [()] * 3
    assert text.count("XEM LẠI: 2 chỉ tiêu ngay sau cộng lại vừa bằng chỉ tiêu này") == marks


@pytest.mark.parametrize(
    ("lines", "marks"),
    [
        ("a. Tỷ lệ bao phủ BHYT 96%.\n- Trên 90% hộ đạt danh hiệu văn hóa.", 1),
        ("1. Đàn bò 300 con;\n- Tỷ lệ bò lai 60%;", 1),
        ("1. Đàn bò 300 con, trong đó:\n- Tỷ lệ bò lai 60%;", 0),
        ("1. Đàn gia súc 300 con;\n- Bò 100 con;", 0),
    ],
)
def test_points_below_one_that_are_told_in_another_unit_or_as_shares_may_be_no_parts(
    lines: str, marks: int, office: Office
) -> None:
    text, _ = of_lines(lines, office)
    assert text.count("XEM LẠI: các dòng bên dưới hiểu là phần của dòng này") == marks


@pytest.mark.parametrize("mark", "✓✔➢➤❖●○■□◆♦→▪►")
def test_the_mark_of_a_point_is_no_part_of_its_name(mark: str, office: Office) -> None:
    _, found = of_lines(f"{mark} Đàn bò 200 con;\n{mark} Đàn lợn: 300 con.", office)
    assert [one.name for one in found] == ["Đàn bò", "Đàn lợn"]


@pytest.mark.parametrize(
    "lines",
    [
        "2. Chỉ tiêu\na) Về kinh tế\n(1) Thu ngân sách 2 tỷ đồng.\nb) Về xã hội\n(2) Hộ nghèo 5%.\n(3) BHYT: 95%.",
        "2. Chỉ tiêu\nVề kinh tế\n1. Thu ngân sách 2 tỷ đồng.\nVề xã hội\n2. Tỷ lệ hộ nghèo 5%.\n3. BHYT: 95%.",
        "2. Chỉ tiêu\n* Về kinh tế\n- Thu ngân sách 2 tỷ đồng.\n* Về xã hội\n- Tỷ lệ hộ nghèo 5%.\n- BHYT: 95%.",
        "1.1. Về kinh tế\n(1) Thu ngân sách 2 tỷ đồng.\n1.2. Về xã hội\n(2) Tỷ lệ hộ nghèo 5%.\n(3) BHYT: 95%.",
        "(1) Về kinh tế:\na) Thu ngân sách 2 tỷ đồng.\n(2) Về xã hội:\na) Tỷ lệ hộ nghèo 5%.\nb) BHYT: 95%.",
        "|TT|Chỉ tiêu|ĐVT|Kế hoạch|\n||Về kinh tế|||\n|1|Thu|kg|2|\n||Về xã hội|||\n|2|Nghèo|%|5|\n|3|BHYT|%|95|",
    ],
)
def test_what_names_a_field_above_its_targets_is_a_section_and_no_target(lines: str, office: Office) -> None:
    path = office.folder / "ke-hoach.txt"
    path.write_text(f"KẾ HOẠCH\nPhát triển kinh tế xã Hà Mòn năm 2024\n\nI. MỤC TIÊU\n{lines}\n", "utf-8")
    sections = plan_of(drafted(path, office)).sections
    assert [(one.title, len(one.indicators)) for one in sections] == [("Về kinh tế", 1), ("Về xã hội", 2)]


def test_the_title_ends_before_the_body_meets_and_2_1_is_a_heading_of_its_own(office: Office) -> None:
    head = "ĐẢNG ỦY XÃ ĐẮK LA\n\nNGHỊ QUYẾT\nVề nhiệm vụ năm 2026\nBan Chấp hành Đảng bộ xã họp, thống nhất:\n\n"
    body = (
        "II- MỤC TIÊU\n2- Các chỉ tiêu chủ yếu\n2.1- Về kinh tế\n- Đàn bò 200 con.\n2.2- Về xã hội\n- Hộ nghèo dưới 4%."
    )
    (office.folder / "a.txt").write_text(head + body, "utf-8")
    plan = plan_of(drafted(office.folder / "a.txt", office))
    assert plan.title == "Nghị quyết về nhiệm vụ năm 2026"
    assert [(one.number, one.title) for one in plan.sections] == [("2.1", "Về kinh tế"), ("2.2", "Về xã hội")]


@pytest.mark.parametrize("words", ["Trong đó: - Lúa", "Tr.đó: Lúa", "T.đó: + Lúa", "Trong đó Lúa", "T. đó: Lúa"])
def test_what_stands_behind_of_which_is_part_of_the_row_above(words: str, office: Office) -> None:
    rows = ("2 | Tổng diện tích | ha | 90", f" | {words} | ha | 50", " | - Ngô | ha | 30", "3 | Đàn bò | con | 9")
    text, found = of_lines("\n".join(f"| {row} | |" for row in rows), office)
    whole = next(row.indicator for row in plan_of(text).rows() if row.indicator.parts)
    assert (whole.name, [one.name for one in whole.parts]) == ("Tổng diện tích", ["Lúa", "Ngô"])
    assert [one.name for one in found] == ["Tổng diện tích", "Lúa", "Ngô", "Đàn bò"]


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("Tuyên truyền các ngày lễ lớn: 96 năm Ngày thành lập Đảng; 51 năm Ngày giải phóng miền Nam", "đạt"),
        ("Quốc khánh (02/9): 81 năm", "đạt"),
        ("Kế hoạch: 5 năm", "đạt"),
        ("Thời hạn: 30 ngày", "đạt"),
        ("Thời gian thực hiện: 12 tháng", "đạt"),
        ("Thường trực: 24 giờ", "đạt"),
        ("Thời hạn: không quá 30 ngày", "<= 30"),
        ("Thời gian công tác tối thiểu: 5 năm", ">= 5"),
        ("Thời gian trả kết quả: 3 ngày", "<= 3"),
        ("Tuổi thọ trung bình: 75 năm", ">= 75"),
    ],
)
def test_a_time_behind_a_colon_is_an_amount_only_where_words_compare_or_it_is_one_to_be_held(
    line: str, target: str, office: Office
) -> None:
    text, found = of_lines(f"- Đàn bò: 200 con.\n- {line}.", office)
    assert [write_target(one.target) for one in found[1:]] == [target]
    assert "không thành chỉ tiêu: không có" in text
    assert ("XEM LẠI: có số mà không đọc được" in text) == (target == "đạt")


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("Tốc độ tăng trưởng kinh tế 6 - 6,5%", "higher"),
        ("Thu nhập bình quân đầu người 52 - 54 triệu đồng/năm", "higher"),
        ("Giảm tỷ lệ hộ nghèo từ 1 - 1,5%/năm", "higher"),
        ("Tỷ lệ hộ nghèo còn 3 - 3,5%", "lower"),
        ("Tốc độ tăng CPI 4 - 4,5%", "lower"),
        ("Tỷ trọng nông nghiệp 40 - 42%", "None"),
        ("Dân số 11.000 - 11.200 người", "None"),
        ("Tỷ lệ hộ nghèo dưới 3%", "None"),
    ],
)
def test_a_range_has_its_good_end_where_the_name_tells_it(line: str, better: str, office: Office) -> None:
    text, (one,) = of_lines(f"- {line}", office)
    assert str(one.better) == better
    assert ("là một khoảng, hãy thêm better" in text) == (better == "None" and " - " in line)


@pytest.mark.parametrize(
    ("line", "combine"),
    [
        ("Thu ngân sách vượt 10% dự toán được giao", "latest"),
        ("Giá trị sản xuất gấp 1,5 lần", "latest"),
        ("Sản lượng lúa đạt 98% kế hoạch", "latest"),
        ("Tổ chức 3 lớp tập huấn", "sum"),
        ("Thu ngân sách 5 tỷ đồng", "sum"),
    ],
)
def test_a_share_or_a_multiple_is_never_summed(line: str, combine: str, office: Office) -> None:
    _, (one,) = of_lines(f"- {line}", office)
    assert one.combine == combine


def test_a_number_that_stands_in_a_name_is_listed_at_the_end(office: Office) -> None:
    text, _ = of_lines("- Tỷ lệ phụ nữ sinh từ 3 con trở lên: 5%", office)
    assert "# Số có trong văn bản nhưng không thành chỉ tiêu:\n#   dòng 9: 3 – " in text


def test_a_time_beside_a_target_that_became_none_is_listed_at_the_end(office: Office) -> None:
    text, _ = of_lines("- Hồ sơ đúng hạn 98%, thời gian trả kết quả bình quân 5 ngày", office)
    assert "# Số có trong văn bản nhưng không thành chỉ tiêu:\n#   dòng 9: 5 ngày – " in text


@pytest.mark.parametrize(
    ("row", "unit", "target", "mark"),
    [
        ("Thu ngân sách | tỷ đồng | 500 triệu đồng", "triệu đồng", ">= 500", "cột đơn vị ghi tỷ đồng"),
        ("Thu ngân sách | tỷ đồng | 1 tỷ 500 triệu", "triệu đồng", ">= 1.500", "cột đơn vị ghi tỷ đồng"),
        ("Thu ngân sách | tỷ đồng | 105% dự toán", "%", ">= 105", "cột đơn vị ghi tỷ đồng"),
        ("Tỷ lệ hộ nghèo | % | 12 hộ", "hộ", "<= 12", "cột đơn vị ghi %"),
        ("Đàn gia cầm | nghìn con | 31.500 con", "con", ">= 31.500", "cột đơn vị ghi nghìn con"),
        ("Đàn gia cầm | 1.000 con | 31.500 con", "con", ">= 31.500", "cột đơn vị ghi 1.000 con"),
        ("Khách du lịch | lượt | 1,5 vạn lượt khách", "vạn lượt khách", ">= 1,5", "cột đơn vị ghi lượt"),
        ("Sản lượng | tấn | 500 kg", "kg", ">= 500", "cột đơn vị ghi tấn"),
        ("Đường bê tông | km | 900 m", "m", ">= 900", "cột đơn vị ghi km"),
        ("Đàn gia cầm | nghìn con | 31,5 ngàn con", "nghìn con", ">= 31,5", "XEM LẠI (0)"),
        ("Năng suất lúa | tạ/ha | 62 tạ", "tạ/ha", ">= 62", "XEM LẠI (0)"),
        ("Thu ngân sách | Tỷ đồng | 5 tỷ", "tỷ đồng", ">= 5", "XEM LẠI (0)"),
        ("Thu ngân sách | tỷ đồng | 2 tỷ rưỡi", "tỷ đồng", ">= 2,5", "XEM LẠI (0)"),
        ("Tỷ lệ thôn đạt chuẩn | % | 8/10 thôn", "%", ">= 80", "XEM LẠI (0)"),
        ("Thời gian giải quyết | ngày | ≤ 5 ngày", "ngày", "<= 5", "XEM LẠI (0)"),
        ("Số năm đi học bình quân | năm | 12 năm", "năm", ">= 12", "XEM LẠI (0)"),
    ],
)
def test_a_cell_with_a_unit_of_its_own_is_never_read_in_that_of_its_column(
    row: str, unit: str, target: str, mark: str, office: Office
) -> None:
    text, (one,) = of_lines(f"| 2 | {row} | |", office)
    assert (one.unit, write_target(one.target)) == (unit, target)
    assert mark in text


@pytest.mark.parametrize(
    ("unit", "cells", "own", "left_out"),
    [
        (
            "tỷ đồng",
            "0,45 | 500 triệu đồng | 0,6 | 0,2 | phấn đấu 0,7",
            "triệu đồng",
            ", đã để ngoài: phấn đấu 0,7; 0,45; 0,6; 0,2",
        ),
        ("nghìn con", "30 | 31.500 con | 32 | 15 |", "con", ", đã để ngoài: 30; 32; 15"),
        ("tỷ đồng", " | 500 triệu đồng | | | đạt", "triệu đồng", ""),
    ],
)
def test_beside_a_cell_with_a_unit_of_its_own_no_number_in_the_row_s_unit_is_taken(
    unit: str, cells: str, own: str, left_out: str, office: Office
) -> None:
    path = office.folder / "a.md"
    headings = "| TT | Chỉ tiêu | ĐVT | TH 2025 | KH 2026 | HĐND xã giao | 6 tháng đầu năm 2026 | Ghi chú |"
    path.write_text(
        f"{HEAD}{headings}\n| 1 | Diện tích lúa | ha | 9 | 9 | | | |\n| 2 | X | {unit} | {cells} |\n", "utf-8"
    )
    text = drafted(path, office)
    one = [row.indicator for row in plan_of(text).rows()][1]
    assert (one.unit, one.also, one.by_period, one.baseline, one.stretch) == (own, (), (), None, None)
    assert f"cột đơn vị ghi {unit}{left_out}\n" in text


def test_rows_below_one_of_yes_or_no_are_not_lost(office: Office) -> None:
    rows = ("2 | Thu ngân sách | tỷ đồng | Đạt dự toán", " | Trong đó: thu nội địa | tỷ đồng | 5")
    _, found = of_lines("\n".join(f"| {row} | |" for row in rows), office)
    assert [(one.name, write_target(one.target)) for one in found] == [
        ("Thu ngân sách", "đạt"),
        ("Thu nội địa", ">= 5"),
    ]


def test_what_is_striven_for_in_the_other_direction_is_marked_and_not_written(office: Office) -> None:
    path = office.folder / "a.txt"
    path.write_text(f"{HEAD}1. Tỷ lệ hộ nghèo còn dưới 4%, phấn đấu trên 3%.\n", "utf-8")
    text = drafted(path, office)
    assert [row.indicator.stretch for row in plan_of(text).rows()] == [None]
    assert "# XEM LẠI: có một mức chưa đọc được hoặc ngược chiều, đã để ngoài" in text


# ── columns of tables ───────────────────────────────────────────────────────────────────────────────────────────────
def test_a_column_that_names_the_plans_year_gives_the_target_before_one_without_a_year(office: Office) -> None:
    text = of_a_table(f"{OF_ONE_ROW}NQ HĐND giao | Ước TH 2025 | KH 2026", "90 | 95 | 120", office)
    assert ('target: ">= 120"' in text, 'by: NQ HĐND, target: ">= 90"' in text) == (True, True)


def test_a_unit_behind_the_name_of_a_row_without_one_is_its_unit(office: Office) -> None:
    text, found = of_lines("| 2 | Số hộ nghèo giảm (hộ) | | 30 |\n| 3 | Tổng đàn (cả dê) | con | 4 |", office)
    assert [(one.name, one.unit) for one in found] == [("Số hộ nghèo giảm", "hộ"), ("Tổng đàn (cả dê)", "con")]
    assert 'target: ">= 30"' in text


def test_a_row_that_says_of_which_makes_those_below_it_parts_of_the_one_above(office: Office) -> None:
    rows = "| 1 | Tổng đàn gia súc | con | 6.000 |\n| | Trong đó: | | |\n| | Đàn trâu | con | 1.000 |\n"
    _, found = of_lines(f"{rows}| | Đàn bò | con | 5.000 |\n| 2 | Dân số | người | 11.000 |", office)
    parts = {one.name: [part.name for part in one.parts] for one in found}
    assert (parts["Tổng đàn gia súc"], parts["Dân số"]) == (["Đàn trâu", "Đàn bò"], [])


def test_who_signs_is_found_also_on_the_line_of_those_it_is_sent_to(office: Office) -> None:
    path = office.folder / "a.txt"
    body = "KẾ HOẠCH\nThi đua năm 2026\n\nI. CHỈ TIÊU\n1. Đàn bò: 9 con.\n2. Đàn dê: 8 con.\n\n"
    foot = "Nơi nhận:   TM. ỦY BAN NHÂN DÂN\n- Như trên;   CHỦ TỊCH\n- Lưu: VT.\n\nNguyễn Văn An\n"
    path.write_text(f"ỦY BAN NHÂN DÂN\nXÃ ĐẮK LA\n\n{body}{foot}", "utf-8")
    signature = plan_of(drafted(path, office)).signature
    assert signature is not None
    assert signature.authority == "TM. ỦY BAN NHÂN DÂN"


def test_a_bare_yield_in_a_table_is_that_of_the_crop_above_it(office: Office) -> None:
    rows = (
        ("1", "Lúa cả năm: Diện tích", "ha", "50"),
        ("", "Năng suất", "tạ/ha", "61"),
        ("2", "Ngô", "ha", "35"),
        ("", "- Năng suất", "tạ/ha", "48"),
        ("3", "Cây cà phê", "", ""),
        ("", "Diện tích", "ha", "120"),
        ("", "Trong đó: Diện tích kinh doanh", "ha", "110"),
        ("", "Sản lượng (nhân)", "tấn", "308"),
        ("4", "Tổng đàn bò", "con", "90"),
        ("", "Sản lượng", "tấn", "9"),
    )
    _, found = of_lines("\n".join(f"| {' | '.join(row)} |" for row in rows), office)
    assert [one.name for one in found] == [
        "Diện tích lúa cả năm",
        "Năng suất lúa cả năm",
        "Ngô",
        "Năng suất ngô",
        "Diện tích cây cà phê",
        "Diện tích kinh doanh",
        "Sản lượng cây cà phê (nhân)",
        "Tổng đàn bò",
        "Sản lượng",
    ]


def of_a_table(headings: str, row: str, office: Office) -> str:
    """The draft for 2026 of a table with one row, its headings a line each."""
    above = "".join(f"| {cells} |\n" for cells in headings.split("\n"))
    path = office.folder / "a.md"
    path.write_text(f"{HEAD}{above}| 1 | Diện tích lúa | ha | {row} |\n", "utf-8")
    return drafted(path, office)


HEAD = "UBND XÃ HÀ MÒN\n\nKẾ HOẠCH\nThi đua năm 2026\n\nI. CHỈ TIÊU\n"
OF_ONE_ROW = "TT | Chỉ tiêu | ĐVT | "
OF_TWO_ROWS = f"\n{' |' * 3} "


@pytest.mark.parametrize(
    ("headings", "row", "target", "baseline", "half", "left_over"),
    [
        ("KH 2025 | TH 2025 | KH 2026", "100 | 90 | 120", "120", "90", "", "100"),
        (
            f"Năm 2025 | | Năm 2026 | {OF_TWO_ROWS}Kế hoạch | Ước TH | Kế hoạch | So với 2025",
            *("100 | 90 | 120 | 133,3", "120", "90", "", "100, 133,3"),
        ),
        (
            "Năm 2025 | Năm 2025 | Năm 2026\nTT | Chỉ tiêu | ĐVT | Kế hoạch | Ước TH | Kế hoạch",
            *("100 | 90 | 120", "120", "90", "", "100"),
        ),
        ("KH 2025 | KH 2026 | KH 2027", "40 | 100 | 600", "100", "", "", "40, 600"),
        ("Năm 2025 | Năm 2026 | Giai đoạn 2026-2030", "40 | 100 | 600", "100", "", "", "40, 600"),
        ("Mục tiêu nhiệm kỳ | Mục tiêu đến năm 2030 | Mục tiêu năm 2026", "500 | 600 | 120", "120", "", "", "500, 600"),
        ("KH năm học 2025-2026 | KH năm học 2026-2027", "100 | 110", "110", "", "", "100"),
        ("6 tháng đầu năm 2026 | Năm 2026", "40 | 100", "100", "", "40", ""),
        (f"Năm 2026 | {OF_TWO_ROWS}6 tháng | Cả năm", "40 | 100", "100", "", "40", ""),
        (f"Kế hoạch 2026 | {OF_TWO_ROWS}Cả năm | Trong đó: 6 tháng", "100 | 40", "100", "", "40", ""),
        ("KH 6 tháng | KH năm", "40 | 100", "100", "", "40", ""),
        ("KH tháng 6 | KH năm", "40 | 100", "100", "", "", "40"),
        ("Thực hiện 2024 | Ước TH 2025 | KH 2026", "100 | 90 | 120", "120", "90", "", "100"),
        ("TH 6 tháng năm 2025 | KH 2026", "45 | 120", "120", "", "", "45"),
        ("Kế hoạch năm 2026 | KH 2026/ƯTH 2025 (%)", "120 | 133", "120", "", "", "133"),
        ("Chỉ tiêu giao | Thôn 1 | Thôn 2", "100 | 40 | 60", "100", "", "", "40, 60"),
        (f"Kế hoạch 2026 | | {OF_TWO_ROWS}Thôn 1 | Thôn 2 | Toàn xã", "40 | 60 | 100", "100", "", "", "40, 60"),
        ("Kế hoạch | Nam | Nữ", "100 | 40 | 60", "100", "", "", "40, 60"),
    ],
)
def test_of_several_columns_that_of_the_plan_s_year_gives_the_target_and_no_number_is_lost(
    headings: str, row: str, target: str, baseline: str, half: str, left_over: str, office: Office
) -> None:
    text = of_a_table(OF_ONE_ROW + headings, row, office)
    (one,) = (row.indicator for row in plan_of(text).rows())
    assert (write_target(one.target), one.also) == (f">= {target}", ())
    assert (str(one.baseline.value), str(one.baseline.on)) == (baseline, "2025-12-31") if one.baseline else not baseline
    halves = [(each.period, write_target(each.target)) for each in one.by_period]
    assert halves == ([("2026-H1", f">= {half}")] if half else [])
    assert f": {left_over} – Diện tích lúa" in text if left_over else "không thành chỉ tiêu: không có" in text
    assert "XEM LẠI:" not in text


@pytest.mark.parametrize(
    ("headings", "row", "mark"),
    [
        ("KH 2025", "40", "không rõ cột nào là chỉ tiêu của năm, lấy cột 'KH 2025'"),
        ("KH 6 tháng đầu năm 2026", "40", "không rõ cột nào là chỉ tiêu của năm, lấy cột 'KH 6 tháng đầu năm 2026'"),
        (f"Kế hoạch | {OF_TWO_ROWS}Diện tích | Năng suất", "40 | 5", "lấy cột 'Kế hoạch Diện tích'"),
        ("KH 6 tháng | KH năm", "45.5 | 100", "không đọc được mức KH 6 tháng '45.5'"),
        ("KH năm", "65 (trong đó có chứng chỉ 25)", "trong ô còn số chưa đọc: 25"),
        ("KH năm", "2; 3", "trong ô còn số chưa đọc: 3"),
        ("KH năm", "<20/<12", "trong ô còn số chưa đọc: 20"),
        ("TH 2025 | KH 2026", "90 | 40", "mức >= 40 thấp hơn kết quả năm trước (90), xem lại chiều"),
        ("TH 2025 | KH 2026", "90 | không quá 95", "mức <= 95 cao hơn kết quả năm trước (90), xem lại chiều"),
        ("KH năm", "90 |\n| 2 | Mỗi chi hội có mô hình | mô hình | 01", "văn bản nói mỗi nơi"),
        ("KH năm", "90 |\n| 2 | Hằng tháng thu phí vệ sinh | triệu đồng | 15", "số của mỗi kỳ"),
        ("KH năm", "90 |\n| 2 | Tỷ lệ | % | 40", "tên chưa nói là của việc gì"),
        ("KH năm", "100 |\n| 1.1 | Lúa nước | ha | 60 |\n| 1.2 | Lúa rẫy | ha | 40", "các dòng từ 1.1 có thể là phần"),
        ("KH năm", "100 |\n| a) | Lúa nước | ha | 60 |\n| b) | Lúa rẫy | ha | 40", "các dòng từ a) có thể là phần"),
    ],
)
def test_what_a_table_does_not_say_plainly_is_marked(headings: str, row: str, mark: str, office: Office) -> None:
    marks = [line for line in of_a_table(OF_ONE_ROW + headings, row, office).split("\n") if "# XEM LẠI:" in line]
    assert len(marks) == 1
    assert mark in marks[0]


# ── numbers, names ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("line", "unit", "target"),
    [
        ("Đàn bò 1,200 con", "con", ">= 1.200"),
        ("Đàn bò từ 1,200 - 1,500 con", "con", "1.200..1.500"),
        ("Đàn gia cầm: 1,234,567 con", "con", ">= 1.234.567"),
        ("Số hộ nghèo: không quá 1,200", "hộ", "<= 1.200"),
        ("Đón 12,500 lượt khách", "lượt khách", ">= 12.500"),
        ("Đàn lợn: 2,5 nghìn con", "nghìn con", ">= 2,5"),
        ("Thu ngân sách 1,200 tỷ đồng", "tỷ đồng", ">= 1,200"),
    ],
)
def test_a_comma_before_three_digits_groups_thousands_of_what_is_counted_one_by_one(
    line: str, unit: str, target: str, office: Office
) -> None:
    path = office.folder / "a.txt"
    head = "UBND XÃ HÀ MÒN\n\nKẾ HOẠCH\nNhiệm vụ năm 2024\n\nI. CHỈ TIÊU\n"
    path.write_text(f"{head}1. {line}.\n2. Giữ vững an ninh trật tự trên địa bàn.\n", "utf-8")
    text = drafted(path, office)
    one = next(plan_of(text).rows()).indicator
    assert (one.unit, write_target(one.target)) == (unit, target)
    assert ("dấu phẩy ngăn hàng nghìn" in text) == ("," in line and "." in target)
    assert "không thành chỉ tiêu: không có" in text


@pytest.mark.parametrize(
    ("letterhead", "issuer"),
    [
        ("UBND XÃ ĐẮK LA\nTRƯỜNG THCS\nĐOÀN THỊ ĐIỂM", "Trường THCS Đoàn Thị Điểm"),
        ("CÔNG TY CỔ PHẦN\nĐOÀN KẾT", "Công ty Cổ Phần Đoàn Kết"),
        ("HỢP TÁC XÃ NÔNG NGHIỆP\nĐOÀN KẾT", "Hợp Tác xã Nông Nghiệp Đoàn Kết"),
        ("BAN CHẤP HÀNH\nĐOÀN XÃ ĐẮK LA", "Ban Chấp hành Đoàn xã Đắk La"),
        ("HUYỆN ỦY ĐẮK HÀ", "Huyện ủy Đắk Hà"),
        ("TỈNH ỦY KON TUM\nHUYỆN ỦY ĐẮK HÀ", "Huyện ủy Đắk Hà"),
        ("BAN CHẤP HÀNH\nĐẢNG BỘ XÃ ĐẮK LA", "Ban Chấp hành Đảng bộ xã Đắk La"),
        ("BAN THƯỜNG VỤ\nĐẢNG BỘ XÃ ĐẮK LA", "Ban Thường vụ Đảng bộ xã Đắk La"),
        ("TỈNH ĐOÀN KON TUM\nĐOÀN XÃ ĐẮK LA", "Đoàn xã Đắk La"),
        ("UBND XÃ ĐẮK LA\nĐOÀN TNCS HỒ CHÍ MINH", "Đoàn TNCS Hồ Chí Minh"),
        ("XÃ ĐOÀN ĐẮK LA\nĐOÀN TRƯỜNG THCS LÊ LỢI", "Đoàn Trường THCS Lê Lợi"),
    ],
)
def test_a_name_over_two_lines_of_the_letterhead_is_one(letterhead: str, issuer: str, office: Office) -> None:
    path = office.folder / "a.md"
    about = "Thi đua năm 2026 của Đoàn xã, trên địa bàn xã Đắk La"
    path.write_text(f"{letterhead}\n\nKẾ HOẠCH\n{about}\n\nI. CHỈ TIÊU\n1. Đàn bò: 9 con.", "utf-8")
    unit = plan_of(drafted(path, office)).unit
    assert (unit.issuer, unit.name) == (issuer, "xã Đắk La" if "Đảng bộ" in issuer else issuer)


@pytest.mark.parametrize(
    ("head", "title", "unit", "issuer"),
    [
        (
            "XÃ HÀ MÒN\n\nKẾ HOẠCH\nPHÁT TRIỂN KINH TẾ - XÃ HỘI XÃ HÀ MÒN NĂM 2024",
            "Kế hoạch phát triển kinh tế - xã hội xã Hà Mòn năm 2024",
            "xã Hà Mòn",
            "Ủy ban nhân dân xã Hà Mòn",
        ),
        (
            "# XÃ HÀ MÒN\n\n# NGHỊ QUYẾT Đảng ủy xã Hà Mòn năm 2024",
            "Nghị quyết Đảng ủy xã Hà Mòn năm 2024",
            "xã Hà Mòn",
            "Đảng ủy xã Hà Mòn",
        ),
        (
            "UBND XÃ KBANG\nTRƯỜNG THCS LÊ LỢI\n\nKẾ HOẠCH\nCÔNG TÁC ĐẢNG CỦA TRƯỜNG THCS VÀ HỘI NÔNG DÂN NĂM 2024",
            "Kế hoạch công tác đảng của trường THCS và Hội Nông dân năm 2024",
            "Trường THCS Lê Lợi",
            "Trường THCS Lê Lợi",
        ),
        (
            "Đ.U XÃ HRA\n\nCHƯƠNG TRÌNH CÔNG TÁC\nNĂM 2025 CỦA ĐẢNG ỦY XÃ HRA",
            "Chương trình công tác năm 2025 của Đảng ủy xã Hra",
            "xã Hra",
            "Đảng ủy xã Hra",
        ),
        (
            "UBND PHƯỜNG ĐÔNG THÀNH\nTRẠM Y TẾ\n\nKẾ HOẠCH\nCông tác y tế năm 2025",
            "Kế hoạch công tác y tế năm 2025",
            "Trạm Y tế",
            "Trạm Y tế",
        ),
        (
            "LIÊN ĐOÀN LAO ĐỘNG TỈNH\nCÔNG ĐOÀN CƠ SỞ XÃ EA KAR\n\nKẾ HOẠCH\nHoạt động công đoàn năm 2025",
            "Kế hoạch hoạt động công đoàn năm 2025",
            "Công đoàn cơ sở xã Ea Kar",
            "Công đoàn cơ sở xã Ea Kar",
        ),
        (
            "TỔNG CÔNG TY CÀ PHÊ\nCÔNG TY TNHH MTV 719\n\nKẾ HOẠCH\nSản xuất năm 2025",
            "Kế hoạch sản xuất năm 2025",
            "Công ty TNHH MTV 719",
            "Công ty TNHH MTV 719",
        ),
        (
            "UBND XÃ HRA\n\nKẾ HOẠCH\nThực hiện Nghị quyết của HĐND xã\nvề nhiệm vụ năm 2025",
            "Kế hoạch thực hiện Nghị quyết của HĐND xã về nhiệm vụ năm 2025",
            "xã Hra",
            "Ủy ban nhân dân xã Hra",
        ),
    ],
)
def test_names_keep_their_capitals_and_a_commune_alone_in_the_head_is_the_unit(
    head: str, title: str, unit: str, issuer: str, office: Office
) -> None:
    path = office.folder / "a.md"
    path.write_text(f"{head}\n\nI. CHỈ TIÊU\n1. Đàn bò của xã có ít nhất 200 con.\n", "utf-8")
    plan = plan_of(drafted(path, office))
    assert (plan.title, plan.unit.name, plan.unit.issuer) == (title, unit, issuer)
