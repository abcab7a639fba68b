"""Bringing a ledger to a later version, with a second step made up for the purpose."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.ledger_box import INSERT_CUSTOMER, ask, ledger_in, run

from cobranca_cli.errors import LedgerError
from cobranca_cli.ledger import connection as opening
from cobranca_cli.ledger import migrations
from cobranca_cli.ledger.connection import open_for_reading, open_for_writing
from cobranca_cli.ledger.events import append_event
from cobranca_cli.ledger.migrations import create_ledger, upgrade
from cobranca_cli.ledger.raw import connect, create_empty
from cobranca_cli.ledger.schema import APPLICATION_ID, STEPS

GOOD = (
    "ALTER TABLE customer ADD COLUMN nickname TEXT CHECK (length(nickname) <= 60)",
    "UPDATE customer SET nickname = upper(name)",
)
HALF_BAD = (*GOOD, "DROP TABLE cancellation", "CREATE TABLE customer (x)")
DANGLING = (*GOOD, "INSERT INTO cancellation VALUES (1, 77, '2026-01-01', 'x', 'x')")


def schema_of(path: Path) -> list[tuple[object, ...]]:
    return ask(path, "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2")


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize("opener", [open_for_reading, open_for_writing])
def test_an_older_ledger_is_copied_and_brought_up(
    opener: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger_in(tmp_path, customers=3)
    before = path.read_bytes()
    monkeypatch.setattr(opening, "STEPS", (*STEPS, GOOD))
    opened = opener(path)  # type: ignore[operator]
    opened.connection.close()
    count = len(STEPS)
    copy = tmp_path / f"livro.db.v{count}.bak"
    assert opened.notices == [
        f"o livro passou do formato {count} para o {count + 1}; a cópia de antes está em {copy}"
    ]
    assert ask(path, "PRAGMA user_version") == [(count + 1,)]
    assert ask(path, "SELECT nickname FROM customer WHERE id = 1") == [("CLIENTE 0",)]
    assert ask(copy, "PRAGMA user_version") == [(count,)]
    assert ask(copy, "SELECT count(*) FROM customer") == [(3,)]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert before != path.read_bytes()
    again = opener(path)  # type: ignore[operator]
    again.connection.close()
    assert again.notices == []


@pytest.mark.parametrize("step", [HALF_BAD, DANGLING], ids=["a statement fails", "a reference dangles"])
def test_a_step_that_fails_leaves_the_version_and_the_copy(
    step: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger_in(tmp_path, customers=3)
    schema, content = schema_of(path), path.read_bytes()
    monkeypatch.setattr(opening, "STEPS", (*STEPS, step))
    with pytest.raises((sqlite3.Error, LedgerError)):
        open_for_writing(path)
    assert schema_of(path) == schema
    assert path.read_bytes() == content
    assert names(tmp_path) == ["livro.db", f"livro.db.v{len(STEPS)}.bak"]
    monkeypatch.setattr(opening, "STEPS", (*STEPS, GOOD))
    opened = open_for_writing(path)
    opened.connection.close()
    assert ask(path, "PRAGMA user_version") == [(len(STEPS) + 1,)]


def test_the_steps_before_the_one_that_fails_stay(tmp_path: Path) -> None:
    path, count = ledger_in(tmp_path, customers=1), len(STEPS)
    with closing(connect(path, 1)) as connection, pytest.raises(sqlite3.Error):
        upgrade(connection, path, (*STEPS, GOOD, ("CREATE TABLE later (x) STRICT",)))
    assert ask(path, "PRAGMA user_version") == [(count + 1,)]
    assert ask(path, "SELECT nickname FROM customer") == [("CLIENTE 0",)]


_KILLED = """
import sys
from pathlib import Path
from cobranca_cli.ledger.migrations import upgrade
from cobranca_cli.ledger.raw import connect
from cobranca_cli.ledger.schema import STEPS
import os, signal
connection = connect(Path(sys.argv[1]), 1)
connection.execute("PRAGMA cache_size=5")
connection.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
step = ("ALTER TABLE customer ADD COLUMN nickname TEXT",
        "UPDATE customer SET nickname = hex(randomblob(200))", "SELECT die()")
