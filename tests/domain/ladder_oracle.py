"""An outside judge of the ladder: the `holidays` package, and the rules told again the slow way.

Nothing of ours is asked. A step's day is found by walking, and a title's step by listing every step that
there is and crossing out.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import holidays

ONE_DAY = timedelta(days=1)
BANK_ONLY = ("Carnaval", "Corpus Christi")
FAR = 500
"""Days after which nobody repeats anything."""


@cache
def holidays_of(year: int) -> frozenset[date]:
    """The days without banking business of a year, weekends aside."""
    public = holidays.country_holidays("BR", years=year, language="pt_BR", categories=("public",))
    optional = holidays.country_holidays("BR", years=year, language="pt_BR", categories=("optional",))
    return frozenset(public) | {day for day, name in optional.items() if name in BANK_ONLY}


def works(day: date) -> bool:
    """Whether it is a business day."""
    return day.weekday() < 5 and day not in holidays_of(day.year)


def walk(day: date, step: timedelta) -> date:
    """The first business day from a day on, that day itself included, in one direction."""
    while not works(day):
        day += step
    return day


def effective(due: date) -> date:
    """When a title that is due on a day may be paid without charges at the latest."""
    return walk(due, ONE_DAY)


def business_days_later(day: date, count: int) -> date:
    """The count-th business day after a day."""
    for _ in range(count):
        day = walk(day + ONE_DAY, ONE_DAY)
    return day


class Rung(NamedTuple):
    """A step as the judge knows it: days from the effective due date, and days between repetitions."""

    days: int
    repeat: int = 0


class Come(NamedTuple):
    """A step of a title: where it stands in the ladder, its name and its day."""

    height: tuple[int, int]
    name: str
    day: date


def name(days: int) -> str:
    """`D-5`, `D0`, `D+3`."""
    return "D0" if days == 0 else f"D{days}" if days < 0 else f"D+{days}"


def day_of(due: date, days: int, move: bool = True) -> date:
    """When a step of a title that is due on a day comes."""
    base = effective(due)
    nominal = base + timedelta(days=days)
    if not move or works(nominal):
        return nominal
    return walk(nominal, -ONE_DAY if nominal < base else ONE_DAY)


@cache
def every_step(rungs: tuple[Rung, ...], due: date, move: bool = True) -> tuple[Come, ...]:
    """All steps that a title can ever take, the lowest first; repetitions end where the next rung begins."""
    found = []
    for place, rung in enumerate(rungs):
        end = rungs[place + 1].days - rung.days if place + 1 < len(rungs) else FAR
        times = range(0, end, rung.repeat) if rung.repeat else (0,)
        for more in times:
            days = rung.days + more
            found.append(Come((place, days), name(days), day_of(due, days, move)))
    return tuple(found)


def may_take(
    rungs: tuple[Rung, ...], due: date, taken: Iterable[str], as_of: date, move: bool = True
) -> list[str]:
    """The steps that a title may take on a day, the highest first.

    Of a repeated step only the last that has come. Nothing at or below a step taken. Nothing of before the
    due date once it has passed.
    """
    steps, gone = every_step(rungs, due, move), set(taken)
    over = effective(due) < as_of
    top = max((step.height for step in steps if step.name in gone), default=(-1, 0))
    left = [
        step
        for step in steps
        if step.day <= as_of and step.height > top and not (over and step.day <= effective(due))
    ]
    last: dict[int, Come] = {step.height[0]: step for step in left}
    return [step.name for step in sorted(last.values(), reverse=True)]
