"""Bringing a ledger to this program's version: numbered steps, each in one transaction, a copy before.

A step that fails, or is killed, leaves the version before it, whole.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from cobranca_cli.errors import LedgerError
from cobranca_cli.faults import reason

from .failures import busy, told
from .raw import READ_WAIT_SECONDS, WRITE_WAIT_SECONDS, connect, create_empty
from .schema import APPLICATION_ID, STEPS

Steps = tuple[tuple[str, ...], ...]


def create_ledger(path: Path) -> None:
    """Create a new ledger with the full schema; a failure leaves no file behind."""
    create_empty(path)
    try:
        with told(path):
            connection = connect(path, WRITE_WAIT_SECONDS)
            try:
                connection.execute("PRAGMA synchronous=EXTRA")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                for number, step in enumerate(STEPS, 1):
                    _run_step(connection, number, step)
                connection.execute("COMMIT")
            finally:
                connection.close()
    except BaseException:
        path.unlink(missing_ok=True)
        Path(f"{path}-journal").unlink(missing_ok=True)
        raise


def upgrade(connection: sqlite3.Connection, path: Path, steps: Steps) -> str:
    """Take the ledger from its version to the last of `steps`; returns the sentence that says so.

    Before the first step a copy is laid beside the ledger (`LIVRO.vN.DAY.bak`: the version it had, and the
    day of the last thing recorded in it, so that an upgrade begun again finds the name it gave).
    Another process may have been quicker: the version is read again under the write lock.
    """
    before = _user_version(connection)
    copy = Path(f"{path}.v{before}{_last_day(connection)}.bak")
    _copy(connection, path, copy, before)
    # A step may make a table anew under its name; each step ends with a check of all references.
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        _run_steps(connection, before, steps)
    finally:
        connection.execute("PRAGMA foreign_keys=ON")
    if steps is STEPS:
        _seal_all(connection, path)
    return f"o livro passou do formato {before} para o {len(steps)}; a cópia de antes está em {copy}"


def _run_steps(connection: sqlite3.Connection, before: int, steps: Steps) -> None:
    for number in range(before + 1, len(steps) + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _user_version(connection) < number:
                _run_step(connection, number, steps[number - 1])
                if connection.execute("PRAGMA foreign_key_check").fetchone():
                    raise sqlite3.IntegrityError(f"step {number} left a dangling reference")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _seal_all(connection: sqlite3.Connection, path: Path) -> None:
    """Bind to the history what was there before there were seals; if it is killed, the next write does it."""
    # Reports open the ledger through this module too, and need none of it.
    from .anchor import anchor
    from .events import NO_INSTANT, append_event, last_event
    from .seals import KIND, seal, written_outside

    connection.execute("BEGIN IMMEDIATE")
    try:
        data, last = seal(connection, written_outside(connection)), last_event(connection)
        instant = last.recorded_at if last else NO_INSTANT
        event = append_event(connection, KIND, data, instant) if data else None
        connection.execute("COMMIT" if event else "ROLLBACK")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    if event:
        anchor(path, event.seq, event.hash, event.recorded_at)


def _user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _last_day(connection: sqlite3.Connection) -> str:
    """`.AAAA-MM-DD`, the day (UTC) of the last event; empty before the first one."""
    row = connection.execute("SELECT date(recorded_at) FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    return f".{row[0]}" if row and row[0] else ""


def _copy(connection: sqlite3.Connection, path: Path, target: Path, version: int) -> None:
    """A consistent copy of a ledger of this version, 0600; one left by an interrupted upgrade is replaced.

    It is made under another name first: should a second process have upgraded meanwhile, the copy it made
    stays.
    """
    hidden = target.with_name(f".{target.name}.{os.getpid()}.parte")
    try:
        hidden.unlink(missing_ok=True)
        create_empty(hidden)
        copy = sqlite3.connect(hidden)
        try:
            connection.backup(copy, progress=_patience(path))
            is_of_version = _user_version(copy) == version
        finally:
            copy.close()
        if is_of_version:
            hidden.replace(target)
    except OSError as error:
        raise LedgerError(
            f"o livro é de um formato anterior, e não consegui guardar a cópia {target}: {reason(error)}",
            hint="libere esse caminho e rode de novo; o livro não foi tocado",
        ) from error
    finally:
        hidden.unlink(missing_ok=True)


def _patience(path: Path) -> Callable[[int, int, int], None]:
    """Ends a copy that waits too long for another process: by itself it would try for ever."""
    deadline = monotonic() + READ_WAIT_SECONDS

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > deadline:
            raise busy(path)

    return look


def _run_step(connection: sqlite3.Connection, number: int, step: tuple[str, ...]) -> None:
    for statement in step:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={number}")
