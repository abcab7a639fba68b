"""Steps of the ladder and contacts of a time, with what came in after them, as known on a day."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import groupby
from json import dumps
from operator import itemgetter

from cobranca_cli.domain.effects import Called, Credited, Taken
from cobranca_cli.domain.outcomes import OUTCOMES
from cobranca_cli.domain.periods import Period
from cobranca_cli.ledger.queries.as_of import EXISTED
from cobranca_cli.ledger.queries.withdrawals import WITHDRAWN_RUNS


def steps(
    connection: sqlite3.Connection, taken: Period, as_of: date
) -> Iterator[tuple[Taken, list[Credited]]]:
    """The steps that titles took in a period, with the entries known on a day; linear in both.

    A step that asks for a decision counts when it was approved; a title cancelled since does not count, nor
    a step whose run was withdrawn by then.
    """
    rows = connection.execute(
        "SELECT k.receivable_id, k.step, a.channel, k.day, r.amount, e.kind, e.value_on, e.principal"
        " FROM dunning_claim k CROSS JOIN dunning_action a ON a.id = k.action_id"
        " CROSS JOIN receivable r ON r.id = k.receivable_id"
        " LEFT JOIN dunning_decision d ON d.action_id = a.id AND d.day <= :as_of"
        " LEFT JOIN entry e ON e.receivable_id = r.id AND +e.booked_on <= :as_of"
        f" WHERE k.day BETWEEN :first AND :last AND {EXISTED}"
        " AND (a.kind <> 'decidir' OR d.verdict = 'aprovada')"
        f" AND a.run_id NOT IN {WITHDRAWN_RUNS} ORDER BY k.receivable_id, k.step",
        {"first": taken.first.isoformat(), "last": taken.last.isoformat(), "as_of": as_of.isoformat()},
    )
    day = cache(date.fromisoformat)
    for (title, step, channel, on, amount), group in groupby(rows, key=itemgetter(0, 1, 2, 3, 4)):
        entries = [Credited(kind, day(valued), cents) for *_, kind, valued, cents in group if kind]
        yield Taken(title, step, channel, day(on), amount), entries


def calls(connection: sqlite3.Connection, made: Period, as_of: date) -> list[Called]:
    """The contacts that we began in a period, as known on a day; what was corrected by then is left out."""
    rows = connection.execute(
        "SELECT c.customer_id, c.day, c.channel, c.outcome FROM contact c"
        " LEFT JOIN contact x ON x.reverses = c.id AND x.booked_on <= :as_of"
        " WHERE c.reverses IS NULL AND c.received = 0 AND x.id IS NULL AND c.booked_on <= :as_of"
        " AND c.day BETWEEN :first AND :last ORDER BY c.day, c.id",
        {"first": made.first.isoformat(), "last": made.last.isoformat(), "as_of": as_of.isoformat()},
    )
    return [_called(*row) for row in rows]


def _called(customer: int, day: str, channel: str, outcome: str) -> Called:
    known = OUTCOMES.get(outcome)
    reached, promised = (known.said, known.promise) if known else (False, False)
    return Called(customer, date.fromisoformat(day), channel, reached, promised)


def payment_days(
    connection: sqlite3.Connection, customers: Iterable[int], since: date, as_of: date
) -> dict[int, list[date]]:
    """The days on which these customers paid, from a day on; what was taken back by `as_of` is left out."""
    rows = connection.execute(
        "SELECT m.customer_id, m.day FROM json_each(:who) j JOIN movement m ON m.customer_id = j.value"
        " LEFT JOIN movement_reversal x ON x.movement_id = m.id AND x.reversed_on <= :as_of"
        " WHERE m.kind = 'pagamento' AND m.day BETWEEN :since AND :as_of AND x.id IS NULL",
        {"who": dumps(sorted(set(customers))), "since": since.isoformat(), "as_of": as_of.isoformat()},
    )
    found: dict[int, list[date]] = {}
    for customer, day in rows:
        found.setdefault(customer, []).append(date.fromisoformat(day))
    return found
