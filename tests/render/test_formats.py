"""The table of formats: each one is complete, found by name, suffix and file name, and writes the sample."""

from __future__ import annotations

import pytest

from render.sample import SAMPLE
from thidua_cli.errors import UsageError
from thidua_cli.pages.page import Page
from thidua_cli.render.document import Cell, Table
from thidua_cli.render.formats import FORMATS, Format, format_of

OF_DOCUMENTS = {name: entry for name, entry in FORMATS.items() if not entry.is_for_machines}


@pytest.mark.parametrize("entry", OF_DOCUMENTS.values(), ids=list(OF_DOCUMENTS))
def test_every_format_has_its_suffix_and_the_extra_of_its_library(entry: Format) -> None:
    assert entry.suffixes
    assert bool(entry.library) == bool(entry.extra)


@pytest.mark.parametrize("entry", OF_DOCUMENTS.values(), ids=list(OF_DOCUMENTS))
def test_every_format_writes_the_same_bytes_twice_k8(entry: Format) -> None:
    if not entry.is_installed:
        pytest.skip(f"{entry.library} is not installed")
    content = entry.to_bytes(SAMPLE)
    assert content
    assert entry.to_bytes(SAMPLE) == content


@pytest.mark.parametrize("entry", OF_DOCUMENTS.values(), ids=list(OF_DOCUMENTS))
def test_what_a_page_says_is_its_words_and_not_how_a_version_of_the_program_holds_them(entry: Format) -> None:
    (table,) = SAMPLE.tables
    columns = tuple(column._replace(rank=column.rank + 1) for column in table.columns)

    def with_table(new: Table) -> Page:
        return Page(SAMPLE._replace(blocks=tuple(new if one is table else one for one in SAMPLE.blocks)))

    first, *rest = table.rows
    renamed = (first._replace(cells=(Cell("khác"), *first.cells[1:])), *rest)
    says = with_table(table).saying(entry).digest
    assert with_table(table._replace(columns=columns)).saying(entry).digest == says
    assert with_table(table._replace(rows=renamed)).saying(entry).digest != says


def test_no_two_formats_share_a_suffix() -> None:
    suffixes = [suffix for entry in FORMATS.values() for suffix in entry.suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize("words", ["csv", ".csv", "bao-cao.csv", "BAO-CAO.CSV", "thư mục/bao cáo.t6.csv"])
def test_a_format_is_found_by_name_suffix_or_file(words: str) -> None:
    assert format_of(words).name == "csv"


@pytest.mark.parametrize("words", ["", ".", "cvs", "x.pdf", "csv\x1b"])
def test_an_unknown_format_is_a_usage_error_that_lists_the_known_ones(words: str) -> None:
    with pytest.raises(UsageError) as caught:
        format_of(words)
    assert "json (.json)" in caught.value.hint
    assert "\x1b" not in caught.value.sentence


def test_a_missing_library_is_a_usage_error_with_the_pip_line() -> None:
    with pytest.raises(UsageError) as caught:
        Format("x", (".x",), "screen.to_bytes", "khong_co_thu_vien", "excel").to_bytes(SAMPLE)
    assert '-m pip install "thidua-cli[excel]"' in caught.value.hint
