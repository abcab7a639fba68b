"""What a call costs before it does anything: CPU of the whole process against an empty Python (G1 to G3)."""

import sqlite3
from importlib.util import find_spec

from benchmarks.measure import PYTHON, child, in_turns
from benchmarks.product import ROOT, Product
from benchmarks.table import Goal, Lines, heading

PASS = "python -c pass"
_REPORT = Goal("G1", 7.5, "cpu")
# sqlite-utils loads pandas where it is installed beside it; that would not be fair.
_PEER = "import sys; sys.modules['pandas'] = None; from sqlite_utils.cli import cli; cli()"


def measure(product: Product, rounds: int) -> None:
    """The empty Python, the commands of every day, one that writes, a peer."""
    ledger = product.ledger("pequeno")
    place = ["--livro", str(ledger)]
    product.run("importar", "faturas", str(ROOT / "sample_data" / "faturas.csv"), *place)
    with sqlite3.connect(ledger) as connection:
        known = connection.execute("SELECT number, instalment FROM receivable ORDER BY id").fetchall()
    connection.close()
    names = iter([f"{number}/{part}" if part else number for number, part in known])
    jobs = {
        PASS: lambda: child([PYTHON, "-c", "pass"], product.env),
        "--versao": lambda: product.run("--versao"),
        "--ajuda": lambda: product.run("--ajuda"),
        "aging": lambda: product.run("aging", *place),
        "vencidos": lambda: product.run("vencidos", *place),
        "faturas cancelar (writes)": lambda: product.run(
            "faturas", "cancelar", next(names), "--motivo", "medida", *place
        ),
    }
    if find_spec("sqlite_utils"):
        jobs["sqlite-utils --help"] = lambda: child([PYTHON, "-c", _PEER, "--help"], product.env)
    heading("Start-up on a ledger of 300 invoices: whole processes against an empty Python")
    lines = Lines(in_turns(jobs, rounds, warm=True))
    lines.line(PASS)
    lines.line("--versao", PASS, Goal("G2", 1.5, "cpu"))
    for name in ("--ajuda", "aging", "vencidos"):
        lines.line(name, PASS, _REPORT)
    lines.line("faturas cancelar (writes)", PASS, Goal("G3", 45, "cpu"))
    if "sqlite-utils --help" in jobs:
        lines.line("sqlite-utils --help", PASS)
