"""Export of many customers: CSV and XLSX as whole commands (G12)."""

from benchmarks.measure import in_turns
from benchmarks.product import Product
from benchmarks.table import Goal, Lines, heading


def measure(product: Product, customers: int, rounds: int) -> None:
    """Two invoices for each customer, so that the export and not the query is what takes long."""
    ledger = product.ledger("exporta")
    product.helper("data", "ledger", str(ledger), str(customers * 2), str(customers), "aberto")
    words = ["aging", "--livro", str(ledger), "--por", "cliente", "--sobrescrever"]

    def to(ending: str) -> list[str]:
        return [*words, "--saida", str(product.work / f"saida.{ending}")]

    band = ["aging", "--livro", str(ledger), "--por", "faixa", "--formato", "csv"]
    jobs = {
        "aging --por faixa (7 rows)": lambda: product.run(*band),
        "CSV": lambda: product.run(*to("csv")),
        "JSON": lambda: product.run(*to("json")),
        "XLSX": lambda: product.run(*to("xlsx")),
    }
    heading(f"Export of the aging of {customers:,} customers: whole commands, query included")
    lines = Lines(in_turns(jobs, rounds, warm=True), judge=customers >= 40_000)
    lines.line("aging --por faixa (7 rows)")
    lines.line("CSV", "aging --por faixa (7 rows)", Goal("G12", 0.6, "seconds"))
    lines.line("JSON", "aging --por faixa (7 rows)")
    lines.line("XLSX", "aging --por faixa (7 rows)", Goal("G12", 60, "mib"))
