"""Short ways to write the files that offices send, and to read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from thidua_cli.errors import ThiduaError
from thidua_cli.intake.columns import ON, VALUE, Value
from thidua_cli.intake.reading import Intake, read_intake
from thidua_cli.intake.source import Source

HEAD = ("id", "value", "on")
Change = Callable[[str, bytes], bytes]


def csv(text: str, encoding: str = "utf-8") -> Intake:
    return read_intake(Source("so-lieu.csv", text.encode(encoding)))


def pairs(intake: Intake) -> list[tuple[Value, Value, Value]]:
    """What each row proposes: the indicator's cell, the value's, the day's."""
    return [(row.get("id") or row.get("name"), row.get(VALUE), row.get(ON)) for row in intake.proposed]


def told(read: Callable[[], object]) -> str:
    """What is said about a file that is refused: its faults, the sentence, the hint."""
    try:
        read()
    except ThiduaError as error:
        return "\n".join([*map(str, error.faults), error.sentence, error.hint])
    raise AssertionError("nothing was refused")


def book(*rows: Sequence[Any], title: str = "Sheet1", then: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook of one sheet; `then` may do more to it."""
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if then:
        then(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def workbook(content: bytes, name: str = "so-lieu.xlsx") -> Intake:
    return read_intake(Source(name, content))


def rezipped(content: bytes, change: Change) -> bytes:
    """The same archive with its members changed; a member changed to nothing is left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if changed := change(name, old.read(name)):
                new.writestr(name, changed)
    return out.getvalue()


def in_sheet(content: bytes, old: str, new: str) -> bytes:
    """The archive with a piece of its first sheet replaced."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        assert old.encode() in part, part
        return part.replace(old.encode(), new.encode())

    return rezipped(content, change)


def written(folder: Path, name: str, content: bytes | str) -> str:
    """A file in a folder, its name for the command line."""
    folder.joinpath(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name
