"""The question before a person is erased holds no lock, and what changes meanwhile counts (P5)."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from tests.ledger.ledger_box import ask
from tests.services.person_box import told

COMMAND = Path(sys.executable).parent / "cobranca"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    told(tmp_path, ended=True)
    return tmp_path


def at_the_question(folder: Path) -> pexpect.spawn:
    words = ["titular", "anonimizar", "zenaide", "--motivo", "pedido", "--livro", "livro.db"]
    env = {**os.environ, "COBRANCA_HOJE": "2026-11-21", "TERM": "dumb"}
    child = pexpect.spawn(str(COMMAND), words, cwd=folder, env=env, encoding="utf-8", timeout=60)
    child.expect(r"Apagar de vez\? \[s/N\]")
    return child


def by_cron(folder: Path, *words: str) -> int:
    line = [COMMAND, *words, "--livro", "livro.db", "--hoje", "2026-11-21"]
    return subprocess.run(line, cwd=folder, capture_output=True, timeout=60).returncode


def erasures(folder: Path) -> int:
    return int(str(ask(folder / "livro.db", "SELECT count(*) FROM erasure")[0][0]))


def test_another_command_writes_while_the_question_stands(folder: Path) -> None:
    child = at_the_question(folder)
    note = ("contato", "registrar", "bia", "--canal", "telefone", "--resultado", "falou")
    assert by_cron(folder, *note) == 0
    child.sendline("s")
    child.expect("Gravado: titular anonimizado 1")
    child.expect(pexpect.EOF)
    assert (child.wait(), erasures(folder)) == (0, 1)


def test_what_was_opened_while_the_question_stood_keeps_her(folder: Path) -> None:
    child = at_the_question(folder)
    row = "numero;cliente;documento;vencimento;valor\n300;Zenaide Quixaba;529.982.247-25;01/12/2026;50,00\n"
    (folder / "nova.csv").write_text(row, encoding="utf-8")
    assert by_cron(folder, "importar", "faturas", "nova.csv") == 0
    child.sendline("s")
    child.expect("E-TITULAR")
    child.expect("Nada foi gravado")
    child.expect(pexpect.EOF)
    assert (child.wait(), erasures(folder)) == (3, 0)


def test_no_is_no(folder: Path) -> None:
    before = (folder / "livro.db").read_bytes()
    child = at_the_question(folder)
    child.sendline("")
    child.expect("Nada foi gravado")
    child.expect(pexpect.EOF)
    assert child.wait() == 0 and (folder / "livro.db").read_bytes() == before
