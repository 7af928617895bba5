"""Opening an office's own Word template: links, macros, fields and bombs are refused, by what its XML says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document as open_word
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml.etree import LxmlError, XMLParser, fromstring  # type: ignore[import-untyped]

from ..disk import is_bomb
from ..errors import InvalidInput
from ..vietnamese.numbers import shown

MOST_UNPACKED = 100 * 1024 * 1024
MOST_XML = 30 * 1024 * 1024
MOST_MEMBERS = 1_000
TYPES = "[Content_Types].xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SAVE_AS = "mở bằng Word, chọn Save As (Lưu thành) dạng Word Document (*.docx), rồi dùng tệp đó"
HARDENED = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
"""Reads a part without fetching or expanding anything."""
MACRO, EMBEDDED, OTHER_PAPER = "có macro", "có đối tượng nhúng (bảng tính, tệp, nút bấm)", "có văn bản khác chèn vào"
_BY_NAME = (
    (re.compile(r"vbaProject|vbaData", re.IGNORECASE), MACRO),
    (re.compile(r"^word/(embeddings|activeX)/", re.IGNORECASE), EMBEDDED),
    (re.compile(r"^word/afchunk", re.IGNORECASE), OTHER_PAPER),
)
_BY_TYPE = (
    (re.compile(r"macroEnabled|vbaProject|vbaData", re.IGNORECASE), MACRO),
    (re.compile(r"oleObject|activeX|ms-package|/control", re.IGNORECASE), EMBEDDED),
)
_BY_RELATION = {
    **dict.fromkeys(("vbaproject", "wordvbadata", "keymapcustomizations", "attachedtoolbars"), MACRO),
    **dict.fromkeys(("oleobject", "package", "control", "activexcontrolbinary", "externallink"), EMBEDDED),
    **dict.fromkeys(("afchunk", "subdocument", "frame"), OTHER_PAPER),
    **dict.fromkeys(("mailmergesource", "mailmergeheadersource", "transform"), "lấy dữ liệu từ tệp khác"),
}
_BY_ELEMENT = {"altChunk": OTHER_PAPER, "subDoc": OTHER_PAPER, "OLEObject": EMBEDDED, "object": EMBEDDED}
_BY_ELEMENT |= {"control": EMBEDDED, "mailMerge": "lấy dữ liệu từ tệp khác"}
_FIELDS = frozenset(
    """PAGE NUMPAGES SECTIONPAGES SECTION DATE TIME CREATEDATE SAVEDATE PRINTDATE TOC PAGEREF REF NOTEREF SEQ STYLEREF
    HYPERLINK TITLE SUBJECT AUTHOR COMMENTS KEYWORDS FILENAME USERNAME DOCPROPERTY IF EQ SYMBOL TC XE INDEX ADVANCE
    FORMTEXT FORMCHECKBOX FORMDROPDOWN LISTNUM AUTONUM AUTONUMLGL AUTONUMOUT NUMWORDS NUMCHARS LASTSAVEDBY TEMPLATE
    REVNUM SET BIBLIOGRAPHY CITATION PLACEHOLDER""".split()  # noqa: SIM905
)
"""What an office's paper may have filled in by Word itself; none of them reads another file or starts a program."""
_ADDRESS = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|\\\\|//)", re.IGNORECASE)
_LINKABLE = ("http:", "https:", "mailto:")
Found = Iterator[tuple[str, str]]
"""What is wrong with a template, and what to do about it."""


def opened(content: bytes, name: str) -> WordFile:
    """The template as a Word file, fit to be filled in; raises InvalidInput naming what is wrong with it."""
    where = shown(name, most=200)
    for reason, hint in _content_faults(content):
        raise InvalidInput(f"{where}: {reason}", hint=hint)
    try:
        file = open_word(io.BytesIO(content))
        _forget_attached_template(file)
        _rehearse(file)
    except Exception:
        # Whatever a damaged part does to the library, the officer can only take another file.
        raise InvalidInput(f"{where}: không đọc được như một tệp Word", hint=SAVE_AS) from None
    return file


def _rehearse(file: WordFile) -> None:
    """Read everything that filling in and writing will need, so that a damaged part fails here and not there."""
    package = file.part.package
    written: list[object] = [package.rels.xml]
    for part in package.iter_parts():
        written += [part.blob, part.rels.xml, part.partname.rels_uri, part.content_type.encode()]
    file.element.body.get_or_add_sectPr()
    for section in file.sections:
        for header in (section.header, section.first_page_header, section.even_page_header):
            written.append(header.is_linked_to_previous)


