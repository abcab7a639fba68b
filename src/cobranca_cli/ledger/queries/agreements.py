"""Agreements as the ledger has them: for the rules of an account, and for people.

What an agreement says is fixed when it is signed. Whether it is cancelled or broken on a day is told by the
reversal of its movement and by its breaches, as of that day.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date
from json import dumps
from typing import NamedTuple

from cobranca_cli.domain.account import Parts
from cobranca_cli.domain.agreement import Deal
from cobranca_cli.domain.instalments import Instalment
from cobranca_cli.domain.money import stored_decimal
from cobranca_cli.ledger.queries.agreement_marks import IN_FORCE, STILL_OPEN

_COLUMNS = (
    "a.id, a.customer_id, c.name, c.document, a.movement_id, a.number, a.signed_on, a.base_on, a.debt,"
    " a.charges_off, a.principal_off, a.system, a.rate, a.simple, a.clause, a.signature, a.author, a.note,"
    " p.content"
)
_FROM = "FROM agreement a JOIN customer c ON c.id = a.customer_id JOIN policy p ON p.id = a.policy_id"


class Signed(NamedTuple):
    """An agreement as it was signed. Cents, ISO days, percent a month as text.

    Attributes:
        number: how its instalments are called: `ACORDO-1`, so `ACORDO-1/2` is the second.
        policy: the `[acordo]` of the settings that decided, as JSON.
    """

    id: int
    customer_id: int
    customer: str
    document: str | None
    movement: int
    number: str
    signed_on: str
    base_on: str
    debt: int
    charges_off: int
    principal_off: int
    system: str
    rate: str
    simple: str
    clause: str
    signature: str
    author: str | None
    note: str | None
    policy: str

    @property
    def discount(self) -> int:
        """What was let off."""
        return self.charges_off + self.principal_off


class Row(NamedTuple):
    """One instalment and its receivable; cents, ISO days."""

    position: int
    receivable: int
    due: str
    due_effective: str
    amount: int
    interest: int
    amortisation: int


class Member(NamedTuple):
    """One title that an agreement replaced, and what it came to then."""

    receivable: int
    number: str
    instalment: str
    issued: str | None
    due: str
    amount: int
    parts: Parts

    @property
    def name(self) -> str:
        """`NUMERO` or `NUMERO/PARCELA`."""
        return f"{self.number}/{self.instalment}" if self.instalment else self.number


class Breach(NamedTuple):
    """An agreement broken on a day; `undone_on` is the day from which that does not count."""

    movement: int
    day: str
    clause: str
    reason: str | None
    author: str | None
    undone_on: str | None


def deals_of(connection: sqlite3.Connection, customer: int) -> tuple[Deal, ...]:
    """Every agreement of a customer for the rules of his account; linear in their instalments."""
    rows = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE a.customer_id = ? ORDER BY a.id", (customer,))
    return tuple(deal_from(connection, Signed(*row)) for row in rows.fetchall())


def deal_from(connection: sqlite3.Connection, signed: Signed) -> Deal:
    """The agreement as the rules see it."""
    members, rows = members_of(connection, signed.id), instalments_of(connection, signed.id)
    return Deal(
        id=signed.id,
        movement=signed.movement,
        titles=tuple(each.receivable for each in members),
        weights=tuple(each.parts for each in members),
        instalments={row.position: row.receivable for row in rows},
        plan=_plan(rows),
        base=date.fromisoformat(signed.base_on),
        debt=signed.debt,
        discount=signed.discount,
        system=signed.system,
        rate=stored_decimal(signed.rate),
        simple=signed.simple,
        clause=signed.clause,
    )


def _plan(rows: Iterable[Row]) -> tuple[Instalment, ...]:
    rows = tuple(rows)
    left, found = sum(row.amortisation for row in rows), []
    for row in rows:
        left -= row.amortisation
        due = date.fromisoformat(row.due)
        found.append(Instalment(row.position, due, row.amount, row.interest, row.amortisation, left))
    return tuple(found)


def instalments_of(connection: sqlite3.Connection, agreement: int) -> list[Row]:
    """The instalments of an agreement by position, the entry first."""
    rows = connection.execute(
        "SELECT i.position, r.id, r.due, r.due_effective, r.amount, i.interest, i.amortisation"
        " FROM agreement_instalment i JOIN receivable r ON r.id = i.receivable_id"
        " WHERE i.agreement_id = ? ORDER BY i.position",
        (agreement,),
    )
    return [Row(*row) for row in rows]


def members_of(connection: sqlite3.Connection, agreement: int) -> list[Member]:
    """The titles that an agreement replaced, in its order."""
    rows = connection.execute(
        "SELECT r.id, r.number, r.instalment, r.issued, r.due, r.amount, t.expenses, t.interest, t.fine,"
        " t.correction, t.principal FROM agreement_title t JOIN receivable r ON r.id = t.receivable_id"
        " WHERE t.agreement_id = ? ORDER BY t.position",
        (agreement,),
    )
    return [Member._make((*row[:6], Parts(*row[6:]))) for row in rows]


def passed_on_by(connection: sqlite3.Connection, agreement: int, as_of: date) -> dict[int, int]:
    """What the money of an agreement's instalments credited to each title it replaced, by a day; cents.

    What came for another agreement of the same titles is not in it.
    """
    rows = connection.execute(
        "SELECT e.receivable_id, sum(e.expenses + e.interest + e.fine + e.correction + e.principal)"
        " FROM agreement_title t JOIN entry e ON e.receivable_id = t.receivable_id AND e.kind = 'repasse'"
        f" WHERE t.agreement_id = :agreement AND e.booked_on <= :as_of AND e.movement_id IN ({_PAYING})"
        " GROUP BY e.receivable_id",
        {"agreement": agreement, "as_of": as_of.isoformat()},
    )
    return dict(rows.fetchall())


_PAYING = (
    "SELECT f.movement_id FROM agreement_instalment i JOIN entry f ON f.receivable_id = i.receivable_id"
    " WHERE i.agreement_id = :agreement AND f.booked_on <= :as_of AND f.kind IN ('pagamento', 'credito')"
    " GROUP BY f.movement_id"
    " HAVING sum(f.expenses + f.interest + f.fine + f.correction + f.principal) <> 0"
)


def payments_of(connection: sqlite3.Connection, agreement: int, as_of: date) -> list[int]:
    """The payments and uses of credit that are on an agreement's instalments on a day, the newest last."""
    bound = {"agreement": agreement, "as_of": as_of.isoformat()}
    return [number for (number,) in connection.execute(f"{_PAYING} ORDER BY f.movement_id", bound)]


