"""PDF (`summary --formats pdf`): the Word paper as LibreOffice lays it out; made only when it is named."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from ..errors import StorageError, UsageError
from . import word
from .document import Document

PROGRAMS = (r"C:\Program Files\LibreOffice\program\soffice.exe", "soffice", "libreoffice")
LONGEST_SECONDS = 180
INSTALL = "cài LibreOffice (Windows: vi.libreoffice.org; Debian, Ubuntu: sudo apt install libreoffice-writer)"
BY_HAND = "hoặc mở bản .docx bằng Word rồi lưu thành PDF"


def to_bytes(document: Document) -> bytes:
    """The document as .pdf; raises UsageError without LibreOffice, StorageError when it fails."""
    return _converted(word.to_bytes(document))


def from_template(
    document: Document, template: bytes, name: str, facts: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The office's own template filled in, as .pdf; raises also as `word.from_template` does."""
    return _converted(word.from_template(document, template, name, facts))


def _converted(paper: bytes) -> bytes:
    """In a folder and with a profile of its own, so that an open LibreOffice is neither needed nor disturbed."""
    found = [Path(place).absolute() for name in PROGRAMS if (place := shutil.which(name))]
    program = next((place for place in found if place.parent != Path.cwd()), None)  # Windows looks here first
    if program is None:
        raise UsageError("dạng pdf cần LibreOffice, máy này chưa có", hint=f"{INSTALL}, {BY_HAND}")
    with tempfile.TemporaryDirectory(prefix="thidua-pdf-") as name:
        folder = Path(name)
        (folder / "bao-cao.docx").write_bytes(paper)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            str(program),
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            name,
            str(folder / "bao-cao.docx"),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS, check=True)  # noqa: S603 - ours alone
            return (folder / "bao-cao.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            what = "quá lâu" if isinstance(error, subprocess.TimeoutExpired) else "không chuyển được"
            raise StorageError(f"LibreOffice {what} khi làm PDF", hint=f"chạy lại, {BY_HAND}") from error
