"""What a customer's history says of him, and who earned the benefit for paying on time."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import ladder_settings
from cobranca_cli.config_prevention import loyalty_settings
from cobranca_cli.domain.holds import SEGMENT
from cobranca_cli.domain.loyalty import Rule, Streak, streaks
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.segments import History, read_rules, why
from cobranca_cli.ledger.queries.customers import Customer, find_customer
from cobranca_cli.ledger.queries.history import dues_on, histories, paid_titles
from cobranca_cli.ledger.queries.holds import holds_on
from cobranca_cli.ledger.queries.ladder import Reachable, reachable
from cobranca_cli.services.reading import reading

NEAR = 2
"""Who is so many invoices away from the benefit is near it."""


class Profile(NamedTuple):
    """What a customer's history says of him; `segments` with the reason of each.

    `by_hand` says that a person put him there, whatever the history says.
    """

    as_of: date
    customer: Customer
    history: History
    segments: dict[str, str]
    by_hand: bool
    notices: tuple[str, ...]


def profile(ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str) -> Profile:
    """The history and the segments of one customer as of a day."""
    rules = read_rules(ladder_settings(settings).segments)
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        customer = find_customer(connection, typed)
        history = histories(connection, [customer.id], as_of, settings.calendar)[customer.id]
        by_hand = {
            hold.value or "": f"posto por você em {date_br(hold.since.isoformat())}: {hold.reason}"
            for hold in holds_on(connection, as_of)
            if hold.customer == customer.id and hold.kind == SEGMENT
        }
        segments = by_hand or why(history, rules, as_of)
        return Profile(as_of, customer, history, segments, bool(by_hand), reader.notices)


class Loyal(NamedTuple):
    """A customer with the invoices he has paid on time in a row."""

    customer: Reachable
    streak: Streak


class Loyalty(NamedTuple):
    """Who earned the benefit as of a day, and who is near it if that was asked."""

    as_of: date
    rule: Rule
    loyal: tuple[Loyal, ...]
    notices: tuple[str, ...]


def loyalty(ledger: Path, settings: Settings, moment: Moment, as_of: date, *, near: bool = False) -> Loyalty:
    """The customers who earned the benefit, the largest amount first; with `near` also those nearly there."""
    rule = loyalty_settings(settings).rule
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        found = [
            each
            for each in streaks_on(connection, rule, as_of)
            if not each.missing or (near and each.missing <= NEAR)
        ]
        people = reachable(connection, [each.customer for each in found])
        loyal = [Loyal(people[each.customer], each) for each in found]
        loyal.sort(key=lambda each: (each.streak.missing, -each.streak.amount, each.customer.name))
        return Loyalty(as_of, rule, tuple(loyal), reader.notices)


def streaks_on(
    connection: sqlite3.Connection, rule: Rule, as_of: date, customers: Iterable[int] | None = None
) -> Iterator[Streak]:
    """The streaks of all customers or of these on a day; linear in what was booked in the rule's months."""
    paid = paid_titles(connection, rule.since(as_of), as_of, customers)
    oldest = {c: dues.oldest for c, dues in dues_on(connection, as_of).items() if dues.oldest}
    return streaks(paid, oldest, rule, as_of)
