"""Who gives out whole personal data is kept; who does not costs and writes nothing."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.ledger.ledger_box import ask
from tests.services.person_box import MARKS, says, told

from cobranca_cli.domain.retention import CLASSES
from cobranca_cli.local_time import instant_br

COMMAND = Path(sys.executable).parent / "cobranca"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("loja")
    told(made)
    return made


@pytest.fixture
def seen(folder: Path) -> list[tuple[str, str, int]]:
    """What was kept before the test."""
    return accesses(folder)


def accesses(folder: Path) -> list[tuple[str, str, int]]:
    rows = ask(folder / "livro.db", "SELECT data FROM event WHERE kind = 'acesso' ORDER BY seq")
    found = [json.loads(str(text)) for (text,) in rows]
    assert all(each.keys() == {"usuario", "comando", "linhas", "modo"} for each in found)
    return [(each["comando"], each["modo"], each["linhas"]) for each in found]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("titular exportar zenaide", ("cobranca titular exportar", "exportado", len(CLASSES))),
        ("clientes listar --mostrar-dados", ("cobranca clientes listar", "mostrado", 2)),
        ("clientes listar --mostrar-dados --formato json", ("cobranca clientes listar", "mostrado", 2)),
        ("aging --mostrar-dados", ("cobranca aging", "mostrado", 2)),
        ("clientes listar --saida c.csv", ("cobranca clientes listar", "arquivo", 2)),
        ("vencidos --saida v.json", ("cobranca vencidos", "arquivo", 4)),
        ("vencidos --saida v.jsonl", ("cobranca vencidos", "arquivo", 4)),
        ("vencidos --saida v.xlsx", ("cobranca vencidos", "arquivo", 4)),
        ("extrato zenaide --saida e.pdf", ("cobranca extrato", "arquivo", None)),
        ("extrato zenaide --saida e.html", ("cobranca extrato", "arquivo", None)),
    ],
)
def test_whole_data_that_goes_out_is_kept(
    folder: Path, seen: list[object], line: str, kept: tuple[str, str, int | None]
) -> None:
    says(folder, line)
    *before, (command, way, rows) = accesses(folder)
    assert before == seen
    assert (command, way) == kept[:2] and (rows > 0 if kept[2] is None else rows == kept[2])


@pytest.mark.parametrize(
    "line",
    [
        "clientes listar",
        "clientes listar --formato json",
        "vencidos --formato csv",
        "extrato zenaide",
        "indicadores --saida i.csv",
        "aging --por faixa --saida f.json",
        "clientes listar --saida c.txt",
    ],
)
def test_what_is_masked_or_goes_to_a_program_is_not(folder: Path, line: str) -> None:
    before = (folder / "livro.db").read_bytes()
    says(folder, line)
    assert (folder / "livro.db").read_bytes() == before


def test_an_access_says_nothing_of_whom(folder: Path) -> None:
    for row in ask(folder / "livro.db", "SELECT data FROM event WHERE kind = 'acesso'"):
        assert not [mark for mark in MARKS if mark.lower() in str(row).lower()]


def run_as_reader(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    line = [COMMAND, *words, "--livro", "livro.db", "--hoje", "2026-11-21"]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=60)


def test_a_busy_ledger_does_not_hold_up_the_report_for_long(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "livro.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        done = run_as_reader(folder, "clientes", "listar", "--mostrar-dados")
        took = time.monotonic() - started
    assert done.returncode == 0 and "529.982.247-25" in done.stdout
    assert done.stderr.startswith("o acesso a estes dados não ficou registrado: o livro ")
    assert "está sendo usado por outro processo" in done.stderr
    assert done.stderr.count("\n") == 1 and took < 8


def test_a_ledger_that_may_only_be_read_does_not_fail_the_report(folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (folder / "livro.db").chmod(0o400)
    try:
        done = run_as_reader(folder, "clientes", "listar", "--mostrar-dados")
    finally:
        (folder / "livro.db").chmod(0o600)
    assert done.returncode == 0 and "529.982.247-25" in done.stdout
    assert "não ficou registrado" in done.stderr


def test_the_accesses_are_listed_the_newest_first(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    says(folder, "clientes listar --mostrar-dados")
    kept = accesses(folder)
    capfd.readouterr()
    says(folder, "titular acessos --formato json")
    found = json.loads(capfd.readouterr().out)
    assert [(row["comando"], row["modo"], row["linhas"]) for row in found["linhas"]] == kept[::-1]
    assert found["totais"] == {"acessos": len(kept)}
    assert all(row["usuario"] and row["instante"].endswith("Z") for row in found["linhas"])
    says(folder, "titular acessos")
    shown = capfd.readouterr().out
    assert "UTC" not in shown
    assert instant_br(found["linhas"][0]["instante"]) in shown
