"""What the province sees: who has closed, sums of what was closed, last year recast, ranks – on a real server."""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from hub.province import Province
from hub.server import Server, copied
from office import Office
from thidua_cli.domain.attainment import Verdict
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import RollUp
from thidua_cli.domain.rollup import Closed, Entry, Held, RolledUp, Unit
from thidua_cli.errors import InvalidInput
from thidua_cli.hub.catalogue import read_list
from thidua_cli.intake.source import Source
from thidua_cli.pages.hub import report_page
from thidua_cli.render.rows import to_plain

LA, HA, LONG = ("dak-la", "xã Đắk La"), ("dak-ha", "xã Đắk Hà"), ("dak-long", "xã Đắk Long")


_kept: list[tuple[Province, Path]] = []


@pytest.fixture
def province(server: Server, office: Office) -> Province:
    """Three communes of which two have closed June; made once in each test process and copied from then on."""
    if not _kept:
        made = _three_communes(Province(copied(server), office))
        _kept.append((made, Path(tempfile.mkdtemp(prefix="thidua-province-"))))
        atexit.register(shutil.rmtree, _kept[0][1], ignore_errors=True)
        shutil.copytree(office.folder, _kept[0][1], dirs_exist_ok=True)
    first, folder = _kept[0]
    shutil.copytree(folder, office.folder, dirs_exist_ok=True)
    return Province(copied(server, first.hub.database), office, dict(first.names))


def _three_communes(made: Province) -> Province:
    """Two have closed June 2024, one of them with a rate without its parts; the third has sent nothing."""
    made.register(LA, HA, LONG)
    made.june(
        "dak-la", 2024, "gia-suc 1.200,5", "ho-ngheo 30/1.000", "thu-nhap 60", "dan-so 1.000", "ntm 19", "trong-moi 3"
    )
    made.june("dak-ha", 2024, "gia-suc 900", "ho-ngheo 5", "thu-nhap 90", "dan-so 3.000", "ntm 12")
    return made


def by_code(record: dict[str, object], key: str = "indicators") -> dict[str, dict[str, object]]:
    return {row["code"]: row for row in record[key]}  # type: ignore[attr-defined]


def test_who_has_closed_is_told_with_the_day_the_province_received_it(province: Province) -> None:
    record = province.machine("status", "--period", "t6")
    assert record["schema"] == "thidua.hub-status/1"
    assert record["headline"] == "2/3 xã đã chốt; 1 xã chưa gửi lần nào"
    states = {one["unit"]: one["state"] for one in record["units"]}
    assert states == {"dak-la": "closed", "dak-ha": "closed", "dak-long": "never"}
    assert all(one["received_at"] for one in record["units"] if one["state"] == "closed")
    assert province.machine("status", "--period", "t5")["summary"] == {
        "units": 3, "closed": 0, "reopened": 0, "late": 2, "open": 0, "never": 1,
    }  # fmt: skip


def test_all_three_have_closed(province: Province) -> None:
    province.june("dak-long", 2024, "gia-suc 10")
    assert province.machine("status", "--period", "t6")["headline"] == "3/3 xã đã chốt"


def test_a_report_that_was_reopened_counts_no_more_and_closed_again_counts_anew(province: Province) -> None:
    assert province.commune("dak-la", 2024, "reopen", "t6", "--reason", "số đến muộn").code == 0
    assert province.commune("dak-la", 2024, "send", "--hub", province.hub.address("")).code == 0
    status = province.machine("status", "--period", "t6")
    assert {one["unit"]: one["state"] for one in status["units"]}["dak-la"] == "reopened"
    assert by_code(province.machine("report", "--period", "t6"))["GS"]["value"] == "900"
    words = ("correct", "gia-suc", "1.300", "--on", "30/06/2024", "--reason", "đếm lại")
    assert province.commune("dak-la", 2024, *words).code == 0
    province.june("dak-la", 2024)
    assert by_code(province.machine("report", "--period", "t6"))["GS"]["value"] == "2200"
    assert province.commune("dak-la", 2024, "undo").code == 0
    province.commune("dak-la", 2024, "send", "--hub", province.hub.address(""))
    assert by_code(province.machine("report", "--period", "t6"))["GS"]["value"] == "900"


