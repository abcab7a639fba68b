"""Letters as they were rendered."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from cobranca_cli.errors import NotFoundError
from cobranca_cli.ledger.fact_tables import NO_CONTENT
from cobranca_cli.ledger.queries.names import TITLE, apart
from cobranca_cli.ledger.queries.withdrawals import WITHDRAWN_LETTERS


class Kept(NamedTuple):
    """A letter of the ledger without its text; `total` in cents.

    `withdrawn_on` is the day from which it does not count, because the run that wrote it was taken back.
    """

    id: int
    day: str
    customer: int
    name: str
    document: str | None
    origin: str
    step: str | None
    template: str
    channel: str
    recipient: str | None
    subject: str
    sha256: str
    total: int
    withdrawn_on: str | None
    invoices: tuple[str, ...]


class Proof(NamedTuple):
    """A letter with its text and the JSON it was made from."""

    kept: Kept
    body: str
    content: str


_KEPT = (
    "SELECT l.id, l.day, l.customer_id, c.name, c.document, l.origin, a.step, l.template, l.channel,"
    " l.recipient, l.subject, l.sha256, l.total, w.withdrawn_on,"
    f" coalesce((SELECT group_concat(name, char(31)) FROM (SELECT {TITLE} AS name"
    "   FROM letter_target t JOIN receivable r ON r.id = t.receivable_id"
    "   WHERE t.letter_id = l.id ORDER BY r.due_effective, r.number, r.instalment)), '')"
)
_FROM = (
    " FROM letter l JOIN customer c ON c.id = l.customer_id LEFT JOIN dunning_action a ON a.id = l.action_id"
    " LEFT JOIN dunning_withdrawal w ON w.run_id = a.run_id AND w.withdrawn_on <= :as_of"
)


def kept_letters(
    connection: sqlite3.Connection,
    as_of: date,
    customer: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[Kept]:
    """The letters up to a day, the oldest first; the other days are inclusive."""
    rows = connection.execute(
        f"{_KEPT}{_FROM} WHERE l.day <= :as_of AND (:customer IS NULL OR l.customer_id = :customer)"
        " AND (:since IS NULL OR l.day >= :since) AND (:until IS NULL OR l.day <= :until) ORDER BY l.id",
        {
            "as_of": as_of.isoformat(),
            "customer": customer,
            "since": since and since.isoformat(),
            "until": until and until.isoformat(),
        },
    )
    return map(_kept, rows)


def _kept(row: tuple[Any, ...]) -> Kept:
    return Kept._make((*row[:-1], apart(row[-1])))


def proofs(connection: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Proof]:
    """These letters whole, in the order of the ids; one at a time in memory.

    Raises NotFoundError, also of a letter whose words were erased.
    """
    for identity in ids:
        bound = {"id": identity, "as_of": date.max.isoformat()}
        row = connection.execute(f"{_KEPT}, l.body, l.content{_FROM} WHERE l.id = :id", bound).fetchone()
        if row is None:
            raise NotFoundError(
                f"não há uma carta de número {identity}", hint="veja os números com 'cobranca carta listar'"
            )
        if row[-1] == NO_CONTENT:
            raise NotFoundError(
                f"o texto da carta {identity} foi apagado: o titular foi anonimizado",
                hint="o registro de que ela existiu continua em 'cobranca carta listar'",
            )
        yield Proof(_kept(row[:-2]), row[-2], row[-1])


class Unsent(NamedTuple):
    """A letter that nobody has said was sent or came back; `titles` are those it is about."""

    id: int
    day: str
    customer: int
    channel: str
    template: str
    titles: frozenset[int]


def unsent_letters(connection: sqlite3.Connection, since: date, as_of: date) -> list[Unsent]:
    """The letters written between two days, inclusive, of which no contact tells, the oldest first."""
    rows = connection.execute(
        "SELECT l.id, l.day, l.customer_id, l.channel, l.template,"
        " (SELECT group_concat(t.receivable_id) FROM letter_target t WHERE t.letter_id = l.id)"
        f" FROM letter l WHERE l.day BETWEEN :since AND :as_of AND l.id NOT IN {WITHDRAWN_LETTERS}"
        " AND NOT EXISTS (SELECT 1 FROM contact c"
        "   WHERE c.letter_id = l.id AND c.reverses IS NULL AND c.booked_on <= :as_of"
        "   AND NOT EXISTS (SELECT 1 FROM contact x WHERE x.reverses = c.id AND x.booked_on <= :as_of))"
        " ORDER BY l.id",
        {"since": since.isoformat(), "as_of": as_of.isoformat()},
    )
    return [Unsent._make((*row[:5], frozenset(map(int, row[5].split(","))))) for row in rows if row[5]]


def letters_of_day(connection: sqlite3.Connection, day: date, origin: str | None = None) -> list[int]:
    """The numbers of the letters of one day, without those that were withdrawn on it."""
    rows = connection.execute(
        "SELECT id FROM letter WHERE day = :as_of AND (:origin IS NULL OR origin = :origin)"
        f" AND id NOT IN {WITHDRAWN_LETTERS} ORDER BY id",
        {"as_of": day.isoformat(), "origin": origin},
    )
    return [row[0] for row in rows]


def noticed_on(connection: sqlite3.Connection, receivables: Iterable[int], as_of: date) -> dict[int, str]:
    """The last day on which each of these titles was in a formal notice (notificação extrajudicial)."""
    return last_letters(connection, receivables, "notificacao", as_of)


def last_letters(
    connection: sqlite3.Connection, receivables: Iterable[int], template: str, as_of: date
) -> dict[int, str]:
    """The last day on which each of these titles was in a letter of this template."""
    rows = connection.execute(
        "SELECT t.receivable_id, max(l.day) FROM letter_target t JOIN letter l ON l.id = t.letter_id"
        " WHERE t.receivable_id IN (SELECT value FROM json_each(:titles)) AND l.template = :template"
        f" AND l.day <= :as_of AND l.id NOT IN {WITHDRAWN_LETTERS} GROUP BY t.receivable_id",
        {"titles": json.dumps(list(receivables)), "template": template, "as_of": as_of.isoformat()},
    )
    return dict(rows)


def next_letter(connection: sqlite3.Connection) -> int:
    """The number that the next letter gets, within a write transaction."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM letter").fetchone()
    return int(last) + 1


