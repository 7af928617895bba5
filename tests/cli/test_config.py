"""`thidua.toml` beside the plan, variables and options: which wins, what is said where something is wrong."""

from __future__ import annotations

import json
import re
import tomllib
from contextlib import nullcontext
from importlib import metadata
from pathlib import Path

import pytest

from office import Office
from thidua_cli.hub import ledgers
from thidua_cli.ledger.rows import EMPTY_HASH, Tip
from thidua_cli.office.checkup import EXTRAS, SELDOM
from thidua_cli.settings import KEYS, MOST_BYTES


@pytest.fixture
def toml(office: Office) -> Path:
    """The file beside the plan of a workspace."""
    office.done("init")
    return office.folder / "data" / "thidua.toml"


def settings(office: Office) -> dict[str, tuple[str | None, str]]:
    record = json.loads(office.done("config", "--format", "json"))
    return {one["key"]: (one["value"], one["from"]) for one in record["settings"]}


@pytest.mark.parametrize("key", KEYS)
def test_a_variable_wins_over_the_file(office: Office, toml: Path, key: str) -> None:
    assert settings(office)[key] == (None, "")
    toml.write_text(f'{key} = "xa"\n')
    assert settings(office)[key] == ("xa", "thidua.toml")
    office.monkeypatch.setenv(KEYS[key][0], "may")
    assert settings(office)[key] == ("may", KEYS[key][0])


def test_the_writer_of_the_file_stands_in_history_unless_an_option_or_variable_names_another(
    office: Office, toml: Path
) -> None:
    toml.write_text('by = "Nguyễn Thị Hương"\n', "utf-8")
    office.done("record", "dan-gia-suc", "6.500")
    office.done("record", "dan-so", "11.000", "--by", "Trưởng thôn 3")
    office.monkeypatch.setenv("THIDUA_BY", "Lê Văn Nam")
    office.done("record", "dan-gia-cam", "31.000")
    rows = json.loads(office.done("history", "--format", "json"))["rows"]
    assert {row["indicator"]: row["actor"] for row in rows} == {
        "dan-gia-suc": "Nguyễn Thị Hương",
        "dan-so": "Trưởng thôn 3",
        "dan-gia-cam": "Lê Văn Nam",
    }


def test_formats_and_folder_of_the_summary_come_from_the_file_and_give_way_to_options(
    office: Office, toml: Path
) -> None:
    toml.write_text('formats = ["md", "html"]\nout_dir = "../gui-huyen"\n')
    office.done("summary")
    assert {path.suffix for path in (office.folder / "gui-huyen").glob("bao-cao-*")} == {".md", ".html"}
    office.done("summary", "--formats", "md", "--out-dir", "khac")
    assert [path.suffix for path in (office.folder / "khac").glob("bao-cao-*")] == [".md"]
    assert "--out-dir" in (line := office.done("cron"))
    assert str(office.folder / "gui-huyen") in line


