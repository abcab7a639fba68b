"""Rows of the ladder and its letters, written inside an open transaction.

Plain SQL, because one run may write tens of thousands: each row is a fact and none is ever changed.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cobranca_cli.domain.moment import Moment

from .transaction import Transaction


class NewLetter(NamedTuple):
    """A letter about to be recorded; `total` in cents, `content` the JSON it was made from."""

    id: int
    customer: int
    origin: str
    action: int | None
    template: str
    template_sha256: str
    channel: str
    recipient: str
    subject: str
    body: str
    content: str
    total: int
    titles: Sequence[int]


class NewAction(NamedTuple):
    """What a run does with one customer; `titles` with the step each takes."""

    customer: int
    step: str
    kind: str
    channel: str
    template: str
    total: int
    reason: str
    titles: Sequence[tuple[int, str]]


def keep_policy(transaction: Transaction, content: str, moment: Moment) -> int:
    """The number of a version of the ladder's settings, kept once whatever how often it decides."""
    connection = transaction.connection
    mark = hashlib.sha256(content.encode()).hexdigest()
    known = connection.execute("SELECT id FROM policy WHERE sha256 = ?", (mark,)).fetchone()
    if known:
        return int(known[0])
    values = (mark, content, moment.instant)
    cursor = connection.execute("INSERT INTO policy (sha256, content, recorded_at) VALUES (?, ?, ?)", values)
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def begin_run(transaction: Transaction, day: date, policy: int, moment: Moment) -> int:
    """Record that the ladder runs for a day; the number of the run."""
    cursor = transaction.connection.execute(
        "INSERT INTO dunning_run (day, policy_id, recorded_at) VALUES (?, ?, ?)",
        (day.isoformat(), policy, moment.instant),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def record_action(transaction: Transaction, run: int, day: date, action: NewAction, moment: Moment) -> int:
    """Record an action and the steps its titles take with it, each once in the life of a title."""
    connection, on = transaction.connection, day.isoformat()
    cursor = connection.execute(
        "INSERT INTO dunning_action (run_id, customer_id, day, step, kind, channel, template, total, reason,"
        " recorded_at) VALUES (?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?)",
        (run, action.customer, on, *action[1:7], moment.instant),
    )
    identity = cursor.lastrowid
    assert identity is not None
    connection.executemany(
        "INSERT INTO dunning_claim (receivable_id, step, action_id, day) VALUES (?, ?, ?, ?)",
        [(title, step, identity, on) for title, step in action.titles],
    )
    return identity


def record_letter(transaction: Transaction, day: date, letter: NewLetter, moment: Moment) -> str:
    """Record a letter with its hash, and the hash in the chain of events; returns the hash of its text."""
    connection = transaction.connection
    mark = hashlib.sha256(letter.body.encode()).hexdigest()
    connection.execute(
        "INSERT INTO letter (id, customer_id, day, origin, action_id, template, template_sha256, channel,"
        " recipient, subject, body, sha256, content, total, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?)",
        (
            letter.id,
            letter.customer,
            day.isoformat(),
            letter.origin,
            letter.action,
            letter.template,
            letter.template_sha256,
            letter.channel,
            letter.recipient,
            letter.subject,
            letter.body,
            mark,
            letter.content,
            letter.total,
            moment.instant,
        ),
    )
    connection.executemany(
        "INSERT INTO letter_target (letter_id, receivable_id) VALUES (?, ?)",
        [(letter.id, title) for title in letter.titles],
    )
    # Not the hash of the body: with everything else known it would tell a name guessed right from others.
    data = {"carta": letter.id, "cliente": letter.customer, "modelo": letter.template}
    transaction.record("carta_gerada", data, moment.instant)
    return mark


def record_decision(
    transaction: Transaction,
    action: int,
    verdict: str,
    reason: str | None,
    author: str | None,
    moment: Moment,
) -> None:
    """Record what the owner decided about an action."""
    transaction.connection.execute(
        "INSERT INTO dunning_decision (action_id, day, verdict, reason, author, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (action, moment.today.isoformat(), verdict, reason, author, moment.instant),
    )
    transaction.record("decisao_registrada", {"acao": action, "decisao": verdict}, moment.instant)
