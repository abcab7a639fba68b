"""What the ladder has done: steps taken by titles, runs, actions that wait for a person."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cobranca_cli.ledger.queries.withdrawals import WITHDRAWN_ACTIONS, WITHDRAWN_RUNS


class Reachable(NamedTuple):
    """A customer with what he can be reached by."""

    id: int
    name: str
    document: str | None
    email: str | None
    phone: str | None
    address: str | None
    city: str | None
    state: str | None


def reachable(connection: sqlite3.Connection, customers: Iterable[int]) -> dict[int, Reachable]:
    """These customers; linear in them."""
    rows = connection.execute(
        "SELECT id, name, document, email, phone, address, city, state FROM customer"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(customers)),),
    )
    return {row[0]: Reachable(*row) for row in rows}


def names_in_order(connection: sqlite3.Connection, customers: Iterable[int]) -> list[int]:
    """These customers by name."""
    rows = connection.execute(
        "SELECT id FROM customer WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name_key, id",
        (json.dumps(list(customers)),),
    )
    return [row[0] for row in rows]


def steps_taken(
    connection: sqlite3.Connection, receivables: Iterable[int], as_of: date
) -> dict[int, dict[str, date]]:
    """The steps that these titles had taken by the end of a day, and when; linear in the titles."""
    found: dict[int, dict[str, date]] = {}
    days: dict[str, date] = {}
    rows = connection.execute(
        "SELECT receivable_id, step, day FROM dunning_claim"
        " WHERE receivable_id IN (SELECT value FROM json_each(:titles)) AND day <= :as_of"
        f" AND action_id NOT IN {WITHDRAWN_ACTIONS} ORDER BY day",
        {"titles": json.dumps(list(receivables)), "as_of": as_of.isoformat()},
    )
    for receivable, step, day in rows:
        on = days.get(day) or days.setdefault(day, date.fromisoformat(day))
        found.setdefault(receivable, {})[step] = on
    return found


def last_run(connection: sqlite3.Connection) -> date | None:
    """The latest day for which the ladder was run, runs apart that were withdrawn."""
    (day,) = connection.execute(
        "SELECT max(day) FROM dunning_run WHERE id NOT IN (SELECT run_id FROM dunning_withdrawal)"
    ).fetchone()
    return date.fromisoformat(day) if day else None


def acted_on(connection: sqlite3.Connection, day: date) -> dict[int, str]:
    """The customers with whom the ladder did something on a day, and the highest step of it."""
    rows = connection.execute(
        "SELECT customer_id, step FROM dunning_action WHERE day = :as_of"
        f" AND run_id NOT IN {WITHDRAWN_RUNS} ORDER BY id",
        {"as_of": day.isoformat()},
    )
    return dict(rows)


def with_money(connection: sqlite3.Connection) -> set[int]:
    """The customers of whom a payment was ever recorded: nobody else can have credit."""
    return {row[0] for row in connection.execute("SELECT DISTINCT customer_id FROM movement")}


class Waiting(NamedTuple):
    """An action of a run that waits for a person: a call to make or a decision to take.

    `titles` are those it is still about: of a call those that no later action has taken up.
    """

    id: int
    customer: int
    day: str
    step: str
    kind: str
    channel: str | None
    template: str | None
    titles: tuple[int, ...]


def waiting_on(connection: sqlite3.Connection, as_of: date) -> list[Waiting]:
    """What waits at the end of a day, the oldest first.

    A decision waits until it is taken. A call waits until somebody has spoken with the customer since, or
    until each of its titles has come to a later step.
    """
    rows = connection.execute(
        "SELECT a.id, a.customer_id, a.day, a.step, a.kind, a.channel, a.template,"
        " (SELECT group_concat(k.receivable_id) FROM dunning_claim k WHERE k.action_id = a.id"
        "   AND (a.kind = 'decidir' OR NOT EXISTS (SELECT 1 FROM dunning_claim l"
        "     WHERE l.receivable_id = k.receivable_id AND l.action_id > a.id AND l.day <= :as_of"
        f"     AND l.action_id NOT IN {WITHDRAWN_ACTIONS})))"
        " FROM dunning_action a WHERE a.day <= :as_of AND a.kind <> 'enviar'"
        f" AND a.run_id NOT IN {WITHDRAWN_RUNS}"
        " AND NOT EXISTS (SELECT 1 FROM dunning_decision d WHERE d.action_id = a.id AND d.day <= :as_of)"
        " ORDER BY a.day, a.id",
        {"as_of": as_of.isoformat()},
    )
    return [Waiting._make((*row[:7], tuple(map(int, row[7].split(","))))) for row in rows if row[7]]
