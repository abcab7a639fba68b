"""Who has looked at personal data: an event each time; who, which command, how many rows, never what."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .transaction import writing

KIND = "acesso"
WAIT_SECONDS = 1


class Access(NamedTuple):
    """One look: the instant (UTC, ISO text), the user of the operating system, the command, its rows."""

    instant: str
    user: str
    command: str
    rows: int
    way: str


def record_access(ledger: Path, access: Access) -> None:
    """Append the event. Raises LedgerError or BusyError, the latter after about a second."""
    data = {
        "usuario": access.user,
        "comando": access.command,
        "linhas": access.rows,
        "modo": access.way,
    }
    with writing(ledger, wait=WAIT_SECONDS) as transaction:
        transaction.record(KIND, data, access.instant)


def accesses(connection: sqlite3.Connection, since: str) -> Iterator[Access]:
    """The looks from an ISO day (of UTC) on, the newest first; linear in the events."""
    rows = connection.execute(
        "SELECT recorded_at, data FROM event WHERE kind = ? AND recorded_at >= ? ORDER BY seq DESC",
        (KIND, since),
    )
    for instant, text in rows:
        data = json.loads(text)
        yield Access(instant, data["usuario"], data["comando"], data["linhas"], data["modo"])
