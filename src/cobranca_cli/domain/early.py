"""An agreement settled before its time: the interest that is not owed any more (CDC art. 52 §2).

Settled whole, what is owed is the balance with the interest of the days since the last due date (rule A08).
Settled in part, each instalment is worth its present value, so that all of them together come to the same.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .instalments import (
    MONTH_DAYS,
    PER_PART,
    PRICE,
    SAC,
    SIMPLE,
    SIMPLE_KINDS,
    SYSTEMS,
    Instalment,
    first_period,
    monthly_rate,
    rounded,
)

_MONTH = Fraction(1)


def unearned(
    plan: Sequence[Instalment], system: str, rate: Decimal, base: date, day: date, simple: str = PER_PART
) -> dict[int, int]:
    """Interest not earned yet on `day`, by the position of every instalment due after it (CDC art. 52 §2).

    Price and SAC: interest counts on the balance from the last due date, days / 30 of a month; what comes
    later is not earned at all (A08). Simple interest on each part: on that part for the whole months and
    days / 30 of one. The other kinds of simple interest: as much of an instalment's interest as has passed
    of the days from `base` to its due date. A period earns one month of interest, however long it is, the
    first as many as there are from `base`. The entry has none.

    Args:
        plan: the whole schedule, in the order of positions.
        system: by which it was made, with `rate` and `simple`.
        base: the day from which the first month counts.
    """
    if system not in SYSTEMS or simple not in SIMPLE_KINDS:
        raise ValueError(f"{system=}, {simple=}")
    reached = _reached([each for each in plan if each.position], base, day)
    found = {}
    for each in plan:
        if each.due > day:
            earned = _earned(each, system, simple, monthly_rate(rate), reached)
            found[each.position] = each.interest - min(each.interest, rounded(earned))
    return found


def discounted(
    plan: Sequence[Instalment], system: str, rate: Decimal, base: date, day: date, simple: str = PER_PART
) -> dict[int, int]:
    """What is let off an instalment that is paid on `day` by itself, the others going on as they were.

    Price and SAC: what it is worth less on the day than on its due date, at the rate of the agreement, the
    current month by days / 30 (as in `unearned`, so that the sums differ by cents of rounding at most).
    Simple interest has no interest on interest, and is let off as in `unearned`.
    """
    if system not in (PRICE, SAC):
        return unearned(plan, system, rate, base, day, simple)
    reached = _reached([each for each in plan if each.position], base, day)
    interest = monthly_rate(rate)
    running = 1 + interest * (_MONTH if reached.position else reached.first)
    found = {}
    for each in plan:
        if each.due > day and each.position:
            later = each.position - reached.position - 1
            worth = each.amount / (1 + interest) ** later / running * (1 + interest * reached.month)
            found[each.position] = max(0, each.amount - rounded(worth))
    return found


class _Reached(NamedTuple):
    """Where a day stands in a schedule: the last position due, the balance after it, the months since, and
    those of the first period.
    """

    position: int
    balance: int
    month: Fraction
    first: Fraction
    base: date
    day: date


def _reached(plan: Sequence[Instalment], base: date, day: date) -> _Reached:
    position, balance, begin = 0, sum(each.amortisation for each in plan), base
    for each in plan:
        if each.due <= day:
            position, balance, begin = each.position, each.balance, each.due
    first = first_period(base, plan[0].due) if plan else _MONTH
    months = min(Fraction(max((day - begin).days, 0), MONTH_DAYS), _MONTH if position else first)
    return _Reached(position, balance, months, first, base, day)


def _earned(each: Instalment, system: str, simple: str, interest: Fraction, reached: _Reached) -> Fraction:
    """Cents of interest that an instalment to come has earned, before they are bounded by all it has."""
    if system in (PRICE, SAC):
        current = each.position == reached.position + 1
        return reached.balance * interest * reached.month if current else Fraction(0)
    if system == SIMPLE and simple == PER_PART:
        whole = reached.first + reached.position - 1 if reached.position else Fraction(0)
        return each.amortisation * interest * (whole + reached.month)
    passed = (reached.day - reached.base).days
    return Fraction(each.interest * passed, (each.due - reached.base).days) if passed > 0 else Fraction(0)
