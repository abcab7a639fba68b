"""Agreements as of a day: the list, and one of them."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.agreements import agreements_on
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.services.agreement_find import Seen, find_agreement, see, terms_book_of
from cobranca_cli.services.reading import reading


class Listed(NamedTuple):
    """Agreements on a day, in the order in which they were signed."""

    as_of: date
    agreements: tuple[Seen, ...]
    notices: tuple[str, ...]


class One(NamedTuple):
    """One agreement on a day."""

    seen: Seen
    notices: tuple[str, ...]


def list_agreements(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    as_of: date,
    customer: str | None = None,
    state: str | None = None,
) -> Listed:
    """The agreements signed by a day, of one customer and in one state if asked; linear in instalments."""
    with reading(ledger, settings, moment, charges=True) as reader:
        connection = reader.connection
        owner = find_customer(connection, customer).id if customer is not None else None
        book = terms_book_of(connection, settings)
        found = (see(connection, book, each, as_of) for each in agreements_on(connection, as_of, owner))
        kept = tuple(each for each in found if state in (None, each.following.state))
        return Listed(as_of, kept, reader.notices)


def see_agreement(ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str) -> One:
    """One agreement on a day. Raises NotFoundError, DataError for a day before it was signed."""
    with reading(ledger, settings, moment, charges=True) as reader:
        book = terms_book_of(reader.connection, settings)
        signed = find_agreement(reader.connection, typed)
        return One(see(reader.connection, book, signed, as_of), reader.notices)
