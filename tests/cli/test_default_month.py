"""The month a `summary` is about by default: Vietnam's, whatever the machine's clock and zone (Debian's faketime)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.other_year import plan_of
from office import Office

FAKETIME = shutil.which("faketime")
needs_faketime = pytest.mark.skipif(FAKETIME is None, reason="needs faketime (apt install faketime)")


def made_at(moment: str, zone: str | None, folder: Path) -> list[str]:
    """What a summary run at this moment (UTC) on a machine of this zone leaves in its folder."""
    year = int(moment[:4])
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / f"plan_{year}.yaml").write_text(plan_of(year), "utf-8")
    environ = {name: text for name, text in os.environ.items() if not name.startswith(("THIDUA_", "TZ"))}
    environ |= {"HOME": str(folder), **({"TZ": zone} if zone is not None else {})}
    command = [str(FAKETIME), f"{moment} UTC", sys.executable, "-m", "thidua_cli", "summary", "--formats", "csv"]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return sorted(path.name for path in (folder / "bao-cao").glob("bao-cao-*"))


@needs_faketime
@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ("2024-02-29 16:59:00", "2024-01"),  # 23:59 on 29 February in Vietnam
        ("2024-02-29 17:05:00", "2024-02"),  # 00:05 on 1 March
        ("2024-03-01 00:05:00", "2024-02"),
        ("2023-02-28 17:05:00", "2023-02"),
    ],
)
def test_five_past_midnight_on_the_first_of_march_in_vietnam(moment: str, month: str, tmp_path: Path) -> None:
    assert made_at(moment, "UTC", tmp_path) == [f"bao-cao-dak-la-{month}.csv"]


@needs_faketime
@pytest.mark.parametrize(
    ("moment", "zone", "month"),
    [
        ("2024-03-31 00:59:59", "Europe/Berlin", "2024-02"),  # clocks go forward at 01:00 UTC
        ("2024-03-31 17:05:00", "Europe/Berlin", "2024-03"),
        ("2021-10-31 00:59:59", "Europe/Berlin", "2021-09"),  # clocks go back at 01:00 UTC
        ("2021-10-31 17:05:00", "Europe/Berlin", "2021-10"),
        ("2024-02-29 17:05:00", "Asia/Hanoi", "2024-02"),
        ("2024-02-29 17:05:00", "ICT", "2024-02"),
        ("2024-02-29 17:05:00", "UTC+7", "2024-02"),
        ("2024-02-29 17:05:00", "bogus", "2024-02"),
        ("2024-02-29 17:05:00", "", "2024-02"),
    ],
)
def test_the_machines_zone_and_its_clock_changes_make_no_difference(
    moment: str, zone: str, month: str, tmp_path: Path
) -> None:
    assert made_at(moment, zone, tmp_path) == [f"bao-cao-dak-la-{month}.csv"]


def test_a_machine_that_was_off_on_the_first_makes_the_month_on_the_fourth_and_only_once_o7(office: Office) -> None:
    office.today("2024-07-04")
    runs = [office.done("summary", "--formats", "csv").splitlines() for _ in range(3)]
    said = [line.split()[0:2] for run in runs for line in run if line.endswith("bao-cao-dak-la-2024-06.csv")]
    assert said == [["đã", "ghi"], ["không", "thay"], ["không", "thay"]]
    office.today("2024-08-01")
    office.done("summary", "--formats", "csv")
    made = sorted(path.name for path in (office.folder / "bao-cao").glob("bao-cao-*"))
    assert made == ["bao-cao-dak-la-2024-06.csv", "bao-cao-dak-la-2024-07.csv"]


@pytest.mark.parametrize("today", ["2024-03-29", "2024-03-30", "2024-03-31", "2024-03-01"])
def test_the_last_days_of_a_long_month_have_the_short_one_before_them(office: Office, today: str) -> None:
    office.today(today)
    assert "2024-02.csv" in office.done("summary", "--formats", "csv")
