"""Opening a file that an office sent: its bytes, at most 20 MB, and what kind of file they are."""

import re
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from ..disk import found, open_regular, read_regular
from ..errors import Fault, InvalidInput, UsageError
from ..vietnamese.text import sanitise

LONGEST_LINE = 128 * 1024 * 1024
MOST_BYTES = 20 * 1024 * 1024
TABLES, DOCUMENTS, LISTS = ".xlsx hoặc .csv", ".docx, .txt, .md hoặc .pdf", ".csv"
"""What a command reads, in words."""
LOCK_PREFIX = "~$"
EXCEL_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".ods")
_AGAIN = "lưu lại dạng .xlsx rồi nhập tệp đó"
_ASK = "không phải bảng: xin nơi gửi tệp Excel, hoặc chép số vào biểu mẫu"
_OLD = rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGIN = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*"
_WEB = (
    _BEGIN + rb"(?i:<!--|<!doctype|<\?xml|mime-version:|from: <saved by"
    rb"|<(?:html|head|body|table|tr|meta|title|style|script|div|p|span|font|center|br|h[1-6])\b)"
)
"""What portals hand out as `.xls`: an HTML table, by itself or in a mail's parts, or Excel's XML of 2003."""


class FileKind(Enum):
    """What the bytes are, whatever the file is called: why they are no workbook, and their mark (without zero bytes).

    The first whose mark they begin with; a password-protected workbook is an old container with a new content.
    """

    WORKBOOK = "", rb"PK(?:\x03\x04|\x05\x06)"
    LOCKED_EXCEL = "tệp có đặt mật khẩu: hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại", _OLD + rb".*EncryptedPackage"
    WORD = f"là tệp Word đời cũ (.doc), {_ASK}", _OLD + rb"(?!.*Workbook).*WordDocument"
    OLD_EXCEL = "tệp Excel đời cũ (.xls): mở bằng Excel và lưu lại dạng .xlsx", _OLD
    LEDGER = "là một sổ số liệu, không phải bảng; khôi phục sổ từ tệp này: {}", rb"SQLite format 3"
    PDF = f"là tệp PDF, {_ASK}", rb"%PDF-"
    RICH_TEXT = f"là tệp văn bản (.rtf), {_ASK}", rb"\{\\rtf"
    PICTURE = f"là tệp ảnh, {_ASK}", rb"\x89PNG|\xff\xd8\xff|GIF8"
    PACKED = "là tệp nén: giải nén rồi nhập tệp ở bên trong", rb"Rar!\x1a|7z\xbc\xaf|\x1f\x8b"
    SYLK = f"là tệp SYLK (.slk): mở bằng Excel, {_AGAIN}", rb"ID;P\w*(?:;[NE])*\r?\n[BCFOP];"
    FLAT_SHEET = (
        f"là bảng tính LibreOffice (.fods): mở bằng LibreOffice, {_AGAIN}",
        _BEGIN + rb"<\?xml.{,1000}office:document",
    )
    WEB_PAGE = f"là trang web lưu tên bảng tính: mở bằng Excel, {_AGAIN}", _WEB
    EMPTY = "tệp trống (0 byte), có thể chép hoặc tải dở: hãy lấy lại tệp", rb"\Z"
    TEXT = "tên là tệp Excel nhưng nội dung không phải: nếu là CSV hãy đổi đuôi thành .csv", b""

    def __init__(self, sentence: str, mark: bytes) -> None:
        self.sentence, self.mark = sentence, re.compile(mark, re.DOTALL)


class Source(NamedTuple):
    """A file as it was read, once: its name as shown in messages, and its bytes."""

    name: str
    content: bytes

    @property
    def kind(self) -> FileKind:
        """Told from the bytes."""
        content = self.content.replace(b"\0", b"")
        return next(kind for kind in FileKind if kind.mark.match(content))

    def fault(self, place: str, sentence: str) -> Fault:
        """A fault at a place of this file: `12`, `12:3`, `Sheet1!C7`, or the whole file."""
        return Fault(f"{sanitise(self.name)}:{place}" if place else sanitise(self.name), sentence)

    def refused(self, sentence: str, hint: str = "", faults: tuple[Fault, ...] = ()) -> InvalidInput:
        """What to raise about the whole file, by its name."""
        return InvalidInput(f"{sanitise(self.name)}: {sentence}", hint=hint, faults=faults)


def load_source(path: str, most: int = MOST_BYTES, *, forms: str = TABLES) -> Source:
    """The bytes of a file of one of the `forms` that the command reads (`-`: standard input).

    Raises UsageError when there is no such file, InvalidInput when it is no plain file or has more than `most` bytes,
    StorageError when it cannot be read.
    """
    name = Path(path).name
    if name.startswith(LOCK_PREFIX):
        sentence = f"{sanitise(name)} là tệp tạm Excel, Word tạo ra khi đang mở tệp, không phải chính tệp ấy"
        raise UsageError(sentence, hint=f"hãy đóng tệp đang mở rồi dùng {sanitise(name.removeprefix(LOCK_PREFIX))}")
    if path == "-":
        source = Source("đầu vào chuẩn", sys.stdin.buffer.read(most + 1))
    else:
        with found(f"tệp {sanitise(path)}", f"hãy ghi tên tệp {forms}; đọc từ đầu vào chuẩn: -"):
            source = Source(path, read_regular(path, most))
    if len(source.content) > most:
        size = f"{most // (1024 * 1024)} MB"
        raise source.refused(f"tệp lớn hơn {size}: hãy tách thành nhiều tệp rồi nhập từng tệp")
    return source


def stream_lines(path: str) -> Iterator[str]:
    """The lines of a UTF-8 text file, never held whole; raises as `load_source` does, InvalidInput for other bytes."""
    name = sanitise(path)
    with found(f"tệp {name}", "hãy ghi tên tệp .jsonl"), open_regular(path) as file:
        while line := file.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise InvalidInput(f"{name}: có dòng dài quá, không phải tệp xuất của thidua; chưa ghi gì")
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                raise InvalidInput(f"{name}: không phải tệp xuất của thidua (không phải UTF-8); chưa ghi gì") from None
