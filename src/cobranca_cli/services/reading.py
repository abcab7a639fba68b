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
def reading(ledger: Path, settings: Settings, moment: Moment, *, charges: bool = False) -> Iterator[Reader]:
    """One consistent view of the ledger; left before anything is printed, so that no writer waits for it.

    With `charges` the ledger first takes note of the charges in the settings, so that what is reckoned with
    them today can be reckoned so again.
    """
    opened = open_for_reading(ledger)
    with told(opened.path):
        behind = _behind(opened.connection, settings, moment, charges)
        if behind:
            opened.connection.close()
            notices = [*opened.notices, *_brought_in_step(opened.path, settings, moment, behind)]
            opened = open_for_reading(ledger)
            opened.notices[:] = notices
        try:
            opened.connection.execute("BEGIN")
            yield Reader(opened.connection, tuple(opened.notices))
        finally:
            with suppress(sqlite3.Error):
                opened.connection.close()


_HOLIDAYS, _CHARGES, _NO_CHARGES_YET = "os feriados", "os encargos", ""


def _behind(connection: sqlite3.Connection, settings: Settings, moment: Moment, charges: bool) -> list[str]:
    """In what the ledger is not what the settings say: the holidays, the charges, or no charges noted yet."""
    found = [_HOLIDAYS] if recorded_mark(connection) != calendar_mark(settings.calendar) else []
    if charges:
        # Terms need decimal arithmetic, which a report without charges does without.
        from cobranca_cli.ledger.charge_terms import in_step
        from cobranca_cli.ledger.queries.terms import ledger_versions

        if not in_step(connection, settings.charges, moment.today):
            found.append(_CHARGES if ledger_versions(connection) else _NO_CHARGES_YET)
    return found


def _brought_in_step(ledger: Path, settings: Settings, moment: Moment, behind: list[str]) -> list[str]:
    """Bring the ledger in step; one that may only be read is reported as it is, and that is said.

    A report does not wait for another's write. Charges that nobody noted yet are those of the settings
    anyway.
    """
    from cobranca_cli.ledger.transaction import writing

    try:
        with writing(ledger, wait=0) as transaction:
            changed = realign(transaction, settings.calendar, moment)
            notices: list[str] = []
            if {_CHARGES, _NO_CHARGES_YET}.intersection(behind):
                from cobranca_cli.services.charges_in_step import note_charges

                notices = note_charges(transaction, settings, moment)
            if transaction.last_event is None:
                transaction.abandon()
    except CobrancaError as error:
        what = " e ".join(filter(None, behind))
        if not what:
            return []
        return [
            f"{what} de cobranca.toml mudaram, mas não consegui atualizar o livro ({error.message});"
            " este relatório ainda usa os de antes"
        ]
    if changed:
        invoices = counted(changed, "fatura", "faturas")
        notices.append(f"os feriados mudaram: recalculei o vencimento efetivo de {invoices}")
    return notices