def test_a_period_closed_in_the_other_calendar_is_not_called_reopened(province: Province) -> None:
    status = province.machine("status", "--period", "t6", "--calendar", "nd09")
    assert {one["unit"]: one["state"] for one in status["units"]} == {
        "dak-la": "late", "dak-ha": "late", "dak-long": "never",
    }  # fmt: skip
    text = province.done("status", "--period", "t6", "--calendar", "nd09", "--format", "plain")
    assert text.count("× chưa chốt (đã chốt với --calendar calendar)") == 2
    assert "--calendar" not in province.done("status", "--period", "t6", "--format", "plain")


@pytest.mark.parametrize(("from_day", "counted_for"), [("2024-07-01", "dak-la"), ("2024-06-15", "minh-hoa")])
def test_a_ledger_that_goes_on_under_a_new_id_counts_once_as_it_stands_now(
    province: Province, from_day: str, counted_for: str
) -> None:
    def received(id: str) -> str:
        units = province.machine("status", "--period", "t6")["units"]
        return next(str(one["received_at"]) for one in units if one["unit"] == id)

    def seen() -> tuple[str, str, object]:
        status = province.machine("status", "--period", "t6")
        states = {one["unit"]: one["state"] for one in status["units"]}
        assert len(states) == 3
        value = by_code(province.machine("report", "--period", "t6"))["GS"]["value"]
        return status["headline"], states[counted_for], value

    def done(*words: str) -> None:
        assert province.commune("dak-la", 2024, *words).code == 0
        assert province.commune("dak-la", 2024, "send", "--hub", province.hub.address("")).code == 0

    plan, at_first = Path(province.plan("dak-la", 2024)), received("dak-la")
    plan.write_text(plan.read_text("utf-8").replace("id: dak-la", "id: minh-hoa"), "utf-8")
    province.done("units", "add", "minh-hoa", "--name", "xã Minh Hóa", "--province", "Gia Lai")
    mergers = str(province.write("sap-xep.csv", f"old;new;from_day\ndak-la;minh-hoa;{from_day}\n"))
    assert "Cảnh báo" not in province.run("mergers", "import", mergers).all
    done("init", "--adopt", "--reason", "đổi mã")
    assert "Cảnh báo" not in province.run("mergers", "import", mergers).all
    assert seen() == ("2/3 xã đã chốt; 1 xã chưa gửi lần nào", "closed", "2100.5")
    assert received(counted_for) == at_first
    done("reopen", "t6", "--reason", "đếm lại")
    done("correct", "gia-suc", "1.300", "--on", "30/06/2024", "--reason", "đếm lại")
    assert seen() == ("1/3 xã đã chốt; 1 xã đã mở lại; 1 xã chưa gửi lần nào", "reopened", "900")
    done("close", "t6")
    assert received(counted_for) > at_first
    assert seen() == ("2/3 xã đã chốt; 1 xã chưa gửi lần nào", "closed", "2200")
    of_one = province.machine("report", "--period", "t6", "--province", "Gia Lai")
    assert of_one["communes"]["closed"] == (counted_for == "minh-hoa")


def test_sums_rates_means_and_counts_are_exact_and_say_of_how_many(province: Province) -> None:
    found = by_code(province.machine("report", "--period", "t6"))
    assert {code: row["value"] for code, row in found.items()} == {
        "GS": "2100.5", "HN": "3", "TN": "82.5", "DS": "4000", "NTM": None,
    }  # fmt: skip
    assert {code: (row["communes"], row["of"], row["left_out"]) for code, row in found.items()} == {
        "GS": (2, 3, 0), "HN": (1, 3, 1), "TN": (2, 3, 0), "DS": (2, 3, 0), "NTM": (0, 3, 2),
    }  # fmt: skip
    assert (found["NTM"]["reached"], found["NTM"]["judged"]) == (1, 2)
    assert (found["HN"]["numerator"], found["HN"]["denominator"]) == ("30", "1000")