upgrade(connection, Path(sys.argv[1]), (*STEPS, step))
"""


def test_a_killed_step_leaves_the_version_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ledger_in(tmp_path, customers=2000)
    schema = schema_of(path)
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "livro.db-journal").stat().st_size > 0
    open_for_reading(path).connection.close()
    assert schema_of(path) == schema
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    monkeypatch.setattr(opening, "STEPS", (*STEPS, GOOD))
    opened = open_for_writing(path)
    opened.connection.close()
    assert ask(path, "SELECT count(*) FROM customer WHERE nickname IS NOT NULL") == [(2000,)]


def test_a_copy_that_cannot_be_made_leaves_the_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger_in(tmp_path)
    content = path.read_bytes()
    blocked = tmp_path / f"livro.db.v{len(STEPS)}.bak"
    blocked.mkdir()
    monkeypatch.setattr(opening, "STEPS", (*STEPS, GOOD))
    with pytest.raises(LedgerError, match="cópia"):
        open_for_reading(path)
    assert path.read_bytes() == content


def test_the_copy_of_an_upgrade_that_failed_is_made_anew(tmp_path: Path) -> None:
    path = ledger_in(tmp_path, customers=1)
    copy = tmp_path / f"livro.db.v{len(STEPS)}.bak"
    shutil.copy(path, copy)
    run(path, (INSERT_CUSTOMER, ("Novo", "novo")))
    with closing(connect(path, 1)) as connection:
        upgrade(connection, path, (*STEPS, GOOD))
    assert ask(copy, "SELECT count(*) FROM customer") == [(2,)]


def test_the_copy_bears_the_day_of_the_last_event_and_is_one_however_often_it_is_tried(
    tmp_path: Path,
) -> None:
    path = ledger_in(tmp_path)
    with closing(connect(path, 1)) as connection:
        append_event(connection, "x", {}, "2026-11-20T10:00:00.000Z")
        append_event(connection, "x", {}, "2026-11-21T23:59:00.000Z")
        for _ in range(2):
            with pytest.raises(sqlite3.Error):
                upgrade(connection, path, (*STEPS, HALF_BAD))
        upgrade(connection, path, (*STEPS, GOOD))
    assert names(tmp_path) == ["livro.db", f"livro.db.v{len(STEPS)}.2026-11-21.bak"]


def test_a_second_process_does_not_run_the_step_again(tmp_path: Path) -> None:
    path = ledger_in(tmp_path, customers=1)
    steps = (*STEPS, GOOD)
    with closing(connect(path, 1)) as slow, closing(connect(path, 1)) as quick:
        upgrade(quick, path, steps)
        upgrade(slow, path, steps)
    assert ask(path, "PRAGMA user_version") == [(len(steps),)]


def test_a_new_ledger_that_cannot_be_finished_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cobranca_cli.ledger import migrations

    monkeypatch.setattr(migrations, "STEPS", (("CREATE TABLE x (y)", "NONSENSE"),))
    with pytest.raises((sqlite3.Error, LedgerError)):
        create_ledger(tmp_path / "livro.db")
    assert names(tmp_path) == []


def test_a_new_ledger_is_ours_and_sound(tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    assert ask(path, "PRAGMA application_id") == [(0x434F4252,)]
    assert ask(path, "PRAGMA user_version") == [(len(STEPS),)]
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert names(tmp_path) == ["livro.db"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_ledger_of_the_first_version_comes_whole_to_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Step 2 makes a table anew that others refer to; nothing may be lost, and all references hold."""
    path = tmp_path / "livro.db"
    with monkeypatch.context() as old:
        old.setattr(migrations, "STEPS", STEPS[:1])
        create_ledger(path)
    run(
        path,
        (INSERT_CUSTOMER, ("Ana", "ana")),
        "INSERT INTO import_batch VALUES (7, 'faturas', 'f.csv', '"
        + "a" * 64
        + "', NULL, '2026-11-21', 'x')",
        "INSERT INTO receivable (customer_id, number, due, due_effective, starts_on, amount, import_id)"
        " VALUES (1, 'NF-1', '2026-11-02', '2026-11-03', '2026-10-01', 12345, 7)",
    )
    opened = open_for_writing(path)
    opened.connection.close()
    assert "formato 1 para o" in opened.notices[0]
    assert ask(path, "SELECT b.file_name, r.amount, r.charges_left FROM receivable r"
               " JOIN import_batch b ON b.id = r.import_id") == [("f.csv", 12345, 0)]  # fmt: skip
    assert ask(path, "PRAGMA foreign_key_check") == []
    assert schema_of(path) == schema_of(ledger_in(tmp_path, "novo.db"))


_BEFORE_AGREEMENTS = (
    "INSERT INTO customer (id, name, name_key, created_on) VALUES (1, 'Ana', 'ana', '2026-01-01')",
    "INSERT INTO receivable (id, customer_id, number, due, due_effective, starts_on, amount, settled)"
    " VALUES (7, 1, 'NF-1', '2026-02-01', '2026-02-02', '2026-01-01', 1000, 300)",
    "INSERT INTO movement (id, kind, customer_id, day, amount, mode, components, form, key, horizon,"
    " recorded_at) VALUES (3, 'pagamento', 1, '2026-02-10', 300, 'capital', '300,0,0', 'pix', 'k', 7, 'x')",
    "INSERT INTO movement_target VALUES (3, 0, 7)",
    "INSERT INTO movement_reversal VALUES (1, 3, '2026-03-01', 'voltou', 'x')",
    "INSERT INTO entry VALUES (9, 3, 7, 'pagamento', '2026-02-10', '2026-02-10', 1, 2, 3, 4, 300, 'x')",
)


def test_agreements_come_to_a_ledger_that_has_none(tmp_path: Path) -> None:
    """The fourth step makes movements and entries anew; nothing of them, nor what refers to them, is lost."""
    path = tmp_path / "livro.db"
    create_empty(path)
    with closing(connect(path, 1)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        for step in STEPS[:3]:
            for statement in step:
                connection.execute(statement)
        for statement in _BEFORE_AGREEMENTS:
            connection.execute(statement)
        connection.execute("PRAGMA user_version=3")
    tables = ("movement", "movement_target", "movement_reversal", "entry", "receivable")
    before = {name: ask(path, f"SELECT * FROM {name}") for name in tables}
    opened = open_for_writing(path)
    opened.connection.close()
    assert f"do formato 3 para o {len(STEPS)}" in opened.notices[0]
    # The eighth step gives a title one column more.
    before["receivable"] = [(*row, 0) for row in before["receivable"]]
    assert {name: ask(path, f"SELECT * FROM {name}") for name in tables} == before
    assert ask(path, "PRAGMA foreign_key_check") == []
    fresh = tmp_path / "novo"
    fresh.mkdir()
    assert schema_of(path) == schema_of(ledger_in(fresh))
