"""Whose fault an internal error is: a defect of the program, or a ledger in which others have written."""

import os
from pathlib import Path

from cobranca_cli.config import parse_settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import CobrancaError, LedgerError
from cobranca_cli.ledger.checks.look import looking
from cobranca_cli.ledger.failures import damaged
from cobranca_cli.ledger.health import makes_sense
from cobranca_cli.services.verify import verify

_LAYERS = ("sqlite", "historico")
_ABOUT_THE_END = ("V-ANCORA", "V-GATILHO", "V-HISTORICO-CORTADO", "V-HISTORICO-REESCRITO")
"""Findings that say nothing of what stands in the rows: with them alone, a defect stays a defect."""


def damage(ledger: Path, moment: Moment) -> LedgerError | None:
    """The error to tell in the place of an internal one; None for a sound ledger, or none. Linear in it.

    Whatever the program writes it can read again, so an error over rows that it did not write is theirs.
    """
    settings = parse_settings(b"", ledger)
    try:
        found = verify(ledger, settings, moment, _LAYERS)
        with looking(ledger) as (connection, _):
            if all(each.code in _ABOUT_THE_END for each in found.findings) and makes_sense(connection):
                return None
    except CobrancaError as error:
        return error if isinstance(error, LedgerError) and error.code == "E-LIVRO-DANIFICADO" else None
    except RecursionError:
        # The program writes no text of such depth.
        pass
    what = "há nele um valor que não foi o cobranca que gravou; veja com 'cobranca verificar'"
    return damaged(Path(os.path.realpath(ledger)), what)