@pytest.mark.parametrize("roll_up", RollUp)
def test_yes_or_no_is_told_as_how_many_communes_whatever_the_catalogue_says(roll_up: RollUp) -> None:
    """Under `sum` it was "–", and nothing said why; beside amounts it is left out and said to be."""
    entry = Entry("NTM", "Nông thôn mới", "xã", roll_up, "DS" if roll_up is RollUp.WEIGHTED else "")
    units = [Unit(id, f"xã {id}", "52") for id in "abc"]
    answers = {"a": ("1", Verdict.MET), "b": ("0", Verdict.NOT_YET), "c": ("1", Verdict.MET)}

    def told(**amounts: Held) -> str:
        held = {
            id: Held("NTM", Decimal(value), None, None, verdict, is_yes_no=True)
            for id, (value, verdict) in answers.items()
        } | amounts
        closed = {id: Closed(id, 1, "ab" * 32, "", "", {}, {"NTM": one}) for id, one in held.items()}
        page = report_page(RolledUp(Period(Span.MONTH, 2026, 6), [entry], units, closed), None)
        return to_plain(page.document).decode()

    assert "2/3 xã đạt" in told()
    assert "không cộng" not in told()
    if roll_up is RollUp.SUM:
        assert "2 xã ghi đạt hay chưa đạt nên không cộng" in told(c=Held("NTM", Decimal(4), None, None, Verdict.MET))


def test_what_has_no_code_is_listed_and_not_added(province: Province) -> None:
    record = province.machine("report", "--period", "t6")
    assert record["without_code"] == [{"id": "trong-moi", "name": "Trồng mới", "communes": 2}]
    assert "Trồng mới (trong-moi): 2 xã" in province.done("report", "--period", "t6")


def test_the_province_shows_exactly_what_each_commune_reported(province: Province) -> None:
    units = {one["unit"]: one for one in province.machine("report", "--period", "t6")["by_unit"]}
    for id in ("dak-la", "dak-ha"):
        answer = province.commune(id, 2024, "report", "--period", "t6", "--format", "json")
        own = {row["code"]: row for row in json.loads(answer.out)["indicators"] if row["code"]}
        shown = {row["code"]: row for row in units[id]["indicators"]}
        assert shown.keys() == own.keys()
        for code, row in own.items():
            actual = {name: row["actual"][name] for name in ("value", "numerator", "denominator")}
            assert {name: shown[code][name] for name in actual} == actual
            assert shown[code]["verdict"] == row["verdict"]


def test_communes_of_the_other_calendar_are_not_mixed_in(province: Province) -> None:
    record = province.machine("report", "--period", "t6", "--calendar", "nd09")
    assert (record["communes"], by_code(record)["GS"]["value"]) == ({"units": 3, "closed": 0}, None)


def test_provinces_are_told_apart(province: Province) -> None:
    province.done("units", "add", "ia-ly", "--name", "xã Ia Ly", "--province", "Gia Lai")
    province.names["ia-ly"] = "xã Ia Ly"
    province.june("ia-ly", 2024, "gia-suc 7")
    record = province.machine("report", "--period", "t6")
    parts = {one["province"]: by_code(one)["GS"]["value"] for one in record["by_province"]}
    assert parts == {"Gia Lai": "7", "Kon Tum": "2100.5"}
    alone = province.machine("report", "--period", "t6", "--province", "Gia Lai")
    assert by_code(alone)["GS"]["value"] == "7"


def test_a_province_that_the_hub_does_not_know_is_named_with_those_it_knows(province: Province) -> None:
    for command in ("status", "report", "rank"):
        answer = province.run(command, "--period", "t6", "--province", "Kon Tùm")
        assert answer.code == 2
        assert "các tỉnh: Kon Tum" in answer.err


MERGERS = "old;new;from_day;share;decision\na;x;01/07/2024;;NQ 12\nb;x;2024-07-01;1;NQ 12\nc;x;2024-07-01;0,5;NQ 12\n"


def merged(province: Province) -> None:
    """Three old communes report June 2024, the new one June 2025."""
    province.register(*((id, f"xã {id.upper()}") for id in "abcx"), province="Lâm Đồng")
    province.write("sap-xep.csv", MERGERS)
    province.done("mergers", "import", "sap-xep.csv")
    for id in "abc":
        province.june(id, 2024, "gia-suc 100", "ho-ngheo 10/200", "ntm 10")
    province.june("x", 2025, "gia-suc 275", "ho-ngheo 20/600", "ntm 19")


def test_a_commune_that_goes_on_as_the_new_one_but_is_not_named_among_the_old_is_told(province: Province) -> None:
    province.register(*((id, f"xã {id.upper()}") for id in "ab"), province="Lâm Đồng")
    province.june("a", 2024, "gia-suc 100")
    alone, both = "old;new;from_day\nb;a;01/07/2024\n", "old;new;from_day\na;a;01/07/2024\nb;a;01/07/2024\n"
    for lines, told in ((alone, True), (both, False)):
        province.write("sap-xep.csv", lines)
        answer = province.run("mergers", "import", "sap-xep.csv")
        assert answer.code == 0
        assert ("a;a;2024-07-01" in answer.err) is told


