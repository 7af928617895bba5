"""A province of twelve communes, told as a transcript and looked at in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.test_transcripts import played
from hub.province import Province
from hub.server import Hub
from hub.twelve import COMMUNES, FIRST_LOOK, LAST, twelve
from office import Office
from render.test_html_in_chromium import CHROMIUM, browse, complaints, requests

TRANSCRIPT = Path(__file__).with_name("province-of-twelve.txt")
RECEIVED = re.compile(r"(\d\d/\d\d/\d{4} \d\d:\d\d)  (\d\d/\d\d/\d{4} \d\d:\d\d)|(  –  +)(\d\d/\d\d/\d{4} \d\d:\d\d)")


@pytest.fixture
def province(hub: Hub, office: Office) -> Province:
    """Eleven have closed June 2026, one has reopened it, one has not joined yet; it is 06/07/2026."""
    made = twelve(Province(hub, office))
    made.plan(LAST, 2026)
    made.at(FIRST_LOOK)
    office.monkeypatch.setenv("THIDUA_HUB", hub.address("postgres"))
    return made


def test_the_story_of_a_province_is_what_the_program_prints_and_a_browser_shows(
    province: Province, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """`pytest --rewrite` writes it anew, to be read. When the server received a row is its own clock: `<lúc nhận>`."""
    script = TRANSCRIPT.read_text("utf-8").replace("<kho của xã>", province.hub.address(""))
    now = played(script, province.office).replace(province.hub.address(""), "<kho của xã>")
    now = RECEIVED.sub(
        lambda found: f"{found[1] or found[3]}  <lúc nhận>      " if found[1] else f"{found[3]}<lúc nhận>      ", now
    )
    now = now.replace(str(province.hub.server.folder), "<máy chủ>").replace(province.hub.database, "<kho>")
    if request.config.getoption("--rewrite"):
        TRANSCRIPT.write_text(now, "utf-8")
    assert now == TRANSCRIPT.read_text("utf-8")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    shows_the_page(province, tmp_path)


def shows_the_page(province: Province, tmp_path: Path) -> None:
    """The page for people, looked at in a browser: no complaint, no request, every commune, the year's course."""
    province.done("page", "--period", "t6", "--province", "Kon Tum", "--recast", "--out", "xem.html")
    page = (province.office.folder / "xem.html").read_bytes()
    said = browse(tmp_path, page, f"--screenshot={tmp_path / 'picture.png'}", "--window-size=1100,4000")
    assert complaints(said) == []
    assert requests(tmp_path) == []
    assert (tmp_path / "picture.png").stat().st_size > 50_000
    text = page.decode()
    assert text.count("<svg") >= 4
    for name in COMMUNES.values():
        assert name in text
    assert "11/12 xã đã chốt" in text
