"""What is still going on with one customer on a day, and so keeps him from being erased."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from cobranca_cli.ledger.fact_tables import FACT_TABLES, GONE, NO_HASH
from cobranca_cli.ledger.queries.agreement_marks import IN_FORCE, STILL_OPEN
from cobranca_cli.ledger.queries.as_of import open_as_of
from cobranca_cli.ledger.queries.names import TITLE
from cobranca_cli.ledger.queries.persons import PERSON_TABLES


class OpenTitle(NamedTuple):
    """A title as a person types it, and what is open of its principal, in cents."""

    name: str
    open: int


def open_titles(connection: sqlite3.Connection, customer: int, as_of: date) -> list[OpenTitle]:
    """The titles of a customer that are open on a day."""
    sql = open_as_of(connection, as_of, f"{TITLE} AS name", " AND r.customer_id = :customer")
    rows = connection.execute(
        f"SELECT name, open FROM ({sql}) ORDER BY name", {"customer": customer, "as_of": as_of.isoformat()}
    )
    return [OpenTitle(*row) for row in rows]


def owing_customers(connection: sqlite3.Connection, as_of: date) -> set[int]:
    """Everybody with an open title on a day; linear in the open titles."""
    sql = open_as_of(connection, as_of, "customer_id")
    rows = connection.execute(f"SELECT DISTINCT customer_id FROM ({sql})", {"as_of": as_of.isoformat()})
    return {identity for (identity,) in rows}


def agreements_under_way(connection: sqlite3.Connection, customer: int, as_of: date) -> list[str]:
    """The numbers of a customer's agreements that are neither fulfilled, cancelled nor broken."""
    rows = connection.execute(
        "SELECT a.number FROM agreement a WHERE a.customer_id = :customer AND a.signed_on <= :as_of"
        f" AND {IN_FORCE} AND {STILL_OPEN} ORDER BY a.id",
        {"customer": customer, "as_of": as_of.isoformat()},
    )
    return [number for (number,) in rows]


class Lasting(NamedTuple):
    """A legal fact that has not ended: its number, its kind, and the title as a person types it."""

    id: int
    kind: str
    name: str


def lasting_facts(connection: sqlite3.Connection, customer: int, as_of: date) -> list[Lasting]:
    """Lawsuits, listings and insolvencies of a customer that count on a day."""
    rows = connection.execute(
        f"SELECT f.id, f.kind, {TITLE} FROM legal_fact f JOIN receivable r ON r.id = f.receivable_id"
        " LEFT JOIN legal_fact w ON w.reverses = f.id AND w.day <= :as_of"
        " WHERE r.customer_id = :customer AND f.kind IN ('acao', 'negativacao', 'insolvencia')"
        " AND f.reverses IS NULL AND f.day <= :as_of AND w.id IS NULL ORDER BY f.id",
        {"customer": customer, "as_of": as_of.isoformat()},
    )
    return [Lasting(*row) for row in rows]


class Numbers(NamedTuple):
    """Under which numbers and ISO days files about one customer were written, whatever he was called then.

    Attributes:
        customer: his own number, under which a script that belongs to no call is written.
        letters: number and day of each letter to him.
        calls: number and day of each call, and whose it is; nobody else's but that of his own number.
    """

    customer: int
    letters: frozenset[tuple[int, str]]
    calls: Mapping[tuple[int, str], int]


def numbers_of(connection: sqlite3.Connection, customer: int) -> Numbers:
    """The numbers of a customer's letters and calls."""
    letters = connection.execute("SELECT id, day FROM letter WHERE customer_id = ?", (customer,))
    calls = connection.execute(
        "SELECT id, day, customer_id FROM dunning_action WHERE customer_id = :who OR id = :who",
        {"who": customer},
    )
    return Numbers(customer, frozenset(letters), {(number, day): who for number, day, who in calls})


_WHO = ("document", "code", "email", "phone", "address", "city", "state", "zip", "category")


def residues_of_erasure(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Who was erased and is still told of, and in which table; nothing when every erasure was whole.

    Linear in the rows about the erased.
    """
    for (customer,) in connection.execute("SELECT DISTINCT customer_id FROM erasure ORDER BY 1").fetchall():
        bound = {"customer": customer, "name": f"Titular anonimizado {customer}"}
        left = " OR ".join(f"{column} IS NOT NULL" for column in _WHO)
        query = f"SELECT 1 FROM customer WHERE id = :customer AND (name <> :name OR {left})"
        if connection.execute(query, bound).fetchone():
            yield customer, "customer"
        if connection.execute("SELECT 1 FROM person_salt WHERE customer_id = :customer", bound).fetchone():
            yield customer, "person_salt"
        yield from ((customer, table) for table in _tables_with_words(connection, customer))


def _tables_with_words(connection: sqlite3.Connection, customer: int) -> Iterator[str]:
    for table, each in PERSON_TABLES.items():
        # The name of a file is erased only when it tells the person; the file may be of many.
        if table in ("customer", "erasure", "import_batch") or not FACT_TABLES.get(table):
            continue
        words = FACT_TABLES[table].personal
        if not words:
            continue
        some = " OR ".join(
            f"t.{name} NOT IN ('{GONE}', '{NO_HASH}', '{rest}')" for name, rest in words.items()
        )
        query = f"SELECT 1 FROM {table} t WHERE {each.where} AND ({some}) LIMIT 1"
        if connection.execute(query, {"customer": customer}).fetchone():
            yield table