def test_a_format_that_the_file_or_a_variable_names_wrongly_is_told_where_it_stands(
    office: Office, toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml.write_text('formats = "docx,zzz"\n')
    assert "Lỗi: thidua.toml: không có định dạng 'zzz'" in office.run("summary").err
    monkeypatch.setenv("THIDUA_FORMATS", "yyy")
    assert "Lỗi: THIDUA_FORMATS: không có định dạng 'yyy'" in office.run("summary").err
    assert "Lỗi: không có định dạng 'xxx'" in office.run("summary", "--formats", "xxx").err


def test_a_folder_named_by_a_variable_is_counted_from_where_the_command_is_typed(office: Office, toml: Path) -> None:
    office.monkeypatch.setenv("THIDUA_OUT_DIR", "o-day")
    office.monkeypatch.setenv("THIDUA_FORMATS", "md")
    office.done("summary")
    assert [path.suffix for path in (office.folder / "o-day").glob("bao-cao-*")] == [".md"]


def test_all_faults_of_the_file_are_named_with_their_lines(office: Office, toml: Path) -> None:
    toml.write_text('# của xã\nformat = "md"\nby = 5\nout_dir = " "\n[hub]\nx = 1\n', "utf-8")
    answer = office.run("record", "dan-gia-suc", "6.500")
    assert answer.code == 3
    assert f"{toml}:2: không có mục 'format'; ý bạn là: formats" in answer.err
    assert f"{toml}:3: by phải là chữ trong ngoặc kép" in answer.err
    assert f"{toml}:4: out_dir đang để trống" in answer.err
    assert f"{toml}:5: hub phải là chữ trong ngoặc kép" in answer.err
    assert office.done("report")  # what needs no setting goes on
    assert office.done("due")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'by = "a\n', ":1:"),
        ("by = “Lan”\n".encode(), "ngoặc kép thẳng"),
        (b'by = "a"\nby = "b"\n', "mỗi mục một dòng"),
        (b'out_dir = "D:\\gui-huyen"\n', 'viết dấu /: formats = "docx,xlsx", out_dir = "D:/gui-huyen"'),
        (b'out_dir = "D:\\bao-cao"\n', "hãy viết dấu / thay cho \\"),
        (b'out_dir = "D:\\nam\\thang"\n', "hãy viết dấu / thay cho \\"),
        (b"\xff\xfe", "không phải UTF-8"),
        (b"#" * (MOST_BYTES + 1), "lớn quá"),
        (b"by = " + b"[" * 5000, "thidua.toml"),
        (b"by = " + b"9" * 5000, "thidua.toml"),
    ],
)
def test_a_file_that_is_no_toml_is_refused_in_vietnamese(office: Office, toml: Path, content: bytes, said: str) -> None:
    toml.write_bytes(content)
    answer = office.run("config")
    assert answer.code == 3
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("content", "variable", "said", "code"),
    [
        ("by = Lan\n", {}, "dòng này không đúng cách viết", 3),
        ("", {"THIDUA_FORMATS": ""}, "THIDUA_FORMATS", 2),
        ("", {"THIDUA_TODAY": "hôm nay"}, "THIDUA_TODAY", 2),
    ],
)
def test_doctor_names_what_is_set_so_that_other_commands_refuse_it(
    office: Office, toml: Path, content: str, variable: dict[str, str], said: str, code: int
) -> None:
    assert "cài đặt" not in office.run("doctor").out
    toml.write_text(content, "utf-8")
    for name, value in variable.items():
        office.monkeypatch.setenv(name, value)
    answer = office.run("doctor")
    assert answer.code == code
    assert re.search(rf"× lỗi cài đặt: .*{said}", answer.out)


@pytest.mark.parametrize(
    ("name", "said"), [("a\x1b[2J", "có ký tự điều khiển"), ("a" * 4001, "tối đa 4.000"), ("Tr¹m thó y", "TCVN3")]
)
@pytest.mark.parametrize("whence", ["THIDUA_BY", "USER", "thidua.toml"])
def test_the_writer_s_name_is_looked_at_wherever_it_is_from(
    office: Office, toml: Path, whence: str, name: str, said: str
) -> None:
    office.monkeypatch.setenv(whence, name)
    if whence == "thidua.toml":
        toml.write_text(f"by = {json.dumps(name)}\n", "utf-8")
    for words in (("record", "dan-so", "11.000"), ("close", "t6")):
        answer = office.run(*words)
        assert (answer.code, whence in answer.err, said in answer.err) == (3, True, True), answer.err
    assert json.loads(office.done("history", "--format", "json"))["rows"] == []


def test_settings_behind_a_link_that_leads_nowhere_are_not_passed_over(office: Office, toml: Path) -> None:
    toml.symlink_to(office.folder / "da-rut" / "thidua.toml")
    answer = office.run("record", "dan-so", "11.000")
    assert (answer.code, f"không đọc được {toml}" in answer.err) == (7, True)


def test_the_table_says_what_is_set_where_and_what_it_is_for(office: Office, toml: Path) -> None:
    toml.write_text('by = "Hương"\n', "utf-8")
    office.monkeypatch.setenv("THIDUA_LEDGER", str(office.folder / "data" / "thidua.db"))
    said = office.done("config")
    assert f"thidua.toml: {toml}\n" in said
    assert "by: Hương (thidua.toml)  # người ghi số liệu, có trong thidua history" in said
    assert "(THIDUA_LEDGER)" in said
    assert "today: 2024-07-05 (THIDUA_TODAY)" in said
    assert "formats: (không đặt)" in said


def test_without_a_plan_of_its_own_the_file_of_the_present_folder_counts(office: Office) -> None:
    (office.folder / "thidua.toml").write_text('by = "Hương"\n', "utf-8")
    assert settings(office)["by"] == ("Hương", "thidua.toml")


def test_an_empty_variable_is_refused_rather_than_passed_over(office: Office) -> None:
    office.monkeypatch.setenv("THIDUA_FORMATS", " ")
    answer = office.run("summary")
    assert answer.code == 2
    assert "THIDUA_FORMATS" in answer.err


