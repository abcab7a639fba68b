"""What statistics of lateness are made from: every title with how it was paid and since when that was known.

Days are ordinals. Only what was booked by a day is read. Linear in the titles read.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from json import dumps
from operator import itemgetter
from typing import NamedTuple

from cobranca_cli.domain.holds import DISPUTE
from cobranca_cli.domain.segments import MONEY, REST
from cobranca_cli.domain.turns import Booked, Turn, turns_of
from cobranca_cli.ledger.indexes import OPEN_ITEM
from cobranca_cli.ledger.queries.as_of import open_as_of

Span = tuple[int, int]
TitleFacts = tuple[int, int, int, int, tuple[Turn, ...], int, tuple[Span, ...]]
"""Id, first day, effective due date, cents, turns, the day it was cancelled (0 if never), disputes."""

_ENTRIES = "e.receivable_id = x.id AND e.booked_on <= :as_of AND e.principal <> 0"
_TITLES = (
    "SELECT x.customer_id, length(c.document), x.id, x.starts_on, x.due_effective, x.amount,"
    " iif(x.cancelled_on <= :as_of, x.cancelled_on, NULL), count(e.id), min(e.kind), min(e.value_on),"
    " min(e.booked_on), sum(e.principal) FROM receivable x JOIN customer c ON c.id = x.customer_id"
    f" LEFT JOIN entry e ON {_ENTRIES} WHERE x.starts_on <= :as_of"
)
_ONE_TITLE = (
    "SELECT e.kind, e.value_on, e.booked_on, e.principal FROM entry e"
    " WHERE e.receivable_id = ? AND e.booked_on <= ? AND e.principal <> 0 ORDER BY e.id"
)
_OF_CUSTOMER = (
    f"SELECT id FROM receivable WHERE customer_id = :c AND {OPEN_ITEM}"
    " UNION SELECT id FROM receivable WHERE cancelled_on > :as_of AND customer_id = :c"
    " UNION SELECT e.receivable_id FROM movement m JOIN entry e ON e.movement_id = m.id"
    " WHERE m.customer_id = :c"
)
"""What is neither open nor cancelled is settled, and so has entries; what was cancelled may have some too."""


class CustomerFacts(NamedTuple):
    """A customer's titles; `person` is whether his document is a CPF, None without one."""

    id: int
    person: bool | None
    titles: list[TitleFacts]


class _Ordinals(dict[str, int]):
    """ISO days read once each: they repeat from row to row."""

    def __missing__(self, text: str) -> int:
        day = self[text] = date.fromisoformat(text).toordinal()
        return day


def all_titles(connection: sqlite3.Connection, as_of: date) -> Iterator[CustomerFacts]:
    """Every title that the ledger knew on a day, cancelled ones too, customer by customer."""
    yield from _customers(connection, "", {"as_of": as_of.isoformat()})


def titles_of_debtors(connection: sqlite3.Connection, as_of: date) -> Iterator[CustomerFacts]:
    """The titles of the customers who have something open on a day."""
    opened = open_as_of(connection, as_of, "customer_id")
    rows = connection.execute(f"SELECT DISTINCT customer_id FROM ({opened})", {"as_of": as_of.isoformat()})
    who = [customer for (customer,) in rows]
    condition = " AND x.customer_id IN (SELECT value FROM json_each(:who))"
    yield from _customers(connection, condition, {"as_of": as_of.isoformat(), "who": dumps(who)})


def titles_of_customer(connection: sqlite3.Connection, customer: int, as_of: date) -> Iterator[CustomerFacts]:
    """The titles of one customer, but those that were cancelled by the day; linear in them."""
    bound: dict[str, object] = {"as_of": as_of.isoformat(), "c": customer}
    condition = f" AND x.id IN ({_OF_CUSTOMER}) AND (x.cancelled_on IS NULL OR x.cancelled_on > :as_of)"
    yield from _customers(connection, condition, bound)


