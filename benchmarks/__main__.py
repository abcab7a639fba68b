"""`python -m benchmarks [--rapido] [--so PARTE]...`: everything in one run, ratios on standard output."""

import argparse
import platform
import sqlite3
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import exports, imports, letters, reports, startup, trust
from benchmarks.product import install

PARTS = ("partida", "importacao", "relatorios", "exportacao", "cartas", "confianca")


def main() -> None:
    """Build and install the program in a temporary folder, measure, remove everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rapido", action="store_true", help="a tenth of the rows and fewer rounds")
    parser.add_argument("--so", action="append", choices=PARTS, help="only this part; may be repeated")
    typed = parser.parse_args()
    parts = typed.so or PARTS
    sizes = (1_000, 10_000, 100_000) if typed.rapido else (10_000, 100_000, 1_000_000)
    started = time.monotonic()
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}")
    with TemporaryDirectory(prefix="cobranca-benchmarks-") as folder:
        product = install(Path(folder))
        if "partida" in parts:
            startup.measure(product, 7 if typed.rapido else 21)
        if "importacao" in parts:
            imports.measure(product, sizes, 2 if typed.rapido else 3)
        if "relatorios" in parts:
            reports.measure(product, sizes, 3 if typed.rapido else 7)
        if "exportacao" in parts:
            exports.measure(product, 5_000 if typed.rapido else 50_000, 2 if typed.rapido else 3)
        if "cartas" in parts:
            small = typed.rapido
            letters.measure(product, 100 if small else 600, 1_000 if small else 20_000, 2 if small else 3)
        if "confianca" in parts:
            trust.measure(product, sizes, 1 if typed.rapido else 2)
    print(f"\nDone in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
