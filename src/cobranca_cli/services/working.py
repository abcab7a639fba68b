"""The working of one invoice (memória de cálculo): every step to what is owed on a day, and the terms."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Company, Settings
from cobranca_cli.domain.charges import Working, discount_on, work_out
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.posting import net_of
from cobranca_cli.domain.terms import Terms
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.accounts import Claimed, entries_of_title, reasons_of, titles_by_id
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id
from cobranca_cli.ledger.queries.items import Item, find_item
from cobranca_cli.ledger.queries.terms import TermsBook, Version
from cobranca_cli.services.caps import check_caps
from cobranca_cli.services.reading import reading


class Discount(NamedTuple):
    """What is let off if the invoice is settled on the day."""

    cents: int
    rule: str
    percent: Decimal


class InvoiceWorking(NamedTuple):
    """One invoice on a day with its working."""

    as_of: date
    item: Item
    claimed: Claimed
    customer: Customer
    company: Company
    working: Working
    discount: Discount
    terms: Terms
    versions: tuple[Version, ...]
    reasons: Mapping[int, str]
    """Why a movement was made, by its number, of those that have a reason."""
    notices: tuple[str, ...]

    @property
    def prescribed(self) -> bool:
        """Whether the time to claim it has run out."""
        return self.claimed.title.prescribed(self.as_of)

    @property
    def total(self) -> int:
        """What settles the invoice on the day, in cents."""
        return self.working.standing.open.total - self.discount.cents


def work_invoice(ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str) -> InvoiceWorking:
    """The working of an invoice as of a day.

    Raises DataError when it was cancelled by then, did not exist yet, or its terms break the law;
    MissingIndexError when an index is not known.
    """
    with reading(ledger, settings, moment, charges=True) as reader:
        found = work_title(reader.connection, settings, find_item(reader.connection, typed, as_of), as_of)
        return found._replace(notices=(*reader.notices, *found.notices))


def work_title(
    connection: sqlite3.Connection,
    settings: Settings,
    item: Item,
    as_of: date,
    before: int | None = None,
) -> InvoiceWorking:
    """The same inside an open transaction; `before` leaves out a movement of the day and those after it."""
    (claimed,) = titles_by_id(connection, [item.id], as_of).values()
    _refuse(item, claimed, as_of)
    customer = customer_by_id(connection, claimed.customer)
    book = TermsBook(connection, settings.calendar, settings.charges)
    warnings = check_caps(book, [(customer, claimed)], as_of)
    conditions = book.conditions(customer.id, customer.document)(item.id)
    booked = entries_of_title(connection, item.id, as_of)
    entries = net_of(each for each in booked if before is None or each.movement < before)
    working = work_out(claimed.title, entries, conditions, as_of)
    return InvoiceWorking(
        as_of,
        item,
        claimed,
        customer,
        settings.company,
        working,
        Discount(*discount_on(working.standing, conditions, as_of)),
        conditions.terms_on(as_of),
        book.versions(customer.id, item.id, as_of),
        reasons_of(connection, (entry.movement for entry in entries)),
        tuple(warnings),
    )


def _refuse(item: Item, claimed: Claimed, as_of: date) -> None:
    if item.cancelled_on:
        raise DataError(
            f"a fatura {item.name} foi cancelada em {date_br(item.cancelled_on)}: não há o que calcular",
            code="E-CANCELADA",
            hint="a conta de um dia anterior sai com --em DATA",
        )
    if as_of.isoformat() < claimed.starts_on:
        raise DataError(
            f"a fatura {item.name} só existe desde {date_br(claimed.starts_on)}",
            code="E-DATA-ORDEM",
            hint="confira a data em --em",
        )
