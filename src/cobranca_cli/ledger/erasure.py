"""Erasing a person: the words go, the numbers and the days stay, and every seal still verifies."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.text import fold, name_key

from .fact_tables import FACT_TABLES, FactTable, left_of
from .seals import Salts, words_of
from .transaction import Transaction

_OF_CUSTOMER = """
UPDATE customer SET name = :name, name_key = :key, document = NULL, code = NULL, email = NULL, phone = NULL,
    address = NULL, city = NULL, state = NULL, zip = NULL, category = NULL WHERE id = :customer"""


class Erased(NamedTuple):
    """What was taken out.

    Attributes:
        rows: how many rows lost their words, by table.
        files: how many imports lost the name of their file, because the person's name was in it.
    """

    rows: Mapping[str, int]
    files: int


def erase_person(transaction: Transaction, customer_id: int, day: date, reason: str, instant: str) -> Erased:
    """Take out of the ledger what tells who a customer is, on a day.

    The customer becomes `Titular anonimizado N`, N the id, without document, address, or code. The words of
    all rows about the customer go (`fact_tables`), and with them the salt that their commitments were made
    with: nothing can be guessed from what is left. `reason` is one of `step_7.ERASURE_REASONS`. An event
    `titular_anonimizado` says ids and counts. Whether it may be done, and whether there is such a customer,
    is the caller's question. The freed bytes are overwritten at the commit (`secure_delete`).
    """
    connection = transaction.connection
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    # Only what is sealed has a commitment to keep.
    transaction.seal()
    marks = _marks(connection, customer_id)
    rows = {
        table: _erase(connection, table, each, f"{each.owner} = {customer_id:d}")
        for table, each in FACT_TABLES.items()
        if each.personal and table != "import_batch"
    }
    files = _erase_file_names(connection, marks)
    connection.execute("DELETE FROM person_salt WHERE customer_id = ?", (customer_id,))
    name = f"Titular anonimizado {customer_id}"
    connection.execute(_OF_CUSTOMER, {"name": name, "key": name_key(name), "customer": customer_id})
    connection.execute(
        "INSERT INTO erasure (customer_id, erased_on, reason, recorded_at) VALUES (?, ?, ?, ?)",
        (customer_id, day.isoformat(), reason, instant),
    )
    erased = Erased({table: count for table, count in rows.items() if count}, files)
    data = {"cliente": customer_id, "em": day.isoformat(), "motivo": reason, "linhas": erased.rows}
    transaction.record("titular_anonimizado", {**data, "arquivos": files}, instant)
    return erased


def _erase(connection: sqlite3.Connection, table: str, each: FactTable, which: str) -> int:
    """Keep the commitments of the rows that `which` means, and take their words out; returns how many."""
    some = f"({' OR '.join(f't.{name} IS NOT NULL' for name in each.personal)})"
    kept = f"SELECT 1 FROM erased_text WHERE table_name = '{table}' AND row_id = t.id"
    rows = connection.execute(
        f"SELECT t.id, {words_of(table, each)} FROM {table} t"
        f" WHERE {which} AND {some} AND NOT EXISTS ({kept}) ORDER BY t.id"
    ).fetchall()
    salts = Salts(connection, make=False)
    connection.executemany(
        "INSERT INTO erased_text (table_name, row_id, commitment) VALUES (?, ?, ?)",
        [(table, identity, salts.commitment(owner, words)) for identity, owner, words in rows],
    )
    left = ", ".join(f"{name} = {left_of(name, rest, 't')}" for name, rest in each.personal.items())
    if rows:
        connection.execute(f"UPDATE {table} AS t SET {left} WHERE {which} AND {some}")
    return len(rows)


def _marks(connection: sqlite3.Connection, customer: int) -> set[str]:
    """What in the name of a file tells of this customer: words of the name, the document."""
    query = "SELECT name, document FROM customer WHERE id = ?"
    name, document = connection.execute(query, (customer,)).fetchone()
    return {word for word in (*fold(name).split(), document or "") if len(word) > 3}


def _erase_file_names(connection: sqlite3.Connection, marks: set[str]) -> int:
    """Take out the names of files with one of the marks in them, each with its salt.

    One name too many is no loss: the hash of the file stays.
    """
    files = [
        identity
        for identity, name in connection.execute("SELECT id, file_name FROM import_batch").fetchall()
        if any(mark in fold(name) or mark in "".join(filter(str.isdigit, name)) for mark in marks)
    ]
    table, each = "import_batch", FACT_TABLES["import_batch"]
    erased = sum(_erase(connection, table, each, f"t.id = {identity:d}") for identity in files)
    connection.executemany(
        "DELETE FROM person_salt WHERE customer_id = ?", [(-identity,) for identity in files]
    )
    return erased
