"""Promises as of a day, and the money that can keep them."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from cobranca_cli.domain.promises import Money, Promise
from cobranca_cli.ledger.queries.names import TITLE, apart

_TARGETS = "(SELECT group_concat(t.receivable_id) FROM promise_target t WHERE t.promise_id = p.id)"
_PROMISE = f"p.id, p.customer_id, p.amount, p.day, p.made_on, {_TARGETS}"
_WITHDRAWN = "LEFT JOIN promise_withdrawal w ON w.promise_id = p.id"
_STANDS = "p.booked_on <= :as_of AND (w.withdrawn_on IS NULL OR w.withdrawn_on > :as_of)"


class ListedPromise(NamedTuple):
    """A promise with whose it is; ISO days. `invoices` as a person types them."""

    promise: Promise
    customer: str
    document: str | None
    invoices: tuple[str, ...]
    booked_on: str
    note: str | None
    author: str | None
    withdrawn_on: str | None
    reason: str | None


def promises_on(connection: sqlite3.Connection, as_of: date, customer: int | None = None) -> list[Promise]:
    """Those recorded by the day and not taken back by then, of one customer or of all, by id."""
    condition = "" if customer is None else " AND p.customer_id = :customer"
    rows = connection.execute(
        f"SELECT {_PROMISE} FROM promise p {_WITHDRAWN} WHERE {_STANDS}{condition} ORDER BY p.id",
        {"as_of": as_of.isoformat(), "customer": customer},
    )
    return [_promise(row) for row in rows]


_LISTED = (
    f"SELECT {_PROMISE}, c.name, c.document,"
    " (SELECT group_concat(name, char(31)) FROM"
    f" (SELECT {TITLE} AS name FROM promise_target t"
    " JOIN receivable r ON r.id = t.receivable_id WHERE t.promise_id = p.id ORDER BY r.due, r.id)),"
    " p.booked_on, p.note, p.author, w.withdrawn_on, w.reason"
    f" FROM promise p JOIN customer c ON c.id = p.customer_id {_WITHDRAWN}"
)


def listed_promises(
    connection: sqlite3.Connection, as_of: date, customer: int | None = None, *, withdrawn: bool = False
) -> Iterator[ListedPromise]:
    """Promises recorded by a day, in the order of their days: those that stand, or those taken back."""
    condition = "p.booked_on <= :as_of AND w.withdrawn_on <= :as_of" if withdrawn else _STANDS
    if customer is not None:
        condition += " AND p.customer_id = :customer"
    sql = f"{_LISTED} WHERE {condition} ORDER BY p.day, c.name_key, p.id"
    for row in connection.execute(sql, {"as_of": as_of.isoformat(), "customer": customer}):
        yield _listed(row)


def promise_by_id(connection: sqlite3.Connection, identity: int) -> ListedPromise | None:
    """One promise, taken back or not."""
    row = connection.execute(f"{_LISTED} WHERE p.id = ?", (identity,)).fetchone()
    return _listed(row) if row else None


_MONEY = "FROM json_each(:customers) j JOIN movement m ON m.customer_id = j.value"
_ENTRIES = f"{_MONEY} JOIN entry e ON e.movement_id = m.id"
_COUNTS = (
    " LEFT JOIN movement_reversal x ON x.movement_id = m.id"
    " WHERE m.kind IN ('pagamento', 'credito') AND m.day <= :as_of"
    " AND (x.reversed_on IS NULL OR x.reversed_on > :as_of)"
)


def money_of(connection: sqlite3.Connection, customers: Iterable[int], as_of: date) -> dict[int, list[Money]]:
    """What had come in by a day from these customers and counts on it; linear in their payments."""
    from json import dumps

    bound = {"customers": dumps(sorted(set(customers))), "as_of": as_of.isoformat()}
    titles: dict[int, dict[int, int]] = {}
    for movement, title, cents in connection.execute(
        "SELECT m.id, e.receivable_id, sum(e.expenses + e.interest + e.fine + e.correction + e.principal)"
        f" AS cents {_ENTRIES}{_COUNTS} AND e.booked_on <= :as_of AND e.kind IN ('pagamento', 'credito')"
        " GROUP BY m.id, e.receivable_id HAVING cents > 0",
        bound,
    ):
        titles.setdefault(movement, {})[title] = cents
    found: dict[int, list[Money]] = {}
    for customer, *row in connection.execute(
        f"SELECT m.customer_id, m.id, m.kind, m.day, m.amount {_MONEY}{_COUNTS} ORDER BY m.day, m.id", bound
    ):
        found.setdefault(customer, []).append(_money(titles.get(row[0], {}), *row))
    return found


def _money(by_title: dict[int, int], movement: int, kind: str, day: str, amount: int | None) -> Money:
    credit = kind == "credito"
    cents = sum(by_title.values()) if credit else amount or 0
    return Money(movement, date.fromisoformat(day), cents, by_title, from_credit=credit)


def _promise(row: tuple[Any, ...]) -> Promise:
    identity, customer, amount, day, made_on, targets = row
    titles = frozenset(map(int, targets.split(","))) if targets else frozenset[int]()
    return Promise(identity, customer, amount, date.fromisoformat(day), date.fromisoformat(made_on), titles)


def _listed(row: tuple[Any, ...]) -> ListedPromise:
    customer, document, invoices, *rest = row[6:]
    return ListedPromise(_promise(row[:6]), customer, document, apart(invoices), *rest)


def open_titles(connection: sqlite3.Connection, customer: int) -> list[int]:
    """The titles of a customer on which something is open today, by id."""
    rows = connection.execute(
        "SELECT id FROM receivable WHERE customer_id = ? AND cancelled_on IS NULL"
        " AND (settled < amount OR charges_left > 0) ORDER BY id",
        (customer,),
    )
    return [identity for (identity,) in rows]
