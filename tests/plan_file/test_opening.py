"""Case A20 and the quick look: what may be a plan file, and what its first lines say."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from plan_file.texts import SOUND
from thidua_cli.domain.plan import Calendar
from thidua_cli.errors import InvalidInput, ThiduaError, UsageError
from thidua_cli.plan_file import PlanText, head, load_text


def _refusal(path: Path, kind: type[ThiduaError]) -> str:
    with pytest.raises(kind) as caught:
        load_text(path)
    assert type(caught.value) is kind
    assert path.name.replace("\0", "\\x00") in caught.value.sentence
    assert "\n" not in caught.value.sentence
    return caught.value.sentence


def test_a20_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    assert "không có tệp kế hoạch" in _refusal(tmp_path / "none.yaml", UsageError)


def test_a20_a_folder_is_refused(tmp_path: Path) -> None:
    assert "là thư mục" in _refusal(tmp_path, InvalidInput)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="cần hệ điều hành có FIFO")
def test_a20_a_fifo_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "không phải tệp thường" in _refusal(tmp_path / "pipe", InvalidInput)


def test_a20_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.yaml").write_text(SOUND)

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbidden)
    assert "không có quyền đọc" in _refusal(tmp_path / "plan.yaml", InvalidInput)


def test_a20_three_megabytes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(b"#" * 3_000_000)
    assert "lớn hơn 2 MB" in _refusal(tmp_path / "plan.yaml", InvalidInput)


def test_a20_a_name_that_cannot_be_a_path_is_refused() -> None:
    assert "đường dẫn không hợp lệ" in _refusal(Path("a\0b"), InvalidInput)


def test_a20_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SOUND.encode())))
    assert load_text(Path("-")) == PlanText("-", SOUND.encode())


def test_standard_input_that_is_a_folder_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    class Folder(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise IsADirectoryError(errno.EISDIR, "Is a directory")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Folder()))
    assert "không đọc được tệp kế hoạch -: đó là một thư mục" in _refusal(Path("-"), InvalidInput)


def test_a21_the_revision_is_the_hash_of_the_bytes_read() -> None:
    assert PlanText("p", b"").revision == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SOUND, (2024, Calendar.CIVIL)),
        ("\ufeffyear: 2025 # năm\r\ncalendar: nd09\r\n", (2025, Calendar.ND09)),
        ('year: "2026"\n', (2026, Calendar.CIVIL)),
        ('"year": 2025\n', (2025, Calendar.CIVIL)),
        ("year : 2025\n'calendar' : nd09\n", (2025, Calendar.ND09)),
        ("{year: 2025, calendar: nd09}\n", (2025, Calendar.ND09)),
        ("  title: a\n  year:\n    2025\n  calendar: >-\n    nd09\n", (2025, Calendar.ND09)),
        ('title: "a\nyear: 2023\n b"\n"year": 2025\n', (2025, Calendar.CIVIL)),
        ("# year: 2023\nyear: 2025\ncalendar: nd09\n# calendar: calendar\n", (2025, Calendar.ND09)),
        ("? year\n: 2025\n", (2025, Calendar.CIVIL)),
        ("year: 2025\ntitle: [\n", (2025, Calendar.CIVIL)),
        ("a:\n  year: 2025\n", (None, Calendar.CIVIL)),
        ('"year": 2025\ntitle: [\n', (None, Calendar.CIVIL)),
        ("", (None, Calendar.CIVIL)),
    ],
)
def test_the_head_is_seen_however_its_keys_are_written_r15(text: str, expected: tuple[int | None, Calendar]) -> None:
    assert head(PlanText("p", text.encode())) == expected


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"SQLite format 3\0" + b"\0" * 90, "là sổ số liệu"),
        (b"SQLite format 3\0" + b"\0" * 3 * 1024 * 1024, "là sổ số liệu"),
        (b"PK\x03\x04\0\0\0\0", "là tệp Word hoặc Excel"),
        (b"%PDF-1.7\n", "là tệp PDF"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(content: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(content)
    assert f"{what}, không phải tệp kế hoạch" in _refusal(tmp_path / "x", InvalidInput)
