"""Promises to pay: recorded, and taken back."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import counted, currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.money import MAX_CENTS
from cobranca_cli.domain.promises import ACTIVE, Promise, holds_until
from cobranca_cli.errors import DataError, MissingIndexError
from cobranca_cli.ledger.queries.accounts import customer_of
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id, find_customer
from cobranca_cli.ledger.queries.items import Item, find_item
from cobranca_cli.ledger.queries.promises import (
    ListedPromise,
    open_titles,
    promise_by_id,
    promises_on,
)
from cobranca_cli.ledger.transaction import Transaction, writing
from cobranca_cli.services.accounts import clean_reason, refuse_future
from cobranca_cli.services.free_text import clean
from cobranca_cli.services.promise_list import judge_all

MAX_NOTE = 1000
MAX_AUTHOR = 200
FAR = timedelta(days=90)
"""A promise for later than that is better made an agreement."""


class Wanted(NamedTuple):
    """A promise as somebody tells it: the customer and invoices as typed; `made_on` None is today."""

    customer: str
    amount: int
    day: date
    invoices: tuple[str, ...] = ()
    made_on: date | None = None
    note: str | None = None
    author: str | None = None


class Registered(NamedTuple):
    """A promise that stands in the ledger; the ladder rests up to `until`, inclusive."""

    id: int
    customer: Customer
    amount: int
    day: date
    until: date
    invoices: tuple[str, ...]
    notices: tuple[str, ...]


def register(ledger: Path, settings: Settings, moment: Moment, wanted: Wanted) -> Registered:
    """Record a promise. Raises DataError for a day that is over, an amount of zero, an invoice of another."""
    with writing(ledger) as transaction:
        connection = transaction.connection
        customer = find_customer(connection, wanted.customer)
        items = named_invoices(connection, customer, wanted.invoices)
        titles = [item.id for item in items]
        made_on = wanted.made_on or moment.today
        said = (wanted.amount, wanted.day, made_on)
        identity = record_promise(
            transaction, moment, customer.id, *said, titles, wanted.note, wanted.author, None
        )
        promise = Promise(identity, customer.id, *said, frozenset(titles))
        return Registered(
            identity,
            customer,
            wanted.amount,
            wanted.day,
            holds_until(promise, settings.calendar),
            tuple(item.name for item in items),
            (*transaction.notices, *remarks(connection, settings, moment, promise)),
        )


def named_invoices(connection: sqlite3.Connection, customer: Customer, typed: Iterable[str]) -> list[Item]:
    """The invoices of a customer that somebody names, each once.

    Raises DataError for one that is another's or cancelled.
    """
    items = {item.id: item for item in (find_item(connection, each, date.max) for each in typed)}
    for item in items.values():
        if customer_of(connection, item.id) != customer.id:
            raise DataError(
                f"a fatura {item.name} não é de {customer.name}, é de {item.customer}",
                code="E-CLIENTES",
                hint="confira o número com 'cobranca faturas listar'",
            )
        if item.cancelled_on:
            raise DataError(
                f"a fatura {item.name} foi cancelada em {date_br(item.cancelled_on)}", code="E-CANCELADA"
            )
    return list(items.values())


def record_promise(
    transaction: Transaction,
    moment: Moment,
    customer_id: int,
    amount: int,
    day: date,
    made_on: date,
    targets: Sequence[int],
    note: str | None,
    author: str | None,
    contact_id: int | None,
) -> int:
    """Write a promise inside an open transaction, with its event; returns its number.

    `targets` are titles of the customer, none for his whole debt. Raises DataError for an amount of zero, a
    day that is over, or one on which it cannot have been made.
    """
    from cobranca_cli.ledger.tables import PromiseRow, PromiseTargetRow

    _refuse(amount, day, made_on, moment)
    row = PromiseRow(
        customer_id=customer_id,
        amount=amount,
        day=day.isoformat(),
        made_on=made_on.isoformat(),
        booked_on=moment.today.isoformat(),
        note=clean(note, MAX_NOTE, "a nota"),
        contact_id=contact_id,
        author=clean(author, MAX_AUTHOR, "o autor"),
        recorded_at=moment.instant,
    )
    session = transaction.session
    session.add(row)
    session.flush()
    assert row.id is not None
    for title in dict.fromkeys(targets):
        session.add(PromiseTargetRow(promise_id=row.id, receivable_id=title))
    session.flush()
    transaction.record(
        "promessa_registrada",
        {"promessa": row.id, "cliente": customer_id, "valor": amount, "dia": row.day, "feita_em": row.made_on,
         "faturas": sorted(set(targets))},
        moment.instant,
    )  # fmt: skip
    return row.id


def _refuse(amount: int, day: date, made_on: date, moment: Moment) -> None:
    if not 0 < amount <= MAX_CENTS * 100:
        raise DataError("o valor da promessa deve ser maior que zero", code="E-VALOR-ZERO")
    refuse_future(made_on, moment, "em que a promessa foi feita")
    if day < moment.today:
        raise DataError(
            f"o dia prometido ({date_br(day.isoformat())}) já passou",
            code="E-DATA-PASSADA",
            hint="registre o que o cliente promete de hoje em diante; se foi engano, confira --data",
        )


def remarks(
    connection: sqlite3.Connection, settings: Settings, moment: Moment, promise: Promise
) -> list[str]:
    """What is worth saying of a promise that was just recorded."""
    said = []
    if promise.day - moment.today > FAR:
        said.append(
            "o dia prometido está a mais de 90 dias, e a régua espera até lá: para tanto tempo, um acordo com"
            " parcelas serve melhor"
        )
    owed = _owed(connection, settings, promise)
    if owed is not None and promise.amount > owed:
        day = date_br(promise.day.isoformat())
        where = "nessas faturas" if promise.targets else "por este cliente"
        said.append(
            f"a promessa passa do que é devido {where}, {currency_br(owed)} em {day}; confira o valor"
        )
    return said + _others(connection, settings, moment, promise)


def _owed(connection: sqlite3.Connection, settings: Settings, promise: Promise) -> int | None:
    """What will be owed on the promised day, charges included; None while a month of an index is missing."""
    from cobranca_cli.ledger.queries.terms import TermsBook
    from cobranca_cli.services.standing import owed_on

    customer = customer_by_id(connection, promise.customer)
    book = TermsBook(connection, settings.calendar, settings.charges)
    titles = promise.targets or open_titles(connection, promise.customer)
    try:
        return sum(owed_on(connection, book, title, customer.document, promise.day).total for title in titles)
    except MissingIndexError:
        return None


def _others(
    connection: sqlite3.Connection, settings: Settings, moment: Moment, promise: Promise
) -> list[str]:
    judged = judge_all(connection, moment.today, settings.calendar, promise.customer)
    active = [
        each
        for each in promises_on(connection, moment.today, promise.customer)
        if each.id != promise.id and judged[each.id].state == ACTIVE
    ]
    same = [each.id for each in active if each[2:4] == promise[2:4] and each.targets == promise.targets]
    if same:
        return [
            f"já havia uma promessa igual, a de número {same[0]}; se é repetição, desfaça com"
            f" 'cobranca promessa retirar {promise.id} --motivo \"em dobro\"'"
        ]
    if not active:
        return []
    total = currency_br(sum(each.amount for each in active))
    return [
        f"o cliente já tem {counted(len(active), 'promessa ativa', 'promessas ativas')}, de {total};"
        " cada pagamento conta para uma só"
    ]


class Withdrawn(NamedTuple):
    """A promise that was taken back."""

    promise: ListedPromise
    notices: tuple[str, ...]


def withdraw(ledger: Path, moment: Moment, identity: int, reason: str) -> Withdrawn:
    """Take a promise back from today on: recorded by mistake, or the customer took it back.

    Raises DataError when there is none of this number or it was taken back before.
    """
    text = clean_reason(reason)
    with writing(ledger) as transaction:
        known = promise_by_id(transaction.connection, identity)
        if known is None:
            raise DataError(
                f"não há promessa de número {identity}",
                code="E-NAO-ENCONTRADO",
                hint="veja os números com 'cobranca promessa listar'",
            )
        if known.withdrawn_on:
            raise DataError(
                f"a promessa {identity} já foi retirada em {date_br(known.withdrawn_on)}", code="E-RETIRADA"
            )
        if moment.today.isoformat() < known.booked_on:
            raise DataError(
                f"a promessa {identity} foi registrada em {date_br(known.booked_on)}; retirá-la antes não dá",
                code="E-DATA-ORDEM",
            )
        from cobranca_cli.ledger.tables import PromiseWithdrawalRow

        day = moment.today.isoformat()
        transaction.session.add(
            PromiseWithdrawalRow(
                promise_id=identity, withdrawn_on=day, reason=text, recorded_at=moment.instant
            )
        )
        transaction.session.flush()
        transaction.record("promessa_retirada", {"promessa": identity, "em": day}, moment.instant)
        return Withdrawn(known, tuple(transaction.notices))
