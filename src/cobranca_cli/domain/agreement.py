"""An agreement as the rules see it: what it replaces and by what, and how it stands on a day."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .account import Parts
from .early import discounted, unearned
from .instalments import NO_INTEREST, Instalment

ORIGINAL, INSTALMENTS, PROPORTIONAL = "original", "parcelas", "proporcional"
"""What a breach brings back (rule A07): the original debt; what is left of the instalments; that and the
part of the discount that belongs to what was not paid."""
CLAUSES = (ORIGINAL, INSTALMENTS, PROPORTIONAL)

FREE = "livre"
"""The system of a schedule that somebody made by hand: no interest, any amounts and days."""

ON_TIME, LATE, FULFILLED, BREACHED, UNDONE = "em dia", "atrasado", "cumprido", "rompido", "cancelado"
STATES = (ON_TIME, LATE, FULFILLED, BREACHED, UNDONE)


class Deal(NamedTuple):
    """What an account has to know of an agreement. Cents; percent a month.

    Attributes:
        movement: the movement that signed it.
        titles: what it replaces, and `weights` what each came to by component when it was signed.
        instalments: the receivables it made, by position; 0 is the entry.
        plan: the schedule, in the order of positions.
        base: the day from which the first month of interest counts.
        debt: what the titles came to; `discount` what was let off of it.
        clause: what a breach brings back, one of CLAUSES.
    """

    id: int
    movement: int
    titles: tuple[int, ...]
    weights: tuple[Parts, ...]
    instalments: Mapping[int, int]
    plan: tuple[Instalment, ...]
    base: date
    debt: int
    discount: int
    system: str = NO_INTEREST
    rate: Decimal = Decimal(0)
    simple: str = "parcela"
    clause: str = ORIGINAL

    @property
    def total(self) -> int:
        """The sum of entry and instalments, interest included."""
        return sum(each.amount for each in self.plan)

    def relief_on(self, day: date, still_open: Container[int], settled: Container[int]) -> dict[int, int]:
        """The interest that is let off when instalments are settled on a day, by receivable (CDC art. 52 §2).

        `still_open` are those on which anything is owed, `settled` those that the settlement is about. All
        that is to come settled at once owes the balance; fewer of them are worth what they are each.
        """
        to_come = [each for each in self.plan if each.position and each.due > day]
        titles = [self.instalments[each.position] for each in to_come]
        whole = all(title in still_open and title in settled for title in titles)
        system = NO_INTEREST if self.system == FREE else self.system
        let_off = unearned if whole else discounted
        found = let_off(self.plan, system, self.rate, self.base, day, self.simple)
        return {
            self.instalments[position]: cents
            for position, cents in found.items()
            if self.instalments[position] in settled
        }


class Rule(NamedTuple):
    """When an agreement may be broken (rules 4): the policy that its term states.

    Attributes:
        notice_days: an instalment so many days late, or fewer, is not yet a reason to warn.
        instalments: so many late ones are a reason to break, and so is one that is
        days: so many days late, counted from its effective due date.
    """

    notice_days: int = 5
    instalments: int = 2
    days: int = 30


class Following(NamedTuple):
    """How an agreement stands on a day, by its instalments. Cents.

    Attributes:
        state: one of STATES.
        late: how many instalments are late, and `days` how many days the oldest is.
        warn: it is time to warn of a breach.
        breakable: the rule of the term allows the breach.
        breakable_on: the first day on which it will, if nothing is paid; None of what is not late.
    """

    state: str
    late: int = 0
    days: int = 0
    warn: bool = False
    breakable: bool = False
    breakable_on: date | None = None


class Due(NamedTuple):
    """One instalment on a day: its effective due date, and what is owed on it with charges."""

    due: date
    owed: int


def follow(instalments: Sequence[Due], rule: Rule, as_of: date) -> Following:
    """How an agreement in force stands on a day."""
    open_ones = sorted(each.due for each in instalments if each.owed)
    if not open_ones:
        return Following(FULFILLED)
    late = [due for due in open_ones if due < as_of]
    if not late:
        return Following(ON_TIME)
    days = (as_of - late[0]).days
    breakable = len(late) >= rule.instalments or days >= rule.days
    return Following(
        LATE, len(late), days, days > rule.notice_days, breakable, _breakable_on(open_ones, rule)
    )


def _breakable_on(open_ones: Sequence[date], rule: Rule) -> date:
    """The first day on which either limb of the rule is met; a late instalment is late the day after."""
    by_days = date.fromordinal(open_ones[0].toordinal() + rule.days)
    if len(open_ones) < rule.instalments:
        return by_days
    return min(by_days, date.fromordinal(open_ones[rule.instalments - 1].toordinal() + 1))
