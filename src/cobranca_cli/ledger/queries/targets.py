"""What a row of a file of payments may be for: invoices by number, and payments the ledger has already."""

import sqlite3
from datetime import date
from typing import NamedTuple

from cobranca_cli.ledger.queries.items import LATEST_OF_KEY


class Target(NamedTuple):
    """One invoice as a payment finds it; ISO days; None where there is none."""

    id: int
    customer: int
    number: str
    instalment: str
    issued: str | None
    cancelled_on: str | None

    @property
    def name(self) -> str:
        """`NUMERO` or `NUMERO/PARCELA`."""
        return f"{self.number}/{self.instalment}" if self.instalment else self.number


class Standing(NamedTuple):
    """A payment that has a key: cents, ISO day; the invoices it was said to be for, in their order.

    `withdrawn` when it was reversed because the import that brought it was taken back.
    """

    id: int
    customer: int
    day: str
    amount: int
    mode: str
    reversed: bool
    targets: tuple[int, ...]
    withdrawn: bool = False


def targets_named(connection: sqlite3.Connection, number: str, instalment: str | None) -> list[Target]:
    """The invoices of this number, or the one instalment of it; a number may be typed `NUMERO/PARCELA`."""
    found = _of_number(connection, number)
    if instalment is not None:
        return [each for each in found if each.instalment.casefold() == instalment.casefold()]
    if not found and "/" in number:
        number, _, which = number.rpartition("/")
        return targets_named(connection, number, which.strip().lstrip("0") or "0")
    return found


def instalments_of(connection: sqlite3.Connection, number: str) -> list[str]:
    """The instalments of a number, in the order of their due dates; empty text is an invoice without one."""
    return [each.instalment for each in _of_number(connection, number)]


def _of_number(connection: sqlite3.Connection, number: str) -> list[Target]:
    rows = connection.execute(
        "SELECT id, customer_id, number, instalment, issued, cancelled_on FROM receivable r"
        f" WHERE number = ? AND {LATEST_OF_KEY} ORDER BY due, instalment",
        (number,),
    )
    return [Target(*row) for row in rows]


def payment_with_key(connection: sqlite3.Connection, key: str) -> Standing | None:
    """The payment that has this key."""
    row = connection.execute(
        "SELECT m.id, m.customer_id, m.day, coalesce(m.amount, 0), coalesce(m.mode, ''), x.id IS NOT NULL,"
        " w.id IS NOT NULL FROM movement m LEFT JOIN movement_reversal x ON x.movement_id = m.id"
        " LEFT JOIN import_withdrawal w ON w.import_id = m.import_id AND w.recorded_at = x.recorded_at"
        " WHERE m.key = ?",
        (key,),
    ).fetchone()
    if row is None:
        return None
    targets = connection.execute(
        "SELECT receivable_id FROM movement_target WHERE movement_id = ? ORDER BY position", (row[0],)
    )
    identity, customer, day, amount, mode, is_reversed, is_withdrawn = row
    said = tuple(each for (each,) in targets)
    return Standing(identity, customer, day, amount, mode, bool(is_reversed), said, bool(is_withdrawn))


def key_in_use(connection: sqlite3.Connection, key: str) -> tuple[str, Standing | None]:
    """The payment that has this key and, when the ledger has none, the key that a new one gets.

    What came with an import that was taken back leaves its key to another, which is kept as `KEY~2`.
    """
    free, times = key, 1
    while (standing := payment_with_key(connection, free)) and standing.withdrawn:
        times += 1
        free = f"{key}~{times}"
    return free, standing


def unmarked_twin(
    connection: sqlite3.Connection, customer: int, day: date, amount: int, targets: tuple[int, ...]
) -> int | None:
    """The number of a payment without key, as people register them, of the same customer, day and amount.

    It counts, and either was for the same invoices or named none.
    """
    rows = connection.execute(
        "SELECT m.id, (SELECT group_concat(receivable_id) FROM (SELECT receivable_id FROM movement_target t"
        " WHERE t.movement_id = m.id ORDER BY position)) FROM movement m"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id WHERE m.kind = 'pagamento'"
        " AND m.customer_id = ? AND m.day = ? AND m.amount = ? AND m.key IS NULL AND x.id IS NULL",
        (customer, day.isoformat(), amount),
    )
    said = ",".join(map(str, targets)) or None
    return next((int(identity) for identity, named in rows if named in (said, None) or said is None), None)
