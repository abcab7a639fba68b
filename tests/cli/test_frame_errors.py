"""How a command that fails ends: lines, exit code, and what is said of the ledger."""

from collections.abc import Callable

import pytest
from typer.testing import Result

Frame = Callable[..., Result]


@pytest.mark.parametrize(
    ("fails", "code", "stderr"),
    [
        (
            "dados",
            3,
            "erro [E-DADOS]: a fatura 1001 não existe\ndica: veja: cobranca faturas listar\n"
            "Nada foi gravado.\n",
        ),
        ("ocupado", 5, "erro [E-OCUPADO]: o livro está em uso\nNada foi gravado.\n"),
        ("incerto", 6, "erro [E-INCERTO]: a gravação não respondeu\nINCERTO: rode cobranca verificar\n"),
        ("teclado", 130, "\nInterrompido.\nNada foi gravado.\n"),
    ],
)
def test_a_failure(frame: Frame, fails: str, code: int, stderr: str) -> None:
    result = frame("gravar", "a.csv", "--falha", fails)
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", stderr)


@pytest.mark.parametrize(("fails", "code"), [("dados", 3), ("defeito", 1), ("teclado", 130)])
def test_a_failure_after_writing_says_what_was_written(frame: Frame, fails: str, code: int) -> None:
    result = frame("gravar", "a.csv", "--falha", fails, "--depois")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (code, "Gravado: 3 faturas.")


def test_uncertain_stays_uncertain(frame: Frame) -> None:
    result = frame("gravar", "a.csv", "--falha", "incerto", "--depois")
    assert result.stderr.splitlines()[-1] == "INCERTO: rode cobranca verificar"


def test_a_defect_is_told_in_portuguese_without_what_it_held(frame: Frame) -> None:
    result = frame("gravar", "a.csv", "--falha", "defeito")
    assert (result.exit_code, result.stdout) == (1, "")
    error, hint, state = result.stderr.splitlines()
    assert error.startswith("erro [E-INTERNO]: defeito do programa (ValueError em ")
    assert hint.startswith("dica: isto é um defeito do programa") and "--depurar" in hint
    assert state == "Nada foi gravado."
    assert "Maria" not in result.stderr and "Traceback" not in result.stderr


def test_depurar_shows_the_traceback(frame: Frame) -> None:
    result = frame("gravar", "a.csv", "--falha", "defeito", "--depurar")
    assert result.exit_code == 1
    assert "Traceback" in result.stderr and "Maria" in result.stderr and "erro [E-INTERNO]" in result.stderr


def test_control_characters_of_what_was_typed_do_not_reach_the_terminal(frame: Frame) -> None:
    result = frame("\x1b[2Jx\u200byz\u202e\x9b")
    assert not {"\x1b", "\u202e", "\u200b", "\x9b"} & set(result.stderr)
    assert "\\x1b[2Jx\\u200byz\\u202e\\x9b" in result.stderr
