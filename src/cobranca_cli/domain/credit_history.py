"""What a customer's invoices say of how much he buys and can pay: the ground of the limit's methods (S03).

Amounts are nominal cents. Instalments of agreements are no purchases: the invoices they replaced are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .deadlines import add_months

MONTHS = 12
"""How far back purchases count."""


class Dealing(NamedTuple):
    """An invoice as it stands on a day: when it was sold, when due, and when it was paid, if it was.

    `due` is the effective day; `bought_on` that of issue or, without one, the day from which it exists.
    """

    bought_on: date
    due: date
    amount: int
    paid_on: date | None = None
    agreed: bool = False

    @property
    def on_time(self) -> bool:
        """Whether it was paid by its day."""
        return self.paid_on is not None and self.paid_on <= self.due


def monthly_purchases(dealings: Iterable[Dealing], as_of: date) -> int | None:
    """What he buys in a month: the mean of twelve months, or of those since his first purchase, half up.

    A month that has begun counts whole. None of who has bought nothing in that time.
    """
    bought = [each for each in dealings if not each.agreed]
    since = add_months(as_of, -MONTHS)
    cents = sum(each.amount for each in bought if since < each.bought_on <= as_of)
    if not cents:
        return None
    first = min(each.bought_on for each in bought)
    months = next((count for count in range(1, MONTHS) if add_months(first, count) > as_of), MONTHS)
    return (2 * cents + months) // (2 * months)


def usual_term(dealings: Iterable[Dealing], as_of: date) -> int | None:
    """The days from sale to due date that he is used to, weighted by amount, half up; of twelve months."""
    since = add_months(as_of, -MONTHS)
    recent = [each for each in dealings if not each.agreed and since < each.bought_on <= as_of]
    cents = sum(each.amount for each in recent)
    days = sum(each.amount * max(0, (each.due - each.bought_on).days) for each in recent)
    return (2 * days + cents) // (2 * cents) if cents else None


def best_paid_on_time(dealings: Iterable[Dealing]) -> int | None:
    """The most that he owed at one time of what he then paid on time; None of who has paid nothing so.

    What was paid on a day is off before what was bought on it.
    """
    paid: Sequence[Dealing] = [each for each in dealings if each.on_time]
    change: dict[date, int] = defaultdict(int)
    for each in paid:
        change[min(each.bought_on, each.paid_on or each.due)] += each.amount
        change[each.paid_on or each.due] -= each.amount
    owed = best = 0
    for day in sorted(change):
        owed += change[day]
        best = max(best, owed)
    return best or (max(each.amount for each in paid) if paid else None)
