"""Holds as of a day: those in force, and all of them as a person lists them."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from cobranca_cli.domain.holds import DISPUTE, FREEZES, UPHELD, Hold, Span, frozen
from cobranca_cli.ledger.queries.names import TITLE

_HOLD = "h.id, h.customer_id, h.receivable_id, h.kind, h.value, h.since, h.until, h.reason"
_ENDED = "LEFT JOIN hold_end e ON e.hold_id = h.id"
_IN_FORCE = (
    "h.since <= :as_of AND (h.until IS NULL OR h.until >= :as_of)"
    " AND (e.ended_on IS NULL OR e.ended_on > :as_of)"
)


class ListedHold(NamedTuple):
    """A hold with whose it is and how it ended; ISO days. `invoice` as a person types it."""

    hold: Hold
    customer: str
    document: str | None
    invoice: str | None
    author: str | None
    ended_on: str | None
    end_reason: str | None

    def in_force(self, day: date) -> bool:
        """Whether it restrains on a day."""
        return self.hold.on(day) and (self.ended_on is None or self.ended_on > day.isoformat())


def holds_on(connection: sqlite3.Connection, as_of: date) -> list[Hold]:
    """Those in force on the day, in the order in which they were recorded; linear in the holds."""
    rows = connection.execute(
        f"SELECT {_HOLD} FROM hold h {_ENDED} WHERE {_IN_FORCE} ORDER BY h.id", {"as_of": as_of.isoformat()}
    )
    return [_hold(row) for row in rows]


_LISTED = (
    f"SELECT {_HOLD}, c.name, c.document, {TITLE},"
    f" h.author, e.ended_on, e.reason FROM hold h JOIN customer c ON c.id = h.customer_id"
    f" LEFT JOIN receivable r ON r.id = h.receivable_id {_ENDED}"
)


def listed_holds(
    connection: sqlite3.Connection, as_of: date, customer: int | None = None, *, past: bool = False
) -> Iterator[ListedHold]:
    """Holds recorded by a day, by customer: those in force, with `past` also those that are over.

    An end that came after the day is not known yet.
    """
    conditions = ["h.since <= :as_of"] if past else [_IN_FORCE]
    if customer is not None:
        conditions.append("h.customer_id = :customer")
    sql = f"{_LISTED} WHERE {' AND '.join(conditions)} ORDER BY c.name_key, h.customer_id, h.since, h.id"
    for row in connection.execute(sql, {"as_of": as_of.isoformat(), "customer": customer}):
        found = _listed(row)
        later = found.ended_on is not None and found.ended_on > as_of.isoformat()
        yield found._replace(ended_on=None, end_reason=None) if later else found


class Upheld(NamedTuple):
    """A dispute in which the customer was right, and since when (ISO); `receivable` None is all he owes."""

    customer: int
    receivable: int | None
    ended_on: str


def upheld_on(connection: sqlite3.Connection, as_of: date) -> list[Upheld]:
    """Disputes that ended for the customer and after which nobody has mended the invoice by the day.

    Mended is an abatement, a discount, a waiver or a write-off booked since; a cancelled title is not open.
    """
    rows = connection.execute(
        "SELECT h.customer_id, h.receivable_id, e.ended_on FROM hold h JOIN hold_end e ON e.hold_id = h.id"
        " WHERE h.kind = :dispute AND e.ended_on <= :as_of AND e.reason GLOB :upheld AND NOT EXISTS ("
        "  SELECT 1 FROM entry n JOIN movement m ON m.id = n.movement_id"
        "  WHERE m.customer_id = h.customer_id AND n.kind IN ('abatimento', 'desconto', 'abono', 'perda')"
        "  AND n.booked_on BETWEEN e.ended_on AND :as_of"
        "  AND (h.receivable_id IS NULL OR n.receivable_id = h.receivable_id))",
        {"dispute": DISPUTE, "as_of": as_of.isoformat(), "upheld": f"{UPHELD}*"},
    )
    return [Upheld(*row) for row in rows]


def names_of(
    connection: sqlite3.Connection, customer: int, receivables: Iterable[int]
) -> list[tuple[int, str]]:
    """Those of these titles that are open and the customer's, with their names, by due date."""
    rows = connection.execute(
        "SELECT id, number || iif(instalment = '', '', '/' || instalment) FROM receivable"
        " WHERE customer_id = ? AND settled < amount AND id IN (SELECT value FROM json_each(?))"
        " ORDER BY due, number, instalment",
        (customer, json.dumps(list(receivables))),
    )
    return [(row[0], row[1]) for row in rows]


def hold_by_id(connection: sqlite3.Connection, identity: int) -> ListedHold | None:
    """One hold, with its end if it has one."""
    row = connection.execute(f"{_LISTED} WHERE h.id = ?", (identity,)).fetchone()
    return _listed(row) if row else None


class Frozen(NamedTuple):
    """The days without charges, of whole customers and of single titles, by their ids."""

    customers: dict[int, list[Span]]
    titles: dict[int, list[Span]]


def frozen_days(connection: sqlite3.Connection) -> Frozen:
    """Those of every dispute that freezes charges; linear in the holds.

    They need no day of report: what ends a dispute never reaches back.
    """
    found = Frozen({}, {})
    rows = connection.execute(
        "SELECT h.customer_id, h.receivable_id, h.since, h.until, e.ended_on"
        f" FROM hold h {_ENDED} WHERE h.kind = ? AND h.value = ? AND h.until IS NOT NULL ORDER BY h.id",
        (DISPUTE, FREEZES),
    )
    for customer, receivable, since, until, ended in rows:
        span = frozen(date.fromisoformat(since), date.fromisoformat(until), _day(ended))
        if span is not None:
            of, identity = (found.customers, customer) if receivable is None else (found.titles, receivable)
            of.setdefault(identity, []).append(span)
    return found


def _hold(row: tuple[Any, ...]) -> Hold:
    identity, customer, receivable, kind, value, since, until, reason = row
    return Hold(identity, customer, receivable, kind, value, date.fromisoformat(since), _day(until), reason)


def _listed(row: tuple[Any, ...]) -> ListedHold:
    return ListedHold(_hold(row[:8]), *row[8:])


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
