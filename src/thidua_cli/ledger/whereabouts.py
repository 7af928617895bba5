"""Where a ledger stands: on network shares and in synchronised folders locks and half-written files go wrong."""

from __future__ import annotations

import os
import re
from pathlib import Path

NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "vboxsf",
    "fuse.sshfs",
    "fuse.rclone",
    "afs",
    "davfs",
    "fuse.davfs",
}
SYNCHRONISED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "zalo received files": "Zalo",
}
_OCTAL = re.compile(r"\\([0-7]{3})")


def place_doubts(path: Path, mounts: Path = Path("/proc/mounts")) -> list[str]:
    """Sentences on what makes the place of a ledger unsafe; none for an ordinary folder of the machine."""
    real = Path(os.path.realpath(path))
    doubts = []
    if kind := _network_kind(real, mounts):
        doubts.append(f"{real.parent} là ổ mạng hoặc thư mục dùng chung ({kind}): hai máy ghi cùng lúc có thể hỏng sổ")
    if cloud := _cloud(real):
        doubts.append(f"{real.parent} là thư mục đồng bộ {cloud}: bản trên mạng có thể đè lên lần ghi mới")
    return doubts


def _cloud(path: Path) -> str:
    for part in path.parts:
        folded = part.casefold()
        for mark, name in SYNCHRONISED.items():
            if folded == mark or folded.startswith(f"{mark} - "):
                return name
    return ""


def _network_kind(path: Path, mounts: Path) -> str:
    """The network file system that holds `path`; '' for a local one. UNC paths are Windows' network shares."""
    if str(path).startswith(("\\\\", "//")):
        return "SMB"
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        words = line.split(" ")
        point = _OCTAL.sub(lambda match: chr(int(match[1], 8)), words[1]) if len(words) > 2 else ""
        if point and len(point) >= len(best) and path.is_relative_to(point):
            best, kind = point, words[2]
    return kind if kind in NETWORK else ""
