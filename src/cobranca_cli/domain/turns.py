"""What became known of a title and when: not paid, paid on a day, or neither; for judging likely delays.

A history for statistics must be read as of each day in the past, by what was booked by then: money that is
registered later, taken back, or held by an agreement turns what is known of a title. Days are ordinals here
(`date.toordinal`), because millions of them are compared.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from .segments import MONEY, REST, Settling, by_agreements, paid_on
from .suspension import AGREED, CLOSED, PASSED

LATE_DAYS = 30
"""A title is very late when it is paid more than so many days after its effective due date, or not at all."""

OPEN, APART = 0, -1
"""Instead of the day of payment: not paid; or neither paid nor failed, and so left out of statistics."""

Turn = tuple[int, int]
"""A day, and what is known from that day on: OPEN, APART or the day of payment."""

_LOSS = ("perda", "recuperacao")


class Booked(NamedTuple):
    """An entry on a title: principal in cents, negative where it takes something back; ordinals of days."""

    kind: str
    value_on: int
    booked_on: int
    principal: int


def turns_of(amount: int, due: int, entries: Sequence[Booked]) -> tuple[Turn, ...]:
    """How what is known of a title of so many cents turned, in the order of the days.

    `due` is the effective due date. The ledger's own rule says when it is paid: with money, but for a rest of
    REST percent. One that an agreement took when it was late is late, whatever becomes of the agreement; one
    that it took before, that was settled without money, or an instalment that a breach closed before it was
    due, is APART.
    """
    if len(entries) == 1 and entries[0].kind in MONEY:
        # Nearly every title.
        _, value_on, booked_on, principal = entries[0]
        return ((booked_on, value_on),) if 100 * principal >= (100 - REST) * amount else ()
    found: list[Turn] = []
    known: list[Booked] = []
    last = OPEN
    for day, group in groupby(sorted(entries, key=attrgetter("booked_on")), key=attrgetter("booked_on")):
        known += group
        now = _outcome(amount, due, known)
        if now != last:
            found.append((day, now))
            last = now
    return tuple(found)


def _outcome(amount: int, due: int, entries: Iterable[Booked]) -> int:
    in_order = sorted(entries, key=attrgetter("value_on"))
    off = sum(each.principal for each in in_order if each.kind not in (*_LOSS, CLOSED))
    nothing_left = 100 * off >= (100 - REST) * amount
    agreed = _taken_on(in_order, AGREED)
    if not agreed and nothing_left and any(each.kind == PASSED for each in in_order):
        # The instalments have paid it up.
        agreed = next((each.value_on for each in in_order if each.kind == AGREED), 0)
    if agreed:
        return max(agreed, due + LATE_DAYS + 1) if agreed > due else APART
    closed = _taken_on(in_order, CLOSED)
    if closed and closed <= due:
        return APART
    settling = [Settling(e.kind, date.fromordinal(e.value_on), e.principal) for e in in_order]
    paid = paid_on(amount, by_agreements(settling, date.fromordinal(due)), REST)
    if paid:
        return paid.toordinal()
    return APART if nothing_left else OPEN


def _taken_on(in_order: Iterable[Booked], kind: str) -> int:
    """The day since which entries of a kind take principal off the title; 0 when they do not."""
    total = since = 0
    for each in in_order:
        if each.kind == kind:
            since = since if total else each.value_on
            total += each.principal
    return since if total else 0
