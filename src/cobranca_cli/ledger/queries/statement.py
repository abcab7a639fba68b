"""What a statement and a receipt read beside an account: all titles of a customer, movements with words."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.account import Entry, Parts
from cobranca_cli.ledger.indexes import OPEN_ITEM
from cobranca_cli.ledger.queries.accounts import Claimed, titles_by_id

_ALL_OF_CUSTOMER = (
    f"SELECT id FROM receivable WHERE customer_id = :c AND {OPEN_ITEM}"
    " UNION SELECT id FROM receivable WHERE cancelled_on IS NOT NULL AND customer_id = :c"
    " UNION SELECT e.receivable_id FROM movement m JOIN entry e ON e.movement_id = m.id"
    " WHERE m.customer_id = :c"
)
"""What is not open and not cancelled is settled, and so has entries."""


class StatedTitle(NamedTuple):
    """A title, the day from which it is cancelled as was known on a day, and what it is for; ISO days."""

    claimed: Claimed
    cancelled_on: str | None
    description: str | None


class StatedMovement(NamedTuple):
    """A movement as it was known on a day: what was reversed only later has no `reversed_on`. ISO days."""

    id: int
    kind: str
    day: str
    amount: int | None
    form: str | None
    reason: str | None
    reversed_on: str | None
    reversal_reason: str | None


class BookedEntry(NamedTuple):
    """An entry as booked; `later` when it was not recorded with its movement but because of another one."""

    entry: Entry
    later: bool


def stated_titles(connection: sqlite3.Connection, customer: int, as_of: date) -> dict[int, StatedTitle]:
    """Every title of a customer that exists on a day, paid and cancelled ones too.

    One that is cancelled from its first day on, as by an import that was taken back, never existed.

    Linear in them and in the cancelled titles of the ledger: no index has all of a customer's, but each of
    the three that it has has some.
    """
    rows = connection.execute(
        "SELECT id, iif(cancelled_on <= :as_of, cancelled_on, NULL), description FROM receivable"
        f" WHERE id IN ({_ALL_OF_CUSTOMER}) AND starts_on <= :as_of"
        " AND (cancelled_on IS NULL OR cancelled_on > starts_on) ORDER BY starts_on, number, instalment",
        {"c": customer, "as_of": as_of.isoformat()},
    ).fetchall()
    claimed = titles_by_id(connection, (identity for identity, _, _ in rows), as_of)
    return {identity: StatedTitle(claimed[identity], *rest) for identity, *rest in rows}


def stated_movements(connection: sqlite3.Connection, customer: int, as_of: date) -> list[StatedMovement]:
    """Every movement of a customer up to a day, in the order of their days."""
    rows = connection.execute(
        "SELECT m.id, m.kind, m.day, m.amount, m.form, m.reason, x.reversed_on, x.reason FROM movement m"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id AND x.reversed_on <= :as_of"
        " WHERE m.customer_id = :customer AND m.day <= :as_of ORDER BY m.day, m.id",
        {"customer": customer, "as_of": as_of.isoformat()},
    )
    return [StatedMovement(*row) for row in rows]


def booked_entries(connection: sqlite3.Connection, movement: int, as_of: date) -> list[BookedEntry]:
    """The entries of a movement booked up to a day, in the order in which they were written."""
    rows = connection.execute(
        "SELECT e.receivable_id, e.kind, e.value_on, e.booked_on, e.recorded_at <> m.recorded_at, e.expenses,"
        " e.interest, e.fine, e.correction, e.principal FROM entry e JOIN movement m ON m.id = e.movement_id"
        " WHERE e.movement_id = ? AND e.booked_on <= ? ORDER BY e.id",
        (movement, as_of.isoformat()),
    )
    return [
        BookedEntry(
            Entry(
                movement, title, kind, date.fromisoformat(value), date.fromisoformat(booked), Parts(*parts)
            ),
            bool(later),
        )
        for title, kind, value, booked, later, *parts in rows
    ]


def descriptions(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, str | None]:
    """What each of these titles is for; linear in them."""
    sql = "SELECT description FROM receivable WHERE id = ?"
    return {identity: connection.execute(sql, (identity,)).fetchone()[0] for identity in ids}
