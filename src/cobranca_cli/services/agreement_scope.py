"""Which titles an agreement is about, and what they come to on the day: of one customer, each in one only."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.aging import days_late
from cobranca_cli.domain.holds import DISPUTE
from cobranca_cli.domain.offer import Owing
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.accounts import customer_of
from cobranca_cli.ledger.queries.agreement_marks import agreement_of, in_agreement
from cobranca_cli.ledger.queries.customers import Customer, customer_by_id, find_customer
from cobranca_cli.ledger.queries.holds import holds_on
from cobranca_cli.ledger.queries.items import Filters, Item, find_item, listed, residues
from cobranca_cli.ledger.queries.legal_facts import facts_on
from cobranca_cli.ledger.queries.payments import credit_on
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.services.overdue import Owed, Reckoning
from cobranca_cli.services.reading import Reader
from cobranca_cli.services.stops import court


class Scope(NamedTuple):
    """The titles of an agreement, the oldest first.

    Attributes:
        left_out: names of titles of the customer that are overdue and not in it, with the reason.
        consumer: the law of consumers holds for him.
    """

    customer: Customer
    items: tuple[Item, ...]
    owing: tuple[Owing, ...]
    left_out: tuple[str, ...]
    consumer: bool
    notices: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The titles as people call them."""
        return tuple(item.name for item in self.items)


def scope_of(
    connection: sqlite3.Connection,
    settings: Settings,
    customer_typed: str,
    invoices: Sequence[str],
    today: date,
) -> Scope:
    """The titles named, or all that the customer owes overdue and that nothing stands against.

    Raises DataError for a title of another customer, one that is settled, cancelled, prescribed, in an
    agreement already or an instalment of one, and when nothing is left.
    """
    customer = find_customer(connection, customer_typed)
    reckoning = Reckoning(Reader(connection, ()), settings, today)
    why_not = _Objections(connection, customer.id, today)
    if invoices:
        owed = list(reckoning.owed(_named(connection, customer, invoices, today)))
        for each in owed:
            _refuse(each, why_not(each))
        left_out: list[str] = []
    else:
        overdue = list(reckoning.owed(_overdue(connection, customer, today)))
        reasons = {each.item.id: why_not(each) for each in overdue}
        owed = [each for each in overdue if not reasons[each.item.id] and each.open.total]
        left_out = [
            f"{each.item.name} ({reasons[each.item.id]})" for each in overdue if reasons[each.item.id]
        ]
    if not owed:
        raise _nothing(customer, left_out)
    owed.sort(key=lambda each: (each.item.due_effective, each.item.number, each.item.instalment))
    book = TermsBook(connection, settings.calendar, settings.charges)
    terms = book.terms(customer.id, customer.document, owed[0].item.id, today)
    return Scope(
        customer,
        tuple(each.item for each in owed),
        tuple(_owing(each, today) for each in owed),
        tuple(left_out),
        terms.relation == "consumo" or (terms.relation is None and len(customer.document or "") == _CPF),
        (*reckoning.warnings, *_remarks(connection, customer, owed, left_out, today)),
    )


def all_owing(connection: sqlite3.Connection, settings: Settings, today: date) -> dict[int, list[Owing]]:
    """What every overdue customer could put into an agreement, as `scope_of` finds it, by customer."""
    why_not = _Objections(connection, None, today)
    found: dict[int, list[Owing]] = {}
    for owed in Reckoning(Reader(connection, ()), settings, today).all():
        if owed.open.total and not why_not(owed):
            found.setdefault(owed.item.customer_id, []).append(_owing(owed, today))
    return found


_CPF = 11


