"""The index tables: what is known of each series, and what is missing."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.rates import SERIES, Month, month_br
from cobranca_cli.domain.terms import LEGAL_RATE
from cobranca_cli.importing.index_rows import address
from cobranca_cli.ledger.queries.indices import Known, known
from cobranca_cli.services.reading import reading

_YEARS_BACK = 5
"""What to fetch of a series of which nothing is known: as far back as most debts may be claimed."""


class Coverage(NamedTuple):
    """What is known of a series, whatever was asked to be listed.

    Attributes:
        series: its code.
        months: every month known, in order.
        missing: the months between the first and the last that nobody brought.
        wanted: the latest month that should be published by now.
        address: where to fetch what is missing up to `wanted`; None when nothing is.
    """

    series: str
    months: tuple[Month, ...]
    missing: tuple[Month, ...]
    wanted: Month
    address: str | None


class ListedIndices(NamedTuple):
    """Months of some series, in order, and how far each series reaches."""

    today: date
    rows: tuple[tuple[str, Month, Known], ...]
    coverage: tuple[Coverage, ...]
    notices: tuple[str, ...]


def list_indices(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    series: str | None = None,
    first: Month | None = None,
    last: Month | None = None,
) -> ListedIndices:
    """What is known of one series or of all, from `first` to `last`, both inclusive."""
    wanted = (series,) if series else tuple(SERIES)
    with reading(ledger, settings, moment) as reader:
        tables = {each: known(reader.connection, each) for each in wanted}
    rows = [
        (each, month, value)
        for each, months in tables.items()
        for month, value in sorted(months.items())
        if (first is None or first <= month) and (last is None or month <= last)
    ]
    coverage = tuple(_coverage(each, months, moment.today) for each, months in tables.items())
    return ListedIndices(moment.today, tuple(rows), coverage, reader.notices)


def _coverage(series: str, months: Mapping[Month, Known], today: date) -> Coverage:
    present = tuple(sorted(months))
    missing: tuple[Month, ...] = ()
    if present:
        every = range(_ordinal(present[0]), _ordinal(present[-1]))
        missing = tuple(_month(each) for each in every if _month(each) not in months)
    # The taxa legal is published on the first day of its month, the others after the month's end.
    wanted = _month(_ordinal((today.year, today.month)) - (series != LEGAL_RATE))
    start: Month | None = (today.year - _YEARS_BACK, 1)
    if present:
        after = _month(_ordinal(present[-1]) + 1)
        start = min((*missing, after)) if missing or after <= wanted else None
    where = f"{address(series)}&dataInicial=01/{month_br(start)}" if start else None
    return Coverage(series, present, missing, wanted, where)


def _ordinal(month: Month) -> int:
    return month[0] * 12 + month[1] - 1


def _month(ordinal: int) -> Month:
    return ordinal // 12, ordinal % 12 + 1
