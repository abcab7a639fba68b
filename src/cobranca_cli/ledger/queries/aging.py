"""The open principal as of a day, by customer and by band, in one pass over the open items.

Today's figures come from the partial index alone. Those of a past day are the same query plus what has
happened since: invoices cancelled after that day come back (few rows, by their own index), what was booked
after it is added again, invoices that did not exist yet stay out. Cost: linear in the open items and in
the later facts.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.aging import BandLimits
from cobranca_cli.ledger.queries.as_of import (
    EXISTED,
    LATER,
    LATER_RECEIVABLE,
    SETTLED_THEN,
    booked_later,
    present,
)
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


_REOPENED = (
    f"reopened (id) AS MATERIALIZED (SELECT r.id FROM {LATER_RECEIVABLE}"
    f" WHERE principal < 0 AND {SETTLED_THEN} >= amount)"
)
"""Table expression: the titles that were settled on the day and owe again since; there are few."""


def by_customer(
    connection: sqlite3.Connection, as_of: date, limits: Iterable[BandLimits]
) -> list[CustomerAging]:
    """Customers with something open, the most overdue first, then the largest, then by name.

    Each source is grouped by itself, so that the first, which is nearly everything, follows its index;
    the few groups are then added up.
    """
    limits = tuple(limits)
    names = [f"band{i}" for i in range(len(limits))]
    prefix, sources = _addends(connection, as_of)
    grouped = " UNION ALL ".join(
        f"SELECT customer_id, min(due_effective) AS oldest, sum({cents}) AS total,"
        f" {_band_sums(cents, limits)} FROM {tables} WHERE {condition} GROUP BY customer_id"
        for tables, condition, cents in sources
    )
    if len(sources) > 1:
        again = ", ".join(f"sum({name}) AS {name}" for name in names)
        grouped = (
            f"SELECT customer_id, min(oldest) AS oldest, sum(total) AS total, {again}"
            f" FROM ({grouped}) GROUP BY customer_id"
        )
    rows = connection.execute(
        f"{prefix}SELECT c.name, c.document, oldest, {', '.join(names)} FROM ({grouped}) a"
        " JOIN customer c ON c.id = a.customer_id ORDER BY total - band0 DESC, total DESC, c.name_key, c.id",
        _bound(as_of, limits),
    )
    return [CustomerAging(row[0], row[1], row[3:], row[2]) for row in rows]


_OPEN_NOW = "amount - settled"


def _addends(connection: sqlite3.Connection, as_of: date) -> tuple[str, list[tuple[str, str, str]]]:
    """A WITH clause, and tables, condition and cents that added up are what was open on the day.

    A title that later entries touched counts with what is open now and, again, with what they took off. To
    leave it out of the first instead costs a look-up for every open title.
    """
    conditions = present(connection, as_of)
    if not booked_later(connection, as_of):
        return "", [("receivable", condition, _OPEN_NOW) for condition in conditions]
    return f"WITH {LATER}, {_REOPENED} ", [
        *(("receivable", f"{condition} AND id NOT IN reopened", _OPEN_NOW) for condition in conditions),
        (LATER_RECEIVABLE, f"{EXISTED} AND {SETTLED_THEN} < amount", "principal"),
    ]


def _band_sums(cents: str, limits: tuple[BandLimits, ...]) -> str:
    """One column `band0`, `band1`, … for each band."""
    return ", ".join(f"{_band_sum(cents, i, limit)} AS band{i}" for i, limit in enumerate(limits))


def _band_sum(cents: str, index: int, limit: BandLimits) -> str:
    """The sum of one band; a band without end needs one comparison only."""
    conditions = []
    if limit.due_from != date.min:
        conditions.append(f"due_effective >= :from{index}")
    if limit.due_to != date.max:
        conditions.append(f"due_effective <= :to{index}")
    where = " AND ".join(conditions) or "TRUE"
    return f"coalesce(sum({cents}) FILTER (WHERE {where}), 0)"


def by_band(connection: sqlite3.Connection, as_of: date, limits: Iterable[BandLimits]) -> list[BandTotal]:
    """Every band, empty ones too, in their order.

    What is open now comes band by band from the index by due date; the few others from one pass over them.
    """
    limits = tuple(limits)
    counted = [[_in_band(connection, as_of, limit) for limit in limits]]
    if len(present(connection, as_of)) > 1:
        counted.append(_by_pass(connection, as_of, limits, _CANCELLED_LATER))
    if booked_later(connection, as_of):
        counted.append(_by_pass(connection, as_of, limits, _BOOKED_LATER))
    return [
        BandTotal(limit.name, sum(invoices for invoices, _ in each), sum(cents for _, cents in each))
        for limit, *each in zip(limits, *counted, strict=True)
    ]


def _in_band(connection: sqlite3.Connection, as_of: date, limit: BandLimits) -> tuple[int, int]:
    """Invoices and cents of one band, of what is open now and existed on the day."""
    row: tuple[int, int] = connection.execute(
        f"SELECT count(*), coalesce(sum({_OPEN_NOW}), 0) FROM receivable"
        f" WHERE {OPEN_ON_DAY[0]} AND due_effective BETWEEN :from0 AND :to0",
        _bound(as_of, (limit,)),
    ).fetchone()
    return row


class _Pass(NamedTuple):
    """A WITH clause, tables with condition, and what each row adds to the invoices and to the cents."""

    prefix: str
    rows: str
    invoices: str
    cents: str


_CANCELLED_LATER = _Pass("", f"receivable WHERE {OPEN_ON_DAY[1]}", "1", _OPEN_NOW)
_BOOKED_LATER = _Pass(
    f"WITH {LATER} ",
    f"{LATER_RECEIVABLE} WHERE {EXISTED}",
    f"({SETTLED_THEN} < amount) - (settled < amount)",
    f"max(amount - ({SETTLED_THEN}), 0) - ({_OPEN_NOW})",
)


def _by_pass(
    connection: sqlite3.Connection, as_of: date, limits: tuple[BandLimits, ...], of: _Pass
) -> list[tuple[int, int]]:
    """What the rows of a pass add to each band."""
    invoices, cents = _band_sums(of.invoices, limits), _band_sums(of.cents, limits)
    row = connection.execute(
        f"{of.prefix}SELECT {invoices}, {cents} FROM {of.rows}", _bound(as_of, limits)
    ).fetchone()
    return list(zip(row[: len(limits)], row[len(limits) :], strict=True))


def _bound(as_of: date, limits: tuple[BandLimits, ...]) -> dict[str, str]:
    bound = {"as_of": as_of.isoformat()}
    for index, limit in enumerate(limits):
        bound[f"from{index}"] = limit.due_from.isoformat()
        bound[f"to{index}"] = limit.due_to.isoformat()
    return bound