def agreement_by_number(connection: sqlite3.Connection, typed: str) -> Signed | None:
    """The agreement a person means by `1` or `ACORDO-1`."""
    text = typed.strip()
    condition = "a.id = ?" if text.isascii() and text.isdigit() and len(text) < 18 else "a.number = ?"
    row = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE {condition}", (text,)).fetchone()
    return Signed(*row) if row else None


def agreements_on(connection: sqlite3.Connection, as_of: date, customer: int | None = None) -> list[Signed]:
    """The agreements signed by a day, of one customer or of all; the cancelled ones too."""
    condition = "" if customer is None else " AND a.customer_id = :customer"
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE a.signed_on <= :as_of{condition} ORDER BY a.signed_on, a.id",
        {"as_of": as_of.isoformat(), "customer": customer},
    )
    return [Signed(*row) for row in rows.fetchall()]


def cancelled_on(connection: sqlite3.Connection, movement: int, as_of: date) -> str | None:
    """The day from which an agreement does not count, if that was known on a day."""
    row = connection.execute(
        "SELECT reversed_on FROM movement_reversal WHERE movement_id = ? AND reversed_on <= ?",
        (movement, as_of.isoformat()),
    ).fetchone()
    return str(row[0]) if row else None


def breaches_of(connection: sqlite3.Connection, agreement: int, as_of: date) -> list[Breach]:
    """The breaches of an agreement up to a day, in the order of their days, the undone ones too."""
    rows = connection.execute(
        "SELECT b.movement_id, b.day, b.clause, m.reason, m.author, x.reversed_on FROM agreement_breach b"
        " JOIN movement m ON m.id = b.movement_id"
        " LEFT JOIN movement_reversal x ON x.movement_id = b.movement_id AND x.reversed_on <= :as_of"
        " WHERE b.agreement_id = :agreement AND b.day <= :as_of ORDER BY b.day, b.id",
        {"agreement": agreement, "as_of": as_of.isoformat()},
    )
    return [Breach(*row) for row in rows]


