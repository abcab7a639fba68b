"""What a system's export says was received, beside the invoices of the ledger, until it becomes payments.

It is kept in a temporary table: only rows that bring something new, so that the same export again costs a
look-up a row and no memory.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple


class Pending(NamedTuple):
    """A title of which more was received than the ledger knows, or that it holds for lost. Cents, ISO days.

    Attributes:
        line: physical line of the row.
        said: the title's amount by the file.
        left: what is open of it by the file.
        cash: all that came in by the file.
        charges: interest and fine in it; None when the file does not say.
        day: day of the last payment.
        amount: the title's amount in the ledger.
        settled: principal taken off it in the ledger.
        lost: principal written off and not recovered.
        repeated: the file has more than one row for it, so that none of them can be believed.
    """

    title: int
    customer: int
    line: int
    said: int
    left: int
    cash: int
    charges: int | None
    day: str
    number: str
    instalment: str
    amount: int
    settled: int
    due_effective: str
    cancelled_on: str | None
    lost: int
    repeated: bool

    @property
    def name(self) -> str:
        """`NUMERO` or `NUMERO/PARCELA`."""
        return f"{self.number}/{self.instalment}" if self.instalment else self.number


_TABLE = """
CREATE TEMP TABLE IF NOT EXISTS received (
    receivable_id INTEGER PRIMARY KEY, customer_id INTEGER, line INTEGER, said INTEGER, unpaid INTEGER,
    cash INTEGER, charges INTEGER, day TEXT, lost INTEGER)"""

_SEEN_TABLE = "CREATE TEMP TABLE IF NOT EXISTS seen (receivable_id INTEGER PRIMARY KEY, times INTEGER)"

_SEE = """
INSERT INTO temp.seen
SELECT id, 1 FROM receivable WHERE number = ? AND instalment = ? AND void = 0 AND import_id IS NOT ?
ON CONFLICT (receivable_id) DO UPDATE SET times = times + 1"""

_LOST = (
    "(SELECT coalesce(sum(e.principal), 0) FROM entry e"
    " WHERE e.receivable_id = r.id AND e.kind IN ('perda', 'recuperacao'))"
)
_KEEP = f"""
INSERT OR IGNORE INTO temp.received
SELECT id, customer_id, line, said, unpaid, cash, charges, day, lost FROM (
    SELECT r.id, r.customer_id, ?3 AS line, ?4 AS said, ?5 AS unpaid, ?6 AS cash, ?7 AS charges, ?8 AS day,
           {_LOST} AS lost, r.amount - r.settled AS open
    FROM receivable r WHERE r.number = ?1 AND r.instalment = ?2 AND r.void = 0
) WHERE open > unpaid OR lost > 0"""

_PENDING = """
SELECT t.receivable_id, t.customer_id, t.line, t.said, t.unpaid, t.cash, t.charges, t.day,
       r.number, r.instalment, r.amount, r.settled, r.due_effective, r.cancelled_on, t.lost,
       coalesce(s.times, 1) > 1
FROM temp.received t JOIN receivable r ON r.id = t.receivable_id
LEFT JOIN temp.seen s ON s.receivable_id = t.receivable_id ORDER BY t.customer_id, t.day, t.line"""


class ReceivedStage:
    """Keeps what brings something new, inside the transaction that is open."""

    def __init__(self, connection: sqlite3.Connection, batch: int) -> None:
        self._connection = connection
        self._batch = batch
        self._empty = True
        connection.execute(_TABLE)
        connection.execute(_SEEN_TABLE)

    def see(self, keys: Iterable[tuple[str, str]]) -> None:
        """Count rows, by number and instalment, whose invoices the ledger had before the file."""
        self._connection.executemany(_SEE, ((*key, self._batch) for key in keys))

    def keep(self, rows: Iterable[Sequence[Any]]) -> None:
        """Take rows whose invoices are in the ledger; of two for one invoice the first counts.

        Each is number, instalment, line, amount, left, cash, charges, day, as in `Pending`.
        """
        self._connection.executemany(_KEEP, rows)
        self._empty = False

    def by_customer(self) -> Iterator[tuple[int, list[Pending]]]:
        """What was kept, customer by customer, in the order of days and lines."""
        if not self._empty:
            rows = map(Pending._make, self._connection.execute(_PENDING))
            for customer, group in groupby(rows, attrgetter("customer")):
                yield customer, list(group)


def due_of(connection: sqlite3.Connection, number: str, instalment: str) -> str | None:
    """The due date of the invoice with this key; None when the ledger has none."""
    sql = "SELECT due FROM receivable WHERE number = ? AND instalment = ? AND void = 0"
    row = connection.execute(sql, (number, instalment)).fetchone()
    return row and str(row[0])


class Carried(NamedTuple):
    """A known title whose amount is not the file's: cents, and the profile of the import it came from."""

    amount: int
    open: int
    profile: str | None


def carried(connection: sqlite3.Connection, number: str, instalment: str) -> Carried:
    """The title of this number and instalment; nothing is open of a cancelled one."""
    row = connection.execute(
        "SELECT r.amount, iif(r.cancelled_on IS NULL, r.amount - r.settled, 0), b.profile FROM receivable r"
        " LEFT JOIN import_batch b ON b.id = r.import_id WHERE r.number = ? AND r.instalment = ?"
        " AND r.void = 0",
        (number, instalment),
    ).fetchone()
    return Carried(*row)
