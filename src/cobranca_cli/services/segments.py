"""The segments of customers as of a day: their history in the ledger, judged by the owner's rules."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date

from cobranca_cli.domain.segments import read_rules, segments_of
from cobranca_cli.ledger.queries.history import histories


def segments_on(
    connection: sqlite3.Connection, customers: Iterable[int], keys: Mapping[str, object], as_of: date
) -> dict[int, frozenset[str]]:
    """The segments of these customers; `keys` are those of `[regua.segmentos]`. Linear in their invoices."""
    rules = read_rules(keys)
    found = histories(connection, customers, as_of)
    return {customer: segments_of(history, rules, as_of) for customer, history in found.items()}
