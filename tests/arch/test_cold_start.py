"""What a command loads before it answers: a report costs little, because little is imported.

State is asserted, not milliseconds: the modules loaded at the end, with the output in a pipe.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "sqlmodel",
    "sqlalchemy",
    "pendulum",
    "jinja2",
    "pydantic",
    "rich",
    "xlsxwriter",
    "platformdirs",
    "typst",
    "segno",
    "secrets",
}

RUN = """
import atexit, pathlib, sys
atexit.register(lambda: pathlib.Path("modulos").write_text(" ".join(sys.modules)))
from cobranca_cli.__main__ import main
main()
"""


def run(folder: Path, *words: str) -> tuple[int, set[str]]:
    """The exit code, and the heavy packages that were loaded."""
    env = {**os.environ, "COBRANCA_LIVRO": "livro.db", "COBRANCA_HOJE": "2026-11-21", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], cwd=folder, env=env, capture_output=True, timeout=120
    )
    loaded = {module.partition(".")[0] for module in (folder / "modulos").read_text().split()}
    assert "cobranca_cli" in loaded
    return done.returncode, HEAVY & loaded


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of the sample data in it."""
    made = tmp_path_factory.mktemp("loja")
    assert run(made, "iniciar")[0] == 0
    assert run(made, "importar", "faturas", str(ROOT / "sample_data" / "faturas.csv"))[0] == 0
    return made


def test_importing_the_program_loads_nothing_heavy(tmp_path: Path) -> None:
    code = "import sys, cobranca_cli.cli.app; print(*{module.partition('.')[0] for module in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", 0),
        ("--ajuda", 0),
        ("aging --ajuda", 0),
        ("aging", 0),
        ("aging --por faixa --em 31/10/2026", 0),
        ("aging --por fatura --formato csv", 0),
        ("vencidos --formato json", 0),
        ("vencidos --codigo-saida", 20),
        ("memoria 18900/1", 0),
        ("memoria 18900/1 --formato json", 0),
        ("extrato cantina", 0),
        ("pagamento listar", 0),
        ("encargos listar", 0),
        ("indices listar", 0),
        ("prazos", 0),
        ("indicadores", 0),
        ("indicadores --serie 3 --formato csv", 0),
        ("indicadores --detalhe rolagem", 0),
        ("hoje", 0),
        ("hoje --em 23/11/2026", 0),
        ("regua mostrar", 0),
        ("regua planejar --em 23/11/2026", 0),
        ("regua pendentes", 0),
        ("contato listar", 0),
        ("contato resultados", 0),
        ("promessa listar", 0),
        ("pausa listar", 0),
        ("carta listar", 0),
        ("fidelidade listar", 0),
        ("recibo 1", 3),
        ("faturas listar --situacao todas", 0),
        ("faturas ver 18684", 0),
        ("clientes listar --vencidos", 0),
        ("clientes ver nonna", 0),
        ("clientes listar --mostrar-dados", 0),
        ("titular exportar nonna", 0),
        ("titular retencao", 0),
        ("titular acessos", 0),
        ("cron mostrar", 0),
        ("autocompletar bash", 0),
        ("agin", 2),
        ("aging --por mes", 2),
        ("faturas", 2),
        ("faturas ver 999999", 3),
        ("clientes ver padaria", 3),
        ("importar faturas nada.csv", 3),
        ("aging --livro nada.db", 4),
    ],
)
def test_a_report_or_an_error_loads_nothing_heavy(folder: Path, line: str, code: int) -> None:
    assert run(folder, *line.split()) == (code, set())


def test_what_is_heavy_is_loaded_where_it_serves(folder: Path) -> None:
    """And so the tests above can fail."""
    code, loaded = run(folder, "aging", "--saida", "aging.xlsx")
    assert code == 0 and loaded == {"xlsxwriter"}
    code, loaded = run(folder, "faturas", "cancelar", "18684", "--motivo", "devolvida")
    assert code == 0 and loaded >= {"sqlmodel", "sqlalchemy"}


def test_only_whole_data_that_goes_out_loads_what_keeps_it(folder: Path) -> None:
    """A report in a pipe writes nothing, and loads nothing that could."""
    keeps = {"cobranca_cli.cli.access", "cobranca_cli.ledger.access"}

    def loaded(*words: str) -> set[str]:
        assert run(folder, *words)[0] == 0
        return keeps & set((folder / "modulos").read_text().split())

    assert loaded("clientes", "listar") == loaded("clientes", "listar", "--formato", "json") == set()
    assert loaded("clientes", "listar", "--mostrar-dados") == keeps
