"""Everything that is held about a customer, for him to read and take away (LGPD arts. 9, 18 and 19)."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Company, Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.retention import kept_until
from cobranca_cli.ledger.queries.customers import Customer, find_customer
from cobranca_cli.ledger.queries.persons import Held, erased_on, held_about, last_day_of
from cobranca_cli.services.reading import reading


class PersonData(NamedTuple):
    """What is held about a customer today.

    Attributes:
        held: every row, in the order of `ledger.queries.persons.PERSON_TABLES`.
        last: the day of the last thing that happened with him; `until` the last day of keeping it.
        erased: the day on which he was erased.
    """

    as_of: date
    customer: Customer
    company: Company
    held: tuple[Held, ...]
    last: date
    until: date
    years: int
    erased: date | None
    notices: tuple[str, ...]


def gather(ledger: Path, settings: Settings, moment: Moment, typed: str) -> PersonData:
    """Everything about one customer. Raises NotFoundError and AmbiguousError."""
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        who = find_customer(connection, typed)
        last = date.fromisoformat(last_day_of(connection, who.id, "9999-12-31"))
        gone, years = erased_on(connection, who.id), settings.retention_years
        return PersonData(
            as_of=moment.today,
            customer=who,
            company=settings.company,
            held=tuple(held_about(connection, who.id)),
            last=last,
            until=kept_until(last, years),
            years=years,
            erased=date.fromisoformat(gone) if gone else None,
            notices=reader.notices,
        )
