"""The history of what was said and sent: contacts and letters in one list, the corrected ones too."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from cobranca_cli.ledger.queries.names import apart


class Line(NamedTuple):
    """One line of the history: a contact, or a letter (`template` is its model, `sha256` its proof).

    ISO days. `letter` is the number of the letter, or of the one that a contact was about; `corrected_on` is
    None while the line counts, `reason` why a contact was corrected or the run of a letter was taken back;
    `received` is 1 when the customer began it.
    """

    id: int | None
    day: str
    customer: str
    document: str | None
    channel: str
    outcome: str | None
    template: str | None
    letter: int | None
    sha256: str | None
    invoices: tuple[str, ...]
    note: str | None
    next_action: str | None
    next_on: str | None
    author: str | None
    booked_on: str
    corrected_on: str | None
    reason: str | None
    received: int


class Filters(NamedTuple):
    """Which lines of the history; days inclusive, None does not filter; `outcome` may be `carta`."""

    customer: int | None = None
    day_from: str | None = None
    day_to: str | None = None
    channel: str | None = None
    outcome: str | None = None


LETTER = "carta"
"""What asks for the letters among the outcomes."""

_NAMES = (
    "(SELECT group_concat(name, char(31)) FROM"
    " (SELECT r.number || iif(r.instalment = '', '', '/' || r.instalment) AS name FROM {table} t"
    " JOIN receivable r ON r.id = t.receivable_id WHERE t.{column} = {owner} ORDER BY r.due, r.id))"
)
_CONTACT_LINES = (
    "SELECT c.id, c.day AS day, p.name, p.document, c.channel, c.outcome, NULL, c.letter_id, l.sha256,"
    f" {_NAMES.format(table='contact_target', column='contact_id', owner='c.id')}, c.note, c.next_action,"
    " c.next_on, c.author, c.booked_on, x.booked_on, x.note, c.received,"
    " c.recorded_at AS recorded_at, c.id AS place"
    " FROM contact c JOIN customer p ON p.id = c.customer_id LEFT JOIN letter l ON l.id = c.letter_id"
    " LEFT JOIN contact x ON x.reverses = c.id AND x.booked_on <= :as_of"
    " WHERE +c.reverses IS NULL AND c.booked_on <= :as_of"
)
_LETTER_LINES = (
    "SELECT NULL, c.day AS day, p.name, p.document, c.channel, NULL, c.template, c.id, c.sha256,"
    f" {_NAMES.format(table='letter_target', column='letter_id', owner='c.id')}, NULL, NULL, NULL, NULL,"
    " c.day, w.withdrawn_on, w.reason, 0, c.recorded_at AS recorded_at, c.id AS place"
    " FROM letter c JOIN customer p ON p.id = c.customer_id LEFT JOIN dunning_action a ON a.id = c.action_id"
    " LEFT JOIN dunning_withdrawal w ON w.run_id = a.run_id AND w.withdrawn_on <= :as_of"
    " WHERE c.day <= :as_of"
)
_CONDITIONS = {
    "customer": " AND c.customer_id = :customer",
    "day_from": " AND c.day >= :day_from",
    "day_to": " AND c.day <= :day_to",
    "channel": " AND c.channel = :channel",
    "outcome": " AND c.outcome = :outcome",
}


def history(connection: sqlite3.Connection, as_of: date, filters: Filters) -> Iterator[Line]:
    """All that was said and sent up to a day, the corrected too, in the order of the days it happened on."""
    wanted = {name: value for name, value in filters._asdict().items() if value is not None}
    outcome = wanted.pop("outcome", None)
    and_ = "".join(_CONDITIONS[name] for name in wanted)
    sources = []
    if outcome != LETTER:
        sources.append(_CONTACT_LINES + and_ + (_CONDITIONS["outcome"] if outcome else ""))
    if outcome in (None, LETTER):
        sources.append(_LETTER_LINES + and_)
    bound = {**wanted, "as_of": as_of.isoformat(), "outcome": outcome}
    sql = f"{' UNION ALL '.join(sources)} ORDER BY day, recorded_at, place"
    for row in connection.execute(sql, bound):
        yield _line(row)


def contact_line(connection: sqlite3.Connection, identity: int, as_of: date) -> Line | None:
    """One contact by its number, as of a day; None if there is none, or if the number is a correction's."""
    row = connection.execute(f"{_CONTACT_LINES} AND c.id = :id", {"as_of": as_of.isoformat(), "id": identity})
    found = row.fetchone()
    return _line(found) if found else None


def _line(row: tuple[Any, ...]) -> Line:
    return Line._make((*row[:9], apart(row[9]), *row[10:18]))