def _named(
    connection: sqlite3.Connection, customer: Customer, invoices: Sequence[str], today: date
) -> list[Item]:
    items = list(
        {item.id: item for item in (find_item(connection, each, today) for each in invoices)}.values()
    )
    for item in items:
        owner = customer_of(connection, item.id)
        if owner != customer.id:
            raise DataError(
                f"a fatura {item.name} é de {customer_by_id(connection, owner).name}, não de {customer.name}:"
                " um acordo é com um cliente só",
                code="E-CLIENTES",
                hint="faça um acordo para cada cliente",
            )
    return items


def _overdue(connection: sqlite3.Connection, customer: Customer, today: date) -> list[Item]:
    """What is overdue, and settled titles of which charges are left."""
    late = list(listed(connection, today, Filters("vencidas", customer.id)))
    ids = set(residues(connection, today))
    charges = [item for item in listed(connection, today, Filters("encargos", customer.id)) if item.id in ids]
    return late + charges


class _Objections:
    """What stands against putting a title into an agreement; empty when nothing does."""

    def __init__(self, connection: sqlite3.Connection, customer: int | None, today: date) -> None:
        """Of the titles of one customer, or without one of everybody's."""
        self._connection, self._today = connection, today
        self._facts = facts_on(connection, today)
        self.disputed = {
            hold.receivable
            for hold in holds_on(connection, today)
            if customer in (None, hold.customer) and hold.kind == DISPUTE and hold.receivable is not None
        }

    def __call__(self, owed: Owed) -> str:
        title = owed.item.id
        if owed.item.cancelled_on:
            return f"cancelada em {date_br(owed.item.cancelled_on)}"
        held = in_agreement(self._connection, title, self._today)
        if held:
            return f"já está no {held.number}"
        made = agreement_of(self._connection, title)
        if made:
            return f"é parcela do {made.number}"
        if owed.prescribed:
            return "prescrita"
        stop = court(self._facts.get(title, ()))
        if stop:
            return stop.words
        return "contestada" if title in self.disputed else ""


_HINTS = {
    "é parcela": "rompa o acordo e faça outro: cobranca acordo romper",
    "prescrita": "não se cobra mais; só se recebe o que o cliente quiser pagar",
    "contestada": "resolva a contestação antes: cobranca pausa listar",
}


def _refuse(owed: Owed, why: str) -> None:
    if why:
        hint = next((hint for start, hint in _HINTS.items() if why.startswith(start)), None)
        raise DataError(f"a fatura {owed.item.name} não entra no acordo: {why}", code="E-ACORDO", hint=hint)
    if not owed.open.total:
        raise DataError(f"a fatura {owed.item.name} não tem nada em aberto", code="E-SEM-DIVIDA")


def _nothing(customer: Customer, left_out: Sequence[str]) -> DataError:
    why = f"; ficam de fora: {', '.join(left_out)}" if left_out else ""
    return DataError(
        f"{customer.name} não tem fatura vencida que possa entrar em um acordo{why}",
        code="E-SEM-DIVIDA",
        hint="para incluir uma que ainda não venceu, diga qual: --fatura NUMERO (pode repetir)",
    )


def _owing(owed: Owed, today: date) -> Owing:
    return Owing(owed.item.id, owed.open, days_late(today, date.fromisoformat(owed.item.due_effective)))


def _remarks(
    connection: sqlite3.Connection,
    customer: Customer,
    owed: Sequence[Owed],
    left_out: Sequence[str],
    today: date,
) -> list[str]:
    said = []
    if left_out:
        said.append(f"ficam de fora do acordo: {', '.join(left_out)}")
    inside = {each.item.id for each in owed}
    others = [
        item.name
        for item in listed(connection, today, Filters("vencidas", customer.id))
        if item.id not in inside and not any(text.startswith(f"{item.name} (") for text in left_out)
    ]
    if others:
        said.append(f"o cliente deve ainda, fora do acordo: {', '.join(others)}")
    credit = credit_on(connection, customer.id, today)
    if credit:
        said.append(
            f"o cliente tem {currency_br(credit)} de crédito; para usá-lo antes:"
            " cobranca pagamento usar-credito"
        )
    return said
