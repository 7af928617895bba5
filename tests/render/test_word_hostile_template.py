"""Templates nobody should fill in: not Word, too big, with macros, links or bombs; each refused in one sentence."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from render.paper import PAPER
from thidua_cli.errors import InvalidInput, ThiduaError, UsageError
from thidua_cli.render import formats as template_file
from thidua_cli.render.formats import FORMATS, read_template
from thidua_cli.render.word import from_template

GOOD = (Path(__file__).parents[2] / "docs" / "mau-bao-cao.docx").read_bytes()
RELS = "word/_rels/document.xml.rels"


def rebuilt(changes: dict[str, bytes]) -> bytes:
    """The good template with members replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return made.getvalue()


def member(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        return archive.read(name)


def link(kind: str, target: str) -> dict[str, bytes]:
    relation = f'<Relationship Id="rId77" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    return {RELS: member(RELS).replace(b"</Relationships>", relation.encode() + b"</Relationships>")}


TYPES = "[Content_Types].xml"
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
BAD = {
    "empty": b"",
    "text": b"khong phai Word",
    "old word": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "cut off": GOOD[: len(GOOD) // 2],
    "no content types": rebuilt({TYPES: b""}),
    "a spreadsheet": rebuilt({TYPES: member(TYPES).replace(b"wordprocessingml", b"spreadsheetml")}),
    "a .dotx": rebuilt({TYPES: member(TYPES).replace(b"document.main", b"template.main")}),
    "a .docm": rebuilt({TYPES: member(TYPES) + b"<!-- macroEnabled -->"}),
    "macros": rebuilt({"word/vbaProject.bin": b"x"}),
    "embedded": rebuilt({"word/embeddings/oleObject1.bin": b"x"}),
    "linked image": rebuilt(link("image", "http://example.invalid/a.png")),
    "linked object": rebuilt(link("oleObject", "file:///C:/x.xlsx")),
    "entity bomb": rebuilt({"word/styles.xml": BOMB}),
    "utf-16 part": rebuilt({"word/styles.xml": BOMB.decode().encode("utf-16")}),
    "broken xml": rebuilt({"word/document.xml": b"<w:document"}),
    "zip bomb": rebuilt({"word/media/a.bin": bytes(101 * 1024 * 1024)}),
    "big part": rebuilt({"word/document.xml": b" " * (31 * 1024 * 1024)}),
    "many members": rebuilt({f"word/media/{place}.bin": b"" for place in range(1_001)}),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_bad_template_is_refused_in_one_sentence_with_what_to_do(content: bytes) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_template(PAPER, content, "mẫu\x1b.docx")
    assert caught.value.sentence.startswith("mẫu")
    assert "\n" not in caught.value.sentence
    assert "\x1b" not in caught.value.sentence
    assert caught.value.hint


def test_a_hyperlink_in_a_letterhead_is_harmless() -> None:
    assert from_template(PAPER, rebuilt(link("hyperlink", "mailto:ubnd@example.invalid")), "m")


def test_damaged_templates_never_end_in_anything_but_a_sentence() -> None:
    chance = random.Random(20240705)
    for _ in range(60):
        broken = bytearray(GOOD)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with suppress(ThiduaError):
            assert from_template(PAPER, bytes(broken), "m")


def test_damaged_parts_never_end_in_anything_but_a_sentence() -> None:
    chance = random.Random(5)
    names = ("word/document.xml", "word/styles.xml", "word/settings.xml", RELS, "_rels/.rels", TYPES)
    for turn in range(60):
        name = names[turn % len(names)]
        content = bytearray(member(name))
        begin = chance.randrange(len(content))
        del content[begin : begin + chance.randint(1, 60)]
        with suppress(ThiduaError):
            assert from_template(PAPER, rebuilt({name: bytes(content)}), "m")


def test_a_missing_folder_or_big_file_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError):
        read_template(tmp_path / "khong-co.docx")
    with pytest.raises(InvalidInput):
        read_template(tmp_path)
    monkeypatch.setattr(template_file, "MOST_BYTES", 10)
    (tmp_path / "to.docx").write_bytes(b"x" * 11)
    with pytest.raises(InvalidInput, match="lớn hơn"):
        read_template(tmp_path / "to.docx")


def test_a_format_without_templates_says_which_has_them(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        FORMATS["csv"].from_template(PAPER, tmp_path / "m.docx")
    assert "docx" in caught.value.hint
