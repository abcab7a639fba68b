"""What the rows of a file become before the ledger has seen them: validated, cleaned, immutable."""

from datetime import date
from typing import NamedTuple


class CustomerDraft(NamedTuple):
    """A customer as a row tells it; None is "the row does not say"."""

    name: str
    name_key: str
    document: str | None = None
    code: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    category: str | None = None


InvoiceRow = tuple[int, str, str, str | None, str, str, str, int, str | None, str | None, int]
"""An invoice as a row of a file tells it, in the order in which the ledger's loader takes it.

The ledger's id of the customer, number, instalment (or empty), issue date, due date, effective due date,
the day from which the invoice exists, amount in cents, description, category, physical line. Days are ISO
text. A plain tuple, because a million of them are made and bound.
"""


class Received(NamedTuple):
    """What a system's export says was received of a title, all in all, up to a day. Cents.

    Attributes:
        left: what is still open of the title's own amount.
        cash: everything that came in, interest and fine too.
        charges: how much of it was interest and fine; None when the export does not say.
        day: ISO day of the last payment.
    """

    left: int
    cash: int
    charges: int | None
    day: str

    @property
    def settled(self) -> bool:
        """Whether the system holds the title for settled."""
        return self.left == 0


class PaymentDraft(NamedTuple):
    """A payment as a row of a file tells it: the invoice it was for, or the customer, or both.

    `instalment` is None where the row has none; `form` is one of FORMS.
    """

    line: int
    day: date
    amount: int
    number: str | None = None
    instalment: str | None = None
    customer: CustomerDraft | None = None
    form: str | None = None
    key: str | None = None
