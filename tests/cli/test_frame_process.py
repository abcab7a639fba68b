"""The program as a process: start-up, streams, signals, completion."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Process = Callable[..., subprocess.CompletedProcess[str]]
HEAVY = {"rich", "pydantic", "sqlmodel", "sqlalchemy", "sqlite3"}
HEAVY |= {"pendulum", "jinja2", "platformdirs", "xlsxwriter"}
PROGRAM = [sys.executable, "-m", "tests.cli.frame_program"]

RUN_AND_LIST_MODULES = """
import atexit, sys
atexit.register(lambda: print(*sorted({m.partition(".")[0] for m in sys.modules}), file=sys.stderr))
from cobranca_cli import __main__
from cobranca_cli.cli import app
from tests.cli.frame_program import build
app.build_app = build
__main__.main()
"""

# What typer would look like, had it renamed the attribute that the light coercion sets.
TYPER_WITHOUT_THE_HOOK = """
from typer import core
def renamed(self):
    if self._other is None:
        self._other = core.build_runtime_param(self.type_descriptor)
    return self._other
def hide(cls, start):
    def __init__(self, *args, **kwargs):
        start(self, *args, **kwargs)
        del self._runtime_param
        self._other = None
    cls.__init__ = __init__
for cls in (core.TyperOption, core.TyperArgument):
    hide(cls, cls.__init__)
core._TyperParameter.get_runtime_param = renamed
"""


def heavy_in(stderr: str) -> set[str]:
    return HEAVY & set(stderr.splitlines()[-1].split())


def test_importing_the_program_loads_nothing_heavy() -> None:
    code = "import sys, cobranca_cli.cli.app; print(*{m.partition('.')[0] for m in sys.modules})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert HEAVY & set(found.stdout.split()) == set()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("relato", "SILVA", "--por", "faixa", "--fatura", "1", "--em", "ontem", "--livro", "a.db"), 0),
        (("gravar", "a.csv"), 0),
        (("relato", "--ajuda"), 0),
        (("relato", "--por", "x"), 2),
        (("relato", "--nada"), 2),
        (("gravar", "a", "--falha", "dados"), 3),
        (("autocompletar", "zsh"), 0),
    ],
)
def test_a_command_loads_nothing_heavy(process: Process, words: tuple[str, ...], code: int) -> None:
    done = process(*words, before=RUN_AND_LIST_MODULES)
    assert done.returncode == code
    assert heavy_in(done.stderr) == set()


def test_without_the_private_hook_stock_typer_does_the_same(process: Process) -> None:
    line = "relato SILVA --por faixa --valor 10,00 --todos --fatura 1 --hoje 1/3/2026 --livro a.db"
    words = line.split()
    light = process(*words, before=RUN_AND_LIST_MODULES)
    stock = process(*words, before=TYPER_WITHOUT_THE_HOOK + RUN_AND_LIST_MODULES)
    assert (light.returncode, stock.returncode) == (0, 0)
    assert light.stdout == stock.stdout
    assert (heavy_in(light.stderr), heavy_in(stock.stderr)) == (set(), {"pydantic"})


@pytest.mark.parametrize(("before", "answer"), [("", "leve"), (TYPER_WITHOUT_THE_HOOK, "typer")])
def test_the_program_says_which_coercion_runs(before: str, answer: str) -> None:
    code = before + "\nfrom cobranca_cli.cli import coercion\nprint(coercion.running())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout == f"{answer}\n"


@pytest.mark.parametrize("word", ["--versao", "--version"])
def test_version_is_told_before_anything_is_imported(word: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cobranca_cli", word],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.stdout == "cobranca 0.1.0\n"
    ours = re.findall(r"\| +(\S+)$", done.stderr, re.MULTILINE)
    assert [m for m in ours if m.startswith(("typer", "cobranca_cli"))] == ["cobranca_cli"]


def test_in_an_empty_environment(process: Process) -> None:
    done = process("relato", "São João", "--livro", "a.db", env={"ONLY": "1"})
    assert done.returncode == 0, done.stderr
    assert '"cliente": "São João"' in done.stdout


def test_on_a_console_that_is_not_utf8(process: Process) -> None:
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = process("relato", "--ajuda", env=ascii_only)
    assert done.returncode == 0 and "[OP\\xc7\\xd5ES]" in done.stdout
    wrong = process("relato", "--em", "x", env=ascii_only)
    assert wrong.returncode == 2 and "valor inv\\xe1lido" in wrong.stderr and "Traceback" not in wrong.stderr


@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_reader_that_goes_away(buffered: str) -> None:
    with subprocess.Popen(
        [*PROGRAM, "muito"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": buffered},
    ) as running:  # fmt: skip
        assert running.stdout and running.stderr
        assert running.stdout.readline().strip() == b"linha 0"
        running.stdout.close()
        assert (running.stderr.read(), running.wait(20)) == (b"", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_full_disk_behind_stdout(buffered: str) -> None:
    env = {**os.environ, "PYTHONUNBUFFERED": buffered}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "relato"], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=env
        )
    assert done.returncode == 8
    assert done.stderr.startswith("erro [E-SAIDA]: ") and "Exception" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_ctrl_c() -> None:
    with subprocess.Popen(
        [*PROGRAM, "gravar", "a.csv", "--falha", "espera"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    ) as running:  # fmt: skip
        assert running.stderr and running.stderr.readline() == "esperando\n"
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err) == (130, "", "\nInterrompido.\nNada foi gravado.\n")


@pytest.mark.skipif(os.name == "nt", reason="modes of Unix")
def test_files_are_born_private(process: Process, tmp_path: Path) -> None:
    made = tmp_path / "novo"
    code = "import sys; sys.argv[1:] = ['--versao']; from cobranca_cli.__main__ import main; main();"
    assert process(before=f"{code} open({str(made)!r}, 'w')").returncode == 0
    assert made.stat().st_mode & 0o777 == 0o600


def complete(process: Process, shell: str, line: str) -> subprocess.CompletedProcess[str]:
    words = line.split(" ")
    env = {
        "_COBRANCA_COMPLETE": f"complete_{shell}", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
    }  # fmt: skip
    return process(env=env, before=RUN_AND_LIST_MODULES)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("cobranca fat", {"faturas"}),
        ("cobranca faturas ", {"listar"}),
        ("cobranca relato --fo", {"--formato"}),
        ("cobranca relato --formato j", {"json", "jsonl"}),
        ("cobranca relato --por ", {"cliente", "faixa"}),
        ("cobranca cron mostrar --sistema s", {"systemd"}),
        ("cobranca autocompletar ", {"bash", "zsh", "fish", "powershell"}),
        ("cobranca nada ", set()),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "fish", "powershell", "zsh"])
def test_completion(process: Process, shell: str, line: str, offered: set[str]) -> None:
    done = complete(process, shell, line)
    assert heavy_in(done.stderr) == set()
    if shell == "zsh":
        found = set(re.findall(r'"([^":]+)"(?=:|\n|\))', done.stdout)) - {
            *re.findall(r':"([^"]+)"', done.stdout)
        }
    else:
        found = {re.split("\t|:::", each)[0].strip() for each in done.stdout.splitlines()} - {""}
    if line != "cobranca nada ":
        assert found == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_scripts(process: Process, shell: str) -> None:
    done = process("autocompletar", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert "_COBRANCA_COMPLETE" in done.stdout and f"complete_{shell}" in done.stdout
