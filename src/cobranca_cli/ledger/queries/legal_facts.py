"""Legal facts as of a day, which titles are prescribed by them, and what an operation comes to.

A fact counts from the day it happened until the day from which it was withdrawn. One recorded by mistake is
withdrawn from its own day, and so has never counted, whatever the day of the report.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cobranca_cli.domain.deadlines import Fact, limitation, oldest_live_due
from cobranca_cli.ledger.indexes import OPEN_ITEM

COUNTING = (
    "FROM legal_fact f LEFT JOIN legal_fact w ON w.reverses = f.id"
    " WHERE f.reverses IS NULL AND f.day <= :as_of AND (w.day IS NULL OR w.day > :as_of)"
)
"""The facts `f` that count on a day: FROM and WHERE; binds `:as_of`."""


def facts_on(connection: sqlite3.Connection, as_of: date) -> dict[int, list[Fact]]:
    """What counts on a day, by receivable, in order of days; linear in the recorded facts."""
    return _by_receivable(connection, "", {"as_of": as_of.isoformat()})


def facts_of(connection: sqlite3.Connection, receivable: int, as_of: date) -> list[Fact]:
    """What counts on a day of one receivable, in order of days."""
    bound = {"as_of": as_of.isoformat(), "receivable": receivable}
    return _by_receivable(connection, " AND f.receivable_id = :receivable", bound).get(receivable, [])


def _by_receivable(
    connection: sqlite3.Connection, and_: str, bound: dict[str, object]
) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    sql = f"SELECT f.receivable_id, f.kind, f.day {COUNTING}{and_} ORDER BY f.day, f.id"
    for receivable, kind, day in connection.execute(sql, bound):
        found.setdefault(receivable, []).append(Fact(kind, date.fromisoformat(day)))
    return found


_OLD_AND_MAY_BE_OPEN = (
    # The effective due date is never before the nominal one: the index alone answers.
    f"SELECT id FROM receivable WHERE {OPEN_ITEM} AND due_effective < :live",
    f"SELECT id FROM receivable WHERE {OPEN_ITEM} AND due_effective >= :live AND due_effective < :moved"
    " AND due < :live",
    "SELECT id FROM receivable WHERE charges_left > 0 AND due < :live",
    "SELECT id FROM receivable WHERE cancelled_on > :as_of AND due < :live",
    "SELECT r.id FROM (SELECT DISTINCT +receivable_id AS receivable_id FROM entry WHERE booked_on > :as_of) e"
    " JOIN receivable r ON r.id = e.receivable_id WHERE r.due < :live",
)
"""Titles due before `:live` that were open on the day `:as_of`, and some that were not."""

_MOST_DAYS_MOVED = 100
"""How far holidays in a row may move a due date."""


def prescribed_ids(connection: sqlite3.Connection, as_of: date) -> set[int]:
    """The receivables prescribed on a day, among them all that were open on it.

    Reads the open titles due before the last five years, and what was cancelled or paid after the day.
    """
    live = oldest_live_due(as_of)
    bound = {
        "as_of": as_of.isoformat(),
        "live": live.isoformat(),
        "moved": (live + timedelta(days=_MOST_DAYS_MOVED)).isoformat(),
    }
    old = {row[0] for row in connection.execute(" UNION ALL ".join(_OLD_AND_MAY_BE_OPEN), bound)}
    facts = {identity: known for identity, known in facts_on(connection, as_of).items() if identity in old}
    return old - {identity for identity in facts if not _prescribed(connection, identity, facts, as_of)}


def _prescribed(
    connection: sqlite3.Connection, identity: int, facts: dict[int, list[Fact]], as_of: date
) -> bool:
    due = connection.execute("SELECT due FROM receivable WHERE id = ?", (identity,)).fetchone()[0]
    return limitation(date.fromisoformat(due), facts[identity]).prescribed(as_of)


def operation_cents(connection: sqlite3.Connection, ids: Iterable[int], as_of: date) -> dict[int, int]:
    """The total of the invoice that a receivable is an instalment of, where it has others on the day.

    Instalments of one invoice have the same customer and number; a cancelled one does not count.
    """
    from json import dumps

    rows = connection.execute(
        "SELECT r.id, (SELECT sum(o.amount) FROM receivable o WHERE o.number = r.number"
        " AND o.customer_id = r.customer_id AND o.starts_on <= :as_of"
        " AND (o.cancelled_on IS NULL OR o.cancelled_on > :as_of))"
        " FROM json_each(:ids) j JOIN receivable r ON r.id = j.value WHERE EXISTS"
        " (SELECT 1 FROM receivable o WHERE o.number = r.number AND o.instalment <> r.instalment)",
        {"ids": dumps(list(ids)), "as_of": as_of.isoformat()},
    )
    return dict(rows.fetchall())


class Recorded(NamedTuple):
    """A fact as it stands in the ledger; ISO days, `withdrawn_from` None while it counts."""

    id: int
    receivable: int
    number: str
    instalment: str
    due: str
    customer: str
    document: str | None
    kind: str
    day: str
    note: str | None
    withdrawn_from: str | None
    reason: str | None

    @property
    def name(self) -> str:
        """The invoice as a person types it."""
        return f"{self.number}/{self.instalment}" if self.instalment else self.number

    @property
    def mistaken(self) -> bool:
        """Whether it was withdrawn as never true."""
        return self.withdrawn_from is not None and self.withdrawn_from <= self.day


_RECORDED = (
    "SELECT f.id, f.receivable_id, r.number, r.instalment, r.due, c.name, c.document, f.kind, f.day, f.note,"
    " w.day, w.note FROM legal_fact f JOIN receivable r ON r.id = f.receivable_id"
    " JOIN customer c ON c.id = r.customer_id LEFT JOIN legal_fact w ON w.reverses = f.id"
    " WHERE f.reverses IS NULL"
)


def recorded_facts(connection: sqlite3.Connection, receivable: int | None, as_of: date) -> Iterator[Recorded]:
    """Every fact of one receivable, or of all, that happened up to a day; the withdrawn ones too."""
    condition = "" if receivable is None else " AND f.receivable_id = :receivable"
    sql = (
        f"{_RECORDED}{condition} AND f.day <= :as_of ORDER BY c.name_key, r.number, r.instalment, f.day, f.id"
    )
    for row in connection.execute(sql, {"receivable": receivable, "as_of": as_of.isoformat()}):
        yield Recorded(*row)


def recorded_fact(connection: sqlite3.Connection, identity: int) -> Recorded | None:
    """One fact by its number; None if there is none, or if the number is that of a withdrawal."""
    row = connection.execute(f"{_RECORDED} AND f.id = ?", (identity,)).fetchone()
    return Recorded(*row) if row else None


def same_fact(
    connection: sqlite3.Connection, receivable: int, fact: Fact, note: str | None = None
) -> int | None:
    """The number of the fact of this kind and day that the receivable has; with `note`, of one so noted."""
    row = connection.execute(
        "SELECT f.id FROM legal_fact f LEFT JOIN legal_fact w ON w.reverses = f.id WHERE f.reverses IS NULL"
        " AND w.id IS NULL AND f.receivable_id = ? AND f.kind = ? AND f.day = ?"
        " AND coalesce(f.note, '') = coalesce(?, f.note, '')",
        (receivable, fact.kind, fact.day.isoformat(), note),
    ).fetchone()
    return row[0] if row else None
