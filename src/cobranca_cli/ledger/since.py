"""What a ledger holds that a copy of it does not: what goes with a restore, and who comes back by one.

Both may be of any format, and a table may be missing in either.
"""

import sqlite3
from typing import NamedTuple

from .copies import origin


class Gone(NamedTuple):
    """What of one kind was recorded after the copy: how many, and cents where they say something."""

    kind: str
    rows: int
    cents: int


class Back(NamedTuple):
    """A customer who was erased after the copy, in which he still is.

    Attributes:
        customer: the id, which is the number of `Titular anonimizado`.
        typed: his code, or without one his name, as a command takes it.
        reason: why he was erased, one of `step_7.ERASURE_REASONS`.
    """

    customer: int
    typed: str
    reason: str


_NOT_REVERSED = "NOT EXISTS (SELECT 1 FROM movement_reversal r WHERE r.movement_id = t.id)"
_NO_INSTALMENT = "NOT EXISTS (SELECT 1 FROM agreement_instalment i WHERE i.receivable_id = t.id)"
_KINDS: tuple[tuple[str, str, str, str], ...] = (
    ("pagamento", "movement", "t.amount", f"t.kind = 'pagamento' AND {_NOT_REVERSED}"),
    ("fatura", "receivable", "t.amount", _NO_INSTALMENT),
    ("acordo", "agreement", "0", "1"),
    ("promessa", "promise", "0", "1"),
    ("carta", "letter", "0", "1"),
    ("contato", "contact", "0", "t.reverses IS NULL"),
    ("estorno", "movement_reversal", "0", "1"),
    ("cancelamento", "cancellation", "0", "1"),
)
"""By kind: its table, its cents, and which of its rows count."""


def gone(ledger: sqlite3.Connection, copy: sqlite3.Connection) -> tuple[Gone, ...]:
    """What the ledger has beyond an earlier moment of it: rows are only ever added, so their ids tell."""
    there, then = _tables(ledger), _tables(copy)
    found = []
    for kind, table, cents, which in _KINDS:
        if not {table, "agreement_instalment", "movement_reversal"} <= there:
            continue
        last = copy.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0] if table in then else 0
        query = f"SELECT count(*), coalesce(sum({cents}), 0) FROM {table} t WHERE t.id > ? AND {which}"
        count, total = ledger.execute(query, (last,)).fetchone()
        if count:
            found.append(Gone(kind, count, total))
    return tuple(found)


def coming_back(ledger: sqlite3.Connection, copy: sqlite3.Connection) -> tuple[Back, ...]:
    """Who is erased in the ledger and not in the copy; nobody if the two do not begin alike."""
    if "erasure" not in _tables(ledger) or origin(ledger) != origin(copy):
        return ()
    query = "SELECT customer_id FROM erasure"
    already = {row[0] for row in copy.execute(query)} if "erasure" in _tables(copy) else set()
    found = []
    for customer, reason in ledger.execute("SELECT customer_id, reason FROM erasure ORDER BY customer_id"):
        who = copy.execute("SELECT coalesce(code, name) FROM customer WHERE id = ?", (customer,)).fetchone()
        if who and customer not in already:
            found.append(Back(customer, who[0], reason))
    return tuple(found)


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
