"""`guide`, `schema`, `completion`: the officer's guide, the JSON Schema of every output, TAB in the shells."""

import os
import re
import sys
from pathlib import Path
from shlex import quote
from typing import Annotated

from ..completion.answer import SCRIPTS, script_of
from ..disk import reason_of, replace_file, stored
from ..errors import StorageError, UsageError
from ..render.terminal import is_terminal, screen_of
from ..vietnamese.numbers import shown
from ..vietnamese.text import fold
from ..workspace import home_folder, make_folder, user_folder
from .printing import emit, say
from .words import Context, argument, flag

PAGES = ("huong-dan.md", "lenh.md", "kiem-tra.md", "mau-word.md")
"""The officer's pages in the order of one book; in a checkout they lie in `docs`."""
SCHEMA_ROW = re.compile(r"^\| \[(.+?)\]\((.+?)\) \| (.+?) \|$", re.MULTILINE)
HEADING = re.compile(r"^(#{1,3}) (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
ABOUT = 'số mục hoặc chữ trong tiêu đề, không cần dấu: 6, "chot so lieu", record'
About = Annotated[str | None, argument("TIÊU_ĐỀ", ABOUT)]
Opened = Annotated[bool, flag("--open", "mở thành một trang trong trình duyệt, không cần mạng")]
Install = Annotated[bool, flag("--install", "cài luôn cho người dùng này; chạy lại thì cập nhật, không ghi hai lần")]
SchemaId = Annotated[str | None, argument("MÃ", "thidua.report/1, hoặc gọn: report; để trống: liệt kê")]
Shell = Annotated[str, argument("VỎ_LỆNH", "bash, zsh, fish hoặc powershell")]


def guide(ctx: Context, about: About = None, open_: Opened = False) -> None:
    """Hướng dẫn sử dụng, cả cuốn hoặc một mục.

    Ví dụ: thidua guide 3 · thidua guide "sao luu" · thidua guide --open
    """
    text = "\n\n".join(_page(name) for name in PAGES)
    wanted = text if about is None else "\n\n".join(_chosen(text, about))
    if open_:
        import webbrowser

        from ..render.html import book

        folder = user_folder(ctx.obj.variables, "XDG_DATA_HOME", ".local/share")
        make_folder(folder)
        path = folder / "huong-dan.html"
        replace_file(path, book(wanted, {_page(name).split("\n")[0]: name for name in PAGES}))
        opened = webbrowser.open(path.as_uri())
        say(f"đã mở {path}" if opened else f"hãy mở tệp này bằng trình duyệt: {path}")
    elif is_terminal(sys.stdout):
        from ..render.screen import long_text

        emit(long_text(wanted, screen_of(sys.stdout, ctx.obj.variables)))
    else:
        emit((wanted + "\n").encode())


def _page(name: str) -> str:
    inside = Path(__file__).parents[1] / "guide" / name
    path = inside if inside.exists() else Path(__file__).parents[3] / "docs" / name
    return path.read_text("utf-8").strip()


def _chosen(text: str, about: str) -> list[str]:
    """The chapters with that number, else those whose titles have the words; a chapter covers its own sections."""
    masked = FENCED.sub(lambda found: " " * len(found[0]), text)
    headings = [(found.start(), len(found[1]), found[2]) for found in HEADING.finditer(masked)]
    every = []  # under each heading what stands up to the next one of its level or a higher one
    for place, (at, level, title) in enumerate(headings):
        end = next((after for after, other, _ in headings[place + 1 :] if other <= level), len(text))
        every.append((level, title, text[at:end].rstrip()))
    parts, word = [part for part in every if part[0] > 1], fold(about).replace("-", " ")
    by_number = [part for _, title, part in parts if title.startswith(f"{word}. ")]
    named = [part for _, title, part in parts if word in fold(title).replace("-", " ")]
    found = by_number or named or [part for _, title, part in every if word in fold(title)]
    if not found:
        chapters = [(title, part) for level, title, part in parts if level == 2]
        holding = [title for title, part in chapters if word in fold(part)]
        listed = "; ".join(holding or (title for title, _ in chapters if title[:1].isdigit()))
        where = "chữ ấy có trong các mục" if holding else "các mục"
        raise UsageError(f"hướng dẫn không có mục '{shown(about)}'", hint=f"{where}: {listed}")
    return [part for part in found if not any(part in other for other in found if other is not part)]


def schema(id_: SchemaId = None) -> None:
    """JSON Schema của dữ liệu máy đọc (--format json). Khóa chỉ được thêm, không bỏ, không đổi kiểu.

    Ví dụ: thidua schema report > report.json. Tệp kế hoạch: thidua plan schema
    """
    listed = SCHEMA_ROW.findall(_page("schemas/README.md"))
    if id_ is None:
        for known, _, source in listed:
            say(f"{known}\t{source}")
        return
    files = {known: file for known, file, _ in listed}
    file = files.get(id_) or files.get(f"thidua.{id_.strip()}/1")
    if file is None:
        raise UsageError(f"không có dạng JSON '{shown(id_)}'", hint="xem các dạng: thidua schema")
    emit((_page(f"schemas/{file}") + "\n").encode())


def completion(ctx: Context, shell: Shell, install: Install = False) -> None:
    """In đoạn cài phím TAB cho một vỏ lệnh: gõ thidua record ho rồi bấm TAB, máy điền mã và cho xem tên chỉ tiêu.

    Cài luôn: thidua completion --install bash. Cách cài bằng tay nằm ở dòng đầu của đoạn được in.
    """
    kind, variables = shell.lower(), ctx.obj.variables
    if kind not in SCRIPTS:
        raise UsageError(f"không có vỏ lệnh '{shown(shell)}'", hint=f"chọn một trong: {', '.join(SCRIPTS)}")
    script = script_of(kind)
    if not install:
        say(script, as_is=True)
        return
    # The script in the user's folder, and one line in the file that the shell reads at its start.
    home = home_folder(variables)
    kept = user_folder(variables, "XDG_DATA_HOME", ".local/share") / f"completion.{SCRIPTS[kind]}"
    if kind == "fish":
        kept = Path(variables.get("XDG_CONFIG_HOME") or home / ".config") / "fish" / "completions" / "thidua.fish"
    _write(kept, script)
    if kind == "powershell":
        folder = home / "Documents" / "WindowsPowerShell" if os.name == "nt" else home / ".config" / "powershell"
        name = "'" + str(kept).replace("'", "''") + "'"
        # Windows' own PowerShell takes a file without the mark for one of the computer's code page.
        line, mark = f"if (Test-Path {name}) {{ . {name} }}  # thidua", "\ufeff\n"
        _add_line(folder / "Microsoft.PowerShell_profile.ps1", line, mark)
        say("PowerShell báo cấm chạy script thì gõ một lần: Set-ExecutionPolicy -Scope CurrentUser RemoteSigned")
    elif kind != "fish":
        name = quote(str(kept))
        _add_line(home / f".{kind}rc", f"[ ! -f {name} ] || . {name}  # thidua")
    say("xong: mở cửa sổ lệnh mới rồi bấm TAB")


def _add_line(path: Path, line: str, mark: str = "") -> None:
    try:
        text = path.read_text("utf-8") if path.exists() else mark
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "không phải UTF-8"
        raise StorageError(f"không đọc được {path}: {reason}", hint=f"thêm bằng tay dòng: {line}") from error
    if line in text.splitlines():
        say(f"đã có trong {path}")
        return
    ending = "" if not text or text.endswith("\n") else "\n"
    _write(path, f"{text}{ending}{line}\n")


def _write(path: Path, text: str) -> None:
    make_folder(path.parent)
    target = Path(os.path.realpath(path))  # a link of the user's own stays one
    with stored(f"không ghi được {path}"):
        replace_file(target, text.encode(), target.stat().st_mode & 0o777 if target.exists() else None)
    say(f"đã ghi {path}")
