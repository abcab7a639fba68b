"""What the rows of a file become before the ledger has seen them: validated, cleaned, immutable."""

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
