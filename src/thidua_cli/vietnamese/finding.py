"""Finding an indicator by what an officer types: its id, an alias, words or initials of its name without accents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..domain.plan import Plan, Row
from ..errors import UsageError
from .numbers import shown
from .text import nearest, words

Matcher = Callable[[str, Row], bool]


def find_indicator(plan: Plan, typed: str) -> Row:
    """The one row meant by `typed`; the strictest way of matching that finds anything decides.

    Raises UsageError: with the list when several match, with the nearest names when none does. Never guesses.
    """
    found = matching(plan, typed)
    if len(found) == 1:
        return found[0]
    if found:
        listed = "\n".join(f"  {row.indicator.id}  {row.indicator.name}" for row in found)
        raise UsageError(
            f"'{shown(typed)}' khớp với {len(found)} chỉ tiêu:\n{listed}",
            hint="hãy gõ mã đầy đủ ở cột đầu",
        )
    raise UsageError(f"không có chỉ tiêu '{shown(typed)}'", hint=_advice(plan, typed))


def matching(plan: Plan, typed: str) -> list[Row]:
    """All rows that match in the strictest way that finds any, in the plan's order."""
    rows = list(plan.rows())
    letters = sum(map(len, words(typed)))
    # One letter begins a word by chance: it finds a row only where it is the whole id or name.
    ways = _WAYS if letters > 1 else _WAYS[:2]
    for matches in ways if letters else ():
        if found := [row for row in rows if matches(typed, row)]:
            return found
    return []


def containing(plan: Plan, typed: str) -> list[Row]:
    """All rows in which every typed word begins some word of the id, name or an alias; for lists."""
    return [row for row in plan.rows() if _all_words_begin(typed, row)]


def _is_id(typed: str, row: Row) -> bool:
    return typed.strip() == row.indicator.id


def _is_name(typed: str, row: Row) -> bool:
    return " ".join(words(typed)) in [" ".join(words(name)) for name in _names(row)]


def _is_run_of_words(typed: str, row: Row) -> bool:
    run = f" {' '.join(words(typed))} "
    return any(run in f" {' '.join(words(name))} " for name in _names(row))


def _all_words_begin(typed: str, row: Row) -> bool:
    known = [word for name in _names(row) for word in words(name)]
    return all(any(word.startswith(part) for word in known) for part in words(typed))


def _is_initials(typed: str, row: Row) -> bool:
    wanted = "".join(words(typed))
    return len(wanted) > 1 and any(_initials(name).find(wanted) == 0 for name in _names(row))


_WAYS: Sequence[Matcher] = (_is_id, _is_name, _is_run_of_words, _all_words_begin, _is_initials)


def _initials(name: str) -> str:
    return "".join(word[0] for word in words(name))


def _names(row: Row) -> list[str]:
    indicator = row.indicator
    return [indicator.id, indicator.name, *indicator.aliases]


def _advice(plan: Plan, typed: str) -> str:
    known = {name: row.indicator.id for row in plan.rows() for name in _names(row)}
    near = dict.fromkeys(known[name] for name in nearest(typed, list(known)))
    if near:
        return "có phải: " + ", ".join(near) + "?"
    return "xem các mã bằng: thidua list"
