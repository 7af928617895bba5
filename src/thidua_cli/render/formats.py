"""The formats a document can be written in, a line each; the register of files written, by their SHA-256."""

# No annotations as text where every command loads named tuples: each would be compiled when its class is made.

import hashlib
import importlib
import importlib.util
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import NamedTuple

from ..disk import NotAFile, read_regular, reason_of, replace_file
from ..errors import InvalidInput, MissingLibrary, UsageError
from ..vietnamese.numbers import shown
from ..vietnamese.text import nearest
from .document import Document

MOST_BYTES = 20 * 1024 * 1024


def read_template(path: Path) -> bytes:
    """The bytes of a template; raises UsageError when there is none, InvalidInput when it is no file or too big."""
    name = shown(str(path), most=200)
    try:
        content = read_regular(path, MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"không có tệp mẫu {name}", hint="kiểm tra lại tên và thư mục sau --template") from None
    except NotAFile:
        raise InvalidInput(f"{name}: không phải là một tệp: hãy chỉ rõ tệp .docx") from None
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{name}: không đọc được tệp mẫu: {reason_of(error, 'đọc')}") from None
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"{name}: tệp mẫu lớn hơn 20 MB: hãy bỏ bớt hình ảnh")
    return content


class Format(NamedTuple):
    """A way to write documents.

    `writer` names the file of this package, imported on first use, and its function from a document to bytes;
    `library` is the import name it needs beyond the base installation, `extra` the extra that brings it;
    `is_archive` says that its files are no text (docx, xlsx, pdf); `is_for_machines` that it holds a page's record and
    not its document (`pages/page.py` writes it); `knows_its_page` that it heeds how wide the screen is and whether it
    has colours; `draws` that it shows charts; `filler` names the function that fills in an office's own file, `then`
    what is done with the bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    writer: str = ""
    library: str = ""
    extra: str = ""
    is_archive: bool = False
    is_for_machines: bool = False
    knows_its_page: bool = False
    draws: bool = False
    filler: str = ""
    then: str = ""

    @property
    def is_installed(self) -> bool:
        """Whether the library this format needs is there."""
        return not self.library or importlib.util.find_spec(self.library) is not None

    def to_bytes(self, document: Document, *, width: int | None = None, colour: bool = False) -> bytes:
        """The document in this format; raises UsageError with the pip line when its library is missing."""
        write = self._function(self.writer)
        return self._done(write(document, width=width, colour=colour) if self.knows_its_page else write(document))

    def from_template(self, document: Document, path: Path, facts: Mapping[str, str] = MappingProxyType({})) -> bytes:
        """The document and single texts by name put into the office's own file at `path`.

        Raises UsageError when this format has no templates, the file or the library is missing, InvalidInput for a
        file that is no good template.
        """
        if not self.filler:
            raise UsageError(f"dạng {self.name} không dùng tệp mẫu", hint="--template đi với --out bao-cao.docx")
        return self._done(self._function(self.filler)(document, read_template(path), str(path), facts))

    def _done(self, content: bytes) -> bytes:
        return self._function(self.then)(content) if self.then else content

    def _function(self, name: str) -> Callable[..., bytes]:
        if not self.is_installed:
            raise MissingLibrary(f"định dạng {self.name}", self.library, self.extra)
        module, _, function = name.partition(".")
        found: Callable[..., bytes] = getattr(importlib.import_module(f".{module}", __package__), function)
        return found


DOCX = Format(
    "docx", (".docx",), "word.to_bytes", "docx", "word", is_archive=True, filler="word_template.from_template"
)
PDF = DOCX._replace(name="pdf", suffixes=(".pdf",), then="word.pdf_of")
"""Only where it is asked for by name, because another program makes it."""
_ALL = (
    Format("table", (".txt",), "screen.to_bytes", knows_its_page=True),
    Format("plain", (".tsv",), "rows.to_plain"),
    Format("json", (".json",), is_for_machines=True),
    Format("csv", (".csv",), "rows.to_csv"),
    Format("md", (".md",), "markdown.to_bytes"),
    Format("html", (".html", ".htm"), "html.to_bytes", draws=True),
    Format("xlsx", (".xlsx",), "excel.to_bytes", "xlsxwriter", "excel", is_archive=True, draws=True),
    DOCX,
)
FORMATS: Mapping[str, Format] = MappingProxyType({entry.name: entry for entry in _ALL})


def format_of(name_or_suffix: str, *more: Format) -> Format:
    """The format with this name (`csv`), suffix (`.csv`) or for this file (`bao-cao.csv`), also one of `more`.

    Raises UsageError that lists them.
    """
    typed = name_or_suffix.strip().lower()
    formats = (*FORMATS.values(), *more)
    known = {word: entry for entry in formats for word in (entry.name, *entry.suffixes)}
    found = known.get(typed) or known.get(PurePath(typed).suffix)
    if found is None:
        near = nearest(typed, [word for word in known if not word.startswith(".")])
        guess = f"có phải: {', '.join(near)}? " if near else ""
        listed = ", ".join(f"{entry.name} ({' '.join(entry.suffixes)})" for entry in formats)
        raise UsageError(f"không có định dạng '{shown(name_or_suffix)}'", hint=f"{guess}các định dạng: {listed}")
    return found


MOST_REGISTER_BYTES = 4 * 1024 * 1024
KEPT_LINES = 1_000


class Saying(NamedTuple):
    """What a file says, whatever its ledger's anchor: a digest of all of it, and one of each row's figures.

    `about` names the report (of which unit, which period): a report of another one is no newer version of it.
    """

    digest: str
    figures: Mapping[str, str] = MappingProxyType({})
    about: str = ""

    def figures_changed(self, before: "Saying") -> int:
        """How many rows have other figures than before, new and vanished ones among them."""
        ids = {*self.figures, *before.figures}
        return sum(self.figures.get(one) != before.figures.get(one) for one in ids)


def digest_of(content: bytes | Iterable[bytes]) -> str:
    """The SHA-256 of bytes, whole or in pieces, as hex digits."""
    digest = hashlib.sha256()
    for piece in [content] if isinstance(content, bytes) else content:
        digest.update(piece)
    return digest.hexdigest()


class Register:
    """A list in the user's own folder, one line for each file written; it is about contents, not about places.

    Without a folder (`path` None), or where it cannot be read or written, nothing is known and nothing is refused
    for that: a file is then ours only if its bytes are the very ones to be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path

    def find(self, digest: str) -> Saying | None:
        """What the file with this digest says, if it is exactly what thidua wrote once."""
        for line in reversed(self._lines()):
            if digest in line and (found := _read(line)) and found[0] == digest:
                return found[1]
        return None

    def knows(self, path: Path) -> bool:
        """Whether a file has been written at this place before, whatever is there now."""
        place = _place(path)
        return any(place in line for line in self._lines())

    def add(self, path: Path, content: Iterable[bytes], saying: Saying) -> None:
        """Note a file about to be written."""
        if self.path is None:
            return
        entry = {"file": digest_of(content), "says": saying.digest, "figures": dict(saying.figures)}
        line = json.dumps(entry | {"about": saying.about, "at": _place(path)}) + "\n"
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._shorten()
            with open(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())

    def _lines(self) -> list[str]:
        if self.path is None:
            return []
        try:
            return read_regular(self.path, MOST_REGISTER_BYTES).decode("utf-8", "replace").splitlines()
        except (OSError, NotAFile):
            return []

    def _shorten(self) -> None:
        """Keep the newest lines once there are too many bytes."""
        if self.path is not None and self.path.exists() and self.path.stat().st_size > MOST_REGISTER_BYTES // 2:
            kept = "".join(f"{line}\n" for line in self._lines()[-KEPT_LINES:])
            replace_file(self.path, kept.encode(), 0o600)


def _place(path: Path) -> str:
    """A digest of where a file is: names of files are nobody else's business."""
    return digest_of(os.path.realpath(path).encode("utf-8", "surrogateescape"))[:16]


def _read(line: str) -> tuple[str, Saying] | None:
    try:
        entry = json.loads(line)
        figures = {str(one): str(digest) for one, digest in entry["figures"].items()}
        return str(entry["file"]), Saying(str(entry["says"]), figures, str(entry["about"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
