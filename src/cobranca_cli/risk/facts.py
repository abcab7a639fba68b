"""What the model is told of invoices: days as ordinals, what was known of each and since when; no money.

`size` is how large an invoice is, in any unit that is the same for all: only ratios are ever taken.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from cobranca_cli.domain.turns import APART, LATE_DAYS, OPEN, Turn

MARGIN = 7
"""Days that a payment may take to be booked: only then is the absence of one believed."""


class Title(NamedTuple):
    """One invoice.

    Attributes:
        start: the day from which it exists.
        due: its effective due date.
        turns: what became known of its payment, in the order of the days.
        gone: the day on which it was cancelled; 0 if it never was.
        disputes: first and last day of each dispute about it.
    """

    id: int
    start: int
    due: int
    size: int
    turns: tuple[Turn, ...] = ()
    gone: int = 0
    disputes: tuple[tuple[int, int], ...] = ()

    def known(self, day: int) -> int:
        """OPEN, APART or the day of payment, as known at the end of a day."""
        found = OPEN
        for known_on, outcome in self.turns:
            if known_on > day:
                break
            found = outcome
        return found

    def disputed(self, day: int) -> bool:
        """Whether it is in dispute on a day."""
        return any(first <= day <= last for first, last in self.disputes)

    def lives(self, day: int) -> bool:
        """Whether it exists on a day and was not cancelled by then."""
        return self.start <= day and not 0 < self.gone <= day

    def label(self, day: int) -> bool | None:
        """Whether it was late, as known on a day; None as long as that cannot be said, or if it never can."""
        if day <= self.due + LATE_DAYS + MARGIN or not self.lives(day):
            return None
        if any(first <= day for first, _ in self.disputes):
            return None
        paid = self.known(day)
        return None if paid == APART else paid == OPEN or paid > self.due + LATE_DAYS


class Customer(NamedTuple):
    """One customer with all that is told of him; the days of `broken` and `agreed` rise.

    Attributes:
        person: whether he is a person (CPF) and no firm; None if nobody knows.
        broken: the days on which a promise of his turned out broken.
        agreed: the days on which he signed an agreement.
    """

    id: int
    person: bool | None
    titles: Sequence[Title]
    broken: Sequence[int] = ()
    agreed: Sequence[int] = ()


def count_by(days: Sequence[int], day: int) -> int:
    """How many of the rising days are not after a day."""
    return bisect_right(days, day)
