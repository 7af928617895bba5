"""The tool that makes the setup: nothing enters that is not written down. Downloads nothing, packs nothing."""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path

import pytest

import make_offline
import make_windows


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A distribution of two files, written down."""
    files = {"python.exe": b"MZ", "python313._pth": b"x"}
    monkeypatch.setattr(make_windows, "python_files", lambda: {n: make_windows.sha256(f) for n, f in files.items()})
    return files


def test_python_is_taken_when_every_file_is_the_one_written_down(known: dict[str, bytes], tmp_path: Path) -> None:
    make_windows.put_python(zipped({f"cp313/{name}": data for name, data in known.items()}), tmp_path / "python")
    assert (tmp_path / "python" / "python.exe").read_bytes() == b"MZ"


def test_python_looks_for_modules_in_its_own_folders_only(known: dict[str, bytes], tmp_path: Path) -> None:
    make_windows.put_python(zipped(known), tmp_path / "python")
    assert (tmp_path / "python" / "python313._pth").read_bytes() == b"python313.zip\r\n.\r\n..\\lib\r\n"


@pytest.mark.parametrize(
    ("change", "named"), [({"python.exe": b"other"}, "python.exe"), ({"more.dll": b"MZ"}, "more.dll")]
)
def test_a_changed_or_added_file_of_python_is_refused(
    known: dict[str, bytes], tmp_path: Path, change: dict[str, bytes], named: str
) -> None:
    with pytest.raises(SystemExit, match=named):
        make_windows.put_python(zipped({**known, **change}), tmp_path / "python")


def test_the_launcher_names_the_python_beside_it_and_calls_the_console_scripts_function() -> None:
    made = make_windows.launcher(b"MZstub")
    assert made.startswith(b"MZstub#!<launcher_dir>\\python\\python.exe -X utf8\r\n")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        main = archive.read("__main__.py").decode()
    script = tomllib.loads((make_offline.PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    module, function = script["scripts"]["thidua"].split(":")
    assert f"from {module} import {function}\n" in main
    assert made == make_windows.launcher(b"MZstub")


def test_scripts_of_wheels_stay_out_and_modules_come_in(tmp_path: Path) -> None:
    wheel = tmp_path / "x-1-py3-none-any.whl"
    wheel.write_bytes(zipped({"x/__init__.py": b"", "x-1.data/scripts/x.py": b""}))
    make_windows.put_libraries([wheel], tmp_path / "lib")
    assert [path.name for path in (tmp_path / "lib").iterdir()] == ["x"]


def test_every_sentence_of_the_setup_is_vietnamese_and_the_figures_are_never_removed() -> None:
    script = (make_windows.TEXTS / "thidua.nsi").read_text("utf-8")
    removal = script[script.index("Section Uninstall") :]
    lines = [line.split() for line in removal.splitlines() if line.split()[:1] in (["Delete"], ["RMDir"])]
    assert lines
    assert not any("thi-dua" in word for line in lines for word in line)
    assert "Vietnamese.nlf" in script
