"""Copies of the ledger by their names: how one is called, and which of many are kept.

The name carries ledger, day and time (`livro-2026-11-28-0915.db`, `.db.age` when encrypted), so that a folder
can be read without opening anything in it.
"""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import NamedTuple

PLAIN, SEALED = ".db", ".db.age"
ASIDE = "-antes-de-restaurar"
"""After the stem of a ledger that a restore has put aside."""

PATIENCE_DAYS = 7
"""So many days may something be in the ledger alone; a new ledger has as long for its first copy."""

_NAME = r"-(\d{4}-\d{2}-\d{2})-(\d{4})(?:-(\d{1,4}))?\.db(?:\.age)?"


class Copy(NamedTuple):
    """A copy by its name; sorted by day, time (HHMM) and number within the minute, the oldest first."""

    day: date
    time: str
    number: int
    name: str


class Keep(NamedTuple):
    """How many copies stay: one a day, one a week (Monday to Sunday), one a month."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


def copy_name(stem: str, day: date, time: str, ending: str, taken: Collection[str]) -> str:
    """The name of a new copy made on that day at that time (HHMM); numbered when the minute has one."""
    base = f"{stem}-{day.isoformat()}-{time}"
    beginnings = [base, *(f"{base}-{number}" for number in range(2, 10_000))]
    return next(
        f"{beginning}{ending}"
        for beginning in beginnings
        if not {f"{beginning}{PLAIN}", f"{beginning}{SEALED}"}.intersection(taken)
    )


def doubtful_name(name: str, taken: Collection[str]) -> str:
    """The name of a copy that does not hold together: one that no other has, and that no rule takes away."""
    ending = next((each for each in (SEALED, ".age", PLAIN) if name.endswith(each)), "")
    base = f"{name.removesuffix(ending)}-nao-confere"
    names = (f"{base}{ending}", *(f"{base}-{number}{ending}" for number in range(2, 10_000)))
    return next(each for each in names if each not in taken)


def source_of(name: str) -> str | None:
    """The file name of the ledger that the name of a copy says, or that of a ledger put aside by a restore.

    None of any other name.
    """
    match = re.fullmatch(r"(.+?)(?:" + ASIDE + ")?" + _NAME, name, re.ASCII)
    return f"{match[1]}{PLAIN}" if match else None


def copies_among(stem: str, names: Iterable[str]) -> list[Copy]:
    """The names that `copy_name` could have given to copies of this ledger, the oldest first."""
    found = []
    for name in names:
        match = re.fullmatch(re.escape(stem) + _NAME, name, re.ASCII)
        if match is None:
            continue
        try:
            found.append(Copy(date.fromisoformat(match[1]), match[2], int(match[3] or 1), name))
        except ValueError:
            continue
    return sorted(found)


def outdated(copies: Iterable[Copy], keep: Keep) -> list[Copy]:
    """The copies that go: none of the newest day, and of the others those that no rule keeps.

    A rule keeps the last copy of each of its newest periods that have one at all: a ledger that is copied
    only now and then keeps as many copies as one that is copied daily.
    """
    ordered = sorted(copies)
    if not ordered:
        return []
    newest = ordered[-1].day
    kept = {each for each in ordered if each.day == newest}
    rules: tuple[tuple[int, Callable[[date], object]], ...] = (
        (keep.daily, date.isoformat),
        (keep.weekly, lambda day: day.isocalendar()[:2]),
        (keep.monthly, lambda day: (day.year, day.month)),
    )
    for count, period in rules:
        last = {period(each.day): each for each in ordered}
        kept.update(sorted(last.values(), reverse=True)[:count])
    return [each for each in ordered if each not in kept]