HUB = "postgresql://may-chu/thidua"
AS_WRITTEN = {
    "bare": 'hub = "cũ"',
    "indented": ' hub = "cũ"  # của tỉnh',
    "behind a tab": "\thub='cũ'",
    "in double quotes": '"hub" = "cũ"',
    "in single quotes": " 'hub'\t= 'cũ'",
    "over several lines": 'hub = """\nhub = cũ"""',
    "over several lines, as it stands": "hub = '''\ncũ\n''' # hết",
    "with Windows' ends of lines": 'hub = "cũ"\r',
}


@pytest.fixture
def province(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that answers, whatever its address."""
    monkeypatch.setattr(ledgers, "connected", lambda *_, **__: nullcontext())
    monkeypatch.setattr(ledgers, "tip_of", lambda *_: Tip(0, EMPTY_HASH))


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("line", AS_WRITTEN.values(), ids=AS_WRITTEN.keys())
def test_hub_join_replaces_the_hub_however_it_stands_in_the_file_and_leaves_the_rest(
    office: Office, toml: Path, line: str
) -> None:
    before, after = '# hub = "không phải"\r\n by = "Hương"\n', 'formats = [\n  "md",\n  "docx"\n]\n# hết'
    toml.write_bytes(f"\ufeff{before}{line}\n{after}".encode())
    office.done("hub", "join", HUB, "--unit", "dak-la")
    assert toml.read_bytes().decode() == f'hub = "{HUB}"\n{before}{after}'
    assert settings(office)["hub"] == (HUB, "thidua.toml")
    office.done("hub", "join", HUB, "--unit", "dak-la")
    assert toml.read_bytes().decode().count(HUB) == 1


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("line", ['"\\u0068ub" = "cũ"', 'hub = "cũ"\nby = """\nhub = của tôi"""'])
def test_hub_join_leaves_a_file_alone_that_it_cannot_change_without_spoiling_it(
    office: Office, toml: Path, line: str
) -> None:
    toml.write_text(line, "utf-8")
    answer = office.run("hub", "join", HUB, "--unit", "dak-la")
    assert (answer.code, toml.read_text("utf-8")) == (3, line)
    assert "xóa mục ấy trong tệp rồi gõ lại lệnh" in answer.err


def test_doctor_says_where_today_is_not_the_clocks(office: Office) -> None:
    office.today("2024-07-05")
    assert "hôm nay không theo đồng hồ mà theo biến THIDUA_TODAY: 2024-07-05" in office.run("doctor").out
    office.monkeypatch.delenv("THIDUA_TODAY")
    assert "THIDUA_TODAY" not in office.run("doctor").out


@pytest.mark.parametrize(
    ("gone", "verdict", "told"),
    [
        ("", "ok", []),
        ("pypdf", "warning", ["soạn kế hoạch từ PDF"]),
        ("openpyxl", "warning", ["cần tệp Excel"]),
        ("XlsxWriter python-docx", "warning", ["cần tệp Excel", "cần tệp Word"]),
        ("psycopg holidays", "ok", ["gửi sổ lên kho của tỉnh", "liệt kê ngày lễ, Tết"]),
    ],
)
def test_doctor_says_of_every_library_that_lacks_what_it_is_for(
    office: Office, gone: str, verdict: str, told: list[str]
) -> None:
    def version(name: str) -> str:
        if name in gone.split():
            raise metadata.PackageNotFoundError
        return "1"

    office.monkeypatch.setattr(metadata, "version", version)
    found = json.loads(office.run("doctor", "--format", "json").out)["findings"]
    (libraries,) = [one for one in found if one["id"] == "libraries"]
    assert libraries["verdict"] == verdict
    assert [part.partition(" thì cài: ")[0] for part in libraries["advice"].split("; ") if part] == told
    assert all(f"{name} chưa cài" in libraries["sentence"] for name in gone.split())


def test_doctor_knows_every_extra_and_its_libraries() -> None:
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    extras = tomllib.loads(text)["project"]["optional-dependencies"]
    named = {extra: [re.split(r"[\[>]", one)[0] for one in names] for extra, names in extras.items()}
    assert {extra: names for extra, (_, *names) in EXTRAS.items()} == {
        extra: names for extra, names in named.items() if extra not in ("all", "dev")
    }
    assert extras["all"] == [f"thidua-cli[{','.join(extra for extra in EXTRAS if extra not in SELDOM)}]"]
