"""What a customer is judged by, as people tell it: recorded, ended, listed."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.credit_limits import Guarantee, Manual
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError, NotFoundError, UsageError
from cobranca_cli.ledger.credit import (
    end_guarantee,
    record_consultation,
    record_fact,
    record_guarantee,
    record_limit,
)
from cobranca_cli.ledger.queries.credit import (
    Consulted,
    Secured,
    Told,
    consultations_of,
    facts_of,
    guarantee_owner,
    guarantees_of,
    manual_limits_of,
)
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id, find_customer
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.free_text import MAX_AUTHOR, MAX_REASON, clean
from cobranca_cli.services.reading import reading

FOUNDED, SECTOR, REVENUE, EQUITY, REFERENCE = "fundacao", "setor", "faturamento", "patrimonio", "referencia"
KINDS = (FOUNDED, SECTOR, REVENUE, EQUITY, REFERENCE)
"""What is told of a customer, in the order in which it is shown."""


class Registered(NamedTuple):
    """What stands in the ledger of a customer, and what of it is `new`."""

    customer: Customer
    facts: Mapping[str, Told]
    guarantees: tuple[Secured, ...]
    consultations: tuple[Consulted, ...]
    limits: tuple[Manual, ...]
    as_of: date
    new: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def registration(ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str) -> Registered:
    """What was told of a customer by a day."""
    with reading(ledger, settings, moment) as reader:
        customer = find_customer(reader.connection, typed)
        return _registered(reader.connection, customer, as_of)._replace(notices=reader.notices)


def _registered(connection: sqlite3.Connection, customer: Customer, as_of: date) -> Registered:
    return Registered(
        customer,
        facts_of(connection, customer.id, as_of),
        tuple(guarantees_of(connection, customer.id, as_of)),
        tuple(consultations_of(connection, customer.id, as_of)),
        tuple(manual_limits_of(connection, customer.id, as_of)),
        as_of,
    )


def tell(
    ledger: Path,
    moment: Moment,
    typed: str,
    values: Mapping[str, str | None],
    source: str | None = None,
) -> Registered:
    """Record what is told of a customer today, by kind; None takes back what was told before.

    A day is an ISO text, an amount cents as text. What is known already is not told again.
    """
    for kind, value in values.items():
        _refuse_value(kind, value, moment.today)
    said = clean(source, MAX_AUTHOR, "a fonte")
    with writing(ledger) as transaction:
        connection = transaction.connection
        customer = find_customer(connection, typed)
        before = facts_of(connection, customer.id, moment.today)
        new = []
        for kind, value in values.items():
            old = before.get(kind)
            if value != (old.value if old else None) or (old and value and said and said != old.source):
                record_fact(transaction, customer.id, kind, value, moment, said)
                new.append(kind)
        if new:
            transaction.record("credito_cadastro", {"cliente": customer.id, "campos": new}, moment.instant)
        else:
            transaction.abandon()
        found = _registered(connection, customer, moment.today)
        return found._replace(new=tuple(new), notices=tuple(transaction.notices))


def _refuse_value(kind: str, value: str | None, today: date) -> None:
    if value is None:
        return
    if kind == FOUNDED and date.fromisoformat(value) > today:
        raise DataError(f"a fundação em {date_br(value)} ainda não aconteceu", code="E-DATA-FUTURA")
    if kind in (SECTOR, REFERENCE) and not value:
        raise UsageError(f"{kind} está vazio", hint=f"para tirar o que foi informado: --retirar {kind}")


class Guaranteed(NamedTuple):
    """A guarantee that was recorded or ended; `new` unless it stood there before."""

    id: int
    customer: Customer
    guarantee: Guarantee | None
    notices: tuple[str, ...]
    new: bool = True


def secure(
    ledger: Path, moment: Moment, typed: str, what: str, amount: int, expires: date | None
) -> Guaranteed:
    """Record what secures a customer's debts from today on, up to a day inclusive; cents."""
    text = clean(what, MAX_AUTHOR, "a garantia")
    if not text:
        raise DataError("diga qual é a garantia", hint='--tipo "fiança de João Sol"', code="E-VAZIO")
    _refuse_past(expires, moment.today, "a garantia")
    guarantee = Guarantee(text, amount, moment.today, expires)
    with writing(ledger) as transaction:
        connection = transaction.connection
        customer = find_customer(connection, typed)
        for each in guarantees_of(connection, customer.id, moment.today):
            if each.guarantee[:2] == guarantee[:2] and each.guarantee.expires == expires:
                transaction.abandon()
                return Guaranteed(each.id, customer, each.guarantee, tuple(transaction.notices), new=False)
        number = record_guarantee(transaction, customer.id, guarantee, moment)
        data = {"cliente": customer.id, "garantia": number, "valor": amount}
        transaction.record("garantia_registrada", data, moment.instant)
        return Guaranteed(number, customer, guarantee, tuple(transaction.notices))


