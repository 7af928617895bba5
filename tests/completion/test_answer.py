"""What may follow the words typed so far."""

from __future__ import annotations

from datetime import date

import pytest

from office import Office
from test_architecture import loaded_after
from thidua_cli.completion.answer import offers
from thidua_cli.domain.period import read_period
from thidua_cli.domain.plan import Calendar
from thidua_cli.office.find import find_indicator
from thidua_cli.plan_file import load_text, read_plan
from thidua_cli.workspace import shipped_plan


def after(*words: str) -> list[str]:
    """The words offered after these; the last one is being typed."""
    return [offer.word for offer in offers(words[:-1], words[-1])]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("rep", "report"),
        ("plan ", "check show draft new days-off diff history restore schema"),
        ("--plan data/plan_2024.yaml sh", "show"),
        ("report --per", "--period"),
        ("report --period t6 --per", ""),
        ("report --period t1", "t1 t10 t11 t12"),
        ("report --period=q", "--period=q1 --period=q2 --period=q3 --period=q4"),
        ("report --period 2024-Q", "2024-Q1 2024-Q2 2024-Q3 2024-Q4"),
        ("report --calendar ", "calendar nd09"),
        ("report --section q", "quoc-phong-an-ninh"),
        ("report --verdict m", "met missed"),
        ("report --fail-on missed,no", "missed,not_yet missed,not_due missed,no_data missed,not_judged"),
        ("due --fail-on ", "late soon coming"),
        ("record bao", "bao-phu-bhyt bao-phu-bhxh"),
        ("record NGHÈO", "ho-ngheo"),
        ("record nghia", "giao-quan"),
        ("record ho-ngheo ", ""),
        ("record ho-ngheo 3 --level ", "estimate preliminary official"),
        ("record --level estimate ho-", "ho-ngheo"),
        ("correct gia-d", "gia-dinh-van-hoa"),
        ("work record ton", "ton-giao"),
        ("template --by ", "from place"),
        ("record ho-ngheo 3 --place ", ""),
        ("completion ", "bash zsh fish powershell"),
        ("report --out ", ""),
        ("record khong-co", ""),
        ("guide ", ""),
        ("khong-co ", ""),
        ("--no-pager help rep", "report"),
    ],
)
def test_words_and_what_may_follow(office: Office, line: str, expected: str) -> None:
    assert " ".join(after(*line.split(" "))) == expected


def test_every_period_offered_can_be_read(office: Office) -> None:
    for word in after("report", "--period", ""):
        read_period(word, plan_year=2024, calendar=Calendar.CIVIL, today=date(2024, 7, 5))


def test_every_indicator_is_offered_with_its_name(office: Office) -> None:
    plan = read_plan(load_text(shipped_plan()))
    found = offers(("record",), "")
    assert [(offer.word, offer.meaning) for offer in found] == [
        (row.indicator.id, row.indicator.name) for row in plan.rows()
    ]
    assert all(find_indicator(plan, offer.word).indicator.name == offer.meaning for offer in found)


@pytest.mark.parametrize("line", ["record ", "--plan khong-co.yaml record ", "--plan hong.yaml record "])
def test_nothing_that_is_wrong_disturbs_the_person_who_types(office: Office, line: str) -> None:
    (office.folder / "hong.yaml").write_text("[", "utf-8")
    (office.folder / "thidua.db").write_bytes(b"no ledger")
    answer = office.run("--complete", "bash", *line.split(" "))
    assert (answer.code, answer.err) == (0, "")


def test_the_plan_in_use_is_offered_also_where_the_ledger_does_not_have_it_yet(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500")
    path = office.folder / "data" / "plan_2024.yaml"
    path.write_text(path.read_text("utf-8").replace("ho-ngheo", "ho-ngheo-moi"), "utf-8")
    assert after("record", "ho-") == ["ho-ngheo-moi"]


def test_of_several_plans_the_one_of_the_latest_year_begun_is_offered(office: Office) -> None:
    office.done("init")
    text = (office.folder / "data" / "plan_2024.yaml").read_text("utf-8")
    text = text.replace("year: 2024", "year: 2025").replace("ho-ngheo", "ho-ngheo-2025")
    (office.folder / "data" / "plan_2025.yaml").write_text(text, "utf-8")
    assert after("record", "ho-") == ["ho-ngheo"]
    office.today("2025-02-01")
    assert after("record", "ho-") == ["ho-ngheo-2025"]


def test_places_and_work_items_are_offered_with_their_names(villages: Office) -> None:
    found = offers(("record", "ho-ngheo", "1/100", "--place"), "thon-1")
    assert [(offer.word, offer.meaning) for offer in found] == [("thon-1", "Thôn 1"), ("thon-10", "Thôn 10")]
    assert after("record", "--place", "Thôn 3") == ["thon-3"]
    villages.done("record", "ho-ngheo", "1/100", "--place", "thon-2")
    assert after("void", "ho-ngheo", "--place", "thon-2") == ["thon-2"]
    (offer,) = offers(("--plan", str(shipped_plan()), "work", "done"), "le-hoi")
    assert (offer.word, offer.meaning[:9]) == ("le-hoi-va-30-nam-huyen", "Chuẩn bị ")


def test_bash_shows_names_where_several_may_follow_and_bare_words_where_one_may(office: Office) -> None:
    assert office.run("--complete", "bash", "record", "ho-").out == "ho-ngheo\n"
    listed = office.run("--complete", "bash", "record", "bao").out.splitlines()
    assert listed == ["bao-phu-bhyt  (Tỷ lệ bao phủ BHYT)", "bao-phu-bhxh  (Tỷ lệ bao phủ BHXH)"]
    assert office.run("--complete", "bash", "record", "antt").out.splitlines()[0] == " "
    assert office.run("--complete", "bash", "report", "--format", "=", "js").out == "json\n"
    office.monkeypatch.setenv("THIDUA_COMP_TYPE", "37")
    assert office.run("--complete", "bash", "record", "bao").out == "bao-phu-bhyt\nbao-phu-bhxh\n"


def test_an_unknown_shell_is_named_with_the_known_ones(office: Office) -> None:
    answer = office.run("completion", "tcsh")
    assert answer.code == 2
    assert "bash, zsh, fish, powershell" in answer.err
    assert office.run("--complete", "tcsh", "x").code == 2
    assert office.run("--complete").code == 2
    assert office.run("--complete", "fish").code == 0


def test_a_plan_that_the_ledger_has_is_offered_without_yaml_pydantic_or_typer(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500")
    code = "from thidua_cli.__main__ import run; run(['--complete', 'bash', 'record', 'ho-'])"
    assert loaded_after(code) == {"sqlite3"}
