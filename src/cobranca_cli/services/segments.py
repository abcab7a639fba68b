"""The segments of customers on a day, by the owner's rules: what the ladder's plan asks for."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.segments import read_rules, segments_of
from cobranca_cli.ledger.queries.history import histories


def segments_on(
    connection: sqlite3.Connection,
    customers: Iterable[int],
    keys: Mapping[str, object],
    as_of: date,
    calendar: BusinessCalendar | None = None,
) -> dict[int, frozenset[str]]:
    """The segments of each of these customers by checked keys of `[regua.segmentos]`; as `histories`."""
    rules = read_rules(keys)
    found = histories(connection, customers, as_of, calendar)
    return {identity: segments_of(history, rules, as_of) for identity, history in found.items()}
