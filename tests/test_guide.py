"""The officer's guide and README name only commands and options that exist; the guide's chapters count up."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from office import Office
from thidua_cli.cli import COMMANDS, Command
from thidua_cli.cli.guide import PAGES

PROJECT = Path(__file__).parent.parent
GUIDE = PROJECT / "docs" / "huong-dan.md"
GROUPS = ("plan", "work", "nominate", "hub")
GROUPS_IN_HUB = ("units", "mergers", "indicators")
REFERENCE_HEAD = """\
# Các lệnh

Đúng như `thidua LỆNH --help` in ra. Trước tên lệnh nào cũng ghi được `--plan TỆP`, `--ledger TỆP`.

<!-- made by: pytest tests/test_guide.py --rewrite -->"""
EXAMPLE = re.compile(r"(?m)^thidua [^\n]+|`(thidua [^`\n]+)`")


def examples(page: Path) -> list[list[str]]:
    """The words after `thidua` of every command that a page shows."""
    found = [match[1] or match[0] for match in EXAMPLE.finditer(page.read_text(encoding="utf-8"))]
    return [shlex.split(line.replace("\\", "/"))[1:] for line in found]


def command_of(words: list[str]) -> tuple[str, ...]:
    """The command's name, with that of its subcommand: `("plan", "check")`."""
    while words and words[0] in ("--plan", "--ledger"):
        words = words[2:]
    is_group = len(words) > 1 and words[0] in GROUPS and re.fullmatch(r"[a-z-]+", words[1])
    if is_group and words[0] == "hub" and words[1] in GROUPS_IN_HUB:
        return tuple(words[:3])
    return tuple(words[: 2 if is_group and not words[1].startswith("-") else 1])


@pytest.mark.parametrize(
    "page", [GUIDE, PROJECT / "README.md", PROJECT / "docs" / "tinh.md"], ids=lambda page: page.stem
)
def test_every_example_names_a_command_and_options_that_exist(page: Path, office: Office) -> None:
    shown = examples(page)
    assert len(shown) > 15
    for words in shown:
        if words[0] in ("LỆNH", "COMMAND", "--help"):
            continue
        command = command_of(words)
        if command[0] in GROUPS and len(command) == 1 and "--help" not in words:
            command = (*command, "list") if command[0] not in ("plan", "hub") else command
        help_page = office.done(*command, "--help")
        known = set(re.findall(r"--[a-z-]+", help_page)) | {"--plan", "--ledger"}
        assert {word for word in words if re.fullmatch(r"--[a-z-]+", word)} <= known, words


def test_the_chapters_of_the_guide_count_up() -> None:
    numbers = re.findall(r"(?m)^## (\d+)\. ", GUIDE.read_text(encoding="utf-8"))
    assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))


def test_every_chapter_that_a_message_points_to_is_one_of_the_guide() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (PROJECT / "src").rglob("*.py"))
    named = set(re.findall(r"mục ([^\"'\n{}]+?) của hướng dẫn", sources))
    titles = re.findall(r"(?m)^#{2,3} (?:\d+\. )?(.+)$", GUIDE.read_text("utf-8"))
    assert named
    assert named <= set(titles)


def test_the_guide_speaks_of_undo_and_restore_with_one_word_each() -> None:
    assert "lấy lại" not in GUIDE.read_text(encoding="utf-8").lower()


def paths_of(commands: tuple[Command, ...], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words that call each command, also those of groups inside groups."""
    for entry in commands:
        path = (*above, entry.name)
        if entry.children:
            yield from paths_of(entry.children, path)
        else:
            yield path


def reference(office: Office) -> str:
    """The help of every command, as a page of the guide."""
    office.monkeypatch.setenv("COLUMNS", "100")
    paths = list(paths_of(COMMANDS))
    pieces = [f"### {' '.join(path)}\n\n```text\n{office.done(*path, '--help').strip()}\n```" for path in paths]
    return "\n\n".join([REFERENCE_HEAD, *pieces]) + "\n"


def test_the_reference_is_what_the_commands_say_of_themselves(office: Office, request: pytest.FixtureRequest) -> None:
    path = PROJECT / "docs" / "lenh.md"
    now = reference(office)
    if request.config.getoption("--rewrite"):
        path.write_text(now, "utf-8")
    assert path.read_text("utf-8") == now, "pytest tests/test_guide.py --rewrite"


def test_the_guide_is_printed_as_it_is_written_when_piped(office: Office) -> None:
    said = office.done("guide")
    for name in PAGES:
        assert (PROJECT / "docs" / name).read_text("utf-8").strip() in said


@pytest.mark.parametrize(
    ("about", "begins"),
    [
        ("8", "## 8. Sao lưu"),
        ("sao luu", "## 8. Sao lưu"),
        ("record", "### record"),
        ("phim tab", "### Phím TAB"),
        ("kiem tra so lieu", "# Các quy tắc kiểm tra số liệu"),
        ("mau-word", "# Mẫu Word của cơ quan"),
        ("power of ten", "## power-of-ten"),
    ],
)
def test_a_part_of_the_guide_is_found_by_number_or_words_without_accents(
    office: Office, about: str, begins: str
) -> None:
    said = office.done("guide", about)
    assert said.startswith(begins)
    assert len(said) < 20_000


def test_a_part_that_is_not_there_is_answered_with_the_chapters(office: Office) -> None:
    answer = office.run("guide", "bóng đá")
    assert answer.code == 2
    assert "8. Sao lưu" in answer.err
    assert "chữ ấy có trong các mục: 3. Ghi số liệu" in office.run("guide", "lần trước").err


def test_on_a_terminal_the_guide_is_drawn_without_marks(office: Office) -> None:
    office.monkeypatch.setenv("COLUMNS", "70")
    said = office.run("guide", "8", tty=True).out
    assert "8. Sao lưu" in said
    assert "## 8" not in said
    assert "```" not in said


def test_the_page_for_the_browser_is_one_file_whose_links_lead_somewhere(office: Office) -> None:
    opened: list[str] = []
    office.monkeypatch.setattr("webbrowser.open", lambda address: not opened.append(address))  # type: ignore[func-returns-value]
    said = office.done("guide", "--open")
    path = Path(said.removeprefix("đã mở ").strip())
    assert opened == [path.as_uri()]
    page = path.read_text("utf-8")
    names = re.findall(r' id="([^"]+)"', page)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(names)
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", page)
    assert "<script" not in page
    assert "<h2 id=" in page
    assert page.count("<table>") >= 3


def test_where_no_browser_is_the_file_is_named(office: Office) -> None:
    office.monkeypatch.setattr("webbrowser.open", lambda address: False)
    assert "hãy mở tệp này bằng trình duyệt: " in office.done("guide", "8", "--open")
