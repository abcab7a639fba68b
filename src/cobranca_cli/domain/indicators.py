"""The indicators of a portfolio, each a function of the sums it is made of (domain rules 6).

Amounts are integer cents, days are calendar days. Results are exact decimals rounded once, half up, to two
places: days, or percent points. A denominator that is not positive gives None, "n/d" to people, never 0.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")


def quotient(part: int | Decimal, whole: int | Decimal, *, places: int = 2) -> Decimal | None:
    """`part / whole`; None when the whole is not positive."""
    if whole <= 0:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal | None:
    """`part` in percent of `whole`: a default rate, a rate of recovery, a share of promises kept."""
    return quotient(100 * part, whole)


def dso(amount: int, sales: int, days: int) -> Decimal | None:
    """Days of sales in an amount: PMR of all that is open; BPDSO of what is not due yet."""
    return quotient(amount * days, sales)


def dso_average(opening: int, closing: int, sales: int, days: int, *, places: int = 2) -> Decimal | None:
    """The same by the average of the portfolio of two days (peers AC-34, which rounds to whole days)."""
    return quotient((opening + closing) * days, 2 * sales, places=places)


def count_back(amount: int, months: Iterable[tuple[int, int]]) -> Decimal | None:
    """Days of sales in an amount, taken off month by month.

    `months` are sales and days of each, the latest first; the month in which the amount is used up counts
    pro rata. The days are those of the calendar, or 30 by another convention. None when all the sales do not
    use the amount up, or nothing was ever sold.
    """
    total, left, sold = Decimal(0), amount, False
    for sales, days in months:
        sold = sold or sales > 0
        if sales > 0 and left <= sales:
            return (total + Decimal(left * days) / sales).quantize(HUNDREDTH, ROUND_HALF_UP)
        left -= sales
        total += days
    return Decimal("0.00") if sold and left <= 0 else None


def average_delay(late: Iterable[tuple[int, int]], *, overdue_only: bool = False) -> Decimal | None:
    """Days late weighted by amount, of pairs of cents and days; what is not late counts as zero days."""
    pairs = [(cents, days) for cents, days in late if days or not overdue_only]
    return quotient(sum(cents * days for cents, days in pairs), sum(cents for cents, _ in pairs))


def delinquent_days(all_days: Decimal | None, best_days: Decimal | None) -> Decimal | None:
    """Average days delinquent as the days of sales less the best possible; of rounded figures, as shown."""
    return None if all_days is None or best_days is None else all_days - best_days


def cei(opening: int, sales: int, closing: int, closing_current: int, *, parts: int = 1) -> Decimal | None:
    """Collection effectiveness index, the textbook's: what came in of what could have come in, in percent.

    `(opening + sales / parts - closing) / (opening + sales / parts - closing_current)`, where `parts` is the
    number of months if the sales are of several and the opening is that of one. It is not the "CEI" whose
    denominator leaves the closing balance out (peers AC-34).
    """
    return percent(
        parts * (opening - closing) + sales,
        parts * (opening - closing_current) + sales,
    )
