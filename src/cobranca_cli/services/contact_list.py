"""The history of contacts as a list; apart from recording them, which needs more of the program."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.contact_history import Filters, Line, history
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.services.reading import reading


class Wanted(NamedTuple):
    """Which lines of the history, the customer as typed; days inclusive; `outcome` may be `carta`."""

    customer: str | None = None
    day_from: date | None = None
    day_to: date | None = None
    channel: str | None = None
    outcome: str | None = None


class Contacts(NamedTuple):
    """What was said and sent up to a day, the newest last."""

    as_of: date
    lines: tuple[Line, ...]
    notices: tuple[str, ...]


def list_contacts(ledger: Path, settings: Settings, moment: Moment, as_of: date, wanted: Wanted) -> Contacts:
    """The contacts recorded up to a day, those corrected by then too, and the letters."""
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        who = find_customer(connection, wanted.customer).id if wanted.customer is not None else None
        first, last = (day.isoformat() if day else None for day in (wanted.day_from, wanted.day_to))
        filters = Filters(who, first, last, wanted.channel, wanted.outcome)
        return Contacts(as_of, tuple(history(connection, as_of, filters)), reader.notices)
