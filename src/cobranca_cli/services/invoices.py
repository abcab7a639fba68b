"""Invoices: list, look at one, cancel one."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.config import Settings
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import clean_text
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.accounts import lost_among, money_on, taken_off
from cobranca_cli.ledger.queries.agreement_marks import Marked, agreement_of, in_agreement, marked_on
from cobranca_cli.ledger.queries.as_of import booked_later
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.ledger.queries.items import Filters, Item, Origin, find_item, listed, origin_of, residues
from cobranca_cli.ledger.queries.slips import NO_SLIPS, Slips, slips_of
from cobranca_cli.ledger.queries.terms import TermsBook
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.reading import reading
from cobranca_cli.services.standing import owed_on
from cobranca_cli.services.stops import held_in_words

MAX_REASON = 500


class ListedInvoices(NamedTuple):
    """Invoices as of a day."""

    as_of: date
    items: tuple[Item, ...]
    notices: tuple[str, ...]
    lost: Mapping[int, int] = MappingProxyType({})
    """Principal written off and not recovered, in cents, by id."""
    agreed: Mapping[int, Marked] = MappingProxyType({})
    """The titles that an agreement holds or has closed, by id."""


def list_invoices(
    ledger: Path,
    settings: Settings,
    moment: Moment,
    as_of: date,
    filters: Filters,
    customer: str | None = None,
) -> ListedInvoices:
    """The invoices that pass the filters; `customer` is what a person typed."""
    with reading(ledger, settings, moment) as reader:
        if customer is not None:
            filters = filters._replace(customer=find_customer(reader.connection, customer).id)
        items = _as_of(reader.connection, settings, listed(reader.connection, as_of, filters), as_of)
        agreed = {each.receivable: each for each in marked_on(reader.connection, as_of)}
        if filters.situation in ("pagas", "encargos", "em-acordo"):
            items = tuple(item for item in items if _settled_so(item, filters.situation, agreed))
        settled = [item.id for item in items if not item.open and not item.cancelled_on]
        lost = lost_among(reader.connection, settled, as_of)
        return ListedInvoices(as_of, items, reader.notices, lost, agreed)


def _settled_so(item: Item, situation: str, agreed: Mapping[int, Marked]) -> bool:
    """Whether a settled title is settled in the way asked for: paid, but for charges, or by an agreement."""
    mark = agreed.get(item.id)
    if situation == "em-acordo":
        return mark is not None and not mark.instalment
    return mark is None and bool(item.charges_left) == (situation == "encargos")


def _as_of(
    connection: sqlite3.Connection, settings: Settings, items: Iterable[Item], as_of: date
) -> tuple[Item, ...]:
    """The items with the charges that were left of a settled one on the day, not those of today."""
    touched = set(residues(connection, as_of)) if booked_later(connection, as_of) else set()
    if not touched:
        return tuple(items)
    book = TermsBook(connection, settings.calendar, settings.charges)
    return tuple(
        item._replace(charges_left=owed_on(connection, book, item.id, item.document, as_of).total)
        if item.id in touched
        else item
        for item in items
    )


class Seen(NamedTuple):
    """One invoice, where it came from and why it was cancelled, if it was."""

    as_of: date
    item: Item
    origin: Origin
    notices: tuple[str, ...]
    taken_off: Mapping[str, tuple[int, int]] = MappingProxyType({})
    """By kind of entry, what it took off the principal and in all, in cents."""
    slips: Slips = NO_SLIPS
    held: str | None = None
    """What holds its collection."""
    mark: Marked | None = None
    """The agreement that holds it or has closed it."""


def see_invoice(ledger: Path, settings: Settings, moment: Moment, as_of: date, typed: str) -> Seen:
    """One invoice by `NUMERO` or `NUMERO/PARCELA`."""
    with reading(ledger, settings, moment) as reader:
        item = find_item(reader.connection, typed, as_of)
        (item,) = _as_of(reader.connection, settings, [item], as_of)
        origin = origin_of(reader.connection, item.id)
        off = taken_off(reader.connection, item.id, as_of)
        slips = slips_of(reader.connection, [item.id], as_of).get(item.id, NO_SLIPS)
        held = held_in_words(reader.connection, settings.calendar, as_of, item.customer_id, item.id)
        marks = (each for each in marked_on(reader.connection, as_of) if each.receivable == item.id)
        return Seen(as_of, item, origin, reader.notices, off, slips, held, next(marks, None))


class Cancelled(NamedTuple):
    """What was cancelled."""

    item: Item
    notices: tuple[str, ...]


def cancel_invoice(ledger: Path, moment: Moment, typed: str, reason: str, day: date) -> Cancelled:
    """Record that an invoice was cancelled on a day; what was reported for earlier days stays so.

    Raises DataError when the day is in the future or before the invoice, or when it is cancelled already.
    """
    text = clean_text(reason, MAX_REASON)
    if isinstance(text, Problem) or not text:
        why = text.reason if isinstance(text, Problem) else "está vazio"
        raise DataError(f"o motivo {why}", hint="diga em poucas palavras por que a fatura foi cancelada")
    if day > moment.today:
        raise DataError(
            f"o dia do cancelamento ({date_br(day.isoformat())}) ainda não chegou", code="E-DATA-FUTURA"
        )
    with writing(ledger) as transaction:
        connection = transaction.connection
        item = find_item(connection, typed, date.max)
        _refuse_cancel(item, origin_of(connection, item.id), day)
        _refuse_agreed(connection, item, moment.today)
        _refuse_paid(item, money_on(connection, item.id))
        from cobranca_cli.ledger.tables import CancellationRow, ReceivableRow

        session = transaction.session
        row = session.get_one(ReceivableRow, item.id)
        row.cancelled_on = day.isoformat()
        session.add(row)
        session.add(
            CancellationRow(
                receivable_id=item.id, cancelled_on=day.isoformat(), reason=text, recorded_at=moment.instant
            )
        )
        session.flush()
        transaction.record(
            "fatura_cancelada", {"fatura": item.id, "em": day.isoformat(), "saldo": item.open}, moment.instant
        )
        return Cancelled(item, tuple(transaction.notices))


def _refuse_agreed(connection: sqlite3.Connection, item: Item, today: date) -> None:
    held = in_agreement(connection, item.id, today) or agreement_of(connection, item.id)
    if held:
        raise DataError(
            f"a fatura {item.name} é do {held.number}, e não se cancela sozinha",
            code="E-ACORDO",
            hint="desfaça o acordo antes: cobranca acordo cancelar, ou romper",
        )


def _refuse_paid(item: Item, received: int) -> None:
    if received:
        raise DataError(
            f"a fatura {item.name} já recebeu {currency_br(received)}: cancelada, o dinheiro ficaria solto",
            code="E-PAGA",
            hint="estorne o pagamento, cancele a fatura e registre-o de novo com --cliente: vira crédito;"
            " ou reduza o que falta com 'cobranca faturas abater'",
        )


def _refuse_cancel(item: Item, origin: Origin, day: date) -> None:
    if item.cancelled_on:
        raise DataError(
            f"a fatura {item.name} já foi cancelada em {date_br(item.cancelled_on)}", code="E-CANCELADA"
        )
    if day.isoformat() < origin.starts_on:
        raise DataError(
            f"a fatura {item.name} só existe desde {date_br(origin.starts_on)};"
            " o cancelamento não pode ser antes",
            code="E-DATA-ORDEM",
        )
