"""The open principal as of a day, by customer and by band, in one pass over the open items.

Today's figures come from the partial index alone. Those of a past day are the same query plus what has
happened since: invoices cancelled after that day come back (few rows, by their own index), invoices
that did not exist yet stay out. Cost: linear in the open items and in the later facts.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.aging import BandLimits
from cobranca_cli.ledger.schema import OPEN_ON_DAY


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
    return " UNION ALL ".join(
        f"SELECT {columns}, amount - settled AS open FROM receivable WHERE {condition}"
        for condition in OPEN_ON_DAY
    )


def by_customer(
    connection: sqlite3.Connection, as_of: date, limits: Iterable[BandLimits]
) -> list[CustomerAging]:
    """Customers with something open, the most overdue first, then the largest, then by name.

    Each source is grouped by itself, so that the first, which is nearly everything, follows its index;
    the few groups are then added up.
    """
    limits = tuple(limits)
    names = [f"band{i}" for i in range(len(limits))]
    sums = ", ".join(f"{_band_sum(i, limit)} AS {names[i]}" for i, limit in enumerate(limits))
    sources = OPEN_ON_DAY if _cancelled_later(connection, as_of) else OPEN_ON_DAY[:1]
    grouped = " UNION ALL ".join(
        f"SELECT customer_id, min(due_effective) AS oldest, sum(amount - settled) AS total, {sums}"
        f" FROM receivable WHERE {condition} GROUP BY customer_id"
        for condition in sources
    )
    if len(sources) > 1:
        again = ", ".join(f"sum({name}) AS {name}" for name in names)
        grouped = (
            f"SELECT customer_id, min(oldest) AS oldest, sum(total) AS total, {again}"
            f" FROM ({grouped}) GROUP BY customer_id"
        )
    rows = connection.execute(
        f"SELECT c.name, c.document, oldest, {', '.join(names)} FROM ({grouped}) a"
        " JOIN customer c ON c.id = a.customer_id ORDER BY total - band0 DESC, total DESC, c.name_key, c.id",
        _bound(as_of, limits),
    )
    return [CustomerAging(row[0], row[1], row[3:], row[2]) for row in rows]


def _band_sum(index: int, limit: BandLimits) -> str:
    """The open cents of one band; a band without end needs one comparison only."""
    conditions = []
    if limit.due_from != date.min:
        conditions.append(f"due_effective >= :from{index}")
    if limit.due_to != date.max:
        conditions.append(f"due_effective <= :to{index}")
    where = " AND ".join(conditions) or "TRUE"
    return f"coalesce(sum(amount - settled) FILTER (WHERE {where}), 0)"


def by_band(connection: sqlite3.Connection, as_of: date, limits: Iterable[BandLimits]) -> list[BandTotal]:
    """Every band, empty ones too, in their order."""
    sources = OPEN_ON_DAY if _cancelled_later(connection, as_of) else OPEN_ON_DAY[:1]
    totals = []
    for limit in limits:
        counted = [
            connection.execute(
                "SELECT count(*), coalesce(sum(amount - settled), 0) FROM receivable"
                f" WHERE {condition} AND due_effective BETWEEN :from0 AND :to0",
                _bound(as_of, (limit,)),
            ).fetchone()
            for condition in sources
        ]
        totals.append(BandTotal(limit.name, *map(sum, zip(*counted, strict=True))))
    return totals


def _cancelled_later(connection: sqlite3.Connection, as_of: date) -> bool:
    """Whether any invoice was cancelled after the day: on most days none was."""
    later = connection.execute(
        "SELECT 1 FROM receivable WHERE cancelled_on > ? LIMIT 1", (as_of.isoformat(),)
    ).fetchone()
    return later is not None


def _bound(as_of: date, limits: tuple[BandLimits, ...]) -> dict[str, str]:
    bound = {"as_of": as_of.isoformat()}
    for index, limit in enumerate(limits):
        bound[f"from{index}"] = limit.due_from.isoformat()
        bound[f"to{index}"] = limit.due_to.isoformat()
    return bound