def test_last_year_of_a_merged_commune_is_that_of_its_old_ones(province: Province) -> None:
    merged(province)
    record = province.machine("report", "--period", "t6", "--province", "Lâm Đồng", "--recast")
    assert record["communes"] == {"units": 1, "closed": 1}
    (unit,) = record["by_unit"]
    last = {row["code"]: row["last_year"] for row in unit["indicators"]}
    assert (last["GS"]["value"], last["GS"]["index"], last["GS"]["recast_from"]) == ("250", "110.00", 3)
    assert Fraction(last["HN"]["value"]) == Fraction(25 * 100, 500)
    assert last["NTM"]["reason"] == "not-recast"
    text = province.done("report", "--period", "t6", "--province", "Lâm Đồng", "--recast", "--by", "commune")
    assert "cùng kỳ quy đổi từ 3 xã cũ" in text
    assert "cùng kỳ không quy đổi được" in text


def test_a_missing_old_commune_leaves_no_half_a_last_year(province: Province) -> None:
    merged(province)
    assert province.commune("b", 2024, "undo").code == 0
    assert province.commune("b", 2024, "send", "--hub", province.hub.address("")).code == 0
    record = province.machine("report", "--period", "t6", "--province", "Lâm Đồng", "--recast")
    assert by_code(record)["GS"]["last_year"]["value"] is None  # type: ignore[index]
    text = province.done("report", "--period", "t6", "--province", "Lâm Đồng", "--recast", "--by", "commune")
    assert "cùng kỳ thiếu số của 1/3 xã cũ" in text


def test_old_communes_are_communes_of_their_time_only(province: Province) -> None:
    merged(province)
    units = {
        one["unit"] for one in province.machine("status", "--period", "2024-06", "--province", "Lâm Đồng")["units"]
    }
    assert units == {"a", "b", "c"}
    assert province.machine("status", "--period", "2025-06", "--province", "Lâm Đồng")["headline"] == "1/1 xã đã chốt"


@pytest.mark.parametrize("keeps_units", [True, False])
def test_a_figure_in_another_unit_than_the_catalogue_s_is_named_and_not_added(
    province: Province, keeps_units: bool
) -> None:
    in_thousands(province, "dak-long", 2024)
    province.june("dak-long", 2024, "gia-suc 0,2", "dan-so 500")
    if not keeps_units:  # a hub made when closed reports did not keep the unit
        province.hub.sql("""ALTER TABLE hub.entries ALTER closed DROP EXPRESSION; UPDATE hub.entries SET closed =
          jsonb_set(closed, '{indicators}', (SELECT jsonb_agg(one - 10) FROM jsonb_array_elements(closed->'indicators')
          AS one)) WHERE kind = 'close'""")
    words = ("report", "--period", "t6", "--by", "commune")
    found = by_code(province.machine(*words))
    told = {code: tuple(found[code][key] for key in ("value", "communes", "left_out")) for code in ("GS", "DS")}
    assert told == {"GS": ("2100.5", 2, 1), "DS": ("4500", 3, 0)}
    text = province.done(*words)
    assert "đơn vị khác nên không cộng: xã Đắk Long (nghìn con)" in text
    assert re.search(r"Tổng đàn gia súc +nghìn con +0,2 ", text)
    assert "0,2 nghìn con" in province.done("rank", "--period", "t6", "--indicator", "GS")


def test_last_year_in_another_unit_is_not_compared(province: Province) -> None:
    in_thousands(province, "dak-long", 2023)
    province.june("dak-long", 2023, "gia-suc 1,1")
    province.june("dak-long", 2024, "gia-suc 1.200")
    words = ("report", "--period", "2024-06", "--recast", "--by", "commune")
    assert by_code(province.machine(*words))["GS"]["last_year"]["value"] is None  # type: ignore[index]
    assert "cùng kỳ có số bằng đơn vị khác (nghìn con)" in province.done(*words)


def in_thousands(province: Province, id: str, year: int) -> None:
    """A commune that counts its cattle by the thousand, and people as `Người`."""
    path = Path(province.plan(id, year))
    text = path.read_text("utf-8").replace("unit: con,", "unit: nghìn con,").replace("unit: người,", "unit: Người,")
    path.write_text(text.replace('">= 1.000"', '">= 1"'), "utf-8")


