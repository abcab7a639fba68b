"""Facts that refuse a change, whoever asks: the triggers."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.facts_box import ROWS, codes, filled
from tests.ledger.ledger_box import ask, run, tamper

from cobranca_cli.ledger.connection import open_for_writing
from cobranca_cli.ledger.fact_tables import FACT_TABLES, UNSEALED

CHILDREN = {child.table: child.columns for each in FACT_TABLES.values() for child in each.children}
DERIVED = {
    "receivable": {"due_effective", "starts_on", "settled", "cancelled_on", "charges_left", "void"},
}
"""What the program itself changes, because it follows from other facts."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("guardado"))


def columns(path: Path, table: str) -> set[str]:
    return {str(name) for (name,) in ask(path, f"SELECT name FROM pragma_table_info('{table}')")}


def test_every_table_is_sealed_or_said_not_to_be(ledger: Path) -> None:
    tables = {name for (name,) in ask(ledger, "SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables == {*FACT_TABLES, *CHILDREN, *UNSEALED}
    assert set(ROWS) == {*FACT_TABLES, *CHILDREN}


@pytest.mark.parametrize("table", FACT_TABLES)
def test_every_column_is_a_fact_or_words_or_derived(ledger: Path, table: str) -> None:
    each = FACT_TABLES[table]
    told = {"id", *each.facts, *each.personal, *DERIVED.get(table, ())}
    assert columns(ledger, table) == told
    assert len(told) == 1 + len(each.facts) + len(each.personal) + len(DERIVED.get(table, ()))


@pytest.mark.parametrize("table", CHILDREN)
def test_every_column_of_a_child_is_a_fact(ledger: Path, table: str) -> None:
    parents = {
        child.parent for each in FACT_TABLES.values() for child in each.children if child.table == table
    }
    assert columns(ledger, table) == {*CHILDREN[table], *parents}


def attempts(path: Path, table: str) -> list[str]:
    fixed = columns(path, table) - DERIVED.get(table, set())
    found = [f"UPDATE {table} SET {name} = {name}" for name in sorted(fixed)]
    found += [f"DELETE FROM {table}", f"REPLACE INTO {table} SELECT * FROM {table}"]
    if table in FACT_TABLES:
        found += [f"UPDATE {table} SET {name} = 7" for name in ("rowid", "oid", "_rowid_")]
        found += [f"UPDATE {table} SET {name} = NULL" for name in FACT_TABLES[table].personal]
        found += [f"UPDATE OR REPLACE {table} SET id = 8"]
    return found


@pytest.mark.parametrize("table", [*FACT_TABLES, *CHILDREN])
def test_no_statement_changes_a_fact(ledger: Path, table: str) -> None:
    before = ask(ledger, f"SELECT * FROM {table}")
    with closing(open_for_writing(ledger).connection) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        for statement in attempts(ledger, table):
            with pytest.raises(sqlite3.IntegrityError, match=f"^{table}: "):
                connection.execute(statement)
    assert ask(ledger, f"SELECT * FROM {table}") == before


def test_what_is_derived_may_change(ledger: Path) -> None:
    for name in DERIVED["receivable"]:
        run(ledger, f"UPDATE receivable SET {name} = {name}")
    assert codes(ledger) == []


def test_replace_on_a_bare_connection_is_found(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA recursive_triggers=OFF")
        connection.execute(
            "REPLACE INTO index_value SELECT id, series, month, '9.9', import_id, 'x' FROM index_value"
        )
    assert codes(path) == ["V-LINHA-ALTERADA"]


def test_a_trigger_that_is_gone_or_other_or_new_is_named(tmp_path: Path) -> None:
    path = filled(tmp_path)
    run(path, "DROP TRIGGER movement_no_update", "DROP TRIGGER entry_no_delete")
    run(path, "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT 1; END")
    run(path, "CREATE TRIGGER ladrao AFTER INSERT ON entry BEGIN UPDATE customer SET city = 'longe'; END")
    assert codes(path) == ["V-GATILHO"] * 3
    tamper(path)
    assert codes(path) == ["V-GATILHO"] * 3
