"""What is known of each month of an index: the values that come with the program, and the ledger's over them.

Read by reports whose terms need an index, so the standard library serves, and only the series asked for
are read.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.domain.money import stored_decimal
from cobranca_cli.domain.rates import Month, Rates
from cobranca_cli.errors import OutsideError

SHIPPED = Path(__file__).resolve().parents[2] / "index_data"
"""One CSV a series: `serie;mes;valor;fonte;visto_em`, months `AAAA-MM`, values with a point."""

_OF_LEDGER = (
    "SELECT v.month, v.percent, b.file_name, b.imported_on FROM index_value v"
    " JOIN import_batch b ON b.id = v.import_id WHERE v.series = ? ORDER BY v.id"
)


class Known(NamedTuple):
    """A month of a series, in percent points.

    Attributes:
        percent: the value that counts.
        file_name: the file it was imported from; None when it comes with the program.
        source: where the program has it from; None when it was imported.
        since: the day on which it was seen or imported, ISO.
        replaced: the value that counted before, if it was another.
    """

    percent: Decimal
    file_name: str | None
    source: str | None
    since: str
    replaced: Decimal | None = None


def shipped(series: str) -> Iterator[tuple[Month, Known]]:
    """The months of a series that come with the program, in order. Raises OutsideError without the file."""
    try:
        text = (SHIPPED / f"{series}.csv").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise OutsideError(
            f"falta a tabela {series}.csv da instalação", hint="instale de novo o cobranca"
        ) from None
    for line in text.splitlines()[1:]:
        _, month, percent, source, seen = line.split(";")
        yield _month(month), Known(stored_decimal(percent), None, source, seen)


def known(connection: sqlite3.Connection, series: str) -> dict[Month, Known]:
    """Every month known of a series. The ledger's last row of a month counts, over what came with us."""
    months = dict(shipped(series))
    for text, percent, file_name, imported_on in connection.execute(_OF_LEDGER, (series,)):
        month, value = _month(text), stored_decimal(percent)
        before = months.get(month)
        replaced = before.percent if before and before.percent != value else None
        months[month] = Known(value, file_name, None, imported_on, replaced)
    return months


def rates(connection: sqlite3.Connection, series: Iterable[str]) -> Rates:
    """The rates of these series, for the domain to compute with; others are unknown to the result."""
    return Rates(
        {each: {month: value.percent for month, value in known(connection, each).items()} for each in series}
    )


def _month(text: str) -> Month:
    year, _, month = text.partition("-")
    return int(year), int(month)
