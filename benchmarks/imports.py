"""Import of invoices: time against SQLite's `.import`, memory, the same file again, growth (G4, G5, G13)."""

import shutil
import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measure import PYTHON, Runs, Usage, child, in_turns
from benchmarks.product import Product
from benchmarks.table import Goal, Lines, exponent, heading

_COLUMNS = ", ".join(
    f"{name} TEXT NOT NULL"
    for name in ("numero", "parcela", "cliente", "documento", "emissao", "vencimento", "valor")
)
_KEY = ", UNIQUE (numero, parcela)"
_INDEXES = (
    "CREATE INDEX by_customer ON t (documento, vencimento, emissao, valor);"
    " CREATE INDEX by_due ON t (vencimento, emissao, documento, valor);"
)
PLAIN, UNIQUE, INDEXED = ".import plain", ".import same key", ".import key + 2 indexes"
UTILS = "sqlite-utils insert"
_PEER = "import sys; sys.modules['pandas'] = None; from sqlite_utils.cli import cli; cli()"


def dot_import(product: Product, file: Path, key: str, indexes: str) -> Usage:
    """The sqlite3 shell reading the same file, with the cache that our import takes."""
    database, script = product.work / "dot.db", product.work / "dot.sql"
    database.unlink(missing_ok=True)
    script.write_text(
        f"PRAGMA cache_size=-65536;\nCREATE TABLE t ({_COLUMNS}{key});\n{indexes}\n"
        f".mode csv\n.separator ;\n.import --skip 1 {file} t\n"
    )
    return child(["sqlite3", "-init", str(script), str(database), ""], product.env)


def with_sqlite_utils(product: Product, file: Path) -> Usage:
    """`sqlite-utils insert`, which checks nothing."""
    database = product.work / "utils.db"
    database.unlink(missing_ok=True)
    words = ["insert", str(database), "t", str(file), "--csv", "--delimiter", ";"]
    return child([PYTHON, "-c", _PEER, *words], product.env)


class Ours:
    """Imports of one file into a ledger that is new each round, and the same file again."""

    def __init__(self, product: Product, file: Path, *, rejects: bool) -> None:
        self.product = product
        self.file = file
        self.folder = product.work / f"importa-{file.stem}-{rejects}"
        bad = str(self.folder / "ruins.csv")
        self.words = ["--rejeitados", bad, "--sobrescrever"] if rejects else []

    def first(self) -> Usage:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.product.ledger(self.folder.name)
        return self.again()

    def again(self) -> Usage:
        place = ["--livro", str(self.folder / "livro.db")]
        return self.product.run("importar", "faturas", str(self.file), *place, *self.words)


def measure(product: Product, sizes: tuple[int, int, int], rounds: int) -> None:
    """`sizes` from the small to the large; the goals are judged at a million."""
    files = {size: _file(product, size, size // 1000) for size in sizes}
    clean = _file(product, sizes[-1], 0)
    runs = in_turns(_jobs(product, sizes, files, clean), rounds)
    _print(runs, sizes)
    for file in (*files.values(), clean):
        file.unlink()


def _file(product: Product, rows: int, bad: int) -> Path:
    path = product.work / f"faturas-{rows}-{bad}.csv"
    product.helper("data", "csv", str(path), str(rows), str(rows // 20), str(bad))
    return path


def _jobs(
    product: Product, sizes: tuple[int, int, int], files: dict[int, Path], clean: Path
) -> dict[str, Callable[[], Usage]]:
    small, middle, large = sizes
    ours = {size: Ours(product, file, rejects=True) for size, file in files.items()}
    jobs: dict[str, Callable[[], Usage]] = {}
    if shutil.which("sqlite3"):
        jobs[PLAIN] = partial(dot_import, product, files[large], "", "")
        jobs[UNIQUE] = partial(dot_import, product, files[large], _KEY, "")
        jobs[INDEXED] = partial(dot_import, product, files[large], _KEY, _INDEXES)
    else:
        print("no sqlite3 shell: nothing to compare the import with", file=sys.stderr)
    jobs |= {
        "import": ours[large].first,
        "import again": ours[large].again,
        "import, clean file": Ours(product, clean, rejects=False).first,
        f"import {middle:,}": ours[middle].first,
        f"import {small:,}": ours[small].first,
    }
    if find_spec("sqlite_utils"):
        jobs[UTILS] = partial(with_sqlite_utils, product, files[middle])
    return jobs


def _print(runs: Runs, sizes: tuple[int, int, int]) -> None:
    small, middle, large = sizes
    heading(f"Import of {large:,} rows, 7 columns, {large // 20:,} customers, {large // 1000:,} bad rows")
    lines = Lines(runs, judge=large >= 1_000_000)
    if PLAIN in runs:
        lines.line(PLAIN)
        lines.line(UNIQUE, PLAIN)
        lines.line(INDEXED, PLAIN)
        lines.line("import", INDEXED, Goal("G4", 2.0, "wall"))
        lines.line("import", UNIQUE, label="import (with 2 indexes more than it)")
        lines.line("import", PLAIN, Goal("G4", 5.0, "wall"))
    lines.line("import again", "import", Goal("G4", 1.0, "wall"))
    lines.line("import, clean file", "import")
    lines.line("import", None, Goal("G5", 150, "mib"), label="import: memory")
    lines.line("import again", None, Goal("G5", 150, "mib"), label="import again: memory")
    if UTILS in runs:
        lines.line(UTILS, f"import {middle:,}", label=f"{UTILS} {middle:,}")
    first, last = (min(usage.cpu for usage in runs[name]) for name in (f"import {small:,}", "import"))
    exponent("growth of the import (CPU)", (small, large), (first, last), Goal("G13", 1.05, "exponent"))
