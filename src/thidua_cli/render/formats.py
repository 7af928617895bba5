"""The formats a document can be written in, a line each."""

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import NamedTuple

from ..disk import found, read_regular
from ..errors import InvalidInput, MissingLibrary, UsageError
from ..vietnamese.numbers import shown
from ..vietnamese.text import nearest
from .document import Document

MOST_BYTES = 20 * 1024 * 1024


def read_template(path: Path) -> bytes:
    """The bytes of a template; raises UsageError when there is none, InvalidInput when it is no file or too big."""
    name = shown(str(path), most=200)
    with found(f"tệp mẫu {name}", "hãy chỉ rõ tệp .docx sau --template", InvalidInput):
        content = read_regular(path, MOST_BYTES)
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


_ALL = (
    Format("table", (".txt",), "screen.to_bytes", knows_its_page=True),
    Format("plain", (".tsv",), "rows.to_plain"),
    Format("json", (".json",), is_for_machines=True),
    Format("csv", (".csv",), "rows.to_csv"),
    Format("md", (".md",), "markdown.to_bytes"),
    Format("html", (".html", ".htm"), "html.to_bytes", draws=True),
    Format("xlsx", (".xlsx",), "excel.to_bytes", "xlsxwriter", "excel", is_archive=True, draws=True),
    Format("docx", (".docx",), "word.to_bytes", "docx", "word", is_archive=True, filler="word_template.from_template"),
)
FORMATS: Mapping[str, Format] = MappingProxyType({entry.name: entry for entry in _ALL})
PDF = FORMATS["docx"]._replace(name="pdf", suffixes=(".pdf",), then="word.pdf_of")
"""Only where it is asked for by name, because another program makes it."""


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
        guess += "PDF của báo cáo: thidua summary --formats docx,pdf; " if typed.endswith("pdf") else ""
        raise UsageError(f"không có định dạng '{shown(name_or_suffix)}'", hint=f"{guess}các định dạng: {listed}")
    return found
