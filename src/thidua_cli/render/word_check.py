"""Opening somebody's Word template: refused in one line when it is no clean, small .docx without macros and links."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from docx import Document as open_word
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE

from ..errors import InvalidInput
from ..vietnamese.numbers import shown

MOST_UNPACKED = 100 * 1024 * 1024
MOST_XML = 30 * 1024 * 1024
MOST_MEMBERS = 1_000
MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SAVE_AS = "mở bằng Word, chọn Save As (Lưu thành) dạng Word Document (*.docx), rồi dùng tệp đó"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_FORBIDDEN = (
    (re.compile(r"vbaProject|vbaData", re.IGNORECASE), "có macro"),
    (re.compile(r"^word/(embeddings|activeX)/", re.IGNORECASE), "có đối tượng nhúng (bảng tính, tệp, nút bấm)"),
    (re.compile(r"^word/afchunk", re.IGNORECASE), "có văn bản khác chèn vào"),
)
_EXTERNAL = re.compile(rb"<[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HARMLESS = re.compile(rb"\bType\s*=\s*[\"'][^\"']*/(hyperlink|attachedTemplate)[\"']")
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']*)[\"']")


def opened(content: bytes, name: str) -> WordFile:
    """The template as a Word file, fit to be filled in; raises InvalidInput naming what is wrong with it."""
    where = shown(name, most=200)
    for reason, hint in _faults(content):
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


def _faults(content: bytes) -> Iterator[tuple[str, str]]:
    if content.startswith(_OLD_WORD):
        yield "là tệp Word kiểu cũ (.doc) hoặc có mật khẩu", SAVE_AS
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _archive_faults(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        yield "không phải là tệp .docx, hoặc tệp bị hỏng", SAVE_AS
    except Exception:
        yield "tệp nén bị hỏng", SAVE_AS


def _archive_faults(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        yield "giải nén ra quá lớn: không phải là mẫu văn bản", SAVE_AS
        return
    if len(set(names)) < len(names) or "[Content_Types].xml" not in names:
        yield "không phải là tệp .docx, hoặc tệp bị hỏng", SAVE_AS
        return
    for pattern, reason in _FORBIDDEN:
        if any(pattern.search(name) for name in names):
            yield f"{reason}: không dùng làm mẫu", SAVE_AS
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        yield "có macro: không dùng làm mẫu", SAVE_AS
    elif MAIN_TYPE not in types:
        yield "không phải là tệp .docx (có thể là .dotx, .xlsx hoặc tệp khác)", SAVE_AS
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            yield from _part_faults(member, archive)


def _part_faults(member: zipfile.ZipInfo, archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    if member.file_size > MOST_XML:
        yield "giải nén ra quá lớn: không phải là mẫu văn bản", SAVE_AS
        return
    content = archive.read(member)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content or b"<!" in _without_comments(content):
        yield f"phần {shown(member.filename)} có khai báo XML lạ: không dùng làm mẫu", SAVE_AS
    if not member.filename.lower().endswith(".rels"):
        return
    for found in _EXTERNAL.finditer(content):
        if not _HARMLESS.search(found.group()):
            target = _TARGET.search(found.group())
            address = shown(target.group(1).decode("utf-8", "replace")) if target else "?"
            yield f"có liên kết ra ngoài tới '{address}': không dùng làm mẫu", "thay hình liên kết bằng hình chèn vào"


def _without_comments(content: bytes) -> bytes:
    return re.sub(rb"<!--.*?-->|<!\[CDATA\[", b"", content, flags=re.DOTALL)


def _forget_attached_template(file: WordFile) -> None:
    """Word notes which .dotm a paper was made with and would fetch it; ours needs none."""
    settings = [part.target_part for part in file.part.rels.values() if part.reltype == RELATIONSHIP_TYPE.SETTINGS]
    for part in settings:
        for element in part.element.xpath("./w:attachedTemplate"):
            part.element.remove(element)
        for identity, relation in list(part.rels.items()):
            if relation.reltype.endswith("/attachedTemplate"):
                del part.rels[identity]
