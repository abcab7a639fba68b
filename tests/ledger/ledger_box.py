"""Ledgers to be opened, damaged and compared."""

import sqlite3
from contextlib import closing
from pathlib import Path

from cobranca_cli.ledger.migrations import create_ledger

INSERT_CUSTOMER = "INSERT INTO customer (name, name_key, created_on) VALUES (?, ?, '2026-11-21')"


def ledger_in(folder: Path, name: str = "livro.db", customers: int = 0) -> Path:
    """A new ledger, with some customers."""
    path = folder / name
    create_ledger(path)
    run(path, *[(INSERT_CUSTOMER, (f"Cliente {index}", f"cliente {index}")) for index in range(customers)])
    return path


def run(path: Path, *statements: tuple[str, tuple[object, ...]] | str) -> None:
    """Statements in one transaction of the bare library, whatever our own code thinks of them."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            sql, values = (statement, ()) if isinstance(statement, str) else statement
            connection.execute(sql, values)
        connection.commit()


def unguard(connection: sqlite3.Connection) -> list[str]:
    """Take all triggers away; returns the statements that bring them back."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    return [sql for _, sql in triggers]


def tamper(path: Path, *statements: str) -> None:
    """What somebody does who knows the database: triggers away, statements, triggers back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        guards = unguard(connection)
        for statement in (*statements, *guards):
            connection.execute(statement)
        connection.execute("COMMIT")


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query of the bare library."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()
