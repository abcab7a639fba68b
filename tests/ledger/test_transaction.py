"""One write: all of it or nothing of it, alone while it lasts, and told as it was."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pytest
from tests.ledger.ledger_box import INSERT_CUSTOMER, ask, ledger_in

from cobranca_cli.errors import BusyError, CobrancaError, LedgerError, UncertainError
from cobranca_cli.ledger import connection as opening
from cobranca_cli.ledger import transaction as transactions
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.transaction import Transaction, writing

WHEN = "2026-11-21T12:00:00.000Z"


def by_sql(transaction: Transaction, name: str) -> None:
    transaction.connection.execute(INSERT_CUSTOMER, (name, name.casefold()))


def by_session(transaction: Transaction, name: str) -> None:
    from cobranca_cli.ledger.tables import CustomerRow

    transaction.session.add(CustomerRow(name=name, name_key=name.casefold(), created_on="2026-11-21"))


def names(path: Path) -> list[object]:
    return [row[0] for row in ask(path, "SELECT name FROM customer ORDER BY id")]


def test_sql_session_and_event_are_one_write(tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    with writing(path) as transaction:
        by_sql(transaction, "Ana")
        by_session(transaction, "Bia")
        transaction.record("teste", {"a": 1}, WHEN)
        assert names(path) == []
    assert names(path) == ["Ana", "Bia"]
    assert ask(path, "SELECT kind FROM event") == [("teste",)]


@pytest.mark.parametrize(
    ("instant", "told"),
    [
        ("2026-11-20T01:00:00.000Z", []),
        ("2026-11-19T23:00:00.000Z", ["o relógio deste computador está 1 dia atrás"]),
        ("2026-10-20T12:00:00.000Z", ["o relógio deste computador está 32 dias atrás"]),
    ],
)
def test_a_clock_that_went_back_is_told_when_something_is_written(
    instant: str, told: list[str], tmp_path: Path
) -> None:
    path = ledger_in(tmp_path)
    with writing(path) as transaction:
        transaction.record("teste", {}, WHEN)
    with writing(path) as transaction:
        transaction.record("teste", {}, instant)
        transaction.record("teste", {}, instant)
    assert [notice[: len(told[0])] for notice in transaction.notices] == told


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, BusyError])
def test_a_failure_undoes_everything(failure: type[BaseException], tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    before = path.read_bytes()
    with pytest.raises(failure), writing(path) as transaction:
        by_sql(transaction, "Ana")
        by_session(transaction, "Bia")
        transaction.session.flush()
        transaction.record("teste", {}, WHEN)
        raise failure("de propósito")
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["livro.db"]


def test_a_commit_of_the_session_commits_nothing(tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    with pytest.raises(ValueError), writing(path) as transaction:
        by_session(transaction, "Ana")
        transaction.session.commit()
        assert transaction.connection.in_transaction
        assert names(path) == []
        raise ValueError
    assert names(path) == []


def test_a_rollback_of_the_session_undoes_nothing_of_others(tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    with writing(path) as transaction:
        by_sql(transaction, "Ana")
        by_session(transaction, "Bia")
        transaction.session.rollback()
    assert names(path) == ["Ana"]


def test_an_abandoned_write_changes_no_byte(tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    before = path.read_bytes()
    with writing(path) as transaction:
        by_sql(transaction, "Ana")
        by_session(transaction, "Bia")
        transaction.abandon()
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [by_sql, by_session])
def test_a_full_disk_is_told_and_changes_nothing(write: object, tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    before = path.read_bytes()
    with pytest.raises(LedgerError) as raised, writing(path) as transaction:
        pages = transaction.connection.execute("PRAGMA page_count").fetchone()[0]
        transaction.connection.execute(f"PRAGMA max_page_count={pages}")
        for number in range(500):
            write(transaction, f"{number}" + "x" * 150)  # type: ignore[operator]
    assert raised.value.code == "E-DISCO-CHEIO"
    assert path.read_bytes() == before


def test_a_personal_value_is_not_in_the_error_of_the_session(tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    with pytest.raises(Exception) as raised, writing(path) as transaction:
        from cobranca_cli.ledger.tables import CustomerRow

        for _ in range(2):
            transaction.session.add(
                CustomerRow(name="Segredo", name_key="s", document="52998224725", created_on="2026-11-21")
            )
        transaction.session.flush()
    assert "52998224725" not in str(raised.value)
    assert "Segredo" not in str(raised.value)


def test_the_second_writer_waits_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ledger_in(tmp_path)
    monkeypatch.setattr(opening, "WRITE_WAIT_SECONDS", 0.3)
    with writing(path) as first:
        by_sql(first, "Ana")
        started = perf_counter()
        with pytest.raises(BusyError) as raised, writing(path):
            pytest.fail("two writers at once")
        assert 0.25 < perf_counter() - started < 2
    assert (raised.value.exit_code, names(path)) == (5, ["Ana"])


def test_the_lock_is_taken_before_anything_is_read(tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    with writing(path), closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")


def test_the_second_writer_goes_on_when_the_first_is_done(tmp_path: Path) -> None:
    path = ledger_in(tmp_path)
    entered = threading.Event()

    def second() -> None:
        entered.set()
        with writing(path) as transaction:
            by_sql(transaction, "Bia")

    with writing(path) as first:
        thread = threading.Thread(target=second)
        thread.start()
        entered.wait(5)
        by_sql(first, "Ana")
    thread.join(5)
    assert names(path) == ["Ana", "Bia"]


def test_a_report_is_read_while_a_writer_works(tmp_path: Path) -> None:
    path = ledger_in(tmp_path, customers=2)
    with writing(path) as transaction:
        by_sql(transaction, "Ana")
        opened = open_for_reading(path)
        assert opened.connection.execute("SELECT count(*) FROM customer").fetchone() == (2,)
        opened.connection.close()
    assert len(names(path)) == 3


def test_a_commit_waits_for_a_reader(tmp_path: Path) -> None:
    path = ledger_in(tmp_path, customers=2)
    reader = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM customer").fetchone()
    threading.Timer(0.3, reader.execute, ("COMMIT",)).start()
    with writing(path) as transaction:
        by_sql(transaction, "Ana")
    reader.close()
    assert len(names(path)) == 3


def test_a_reader_that_never_ends_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger_in(tmp_path, customers=2)
    monkeypatch.setattr(opening, "WRITE_WAIT_SECONDS", 0.1)
    monkeypatch.setattr(transactions, "WRITE_WAIT_SECONDS", 0.2)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM customer").fetchone()
        with pytest.raises(BusyError), writing(path) as transaction:
            by_sql(transaction, "Ana")
            transaction.record("teste", {}, WHEN)
    assert len(names(path)) == 2


class FailingCommit:
    """A connection whose COMMIT fails: before it happened, or after."""

    def __init__(self, real: sqlite3.Connection, after: bool, error_name: str) -> None:
        self._real, self._after, self._error_name = real, after, error_name

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def execute(self, sql: str, values: tuple[object, ...] = ()) -> object:
        if sql == "COMMIT":
            if self._after:
                self._real.execute(sql)
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = self._error_name
            raise error
        return self._real.execute(sql, values)


@pytest.mark.parametrize(
    ("after", "remove", "outcome"),
    [(True, False, None), (False, False, LedgerError), (True, True, UncertainError)],
    ids=["it had happened", "it had not", "nobody can tell"],
)
def test_a_commit_that_fails_is_looked_at_again(
    after: bool, remove: bool, outcome: type[CobrancaError] | None, tmp_path: Path
) -> None:
    path = ledger_in(tmp_path)

    def write() -> None:
        with writing(path) as transaction:
            by_sql(transaction, "Ana")
            transaction.record("teste", {}, WHEN)
            transaction.connection = FailingCommit(  # type: ignore[assignment]
                transaction.connection, after, "SQLITE_IOERR_DIR_FSYNC"
            )
            if remove:
                path.rename(tmp_path / "sumiu.db")

    if outcome is None:
        write()
        assert names(path) == ["Ana"]
        return
    with pytest.raises(outcome) as raised:
        write()
    assert raised.value.exit_code == (6 if outcome is UncertainError else 4)
    if not remove:
        assert names(path) == []
