"""From the ledger's facts to the customers that the model is told of: nothing that was not known on a day."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.promises import BROKEN, holds_until, judge
from cobranca_cli.ledger.queries.promises import ListedPromise, listed_promises, money_of
from cobranca_cli.ledger.queries.risk_facts import CustomerFacts, agreement_days
from cobranca_cli.risk.facts import Customer, Title


def customers_told(
    connection: sqlite3.Connection,
    facts: Iterable[CustomerFacts],
    as_of: date,
    calendar: BusinessCalendar,
) -> Iterator[Customer]:
    """The customers one by one, with their promises and agreements."""
    broken, agreed = broken_days(connection, as_of, calendar), agreement_days(connection, as_of)
    for identity, person, titles in facts:
        yield Customer(
            identity,
            person,
            [Title(*title) for title in titles],
            broken.get(identity, ()),
            agreed.get(identity, ()),
        )


def broken_days(
    connection: sqlite3.Connection, as_of: date, calendar: BusinessCalendar
) -> dict[int, list[int]]:
    """The days on which promises turned out broken, by customer, each judged by what was known on its day."""
    listed = [
        *listed_promises(connection, as_of),
        *listed_promises(connection, as_of, withdrawn=True),
    ]
    ends: dict[date, list[ListedPromise]] = {}
    for each in listed:
        over = holds_until(each.promise, calendar) + timedelta(days=1)
        if over <= as_of:
            ends.setdefault(over, []).append(each)
    of_customer: dict[int, list[ListedPromise]] = {}
    for each in listed:
        of_customer.setdefault(each.promise.customer, []).append(each)
    found: dict[int, list[int]] = {}
    for day, ending in sorted(ends.items()):
        who = {each.promise.customer for each in ending if _stands(each, day)}
        money = money_of(connection, who, day) if who else {}
        for customer in sorted(who):
            known = [each.promise for each in of_customer[customer] if _stands(each, day)]
            judged = judge(known, money.get(customer, ()), day, calendar)
            mine = (each for each in ending if each.promise.customer == customer and _stands(each, day))
            broke = sum(judged[each.promise.id].state == BROKEN for each in mine)
            found.setdefault(customer, []).extend([day.toordinal()] * broke)
    return found


def _stands(listed: ListedPromise, day: date) -> bool:
    """Whether it was recorded by a day and not taken back by then."""
    text = day.isoformat()
    return listed.booked_on <= text and (listed.withdrawn_on is None or listed.withdrawn_on > text)
