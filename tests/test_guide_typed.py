"""The officer's guide typed from its first command to its last: each does what the guide says."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from cli.test_template import fill
from office import Office

DOCS = Path(__file__).parent.parent / "docs"
NOT_TYPED = re.compile(
    r"…|\b(?:LỆNH|MÃ|ID|TỆP)\b|--open|,pdf|hub |send|cd /d|--rehearse|^thidua entry|^thidua (?:diff|reopen|import)$"
    r"|^thidua record ngheo$|--paper"
)
"""With something to fill in; or what needs a terminal, a browser, LibreOffice, a province's server, the real day, or a
figure that was corrected after its report was sent."""
DAYS = {1: "2024-07-05", 10: "2024-10-05", 14: "2024-12-10", 15: "2025-01-05"}
"""From which chapter on it is which day."""
DOCUMENT = (
    "ỦY BAN NHÂN DÂN XÃ ĐẮK LA",
    "KẾ HOẠCH",
    "Phát động phong trào thi đua yêu nước năm 2026",
    "1. Các chỉ tiêu kinh tế",
    "- Tổng đàn gia súc: 6.300 con, đàn gia cầm: 32.000 con.",
    "- Tỷ lệ hộ nghèo dưới 3,5%; tỷ lệ bao phủ bảo hiểm y tế trên 95%.",
    "2. Nhiệm vụ và giải pháp chủ yếu",
    "- Các thôn phát huy vai trò của người có uy tín trong cộng đồng, vận động nhân dân tham gia phong trào.",
)
PLACES = """
places:
  - {id: thon-1, name: Thôn 1}
  - {id: thon-2, name: Thôn 2}
"""


def typed_in_order() -> Iterator[tuple[int, str]]:
    """The chapter and the line of every command of the guide, in blocks and inside sentences."""
    chapter, block = 0, None
    for line in (DOCS / "huong-dan.md").read_text("utf-8").splitlines():
        if head := re.match(r"## (\d+)\. ", line):
            chapter = int(head[1])
        if line.startswith("```"):
            block = None if block is not None else line[3:]
        elif block in (None, "", "sh"):
            shown = [line] if block is not None else re.findall(r"`(thidua [^`]+)`", line)
            yield from ((chapter, one) for one in shown if one.startswith("thidua ") and not NOT_TYPED.search(one))


class Desk:
    """What the officer has, and does without thidua, between two commands of the guide."""

    def __init__(self, office: Office) -> None:
        self.office, self.top = office, office.folder
        self.workspace = self.top / "d" / "thi-dua"
        self.plan = self.workspace / "data" / "plan_2024.yaml"

    def go(self, *folder: str) -> None:
        """Stand in another folder."""
        self.office.monkeypatch.chdir(self.top.joinpath(*folder))

    def has_the_document(self) -> None:
        paper = Document()
        for line in DOCUMENT:
            paper.add_paragraph(line)
        for place in (self.top / "d" / "Ke hoach thi dua 2026.docx", self.workspace / "Ke hoach 2026.docx"):
            paper.save(str(place))

    def gets_the_form_back(self) -> None:
        book = load_workbook("bieu-mau-t6.xlsx")
        fill(book.active, "dan-gia-cam", value=31_200)
        book.save("bieu-mau-t6.xlsx")

    def has_recorded_amiss(self) -> None:
        self.office.done("record", "ho-ngheo", "102/2910", "--on", "14/06/2024")
        self.office.done("record", "dan-gia-cam", "31.200", "--on", "01/07/2024")

    def has_a_figure_of_the_whole(self) -> None:
        self.office.done("record", "ho-ngheo", "100/2900", "--on", "30/06/2024")

    def names_villages(self) -> None:
        text = self.plan.read_text("utf-8")
        for code in ("ho-ngheo", "dan-gia-suc"):
            text = text.replace(f"- id: {code}\n", f"- id: {code}\n        by_place: true\n", 1)
        self.plan.write_text(text + PLACES, "utf-8")
        self.office.done("reopen", "t6", "--reason", "thôn báo muộn")

    def looks_at_the_demonstration(self) -> None:
        self.office.done("demo", str(self.top / "xem-thu"))
        self.go("xem-thu")

    def begins_an_empty_ledger(self) -> None:
        self.office.done("init", str(self.top / "may-moi"))
        shutil.copy("so.jsonl", self.top / "may-moi")
        self.go("may-moi")

    def before(self) -> Mapping[str, Callable[[], object]]:
        """What is done before a command, by how the command begins."""
        return {
            "init D:/thi-dua --from": self.has_the_document,
            "where": lambda: self.go("d", "thi-dua"),
            "import bieu-mau": self.gets_the_form_back,
            "correct ho-ngheo": self.has_recorded_amiss,
            "summary --template": lambda: shutil.copy(DOCS / "mau-bao-cao.docx", "mau-bao-cao.docx"),
            "import so.jsonl": self.begins_an_empty_ledger,
            "doctor": lambda: self.go("d", "thi-dua"),
            "plan show": lambda: Path("so.jsonl").unlink(),
            "plan draft": lambda: (self.workspace / "data" / "plan_2026.yaml").unlink(),
            "record ho-ngheo 12/150": self.names_villages,
            "void ho-ngheo --on 30/06": self.has_a_figure_of_the_whole,
            "work done": lambda: Path("bao-cao-le-ky-niem.pdf").write_bytes(b"%PDF-1.4"),
            "score": self.looks_at_the_demonstration,
            "nominate add \"Nguyễn": lambda: self.go("d", "thi-dua"),
            "nominate move 1 2 3": lambda: self.office.today("2024-12-20"),
        }  # fmt: skip


def test_the_whole_guide_typed_in_order_works(office: Office) -> None:
    desk = Desk(office)
    steps, day, typed, said, erased = dict(desk.before()), 0, 0, "", False
    for name in ("d", "e"):
        (desk.top / name).mkdir()
    for chapter, shown in typed_in_order():
        line = shown.replace("\\", "/").removeprefix("thidua ").replace("~/", "D:/")
        if chapter != day and chapter in DAYS:
            office.today(DAYS[chapter])
        day = chapter
        for begins in [begins for begins in steps if line.startswith(begins)]:
            steps.pop(begins)()
        words = [re.sub("^([DE]):/", lambda disk: f"{desk.top}/{disk[1].lower()}/", one) for one in shlex.split(line)]
        if words[:2] == ["verify", "--against"]:
            words[2] = re.findall(r"--against ([0-9]+:[0-9a-f]{32})", said)[-1]
        asked = ["--yes"] if words[:2] == ["nominate", "erase-name"] else []  # on a terminal: answered there
        answer = office.run(*words, *asked)
        erased = erased or bool(asked)
        cannot = line == "undo" and erased  # as the guide says there
        assert answer.code == (5 if cannot else 0), f"mục {chapter}: {shown}\n{answer.all}"
        said += answer.out
        typed += 1
    assert not steps, "the guide no longer has these commands"
    assert typed > 110
