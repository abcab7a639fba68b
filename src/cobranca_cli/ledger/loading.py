"""Loading invoices in bulk: one statement a block, then what was already there is told apart.

Cost is linear in the rows: an insert per row, and for blocks with known keys one look-up per row.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .indexes import OPEN_ITEM, OPEN_ITEM_INDEXES

Row = tuple[Any, ...]

LOAD_CACHE = -32_768
SORT_CACHE = -8_192
"""Page cache in KiB (negative, as SQLite wants it) during the load and while the indexes are made."""

REBUILD_FROM_ROWS = 50_000
"""From this many expected rows on, if the ledger has fewer, the open-item indexes are made at the end."""


class Difference(NamedTuple):
    """One field in which row and ledger differ: cents, ISO day or customer id of each."""

    field: str
    ledger: Any
    file: Any


@dataclass(frozen=True, slots=True)
class Clash:
    """A row whose key (number and instalment) is already taken.

    Attributes:
        line: physical line of the row.
        number: number of the invoice, with its instalment if it has one.
        first_line: line of this same file that took the key; None when the ledger had it before.
        differences: the fields that differ; empty when the row is a plain repetition.
    """

    line: int
    number: str
    first_line: int | None
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class Loaded:
    """What became of a block: rows inserted and their cents, rows already there, rows that clash."""

    new: int = 0
    new_cents: int = 0
    existing: int = 0
    clashes: list[Clash] = field(default_factory=list)


_INSERT = """
INSERT INTO receivable (customer_id, number, instalment, issued, due, due_effective, starts_on,
                        amount, description, category, import_line, import_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, {batch}) ON CONFLICT (number, instalment, void) DO NOTHING"""

_STAGING = """
CREATE TEMP TABLE IF NOT EXISTS staged (
    customer_id INTEGER, number TEXT COLLATE NOCASE, instalment TEXT COLLATE NOCASE, issued TEXT,
    due TEXT, amount INTEGER, line INTEGER)"""

_STAGE = "INSERT INTO staged VALUES (?1, ?2, ?3, ?4, ?5, ?8, ?11)"

_NOT_NEW = """
FROM staged s JOIN receivable r ON r.number = s.number AND r.instalment = s.instalment AND r.void = 0
WHERE NOT (r.import_id IS :batch AND r.import_line = s.line)"""

_DIFFERS = """ AND (r.import_id IS :batch OR r.amount <> s.amount OR r.due <> s.due
 OR (s.issued IS NOT NULL AND r.issued IS NOT s.issued) OR r.customer_id <> s.customer_id)"""

_CLASHES = f"""
SELECT s.line, s.number || iif(s.instalment = '', '', '/' || s.instalment),
       iif(r.import_id IS :batch, r.import_line, NULL), r.amount, s.amount, r.due, s.due,
       r.issued, s.issued, r.customer_id, s.customer_id {_NOT_NEW} {_DIFFERS} ORDER BY s.line"""


class InvoiceLoader:
    """Loads the blocks of one import batch into the ledger, inside the transaction that is open.

    `expected_rows` is a rough count of what will come; it decides whether the indexes of open items are
    set aside during the load and made anew at its end, which is cheaper for a large first import.
    """

    def __init__(self, connection: sqlite3.Connection, batch: int, expected_rows: int) -> None:
        self._connection = connection
        self._batch = batch
        self._insert = _INSERT.format(batch=int(batch))
        self._expected_rows = expected_rows
        self._first = True
        self._set_aside = False
        connection.execute(f"PRAGMA cache_size={LOAD_CACHE}")

    def load(self, rows: Sequence[Row]) -> Loaded:
        """Insert the rows whose key is free; tell which were there already, and which say something else.

        Rows are plain tuples (the driver binds them a third faster than named ones) in the order of
        `importing.drafts.InvoiceRow`.
        """
        before = self._connection.total_changes
        self._connection.executemany(self._insert, rows)
        loaded = Loaded(new=self._connection.total_changes - before)
        if loaded.new == len(rows):
            loaded.new_cents = sum(row[7] for row in rows)
        else:
            self._tell_apart(rows, loaded)
        if self._first:
            self._first = False
            if loaded.new * 2 > len(rows) and self._is_large():
                self._connection.execute("DROP INDEX ix_open_by_customer")
                self._connection.execute("DROP INDEX ix_open_by_due")
                self._set_aside = True
        return loaded

    def finish(self) -> None:
        """Make the indexes anew if they were set aside. Call it once, after the last block."""
        if self._set_aside:
            # Sorting takes its memory beside the cache, which has done its work by now.
            self._connection.execute(f"PRAGMA cache_size={SORT_CACHE}")
            self._connection.execute("PRAGMA shrink_memory")
            for statement in OPEN_ITEM_INDEXES:
                self._connection.execute(statement)

    def _tell_apart(self, rows: Sequence[Row], loaded: Loaded) -> None:
        connection, batch = self._connection, {"batch": self._batch}
        connection.execute(_STAGING)
        connection.execute("DELETE FROM temp.staged")
        connection.executemany(_STAGE, rows)
        loaded.clashes = [_clash(row) for row in connection.execute(_CLASHES, batch)]
        loaded.existing = len(rows) - loaded.new - len(loaded.clashes)
        if loaded.new:
            known = connection.execute(f"SELECT coalesce(sum(s.amount), 0) {_NOT_NEW}", batch).fetchone()[0]
            loaded.new_cents = sum(row[7] for row in rows) - known

    def _is_large(self) -> bool:
        present = self._connection.execute("SELECT coalesce(max(id), 0) FROM receivable").fetchone()[0]
        return self._expected_rows >= max(REBUILD_FROM_ROWS, int(present))


def open_among(
    connection: sqlite3.Connection, keys: Iterable[tuple[str, str]]
) -> list[tuple[tuple[str, str], int]]:
    """The keys (number, instalment) whose invoices are open in the ledger, each with its cents."""
    found = []
    for key in keys:
        row = connection.execute(
            f"SELECT amount - settled FROM receivable WHERE number = ? AND instalment = ? AND {OPEN_ITEM}",
            key,
        ).fetchone()
        if row:
            found.append((key, int(row[0])))
    return found


def _clash(row: Row) -> Clash:
    line, number, first_line = row[:3]
    pairs = zip(("valor", "vencimento", "emissao", "cliente"), row[3::2], row[4::2], strict=True)
    differences = tuple(
        Difference(name, ours, theirs)
        for name, ours, theirs in pairs
        # A row without issue date says nothing against the one that the ledger has.
        if ours != theirs and not (name == "emissao" and theirs is None)
    )
    return Clash(line, number, first_line, differences)