def letter_of(connection: sqlite3.Connection, template: str, day: date, receivable: int) -> int | None:
    """The number of the letter of a template that was written about a title on a day."""
    row = connection.execute(
        "SELECT l.id FROM letter_target t JOIN letter l ON l.id = t.letter_id"
        " WHERE t.receivable_id = :title AND l.template = :template AND l.day = :as_of"
        f" AND l.id NOT IN {WITHDRAWN_LETTERS} ORDER BY l.id DESC LIMIT 1",
        {"title": receivable, "template": template, "as_of": day.isoformat()},
    ).fetchone()
    return int(row[0]) if row else None


class LastPayment(NamedTuple):
    """The payment that came last for some titles, how it came, and cents that came for them in all."""

    day: str
    form: str | None
    received: int


def last_payment(
    connection: sqlite3.Connection, receivables: Iterable[int], as_of: date
) -> LastPayment | None:
    """The last payment that counts on a day for any of these titles."""
    row = connection.execute(
        "SELECT m.day, m.form FROM entry e JOIN movement m ON m.id = e.movement_id"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id"
        " WHERE e.receivable_id IN (SELECT value FROM json_each(?)) AND e.booked_on <= ?"
        " AND e.kind IN ('pagamento', 'credito') AND (x.reversed_on IS NULL OR x.reversed_on > ?)"
        " ORDER BY m.day DESC, m.id DESC LIMIT 1",
        (json.dumps(list(receivables)), as_of.isoformat(), as_of.isoformat()),
    ).fetchone()
    if row is None:
        return None
    (received,) = connection.execute(
        "SELECT sum(expenses + interest + fine + correction + principal) FROM entry"
        " WHERE receivable_id IN (SELECT value FROM json_each(?)) AND booked_on <= ?"
        " AND kind IN ('pagamento', 'credito')",
        (json.dumps(list(receivables)), as_of.isoformat()),
    ).fetchone()
    return LastPayment(row[0], row[1], received)
