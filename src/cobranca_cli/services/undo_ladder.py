"""Taking back a run of the ladder whose letters never left the house: its steps may be taken again."""

import sqlite3

from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import NotFoundError
from cobranca_cli.ledger.queries.undo import (
    LadderRun,
    ladder_run,
    last_ladder_run,
    later_run,
    told_of_letters,
)
from cobranca_cli.ledger.transaction import Transaction
from cobranca_cli.ledger.undoing import withdraw_run
from cobranca_cli.services.undo_types import LADDER, Asked, Found, Obstacle


def look(connection: sqlite3.Connection, moment: Moment, asked: Asked) -> Found | None:
    """The run asked for, or the last that did something. Raises NotFoundError for an unknown number."""
    identity = asked.id or last_ladder_run(connection)
    if identity is None:
        return None
    run = ladder_run(connection, identity)
    if run is None:
        raise NotFoundError(
            f"não há execução da régua de número {identity}", hint="veja a última com 'cobranca desfazer'"
        )
    never = run.day == moment.today.isoformat()
    obstacle = None if run.withdrawn_on else _obstacle(connection, run)
    return Found(LADDER, run.id, run.day, run.recorded_at, run, never, run.withdrawn_on, obstacle)


def _obstacle(connection: sqlite3.Connection, run: LadderRun) -> Obstacle | None:
    later = later_run(connection, run.id)
    if later:
        return Obstacle(
            f"a execução {later} da régua veio depois, com degraus das mesmas faturas",
            "E-USADA",
            f"desfaça antes a mais nova: cobranca desfazer regua {later}",
        )
    told = told_of_letters(connection, run.id)
    if told:
        contact, letter = told[-1]
        more = f" (há mais {len(told) - 1})" if len(told) > 1 else ""
        return Obstacle(
            f"a carta {letter} desta execução tem o contato {contact}, que diz que ela saiu{more}",
            "E-USADA",
            f"se não saiu, corrija antes: cobranca contato corrigir {contact} --motivo TEXTO",
        )
    return None


def carry_out(transaction: Transaction, moment: Moment, found: Found, reason: str) -> None:
    """Withdraw the run from today on."""
    withdraw_run(transaction, found.id, reason, moment)
