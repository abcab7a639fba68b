"""Aging and overdue: queries in process, whole commands, past days, growth (G6 to G9, G13)."""

import json
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measure import PYTHON, Usage, child, in_turns
from benchmarks.product import Product
from benchmarks.table import Goal, Lines, exponent, heading

_MILLION = 1_000_000
_WHOLE_GOALS = {
    ("aberto", _MILLION): 3.0,
    ("parte", _MILLION): 2.0,
    ("aberto", 100_000): 0.9,
    ("aberto", 10_000): 0.6,
}
_COPY = (
    "import sys, duckdb\n"
    "duckdb.connect(sys.argv[1], read_only=True).execute(f\"COPY ({sys.argv[3]}) TO '{sys.argv[2]}'"
    " (HEADER, DELIMITER ';')\")"
)

Runs = dict[str, list[Usage]]


class Ledgers:
    """Filled ledgers and their DuckDB twins, made when asked for."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.has_duckdb = find_spec("duckdb") is not None

    def ledger(self, shape: str, rows: int) -> Path:
        path = self.product.work / f"{shape}-{rows}" / "livro.db"
        if not path.exists():
            self.product.ledger(path.parent.name)
            self.product.helper("data", "ledger", str(path), str(rows), str(max(rows // 20, 1)), shape)
        return path

    def twin(self, shape: str, rows: int) -> Path:
        ledger = self.ledger(shape, rows)
        path = ledger.with_suffix(".duckdb")
        if not path.exists():
            self.product.helper("data", "duckdb", str(ledger), str(path))
        return path

    def probe(self, shape: str, rows: int, rounds: int, *names: str) -> Runs:
        """In-process times of the named jobs of `benchmarks.probe`."""
        other = str(self.twin(shape, rows)) if "DuckDB" in names else "-"
        output = self.product.work / "probe.json"
        words = (str(self.ledger(shape, rows)), other, str(rounds), *names)
        self.product.helper("probe", *words, output=output)
        found = json.loads(output.read_text())
        return {name: [Usage(wall, cpu) for wall, cpu in took] for name, took in found.items()}


def measure(product: Product, sizes: tuple[int, int, int], rounds: int) -> None:
    """`sizes` from the small to the large; the goals are judged at the sizes they were set for."""
    ledgers, large = Ledgers(product), sizes[-1]
    judge = large >= _MILLION
    _in_process(ledgers, large, rounds, judge)
    _past_days(ledgers, large, rounds, judge)
    _overdue(ledgers, large, rounds, judge)
    _growth(ledgers, sizes, rounds)
    if ledgers.has_duckdb:
        _whole(ledgers, sizes, rounds)


def _in_process(ledgers: Ledgers, rows: int, rounds: int, judge: bool) -> None:
    for shape, share in (("aberto", "all"), ("parte", "15 %")):
        names = ["scan", "aging today", "bands today"] + ["DuckDB"] * ledgers.has_duckdb
        heading(f"Aging in process: {rows:,} invoices, {share} open, {rows // 20:,} customers")
        lines = Lines(ledgers.probe(shape, rows, rounds, *names), judge=judge)
        lines.line("scan", label="scan: SELECT sum(amount)")
        lines.line("aging today", "scan", Goal("G6", 7.0, "wall"), label="aging by customer")
        lines.line("bands today", "scan", label="aging by band")
        if ledgers.has_duckdb:
            lines.line("aging today", "DuckDB", label="aging by customer")


def _past_days(ledgers: Ledgers, rows: int, rounds: int, judge: bool) -> None:
    days = ("today", "30 days ago", "15 months ago")
    heading(f"Aging as of a past day: {rows:,} invoices, one in ten cancelled over the last 20 months")
    lines = Lines(
        ledgers.probe("cancelado", rows, rounds, "scan", *(f"aging {day}" for day in days)), judge=judge
    )
    for day, limit in zip(days, (None, 15.0, 21.0), strict=True):
        lines.line(f"aging {day}", "scan", Goal("G8", limit, "wall") if limit else None)


def _overdue(ledgers: Ledgers, rows: int, rounds: int, judge: bool) -> None:
    heading(f"Overdue in process: {rows // 50:,} overdue of {rows:,} invoices, with charges")
    lines = Lines(ledgers.probe("parte", rows, rounds, "scan", "vencidos"), judge=judge)
    lines.line("vencidos", "scan", Goal("G9", 1.5, "wall"))


def _growth(ledgers: Ledgers, sizes: tuple[int, ...], rounds: int) -> None:
    heading("Growth of the queries (CPU, in process)")
    for shape, name in (("aberto", "aging today"), ("parte", "vencidos")):
        times = [
            min(usage.cpu for usage in ledgers.probe(shape, size, rounds, name)[name])
            for size in (sizes[0], sizes[-1])
        ]
        exponent(name, (sizes[0], sizes[-1]), (times[0], times[1]), Goal("G13", 1.05, "exponent"))


def _whole(ledgers: Ledgers, sizes: tuple[int, ...], rounds: int) -> None:
    product = ledgers.product
    sql_file = product.work / "aging.sql"
    child(
        [PYTHON, "-c", "from benchmarks.probe import duckdb_sql; print(duckdb_sql())"],
        product.env,
        output=sql_file,
    )
    sql = sql_file.read_text().strip()
    heading("`aging --formato csv` as a whole command against DuckDB COPY to CSV from its own file")
    for shape, rows in (
        ("aberto", sizes[-1]),
        ("parte", sizes[-1]),
        *(("aberto", size) for size in sizes[-2::-1]),
    ):
        place = ["--livro", str(ledgers.ledger(shape, rows))]
        words = [PYTHON, "-c", _COPY, str(ledgers.twin(shape, rows)), str(product.work / "copy.csv"), sql]
        jobs = {
            "DuckDB COPY": lambda words=words: child(words, product.env),
            "aging": lambda place=place: product.run(
                "aging",
                *place,
                "--formato",
                "csv",
                "--saida",
                str(product.work / "aging.csv"),
                "--sobrescrever",
            ),
        }
        limit = _WHOLE_GOALS.get((shape, rows))
        label = f"aging, {rows:,}, {'all' if shape == 'aberto' else '15 %'} open"
        lines = Lines(in_turns(jobs, rounds, warm=True))
        lines.line("aging", "DuckDB COPY", Goal("G7", limit, "wall") if limit else None, label=label)
