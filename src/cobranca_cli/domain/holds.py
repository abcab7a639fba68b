"""What restrains the ladder: pauses and disputes for a time, what ends collection for good, and exceptions.

A hold begins on the day it is recorded and resumes by itself: it is in force up to and including `until`,
unless it was ended before. Grounds: CDC art. 42 and domain rule 3.4 (disputes, channels not wanted), CC art.
1.792 (debts of the deceased are the estate's), Lei 11.101/2005 arts. 6 and 49 (bankruptcy, judicial
recovery), CDC art. 104-A (over-indebtedness, Lei 14.181/2021).
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

PAUSE, DISPUTE = "pausa", "contestacao"
DEATH, INSOLVENCY, OVER_INDEBTED, NEVER = "falecimento", "insolvencia", "superendividamento", "nunca"
CHANNEL, STEP, SEGMENT = "canal", "degrau", "segmento"

PASSING = (PAUSE, DISPUTE)
"""Of a title or of a whole customer, with a last day; the ladder goes on after it."""

FOR_GOOD = (DEATH, INSOLVENCY, OVER_INDEBTED, NEVER)
"""Of a whole customer, without a last day."""

EXCEPTIONS = (CHANNEL, STEP, SEGMENT)
"""Of a whole customer; they do not stop the ladder, they change what it does with him."""

STOPPING = (*PASSING, *FOR_GOOD)
"""The kinds under which nothing is sent."""

FREEZES = "congela"
"""The value of a dispute during which no charges are added."""

UPHELD, REJECTED = "procedente", "improcedente"
"""How a dispute can end."""

RESULTS = (UPHELD, REJECTED)


class Hold(NamedTuple):
    """One restraint.

    Attributes:
        receivable: the title it is about; None is the whole customer.
        kind: one of STOPPING or EXCEPTIONS.
        value: the channel, step or segment of an exception; FREEZES of a dispute that freezes charges.
        since: its first day, that on which it was recorded.
        until: its last day, inclusive; None is for good.
    """

    id: int
    customer: int
    receivable: int | None
    kind: str
    value: str | None
    since: date
    until: date | None
    reason: str

    def on(self, day: date) -> bool:
        """Whether it is in force on a day, if nobody ended it."""
        return self.since <= day and (self.until is None or day <= self.until)

    def about(self, customer: int, title: int) -> bool:
        """Whether it is about this title of this customer."""
        return self.customer == customer and self.receivable in (None, title)


class Span(NamedTuple):
    """Days without charges: those after `after`, up to and including `last`."""

    after: date
    last: date


def frozen(since: date, until: date, ended_on: date | None) -> Span | None:
    """The days on which a dispute keeps charges from being added; None when there are none.

    They begin on the day after it was recorded and take in the day it ended, so that what was reckoned, told
    or paid on those two days stays as it was.
    """
    last = until if ended_on is None else min(until, ended_on)
    return Span(since, last) if last > since else None


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days in their order, as spans that neither overlap nor touch."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.after <= found[-1].last:
            found[-1] = Span(found[-1].after, max(found[-1].last, span.last))
        else:
            found.append(span)
    return tuple(found)


def ending(result: str | None, reason: str) -> str:
    """The reason of an end as it is kept: of a decided dispute it begins with the result."""
    if result is None:
        return reason
    return f"{result}: {reason}" if reason else result


def result_of(reason: str) -> str | None:
    """How a dispute ended, by the reason that is kept; None when nobody decided it."""
    first = reason.partition(":")[0]
    return first if first in RESULTS else None
