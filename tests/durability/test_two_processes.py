"""P4, T5, T7, P09: the owner and the cron job at once lose nothing, wait, and say so when they gave up.

Small: two rounds of four processes. Large (`COBRANCA_DEMORADO=1`): fifteen rounds, larger files.
"""

import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.durability.harness import (
    LARGE,
    NOTHING,
    PROGRAM,
    Ended,
    bytes_of,
    connected,
    copy_ledger,
    count_rows,
    finish,
    import_file,
    mutant,
    run,
    start,
    words_broken,
    write_rows,
)

ROUNDS = 15 if LARGE else 2
ROWS = 5_000 if LARGE else 500


def crowd(ledger: Path, folder: Path, program: Sequence[str] = PROGRAM) -> list[str]:
    """Four at once, a few rounds: two with the same file, one with another, one reads. What broke."""
    broken = []
    for number in range(ROUNDS):
        same = write_rows(folder / f"{number}-same.csv", ROWS, first=number * ROWS)
        other = write_rows(folder / f"{number}-other.csv", ROWS, prefix="O", first=number * ROWS)
        began = time.monotonic()
        writers = [
            start("importar", "faturas", file, "--livro", ledger, program=program)
            for file in (same, same, other)
        ]
        reader = start("aging", "--por", "faixa", "--livro", ledger, program=program)
        for ended in [finish(process, began) for process in (*writers, reader)]:
            # Nobody waits as long as the five seconds after which a writer gives up.
            broken += words_broken(ended)
            if ended.code != 0:
                broken.append(f"exit {ended.code} after {ended.seconds:.1f}s: {ended.err[-120:]}")
    expected = ROWS * ROUNDS
    broken += [
        f"{count_rows(ledger, prefix)} {prefix}, not {expected}"
        for prefix in ("G", "O")
        if count_rows(ledger, prefix) != expected
    ]
    with connected(ledger) as connection:
        batches = connection.execute("SELECT count(*) FROM import_batch").fetchone()[0]
        told = connection.execute(
            "SELECT coalesce(sum(json_extract(data, '$.novas')), 0), max(seq) - count(*) FROM event"
        ).fetchone()
        people, names = connection.execute(
            "SELECT count(*), count(DISTINCT name_key) FROM customer"
        ).fetchone()
    if (batches, *told) != (2 * ROUNDS, 2 * expected, 0):
        broken.append(f"{batches} batches, events tell of {told}")
    if people != names:
        broken.append(f"{people} customers of {names} names")
    return broken


def test_several_processes_lose_and_double_nothing(empty_ledger: Path, tmp_path: Path) -> None:
    assert crowd(copy_ledger(empty_ledger, tmp_path / "livro"), tmp_path) == []


def test_the_harness_sees_writers_that_take_the_lock_late(empty_ledger: Path, tmp_path: Path) -> None:
    program = mutant("deferred_begin")
    noticed = any(
        crowd(copy_ledger(empty_ledger, tmp_path / f"{attempt}"), tmp_path, program) for attempt in range(6)
    )
    assert noticed, "the late lock was never noticed"


