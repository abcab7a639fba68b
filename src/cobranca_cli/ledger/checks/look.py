"""A ledger opened to be looked at: as it is, with nothing tightened, converted, upgraded or repaired.

Only what SQLite itself must do happens: a journal left by a crash is rolled back.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.finding import Finding
from cobranca_cli.domain.mark import Mark
from cobranca_cli.ledger.connection import check_file, version_of
from cobranca_cli.ledger.events import COLUMNS, Event
from cobranca_cli.ledger.failures import told
from cobranca_cli.ledger.raw import READ_WAIT_SECONDS, connect
from cobranca_cli.ledger.seals import KIND

RESTORE = "guarde este arquivo e recupere a última cópia boa: cobranca restaurar"
"""What to do when the content is not to be trusted any more."""


class Look(NamedTuple):
    """A ledger, and what the checks need to know beside it.

    Attributes:
        version: how many steps of the schema it has taken.
        today: the day taken for today; `now` is the instant, as events write it.
        calendar, charges: the owner's settings, for what the ledger itself does not say.
        marks: of the history, kept elsewhere than in the anchor.
        notes: what is worth saying though it is no fault; checks append to it.
        tell: told (done, in all) by checks that take long.
    """

    connection: sqlite3.Connection
    path: Path
    version: int
    today: date
    now: str
    calendar: BusinessCalendar
    charges: Mapping[str, object]
    marks: Sequence[Mark]
    notes: list[str]
    tell: Callable[[int, int], None]


def breathe(look: Look) -> None:
    """Let those who write have their turn: a new view of the ledger begins."""
    if look.connection.in_transaction:
        look.connection.execute("ROLLBACK")
        look.connection.execute("BEGIN")


Check = Callable[[Look], Iterator[Finding]]


@contextmanager
def looking(path: Path) -> Iterator[tuple[sqlite3.Connection, int]]:
    """The ledger as it lies, to be read, and its version; raises LedgerError if it is none.

    No transaction is open: whoever writes waits for a reader at his commit, so each check is one of its own.
    """
    path = Path(os.path.realpath(path))
    check_file(path)
    with told(path):
        connection = connect(path, READ_WAIT_SECONDS)
    try:
        with told(path):
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA cell_size_check=ON")
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute("PRAGMA cache_size=-65536")
            version = version_of(connection, path)
        yield connection, version
    finally:
        with suppress(sqlite3.Error):
            connection.close()


def last_told(connection: sqlite3.Connection) -> Event | None:
    """The last event of the history that is no seal; None if there is none, or it cannot be read."""
    try:
        row = connection.execute(
            f"SELECT {COLUMNS} FROM event WHERE kind <> ? ORDER BY seq DESC LIMIT 1", (KIND,)
        ).fetchone()
    except sqlite3.DatabaseError:
        return None
    return Event(*row) if row else None
