"""Taking a movement back inside an open transaction, whatever its kind."""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from sqlite3 import Connection

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.posting import CustomerAccount, begin_again, would_reverse, write_reversal
from cobranca_cli.ledger.queries.accounts import movement_by_id
from cobranca_cli.ledger.queries.agreements import Signed, agreements_on, broken_by, cancelled_on
from cobranca_cli.ledger.queries.customers import customer_by_id
from cobranca_cli.ledger.queries.payments import payment_by_id
from cobranca_cli.ledger.queries.terms import TermsBook
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
    again = write_reversal(transaction, mine, movement, day, moment.instant).again
    transaction.notices += left_out(connection, row.customer_id, again, moment.today)
    if day == movement.day:
        begin_again(connection, row.customer_id, [identity])
    return len(again)


def left_out(connection: Connection, customer: int, again: Container[int], today: date) -> Iterator[str]:
    """What an agreement in force holds suspended has changed, and its instalments have not."""
    for signed in _in_force(connection, customer, today):
        if signed.movement in again:
            yield (
                f"o que o estorno devolve às faturas do {signed.number} fica suspenso com elas e não está em"
                f" nenhuma parcela; para o cobrar, rode: cobranca acordo cancelar {signed.number}"
                " e firme outro"
            )


def would_leave_out(
    connection: Connection, settings: Settings, moment: Moment, customer: int, days: Mapping[int, date]
) -> tuple[str, ...]:
    """The agreements of which `left_out` would tell if movements were taken back, each from a day."""
    standing = _in_force(connection, customer, moment.today)
    if not standing:
        return ()
    book = TermsBook(connection, settings.calendar, settings.charges)
    mine = CustomerAccount(connection, book, customer_by_id(connection, customer), moment.today)
    again = would_reverse(mine, days)
    return tuple(signed.number for signed in standing if signed.movement in again)


def _in_force(connection: Connection, customer: int, today: date) -> list[Signed]:
    return [
        signed
        for signed in agreements_on(connection, today, customer)
        if not cancelled_on(connection, signed.movement, today)
        and not broken_by(connection, signed.id, today)
    ]
