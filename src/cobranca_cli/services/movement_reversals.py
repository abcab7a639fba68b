"""Taking a movement back inside an open transaction, whatever its kind."""

from datetime import date

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.posting import begin_again, write_reversal
from cobranca_cli.ledger.queries.accounts import movement_by_id
from cobranca_cli.ledger.queries.customers import customer_by_id
from cobranca_cli.ledger.queries.payments import payment_by_id
from cobranca_cli.ledger.transaction import Transaction
from cobranca_cli.services.accounts import open_account


def reverse_in(
    transaction: Transaction, settings: Settings, moment: Moment, identity: int, reason: str, day: date
) -> int:
    """Take a movement back from a day on; returns how many others were allocated anew because of it."""
    from cobranca_cli.ledger.tables import MovementReversalRow

    connection = transaction.connection
    movement, row = movement_by_id(connection, identity), payment_by_id(connection, identity)
    assert movement is not None
    assert row is not None
    mine = open_account(transaction, settings, moment, customer_by_id(connection, row.customer_id)).mine
    transaction.session.add(
        MovementReversalRow(
            movement_id=identity, reversed_on=day.isoformat(), reason=reason, recorded_at=moment.instant
        )
    )
    transaction.session.flush()
    again = len(write_reversal(transaction, mine, movement, day, moment.instant).again)
    if day == movement.day:
        begin_again(connection, row.customer_id, [identity])
    return again
