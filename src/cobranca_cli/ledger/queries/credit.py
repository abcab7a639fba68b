"""What was told of a customer for his credit, as of any day: facts, guarantees, bureaus, limits by hand."""

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.credit_limits import Guarantee, Manual
from cobranca_cli.ledger.fact_tables import NO_CONTENT
from cobranca_cli.ledger.queries.as_of import open_as_of

TAKEN_BACK = None
"""The value of a fact that says that what was told before does not count any more."""


class Told(NamedTuple):
    """One thing told of a customer: the text of its value, where it comes from and since when it is known."""

    kind: str
    value: str
    day: date
    source: str


class Secured(NamedTuple):
    """A guarantee with its number."""

    id: int
    guarantee: Guarantee


class Consulted(NamedTuple):
    """What a bureau said; `day` is that of the answer."""

    source: str
    model: str | None
    score: int | None
    restrictions: str
    day: date
    note: str | None


def facts_of(connection: sqlite3.Connection, customer: int, as_of: date) -> dict[str, Told]:
    """The last thing told of each kind by a day, without what was taken back."""
    rows = connection.execute(
        "SELECT kind, value, told_on, coalesce(source, 'cadastro') FROM customer_fact"
        " WHERE customer_id = ? AND told_on <= ? ORDER BY told_on, id",
        (customer, as_of.isoformat()),
    )
    last = {row[0]: row for row in rows}
    return {
        kind: Told(kind, value, date.fromisoformat(told_on), source)
        for kind, value, told_on, source in last.values()
        if value is not TAKEN_BACK
    }


def guarantees_of(connection: sqlite3.Connection, customer: int, as_of: date) -> list[Secured]:
    """The guarantees in force on a day, by number."""
    rows = connection.execute(
        "SELECT g.id, g.what, g.amount, g.since, g.expires FROM guarantee g"
        " LEFT JOIN guarantee_end x ON x.guarantee_id = g.id AND x.ended_on <= :day"
        " WHERE g.customer_id = :customer AND g.since <= :day AND x.id IS NULL"
        " AND (g.expires IS NULL OR g.expires >= :day) ORDER BY g.id",
        {"customer": customer, "day": as_of.isoformat()},
    )
    return [
        Secured(identity, Guarantee(what, amount, date.fromisoformat(since), _day(expires)))
        for identity, what, amount, since, expires in rows
    ]


def guarantee_owner(connection: sqlite3.Connection, guarantee: int) -> int | None:
    """Whose guarantee this is; None of one that is not there or has ended."""
    row = connection.execute(
        "SELECT customer_id FROM guarantee g WHERE id = ?"
        " AND NOT EXISTS (SELECT 1 FROM guarantee_end WHERE guarantee_id = g.id)",
        (guarantee,),
    ).fetchone()
    return int(row[0]) if row else None


def consultations_of(connection: sqlite3.Connection, customer: int, as_of: date) -> list[Consulted]:
    """What bureaus said, as known on a day, the newest answer first."""
    rows = connection.execute(
        "SELECT source, model, score, restrictions, day, note FROM bureau_report"
        " WHERE customer_id = ? AND booked_on <= ? ORDER BY day DESC, id DESC",
        (customer, as_of.isoformat()),
    )
    return [
        Consulted(source, model, score, restrictions, date.fromisoformat(day), note)
        for source, model, score, restrictions, day, note in rows
    ]


def manual_limits_of(connection: sqlite3.Connection, customer: int, as_of: date) -> list[Manual]:
    """The limits set by hand by a day, in the order in which they were recorded."""
    rows = connection.execute(
        "SELECT component, amount, since, expires, reason, coalesce(author, '') FROM credit_limit"
        " WHERE customer_id = ? AND since <= ? ORDER BY id",
        (customer, as_of.isoformat()),
    )
    return [
        Manual(component, amount, date.fromisoformat(since), _day(expires), reason, author)
        for component, amount, since, expires, reason, author in rows
    ]


def credit_customers(connection: sqlite3.Connection, since: date, as_of: date) -> list[int]:
    """Who bought after a day or owed on another, and who has a limit set by hand; by name."""
    opened = open_as_of(connection, as_of, "customer_id")
    rows = connection.execute(
        "SELECT id FROM customer WHERE id IN (SELECT customer_id FROM receivable"
        " WHERE starts_on > :since AND starts_on <= :as_of)"
        f" OR id IN (SELECT customer_id FROM ({opened}))"
        " OR id IN (SELECT customer_id FROM credit_limit WHERE since <= :as_of) ORDER BY name_key, id",
        {"since": since.isoformat(), "as_of": as_of.isoformat()},
    )
    return [row[0] for row in rows]


class Decision(NamedTuple):
    """A decision as it was kept; amount in cents, None of one without an order."""

    id: int
    customer_id: int
    customer: str
    day: date
    amount: int | None
    verdict: str
    released: bool
    reason: str | None
    author: str | None
    policy: int
    content: str
    sha256: str

    @property
    def intact(self) -> bool:
        """Whether what it was made from is what was kept."""
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256

    @property
    def erased(self) -> bool:
        """Whether what it was made from went with the person's erasure."""
        return self.content == NO_CONTENT


_DECISION = (
    "SELECT d.id, d.customer_id, c.name, d.day, d.amount, d.verdict, d.released, d.reason, d.author,"
    " d.policy_id, d.content, d.sha256 FROM credit_decision d JOIN customer c ON c.id = d.customer_id"
)


def decision_by_id(connection: sqlite3.Connection, identity: int) -> Decision | None:
    """The decision of this number."""
    return next(_decisions(connection, "d.id = :id", {"id": identity}), None)


def decisions_on(connection: sqlite3.Connection, as_of: date, customer: int | None = None) -> list[Decision]:
    """The decisions up to a day, of one customer or of all, in the order in which they were made."""
    condition = "d.day <= :day" + ("" if customer is None else " AND d.customer_id = :customer")
    return list(_decisions(connection, condition, {"day": as_of.isoformat(), "customer": customer}))


def policy_content(connection: sqlite3.Connection, policy: int) -> str:
    """The settings that decided, as JSON."""
    return str(connection.execute("SELECT content FROM policy WHERE id = ?", (policy,)).fetchone()[0])


def _decisions(
    connection: sqlite3.Connection, condition: str, bound: dict[str, object]
) -> Iterator[Decision]:
    for row in connection.execute(f"{_DECISION} WHERE {condition} ORDER BY d.id", bound):
        identity, customer, name, day, amount, verdict, released, *rest = row
        yield Decision(
            identity, customer, name, date.fromisoformat(day), amount, verdict, bool(released), *rest
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
