"""Opening the ledger for a report, with its effective due dates in step with the owner's holidays."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import counted
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import CobrancaError
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.due_dates import calendar_mark, realign, recorded_mark
from cobranca_cli.ledger.failures import told


class Reader(NamedTuple):
    """A read transaction on the ledger, and what its opening found worth saying."""

    connection: sqlite3.Connection
    notices: tuple[str, ...]


@contextmanager
def reading(ledger: Path, settings: Settings, moment: Moment) -> Iterator[Reader]:
    """One consistent view of the ledger; left before anything is printed, so that no writer waits for it."""
    opened = open_for_reading(ledger)
    with told(opened.path):
        if recorded_mark(opened.connection) != calendar_mark(settings.calendar):
            opened.connection.close()
            notices = [*opened.notices, *_realigned(opened.path, settings, moment)]
            opened = open_for_reading(ledger)
            opened.notices[:] = notices
        try:
            opened.connection.execute("BEGIN")
            yield Reader(opened.connection, tuple(opened.notices))
        finally:
            with suppress(sqlite3.Error):
                opened.connection.close()


def _realigned(ledger: Path, settings: Settings, moment: Moment) -> list[str]:
    """Bring the due dates in step; a ledger that may only be read is reported as it is, and that is said."""
    try:
        changed = realign(ledger, settings.calendar, moment)
    except CobrancaError as error:
        return [
            "os feriados de cobranca.toml mudaram, mas não consegui recalcular os vencimentos"
            f" ({error.message}); este relatório ainda usa os feriados de antes"
        ]
    if not changed:
        return []
    return [
        f"os feriados mudaram: recalculei o vencimento efetivo de {counted(changed, 'fatura', 'faturas')}"
    ]
