"""What holds on a screen of any width: figures complete, words complete, nothing wider than the page."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from render.sample import COLUMNS, SAMPLE, TABLE
from thidua_cli.render.document import Cell, Column, Document, Listing, Row, RowKind, Table, Tone
from thidua_cli.render.screen import to_bytes
from thidua_cli.vietnamese.numbers import write_number

WIDTHS = st.one_of(st.none(), st.integers(1, 200))
NAMES = st.text("aăâeêoôơuư đĐếộ(),–", min_size=1, max_size=60)
FIGURES = st.decimals(-(10**15), 10**15, places=2, allow_nan=False)


def cells() -> list[Cell]:
    return [cell for row in TABLE.rows for cell in row.cells]


def words_of(document: Document) -> set[str]:
    texts = [cell.text for block in document.blocks if isinstance(block, Table) for row in block.rows
             for cell in row.cells[1:2] or row.cells]  # fmt: skip
    return {word for text in [document.title, *document.closing, *texts] for word in text.split()}


@given(WIDTHS)
def test_every_word_and_every_figure_is_complete_at_every_width_m4(width: int | None) -> None:
    text = to_bytes(SAMPLE, width=width).decode()
    tokens = text.replace("(", " ").replace(")", " ").split()
    whole = text.split()
    for word in words_of(SAMPLE):
        assert word in whole or word.strip("()") in tokens
    for row in TABLE.rows:
        for column, cell in zip(COLUMNS, row.cells, strict=False):
            if column.rank == 0 and cell.value is not None:
                assert cell.text in whole


@given(st.integers(1, 42))
def test_cards_show_all_columns(width: int) -> None:
    tokens = to_bytes(SAMPLE, width=width).decode().split()
    for cell in cells():
        assert all(word in tokens for word in cell.text.split())


@given(st.integers(20, 200))
def test_no_line_is_wider_than_the_page(width: int) -> None:
    lines = to_bytes(SAMPLE, width=width).decode().splitlines()
    assert max(cell_len(line) for line in lines) <= width


@example([(" aa", Decimal(0))], 1)
@given(st.lists(st.tuples(NAMES, FIGURES), min_size=1, max_size=5), WIDTHS)
def test_any_figure_survives_any_width_m4(rows: list[tuple[str, Decimal]], width: int | None) -> None:
    columns = (Column("name", "Chỉ tiêu", wraps=True), Column("figure", "Thực hiện"))
    made = tuple(Row((Cell(name), Cell(write_number(figure), figure)), RowKind.ITEM) for name, figure in rows)
    text = to_bytes(Document("", (Table(columns, made, label_key="name"),)), width=width).decode()
    tokens = text.split()
    for name, figure in rows:
        assert write_number(figure) in tokens
        assert all(word in tokens for word in name.split())


@given(st.decimals(-1, 3, places=4, allow_nan=False))
def test_a_bar_is_full_only_when_all_is_done_and_has_ink_when_something_is(fraction: Decimal) -> None:
    from thidua_cli.render.document import BAR_WIDTH, bar_of

    bar = bar_of(fraction)
    assert cell_len(bar) == BAR_WIDTH
    assert ("░" not in bar and "▌" not in bar) == (fraction >= 1)
    assert ("►" in bar) == (fraction > 1)
    assert (set(bar) == {"░"}) == (fraction <= 0)


def test_huge_figures_turn_the_page_into_cards_and_stay_whole() -> None:
    row = TABLE.rows[1]
    huge = row._replace(cells=(*row.cells[:3], Cell("123.456.789.012.345,67", Decimal(1)), *row.cells[4:]))
    text = to_bytes(SAMPLE._replace(blocks=(TABLE._replace(rows=(huge,)),)), width=40).decode()
    assert "Kế hoạch:  123.456.789.012.345,67" in text


def test_a_bar_beside_a_figure_leaves_before_the_figure() -> None:
    columns = (Column("name", "Chỉ tiêu", wraps=True), Column("bar", "Đạt", rank=1), Column("ratio", "% KH"))
    cells = (Cell("Tỷ lệ hộ nghèo"), Cell(fraction=Decimal("0.9459")), Cell("94,59", Decimal("94.59")))
    document = Document("", (Table(columns, (Row(cells),), label_key="name"),))
    assert "█████████░  94,59" in to_bytes(document, width=42).decode()
    narrow = to_bytes(document, width=25).decode()
    assert "94,59" in narrow
    assert "█" not in narrow


def test_a_column_that_says_the_same_in_every_row_leaves_before_one_that_does_not() -> None:
    columns = (
        Column("name", "Chỉ tiêu", wraps=True), Column("level", "Mức", rank=1), Column("why", "Lý do", rank=5),
    )  # fmt: skip
    made = tuple(Row((Cell("Dân số"), Cell("chính thức"), Cell(why))) for why in ("đếm lại", "gõ nhầm"))
    text = to_bytes(Document("", (Table(columns, made, label_key="name"),)), width=22).decode()
    assert "gõ nhầm" in text
    assert "Giống nhau ở mọi dòng: Mức: chính thức." in " ".join(text.split())


def test_an_item_of_a_list_is_set_in_below_its_mark() -> None:
    item = "- Tỷ lệ bao phủ BHXH: trễ từ 31/01/2024 (309 ngày), hỏi BHXH"
    assert to_bytes(Document("", (Listing((item,)),)), width=30).decode() == (
        "\n\n- Tỷ lệ bao phủ BHXH: trễ từ\n  31/01/2024 (309 ngày), hỏi\n  BHXH\n"
    )


def test_a_moment_and_a_name_stay_on_one_line_before_a_long_remark_grows() -> None:
    columns = (
        Column("at", "Lúc ghi", wraps=True),
        Column("name", "Chỉ tiêu", wraps=True),
        Column("level", "Mức", rank=4, joins="name"),
        Column("why", "Lý do", wraps=True),
    )
    level = Cell("chính thức", tone=Tone.QUIET)
    whys = ("", "", "rà soát lại danh sách hộ nghèo của các thôn theo chuẩn mới")
    made = tuple(Row((Cell("29/11/2024 08:35"), Cell("Tổng đàn gia súc"), level, Cell(why))) for why in whys)
    text = to_bytes(Document("", (Table(columns, made, label_key="name"),)), width=62).decode()
    assert text.count("29/11/2024 08:35  Tổng đàn gia súc") == 3
    assert "chính thức" not in text
