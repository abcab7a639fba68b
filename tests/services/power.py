"""A ledger whose process dies at a chosen statement: what was not committed by then is gone.

The file and its journal are copied as they stand at that moment, and are what the next opening finds; the
connection does nothing any more. That is a `kill -9` as SQLite sees it, a hundred times a second.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from cobranca_cli.ledger import connection as opening
from cobranca_cli.ledger import raw


class PowerFailureError(BaseException):
    """The process is gone."""


class Power:
    """Power for so many half statements: one ends before a statement, the next one after it.

    What the ledger is `deaf_to` is not carried out: how a mutant lives without transactions.
    """

    deaf_to: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger
        self.left: int | None = None
        self.failed = False
        self.committed = False

    def tick(self, sql: str, *, done: bool) -> None:
        """Called before and after every statement of a connection."""
        if self.failed:
            raise sqlite3.OperationalError("no power")
        if self.left is None:
            return
        self.committed |= done and sql == "COMMIT"
        self.left -= 1
        if self.left < 0:
            self.failed = True
            for file in self._files():
                if file.exists():
                    shutil.copy(file, file.with_name(f"{file.name}.kept"))
            raise PowerFailureError

    def back(self) -> None:
        """The ledger as the failure left it, and power enough."""
        for file in self._files():
            file.unlink(missing_ok=True)
            kept = file.with_name(f"{file.name}.kept")
            if kept.exists():
                kept.replace(file)
        self.left, self.failed = None, False

    def _files(self) -> tuple[Path, Path]:
        return self.ledger, self.ledger.with_name(f"{self.ledger.name}-journal")


def _ticking(power: Power, run: Callable[..., Any]) -> Callable[..., Any]:
    """The method with a tick before and after."""

    def ticking(self: object, sql: str, *values: object) -> object:
        power.tick(sql, done=False)
        found = None if sql in power.deaf_to else run(self, sql, *values)
        power.tick(sql, done=True)
        return found

    return ticking


@contextmanager
def powered(ledger: Path) -> Iterator[Power]:
    """Within it, every connection that our code opens to the ledger depends on this power."""
    power = Power(ledger)

    class Cursor(sqlite3.Cursor):
        execute = _ticking(power, sqlite3.Cursor.execute)
        executemany = _ticking(power, sqlite3.Cursor.executemany)

    class Connection(raw.Patient):
        # These make their cursors without asking `cursor`.
        execute = _ticking(power, raw.Patient.execute)
        executemany = _ticking(power, sqlite3.Connection.executemany)

        def cursor(self, factory: type[sqlite3.Cursor] = Cursor) -> sqlite3.Cursor:  # type: ignore[override]
            return super().cursor(factory)

    connect, plain = opening.connect, sqlite3.connect

    def connected(path: Path, wait: float) -> sqlite3.Connection:
        sqlite3.connect = lambda *words, **named: plain(*words, **named | {"factory": Connection})  # type: ignore[assignment]
        try:
            return raw.connect(path, wait)
        finally:
            sqlite3.connect = plain

    opening.connect = connected
    try:
        yield power
    finally:
        opening.connect = connect
