"""What is to be expected of every open invoice: how likely it is late, how many days, and what that costs."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.customers import Customer, find_customer
from cobranca_cli.ledger.queries.items import Item, open_items
from cobranca_cli.ledger.queries.risk_facts import all_titles, titles_of_customer, titles_of_debtors
from cobranca_cli.ledger.risk_models import KeptModel, model_on
from cobranca_cli.risk.evaluation import little
from cobranca_cli.risk.facts import Customer as Told
from cobranca_cli.risk.facts import Title
from cobranca_cli.risk.model import Model, read
from cobranca_cli.risk.sweep import Look, Sweep
from cobranca_cli.services.reading import reading
from cobranca_cli.services.risk_facts import customers_told

LOSS_SHARE = 100
"""Percent of what is very late that is held for lost: all of it, by prudence. It changes no order."""


class Expected(NamedTuple):
    """What is to be expected of an open invoice.

    Attributes:
        probability: of being paid more than 30 days late, in hundredths of a percent.
        days: days late to expect.
        loss: cents of principal that are expected to be lost.
        reasons: what moved the probability, the strongest first, in hundredths of a logit.
        look: what they speak of.
    """

    item: Item
    probability: int
    days: int
    loss: int
    reasons: tuple[tuple[str, int], ...]
    look: Look


class Source(NamedTuple):
    """By what it was reckoned: the model that counts on the day, None where none was fitted by then."""

    model: Model
    kept: KeptModel | None


class Risk(NamedTuple):
    """The open invoices of a day by expected loss, the greatest first, of all customers or of one."""

    as_of: date
    expected: tuple[Expected, ...]
    source: Source
    customer: Customer | None
    notices: tuple[str, ...]


def risk(ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str | None = None) -> Risk:
    """Every open invoice as of a day, or one customer's."""
    with reading(ledger, settings, moment) as reader:
        customer = find_customer(reader.connection, typed) if typed else None
        scoring = Scoring(reader.connection, settings.calendar, as_of)
        found = scoring.of_customer(customer.id) if customer else scoring.of_all()
        ordered = sorted(found, key=lambda each: (-each.loss, each.item.due_effective, each.item.id))
        return Risk(as_of, tuple(ordered), scoring.source, customer, reader.notices)


class Scoring:
    """The model at work on a ledger on a day; linear in what is open and in those customers' history."""

    def __init__(self, connection: sqlite3.Connection, calendar: BusinessCalendar, as_of: date) -> None:
        self._connection = connection
        self._calendar = calendar
        self._as_of = as_of
        self.source = source_on(connection, as_of)

    def of_all(self) -> list[Expected]:
        """Of every open invoice."""
        items = open_items(self._connection, self._as_of)
        return self._scored(items, customers_told(
            self._connection, titles_of_debtors(self._connection, self._as_of), self._as_of, self._calendar
        ))  # fmt: skip

    def of_customer(self, customer: int) -> list[Expected]:
        """Of the open invoices of one customer."""
        items = (each for each in open_items(self._connection, self._as_of) if each.customer_id == customer)
        facts = titles_of_customer(self._connection, customer, self._as_of)
        return self._scored(items, customers_told(self._connection, facts, self._as_of, self._calendar))

    def _scored(self, items: Iterable[Item], customers: Iterable[Told]) -> list[Expected]:
        by_id = {item.id: item for item in items}
        day = self._as_of.toordinal()
        found = []
        for customer in customers:
            sweep = Sweep(customer)
            for place, title in enumerate(customer.titles):
                item = by_id.get(title.id)
                if item:
                    found.append(self._expected(item, sweep.look(place, day)))
        return found

    def _expected(self, item: Item, look: Look) -> Expected:
        score = self.source.model.score(look)
        hundredths = round(score.probability * 10_000)
        reasons = tuple((name, round(100 * weight)) for name, weight in score.reasons)
        return Expected(
            item, hundredths, round(score.days), expected_loss(item.open, hundredths), reasons, look
        )


def expected_loss(cents: int, hundredths: int) -> int:
    """Cents times the probability times LOSS_SHARE, half up."""
    return (cents * hundredths * LOSS_SHARE + 500_000) // 1_000_000


def source_on(connection: sqlite3.Connection, as_of: date) -> Source:
    """The model that counts on a day; without one, what the history says without a fit."""
    kept = model_on(connection, as_of)
    if kept:
        return Source(read(json.loads(kept.content)["model"]), kept)
    return Source(little(_labels(connection, as_of), as_of.toordinal()), None)


def _labels(connection: sqlite3.Connection, as_of: date) -> Iterator[tuple[Title, int]]:
    day = as_of.toordinal()
    for customer in all_titles(connection, as_of):
        for facts in customer.titles:
            title = Title(*facts)
            label = title.label(day)
            if label is not None:
                yield title, int(label)
