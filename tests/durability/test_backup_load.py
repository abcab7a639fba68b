"""P11, T8: a copy made while somebody writes is one moment of the ledger; a plain `cp` is none.

Small: 4 copies. Large (`COBRANCA_DEMORADO=1`): 40.
"""

import shutil
import stat
from pathlib import Path

import pytest
from tests.durability.copying import state, written_to, wrong_with
from tests.durability.harness import LARGE, NOTHING, connected, copy_ledger, mutant, names_in, run

COPIES = 40 if LARGE else 4


def copies_under_load(ledger: Path, folder: Path, program: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with copies that the program makes of a ledger under load."""
    expected, wrong = state(ledger), []
    with written_to(ledger):
        for number in range(COPIES):
            copy = folder / f"copia-{number}.db"
            more = {"program": program} if program else {}
            ended = run("backup", copy, "--livro", ledger, **more)
            if ended.code != 0:
                wrong.append(f"exit {ended.code}: {ended.err}")
            else:
                wrong += wrong_with(copy, expected)
                assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert names_in(folder) <= {f"copia-{number}.db" for number in range(COPIES)}
    return wrong


def test_every_copy_under_load_is_one_moment_of_the_ledger(ledger_of_400: Path, tmp_path: Path) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    (tmp_path / "copias").mkdir()
    assert copies_under_load(ledger, tmp_path / "copias") == []
    assert state(ledger) == state(ledger_of_400)


def test_the_harness_sees_what_a_plain_copy_of_the_file_does(ledger_of_400: Path, tmp_path: Path) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    expected = state(ledger)
    with written_to(ledger):
        for number in range(200):
            copy = tmp_path / f"cp-{number}.db"
            shutil.copyfile(ledger, copy)
            if wrong_with(copy, expected):
                return
    pytest.fail("no plain copy was ever wrong")


def test_the_harness_sees_a_program_that_copies_the_file(ledger_of_400: Path, tmp_path: Path) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    (tmp_path / "copias").mkdir()
    for _ in range(6):
        if copies_under_load(ledger, tmp_path / "copias", mutant("copies_the_file")):
            return
        shutil.rmtree(tmp_path / "copias")
        (tmp_path / "copias").mkdir()
    pytest.fail("the mutant was never noticed")


def test_a_ledger_that_is_being_written_is_copied_and_the_missing_note_is_told(
    ledger_of_400: Path, tmp_path: Path
) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    expected = state(ledger)
    with connected(ledger) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE receivable SET charges_left = 1")
        ended = run("backup", tmp_path / "copia.db", "--livro", ledger)
        connection.execute("ROLLBACK")
    assert ended.code == 0, ended.err
    assert "não ficou anotada no livro" in ended.err and "sendo usado por outro processo" in ended.err
    assert NOTHING not in ended.err
    assert wrong_with(tmp_path / "copia.db", expected) == []
