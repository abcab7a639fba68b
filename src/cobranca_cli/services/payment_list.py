"""Payments as a list; apart from registering them, which needs more of the program."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.ledger.queries.payments import ListedPayment, listed_payments
from cobranca_cli.services.reading import reading


class Payments(NamedTuple):
    """Payments known on a day."""

    payments: tuple[ListedPayment, ...]
    notices: tuple[str, ...]


def list_payments(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    as_of: date,
    customer: str | None,
    day_from: date | None,
    day_to: date | None,
) -> Payments:
    """Payments and uses of credit up to a day, from and to days inclusive."""
    with reading(ledger, settings, moment) as reader:
        who = find_customer(reader.connection, customer).id if customer else None
        limits = [day.isoformat() if day else None for day in (day_from, day_to)]
        return Payments(tuple(listed_payments(reader.connection, as_of, who, *limits)), reader.notices)
