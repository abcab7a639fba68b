"""An offer to a late customer: what is let off, what is paid now, and the instalments of the rest.

The debt is what the titles come to on the day, charges included. What is let off is counted title by title
and rounded once each; what is left, less the entry, is put into instalments, so that entry and instalments
always add up to debt − discount + interest.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .account import NOTHING, Parts
from .agreement import FREE
from .concession import AgeTier, Granted, grant, tier_of
from .instalments import (
    NO_INTEREST,
    Instalment,
    Wish,
    by_amount,
    custom,
    monthly,
    schedule,
)


class Owing(NamedTuple):
    """One title on the day of the offer: what it came to, and its days late."""

    title: int
    parts: Parts
    days_late: int

    @property
    def charges(self) -> int:
        """What is beyond the principal."""
        return self.parts.total - self.parts.principal


class Conditions(NamedTuple):
    """What somebody wants an offer to be. Cents, percent points.

    Attributes:
        first: the day of the first instalment, from which the others are counted; `many` of them.
        charges_off: percent of the charges let off, and `principal_off` of the principal.
        months: between two instalments; more than one only without interest.
        amount: of every instalment but the last; no interest then.
        by_hand: days and amounts that somebody made up; no interest then.
        signed: the day of the offer; None is a month before the first instalment.
    """

    first: date
    many: int | None = 1
    entry: int = 0
    entry_on: date | None = None
    system: str = NO_INTEREST
    rate: Decimal = Decimal(0)
    simple: str = "parcela"
    charges_off: Decimal = Decimal(0)
    principal_off: Decimal = Decimal(0)
    months: int = 1
    amount: int | None = None
    by_hand: tuple[tuple[date, Wish], ...] = ()
    signed: date | None = None

    @property
    def base(self) -> date:
        """The day from which the first month of interest counts: that of the entry, or of the offer."""
        if self.entry and self.entry_on:
            return self.entry_on
        return self.signed or monthly(self.first, 2, -1)[1]


class Offer(NamedTuple):
    """What it comes to. `plan` holds the entry at position 0 if there is one."""

    debt: int
    charges_off: int
    principal_off: int
    entry: int
    plan: tuple[Instalment, ...]
    conditions: Conditions

    @property
    def discount(self) -> int:
        """All that is let off."""
        return self.charges_off + self.principal_off

    @property
    def interest(self) -> int:
        """All the interest of the instalments."""
        return sum(each.interest for each in self.plan)

    @property
    def total(self) -> int:
        """Entry and instalments."""
        return sum(each.amount for each in self.plan)

    @property
    def instalments(self) -> tuple[Instalment, ...]:
        """The plan without the entry."""
        return tuple(each for each in self.plan if each.position)

    @property
    def system(self) -> str:
        """How its instalments were made."""
        made = self.conditions.amount is not None or self.conditions.by_hand
        return FREE if made else self.conditions.system if self.interest else NO_INTEREST


class TooMuchEntry(ValueError):
    """The entry is all there is to pay, or more; `left` is what that is, in cents."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def make_offer(titles: Sequence[Owing], wanted: Conditions, granted: Granted | None = None) -> Offer:
    """The offer for these titles.

    `granted` is what a tier lets off; without it the percentages wanted are applied title by title. Raises
    the errors of `instalments` for a schedule that cannot be, TooMuchEntry for an entry that leaves nothing.
    """
    debt = sum(each.parts.total for each in titles)
    off = granted if granted is not None else let_off(titles, wanted.charges_off, wanted.principal_off)
    left = debt - off.total
    if wanted.entry >= left:
        raise TooMuchEntry(left)
    financed = left - wanted.entry
    plan = _plan(financed, wanted)
    if wanted.entry:
        entry_on = wanted.entry_on or wanted.first
        plan = [Instalment(0, entry_on, wanted.entry, 0, wanted.entry, financed), *plan]
    return Offer(debt, off.charges, off.principal, wanted.entry, tuple(plan), wanted)


def _plan(financed: int, wanted: Conditions) -> list[Instalment]:
    if wanted.by_hand:
        return custom(financed, wanted.by_hand)
    if wanted.amount is not None:
        return by_amount(financed, wanted.amount, wanted.first, wanted.months, wanted.many)
    count = wanted.many or 1
    dues = monthly(wanted.first, count, wanted.months)
    return schedule(financed, count, wanted.system, wanted.rate, dues, wanted.simple, wanted.base)


def let_off(titles: Sequence[Owing], charges: Decimal, principal: Decimal) -> Granted:
    """The same percentages of every title."""
    each = (grant(t.parts.principal, t.charges, charges, principal) for t in titles)
    return _sum(each)


def by_tiers(
    titles: Sequence[Owing], tiers: Sequence[AgeTier], most_charges: Decimal | None = None
) -> Granted:
    """What the policy lets off at sight, each title by its age; `most_charges` bounds the part of charges.

    With the bound nothing is let off of the principal: it is for those who pay in instalments (rule A05).
    """
    found = []
    for title in titles:
        tier = tier_of(title.days_late, tiers)
        if tier is None:
            continue
        charges = tier.charges if most_charges is None else min(tier.charges, most_charges)
        principal = tier.principal if most_charges is None else Decimal(0)
        found.append(grant(title.parts.principal, title.charges, charges, principal))
    return _sum(found)


def _sum(each: Iterable[Granted]) -> Granted:
    charges = principal = 0
    for one in each:
        charges, principal = charges + one.charges, principal + one.principal
    return Granted(charges, principal)


def consolidated(titles: Sequence[Owing]) -> Parts:
    """What the titles come to by component."""
    total = NOTHING
    for each in titles:
        total = total.plus(each.parts)
    return total


def authorities(titles: Sequence[Owing], tiers: Sequence[AgeTier]) -> tuple[str, ...]:
    """Who may grant what the tiers of these titles allow, each once; empty when anybody may."""
    found = (tier_of(each.days_late, tiers) for each in titles)
    return tuple(dict.fromkeys(tier.authority for tier in found if tier and tier.authority))
