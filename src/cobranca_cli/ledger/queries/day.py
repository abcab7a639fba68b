"""Sums of what is open by effective due date."""

import sqlite3
from datetime import date
from typing import NamedTuple

from cobranca_cli.ledger.schema import OPEN_ITEM


class DueSum(NamedTuple):
    """Invoices, their customers and their open cents."""

    invoices: int
    customers: int
    amount: int


def due_between(connection: sqlite3.Connection, today: date, first: date | None, last: date) -> DueSum:
    """What is open today with an effective due date from `first` (None: ever) to `last`, both inclusive."""
    row = connection.execute(
        "SELECT count(*), count(DISTINCT customer_id), coalesce(sum(amount - settled), 0) FROM receivable"
        f" WHERE {OPEN_ITEM} AND due_effective BETWEEN ? AND ? AND starts_on <= ?",
        ((first or date.min).isoformat(), last.isoformat(), today.isoformat()),
    ).fetchone()
    return DueSum(*row)
