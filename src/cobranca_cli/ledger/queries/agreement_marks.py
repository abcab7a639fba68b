"""Which titles agreements hold on a day: for reports, which know nothing more of agreements."""

import sqlite3
from datetime import date
from typing import NamedTuple


class Held(NamedTuple):
    """A title in an agreement on a day, and the number of the agreement."""

    receivable: int
    number: str
    agreement: int


IN_FORCE = (
    "NOT EXISTS (SELECT 1 FROM movement_reversal x WHERE x.movement_id = a.movement_id"
    " AND x.reversed_on <= :as_of) AND NOT EXISTS (SELECT 1 FROM agreement_breach b"
    " LEFT JOIN movement_reversal y ON y.movement_id = b.movement_id AND y.reversed_on <= :as_of"
    " WHERE b.agreement_id = a.id AND b.day <= :as_of AND y.id IS NULL)"
)
"""An agreement `a` that is neither cancelled nor broken on the day; a fulfilled one is in force too."""


STILL_OPEN = (
    "EXISTS (SELECT 1 FROM agreement_instalment o JOIN receivable r ON r.id = o.receivable_id"
    " WHERE o.agreement_id = a.id AND r.amount > r.settled - coalesce((SELECT sum(n.principal) FROM entry n"
    " WHERE n.receivable_id = r.id AND n.booked_on > :as_of), 0))"
)
"""An agreement `a` of which some instalment was open on the day."""


class Marked(NamedTuple):
    """A title that an agreement suspended, or an instalment that a breach closed, and whose.

    Attributes:
        principal: how much of it is not owed for that reason alone, in cents.
    """

    receivable: int
    number: str
    instalment: bool
    principal: int = 0


def marked_on(connection: sqlite3.Connection, as_of: date, receivable: int | None = None) -> list[Marked]:
    """The titles that entries of agreements hold settled on a day, or one of them; linear in the titles of
    agreements. Those of a fulfilled agreement are left out: they are paid.
    """
    rows = connection.execute(
        "SELECT t.receivable_id, a.number, t.made, sum(e.principal) FROM ("
        "SELECT receivable_id, agreement_id, 0 AS made FROM agreement_title"
        " UNION ALL SELECT receivable_id, agreement_id, 1 FROM agreement_instalment) t"
        " CROSS JOIN agreement a ON a.id = t.agreement_id"
        " CROSS JOIN entry e ON e.receivable_id = t.receivable_id"
        " AND e.kind = iif(t.made, 'encerramento', 'acordo')"
        " WHERE t.receivable_id = coalesce(:one, t.receivable_id) AND e.booked_on <= :as_of"
        f" AND (t.made OR ({IN_FORCE} AND {STILL_OPEN}))"
        " GROUP BY t.receivable_id, a.id HAVING sum(e.principal) <> 0 ORDER BY a.id, t.receivable_id",
        {"as_of": as_of.isoformat(), "one": receivable},
    )
    return [Marked(receivable, number, bool(made), held) for receivable, number, made, held in rows]


def agreement_of(connection: sqlite3.Connection, receivable: int) -> Held | None:
    """The agreement that made this receivable one of its instalments."""
    row = connection.execute(
        "SELECT i.receivable_id, a.number, a.id FROM agreement_instalment i"
        " JOIN agreement a ON a.id = i.agreement_id WHERE i.receivable_id = ?",
        (receivable,),
    ).fetchone()
    return Held(*row) if row else None


def in_agreement(connection: sqlite3.Connection, receivable: int, as_of: date) -> Held | None:
    """The agreement in force that replaces this title on a day."""
    row = connection.execute(
        "SELECT t.receivable_id, a.number, a.id FROM agreement_title t"
        " JOIN agreement a ON a.id = t.agreement_id"
        f" WHERE t.receivable_id = :receivable AND a.signed_on <= :as_of AND {IN_FORCE}",
        {"receivable": receivable, "as_of": as_of.isoformat()},
    ).fetchone()
    return Held(*row) if row else None
