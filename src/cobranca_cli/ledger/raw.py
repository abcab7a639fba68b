"""The ledger as a file and a bare connection: nothing is checked here, nothing is created by opening."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

READ_WAIT_SECONDS = 15.0
WRITE_WAIT_SECONDS = 5.0


def connect(path: Path, wait: float) -> sqlite3.Connection:
    """A connection to an existing file, waiting `wait` seconds for a lock.

    Transactions are begun and ended by us alone (`isolation_level=None`), the path is quoted because an
    unquoted `#` or `?` opens another file, and `mode=rw` keeps a mistyped name from becoming a ledger.
    """
    uri = f"file:{quote(os.fsencode(path))}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)


def create_empty(path: Path) -> None:
    """Create a file that only its owner reads (0600); raises FileExistsError rather than reuse one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
