"""The fitted models of risk as the ledger keeps them: each is a row, the last fitted by a day counts on it.

Plain SQL, so that a report ordered by risk does not load SQLModel.
"""

import hashlib
import sqlite3
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.moment import Moment

from .transaction import Transaction


class KeptModel(NamedTuple):
    """A model as it was kept: `content` is JSON, `fitted_on` the day whose knowledge is in it."""

    id: int
    fitted_on: date
    content: str
    sha256: str


def model_on(connection: sqlite3.Connection, as_of: date) -> KeptModel | None:
    """The model that counts on a day."""
    row = connection.execute(
        "SELECT id, fitted_on, content, sha256 FROM risk_model WHERE fitted_on <= ?"
        " ORDER BY fitted_on DESC, id DESC LIMIT 1",
        (as_of.isoformat(),),
    ).fetchone()
    return KeptModel(row[0], date.fromisoformat(row[1]), *row[2:]) if row else None


def record_model(transaction: Transaction, fitted_on: date, content: str, moment: Moment) -> KeptModel | None:
    """Keep a model; None when the one that counts on its day is the same to the last byte."""
    digest = hashlib.sha256(content.encode()).hexdigest()
    known = model_on(transaction.connection, fitted_on)
    if known and known.fitted_on == fitted_on and known.sha256 == digest:
        return None
    cursor = transaction.connection.execute(
        "INSERT INTO risk_model (fitted_on, content, sha256, recorded_at) VALUES (?, ?, ?, ?)",
        (fitted_on.isoformat(), content, digest, moment.instant),
    )
    assert cursor.lastrowid is not None
    return KeptModel(cursor.lastrowid, fitted_on, content, digest)