def release_guarantee(ledger: Path, moment: Moment, number: int, reason: str) -> Guaranteed:
    """A guarantee does not count from today on. Raises NotFoundError for one that does not stand."""
    text = _reason(reason)
    with writing(ledger) as transaction:
        owner = guarantee_owner(transaction.connection, number)
        if owner is None:
            raise NotFoundError(
                f"não há garantia em vigor de número {number}",
                hint="veja os números com 'cobranca credito cadastro CLIENTE'",
            )
        end_guarantee(transaction, number, text, moment)
        data = {"cliente": owner, "garantia": number}
        transaction.record("garantia_encerrada", data, moment.instant)
        customer = customer_by_id(transaction.connection, owner)
        return Guaranteed(number, customer, None, tuple(transaction.notices))


class Asked(NamedTuple):
    """What a bureau said, as typed; `day` is that of the answer."""

    source: str
    restrictions: str
    score: int | None = None
    model: str | None = None
    day: date | None = None
    note: str | None = None


class Noted(NamedTuple):
    """A consultation that stands in the ledger; `new` unless it stood there before."""

    customer: Customer
    consulted: Consulted
    new: bool
    notices: tuple[str, ...]


def consult(ledger: Path, moment: Moment, typed: str, asked: Asked) -> Noted:
    """Record what a bureau said. Scores of different bureaus do not compare: the source stands with it."""
    source = clean(asked.source, 60, "a fonte")
    if not source:
        raise DataError("diga quem deu a consulta", hint="--fonte serasa", code="E-VAZIO")
    day = asked.day or moment.today
    if day > moment.today:
        raise DataError(f"a consulta de {date_br(day.isoformat())} ainda não aconteceu", code="E-DATA-FUTURA")
    told = Consulted(
        source,
        clean(asked.model, 60, "o modelo"),
        asked.score,
        asked.restrictions,
        day,
        clean(asked.note, 1000, "a nota"),
    )
    with writing(ledger) as transaction:
        connection = transaction.connection
        customer = find_customer(connection, typed)
        if told in consultations_of(connection, customer.id, moment.today):
            transaction.abandon()
            return Noted(customer, told, False, tuple(transaction.notices))
        record_consultation(transaction, customer.id, told, moment)
        data = {"cliente": customer.id, "fonte": source, "dia": day.isoformat()}
        transaction.record("consulta_registrada", data, moment.instant)
        return Noted(customer, told, True, tuple(transaction.notices))


class Limited(NamedTuple):
    """A limit set by hand; `new` unless the same stood there before."""

    customer: Customer
    limit: Manual
    new: bool
    notices: tuple[str, ...]


def set_limit(
    ledger: Path,
    moment: Moment,
    typed: str,
    component: str,
    amount: int | None,
    reason: str,
    author: str | None = None,
    expires: date | None = None,
) -> Limited:
    """Set a customer's limit of a component from today on, in cents; None leaves it to the policy again."""
    text = _reason(reason)
    _refuse_past(expires, moment.today, "o limite")
    limit = Manual(component, amount, moment.today, expires, text, clean(author, MAX_AUTHOR, "o autor") or "")
    with writing(ledger) as transaction:
        connection = transaction.connection
        customer = find_customer(connection, typed)
        mine = [
            each
            for each in manual_limits_of(connection, customer.id, moment.today)
            if each.component == component
        ]
        if mine and mine[-1]._replace(since=moment.today) == limit:
            transaction.abandon()
            return Limited(customer, mine[-1], False, tuple(transaction.notices))
        if amount is None and not mine:
            raise DataError(f"{customer.name} não tem limite definido à mão ({component})", code="E-CREDITO")
        record_limit(transaction, customer.id, limit, moment)
        data = {"cliente": customer.id, "componente": component, "valor": amount}
        transaction.record("limite_definido", data, moment.instant)
        return Limited(customer, limit, True, tuple(transaction.notices))


def _reason(typed: str) -> str:
    text = clean(typed, MAX_REASON, "o motivo")
    if not text:
        raise DataError("diga o motivo", hint='--motivo "…"', code="E-MOTIVO")
    return text


def _refuse_past(day: date | None, today: date, what: str) -> None:
    if day and day < today:
        raise DataError(f"{what} já teria vencido em {date_br(day.isoformat())}", code="E-DATA-ORDEM")
