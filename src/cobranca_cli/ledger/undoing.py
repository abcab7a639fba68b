"""Taking back an import or a run of the ladder, as facts inside an open transaction; nothing is deleted."""

from collections.abc import Iterable
from datetime import date

from cobranca_cli.domain.moment import Moment

from .transaction import Transaction


def withdraw_run(transaction: Transaction, run: int, reason: str, moment: Moment) -> None:
    """Record that a run of the ladder does not count from today on: what it wrote never left the house."""
    day = moment.today.isoformat()
    transaction.connection.execute(
        "INSERT INTO dunning_withdrawal (run_id, withdrawn_on, reason, recorded_at) VALUES (?, ?, ?, ?)",
        (run, day, reason, moment.instant),
    )
    transaction.record("regua_desfeita", {"execucao": run, "em": day}, moment.instant)


def withdraw_import(transaction: Transaction, batch: int, reason: str, moment: Moment) -> None:
    """Record that an import was taken back; what it brought is cancelled and reversed apart."""
    transaction.connection.execute(
        "INSERT INTO import_withdrawal (import_id, withdrawn_on, reason, recorded_at) VALUES (?, ?, ?, ?)",
        (batch, moment.today.isoformat(), reason, moment.instant),
    )


def cancel_batch(
    transaction: Transaction, batch: int, day: date | None, reason: str, recorded_at: str
) -> None:
    """Cancel the invoices of an import that are not cancelled yet, from a day on; None is their first day.

    Their numbers are free for others from now on.
    """
    bound = {"batch": batch, "day": day.isoformat() if day else "", "reason": reason, "at": recorded_at}
    connection = transaction.connection
    connection.execute(
        "INSERT INTO cancellation (receivable_id, cancelled_on, reason, recorded_at)"
        " SELECT id, max(starts_on, :day), :reason, :at FROM receivable"
        " WHERE import_id = :batch AND cancelled_on IS NULL",
        bound,
    )
    connection.execute(
        "UPDATE receivable SET cancelled_on = max(starts_on, :day), void = :batch"
        " WHERE import_id = :batch AND cancelled_on IS NULL",
        bound,
    )


def reverse_rows(
    transaction: Transaction, movements: Iterable[tuple[int, str]], reason: str, recorded_at: str
) -> None:
    """Record that movements are reversed, each from an ISO day on; the accounts are posted after."""
    transaction.connection.executemany(
        "INSERT INTO movement_reversal (movement_id, reversed_on, reason, recorded_at) VALUES (?, ?, ?, ?)",
        [(identity, day, reason, recorded_at) for identity, day in movements],
    )
