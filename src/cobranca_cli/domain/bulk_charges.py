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

    slope = _slope(terms)
    if slope and terms.rounding is Rounding.HALF_UP and not terms.fine_cents:
        return _in_one_go(slope, _ratio(terms.fine_percent, 100))

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
    if terms.interest_method == "valor_fixo_dia":
        return lambda principal, days: terms.interest_cents * days
    if terms.interest_method == "C_valor_dia":
        by, per = _ratio(terms.interest_percent, 3000)
        return lambda principal, days: divide(principal * by, per) * days
    slope = _slope(terms)
    if slope is None:
        return None
    up, down = slope
    return lambda principal, days: divide(principal * up * days, down)


def _slope(terms: Terms) -> tuple[int, int] | None:
    """Interest of one cent and one day as a ratio; None of a method that does not simply grow by the day."""
    rate = terms.interest_percent
    match terms.interest_method:
        case "A_mensal_30":
            return _ratio(rate, 3000)
        case "B_dia_0033":
            return _ratio(daily_percent(terms), 100)
        case "D_ano_365":
            return _ratio(12 * rate, 36500)
        case "percentual_dia":
            return _ratio(rate, 100)
        case "percentual_ano":
            return _ratio(rate, 36500)
    return None


def _in_one_go(slope: tuple[int, int], fine: tuple[int, int]) -> Callable[[int, int], Charges]:
    """The common case without a call inside: a percentage, interest by the day, half-up."""
    (fine_up, fine_down), (up, down) = fine, slope
    fine_up, fine_twice, up, twice = 2 * fine_up, 2 * fine_down, 2 * up, 2 * down

    def charges(principal: int, days: int) -> Charges:
        if principal <= 0 or days <= 0:
            return 0, 0
        return (
            (principal * fine_up + fine_down) // fine_twice,
            (principal * days * up + down) // twice,
        )

    return charges


def _ratio(percent: Decimal, divisor: int) -> tuple[int, int]:
    """A rate as dividend and divisor in integers."""
    up, down = percent.as_integer_ratio()
    return up, down * divisor
