"""Whole copies of a ledger: made under one read lock, and judged before anybody relies on them.

`Connection.backup` in one step, inside a read transaction, and not `VACUUM INTO`: only so is the head of the
source's chain known at the very moment of the copy, and pages, row ids and format arrive as they are. The
price is the same for both: no writer commits meanwhile.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.errors import CobrancaError, LedgerError

from .events import head
from .failures import SENSELESS, damaged, translate
from .queries.chain import chain_findings
from .raw import READ_WAIT_SECONDS, connect, uri_of


class Contents(NamedTuple):
    """What is in a ledger.

    Attributes:
        version: the schema's.
        invoices: how many invoices, cancelled and paid ones too.
        events: how many events; `seq` and `hash` are the last one's, the head of the chain.
        recorded_at: when the last event was recorded (UTC, ISO text); None of an empty chain.
    """

    version: int
    invoices: int
    events: int
    seq: int
    hash: str
    recorded_at: str | None


class Origin(NamedTuple):
    """The first event of a ledger, by which its copies are known: its hash, and when it was recorded."""

    hash: str
    recorded_at: str


class Judged(NamedTuple):
    """A copy held against itself.

    Attributes:
        found: what is in it; None when its pages, rows or references are damaged.
        wrong: the first thing that does not hold, in one Portuguese clause; None when it is sound.
    """

    found: Contents | None
    wrong: str | None


def contents(connection: sqlite3.Connection) -> Contents:
    """What the ledger on this connection holds; one look, so in one transaction of the caller's."""
    seq, last = head(connection)
    count = connection.execute
    recorded = count("SELECT recorded_at FROM event WHERE seq = ?", (seq,)).fetchone()
    return Contents(
        count("PRAGMA user_version").fetchone()[0],
        count("SELECT count(*) FROM receivable").fetchone()[0],
        count("SELECT count(*) FROM event").fetchone()[0],
        seq,
        last,
        recorded[0] if recorded else None,
    )


def origin(connection: sqlite3.Connection) -> Origin | None:
    """Where the history begins; None of a ledger without events."""
    row = connection.execute("SELECT hash, recorded_at FROM event ORDER BY seq LIMIT 1").fetchone()
    return Origin(*row) if row else None


def origin_of(file: Path) -> Origin | None:
    """The same of a file that is only looked at; None also of one that is no ledger or cannot be read."""
    try:
        with closing(sqlite3.connect(uri_of(file, "mode=ro&immutable=1"), uri=True)) as connection:
            return origin(connection)
    except sqlite3.Error:
        return None


def fault(connection: sqlite3.Connection) -> str | None:
    """What SQLite finds wrong with pages, indexes, rows or references, in one Portuguese clause."""
    try:
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            return "o conteúdo não confere"
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            return "há registros que apontam para outros que não existem"
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorname", "") or "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return "o conteúdo não confere"
        raise
    return None


def judged(connection: sqlite3.Connection) -> Judged:
    """The judgement on a copy, the same when it is made and when it is to take the ledger's place.

    First what SQLite finds, then the history: its chain, and the rows and triggers that it vouches for.
    Linear in events and rows.
    """
    damage = fault(connection)
    if damage:
        return Judged(None, damage)
    try:
        first = next(chain_findings(connection, None), None)
        wrong = f"{first.subject}: {first.what}" if first else None
    except SENSELESS:
        wrong = "o histórico tem um valor que não faz sentido"
    return Judged(contents(connection), wrong)


def copy_to_file(source: sqlite3.Connection, ledger: Path, target: Path) -> Judged:
    """Copy into the empty file `target`, read it again, and say what is in it and whether it is sound.

    Raises LedgerError when the copy is damaged (then so is the ledger), or does not fit on its disk.
    """
    with _told(ledger, target.parent):
        with closing(connect(target, READ_WAIT_SECONDS)) as copy:
            # The caller waits for the disk once, at the end; a failed copy is thrown away whole.
            copy.execute("PRAGMA journal_mode=OFF")
            copy.execute("PRAGMA synchronous=OFF")
            expected = _copy(source, copy)
        with closing(connect(target, READ_WAIT_SECONDS)) as again:
            return _judged(again, ledger, expected)


def copy_to_bytes(source: sqlite3.Connection, ledger: Path) -> tuple[Judged, bytes]:
    """The same in memory, for a copy whose plain bytes must reach no disk; takes twice its size."""
    with _told(ledger, ledger.parent), closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        found = _judged(copy, ledger, _copy(source, copy))
        return found, copy.serialize()


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> tuple[int, str]:
    source.execute("BEGIN")
    try:
        # Reading takes the lock under which the copy is made.
        expected = head(source)
        source.backup(target)
    finally:
        source.execute("ROLLBACK")
    return expected


def _judged(copy: sqlite3.Connection, ledger: Path, expected: tuple[int, str]) -> Judged:
    found, wrong = judgement = judged(copy)
    if found and (found.seq, found.hash) == expected:
        return judgement
    error = damaged(ledger, wrong if wrong and not found else "o histórico da cópia não é o do livro")
    raise LedgerError(
        f"{error.message}: não fiz a cópia, e as anteriores continuam", code=error.code, hint=error.hint
    )


@contextmanager
def _told(ledger: Path, folder: Path) -> Iterator[None]:
    """Within it, what SQLite raises while a copy is made becomes our error."""
    try:
        yield
    except sqlite3.Error as error:
        ours = _translated(error, ledger, folder)
        if ours is None:
            raise
        raise ours from error


def _translated(error: sqlite3.Error, ledger: Path, folder: Path) -> CobrancaError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name == "SQLITE_FULL":
        return no_room(folder)
    if name.startswith("SQLITE_IOERR"):
        return LedgerError(
            f"o disco recusou uma leitura ou gravação ao copiar o livro para {folder}",
            code="E-DISCO",
            hint="confira o espaço livre e a saúde do disco; o livro e as cópias anteriores continuam",
        )
    return translate(error, ledger)


def no_room(folder: Path) -> LedgerError:
    """The error for a copy that does not fit."""
    return LedgerError(
        f"não há espaço no disco para a cópia em {folder}",
        code="E-DISCO-CHEIO",
        hint="libere espaço ou escolha outra pasta; o livro e as cópias anteriores continuam como estavam",
    )
