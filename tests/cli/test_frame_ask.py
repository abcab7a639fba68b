"""Questions: asked on a terminal only, in Portuguese, on stderr."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

pexpect = pytest.importorskip("pexpect")
ROOT = Path(__file__).parents[2]


def test_without_a_terminal_nothing_is_asked(frame: Callable[..., Result]) -> None:
    result = frame("perguntar")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        'erro [E-USO]: sem terminal não há quem responda: "Cancelar a fatura 1001?"\n'
        "dica: decida na própria linha de comando, com --sim\n"
        "Nada foi gravado.\n"
    )


def test_sim_answers(frame: Callable[..., Result]) -> None:
    result = frame("perguntar", "--sim")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "sim\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["s"], "sim"),
        (["SIM"], "sim"),
        (["n"], "não"),
        (["não"], "não"),
        ([""], "não"),
        (["talvez", "s"], "sim"),
        (["y", "yes", "claro"], "não"),
        (["\x04"], "não"),
    ],
)
def test_on_a_terminal(answers: list[str], said: str) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "tests.cli.frame_program", "perguntar"],
        cwd=str(ROOT),
        encoding="utf-8",
        timeout=20,
    )
    for number, answer in enumerate(answers):
        child.expect_exact("Cancelar a fatura 1001? [s/N] ")
        child.send(answer if answer == "\x04" else f"{answer}\n")
        if number + 1 < len(answers):
            child.expect_exact("Responda s (sim) ou n (não).")
    child.expect_exact(f"\n{said}\r\n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
