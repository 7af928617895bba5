"""The illustration: the same every time, whole, marked on every page, and never in anybody's way."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from office import Office
from thidua_cli.__main__ import run
from thidua_cli.cli.demo import NOTICE, TOLD, VILLAGES, illustration_plan
from thidua_cli.domain.nomination import Nominee
from thidua_cli.ledger import Ledger
from thidua_cli.render.formats import FORMATS
from thidua_cli.workspace import shipped_plan


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An illustration, built once."""
    folder = tmp_path_factory.mktemp("minh-hoa")
    assert run(["demo", str(folder)]) == 0
    return folder


@pytest.fixture
def illustration(office: Office, built: Path) -> Office:
    """An office that works in its own copy of the illustration, on a day after its year."""
    shutil.copytree(built, office.folder / "minh-hoa")
    office.monkeypatch.chdir(office.folder / "minh-hoa")
    office.today("2025-01-10")
    return office


def test_is_the_same_to_the_byte_every_time(office: Office) -> None:
    written = []
    for name in ("a", "b"):
        office.done("demo", name)
        written.append({path.name: path.read_bytes() for path in (office.folder / name / "data").iterdir()})
    assert written[0] == written[1]


def test_is_a_whole_workspace_without_doubts(illustration: Office) -> None:
    answer = illustration.run("plan", "check")
    assert (answer.code, answer.err) == (0, "")
    assert "sổ nguyên vẹn" in illustration.done("verify")
    rows = json.loads(illustration.done("history", "--format", "json"))["rows"]
    assert {"record", "correct", "close", "reopen", "nominate"} <= {row["kind"] for row in rows}
    stamps = [row["at"] for row in rows]
    assert stamps == sorted(stamps)
    assert all(stamp.startswith("202") and stamp < "2025" for stamp in stamps)


def test_has_a_tie_movements_and_every_village_in_its_table(illustration: Office) -> None:
    table = json.loads(illustration.done("rank", "--period", "t9", "--format", "json"))["places"]
    ranks = [row["rank"] for row in table]
    assert len(table) == 10
    assert len(set(ranks)) < 10
    assert any(row["moved"] > 0 for row in table)
    assert any(row["moved"] < 0 for row in table)
    sheet = json.loads(illustration.done("score", "--format", "json"))["summary"]
    assert (sheet["of"], sheet["bonus_most"]) == ("950", "50")


@pytest.mark.parametrize("period", ["6t", "9t", "nam"])
def test_every_figure_has_that_of_the_same_period_of_the_year_before(illustration: Office, period: str) -> None:
    rows = json.loads(illustration.done("report", "--period", period, "--format", "json"))["indicators"]
    with_figure = [row for row in rows if row["actual"]]
    assert len(with_figure) >= 12
    assert [row["id"] for row in with_figure if row["same_period"]["value"] is None] == []


def test_one_old_figure_is_all_that_needs_a_second_look(illustration: Office) -> None:
    found = json.loads(illustration.run("check", "--format", "json").out)["findings"]
    assert [(one["code"], one["indicator"]) for one in found] == [("stale", "viec-lam")]
    late = json.loads(illustration.done("due", "--format", "json"))["expected"]
    assert [row["kind"] for row in late] == ["indicator", "work"]


def test_it_shows_every_kind_of_target_and_figure(illustration: Office) -> None:
    def rows(*words: str) -> dict[str, Any]:
        return {
            row["id"]: row for row in json.loads(illustration.done("report", *words, "--format", "json"))["indicators"]
        }

    year = rows()
    assert [row["id"] for row in year.values() if row["stale"]] == ["viec-lam"]
    assert {row["target"]["comparator"] for row in year.values()} >= {"none", "yes", "<", ">", "~"}
    assert all(
        year[one][key] for one, key in (("dan-gia-suc", "also"), ("thon-van-hoa", "count"), ("bao-phu-bhyt", "stretch"))
    )
    assert rows("--period", "q2")["dien-tich-cay-hang-nam"]["target"]["value"] == "760"
    illustration.today("2024-10-20")
    assert [row["id"] for row in rows().values() if row["expected"]] == ["viec-lam", "giai-ngan"]
    assert json.loads(illustration.done("show", "viec-lam", "--format", "json"))["figures"][0]["cumulative"]


def test_commendations_stand_at_every_stage_an_office_meets(illustration: Office) -> None:
    listed = json.loads(illustration.done("nominate", "list", "--format", "json"))["nominations"]
    assert len(listed) == len(TOLD["proposals"])
    assert {one["nominee"] for one in listed} == {"person", "household", "collective"}
    assert {one["state"] for one in listed} == {"proposed", "submitted", "decided", "declined"}
    assert all(one["links"] for one in listed)
    assert set(VILLAGES.values()) & {one["name"] for one in listed} == {"Thôn 3", "Thôn 9"}


