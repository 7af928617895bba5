"""Half a year of figures in a fresh folder, for the tests of the digest."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from office import Office

FIGURES = (
    "dan-gia-suc 6.350 --on 01/04/2024",
    "dan-gia-suc 6.500 --on 01/07/2024",
    "bao-phu-bhyt 94,1 --on 31/03/2024",
    "bao-phu-bhyt 94,6 --on 31/05/2024 --level estimate",
    "bao-phu-bhyt 95,4 --on 30/06/2024 --level estimate",
    "giai-ngan 25,5 --on 31/05/2024",
    "dien-tich-cay-hang-nam 978,3 --on 15/04/2024",
    "dien-tich-cay-hang-nam 300 --on 20/06/2024 --level estimate",
    "dien-tich-cay-lau-nam 3.210,5 --on 20/05/2024",
    "giao-quan 12/12 --on 05/03/2024",
    "dan-so 10.950 --on 31/03/2024",
    "suy-dinh-duong-thap-coi 22,4 --on 28/06/2024",
    "ho-ngheo 102/2910 --on 14/06/2024 --level estimate",
    "thon-an-toan-antt 9/10 --on 20/06/2024",
    "ho-ngheo 5,1 --on 14/06/2023 --earlier-year",
    "dan-gia-suc 6.219 --on 01/04/2023 --earlier-year",
    "dien-tich-cay-hang-nam 1.250 --on 20/05/2023 --earlier-year",
    "dien-tich-cay-lau-nam 3.180 --on 20/05/2023 --earlier-year",
    "bao-phu-bhyt 93 --on 30/06/2023 --earlier-year",
)


_kept: list[Path] = []


def settled(office: Office) -> Office:
    """The office with a workspace and these figures, recorded once in each test process and copied from then on."""
    if _kept:
        shutil.copytree(_kept[0], office.folder, dirs_exist_ok=True)
        return office
    office.done("init")
    for line in FIGURES:
        office.done("record", *line.split(), "--yes")
    _kept.append(Path(tempfile.mkdtemp(prefix="thidua-half-year-")))
    atexit.register(shutil.rmtree, _kept[0], ignore_errors=True)
    shutil.copytree(office.folder, _kept[0], dirs_exist_ok=True)
    return office
