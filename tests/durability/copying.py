"""A ledger that is written to without a pause, and the judge of copies made of it meanwhile.

Each transaction of the writer puts a cent of charges on every second invoice, then on every other, and
appends an event: whoever sees half a transaction sees the invoices differ, or the count. No seal covers that.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.durability.harness import connected

_WRITER = """
import sqlite3, sys, time
from pathlib import Path
from cobranca_cli.ledger.events import append_event
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
connection.execute("PRAGMA synchronous=OFF")
connection.execute("PRAGMA cache_size=4")
print("ready", flush=True)
for number in range(1_000_000):
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE receivable SET charges_left = charges_left + 1 WHERE id % 2 = 0")
    connection.execute("UPDATE receivable SET charges_left = charges_left + 1 WHERE id % 2 = 1")
    append_event(connection, "teste", {}, "2026-11-21T12:00:00.000Z")
    connection.execute("COMMIT")
    time.sleep(0.02)
"""
_STATE = """SELECT
    (SELECT max(charges_left) - min(charges_left) FROM receivable), (SELECT count(*) FROM receivable),
    (SELECT charges_left FROM receivable WHERE id = 2) - (SELECT count(*) FROM event WHERE kind = 'teste')"""


@contextmanager
def written_to(ledger: Path) -> Iterator[None]:
    """The ledger while another process writes to it, one transaction after the other."""
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(ledger)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        yield
        assert writer.poll() is None, "the writer had given up: nothing was copied under load"
    finally:
        writer.kill()
        writer.communicate()


def state(ledger: Path) -> tuple[int, int, int]:
    """What every transaction of the writer leaves as it was."""
    with connected(ledger) as connection:
        found: tuple[int, int, int] = connection.execute(_STATE).fetchone()
    return found


def wrong_with(copy: Path, expected: tuple[int, int, int]) -> list[str]:
    """What a copy shows that no moment of the ledger had."""
    try:
        with connected(copy) as connection:
            check = connection.execute("PRAGMA integrity_check").fetchone()[0]
        found = state(copy)
    except sqlite3.Error as error:
        return [f"unreadable: {error}"]
    wrong = [] if check == "ok" else [f"corrupt: {check[:60]}"]
    return wrong if found == expected else [*wrong, f"{found}, not {expected}"]
