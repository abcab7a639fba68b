"""Sums of what is open by effective due date."""

import sqlite3
from datetime import date
from typing import NamedTuple

from cobranca_cli.ledger.queries.as_of import open_as_of


class DueSum(NamedTuple):
    """Invoices, their customers and their open cents."""

    invoices: int
    customers: int
    amount: int


def due_between(connection: sqlite3.Connection, as_of: date, first: date | None, last: date) -> DueSum:
    """What is open on a day with an effective due date from `first` (None: ever) to `last`, inclusive."""
    opened = open_as_of(connection, as_of, "customer_id", " AND due_effective BETWEEN :first AND :last")
    row = connection.execute(
        f"SELECT count(*), count(DISTINCT customer_id), coalesce(sum(open), 0) FROM ({opened})",
        {"as_of": as_of.isoformat(), "first": (first or date.min).isoformat(), "last": last.isoformat()},
    ).fetchone()
    return DueSum(*row)
