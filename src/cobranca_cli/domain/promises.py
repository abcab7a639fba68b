"""Promises to pay: until when the ladder rests on one, and whether it was kept.

Domain rules 6 and 8 (P): a promise is kept when the money that came in from the day it was made up to its
day plus one business day, both included, reaches what was promised. Early money and partial payments count.
Each cent serves one promise only.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from .calendar import BusinessCalendar

if TYPE_CHECKING:
    from decimal import Decimal

ACTIVE, KEPT, PARTLY, BROKEN = "ativa", "cumprida", "em parte", "quebrada"
STATES = (ACTIVE, KEPT, PARTLY, BROKEN)


class Promise(NamedTuple):
    """`amount` cents promised on `made_on` for `day`; without targets, of the customer's whole debt."""

    id: int
    customer: int
    amount: int
    day: date
    made_on: date
    targets: frozenset[int]


class Money(NamedTuple):
    """A payment, or a use of credit, that counts.

    Attributes:
        id: the movement's number.
        amount: cents that came in; of a use of credit, that were used.
        by_title: what of it is on which title; what is on none is the customer's credit.
        from_credit: it is a use of credit: its cents came in before, with the oldest money that was on no
            title.
    """

    id: int
    day: date
    amount: int
    by_title: Mapping[int, int]
    from_credit: bool = False


class Kept(NamedTuple):
    """How a promise stands on a day.

    Attributes:
        state: KEPT as soon as the amount is reached; ACTIVE until its last day is over; then PARTLY or,
            if nothing came, BROKEN.
        paid: cents that count for it, never more than were promised.
        on: the day on which the amount was reached.
    """

    state: str
    paid: int
    on: date | None


def holds_until(promise: Promise, calendar: BusinessCalendar) -> date:
    """The last day: the first business day after the promised one. The ladder rests up to and including it.

    Of a promise for a Friday it is Monday, and of one for Saturday or Sunday that same Monday: money promised
    for a day without banking arrives on the next business day.
    """
    return calendar.add_business_days(promise.day, 1)


def judge(
    promises: Iterable[Promise], money: Iterable[Money], as_of: date, calendar: BusinessCalendar
) -> dict[int, Kept]:
    """How the promises of one customer stand at the end of a day, by their ids.

    Promises are served in the order of their days, then of their ids. One for named titles counts the money
    that went to them; one without counts any, and takes first what no later promise for named titles could
    take. Of equal claims, the oldest money goes first. Credit that is used later counts on the day it came
    in or on that of its use, once. `money` holds what counts on the day, nothing that was reversed by then.
    """
    waiting = sorted(promises, key=lambda promise: (promise.day, promise.id))
    shares = _shares(each for each in money if each.day <= as_of)
    found: dict[int, Kept] = {}
    while waiting:
        promise = waiting.pop(0)
        found[promise.id] = _served(promise, waiting, shares, as_of, calendar)
    return found


def _served(
    promise: Promise,
    later: Sequence[Promise],
    shares: Iterable["_Share"],
    as_of: date,
    calendar: BusinessCalendar,
) -> Kept:
    """Take the promise's cents from the shares, and say how it stands."""
    last = holds_until(promise, calendar)
    named = [(other, holds_until(other, calendar)) for other in later if other.targets]
    countable = []
    for share in shares:
        day = share.counts_on(promise, last) if share.left else None
        if day is not None:
            wanted = any(share.counts_on(*other) for other in named)
            countable.append((wanted, day, share))
    paid, on = 0, promise.made_on
    for _, day, share in sorted(countable, key=lambda each: each[:2]):
        if paid == promise.amount:
            break
        taken = min(share.left, promise.amount - paid)
        share.left -= taken
        paid += taken
        on = max(on, day)
    if paid == promise.amount:
        return Kept(KEPT, paid, on)
    if as_of <= last:
        return Kept(ACTIVE, paid, None)
    return Kept(PARTLY if paid else BROKEN, paid, None)


class _Share:
    """Cents that have the same history: when they came in, and when they went to which title.

    `left` are those that no promise has taken; a title of 0 is none.
    """

    def __init__(self, left: int, history: tuple[tuple[date, int], ...]) -> None:
        self.left, self.history = left, history

    def counts_on(self, promise: Promise, last: date) -> date | None:
        """The first day on which it counts for a promise."""
        for day, title in self.history:
            if promise.made_on <= day <= last and (not promise.targets or title in promise.targets):
                return day
        return None


def _shares(money: Iterable[Money]) -> list[_Share]:
    """All money by its history, in the order in which it came."""
    found: list[_Share] = []
    credit: list[_Share] = []
    for each in sorted(money, key=lambda one: (one.day, one.id)):
        for title, cents in sorted(each.by_title.items()):
            found += (
                _used(credit, cents, each.day, title)
                if each.from_credit
                else [_Share(cents, ((each.day, title),))]
            )
        rest = 0 if each.from_credit else each.amount - sum(each.by_title.values())
        if rest > 0:
            credit.append(_Share(rest, ((each.day, 0),)))
            found.append(credit[-1])
    return found


def _used(credit: Iterable[_Share], cents: int, day: date, title: int) -> list[_Share]:
    """Cents of credit that go to a title, taken out of the oldest that are free."""
    found = []
    for share in credit:
        taken = min(share.left, cents)
        if taken:
            share.left -= taken
            cents -= taken
            found.append(_Share(taken, (*share.history, (day, title))))
    return [*found, _Share(cents, ((day, title),))] if cents else found


class Rate(NamedTuple):
    """Promises that fell due, and those of them that were kept, by number and in cents (domain rule 6)."""

    due: int
    kept: int
    due_amount: int
    kept_amount: int

    @property
    def by_number(self) -> "Decimal | None":
        """Percent of the promises, with two decimals; None when none fell due."""
        return _percent(self.kept, self.due)

    @property
    def by_amount(self) -> "Decimal | None":
        """Percent of the amount promised, with two decimals; None when none fell due."""
        return _percent(self.kept_amount, self.due_amount)


def kept_rate(
    promises: Collection[Promise], judged: Mapping[int, Kept], as_of: date, calendar: BusinessCalendar
) -> Rate:
    """The rate of the promises whose last day was over before `as_of`.

    One that was kept early counts when its last day is over too, as those do that may still be broken.
    """
    due = [promise for promise in promises if holds_until(promise, calendar) < as_of]
    kept = [promise for promise in due if judged[promise.id].state == KEPT]
    return Rate(len(due), len(kept), sum(p.amount for p in due), sum(p.amount for p in kept))


def _percent(part: int, whole: int) -> "Decimal | None":
    from decimal import ROUND_HALF_UP, Decimal

    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
