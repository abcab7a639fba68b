"""What a story of payments is made of, as the model keeps it: invoices, and what happens to them.

Amounts are cents; percentages are text.
"""

from dataclasses import dataclass
from datetime import date

from tests.services.payment_policy import Policy, effective

COMPONENTS = ("expenses", "interest", "fine", "correction", "principal")
CHARGES = COMPONENTS[:-1]
FINE_FIRST = ("expenses", "fine", "interest", "correction", "principal")
PAYING = ("pagamento", "credito")
SIGNED, BROKEN = "acordo", "rompimento"
"""The kinds of facts that only the commands of agreements record, and take back."""


@dataclass
class Bill:
    """An invoice. `own` is what was agreed for it alone: (fine, interest).

    It `starts` when it was issued; if nobody said when, on its due date, or when somebody first did something
    about it. An instalment of an agreement keeps the charges of the day on which it was `signed`; a debt that
    was `acknowledged` has five years again.
    """

    id: int
    name: str
    customer: str
    amount: int
    due: date
    starts: date
    issued: bool = False
    own: tuple[str, str] | None = None
    cancelled: date | None = None
    signed: Policy | None = None
    acknowledged: bool = False

    @property
    def late_day(self) -> date:
        return effective(self.due)

    @property
    def last_day(self) -> date:
        """Five years, to the day of the same number, or to the next where there is none (CC art. 132 §3)."""
        year, leap = self.due.year + 5, (self.due.month, self.due.day) == (2, 29)
        return date(year, 3, 1) if leap else self.due.replace(year=year)

    def prescribed(self, day: date) -> bool:
        return not self.acknowledged and day > self.last_day

    def exists(self, day: date) -> bool:
        return self.starts <= day and (self.cancelled is None or self.cancelled > day)


@dataclass
class Fact:
    """Something that happened; `known` is the last invoice there was when it was recorded.

    A payment that comes `early` settles instalments without the interest that is not earned yet.
    """

    id: int
    kind: str
    customer: str
    day: date
    amount: int | None
    known: int
    capital: bool = False
    early: bool = False
    named: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()
    key: str | None = None
    undone: date | None = None