@contextmanager
def holding(ledger: Path, *statements: str) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a transaction."""
    connection = sqlite3.connect(ledger, isolation_level=None)
    for statement in statements:
        connection.execute(statement).fetchall()
    try:
        yield connection
    finally:
        connection.close()


WRITER = ("BEGIN IMMEDIATE",)
READER = ("BEGIN", "SELECT count(*) FROM receivable")


def test_locks(empty_ledger: Path, ledger_of_400: Path, tmp_path: Path) -> None:
    """The cases that wait for a lock, side by side, for each of them takes seconds."""
    file = write_rows(tmp_path / "g.csv", 400)

    def copy(name: str) -> Path:
        return copy_ledger(ledger_of_400, tmp_path / name)

    def a_writer_waits_and_gives_up(*words: object) -> None:
        ledger = copy(f"{words[0]}-desiste")
        before = bytes_of(ledger)
        with holding(ledger, *WRITER):
            _gave_up(run(*words, "--livro", ledger))
        assert bytes_of(ledger) == before

    def an_import_gives_up() -> None:
        a_writer_waits_and_gives_up("importar", "faturas", file)

    def a_cancellation_gives_up() -> None:
        a_writer_waits_and_gives_up("faturas", "cancelar", "H-0000000", "--motivo", "teste")

    def an_edit_gives_up() -> None:
        a_writer_waits_and_gives_up("clientes", "editar", "Cliente 0001 Ltda", "--cidade", "Avaré")

    def a_writer_waits_for_a_reader_and_gives_up() -> None:
        ledger = copy("lido")
        with holding(ledger, *READER):
            ended = import_file(ledger, file)
        _gave_up(ended)
        assert count_rows(ledger) == 0
        assert import_file(ledger, file).code == 0

    def a_writer_waits_for_a_reader_that_leaves() -> None:
        ledger = copy("sai")
        with holding(ledger, *READER) as connection:
            began = time.monotonic()
            process = start("importar", "faturas", file, "--livro", ledger)
            time.sleep(2)
            assert process.poll() is None
            connection.execute("COMMIT")
            ended = finish(process, began)
        assert ended.code == 0, ended.err
        assert count_rows(ledger) == 400

    def a_writer_waits_for_a_writer_that_leaves() -> None:
        ledger = copy("larga")
        with holding(ledger, *WRITER) as connection:
            began = time.monotonic()
            process = start("importar", "faturas", file, "--livro", ledger)
            time.sleep(2)
            assert process.poll() is None
            connection.execute("ROLLBACK")
            assert finish(process, began).code == 0
        assert count_rows(ledger) == 400

    def an_interrupted_wait_wrote_nothing() -> None:
        ended, seconds = interrupted(copy("desiste"))
        assert (ended.code, ended.err.splitlines()[-1]) == (130, NOTHING)
        assert seconds < 2, "heard only when the wait was over"

    def the_harness_sees_a_wait_that_is_deaf() -> None:
        assert interrupted(copy("surdo"), mutant("deaf_wait"))[1] > 3

    cases: list[Callable[[], None]] = [
        an_import_gives_up,
        a_cancellation_gives_up,
        an_edit_gives_up,
        a_writer_waits_for_a_reader_and_gives_up,
        a_writer_waits_for_a_reader_that_leaves,
        a_writer_waits_for_a_writer_that_leaves,
        an_interrupted_wait_wrote_nothing,
        the_harness_sees_a_wait_that_is_deaf,
    ]
    with ThreadPoolExecutor(len(cases)) as pool:
        for running in [pool.submit(case) for case in cases]:
            running.result()


def interrupted(ledger: Path, program: Sequence[str] = PROGRAM) -> tuple[Ended, float]:
    """A writer that gets Ctrl-C while it waits for another: how it ended, and how long after."""
    with holding(ledger, *WRITER):
        began = time.monotonic()
        words = ("faturas", "cancelar", "H-0000001", "--motivo", "teste", "--livro", ledger)
        process = start(*words, program=program)
        # It says that it waits, and so is past its start, which a busy machine makes long.
        assert process.stderr
        assert process.stderr.readline().startswith("aguardando: ")
        time.sleep(0.3)
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        ended = finish(process, began)
    return ended, time.monotonic() - asked


def _gave_up(ended: Ended) -> None:
    assert ended.code == 5, ended.err
    waits, error, advice, state = ended.err.splitlines()
    holder = r"está sendo usado por outro processo( \(\d+, \w+\))?"
    assert re.fullmatch(rf"aguardando: o livro \S+ {holder}; espero até 5 segundos", waits), waits
    assert re.fullmatch(rf"erro \[E-OCUPADO\]: o livro \S+ {holder}", error), error
    assert advice.startswith("dica: espere o outro comando terminar")
    assert state == NOTHING
    if Path("/proc/locks").exists():
        assert f"({os.getpid()}, " in waits, "the process that holds the lock is this one"
    assert 4 < ended.seconds < 14, "five seconds of waiting, and the start of the program"


@pytest.mark.parametrize(
    "words",
    [
        ("aging",),
        ("vencidos",),
        ("faturas", "listar"),
        ("clientes", "listar"),
        ("faturas", "ver", "H-0000001"),
        (),
    ],
    ids=lambda words: " ".join(words) or "cobranca",
)
def test_reports_do_not_wait_for_a_writer(words: tuple[str, ...], ledger_of_400: Path) -> None:
    with holding(ledger_of_400, *WRITER):
        ended = run("--livro", ledger_of_400, *words)
    assert (ended.code, ended.err) == (0, "")
    assert ended.seconds < 3


def test_an_interrupted_import_leaves_the_ledger_as_it_was(ledger_of_400: Path, tmp_path: Path) -> None:
    """P20."""
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    before = bytes_of(ledger)
    file = write_rows(tmp_path / "g.csv", 300_000)
    began = time.monotonic()
    process = start("importar", "faturas", file, "--livro", ledger)
    while not Path(f"{ledger}-journal").exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    ended = finish(process, began)
    assert (ended.code, ended.out) == (130, "")
    assert ended.err.splitlines()[-2:] == ["Interrompido.", NOTHING]
    assert bytes_of(ledger) == before
    assert not Path(f"{ledger}-journal").exists()
