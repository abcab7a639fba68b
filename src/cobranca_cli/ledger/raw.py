"""The ledger as a file and a bare connection: nothing is checked here, nothing is created by opening."""

import os
import sqlite3
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

from cobranca_cli import waits

from .holder import in_use

SQLITE_MAGIC = b"SQLite format 3\0"
"""How the file of a database begins."""

SIDE_FILES = ("-journal", "-wal", "-shm")
"""What SQLite puts beside a database, after its name."""

WAL, NO_WAL = b"\2\2", b"\1\1"
"""What the bytes 18 and 19 of the file say of a ledger in WAL mode, and of another."""

WAL_FIXED = (3, 51, 3)
"""The first SQLite without the bug by which two writers in WAL mode can damage a file."""

READ_WAIT_SECONDS = 15.0
WRITE_WAIT_SECONDS = 5.0
SAID_AFTER_SECONDS = 1.0
_SLICE_SECONDS = 0.05


class Patient(sqlite3.Connection):
    """A connection that waits for a lock itself: heard by Ctrl-C at once, and not in silence.

    SQLite's own wait is one call in C, during which Python hears no signal. A statement that met a lock has
    done nothing, so it is run again, until `wait` seconds have passed; then `execute` raises what SQLite
    raised.
    """

    path: Path
    wait: float
    _told = False

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """As in `sqlite3`."""
        try:
            return super().execute(sql, *values)
        except sqlite3.OperationalError as error:
            if not is_busy(error) or not self.wait:
                raise
        began = monotonic()
        while True:
            sleep(_SLICE_SECONDS)
            try:
                return super().execute(sql, *values)
            except sqlite3.OperationalError as error:
                if not is_busy(error) or monotonic() - began >= self.wait:
                    raise
            if monotonic() - began >= SAID_AFTER_SECONDS:
                self._tell()

    def _tell(self) -> None:
        """Once: that it waits, for whom, and how long."""
        if not self._told:
            self._told = True
            waits.tell(f"aguardando: {in_use(self.path)}; espero até {self.wait:.0f} segundos")


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection's lock is the reason."""
    return (getattr(error, "sqlite_errorname", None) or "").startswith("SQLITE_BUSY")


def uri_of(path: Path, how: str) -> str:
    """How SQLite is told which file to open, and `how`; an unquoted `#` or `?` would open another."""
    return f"file:{quote(os.fsencode(path))}?{how}"


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """A connection to an existing file, waiting `wait` seconds for a lock.

    Transactions are begun and ended by us alone (`isolation_level=None`), and `mode=rw` keeps a mistyped name
    from becoming a ledger.
    """
    connection = sqlite3.connect(
        uri_of(path, "mode=rw"),
        uri=True,
        timeout=min(wait, _SLICE_SECONDS),
        isolation_level=None,
        check_same_thread=False,
        factory=Patient,
    )
    connection.path, connection.wait = path, wait
    return connection


def in_wal(path: Path) -> bool:
    """Whether the header of the file says that it is in WAL mode (its bytes 18 and 19). Raises OSError."""
    with path.open("rb") as file:
        return file.read(20)[18:] == WAL


def create_empty(path: Path) -> None:
    """Create a file that only its owner reads (0600); raises FileExistsError rather than reuse one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