def _content_faults(content: bytes) -> Found:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        yield "là tệp Word kiểu cũ (.doc) hoặc có mật khẩu", SAVE_AS
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _archive_faults(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        yield "không phải là tệp .docx, hoặc tệp bị hỏng", SAVE_AS
    except Exception:
        yield "tệp nén bị hỏng", SAVE_AS


def _archive_faults(archive: zipfile.ZipFile) -> Found:
    members = archive.infolist()
    names = [member.filename for member in members]
    if is_bomb(members, MOST_UNPACKED, MOST_MEMBERS):
        yield "giải nén ra quá lớn: không phải là mẫu văn bản", SAVE_AS
        return
    if len({name.casefold() for name in names}) < len(names) or TYPES not in names:
        yield "không phải là tệp .docx, hoặc tệp bị hỏng", SAVE_AS
        return
    yield from ((f"{why}: không dùng làm mẫu", SAVE_AS) for what, why in _BY_NAME if any(map(what.search, names)))
    kinds = _kinds(archive.read(TYPES))
    for kind in kinds.values():
        yield from ((f"{why}: không dùng làm mẫu", SAVE_AS) for what, why in _BY_TYPE if what.search(kind))
    if MAIN_TYPE not in kinds.values():
        yield "không phải là tệp .docx (có thể là .dotx, .xlsx hoặc tệp khác)", SAVE_AS
    for member in members:
        kind = kinds.get(f"/{member.filename}".casefold(), kinds.get(member.filename.casefold().rpartition(".")[2], ""))
        if kind.endswith("xml") or member.filename.casefold().endswith((".xml", ".rels")):
            yield from _part_faults(member, archive)


def _kinds(content: bytes) -> dict[str, str]:
    """The content type of each part by its name, and of each ending."""
    types = fromstring(content, HARDENED)
    named = {str(each.get("PartName", "")): str(each.get("ContentType", "")) for each in types.iter("{*}Override")}
    ending = {str(each.get("Extension", "")): str(each.get("ContentType", "")) for each in types.iter("{*}Default")}
    return {name.casefold(): kind for name, kind in (ending | named).items()}


def _part_faults(member: zipfile.ZipInfo, archive: zipfile.ZipFile) -> Found:
    if member.file_size > MOST_XML:
        yield "giải nén ra quá lớn: không phải là mẫu văn bản", SAVE_AS
        return
    try:
        root = fromstring(archive.read(member), HARDENED)
    except (LxmlError, ValueError):
        yield f"phần {shown(member.filename)} không phải XML đọc được", SAVE_AS
        return
    about = root.getroottree().docinfo
    if about.doctype or about.internalDTD is not None or (about.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII"):
        yield f"phần {shown(member.filename)} có khai báo XML lạ: không dùng làm mẫu", SAVE_AS
    if member.filename.casefold().endswith(".rels"):
        for relation in root.iter("{*}Relationship"):
            yield from _relation_faults(relation)
    else:
        yield from _content_of_part_faults(root)


def _relation_faults(relation: Any) -> Found:
    kind = str(relation.get("Type", "")).rpartition("/")[2].casefold()
    target = str(relation.get("Target", ""))
    if kind in _BY_RELATION:
        yield f"{_BY_RELATION[kind]}: không dùng làm mẫu", SAVE_AS
    if str(relation.get("TargetMode", "")).strip().casefold() not in ("", "internal"):
        is_link = kind == "hyperlink" and target.strip().casefold().startswith(_LINKABLE)
        if not is_link and kind != "attachedtemplate":
            hint = "bỏ liên kết đó; hình liên kết thì thay bằng hình chèn vào"
            yield f"có liên kết ra ngoài tới '{shown(target)}': không dùng làm mẫu", hint


def _content_of_part_faults(root: Any) -> Found:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name in _BY_ELEMENT and "math" not in element.tag:
            yield f"{_BY_ELEMENT[name]}: không dùng làm mẫu", SAVE_AS
        for key, held in element.attrib.items():
            if key.rpartition("}")[2] in ("src", "href", "althref") and _ADDRESS.match(str(held)):
                yield f"có hình lấy từ nơi khác '{shown(str(held))}': không dùng làm mẫu", "thay bằng hình chèn vào"
    for code in _field_codes(root):
        first = (code.split() or [""])[0].upper()
        if first and first not in _FIELDS and not first.startswith("="):
            hint = "trong Word: bấm vào trường đó, Ctrl+Shift+F9 để biến nó thành chữ thường, rồi lưu lại"
            yield f"có trường tự động '{shown(first)}': không dùng làm mẫu", hint


def _field_codes(root: Any) -> Iterator[str]:
    """What each field says, put together from its runs; one inside another's code is a code of its own."""
    open_codes: list[list[str]] = []
    for element in root.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        attributes = {str(key).rpartition("}")[2]: str(held) for key, held in element.attrib.items()} if name else {}
        if name == "fldSimple":
            yield attributes.get("instr", "")
        elif name == "fldChar":
            kind = attributes.get("fldCharType")
            if kind == "begin":
                open_codes.append([])
            elif open_codes and kind in ("separate", "end"):
                yield "".join(open_codes[-1])
                open_codes[-1] = []
                if kind == "end":
                    open_codes.pop()
        elif name in ("instrText", "delInstrText"):
            if not open_codes:
                open_codes.append([])
            open_codes[-1].append(element.text or "")
    yield from ("".join(code) for code in open_codes)


def _forget_attached_template(file: WordFile) -> None:
    """Word notes which .dotm a paper was made with and would fetch it; ours needs none."""
    settings = [part.target_part for part in file.part.rels.values() if part.reltype == RELATIONSHIP_TYPE.SETTINGS]
    for part in settings:
        for element in part.element.xpath("./w:attachedTemplate"):
            part.element.remove(element)
        for identity, relation in list(part.rels.items()):
            if relation.reltype.endswith("/attachedTemplate"):
                del part.rels[identity]
