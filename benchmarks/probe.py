"""Runs in a child: the installed program's queries in turns with a bare scan and DuckDB, in one process.

`python -m benchmarks.probe LEDGER DUCKDB|- ROUNDS NAME...` prints JSON: name -> [[wall, cpu], ...].
"""

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks.data import TODAY
from cobranca_cli.config import Settings
from cobranca_cli.domain.aging import band_limits
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.aging import by_band, by_customer
from cobranca_cli.services.overdue import Reckoning
from cobranca_cli.services.reading import Reader

SETTINGS = Settings(Path("cobranca.toml"))
"""What a ledger without settings charges: a fine of 2 %, 1 % a month."""

DAYS = {
    "today": TODAY,
    "30 days ago": TODAY - timedelta(days=30),
    "15 months ago": TODAY - timedelta(days=457),
}


def duckdb_sql() -> str:
    """The aging by customer as DuckDB likes it: `::bigint`, or its 128-bit sums cost three times as much."""
    sums = ", ".join(
        f"(coalesce(sum(amount - settled) FILTER (WHERE due_effective BETWEEN"
        f" DATE '{max(limit.due_from.isoformat(), '1900-01-01')}' AND DATE '{limit.due_to.isoformat()}'), 0))"
        f"::bigint AS b{number}"
        for number, limit in enumerate(band_limits(TODAY))
    )
    return (
        f"SELECT c.name, c.document, a.* EXCLUDE (customer_id) FROM (SELECT customer_id,"
        f" min(due_effective) AS oldest, sum(amount - settled)::bigint AS total, {sums} FROM receivable"
        f" WHERE settled < amount AND starts_on <= DATE '{TODAY.isoformat()}' GROUP BY customer_id) a"
        " JOIN customer c ON c.id = a.customer_id ORDER BY total - b0 DESC, total DESC, c.name, c.id"
    )


def jobs_of(connection: sqlite3.Connection, other: str) -> dict[str, Callable[[], object]]:
    """Every job by its name."""
    jobs: dict[str, Callable[[], object]] = {
        "scan": lambda: connection.execute("SELECT sum(amount) FROM receivable NOT INDEXED").fetchone(),
        "vencidos": lambda: sum(1 for _ in Reckoning(Reader(connection, ()), SETTINGS, TODAY).all()),
    }
    for name, day in DAYS.items():
        jobs[f"aging {name}"] = partial(by_customer, connection, day, band_limits(day))
        jobs[f"bands {name}"] = partial(by_band, connection, day, band_limits(day))
    if other != "-":
        import duckdb

        sql, theirs = duckdb_sql(), duckdb.connect(other, read_only=True)
        jobs["DuckDB"] = lambda: theirs.execute(sql).fetchall()
    return jobs


def main(words: list[str]) -> None:
    """Measure what was asked for, one warm round first."""
    ledger, other, rounds, *names = words
    jobs = jobs_of(open_for_reading(Path(ledger)).connection, other)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for number in range(int(rounds) + 1):
        for name in names:
            wall, cpu = time.perf_counter(), time.process_time()
            jobs[name]()
            took = (time.perf_counter() - wall, time.process_time() - cpu)
            if number:
                found[name].append(took)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
