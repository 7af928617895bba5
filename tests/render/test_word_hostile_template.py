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
from thidua_cli.render.word_template import from_template

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
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BODY, SETTINGS = "word/document.xml", "word/settings.xml"


def relation(kind: str, target: str, more: str = "") -> dict[str, bytes]:
    """The template with one more relationship of the document."""
    made = f'<Relationship Id="rId77" Type="http://x/{kind}" Target="{target}" {more}/>'
    return {RELS: member(RELS).replace(b"</Relationships>", made.encode() + b"</Relationships>")}


def body(xml: str) -> dict[str, bytes]:
    """The template with this before the end of its body."""
    at = member(BODY).rindex(b"<w:sectPr")
    return {BODY: member(BODY)[:at] + xml.encode() + member(BODY)[at:]}


def field(*codes: str) -> dict[str, bytes]:
    """A paragraph with a field whose code is cut into these runs."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return body(f"<w:p>{begin}{runs}{middle}<w:r><w:t>x</w:t></w:r>{end}</w:p>")


def nested(before: str, after: str, shown: str = "") -> dict[str, bytes]:
    """A field inside the code of another, or inside what that one shows."""
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    inner = f"{begin}{code.format('IF 1 = 1 &quot;DDEAUTO cmd /k&quot;')}{middle}<w:r><w:t>1</w:t></w:r>{end}"
    outer = f"{inner}{code.format(after)}{middle}" if not shown else f"{code.format(shown)}{middle}{inner}"
    return body(f"<w:p>{begin}{code.format(before) if before else ''}{outer}<w:r><w:t>x</w:t></w:r>{end}</w:p>")


def typed(name: str, kind: str) -> dict[str, bytes]:
    """One more part with a content type."""
    override = f'<Override PartName="/{name}" ContentType="{kind}"/>'.encode()
    return {TYPES: member(TYPES).replace(b"</Types>", override + b"</Types>"), name: b"\xd0\xcf\x11\xe0"}


IMAGE = "image"
VML = "<w:p><w:r><w:pict xmlns:v='urn:schemas-microsoft-com:vml'><v:imagedata {}/></w:pict></w:r></w:p>"


def picture(xml: str, kind: str = "hyperlink") -> dict[str, bytes]:
    """The template with this element, which uses an external relation of that kind."""
    spaces = {
        "a": "x:a",
        "v": "x:v",
        "o": "x:o",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    }
    named = " ".join(f"xmlns:{prefix}='{space}'" for prefix, space in spaces.items())
    outside = relation(kind, "https://x.invalid/a.png", 'TargetMode="External"')
    return body(f"<w:p {named}><w:r>{xml}</w:r></w:p>") | outside


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
BAD = {
    "empty": b"",
    "text": b"khong phai Word",
    "old word": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "cut off": GOOD[: len(GOOD) // 2],
    "no content types": rebuilt({TYPES: b""}),
    "a spreadsheet": rebuilt({TYPES: member(TYPES).replace(b"wordprocessingml", b"spreadsheetml")}),
    "a .dotx": rebuilt({TYPES: member(TYPES).replace(b"document.main", b"template.main")}),
    "a .docm": rebuilt({TYPES: member(TYPES).replace(MAIN, b"application/vnd.ms-word.document.macroEnabled.main+xml")}),
    "macros": rebuilt({"word/vbaProject.bin": b"x"}),
    "embedded": rebuilt({"word/embeddings/oleObject1.bin": b"x"}),
    "linked image": rebuilt(link("image", "http://example.invalid/a.png")),
    "linked object": rebuilt(link("oleObject", "file:///C:/x.xlsx")),
    "external by an entity": rebuilt(relation(IMAGE, "http://x.invalid/a.png", 'TargetMode="&#69;xternal"')),
    "external with > in its address": rebuilt(relation(IMAGE, "http://x.invalid/?a>b", 'TargetMode="External"')),
    "external dressed up as a hyperlink": rebuilt(
        relation(IMAGE, "http://x.invalid/a", 'xmlns:z="z" z:Type="x/hyperlink" TargetMode="External"')
    ),
    "a hyperlink to a share": rebuilt(relation("hyperlink", "file:////x/share", 'TargetMode="External"')),
    "a field to a share": rebuilt(field(' HYPERLINK "file:////evil/share" ')),
    "a field that starts a program": rebuilt(field(' hyperlink "ms-msdt:/id PCWDiagnostic" \\l "a" ')),
    "a field to a share without quotes": rebuilt(field(r" HYPERLINK \\\\evil\\share \l a ")),
    "a field with a script": rebuilt(
        body('<w:p><w:fldSimple w:instr="HYPERLINK \\o &quot;a&quot; &quot; JavaScript:x&quot;"/></w:p>')
    ),
    "a field to two places": rebuilt(field(' HYPERLINK "https://x.invalid" "file:////evil/share" ')),
    "a field to nowhere": rebuilt(field("HYPERLINK \\n")),
    "a field whose place another one says": rebuilt(nested("HYPERLINK ", ' "https://x.invalid"')),
    "another document put in": rebuilt(relation("aFChunk", "foo.html")),
    "alternative chunk": rebuilt(body("<w:altChunk/>")),
    "an object under another name": rebuilt(relation("oleObject", "media/o.bin")),
    "macros under another name": rebuilt(typed("word/foo.bin", "application/vnd.ms-office.vbaProject")),
    "dde": rebuilt(field(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" ')),
    "dde cut in pieces": rebuilt(field(" DD", "EAU", "TO cmd")),
    "dde in small letters": rebuilt(field("ddeauto x y")),
    "include picture": rebuilt(field(' INCLUDEPICTURE "http://127.0.0.1/x.png" ')),
    "include text": rebuilt(field(' INCLUDETEXT "file:////x/y.docx" ')),
    "simple field": rebuilt(
        body('<w:p><w:fldSimple w:instr="DDEAUTO cmd"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>')
    ),
    "a name computed by a field": rebuilt(field("QUOTE 68 68 69")),
    "a field named by another one's result": rebuilt(nested("", "PAGE")),
    "an add-in": rebuilt(relation("webextensiontaskpanes", "x.xml") | {"word/x.xml": b"<a/>"}),
    "a ribbon of its own": rebuilt(relation("extensibility", "x.xml") | {"word/x.xml": b"<a/>"}),
    "a picture from elsewhere": rebuilt(body(VML.format("src='http://x.invalid/a.png'"))),
    "a picture from a share": rebuilt(body(VML.format("src='\\\\x\\a.png'"))),
    "a linked picture dressed up as a hyperlink": rebuilt(picture("<a:blip r:link='rId77'/>")),
    "one whose name space is strict": rebuilt(picture("<a:blip xmlns:s='http://purl.oclc.org/x' s:link='rId77'/>")),
    "an old picture dressed up as a hyperlink": rebuilt(picture("<v:imagedata r:id='rId77'/>")),
    "one beside its own picture": rebuilt(picture("<v:imagedata r:pict='rId77'/>")),
    "a fill dressed up as a hyperlink": rebuilt(picture("<v:fill r:href='rId77'/>")),
    "an office picture dressed up as a hyperlink": rebuilt(picture("<v:imagedata o:relid='rId77'/>")),
    "a film dressed up as a hyperlink": rebuilt(picture("<a:videoFile r:link='rId77'/>")),
    "a picture dressed up as a template": rebuilt(picture("<a:blip r:link='rId77'/>", "attachedTemplate")),
    "mail merge": rebuilt({SETTINGS: member(SETTINGS).replace(b"</w:settings>", b"<w:mailMerge/></w:settings>")}),
    "a doctype behind a comment": rebuilt({"word/styles.xml": b"<!-- x --><!DOCTYPE a><a/>"}),
    "many <": rebuilt({RELS: b"<" * 400_000}),
    "many comments": rebuilt({"word/x.xml": b"<a>" + b"<!--" * 200_000}),
    "parts that differ in capitals alone": rebuilt({"WORD/document.xml": b"<a/>"}),
    "entity bomb": rebuilt({"word/styles.xml": BOMB}),
    "utf-16 part": rebuilt({"word/styles.xml": BOMB.decode().encode("utf-16")}),
    "broken xml": rebuilt({"word/document.xml": b"<w:document"}),
    "zip bomb": rebuilt({"word/media/a.bin": bytes(101 * 1024 * 1024)}),
    "big part": rebuilt({"word/document.xml": b" " * (31 * 1024 * 1024)}),
    "many members": rebuilt({f"word/media/{place}.bin": b"" for place in range(1_001)}),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_bad_template_is_refused_in_one_sentence_with_what_to_do_r11(content: bytes) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_template(PAPER, content, "mẫu\x1b.docx")
    assert caught.value.sentence.startswith("mẫu")
    assert "\n" not in caught.value.sentence
    assert "\x1b" not in caught.value.sentence
    assert caught.value.hint


@pytest.mark.parametrize("part", [RELS, "word/_rels/settings.xml.rels", "_rels/.rels"])
def test_the_template_behind_a_template_is_forgotten_wherever_it_is_named_r11(part: str) -> None:
    begin = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    named = (
        b'<Relationship Id="rId77" Type="http://x/attachedTemplate" Target="http://x.invalid/t" TargetMode="External"/>'
    )
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        old = archive.read(part) if part in archive.namelist() else begin + b"</Relationships>"
    made = from_template(PAPER, rebuilt({part: old.replace(b"</Relationships>", named + b"</Relationships>")}), "m")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert [name for name in archive.namelist() if b"x.invalid" in archive.read(name)] == []


def test_fields_inside_another_one_are_no_fault_where_they_do_not_name_it() -> None:
    assert from_template(PAPER, rebuilt(nested("IF ", "")), "m")
    assert from_template(PAPER, rebuilt(nested("", "", "TOC ")), "m")


def test_a_hyperlink_in_a_letterhead_is_harmless() -> None:
    assert from_template(PAPER, rebuilt(link("hyperlink", "mailto:ubnd@example.invalid")), "m")
    for name in ("w:hyperlink", "a:hlinkClick", "a:hlinkHover", "a:hlinkMouseOver"):
        assert from_template(PAPER, rebuilt(picture(f"<{name} r:id='rId77'/>")), "m")
    elsewhere = {"word/_rels/header1.xml.rels": link("hyperlink", "https://x.invalid")[RELS]}
    assert from_template(PAPER, rebuilt(body("<w:p><w:r w:rsidR='rId77'/></w:p>") | elsewhere), "m")


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


@pytest.mark.parametrize(
    "code",
    [
        *("PAGE \\* MERGEFORMAT", " TOC \\o ", "= 1 + 2", "date", 'HYPERLINK "https://x.invalid"'),
        *(' HYPERLINK \\l "_Toc1" ', 'HYPERLINK "mailto:a@x.invalid" \\o "thư" \\* MERGEFORMAT', "HYPERLINK #muc"),
    ],
)
def test_fields_that_word_works_out_by_itself_are_no_fault(code: str) -> None:
    assert from_template(PAPER, rebuilt(field(*code)), "m")


def test_three_hundred_bodies_are_refused_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        from_template(PAPER, rebuilt(body("<w:p><w:r><w:t>{{noi-dung}}</w:t></w:r></w:p>" * 300)), "m")
    assert "chỉ đặt được 3 lần" in caught.value.faults[0].sentence
