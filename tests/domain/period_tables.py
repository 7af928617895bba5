"""First and last days of every period, written out by hand: what the tests of periods hold the program against."""

from __future__ import annotations

from datetime import date

# Period (its form without the year) → first day, last day; "-" before a day: of the year before.
# A last day of 28/02 is 29/02 in a leap year.
CIVIL = {
    "-01": ("01-01", "01-31"),
    "-02": ("02-01", "02-28"),
    "-03": ("03-01", "03-31"),
    "-04": ("04-01", "04-30"),
    "-05": ("05-01", "05-31"),
    "-06": ("06-01", "06-30"),
    "-07": ("07-01", "07-31"),
    "-08": ("08-01", "08-31"),
    "-09": ("09-01", "09-30"),
    "-10": ("10-01", "10-31"),
    "-11": ("11-01", "11-30"),
    "-12": ("12-01", "12-31"),
    "-Q1": ("01-01", "03-31"),
    "-Q2": ("04-01", "06-30"),
    "-Q3": ("07-01", "09-30"),
    "-Q4": ("10-01", "12-31"),
    "-H1": ("01-01", "06-30"),
    "-H2": ("07-01", "12-31"),
    "-9M": ("01-01", "09-30"),
    "": ("01-01", "12-31"),
}
ND09 = {
    "-01": ("-12-15", "01-14"),
    "-02": ("01-15", "02-14"),
    "-03": ("02-15", "03-14"),
    "-04": ("03-15", "04-14"),
    "-05": ("04-15", "05-14"),
    "-06": ("05-15", "06-14"),
    "-07": ("06-15", "07-14"),
    "-08": ("07-15", "08-14"),
    "-09": ("08-15", "09-14"),
    "-10": ("09-15", "10-14"),
    "-11": ("10-15", "11-14"),
    "-12": ("11-15", "12-14"),
    "-Q1": ("-12-15", "03-14"),
    "-Q2": ("03-15", "06-14"),
    "-Q3": ("06-15", "09-14"),
    "-Q4": ("09-15", "12-14"),
    "-H1": ("-12-15", "06-14"),
    "-H2": ("06-15", "12-14"),
    "-9M": ("-12-15", "09-14"),
    "": ("-12-15", "12-14"),
}
TABLES = {"calendar": CIVIL, "nd09": ND09}
LEAP_YEARS = {2012, 2016, 2020, 2024, 2028, 2032, 2036}

# Period → the one of the same length before it; "-" before a form: of the year before.
BEFORE = {
    "-01": "--12", "-02": "-01", "-03": "-02", "-04": "-03", "-05": "-04", "-06": "-05",
    "-07": "-06", "-08": "-07", "-09": "-08", "-10": "-09", "-11": "-10", "-12": "-11",
    "-Q1": "--Q4", "-Q2": "-Q1", "-Q3": "-Q2", "-Q4": "-Q3",
    "-H1": "--H2", "-H2": "-H1", "-9M": "--9M", "": "-",
}  # fmt: skip
LABELS = {
    **{f"-{month:02d}": f"tháng {month} năm" for month in range(1, 13)},
    "-Q1": "quý I năm",
    "-Q2": "quý II năm",
    "-Q3": "quý III năm",
    "-Q4": "quý IV năm",
    "-H1": "6 tháng đầu năm",
    "-H2": "6 tháng cuối năm",
    "-9M": "9 tháng đầu năm",
    "": "năm",
}


def days_of(form: str, year: int, calendar: str) -> tuple[date, date]:
    """First and last day by the table."""
    first, last = TABLES[calendar][form]
    if last == "02-28" and year in LEAP_YEARS:
        last = "02-29"
    start = f"{year - 1}{first}" if first.startswith("-") else f"{year}-{first}"
    return date.fromisoformat(start), date.fromisoformat(f"{year}-{last}")


def id_before(form: str, year: int) -> str:
    """The id of the period before by the table."""
    before = BEFORE[form]
    if form == "" or before.startswith("--"):
        return f"{year - 1}{before[1:]}"
    return f"{year}{before}"
