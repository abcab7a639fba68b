"""Settling an agreement before its time: future interest is not owed (CDC art. 52 §2)."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.agreement import BREACHED, FULFILLED, SETTLE_EARLY, UNDONE
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.accounts import refuse_future
from cobranca_cli.services.agreement_find import Seen, find_agreement, see, terms_book_of
from cobranca_cli.services.payments import Order, Registered, register_in
from cobranca_cli.services.reading import reading


class PaidOff(NamedTuple):
    """An agreement that was settled, by which payment."""

    seen: Seen
    payment: Registered


def quote(ledger: Path, settings: Settings, moment: Moment, typed: str, day: date | None) -> Seen:
    """What settles an agreement on a day; nothing is written."""
    with reading(ledger, settings, moment, charges=True) as reader:
        book = terms_book_of(reader.connection, settings)
        seen = see(reader.connection, book, find_agreement(reader.connection, typed), day or moment.today)
        _refuse(seen)
        return seen


def pay_off(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    typed: str,
    day: date | None = None,
    form: str | None = None,
    key: str | None = None,
) -> PaidOff:
    """Register the payment of all that settles an agreement on a day, today if none is given."""
    on = day or moment.today
    refuse_future(on, moment, "da quitação")
    with writing(ledger) as transaction:
        connection = transaction.connection
        book = terms_book_of(connection, settings)
        signed = find_agreement(connection, typed)
        seen = see(connection, book, signed, on)
        _refuse(seen)
        open_ones = [each for each in seen.instalments if each.owed.total]
        names = tuple(f"{signed.number}/{each.row.position}" for each in open_ones)
        order = Order(seen.payoff, on, names, mode=SETTLE_EARLY, form=form, key=key)
        return PaidOff(seen, register_in(transaction, settings, moment, order))


def _refuse(seen: Seen) -> None:
    if seen.following.state in (BREACHED, UNDONE, FULFILLED):
        raise DataError(f"o acordo {seen.signed.number} está {seen.following.state}", code="E-ACORDO")
