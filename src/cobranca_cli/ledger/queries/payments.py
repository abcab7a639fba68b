"""Movements as people list them: payments with what became of them."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cobranca_cli.ledger.queries.names import TITLE


class PaymentRow(NamedTuple):
    """A movement of money; cents and ISO days. `reversed_on` is None while it counts."""

    id: int
    kind: str
    customer_id: int
    customer: str
    document: str | None
    day: str
    amount: int
    form: str | None
    key: str | None
    reason: str | None
    reversed_on: str | None
    reversal_reason: str | None


class ListedPayment(NamedTuple):
    """A payment as of a day: what went to invoices, in cents, and to which."""

    row: PaymentRow
    allocated: int
    invoices: str


_SELECT = (
    "SELECT m.id, m.kind, m.customer_id, c.name, c.document, m.day, coalesce(m.amount, 0), m.form, m.key,"
    " m.reason, x.reversed_on, x.reason FROM movement m JOIN customer c ON c.id = m.customer_id"
    " LEFT JOIN movement_reversal x ON x.movement_id = m.id"
)


def payment_by_id(connection: sqlite3.Connection, identity: int) -> PaymentRow | None:
    """One movement, whatever its kind."""
    row = connection.execute(f"{_SELECT} WHERE m.id = ?", (identity,)).fetchone()
    return PaymentRow(*row) if row else None


def payment_by_key(connection: sqlite3.Connection, key: str) -> PaymentRow | None:
    """The payment that has this key."""
    row = connection.execute(f"{_SELECT} WHERE m.key = ?", (key,)).fetchone()
    return PaymentRow(*row) if row else None


def same_payment(
    connection: sqlite3.Connection, customer: int, day: date, amount: int, targets: tuple[int, ...]
) -> int | None:
    """The number of a payment that counts, of the same customer, day, amount and invoices."""
    rows = connection.execute(
        "SELECT m.id, (SELECT group_concat(receivable_id) FROM (SELECT receivable_id FROM movement_target t"
        " WHERE t.movement_id = m.id ORDER BY position)) FROM movement m"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id WHERE m.kind = 'pagamento'"
        " AND m.customer_id = ? AND m.day = ? AND m.amount = ? AND x.id IS NULL",
        (customer, day.isoformat(), amount),
    )
    said = ",".join(map(str, targets)) or None
    return next((int(identity) for identity, named in rows if named == said), None)


def listed_payments(
    connection: sqlite3.Connection,
    as_of: date,
    customer: int | None = None,
    day_from: str | None = None,
    day_to: str | None = None,
) -> Iterator[ListedPayment]:
    """Payments and uses of credit known on a day, in the order of their days; linear in them."""
    conditions = ["m.kind IN ('pagamento', 'credito')", "m.day <= :as_of"]
    for name, condition in (
        ("customer", "m.customer_id = :customer"),
        ("day_from", "m.day >= :day_from"),
        ("day_to", "m.day <= :day_to"),
    ):
        if {"customer": customer, "day_from": day_from, "day_to": day_to}[name] is not None:
            conditions.append(condition)
    bound = {"as_of": as_of.isoformat(), "customer": customer, "day_from": day_from, "day_to": day_to}
    sql = f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY m.day, m.id"
    for row in connection.execute(sql, bound).fetchall():
        payment = PaymentRow(*row)
        if payment.reversed_on and payment.reversed_on > as_of.isoformat():
            payment = payment._replace(reversed_on=None, reversal_reason=None)
        yield ListedPayment(payment, *allocated_on(connection, payment.id, as_of))


def allocated_on(connection: sqlite3.Connection, movement: int, as_of: date) -> tuple[int, str]:
    """What of a payment is on invoices on a day, in cents, and their names."""
    rows = connection.execute(
        f"SELECT {TITLE},"
        " sum(e.expenses + e.interest + e.fine + e.correction + e.principal) AS cents"
        " FROM entry e JOIN receivable r ON r.id = e.receivable_id"
        " WHERE e.movement_id = ? AND e.booked_on <= ? AND e.kind IN ('pagamento', 'credito')"
        " GROUP BY r.id HAVING cents <> 0 ORDER BY r.due, r.id",
        (movement, as_of.isoformat()),
    ).fetchall()
    return sum(cents for _, cents in rows), ", ".join(name for name, _ in rows)


def credit_on(connection: sqlite3.Connection, customer: int, as_of: date) -> int:
    """What a customer has to his credit at the end of a day, in cents."""
    day = as_of.isoformat()
    (came,) = connection.execute(
        "SELECT coalesce(sum(m.amount), 0) FROM movement m"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id"
        " WHERE m.kind = 'pagamento' AND m.customer_id = ? AND m.day <= ?"
        " AND (x.reversed_on IS NULL OR x.reversed_on > ?)",
        (customer, day, day),
    ).fetchone()
    (used,) = connection.execute(
        "SELECT coalesce(sum(e.expenses + e.interest + e.fine + e.correction + e.principal), 0) FROM entry e"
        " JOIN movement m ON m.id = e.movement_id WHERE m.customer_id = ? AND e.booked_on <= ?"
        " AND e.kind IN ('pagamento', 'credito')",
        (customer, day),
    ).fetchone()
    return int(came - used)
