"""Opening the ledger for a report, with its effective due dates in step with the owner's holidays."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import counted
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import CobrancaError
from cobranca_cli.ledger.charge_terms import in_step
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.due_dates import calendar_mark, realign, recorded_mark
from cobranca_cli.ledger.failures import told
from cobranca_cli.services.charges_in_step import note_charges


class Reader(NamedTuple):
    """A read transaction on the ledger, and what its opening found worth saying."""

    connection: sqlite3.Connection
    notices: tuple[str, ...]


@contextmanager
def reading(ledger: Path, settings: Settings, moment: Moment, *, charges: bool = False) -> Iterator[Reader]:
    """One consistent view of the ledger; left before anything is printed, so that no writer waits for it.

    With `charges` the ledger first takes note of the charges in the settings, so that what is reckoned with
    them today can be reckoned so again.
    """
    opened = open_for_reading(ledger)
    with told(opened.path):
        steps = [step for step in (_realigned, _noted) if step is not _noted or charges]
        for step in steps:
            if _is_due(step, opened.connection, settings, moment):
                opened.connection.close()
                notices = [*opened.notices, *step(opened.path, settings, moment)]
                opened = open_for_reading(ledger)
                opened.notices[:] = notices
        try:
            opened.connection.execute("BEGIN")
            yield Reader(opened.connection, tuple(opened.notices))
        finally:
            with suppress(sqlite3.Error):
                opened.connection.close()


def _is_due(
    step: Callable[[Path, Settings, Moment], list[str]],
    connection: sqlite3.Connection,
    settings: Settings,
    moment: Moment,
) -> bool:
    if step is _realigned:
        return recorded_mark(connection) != calendar_mark(settings.calendar)
    return not in_step(connection, settings.charges, moment.today)


def _noted(ledger: Path, settings: Settings, moment: Moment) -> list[str]:
    """Record the charges of the settings as a version; where the ledger cannot be written, say so."""
    from cobranca_cli.ledger.transaction import writing

    try:
        with writing(ledger) as transaction:
            return note_charges(transaction, settings, moment)
    except CobrancaError as error:
        return [f"não consegui registrar no livro os encargos de cobranca.toml ({error.message})"]


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
