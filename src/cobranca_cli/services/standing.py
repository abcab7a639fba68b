"""What is owed on one title on a day, read from the ledger."""

import sqlite3
from datetime import date

from cobranca_cli.domain.account import Parts
from cobranca_cli.domain.charges import standing_on
from cobranca_cli.domain.posting import net_of
from cobranca_cli.ledger.queries.accounts import entries_of_title, titles_by_id
from cobranca_cli.ledger.queries.terms import TermsBook


def owed_on(
    connection: sqlite3.Connection, book: TermsBook, title: int, document: str | None, as_of: date
) -> Parts:
    """What is open of a title, by component; `document` is its customer's. Linear in its entries."""
    (claimed,) = titles_by_id(connection, [title], as_of).values()
    entries = net_of(entries_of_title(connection, title, as_of))
    conditions = book.conditions(claimed.customer, document)(title)
    return standing_on(claimed.title, entries, conditions, as_of).open
