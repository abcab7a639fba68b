"""What followed a step of the ladder or a contact: who paid within a week (domain rules 6).

A day and the seven after it count, so that all of it is known seven days later: what is younger is left out.
That money followed a letter does not say that it came because of it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .cohorts import NOT_PAYING
from .segments import MONEY, REST
from .suspension import PASSED

WEEK = timedelta(days=7)


class Taken(NamedTuple):
    """A step that a title took on a day, by a channel if it had one; cents the title was issued for."""

    title: int
    step: str
    channel: str | None
    day: date
    amount: int


class Credited(NamedTuple):
    """Principal in cents that an entry of a kind took off a title, on the day on which it counts."""

    kind: str
    on: date
    cents: int


class Effect(NamedTuple):
    """What titles did within a week: how many, what was open of them, how many paid and how much came in."""

    titles: int = 0
    amount: int = 0
    paid: int = 0
    paid_amount: int = 0

    def plus(self, other: "Effect") -> "Effect":
        """Both together."""
        return Effect(*(a + b for a, b in zip(self, other, strict=True)))


def settled_since(day: date, as_of: date) -> bool:
    """Whether the week after a day is over."""
    return day + WEEK <= as_of


def effect_of(taken: Taken, entries: Iterable[Credited]) -> Effect:
    """What followed one step of one title, by the entries known on the day asked about.

    A title is paid when money came in that week and at most REST percent of it is left open, as everywhere;
    a title of which nothing was open counts for nothing.
    """
    known = [each for each in entries if each.kind not in NOT_PAYING]
    last = taken.day + WEEK
    before = taken.amount - sum(each.cents for each in known if each.on < taken.day)
    if before <= 0:
        return Effect()
    left = taken.amount - sum(each.cents for each in known if each.on <= last)
    money = sum(
        each.cents for each in known if each.kind in (*MONEY, PASSED) and taken.day <= each.on <= last
    )
    paid = money > 0 and 100 * left <= REST * taken.amount
    return Effect(1, before, int(paid), money)


class Called(NamedTuple):
    """A contact that we began: the customer, the day, the channel, and what came of it.

    Attributes:
        reached: the customer himself spoke (CPC, right party contact).
        promised: he promised to pay.
    """

    customer: int
    day: date
    channel: str
    reached: bool
    promised: bool


class Reach(NamedTuple):
    """Attempts, those that reached the customer, those of them with a promise, and of those whose week is
    over how many there are and how many were followed by a payment."""

    attempts: int = 0
    reached: int = 0
    promised: int = 0
    judged: int = 0
    paid: int = 0

    def plus(self, other: "Reach") -> "Reach":
        """Both together."""
        return Reach(*(a + b for a, b in zip(self, other, strict=True)))


def reach_of(called: Called, paid_on: Iterable[date], as_of: date) -> Reach:
    """What one contact came to, by the days on which payments of the customer came in."""
    if not called.reached:
        return Reach(1)
    judged = settled_since(called.day, as_of)
    paid = judged and any(called.day <= day <= called.day + WEEK for day in paid_on)
    return Reach(1, 1, int(called.promised), int(judged), int(paid))
