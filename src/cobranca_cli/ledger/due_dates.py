"""Effective due dates follow the holiday table: recomputed, with an event, when the owner changes it."""

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.moment import Moment

if TYPE_CHECKING:
    from cobranca_cli.ledger.transaction import Transaction

_RULE = "1"
"""Goes up when the built-in holidays change, so that ledgers made before are recomputed."""


def calendar_mark(calendar: BusinessCalendar) -> str:
    """A short text that is the same for the same holidays."""
    days = sorted(day.isoformat() for day in calendar.extra)
    recurring = sorted(f"{month:02d}-{day:02d}" for month, day in calendar.recurring)
    return "|".join([_RULE, *days, *recurring])


def calendar_from(mark: str | None) -> BusinessCalendar | None:
    """The business days that a mark stands for; None without one, or of another rule, or damaged."""
    from cobranca_cli.domain.calendar import BusinessCalendar

    rule, *days = (mark or "").split("|")
    if rule != _RULE:
        return None
    try:
        extra = frozenset(date.fromisoformat(day) for day in days if len(day) > 5)
        recurring = frozenset((int(day[:2]), int(day[3:])) for day in days if 0 < len(day) <= 5)
    except ValueError:
        return None
    return BusinessCalendar(extra, recurring)


def is_older_rule(rule: str) -> bool:
    """Whether it is the rule of a mark that an earlier version of the program wrote."""
    return rule.isdecimal() and 1 <= int(rule[:4]) < int(_RULE)


def recorded_mark(connection: sqlite3.Connection) -> str | None:
    """The mark of the holidays with which the ledger's due dates were computed."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'calendar'").fetchone()
    return row[0] if row else None


def record_mark(connection: sqlite3.Connection, calendar: BusinessCalendar) -> None:
    """Note the holidays with which the due dates are computed from now on."""
    connection.execute(
        "INSERT INTO meta (key, value) VALUES ('calendar', ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (calendar_mark(calendar),),
    )


def realign(transaction: "Transaction", calendar: BusinessCalendar, moment: Moment) -> int:
    """Recompute every effective due date that the holidays move; returns how many invoices changed.

    Linear in the distinct due dates, plus the invoices that change.
    """
    connection = transaction.connection
    if recorded_mark(connection) == calendar_mark(calendar):
        return 0
    changed = 0
    pairs = connection.execute("SELECT DISTINCT due, due_effective FROM receivable").fetchall()
    for due, effective in pairs:
        right = calendar.next_business_day(date.fromisoformat(due)).isoformat()
        if right != effective:
            changed += connection.execute(
                "UPDATE receivable SET due_effective = ? WHERE due = ? AND due_effective = ?",
                (right, due, effective),
            ).rowcount
    record_mark(connection, calendar)
    transaction.record("feriados_mudaram", {"faturas": changed}, moment.instant)
    return changed
