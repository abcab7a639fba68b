"""The program with one promise broken on purpose: `mutant_program.py MUTANT WORDS…`.

Every mutant here is a mistake that somebody could make; each is seen by the harness that guards against it.
"""

import sqlite3
import sys
from collections.abc import Callable, Sequence
from typing import Any


def commit_per_block() -> None:
    """An import that commits as it goes: killed, it leaves half a file."""
    from cobranca_cli.ledger.loading import InvoiceLoader, Loaded

    whole = InvoiceLoader.load

    def load(self: InvoiceLoader, rows: Sequence[Any]) -> Loaded:
        total = Loaded()
        for start in range(0, len(rows), 2_000):
            part = whole(self, rows[start : start + 2_000])
            total.new += part.new
            total.new_cents += part.new_cents
            total.existing += part.existing
            total.clashes += part.clashes
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN IMMEDIATE")
        return total

    InvoiceLoader.load = load  # type: ignore[method-assign]


def believe_commit() -> None:
    """A COMMIT that fails is taken to have done nothing."""
    from cobranca_cli.ledger import transaction

    def commit(open_one: transaction.Transaction) -> None:
        open_one.connection.execute("COMMIT")

    transaction._commit = commit


def deferred_begin() -> None:
    """Writers read first and take the lock later: whoever comes second fails at once."""
    _replace_statement("BEGIN IMMEDIATE", "BEGIN")


def no_lock() -> None:
    """Every statement stands by itself: what was read may have changed when it is written."""
    for statement in ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"):
        _replace_statement(statement, "SELECT 1")


def deaf_wait() -> None:
    """SQLite waits for the lock by itself: Ctrl-C is heard when it has finished."""
    from cobranca_cli import waits
    from cobranca_cli.ledger.raw import Patient

    def execute(self: Patient, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql == "BEGIN IMMEDIATE":
            sqlite3.Connection.execute(self, "PRAGMA busy_timeout=5000")
            waits.tell("aguardando: ")
        return sqlite3.Connection.execute(self, sql, *values)

    Patient.execute = execute  # type: ignore[method-assign]


def asks_with_the_lock() -> None:
    """A question is asked in the middle of a transaction."""
    from cobranca_cli.cli import ask

    answer, ledger = ask._answer, sys.argv[sys.argv.index("--livro") + 1]

    def locked(prompt: str) -> str | None:
        connection = sqlite3.connect(ledger)
        connection.execute("BEGIN IMMEDIATE")
        try:
            return answer(prompt)
        finally:
            connection.close()

    ask._answer = locked


def leaves_stub() -> None:
    """A ledger that could not be created stays behind as a stub."""
    from pathlib import Path

    Path.unlink = lambda *_, **__: None  # type: ignore[method-assign]


def loose_modes() -> None:
    """Files are born as the umask allows."""
    import os

    born = os.open
    os.umask = lambda _mask: 0o022  # type: ignore[assignment]
    os.open = lambda path, flags, mode=0o666, **more: born(path, flags, 0o666, **more)  # type: ignore[assignment]


def synchronous_off() -> None:
    _set_synchronous("OFF")


def synchronous_normal() -> None:
    _set_synchronous("NORMAL")


def synchronous_full() -> None:
    _set_synchronous("FULL")


def copies_the_file() -> None:
    """A backup that copies the file's bytes, as slowly as a large one, and does not look at what it made."""
    import time

    from cobranca_cli.ledger import copies
    from cobranca_cli.services import backup

    def copy_to_file(source: sqlite3.Connection, ledger: Any, target: Any) -> copies.Judged:
        with ledger.open("rb") as file, target.open("wb") as copy:
            while block := file.read(65_536):
                copy.write(block)
                time.sleep(0.05)
        return copies.Judged(copies.contents(source), None)

    backup.copy_to_file = copy_to_file  # type: ignore[attr-defined]


def moves_the_ledger_first() -> None:
    """A restore that takes the old ledger away before the new one has its name."""
    from cobranca_cli.ledger import restoring

    restoring._second_name = lambda ledger, aside: ledger.rename(aside)


def freezes_late() -> None:
    """A restore that freezes sending only after the copy is in its place."""
    from cobranca_cli.ledger import restoring
    from cobranca_cli.services import restore

    late: list[Any] = []
    restore.mark = lambda _file, data, instant: late.append((data, instant))  # type: ignore[assignment]
    whole = restore.change

    def change(ledger: Any, *more: Any) -> Any:
        moved = whole(ledger, *more)
        restoring.mark(ledger, *late[0])
        return moved

    restore.change = change  # type: ignore[attr-defined]


def next_version() -> None:
    """Not a mutant: the program of the next schema, whose step takes many writes."""
    from cobranca_cli.ledger import connection, migrations, schema

    step = ("CREATE TABLE later (id INTEGER PRIMARY KEY, number TEXT) STRICT",)
    step += ("INSERT INTO later (number) SELECT number FROM receivable",)
    for module in (connection, migrations, schema):
        module.STEPS = (*schema.STEPS, step)


def _set_synchronous(level: str) -> None:
    from cobranca_cli.ledger import connection

    connection._PRAGMAS = tuple(
        f"synchronous={level}" if pragma.startswith("synchronous") else pragma
        for pragma in connection._PRAGMAS
    )


def _replace_statement(old: str, new: str) -> None:
    """The program with another statement in one place of its SQL."""
    from cobranca_cli.ledger.raw import Patient

    whole = Patient.execute

    def execute(self: Patient, sql: str, *values: Any) -> sqlite3.Cursor:
        return whole(self, new if sql == old else sql, *values)

    Patient.execute = execute  # type: ignore[method-assign]


MUTANTS: dict[str, Callable[[], None]] = {
    mutant.__name__: mutant
    for mutant in (
        commit_per_block,
        believe_commit,
        deferred_begin,
        deaf_wait,
        no_lock,
        asks_with_the_lock,
        leaves_stub,
        loose_modes,
        synchronous_off,
        synchronous_normal,
        synchronous_full,
        copies_the_file,
        moves_the_ledger_first,
        freezes_late,
        next_version,
    )
}

if __name__ == "__main__":
    from cobranca_cli.__main__ import main

    MUTANTS[sys.argv.pop(1)]()
    main()
