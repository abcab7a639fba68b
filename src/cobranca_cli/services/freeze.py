"""Automatic sending after a restore: refused until the owner releases it."""

import sqlite3
from pathlib import Path

from cobranca_cli.brformat import date_br
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.sending import RELEASED, Frozen, frozen


def refuse_frozen(connection: sqlite3.Connection) -> None:
    """Raise DataError (E-ENVIOS-PARADOS) while sending is frozen."""
    found = frozen(connection)
    if found:
        raise DataError(
            f"o livro foi restaurado em {date_br(found.day)}, e os envios estão parados até você liberar",
            code="E-ENVIOS-PARADOS",
            hint="veja o que já foi enviado depois da cópia, para não repetir; então:"
            " cobranca restaurar --liberar-envios",
        )


def frozen_notice(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The line that says that sending is frozen, if it is."""
    found = frozen(connection)
    if found is None:
        return ()
    return (
        f"os envios estão parados desde que o livro foi restaurado, em {date_br(found.day)};"
        " para voltar: cobranca restaurar --liberar-envios",
    )


def release(ledger: Path, moment: Moment) -> Frozen | None:
    """Let sending go on; the restore that had frozen it, None when nothing had."""
    from cobranca_cli.ledger.transaction import writing

    with writing(ledger) as transaction:
        found = frozen(transaction.connection)
        if found is None:
            transaction.abandon()
        else:
            transaction.record(RELEASED, {"restauracao": found.event}, moment.instant)
        return found