class Since(NamedTuple):
    """A movement that changed a title of a broken agreement after the breach; `reason` as it was recorded."""

    movement: int
    kind: str
    reason: str | None
    number: str
    instalment: str

    @property
    def name(self) -> str:
        """The title: `NUMERO` or `NUMERO/PARCELA`."""
        return f"{self.number}/{self.instalment}" if self.instalment else self.number


def changed_since(connection: sqlite3.Connection, agreement: int, breach: Breach, day: date) -> Since | None:
    """The first movement other than money after a breach that names a title of the agreement, and that still
    counts on `day`; None if there is none.
    """
    row = connection.execute(
        "SELECT m.id, m.kind, m.reason, r.number, r.instalment FROM agreement a"
        " JOIN movement m ON m.customer_id = a.customer_id JOIN movement_target g ON g.movement_id = m.id"
        " JOIN agreement_title t ON t.agreement_id = a.id AND t.receivable_id = g.receivable_id"
        " JOIN receivable r ON r.id = t.receivable_id"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id AND x.reversed_on <= :day"
        " WHERE a.id = :agreement AND m.id > :breach AND m.day >= :since AND x.id IS NULL"
        " AND m.kind NOT IN ('pagamento', 'credito', 'rompimento') ORDER BY m.id LIMIT 1",
        {"agreement": agreement, "breach": breach.movement, "since": breach.day, "day": day.isoformat()},
    ).fetchone()
    return Since(*row) if row else None


def broken_by(connection: sqlite3.Connection, agreement: int, as_of: date) -> Breach | None:
    """The breach that counts on a day."""
    found = [each for each in breaches_of(connection, agreement, as_of) if each.undone_on is None]
    return found[-1] if found else None


def next_number(connection: sqlite3.Connection) -> str:
    """`ACORDO-N`, N the first that neither an agreement nor an invoice of the ledger uses."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM agreement").fetchone()
    place = int(last) + 1
    while connection.execute("SELECT 1 FROM receivable WHERE number = ?", (f"ACORDO-{place}",)).fetchone():
        place += 1
    return f"ACORDO-{place}"


def agreements_of(
    connection: sqlite3.Connection, receivables: Iterable[int], as_of: date
) -> dict[int, Signed]:
    """The agreements in force on a day of which these receivables are instalments, by receivable."""
    rows = connection.execute(
        f"SELECT i.receivable_id, {_COLUMNS} {_FROM} JOIN agreement_instalment i ON i.agreement_id = a.id"
        f" WHERE i.receivable_id IN (SELECT value FROM json_each(:ids)) AND {IN_FORCE} ORDER BY a.id",
        {"ids": dumps(list(receivables)), "as_of": as_of.isoformat()},
    )
    return {receivable: Signed(*row) for receivable, *row in rows.fetchall()}


def fulfilled_since(connection: sqlite3.Connection, since: date, as_of: date) -> list[Signed]:
    """The agreements in force of which the last that was open was paid from a day on; linear in the entries
    booked since then.
    """
    rows = connection.execute(
        f"SELECT DISTINCT {_COLUMNS} {_FROM} JOIN agreement_instalment i ON i.agreement_id = a.id"
        " WHERE i.receivable_id IN (SELECT receivable_id FROM entry WHERE booked_on >= :since"
        f" AND booked_on <= :as_of) AND {IN_FORCE} AND NOT {STILL_OPEN} ORDER BY a.id",
        {"since": since.isoformat(), "as_of": as_of.isoformat()},
    )
    return [Signed(*row) for row in rows.fetchall()]


def signed_since(connection: sqlite3.Connection, since: date, as_of: date) -> list[Signed]:
    """The agreements in force that were signed from a day on."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE a.signed_on BETWEEN :since AND :as_of AND {IN_FORCE} ORDER BY a.id",
        {"since": since.isoformat(), "as_of": as_of.isoformat()},
    )
    return [Signed(*row) for row in rows.fetchall()]
