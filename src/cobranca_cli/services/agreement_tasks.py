"""What agreements ask of the owner on a day: to warn, to break or to give more time, to sign, to thank."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from cobranca_cli.brformat import counted
from cobranca_cli.config_agreement import policy_from
from cobranca_cli.domain.agreement import Due, follow
from cobranca_cli.ledger.queries.agreements import (
    Signed,
    agreements_of,
    fulfilled_since,
    members_of,
    signed_since,
)
from cobranca_cli.ledger.queries.letters import last_letters
from cobranca_cli.services.agreement_find import WARNING
from cobranca_cli.services.overdue import Owed

_LATELY = timedelta(days=7)
"""For so long a term that was not written, or a quittance that was not given, is called to mind."""


def agreement_tasks(
    connection: sqlite3.Connection, owed: Mapping[int, Owed], as_of: date
) -> Iterator[tuple[int, str]]:
    """Customer and words of each task, by what was known on a day.

    `owed` are the titles that are late or about to be due. Linear in those that are instalments, and in what
    was signed and paid lately.
    """
    yield from _late(connection, owed, as_of)
    for signed in signed_since(connection, as_of - _LATELY, as_of):
        titles = [each.receivable for each in members_of(connection, signed.id)]
        if not last_letters(connection, titles, "termo", as_of):
            yield signed.customer_id, f"assinar o termo do {signed.number}: cobranca acordo termo {signed.id}"
    for signed in fulfilled_since(connection, as_of - _LATELY, as_of):
        titles = [each.receivable for each in members_of(connection, signed.id)]
        if not last_letters(connection, titles, "quitacao-acordo", as_of):
            words = f"{signed.number} cumprido: dar a quitação (cobranca acordo carta {signed.id})"
            yield signed.customer_id, words


def _late(connection: sqlite3.Connection, owed: Mapping[int, Owed], as_of: date) -> Iterator[tuple[int, str]]:
    late = {
        title: date.fromisoformat(each.item.due_effective)
        for title, each in owed.items()
        if each.open.total and each.item.due_effective < as_of.isoformat()
    }
    by_agreement: dict[Signed, list[int]] = {}
    for title, signed in agreements_of(connection, late, as_of).items():
        by_agreement.setdefault(signed, []).append(title)
    for signed, titles in by_agreement.items():
        words = _words(connection, signed, {title: late[title] for title in titles}, as_of)
        if words:
            yield signed.customer_id, words


def _words(
    connection: sqlite3.Connection, signed: Signed, late: Mapping[int, date], as_of: date
) -> str | None:
    rule = policy_from(signed.policy).rule
    following = follow([Due(due, 1) for due in late.values()], rule, as_of)
    warned = last_letters(connection, late, WARNING, as_of)
    many = counted(following.late, "parcela vencida", "parcelas vencidas")
    what = f"{signed.number}: {many}, há até {counted(following.days, 'dia', 'dias')}"
    if following.breakable and warned:
        return f"{what}; já se pode romper: cobranca acordo romper {signed.id} --simular"
    if following.warn and not warned:
        return f"{what}; avisar antes de romper: cobranca acordo carta {signed.id}"
    return None
