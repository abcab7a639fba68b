"""Pauses, disputes and exceptions as a list; recording them is apart, for it needs more of the program."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.ledger.queries.holds import ListedHold, listed_holds
from cobranca_cli.services.reading import reading


class Holds(NamedTuple):
    """Holds as of a day."""

    as_of: date
    holds: tuple[ListedHold, ...]
    notices: tuple[str, ...]


def list_holds(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, customer: str | None, *, past: bool
) -> Holds:
    """The holds in force on a day, by customer; with `past` also those that are over."""
    with reading(ledger, settings, moment) as reader:
        who = find_customer(reader.connection, customer).id if customer else None
        found = tuple(listed_holds(reader.connection, as_of, who, past=past))
        return Holds(as_of, found, reader.notices)
