"""What the indicators of a portfolio are made of, summed up by their days, as of any day.

What was sold is read once, whatever the number of days asked about; of the entries, those of the invoices
that fell due, or that were booked, in the time in question. What is open on a day comes from `as_of`. Every
sum is by dates; which of them belong together is the domain's word. Instalments of agreements are open
like any other invoice but are no sales: whatever is about sales leaves them out.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from cobranca_cli.domain.cohorts import NOT_PAYING, Settled, Sold
from cobranca_cli.domain.segments import MONEY
from cobranca_cli.domain.suspension import AGREED, PASSED
from cobranca_cli.ledger.queries.as_of import EXISTED, open_as_of

_NO_INSTALMENT = "r.id NOT IN (SELECT receivable_id FROM agreement_instalment)"
_LATE = "CAST(julianday(e.value_on) - julianday(r.issued) AS INTEGER)"


def _words(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


def sold(connection: sqlite3.Connection, until: date) -> Iterator[Sold]:
    """Every invoice sold up to a day by its dates: one pass over them, a row for each set of dates."""
    day = cache(date.fromisoformat)
    rows = connection.execute(
        "SELECT starts_on, due_effective, cancelled_on, sum(amount) FROM receivable r"
        f" WHERE starts_on <= ? AND {_NO_INSTALMENT} GROUP BY 1, 2, 3",
        (until.isoformat(),),
    )
    for starts, due, cancelled, cents in rows:
        yield Sold(day(starts), day(due), day(cancelled) if cancelled else None, cents)


def settled(connection: sqlite3.Connection, due_from: date, until: date) -> Iterator[Settled]:
    """What was taken off the invoices sold that fell due from a day on, as booked up to another."""
    day = cache(date.fromisoformat)
    rows = connection.execute(
        "SELECT r.due_effective, r.cancelled_on, e.value_on, e.booked_on, sum(e.principal)"
        " FROM receivable r CROSS JOIN entry e ON e.receivable_id = r.id"
        f" WHERE r.due_effective >= ? AND {_NO_INSTALMENT} AND +e.booked_on <= ?"
        f" AND e.kind NOT IN ({_words(NOT_PAYING)}) GROUP BY 1, 2, 3, 4",
        (due_from.isoformat(), until.isoformat()),
    )
    for due, cancelled, on, booked, cents in rows:
        yield Settled(day(due), day(cancelled) if cancelled else None, day(on), day(booked), cents)


class Received(NamedTuple):
    """Money for invoices sold that was booked on a day, principal in cents, less what was taken back on it.

    Attributes:
        overdue: what of it came in after the due date.
        dated: what of it was for invoices with an issue date; `cent_days` is that times the days from it.
    """

    booked: date
    overdue: int
    dated: int
    cent_days: int


def received(connection: sqlite3.Connection, since: date, until: date) -> list[Received]:
    """The money booked day by day, both days included; linear in the entries of that time."""
    rows = connection.execute(
        "SELECT e.booked_on, sum(iif(e.value_on > r.due_effective, e.principal, 0)),"
        " sum(iif(r.issued IS NULL, 0, e.principal)),"
        f" sum(iif(r.issued IS NULL, 0, e.principal * {_LATE}))"
        " FROM entry e CROSS JOIN receivable r ON r.id = e.receivable_id"
        f" WHERE e.booked_on BETWEEN ? AND ? AND e.kind IN ({_words((*MONEY, PASSED))}) AND {_NO_INSTALMENT}"
        " GROUP BY e.booked_on",
        (since.isoformat(), until.isoformat()),
    )
    return [Received(date.fromisoformat(booked), *sums) for booked, *sums in rows]


def held_overdue(connection: sqlite3.Connection, as_of: date) -> int:
    """Overdue principal that agreements held suspended on a day, in cents."""
    (cents,) = connection.execute(
        "SELECT coalesce(sum(e.principal), 0) FROM (SELECT DISTINCT receivable_id AS id FROM agreement_title)"
        " t CROSS JOIN receivable r ON r.id = t.id CROSS JOIN entry e ON e.receivable_id = r.id"
        f" WHERE e.kind = '{AGREED}' AND e.booked_on <= :as_of AND r.due_effective < :as_of AND {EXISTED}"
        f" AND {_NO_INSTALMENT}",
        {"as_of": as_of.isoformat()},
    ).fetchone()
    return int(cents)


class ByDue(NamedTuple):
    """Open principal by effective due date, in cents: all of it, and what of it is no instalment."""

    everything: dict[date, int]
    sold: dict[date, int]


class Owing(NamedTuple):
    """What a customer owes on a day: cents open, and of them long overdue; invoices overdue."""

    customer: int
    amount: int
    long_overdue: int
    overdue_count: int


class Standing(NamedTuple):
    """What is open on a day: by due date, by customer, and all of the operations that are long overdue.

    An operation is all instalments of one number.
    """

    by_due: ByDue
    owing: list[Owing]
    of_operations: int


_BY_DUE = "due_effective, sum(open), sum(iif(made, 0, open)) FROM opened GROUP BY due_effective"
_BY_CUSTOMER = (
    "customer_id, sum(open), coalesce(sum(open) FILTER (WHERE due_effective <= :late), 0),"
    " count(*) FILTER (WHERE due_effective < :as_of) FROM opened GROUP BY customer_id"
)
_OF_OPERATIONS = (
    "coalesce(sum(cents), 0) FROM (SELECT sum(open) AS cents, min(due_effective) AS oldest FROM opened"
    " GROUP BY number) WHERE oldest <= :late"
)


def _opened(connection: sqlite3.Connection, as_of: date, columns: str) -> str:
    made = "r.id IN (SELECT receivable_id FROM agreement_instalment) AS made"
    return f"WITH opened AS ({open_as_of(connection, as_of, f'{columns}, {made}')})"


def open_by_due(connection: sqlite3.Connection, as_of: date) -> ByDue:
    """What was open on a day by due date: one pass over it."""
    rows = connection.execute(
        f"{_opened(connection, as_of, 'due_effective')} SELECT {_BY_DUE}", {"as_of": as_of.isoformat()}
    )
    return _by_due(rows)


def standing(connection: sqlite3.Connection, as_of: date, due_to: date) -> Standing:
    """What was open on a day; what was due by `due_to` is long overdue. One pass over it."""
    rows = connection.execute(
        f"{_opened(connection, as_of, 'customer_id, number, due_effective')}"
        f" SELECT 1, {_BY_DUE.replace(' FROM', ', 0 FROM', 1)}"
        f" UNION ALL SELECT 2, {_BY_CUSTOMER} UNION ALL SELECT 3, 0, 0, 0, {_OF_OPERATIONS}",
        {"as_of": as_of.isoformat(), "late": due_to.isoformat()},
    )
    by_due, owing, dragged = [], [], 0
    for kind, *row in rows:
        if kind == 1:
            by_due.append(row[:3])
        elif kind == 2:
            owing.append(Owing(*row))
        else:
            dragged = row[3]
    return Standing(_by_due(by_due), owing, dragged)


def _by_due(rows: Iterable[Sequence[Any]]) -> ByDue:
    found = ByDue({}, {})
    for due, cents, sold_cents in rows:
        day = date.fromisoformat(due)
        found.everything[day], found.sold[day] = cents, sold_cents
    return found


class Debtor(NamedTuple):
    """A customer with his open principal in cents."""

    name: str
    document: str | None
    amount: int


def debtors(connection: sqlite3.Connection, as_of: date) -> list[Debtor]:
    """Every customer with something open on a day, the largest first, then by name."""
    opened = open_as_of(connection, as_of, "customer_id")
    rows = connection.execute(
        "SELECT c.name, c.document, cents FROM (SELECT customer_id, sum(open) AS cents"
        f" FROM ({opened}) GROUP BY customer_id) JOIN customer c ON c.id = customer_id"
        " ORDER BY cents DESC, c.name_key, c.id",
        {"as_of": as_of.isoformat()},
    )
    return [Debtor(*row) for row in rows]
