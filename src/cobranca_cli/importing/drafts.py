"""What the rows of a file become before the ledger has seen them: validated, cleaned, immutable."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CustomerDraft:
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


class InvoiceDraft(NamedTuple):
    """An invoice as a row tells it, in the order in which the ledger's loader takes it.

    `customer` is the ledger's id; days are ISO text; `amount` is in cents; `line` is the physical line.
    """

    customer: int
    number: str
    instalment: str
    issued: str | None
    due: str
    due_effective: str
    starts_on: str
    amount: int
    description: str | None
    category: str | None
    line: int
