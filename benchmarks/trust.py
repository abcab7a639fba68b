"""Trust: `verificar` against SQLite's own checks, `backup` against its `.backup`, and an import undone."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import Runs, Usage, child, in_turns
from benchmarks.product import Product
from benchmarks.table import Goal, Lines, exponent, heading

SHELL, SHELL_COPY = "sqlite3 integrity_check", "sqlite3 .backup"


class Ledger:
    """Invoices and payments brought in by the program, every row sealed in the history."""

    def __init__(self, product: Product, rows: int) -> None:
        self.product = product
        self.path = product.ledger(f"confianca-{rows}")
        invoices, self.payments = self.path.with_name("faturas.csv"), self.path.with_name("pagamentos.csv")
        product.helper("data", "csv", str(invoices), str(rows), str(rows // 50), "0")
        product.helper("data", "payments", str(self.payments), str(invoices))
        self._run("importar", "faturas", str(invoices))
        self.before = Path(shutil.copy(self.path, self.path.with_name("antes.db")))
        self.paid = self._run("importar", "pagamentos", str(self.payments))

    def verify(self) -> Usage:
        return self._run("verificar")

    def backup(self) -> Usage:
        return self._run("backup", str(self.path.with_name("copia.db")), "--sobrescrever")

    def shell(self, *words: str) -> Usage:
        return child(["sqlite3", str(self.path), *words], self.product.env)

    def pay_and_undo(self) -> tuple[Callable[[], Usage], Callable[[], Usage]]:
        """The same payments brought into another ledger, and taken back again; in this order."""
        ledger = self.path.with_name("outro.db")

        def pay() -> Usage:
            shutil.copy(self.before, ledger)
            return self.product.run("importar", "pagamentos", str(self.payments), "--livro", str(ledger))

        def undo() -> Usage:
            words = ["importacao", "--motivo", "arquivo errado", "--sim", "--livro", str(ledger)]
            return self.product.run("desfazer", *words)

        return pay, undo

    def _run(self, *words: str) -> Usage:
        return self.product.run(*words, "--livro", str(self.path))


def measure(product: Product, sizes: tuple[int, int, int], rounds: int) -> None:
    """`sizes` from the small to the large; nothing has a goal but the growth."""
    _, middle, large = sizes
    ledgers = {size: Ledger(product, size) for size in sizes}
    jobs: dict[str, Callable[[], Usage]] = {
        f"verificar {size:,}": ledger.verify for size, ledger in ledgers.items()
    }
    jobs["backup"] = ledgers[large].backup
    jobs["importar pagamentos"], jobs["desfazer importacao"] = ledgers[middle].pay_and_undo()
    if shutil.which("sqlite3"):
        jobs[SHELL] = partial(ledgers[large].shell, "PRAGMA integrity_check; PRAGMA foreign_key_check")
        copy = ledgers[large].path.with_name("shell.db")
        jobs[SHELL_COPY] = partial(ledgers[large].shell, f".backup {copy}")
    _print(in_turns(jobs, rounds), sizes)


def _print(runs: Runs, sizes: tuple[int, int, int]) -> None:
    _, middle, large = sizes
    heading(f"Trust: {large:,} invoices, {large // 50:,} customers, most of them paid, one event a payment")
    lines = Lines(runs)
    verify = f"verificar {large:,}"
    if SHELL in runs:
        lines.line(SHELL)
        lines.line(verify, SHELL)
        lines.line(SHELL_COPY)
        lines.line("backup", SHELL_COPY)
    else:
        lines.line(verify)
        lines.line("backup")
    lines.line("importar pagamentos", label=f"importar pagamentos, {middle:,} invoices")
    lines.line("desfazer importacao", "importar pagamentos")
    first, last = (min(usage.cpu for usage in runs[f"verificar {size:,}"]) for size in (middle, large))
    exponent("growth of verificar (CPU)", (middle, large), (first, last), Goal("linear", 1.1, "exponent"))
