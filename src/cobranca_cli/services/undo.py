"""Taking back the last import, payment, agreement or run of the ladder: shown first, then done as facts.

Nothing is held while a person reads what will be done; under the write lock it is looked at once more, and
what has changed since is not taken back.
"""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services import undo_import, undo_ladder
from cobranca_cli.services.accounts import clean_reason
from cobranca_cli.services.reading import reading
from cobranca_cli.services.undo_deeds import (
    look_at_agreement,
    look_at_payment,
    reverse_payment,
    undo_agreement,
)
from cobranca_cli.services.undo_types import AGREEMENT, IMPORT, KINDS, PAYMENT, Asked, Found


class Last(NamedTuple):
    """The last thing of each kind, the latest first."""

    found: tuple[Found, ...]
    notices: tuple[str, ...]


def last_of_each(ledger: Path, settings: Settings, moment: Moment) -> Last:
    """What was done last of each kind; nothing is written."""
    with reading(ledger, settings, moment, charges=True) as reader:
        each = (_look(reader.connection, settings, moment, Asked(kind)) for kind in KINDS)
        found = sorted(filter(None, each), key=lambda one: one.recorded_at, reverse=True)
        return Last(tuple(found), reader.notices)


def find(ledger: Path, settings: Settings, moment: Moment, asked: Asked) -> Found | None:
    """What would be taken back, None when there is nothing of the kind; nothing is written."""
    with reading(ledger, settings, moment, charges=True) as reader:
        return _look(reader.connection, settings, moment, asked)


def _look(connection: sqlite3.Connection, settings: Settings, moment: Moment, asked: Asked) -> Found | None:
    if asked.kind == IMPORT:
        return undo_import.look(connection, settings, moment, asked)
    if asked.kind == PAYMENT:
        return look_at_payment(connection, settings, moment, asked)
    if asked.kind == AGREEMENT:
        return look_at_agreement(connection, settings, moment, asked)
    return undo_ladder.look(connection, moment, asked)


def undo(
    ledger: Path, settings: Settings, moment: Moment, asked: Asked, shown: Found, reason: str
) -> tuple[str, ...]:
    """Take back what was shown; returns what is worth saying of it.

    Raises DataError E-MUDOU when it is not any more what was shown, and what stands in the way of it.
    """
    text = clean_reason(reason)
    with writing(ledger) as transaction:
        found = _look(transaction.connection, settings, moment, asked._replace(id=shown.id))
        if found != shown:
            raise DataError(
                "o livro mudou depois que isto foi mostrado",
                code="E-MUDOU",
                hint="rode de novo e confira o que será desfeito",
            )
        if found.obstacle:
            raise found.obstacle.error()
        _carry_out(transaction, settings, moment, found, text)
        return tuple(transaction.notices)


def _carry_out(
    transaction: Transaction, settings: Settings, moment: Moment, found: Found, reason: str
) -> None:
    if found.kind == IMPORT:
        undo_import.carry_out(transaction, settings, moment, found, reason)
    elif found.kind == PAYMENT:
        reverse_payment(transaction, settings, moment, found, reason)
    elif found.kind == AGREEMENT:
        undo_agreement(transaction, settings, moment, found, reason)
    else:
        undo_ladder.carry_out(transaction, moment, found, reason)
