"""What a customer has bought, owes and has kept, as of any day: the ground of a decision on credit.

Linear in the customer's own invoices and in what is open of all, which the concentration is a share of.
"""

import sqlite3
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.credit_history import Dealing
from cobranca_cli.domain.credit_limits import Title
from cobranca_cli.domain.segments import REST, paid_on
from cobranca_cli.ledger.indexes import OPEN_ITEM
from cobranca_cli.ledger.queries.agreement_marks import IN_FORCE, STILL_OPEN
from cobranca_cli.ledger.queries.as_of import EXISTED, open_as_of
from cobranca_cli.ledger.queries.history import settlings

_TITLES = (
    f"SELECT id FROM receivable WHERE customer_id = :c AND {OPEN_ITEM}"
    " UNION SELECT id FROM receivable WHERE cancelled_on > :as_of AND customer_id = :c"
    " UNION SELECT e.receivable_id FROM movement m JOIN entry e ON e.movement_id = m.id"
    " WHERE m.customer_id = :c"
)
"""The titles that may have counted on a day: what is neither open nor cancelled has entries."""
_AGREED = "r.id IN (SELECT receivable_id FROM agreement_instalment)"


class Standing(NamedTuple):
    """An open title: its number in the ledger, its nominal cents, and what the rules take."""

    receivable: int
    amount: int
    title: Title


def standing_of(connection: sqlite3.Connection, customer: int, as_of: date) -> list[Standing]:
    """What a customer has open on a day; cents of principal."""
    opened = open_as_of(
        connection, as_of, f"r.id, due_effective, amount, {_AGREED} AS agreed", " AND customer_id = :who"
    )
    rows = connection.execute(
        f"SELECT id, amount, due_effective, open, agreed FROM ({opened}) ORDER BY due_effective, id",
        {"as_of": as_of.isoformat(), "who": customer},
    )
    return [
        Standing(identity, amount, Title(date.fromisoformat(due), cents, bool(agreed)))
        for identity, amount, due, cents, agreed in rows
    ]


def portfolio_on(connection: sqlite3.Connection, as_of: date) -> tuple[int, int]:
    """All that is open on a day, in cents of principal, and how many customers owe it."""
    opened = open_as_of(connection, as_of, "r.customer_id")
    sums = "coalesce(sum(open), 0), count(DISTINCT customer_id)"
    cents, customers = connection.execute(
        f"SELECT {sums} FROM ({opened})", {"as_of": as_of.isoformat()}
    ).fetchone()
    return int(cents), int(customers)


def dealings_of(connection: sqlite3.Connection, customer: int, as_of: date) -> list[Dealing]:
    """All invoices of a customer that existed on a day, by the day they were sold."""
    named = f"SELECT id AS title FROM ({_TITLES})"
    paid: dict[int, date] = {}
    for title, settling in settlings(connection, named, {"c": str(customer)}, as_of):
        on = paid_on(title.amount, settling, REST)
        if on:
            paid[title.id] = on
    rows = connection.execute(
        f"SELECT r.id, coalesce(issued, starts_on), due_effective, amount, {_AGREED} FROM receivable r"
        f" WHERE r.id IN ({_TITLES}) AND {EXISTED} ORDER BY 2, r.id",
        {"as_of": as_of.isoformat(), "c": customer},
    )
    return [
        Dealing(date.fromisoformat(bought), date.fromisoformat(due), amount, paid.get(identity), bool(agreed))
        for identity, bought, due, amount, agreed in rows
    ]


def agreements_kept(
    connection: sqlite3.Connection, customer: int, since: date, as_of: date
) -> tuple[int, int]:
    """Of a customer's agreements, how many were fulfilled and how many broken after a day and by another."""
    bound = {"who": customer, "since": since.isoformat(), "as_of": as_of.isoformat()}
    (kept,) = connection.execute(
        f"SELECT count(*) FROM agreement a WHERE customer_id = :who AND signed_on <= :as_of AND {IN_FORCE}"
        f" AND NOT {STILL_OPEN} AND (SELECT max(n.booked_on) FROM agreement_instalment i JOIN entry n"
        " ON n.receivable_id = i.receivable_id"
        " WHERE i.agreement_id = a.id AND n.booked_on <= :as_of) > :since",
        bound,
    ).fetchone()
    (broken,) = connection.execute(
        "SELECT count(DISTINCT a.id) FROM agreement a JOIN agreement_breach b ON b.agreement_id = a.id"
        " LEFT JOIN movement_reversal y ON y.movement_id = b.movement_id AND y.reversed_on <= :as_of"
        " LEFT JOIN movement_reversal x ON x.movement_id = a.movement_id AND x.reversed_on <= :as_of"
        " WHERE a.customer_id = :who AND b.day > :since AND b.day <= :as_of"
        " AND y.id IS NULL AND x.id IS NULL",
        bound,
    ).fetchone()
    return int(kept), int(broken)
