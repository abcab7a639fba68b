"""Taking back a payment, or the last act of an agreement, by the rules that these have already."""

import sqlite3
from datetime import date

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.ledger.queries.accounts import movement_by_id
from cobranca_cli.ledger.queries.agreements import agreement_by_number, breaches_of, cancelled_on
from cobranca_cli.ledger.queries.payments import allocated_on, payment_by_id
from cobranca_cli.ledger.queries.undo import last_agreement, last_payment, recorded_at
from cobranca_cli.ledger.transaction import Transaction
from cobranca_cli.services.agreement_break import cancel_in, refuse_cancel, refuse_resume, resume_in
from cobranca_cli.services.movement_reversals import reverse_in, would_leave_out
from cobranca_cli.services.payments import record_reversal, refuse_reversal
from cobranca_cli.services.undo_types import (
    AGREEMENT,
    PAYMENT,
    AgreementFacts,
    Asked,
    Found,
    Obstacle,
    PaymentFacts,
    obstacle_of,
    recorded_today,
)


def look_at_payment(
    connection: sqlite3.Connection, settings: Settings, moment: Moment, asked: Asked
) -> Found | None:
    """The movement asked for, or the last payment. Raises NotFoundError for an unknown number."""
    identity = asked.id or last_payment(connection)
    if identity is None:
        return None
    row, movement = payment_by_id(connection, identity), movement_by_id(connection, identity)
    if row is None or movement is None:
        raise NotFoundError(
            f"não há pagamento de número {identity}",
            hint="veja os números com 'cobranca pagamento listar'",
        )
    written = recorded_at(connection, "movement", identity)
    never = asked.mistaken or recorded_today(written, moment)
    facts = PaymentFacts(row, *allocated_on(connection, identity, date.max))
    obstacle = None
    if not row.reversed_on:
        try:
            refuse_reversal(movement, movement.day if never else moment.today)
        except DataError as error:
            obstacle = obstacle_of(error)
    found = Found(PAYMENT, row.id, row.day, written, facts, never, row.reversed_on, obstacle)
    if found.undone_on or obstacle:
        return found
    days = {row.id: _since(found, moment)}
    return found._replace(left_out=would_leave_out(connection, settings, moment, row.customer_id, days))


def reverse_payment(
    transaction: Transaction, settings: Settings, moment: Moment, found: Found, reason: str
) -> None:
    """Reverse the payment, from its own day on when it is to count as if it had never been."""
    on = _since(found, moment)
    again = reverse_in(transaction, settings, moment, found.id, reason, on)
    record_reversal(transaction, found.id, on, again, moment)


def look_at_agreement(
    connection: sqlite3.Connection, settings: Settings, moment: Moment, asked: Asked
) -> Found | None:
    """The last act of the agreement asked for, or of the one that was signed or broken last.

    Once an agreement has been broken, its last act is the breach, also after it was taken back: to cancel
    the agreement itself is asked for by its own command.
    """
    identity = asked.id or last_agreement(connection)
    if identity is None:
        return None
    signed = agreement_by_number(connection, str(identity))
    if signed is None:
        raise NotFoundError(
            f"não há acordo de número {identity}", hint="veja os números com 'cobranca acordo listar'"
        )
    breaches = breaches_of(connection, signed.id, date.max)
    breach = breaches[-1] if breaches else None
    day = breach.day if breach else signed.signed_on
    undone = breach.undone_on if breach else cancelled_on(connection, signed.movement, date.max)
    never = asked.mistaken or day == moment.today.isoformat()
    written = recorded_at(connection, "movement", breach.movement if breach else signed.movement)
    facts = AgreementFacts(signed, breach)
    found = Found(AGREEMENT, signed.id, day, written, facts, never, undone)
    return found if undone else found._replace(obstacle=_of_agreement(connection, settings, moment, found))


def _of_agreement(
    connection: sqlite3.Connection, settings: Settings, moment: Moment, found: Found
) -> Obstacle | None:
    facts = found.facts
    assert isinstance(facts, AgreementFacts)
    try:
        if facts.breach:
            refuse_resume(connection, facts.signed, moment, mistaken=found.never)
        else:
            refuse_cancel(connection, settings, facts.signed, moment, _since(found, moment))
    except DataError as error:
        return obstacle_of(error)
    return None


def _since(found: Found, moment: Moment) -> date:
    return date.fromisoformat(found.day) if found.never else moment.today


def undo_agreement(
    transaction: Transaction, settings: Settings, moment: Moment, found: Found, reason: str
) -> None:
    """Take back the breach, or cancel the agreement."""
    facts = found.facts
    assert isinstance(facts, AgreementFacts)
    if facts.breach:
        resume_in(transaction, settings, moment, facts.signed, reason, mistaken=found.never)
    else:
        cancel_in(transaction, settings, moment, facts.signed, reason, _since(found, moment))
