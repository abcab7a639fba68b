"""What can be said of a ledger without touching it: no upgrade, no change of mode, no journal rolled back."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from .raw import SIDE_FILES, in_wal, uri_of
from .schema import APPLICATION_ID, STEPS
from .sending import COPIED, frozen_by_events

NEWEST_FORMAT = len(STEPS)
"""The format that this program writes."""

OLDEST_SQLITE = (3, 38, 0)
"""STRICT tables and the JSON functions."""

_WAIT_SECONDS = 2
_BEYOND_REASON = (
    "SELECT 1 FROM receivable WHERE settled NOT BETWEEN 0 AND amount"
    " OR due_effective NOT BETWEEN due AND date(due, '+1 year')"
)


class Health(NamedTuple):
    """A ledger as it lies there.

    Attributes:
        trouble: why SQLite could not read it; then nothing of what follows is known.
        ours: whether it is a ledger of this program.
        sound: what `quick_check` found, `ok` if nothing; None when it was not asked.
        first_event: the instant (UTC, ISO text) of the oldest event, `last_event` of the newest.
        last_copy: the instant of the last copy that the ledger knows of.
        frozen: sending was frozen by a restore and has not been released.
    """

    trouble: str | None = None
    ours: bool = False
    format: int = 0
    journal: str = ""
    sound: str | None = None
    first_event: str | None = None
    last_event: str | None = None
    last_copy: str | None = None
    frozen: bool = False


def side_files(path: Path) -> list[str]:
    """The names of the files that SQLite has left beside the ledger."""
    return [f"{path.name}{end}" for end in SIDE_FILES if Path(f"{path}{end}").exists()]


def look(path: Path, *, thorough: bool) -> Health:
    """Read what is there, read-only; with `thorough` every page is checked, linear in the file."""
    uri = uri_of(path, "mode=ro")
    try:
        wal = in_wal(path)
        if wal:
            # Even a reader makes files beside a ledger in WAL; as immutable it is read as it lies there.
            uri += "&immutable=1"
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS)) as connection:
            found = _read(connection, thorough)
        return found._replace(journal="wal") if wal else found
    except OSError as error:
        return Health(str(error))
    except sqlite3.Error as error:
        return Health(getattr(error, "sqlite_errorname", None) or str(error))


def _read(connection: sqlite3.Connection, thorough: bool) -> Health:
    known = Health(
        None,
        _pragma(connection, "application_id") == APPLICATION_ID,
        int(str(_pragma(connection, "user_version"))),
        str(_pragma(connection, "journal_mode")),
    )
    if not known.ours:
        return known
    first, last = connection.execute(
        "SELECT (SELECT recorded_at FROM event ORDER BY seq LIMIT 1),"
        " (SELECT recorded_at FROM event ORDER BY seq DESC LIMIT 1)"
    ).fetchone()
    (copied,) = connection.execute("SELECT max(recorded_at) FROM event WHERE kind = ?", (COPIED,)).fetchone()
    return known._replace(
        sound=str(_pragma(connection, "quick_check(1)")) if thorough else None,
        first_event=first,
        last_event=last,
        last_copy=copied,
        frozen=frozen_by_events(connection),
    )


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def makes_sense(connection: sqlite3.Connection) -> bool:
    """Whether what no seal covers could be from this program: texts in UTF-8, dates and sums within reason.

    Linear in the ledger. What SQLite itself cannot read is not judged here.
    """
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    try:
        for (table,) in tables:
            for _ in connection.execute(f'SELECT * FROM "{table}"'):
                pass
    except sqlite3.OperationalError as error:
        # What SQLite reports has a name; that a text is no UTF-8 is said by the driver.
        return hasattr(error, "sqlite_errorname")
    return connection.execute(_BEYOND_REASON).fetchone() is None
