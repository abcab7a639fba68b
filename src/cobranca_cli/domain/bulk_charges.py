"""Fine and interest of many titles at once: the same cents as `interest.accrue`, in integers only.

A report over a large ledger asks the same simple question of every title. Rates become ratios of integers
once, and each title costs a multiplication and a division.
"""

from collections.abc import Callable
from decimal import Decimal

from .interest import daily_percent
from .money import Rounding
from .terms import NO_INDEX, Terms

Charges = tuple[int, int]
"""Cents of fine and of interest."""


def fast(terms: Terms) -> Callable[[int, int], Charges] | None:
    """A function of (open principal in cents, calendar days late) that gives fine and interest in cents.

    It presumes one stretch of days with nothing paid in it, on a title for which charges are due: the
    effective due date, the grace and the limits are the caller's. Zero for no day or no principal. None
    when the terms need more than that: an index, the taxa legal, or interest by business days.
    """
    interest = _interest(terms)
    if interest is None or terms.correction_index != NO_INDEX:
        return None
    fine = _fine(terms)

    def charges(principal: int, days: int) -> Charges:
        if principal <= 0 or days <= 0:
            return 0, 0
        return fine(principal), interest(principal, days)

    return charges


def rounded_ratio(rounding: Rounding) -> Callable[[int, int], int]:
    """`round_cents` of a dividend (not negative) by a divisor (positive), without a Decimal."""
    match rounding:
        case Rounding.HALF_UP:
            return _half_up
        case Rounding.HALF_EVEN:
            return _half_even
        case Rounding.DOWN:
            return int.__floordiv__


def _half_up(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)


def _half_even(dividend: int, divisor: int) -> int:
    whole, rest = divmod(dividend, divisor)
    twice = 2 * rest
    return whole + (twice > divisor or (twice == divisor and whole % 2 == 1))


def _fine(terms: Terms) -> Callable[[int], int]:
    if terms.fine_cents:
        return lambda principal: terms.fine_cents
    up, down = _ratio(terms.fine_percent, 100)
    divide = rounded_ratio(terms.rounding)
    return lambda principal: divide(principal * up, down)


def _interest(terms: Terms) -> Callable[[int, int], int] | None:
    if terms.business_days:
        return None
    divide = rounded_ratio(terms.rounding)
    rate = terms.interest_percent
    match terms.interest_method:
        case "valor_fixo_dia":
            return lambda principal, days: terms.interest_cents * days
        case "C_valor_dia":
            up, down = _ratio(rate, 3000)
            return lambda principal, days: divide(principal * up, down) * days
        case "A_mensal_30":
            up, down = _ratio(rate, 3000)
        case "B_dia_0033":
            up, down = _ratio(daily_percent(terms), 100)
        case "D_ano_365":
            up, down = _ratio(12 * rate, 36500)
        case "percentual_dia":
            up, down = _ratio(rate, 100)
        case "percentual_ano":
            up, down = _ratio(rate, 36500)
        case _:
            return None
    return lambda principal, days: divide(principal * up * days, down)


def _ratio(percent: Decimal, divisor: int) -> tuple[int, int]:
    """A rate as dividend and divisor in integers."""
    up, down = percent.as_integer_ratio()
    return up, down * divisor
