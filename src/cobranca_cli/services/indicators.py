"""The indicators of the portfolio as of any day, and as a series of months, from one reading of the ledger.

Cost: linear in the invoices (what was sold), in the entries of the time in question, and, for each day that
is told or that a month of it ends on, in what was open then and what has changed since.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.cohorts import (
    Facts,
    Settled,
    Sold,
    became_overdue,
    first_due_needed,
    latest_cohorts,
)
from cobranca_cli.domain.effects import WEEK, Effect, Reach, effect_of, reach_of
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.periods import Period, closings, month_ends, period_ending
from cobranca_cli.domain.portfolio import Indicator, Snapshot, portfolio_of
from cobranca_cli.domain.promises import Kept, Rate, holds_until, judge, kept_rate
from cobranca_cli.domain.roll_rates import LOST_AFTER
from cobranca_cli.ledger.queries import effects, indicators
from cobranca_cli.ledger.queries.promises import money_of, promises_on
from cobranca_cli.services.reading import reading

MONTHS = 3
"""The months of a period unless said otherwise."""


class Measured(NamedTuple):
    """The indicators of a day."""

    as_of: date
    period: Period
    indicators: tuple[Indicator, ...]
    notices: tuple[str, ...] = ()


class Series(NamedTuple):
    """The indicators at the ends of months, the oldest first."""

    as_of: date
    points: tuple[Measured, ...]
    notices: tuple[str, ...]


def measure(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, months: int, cost: int | None = None
) -> Measured:
    """The indicators of a day, those of a time being about the `months` calendar months that end on it.

    `cost` is what collecting cost in that time, in cents.
    """
    with reading(ledger, settings, moment) as reader:
        history = History(reader.connection, settings.calendar, [as_of], months)
        return history.measured(as_of, cost)._replace(notices=reader.notices)


def measure_series(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, months: int, count: int
) -> Series:
    """The same at the end of each of the last `count` months that are over on a day."""
    with reading(ledger, settings, moment) as reader:
        days = month_ends(as_of, count)
        history = History(reader.connection, settings.calendar, days, months)
        return Series(as_of, tuple(map(history.measured, days)), reader.notices)


class History:
    """What the ledger says of the days asked about, oldest first; each thing is read once, when needed."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        calendar: BusinessCalendar,
        days: Sequence[date],
        months: int,
    ) -> None:
        self.connection, self._calendar, self._months = connection, calendar, months
        self._days = days
        self._opened: dict[date, indicators.ByDue] = {}

    def period(self, as_of: date) -> Period:
        """The period that ends on a day."""
        return period_ending(as_of, self._months)

    @cached_property
    def _facts(self) -> Facts:
        first = self._days[0]
        return facts_of(self.connection, first_due_needed(first, self.period(first)), self._days[-1])

    @cached_property
    def _received(self) -> list[indicators.Received]:
        return indicators.received(self.connection, self.period(self._days[0]).first, self._days[-1])

    def measured(self, as_of: date, cost: int | None = None) -> Measured:
        """The indicators of one of the days."""
        snapshot = self.snapshot(as_of)._replace(cost=cost)
        return Measured(as_of, snapshot.period, portfolio_of(snapshot))

    def opened(self, as_of: date) -> list[tuple[date, dict[date, int]]]:
        """What was open by due date at the opening and at the end of each month of the period of a day."""
        return [(day, self._open_by_due(day).everything) for day in closings(as_of, self._months)]

    def _open_by_due(self, day: date) -> indicators.ByDue:
        if day not in self._opened:
            self._opened[day] = indicators.open_by_due(self.connection, day)
        return self._opened[day]

    def snapshot(self, as_of: date) -> Snapshot:
        """All that is known of one of the days."""
        connection, period = self.connection, self.period(as_of)
        late = as_of - timedelta(days=LOST_AFTER + 1)
        standing = indicators.standing(connection, as_of, late)
        self._opened[as_of] = standing.by_due
        owing, before = standing.owing, self._open_by_due(period.opening).sold
        received = [each for each in self._received if period.holds(each.booked)]
        return Snapshot(
            as_of=as_of,
            period=period,
            opened=self.opened(as_of),
            sales=_sales(self._facts, as_of),
            amounts=sorted((each.amount for each in owing), reverse=True),
            overdue_count=sum(each.overdue_count for each in owing),
            long_overdue=sum(each.long_overdue for each in owing),
            of_operations=standing.of_operations,
            of_customers=sum(each.amount for each in owing if each.long_overdue),
            overdue_at_opening=sum(cents for due, cents in before.items() if due < period.opening)
            + indicators.held_overdue(connection, period.opening),
            became_overdue=became_overdue(self._facts, period),
            recovered=sum(each.overdue for each in received),
            dated=sum(each.dated for each in received),
            cent_days=sum(each.cent_days for each in received),
            cohorts=latest_cohorts(self._facts, as_of),
            promises=promises_kept(connection, self._calendar, period),
            steps=sum_of_steps(connection, period),
            reach=sum_of_calls(connection, period),
        )


