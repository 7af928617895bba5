"""`explain` prints terms that give the printed result: every sum in it is worked out again."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.making import indicator, plan
from thidua_cli.domain.figure import Amount, Figure, Level
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Baseline, Better, Combine
from thidua_cli.domain.scorecard import Window, score
from thidua_cli.domain.target import round_percent
from thidua_cli.pages.explain import Explained
from thidua_cli.pages.page import Origin

DECIMALS = st.integers(1, 10**7).map(lambda cents: Decimal(cents) / 100)
PARTS = st.tuples(st.integers(1, 9999), st.integers(1, 9999))
AMOUNTS = st.one_of(DECIMALS.map(Amount), PARTS.map(lambda two: Amount(None, Decimal(two[0]), Decimal(two[1]))))
NUMBER = re.compile(r"-?\d[\d.]*(?:,\d+)?")
WORKED_OUT = re.compile(r"(?:TH/KH|thực hiện − kế hoạch|Mức giảm đạt) = (.+?) (=|≈) ([+-]?[\d.]+(?:,\d+)?)")


def worth(terms: str) -> Fraction:
    """What printed terms come to, worked out exactly."""
    plain = terms.replace("−", "-").replace("×", "*")
    exact = NUMBER.sub(lambda match: f"Fraction('{match[0].replace('.', '').replace(',', '.')}')", plain)
    found = eval(exact, {"Fraction": Fraction})  # noqa: S307 - the text is our own
    assert isinstance(found, Fraction)
    return found


@settings(max_examples=100)
@given(
    st.lists(AMOUNTS, min_size=1, max_size=4),
    st.sampled_from([Combine.LATEST, Combine.MEAN, Combine.MAX]),
    st.sampled_from([">=", "<=", "<", ">"]),
    DECIMALS,
    st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(7)]),
)
def test_the_terms_of_every_calculation_give_its_printed_result(
    amounts: list[Amount], combine: Combine, sign: str, target: Decimal, above: Decimal
) -> None:
    one = indicator(f"{sign} {target}", combine, unit="%")._replace(baseline=Baseline(target + above))
    figures = [Figure("x", date(2024, 1, day), held, Level.OFFICIAL, "", day) for day, held in enumerate(amounts, 1)]
    card = score(plan(one), Window(Period(Span.YEAR, 2024), date(2024, 7, 5)), figures)
    lines = Explained(card, card.standings[0], [], Origin("", 0, "")).page().record()["lines"]
    found = [match for line in lines if (match := WORKED_OUT.search(line))]
    assert found or not card.standings[0].difference
    for match in found:
        exact, printed = worth(match[1]), Fraction(match[3].replace(".", "").replace(",", "."))
        assert (match[2] == "=") == (exact == printed), match[0]
        places = len(match[3].partition(",")[2])
        slack = Fraction(1, 2 * 10**places) if exact != round_percent(exact, places) else 0
        assert abs(exact - printed) <= 2 * slack, match[0]


def test_only_words_of_the_document_are_called_its_words() -> None:
    window = Window(Period(Span.YEAR, 2024), date(2024, 7, 5))
    for printed in (None, "mười héc ta"):
        card = score(plan(indicator()._replace(printed=printed)), window, [])
        lines = Explained(card, card.standings[0], [], Origin("", 0, "")).page().record()["lines"]
        assert [line for line in lines if line.startswith("Văn bản giao")] == (
            ["Văn bản giao: mười héc ta."] if printed else []
        )


def test_the_largest_figure_is_explained_with_its_own_day() -> None:
    figures = [
        Figure("x", date(2024, month, 1), Amount(Decimal(size)), Level.OFFICIAL, "", month)
        for month, size in ((2, 90), (5, 70))
    ]
    card = score(plan(indicator(">= 80", Combine.MAX)), Window(Period(Span.YEAR, 2024), date(2024, 7, 5)), figures)
    lines = Explained(card, card.standings[0], [], Origin("", 0, "")).page().record()["lines"]
    assert any(line.startswith("Ngày 01/02/2024: 90") for line in lines)


@pytest.mark.parametrize(
    ("better", "beyond"),
    [(Better.HIGHER, "; cao hơn là vượt"), (Better.LOWER, "; thấp hơn là vượt"), (Better.NONE, ""), (None, "")],
)
def test_the_good_end_of_a_range_is_told_where_it_decides(better: Better | None, beyond: str) -> None:
    one = indicator("1.05..1.1", unit="%")._replace(better=better)
    card = score(plan(one), Window(Period(Span.YEAR, 2024), date(2024, 7, 5)), [])
    lines = Explained(card, card.standings[0], [], Origin("", 0, "")).page().record()["lines"]
    assert f"Hiểu là: đạt khi nằm trong khoảng 1,05 đến 1,1%{beyond}." in lines


@pytest.mark.parametrize(
    ("sign", "combine", "expected"),
    [
        ("= 0", Combine.SUM, "số từ đầu năm đã hơn chỉ tiêu và không giảm lại được; hết năm mới là Không đạt."),
        ("0..0.5", Combine.MAX, "số từ đầu năm đã hơn chỉ tiêu và không giảm lại được; hết năm mới là Không đạt."),
        ("= 0", Combine.LATEST, "chưa thỏa chỉ tiêu, nhưng năm chưa hết nên là Chưa đạt, chưa phải Không đạt."),
        ("= 2", Combine.SUM, "chưa thỏa chỉ tiêu, nhưng năm chưa hết nên là Chưa đạt, chưa phải Không đạt."),
    ],
)
def test_what_can_no_longer_be_met_is_not_explained_as_open(sign: str, combine: Combine, expected: str) -> None:
    figures = [Figure("x", date(2024, 2, 1), Amount(Decimal(1)), Level.OFFICIAL, "", 1)]
    card = score(plan(indicator(sign, combine)), Window(Period(Span.YEAR, 2024), date(2024, 7, 5)), figures)
    lines = Explained(card, card.standings[0], [], Origin("", 0, "")).page().record()["lines"]
    assert [line for line in lines if line.startswith("○ Chưa đạt: ") and line.endswith(expected)]