@pytest.mark.usefixtures("illustration")
def test_the_names_of_persons_are_not_in_its_chain() -> None:
    with Ledger(Path("data") / "thidua.db") as ledger:
        rows = str([row.draft for row in ledger.history()])
    proposals = TOLD["proposals"]
    assert [told["name"] for told in proposals if told["name"] in rows] == [
        told["name"] for told in proposals if not Nominee(told["nominee"]).is_private
    ]


def test_the_report_as_known_in_the_year_is_not_that_of_its_end(illustration: Office) -> None:
    june = illustration.done("report", "--period", "6t", "--as-known", "12/07/2024", "--format", "json")
    assert (
        json.loads(june)["ledger"]["seq"] < json.loads(illustration.done("report", "--format", "json"))["ledger"]["seq"]
    )


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.parametrize("command", ["rank", "report"])
def test_every_page_in_every_format_says_that_it_is_made_up(illustration: Office, name: str, command: str) -> None:
    if not FORMATS[name].is_installed:
        pytest.skip("library not installed")
    path = Path(f"trang.{name}")
    illustration.done(command, "--format", name, "--out", str(path))
    assert NOTICE in _text_of(path)


PAGES = (
    "list",
    "show ho-ngheo",
    "explain ho-ngheo",
    "pace",
    "score",
    "work",
    "history",
    "due",
    "plan show",
    "report --by place",
    "diff t9",
    "nominate",
    "nominate show 8",
    "nominate paper",
)


@pytest.mark.parametrize("line", PAGES)
def test_every_command_that_shows_a_page_says_so(illustration: Office, line: str) -> None:
    assert illustration.done(*line.split()).startswith(NOTICE)


def test_what_it_proposes_to_try_works_years_later(illustration: Office) -> None:
    illustration.today("2026-10-01")
    illustration.done("nominate", "paper", "--out", "to-trinh.docx")
    listed = json.loads(illustration.done("nominate", "list", "--format", "json"))["nominations"]
    assert all(one["decides"] for one in listed)


def test_the_summary_that_is_sent_says_so_in_every_file(illustration: Office) -> None:
    illustration.done("summary", "--period", "t9")
    files = list(Path("bao-cao").glob("bao-cao-*"))
    assert len(files) >= 2
    for path in files:
        assert NOTICE in _text_of(path), path.name


def _text_of(path: Path) -> str:
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml"))


def test_a_folder_that_holds_anything_is_left_alone(office: Office) -> None:
    (office.folder / "xa-that").mkdir()
    (office.folder / "xa-that" / "thidua.db").write_bytes(b"so that")
    answer = office.run("demo", "xa-that")
    assert answer.code == 5
    assert "không trống" in answer.err
    assert [path.name for path in (office.folder / "xa-that").iterdir()] == ["thidua.db"]


def test_the_ledger_and_plan_of_the_office_are_not_touched(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500", "--on", "01/07/2024")
    before = {path: path.read_bytes() for path in (office.folder / "data").iterdir()}
    office.monkeypatch.setenv("THIDUA_LEDGER", str(office.folder / "data" / "thidua.db"))
    answer = office.run("demo", "minh-hoa")
    assert answer.code == 0
    assert "THIDUA_LEDGER" in answer.err
    assert {path: path.read_bytes() for path in (office.folder / "data").iterdir()} == before


def test_without_a_folder_it_is_built_among_the_temporary_ones(office: Office, tmp_path: Path) -> None:
    office.monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert str(tmp_path / "thidua-minh-hoa-") in office.done("demo")


def test_a_file_in_the_way_is_a_clear_error(office: Office) -> None:
    (office.folder / "tep").write_text("x")
    assert office.run("demo", "tep").code == 7


def test_the_plan_is_the_shipped_one_with_every_addition_and_no_name_of_the_real_commune() -> None:
    text = illustration_plan(shipped_plan().read_text("utf-8"))
    assert text.count("by_place: true") == len(TOLD["by_place"])
    assert text.count("pace: ") == sum("pace" in line for lines in TOLD["added"].values() for line in lines)
    assert not any(name in text for name in ("Đắk La", "Đăk La", "Trần Văn Tâm"))
    assert sum(int(points.partition(",")[0].removeprefix("points: ")) for points in TOLD["points"].values()) == 950


def test_an_indicator_that_left_the_shipped_plan_is_named() -> None:
    text = shipped_plan().read_text("utf-8").replace("- id: ho-ngheo\n", "- id: ho-khac\n")
    with pytest.raises(ValueError, match="ho-ngheo"):
        illustration_plan(text)
