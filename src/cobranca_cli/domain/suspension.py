"""A title in an agreement: it is suspended, and what it would owe without the agreement goes on being known.

Some kinds of entry tell it. `acordo` takes off what is owed when the agreement is signed, and a breach takes
that back. `repasse` is the money of an instalment passed on to the title that the agreement replaced (rule
A11), allocated by CC art. 354 on its day; it stands beside `encargos` and `acordo` entries of the same
movement, and the three add up to nothing. `rompimento` is what a clause of the term changes in the end.
`encerramento` takes off an instalment what was open of it when its agreement was broken.

So the sum of all entries is what reports read, and the entries without `acordo` are the debt as it would be
without the agreement.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from .account import ACCRUAL, NOTHING, Entry, Parts

AGREED, PASSED, BROKEN, CLOSED = "acordo", "repasse", "rompimento", "encerramento"
PASSING = (ACCRUAL, AGREED, PASSED)
"""The entries by which a movement passes money on; what else it did to the title, a recovery, stands."""

SETTLE_EARLY = "quitacao"
"""The mode of a payment that settles instalments before their time."""


def suspended_by(entries: Iterable[Entry]) -> Parts:
    """What agreements hold suspended of a title, by component; nothing when none does."""
    total = NOTHING
    for entry in entries:
        if entry.kind == AGREED:
            total = total.plus(entry.parts)
    return total


def is_suspended(entries: Iterable[Entry]) -> bool:
    """Whether an agreement holds the title."""
    return any(suspended_by(entries))


def without_agreement(entries: Iterable[Entry]) -> list[Entry]:
    """The entries as they would be had the title not been suspended."""
    return [entry for entry in entries if entry.kind != AGREED]


def effective(in_order: Sequence[Entry]) -> Sequence[Entry]:
    """The entries of one title by which it is reckoned, from those up to a day in their order.

    While it is suspended nothing is owed and nothing accrues, so what was passed on to it is left out. Once
    it is free again it is reckoned as if it had never been suspended, with what was passed on as payments.
    """
    if all(entry.kind != AGREED for entry in in_order):
        return in_order
    held, free_up_to, place = NOTHING, 0, 0
    for _, group in groupby(in_order, key=lambda entry: (entry.value_on, entry.movement)):
        mine = list(group)
        place += len(mine)
        agreed = suspended_by(mine)
        held = held.plus(agreed)
        free_up_to = place if any(agreed) and not any(held) else free_up_to
    passed = passed_on_by(in_order[free_up_to:])
    return [
        *without_agreement(in_order[:free_up_to]),
        *(e for e in in_order[free_up_to:] if e.movement not in passed or e.kind not in PASSING),
    ]


def only_passed_on(entries: Iterable[Entry]) -> set[int]:
    """Of entries of one movement, the titles that only had money of instalments passed on to them."""
    known = list(entries)
    others = {entry.title for entry in known if entry.kind not in PASSING}
    return {entry.title for entry in known if entry.kind == PASSED} - others


def passed_on_by(entries: Iterable[Entry]) -> set[int]:
    """The movements that passed money on to this title; their PASSING entries add up to nothing."""
    return {entry.movement for entry in entries if entry.kind == PASSED}
