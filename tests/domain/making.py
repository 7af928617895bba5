"""Short ways to make indicators, figures and plans for the tests of this folder."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from thidua_cli.domain.figure import Amount, Draft, Figure, Kind, Level, Revision
from thidua_cli.domain.plan import Baseline, Better, Combine, Comparator, Indicator, Plan, Section, Target, Unit


def target(text: str) -> Target:
    """`">= 10"`, `"60..62"`: decimals with a dot, so that the program's own reader is not its own judge."""
    if ".." in text:
        low, high = text.split("..")
        return Target(Comparator.RANGE, Decimal(low), Decimal(high))
    sign, number = text.split()
    return Target(Comparator(sign), Decimal(number))


def indicator(
    text: str = ">= 10",
    combine: Combine = Combine.LATEST,
    *,
    id: str = "x",
    unit: str = "ha",
    better: Better | None = None,
    baseline: str | None = None,
    due: date | None = None,
    parts: tuple[Indicator, ...] = (),
    counted: bool | None = None,
    decimals: int = 2,
) -> Indicator:
    """An indicator with one target."""
    return Indicator(
        id,
        id.upper(),
        unit,
        target(text),
        combine,
        parts=parts,
        baseline=Baseline(Decimal(baseline)) if baseline else None,
        due=due,
        better=better,
        counted=counted,
        decimals=decimals,
    )


def amount(text: str) -> Amount:
    """`"3.5"`, or a rate's two parts `"105/3000"`."""
    if "/" in text:
        numerator, denominator = text.split("/")
        return Amount(numerator=Decimal(numerator), denominator=Decimal(denominator))
    return Amount(Decimal(text))


def figure(text: str, on: str, id: str = "x", level: Level = Level.OFFICIAL, seq: int = 1) -> Figure:
    """A figure of `id` on an ISO day."""
    return Figure(id, date.fromisoformat(on), amount(text), level, "", seq)


def progress(percent: str, on: str = "2024-01-31", note: str = "", evidence: str = "") -> Revision:
    """The row by which a work item's progress was recorded."""
    held = Draft(Kind.RECORD, "work/x", date.fromisoformat(on), amount(percent), Level.OFFICIAL, note, evidence)
    return Revision(1, "", 0, held, "xa", "huong", "2024-06-14T00:00:00.000000Z", "1", "", "", "")


def plan(*indicators: Indicator, number: str | None = "1") -> Plan:
    """A plan of 2024 with one section."""
    section = Section("muc", "Mục", indicators, number)
    return Plan("thidua.plan/1", 2024, "Kế hoạch", Unit("xa", "xã"), (section,))


def exact(text: str) -> Fraction:
    """A fraction from `"3.5"` or `"1/3"`."""
    return Fraction(text)
