"""`completion`: prints a shell's completion script, or installs it."""

import os
from pathlib import Path
from shlex import quote
from typing import Annotated

from ..completion.answer import SCRIPTS, script_of
from ..disk import reason_of, replace_file, stored
from ..errors import StorageError, UsageError
from ..vietnamese.numbers import shown
from ..workspace import Workspace, home_folder, make_folder, user_folder
from .printing import say
from .words import Context, argument, flag

FISH = "fish"
POWERSHELL = "powershell"


def completion(
    ctx: Context,
    shell: Annotated[str, argument("VỎ_LỆNH", "bash, zsh, fish hoặc powershell")],
    install: Annotated[
        bool, flag("--install", "cài luôn cho người dùng này; chạy lại thì cập nhật, không ghi hai lần")
    ] = False,
) -> None:
    """In đoạn cài phím TAB cho một vỏ lệnh: gõ thidua record ho rồi bấm TAB, máy điền mã và cho xem tên chỉ tiêu.

    Cài luôn: thidua completion --install bash. Cách cài bằng tay nằm ở dòng đầu của đoạn được in.
    """
    if shell.lower() not in SCRIPTS:
        raise UsageError(f"không có vỏ lệnh '{shown(shell)}'", hint=f"chọn một trong: {', '.join(SCRIPTS)}")
    script = script_of(shell.lower())
    if install:
        _install(shell.lower(), script, ctx.obj)
    else:
        say(script, as_is=True)


def _install(shell: str, script: str, workspace: Workspace) -> None:
    """The script in the user's folder, and one line in the file that the shell reads at its start, if it is there."""
    home = home_folder(workspace.variables)
    kept = user_folder(workspace.variables, "XDG_DATA_HOME", ".local/share") / f"completion.{shell}"
    if shell == FISH:
        folder = Path(workspace.variables.get("XDG_CONFIG_HOME") or home / ".config") / "fish" / "completions"
        _write(folder / "thidua.fish", script)
    elif shell == POWERSHELL:
        _write(kept, script)
        folder = home / "Documents" / "WindowsPowerShell" if os.name == "nt" else home / ".config" / "powershell"
        name = "'" + str(kept).replace("'", "''") + "'"
        _add_line(folder / "Microsoft.PowerShell_profile.ps1", f"if (Test-Path {name}) {{ . {name} }}  # thidua")
    else:
        _write(kept, script)
        name = quote(str(kept))
        _add_line(home / f".{shell}rc", f"[ ! -f {name} ] || . {name}  # thidua")
    say("xong: mở cửa sổ lệnh mới rồi bấm TAB")


def _add_line(path: Path, line: str) -> None:
    try:
        text = path.read_text("utf-8") if path.exists() else ""
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
