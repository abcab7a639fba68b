"""A contact as somebody tells it, and what of it is refused."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.outcomes import CHANNELS, OUTCOMES, Outcome
from cobranca_cli.errors import DataError, NotFoundError
from cobranca_cli.ledger.queries.contacts import customer_since, letter_of
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.items import Item, find_item
from cobranca_cli.services.free_text import clean

MAX_NOTE = 1000
MAX_NEXT_ACTION = 200
MAX_AUTHOR = 200


class Pledge(NamedTuple):
    """What the customer promised in the contact: cents, and the day for which."""

    amount: int
    day: date


class Telling(NamedTuple):
    """A contact as somebody tells it, customer and invoices as typed; `day` None is today.

    `outcome` is one of `domain.outcomes`; `letter` the number of the letter it was about; `received` says
    that the customer began it; `promise` is recorded with it.
    """

    customer: str
    channel: str
    outcome: str
    day: date | None = None
    invoices: tuple[str, ...] = ()
    note: str | None = None
    next_action: str | None = None
    next_on: date | None = None
    letter: int | None = None
    author: str | None = None
    received: bool = False
    promise: Pledge | None = None


def outcome_of(telling: Telling) -> Outcome:
    """The outcome. Raises DataError when the law, the channel or who began the contact forbids it."""
    outcome = OUTCOMES[telling.outcome]
    if outcome.refused:
        raise DataError(
            "deixar recado sobre a dívida com outra pessoa não é permitido: expõe o cliente (CDC, art. 42) e"
            " passa um dado dele a quem não é parte (LGPD)",
            code="E-TERCEIRO",
            hint="ligue de novo em outra hora; se tentou, não o achou e não falou da dívida com ninguém,"
            " registre --resultado nao-atendeu",
        )
    if telling.channel not in outcome.channels:
        possible = ", ".join(channel for channel in CHANNELS if channel in outcome.channels)
        raise DataError(
            f"'{outcome.code}' não combina com o canal '{telling.channel}'",
            code="E-CANAL",
            hint=f"'{outcome.code}' se usa com: {possible}; veja todos com 'cobranca contato resultados'",
        )
    if telling.received and not outcome.said:
        raise DataError(
            f"'{outcome.code}' não é algo que o cliente diz: o contato foi seu",
            code="E-RECEBIDO",
            hint="deixe --recebido de fora, ou escolha o que ele disse",
        )
    return outcome


def cleaned(telling: Telling) -> Telling:
    """The same with its texts as they are kept. Raises DataError."""
    return telling._replace(
        note=clean(telling.note, MAX_NOTE, "a nota"),
        next_action=clean(telling.next_action, MAX_NEXT_ACTION, "a próxima ação"),
        author=clean(telling.author, MAX_AUTHOR, "o autor"),
    )


def refuse_days(day: date, telling: Telling, moment: Moment) -> None:
    """Raise DataError when the contact is still to come, or the day of the next one is over."""
    if day > moment.today:
        raise DataError(
            f"o dia do contato ({_br(day)}) ainda não chegou",
            code="E-DATA-FUTURA",
            hint="registre quando acontecer; para marcar um contato que virá, use --retornar",
        )
    if telling.next_on and telling.next_on < moment.today:
        raise DataError(
            f"o dia de retornar ({_br(telling.next_on)}) já passou",
            code="E-DATA-PASSADA",
            hint="marque para hoje ou para depois",
        )
    if telling.promise and telling.promise.day < moment.today:
        raise DataError(
            f"o dia prometido ({_br(telling.promise.day)}) já passou",
            code="E-DATA-PASSADA",
            hint="registre o que o cliente promete de hoje em diante; confira --para-quando",
        )


def refuse_stranger(connection: sqlite3.Connection, customer: Customer, day: date) -> None:
    """Raise DataError when the ledger did not know the customer on the day."""
    since = customer_since(connection, customer.id)
    if day.isoformat() < since:
        raise DataError(
            f"{customer.name} é cliente desde {date_br(since)}; {_br(day)} é antes",
            code="E-DATA-ORDEM",
            hint="confira --data",
        )


def invoices_of(
    connection: sqlite3.Connection, customer: Customer, typed: Sequence[str], day: date
) -> list[Item]:
    """The invoices named, each once. Raises DataError for one of another customer, or issued later."""
    items = {item.id: item for item in (find_item(connection, each, date.max) for each in typed)}
    for item in items.values():
        if item.customer_id != customer.id:
            raise DataError(
                f"a fatura {item.name} não é de {customer.name}, é de {item.customer}",
                code="E-CLIENTES",
                hint="confira o número com 'cobranca faturas listar'",
            )
        if item.issued and day.isoformat() < item.issued:
            raise DataError(
                f"a fatura {item.name} foi emitida em {date_br(item.issued)}; {_br(day)} é antes",
                code="E-DATA-ORDEM",
                hint="confira --data e --fatura",
            )
    return list(items.values())


def refuse_letter(connection: sqlite3.Connection, customer: Customer, letter: int | None, day: date) -> None:
    """Raise DataError when there is no such letter, it is another customer's, or later than the day."""
    if letter is None:
        return
    owner, sent_on, withdrawn_on = letter_of(connection, letter) or (None, "", None)
    if owner is None:
        raise NotFoundError(
            f"não há uma carta de número {letter}",
            hint="veja os números com 'cobranca carta listar'",
        )
    if owner != customer.id:
        raise DataError(
            f"a carta {letter} não é de {customer.name}",
            code="E-CLIENTES",
            hint="veja as do cliente com 'cobranca contato listar CLIENTE'",
        )
    if withdrawn_on:
        raise DataError(
            f"a carta {letter} foi retirada em {date_br(withdrawn_on)}: não saiu para o cliente",
            code="E-RETIRADA",
            hint="confira o número em --carta",
        )
    if day.isoformat() < sent_on:
        raise DataError(
            f"a carta {letter} é de {date_br(sent_on)}; {_br(day)} é antes",
            code="E-DATA-ORDEM",
            hint="confira --data e --carta",
        )


def _br(day: date) -> str:
    return date_br(day.isoformat())
