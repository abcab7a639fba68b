"""The tables behind the indicators: cohorts, roll rates, steps, contacts, customers; read with them."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.cohorts import Cohort, cohort
from cobranca_cli.domain.effects import Effect, Reach
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.periods import Period, month_ends
from cobranca_cli.domain.portfolio import Rolling, bands_of, rolling_of
from cobranca_cli.ledger.queries.indicators import Debtor, debtors
from cobranca_cli.services.indicators import (
    MONTHS,
    History,
    Measured,
    effects_of_steps,
    facts_of,
    reach_by_channel,
)
from cobranca_cli.services.reading import reading

COHORTS, ROLLING, STEPS, CONTACTS, CUSTOMERS = "safra", "rolagem", "regua", "contatos", "concentracao"
DETAILS = (COHORTS, ROLLING, STEPS, CONTACTS, CUSTOMERS)

COHORT_MONTHS = 12
"""How many months of maturity are told unless said otherwise."""


class Details(NamedTuple):
    """What was asked for; the others are empty.

    Attributes:
        cohorts: by month of maturity, oldest first.
        bands: all bands of the aging with what is open in each; `rolling` those of them that roll.
        steps: by step and channel; `reach` by channel; `debtors` the largest first.
    """

    as_of: date
    period: Period
    cohorts: tuple[Cohort, ...]
    bands: dict[str, int]
    rolling: tuple[Rolling, ...]
    steps: dict[tuple[str, str | None], Effect]
    reach: dict[str, Reach]
    debtors: tuple[Debtor, ...]
    notices: tuple[str, ...] = ()


def detail(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, months: int | None, which: tuple[str, ...]
) -> Details:
    """The tables asked for, as of a day; `months` as in `measure`, and how many cohorts, if it is said."""
    with reading(ledger, settings, moment) as reader:
        history = History(reader.connection, settings.calendar, [as_of], months or MONTHS)
        return _details(history, as_of, months, which)._replace(notices=reader.notices)


def measure_with_details(
    ledger: Path, settings: Settings, moment: Moment, as_of: date, months: int | None, cost: int | None
) -> tuple[Measured, Details]:
    """The indicators of a day and every table behind them, from one reading of the ledger."""
    with reading(ledger, settings, moment) as reader:
        history = History(reader.connection, settings.calendar, [as_of], months or MONTHS)
        measured = history.measured(as_of, cost)._replace(notices=reader.notices)
        return measured, _details(history, as_of, months, DETAILS)


def _details(history: History, as_of: date, months: int | None, which: tuple[str, ...]) -> Details:
    connection, period = history.connection, history.period(as_of)
    opened = history.opened(as_of) if ROLLING in which else []
    return Details(
        as_of,
        period,
        cohorts=_cohorts(connection, as_of, months or COHORT_MONTHS) if COHORTS in which else (),
        bands=bands_of(opened[-1][1], as_of) if opened else {},
        rolling=rolling_of(opened) if opened else (),
        steps=effects_of_steps(connection, period) if STEPS in which else {},
        reach=reach_by_channel(connection, period) if CONTACTS in which else {},
        debtors=tuple(debtors(connection, as_of)) if CUSTOMERS in which else (),
    )


def _cohorts(connection: sqlite3.Connection, as_of: date, months: int) -> tuple[Cohort, ...]:
    """The last months that are over on a day."""
    periods = [Period(last.replace(day=1), last) for last in month_ends(as_of, months)]
    facts = facts_of(connection, periods[0].first, as_of)
    return tuple(cohort(facts, each, as_of) for each in periods)