def test_communes_are_ranked_by_what_they_met_and_by_one_indicator(province: Province) -> None:
    table = province.machine("rank", "--period", "t6")["units"]
    assert [(one["rank"], one["unit"]) for one in table] == [(1, "dak-la"), (2, "dak-ha"), (None, "dak-long")]
    table = province.machine("rank", "--period", "t6", "--indicator", "TN")
    assert table["by"] == "attainment"
    assert [one["unit"] for one in table["units"]] == ["dak-ha", "dak-la", "dak-long"]
    table = province.machine("rank", "--period", "t6", "--indicator", "HN")
    assert table["by"] == "value"
    assert [one["unit"] for one in table["units"]] == ["dak-la", "dak-ha", "dak-long"]
    assert province.run("rank", "--period", "t6", "--indicator", "XX").code == 2


@pytest.mark.parametrize("form", ["table", "plain", "json", "csv", "md", "html", "docx", "xlsx"])
def test_every_page_comes_in_every_format(province: Province, form: str) -> None:
    for words in (("status",), ("report", "--recast", "--by", "commune"), ("rank",), ("rank", "--indicator", "GS")):
        answer = province.run(*words, "--period", "t6", "--format", form, "--out", f"trang.{form}")
        assert answer.code == 0, answer.all
        Path(f"trang.{form}").unlink()


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [
        ("units", "mã;name;province\nĐắk;;y\n", "tep.csv:2: mã: mã 'Đắk' chỉ gồm"),
        ("units", "mã;name;province\nĐắk;;y\n", "; name: bắt buộc, không để trống"),
        ("units", "id;name;province\na;;y\nb;x;\n", "tep.csv:3: province: "),
        ("units", "id;name\na;x\n", "thiếu cột province"),
        ("units", "id;name;province\na;x;y\na;x;y\n", "lặp lại"),
        ("mergers", "old;new;from_day\na;b;hôm qua\n", "tep.csv:2: from_day: "),
        *(
            ("mergers", f"old;new;từ ngày;phần\na;b;2025-07-01;{share}\n", f"phần: '{share}' phải là số lớn hơn 0")
            for share in ("2", "0.5", "50%", "1/2", "-1", "0")
        ),
        ("mergers", "old;new;from_day\nkhong;co;2025-07-01\n", "chưa khai báo xã: co, khong"),
        ("mergers", "old;new;from_day\ndak-la;dak-ha;2025-07-01\ndak-ha;dak-la;2025-07-01\n", "vòng quanh"),
        ("indicators", "code;name;unit;roll_up\nA;x;y;cong\n", "chọn một trong sum, rate, weighted, none"),
        ("indicators", "code;name;unit;roll_up;weight\nA;x;y;weighted;\n", "weight"),
        ("indicators", "code;name;unit;roll_up;weight\nA;x;y;weighted;B\n", "quyền số của A"),
        ("indicators", "", "thiếu cột"),
        ("indicators", "code;name;unit;roll_up\n", "không có dòng nào"),
    ],
)
def test_a_faulty_list_is_refused_with_its_place_and_keeps_nothing(
    province: Province, kind: str, text: str, place: str
) -> None:
    counts = ", ".join(f"(SELECT count(*) FROM hub.{table})" for table in ("units", "mergers", "indicators"))
    tables = f"SELECT {counts}"
    before = province.hub.sql(tables)
    province.write("tep.csv", text)
    answer = province.run(kind, "import", "tep.csv")
    assert answer.code == 3, answer.all
    assert place in answer.err
    assert province.hub.sql(tables) == before


def test_what_left_a_list_stays_in_the_hub_until_the_list_is_said_to_be_whole(province: Province) -> None:
    province.register(*((id, f"xã {id.upper()}") for id in "abcx"), province="Lâm Đồng")
    for kind, head, lines, key in (
        ("mergers", "old;new;from_day\n", ("a;x;01/07/2024\n", "b;x;01/07/2024\n", "c;x;01/07/2024\n"), "b → x, c → x"),
        ("indicators", "code;name;unit;roll_up\n", ("K1;x;y;sum\n", "K2;x;y;sum\n", "K3;x;y;sum\n"), "K2, K3"),
    ):
        rows = f"SELECT * FROM hub.{kind}"
        province.write("het.csv", head + "".join(lines))
        province.write("mot.csv", head + lines[0])
        before = province.hub.sql(rows)
        province.done(kind, "import", "het.csv", "--replace")
        said = province.done(kind, "import", "mot.csv")
        assert f"kho vẫn giữ 2 dòng tệp này không có: {key}; bỏ: thêm --replace" in said
        assert len(province.hub.sql(rows)) == 3 != len(before)
        assert f"đã bỏ 2 dòng tệp này không có: {key}" in province.done(kind, "import", "mot.csv", "--replace")
        assert "tệp này không có" not in province.done(kind, "import", "mot.csv")
        assert len(province.hub.sql(rows)) == 1


