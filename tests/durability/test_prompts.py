"""P5: while a question waits for its answer the ledger is free: at every prompt another command writes."""

import os
import pty
import re
import select
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.durability.harness import PROGRAM, ROOT, copy_ledger, environment, mutant, names_in, run

from cobranca_cli.ledger.anchor import anchor_path

CLI = ROOT / "src" / "cobranca_cli" / "cli"
ASKS = re.compile(r"cobranca_cli\.cli(\.ask)? import .*\b(ask|confirm|text)\b")
PROMPT = re.compile(r"(\[s/N\] ?|: )\Z")
SECONDS = 30


class Case(NamedTuple):
    """A command that asks: how to come to its questions, and what somebody else writes meanwhile."""

    prepare: Callable[[Path], Sequence[object]]
    """Given a ledger of its own; gives the words of the command."""
    meanwhile: tuple[str, ...] = ("clientes", "editar", "Cliente 0001 Ltda", "--cidade")
    """To which a city is added, another one each time."""


def _new(ledger: Path) -> Sequence[object]:
    for file in (ledger, anchor_path(ledger), ledger.with_name("cobranca.toml")):
        file.unlink()
    return ("iniciar",)


def _restore(ledger: Path) -> Sequence[object]:
    copy = ledger.with_name("copia.db")
    copy.write_bytes(ledger.read_bytes())
    return ("restaurar", copy)


def _anonymise(ledger: Path) -> Sequence[object]:
    file = ledger.with_name("c.csv")
    file.write_text("cliente;cidade\nSem Nada Ltda;Avaré\n", encoding="utf-8")
    assert run("importar", "clientes", file, "--livro", ledger).code == 0
    return ("titular", "anonimizar", "Sem Nada Ltda", "--motivo", "pedido")


CASES = {
    # Nobody can write to a ledger that is not there yet; another one may be the first to make it.
    "setup": Case(_new, ("iniciar", "--empresa")),
    "restore": Case(_restore),
    "persons": Case(_anonymise),
    "undo": Case(lambda _: ("desfazer",)),
}
"""By the module in `cli/` that asks."""


def asking() -> list[str]:
    """The modules whose commands ask something."""
    files = sorted(CLI.glob("*.py"))
    return [file.stem for file in files if file.stem != "ask" and ASKS.search(file.read_text("utf-8"))]


def asked(words: Sequence[object], at_prompt: Callable[[], None], program: Sequence[str]) -> tuple[int, int]:
    """Run on a terminal, calling `at_prompt` at each question before Enter: how many, and the exit code."""
    ours, theirs = pty.openpty()
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = subprocess.Popen([*program, *map(str, words)], env=environment(TERM="dumb"), cwd="/", **streams)
    os.close(theirs)
    shown, questions = "", 0
    try:
        while select.select([ours], [], [], SECONDS)[0]:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # Linux's word for the end of a terminal
                break
            shown += chunk.decode("utf-8", "replace")
            if PROMPT.search(shown):
                questions, shown = questions + 1, ""
                at_prompt()
                os.write(ours, b"\n")
        return questions, process.wait(SECONDS)
    finally:
        process.kill()
        os.close(ours)


def written_meanwhile(name: str, ledger: Path, program: Sequence[str] = PROGRAM) -> tuple[int, list[str]]:
    """How many questions the command asked, and at which of them nobody else could write."""
    case = CASES[name]
    failed: list[str] = []
    done: list[str] = []
    words = [*case.prepare(ledger), "--livro", ledger]

    def other() -> None:
        if name == "setup" and done:
            return  # It was made at the first question.
        done.append(name)
        ended = run(*case.meanwhile, f"Avaré {len(done)}", "--livro", ledger)
        if ended.code != 0:
            failed.append(ended.err)

    return asked(words, other, program)[0], failed


def test_every_command_that_asks_is_known_here() -> None:
    assert set(asking()) <= CASES.keys(), "say in CASES how to come to its questions"


@pytest.mark.parametrize("name", asking())
def test_a_question_holds_no_lock(name: str, ledger_of_400: Path, tmp_path: Path) -> None:
    questions, failed = written_meanwhile(name, copy_ledger(ledger_of_400, tmp_path / "livro"))
    assert questions > 0
    assert failed == []


def test_a_ledger_made_by_somebody_else_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    ledger = tmp_path / "livro" / "livro.db"
    found: list[bytes] = []

    def other() -> None:
        if not found:
            assert run("iniciar", "--empresa", "Outra", "--livro", ledger).code == 0
            found.append(ledger.read_bytes())

    questions, code = asked(("iniciar", "--livro", ledger), other, PROGRAM)
    assert (questions, code) == (8, 4)
    assert ledger.read_bytes() == found[0]
    assert names_in(ledger.parent) == {"livro.db", "cobranca.toml"}
    assert 'nome = "Outra"' in ledger.with_name("cobranca.toml").read_text("utf-8")


@pytest.mark.parametrize("name", asking())
def test_the_harness_sees_a_question_asked_with_the_lock(
    name: str, ledger_of_400: Path, tmp_path: Path
) -> None:
    ledger = copy_ledger(ledger_of_400, tmp_path / "livro")
    assert written_meanwhile(name, ledger, mutant("asks_with_the_lock"))[1]
