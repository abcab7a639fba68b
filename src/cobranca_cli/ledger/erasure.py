"""Erasing a person: the words go, the numbers and the days stay, and every seal still verifies."""

from datetime import date
from typing import NamedTuple

from .transaction import Transaction


class Erased(NamedTuple):
    """What was taken out.

    Attributes:
        rows: how many rows lost their words, by table.
        files: how many imports lost the name of their file, because the person's name was in it.
    """

    rows: dict[str, int]
    files: int


def erase_person(transaction: Transaction, customer_id: int, day: date, reason: str, instant: str) -> Erased:
    """Take out of the ledger what tells who a customer is, on a day.

    The customer becomes `Titular anonimizado N`, N the id, without document, address, or code. The words of
    all rows about the customer go (`fact_tables`), and with them the salt that their commitments were made
    with: nothing can be guessed from what is left. `reason` is one of `step_7.ERASURE_REASONS`. An event
    `titular_anonimizado` says ids and counts. Whether it may be done is the caller's question. The freed
    bytes are overwritten at the commit (`secure_delete`).
    """
    raise NotImplementedError