def test_a_commune_registered_by_mistake_leaves_with_the_whole_list_but_none_that_has_a_ledger(
    province: Province,
) -> None:
    head = "id;name;province\ndak-la;xã Đắk La;Kon Tum\n"
    long = "dak-long;xã Đắk Long;Kon Tum\n"
    whole = str(province.write("xa.csv", f"{head}dak-ha;xã Đắk Hà;Kon Tum\n{long}"))
    province.done("units", "add", "dakla", "--name", "xã Đắk La", "--province", "Kon Tum")
    assert "kho vẫn giữ 1 dòng tệp này không có: dakla; bỏ: thêm --replace" in province.done("units", "import", whole)
    lacking = province.run("units", "import", str(province.write("thieu.csv", f"{head}{long}")), "--replace")
    assert (lacking.code, "sổ hoặc dòng sắp xếp của xã dak-ha nên" in lacking.err) == (5, True)
    assert province.machine("status", "--period", "t6")["summary"]["units"] == 4
    assert "đã bỏ 1 dòng tệp này không có: dakla" in province.done("units", "import", whole, "--replace")
    assert province.machine("status", "--period", "t6")["summary"]["units"] == 3


def test_a_province_that_is_written_in_two_ways_is_told(province: Province) -> None:
    assert province.run("units", "add", "a", "--name", "xã A", "--province", "Gia Lai").err == ""
    told = province.run("units", "add", "b", "--name", "xã B", "--province", "tỉnh KonTum").err
    assert "nhiều tỉnh: 'Kon Tum', 'tỉnh KonTum';" in told
    assert "Gia Lai" not in told


def test_shares_of_a_commune_that_are_less_than_the_whole_are_told(province: Province) -> None:
    text = "old;new;from_day;share\ndak-la;dak-long;2024-07-01;0,4\ndak-ha;dak-long;2024-07-01;1\n"
    told = province.run("mergers", "import", str(province.write("phan.csv", text)))
    assert told.code == 0
    assert "các phần của xã dak-la cộng lại mới 0,4" in told.err
    assert "dak-ha" not in told.err


def test_the_page_for_people_has_everything(province: Province) -> None:
    province.done("page", "--period", "t6", "--out", "tinh.html")
    page = Path("tinh.html").read_text("utf-8")
    for text in ("Ai đã báo cáo", "Xếp hạng", "Tổng hợp", "Từng xã", "xã Đắk Long", "2/3 xã đã chốt"):
        assert text in page


@pytest.mark.parametrize(
    ("kind", "head", "row", "column"),
    [
        ("units", "id,name,province", "b9,xã Cư Né, huyện cũ Krông Búk,Đắk Lắk", "D"),
        ("mergers", "old,new,from_day,share,decision", "a,b,2025-07-01,1,số 1, ngày 2/6,x", "F"),
        ("indicators", "code,name,unit,roll_up", "GS,Đàn trâu, bò,con,sum", "E"),
    ],
)
def test_a_line_with_a_cell_too_many_is_refused_with_its_column(kind: str, head: str, row: str, column: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_list(Source("a.csv", f"{head}\n{row}\n".encode()), kind, print)
    assert str(caught.value.faults[0]).startswith(f"a.csv:2: thừa ô ở cột {column}; ")


def test_columns_of_a_list_that_are_not_read_are_named_and_two_of_one_meaning_refused() -> None:
    told: list[str] = []
    found = read_list(
        Source("a.csv", "id;name;province;Dân số\nb9;xã Cư Né;Đắk Lắk;900;\n".encode()), "units", told.append
    )
    assert [unit.name for unit in found] == ["xã Cư Né"]
    assert told == ["Lưu ý: a.csv: không đọc các cột: Dân số"]
    with pytest.raises(InvalidInput, match="hai cột cùng là name"):
        read_list(Source("a.csv", "id;name;tên;province\nb9;a;b;c\n".encode()), "units", print)
