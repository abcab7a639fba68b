"""Nothing that the ledger holds of a person may be forgotten: the schema is walked, and a whole demo."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask, ledger_in, run
from tests.services.person_box import told

from cobranca_cli.domain.retention import CLASSES
from cobranca_cli.ledger.fact_tables import FACT_TABLES
from cobranca_cli.ledger.queries.persons import NOT_OF_A_PERSON, PERSON_TABLES, held_about


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return ledger_in(tmp_path)


def tables_of(ledger: Path) -> set[str]:
    rows = ask(ledger, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {str(name) for (name,) in rows}


def about_customers(ledger: Path) -> set[str]:
    """Every table with a way to a customer: by a reference of its own, or by that of what it refers to."""
    refers = {
        table: {str(row[2]) for row in ask(ledger, f"PRAGMA foreign_key_list({table})")}
        for table in tables_of(ledger)
    }
    found = {"customer"}
    while more := {table for table, to in refers.items() if to & found} - found:
        found |= more
    return found


def test_every_table_is_exported_or_left_out_for_a_reason(ledger: Path) -> None:
    assert set(PERSON_TABLES) | set(NOT_OF_A_PERSON) == tables_of(ledger)
    assert not set(PERSON_TABLES) & set(NOT_OF_A_PERSON)


def test_no_table_with_a_way_to_a_customer_is_left_out(ledger: Path) -> None:
    assert about_customers(ledger) - set(PERSON_TABLES) == set()


def test_a_new_table_about_a_customer_is_noticed(ledger: Path) -> None:
    """And so the tests above can fail."""
    run(ledger, "CREATE TABLE novidade (id INTEGER PRIMARY KEY, entry_id INTEGER REFERENCES entry)")
    assert about_customers(ledger) - set(PERSON_TABLES) == {"novidade"}
    assert tables_of(ledger) - set(PERSON_TABLES) - set(NOT_OF_A_PERSON) == {"novidade"}


def test_every_table_is_of_a_class(ledger: Path) -> None:
    assert {each.record for each in PERSON_TABLES.values()} == {each.key for each in CLASSES}


def test_every_word_that_erasure_takes_out_is_exported() -> None:
    personal = {table for table, each in FACT_TABLES.items() if each.personal}
    # Why the owner took back a run or a file is about no one in particular, and stays.
    assert personal - set(PERSON_TABLES) == {"dunning_withdrawal", "import_withdrawal"}


def exported(connection: sqlite3.Connection) -> dict[str, set[tuple[object, ...]]]:
    """What the exports of all customers hold together, by table."""
    found: dict[str, set[tuple[object, ...]]] = {table: set() for table in PERSON_TABLES}
    for (customer,) in connection.execute("SELECT id FROM customer").fetchall():
        for held in held_about(connection, customer):
            row = tuple(held.values.values())
            assert held.table == "import_batch" or row not in found[held.table], "of two persons"
            found[held.table].add(row)
    return found


def test_the_exports_of_all_customers_are_the_ledger(tmp_path: Path) -> None:
    """Each row is in the export of one person, and nothing is in none."""
    with closing(sqlite3.connect(told(tmp_path, ended=True))) as connection:
        found = exported(connection)
        for table in PERSON_TABLES:
            everything = set(connection.execute(f"SELECT * FROM {table}").fetchall())
            if table == "import_batch":
                everything = {row for row in everything if row[1] != "indices"}
            if table == "charge_terms":
                everything = {row for row in everything if row[1] or row[2]}
            assert found[table] == everything, table
        empty = {table for table, rows in found.items() if not rows}
    assert empty == {"erasure"}
