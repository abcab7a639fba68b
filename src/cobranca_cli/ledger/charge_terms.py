"""Recording versions of the charges: the past keeps the terms it was reckoned with."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import date

from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.terms import TermsBook, ledger_versions


def in_step(connection: sqlite3.Connection, charges: Mapping[str, object], today: date) -> bool:
    """Whether the ledger's version of a day says what the settings say."""
    return bool(ledger_versions(connection)) and _same(_now(connection, today), charges)


def keep_in_step(connection: sqlite3.Connection, charges: Mapping[str, object], moment: Moment) -> int | None:
    """Record the settings' charges as a version if they are news; returns its number.

    It holds from today, or from the day that the settings say (`desde`). The first version holds for every
    day before it too. Called inside a write transaction.
    """
    if in_step(connection, charges, moment.today):
        return None
    since = date.fromisoformat(str(charges.get("desde", moment.today)))
    return add_version(connection, charges, since, moment.instant)


def add_version(
    connection: sqlite3.Connection,
    content: Mapping[str, object],
    since: date,
    instant: str,
    *,
    customer: int | None = None,
    receivable: int | None = None,
    reason: str | None = None,
) -> int:
    """Write a version of the terms of the ledger, of a customer or of a receivable; returns its number."""
    cursor = connection.execute(
        "INSERT INTO charge_terms (customer_id, receivable_id, since, content, reason, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (customer, receivable, since.isoformat(), canonical(content), reason, instant),
    )
    return int(cursor.lastrowid or 0)


def canonical(content: Mapping[str, object]) -> str:
    """The same text for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)


def _now(connection: sqlite3.Connection, today: date) -> Mapping[str, object]:
    from cobranca_cli.domain.calendar import BusinessCalendar

    return TermsBook(connection, BusinessCalendar(), {}).ledger_version(today).content


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return canonical(one) == canonical(other)
