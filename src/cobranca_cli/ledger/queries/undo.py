"""What was done last, by kind, and what has been built on it since: the ground for taking it back."""

import sqlite3
from datetime import date
from typing import NamedTuple

from cobranca_cli.ledger.queries.names import TITLE
from cobranca_cli.ledger.queries.withdrawals import WITHDRAWN_LETTERS, WITHDRAWN_RUNS


class Batch(NamedTuple):
    """A file that was imported, and what of it still counts; ISO days, cents.

    Attributes:
        invoices: those that are not cancelled, `cents` their amounts.
        movements: those that are not reversed, `moved` their amounts.
        withdrawn_on: the day on which the import was taken back.
    """

    id: int
    kind: str
    file_name: str
    imported_on: str
    recorded_at: str
    withdrawn_on: str | None
    invoices: int
    cents: int
    movements: int
    moved: int


class LadderRun(NamedTuple):
    """A run of the ladder with what it did. ISO days.

    Attributes:
        letters: how many it wrote, with the numbers of the first and the last.
        titles: how many steps of titles it took.
    """

    id: int
    day: str
    recorded_at: str
    withdrawn_on: str | None
    letters: int
    first_letter: int | None
    last_letter: int | None
    calls: int
    decisions: int
    titles: int


class Built(NamedTuple):
    """What touches an invoice: a movement by its kind, `carta`, or `regua`; `owner` is the import, the
    agreement or the run that it belongs to.
    """

    invoice: str
    kind: str
    id: int
    owner: int | None


def last_batch(connection: sqlite3.Connection) -> int | None:
    """The number of the last import."""
    return _one(connection, "SELECT max(id) FROM import_batch")


def last_payment(connection: sqlite3.Connection) -> int | None:
    """The number of the last payment or use of credit that somebody registered, reversed or not."""
    return _one(
        connection,
        "SELECT max(id) FROM movement WHERE kind IN ('pagamento', 'credito') AND import_id IS NULL",
    )


def last_ladder_run(connection: sqlite3.Connection) -> int | None:
    """The number of the last run of the ladder that did something, withdrawn or not."""
    return _one(connection, "SELECT max(run_id) FROM dunning_action")


def last_agreement(connection: sqlite3.Connection) -> int | None:
    """The number of the agreement that was signed or broken last."""
    return _one(
        connection,
        "SELECT id FROM (SELECT id, recorded_at, 0 AS place FROM agreement"
        " UNION ALL SELECT agreement_id, recorded_at, 1 FROM agreement_breach)"
        " ORDER BY recorded_at DESC, place DESC, id DESC LIMIT 1",
    )


def _one(connection: sqlite3.Connection, sql: str) -> int | None:
    row = connection.execute(sql).fetchone()
    return None if row is None or row[0] is None else int(row[0])


def recorded_at(connection: sqlite3.Connection, table: str, identity: int) -> str:
    """The instant at which a row of `movement`, `agreement` or `agreement_breach` was written."""
    assert table in ("movement", "agreement", "agreement_breach")
    row = connection.execute(f"SELECT recorded_at FROM {table} WHERE id = ?", (identity,)).fetchone()
    return str(row[0])


def batch_by_id(connection: sqlite3.Connection, identity: int) -> Batch | None:
    """One import; a pass over the invoices and the movements, which no index has by import."""
    row = connection.execute(
        "SELECT b.id, b.kind, b.file_name, b.imported_on, b.recorded_at, w.withdrawn_on FROM import_batch b"
        " LEFT JOIN import_withdrawal w ON w.import_id = b.id WHERE b.id = ?",
        (identity,),
    ).fetchone()
    if row is None:
        return None
    invoices = connection.execute(
        "SELECT count(*), coalesce(sum(amount), 0) FROM receivable"
        " WHERE import_id = ? AND cancelled_on IS NULL",
        (identity,),
    ).fetchone()
    moved = connection.execute(
        "SELECT count(*), coalesce(sum(m.amount), 0) FROM movement m"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id WHERE m.import_id = ? AND x.id IS NULL",
        (identity,),
    ).fetchone()
    return Batch(*row, *invoices, *moved)


