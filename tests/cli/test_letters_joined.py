"""`carta exportar --juntar`: all the letters of a day that go on paper, as one PDF to be printed."""

import os
import subprocess
import sys
from pathlib import Path

from pypdf import PdfReader

SHOP = ("--empresa", "Loja Sol", "--documento", "11222333000181", "--endereco", "Rua das Flores, 10")
INVOICES = """numero;cliente;documento;telefone;endereco;emissao;vencimento;valor
1;Padaria Lua Ltda;11444777000161;;Rua B, 22;01/04/2026;10/05/2026;900,00
2;Ana Lima;52998224725;11988887777;Rua C, 3;01/04/2026;10/05/2026;500,00
"""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COBRANCA_HOJE": "2026-06-01", "COBRANCA_LIVRO": "livro.db"}
    start = [sys.executable, "-m", "cobranca_cli"]
    return subprocess.run(
        [*start, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_the_letters_of_a_day_that_go_on_paper_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "faturas.csv").write_text(INVOICES)
    assert run(tmp_path, "iniciar", *SHOP).returncode == 0
    assert run(tmp_path, "importar", "faturas", "faturas.csv").returncode == 0
    for who, channel in (("padaria", "carta"), ("ana", "carta"), ("ana", "whatsapp")):
        made = run(tmp_path, "carta", "gerar", who, "--modelo", "amigavel", "--canal", channel)
        assert made.returncode == 0, made.stderr
    done = run(tmp_path, "carta", "exportar", "--dia", "01/06/2026", "--juntar", "todas.pdf")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "2 cartas em todas.pdf.\n")
    texts = [page.extract_text() for page in PdfReader(tmp_path / "todas.pdf").pages]
    assert [name for text in texts for name in ("Padaria Lua", "Ana Lima") if name in text] == [
        "Padaria Lua",
        "Ana Lima",
    ]
    assert (tmp_path / "todas.pdf").stat().st_mode & 0o777 == 0o600
