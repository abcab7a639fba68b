"""Promises as a list, with what became of them; recording them is apart, for it needs more of the program."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.promises import Kept, Promise, Rate, judge, kept_rate
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.ledger.queries.promises import ListedPromise, listed_promises, money_of, promises_on
from cobranca_cli.services.reading import reading

WITHDRAWN = "retirada"


def judge_all(
    connection: sqlite3.Connection, as_of: date, calendar: BusinessCalendar, customer: int | None = None
) -> dict[int, Kept]:
    """How every promise that stands on a day is kept on it, of one customer or of all."""
    by_customer: dict[int, list[Promise]] = {}
    for promise in promises_on(connection, as_of, customer):
        by_customer.setdefault(promise.customer, []).append(promise)
    money = money_of(connection, by_customer, as_of)
    found: dict[int, Kept] = {}
    for identity, promises in by_customer.items():
        found |= judge(promises, money.get(identity, ()), as_of, calendar)
    return found


class Filters(NamedTuple):
    """Which promises: a customer as typed, a state or WITHDRAWN, days promised from and to, inclusive."""

    customer: str | None = None
    state: str | None = None
    day_from: date | None = None
    day_to: date | None = None


ALL = Filters()


class Told(NamedTuple):
    """A promise with how it stands; one that was taken back has no standing."""

    listed: ListedPromise
    kept: Kept | None


class Promises(NamedTuple):
    """Promises as of a day; the rate is of all in the period, whatever their state."""

    as_of: date
    rows: tuple[Told, ...]
    rate: Rate
    notices: tuple[str, ...]


def list_promises(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, filters: Filters = ALL
) -> Promises:
    """The promises recorded by a day that pass the filters, in the order of their days."""
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        who = find_customer(connection, filters.customer).id if filters.customer else None
        judged = judge_all(connection, as_of, settings.calendar, who)
        withdrawn = filters.state == WITHDRAWN
        rows = [
            Told(each, judged.get(each.promise.id))
            for each in listed_promises(connection, as_of, who, withdrawn=withdrawn)
            if _inside(each.promise.day, filters)
        ]
        due = [] if withdrawn else [row.listed.promise for row in rows]
        rate = kept_rate(due, judged, as_of, settings.calendar)
        if filters.state and not withdrawn:
            rows = [row for row in rows if row.kept and row.kept.state == filters.state]
        return Promises(as_of, tuple(rows), rate, reader.notices)


def _inside(day: date, filters: Filters) -> bool:
    return (filters.day_from is None or filters.day_from <= day) and (
        filters.day_to is None or day <= filters.day_to
    )
