"""One write to the ledger: begun at once, ended once, and never told wrongly.

`BEGIN IMMEDIATE` takes the write lock before anything is read, so that what was checked still holds
when it is written. A COMMIT that fails may have been carried out all the same; then the ledger is
read again, and what is said is what was found.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted
from cobranca_cli.errors import UncertainError
from cobranca_cli.local_time import instant_of

from .anchor import anchor
from .connection import open_for_writing, synced_folder
from .events import MOST_BACK, NO_INSTANT, Event, append_event, last_event
from .failures import told, translate
from .raw import READ_WAIT_SECONDS, WRITE_WAIT_SECONDS, connect, is_busy
from .seals import KIND, seal, written_outside

if TYPE_CHECKING:
    from sqlmodel import Session


_commits = 0


def commits() -> int:
    """How many transactions this process has committed: what is true when a command is cut short."""
    return _commits


class Transaction:
    """An open write transaction. Leave its `with` block normally to commit, by an exception to undo.

    Made when the transaction has begun: what it finds unsealed then, it did not write.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, notices: list[str]) -> None:
        self.connection = connection
        self.path = path
        self.notices = notices
        self.last_event: Event | None = None
        self._session: Session | None = None
        self._abandoned = False
        self._outside = written_outside(connection)

    def record(self, kind: str, data: Mapping[str, object], recorded_at: str) -> Event:
        """Append to the event chain what this transaction does; a clock that went back is told."""
        if self.last_event is None:
            self._tell_of_clock(recorded_at)
        self.last_event = append_event(self.connection, kind, data, recorded_at)
        return self.last_event

    def _tell_of_clock(self, recorded_at: str) -> None:
        last = last_event(self.connection)
        before, now = instant_of(last.recorded_at) if last else None, instant_of(recorded_at)
        if before and now and now < before - MOST_BACK:
            days = counted((before - now).days, "dia", "dias")
            self.notices.append(
                f"o relógio deste computador está {days} atrás do último registro do livro: acerte a data e"
                " a hora, e confira os dias do que gravou"
            )

    @property
    def session(self) -> "Session":
        """The SQLModel session on this very transaction, made on first use (its import is heavy)."""
        if self._session is None:
            from .session import session_on

            self._session = session_on(self.connection)
        return self._session

    def abandon(self) -> None:
        """Undo everything at the end although nothing failed: a rehearsal, or a file with bad rows."""
        self._abandoned = True

    def finish(self) -> None:
        """Commit, or roll back when abandoned."""
        if self._session is not None:
            self._session.flush()
            self._session.close()
        if self._abandoned:
            self.connection.execute("ROLLBACK")
            return
        self.seal()
        _commit(self)
        if self.last_event:
            anchor(self.path, self.last_event.seq, self.last_event.hash, self.last_event.recorded_at)

    def seal(self) -> None:
        """Bind what has been written so far to the event chain; at the end it is done in any case."""
        if self._session is not None:
            self._session.flush()
        data = seal(self.connection, self._outside)
        self._outside = {}
        if data:
            last = self.last_event or last_event(self.connection)
            self.record(KIND, data, last.recorded_at if last else NO_INSTANT)


@contextmanager
def writing(path: Path, wait: float | None = None) -> Iterator[Transaction]:
    """A write transaction on the ledger at `path`; raises BusyError after waiting for another writer."""
    opened = open_for_writing(path, wait)
    try:
        with told(opened.path):
            opened.connection.execute("BEGIN IMMEDIATE")
            try:
                transaction = Transaction(opened.connection, opened.path, opened.notices)
                yield transaction
                _remember_synced_folder(transaction)
                transaction.finish()
            except BaseException:
                # SQLite may have rolled back by itself (disk full); then there is nothing to undo.
                # Nor after a doubtful commit, whose connection is closed already.
                with suppress(sqlite3.Error):
                    if opened.connection.in_transaction:
                        opened.connection.execute("ROLLBACK")
                raise
    finally:
        opened.connection.close()


def _remember_synced_folder(transaction: Transaction) -> None:
    if synced_folder(transaction.path):
        transaction.connection.execute(
            "INSERT INTO meta (key, value) VALUES ('synced_folder', ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            (str(transaction.path.parent),),
        )


def _commit(transaction: Transaction) -> None:
    """COMMIT, waiting for readers; after any other failure look whether it happened."""
    deadline = monotonic() + WRITE_WAIT_SECONDS
    while True:
        try:
            transaction.connection.execute("COMMIT")
            _count_commit()
            return
        except KeyboardInterrupt:
            # Ctrl-C reaches Python only after SQLite has finished, and so comes too late to prevent it.
            if _recorded(transaction):
                _count_commit()
            raise
        except sqlite3.Error as error:
            busy = is_busy(error)
            if busy and monotonic() < deadline:
                sleep(0.05)
                continue
            if busy or not transaction.last_event:
                raise
            _settle_doubt(transaction, transaction.last_event, error)
            return


def _count_commit() -> None:
    global _commits
    _commits += 1


def _recorded(transaction: Transaction) -> bool:
    """Whether the interrupted COMMIT took place after all."""
    event, connection = transaction.last_event, transaction.connection
    if event is None or connection.in_transaction:
        return False
    return connection.execute("SELECT 1 FROM event WHERE hash = ?", (event.hash,)).fetchone() is not None


def _settle_doubt(transaction: Transaction, event: Event, error: sqlite3.Error) -> None:
    """Return if the commit took place after all; raise what is true otherwise."""
    with suppress(sqlite3.Error):
        transaction.connection.execute("ROLLBACK")
    transaction.connection.close()
    try:
        connection = connect(transaction.path, READ_WAIT_SECONDS)
        try:
            found = connection.execute("SELECT 1 FROM event WHERE hash = ?", (event.hash,)).fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        raise UncertainError(
            f"a gravação falhou no último passo e não consegui reler o livro {transaction.path}"
        ) from error
    if not found:
        raise translate(error, transaction.path) or error from error
    _count_commit()
