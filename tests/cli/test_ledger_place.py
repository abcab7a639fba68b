"""The ledger's place, as it is typed: what can be no ledger is told before anything opens it."""

import os
from datetime import date
from pathlib import Path

import pytest

from cobranca_cli.cli.run import Run
from cobranca_cli.errors import LedgerError


def ledger_path(typed: str) -> Path:
    return Run(date(2026, 11, 21), date(2026, 11, 21), ledger_typed=typed).ledger_path


@pytest.mark.parametrize("name", ["x" * 238 + ".db", "é" * 125 + ".db", "x" * 5000, "x/" * 3000 + "l.db"])
def test_a_name_that_leaves_no_room_for_the_files_beside_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(LedgerError, match="longo demais"):
        ledger_path(str(tmp_path / name))


@pytest.mark.parametrize("name", ["x" * 237 + ".db", "nada/livro.db", "."])
def test_what_may_become_a_ledger_or_is_told_when_it_is_opened(tmp_path: Path, name: str) -> None:
    assert ledger_path(str(tmp_path / name)) == tmp_path / name


def test_a_pipe_is_no_ledger(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "livro.db")
    for typed in (str(tmp_path / "livro.db"), os.devnull):
        with pytest.raises(LedgerError, match="não é um arquivo"):
            ledger_path(typed)


def test_the_home_of_somebody_who_is_not_known_here_is_a_name_like_others() -> None:
    assert ledger_path("~ninguem-aqui/livro.db") == Path("~ninguem-aqui/livro.db")
