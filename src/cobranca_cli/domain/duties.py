"""What the creditor must do about a bureau listing or a protest once it has lost its ground.

Listed and then paid: the creditor asks for the removal within five business days (Súmula 548 STJ). Protested
and then paid: he gives the letter of consent, with which the debtor asks for the cancellation (Lei 9.492/1997
art. 26 §1; STJ Tema 725). The law sets no term for the letter; the same five business days are ours.

A title in an agreement has not been paid, whatever suspends it. Its listing goes with the first instalment,
its protest when the agreement is fulfilled. A breach brings the debt back: a removal whose term had not run
out by then is owed no more, because the debt may be listed again. One whose term had run out stays owed:
the listing was wrong from that day on, and a breach cures none. A new one needs a new notice.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .calendar import BusinessCalendar
from .deadlines import PROTEST, Fact, bureau_until, limitation

REMOVAL_DAYS = 5
"""Business days (Súmula 548 STJ; the same number for the letter of consent is ours)."""

_LISTING_DAYS = {"MT": 45, "SP": 20, "PE": 20, "PI": 15}
_LISTING_DAYS_ELSEWHERE = 10

REMOVE, AT_ONCE, CONSENT = "baixa", "retirar", "anuencia"
"""Kinds: a removal within its term, one that cannot wait, the letter of consent."""

PAID, FIRST_INSTALMENT, BROKEN, FULFILLED = "quitada", "parcela", "rompido", "cumprido"
CANCELLED, DISPUTED, UPHELD, LAPSED, AGREED = "cancelada", "contestada", "procedente", "prazo", "acordo"
"""Grounds of a duty. BROKEN is a first instalment paid whose agreement was broken after the term."""


def removal_deadline(funds_on: date, calendar: BusinessCalendar) -> date:
    """Return the last day to have a listing removed: the fifth business day after the funds are available.

    Counted from the first business day after that day (STJ, REsp 1.424.792).
    """
    return calendar.add_business_days(funds_on, REMOVAL_DAYS)


def listing_days(state: str | None) -> int:
    """Return how many days a bureau waits after its notice to a debtor of this state (practice, not law)."""
    return _LISTING_DAYS.get(state or "", _LISTING_DAYS_ELSEWHERE)


def listing_from(notice_on: date, state: str | None) -> date:
    """Return the earliest day on which a bureau lists a debtor of this state, in calendar days."""
    return notice_on + timedelta(days=listing_days(state))


def listed_until(due: date, facts: Iterable[Fact]) -> date:
    """Return the last day on which a title may stand listed: five years, and not once it is prescribed.

    An interruption moves the limitation, never the five years (CDC art. 43 §§1, 5).
    """
    return min(bureau_until(due), limitation(due, facts).expires)


class Mark(NamedTuple):
    """A listing or a protest that counts on a day: the number of the fact, its title, kind and day."""

    fact: int
    title: int
    kind: str
    day: date


class Reason(NamedTuple):
    """Why a title may not stand listed at all, and since when: CANCELLED, DISPUTED or UPHELD."""

    ground: str
    since: date


class Agreed(NamedTuple):
    """An agreement about a title, as of a day; one that was cancelled is none.

    Attributes:
        first_paid_on: when nothing was owed any more of its first instalment.
        fulfilled_on: when nothing was owed any more of any instalment.
        broken_on: the day of the breach that counts; None while it is in force.
    """

    signed_on: date
    first_paid_on: date | None = None
    fulfilled_on: date | None = None
    broken_on: date | None = None


class Situation(NamedTuple):
    """How a title stands on a day.

    Attributes:
        listed_until: the last day on which it may stand listed, by time alone.
        paid_on: since when nothing is owed of it, charges included, agreements and losses apart; the day of
            the funds.
        consent_on: the day of the last letter of consent about it.
    """

    listed_until: date
    paid_on: date | None = None
    reasons: Sequence[Reason] = ()
    agreements: Sequence[Agreed] = ()
    consent_on: date | None = None

    @property
    def in_force(self) -> Agreed | None:
        """The agreement that holds the title; while it does, the title itself is paid by nothing else."""
        return next((each for each in self.agreements if each.broken_on is None), None)


class Duty(NamedTuple):
    """Something to be done about a title; `fact` is the number of the listing or protest.

    Attributes:
        kind: REMOVE, AT_ONCE or CONSENT.
        ground: why, and `since` when that is so.
        last: the last day to do it; of what cannot wait, the day on which it began to be owed.
    """

    kind: str
    title: int
    fact: int
    ground: str
    since: date
    last: date


def duty_of(mark: Mark, known: Situation, as_of: date, calendar: BusinessCalendar) -> Duty | None:
    """Return what a listing or a protest that counts on a day asks for, by what was known then.

    The most urgent thing; None when there is nothing to do.
    """
    if mark.kind == PROTEST:
        return _consent(mark, known, calendar)
    found = (*_never_listed(mark, known, as_of), *_removals(mark, known, calendar))
    return min(found, key=_last, default=None)


def _last(duty: Duty) -> date:
    return duty.last


def _never_listed(mark: Mark, known: Situation, as_of: date) -> Iterator[Duty]:
    for ground, since in known.reasons:
        yield _at_once(mark, ground, since)
    if as_of > known.listed_until:
        yield _at_once(mark, LAPSED, known.listed_until)


def _removals(mark: Mark, known: Situation, calendar: BusinessCalendar) -> Iterator[Duty]:
    if known.paid_on and not known.in_force:
        if mark.day > known.paid_on:
            yield _at_once(mark, PAID, known.paid_on)
        else:
            yield _within_term(REMOVE, mark, PAID, known.paid_on, calendar)
    for agreed in known.agreements:
        duty = _by_agreement(mark, agreed, calendar)
        if duty and (agreed.broken_on is None or duty.last < agreed.broken_on):
            yield duty


def _by_agreement(mark: Mark, agreed: Agreed, calendar: BusinessCalendar) -> Duty | None:
    """What an agreement asks for about a listing from before it, or made while it held."""
    if mark.day > agreed.signed_on:
        return _at_once(mark, AGREED, agreed.signed_on)
    if agreed.first_paid_on is None:
        return None
    ground = BROKEN if agreed.broken_on else FIRST_INSTALMENT
    return _within_term(REMOVE, mark, ground, agreed.first_paid_on, calendar)


def _consent(mark: Mark, known: Situation, calendar: BusinessCalendar) -> Duty | None:
    held = known.in_force
    ground, since = (FULFILLED, held.fulfilled_on) if held else (PAID, known.paid_on)
    if since is None or (known.consent_on is not None and known.consent_on >= since):
        return None
    return _within_term(CONSENT, mark, ground, since, calendar)


def _within_term(kind: str, mark: Mark, ground: str, since: date, calendar: BusinessCalendar) -> Duty:
    return Duty(kind, mark.title, mark.fact, ground, since, removal_deadline(since, calendar))


def _at_once(mark: Mark, ground: str, since: date) -> Duty:
    return Duty(AT_ONCE, mark.title, mark.fact, ground, since, max(since, mark.day))
