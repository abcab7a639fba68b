"""Contacts with customers, recorded and corrected. Nothing is erased: a correction is a row of its own."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.outcomes import Outcome
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.ledger.queries.contact_history import Line, contact_line
from cobranca_cli.ledger.queries.contacts import Contact, contacts_on, promise_with
from cobranca_cli.ledger.queries.customers import Customer, find_customer
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.contact_checks import (
    MAX_NOTE,
    Telling,
    cleaned,
    invoices_of,
    outcome_of,
    refuse_days,
    refuse_letter,
    refuse_stranger,
)
from cobranca_cli.services.free_text import clean


class Recorded(NamedTuple):
    """A contact that stands in the ledger, and the number of the promise recorded with it."""

    id: int
    customer: Customer
    day: date
    outcome: Outcome
    telling: Telling
    invoices: tuple[str, ...]
    promise: int | None
    notices: tuple[str, ...]


def record_contact(ledger: Path, settings: Settings, moment: Moment, telling: Telling) -> Recorded:
    """Record a contact, and the promise made in it, in one transaction.

    Raises DataError for what the law forbids (a word left with another person), an outcome that the channel
    cannot have, a day to come or before the customer was known, an invoice or a letter of another customer.
    """
    outcome = outcome_of(telling)
    telling = cleaned(telling)
    day = telling.day or moment.today
    refuse_days(day, telling, moment)
    with writing(ledger) as transaction:
        connection = transaction.connection
        customer = find_customer(connection, telling.customer)
        refuse_stranger(connection, customer, day)
        items = invoices_of(connection, customer, telling.invoices, day)
        refuse_letter(connection, customer, telling.letter, day)
        before = contacts_on(connection, moment.today, customer.id)
        titles = [item.id for item in items]
        identity = insert_contact(transaction, moment, customer.id, day, telling, titles)
        notices = _remarks(before, identity, day, telling)
        promise = None
        if telling.promise:
            promise, said = _promise(
                transaction, settings, moment, customer.id, day, telling, titles, identity
            )
            notices += said
        names = tuple(item.name for item in items)
        told = (*transaction.notices, *notices)
        return Recorded(identity, customer, day, outcome, telling, names, promise, told)


def insert_contact(
    transaction: Transaction,
    moment: Moment,
    customer: int,
    day: date,
    telling: Telling,
    titles: Sequence[int],
) -> int:
    """Write the row, those of its titles, and the event; the number of the contact."""
    from cobranca_cli.ledger.tables import ContactRow, ContactTargetRow

    session = transaction.session
    row = ContactRow(
        customer_id=customer,
        day=day.isoformat(),
        booked_on=moment.today.isoformat(),
        channel=telling.channel,
        outcome=telling.outcome,
        received=int(telling.received),
        note=telling.note,
        next_action=telling.next_action,
        next_on=telling.next_on.isoformat() if telling.next_on else None,
        letter_id=telling.letter,
        author=telling.author,
        recorded_at=moment.instant,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    for title in titles:
        session.add(ContactTargetRow(contact_id=row.id, receivable_id=title))
    session.flush()
    said = {"em": row.day, "canal": row.channel, "resultado": row.outcome, "recebido": telling.received}
    about = {"faturas": sorted(titles), "carta": row.letter_id, "retornar": row.next_on}
    data: dict[str, object] = {"contato": row.id, "cliente": customer, **said, **about}
    transaction.record("contato_registrado", data, moment.instant)
    return row.id


def _promise(
    transaction: Transaction,
    settings: Settings,
    moment: Moment,
    customer: int,
    day: date,
    telling: Telling,
    titles: Sequence[int],
    contact: int,
) -> tuple[int, list[str]]:
    """Record the promise made in the contact; its number, and what is worth saying of it."""
    from cobranca_cli.domain.promises import Promise
    from cobranca_cli.services.promises import record_promise, remarks

    assert telling.promise is not None
    said = (telling.promise.amount, telling.promise.day, day)
    identity = record_promise(
        transaction, moment, customer, *said, titles, telling.note, telling.author, contact
    )
    promise = Promise(identity, customer, *said, frozenset(titles))
    return identity, remarks(transaction.connection, settings, moment, promise)


def _remarks(before: Sequence[Contact], identity: int, day: date, telling: Telling) -> list[str]:
    """What is worth saying of a contact, given those that counted before it."""
    said = []
    same = (day, telling.channel, telling.outcome, telling.note)
    twins = [each.id for each in before if (each.day, each.channel, each.outcome, each.note) == same]
    if twins:
        said.append(
            f"já havia um contato igual neste dia, o de número {twins[-1]}; se é repetição, desfaça com"
            f" 'cobranca contato corrigir {identity} --motivo \"em dobro\"'"
        )
    last = before[-1] if before else None
    if last and last.next_on and last.day <= day < last.next_on and not telling.next_on:
        said.append(
            f"o retorno marcado para {date_br(last.next_on.isoformat())} (contato {last.id}) sai da lista com"
            " este contato; se ainda for preciso, registre o próximo com --retornar"
        )
    return said


class Corrected(NamedTuple):
    """A contact that no longer counts; `promise` was recorded with it and still stands."""

    line: Line
    day: date
    promise: int | None
    notices: tuple[str, ...]


def correct_contact(ledger: Path, moment: Moment, identity: int, reason: str) -> Corrected:
    """Let a contact no longer count, from today on; reports of the days before stay as they were.

    Raises DataError when there is none of this number, it was corrected before, or recorded after today.
    """
    text = clean(reason, MAX_NOTE, "o motivo")
    if not text:
        raise DataError("o motivo está vazio", hint="diga em poucas palavras por quê; fica no histórico")
    with writing(ledger) as transaction:
        connection = transaction.connection
        line = contact_line(connection, identity, date.max)
        if line is None:
            raise NotFoundError(
                f"não há um contato de número {identity}",
                hint="veja os números com 'cobranca contato listar'",
            )
        _refuse_correction(line, moment)
        _reverse(transaction, moment, identity, text)
        promise = promise_with(connection, identity)
        return Corrected(line, moment.today, promise, tuple(transaction.notices))


def _refuse_correction(line: Line, moment: Moment) -> None:
    if line.corrected_on:
        raise DataError(
            f"o contato {line.id} já foi corrigido em {date_br(line.corrected_on)}", code="E-CORRIGIDO"
        )
    if moment.today.isoformat() < line.booked_on:
        raise DataError(
            f"o contato {line.id} foi registrado em {date_br(line.booked_on)}; a correção não pode ser antes",
            code="E-DATA-ORDEM",
            hint="corrija com a data de hoje, sem --hoje",
        )


def _reverse(transaction: Transaction, moment: Moment, identity: int, reason: str) -> None:
    """Write the row that reverses the contact, with the contact's own day, and the event."""
    from cobranca_cli.ledger.tables import ContactRow

    session = transaction.session
    known = session.get_one(ContactRow, identity)
    today = moment.today.isoformat()
    row = ContactRow(
        customer_id=known.customer_id,
        day=known.day,
        booked_on=today,
        channel=known.channel,
        outcome=known.outcome,
        received=known.received,
        note=reason,
        letter_id=known.letter_id,
        reverses=identity,
        recorded_at=moment.instant,
    )
    session.add(row)
    session.flush()
    data = {"contato": identity, "cliente": known.customer_id, "correcao": row.id, "em": today}
    transaction.record("contato_corrigido", data, moment.instant)
