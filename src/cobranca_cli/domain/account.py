"""What an account is made of: titles, the movements on them, and the entries that movements leave.

A movement is an intention and a fact ("R$ 500,00 came in on the 10th, for invoice A"). What it does to
each title is an entry, split by component. Amounts are cents. A positive part lowers the debt; a
negative one raises it: an expense, a recovered loss, what an agreement held and gives free again.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from .calendar import BusinessCalendar
from .holds import Span
from .rates import Rates
from .terms import Terms

if TYPE_CHECKING:
    from .agreement import Deal

ACCRUAL = "encargos"
"""The kind of entry that keeps what had accrued when a movement came, decided then and for good."""

COMPONENTS = ("expenses", "interest", "fine", "correction", "principal")


class Parts(NamedTuple):
    """An amount by component, in cents."""

    expenses: int = 0
    interest: int = 0
    fine: int = 0
    correction: int = 0
    principal: int = 0

    @property
    def total(self) -> int:
        """The sum of the components."""
        return self.expenses + self.interest + self.fine + self.correction + self.principal

    def plus(self, other: "Parts") -> "Parts":
        """Component by component."""
        # Written out: of all that a replay does, it does this most.
        a, b, c, d, e = other
        return Parts(self[0] + a, self[1] + b, self[2] + c, self[3] + d, self[4] + e)

    def minus(self, other: "Parts") -> "Parts":
        """Component by component; may go below zero."""
        a, b, c, d, e = other
        return Parts(self[0] - a, self[1] - b, self[2] - c, self[3] - d, self[4] - e)

    def never_negative(self) -> "Parts":
        """The same with zero in the place of what is below it."""
        return Parts(*(max(0, part) for part in self))


NOTHING = Parts()


class Title(NamedTuple):
    """A receivable as the rules see it.

    `prescribes_on` is the last day on which it can be claimed (CC art. 206); None when that does not matter.
    From `cancelled_on` on it takes no money.
    """

    id: int
    amount: int
    due: date
    due_effective: date
    prescribes_on: date | None = None
    cancelled_on: date | None = None

    def cancelled(self, day: date) -> bool:
        """Whether it had been cancelled by that day."""
        return self.cancelled_on is not None and day >= self.cancelled_on

    def prescribed(self, day: date) -> bool:
        """Whether its time has run out on that day."""
        return self.prescribes_on is not None and day > self.prescribes_on


class Entry(NamedTuple):
    """What a movement did to one title.

    `value_on` is the day on which it takes effect on interest, `booked_on` the first day on which a report
    knows it; they differ when a reversal made an older movement be allocated again.
    """

    movement: int
    title: int
    kind: str
    value_on: date
    booked_on: date
    parts: Parts


class Told(NamedTuple):
    """How another system allocated a payment to the one title it was for; it wins over the rules.

    Attributes:
        principal: cents of the payment that it took for principal; the rest was charges.
        discount: principal that it let off with the payment.
        settled: it holds the title for settled, and what we would still claim as charges is waived.
    """

    principal: int
    discount: int = 0
    settled: bool = False


class Movement(NamedTuple):
    """A fact that changes what a customer owes.

    Attributes:
        id: in the order in which movements were recorded.
        kind: `pagamento`, `credito` (use of credit), `abono` (waiver of charges), `abatimento`, `desconto`,
            `perda` (write-off), `despesa`, `acordo` (an agreement signed) or `rompimento` (one broken).
        day: when it happened.
        amount: cents; None means all there is.
        mode: `legal` (charges first, CC art. 354), `capital` (principal first, by the creditor's leave) or
            `quitacao` (instalments of an agreement before their time, without the interest not earned yet).
        targets: the titles the debtor said it is for, in his order (CC art. 352).
        components: which components a waiver is about; of a breach, the clause that was applied.
        horizon: the highest id of a title known when it was recorded; later ones are not its business.
        reversed_on: the day from which it counts no more.
        told: how another system allocated it; None lets the rules do it.
    """

    id: int
    kind: str
    day: date
    amount: int | None
    mode: str = "legal"
    targets: tuple[int, ...] = ()
    components: tuple[str, ...] = ()
    horizon: int = 2**62
    reversed_on: date | None = None
    told: Told | None = None


class Conditions(NamedTuple):
    """What the rules need to know beside a title: its terms on a day, the business days, the indices.

    `changes` are the days on which the terms may change, in their order: new ones hold from that day on.
    `frozen` are the days without interest, in their order and apart from each other.
    """

    terms_on: Callable[[date], Terms]
    calendar: BusinessCalendar
    rates: Rates
    changes: tuple[date, ...] = ()
    frozen: tuple[Span, ...] = ()


class Account(NamedTuple):
    """One customer's titles that may be claimed, the conditions of each, and the agreements about them."""

    titles: Mapping[int, Title]
    conditions: Callable[[int], Conditions]
    deals: "tuple[Deal, ...]" = ()
