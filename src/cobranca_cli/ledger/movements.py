"""Writing the rows of many movements at once, as an import brings them; what they do is posted after.

Single movements go through the tables' own classes (`services.accounts.write`); a file of ten thousand
payments is bound in bulk, which costs a tenth.
"""

import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from cobranca_cli.domain.account import Movement
from cobranca_cli.ledger.queries.accounts import components_text, horizon


class NewMovement(NamedTuple):
    """A movement of a customer that has no row yet, and the line of the file that tells it."""

    customer: int
    movement: Movement
    key: str
    line: int
    form: str | None = None


_INSERT = (
    "INSERT INTO movement (id, kind, customer_id, day, amount, mode, components, form, key, horizon,"
    " import_id, import_line, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TARGET = "INSERT INTO movement_target (movement_id, position, receivable_id) VALUES (?, ?, ?)"


def add_movements(
    connection: sqlite3.Connection, new: Sequence[NewMovement], batch: int, recorded_at: str
) -> list[Movement]:
    """Write the rows of payments in the order given; returns them as recorded, in the same order."""
    known = horizon(connection)
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM movement").fetchone()
    written = [
        each.movement._replace(id=identity, horizon=known) for identity, each in enumerate(new, int(last) + 1)
    ]
    rows = [(*_fact(m, each), batch, each.line, recorded_at) for each, m in zip(new, written, strict=True)]
    connection.executemany(_INSERT, rows)
    connection.executemany(
        _TARGET, ((m.id, position, title) for m in written for position, title in enumerate(m.targets))
    )
    return written


def _fact(m: Movement, new: NewMovement) -> tuple[object, ...]:
    day, components = m.day.isoformat(), components_text(m)
    return (m.id, m.kind, new.customer, day, m.amount, m.mode, components, new.form, new.key, m.horizon)


def keys_of(connection: sqlite3.Connection, customer: int, beginning: str) -> dict[str, bool]:
    """The keys of a customer's payments that begin so, and whether the payment was reversed.

    Those of an import that was taken back are left out. `beginning` holds no wildcard of GLOB.
    """
    rows = connection.execute(
        "SELECT m.key, x.id IS NOT NULL FROM movement m"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id"
        " LEFT JOIN import_withdrawal w ON w.import_id = m.import_id AND w.recorded_at = x.recorded_at"
        " WHERE m.customer_id = ? AND m.key GLOB ? AND w.id IS NULL",
        (customer, f"{beginning}*"),
    )
    return {re.sub(r"~\d+$", "", key): bool(reversed_) for key, reversed_ in rows}