_OF_BATCH = "r.import_id = :batch AND r.cancelled_on IS NULL"
_BUILT = (
    f"SELECT {TITLE}, m.kind, m.id, coalesce(m.import_id, a.id) FROM receivable r"
    " JOIN entry e ON e.receivable_id = r.id JOIN movement m ON m.id = e.movement_id"
    " LEFT JOIN movement_reversal x ON x.movement_id = m.id LEFT JOIN agreement a ON a.movement_id = m.id"
    f" WHERE {_OF_BATCH} AND m.import_id IS NOT :batch AND x.id IS NULL GROUP BY r.id, m.id"
    f" UNION ALL SELECT {TITLE}, 'carta', l.id, a.run_id FROM receivable r"
    " JOIN letter_target t ON t.receivable_id = r.id JOIN letter l ON l.id = t.letter_id"
    f" LEFT JOIN dunning_action a ON a.id = l.action_id WHERE {_OF_BATCH} AND l.id NOT IN {WITHDRAWN_LETTERS}"
    f" UNION ALL SELECT {TITLE}, 'regua', a.run_id, a.run_id FROM receivable r"
    " JOIN dunning_claim k ON k.receivable_id = r.id JOIN dunning_action a ON a.id = k.action_id"
    f" WHERE {_OF_BATCH} AND a.run_id NOT IN {WITHDRAWN_RUNS} AND NOT EXISTS"
    " (SELECT 1 FROM letter l WHERE l.action_id = a.id)"
)


def built_on(connection: sqlite3.Connection, batch: int) -> list[Built]:
    """What counts and touches the invoices of an import, other than what came with it."""
    rows = connection.execute(_BUILT, {"batch": batch, "as_of": date.max.isoformat()})
    return [Built(*row) for row in rows]


def movements_of_batch(connection: sqlite3.Connection, batch: int) -> dict[int, list[tuple[int, str]]]:
    """The movements of an import that are not reversed, number and ISO day, by customer."""
    rows = connection.execute(
        "SELECT m.customer_id, m.id, m.day FROM movement m"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id WHERE m.import_id = ? AND x.id IS NULL"
        " ORDER BY m.customer_id, m.day, m.id",
        (batch,),
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for customer, identity, day in rows:
        found.setdefault(customer, []).append((identity, day))
    return found


def ladder_run(connection: sqlite3.Connection, identity: int) -> LadderRun | None:
    """One run of the ladder; linear in what it did."""
    row = connection.execute(
        "SELECT r.id, r.day, r.recorded_at, w.withdrawn_on FROM dunning_run r"
        " LEFT JOIN dunning_withdrawal w ON w.run_id = r.id WHERE r.id = ?",
        (identity,),
    ).fetchone()
    if row is None:
        return None
    letters = connection.execute(
        "SELECT count(*), min(l.id), max(l.id) FROM dunning_action a JOIN letter l ON l.action_id = a.id"
        " WHERE a.run_id = ?",
        (identity,),
    ).fetchone()
    asked = connection.execute(
        "SELECT count(*) FILTER (WHERE kind = 'ligar'), count(*) FILTER (WHERE kind = 'decidir'),"
        " coalesce(sum((SELECT count(*) FROM dunning_claim k WHERE k.action_id = a.id)), 0)"
        " FROM dunning_action a WHERE run_id = ?",
        (identity,),
    ).fetchone()
    return LadderRun(*row, *letters, *asked)


def later_run(connection: sqlite3.Connection, run: int) -> int | None:
    """The last run that counts and has taken a later step of a title of this one."""
    return _one(
        connection,
        "SELECT max(b.run_id) FROM dunning_action a JOIN dunning_claim k ON k.action_id = a.id"
        " JOIN dunning_claim l ON l.receivable_id = k.receivable_id JOIN dunning_action b"
        f" ON b.id = l.action_id WHERE a.run_id = {int(run)} AND b.run_id > a.run_id"
        " AND b.run_id NOT IN (SELECT run_id FROM dunning_withdrawal)",
    )


def told_of_letters(connection: sqlite3.Connection, run: int) -> list[tuple[int, int]]:
    """The contacts that count and tell of letters of a run: number of the contact, and of the letter."""
    rows = connection.execute(
        "SELECT c.id, c.letter_id FROM contact c JOIN letter l ON l.id = c.letter_id"
        " JOIN dunning_action a ON a.id = l.action_id WHERE a.run_id = ? AND c.reverses IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM contact x WHERE x.reverses = c.id) ORDER BY c.id",
        (run,),
    )
    return rows.fetchall()
