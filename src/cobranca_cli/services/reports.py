"""Aging: read once, in one transaction, as of a day."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.aging import BAND_NAMES, band_limits
from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.aging import BandTotal, CustomerAging, by_band, by_customer
from cobranca_cli.ledger.queries.items import Item, open_items
from cobranca_cli.services.reading import reading


class Aged(NamedTuple):
    """The portfolio as of a day, in the grain that was asked for; the other two are empty."""

    as_of: date
    bands: tuple[str, ...] = BAND_NAMES
    customers: tuple[CustomerAging, ...] = ()
    totals: tuple[BandTotal, ...] = ()
    items: tuple[Item, ...] = ()
    notices: tuple[str, ...] = ()


VIEWS = ("cliente", "faixa", "fatura")


def aging(ledger: Path, settings: Settings, moment: Moment, as_of: date, views: tuple[str, ...]) -> Aged:
    """The open principal by days late, in the views asked for (`cliente`, `faixa`, `fatura`)."""
    limits = band_limits(as_of)
    with reading(ledger, settings, moment) as reader:
        connection = reader.connection
        return Aged(
            as_of,
            customers=tuple(by_customer(connection, as_of, limits)) if "cliente" in views else (),
            totals=tuple(by_band(connection, as_of, limits)) if "faixa" in views else (),
            items=tuple(open_items(connection, as_of)) if "fatura" in views else (),
            notices=reader.notices,
        )