def due_between(connection: sqlite3.Connection, first: date, last: date) -> int:
    """How many titles, whatever became of them, fell due in a time, both days included."""
    row = connection.execute(
        "SELECT count(*) FROM receivable WHERE due_effective BETWEEN ? AND ?",
        (first.isoformat(), last.isoformat()),
    ).fetchone()
    return int(row[0])


def agreement_days(connection: sqlite3.Connection, as_of: date) -> dict[int, list[int]]:
    """The days on which each customer signed an agreement, up to a day, in their order."""
    found: dict[int, list[int]] = {}
    for customer, signed in connection.execute(
        "SELECT customer_id, signed_on FROM agreement WHERE signed_on <= ? ORDER BY signed_on, id",
        (as_of.isoformat(),),
    ):
        found.setdefault(customer, []).append(date.fromisoformat(signed).toordinal())
    return found


def _customers(
    connection: sqlite3.Connection, condition: str, bound: dict[str, object]
) -> Iterator[CustomerFacts]:
    day, as_of = _Ordinals(), str(bound["as_of"])
    of_title, of_customer = _disputes(connection, as_of)
    rows = connection.execute(f"{_TITLES}{condition} GROUP BY x.id ORDER BY x.customer_id, x.id", bound)
    for (customer, digits), group in groupby(rows, key=itemgetter(0, 1)):
        everywhere = of_customer.get(customer, ())
        titles: list[TitleFacts] = []
        for _, _, identity, start, due, cents, gone, count, *entry in group:
            due_day = day[due]
            turns: tuple[Turn, ...] = ()
            if count == 1:
                turns = _turns_of_one(cents, due_day, day, *entry)
            elif count:
                turns = _turns_of_many(connection, identity, cents, due_day, day, as_of)
            disputes = (*everywhere, *of_title.get(identity, ()))
            titles.append((identity, day[start], due_day, cents, turns, day[gone] if gone else 0, disputes))
        yield CustomerFacts(customer, None if digits is None else digits == 11, titles)


def _turns_of_one(
    cents: int, due: int, day: _Ordinals, kind: str, value_on: str, booked_on: str, principal: int
) -> tuple[Turn, ...]:
    if kind in MONEY and 100 * principal >= (100 - REST) * cents:
        return ((day[booked_on], day[value_on]),)
    return turns_of(cents, due, [Booked(kind, day[value_on], day[booked_on], principal)])


def _turns_of_many(
    connection: sqlite3.Connection, title: int, cents: int, due: int, day: _Ordinals, as_of: str
) -> tuple[Turn, ...]:
    rows = connection.execute(_ONE_TITLE, (title, as_of))
    return turns_of(
        cents, due, [Booked(kind, day[value], day[booked], part) for kind, value, booked, part in rows]
    )


def _disputes(
    connection: sqlite3.Connection, as_of: str
) -> tuple[dict[int, list[Span]], dict[int, list[Span]]]:
    """First and last day of the disputes, by title and by customer who disputes all, as known on a day."""
    rows: Iterable[tuple[int, int | None, str, str]] = connection.execute(
        "SELECT h.customer_id, h.receivable_id, h.since,"
        " min(coalesce(h.until, '9999-12-31'), coalesce(date(e.ended_on, '-1 day'), '9999-12-31'))"
        " FROM hold h LEFT JOIN hold_end e ON e.hold_id = h.id AND e.ended_on <= ?1"
        " WHERE h.kind = ?2 AND h.since <= ?1 ORDER BY h.id",
        (as_of, DISPUTE),
    )
    titles: dict[int, list[Span]] = {}
    day = _Ordinals()
    customers: dict[int, list[Span]] = {}
    for customer, title, first, last in rows:
        where = customers.setdefault(customer, []) if title is None else titles.setdefault(title, [])
        where.append((day[first], day[last]))
    return titles, customers
