"""Letters of thanks to those who paid on time: whom, by which channel, and the letters themselves.

Whoever has earned the benefit of `[fidelidade]` since he was last told of it gets that letter instead, if the
owner has written down what the benefit is.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import LadderSettings, ladder_settings
from cobranca_cli.config_prevention import loyalty_settings
from cobranca_cli.domain.account import NOTHING
from cobranca_cli.domain.loyalty import (
    BENEFIT_MODEL,
    THANK,
    Manner,
    Paid,
    Payer,
    Rule,
    Thanks,
    owed_thanks,
    thank,
)
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.due_dates import realign
from cobranca_cli.ledger.queries.contacts import touches_on
from cobranca_cli.ledger.queries.customers import customer_by_id
from cobranca_cli.ledger.queries.history import charges_left, dues_on, paid_titles, thanked_among, told_on
from cobranca_cli.ledger.queries.items import items_by_id
from cobranca_cli.ledger.queries.ladder import names_in_order, reachable
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.freeze import refuse_frozen
from cobranca_cli.services.letter_data import Asked
from cobranca_cli.services.letters import LetterWriter, Order, engine_beside, refuse_incomplete
from cobranca_cli.services.loyalty import streaks_on
from cobranca_cli.services.overdue import Owed
from cobranca_cli.services.plan import channels_of
from cobranca_cli.services.stops import Stops

_ONE_DAY = timedelta(days=1)


class Thanked(NamedTuple):
    """The lines of a day; `letters` are the numbers of those written, by the place of their line."""

    as_of: date
    lines: tuple[Thanks, ...]
    letters: dict[int, int]
    rehearsed: bool
    notices: tuple[str, ...]


def thank_customers(ledger: Path, settings: Settings, moment: Moment, *, rehearse: bool = False) -> Thanked:
    """Write today's letters of thanks, one a customer, and keep each as proof; each invoice once in its life.

    A rehearsal renders them all and keeps none. Raises ConfigError, E-ENVIOS-PARADOS after a restore,
    E-CREDOR when the letters could not name the creditor, and whatever stops a letter.
    """
    ladder, today = ladder_settings(settings), moment.today
    with writing(ledger) as transaction:
        if not rehearse:
            refuse_frozen(transaction.connection)
        realign(transaction, settings.calendar, moment)
        connection = transaction.connection
        lines = whom_to_thank(connection, settings, ladder, today)
        places = [place for place, line in enumerate(lines) if line.action == THANK]
        letters: dict[int, int] = {}
        if places:
            refuse_incomplete(settings)
            with engine_beside(ledger) as engine:
                writer = LetterWriter(transaction, settings, ladder, today, engine)
                orders = _orders(connection, (lines[place] for place in places), today)
                written = writer.write(orders, moment, keep=not rehearse)
                letters = {place: each.id for place, each in zip(places, written, strict=True) if each.id}
        if not letters:
            transaction.abandon()
        return Thanked(today, tuple(lines), letters, rehearse, tuple(transaction.notices))


def whom_to_thank(
    connection: sqlite3.Connection, settings: Settings, ladder: LadderSettings, as_of: date
) -> list[Thanks]:
    """The lines of a day, by customer; linear in what was booked lately and in what is open."""
    loyalty = loyalty_settings(settings)
    manner = Manner(loyalty.thanks_days, loyalty.channels, ladder.policy, reminds=ladder.on)
    recent = list(paid_titles(connection, as_of - timedelta(days=loyalty.thanks_days) - _ONE_DAY, as_of))
    owed = owed_thanks(recent, thanked_among(connection, (each.id for each in recent)), manner, as_of)
    mine = {customer: list(group) for customer, group in groupby(owed, key=attrgetter("customer"))}
    payers = _payers(connection, settings, ladder, loyalty.rule, mine, as_of)
    cases = ((payers[each], mine[each]) for each in names_in_order(connection, mine))
    return list(thank(cases, manner, settings.calendar, as_of))


def _payers(
    connection: sqlite3.Connection,
    settings: Settings,
    ladder: LadderSettings,
    rule: Rule,
    customers: Iterable[int],
    as_of: date,
) -> dict[int, Payer]:
    ids = list(customers)
    stops = Stops(connection, settings.calendar, ladder.clearing_days, as_of)
    touches, dues, charges = (
        touches_on(connection, as_of),
        dues_on(connection, as_of),
        charges_left(connection),
    )
    earned = _earned(connection, rule, ids, as_of)
    payers = {}
    for identity, person in reachable(connection, ids).items():
        touch, due = touches.get(identity), dues.get(identity)
        payers[identity] = Payer(
            identity,
            person.name,
            person.document,
            person.state or "",
            channels_of(person),
            stops.values(identity, "canal"),
            (due.overdue if due else 0) + charges.get(identity, 0),
            due.next if due else None,
            touch.last if touch else None,
            stops.customer(identity, touch),
            identity in earned,
        )
    return payers


def _earned(
    connection: sqlite3.Connection, rule: Rule, customers: Sequence[int], as_of: date
) -> frozenset[int]:
    """Those who have earned a benefit that the owner has described, and were not told in this streak."""
    if not rule.benefit:
        return frozenset()
    told = told_on(connection, BENEFIT_MODEL)
    return frozenset(
        each.customer
        for each in streaks_on(connection, rule, as_of, customers)
        if not each.missing and told.get(each.customer, date.min) < each.since
    )


def _orders(connection: sqlite3.Connection, lines: Iterable[Thanks], as_of: date) -> Iterator[Order]:
    for line in lines:
        items = items_by_id(connection, (each.id for each in line.invoices), as_of)
        titles = [Owed(item, NOTHING) for item in items]
        payment = {"valor": currency_br(line.amount), "data": _day_of(line.invoices)}
        asked = Asked(line.model, titles, channel=line.channel, extras=({"pagamento": payment},))
        yield Order(customer_by_id(connection, line.payer.id), asked, "agradecimento")


def _day_of(invoices: Sequence[Paid]) -> str:
    """The day on which all of them were paid; empty when they were paid on several."""
    days = {each.paid_on for each in invoices}
    return date_br(days.pop().isoformat()) if len(days) == 1 else ""
