"""The open principal as of a day, by customer and by band, in one pass over the open items.

Today's figures come from the partial index alone. Those of a past day are the same query plus what has
happened since: invoices cancelled after that day come back (few rows, by their own index), invoices
that did not exist yet stay out. Cost: linear in the open items and in the later facts.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.aging import BandLimits
from cobranca_cli.ledger.schema import OPEN_ITEM

_DAY = str


class CustomerAging(NamedTuple):
    """One customer's open principal in cents, by band in the order of the bands; `oldest_due` is ISO."""

    customer: str
    document: str | None
    bands: tuple[int, ...]
    oldest_due: str


class BandTotal(NamedTuple):
    """How many invoices a band holds, and their open principal in cents."""

    name: str
    invoices: int
    amount: int


def open_as_of(as_of: date, columns: str) -> str:
    """SQL of the items open on a day, `columns` of `receivable` plus `open` in cents; binds `:as_of`.

    First what is open now, then what was cancelled after that day.
    """
    return (
        f"SELECT {columns}, amount - settled AS open FROM receivable"
        f" WHERE {OPEN_ITEM} AND starts_on <= :as_of"
        f" UNION ALL SELECT {columns}, amount - settled AS open FROM receivable"
        " WHERE cancelled_on > :as_of AND starts_on <= :as_of AND settled < amount"
    )


def by_customer(
    connection: sqlite3.Connection, as_of: date, limits: Iterable[BandLimits]
) -> list[CustomerAging]:
    """Customers with something open, the most overdue first, then the largest, then by name."""
    limits = tuple(limits)
    sums = ", ".join(
        f"coalesce(sum(open) FILTER (WHERE due_effective BETWEEN :from{i} AND :to{i}), 0) AS band{i}"
        for i in range(len(limits))
    )
    bands = ", ".join(f"band{i}" for i in range(len(limits)))
    source = _sources(connection, as_of, "customer_id, due_effective")
    rows = connection.execute(
        f"SELECT c.name, c.document, oldest, {bands} FROM ("
        f" SELECT customer_id, min(due_effective) AS oldest, sum(open) AS total, {sums}"
        f" FROM ({source}) GROUP BY customer_id) a JOIN customer c ON c.id = a.customer_id"
        " ORDER BY total - band0 DESC, total DESC, c.name_key, c.id",
        _bound(as_of, limits),
    )
    return [CustomerAging(row[0], row[1], row[3:], row[2]) for row in rows]


def by_band(connection: sqlite3.Connection, as_of: date, limits: Iterable[BandLimits]) -> list[BandTotal]:
    """Every band, empty ones too, in their order."""
    source = _sources(connection, as_of, "due_effective")
    return [
        BandTotal(
            limit.name,
            *connection.execute(
                f"SELECT count(*), coalesce(sum(open), 0) FROM ({source})"
                " WHERE due_effective BETWEEN :from0 AND :to0",
                _bound(as_of, (limit,)),
            ).fetchone(),
        )
        for limit in limits
    ]


def _sources(connection: sqlite3.Connection, as_of: date, columns: str) -> str:
    """The items of a day; without the second half when nothing was cancelled later, as on most days."""
    sql = open_as_of(as_of, columns)
    later = connection.execute(
        "SELECT 1 FROM receivable WHERE cancelled_on > ? LIMIT 1", (as_of.isoformat(),)
    ).fetchone()
    return sql if later else sql.partition(" UNION ALL ")[0]


def _bound(as_of: date, limits: tuple[BandLimits, ...]) -> dict[str, str]:
    bound = {"as_of": as_of.isoformat()}
    for index, limit in enumerate(limits):
        bound[f"from{index}"] = limit.due_from.isoformat()
        bound[f"to{index}"] = limit.due_to.isoformat()
    return bound


def totals(rows: Iterable[CustomerAging]) -> Iterator[int]:
    """The sums of the bands over all customers, in their order."""
    yield from map(sum, zip(*(row.bands for row in rows), strict=True))
