"""Writing boletos in bulk: which of them are news, then one statement for all."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cobranca_cli.domain.moment import Moment
from cobranca_cli.ledger.queries.names import TITLE
from cobranca_cli.ledger.queries.slips import BOLETO


class StagedSlip(NamedTuple):
    """A boleto and the key of its invoice; cents and ISO day as the boleto tells them, or None."""

    number: str
    instalment: str
    content: str
    cents: int | None
    due: str | None


class SlipTarget(NamedTuple):
    """A boleto that is news, and the invoice it is for; `replaces` when the invoice has another one."""

    receivable: int
    name: str
    amount: int
    due: str
    due_effective: str
    content: str
    slip_cents: int | None
    slip_due: str | None
    replaces: bool


_STAGING = """
CREATE TEMP TABLE IF NOT EXISTS staged_slip (
    number TEXT COLLATE NOCASE, instalment TEXT COLLATE NOCASE, content TEXT, cents INTEGER, due TEXT)"""

# What was taken away by hand does not come back with the next export that still has it.
_NEWS = f"""
SELECT r.id, {TITLE}, r.amount, r.due, r.due_effective,
       s.content, s.cents, s.due, p.content IS NOT NULL
FROM staged_slip s CROSS JOIN receivable r ON r.number = s.number AND r.instalment = s.instalment
 AND r.void = 0
LEFT JOIN payment_slip p ON p.id = (
    SELECT max(q.id) FROM payment_slip q
    WHERE q.receivable_id = r.id AND q.kind = :kind AND q.content IS NOT NULL)
WHERE r.cancelled_on IS NULL AND p.content IS NOT s.content ORDER BY s.rowid"""


class SlipLoader:
    """Writes the boletos of one import batch, inside the transaction that is open."""

    def __init__(self, connection: sqlite3.Connection, batch: int, moment: Moment) -> None:
        self._connection, self._batch, self._moment = connection, batch, moment

    def stage(self, slips: Iterable[StagedSlip]) -> Iterator[SlipTarget]:
        """Those that are news to the ledger and whose invoice is not cancelled."""
        connection = self._connection
        connection.execute(_STAGING)
        connection.execute("DELETE FROM temp.staged_slip")
        connection.executemany("INSERT INTO temp.staged_slip VALUES (?, ?, ?, ?, ?)", slips)
        # Read whole, for what is written meanwhile must not be read again.
        yield from map(SlipTarget._make, connection.execute(_NEWS, {"kind": BOLETO}).fetchall())

    def write(self, news: Iterable[tuple[int, str]]) -> None:
        """One row for each receivable and line."""
        day, instant = self._moment.today.isoformat(), self._moment.instant
        self._connection.executemany(
            "INSERT INTO payment_slip (receivable_id, kind, content, booked_on, import_id, recorded_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            ((receivable, BOLETO, content, day, self._batch, instant) for receivable, content in news),
        )
