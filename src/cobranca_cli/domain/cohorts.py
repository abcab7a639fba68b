"""What became of the invoices due in a month, and what of the overdue was recovered (domain rules 6).

It is about the invoices sold, whatever an agreement has put in their place since: to agree is not to pay, and
the money of an instalment counts on the invoice it is passed on to, on the day it came in. A write-off is no
payment either; discounts and abatements are, for what they take off is not owed. Due dates are effective
ones, amounts are principal in cents.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .periods import Period, month_over
from .suspension import AGREED, CLOSED

TERMS = (5, 30, 60, 90)
"""Days after the due date at which a cohort is looked at."""

NOT_PAYING = (AGREED, CLOSED, "perda", "recuperacao")
"""The kinds of entry that take nothing off what was sold: suspended, closed, written off and taken up."""


class Sold(NamedTuple):
    """Cents of invoices that share these days: from when they exist, when due, from when cancelled."""

    starts: date
    due: date
    cancelled: date | None
    cents: int

    def known(self, as_of: date) -> bool:
        """Whether they exist and are not cancelled on a day."""
        return self.starts <= as_of and (self.cancelled is None or self.cancelled > as_of)


class Settled(NamedTuple):
    """Cents taken off invoices that share these days; counted on a day, known from another."""

    due: date
    cancelled: date | None
    on: date
    booked: date
    cents: int

    def known(self, as_of: date) -> bool:
        """Whether it was known on a day of invoices that were not cancelled on it."""
        return self.booked <= as_of and (self.cancelled is None or self.cancelled > as_of)


class Facts(NamedTuple):
    """What was sold and what was taken off it, by due date; both may hold more than is asked for."""

    sold: Mapping[date, Sequence[Sold]]
    settled: Mapping[date, Sequence[Settled]]


class Cohort(NamedTuple):
    """The invoices due in a period: their amount, and what of it was not paid so many days after due.

    `unpaid` has None for a term that is not over for all of them.
    """

    period: Period
    amount: int
    unpaid: dict[int, int | None]


def cohort(facts: Facts, period: Period, as_of: date) -> Cohort:
    """The cohort of a period as known on a day."""
    amount = _sold(facts, period, as_of)
    settled = list(_settled(facts, period, as_of))
    unpaid = {days: _unpaid(amount, settled, days) if _over(period, days, as_of) else None for days in TERMS}
    return Cohort(period, amount, unpaid)


def latest_cohorts(facts: Facts, as_of: date) -> dict[int, Cohort]:
    """For each of TERMS the cohort of the latest month of which all had so many days."""
    return {days: cohort(facts, month_over(as_of, days), as_of) for days in TERMS}


def became_overdue(facts: Facts, period: Period) -> int:
    """What was not paid at the end of its due date, of the invoices that became overdue in a period.

    An invoice becomes overdue on the day after its due date.
    """
    dues = Period(period.opening, period.last - timedelta(days=1))
    amount = _sold(facts, dues, period.last)
    return _unpaid(amount, _settled(facts, dues, period.last), 0)


def first_due_needed(as_of: date, period: Period) -> date:
    """The earliest due date that `latest_cohorts` of a day and `became_overdue` of a period look at."""
    return min(month_over(as_of, max(TERMS)).first, period.opening)


def _over(period: Period, days: int, as_of: date) -> bool:
    return (as_of - period.last).days >= days


def _sold(facts: Facts, dues: Period, as_of: date) -> int:
    return sum(each.cents for day in dues.each_day() for each in facts.sold.get(day, ()) if each.known(as_of))


def _settled(facts: Facts, dues: Period, as_of: date) -> Iterator[Settled]:
    return (each for day in dues.each_day() for each in facts.settled.get(day, ()) if each.known(as_of))


def _unpaid(amount: int, settled: Iterable[Settled], days: int) -> int:
    return amount - sum(each.cents for each in settled if (each.on - each.due).days <= days)
