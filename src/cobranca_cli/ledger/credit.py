"""Rows of credit, written inside an open transaction: each is a fact and none is ever changed.

Plain SQL, so that an evaluation before a delivery does not load SQLModel.
"""

import hashlib
from collections.abc import Mapping
from datetime import date

from cobranca_cli.domain.credit_limits import Guarantee, Manual
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.credit import Consulted

from .transaction import Transaction


def _insert(transaction: Transaction, table: str, values: Mapping[str, object], moment: Moment) -> int:
    row = {**values, "recorded_at": moment.instant}
    columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    cursor = transaction.connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", row)
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def record_fact(
    transaction: Transaction,
    customer: int,
    kind: str,
    value: str | None,
    moment: Moment,
    source: str | None = None,
    batch: int | None = None,
) -> int:
    """Something told of a customer today; without a value, that what was told does not count any more."""
    values = {"customer_id": customer, "kind": kind, "value": value, "told_on": moment.today.isoformat()}
    return _insert(transaction, "customer_fact", {**values, "source": source, "import_id": batch}, moment)


def record_guarantee(transaction: Transaction, customer: int, guarantee: Guarantee, moment: Moment) -> int:
    """Something that secures a customer's debts; its number."""
    values = {
        "customer_id": customer, "what": guarantee.what, "amount": guarantee.amount,
        "since": guarantee.since.isoformat(), "expires": _iso(guarantee.expires),
    }  # fmt: skip
    return _insert(transaction, "guarantee", values, moment)


def end_guarantee(transaction: Transaction, guarantee: int, reason: str, moment: Moment) -> None:
    """A guarantee does not count from today on."""
    values = {"guarantee_id": guarantee, "ended_on": moment.today.isoformat(), "reason": reason}
    _insert(transaction, "guarantee_end", values, moment)


def record_consultation(transaction: Transaction, customer: int, told: Consulted, moment: Moment) -> int:
    """What a bureau said on a day; known from today on."""
    values = {
        "customer_id": customer, "source": told.source, "model": told.model, "score": told.score,
        "restrictions": told.restrictions, "day": told.day.isoformat(),
        "booked_on": moment.today.isoformat(), "note": told.note,
    }  # fmt: skip
    return _insert(transaction, "bureau_report", values, moment)


def record_limit(transaction: Transaction, customer: int, limit: Manual, moment: Moment) -> int:
    """A limit set by hand."""
    values = {
        "customer_id": customer, "component": limit.component, "amount": limit.amount,
        "since": limit.since.isoformat(), "expires": _iso(limit.expires), "reason": limit.reason,
        "author": limit.author or None,
    }  # fmt: skip
    return _insert(transaction, "credit_limit", values, moment)


def record_decision(
    transaction: Transaction,
    customer: int,
    policy: int,
    verdict: str,
    amount: int | None,
    content: str,
    moment: Moment,
    released: tuple[str, str | None] | None = None,
) -> int:
    """A decision with all that it was made from; `released` is why, and by whom, the policy was overruled."""
    reason, author = released or (None, None)
    values = {
        "customer_id": customer, "day": moment.today.isoformat(), "amount": amount, "verdict": verdict,
        "released": int(released is not None), "reason": reason, "author": author, "policy_id": policy,
        "content": content, "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }  # fmt: skip
    return _insert(transaction, "credit_decision", values, moment)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
