"""What was open on a day, said in SQL: the present, put back by what was booked after that day.

`receivable.settled` holds all entries. As of a day it is `settled` less the principal of the entries booked
later, which is negative where a payment was undone since. Most titles have no later entry and are read
from the partial indexes of the present; the others come from `later`. Everything here binds `:as_of`.
"""

import sqlite3
from datetime import date
from typing import NamedTuple

from cobranca_cli.ledger.schema import OPEN_ON_DAY

EXISTED = "starts_on <= :as_of AND (cancelled_on IS NULL OR cancelled_on > :as_of)"
"""What the ledger knew on the day and had not cancelled; whether anything was owed is another matter."""

# Without the `+` SQLite spares itself the sort by walking all entries of all times, four times as long.
LATER = (
    "later (receivable_id, principal) AS MATERIALIZED (SELECT receivable_id, sum(principal) FROM entry"
    " WHERE booked_on > :as_of GROUP BY +receivable_id HAVING sum(principal) <> 0)"
)
"""Table expression: the titles whose settled principal was another on the day, and by how much less."""

LATER_RECEIVABLE = "later CROSS JOIN receivable r ON r.id = receivable_id"
"""The titles of `later`, in the order of their ids, which is the order of the table."""

SETTLED_THEN = "settled - principal"
"""The principal settled as of the day, of a title of `later`."""


class Source(NamedTuple):
    """Some of the titles open on the day: what follows FROM (`receivable r`), WHERE, and what was settled."""

    tables: str
    condition: str
    settled: str


def booked_later(connection: sqlite3.Connection, as_of: date) -> bool:
    """Whether any entry was booked after the day: today, and on most days asked for, none was."""
    return _any(connection, "entry WHERE booked_on > ?", as_of)


def present(connection: sqlite3.Connection, as_of: date) -> tuple[str, ...]:
    """Conditions on `receivable`: open now and existing on the day; the cancelled later if there are any."""
    return OPEN_ON_DAY if _any(connection, "receivable WHERE cancelled_on > ?", as_of) else OPEN_ON_DAY[:1]


def open_on(connection: sqlite3.Connection, as_of: date) -> tuple[str, tuple[Source, ...]]:
    """A WITH clause, empty if not needed, and the sources of the day; each open title is in one of them."""
    conditions = present(connection, as_of)
    if not booked_later(connection, as_of):
        return "", tuple(Source("receivable r", condition, "settled") for condition in conditions)
    untouched = " AND r.id NOT IN (SELECT receivable_id FROM later)"
    return f"WITH {LATER} ", (
        *(Source("receivable r", condition + untouched, "settled") for condition in conditions),
        Source(LATER_RECEIVABLE, f"{EXISTED} AND {SETTLED_THEN} < amount", SETTLED_THEN),
    )


def open_as_of(connection: sqlite3.Connection, as_of: date, columns: str, and_: str = "") -> str:
    """SQL of the titles open on a day, `columns` of `receivable` plus `open` in cents; binds `:as_of`."""
    prefix, sources = open_on(connection, as_of)
    return prefix + " UNION ALL ".join(
        f"SELECT {columns}, amount - ({settled}) AS open FROM {tables} WHERE {condition}{and_}"
        for tables, condition, settled in sources
    )


def _any(connection: sqlite3.Connection, where: str, as_of: date) -> bool:
    found = connection.execute(f"SELECT 1 FROM {where} LIMIT 1", (as_of.isoformat(),)).fetchone()
    return found is not None
