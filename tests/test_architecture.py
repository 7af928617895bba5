"""The house rules: which way imports point, where each library lives, one clock, sizes, and NFC text."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "thidua_cli"
CONTRIBUTING = SOURCE.parents[1] / "CONTRIBUTING.md"
FILES = sorted(SOURCE.rglob("*.py"))
MOST_FILE_LINES = 500
MOST_FUNCTION_LINES = 40

MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "errors": set(),
    "disk": {"errors"},
    "domain": {"errors"},
    "vietnamese": {"errors", "domain"},
    "plan_file": {"disk", "errors", "domain", "vietnamese"},
    "ledger": {"disk", "errors", "domain", "vietnamese"},
    "intake": {"disk", "errors", "domain", "vietnamese"},
    "hub": {"errors", "domain", "vietnamese", "ledger", "intake"},
    "draft": {"errors", "domain", "vietnamese", "plan_file", "intake"},
    "checks": {"errors", "domain", "vietnamese"},
    "completion": {"disk", "errors", "vietnamese", "plan_file", "ledger", "workspace"},
    "settings": {"disk", "errors", "vietnamese"},
    "workspace": {"disk", "errors", "domain", "vietnamese", "plan_file", "settings", "ledger"},
    "render": {"disk", "errors", "vietnamese"},
    "pages": {"errors", "domain", "vietnamese", "checks", "render"},
    "office": {"disk", "errors", "domain", "vietnamese", "plan_file", "ledger", "intake", "checks", "workspace"}
    | {"pages", "render"},
    "__main__": {"cli", "completion"},
}
SEES_ALL = "cli"
LIVES_IN = {
    "typer": {"cli"},
    "rich": {"render"},
    "pydantic": {"plan_file"},
    "yaml": {"plan_file"},
    "holidays": {"plan_file"},
    "sqlite3": {"ledger"},
    "psycopg": {"hub"},
    "docx": {"render"},
    "xlsxwriter": {"render", "intake"},
    "openpyxl": {"intake"},
    "pypdf": {"draft"},
}
NEVER = {"click", "pickle", "marshal", "shelve", "locale", "requests", "urllib", "http", "socket"}
PUBLIC_WITH_UNDERSCORE = {"_asdict", "_exit", "_field_defaults", "_fields", "_replace"}
"""Of the standard library, and documented there."""
SQL_OF_A_LEDGER = {"alter", "commit", "insert", "rollback", "row", "rows", "stream", "transaction"}
SEES_NO_DOMAIN = "render/*.py"
NOT_NAMES = ("utils", "helpers", "common", "base", "manager", "service", "handler", "status", "data")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def room(path: Path) -> str:
    """The top-level module or package a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Absolute names of everything a file imports, inside functions too."""
    package = ["thidua_cli", *path.relative_to(SOURCE).parts[:-1]]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if not node.level:
                yield node.module or ""
                continue
            stem = package[: len(package) - node.level + 1]
            origin = ".".join([*stem, *([node.module] if node.module else [])])
            yield from ([origin] if node.module else (f"{origin}.{alias.name}" for alias in node.names))


def own_rooms(path: Path) -> set[str]:
    """The rooms of this program that a file imports from, other than its own."""
    parts = [name.split(".") for name in imports(path) if name.startswith("thidua_cli.")]
    return {part[1] for part in parts} - {room(path), "__version__"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
class TestEveryFile:
    def test_imports_point_down_only(self, path: Path) -> None:
        if room(path) != SEES_ALL:
            assert own_rooms(path) <= MAY_IMPORT[room(path)]

    def test_keeps_each_library_in_its_place(self, path: Path) -> None:
        for name in imports(path):
            library = name.split(".")[0]
            assert library not in NEVER, name
            assert room(path) in LIVES_IN.get(library, {room(path)}), name
            assert not name.startswith("typer._"), name

    def test_uses_nothing_private_of_others(self, path: Path) -> None:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
                is_own = ast.unparse(node.value) in ("self", "cls")
                assert is_own or node.attr in PUBLIC_WITH_UNDERSCORE, f"{node.lineno}: {ast.unparse(node)}"
            if isinstance(node, ast.Call):
                asked = node.args[1:2] if ast.unparse(node.func) in ("getattr", "hasattr", "setattr") else []
                named = [one.value for one in asked if isinstance(one, ast.Constant)]
                private = {
                    str(name) for name in (*named, *(one.arg or "" for one in node.keywords)) if str(name)[:1] == "_"
                }
                assert private <= PUBLIC_WITH_UNDERSCORE, f"{node.lineno}: {ast.unparse(node)}"

    def test_leaves_the_rows_of_a_ledger_to_its_own_room(self, path: Path) -> None:
        if room(path) != "ledger":
            calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
            used = {one.attr for one in calls if isinstance(one, ast.Attribute) and "ledger" in ast.unparse(one.value)}
            assert not used & SQL_OF_A_LEDGER

    def test_is_short_and_says_first_what_it_is_for(self, path: Path) -> None:
        lines = len(path.read_text("utf-8").splitlines())
        assert lines <= MOST_FILE_LINES
        assert ast.get_docstring(tree(path))

    def test_has_short_functions(self, path: Path) -> None:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno + 1 <= MOST_FUNCTION_LINES, node.name

    def test_documents_what_is_public(self, path: Path) -> None:
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), node.name

    def test_holds_vietnamese_in_nfc_and_no_float(self, path: Path) -> None:
        assert unicodedata.is_normalized("NFC", path.read_text("utf-8"))
        for node in ast.walk(tree(path)):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.lineno
            assert not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float"), node.lineno

    def test_uses_no_empty_words_as_names(self, path: Path) -> None:
        assert path.stem not in NOT_NAMES
        for node in ast.walk(tree(path)):
            name = getattr(node, "name", None) or (node.id if isinstance(node, ast.Name) else None)
            assert name not in NOT_NAMES


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join(["thidua_cli", *path.relative_to(SOURCE).with_suffix("").parts]).removesuffix(".__init__")


def files_imported(path: Path, modules: set[str]) -> set[str]:
    """The files of this program that a file imports, inside functions too; a name of a package is its `__init__`."""
    package = ["thidua_cli", *path.relative_to(SOURCE).parts[:-1]]
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            stem = package[: len(package) - node.level + 1]
            origin = ".".join([*stem, *([node.module] if node.module else [])])
            names = {f"{origin}.{alias.name}" for alias in node.names}
            found |= (names & modules) | ({origin} if names - modules else set())
    return (found & modules) - {module_of(path)}


def test_the_house_is_no_larger_than_two_people_can_keep() -> None:
    """What is added beyond it is merged before, or makes something unnecessary."""
    assert len(FILES) <= 180
    assert sum(len(path.read_text("utf-8").splitlines()) for path in FILES) <= 30_000


def test_no_files_import_each_other_in_a_circle_even_inside_functions() -> None:
    modules = {module_of(path) for path in FILES}
    TopologicalSorter({module_of(path): files_imported(path, modules) for path in FILES}).prepare()


def test_no_room_is_missing_from_the_arrows_and_they_go_in_no_circle() -> None:
    assert {room(path) for path in FILES} == {*MAY_IMPORT, SEES_ALL}
    arrows = MAY_IMPORT | {SEES_ALL: set(MAY_IMPORT) - {"__main__"}}
    TopologicalSorter(arrows).prepare()


def test_the_house_is_described_room_by_room_and_none_imports_from_one_below_it() -> None:
    told = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", CONTRIBUTING.read_text("utf-8"), re.MULTILINE)
    rooms = [name for name, _ in told]
    assert {*rooms, "__init__", "__main__"} == {*MAY_IMPORT, SEES_ALL}
    for at, (name, above) in enumerate(told[:-1]):
        left_out = set(re.findall(r"\w+", above.removeprefix("all above but"))) if above.startswith("all") else set()
        assert MAY_IMPORT[name] == ({*rooms[:at]} - left_out if left_out else {*re.findall(r"\w+", above)}), name
        assert MAY_IMPORT[name] <= {*rooms[:at]}, name


@pytest.mark.parametrize("path", sorted(SOURCE.glob(SEES_NO_DOMAIN)), ids=lambda path: path.name)
def test_a_format_sees_a_document_and_never_the_domain(path: Path) -> None:
    assert not any(name.startswith("thidua_cli.domain") for name in imports(path))


def test_there_is_one_clock_and_it_is_in_the_workspace() -> None:
    reads = {
        str(path.relative_to(SOURCE))
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow") and _is_clock(node)
    }
    assert reads == {"workspace.py"}


def test_there_is_one_look_at_the_environment_and_it_is_in_the_workspace() -> None:
    looks = {
        str(path.relative_to(SOURCE))
        for path in FILES
        for node in ast.walk(tree(path))
        if getattr(node, "attr", getattr(node, "name", "")) in ("environ", "environb", "getenv", "getenvb", "putenv")
    }
    # TAB is answered before a workspace is loaded; pydantic is told by a variable what it may not do.
    assert looks == {"workspace.py", "completion/answer.py", "plan_file/rules.py"}


def _is_clock(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")


HEAVY = ("typer", "pydantic", "yaml", "rich", "sqlite3", "psycopg", "docx", "openpyxl", "xlsxwriter")


def loaded_after(code: str) -> set[str]:
    """Which of the heavy libraries a fresh interpreter has loaded after running `code`."""
    check = f"{code}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


def test_importing_the_table_of_contents_loads_no_library() -> None:
    assert loaded_after("import thidua_cli.cli") == set()


def test_no_command_stands_twice_in_the_table_of_contents_and_every_one_has_a_line_of_help() -> None:
    from thidua_cli.cli import COMMANDS

    for table in (COMMANDS, *(entry.children for entry in COMMANDS if entry.children)):
        names = [entry.name for entry in table]
        assert len(names) == len(set(names))
        assert all((entry.summary and entry.function) or entry.children for entry in table)
