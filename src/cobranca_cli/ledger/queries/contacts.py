"""Contacts as of a day: those that count, what they left to be done, and what they mean to the ladder.

A contact counts in the reports of a day from the day it was recorded until the day it was corrected; within
them its own day says when the customer was reached. A letter is a contact of its own, on its day, until a
contact says that it came back, or the run of the ladder that wrote it is withdrawn.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cobranca_cli.domain.outcomes import CALL_WINDOW, OUTCOMES
from cobranca_cli.ledger.queries.withdrawals import WITHDRAWN_LETTERS


class Contact(NamedTuple):
    """A contact that counts; `targets` are the receivables it was about, by id; `letter` that of a letter.

    `received` says that the customer began it; `next_action` and `next_on` what is to be done, and when.
    """

    id: int
    customer: int
    day: date
    booked_on: date
    channel: str
    outcome: str
    note: str | None
    next_action: str | None
    next_on: date | None
    letter: int | None
    author: str | None
    targets: tuple[int, ...]
    received: bool = False


class Touch(NamedTuple):
    """What the contacts with a customer say to the ladder.

    Attributes:
        last: the last day on which he was reached by us, letters included.
        calls: our attempts by telephone on the day and the six before it.
        phoned: the last day on which somebody spoke with him by telephone or in person, whoever began it.
        clearing: the last day on which he said that he had paid.
    """

    last: date | None = None
    calls: int = 0
    phoned: date | None = None
    clearing: date | None = None


# Without the `+` of `reverses` SQLite walks the index of all that reverse nothing, nearly everything; without
# that of `customer_id`, the table in the order of another index: twice the time.
_COUNTS = (
    "+c.reverses IS NULL AND c.booked_on <= :as_of AND NOT EXISTS"
    " (SELECT 1 FROM contact x WHERE x.reverses = c.id AND x.booked_on <= :as_of)"
)
"""Of a row of `contact c`: it was recorded by the day, and not corrected by then."""

_COLUMNS = (
    "c.id, c.customer_id, c.day, c.booked_on, c.channel, c.outcome, c.note, c.next_action, c.next_on,"
    " c.letter_id, c.author, c.received"
)


def contacts_on(connection: sqlite3.Connection, as_of: date, customer: int | None = None) -> list[Contact]:
    """The contacts that count on a day, with one customer or all, in the order of their own days."""
    of_one = "" if customer is None else " AND c.customer_id = :customer"
    return _contacts(connection, of_one, {"as_of": as_of.isoformat(), "customer": customer})


def next_actions_on(connection: sqlite3.Connection, as_of: date) -> list[Contact]:
    """What contacts left to be done by a day and no later contact with the customer has followed.

    Of two contacts with a customer the later is that of the later day, and on one day the one recorded later.
    """
    unfollowed = (
        " AND c.next_on <= :as_of AND NOT EXISTS (SELECT 1 FROM contact f WHERE f.customer_id = c.customer_id"
        f" AND f.day >= c.day AND (f.day, f.id) > (c.day, c.id) AND {_COUNTS.replace('c.', 'f.')})"
    )
    found = _contacts(connection, unfollowed, {"as_of": as_of.isoformat()})
    return sorted(found, key=lambda contact: (contact.next_on or as_of, contact.id))


def _contacts(connection: sqlite3.Connection, and_: str, bound: dict[str, object]) -> list[Contact]:
    where = f"FROM contact c WHERE {_COUNTS}{and_}"
    targets: dict[int, list[int]] = {}
    about = f"SELECT contact_id, receivable_id FROM contact_target WHERE contact_id IN (SELECT c.id {where})"
    for contact, receivable in connection.execute(about, bound):
        targets.setdefault(contact, []).append(receivable)
    rows = connection.execute(f"SELECT {_COLUMNS} {where} ORDER BY c.day, c.id", bound)
    return [_contact(row, targets.get(row[0], ())) for row in rows]


def _contact(row: Sequence[Any], targets: Iterable[int]) -> Contact:
    identity, customer, day, booked_on, channel, outcome, note, action, next_on, letter, author, received = (
        row
    )
    return Contact(
        identity,
        customer,
        date.fromisoformat(day),
        date.fromisoformat(booked_on),
        channel,
        outcome,
        note,
        action,
        date.fromisoformat(next_on) if next_on else None,
        letter,
        author,
        tuple(sorted(targets)),
        bool(received),
    )


def _said(codes: Iterable[str]) -> str:
    """A list of outcomes for SQL; they are words of our own."""
    return f"({', '.join(repr(code) for code in codes)})"


_REACHED = _said(code for code, outcome in OUTCOMES.items() if outcome.reached)
_ATTEMPT = _said(code for code, outcome in OUTCOMES.items() if outcome.attempt)
_CLEARING = _said(code for code, outcome in OUTCOMES.items() if outcome.clearing)

_TOUCHES = (
    f"SELECT c.customer_id, max(c.day) FILTER (WHERE NOT c.received AND c.outcome IN {_REACHED}),"
    " count(*) FILTER (WHERE NOT c.received AND c.channel = 'telefone' AND c.day > :week"
    f" AND c.outcome IN {_ATTEMPT}),"
    f" max(c.day) FILTER (WHERE c.channel IN ('telefone', 'presencial') AND c.outcome IN {_REACHED}),"
    f" max(c.day) FILTER (WHERE c.outcome IN {_CLEARING})"
    f" FROM contact c WHERE {_COUNTS} GROUP BY +c.customer_id"
)
_LETTERS = (
    "SELECT customer_id, max(day) FROM letter WHERE day <= :as_of AND id NOT IN"
    " (SELECT c.letter_id FROM contact c WHERE c.letter_id IS NOT NULL AND c.outcome = 'devolvido'"
    f" AND {_COUNTS}) AND id NOT IN {WITHDRAWN_LETTERS} GROUP BY customer_id"
)


def touches_on(connection: sqlite3.Connection, as_of: date) -> dict[int, Touch]:
    """What the contacts that count on a day, and the letters, mean; by customer, none without any."""
    bound = {"as_of": as_of.isoformat(), "week": (as_of - CALL_WINDOW).isoformat()}
    found = {
        customer: Touch(_day(last), calls, _day(phoned), _day(clearing))
        for customer, last, calls, phoned, clearing in connection.execute(_TOUCHES, bound)
    }
    for customer, day in connection.execute(_LETTERS, bound):
        touch, written = found.get(customer, Touch()), date.fromisoformat(day)
        found[customer] = touch._replace(last=max(touch.last or written, written))
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def letter_of(connection: sqlite3.Connection, identity: int) -> tuple[int, str, str | None] | None:
    """The customer and the day of one letter, and the day on which it was withdrawn."""
    row = connection.execute(
        "SELECT l.customer_id, l.day, w.withdrawn_on FROM letter l"
        " LEFT JOIN dunning_action a ON a.id = l.action_id"
        " LEFT JOIN dunning_withdrawal w ON w.run_id = a.run_id WHERE l.id = ?",
        (identity,),
    ).fetchone()
    return (row[0], row[1], row[2]) if row else None


def customer_since(connection: sqlite3.Connection, customer: int) -> str:
    """The first day the ledger knows of a customer: his registration, or an older title of his."""
    (day,) = connection.execute(
        "SELECT min(p.created_on, coalesce((SELECT min(starts_on) FROM receivable"
        " WHERE customer_id = p.id), p.created_on)) FROM customer p WHERE p.id = ?",
        (customer,),
    ).fetchone()
    return str(day)


def promise_with(connection: sqlite3.Connection, contact: int) -> int | None:
    """The number of the promise recorded with a contact, unless it was withdrawn."""
    row = connection.execute(
        "SELECT p.id FROM promise p LEFT JOIN promise_withdrawal w ON w.promise_id = p.id"
        " WHERE p.contact_id = ? AND w.id IS NULL",
        (contact,),
    ).fetchone()
    return row[0] if row else None