def facts_of(connection: sqlite3.Connection, due_from: date, until: date) -> Facts:
    """What was sold up to a day, and what was taken off the invoices due from a day on."""
    sold: dict[date, list[Sold]] = defaultdict(list)
    for each in indicators.sold(connection, until):
        sold[each.due].append(each)
    settled: dict[date, list[Settled]] = defaultdict(list)
    for taken in indicators.settled(connection, due_from, until):
        settled[taken.due].append(taken)
    return Facts(sold, settled)


def _sales(facts: Facts, as_of: date) -> dict[date, int]:
    sums: dict[date, int] = defaultdict(int)
    for of_due in facts.sold.values():
        for each in of_due:
            if each.known(as_of):
                sums[each.starts] += each.cents
    return sums


def promises_kept(connection: sqlite3.Connection, calendar: BusinessCalendar, period: Period) -> Rate:
    """The promises whose last day was over in a period, and those of them that were kept."""
    as_of = period.last
    known = promises_on(connection, as_of)
    due = [each for each in known if holds_until(each, calendar) >= period.opening]
    customers = {each.customer for each in due}
    money = money_of(connection, customers, as_of) if customers else {}
    judged: dict[int, Kept] = {}
    for customer in customers:
        mine = [each for each in known if each.customer == customer]
        judged |= judge(mine, money.get(customer, ()), as_of, calendar)
    return kept_rate(due, judged, as_of, calendar)


def effects_of_steps(connection: sqlite3.Connection, period: Period) -> dict[tuple[str, str | None], Effect]:
    """What followed the steps taken in a period, by step and channel, of those whose week is over in it."""
    over = Period(period.first, period.last - WEEK)
    found: dict[tuple[str, str | None], Effect] = {}
    for taken, entries in effects.steps(connection, over, period.last):
        key = taken.step, taken.channel
        found[key] = found.get(key, Effect()).plus(effect_of(taken, entries))
    return found


def sum_of_steps(connection: sqlite3.Connection, period: Period) -> Effect:
    """The same of all steps together; a title counts with each step that it took."""
    whole = Effect()
    for effect in effects_of_steps(connection, period).values():
        whole = whole.plus(effect)
    return whole


def reach_by_channel(connection: sqlite3.Connection, period: Period) -> dict[str, Reach]:
    """What came of the contacts that we began in a period, by channel."""
    called = effects.calls(connection, period, period.last)
    reached = {each.customer for each in called if each.reached}
    paid = effects.payment_days(connection, reached, period.first, period.last) if reached else {}
    found: dict[str, Reach] = {}
    for each in called:
        reach = reach_of(each, paid.get(each.customer, ()), period.last)
        found[each.channel] = found.get(each.channel, Reach()).plus(reach)
    return found


def sum_of_calls(connection: sqlite3.Connection, period: Period) -> Reach:
    """The same of all channels together."""
    whole = Reach()
    for reach in reach_by_channel(connection, period).values():
        whole = whole.plus(reach)
    return whole
