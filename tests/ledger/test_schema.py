"""The schema against the models that write through it, and against values that must never enter."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask, ledger_in

from cobranca_cli.ledger import agreement_tables, tables
from cobranca_cli.ledger.raw import connect

SQLModel = tables.SQLModel

MODELS = [
    model
    for model in {**vars(tables), **vars(agreement_tables)}.values()
    if isinstance(model, type) and issubclass(model, SQLModel) and model is not SQLModel
]

CUSTOMER = {"name": "Ana", "name_key": "ana", "created_on": "2026-11-21"}
RECEIVABLE = {
    "customer_id": 1,
    "number": "NF-1",
    "due": "2026-12-01",
    "due_effective": "2026-12-01",
    "starts_on": "2026-11-01",
    "amount": 1000,
}


@pytest.fixture
def ledger(tmp_path: Path) -> sqlite3.Connection:
    connection = connect(ledger_in(tmp_path), 1)
    connection.execute("PRAGMA foreign_keys=ON")
    insert(connection, "customer", CUSTOMER)
    return connection


def insert(connection: sqlite3.Connection, name: str, values: dict[str, object]) -> None:
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {name} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def test_there_are_models() -> None:
    assert {model.__tablename__ for model in MODELS} >= {
        "customer",
        "receivable",
        "import_batch",
        "cancellation",
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__tablename__)
def test_a_model_says_what_the_schema_says(model: type[SQLModel], tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    name = model.__tablename__
    schema = {
        str(row[1]): (row[2], bool(row[3]) or bool(row[5]), bool(row[5]))
        for row in ask(path, f"PRAGMA table_info({name})")
    }
    types = {"INTEGER": "INTEGER", "VARCHAR": "TEXT", "TEXT": "TEXT"}
    columns = {
        column.name: (types[str(column.type)], not column.nullable or column.primary_key, column.primary_key)
        for column in SQLModel.metadata.tables[str(name)].columns
    }
    assert columns == schema
    keys = {(row[3], row[2]) for row in ask(path, f"PRAGMA foreign_key_list({name})")}
    assert keys == {
        (key.parent.name, key.column.table.name) for key in SQLModel.metadata.tables[str(name)].foreign_keys
    }


def test_every_table_is_strict(tmp_path: Path) -> None:
    found = ask(ledger_in(tmp_path), "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    loose = {name for name, strict in found if not strict and not str(name).startswith("sqlite_")}
    assert loose == set()


@pytest.mark.parametrize(
    ("name", "good", "changed"),
    [
        ("customer", CUSTOMER, {"name": ""}),
        ("customer", CUSTOMER, {"name": "a\0b"}),
        ("customer", CUSTOMER, {"name": "x" * 201}),
        ("customer", CUSTOMER, {"name": None}),
        ("customer", CUSTOMER, {"created_on": "21/11/2026"}),
        ("customer", CUSTOMER, {"document": "123"}),
        ("customer", CUSTOMER, {"state": "SPX"}),
        ("customer", CUSTOMER, {"zip": "1234567"}),
        ("customer", CUSTOMER, {"phone": "123"}),
        ("receivable", RECEIVABLE, {"amount": 0}),
        ("receivable", RECEIVABLE, {"amount": -1}),
        ("receivable", RECEIVABLE, {"amount": 100_000_000_000}),
        ("receivable", RECEIVABLE, {"amount": 10.5}),
        ("receivable", RECEIVABLE, {"amount": "dez"}),
        ("receivable", RECEIVABLE, {"settled": 1001}),
        ("receivable", RECEIVABLE, {"settled": -1}),
        ("receivable", RECEIVABLE, {"due": "2026-12-1"}),
        ("receivable", RECEIVABLE, {"due_effective": "2026-11-30"}),
        ("receivable", RECEIVABLE, {"number": ""}),
        ("receivable", RECEIVABLE, {"number": "x" * 61}),
        ("receivable", RECEIVABLE, {"customer_id": 99}),
        ("receivable", RECEIVABLE, {"import_id": 99}),
        ("receivable", RECEIVABLE, {"instalment": None}),
        ("receivable", RECEIVABLE, {"description": "a\0b"}),
    ],
)
def test_what_must_not_enter(
    name: str, good: dict[str, object], changed: dict[str, object], ledger: sqlite3.Connection
) -> None:
    with closing(ledger):
        with pytest.raises(sqlite3.IntegrityError):
            insert(ledger, name, good | changed)
        insert(ledger, name, good)


@pytest.mark.parametrize(
    ("number", "instalment", "free"),
    [("NF-1", "", False), ("nf-1", "", False), ("NF-1", "1", True), ("NF-2", "", True)],
)
def test_the_key_of_an_invoice(number: str, instalment: str, free: bool, ledger: sqlite3.Connection) -> None:
    insert(ledger, "receivable", RECEIVABLE)
    row = RECEIVABLE | {"number": number, "instalment": instalment}
    with closing(ledger):
        if free:
            insert(ledger, "receivable", row)
        else:
            with pytest.raises(sqlite3.IntegrityError):
                insert(ledger, "receivable", row)


def test_a_customer_with_invoices_cannot_go(ledger: sqlite3.Connection) -> None:
    insert(ledger, "receivable", RECEIVABLE)
    with closing(ledger), pytest.raises(sqlite3.IntegrityError):
        ledger.execute("DELETE FROM customer")
